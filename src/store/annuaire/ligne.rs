//! One establishment as the table holds it, compared and written.

use std::sync::LazyLock;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, ToSql};

use super::{super::etablissement::COLONNES, Sort};
use crate::{
    domain::{Etablissement, Secteur, Source, etablissement::Etat, texte::plier},
    store::Result,
};

/// One establishment as the table holds it.
pub(super) struct Ligne<'a> {
    id: i64,
    source: Source,
    e: &'a Etablissement,
    pli: String,
}

impl<'a> Ligne<'a> {
    /// As a file of `source` gives it.
    pub fn new(e: &'a Etablissement, source: Source) -> Self {
        Self {
            id: id(e, source),
            source,
            e,
            pli: pli(e),
        }
    }

    /// Puts it where the directory lacks it or has it otherwise, and in the index unless the directory was empty.
    pub fn ranger(&self, conn: &Connection, appliquer: bool, vierge: bool) -> Result<Sort> {
        let known = if vierge { None } else { self.connu(conn)? };
        let sort = match known {
            Some((_, _, true)) => return Ok(Sort::Inchange),
            Some(_) => Sort::Modifie,
            None => Sort::Nouveau,
        };
        if !appliquer {
            return Ok(sort);
        }
        if let Some((old, pli, _)) = known {
            conn.prepare_cached(
                "INSERT INTO etablissement_recherche(etablissement_recherche, rowid, pli) VALUES ('delete', ?1, ?2)",
            )?
            .execute((old, pli))?;
            conn.prepare_cached("DELETE FROM etablissement WHERE id = ?1")?
                .execute([old])?;
        }
        self.inserer(conn)?;
        if !vierge {
            conn.prepare_cached("INSERT INTO etablissement_recherche(rowid, pli) VALUES (?1, ?2)")?
                .execute((self.id, &self.pli))?;
        }
        Ok(sort)
    }

    /// The row of the same UAI and source: its id, its folded text, whether it says the same.
    fn connu(&self, conn: &Connection) -> Result<Option<(i64, String, bool)>> {
        Ok(self.parametres(|p| {
            conn.prepare_cached(&CONNU)?
                .query_row(p, |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()
        })?)
    }

    fn inserer(&self, conn: &Connection) -> Result<()> {
        self.parametres(|p| conn.prepare_cached(&INSERER)?.execute(p))?;
        Ok(())
    }

    /// Hands the values over, in the order of [`COLONNES`] after the id.
    fn parametres<T>(&self, run: impl FnOnce(&[&dyn ToSql]) -> T) -> T {
        let e = self.e;
        let x = &e.existence;
        let day = |d: Option<Date>| d.map(|d| d.to_string());
        let (ouvert, ferme, maj) = (day(x.ouvert), day(x.ferme), day(e.maj));
        run(&[
            &self.id,
            &e.uai,
            &self.source.code(),
            &e.nom,
            &e.type_libelle,
            &e.secteur.map(Secteur::code),
            &e.nature,
            &e.nature_libelle,
            &e.adresse,
            &e.code_postal,
            &e.commune,
            &e.code_insee,
            &e.departement,
            &e.academie,
            &e.region,
            &e.siret,
            &e.telephone,
            &e.web,
            &e.mail,
            &e.position.map(|p| p.0),
            &e.position.map(|p| p.1),
            &ouvert,
            &ferme,
            &x.etat.map(Etat::code),
            &maj,
            &day(x.absent),
            &self.pli,
        ])
    }
}

/// Places of the id and of [`COLONNES`].
const MARQUES: &str = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
    ?22, ?23, ?24, ?25, ?26, ?27";

/// The row of the same UAI and source, and whether it says the same.
static CONNU: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT id, pli, (id, {COLONNES}) IS ({MARQUES}) FROM etablissement WHERE uai = ?2 AND source = ?3"
    )
});
static INSERER: LazyLock<String> =
    LazyLock::new(|| format!("INSERT INTO etablissement(id, {COLONNES}) VALUES ({MARQUES})"));

/// The row of an establishment: the most useful first, then by UAI; the same for the same file.
fn id(e: &Etablissement, source: Source) -> i64 {
    let number: i64 = e.uai.get(..7).and_then(|n| n.parse().ok()).unwrap_or(0);
    (i64::from(e.rang()) << 32) | (number << 1) | i64::from(source == Source::Acce)
}

/// What a search looks in: name, kind, town, département. The UAI has its own index; a département that begins the
/// postal code is found by it.
fn pli(e: &Etablissement) -> String {
    let postal = e.code_postal.as_deref();
    let departement = e
        .departement
        .as_deref()
        .filter(|d| !postal.is_some_and(|p| p.starts_with(d)));
    let parts = [
        Some(e.nom.as_str()),
        e.type_libelle.as_deref(),
        e.commune.as_deref(),
        postal,
        departement,
    ];
    let mut text = String::with_capacity(96);
    for part in parts.into_iter().flatten() {
        text.push_str(part);
        text.push(' ');
    }
    plier(&text)
}
