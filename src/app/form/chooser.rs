//! The list of options of a choice, narrowed by typing; for a reference, the records that the register finds.

use crossterm::event::KeyCode;

use crate::{
    app::{
        action::Action,
        cursor::{Cursor, Step},
        filter::{Filter, Filtered},
    },
    domain::{Renvoi, texte},
    form::def::Renvois,
};

/// Options on offer.
pub struct Chooser {
    /// What is being chosen.
    pub title: String,
    options: Vec<String>,
    /// Options taken, in the order of the list.
    pub taken: Vec<String>,
    /// Whether several may be taken.
    pub several: bool,
    /// Words typed to narrow.
    pub filter: Filter,
    /// Where one stands among [`Self::rows`].
    pub cursor: Cursor,
    recherche: Option<Recherche>,
}

/// What a chooser of records asks of the register.
struct Recherche {
    /// Which records, and whether a new one may be made.
    renvois: Renvois,
    /// Words last looked up.
    asked: Option<String>,
    /// Whether the last option makes a new record.
    creates: bool,
}

/// What the chooser asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Still choosing.
    NotYet,
    /// These; one at most unless several may be taken.
    Take(Vec<String>),
    /// Keep what was there.
    Leave,
    /// A new record, of this name.
    Create(String),
    /// Not mine.
    Ignored,
}

impl Chooser {
    /// Offers `options`, of which `taken` are already taken.
    #[must_use]
    pub fn new(title: &str, options: &[String], taken: Vec<String>, several: bool) -> Self {
        let selected = taken
            .first()
            .and_then(|t| options.iter().position(|o| o == t))
            .unwrap_or(0);
        Self {
            title: title.to_owned(),
            options: options.to_vec(),
            taken,
            several,
            filter: Filter {
                typing: true,
                ..Filter::default()
            },
            cursor: Cursor { selected, offset: 0 },
            recherche: None,
        }
    }

    /// Offers records of the register; the application looks them up as words are typed.
    #[must_use]
    pub fn among(title: &str, renvois: Renvois, taken: Vec<String>) -> Self {
        Self {
            recherche: Some(Recherche {
                renvois,
                asked: None,
                creates: false,
            }),
            ..Self::new(title, &[], taken, false)
        }
    }

    /// What is to be looked up now, and the words.
    #[must_use]
    pub fn asks(&self) -> Option<(Renvois, &str)> {
        let r = self.recherche.as_ref()?;
        let stale = r.asked.as_deref() != Some(self.filter.text.as_str());
        stale.then_some((r.renvois, self.filter.text.as_str()))
    }

    /// What was found for the words it asks for; last, the offer to create what was typed.
    pub fn offer(&mut self, found: &[Renvoi]) {
        let Some(r) = &mut self.recherche else { return };
        let words = texte::une_ligne(&self.filter.text).trim().to_owned();
        r.asked = Some(self.filter.text.clone());
        r.creates = r.renvois.create && !words.is_empty();
        self.options = found.iter().map(Renvoi::to_string).collect();
        if r.creates {
            self.options.push(format!("créer «\u{a0}{words}\u{a0}»"));
        }
    }

    /// Whether it offers records.
    #[must_use]
    pub fn records(&self) -> bool {
        self.recherche.is_some()
    }

    /// What people read of an option.
    #[must_use]
    pub fn shown<'a>(&self, option: &'a str) -> &'a str {
        if self.records() {
            Renvoi::lisible(option)
        } else {
            option
        }
    }

    /// Options that match the words.
    #[must_use]
    pub fn rows(&self) -> Vec<&String> {
        if self.records() {
            return self.options.iter().collect();
        }
        let words = self.filter.words();
        self.options
            .iter()
            .filter(|o| texte::correspond(&words, &texte::plier(o)))
            .collect()
    }

    /// Every option, those that do not match included.
    #[must_use]
    pub fn options(&self) -> &[String] {
        &self.options
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, height: usize) -> Chosen {
        let len = self.rows().len();
        let step = match action {
            Action::NextStep => Some(Step::By(height.max(1).cast_signed())),
            Action::PrevStep => Some(Step::By(-height.max(1).cast_signed())),
            Action::Type(key) if key.code == KeyCode::Home => Some(Step::First),
            Action::Type(key) if key.code == KeyCode::End => Some(Step::Last),
            other => Step::of(other, height),
        };
        if let Some(step) = step {
            self.cursor.go(step, len, height);
            return Chosen::NotYet;
        }
        match action {
            Action::Back => Chosen::Leave,
            // Tab goes on whatever was typed; what matches nothing changes nothing.
            Action::NextField if self.rows().is_empty() => Chosen::Leave,
            Action::Enter | Action::NextField => self.take(*action == Action::Enter),
            Action::Type(key) if key.typed() == Some(' ') && self.several => self.toggle(),
            Action::Type(key) if key.code == KeyCode::Delete => Chosen::Take(Vec::new()),
            other => match self.filter.update(other) {
                Filtered::No => Chosen::Ignored,
                Filtered::Kept | Filtered::Changed => {
                    self.filter.typing = true;
                    self.cursor = Cursor::default();
                    Chosen::NotYet
                }
            },
        }
    }

    fn under_cursor(&self) -> Option<String> {
        self.rows().get(self.cursor.selected).map(|o| (*o).clone())
    }

    fn toggle(&mut self) -> Chosen {
        if let Some(option) = self.under_cursor() {
            if self.taken.contains(&option) {
                self.taken.retain(|t| *t != option);
            } else {
                self.taken.push(option);
                self.taken
                    .sort_by_key(|t| self.options.iter().position(|o| o == t));
            }
        }
        Chosen::NotYet
    }

    fn take(&mut self, enter: bool) -> Chosen {
        if self.several {
            // Entrée without anything ticked means the option one stands on.
            if enter && self.taken.is_empty() {
                self.toggle();
            }
            return Chosen::Take(self.taken.clone());
        }
        let last = self.cursor.selected + 1 == self.options.len();
        if last && self.recherche.as_ref().is_some_and(|r| r.creates) {
            // Tab goes on: it makes nothing.
            if !enter {
                return Chosen::Leave;
            }
            return Chosen::Create(texte::une_ligne(&self.filter.text).trim().to_owned());
        }
        // Words that match nothing take nothing: the list stays, and says so.
        self.under_cursor()
            .map_or(Chosen::NotYet, |o| Chosen::Take(vec![o]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;

    fn options() -> Vec<String> {
        ["favorable", "réservé", "défavorable"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn typing_narrows_and_entree_takes() {
        let mut c = Chooser::new("Avis", &options(), Vec::new(), false);
        for k in ["r", "e"] {
            c.update(&Action::Type(Key::parse(k).unwrap()), 5);
        }
        assert_eq!(c.update(&Action::Enter, 5), Chosen::Take(vec!["réservé".into()]));
    }

    #[test]
    fn words_that_match_nothing_take_nothing() {
        let mut c = Chooser::new("Avis", &options(), vec!["favorable".into()], false);
        c.update(&Action::Type(Key::parse("z").unwrap()), 5);
        assert_eq!(c.update(&Action::Enter, 5), Chosen::NotYet);
        c.update(&Action::Type(Key::parse("backspace").unwrap()), 5);
        assert_eq!(
            c.update(&Action::Enter, 5),
            Chosen::Take(vec!["favorable".into()])
        );
    }

    #[test]
    fn records_are_asked_for_at_each_key_and_a_new_one_is_offered_last() {
        let renvois = Renvois {
            entity: crate::domain::Entite::Partenaire,
            create: true,
        };
        let mut c = Chooser::among("Partenaire", renvois, Vec::new());
        assert_eq!(c.asks(), Some((renvois, "")));
        c.offer(&[]);
        assert_eq!(c.asks(), None);
        assert_eq!(
            c.update(&Action::Enter, 5),
            Chosen::NotYet,
            "nothing is not created"
        );
        c.update(&Action::Type(Key::parse("x").unwrap()), 5);
        assert_eq!(c.asks(), Some((renvois, "x")));
        c.offer(&[Renvoi::new(7, "Xylème")]);
        assert_eq!(c.shown(c.rows()[0]), "Xylème");
        assert_eq!(
            c.update(&Action::Enter, 5),
            Chosen::Take(vec!["#7 Xylème".to_owned()])
        );
        c.update(&Action::Down, 5);
        assert_eq!(
            c.update(&Action::NextField, 5),
            Chosen::Leave,
            "Tab makes nothing"
        );
        assert_eq!(c.update(&Action::Enter, 5), Chosen::Create("x".to_owned()));
    }

    #[test]
    fn several_are_kept_in_order() {
        let mut c = Chooser::new("Avis", &options(), vec!["défavorable".into()], true);
        c.update(&Action::First, 5);
        c.update(&Action::Type(Key::parse("space").unwrap()), 5);
        assert_eq!(
            c.update(&Action::Enter, 5),
            Chosen::Take(vec!["favorable".into(), "défavorable".into()])
        );
    }
}
