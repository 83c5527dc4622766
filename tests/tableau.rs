//! The dashboard: the map and where it leads, figures of reviews handed in, the same in picture, table and JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use std::collections::BTreeMap;

use cmq::{
    domain::{CampusId, TypeRevue, tableau::Mesure},
    form::{Forms, Row, Value},
    store::Store,
};
use env::Env;
use screen::Harness;
use serde_json::Value as Json;

fn texte(t: &str) -> Value {
    Value::Text(t.to_owned())
}

/// A row of the évaluation's table of indicators: label, two years, four years, target.
fn indicateur(code: &str, figures: [Option<Value>; 4]) -> Row {
    let columns = ["valeur_label", "valeur_2", "valeur_4", "cible_4"];
    let cells = columns.iter().zip(figures);
    let mut row: Row = cells.filter_map(|(c, v)| Some(((*c).to_owned(), v?))).collect();
    row.insert("code".to_owned(), texte(code));
    row
}

#[allow(clippy::unnecessary_wraps, reason = "as a row takes it")]
fn n(x: f64) -> Option<Value> {
    Some(Value::Real(x))
}

fn hand_in(store: &mut Store, campus: i64, t: TypeRevue, au: &str, answers: &[(&str, Value)]) {
    let toml = Forms::default().text(t.form_id()).unwrap();
    let au = au.parse().unwrap();
    let id = store.start_revue(CampusId(campus), t, 1, &toml, au).unwrap();
    let answers: BTreeMap<String, Value> = answers
        .iter()
        .map(|(k, v)| ((*k).to_owned(), v.clone()))
        .collect();
    store.submit_revue(id, &answers, au).unwrap();
}

/// A suivi with so many leavers, so many of a hundred employed after six months, and learners by year.
fn suivi(store: &mut Store, campus: i64, au: &str, leavers: i64, rate: f64, learners: i64) {
    let insertion = Row::from([
        ("niveau".to_owned(), texte("Ensemble")),
        ("sortants".to_owned(), Value::Int(leavers)),
        ("taux_6".to_owned(), Value::Real(rate)),
    ]);
    let year = Row::from([("total".to_owned(), Value::Int(learners))]);
    let answers = [
        ("insertion", Value::Rows(vec![insertion])),
        ("effectifs", Value::Rows(vec![Row::new(), year])),
    ];
    hand_in(store, campus, TypeRevue::Suivi, au, &answers);
}

/// The register after three évaluations and two suivis: campuses 9, 10, 11 evaluated, 10 and 12 followed up.
fn filled(store: &mut Store) {
    suivi(store, 10, "2015-10-01", 12, 61.0, 230);
    suivi(store, 12, "2015-11-01", 40, 55.0, 180);
    let three = [
        (
            9,
            [n(100.0), n(110.0), n(150.0), n(200.0)],
            [n(50.0), n(60.0), n(40.0), n(40.0)],
        ),
        (
            10,
            [n(200.0), n(230.0), n(300.0), n(280.0)],
            [n(70.0), n(61.0), None, n(80.0)],
        ),
        (
            11,
            [n(400.0), Some(Value::Absent), n(420.0), n(400.0)],
            [None, None, None, None],
        ),
    ];
    for (campus, effectif, emploi) in three {
        let rows = vec![indicateur("EFF_TOT", effectif), indicateur("TX_INS6", emploi)];
        let answers = [("tab_ind", Value::Rows(rows))];
        hand_in(store, campus, TypeRevue::Evaluation, "2017-02-01", &answers);
    }
}

fn registre() -> Store {
    let mut store = Store::in_memory("essai").unwrap();
    filled(&mut store);
    store
}

/// The same in a file, for the command line.
fn home() -> Env {
    let env = Env::new();
    env.ok(&["region"]);
    filled(&mut Store::open(&env.registre(), "essai").unwrap());
    env
}

fn line_of(all: &Json, campus: i64) -> Json {
    let lines = all["indicateur"]["campus"].as_array().unwrap();
    lines.iter().find(|l| l["id"] == campus).unwrap().clone()
}

#[test]
fn the_objective_is_a_sentence_and_a_map() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("7")
        .shows("11 régions sur 22 de métropole (et 0 sur 5 d'outre-mer) ont un campus")
        .shows("il en manque 16")
        .shows("Rhône-A.")
        .shows("régions de 2013");
    let mut h = Harness::at("2016-06-01", (80, 24));
    h.keys("7")
        .shows("8 régions sur 13 de métropole")
        .shows("3 !3")
        .shows("!1\u{202f}: 1 campus en retard");
    h.keys("c").shows("11 régions sur 22").shows("Bretagne");
}

#[test]
fn labels_to_come_and_labels_ended_are_told_apart() {
    let env = Env::new();
    for (day, said) in [
        ("2012-06-01", "ont un campus, dont 11 au label à venir\u{202f};"),
        ("2018-06-01", "ont un campus, dont 8 au label échu\u{202f};"),
        ("2013-10-15", "ont un campus\u{202f}; il en manque 16"),
    ] {
        let out = env.ok(&["tableau", "--vue", "carte", "--au", day]);
        assert!(out.contains(said), "{said}: {out}");
    }
}

#[test]
fn arrows_go_to_the_neighbour_and_entree_to_its_campuses() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("7").shows("Nord-Pas-de-Calais · 1 campus");
    h.keys("down").shows("Picardie · 1 campus");
    h.keys("j j").shows("Auvergne · 1 campus");
    h.keys("right")
        .shows("Rhône-Alpes · 2 campus")
        .shows("Plasticampus · suivi à faire");
    let (_, cursor) = h.look();
    assert_eq!(cursor, (38, 12), "on the tile");
    h.keys("l")
        .shows("Franche-Comté · aucun campus")
        .keys("down")
        .shows("Rhône-Alpes · 2 campus");
    h.keys("enter")
        .shows("2 Campus · 2")
        .shows("Plasticampus")
        .hides("Aérocampus Auvergne");
}

#[test]
fn a_region_of_the_other_map_filters_too() {
    let mut h = Harness::at("2016-06-01", (80, 24));
    h.keys("7 c /")
        .text("languedoc")
        .keys("enter")
        .shows("Languedoc-Roussillon · 1 campus");
    h.keys("enter").shows("2 Campus · 1").shows("Habitat");
    // And back to today's: the tile of the same campus.
    h.keys("7 c / p a y s enter")
        .shows("Pays de la Loire · 1 campus")
        .keys("c")
        .shows("Pays de la Loire · 1 campus");
}

#[test]
fn wide_screens_have_the_outline_and_the_campuses() {
    let mut h = Harness::at("2015-09-01", (120, 40));
    h.keys("7 down down down right").shows("Rhône-Alpes · 2 campus");
    let screen = h.screen();
    let drawn = screen
        .chars()
        .filter(|c| ('\u{2801}'..='\u{28ff}').contains(c))
        .count();
    assert!(drawn > 100, "no outline:\n{screen}");
    let east: String = screen.lines().flat_map(|l| l.chars().skip(78)).collect();
    assert_eq!(east.matches('+').count(), 12, "a sign a campus:\n{screen}");
    h.shows("+ Plasticampus · suivi à faire")
        .shows("! en retard")
        .shows("+ à faire");
}

#[test]
fn every_size_shows_something_and_the_cursor_stays_on_it() {
    for size in [
        (80, 24),
        (120, 40),
        (60, 16),
        (140, 50),
        (40, 10),
        (30, 8),
        (20, 5),
        (1, 1),
    ] {
        let mut h = Harness::on(registre(), "2017-03-01", size);
        h.keys("7");
        for _ in 0..5 {
            for keys in ["down*3", "t", "end", "pageup", "t", "tab"] {
                let (_, (x, y)) = h.keys(keys).look();
                assert!(x < size.0 && y < size.1, "{size:?} {keys}");
            }
        }
        h.hides("Erreur");
    }
    let mut h = Harness::at("2016-06-01", (60, 16));
    h.keys("7 down")
        .shows("Île-de-France · aucun campus")
        .shows("8 régions sur 13");
}

#[test]
fn labels_by_state_family_and_filiere() {
    let mut h = Harness::at("2015-09-01", (120, 40));
    h.keys("7 tab")
        .shows("[Labels]")
        .shows("Tous les labels")
        .shows("Filières d'avenir");
    h.keys("down*6").shows("Énergie");
    assert!(h.line().contains("Énergie"), "{}", h.line());
    assert!(h.line().trim_end_matches('│').ends_with('5'), "{}", h.line());
    h.keys("enter").shows("2 Campus · 5");
}

#[test]
fn reviews_by_quarter_say_done_due_and_late() {
    let mut h = Harness::on(registre(), "2016-03-01", (80, 24));
    h.keys("7 tab tab")
        .shows("T4 2015 suivi")
        .shows("FFRRRRRRR")
        .shows("* T1 2016");
    h.keys("t")
        .shows("Trimestre")
        .shows("En retard")
        .keys("esc")
        .shows("FFRRRRRRR");
    h.keys("enter").shows("Échéancier ·");
}

#[test]
fn an_indicator_over_all_campuses() {
    let mut h = Harness::on(registre(), "2017-03-01", (120, 40));
    h.keys("7 backtab backtab")
        .shows("EFF_TOT · Effectif total des apprenants");
    // 100, 200, 400: quartiles 150, 200, 300. At two years 110, 180, 230: 145, 180, 205.
    h.shows("150      200      300").shows("145      180      205");
    h.shows("absente").shows("pas de donnée");
    h.keys("c")
        .text("6 mois")
        .keys("enter")
        .shows("TX_INS6")
        .shows("< 20");
    // The rate of twelve leavers is not in the median: 60 and 55.
    h.shows("56,25     57,5    58,75").hides("61");
    h.keys("t")
        .shows("effectif trop faible")
        .shows("cible à contresens")
        .shows("Médiane nationale");
}

#[test]
fn a_campus_over_all_indicators() {
    let mut h = Harness::on(registre(), "2017-03-01", (120, 40));
    h.keys("7 tab*4 /").text("plasti").keys("enter");
    h.shows("Plasticampus · d'après l'évaluation transmise")
        .shows("|125\u{a0}%");
    h.keys("enter").shows("[Indicateur]").shows("EFF_TOT");
    h.keys("down*2 enter")
        .shows("[Campus]")
        .shows("aucune revue transmise");
}

#[test]
fn figures_are_those_of_the_reference_day() {
    let store = registre();
    let reprises = Forms::default().reprises(TypeRevue::Evaluation).unwrap();
    let of = |au: &str| {
        let v = store
            .tableau_indicateur("EFF_TOT", &reprises, au.parse().unwrap())
            .unwrap();
        v.lignes.into_iter().find(|l| l.campus == CampusId(10)).unwrap()
    };
    assert_eq!(of("2015-09-30").source, None, "not handed in yet");
    let two = of("2016-12-31");
    assert_eq!(two.source, Some(TypeRevue::Suivi));
    assert_eq!(two.mesures.map(Mesure::valeur), [None, Some(230.0), None, None]);
    let four = of("2017-02-01");
    assert_eq!(four.source, Some(TypeRevue::Evaluation));
    assert_eq!(
        four.mesures.map(Mesure::valeur),
        [Some(200.0), Some(230.0), Some(300.0), Some(280.0)]
    );
}

#[test]
fn the_command_says_the_same() {
    let env = home();
    let all = env.json(&["tableau", "--au", "2017-03-01", "--campus", "plasticampus"]);
    let two = &all["indicateur"]["national"]["a_2_ans"];
    assert_eq!(
        (two["campus"].as_i64(), two["q1"].as_f64()),
        (Some(3), Some(145.0))
    );
    assert_eq!(
        (two["mediane"].as_f64(), two["q3"].as_f64()),
        (Some(180.0), Some(205.0))
    );
    let plasti = line_of(&all, 10);
    assert_eq!(plasti["source"], "evaluation");
    assert_eq!(plasti["a_4_ans"]["valeur"], 300.0);
    assert_eq!(plasti["atteinte"], 125.0);
    assert_eq!(line_of(&all, 11)["a_2_ans"]["etat"], "absente");
    assert_eq!(line_of(&all, 11)["atteinte_texte"], "cible égale au départ");
    assert_eq!(line_of(&all, 12)["source"], "suivi");
    assert_eq!(line_of(&all, 1)["a_4_ans"]["etat"], "aucune");
    let emploi = env.json(&[
        "tableau",
        "--vue",
        "indicateur",
        "--indicateur",
        "tx_ins6",
        "--au",
        "2017-03-01",
    ]);
    assert_eq!(line_of(&emploi, 10)["a_2_ans"]["etat"], "effectif_trop_faible");
    assert!(
        line_of(&emploi, 10)["a_2_ans"]["valeur"].is_null(),
        "a small cohort is not shown"
    );
    assert_eq!(line_of(&emploi, 9)["atteinte_texte"], "cible à contresens");
    assert_eq!(emploi["indicateur"]["national"]["a_2_ans"]["mediane"], 57.5);
    assert_eq!(all["campus"]["indicateurs"].as_array().unwrap().len(), 51);
    assert_eq!(all["campus"]["indicateurs"][0]["atteinte"], 125.0);
    let text = env.ok(&["tableau", "--au", "2017-03-01", "--vue", "indicateur"]);
    assert!(
        text.contains("Médiane nationale") && text.contains("donnée absente"),
        "{text}"
    );
}

#[test]
fn its_counts_are_those_of_the_other_commands() {
    let env = home();
    for au in [
        "2013-10-15",
        "2015-09-01",
        "2016-06-01",
        "2017-03-01",
        "2026-11-23",
    ] {
        let all = env.json(&["tableau", "--au", au]);
        let regions = env.json(&["region", "--au", au]);
        for r in regions.as_array().unwrap() {
            let tiles = all["carte"]["regions"].as_array().unwrap();
            let tile = tiles
                .iter()
                .find(|t| t["nom"] == r["nom"])
                .unwrap_or_else(|| panic!("{r} at {au}"));
            assert_eq!(tile["campus"], r["campus"], "{r} at {au}");
        }
        let late = env.json(&["campus", "--au", au, "--etat", "en retard"]);
        let ended = |c: &&Json| c["label"]["etat"] != "échu";
        let late = late.as_array().unwrap().iter().filter(ended).count() as u64;
        let tiles = all["carte"]["regions"].as_array().unwrap().iter();
        assert_eq!(
            tiles.map(|t| t["en_retard"].as_u64().unwrap()).sum::<u64>(),
            late,
            "{au}"
        );
        for f in env.json(&["filiere"]).as_array().unwrap() {
            let groups = all["labels"].as_array().unwrap().iter();
            let mut named = groups.filter(|g| g["groupe"] == "filiere" && g["nom"] == f["nom"]);
            assert!(named.any(|g| g["labels"] == f["campus"]), "{f} at {au}");
        }
    }
}

#[test]
fn a_view_alone_and_what_is_refused() {
    let env = Env::new();
    let one = env.json(&["tableau", "--vue", "labels", "--au", "2015-09-01"]);
    let keys: Vec<&str> = one.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["au", "labels"]);
    assert_eq!(one["labels"][0]["en_vigueur"], 12);
    env.refused(
        &["tableau", "--indicateur", "zorglub"],
        2,
        &["indicateur inconnu"],
    );
    env.refused(
        &["tableau", "--vue", "campus", "--campus", "energie"],
        2,
        &["plusieurs campus"],
    );
}

#[test]
fn rows_of_the_table_are_walked_and_copied() {
    use cmq::app::msg::Effect;
    let mut h = Harness::at("2016-06-01", (80, 24));
    h.keys("7 t down");
    assert!(h.line().contains("Normandie"), "{}", h.line());
    h.keys("y").shows("Copié");
    let copied = h.app.take_effects();
    assert!(
        matches!(&copied[..], [Effect::Copy(t)] if t.starts_with("Normandie\t28\t2\t2")),
        "one row"
    );
    h.keys("Y");
    let copied = h.app.take_effects();
    assert!(
        matches!(&copied[..], [Effect::Copy(t)] if t.lines().count() == 19),
        "headings and 18 rows"
    );
    h.keys("esc").shows("┌");
}
