//! One indicator of all campuses, one campus under all indicators.

use ratatui::{layout::Rect, style::Style};

use super::{echelle::Echelle, legend};
use crate::{
    app::cursor::Cursor,
    domain::{
        indicateur::Sens,
        tableau::{Atteinte, Mesure, Mesures, VueCampus, VueIndicateur, indicateurs, stats::entier},
    },
    form::number::{show_figure, show_rounded},
    ui::{
        pen::Pen,
        skin::Skin,
        tableau::barres::{self, Rangee, Zones, court, signs},
    },
};

/// Columns of a figure, the space before it included.
const CHIFFRE: u16 = 9;

/// One indicator: a bar to the latest value of each campus, the series marked on it; under them the national ones.
pub fn indicateur(
    pen: &mut Pen<'_>,
    area: Rect,
    rows: Rect,
    v: &VueIndicateur,
    cursor: Cursor,
) -> (u16, u16) {
    let zones = Zones::new(area.width, 44, 4, CHIFFRE);
    let echelle = Echelle::new(v.etendue(), zones.barre.saturating_sub(1));
    let i = &v.indicateur;
    let title = format!("{} · {} ({}, {})", i.code, i.libelle, i.unite, sens(i.sens));
    pen.put(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        pen.skin.heading(),
    );
    headings(pen, area, zones, "Campus", &echelle.bornes());
    let skin = *pen.skin;
    let at = barres::rows(pen, rows, cursor, v.lignes.len(), zones, |i| {
        let Some(l) = v.lignes.get(i) else {
            return Rangee::default();
        };
        let barre = match echelle.barre(&l.mesures) {
            Some(bar) => vec![(bar, skin.done())],
            None => vec![(sans_chiffre(&l.mesures).to_owned(), skin.quiet())],
        };
        Rangee {
            nom: l.nom.clone(),
            style: skin.plain(),
            barre,
            chiffres: figures(&l.mesures),
        }
    });
    let drawn = (v.lignes.len() as u16).min(rows.height);
    let rows = Rect {
        height: drawn,
        ..rows
    };
    national(pen, area, rows, v, zones, &echelle);
    at
}

fn sens(s: Sens) -> &'static str {
    match s {
        Sens::Hausse => "à la hausse",
        Sens::Baisse => "à la baisse",
        Sens::Neutre => "sans sens",
    }
}

/// Why no series has a figure.
fn sans_chiffre(mesures: &Mesures) -> &'static str {
    let said = mesures.iter().find(|m| !matches!(m, Mesure::Aucune));
    said.copied().unwrap_or_default().mots().unwrap_or_default()
}

/// The figures of a row, short; what they stand for is in the legend and in full in the table.
fn figures(mesures: &Mesures) -> Vec<String> {
    let short = |m: &Mesure| match m {
        Mesure::Valeur(x) => court(&show_figure(*x), Some(*x), CHIFFRE - 1),
        Mesure::Absente => "absente".to_owned(),
        Mesure::TropFaible => "< 20".to_owned(),
        Mesure::Aucune => "–".to_owned(),
    };
    mesures.iter().map(short).collect()
}

/// Headings of the bar and the figures, on the second line.
fn headings(pen: &mut Pen<'_>, area: Rect, zones: Zones, name: &str, bar: &str) {
    let style = pen.skin.label();
    let row = Rangee {
        nom: name.to_owned(),
        style,
        barre: vec![(bar.to_owned(), style)],
        chiffres: ["label", "2 ans", "4 ans", "cible"].map(str::to_owned).to_vec(),
    };
    if area.height > 1 {
        let y = area.y + 1;
        barres::draw(pen, Rect { y, height: 1, ..area }, zones, &row);
    }
}

/// Median and quartiles of each series, drawn on the campuses' scale.
fn national(pen: &mut Pen<'_>, area: Rect, rows: Rect, v: &VueIndicateur, zones: Zones, echelle: &Echelle) {
    let skin = *pen.skin;
    let below = area.bottom().saturating_sub(rows.bottom());
    let mut put = |line: u16, row: &Rangee| {
        if line < below {
            let y = rows.bottom() + line;
            barres::draw(pen, Rect { y, height: 1, ..area }, zones, row);
        }
    };
    let title = |text: &str| text.to_owned();
    put(
        0,
        &Rangee {
            nom: title("Ensemble des campus"),
            style: skin.label(),
            barre: vec![(title("quartiles [-|-]"), skin.label())],
            chiffres: ["campus", "1er qu.", "médiane", "3e qu."]
                .map(str::to_owned)
                .to_vec(),
        },
    );
    for (i, serie) in indicateurs::SERIES.iter().enumerate() {
        let q = v.quartiles(i);
        let figure = |x: f64| court(&show_figure(x), Some(x), CHIFFRE - 1);
        let row = Rangee {
            nom: title(serie),
            style: skin.plain(),
            barre: vec![match q {
                Some(q) => (echelle.boite(q), skin.plain()),
                None => (title("pas de donnée"), skin.quiet()),
            }],
            chiffres: q.map_or_else(Vec::new, |q| {
                vec![q.n.to_string(), figure(q.q1), figure(q.mediane), figure(q.q3)]
            }),
        };
        put(i as u16 + 1, &row);
    }
    let said = "L label · 2 deux ans · 4 quatre ans · C cible · < 20\u{202f}: effectif trop faible";
    if below > 5 {
        pen.put(
            area.x + 1,
            rows.bottom() + 5,
            area.width.saturating_sub(1),
            said,
            skin.quiet(),
        );
    }
}

/// One campus: how much of the way to each target was covered, and the figures.
pub fn campus(pen: &mut Pen<'_>, area: Rect, rows: Rect, v: &VueCampus, cursor: Cursor) -> (u16, u16) {
    let zones = Zones::new(area.width, 44, 4, CHIFFRE);
    let title = format!("{} · {}", v.nom, indicateurs::origine(v.source));
    pen.put(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        pen.skin.heading(),
    );
    headings(pen, area, zones, "Indicateur", "atteinte");
    let skin = *pen.skin;
    let wide = zones.barre.saturating_sub(8);
    let at = barres::rows(pen, rows, cursor, v.lignes.len(), zones, |i| {
        let Some((indicateur, mesures)) = v.lignes.get(i) else {
            return Rangee::default();
        };
        Rangee {
            nom: indicateur.libelle.clone(),
            style: skin.plain(),
            barre: attained(skin, mesures, indicateur.sens, wide),
            chiffres: figures(mesures),
        }
    });
    let said = "| 100\u{a0}% de la cible · < 20\u{202f}: effectif trop faible · –\u{202f}: pas de donnée";
    legend(pen, area, rows, said);
    at
}

/// A bar of the attainment, up to 100 %, then the figure; or why there is none, in words.
fn attained(skin: Skin, mesures: &Mesures, sens: Sens, wide: u16) -> Vec<(String, Style)> {
    if mesures.iter().all(|m| m.valeur().is_none()) {
        return vec![(sans_chiffre(mesures).to_owned(), skin.quiet())];
    }
    let atteinte = Atteinte::de(mesures, sens);
    let Some(p) = atteinte.pourcent() else {
        let style = if atteinte == Atteinte::Contresens {
            skin.alert()
        } else {
            skin.quiet()
        };
        return vec![(atteinte.texte(show_figure), style)];
    };
    let full = f64::from(wide);
    let n = entier((p / 100.0 * full).round(), usize::from(wide));
    let rest = usize::from(wide) - n;
    let style = if p >= 100.0 { skin.done() } else { skin.attention() };
    let shown = show_rounded(p, 0);
    vec![
        (signs('█', n), style),
        (" ".repeat(rest), Style::new()),
        (format!("|{shown}\u{a0}%"), style),
    ]
}
