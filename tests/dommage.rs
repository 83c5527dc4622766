//! Damaged registers: never a panic, never a byte changed, an answer from what can be read or a sentence.
//! `CMQ_LONG=1` tries a thousand copies.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use std::os::unix::fs::PermissionsExt as _;
use std::{
    fs,
    path::{Path, PathBuf},
};

use cmq::store::{Error, Filtre, Op, Store, record};
use env::Env;
use jiff::civil::date;

/// xorshift64*: the same damage at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let r = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        usize::try_from(r).unwrap() % n
    }
}

/// A register of some size, its last look old when `due`; the bytes of its file and, when `wal`, of its `-wal`.
fn base(due: bool, wal: bool) -> (Vec<u8>, Option<Vec<u8>>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut s = Store::open_or_create(&path, "essai").unwrap();
    if due {
        let other = rusqlite::Connection::open(&path).unwrap();
        other
            .execute(
                "UPDATE meta SET valeur = '2026-01-01T00:00:00Z' WHERE cle = 'verifie'",
                [],
            )
            .unwrap();
    }
    if !wal {
        drop(s);
        return (fs::read(&path).unwrap(), None);
    }
    for n in 1..6 {
        s.write(Op::EditCampus, |conn| {
            record::update(conn, "campus", 3, n, &[("note", &format!("note {n}"))])
        })
        .unwrap();
    }
    let wal = fs::read(dir.path().join("registre.db-wal")).unwrap();
    assert!(!wal.is_empty());
    (fs::read(&path).unwrap(), Some(wal))
}

/// Spoils a copy, in one of the ways of disks and of people.
fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) -> String {
    match dice.roll(6) {
        0 => {
            let n = 1 + dice.roll(64);
            for _ in 0..n {
                let at = dice.roll(bytes.len());
                bytes[at] = u8::try_from(dice.roll(256)).unwrap();
            }
            format!("{n} random bytes")
        }
        1 => {
            let at = dice.roll(100);
            bytes[at] ^= 1 << dice.roll(8);
            format!("header byte {at} flipped")
        }
        2 => {
            let left = dice.roll(bytes.len());
            bytes.truncate(left);
            format!("cut to {left} bytes")
        }
        3 => {
            for byte in &mut bytes[..100] {
                *byte = u8::try_from(dice.roll(256)).unwrap();
            }
            "garbage header".to_owned()
        }
        4 => {
            let page = dice.roll(bytes.len() / 4096) * 4096;
            let with = u8::try_from(dice.roll(256)).unwrap();
            bytes[page..page + 4096].fill(with);
            format!("page {} full of {with}", page / 4096 + 1)
        }
        _ => {
            let (a, b) = (dice.roll(bytes.len() / 4096), dice.roll(bytes.len() / 4096));
            for i in 0..4096 {
                bytes.swap(a * 4096 + i, b * 4096 + i);
            }
            format!("pages {} and {} exchanged", a + 1, b + 1)
        }
    }
}

/// A file's bytes; none and an empty one are the same to a `-wal`.
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

fn both(path: &Path) -> (Vec<u8>, Vec<u8>) {
    (
        bytes(path),
        bytes(&PathBuf::from(format!("{}-wal", path.display()))),
    )
}

/// What a person looks at in a register; the first thing that fails.
fn look(s: &Store) -> Result<(), Error> {
    let au = date(2016, 6, 1);
    let all = s.campus(&Filtre::au(au))?;
    for c in &all {
        s.fiche(c.id, au)?;
    }
    s.partenaires(&Filtre::au(au))?;
    s.regions(&Filtre::au(au))?;
    s.corbeille()?;
    s.revues(None, au)?;
    s.sauvegardes()?;
    Ok(())
}

/// One damaged copy: opened, looked at, read apart when asked. Returns whether damage was met.
fn one(path: &Path, how: &str, apart: bool) -> bool {
    let before = both(path);
    let error = match Store::open(path, "essai") {
        Ok(mut s) => match look(&s) {
            Ok(()) => return false,
            Err(e) => {
                s.geler(&e.to_string());
                e
            }
        },
        Err(e) => e,
    };
    let sentence = error.to_string();
    let newer = matches!(error, Error::TooNew { .. });
    assert!(
        error.exit_code() == 6 || newer || matches!(error, Error::NotARegister(_) | Error::Sqlite(_)),
        "{how}: {sentence}"
    );
    assert!(both(path) == before, "{how}: the file changed ({sentence})");
    if apart && error.exit_code() == 6 {
        // What can be read is read, or nothing can: both are answers.
        if let Ok(s) = Store::lire_seulement(path, "essai", &sentence) {
            let _ = look(&s);
            assert!(s.dommage().is_some());
        }
        assert!(both(path) == before, "{how}: reading apart changed the file");
    }
    true
}

#[test]
fn damaged_copies_are_never_written_and_never_panic() {
    let long = std::env::var_os("CMQ_LONG").is_some();
    let copies = if long { 1000 } else { 120 };
    let bases = [
        base(false, false),
        base(true, false),
        base(false, true),
        base(true, true),
    ];
    let mut met = 0;
    for seed in 0..copies {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (seed as u64 + 1).wrapping_mul(0xD129_0DD3));
        let (file, wal) = &bases[seed % bases.len()];
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut spoiled = file.clone();
        let how = format!("copy {seed}: {}", spoil(&mut spoiled, &mut dice));
        if spoiled.is_empty() {
            continue;
        }
        fs::write(&path, &spoiled).unwrap();
        if let Some(wal) = wal {
            let mut wal = wal.clone();
            if dice.roll(2) == 0 {
                let at = dice.roll(wal.len());
                wal[at] ^= 0xFF;
            }
            fs::write(dir.path().join("registre.db-wal"), wal).unwrap();
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        met += usize::from(one(&path, &how, long || seed % 3 == 0));
    }
    assert!(
        met > copies / 4,
        "only {met} of {copies} copies were found damaged"
    );
}

#[test]
fn commands_on_damaged_copies_answer_or_say_why() {
    let (file, _) = base(true, false);
    for seed in 0..8_u64 {
        let env = Env::new();
        let path = env.home().join("x.db");
        let mut dice = Dice(77 + seed * 1_000_003);
        let mut spoiled = file.clone();
        let how = spoil(&mut spoiled, &mut dice);
        fs::write(&path, &spoiled).unwrap();
        let at = path.to_str().unwrap();
        for args in [
            &["campus", "--registre", at][..],
            &["verifier", "--registre", at],
            &["diagnostic", "--registre", at],
        ] {
            let run = env.run(args);
            let newer = run.err.contains("version plus récente");
            assert!(
                matches!(run.code, 0 | 6) || (run.code == 1 && newer),
                "{how}, {args:?}: {run:?}"
            );
            assert!(!run.err.contains("panicked"), "{how}, {args:?}: {run:?}");
            if run.code == 6 {
                assert!(bytes(&path) == spoiled, "{how}, {args:?}: the file changed");
            }
        }
        assert_eq!(env.leftovers(), 0, "{how}: what was copied to be read is gone");
    }
}
