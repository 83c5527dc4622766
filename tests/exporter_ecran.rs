//! What is shown, written to a file by keyboard.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use std::fs;

use screen::Harness;

#[test]
fn the_list_shown_is_written_and_a_file_kept_unless_one_insists() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("liste.csv");
    let name = path.to_str().unwrap();
    let mut h = Harness::new((120, 36));
    h.keys("/")
        .text("rhône")
        .keys("enter x")
        .shows("Exporter · campus · 3 lignes")
        .shows("campus-2016-06-01.csv");
    h.keys("ctrl+k ctrl+u")
        .keys("backspace*40")
        .text(name)
        .keys("enter");
    h.shows("Écrit").shows("3 lignes").shows("2 Campus");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let names: Vec<String> = reader.records().map(|r| r.unwrap()[2].to_owned()).collect();
    assert_eq!(
        names,
        ["Aérocampus Auvergne", "Grenoble Énergies", "Plasticampus"],
        "the order of the screen"
    );
    // Again: the file is kept, then replaced when one insists.
    h.keys("esc x")
        .keys("backspace*40")
        .text(name)
        .keys("enter")
        .shows("existe déjà");
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 4);
    h.keys("enter").shows("12 lignes");
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 13);
}

#[test]
fn points_are_counted_and_lines_without_a_place_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.geojson");
    let mut h = Harness::new((160, 36));
    h.app
        .store
        .write(cmq::store::Op::EditCampus, |conn| {
            let at: [(&str, &dyn rusqlite::ToSql); 2] = [("latitude", &44.79), ("longitude", &-0.5)];
            cmq::store::record::update(conn, "partenaire", 21, 1, &at)
        })
        .unwrap();
    h.keys("4 x up")
        .keys("ctrl+k ctrl+u")
        .keys("backspace*40")
        .text(path.to_str().unwrap())
        .keys("enter");
    h.shows("(1 point). 18 lignes sans coordonnées connues");
}

#[test]
fn every_list_offers_its_formats_and_escape_gives_up() {
    let mut h = Harness::new((80, 24));
    for (keys, name) in [
        ("1", "regions"),
        ("3", "filieres"),
        ("4", "partenaires"),
        ("5", "echeancier"),
        ("6", "revues"),
        ("9", "journal"),
        ("7", "tableau-carte"),
    ] {
        h.keys(keys).keys("x").shows(&format!("Exporter · {name}"));
        h.keys("down").shows("• CSV pour tableur français").keys("esc");
    }
    h.keys("2 x")
        .shows("GeoJSON")
        .keys("up")
        .shows("campus-2016-06-01.geojson")
        .keys("esc");
    h.keys("8 x").shows("rien ne s'exporte");
}
