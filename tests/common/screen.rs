//! The program without a terminal: keys in, screen and rows out.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own tools; each file uses its part"
)]

use std::time::{Duration, Instant};

use cmq::{
    app::{App, Options, key::Key, msg::Msg},
    form::Forms,
    store::Store,
    ui::{self, skin::Skin},
};
use ratatui::{Terminal, backend::TestBackend};

/// The application on a register in memory, seen through a test screen.
pub struct Harness {
    /// The application.
    pub app: App,
    terminal: Terminal<TestBackend>,
}

impl Harness {
    /// The shipped register on 1 June 2016: every suivi late, every évaluation ahead.
    pub fn new(size: (u16, u16)) -> Self {
        Self::at("2016-06-01", size)
    }

    /// The shipped register on a day.
    pub fn at(day: &str, size: (u16, u16)) -> Self {
        Self::on(Store::in_memory("essai").unwrap(), day, size)
    }

    /// Any register on a day.
    pub fn on(store: Store, day: &str, (w, h): (u16, u16)) -> Self {
        let options = Options {
            au: day.parse().unwrap(),
            au_choisi: true,
            demo: false,
            enclos: None,
        };
        let app = App::new(store, Forms::default(), options, (w, h)).unwrap();
        Self {
            app,
            terminal: Terminal::new(TestBackend::new(w, h)).unwrap(),
        }
    }

    /// Presses keys, named as in `data/keys.toml`: `down*3 enter a`.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split(' ').filter(|n| !n.is_empty()) {
            let (key, times) = match name.split_once('*') {
                Some((key, n)) if !key.is_empty() => (key, n.parse().unwrap()),
                _ => (name, 1),
            };
            for _ in 0..times {
                let key = Key::parse(key).unwrap_or_else(|| panic!("no key {key}"));
                self.app.handle(Msg::Key(key));
            }
        }
        self
    }

    /// Nobody types, until the program waits for nothing but others' commits.
    pub fn pause(&mut self) -> &mut Self {
        while let Some(wait) = self
            .app
            .wake_at()
            .map(|t| t.saturating_duration_since(Instant::now()))
            .filter(|wait| *wait < Duration::from_millis(500))
        {
            std::thread::sleep(wait);
            self.app.handle(Msg::Idle);
        }
        self
    }

    /// Types a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.app
                .handle(Msg::Key(Key::plain(crossterm::event::KeyCode::Char(c))));
        }
        self
    }

    /// Changes the window.
    pub fn resize(&mut self, w: u16, h: u16) -> &mut Self {
        self.terminal.backend_mut().resize(w, h);
        self.app.handle(Msg::Resize(w, h));
        self
    }

    /// What the screen shows, and where the cursor is.
    pub fn look(&mut self) -> (String, (u16, u16)) {
        let app = &self.app;
        self.terminal
            .draw(|f| ui::draw(f, app, &Skin { color: true }))
            .unwrap();
        let buffer = self.terminal.backend().buffer().clone();
        let rows = buffer.content().chunks(usize::from(buffer.area.width).max(1));
        let text =
            |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        let lines: Vec<String> = rows.map(|r| text(r).trim_end().to_owned()).collect();
        let cursor = self.terminal.backend_mut().cursor_position();
        (lines.join("\n"), (cursor.x, cursor.y))
    }

    /// What the screen shows.
    pub fn screen(&mut self) -> String {
        self.look().0
    }

    /// The line the cursor is on.
    pub fn line(&mut self) -> String {
        let (screen, (_, y)) = self.look();
        screen.lines().nth(usize::from(y)).unwrap_or_default().to_owned()
    }

    /// Fails with the screen when it does not show `text`.
    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "« {text} » not on the screen:\n{screen}");
        self
    }

    /// Fails with the screen when it shows `text`.
    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "« {text} » is on the screen:\n{screen}");
        self
    }
}

/// What the keys of a test export goes nowhere near the sources: to a folder of the whole program's.
pub fn away() {
    static EXPORTS: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    let folder = EXPORTS.get_or_init(|| tempfile::tempdir().unwrap());
    std::env::set_current_dir(folder.path()).unwrap();
}
