//! The annex of an act: labelled campuses.

use super::{compte, detail, rangs, tete, titre};
use crate::{
    app::commission::{PageAnnexe, cadre::Cadre},
    domain::LigneAnnexe,
    ui::{
        liste::{Cell, Columns},
        pen::Pen,
    },
};

fn ans(n: i64) -> String {
    if n > 1 {
        format!("{n} ans")
    } else {
        format!("{n} an")
    }
}

/// Draws an annex: a line a campus, the selected one in full.
pub(super) fn draw(pen: &mut Pen<'_>, page: &PageAnnexe, size: (u16, u16)) -> (u16, u16) {
    let cadre = Cadre::page(size);
    let name = format!(
        "Annexe · {}",
        compte(page.rangs.len(), "label", "labels", "aucun label")
    );
    let title = titre(&name, &page.rangs.filter);
    pen.boxed(cadre.boite, &title, true);
    let copy = "y copie la ligne, Y toute l'annexe.".to_owned();
    tete(pen, cadre.tete, &[page.titre.clone(), page.objet.clone(), copy]);
    let columns = Columns::new(cadre.liste.width, &[10, 5, 11, 26, 26], &[0, 1, 2, 3, 4], 20);
    let empty = if page.rangs.all().is_empty() {
        "Aucun label\u{202f}: l'acte n'en donne ni n'en renouvelle. e, dans la liste des actes, y ajoute des décisions."
    } else {
        "Rien pour ces mots. Échap efface le filtre."
    };
    let at = rangs(
        pen,
        &cadre,
        &page.rangs,
        (&title, empty),
        &columns,
        |_, l: &LigneAnnexe| {
            let cells = vec![
                Cell::plain(l.effet.court()),
                Cell::plain(ans(l.duree_ans)),
                Cell::plain(&*l.categorie),
                Cell::plain(&*l.territoire),
                Cell::plain(&*l.secteur),
            ];
            (Cell::plain(&*l.nom_court), cells)
        },
    );
    if let Some(l) = page.rangs.selected() {
        let facts = [
            l.nom.clone(),
            format!("Territoire\u{202f}: {}", l.territoire),
            format!("Secteur\u{202f}: {}", l.secteur),
            format!(
                "Catégorie {} · {} · date d'effet\u{202f}: {}",
                l.categorie,
                ans(l.duree_ans),
                l.effet.fr()
            ),
        ];
        detail(pen, cadre.detail, &facts);
    }
    at
}
