//! Watches for the end: a line that drops, with or without its signal, and signals that ask to stop.
//! Sleeps until one comes: an idle program must not wake up.

use std::{sync::mpsc::Sender, thread, time::Duration};

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM},
    iterator::Signals,
};

use crate::app::msg::Msg;

/// How long the program may take to save and leave before it is ended.
const GRACE: Duration = Duration::from_secs(2);

/// Starts the watchers. Signals from here on end the program with 128 + their number.
pub fn start(sender: &Sender<Msg>) -> anyhow::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCONT])?;
    let (on_signal, on_hangup) = (sender.clone(), sender.clone());
    thread::spawn(move || {
        for signal in &mut signals {
            match u8::try_from(128 + signal) {
                Ok(code) if signal != SIGCONT => end(&on_signal, code),
                _ => drop(on_signal.send(Msg::Redraw)),
            }
        }
    });
    thread::spawn(move || {
        if hung_up() {
            end(&on_hangup, 129);
        }
    });
    Ok(())
}

/// Returns when the terminal is gone; false when that cannot be watched.
fn hung_up() -> bool {
    loop {
        // Without a wanted event only HUP, ERR and NVAL wake: exactly a terminal that is gone.
        let tty = rustix::stdio::stdin();
        let mut fds = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_) => return true,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Asks the program to end; ends it when it does not.
fn end(sender: &Sender<Msg>, code: u8) {
    crate::app::hurry();
    drop(sender.send(Msg::End(code)));
    thread::sleep(GRACE);
    std::process::exit(i32::from(code));
}
