//! What is shown, as a file: its format and its name are asked, a file of that name is kept unless one insists.

mod feuilles;

use std::path::{Path, PathBuf};

use crossterm::event::KeyCode;

use super::{Cx, Options, action::Action, form::editor::Editor, keymap::Context, screen::Flow};
use crate::{
    domain::{
        panne,
        texte::{nom_simple, une_ligne},
    },
    export::{
        self, Feuille, Format,
        fichier::{self, NonEcrit},
        listes,
    },
};

pub use feuilles::feuille;

/// The question over the list.
pub struct Exporter {
    /// What is to be written.
    pub feuille: Feuille,
    /// The formats it can be written in.
    pub formats: Vec<Format>,
    /// The one chosen.
    pub choisi: usize,
    /// The name of the file.
    pub nom: Editor,
    /// The file that Entrée would write over.
    ecraser: Option<PathBuf>,
    /// In a restricted session, the folder that takes the file, under a name that nobody types.
    dossier: Option<PathBuf>,
}

impl Exporter {
    /// Asks how to write a list.
    #[must_use]
    pub fn new(feuille: Feuille, options: &Options) -> Self {
        let places = feuille.places() > 0;
        let formats: Vec<Format> = Format::ALL
            .into_iter()
            .filter(|f| places || *f != Format::Geojson)
            .collect();
        let nom = format!(
            "{}.{}",
            listes::nom_de_fichier(&feuille, options.au),
            formats[0].extension()
        );
        Self {
            feuille,
            formats,
            choisi: 0,
            nom: Editor::new(&nom, false),
            ecraser: None,
            dossier: options.enclos.as_ref().and_then(|e| e.exports.clone()),
        }
    }

    /// Contexts of its keys.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Exporter, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> Flow {
        if *action != Action::Enter {
            self.ecraser = None;
        }
        match action {
            Action::Back => return Flow::Pop,
            Action::Up => self.choose(self.formats.len() - 1),
            Action::Down => self.choose(1),
            Action::Enter => return self.write(cx),
            Action::Type(key) if key.code == KeyCode::Enter => {}
            Action::Type(_) | Action::Paste(_) if self.dossier.is_some() => {
                cx.say("Dans cette session, cmq donne le nom du fichier\u{202f}; Entrée l'écrit.");
            }
            Action::Type(key) => {
                self.nom.key(*key);
            }
            Action::Paste(text) => {
                self.nom.paste(text);
            }
            _ => return Flow::Ignored,
        }
        Flow::Done
    }

    /// The format some places further; the name's ending follows it.
    fn choose(&mut self, by: usize) {
        let before = self.formats[self.choisi].extension();
        self.choisi = (self.choisi + by) % self.formats.len();
        let text = self.nom.text();
        if let Some(stem) = text.strip_suffix(&format!(".{before}")) {
            let name = format!("{stem}.{}", self.formats[self.choisi].extension());
            self.nom = Editor::new(&name, false);
        }
    }

    /// What was written, and what the reader of the file should know.
    fn ecrit(&self, path: &Path) -> String {
        let shown = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let format = self.formats[self.choisi];
        let said = [
            Some(format!(
                "Écrit\u{202f}: {} ({}).",
                shown.display(),
                self.feuille.contenu(format)
            )),
            self.feuille.omis(format),
            self.feuille
                .personnes
                .map(|p| format!("Données personnelles\u{202f}: {p}.")),
        ];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn write(&mut self, cx: &mut Cx<'_>) -> Flow {
        let name = une_ligne(&self.nom.text()).trim().to_owned();
        if name.is_empty() {
            cx.say("Donnez un nom de fichier\u{202f}; Échap renonce.");
            return Flow::Done;
        }
        let path = match &self.dossier {
            Some(folder) => libre(folder, &name),
            None => PathBuf::from(&name),
        };
        let insisted = self.ecraser.take().as_ref() == Some(&path);
        let written = export::ecrire(&self.feuille, self.formats[self.choisi])
            .map_err(|e| e.to_string())
            .and_then(|bytes| match fichier::ecrire(&path, &bytes, insisted) {
                Err(NonEcrit::Existe(_)) => {
                    self.ecraser = Some(path.clone());
                    Err(format!(
                        "{name} existe déjà\u{202f}: Entrée encore une fois le remplace"
                    ))
                }
                Err(e) => Err(pourquoi(&e)),
                Ok(()) => Ok(()),
            });
        match written {
            Ok(()) => {
                cx.say(self.ecrit(&path));
                Flow::Pop
            }
            Err(why) => {
                cx.say(format!("Pas écrit\u{202f}: {}.", why.trim_end_matches('.')));
                Flow::Done
            }
        }
    }
}

/// Why a file was not written, with what the system says of it.
fn pourquoi(error: &NonEcrit) -> String {
    match error {
        NonEcrit::Disque(_, why) => format!("{error}\u{202f}: {}", panne::en_mots(why)),
        NonEcrit::Contenu(_, why) => format!("{error}\u{202f}: {why}"),
        _ => error.to_string(),
    }
}

/// Longest number put after a name that is taken.
const SUITE: u32 = 9999;

/// The first free path for a name in the folder of a restricted session: `campus-2016-06-01.csv`,
/// `campus-2016-06-01-2.csv`… Its letters are the program's own, whatever the list is called.
fn libre(folder: &Path, name: &str) -> PathBuf {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let (stem, extension) = (nom_simple(stem), nom_simple(extension));
    let named = |n: u32| match n {
        1 => folder.join(format!("{stem}.{extension}")),
        n => folder.join(format!("{stem}-{n}.{extension}")),
    };
    let free = (1..=SUITE).map(named).find(|p| p.symlink_metadata().is_err());
    free.unwrap_or_else(|| named(SUITE))
}
