//! The dashboard: five views, each a picture and its table. A view is read when it is shown.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    form::chooser::Chooser,
    geometry,
    keymap::Context,
    msg::Effect,
    screen::Flow,
};
use crate::{
    domain::{
        CampusId, TypeRevue,
        tableau::{Cote, Decoupage, Table, Trimestre, grille},
    },
    form::def::Reprise,
    store::Filtre,
};

mod choice;
mod vue;

pub use vue::{Donnees, Vue};

/// The indicator shown first.
const EFFECTIF: &str = "EFF_TOT";

/// The dashboard.
pub struct Tableau {
    /// The view shown.
    pub vue: Vue,
    /// What it shows.
    pub donnees: Donnees,
    /// Its table, when that is shown in place of the picture.
    pub table: Option<Table>,
    /// What can be chosen, when the list is open.
    pub chooser: Option<Chooser>,
    decoupage: Decoupage,
    indicateur: String,
    campus: Option<CampusId>,
    cursors: [Cursor; 5],
    /// What a suivi says of the indicators; read when first asked for.
    reprises: Option<Vec<Reprise>>,
}

impl Tableau {
    /// The table of what it shows, to be written to a file.
    #[must_use]
    pub fn feuille(&self) -> crate::export::Feuille {
        let nom = format!("tableau-{}", self.vue.code());
        crate::export::listes::tableau(&nom, &self.donnees.table())
    }

    /// Reads the map.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            vue: Vue::Carte,
            donnees: Donnees::Rien,
            table: None,
            chooser: None,
            decoupage: Decoupage::au(cx.options.au),
            indicateur: EFFECTIF.to_owned(),
            campus: None,
            cursors: [Cursor::default(); 5],
            reprises: None,
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads the view again, the selection staying on its row.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let au = cx.options.au;
        self.donnees = match self.vue {
            Vue::Carte => Donnees::Carte(cx.store.tableau_carte(self.decoupage, au)?),
            Vue::Labels => Donnees::Labels(cx.store.tableau_labels(au)?),
            Vue::Revues => Donnees::Revues(cx.store.tableau_revues(au)?),
            Vue::Indicateur => {
                let reprises = reprises(&mut self.reprises, cx)?;
                Donnees::Indicateur(cx.store.tableau_indicateur(&self.indicateur, reprises, au)?)
            }
            Vue::Campus => {
                let first = || -> anyhow::Result<_> {
                    let all = cx.store.campus(&Filtre::au(au))?;
                    Ok(all.first().map(|c| c.id))
                };
                self.campus = self.campus.map_or_else(first, |c| Ok(Some(c)))?;
                let reprises = reprises(&mut self.reprises, cx)?;
                match self.campus {
                    Some(id) => Donnees::Campus(cx.store.tableau_campus(id, reprises, au)?),
                    None => Donnees::Rien,
                }
            }
        };
        if self.table.is_some() {
            self.table = Some(self.donnees.table());
        }
        self.resized(cx.size);
        Ok(())
    }

    /// The window changed: the selection stays in view.
    pub fn resized(&mut self, size: (u16, u16)) {
        let (len, height) = (self.len(), self.height(size));
        self.cursors[self.vue as usize].reveal(len, height);
        if let Some(chooser) = &mut self.chooser {
            let len = chooser.rows().len();
            chooser.cursor.reveal(len, geometry::list_height(size));
        }
    }

    /// Where one stands: a row, or a tile.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursors[self.vue as usize]
    }

    fn len(&self) -> usize {
        self.table
            .as_ref()
            .map_or_else(|| self.donnees.len(), |t| t.lignes.len())
    }

    /// Lines above and below the rows, in a window of that size.
    #[must_use]
    pub fn margins(&self, size: (u16, u16)) -> (u16, u16) {
        let tall = geometry::list_height(size) >= 16;
        match self.vue {
            _ if self.table.is_some() => (1, 0),
            Vue::Carte => (0, 0),
            Vue::Labels | Vue::Revues => (0, 1),
            Vue::Indicateur => (2, if tall { 6 } else { 0 }),
            Vue::Campus => (2, u16::from(tall)),
        }
    }

    fn height(&self, size: (u16, u16)) -> usize {
        let (above, below) = self.margins(size);
        geometry::list_height(size).saturating_sub(usize::from(above + below))
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.chooser.is_some() {
            return vec![Context::Choose, Context::Global];
        }
        vec![Context::Tableau, Context::List, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.chooser.is_some() {
            return self.choose(action, cx);
        }
        if self.moves(action, cx.size) {
            return Ok(Flow::Done);
        }
        match action {
            Action::NextPane => self.show(self.vue.next(1), cx)?,
            Action::PrevPane => self.show(self.vue.next(Vue::ALL.len() - 1), cx)?,
            Action::Table => self.turn(cx.size),
            Action::Back if self.table.is_some() => self.turn(cx.size),
            Action::Choose if self.vue == Vue::Carte => self.flip(cx)?,
            Action::Choose | Action::Filter => self.open_chooser(cx)?,
            Action::Open => return self.open(cx),
            Action::Suivi => return Ok(self.review(TypeRevue::Suivi, cx)),
            Action::Evaluation => return Ok(self.review(TypeRevue::Evaluation, cx)),
            Action::Copy => self.copy(cx),
            Action::CopyAll => {
                cx.say("Tableau copié, si le terminal l'autorise.");
                cx.effects.push(Effect::Copy(self.donnees.table().texte()));
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Moves to another tile or row; false when the action is no move.
    fn moves(&mut self, action: &Action, size: (u16, u16)) -> bool {
        let (len, height) = (self.len(), self.height(size));
        let cursor = &mut self.cursors[self.vue as usize];
        let way = match action {
            Action::Left => Some(Cote::Gauche),
            Action::Right => Some(Cote::Droite),
            Action::Up => Some(Cote::Haut),
            Action::Down => Some(Cote::Bas),
            _ => None,
        };
        if let (Donnees::Carte(carte), None, Some(way)) = (&self.donnees, &self.table, way) {
            let places: Vec<_> = carte.tuiles.iter().map(|t| t.place).collect();
            cursor.selected = grille::voisine(&places, cursor.selected, way).unwrap_or(cursor.selected);
            cursor.reveal(len, height);
            return true;
        }
        let step = Step::of(action, height);
        if let Some(step) = step {
            cursor.go(step, len, height);
        }
        step.is_some() || way.is_some()
    }

    /// Shows a view. The reviews are first shown at the reference day's quarter.
    fn show(&mut self, vue: Vue, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.vue = vue;
        self.reload(cx)?;
        let cursor = &mut self.cursors[Vue::Revues as usize];
        if let (Donnees::Revues(all), true) = (&self.donnees, *cursor == Cursor::default()) {
            let now = Trimestre::de(cx.options.au);
            let at = all.iter().position(|r| r.trimestre >= now);
            cursor.selected = at.unwrap_or(all.len().saturating_sub(1));
            self.resized(cx.size);
        }
        Ok(())
    }

    /// From the picture to its table, and back.
    fn turn(&mut self, size: (u16, u16)) {
        self.table = match self.table {
            Some(_) => None,
            None => Some(self.donnees.table()),
        };
        self.resized(size);
    }

    fn copy(&self, cx: &mut Cx<'_>) {
        if let Some(text) = self.donnees.table().ligne(self.cursor().selected) {
            cx.say(format!(
                "Copié, si le terminal l'autorise\u{202f}: {}",
                text.replace('\t', " · ")
            ));
            cx.effects.push(Effect::Copy(text));
        }
    }
}

/// What a suivi says of the indicators, read once from the évaluation's form.
fn reprises<'a>(kept: &'a mut Option<Vec<Reprise>>, cx: &Cx<'_>) -> anyhow::Result<&'a [Reprise]> {
    if kept.is_none() {
        *kept = Some(cx.forms.reprises(TypeRevue::Evaluation)?);
    }
    Ok(kept.as_deref().unwrap_or_default())
}
