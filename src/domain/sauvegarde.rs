//! Backups: why one was made, what it is called, which ones stay.

use std::{collections::BTreeSet, path::PathBuf};

use jiff::civil::Date;

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    /// First opening of a day.
    Jour,
    /// Before the schema changed.
    Migration,
    /// Before a file came in.
    Import,
    /// Before records were removed for good.
    Purge,
    /// Somebody asked.
    Demande,
}

impl Motif {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Jour,
        Self::Migration,
        Self::Import,
        Self::Purge,
        Self::Demande,
    ];

    /// Stable word, in file names and in the register.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Jour => "jour",
            Self::Migration => "migration",
            Self::Import => "import",
            Self::Purge => "purge",
            Self::Demande => "demande",
        }
    }

    /// Words for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Jour => "ouverture du jour",
            Self::Migration => "avant migration",
            Self::Import => "avant import",
            Self::Purge => "avant purge",
            Self::Demande => "demandée",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }
}

/// A backup that exists as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sauvegarde {
    /// Its file name.
    pub nom: String,
    /// Where it is.
    pub chemin: PathBuf,
    /// Why it was made.
    pub motif: Motif,
    /// When, UTC instant.
    pub fait: String,
    /// Bytes.
    pub octets: u64,
    /// Last lot of the journal in it; None when the register has no record of it.
    pub lot: Option<i64>,
    /// Verdict of its last verification; None when the register has no record of it.
    pub bonne: Option<bool>,
}

/// The name of a backup of the register `stem`, made at `fait` (`2026-11-23T14:02:00.123Z`):
/// `registre-20261123T140200.123Z-jour.db`.
#[must_use]
pub fn nom(stem: &str, fait: &str, motif: Motif) -> String {
    let compact: String = fait.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    format!("{stem}-{compact}-{}.db", motif.code())
}

/// Reads [`nom`] back: the instant and the reason. None for any other file.
#[must_use]
pub fn lire_nom(stem: &str, nom: &str) -> Option<(String, Motif)> {
    let rest = nom.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(".db")?;
    let (compact, motif) = rest.rsplit_once('-')?;
    let (day, time) = compact.split_once('T')?;
    let part = |text: &str, from: usize, to: usize| text.get(from..to).map(str::to_owned);
    let fait = format!(
        "{}-{}-{}T{}:{}:{}",
        part(day, 0, 4)?,
        part(day, 4, 6)?,
        day.get(6..)?,
        part(time, 0, 2)?,
        part(time, 2, 4)?,
        time.get(4..)?
    );
    fait.parse::<jiff::Timestamp>().ok()?;
    Some((fait, Motif::from_code(motif)?))
}

/// Days that keep one backup each.
const JOURS: usize = 7;
/// Weeks that keep one each.
const SEMAINES: usize = 4;
/// Months that keep one each.
const MOIS: usize = 12;

/// Which backups go: indexes into `all`, newest first as given (local day, whether it is not known bad).
///
/// Stay: all of `today`; the newest good one of each of the last 7 days, 4 weeks and 12 months that have one; the newest
/// good one whatever its age. Days without a backup do not count: after holidays nothing goes that would not have gone
/// before them.
#[must_use]
pub fn a_retirer(all: &[(Date, bool)], today: Date) -> Vec<usize> {
    let mut stay: BTreeSet<usize> = (0..all.len()).filter(|i| all[*i].0 >= today).collect();
    let monday = |d: Date| d.iso_week_date();
    keep(all, JOURS, |d| d, &mut stay);
    keep(all, SEMAINES, |d| (monday(d).year(), monday(d).week()), &mut stay);
    keep(all, MOIS, |d| (d.year(), d.month()), &mut stay);
    stay.extend(all.iter().position(|(_, good)| *good));
    (0..all.len()).filter(|i| !stay.contains(i)).collect()
}

/// Keeps the newest good one of each of the last `n` periods.
fn keep<P: PartialEq>(
    all: &[(Date, bool)],
    n: usize,
    period: impl Fn(Date) -> P,
    stay: &mut BTreeSet<usize>,
) {
    let mut seen = Vec::new();
    for (i, (day, good)) in all.iter().enumerate() {
        if seen.len() == n {
            break;
        }
        let period = period(*day);
        if *good && !seen.contains(&period) {
            seen.push(period);
            stay.insert(i);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use proptest::prelude::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    #[test]
    fn a_name_says_when_and_why_and_nothing_else_is_one() {
        for motif in Motif::ALL {
            let made = nom("mon-registre", "2026-11-23T14:02:00.123Z", motif);
            assert_eq!(
                lire_nom("mon-registre", &made),
                Some(("2026-11-23T14:02:00.123Z".to_owned(), motif))
            );
            assert_eq!(lire_nom("registre", &made), None);
        }
        for other in [
            "registre.db",
            "registre-demande.db",
            "registre-20261345T990000Z-jour.db",
            "registre-éé-jour.db",
            "registre-20261123T140200.123Z-jour.db.tmp",
        ] {
            assert_eq!(lire_nom("registre", other), None, "{other}");
        }
    }

    #[test]
    fn two_years_of_daily_backups_become_a_week_a_month_and_a_year() {
        let all: Vec<_> = (0..730)
            .map(|n| (TODAY.checked_sub(n.days()).unwrap(), true))
            .collect();
        let gone = a_retirer(&all, TODAY);
        let left: Vec<_> = (0..all.len())
            .filter(|i| !gone.contains(i))
            .map(|i| all[i].0.to_string())
            .collect();
        // Seven days, of which Monday 23 and Sunday 22 begin two of the four weeks and November one of the months.
        assert_eq!(left.len(), 7 + 2 + 11, "{left:?}");
        assert_eq!(left[6], "2026-11-17");
        assert_eq!(left[7..9], ["2026-11-15", "2026-11-08"]);
        assert_eq!(left[9], "2026-10-31");
        assert_eq!(left[19], "2025-12-31");
    }

    proptest! {
        #[test]
        fn thinning_keeps_its_promises(days in prop::collection::vec((0i64..900, any::<bool>()), 0..200)) {
            let mut days = days;
            days.sort_unstable_by_key(|(n, _)| *n);
            let all: Vec<(Date, bool)> = days
                .iter()
                .map(|(n, good)| (TODAY.checked_sub((*n).days()).unwrap(), *good))
                .collect();
            let gone = a_retirer(&all, TODAY);
            let left: Vec<_> = (0..all.len()).filter(|i| !gone.contains(i)).collect();
            // The newest good one never goes, nor anything of today.
            if let Some(newest) = all.iter().position(|(_, good)| *good) {
                prop_assert!(left.contains(&newest));
            }
            prop_assert!(gone.iter().all(|i| all[*i].0 < TODAY));
            // No more than promised, today apart.
            let old = left.iter().filter(|i| all[**i].0 < TODAY).count();
            prop_assert!(old <= JOURS + SEMAINES + MOIS + 1);
            // Each of the last seven days with a good one still has one.
            let mut with: Vec<Date> = all.iter().filter(|(_, good)| *good).map(|(d, _)| *d).collect();
            with.dedup();
            for day in with.iter().take(JOURS) {
                prop_assert!(left.iter().any(|i| all[*i] == (*day, true)));
            }
            // Doing it again removes nothing more.
            let again: Vec<_> = left.iter().map(|i| all[*i]).collect();
            prop_assert!(a_retirer(&again, TODAY).is_empty());
        }
    }
}
