//! The restricted session: what it answers, what it refuses, what it leaves alone; and the access it rests on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/pty.rs"]
mod pty;

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

use env::{Env, Run};
use pty::Pty;

const CLE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVHNB+KDWgHA566XNIeEOLWkUIm3wknzb96TyrQGRLB";

/// A register with agents, its configuration, its export folder.
struct Serveur {
    env: Env,
    base: PathBuf,
}

impl Serveur {
    fn new() -> Self {
        let env = Env::new();
        let base = env.home().canonicalize().unwrap().join("srv");
        for folder in [base.clone(), base.join("registre"), base.join("exports")] {
            fs::create_dir(&folder).unwrap();
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let serveur = Self { env, base };
        serveur.configure(&serveur.registre(), Some(&serveur.exports()));
        for (nom, role) in [
            ("lea.roy", "lecteur"),
            ("marie.durand", "gestionnaire"),
            ("ines.petit", "inspecteur"),
        ] {
            serveur.owner(&["acces", "ajouter", nom, "--role", role]);
        }
        serveur
    }

    fn registre(&self) -> PathBuf {
        self.base.join("registre/registre.db")
    }

    fn exports(&self) -> PathBuf {
        self.base.join("exports")
    }

    fn config(&self) -> String {
        self.base.join("cmq.toml").to_str().unwrap().to_owned()
    }

    fn configure(&self, registre: &Path, exports: Option<&Path>) {
        let mut text = format!("registre = {:?}\n", registre.to_str().unwrap());
        if let Some(exports) = exports {
            text.push_str(&format!("exports = {:?}\n", exports.to_str().unwrap()));
        }
        fs::write(self.config(), text).unwrap();
        fs::set_permissions(self.config(), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn args<'a>(args: &[&'a str], registre: &'a str) -> Vec<&'a str> {
        [args, &["--registre", registre]].concat()
    }

    /// A command of the register's owner, which must succeed.
    #[track_caller]
    fn owner(&self, args: &[&str]) -> String {
        let registre = self.registre();
        self.env.ok(&Self::args(args, registre.to_str().unwrap()))
    }

    /// What a session asks in one line, in a hostile environment.
    fn asks(&self, agent: &str, line: &str) -> Run {
        let (agent, config) = (format!("--agent={agent}"), self.config());
        let args = ["session", &agent, "--config", &config];
        let mut command = self.env.command(&args);
        command
            .env("CMQ_REGISTRE", "/nulle/part.db")
            .env("CMQ_AU", "1999-01-01")
            .env("CMQ_DATA", "/nulle/part")
            .env("CMQ_NOW", "1999-01-01T00:00:00Z")
            .env("HOME", "/nulle/part")
            .env("XDG_DATA_HOME", "/nulle/part")
            .env("XDG_STATE_HOME", "/nulle/part")
            .env("SSH_ORIGINAL_COMMAND", line);
        Run::of(&mut command, &args)
    }

    /// Every file under the server's folder and its bytes, but the log and what SQLite keeps beside the register.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all = Vec::new();
        let mut folders = vec![self.base.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if !name.ends_with("-shm") && !name.ends_with("-wal") && name != "cmq.log" {
                    all.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        all.sort();
        all
    }
}

#[test]
fn look_ups_are_answered_whatever_the_environment_says() {
    let s = Serveur::new();
    for (line, says) in [
        ("campus oyonnax", "Plasticampus"),
        ("campus --json", "\"nom\""),
        ("region bretagne", "Bretagne"),
        ("filiere", "Transition énergétique"),
        ("partenaire --campus plasticampus", "Arbez"),
        ("fiche 'bassin oyonnax'", "Plasticampus"),
        ("fiche -- plasticampus", "Plasticampus"),
        ("tableau", "campus"),
    ] {
        let run = s.asks("lea.roy", line);
        assert_eq!(run.code, 0, "{line}: {run:?}");
        assert!(run.out.contains(says), "{line}: {}", run.out);
    }
    let due = s.asks("lea.roy", "echeancier --au 2016-06-01 --format csv");
    assert_eq!(due.code, 20, "{due:?}");
    assert!(due.out.contains("Plasticampus"), "{}", due.out);
    assert!(
        !s.env.home().join("donnees").exists(),
        "nothing is made in the home"
    );
}

#[test]
fn a_damaged_register_is_refused_in_a_line_and_left_alone() {
    let s = Serveur::new();
    let mut file = fs::read(s.registre()).unwrap();
    file[..60 * 4096].fill(0x5a);
    fs::write(s.registre(), file).unwrap();
    let before = s.files();
    let run = s.asks("lea.roy", "campus");
    assert_eq!((run.code, run.out.as_str()), (6, ""), "{run:?}");
    assert!(run.err.contains("le registre est endommagé"), "{run:?}");
    assert_eq!(s.files(), before);
    let mut pty = screen(&s, "ines.petit");
    pty.wait_for("le registre est endommagé");
    assert_eq!(pty.end(), 6);
    assert_eq!(s.files(), before);
}

#[test]
fn hostile_lines_are_refused_in_one_line_and_leave_no_trace() {
    let s = Serveur::new();
    let long = format!("campus {}", "a".repeat(5000));
    let many = format!("campus {}", "'".repeat(4001));
    let lines = [
        "sh",
        "/bin/sh",
        "bash -i",
        "-c sh",
        "sh -c 'id'",
        "campus; id",
        "; id",
        "`id`",
        "$(id)",
        "$SHELL",
        "campus | sh -o x",
        "campus && id --help",
        "scp -t /tmp",
        "sftp-server",
        "internal-sftp",
        "rsync --server . /",
        "git-upload-pack '/'",
        "cmq campus",
        "session --agent=root",
        "acces lister",
        "acces ajouter pirate --role administrateur",
        "importer campus /etc/passwd",
        "importer registre /etc/shadow",
        "exporter campus",
        "exporter --tout -o /tmp/x",
        "suivi plasticampus --lineaire",
        "evaluation 1",
        "journal",
        "journal --agent marie",
        "corbeille purger campus:1 --oui",
        "verifier --reparer",
        "diagnostic",
        "sauvegarder /tmp/x",
        "restaurer /tmp/x",
        "annuaire",
        "revues",
        "campus --registre /etc/passwd",
        "campus --registre=/etc/passwd",
        "campus --data /tmp",
        "campus --data=/tmp",
        "campus --agent=marie.durand",
        "campus --demo",
        "campus --help",
        "campus -h",
        "campus --aide",
        "campus -V",
        "campus --version",
        "echeancier -o /tmp/x",
        "echeancier -o/tmp/x",
        "echeancier --sortie /tmp/x",
        "echeancier --sortie=/tmp/x",
        "echeancier --format ics -o x.ics",
        "campus --jso",
        "campus --re=x",
        "campus --region",
        "campus --region --json",
        "campus --json=oui",
        "fiche -- -rf",
        "fiche -- --help",
        "fiche -rf",
        "campus -",
        "campus '-x'",
        "campus \"--registre=/x\"",
        "campus ---",
        "campus 'oyonnax",
        "campus \"oyonnax",
        "campus oyonnax\nid",
        "campus\toyonnax",
        "campus \u{1b}[2J",
        "campus \u{202e}x",
        "campus \u{7f}",
        "CAMPUS",
        "Campus",
        "campu",
        "campus\u{a0}x",
        "../campus",
        "/usr/bin/cmq campus",
        "echeancier --format exe",
        "tableau --vue ../../etc",
        &long,
        &many,
    ];
    assert!(lines.len() >= 40);
    let before = s.files();
    for line in lines {
        let run = s.asks("marie.durand", line);
        assert_eq!(run.code, 2, "{line:?}: {run:?}");
        assert_eq!(run.out, "", "{line:?}");
        assert_eq!(run.err.lines().count(), 1, "{line:?}: {}", run.err);
        assert!(run.err.starts_with("refusé\u{202f}: "), "{line:?}: {}", run.err);
    }
    assert_eq!(s.files(), before);
}

#[test]
fn what_a_shell_would_obey_is_refused_and_odd_words_are_only_looked_for() {
    let s = Serveur::new();
    let witness = s.base.join("temoin");
    for line in [
        format!("campus $(touch {})", witness.display()),
        format!("campus `touch {}`", witness.display()),
        format!("campus x ; touch {}", witness.display()),
        format!("campus 'x' > {}", witness.display()),
    ] {
        let run = s.asks("lea.roy", &line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}: {run:?}");
        assert!(run.err.contains("coquille"), "{run:?}");
    }
    let log = fs::read_to_string(s.base.join("registre/cmq.log")).unwrap();
    assert_eq!(log.matches("commande refusée (").count(), 4, "{log}");
    assert!(!log.contains("touch"), "its length, not its words: {log}");
    for line in [
        "campus ../../../../etc/passwd",
        "campus %sxyz%n",
        "campus ' OR 1=1'",
        "campus 'x; id'",
    ] {
        let run = s.asks("lea.roy", line);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{line}: {run:?}");
    }
    assert!(!witness.exists());
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let s = Serveur::new();
    let config = s.config();
    let args = ["session", "--agent=lea.roy", "--config", &config];
    let mut command = s.env.command(&args);
    command.env(
        "SSH_ORIGINAL_COMMAND",
        std::ffi::OsStr::from_bytes(b"campus \xff\xfe"),
    );
    let run = Run::of(&mut command, &args);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("UTF-8"), "{}", run.err);
}

#[test]
fn only_an_agent_with_access_gets_in_and_only_as_the_forced_command_says() {
    let s = Serveur::new();
    let run = s.asks("inconnu", "campus");
    assert_eq!((run.code, run.out.as_str()), (7, ""), "{run:?}");
    s.owner(&["acces", "retirer", "lea.roy"]);
    assert_eq!(s.asks("lea.roy", "campus").code, 7);
    assert_eq!(s.asks("Marie.Durand", "campus oyonnax").code, 0, "one spelling");
    for agent in ["", "-x", "a b", "marie durand", "../x"] {
        assert_eq!(s.asks(agent, "campus").code, 2, "{agent:?}");
    }
    let config = s.config();
    for more in [
        &["--registre", "/tmp/x"][..],
        &["--demo"],
        &["--data", "/tmp"],
        &["--json"],
        &["--au", "2016-01-01"],
    ] {
        let args = [&["session", "--agent=marie.durand", "--config", &config], more].concat();
        assert_eq!(s.env.run(&args).code, 2, "{more:?}");
    }
}

#[test]
fn what_others_could_have_put_there_is_refused() {
    let s = Serveur::new();
    let refused = |what: &str| {
        let run = s.asks("marie.durand", "campus");
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{what}: {run:?}");
    };
    let chmod = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    chmod(Path::new(&s.config()), 0o666);
    refused("a configuration that anyone may write");
    let link = s.base.join("lien.db");
    symlink(s.registre(), &link).unwrap();
    s.configure(&link, None);
    refused("a register behind a link");
    s.configure(Path::new("registre/registre.db"), None);
    refused("a register that is not at a whole path");
    s.configure(&s.registre(), Some(&s.base.join("absent")));
    refused("an export folder that is not there");
    let elsewhere = s.base.join("ailleurs");
    symlink("/tmp", &elsewhere).unwrap();
    s.configure(&s.registre(), Some(&elsewhere));
    refused("an export folder behind a link");
    s.configure(&s.registre(), Some(&s.exports()));
    chmod(&s.registre(), 0o660);
    refused("a register that a group may write");
    chmod(&s.registre(), 0o600);
    fs::hard_link(s.registre(), s.base.join("double.db")).unwrap();
    refused("a register of two names");
    fs::remove_file(s.base.join("double.db")).unwrap();
    assert_eq!(s.asks("marie.durand", "campus oyonnax").code, 0);
    s.configure(&s.base.join("autre.db"), None);
    refused("a register that is not there");
    assert!(!s.base.join("autre.db").exists(), "a session makes none");
}

#[test]
fn authorized_keys_is_written_whole_with_what_was_checked() {
    let s = Serveur::new();
    let key = s.base.join("cle.pub");
    fs::write(&key, format!("# poste\n{CLE} marie@\"poste\" command=\"sh\"\n")).unwrap();
    s.owner(&["acces", "ajouter", "marie.durand", "--cle", key.to_str().unwrap()]);
    let out = s.base.join("authorized_keys");
    fs::write(&out, "ssh-rsa PIRATE\n").unwrap();
    let make = [
        "acces",
        "generer",
        "-o",
        out.to_str().unwrap(),
        "--config",
        &s.config(),
        "--programme",
        "/usr/bin/cmq",
    ];
    s.owner(&make);
    let text = fs::read_to_string(&out).unwrap();
    let line = format!(
        "restrict,pty,command=\"/usr/bin/cmq session --agent=marie.durand --config={}\" {CLE}",
        s.config()
    );
    let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(lines, [line.as_str()]);
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    let listed = s.owner(&["acces", "lister", "--json"]);
    assert!(listed.contains("SHA256:9ad1Z3pWXAi67HZ7YUf4rRr"), "{listed}");
    fs::write(&key, "ssh-dss AAAA x\n").unwrap();
    let registre = s.registre();
    let bad = Serveur::args(
        &["acces", "ajouter", "marie.durand", "--cle", key.to_str().unwrap()],
        registre.to_str().unwrap(),
    );
    s.env.refused(&bad, 2, &["ligne 1", "ssh-dss"]);
    let bad = Serveur::args(
        &["acces", "ajouter", "marie durand", "--role", "lecteur"],
        registre.to_str().unwrap(),
    );
    s.env.refused(&bad, 2, &["marie durand"]);
    let bad = Serveur::args(
        &["acces", "ajouter", "marie", "--role", "chef"],
        registre.to_str().unwrap(),
    );
    s.env.refused(&bad, 2, &["gestionnaire"]);
}

#[test]
fn the_start_of_a_session_is_noted_by_numbers() {
    let s = Serveur::new();
    let told = tempfile::Builder::new()
        .prefix("sshauth.")
        .rand_bytes(12)
        .tempfile_in("/tmp")
        .unwrap();
    fs::write(told.path(), format!("publickey {CLE}\n")).unwrap();
    let config = s.config();
    let args = ["session", "--agent=marie.durand", "--config", &config];
    let mut command = s.env.command(&args);
    command
        .env("SSH_USER_AUTH", told.path())
        .env("SSH_ORIGINAL_COMMAND", "campus oyonnax");
    assert_eq!(Run::of(&mut command, &args).code, 0);
    let log = fs::read_to_string(s.base.join("registre/cmq.log")).unwrap();
    assert!(
        log.contains("SHA256:9ad1Z3pWXAi67HZ7YUf4rRr/TLozIr90eKqKJ72yybo campus"),
        "{log}"
    );
    assert!(!log.contains("marie"), "{log}");
}

/// The screen of a session, in an environment that says other things.
fn screen(s: &Serveur, agent: &str) -> Pty {
    let (agent, config) = (format!("--agent={agent}"), s.config());
    let args = ["session", &agent, "--config", &config];
    let env = [
        ("CMQ_REGISTRE", "/nulle/part.db"),
        ("CMQ_AU", "1999-01-01"),
        ("XDG_DATA_HOME", "/nulle/part"),
    ];
    Pty::with_env(s.env.home(), &args, (100, 30), &env)
}

#[test]
fn the_screen_exports_to_its_folder_under_a_name_that_nobody_types() {
    let s = Serveur::new();
    let mut pty = screen(&s, "marie.durand");
    pty.wait_for("Plasticampus");
    pty.keys("x");
    pty.wait_for("Exporter");
    pty.send("../../evasion");
    pty.wait_for("donne le nom");
    pty.keys("enter");
    pty.wait_for("Écrit");
    pty.keys("x");
    pty.wait_for("Exporter");
    pty.keys("enter");
    pty.wait_for("-2.");
    pty.keys("q");
    let mut names: Vec<String> = fs::read_dir(s.exports())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    for name in &names {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        assert!(name.starts_with("campus-") && name.chars().all(plain), "{name}");
        let mode = fs::metadata(s.exports().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_screen_says_why_a_lecteur_may_not() {
    let s = Serveur::new();
    let mut pty = screen(&s, "lea.roy");
    pty.wait_for("Plasticampus");
    pty.keys("e");
    pty.wait_for("lea.roy\u{a0}» a le rôle de lecteur");
    pty.send("\u{1a}");
    pty.wait_for("q la quitte");
    pty.keys("q");
}

#[test]
#[ignore = "needs systemd-analyze"]
fn the_units_that_are_given_as_samples_are_sound() {
    let dir = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/exemples");
    let mut units = Vec::new();
    for name in ["cmq-echeancier", "cmq-sauvegarde"]
        .into_iter()
        .flat_map(|n| [format!("{n}.service"), format!("{n}.timer")])
    {
        // The program is where this machine has it.
        let text = fs::read_to_string(samples.join(&name)).unwrap();
        let unit = dir.path().join(&name);
        fs::write(
            &unit,
            text.replace("/usr/local/bin/cmq", env!("CARGO_BIN_EXE_cmq"))
                .replace("User=registre", "User=root"),
        )
        .unwrap();
        units.push(unit);
    }
    let out = std::process::Command::new("systemd-analyze")
        .arg("verify")
        .args(&units)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    let ours: Vec<&str> = said.lines().filter(|l| l.contains("cmq-")).collect();
    assert!(out.status.success() && ours.is_empty(), "{said}");
}
