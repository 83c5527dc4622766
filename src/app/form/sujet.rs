//! What a form is about: a review, or one act of the label's life. Opening, saving and submitting ask it;
//! nothing else of a form does.

use std::collections::BTreeMap;

use crate::{
    domain::{CampusId, Formalite, RevueId, TypeRevue},
    form::Value,
};

/// What is being filled in.
pub enum Sujet {
    /// A review of a campus.
    Revue {
        /// Its campus.
        campus: CampusId,
        /// Short name of the campus.
        campus_nom: String,
        /// Which review.
        kind: TypeRevue,
        /// Version and text of its form: the review keeps those it was begun with.
        form: (u32, String),
        /// The review, once begun.
        id: Option<RevueId>,
    },
    /// One act of the label's life, recorded at once.
    Formalite {
        /// Which one.
        formalite: Formalite,
        /// What people call it.
        titre: String,
        /// Revision of the record when it was read.
        rev: i64,
        /// Version of its form.
        version: u32,
        /// Answers as the register has them: the draft keeps what differs.
        depart: BTreeMap<String, Value>,
    },
}

impl Sujet {
    /// What the title line says: `Plasticampus › Suivi`, `Séance du 12 mars 2015`.
    #[must_use]
    pub fn titre(&self) -> String {
        match self {
            Self::Revue { campus_nom, kind, .. } => format!("{campus_nom} › {}", kind.libelle()),
            Self::Formalite { titre, .. } => titre.clone(),
        }
    }

    /// Whether it is recorded at once, not handed in.
    #[must_use]
    pub fn formalite(&self) -> Option<Formalite> {
        match self {
            Self::Formalite { formalite, .. } => Some(*formalite),
            Self::Revue { .. } => None,
        }
    }

    /// The review, once begun.
    #[must_use]
    pub fn revue(&self) -> Option<RevueId> {
        match self {
            Self::Revue { id, .. } => *id,
            Self::Formalite { .. } => None,
        }
    }
}

/// What differs from the register's answers, by field; None: taken back.
#[must_use]
pub fn changes(
    depart: &BTreeMap<String, Value>,
    answers: &BTreeMap<String, Value>,
) -> BTreeMap<String, Option<Value>> {
    let typed = answers
        .iter()
        .filter(|(id, value)| depart.get(*id) != Some(value))
        .map(|(id, value)| (id.clone(), Some(value.clone())));
    let taken_back = depart.keys().filter(|id| !answers.contains_key(*id));
    typed.chain(taken_back.map(|id| (id.clone(), None))).collect()
}

/// The register's answers with the changes of a draft.
#[must_use]
pub fn changed(
    mut answers: BTreeMap<String, Value>,
    changes: &BTreeMap<String, Option<Value>>,
) -> BTreeMap<String, Value> {
    for (id, value) in changes {
        match value {
            Some(value) => answers.insert(id.clone(), value.clone()),
            None => answers.remove(id),
        };
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answers() -> impl Strategy<Value = BTreeMap<String, Value>> {
        prop::collection::btree_map("[a-e]", (0i64..3).prop_map(Value::Int), 0..5)
    }

    proptest! {
        #[test]
        fn the_changes_give_the_answers_back(depart in answers(), typed in answers()) {
            prop_assert_eq!(changed(depart.clone(), &changes(&depart, &typed)), typed);
        }

        #[test]
        fn what_was_not_touched_follows_the_register(depart in answers(), typed in answers(), later in answers()) {
            let mine = changes(&depart, &typed);
            let merged = changed(later.clone(), &mine);
            for id in ["a", "b", "c", "d", "e"] {
                let want = mine.get(id).map_or_else(|| later.get(id), Option::as_ref);
                prop_assert_eq!(merged.get(id), want);
            }
        }
    }
}
