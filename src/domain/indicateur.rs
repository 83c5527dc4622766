//! What the values of an indicator say: difference, evolution, attainment of its target
//! (`domaine.md` § 2.2). None wherever a figure would not mean anything.

/// Which way an indicator should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sens {
    /// More is better.
    Hausse,
    /// Less is better.
    Baisse,
    /// Neither is better.
    Neutre,
}

impl Sens {
    /// Stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hausse => "hausse",
            Self::Baisse => "baisse",
            Self::Neutre => "neutre",
        }
    }

    /// Reads `hausse`, `baisse` or `neutre`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "hausse" => Some(Self::Hausse),
            "baisse" => Some(Self::Baisse),
            "neutre" => Some(Self::Neutre),
            _ => None,
        }
    }
}

/// Finite figures only: what could not be counted is not shown.
fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// Difference, in the indicator's unit.
#[must_use]
pub fn ecart(depart: f64, valeur: f64) -> Option<f64> {
    finite(valeur - depart)
}

/// Evolution in per cent of the start; None from a start of zero.
#[must_use]
pub fn evolution(depart: f64, valeur: f64) -> Option<f64> {
    if depart == 0.0 {
        return None;
    }
    finite((valeur - depart) / depart.abs() * 100.0)
}

/// Part of the way to the target that was covered, in per cent: (value − start) / (target − start) × 100.
/// None when the target is the start, and when the target goes against the indicator's direction
/// (a lower target for a rise, a higher one for a fall): the file must then be looked at, not counted.
/// Below 0 the indicator moved away from its target, above 100 it passed it.
#[must_use]
pub fn atteinte(depart: f64, cible: f64, valeur: f64, sens: Sens) -> Option<f64> {
    let way = cible - depart;
    let against = match sens {
        Sens::Hausse => way < 0.0,
        Sens::Baisse => way > 0.0,
        Sens::Neutre => false,
    };
    if against || way == 0.0 {
        return None;
    }
    finite((valeur - depart) / way * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn about(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|f| (f - wanted).abs() < 1e-9),
            "{found:?}, not {wanted}"
        );
    }

    #[test]
    fn attainment_follows_the_direction() {
        about(atteinte(200.0, 300.0, 250.0, Sens::Hausse), 50.0);
        about(atteinte(200.0, 300.0, 150.0, Sens::Hausse), -50.0);
        about(atteinte(12.0, 6.0, 3.0, Sens::Baisse), 150.0);
        about(atteinte(5.0, 3.0, 4.0, Sens::Neutre), 50.0);
        assert_eq!(atteinte(200.0, 100.0, 150.0, Sens::Hausse), None);
        assert_eq!(atteinte(6.0, 12.0, 8.0, Sens::Baisse), None);
        assert_eq!(atteinte(200.0, 200.0, 250.0, Sens::Hausse), None);
    }

    #[test]
    fn difference_and_evolution() {
        about(ecart(200.0, 150.0), -50.0);
        about(evolution(200.0, 150.0), -25.0);
        assert_eq!(evolution(0.0, 12.0), None);
        assert_eq!(ecart(f64::NAN, 1.0), None);
    }

    proptest! {
        #[test]
        fn a_value_on_its_target_is_100_and_on_its_start_0(depart in -1e6..1e6f64, cible in -1e6..1e6f64) {
            prop_assume!((depart - cible).abs() > 1e-3);
            let sens = if cible > depart { Sens::Hausse } else { Sens::Baisse };
            about(atteinte(depart, cible, cible, sens), 100.0);
            about(atteinte(depart, cible, depart, sens), 0.0);
        }
    }
}
