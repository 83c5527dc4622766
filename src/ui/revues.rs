//! Every review.

use ratatui::{layout::Rect, style::Style};

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
    skin::Skin,
};
use crate::{
    app::{
        App,
        listing::Row,
        revues::{Revues, avancement::Avancement},
    },
    domain::{EtatRevue, RevueLigne, disposition::ColonneRevue},
};

/// Draws the reviews with their state and progress.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Revues, app: &App) -> (u16, u16) {
    let list = &s.list;
    let words = liste::title("Revues", list.count(), &list.filter);
    let title = match &s.avec {
        Some(one) => format!("Comparer {} · {} avec…", one.type_revue.court(), s.periode(one)),
        None => {
            let only = if s.nouvelles {
                " · ● changées seules"
            } else {
                ""
            };
            format!(
                "{words}{only} · {} · {}",
                s.etats.libelle(),
                s.disposition.ordre()
            )
        }
    };
    let inner = pen.boxed(area, &title, true);
    if list.rows.is_empty() {
        let text = if list.all().is_empty() {
            "Aucune revue. Dans le registre (2), s commence le suivi du campus choisi, v son évaluation."
        } else {
            "Aucune revue ici. f change les états montrés, Échap efface le filtre."
        };
        liste::empty(pen, inner, text);
        let at = (inner.x, inner.y);
        return if list.filter.typing {
            liste::filter_cursor(area, &words)
        } else {
            at
        };
    }
    let shown = s.disposition.montrees();
    let columns = Columns::laid_out(inner.width, &s.disposition, &[0, 1, 2, 3, 4, 5, 6], 20);
    liste::headings(pen, area, !app.nouveautes.revues.is_empty(), &columns, shown);
    let skin = *pen.skin;
    let at = liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
        if let Some(Row::Heading(text)) = list.rows.get(i) {
            let cell = Cell {
                text: text.clone(),
                style: skin.heading(),
            };
            return (cell, Vec::new());
        }
        let line = list.line(i);
        let new = |r: &RevueLigne| app.nouveautes.revues.contains_key(&r.id);
        line.map_or_else(|| (Cell::plain(""), Vec::new()), |r| row(s, r, new(r), skin))
    });
    if list.filter.typing {
        liste::filter_cursor(area, &words)
    } else {
        at
    }
}

/// The campus, then the columns that show.
fn row(s: &Revues, r: &RevueLigne, new: bool, skin: Skin) -> (Cell, Vec<Cell>) {
    let shown = s.disposition.montrees().iter();
    let cells = shown.map(|c| cell(*c, s, r, skin)).collect();
    let sign = if new { "●" } else { " " };
    (Cell::plain(format!("{sign}{}", r.campus_nom)), cells)
}

fn cell(colonne: ColonneRevue, s: &Revues, r: &RevueLigne, skin: Skin) -> Cell {
    let found = s.avancement(r);
    match colonne {
        ColonneRevue::Type => Cell::plain(r.type_revue.court()),
        ColonneRevue::Etat => Cell {
            text: r.etat.libelle().into(),
            style: if r.etat.ouverte() {
                skin.attention()
            } else {
                skin.done()
            },
        },
        ColonneRevue::Reponses => Cell::plain(found.map_or_else(
            || "…".to_owned(),
            |a| format!("{}/{}", a.reponses.0, a.reponses.1),
        )),
        ColonneRevue::Points => {
            let (text, style) = found.map_or((String::new(), skin.plain()), |a| points(r.etat, a, skin));
            Cell { text, style }
        }
        ColonneRevue::Enregistrement => {
            Cell::plain(crate::clock::local_with_year(&r.enregistre).unwrap_or_default())
        }
        other => Cell::plain(other.texte(r, &s.periode(r))),
    }
}

/// What is to mend first, then what is missing, in at most 13 columns.
fn points(etat: EtatRevue, a: &Avancement, skin: Skin) -> (String, Style) {
    match (a.a_revoir, a.manquent) {
        _ if !etat.ouverte() => (String::new(), skin.plain()),
        (0, 0) => ("complète".to_owned(), skin.done()),
        (0, 1) => ("1 manque".to_owned(), skin.plain()),
        (0, n) => (format!("{n} manquent"), skin.plain()),
        (n, _) => (format!("{n} à revoir"), skin.alert()),
    }
}
