//! Terminal events to messages, in a thread of their own: crossterm's reader may spin or hang on a dead
//! terminal (crossterm#793), and here it owns nothing. Mends arrow keys that the network cut in two.

use std::{sync::mpsc::Sender, thread, time::Duration};

use crossterm::event::{self, Event, KeyCode, KeyEventKind};

use crate::app::{key::Key, msg::Msg};

/// How long the rest of a cut sequence may take after its Échap (crossterm#993: 1 ms is enough to cut it).
const REST_OF_SEQUENCE: Duration = Duration::from_millis(50);

/// Starts the reader. It ends when nobody listens or the terminal is gone.
pub fn start(sender: Sender<Msg>) {
    thread::spawn(move || {
        let next = |wait: Option<Duration>| -> Option<Option<Event>> {
            if let Some(wait) = wait
                && !event::poll(wait).ok()?
            {
                return Some(None);
            }
            event::read().ok().map(Some)
        };
        let mut mender = Mender::default();
        while let Some(event) = next(mender.waiting().then_some(REST_OF_SEQUENCE)) {
            for msg in mender.take(event) {
                if sender.send(msg).is_err() {
                    return;
                }
            }
        }
    });
}

/// What came after an Échap that may begin a cut sequence.
#[derive(Debug, Default)]
struct Mender {
    pending: Option<String>,
}

impl Mender {
    fn waiting(&self) -> bool {
        self.pending.is_some()
    }

    /// Takes an event (None: nothing came in time) and gives the messages it makes.
    fn take(&mut self, event: Option<Event>) -> Vec<Msg> {
        let Some(event) = event else { return self.give_up() };
        let Event::Key(key) = &event else {
            let mut out = self.give_up();
            out.extend(plain(event));
            return out;
        };
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        let key = Key::from(*key);
        match (&mut self.pending, key.typed()) {
            (Some(sequence), Some(c)) if fits(sequence, c) => {
                sequence.push(c);
                if !complete(sequence) {
                    return Vec::new();
                }
                let code = decode(sequence);
                self.pending = None;
                code.map(|c| Msg::Key(Key::plain(c))).into_iter().collect()
            }
            _ => {
                let mut out = self.give_up();
                if key.code == KeyCode::Esc && !key.alt {
                    self.pending = Some(String::new());
                } else {
                    out.push(Msg::Key(key));
                }
                out
            }
        }
    }

    /// The Échap was one after all, and what followed was typed.
    fn give_up(&mut self) -> Vec<Msg> {
        let Some(sequence) = self.pending.take() else {
            return Vec::new();
        };
        let esc = Msg::Key(Key::plain(KeyCode::Esc));
        std::iter::once(esc)
            .chain(sequence.chars().map(|c| Msg::Key(Key::plain(KeyCode::Char(c)))))
            .collect()
    }
}

/// Whether `c` can come next in a sequence whose Échap is gone: `[` or `O`, parameters, a final letter.
fn fits(sequence: &str, c: char) -> bool {
    match sequence.chars().next() {
        None => c == '[' || c == 'O',
        Some('O') => c.is_ascii_alphabetic(),
        Some(_) => c.is_ascii_alphanumeric() || c == ';' || c == '~',
    }
}

fn complete(sequence: &str) -> bool {
    sequence.len() > 1 && sequence.ends_with(|c: char| c.is_ascii_alphabetic() || c == '~')
}

/// The key of a sequence without its Échap (xterm's table); None for one that means nothing here.
fn decode(sequence: &str) -> Option<KeyCode> {
    Some(match sequence {
        "[A" | "OA" => KeyCode::Up,
        "[B" | "OB" => KeyCode::Down,
        "[C" | "OC" => KeyCode::Right,
        "[D" | "OD" => KeyCode::Left,
        "[H" | "OH" | "[1~" | "[7~" => KeyCode::Home,
        "[F" | "OF" | "[4~" | "[8~" => KeyCode::End,
        "[Z" => KeyCode::BackTab,
        "[2~" => KeyCode::Insert,
        "[3~" => KeyCode::Delete,
        "[5~" => KeyCode::PageUp,
        "[6~" => KeyCode::PageDown,
        "OP" | "[11~" => KeyCode::F(1),
        "OQ" | "[12~" => KeyCode::F(2),
        "[15~" => KeyCode::F(5),
        "[17~" => KeyCode::F(6),
        "[18~" => KeyCode::F(7),
        "[19~" => KeyCode::F(8),
        "[20~" => KeyCode::F(9),
        "[21~" => KeyCode::F(10),
        _ => return None,
    })
}

/// Events that are not keys.
fn plain(event: Event) -> Option<Msg> {
    match event {
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(w, h) => Some(Msg::Resize(w, h)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyEvent, KeyModifiers};

    #[allow(clippy::unnecessary_wraps, reason = "None is a pause, in the same lists")]
    fn press(code: KeyCode) -> Option<Event> {
        Some(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    fn keys(events: Vec<Option<Event>>) -> String {
        let mut mender = Mender::default();
        let messages = events.into_iter().flat_map(|e| mender.take(e));
        let names = messages.filter_map(|m| match m {
            Msg::Key(k) => Some(k.show()),
            _ => None,
        });
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_arrow_cut_in_two_is_an_arrow() {
        let cut = vec![
            press(KeyCode::Esc),
            press(KeyCode::Char('[')),
            press(KeyCode::Char('B')),
        ];
        assert_eq!(keys(cut), "↓");
        let page: Vec<_> = "[6~".chars().map(KeyCode::Char).map(press).collect();
        assert_eq!(keys([vec![press(KeyCode::Esc)], page].concat()), "Page suiv.");
    }

    #[test]
    fn a_lone_escape_is_escape() {
        assert_eq!(keys(vec![press(KeyCode::Esc), None]), "Échap");
        assert_eq!(
            keys(vec![press(KeyCode::Esc), press(KeyCode::Char('q'))]),
            "Échap q"
        );
        assert_eq!(
            keys(vec![press(KeyCode::Esc), press(KeyCode::Esc), None]),
            "Échap Échap"
        );
        assert_eq!(
            keys(vec![press(KeyCode::Esc), press(KeyCode::Char('[')), None]),
            "Échap ["
        );
    }
}
