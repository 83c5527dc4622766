//! Two partners that are one: the other is found by typing, the two are laid side by side, Entrée joins them.

mod doublons;

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    fiche::Sujet,
    filter::Filtered,
    geometry,
    keymap::Context,
    listing::{Group, Listing},
    screen::{Flow, Screen},
    undo::sentence,
};
use crate::{
    domain::{
        PartenaireId, PartenaireLigne,
        fusion::{Cote, Fusion, Indice},
        texte::accorder,
    },
    store::Error,
};

pub use doublons::Doublons;

/// A partner that may be the same, and why.
pub type Candidat = (PartenaireLigne, Option<Indice>);

/// The two side by side.
pub struct Face {
    /// What each says and what is kept.
    pub fusion: Fusion,
    /// The selected field.
    pub cursor: Cursor,
}

/// The choice of the other, then the two side by side.
pub struct FusionScreen {
    /// The partner that stays.
    pub garde: PartenaireId,
    /// Its name.
    pub nom: String,
    /// Those that may be the same; empty when the other was known from the start.
    pub list: Listing<Candidat>,
    /// The two, once the other is chosen.
    pub face: Option<Face>,
    /// Whether the other was chosen here.
    chosen_here: bool,
}

impl FusionScreen {
    /// The choice of the partner that is the same as this one.
    pub fn choose(garde: PartenaireId, nom: String, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            garde,
            nom,
            list: Listing::default(),
            face: None,
            chosen_here: true,
        };
        screen.list.filter.typing = true;
        screen.search(cx)?;
        Ok(screen)
    }

    /// Two known partners side by side.
    pub fn face(garde: PartenaireId, perdu: PartenaireId, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let fusion = cx.store.merge_preview(garde, perdu)?;
        Ok(Self {
            garde,
            nom: fusion.garde.nom.clone(),
            list: Listing::default(),
            face: Some(Face {
                fusion,
                cursor: Cursor::default(),
            }),
            chosen_here: false,
        })
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.face.is_none() && self.list.filter.typing {
            return vec![Context::Fusion, Context::Filter, Context::Global];
        }
        vec![Context::Fusion, Context::List, Context::Global]
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        self.list.reveal(size);
    }

    /// Finds the candidates of the words typed.
    fn search(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let text = self.list.filter.text.clone();
        self.list.replace(cx.store.candidats_fusion(self.garde, &text)?);
        let lines = (0..self.list.all().len()).collect();
        let group = Group {
            name: String::new(),
            lines,
        };
        self.list.cursor = Cursor::default();
        self.list.show(vec![group], |_| false, cx.size);
        Ok(())
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.face.is_some() {
            return self.compare(action, cx);
        }
        if matches!(action, Action::Open) {
            return self.take(cx);
        }
        match self.list.update(action, cx.size) {
            Filtered::Kept => {}
            Filtered::Changed => self.search(cx)?,
            Filtered::No => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Lays the selected candidate beside the partner.
    fn take(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some((other, _)) = self.list.selected() else {
            cx.say("Aucun partenaire ne répond\u{202f}: tapez d'autres mots, un UAI, un SIRET.");
            return Ok(Flow::Done);
        };
        self.face = Some(Face {
            fusion: cx.store.merge_preview(self.garde, other.id)?,
            cursor: Cursor::default(),
        });
        Ok(Flow::Done)
    }

    /// The keys of the two side by side.
    fn compare(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(face) = &mut self.face else {
            return Ok(Flow::Ignored);
        };
        let len = face.fusion.champs.len();
        if let Some(step) = Step::of(action, geometry::list_height(cx.size)) {
            face.cursor.go(step, len, len);
            return Ok(Flow::Done);
        }
        match action {
            Action::Left => face.choose(Cote::Gauche),
            Action::Right => face.choose(Cote::Droite),
            Action::Open => return self.join(cx),
            Action::Back if self.chosen_here => self.face = None,
            Action::Filter | Action::Sort | Action::Archive => {
                cx.say("← et → choisissent, Entrée fusionne, Échap revient sans rien changer.");
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Joins the two as chosen; when one changed meanwhile, shows them again.
    fn join(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(face) = &mut self.face else {
            return Ok(Flow::Ignored);
        };
        match cx.store.merge(&face.fusion) {
            Ok((done, _)) => {
                let joined = if done.joints > 0 {
                    format!(", dont {} en double", accorder(done.joints, "joint"))
                } else {
                    String::new()
                };
                cx.say(format!(
                    "«\u{a0}{}\u{a0}» et «\u{a0}{}\u{a0}» ne font plus qu'un\u{202f}: {}{joined}\u{202f}; u les sépare.",
                    done.nom,
                    face.fusion.perdu.nom,
                    accorder(done.liens + done.joints, "lien")
                ));
                Ok(Flow::Pop)
            }
            Err(Error::Stale(what)) => {
                face.fusion = cx
                    .store
                    .merge_preview(face.fusion.garde.id, face.fusion.perdu.id)?;
                cx.say(format!(
                    "{} a été modifié entre-temps\u{202f}: relisez les deux, choisissez, puis Entrée.",
                    sentence(&what).trim_end_matches('.')
                ));
                Ok(Flow::Done)
            }
            Err(Error::Refused(why)) => {
                cx.say(sentence(&why));
                Ok(Flow::Done)
            }
            Err(e) => Err(e.into()),
        }
    }
}

impl Face {
    fn choose(&mut self, cote: Cote) {
        if let Some(champ) = self.fusion.champs.get_mut(self.cursor.selected) {
            champ.choix = cote;
        }
    }
}

impl super::App {
    /// Opens the choice of the partner that is the same as the one under the cursor.
    pub(super) fn merge(&mut self) -> anyhow::Result<()> {
        let found = match self.screens.last() {
            Some(Screen::Browser(b)) => match b.sujet() {
                Some(Sujet::Partenaire(id)) => b.record().map(|(_, nom)| (id, nom)),
                _ => None,
            },
            Some(Screen::Fiche(f)) => match (f.sujet, f.under()) {
                (Sujet::Partenaire(id), _) => Some((id, f.title.clone())),
                (_, Some(Sujet::Partenaire(id))) => Some((id, self.store.partenaire(id)?.ligne.nom)),
                _ => None,
            },
            _ => None,
        };
        let Some((id, nom)) = found else {
            self.message = Some(super::message::Message::info(
                "Choisissez d'abord un partenaire, dans le volet 4 ou dans une fiche\u{202f}; «\u{a0}doublons\u{a0}» (D) en propose.",
            ));
            return Ok(());
        };
        let screen = FusionScreen::choose(id, nom, &mut self.cx(false))?;
        self.screens.push(Screen::Fusion(Box::new(screen)));
        Ok(())
    }
}
