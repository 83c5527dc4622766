//! The four panes, and the fiche beside them on wide screens.

use jiff::civil::Date;
use ratatui::layout::Rect;

use super::{
    fiche,
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::{
    app::{
        App,
        browser::Browser,
        fiche::FicheScreen,
        geometry::{Pane, Panes},
    },
    domain::{DatePartielle, Etat, disposition::ColonneCampus, texte::accorder},
};

/// Draws the register. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, b: &Browser, app: &App, top: bool) -> (u16, u16) {
    let panes = Panes::new(app.size, b.focus);
    let mut cursor = (0, 1);
    for pane in Pane::ALL {
        let area = panes.of(pane);
        if area.is_empty() {
            continue;
        }
        let at = draw_pane(pen, b, app, pane, area, top && b.focus == pane);
        if b.focus == pane {
            cursor = at;
        }
    }
    if panes.wide {
        beside(pen, b, app, panes.fiche);
    }
    cursor
}

fn draw_pane(pen: &mut Pen<'_>, b: &Browser, app: &App, pane: Pane, area: Rect, focused: bool) -> (u16, u16) {
    let all = matches!(pane, Pane::Regions | Pane::Filieres);
    let read = b.len(pane) - usize::from(all);
    let count = match (pane, b.longueur()) {
        (Pane::Campus, Some(length)) => length.to_string(),
        (Pane::Campus, None) => format!("{read}+"),
        _ => read.to_string(),
    };
    let title = liste::title(&name(b, pane), count, b.filter(pane));
    let inner = pen.boxed(area, &title, focused);
    let cursor = b.cursor(pane);
    let at = match pane {
        Pane::Regions => {
            let row = |i: usize| match i.checked_sub(1).and_then(|i| b.regions.get(i)) {
                Some(r) => (r.nom.clone(), r.campus, ended(r.fin, app.options.au)),
                None => ("Toutes".into(), b.totals.0, None),
            };
            counted(pen, inner, cursor, b.len(pane), focused, row)
        }
        Pane::Filieres => {
            let row = |i: usize| match i.checked_sub(1).and_then(|i| b.filieres.get(i)) {
                Some(f) => (f.nom.clone(), f.campus, None),
                None => ("Toutes".into(), b.totals.1, None),
            };
            counted(pen, inner, cursor, b.len(pane), focused, row)
        }
        Pane::Campus => campus(pen, area, inner, b, app, focused),
        Pane::Partenaires => partenaires(pen, area, inner, b, app, focused),
    };
    if b.filter(pane).typing && focused {
        liste::filter_cursor(area, &title)
    } else {
        at
    }
}

/// Name of a pane and the order of its list.
fn name(b: &Browser, pane: Pane) -> String {
    let order = match pane {
        Pane::Campus => b.disposition.ordre(),
        Pane::Partenaires => b.disposition_partenaires.ordre(),
        Pane::Regions | Pane::Filieres => String::new(),
    };
    let marked = match b.marked(pane) {
        0 => String::new(),
        n => format!("✓ {}", accorder(n, "marqué")),
    };
    let news = if b.nouveaux[pane as usize] {
        "● changés seuls"
    } else {
        ""
    }
    .to_owned();
    let ailleurs = if pane == Pane::Partenaires && b.ailleurs() {
        "d'ailleurs"
    } else {
        ""
    }
    .to_owned();
    let parts = [pane.title().to_owned(), ailleurs, marked, news, order];
    let said: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    said.join(" · ")
}

/// The year a région ended, when it had on the reference day.
fn ended(fin: Option<DatePartielle>, au: Date) -> Option<String> {
    fin.filter(|f| f.last() < au)
        .map(|f| format!(" (→ {})", f.first().year()))
}

/// Rows with a count at the right: `–` for none, the objective being at least one per région.
fn counted(
    pen: &mut Pen<'_>,
    inner: Rect,
    cursor: crate::app::cursor::Cursor,
    len: usize,
    focused: bool,
    row: impl Fn(usize) -> (String, usize, Option<String>),
) -> (u16, u16) {
    let columns = Columns::new(inner.width, &[3], &[0], 6);
    liste::rows(pen, inner, cursor, len, focused, &columns, |i| {
        let (nom, count, mention) = row(i);
        let figure = if count == 0 {
            "  –".to_owned()
        } else {
            format!("{count:>3}")
        };
        (
            Cell::plain(format!("{nom}{}", mention.unwrap_or_default())),
            vec![Cell::plain(figure)],
        )
    })
}

fn campus(pen: &mut Pen<'_>, area: Rect, inner: Rect, b: &Browser, app: &App, focused: bool) -> (u16, u16) {
    if b.campus.is_empty() {
        liste::empty(
            pen,
            inner,
            if b.partielle() {
                "Rien encore\u{202f}: la recherche continue…"
            } else {
                "Aucun campus ne répond à ces filtres. Échap efface celui d'ici\u{202f}; 1 et 3 mènent aux autres."
            },
        );
        return (inner.x, inner.y);
    }
    let au = app.options.au;
    let skin = *pen.skin;
    let shown = b.disposition.montrees();
    // What is due says more than the région, and the région more than the place.
    let columns = Columns::laid_out(inner.width, &b.disposition, &[2, 0, 1], 26);
    let new = &app.nouveautes.campus;
    liste::headings(pen, area, !new.is_empty(), &columns, shown);
    let signs = !new.is_empty() || !b.marques.campus.is_empty();
    liste::rows(
        pen,
        inner,
        b.cursor(Pane::Campus),
        b.campus.len(),
        focused,
        &columns,
        |i| {
            let Some(c) = b.campus.get(i) else {
                return (Cell::plain(""), Vec::new());
            };
            let late = c.echeances.iter().any(|e| e.etat == Etat::EnRetard) && c.label.etat(au) != "échu";
            let cell = |colonne: &ColonneCampus| Cell {
                text: colonne.texte(c, au),
                style: if late && *colonne == ColonneCampus::Echeance {
                    skin.heading()
                } else {
                    skin.plain()
                },
            };
            let mut name = c.nom_court.clone();
            if signs {
                let marked = b.marques.campus.contains(&c.id);
                name.insert_str(0, &liste::gutter(marked, new.contains_key(&c.id)));
            }
            (Cell::plain(name), shown.iter().map(cell).collect())
        },
    )
}

fn partenaires(
    pen: &mut Pen<'_>,
    area: Rect,
    inner: Rect,
    b: &Browser,
    app: &App,
    focused: bool,
) -> (u16, u16) {
    if b.partenaires.is_empty() {
        let text = match b.selected_campus() {
            _ if b.ailleurs() => "Aucun partenaire ne répond à ce filtre, de ce campus ou d'ailleurs.",
            None => "Aucun campus choisi.",
            Some(_) => "Aucun partenaire.",
        };
        liste::empty(pen, inner, text);
        return (inner.x, inner.y);
    }
    let au = app.options.au;
    let shown = b.disposition_partenaires.montrees();
    let columns = Columns::laid_out(inner.width, &b.disposition_partenaires, &[0, 1, 2], 40);
    let new = &app.nouveautes.partenaires;
    liste::headings(pen, area, !new.is_empty(), &columns, shown);
    let signs = !new.is_empty() || !b.marques.partenaires.is_empty();
    liste::rows(
        pen,
        inner,
        b.cursor(Pane::Partenaires),
        b.partenaires.len(),
        focused,
        &columns,
        |i| {
            let Some(p) = b.partenaires.get(i) else {
                return (Cell::plain(""), Vec::new());
            };
            // Before the name: the only place that no width takes away.
            let mut name = if p.est_ferme(au) {
                format!("fermé · {}", p.nom)
            } else {
                p.nom.clone()
            };
            if signs {
                let marked = b.marques.partenaires.contains(&p.id);
                name.insert_str(0, &liste::gutter(marked, new.contains_key(&p.id)));
            }
            let cells = shown.iter().map(|c| Cell::plain(c.texte(p, au)));
            (Cell::plain(name), cells.collect())
        },
    )
}

/// The fiche of the selected campus in its own pane.
fn beside(pen: &mut Pen<'_>, b: &Browser, app: &App, area: Rect) {
    let inner = pen.boxed(area, "Fiche", false);
    if let Some(f) = &b.fiche {
        let lignes = FicheScreen::of_campus(f, &b.compagnie, app.options.au);
        fiche::lignes(pen, inner, &lignes, None);
    }
}
