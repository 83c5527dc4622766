//! The scale of an indicator: where its figures fall in a bar.

use crate::{
    domain::tableau::{Mesure, Mesures, Quartiles, stats::entier},
    form::number::show_figure,
};

/// From the least to the most, over so many columns.
#[derive(Clone, Copy, Debug)]
pub struct Echelle {
    least: f64,
    most: f64,
    columns: u16,
}

/// Letters of the series on a bar, as [`Mesures`] orders them.
const LETTRES: [char; 4] = ['L', '2', '4', 'C'];

impl Echelle {
    /// A scale over `columns`.
    pub fn new((least, most): (f64, f64), columns: u16) -> Self {
        Self { least, most, columns }
    }

    /// The column of a value.
    fn column(&self, x: f64) -> usize {
        let last = self.columns.saturating_sub(1);
        let way = self.most - self.least;
        if way > 0.0 {
            entier(
                ((x - self.least) / way * f64::from(last)).round(),
                usize::from(last),
            )
        } else {
            0
        }
    }

    /// What the bar goes from and to: `0 … 320`; nothing where it goes nowhere.
    pub fn bornes(&self) -> String {
        if self.most <= self.least {
            return String::new();
        }
        let (a, b) = (show_figure(self.least), show_figure(self.most));
        let gap = usize::from(self.columns).saturating_sub(a.chars().count() + b.chars().count());
        format!("{a}{}{b}", " ".repeat(gap.max(1)))
    }

    /// A bar from 0 to the latest value, with a letter at each figure; None without a figure.
    pub fn barre(&self, mesures: &Mesures) -> Option<String> {
        let [label, deux, quatre, _] = mesures.map(Mesure::valeur);
        let mut line = vec![' '; usize::from(self.columns)];
        if let Some(latest) = quatre.or(deux).or(label) {
            let (a, b) = (self.column(0.0f64.min(latest)), self.column(0.0f64.max(latest)));
            for cell in line.iter_mut().skip(a).take(b + 1 - a) {
                *cell = '█';
            }
        } else {
            mesures[3].valeur()?;
        }
        for (m, letter) in mesures.iter().zip(LETTRES) {
            if let Some(cell) = m.valeur().and_then(|x| line.get_mut(self.column(x))) {
                *cell = letter;
            }
        }
        Some(line.into_iter().collect())
    }

    /// Quartiles and median as a box: `[--|---]`.
    pub fn boite(&self, q: Quartiles) -> String {
        let mut line = vec![' '; usize::from(self.columns)];
        let (a, b) = (self.column(q.q1), self.column(q.q3));
        for cell in line.iter_mut().skip(a).take(b + 1 - a) {
            *cell = '-';
        }
        for (at, sign) in [(a, '['), (b, ']'), (self.column(q.mediane), '|')] {
            if let Some(cell) = line.get_mut(at) {
                *cell = sign;
            }
        }
        line.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_fall_at_their_place() {
        let e = Echelle::new((0.0, 10.0), 11);
        let v = Mesure::Valeur;
        let bar = e.barre(&[v(2.0), v(5.0), Mesure::Absente, v(10.0)]);
        assert_eq!(bar.as_deref(), Some("██L██2    C"));
        assert_eq!(e.barre(&[Mesure::Absente; 4]), None);
        let q = Quartiles {
            n: 3,
            q1: 2.0,
            mediane: 4.0,
            q3: 8.0,
        };
        assert_eq!(e.boite(q), "  [-|---]  ");
    }

    #[test]
    fn the_ends_of_the_scale_stand_at_its_ends() {
        assert_eq!(Echelle::new((0.0, 320.0), 8).bornes(), "0    320");
        assert_eq!(Echelle::new((0.0, 0.0), 8).bornes(), "", "no figure, no scale");
    }

    #[test]
    fn no_column_and_no_width_are_no_panic() {
        for columns in 0..3 {
            let e = Echelle::new((0.0, 0.0), columns);
            let _ = (e.barre(&[Mesure::Valeur(0.0); 4]), e.bornes());
        }
    }
}
