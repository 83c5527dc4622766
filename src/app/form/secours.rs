//! What the register cannot take goes to a file beside it, and comes back from there.

use std::collections::BTreeMap;

use super::{
    FormScreen, Mode,
    draft::Saved,
    sujet::{self, Sujet},
};
use crate::{
    app::{Cx, action::Action, ensemble},
    domain::TypeRevue,
    form::{Value, show},
    store::{Brouillon, Error, Result, Saisie, Secours, SujetSecours},
};

/// Which of two texts is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cote {
    /// The register's.
    Registre,
    /// The one kept beside it.
    Secours,
}

/// One field of what was kept beside the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// The field.
    pub champ: String,
    /// Its label.
    pub libelle: String,
    /// What the register says now.
    pub registre: String,
    /// What was kept beside it.
    pub secours: String,
    /// Which one to keep; None: the register changed meanwhile, and the person has not said.
    pub garde: Option<Cote>,
    /// The register changed meanwhile.
    pub conflit: bool,
    /// It is the text being typed, not an answer.
    pub saisie: bool,
}

impl FormScreen {
    /// What the disk answered, see [`super::draft::Draft::settle`]; a refusal puts everything aside, a success throws
    /// away what was.
    pub(super) fn settle(&mut self, done: Result<bool>, cx: &mut Cx<'_>) -> bool {
        let busy = matches!(done, Err(Error::Busy)).then(|| ensemble::busy_words(cx.store));
        let saved = self.draft.settle(done);
        if saved {
            self.draft.forget_aside();
        } else {
            self.put_aside(busy, cx);
        }
        saved
    }

    /// Keeps beside the register all that it does not have. Says so the first time; `busy`: who keeps it busy.
    fn put_aside(&mut self, busy: Option<String>, cx: &mut Cx<'_>) {
        let Saved::Failed(why) = &self.draft.saved else {
            return;
        };
        let why = why.trim_end_matches('.').to_owned();
        let secours = self.secours(why.clone(), cx);
        let said = busy.unwrap_or_else(|| crate::app::undo::sentence(&why));
        let first = self.draft.aside().is_none();
        let store = &*cx.store;
        let done = self
            .draft
            .put_aside(|depot| store.mettre_de_cote(&secours, depot));
        match (done, self.draft.aside()) {
            (Ok(()), Some(depot)) if first => cx.say(format!(
                "{said} Votre saisie est gardée dans {}\u{202f}; elle sera proposée au prochain démarrage.",
                depot.lieu()
            )),
            (Err(error), _) => {
                cx.say(format!(
                    "{said} La saisie n'est plus que dans cette fenêtre\u{202f}: ne la fermez pas, Ctrl-S réessaie."
                ));
                crate::log::error(&error.into());
            }
            _ => {}
        }
    }

    fn secours(&self, motif: String, cx: &Cx<'_>) -> Secours {
        let saisie = self.unfinished().then(|| self.saisie());
        let (sujet, rev, version, reponses) = match &self.sujet {
            Sujet::Revue {
                campus,
                kind,
                form,
                id,
                ..
            } => {
                let owed = self.draft.owed().iter();
                let reponses = owed.map(|f| (f.clone(), self.state.answer(f).cloned())).collect();
                let sujet = SujetSecours::Revue {
                    campus: *campus,
                    type_revue: kind.code().to_owned(),
                    revue: *id,
                };
                (sujet, 0, form.0, reponses)
            }
            Sujet::Formalite {
                formalite,
                rev,
                version,
                depart,
                ..
            } => {
                let reponses = sujet::changes(depart, self.state.answers());
                (SujetSecours::Formalite(*formalite), *rev, *version, reponses)
            }
        };
        let mut brouillon = Brouillon {
            version,
            rev,
            reponses,
            base: BTreeMap::new(),
            place: self.position(),
            saisie,
            enregistre: String::new(),
        };
        brouillon.base = self.before(&brouillon, cx);
        Secours {
            sujet,
            titre: self.sujet.titre(),
            motif,
            brouillon,
        }
    }

    /// What the register says of the fields that are put aside. A register that cannot be read says nothing: each
    /// field will be asked.
    fn before(&self, b: &Brouillon, cx: &Cx<'_>) -> BTreeMap<String, Option<Value>> {
        let known = match &self.sujet {
            Sujet::Revue { id: Some(id), .. } => cx.store.reponses(*id).unwrap_or_default(),
            Sujet::Revue { id: None, .. } => BTreeMap::new(),
            Sujet::Formalite { depart, .. } => depart.clone(),
        };
        let typed = b.saisie.as_ref().map(|s| field_of(&s.champ).to_owned());
        b.reponses
            .keys()
            .cloned()
            .chain(typed)
            .map(|champ| {
                let value = known.get(&champ).cloned();
                (champ, value)
            })
            .collect()
    }

    /// Opens the form that something was kept of.
    pub fn open_rescued(secours: &Secours, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        match &secours.sujet {
            SujetSecours::Revue { revue: Some(id), .. } if cx.store.revue(*id).is_ok() => {
                Self::open_revue(*id, cx)
            }
            SujetSecours::Revue {
                campus, type_revue, ..
            } => {
                let kind = TypeRevue::from_code(type_revue)
                    .ok_or_else(|| Error::NotFound(format!("la revue «\u{a0}{type_revue}\u{a0}»")))?;
                Self::open(*campus, kind, cx)
            }
            SujetSecours::Formalite(f) => Self::open_formalite(*f, cx),
        }
    }

    /// What was kept, field by field, beside what the register says now. Fields that the form no longer has are left
    /// out.
    #[must_use]
    pub fn beside(&self, secours: &Secours) -> Vec<Ligne> {
        let b = &secours.brouillon;
        let mut lignes = Vec::new();
        for (champ, value) in &b.reponses {
            let Some(field) = self.state.form().field(champ) else {
                continue;
            };
            let now = self.state.answer(champ);
            let dit = |v: Option<&Value>| v.map(|v| show(&field.kind, v)).unwrap_or_default();
            let pareil = now == value.as_ref();
            let conflit = !pareil && b.base.get(champ).is_none_or(|avant| avant.as_ref() != now);
            lignes.push(Ligne {
                champ: champ.clone(),
                libelle: field.label.clone(),
                registre: dit(now),
                secours: dit(value.as_ref()),
                garde: (!conflit).then_some(Cote::Secours),
                conflit,
                saisie: false,
            });
        }
        lignes.extend(b.saisie.as_ref().and_then(|s| self.typed_beside(s, secours)));
        lignes
    }

    /// The text being typed, beside the one that the register has for the same place.
    fn typed_beside(&self, s: &Saisie, secours: &Secours) -> Option<Ligne> {
        let id = field_of(&s.champ);
        let field = self.state.form().field(id)?;
        let typing = self
            .unfinished()
            .then(|| self.saisie())
            .filter(|t| t.champ == s.champ);
        let now = self.state.answer(id);
        let registre = match &typing {
            Some(t) => t.texte.clone(),
            None => now.map(|v| show(&field.kind, v)).unwrap_or_default(),
        };
        let moved = match typing {
            // An earlier state of the same text is no conflict.
            Some(t) => !s.texte.starts_with(&t.texte),
            None => secours
                .brouillon
                .base
                .get(id)
                .is_none_or(|avant| avant.as_ref() != now),
        };
        let conflit = moved && registre != s.texte;
        Some(Ligne {
            champ: s.champ.clone(),
            libelle: field.label.clone(),
            registre,
            secours: s.texte.clone(),
            garde: (!conflit).then_some(Cote::Secours),
            conflit,
            saisie: true,
        })
    }

    /// Puts what was kept back where it was typed, and to disk. Says whether it is safe there: in the register, or put
    /// aside again.
    pub fn take_back(
        &mut self,
        secours: &Secours,
        lignes: &[Ligne],
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<bool> {
        // The text that the register itself kept becomes an answer first: it is not lost to this one.
        if matches!(&self.mode, Mode::Table(t) if t.editor.is_some()) {
            self.carry_out(&Action::Enter, cx)?;
        }
        self.leave(cx);
        self.mode = Mode::Fields;
        let b = &secours.brouillon;
        let mut taken = lignes
            .iter()
            .filter(|l| l.garde == Some(Cote::Secours))
            .peekable();
        while let Some(ligne) = taken.next_if(|l| !l.saisie) {
            let value = b.reponses.get(&ligne.champ).cloned().flatten();
            self.state.set(&ligne.champ, value);
            self.save_answer(&ligne.champ, cx);
        }
        self.state.resume(&b.place.0, &b.place.1);
        self.arrive();
        if let (Some(_), Some(saisie)) = (taken.next(), &b.saisie) {
            self.resume(saisie);
            self.draft.touch();
        }
        self.flush(cx);
        self.refresh();
        Ok(!matches!(self.draft.saved, Saved::Failed(_)) || self.draft.aside().is_some())
    }
}

/// The field of a place: a table's cell is `champ[row].column`.
fn field_of(champ: &str) -> &str {
    champ.split('[').next().unwrap_or(champ)
}
