//! Whatever happens to the line, the terminal, the register's file or the disk while a review is being typed: nothing
//! is lost, nothing freezes, and the screen says what is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/pty.rs"]
mod pty;
#[path = "common/saisie.rs"]
mod saisie;

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use pty::{CMQ, Pty};
use rustix::process::Signal;
use saisie::{LONG, mis_de_cote, registre, resumes, textes, typing};

const SUIVI: [&str; 4] = ["--au", "2015-09-01", "suivi", "plasticampus"];

/// Waits for a condition that no screen shows.
#[track_caller]
fn until(what: &str, mut ok: impl FnMut() -> bool) {
    let start = Instant::now();
    while !ok() {
        assert!(start.elapsed() < Duration::from_secs(30), "waited for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// User and system time of a process in ticks; None once it is gone.
fn cpu(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    (words[0] != "Z").then(|| words[11].parse::<u64>().unwrap() + words[12].parse::<u64>().unwrap())
}

/// How often the program's threads slept and were woken: what it does, whatever the machine's load.
fn wakeups(pid: i32) -> u64 {
    fs::read_dir(format!("/proc/{pid}/task"))
        .unwrap()
        .map(|task| {
            let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            let line = status.lines().find(|l| l.starts_with("voluntary_ctxt_switches"));
            let count = line.unwrap().split_whitespace().nth(1).unwrap();
            count.parse::<u64>().unwrap()
        })
        .sum()
}

/// The program inside a shell or another wrapper: the only descendant that is `cmq`.
fn cmq_under(p: &Pty) -> i32 {
    let mut found = p.pid();
    until("the program inside its wrapper", || {
        let children = fs::read_to_string(format!("/proc/{found}/task/{found}/children")).unwrap_or_default();
        let name = fs::read_to_string(format!("/proc/{found}/comm")).unwrap_or_default();
        if let Some(child) = children.split_whitespace().next() {
            found = child.parse().unwrap();
        }
        name.trim() == "cmq"
    });
    found
}

/// Types in the suivi, the program being started by something else.
fn typing_under(home: &Path, wrapper: &[&str]) -> Pty {
    let argv: Vec<&str> = wrapper.iter().copied().chain([CMQ]).chain(SUIVI).collect();
    let p = Pty::run(home, &argv, (80, 24), &[]);
    type_long(p)
}

fn type_long(mut p: Pty) -> Pty {
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.send(LONG);
    p.wait_for("dans le bassin");
    p
}

/// Opens again after something was put aside: it is offered, taken, and stands where it was typed.
#[track_caller]
fn takes_back(home: &Path) {
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Plasticampus › Suivi");
    p.wait_for("Saisies mises de côté");
    p.keys("enter");
    p.wait_for("Entrée reprend");
    p.keys("enter");
    p.wait_for("Étape 2/14");
    p.wait_for("enregistré à");
    p.wait_for("dans le bassin");
    p.keys("esc");
    p.wait_for("Brouillon enregistré");
    p.keys("q");
    assert_eq!(p.end(), 0);
    assert_eq!(mis_de_cote(home), Vec::<String>::new(), "the register has it now");
    assert!(textes(home).contains(LONG));
    resumes(home);
}

/// Makes the register of a home.
fn registered(home: &Path) {
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("2 Campus");
    p.keys("q");
    p.end();
}

#[test]
fn a_line_that_drops_under_a_parent_that_swallows_the_signal() {
    let home = tempfile::tempdir().unwrap();
    for wrapper in [
        &["/bin/sh", "-c", "trap '' HUP; \"$@\"; exit", "sh"][..],
        // The signal never arrives: only the terminal tells.
        &["/usr/bin/env", "--block-signal=HUP"][..],
    ] {
        let mut p = typing_under(home.path(), wrapper);
        let pid = cmq_under(&p);
        let before = cpu(pid).unwrap();
        p.hang_up();
        let mut after = before;
        until("the end of the program", || cpu(pid).map(|t| after = t).is_none());
        assert!(
            after - before < 50,
            "{} ticks after the line dropped",
            after - before
        );
        resumes(home.path());
        let _ = fs::remove_file(registre(home.path()));
    }
}

#[test]
fn signals_from_outside_end_it_with_their_code() {
    let home = tempfile::tempdir().unwrap();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::QUIT, 131)] {
        let mut p = typing(home.path());
        p.signal(signal);
        assert_eq!(p.end(), code);
        assert!(String::from_utf8_lossy(&p.bytes()).contains("\x1b[?1049l"));
        resumes(home.path());
        fs::remove_file(registre(home.path())).unwrap();
    }
}

#[test]
fn suspended_in_a_shell_it_gives_the_terminal_back_and_takes_it_again() {
    let home = tempfile::tempdir().unwrap();
    let bash = ["/bin/bash", "--norc", "--noprofile", "-i"];
    let mut p = Pty::run(home.path(), &bash, (80, 24), &[("PS1", "invite> ")]);
    p.wait_for("invite>");
    p.send(&format!("{CMQ} {}\r", SUIVI.join(" ")));
    let mut p = type_long(p);
    p.send("\x1a");
    p.wait_for("Stopped");
    p.send("stty -a | tr ';' '\\n' | grep -c -w -e icanon -e echo; echo vu\r");
    p.wait_for("\nvu");
    assert!(!p.screen().contains("-icanon"), "{}", p.screen());
    assert!(textes(home.path()).contains(LONG), "safe before it stops");
    p.send("fg; echo code=$?\r");
    p.wait_for("Étape 2/14");
    p.send(" SUITE");
    p.wait_for("bassin SUITE");
    p.keys("esc");
    p.wait_for("2 Campus");
    p.keys("q");
    p.wait_for("code=0");
}

#[test]
fn suspended_without_a_shell_it_does_not_freeze() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.send("\x1a");
    p.send(" SUITE");
    p.wait_for("bassin SUITE");
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
}

#[test]
fn a_register_replaced_underneath_is_written_no_more() {
    let home = tempfile::tempdir().unwrap();
    let register = registre(home.path());
    registered(home.path());
    let mut p = typing(home.path());
    let other = register.with_extension("autre");
    fs::copy(&register, &other).unwrap();
    let inode = fs::metadata(&other).unwrap().ino();
    fs::rename(&other, &register).unwrap();
    let before = fs::read(&register).unwrap();
    p.send(" SUITE");
    p.wait_for("mise de côté");
    p.wait_for("remplacé par un autre fichier");
    p.keys("esc");
    p.wait_for("Ctrl-S réessaie");
    p.keys("esc");
    p.wait_for("2 Campus");
    p.keys("q");
    assert_eq!(p.end(), 0);
    assert_eq!(fs::metadata(&register).unwrap().ino(), inode);
    assert!(
        fs::read(&register).unwrap() == before,
        "the other file is as it was"
    );
    let aside = mis_de_cote(home.path());
    assert!(aside.len() == 1 && aside[0].contains("bassin SUITE"), "{aside:?}");
    // The side files of the one put away are not those of this one.
    for side in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(register.with_extension(side));
    }
    let mut p = Pty::start(home.path(), &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Saisies mises de côté");
    p.keys("enter");
    p.wait_for("bassin SUITE");
    p.keys("enter");
    p.wait_for("enregistré à");
    p.keys("esc");
    p.wait_for("2 Campus");
    p.keys("q");
    p.end();
    assert!(textes(home.path()).contains("bassin SUITE"));
    assert_eq!(mis_de_cote(home.path()).len(), 0);
}

#[test]
fn a_register_removed_is_not_made_again() {
    let home = tempfile::tempdir().unwrap();
    let register = registre(home.path());
    let mut p = typing(home.path());
    p.wait_for("enregistré à");
    fs::remove_file(&register).unwrap();
    p.wait_for("déplacé ou supprimé");
    p.send(" SUITE");
    p.wait_for("mise de côté");
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    let left = bytes.rfind("\x1b[?1049l").unwrap();
    assert!(
        bytes[left..].contains("votre saisie est gardée dans"),
        "{:?}",
        &bytes[left..]
    );
    assert!(!register.exists());
    assert!(mis_de_cote(home.path())[0].contains("bassin SUITE"));
    // A new register is made at the next start; the text finds its place in it.
    takes_back_in_new(home.path());
}

fn takes_back_in_new(home: &Path) {
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Saisies mises de côté");
    p.keys("delete");
    p.wait_for("jette pour de bon");
    p.keys("enter");
    p.wait_for("Entrée reprend");
    p.keys("enter");
    p.wait_for("enregistré à");
    p.wait_for("bassin SUITE");
    p.signal(Signal::TERM);
    p.end();
    assert!(textes(home).contains("bassin SUITE"));
}

#[test]
fn a_busy_register_at_a_hang_up_puts_the_text_aside() {
    let home = tempfile::tempdir().unwrap();
    registered(home.path());
    let writer = rusqlite::Connection::open(registre(home.path())).unwrap();
    let mut p = Pty::start(home.path(), &SUIVI, (80, 24));
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    p.send(LONG);
    p.wait_for("dans le bassin");
    p.signal(Signal::HUP);
    assert_eq!(p.end(), 129);
    writer.execute_batch("ROLLBACK").unwrap();
    drop(writer);
    takes_back(home.path());
}

#[test]
fn a_disk_that_refuses_is_said_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    registered(home.path());
    // No file of more than 48 KiB: the register's log is full after some answers, the rescue file is small.
    let mut p = typing_under(home.path(), &["/bin/sh", "-c", "ulimit -f 96; exec \"$@\"", "sh"]);
    let mut tries = 0;
    while p.wait_any(&["enregistré à", "échec"]) == 0 {
        p.send(&format!(" m{tries}"));
        p.wait_for(&format!(" m{tries}"));
        p.keys("tab backtab");
        tries += 1;
        assert!(tries < 200, "the disk never refused");
    }
    p.wait_for("échec, saisie mise de côté");
    p.send(" SUITE");
    p.wait_for("SUITE");
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
    let kept = format!("{}{}", textes(home.path()), mis_de_cote(home.path()).concat());
    for i in 0..tries {
        assert!(kept.contains(&format!(" m{i}")), "m{i} of {tries}");
    }
    assert!(mis_de_cote(home.path()).concat().contains("SUITE"));
    let mut p = Pty::start(home.path(), &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Saisies mises de côté");
    p.keys("enter");
    p.wait_for("Entrée reprend");
    p.keys("enter");
    p.wait_for("enregistré à");
    p.wait_for("SUITE");
    p.signal(Signal::TERM);
    p.end();
    assert!(textes(home.path()).contains("SUITE"));
}

#[test]
fn rights_taken_away_midway_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("cmq");
    fs::copy(CMQ, &program).unwrap();
    // Rights mean nothing to root: the program then runs as nobody.
    let nobody = 65534;
    let root = rustix::process::geteuid().is_root();
    if root {
        chown(home.path(), Some(nobody), Some(nobody)).unwrap();
    }
    let nobody = [
        "/usr/bin/setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let start = |args: &[&str]| {
        let wrapper = if root { &nobody[..] } else { &[] };
        let argv: Vec<&str> = wrapper
            .iter()
            .copied()
            .chain([program.to_str().unwrap()])
            .chain(args.iter().copied())
            .collect();
        Pty::run(home.path(), &argv, (80, 24), &[])
    };
    let mut p = type_long(start(&SUIVI));
    p.wait_for("enregistré à");
    let register = registre(home.path());
    let rights = |file: u32, folder: u32| {
        let folder_path = register.parent().unwrap();
        fs::set_permissions(&register, fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(folder_path, fs::Permissions::from_mode(folder)).unwrap();
    };
    rights(0o400, 0o500);
    p.send(" SUITE");
    p.wait_for("bassin SUITE");
    p.wait_any(&["enregistré à", "mise de côté"]);
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
    let kept = format!("{}{}", textes(home.path()), mis_de_cote(home.path()).concat());
    assert!(kept.contains("bassin SUITE"), "{kept}");
    rights(0o600, 0o700);
    let mut p = start(&SUIVI);
    p.wait_any(&["bassin SUITE", "Saisies mises de côté"]);
    p.signal(Signal::TERM);
    p.end();
}

#[test]
fn a_clock_that_jumps_back_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let at = |now: &str| Pty::with_env(home.path(), &SUIVI, (80, 24), &[("CMQ_NOW", now)]);
    let mut p = type_long(at("2031-03-01T10:00:00Z"));
    // Idle time is not the clock's: the text goes to disk although the clock stands still.
    p.wait_for("enregistré à 10:00");
    p.keys("tab");
    p.signal(Signal::TERM);
    p.end();
    let mut p = at("2015-09-01T08:00:00Z");
    p.wait_for("Étape 2/14");
    p.keys("backtab");
    p.wait_for("dans le bassin");
    p.send(" SUITE");
    p.wait_for("enregistré à 08:00");
    p.keys("tab esc");
    p.wait_for("Brouillon enregistré");
    p.keys("q");
    assert_eq!(p.end(), 0);
    assert!(textes(home.path()).contains("bassin SUITE"));
    let run = std::process::Command::new(CMQ)
        .args(["verifier", "--registre"])
        .arg(registre(home.path()))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_storm_of_sizes_ends_on_the_last_one() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    for i in 0..300u16 {
        p.resize(1 + (i * 37) % 200, 1 + (i * 23) % 60);
        if i % 10 == 0 {
            p.send("z");
        }
    }
    p.resize(80, 24);
    p.wait_for("Étape 2/14");
    p.wait_for(&format!("bassin{}", "z".repeat(30)));
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
}

/// Resident memory in MiB.
fn memory(pid: i32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[test]
fn a_paste_of_a_megabyte_is_cut_or_refused_with_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let mega = format!("\x1b[200~{}\x1b[201~", "énergie et q\n".repeat(80_000));
    let mut p = Pty::start(home.path(), &["--au", "2015-09-01"], (80, 24));
    p.wait_for("2 Campus");
    p.send(&mega);
    p.wait_for("Rien ne se colle ici");
    p.keys("/");
    p.send(&mega);
    p.wait_for("Texte collé trop long");
    p.keys("esc :");
    p.send(&mega);
    p.wait_for("Texte collé trop long");
    p.keys("esc esc");
    p.send("/plasti\r");
    p.keys("s");
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.send(&mega);
    p.wait_for("dépasse la longueur permise");
    p.wait_for("enregistré à");
    p.keys("pagedown*5");
    p.wait_for("Étape 7/14");
    p.keys("tab tab");
    p.send(&mega);
    p.wait_for("dépasse la longueur permise");
    p.keys("esc");
    p.wait_for("Brouillon enregistré");
    let peak = memory(p.pid());
    assert!(peak < 200, "{peak} MiB");
    p.keys("q");
    assert_eq!(p.end(), 0);
    let text = textes(home.path());
    let most = text.split("énergie").count();
    assert!((7_000..9_000).contains(&most), "{most} times the pasted words");
}

#[test]
fn an_idle_program_costs_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.wait_for("enregistré à");
    thread::sleep(Duration::from_millis(500));
    let (bytes, ticks, woken) = (p.bytes().len(), cpu(p.pid()).unwrap(), wakeups(p.pid()));
    thread::sleep(Duration::from_secs(4));
    assert_eq!(p.bytes().len(), bytes, "bytes to the terminal");
    let woken = wakeups(p.pid()) - woken;
    assert!(
        woken <= 24,
        "woken {woken} times in four seconds: one look a second is enough"
    );
    // A loop that never sleeps wakes nobody but takes the processor; so would too much done at each look.
    let spent = cpu(p.pid()).unwrap() - ticks;
    assert!(spent <= 20, "{spent} ticks in four seconds");
    assert!(p.alive());
}

/// Puts a text aside: the register is busy when the line drops.
fn put_aside(home: &Path, mut p: Pty, text: &str) {
    let writer = rusqlite::Connection::open(registre(home)).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    p.send(text);
    p.wait_for(text);
    p.signal(Signal::HUP);
    assert_eq!(p.end(), 129);
    writer.execute_batch("ROLLBACK").unwrap();
    assert_eq!(mis_de_cote(home).len(), 1);
}

#[test]
fn what_was_put_aside_is_asked_about_where_the_register_says_otherwise() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    registered(home);
    let at_text = || {
        let mut p = Pty::start(home, &SUIVI, (80, 24));
        if p.wait_any(&["Saisies mises de côté", "Étape 1/14"]) == 0 {
            p.keys("esc");
            p.wait_for("Étape 1/14");
        }
        p.keys("pagedown");
        p.wait_for("Étape 2/14");
        p
    };
    put_aside(home, at_text(), "Le mien");
    let mut other = at_text();
    other.send("Le leur");
    other.wait_for("Le leur");
    other.keys("tab esc");
    other.wait_for("Brouillon enregistré");
    other.keys("q");
    other.end();
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Saisies mises de côté");
    p.keys("enter");
    p.wait_for("Le registre a changé depuis");
    for (w, h) in [(30, 8), (31, 9), (200, 50), (60, 16), (80, 24)] {
        p.resize(w, h);
        p.wait_for(if w < 60 { "Saisie mise" } else { "Le mien" });
    }
    p.keys("enter");
    p.wait_for("à choisir");
    p.keys("right");
    p.wait_for("[x] Le mien");
    p.keys("enter");
    p.wait_for("Étape 2/14");
    p.wait_for("enregistré à");
    p.signal(Signal::TERM);
    p.end();
    assert_eq!(mis_de_cote(home).len(), 0);
    let kept = textes(home);
    assert!(kept.contains("Le mien"), "{kept}");
    assert!(
        kept.contains("Le leur"),
        "theirs is the answer until mine is one: {kept}"
    );
}

#[test]
fn a_record_being_made_is_put_aside_and_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    registered(home);
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("2 Campus");
    p.keys("8");
    p.wait_for("Commission");
    p.keys("n");
    p.wait_for("Nouvelle séance");
    p.keys("tab tab");
    put_aside(home, p, "rue de Gren");
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Nouvelle séance");
    p.keys("enter");
    p.wait_for("Entrée reprend");
    p.keys("enter");
    p.wait_for("brouillon enregistré à");
    p.send("elle");
    p.wait_for("rue de Grenelle");
    p.keys("esc");
    p.wait_for("Brouillon gardé");
    p.keys("q");
    assert_eq!(p.end(), 0);
    assert_eq!(mis_de_cote(home).len(), 0);
    let conn = rusqlite::Connection::open(registre(home)).unwrap();
    let kept: String = conn
        .query_row("SELECT group_concat(valeurs) FROM brouillon", [], |r| r.get(0))
        .unwrap();
    assert!(kept.contains("rue de Grenelle"), "{kept}");
}

#[test]
fn what_was_put_aside_is_thrown_away_when_asked_twice() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    registered(home);
    let mut p = Pty::start(home, &SUIVI, (80, 24));
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    put_aside(home, p, "a jeter");
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("Saisies mises de côté");
    p.keys("esc");
    p.wait_for("2 Campus");
    p.keys("R delete down");
    p.wait_for("Saisies mises de côté");
    assert_eq!(mis_de_cote(home).len(), 1, "another key takes the question away");
    p.keys("delete delete");
    p.wait_for("est jetée");
    assert_eq!(mis_de_cote(home).len(), 0);
    p.keys("esc q");
    assert_eq!(p.end(), 0);
}
