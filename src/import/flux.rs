//! The text of a file as UTF-8, whatever it was written in, a piece at a time: the file's size does not matter.
//! What is no text, and a record without end, are refused on the way.

use std::{
    cell::Cell,
    fmt,
    io::{self, Read},
    rc::Rc,
};

use encoding_rs::{Decoder, Encoding, WINDOWS_1252};

/// How much is read at once.
const MORCEAU: usize = 64 * 1024;

/// The longest record: a line of the annuaire has about a thousand bytes.
pub const RECORD_MAX: u64 = 1 << 20;

/// What stands for a character that could not be read.
pub const ILLISIBLE: &str = "\u{FFFD}";

/// What is to be added to the line that the reader says of a record, once the header was read: of CRLF, it has then only
/// seen the first half.
pub fn retard<R: Read>(reader: &csv::Reader<R>, entete: &csv::ByteRecord) -> u64 {
    let same = entete
        .position()
        .is_some_and(|p| p.line() == reader.position().line());
    u64::from(same)
}

/// How a file's characters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encodage {
    /// UTF-8, or nothing but ASCII.
    #[default]
    Utf8,
    /// Windows-1252, as French spreadsheets still write CSV.
    Windows1252,
    /// UTF-16, announced by its byte order mark.
    Utf16,
}

/// Why a file is no text to read rows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasDuTexte {
    /// A zero byte, on that line.
    Binaire(u64),
    /// The record that began on that line goes beyond [`RECORD_MAX`].
    SansFin(u64),
}

impl fmt::Display for PasDuTexte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binaire(line) => write!(f, "octet nul à la ligne {line}"),
            Self::SansFin(line) => write!(f, "enregistrement sans fin à la ligne {line}"),
        }
    }
}

impl std::error::Error for PasDuTexte {}

/// How far a [`Flux`] is, shared with who reads rows from it.
#[derive(Debug, Default)]
pub struct Jauge {
    lus: Cell<u64>,
    servis: Cell<u64>,
    debut: Cell<u64>,
    ligne: Cell<u64>,
    abime: Cell<bool>,
    encodage: Cell<Encodage>,
}

impl Jauge {
    /// Bytes of the file read so far.
    pub fn lus(&self) -> u64 {
        self.lus.get()
    }

    /// How the characters turned out to be written.
    pub fn encodage(&self) -> Encodage {
        self.encodage.get()
    }

    /// Whether some characters could not be read: they stand as U+FFFD.
    pub fn abime(&self) -> bool {
        self.abime.get()
    }

    /// Says that the record now read began at that byte of the text, on that line: the limit counts from there.
    pub fn record(&self, octet: u64, ligne: u64) {
        self.debut.set(octet);
        self.ligne.set(ligne);
    }
}

/// A file's text as UTF-8 bytes.
pub struct Flux<R> {
    inner: R,
    decodeur: Option<Decoder>,
    /// A character beyond ASCII was read as UTF-8: the file is in UTF-8 for good.
    sur: bool,
    brut: Vec<u8>,
    texte: Vec<u8>,
    servi: usize,
    lignes: u64,
    commence: bool,
    fini: bool,
    jauge: Rc<Jauge>,
}

impl<R: Read> Flux<R> {
    /// Reads from `inner`.
    pub fn new(inner: R) -> Self {
        let jauge = Rc::new(Jauge::default());
        jauge.ligne.set(1);
        Self {
            inner,
            decodeur: None,
            sur: false,
            brut: Vec::with_capacity(MORCEAU),
            texte: Vec::with_capacity(MORCEAU),
            servi: 0,
            lignes: 1,
            commence: false,
            fini: false,
            jauge,
        }
    }

    /// Where it is, to be kept beside it.
    pub fn jauge(&self) -> Rc<Jauge> {
        Rc::clone(&self.jauge)
    }

    /// Reads the next piece; nothing in `texte` afterwards means the end of the file.
    fn fill(&mut self) -> io::Result<()> {
        self.texte.clear();
        self.servi = 0;
        while self.texte.is_empty() && !self.fini {
            // A byte order mark has up to three bytes: they are looked at together.
            let wanted = if self.commence { MORCEAU as u64 } else { 4 };
            let read = self.inner.by_ref().take(wanted).read_to_end(&mut self.brut)?;
            self.jauge.lus.set(self.jauge.lus() + read as u64);
            if !self.commence {
                self.commence = true;
                self.order_mark();
            }
            self.fini = read == 0;
            self.decode(self.fini);
        }
        self.check()
    }

    /// Takes the byte order mark off, and what it says.
    fn order_mark(&mut self) {
        let Some((encoding, length)) = Encoding::for_bom(&self.brut) else {
            return;
        };
        self.brut.drain(..length);
        if encoding == encoding_rs::UTF_8 {
            self.sur = true;
        } else {
            self.decodeur = Some(encoding.new_decoder_without_bom_handling());
            self.jauge.encodage.set(Encodage::Utf16);
        }
    }

    /// Moves what was read to `texte`; keeps the beginning of a character whose end is still to come.
    fn decode(&mut self, last: bool) {
        while self.decodeur.is_none() {
            let Err(error) = std::str::from_utf8(&self.brut) else {
                self.keep(self.brut.len());
                return;
            };
            self.keep(error.valid_up_to());
            match error.error_len() {
                None if !last => return,
                _ if !self.sur => {
                    self.decodeur = Some(WINDOWS_1252.new_decoder_without_bom_handling());
                    self.jauge.encodage.set(Encodage::Windows1252);
                }
                bad => {
                    self.jauge.abime.set(true);
                    self.texte.extend_from_slice(ILLISIBLE.as_bytes());
                    self.brut.drain(..bad.unwrap_or(self.brut.len()));
                }
            }
        }
        if let Some(decoder) = &mut self.decodeur {
            let from = self.texte.len();
            let room = decoder.max_utf8_buffer_length(self.brut.len()).unwrap_or(MORCEAU);
            self.texte.resize(from + room, 0);
            let (_, _, written, bad) = decoder.decode_to_utf8(&self.brut, &mut self.texte[from..], last);
            self.texte.truncate(from + written);
            self.brut.clear();
            if bad {
                self.jauge.abime.set(true);
            }
        }
    }

    /// Moves the first `n` bytes, which are UTF-8, to `texte`.
    fn keep(&mut self, n: usize) {
        let head = &self.brut[..n];
        self.sur = self.sur || !head.is_ascii();
        self.texte.extend_from_slice(head);
        self.brut.drain(..n);
    }

    /// Refuses what is no text.
    fn check(&mut self) -> io::Result<()> {
        let zero = self.texte.iter().position(|b| *b == 0);
        let read = zero.map_or(&self.texte[..], |at| &self.texte[..at]);
        self.lignes += read.split(|b| *b == b'\n').skip(1).count() as u64;
        match zero {
            Some(_) => Err(io::Error::other(PasDuTexte::Binaire(self.lignes))),
            None => Ok(()),
        }
    }
}

impl<R: Read> Read for Flux<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.servi == self.texte.len() {
            self.fill()?;
        }
        let rest = &self.texte[self.servi..];
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.servi += n;
        let servis = self.jauge.servis.get() + n as u64;
        self.jauge.servis.set(servis);
        // What is still in a reader's buffer is not yet part of the record.
        if servis.saturating_sub(self.jauge.debut.get()) > RECORD_MAX + 2 * MORCEAU as u64 {
            return Err(io::Error::other(PasDuTexte::SansFin(self.jauge.ligne.get())));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> (io::Result<String>, Encodage, bool) {
        let mut flux = Flux::new(bytes);
        let jauge = flux.jauge();
        let mut text = String::new();
        let read = flux.read_to_string(&mut text).map(|_| text);
        (read, jauge.encodage(), jauge.abime())
    }

    #[test]
    fn every_encoding_of_a_french_file_is_recognised() {
        let text = "uai;nom\n0010016M;Lycée Œuvre\n";
        let utf16: Vec<u8> = "\u{FEFF}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let (cp1252, _, _) = WINDOWS_1252.encode(text);
        for (bytes, encodage) in [
            (text.as_bytes().to_vec(), Encodage::Utf8),
            (["\u{FEFF}", text].concat().into_bytes(), Encodage::Utf8),
            (cp1252.into_owned(), Encodage::Windows1252),
            (utf16, Encodage::Utf16),
        ] {
            let (read, found, abime) = read(&bytes);
            assert_eq!((read.unwrap().as_str(), found, abime), (text, encodage, false));
        }
    }

    #[test]
    fn a_file_in_two_encodings_is_read_and_known_to_be_damaged() {
        let (text, encodage, abime) = read(b"\xc3\xa9cole\ncoll\xe8ge\n");
        assert_eq!(
            (text.unwrap().as_str(), encodage, abime),
            ("école\ncoll\u{FFFD}ge\n", Encodage::Utf8, true)
        );
        let (text, ..) = read(b"\xc3\xa9cole\xc3");
        assert_eq!(text.unwrap(), "école\u{FFFD}", "cut in the middle of a character");
    }

    #[test]
    fn a_zero_byte_is_refused_with_its_line() {
        let error = read(b"a\nb\nc\0d").0.unwrap_err();
        assert_eq!(error.to_string(), "octet nul à la ligne 3");
    }

    #[test]
    fn a_record_without_end_is_refused_before_it_is_held() {
        let mut flux = Flux::new(io::repeat(b'x'));
        let jauge = flux.jauge();
        jauge.record(0, 7);
        let error = io::copy(&mut flux, &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "enregistrement sans fin à la ligne 7");
        assert!(jauge.lus() < 2 * RECORD_MAX);
    }

    proptest! {
        #[test]
        fn utf8_comes_out_as_it_went_in(text in "[^\u{0}\u{FEFF}]{0,300}", at in 0usize..MORCEAU) {
            let padded = "x".repeat(MORCEAU - at.min(MORCEAU)) + &text;
            prop_assert_eq!(read(padded.as_bytes()).0.unwrap(), padded);
        }

        #[test]
        fn any_bytes_come_out_as_text_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(text) = read(&bytes).0 {
                prop_assert!(!text.contains('\0'));
            }
        }
    }
}
