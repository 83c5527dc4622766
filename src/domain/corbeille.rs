//! The corbeille: what was put away with its links and can come back until it is purged.

use super::{CampusId, ContactId, FiliereId, LienId, LotId, PartenaireId, texte::accorder};

/// A record that may go to the corbeille.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Archivable {
    /// A campus, with its links.
    Campus(CampusId),
    /// A partner, with its links.
    Partenaire(PartenaireId),
    /// What joins a campus and a partner.
    Lien(LienId),
    /// A filière that no campus is attached to.
    Filiere(FiliereId),
    /// A person to reach.
    Contact(ContactId),
}

impl Archivable {
    /// Table of its row.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Campus(_) => "campus",
            Self::Partenaire(_) => "partenaire",
            Self::Lien(_) => "campus_partenaire",
            Self::Filiere(_) => "filiere",
            Self::Contact(_) => "contact",
        }
    }

    /// Number of its row.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Campus(CampusId(id))
            | Self::Partenaire(PartenaireId(id))
            | Self::Lien(LienId(id))
            | Self::Filiere(FiliereId(id))
            | Self::Contact(ContactId(id)) => id,
        }
    }

    /// Its kind, for people.
    #[must_use]
    pub fn genre(self) -> &'static str {
        match self {
            Self::Campus(_) => "campus",
            Self::Partenaire(_) => "partenaire",
            Self::Lien(_) => "lien",
            Self::Filiere(_) => "filière",
            Self::Contact(_) => "contact",
        }
    }

    /// How commands name it: `partenaire:12`, `lien:45`.
    #[must_use]
    pub fn cle(self) -> String {
        let kind = match self {
            Self::Filiere(_) => "filiere",
            other => other.genre(),
        };
        format!("{kind}:{}", self.id())
    }

    /// Reads [`Self::cle`] back; None for anything else.
    #[must_use]
    pub fn lire(text: &str) -> Option<Self> {
        let (kind, id) = text.trim().split_once(':')?;
        let id = id.parse().ok()?;
        Some(match kind {
            "campus" => Self::Campus(CampusId(id)),
            "partenaire" => Self::Partenaire(PartenaireId(id)),
            "lien" => Self::Lien(LienId(id)),
            "filiere" | "filière" => Self::Filiere(FiliereId(id)),
            "contact" => Self::Contact(ContactId(id)),
            _ => return None,
        })
    }
}

/// What was just put in the corbeille.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archivage {
    /// Name of the record.
    pub nom: String,
    /// Links that went with it.
    pub liens: usize,
    /// Reviews of the campus still to be filled in, which wait with it.
    pub brouillons: usize,
}

impl Archivage {
    /// What was done, as a sentence without its way back: `Plasticampus est à la corbeille avec 6 liens`.
    #[must_use]
    pub fn phrase(&self, objet: Archivable) -> String {
        let mut out = match objet {
            Archivable::Lien(_) => format!("Le lien «\u{a0}{}\u{a0}» est à la corbeille", self.nom),
            _ => format!("«\u{a0}{}\u{a0}» est à la corbeille", self.nom),
        };
        if self.liens > 0 {
            out.push_str(&format!(" avec {}", accorder(self.liens, "lien")));
        }
        if self.brouillons > 0 {
            out.push_str(&format!(
                "\u{202f}; {} en brouillon l'y attend{}",
                accorder(self.brouillons, "revue"),
                if self.brouillons > 1 { "ent" } else { "" }
            ));
        }
        out
    }
}

/// What just came back from the corbeille.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retour {
    /// Name of the record.
    pub nom: String,
    /// Links that came back with it.
    pub liens: usize,
    /// Links that stay: their other end is in the corbeille, and they will come back with it.
    pub restes: usize,
    /// The partner that keeps the links of this one, when the two had been joined.
    pub fusion: Option<String>,
}

impl Retour {
    /// What was done, as a sentence without its way back: `« Plasticampus » est revenu avec 6 liens`.
    #[must_use]
    pub fn phrase(&self) -> String {
        let mut out = format!("«\u{a0}{}\u{a0}» est sorti de la corbeille", self.nom);
        if self.liens > 0 {
            out.push_str(&format!(" avec {}", accorder(self.liens, "lien")));
        }
        if self.restes > 0 {
            let (verb, whose) = if self.restes > 1 {
                ("restent", "leur")
            } else {
                ("reste", "son")
            };
            out.push_str(&format!(
                "\u{202f}; {} y {verb}\u{202f}: {whose} autre bout y est encore",
                accorder(self.restes, "lien")
            ));
        }
        if let Some(kept) = &self.fusion {
            out.push_str(&format!(
                "\u{202f}; ses anciens liens sont à «\u{a0}{kept}\u{a0}»\u{202f}: annuler la fusion les lui rend"
            ));
        }
        out
    }
}

/// A line of the corbeille.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCorbeille {
    /// The record.
    pub objet: Archivable,
    /// Its name.
    pub nom: String,
    /// UTC instant it was put away.
    pub quand: String,
    /// Who did, and in which lot; None when the journal does not say.
    pub par: Option<(String, LotId)>,
    /// Links that will come back with it.
    pub liens: usize,
    /// The partner it was joined to.
    pub fusion: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back() {
        for objet in [
            Archivable::Campus(CampusId(3)),
            Archivable::Partenaire(PartenaireId(12)),
            Archivable::Lien(LienId(45)),
            Archivable::Filiere(FiliereId(7)),
            Archivable::Contact(ContactId(9)),
        ] {
            assert_eq!(Archivable::lire(&objet.cle()), Some(objet));
        }
        for wrong in ["", "3", "campus", "campus:", "campus:x", "region:1", ":3"] {
            assert_eq!(Archivable::lire(wrong), None, "{wrong}");
        }
    }
}
