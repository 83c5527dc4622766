//! The terminal itself: threads, loop, one write a frame. The only place that touches it.
//! Must not know what is on the screen.

mod backend;
mod crash;
mod ecma48;
mod guard;
mod input;
pub mod osc52;
mod watch;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use ratatui::Terminal;

use crate::{
    app::{
        App,
        msg::{Effect, Msg},
    },
    ui::{self, skin::Skin},
};
use backend::Lean;
use guard::Guard;

/// How often another session's commits are looked for: the only wake-up of an idle program.
const LOOK: Duration = Duration::from_secs(1);

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// `NO_COLOR` is not set.
    pub color: bool,
    /// The locale is not UTF-8, or `--ascii`: borders and accents in ASCII.
    pub ascii: bool,
}

impl Look {
    /// Reads the environment as terminals' conventions say (no-color.org, setlocale(3)).
    #[must_use]
    pub fn from_env() -> Self {
        let set = crate::env::var;
        let locale = set("LC_ALL")
            .or_else(|| set("LC_CTYPE"))
            .or_else(|| set("LANG"))
            .unwrap_or_default();
        let locale = locale.to_lowercase();
        // An empty locale is what sshd gives without AcceptEnv: nearly always a UTF-8 terminal.
        let ascii =
            matches!(locale.as_str(), "c" | "posix") || (locale.contains('.') && !locale.contains("utf"));
        Self {
            color: set("NO_COLOR").is_none(),
            ascii,
        }
    }
}

/// The size of the terminal, columns and rows; 80×24 when it does not say.
#[must_use]
pub fn size() -> (u16, u16) {
    let told = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok();
    told.map(|s| (s.ws_col, s.ws_row))
        .filter(|s| s.0 > 0 && s.1 > 0)
        .unwrap_or((80, 24))
}

/// Runs the program until it ends. Returns its exit code: 0, 129 after a hang-up, 143 after SIGTERM,
/// 101 after a panic (the draft is saved first).
pub fn run(app: App, look: Look) -> anyhow::Result<u8> {
    crash::install();
    let guard = Guard::enter()?;
    let mut session = Session {
        terminal: Terminal::new(Lean::new(look.ascii))?,
        skin: Skin { color: look.color },
        app,
        guard,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| session.run()));
    let Ok(code) = ended else {
        return Ok(session.panicked());
    };
    session.leave();
    code
}

struct Session {
    terminal: Terminal<Lean>,
    skin: Skin,
    app: App,
    guard: Guard,
}

impl Session {
    fn run(&mut self) -> anyhow::Result<u8> {
        self.terminal.backend_mut().push(guard::ENTER);
        self.draw();
        // The first screen is there before anything else is set up.
        let (sender, messages) = channel();
        watch::start(&sender)?;
        input::start(sender);
        self.serve(&messages)
    }

    /// Takes messages until one ends the program.
    fn serve(&mut self, messages: &Receiver<Msg>) -> anyhow::Result<u8> {
        loop {
            let wait = self
                .app
                .wake_at()
                .map_or(LOOK, |t| t.saturating_duration_since(Instant::now()).min(LOOK));
            let first = match messages.recv_timeout(wait) {
                Ok(msg) => msg,
                Err(RecvTimeoutError::Timeout) => self.resized().unwrap_or(Msg::Idle),
                Err(RecvTimeoutError::Disconnected) => Msg::End(129),
            };
            let mut changed = self.take(first);
            // A burst is drawn once.
            while self.app.end.is_none() {
                let Ok(msg) = messages.try_recv() else { break };
                changed |= self.take(msg);
            }
            if let Some(code) = self.app.end {
                return Ok(code);
            }
            changed |= self.effects();
            if changed {
                self.draw();
            }
        }
    }

    /// A size that no message told: the window changed before the program listened.
    fn resized(&self) -> Option<Msg> {
        let (w, h) = size();
        (self.app.size != (w, h)).then_some(Msg::Resize(w, h))
    }

    fn take(&mut self, msg: Msg) -> bool {
        crash::test_panic(&msg);
        if matches!(msg, Msg::Redraw) {
            self.again();
        }
        // A window that went to another size and back shows nothing any more, although its size is the same.
        if matches!(msg, Msg::Resize(..))
            && let Err(error) = self.terminal.clear()
        {
            crate::log::error(&error.into());
        }
        self.app.handle(msg)
    }

    /// The whole screen, in one write. A dead terminal is the watcher's business.
    fn draw(&mut self) {
        let (app, skin) = (&self.app, &self.skin);
        let drawn = self.terminal.draw(|frame| ui::draw(frame, app, skin));
        if let Err(error) = drawn {
            crate::log::error(&anyhow::Error::new(error).context("dessin de l'écran"));
        }
        self.terminal.backend_mut().present();
    }

    fn effects(&mut self) -> bool {
        let effects = self.app.take_effects();
        let some = !effects.is_empty();
        for effect in effects {
            match effect {
                Effect::Copy(text) => match osc52::sequence(&text) {
                    Some(bytes) => self.terminal.backend_mut().push(&bytes),
                    None => self.app.say_too_long_to_copy(),
                },
                Effect::Suspend => {
                    self.guard.suspend();
                    self.again();
                }
            }
        }
        some
    }

    /// Takes the terminal again and draws everything.
    fn again(&mut self) {
        self.guard.again();
        self.terminal.backend_mut().reset();
        self.terminal.backend_mut().push(guard::ENTER);
        if let Err(error) = self.terminal.clear() {
            crate::log::error(&error.into());
        }
        let (w, h) = size();
        self.app.handle(Msg::Resize(w, h));
    }

    fn leave(&mut self) {
        self.guard.leave();
        if let Some(text) = &self.app.parting {
            guard::say(text);
        }
    }

    /// The draft goes to disk, the terminal comes back, one sentence says where the report is.
    fn panicked(&mut self) -> u8 {
        let saved = catch_unwind(AssertUnwindSafe(|| self.app.save()));
        self.guard.leave();
        crash::say(matches!(saved, Ok(Ok(()))), self.app.parting.as_deref());
        101
    }
}
