//! What is due: every deadline not yet met, late first.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    fiche::{FicheScreen, Sujet},
    filter::{Filter, Filtered},
    geometry,
    screen::{Flow, Screen},
};
use crate::{
    domain::{CampusLigne, Echeance, texte},
    store::Filtre,
};

/// The list of deadlines.
pub struct Echeancier {
    all: Vec<(CampusLigne, Echeance)>,
    /// What matches the words.
    pub rows: Vec<(CampusLigne, Echeance)>,
    /// Words typed.
    pub filter: Filter,
    /// Where one stands.
    pub cursor: Cursor,
}

impl Echeancier {
    /// Reads every deadline on the reference day.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            all: Vec::new(),
            rows: Vec::new(),
            filter: Filter::default(),
            cursor: Cursor::default(),
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its deadline.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.all = cx.store.echeancier(&Filtre::au(cx.options.au))?;
        self.narrow(cx.size);
        Ok(())
    }

    fn narrow(&mut self, size: (u16, u16)) {
        let key = |(c, e): &(CampusLigne, Echeance)| (c.id, e.type_echeance);
        let before = self.rows.get(self.cursor.selected).map(key);
        let words = self.filter.words();
        let matches = |(c, e): &&(CampusLigne, Echeance)| {
            let text = format!(
                "{} {} {} {} {} {} {}",
                c.nom,
                c.region,
                c.region_actuelle,
                c.academie,
                c.lieu,
                e.type_echeance.libelle(),
                e.etat.libelle()
            );
            texte::correspond(&words, &texte::plier(&text))
        };
        self.rows = self.all.iter().filter(matches).cloned().collect();
        let at = before.and_then(|b| self.rows.iter().position(|r| key(r) == b));
        self.cursor.selected = at.unwrap_or(0);
        self.reveal(size);
    }

    /// Keeps the selection in view.
    pub fn reveal(&mut self, size: (u16, u16)) {
        self.cursor.reveal(self.rows.len(), geometry::list_height(size));
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.filter.update(action) {
            Filtered::Changed => self.narrow(cx.size),
            Filtered::Kept => {}
            Filtered::No => return self.act(action, cx),
        }
        Ok(Flow::Done)
    }

    fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = geometry::list_height(cx.size);
        if let Some(step) = Step::of(action, height) {
            self.cursor.go(step, self.rows.len(), height);
            return Ok(Flow::Done);
        }
        let Some((campus, echeance)) = self.rows.get(self.cursor.selected) else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Open => match echeance.type_echeance.revue() {
                Some(kind) => Ok(Flow::Review(campus.id, kind)),
                None => {
                    let fiche = FicheScreen::new(Sujet::Campus(campus.id), cx)?;
                    Ok(Flow::Push(Box::new(Screen::Fiche(fiche))))
                }
            },
            Action::Suivi => Ok(Flow::Review(campus.id, crate::domain::TypeRevue::Suivi)),
            Action::Evaluation => Ok(Flow::Review(campus.id, crate::domain::TypeRevue::Evaluation)),
            _ => Ok(Flow::Ignored),
        }
    }
}
