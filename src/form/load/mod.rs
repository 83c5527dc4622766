//! Reads form files. Everything a form can get wrong is refused here, with file, line and mend,
//! so that the rest of the engine meets only sound forms.

mod conditions;
mod error;
mod fields;
mod formula;
mod kind;
mod raw;
mod reprise;

use std::{collections::BTreeMap, fs, io, ops::Range, path::Path};

use super::{FormDef, Kind, Step, reference::is_name};
pub use error::LoadError;
use error::{Fault, suggest};
use raw::{RawForm, RawStep, Word};

/// Reads one form. `file` is the name used in errors.
pub fn load(file: &str, text: &str) -> Result<FormDef, LoadError> {
    toml::from_str::<RawForm>(text)
        .map_err(|e| Fault::from_toml(&e))
        .and_then(build)
        .map_err(|fault| fault.into_error(file, text))
}

/// Reads every `*.toml` of a folder, in name order: the form and its text.
pub fn load_dir(dir: &Path) -> Result<Vec<(FormDef, String)>, LoadError> {
    let refused = |e: &io::Error| LoadError {
        file: dir.display().to_string(),
        line: 1,
        sentence: format!("le dossier des formulaires ne peut pas être lu ({e})."),
        mend: "Vérifier son nom et les droits de lecture.".to_owned(),
    };
    let mut paths = fs::read_dir(dir)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<io::Result<Vec<_>>>()
        })
        .map_err(|e| refused(&e))?;
    paths.retain(|p| p.extension().is_some_and(|x| x == "toml"));
    paths.sort();
    let mut forms: Vec<(FormDef, String)> = Vec::with_capacity(paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|e| refused(&e))?;
        let name = path.display().to_string();
        let form = load(&name, &text)?;
        if forms.iter().any(|(f, _)| f.id == form.id) {
            return Err(LoadError {
                file: name,
                line: 1,
                sentence: format!("l’identifiant de formulaire « {} » est déjà pris.", form.id),
                mend: "En choisir un autre.".to_owned(),
            });
        }
        forms.push((form, text));
    }
    Ok(forms)
}

/// What is known of the fields while the file is walked in page order.
struct Scope<'a> {
    /// Every field name of the file, with the step it is in.
    all: BTreeMap<&'a str, &'a str>,
    /// Fields already walked: name, kind, step, whether the step repeats.
    seen: Vec<(String, Kind, String, bool)>,
}

impl Scope<'_> {
    /// The kind of an earlier field that may be named from `step` (`None`: from outside all steps).
    fn kind(&self, id: &str, step: Option<&str>) -> Result<&Kind, (String, String)> {
        let Some((_, kind, home, repeats)) = self.seen.iter().find(|(f, ..)| f == id) else {
            return Err(if self.all.contains_key(id) {
                (
                    format!("le champ « {id} » ne vient qu’après."),
                    "Ne nommer qu’un champ posé plus haut, ou déplacer celui-ci.".to_owned(),
                )
            } else {
                (
                    format!("le champ « {id} » n’existe pas."),
                    suggest(id, self.all.keys().copied(), "Nommer un champ du formulaire."),
                )
            });
        };
        if *repeats && step != Some(home.as_str()) {
            return Err((
                format!("le champ « {id} » est posé plusieurs fois (étape « {home} »)."),
                "Un champ répété ne se nomme que dans sa propre étape.".to_owned(),
            ));
        }
        Ok(kind)
    }
}

/// From the file as written to the form.
fn build(raw: RawForm) -> Result<FormDef, Fault> {
    form_name(&raw.id)?;
    if *raw.version.get_ref() == 0 {
        return Err(Fault::new(
            raw.version.span(),
            "la version doit être au moins 1.".to_owned(),
            "Écrire version = 1.",
        ));
    }
    outline(&raw)?;
    let mut scope = Scope {
        all: raw
            .step
            .iter()
            .flat_map(|s| {
                s.field
                    .iter()
                    .map(|f| (f.id.get_ref().as_str(), s.id.get_ref().as_str()))
            })
            .collect(),
        seen: Vec::new(),
    };
    let mut steps = Vec::with_capacity(raw.step.len());
    for step in &raw.step {
        steps.push(build_step(step, &mut scope)?);
    }
    let checks = conditions::checks(&raw.check, &scope)?;
    let reprises = reprise::reprises(&raw.reprise, &steps)?;
    Ok(FormDef {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        title: raw.title,
        note: raw.note,
        steps,
        checks,
        reprises,
    })
}

/// Names are sound and unique; there is a first field that always shows.
fn outline(raw: &RawForm) -> Result<(), Fault> {
    let mut steps = Vec::new();
    let mut fields = Vec::new();
    for step in &raw.step {
        unique(&step.id, "l’étape", &mut steps)?;
        if step.field.is_empty() {
            return Err(Fault::new(
                step.id.span(),
                format!("l’étape « {} » n’a aucun champ.", step.id.get_ref()),
                "Ajouter un [[step.field]] ou retirer l’étape.",
            ));
        }
        for field in &step.field {
            unique(&field.id, "le champ", &mut fields)?;
        }
    }
    let Some(first) = raw.step.first() else {
        return Err(Fault::new(
            raw.id.span(),
            "ce formulaire n’a aucune étape.".to_owned(),
            "Ajouter un [[step]].",
        ));
    };
    if let Some(repeat) = &first.repeat {
        return Err(Fault::new(
            repeat.span(),
            "la première étape ne peut pas être répétée.".to_owned(),
            "Commencer par une étape sans « repeat ».",
        ));
    }
    if let Some(when) = first.field.first().and_then(|f| f.when.as_ref()) {
        return Err(Fault::new(
            when.span(),
            "le premier champ du formulaire doit toujours être montré.".to_owned(),
            "Retirer ce « when ».",
        ));
    }
    Ok(())
}

/// One step, its fields in order.
fn build_step(raw: &RawStep, scope: &mut Scope<'_>) -> Result<Step, Fault> {
    if let Some(repeat) = &raw.repeat {
        source(repeat)?;
    }
    let home = raw.id.get_ref();
    let mut built = Vec::with_capacity(raw.field.len());
    for field in &raw.field {
        let field = fields::field(field, home, raw.repeat.is_some(), scope)?;
        scope.seen.push((
            field.id.clone(),
            field.kind.clone(),
            home.clone(),
            raw.repeat.is_some(),
        ));
        built.push(field);
    }
    Ok(Step {
        id: home.clone(),
        title: raw.title.clone(),
        help: raw.help.clone(),
        repeat: raw.repeat.as_ref().map(|r| r.get_ref().clone()),
        fields: built,
    })
}

/// A name that is well formed and not taken yet.
fn unique(word: &Word, what: &str, taken: &mut Vec<String>) -> Result<(), Fault> {
    let id = word.get_ref();
    if !is_name(id) {
        return Err(Fault::new(
            word.span(),
            format!("« {id} » ne peut pas nommer {what}."),
            "Écrire des lettres minuscules sans accent, des chiffres et _ (une lettre d’abord).",
        ));
    }
    if taken.contains(id) {
        return Err(Fault::new(
            word.span(),
            format!("{what} « {id} » existe déjà plus haut."),
            "Lui donner un autre identifiant.",
        ));
    }
    taken.push(id.clone());
    Ok(())
}

/// A form's name: a file name too, hence hyphens.
fn form_name(word: &Word) -> Result<(), Fault> {
    let id = word.get_ref();
    let fine = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    fine.then_some(()).ok_or_else(|| {
        Fault::new(
            word.span(),
            format!("« {id} » ne peut pas nommer un formulaire."),
            "Écrire des lettres minuscules sans accent, des chiffres et -.",
        )
    })
}

/// A source's name: `partenaires` or `campus.nom`.
fn source(word: &Word) -> Result<String, Fault> {
    let key = word.get_ref();
    if is_source(key) {
        Ok(key.clone())
    } else {
        Err(bad_source(key, word.span()))
    }
}

/// Whether `key` may name a source.
fn is_source(key: &str) -> bool {
    match key.split_once('.') {
        Some((domain, name)) => is_name(domain) && is_name(name),
        None => is_name(key),
    }
}

/// A source's name that cannot be one.
fn bad_source(key: &str, span: Range<usize>) -> Fault {
    Fault::new(
        span,
        format!("« {key} » ne peut pas nommer une source."),
        "Écrire par exemple campus.nom, label.debut ou partenaires.",
    )
}

#[cfg(test)]
mod tests;
