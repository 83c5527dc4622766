//! Median and quartiles.

/// Where a series lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quartiles {
    /// How many values.
    pub n: usize,
    /// A quarter of them is below.
    pub q1: f64,
    /// Half of them is below.
    pub mediane: f64,
    /// Three quarters of them are below.
    pub q3: f64,
}

/// Median and quartiles of the finite values, in their unit; None without one. Definition 7 of Hyndman and Fan,
/// « Sample quantiles in statistical packages », The American Statistician 50 (1996): linear interpolation
/// between the values of ranks around `(n − 1)p + 1`, that of spreadsheets (`QUARTILE.INCLURE`), R and `NumPy`.
#[must_use]
pub fn quartiles(values: impl IntoIterator<Item = f64>) -> Option<Quartiles> {
    let mut sorted: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    Some(Quartiles {
        n: sorted.len(),
        q1: quantile(&sorted, 0.25)?,
        mediane: quantile(&sorted, 0.5)?,
        q3: quantile(&sorted, 0.75)?,
    })
}

/// The value below which the part `p` (0 to 1) of the sorted values lies.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let rank = last as f64 * p;
    let below = entier(rank, last);
    let (a, b) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    Some(a + (b - a) * (rank - rank.floor()))
}

/// The whole part of `x`, from 0 to `last`; 0 for what is no number.
#[must_use]
#[allow(clippy::cast_sign_loss, reason = "clamped to positive numbers first")]
pub fn entier(x: f64, last: usize) -> usize {
    (x.max(0.0) as usize).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64]) -> Option<(f64, f64, f64)> {
        quartiles(values.iter().copied()).map(|q| (q.q1, q.mediane, q.q3))
    }

    #[test]
    fn as_a_spreadsheet_says() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[f64::NAN]), None);
        assert_eq!(of(&[7.0]), Some((7.0, 7.0, 7.0)));
        assert_eq!(of(&[4.0, 1.0, 3.0, 2.0]), Some((1.75, 2.5, 3.25)));
        assert_eq!(of(&[10.0, 20.0, 40.0]), Some((15.0, 20.0, 30.0)));
    }

    proptest! {
        #[test]
        fn between_the_least_and_the_most_and_in_order(values in prop::collection::vec(-1e9..1e9f64, 1..60)) {
            let q = quartiles(values.iter().copied()).unwrap();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(q.n, values.len());
            prop_assert!(least <= q.q1 && q.q1 <= q.mediane && q.mediane <= q.q3 && q.q3 <= most);
        }

        #[test]
        fn half_on_each_side_of_the_median(values in prop::collection::vec(-1e6..1e6f64, 1..60)) {
            let q = quartiles(values.iter().copied()).unwrap();
            let half = values.len().div_ceil(2);
            prop_assert!(values.iter().filter(|v| **v <= q.mediane + 1e-9).count() >= half);
            prop_assert!(values.iter().filter(|v| **v >= q.mediane - 1e-9).count() >= half);
        }

        #[test]
        fn the_order_of_the_values_says_nothing(mut values in prop::collection::vec(-1e6..1e6f64, 0..40)) {
            let before = quartiles(values.iter().copied());
            values.reverse();
            prop_assert_eq!(quartiles(values.iter().copied()), before);
        }
    }
}
