//! `cmq journal`: the timeline from the shell, its filters, one lot before and after, the JSON of the README.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use cmq::{
    domain::CampusId,
    store::{Op, Store, record},
};
use env::Env;
use jiff::civil::date;
use serde_json::json;

fn note(env: &Env, agent: &str, campus: i64, note: &str) {
    let mut store = Store::open_or_create(&env.registre(), agent).unwrap();
    let line = store.campus_par_id(CampusId(campus), date(2015, 9, 1)).unwrap();
    let columns: [record::Column<'_>; 1] = [("note", &note)];
    store
        .write(Op::EditCampus, |conn| {
            record::update(conn, "campus", campus, line.unwrap().rev, &columns)
        })
        .unwrap();
}

#[test]
fn the_timeline_its_filters_and_one_lot() {
    let env = Env::new();
    env.ok(&["campus"]);
    note(&env, "m.durand", 10, "internat neuf");
    note(&env, "p.martin", 1, "plateau technique");
    let all = env.json(&["journal"]);
    let lots: Vec<i64> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["lot"].as_i64().unwrap())
        .collect();
    assert_eq!(lots, [3, 2, 1], "newest first");
    for (args, found) in [
        (&["journal", "--agent", "durand"][..], vec![2]),
        (&["journal", "--campus", "plasticampus"], vec![2, 1]),
        (&["journal", "--operation", "modif"], vec![3, 2]),
        (&["journal", "internat"], vec![2]),
        (&["journal", "--jusque", "2010"], vec![]),
        (&["journal", "--depuis", "2020-01"], vec![3, 2, 1]),
        (&["journal", "--au", "2015-09-01"], vec![3, 2, 1]),
    ] {
        let lots: Vec<i64> = env
            .json(args)
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l["lot"].as_i64().unwrap())
            .collect();
        assert_eq!(lots, found, "{args:?}");
    }
    let one = env.json(&["journal", "--lot", "2"]);
    assert_eq!(
        (one["agent"].as_str(), one["operation"].as_str()),
        (Some("m.durand"), Some("campus-modification"))
    );
    assert_eq!(one["objet"], "Plasticampus");
    assert_eq!(one["changements"][0]["nature"], "modification");
    let champ = &one["changements"][0]["champs"][0];
    assert_eq!(
        (champ["champ"].as_str(), champ["apres"].as_str()),
        (Some("note"), Some("internat neuf"))
    );
    let text = env.ok(&["journal", "--lot", "2"]);
    assert!(
        text.contains("Plasticampus") && text.contains("après  internat neuf"),
        "{text}"
    );
}

#[test]
fn an_undo_and_its_redo_are_told() {
    let env = Env::new();
    env.ok(&["campus"]);
    note(&env, "m.durand", 10, "internat neuf");
    let mut store = Store::open(&env.registre(), "m.durand").unwrap();
    store.undo().unwrap();
    let lots = env.json(&["journal"]);
    assert_eq!(
        (&lots[0]["annule"], &lots[1]["annule_par"]),
        (&json!(2), &json!(3))
    );
    store.undo_lot(cmq::domain::LotId(3)).unwrap();
    let lots = env.json(&["journal"]);
    assert_eq!(lots[0]["operation"], "retablissement");
    assert_eq!(
        (&lots[2]["annule_par"], &lots[2]["retabli_par"]),
        (&json!(null), &json!(4))
    );
    assert!(env.ok(&["journal"]).contains("rétabli par le lot 4"));
    assert_eq!(env.json(&["journal", "--verifier"]), json!({ "intact": true }));
}
