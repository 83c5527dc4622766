//! Commands by name, and the help: both are the key table, filtered by typing; Entrée does it.

use std::borrow::Cow;

use super::{
    App,
    action::Action,
    cursor::{Cursor, Step},
    filter::{Filter, Filtered},
    geometry,
    keymap::{Binding, Context},
    screen::Flow,
};
use crate::domain::{
    texte,
    vue::{Liste, Vue},
};

/// One row.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Its word, or empty in the help.
    pub name: String,
    /// Its sentence.
    pub label: String,
    /// Its keys.
    pub keys: String,
    /// Its group in the help.
    pub group: &'static str,
    /// Why it cannot be used now.
    pub disabled: Option<Cow<'static, str>>,
}

/// Commands or help over the screen it was called from.
pub struct Palette {
    /// `Commandes` or `Aide`.
    pub title: &'static str,
    all: Vec<Entry>,
    /// What matches the words.
    pub rows: Vec<Entry>,
    /// Words typed.
    pub filter: Filter,
    /// Where one stands.
    pub cursor: Cursor,
}

impl Palette {
    /// Every named command.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let rows = app.keymap.bindings().iter().filter(|b| !b.name.is_empty());
        let mut all: Vec<Entry> = rows.map(|b| entry(app, b)).collect();
        all.extend(views(app));
        Self::of("Commandes", all)
    }

    /// Every key that is live where one stands.
    #[must_use]
    pub fn help(app: &App) -> Self {
        let mut contexts = app.contexts();
        contexts.retain(|c| *c != Context::Global);
        contexts.push(Context::Global);
        Self::of(
            "Aide",
            app.keymap
                .of(&contexts)
                .map(|b| Entry {
                    name: String::new(),
                    ..entry(app, b)
                })
                .collect(),
        )
    }

    fn of(title: &'static str, all: Vec<Entry>) -> Self {
        let filter = Filter {
            typing: true,
            ..Filter::default()
        };
        Self {
            title,
            rows: all.clone(),
            all,
            filter,
            cursor: Cursor::default(),
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, size: (u16, u16)) -> Flow {
        let height = hauteur(size);
        let step = match action {
            Action::Open => {
                return match self.rows.get(self.cursor.selected) {
                    Some(e) => Flow::PopAnd(e.action.clone()),
                    None => Flow::Done,
                };
            }
            Action::Back => return Flow::Pop,
            Action::Help | Action::Palette => return Flow::Done,
            Action::Up | Action::PrevPane => Step::By(-1),
            Action::Down | Action::NextPane => Step::By(1),
            Action::PageUp => Step::By(-height.cast_signed()),
            Action::PageDown => Step::By(height.cast_signed()),
            other => {
                match self.filter.update(other) {
                    Filtered::Changed => self.search(size),
                    Filtered::Kept => {}
                    Filtered::No => return Flow::Ignored,
                }
                return Flow::Done;
            }
        };
        self.cursor.go(step, self.rows.len(), height);
        Flow::Done
    }

    fn search(&mut self, size: (u16, u16)) {
        let words = self.filter.words();
        let matches =
            |e: &&Entry| texte::correspond(&words, &texte::plier(&format!("{} {}", e.name, e.label)));
        self.rows = self.all.iter().filter(matches).cloned().collect();
        // A command named so comes before those whose sentence says the word.
        let typed = texte::plier(&self.filter.text);
        self.rows
            .sort_by_key(|e| e.name.is_empty() || !texte::plier(&e.name).starts_with(&typed));
        self.cursor = Cursor::default();
        self.filter.typing = true;
        self.reveal(size);
    }

    /// Keeps the selection in view.
    pub fn reveal(&mut self, size: (u16, u16)) {
        self.cursor.reveal(self.rows.len(), hauteur(size));
    }

    /// The whole sentence of the row one stands on, or why it cannot be used: a row has room for its beginning.
    #[must_use]
    pub fn phrase(&self) -> Option<&str> {
        let e = self.rows.get(self.cursor.selected)?;
        Some(e.disabled.as_deref().unwrap_or(&e.label))
    }
}

/// Lines under the rows, for a whole sentence, where there is room.
#[must_use]
pub fn pied(height: u16) -> u16 {
    if height >= 8 { 3 } else { 0 }
}

/// Rows in view in a window of that size.
fn hauteur(size: (u16, u16)) -> usize {
    let height = geometry::list_height(size);
    height.saturating_sub(usize::from(pied(u16::try_from(height).unwrap_or(u16::MAX))))
}

/// Every view, to be shown in the list it is of. None where they cannot be read: the commands matter more.
fn views(app: &App) -> Vec<Entry> {
    let read = |liste: Liste| app.store.vues(liste).unwrap_or_default();
    let one = |vue: Vue| Entry {
        name: format!("vue\u{202f}: {}", vue.nom),
        label: format!(
            "{}, {}\u{202f}: {}",
            vue.liste.libelle(),
            vue.portee.libelle(),
            vue.definition.phrase()
        ),
        action: Action::TakeVue(Box::new(vue)),
        keys: String::new(),
        group: Context::Vues.title(),
        disabled: None,
    };
    Liste::ALL.into_iter().flat_map(read).map(one).collect()
}

fn entry(app: &App, b: &Binding) -> Entry {
    Entry {
        action: b.run.clone(),
        name: b.name.clone(),
        label: b.label.clone(),
        keys: b.keys(),
        group: b.context.title(),
        disabled: app.disabled(&b.run),
    }
}
