//! French words for tables, columns and coded values of the register.

use crate::domain::{Avis, Dossier, EtatRevue, Issue, IssueEvaluation, NatureActe, TypeRevue};

/// Kinds of records.
const TABLES: [(&str, &str); 48] = [
    ("academie", "académie"),
    ("acte", "acte"),
    ("agent", "agent"),
    ("appel", "appel à projets"),
    ("appel_source", "source d'un appel"),
    ("axe", "axe d'un campus"),
    ("campus", "campus"),
    ("campus_autre_academie", "autre académie d'un campus"),
    ("campus_autre_region", "autre région d'un campus"),
    ("campus_filiere", "filière d'un campus"),
    ("campus_partenaire", "partenaire d'un campus"),
    ("campus_source", "source d'un campus"),
    ("candidature", "candidature"),
    ("caviardage", "lot du journal caviardé"),
    ("chaine", "empreinte d'un lot"),
    ("changement", "changement du journal"),
    ("cle_publique", "clé d'accès"),
    ("college", "collège"),
    ("contact", "contact"),
    ("decision", "décision"),
    ("departement", "département"),
    ("etablissement", "établissement de l'annuaire"),
    ("etablissement_mot", "mot de l'annuaire"),
    ("evenement", "événement"),
    ("famille", "famille de filières"),
    ("filiere", "filière"),
    ("formulaire", "formulaire"),
    ("indicateur", "indicateur"),
    ("instance", "instance"),
    ("label", "label"),
    ("lien_source", "source d'un partenariat"),
    ("lot", "lot du journal"),
    ("membre", "membre présent"),
    ("meta", "note interne"),
    ("partenaire", "partenaire"),
    ("partenaire_source", "source d'un partenaire"),
    ("point", "point de l'ordre du jour"),
    ("presence", "présence d'une session"),
    ("recommandation", "recommandation"),
    ("regime", "régime"),
    ("region", "région"),
    ("reponse", "réponse"),
    ("revue", "revue"),
    ("seance", "séance"),
    ("source", "source"),
    ("succession", "succession de régions"),
    ("territoire", "territoire"),
    ("type_partenaire", "type de partenaire"),
];

/// Columns whose French name is not the column's own word; `table.colonne` wins over `colonne`.
const COLONNES: [(&str, &str); 75] = [
    ("academie", "académie"),
    ("academie_actuelle", "académie actuelle"),
    ("acte", "acte"),
    ("annonce", "annoncé"),
    ("archive", "à la corbeille depuis"),
    ("autres_noms", "autres noms"),
    ("base_legale", "base légale"),
    ("bulletin", "bulletin officiel"),
    ("calcul", "calcul"),
    ("categorie", "catégorie"),
    ("cle", "clé"),
    ("collecte", "collecté le"),
    ("code_insee", "code Insee"),
    ("code_postal", "code postal"),
    ("college", "collège"),
    ("commencee", "commencée le"),
    ("connu", "décidé le"),
    ("convention", "convention signée le"),
    ("critere", "critère"),
    ("debut", "début"),
    ("departement", "département"),
    ("depose", "déposé"),
    ("depot", "dépôt avant"),
    ("derogation", "dérogation"),
    ("duree_ans", "durée en années"),
    ("echeance", "échéance"),
    ("ecrite", "écrite dans une source"),
    ("enregistre", "enregistré le"),
    ("empreinte", "empreinte de ce qui reste"),
    ("etat", "état"),
    ("etat_depuis", "dans cet état depuis"),
    ("filiere", "filière"),
    ("finalite", "finalité"),
    ("fusion", "joint à"),
    ("hebergement", "hébergement"),
    ("hebergement_note", "hébergement, note"),
    ("issue", "issue"),
    ("issue_le", "décidée le"),
    ("jo", "Journal officiel du"),
    ("le", "décidée le"),
    ("libelle", "libellé"),
    ("lien", "partenariat"),
    ("marques", "passages effacés"),
    ("motif", "motif"),
    ("nom_court", "nom court"),
    ("nom_usage", "nom d'usage"),
    ("nor", "NOR"),
    ("origine", "origine"),
    ("point", "point"),
    ("position", "point repéré"),
    ("presentes", "projets présentés"),
    ("president", "président"),
    ("publie", "publié le"),
    ("quand", "date"),
    ("quoi", "événement"),
    ("regime", "régime"),
    ("region", "région"),
    ("region_actuelle", "région actuelle"),
    ("remise", "remise le"),
    ("rna", "numéro RNA"),
    ("role", "rôle"),
    ("seance", "séance"),
    ("sigles", "sigles"),
    ("signe", "signé le"),
    ("siren", "SIREN"),
    ("siret", "SIRET"),
    ("source_donnees", "source des données"),
    ("support", "établissement support"),
    ("support_note", "établissement support, note"),
    ("telephone", "téléphone"),
    ("texte", "texte"),
    ("toml", "texte du formulaire"),
    ("type_partenaire.indicateur", "indicateur"),
    ("uai", "UAI"),
    ("unite", "unité"),
];

/// Columns that hold dates at their precision.
const DATES: [&str; 18] = [
    "annonce",
    "collecte",
    "commencee",
    "connu",
    "convention",
    "date",
    "debut",
    "depose",
    "depot",
    "echeance",
    "fin",
    "issue_le",
    "jo",
    "le",
    "ouvert",
    "publie",
    "remise",
    "signe",
];

/// Columns that hold UTC instants.
pub(super) const INSTANTS: [&str; 3] = ["archive", "etat_depuis", "enregistre"];

/// A kind of record, in words.
pub(in crate::store) fn genre(table: &str) -> String {
    let found = TABLES.iter().find(|(nom, _)| *nom == table);
    found.map_or_else(|| table.replace('_', " "), |(_, mot)| (*mot).to_owned())
}

/// A column, in words.
pub(in crate::store) fn colonne(table: &str, colonne: &str) -> String {
    let whole = format!("{table}.{colonne}");
    let of = |nom: &str| COLONNES.iter().find(|(c, _)| *c == nom).map(|(_, mot)| *mot);
    of(&whole)
        .or_else(|| of(colonne))
        .map_or_else(|| colonne.replace('_', " "), str::to_owned)
}

/// Whether a column holds dates.
pub(super) fn date(colonne: &str) -> bool {
    DATES.contains(&colonne)
}

/// A coded value, in words; None when it is no code.
pub(super) fn code(table: &str, colonne: &str, valeur: &str) -> Option<&'static str> {
    match (table, colonne) {
        ("revue", "etat") => EtatRevue::from_code(valeur).map(EtatRevue::libelle),
        ("revue", "type") => TypeRevue::from_code(valeur).map(TypeRevue::libelle),
        ("point", "avis") => Avis::read(valeur).map(Avis::libelle),
        ("decision", "issue") => IssueEvaluation::read(valeur).map(IssueEvaluation::libelle),
        ("candidature", "issue") => Issue::read(valeur).map(Issue::libelle),
        ("candidature", "dossier") => Dossier::read(valeur).map(Dossier::libelle),
        ("acte", "nature") => NatureActe::read(valeur).map(NatureActe::libelle),
        ("region", "zone") if valeur == "metropole" => Some("métropole"),
        _ => None,
    }
}
