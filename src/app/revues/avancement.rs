//! How far reviews are. Measured for the rows in view alone, once a save: a form is laid out and checked for it.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::{
    app::{Cx, form::open},
    domain::{RevueId, RevueLigne},
    form::{FormDef, FormState, Severity, load},
};

/// What is not measured within this time waits for the keyboard to rest.
const BUDGET: Duration = Duration::from_millis(10);

/// How far one review is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avancement {
    /// Answers given, of the questions that show.
    pub reponses: (usize, usize),
    /// Answers to mend.
    pub a_revoir: usize,
    /// What else submission still needs.
    pub manquent: usize,
}

impl Avancement {
    /// Of a form being filled in, or handed in.
    fn of(state: &FormState) -> Self {
        let progress = state.progress();
        let problems = if state.is_frozen() {
            Vec::new()
        } else {
            state.problems()
        };
        let held = problems
            .iter()
            .filter(|p| !p.due && p.severity == Severity::Blocking);
        let mut fields: Vec<&str> = held.map(|p| p.field.as_str()).collect();
        fields.dedup();
        Self {
            reponses: (progress.answered, progress.total),
            a_revoir: if state.is_frozen() { 0 } else { progress.to_review },
            manquent: fields.len(),
        }
    }
}

/// What was measured, each until the review's next save.
#[derive(Default)]
pub struct Avancements {
    known: HashMap<RevueId, (String, Avancement)>,
    /// Forms read, by id and version: reading one costs more than measuring a review.
    forms: HashMap<(String, u32), FormDef>,
    /// Rows in view are still to be measured.
    pub waits: bool,
}

impl Avancements {
    /// What is known of a review as it was last saved.
    #[must_use]
    pub fn of(&self, revue: &RevueLigne) -> Option<&Avancement> {
        let known = self.known.get(&revue.id).filter(|(at, _)| *at == stamp(revue));
        known.map(|(_, found)| found)
    }

    /// Measures those not known yet, at least one, until time is up.
    pub fn measure(&mut self, revues: &[&RevueLigne], cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let start = Instant::now();
        self.waits = false;
        let todo: Vec<&&RevueLigne> = revues.iter().filter(|r| self.of(r).is_none()).collect();
        for (i, revue) in todo.into_iter().enumerate() {
            if i > 0 && start.elapsed() > BUDGET {
                self.waits = true;
                break;
            }
            let state = open::state_with(revue, self.form(revue, cx)?, cx)?;
            self.known
                .insert(revue.id, (stamp(revue), Avancement::of(&state)));
        }
        Ok(())
    }

    fn form(&mut self, revue: &RevueLigne, cx: &mut Cx<'_>) -> anyhow::Result<&FormDef> {
        use std::collections::hash_map::Entry;
        let key = (revue.form_id.clone(), revue.form_version);
        match self.forms.entry(key) {
            Entry::Occupied(found) => Ok(found.into_mut()),
            Entry::Vacant(place) => {
                let text = cx.store.form_text(&revue.form_id, revue.form_version)?;
                let text = text.context("formulaire de la revue introuvable")?;
                Ok(place.insert(load(&revue.form_id, &text)?))
            }
        }
    }
}

/// What changes when a review is saved.
fn stamp(revue: &RevueLigne) -> String {
    format!("{} {} {}", revue.enregistre, revue.etat.code(), revue.reponses)
}
