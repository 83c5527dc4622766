//! A record named from another one: what a form keeps of it, as one text.

/// Kinds of records that a form may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entite {
    /// A campus, labelled or not.
    Campus,
    /// A partner.
    Partenaire,
    /// An establishment of the national directory.
    Etablissement,
}

impl Entite {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Campus, Self::Partenaire, Self::Etablissement];

    /// Word in form files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Partenaire => "partenaire",
            Self::Etablissement => "etablissement",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

/// A record as a form names it, `#12 Lycée Arbez-Carme, Bellignat`: the key is what counts, the name is what
/// people read, and goes stale when the record is renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renvoi {
    /// Row number; the UAI of an establishment.
    pub cle: String,
    /// Name for people, on one line.
    pub nom: String,
}

impl Renvoi {
    /// A record of the register.
    #[must_use]
    pub fn new(id: i64, nom: &str) -> Self {
        Self {
            cle: id.to_string(),
            nom: super::texte::une_ligne(nom),
        }
    }

    /// Reads a text that [`std::fmt::Display`] wrote; None for any other text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (cle, nom) = text.strip_prefix('#')?.split_once(' ')?;
        let sound = !cle.is_empty() && cle.bytes().all(|b| b.is_ascii_alphanumeric());
        sound.then(|| Self {
            cle: cle.to_owned(),
            nom: nom.to_owned(),
        })
    }

    /// The row number.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.cle.parse().ok()
    }

    /// What people read of such a text; any other text as it stands.
    #[must_use]
    pub fn lisible(text: &str) -> &str {
        match text.strip_prefix('#').and_then(|t| t.split_once(' ')) {
            Some((_, nom)) if Self::read(text).is_some() => nom,
            _ => text,
        }
    }
}

impl std::fmt::Display for Renvoi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{} {}", self.cle, self.nom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let lycee = Renvoi::new(12, "Lycée Arbez-Carme, Bellignat");
        assert_eq!(lycee.to_string(), "#12 Lycée Arbez-Carme, Bellignat");
        assert_eq!(Renvoi::read(&lycee.to_string()), Some(lycee.clone()));
        assert_eq!(lycee.id(), Some(12));
        assert_eq!(Renvoi::lisible("#0010016M Lycée Carriat"), "Lycée Carriat");
        for other in ["", "#", "#12", "# 12 Lycée", "Lycée #12 Carriat", "#é x"] {
            assert_eq!(Renvoi::read(other), None, "{other}");
            assert_eq!(Renvoi::lisible(other), other);
        }
    }

    proptest! {
        #[test]
        fn any_name_comes_back_on_one_line(id in 1i64.., nom in any::<String>()) {
            let r = Renvoi::new(id, &nom);
            prop_assert!(!r.to_string().chars().any(char::is_control));
            prop_assert_eq!(Renvoi::read(&r.to_string()), Some(r));
        }
    }
}
