//! A séance on the screen: members by college, the agenda, what can be done to it.

use super::{Propositions, Rang, Rangs, cadre::Cadre, college::LigneCollege, point};
use crate::{
    app::{
        Cx,
        action::Action,
        cursor::{Cursor, Step},
        fiche::{FicheScreen, Sujet},
        screen::{Flow, Screen},
    },
    domain::{DatePartielle, Formalite, Point, PointId, Seance, SeanceId, TypeRevue},
    store::Error,
};

impl Rang for Seance {
    type Id = SeanceId;

    fn id(&self) -> SeanceId {
        self.id
    }

    fn mots(&self) -> String {
        let state = if self.close { "close" } else { "ouverte" };
        let lieu = self.lieu.as_deref().unwrap_or_default();
        let campus: Vec<&str> = self.points.iter().map(|p| p.campus_nom.as_str()).collect();
        format!(
            "{} {lieu} {state} {} {}",
            DatePartielle::Jour(self.date).fr(),
            self.instance,
            campus.join(" ")
        )
    }
}

/// Which half of a séance gets the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volet {
    /// Its items.
    Agenda,
    /// Members present, by college.
    Membres,
}

/// A séance on the screen.
pub struct PageSeance {
    /// The séance.
    pub seance: Seance,
    /// Its items.
    pub points: Rangs<Point>,
    /// Its colleges with the members present.
    pub colleges: Vec<LigneCollege>,
    /// Where one stands among the colleges.
    pub college: Cursor,
    /// Which half gets the keys.
    pub volet: Volet,
    /// Proposals being marked.
    pub propositions: Option<Propositions>,
    /// The item that a second Suppr removes.
    retrait: Option<PointId>,
}

impl PageSeance {
    /// Reads a séance.
    pub fn new(id: SeanceId, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let seance = read(id, cx)?.ok_or_else(|| Error::NotFound(format!("la séance {id}")))?;
        let mut page = Self {
            seance,
            points: Rangs::new(),
            colleges: Vec::new(),
            college: Cursor::default(),
            volet: Volet::Agenda,
            propositions: None,
            retrait: None,
        };
        page.spread(cx);
        Ok(page)
    }

    /// Reads again. Says whether the séance still stands.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        let id = self.seance.id;
        let Some(seance) = read(id, cx)? else {
            return Ok(false);
        };
        self.seance = seance;
        if self.seance.close {
            self.propositions = None;
        }
        self.spread(cx);
        Ok(true)
    }

    /// Spreads the séance over the two halves.
    fn spread(&mut self, cx: &Cx<'_>) {
        let height = Cadre::seance(cx.size, Volet::Agenda).height();
        self.points.fill(self.seance.points.clone(), height);
        self.colleges = LigneCollege::all(&self.seance);
        self.resized(cx.size);
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        let cadre = Cadre::seance(size, Volet::Agenda);
        self.points.reveal(cadre.height());
        // The colleges scroll by their wrapped lines, when drawn.
        let len = self.colleges.len();
        self.college.reveal(len, len);
        if let Some(p) = &mut self.propositions {
            p.cursor.reveal(p.rows.len(), cadre.height());
        }
    }

    /// Whether a filter is being typed.
    #[must_use]
    pub fn typing(&self) -> bool {
        self.points.filter.typing
    }

    /// `Séance du 3 septembre 2015`.
    #[must_use]
    pub fn titre(&self) -> String {
        format!("Séance du {}", DatePartielle::Jour(self.seance.date).fr())
    }

    /// Carries an action out; leaving is [`Flow::Pop`].
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let confirmed = self.retrait.take();
        if self.propositions.is_some() {
            return self.propose(action, cx);
        }
        if self.moves(action, cx.size) {
            return Ok(Flow::Done);
        }
        match action {
            Action::Back => return Ok(Flow::Pop),
            Action::NextPane | Action::PrevPane => self.turn(),
            Action::Edit | Action::Open if self.volet == Volet::Membres => {
                return Ok(Flow::Formalite(Formalite::Seance(Some(self.seance.id))));
            }
            Action::Agenda => self.ask_proposals(cx)?,
            Action::Close => return Ok(self.close(cx)),
            _ => return self.on_point(action, confirmed, cx),
        }
        Ok(Flow::Done)
    }

    fn turn(&mut self) {
        self.points.filter.typing = false;
        self.volet = match self.volet {
            Volet::Agenda => Volet::Membres,
            Volet::Membres => Volet::Agenda,
        };
    }

    /// Moves in the half that has the keys, and its words. Says whether the action was one of these.
    fn moves(&mut self, action: &Action, size: (u16, u16)) -> bool {
        if self.volet == Volet::Agenda {
            let height = Cadre::seance(size, Volet::Agenda).height();
            return self.points.update(action, height);
        }
        let height = Cadre::seance(size, Volet::Membres).membres_height();
        let len = self.colleges.len();
        match Step::of(action, height) {
            Some(step) => {
                self.college.go(step, len, len);
                true
            }
            None => false,
        }
    }

    /// What is done to the selected item.
    fn on_point(
        &mut self,
        action: &Action,
        confirmed: Option<PointId>,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Flow> {
        let Some(point) = self.points.selected().cloned() else {
            return Ok(self.without_point(action, cx));
        };
        match action {
            Action::Open | Action::Edit if !self.seance.close => {
                return Ok(Flow::Formalite(Formalite::Point(point.id)));
            }
            Action::Open => {
                let sujet = Sujet::Point(self.seance.id, point.id);
                return Ok(Flow::Push(Box::new(Screen::Fiche(FicheScreen::new(sujet, cx)?))));
            }
            Action::Decide => return Ok(point::decide(&point, cx)),
            Action::Suivi => return Ok(point::read(&point, TypeRevue::Suivi, cx)),
            Action::Evaluation => return Ok(point::read(&point, TypeRevue::Evaluation, cx)),
            Action::RowUp => self.shift(&point, -1, cx)?,
            Action::RowDown => self.shift(&point, 1, cx)?,
            Action::Archive if confirmed == Some(point.id) => {
                cx.store.remove_point(point.id)?;
                self.reload(cx)?;
                cx.say(format!("{} n'est plus à l'ordre du jour.", point.campus_nom));
            }
            Action::Archive => {
                self.retrait = Some(point.id);
                cx.say(format!(
                    "Suppr encore une fois retire « {} » de l'ordre du jour.",
                    point.campus_nom
                ));
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    fn without_point(&self, action: &Action, cx: &mut Cx<'_>) -> Flow {
        match action {
            Action::Open
            | Action::Edit
            | Action::Decide
            | Action::RowUp
            | Action::RowDown
            | Action::Archive
            | Action::Suivi
            | Action::Evaluation => {
                cx.say(self.vide());
                Flow::Done
            }
            _ => Flow::Ignored,
        }
    }

    /// What to do when no item shows.
    #[must_use]
    pub fn vide(&self) -> &'static str {
        if !self.seance.points.is_empty() {
            "Aucun point pour ces mots. Échap efface le filtre."
        } else if self.seance.close {
            "La séance a été close sans aucun point."
        } else {
            "Ordre du jour vide. a propose les dossiers prêts\u{202f}; Tab montre les membres, e les modifie."
        }
    }

    /// Moves the item; its rank among the items shown would not be its rank in the agenda.
    fn shift(&mut self, point: &Point, by: i64, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        if !self.points.filter.text.is_empty() {
            cx.say("Effacez d'abord le filtre (Échap)\u{202f}: l'ordre est celui de tous les points.");
            return Ok(());
        }
        cx.store.move_point(point.id, by)?;
        self.reload(cx)?;
        Ok(())
    }

    fn ask_proposals(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let rows = cx.store.propositions(cx.options.au)?;
        if rows.is_empty() {
            cx.say("Rien à proposer\u{202f}: ni candidature complète, ni suivi ou évaluation transmis.");
        } else {
            self.volet = Volet::Agenda;
            self.propositions = Some(Propositions::new(rows));
        }
        Ok(())
    }

    /// While proposals are being marked.
    fn propose(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = Cadre::seance(cx.size, Volet::Agenda).height();
        let Some(propositions) = &mut self.propositions else {
            return Ok(Flow::Ignored);
        };
        if propositions.update(action, height) {
            return Ok(Flow::Done);
        }
        match action {
            Action::Back | Action::Agenda => self.propositions = None,
            Action::Open => {
                let objets = propositions.marked();
                if objets.is_empty() {
                    cx.say("Rien n'est coché\u{202f}: Espace coche, Échap referme.");
                    return Ok(Flow::Done);
                }
                cx.store.add_points(self.seance.id, &objets)?;
                self.propositions = None;
                self.points.expect_new();
                self.reload(cx)?;
                let n = objets.len();
                let s = if n > 1 { "s" } else { "" };
                cx.say(format!("{n} point{s} ajouté{s} à l'ordre du jour."));
            }
            Action::Help | Action::Palette | Action::Quit | Action::Suspend => return Ok(Flow::Ignored),
            _ => cx.say("Espace coche, Entrée ajoute, Échap referme la liste des propositions."),
        }
        Ok(Flow::Done)
    }

    /// The form that closes the séance, or what is missing first.
    fn close(&self, cx: &mut Cx<'_>) -> Flow {
        let without: Vec<&str> = self
            .seance
            .points
            .iter()
            .filter(|p| p.avis.is_none())
            .map(|p| p.campus_nom.as_str())
            .collect();
        match without.as_slice() {
            _ if self.seance.points.is_empty() => {
                cx.say("Rien à clore\u{202f}: l'ordre du jour est vide. a propose les dossiers prêts.");
                Flow::Done
            }
            [] => Flow::Formalite(Formalite::Cloture(self.seance.id)),
            names => {
                let (n, s) = (names.len(), if names.len() > 1 { "s" } else { "" });
                cx.say(format!(
                    "{n} point{s} sans avis ({})\u{202f}: donnez-le (Entrée) ou retirez le point (Suppr).",
                    names.join(", ")
                ));
                Flow::Done
            }
        }
    }
}

/// The séance as it is known on the reference day, if it stands.
fn read(id: SeanceId, cx: &Cx<'_>) -> Result<Option<Seance>, Error> {
    match cx.store.seance(id) {
        Ok(seance) => Ok(seance.connue(cx.options.au)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
