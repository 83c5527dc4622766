//! Proposals for an agenda: a list to mark.

use super::compte;
use crate::{
    app::commission::{Propositions, cadre::Cadre},
    ui::{
        liste::{self, Cell, Columns},
        pen::Pen,
    },
};

/// Draws the proposals over the agenda.
pub(super) fn draw(pen: &mut Pen<'_>, cadre: &Cadre, p: &Propositions) -> (u16, u16) {
    let (n, marked) = (p.rows.len(), p.marked().len());
    let title = format!(
        "{} · {marked} à ajouter",
        compte(n, "proposition", "propositions", "aucune proposition")
    );
    pen.boxed(cadre.boite, &title, true);
    super::tete(
        pen,
        cadre.tete,
        &[
            "Dossiers prêts, à aucun ordre du jour ouvert".to_owned(),
            "Espace coche ou décoche, Entrée ajoute ce qui est coché, Échap referme.".to_owned(),
        ],
    );
    let columns = Columns::new(cadre.liste.width, &[11, 30, 20], &[0, 1, 2], 22);
    let at = liste::rows(pen, cadre.liste, p.cursor, n, true, &columns, |i| {
        let Some((row, marked)) = p.rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let sign = if *marked { "[x]" } else { "[ ]" };
        let cells = vec![
            Cell::plain(row.objet.libelle()),
            Cell::plain(&*row.raison),
            Cell::plain(&*row.region),
        ];
        (Cell::plain(format!("{sign} {}", row.campus_nom)), cells)
    });
    if let Some((row, _)) = p.rows.get(p.cursor.selected) {
        let facts = [
            format!("{} · {}", row.campus_nom, row.objet.libelle()),
            format!("{} · {}", row.region, row.raison),
        ];
        super::detail(pen, cadre.detail, &facts);
    }
    at
}
