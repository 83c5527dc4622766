//! What the tests of records look up in the register behind the screen.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test's own tools; each file uses its part"
)]

use cmq::{
    domain::{Fiche, LienCampus, PartenaireFiche},
    store::Filtre,
};
use jiff::civil::{Date, date};

use crate::screen::Harness;

pub const AU: Date = date(2016, 6, 1);
pub const SIZE: (u16, u16) = (80, 24);

pub fn harness() -> Harness {
    Harness::new(SIZE)
}

/// The one partner whose name holds these words.
pub fn partenaire(h: &Harness, mots: &str) -> PartenaireFiche {
    let filtre = Filtre {
        mots: mots.to_owned(),
        ..Filtre::au(AU)
    };
    let found = h.app.store.partenaires(&filtre).unwrap();
    assert_eq!(found.len(), 1, "{mots}: {found:?}");
    h.app.store.partenaire(found[0].id).unwrap()
}

pub fn campus(h: &Harness, mots: &str, au: Date) -> Fiche {
    let filtre = Filtre {
        mots: mots.to_owned(),
        ..Filtre::au(au)
    };
    let found = h.app.store.campus(&filtre).unwrap();
    assert_eq!(found.len(), 1, "{mots}: {found:?}");
    h.app.store.fiche(found[0].id, au).unwrap()
}

pub fn noms(liens: &[LienCampus]) -> Vec<&str> {
    liens.iter().map(|l| l.campus_nom.as_str()).collect()
}
