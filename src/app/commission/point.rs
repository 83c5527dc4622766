//! An item of an agenda: how it is found again, what is decided on it, which review is read for it.

use super::{Rang, raison::SUIVI};
use crate::{
    app::{Cx, screen::Flow},
    domain::{Avis, Decision, Formalite, Issue, Objet, Point, PointId, TypeRevue},
};

impl Rang for Point {
    type Id = PointId;

    fn id(&self) -> PointId {
        self.id
    }

    fn mots(&self) -> String {
        format!(
            "{} {} {} {} {}",
            self.campus_nom,
            self.region,
            self.objet.libelle(),
            self.rapporteur.as_deref().unwrap_or_default(),
            self.avis.map_or("sans avis", Avis::libelle)
        )
    }
}

/// The form of the decision that the item calls for, or why there is none.
pub(super) fn decide(point: &Point, cx: &mut Cx<'_>) -> Flow {
    let again = |d: &&Decision| {
        d.libelle == Issue::Ajournee.libelle() && matches!(point.objet, Objet::Candidature(_))
    };
    if let Some(decision) = point.decision.as_ref().filter(|d| !again(d)) {
        let published = decision.acte.as_ref().is_some_and(|(_, publie)| publie.is_some());
        let then = if published {
            "un acte publié la porte, elle ne change plus"
        } else {
            "le journal (9) l'annule tant qu'aucun acte n'est publié"
        };
        cx.say(format!(
            "Déjà décidé\u{202f}: {}\u{202f}; {then}.",
            decision.libelle
        ));
        return Flow::Done;
    }
    match point.objet {
        Objet::Candidature(_) => Flow::Formalite(Formalite::Issue(point.id)),
        Objet::Revue(_, TypeRevue::Evaluation) => Flow::Formalite(Formalite::Decision(point.id)),
        Objet::Revue(_, TypeRevue::Suivi) => {
            cx.say(SUIVI);
            Flow::Done
        }
    }
}

/// The review of the item's campus, to read.
pub(super) fn read(point: &Point, kind: TypeRevue, cx: &mut Cx<'_>) -> Flow {
    match point.objet {
        Objet::Revue(..) => Flow::Review(point.campus, kind),
        Objet::Candidature(_) => {
            cx.say("Une candidature n'a pas encore de revue\u{202f}: Entrée ouvre le point.");
            Flow::Done
        }
    }
}
