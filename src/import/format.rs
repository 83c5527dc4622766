//! Files that people take for a list, known by their first bytes.

/// What a file is, when its first eight bytes are those of another kind of file.
#[must_use]
pub fn autre(debut: &[u8]) -> Option<&'static str> {
    const CONNUS: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "un classeur (XLSX, ODS) ou une archive ZIP"),
        (b"\xD0\xCF\x11\xE0", "un ancien classeur Excel"),
        (b"\x1F\x8B", "une archive gzip"),
        (b"%PDF", "un document PDF"),
        (b"PAR1", "un fichier Parquet"),
        (b"SQLite f", "une base SQLite"),
    ];
    let found = CONNUS.iter().find(|(magic, _)| debut.starts_with(magic));
    found.map(|(_, name)| *name)
}
