//! The names that look like one that was mistyped.

use super::texte::plier;

/// How alike two folded texts must be for one to be offered for the other.
const SEUIL: f64 = 0.8;

/// How many are offered.
const OFFERTS: usize = 3;

/// How much a name, or one of its words, looks like what was typed, 0 to 1; both are folded.
#[must_use]
fn ressemblance(typed: &str, name: &str) -> f64 {
    let words = name.split(' ').map(|w| strsim::jaro_winkler(typed, w));
    words
        .chain([strsim::jaro_winkler(typed, name)])
        .fold(0.0, f64::max)
}

/// At most three of the candidates, each with its names, that look like `typed`, the nearest first.
#[must_use]
pub fn proches<'a, T>(
    typed: &str,
    candidats: impl IntoIterator<Item = T>,
    noms: impl Fn(&T) -> Vec<&'a str>,
) -> Vec<T> {
    let typed = plier(typed);
    let mut scored: Vec<(f64, T)> = candidats
        .into_iter()
        .map(|c| {
            let best = noms(&c).into_iter().map(|n| ressemblance(&typed, &plier(n)));
            (best.fold(0.0, f64::max), c)
        })
        .collect();
    scored.retain(|(score, _)| *score >= SEUIL);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(OFFERTS);
    scored.into_iter().map(|(_, c)| c).collect()
}
