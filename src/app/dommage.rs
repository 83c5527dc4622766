//! The register is damaged: what is wrong, and what one can do.

use std::path::{Path, PathBuf};

use super::{
    App,
    action::Action,
    keymap::Context,
    screen::{Flow, Screen},
};
use crate::{clock, store};

/// What is wrong with the register, in words.
pub struct Dommage {
    /// What does not hold.
    pub pourquoi: String,
    /// The register's file.
    chemin: PathBuf,
    /// When the newest backup was made, local time.
    sauvegarde: Option<String>,
    /// When it was met.
    quand: Quand,
}

/// When damage was met, and what is left to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quand {
    /// At the start.
    Ouverture,
    /// At the start, and nothing can be read.
    RienALire,
    /// In the middle of a session.
    EnCours,
}

impl Dommage {
    /// The damage of the register at `chemin`.
    #[must_use]
    pub fn new(chemin: &Path, pourquoi: &str, quand: Quand) -> Self {
        let newest = store::sauvegardes_de(chemin).ok().and_then(|all| {
            let newest = all.into_iter().next()?;
            clock::local_with_year(&newest.fait)
        });
        Self {
            pourquoi: pourquoi.to_owned(),
            chemin: chemin.to_path_buf(),
            sauvegarde: newest,
            quand,
        }
    }

    /// What the screen says: paragraphs, then commands to type, each with what it does.
    #[must_use]
    pub fn paragraphes(&self) -> Vec<String> {
        let now = if self.quand == Quand::EnCours {
            "Plus rien n'y est écrit à partir de maintenant\u{202f}: ce que vous êtes en train de saisir est gardé à côté."
        } else {
            "Rien n'y est écrit\u{202f}: le fichier reste tel qu'il est."
        };
        vec![
            format!("{}\u{202f}: {}.", self.chemin.display(), self.pourquoi),
            now.to_owned(),
            if self.quand == Quand::RienALire {
                "Rien ne s'en lit plus, ni d'une sauvegarde à côté de lui. Entrée\u{202f}: quitter."
                    .to_owned()
            } else {
                "Entrée\u{202f}: lire ce qui se lit encore, sans rien écrire.".to_owned()
            },
            "q\u{202f}: quitter. Ensuite, dans le terminal\u{202f}:".to_owned(),
        ]
    }

    /// Commands to type once out, each with what it does.
    #[must_use]
    pub fn commandes(&self) -> Vec<(String, String)> {
        let back = match &self.sauvegarde {
            Some(when) => {
                format!("revient à une sauvegarde (la dernière\u{202f}: {when}), d'abord en répétition")
            }
            None => "revient à une sauvegarde\u{202f}; il n'y en a pas à côté de ce registre".to_owned(),
        };
        vec![
            (store::command(&self.chemin, &["restaurer"]), back),
            (
                store::command(&self.chemin, &["verifier", "--reparer"]),
                "copie ce qui se lit encore dans un fichier neuf".to_owned(),
            ),
        ]
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Dommage, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action) -> Flow {
        match action {
            Action::Open if self.quand == Quand::RienALire => Flow::PopAnd(Action::Quit),
            Action::Open => Flow::Pop,
            _ => Flow::Ignored,
        }
    }
}

/// Whether an action leads to a write.
pub(super) fn writes(action: &Action) -> bool {
    matches!(
        action,
        Action::New
            | Action::Edit
            | Action::Archive
            | Action::Restore
            | Action::Undo
            | Action::Redo
            | Action::Suivi
            | Action::Evaluation
            | Action::Close
            | Action::Decide
            | Action::Publish
            | Action::Merge
    )
}

impl App {
    /// The register was found damaged before the screen opened: that is what it shows first. `vide`: nothing of it is read.
    pub fn open_on_damage(&mut self, chemin: &Path, vide: bool) {
        let why = self.store.dommage().unwrap_or_default();
        let quand = if vide { Quand::RienALire } else { Quand::Ouverture };
        let screen = Dommage::new(chemin, why, quand);
        self.dommage_dit = true;
        self.screens.push(Screen::Dommage(Box::new(screen)));
    }

    /// An error that says that the file is damaged stops every write at once.
    pub(super) fn met_damage(&mut self, error: &anyhow::Error) {
        let found = error.chain().find_map(|e| e.downcast_ref::<store::Error>());
        if let Some(store::Error::Integrity(why)) = found {
            self.store.geler(why);
        }
    }

    /// Says once, over whatever is open, that the register was found damaged. Returns whether it did now.
    pub(super) fn say_damage(&mut self) -> bool {
        let Some(why) = self.store.dommage().filter(|_| !self.dommage_dit) else {
            return false;
        };
        let chemin = self.store.path().unwrap_or(Path::new("registre")).to_path_buf();
        let screen = Dommage::new(&chemin, why, Quand::EnCours);
        self.dommage_dit = true;
        self.screens.push(Screen::Dommage(Box::new(screen)));
        true
    }
}
