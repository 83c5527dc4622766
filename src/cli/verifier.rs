//! `cmq verifier` and `cmq journal --verifier`: whether the register is whole.

use serde_json::json;

use super::answer::Answer;
use crate::store::Store;

/// The file, the links between records and the journal. Errors: [`crate::store::Error::Integrity`], exit code 6.
pub fn registre(store: &Store, as_json: bool) -> anyhow::Result<Answer> {
    store.verify()?;
    Ok(sound(
        as_json,
        "Le registre est intact\u{a0}: fichier, liens entre fiches, journal.",
    ))
}

/// The journal's chain alone. Errors: [`crate::store::Error::Integrity`], exit code 6.
pub fn journal(store: &Store, as_json: bool) -> anyhow::Result<Answer> {
    store.verify_journal()?;
    Ok(sound(as_json, "Le journal est intact."))
}

fn sound(as_json: bool, sentence: &str) -> Answer {
    if as_json {
        Answer::json(json!({ "intact": true }))
    } else {
        Answer::data(format!("{sentence}\n"))
    }
}
