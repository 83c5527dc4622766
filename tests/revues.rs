//! A review in the register: begun, filled in, lost and found again, handed in, frozen, reopened.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::collections::BTreeMap;

use cmq::{
    domain::{CampusId, DatePartielle, EtatRevue, RevueId, TypeRevue},
    form::{Row, Value},
    store::{Error, Saisie, Store},
};
use jiff::civil::date;

const CAMPUS: CampusId = CampusId(10);
const FORM: &str = "id = \"suivi-2013\"";

fn begun() -> (Store, RevueId) {
    let mut store = Store::in_memory("m.durand").unwrap();
    let id = store
        .start_revue(CAMPUS, TypeRevue::Suivi, 1, FORM, date(2015, 6, 1))
        .unwrap();
    (store, id)
}

fn texte(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn saisie(texte: &str) -> Saisie {
    Saisie {
        step: "bilan".to_owned(),
        champ: "forts".to_owned(),
        texte: texte.to_owned(),
        ligne: 1,
        colonne: 4,
        enregistre: String::new(),
    }
}

#[test]
fn a_review_is_begun_once_and_keeps_its_form() {
    let (mut store, id) = begun();
    let lot_count = store.write(cmq::store::Op::StartRevue, |_| Ok(())).unwrap();
    assert!(lot_count.1.is_empty());
    assert_eq!(
        store
            .start_revue(CAMPUS, TypeRevue::Suivi, 1, FORM, cmq::clock::today())
            .unwrap(),
        id
    );
    let line = store
        .revue_de(CAMPUS, TypeRevue::Suivi, cmq::clock::today())
        .unwrap()
        .unwrap();
    assert_eq!(
        (line.id, line.etat, line.agent.as_str()),
        (id, EtatRevue::Brouillon, "m.durand")
    );
    assert_eq!((line.form_id.as_str(), line.form_version), ("suivi-2013", 1));
    assert_eq!(store.form_text("suivi-2013", 1).unwrap().as_deref(), Some(FORM));
    assert_eq!(store.form_text("suivi-2013", 2).unwrap(), None);
    assert_eq!(
        store
            .revue_de(CAMPUS, TypeRevue::Evaluation, cmq::clock::today())
            .unwrap(),
        None
    );
    let changed = store.start_revue(
        CampusId(1),
        TypeRevue::Suivi,
        1,
        "id = \"autre\"",
        cmq::clock::today(),
    );
    assert!(matches!(changed, Err(Error::Refused(why)) if why.contains("version")));
    assert!(matches!(
        store.start_revue(CampusId(99), TypeRevue::Suivi, 1, FORM, cmq::clock::today()),
        Err(Error::NotFound(_))
    ));
    store.verify_journal().unwrap();
}

#[test]
fn every_kind_of_answer_is_kept_and_cleared() {
    let (mut store, id) = begun();
    let row = Row::from([
        ("nom".to_owned(), texte("Lycée Arbez-Carme")),
        ("quotite".to_owned(), Value::Real(0.5)),
        ("entree".to_owned(), Value::Date(DatePartielle::Mois(2013, 9))),
        ("convention".to_owned(), Value::Bool(true)),
    ]);
    let answers = BTreeMap::from([
        (
            "forts".to_owned(),
            texte("Internat ouvert.\nPlateau technique partagé."),
        ),
        ("eple".to_owned(), Value::Int(3)),
        ("poursuite".to_owned(), Value::Real(64.25)),
        ("qual".to_owned(), Value::Bool(false)),
        (
            "visite".to_owned(),
            Value::Date(DatePartielle::Jour(date(2015, 3, 12))),
        ),
        (
            "methodes".to_owned(),
            Value::List(vec!["dossier".to_owned(), "visite".to_owned()]),
        ),
        ("membres".to_owned(), Value::Rows(vec![row.clone(), Row::new()])),
        ("insertion".to_owned(), Value::Absent),
    ]);
    for (champ, value) in &answers {
        let changes = store
            .save_reponse(id, champ, Some(value), ("etape", champ))
            .unwrap();
        assert!(changes.touches("reponse") && !changes.touches("campus"));
        assert!(
            store
                .save_reponse(id, champ, Some(value), ("etape", champ))
                .unwrap()
                .is_empty()
        );
    }
    assert_eq!(store.reponses(id).unwrap(), answers);
    assert_eq!(store.revue(id).unwrap().reponses, 8);
    store.save_reponse(id, "eple", None, ("etape", "eple")).unwrap();
    assert!(!store.reponses(id).unwrap().contains_key("eple"));
    assert_eq!(
        store.revue(id).unwrap().position,
        Some(("etape".to_owned(), "eple".to_owned()))
    );
    store.verify_journal().unwrap();
}

#[test]
fn text_being_typed_survives_and_goes_with_its_answer() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut store = Store::open_or_create(&path, "m.durand").unwrap();
    let id = store
        .start_revue(CAMPUS, TypeRevue::Suivi, 1, FORM, cmq::clock::today())
        .unwrap();
    store.save_saisie(id, &saisie("Inter")).unwrap();
    store.save_saisie(id, &saisie("Internat\nouv")).unwrap();
    drop(store);
    let mut store = Store::open(&path, "m.durand").unwrap();
    let found = store.saisie(id).unwrap().unwrap();
    assert_eq!(
        (found.texte.as_str(), found.ligne, found.colonne),
        ("Internat\nouv", 1, 4)
    );
    store.save_position(id, ("bilan", "forts")).unwrap();
    assert_eq!(store.saisie(id).unwrap().unwrap().champ, "forts");
    store
        .save_reponse(
            id,
            "forts",
            Some(&texte("Internat\nouvert")),
            ("bilan", "faibles"),
        )
        .unwrap();
    assert_eq!(store.saisie(id).unwrap(), None);
    // The same answer again still forgets the text being typed.
    store.save_saisie(id, &saisie("Internat")).unwrap();
    store
        .save_reponse(
            id,
            "forts",
            Some(&texte("Internat\nouvert")),
            ("bilan", "faibles"),
        )
        .unwrap();
    assert_eq!(store.saisie(id).unwrap(), None);
}

#[test]
fn handing_in_freezes_and_reopening_asks_why() {
    let (mut store, id) = begun();
    store
        .save_reponse(id, "cache", Some(&Value::Int(1)), ("a", "cache"))
        .unwrap();
    store.save_saisie(id, &saisie("x")).unwrap();
    let answers = BTreeMap::from([("forts".to_owned(), texte("Oui"))]);
    let changes = store.submit_revue(id, &answers, cmq::clock::today()).unwrap();
    assert!(changes.touches("revue") && changes.touches("reponse"));
    assert_eq!(store.revue(id).unwrap().etat, EtatRevue::Transmis);
    assert_eq!(store.saisie(id).unwrap(), None);
    assert_eq!(
        store.reponses(id).unwrap().len(),
        2,
        "an answer not shown is kept"
    );

    let frozen = store.save_reponse(id, "forts", Some(&texte("Non")), ("a", "forts"));
    assert!(matches!(frozen, Err(Error::Refused(why)) if why.contains("transmis")));
    assert!(store.save_saisie(id, &saisie("x")).is_err());
    assert!(store.submit_revue(id, &answers, cmq::clock::today()).is_err());
    // Even plain SQL inside the door.
    for sql in [
        "UPDATE reponse SET valeur = 'Non' WHERE champ = 'forts'",
        "DELETE FROM reponse",
        "INSERT INTO reponse SELECT revue, 'autre', genre, valeur, enregistre FROM reponse WHERE champ = 'forts'",
    ] {
        let refused = store.write(cmq::store::Op::SaveReponse, |conn| Ok(conn.execute(sql, [])?));
        assert!(
            matches!(refused, Err(Error::Refused(why)) if why.contains("transmise")),
            "{sql}"
        );
    }

    assert!(store.reopen_revue(id, "  ").is_err());
    store.reopen_revue(id, "chiffre d'effectif à corriger").unwrap();
    assert_eq!(store.revue(id).unwrap().etat, EtatRevue::Rouvert);
    assert!(store.reopen_revue(id, "encore").is_err());
    store
        .save_reponse(id, "forts", Some(&texte("Non")), ("a", "forts"))
        .unwrap();
    store
        .submit_revue(id, &BTreeMap::new(), cmq::clock::today())
        .unwrap();
    store.verify_journal().unwrap();
}

#[test]
fn a_handed_in_review_answers_its_deadline() {
    let (mut store, id) = begun();
    let au = date(2015, 6, 1);
    let suivi = |store: &Store| {
        let line = store.campus_par_id(CAMPUS, au).unwrap().unwrap();
        (line.echeances[0].etat.libelle(), line.echeances[0].revue)
    };
    assert_eq!(suivi(&store), ("en cours", Some(id)));
    store.submit_revue(id, &BTreeMap::new(), au).unwrap();
    assert_eq!(suivi(&store), ("fait", Some(id)));
    let before = store.campus_par_id(CAMPUS, date(2014, 1, 1)).unwrap().unwrap();
    assert_eq!(
        (before.echeances[0].etat.libelle(), before.echeances[0].revue),
        ("à venir", None),
        "on an earlier day it was not begun"
    );
    assert_eq!(store.fiche(CAMPUS, au).unwrap().revues.len(), 1);
    let due = store
        .echeancier(&cmq::store::Filtre::au(date(2016, 6, 1)))
        .unwrap();
    assert!(!due.iter().any(|(c, e)| c.id == CAMPUS && e.revue == Some(id)));
    assert_eq!(due[0].1.etat.libelle(), "en retard");
}

#[test]
fn the_register_fills_in_what_it_knows() {
    let (mut store, id) = begun();
    let au = date(2017, 1, 15);
    let known = store.sources(CAMPUS, TypeRevue::Suivi, au).unwrap();
    assert_eq!(known["campus.region"], texte("Rhône-Alpes"));
    assert_eq!(known["label.debut"], Value::Date(DatePartielle::Annee(2013)));
    assert_eq!(known["label.fin"], Value::Date(DatePartielle::Annee(2017)));
    assert_eq!(known["label.fenetre"], texte("de 2016 à 2017"));
    assert_eq!(known["label.categorie"], texte("Campus"));
    assert!(!known.contains_key("label.acte"), "unknown stays unknown");
    let Value::Rows(members) = &known["partenaires"] else {
        panic!("rows expected")
    };
    assert_eq!(
        known["partenaires.total"],
        Value::Int(i64::try_from(members.len()).unwrap())
    );
    assert!(
        members
            .iter()
            .any(|m| m["nom"].text().is_some_and(|n| n.contains("Arbez")))
    );
    let Value::List(criteres) = &known["criteres"] else {
        panic!("list expected")
    };
    assert_eq!(criteres.len(), 6);
    let Value::Rows(indicateurs) = &known["indicateurs"] else {
        panic!("rows expected")
    };
    assert_eq!(indicateurs.len(), 51);
    let Value::List(regions) = &known["regions"] else {
        panic!("list expected")
    };
    assert!(regions.contains(&"Rhône-Alpes".to_owned()) && regions.contains(&"Occitanie".to_owned()));
    assert!(!known.keys().any(|k| k.starts_with("suivi.")));

    store
        .save_reponse(id, "forts", Some(&texte("Internat")), ("bilan", "forts"))
        .unwrap();
    let known = store.sources(CAMPUS, TypeRevue::Evaluation, au).unwrap();
    assert_eq!(known["suivi.forts"], texte("Internat"));
}
