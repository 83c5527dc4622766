//! Real OpenSSH on loopback: two agents by key, one-shot look-ups, hostile commands, lines that are cut.
//! The server has its own host key, configuration and port, and is stopped at the end.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/pty.rs"]
mod pty;
#[path = "common/sshd.rs"]
mod sshd;

use std::{
    thread,
    time::{Duration, Instant},
};

use pty::Pty;
use sshd::{Line, Sshd};

const LONG: &str = "Le contexte a beaucoup change depuis deux ans dans le bassin";

/// Opens the suivi of Plasticampus over the line.
fn suivi(line: &Line<'_>) -> Pty {
    let mut p = line.open();
    p.wait_for("2 Campus · 12");
    p.keys("2 /");
    p.send("plasti");
    p.wait_for("2 Campus · 1");
    p.keys("enter s");
    p
}

/// The same, and types in its first long text.
fn typing(line: &Line<'_>) -> Pty {
    let mut p = suivi(line);
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.send(LONG);
    p.wait_for("dans le bassin");
    p
}

/// The same review over a new line: the same field, every word.
#[track_caller]
fn resumes(line: &Line<'_>) {
    let mut p = suivi(line);
    p.wait_for("Étape 2/14");
    p.wait_for(LONG);
    p.send(" FIN");
    p.wait_for("bassin FIN");
    p.keys("esc");
    p.wait_for("enregistré");
    p.keys("esc esc q");
    assert_eq!(p.end(), 0);
}

#[test]
#[ignore = "needs sshd and ssh"]
fn two_agents_by_key_on_the_screen_and_in_one_shot() {
    let server = Sshd::start();
    let (marie, paul) = (server.line("marie.durand"), server.line("paul.martin"));
    let found = marie.command("campus --region rhone-alpes --json");
    assert_eq!(found.code, 0, "{found:?}");
    let all: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let mut one = typing(&marie);
    let mut two = paul.open();
    two.wait_for("2 Campus · 12");
    two.keys("2");
    two.keys("s");
    two.wait_for("Étape 1/14");
    two.keys("pagedown");
    two.send("Autre texte");
    two.wait_for("Autre texte");
    for p in [&mut one, &mut two] {
        p.keys("esc");
        p.wait_for("enregistré");
        p.keys("esc esc q");
        assert_eq!(p.end(), 0);
    }
    let journal: serde_json::Value = serde_json::from_str(&server.cmq(&["journal", "--json"]).out).unwrap();
    let agents: Vec<&str> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["agent"].as_str().unwrap())
        .collect();
    assert!(
        agents.contains(&"marie.durand") && agents.contains(&"paul.martin"),
        "{agents:?}"
    );
    resumes(&marie);
}

#[test]
#[ignore = "needs sshd and ssh"]
fn hostile_commands_are_refused_in_one_line() {
    let server = Sshd::start();
    let line = server.line("marie.durand");
    let before = server.files();
    for hostile in HOSTILE {
        let run = line.command(hostile);
        assert_eq!(run.code, 2, "{hostile:?}: {run:?}");
        assert!(run.out.is_empty(), "{hostile:?}: {run:?}");
        assert_eq!(run.err.trim_end().lines().count(), 1, "{hostile:?}: {run:?}");
        assert!(
            !run.err.chars().any(|c| c.is_control() && c != '\n' && c != '\r'),
            "{hostile:?}"
        );
    }
    let log = server.path("registre/cmq.log");
    let mut after = server.files();
    assert!(after.remove(&log), "the log came");
    assert_eq!(after, before, "no other file came");
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("commande refusée (").count(), HOSTILE.len(), "{log}");
}

/// What somebody who wants a shell, a file or a write would send.
const HOSTILE: [&str; 44] = [
    "sh",
    "/bin/sh -i",
    "bash -c id",
    "campus; id",
    "campus && id",
    "campus | sh",
    "campus `id`",
    "campus $(id)",
    "campus > /tmp/x",
    "campus < /etc/passwd",
    "campus & id",
    "campus\nid",
    "campus\tid\r",
    "campus --help",
    "--help",
    "-h",
    "--version",
    "fiche --help",
    "campus -o /tmp/x",
    "exporter campus -o /tmp/x",
    "echeancier --format ics -o /tmp/x",
    "campus --registre /etc/passwd",
    "campus --registre=/etc/passwd",
    "campus --data /tmp",
    "campus --agent root",
    "campus --agent=root",
    "campus --demo",
    "fiche -1",
    "fiche -- --help --registre",
    "session --agent=root",
    "acces lister",
    "acces ajouter root --role administrateur",
    "importer campus /etc/passwd",
    "exporter --tout",
    "restaurer",
    "sauvegarder",
    "verifier --reparer",
    "journal",
    "suivi plasticampus",
    "scp -f /etc/passwd",
    "internal-sftp",
    "git-upload-pack '../x'",
    "campus 'unclosed",
    "campus \u{1b}]0;pwn\u{7}",
];

#[test]
#[ignore = "needs sshd, ssh and strace"]
fn a_session_starts_no_process_and_writes_in_its_two_folders_only() {
    let server = Sshd::start_traced();
    let mut p = typing(&server.line("marie.durand"));
    p.keys("esc");
    p.wait_for("enregistré");
    p.keys("esc x");
    p.wait_for("CSV");
    p.keys("enter");
    p.wait_for("Écrit");
    p.keys("q");
    assert_eq!(p.end(), 0);
    server.line("marie.durand").command("campus --json");
    let trace = server.trace();
    let programs = trace.lines().filter(|l| l.contains("execve(")).count();
    assert_eq!(
        programs, 2,
        "the screen and the look-up, and nothing they started: {trace}"
    );
    for line in trace.lines() {
        assert!(!line.contains(" fork(") && !line.contains("vfork("), "{line}");
        let clone = line.contains("clone(") || line.contains("clone3(");
        assert!(!clone || line.contains("CLONE_THREAD"), "{line}");
        if let Some(path) = written(line) {
            assert!(server.may_write(path), "{line}");
        }
    }
    assert_eq!(server.exports().len(), 1, "under a name of its own");
}

/// The path that a traced call makes, changes or takes away.
fn written(line: &str) -> Option<&str> {
    let opens =
        line.contains("openat(") && ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|f| line.contains(f));
    let changes = [
        "rename", "unlink", "mkdir", "link(", "linkat(", "symlink", "creat(",
    ]
    .iter()
    .any(|call| line.contains(call));
    if !(opens || changes) || line.contains("= -1 ") {
        return None;
    }
    line.split('"').nth(1)
}

#[test]
#[ignore = "needs sshd and ssh"]
fn a_client_that_is_killed_in_mid_sentence_loses_nothing() {
    let server = Sshd::start();
    let line = server.line("marie.durand");
    let mut p = typing(&line);
    assert_eq!(server.sessions().len(), 1);
    idle(&server);
    p.child.kill().unwrap();
    gone(&server);
    resumes(&line);
}

#[test]
#[ignore = "needs sshd and ssh"]
fn a_server_process_that_is_killed_in_mid_sentence_loses_nothing() {
    let server = Sshd::start();
    let line = server.line("marie.durand");
    let _p = typing(&line);
    server.kill_connection();
    gone(&server);
    resumes(&line);
}

#[test]
#[ignore = "needs sshd and ssh"]
fn a_line_that_goes_silent_loses_nothing() {
    let server = Sshd::start();
    let relay = server.relay();
    let _p = typing(&server.line("marie.durand").through(&relay));
    relay.stop();
    // The server asks every second whether the client is there, and gives up after two.
    gone(&server);
    resumes(&server.line("marie.durand"));
}

/// Waits until no session runs. The bound is a loaded machine's; what was seen is printed.
#[track_caller]
fn gone(server: &Sshd) {
    let start = Instant::now();
    while !server.sessions().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(20), "a session still runs");
        thread::sleep(Duration::from_millis(20));
    }
    eprintln!("session gone after {} ms", start.elapsed().as_millis());
}

/// A session that nobody types in uses no processor: less than a tenth of a second in two.
#[track_caller]
fn idle(server: &Sshd) {
    thread::sleep(Duration::from_secs(2));
    let before = server.ticks();
    thread::sleep(Duration::from_secs(2));
    assert!(server.ticks() - before < 10, "{} ticks", server.ticks() - before);
}
