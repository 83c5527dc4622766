//! The screens of the stack, and what an update answers.

use super::form::FormScreen;
use super::{
    Cx,
    action::Action,
    browser::Browser,
    commission::Commission,
    compare::Compare,
    corbeille::Corbeille,
    dommage::Dommage,
    echeancier::Echeancier,
    exporter::Exporter,
    fiche::{FicheScreen, Sujet},
    fusion::{Doublons, FusionScreen},
    groupe::Groupe,
    journal::Journal,
    keymap::Context,
    palette::Palette,
    reglage::Reglage,
    revues::Revues,
    secours::SecoursScreen,
    tableau::Tableau,
    vues::Vues,
};
use crate::domain::{CampusId, Entite, Formalite, Renvoi, TypeRevue, vue::Vue};

/// One layer of the stack.
pub enum Screen {
    /// The four panes.
    Browser(Box<Browser>),
    /// A record in full.
    Fiche(FicheScreen),
    /// What is due.
    Echeancier(Echeancier),
    /// Every review.
    Revues(Box<Revues>),
    /// Two reviews side by side.
    Compare(Box<Compare>),
    /// The dashboard.
    Tableau(Box<Tableau>),
    /// Calls, séances, acts.
    Commission(Box<Commission>),
    /// Who changed what.
    Journal(Box<Journal>),
    /// The views of a list.
    Vues(Box<Vues>),
    /// The columns of a list and its order.
    Reglage(Box<Reglage>),
    /// One field of several records.
    Groupe(Box<Groupe>),
    /// How to write a list to a file.
    Exporter(Box<Exporter>),
    /// What was put away.
    Corbeille(Box<Corbeille>),
    /// Two partners that are one.
    Fusion(Box<FusionScreen>),
    /// What earlier sessions kept beside the register.
    Secours(Box<SecoursScreen>),
    /// Partners that may be one.
    Doublons(Box<Doublons>),
    /// A review.
    Form(Box<FormScreen>),
    /// The register is damaged.
    Dommage(Box<Dommage>),
    /// Commands by name, or the help.
    Palette(Palette),
}

/// What an update asks of the stack.
pub enum Flow {
    /// Done.
    Done,
    /// Not mine.
    Ignored,
    /// Open on top.
    Push(Box<Screen>),
    /// Open instead.
    Replace(Box<Screen>),
    /// Leave every screen for the register, and open this above it.
    Instead(Box<Screen>),
    /// Leave.
    Pop,
    /// Leave, then do this.
    PopAnd(Action),
    /// The register, filtered on a région or a filière.
    Register(Sujet),
    /// Open the review of a campus.
    Review(CampusId, TypeRevue),
    /// Leave, then show the list below as this view says.
    Vue(Vue),
    /// Leave, then give the list below this order and these columns.
    LayOut(Vec<String>, Vec<String>),
    /// Open the form that records one act of the label's life, or a record.
    Formalite(Formalite),
    /// Open the form of a new record of this name; what is recorded comes back.
    Create(Formalite, String),
    /// Leave: this record was written. What is below takes it where it waits for one.
    Recorded(Entite, Renvoi),
}

impl Screen {
    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self {
            Self::Browser(s) => s.update(action, cx),
            Self::Fiche(s) => s.update(action, cx),
            Self::Echeancier(s) => s.update(action, cx),
            Self::Revues(s) => s.update(action, cx),
            Self::Compare(s) => Ok(s.update(action, cx)),
            Self::Tableau(s) => s.update(action, cx),
            Self::Commission(s) => s.update(action, cx),
            Self::Journal(s) => s.update(action, cx),
            Self::Vues(s) => s.update(action, cx),
            Self::Reglage(s) => Ok(s.update(action, cx)),
            Self::Groupe(s) => s.update(action, cx),
            Self::Exporter(s) => Ok(s.update(action, cx)),
            Self::Corbeille(s) => s.update(action, cx),
            Self::Fusion(s) => s.update(action, cx),
            Self::Secours(s) => s.update(action, cx),
            Self::Doublons(s) => s.update(action, cx),
            Self::Form(s) => s.update(action, cx),
            Self::Dommage(s) => Ok(s.update(action)),
            Self::Palette(s) => Ok(s.update(action, cx.size)),
        }
    }

    /// A record was written above it: a form takes it where it waits for one, the register selects it.
    pub fn receive(&mut self, entity: Entite, renvoi: &Renvoi, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        match self {
            Self::Form(s) => s.receive(entity, renvoi, cx),
            Self::Browser(s) => s.receive(entity, renvoi, cx)?,
            _ => {}
        }
        Ok(())
    }

    /// Reads its rows again.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        match self {
            Self::Browser(s) => s.reload(cx),
            Self::Fiche(s) => s.reload(cx),
            Self::Echeancier(s) => s.reload(cx),
            Self::Revues(s) => s.reload(cx),
            Self::Tableau(s) => s.reload(cx),
            Self::Commission(s) => s.reload(cx),
            Self::Journal(s) => s.reload(cx),
            Self::Vues(s) => s.reload(cx),
            Self::Corbeille(s) => s.reload(cx),
            Self::Doublons(s) => s.reload(cx),
            Self::Secours(s) => {
                s.reload(cx);
                Ok(())
            }
            Self::Fusion(_)
            | Self::Form(_)
            | Self::Palette(_)
            | Self::Compare(_)
            | Self::Exporter(_)
            | Self::Groupe(_)
            | Self::Reglage(_)
            | Self::Dommage(_) => Ok(()),
        }
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        match self {
            Self::Browser(s) => s.resized(size),
            Self::Echeancier(s) => s.list.reveal(size),
            Self::Revues(s) => s.resized(size),
            Self::Compare(s) => s.resized(size),
            Self::Palette(s) => s.reveal(size),
            Self::Tableau(s) => s.resized(size),
            Self::Commission(s) => s.resized(size),
            Self::Journal(s) => s.resized(size),
            Self::Vues(s) => s.list.reveal(size),
            Self::Corbeille(s) => s.list.reveal(size),
            Self::Doublons(s) => s.list.reveal(size),
            Self::Fusion(s) => s.resized(size),
            Self::Secours(s) => s.resized(size),
            Self::Groupe(s) => s.resized(size),
            Self::Fiche(_) | Self::Form(_) | Self::Exporter(_) | Self::Reglage(_) | Self::Dommage(_) => {}
        }
    }

    /// Whether it shows a list that can be written to a file.
    #[must_use]
    pub fn lists(&self) -> bool {
        matches!(
            self,
            Self::Browser(_) | Self::Echeancier(_) | Self::Revues(_) | Self::Journal(_) | Self::Tableau(_)
        )
    }

    /// Whether it can show only what others changed since the last visit.
    #[must_use]
    pub fn tells_news(&self) -> bool {
        matches!(self, Self::Browser(_) | Self::Echeancier(_) | Self::Revues(_))
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let typing = match self {
            Self::Browser(s) => s.typing(),
            Self::Echeancier(s) => s.list.filter.typing,
            Self::Revues(s) => s.list.filter.typing,
            Self::Form(s) => return s.contexts(),
            Self::Dommage(s) => return s.contexts(),
            Self::Compare(_) => return vec![Context::Compare, Context::List, Context::Global],
            Self::Palette(_) => return vec![Context::Palette, Context::Global],
            Self::Tableau(s) => return s.contexts(),
            Self::Commission(s) => return s.contexts(),
            Self::Journal(s) => return s.contexts(),
            Self::Vues(s) => return s.contexts(),
            Self::Reglage(s) => return s.contexts(),
            Self::Groupe(s) => return s.contexts(),
            Self::Exporter(s) => return s.contexts(),
            Self::Corbeille(s) => return s.contexts(),
            Self::Fusion(s) => return s.contexts(),
            Self::Secours(s) => return s.contexts(),
            Self::Doublons(s) => return s.contexts(),
            Self::Fiche(_) => false,
        };
        if typing {
            return vec![Context::Filter, Context::Global];
        }
        match self {
            Self::Echeancier(_) => vec![Context::Echeancier, Context::List, Context::Global],
            Self::Revues(_) => vec![Context::Revues, Context::List, Context::Global],
            _ => vec![Context::List, Context::Global],
        }
    }
}
