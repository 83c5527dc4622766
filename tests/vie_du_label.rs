//! The label's life as the register records it: séances, decisions, acts, a second call.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use cmq::{
    domain::{
        CampusId, DatePartielle, EtatRevue, Formalite, Objet, PointId, RevueId, SeanceId, Suite, TypeRevue,
        importation::Effet,
    },
    form::{Row, Value},
    store::{Error, Filtre, LigneImport, Store},
};
use jiff::civil::{Date, date};

type Values = BTreeMap<String, Value>;

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn jour(d: Date) -> Value {
    Value::Date(DatePartielle::Jour(d))
}

fn values<const N: usize>(pairs: [(&str, Value); N]) -> Values {
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// A review handed in on that day, with these recommendations when it is a suivi.
fn handed_in(store: &mut Store, campus: i64, kind: TypeRevue, au: Date) -> RevueId {
    let id = store
        .start_revue(CampusId(campus), kind, 1, kind.form_id(), au)
        .unwrap();
    let reco = Row::from([("texte".to_owned(), text("Signer la convention"))]);
    let answers = match kind {
        TypeRevue::Suivi => values([("reco", Value::Rows(vec![reco]))]),
        TypeRevue::Evaluation => Values::new(),
    };
    store.submit_revue(id, &answers, au).unwrap();
    id
}

/// A séance of the commission of 2013 with a member of each college but the last `missing` ones.
fn seance(store: &mut Store, day: Date, missing: usize) -> SeanceId {
    let p = store.prepare(Formalite::Seance(None), day).unwrap();
    let Value::List(colleges) = &p.sources["colleges.commission"] else {
        panic!("a list of colleges")
    };
    assert_eq!(colleges.len(), 7, "the colleges of the communiqué");
    let members = colleges[..7 - missing].iter().enumerate().map(|(i, c)| {
        Row::from([
            ("nom".to_owned(), text(&format!("Membre {i}"))),
            ("college".to_owned(), text(c)),
        ])
    });
    let v = values([
        ("date", jour(day)),
        ("instance", text("Commission nationale de labellisation")),
        ("lieu", text("Paris")),
        ("president", text("Mme Martin")),
        ("membres_commission", Value::Rows(members.collect())),
    ]);
    store
        .record(Formalite::Seance(None), 0, &v, jiff::civil::date(2030, 1, 1))
        .unwrap();
    store.seances().unwrap()[0].id
}

/// Puts everything proposed on the agenda.
fn agenda(store: &mut Store, id: SeanceId, au: Date) -> Vec<PointId> {
    let objets: Vec<Objet> = store.propositions(au).unwrap().iter().map(|p| p.objet).collect();
    store.add_points(id, &objets).unwrap();
    store.seance(id).unwrap().points.iter().map(|p| p.id).collect()
}

fn record(store: &mut Store, f: Formalite, v: &Values, au: Date) -> Result<String, Error> {
    let rev = store.prepare(f, au).unwrap().rev;
    store
        .record(f, rev, v, jiff::civil::date(2030, 1, 1))
        .map(|r| r.sentence)
}

/// Gives an avis, the values of the form otherwise unchanged.
fn avis(store: &mut Store, point: PointId, avis: &str) {
    let f = Formalite::Point(point);
    let mut p = store.prepare(f, date(2020, 1, 1)).unwrap();
    p.valeurs.extend(values([
        ("rapporteur", text("M. Rapporteur")),
        ("avis", text(avis)),
        ("motifs", text("Au vu du dossier")),
    ]));
    store
        .record(f, p.rev, &p.valeurs, jiff::civil::date(2030, 1, 1))
        .unwrap();
}

fn close(store: &mut Store, id: SeanceId, day: Date) {
    record(store, Formalite::Cloture(id), &Values::new(), day).unwrap();
}

/// States of suivi, évaluation, renouvellement and fin of a campus on a day.
fn etats(store: &Store, campus: i64, au: Date) -> Vec<&'static str> {
    let line = store.campus_par_id(CampusId(campus), au).unwrap().unwrap();
    line.echeances.iter().map(|e| e.etat.libelle()).collect()
}

const SUIVI: Date = date(2015, 9, 1);
const EVALUATION: Date = date(2017, 3, 1);

/// Three évaluations examined by a closed séance of 2017: campuses 1, 2 and 3.
fn examined() -> (Store, Vec<PointId>) {
    let mut store = Store::in_memory("secretaire").unwrap();
    for campus in 1..=3 {
        handed_in(&mut store, campus, TypeRevue::Evaluation, EVALUATION);
    }
    let id = seance(&mut store, EVALUATION, 0);
    let points = agenda(&mut store, id, EVALUATION);
    for point in &points {
        avis(&mut store, *point, "favorable");
    }
    close(&mut store, id, EVALUATION);
    let by_campus = |campus| {
        let s = store.seance(id).unwrap();
        s.points.iter().find(|p| p.campus == CampusId(campus)).unwrap().id
    };
    let points = (1..=3).map(by_campus).collect();
    (store, points)
}

#[test]
fn what_the_commission_recommends_comes_back_in_the_evaluation() {
    let mut store = Store::in_memory("secretaire").unwrap();
    let revue = handed_in(&mut store, 7, TypeRevue::Suivi, SUIVI);
    handed_in(&mut store, 9, TypeRevue::Suivi, SUIVI);
    assert_eq!(etats(&store, 7, SUIVI)[0], "fait");
    let id = seance(&mut store, SUIVI, 0);
    let points = agenda(&mut store, id, SUIVI);
    assert_eq!(points.len(), 2);
    assert!(
        store.propositions(SUIVI).unwrap().is_empty(),
        "both are on an agenda"
    );
    let s = store.seance(id).unwrap();
    assert_eq!(
        s.points[0].recommandations[0].texte, "Signer la convention",
        "proposed by the suivi"
    );

    let f = Formalite::Point(points[0]);
    let p = store.prepare(f, SUIVI).unwrap();
    let reco = Row::from([
        ("texte".to_owned(), text("Ouvrir l'hébergement")),
        ("echeance".to_owned(), Value::Date(DatePartielle::Annee(2016))),
    ]);
    let v = values([
        ("avis", text("favorable avec recommandations")),
        ("recommandations", Value::Rows(vec![reco])),
    ]);
    store.record(f, p.rev, &v, jiff::civil::date(2030, 1, 1)).unwrap();
    let early = store
        .record(
            Formalite::Cloture(id),
            s.rev,
            &Values::new(),
            jiff::civil::date(2030, 1, 1),
        )
        .unwrap_err();
    assert!(early.to_string().contains("sans avis"), "{early}");
    avis(&mut store, points[1], "ajourné");
    close(&mut store, id, SUIVI);

    let campus = store.seance(id).unwrap().points[0].campus;
    let examined = store.seance(id).unwrap().points[0].objet;
    let Objet::Revue(first, _) = examined else {
        panic!("a review")
    };
    assert_eq!(store.revue(first).unwrap().etat, EtatRevue::Examine);
    let sources = store.sources(campus, TypeRevue::Evaluation, EVALUATION).unwrap();
    let Value::Rows(rows) = &sources["suivi.reco"] else {
        panic!("rows")
    };
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["texte"], text("Ouvrir l'hébergement"));
    assert_eq!(
        store.propositions(SUIVI).unwrap().len(),
        1,
        "what was put off comes back"
    );
    assert!(matches!(
        store.record(Formalite::Point(points[0]), p.rev, &v, jiff::civil::date(2030, 1, 1)),
        Err(Error::Refused(why)) if why.contains("close")
    ));
    assert!(
        store.remove_point(points[0]).is_err(),
        "a closed séance is frozen"
    );
    assert!(store.revue(revue).is_ok());
    store.verify_journal().unwrap();
}

#[test]
fn a_college_missing_is_a_reason_not_to_close() {
    let mut store = Store::in_memory("secretaire").unwrap();
    handed_in(&mut store, 7, TypeRevue::Suivi, SUIVI);
    let id = seance(&mut store, SUIVI, 2);
    assert_eq!(store.seance(id).unwrap().absents().len(), 2);
    for point in agenda(&mut store, id, SUIVI) {
        avis(&mut store, point, "favorable");
    }
    let refused = record(&mut store, Formalite::Cloture(id), &Values::new(), SUIVI).unwrap_err();
    assert!(
        refused.to_string().contains("redressement productif"),
        "{refused}"
    );
    let v = values([("derogation", text("Absence excusée"))]);
    record(&mut store, Formalite::Cloture(id), &v, SUIVI).unwrap();
    let s = store.seance(id).unwrap();
    assert_eq!(
        (s.close, s.derogation.as_deref()),
        (true, Some("Absence excusée"))
    );
}

#[test]
fn a_renewal_opens_the_next_period_a_refusal_ends_the_label_an_adjournment_comes_back() {
    let (mut store, points) = examined();
    let le = ("le", jour(EVALUATION));
    let renew = values([("issue", text("renouvelé")), le.clone()]);
    record(&mut store, Formalite::Decision(points[0]), &renew, EVALUATION).unwrap();
    let refuse = values([("issue", text("non renouvelé")), le.clone()]);
    let bare = record(&mut store, Formalite::Decision(points[1]), &refuse, EVALUATION).unwrap_err();
    assert!(bare.to_string().contains("motif"), "{bare}");
    let refuse = values([
        ("issue", text("non renouvelé")),
        le.clone(),
        ("motif", text("Réseau éteint")),
    ]);
    record(&mut store, Formalite::Decision(points[1]), &refuse, EVALUATION).unwrap();
    let adjourn = values([
        ("issue", text("ajourné")),
        le,
        ("motif", text("Pièces à compléter")),
    ]);
    record(&mut store, Formalite::Decision(points[2]), &adjourn, EVALUATION).unwrap();

    let line = |store: &Store, campus, au| store.campus_par_id(CampusId(campus), au).unwrap().unwrap();
    let renewed = line(&store, 1, EVALUATION);
    assert_eq!(renewed.label.suite, Some(Suite::Renouvele));
    let (next, due) = renewed.suivant.clone().unwrap();
    assert_eq!(
        (next.regime.as_str(), next.duree_ans),
        ("2014", 4),
        "the regime then in force"
    );
    assert_eq!(next.debut, renewed.label.fin());
    assert!(due.iter().all(|e| e.etat.libelle() == "à venir"));
    assert_eq!(
        etats(&store, 1, EVALUATION),
        ["sans objet", "fait", "fait", "sans objet"]
    );
    assert_eq!(
        etats(&store, 2, EVALUATION),
        ["sans objet", "fait", "fait", "à venir"]
    );
    assert_eq!(etats(&store, 3, EVALUATION)[1..3], ["fait", "en cours"]);
    assert_eq!(line(&store, 1, date(2018, 1, 1)).label.debut, next.debut);
    assert_eq!(
        line(&store, 2, date(2018, 1, 1)).situation(date(2018, 1, 1)),
        "label échu"
    );

    let before = line(&store, 1, date(2017, 2, 28));
    assert_eq!(
        (before.label.suite, before.suivant),
        (None, None),
        "the day before, nothing was decided"
    );
    assert_eq!(
        store.propositions(EVALUATION).unwrap().len(),
        1,
        "the adjourned one comes back"
    );

    let all = store
        .echeancier(&Filtre {
            faits: true,
            ..Filtre::au(EVALUATION)
        })
        .unwrap();
    assert_eq!(
        all.iter().filter(|(c, _)| c.id == CampusId(1)).count(),
        8,
        "both periods"
    );
    store.verify_journal().unwrap();
}

#[test]
fn a_decision_is_undone_until_an_act_publishes_it() {
    let (mut store, points) = examined();
    let v = values([
        ("issue", text("non renouvelé")),
        ("le", jour(EVALUATION)),
        ("motif", text("Réseau éteint")),
    ]);
    record(&mut store, Formalite::Decision(points[0]), &v, EVALUATION).unwrap();
    let (said, _) = store.undo().unwrap();
    assert!(said.contains("Décision"), "{said}");
    assert_eq!(etats(&store, 1, EVALUATION)[2], "en cours");
    let v = values([("issue", text("renouvelé")), ("le", jour(EVALUATION))]);
    record(&mut store, Formalite::Decision(points[0]), &v, EVALUATION).unwrap();

    let p = store.prepare(Formalite::Acte(None), EVALUATION).unwrap();
    let acte = values([
        ("nature", text("arrêté")),
        ("objet", text("Arrêté de liste")),
        ("signe", jour(date(2017, 4, 3))),
        ("nor", text("mene1700001a")),
        ("decisions", p.sources["decisions"].clone()),
    ]);
    store
        .record(Formalite::Acte(None), 0, &acte, jiff::civil::date(2030, 1, 1))
        .unwrap();
    let id = store.actes(date(2017, 5, 1)).unwrap()[0].id;
    let publish = values([("publie", jour(date(2017, 4, 10)))]);
    record(&mut store, Formalite::Publication(id), &publish, EVALUATION).unwrap();
    let acte = &store.actes(date(2017, 5, 1)).unwrap()[0];
    assert_eq!(
        acte.reference(),
        "arrêté du 3 avril 2017 (MENE1700001A, JO du 10 avril 2017)"
    );
    assert_eq!(acte.annexe.len(), 1);
    assert_eq!(acte.annexe[0].duree_ans, 4);
    assert!(
        store.prepare(Formalite::Acte(Some(id)), EVALUATION).is_err(),
        "published"
    );
    let why = store.undo().unwrap_err().to_string();
    assert!(why.contains("publié"), "{why}");
    // The label the act made stays as the act says; the one before it may still be corrected.
    let label = |day| Formalite::Label(store.label_de(CampusId(1), day).unwrap().unwrap());
    let why = store
        .prepare(label(date(2018, 1, 1)), date(2018, 1, 1))
        .unwrap_err();
    assert!(why.to_string().contains("Arrêté de liste"), "{why}");
    assert!(store.prepare(label(date(2015, 1, 1)), EVALUATION).is_ok());
    store.verify_journal().unwrap();
}

#[test]
fn a_reduced_duration_stays_under_the_regime() {
    let (mut store, points) = examined();
    let f = Formalite::Decision(points[0]);
    let v = |duree| {
        values([
            ("issue", text("renouvelé pour une durée réduite")),
            ("le", jour(EVALUATION)),
            ("duree", Value::Int(duree)),
            ("motif", text("Deux ans pour conclure")),
        ])
    };
    let four = record(&mut store, f, &v(4), EVALUATION).unwrap_err();
    assert!(four.to_string().contains("de 1 à 3"), "{four}");
    record(&mut store, f, &v(2), EVALUATION).unwrap();
    let line = store.campus_par_id(CampusId(1), EVALUATION).unwrap().unwrap();
    assert_eq!(line.suivant.unwrap().0.duree_ans, 2);
}

/// Enters a candidature of the latest call.
fn candidate(store: &mut Store, nom: &str, region: &str, academie: &str, au: Date) {
    let appel = store.appels(au).unwrap()[0].id;
    let v = values([
        ("nom", text(nom)),
        ("region", text(region)),
        ("academie", text(academie)),
        ("lieu", text(academie)),
        ("filieres", Value::List(vec!["Numérique".to_owned()])),
        ("dossier", text("complet")),
        ("depose", jour(au)),
    ]);
    store
        .record(
            Formalite::Candidature(appel, None),
            0,
            &v,
            jiff::civil::date(2030, 1, 1),
        )
        .unwrap();
}

#[test]
fn a_second_call_ends_in_labels_only_through_an_act() {
    let mut store = Store::in_memory("secretaire").unwrap();
    let au = date(2014, 7, 1);
    let first = &store.appels(au).unwrap()[0];
    assert_eq!((first.presentes(), first.sans_nom(), first.retenues), (17, 5, 12));
    let v = values([
        ("titre", text("Deuxième appel à projets")),
        ("ouvert", jour(date(2014, 2, 20))),
        ("depot", Value::Date(DatePartielle::Mois(2014, 6))),
    ]);
    store
        .record(Formalite::Appel(None), 0, &v, jiff::civil::date(2030, 1, 1))
        .unwrap();
    for (nom, region, academie) in [
        (
            "Campus des métiers et des qualifications du numérique en Bretagne",
            "Bretagne",
            "Rennes",
        ),
        (
            "Campus des métiers et des qualifications du bois",
            "Limousin",
            "Limoges",
        ),
        (
            "Campus des métiers et des qualifications de la mer",
            "Corse",
            "Corse",
        ),
    ] {
        candidate(&mut store, nom, region, academie, au);
    }
    let appel = store.appels(au).unwrap()[0].clone();
    assert_eq!((appel.etat(au), appel.candidatures), ("en examen", 3));
    let wrong = values([
        ("nom", text("Autre")),
        ("region", text("Corse")),
        ("academie", text("Rennes")),
        ("lieu", text("Bastia")),
        ("dossier", text("complet")),
    ]);
    let refused = store
        .record(
            Formalite::Candidature(appel.id, None),
            0,
            &wrong,
            jiff::civil::date(2030, 1, 1),
        )
        .unwrap_err();
    assert!(refused.to_string().contains("Bretagne"), "{refused}");

    let id = seance(&mut store, au, 0);
    for point in agenda(&mut store, id, au) {
        avis(&mut store, point, "favorable");
    }
    close(&mut store, id, au);
    for (i, p) in store.seance(id).unwrap().points.iter().enumerate() {
        let issue = if i == 2 { "refusée" } else { "retenue" };
        let v = values([
            ("issue", text(issue)),
            ("le", jour(au)),
            ("motif", text("Au vu de l'avis")),
        ]);
        record(&mut store, Formalite::Issue(p.id), &v, au).unwrap();
    }
    let count = |store: &Store, au| store.campus(&Filtre::au(au)).unwrap().len();
    assert_eq!(count(&store, au), 12, "retained is not labelled");

    let p = store.prepare(Formalite::Acte(None), au).unwrap();
    let acte = values([
        ("nature", text("courrier")),
        ("objet", text("Labellisation")),
        ("signe", jour(date(2014, 9, 1))),
        ("decisions", p.sources["decisions"].clone()),
        ("effet", jour(date(2014, 9, 1))),
        ("duree", Value::Int(4)),
        ("categorie", text("CMQ")),
    ]);
    store
        .record(Formalite::Acte(None), 0, &acte, jiff::civil::date(2030, 1, 1))
        .unwrap();
    assert_eq!(
        count(&store, date(2014, 9, 2)),
        12,
        "nor is an act in preparation"
    );
    let id = store.actes(date(2014, 9, 2)).unwrap()[0].id;
    let publish = values([("publie", jour(date(2014, 9, 1)))]);
    record(&mut store, Formalite::Publication(id), &publish, au).unwrap();
    assert_eq!(count(&store, date(2014, 9, 2)), 14);
    assert_eq!(
        count(&store, date(2014, 8, 31)),
        12,
        "before the act, they were not labels"
    );
    assert_eq!(store.annexe(date(2014, 9, 2)).unwrap().len(), 14);
    let regions = store.regions(&Filtre::au(date(2014, 9, 2))).unwrap();
    let with = |nom: &str| regions.iter().find(|r| r.nom == nom).unwrap().campus;
    assert_eq!(with("Bretagne") + with("Limousin") + with("Corse"), 2);
    an_act_is_read_back_as_it_is(&mut store);
    store.verify_journal().unwrap();
}

/// A list that says what the act says changes nothing; one that says another act is refused.
fn an_act_is_read_back_as_it_is(store: &mut Store) {
    let made = store.campus(&Filtre::au(date(2014, 9, 2))).unwrap();
    let made = made.iter().find(|c| c.label.debut.iso() == "2014-09-01").unwrap();
    let line = |acte: &str| LigneImport {
        numero: 2,
        valeurs: values([
            ("id", Value::Int(made.id.0)),
            ("label_debut", jour(date(2014, 9, 1))),
            ("label_duree", Value::Int(4)),
            ("label_categorie", text("CMQ")),
            ("label_acte", text(acte)),
        ]),
        rejets: Vec::new(),
    };
    let own = made.label.acte.clone().unwrap();
    let said = store
        .importer_campus(&[line(&own), line("Autre")], date(2014, 9, 2), false)
        .unwrap();
    assert_eq!(said[0].effet, Effet::Inchange, "{said:?}");
    let Effet::Rejeter(why) = &said[1].effet else {
        panic!("{said:?}")
    };
    assert!(why[0].raison.contains("il reste comme l'acte le dit"), "{why:?}");
}
