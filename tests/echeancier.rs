//! The Échéancier on the screen: groups, horizon, states, order, and where Entrée leads.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::screen::Screen,
    domain::{CampusId, TypeRevue},
    store::Store,
};
use screen::Harness;

/// The campus of Nord-Pas-de-Calais, where the map opens.
const TRAVAUX_PUBLICS: CampusId = CampusId(5);

/// Lines of the list, borders off.
fn lines(h: &mut Harness) -> Vec<String> {
    let screen = h.screen();
    let rows = screen.lines().filter_map(|l| l.strip_prefix('│'));
    rows.map(|l| l.trim_end_matches('│').trim_end().to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

fn headings(h: &mut Harness) -> Vec<String> {
    lines(h)
        .into_iter()
        .filter(|l| l.starts_with(' ') && !l.starts_with("  "))
        .map(|l| l.trim().to_owned())
        .collect()
}

#[test]
fn late_first_then_month_by_month() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("5")
        .shows("Échéancier · 23 · ce qui reste · à 1 an · par date");
    assert_eq!(
        headings(&mut h),
        [
            "Septembre 2015 · 3",
            "Année 2015 · 9",
            "Septembre 2016 · 2",
            "Année 2016 · 9"
        ]
    );
    let mut h = Harness::at("2016-10-01", (120, 36));
    h.keys("5");
    let all = headings(&mut h);
    assert_eq!(all[0], "En retard · 12");
    // Windows that are open stand where they end, whatever the horizon.
    assert_eq!(all[1], "Septembre 2017 · 9");
}

#[test]
fn headings_are_stepped_over() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("5");
    assert!(h.line().contains("Industrie et énergies"), "{}", h.line());
    h.keys("down*2");
    assert!(h.line().contains("Métiers des travaux publics"));
    h.keys("down");
    assert!(h.line().contains("Aérocampus Aquitaine"), "{}", h.line());
    h.keys("up");
    assert!(h.line().contains("Métiers des travaux publics"));
    h.keys("g up*3");
    assert!(h.line().contains("Industrie et énergies"));
    h.shows("Septembre 2015");
    h.keys("G");
    assert!(h.line().contains("évaluation"), "{}", h.line());
}

#[test]
fn the_horizon_goes_round_and_opens_on_something() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("5 d").shows("à 2 ans").keys("d").shows("sans limite");
    h.keys("d").shows("Échéancier · 12 · ce qui reste · à 3 mois");
    // Nothing is due within a year of the award: the list looks further by itself.
    let mut h = Harness::at("2013-10-20", (80, 24));
    h.keys("5").shows("Échéancier · 12 · ce qui reste · à 2 ans");
}

#[test]
fn states_one_after_the_other() {
    let mut h = Harness::at("2016-10-01", (120, 36));
    h.keys("5 f")
        .shows("Échéancier · 12 · en retard")
        .hides("à faire");
    h.keys("f").shows("· à faire ·").hides("en retard");
    h.keys("f").shows("Échéancier · 0 · en cours").shows("Rien ici.");
    h.keys("f f").shows("Échéancier · 0 · fait");
    h.keys("f f").shows("· ce qui reste ·");
    let mut h = Harness::at("2026-11-23", (80, 24));
    h.keys("5 f*6")
        .shows("Échéancier · 12 · échu ou sans objet")
        .shows("Année 2017 · 9");
}

#[test]
fn a_handed_in_review_is_seen_on_demand() {
    let mut store = Store::in_memory("essai").unwrap();
    hand_in(&mut store, CampusId(10));
    let mut h = Harness::on(store, "2015-09-01", (80, 24));
    h.keys("5").shows("Échéancier · 22");
    h.keys("f*5").shows("Échéancier · 1 · fait").shows("Plasticampus");
}

#[test]
fn sorted_by_date_campus_or_region() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("5 t").shows("par campus");
    assert!(lines(&mut h)[0].contains("Aérocampus Aquitaine"));
    assert_eq!(headings(&mut h), Vec::<String>::new());
    h.keys("t").shows("par région");
    assert_eq!(headings(&mut h)[0], "Aquitaine · 2");
    h.keys("t").shows("par date");
}

#[test]
fn words_find_region_of_today_academie_filiere_kind_and_state() {
    for (words, count) in [
        ("occitanie", 2),
        ("languedoc", 2),
        ("montpellier suivi", 1),
        ("métallurgie évaluation", 1),
        ("à faire", 12),
        ("hôtellerie", 0),
    ] {
        let mut h = Harness::at("2015-09-01", (80, 24));
        h.keys("5 /").text(words);
        h.shows(&format!("Échéancier · {count} /{words} ·"));
    }
}

#[test]
fn enter_opens_the_review_or_the_fiche() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("5 enter")
        .shows("Industrie et énergies › Suivi")
        .keys("esc");
    h.shows("Échéancier ·")
        .keys("G enter")
        .shows("Plasticampus › Évaluation");
    h.keys("esc d d /")
        .text("plasticampus renouvellement")
        .keys("enter enter");
    h.shows("Nom officiel");
    h.keys("esc esc s")
        .shows("› Suivi")
        .keys("esc v")
        .shows("› Évaluation");
}

#[test]
fn the_selection_stays_on_its_deadline() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("5 /").text("grenoble").keys("enter esc");
    assert!(h.line().contains("Grenoble Énergies"), "{}", h.line());
    h.keys("t t d");
    assert!(h.line().contains("Grenoble Énergies"), "{}", h.line());
    // Begun from the list: back on the same line, now in its new state.
    h.keys("enter pagedown").text("Un mot").keys("esc");
    assert!(h.line().contains("en cours"), "{}", h.line());
    assert!(h.line().contains("Grenoble Énergies"));
}

#[test]
fn the_name_is_the_last_to_give_way() {
    let mut h = Harness::at("2016-10-01", (60, 16));
    h.keys("5").shows("en retard  suivi").shows("11/09/2015");
    assert!(lines(&mut h).iter().any(|l| l.contains("Industrie et éner")));
    h.resize(120, 36)
        .shows("Basse-Normandie")
        .shows("11/09/2016–11/09/2017");
    h.resize(40, 10);
    assert!(matches!(h.app.screens.last(), Some(Screen::Echeancier(_))));
    assert!(
        lines(&mut h).iter().any(|l| l.contains("Industrie")),
        "{}",
        h.screen()
    );
}

/// Hands in the follow-up of a campus.
fn hand_in(store: &mut Store, campus: CampusId) {
    let au = "2015-09-01".parse().unwrap();
    let text = cmq::form::Forms::default().text("suivi-2013").unwrap();
    let id = store.start_revue(campus, TypeRevue::Suivi, 1, &text, au).unwrap();
    store
        .submit_revue(id, &std::collections::BTreeMap::new(), au)
        .unwrap();
}

#[test]
fn what_is_made_while_nobody_types_shows_what_changed_since() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let store = Store::open_or_create(&path, "Durand").unwrap();
    let mut other = Store::open(&path, "Martin").unwrap();
    let mut h = Harness::on(store, "2015-09-01", (120, 36));
    h.pause().resize(80, 24).keys("5").shows("Échéancier · 23");
    h.pause().keys("esc 7").shows("suivi à faire").keys("esc").pause();
    hand_in(&mut other, TRAVAUX_PUBLICS);
    // The key comes before the program looks what others wrote.
    h.keys("5")
        .shows("Échéancier · 22")
        .keys("esc 7")
        .shows("travaux pub")
        .hides("suivi à faire");
}
