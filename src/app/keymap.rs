//! The one key table: `data/keys.toml`. Makes the footer, the help and the palette.

use std::collections::HashMap;

use serde::Deserialize;

use super::{action::Action, key::Key};

/// The shipped table.
const SHIPPED: &str = include_str!("../../data/keys.toml");

/// Where a key holds. A screen names the contexts it is in, narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    /// Everywhere outside text.
    Global,
    /// Lists and panes.
    List,
    /// What is due.
    Echeancier,
    /// Every review.
    Revues,
    /// Two reviews side by side.
    Compare,
    /// The dashboard.
    Tableau,
    /// Calls, séances, acts.
    Commission,
    /// What is proposed for an agenda.
    Propositions,
    /// Who changed what.
    Journal,
    /// The views of a list.
    Vues,
    /// One field of several records.
    Groupe,
    /// The columns of a list and its order.
    Reglage,
    /// How to write a list to a file.
    Exporter,
    /// What was put away.
    Corbeille,
    /// The register is damaged.
    Dommage,
    /// Two partners that are one.
    Fusion,
    /// Partners that may be one.
    Doublons,
    /// What earlier sessions kept beside the register.
    Secours,
    /// Typing a filter.
    Filter,
    /// The commands by name, and the help.
    Palette,
    /// A form that is recorded at once, not handed in.
    Formalite,
    /// Anywhere in a form.
    Form,
    /// A field on one line.
    Line,
    /// A long text.
    Text,
    /// A choice in a form.
    Choice,
    /// The open list of a choice.
    Choose,
    /// The cells of a table.
    Table,
    /// Typing in a cell.
    Cell,
    /// The recapitulation of a form.
    Recap,
    /// The jump list of a form.
    Jump,
    /// A question with a typed answer.
    Dialog,
    /// Fields that another session changed too.
    Conflit,
    /// A review in which another session writes.
    Partage,
}

impl Context {
    /// Title of its group in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Partout",
            Self::List => "Dans les listes",
            Self::Echeancier => "Dans l'échéancier",
            Self::Revues => "Dans les revues",
            Self::Compare => "Dans une comparaison",
            Self::Tableau => "Dans le tableau de bord",
            Self::Commission => "Dans la commission",
            Self::Propositions => "Dans les propositions d'un ordre du jour",
            Self::Journal => "Dans le journal",
            Self::Vues => "Dans les vues",
            Self::Groupe => "En modifiant plusieurs fiches",
            Self::Reglage => "En réglant tri et colonnes",
            Self::Exporter => "En exportant",
            Self::Corbeille => "Dans la corbeille",
            Self::Dommage => "Devant un registre abîmé",
            Self::Fusion => "Dans une fusion",
            Self::Doublons => "Dans les doublons",
            Self::Secours => "Dans les saisies mises de côté",
            Self::Filter => "En filtrant",
            Self::Palette => "Dans cette liste",
            Self::Formalite => "Dans une saisie de la commission",
            Self::Form => "Dans un formulaire",
            Self::Line => "Dans un champ d'une ligne",
            Self::Text => "Dans un texte long",
            Self::Choice => "Sur un choix",
            Self::Choose => "Dans la liste d'un choix",
            Self::Recap => "Dans la récapitulation",
            Self::Jump => "Dans le sommaire",
            Self::Table => "Dans un tableau",
            Self::Cell => "Dans une case",
            Self::Dialog => "Dans une question",
            Self::Conflit => "Dans un conflit",
            Self::Partage => "Quand une revue est ouverte ailleurs",
        }
    }

    /// Contexts where a printable key is text and is never looked up.
    #[must_use]
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Filter
                | Self::Palette
                | Self::Line
                | Self::Text
                | Self::Cell
                | Self::Choose
                | Self::Jump
                | Self::Dialog
                | Self::Exporter
        )
    }

    /// Contexts where a printable key without a meaning of its own begins an answer.
    #[must_use]
    pub fn begins(self) -> bool {
        matches!(self, Self::Choice | Self::Table)
    }
}

/// One line of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Where it holds.
    #[serde(rename = "in")]
    pub context: Context,
    /// Keys, first the one shown.
    pub on: Vec<String>,
    /// What it does.
    pub run: Action,
    /// Its word in the palette; the CLI's word where there is one. Empty: not in the palette.
    #[serde(default)]
    pub name: String,
    /// A sentence for the help.
    pub label: String,
    /// The word of the footer. Empty: not in the footer.
    #[serde(default)]
    pub foot: String,
}

impl Binding {
    /// The keys as people read them: `↓ j`.
    #[must_use]
    pub fn keys(&self) -> String {
        let shown: Vec<String> = self
            .on
            .iter()
            .filter_map(|k| Key::parse(k))
            .map(Key::show)
            .collect();
        shown.join(" ")
    }

    /// The key the footer shows.
    #[must_use]
    pub fn first_key(&self) -> String {
        self.on
            .first()
            .and_then(|k| Key::parse(k))
            .map(Key::show)
            .unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: Vec<Binding>,
}

/// Keys to actions, and back to words.
#[derive(Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
    index: HashMap<(Context, Key), usize>,
}

impl Keymap {
    /// The shipped table. An error is a sentence (a test keeps it from shipping).
    pub fn shipped() -> Result<Self, String> {
        Self::parse(SHIPPED)
    }

    /// Reads a table; refuses an unknown key and a key given twice in one context.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bindings = toml::from_str::<File>(text).map_err(|e| e.to_string())?.key;
        let mut index = HashMap::new();
        for (i, b) in bindings.iter().enumerate() {
            for name in &b.on {
                let key = Key::parse(name).ok_or_else(|| format!("touche inconnue\u{202f}: {name}"))?;
                if index.insert((b.context, key), i).is_some() {
                    return Err(format!(
                        "touche donnée deux fois\u{202f}: {name} ({})",
                        b.context.title()
                    ));
                }
            }
        }
        Ok(Self { bindings, index })
    }

    /// What `key` means in `contexts`, narrowest first. In a text context a printable key is text.
    #[must_use]
    pub fn action(&self, contexts: &[Context], key: Key) -> Option<Action> {
        for c in contexts {
            if c.types() && key.typed().is_some() {
                return Some(Action::Type(key));
            }
            if let Some(b) = self.index.get(&(*c, key)).and_then(|i| self.bindings.get(*i)) {
                return Some(b.run.clone());
            }
        }
        let begins = key.typed().is_some() && contexts.iter().any(|c| c.begins());
        (begins || contexts.iter().any(|c| c.types())).then_some(Action::Type(key))
    }

    /// Bindings of `contexts` in the table's order, widest context last. A binding whose every key means
    /// something else in a narrower context is not live and is left out.
    pub fn of<'a>(&'a self, contexts: &'a [Context]) -> impl Iterator<Item = &'a Binding> {
        contexts.iter().enumerate().flat_map(move |(i, c)| {
            let narrower = contexts.get(..i).unwrap_or_default();
            self.bindings
                .iter()
                .filter(move |b| b.context == *c && !self.shadowed(b, narrower))
        })
    }

    /// Whether each key of the binding means something else in one of `contexts`.
    fn shadowed(&self, binding: &Binding, contexts: &[Context]) -> bool {
        let taken = |key: Key| contexts.iter().any(|c| self.index.contains_key(&(*c, key)));
        binding.on.iter().filter_map(|name| Key::parse(name)).all(taken)
    }

    /// The whole table.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_sound() {
        let map = Keymap::shipped().unwrap();
        for b in map.bindings() {
            assert!(!b.label.is_empty(), "{b:?}");
            for name in &b.on {
                let key = Key::parse(name).unwrap();
                assert!(
                    !"[]{}|\\@#~".contains(key.typed().unwrap_or(' ')),
                    "AltGr on AZERTY: {name}"
                );
                let destroys = matches!(b.run, Action::Archive | Action::RemoveRow);
                assert!(!destroys || (key.typed().is_none() && key.code != crossterm::event::KeyCode::Esc));
                assert!(
                    !(b.context.types() && key.typed().is_some()),
                    "{name} would be typed"
                );
            }
        }
    }

    #[test]
    fn a_letter_is_text_in_a_field() {
        let map = Keymap::shipped().unwrap();
        let q = Key::parse("q").unwrap();
        assert_eq!(
            map.action(&[Context::List, Context::Global], q),
            Some(Action::Quit)
        );
        assert_eq!(
            map.action(&[Context::Line, Context::Form], q),
            Some(Action::Type(q))
        );
    }

    #[test]
    fn a_table_with_a_mistake_is_refused() {
        let twice = "[[key]]\nin='list'\non=['j','j']\nrun='down'\nlabel='x'";
        assert!(Keymap::parse(twice).unwrap_err().contains("deux fois"));
        let unknown = "[[key]]\nin='list'\non=['hyper+x']\nrun='down'\nlabel='x'";
        assert!(Keymap::parse(unknown).unwrap_err().contains("inconnue"));
    }
}
