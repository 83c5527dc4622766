//! A record that two sessions changed at once: what only one changed is kept from both, what both changed is asked.

use std::collections::BTreeMap;

use super::{
    FormScreen,
    conflit::{Conflit, Cote},
    sujet::{self, Sujet},
};
use crate::{
    app::{Cx, screen::Flow},
    domain::{Formalite, Renvoi},
    form::{Field, FormState, Kind, Row, Severity, Value, show},
    store::{Ecart, Error, Recorded},
};

/// How many times a record that keeps changing is read again before the person is asked.
const TRIES: usize = 3;

type Answers = BTreeMap<String, Value>;

/// What the register said when a draft was begun, what it says now, what the draft says.
pub(super) struct Reunion<'a> {
    /// Then, of the fields of the draft; a field that is missing: not known.
    pub avant: &'a BTreeMap<String, Option<Value>>,
    /// Now.
    pub eux: &'a Answers,
    /// The fields of the draft.
    pub vous: &'a BTreeMap<String, Option<Value>>,
}

impl Reunion<'_> {
    /// The answers of both, in place of the register's; and the fields that both changed, which keep one's own.
    pub fn joined(&self, state: &FormState, par: &str) -> (Answers, Vec<Conflit>) {
        let mut answers = sujet::changed(self.eux.clone(), self.vous);
        let mut conflits = Vec::new();
        for (champ, vous) in self.vous {
            let eux = self.eux.get(champ);
            let Some(avant) = self.avant.get(champ) else {
                continue;
            };
            if avant.as_ref() == eux || eux == vous.as_ref() {
                continue;
            }
            let field = state.form().field(champ);
            match field.and_then(|f| rows(f, avant.as_ref(), eux, vous.as_ref())) {
                Some(rows) => {
                    answers.insert(champ.clone(), rows);
                }
                None => conflits.push(Conflit {
                    champ: champ.clone(),
                    avant: avant.clone(),
                    eux: eux.cloned(),
                    par: par.to_owned(),
                    choix: None,
                }),
            }
        }
        (answers, conflits)
    }
}

/// The rows of both, of a table whose rows each name a record; None when one row was changed by both, or when a row
/// names none.
fn rows(field: &Field, avant: Option<&Value>, eux: Option<&Value>, vous: Option<&Value>) -> Option<Value> {
    let column = field
        .table()?
        .columns
        .iter()
        .find(|c| matches!(c.kind, Kind::Ref(_)))?;
    let keyed = |value: Option<&Value>| -> Option<Vec<(String, Row)>> {
        let Some(Value::Rows(rows)) = value else {
            return value.is_none().then(Vec::new);
        };
        let key = |row: &Row| Some(Renvoi::read(row.get(&column.id)?.text()?)?.cle);
        rows.iter().map(|r| Some((key(r)?, r.clone()))).collect()
    };
    let (avant, eux, vous) = (keyed(avant)?, keyed(eux)?, keyed(vous)?);
    let of = |all: &[(String, Row)], key: &str| all.iter().find(|(k, _)| k == key).map(|(_, r)| r.clone());
    let mut out = Vec::new();
    let added = vous.iter().filter(|(k, _)| of(&eux, k).is_none());
    for (key, _) in eux.iter().chain(added) {
        let (a, e, v) = (of(&avant, key), of(&eux, key), of(&vous, key));
        let kept = if a == e || e == v {
            v
        } else if a == v {
            e
        } else {
            return None;
        };
        out.extend(kept);
    }
    Some(Value::Rows(out))
}

/// The record is written: its draft goes, what was kept of the other session is said.
fn recorded(formalite: Formalite, done: Recorded, others: &[String], cx: &mut Cx<'_>) -> Flow {
    if let Err(error) = cx.store.drop_brouillon(formalite) {
        crate::log::error(&error.into());
    }
    cx.say(match others {
        [] => done.sentence,
        all => format!(
            "{} Gardé aussi, changé ailleurs\u{202f}: {}.",
            done.sentence,
            all.join(", ")
        ),
    });
    done.sur
        .map_or(Flow::Pop, |(entity, renvoi)| Flow::Recorded(entity, renvoi))
}

impl FormScreen {
    /// Records, and leaves. When the record changed meanwhile, what only one session changed is kept from both and what
    /// both changed is asked first. A refusal is a sentence; nothing typed is lost.
    pub(super) fn record(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(formalite) = self.sujet.formalite() else {
            return Ok(Flow::Ignored);
        };
        let mut others = Vec::new();
        for _ in 0..TRIES {
            let state = &self.state;
            self.conflits.retain(|c| state.answer(&c.champ) != c.eux.as_ref());
            if self.conflits.iter().any(|c| c.choix.is_none()) {
                self.dispute(cx);
                return Ok(Flow::Done);
            }
            match self.write_record(formalite, cx) {
                Ok(done) => return Ok(recorded(formalite, done, &others, cx)),
                Err(Error::Stale(_)) => others.extend(self.read_again(formalite, cx)?),
                Err(error) => return self.not_recorded(error, cx),
            }
            if formalite.grave() || self.blocked() {
                break;
            }
        }
        if self.conflits.is_empty() {
            cx.say("La fiche vient de changer ailleurs\u{202f}: relisez vos réponses, puis F10.");
        } else {
            self.dispute(cx);
        }
        Ok(Flow::Done)
    }

    /// Whether something of the form keeps it from being recorded.
    fn blocked(&self) -> bool {
        let problems = self.state.problems();
        problems.iter().any(|p| p.severity == Severity::Blocking)
    }

    fn not_recorded(&mut self, error: Error, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        use super::Mode;
        if matches!(self.mode, Mode::Fields | Mode::FullText | Mode::Conflit(_)) {
            self.mode = Mode::Fields;
            self.arrive();
        }
        if matches!(error, Error::Busy) {
            return Err(error.into());
        }
        cx.say(format!("Pas enregistré\u{202f}: {error}"));
        if !matches!(error, Error::Refused(_)) {
            crate::log::error(&error.into());
        }
        Ok(Flow::Done)
    }

    /// Writes the record, with what was chosen of the fields in conflict.
    fn write_record(&self, formalite: Formalite, cx: &mut Cx<'_>) -> crate::store::Result<Recorded> {
        let Sujet::Formalite { rev, .. } = self.sujet else {
            return Err(Error::NotFound("la fiche".to_owned()));
        };
        let mine = self.state.final_answers();
        if self.conflits.is_empty() {
            return cx.store.record(formalite, rev, &mine, cx.options.au);
        }
        let mut chosen = self.state.clone();
        let theirs = || self.conflits.iter().filter(|c| c.choix == Some(Cote::Eux));
        for c in theirs() {
            chosen.set(&c.champ, c.eux.clone());
        }
        let answers = chosen.final_answers();
        // A table of rows may make records on its way: it is told in the reason instead.
        let mut aside = answers.clone();
        for c in theirs().filter(|c| self.disputed(c).is_some_and(|f| f.table().is_none())) {
            match mine.get(&c.champ) {
                Some(value) => aside.insert(c.champ.clone(), value.clone()),
                None => aside.remove(&c.champ),
            };
        }
        let ecart = Ecart {
            valeurs: (aside != answers).then_some(aside),
            motif: self.settled_words(),
        };
        cx.store
            .record_over(formalite, rev, &answers, &ecart, cx.options.au)
    }

    /// What the journal says of the conflicts settled.
    fn settled_words(&self) -> String {
        let said = |f: &Field, v: Option<&Value>| match v {
            Some(v) => format!("«\u{a0}{}\u{a0}»", super::conflit::words(f, Some(v))),
            None => "rien".to_owned(),
        };
        let one = |c: &Conflit| {
            let f = self.disputed(c)?;
            let (eux, vous) = (said(f, c.eux.as_ref()), said(f, self.state.answer(&c.champ)));
            let (kept, aside) = match c.choix {
                Some(Cote::Eux) => (format!("{eux} ({})", c.par), vous),
                _ => (vous, format!("{eux} ({})", c.par)),
            };
            Some(format!("{}\u{202f}: gardé {kept}, écarté {aside}", f.label))
        };
        let all: Vec<String> = self.conflits.iter().filter_map(one).collect();
        format!("Conflit. {}", all.join("\u{202f}; "))
    }

    /// The record changed under the form: it is read again with what was typed. Returns the labels of what only the
    /// other session changed.
    fn read_again(&mut self, formalite: Formalite, cx: &mut Cx<'_>) -> anyhow::Result<Vec<String>> {
        let kept = self.brouillon();
        let mut again = Self::read_formalite(formalite, kept.as_ref(), cx)?;
        for c in &mut again.conflits {
            let same = |old: &&Conflit| old.champ == c.champ && old.eux == c.eux;
            c.choix = self.conflits.iter().find(same).and_then(|old| old.choix);
        }
        again.autres = std::mem::take(&mut self.autres);
        std::mem::swap(&mut again.draft, &mut self.draft);
        let typed = kept.map(|b| b.reponses).unwrap_or_default();
        let (Sujet::Formalite { depart: before, .. }, Sujet::Formalite { depart: now, .. }) =
            (&self.sujet, &again.sujet)
        else {
            return Ok(Vec::new());
        };
        let changed = sujet::changes(before, now);
        let only = changed.keys().filter(|id| !typed.contains_key(*id));
        let labels = only.filter_map(|id| {
            let field = again.state.form().field(id)?;
            let text = now.get(id).map(|v| show(&field.kind, v)).unwrap_or_default();
            Some(match field.table() {
                None => format!("{} «\u{a0}{text}\u{a0}»", field.label),
                Some(_) => field.label.clone(),
            })
        });
        let labels = labels.collect();
        *self = again;
        Ok(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table of a partner's links: each row names a campus.
    fn links() -> Field {
        let text = crate::form::Forms::default().text("partenaire").unwrap();
        let def = crate::form::load("partenaire", &text).unwrap();
        def.field("liens").unwrap().clone()
    }

    fn table(rows: &BTreeMap<u8, u8>, field: &Field) -> Value {
        let columns = &field.table().unwrap().columns;
        let named = columns.iter().find(|c| matches!(c.kind, Kind::Ref(_))).unwrap();
        let other = columns.iter().find(|c| c.id != named.id).unwrap();
        let row = |(key, value): (&u8, &u8)| {
            Row::from([
                (named.id.clone(), Value::Text(format!("#{key} Campus {key}"))),
                (other.id.clone(), Value::Int(i64::from(*value))),
            ])
        };
        Value::Rows(rows.iter().map(row).collect())
    }

    fn any_rows() -> impl Strategy<Value = BTreeMap<u8, u8>> {
        prop::collection::btree_map(0u8..5, 0u8..3, 0..5)
    }

    proptest! {
        #[test]
        fn rows_changed_by_one_are_kept_and_by_both_asked(a in any_rows(), e in any_rows(), v in any_rows()) {
            let field = links();
            let got = rows(&field, Some(&table(&a, &field)), Some(&table(&e, &field)), Some(&table(&v, &field)));
            let mut want = Some(BTreeMap::new());
            for key in 0u8..5 {
                let (a, e, v) = (a.get(&key), e.get(&key), v.get(&key));
                let kept = if a == e || e == v { Some(v) } else if a == v { Some(e) } else { None };
                match (kept, &mut want) {
                    (Some(Some(value)), Some(all)) => { all.insert(key, *value); }
                    (None, _) => want = None,
                    (Some(None), _) | (_, None) => {}
                }
            }
            let sorted = |value: Value| match value {
                Value::Rows(mut rows) => { rows.sort_by_key(|r| format!("{r:?}")); rows }
                _ => Vec::new(),
            };
            prop_assert_eq!(got.map(sorted), want.map(|w| sorted(table(&w, &field))));
        }
    }
}
