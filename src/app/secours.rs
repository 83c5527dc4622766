//! What earlier sessions kept beside the register, because it could not be written: looked at, taken back, thrown away.

use super::{
    App, Cx,
    action::Action,
    cursor::{Cursor, Step},
    filter::Filtered,
    form::{
        FormScreen,
        secours::{Cote, Ligne},
    },
    geometry,
    keymap::Context,
    listing::{Group, Listing},
    message::Message,
    screen::{Flow, Screen},
};
use crate::{domain::texte::accorder, store::Trouve};

/// One of them, field by field, beside what the register says now.
pub struct Detail {
    /// The file.
    pub trouve: Trouve,
    /// Its fields.
    pub lignes: Vec<Ligne>,
    /// The selected field.
    pub cursor: Cursor,
    /// Its form as the register has it, ready to take them.
    form: Box<FormScreen>,
}

/// The list of what was kept, and the one being looked at.
pub struct SecoursScreen {
    /// What was kept, the latest first.
    pub list: Listing<Trouve>,
    /// The one being looked at.
    pub detail: Option<Detail>,
    /// Suppr was pressed once on this file.
    asked: Option<Trouve>,
}

impl SecoursScreen {
    /// Looks for what was kept.
    #[must_use]
    pub fn new(cx: &mut Cx<'_>) -> Self {
        let mut screen = Self {
            list: Listing::default(),
            detail: None,
            asked: None,
        };
        screen.reload(cx);
        screen
    }

    /// Looks again.
    pub fn reload(&mut self, cx: &mut Cx<'_>) {
        let before = self.list.selected().map(|t| t.path.clone());
        self.list.replace(cx.store.mis_de_cote());
        let group = Group {
            name: String::new(),
            lines: (0..self.list.all().len()).collect(),
        };
        let again = |t: &Trouve| Some(&t.path) == before.as_ref();
        self.list.show(vec![group], again, cx.size);
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Secours, Context::List, Context::Global]
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        self.list.reveal(size);
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let asked = self.asked.take();
        if self.detail.is_some() {
            return self.look(action, cx);
        }
        match action {
            Action::Filter => return Ok(Flow::Done),
            Action::Open => {
                self.open(cx)?;
                return Ok(Flow::Done);
            }
            Action::Archive => {
                self.throw_away(asked.as_ref(), cx);
                return Ok(Flow::Done);
            }
            _ => {}
        }
        Ok(match self.list.update(action, cx.size) {
            Filtered::No => Flow::Ignored,
            Filtered::Kept | Filtered::Changed => Flow::Done,
        })
    }

    /// Shows one beside what the register says now.
    fn open(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let Some(trouve) = self.list.selected().cloned() else {
            return Ok(());
        };
        let form = FormScreen::open_rescued(&trouve.secours, cx)?;
        let lignes = form.beside(&trouve.secours);
        *cx.message = None;
        if !form.open_for_writing() {
            cx.say("Cette revue a été transmise depuis\u{202f}: rouvrez-la (F9) pour y remettre ces textes.");
        }
        self.detail = Some(Detail {
            trouve,
            lignes,
            cursor: Cursor::default(),
            form: Box::new(form),
        });
        Ok(())
    }

    /// Throws one away when asked twice.
    fn throw_away(&mut self, asked: Option<&Trouve>, cx: &mut Cx<'_>) {
        let Some(trouve) = self.list.selected().cloned() else {
            return;
        };
        let titre = &trouve.secours.titre;
        if asked == Some(&trouve) {
            cx.store.jeter(&trouve);
            cx.say(format!("La saisie gardée de «\u{a0}{titre}\u{a0}» est jetée."));
            self.reload(cx);
        } else {
            cx.say(format!(
                "Suppr encore une fois jette pour de bon ce qui a été saisi dans «\u{a0}{titre}\u{a0}»."
            ));
            self.asked = Some(trouve);
        }
    }

    /// The keys of one being looked at.
    fn look(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(detail) = &mut self.detail else {
            return Ok(Flow::Ignored);
        };
        let len = detail.lignes.len();
        if let Some(step) = Step::of(action, geometry::list_height(cx.size)) {
            detail.cursor.go(step, len, len);
            return Ok(Flow::Done);
        }
        match action {
            Action::Left => detail.choose(Cote::Registre),
            Action::Right => detail.choose(Cote::Secours),
            Action::Open => return self.take(cx),
            Action::Back => self.detail = None,
            Action::Filter | Action::Sort | Action::Archive => {
                cx.say("← et → choisissent, Entrée reprend, Échap revient sans rien changer.");
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Takes one back, once every field that changed meanwhile is decided.
    fn take(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(mut detail) = self.detail.take() else {
            return Ok(Flow::Ignored);
        };
        let open = detail.lignes.iter().filter(|l| l.garde.is_none()).count();
        let why = if !detail.form.open_for_writing() {
            Some(
                "Cette revue est transmise\u{202f}: rouvrez-la (F9) avant d'y remettre ces textes."
                    .to_owned(),
            )
        } else if open > 0 {
            let fields = accorder(open, "champ");
            Some(format!(
                "{fields} à choisir\u{202f}: ← garde ce que dit le registre, → ce qui a été mis de côté."
            ))
        } else {
            None
        };
        if let Some(why) = why {
            detail.go_to_choice();
            cx.say(why);
            self.detail = Some(detail);
            return Ok(Flow::Done);
        }
        let Detail {
            trouve,
            lignes,
            mut form,
            ..
        } = detail;
        if !form.take_back(&trouve.secours, &lignes, cx)? {
            // Neither the register nor a new file has it: the old file stays.
            return Ok(Flow::Instead(Box::new(Screen::Form(form))));
        }
        cx.store.jeter(&trouve);
        cx.say("La saisie gardée est reprise, au champ où elle s'était arrêtée.");
        Ok(Flow::Instead(Box::new(Screen::Form(form))))
    }
}

impl Detail {
    fn choose(&mut self, cote: Cote) {
        if let Some(ligne) = self.lignes.get_mut(self.cursor.selected) {
            ligne.garde = Some(cote);
        }
    }

    /// To the first field that is not decided.
    fn go_to_choice(&mut self) {
        if let Some(i) = self.lignes.iter().position(|l| l.garde.is_none()) {
            self.cursor.selected = i;
        }
    }
}

impl App {
    /// At a start: shows what earlier sessions kept beside the register, if anything.
    pub fn offer_rescues(&mut self) {
        let screen = SecoursScreen::new(&mut self.cx(false));
        let count = screen.list.all().len();
        if count > 0 {
            self.message = Some(Message::info(if count == 1 {
                "Une saisie n'a pas pu aller au registre\u{202f}: Entrée la montre et la reprend, Échap la laisse de côté."
            } else {
                "Des saisies n'ont pas pu aller au registre\u{202f}: Entrée les montre et les reprend, Échap les laisse de côté."
            }));
            self.screens.push(Screen::Secours(Box::new(screen)));
        }
    }
}
