//! `--modele`: an empty list to fill in, and what its columns are.

use std::path::Path;

use serde_json::{Value, json};

use super::ListeArgs;
use crate::cli::{
    answer::{Answer, View, non_ecrit},
    failure::{Failure, USAGE},
};
use crate::export::{
    self, Colonne, Feuille, Format,
    fichier::{self, NonEcrit},
};
use crate::import::champs::{Champ, Champs};

/// Writes the headings alone, to the file or on stdout; with `--json`, what each column is.
///
/// # Errors
/// [`Failure`] of code 2 for a name that is taken, or that is neither CSV nor XLSX.
pub(super) fn ecrire(champs: &'static Champs, args: &ListeArgs, view: View) -> anyhow::Result<Answer> {
    let help = aide(champs);
    let Some(path) = &args.fichier else {
        return Ok(if view.json {
            Answer::json(champs.champ.iter().map(objet).collect())
        } else {
            Answer::octets(export::ecrire(&feuille(champs), Format::Excel)?).say(help)
        });
    };
    let data = export::ecrire(&feuille(champs), format(path)?)?;
    fichier::ecrire(path, &data, args.ecraser).map_err(|e| match e {
        NonEcrit::Existe(_) => Failure::new(USAGE, e.to_string())
            .hint("donnez un autre nom, ou --ecraser pour le remplacer par le modèle")
            .into(),
        other => non_ecrit(other),
    })?;
    Ok(Answer::default()
        .say(format!("Écrit\u{202f}: {}", path.display()))
        .say(help))
}

/// The format of the name.
fn format(path: &Path) -> Result<Format, Failure> {
    let end = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    match end.as_str() {
        "csv" => Ok(Format::Excel),
        "xlsx" => Ok(Format::Xlsx),
        _ => Err(Failure::usage(format!(
            "un modèle s'écrit en CSV ou en XLSX, et «\u{a0}{}\u{a0}» n'a le nom ni de l'un ni de l'autre",
            path.display()
        ))
        .hint("donnez un nom en .csv ou en .xlsx")),
    }
}

/// The headings, as the import knows them.
fn feuille(champs: &'static Champs) -> Feuille {
    let heading = |c: &'static Champ| Colonne {
        cle: &c.cle,
        titre: &c.cle,
    };
    Feuille {
        nom: "modele".to_owned(),
        colonnes: champs.champ.iter().map(heading).collect(),
        ..Feuille::default()
    }
}

/// What must be filled in, and how several values are written.
fn aide(champs: &Champs) -> String {
    let named = |wanted: fn(&Champ) -> bool| {
        let all = champs.champ.iter().filter(|c| wanted(c));
        all.map(|c| c.cle.as_str()).collect::<Vec<_>>().join(", ")
    };
    let lists = match named(Champ::est_liste) {
        all if all.is_empty() => String::new(),
        all => format!(
            " Plusieurs valeurs dans une case, séparées par «\u{a0};\u{a0}» ou «\u{a0}|\u{a0}»\u{202f}: {all}."
        ),
    };
    format!(
        "À remplir pour une fiche nouvelle\u{202f}: {}.{lists} --modele --json dit ce qu'est chaque colonne.",
        named(|c| c.requis)
    )
}

/// What a column is.
fn objet(c: &Champ) -> Value {
    json!({
        "champ": c.cle, "libelle": c.libelle, "genre": c.genre.mot(), "requis": c.requis, "autres_noms": c.synonymes,
        "min": c.min, "max": c.max,
    })
}
