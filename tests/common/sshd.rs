//! An OpenSSH server of the test's own, on loopback, that serves a register to its agents.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own tools; each file uses its part"
)]

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::pty::Pty;

const CMQ: &str = env!("CARGO_BIN_EXE_cmq");

/// What the agents of the test may do.
const AGENTS: [(&str, &str); 2] = [("marie.durand", "inspecteur"), ("paul.martin", "inspecteur")];

/// The server; stopped when dropped.
pub struct Sshd {
    dir: tempfile::TempDir,
    port: u16,
    child: Child,
}

/// What a command answered.
#[derive(Debug)]
pub struct Run {
    /// Data.
    pub out: String,
    /// Talk.
    pub err: String,
    /// Exit code.
    pub code: i32,
}

impl Sshd {
    /// Starts it with a register of its own.
    pub fn start() -> Self {
        Self::with(None)
    }

    /// The same, every session under strace.
    pub fn start_traced() -> Self {
        let calls = "execve,execveat,fork,vfork,clone,clone3,openat,creat,rename,renameat,renameat2,unlink,unlinkat,\
                     mkdir,mkdirat,link,linkat,symlink,symlinkat";
        Self::with(Some(format!("strace -f -A -qq -e trace={calls}")))
    }

    fn with(tracer: Option<String>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["registre", "exports", "traces"] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(dir.path().join(folder))
                .unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut server = Self {
            dir,
            port,
            child: Command::new("true").spawn().unwrap(),
        };
        server.configure(tracer);
        // sshd drops privileges in a folder that must be there.
        let _ = fs::create_dir_all("/run/sshd");
        server.child = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f"])
            .arg(server.path("sshd_config"))
            .stderr(fs::File::create(server.path("sshd.log")).unwrap())
            .spawn()
            .unwrap();
        server.wait_port();
        server
    }

    /// Register, agents, keys and the server's files.
    fn configure(&self, tracer: Option<String>) {
        fs::write(
            self.path("cmq.toml"),
            format!(
                "registre = '{}'\nexports = '{}'\n",
                self.path("registre/registre.db").display(),
                self.path("exports").display()
            ),
        )
        .unwrap();
        keygen(&self.path("host"));
        self.cmq(&["campus"]);
        for (nom, role) in AGENTS {
            keygen(&self.path(nom));
            let key = self.path(&format!("{nom}.pub"));
            let run = self.cmq(&[
                "acces",
                "ajouter",
                nom,
                "--role",
                role,
                "--cle",
                key.to_str().unwrap(),
            ]);
            assert_eq!(run.code, 0, "{run:?}");
        }
        let keys = self.path("authorized_keys");
        let run = self.cmq(&[
            "acces",
            "generer",
            "--config",
            self.path("cmq.toml").to_str().unwrap(),
            "-o",
            keys.to_str().unwrap(),
        ]);
        assert_eq!(run.code, 0, "{run:?}");
        if let Some(tracer) = tracer {
            let text = fs::read_to_string(&keys).unwrap();
            let out = self.path("traces/trace");
            let traced = text.replace("command=\"", &format!("command=\"{tracer} -o {} ", out.display()));
            fs::write(&keys, traced).unwrap();
        }
        let sample = fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("data/exemples/sshd_registre.conf"),
        )
        .unwrap();
        let me = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        let sample = sample
            .replace("Match User registre", &format!("Match User {}", me.trim()))
            .replace("ClientAliveInterval 30", "ClientAliveInterval 1")
            .replace("ClientAliveCountMax 4", "ClientAliveCountMax 2");
        fs::write(self.path("sshd_config"), format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\n\
             AuthorizedKeysFile {}\n{sample}\n",
            self.port,
            self.path("host").display(),
            keys.display(),
        ))
        .unwrap();
    }

    fn wait_port(&self) {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = fs::read_to_string(self.path("sshd.log")).unwrap_or_default();
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "sshd does not answer: {log}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program run by the register's owner.
    pub fn cmq(&self, args: &[&str]) -> Run {
        let mut command = Command::new(CMQ);
        command
            .env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "C.UTF-8")
            .env("CMQ_REGISTRE", self.path("registre/registre.db"))
            .args(args);
        run(&mut command)
    }

    /// An agent's line to the server.
    pub fn line(&self, agent: &str) -> Line<'_> {
        Line {
            server: self,
            key: self.path(agent),
            port: self.port,
        }
    }

    /// A relay between client and server.
    pub fn relay(&self) -> Relay {
        Relay::start(self.port)
    }

    /// The sessions that run, by process.
    pub fn sessions(&self) -> Vec<u32> {
        let config = self.path("cmq.toml");
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse().ok()) else {
                continue;
            };
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let words: Vec<_> = line.split(|b| *b == 0).map(String::from_utf8_lossy).collect();
            let program = words.first().is_some_and(|w| w.ends_with("cmq"));
            if program && words.iter().any(|w| w.contains(config.to_str().unwrap())) {
                found.push(pid);
            }
        }
        found
    }

    /// Processor time of the sessions, in hundredths of a second.
    pub fn ticks(&self) -> u64 {
        let used = |pid: u32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let after = stat.rsplit(')').next().unwrap_or_default().to_owned();
            let fields: Vec<u64> = after.split_whitespace().map(|f| f.parse().unwrap_or(0)).collect();
            fields.get(11).unwrap_or(&0) + fields.get(12).unwrap_or(&0)
        };
        self.sessions().into_iter().map(used).sum()
    }

    /// Kills the server's process of the one connection, as the kernel would when memory ends.
    pub fn kill_connection(&self) {
        let sessions = self.sessions();
        let [session] = sessions.as_slice() else {
            panic!("one session: {sessions:?}")
        };
        let parent = |pid: u32| -> u32 {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
            let after = stat.rsplit(')').next().unwrap().to_owned();
            after.split_whitespace().nth(1).unwrap().parse().unwrap()
        };
        // The shell that sshd starts may stand between the two.
        let mut pid = parent(*session);
        while !fs::read_to_string(format!("/proc/{pid}/comm"))
            .unwrap()
            .starts_with("sshd")
        {
            pid = parent(pid);
        }
        let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    }

    /// Every file of the test's folders.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let mut all = BTreeSet::new();
        let mut todo = vec![self.dir.path().to_owned()];
        while let Some(dir) = todo.pop() {
            for entry in fs::read_dir(dir).unwrap().flatten() {
                let path = entry.path();
                let side = path.extension().is_some_and(|x| x == "db-wal" || x == "db-shm");
                if path.is_dir() {
                    todo.push(path.clone());
                }
                if !side {
                    all.insert(path);
                }
            }
        }
        all
    }

    /// What sessions wrote for their agents.
    pub fn exports(&self) -> Vec<PathBuf> {
        let all = fs::read_dir(self.path("exports")).unwrap();
        all.map(|e| e.unwrap().path()).collect()
    }

    /// What strace saw of every session.
    pub fn trace(&self) -> String {
        fs::read_to_string(self.path("traces/trace")).unwrap()
    }

    /// Whether a session may make or change that file.
    pub fn may_write(&self, path: &str) -> bool {
        path.starts_with("/dev/")
            || ["registre", "exports"]
                .iter()
                .any(|f| Path::new(path).starts_with(self.path(f)))
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        for pid in self.sessions() {
            let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

/// An agent's way to the server.
pub struct Line<'s> {
    server: &'s Sshd,
    key: PathBuf,
    port: u16,
}

impl Line<'_> {
    /// The same by way of a relay.
    pub fn through(self, relay: &Relay) -> Self {
        Self {
            port: relay.port,
            ..self
        }
    }

    fn options(&self) -> Vec<String> {
        let mut all = vec!["/usr/bin/ssh".to_owned(), "-p".to_owned(), self.port.to_string()];
        all.extend(["-F".to_owned(), "none".to_owned(), "-i".to_owned()]);
        all.push(self.key.display().to_string());
        for option in [
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
        ] {
            all.extend(["-o".to_owned(), option.to_owned()]);
        }
        all
    }

    /// A session on the screen.
    pub fn open(&self) -> Pty {
        let mut all = self.options();
        all.extend(["-tt".to_owned(), "127.0.0.1".to_owned()]);
        let argv: Vec<&str> = all.iter().map(String::as_str).collect();
        Pty::run(self.server.dir.path(), &argv, (80, 24), &[])
    }

    /// A command, without a terminal.
    pub fn command(&self, text: &str) -> Run {
        let all = self.options();
        let mut command = Command::new(&all[0]);
        command.args(&all[1..]).args(["-T", "127.0.0.1", "--", text]);
        run(command.stdin(Stdio::null()))
    }
}

/// A relay that can stop without a word, as a slept laptop does.
pub struct Relay {
    port: u16,
    stopped: Arc<AtomicBool>,
}

impl Relay {
    fn start(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
                for (from, into) in [
                    (client.try_clone().unwrap(), server.try_clone().unwrap()),
                    (server, client),
                ] {
                    let stop = Arc::clone(&stop);
                    thread::spawn(move || pump(from, into, &stop));
                }
            }
        });
        Self { port, stopped }
    }

    /// Nothing passes any more; both ends stay open.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

fn pump(mut from: TcpStream, mut into: TcpStream, stop: &AtomicBool) {
    let mut chunk = [0; 16384];
    while let Ok(n) = from.read(&mut chunk) {
        if n == 0 {
            let _ = into.shutdown(Shutdown::Write);
            return;
        }
        if stop.load(Ordering::Relaxed) {
            // Kept open, never read again.
            thread::sleep(Duration::from_secs(60));
            return;
        }
        if into.write_all(&chunk[..n]).is_err() {
            return;
        }
    }
}

fn keygen(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status()
        .unwrap();
    assert!(made.success());
}

fn run(command: &mut Command) -> Run {
    let out = command.output().unwrap();
    Run {
        out: String::from_utf8_lossy(&out.stdout).into_owned(),
        err: String::from_utf8_lossy(&out.stderr).into_owned(),
        code: out.status.code().unwrap_or(-1),
    }
}
