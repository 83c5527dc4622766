//! How long a writer waits for another: five seconds, and a second in all once the line has dropped.

use std::{
    cell::Cell,
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::Result;

/// How long a writer waits for another before saying that the register is busy.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// How long all writers of an ending program wait: what is being typed must be safe before the program is gone.
const LAST: Duration = Duration::from_secs(1);

/// When an ending program stops waiting.
static DEADLINE: OnceLock<Instant> = OnceLock::new();

thread_local! {
    /// When the present wait began.
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The program ends: a wait that has begun is cut short, those to come share one second.
pub fn hurry() {
    DEADLINE.get_or_init(|| Instant::now() + LAST);
}

/// Makes a connection wait as this module says.
pub(crate) fn install(conn: &mut Connection) -> Result<()> {
    conn.busy_handler(Some(wait))?;
    Ok(())
}

/// Called by `SQLite` for the `count`th time: whether to try again, after a pause that grows as its own does.
fn wait(count: i32) -> bool {
    let now = Instant::now();
    if count == 0 {
        BEGAN.set(Some(now));
    }
    let began = BEGAN.get().unwrap_or(now);
    if !again(now, began, DEADLINE.get().copied()) {
        return false;
    }
    let pause = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50];
    let ms = usize::try_from(count).ok().and_then(|i| pause.get(i).copied());
    thread::sleep(Duration::from_millis(ms.unwrap_or(100)));
    true
}

/// Whether a wait that `began` then goes on `now`.
fn again(now: Instant, began: Instant, deadline: Option<Instant>) -> bool {
    now.duration_since(began) < BUSY && deadline.is_none_or(|end| now < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_after_five_seconds_or_at_the_end_of_the_program() {
        let t = Instant::now();
        let s = Duration::from_secs;
        assert!(again(t + s(4), t, None));
        assert!(!again(t + s(5), t, None));
        assert!(!again(t + s(2), t, Some(t + s(1))));
        assert!(again(t + s(2), t, Some(t + s(3))));
    }

    #[test]
    fn another_writer_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let held = Connection::open(&path).unwrap();
        held.execute_batch("CREATE TABLE t(x); BEGIN IMMEDIATE").unwrap();
        let free = thread::spawn(move || {
            thread::sleep(Duration::from_millis(150));
            held.execute_batch("COMMIT").unwrap();
        });
        let mut conn = Connection::open(&path).unwrap();
        install(&mut conn).unwrap();
        conn.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT")
            .unwrap();
        free.join().unwrap();
    }
}
