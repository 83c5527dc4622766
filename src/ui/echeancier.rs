//! What is due.

use ratatui::{layout::Rect, style::Style};

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
    skin::Skin,
};
use crate::{
    app::{App, echeancier::Echeancier, listing::Row},
    domain::{Colonne as _, Echeance, Etat, Terme, TypeEcheance, disposition::ColonneEcheance},
};

/// Width from which a window shows both its days.
const WIDE: u16 = 72;

/// Draws the deadlines under their headings.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Echeancier, app: &App) -> (u16, u16) {
    let list = &s.list;
    let words = liste::title("Échéancier", list.count(), &list.filter);
    let only = if s.nouveaux { " · ● changés seuls" } else { "" };
    let title = format!(
        "{words}{only} · {} · {} · {}",
        s.etats.libelle(),
        s.horizon.libelle(),
        s.disposition.ordre()
    );
    let inner = pen.boxed(area, &title, true);
    if list.rows.is_empty() {
        let text = if list.filter.text.is_empty() {
            "Rien ici. d change l'horizon, f les états montrés."
        } else {
            "Rien ne répond à ces mots ici. Échap les efface, d change l'horizon, f les états montrés."
        };
        liste::empty(pen, inner, text);
        let at = (inner.x, inner.y);
        return if list.filter.typing {
            liste::filter_cursor(area, &words)
        } else {
            at
        };
    }
    let wide = inner.width >= WIDE;
    let shown = s.disposition.montrees();
    let width = |c: &ColonneEcheance| {
        if *c == ColonneEcheance::Date && !wide {
            10
        } else {
            c.largeur()
        }
    };
    let columns = if s.disposition.colonnes.is_empty() {
        let widths: Vec<u16> = shown.iter().map(width).collect();
        let order: Vec<usize> = (0..widths.len()).collect();
        Columns::new(inner.width, &widths, &order, 20)
    } else {
        Columns::chosen(inner.width, shown, liste::CHOSEN_LEAST)
    };
    let new = &app.nouveautes.campus;
    liste::headings(pen, area, !new.is_empty(), &columns, shown);
    let skin = *pen.skin;
    let at = liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
        if let Some(Row::Heading(text)) = list.rows.get(i) {
            return (heading(text, skin), Vec::new());
        }
        let Some((c, e)) = list.line(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let cell = |colonne: &ColonneEcheance| match colonne {
            ColonneEcheance::Etat => Cell {
                text: e.etat.libelle().into(),
                style: style(e.etat, skin),
            },
            ColonneEcheance::Type => Cell::plain(kind(e)),
            ColonneEcheance::Date => Cell::plain(when(e, wide)),
            other => Cell::plain(other.texte(c, e)),
        };
        let cells = shown.iter().map(cell).collect();
        let sign = if new.contains_key(&c.id) { "●" } else { " " };
        (Cell::plain(format!("{sign}{}", c.nom_court)), cells)
    });
    if list.filter.typing {
        liste::filter_cursor(area, &words)
    } else {
        at
    }
}

fn heading(text: &str, skin: Skin) -> Cell {
    let late = text.starts_with("En retard");
    Cell {
        text: text.to_owned(),
        style: if late { skin.alert() } else { skin.heading() },
    }
}

fn style(etat: Etat, skin: Skin) -> Style {
    match etat {
        Etat::EnRetard => skin.alert(),
        Etat::AFaire | Etat::EnCours => skin.attention(),
        Etat::Fait => skin.done(),
        Etat::AVenir | Etat::SansObjet | Etat::Echu => skin.plain(),
    }
}

/// What falls due, and whether it is the program that proposes it; at most 14 columns.
fn kind(e: &Echeance) -> &'static str {
    match (e.type_echeance, e.proposee) {
        (TypeEcheance::Suivi, true) => "suivi proposé",
        (TypeEcheance::Evaluation, true) => "éval. proposée",
        (other, _) => other.libelle(),
    }
}

/// The term in figures; where a window does not fit, the day that counts now: its opening, then its end.
fn when(e: &Echeance, wide: bool) -> String {
    match e.terme {
        Terme::Fenetre(debut, _) if !wide && e.etat == Etat::AVenir => debut.court(),
        Terme::Fenetre(_, fin) if !wide => fin.court(),
        terme => terme.court(),
    }
}
