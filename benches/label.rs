//! Deadlines of many labels, and a long séance closed. `cargo bench --bench label`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench fails by panicking")]

use std::{collections::BTreeMap, path::Path};

use cmq::{
    domain::{DatePartielle, Formalite, Label, Objet, SeanceId, TypeRevue, echeance, regime},
    form::{Row, Value},
    store::{Filtre, Store},
};
use divan::Bencher;
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

fn main() {
    divan::main();
}

/// Labels of every regime and precision, starting on successive days.
fn labels(n: i32) -> Vec<Label> {
    let all = regime::regimes().unwrap();
    (0..n)
        .zip(all.iter().cycle())
        .map(|(i, rules)| {
            let day = date(2013, 9, 11).checked_add((i % 3650).days()).unwrap();
            let debut = match i % 3 {
                0 => DatePartielle::Jour(day),
                1 => DatePartielle::Mois(day.year(), day.month()),
                _ => DatePartielle::Annee(day.year()),
            };
            Label {
                debut,
                duree_ans: rules.duree_max,
                regime: rules.code.clone(),
                categorie: "CMQ".to_owned(),
                acte: None,
                suite: None,
            }
        })
        .collect()
}

#[divan::bench(args = [100_000])]
fn deadlines(bencher: Bencher<'_, '_>, n: i32) {
    let labels = labels(n);
    bencher.bench_local(|| {
        labels
            .iter()
            .map(|l| {
                let rules = regime::regime(&l.regime).unwrap();
                echeance::echeances(l, rules, &[], date(2018, 3, 1)).len()
            })
            .sum::<usize>()
    });
}

fn values<const N: usize>(pairs: [(&str, Value); N]) -> BTreeMap<String, Value> {
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn jour(d: Date) -> Value {
    Value::Date(DatePartielle::Jour(d))
}

fn record(store: &mut Store, f: Formalite, v: &BTreeMap<String, Value>, au: Date) {
    let rev = store.prepare(f, au).unwrap().rev;
    store.record(f, rev, v, jiff::civil::date(2030, 1, 1)).unwrap();
}

/// A séance of all that is proposed on that day, each item with its avis, ready to be closed.
fn seance(store: &mut Store, au: Date) -> SeanceId {
    let p = store.prepare(Formalite::Seance(None), au).unwrap();
    let Value::List(colleges) = &p.sources["colleges.commission"] else {
        panic!("colleges")
    };
    let rows = colleges
        .iter()
        .map(|c| Row::from([("nom".to_owned(), text("X")), ("college".to_owned(), text(c))]));
    let v = values([
        ("date", jour(au)),
        ("instance", text("Commission nationale de labellisation")),
        ("membres_commission", Value::Rows(rows.collect())),
    ]);
    store
        .record(Formalite::Seance(None), 0, &v, jiff::civil::date(2030, 1, 1))
        .unwrap();
    let id = store.seances().unwrap()[0].id;
    let objets: Vec<Objet> = store.propositions(au).unwrap().iter().map(|p| p.objet).collect();
    store.add_points(id, &objets).unwrap();
    for p in store.seance(id).unwrap().points {
        let v = values([("avis", text("favorable")), ("motifs", text("Au vu du dossier"))]);
        store
            .record(Formalite::Point(p.id), p.rev, &v, jiff::civil::date(2030, 1, 1))
            .unwrap();
    }
    id
}

/// `n` campuses labelled through a call, each with a suivi handed in, on the agenda of a séance.
fn ready(path: &Path, n: usize) -> (Store, SeanceId) {
    let au = date(2014, 3, 1);
    let mut store = Store::open_or_create(path, "mesure").unwrap();
    let appel = store.appels(au).unwrap()[0].id;
    for i in 0..n {
        let v = values([
            ("nom", text(&format!("Campus {i}"))),
            ("region", text("Bretagne")),
            ("academie", text("Rennes")),
            ("lieu", text("Rennes")),
            ("dossier", text("complet")),
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
    let first = seance(&mut store, au);
    record(&mut store, Formalite::Cloture(first), &BTreeMap::new(), au);
    for p in store.seance(first).unwrap().points {
        let v = values([("issue", text("retenue")), ("le", jour(au))]);
        record(&mut store, Formalite::Issue(p.id), &v, au);
    }
    let p = store.prepare(Formalite::Acte(None), au).unwrap();
    let v = values([
        ("nature", text("courrier")),
        ("objet", text("Labels")),
        ("signe", jour(au)),
        ("decisions", p.sources["decisions"].clone()),
    ]);
    store
        .record(Formalite::Acte(None), 0, &v, jiff::civil::date(2030, 1, 1))
        .unwrap();
    let acte = store.actes(au).unwrap()[0].id;
    record(
        &mut store,
        Formalite::Publication(acte),
        &values([("publie", jour(au))]),
        au,
    );
    let au = date(2016, 3, 1);
    for campus in store
        .campus(&Filtre::au(au))
        .unwrap()
        .into_iter()
        .filter(|c| c.label.debut.first() == date(2014, 3, 1))
    {
        let id = store
            .start_revue(campus.id, TypeRevue::Suivi, 1, "x", au)
            .unwrap();
        store.submit_revue(id, &BTreeMap::new(), au).unwrap();
    }
    let id = seance(&mut store, au);
    assert_eq!(store.seance(id).unwrap().points.len(), n);
    (store, id)
}

/// The floor: one small lot.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn commit(bencher: Bencher<'_, '_>) {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, id) = ready(&dir.path().join("r.db"), 12);
    let point = store.seance(id).unwrap().points[0].id;
    bencher.bench_local(|| store.move_point(point, 1).unwrap());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn close_a_seance_of_100_items(bencher: Bencher<'_, '_>) {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, id) = ready(&dir.path().join("r.db"), 100);
    bencher.bench_local(|| {
        let rev = store.seance(id).unwrap().rev;
        store
            .record(
                Formalite::Cloture(id),
                rev,
                &BTreeMap::new(),
                jiff::civil::date(2030, 1, 1),
            )
            .unwrap();
        store.undo().unwrap();
    });
}
