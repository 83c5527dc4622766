//! What a command answers: data for stdout, talk for stderr, an exit code.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::Value;

use super::failure::{self, Failure};
use crate::domain::texte::{nettoyer, sortie, une_ligne};
use crate::export::fichier::{self, NonEcrit};

/// How the person wants to be answered.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Reference day.
    pub au: jiff::civil::Date,
    /// JSON instead of text.
    pub json: bool,
    /// Columns of the terminal on stdout; None into a pipe or a file, where nothing is cut.
    pub width: Option<usize>,
}

/// The answer of a command.
#[derive(Debug, Default)]
pub struct Answer {
    /// Data, for stdout.
    pub data: Vec<u8>,
    /// Sentences, for stderr.
    pub talk: Vec<String>,
    /// Exit code.
    pub code: u8,
}

impl Answer {
    /// Data alone: text, in which nothing is left that a terminal could obey.
    #[must_use]
    pub fn data(data: String) -> Self {
        Self::octets(sortie(data).into_bytes())
    }

    /// Bytes of a file, as they are.
    #[must_use]
    pub fn octets(data: Vec<u8>) -> Self {
        Self {
            data,
            ..Self::default()
        }
    }

    /// A JSON value on lines of its own, every string cleaned of what a terminal could obey.
    #[must_use]
    pub fn json(value: Value) -> Self {
        Self::data(format!("{:#}\n", cleaned(value)))
    }

    /// The data in a new file instead of stdout; says where.
    ///
    /// # Errors
    /// The file exists already, or cannot be written.
    pub fn into_file(mut self, path: &Path) -> anyhow::Result<Self> {
        fichier::ecrire(path, &self.data, false).map_err(non_ecrit)?;
        self.data.clear();
        Ok(self.say(format!("Écrit\u{202f}: {}", path.display())))
    }

    /// Adds a sentence for stderr.
    #[must_use]
    pub fn say(mut self, sentence: impl Into<String>) -> Self {
        self.talk.push(sentence.into());
        self
    }

    /// Adds the sentence when a list is empty.
    #[must_use]
    pub fn say_if_empty<T>(self, list: &[T], sentence: impl Into<String>) -> Self {
        if list.is_empty() { self.say(sentence) } else { self }
    }

    /// Writes the answer. Errors: the pipe is closed, the disk is full.
    pub fn emit(self) -> anyhow::Result<ExitCode> {
        for sentence in &self.talk {
            // Talk that nobody can hear must not stop the data.
            let _ = writeln!(io::stderr(), "{}", une_ligne(sentence));
        }
        let mut out = io::stdout().lock();
        out.write_all(&self.data)
            .and_then(|()| out.flush())
            .context("impossible d'écrire la réponse")?;
        Ok(ExitCode::from(self.code))
    }
}

/// A file that was not written, as the person reads it: code 2 when its name is taken.
pub fn non_ecrit(error: NonEcrit) -> anyhow::Error {
    match error {
        NonEcrit::Existe(_) => Failure::new(failure::USAGE, error.to_string())
            .hint("donnez un autre nom, ou retirez d'abord ce fichier (cmq exporter --ecraser le remplace)")
            .into(),
        NonEcrit::Nom(..) => Failure::new(failure::USAGE, error.to_string())
            .hint("donnez un nom de fichier simple, par exemple campus.csv ou ./campus.csv")
            .into(),
        other => other.into(),
    }
}

fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(nettoyer(&text)),
        Value::Array(all) => Value::Array(all.into_iter().map(cleaned).collect()),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(k, v)| (nettoyer(&k), cleaned(v))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_holds_nothing_a_terminal_could_obey() {
        let answer = Answer::json(json!([{ "note": "a\u{1b}[2Jb\u{9b}c\nd" }]));
        assert_eq!(answer.data, b"[\n  {\n    \"note\": \"a[2Jbc\\nd\"\n  }\n]\n");
    }
}
