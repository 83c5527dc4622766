//! Partners and their links kept by hand: keys in, rows and screen out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/fiche.rs"]
mod fiche;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, Etablissement, Formalite, LienCampus, Source},
    form::Value,
    store::{Filtre, Store},
};
use fiche::{AU, SIZE, harness, noms, partenaire};
use screen::Harness;

#[test]
fn a_partner_is_made_from_a_campus_and_linked_to_two() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.shows("Nouveau lien\u{202f}: Plasticampus");
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
    h.shows("clé attendue\u{202f}: M");
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
    h.keys("f10 f10").shows("enregistré").shows("Gardé aussi");
    let after = partenaire(&h, "arbez");
    assert_eq!(after.ligne.nom, "Lycée Arbez");
    assert_eq!(after.liens.len(), 2, "the link made elsewhere stays");
}

#[test]
fn what_both_changed_is_asked_with_the_other_value() {
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
        .shows("Conflit 1/1 · Nom")
        .shows("Lycée Carme")
        .hides("Oyonnax");
    h.keys("v enter").shows("enregistré");
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
    h.keys("enter")
        .shows("Complété depuis l'annuaire\u{202f}: 11 champs");
    h.keys("f10 f10 f10").shows("Lien enregistré");
    let p = partenaire(&h, "carriat");
    assert_eq!(p.ligne.nom, "Lycée polyvalent Joseph-Marie Carriat");
    assert_eq!(p.ligne.type_code, "LPO");
    assert_eq!(p.ligne.uai.as_deref(), Some("0010016M"));
    assert_eq!(p.siren.as_deref(), Some("190100164"));
    assert_eq!(p.departement.as_deref(), Some("01"));
}

/// The UAI of an establishment that is no partner yet, typed where a partner is asked for.
#[test]
fn a_partner_is_made_of_a_uai_alone() {
    let mut h = harness();
    annuaire(&mut h);
    h.keys("2 /").text("plasti").keys("enter 4 n");
    h.text("0010016m")
        .keys("enter")
        .shows("Complété depuis l'annuaire");
    h.keys("f10 f10 f10").shows("Lien enregistré");
    let p = partenaire(&h, "carriat");
    assert_eq!(p.ligne.nom, "Lycée polyvalent Joseph-Marie Carriat");
    assert_eq!(p.ligne.uai.as_deref(), Some("0010016M"));
    assert_eq!(p.liens.len(), 1);
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
    h.text("0010016M")
        .keys("f10 f10")
        .shows("À vérifier\u{202f}: même");
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
    h.keys("tab e")
        .shows("Lien\u{202f}: Lycée polyvalent Arbez Carme");
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

#[test]
fn a_campus_is_created_from_the_links_of_a_partner() {
    let mut h = Harness::at("2020-03-01", SIZE);
    h.app.open_formalite(Formalite::Partenaire(None)).unwrap();
    h.text("Menuiserie Perrin")
        .keys("tab tab")
        .text("ent")
        .keys("enter");
    h.keys("pagedown pagedown enter enter")
        .text("zzz bois")
        .keys("enter");
    h.shows("Nouveau campus").shows("zzz bois");
    h.keys("tab*3")
        .text("bourg")
        .keys("enter")
        .text("dijon")
        .keys("enter")
        .text("Dole");
    h.keys("f10 f10")
        .shows("Nouveau partenaire")
        .shows("zzz bois, Dole");
    h.keys("ctrl+n enter")
        .text("plasti")
        .keys("enter esc f10 f10")
        .shows("2 campus");
    assert_eq!(
        noms(&partenaire(&h, "perrin").liens),
        ["Plasticampus", "zzz bois"]
    );
    // Without a label it has no fiche to read: following it opens its form.
    h.keys("2 /")
        .text("plasti")
        .keys("enter 4 /")
        .text("perrin")
        .keys("enter enter");
    h.keys("tab tab enter")
        .shows("Nom officiel")
        .shows("zzz bois")
        .shows("sans label");
}
