//! The columns of a list: which show, in which order, and by which the list is sorted. Nothing changes below until it
//! is taken.

use super::{Cx, action::Action, cursor::Cursor, cursor::Step, keymap::Context, screen::Flow};
use crate::domain::{
    Colonne, Disposition, Sens, Tri,
    disposition::{ColonneCampus, ColonneEcheance, ColonnePartenaire, ColonneRevue},
    vue::{Definition, Liste},
};

/// One column of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rang {
    /// Stable word.
    pub code: &'static str,
    /// Heading.
    pub titre: &'static str,
    /// Whether it shows.
    pub montree: bool,
    /// Whether the list can be sorted by it.
    pub triable: bool,
}

/// Columns and order of a list, being chosen.
pub struct Reglage {
    /// The list they are of.
    pub liste: Liste,
    /// Every column, in the order they show; the name first, always shown.
    pub rangs: Vec<Rang>,
    /// What the list is sorted by, the first one first.
    pub tri: Vec<(&'static str, Sens)>,
    /// Where one stands.
    pub cursor: Cursor,
    /// The columns of the list below, in the words of a view: none where nobody chose.
    presentes: Vec<String>,
    /// What of [`Self::rangs`] showed then.
    montrees: Vec<String>,
}

impl Reglage {
    /// The columns of a list that now shows `presente`.
    #[must_use]
    pub fn new(liste: Liste, presente: &Definition) -> Self {
        let (tri, colonnes) = (&presente.tri, &presente.colonnes);
        let (rangs, tri) = match liste {
            Liste::Campus => lire::<ColonneCampus>(tri, colonnes),
            Liste::Partenaires => lire::<ColonnePartenaire>(tri, colonnes),
            Liste::Echeancier => lire::<ColonneEcheance>(tri, colonnes),
            Liste::Revues => lire::<ColonneRevue>(tri, colonnes),
        };
        let mut reglage = Self {
            liste,
            rangs,
            tri,
            cursor: Cursor::default(),
            presentes: colonnes.clone(),
            montrees: Vec::new(),
        };
        reglage.montrees = reglage.choisies();
        reglage
    }

    /// The columns that show besides the name.
    fn choisies(&self) -> Vec<String> {
        let shown = self.rangs.iter().skip(1).filter(|r| r.montree);
        shown.map(|r| r.code.to_owned()).collect()
    }

    /// Contexts of its keys.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Reglage, Context::Global]
    }

    /// Rank from 1 and way of a column the list is sorted by.
    #[must_use]
    pub fn critere(&self, code: &str) -> Option<(usize, Sens)> {
        let at = self.tri.iter().position(|(c, _)| *c == code)?;
        self.tri.get(at).map(|(_, sens)| (at + 1, *sens))
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> Flow {
        let height = self.rangs.len();
        if let Some(step) = Step::of(action, height) {
            self.cursor.go(step, height, height);
            return Flow::Done;
        }
        match action {
            Action::Back => return Flow::Pop,
            Action::Enter => return self.take(cx),
            Action::Toggle => self.toggle(cx),
            Action::Sort => self.sort(cx),
            Action::RowUp => self.shift(-1, cx),
            Action::RowDown => self.shift(1, cx),
            Action::ClearCell => *self = Self::new(self.liste, &Definition::default()),
            _ => return Flow::Ignored,
        }
        Flow::Done
    }

    /// The order and the columns, in the words of a view.
    fn take(&self, cx: &mut Cx<'_>) -> Flow {
        let colonnes = self.choisies();
        if colonnes.is_empty() {
            cx.say("Une liste montre au moins une colonne de plus que le nom\u{202f}: Espace en montre une.");
            return Flow::Done;
        }
        let minus = |sens| if sens == Sens::Decroissant { "-" } else { "" };
        let tri = self.tri.iter().map(|(c, sens)| format!("{}{c}", minus(*sens)));
        // Who only sorts chooses no columns: the usual ones go on giving way to the name.
        let untouched = colonnes == self.montrees;
        let colonnes = if untouched {
            self.presentes.clone()
        } else {
            colonnes
        };
        Flow::LayOut(tri.collect(), colonnes)
    }

    fn toggle(&mut self, cx: &mut Cx<'_>) {
        match self.rangs.get_mut(self.cursor.selected) {
            Some(rang) if self.cursor.selected > 0 => rang.montree = !rang.montree,
            _ => cx.say("Cette colonne-là se montre toujours\u{202f}: elle dit de quoi est la ligne."),
        }
    }

    /// A further criterion; then the other way round; then no more.
    fn sort(&mut self, cx: &mut Cx<'_>) {
        let Some(rang) = self.rangs.get(self.cursor.selected) else {
            return;
        };
        if !rang.triable {
            cx.say("Cette colonne-là ne trie pas\u{202f}: elle se mesure pour les seules lignes qui se montrent.");
            return;
        }
        let code = rang.code;
        match self.tri.iter().position(|(c, _)| *c == code) {
            None => self.tri.push((code, Sens::Croissant)),
            Some(at) => match self.tri.get_mut(at) {
                Some((_, sens @ Sens::Croissant)) => *sens = Sens::Decroissant,
                _ => drop(self.tri.remove(at)),
            },
        }
    }

    /// Moves the column among the others; the name stays first.
    fn shift(&mut self, by: isize, cx: &mut Cx<'_>) {
        let from = self.cursor.selected;
        let to = from.saturating_add_signed(by);
        if from == 0 || to == 0 || to >= self.rangs.len() {
            cx.say("Cette colonne ne va pas plus loin.");
            return;
        }
        self.rangs.swap(from, to);
        self.cursor.selected = to;
    }
}

/// The columns of a list, those shown first, and its criteria.
fn lire<C: Colonne>(tri: &[String], colonnes: &[String]) -> (Vec<Rang>, Vec<(&'static str, Sens)>) {
    let now = Disposition::<C>::de_la_vue(tri, colonnes);
    let shown: Vec<C> = C::nom()
        .into_iter()
        .chain(now.montrees().iter().copied())
        .collect();
    let hidden = C::TOUTES.iter().filter(|c| !shown.contains(c));
    let rang = |c: &C, montree| Rang {
        code: c.code(),
        titre: c.titre(),
        montree,
        triable: c.triable(),
    };
    let mut rangs: Vec<Rang> = shown.iter().map(|c| rang(c, true)).collect();
    rangs.extend(hidden.map(|c| rang(c, false)));
    let tri = Tri::<C>::connu(tri);
    let criteres = tri.criteres().iter().map(|(c, sens)| (c.code(), *sens));
    (rangs, criteres.collect())
}
