//! Views of a list, by keyboard: kept, applied, shared, forgotten.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{domain::vue::Liste, store::Store};
use screen::Harness;

#[test]
fn the_present_list_is_kept_and_applied_again() {
    let mut h = Harness::new((80, 24));
    h.keys("/").text("rhône").keys("enter t V").shows("Vues · campus");
    h.keys("n")
        .shows("Nom de la vue, pour vous (rhône · tri")
        .text("Ma région")
        .keys("enter");
    h.shows("Ma région")
        .shows("personnelle")
        .shows("gardée pour vous");
    h.keys("esc / esc").shows("par région · 12");
    h.keys("V /").text("ma reg").keys("enter enter");
    h.shows("2 Campus · par région · 3")
        .shows("Vue «\u{a0}Ma région\u{a0}»");
    h.hides("Métallurgie et plasturgie");
    // Échap takes the words off again.
    h.keys("esc").shows("Campus · par région · 12");
}

#[test]
fn a_view_for_everybody_a_view_forgotten_and_brought_back() {
    let mut h = Harness::new((80, 24));
    h.keys("V p")
        .text("Tous les campus")
        .keys("enter")
        .shows("partagée");
    let other = h.app.store.vues(Liste::Campus).unwrap();
    assert!(other.iter().any(|v| v.nom == "Tous les campus"));
    h.keys("delete").shows("oubliée").hides("partagée");
    h.keys("u u").shows("Annulé");
    assert!(h.app.store.vue(Liste::Campus, "tous les campus").is_ok());
    h.keys("n enter")
        .shows("Une vue a un nom")
        .keys("esc esc")
        .shows("2 Campus");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_view_of_the_deadlines_keeps_states_and_horizon() {
    let mut h = Harness::new((80, 24));
    h.keys("5 f d t /")
        .text("plasti")
        .keys("enter V")
        .shows("Vues · échéancier");
    h.keys("n").text("Plasti en retard").keys("enter esc");
    h.keys("5").shows("ce qui reste").hides("par campus");
    h.keys("V enter")
        .shows("en retard · à 2 ans · par campus")
        .shows("plasti");
}

#[test]
fn other_lists_have_no_views_and_say_so() {
    let mut h = Harness::on(Store::in_memory("essai").unwrap(), "2016-06-01", (80, 24));
    h.keys("9 V").shows("Les vues sont celles du registre");
}

#[test]
fn a_list_is_sorted_by_several_columns_and_says_so() {
    let mut h = Harness::new((120, 36));
    // Région, then the label's start from the latest on.
    h.keys("T").shows("Tri et colonnes · campus").keys("down t");
    h.shows("tri 1 ↑ croissant");
    h.keys("end k k t t").shows("tri 2 ↓ décroissant").keys("enter");
    h.shows("2 Campus · par région, puis label ↓ · 12");
    assert!(h.screen().find("Aquitaine").unwrap() < h.screen().find("Plasticampus").unwrap());
    // The next column alone, then the usual order.
    h.keys("t").shows("2 Campus · par lieu · 12");
    h.keys("T down*2 t")
        .shows("tri 1 ↓")
        .keys("esc")
        .shows("par lieu · 12");
    h.keys("T delete enter").shows("2 Campus · 12");
}

#[test]
fn columns_are_chosen_moved_and_named_under_the_list() {
    let mut h = Harness::new((120, 36));
    h.shows("Échéance ─").hides("Partenaires ─");
    // Without the place; the label's years first.
    h.keys("T down*2 space end k k space");
    h.keys("ctrl+up*6")
        .shows("Cette colonne ne va pas plus loin")
        .keys("enter");
    h.shows("2013–2017").shows("Label").hides("Lieu");
    let heads = h.screen();
    let heads = heads.lines().find(|l| l.contains("Label")).unwrap();
    assert!(
        heads.find("Label").unwrap() < heads.find("Région").unwrap(),
        "{heads}"
    );
    h.keys("T down space down space down space enter")
        .shows("au moins une colonne")
        .keys("home space")
        .shows("se montre toujours");
}

#[test]
fn order_and_columns_are_kept_in_a_view_and_the_palette_shows_it_from_anywhere() {
    let mut h = Harness::new((120, 36));
    h.keys("T down t end k k space t enter V n")
        .shows("tri\u{202f}: region, label · colonnes\u{202f}: region, lieu, echeance, label")
        .text("Par âge")
        .keys("enter esc T delete enter")
        .hides("2013–2017");
    h.keys("5 :")
        .text("vue par age")
        .shows("vue\u{202f}: Par âge")
        .keys("enter");
    h.shows("2 Campus · par région, puis label · 12")
        .shows("2013–2017");
    h.keys(":").text("vue en retard").keys("enter");
    h.shows("Échéancier ·")
        .shows("· en retard · sans limite · par date");
}

#[test]
fn partners_have_their_own_order_columns_and_views() {
    let mut h = Harness::new((120, 36));
    h.keys("/")
        .text("plasticampus")
        .keys("enter 4 t")
        .shows("4 Partenaires · par type · ");
    h.keys("V")
        .shows("Vues · partenaires")
        .keys("n")
        .text("Par type")
        .keys("enter esc t t t");
    h.hides("Partenaires · par")
        .keys("V /")
        .text("par type")
        .keys("enter enter");
    h.shows("4 Partenaires · par type · ");
    h.keys("2").shows("2 Campus · 1 /plasticampus");
}

#[test]
fn deadlines_are_grouped_by_the_first_criterion() {
    let mut h = Harness::new((120, 36));
    h.keys("5 T").shows("Tri et colonnes · échéancier");
    h.keys("down*5 t").shows("Académie").keys("home t t enter");
    h.shows("par académie, puis campus ↓").shows("Lyon · ");
    h.keys("t").shows("· par date").hides("Lyon · ");
}
