//! The first line (where one is) and the last (a message, or what the keys do here).

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::pen::{Pen, cut, wrap};
use crate::{
    app::{
        App,
        action::Action,
        keymap::{Binding, Context},
        screen::Screen,
    },
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
    let mut tail = String::new();
    if app.options.demo {
        tail.push_str(" · démonstration");
    }
    if app.store.dommage().is_some() {
        tail.push_str(" · lecture seule");
    }
    if app.options.au_choisi {
        tail.push_str(&format!(" · au {}", DatePartielle::Jour(app.options.au).fr()));
    }
    let left = whole_tail(&format!(" cmq · {}", place(app)), &tail, area.width);
    let used = pen.put(area.x, area.y, area.width, &left, pen.skin.title());
    let right = SCREENS.join("  ");
    let width = right.width() as u16 + 1;
    if area.width > used + width + 1 {
        pen.put(area.right() - width, area.y, width, &right, pen.skin.quiet());
    }
}

/// The place gives way to what must be read whole: the day everything is seen from. The end of where one is may go, up
/// to a third of it; else where one comes from goes before.
fn whole_tail(place: &str, tail: &str, width: u16) -> String {
    let room = width.saturating_sub(tail.width() as u16).max(8);
    let mut shown = place.to_owned();
    let mut rest = place;
    while shown.width() > usize::from(room) + rest.rsplit(" › ").next().map_or(0, |here| here.width() / 3)
        && let Some((_, here)) = rest.split_once(" › ")
    {
        shown = format!(" cmq · … › {here}");
        rest = here;
    }
    format!("{}{tail}", cut(&shown, room))
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
            Screen::Compare(_) => "Comparer".to_owned(),
            Screen::Tableau(_) => "Tableau de bord".to_owned(),
            Screen::Commission(s) => s.place(),
            Screen::Journal(_) => "Journal".to_owned(),
            Screen::Exporter(_) => "Exporter".to_owned(),
            Screen::Groupe(_) => "Modifier plusieurs fiches".to_owned(),
            Screen::Reglage(_) => "Tri et colonnes".to_owned(),
            Screen::Vues(_) => "Vues".to_owned(),
            Screen::Corbeille(_) => "Corbeille".to_owned(),
            Screen::Fusion(_) => "Fusion".to_owned(),
            Screen::Doublons(_) => "Doublons".to_owned(),
            Screen::Secours(_) => "Saisies mises de côté".to_owned(),
            Screen::Form(f) => f.sujet.titre(),
            Screen::Dommage(_) => "Registre abîmé".to_owned(),
            Screen::Palette(p) => p.title.to_owned(),
        })
        .collect();
    match names.as_slice() {
        [only] => only.clone(),
        [_, above @ ..] => path(above),
        [] => String::new(),
    }
}

/// The names of the screens above the register. A form named after what it was opened from says it once:
/// `Commission › Deuxième appel : nouvelle candidature`.
fn path(names: &[String]) -> String {
    let mut path = String::new();
    for name in names {
        let last = path.rsplit(" › ").next().unwrap_or_default();
        if !last.is_empty() && name.starts_with(last) {
            path.truncate(path.len() - last.len());
        } else if !path.is_empty() {
            path.push_str(" › ");
        }
        path.push_str(name);
    }
    path
}

/// Draws the last line. Returns the cursor's place when it must stand there.
pub fn bottom(pen: &mut Pen<'_>, area: Rect, app: &App) -> Option<(u16, u16)> {
    if let Some((text, style)) = message(pen, app) {
        pen.put(area.x, area.y, area.width, &text, style);
        return None;
    }
    hints(pen, area, app);
    None
}

/// The message and its style.
fn message(pen: &Pen<'_>, app: &App) -> Option<(String, Style)> {
    let message = app.message.as_ref()?;
    Some(if message.error {
        (format!(" Erreur\u{202f}: {}", message.text), pen.skin.alert())
    } else {
        (format!(" {}", message.text), pen.skin.heading())
    })
}

/// Draws a message that is wider than its line over the last lines of the screen: a reason cut in two is none.
pub fn long_message(pen: &mut Pen<'_>, screen: Rect, app: &App) {
    let Some((text, style)) = message(pen, app) else {
        return;
    };
    if text.width() <= usize::from(screen.width) {
        return;
    }
    let mut lines = wrap(text.trim_start(), screen.width.saturating_sub(2));
    lines.truncate(usize::from(screen.height / 2).max(1));
    let height = lines.len() as u16;
    let area = Rect::new(screen.x, screen.bottom() - height, screen.width, height);
    pen.clear(area);
    for (line, y) in lines.iter().zip(area.y..) {
        pen.put(area.x + 1, y, area.width.saturating_sub(1), line, style);
    }
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
    // A key that a narrower context takes for itself does something else here.
    let others = app
        .keymap
        .of(&contexts)
        .filter(|b| !b.foot.is_empty() && b.run != Action::Help)
        .filter(|b| first_of(app, &contexts, b));
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

/// Whether no narrower context has the same key.
fn first_of(app: &App, contexts: &[Context], b: &Binding) -> bool {
    app.keymap
        .of(contexts)
        .find(|other| other.first_key() == b.first_key())
        .is_some_and(|other| other.context == b.context)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_said_once() {
        let names = |list: &[&str]| path(&list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            names(&[
                "Commission › Séance du 3 mars",
                "Séance du 3 mars\u{202f}: clôture",
                "Aide"
            ]),
            "Commission › Séance du 3 mars\u{202f}: clôture › Aide"
        );
        assert_eq!(names(&["Journal", "Aide"]), "Journal › Aide");
    }

    #[test]
    fn the_day_is_read_whole_however_deep_one_is() {
        let place = " cmq · Séance du 1er octobre 2015 › Campus de la mer\u{202f}: candidature";
        let shown = whole_tail(place, " · au 1er octobre 2015", 80);
        assert!(shown.ends_with("… · au 1er octobre 2015"), "{shown}");
        assert_eq!(shown.width(), 80);
        let deep = whole_tail(
            " cmq · Nouveau lien\u{202f}: Plasticampus, Bassin d'Oyonnax › Nouveau partenaire",
            " · au 1er juin 2016",
            80,
        );
        assert_eq!(deep, " cmq · … › Nouveau partenaire · au 1er juin 2016");
        let narrow = whole_tail(place, " · au 1er octobre 2015", 40);
        assert!(
            narrow.ends_with("… · au 1er octobre 2015") && narrow.width() <= 40,
            "{narrow}"
        );
        assert_eq!(
            whole_tail(" cmq · Journal", " · au 1er mai 2016", 80),
            " cmq · Journal · au 1er mai 2016"
        );
    }
}
