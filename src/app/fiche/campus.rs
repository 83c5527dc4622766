//! The paragraphs of a campus.

use jiff::civil::Date;

use super::{Ligne, Sujet};
use crate::{
    clock,
    domain::{
        Fiche, TypeRevue,
        texte::{accorder, capital},
    },
};

fn texte(label: &str, text: impl Into<String>) -> Ligne {
    Ligne::Texte(label.to_owned(), text.into())
}

/// What is unknown says so.
fn connu(text: Option<&str>) -> String {
    text.map_or_else(|| "inconnu".to_owned(), str::to_owned)
}

/// The whole fiche of a campus on the reference day.
pub(super) fn lignes(f: &Fiche, au: Date) -> Vec<Ligne> {
    let mut out = identite(f);
    out.extend(label(f, au));
    out.extend(conditions(f));
    out.extend(revues(f));
    out.extend(partenaires(f));
    out.extend(histoire(f));
    out
}

fn identite(f: &Fiche) -> Vec<Ligne> {
    let c = &f.ligne;
    let mut out = vec![texte("Nom officiel", &*c.nom)];
    if let Some(usage) = &c.nom_usage {
        out.push(texte("Nom d'usage", &**usage));
    }
    let region = if c.region == c.region_actuelle {
        c.region.clone()
    } else {
        format!("{} (aujourd'hui {})", c.region, c.region_actuelle)
    };
    out.push(Ligne::Lien("Région".into(), region, Sujet::Region(c.region_id)));
    out.push(texte("Académie", &*c.academie));
    for (i, (id, nom)) in c.ailleurs.regions.iter().enumerate() {
        let label = if i == 0 { "Autres régions" } else { "" };
        out.push(Ligne::Lien(label.into(), nom.clone(), Sujet::Region(*id)));
    }
    if !c.ailleurs.academies.is_empty() {
        out.push(texte("Autres académies", c.ailleurs.academies.join(", ")));
    }
    let lieu = match &f.commune {
        Some(commune) if *commune != c.lieu => format!("{} (siège\u{202f}: {commune})", c.lieu),
        _ => c.lieu.clone(),
    };
    out.push(texte("Lieu", lieu));
    for (i, axe) in c.axes.iter().enumerate() {
        let label = match (i, axe.rang.as_str()) {
            (0, _) => "Axes",
            (_, "secondaire") => "secondaire",
            _ => "",
        };
        out.push(texte(label, &*axe.libelle));
    }
    for (i, (id, nom)) in c.filieres.iter().enumerate() {
        let label = if i == 0 { "Filières" } else { "" };
        out.push(Ligne::Lien(label.into(), nom.clone(), Sujet::Filiere(*id)));
    }
    out.push(texte("Support", support(f)));
    out
}

fn support(f: &Fiche) -> String {
    match &f.support {
        Some((nom, Some(statut))) => format!("{nom}, {statut}"),
        Some((nom, None)) => nom.clone(),
        None => connu(None),
    }
}

fn label(f: &Fiche, au: Date) -> Vec<Ligne> {
    let l = &f.ligne.label;
    let mut out = vec![
        Ligne::Titre(super::editer::LABEL.into()),
        texte(
            "Période",
            format!("{} → {} ({})", l.debut.fr(), l.fin().fr(), l.etat(au)),
        ),
        texte(
            "Durée",
            format!(
                "{} ans, régime {}, catégorie {}",
                l.duree_ans, l.regime, l.categorie
            ),
        ),
        texte("Acte", connu(l.acte.as_deref())),
        texte("Appel", connu(f.appel.as_deref())),
    ];
    out.extend(f.mention.as_ref().map(|m| texte("Mention", &**m)));
    if let Some(suite) = l.suite {
        out.push(texte("Suite", suite.libelle()));
    }
    for autre in f.periodes.iter().filter(|p| p.debut != l.debut) {
        out.push(texte(
            if autre.debut > l.debut { "Ensuite" } else { "Avant" },
            format!(
                "{} → {}, {} ans, régime {}, catégorie {}",
                autre.debut.fr(),
                autre.fin().fr(),
                autre.duree_ans,
                autre.regime,
                autre.categorie
            ),
        ));
    }
    for e in &f.ligne.echeances {
        let ours = if e.proposee {
            " (proposé par cmq\u{202f}: aucun texte ne le fixe)"
        } else {
            ""
        };
        let text = format!("{}\u{202f}: {}{ours}", e.terme.fr(), e.etat.libelle());
        let label = capital(e.type_echeance.libelle());
        out.push(match e.type_echeance.revue() {
            Some(kind) => Ligne::Lien(label, text, Sujet::Revue(f.ligne.id, kind)),
            None => Ligne::Texte(label, text),
        });
    }
    out
}

/// What D335-33 asks: met, missing or unknown.
fn conditions(f: &Fiche) -> Vec<Ligne> {
    let mut out = vec![Ligne::Titre("Conditions (article D335-33)".into())];
    out.extend(f.conditions.iter().map(|c| {
        texte(
            c.condition.libelle(),
            format!("{}\u{202f}: {}", c.etat.mot(), c.detail),
        )
    }));
    out
}

fn revues(f: &Fiche) -> Vec<Ligne> {
    let mut out = vec![Ligne::Titre("Revues".into())];
    if f.revues.is_empty() {
        out.push(texte(
            "",
            "Aucune revue commencée\u{202f}: s commence le suivi, v l'évaluation.",
        ));
    }
    for r in &f.revues {
        let quand = clock::local_with_year(&r.enregistre)
            .map_or_else(|| r.enregistre.clone(), |t| t.replace(' ', " à "));
        let reponses = accorder(r.reponses, "réponse enregistrée");
        let text = format!("{}, {reponses}, {} le {quand}", r.etat.libelle(), r.agent);
        out.push(Ligne::Lien(
            r.type_revue.libelle().into(),
            text,
            lien(r.campus, r.type_revue),
        ));
    }
    out
}

fn lien(campus: crate::domain::CampusId, kind: TypeRevue) -> Sujet {
    Sujet::Revue(campus, kind)
}

fn partenaires(f: &Fiche) -> Vec<Ligne> {
    let mut out = vec![Ligne::Titre(format!("Partenaires · {}", f.partenaires.len()))];
    for p in &f.partenaires {
        let commune = p.commune.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        let role = p.role.as_deref().map(|r| format!(" ({r})")).unwrap_or_default();
        let text = format!("{}{commune}{role}", p.nom);
        out.push(Ligne::Lien(p.type_code.clone(), text, Sujet::Partenaire(p.id)));
    }
    out
}

fn histoire(f: &Fiche) -> Vec<Ligne> {
    let mut out = Vec::new();
    if !f.vie.is_empty() {
        out.push(Ligne::Titre("Commission et actes".into()));
        out.extend(f.vie.iter().map(|(day, quoi)| texte(&day.court(), &**quoi)));
    }
    if !f.evenements.is_empty() {
        out.push(Ligne::Titre("Événements".into()));
        out.extend(f.evenements.iter().map(|(date, quoi)| texte(date, &**quoi)));
    }
    if !f.raisons.is_empty() {
        out.push(Ligne::Titre("Pourquoi ces filières".into()));
        out.extend(
            f.raisons
                .iter()
                .map(|(n, raison, origine)| texte(n, format!("{raison} ({origine})"))),
        );
    }
    if let Some(note) = &f.note {
        out.push(Ligne::Titre("Note".into()));
        out.push(texte("", &**note));
    }
    if !f.sources.is_empty() {
        out.push(Ligne::Titre("Sources".into()));
        out.extend(
            f.sources
                .iter()
                .map(|(titre, url)| texte("", format!("{titre}\u{202f}: {url}"))),
        );
    }
    out
}
