//! Both shipped forms on the shipped register: what it knows of each campus is filled in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use cmq::{
    domain::{CampusLigne, TypeRevue},
    form::{FormState, Origin, Row, Severity, Sources, Value, load, resolve},
    store::{Filtre, Store},
};
use jiff::civil::Date;

const SUIVI: &str = include_str!("../data/formulaires/suivi-2013.toml");
const EVALUATION: &str = include_str!("../data/formulaires/evaluation-2013.toml");

/// Each campus with a review of this type, begun and still empty.
fn begun(t: TypeRevue) -> Vec<(CampusLigne, FormState)> {
    begun_knowing(t, &BTreeMap::new())
}

/// The same, with more known than the register holds.
fn begun_knowing(t: TypeRevue, more: &BTreeMap<String, Value>) -> Vec<(CampusLigne, FormState)> {
    let au = Date::constant(2015, 9, 1);
    let store = Store::in_memory("essai").expect("a register");
    let (name, text) = match t {
        TypeRevue::Suivi => ("suivi-2013.toml", SUIVI),
        TypeRevue::Evaluation => ("evaluation-2013.toml", EVALUATION),
    };
    let form = load(name, text).unwrap_or_else(|e| panic!("{e}"));
    let campus = store.campus(&Filtre::au(au)).expect("campuses");
    assert_eq!(campus.len(), 12);
    campus
        .into_iter()
        .map(|c| {
            let mut known = store.sources(c.id, t, au).expect("sources");
            known.extend(more.clone());
            let sources = Sources::from(known);
            let state = FormState::new(resolve(&form, &sources), BTreeMap::new(), sources);
            (c, state)
        })
        .collect()
}

#[allow(clippy::unnecessary_wraps, reason = "as an answer comes")]
fn text(t: &str) -> Option<Value> {
    Some(Value::Text(t.to_owned()))
}

#[test]
fn a_suivi_begins_with_what_the_register_knows() {
    for (c, state) in begun(TypeRevue::Suivi) {
        assert_eq!(state.value("campus"), text(&c.nom));
        assert_eq!(state.value("intitule"), text(&c.nom_court));
        assert_eq!(state.value("cat"), text("Campus"), "{}", c.nom);
        assert_eq!(state.value("date_label"), Some(Value::Date(c.label.debut)));
        assert_eq!(state.value("echeance"), Some(Value::Date(c.label.fin())));
        assert_eq!(state.value("regions"), Some(Value::List(vec![c.region.clone()])));
        assert_eq!(
            state.value("academies"),
            Some(Value::List(vec![c.academie.clone()]))
        );
        assert_eq!(state.rows("membres").len(), c.partenaires, "{}", c.nom);
        assert_eq!(state.origin("membres"), Origin::Register);
        let wrong: Vec<_> = state
            .problems()
            .into_iter()
            .filter(|p| p.row.is_some())
            .map(|p| p.message)
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{}: filled in wrongly", c.nom);
    }
}

#[test]
fn an_evaluation_begins_with_its_calendar_its_criteria_and_51_indicators() {
    for (c, state) in begun(TypeRevue::Evaluation) {
        assert_eq!(state.value("regime"), text("2013"));
        assert_eq!(state.value("fin"), Some(Value::Date(c.label.fin())));
        assert!(
            matches!(state.value("fenetre"), Some(Value::Text(_))),
            "{}",
            c.nom
        );
        assert_eq!(state.value("duree"), Some(Value::Int(4)));
        assert_eq!(state.rows("tab_ind").len(), 51);
        assert_eq!(state.shown(3).len(), 6 * 4, "six criteria, four fields each");
        assert_eq!(
            state.value("critere.1"),
            text("Contexte économique et social du territoire")
        );
        assert!(!state.shown(8).iter().any(|f| f.id == "cnee"), "régime 2014 only");
    }
}

/// A cell of the row of this indicator, and where it comes from.
fn indicator(state: &FormState, code: &str, column: &str) -> (Option<f64>, Origin) {
    let table = state.form().field("tab_ind").and_then(|f| f.table());
    let column = table.and_then(|t| t.column(column)).expect("a column");
    let rows = state.rows("tab_ind");
    let row = rows
        .iter()
        .find(|r| r.cells.get("code").and_then(Value::text) == Some(code));
    let row = row.expect("an indicator");
    let figure = row.cells.get(&column.id).and_then(|v| match v {
        Value::Real(x) => Some(*x),
        _ => None,
    });
    (figure, row.origin(column))
}

#[test]
fn the_register_counts_the_partners_of_the_fourth_year() {
    for (c, mut state) in begun(TypeRevue::Evaluation) {
        let all = f64::from(u32::try_from(c.partenaires).expect("few"));
        assert_eq!(
            indicator(&state, "PAR_TOT", "valeur_4"),
            (Some(all), Origin::Register),
            "{}",
            c.nom
        );
        let (schools, _) = indicator(&state, "PAR_ETB", "valeur_4");
        assert!(schools.is_some_and(|n| n <= all), "{}", c.nom);
        assert_eq!(indicator(&state, "PAR_TOT", "valeur_2"), (None, Origin::Empty));

        let rows = state.rows("tab_ind");
        let at = rows
            .iter()
            .position(|r| r.cells.get("code").and_then(Value::text) == Some("PAR_TOT"));
        let at = at.expect("an indicator");
        assert!(state.set_cell("tab_ind", at, "valeur_4", Some(Value::Real(all + 1.0))));
        assert_eq!(
            indicator(&state, "PAR_TOT", "valeur_4"),
            (Some(all + 1.0), Origin::Answer)
        );
    }
}

#[test]
fn the_suivi_counts_every_kind_of_school_together() {
    let member = |t: &str| {
        Row::from([
            ("nom".to_owned(), Value::Text(t.to_owned())),
            ("type".to_owned(), Value::Text(t.to_owned())),
        ])
    };
    let members = ["Lycée polyvalent", "Université", "Entreprise", "Collectivité"].map(member);
    let more = BTreeMap::from([("suivi.membres".to_owned(), Value::Rows(members.to_vec()))]);
    for (c, state) in begun_knowing(TypeRevue::Evaluation, &more) {
        for (code, n) in [("PAR_TOT", 4.0), ("PAR_ETB", 2.0), ("PAR_ENT", 1.0)] {
            let said = indicator(&state, code, "valeur_2");
            assert_eq!(said, (Some(n), Origin::Previous), "{code}, {}", c.nom);
        }
        let (now, _) = indicator(&state, "PAR_ETB", "valeur_4");
        let (change, _) = indicator(&state, "PAR_ETB", "ecart_2");
        assert_eq!(change, now.map(|n| n - 2.0), "{}", c.nom);
        assert_eq!(indicator(&state, "OFF_NEW", "valeur_2"), (None, Origin::Empty));
    }
}

#[test]
fn a_campus_with_nothing_to_put_in_a_table_may_hand_in() {
    for (c, state) in begun(TypeRevue::Suivi) {
        let weight = |id: &str| {
            let of = state.problems().into_iter().filter(|p| p.field == id);
            of.map(|p| p.severity).max()
        };
        assert_eq!(weight("creations"), Some(Severity::Warning), "{}", c.nom);
        assert_eq!(weight("formations"), Some(Severity::Blocking), "{}", c.nom);
        assert_eq!(weight("sorties"), None, "{}", c.nom);
    }
}

#[test]
fn the_supporting_establishment_is_a_uai_or_nothing() {
    let found: BTreeMap<i64, Option<Value>> = begun(TypeRevue::Suivi)
        .into_iter()
        .map(|(c, state)| {
            let told = state.problems().into_iter().find(|p| p.field == "support");
            assert_eq!(told.is_some(), state.value("support").is_none(), "{}", c.nom);
            (c.id.0, state.value("support"))
        })
        .collect();
    assert_eq!(found[&10], text("0011119L"), "Arbez Carme");
    assert_eq!(found[&8], None, "two lycées together");
    assert_eq!(found[&1], None, "no source says");
    assert_eq!(found.values().flatten().count(), 6);
}
