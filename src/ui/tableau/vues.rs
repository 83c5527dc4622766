//! The pictures made of bars: labels, reviews by quarter, one indicator, one campus.

mod echelle;

use jiff::civil::Date;
use ratatui::{layout::Rect, style::Style};

use super::barres::{self, Rangee, Zones, court, parts, signs};
use crate::{
    app::cursor::Cursor,
    domain::tableau::{
        Atteinte, EtatLabel, Genre, Groupe, Labels, Mesure, Mesures, RevuesTrimestre, Trimestre, VueCampus,
        VueIndicateur, indicateurs, revues as trimestres, stats::entier,
    },
    form::number::show_figure,
    ui::{pen::Pen, skin::Skin},
};

use echelle::Echelle;

/// Columns of a figure, the space before it included.
const CHIFFRE: u16 = 9;

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
            chiffres: vec![crate::domain::tableau::table::compte(g.total())],
        }
    });
    let said = EtatLabel::ALL.map(|e| format!("{} {}", e.signe(), e.libelle()));
    legend(pen, area, rows, &[said.join("  ")]);
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
        let mark = if r.trimestre == now { ">" } else { " " };
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
    let mut said = "F fait  A à faire  R en retard  - à venir  > trimestre du jour de référence".to_owned();
    if most >= usize::from(zones.barre) {
        said = format!("F fait  A à faire  R en retard  - à venir  (la plus longue barre : {most})");
    }
    legend(pen, area, rows, &[said]);
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

/// Lines under the rows.
fn legend(pen: &mut Pen<'_>, area: Rect, rows: Rect, texts: &[String]) {
    for (i, text) in texts.iter().enumerate() {
        let y = rows.bottom() + i as u16;
        if y < area.bottom() {
            pen.put(
                area.x + 1,
                y,
                area.width.saturating_sub(1),
                text,
                pen.skin.quiet(),
            );
        }
    }
}

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
    headings(
        pen,
        area,
        zones,
        &echelle.bornes(),
        ["label", "2 ans", "4 ans", "cible"],
    );
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
    national(pen, area, rows, v, zones, &echelle);
    at
}

fn sens(s: crate::domain::indicateur::Sens) -> &'static str {
    match s {
        crate::domain::indicateur::Sens::Hausse => "à la hausse",
        crate::domain::indicateur::Sens::Baisse => "à la baisse",
        crate::domain::indicateur::Sens::Neutre => "sans sens",
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
fn headings(pen: &mut Pen<'_>, area: Rect, zones: Zones, bar: &str, figures: [&str; 4]) {
    let style = pen.skin.label();
    let row = Rangee {
        nom: "Campus".to_owned(),
        style,
        barre: vec![(bar.to_owned(), style)],
        chiffres: figures.map(str::to_owned).to_vec(),
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
            barre: vec![(title("[ quartiles | médiane ]"), skin.label())],
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
    let said =
        "L label  2 à 2 ans  4 à 4 ans  C cible  absente : donnée absente  < 20 : effectif trop faible";
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
    headings(pen, area, zones, "atteinte", ["label", "2 ans", "4 ans", "cible"]);
    let skin = *pen.skin;
    let wide = zones.barre.saturating_sub(8);
    let at = barres::rows(pen, rows, cursor, v.lignes.len(), zones, |i| {
        let Some((indicateur, mesures)) = v.lignes.get(i) else {
            return Rangee::default();
        };
        Rangee {
            nom: format!("{} {}", indicateur.code, indicateur.libelle),
            style: skin.plain(),
            barre: attained(skin, Atteinte::de(mesures, indicateur.sens), wide),
            chiffres: figures(mesures),
        }
    });
    let said = "atteinte de la cible, | à 100 %  absente : donnée absente  < 20 : effectif trop faible  – : pas de donnée";
    legend(pen, area, rows, &[said.to_owned()]);
    at
}

/// A bar of the attainment, up to 100 %, then the figure; or why there is none, in words.
fn attained(skin: Skin, atteinte: Atteinte, wide: u16) -> Vec<(String, Style)> {
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
    let shown = crate::form::number::show_rounded(p, 0);
    vec![
        (signs('█', n), style),
        (" ".repeat(rest), Style::new()),
        (format!("|{shown}\u{a0}%"), style),
    ]
}
