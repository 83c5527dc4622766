//! The filter line of the journal: words, and terms such as `agent:dupont campus:plasti depuis:2015-09`.

use jiff::civil::Date;

use crate::domain::{
    CampusId, DatePartielle, PartenaireId, RegionId, RevueId,
    requete::{Quoi, jetons},
    texte::plier,
};

/// A record whose history is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sujet {
    /// A campus with all that belongs to it.
    Campus(CampusId),
    /// A partner and its links.
    Partenaire(PartenaireId),
    /// A review, its answers and what the commission said of it.
    Revue(RevueId),
    /// A région.
    Region(RegionId),
    /// A row of any table: table, row.
    Ligne(&'static str, i64),
}

impl Sujet {
    /// Table and row.
    #[must_use]
    pub fn ligne(self) -> (&'static str, i64) {
        match self {
            Self::Campus(id) => ("campus", id.0),
            Self::Partenaire(id) => ("partenaire", id.0),
            Self::Revue(id) => ("revue", id.0),
            Self::Region(id) => ("region", id.0),
            Self::Ligne(table, id) => (table, id),
        }
    }
}

/// One field of a record whose history is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnChamp {
    /// Table of the rows that hold it: the record's own, or one whose rows belong to it.
    pub table: &'static str,
    /// Its columns; of an answer, the field's name in the form.
    pub colonnes: Vec<String>,
}

impl UnChamp {
    /// A field held by these columns of a table.
    #[must_use]
    pub fn new(table: &'static str, colonnes: &[&str]) -> Self {
        Self {
            table,
            colonnes: colonnes.iter().map(|c| (*c).to_owned()).collect(),
        }
    }
}

/// What the timeline is narrowed to. Every condition must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiltreJournal {
    /// Beginnings of words, of anything a lot says.
    pub mots: String,
    /// Beginnings of words of the agent's name.
    pub agent: Option<String>,
    /// Beginnings of words of the operation's name.
    pub op: Option<String>,
    /// Beginnings of words of a campus: every lot that touched one of those it names.
    pub campus: Option<String>,
    /// One record.
    pub sujet: Option<Sujet>,
    /// One field of it: lots then say what they made of the field.
    pub champ: Option<UnChamp>,
    /// First local day.
    pub depuis: Option<Date>,
    /// Last local day.
    pub jusque: Option<Date>,
}

impl FiltreJournal {
    /// Reads a filter line. A term still without a value is as if it were not there.
    ///
    /// # Errors
    /// A sentence, when what should be a date is none.
    pub fn lire(ligne: &str) -> Result<Self, String> {
        let mut out = Self::default();
        for jeton in jetons(ligne) {
            match &jeton.quoi {
                Quoi::Terme { nom, valeur, .. } if !jeton.nie && out.terme(&plier(nom), nom, valeur)? => {}
                _ => {
                    out.mots.push_str(ligne.get(jeton.place).unwrap_or_default());
                    out.mots.push(' ');
                }
            }
        }
        out.mots.truncate(out.mots.trim_end().len());
        Ok(out)
    }

    /// Takes one term; false when it is not one.
    fn terme(&mut self, cle: &str, nom: &str, valeur: &str) -> Result<bool, String> {
        let texte = || (!plier(valeur).is_empty()).then(|| valeur.to_owned());
        let date = || match DatePartielle::parse_fr(valeur) {
            None if !valeur.is_empty() => Err(format!(
                "«\u{a0}{nom}:\u{a0}» attend une date\u{202f}: 2015, 2015-09, 9/2015 ou 12/3/2015"
            )),
            read => Ok(read),
        };
        match cle {
            "agent" => self.agent = texte(),
            "op" | "operation" => self.op = texte(),
            "campus" => self.campus = texte(),
            "depuis" => self.depuis = date()?.map(DatePartielle::first),
            "jusque" | "jusqua" | "jusqu a" => self.jusque = date()?.map(DatePartielle::last),
            "le" | "en" => {
                let day = date()?;
                (self.depuis, self.jusque) = (day.map(DatePartielle::first), day.map(DatePartielle::last));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn terms_and_words() {
        let f = FiltreJournal::lire(
            "agent:dupont op:réponse Campus:plasti depuis:2015-09 jusqu'à:2016 internat neuf",
        )
        .unwrap();
        assert_eq!(f.mots, "internat neuf");
        assert_eq!(f.agent.as_deref(), Some("dupont"));
        assert_eq!(f.op.as_deref(), Some("réponse"));
        assert_eq!(f.campus.as_deref(), Some("plasti"));
        assert_eq!(
            (f.depuis, f.jusque),
            (Some(date(2015, 9, 1)), Some(date(2016, 12, 31)))
        );
        let f = FiltreJournal::lire("le:12/3/2015 14:02").unwrap();
        assert_eq!(
            (f.depuis, f.jusque),
            (Some(date(2015, 3, 12)), Some(date(2015, 3, 12)))
        );
        assert_eq!(f.mots, "14:02", "what is no term is a word");
    }

    #[test]
    fn a_term_being_typed_narrows_nothing_and_a_wrong_date_says_so() {
        assert_eq!(
            FiltreJournal::lire("agent: depuis:").unwrap(),
            FiltreJournal::default()
        );
        assert!(
            FiltreJournal::lire("depuis:hier")
                .unwrap_err()
                .contains("attend une date")
        );
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused(line in any::<String>()) {
            let _ = FiltreJournal::lire(&line);
        }
    }
}
