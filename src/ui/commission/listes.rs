//! The three lists: séances, calls, acts.

use super::{compte, detail, onglets, rangs};
use crate::{
    app::{
        App,
        commission::{Commission, LigneActe, Vue, cadre::Cadre},
    },
    domain::{Acte, Appel, DatePartielle, Seance},
    ui::{
        liste::{Cell, Columns},
        pen::Pen,
        skin::Skin,
    },
};

/// Draws the list that shows and the facts about its selected row.
pub(super) fn draw(pen: &mut Pen<'_>, s: &Commission, app: &App) -> (u16, u16) {
    let cadre = Cadre::vue(app.size);
    pen.boxed(cadre.boite, "", true);
    let title = onglets(pen, cadre.boite, s);
    match s.vue {
        Vue::Seances => seances(pen, &cadre, s, &title),
        Vue::Appels => appels(pen, &cadre, s, app, &title),
        Vue::Actes => actes(pen, &cadre, s, app, &title),
    }
}

/// What an empty list says: how to begin, or that nothing matches.
fn vide(total: usize, vue: Vue) -> &'static str {
    if total == 0 {
        vue.vide()
    } else {
        "Rien pour ces mots. Échap efface le filtre."
    }
}

fn etat(s: &Seance, skin: Skin) -> Cell {
    if s.close {
        Cell {
            text: "close".into(),
            style: skin.done(),
        }
    } else {
        Cell {
            text: "ouverte".into(),
            style: skin.attention(),
        }
    }
}

fn seances(pen: &mut Pen<'_>, cadre: &Cadre, s: &Commission, title: &str) -> (u16, u16) {
    let skin = *pen.skin;
    let columns = Columns::new(cadre.liste.width, &[8, 9, 11, 16, 18], &[0, 1, 2, 3, 4], 24);
    let empty = vide(s.seances.all().len(), Vue::Seances);
    let at = rangs(
        pen,
        cadre,
        &s.seances,
        (title, empty),
        &columns,
        |_, r: &Seance| {
            let (without, absent) = (r.sans_avis(), r.absents().len());
            let lack = |n: usize, text: String| Cell {
                style: skin.attention(),
                text: if n > 0 { text } else { String::new() },
            };
            let left = match r.a_decider() {
                0 => lack(without, format!("{without} sans avis")),
                n => lack(n, format!("{n} à décider")),
            };
            let cells = vec![
                etat(r, skin),
                Cell::plain(compte(r.points.len(), "point", "points", "aucun")),
                left,
                lack(absent, compte(absent, "collège absent", "coll. absents", "")),
                Cell::plain(r.lieu.as_deref().unwrap_or("lieu inconnu")),
            ];
            let day = DatePartielle::Jour(r.date).court();
            (Cell::plain(format!("{day} {}", r.instance)), cells)
        },
    );
    if let Some(r) = s.seances.selected() {
        detail(pen, cadre.detail, &faits_seance(r));
    }
    at
}

fn faits_seance(r: &Seance) -> Vec<String> {
    let day = DatePartielle::Jour(r.date).fr();
    let present = compte(
        r.membres.len(),
        "membre présent",
        "membres présents",
        "aucun membre présent",
    );
    let absents: Vec<&str> = r.absents().iter().map(|c| c.libelle.as_str()).collect();
    let check = if absents.is_empty() {
        format!("{present}, chaque collège représenté")
    } else {
        format!("{present} ! absents\u{202f}: {}", absents.join("\u{202f}; "))
    };
    let mut out = vec![
        format!("{day} · {}", r.instance),
        format!(
            "Lieu\u{202f}: {} · présidence\u{202f}: {}",
            r.lieu.as_deref().unwrap_or("inconnu"),
            r.president.as_deref().unwrap_or("inconnue"),
        ),
    ];
    out.extend(
        r.derogation
            .as_ref()
            .map(|why| format!("Close malgré tout\u{202f}: {why}")),
    );
    out.push(check);
    out
}

fn appels(pen: &mut Pen<'_>, cadre: &Cadre, s: &Commission, app: &App, title: &str) -> (u16, u16) {
    let au = app.options.au;
    let columns = Columns::new(cadre.liste.width, &[9, 13, 11, 23], &[0, 1, 2, 3], 22);
    let empty = vide(s.appels.all().len(), Vue::Appels);
    let at = rangs(pen, cadre, &s.appels, (title, empty), &columns, |_, r: &Appel| {
        let cells = vec![
            Cell::plain(r.etat(au)),
            Cell::plain(compte(r.presentes(), "présenté", "présentés", "–")),
            Cell::plain(compte(retenus(r), "retenu", "retenus", "–")),
            Cell::plain(r.bulletin.as_deref().unwrap_or("bulletin inconnu")),
        ];
        (Cell::plain(&*r.titre), cells)
    });
    if let Some(r) = s.appels.selected() {
        let mut facts = vec![format!("{} · {}", r.titre, super::appel::bilan(r))];
        facts.push(super::appel::dates(r));
        facts.extend(r.texte.clone());
        facts.extend(r.note.clone());
        detail(pen, cadre.detail, &facts);
    }
    at
}

/// Projects retained: the source's count, else the candidatures.
pub(super) fn retenus(a: &Appel) -> usize {
    a.retenus
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(a.retenues)
}

fn actes(pen: &mut Pen<'_>, cadre: &Cadre, s: &Commission, app: &App, title: &str) -> (u16, u16) {
    let skin = *pen.skin;
    let day = DatePartielle::Jour(app.options.au).fr();
    let columns = Columns::new(cadre.liste.width, &[7, 12, 44], &[0, 1, 2], 50);
    let empty = "Rien pour ces mots. Échap efface le filtre.";
    let at = rangs(
        pen,
        cadre,
        &s.actes,
        (title, empty),
        &columns,
        |_, r: &LigneActe| match r {
            LigneActe::EnVigueur => (
                Cell::plain(format!("Tous les labels en vigueur au {day}")),
                Vec::new(),
            ),
            LigneActe::Acte(a) => (Cell::plain(a.reference()), cellules(a, skin)),
        },
    );
    match s.actes.selected() {
        Some(LigneActe::Acte(a)) => detail(pen, cadre.detail, &faits_acte(a)),
        Some(LigneActe::EnVigueur) => detail(
            pen,
            cadre.detail,
            &[
                "Annexe d'ensemble".to_owned(),
                format!(
                    "Campus labellisés au {day}\u{202f}: Entrée montre la liste, Y la copie\u{202f}; n prépare un acte."
                ),
            ],
        ),
        None => {}
    }
    at
}

fn cellules(a: &Acte, skin: Skin) -> Vec<Cell> {
    let state = match a.publie {
        Some(_) => Cell {
            text: "publié".into(),
            style: skin.done(),
        },
        None => Cell {
            text: "projet".into(),
            style: skin.attention(),
        },
    };
    vec![
        state,
        Cell::plain(compte(a.decisions, "décision", "décisions", "vide")),
        Cell::plain(&*a.objet),
    ]
}

fn faits_acte(a: &Acte) -> Vec<String> {
    let state = match a.publie {
        Some(day) => format!("publié le {}", DatePartielle::Jour(day).fr()),
        None => "projet".to_owned(),
    };
    vec![
        a.reference(),
        format!(
            "{state} · {} · {}",
            compte(a.decisions, "décision", "décisions", "aucune décision"),
            compte(a.annexe.len(), "label", "labels", "aucun label"),
        ),
        a.objet.clone(),
    ]
}
