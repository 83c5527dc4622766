//! The command line's manners: French refusals with their mend, closed pipes, terminals narrow or dumb.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;
#[path = "common/pty.rs"]
mod pty;

use std::io::Read as _;
use std::process::{Command, Stdio};

use env::{Env, Run};

#[test]
fn mistakes_are_refused_with_the_nearest_word() {
    let env = Env::new();
    env.refused(&["campu"], 2, &["commande inconnue", "vouliez-vous dire campus"]);
    assert_eq!(env.ok(&["aide"]), env.ok(&["--help"]));
    assert_eq!(env.ok(&["help", "campus"]), env.ok(&["campus", "--help"]));
    env.refused(&["xyzzy"], 2, &["commande inconnue", "cmq --help"]);
    env.refused(&["campus", "--regio", "x"], 2, &["option inconnue", "--region"]);
    env.refused(&["campus", "--region"], 2, &["il manque une valeur"]);
    env.refused(&["campus", "-x"], 2, &["option inconnue", "écrivez -- avant"]);
    env.refused(&["fiche"], 2, &["il manque", "CAMPUS"]);
    env.refused(
        &["verifier", "trop"],
        2,
        &["« trop »".replace(' ', "\u{a0}").as_str(), "en trop"],
    );
    env.refused(
        &["echeancier", "--format", "xml"],
        2,
        &["valeurs possibles", "table, json, csv"],
    );
    env.refused(&["echeancier", "--format", "xml"], 2, &["--format", "ics"]);
    env.refused(
        &["echeancier", "--dans", "bientôt"],
        2,
        &["n'est pas une durée", "90j"],
    );
    env.refused(
        &["journal", "--depuis", "hier"],
        2,
        &["n'est pas une date", "2015-09"],
    );
    env.refused(&["journal", "--lot", "99"], 2, &["pas de lot 99", "cmq journal"]);
    env.refused(&["--demo", "--registre", "x.db", "campus"], 2, &["s'excluent"]);
}

#[test]
fn no_english_is_left_in_helps_and_refusals() {
    let env = Env::new();
    let mut texts = vec![env.ok(&["--help"]), env.run(&["campus", "--nope"]).err];
    for command in [
        "region",
        "campus",
        "filiere",
        "partenaire",
        "fiche",
        "echeancier",
        "suivi",
        "evaluation",
        "revues",
        "journal",
        "verifier",
        "diagnostic",
    ] {
        texts.push(env.ok(&[command, "--help"]));
        assert!(
            texts[0].contains(&format!("\n  {command} ")),
            "{command} is not in the help"
        );
    }
    for text in texts {
        for english in [
            "Options:",
            "Commands",
            "Usage:",
            "Print",
            "default",
            "possible values",
            "error:",
            "tip:",
        ] {
            assert!(!text.contains(english), "{english} in {text}");
        }
        for sign in [';', '?', '!', ':'] {
            assert!(
                !text.contains(&format!(" {sign}")),
                "a plain space before {sign} in {text}"
            );
        }
    }
}

#[test]
fn names_that_mean_several_or_none_are_refused() {
    let env = Env::new();
    env.refused(
        &["fiche", "aéronautique"],
        2,
        &["plusieurs campus", "Aérocampus Aquitaine", "Aérocampus Auvergne"],
    );
    env.refused(&["fiche", "plasticanpus"], 2, &["campus inconnu", "Plasticampus"]);
    env.refused(&["fiche", "99"], 2, &["campus inconnu"]);
    env.refused(&["fiche", "\""], 2, &["il manque un campus"]);
    env.refused(
        &["campus", "--region", "rhone"],
        2,
        &["plusieurs régions", "Auvergne-Rhône-Alpes"],
    );
    env.refused(
        &["campus", "--region", "bretange"],
        2,
        &["région inconnue", "Bretagne"],
    );
    env.refused(&["campus", "--region", "999"], 2, &["code de région inconnu"]);
    env.refused(
        &["campus", "--filiere", "transition"],
        2,
        &["plusieurs filières", "transition-energetique"],
    );
    env.refused(&["campus", "--etat", "perdu"], 2, &["état inconnu", "en retard"]);
    env.refused(&["partenaire", "--type", "lycée"], 2, &["plusieurs types", "LPO"]);
    env.refused(&["partenaire", "--campus", "zorglub"], 2, &["campus inconnu"]);
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_cmq"))
        .args(["fiche", "10", "--json"])
        .env_clear()
        .env("HOME", env.home())
        .env("XDG_DATA_HOME", env.home().join("donnees"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert_eq!(err, "");
}

#[test]
fn a_full_disk_is_told() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_cmq"))
        .arg("campus")
        .env_clear()
        .env("XDG_DATA_HOME", env.home().join("donnees"))
        .env("HOME", env.home())
        .stdin(Stdio::null())
        .stdout(std::fs::File::options().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(
        err,
        "erreur\u{202f}: impossible d'écrire la réponse\ncause\u{202f}: le disque est plein\n"
    );
}

#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let env = Env::new();
    let mut command = env.command(&["campus"]);
    command.arg(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    let run = Run::of(&mut command, &[]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("UTF-8"), "{run:?}");
}

#[test]
fn the_screen_is_refused_where_none_can_be_drawn() {
    let env = Env::new();
    env.refused(&[], 2, &["terminal", "cmq campus"]);
    env.refused(&["suivi", "oyonnax"], 2, &["--lineaire"]);
    assert!(!env.registre().exists(), "a refusal makes no register");
}

#[test]
fn a_wrong_form_file_is_refused_with_its_line() {
    let env = Env::new();
    let dir = env.home().join("pilote");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(
        dir.join("suivi-2013.toml"),
        "id = \"suivi-2013\"\nversion = 2\ncouleur = \"bleu\"\n",
    )
    .unwrap();
    env.refused(
        &["campus", "--data", dir.to_str().unwrap()],
        1,
        &["suivi-2013.toml", "ligne 3"],
    );
    let absent = env.home().join("absent");
    env.refused(&["campus", "--data", absent.to_str().unwrap()], 1, &["absent"]);
}

#[test]
fn in_a_terminal_columns_give_way_before_names() {
    let env = Env::new();
    let longest = "Habitat, énergies renouvelables et éco-construction";
    for (columns, place) in [(80, false), (160, true)] {
        let pty = pty::Pty::start(env.home(), &["campus", "--au", "2015-09-01"], (columns, 24));
        pty.wait_for("10  Plasticampus");
        let bytes = pty.bytes();
        assert!(!bytes.contains(&0x1b), "a list needs no escape sequence");
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().filter(|l| !l.contains("Registre créé")).collect();
        assert!(
            lines.iter().all(|l| l.chars().count() <= usize::from(columns)),
            "{text}"
        );
        let habitat = lines.iter().find(|l| l.contains(longest)).unwrap();
        assert!(habitat.ends_with("suivi à faire"), "{text}");
        assert_eq!(habitat.contains("Bassin nîmois"), place, "{text}");
    }
}

#[test]
fn a_dumb_terminal_is_told_of_the_questions_one_by_one() {
    let env = Env::new();
    let pty = pty::Pty::with_env(env.home(), &["suivi", "oyonnax"], (80, 24), &[("TERM", "dumb")]);
    pty.wait_for("--lineaire");
    assert!(!pty.bytes().contains(&0x1b));
}

#[test]
fn the_version_is_that_of_the_package() {
    let env = Env::new();
    assert_eq!(
        env.ok(&["--version"]),
        format!("cmq {}\n", env!("CARGO_PKG_VERSION"))
    );
}
