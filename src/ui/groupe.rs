//! One field of several records: the fields, the value, what it would do to each record.

use ratatui::layout::Rect;

use super::{
    form,
    liste::{self, Cell, Columns},
    pen::{Pen, wrap},
    skin::Skin,
};
use crate::{
    app::{
        groupe::{Apercu, Effet, Entree, Essai, Etape, Groupe, Saisie},
        listing::Row,
    },
    domain::texte::une_ligne,
    form::{Kind, Severity, Value, show},
};

/// Draws the step one is at.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Groupe) -> (u16, u16) {
    match &s.etape {
        Etape::Champ => champs(pen, area, s),
        Etape::Valeur(saisie) => valeur(pen, area, s, saisie),
        Etape::Apercu(apercu) => self::apercu(pen, area, s, apercu),
    }
}

/// The fields, and what the records say of each.
fn champs(pen: &mut Pen<'_>, area: Rect, s: &Groupe) -> (u16, u16) {
    let list = &s.champs;
    let inner = pen.boxed(area, &format!("Modifier un champ de {}", s.quoi()), true);
    let columns = Columns::new(inner.width, &[inner.width / 2], &[0], 16);
    let skin = *pen.skin;
    liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
        list.line(i).map_or_else(
            || (Cell::plain(""), Vec::new()),
            |c| (Cell::plain(&*c.field.label), vec![quiet(&c.present, skin)]),
        )
    })
}

/// The value being given, the field's help, what is wrong with it.
fn valeur(pen: &mut Pen<'_>, area: Rect, s: &Groupe, saisie: &Saisie) -> (u16, u16) {
    let title = format!("{} de {}", saisie.field.label, s.quoi());
    let inner = pen.boxed(area, &title, true);
    let mut y = inner.y;
    let mut line = |pen: &mut Pen<'_>, text: &str, style| {
        for part in wrap(text, inner.width.saturating_sub(2)) {
            if y < inner.bottom() {
                pen.put(inner.x + 1, y, inner.width.saturating_sub(1), &part, style);
                y += 1;
            }
        }
    };
    line(
        pen,
        &format!("À présent\u{202f}: {}", saisie.present),
        pen.skin.plain(),
    );
    line(pen, saisie.field.help.as_deref().unwrap_or(""), pen.skin.quiet());
    if let Some((severity, why)) = &saisie.remarque {
        let style = if *severity == Severity::Blocking {
            pen.skin.alert()
        } else {
            pen.skin.attention()
        };
        line(pen, &format!("{}\u{202f}: {why}", severity.titre()), style);
    }
    match &saisie.entree {
        Entree::Choix(chooser) => form::chooser(pen, area, chooser),
        Entree::Texte(editor) => {
            let height = if editor.long() { 8 } else { 3 }.min(inner.height);
            let at = Rect::new(
                inner.x,
                inner.bottom().saturating_sub(height),
                inner.width,
                height,
            );
            let field = pen.boxed(at, "Nouvelle valeur (vide\u{202f}: rien)", true);
            form::editor(pen, field, editor)
        }
    }
}

/// Each record before and after.
fn apercu(pen: &mut Pen<'_>, area: Rect, s: &Groupe, a: &Apercu) -> (u16, u16) {
    let list = &a.list;
    let title = format!("{} de {} · {}", a.saisie.field.label, s.quoi(), a.bilan());
    let mut inner = pen.boxed(area, &title, true);
    let aussi = s.aussi(a);
    // A reason is wider than its column: that of the selected record shows whole.
    let why = list.selected().and_then(|e| match &e.effet {
        Effet::Refuse(why) => Some(why.clone()),
        _ => None,
    });
    let also = (!aussi.is_empty()).then(|| format!("Change aussi, par suite\u{202f}: {}", aussi.join(", ")));
    if let Some(text) = why.or(also).filter(|_| inner.height > 2) {
        pen.put(
            inner.x + 1,
            inner.bottom() - 1,
            inner.width.saturating_sub(1),
            &text,
            pen.skin.attention(),
        );
        inner.height -= 1;
    }
    let third = inner.width / 3;
    let columns = Columns::new(inner.width, &[third, third], &[1, 0], 14);
    let (skin, kind) = (*pen.skin, &a.saisie.field.kind);
    let mut cursor = list.cursor;
    cursor.reveal(list.rows.len(), usize::from(inner.height));
    liste::rows(pen, inner, cursor, list.rows.len(), true, &columns, |i| {
        if let Some(Row::Heading(text)) = list.rows.get(i) {
            let cell = Cell {
                text: text.clone(),
                style: skin.heading(),
            };
            return (cell, Vec::new());
        }
        list.line(i)
            .map_or_else(|| (Cell::plain(""), Vec::new()), |e| essai(e, kind, skin))
    })
}

/// Name; before; after, or why not.
fn essai(e: &Essai, kind: &Kind, skin: Skin) -> (Cell, Vec<Cell>) {
    let avant = Cell::plain(dit(kind, e.avant.as_ref()));
    let apres = match &e.effet {
        Effet::Modifie { apres, .. } => Cell {
            text: format!("→ {}", dit(kind, apres.as_ref())),
            style: skin.heading(),
        },
        Effet::Inchange => quiet("le dit déjà", skin),
        Effet::Refuse(why) => Cell {
            text: why.clone(),
            style: skin.alert(),
        },
    };
    (Cell::plain(format!(" {}", e.nom)), vec![avant, apres])
}

/// A value on one line; `–` for nothing.
fn dit(kind: &Kind, value: Option<&Value>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| une_ligne(&show(kind, v)))
}

fn quiet(text: &str, skin: Skin) -> Cell {
    Cell {
        text: text.to_owned(),
        style: skin.quiet(),
    }
}
