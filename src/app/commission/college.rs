//! Members present by college, with the check.

use crate::domain::{College, Membre, Seance};

/// A college and who represents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCollege {
    /// Its name.
    pub nom: String,
    /// Members present.
    pub presents: Vec<String>,
    /// Seats; None when no text gives the number.
    pub sieges: Option<i64>,
    /// Members who sit for no college.
    pub sans_college: bool,
}

impl LigneCollege {
    /// The colleges of a séance in order; then, if there are any, members who sit for none.
    #[must_use]
    pub fn all(s: &Seance) -> Vec<Self> {
        let nom = |m: &Membre| m.nom.clone();
        let row = |c: &College| Self {
            nom: c.libelle.clone(),
            presents: s.presents(c.id).map(nom).collect(),
            sieges: c.nombre,
            sans_college: false,
        };
        let mut out: Vec<Self> = s.colleges.iter().map(row).collect();
        let known = |m: &&Membre| m.college.is_some_and(|id| s.colleges.iter().any(|c| c.id == id));
        let others: Vec<String> = s.membres.iter().filter(|m| !known(m)).map(nom).collect();
        if !others.is_empty() {
            out.push(Self {
                nom: "Sans collège".to_owned(),
                presents: others,
                sieges: None,
                sans_college: true,
            });
        }
        out
    }

    /// Nobody represents it.
    #[must_use]
    pub fn absent(&self) -> bool {
        self.presents.is_empty()
    }

    /// More members present than seats.
    #[must_use]
    pub fn surnombre(&self) -> bool {
        let present = i64::try_from(self.presents.len()).unwrap_or(i64::MAX);
        self.sieges.is_some_and(|n| present > n)
    }

    /// `! absent`, `2 sur 2`, `+ 3 sur 2, surnombre`, `1 présent`.
    #[must_use]
    pub fn compte(&self) -> String {
        let n = self.presents.len();
        let s = if n > 1 { "s" } else { "" };
        match self.sieges {
            _ if self.absent() => "! absent".to_owned(),
            Some(seats) if self.surnombre() => format!("+ {n} sur {seats}, surnombre"),
            Some(seats) => format!("{n} sur {seats}"),
            None => format!("{n} présent{s}"),
        }
    }
}
