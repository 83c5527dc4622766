//! Rows marked, one field of all of them changed at once, and what others changed since the last visit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, PartenaireId},
    store::Store,
};
use screen::Harness;

/// Marks what is shown, goes to the field of that label.
fn field(h: &mut Harness, label: &str) {
    h.keys("E").shows("Modifier un champ de");
    for _ in 0..40 {
        if h.line().contains(label) {
            h.keys("enter");
            return;
        }
        h.keys("down");
    }
    panic!("no field « {label} »:\n{}", h.screen());
}

#[test]
fn marks_survive_filters_and_are_taken_off_on_purpose() {
    let mut h = Harness::new((80, 24));
    h.keys("E")
        .shows("Marquez d'abord")
        .keys("space space")
        .shows("2 Campus · ✓ 2 marqués · 12");
    // The mark goes on to the next row: one marks by pressing Espace again and again.
    h.keys("/")
        .text("rhone")
        .keys("enter")
        .shows("✓ 2 marqués · 3 /rhone");
    // One of the three was marked already: all of them are, then none.
    h.keys("*").shows("✓ 4 marqués").keys("*").shows("✓ 1 marqué");
    h.keys("esc").shows("✓ 1 marqué · 12");
    let marked = h.screen().lines().filter(|l| l.contains("✓  ")).count();
    assert_eq!(marked, 1, "{}", h.screen());
    h.keys("esc")
        .shows("Échap encore une fois ôte 1 marque")
        .keys("down esc");
    h.shows("✓ 1 marqué").keys("esc").hides("✓");
    h.keys("1 space").shows("se marquent, pas ceux-ci");
    h.keys("5 space").shows("Les lignes se marquent dans le registre");
}

#[test]
fn a_code_out_of_form_is_advised_and_written_all_the_same() {
    let mut h = Harness::new((120, 36));
    h.keys("4 space");
    field(&mut h, "Code postal");
    h.text("Latresne2")
        .shows("Conseil\u{202f}: un code postal a cinq chiffres");
    h.keys("enter").shows("1 modification").keys("enter");
    h.shows("1 fiche modifiée");
}

#[test]
fn one_field_of_all_marked_rows_is_one_lot_and_one_undo() {
    let mut h = Harness::new((120, 36));
    let lots = h.app.store.compte_lots().unwrap();
    h.keys("/").text("rhone").keys("enter * esc E");
    h.shows("Modifier un champ de 3 campus")
        .hides("Nom officiel")
        .hides("Latitude");
    h.keys("esc");
    field(&mut h, "Établissement support, note");
    h.text("à vérifier").keys("enter");
    h.shows("3 modifications, 0 inchangée, 0 refusée")
        .shows("À modifier · 3")
        .shows("→ à vérifier");
    h.keys("enter")
        .shows("3 fiches modifiées en un lot")
        .shows("✓ 3 marqués");
    assert_eq!(h.app.store.compte_lots().unwrap(), lots + 1);
    // Once more: nothing would change, and nothing is written.
    field(&mut h, "Établissement support, note");
    h.shows("À présent\u{202f}: à vérifier")
        .keys("enter")
        .shows("Inchangées · 3");
    h.keys("enter").shows("Rien à modifier").keys("esc esc esc");
    h.keys("u")
        .shows("Modification groupée")
        .keys("u")
        .shows("Annulé");
    field(&mut h, "Établissement support, note");
    h.hides("à vérifier").keys("esc esc");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn the_preview_says_before_after_and_who_refuses() {
    let mut h = Harness::new((120, 36));
    // Aérocampus Aquitaine, then both campuses of Rhône-Alpes.
    h.keys("space /").text("rhone").keys("enter * esc");
    h.shows("✓ ");
    field(&mut h, "Académie de l'attribution");
    h.text("lyon").keys("enter");
    h.shows("À modifier · ")
        .shows("Inchangées · 1")
        .shows("Refusées · ")
        .shows("Grenoble")
        .shows("→ Lyon");
    // Back to the value, then to the fields: nothing was written.
    h.keys("esc esc esc").shows("2 Campus");
    assert_eq!(campus(&h.app.store, 9), "Grenoble");
}

fn campus(store: &Store, id: i64) -> String {
    let au = "2016-06-01".parse().unwrap();
    store.campus_par_id(CampusId(id), au).unwrap().unwrap().academie
}

#[test]
fn the_rules_of_the_field_hold_before_any_preview() {
    let mut h = Harness::new((80, 24));
    h.keys("space");
    field(&mut h, "Convention signée le");
    h.text("jamais").keys("enter").hides("À modifier");
    h.keys("backspace*6")
        .text("2014-06")
        .keys("enter")
        .shows("→ juin 2014")
        .keys("esc");
    // A required field is not emptied.
    h.keys("esc esc");
    field(&mut h, "Lieu");
    h.keys("backspace*40 enter").hides("À modifier");
    h.keys("esc esc");
    field(&mut h, "Service d'hébergement");
    h.keys("enter")
        .shows("→ oui")
        .keys("enter")
        .shows("1 fiche modifiée");
}

#[test]
fn partners_of_several_campuses_are_marked_and_changed_together() {
    let mut h = Harness::new((120, 36));
    h.keys("4 space 2 end 4 space")
        .shows("4 Partenaires · ✓ 2 marqués");
    field(&mut h, "Note");
    h.shows("Note de 2 partenaires")
        .text("revu en juin")
        .keys("enter enter");
    h.shows("2 fiches modifiées").keys("5 1 4");
    let noted = |store: &Store| {
        (1..=170)
            .filter_map(|id| store.partenaire(PartenaireId(id)).ok())
            .filter(|p| p.note.as_deref() == Some("revu en juin"))
            .count()
    };
    assert_eq!(noted(&h.app.store), 2);
    h.keys("u u");
    assert_eq!(noted(&h.app.store), 0);
}

#[test]
fn a_record_changed_since_the_preview_stops_the_lot_and_shows_it_anew() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut h = Harness::on(
        Store::open_or_create(&path, "m.durand").unwrap(),
        "2016-06-01",
        (120, 36),
    );
    h.keys("space space");
    field(&mut h, "Point repéré");
    h.text("ici").keys("enter").shows("2 modifications");
    let mut other = Harness::on(Store::open(&path, "a.martin").unwrap(), "2016-06-01", (120, 36));
    other.keys("space");
    field(&mut other, "Point repéré");
    other.text("là").keys("enter enter").shows("1 fiche modifiée");
    h.keys("enter")
        .shows("Rien d'écrit")
        .shows("là")
        .shows("2 modifications");
    h.keys("enter").shows("2 fiches modifiées");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn what_others_changed_since_my_last_visit_bears_a_sign_until_i_leave() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let open = |agent: &str| {
        let store = Store::open_or_create(&path, agent).unwrap();
        Harness::on(store, "2016-06-01", (120, 36))
    };
    let mut mine = open("m.durand");
    mine.keys("N").shows("Première visite").hides("● ").keys("q");
    drop(mine);
    let mut other = open("a.martin");
    other.keys("/").text("plasticampus").keys("enter space");
    field(&mut other, "Note");
    other
        .text("appelé")
        .keys("enter enter")
        .shows("1 fiche modifiée")
        .keys("q");
    drop(other);

    let mut mine = open("m.durand");
    mine.shows("● changé depuis ma visite").shows(" ● Plasticampus");
    assert_eq!(mine.screen().matches('●').count(), 2, "{}", mine.screen());
    mine.keys("N")
        .shows("2 Campus · ● changés seuls · 1")
        .hides("Aérocampus");
    // Who and when: on the fiche, and by h.
    mine.keys("enter")
        .shows("● Changé")
        .shows("depuis votre visite, par a.martin")
        .keys("esc");
    mine.keys("h")
        .shows("a.martin")
        .shows("Modification groupée")
        .keys("esc");
    mine.keys("esc").shows("2 Campus · 12");
    mine.keys("5")
        .shows("●Plasticampus")
        .keys("N")
        .shows("● changés seuls")
        .hides("Aérocampus");
    mine.keys("esc").shows("Aérocampus");
    mine.keys("6 N").shows("Rien de tel n'a été changé");
    mine.keys("9 N").shows("Les nouveautés se montrent dans");
    mine.keys("2 q");
    drop(mine);
    open("m.durand")
        .hides("●")
        .keys("N")
        .shows("Rien de tel n'a été changé");
}
