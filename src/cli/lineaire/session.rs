//! A review of the register on plain lines: opens it, keeps each answer, hands it in.

use std::io;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use super::{Garde as _, Lines, Outcome, Plain, garde::Revue, run};
use crate::{
    cli::{failure::REFUS, settings::Settings},
    clock,
    domain::{CampusId, TypeRevue},
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
    let id = revue.as_ref().map(|r| r.id);
    let answers = id.map(|id| store.reponses(id)).transpose()?.unwrap_or_default();
    let open = revue.as_ref().is_none_or(|r| r.etat.ouverte());
    let mut state = if open {
        FormState::new(form, answers.clone(), sources)
    } else {
        FormState::frozen(form, answers.clone())
    };
    if let Some((step, field)) = revue.and_then(|r| r.position).filter(|_| open) {
        state.resume(&step, &field);
    }
    let mut garde = Revue {
        store,
        campus,
        kind,
        form: (version, text),
        au,
        id,
        lues: answers,
        conflits: Vec::new(),
    };
    if open {
        garde.take_up(&mut state)?;
        take_up(&mut garde, &mut state)?;
    }
    let outcome = until_handed_in(io, &mut garde, &mut state)?;
    if let Some(id) = garde.id.filter(|_| open && outcome != Outcome::Submit) {
        garde.store.save_position(id, state.place())?;
    }
    Ok(outcome)
}

/// Asks until the person leaves or the review is handed in; what another session answered meanwhile is shown first.
fn until_handed_in(io: &mut dyn Lines, garde: &mut Revue<'_>, state: &mut FormState) -> Result<Outcome> {
    let mut refused = false;
    loop {
        match run(io, state, garde.au, garde)? {
            Outcome::Draft if refused => return Ok(Outcome::Refused),
            Outcome::Submit if !garde.submit(state)? => {
                refused = true;
                io.say(
                    "\nUne autre session a répondu depuis\u{202f}: rien n'est transmis. Ses réponses sont reprises ici\u{202f}; \
                     :recap les montre, puis transmettez.",
                )?;
            }
            Outcome::Submit => {
                let at = clock::local_time(&clock::now().to_string()).unwrap_or_default();
                io.say(&format!("Revue transmise à {at}\u{202f}; elle est figée."))?;
                return Ok(Outcome::Submit);
            }
            left => return Ok(left),
        }
    }
}

/// The text that was being typed on the screen when the line dropped becomes the answer of its field.
fn take_up(garde: &mut Revue<'_>, state: &mut FormState) -> Result<()> {
    let today = garde.au;
    let typed = garde.id.map(|id| garde.store.saisie(id)).transpose()?.flatten();
    let Some(Saisie {
        step, champ, texte, ..
    }) = typed
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
        garde.keep(state, field)?;
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
