//! Where answers go as they are given. Those of a review are written against what was read, as on the screen: one that
//! another session changed meanwhile is kept apart until the person says whose stays.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::civil::Date;

use crate::{
    app::form::conflit::Conflit,
    domain::{CampusId, RevueId, TypeRevue},
    form::{FormState, Value, read::decode},
    store::{Brouillon, Ecriture, Error, Store},
};

/// Keeps the answers of a sitting.
pub trait Garde {
    /// Keeps the answer of a field; called at each change, the form being at that field.
    ///
    /// # Errors
    /// The answer cannot be kept.
    fn keep(&mut self, state: &FormState, field: &str) -> Result<()>;

    /// The first answer that another session changed meanwhile, to be settled.
    fn conflit(&self) -> Option<&Conflit> {
        None
    }

    /// Settles [`Self::conflit`]: theirs stays with `leur`, else one's own.
    ///
    /// # Errors
    /// The choice cannot be kept.
    fn settle(&mut self, _state: &mut FormState, _leur: bool) -> Result<()> {
        Ok(())
    }
}

impl<F: FnMut(&FormState, &str) -> Result<()>> Garde for F {
    fn keep(&mut self, state: &FormState, field: &str) -> Result<()> {
        self(state, field)
    }
}

/// A review of the register. The first answer begins it; opening does not.
pub(super) struct Revue<'a> {
    pub store: &'a mut Store,
    pub campus: CampusId,
    pub kind: TypeRevue,
    /// Version and text of its form.
    pub form: (u32, String),
    pub au: Date,
    /// Once begun.
    pub id: Option<RevueId>,
    /// What the register said of each answer when it was read or written here.
    pub lues: BTreeMap<String, Value>,
    /// Answers that another session changed meanwhile.
    pub conflits: Vec<Conflit>,
}

impl Revue<'_> {
    /// The review, begun now if it was not.
    pub fn begin(&mut self) -> Result<RevueId> {
        let id = match self.id {
            Some(id) => id,
            None => {
                let (version, text) = &self.form;
                self.store
                    .start_revue(self.campus, self.kind, *version, text, self.au)?
            }
        };
        self.id = Some(id);
        Ok(id)
    }

    /// Takes up the answers that were left in conflict, here or on the screen.
    pub fn take_up(&mut self, state: &mut FormState) -> Result<()> {
        let Some(revue) = self.id else { return Ok(()) };
        let Some(kept) = self.store.ecarts(revue)? else {
            return Ok(());
        };
        let left = Conflit::repris(kept, state, &self.lues, |champ| {
            self.store.auteur_reponse(revue, champ)
        })?;
        self.conflits.extend(left);
        Ok(())
    }

    /// Hands the review in as it is shown. False when another session answered since: what it says is then in the form,
    /// to be read before it is handed in.
    pub fn submit(&mut self, state: &mut FormState) -> Result<bool> {
        let id = self.begin()?;
        self.store.save_position(id, state.place())?;
        match self
            .store
            .submit_revue_lue(id, &state.final_answers(), &self.lues, self.au)
        {
            Ok(_) => Ok(true),
            Err(Error::Stale(_)) => self.read_again(id, state).map(|()| false),
            Err(error) => Err(error.into()),
        }
    }

    /// Brings into the form what another session answered. Nothing of one's own waits: it was written as it was given.
    fn read_again(&mut self, id: RevueId, state: &mut FormState) -> Result<()> {
        let now = self.store.reponses(id)?;
        let gone = self.lues.keys().filter(|champ| !now.contains_key(*champ));
        let gone: Vec<String> = gone.cloned().collect();
        for champ in gone {
            state.set(&champ, None);
        }
        for (champ, value) in &now {
            if self.lues.get(champ) != Some(value) {
                take(state, champ, Some(value.clone()));
            }
        }
        self.lues = now;
        Ok(())
    }

    fn read_as(&mut self, champ: &str, value: Option<Value>) {
        match value {
            Some(value) => self.lues.insert(champ.to_owned(), value),
            None => self.lues.remove(champ),
        };
    }

    /// Puts on disk one's own answers that are in conflict.
    fn keep_apart(&mut self, id: RevueId, state: &FormState) -> Result<()> {
        let (step, field) = state.place();
        let brouillon = Brouillon {
            version: 0,
            rev: 0,
            reponses: self
                .conflits
                .iter()
                .map(|c| (c.champ.clone(), state.answer(&c.champ).cloned()))
                .collect(),
            base: self
                .conflits
                .iter()
                .map(|c| (c.champ.clone(), c.avant.clone()))
                .collect(),
            place: (step.to_owned(), field.to_owned()),
            saisie: None,
            enregistre: String::new(),
        };
        Ok(self.store.save_ecarts(id, &brouillon)?)
    }
}

impl Garde for Revue<'_> {
    fn keep(&mut self, state: &FormState, field: &str) -> Result<()> {
        let id = self.begin()?;
        if self.conflits.iter().any(|c| c.champ == field) {
            return self.keep_apart(id, state);
        }
        let (lue, value) = (self.lues.get(field), state.answer(field));
        match self
            .store
            .save_reponse_lue(id, field, (lue, value), state.place())?
        {
            Ecriture::Faite => self.read_as(field, value.cloned()),
            Ecriture::Contredite(autre) => {
                self.conflits.push(Conflit {
                    champ: field.to_owned(),
                    avant: lue.cloned(),
                    eux: autre.valeur.clone(),
                    par: autre.par,
                    choix: None,
                });
                self.read_as(field, autre.valeur);
                self.keep_apart(id, state)?;
            }
        }
        Ok(())
    }

    fn conflit(&self) -> Option<&Conflit> {
        self.conflits.first()
    }

    fn settle(&mut self, state: &mut FormState, leur: bool) -> Result<()> {
        let (Some(id), Some(c)) = (self.id, self.conflits.first_mut()) else {
            return Ok(());
        };
        let mine = state.answer(&c.champ).cloned();
        let both = (c.eux.as_ref(), mine.as_ref());
        match self.store.trancher_reponse(id, &c.champ, both, leur)? {
            // They answered once more: it is asked again.
            Ecriture::Contredite(autre) => (c.eux, c.par) = (autre.valeur, autre.par),
            Ecriture::Faite => {
                let c = self.conflits.remove(0);
                let kept = if leur { c.eux } else { mine };
                take(state, &c.champ, kept.clone());
                self.read_as(&c.champ, kept);
            }
        }
        self.keep_apart(id, state)
    }
}

/// Puts a value of the register in the form.
fn take(state: &mut FormState, champ: &str, value: Option<Value>) {
    let kind = state.form().field(champ).map(|f| f.kind.clone());
    let value = value.map(|v| match &kind {
        Some(kind) => decode(kind, v),
        None => v,
    });
    state.set(champ, value);
}
