//! Records kept by hand: keys in, rows and screen out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, Etablissement, Fiche, Formalite, LienCampus, PartenaireFiche, Source},
    form::Value,
    store::{Filtre, Store},
};
use jiff::civil::{Date, date};
use screen::Harness;

const AU: Date = date(2016, 6, 1);
const SIZE: (u16, u16) = (80, 24);

fn harness() -> Harness {
    Harness::new(SIZE)
}

/// The one partner whose name holds these words.
fn partenaire(h: &Harness, mots: &str) -> PartenaireFiche {
    let filtre = Filtre {
        mots: mots.to_owned(),
        ..Filtre::au(AU)
    };
    let found = h.app.store.partenaires(&filtre).unwrap();
    assert_eq!(found.len(), 1, "{mots}: {found:?}");
    h.app.store.partenaire(found[0].id).unwrap()
}

fn campus(h: &Harness, mots: &str, au: Date) -> Fiche {
    let filtre = Filtre {
        mots: mots.to_owned(),
        ..Filtre::au(au)
    };
    let found = h.app.store.campus(&filtre).unwrap();
    assert_eq!(found.len(), 1, "{mots}: {found:?}");
    h.app.store.fiche(found[0].id, au).unwrap()
}

fn noms(liens: &[LienCampus]) -> Vec<&str> {
    liens.iter().map(|l| l.campus_nom.as_str()).collect()
}

#[test]
fn a_partner_is_made_from_a_campus_and_linked_to_two() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.shows("Nouveau lien : Plasticampus");
    h.text("lycée du haut bugey")
        .shows("créer «\u{a0}lycée du haut bugey\u{a0}»");
    h.keys("enter")
        .shows("Nouveau partenaire")
        .shows("lycée du haut bugey");
    // Type, then an UAI with the wrong key: advice with the mend, never a refusal.
    h.keys("tab tab")
        .text("lpo")
        .keys("enter")
        .text("0010016w")
        .keys("tab");
    h.shows("clé attendue : M");
    h.keys("backtab backspace")
        .text("m")
        .keys("tab")
        .hides("clé attendue");
    h.text("190 100 164 00010").keys("tab");
    // The second campus, in the table of the last step.
    h.keys("pagedown pagedown enter enter")
        .text("vitrolles")
        .keys("enter");
    h.text("membre").keys("enter").text("2015").keys("enter esc");
    h.shows("Aéronautique").keys("f10 f10");
    h.shows("Nouveau lien").shows("lycée du haut bugey");
    h.keys("f10").shows("Lien enregistré");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    let p = partenaire(&h, "haut bugey");
    assert_eq!(p.ligne.type_code, "LPO");
    assert_eq!(p.ligne.uai.as_deref(), Some("0010016M"));
    assert_eq!(p.ligne.siret.as_deref(), Some("19010016400010"));
    assert_eq!(p.siren.as_deref(), Some("190100164"), "from the SIRET");
    assert_eq!(p.liens.len(), 2);
    assert_eq!(p.liens[0].role, "membre");
    assert!(noms(&p.liens).contains(&"Plasticampus"), "{:?}", p.liens);
    // Its pane shows it, selected.
    h.shows("lycée du haut bugey");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn an_edit_is_undone_by_u() {
    let mut h = harness();
    let before = partenaire(&h, "arbez carme");
    h.app
        .open_formalite(Formalite::Partenaire(Some(before.ligne.id)))
        .unwrap();
    h.keys("ctrl+k")
        .text("Lycée Arbez-Carme, Oyonnax")
        .keys("f10 f10");
    h.shows("enregistré");
    assert_eq!(
        partenaire(&h, "arbez carme").ligne.nom,
        "Lycée Arbez-Carme, Oyonnax"
    );
    assert_eq!(noms(&partenaire(&h, "arbez carme").liens), noms(&before.liens));
    h.keys("u u").shows("Annulé");
    assert_eq!(partenaire(&h, "arbez carme").ligne.nom, before.ligne.nom);
}

#[test]
fn nothing_changed_leaves_nothing_in_the_journal() {
    let mut h = harness();
    let id = partenaire(&h, "arbez carme").ligne.id;
    let rows = |s: &Store| s.compte_lots().unwrap();
    let before = rows(&h.app.store);
    h.app.open_formalite(Formalite::Partenaire(Some(id))).unwrap();
    h.keys("f10 f10");
    assert_eq!(rows(&h.app.store), before);
    h.app
        .open_formalite(Formalite::Campus(Some(CampusId(1))))
        .unwrap();
    h.keys("f10 f10");
    assert_eq!(rows(&h.app.store), before);
}

/// The answers of the first step of a new campus.
fn nouveau_campus(h: &mut Harness) {
    h.keys("2 n").shows("Nouveau campus");
    h.text("Campus des métiers et des qualifications du bois et de l'ameublement")
        .keys("tab");
    // The short name is proposed from the official one.
    h.shows("Bois et de l'ameublement").keys("tab tab");
    h.text("bourg").keys("enter").text("dijon").keys("enter");
    h.text("Chalon-sur-Saône")
        .keys("tab")
        .text("Chalon-sur-Saône")
        .keys("tab");
    h.text("71o76").keys("tab").shows("Conseil : À vérifier");
    h.keys("backtab ctrl+k")
        .text("71076")
        .keys("tab")
        .hides("À vérifier");
}

#[test]
fn a_new_campus_with_its_label_shows_in_the_list() {
    let mut h = Harness::at("2020-03-01", SIZE);
    nouveau_campus(&mut h);
    h.keys("pagedown enter").text("batiment").keys("space enter");
    h.keys("enter")
        .text("Menuiserie")
        .keys("tab enter enter")
        .text("Ameublement")
        .keys("esc esc");
    h.keys("pagedown pagedown")
        .shows("Début du label")
        .text("février 2020")
        .keys("tab");
    h.keys("f10 f10");
    h.shows("labellisé de février");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    let f = campus(&h, "chalon ameublement", date(2020, 3, 1));
    assert_eq!(f.ligne.nom_court, "Bois et de l'ameublement");
    assert_eq!(f.ligne.label.regime, "2019");
    assert_eq!(f.ligne.filieres.len(), 1);
    assert!(
        f.ligne.axes.iter().any(|a| a.libelle == "Menuiserie"),
        "{:?}",
        f.ligne.axes
    );
    h.shows("Bois et de l'ameublement");
    // A list as of an earlier day does not know it.
    let before = Filtre {
        mots: "ameublement".to_owned(),
        ..Filtre::au(date(2019, 12, 1))
    };
    assert!(h.app.store.campus(&before).unwrap().is_empty());
    h.app.store.verify().unwrap();
}

#[test]
fn a_new_campus_without_a_label_is_a_candidate_that_the_same_name_completes() {
    let mut h = Harness::at("2020-03-01", SIZE);
    nouveau_campus(&mut h);
    h.keys("f10 f10").shows("sans label");
    nouveau_campus(&mut h);
    h.keys("pagedown*3")
        .text("2020")
        .keys("f10 f10")
        .shows("labellisé de 2020");
    assert_eq!(
        campus(&h, "ameublement", date(2020, 3, 1)).ligne.lieu,
        "Chalon-sur-Saône"
    );
    // The name of a labelled campus is taken.
    nouveau_campus(&mut h);
    h.keys("f10 f10")
        .shows("Pas enregistré")
        .shows("déjà le nom officiel");
}

#[test]
fn an_axe_is_corrected_alone() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter e").shows("Plasticampus");
    let before = campus(&h, "plasti", AU).ligne.axes;
    h.keys("pagedown tab")
        .shows("Axes")
        .keys("enter enter")
        .text(" (corrigé)")
        .keys("enter esc");
    h.keys("f10 f10").shows("enregistré");
    let after = campus(&h, "plasti", AU).ligne.axes;
    assert_eq!(after[0].libelle, format!("{} (corrigé)", before[0].libelle));
    assert_eq!(after[1..], before[1..]);
    let lots = h.app.store.compte_lots().unwrap();
    h.keys("u u");
    assert_eq!(campus(&h, "plasti", AU).ligne.axes, before);
    assert_eq!(h.app.store.compte_lots().unwrap(), lots + 1);
}

#[test]
fn a_filiere_is_made_then_attached_and_keeps_the_reasons_of_the_others() {
    let mut h = harness();
    h.keys("3 n")
        .shows("Nouvelle filière")
        .text("Plasturgie")
        .keys("tab enter enter f10");
    h.shows("Filière « Plasturgie » enregistrée");
    let before = campus(&h, "plasti", AU).raisons;
    h.keys("2 /")
        .text("plasti")
        .keys("enter e pagedown enter")
        .text("plasturgie")
        .keys("space enter");
    h.keys("f10 f10").shows("enregistré");
    let after = campus(&h, "plasti", AU);
    assert!(after.ligne.filieres.iter().any(|(_, nom)| nom == "Plasturgie"));
    for raison in before {
        assert!(after.raisons.contains(&raison), "{raison:?}");
    }
}

#[test]
fn a_draft_survives_a_kill_references_included() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut h = Harness::on(Store::open_or_create(&path, "essai").unwrap(), "2016-06-01", SIZE);
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.text("pierre mendes").keys("enter").shows("Vitrolles");
    h.keys("tab").text("membre du").keys("tab");
    // Killed: nothing is said goodbye to.
    drop(h);
    let mut h = Harness::on(Store::open(&path, "essai").unwrap(), "2016-06-01", SIZE);
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.shows("Brouillon repris")
        .shows("Lycée polyvalent Pierre Mendès-France, Vitrolles");
    h.keys("f10").shows("Lien enregistré");
    let p = partenaire(&h, "pierre mendes");
    assert!(noms(&p.liens).contains(&"Plasticampus"));
}

#[test]
fn a_change_elsewhere_keeps_what_was_typed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut h = Harness::on(Store::open_or_create(&path, "essai").unwrap(), "2016-06-01", SIZE);
    let id = partenaire(&h, "arbez carme").ligne.id;
    let f = Formalite::Partenaire(Some(id));
    h.app.open_formalite(f).unwrap();
    h.keys("ctrl+k").text("Lycée Arbez");
    let mut other = Store::open(&path, "autre").unwrap();
    let p = other
        .prepare(Formalite::Lien(Some(CampusId(1)), Some(id)), AU)
        .unwrap();
    let mut v = p.sources.clone();
    v.extend(p.valeurs);
    other
        .record(Formalite::Lien(Some(CampusId(1)), Some(id)), p.rev, &v, AU)
        .unwrap();
    h.keys("f10 f10")
        .shows("La fiche vient de changer ailleurs")
        .shows("Lycée Arbez");
    h.keys("f10 f10").shows("enregistré");
    let after = partenaire(&h, "arbez");
    assert_eq!(after.ligne.nom, "Lycée Arbez");
    assert_eq!(after.liens.len(), 2, "the link made elsewhere stays");
}

#[test]
fn what_both_changed_is_said_with_the_other_value() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut h = Harness::on(Store::open_or_create(&path, "essai").unwrap(), "2016-06-01", SIZE);
    let f = Formalite::Partenaire(Some(partenaire(&h, "arbez carme").ligne.id));
    h.app.open_formalite(f).unwrap();
    h.keys("ctrl+k").text("Lycée Arbez");
    let mut other = Store::open(&path, "autre").unwrap();
    let mut p = other.prepare(f, AU).unwrap();
    for (field, value) in [("nom", "Lycée Carme"), ("commune", "Oyonnax")] {
        p.valeurs.insert(field.to_owned(), Value::Text(value.to_owned()));
    }
    other.record(f, p.rev, &p.valeurs, AU).unwrap();
    h.keys("f10 f10")
        .shows("Nom «\u{a0}Lycée Carme\u{a0}»")
        .hides("Oyonnax");
    h.keys("f10 f10").shows("enregistré");
    let after = partenaire(&h, "arbez");
    assert_eq!(after.ligne.nom, "Lycée Arbez");
    assert_eq!(
        after.ligne.commune.as_deref(),
        Some("Oyonnax"),
        "the other's change stays"
    );
}

#[test]
fn a_link_taken_out_of_the_table_comes_back_with_its_sources() {
    let mut h = harness();
    let before = partenaire(&h, "arbez carme");
    h.app
        .open_formalite(Formalite::Partenaire(Some(before.ligne.id)))
        .unwrap();
    h.keys("pagedown pagedown enter ctrl+d esc f10 f10")
        .shows("sans campus");
    h.app
        .open_formalite(Formalite::Lien(
            Some(before.liens[0].campus),
            Some(before.ligne.id),
        ))
        .unwrap();
    h.shows("Nouveau lien").keys("f10").shows("Lien enregistré");
    let after = partenaire(&h, "arbez carme");
    assert_eq!(after.liens.len(), 1);
    assert_eq!(after.liens[0].sources, before.liens[0].sources);
}

#[test]
fn the_conditions_of_the_decree_are_met_missing_or_unknown() {
    let mut h = harness();
    h.keys("2 /")
        .text("plasti")
        .keys("enter enter")
        .shows("Plasticampus");
    let f = campus(&h, "plasti", AU);
    let etats: Vec<_> = f.conditions.iter().map(|c| c.etat.mot()).collect();
    assert_eq!(etats[3..], ["inconnu", "inconnu"]);
    h.keys("esc e pagedown pagedown").shows("Convention signée le");
    h.keys("tab tab")
        .text("mars 2014")
        .keys("tab")
        .text("n")
        .keys("f10 f10")
        .shows("enregistré");
    let f = campus(&h, "plasti", AU);
    let etats: Vec<_> = f.conditions.iter().map(|c| c.etat.mot()).collect();
    assert_eq!(etats[3..], ["remplie", "manque"]);
    h.keys("enter down*24")
        .shows("Conditions (article D335-33)")
        .shows("remplie : mars 2014");
}

#[test]
fn a_region_ends_and_is_succeeded_but_not_by_itself() {
    let mut h = harness();
    h.keys("1 /").text("bretagne").keys("enter e").shows("Bretagne");
    h.text("BZH")
        .keys("tab")
        .text("31/12/2027")
        .keys("tab enter")
        .text("pays")
        .keys("space enter");
    h.keys("f10").shows("Pays de la Loire lui succède");
    h.keys("1 e").shows("BZH").shows("31 décembre 2027");
}

#[test]
fn a_label_is_corrected_from_the_fiche_its_regime_stays() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter enter");
    let before = campus(&h, "plasti", AU).ligne.label;
    let row = {
        let screen = h.screen();
        screen.lines().position(|l| l.contains("Période")).unwrap()
    };
    let cursor = h.look().1.1;
    let down = row - usize::from(cursor);
    for _ in 0..down {
        h.keys("down");
    }
    h.keys("e").shows("Plasticampus : label").shows("Régime");
    h.keys("ctrl+k")
        .text("11/9/2013")
        .keys("tab*3")
        .text("Courrier du ministre")
        .keys("f10");
    h.shows("Label corrigé");
    let after = campus(&h, "plasti", AU).ligne.label;
    assert_eq!(after.debut.iso(), "2013-09-11");
    assert_eq!((after.duree_ans, after.regime), (before.duree_ans, before.regime));
    assert_eq!(after.acte.as_deref(), Some("Courrier du ministre"));
}

/// The directory holds the lycée Carriat and a closed one.
fn annuaire(h: &mut Harness) {
    let carriat = Etablissement {
        uai: "0010016M".to_owned(),
        nom: "Lycée polyvalent Joseph-Marie Carriat".to_owned(),
        nature: Some("306".to_owned()),
        commune: Some("Bourg-en-Bresse".to_owned()),
        code_insee: Some("01053".to_owned()),
        code_postal: Some("01011".to_owned()),
        departement: Some("01".to_owned()),
        siret: Some("19010016400010".to_owned()),
        position: Some((46.2, 5.22)),
        ..Etablissement::default()
    };
    let mut import = h.app.store.importer_annuaire(Source::Annuaire, true, AU).unwrap();
    import.recevoir(&carriat).unwrap();
    import.terminer().unwrap();
}

#[test]
fn an_establishment_chosen_by_a_few_words_fills_the_record_in() {
    let mut h = harness();
    annuaire(&mut h);
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.text("carriat")
        .keys("enter")
        .shows("Établissement de l'annuaire");
    h.keys("tab")
        .text("bourg carr")
        .shows("Joseph-Marie Carriat, Bourg-en-Bresse");
    h.keys("enter").shows("Complété depuis l'annuaire : 11 champs");
    h.keys("f10 f10 f10").shows("Lien enregistré");
    let p = partenaire(&h, "carriat");
    assert_eq!(p.ligne.nom, "Lycée polyvalent Joseph-Marie Carriat");
    assert_eq!(p.ligne.type_code, "LPO");
    assert_eq!(p.ligne.uai.as_deref(), Some("0010016M"));
    assert_eq!(p.siren.as_deref(), Some("190100164"));
    assert_eq!(p.departement.as_deref(), Some("01"));
}

#[test]
fn the_uai_typed_brings_what_the_record_does_not_say() {
    let mut h = harness();
    annuaire(&mut h);
    h.app.open_formalite(Formalite::Partenaire(None)).unwrap();
    h.text("Carriat").keys("tab*3").text("pri").keys("enter");
    h.text("0010016m").keys("tab").shows("Complété depuis l'annuaire");
    h.keys("f10 f10").shows("sans campus");
    let p = partenaire(&h, "carriat");
    assert_eq!(p.ligne.nom, "Carriat", "what was typed stays");
    assert_eq!(p.ligne.type_code, "PRIV");
    assert_eq!(p.ligne.commune.as_deref(), Some("Bourg-en-Bresse"));
    // The same UAI once more is recorded, and said.
    h.app.open_formalite(Formalite::Partenaire(None)).unwrap();
    h.text("Un double").keys("tab*3").text("lpo").keys("enter");
    h.text("0010016M").keys("f10 f10").shows("À vérifier : même");
}

#[test]
fn a_partner_made_with_its_links_is_undone_whole() {
    let mut h = harness();
    h.app.open_formalite(Formalite::Partenaire(None)).unwrap();
    h.text("Menuiserie Perrin")
        .keys("tab tab")
        .text("ent")
        .keys("enter");
    h.keys("pagedown pagedown enter enter")
        .text("plasti")
        .keys("enter esc f10 f10");
    h.shows("1 campus");
    assert_eq!(partenaire(&h, "perrin").liens.len(), 1);
    h.keys("u u").shows("Annulé");
    let none = Filtre {
        mots: "perrin".to_owned(),
        ..Filtre::au(AU)
    };
    assert!(h.app.store.partenaires(&none).unwrap().is_empty());
    h.app.store.verify().unwrap();
}

#[test]
fn a_partner_is_linked_from_its_own_fiche_and_the_link_edited_there() {
    let mut h = harness();
    let id = partenaire(&h, "arbez carme").ligne.id;
    h.keys("2 /")
        .text("plasti")
        .keys("enter 4 /")
        .text("arbez")
        .keys("enter enter");
    h.shows("Arbez Carme").keys("n").shows("Nouveau lien");
    h.text("vitrolles").keys("enter tab f10").shows("Lien enregistré");
    let liens = h.app.store.partenaire(id).unwrap().liens;
    assert_eq!(liens.len(), 2);
    // The first of its campuses is under the cursor after Tab.
    h.keys("tab e").shows("Lien : Lycée polyvalent Arbez Carme");
    h.keys("ctrl+k")
        .text("membre fondateur")
        .keys("tab tab")
        .text("2014")
        .keys("tab")
        .text("2013");
    h.keys("tab").shows("Le lien finit avant de commencer");
    h.keys("backtab ctrl+k f10").shows("Lien enregistré");
    let liens = h.app.store.partenaire(id).unwrap().liens;
    assert!(
        liens
            .iter()
            .any(|l| l.quoi() == "membre fondateur, écrit, depuis 2014"),
        "{:?}",
        liens.iter().map(LienCampus::quoi).collect::<Vec<_>>()
    );
    // Linked once: the same again is refused in words.
    h.keys("n")
        .text("vitrolles")
        .keys("enter f10")
        .shows("ce lien existe déjà");
}

#[test]
fn hostile_text_stays_text() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter 4 n");
    for text in ["#12 ", "\" OR 1=1 --", "'); DROP TABLE campus;", "*", "é\u{202e}"] {
        h.text(text).keys("ctrl+u");
        h.screen();
    }
    h.text("#1 '\u{1b}[31m").keys("enter").shows("Nouveau partenaire");
    h.keys("tab tab")
        .text("ent")
        .keys("enter f10 f10 f10")
        .shows("Lien enregistré");
    let p = partenaire(&h, "31m");
    assert!(!p.ligne.nom.chars().any(char::is_control), "{:?}", p.ligne.nom);
    h.app.store.verify().unwrap();
}
