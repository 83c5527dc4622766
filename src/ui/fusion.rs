//! Two partners that are one: the choice of the other, the two side by side, the pairs proposed.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::{
    liste::{self, Cell, Columns},
    pen::{Pen, wrap},
    skin::Skin,
};
use crate::{
    app::fusion::{Candidat, Doublons, Face, FusionScreen},
    domain::fusion::{ChampFusion, Cote, Doublon, Fusion, PartenaireFusion},
};

/// Columns of a field's name.
const LIBELLE: u16 = 16;

/// Draws the choice, or the two side by side.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &FusionScreen) -> (u16, u16) {
    match &s.face {
        Some(face) => side_by_side(pen, area, face),
        None => choice(pen, area, s),
    }
}

fn choice(pen: &mut Pen<'_>, area: Rect, s: &FusionScreen) -> (u16, u16) {
    let list = &s.list;
    let title = liste::title(
        &format!("Fusionner « {} » avec", s.nom),
        list.count(),
        &list.filter,
    );
    let inner = pen.boxed(area, &title, true);
    let at = if list.rows.is_empty() {
        let text = if list.filter.text.is_empty() {
            "Aucun partenaire ne lui ressemble. Tapez les mots de l'autre\u{202f}: nom, commune, UAI, SIRET."
        } else {
            "Aucun autre partenaire ne répond à ces mots. Échap les efface."
        };
        liste::empty(pen, inner, text);
        (inner.x, inner.y)
    } else {
        let alike = (0..list.rows.len()).any(|i| list.line(i).is_some_and(|(_, why)| why.is_some()));
        // Found by words, none has a reason: the name takes the room.
        let order: &[usize] = if alike { &[0, 1, 2, 3, 4] } else { &[1, 3, 2, 4] };
        let columns = Columns::new(inner.width, &[28, 16, 9, 6, 9], order, 24);
        let skin = *pen.skin;
        liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
            list.line(i)
                .map_or_else(|| (Cell::plain(""), Vec::new()), |c| candidate(c, skin))
        })
    };
    if list.filter.typing {
        return liste::filter_cursor(area, &title);
    }
    at
}

/// Name; why, town, UAI, type, campuses.
fn candidate((p, indice): &Candidat, skin: Skin) -> (Cell, Vec<Cell>) {
    let why = indice.map_or("", |i| i.libelle());
    let cells = vec![
        Cell {
            text: why.to_owned(),
            style: skin.attention(),
        },
        Cell::plain(p.commune.clone().unwrap_or_default()),
        Cell::plain(p.uai.clone().unwrap_or_default()),
        Cell::plain(&*p.type_code),
        Cell::plain(format!("{} campus", p.campus)),
    ];
    (Cell::plain(&*p.nom), cells)
}

/// Draws the pairs proposed.
pub fn doublons(pen: &mut Pen<'_>, area: Rect, s: &Doublons) -> (u16, u16) {
    let list = &s.list;
    let title = liste::title("Doublons possibles", list.count(), &list.filter);
    let inner = pen.boxed(area, &title, true);
    let at = if list.rows.is_empty() {
        let text = if list.all().is_empty() {
            "Aucun doublon\u{202f}: pas deux partenaires de même UAI, SIRET ou RNA, ni de même nom dans la même commune."
        } else {
            "Rien ne répond à ces mots. Échap efface le filtre."
        };
        liste::empty(pen, inner, text);
        (inner.x, inner.y)
    } else {
        let half = inner.width.saturating_sub(34) / 2;
        let columns = Columns::new(inner.width, &[half, 28], &[0, 1], 20);
        let skin = *pen.skin;
        liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
            list.line(i)
                .map_or_else(|| (Cell::plain(""), Vec::new()), |d| pair(d, skin))
        })
    };
    if list.filter.typing {
        return liste::filter_cursor(area, &title);
    }
    at
}

fn pair(d: &Doublon, skin: Skin) -> (Cell, Vec<Cell>) {
    let named = |nom: &str, town: &Option<String>| match town {
        Some(town) => format!("{nom}, {town}"),
        None => nom.to_owned(),
    };
    let cells = vec![
        Cell::plain(named(&d.autre.nom, &d.autre.commune)),
        Cell {
            text: d.indice.libelle().to_owned(),
            style: skin.attention(),
        },
    ];
    (Cell::plain(named(&d.un.nom, &d.un.commune)), cells)
}

/// The two, field by field: `[x]` before what is kept.
fn side_by_side(pen: &mut Pen<'_>, area: Rect, face: &Face) -> (u16, u16) {
    let f = &face.fusion;
    let inner = pen.boxed(area, "Fusion · ← → choisit, Entrée fusionne", true);
    let columns = Columns3::new(inner);
    let mut y = inner.y;
    let head = pen.skin.heading();
    columns.put(pen, y, ["", "Reste au registre", "Va à la corbeille"], [head; 3]);
    y += 1;
    let mut at = (inner.x, y);
    let bottom = whole(pen, inner, &columns, f.champs.get(face.cursor.selected));
    let rows = usize::from(bottom.saturating_sub(y));
    let offset = liste::window(
        face.cursor.selected,
        face.cursor.selected,
        rows,
        f.champs.len() + 3,
    );
    let tail = summary(f);
    for i in (offset..f.champs.len() + tail.len()).take(rows) {
        match f.champs.get(i) {
            Some(champ) => {
                let here = i == face.cursor.selected;
                if here {
                    at = (inner.x, y);
                    pen.put(inner.x, y, 1, "▌", pen.skin.title());
                }
                field(pen, &columns, y, champ, here);
            }
            None => {
                if let Some((label, text)) = tail.get(i - f.champs.len()) {
                    pen.put(inner.x + 1, y, LIBELLE, label, pen.skin.label());
                    let x = inner.x + LIBELLE + 2;
                    pen.put(x, y, inner.right().saturating_sub(x), text, pen.skin.quiet());
                }
            }
        }
        y += 1;
    }
    at
}

/// What does not fit its column is said whole on the last lines; returns where the lines above end.
fn whole(pen: &mut Pen<'_>, area: Rect, columns: &Columns3, champ: Option<&ChampFusion>) -> u16 {
    let Some(champ) = champ else { return area.bottom() };
    let room = usize::from(columns.width[1].saturating_sub(4));
    let (left, right) = (dit(champ.gauche.as_deref()), dit(champ.droite.as_deref()));
    let fits = |text: &str| text.width() <= room;
    if (fits(&left) && fits(&right)) || area.height < 12 {
        return area.bottom();
    }
    let sides = [("Reste", left), ("À la corbeille", right)];
    let lines: Vec<(&str, String)> = sides
        .into_iter()
        .flat_map(|(label, text)| {
            let parts = wrap(&text, area.width.saturating_sub(LIBELLE + 3));
            let labels = std::iter::once(label).chain(std::iter::repeat(""));
            labels.zip(parts.into_iter().take(3)).collect::<Vec<_>>()
        })
        .collect();
    let top = area.bottom().saturating_sub(lines.len() as u16);
    for (y, (label, text)) in (top..).zip(&lines) {
        pen.put(area.x + 1, y, LIBELLE, label, pen.skin.label());
        let x = area.x + LIBELLE + 2;
        pen.put(x, y, area.right().saturating_sub(x), text, pen.skin.plain());
    }
    top
}

fn field(pen: &mut Pen<'_>, columns: &Columns3, y: u16, champ: &ChampFusion, here: bool) {
    let skin = *pen.skin;
    let said = |text: &Option<String>, cote: Cote| {
        let mark = match (champ.differe(), champ.choix == cote) {
            (false, _) => "    ",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        };
        format!("{mark}{}", dit(text.as_deref()))
    };
    let style = |cote: Cote| match (champ.differe() && champ.choix == cote, here) {
        (true, true) => skin.selected(),
        (true, false) => skin.plain(),
        (false, _) => skin.quiet(),
    };
    let (left, right) = (
        said(&champ.gauche, Cote::Gauche),
        said(&champ.droite, Cote::Droite),
    );
    columns.put(
        pen,
        y,
        [&champ.libelle, &left, &right],
        [skin.label(), style(Cote::Gauche), style(Cote::Droite)],
    );
}

/// A value on one line; what is not known says so.
fn dit(text: Option<&str>) -> String {
    text.unwrap_or("inconnu").replace('\n', " ")
}

/// What follows without a choice: links and names of both.
fn summary(f: &Fusion) -> Vec<(&'static str, String)> {
    let links = |p: &PartenaireFusion| p.campus.join(", ");
    let mut out = vec![("Autres noms", f.autres_noms().join("\u{202f}; "))];
    out.push(("Liens gardés", links(&f.garde)));
    let common = match f.communs() {
        0 => String::new(),
        n => format!(" ({n} en commun\u{202f}: rôles réunis)"),
    };
    out.push(("Liens reçus", format!("{}{common}", links(&f.perdu))));
    out
}

/// Name of the field, left, right.
struct Columns3 {
    x: [u16; 3],
    width: [u16; 3],
}

impl Columns3 {
    fn new(area: Rect) -> Self {
        let label = LIBELLE.min(area.width / 4);
        let half = area.width.saturating_sub(label + 3) / 2;
        let left = area.x + label + 2;
        Self {
            x: [area.x + 1, left, left + half + 1],
            width: [label, half, half],
        }
    }

    fn put(&self, pen: &mut Pen<'_>, y: u16, texts: [&str; 3], styles: [ratatui::style::Style; 3]) {
        for ((x, width), (text, style)) in self.x.iter().zip(self.width).zip(texts.iter().zip(styles)) {
            pen.put(*x, y, width, text, style);
        }
    }
}
