//! The two shipped forms hold every step and every field of the grid, none dropped, none added.
//! The lists are written out here: this test does not learn them from the forms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use toml::{Table, Value};

const SUIVI: &str = include_str!("../data/formulaires/suivi-2013.toml");
const EVALUATION: &str = include_str!("../data/formulaires/evaluation-2013.toml");

/// A form as the bare TOML reader sees it.
fn form(text: &str) -> Table {
    text.parse().expect("well-formed TOML")
}

/// The tables of an array of tables.
fn tables<'a>(of: &'a Table, key: &str) -> Vec<&'a Table> {
    let list = of.get(key).and_then(Value::as_array);
    list.map_or(vec![], |l| l.iter().filter_map(Value::as_table).collect())
}

fn text<'a>(of: &'a Table, key: &str) -> &'a str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Title of each step, ids of its fields.
fn outline(form: &Table) -> Vec<(String, String)> {
    let ids = |s: &Table| {
        let ids: Vec<_> = tables(s, "field")
            .iter()
            .map(|f| text(f, "id").to_owned())
            .collect();
        ids.join(" ")
    };
    tables(form, "step")
        .iter()
        .map(|s| (text(s, "title").to_owned(), ids(s)))
        .collect()
}

fn compare(found: &[(String, String)], wanted: &[(&str, &str)], fields: usize) {
    let found: Vec<_> = found.iter().map(|(t, f)| (t.as_str(), f.as_str())).collect();
    assert_eq!(found, wanted);
    assert_eq!(found.iter().flat_map(|(_, f)| f.split(' ')).count(), fields);
}

#[test]
fn the_two_year_review_has_14_steps_and_67_fields() {
    let wanted = [
        (
            "Identification",
            "campus intitule intl cat date_label acte echeance regions academies support directeur referent periode",
        ),
        ("Contexte et évolution du projet", "ctx_eco ctx_pole perim ecart"),
        (
            "Gouvernance et pilotage",
            "conv_sig conv_date instance instance_epcscp reunions etp qual",
        ),
        ("Réseau et partenaires", "membres sorties eple prof coll"),
        (
            "Offre de formation et parcours",
            "formations creations continuum mixite vae numerique",
        ),
        ("Effectifs", "effectifs genre date_obs"),
        ("Insertion et poursuite d'études", "insertion poursuite source"),
        (
            "Entreprises, recherche et innovation",
            "ent_act plateaux proto labo",
        ),
        ("Vie du campus", "heb asso identite"),
        ("Ouverture internationale", "mob part_int"),
        ("Moyens", "budget moyens"),
        (
            "Bilan et suites",
            "objectifs forts faibles correct besoins pieces",
        ),
        ("Avis du recteur et de la région", "avis_rec avis_reg date_tr"),
        (
            "Suivi par la commission",
            "rapporteur modalite date_com avancement reco suite",
        ),
    ];
    assert_eq!(wanted.len(), 14);
    compare(&outline(&form(SUIVI)), &wanted, 67);
}

#[test]
fn the_fourth_year_evaluation_has_10_steps_and_46_fields() {
    let wanted = [
        (
            "Identification et calendrier",
            "campus regime date_label fin fenetre evaluateur modalites conflit",
        ),
        ("Suites du bilan à deux ans", "rappel suite_reco com_reco"),
        ("Indicateurs communs", "tab_ind evol com_ind"),
        ("Appréciation par critère", "critere note constat prec"),
        ("Impact sur le territoire", "emploi jeunes entrep appren"),
        (
            "Projet pour la période suivante",
            "demande projet cibles fin_prev",
        ),
        ("Consultations", "caen crefop prop"),
        (
            "Synthèse de l'évaluateur",
            "forts faibles note_g avis_eval contrad date_contrad",
        ),
        ("Groupe d'experts", "seance quorum avis_ge duree motif cnee"),
        ("Décision", "decision arrete date_effet nouv_fin notif"),
    ];
    assert_eq!(wanted.len(), 10);
    compare(&outline(&form(EVALUATION)), &wanted, 46);
}

#[test]
fn every_field_says_how_to_answer_it() {
    for file in [SUIVI, EVALUATION] {
        for step in tables(&form(file), "step") {
            for field in tables(step, "field") {
                let help = text(field, "help");
                assert!(
                    help.ends_with('.') || help.ends_with('…'),
                    "{}: {help}",
                    text(field, "id")
                );
            }
        }
    }
}
