//! A register of many campuses: the beginning of a list is that of the whole, and the screen reads on as one goes down.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, requete::Sur},
    store::{Filtre, Op, Store},
};
use screen::Harness;

const AU: &str = "2015-12-01";

/// The shipped campuses and as many like them as make 700.
const CAMPUSES: &str = "
    WITH RECURSIVE n(i) AS (SELECT 13 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
    INSERT INTO campus(id, uid, nom, nom_court, region, academie, lieu)
    SELECT i, 'campus-' || i, nom || ' ' || i, nom_court || ' ' || i, region, academie, lieu
    FROM n JOIN campus c ON c.id = 1 + i % 12;
    INSERT INTO campus_filiere(uid, campus, filiere, raison, origine)
    SELECT 'cf-' || c.id || '-' || f.filiere, c.id, f.filiere, raison, origine
    FROM campus c JOIN campus_filiere f ON f.campus = 1 + c.id % 12 WHERE c.id > 12;
    INSERT INTO label(uid, campus, debut, duree_ans, regime, categorie)
    SELECT 'label-' || id, id, 2013 + id % 3 || '-09', 4, (SELECT min(id) FROM regime), 'CMQ'
    FROM campus WHERE id > 12 AND id % 50 <> 0;";

fn store() -> Store {
    let mut store = Store::in_memory("essai").unwrap();
    store
        .write(Op::Create, |conn| Ok(conn.execute_batch(CAMPUSES)?))
        .unwrap();
    store
}

#[test]
fn the_beginning_of_a_list_is_that_of_the_whole() {
    let store = store();
    for ligne in [
        "",
        "campus",
        "plasti",
        "plasti 30",
        "-plasti",
        "\"bassin d'oyonnax\"",
        "région:rhône-alpes",
        "-région:rhône-alpes énergie",
        "académie:lyon",
        "filière:énergie",
        "-filière:énergie",
        "état:en-retard",
        "échéance<2016",
        "sans:partenaire",
        "avec:partenaire",
        "type:lpo",
        "modifié>2000",
        "zorglub",
    ] {
        let whole = Filtre {
            recherche: store.recherche(Sur::Campus, ligne).unwrap().criteres,
            ..Filtre::au(AU.parse().unwrap())
        };
        let ids = |f: &Filtre| -> Vec<CampusId> { store.campus(f).unwrap().iter().map(|c| c.id).collect() };
        let all = ids(&whole);
        let limite = 7;
        let first = Filtre {
            limite: Some(limite),
            ..whole.clone()
        };
        assert_eq!(ids(&first), all[..limite.min(all.len())], "{ligne}");
        if all.len() > limite {
            let next = Filtre {
                apres: Some(all[limite - 1]),
                ..first
            };
            assert_eq!(ids(&next), all[limite..(2 * limite).min(all.len())], "{ligne}");
        }
    }
}

#[test]
fn the_screen_reads_on_as_one_goes_down() {
    let mut h = Harness::on(store(), AU, (120, 36));
    h.shows("2 Campus · 200+");
    for _ in 0..12 {
        h.keys("pagedown");
    }
    let line = h.line();
    h.shows("+").keys("G").shows("2 Campus · 686").hides("686+");
    h.keys("g").shows("2 Campus · 686");
    h.keys("/").text("plasticampus 30").keys("enter").hides("+");
    h.keys("esc").shows("2 Campus · 200+");
    for _ in 0..12 {
        h.keys("pagedown");
    }
    assert_eq!(h.line(), line);
    // Another order needs them all.
    h.keys("t").shows("686");
}

#[test]
fn totals_count_campuses_that_are_not_read() {
    let mut h = Harness::on(store(), AU, (120, 36));
    h.keys("1");
    assert!(h.line().contains("686"), "{}", h.line());
}
