use std::collections::BTreeMap;

use super::*;
use crate::form::{Forms, load, resolve};

fn texte(t: &str) -> Value {
    Value::Text(t.to_owned())
}

/// A handed-in review of a shipped form.
fn review(form: &str, answers: &[(&str, Value)]) -> FormState {
    let def = load(form, &Forms::default().text(form).unwrap()).unwrap();
    let mut sources = Sources::default();
    sources.0.insert(
        "criteres".to_owned(),
        Value::List(vec!["Offre de formation".to_owned(), "Vie du campus".to_owned()]),
    );
    let answers: BTreeMap<String, Value> = answers
        .iter()
        .map(|(id, v)| ((*id).to_owned(), v.clone()))
        .collect();
    FormState::frozen(resolve(&def, &sources), answers)
}

fn rows(table: &[&[(&str, &str)]]) -> Value {
    let row = |cells: &&[(&str, &str)]| cells.iter().map(|(c, v)| ((*c).to_owned(), texte(v))).collect();
    Value::Rows(table.iter().map(row).collect())
}

/// The fields that changed, by label.
fn changed(steps: &[CompareStep]) -> Vec<(&str, Change)> {
    let fields = steps.iter().flat_map(|s| &s.fields);
    fields
        .filter(|f| f.change.counts())
        .map(|f| (f.label.as_str(), f.change))
        .collect()
}

#[test]
fn two_suivis_of_two_periods() {
    let old = review(
        "suivi-2013",
        &[
            ("forts", texte("Internat")),
            ("faibles", texte("Peu d'entreprises")),
            ("campus", texte("Plasticampus")),
        ],
    );
    let new = review(
        "suivi-2013",
        &[
            ("forts", texte("Internat et plateau")),
            ("campus", texte("Plasticampus")),
            ("ctx_eco", texte("Reprise")),
        ],
    );
    let steps = compare(&old, &new);
    let all = changed(&steps);
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all.contains(&("Points forts", Change::Changed)));
    assert!(all.contains(&("Difficultés rencontrées", Change::Removed)));
    assert!(all.contains(&(
        "Évolution du contexte économique et social du territoire",
        Change::Added
    )));
    assert!(
        steps
            .iter()
            .flat_map(|s| &s.fields)
            .all(|f| f.change != Change::Alone),
        "one form asks the same twice"
    );
    assert_eq!(changed(&compare(&new, &new)), []);
}

#[test]
fn a_suivi_and_its_evaluation_by_their_links() {
    let suivi = review(
        "suivi-2013",
        &[
            ("faibles", texte("Peu d'entreprises")),
            ("ctx_eco", texte("Crise")),
        ],
    );
    let evaluation = review(
        "evaluation-2013",
        &[("faibles", texte("Gouvernance")), ("emploi", texte("Reprise"))],
    );
    for (old, new) in [(&suivi, &evaluation), (&evaluation, &suivi)] {
        let steps = compare(old, new);
        let all = changed(&steps);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|(_, c)| *c == Change::Changed));
        let alone = steps
            .iter()
            .flat_map(|s| &s.fields)
            .filter(|f| f.change == Change::Alone);
        assert!(alone.count() > 20, "what only one asks is there too");
    }
}

#[test]
fn tables_row_by_row() {
    let old = rows(&[
        &[("texte", "Ouvrir l'internat"), ("critere", "Vie du campus")],
        &[("texte", "Associer un laboratoire")],
        &[("texte", "Publier le bilan")],
    ]);
    let new = rows(&[
        &[("texte", "Publier le bilan")],
        &[("texte", "Ouvrir l’internat"), ("critere", "Offre de formation")],
        &[("texte", "Nommer un directeur")],
    ]);
    let steps = compare(
        &review("suivi-2013", &[("reco", old)]),
        &review("suivi-2013", &[("reco", new)]),
    );
    let reco = steps
        .iter()
        .flat_map(|s| &s.fields)
        .find(|f| f.change.counts())
        .unwrap();
    let changes: Vec<Change> = reco.pairs.iter().map(|p| p.change).collect();
    assert_eq!(
        changes,
        [Change::Same, Change::Changed, Change::Added, Change::Removed]
    );
    assert!(reco.pairs[1].new.contains("Offre de formation"));
    assert_eq!(reco.pairs[3].old, "Associer un laboratoire");
}

#[test]
fn a_repeated_field_is_compared_with_the_copy_about_the_same_entry() {
    let old = review("evaluation-2013", &[]);
    let new = old.clone();
    let repeated = new.steps().iter().flat_map(|s| &s.fields);
    for field in repeated.filter(|f| f.item.is_some()) {
        let twin = counterpart(field, new.form(), old.form()).unwrap();
        assert_eq!((twin.id.as_str(), &twin.item), (field.id.as_str(), &field.item));
    }
}
