//! The two shipped forms on the engine: they load, a whole suivi and a whole évaluation can be filled in
//! by kind and handed in, and the évaluation takes over what the suivi holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::{collections::BTreeMap, path::Path};

use cmq::{
    domain::DatePartielle,
    form::{
        FormDef, FormState, Kind, Move, Origin, Ref, Row, Severity, Sources, StepState, Value,
        def::{Depuis, Formula},
        load_dir, resolve,
    },
};
use jiff::civil::Date;

fn shipped() -> (FormDef, FormDef) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/formulaires");
    let forms = load_dir(&dir).unwrap_or_else(|e| panic!("{e}"));
    let form = |id: &str| {
        let found = forms.iter().find(|(f, _)| f.id == id);
        found.unwrap_or_else(|| panic!("{id} not shipped")).0.clone()
    };
    (form("suivi-2013"), form("evaluation-2013"))
}

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn row(cells: &[(&str, Value)]) -> Row {
    cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
}

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|i| (*i).to_owned()).collect())
}

/// What the register says of a campus.
fn register() -> BTreeMap<String, Value> {
    let indicators: Vec<Row> = [
        ("EFF_TOT", "hausse"),
        ("EFF_SCO", "neutre"),
        ("TX_DEC", "baisse"),
        ("PLAT", "hausse"),
    ]
    .iter()
    .map(|(code, sens)| {
        row(&[
            ("code", text(code)),
            ("libelle", text(code)),
            ("sens", text(sens)),
            ("section", text("-")),
        ])
    })
    .collect();
    [
        ("campus.nom", text("Plasticampus")),
        ("campus.intitule", text("Plasturgie")),
        ("campus.region", text("Rhône-Alpes")),
        ("campus.academie", text("Lyon")),
        ("campus.support", text("0010001W")),
        ("label.debut", Value::Date(DatePartielle::Mois(2013, 9))),
        ("label.fin", Value::Date(DatePartielle::Mois(2017, 9))),
        ("label.duree_ans", Value::Int(4)),
        ("label.regime", text("2013")),
        ("label.acte", text("courrier du ministre")),
        ("label.fenetre", text("de septembre 2016 à septembre 2017")),
        ("regions", list(&["Rhône-Alpes", "Bretagne"])),
        ("academies", list(&["Lyon", "Rennes"])),
        (
            "criteres",
            list(&["Contexte", "Pilotage", "Offre", "Partenariat", "Pédagogie", "Vie"]),
        ),
        (
            "partenaires",
            Value::Rows(vec![
                row(&[
                    ("nom", text("Lycée Arbez-Carme")),
                    ("type", text("Lycée polyvalent")),
                    ("role", text("support")),
                ]),
                row(&[("nom", text("Une entreprise")), ("type", text("Entreprise"))]),
            ]),
        ),
        ("indicateurs", Value::Rows(indicators)),
    ]
    .into_iter()
    .map(|(k, v)| (k.to_owned(), v))
    .collect()
}

/// An answer that fits the kind.
fn answer(kind: &Kind) -> Value {
    match kind {
        Kind::Line { .. } | Kind::Text { .. } => text("réponse"),
        Kind::Int(b) => Value::Int(b.min.map_or(40, |m| m as i64)),
        Kind::Decimal(b) | Kind::Percent(b) | Kind::Amount(b) => Value::Real(b.max.unwrap_or(100.0)),
        Kind::Date { .. } => Value::Date(DatePartielle::Jour(Date::constant(2015, 9, 1))),
        Kind::YesNo { must_be } => Value::Bool(must_be.unwrap_or(true)),
        Kind::Choice(o) => text(&o.list[0]),
        Kind::Choices(o) => Value::List(vec![o.list[0].clone()]),
        Kind::Ref(_) => text("#1 Fiche"),
        Kind::Table(_) | Kind::Computed(_) => unreachable!("filled in cell by cell, or not at all"),
    }
}

/// Walks the form with the keyboard's moves and answers every field that takes an answer.
fn fill(state: &mut FormState) {
    state.go(Move::First);
    loop {
        let field = state.focused().clone();
        if let Some(table) = field.table() {
            if !field.readonly {
                let rows = state.rows(&field.id).len().max(1);
                for r in 0..rows {
                    for column in &table.columns {
                        if state.editable(&field.id, r, &column.id) {
                            assert!(
                                state.set_cell(&field.id, r, &column.id, Some(answer(&column.kind)))
                                    || state.rows(&field.id)[r].cells.contains_key(&column.id)
                            );
                        }
                    }
                }
            }
        } else if !field.fixed() && state.value(&field.id).is_none() {
            assert!(state.set(&field.id, Some(answer(&field.kind))), "{}", field.id);
        }
        if !state.go(Move::NextField) {
            break;
        }
    }
}

fn blocking(state: &FormState) -> Vec<String> {
    state
        .problems()
        .into_iter()
        .filter(|p| p.severity == Severity::Blocking)
        .map(|p| format!("{}\u{202f}: {}", p.field, p.message))
        .collect()
}

#[test]
fn a_whole_suivi_then_its_evaluation() {
    let (suivi, evaluation) = shipped();
    let sources = Sources(register());
    let mut state = FormState::new(resolve(&suivi, &sources), BTreeMap::new(), sources);

    let start = state.progress();
    assert_eq!((start.step, start.steps, start.to_review), (1, 14, 0));
    assert_eq!(
        start.total, 65,
        "67 fields; conv_date and intl wait for their condition"
    );
    assert!(
        start.answered >= 9,
        "the register fills in what it knows: {start}"
    );
    assert!(!state.is_submittable());
    assert_eq!(state.value("campus"), Some(text("Plasticampus")));
    assert_eq!(state.origin("campus"), Origin::Register);
    assert_eq!(state.rows("membres").len(), 2);

    fill(&mut state);
    assert_eq!(blocking(&state), Vec::<String>::new());
    assert!(state.is_submittable());
    let progress = state.progress();
    assert_eq!(
        (progress.answered, progress.total),
        (66, 66),
        "conv_date shows once the convention is signed"
    );
    let untouched = state
        .step_states()
        .into_iter()
        .filter(|s| *s == StepState::Vide)
        .count();
    assert_eq!(untouched, 0);

    // What is frozen becomes what the évaluation takes over.
    let mut known = register();
    let frozen = state.final_answers();
    assert!(!frozen.contains_key("intl"), "hidden: not handed in");
    known.extend(frozen.into_iter().map(|(id, v)| (format!("suivi.{id}"), v)));
    let sources = Sources(known);
    let mut state = FormState::new(resolve(&evaluation, &sources), BTreeMap::new(), sources);

    let start = state.progress();
    assert_eq!(start.steps, 10);
    assert_eq!(
        state.shown(3).len(),
        6 * 4,
        "each criterion has its own four fields"
    );
    assert_eq!(state.previous("forts"), Some(text("réponse")));
    assert_eq!(state.rows("rappel")[0].cells.get("texte"), Some(&text("réponse")));
    let scolaire = &state.rows("tab_ind")[1];
    assert_eq!(
        scolaire.cells.get("valeur_2"),
        Some(&Value::Real(0.0)),
        "last year of the suivi"
    );
    let table = state
        .form()
        .field("tab_ind")
        .and_then(|f| f.table())
        .cloned()
        .expect("a table");
    assert_eq!(
        scolaire.origin(table.column("valeur_2").expect("column")),
        Origin::Previous
    );
    assert_eq!(
        state.rows("tab_ind")[3].cells.get("valeur_2"),
        Some(&Value::Real(1.0)),
        "one shared workshop"
    );

    fill(&mut state);
    assert_eq!(
        state.value("evol"),
        None,
        "targets equal to their start: nothing to work out"
    );
    state.set_cell("tab_ind", 0, "valeur_label", Some(Value::Real(50.0)));
    assert_eq!(
        state.value("evol"),
        Some(text(
            "1 cible atteinte sur 1\u{202f}; taux d'atteinte moyen 100\u{202f}%"
        ))
    );
    assert_eq!(blocking(&state), Vec::<String>::new());
    assert!(state.is_submittable());
    assert_eq!(
        state.value("nouv_fin"),
        Some(Value::Date(DatePartielle::Jour(Date::constant(2019, 9, 1))))
    );
    let progress = state.progress();
    assert_eq!(progress.answered, progress.total);
}

/// Every `suivi.…` that the évaluation names is a field of the suivi, and every reprise reads a column it has.
#[test]
fn the_evaluation_names_what_the_suivi_has() {
    let (suivi, evaluation) = shipped();
    let field = |id: &str| suivi.field(id).unwrap_or_else(|| panic!("the suivi has no {id}"));
    for f in evaluation.steps.iter().flat_map(|s| &s.fields) {
        let rows_from = f.table().and_then(|t| t.rows_from.as_ref());
        for key in [f.prefill.as_ref(), f.previous.as_ref(), rows_from]
            .into_iter()
            .flatten()
        {
            if let Some(id) = key.strip_prefix("suivi.") {
                field(id);
            }
        }
    }
    assert!(evaluation.reprises.len() > 20);
    for reprise in &evaluation.reprises {
        let Depuis::Suivi(terms) = &reprise.depuis else {
            assert_eq!(reprise.colonne, "valeur_4");
            continue;
        };
        assert_eq!(reprise.colonne, "valeur_2");
        for r in terms {
            let id = r.field().expect("a field");
            if let Ref::Field(_) = r {
                assert!(field(id).kind.numeric(), "{id}");
                continue;
            }
            let table = field(id).table().unwrap_or_else(|| panic!("{id} is no table"));
            if let Some(column) = r.column() {
                let column = table.column(column).unwrap_or_else(|| panic!("no column in {r}"));
                if let Ref::Count {
                    only: Some((_, value)),
                    ..
                } = r
                {
                    let yes = matches!(column.kind, Kind::YesNo { .. }) && value == "oui";
                    assert!(yes || column.kind.options().contains(value), "{r}");
                }
            }
            if let Ref::Cell { key, .. } = r {
                assert!(table.rows.contains(key), "{r}");
            }
        }
    }
    let attainment = |f: &cmq::form::Field| {
        let columns = f.table().map_or(&[][..], |t| &t.columns);
        columns
            .iter()
            .any(|c| matches!(c.kind, Kind::Computed(Formula::Attainment { .. })))
    };
    assert!(evaluation.field("tab_ind").is_some_and(attainment));
}
