//! Text files: CSV with its separator guessed, or JSON.

use std::{
    io::{Cursor, Read},
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{Refus, Tableau, entetes, objets};
use crate::import::flux::{Flux, ILLISIBLE, Jauge, PasDuTexte, RECORD_MAX, retard};

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
    let mut out = if matches!(first, b'[' | b'{') {
        objets::lire(text)?
    } else {
        lignes(&head, text, &jauge)?
    };
    out.encodage = jauge.encodage();
    if jauge.abime() {
        abimees(&mut out);
    }
    Ok(out)
}

/// Refuses the lines of which characters could not be read.
fn abimees(table: &mut Tableau) {
    for line in &mut table.lignes {
        let cell = line.cellules.iter().position(|c| c.contains(ILLISIBLE));
        let Some(at) = cell.filter(|_| line.defaut.is_none()) else {
            continue;
        };
        let column = table.entetes.get(at).map_or("", String::as_str);
        line.defaut = Some(format!(
            "des caractères de la colonne «\u{a0}{column}\u{a0}» sont illisibles\u{202f}: le fichier mêle deux encodages"
        ));
    }
}

/// Why a line of the file was read as part of a cell, if it was: a quotation mark that nothing closes.
fn guillemet(cells: &[String], separateur: u8, columns: usize) -> Option<String> {
    // With fewer columns, a text of several lines looks like rows.
    const LEAST: usize = 4;
    let separators = |line: &str| line.bytes().filter(|b| *b == separateur).count();
    let swallowed = |cell: &String| cell.lines().skip(1).any(|l| separators(l) + 1 >= columns);
    (columns >= LEAST && cells.iter().any(swallowed)).then(|| {
        "une case contient des lignes entières du fichier\u{202f}: un guillemet y est resté ouvert".to_owned()
    })
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
    let separateur = separateur(head);
    let mut reader = builder(separateur).from_reader(text);
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
            let cells: Vec<String> = cells.collect();
            let open = guillemet(&cells, separateur, out.entetes.len());
            out.ajouter(line, cells, open)?;
        }
    }
}
