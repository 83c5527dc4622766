//! The question of an export: formats, name of the file.

use ratatui::layout::Rect;

use super::{form, pen::Pen};
use crate::{app::exporter::Exporter, domain::texte::accorder};

/// Draws the formats and the name over what is below.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Exporter) -> (u16, u16) {
    let height = (s.formats.len() as u16 + 5).min(area.height);
    let width = 64.min(area.width);
    let at = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    );
    let title = format!(
        "Exporter · {} · {}",
        s.feuille.nom,
        accorder(s.feuille.lignes.len(), "ligne")
    );
    let inner = pen.boxed(at, &title, true);
    for (y, (i, format)) in (inner.y..inner.bottom()).zip(s.formats.iter().enumerate()) {
        let (mark, style) = if i == s.choisi {
            ("• ", pen.skin.title())
        } else {
            ("  ", pen.skin.plain())
        };
        pen.put(
            inner.x,
            y,
            inner.width,
            &format!("{mark}{}", format.libelle()),
            style,
        );
    }
    let row = inner.y + s.formats.len() as u16 + 1;
    let label = "Fichier\u{202f}: ";
    if row >= inner.bottom() {
        return (inner.x, inner.bottom().saturating_sub(1));
    }
    let used = pen.put(inner.x, row, inner.width, label, pen.skin.quiet());
    let field = Rect::new(inner.x + used, row, inner.width.saturating_sub(used), 1);
    if row + 1 < inner.bottom() {
        let help = "Haut et Bas changent le format";
        pen.put(inner.x, row + 1, inner.width, help, pen.skin.quiet());
    }
    form::editor(pen, field, &s.nom)
}
