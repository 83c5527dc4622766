//! Legal regimes of the label (`domaine.md` § 1.3), read from `data/regimes.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{DatePartielle, texte::plier};

/// One regime: how long a label lasts and when it is looked at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// `2013`, `2014` or `2019`.
    pub code: String,
    /// What people read.
    pub libelle: String,
    /// First day a label could be given under it.
    #[serde(deserialize_with = "date")]
    pub du: DatePartielle,
    /// Last day; None while in force.
    #[serde(default, deserialize_with = "date_option")]
    pub au: Option<DatePartielle>,
    /// Shortest duration, years.
    pub duree_min: i64,
    /// Longest duration, years.
    pub duree_max: i64,
    /// Categories a label may have.
    pub categories: Vec<String>,
    /// Mentions a label may carry.
    pub mentions: Vec<String>,
    /// The follow-up review.
    pub suivi: MomentSuivi,
    /// The evaluation.
    pub evaluation: FenetreEvaluation,
    /// What the texts say of renewal.
    pub renouvellement: String,
    /// Who proposes a campus.
    pub propose: String,
    /// Who examines and is consulted.
    pub instruit: String,
    /// Who decides.
    pub decide: String,
    /// Criteria of the application file, in order.
    pub criteres: Vec<String>,
    /// Where all this comes from.
    pub sources: Vec<String>,
}

/// When the follow-up review falls due.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MomentSuivi {
    /// Years after the label's start; None: half-way through the label.
    pub ans: Option<i64>,
    /// From how many months before it the review is to be done.
    pub preavis_mois: i64,
    /// The text that says so, or `proposition`.
    pub origine: String,
}

/// When the evaluation takes place, in years after the label's start.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FenetreEvaluation {
    /// Opening of the window; None: one year before the label's end.
    pub de: Option<i64>,
    /// End of the window; None: the label's end.
    pub a: Option<i64>,
    /// The text that says so, or `proposition`.
    pub origine: String,
}

/// What `origine` says of a moment that no text gives.
const PROPOSITION: &str = "proposition";

impl MomentSuivi {
    /// Whether the program proposes it, no text giving it.
    #[must_use]
    pub fn proposee(&self) -> bool {
        self.origine == PROPOSITION
    }
}

impl FenetreEvaluation {
    /// Whether the program proposes it, no text giving it.
    #[must_use]
    pub fn proposee(&self) -> bool {
        self.origine == PROPOSITION
    }
}

impl Regime {
    /// Years from the start to the follow-up review of a label of `duree` years; None when it would
    /// not fall strictly inside the label.
    #[must_use]
    pub fn suivi_ans(&self, duree: i64) -> Option<i64> {
        let ans = self.suivi.ans.unwrap_or(duree / 2);
        (0 < ans && ans < duree).then_some(ans)
    }

    /// Window of the evaluation of a label of `duree` years, in years from the start; None when it
    /// would open after the label's end.
    #[must_use]
    pub fn evaluation_ans(&self, duree: i64) -> Option<(i64, i64)> {
        let de = self.evaluation.de.unwrap_or(duree - 1);
        let a = self.evaluation.a.unwrap_or(duree).min(duree);
        (0 <= de && de < a).then_some((de, a))
    }

    /// What makes no sense in this regime, if anything does not.
    fn mistake(&self) -> Option<&'static str> {
        if self.duree_min < 1 || self.duree_max < self.duree_min {
            Some("duree_min et duree_max doivent être des années, la plus courte d'abord")
        } else if self.suivi.preavis_mois < 0 {
            Some("preavis_mois ne peut pas être négatif")
        } else if self.suivi_ans(self.duree_max).is_none() {
            Some("suivi.ans doit tomber pendant le label")
        } else if self.evaluation_ans(self.duree_max).is_none() {
            Some("evaluation doit s'ouvrir avant la fin du label, de avant a")
        } else if self.criteres.is_empty() {
            Some("criteres est vide")
        } else {
            None
        }
    }
}

/// The file: a list of `[[regime]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    regime: Vec<Regime>,
}

/// Reads a regimes file. The error says where and what, in French.
pub fn load(text: &str) -> Result<Vec<Regime>, String> {
    let regimes = toml::from_str::<Fichier>(text)
        .map_err(|e| format!("régimes illisibles\u{202f}: {e}"))?
        .regime;
    for (i, r) in regimes.iter().enumerate() {
        if regimes[..i].iter().any(|other| other.code == r.code) {
            return Err(format!("régime {} écrit deux fois", r.code));
        }
        if let Some(m) = r.mistake() {
            return Err(format!("régime {}\u{202f}: {m}", r.code));
        }
    }
    Ok(regimes)
}

static EMBEDDED: LazyLock<Result<Vec<Regime>, String>> =
    LazyLock::new(|| load(include_str!("../../data/regimes.toml")));

/// The regimes shipped in the program, oldest first.
pub fn regimes() -> Result<&'static [Regime], String> {
    EMBEDDED.as_deref().map_err(Clone::clone)
}

/// The shipped regime of this code.
#[must_use]
pub fn regime(code: &str) -> Option<&'static Regime> {
    regimes().ok()?.iter().find(|r| r.code == code)
}

/// The shipped regime under which a label that begins on `day` is given.
#[must_use]
pub fn en_vigueur(day: jiff::civil::Date) -> Option<&'static Regime> {
    regimes()
        .ok()?
        .iter()
        .rev()
        .find(|r| r.du.first() <= day && r.au.is_none_or(|au| day <= au.last()))
}

impl Regime {
    /// `4 ans`, `de 1 à 5 ans`: how long a label may be given for.
    #[must_use]
    pub fn durees(&self) -> String {
        if self.duree_min == self.duree_max {
            format!("{} ans", self.duree_max)
        } else {
            format!("de {} à {} ans", self.duree_min, self.duree_max)
        }
    }

    /// Whether a label of that duration and category could be given under it.
    #[must_use]
    pub fn permet(&self, duree_ans: Option<i64>, categorie: Option<&str>) -> bool {
        duree_ans.is_none_or(|n| (self.duree_min..=self.duree_max).contains(&n))
            && categorie.is_none_or(|c| self.categorie(c).is_some())
    }

    /// The category that a file or a person means: its own name, or `Campus`, `CMQE`, `campus d'excellence`…
    #[must_use]
    pub fn categorie(&self, dite: &str) -> Option<&str> {
        let folded = plier(dite);
        let excellence = folded.contains("excellence") || matches!(folded.as_str(), "cmqe" | "cmq e");
        let plain = matches!(
            folded.as_str(),
            "campus" | "campus des metiers et des qualifications"
        );
        self.categories
            .iter()
            .find(|c| plier(c) == folded || (excellence && *c == "Excellence") || (plain && *c == "CMQ"))
            .map(String::as_str)
    }
}

/// The name of a category under any régime; what no régime knows stays as it is said.
#[must_use]
pub fn categorie(dite: &str) -> &str {
    let all = regimes().unwrap_or_default();
    all.iter().find_map(|r| r.categorie(dite)).unwrap_or(dite)
}

/// Every category that a régime has, once.
#[must_use]
pub fn categories() -> Vec<String> {
    let all = regimes().unwrap_or_default();
    let mut out: Vec<String> = all.iter().flat_map(|r| r.categories.clone()).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Reads an ISO date of any precision.
fn date<'de, D: Deserializer<'de>>(d: D) -> Result<DatePartielle, D::Error> {
    let text = String::deserialize(d)?;
    DatePartielle::parse_iso(&text).ok_or_else(|| {
        D::Error::custom(format!(
            "date « {text} » illisible, attendu AAAA, AAAA-MM ou AAAA-MM-JJ"
        ))
    })
}

/// As [`date`], for a date that may be left out.
fn date_option<'de, D: Deserializer<'de>>(d: D) -> Result<Option<DatePartielle>, D::Error> {
    date(d).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_regimes_of_the_label() {
        let all = regimes().unwrap();
        let codes: Vec<_> = all.iter().map(|r| (r.code.as_str(), r.criteres.len())).collect();
        assert_eq!(codes, [("2013", 6), ("2014", 7), ("2019", 11)]);
        for code in ["2013", "2014"] {
            let r = regime(code).unwrap();
            assert_eq!((r.duree_min, r.duree_max), (4, 4));
            assert_eq!(r.suivi_ans(4), Some(2));
            assert_eq!(r.evaluation_ans(4), Some((3, 4)));
        }
        let r = regime("2019").unwrap();
        assert_eq!((r.duree_min, r.duree_max), (1, 5));
        assert_eq!(
            [1, 2, 3, 5].map(|d| r.suivi_ans(d)),
            [None, Some(1), Some(1), Some(2)]
        );
        assert_eq!(r.evaluation_ans(5), Some((4, 5)));
        assert_eq!(r.evaluation_ans(1), Some((0, 1)));
        assert!(regime("1999").is_none());
    }

    #[test]
    fn a_short_label_of_2013_has_no_fourth_year() {
        let r = regime("2013").unwrap();
        assert_eq!(r.suivi_ans(2), None);
        assert_eq!(r.evaluation_ans(3), None);
    }

    #[test]
    fn a_mistake_is_refused_with_its_mend() {
        let text = include_str!("../../data/regimes.toml");
        for (from, to, says) in [
            (
                "du = \"2013-09-11\"",
                "du = \"2013-13\"",
                "date « 2013-13 » illisible",
            ),
            ("code = \"2014\"", "code = \"2013\"", "écrit deux fois"),
            ("ans = 2, preavis", "ans = 9, preavis", "suivi.ans"),
            ("duree_min = 4", "duree_min = 6", "duree_min"),
            ("duree_max = 4", "duree_maximum = 4", "duree_maximum"),
        ] {
            let e = load(&text.replacen(from, to, 1)).unwrap_err();
            assert!(e.contains(says), "{e}");
        }
    }
}
