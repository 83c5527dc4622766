//! References: looked up as they are typed, filled in from what they name, created on the way.

use super::{FormScreen, Mode, table::TableMode};
use crate::{
    app::{Cx, screen::Flow},
    domain::{Entite, Formalite, Renvoi, campus::nom_court},
    form::{Kind, Value},
};

impl FormScreen {
    /// Gives the open chooser the records it asks for.
    pub(super) fn look_up(&mut self, cx: &Cx<'_>) -> anyhow::Result<()> {
        let chooser = match &mut self.mode {
            Mode::Choose(chooser) => Some(chooser),
            Mode::Table(table) => table.chooser.as_mut(),
            _ => None,
        };
        let Some(chooser) = chooser else { return Ok(()) };
        let Some((renvois, words)) = chooser.asks() else {
            return Ok(());
        };
        let found = cx.store.trouver(renvois.entity, words)?;
        chooser.offer(&found);
        Ok(())
    }

    /// Opens the form of a new record of what is being chosen; this one waits under it.
    pub(super) fn create(&mut self, nom: String) -> Flow {
        match self.wanted() {
            Some(Entite::Campus) => Flow::Create(Formalite::Campus(None), nom),
            Some(Entite::Partenaire) => Flow::Create(Formalite::Partenaire(None), nom),
            Some(Entite::Etablissement) | None => Flow::Done,
        }
    }

    /// What the focused field or cell names.
    fn wanted(&self) -> Option<Entite> {
        let kind = match &self.mode {
            Mode::Table(table) => table.kind(&self.state)?,
            _ => &self.focused().kind,
        };
        match kind {
            Kind::Ref(renvois) => Some(renvois.entity),
            _ => None,
        }
    }

    /// Takes the record that was created on the way, where one was being chosen.
    pub fn receive(&mut self, entity: Entite, renvoi: &Renvoi, cx: &mut Cx<'_>) {
        if self.wanted() != Some(entity) {
            return;
        }
        let text = renvoi.to_string();
        if let Mode::Table(table) = &mut self.mode {
            let field = table.field.clone();
            table.take(Some(text), &mut self.state, cx.options.au);
            self.save_answer(&field, cx);
        } else {
            self.mode = Mode::Fields;
            self.answer(Some(Value::Text(text)), cx);
        }
        self.refresh();
    }

    /// Fills in what the record chosen says, where the form asks for it.
    pub(super) fn complete(&mut self, entity: Entite, text: &str, cx: &mut Cx<'_>) {
        let Some(renvoi) = Renvoi::read(text) else { return };
        let known = match cx.store.completion(entity, &renvoi) {
            Ok(known) => known,
            Err(error) => return cx.say(format!("Pas de complément : {error}")),
        };
        if known.is_empty() {
            return;
        }
        let filled = known
            .into_iter()
            .filter(|(field, value)| self.state.set(field, Some(value.clone())))
            .count();
        cx.say(format!(
            "Fiche complétée depuis l'annuaire : {filled} champs, à relire."
        ));
    }

    /// What an answer proposes elsewhere: the short name of a campus follows its official one.
    pub(super) fn propose(&mut self, field: &str) {
        if field != "nom" || !matches!(self.sujet.formalite(), Some(Formalite::Campus(_))) {
            return;
        }
        if let Some(nom) = self.state.value(field).and_then(|v| v.text().map(nom_court)) {
            self.state.inform("court", Value::Text(nom));
        }
    }

    /// Opens with this name, unless a draft is taken up.
    #[must_use]
    pub fn named(mut self, nom: String, cx: &mut Cx<'_>) -> Self {
        if self.draft.begun() {
            cx.say(format!(
                "Un brouillon était commencé : il reste ; « {nom} » n'y est pas mis."
            ));
            return self;
        }
        self.state.set("nom", Some(Value::Text(nom)));
        self.propose("nom");
        self.save_answer("nom", cx);
        self.arrive();
        self.refresh();
        self
    }
}

impl TableMode {
    /// What the present cell takes.
    fn kind<'a>(&self, state: &'a crate::form::FormState) -> Option<&'a Kind> {
        let columns = &state.form().field(&self.field)?.table()?.columns;
        columns.get(self.col).map(|c| &c.kind)
    }
}
