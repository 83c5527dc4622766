//! Today and now. `CMQ_NOW` (`2026-11-23T14:02:00Z`) freezes both, for tests and demonstrations.

use std::sync::OnceLock;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::env;

/// The present instant, or the frozen one.
#[must_use]
pub fn now() -> Timestamp {
    env::var("CMQ_NOW")
        .and_then(|t| t.parse().ok())
        .unwrap_or_else(Timestamp::now)
}

/// The zone of the machine. `/etc/localtime` is read as it is: looking its name up in the zone database, as
/// [`TimeZone::system`] does, lists every zone there is and costs a start two milliseconds.
fn zone() -> TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    let local = || {
        let named = env::var_os("TZ").is_some();
        let file = std::fs::read("/etc/localtime").ok().filter(|_| !named)?;
        TimeZone::tzif("localtime", &file).ok()
    };
    // What the system says otherwise is in the environment.
    let otherwise = || {
        if env::restricted() {
            TimeZone::UTC
        } else {
            TimeZone::system()
        }
    };
    ZONE.get_or_init(|| local().unwrap_or_else(otherwise)).clone()
}

/// Today's date where the program runs.
#[must_use]
pub fn today() -> Date {
    now().to_zoned_datetime(zone()).date()
}

/// `14:02`, local time of an instant stored as `2026-11-23T14:02:00Z`.
#[must_use]
pub fn local_time(stored: &str) -> Option<String> {
    let zoned = stored.parse::<Timestamp>().ok()?.to_zoned_datetime(zone());
    Some(format!("{:02}:{:02}", zoned.hour(), zoned.minute()))
}

/// `23/11 14:02`, local day and time of an instant stored as `2026-11-23T14:02:00Z`.
#[must_use]
pub fn local(stored: &str) -> Option<String> {
    let zoned = stored.parse::<Timestamp>().ok()?.to_zoned_datetime(zone());
    Some(format!(
        "{:02}/{:02} {:02}:{:02}",
        zoned.day(),
        zoned.month(),
        zoned.hour(),
        zoned.minute()
    ))
}

/// Local day of an instant stored as `2026-11-23T14:02:00Z`.
#[must_use]
pub fn local_day(stored: &str) -> Option<Date> {
    let instant = stored.parse::<Timestamp>().ok()?;
    Some(instant.to_zoned_datetime(zone()).date())
}

/// The instant at which a local day begins, as instants are stored; None at the ends of time.
#[must_use]
pub fn start_of(day: Date) -> Option<String> {
    let start = day.to_zoned_datetime(zone()).ok()?.start_of_day().ok()?;
    Timestamp::from_second(start.timestamp().as_second())
        .ok()
        .map(|t| t.to_string())
}

/// `23/11/2026 14:02`, local day, year and time of an instant stored as `2026-11-23T14:02:00Z`.
#[must_use]
pub fn local_with_year(stored: &str) -> Option<String> {
    let zoned = stored.parse::<Timestamp>().ok()?.to_zoned_datetime(zone());
    Some(zoned.strftime("%d/%m/%Y %H:%M").to_string())
}

/// The present local time, `14:02`.
#[must_use]
pub fn hour() -> String {
    let zoned = now().to_zoned_datetime(zone());
    format!("{:02}:{:02}", zoned.hour(), zoned.minute())
}
