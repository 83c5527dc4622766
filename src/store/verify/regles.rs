//! Rules of the trade that no constraint of the schema can hold: each row that breaks one is a sentence and its mend.

use rusqlite::Connection;

use super::{Genre, Probleme};
use crate::{
    domain::{DatePartielle, regime},
    form,
    store::Result,
};

/// A rule that one query finds the breaches of: the query's single column names each.
struct Regle {
    sql: &'static str,
    /// What is wrong, after the name.
    faute: &'static str,
    conseil: &'static str,
}

const REGLES: [Regle; 8] = [
    Regle {
        sql: "SELECT v.type || ' de ' || c.nom_court FROM revue v JOIN label l ON l.id = v.label JOIN campus c ON c.id = v.campus
              WHERE l.campus <> v.campus ORDER BY v.id",
        faute: "porte sur le label d'un autre campus",
        conseil: "cmq journal dit quand elle a changé\u{202f}; annulez ce lot",
    },
    Regle {
        sql: "SELECT 'séance du ' || s.date || ', point ' || p.ordre FROM point p JOIN seance s ON s.id = p.seance
              WHERE s.etat = 'close' AND p.avis IS NULL ORDER BY p.id",
        faute: "n'a pas d'avis alors que la séance est close",
        conseil: "rouvrez la séance (8), donnez l'avis, puis closez-la",
    },
    Regle {
        sql: "SELECT c.nom_court || ' – ' || p.nom FROM campus_partenaire k JOIN campus c ON c.id = k.campus
              JOIN partenaire p ON p.id = k.partenaire
              WHERE k.archive IS NULL AND (c.archive IS NOT NULL OR p.archive IS NOT NULL) ORDER BY k.id",
        faute: "est un lien en vigueur dont un bout est dans la corbeille",
        conseil: "restaurez la fiche (cmq corbeille), ou archivez le lien",
    },
    Regle {
        sql: "SELECT c.nom_court || ' – ' || f.nom FROM campus_filiere k JOIN campus c ON c.id = k.campus
              JOIN filiere f ON f.id = k.filiere WHERE f.archive IS NOT NULL ORDER BY k.id",
        faute: "est un rattachement à une filière qui est dans la corbeille",
        conseil: "restaurez la filière (cmq corbeille), ou retirez-la du campus",
    },
    Regle {
        sql: "SELECT c.nom_court FROM candidature k JOIN label l ON l.id = k.label JOIN campus c ON c.id = k.campus
              WHERE l.campus <> k.campus ORDER BY k.id",
        faute: "a une candidature dont le label est celui d'un autre campus",
        conseil: "cmq journal dit quand elle a changé\u{202f}; annulez ce lot",
    },
    Regle {
        sql: "SELECT c.nom_court FROM decision d JOIN point p ON p.id = d.point JOIN revue v ON v.id = p.revue
              JOIN label l ON l.id = d.label JOIN campus c ON c.id = v.campus WHERE l.campus <> v.campus ORDER BY d.id",
        faute: "a une décision qui ouvre le label d'un autre campus",
        conseil: "cmq journal dit quand elle a changé\u{202f}; annulez ce lot",
    },
    Regle {
        sql: "SELECT 'séance du ' || s.date || ', point ' || p.ordre FROM decision d JOIN point p ON p.id = d.point
              JOIN seance s ON s.id = p.seance WHERE s.etat <> 'close' ORDER BY d.id",
        faute: "a une décision alors que la séance n'est pas close",
        conseil: "closez la séance (8)",
    },
    Regle {
        sql: "SELECT nom FROM partenaire WHERE fusion IS NOT NULL AND archive IS NULL ORDER BY id",
        faute: "a été fusionné avec un autre partenaire mais n'est pas dans la corbeille",
        conseil: "archivez-le (Suppr), ou annulez la fusion (u dans le journal)",
    },
];

/// Every breach.
pub(super) fn examiner(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut all = Vec::new();
    for regle in &REGLES {
        let mut stmt = conn.prepare(regle.sql)?;
        let names = stmt.query_map([], |r| r.get::<_, String>(0))?;
        for name in names {
            all.push(probleme(format!("{} {}", name?, regle.faute), regle.conseil));
        }
    }
    all.extend(chevauchements(conn)?);
    all.extend(regimes(conn)?);
    all.extend(formulaires(conn)?);
    Ok(all)
}

fn probleme(phrase: String, conseil: &'static str) -> Probleme {
    Probleme {
        genre: Genre::Regle,
        phrase,
        conseil: conseil.to_owned(),
        reparable: false,
    }
}

/// Label periods of a campus that certainly overlap, whatever their imprecise starts.
fn chevauchements(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut stmt = conn.prepare(
        "SELECT l.campus, c.nom_court, l.debut, l.duree_ans FROM label l JOIN campus c ON c.id = l.campus
         ORDER BY l.campus, l.debut, l.id",
    )?;
    let rows = stmt.query_map([], |r| {
        Ok((
            r.get::<_, i64>(0)?,
            r.get::<_, String>(1)?,
            r.get::<_, String>(2)?,
            r.get::<_, i64>(3)?,
        ))
    })?;
    let mut all = Vec::new();
    let mut before: Option<(i64, DatePartielle)> = None;
    for row in rows {
        let (campus, nom, debut, duree) = row?;
        let Some(start) = DatePartielle::parse_iso(&debut) else {
            all.push(probleme(
                format!("{nom} a un label dont le début, {debut}, n'est pas une date"),
                "corrigez le label (l'acte ou le courrier dit son début)",
            ));
            continue;
        };
        if before.is_some_and(|(other, end)| other == campus && start.last() < end.first()) {
            all.push(probleme(
                format!(
                    "{nom} a deux labels qui se recouvrent\u{202f}: l'un commence, {}, avant que l'autre finisse",
                    start.fr()
                ),
                "corrigez le début de l'un des deux (e sur sa ligne de la fiche), ou annulez le lot qui l'a ouvert (9, le journal)",
            ));
        }
        before = Some((campus, start.plus_years(duree)));
    }
    Ok(all)
}

/// Labels under a regime that the program does not know.
fn regimes(conn: &Connection) -> Result<Vec<Probleme>> {
    let known = regime::regimes().map_err(crate::store::Error::Seed)?;
    let mut stmt =
        conn.prepare("SELECT DISTINCT r.code FROM label l JOIN regime r ON r.id = l.regime ORDER BY r.code")?;
    let codes = stmt
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(codes
        .into_iter()
        .filter(|code| !known.iter().any(|r| r.code == *code))
        .map(|code| {
            probleme(
                format!("des labels suivent le régime {code}, que cette version de cmq ne connaît pas"),
                "installez la version de cmq qui le connaît",
            )
        })
        .collect())
}

/// Reviews whose form cannot be read: they could not be opened.
fn formulaires(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut stmt = conn.prepare(
        "SELECT f.code, f.version, f.toml, (SELECT count(*) FROM revue WHERE formulaire = f.id) FROM formulaire f
         ORDER BY f.code, f.version",
    )?;
    let rows = stmt.query_map([], |r| {
        Ok((
            r.get::<_, String>(0)?,
            r.get::<_, i64>(1)?,
            r.get::<_, String>(2)?,
            r.get::<_, i64>(3)?,
        ))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let (code, version, text, revues) = row?;
        let wrong = match form::load(&code, &text) {
            Err(e) => format!("ne se lit pas (ligne {}\u{202f}: {})", e.line, e.sentence),
            Ok(form) if i64::from(form.version) != version => format!("dit être la version {}", form.version),
            Ok(_) => continue,
        };
        all.push(probleme(
            format!(
                "le formulaire {code}, version {version}, {wrong}\u{202f}; {revues} revue(s) s'en servent"
            ),
            "rouvrez ces revues avec la version de cmq qui les a commencées",
        ));
    }
    Ok(all)
}
