//! Text files: CSV with its separator guessed, or JSON.

use std::{
    io::{Cursor, Read},
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{Refus, Tableau, entetes, objets};
use crate::import::flux::{Flux, Jauge, PasDuTexte, RECORD_MAX, retard};

/// Separators seen in files.
const SEPARATEURS: [u8; 3] = *b";,\t";

/// Reads any text.
pub(super) fn lire(bytes: Box<dyn Read>) -> Result<Tableau, Refus> {
    let mut flux = Flux::new(bytes);
    let jauge = flux.jauge();
    let head = tete(&mut flux)?;
    let Some(first) = head.iter().find(|b| !b.is_ascii_whitespace()).copied() else {
        return Err(Refus::Vide);
    };
    let text = Cursor::new(head.clone()).chain(flux);
    if matches!(first, b'[' | b'{') {
        objets::lire(text)
    } else {
        lignes(&head, text, &jauge)
    }
}

/// The text up to the end of the first line that says something; of JSON, a piece.
fn tete<R: Read>(flux: &mut Flux<R>) -> Result<Vec<u8>, Refus> {
    let mut head = Vec::new();
    let mut piece = [0; 8 * 1024];
    loop {
        let n = flux.read(&mut piece).map_err(Refus::de_lecture)?;
        head.extend_from_slice(&piece[..n]);
        let begin = head.iter().position(|b| !b.is_ascii_whitespace());
        let whole = begin.is_some_and(|at| matches!(head[at], b'[' | b'{') || head[at..].contains(&b'\n'));
        if n == 0 || whole {
            return Ok(head);
        }
        if head.len() as u64 > RECORD_MAX {
            return Err(Refus::Texte(PasDuTexte::SansFin(1)));
        }
    }
}

fn builder(separateur: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(separateur).has_headers(false).flexible(true);
    builder
}

/// The separator that parts the header into the most columns.
fn separateur(head: &[u8]) -> u8 {
    let columns = |s: u8| {
        let mut record = ByteRecord::new();
        let read = builder(s).from_reader(head).read_byte_record(&mut record);
        read.map_or(0, |_| record.len())
    };
    // The first of equals wins: the last is the one max_by_key would keep.
    SEPARATEURS
        .into_iter()
        .rev()
        .max_by_key(|s| columns(*s))
        .unwrap_or(b';')
}

/// CSV.
fn lignes(head: &[u8], text: impl Read, jauge: &Rc<Jauge>) -> Result<Tableau, Refus> {
    let mut reader = builder(separateur(head)).from_reader(text);
    let mut record = ByteRecord::new();
    let mut out = Tableau::default();
    let mut late = 0;
    loop {
        let at = reader.position().clone();
        jauge.record(at.byte(), at.line());
        let read = reader
            .read_byte_record(&mut record)
            .map_err(|e| match e.into_kind() {
                csv::ErrorKind::Io(e) => Refus::de_lecture(e),
                other => Refus::Ligne(at.line(), format!("elle ne se lit pas ({other:?})")),
            })?;
        if !read {
            return Ok(out);
        }
        let line = record.position().map_or(0, csv::Position::line) + late;
        let cells = record.iter().map(|c| String::from_utf8_lossy(c).into_owned());
        if out.entetes.is_empty() {
            if record.iter().any(|c| !c.trim_ascii().is_empty()) {
                out.entetes = entetes(cells.collect())?;
                late = retard(&reader, &record);
            }
        } else {
            out.ajouter(line, cells.collect())?;
        }
    }
}
