//! The real program in a real pseudo-terminal: keys in, screen out.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own tools; each file uses its part"
)]

use std::{
    io::{Read, Write},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take to show.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program under test.
pub const CMQ: &str = env!("CARGO_BIN_EXE_cmq");

/// A program and the screen it draws on.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    /// The program.
    pub child: Box<dyn Child + Send + Sync>,
    parser: Arc<Mutex<vt100::Parser>>,
    bytes: Arc<Mutex<Vec<u8>>>,
    stop: Arc<AtomicBool>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Pty {
    /// Starts `cmq` with `args` in a home of its own.
    pub fn start(home: &Path, args: &[&str], size: (u16, u16)) -> Self {
        Self::with_env(home, args, size, &[])
    }

    /// The same with more environment.
    pub fn with_env(home: &Path, args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let all: Vec<&str> = [CMQ].into_iter().chain(args.iter().copied()).collect();
        Self::run(home, &all, size, env)
    }

    /// Starts any program, by its path and its arguments, in a home of its own.
    pub fn run(home: &Path, argv: &[&str], (cols, rows): (u16, u16), env: &[(&str, &str)]) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(argv[0]);
        command.args(&argv[1..]);
        command.env_clear();
        for (name, value) in [
            ("HOME", home.to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ] {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = Arc::new(Mutex::new(vt100::Parser::new(
            rows.try_into().unwrap(),
            cols.try_into().unwrap(),
            0,
        )));
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (p, b) = (Arc::clone(&parser), Arc::clone(&bytes));
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let reader = thread::spawn(move || {
            let mut chunk = [0; 16384];
            while let Ok(n) = reader.read(&mut chunk) {
                if n == 0 || stopped.load(Ordering::Relaxed) {
                    break;
                }
                // The bytes first: what waits for the screen then finds them all.
                b.lock().unwrap().extend_from_slice(&chunk[..n]);
                p.lock().unwrap().process(&chunk[..n]);
            }
        });
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            parser,
            bytes,
            stop,
            reader: Some(reader),
        }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &str) {
        self.writer.as_mut().unwrap().write_all(bytes.as_bytes()).unwrap();
    }

    /// Sends named keys separated by spaces: `down*3 enter f10 a`.
    pub fn keys(&mut self, names: &str) {
        for name in names.split(' ') {
            let (key, times) = name
                .split_once('*')
                .map_or((name, 1), |(k, n)| (k, n.parse().unwrap()));
            for _ in 0..times {
                self.send(code(key));
                // An Échap and the next key must not read as one sequence.
                thread::sleep(Duration::from_millis(if key == "esc" { 120 } else { 12 }));
            }
        }
    }

    /// The screen as text, one line a row.
    pub fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Row and column of the cursor, from 0.
    pub fn cursor(&self) -> (u16, u16) {
        self.parser.lock().unwrap().screen().cursor_position()
    }

    /// Every byte so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait(|s| s.contains(text), text);
    }

    /// Waits until the screen shows one of these; which one.
    #[track_caller]
    pub fn wait_any(&self, texts: &[&str]) -> usize {
        let mut found = 0;
        let ok = |s: &str| {
            let hit = texts.iter().position(|t| s.contains(t));
            found = hit.unwrap_or(0);
            hit.is_some()
        };
        self.wait(ok, &texts.join("\u{a0}| "));
        found
    }

    /// The number of the program.
    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.process_id().unwrap()).unwrap()
    }

    /// Whether it still runs.
    pub fn alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until the screen no longer shows `text`.
    #[track_caller]
    pub fn wait_gone(&self, text: &str) {
        self.wait(|s| !s.contains(text), &format!("no « {text} »"));
    }

    #[track_caller]
    fn wait(&self, mut ok: impl FnMut(&str) -> bool, what: &str) {
        let start = Instant::now();
        while !ok(&self.screen()) {
            assert!(
                start.elapsed() < PATIENCE,
                "waited for {what}; the screen shows:\n{}",
                self.screen()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Changes the window.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.parser
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.pid()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Closes the terminal, as a line that drops does: every copy of its end, the reader's too.
    pub fn hang_up(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // A new size makes the program draw, which wakes the reader; it sees the flag and lets go.
        self.resize(81, 25);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.without_end_of_file();
        self.writer = None;
        self.master = None;
    }

    /// Takes the terminal its end-of-file character: `portable_pty` would type a line break and that character as it
    /// closes, and a line that drops types nothing.
    fn without_end_of_file(&self) {
        use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
        let name = self.master.as_ref().and_then(|m| m.tty_name()).unwrap();
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        let tty = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).unwrap();
        let mut modes = tcgetattr(&tty).unwrap();
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&tty, OptionalActions::Now, &modes).unwrap();
    }

    /// Waits for the end, and for its last byte; the exit code.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // Without a program on its other end the terminal gives its last bytes, then an error.
                if let Some(reader) = self.reader.take() {
                    reader.join().unwrap();
                }
                return status.exit_code();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "still running; the screen shows:\n{}",
                self.screen()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn code(key: &str) -> &str {
    match key {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "backtab" => "\x1b[Z",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "pageup" => "\x1b[5~",
        "pagedown" => "\x1b[6~",
        "home" => "\x1b[H",
        "end" => "\x1b[F",
        "delete" => "\x1b[3~",
        "backspace" => "\x7f",
        "space" => " ",
        "f1" => "\x1bOP",
        "f2" => "\x1bOQ",
        "f7" => "\x1b[18~",
        "f9" => "\x1b[20~",
        "f10" => "\x1b[21~",
        "ctrl-d" => "\x04",
        "ctrl-f" => "\x06",
        "ctrl-g" => "\x07",
        "ctrl-n" => "\x0e",
        "ctrl-p" => "\x10",
        "ctrl-s" => "\x13",
        "ctrl-u" => "\x15",
        "ctrl-y" => "\x19",
        other => other,
    }
}
