//! A record in full, with links to the records it names. Entrée follows, Échap comes back.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    msg::Effect,
    screen::{Flow, Screen},
};
use crate::{
    domain::{
        CampusId, ContactId, FiliereId, Formalite, PartenaireId, PointId, RegionId, SeanceId, TypeRevue,
    },
    store::Filtre,
};

mod campus;
mod contact;
mod editer;
mod others;
mod point;

/// What a fiche is about, and what a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sujet {
    /// A campus.
    Campus(CampusId),
    /// A partner.
    Partenaire(PartenaireId),
    /// A région and its campuses.
    Region(RegionId),
    /// A filière and its campuses.
    Filiere(FiliereId),
    /// A person to reach.
    Contact(ContactId),
    /// A review of a campus.
    Revue(CampusId, TypeRevue),
    /// An item that a séance examined.
    Point(SeanceId, PointId),
}

/// One paragraph of a fiche.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ligne {
    /// A heading.
    Titre(String),
    /// A label and its text.
    Texte(String, String),
    /// A label and a text that leads somewhere.
    Lien(String, String, Sujet),
}

/// A fiche on the screen.
pub struct FicheScreen {
    /// What it is about.
    pub sujet: Sujet,
    /// Name of the record.
    pub title: String,
    /// Its paragraphs.
    pub lignes: Vec<Ligne>,
    /// The selected paragraph.
    pub cursor: Cursor,
}

impl FicheScreen {
    /// Reads the record.
    pub fn new(sujet: Sujet, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let (title, lignes) = read(sujet, cx)?;
        Ok(Self {
            sujet,
            title,
            lignes,
            cursor: Cursor::default(),
        })
    }

    /// The paragraphs of a campus already read, for the pane that follows the selection.
    #[must_use]
    pub fn of_campus(
        fiche: &crate::domain::Fiche,
        compagnie: &[String],
        au: jiff::civil::Date,
    ) -> Vec<Ligne> {
        let mut lignes = campus::lignes(fiche, au);
        announce(compagnie, &mut lignes);
        lignes
    }

    /// Reads the record again.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        (self.title, self.lignes) = read(self.sujet, cx)?;
        self.cursor.reveal(self.lignes.len(), self.lignes.len());
        Ok(())
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let len = self.lignes.len();
        if let Some(step) = Step::of(action, usize::from(cx.size.1) / 2) {
            self.cursor.go(step, len, len);
            return Ok(Flow::Done);
        }
        match action {
            Action::NextPane => Ok(self.go_to_link(1)),
            Action::PrevPane => Ok(self.go_to_link(-1)),
            Action::Open => self.follow(cx),
            Action::New => Ok(self.create(cx)),
            Action::Edit => self.edit(cx),
            Action::Suivi => Ok(self.review(TypeRevue::Suivi, cx)),
            Action::Evaluation => Ok(self.review(TypeRevue::Evaluation, cx)),
            Action::Copy => {
                self.copy(cx);
                Ok(Flow::Done)
            }
            Action::CopyAll => {
                self.copy_all(cx);
                Ok(Flow::Done)
            }
            _ => Ok(Flow::Ignored),
        }
    }

    /// What the selected paragraph leads to.
    #[must_use]
    pub fn under(&self) -> Option<Sujet> {
        match self.lignes.get(self.cursor.selected) {
            Some(Ligne::Lien(_, _, sujet)) => Some(*sujet),
            _ => None,
        }
    }

    /// To the next link in a direction.
    fn go_to_link(&mut self, way: isize) -> Flow {
        let is_link = |l: &Ligne| matches!(l, Ligne::Lien(..));
        let at = self.cursor.selected;
        let found = if way > 0 {
            self.lignes
                .iter()
                .skip(at + 1)
                .position(is_link)
                .map(|i| at + 1 + i)
        } else {
            self.lignes.iter().take(at).rposition(is_link)
        };
        self.cursor.selected = found.unwrap_or(at);
        Flow::Done
    }

    fn follow(&self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.lignes.get(self.cursor.selected) {
            Some(Ligne::Lien(_, _, Sujet::Revue(campus, kind))) => Ok(Flow::Review(*campus, *kind)),
            Some(Ligne::Lien(_, _, Sujet::Campus(id)))
                if cx.store.campus_par_id(*id, cx.options.au)?.is_none() =>
            {
                cx.say(
                    "Ce campus est un candidat, sans label ce jour-là\u{202f}: voici sa fiche à modifier.",
                );
                Ok(Flow::Formalite(Formalite::Campus(Some(*id))))
            }
            Some(Ligne::Lien(_, _, sujet)) => Ok(Flow::Push(Box::new(Screen::Fiche(Self::new(*sujet, cx)?)))),
            _ => {
                cx.say("Rien à suivre ici\u{202f}: Tab va au lien suivant, Échap revient.");
                Ok(Flow::Done)
            }
        }
    }

    fn review(&self, kind: TypeRevue, cx: &mut Cx<'_>) -> Flow {
        if let Sujet::Campus(id) = self.sujet {
            return Flow::Review(id, kind);
        }
        if let Some(Ligne::Lien(_, _, Sujet::Campus(id))) = self.lignes.get(self.cursor.selected) {
            return Flow::Review(*id, kind);
        }
        cx.say("Choisissez d'abord un campus.");
        Flow::Done
    }

    fn copy(&self, cx: &mut Cx<'_>) {
        let text = match self.lignes.get(self.cursor.selected) {
            Some(Ligne::Texte(_, t) | Ligne::Lien(_, t, _) | Ligne::Titre(t)) => t.clone(),
            None => return,
        };
        cx.say(format!("Copié, si le terminal l'autorise\u{202f}: {text}"));
        cx.effects.push(Effect::Copy(text));
    }

    /// Copies the whole fiche as Markdown.
    pub fn copy_all(&self, cx: &mut Cx<'_>) {
        let mut text = format!("# {}\n", self.title);
        for ligne in &self.lignes {
            match ligne {
                Ligne::Titre(t) => text.push_str(&format!("\n## {t}\n")),
                Ligne::Texte(l, t) | Ligne::Lien(l, t, _) if l.is_empty() => {
                    text.push_str(&format!("- {t}\n"));
                }
                Ligne::Texte(l, t) | Ligne::Lien(l, t, _) => text.push_str(&format!("- {l}\u{202f}: {t}\n")),
            }
        }
        cx.say("Fiche copiée, si le terminal l'autorise.");
        cx.effects.push(Effect::Copy(text));
    }
}

/// Title and paragraphs; of a record in the corbeille, that it is there comes first.
fn read(sujet: Sujet, cx: &mut Cx<'_>) -> anyhow::Result<(String, Vec<Ligne>)> {
    let (title, mut lignes) = of(sujet, cx)?;
    match sujet {
        Sujet::Campus(id) => contact::liste(&cx.store.contacts(Some(id), None)?, &mut lignes),
        Sujet::Partenaire(id) => contact::liste(&cx.store.contacts(None, Some(id))?, &mut lignes),
        _ => {}
    }
    announce(&company(sujet, cx)?, &mut lignes);
    let away = match super::archive::archivable(sujet) {
        Some(objet) => cx.store.archive_de(objet)?,
        None => None,
    };
    if let Some(day) = away.and_then(|at| crate::clock::local_day(&at)) {
        let day = crate::domain::DatePartielle::Jour(day).fr();
        let text = format!("depuis le {day} (C pour l'en sortir)");
        lignes.insert(0, Ligne::Texte("À la corbeille".to_owned(), text));
    }
    if let Some(touche) = super::history::of_fiche(sujet).and_then(|s| cx.nouveautes.de(s)) {
        let quand = crate::clock::local_with_year(&touche.quand).unwrap_or_default();
        let text = format!(
            "depuis votre visite, par {}, le {quand} (h dit tout)",
            touche.agent
        );
        lignes.insert(0, Ligne::Texte("● Changé".to_owned(), text));
    }
    Ok((title, lignes))
}

/// Puts who else is there before everything else.
fn announce(compagnie: &[String], lignes: &mut Vec<Ligne>) {
    for phrase in compagnie {
        lignes.insert(0, Ligne::Texte("En ce moment".to_owned(), phrase.clone()));
    }
}

/// Who else has the record, or a review of it, open for writing: `Durand modifie cette fiche depuis 4 min`.
pub(super) fn company(sujet: Sujet, cx: &mut Cx<'_>) -> anyhow::Result<Vec<String>> {
    let objets = match sujet {
        Sujet::Campus(id) | Sujet::Revue(id, _) => vec![
            (format!("campus:{id}"), "cette fiche"),
            (format!("suivi:{id}"), "le suivi"),
            (format!("evaluation:{id}"), "l'évaluation"),
        ],
        Sujet::Partenaire(id) => vec![(format!("partenaire:{id}"), "cette fiche")],
        Sujet::Region(id) => vec![(format!("region:{id}"), "cette fiche")],
        Sujet::Filiere(id) => vec![(format!("filiere:{id}"), "cette fiche")],
        Sujet::Point(_, id) => vec![(format!("point:{id}"), "ce point")],
        Sujet::Contact(id) => vec![(format!("contact:{id}"), "cette fiche")],
    };
    let here = cx.store.presences()?;
    let phrase = |(objet, quoi): &(String, &str)| {
        let open = here.iter().find(|p| p.objet == *objet)?;
        Some(open.phrase(quoi))
    };
    Ok(objets.iter().filter_map(phrase).collect())
}

fn of(sujet: Sujet, cx: &mut Cx<'_>) -> anyhow::Result<(String, Vec<Ligne>)> {
    let au = cx.options.au;
    match sujet {
        Sujet::Campus(id) | Sujet::Revue(id, _) => {
            let fiche = cx.store.fiche(id, au)?;
            Ok((fiche.ligne.nom_court.clone(), campus::lignes(&fiche, au)))
        }
        Sujet::Point(seance, point) => {
            let seance = cx.store.seance(seance)?.connue(au);
            let found = seance
                .as_ref()
                .and_then(|s| Some((s, s.points.iter().find(|p| p.id == point)?)));
            let lignes = found.map(|(s, p)| point::lignes(s, p)).unwrap_or_default();
            let title = found.map(|(_, p)| p.campus_nom.clone());
            Ok((title.unwrap_or_else(|| "Point retiré".to_owned()), lignes))
        }
        Sujet::Contact(id) => {
            let contact = cx.store.contact(id)?;
            Ok((contact.nom.clone(), contact::lignes(&contact)))
        }
        Sujet::Partenaire(id) => {
            let fiche = cx.store.partenaire(id)?;
            Ok((fiche.ligne.nom.clone(), others::partenaire(&fiche, au)))
        }
        Sujet::Region(id) => {
            let campus = cx.store.campus(&Filtre {
                region: Some(id),
                ..Filtre::au(au)
            })?;
            let region = cx.store.region(id)?;
            Ok((region.nom.clone(), others::region(&region, &campus, au)))
        }
        Sujet::Filiere(id) => {
            let campus = cx.store.campus(&Filtre {
                filiere: Some(id),
                ..Filtre::au(au)
            })?;
            let filiere = cx.store.filiere(id)?;
            Ok((filiere.nom.clone(), others::filiere(&filiere, &campus, au)))
        }
    }
}
