//! One lot: who, when, why, every field before and after.

use ratatui::layout::Rect;

use crate::{
    app::journal::detail::{Detail, Ligne},
    ui::{
        liste,
        pen::{Pen, wrap},
    },
};

/// Columns of the labels, at most.
const LABEL: u16 = 22;

/// Columns before the words `avant` and `après`, and those they take.
const COTE: (u16, u16) = (4, 7);

/// One line as drawn: which paragraph, label, text.
struct Drawn<'a> {
    paragraph: usize,
    label: &'a str,
    text: String,
}

/// Draws a lot. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, d: &Detail) -> (u16, u16) {
    let inner = pen.boxed(area, &format!("Journal · lot {}", d.lot.id), true);
    if inner.is_empty() {
        return (area.x, area.y);
    }
    let label = (inner.width / 3).min(LABEL);
    let lines: Vec<Drawn<'_>> = d
        .lignes
        .iter()
        .enumerate()
        .flat_map(|(i, l)| laid_out(i, l, inner.width, label))
        .collect();
    let selected = d.cursor.selected;
    let first = lines.iter().position(|l| l.paragraph == selected).unwrap_or(0);
    let last = lines.iter().rposition(|l| l.paragraph == selected).unwrap_or(0);
    let offset = liste::window(first, last, usize::from(inner.height), lines.len());
    let mut at = (inner.x, inner.y);
    for (i, line) in lines
        .iter()
        .enumerate()
        .skip(offset)
        .take(usize::from(inner.height))
    {
        let y = inner.y + (i - offset) as u16;
        if line.paragraph == selected {
            pen.put(inner.x, y, 1, "▌", pen.skin.title());
            if i == first {
                at = (inner.x, y);
            }
        }
        if let Some(ligne) = d.lignes.get(line.paragraph) {
            put(pen, inner, y, ligne, line, label);
        }
    }
    at
}

/// Where the text of a paragraph begins.
fn indent(ligne: &Ligne, label: u16) -> u16 {
    match ligne {
        Ligne::Titre(_) => 1,
        Ligne::Champ(_) => 2,
        Ligne::Fait(..) => label + 2,
        Ligne::Avant(_) | Ligne::Apres(_) | Ligne::Reste(_) => COTE.0 + COTE.1,
    }
}

fn laid_out(paragraph: usize, ligne: &Ligne, width: u16, label: u16) -> Vec<Drawn<'_>> {
    let (word, text) = match ligne {
        Ligne::Titre(t) | Ligne::Champ(t) | Ligne::Reste(t) => ("", t),
        Ligne::Fait(l, t) => (l.as_str(), t),
        Ligne::Avant(t) => ("avant", t),
        Ligne::Apres(t) => ("après", t),
    };
    let room = width.saturating_sub(indent(ligne, label));
    let drawn = wrap(text, room).into_iter().enumerate().map(|(i, text)| Drawn {
        paragraph,
        label: if i == 0 { word } else { "" },
        text,
    });
    // A row that changed stands apart from what is above it.
    let air = matches!(ligne, Ligne::Titre(_)).then(|| Drawn {
        paragraph: usize::MAX,
        label: "",
        text: String::new(),
    });
    air.into_iter().chain(drawn).collect()
}

fn put(pen: &mut Pen<'_>, area: Rect, y: u16, ligne: &Ligne, line: &Drawn<'_>, label: u16) {
    let x = area.x + indent(ligne, label);
    let room = area.right().saturating_sub(x);
    let (word, style) = match ligne {
        Ligne::Titre(_) => (None, pen.skin.heading()),
        Ligne::Champ(_) => (None, pen.skin.label()),
        Ligne::Fait(..) => (Some((area.x + 1, label, pen.skin.label())), pen.skin.plain()),
        Ligne::Avant(_) => (
            Some((area.x + COTE.0, COTE.1, pen.skin.quiet())),
            pen.skin.quiet(),
        ),
        Ligne::Apres(_) => (Some((area.x + COTE.0, COTE.1, pen.skin.done())), pen.skin.plain()),
        Ligne::Reste(_) => (None, pen.skin.plain()),
    };
    if let Some((at, width, style)) = word {
        pen.put(at, y, width, line.label, style);
    }
    pen.put(x, y, room, &line.text, style);
}
