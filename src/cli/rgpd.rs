//! `cmq rgpd`: what the register says of a person, how to take them out, what has been kept long enough.

use clap::{Args as ClapArgs, Subcommand};
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::{ARGUMENTS, FILTRES};
use super::failure::Failure;
use super::settings::Settings;
use super::table::{Column, render};
use crate::clock;
use crate::domain::conservation::Durees;
use crate::domain::personne::Personne;
use crate::domain::texte::{accorder, une_ligne};
use crate::store::Store;
use crate::store::rgpd::{Echue, Extrait, Mention};

/// Exit code when something has been kept long enough.
const ECHUES: u8 = 10;

/// `cmq rgpd`.
#[derive(Debug, ClapArgs)]
pub struct RgpdArgs {
    /// What to do.
    #[command(subcommand)]
    pub geste: Geste,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Geste {
    /// `cmq rgpd echues`.
    #[command(about = "Ce qui est gardé depuis assez longtemps (code 10 s'il y en a)")]
    Echues,
    /// `cmq rgpd extrait`.
    #[command(about = "Tout ce que le registre dit d'une personne, journal et brouillons compris")]
    Extrait(Qui),
    /// `cmq rgpd effacer`.
    #[command(about = "Retire une personne du registre et de son journal, d'abord en répétition")]
    Effacer(Effacement),
    /// `cmq rgpd compacter`.
    #[command(about = "Refait le fichier sans ce qui a été effacé, une fois les autres sessions fermées")]
    Compacter,
}

/// A person.
#[derive(Debug, ClapArgs)]
pub struct Qui {
    /// Name, as typed.
    #[arg(value_name = "PERSONNE", required = true, help_heading = ARGUMENTS,
          help = "Prénom et nom, dans n'importe quel ordre\u{202f}; accents et majuscules ne comptent pas")]
    pub personne: Vec<String>,
}

/// `cmq rgpd effacer`.
#[derive(Debug, ClapArgs)]
pub struct Effacement {
    /// Who.
    #[command(flatten)]
    pub qui: Qui,
    /// Why.
    #[arg(long, value_name = "TEXTE", help_heading = FILTRES,
          help = "Motif à inscrire au journal, sans nommer la personne")]
    pub motif: Option<String>,
    /// Really.
    #[arg(long, help_heading = FILTRES,
          help = "Efface pour de bon (sinon, dit seulement ce qui le serait)\u{202f}; rien ne l'annule")]
    pub appliquer: bool,
}

const MENTIONS: [Column; 4] = [
    Column::needed("Où", 1),
    Column::name("Fiche", 20),
    Column::extra("Champ", 3),
    Column::needed("Texte", 2).cut(30),
];

const ECHEANCES: [Column; 4] = [
    Column::needed("Échue le", 1),
    Column::needed("Quoi", 2),
    Column::name("Fiche", 20),
    Column::extra("Suite", 3).cut(20),
];

impl Qui {
    /// The person meant.
    fn personne(&self) -> Result<Personne, Failure> {
        let text = self.personne.join(" ");
        Personne::lire(&text).ok_or_else(|| {
            Failure::usage(format!("«\u{a0}{}\u{a0}» ne désigne personne", une_ligne(&text)))
                .hint("donnez le prénom et le nom, par exemple cmq rgpd extrait Jeanne Durand")
        })
    }
}

/// Does what is asked.
///
/// # Errors
/// [`Failure`] of code 2 for a name that is none; the store's own.
pub fn run(store: &mut Store, settings: &Settings, args: &RgpdArgs, view: View) -> anyhow::Result<Answer> {
    match &args.geste {
        Geste::Echues => echues(store, settings, view),
        Geste::Extrait(qui) => {
            let found = store.extrait(&qui.personne()?)?;
            Ok(montrer(&found, view))
        }
        Geste::Effacer(e) => effacer(store, e, view),
        Geste::Compacter => Ok(if store.compacter()? {
            Answer::default().say("Le fichier est refait\u{202f}: rien de ce qui a été effacé n'y reste.")
        } else {
            occupe()
        }),
    }
}

/// Another session keeps the old pages.
fn occupe() -> Answer {
    let mut answer = Answer::default().say(
        "Une autre session est ouverte\u{202f}: d'anciennes pages restent dans le fichier\u{202f}; \
         fermez-la, puis cmq rgpd compacter.",
    );
    answer.code = 3;
    answer
}

fn echues(store: &Store, settings: &Settings, view: View) -> anyhow::Result<Answer> {
    let durees = durees(settings)?;
    let found = store.echues(&durees, view.au)?;
    let mut answer = if view.json {
        Answer::json(found.iter().map(objet).collect())
    } else {
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|e| {
                vec![
                    e.echue.to_string(),
                    e.categorie.libelle.clone(),
                    e.objet.clone(),
                    e.categorie.suite.clone(),
                ]
            })
            .collect();
        Answer::data(render(&ECHEANCES, &rows, view.width))
    };
    answer = answer
        .say_if_empty(&found, "Rien n'a dépassé sa durée de conservation.")
        .say(durees.phrase);
    if !found.is_empty() {
        answer.code = ECHUES;
    }
    Ok(answer)
}

/// The durations of the file beside the register, else those that come with the program.
fn durees(settings: &Settings) -> anyhow::Result<Durees> {
    let own = settings.registre.with_file_name("conservation.toml");
    let read = match Some(own).filter(|p| p.exists()) {
        Some(path) => Durees::lire(&std::fs::read_to_string(&path)?)
            .map_err(|e| format!("{}\u{202f}: {e}", path.display())),
        None => Durees::livrees(),
    };
    Ok(read.map_err(|e| {
        Failure::usage(e).hint("corrigez conservation.toml, à côté du registre, ou retirez-le")
    })?)
}

fn objet(e: &Echue) -> Value {
    json!({
        "categorie": e.categorie.code, "fiche": e.objet, "depuis": e.depuis.iso(),
        "echue": e.echue.to_string(), "mois": e.categorie.mois, "suite": e.categorie.suite,
    })
}

/// All that was found, with what it holds said on stderr.
fn montrer(found: &Extrait, view: View) -> Answer {
    let answer = if view.json {
        Answer::json(forme(found))
    } else {
        Answer::data(texte(found, view))
    };
    if found.vide() {
        return answer.say("Le registre ne nomme personne ainsi\u{202f}; essayez d'autres graphies (nom seul, initiale, adresse).");
    }
    answer
        .say(bilan(found))
        .say("Cet extrait contient des données personnelles.")
}

fn forme(found: &Extrait) -> Value {
    let mention = |m: &Mention| json!({ "ou": m.genre, "fiche": m.objet, "champ": m.champ, "texte": m.texte, "nom_public": m.public });
    json!({
        "contacts": found.contacts,
        "mentions": found.mentions.iter().map(mention).collect::<Vec<_>>(),
        "journal": found.journal.iter().map(|j| json!({
            "lot": j.lot, "quand": j.quand, "ou": j.genre, "champ": j.champ, "texte": j.texte,
        })).collect::<Vec<_>>(),
        "fichiers": found.fichiers.iter().map(|p| p.display().to_string()).collect::<Vec<_>>(),
    })
}

fn texte(found: &Extrait, view: View) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for m in &found.mentions {
        let kept = if m.public {
            "nom public, gardé\u{202f}: "
        } else {
            ""
        };
        rows.push(vec![
            m.genre.clone(),
            m.objet.clone(),
            m.champ.clone(),
            format!("{kept}{}", m.texte),
        ]);
    }
    for j in &found.journal {
        let day = clock::local(&j.quand).unwrap_or_else(|| j.quand.clone());
        rows.push(vec![
            "journal".into(),
            format!("lot {} du {day}", j.lot),
            format!("{}, {}", j.genre, j.champ),
            j.texte.clone(),
        ]);
    }
    let mut out = String::new();
    for contact in &found.contacts {
        let lines = contact.iter().filter(|(k, v)| !v.is_null() && *k != "rev");
        out.push_str("Contact\n");
        for (key, value) in lines {
            let shown = value.as_str().map_or_else(|| value.to_string(), une_ligne);
            out.push_str(&format!("  {key}\u{202f}: {shown}\n"));
        }
    }
    out.push_str(&render(&MENTIONS, &rows, view.width));
    for path in &found.fichiers {
        out.push_str(&format!("fichier  {}\n", une_ligne(&path.display().to_string())));
    }
    out
}

fn bilan(found: &Extrait) -> String {
    let kept = found.mentions.iter().filter(|m| m.public).count();
    let mut sentence = format!(
        "{}, {} dans des fiches ou des brouillons, {} au journal, {}.",
        accorder(found.contacts.len(), "contact"),
        accorder(found.mentions.len() - kept, "passage"),
        found.journal.len(),
        accorder(found.fichiers.len(), "fichier"),
    );
    if kept > 0 {
        sentence.push_str(&format!(
            " {} de lieux ou d'organismes ne s'effacent pas.",
            accorder(kept, "nom")
        ));
    }
    sentence
}

fn effacer(store: &mut Store, args: &Effacement, view: View) -> anyhow::Result<Answer> {
    let personne = args.qui.personne()?;
    if !args.appliquer {
        let found = store.extrait(&personne)?;
        let answer = montrer(&found, view);
        return Ok(if found.vide() {
            answer
        } else {
            answer.say(
                "Répétition\u{202f}: rien n'est effacé\u{202f}; --appliquer efface, et rien ne l'annule.",
            )
        });
    }
    let done = store.effacer(&personne, args.motif.as_deref().unwrap_or_default())?;
    let mut answer = Answer::default();
    if done.textes == 0 && done.lots == 0 {
        answer = answer.say("Le registre ne nomme personne ainsi\u{202f}: rien à effacer.");
    } else {
        answer = answer.say(format!(
            "{}, {}\u{202f}; le journal reste vérifiable.",
            accorder(done.textes, "passage effacé"),
            accorder(done.lots, "lot caviardé"),
        ));
    }
    for path in &done.fichiers {
        answer = answer.say(format!("La nomme encore\u{202f}: {}", path.display()));
    }
    if !done.fichiers.is_empty() {
        answer = answer
            .say("Supprimez ces fichiers, ou gardez-les le temps que dit votre registre des traitements.");
    }
    if !done.compacte {
        let busy = occupe();
        answer.code = busy.code;
        answer.talk.extend(busy.talk);
    }
    if view.json {
        let object = json!({
            "passages": done.textes, "lots": done.lots, "compacte": done.compacte,
            "fichiers": done.fichiers.iter().map(|p| p.display().to_string()).collect::<Vec<_>>(),
        });
        let json = Answer::json(object);
        answer.data = json.data;
    }
    Ok(answer)
}
