//! A call for projects: its candidatures and what became of them.

use super::{Rang, Rangs, cadre::Cadre};
use crate::{
    app::{
        Cx,
        action::Action,
        fiche::{FicheScreen, Sujet},
        screen::{Flow, Screen},
    },
    domain::{Appel, AppelId, Candidature, CandidatureId, Dossier, Formalite, Issue},
};

impl Rang for Appel {
    type Id = AppelId;

    fn id(&self) -> AppelId {
        self.id
    }

    fn mots(&self) -> String {
        let bulletin = self.bulletin.as_deref().unwrap_or_default();
        format!("{} {} {bulletin}", self.titre, self.code)
    }
}

impl Rang for Candidature {
    type Id = CandidatureId;

    fn id(&self) -> CandidatureId {
        self.id
    }

    fn mots(&self) -> String {
        format!(
            "{} {} {} {} {} {}",
            self.campus_nom,
            self.lieu,
            self.region,
            self.academie,
            self.dossier.libelle(),
            suite(self)
        )
    }
}

/// Where a candidature stands, in words: `labellisé`, `en attente d'acte`, `refusée`, `à examiner`…
#[must_use]
pub fn suite(c: &Candidature) -> &'static str {
    match (c.issue, c.dossier) {
        _ if c.labellise => "labellisé",
        (Some(Issue::Retenue), _) => "en attente d'acte",
        (Some(issue), _) => issue.libelle(),
        (None, Dossier::Retire) => "retirée",
        (None, _) if c.avis.is_some() => "à décider",
        (None, Dossier::Complet) => "à examiner",
        (None, Dossier::Attendu | Dossier::Incomplet) => "dossier à compléter",
    }
}

/// A call on the screen.
pub struct PageAppel {
    /// The call.
    pub appel: Appel,
    /// Its candidatures.
    pub rangs: Rangs<Candidature>,
}

impl PageAppel {
    /// Reads the candidatures of a call on the reference day.
    pub fn new(appel: Appel, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut page = Self {
            appel,
            rangs: Rangs::new(),
        };
        page.read(cx)?;
        Ok(page)
    }

    /// Reads again. Says whether the call still stands.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        let id = self.appel.id;
        let Some(appel) = cx.store.appels(cx.options.au)?.into_iter().find(|a| a.id == id) else {
            return Ok(false);
        };
        self.appel = appel;
        self.read(cx)?;
        Ok(true)
    }

    fn read(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let rows = cx.store.candidatures(self.appel.id, cx.options.au)?;
        self.rangs.fill(rows, Cadre::page(cx.size).height());
        Ok(())
    }

    /// Carries an action out; leaving is [`Flow::Pop`].
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.rangs.update(action, Cadre::page(cx.size).height()) {
            return Ok(Flow::Done);
        }
        let appel = self.appel.id;
        match (action, self.rangs.selected()) {
            (Action::Back, _) => Ok(Flow::Pop),
            (Action::New, _) => {
                self.rangs.expect_new();
                Ok(Flow::Formalite(Formalite::Candidature(appel, None)))
            }
            (Action::Edit, Some(c)) => Ok(Flow::Formalite(Formalite::Candidature(appel, Some(c.id)))),
            (Action::Open, Some(c)) => {
                let fiche = FicheScreen::new(Sujet::Campus(c.campus), cx)?;
                Ok(Flow::Push(Box::new(Screen::Fiche(fiche))))
            }
            (Action::Edit | Action::Open, None) => {
                cx.say("Aucune candidature. n en ajoute une.");
                Ok(Flow::Done)
            }
            _ => Ok(Flow::Ignored),
        }
    }
}
