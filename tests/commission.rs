//! The commission's screen: séances, calls, acts, by keyboard.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/screen.rs"]
mod screen;

use std::collections::BTreeMap;

use cmq::{
    app::msg::Effect,
    domain::{DatePartielle, Formalite, SeanceId, TypeRevue},
    form::Value,
    store::{Filtre, Store},
};
use jiff::civil::{Date, date};
use screen::Harness;

const AU: Date = date(2015, 9, 1);

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn jour(d: &str) -> Value {
    Value::Date(DatePartielle::parse_iso(d).unwrap())
}

fn write(store: &mut Store, f: Formalite, values: &[(&str, Value)]) {
    let rev = store.prepare(f, AU).unwrap().rev;
    let values: BTreeMap<String, Value> = values.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    store
        .record(f, rev, &values, jiff::civil::date(2030, 1, 1))
        .unwrap();
}

/// A member present: name, college.
fn membre(nom: &str, college: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("nom".to_owned(), text(nom)),
        ("college".to_owned(), text(college)),
    ])
}

/// A séance of the experts of 2014 where one quality has three for two seats and most have nobody.
fn seance(store: &mut Store, day: &str) -> SeanceId {
    let dgesco = |nom| membre(nom, "DGESCO");
    let members = vec![
        membre("Anne Roy", "Recteurs d'académie ou représentant"),
        dgesco("Luc Petit"),
        dgesco("Ève Morel"),
        dgesco("Guy Blanc"),
    ];
    write(
        store,
        Formalite::Seance(None),
        &[
            ("date", jour(day)),
            ("instance", text("Groupe d'experts")),
            ("lieu", text("Paris, rue de Grenelle")),
            ("president", text("Mme Lefèvre")),
            ("membres_experts", Value::Rows(members)),
        ],
    );
    store.seances().unwrap().first().unwrap().id
}

/// Hands in the suivi of the first campuses.
fn suivis(store: &mut Store, n: usize) {
    let campus = store.campus(&Filtre::au(AU)).unwrap();
    let toml = include_str!("../data/formulaires/suivi-2013.toml");
    for c in campus.iter().take(n) {
        let revue = store.start_revue(c.id, TypeRevue::Suivi, 1, toml, AU).unwrap();
        store.submit_revue(revue, &BTreeMap::new(), AU).unwrap();
    }
}

/// Gives every item of the séance an avis and closes it.
fn examine(store: &mut Store, id: SeanceId, avis: &str) {
    for p in store.seance(id).unwrap().points {
        let values = [
            ("avis", text(avis)),
            ("motifs", text("Bilan solide ; gouvernance à installer.")),
            ("rapporteur", text("Anne Roy")),
        ];
        write(store, Formalite::Point(p.id), &values);
    }
    let why = text("Grève des transports.");
    write(store, Formalite::Cloture(id), &[("derogation", why)]);
}

fn open(store: Store, size: (u16, u16)) -> Harness {
    let mut h = Harness::on(store, "2015-09-01", size);
    h.keys("8");
    h
}

#[test]
fn the_three_lists_are_walked_by_tab_and_say_what_to_do() {
    let mut h = open(Store::in_memory("essai").unwrap(), (80, 24));
    h.shows("[Séances · 0]").shows("Aucune séance. n en ouvre une");
    h.keys("enter").shows("Aucune séance");
    h.keys("tab")
        .shows("[Appels · 1]")
        .shows("Premier appel à projets")
        .shows("17 présentés dont 5 non nommés · 12 retenus");
    h.keys("tab")
        .shows("[Actes · 0]")
        .shows("Tous les labels en vigueur au 1er septembre 2015");
    h.keys("tab").shows("[Séances · 0]");
    h.keys("backtab").shows("[Actes · 0]");
    // What does not belong here says where it does.
    h.keys("c").shows("Cela se fait dans une séance");
    h.keys("p").shows("Choisissez d'abord un acte");
    h.keys("esc 2 : ")
        .text("clore")
        .keys("enter")
        .shows("dans la commission (8)");
}

#[test]
fn the_first_call_shows_its_named_candidatures_and_counts_the_others() {
    let mut h = open(Store::in_memory("essai").unwrap(), (80, 24));
    h.keys("tab enter")
        .shows("12 candidatures")
        .shows("5 projets présentés ne sont nommés par aucune source.")
        .shows("labellisé");
    h.keys("end").shows("Présentée par");
    let last = h.line();
    // Back from the fiche, the selection is where it was.
    h.keys("enter").shows("Nom officiel").keys("esc");
    assert_eq!(h.line(), last);
    h.keys("/").text("plasticampus").shows("Rhône-Alpes");
    h.keys("enter esc esc").shows("[Appels · 1]");
}

#[test]
fn before_its_outcome_was_announced_a_call_has_none() {
    let mut h = Harness::on(Store::in_memory("essai").unwrap(), "2013-07-01", (80, 24));
    h.keys("8 tab")
        .shows("en examen")
        .shows("17 présentés")
        .hides("12 retenus");
    h.keys("enter")
        .shows("à examiner")
        .hides("labellisé")
        .hides("retenue");
    let mut h = Harness::on(Store::in_memory("essai").unwrap(), "2013-10-14", (80, 24));
    h.keys("8 tab").shows("clos").shows("12 retenus");
}

#[test]
fn the_annex_of_every_label_in_force_is_shown_and_copied() {
    let mut h = open(Store::in_memory("essai").unwrap(), (80, 24));
    h.keys("tab tab enter")
        .shows("Labels en vigueur au 1er septembre 2015")
        .shows("12 labels")
        .shows("Catégorie CMQ · 4 ans");
    h.keys("y Y").shows("12 lignes");
    let copied: Vec<String> = h
        .app
        .take_effects()
        .into_iter()
        .filter_map(|e| if let Effect::Copy(t) = e { Some(t) } else { None })
        .collect();
    let [line, whole] = copied.as_slice() else {
        panic!("{copied:?}")
    };
    assert_eq!(line.split('\t').count(), 6);
    assert!(whole.contains(line.as_str()));
    assert_eq!(whole.lines().count(), 14);
    h.keys("esc").shows("[Actes · 0]");
}

#[test]
fn proposals_are_marked_added_moved_and_removed() {
    let mut store = Store::in_memory("essai").unwrap();
    seance(&mut store, "2015-09-14");
    suivis(&mut store, 3);
    let mut h = open(store, (80, 24));
    h.shows("14/09/2015").shows("coll. absents");
    h.keys("enter").shows("Ordre du jour vide");
    h.keys("c").shows("l'ordre du jour est vide");
    h.keys("a")
        .shows("3 propositions · 3 à ajouter")
        .shows("transmis le 1er septembre 2015")
        .shows("Entrée ajouter")
        .shows("Espace cocher")
        .hides("Entrée ouvrir")
        .hides("c clore");
    h.keys("space")
        .shows("2 à ajouter")
        .keys("enter")
        .shows("2 points ajoutés");
    // The one left is still proposed, and already selected ones are not.
    h.keys("a")
        .shows("1 proposition · 1 à ajouter")
        .keys("enter")
        .shows("3 points");
    let line = h.line();
    assert!(line.contains(" 3 "), "the added item is selected: {line}");
    let name = line.split_whitespace().nth(2).unwrap().to_owned();
    h.keys("alt+up*2");
    let line = h.line();
    assert!(line.contains(&name) && line.contains(" 1 "), "{line}");
    h.keys("delete")
        .shows("Suppr encore une fois")
        .keys("down delete");
    h.shows("Suppr encore une fois")
        .keys("delete")
        .shows("n'est plus à l'ordre du jour");
    h.shows("2 points").keys("c").shows("2 points sans avis");
}

#[test]
fn members_stand_by_college_with_the_check() {
    let mut store = Store::in_memory("essai").unwrap();
    seance(&mut store, "2015-09-14");
    let mut h = open(store, (80, 24));
    h.keys("enter")
        .shows("2 collèges représentés sur 11")
        .shows("surnombre");
    h.keys("tab")
        .shows("Membres · 4 présents")
        .shows("! absent · Présidents de conseil régional ou représentant")
        .shows("1 sur 2 · Recteurs d'académie ou représentant")
        .shows("+ 3 sur 2, surnombre · DGESCO")
        .shows("Luc Petit, Ève Morel, Guy Blanc");
    h.keys("end").shows("DGEFP");
    // Beside each other where there is room.
    h.resize(120, 36)
        .shows("Membres · 4 présents")
        .shows("Ordre du jour vide");
}

#[test]
fn a_closed_seance_is_read_and_no_longer_changes() {
    let mut store = Store::in_memory("essai").unwrap();
    let id = seance(&mut store, "2015-08-20");
    suivis(&mut store, 2);
    let objets: Vec<_> = store.propositions(AU).unwrap().iter().map(|p| p.objet).collect();
    store.add_points(id, &objets).unwrap();
    examine(&mut store, id, "favorable");
    let mut h = open(store, (80, 24));
    h.shows("close").shows("Close malgré tout");
    h.keys("e").shows("La séance est close");
    h.keys("enter").shows("· close · 2 points").shows("favorable");
    for key in ["a", "delete", "alt+up", "c"] {
        h.keys(key).shows("close");
        assert!(h.app.message.is_some(), "{key} says why");
    }
    h.keys("d").shows("Un suivi n'appelle pas de décision");
    h.keys("enter")
        .shows("Bilan solide")
        .shows("Anne Roy")
        .hides("Décision");
    h.keys("esc s").shows("Étape");
}

#[test]
fn every_page_at_every_size() {
    let mut store = Store::in_memory("essai").unwrap();
    let id = seance(&mut store, "2015-08-20");
    suivis(&mut store, 12);
    let objets: Vec<_> = store.propositions(AU).unwrap().iter().map(|p| p.objet).collect();
    store.add_points(id, &objets).unwrap();
    for pages in [
        "8",
        "8 enter",
        "8 enter tab",
        "8 enter end",
        "8 tab",
        "8 tab enter end",
        "8 tab tab enter G",
    ] {
        let mut h = Harness::on(Store::in_memory("essai").unwrap(), "2015-09-01", (80, 24));
        std::mem::swap(&mut h.app.store, &mut store);
        h.keys(pages);
        for (w, hh) in [
            (1, 1),
            (30, 8),
            (33, 9),
            (40, 12),
            (60, 16),
            (80, 24),
            (109, 30),
            (110, 20),
            (120, 36),
            (200, 60),
        ] {
            h.resize(w, hh);
            let (_, (x, y)) = h.look();
            assert!(x < w && y < hh, "{pages} {w}x{hh}: cursor {x},{y}");
        }
        std::mem::swap(&mut h.app.store, &mut store);
    }
}
