//! How the list on top is laid out: its views, its order, its columns.

use super::{App, message::Message, reglage::Reglage, revues::Revues, screen::Screen, vues::Vues};
use crate::domain::vue::{Definition, Liste, Vue};

impl App {
    /// The list on top that has views, and what it shows now.
    fn listed(&self) -> Option<(Liste, Definition)> {
        match self.screens.last()? {
            Screen::Browser(b) => Some((b.liste(), b.definition())),
            Screen::Echeancier(s) => Some((Liste::Echeancier, s.definition())),
            Screen::Revues(s) => Some((Liste::Revues, s.definition())),
            _ => None,
        }
    }

    /// Opens the views of the list on top, or says that it has none.
    pub(super) fn open_views(&mut self) -> anyhow::Result<()> {
        let Some((liste, presente)) = self.listed() else {
            self.message = Some(Message::info(
                "Les vues sont celles du registre (2, 4), de l'échéancier (5) et des revues (6).",
            ));
            return Ok(());
        };
        let screen = Vues::new(liste, presente, &mut self.cx(false))?;
        self.screens.push(Screen::Vues(Box::new(screen)));
        Ok(())
    }

    /// Opens the columns of the list on top, or says that they are fixed.
    pub(super) fn open_layout(&mut self) {
        match self.listed() {
            Some((liste, presente)) => {
                let screen = Reglage::new(liste, &presente);
                self.screens.push(Screen::Reglage(Box::new(screen)));
            }
            None => {
                self.message = Some(Message::info(
                    "Les colonnes se choisissent dans le registre (2, 4), l'échéancier (5) et les revues (6).",
                ));
            }
        }
    }

    /// Leaves the question; the list below takes this order and these columns.
    pub(super) fn lay_out(&mut self, tri: &[String], colonnes: &[String]) -> anyhow::Result<()> {
        self.screens.pop();
        let Some(mut top) = self.screens.pop() else {
            return Ok(());
        };
        let cx = &mut self.cx(false);
        let done = match &mut top {
            Screen::Browser(b) => b.lay_out(tri, colonnes, cx),
            Screen::Echeancier(s) => s.lay_out(tri, colonnes, cx),
            Screen::Revues(s) => s.lay_out(tri, colonnes, cx),
            _ => Ok(()),
        };
        self.screens.push(top);
        done
    }

    /// Leaves the views; the list below shows what one of them says.
    pub(super) fn leave_for_view(&mut self, vue: &Vue) -> anyhow::Result<()> {
        self.screens.pop();
        self.take_view(vue)
    }

    /// Shows a view in the list it is of, which is opened when it is not on top.
    pub(super) fn take_view(&mut self, vue: &Vue) -> anyhow::Result<()> {
        if self.listed().map(|(liste, _)| liste) != Some(vue.liste) {
            self.screens.truncate(1);
            let above = match vue.liste {
                Liste::Campus | Liste::Partenaires => None,
                Liste::Echeancier => Some(Screen::Echeancier(self.echeancier()?)),
                Liste::Revues => Some(Screen::Revues(Box::new(Revues::new(&mut self.cx(false))?))),
            };
            self.screens.extend(above);
        }
        let Some(mut top) = self.screens.pop() else {
            return Ok(());
        };
        let cx = &mut self.cx(false);
        let done = match &mut top {
            Screen::Browser(b) => b.take_view(vue.liste, &vue.definition, cx),
            Screen::Echeancier(s) => s.take_view(&vue.definition, cx),
            Screen::Revues(s) => s.take_view(&vue.definition, cx),
            _ => Ok(()),
        };
        cx.say(format!("Vue «\u{a0}{}\u{a0}»\u{202f}; Échap la quitte.", vue.nom));
        self.screens.push(top);
        done
    }
}
