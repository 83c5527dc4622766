//! Which partner of the register a line is about.

use rusqlite::{Connection, OptionalExtension};

use super::super::{Faites, Rejet, Values, manque, texte};
use super::IDENTIFIANTS;
use crate::{
    domain::{PartenaireId, fusion::Indice, texte::plier},
    form::Value,
    store::{Result, fusion::doublons::Portrait},
};

/// The partner that a line is about.
#[derive(Default)]
pub(super) struct Trouve {
    /// None: a new one.
    pub id: Option<PartenaireId>,
    /// Others that it may be, to look at.
    pub homonymes: Vec<String>,
    /// By its name and its town alone: who it is then, to look at when the line changes its name or its type.
    pub par_nom: Option<String>,
}

impl Trouve {
    fn un(id: i64) -> Self {
        Self {
            id: Some(PartenaireId(id)),
            ..Self::default()
        }
    }
}

/// By number, by identifier, by name and town. One that only looks like it is proposed, never joined.
pub(super) fn trouve(
    conn: &Connection,
    line: &Values,
    faites: &Faites,
) -> Result<std::result::Result<Trouve, Rejet>> {
    if let Some(Value::Int(id)) = line.get("id") {
        let found: Option<i64> = conn
            .prepare_cached("SELECT id FROM partenaire WHERE id = ?1 AND archive IS NULL")?
            .query_row([id], |r| r.get(0))
            .optional()?;
        return Ok(found.map(Trouve::un).ok_or_else(|| Rejet {
            champ: "id".to_owned(),
            valeur: id.to_string(),
            raison: format!("il n'y a pas de partenaire {id}\u{202f}; sans numéro, la ligne en crée un"),
            proche: None,
        }));
    }
    for (champ, check, _) in IDENTIFIANTS {
        let Some(Ok(wanted)) = texte(line, champ).map(check) else {
            continue;
        };
        let sql = format!("SELECT id FROM partenaire WHERE {champ} = ?1 AND archive IS NULL");
        let found = conn
            .prepare_cached(&sql)?
            .query_row([&wanted], |r| r.get(0))
            .optional()?;
        if let Some(id) = found {
            return Ok(Ok(Trouve::un(id)));
        }
    }
    let Some(nom) = texte(line, "nom") else {
        return Ok(Err(manque("nom", "le nom du partenaire")));
    };
    homonyme(conn, line, nom, faites)
}

/// A partner that looks like the line's.
struct Semblable {
    id: i64,
    nom: String,
    commune: Option<String>,
    /// UAI and SIRET.
    identifiants: [Option<String>; 2],
}

fn semblable(conn: &Connection, id: i64) -> Result<Semblable> {
    let mut stmt = conn.prepare_cached("SELECT nom, commune, uai, siret FROM partenaire WHERE id = ?1")?;
    Ok(stmt.query_row([id], |r| {
        Ok(Semblable {
            id,
            nom: r.get(0)?,
            commune: r.get(1)?,
            identifiants: [r.get(2)?, r.get(3)?],
        })
    })?)
}

impl Semblable {
    /// Whether the line gives another identifier than this one has.
    fn autre(&self, line: &Values) -> bool {
        ["uai", "siret"]
            .iter()
            .zip(&self.identifiants)
            .any(|(champ, own)| {
                let said = texte(line, champ);
                own.as_deref()
                    .zip(said)
                    .is_some_and(|(a, b)| a != b.trim().to_uppercase())
            })
    }

    /// Where it is, for people.
    fn lieu(&self) -> String {
        self.commune
            .as_ref()
            .map_or_else(|| "commune inconnue".to_owned(), |c| format!("à {c}"))
    }

    /// The refusal of a line that may be about it.
    fn rejet(&self, nom: &str, faites: &Faites) -> Rejet {
        let mend = if faites.contient(self.id) {
            "donnez-leur la même commune"
        } else {
            "donnez ce numéro dans la colonne id"
        };
        Rejet {
            champ: "nom".to_owned(),
            valeur: nom.to_owned(),
            raison: format!(
                "peut-être {} ({})\u{202f}: {mend}, ou un autre nom",
                faites.dite(self.id, "le partenaire"),
                self.lieu()
            ),
            proche: None,
        }
    }

    /// What to look at when the line makes another partner of it.
    fn reconnu(&self, faites: &Faites) -> String {
        format!(
            "reconnu à son nom et à sa commune\u{202f}: {}\u{202f}; si c'en est un autre, donnez-lui un autre nom",
            faites.dite(self.id, "le partenaire")
        )
    }

    /// What to look at in a new partner that may be this one.
    fn remarque(&self, indice: Indice, faites: &Faites) -> String {
        let of = if faites.contient(self.id) {
            faites.dite(self.id, "")
        } else {
            format!("#{} {}, {}", self.id, self.nom, self.lieu())
        };
        format!("homonyme de {of} ({})", indice.libelle())
    }
}

/// The partner of that name in that town; those that the merge of doubles would propose are refused when they bear the
/// very name, else told.
fn homonyme(
    conn: &Connection,
    line: &Values,
    nom: &str,
    faites: &Faites,
) -> Result<std::result::Result<Trouve, Rejet>> {
    let mut noms = vec![nom.to_owned()];
    if let Some(Value::List(others)) = line.get("autres_noms") {
        noms.extend(others.iter().cloned());
    }
    let portrait = Portrait {
        noms,
        commune: texte(line, "commune"),
        identifiants: ["uai", "siret", "rna"].map(|champ| texte(line, champ)),
    };
    let folded = plier(nom);
    let town = portrait.commune.map(plier);
    let mut out = Trouve::default();
    for (id, indice) in faites.semblables(conn, &portrait)? {
        let other = semblable(conn, id)?;
        if plier(&other.nom) != folded {
            out.homonymes.push(other.remarque(indice, faites));
        } else if other.commune.as_deref().map(plier) == town && !other.autre(line) {
            return Ok(Ok(Trouve {
                par_nom: Some(other.reconnu(faites)),
                ..Trouve::un(id)
            }));
        } else {
            return Ok(Err(other.rejet(nom, faites)));
        }
    }
    Ok(Ok(out))
}
