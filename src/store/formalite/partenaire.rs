//! A partner's record: names, type, place, identifiers, and the campuses it belongs to.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Recorded, Valeurs, liens, names};
use crate::{
    domain::{Entite, PartenaireId, identifiant},
    form::Value,
    store::{Error, Result, record, renvoi::renvoi},
};

/// The rows whose revisions make the record's: what the form rewrites.
const LIGNES: &str = "SELECT id, rev FROM partenaire WHERE id = ?1
    UNION ALL SELECT id, rev FROM campus_partenaire WHERE partenaire = ?1 AND archive IS NULL";

/// Between the names of a list on one line.
const ENTRE: &str = "\u{202f}; ";

/// Fields that are texts, in the order of the columns that [`known`] reads.
const TEXTES: [&str; 12] = [
    "nom",
    "type",
    "commune",
    "code_insee",
    "departement",
    "code_postal",
    "adresse",
    "uai",
    "siren",
    "siret",
    "rna",
    "note",
];

/// The record as it stands, or an empty form, with the types to choose from.
pub(super) fn prepare(conn: &Connection, id: Option<PartenaireId>) -> Result<Preparation> {
    let mut p = match id {
        Some(id) => known(conn, id)?,
        None => Preparation::new("Nouveau partenaire", 0),
    };
    p.liste(
        "types",
        names(
            conn,
            "SELECT code || ' ' || libelle FROM type_partenaire ORDER BY ordre",
        )?,
    );
    let annuaire: bool = conn.query_row("SELECT EXISTS (SELECT 1 FROM etablissement)", [], |r| r.get(0))?;
    if annuaire {
        p.fait("annuaire.present", "oui");
    }
    Ok(p)
}

/// A partner on file.
fn known(conn: &Connection, id: PartenaireId) -> Result<Preparation> {
    let rev = record::empreinte(conn, LIGNES, id.0)?;
    let found = conn
        .prepare_cached(
            "SELECT p.nom, t.code || ' ' || t.libelle, p.commune, p.code_insee, p.departement, p.code_postal, p.adresse,
               p.uai, p.siren, p.siret, p.rna, p.note, p.latitude, p.longitude, p.autres_noms
             FROM partenaire p JOIN type_partenaire t ON t.id = p.type WHERE p.id = ?1",
        )?
        .query_row([id.0], |r| {
            let mut p = Preparation::new(r.get::<_, String>(0)?, rev);
            for (i, field) in TEXTES.into_iter().enumerate() {
                p.texte(field, r.get(i)?);
            }
            p.valeur("latitude", r.get::<_, Option<f64>>(12)?.map(Value::Real));
            p.valeur("longitude", r.get::<_, Option<f64>>(13)?.map(Value::Real));
            Ok((p, r.get::<_, String>(14)?))
        })
        .optional()?;
    let (mut p, autres) = found.ok_or_else(|| Error::NotFound(format!("le partenaire {id}")))?;
    let autres: Vec<String> = serde_json::from_str(&autres)
        .map_err(|e| Error::Integrity(format!("autres noms du partenaire {id}\u{202f}: {e}")))?;
    p.texte("autres_noms", Some(autres.join(ENTRE)));
    liens::prepare(conn, id, &mut p)?;
    Ok(p)
}

/// Enters or edits the record and its links.
pub(super) fn record(
    conn: &Connection,
    id: Option<PartenaireId>,
    rev: i64,
    v: &Valeurs<'_>,
) -> Result<Recorded> {
    if let Some(id) = id
        && record::empreinte(conn, LIGNES, id.0)? != rev
    {
        return Err(Error::Stale(format!("le partenaire {id}")));
    }
    let id = write(conn, id, v)?;
    let campus = liens::record(conn, id, v)?;
    let renvoi = renvoi(conn, Entite::Partenaire, id.0)?;
    let of = match campus {
        0 => ", sans campus".to_owned(),
        n => format!(", {n} campus"),
    };
    let doute = doute(conn, id)?.map_or_else(String::new, |d| format!(" À vérifier\u{202f}: {d}."));
    Ok(Recorded {
        sentence: format!("{} enregistré{of}.{doute}", renvoi.nom),
        sur: Some((Entite::Partenaire, renvoi)),
    })
}

/// The row itself; its id.
fn write(conn: &Connection, id: Option<PartenaireId>, v: &Valeurs<'_>) -> Result<PartenaireId> {
    let siret = v.identifiant("siret", identifiant::siret);
    // The nine first figures of a SIRET are the SIREN, by definition.
    let siren = v
        .identifiant("siren", identifiant::siren)
        .or_else(|| siret.as_ref()?.get(..9).and_then(|s| identifiant::siren(s).ok()));
    let (latitude, longitude) = (v.nombre("latitude"), v.nombre("longitude"));
    if latitude.is_some() != longitude.is_some() {
        return Err(Error::Refused("latitude et longitude vont ensemble".to_owned()));
    }
    let columns: [record::Column<'_>; 15] = [
        ("nom", &v.requis("nom", "le nom du partenaire")?),
        ("autres_noms", &autres_noms(v)),
        (
            "type",
            &type_partenaire(conn, &v.requis("type", "le type du partenaire")?)?,
        ),
        ("commune", &v.ligne("commune")),
        ("code_insee", &v.identifiant("code_insee", identifiant::commune)),
        (
            "departement",
            &v.identifiant("departement", identifiant::departement),
        ),
        ("code_postal", &v.ligne("code_postal")),
        ("adresse", &v.ligne("adresse")),
        ("uai", &v.identifiant("uai", identifiant::uai)),
        ("siren", &siren),
        ("siret", &siret),
        ("rna", &v.identifiant("rna", identifiant::rna)),
        ("latitude", &latitude),
        ("longitude", &longitude),
        ("note", &v.texte("note")),
    ];
    match id {
        Some(id) => record::revise(conn, "partenaire", id.0, &columns).map(|_| id),
        None => record::insert(conn, "partenaire", &columns).map(PartenaireId),
    }
}

/// The other names, parted by semicolons, as the JSON array that the register keeps.
fn autres_noms(v: &Valeurs<'_>) -> String {
    let line = v.ligne("autres_noms").unwrap_or_default();
    let all: Vec<&str> = line.split(';').map(str::trim).filter(|n| !n.is_empty()).collect();
    serde_json::Value::from(all).to_string()
}

/// The type whose code begins the choice `LPO Lycée polyvalent`.
fn type_partenaire(conn: &Connection, choix: &str) -> Result<i64> {
    let code = choix.split(' ').next().unwrap_or_default();
    conn.prepare_cached("SELECT id FROM type_partenaire WHERE code = ?1")?
        .query_row([code], |r| r.get(0))
        .optional()?
        .ok_or_else(|| Error::Refused(format!("« {choix} » n'est pas un type de partenaire")))
}

/// Another partner with the same UAI or SIRET, in a sentence: perhaps the same one entered twice.
fn doute(conn: &Connection, id: PartenaireId) -> Result<Option<String>> {
    let found = conn
        .prepare_cached(
            "SELECT o.id, o.nom, o.uai IS p.uai AND p.uai IS NOT NULL FROM partenaire p JOIN partenaire o
               ON o.id <> p.id AND o.archive IS NULL AND (o.uai = p.uai OR o.siret = p.siret)
             WHERE p.id = ?1 ORDER BY o.id LIMIT 1",
        )?
        .query_row([id.0], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, bool>(2)?))
        })
        .optional()?;
    Ok(found.map(|(other, nom, uai)| {
        let what = if uai { "UAI" } else { "SIRET" };
        format!("même {what} que {nom} (partenaire {other})")
    }))
}
