//! The program killed at random moments, the disk that fails at random, the disk that is full: what the header said is
//! saved is there, the file is sound, and one comes back to the field. `CMQ_LONG=1` for the long run.
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

use std::{fs, path::Path, process::Command, thread, time::Duration};

use pty::{CMQ, Pty};
use rustix::process::Signal;
use saisie::{mis_de_cote, oublie, registre, textes};

const SUIVI: [&str; 4] = ["--au", "2015-09-01", "suivi", "plasticampus"];

/// How many times: the short run's, or the long one's.
fn times(short: u64, long: u64) -> u64 {
    if std::env::var_os("CMQ_LONG").is_some() {
        long
    } else {
        short
    }
}

/// Figures without a pattern, the same at every run (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// The review at its third step's two long texts: `Tab` and `Maj-Tab` walk from one to the other.
fn at_two_texts(home: &Path) {
    let mut p = Pty::start(home, &SUIVI, (80, 24));
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.keys("tab tab");
    p.send("debut");
    p.wait_for("debut");
    p.wait_for("enregistré à");
    p.signal(Signal::TERM);
    p.end();
}

/// The field where the review was left, as the register has it.
fn place(home: &Path) -> String {
    let conn = rusqlite::Connection::open(registre(home)).unwrap();
    conn.query_row(
        "SELECT coalesce((SELECT champ FROM saisie), (SELECT champ FROM position))",
        [],
        |r| r.get(0),
    )
    .unwrap()
}

/// What the register has of a field, being typed or answered.
fn said(home: &Path, field: &str) -> String {
    let conn = rusqlite::Connection::open(registre(home)).unwrap();
    conn.query_row(
        "SELECT coalesce((SELECT texte FROM saisie WHERE champ = ?1),
                         (SELECT valeur FROM reponse WHERE champ = ?1), '')",
        [field],
        |r| r.get(0),
    )
    .unwrap()
}

/// Types words, one text then the other, waiting for the header each time; the words that it said were saved.
fn work(p: &mut Pty, words: &[String], mut at_first: bool) -> Vec<String> {
    let mut saved = Vec::new();
    for word in words {
        p.send(&format!(" {word}"));
        p.wait_for(word);
        if p.wait_any(&["enregistré à", "échec"]) == 0 {
            saved.push(word.clone());
        }
        p.keys(if at_first { "tab" } else { "backtab" });
        at_first = !at_first;
    }
    saved
}

#[test]
fn killed_at_random_moments_it_has_all_that_the_header_said() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    at_two_texts(home);
    let mut dice = Dice(2013);
    let mut saved: Vec<String> = Vec::new();
    for round in 0..times(25, 200) {
        let field = place(home);
        let before = said(home, &field);
        let mut p = Pty::start(home, &SUIVI, (80, 24));
        p.wait_for("Étape 2/14");
        let words: Vec<String> = (0..dice.below(4)).map(|i| format!("m{round}x{i}")).collect();
        saved.extend(work(&mut p, &words, field == "perim"));
        // The blow falls in the middle of the next word, or of its way to the disk.
        p.send(&format!(" m{round}fin"));
        thread::sleep(Duration::from_millis(dice.below(900)));
        if p.screen().contains(&format!("m{round}fin")) && p.screen().contains("enregistré à") {
            saved.push(format!("m{round}fin"));
        }
        p.signal(Signal::KILL);
        p.end();
        let kept = textes(home);
        for word in &saved {
            assert!(
                kept.contains(word),
                "round {round}: {word} is lost; kept:\n{kept}"
            );
        }
        // It began where the one before was left: its first word follows the text of that field.
        let first = words.first().cloned().unwrap_or_else(|| format!("m{round}fin"));
        if kept.contains(&first) {
            let now = said(home, &field);
            assert!(
                now.starts_with(&format!("{before} {first}")),
                "round {round}, {field}: {now}"
            );
        }
    }
    let run = Command::new(CMQ)
        .args(["verifier", "--registre"])
        .arg(registre(home))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Types under `libfiu`, then looks at what is left without it. Says whether the program met a fault.
fn with_faults(home: &Path, (always, fault): (Option<&str>, &str), seed: u64) -> bool {
    let chance = ["0.02", "0.05", "0.15", "0.4", "1"][usize::try_from(seed % 5).unwrap()];
    // Full, or broken.
    let errno = if seed.is_multiple_of(2) { 28 } else { 5 };
    let how = format!("enable_random name={fault},probability={chance},failinfo={errno}");
    let always = always.map(|name| format!("enable name={name},failinfo=28"));
    let mut argv = vec!["/usr/bin/fiu-run", "-x", "-c", &how];
    argv.extend(always.iter().flat_map(|a| ["-c", a]));
    argv.push(CMQ);
    argv.extend(SUIVI);
    let at_first = place(home) == "perim";
    let mut p = Pty::run(home, &argv, (80, 24), &[("LANG", "C.UTF-8")]);
    let (mut words, mut saved) = (Vec::new(), Vec::new());
    let started = p.wait_any(&["Étape 2/14", "erreur", "Saisies mises de côté"]) == 0;
    if started {
        words = (0..4).map(|i| format!("p{seed}x{i}")).collect();
        saved = work(&mut p, &words, at_first);
        p.signal(Signal::TERM);
    } else if !p.screen().contains("erreur") {
        p.signal(Signal::TERM);
    }
    let code = p.end();
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    assert!(
        !bytes.contains("panicked") && !bytes.contains("erreur interne"),
        "{bytes}"
    );
    assert!(
        if started {
            code == 143
        } else {
            code == 143 || bytes.contains("conseil")
        },
        "{code}: {bytes}"
    );
    let kept = format!("{}{}", textes(home), mis_de_cote(home).concat());
    // Only where the program says that it could keep it nowhere may the end be lost.
    let owned = bytes.contains("n'a pas pu être gardée");
    for word in if owned { saved } else { words } {
        assert!(
            kept.contains(&word),
            "{fault} {chance}, seed {seed}: {word} is lost; kept:\n{kept}\n{}",
            p.screen()
        );
    }
    // What was put aside is another test's: here each round starts from the register alone.
    oublie(home);
    bytes.contains("échec") || bytes.contains("erreur")
}

fn faults(always: Option<&str>, fault: &str) {
    let home = tempfile::tempdir().unwrap();
    at_two_texts(home.path());
    let met = (0..times(5, 50)).filter(|seed| with_faults(home.path(), (always, fault), *seed));
    assert!(met.count() > 0, "no fault was met");
}

#[test]
#[ignore = "needs libfiu (apt-get install fiu-utils)"]
fn writes_that_fail_lose_nothing_that_was_saved() {
    faults(None, "posix/io/rw/pwrite");
}

#[test]
#[ignore = "needs libfiu (apt-get install fiu-utils)"]
fn syncs_that_fail_lose_nothing_that_was_saved() {
    faults(None, "posix/io/sync/fsync");
}

#[test]
#[ignore = "needs libfiu (apt-get install fiu-utils)"]
fn opens_that_fail_lose_nothing_that_was_saved() {
    faults(None, "posix/io/oc/open");
}

#[test]
#[ignore = "needs libfiu (apt-get install fiu-utils)"]
fn renames_that_fail_lose_nothing_that_was_saved() {
    // The register refuses, so that the rescue file is written, under a name that is given at the end.
    faults(Some("posix/io/rw/pwrite"), "posix/io/dir/rename");
}

/// A small disk of its own, let go at the end.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(path: &'a Path, size: &str) -> Self {
        fs::create_dir_all(path).unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size},mode=700"), "none"])
            .arg(path)
            .status()
            .unwrap();
        assert!(done.success(), "root may mount a small disk");
        Self(path)
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
#[ignore = "mounts small disks: needs root"]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let folder = registre(home).parent().unwrap().to_path_buf();
    {
        // Too small for a register: a sentence, and no half of one.
        let _disk = Disk::mount(&folder, "1m");
        let run = Command::new(CMQ)
            .args(["region", "--registre"])
            .arg(registre(home))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(!run.status.success() && said.contains("plein"), "{said}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing half made");
    }
    let _disk = Disk::mount(&folder, "2m");
    at_two_texts(home);
    // All that is left of the disk but some pages.
    let filler = folder.join("autre");
    let mut full = fs::File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut full, &[0; 4096]).is_ok() {}
    full.set_len(full.metadata().unwrap().len().saturating_sub(10 * 4096))
        .unwrap();
    let mut p = Pty::start(home, &SUIVI, (80, 24));
    p.wait_for("Étape 2/14");
    let mut words = Vec::new();
    let mut at_first = true;
    while !p.screen().contains("échec") {
        let word = format!("d{}x", words.len());
        work(&mut p, std::slice::from_ref(&word), at_first);
        at_first = !at_first;
        words.push(word);
        assert!(words.len() < 300, "the disk never was full");
    }
    p.wait_for("échec, saisie mise de côté\u{202f}: le disque est plein");
    p.send(" apres");
    p.wait_for("apres");
    words.push("apres".to_owned());
    // Room again: all of it goes to the register, and what was put aside is thrown away.
    drop(full);
    fs::remove_file(&filler).unwrap();
    p.keys("ctrl-s");
    p.wait_for("Enregistré à");
    assert_eq!(mis_de_cote(home).len(), 0);
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
    let kept = textes(home);
    for word in words {
        assert!(kept.contains(&word), "{word} is lost; kept:\n{kept}");
    }
}
