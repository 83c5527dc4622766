//! `cmq echeancier`: filters, formats, exit codes, files; its calendar read by another program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use std::process::Command;

use cmq::{app::screen::Screen, domain::vue::Liste, store::Store};
use env::Env;
use screen::Harness;

const FORMATS: [&str; 4] = ["table", "json", "csv", "ics"];

/// Bytes and exit code: a calendar's lines end with CR LF.
fn raw(env: &Env, args: &[&str]) -> (String, i32) {
    let out = env.command(&[&["echeancier"], args].concat()).output().unwrap();
    (
        String::from_utf8(out.stdout).unwrap(),
        out.status.code().unwrap_or(-1),
    )
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let env = Env::new();
    for format in FORMATS {
        let code = |args: &[&str]| raw(&env, &[args, &["--format", format]].concat()).1;
        assert_eq!(code(&["--au", "2013-10-15", "--dans", "90j"]), 0, "{format}");
        assert_eq!(code(&["--au", "2015-09-01", "--dans", "90j"]), 10, "{format}");
        assert_eq!(code(&["--au", "2016-06-01"]), 20, "{format}");
        assert_eq!(
            code(&["--au", "2016-06-01", "--type", "fin"]),
            10,
            "{format}: nothing late among the ends"
        );
        assert_eq!(
            code(&["--au", "2018-06-01", "--etat", "échu"]),
            0,
            "{format}: what has ended is not due"
        );
    }
}

#[test]
fn filters_add_up() {
    let env = Env::new();
    let lines = |args: &[&str]| {
        let args = [&["--au", "2015-09-01", "--format", "csv"], args].concat();
        raw(&env, &args).0.lines().count() - 1
    };
    assert_eq!(lines(&["--type", "suivi"]), 12);
    assert_eq!(lines(&["--type", "évaluation"]), 12);
    assert_eq!(lines(&["--type", "suivi", "--region", "rhone-alpes"]), 2);
    assert_eq!(lines(&["--type", "suivi", "--academie", "lyon"]), 1);
    // The académie of today finds the campus of the one it succeeded.
    assert_eq!(lines(&["--type", "suivi", "--academie", "caen"]), 1);
    assert_eq!(
        lines(&["--type", "suivi", "--academie", "normandie"]),
        2,
        "Caen and Rouen"
    );
    assert_eq!(lines(&["--etat", "fait"]), 0);
    assert_eq!(lines(&["--etat", "à venir", "--type", "fin"]), 12);
    env.refused(
        &["echeancier", "--academie", "lion"],
        2,
        &["académie inconnue", "Lyon"],
    );
    env.refused(&["echeancier", "--type", "bilan"], 2, &["--type", "evaluation"]);
    env.refused(&["echeancier", "--etat", "mûr"], 2, &["état inconnu"]);
}

#[test]
fn a_file_is_written_once() {
    let env = Env::new();
    let path = env.home().join("agenda.ics");
    let path = path.to_str().unwrap();
    let args = ["echeancier", "--au", "2016-06-01", "--format", "ics", "-o", path];
    let run = env.run(&args);
    assert_eq!((run.code, run.out.as_str()), (20, ""), "{run:?}");
    assert!(run.err.contains("agenda.ics"), "{run:?}");
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, raw(&env, &args[1..5]).0);
    env.refused(&args, 2, &["existe déjà"]);
    assert_eq!(std::fs::read_to_string(path).unwrap(), written);
}

#[test]
fn two_runs_give_one_calendar() {
    let env = Env::new();
    let args = ["--au", "2015-09-01", "--format", "ics"];
    let (first, code) = raw(&env, &args);
    assert_eq!(code, 10);
    assert_eq!(raw(&env, &args).0, first);
    let mut uids: Vec<&str> = first
        .lines()
        .filter(|l| l.starts_with("UID:") && !l.contains("rappel"))
        .collect();
    assert_eq!(uids.len(), 48);
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), 48, "an identity each");
}

/// Campus and kind of every line of the screen's list.
fn listed(h: &Harness) -> Vec<(i64, String)> {
    let Some(Screen::Echeancier(s)) = h.app.screens.last() else {
        return Vec::new();
    };
    let lines = (0..s.list.rows.len()).filter_map(|row| s.list.line(row));
    lines
        .map(|(c, e)| (c.id.0, e.type_echeance.code().to_owned()))
        .collect()
}

/// Campus and kind of every line of the command's answer.
fn said(env: &Env, args: &[&str]) -> Vec<(i64, String)> {
    let all: serde_json::Value = serde_json::from_str(&raw(env, args).0).unwrap();
    let line = |e: &serde_json::Value| {
        let kind = e["type"].as_str().unwrap().to_owned();
        (e["campus"]["id"].as_i64().unwrap(), kind)
    };
    all.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn the_command_lists_what_the_screen_lists_in_its_order() {
    let env = Env::new();
    env.ok(&["campus"]);
    for (keys, n) in [
        ("5", 1),
        ("5 d", 2),
        ("5 f t", 3),
        ("5 t t d d", 4),
        ("5 f*6 d", 5),
    ] {
        let mut store = Store::open(&env.registre(), "secretaire").unwrap();
        let mut h = Harness::on(
            Store::open(&env.registre(), "secretaire").unwrap(),
            "2018-03-01",
            (80, 24),
        );
        h.keys(keys);
        let shown = listed(&h);
        assert!(!shown.is_empty(), "{keys}");
        let Some(Screen::Echeancier(s)) = h.app.screens.last() else {
            unreachable!()
        };
        let name = format!("essai {n}");
        store
            .save_vue(Liste::Echeancier, &name, true, &s.definition())
            .unwrap();
        let args = ["--au", "2018-03-01", "--vue", &name, "--json"];
        assert_eq!(said(&env, &args), shown, "{keys}");
    }
    // Without a view, the dates order the command as they do the screen: a month before the year it is in.
    assert_eq!(
        said(&env, &["--au", "2015-09-01", "--json"])[0],
        (7, "suivi".to_owned())
    );
}

/// What a calendar program reads: one line an event.
const READ: &str = "
import sys, datetime
from icalendar import Calendar
cal = Calendar.from_ical(open(sys.argv[1], 'rb').read())
for e in cal.walk('VEVENT'):
    start, end = e['DTSTART'].dt, e['DTEND'].dt
    assert type(start) is datetime.date and type(end) is datetime.date, (start, end)
    alarms = [a['TRIGGER'].dt.days for a in e.walk('VALARM')]
    cats = [str(c) for c in e['CATEGORIES'].cats]
    print(e['UID'], start, end, e['DTSTAMP'].dt.isoformat(), alarms, e['STATUS'], e['SUMMARY'], e['LOCATION'], cats[0], sep='|')
";

#[test]
#[ignore = "needs Python's icalendar package"]
fn another_program_reads_the_calendar() {
    let env = Env::new();
    let read = |name: &str| {
        let path = env.home().join(name);
        let file = path.to_str().unwrap();
        let (_, code) = raw(&env, &["--au", "2015-09-01", "--format", "ics", "--sortie", file]);
        assert_eq!(code, 10);
        let python = std::env::var("CMQ_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let out = Command::new(python).args(["-c", READ, file]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let first = read("un.ics");
    assert_eq!(first, read("deux.ics"), "the same identities at every run");
    assert_eq!(first.lines().count(), 48);
    let industrie = |kind: &str| {
        let line = first
            .lines()
            .find(|l| l.contains("Industrie et énergies|") && l.contains(kind));
        line.unwrap().split_once('|').unwrap().1
    };
    assert_eq!(
        industrie("Suivi"),
        "2015-09-11|2015-09-12|2026-11-23T14:02:00+00:00|[-30]|CONFIRMED|\
         Suivi à deux ans · Industrie et énergies|Cherbourg, Basse-Normandie|Suivi à deux ans"
    );
    assert_eq!(
        industrie("Évaluation"),
        "2016-09-11|2017-09-12|2026-11-23T14:02:00+00:00|[-30, -30]|CONFIRMED|\
         Évaluation de la quatrième année · Industrie et énergies|Cherbourg, Basse-Normandie|\
         Évaluation de la quatrième année"
    );
}
