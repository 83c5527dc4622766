//! The whole register as a file, and a register from such a file.

use std::io::Write as _;

use super::answer::{Answer, non_ecrit};
use super::exporter::{Sortie, ecrit};
use super::failure::{ERREUR, Failure};
use super::importer::RegistreArgs;
use super::settings::Settings;
use crate::domain::texte::accorder;
use crate::export::{Format, fichier};
use crate::store::{self, Store, tout::Lu};

/// Said of a file that holds reviews or who works here.
const PERSONNES: &str = "Ce fichier contient des données personnelles\u{202f}: contacts, agents, membres des séances, réponses des revues.";

/// The same of a file without contacts.
const SANS_CONTACTS: &str = "Ce fichier contient des données personnelles\u{202f}: agents, membres des séances, réponses des \
    revues\u{202f}; les contacts n'y sont pas.";

/// The mend of a file that cannot be read.
const REECRIRE: &str = "exportez-le de nouveau avec cmq exporter --tout\u{202f}; rien n'a été écrit ici";

/// The mend of a register that is there already.
const NEUF: &str = "nommez-en un nouveau avec --registre FICHIER";

/// A refusal of the store with its mend; any other error as it is.
fn refus(error: store::Error, hint: &str) -> anyhow::Error {
    match error {
        store::Error::Refused(why) => Failure::new(ERREUR, why).hint(hint).into(),
        other => other.into(),
    }
}

/// `cmq exporter --tout`: every row, a line each.
pub fn exporter(store: &Store, sortie: &Sortie) -> anyhow::Result<Answer> {
    if sortie.format.is_some() || sortie.excel || !sortie.colonnes.is_empty() {
        return Err(
            Failure::usage("le registre entier ne s'écrit qu'en JSONL, toutes colonnes comprises")
                .hint("retirez --format, --excel et --colonnes, ou nommez une liste\u{202f}: cmq exporter campus")
                .into(),
        );
    }
    if let Some(other) = sortie.fichier.as_deref().and_then(Format::of_name)
        && other != Format::Jsonl
    {
        return Err(Failure::usage(format!(
            "le registre entier s'écrit en JSONL\u{202f}: ce nom de fichier annonce «\u{a0}{}\u{a0}»",
            other.libelle()
        ))
        .hint("donnez un nom en .jsonl, par exemple -o registre.jsonl")
        .into());
    }
    let (left_out, persons): (&[&str], _) = if sortie.sans_contacts {
        (&["contact"], SANS_CONTACTS)
    } else {
        (&[], PERSONNES)
    };
    let answer = if let Some(path) = &sortie.fichier {
        let done = fichier::ecrire_avec(path, sortie.ecraser, |out| store.ecrire_sans(left_out, out))
            .map_err(non_ecrit)?;
        Answer::default().say(ecrit(path, &accorder(done.lignes, "ligne")))
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        store.ecrire_sans(left_out, &mut out)?;
        out.flush()?;
        Answer::default()
    };
    Ok(answer.say(persons))
}

/// `cmq importer registre FICHIER`: a new register; without `--appliquer` the file is only tried.
pub fn importer(settings: &Settings, args: &RegistreArgs) -> anyhow::Result<Answer> {
    let (registre, source, agent) = (&settings.registre, &args.fichier, &settings.agent);
    let there = registre.metadata().is_ok_and(|m| m.len() > 0);
    let taken = there.then(|| {
        format!(
            "{} existe déjà\u{202f}: un registre entier ne se lit que dans un registre neuf",
            registre.display()
        )
    });
    if !args.appliquer {
        let read = Store::essayer_tout(source, agent).map_err(|e| refus(e, REECRIRE))?;
        let next = match &taken {
            Some(why) => format!("--appliquer ne suffira pas\u{202f}: {why}\u{202f}; {NEUF}."),
            None => format!("--appliquer crée le registre {}.", registre.display()),
        };
        let sentence = format!(
            "{} peuvent être lues\u{202f}; rien n'est écrit. {next}",
            accorder(read.lignes, "ligne")
        );
        return Ok(nettoyes(Answer::default().say(sentence), &read));
    }
    if let Some(why) = taken {
        return Err(Failure::new(ERREUR, why).hint(NEUF).into());
    }
    let read = Store::lire_tout(registre, source, agent).map_err(|e| refus(e, REECRIRE))?;
    let sentence = format!(
        "Registre créé\u{202f}: {} ({})",
        registre.display(),
        accorder(read.lignes, "ligne")
    );
    Ok(nettoyes(Answer::default().say(sentence), &read))
}

/// Adds what the texts lost on the way in.
fn nettoyes(answer: Answer, read: &Lu) -> Answer {
    match &read.exemple {
        None => answer,
        Some(first) => answer.say(format!(
            "Caractères invisibles ou de commande retirés de {}, d'abord de «\u{a0}{first}\u{a0}».",
            accorder(read.nettoyes, "texte")
        )),
    }
}
