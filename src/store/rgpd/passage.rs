//! Passages of drafts and of rows of tables, as people read them: what a field asks, then what was answered.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value as Json;

use super::lieux::texte;
use crate::{
    form::{self, FormDef, Forms},
    store::{Result, journal},
};

/// Of a text that may be JSON (a draft, rows of a table), what `f` changes: `Question : texte`, one after the other, with
/// the questions of `form`. Any other text is itself.
pub(super) fn passage(text: &str, form: Option<&FormDef>, f: &impl Fn(&str) -> Option<String>) -> String {
    if !text.starts_with(['[', '{']) {
        return text.to_owned();
    }
    let Ok(inner) = serde_json::from_str::<Json>(text) else {
        return text.to_owned();
    };
    let mut found = Vec::new();
    told("", &inner, form, f, &mut found);
    found.join("\u{202f}; ")
}

/// The texts of `value` that `f` changes, each once under the nearest name above it.
fn told(
    name: &str,
    value: &Json,
    form: Option<&FormDef>,
    f: &impl Fn(&str) -> Option<String>,
    found: &mut Vec<String>,
) {
    match value {
        Json::String(t) if texte(t, f).is_some() => {
            let inside = passage(t, form, f);
            let line = if name.is_empty() || inside != *t {
                inside
            } else {
                format!("{}\u{202f}: {inside}", question(name, form))
            };
            if !found.contains(&line) {
                found.push(line);
            }
        }
        Json::Array(all) => all.iter().for_each(|v| told(name, v, form, f, found)),
        Json::Object(map) => {
            // Text being typed says its field beside it.
            let typed = map.get("champ").and_then(Json::as_str);
            for (key, v) in map {
                let name = typed.filter(|_| key == "texte").unwrap_or(key);
                told(name, v, form, f, found);
            }
        }
        _ => {}
    }
}

/// What a field or a column of a table asks, in the form's words, else in those of the journal.
fn question(name: &str, form: Option<&FormDef>) -> String {
    // `note.2`: the second copy of a repeated field; `membres/0/nom`: a cell of a table.
    let whole = name.split(['.', '/']).next().unwrap_or(name);
    let fields = || form.into_iter().flat_map(|f| &f.steps).flat_map(|s| &s.fields);
    let field = fields().find(|f| f.id == whole).map(|f| f.label.clone());
    let column = || {
        fields()
            .filter_map(form::Field::table)
            .flat_map(|t| &t.columns)
            .find(|c| c.id == name)
            .map(|c| c.label.clone())
    };
    let said = field.or_else(column);
    said.map_or_else(
        || journal::colonne("", name),
        |label| {
            label
                .trim_end_matches(['?', ' ', '\u{a0}', '\u{202f}'])
                .to_owned()
        },
    )
}

/// The form of a draft, by what names it: `seance:nouveau`, `revue:12`. None when it can no longer be read.
pub(super) fn formulaire(conn: &Connection, cle: &str) -> Result<Option<FormDef>> {
    let (id, row) = cle.split_once(':').unwrap_or((cle, ""));
    let text = if id == "revue" {
        conn.query_row(
            "SELECT f.toml FROM revue r JOIN formulaire f ON f.id = r.formulaire WHERE r.id = ?1",
            [row],
            |r| r.get(0),
        )
        .optional()?
    } else {
        Forms::default().text(id).ok()
    };
    Ok(text.and_then(|text: String| form::load(id, &text).ok()))
}

/// What a draft is of, in words.
pub(super) fn sujet(cle: &str, form: Option<&FormDef>) -> String {
    let Some(form) = form else {
        return cle.to_owned();
    };
    let row = cle.split_once(':').map_or("", |(_, row)| row);
    if row.starts_with("nouveau") {
        format!("{} (à créer)", form.title)
    } else {
        format!("{} (n° {})", form.title, row.replace(':', ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_told_by_the_questions_of_its_form() {
        let form = form::load("seance", &Forms::default().text("seance").unwrap()).unwrap();
        let durand = |t: &str| t.contains("Durand").then(|| "x".to_owned());
        let told = |text: &str| passage(text, Some(&form), &durand);
        let draft = r#"{"version":1,"reponses":{"president":["texte","J. Durand"],"lieu":["texte","Lyon"]},
            "base":{"president":["texte","J. Durand"]},"champ":"lieu","saisie":{"champ":"lieu","texte":"chez Durand"}}"#;
        assert_eq!(
            told(draft),
            "Présidence\u{202f}: J. Durand\u{202f}; Lieu\u{202f}: chez Durand"
        );
        let rows = r#"{"membres":["lignes","[{\"nom\":\"Durand\",\"college\":\"État\"}]"]}"#;
        assert_eq!(told(rows), "Nom\u{202f}: Durand");
        assert_eq!(told("Durand, en clair"), "Durand, en clair");
        assert_eq!(
            passage(r#"{"autres_noms":"Durand"}"#, None, &durand),
            "autres noms\u{202f}: Durand"
        );
    }

    #[test]
    fn what_a_draft_is_of_is_said_in_words() {
        let form = form::load("lien", &Forms::default().text("lien").unwrap()).unwrap();
        assert_eq!(
            sujet("lien:nouveau:12", Some(&form)),
            format!("{} (à créer)", form.title)
        );
        assert_eq!(
            sujet("lien:3:12", Some(&form)),
            format!("{} (n° 3, 12)", form.title)
        );
        assert_eq!(sujet("inconnu:3", None), "inconnu:3");
    }
}
