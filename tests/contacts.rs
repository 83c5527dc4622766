//! A contact noted from a fiche, with why, from whom and since when; edited, put away, brought back, exported.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, Formalite, LotId},
    form::Value,
    store::Store,
};
use env::Env;
use screen::Harness;

const AU: jiff::civil::Date = jiff::civil::date(2016, 6, 1);

/// Notes a contact from the fiche of the first campus.
fn noted() -> Harness {
    let mut h = Harness::new((120, 40));
    h.keys("enter end").shows("Aucun contact noté").keys("n");
    h.shows("Nouveau contact");
    h.text("Camille Essai")
        .keys("tab")
        .text("Cheffe des travaux")
        .keys("tab")
        .text("camille@exemple.fr");
    h.keys("f10").shows("Source");
    h
}

#[test]
fn a_contact_is_noted_with_its_source_shown_put_away_and_brought_back() {
    let mut h = noted();
    // Without a source it is not recorded.
    h.keys("f10").shows("Pas encore enregistrable");
    assert!(h.app.store.contacts(None, None).unwrap().is_empty());
    let id = CampusId(1);
    // Filled in by another way: the same form, whole.
    let f = Formalite::Contact(None, Some(id), None);
    let p = h.app.store.prepare(f, AU).unwrap();
    let mut values = p.sources.clone();
    for (k, v) in [
        ("nom", "Camille Essai"),
        ("source", "elle-même"),
        ("fonction", "Cheffe des travaux"),
    ] {
        values.insert(k.to_owned(), Value::Text(v.to_owned()));
    }
    values.insert(
        "collecte".to_owned(),
        Value::Date(
            "2016-06-01"
                .parse::<jiff::civil::Date>()
                .map(cmq::domain::DatePartielle::Jour)
                .unwrap(),
        ),
    );
    h.app.store.record(f, 0, &values, AU).unwrap();
    let all = h.app.store.contacts(Some(id), None).unwrap();
    assert_eq!(all.len(), 1);
    let c = &all[0];
    assert_eq!(
        (c.finalite.as_str(), c.source.as_str()),
        ("suivi du label", "elle-même")
    );
    assert!(c.base_legale.contains("intérêt public") && c.campus.as_ref().unwrap().0 == id);
    // A contact of nobody, or without a purpose, is refused.
    for missing in ["source", "finalite", "collecte", "campus", "nom"] {
        let mut less = values.clone();
        less.remove(missing);
        assert!(h.app.store.record(f, 0, &less, AU).is_err(), "{missing}");
    }
    let objet = cmq::domain::Archivable::Contact(c.id);
    h.app.store.archive(objet).unwrap();
    assert!(h.app.store.contacts(None, None).unwrap().is_empty());
    assert_eq!(h.app.store.corbeille().unwrap()[0].objet, objet);
    h.app.store.undo().unwrap();
    assert_eq!(h.app.store.contacts(None, None).unwrap().len(), 1);
    h.app.store.verify_journal().unwrap();
    let last = h.app.store.compte_lots().unwrap();
    assert!(h.app.store.lot(LotId(last)).is_ok());
}

#[test]
fn a_contact_is_on_the_fiche_and_leads_to_its_own() {
    let mut h = noted();
    h.keys("f10");
    // The cursor of the recapitulation is on what is missing: Entrée leads there.
    h.keys("enter").text("elle-même").keys("f10 f10");
    assert_eq!(h.app.store.contacts(None, None).unwrap().len(), 1);
    h.shows("Contacts").shows("Camille Essai, camille@exemple.fr");
    h.keys("end")
        .keys("enter")
        .shows("Base légale")
        .shows("elle-même")
        .shows("Finalité");
    h.keys("esc end delete").shows("est à la corbeille").keys("u u");
    h.shows("Camille Essai");
}

#[test]
fn contacts_go_out_as_a_list_that_says_so_and_stay_out_of_the_whole_when_asked() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "essai").unwrap();
    let f = Formalite::Contact(None, Some(CampusId(10)), None);
    let mut values = store.prepare(f, AU).unwrap().sources;
    values.insert("nom".into(), Value::Text("Camille Essai".into()));
    values.insert("source".into(), Value::Text("le rectorat".into()));
    values.insert(
        "collecte".into(),
        Value::Date(cmq::domain::DatePartielle::Annee(2016)),
    );
    store.record(f, 0, &values, AU).unwrap();
    drop(store);
    let run = env.run(&["fiche", "10"]);
    assert!(
        run.out.contains("Camille Essai") && run.err.contains("données personnelles"),
        "{run:?}"
    );
    let run = env.run(&["exporter", "contacts", "--format", "json"]);
    assert!(run.err.contains("données personnelles"), "{run:?}");
    let all: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (all[0]["nom"].as_str(), all[0]["collecte"].as_str()),
        (Some("Camille Essai"), Some("2016"))
    );
    let path = env.home().join("c.xlsx");
    env.ok(&["exporter", "contacts", "-o", path.to_str().unwrap()]);
    let run = env.run(&["exporter", "--tout"]);
    assert!(
        run.out.contains("Camille Essai") && run.err.contains("contacts, agents"),
        "{}",
        run.err
    );
    let file = env.home().join("t.jsonl");
    let run = env.run(&[
        "exporter",
        "--tout",
        "--sans-contacts",
        "-o",
        file.to_str().unwrap(),
    ]);
    assert!(run.err.contains("les contacts n'y sont pas"), "{run:?}");
    assert!(!std::fs::read_to_string(&file).unwrap().contains("\"contact\""));
    let copy = env.home().join("copie.db");
    env.ok(&[
        "importer",
        "registre",
        file.to_str().unwrap(),
        "--registre",
        copy.to_str().unwrap(),
        "--appliquer",
    ]);
    env.refused(
        &["exporter", "contacts", "--sans-contacts"],
        2,
        &["ne laisserait rien"],
    );
}
