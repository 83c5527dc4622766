//! Takes the terminal and gives it back, whatever happens.

use rustix::termios::{self, OptionalActions, Termios};

/// Alternate screen, bracketed paste, title kept and set. Sent with the first frame. No query, no kitty protocol.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[22;0t\x1b]2;cmq\x07\x1b[H\x1b[2J";

/// The reverse, in reverse order; the cursor shows again.
const LEAVE: &[u8] = b"\x1b[0m\x1b[23;0t\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// The terminal's modes before the program.
pub struct Guard {
    before: Termios,
    left: bool,
}

impl Guard {
    /// Puts the terminal in raw mode.
    pub fn enter() -> anyhow::Result<Self> {
        let before = termios::tcgetattr(rustix::stdio::stdin())?;
        let mut guard = Self { before, left: true };
        guard.again();
        Ok(guard)
    }

    /// Gives the terminal back as it was. A terminal that is gone is left alone.
    pub fn leave(&mut self) {
        if !self.left {
            self.left = true;
            write(LEAVE);
            // TCSANOW, never TCSADRAIN: waiting for output to drain hangs on a stopped line.
            set(&self.before);
        }
    }

    /// Stops the program until the shell wakes it. SIGTSTP, never SIGSTOP (which `emulate_default_handler` sends):
    /// in an orphaned process group the kernel ignores the first, and the second would freeze the session for ever.
    pub fn suspend(&mut self) {
        self.leave();
        if let Err(error) = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP) {
            crate::log::error(&anyhow::Error::new(error).context("suspension"));
        }
    }

    /// Puts the terminal in raw mode, at the start and after a stop.
    pub fn again(&mut self) {
        let mut raw = self.before.clone();
        raw.make_raw();
        set(&raw);
        self.left = false;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Sets the terminal's modes; nothing can be done where it is gone.
fn set(modes: &Termios) {
    let _ = termios::tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, modes);
}

/// One sentence for the person once the terminal is given back; lost when it is gone.
pub fn say(text: &str) {
    let clean = crate::domain::texte::sortie(text.to_owned());
    drop(std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("{clean}\n").as_bytes(),
    ));
}

/// Writes to the terminal, errors aside: never `println!`, which panics on a dead one.
fn write(bytes: &[u8]) {
    let _ = rustix::io::write(rustix::stdio::stdout(), bytes);
}
