//! Opening and look-ups on the shipped register. `cargo bench --bench registre`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench fails by panicking"
)]

use cmq::{
    domain::CampusId,
    store::{Filtre, Store},
};
use divan::Bencher;

fn main() {
    divan::main();
}

fn filtre(mots: &str) -> Filtre {
    Filtre {
        mots: mots.to_owned(),
        ..Filtre::au("2016-06-01".parse().unwrap())
    }
}

#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    Store::open_or_create(&path, "mesure").unwrap();
    bencher.bench_local(|| Store::open(&path, "mesure").unwrap());
}

#[divan::bench]
fn create(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let dir = tempfile::tempdir().unwrap();
        Store::open_or_create(&dir.path().join("registre.db"), "mesure").unwrap()
    });
}

#[divan::bench(args = ["", "paca", "provence alpes", "d'oyonnax", "xyz"])]
fn campus(bencher: Bencher<'_, '_>, mots: &str) {
    let store = Store::in_memory("mesure").unwrap();
    bencher.bench_local(|| store.campus(&filtre(mots)).unwrap());
}

#[divan::bench]
fn regions(bencher: Bencher<'_, '_>) {
    let store = Store::in_memory("mesure").unwrap();
    bencher.bench_local(|| store.regions(&filtre("")).unwrap());
}

#[divan::bench]
fn partenaires(bencher: Bencher<'_, '_>) {
    let store = Store::in_memory("mesure").unwrap();
    let of = Filtre {
        campus: Some(CampusId(10)),
        ..filtre("")
    };
    bencher.bench_local(|| store.partenaires(&of).unwrap());
}

#[divan::bench]
fn fiche(bencher: Bencher<'_, '_>) {
    let store = Store::in_memory("mesure").unwrap();
    bencher.bench_local(|| store.fiche(CampusId(10), "2016-06-01".parse().unwrap()).unwrap());
}
