//! The list of the screen on top, as it is shown: its filter, its order.

use super::super::{Cx, browser::Browser, geometry::Pane, screen::Screen};
use crate::{
    domain::requete::Sur,
    export::{Feuille, listes},
    store::Filtre,
};

/// What the screen shows, whole; None for a screen that shows no list.
pub fn feuille(screen: &Screen, cx: &Cx<'_>) -> anyhow::Result<Option<Feuille>> {
    Ok(match screen {
        Screen::Browser(b) => Some(registre(b, cx)?),
        Screen::Echeancier(s) => {
            let lines = (0..s.list.rows.len()).filter_map(|r| s.list.line(r));
            Some(listes::echeancier(lines.map(|(c, e)| (&**c, e))))
        }
        Screen::Revues(s) => {
            let lines = (0..s.list.rows.len()).filter_map(|r| s.list.line(r));
            Some(listes::revues(lines))
        }
        Screen::Journal(s) => Some(listes::journal(&s.tous(cx)?)),
        Screen::Tableau(s) => Some(s.feuille()),
        _ => None,
    })
}

/// The pane that has the keys.
fn registre(b: &Browser, cx: &Cx<'_>) -> anyhow::Result<Feuille> {
    let au = cx.options.au;
    Ok(match b.focus {
        Pane::Regions => listes::regions(&b.regions),
        Pane::Filieres => listes::filieres(&b.filieres),
        Pane::Campus => {
            let whole = if b.partielle() {
                let text = &b.filter(Pane::Campus).text;
                let read = cx.store.recherche(Sur::Campus, text)?;
                Some(cx.store.campus(&b.campus_filtre(read.criteres, cx))?)
            } else {
                None
            };
            let all = whole.as_ref().unwrap_or(&b.campus);
            let more = cx.store.complements_campus(all.iter().map(|c| c.id))?;
            listes::campus(all, &more, au)
        }
        Pane::Partenaires => {
            let text = &b.filter(Pane::Partenaires).text;
            let campus = b.selected_campus().map(|c| c.id);
            let filtre = Filtre {
                recherche: cx.store.recherche(Sur::Partenaires, text)?.criteres,
                campus: campus.filter(|_| !b.ailleurs()),
                ..Filtre::au(au)
            };
            let found = if campus.is_some() || b.ailleurs() {
                cx.store.partenaires(&filtre)?
            } else {
                Vec::new()
            };
            let more = cx.store.complements_partenaires(found.iter().map(|p| p.id))?;
            listes::partenaires(&found, &more, au)
        }
    })
}
