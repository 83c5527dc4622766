//! A review of the register on plain lines: opens it, keeps each answer, hands it in.

use std::io;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::{Lines, Outcome, Plain, run};
use crate::{
    cli::{failure::REFUS, settings::Settings},
    clock,
    domain::{CampusId, RevueId, TypeRevue},
    form::{FormState, Forms, Move, Sources, load, parse, resolve},
    store::{Saisie, Store},
};

/// Opens the review on stdin and stdout. Exit code 5 when a submission was asked for and refused.
pub fn open(settings: &Settings, mut store: Store, campus: CampusId, kind: TypeRevue) -> Result<ExitCode> {
    let mut io = Plain::new(io::stdin().lock(), io::stdout().lock());
    let forms = Forms::new(settings.data.as_deref())?;
    let outcome = sit(&mut io, &mut store, &forms, (campus, kind), settings.au)?;
    Ok(match outcome {
        Outcome::Draft | Outcome::Submit => ExitCode::SUCCESS,
        Outcome::Refused => ExitCode::from(REFUS),
    })
}

/// One sitting over a store. The first answer creates the draft; opening does not.
pub fn sit(
    io: &mut dyn Lines,
    store: &mut Store,
    forms: &Forms,
    (campus, kind): (CampusId, TypeRevue),
    au: jiff::civil::Date,
) -> Result<Outcome> {
    let line = store.campus_par_id(campus, au)?.context("campus introuvable")?;
    io.say(&line.nom)?;
    let revue = store.revue_de(campus, kind, au)?;
    let text = match &revue {
        Some(r) => store
            .form_text(&r.form_id, r.form_version)?
            .context("le formulaire de cette revue manque au registre")?,
        None => forms.text(kind.form_id())?,
    };
    let def = load(kind.form_id(), &text)?;
    let version = def.version;
    let sources = Sources(store.sources(campus, kind, au)?);
    let form = resolve(&def, &sources);
    let mut id = revue.as_ref().map(|r| r.id);
    let answers = id.map(|id| store.reponses(id)).transpose()?.unwrap_or_default();
    let open = revue.as_ref().is_none_or(|r| r.etat.ouverte());
    let mut state = if open {
        FormState::new(form, answers, sources)
    } else {
        FormState::frozen(form, answers)
    };
    if let Some((step, field)) = revue.and_then(|r| r.position).filter(|_| open) {
        state.resume(&step, &field);
    }
    if let Some(id) = id.filter(|_| open) {
        take_up(store, id, &mut state, au)?;
    }
    let outcome = run(io, &mut state, au, &mut |state, field| {
        let id = match id {
            Some(id) => id,
            None => *id.insert(store.start_revue(campus, kind, version, &text, au)?),
        };
        keep(store, id, state, field)
    })?;
    if let Some(id) = id.filter(|_| open) {
        store.save_position(id, state.place())?;
    }
    if outcome == Outcome::Submit {
        let id = match id {
            Some(id) => id,
            None => store.start_revue(campus, kind, version, &text, au)?,
        };
        store.submit_revue(id, &state.final_answers(), au)?;
        let at = clock::local_time(&clock::now().to_string()).unwrap_or_default();
        io.say(&format!("Revue transmise à {at} ; elle est figée."))?;
    }
    Ok(outcome)
}

/// Writes the answer of a field.
fn keep(store: &mut Store, id: RevueId, state: &FormState, field: &str) -> Result<()> {
    store.save_reponse(id, field, state.answer(field), state.place())?;
    Ok(())
}

/// The text that was being typed on the screen when the line dropped becomes the answer of its field.
fn take_up(store: &mut Store, id: RevueId, state: &mut FormState, today: jiff::civil::Date) -> Result<()> {
    let Some(Saisie {
        step, champ, texte, ..
    }) = store.saisie(id)?
    else {
        return Ok(());
    };
    let (field, cell) = place(&champ);
    let Some(kind) = state.form().field(field).map(|f| f.kind.clone()) else {
        return Ok(());
    };
    let changed = match (cell, &kind) {
        (None, kind) => state.set(field, parse(kind, &texte, today)),
        (Some((row, column)), crate::form::Kind::Table(table)) => table
            .column(column)
            .is_some_and(|c| state.set_cell(field, row, column, parse(&c.kind, &texte, today))),
        _ => false,
    };
    state.go(Move::To(step, field.to_owned()));
    if changed {
        keep(store, id, state, field)?;
    }
    Ok(())
}

/// `field` or `field[row].column`.
fn place(champ: &str) -> (&str, Option<(usize, &str)>) {
    let cell = champ.split_once('[').and_then(|(field, rest)| {
        let (row, column) = rest.split_once("].")?;
        Some((field, (row.parse().ok()?, column)))
    });
    match cell {
        Some((field, cell)) => (field, Some(cell)),
        None => (champ, None),
    }
}
