//! The journal on the screen: the timeline, before and after, undo with its reasons, the history of a record.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::{App, Options, msg::Effect},
    domain::{CampusId, LotId, RevueId, TypeRevue},
    form::{Forms, Value},
    store::{Op, Store, record},
};
use jiff::civil::date;
use screen::Harness;

const CAMPUS: CampusId = CampusId(10);

/// A register in memory where a suivi of Plasticampus was begun with the shipped form.
fn begun(agent: &str) -> (Store, RevueId) {
    let mut store = Store::in_memory(agent).unwrap();
    let toml = Forms::default().text("suivi-2013").unwrap();
    let version = cmq::form::load("suivi-2013", &toml).unwrap().version;
    let id = store
        .start_revue(CAMPUS, TypeRevue::Suivi, version, &toml, date(2015, 9, 1))
        .unwrap();
    (store, id)
}

/// A text field of the shipped form: its id and its question.
fn question() -> (String, String) {
    let toml = Forms::default().text("suivi-2013").unwrap();
    let form = cmq::form::load("suivi-2013", &toml).unwrap();
    let field = form
        .steps
        .iter()
        .flat_map(|s| &s.fields)
        .find(|f| matches!(f.kind, cmq::form::Kind::Text { .. }))
        .unwrap();
    (field.id.clone(), field.label.clone())
}

fn answer(store: &mut Store, revue: RevueId, champ: &str, text: &str) {
    let value = Value::Text(text.to_owned());
    store
        .save_reponse(revue, champ, Some(&value), ("a", champ))
        .unwrap();
}

fn note(store: &mut Store, campus: i64, note: &str) {
    let columns: [record::Column<'_>; 1] = [("note", &note)];
    let rev = store
        .campus_par_id(CampusId(campus), date(2015, 9, 1))
        .unwrap()
        .unwrap()
        .rev;
    store
        .write(Op::EditCampus, |conn| {
            record::update(conn, "campus", campus, rev, &columns)
        })
        .unwrap();
}

#[test]
fn a_lot_shows_what_it_changed_and_is_undone_and_redone() {
    let (mut store, revue) = begun("essai");
    let (champ, label) = question();
    answer(&mut store, revue, &champ, "Internat ouvert");
    answer(&mut store, revue, &champ, "Internat fermé");
    let mut h = Harness::on(store, "2015-09-01", (100, 30));
    h.keys("9")
        .shows("Journal · 4 lots")
        .shows("Réponse · Plasticampus, suivi");
    h.shows("Création du registre");
    h.keys("enter")
        .shows("Journal · lot 4")
        .shows(label.get(..20).unwrap_or(&label));
    h.shows("avant  Internat ouvert").shows("après  Internat fermé");
    h.keys("esc").shows("Journal · 4 lots");
    h.keys("u")
        .shows("u encore une fois pour confirmer")
        .shows("lot 4");
    assert_eq!(
        h.app.store.reponses(revue).unwrap()[&champ],
        Value::Text("Internat fermé".to_owned())
    );
    h.keys("u")
        .shows("Annulé")
        .shows("[annulé]")
        .shows("Annulation du lot 4");
    assert_eq!(
        h.app.store.reponses(revue).unwrap()[&champ],
        Value::Text("Internat ouvert".to_owned())
    );
    // The selection stayed on its lot, which cannot be undone twice.
    h.keys("u")
        .shows("Le lot 4 est déjà annulé")
        .shows("annuler le lot 5 le rétablit");
    h.keys("g u")
        .shows("Rétablir ce qu'a défait le lot 5")
        .keys("u")
        .shows("Rétabli")
        .shows("[rétabli]");
    assert_eq!(
        h.app.store.reponses(revue).unwrap()[&champ],
        Value::Text("Internat fermé".to_owned())
    );
    h.keys("c").shows("Le journal est intact");
}

#[test]
fn any_other_key_forgets_the_question() {
    let (mut store, revue) = begun("essai");
    answer(&mut store, revue, "x", "un");
    let mut h = Harness::on(store, "2015-09-01", (80, 24));
    h.keys("9 u").shows("u encore une fois");
    h.keys("down up u").shows("u encore une fois");
    assert_eq!(h.app.store.compte_lots().unwrap(), 3);
    h.keys("esc u").shows("u encore une fois");
    h.keys("j u").shows("u encore une fois");
    assert_eq!(h.app.store.compte_lots().unwrap(), 3);
    h.keys("u").shows("Annulé");
    assert_eq!(h.app.store.compte_lots().unwrap(), 4);
}

#[test]
fn a_refusal_says_who_when_and_which_field() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r.db");
    let mut mine = Store::open_or_create(&path, "m.durand").unwrap();
    note(&mut mine, 10, "première note");
    let mut theirs = Store::open(&path, "p.martin").unwrap();
    note(&mut theirs, 10, "seconde note");
    let mut h = Harness::on(mine, "2015-09-01", (80, 24));
    h.keys("u");
    h.shows("a changé depuis")
        .shows("p.martin")
        .shows("note")
        .shows("lot 3");
    // Another's lot may be undone, by name.
    h.keys("9 u")
        .shows("le travail de p.martin")
        .keys("u")
        .shows("Annulé");
    let fiche = h.app.store.fiche(CAMPUS, date(2015, 9, 1)).unwrap();
    assert_eq!(fiche.note.as_deref(), Some("première note"));
    h.app.store.verify_journal().unwrap();
}

#[test]
fn what_depends_on_a_lot_holds_it() {
    let (mut store, revue) = begun("essai");
    answer(&mut store, revue, "x", "un");
    let refused = store.undo_lot(LotId(2)).unwrap_err().to_string();
    assert!(
        refused.contains("dépend") && refused.contains("réponse"),
        "{refused}"
    );
    store.submit_revue(revue, &[].into(), date(2015, 9, 2)).unwrap();
    let frozen = store.undo_lot(LotId(3)).unwrap_err().to_string();
    assert!(frozen.contains("transmise"), "{frozen}");
    let creation = store.undo_lot(LotId(1)).unwrap_err().to_string();
    assert!(creation.contains("création"), "{creation}");
    store.reopen_revue(revue, "effectif faux").unwrap();
    answer(&mut store, revue, "x", "deux");
    let reopened = store.undo_lot(LotId(5)).unwrap_err().to_string();
    assert!(
        reopened.contains("réponses") && reopened.contains("lot 6"),
        "{reopened}"
    );
    assert!(store.undo_lot(LotId(99)).is_err());
    assert_eq!(store.compte_lots().unwrap(), 6, "a refusal leaves nothing");
    store.undo_lot(LotId(6)).unwrap();
    store.undo_lot(LotId(5)).unwrap();
    store.verify_journal().unwrap();
}

#[test]
fn the_history_of_a_record_holds_its_reviews() {
    let (mut store, revue) = begun("essai");
    answer(&mut store, revue, "x", "un");
    note(&mut store, 1, "autre campus");
    let mut h = Harness::on(store, "2015-09-01", (100, 30));
    h.keys("2").text("/plasti").keys("enter h");
    h.shows("Journal · Plasticampus · 3 lots")
        .shows("Réponse · Plasticampus")
        .hides("Modification d'un campus");
    h.keys("esc").shows("2 Campus").hides("Journal · Plasticampus");
}

#[test]
fn words_and_terms_narrow_the_timeline() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r.db");
    let mut store = Store::open_or_create(&path, "m.durand").unwrap();
    note(&mut store, 1, "internat neuf");
    let mut other = Store::open(&path, "p.martin").unwrap();
    note(&mut other, 10, "plateau technique");
    let mut h = Harness::on(store, "2015-09-01", (100, 30));
    for (line, shown) in [
        ("internat", "1 lot "),
        ("agent:martin", "1 lot "),
        ("campus:plasti", "2 lots"),
        ("op:modif", "2 lots"),
        ("op:modif agent:durand technique", "0 lot"),
        ("depuis:2010", "3 lots"),
        ("jusqu'à:2010", "0 lot"),
        ("zzz", "Aucun lot"),
        ("depuis:hier", "attend une date"),
    ] {
        h.keys("9").text("/").text(line).shows(shown);
        h.keys("esc");
    }
    h.shows("3 lots");
}

#[test]
fn five_thousand_lots_are_read_by_pages_both_ways() {
    let (mut store, revue) = begun("essai");
    for i in 0..5_000 {
        answer(&mut store, revue, "x", &format!("valeur {i}"));
    }
    let mut h = Harness::on(store, "2015-09-01", (80, 24));
    h.keys("9").shows("60+ lots");
    let kept = |h: &Harness| match h.app.screens.last().unwrap() {
        cmq::app::screen::Screen::Journal(j) => (j.lots.len(), j.selected().unwrap().id.0),
        _ => panic!("not the journal"),
    };
    let mut last = kept(&h).1;
    for _ in 0..400 {
        h.keys("down");
        let (count, id) = kept(&h);
        assert_eq!(id, last - 1, "one row after the other");
        assert!(count <= 660);
        last = id;
    }
    h.keys("pagedown*60");
    let far = kept(&h).1;
    for _ in 0..200 {
        h.keys("up");
    }
    assert_eq!(kept(&h).1, far + 200);
    h.keys("G").shows("Création du registre");
    assert_eq!(kept(&h).1, 1);
    h.keys("up*100");
    assert_eq!(kept(&h).1, 101);
    h.keys("g");
    assert_eq!(kept(&h).1, 5_002);
    // A rare word far back is found by going on.
    // One by its number, one by its value, one by the value it replaced.
    h.text("/").text("1234").keys("enter").shows("3 lots");
}

#[test]
fn hostile_values_stay_text() {
    let mut store = Store::in_memory("es\u{1b}[31msai\u{202e}").unwrap();
    let hostile = "a\u{1b}]0;x\u{7}\u{202e}b\u{9b}2J";
    let columns: [record::Column<'_>; 1] = [("note", &hostile)];
    store
        .write(Op::EditCampus, |conn| {
            record::update(conn, "campus", 10, 1, &columns)
        })
        .unwrap();
    let options = Options {
        au: date(2015, 9, 1),
        au_choisi: true,
        demo: false,
        enclos: None,
    };
    drop(
        App::new(
            Store::in_memory("x").unwrap(),
            Forms::default(),
            options,
            (80, 24),
        )
        .unwrap(),
    );
    for size in [(80, 24), (60, 16), (30, 8), (120, 40)] {
        let store = std::mem::replace(&mut store, Store::in_memory("x").unwrap());
        let mut h = Harness::on(store, "2015-09-01", size);
        let screen = h.keys("9 enter down*12 u").screen();
        assert!(
            !screen
                .chars()
                .any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
            "{screen:?}"
        );
        h.keys("Y");
        assert!(
            h.app
                .take_effects()
                .iter()
                .any(|e| matches!(e, Effect::Copy(t) if t.contains("note")))
        );
        h.keys("esc y q");
    }
}

#[test]
fn a_long_text_shows_what_differs_and_then_every_word() {
    let (mut store, revue) = begun("essai");
    let long = "Le réseau des établissements se réunit. ".repeat(30);
    answer(&mut store, revue, "x", &format!("{long}Fin ancienne."));
    answer(&mut store, revue, "x", &format!("{long}Fin nouvelle."));
    let mut h = Harness::on(store, "2015-09-01", (80, 40));
    h.keys("9 enter")
        .shows("Fin ancienne.")
        .shows("Fin nouvelle.")
        .shows("Entrée montre le texte entier");
    assert!(h.screen().lines().count() <= 40);
    h.keys("G enter")
        .shows("Le réseau des établissements se réunit. Le réseau");
    h.keys("enter").shows("Entrée montre le texte entier");
}

#[test]
fn any_writes_undone_newest_first_give_the_first_rows_back() {
    use proptest::prelude::*;
    let rows = |store: &Store| {
        let f = |id| store.fiche(CampusId(id), date(2015, 9, 1)).unwrap();
        (
            f(1).note,
            f(10).note,
            store.revues(None, date(2016, 1, 1)).unwrap().len(),
        )
    };
    proptest!(ProptestConfig::with_cases(12), |(steps in prop::collection::vec((0u8..6, "[a-z]{0,4}"), 1..15))| {
        let mut store = Store::in_memory("essai").unwrap();
        let before = rows(&store);
        let toml = Forms::default().text("suivi-2013").unwrap();
        for (what, text) in &steps {
            let revue = store.revue_de(CAMPUS, TypeRevue::Suivi, date(2015, 9, 1)).unwrap();
            match (what, revue) {
                (0, _) => note(&mut store, 1, text),
                (1, _) => note(&mut store, 10, text),
                (2, _) => drop(store.undo()),
                (_, None) => drop(store.start_revue(CAMPUS, TypeRevue::Suivi, 1, &toml, date(2015, 9, 1)).unwrap()),
                (3, Some(r)) => drop(store.save_reponse(r.id, "x", Some(&Value::Text(text.clone())), ("a", "x"))),
                (4, Some(r)) => drop(store.submit_revue(r.id, &[].into(), date(2015, 9, 1))),
                (_, Some(r)) => drop(store.reopen_revue(r.id, "motif")),
            }
        }
        while let Ok(lot) = store.mon_dernier() {
            store.check_undo(lot.id).unwrap();
            store.undo_lot(lot.id).unwrap();
        }
        prop_assert_eq!(rows(&store), before);
        store.verify_journal().unwrap();
    });
}
