//! Records edited from a fiche: the record itself, or what the selected paragraph is about.

use super::{FicheScreen, Ligne, Sujet, contact::CONTACTS};
use crate::{
    app::{Cx, screen::Flow},
    domain::Formalite,
};

/// Heading of the paragraphs that are the label's.
pub(super) const LABEL: &str = "Label";

impl FicheScreen {
    /// A new record of what the fiche is about: a link from one end, a filière.
    pub(super) fn create(&self, cx: &mut Cx<'_>) -> Flow {
        let contacts = self.section() == Some(CONTACTS);
        match self.sujet {
            Sujet::Campus(id) if contacts => Flow::Formalite(Formalite::Contact(None, Some(id), None)),
            Sujet::Partenaire(id) if contacts => Flow::Formalite(Formalite::Contact(None, None, Some(id))),
            Sujet::Campus(id) => Flow::Formalite(Formalite::Lien(Some(id), None)),
            Sujet::Partenaire(id) => Flow::Formalite(Formalite::Lien(None, Some(id))),
            Sujet::Filiere(_) => Flow::Formalite(Formalite::Filiere(None)),
            Sujet::Region(_) | Sujet::Contact(_) | Sujet::Revue(..) | Sujet::Point(..) => {
                cx.say("Rien à créer depuis cette fiche.");
                Flow::Done
            }
        }
    }

    /// The form of the label or of the link under the cursor, else of the record itself.
    pub(super) fn edit(&self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let under = match self.lignes.get(self.cursor.selected) {
            Some(Ligne::Lien(_, _, sujet)) => Some(*sujet),
            _ => None,
        };
        let formalite = match (self.sujet, under) {
            (Sujet::Contact(id), _) | (_, Some(Sujet::Contact(id))) => {
                Formalite::Contact(Some(id), None, None)
            }
            (Sujet::Campus(campus), Some(Sujet::Partenaire(partenaire)))
            | (Sujet::Partenaire(partenaire), Some(Sujet::Campus(campus))) => {
                Formalite::Lien(Some(campus), Some(partenaire))
            }
            (Sujet::Campus(id), _) if self.section() == Some(LABEL) => {
                match cx.store.label_de(id, cx.options.au)? {
                    Some(label) => Formalite::Label(label),
                    None => Formalite::Campus(Some(id)),
                }
            }
            (Sujet::Campus(id), _) => Formalite::Campus(Some(id)),
            (Sujet::Partenaire(id), _) => Formalite::Partenaire(Some(id)),
            (Sujet::Region(id), _) => Formalite::Region(id),
            (Sujet::Filiere(id), _) => Formalite::Filiere(Some(id)),
            (Sujet::Revue(..) | Sujet::Point(..), _) => {
                cx.say("Cette page se lit\u{202f}: la revue ou la séance se modifie de son côté.");
                return Ok(Flow::Done);
            }
        };
        Ok(Flow::Formalite(formalite))
    }

    /// The heading the selected paragraph is under.
    fn section(&self) -> Option<&str> {
        let before = self.lignes.iter().take(self.cursor.selected + 1);
        before.rev().find_map(|l| match l {
            Ligne::Titre(titre) => Some(titre.as_str()),
            _ => None,
        })
    }
}
