//! An error as a person reads it: a sentence, its cause, the mend; and the exit code it comes with.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::domain::{panne, texte::une_ligne};
use crate::store;

/// Exit code of an error of ours.
pub const ERREUR: u8 = 1;
/// Exit code of a command wrongly written, of an unknown or ambiguous name.
pub const USAGE: u8 = 2;
/// Exit code of a submission refused.
pub const REFUS: u8 = 5;
/// Exit code of a damaged register.
pub const INTEGRITE: u8 = 6;

/// Exit code of what the agent has no right to.
pub const DROIT: u8 = 7;

/// A refusal of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, one sentence without its full stop.
    pub sentence: String,
    /// What to do, one sentence.
    pub hint: Option<String>,
    /// What the person may have meant, one a line.
    pub candidates: Vec<String>,
    /// Exit code.
    pub code: u8,
}

impl Failure {
    /// A command wrongly written, a name unknown or ambiguous.
    #[must_use]
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::new(USAGE, sentence)
    }

    /// A failure with its exit code.
    #[must_use]
    pub fn new(code: u8, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            hint: None,
            candidates: Vec::new(),
            code,
        }
    }

    /// Adds the mend.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what may have been meant.
    #[must_use]
    pub fn candidates(mut self, candidates: Vec<String>) -> Self {
        self.candidates = candidates;
        self
    }

    /// Adds the nearest of what exists, and asks whether that was meant.
    #[must_use]
    pub fn nearest(self, near: Vec<String>) -> Self {
        let hint = match near.len() {
            1 => "vouliez-vous dire celui-ci\u{202f}?",
            _ => "vouliez-vous dire l'un de ceux-ci\u{202f}?",
        };
        self.candidates(near).hint(hint)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Failure {}

/// Says an error on stderr and returns its exit code. A reader who closed the pipe is no error.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    // stderr may be closed too: nothing is left to tell then.
    let _ = io::stderr().lock().write_all(describe(error).as_bytes());
    ExitCode::from(code(error))
}

/// The lines of [`report`].
#[must_use]
pub fn describe(error: &anyhow::Error) -> String {
    let mut lines = vec![format!("erreur\u{202f}: {}", une_ligne(&error.to_string()))];
    let mut last = error.to_string();
    for cause in error.chain().skip(1).map(said) {
        // Some sentences already end with their cause.
        if !last.ends_with(&cause) {
            lines.push(format!("cause\u{202f}: {}", une_ligne(&cause)));
        }
        last = cause;
    }
    let failure = error.chain().find_map(|e| e.downcast_ref::<Failure>());
    let candidates = failure.map_or(&[][..], |f| &f.candidates);
    lines.extend(candidates.iter().map(|c| format!("  {}", une_ligne(c))));
    let hint = failure
        .and_then(|f| f.hint.as_deref())
        .or_else(|| store_error(error).and_then(store::Error::hint));
    lines.extend(hint.map(|h| format!("conseil\u{202f}: {}", une_ligne(h))));
    lines.join("\n") + "\n"
}

/// An error in words; the system's own are English, the usual ones are said here.
pub(super) fn said(error: &(dyn std::error::Error + 'static)) -> String {
    error
        .downcast_ref::<io::Error>()
        .map_or_else(|| error.to_string(), panne::en_mots)
}

/// The exit code an error comes with.
#[must_use]
pub fn code(error: &anyhow::Error) -> u8 {
    let failure = error.chain().find_map(|e| e.downcast_ref::<Failure>());
    failure
        .map(|f| f.code)
        .or_else(|| store_error(error).map(store::Error::exit_code))
        .unwrap_or(ERREUR)
}

fn store_error(error: &anyhow::Error) -> Option<&store::Error> {
    error.chain().find_map(|e| e.downcast_ref::<store::Error>())
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn says_sentence_cause_candidates_and_mend() {
        let failure = Failure::usage("région inconnue\u{1b}[31m")
            .candidates(vec!["Bretagne".into()])
            .hint("choisissez");
        let error = anyhow::Error::new(failure).context("recherche");
        assert_eq!(
            describe(&error),
            "erreur\u{202f}: recherche\ncause\u{202f}: région inconnue[31m\n  Bretagne\nconseil\u{202f}: choisissez\n"
        );
        assert_eq!(code(&error), USAGE);
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_the_rest_is_one() {
        let closed = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe)).context("écriture");
        assert!(is_closed_pipe(&closed.unwrap_err()));
        let full = anyhow::Error::new(io::Error::from(io::ErrorKind::StorageFull));
        assert!(!is_closed_pipe(&full));
        assert_eq!(code(&full), ERREUR);
        let told = describe(&full.context("impossible d'écrire"));
        assert_eq!(
            told,
            "erreur\u{202f}: impossible d'écrire\ncause\u{202f}: le disque est plein\n"
        );
    }
}
