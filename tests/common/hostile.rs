//! A register that another program filled with hostile text: written past the door, the triggers set aside.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own tools; each file uses its part"
)]

use std::{collections::BTreeSet, path::Path};

use rusqlite::Connection;
use serde_json::Value;

/// Everything a terminal could obey or be misled by, and a word that shows that the text came through.
pub const HOSTILE: &str = "\u{1b}]0;PRIS\u{7}\u{1b}[2J\u{9b}31m\u{9d}0;x\u{9c}\u{202e}\u{2066}\u{200f}\u{61c}\
    \u{feff}\u{e0041}\u{7f}\u{8}\r\u{85}\u{1b}[?1049l\u{1b}P+q\u{1b}\\\u{0}";

/// A column by its table.
pub type Colonne = (String, String);

/// Columns that hold a word the program must know to read the row: hostile, they make it unreadable, so that nothing
/// else of the row would be shown. They are tried one at a time.
pub const CODES: [(&str, &str); 40] = [
    ("academie", "code"),
    ("appel", "code"),
    ("brouillon", "formalite"),
    ("brouillon", "valeurs"),
    ("campus", "archive"),
    ("campus", "uid"),
    ("campus_partenaire", "archive"),
    ("changement", "cle"),
    ("changement", "nom_table"),
    ("chaine", "empreinte"),
    ("college", "code"),
    ("departement", "code"),
    ("etablissement", "uai"),
    ("famille", "code"),
    ("filiere", "archive"),
    ("filiere", "code"),
    ("formulaire", "code"),
    ("formulaire", "toml"),
    ("indicateur", "code"),
    ("indicateur", "unite"),
    ("instance", "code"),
    ("label", "categorie"),
    ("lot", "op"),
    ("lot", "quand"),
    ("meta", "cle"),
    ("meta", "valeur"),
    ("partenaire", "archive"),
    ("position", "champ"),
    ("position", "etape"),
    ("regime", "code"),
    ("region", "cle"),
    ("region", "code"),
    ("reponse", "champ"),
    ("revue", "etat_depuis"),
    ("saisie", "champ"),
    ("saisie", "etape"),
    ("type_partenaire", "code"),
    ("type_partenaire", "indicateur"),
    ("vue", "agent"),
    ("vue", "ecran"),
];

/// Rows for the tables that a new register leaves empty.
const LIGNES: &str = "
INSERT INTO acte(id, uid, nature, objet, signe, nor) VALUES (1, 'acte', 'arrete', 'Liste', '2016-03-01', 'MEN1');
INSERT INTO seance(id, uid, date, lieu, president, instance, derogation) SELECT 1, 'seance', '2016-05-01', 'Paris', 'Mme A', min(id), 'motif' FROM instance;
INSERT INTO membre(id, uid, seance, ordre, nom, college) SELECT 1, 'membre', 1, 1, 'M. B', min(id) FROM college;
INSERT INTO formulaire(id, uid, code, version, toml) SELECT 1, 'f1', 'suivi-2013', 1, ?1;
INSERT INTO agent(id, uid, nom) VALUES (1, 'agent', 'Inspectrice');
INSERT INTO revue(id, uid, campus, label, type, etat, etat_depuis, agent, formulaire, motif, commencee)
  SELECT l.campus, 'r' || l.campus, l.campus, min(l.id), 'suivi', CASE WHEN l.campus < 3 THEN 'brouillon' ELSE 'rouvert' END,
    '2016-05-01T10:00:00Z', 1, 1, 'motif', '2016-05-01' FROM label l WHERE l.campus < 5 GROUP BY l.campus;
INSERT INTO reponse(revue, champ, genre, valeur, enregistre)
  SELECT id, 'contexte', 'texte', 'Une réponse', '2016-05-01T10:00:00Z' FROM revue;
INSERT INTO position(revue, etape, champ, enregistre) VALUES (1, '', '', '2016-05-01T10:00:00Z');
INSERT INTO saisie(revue, agent, etape, champ, texte, ligne, colonne, enregistre) VALUES (2, 'essai', '', '', 'tapé', 0, 0, '2016-05-01T10:00:00Z');
INSERT INTO contact(id, uid, campus, nom, fonction, courriel, telephone, finalite, source, collecte, base_legale, note)
  VALUES (1, 'contact', 1, 'Camille', 'Essai', 'c@exemple.fr', '01', 'suivi', 'elle', '2016', 'mission', 'note');
INSERT INTO point(id, uid, seance, ordre, revue, rapporteur, motifs) VALUES (1, 'point', 1, 1, 1, 'Mme C', 'Motifs');
INSERT INTO recommandation(id, uid, point, ordre, texte, critere, echeance) VALUES (1, 'reco', 1, 1, 'Texte', 'critère', '2017');
INSERT INTO decision(id, uid, point, issue, le, motif) VALUES (1, 'decision', 1, 'ajourne', '2016-06-01', 'motif');
INSERT INTO vue(id, uid, nom, agent, ecran, definition) VALUES (90, 'vue', 'Ma vue', NULL, 'campus', '{\"requete\":\"plasti\"}');
INSERT INTO visite(agent, lot, quand) VALUES ('essai', 1, '2016-05-01T10:00:00Z');
INSERT INTO etablissement(id, uai, source, nom, type, commune, pli) VALUES (1, '0010001W', 'annuaire', 'Lycée Lalande', 'Lycée', 'Bourg', 'lycee lalande bourg');
INSERT INTO etablissement_recherche(rowid, pli) VALUES (1, 'lycee lalande bourg');
INSERT INTO etablissement_mot VALUES ('lycee', 1);
UPDATE campus_partenaire SET archive = '2016-05-01T10:00:00Z' WHERE campus = 12 OR partenaire = (SELECT max(id) FROM partenaire);
UPDATE campus SET archive = '2016-05-01T10:00:00Z' WHERE id = 12;
UPDATE partenaire SET archive = '2016-05-01T10:00:00Z' WHERE id = (SELECT max(id) FROM partenaire);
";

/// Every text column of every table that is a plain one.
fn colonnes(conn: &Connection) -> Vec<Colonne> {
    let mut stmt = conn
        .prepare(
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.type = 'table' AND t.strict AND c.type IN ('TEXT', 'ANY')
             ORDER BY 1, 2",
        )
        .unwrap();
    let all = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    all.map(Result::unwrap).collect()
}

/// Runs `f` with every trigger and check set aside, and puts the triggers back.
fn hors_de_la_porte<T>(path: &Path, f: impl FnOnce(&Connection) -> T) -> T {
    let conn = Connection::open(path).unwrap();
    let triggers: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    conn.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").unwrap();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let out = f(&conn);
    for (_, sql) in &triggers {
        conn.execute_batch(sql).unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
    out
}

/// Puts a row in every table that had none.
pub fn remplir(path: &Path) {
    let form = include_str!("../../data/formulaires/suivi-2013.toml");
    hors_de_la_porte(path, |conn| {
        for sql in LIGNES.split(";\n").filter(|s| !s.trim().is_empty()) {
            let wanted = usize::from(sql.contains("?1"));
            conn.prepare(sql)
                .unwrap_or_else(|e| panic!("{sql}: {e}"))
                .execute(rusqlite::params_from_iter(std::iter::repeat_n(form, wanted)))
                .unwrap_or_else(|e| panic!("{sql}: {e}"));
        }
    });
}

/// Puts the hostile text around every text of the columns that `voulue` chooses, as far as the schema's own checks let
/// it. Returns the columns that now hold some.
pub fn polluer(path: &Path, voulue: impl Fn(&str, &str) -> bool) -> BTreeSet<Colonne> {
    hors_de_la_porte(path, |conn| {
        let mut done = BTreeSet::new();
        for (table, column) in colonnes(conn) {
            if voulue(&table, &column) && column_of(conn, &table, &column) > 0 {
                done.insert((table, column));
            }
        }
        done
    })
}

/// One column; how many rows of it are hostile now.
fn column_of(conn: &Connection, table: &str, column: &str) -> usize {
    let (before, after) = (format!("{HOSTILE}=cmd"), HOSTILE);
    let sql = format!(
        "UPDATE OR IGNORE {table} SET {column} = ?1 || coalesce({column}, '') || ?2
         WHERE {column} IS NULL AND '{table}' <> 'changement'
            OR typeof({column}) = 'text' AND NOT json_valid({column})"
    );
    let plain = conn.execute(&sql, [before.as_str(), after]).unwrap_or_default();
    plain + json_of(conn, table, column)
}

/// The texts inside the JSON of a column.
fn json_of(conn: &Connection, table: &str, column: &str) -> usize {
    let keys: Vec<String> = conn
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0")
        .unwrap()
        .query_map([table], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let read = format!(
        "SELECT {column}, json_array({}) FROM {table} WHERE typeof({column}) = 'text' AND json_valid({column})
           AND substr({column}, 1, 1) IN ('{{', '[')",
        keys.join(", ")
    );
    let rows: Vec<(String, String)> = conn
        .prepare(&read)
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let write = format!(
        "UPDATE OR IGNORE {table} SET {column} = ?1 WHERE json_array({}) = ?2",
        keys.join(", ")
    );
    let mut write = conn.prepare(&write).unwrap();
    rows.into_iter()
        .map(|(text, key)| {
            let value: Value = serde_json::from_str(&text).unwrap();
            write.execute([hostile(&value).to_string(), key]).unwrap()
        })
        .sum()
}

/// The value with every text hostile, and one more in a list.
fn hostile(value: &Value) -> Value {
    match value {
        Value::String(t) => Value::String(format!("{HOSTILE}{t}{HOSTILE}")),
        Value::Array(all) => {
            let mut all: Vec<Value> = all.iter().map(hostile).collect();
            if all.iter().all(Value::is_string) {
                all.push(Value::from(HOSTILE));
            }
            Value::Array(all)
        }
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), hostile(v))).collect(),
        other => other.clone(),
    }
}
