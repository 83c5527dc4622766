//! A register of many campuses: the beginning of a list is that of the whole, and the screen reads on as one goes down.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::msg::Msg,
    domain::{CampusId, Depart, requete::Sur},
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
    filled(Store::in_memory("essai").unwrap())
}

fn filled(mut store: Store) -> Store {
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
                depart: Depart::Apres(Some(all[limite - 1])),
                ..first.clone()
            };
            assert_eq!(ids(&next), all[limite..(2 * limite).min(all.len())], "{ligne}");
            let before = Filtre {
                depart: Depart::Avant(Some(all[limite])),
                ..first.clone()
            };
            assert_eq!(ids(&before), all[..limite], "{ligne}");
            let last = Filtre {
                depart: Depart::Avant(None),
                ..first
            };
            assert_eq!(ids(&last), all[all.len() - limite..], "{ligne}");
        }
    }
}

#[test]
fn the_screen_reads_on_as_one_goes_down() {
    let mut h = Harness::on(store(), AU, (120, 36));
    h.shows("2 Campus · 686");
    for _ in 0..12 {
        h.keys("pagedown");
    }
    let line = h.line();
    h.keys("G g").shows("2 Campus · 686");
    h.keys("/").text("plasticampus 30").keys("enter").hides("+");
    // How many campuses words find, only the end of the list tells.
    h.keys("esc /")
        .text("campus")
        .keys("enter")
        .shows("2 Campus · 200+");
    h.keys("esc").shows("2 Campus · 686");
    for _ in 0..12 {
        h.keys("pagedown");
    }
    assert_eq!(h.line(), line);
    // Another order needs them all.
    h.keys("t").shows("2 Campus · par région · 686");
}

/// The campus one stands on, as its line says it.
fn campus(h: &mut Harness) -> String {
    h.line().rsplit("││").next().unwrap().to_owned()
}

/// The campuses that so many presses of a key show one after the other.
fn walk(h: &mut Harness, key: &str, count: usize) -> Vec<String> {
    let mut out = vec![campus(h)];
    for _ in 1..count {
        out.push(campus(h.keys(key)));
    }
    out
}

#[test]
fn from_the_end_upwards_the_list_is_the_same() {
    for search in ["", "campus", "état:à-faire"] {
        let store = store();
        let asked = Filtre {
            recherche: store.recherche(Sur::Campus, search).unwrap().criteres,
            ..Filtre::au(AU.parse().unwrap())
        };
        let count = store.campus(&asked).unwrap().len();
        assert!(count > 400, "{search}: {count}");
        let mut h = Harness::on(store, AU, (50, 12));
        h.keys("/").text(search).keys("enter");
        let down = walk(&mut h, "down", count);
        h.keys("down");
        assert_eq!(campus(&mut h), down[count - 1], "{search}");
        h.keys("home end");
        let mut up = walk(&mut h, "up", count);
        up.reverse();
        assert!(up == down, "{search}");
        // Pages from the end, the beginning from the middle, and down again.
        h.keys("end pageup pageup home");
        assert!(walk(&mut h, "down", count) == down, "{search}");
    }
}

#[test]
fn at_the_end_what_changes_elsewhere_leaves_one_where_one_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let store = filled(Store::open_or_create(&path, "Durand").unwrap());
    let mut h = Harness::on(store, AU, (120, 36));
    h.keys("end up up").pause();
    let (line, before) = (campus(&mut h), rows(&mut h));
    Store::open(&path, "Martin")
        .unwrap()
        .write(Op::Create, |conn| {
            let sql = "UPDATE campus SET nom_court = 'Plasticampus 939', rev = rev + 1 WHERE nom_court = 'Plasticampus 93'";
            Ok(conn.execute_batch(sql)?)
        })
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    h.app.handle(Msg::Idle);
    h.shows("Plasticampus 939");
    let as_before = rows(&mut h).iter().map(|r| r.replace("939", "93 ")).collect();
    assert_eq!((campus(&mut h), as_before), (line.clone(), before));
    // Another région narrows the list; without it the selection is still there.
    h.keys("1 /").text("rhône").keys("enter 2");
    assert_eq!(campus(&mut h), line);
    h.hides("2 Campus · 686")
        .keys("1 esc home 2")
        .shows("2 Campus · 686");
    assert_eq!(campus(&mut h), line);
}

#[test]
fn what_stands_beside_the_list_follows_to_its_end_and_back() {
    let mut h = Harness::on(store(), AU, (160, 36));
    h.pause();
    let names = |h: &mut Harness, name: &str| h.screen().matches(name).count();
    let (first, last) = ("Aérocampus Aquitaine ", "Plasticampus 93 ");
    h.shows(first);
    let beside = names(&mut h, first);
    h.keys("end").pause().shows(last).hides(first);
    assert!(names(&mut h, last) > 1, "{}", h.screen());
    h.keys("home").pause();
    assert_eq!(names(&mut h, first), beside, "{}", h.screen());
}

#[test]
fn an_export_has_the_whole_list_wherever_one_stands() {
    let dir = tempfile::tempdir().unwrap();
    let mut h = Harness::on(store(), AU, (120, 36));
    for (keys, name) in [("home", "debut.csv"), ("end", "fin.csv")] {
        let path = dir.path().join(name);
        h.keys(keys)
            .keys("x ctrl+k ctrl+u backspace*40")
            .text(path.to_str().unwrap())
            .keys("enter");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 687, "{}", h.screen());
    }
}

/// The screen without its first and last lines.
fn rows(h: &mut Harness) -> Vec<String> {
    let screen = h.screen();
    let rows: Vec<&str> = screen.lines().collect();
    rows[1..rows.len() - 1].iter().map(|r| (*r).to_owned()).collect()
}

#[test]
fn all_of_a_list_is_marked_wherever_one_stands() {
    let mut h = Harness::on(store(), AU, (120, 36));
    h.keys("end");
    h.shows("Plasticampus 93").keys("*").shows("686 marqués");
    let line = campus(&mut h);
    assert!(line.contains('✓') && line.contains("Plasticampus 93"), "{line}");
}

#[test]
fn totals_count_campuses_that_are_not_read() {
    let mut h = Harness::on(store(), AU, (120, 36));
    h.keys("1");
    assert!(h.line().contains("686"), "{}", h.line());
}
