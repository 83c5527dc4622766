//! References: looked up as they are typed, filled in from what they name, created on the way.

use super::{FormScreen, Mode, table::TableMode};
use std::collections::BTreeMap;

use crate::{
    app::{Cx, screen::Flow},
    domain::{Entite, Formalite, Renvoi, campus::nom_court, identifiant, texte::accorder},
    form::{FormDef, FormState, Kind, Row, Value},
};

/// What a record that is named fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Complement {
    /// All that it says.
    Tout,
    /// Only what the form does not say yet.
    Manques,
}

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

    /// Fills in what the record named says, where the form asks for it.
    pub(super) fn complete(&mut self, entity: Entite, text: &str, what: Complement, cx: &mut Cx<'_>) {
        let Some(renvoi) = Renvoi::read(text) else { return };
        let known = match cx.store.completion(entity, &renvoi) {
            Ok(known) => known,
            Err(error) => return cx.say(format!("Pas de complément\u{202f}: {error}")),
        };
        let mut filled = 0;
        for (field, value) in known {
            if what == Complement::Tout || self.state.value(&field).is_none() {
                filled += usize::from(self.state.set(&field, Some(value)));
            }
        }
        if filled > 0 {
            let champs = accorder(filled, "champ");
            cx.say(format!("Complété depuis l'annuaire\u{202f}: {champs}, à relire."));
        }
    }

    /// What an answer proposes elsewhere: the short name of a campus follows its official one; the UAI of a partner
    /// brings what the directory says and the record does not.
    pub(super) fn propose(&mut self, field: &str, cx: &mut Cx<'_>) {
        let typed = self.state.value(field);
        let Some(typed) = typed.as_ref().and_then(Value::text) else {
            return;
        };
        match (self.sujet.formalite(), field) {
            (Some(Formalite::Campus(_)), "nom") => {
                self.state.inform("court", Value::Text(nom_court(typed)));
            }
            (Some(Formalite::Partenaire(_)), "uai") => {
                if let Ok(uai) = identifiant::uai(typed)
                    && matches!(cx.store.etablissement(&uai), Ok(Some(_)))
                {
                    self.complete(
                        Entite::Etablissement,
                        &format!("#{uai} {uai}"),
                        Complement::Manques,
                        cx,
                    );
                }
            }
            _ => {}
        }
    }

    /// Opens with this name, unless a draft is taken up; a UAI is no name, the directory says that of its own.
    #[must_use]
    pub fn named(mut self, nom: String, cx: &mut Cx<'_>) -> Self {
        if self.draft.begun() {
            cx.say(format!(
                "Un brouillon était commencé\u{202f}: il reste\u{202f}; « {nom} » n'y est pas mis."
            ));
            return self;
        }
        let uai = identifiant::uai(&nom).ok();
        let uai = uai.filter(|_| matches!(self.sujet.formalite(), Some(Formalite::Partenaire(_))));
        let (field, value) = uai.map_or(("nom", nom), |uai| ("uai", uai));
        self.state.set(field, Some(Value::Text(value)));
        self.propose(field, cx);
        self.save_answer(field, cx);
        self.arrive();
        self.refresh();
        self
    }
}

impl TableMode {
    /// What the present cell takes.
    fn kind<'a>(&self, state: &'a FormState) -> Option<&'a Kind> {
        let columns = &state.form().field(&self.field)?.table()?.columns;
        columns.get(self.col).map(|c| &c.kind)
    }
}

/// The rows of the register that a draft begun on an earlier revision does not name, after its own: what was linked
/// elsewhere meanwhile is not taken out unseen.
pub(super) fn keep_rows(
    def: &FormDef,
    depart: &BTreeMap<String, Value>,
    answers: &mut BTreeMap<String, Value>,
) {
    for field in def.steps.iter().flat_map(|s| &s.fields) {
        let named = field
            .table()
            .and_then(|t| t.columns.iter().find(|c| matches!(c.kind, Kind::Ref(_))));
        let (Some(column), Some(Value::Rows(known)), Some(Value::Rows(rows))) =
            (named, depart.get(&field.id), answers.get_mut(&field.id))
        else {
            continue;
        };
        let cle = |row: &Row| {
            row.get(&column.id)
                .and_then(Value::text)
                .and_then(Renvoi::read)
                .map(|r| r.cle)
        };
        let there: Vec<_> = rows.iter().filter_map(cle).collect();
        rows.extend(
            known
                .iter()
                .filter(|r| cle(r).is_some_and(|c| !there.contains(&c)))
                .cloned(),
        );
    }
}
