//! A call and its candidatures.

use super::{compte, detail, rangs, tete, titre};
use crate::{
    app::{
        App,
        commission::{PageAppel, cadre::Cadre, suite},
    },
    domain::{Appel, Candidature, DatePartielle, texte::de},
    ui::{
        liste::{Cell, Columns},
        pen::Pen,
    },
};

/// `17 présentés dont 5 non nommés · 12 retenus`.
pub(super) fn bilan(a: &Appel) -> String {
    let unnamed = match a.sans_nom() {
        0 => String::new(),
        1 => " dont 1 non nommé".to_owned(),
        n => format!(" dont {n} non nommés"),
    };
    format!(
        "{}{unnamed} · {}",
        compte(a.presentes(), "présenté", "présentés", "aucun présenté"),
        compte(super::listes::retenus(a), "retenu", "retenus", "aucun retenu"),
    )
}

/// `BO n° 20 du 16 mai 2013 · dépôts 16/05/2013 → 06/2013 · annonce 14/10/2013`; what is not known is left out.
pub(super) fn dates(a: &Appel) -> String {
    let mut out = vec![
        a.bulletin
            .clone()
            .unwrap_or_else(|| "Bulletin inconnu".to_owned()),
    ];
    match (a.ouvert, a.depot) {
        (Some(from), Some(to)) => out.push(format!("dépôts {} → {}", from.court(), to.court())),
        (Some(from), None) => out.push(format!("ouvert {}", from.court())),
        (None, Some(to)) => out.push(format!("dépôts jusqu'à {}", to.court())),
        (None, None) => {}
    }
    out.push(a.annonce.map_or_else(
        || "résultats à annoncer".to_owned(),
        |d| format!("annonce {}", d.court()),
    ));
    out.join(" · ")
}

/// Draws a call: its figures, its candidatures, the selected one.
pub(super) fn draw(pen: &mut Pen<'_>, page: &PageAppel, app: &App) -> (u16, u16) {
    let cadre = Cadre::page(app.size);
    let a = &page.appel;
    let name = format!(
        "{} · {}",
        a.titre,
        compte(
            page.rangs.len(),
            "candidature",
            "candidatures",
            "aucune candidature"
        )
    );
    let title = titre(&name, &page.rangs.filter);
    pen.boxed(cadre.boite, &title, true);
    let mut facts = vec![format!("{} · {}", a.etat(app.options.au), bilan(a))];
    match a.sans_nom() {
        0 => {}
        1 => facts.push("1 projet présenté n'est nommé par aucune source.".to_owned()),
        n => facts.push(format!("{n} projets présentés ne sont nommés par aucune source.")),
    }
    facts.push(dates(a));
    tete(pen, cadre.tete, &facts);
    let skin = *pen.skin;
    let columns = Columns::new(cadre.liste.width, &[19, 20, 10, 14], &[0, 1, 2, 3], 18);
    let empty = if page.rangs.all().is_empty() {
        "Aucune candidature. n en ajoute une."
    } else {
        "Rien pour ces mots. Échap efface le filtre."
    };
    let at = rangs(
        pen,
        &cadre,
        &page.rangs,
        (&title, empty),
        &columns,
        |_, c: &Candidature| {
            let fate = suite(c);
            let style = match fate {
                "labellisé" => skin.done(),
                "refusée" | "retirée" => skin.plain(),
                _ => skin.attention(),
            };
            let cells = vec![
                Cell {
                    text: fate.into(),
                    style,
                },
                Cell::plain(&*c.region),
                Cell::plain(c.dossier.libelle()),
                Cell::plain(c.avis.as_ref().map_or("sans avis", |(_, _, avis)| avis.libelle())),
            ];
            (Cell::plain(&*c.campus_nom), cells)
        },
    );
    if let Some(c) = page.rangs.selected() {
        detail(pen, cadre.detail, &faits(c));
    }
    at
}

fn faits(c: &Candidature) -> Vec<String> {
    let opinion = match &c.avis {
        Some((_, day, avis)) => {
            format!(
                "Avis {} (séance du {})",
                avis.libelle(),
                DatePartielle::Jour(*day).fr()
            )
        }
        None => "Sans avis".to_owned(),
    };
    let decided = c.issue.map(|issue| {
        let day = c.issue_le.map(|d| format!(" le {}", DatePartielle::Jour(d).fr()));
        format!(" · {}{}", issue.libelle(), day.unwrap_or_default())
    });
    let received = c.depose.map(|d| format!(", reçu le {}", d.court()));
    let mut out = vec![
        format!("{} · {} · {}", c.campus_nom, c.lieu, suite(c)),
        format!(
            "Présentée par\u{202f}: {}, rectorat {} · dossier {}{}",
            c.region,
            de(&c.academie),
            c.dossier.libelle(),
            received.unwrap_or_default()
        ),
        format!("{opinion}{}", decided.unwrap_or_default()),
    ];
    out.extend(c.motif.as_ref().map(|m| format!("Motif\u{202f}: {m}")));
    out
}
