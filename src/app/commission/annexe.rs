//! The annex of an act, or of every label in force: labelled campuses, to read and to copy.

use super::{LigneActe, Rang, Rangs, cadre::Cadre};
use crate::{
    app::{
        Cx,
        action::Action,
        fiche::{FicheScreen, Sujet},
        msg::Effect,
        screen::{Flow, Screen},
    },
    domain::{ActeId, CampusId, DatePartielle, LigneAnnexe},
};

/// Heads of the columns, as copied.
const COLONNES: &str = "Campus\tTerritoire\tSecteur\tCatégorie\tDurée\tDate d'effet";

impl Rang for LigneAnnexe {
    type Id = (CampusId, DatePartielle);

    fn id(&self) -> Self::Id {
        (self.campus, self.effet)
    }

    fn mots(&self) -> String {
        format!(
            "{} {} {} {}",
            self.nom, self.territoire, self.secteur, self.categorie
        )
    }
}

/// An annex on the screen.
pub struct PageAnnexe {
    acte: Option<ActeId>,
    /// The act in words, or the day.
    pub titre: String,
    /// What it is about.
    pub objet: String,
    /// Its lines.
    pub rangs: Rangs<LigneAnnexe>,
}

impl PageAnnexe {
    /// The annex of the row, on the reference day.
    pub fn new(ligne: &LigneActe, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut page = Self {
            acte: ligne.id(),
            titre: String::new(),
            objet: String::new(),
            rangs: Rangs::new(),
        };
        page.reload(cx)?;
        Ok(page)
    }

    /// Reads again. Says whether the act still stands.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        let au = cx.options.au;
        let height = Cadre::page(cx.size).height();
        let Some(id) = self.acte else {
            self.titre = format!("Labels en vigueur au {}", DatePartielle::Jour(au).fr());
            self.objet = String::from("Campus labellisés, quel que soit l'acte qui les porte.");
            self.rangs.fill(cx.store.annexe(au)?, height);
            return Ok(true);
        };
        let Some(acte) = cx.store.actes(au)?.into_iter().find(|a| a.id == id) else {
            return Ok(false);
        };
        self.titre = format!("Annexe de l'{}", acte.reference());
        if acte.nature == crate::domain::NatureActe::Courrier {
            self.titre = format!("Annexe du {}", acte.reference());
        }
        let state = match acte.publie {
            Some(day) => format!("publié le {}", DatePartielle::Jour(day).fr()),
            None => "projet".to_owned(),
        };
        self.objet = format!("{} · {state}", acte.objet);
        self.rangs.fill(acte.annexe, height);
        Ok(true)
    }

    /// Carries an action out; leaving is [`Flow::Pop`].
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.rangs.update(action, Cadre::page(cx.size).height()) {
            return Ok(Flow::Done);
        }
        match action {
            Action::Back | Action::Annex => return Ok(Flow::Pop),
            Action::CopyAll => self.copy_all(cx),
            _ => {}
        }
        let Some(ligne) = self.rangs.selected() else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Open => {
                let fiche = FicheScreen::new(Sujet::Campus(ligne.campus), cx)?;
                return Ok(Flow::Push(Box::new(Screen::Fiche(fiche))));
            }
            Action::Copy => {
                cx.say(format!(
                    "Ligne copiée, si le terminal l'autorise\u{202f}: {}",
                    ligne.nom
                ));
                cx.effects.push(Effect::Copy(texte(ligne)));
            }
            Action::CopyAll => {}
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// Copies the whole annex: a line a campus, columns parted by tabs, so that a spreadsheet takes it.
    fn copy_all(&self, cx: &mut Cx<'_>) {
        let mut out = format!("{}\n{COLONNES}\n", self.titre);
        for ligne in self.rangs.all() {
            out.push_str(&texte(ligne));
            out.push('\n');
        }
        let n = self.rangs.all().len();
        let s = if n > 1 { "s" } else { "" };
        cx.say(format!(
            "Annexe copiée, si le terminal l'autorise\u{202f}: {n} ligne{s}."
        ));
        cx.effects.push(Effect::Copy(out));
    }
}

/// A line as copied.
fn texte(l: &LigneAnnexe) -> String {
    let s = if l.duree_ans > 1 { "s" } else { "" };
    [
        l.nom.clone(),
        l.territoire.clone(),
        l.secteur.clone(),
        l.categorie.clone(),
        format!("{} an{s}", l.duree_ans),
        l.effet.fr(),
    ]
    .join("\t")
}
