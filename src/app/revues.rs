//! Every review with its state and progress. Entrée resumes or reads it, two of a campus are compared.

pub mod avancement;
mod definition;

use std::{collections::HashMap, hash::BuildHasher};

use super::{
    Cx,
    action::Action,
    browser::nothing_new,
    compare::Compare,
    filter::Filtered,
    form::FormScreen,
    geometry,
    listing::{Group, Listing},
    screen::{Flow, Screen},
};
use crate::domain::{
    Disposition, RevueId, RevueLigne,
    disposition::ColonneRevue,
    requete::{Critere, Sur},
    texte::capital,
};
use avancement::{Avancement, Avancements};
pub use definition::Etats;

/// The list of reviews.
pub struct Revues {
    /// The reviews and what of them is shown.
    pub list: Listing<RevueLigne>,
    /// States shown.
    pub etats: Etats,
    /// Only those that others changed since the last visit.
    pub nouvelles: bool,
    /// Order and columns.
    pub disposition: Disposition<ColonneRevue>,
    /// The review to compare, while the other one is chosen.
    pub avec: Option<RevueLigne>,
    periodes: HashMap<RevueId, (i16, i16)>,
    avancements: Avancements,
    criteres: Vec<Critere>,
}

impl Revues {
    /// Reads every review begun by the reference day.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            list: Listing::default(),
            etats: Etats::Toutes,
            nouvelles: false,
            disposition: Disposition::default(),
            avec: None,
            periodes: HashMap::new(),
            avancements: Avancements::default(),
            criteres: Vec::new(),
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its review.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.list.selected().map(|r| r.id);
        self.periodes = cx.store.periodes_des_revues()?;
        self.list.replace(cx.store.revues(None, cx.options.au)?);
        self.search(cx)?;
        self.show(before, cx);
        self.measure(cx)
    }

    /// Reads the words typed again.
    fn search(&mut self, cx: &Cx<'_>) -> anyhow::Result<()> {
        let filter = &mut self.list.filter;
        let read = cx.store.recherche(Sur::Revues, &filter.text)?;
        filter.probleme = read.probleme();
        self.criteres = read.criteres;
        Ok(())
    }

    /// Years of the label period of a review, `2013–2017`.
    #[must_use]
    pub fn periode(&self, revue: &RevueLigne) -> String {
        periode(&self.periodes, revue.id)
    }

    /// How far a review is, once measured.
    #[must_use]
    pub fn avancement(&self, revue: &RevueLigne) -> Option<&Avancement> {
        self.avancements.of(revue)
    }

    /// Whether rows in view are still to be measured.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.avancements.waits
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        self.list.reveal(size);
        // Rows may have come into view.
        self.avancements.waits = true;
    }

    fn show(&mut self, again: Option<RevueId>, cx: &Cx<'_>) {
        let meets = |r: &RevueLigne, text: &str| {
            let day = crate::clock::local_day(&r.enregistre);
            self.criteres.iter().all(|k| k.revue(r, text, day))
        };
        let mut among = self
            .list
            .kept(|r| r.dite(&self.periode(r)), self.criteres.is_empty(), meets);
        let all = self.list.all();
        among.retain(|i| all.get(*i).is_some_and(|r| self.shows(r)));
        if self.nouvelles {
            let new = &cx.nouveautes.revues;
            among.retain(|i| all.get(*i).is_some_and(|r| new.contains_key(&r.id)));
        }
        let groups = self.groups(among);
        self.list.show(groups, |r| Some(r.id) == again, cx.size);
    }

    /// Puts lines in order, under the headings of the first criterion; equal ones stay last saved first.
    fn groups(&self, mut lines: Vec<usize>) -> Vec<Group> {
        let all = self.list.all();
        let tri = &self.disposition.tri;
        tri.trier(&mut lines, |i, c| {
            all.get(*i).and_then(|r| c.cle(r, &self.periode(r)))
        });
        let first = tri.premier().unwrap_or(ColonneRevue::Enregistrement);
        Group::parted(lines, |i| {
            all.get(i)
                .map_or_else(String::new, |r| heading(first, r, &self.periode(r)))
        })
    }

    /// Whether the states shown, or the choice of a review to compare with, let a review through.
    fn shows(&self, revue: &RevueLigne) -> bool {
        match &self.avec {
            Some(one) => one.campus == revue.campus && one.id != revue.id,
            None => self.etats.shows(revue.etat),
        }
    }

    /// Measures the rows in view that are not measured yet.
    fn measure(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let from = self.list.cursor.offset;
        let rows = from..from + geometry::list_height(cx.size);
        let in_view: Vec<&RevueLigne> = rows.filter_map(|r| self.list.line(r)).collect();
        self.avancements.measure(&in_view, cx)
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let before = self.list.selected().map(|r| r.id);
        match self.list.update(action, cx.size) {
            Filtered::Kept => {
                self.list.filter.say(action, cx);
                self.measure(cx)?;
                return Ok(Flow::Done);
            }
            Filtered::Changed => {
                self.search(cx)?;
                self.list.filter.say(action, cx);
            }
            Filtered::No => match action {
                Action::States if self.avec.is_none() => self.etats = self.etats.next(),
                Action::Sort => self.disposition.trier_par_la_suivante(),
                Action::News if !self.nouvelles && cx.nouveautes.revues.is_empty() => {
                    cx.say(nothing_new(cx.nouveautes));
                    return Ok(Flow::Done);
                }
                Action::News => self.nouvelles = !self.nouvelles,
                Action::Back if self.nouvelles && self.avec.is_none() => self.nouvelles = false,
                Action::Back if self.avec.is_some() => {
                    let one = self.avec.take().map(|r| r.id);
                    self.show(one, cx);
                    self.measure(cx)?;
                    return Ok(Flow::Done);
                }
                _ => return self.act(action, cx),
            },
        }
        self.show(before, cx);
        self.measure(cx)?;
        Ok(Flow::Done)
    }

    /// What concerns the selected review.
    fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(revue) = self.list.selected().cloned() else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Open | Action::Compare if self.avec.is_some() => self.compare_with(&revue, cx),
            Action::Open => Ok(form(FormScreen::open_revue(revue.id, cx)?)),
            Action::Reopen => {
                let mut screen = FormScreen::open_revue(revue.id, cx)?;
                if screen.open_for_writing() {
                    cx.say("Cette revue n'est pas transmise\u{202f}: Entrée la reprend.");
                    return Ok(Flow::Done);
                }
                screen.update(&Action::Reopen, cx)?;
                Ok(form(screen))
            }
            Action::Compare => self.compare(revue, cx),
            _ => Ok(Flow::Ignored),
        }
    }

    /// Compares with the campus's only other review, or asks which.
    fn compare(&mut self, revue: RevueLigne, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let others = self.list.all().iter();
        let others: Vec<RevueLigne> = others
            .filter(|r| r.campus == revue.campus && r.id != revue.id)
            .cloned()
            .collect();
        match others.as_slice() {
            [] => cx.say(format!("{} n'a pas d'autre revue à comparer.", revue.campus_nom)),
            [only] => {
                self.avec = Some(revue);
                return self.compare_with(only, cx);
            }
            _ => {
                cx.say("Entrée choisit l'autre revue, Échap renonce.");
                self.avec = Some(revue);
                self.list.filter = super::filter::Filter::default();
                self.criteres.clear();
                self.show(None, cx);
                self.measure(cx)?;
            }
        }
        Ok(Flow::Done)
    }

    /// Opens the comparison, the review begun first on the left.
    fn compare_with(&mut self, other: &RevueLigne, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(one) = self.avec.take() else {
            return Ok(Flow::Done);
        };
        let (old, new) = if one.id < other.id {
            (&one, other)
        } else {
            (other, &one)
        };
        let names = [old, new].map(|r| self.named(r));
        let screen = Compare::new((old, new), names, cx)?;
        self.show(Some(one.id), cx);
        Ok(Flow::Push(Box::new(Screen::Compare(Box::new(screen)))))
    }

    /// What heads its column in a comparison.
    fn named(&self, r: &RevueLigne) -> String {
        format!(
            "{} · label {} · {} · {}",
            r.type_revue.libelle(),
            self.periode(r),
            r.etat.libelle(),
            r.agent
        )
    }
}

/// Years of the label period of a review, `2013–2017`, among those known.
#[must_use]
pub fn periode<S: BuildHasher>(periodes: &HashMap<RevueId, (i16, i16), S>, revue: RevueId) -> String {
    let years = periodes.get(&revue);
    years.map_or_else(String::new, |(a, b)| format!("{a}–{b}"))
}

fn form(screen: FormScreen) -> Flow {
    Flow::Push(Box::new(Screen::Form(Box::new(screen))))
}

/// Name of the group that a review is in when the list is sorted by this column; empty where each would be its own.
fn heading(colonne: ColonneRevue, r: &RevueLigne, periode: &str) -> String {
    match colonne {
        ColonneRevue::Type => capital(r.type_revue.court()),
        ColonneRevue::Etat => capital(r.etat.libelle()),
        ColonneRevue::Agent => r.agent.clone(),
        ColonneRevue::Label => format!("Label {periode}"),
        _ => String::new(),
    }
}
