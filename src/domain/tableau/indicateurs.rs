//! Common indicators: their values by series, and how much of the way to the target was covered.

use super::{
    super::{CampusId, TypeRevue, indicateur, indicateur::Sens},
    stats::{Quartiles, quartiles},
    table::Table,
};

/// Below this many leavers a rate says nothing sure and may name people (`domaine.md` § 2.2).
pub const COHORTE_MIN: f64 = 20.0;

/// Series of an indicator, in order.
pub const SERIES: [&str; 4] = ["au label", "à 2 ans", "à 4 ans", "cible"];

/// An indicator of the common list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicateur {
    /// Stable code.
    pub code: String,
    /// Name.
    pub libelle: String,
    /// Section of the list.
    pub section: String,
    /// Unit.
    pub unite: String,
    /// Which way it should go.
    pub sens: Sens,
    /// How it is worked out.
    pub calcul: String,
}

/// One figure, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Mesure {
    /// The figure, in the indicator's unit.
    Valeur(f64),
    /// Asked for and not available.
    Absente,
    /// A rate of fewer than twenty leavers: not shown.
    TropFaible,
    /// Nothing was handed in.
    #[default]
    Aucune,
}

impl Mesure {
    /// The figure.
    #[must_use]
    pub fn valeur(self) -> Option<f64> {
        match self {
            Self::Valeur(x) => Some(x),
            _ => None,
        }
    }

    /// Why there is no figure, in words; None when there is one.
    #[must_use]
    pub fn mots(self) -> Option<&'static str> {
        match self {
            Self::Valeur(_) => None,
            Self::Absente => Some("donnée absente"),
            Self::TropFaible => Some("effectif trop faible"),
            Self::Aucune => Some("pas de donnée"),
        }
    }

    /// Stable name of what it is, for `--json`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Valeur(_) => "valeur",
            Self::Absente => "absente",
            Self::TropFaible => "effectif_trop_faible",
            Self::Aucune => "aucune",
        }
    }

    /// The figure as `nombre` writes it, or the words; in a table what nobody handed in is a dash.
    #[must_use]
    pub fn texte(self, nombre: fn(f64) -> String) -> String {
        match self {
            Self::Valeur(x) => nombre(x),
            Self::Aucune => "–".to_owned(),
            other => other.mots().unwrap_or_default().to_owned(),
        }
    }
}

/// One of the quartiles.
type Part = fn(&Quartiles) -> f64;

/// The figures of an indicator, as [`SERIES`] orders them.
pub type Mesures = [Mesure; 4];

/// How much of the way from the label to the target was covered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Atteinte {
    /// In per cent, at four years, or at two when four have not passed.
    Pourcent(f64, u8),
    /// The target goes against the indicator's direction.
    Contresens,
    /// The target is the start.
    SansEcart,
    /// A figure is missing.
    Inconnue,
}

impl Atteinte {
    /// Attainment of the latest figure.
    #[must_use]
    pub fn de([label, deux, quatre, cible]: &Mesures, sens: Sens) -> Self {
        let latest = quatre.valeur().map(|v| (v, 4)).or(deux.valeur().map(|v| (v, 2)));
        let (Some(depart), Some(cible), Some((valeur, ans))) = (label.valeur(), cible.valeur(), latest)
        else {
            return Self::Inconnue;
        };
        match indicateur::atteinte(depart, cible, valeur, sens) {
            Some(p) => Self::Pourcent(p, ans),
            None if (cible - depart).abs() > 0.0 => Self::Contresens,
            None => Self::SansEcart,
        }
    }

    /// `50 %`, `50 % à 2 ans`, or why not.
    #[must_use]
    pub fn texte(self, nombre: fn(f64) -> String) -> String {
        match self {
            Self::Pourcent(p, 4) => format!("{}\u{a0}%", nombre(p)),
            Self::Pourcent(p, ans) => format!("{}\u{a0}% à {ans} ans", nombre(p)),
            Self::Contresens => "cible à contresens".to_owned(),
            Self::SansEcart => "cible égale au départ".to_owned(),
            Self::Inconnue => "–".to_owned(),
        }
    }

    /// The percentage.
    #[must_use]
    pub fn pourcent(self) -> Option<f64> {
        match self {
            Self::Pourcent(p, _) => Some(p),
            _ => None,
        }
    }
}

/// One campus under one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct LigneIndicateur {
    /// Row.
    pub campus: CampusId,
    /// Short name.
    pub nom: String,
    /// Its figures.
    pub mesures: Mesures,
    /// The review they come from: the évaluation, else the suivi; None when neither was handed in.
    pub source: Option<TypeRevue>,
}

/// One indicator over all campuses.
#[derive(Clone, Debug, PartialEq)]
pub struct VueIndicateur {
    /// Which.
    pub indicateur: Indicateur,
    /// Campuses in French order.
    pub lignes: Vec<LigneIndicateur>,
}

impl VueIndicateur {
    /// National median and quartiles of a series: over the campuses that have a figure.
    #[must_use]
    pub fn quartiles(&self, serie: usize) -> Option<Quartiles> {
        let of = |l: &LigneIndicateur| l.mesures.get(serie).and_then(|m| m.valeur());
        quartiles(self.lignes.iter().filter_map(of))
    }

    /// The least and the most of every figure, 0 included, so that a bar begins at 0.
    #[must_use]
    pub fn etendue(&self) -> (f64, f64) {
        let all = self
            .lignes
            .iter()
            .flat_map(|l| l.mesures)
            .filter_map(Mesure::valeur);
        all.fold((0.0, 0.0), |(a, b): (f64, f64), x| (a.min(x), b.max(x)))
    }

    /// The same figures in rows, then the national ones; figures as `nombre` writes them.
    #[must_use]
    pub fn table(&self, nombre: fn(f64) -> String) -> Table {
        let colonnes = vec![
            ("Campus", false),
            ("Au label", true),
            ("À 2 ans", true),
            ("À 4 ans", true),
            ("Cible", true),
            ("Atteinte", true),
            ("Revue", false),
        ];
        let ligne = |l: &LigneIndicateur| {
            let mut cells = vec![l.nom.clone()];
            cells.extend(l.mesures.map(|m| m.texte(nombre)));
            cells.push(Atteinte::de(&l.mesures, self.indicateur.sens).texte(nombre));
            cells.push(l.source.map_or("pas de donnée", TypeRevue::court).to_owned());
            cells
        };
        let mut lignes: Vec<Vec<String>> = self.lignes.iter().map(ligne).collect();
        let all: [Option<Quartiles>; 4] = [0, 1, 2, 3].map(|i| self.quartiles(i));
        let parts: [(&str, Part); 3] = [
            ("Premier quartile", |q| q.q1),
            ("Médiane nationale", |q| q.mediane),
            ("Troisième quartile", |q| q.q3),
        ];
        for (nom, part) in parts {
            let mut cells = vec![nom.to_owned()];
            cells.extend(all.map(|q| q.map_or("–".to_owned(), |q| nombre(part(&q)))));
            cells.extend([String::new(), String::new()]);
            lignes.push(cells);
        }
        let mut counts = vec!["Campus comptés".to_owned()];
        counts.extend(all.map(|q| q.map_or(0, |q| q.n).to_string()));
        counts.extend([String::new(), String::new()]);
        lignes.push(counts);
        Table { colonnes, lignes }
    }
}

/// One campus over all indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct VueCampus {
    /// Row.
    pub id: CampusId,
    /// Short name.
    pub nom: String,
    /// The review the figures come from, as in [`LigneIndicateur::source`].
    pub source: Option<TypeRevue>,
    /// Every indicator, in the list's order.
    pub lignes: Vec<(Indicateur, Mesures)>,
}

impl VueCampus {
    /// The same figures in rows.
    #[must_use]
    pub fn table(&self, nombre: fn(f64) -> String) -> Table {
        let colonnes = vec![
            ("Indicateur", false),
            ("Code", false),
            ("Unité", false),
            ("Au label", true),
            ("À 2 ans", true),
            ("À 4 ans", true),
            ("Cible", true),
            ("Atteinte", true),
        ];
        let ligne = |(i, mesures): &(Indicateur, Mesures)| {
            let mut cells = vec![i.libelle.clone(), i.code.clone(), i.unite.clone()];
            cells.extend(mesures.map(|m| m.texte(nombre)));
            cells.push(Atteinte::de(mesures, i.sens).texte(nombre));
            cells
        };
        Table {
            colonnes,
            lignes: self.lignes.iter().map(ligne).collect(),
        }
    }
}

/// Which review figures come from, in words.
#[must_use]
pub fn origine(source: Option<TypeRevue>) -> &'static str {
    match source {
        Some(TypeRevue::Evaluation) => "d'après l'évaluation transmise",
        Some(TypeRevue::Suivi) => "d'après le suivi transmis",
        None => "aucune revue transmise",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attainment_says_why_there_is_none() {
        let v = Mesure::Valeur;
        let of = |m: Mesures, s| Atteinte::de(&m, s);
        let all = [v(200.0), v(250.0), v(275.0), v(300.0)];
        assert_eq!(of(all, Sens::Hausse), Atteinte::Pourcent(75.0, 4));
        assert_eq!(of(all, Sens::Baisse), Atteinte::Contresens);
        let two = [v(200.0), v(250.0), Mesure::Absente, v(300.0)];
        assert_eq!(of(two, Sens::Hausse), Atteinte::Pourcent(50.0, 2));
        let same = [v(5.0), v(6.0), Mesure::Aucune, v(5.0)];
        assert_eq!(of(same, Sens::Hausse), Atteinte::SansEcart);
        let none = [v(5.0), Mesure::TropFaible, Mesure::Aucune, v(6.0)];
        assert_eq!(of(none, Sens::Hausse), Atteinte::Inconnue);
    }

    #[test]
    fn what_is_missing_is_never_a_zero() {
        for m in [Mesure::Absente, Mesure::TropFaible, Mesure::Aucune] {
            assert_eq!(m.valeur(), None);
            assert!(!m.texte(|x| x.to_string()).contains('0'));
        }
    }
}
