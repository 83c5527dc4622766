//! The rules of a form being filled in: moving is never refused, hidden answers are kept, problems are
//! told with their mend, rows that are always there stay, nothing typed is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use cmq::form::{
    FormState, Kind, Move, Origin, Problem, Row, Severity, Sources, StepState, Value, load, parse, resolve,
};
use jiff::civil::Date;
use proptest::prelude::*;

const FORM: &str = r#"id = "essai"
version = 1
title = "Essai"

[[step]]
id = "identite"
title = "Identité"
[[step.field]]
id = "nom"
label = "Nom"
kind = "line"
readonly = true
required = true
prefill = "campus.nom"
[[step.field]]
id = "acte"
label = "Acte"
kind = "line"
required = true
prefill = "label.acte"
[[step.field]]
id = "signe"
label = "Convention signée"
kind = "yes-no"
required = true
[[step.field]]
id = "jour"
label = "Date de signature"
kind = "date"
precision = "day"
when = { field = "signe", is = true }
required_when = { field = "signe", is = true }
[[step.field]]
id = "mention"
label = "Mention"
kind = "yes-no"
when = { field = "label.regime", is = "2014" }

[[step]]
id = "chiffres"
title = "Chiffres"
[[step.field]]
id = "effectif"
label = "Effectif"
kind = "int"
min = 1
max = 5000
[[step.field]]
id = "part"
label = "Part"
kind = "percent"
[[step.field]]
id = "budget"
label = "Budget"
kind = "table"
rows = ["région", "État"]
column = [
  { id = "financeur", label = "Financeur", kind = "line", readonly = true },
  { id = "montant", label = "Montant", kind = "amount", min = 0, total = true },
]
[[step.field]]
id = "lieux"
label = "Lieux"
kind = "table"
required = true
prefill = "lieux"
column = [
  { id = "lieu", label = "Lieu", kind = "line", required = true },
  { id = "places", label = "Places", kind = "int", min = 0, total = true },
  { id = "prises", label = "Prises", kind = "int", min = 0 },
  { id = "libres", label = "Libres", kind = "computed", formula = { difference = ["places", "prises"] } },
  { id = "taux", label = "Taux", kind = "computed", formula = { ratio = ["prises", "places"] } },
]
[[step.field]]
id = "indicateurs"
label = "Indicateurs"
kind = "table"
rows_from = "indicateurs"
key = "code"
column = [
  { id = "code", label = "Code", kind = "line", readonly = true },
  { id = "depart", label = "Départ", kind = "decimal" },
  { id = "cible", label = "Cible", kind = "decimal" },
  { id = "deux", label = "À 2 ans", kind = "decimal", reprise = true },
  { id = "valeur", label = "Valeur", kind = "decimal" },
  { id = "atteinte", label = "Atteinte", kind = "computed", formula = { attainment = ["depart", "cible", "valeur", "sens"] } },
]
[[step.field]]
id = "bilan"
label = "Bilan"
kind = "computed"
formula = { attainment = "indicateurs" }

[[step]]
id = "criteres"
title = "Critères"
repeat = "criteres"
[[step.field]]
id = "critere"
label = "Critère"
kind = "line"
readonly = true
prefill = "item"
[[step.field]]
id = "note"
label = "Note"
kind = "choice"
options = ["bonne", "mauvaise"]
[[step.field]]
id = "pourquoi"
label = "Pourquoi"
kind = "text"
previous = "suivi.pourquoi"
when = { field = "note", is = "mauvaise" }

[[check]]
id = "places"
severity = "warning"
message = "Plus de places prises que de places."
left = ["sum(lieux.prises)"]
op = "le"
right = ["sum(lieux.places)"]

[[reprise]]
indicateur = "EFF"
depuis = "last(effectifs.n)"
"#;

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn row(cells: &[(&str, Value)]) -> Row {
    cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
}

fn sources() -> Sources {
    let facts = [
        ("campus.nom", text("Plasticampus")),
        ("label.acte", text("courrier")),
        (
            "criteres",
            Value::List(vec!["Contexte".into(), "Pilotage".into()]),
        ),
        (
            "lieux",
            Value::Rows(vec![row(&[
                ("lieu", text("Internat")),
                ("places", Value::Int(80)),
                ("rang", text("x")),
            ])]),
        ),
        (
            "indicateurs",
            Value::Rows(vec![
                row(&[("code", text("EFF")), ("sens", text("hausse"))]),
                row(&[("code", text("DEC")), ("sens", text("baisse"))]),
            ]),
        ),
        (
            "suivi.effectifs",
            Value::Rows(vec![
                row(&[("n", Value::Int(100))]),
                row(&[("n", Value::Int(120))]),
            ]),
        ),
        ("suivi.pourquoi", text("déjà dit")),
    ];
    Sources(facts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

fn with(answers: BTreeMap<String, Value>, sources: Sources) -> FormState {
    let def = load("essai.toml", FORM).unwrap_or_else(|e| panic!("{e}"));
    FormState::new(resolve(&def, &sources), answers, sources)
}

fn state() -> FormState {
    with(BTreeMap::new(), sources())
}

fn shown(s: &FormState, step: usize) -> Vec<&str> {
    s.shown(step).iter().map(|f| f.id.as_str()).collect()
}

fn said(s: &FormState, field: &str) -> Option<(Severity, String)> {
    s.problem_of(field).map(|p| (p.severity, p.message))
}

fn to(field: &str) -> Move {
    Move::To("chiffres".into(), field.into())
}

#[test]
fn a_hidden_answer_is_kept_and_comes_back() {
    let mut s = state();
    assert_eq!(shown(&s, 0), ["nom", "acte", "signe"]);
    s.set("signe", Some(Value::Bool(true)));
    assert_eq!(shown(&s, 0), ["nom", "acte", "signe", "jour"]);
    let day = parse(
        &s.form().field("jour").expect("field").kind,
        "12/3/14",
        Date::constant(2015, 9, 1),
    );
    s.set("jour", day.clone());
    s.set("signe", Some(Value::Bool(false)));
    assert_eq!(shown(&s, 0), ["nom", "acte", "signe"]);
    assert!(
        !s.final_answers().contains_key("jour"),
        "sans objet: not handed in"
    );
    assert_eq!(
        s.hidden_answers()
            .iter()
            .map(|(f, _)| f.id.as_str())
            .collect::<Vec<_>>(),
        ["jour"]
    );
    assert!(s.recap()[0].lines.iter().any(|l| l.field == "jour" && l.hidden));
    s.set("signe", Some(Value::Bool(true)));
    assert_eq!(s.value("jour"), day);
    s.set("signe", None);
    assert_eq!(s.hidden_answers().len(), 1, "an empty condition hides too");
}

#[test]
fn a_condition_may_read_the_register() {
    let mut known = sources();
    assert!(!shown(&state(), 0).contains(&"mention"));
    known.0.insert("label.regime".into(), text("2014"));
    assert!(shown(&with(BTreeMap::new(), known), 0).contains(&"mention"));
}

#[test]
fn hiding_the_field_one_is_on_moves_to_the_nearest() {
    let mut s = state();
    s.set("signe", Some(Value::Bool(true)));
    s.go(Move::To("identite".into(), "jour".into()));
    s.set("signe", Some(Value::Bool(false)));
    assert_eq!(s.place(), ("identite", "signe"));
}

#[test]
fn moving_walks_visible_fields_and_never_refuses() {
    let mut s = state();
    s.set("signe", Some(text("peut-être")));
    let mut walked = vec![s.place().1.to_owned()];
    while s.go(Move::NextField) {
        walked.push(s.place().1.to_owned());
    }
    assert_eq!(
        walked,
        [
            "nom",
            "acte",
            "signe",
            "effectif",
            "part",
            "budget",
            "lieux",
            "indicateurs",
            "bilan",
            "critere.1",
            "note.1",
            "critere.2",
            "note.2"
        ]
    );
    assert!(s.go(Move::PrevStep));
    assert_eq!(s.place(), ("chiffres", "effectif"));
    assert!(s.go(Move::PrevStep));
    assert_eq!(s.place(), ("identite", "nom"));
    assert!(!s.go(Move::PrevStep));
    assert!(s.go(Move::Last));
    assert_eq!(s.place().1, "note.2");
    s.go(Move::First);
    s.go(Move::NextProblem);
    assert_eq!(s.place().1, "signe", "unreadable: the next thing to mend");
}

#[test]
fn a_missing_answer_is_spoken_of_once_its_field_was_left() {
    let mut s = state();
    assert_eq!(s.progress().to_review, 0);
    assert!(s.problems().iter().any(|p| p.field == "signe" && !p.due));
    s.go(Move::To("identite".into(), "signe".into()));
    assert_eq!(said(&s, "signe"), None, "still on it");
    s.go(Move::NextField);
    let (severity, message) = said(&s, "signe").expect("left empty");
    assert_eq!(severity, Severity::Blocking);
    assert!(message.contains("oui ou non"), "{message}");
    assert_eq!(s.progress().to_review, 1);
    assert_eq!(s.step_state(0), StepState::ARevoir(1));
    assert_eq!(s.step_state(0).to_string(), "à revoir\u{202f}: 1");
    assert!(!s.is_submittable());
    s.set("signe", Some(Value::Bool(false)));
    assert_eq!(s.step_state(0), StepState::Complete);
    assert!(s.is_submittable());
}

#[test]
fn progress_is_told_in_words() {
    let mut s = state();
    assert_eq!(s.progress().to_string(), "Étape 1/3 · Identité · 5/13 réponses");
    s.go(Move::NextStep);
    assert_eq!(
        s.progress().to_string(),
        "Étape 2/3 · Chiffres · 5/13 réponses · 1 à revoir"
    );
    assert_eq!(s.step_state(1), StepState::Complete, "all that it needs is there");
    s.go(Move::NextStep);
    assert_eq!(s.progress().to_review, 1, "nothing of the second step is needed");
}

#[test]
fn what_is_known_fills_in_and_gives_way() {
    let mut s = state();
    assert_eq!(
        (s.value("acte"), s.origin("acte")),
        (Some(text("courrier")), Origin::Register)
    );
    s.set("acte", Some(text("arrêté")));
    assert_eq!(
        (s.value("acte"), s.origin("acte")),
        (Some(text("arrêté")), Origin::Answer)
    );
    s.set("acte", None);
    assert_eq!(s.value("acte"), Some(text("courrier")));
    assert!(!s.set("nom", Some(text("autre"))), "read-only");
    assert_eq!(s.value("critere.2"), Some(text("Pilotage")));
    s.set("note.1", Some(text("mauvaise")));
    assert_eq!(s.previous("pourquoi.1"), Some(text("déjà dit")));
    assert_eq!(
        shown(&s, 2),
        ["critere.1", "note.1", "pourquoi.1", "critere.2", "note.2"]
    );
}

#[test]
fn an_empty_register_holds_nothing_up() {
    let mut s = with(BTreeMap::new(), Sources::default());
    s.set("signe", Some(Value::Bool(false)));
    s.set("acte", Some(text("arrêté")));
    s.set_cell("lieux", 0, "lieu", Some(text("Internat")));
    assert_eq!(
        said(&s, "nom").map(|p| p.0),
        Some(Severity::Advice),
        "nobody can type it here"
    );
    assert!(shown(&s, 2).is_empty());
    assert_eq!(s.step_state(2), StepState::SansObjet);
    assert!(s.rows("indicateurs").is_empty());
    assert!(!s.grows("indicateurs"));
    assert!(s.is_submittable(), "{:?}", s.problems());
}

#[test]
fn bad_numbers_are_kept_and_told() {
    let mut s = state();
    let today = Date::constant(2015, 9, 1);
    for (field, typed, wanted) in [
        ("effectif", "beaucoup", "nombre entier"),
        ("effectif", "12,5", "nombre entier"),
        ("effectif", "0", "entre 1 et 5000"),
        ("part", "120 %", "entre 0 et 100"),
        ("jour", "2014", "Le jour manque"),
        ("jour", "31/2/2014", "n'est pas une date"),
    ] {
        s.set("signe", Some(Value::Bool(true)));
        let kind = s.form().field(field).expect("field").kind.clone();
        s.set(field, parse(&kind, typed, today));
        let (severity, message) = said(&s, field).unwrap_or_else(|| panic!("{field} {typed}"));
        assert_eq!(severity, Severity::Blocking);
        assert!(message.contains(wanted), "{typed}: {message}");
        assert!(s.value(field).is_some(), "nothing typed is lost");
    }
    s.set("part", Some(Value::Absent));
    assert_eq!(said(&s, "part"), None);
    s.set("jour", Some(Value::Absent));
    assert!(said(&s, "jour").is_some_and(|(_, m)| m.contains("pas admis")));
}

#[test]
fn rows_that_are_always_there_stay() {
    let mut s = state();
    assert_eq!(s.rows("budget").len(), 2);
    let budget = s.form().field("budget").expect("field").clone();
    assert!(!s.is_answered(&budget));
    assert!(!s.editable("budget", 0, "financeur"));
    assert!(s.set_cell("budget", 1, "montant", Some(Value::Real(1000.0))));
    assert!(s.is_answered(&budget));
    assert_eq!(
        s.answer("budget"),
        Some(&Value::Rows(vec![row(&[
            ("financeur", text("État")),
            ("montant", Value::Real(1000.0))
        ])]))
    );
    assert!(!s.remove_row("budget", 1));
    assert_eq!(s.add_row("budget"), Some(2));
    assert!(
        s.set_cell("budget", 2, "financeur", Some(text("commune"))),
        "an added row has a name of its own"
    );
    s.set_cell("budget", 2, "montant", Some(Value::Real(500.0)));
    assert_eq!(s.totals("budget").get("montant"), Some(&Value::Real(1500.0)));
    s.set_cell("budget", 0, "montant", Some(Value::Absent));
    assert_eq!(
        s.totals("budget").get("montant"),
        None,
        "an unknown amount makes the total unknown"
    );
    assert!(s.remove_row("budget", 2));
    s.set_cell("budget", 0, "montant", None);
    s.set_cell("budget", 1, "montant", None);
    assert_eq!(s.answer("budget"), None);
    assert_eq!(s.add_row("indicateurs"), None, "a reference list does not grow");
}

#[test]
fn filled_in_rows_are_edited_moved_and_worked_out() {
    let mut s = state();
    assert_eq!(s.origin("lieux"), Origin::Register);
    assert!(s.set_cell("lieux", 0, "prises", Some(Value::Int(60))));
    let first = &s.rows("lieux")[0];
    assert_eq!(first.cells.get("libres"), Some(&Value::Int(20)));
    assert_eq!(first.cells.get("taux"), Some(&Value::Real(75.0)));
    assert!(
        !first.cells.contains_key("rang"),
        "the register's other facts stay there"
    );
    assert!(
        s.set_cell("lieux", 1, "places", Some(Value::Int(10))),
        "typing past the end adds a row"
    );
    let (severity, message) = said(&s, "lieux").unwrap_or_else(|| {
        s.go(to("lieux"));
        s.go(Move::NextField);
        said(&s, "lieux").expect("a begun row needs its place")
    });
    assert_eq!(severity, Severity::Blocking);
    assert!(message.starts_with("Ligne 2, Lieu"), "{message}");
    s.set_cell("lieux", 1, "lieu", Some(text("Résidence")));
    assert_eq!(s.insert_row("lieux", 1), Some(1));
    assert!(s.move_row("lieux", 2, 0));
    assert_eq!(s.rows("lieux")[0].cells.get("lieu"), Some(&text("Résidence")));
    s.set_cell("lieux", 1, "prises", Some(Value::Int(100)));
    assert_eq!(
        said(&s, "lieux").map(|p| p.0),
        Some(Severity::Warning),
        "more taken than there are"
    );
    for _ in 0..3 {
        assert!(s.remove_row("lieux", 0));
    }
    assert_eq!(
        s.value("lieux"),
        None,
        "emptied on purpose: the register does not come back"
    );
}

#[test]
fn the_previous_review_stands_in_its_column_until_typed_over() {
    let mut s = state();
    let table = s
        .form()
        .field("indicateurs")
        .and_then(|f| f.table())
        .expect("table")
        .clone();
    let two = table.column("deux").expect("column");
    let cell = |s: &FormState| {
        let first = s.rows("indicateurs").remove(0);
        (first.cells.get("deux").cloned(), first.origin(two))
    };
    assert_eq!(cell(&s), (Some(Value::Real(120.0)), Origin::Previous));
    s.set_cell("indicateurs", 0, "deux", Some(Value::Real(118.0)));
    assert_eq!(cell(&s), (Some(Value::Real(118.0)), Origin::Answer));
    s.set_cell("indicateurs", 0, "deux", None);
    assert_eq!(cell(&s), (Some(Value::Real(120.0)), Origin::Previous));
}

#[test]
fn attainment_follows_the_direction_and_says_when_it_cannot() {
    let mut s = state();
    assert_eq!(s.value("bilan"), None, "nothing to sum up yet");
    for (r, depart, cible, valeur) in [(0, 100.0, 200.0, 200.0), (1, 12.0, 6.0, 9.0)] {
        for (column, n) in [("depart", depart), ("cible", cible), ("valeur", valeur)] {
            s.set_cell("indicateurs", r, column, Some(Value::Real(n)));
        }
    }
    let reached = |s: &FormState, r: usize| s.rows("indicateurs")[r].cells.get("atteinte").cloned();
    assert_eq!(
        (reached(&s, 0), reached(&s, 1)),
        (Some(Value::Real(100.0)), Some(Value::Real(50.0)))
    );
    assert_eq!(
        s.value("bilan"),
        Some(text(
            "1 cible atteinte sur 2\u{202f}; taux d'atteinte moyen 75\u{202f}%"
        ))
    );
    s.set_cell("indicateurs", 1, "cible", Some(Value::Real(20.0)));
    assert_eq!(reached(&s, 1), None);
    let (severity, message) = said(&s, "indicateurs").expect("a fall that aims at a rise");
    assert_eq!(severity, Severity::Warning);
    assert!(message.contains("la baisse"), "{message}");
}

#[test]
fn a_review_handed_in_shows_what_was_frozen() {
    let mut s = state();
    s.set("signe", Some(Value::Bool(false)));
    s.set_cell("lieux", 0, "prises", Some(Value::Int(60)));
    let frozen = s.final_answers();
    let mut later = sources();
    later.0.insert("campus.nom".into(), text("Renommé"));
    let def = load("essai.toml", FORM).expect("sound");
    let mut f = FormState::frozen(resolve(&def, &later), frozen.clone());
    assert_eq!(f.value("nom"), Some(text("Plasticampus")));
    assert_eq!(f.final_answers(), frozen);
    assert!(!f.set("acte", Some(text("x"))) && !f.set_cell("lieux", 0, "lieu", Some(text("x"))));
    assert_eq!(f.add_row("lieux"), None);
    assert_eq!(f.problems(), Vec::<Problem>::new());
    assert!(!f.is_submittable());
}

#[test]
fn resuming_counts_earlier_steps_as_visited() {
    let mut s = with([("effectif".to_owned(), Value::Int(12))].into(), sources());
    s.resume("chiffres", "part");
    assert_eq!(s.place(), ("chiffres", "part"));
    assert_eq!(s.progress().to_review, 1, "the convention of step 1");
    s.resume("chiffres", "a_disparu");
    assert_eq!(s.place().0, "chiffres", "a field that is no more: its step");
}

/// One thing a person may do.
#[derive(Clone, Debug)]
enum Deed {
    Go(Move),
    Type(usize, String),
    Cell(usize, usize, usize, String),
    Row(usize, usize, usize),
    Clear(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let moves = prop_oneof![
        Just(Move::NextField),
        Just(Move::PrevField),
        Just(Move::NextStep),
        Just(Move::PrevStep),
        Just(Move::NextProblem),
        Just(Move::First),
        Just(Move::Last),
        ("[a-z]{1,8}", "[a-z.0-9]{1,8}").prop_map(|(s, f)| Move::To(s, f)),
    ];
    let typed = prop_oneof![
        any::<String>(),
        Just("oui".to_owned()),
        Just("non".to_owned()),
        Just("na".to_owned()),
        Just("mauvaise".to_owned()),
        "-?[0-9]{1,7}",
    ];
    prop_oneof![
        moves.prop_map(Deed::Go),
        (0usize..16, typed.clone()).prop_map(|(f, t)| Deed::Type(f, t)),
        (0usize..3, 0usize..5, 0usize..6, typed).prop_map(|(f, r, c, t)| Deed::Cell(f, r, c, t)),
        (0usize..3, 0usize..5, 0usize..5).prop_map(|(f, a, b)| Deed::Row(f, a, b)),
        (0usize..16).prop_map(Deed::Clear),
    ]
}

const TABLES: [&str; 3] = ["budget", "lieux", "indicateurs"];

fn all_fields(s: &FormState) -> Vec<(String, Kind)> {
    let fields = s.steps().iter().flat_map(|s| &s.fields);
    fields.map(|f| (f.id.clone(), f.kind.clone())).collect()
}

fn act(s: &mut FormState, deed: &Deed) {
    let today = Date::constant(2015, 9, 1);
    let fields = all_fields(s);
    match deed {
        Deed::Go(m) => {
            s.go(m.clone());
        }
        Deed::Type(f, t) => {
            let (id, kind) = &fields[f % fields.len()];
            if !matches!(kind, Kind::Table(_)) {
                s.set(id, parse(kind, t, today));
            }
        }
        Deed::Cell(f, r, c, t) => {
            let table = s
                .form()
                .field(TABLES[*f])
                .and_then(|f| f.table())
                .expect("table")
                .clone();
            let column = &table.columns[c % table.columns.len()];
            s.set_cell(TABLES[*f], *r, &column.id, parse(&column.kind, t, today));
        }
        Deed::Row(f, a, b) => match (a + b) % 3 {
            0 => {
                s.insert_row(TABLES[*f], *a);
            }
            1 => {
                s.remove_row(TABLES[*f], *a);
            }
            _ => {
                s.move_row(TABLES[*f], *a, *b);
            }
        },
        Deed::Clear(f) => {
            s.set(&fields[f % fields.len()].0, None);
        }
    }
}

proptest! {
    /// Whatever a person does: no panic, the person is on a field that shows, every reading agrees.
    #[test]
    fn any_sitting_holds(deeds in prop::collection::vec(deed(), 0..60)) {
        let mut s = state();
        for deed in &deeds {
            act(&mut s, deed);
            let (step, field) = (s.step(), s.focused().id.clone());
            prop_assert!(s.shown(step).iter().any(|f| f.id == field));
            prop_assert_eq!(s.place().1, field.as_str());
        }
        let p = s.progress();
        prop_assert!(p.answered <= p.total && p.to_review <= p.total);
        prop_assert_eq!(s.recap().iter().flat_map(|r| &r.lines).filter(|l| !l.hidden).count(), p.total);
        prop_assert_eq!(s.is_submittable(), s.problems().iter().all(|p| p.severity < Severity::Blocking));

        // Kept and opened again, everything is as it was: nothing lives outside the answers.
        let kept: BTreeMap<String, Value> = all_fields(&s)
            .into_iter()
            .filter_map(|(id, _)| Some((id.clone(), s.answer(&id)?.clone())))
            .collect();
        let again = with(kept, sources());
        prop_assert_eq!(again.final_answers(), s.final_answers());
        prop_assert_eq!(again.hidden_answers().len(), s.hidden_answers().len());
    }

    /// Conditions turned on and off lose no answer.
    #[test]
    fn conditions_lose_nothing(toggles in prop::collection::vec(any::<Option<bool>>(), 1..20), day in "[0-9]{1,2}/[0-9]{1,2}/20[0-9]{2}") {
        let mut s = state();
        let kind = s.form().field("jour").expect("field").kind.clone();
        s.set("signe", Some(Value::Bool(true)));
        s.set("jour", parse(&kind, &day, Date::constant(2015, 9, 1)));
        let before = s.answer("jour").cloned();
        for t in toggles {
            s.set("signe", t.map(Value::Bool));
            prop_assert_eq!(s.answer("jour"), before.as_ref());
        }
    }
}
