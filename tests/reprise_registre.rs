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
    form::{FormState, Origin, Sources, Value, load, resolve},
    store::{Filtre, Store},
};
use jiff::civil::Date;

const SUIVI: &str = include_str!("../data/formulaires/suivi-2013.toml");
const EVALUATION: &str = include_str!("../data/formulaires/evaluation-2013.toml");

/// Each campus with a review of this type, begun and still empty.
fn begun(t: TypeRevue) -> Vec<(CampusLigne, FormState)> {
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
            let sources = Sources::from(store.sources(c.id, t, au).expect("sources"));
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
