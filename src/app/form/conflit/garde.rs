//! Answers in conflict on their way to the register: written as chosen, kept on disk until then, taken up again.

use std::collections::BTreeMap;

use super::{Conflit, Cote};
use crate::{
    app::{Cx, form::FormScreen},
    domain::RevueId,
    form::{FormState, Value},
    store::{Autre, Brouillon, Ecriture, Result},
};

impl Conflit {
    /// The answers of a draft that were left in conflict and differ from the form's, which then holds them; `lues` is
    /// what the register says, `par` who wrote it.
    ///
    /// # Errors
    /// The register cannot tell who wrote.
    pub fn repris(
        kept: Brouillon,
        state: &mut FormState,
        lues: &BTreeMap<String, Value>,
        par: impl Fn(&str) -> Result<String>,
    ) -> Result<Vec<Self>> {
        let differ: Vec<(String, Option<Value>)> = kept
            .reponses
            .into_iter()
            .filter(|(champ, mine)| state.answer(champ) != mine.as_ref())
            .collect();
        let conflit = |(champ, _): &(String, Option<Value>)| {
            Ok(Self {
                champ: champ.clone(),
                avant: kept.base.get(champ).cloned().flatten(),
                eux: lues.get(champ).cloned(),
                par: par(champ)?,
                choix: None,
            })
        };
        let left = differ.iter().map(conflit).collect::<Result<_>>()?;
        for (champ, mine) in differ {
            state.set(&champ, mine);
        }
        Ok(left)
    }
}

impl FormScreen {
    /// Writes the choice made for one answer of a review. When the other session answered once more, the choice is
    /// to be made again.
    pub(super) fn settle_one(&mut self, revue: RevueId, champ: &str, cx: &mut Cx<'_>) -> Result<()> {
        let Some(i) = self.conflits.iter().position(|c| c.champ == champ) else {
            return Ok(());
        };
        let Some(c) = self.conflits.get(i).cloned() else {
            return Ok(());
        };
        let mine = self.state.answer(champ).cloned();
        let theirs = c.choix == Some(Cote::Eux);
        let done = cx
            .store
            .trancher_reponse(revue, champ, (c.eux.as_ref(), mine.as_ref()), theirs)?;
        match done {
            Ecriture::Contredite(autre) => {
                if let Some(c) = self.conflits.get_mut(i) {
                    (c.eux, c.par, c.choix) = (autre.valeur, autre.par, None);
                }
            }
            Ecriture::Faite => {
                self.conflits.remove(i);
                let kept = if theirs { c.eux } else { mine };
                self.take(champ, kept.clone());
                self.read_as(champ, kept);
            }
        }
        self.keep_disputed(cx)
    }

    /// Puts a value of the register in the form.
    pub(in crate::app::form) fn take(&mut self, champ: &str, value: Option<Value>) {
        let kind = self.state.form().field(champ).map(|f| f.kind.clone());
        let value = value.map(|v| match &kind {
            Some(kind) => crate::form::read::decode(kind, v),
            None => v,
        });
        self.state.set(champ, value);
    }

    /// Notes what the register says of an answer.
    pub(in crate::app::form) fn read_as(&mut self, champ: &str, value: Option<Value>) {
        match value {
            Some(value) => self.lues.insert(champ.to_owned(), value),
            None => self.lues.remove(champ),
        };
    }

    /// An answer was not written: another session had answered since. It is kept apart until it is settled.
    pub(in crate::app::form) fn contradicted(
        &mut self,
        champ: &str,
        autre: Autre,
        cx: &mut Cx<'_>,
    ) -> Result<()> {
        self.conflits.push(Conflit {
            champ: champ.to_owned(),
            avant: self.lues.get(champ).cloned(),
            eux: autre.valeur.clone(),
            par: autre.par,
            choix: None,
        });
        self.read_as(champ, autre.valeur);
        self.keep_disputed(cx)?;
        self.dispute(cx);
        Ok(())
    }

    /// Whether a field is in conflict.
    pub(in crate::app::form) fn in_dispute(&self, champ: &str) -> bool {
        self.conflits.iter().any(|c| c.champ == champ)
    }

    /// Puts on disk the answers of a review that are in conflict.
    pub(in crate::app::form) fn keep_disputed(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(revue) = self.sujet.revue() else {
            return Ok(());
        };
        let mine = |c: &Conflit| (c.champ.clone(), self.state.answer(&c.champ).cloned());
        let brouillon = Brouillon {
            version: 0,
            rev: 0,
            reponses: self.conflits.iter().map(mine).collect(),
            base: self
                .conflits
                .iter()
                .map(|c| (c.champ.clone(), c.avant.clone()))
                .collect(),
            place: self.position(),
            saisie: None,
            enregistre: String::new(),
        };
        cx.store.save_ecarts(revue, &brouillon)
    }

    /// Takes up the answers of a review that were left in conflict.
    pub(in crate::app::form) fn take_up_disputed(&mut self, revue: RevueId, cx: &mut Cx<'_>) -> Result<()> {
        let Some(kept) = cx.store.ecarts(revue)?.filter(|_| self.open_for_writing()) else {
            return Ok(());
        };
        let left = Conflit::repris(kept, &mut self.state, &self.lues, |champ| {
            cx.store.auteur_reponse(revue, champ)
        })?;
        self.conflits.extend(left);
        if !self.conflits.is_empty() {
            self.dispute(cx);
        }
        Ok(())
    }
}
