//! What is due: every deadline of every campus, late first, then month by month.

pub mod definition;
pub mod vue;

use jiff::civil::Date;

use super::{
    Cx,
    action::Action,
    browser::nothing_new,
    fiche::{FicheScreen, Sujet},
    filter::Filtered,
    listing::Listing,
    msg::Effect,
    screen::{Flow, Screen},
};
use crate::{
    domain::{
        CampusId, DatePartielle, Disposition, TypeEcheance, TypeRevue,
        disposition::ColonneEcheance,
        requete::{Critere, Sur},
    },
    store::Filtre,
};
use vue::{Etats, Horizon, Ligne};

/// The list of deadlines.
pub struct Echeancier {
    /// The deadlines and what of them is shown.
    pub list: Listing<Ligne>,
    /// States shown.
    pub etats: Etats,
    /// How far ahead.
    pub horizon: Horizon,
    /// Only campuses that others changed since the last visit.
    pub nouveaux: bool,
    /// Order and columns.
    pub disposition: Disposition<ColonneEcheance>,
    criteres: Vec<Critere>,
    au: Date,
}

impl Echeancier {
    /// Reads every deadline on the reference day; looks a year ahead, further where nothing is due by then.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            list: Listing::default(),
            etats: Etats::Reste,
            horizon: Horizon::An,
            nouveaux: false,
            disposition: Disposition::default(),
            criteres: Vec::new(),
            au: cx.options.au,
        };
        screen.reload(cx)?;
        while screen.list.rows.is_empty() && screen.horizon != Horizon::Tout {
            screen.horizon = screen.horizon.next();
            screen.narrow(cx);
        }
        Ok(screen)
    }

    /// Reads again, the selection staying on its deadline.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.list.selected().map(key);
        let all = cx.store.echeancier(&Filtre {
            faits: true,
            ..Filtre::au(self.au)
        })?;
        self.list.replace(all);
        self.search(cx)?;
        self.show(before, cx);
        Ok(())
    }

    /// Reads the words typed again.
    fn search(&mut self, cx: &Cx<'_>) -> anyhow::Result<()> {
        let filter = &mut self.list.filter;
        let read = cx.store.recherche(Sur::Echeancier, &filter.text)?;
        filter.probleme = read.probleme();
        self.criteres = read.criteres;
        Ok(())
    }

    /// Finds the lines again, the selection staying on its deadline.
    fn narrow(&mut self, cx: &Cx<'_>) {
        self.show(self.list.selected().map(key), cx);
    }

    fn show(&mut self, before: Option<Key>, cx: &Cx<'_>) {
        let meets = |(c, e): &Ligne, text: &str| self.criteres.iter().all(|k| k.echeance(c, e, text));
        let mut among = self
            .list
            .kept(|(c, e)| c.echeance_dite(e), self.criteres.is_empty(), meets);
        if self.nouveaux {
            let all = self.list.all();
            let new = |i: &usize| {
                all.get(*i)
                    .is_some_and(|(c, _)| cx.nouveautes.campus.contains_key(&c.id))
            };
            among.retain(new);
        }
        let view = (self.etats, self.horizon);
        let groups = vue::groups(self.list.all(), among, view, &self.disposition.tri, self.au);
        self.list.show(groups, |l| Some(key(l)) == before, cx.size);
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.list.update(action, cx.size) {
            Filtered::Kept => {
                self.list.filter.say(action, cx);
                return Ok(Flow::Done);
            }
            Filtered::Changed => {
                self.search(cx)?;
                self.list.filter.say(action, cx);
            }
            Filtered::No => match action {
                Action::Horizon => self.horizon = self.horizon.next(),
                Action::States => self.etats = self.etats.next(),
                Action::Sort => self.disposition.trier_par_la_suivante(),
                Action::News if !self.nouveaux && cx.nouveautes.campus.is_empty() => {
                    cx.say(nothing_new(cx.nouveautes));
                    return Ok(Flow::Done);
                }
                Action::News => self.nouveaux = !self.nouveaux,
                Action::Back if self.nouveaux => self.nouveaux = false,
                _ => return self.act(action, cx),
            },
        }
        self.narrow(cx);
        Ok(Flow::Done)
    }

    /// What concerns the selected deadline.
    fn act(&self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some((campus, echeance)) = self.list.selected() else {
            return Ok(Flow::Ignored);
        };
        let present = *campus.periode(echeance) == campus.label;
        match (action, echeance.type_echeance.revue()) {
            (Action::Open, Some(kind)) if present => Ok(Flow::Review(campus.id, kind)),
            (Action::Open, kind) => {
                if kind.is_some() {
                    cx.say("Échéance de la période suivante du label\u{202f}: sa revue s'ouvrira alors.");
                }
                let fiche = FicheScreen::new(Sujet::Campus(campus.id), cx)?;
                Ok(Flow::Push(Box::new(Screen::Fiche(fiche))))
            }
            (Action::Suivi, _) => Ok(Flow::Review(campus.id, TypeRevue::Suivi)),
            (Action::Evaluation, _) => Ok(Flow::Review(campus.id, TypeRevue::Evaluation)),
            (Action::Copy, _) => {
                cx.say(format!(
                    "Copié, si le terminal l'autorise\u{202f}: {}",
                    campus.nom
                ));
                cx.effects.push(Effect::Copy(campus.nom.clone()));
                Ok(Flow::Done)
            }
            _ => Ok(Flow::Ignored),
        }
    }
}

/// What makes a deadline itself.
type Key = (CampusId, TypeEcheance, DatePartielle);

fn key((c, e): &Ligne) -> Key {
    (c.id, e.type_echeance, e.terme.fin())
}
