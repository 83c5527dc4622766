//! Puts a form on disk: each answer as it is left, the text being typed, the place. A review goes to its own
//! rows; any other form to one draft that holds everything.

use std::time::Instant;

use super::{
    Asked, FormScreen, Mode,
    draft::{self, Saved},
    editor::Editor,
    sujet::{self, Sujet},
};
use crate::{
    app::{Cx, screen::Flow},
    domain::{EtatRevue, RevueId},
    form::Value,
    store::{Brouillon, Ecriture, Result, Saisie, Store},
};

impl FormScreen {
    pub(super) fn position(&self) -> draft::Position {
        let (step, field) = self.state.place();
        (step.to_owned(), field.to_owned())
    }

    /// Writes an answer and the place.
    pub(super) fn save_answer(&mut self, field: &str, cx: &mut Cx<'_>) {
        // What was handed in is read, not written again.
        if !self.open_for_writing() {
            return;
        }
        let done = if self.sujet.formalite().is_some() {
            self.save_brouillon(cx.store)
        } else {
            self.draft.owe(field);
            self.save_owed(cx)
        };
        self.settle(done, cx);
        self.begun();
    }

    /// Writes the answers that are not on disk yet: the last one, and those that the disk refused before.
    fn save_owed(&mut self, cx: &mut Cx<'_>) -> Result<bool> {
        let mut begun = self.draft.begun();
        for field in self.draft.owed().clone() {
            let value = self.state.answer(&field).cloned();
            begun = self.save_reponse(&field, value.as_ref(), cx)?;
            self.draft.paid(&field);
        }
        Ok(begun)
    }

    /// Begins a review that the register filled in whole: its first value becomes an answer.
    pub(super) fn begin_with(&mut self, field: &str, value: &Value, cx: &mut Cx<'_>) {
        let done = self.save_reponse(field, Some(value), cx);
        self.settle(done, cx);
        self.begun();
    }

    /// A review has a state from its first answer on.
    fn begun(&mut self) {
        self.etat = self.etat.or(self.sujet.revue().map(|_| EtatRevue::Brouillon));
    }

    fn save_reponse(&mut self, field: &str, value: Option<&Value>, cx: &mut Cx<'_>) -> Result<bool> {
        let Some(id) = self.begin(cx)? else {
            return Ok(false);
        };
        if self.in_dispute(field) {
            self.keep_disputed(cx)?;
            return Ok(true);
        }
        let (step, at) = self.position();
        let read = self.lues.get(field).cloned();
        let done = cx
            .store
            .save_reponse_lue(id, field, (read.as_ref(), value), (&step, &at))?;
        match done {
            Ecriture::Faite => self.read_as(field, value.cloned()),
            Ecriture::Contredite(autre) => self.contradicted(field, autre, cx)?,
        }
        Ok(true)
    }

    /// The review, begun now if it was not, in the label period of the reference day: the first answer makes the
    /// draft, opening does not.
    fn begin(&mut self, cx: &mut Cx<'_>) -> Result<Option<RevueId>> {
        let Sujet::Revue {
            campus,
            kind,
            form: (version, toml),
            id,
            ..
        } = &mut self.sujet
        else {
            return Ok(None);
        };
        if id.is_none() {
            *id = Some(
                cx.store
                    .start_revue(*campus, *kind, *version, toml, cx.options.au)?,
            );
        }
        Ok(*id)
    }

    /// All that differs from the register, with what the register said of it; None without anything.
    pub(super) fn brouillon(&self) -> Option<Brouillon> {
        let Sujet::Formalite {
            rev, version, depart, ..
        } = &self.sujet
        else {
            return None;
        };
        let reponses = sujet::changes(depart, self.state.answers());
        let saisie = self.unfinished().then(|| self.saisie());
        if reponses.is_empty() && saisie.is_none() {
            return None;
        }
        // Of a field in conflict, what both had read.
        let read = |id: &String| {
            let disputed = self.conflits.iter().find(|c| c.champ == *id);
            disputed.map_or_else(|| depart.get(id).cloned(), |c| c.avant.clone())
        };
        Some(Brouillon {
            version: *version,
            rev: *rev,
            base: reponses.keys().map(|id| (id.clone(), read(id))).collect(),
            reponses,
            place: self.position(),
            saisie,
            enregistre: String::new(),
        })
    }

    /// Keeps all that differs from the register; a draft without anything goes away.
    pub(super) fn save_brouillon(&self, store: &mut Store) -> Result<bool> {
        let Some(formalite) = self.sujet.formalite() else {
            return Ok(false);
        };
        let kept = self.brouillon();
        match &kept {
            Some(brouillon) => store.save_brouillon(formalite, brouillon)?,
            None => store.drop_brouillon(formalite)?,
        }
        Ok(kept.is_some())
    }

    /// Saves now, without leaving the field.
    pub(super) fn save(&mut self, cx: &mut Cx<'_>) {
        self.flush(cx);
        cx.say(match &self.draft.saved {
            Saved::At(at) => format!("Enregistré à {at}."),
            Saved::Failed(why) => format!("Échec de l'enregistrement\u{202f}: {why}"),
            _ => "Rien à enregistrer pour l'instant.".into(),
        });
    }

    /// Puts on disk what is being typed and where one stands.
    pub fn flush(&mut self, cx: &mut Cx<'_>) {
        if !self.open_for_writing() {
            self.draft.take_moved();
            return;
        }
        if self.draft.typing() || self.draft.refused() {
            let done = self.save_typing(cx);
            if self.settle(done, cx) {
                self.draft.take_moved();
            }
            self.begun();
        }
        if self.draft.take_moved()
            && let Err(error) = self.save_place(cx.store)
        {
            crate::log::error(&error.into());
        }
    }

    fn save_typing(&mut self, cx: &mut Cx<'_>) -> Result<bool> {
        if self.sujet.formalite().is_some() {
            return self.save_brouillon(cx.store);
        }
        let begun = self.save_owed(cx)?;
        if !self.unfinished() {
            return Ok(begun);
        }
        let Some(id) = self.begin(cx)? else {
            return Ok(false);
        };
        cx.store.save_saisie(id, &self.saisie())?;
        Ok(true)
    }

    fn save_place(&self, store: &mut Store) -> Result<()> {
        let Some(id) = self.sujet.revue() else {
            return self.save_brouillon(store).map(|_| ());
        };
        if self.interdit.is_some() {
            return Ok(());
        }
        let (step, field) = self.position();
        store.save_position(id, (&step, &field))
    }

    /// Whether a text is being typed that is not an answer yet.
    pub(super) fn unfinished(&self) -> bool {
        match &self.mode {
            Mode::Table(t) => t.editor.is_some(),
            _ => self.touched,
        }
    }

    /// What is being typed, as the draft keeps it.
    pub(super) fn saisie(&self) -> Saisie {
        let (step, field) = self.position();
        let (champ, editor) = match &self.mode {
            Mode::Table(t) if t.editor.is_some() => (t.place(&self.state), t.editor.as_ref()),
            _ => (field, self.editor.as_ref()),
        };
        let (ligne, colonne) = editor.map_or((0, 0), Editor::cursor);
        let texte = editor.map(Editor::text).unwrap_or_default();
        Saisie {
            step,
            champ,
            texte,
            ligne,
            colonne,
            enregistre: String::new(),
        }
    }

    /// Nothing came for a while. Returns whether the header changed.
    pub fn idle(&mut self, cx: &mut Cx<'_>) -> bool {
        let due = self.draft.due().is_some_and(|t| t <= Instant::now());
        if due || (self.draft.pending() && !self.draft.typing()) {
            self.flush(cx);
        }
        due
    }

    /// Leaves; the draft stays.
    pub(super) fn close(&mut self, cx: &mut Cx<'_>) -> Flow {
        if std::mem::take(&mut self.from_recap) {
            self.open_recap(cx);
            return Flow::Done;
        }
        self.leave(cx);
        if matches!(self.mode, Mode::Conflit(_)) {
            return Flow::Done;
        }
        self.flush(cx);
        if let Saved::Failed(why) = &self.draft.saved {
            let why = why.trim_end_matches('.');
            match self.draft.aside() {
                // What is in the file beside the register is offered again: one may go.
                Some(_) if std::mem::replace(&mut self.asked, Asked::Leave) == Asked::Leave => {
                    cx.say("Votre saisie est gardée à part\u{202f}: R, dans une liste, la reprend.");
                    return Flow::Pop;
                }
                Some(depot) => cx.say(format!(
                    "Pas au registre\u{202f}: {why}. La saisie est gardée dans {}. Ctrl-S réessaie, Échap encore une fois sort.",
                    depot.lieu()
                )),
                None => cx.say(format!(
                    "Le brouillon n'est pas enregistré\u{202f}: {why}. Restez ici, Ctrl-S réessaie."
                )),
            }
            self.arrive();
            return Flow::Done;
        }
        if self.draft.begun() && self.open_for_writing() {
            cx.say(if self.sujet.formalite().is_some() {
                "Brouillon gardé\u{202f}: la même touche y revient, au même champ\u{202f}; F8 l'y jette."
            } else {
                "Brouillon enregistré\u{202f}; la même touche y revient, au même champ."
            });
        }
        Flow::Pop
    }
}
