//! Several processes at one register: real terminals side by side, and a crowd of writers whose work must equal the
//! replay of the journal. `CMQ_LONG=1` gives the crowd 60 seconds instead of 10.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints what it measured"
)]

#[path = "common/pty.rs"]
mod pty;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use cmq::{
    domain::{CampusId, Formalite, PartenaireId, RevueId, TypeRevue},
    form::{Forms, Value},
    store::{Autre, Ecriture, Error, Filtre, Store, presence::passing},
};
use jiff::civil::{Date, date};
use pty::Pty;
use rusqlite::Connection;

const AU: Date = date(2015, 9, 1);
/// Writers of the crowd.
const CROWD: usize = 8;

/// A home with a register in it, and where that is.
fn home() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("registre.db");
    drop(Store::open_or_create(&path, "essai").unwrap());
    (home, path)
}

/// The program on that register, for an agent.
fn session(home: &Path, path: &Path, agent: &str, args: &[&str]) -> Pty {
    let fixed = [
        "--registre",
        path.to_str().unwrap(),
        "--au",
        "2015-09-01",
        "--agent",
        agent,
    ];
    Pty::start(home, &[&fixed, args].concat(), (80, 24))
}

/// Waits until the program sends nothing more, then that nothing comes for two seconds: longer than it takes to look for
/// others' commits twice.
#[track_caller]
fn silent(p: &Pty) {
    let mut before = p.bytes().len();
    let start = Instant::now();
    loop {
        thread::sleep(Duration::from_secs(2));
        let now = p.bytes().len();
        if now == before {
            return;
        }
        before = now;
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "never silent:\n{}",
            p.screen()
        );
    }
}

#[test]
fn lists_follow_anothers_commit_and_cost_no_byte_when_nothing_visible_changed() {
    let (home, path) = home();
    let mut p = session(home.path(), &path, "Martin", &[]);
    p.wait_for("2 Campus · 12");
    p.keys("down*2");
    silent(&p);
    let (row, line) = (p.cursor().0, p.screen());
    let here = |p: &Pty| {
        p.screen()
            .lines()
            .nth(usize::from(p.cursor().0))
            .unwrap()
            .to_owned()
    };
    let on = here(&p);
    assert!(line.contains("Aérocampus Aquitaine"));
    let mut other = Store::open(&path, "Durand").unwrap();
    // What the list does not show: not one byte.
    let before = p.bytes().len();
    note(&mut other, 4, "vu par un autre");
    thread::sleep(Duration::from_millis(2500));
    assert_eq!(p.bytes().len(), before, "{}", p.screen());
    // What it shows: in place, the cursor on its record.
    let first = other.campus(&Filtre::au(AU)).unwrap()[0].id;
    edit_campus(&mut other, first, "nom_court", "Aérocampus d'Aquitaine").unwrap();
    p.wait_for("Aérocampus d'Aquitaine");
    assert_eq!(p.cursor().0, row);
    assert_eq!(here(&p), on);
    silent(&p);
    p.keys("q");
    assert_eq!(p.end(), 0);
}

#[test]
fn who_opens_a_campus_shows_in_the_wide_pane_and_another_campus_costs_no_byte() {
    let (home, path) = home();
    let args = [
        "--registre",
        path.to_str().unwrap(),
        "--au",
        "2015-09-01",
        "--agent",
        "Martin",
    ];
    let p = Pty::start(home.path(), &args, (140, 36));
    p.wait_for("2 Campus · 12");
    silent(&p);
    let mut other = Store::open(&path, "Durand").unwrap();
    let shown = other.campus(&Filtre::au(AU)).unwrap()[0].id;
    let before = p.bytes().len();
    other.present(&[format!("campus:{}", shown.0 + 1)]).unwrap();
    thread::sleep(Duration::from_millis(2500));
    assert_eq!(p.bytes().len(), before, "{}", p.screen());
    other.present(&[format!("campus:{shown}")]).unwrap();
    p.wait_for("Durand modifie");
    other.present(&[]).unwrap();
    p.wait_gone("Durand modifie");
}

#[test]
fn two_terminals_at_one_review_change_hands_and_lose_nothing() {
    let (home, path) = home();
    let mut durand = session(home.path(), &path, "Durand", &["suivi", "plasticampus"]);
    durand.wait_for("Étape 1/14");
    durand.keys("pagedown");
    durand.wait_for("Étape 2/14");
    durand.send("Un contexte");
    durand.wait_for("Un contexte");
    let mut martin = session(home.path(), &path, "Martin", &["suivi", "plasticampus"]);
    martin.wait_for("Revue ouverte ailleurs");
    martin.wait_for("Durand modifie cette revue");
    durand.send(" en mouvement");
    martin.send("p");
    martin.wait_for("Vous avez la main");
    durand.wait_for("Martin a pris la main");
    durand.wait_for("Un contexte en mouvement");
    martin.keys("pagedown");
    martin.wait_for("Un contexte en mouvement");
    // Presence alone costs no byte.
    silent(&martin);
    martin.keys("esc");
    martin.wait_gone("Étape");
    durand.wait_for("vous pouvez y écrire");
    // Killed, a session is no longer there: nobody is in the way.
    durand.signal(rustix::process::Signal::KILL);
    durand.end();
    let mut again = session(home.path(), &path, "Martin", &["suivi", "plasticampus"]);
    again.wait_for("Un contexte en mouvement");
    assert!(!again.screen().contains("ouverte ailleurs"), "{}", again.screen());
    again.keys("esc");
    again.wait_for("Registre");
    again.keys("q");
    assert_eq!(again.end(), 0);
    let left: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM presence", [], |r| r.get(0))
        .unwrap();
    assert_eq!(left, 0, "who leaves or is found dead is taken out");
}

#[test]
fn a_lock_held_by_another_process_is_said_with_its_name() {
    let (home, path) = home();
    note(&mut Store::open(&path, "Martin").unwrap(), 4, "à annuler");
    let mut p = session(home.path(), &path, "Martin", &[]);
    p.wait_for("2 Campus · 12");
    let mut holder = child("verrou", &path, 0, Duration::from_secs(30));
    wait_until(|| path.with_extension("tenu").exists());
    p.keys("2 u u");
    let pid = holder.id();
    p.wait_for("occupé depuis plus de cinq secondes");
    p.wait_for(&format!("processus {pid}"));
    holder.kill().unwrap();
    holder.wait().unwrap();
    p.keys("q");
    assert_eq!(p.end(), 0);
}

#[track_caller]
fn wait_until(ok: impl Fn() -> bool) {
    let start = Instant::now();
    while !ok() {
        assert!(start.elapsed() < Duration::from_secs(15));
        thread::sleep(Duration::from_millis(10));
    }
}

/// This test program again, as a process of its own in a role of [`as_a_child`].
fn child(role: &str, path: &Path, number: usize, time: Duration) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "as_a_child", "--nocapture"])
        .env("CMQ_ENSEMBLE_ROLE", role)
        .env("CMQ_ENSEMBLE_REGISTRE", path)
        .env("CMQ_ENSEMBLE_NUMERO", number.to_string())
        .env("CMQ_ENSEMBLE_SECONDES", time.as_secs().to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// The part of a process started by [`child`]; nothing when the tests are run.
#[test]
fn as_a_child() {
    let Ok(role) = std::env::var("CMQ_ENSEMBLE_ROLE") else {
        return;
    };
    let var = |name: &str| std::env::var(name).unwrap();
    let path = PathBuf::from(var("CMQ_ENSEMBLE_REGISTRE"));
    let time = Duration::from_secs(var("CMQ_ENSEMBLE_SECONDES").parse().unwrap());
    match role.as_str() {
        "verrou" => {
            let conn = Connection::open(&path).unwrap();
            conn.execute_batch("BEGIN IMMEDIATE").unwrap();
            std::fs::write(path.with_extension("tenu"), "").unwrap();
            thread::sleep(time);
        }
        _ => works(&path, var("CMQ_ENSEMBLE_NUMERO").parse().unwrap(), time),
    }
}

/// Numbers that look random, the same for a seed (xorshift).
struct Hasard(u64);

impl Hasard {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// One of the crowd: edits records and answers reviews as fast as it can, then says how long each commit took and how
/// many conflicts it met. Any other error ends it.
fn works(path: &Path, number: usize, time: Duration) {
    let mut store = Store::open(path, &format!("agent{number}")).unwrap();
    let mut hasard = Hasard(0x9e37_79b9 + 7919 * (number as u64 + 1));
    let (mut times, mut conflicts) = (Vec::new(), 0u64);
    let start = Instant::now();
    while start.elapsed() < time {
        let begin = Instant::now();
        let done = gesture(&mut store, &mut hasard, number);
        match done {
            Ok(true) => times.push(begin.elapsed().as_micros()),
            Ok(false) => conflicts += 1,
            Err(e) => panic!("agent{number}: {e} ({e:?})"),
        }
    }
    let said: Vec<String> = times.iter().map(u128::to_string).collect();
    println!("\nensemble {conflicts} {}", said.join(","));
}

/// One random act. False: a conflict, named as one.
fn gesture(store: &mut Store, hasard: &mut Hasard, number: usize) -> cmq::store::Result<bool> {
    let text = format!("agent{number} {}", hasard.below(1_000_000));
    let done = match hasard.below(10) {
        0..3 => {
            let all = store.partenaires(&Filtre::au(AU))?;
            let id = all[hasard.below(6) as usize].id;
            edit_partner(store, id, "commune", &text)
        }
        3..5 => {
            let id = CampusId(1 + hasard.below(4).cast_signed());
            edit_campus(store, id, "lieu", &text)
        }
        5 => match store.present(&[format!("campus:{}", hasard.below(4))]) {
            // A word to the others does not wait: it is said again later.
            Err(e) if passing(&e) => return Ok(true),
            done => done,
        },
        6 => match store.undo() {
            // Nothing of one's own to undo, or someone wrote over it since: said in words.
            Ok(_) => return Ok(true),
            Err(Error::Refused(_)) => return Ok(false),
            Err(e) => Err(e),
        },
        _ => return answer(store, hasard, &text),
    };
    match done {
        Ok(()) => Ok(true),
        Err(Error::Stale(_)) => Ok(false),
        Err(e) => Err(e),
    }
}

/// An answer on what was read a moment ago; a contradiction is settled one way or the other.
fn answer(store: &mut Store, hasard: &mut Hasard, text: &str) -> cmq::store::Result<bool> {
    let campus = CampusId(9 + hasard.below(2).cast_signed());
    let id = begin(store, campus)?;
    let champ = ["forts", "faibles", "besoins"][hasard.below(3) as usize];
    let read = store.reponses(id)?.get(champ).cloned();
    let mine = Value::Text(text.to_owned());
    if hasard.below(2) == 0 {
        thread::sleep(Duration::from_millis(hasard.below(8)));
    }
    match store.save_reponse_lue(id, champ, (read.as_ref(), Some(&mine)), ("bilan", champ))? {
        Ecriture::Faite => Ok(true),
        Ecriture::Contredite(Autre { valeur, .. }) => {
            let theirs = hasard.below(2) == 0;
            store.trancher_reponse(id, champ, (valeur.as_ref(), Some(&mine)), theirs)?;
            Ok(false)
        }
    }
}

fn begin(store: &mut Store, campus: CampusId) -> cmq::store::Result<RevueId> {
    if let Some(revue) = store.revue_de(campus, TypeRevue::Suivi, AU)? {
        return Ok(revue.id);
    }
    let text = Forms::default().text(TypeRevue::Suivi.form_id()).unwrap();
    store.start_revue(campus, TypeRevue::Suivi, 2, &text, AU)
}

fn edit_campus(store: &mut Store, id: CampusId, field: &str, text: &str) -> cmq::store::Result<()> {
    edit(store, Formalite::Campus(Some(id)), field, text)
}

fn edit_partner(store: &mut Store, id: PartenaireId, field: &str, text: &str) -> cmq::store::Result<()> {
    edit(store, Formalite::Partenaire(Some(id)), field, text)
}

fn edit(store: &mut Store, f: Formalite, field: &str, text: &str) -> cmq::store::Result<()> {
    let p = store.prepare(f, AU)?;
    let mut values = p.sources.clone();
    values.extend(p.valeurs);
    values.insert(field.to_owned(), Value::Text(text.to_owned()));
    store.record(f, p.rev, &values, AU).map(drop)
}

fn note(store: &mut Store, campus: i64, text: &str) {
    edit_campus(store, CampusId(campus), "note", text).unwrap();
}

#[test]
fn a_crowd_of_processes_leaves_what_the_journal_says() {
    let (_home, path) = home();
    let long = std::env::var("CMQ_LONG").is_ok_and(|v| v == "1");
    let time = Duration::from_secs(if long { 60 } else { 10 });
    let crowd: Vec<_> = (0..CROWD).map(|n| child("foule", &path, n, time)).collect();
    let (mut times, mut conflicts) = (Vec::new(), 0u64);
    for one in crowd {
        let out = one.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{text}");
        let line = text.lines().find_map(|l| l.strip_prefix("ensemble ")).unwrap();
        let (met, took) = line.split_once(' ').unwrap();
        conflicts += met.parse::<u64>().unwrap();
        times.extend(took.split(',').map(|t| t.parse::<u64>().unwrap()));
    }
    times.sort_unstable();
    let p99 = times[times.len() * 99 / 100];
    println!(
        "{CROWD} processes, {} s: {} commits, {conflicts} conflicts, p50 {} µs, p99 {p99} µs, max {} µs",
        time.as_secs(),
        times.len(),
        times[times.len() / 2],
        times[times.len() - 1],
    );
    assert!(times.len() > CROWD && conflicts > 0, "they worked, and met");
    let store = Store::open(&path, "essai").unwrap();
    store.verify_journal().unwrap();
    replayed(&path);
}

/// The journal played from its first change gives every row of every trade table, by an independent reading of it.
fn replayed(path: &Path) {
    let conn = Connection::open(path).unwrap();
    let integrity: String = conn
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(integrity, "ok");
    let mut rows: BTreeMap<(String, String), serde_json::Value> = BTreeMap::new();
    let mut stmt = conn
        .prepare("SELECT nom_table, cle, avant, apres FROM changement ORDER BY id")
        .unwrap();
    let mut found = stmt.query([]).unwrap();
    while let Some(r) = found.next().unwrap() {
        let key: (String, String) = (r.get(0).unwrap(), r.get(1).unwrap());
        let json = |i: usize| {
            let text: Option<String> = r.get(i).unwrap();
            text.map(|t| serde_json::from_str::<serde_json::Value>(&t).unwrap())
        };
        assert_eq!(
            rows.get(&key),
            json(2).as_ref(),
            "{key:?}: each change follows the one before"
        );
        match json(3) {
            Some(row) => rows.insert(key, row),
            None => rows.remove(&key),
        };
    }
    let mut tables: Vec<String> = rows.keys().map(|(t, _)| t.clone()).collect();
    tables.dedup();
    assert!(tables.contains(&"reponse".to_owned()) && tables.contains(&"partenaire".to_owned()));
    for table in tables {
        let count: i64 = conn
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            .unwrap();
        let kept: Vec<_> = rows.iter().filter(|((t, _), _)| *t == table).collect();
        assert_eq!(kept.len(), usize::try_from(count).unwrap(), "{table}");
        for ((_, cle), row) in kept {
            same(&conn, &table, cle, row);
        }
    }
}

/// A row of a table is what the journal last said of it.
fn same(conn: &Connection, table: &str, cle: &str, row: &serde_json::Value) {
    let columns = row.as_object().unwrap();
    let list: Vec<String> = columns.keys().map(|c| format!("'{c}', {c}")).collect();
    let key = if has_uid(conn, table) {
        "uid".to_owned()
    } else {
        let mut stmt = conn
            .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")
            .unwrap();
        let names: Vec<String> = stmt
            .query_map([table], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        names.join(" || '/' || ")
    };
    let text: String = conn
        .query_row(
            &format!(
                "SELECT json_object({}) FROM {table} WHERE {key} = ?1",
                list.join(", ")
            ),
            [cle],
            |r| r.get(0),
        )
        .unwrap_or_else(|e| panic!("{table} {cle}: {e}"));
    let there: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(&there, row, "{table} {cle}");
}

fn has_uid(conn: &Connection, table: &str) -> bool {
    conn.query_row(
        "SELECT count(*) FROM pragma_table_info(?1) WHERE name = 'uid'",
        [table],
        |r| r.get::<_, i64>(0),
    )
    .unwrap()
        > 0
}
