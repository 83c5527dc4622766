//! The paragraphs of an item that a séance examined: avis, motives, recommendations, decision.

use super::{Ligne, Sujet};
use crate::domain::{Avis, DatePartielle, Decision, Objet, Point, Recommandation, Seance, TypeRevue};

fn texte(label: &str, text: impl Into<String>) -> Ligne {
    Ligne::Texte(label.to_owned(), text.into())
}

/// The whole item.
pub(super) fn lignes(s: &Seance, p: &Point) -> Vec<Ligne> {
    let mut out = vec![
        texte(
            "Séance",
            format!("{} · {}", DatePartielle::Jour(s.date).fr(), s.instance),
        ),
        Ligne::Lien("Campus".into(), p.campus_nom.clone(), Sujet::Campus(p.campus)),
        texte("Région", &*p.region),
    ];
    out.push(match p.objet {
        Objet::Revue(_, kind) => Ligne::Lien(
            "Objet".into(),
            p.objet.libelle().to_owned(),
            Sujet::Revue(p.campus, kind),
        ),
        Objet::Candidature(_) => texte("Objet", p.objet.libelle()),
    });
    out.push(texte(
        "Rapporteur",
        p.rapporteur.as_deref().unwrap_or("non désigné"),
    ));
    out.push(Ligne::Titre("Examen".into()));
    out.push(texte("Avis", p.avis.map_or("sans avis", Avis::libelle)));
    out.push(texte("Motifs", p.motifs.as_deref().unwrap_or("non donnés")));
    out.extend(recommandations(&p.recommandations));
    match p.objet {
        Objet::Revue(_, TypeRevue::Suivi) => {}
        _ => out.extend(decision(p.decision.as_ref())),
    }
    out
}

fn recommandations(all: &[Recommandation]) -> Vec<Ligne> {
    if all.is_empty() {
        return vec![texte("Recommand.", "aucune")];
    }
    let mut out = vec![Ligne::Titre("Recommandations".into())];
    for r in all {
        let due = r
            .echeance
            .map_or_else(|| "sans terme".to_owned(), DatePartielle::court);
        let criterion = r.critere.as_ref().map(|c| format!(" ({c})"));
        out.push(Ligne::Texte(
            due,
            format!("{}{}", r.texte, criterion.unwrap_or_default()),
        ));
    }
    out
}

fn decision(decision: Option<&Decision>) -> Vec<Ligne> {
    let mut out = vec![Ligne::Titre("Suite".into())];
    let Some(d) = decision else {
        out.push(texte("Décision", "aucune à ce jour"));
        return out;
    };
    let day = d.le.map(|le| format!(" le {}", DatePartielle::Jour(le).fr()));
    out.push(texte(
        "Décision",
        format!("{}{}", d.libelle, day.unwrap_or_default()),
    ));
    if let Some(motif) = &d.motif {
        out.push(texte("Motif", &**motif));
    }
    if let Some((start, years)) = &d.label {
        let s = if *years > 1 { "s" } else { "" };
        out.push(texte("Label", format!("{years} an{s} à compter {}", start.de())));
    }
    out.push(match &d.acte {
        Some((reference, Some(_))) => texte("Acte", format!("{reference}, publié")),
        Some((reference, None)) => texte("Acte", format!("{reference}, projet")),
        None => texte("Acte", "aucun"),
    });
    out
}
