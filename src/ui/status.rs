//! The first line (where one is) and the last (a message, or what the keys do here).

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;
use crate::{
    app::{App, action::Action, screen::Screen},
    domain::DatePartielle,
};

/// Full screens and their digits, as the title line lists them.
const SCREENS: [&str; 5] = [
    "5 Échéancier",
    "6 Revues",
    "7 Tableau",
    "8 Commission",
    "9 Journal",
];

/// Draws the title line: where one is, the day when it is not today, the other screens.
pub fn title(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let mut left = format!(" cmq · {}", place(app));
    if app.options.demo {
        left.push_str(" · démonstration");
    }
    if app.options.au_choisi {
        left.push_str(&format!(" · au {}", DatePartielle::Jour(app.options.au).fr()));
    }
    let used = pen.put(area.x, area.y, area.width, &left, pen.skin.title());
    let right = SCREENS.join("  ");
    let width = right.width() as u16 + 1;
    if area.width > used + width + 1 {
        pen.put(area.right() - width, area.y, width, &right, pen.skin.quiet());
    }
}

fn place(app: &App) -> String {
    let names: Vec<String> = app
        .screens
        .iter()
        .map(|s| match s {
            Screen::Browser(_) => "Registre".to_owned(),
            Screen::Fiche(f) => f.title.clone(),
            Screen::Echeancier(_) => "Échéancier".to_owned(),
            Screen::Revues(_) => "Revues".to_owned(),
            Screen::Tableau(_) => "Tableau de bord".to_owned(),
            Screen::Commission(s) => s.place(),
            Screen::Journal(_) => "Journal".to_owned(),
            Screen::Form(f) => f.sujet.titre(),
            Screen::Palette(p) => p.title.to_owned(),
        })
        .collect();
    match names.as_slice() {
        [only] => only.clone(),
        [_, above @ ..] => above.join(" › "),
        [] => String::new(),
    }
}

/// Draws the last line. Returns the cursor's place when it must stand there.
pub fn bottom(pen: &mut Pen<'_>, area: Rect, app: &App) -> Option<(u16, u16)> {
    if let Some(message) = &app.message {
        let style = if message.error {
            pen.skin.alert()
        } else {
            pen.skin.heading()
        };
        let text = if message.error {
            format!(" Erreur : {}", message.text)
        } else {
            format!(" {}", message.text)
        };
        pen.put(area.x, area.y, area.width, &text, style);
        return None;
    }
    hints(pen, area, app);
    None
}

/// The keys most likely wanted here, whole words only, the help always last.
fn hints(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let contexts = app.contexts();
    let mut x = area.x + 1;
    let help = app
        .keymap
        .of(&contexts)
        .filter(|b| b.run == Action::Help && !b.foot.is_empty())
        .last();
    let help_width = help.map_or(0, |b| width(&b.first_key(), &b.foot));
    let others = app
        .keymap
        .of(&contexts)
        .filter(|b| !b.foot.is_empty() && b.run != Action::Help);
    for b in others.filter(|b| app.disabled(&b.run).is_none()) {
        let key = b.first_key();
        if x + width(&key, &b.foot) + help_width > area.right() {
            continue;
        }
        x = hint(pen, x, area, &key, &b.foot);
    }
    if let Some(b) = help {
        hint(pen, x, area, &b.first_key(), &b.foot);
    }
}

fn width(key: &str, word: &str) -> u16 {
    (key.width() + word.width() + 3) as u16
}

fn hint(pen: &mut Pen<'_>, x: u16, area: Rect, key: &str, word: &str) -> u16 {
    let room = area.right().saturating_sub(x);
    let used = pen.put(x, area.y, room, key, pen.skin.key());
    let word_x = x + used + 1;
    let used = pen.put(
        word_x,
        area.y,
        area.right().saturating_sub(word_x),
        word,
        pen.skin.plain(),
    );
    word_x + used + 2
}
