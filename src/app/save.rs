//! What is kept when the program ends, however it ends.

use super::{
    App, Cx,
    form::{self, FormScreen},
    screen::Screen,
};

impl App {
    /// Puts on disk whatever is being typed, on every layer: in the register, else in a file beside it, which
    /// [`Self::parting`] then names.
    ///
    /// # Errors
    /// When neither could be written.
    pub fn save(&mut self) -> anyhow::Result<()> {
        let mut parting = None;
        let done = self.each_form(|form, cx| {
            form.flush(cx);
            match (&form.draft.saved, form.draft.aside()) {
                (form::draft::Saved::Failed(why), Some(depot)) => {
                    parting = Some(format!(
                        "Le registre n'a pas pu être écrit ({})\u{202f}: votre saisie est gardée dans {}\u{202f}; elle sera proposée au prochain démarrage de cmq.",
                        why.trim_end_matches('.'),
                        depot.lieu()
                    ));
                    Ok(())
                }
                (form::draft::Saved::Failed(why), None) => {
                    Err(anyhow::anyhow!("brouillon non enregistré\u{202f}: {why}"))
                }
                _ => Ok(()),
            }
        });
        self.parting = parting;
        done
    }

    /// Notes how far the journal was seen: what others change from now on is new next time. That it cannot be noted
    /// (a register that is only read) loses nothing.
    pub(super) fn seen(&mut self) {
        if self.store.dommage().is_some() {
            return;
        }
        if let Err(error) = self.store.marquer_visite() {
            crate::log::error(&error.into());
        }
    }

    pub(super) fn each_form(
        &mut self,
        mut f: impl FnMut(&mut FormScreen, &mut Cx<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut done = Ok(());
        for i in 0..self.screens.len() {
            done = done.and(self.on_screen(i, |screen, cx| match screen {
                Screen::Form(form) => f(form, cx),
                _ => Ok(()),
            }));
        }
        done
    }
}
