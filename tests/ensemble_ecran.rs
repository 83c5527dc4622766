//! Two sessions at one register, on two screens: conflicts asked field by field, reviews written by one at a time,
//! who is there said in words, a busy register tried again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use std::path::PathBuf;

use cmq::{
    app::{form::FormScreen, msg::Msg, screen::Screen},
    domain::{
        CampusId, Depart, Formalite, PartenaireId, RevueId, TypeRevue,
        journal::{FiltreJournal, Sujet},
    },
    form::Value,
    store::{Filtre, Store},
};
use jiff::civil::{Date, date};
use rusqlite::Connection;
use screen::Harness;

const AU: Date = date(2015, 9, 1);
const SIZE: (u16, u16) = (80, 24);
const PLASTICAMPUS: CampusId = CampusId(10);

/// A register on disk, and a screen on it for each agent.
struct Deux {
    _dir: tempfile::TempDir,
    path: PathBuf,
    durand: Harness,
    martin: Harness,
}

impl Deux {
    fn new() -> Self {
        Self::sized(SIZE)
    }

    fn sized(size: (u16, u16)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let durand = Harness::on(
            Store::open_or_create(&path, "Durand").unwrap(),
            "2015-09-01",
            size,
        );
        let martin = Harness::on(Store::open(&path, "Martin").unwrap(), "2015-09-01", size);
        Self {
            _dir: dir,
            path,
            durand,
            martin,
        }
    }

    /// A partner's record open on both screens.
    fn partner(size: (u16, u16)) -> (Self, PartenaireId) {
        let mut two = Self::sized(size);
        let id = partner(&two.durand);
        for h in [&mut two.durand, &mut two.martin] {
            h.app.open_formalite(Formalite::Partenaire(Some(id))).unwrap();
        }
        (two, id)
    }
}

/// Nothing comes for a while.
fn idle(h: &mut Harness) -> &mut Harness {
    h.app.handle(Msg::Idle);
    h
}

/// Nothing comes until what is being typed is on disk: within a second.
fn saved(h: &mut Harness) {
    std::thread::sleep(std::time::Duration::from_millis(1100));
    idle(h).shows("enregistré à");
}

fn partner(h: &Harness) -> PartenaireId {
    let filtre = Filtre {
        mots: "arbez carme".into(),
        ..Filtre::au(AU)
    };
    h.app.store.partenaires(&filtre).unwrap()[0].id
}

#[track_caller]
fn form(h: &Harness) -> &FormScreen {
    match h.app.screens.last() {
        Some(Screen::Form(f)) => f,
        _ => panic!("no form on top"),
    }
}

/// Fails when the screen does not say this, on one line or on several.
#[track_caller]
fn says(h: &mut Harness, text: &str) {
    let screen = h.screen();
    let words: Vec<&str> = screen.split_whitespace().collect();
    let want: Vec<&str> = text.split_whitespace().collect();
    assert!(
        words.join(" ").contains(&want.join(" ")),
        "« {text} » not on:\n{screen}"
    );
}

/// To a field of the form on top, through its jump list.
fn to(h: &mut Harness, field: &str) {
    let label = form(h).state.form().field(field).unwrap().label.clone();
    h.keys("ctrl+g").text(&label).keys("enter");
    let screen = h.screen();
    assert_eq!(form(h).focused().id, field, "{screen}");
}

/// Every value that the history of something shows, before and after.
fn history(store: &Store, sujet: Sujet) -> String {
    let filtre = FiltreJournal {
        sujet: Some(sujet),
        ..FiltreJournal::default()
    };
    let page = store.lots(&filtre, Depart::Avant(None), 100).unwrap();
    let mut out = String::new();
    for lot in page.lots {
        out.push_str(&format!("{} {:?}\n", lot.agent, lot.motif));
        for change in store.changements(lot.id, 0, 100).unwrap() {
            for champ in change.champs {
                out.push_str(&format!("  {} {:?} {:?}\n", champ.nom, champ.avant, champ.apres));
            }
        }
    }
    out
}

#[test]
fn what_only_one_changed_is_kept_from_both_without_asking() {
    let (mut two, id) = Deux::partner(SIZE);
    to(&mut two.durand, "nom");
    two.durand
        .keys("ctrl+k")
        .text("Lycée Arbez")
        .keys("f10 f10")
        .shows("enregistré");
    to(&mut two.martin, "commune");
    two.martin.keys("ctrl+k").text("Oyonnax").keys("f10 f10");
    says(
        &mut two.martin,
        "Gardé aussi, changé ailleurs\u{202f}: Nom «\u{a0}Lycée Arbez\u{a0}»",
    );
    let after = two.martin.app.store.partenaire(id).unwrap().ligne;
    assert_eq!(after.nom, "Lycée Arbez");
    assert_eq!(after.commune.as_deref(), Some("Oyonnax"));
    assert_eq!(two.martin.app.screens.len(), 1, "left once recorded");
}

#[test]
fn what_both_changed_is_asked_and_the_loser_stays_in_the_history() {
    for (size, key, kept, lost) in [
        (SIZE, "e", "Lycée Arbez", "Lycée Carme"),
        ((120, 36), "v", "Lycée Carme", "Lycée Arbez"),
    ] {
        let (mut two, id) = Deux::partner(size);
        let before = two.durand.app.store.partenaire(id).unwrap().ligne.nom;
        for (h, nom) in [(&mut two.durand, "Lycée Arbez"), (&mut two.martin, "Lycée Carme")] {
            to(h, "nom");
            h.keys("ctrl+k").text(nom).keys("tab");
        }
        two.durand.keys("f10 f10").shows("enregistré");
        two.martin
            .keys("f10 f10")
            .shows("Conflit 1/1 · Nom")
            .shows("Eux · Durand, à");
        two.martin
            .shows(&before)
            .shows("Lycée Arbez")
            .shows("Lycée Carme");
        // Leaving keeps everything.
        two.martin
            .keys("esc")
            .shows("1 conflit à régler")
            .shows("Lycée Carme");
        two.martin.keys("esc");
        two.martin
            .app
            .open_formalite(Formalite::Partenaire(Some(id)))
            .unwrap();
        two.martin.shows("un champ des deux côtés").shows("Lycée Carme");
        two.martin
            .keys("f3")
            .shows("Conflit 1/1")
            .keys("enter")
            .shows("Choisissez d'abord");
        two.martin
            .keys(key)
            .shows("[x]")
            .keys("enter")
            .shows("enregistré");
        assert_eq!(two.martin.app.store.partenaire(id).unwrap().ligne.nom, kept);
        let told = history(&two.martin.app.store, Sujet::Partenaire(id));
        assert!(told.contains(kept) && told.contains(lost), "{told}");
        assert!(told.contains("Conflit. Nom"), "{told}");
        two.martin.app.store.verify_journal().unwrap();
        assert!(
            two.martin
                .app
                .store
                .brouillon(Formalite::Partenaire(Some(id)))
                .unwrap()
                .is_none()
        );
    }
}

#[test]
fn several_fields_are_asked_one_by_one_and_ones_own_may_be_corrected() {
    let (mut two, id) = Deux::partner(SIZE);
    for (h, nom, commune) in [
        (&mut two.durand, "Lycée Arbez", "Oyonnax"),
        (&mut two.martin, "Lycée Carme", "Bourg"),
    ] {
        to(h, "nom");
        h.keys("ctrl+k").text(nom).keys("tab");
        to(h, "commune");
        h.keys("ctrl+k").text(commune).keys("tab");
    }
    two.durand.keys("f10 f10").shows("enregistré");
    two.martin
        .keys("f10 f10")
        .shows("Conflit 1/2")
        .keys("right")
        .shows("Conflit 2/2")
        .keys("m");
    let focused = form(&two.martin).focused().id.clone();
    assert!(
        ["nom", "commune"].contains(&focused.as_str()),
        "{focused} {}",
        two.martin.screen()
    );
    two.martin.text("-en-Bresse").keys("f10 f10").shows("enregistré");
    let after = two.martin.app.store.partenaire(id).unwrap().ligne;
    let both = format!("{} {}", after.nom, after.commune.unwrap());
    assert!(both.contains("Carme") && both.contains("Bourg"), "{both}");
    assert!(both.contains("-en-Bresse"), "{both}");
}

/// Opens the suivi of Plasticampus, in the step of its results.
fn suivi(h: &mut Harness) {
    h.app.open_review(PLASTICAMPUS, TypeRevue::Suivi).unwrap();
}

fn revue(store: &Store) -> RevueId {
    store
        .revue_de(PLASTICAMPUS, TypeRevue::Suivi, AU)
        .unwrap()
        .unwrap()
        .id
}

fn answer(store: &Store, champ: &str) -> Option<String> {
    let all = store.reponses(revue(store)).unwrap();
    all.get(champ).and_then(Value::text).map(str::to_owned)
}

/// Another session, at the level of the store, that answers without looking.
fn answers_blindly(path: &std::path::Path, champ: &str, text: &str) {
    let mut other = Store::open(path, "Durand").unwrap();
    let id = revue(&other);
    other
        .save_reponse(id, champ, Some(&Value::Text(text.into())), ("bilan", champ))
        .unwrap();
}

#[test]
fn an_answer_given_elsewhere_is_never_written_over_unseen() {
    let mut two = Deux::new();
    suivi(&mut two.martin);
    to(&mut two.martin, "forts");
    two.martin.text("Internat").keys("tab");
    to(&mut two.martin, "forts");
    two.martin.text(" et plateau");
    answers_blindly(&two.path, "forts", "Réseau d'entreprises");
    // What is being typed is left alone; leaving it asks.
    idle(&mut two.martin).shows("Internat et plateau");
    two.martin
        .keys("tab")
        .shows("Conflit 1/1")
        .shows("Réseau d'entreprises")
        .shows("Internat et plateau");
    assert_eq!(
        answer(&two.martin.app.store, "forts").as_deref(),
        Some("Réseau d'entreprises")
    );
    // Killed there, it is asked again.
    let size = SIZE;
    two.martin = Harness::on(Store::open(&two.path, "Martin").unwrap(), "2015-09-01", size);
    suivi(&mut two.martin);
    two.martin
        .shows("Conflit 1/1")
        .shows("Internat et plateau")
        .keys("esc");
    two.martin
        .shows("1 conflit à régler")
        .keys("f10 f10")
        .shows("Conflit 1/1");
    two.martin.keys("e enter").shows("Enregistré comme choisi");
    assert_eq!(
        answer(&two.martin.app.store, "forts").as_deref(),
        Some("Réseau d'entreprises")
    );
    let told = history(&two.martin.app.store, Sujet::Revue(revue(&two.martin.app.store)));
    assert!(told.contains("Internat et plateau"), "{told}");
    // The other way round.
    to(&mut two.martin, "forts");
    two.martin.text(" locales");
    answers_blindly(&two.path, "forts", "Tout");
    two.martin.keys("tab").shows("Conflit 1/1").keys("v enter");
    assert_eq!(
        answer(&two.martin.app.store, "forts").as_deref(),
        Some("Réseau d'entreprises locales")
    );
    two.martin.app.store.verify_journal().unwrap();
}

#[test]
fn answers_of_others_show_at_once_where_one_is_not_writing() {
    let mut two = Deux::new();
    suivi(&mut two.martin);
    to(&mut two.martin, "forts");
    two.martin.text("Internat").keys("tab");
    answers_blindly(&two.path, "faibles", "Gouvernance");
    idle(&mut two.martin).shows("Répondu ailleurs (Durand, à");
    to(&mut two.martin, "faibles");
    two.martin.shows("Gouvernance").text(" à clarifier").keys("tab");
    assert_eq!(
        answer(&two.martin.app.store, "faibles").as_deref(),
        Some("Gouvernance à clarifier"),
        "it was seen: no conflict"
    );
}

#[test]
fn who_only_reads_sees_what_is_being_typed_before_it_is_an_answer() {
    let mut two = Deux::new();
    suivi(&mut two.durand);
    to(&mut two.durand, "faibles");
    two.durand.text("Gouvernance");
    saved(&mut two.durand);
    suivi(&mut two.martin);
    // Nothing was answered since; something is being written.
    two.martin.keys("c");
    says(
        &mut two.martin,
        "Durand écrit en ce moment « Difficultés rencontrées »",
    );
    two.martin.keys("l");
    to(&mut two.martin, "faibles");
    two.martin
        .shows("Durand écrit en ce moment\u{202f}:")
        .shows("Gouvernance");
    two.durand.text(" à clarifier");
    saved(&mut two.durand);
    idle(&mut two.martin).shows("Gouvernance à clarifier");
    assert_eq!(answer(&two.martin.app.store, "faibles"), None);
    two.durand.keys("tab");
    idle(&mut two.martin)
        .hides("écrit en ce moment")
        .shows("Gouvernance à clarifier");
}

#[test]
fn the_same_review_opened_twice_says_so_and_changes_hands_without_loss() {
    let mut two = Deux::new();
    suivi(&mut two.durand);
    to(&mut two.durand, "forts");
    two.durand.text("Internat").keys("tab");
    suivi(&mut two.martin);
    two.martin
        .shows("Durand modifie cette revue depuis un instant")
        .shows("Revue ouverte ailleurs");
    two.martin.keys("l").shows("lecture seule");
    to(&mut two.martin, "forts");
    two.martin.text("x").shows("Internat");
    says(&mut two.martin, "F3 pour prendre la main");
    // The reader follows.
    to(&mut two.durand, "faibles");
    two.durand.text("Gouvernance").keys("tab");
    idle(&mut two.martin).shows("Répondu ailleurs (Durand, à");
    // What was written since the other came.
    two.martin
        .keys("f3 c")
        .shows("Comparer")
        .shows("Gouvernance")
        .keys("esc esc");
    suivi(&mut two.martin);
    // In the middle of a word.
    to(&mut two.durand, "faibles");
    two.durand.text(" à clar");
    two.martin.keys("p").shows("Vous avez la main");
    idle(&mut two.durand).shows("Martin a pris la main");
    two.durand.text("zzz").shows("Lecture seule");
    assert_eq!(
        answer(&two.durand.app.store, "faibles").as_deref(),
        Some("Gouvernance à clar")
    );
    idle(&mut two.martin);
    to(&mut two.martin, "faibles");
    two.martin.shows("Gouvernance à clar").text("ifier").keys("tab");
    idle(&mut two.durand);
    to(&mut two.durand, "faibles");
    two.durand.shows("Gouvernance à clarifier");
    // The one who leaves lets the other write.
    two.martin.keys("esc esc");
    idle(&mut two.durand).shows("vous pouvez y écrire");
    two.durand.text(".").keys("tab");
    assert_eq!(
        answer(&two.durand.app.store, "faibles").as_deref(),
        Some("Gouvernance à clarifier.")
    );
    two.durand.app.store.verify_journal().unwrap();
}

#[test]
fn the_same_person_twice_is_told_too() {
    let mut two = Deux::new();
    suivi(&mut two.durand);
    let mut again = Harness::on(Store::open(&two.path, "Durand").unwrap(), "2015-09-01", SIZE);
    suivi(&mut again);
    again.shows("Vous-même, dans une autre session, modifiez cette revue");
}

#[test]
fn a_record_open_elsewhere_is_said_on_its_form_and_on_its_fiche() {
    let mut two = Deux::new();
    let id = partner(&two.durand);
    let f = Formalite::Partenaire(Some(id));
    two.durand.app.open_formalite(f).unwrap();
    idle(&mut two.durand);
    Connection::open(&two.path)
        .unwrap()
        .execute_batch("UPDATE presence SET depuis = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-250 seconds')")
        .unwrap();
    two.martin
        .keys("2 /")
        .text("plasti")
        .keys("enter 4 /")
        .text("arbez")
        .keys("enter enter");
    says(&mut two.martin, "En ce moment Durand modifie cette fiche depuis");
    two.martin
        .keys("e")
        .shows("Durand modifie cette fiche depuis 4\u{a0}min");
    // It goes as the other leaves; nothing else was written.
    two.durand.keys("esc");
    idle(&mut two.martin).keys("tab").hides("Durand modifie");
    two.martin.keys("esc");
    idle(&mut two.martin).hides("En ce moment");
}

#[test]
fn a_fiche_that_changes_under_its_form_is_said_while_it_is_open() {
    let (mut two, _) = Deux::partner(SIZE);
    to(&mut two.durand, "nom");
    two.durand
        .keys("ctrl+k")
        .text("Lycée Arbez")
        .keys("f10 f10")
        .shows("enregistré");
    idle(&mut two.martin).shows("Cette fiche vient de changer (Durand, à");
}

#[test]
fn a_register_kept_busy_says_by_whom_and_is_tried_again() {
    let (mut two, id) = Deux::partner(SIZE);
    to(&mut two.martin, "nom");
    two.martin.keys("ctrl+k").text("Lycée Arbez").keys("tab");
    idle(&mut two.martin);
    let holder = Connection::open(&two.path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    two.martin
        .keys("f10 f10")
        .shows("occupé depuis plus de cinq secondes")
        .shows("F12 réessaie");
    two.martin.shows("par ");
    assert_eq!(
        form(&two.martin).state.value("nom"),
        Some(Value::Text("Lycée Arbez".into()))
    );
    holder.execute_batch("ROLLBACK").unwrap();
    two.martin.keys("f12").shows("enregistré");
    assert_eq!(
        two.martin.app.store.partenaire(id).unwrap().ligne.nom,
        "Lycée Arbez"
    );
    two.martin.keys("f12").shows("Rien à réessayer");
}

#[test]
fn lists_follow_in_place_with_the_cursor_on_its_record() {
    let mut two = Deux::new();
    two.martin.keys("2 down*3");
    let line = two.martin.line();
    let mut other = Store::open(&two.path, "Durand").unwrap();
    let first = other.campus(&Filtre::au(AU)).unwrap()[0].id;
    let f = Formalite::Campus(Some(first));
    let mut p = other.prepare(f, AU).unwrap();
    p.valeurs
        .insert("nom_court".into(), Value::Text("Zzz, le dernier".into()));
    let mut values = p.sources.clone();
    values.extend(p.valeurs);
    other.record(f, p.rev, &values, AU).unwrap();
    idle(&mut two.martin).hides("Aérocampus Aquitaine");
    let name = |line: &str| line.rsplit('▌').next().unwrap_or_default().to_owned();
    assert_eq!(name(&two.martin.line()), name(&line));
}

#[test]
fn who_has_a_campus_open_is_said_in_the_pane_beside_the_lists() {
    let mut two = Deux::sized((140, 36));
    let f = Formalite::Campus(Some(PLASTICAMPUS));
    two.martin
        .keys("2 /")
        .text("plasti")
        .keys("enter")
        .hides("En ce moment");
    two.durand.app.open_formalite(f).unwrap();
    idle(&mut two.durand);
    idle(&mut two.martin)
        .shows("En ce moment")
        .shows("Durand modifie");
    assert!(!two.martin.app.handle(Msg::Idle), "nothing changed");
    two.durand.keys("esc");
    idle(&mut two.durand);
    idle(&mut two.martin).hides("En ce moment");
}
