//! The views of a list: one is applied, the present list is kept under a name, one is forgotten.

use crossterm::event::KeyCode;

use super::{
    Cx,
    action::Action,
    filter::Filtered,
    form::editor::Editor,
    keymap::Context,
    listing::{Group, Listing},
    screen::Flow,
};
use crate::domain::{
    texte,
    vue::{Definition, Liste, Portee, Vue},
};

/// A name being typed for a view to keep.
pub struct Saisie {
    /// What is typed.
    pub editor: Editor,
    /// For everybody, not for oneself alone.
    pub partagee: bool,
}

/// The views of a list, over it.
pub struct Vues {
    /// The views.
    pub list: Listing<Vue>,
    /// The list they are of.
    pub liste: Liste,
    /// The list below, as it stands: what would be kept.
    pub presente: Definition,
    /// The name being typed.
    pub saisie: Option<Saisie>,
}

impl Vues {
    /// The views of a list that now shows `presente`.
    pub fn new(liste: Liste, presente: Definition, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            list: Listing::default(),
            liste,
            presente,
            saisie: None,
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads the views again.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.list.replace(cx.store.vues(self.liste)?);
        self.show(None, cx.size);
        Ok(())
    }

    fn show(&mut self, nom: Option<&str>, size: (u16, u16)) {
        let lines = self
            .list
            .matching(|v| format!("{} {}", v.nom, v.definition.requete));
        let group = Group {
            name: String::new(),
            lines,
        };
        self.list.show(vec![group], |v| Some(v.nom.as_str()) == nom, size);
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match (&self.saisie, self.list.filter.typing) {
            (Some(_), _) => vec![Context::Dialog, Context::Global],
            (None, true) => vec![Context::Filter, Context::Global],
            (None, false) => vec![Context::Vues, Context::List, Context::Global],
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.saisie.is_some() {
            return self.naming(action, cx);
        }
        match self.list.update(action, cx.size) {
            Filtered::Kept => return Ok(Flow::Done),
            Filtered::Changed => {
                self.show(None, cx.size);
                return Ok(Flow::Done);
            }
            Filtered::No => {}
        }
        match action {
            Action::Open => match self.list.selected() {
                Some(vue) => return Ok(Flow::Vue(vue.clone())),
                None => cx.say("Aucune vue ici\u{202f}: Échap efface le filtre, n garde la liste présente."),
            },
            Action::New => self.name(false),
            Action::Share => self.name(true),
            Action::Archive => self.forget(cx)?,
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Asks for a name; the selected view of that kind is offered, to be kept over itself.
    fn name(&mut self, partagee: bool) {
        let wanted = if partagee {
            Portee::Partagee
        } else {
            Portee::Personnelle
        };
        let offered = self.list.selected().filter(|v| v.portee == wanted);
        self.saisie = Some(Saisie {
            editor: Editor::new(offered.map_or("", |v| &v.nom), false),
            partagee,
        });
    }

    fn naming(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(saisie) = &mut self.saisie else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Type(key) if key.code == KeyCode::Enter => {}
            Action::Type(key) => {
                saisie.editor.key(*key);
            }
            Action::Paste(text) => {
                saisie.editor.paste(text);
            }
            Action::Back => self.saisie = None,
            Action::Enter => {
                let nom = texte::une_ligne(&saisie.editor.text()).trim().to_owned();
                if nom.is_empty() {
                    cx.say("Une vue a un nom\u{202f}; Échap renonce.");
                    return Ok(Flow::Done);
                }
                cx.store
                    .save_vue(self.liste, &nom, saisie.partagee, &self.presente)?;
                let whose = if saisie.partagee { "pour tous" } else { "pour vous" };
                cx.say(format!(
                    "Vue «\u{a0}{nom}\u{a0}» gardée {whose}\u{202f}; u l'annule."
                ));
                self.saisie = None;
                self.reload(cx)?;
                self.show(Some(&nom), cx.size);
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    fn forget(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let Some(vue) = self.list.selected().cloned() else {
            return Ok(());
        };
        match cx.store.drop_vue(&vue) {
            Ok(_) => {
                cx.say(format!(
                    "Vue «\u{a0}{}\u{a0}» oubliée\u{202f}; u la rend.",
                    vue.nom
                ));
                self.reload(cx)
            }
            Err(error) => {
                cx.say(error.to_string());
                Ok(())
            }
        }
    }
}
