//! The forms at hand: those shipped in the program, or those of a pilot's folder.

use std::{collections::BTreeMap, path::Path};

use super::{LoadError, def::Reprise, load, load_dir};
use crate::domain::TypeRevue;

/// Shipped form files: name and text.
const SHIPPED: [(&str, &str); 18] = [
    (
        "suivi-2013",
        include_str!("../../data/formulaires/suivi-2013.toml"),
    ),
    (
        "evaluation-2013",
        include_str!("../../data/formulaires/evaluation-2013.toml"),
    ),
    ("appel", include_str!("../../data/formulaires/appel.toml")),
    (
        "candidature",
        include_str!("../../data/formulaires/candidature.toml"),
    ),
    ("seance", include_str!("../../data/formulaires/seance.toml")),
    ("point", include_str!("../../data/formulaires/point.toml")),
    ("cloture", include_str!("../../data/formulaires/cloture.toml")),
    ("decision", include_str!("../../data/formulaires/decision.toml")),
    ("issue", include_str!("../../data/formulaires/issue.toml")),
    ("acte", include_str!("../../data/formulaires/acte.toml")),
    (
        "publication",
        include_str!("../../data/formulaires/publication.toml"),
    ),
    ("campus", include_str!("../../data/formulaires/campus.toml")),
    (
        "partenaire",
        include_str!("../../data/formulaires/partenaire.toml"),
    ),
    ("lien", include_str!("../../data/formulaires/lien.toml")),
    ("contact", include_str!("../../data/formulaires/contact.toml")),
    ("label", include_str!("../../data/formulaires/label.toml")),
    ("filiere", include_str!("../../data/formulaires/filiere.toml")),
    ("region", include_str!("../../data/formulaires/region.toml")),
];

/// Texts of forms by their id. The shipped ones are sound by test; a folder's are checked when it is given.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    pilot: BTreeMap<String, String>,
}

impl Forms {
    /// The shipped forms, those of `dir` in their place where it has them.
    ///
    /// # Errors
    /// The first mistake of the folder's files: file, line, sentence and mend.
    pub fn new(dir: Option<&Path>) -> Result<Self, LoadError> {
        let found = dir.map(load_dir).transpose()?.unwrap_or_default();
        Ok(Self {
            pilot: found.into_iter().map(|(form, text)| (form.id, text)).collect(),
        })
    }

    /// The text of a form.
    ///
    /// # Errors
    /// No form has that id.
    pub fn text(&self, id: &str) -> Result<String, LoadError> {
        let shipped = || {
            SHIPPED
                .iter()
                .find(|(name, _)| *name == id)
                .map(|(_, text)| (*text).to_owned())
        };
        self.pilot
            .get(id)
            .cloned()
            .or_else(shipped)
            .ok_or_else(|| LoadError {
                file: id.to_owned(),
                line: 1,
                sentence: "ce formulaire n’existe pas.".to_owned(),
                mend: "Vérifier l’identifiant de la revue.".to_owned(),
            })
    }

    /// What fills the tables of this review's form in.
    ///
    /// # Errors
    /// The form is not there, or has a mistake.
    pub fn reprises(&self, t: TypeRevue) -> Result<Vec<Reprise>, LoadError> {
        Ok(load(t.form_id(), &self.text(t.form_id())?)?.reprises)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::load;

    #[test]
    fn every_shipped_form_is_sound() {
        for (id, text) in SHIPPED {
            assert_eq!(load(id, text).unwrap().id, id);
        }
        assert!(Forms::default().text("inconnu").is_err());
    }
}
