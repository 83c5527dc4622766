//! The four panes: filters, counts, links that follow and come back, sizes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/screen.rs"]
mod screen;

use screen::Harness;

#[test]
fn opens_on_the_twelve() {
    let mut h = Harness::new((80, 24));
    h.shows("1 Régions · 18")
        .shows("2 Campus · 12")
        .shows("3 Filières")
        .shows("4 Partenaires · 19");
    assert!(h.line().contains("Aérocampus Aquitaine"), "{}", h.line());
}

#[test]
fn a_region_filters_campuses_and_counts() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("1 /").text("rhone").keys("enter 2");
    h.shows("2 Campus · 2")
        .shows("Plasticampus")
        .shows("Grenoble Énergies")
        .hides("Aérocampus Auvergne");
    // The two Rhône-Alpes campuses are counted in the filière of their axes.
    h.shows("1 Régions · 3 /rhone");
    h.keys("1 esc").shows("2 Campus · 12");
}

#[test]
fn a_region_of_today_finds_the_campus_of_2013() {
    let mut h = Harness::at("2026-11-23", (120, 36));
    h.keys("1 /").text("occitanie").keys("enter");
    h.shows("2 Campus · 1")
        .shows("Habitat, énergies renouvelables")
        .shows("Languedoc-Roussillon");
}

#[test]
fn regions_without_a_campus_show_a_dash() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    let alsace = h
        .screen()
        .lines()
        .find(|l| l.contains("Alsace"))
        .unwrap()
        .to_owned();
    assert!(alsace.contains(" –│"), "{alsace}");
}

#[test]
fn partners_follow_the_campus() {
    let mut h = Harness::new((120, 36));
    h.keys("/").text("plasti").keys("enter").shows("Arbez");
}

#[test]
fn links_are_followed_and_come_back() {
    let mut h = Harness::new((120, 36));
    h.keys("/")
        .text("plasticampus")
        .keys("enter 4 enter")
        .shows("Commune");
    // The partner's campus, then back to the partner, then to the register.
    h.keys("tab enter")
        .shows("Nom officiel")
        .keys("esc")
        .shows("Commune")
        .keys("esc")
        .shows("4 Partenaires");
}

#[test]
fn azerty_digits_go_to_the_panes() {
    let mut h = Harness::new((80, 24));
    h.keys("\"");
    assert!(h.line().contains("Toutes"), "{}", h.line());
    h.keys("(").shows("Échéancier");
    h.keys("é").shows("2 Campus");
}

#[test]
fn no_key_that_is_typed_in_a_filter_is_a_command() {
    let mut h = Harness::new((80, 24));
    h.keys("/").text("q1s?");
    h.shows("/q1s?").shows("Aucun campus ne répond");
    assert_eq!(h.app.end, None);
    h.keys("esc").shows("2 Campus · 12");
}

#[test]
fn hostile_words_filter_without_an_error() {
    for words in [
        "\"",
        "*",
        "NEAR(",
        "d'oyonnax",
        "a OR b)",
        "col:foo",
        "- energie",
        "'; DROP TABLE campus; --",
    ] {
        let mut h = Harness::new((80, 24));
        h.keys("/").text(words).hides("Erreur");
    }
}

#[test]
fn the_echeancier_says_late_first() {
    let mut h = Harness::new((120, 36));
    h.keys("5").shows("en retard").shows("à venir");
    let screen = h.screen();
    assert!(screen.find("en retard").unwrap() < screen.find("à venir").unwrap());
}

#[test]
fn help_and_palette_come_from_the_key_table() {
    let mut h = Harness::new((120, 36));
    h.keys("?")
        .shows("commencer ou reprendre le suivi")
        .keys("esc :")
        .text("echeancier")
        .keys("enter");
    h.shows("Échéancier ·");
    // The command of that name stands before those whose sentence says the word.
    h.keys("1 4 :").text("partenaire").keys("enter");
    h.shows("4 Partenaires");
    h.keys("/").text("zzz");
    h.shows("Aucun partenaire ne répond à ce filtre, de ce campus ou d'ailleurs.");
}

#[test]
fn partners_that_the_campus_has_not_are_found_by_their_words() {
    let mut h = Harness::new((80, 24));
    h.app
        .store
        .write(cmq::store::Op::EditPartenaire, |conn| {
            let columns: [(&'static str, &dyn rusqlite::ToSql); 2] = [("nom", &"Lycée isolé"), ("type", &1)];
            cmq::store::record::insert(conn, "partenaire", &columns)
        })
        .unwrap();
    h.keys("4 /").text("isolé").keys("enter");
    h.shows("4 Partenaires · d'ailleurs · 1 /isolé");
    h.keys("enter")
        .shows("Lycée isolé")
        .keys("esc e")
        .shows("Lycée isolé")
        .keys("esc");
    h.keys("esc").shows("4 Partenaires · 19").hides("isolé");
    // One that other campuses have goes with its links, the second time only.
    h.keys("/").text("insa lyon").keys("enter");
    h.shows("d'ailleurs")
        .keys("delete")
        .shows("Suppr encore une fois le met à");
    h.keys("esc esc / ctrl+u")
        .text("sans:campus")
        .keys("enter")
        .shows("Lycée isolé");
    h.keys("delete").shows("corbeille").shows("d'ailleurs · 0");
}

#[test]
fn a_palette_of_80_columns_says_whole_sentences() {
    let mut h = Harness::new((80, 24));
    h.keys(":")
        .shows("annuler mon dernier changement (dit lequel)")
        .shows("commencer ou reprendre le suivi à deux ans")
        .shows("évaluation");
}

#[test]
fn below_80_by_20_one_pane_at_a_time() {
    let mut h = Harness::new((60, 16));
    h.shows("2 Campus · 12")
        .hides("1 Régions")
        .keys("tab")
        .shows("3 Filières")
        .hides("2 Campus");
    h.resize(29, 7).shows("Fenêtre trop petite");
}

#[test]
fn the_fiche_says_to_the_minute_when_a_review_was_saved() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("/")
        .text("plasticampus")
        .keys("enter s")
        .text("x")
        .keys("tab esc enter");
    let screen = h.screen();
    let line = screen
        .lines()
        .find(|l| l.contains("brouillon, 1 réponse,"))
        .unwrap_or(&screen);
    let (_, when) = line.split_once(" le ").expect("a day");
    let shape: String = when
        .chars()
        .take(18)
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    assert_eq!(shape, "99/99/9999 à 99:99", "{line}");
}

#[test]
fn what_the_lists_of_a_form_do_is_read_whole_and_true() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("/").text("plasticampus").keys("enter s ctrl+g");
    let foot = |h: &mut Harness| h.screen().lines().last().unwrap_or_default().to_owned();
    let shown = foot(&mut h);
    assert!(shown.contains("refermer"), "{shown}");
    assert!(!shown.contains("étape") && !shown.contains("Tab"), "{shown}");
    h.keys("esc pagedown tab space").shows("… · 5 · Espace coche");
    let shown = foot(&mut h);
    assert!(!shown.contains("étape") && !shown.contains("Tab"), "{shown}");
}
