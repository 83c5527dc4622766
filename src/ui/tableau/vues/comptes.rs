//! Labels by state, reviews by quarter.

use jiff::civil::Date;
use ratatui::layout::Rect;

use super::legend;
use crate::{
    app::cursor::Cursor,
    domain::tableau::{
        EtatLabel, Genre, Groupe, Labels, RevuesTrimestre, Trimestre, revues as trimestres, table::compte,
    },
    ui::{
        pen::Pen,
        tableau::barres::{self, Rangee, Zones, parts, signs},
    },
};

/// Labels by state in each group.
pub fn labels(pen: &mut Pen<'_>, area: Rect, rows: Rect, l: &Labels, cursor: Cursor) -> (u16, u16) {
    let zones = Zones::new(area.width, 46, 1, 6);
    let most = l.groupes.iter().map(Groupe::total).max().unwrap_or(0);
    let skin = *pen.skin;
    let style = |e: EtatLabel| match e {
        EtatLabel::EnVigueur | EtatLabel::Renouvele => skin.done(),
        EtatLabel::NonRenouvele => skin.alert(),
        EtatLabel::Echu | EtatLabel::AVenir => skin.quiet(),
    };
    let at = barres::rows(pen, rows, cursor, l.groupes.len(), zones, |i| {
        let Some(g) = l.groupes.get(i) else {
            return Rangee::default();
        };
        let wide = zones.barre.saturating_sub(1);
        let unit = (usize::from(wide) / most.max(1)).max(1);
        let lengths = parts(&g.comptes.map(|n| n * unit), most * unit, wide);
        let bar = EtatLabel::ALL.into_iter().zip(lengths);
        Rangee {
            nom: if g.genre == Genre::Filiere {
                format!("  {}", g.nom)
            } else {
                g.nom.clone()
            },
            style: if g.genre == Genre::Filiere {
                skin.plain()
            } else {
                skin.heading()
            },
            barre: bar.map(|(e, n)| (signs(e.signe(), n), style(e))).collect(),
            chiffres: vec![compte(g.total())],
        }
    });
    let said = EtatLabel::ALL.map(|e| format!("{} {}", e.signe(), e.libelle()));
    legend(pen, area, rows, &said.join("  "));
    at
}

/// Reviews by the quarter they are due in; the quarter of the reference day is said.
pub fn revues(
    pen: &mut Pen<'_>,
    area: Rect,
    rows: Rect,
    all: &[RevuesTrimestre],
    cursor: Cursor,
    au: Date,
) -> (u16, u16) {
    let zones = Zones::new(area.width, 24, 4, 6);
    let most = all.iter().map(RevuesTrimestre::total).max().unwrap_or(0);
    let now = Trimestre::de(au);
    let skin = *pen.skin;
    let styles = [skin.done(), skin.attention(), skin.alert(), skin.quiet()];
    let at = barres::rows(pen, rows, cursor, all.len(), zones, |i| {
        let Some(r) = all.get(i) else {
            return Rangee::default();
        };
        let counts = r.parts().map(|(n, ..)| n);
        let lengths = parts(&counts, most, zones.barre.saturating_sub(1));
        let bar = r.parts().into_iter().zip(lengths).zip(styles);
        let mark = if r.trimestre == now { "*" } else { " " };
        Rangee {
            nom: format!("{mark} {} {}", r.trimestre.fr(), trimestres::nom(r)),
            style: if r.trimestre == now {
                skin.heading()
            } else {
                skin.plain()
            },
            barre: bar
                .map(|(((_, letter, _), n), style)| (signs(letter, n), style))
                .collect(),
            chiffres: r
                .parts()
                .iter()
                .filter(|_| r.total() > 0)
                .map(|(n, letter, _)| chiffre(*n, *letter))
                .collect(),
        }
    });
    let scale = if most >= usize::from(zones.barre) {
        format!("la plus longue barre\u{202f}: {most}")
    } else {
        "* trimestre du jour de référence".to_owned()
    };
    let said = format!("F fait  A à faire  R en retard  - à venir  {scale}");
    legend(pen, area, rows, &said);
    at
}

/// `12 R`, nothing for none.
fn chiffre(n: usize, letter: char) -> String {
    if n == 0 {
        String::new()
    } else {
        format!("{n} {letter}")
    }
}
