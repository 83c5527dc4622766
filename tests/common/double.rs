//! A partner entered twice.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test's own tools; each file uses its part"
)]

use cmq::{
    domain::{CampusId, PartenaireId},
    store::{Filtre, Op, Store, record},
};
use jiff::civil::Date;

/// The day of these tests.
pub const AU: Date = Date::constant(2016, 6, 1);

/// Plasticampus.
pub fn plasticampus(s: &Store) -> CampusId {
    let f = Filtre {
        mots: "plasticampus".into(),
        ..Filtre::au(AU)
    };
    s.campus(&f).unwrap()[0].id
}

/// A second row for the first partner of Plasticampus, its name in capitals.
pub fn double(s: &mut Store) -> (PartenaireId, PartenaireId) {
    let campus = plasticampus(s);
    let all = s.fiche(campus, AU).unwrap().partenaires;
    let first = all.into_iter().find(|p| p.commune.is_some()).unwrap();
    let (second, _) = s
        .write(Op::EditPartenaire, |conn| {
            let id = record::insert(
                conn,
                "partenaire",
                &[
                    ("nom", &first.nom.to_uppercase()),
                    ("type", &1),
                    ("commune", &first.commune),
                    ("siret", &"11111111111111"),
                ],
            )?;
            record::insert(
                conn,
                "campus_partenaire",
                &[
                    ("campus", &campus.0),
                    ("partenaire", &id),
                    ("role", &"tête de réseau"),
                    ("ecrite", &1),
                ],
            )?;
            Ok(id)
        })
        .unwrap();
    (first.id, PartenaireId(second))
}
