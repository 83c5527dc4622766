//! What becomes of each line of a file that comes in.

/// What a line does to the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effet {
    /// A new record.
    Creer,
    /// A record is changed: field, before, after.
    Modifier(Vec<(String, String, String)>),
    /// The register says that already.
    Inchange,
    /// It is left out, for these reasons.
    Rejeter(Vec<Rejet>),
}

impl Effet {
    /// What the table says.
    #[must_use]
    pub fn libelle(&self) -> &'static str {
        match self {
            Self::Creer => "créer",
            Self::Modifier(_) => "modifier",
            Self::Inchange => "inchangé",
            Self::Rejeter(_) => "rejeté",
        }
    }
}

/// A reason why a line is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejet {
    /// Field, by its name in files; empty: the line as a whole.
    pub champ: String,
    /// What the cell says.
    pub valeur: String,
    /// The reason, a clause.
    pub raison: String,
    /// The nearest value that would do.
    pub proche: Option<String>,
}

impl Rejet {
    /// A reason that concerns the whole line.
    #[must_use]
    pub fn ligne(raison: impl Into<String>) -> Self {
        Self {
            raison: raison.into(),
            ..Self::default()
        }
    }

    /// The reason, with what would do.
    #[must_use]
    pub fn phrase(&self) -> String {
        match &self.proche {
            Some(near) => format!("{}\u{202f}; le plus proche\u{202f}: {near}", self.raison),
            None => self.raison.clone(),
        }
    }
}

/// A line and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Line of the file.
    pub ligne: u64,
    /// What it is about.
    pub nom: String,
    /// What it does.
    pub effet: Effet,
    /// What a person should look at, though nothing stops the line.
    pub remarques: Vec<String>,
}
