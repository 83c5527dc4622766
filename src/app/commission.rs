//! The commission: its séances, the calls, the acts. Three lists walked by Tab; Entrée opens what is selected.
//! Filling in is the forms' business: this screen says which one opens.

use super::{Cx, action::Action, keymap::Context, screen::Flow};
use crate::domain::{Acte, Appel, Formalite, Seance};

mod acte;
mod annexe;
mod appel;
pub mod cadre;
mod college;
mod point;
mod propositions;
mod raison;
mod rangs;
mod seance;
mod vue;

pub use acte::LigneActe;
pub use annexe::PageAnnexe;
pub use appel::{PageAppel, suite};
use cadre::Cadre;
pub use college::LigneCollege;
pub use propositions::Propositions;
pub use rangs::{Rang, Rangs};
pub use seance::{PageSeance, Volet};
pub use vue::Vue;

/// What is open above the lists.
pub enum Page {
    /// A séance: members and agenda.
    Seance(Box<PageSeance>),
    /// A call: its candidatures.
    Appel(Box<PageAppel>),
    /// An annex: labelled campuses.
    Annexe(Box<PageAnnexe>),
}

/// The commission's screen.
pub struct Commission {
    /// Which list shows.
    pub vue: Vue,
    /// Séances, latest first.
    pub seances: Rangs<Seance>,
    /// Calls, latest first.
    pub appels: Rangs<Appel>,
    /// Acts, latest first; the first row is the annex of every label in force.
    pub actes: Rangs<LigneActe>,
    /// What is open above the lists.
    pub page: Option<Page>,
}

impl Commission {
    /// Reads what it shows.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            vue: Vue::Seances,
            seances: Rangs::new(),
            appels: Rangs::new(),
            actes: Rangs::new(),
            page: None,
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its record. A record that is gone gives way to its list.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let stays = match &mut self.page {
            Some(Page::Seance(page)) => page.reload(cx)?,
            Some(Page::Appel(page)) => page.reload(cx)?,
            Some(Page::Annexe(page)) => page.reload(cx)?,
            None => false,
        };
        if stays {
            return Ok(());
        }
        self.page = None;
        let (au, height) = (cx.options.au, Cadre::vue(cx.size).height());
        let seances = cx.store.seances()?.into_iter();
        self.seances
            .fill(seances.filter_map(|s| s.connue(au)).collect(), height);
        self.appels.fill(cx.store.appels(au)?, height);
        self.actes.fill(LigneActe::all(cx.store.actes(au)?), height);
        Ok(())
    }

    /// The window changed: every selection stays in view.
    pub fn resized(&mut self, size: (u16, u16)) {
        let height = Cadre::vue(size).height();
        self.seances.reveal(height);
        self.appels.reveal(height);
        self.actes.reveal(height);
        match &mut self.page {
            Some(Page::Seance(page)) => page.resized(size),
            Some(Page::Appel(page)) => page.rangs.reveal(Cadre::page(size).height()),
            Some(Page::Annexe(page)) => page.rangs.reveal(Cadre::page(size).height()),
            None => {}
        }
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let typing = match (&self.page, self.vue) {
            (Some(Page::Seance(page)), _) => page.typing(),
            (Some(Page::Appel(page)), _) => page.rangs.filter.typing,
            (Some(Page::Annexe(page)), _) => page.rangs.filter.typing,
            (None, Vue::Seances) => self.seances.filter.typing,
            (None, Vue::Appels) => self.appels.filter.typing,
            (None, Vue::Actes) => self.actes.filter.typing,
        };
        if typing {
            vec![Context::Filter, Context::Global]
        } else if matches!(&self.page, Some(Page::Seance(page)) if page.propositions.is_some()) {
            vec![
                Context::Propositions,
                Context::Commission,
                Context::List,
                Context::Global,
            ]
        } else {
            vec![Context::Commission, Context::List, Context::Global]
        }
    }

    /// Where one is, for the title line.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.page {
            Some(Page::Seance(page)) => page.titre(),
            Some(Page::Appel(page)) => page.appel.titre.clone(),
            Some(Page::Annexe(_)) => "Commission › Annexe".to_owned(),
            None => "Commission".to_owned(),
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let flow = match &mut self.page {
            Some(Page::Seance(page)) => page.update(action, cx)?,
            Some(Page::Appel(page)) => page.update(action, cx)?,
            Some(Page::Annexe(page)) => page.update(action, cx)?,
            None => return self.in_lists(action, cx),
        };
        if matches!(flow, Flow::Pop) {
            self.page = None;
            self.reload(cx)?;
            return Ok(Flow::Done);
        }
        Ok(flow)
    }

    /// An action on the list that shows.
    fn in_lists(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = Cadre::vue(cx.size).height();
        let taken = match self.vue {
            Vue::Seances => self.seances.update(action, height),
            Vue::Appels => self.appels.update(action, height),
            Vue::Actes => self.actes.update(action, height),
        };
        if taken {
            return Ok(Flow::Done);
        }
        match action {
            Action::NextPane => self.show(self.vue.next(1)),
            Action::PrevPane => self.show(self.vue.next(2)),
            Action::Open | Action::Annex => return self.open(cx),
            Action::New => return Ok(self.create()),
            Action::Edit => return Ok(self.edit(cx)),
            Action::Publish => return Ok(self.publish(cx)),
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    fn show(&mut self, vue: Vue) {
        for filter in [
            &mut self.seances.filter,
            &mut self.appels.filter,
            &mut self.actes.filter,
        ] {
            filter.typing = false;
        }
        self.vue = vue;
    }

    fn open(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let page = match self.vue {
            Vue::Seances => match self.seances.selected() {
                Some(s) => Page::Seance(Box::new(PageSeance::new(s.id, cx)?)),
                None => return Ok(self.nothing(cx)),
            },
            Vue::Appels => match self.appels.selected() {
                Some(a) => Page::Appel(Box::new(PageAppel::new(a.clone(), cx)?)),
                None => return Ok(self.nothing(cx)),
            },
            Vue::Actes => match self.actes.selected() {
                Some(a) => Page::Annexe(Box::new(PageAnnexe::new(a, cx)?)),
                None => return Ok(self.nothing(cx)),
            },
        };
        self.page = Some(page);
        Ok(Flow::Done)
    }

    fn create(&mut self) -> Flow {
        Flow::Formalite(match self.vue {
            Vue::Seances => {
                self.seances.expect_new();
                Formalite::Seance(None)
            }
            Vue::Appels => {
                self.appels.expect_new();
                Formalite::Appel(None)
            }
            Vue::Actes => {
                self.actes.expect_new();
                Formalite::Acte(None)
            }
        })
    }

    fn edit(&self, cx: &mut Cx<'_>) -> Flow {
        let formalite = match self.vue {
            Vue::Seances => self.seances.selected().map(|s| Formalite::Seance(Some(s.id))),
            Vue::Appels => self.appels.selected().map(|a| Formalite::Appel(Some(a.id))),
            Vue::Actes => self.acte().map(|a| Formalite::Acte(Some(a.id))),
        };
        formalite.map_or_else(|| self.nothing(cx), Flow::Formalite)
    }

    fn publish(&self, cx: &mut Cx<'_>) -> Flow {
        match self.acte() {
            Some(acte) => Flow::Formalite(Formalite::Publication(acte.id)),
            None => self.nothing(cx),
        }
    }

    /// The selected act, if the selected row is one.
    fn acte(&self) -> Option<&Acte> {
        match self.actes.selected() {
            Some(LigneActe::Acte(acte)) => Some(acte),
            _ => None,
        }
    }

    fn nothing(&self, cx: &mut Cx<'_>) -> Flow {
        cx.say(self.vue.vide());
        Flow::Done
    }
}
