//! Plain lines in and out. Nothing that a terminal could obey gets through.

use std::io::{self, BufRead, Write};

use crate::domain::texte::nettoyer;

/// Where questions go and answers come from.
pub trait Lines {
    /// Writes one or several whole lines.
    fn say(&mut self, text: &str) -> io::Result<()>;
    /// Writes a prompt and reads a line without its end; `None` when there is nothing more to read.
    fn ask(&mut self, prompt: &str) -> io::Result<Option<String>>;
}

/// Lines over a reader and a writer: stdin and stdout, or memory in tests.
#[derive(Debug)]
pub struct Plain<R, W> {
    input: R,
    output: W,
}

impl<R: BufRead, W: Write> Plain<R, W> {
    /// Lines over these two.
    pub fn new(input: R, output: W) -> Self {
        Self { input, output }
    }

    /// What was written, when the writer keeps it.
    pub fn into_output(self) -> W {
        self.output
    }
}

impl<R: BufRead, W: Write> Lines for Plain<R, W> {
    fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.output, "{}", nettoyer(text))
    }

    fn ask(&mut self, prompt: &str) -> io::Result<Option<String>> {
        write!(self.output, "{}", nettoyer(prompt))?;
        self.output.flush()?;
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
    }
}
