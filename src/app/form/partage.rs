//! A form that others have open too: who they are, what they write meanwhile, who writes in a review.

use super::{FormScreen, Mode, open, sujet::Sujet};
use crate::{
    app::{
        Cx,
        action::Action,
        compare::Compare,
        screen::{Flow, Screen},
    },
    domain::{Presence, RevueId, texte::capital},
    form::Value,
    store::Result,
};

impl FormScreen {
    /// What its presence is said under; None for what is not on file yet, where nobody else can be.
    #[must_use]
    pub fn objet(&self) -> Option<String> {
        match &self.sujet {
            Sujet::Revue { campus, kind, .. } => Some(format!("{}:{campus}", kind.code())),
            Sujet::Formalite { formalite, .. } => {
                let cle = formalite.cle();
                (!cle.ends_with("nouveau") && !cle.contains("nouveau:")).then_some(cle)
            }
        }
    }

    /// What people call what is open.
    fn quoi(&self) -> &'static str {
        match self.sujet {
            Sujet::Revue { .. } => "cette revue",
            Sujet::Formalite { .. } => "cette fiche",
        }
    }

    /// Who else is here, in one phrase; None when nobody is.
    #[must_use]
    pub fn company(&self) -> Option<String> {
        let first = self.autres.first()?;
        let more = match self.autres.len() {
            1 => String::new(),
            n => format!(" (et {} autres)", n - 1),
        };
        Some(format!("{}{more}", first.phrase(self.quoi())))
    }

    /// Why a review that is open is only read here; None when it is written in.
    #[must_use]
    pub fn reading(&self) -> Option<String> {
        let why = self.lecture.as_ref()?;
        Some(match self.autres.first() {
            Some(p) if why.is_empty() => format!("{} y écrit {}", p.qui(), p.depuis()),
            _ => why.clone(),
        })
    }

    /// Reads again who else is here. A review in which another writes is only read, until one says otherwise; when they
    /// leave it is written in again. Says whether anything changed.
    pub fn meet(&mut self, cx: &mut Cx<'_>) -> Result<bool> {
        let Some(objet) = self.objet() else {
            return Ok(false);
        };
        let others = cx.store.presents(&objet)?;
        if others == self.autres {
            return Ok(false);
        }
        let gone = std::mem::replace(&mut self.autres, others);
        let review = matches!(self.sujet, Sujet::Revue { .. });
        if review && self.autres.is_empty() && self.lecture.take().is_some() {
            self.frappes.clear();
            if matches!(self.mode, Mode::Partage) {
                self.mode = Mode::Fields;
            }
            self.arrive();
            let who = gone.first().map_or("L'autre session", Presence::qui);
            cx.say(format!(
                "{} a quitté cette revue\u{202f}: vous pouvez y écrire.",
                capital(who)
            ));
        }
        Ok(true)
    }

    /// Just opened: says who else is here; of a review, offers what can be done.
    pub(super) fn greet(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        self.meet(cx)?;
        let Some(company) = self.company() else {
            return Ok(());
        };
        if !self.open_for_writing() {
            return Ok(());
        }
        if matches!(self.sujet, Sujet::Revue { .. }) {
            self.stand_back(String::new());
            self.read_typed(cx)?;
            self.mode = Mode::Partage;
        } else {
            cx.say(format!(
                "{company}\u{202f}: à l'enregistrement, ce qui diffère vous sera montré."
            ));
        }
        Ok(())
    }

    /// Two opened the review at the same moment: neither has typed, both are asked.
    pub fn met(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        if self.lecture.is_none() && !self.draft.pending() {
            self.greet(cx)?;
        }
        Ok(())
    }

    /// From now on it is only read.
    fn stand_back(&mut self, why: String) {
        self.lecture = Some(why);
        self.lecture_depuis = self.autres.iter().map(|p| p.debut.clone()).min();
    }

    /// Another session took over: what is being typed becomes an answer, and it is only read.
    pub fn hand_over(&mut self, agent: &str, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        // What is open over the fields closes, a cell keeping its text.
        for _ in 0..4 {
            if matches!(self.mode, Mode::Fields | Mode::Partage) {
                break;
            }
            self.update(&Action::Back, cx)?;
        }
        self.leave(cx);
        self.flush(cx);
        self.mode = Mode::Fields;
        let at = crate::clock::hour();
        self.stand_back(format!("{agent} a pris la main à {at}"));
        self.lecture_depuis = Some(crate::clock::now().to_string());
        self.arrive();
        cx.say(format!(
            "{agent} a pris la main à {at}\u{202f}: votre saisie est enregistrée, vous lisez\u{202f}; F3 la reprend."
        ));
        Ok(())
    }

    /// F3: the conflicts to settle, else who else is here and what can be done.
    pub(super) fn together(&mut self, cx: &mut Cx<'_>) {
        if !self.conflits.is_empty() {
            self.leave(cx);
            self.dispute(cx);
        } else if let Some(company) = self.company() {
            if self.lecture.is_some() {
                self.mode = Mode::Partage;
            } else {
                cx.say(format!("{company}."));
            }
        } else {
            cx.say("Personne d'autre n'a ce formulaire ouvert.");
        }
    }

    /// The keys of the question put by [`Mode::Partage`].
    pub(super) fn sharing(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match action {
            Action::ReadOnly => {
                self.mode = Mode::Fields;
                self.arrive();
                cx.say("Lecture seule\u{202f}: les réponses des autres s'affichent à mesure\u{202f}; F3 pour écrire.");
            }
            Action::Compare => return self.what_they_wrote(cx),
            Action::TakeOver => self.take_over(cx)?,
            Action::Back => return Ok(Flow::Pop),
            Action::Help | Action::Suspend | Action::Retry => return Ok(Flow::Ignored),
            _ => {}
        }
        Ok(Flow::Done)
    }

    fn take_over(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let Some(objet) = self.objet() else { return Ok(()) };
        cx.store.take_over(&objet)?;
        let who: Vec<String> = self.autres.iter().map(|p| p.qui().to_owned()).collect();
        let again = match (self.sujet.revue(), &self.sujet) {
            (Some(id), _) => Self::open_revue(id, cx)?,
            (None, Sujet::Revue { campus, kind, .. }) => Self::open(*campus, *kind, cx)?,
            (None, Sujet::Formalite { .. }) => return Ok(()),
        };
        *self = again;
        cx.say(format!(
            "Vous avez la main\u{202f}; prévenu\u{202f}: {}. Sa saisie en cours arrive dans la seconde.",
            who.join(", ")
        ));
        Ok(())
    }

    /// What the others answered since they came, beside what was answered before.
    fn what_they_wrote(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let (Some(id), Some(since)) = (self.sujet.revue(), self.lecture_depuis.clone()) else {
            cx.say("Rien n'est encore écrit dans cette revue.");
            return Ok(Flow::Done);
        };
        let revue = cx.store.revue(id)?;
        let before = cx.store.reponses_avant(id, &since)?;
        let old = open::state_of_answers(&revue, before, cx)?;
        let new = open::state_of(&revue, cx)?;
        let at = crate::clock::local_time(&since).unwrap_or_default();
        let names = [format!("Avant {at}"), "Maintenant".to_owned()];
        let screen = Compare::of((&old, &new), revue.campus_nom, names, cx.size);
        if screen.changes() == 0 {
            let typing = self
                .who_types()
                .map_or_else(String::new, |t| format!("\u{202f}; {t}"));
            cx.say(format!("Aucune réponse n'a changé depuis {at}{typing}."));
            return Ok(Flow::Done);
        }
        Ok(Flow::Push(Box::new(Screen::Compare(Box::new(screen)))))
    }

    /// Another session wrote: answers of a review that are not being changed here show as they are now. Says whether
    /// anything changed.
    pub fn pull(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        match self.sujet {
            Sujet::Revue { id: Some(id), .. } => {
                let answered = self.pull_review(id, cx)?;
                Ok(self.read_typed(cx)? || answered)
            }
            Sujet::Revue { campus, kind, .. } => {
                let begun = cx.store.revue_de(campus, kind, cx.options.au)?;
                let Some(revue) = begun.filter(|_| !self.draft.pending()) else {
                    return Ok(false);
                };
                self.reopen(revue.id, cx)?;
                cx.say(format!("{} a commencé cette revue.", revue.agent));
                Ok(true)
            }
            Sujet::Formalite { formalite, rev, .. } => {
                let Ok(now) = cx.store.prepare(formalite, cx.options.au) else {
                    return Ok(false);
                };
                if now.rev == rev || self.told == now.rev {
                    return Ok(false);
                }
                self.told = now.rev;
                let par = cx.store.dernier_auteur(formalite)?;
                cx.say(format!(
                    "Cette fiche vient de changer ({par})\u{202f}: à l'enregistrement, les deux seront réunies."
                ));
                Ok(true)
            }
        }
    }

    /// Reads the review whole again, the company and the place kept.
    fn reopen(&mut self, id: RevueId, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let mut again = Self::read_revue(id, cx)?;
        let (step, field) = self.position();
        again.state.resume(&step, &field);
        again.autres = std::mem::take(&mut self.autres);
        again.lecture = self.lecture.take();
        again.lecture_depuis = self.lecture_depuis.take();
        if matches!(self.mode, Mode::Partage) {
            again.mode = Mode::Partage;
        } else {
            again.arrive();
        }
        again.refresh();
        *self = again;
        Ok(())
    }

    fn pull_review(&mut self, id: RevueId, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        let now = cx.store.revue(id)?;
        if self.etat.is_some_and(|e| e.ouverte() != now.etat.ouverte()) {
            if self.draft.pending() {
                self.flush(cx);
            }
            self.conflits.clear();
            self.reopen(id, cx)?;
            cx.say(format!(
                "Cette revue vient de passer à «\u{a0}{}\u{a0}» ailleurs\u{202f}; un texte en cours y reste gardé.",
                now.etat.libelle()
            ));
            return Ok(true);
        }
        let theirs = cx.store.reponses(id)?;
        let mut ids: Vec<String> = theirs.keys().chain(self.lues.keys()).cloned().collect();
        ids.sort();
        ids.dedup();
        let mut told = Vec::new();
        for champ in ids {
            let value = theirs.get(&champ).cloned();
            if self.lues.get(&champ) == value.as_ref() || self.being_changed(&champ) {
                continue;
            }
            self.pulled(&champ, value, id, cx)?;
            told.push(champ);
        }
        if told.is_empty() {
            return Ok(false);
        }
        if !self.touched && matches!(self.mode, Mode::Fields | Mode::FullText) {
            let full = matches!(self.mode, Mode::FullText);
            self.arrive();
            if full && self.editor.is_some() {
                self.mode = Mode::FullText;
            }
        }
        self.refresh();
        self.tell(id, &told, cx)?;
        Ok(true)
    }

    /// Takes an answer of another session; of a field in conflict, it is what stands against one's own.
    fn pulled(&mut self, champ: &str, value: Option<Value>, id: RevueId, cx: &mut Cx<'_>) -> Result<()> {
        let par = cx.store.auteur_reponse(id, champ)?;
        self.read_as(champ, value.clone());
        match self.conflits.iter_mut().find(|c| c.champ == champ) {
            Some(c) => (c.eux, c.par, c.choix) = (value, par, None),
            None => self.take(champ, value),
        }
        Ok(())
    }

    /// Whether an answer is being changed here and not on disk yet: it is compared when it is left.
    fn being_changed(&self, champ: &str) -> bool {
        let typing = match &self.mode {
            Mode::Table(t) => t.field == champ,
            _ => self.touched && self.focused().id == champ,
        };
        typing || self.draft.owed().contains(champ)
    }

    /// Says who answered what.
    fn tell(&self, id: RevueId, told: &[String], cx: &mut Cx<'_>) -> Result<()> {
        let Some(first) = told.first() else { return Ok(()) };
        let par = cx.store.auteur_reponse(id, first)?;
        let label = self
            .state
            .form()
            .field(first)
            .map_or(first.as_str(), |f| f.label.as_str());
        let more = match told.len() {
            1 => String::new(),
            n => format!(" et {} autres champs", n - 1),
        };
        cx.say(format!(
            "Répondu ailleurs ({par})\u{202f}: «\u{a0}{label}\u{a0}»{more}."
        ));
        Ok(())
    }
}
