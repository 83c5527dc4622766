//! Deadlines of a label: a pure function of label, regime, what is done and the reference day.

use jiff::{Span, civil::Date};

use super::{DatePartielle, EtatRevue, Label, Regime, RevueId, Suite, TypeRevue, texte};

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeEcheance {
    /// Two-year review.
    Suivi,
    /// Fourth-year evaluation.
    Evaluation,
    /// Renewal file.
    Renouvellement,
    /// End of the label.
    Fin,
}

impl TypeEcheance {
    /// Every kind, in a label's order.
    pub const ALL: [Self; 4] = [Self::Suivi, Self::Evaluation, Self::Renouvellement, Self::Fin];

    /// Stable name (`suivi`, `evaluation`, `renouvellement`, `fin`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "evaluation",
            Self::Renouvellement => "renouvellement",
            Self::Fin => "fin",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "évaluation",
            Self::Renouvellement => "renouvellement",
            Self::Fin => "fin du label",
        }
    }

    /// The review that answers it, if one does.
    #[must_use]
    pub fn revue(self) -> Option<TypeRevue> {
        match self {
            Self::Suivi => Some(TypeRevue::Suivi),
            Self::Evaluation => Some(TypeRevue::Evaluation),
            _ => None,
        }
    }
}

/// State of a deadline on the reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Etat {
    /// Not yet.
    AVenir,
    /// The time has come.
    AFaire,
    /// A draft exists.
    EnCours,
    /// All of the span is past and nothing was handed in.
    EnRetard,
    /// Handed in.
    Fait,
    /// Does not apply.
    SansObjet,
    /// The label has ended.
    Echu,
}

impl Etat {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::AVenir,
        Self::AFaire,
        Self::EnCours,
        Self::EnRetard,
        Self::Fait,
        Self::SansObjet,
        Self::Echu,
    ];

    /// Name for people and for `--json` (`à venir`, `à faire`, `en cours`, `en retard`, `fait`,
    /// `sans objet`, `échu`).
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AVenir => "à venir",
            Self::AFaire => "à faire",
            Self::EnCours => "en cours",
            Self::EnRetard => "en retard",
            Self::Fait => "fait",
            Self::SansObjet => "sans objet",
            Self::Echu => "échu",
        }
    }
}

/// When something is due: a date, or a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terme {
    /// By this date (a span when imprecise).
    Date(DatePartielle),
    /// Between these.
    Fenetre(DatePartielle, DatePartielle),
}

impl Terme {
    /// First date of the window, or the date itself.
    #[must_use]
    pub fn debut(self) -> DatePartielle {
        match self {
            Self::Date(d) | Self::Fenetre(d, _) => d,
        }
    }

    /// Last date of the window, or the date itself.
    #[must_use]
    pub fn fin(self) -> DatePartielle {
        match self {
            Self::Date(d) | Self::Fenetre(_, d) => d,
        }
    }

    /// `11 septembre 2015`, `du 11 septembre 2016 au 11 septembre 2017`, `de septembre 2016 à septembre 2017`.
    #[must_use]
    pub fn fr(self) -> String {
        let Self::Fenetre(a, b) = self else {
            return self.debut().fr();
        };
        match (a, b) {
            (DatePartielle::Jour(_), DatePartielle::Jour(_)) => format!("du {} au {}", a.fr(), b.fr()),
            _ => format!("{} à {}", texte::de(&a.fr()), b.fr()),
        }
    }

    /// Short figures for lists: `11/09/2015`, `09/2016–09/2017`, `2016–2017`.
    #[must_use]
    pub fn court(self) -> String {
        match self {
            Self::Date(d) => d.court(),
            Self::Fenetre(a, b) => format!("{}–{}", a.court(), b.court()),
        }
    }
}

/// One deadline of one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Echeance {
    /// What.
    pub type_echeance: TypeEcheance,
    /// When.
    pub terme: Terme,
    /// State on the reference day.
    pub etat: Etat,
    /// The review begun or handed in for it.
    pub revue: Option<RevueId>,
    /// No text of the regime asks for it: the program proposes it, and says so.
    pub proposee: bool,
}

/// Deadlines of `label` on `au`, given the reviews begun or handed in for it, in the label's order.
/// A review that its regime does not place inside the label is left out. Once the label's fate is decided
/// (its `suite`), the renewal is done, a suivi that was never handed in has no object any more, and the end
/// of a renewed label is no end.
#[must_use]
pub fn echeances(
    label: &Label,
    regime: &Regime,
    revues: &[(TypeRevue, RevueId, EtatRevue)],
    au: Date,
) -> Vec<Echeance> {
    let plus = |ans| label.debut.plus_years(ans);
    let mut out = Vec::with_capacity(4);
    if let Some(ans) = regime.suivi_ans(label.duree_ans) {
        let due = plus(ans);
        let opens = months_before(due.first(), regime.suivi.preavis_mois);
        let mut suivi = review(TypeEcheance::Suivi, Terme::Date(due), opens, revues, au);
        suivi.proposee = regime.suivi.proposee();
        if label.suite.is_some() && suivi.etat != Etat::Fait {
            suivi.etat = Etat::SansObjet;
        }
        out.push(suivi);
    }
    let mut opens = label.fin().first();
    let mut evaluated = false;
    if let Some((de, a)) = regime.evaluation_ans(label.duree_ans) {
        opens = plus(de).first();
        let terme = Terme::Fenetre(plus(de), plus(a));
        let mut e = review(TypeEcheance::Evaluation, terme, opens, revues, au);
        e.proposee = regime.evaluation.proposee();
        evaluated = e.etat == Etat::Fait;
        out.push(e);
    }
    out.push(Echeance {
        type_echeance: TypeEcheance::Renouvellement,
        terme: Terme::Date(label.fin()),
        etat: match label.suite {
            Some(_) => Etat::Fait,
            None => pending(label.fin(), opens, evaluated, au),
        },
        revue: None,
        proposee: false,
    });
    out.push(Echeance {
        type_echeance: TypeEcheance::Fin,
        terme: Terme::Date(label.fin()),
        etat: end(label, au),
        revue: None,
        proposee: false,
    });
    out
}

/// State of the label's end.
fn end(label: &Label, au: Date) -> Etat {
    if label.suite == Some(Suite::Renouvele) {
        Etat::SansObjet
    } else if label.fin().last() < au {
        Etat::Echu
    } else {
        Etat::AVenir
    }
}

/// The deadline that a review answers.
fn review(
    type_echeance: TypeEcheance,
    terme: Terme,
    opens: Date,
    revues: &[(TypeRevue, RevueId, EtatRevue)],
    au: Date,
) -> Echeance {
    let latest = revues
        .iter()
        .filter(|(t, ..)| Some(*t) == type_echeance.revue())
        .max_by_key(|(_, id, _)| *id);
    let etat = match latest {
        Some((.., etat)) if !etat.ouverte() => Etat::Fait,
        begun => pending(terme.fin(), opens, begun.is_some(), au),
    };
    Echeance {
        type_echeance,
        terme,
        etat,
        revue: latest.map(|(_, id, _)| *id),
        proposee: false,
    }
}

/// State of what is not done: late once all of `due` is past, else begun, else to be done from `opens` on.
fn pending(due: DatePartielle, opens: Date, begun: bool, au: Date) -> Etat {
    if due.last() < au {
        Etat::EnRetard
    } else if begun {
        Etat::EnCours
    } else if opens <= au {
        Etat::AFaire
    } else {
        Etat::AVenir
    }
}

/// The same day `months` earlier.
fn months_before(day: Date, months: i64) -> Date {
    day.saturating_sub(Span::new().months(months.clamp(0, 1200)))
}

/// One phrase for a list, at most 24 characters: `label échu`, `label à venir`, `suivi en retard`, `évaluation à faire`,
/// `renouvelé`, `non renouvelé`, `label 2013–2017` when nothing presses.
#[must_use]
pub fn situation(label: &Label, echeances: &[Echeance], au: Date) -> String {
    match label.etat(au) {
        "échu" => return "label échu".into(),
        "à venir" => return "label à venir".into(),
        _ => {}
    }
    if let Some(suite) = label.suite {
        return suite.libelle().into();
    }
    let pressing = [Etat::EnRetard, Etat::EnCours, Etat::AFaire]
        .into_iter()
        .find_map(|etat| echeances.iter().find(|e| e.etat == etat));
    pressing.map_or_else(
        || format!("label {}", label.annees()),
        |e| format!("{} {}", e.type_echeance.libelle(), e.etat.libelle()),
    )
}

#[cfg(test)]
#[path = "echeance_tests.rs"]
mod tests;
