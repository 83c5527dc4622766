//! The stack of screens: an action goes to the top one, its answer changes the stack.

use std::time::Instant;

use super::{
    App, HELD, REST,
    action::Action,
    commission, corbeille, exporter,
    fiche::Sujet,
    form::FormScreen,
    fusion, journal,
    message::Message,
    msg::Effect,
    palette, revues,
    screen::{Flow, Screen},
    secours::SecoursScreen,
    undo::sentence,
};
use crate::domain::{CampusId, Entite, Formalite, Renvoi, TypeRevue};

impl App {
    /// Carries an action out; what it opened or left is told to the others.
    pub fn perform(&mut self, action: &Action) -> anyhow::Result<()> {
        if *action == Action::Retry {
            return self.retry();
        }
        let done = self.carry_out(action);
        self.ahead.look_again();
        self.remember(action, &done);
        self.say_present()?;
        done
    }

    /// Carries an action out, first by the top screen, then as a global one.
    fn carry_out(&mut self, action: &Action) -> anyhow::Result<()> {
        if let Some(reason) = self.disabled(action) {
            self.message = Some(Message::info(reason));
            return Ok(());
        }
        let now = Instant::now();
        let held = self
            .last_key
            .replace(now)
            .is_some_and(|t| now.duration_since(t) < HELD);
        let asked = self.asked.take();
        let Some(top) = self.screens.len().checked_sub(1) else {
            return Ok(());
        };
        let flow = self.on_screen(top, |top, cx| {
            cx.held = held;
            top.update(action, cx)
        });
        self.rest_at = self.top_waits().then(|| now + REST);
        match flow? {
            Flow::Done => Ok(()),
            Flow::Ignored if *action == Action::Undo => self.undo_mine(asked),
            Flow::Ignored if *action == Action::Redo => self.redo_mine(asked),
            Flow::Ignored if *action == Action::Archive => self.archive(asked),
            Flow::Ignored => self.global(action),
            Flow::Push(screen) => {
                self.screens.push(*screen);
                Ok(())
            }
            Flow::Instead(screen) => {
                self.screens.truncate(1);
                self.screens.push(*screen);
                Ok(())
            }
            Flow::Replace(screen) => {
                self.screens.pop();
                self.screens.push(*screen);
                Ok(())
            }
            Flow::Pop => self.pop(),
            Flow::PopAnd(action) => {
                self.pop()?;
                self.perform(&action)
            }
            Flow::Register(sujet) => self.show_in_register(sujet),
            Flow::Review(campus, kind) => self.open_review(campus, kind),
            Flow::Vue(vue) => self.leave_for_view(&vue),
            Flow::LayOut(tri, colonnes) => self.lay_out(&tri, &colonnes),
            Flow::Formalite(formalite) => self.open_formalite(formalite),
            Flow::Create(formalite, nom) => self.open_new(formalite, nom),
            Flow::Recorded(entity, renvoi) => self.pop_with(entity, &renvoi),
        }
    }

    /// Actions that hold whatever is on top.
    fn global(&mut self, action: &Action) -> anyhow::Result<()> {
        let screen = match action {
            Action::Quit => {
                self.save()?;
                self.seen();
                self.end = Some(if self.store.dommage().is_some() { 6 } else { 0 });
                return Ok(());
            }
            Action::Suspend => {
                self.save()?;
                self.effects.push(Effect::Suspend);
                return Ok(());
            }
            Action::Back => return self.pop(),
            Action::Paste(_) => {
                self.message = Some(Message::info(
                    "Rien ne se colle ici\u{202f}: un champ de formulaire ou un filtre (/) prend le texte.",
                ));
                return Ok(());
            }
            Action::History => return self.history(),
            Action::RecordHistory => return self.record_history(),
            Action::Merge => return self.merge(),
            Action::Verify => return self.verify(),
            Action::Vues => return self.open_views(),
            Action::Layout => {
                self.open_layout();
                return Ok(());
            }
            Action::TakeVue(vue) => return self.take_view(vue),
            Action::Export => return self.open_export(),
            Action::Help => Screen::Palette(palette::Palette::help(self)),
            Action::Palette => Screen::Palette(palette::Palette::new(self)),
            Action::Echeancier => Screen::Echeancier(self.echeancier()?),
            Action::Revues => Screen::Revues(Box::new(revues::Revues::new(&mut self.cx(false))?)),
            Action::Tableau => Screen::Tableau(self.tableau()?),
            Action::Commission => {
                Screen::Commission(Box::new(commission::Commission::new(&mut self.cx(false))?))
            }
            Action::Corbeille => Screen::Corbeille(Box::new(corbeille::Corbeille::new(&mut self.cx(false))?)),
            Action::Rescues => Screen::Secours(Box::new(SecoursScreen::new(&mut self.cx(false)))),
            Action::Doublons => Screen::Doublons(Box::new(fusion::Doublons::new(&mut self.cx(false))?)),
            Action::Journal => Screen::Journal(Box::new(journal::Journal::new(&mut self.cx(false))?)),
            Action::Region | Action::Campus | Action::Filiere | Action::Partenaire => {
                self.screens.truncate(1);
                return self.tell_browser(action);
            }
            _ => return Ok(()),
        };
        if !matches!(screen, Screen::Palette(_)) {
            self.screens.truncate(1);
        }
        self.screens.push(screen);
        Ok(())
    }

    /// Leaves every screen for the register, filtered on what was asked.
    fn show_in_register(&mut self, sujet: Sujet) -> anyhow::Result<()> {
        self.screens.truncate(1);
        self.on_top(|bottom, cx| match bottom {
            Screen::Browser(browser) => browser.filter_on(sujet, cx),
            _ => Ok(()),
        })
    }

    /// Asks how to write the list on top to a file.
    fn open_export(&mut self) -> anyhow::Result<()> {
        let mut found = None;
        self.on_top(|top, cx| {
            found = exporter::feuille(top, cx)?;
            Ok(())
        })?;
        if let Some(feuille) = found {
            let screen = exporter::Exporter::new(feuille, &self.options);
            self.screens.push(Screen::Exporter(Box::new(screen)));
        }
        Ok(())
    }

    fn tell_browser(&mut self, action: &Action) -> anyhow::Result<()> {
        self.on_top(|top, cx| top.update(action, cx).map(|_| ()))
    }

    /// Leaves the top screen; what is below shows the present state of the register.
    fn pop(&mut self) -> anyhow::Result<()> {
        if self.screens.len() > 1 {
            self.screens.pop();
            return self.reload();
        }
        self.message = Some(Message::info("q quitte le programme."));
        Ok(())
    }

    /// Leaves the top screen for one that may wait for the record it wrote.
    fn pop_with(&mut self, entity: Entite, renvoi: &Renvoi) -> anyhow::Result<()> {
        self.pop()?;
        self.on_top(|top, cx| top.receive(entity, renvoi, cx))
    }

    /// Opens on top the form of a new record of this name.
    fn open_new(&mut self, formalite: Formalite, nom: String) -> anyhow::Result<()> {
        if self.refused(formalite) {
            return Ok(());
        }
        let mut cx = self.cx(false);
        let screen = FormScreen::open_formalite(formalite, &mut cx)?.named(nom, &mut cx);
        self.screens.push(Screen::Form(Box::new(screen)));
        Ok(())
    }

    /// Whether the role does not give what a form records: it is not opened then, and the status line says why.
    fn refused(&mut self, formalite: Formalite) -> bool {
        let refused = self.store.permis_pour(formalite).err();
        if let Some(why) = &refused {
            self.message = Some(Message::info(sentence(&why.to_string())));
        }
        refused.is_some()
    }

    /// Opens a review on top.
    pub fn open_review(&mut self, campus: CampusId, kind: TypeRevue) -> anyhow::Result<()> {
        let screen = FormScreen::open(campus, kind, &mut self.cx(false))?;
        self.screens.push(Screen::Form(Box::new(screen)));
        self.say_present().map(drop)
    }
    /// Opens on top the form that records one act of the label's life; once recorded it leaves, and the screen
    /// below reads its rows again.
    pub fn open_formalite(&mut self, formalite: Formalite) -> anyhow::Result<()> {
        if self.refused(formalite) {
            return Ok(());
        }
        let screen = FormScreen::open_formalite(formalite, &mut self.cx(false))?;
        self.screens.push(Screen::Form(Box::new(screen)));
        self.say_present().map(drop)
    }
}
