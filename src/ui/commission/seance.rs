//! A séance: who sits, the agenda, the selected item.

use super::{compte, detail, membres, propositions, rangs, titre};
use crate::{
    app::commission::{PageSeance, Volet, cadre::Cadre},
    domain::{Avis, DatePartielle, Decision, Objet, Point, TypeRevue},
    ui::{
        liste::{Cell, Columns},
        pen::Pen,
        skin::Skin,
    },
};

/// Draws a séance. Returns the cursor's place.
pub(super) fn draw(pen: &mut Pen<'_>, page: &PageSeance, size: (u16, u16)) -> (u16, u16) {
    let cadre = Cadre::seance(size, page.volet);
    let beside = membres::draw(pen, cadre.membres, page);
    if let Some(p) = &page.propositions {
        return propositions::draw(pen, &cadre, p);
    }
    let agenda = agenda(pen, page, &cadre);
    if page.volet == Volet::Membres {
        beside
    } else {
        agenda
    }
}

fn agenda(pen: &mut Pen<'_>, page: &PageSeance, cadre: &Cadre) -> (u16, u16) {
    let s = &page.seance;
    let state = if s.close { "close" } else { "ouverte" };
    let points = compte(s.points.len(), "point", "points", "aucun point");
    let title = titre(
        &format!("{} · {state} · {points}", page.titre()),
        &page.points.filter,
    );
    if cadre.boite.is_empty() {
        return (0, 0);
    }
    pen.boxed(cadre.boite, &title, page.volet == Volet::Agenda);
    super::tete(pen, cadre.tete, &tete(page, !cadre.membres.is_empty()));
    let skin = *pen.skin;
    let columns = Columns::new(cadre.liste.width, &[11, 17, 13, 20, 16], &[0, 1, 2, 3, 4], 25);
    let at = rangs(
        pen,
        cadre,
        &page.points,
        (&title, page.vide()),
        &columns,
        |i, p: &Point| {
            let cells = vec![
                Cell::plain(p.objet.libelle()),
                avis(p.avis, skin),
                decision(p, s.close, skin),
                Cell::plain(&*p.region),
                Cell::plain(p.rapporteur.as_deref().unwrap_or("–")),
            ];
            (Cell::plain(format!("{:>2} {}", i + 1, p.campus_nom)), cells)
        },
    );
    if let Some(p) = page.points.selected() {
        detail(pen, cadre.detail, &faits(p, s.close));
    }
    at
}

/// Who sits where, and the check of the colleges; the members say the rest when they stand beside.
fn tete(page: &PageSeance, beside: bool) -> Vec<String> {
    let s = &page.seance;
    let colleges = s.colleges.len();
    let absents: Vec<&str> = s.absents().iter().map(|c| c.libelle.as_str()).collect();
    let over = s.en_surnombre().len();
    let check = match absents.len() {
        0 => format!("Les {colleges} collèges sont représentés"),
        n if n == colleges => format!("! Aucun des {colleges} collèges n'est représenté"),
        n => format!("! {} collèges représentés sur {colleges}", colleges - n),
    };
    let tab = if beside { "" } else { " · Tab montre les membres" };
    let mut out = vec![
        format!(
            "{} · {} · présidence\u{202f}: {}",
            s.instance,
            s.lieu.as_deref().unwrap_or("lieu inconnu"),
            s.president.as_deref().unwrap_or("inconnue")
        ),
        match over {
            0 => format!("{check}{tab}"),
            n => format!("{check}, + {n} en surnombre{tab}"),
        },
    ];
    if !beside && !absents.is_empty() && absents.len() < colleges {
        out.push(format!("Absents\u{202f}: {}", absents.join("\u{202f}; ")));
    }
    out
}

/// An avis in a cell's width.
fn avis(avis: Option<Avis>, skin: Skin) -> Cell {
    let (text, style) = match avis {
        None => ("sans avis", skin.attention()),
        Some(Avis::FavorableRecommandations) => ("fav. avec recomm.", skin.done()),
        Some(a @ Avis::Favorable) => (a.libelle(), skin.done()),
        Some(a @ (Avis::Reserve | Avis::Defavorable)) => (a.libelle(), skin.alert()),
        Some(a @ Avis::Ajourne) => (a.libelle(), skin.plain()),
    };
    Cell {
        text: text.into(),
        style,
    }
}

/// The decision in a cell's width; after the séance, what still has to be decided says so.
fn decision(p: &Point, close: bool, skin: Skin) -> Cell {
    let text = match (&p.decision, p.objet) {
        (Some(d), _) => d.libelle,
        (None, Objet::Revue(_, TypeRevue::Suivi)) => "–",
        (None, _) if close => {
            return Cell {
                text: "à décider".into(),
                style: skin.attention(),
            };
        }
        (None, _) => "–",
    };
    Cell::plain(if text.starts_with("renouvelé pour") {
        "durée réduite"
    } else {
        text
    })
}

/// The selected item in a few lines.
fn faits(p: &Point, close: bool) -> Vec<String> {
    let mut out = vec![
        format!("{} · {} · {}", p.campus_nom, p.objet.libelle(), p.region),
        format!(
            "Rapporteur\u{202f}: {} · avis\u{202f}: {}",
            p.rapporteur.as_deref().unwrap_or("non désigné"),
            p.avis.map_or("non donné", Avis::libelle),
        ),
    ];
    match &p.decision {
        Some(d) => out.push(decidee(d)),
        None if close && !matches!(p.objet, Objet::Revue(_, TypeRevue::Suivi)) => {
            out.push("Pas encore de décision\u{202f}: d la prend.".to_owned());
        }
        None => {}
    }
    if !p.recommandations.is_empty() {
        let all: Vec<&str> = p.recommandations.iter().map(|r| r.texte.as_str()).collect();
        out.push(format!("Recommandations\u{202f}: {}", all.join("\u{202f}; ")));
    }
    out.extend(p.motifs.as_ref().map(|m| format!("Motifs\u{202f}: {m}")));
    out
}

fn decidee(d: &Decision) -> String {
    let day = d.le.map(|le| format!(" le {}", DatePartielle::Jour(le).fr()));
    let label = d.label.as_ref().map(|(start, years)| {
        let s = if *years > 1 { "s" } else { "" };
        format!(", {years} an{s} à compter {}", start.de())
    });
    let acte = d.acte.as_ref().map(|(reference, published)| {
        let state = if published.is_some() { "publié" } else { "projet" };
        format!(" · {reference}, {state}")
    });
    format!(
        "Décision\u{202f}: {}{}{}{}",
        d.libelle,
        day.unwrap_or_default(),
        label.unwrap_or_default(),
        acte.unwrap_or_default()
    )
}
