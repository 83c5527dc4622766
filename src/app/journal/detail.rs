//! One lot: who, when, why, and every field before and after. Entrée shows a long text whole.

use std::collections::BTreeSet;

use crate::{
    app::{
        Cx,
        action::Action,
        cursor::{Cursor, Step},
        geometry,
        screen::Flow,
    },
    domain::{
        LotId,
        journal::{Champ, Changement, LotLigne, Nature, extraits},
        texte,
    },
};

/// Changes read at once.
const PAGE: usize = 100;

/// Characters of one paragraph of a long text: small enough to scroll by.
const PARAGRAPHE: usize = 240;

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ligne {
    /// A row that changed.
    Titre(String),
    /// A label and what it says.
    Fait(String, String),
    /// A field that changed.
    Champ(String),
    /// What it said before.
    Avant(String),
    /// What it says after.
    Apres(String),
    /// More of the text above.
    Reste(String),
}

/// A lot on the screen.
pub struct Detail {
    /// The lot.
    pub lot: LotLigne,
    /// Its paragraphs.
    pub lignes: Vec<Ligne>,
    /// The selected one.
    pub cursor: Cursor,
    /// For each paragraph the field it is of: change, field.
    champs: Vec<Option<(usize, usize)>>,
    changements: Vec<Changement>,
    /// Fields shown whole.
    entiers: BTreeSet<(usize, usize)>,
    more: bool,
}

impl Detail {
    /// Reads a lot and its first changes.
    pub fn new(id: LotId, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let changements = cx.store.changements(id, 0, PAGE)?;
        let mut detail = Self {
            lot: cx.store.lot(id)?,
            lignes: Vec::new(),
            cursor: Cursor::default(),
            champs: Vec::new(),
            more: changements.len() == PAGE,
            changements,
            entiers: BTreeSet::new(),
        };
        detail.lay_out();
        Ok(detail)
    }

    /// Reads again what became of the lot; its changes never change.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.lot = cx.store.lot(self.lot.id)?;
        self.lay_out();
        Ok(())
    }

    /// Every change of the lot, for a copy.
    #[must_use]
    pub fn changements(&self) -> &[Changement] {
        &self.changements
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = geometry::list_height(cx.size);
        if let Some(step) = Step::of(action, height) {
            self.cursor.go(step, self.lignes.len(), self.lignes.len());
            if self.more && self.cursor.selected + height >= self.lignes.len() {
                self.read_more(cx)?;
            }
            return Ok(Flow::Done);
        }
        match (action, self.champs.get(self.cursor.selected).copied().flatten()) {
            (Action::Open, Some(champ)) => self.toggle(champ),
            (Action::Open, None) => {}
            (Action::Filter | Action::History | Action::Sort, _) => {
                cx.say("Échap revient au journal.");
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    fn toggle(&mut self, champ: (usize, usize)) {
        if !self.entiers.remove(&champ) {
            self.entiers.insert(champ);
        }
        self.lay_out();
        let at = self.champs.iter().position(|c| *c == Some(champ));
        self.cursor.selected = at.unwrap_or(0);
    }

    fn read_more(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let last = self.changements.last().map_or(0, |c| c.id);
        let next = cx.store.changements(self.lot.id, last, PAGE)?;
        self.more = next.len() == PAGE;
        self.changements.extend(next);
        self.lay_out();
        Ok(())
    }

    fn lay_out(&mut self) {
        let mut out: Vec<(Ligne, Option<(usize, usize)>)> = Vec::new();
        for (label, text) in faits(&self.lot) {
            out.push((Ligne::Fait(label.to_owned(), text), None));
        }
        for (i, changement) in self.changements.iter().enumerate() {
            out.push((Ligne::Titre(titre(changement)), None));
            for (j, champ) in changement.champs.iter().enumerate() {
                let entier = self.entiers.contains(&(i, j));
                let all = paragraphes(changement.nature, champ, entier);
                out.extend(all.into_iter().map(|l| (l, Some((i, j)))));
            }
        }
        if self.more {
            out.push((Ligne::Titre("…".to_owned()), None));
        }
        (self.lignes, self.champs) = out.into_iter().unzip();
        self.cursor.reveal(self.lignes.len(), self.lignes.len());
    }
}

/// What a lot says of itself: label and text.
pub(super) fn faits(lot: &LotLigne) -> Vec<(&'static str, String)> {
    let rows = if lot.changements > 1 { "fiches" } else { "fiche" };
    let mut out = vec![
        ("Opération", lot.libelle.clone()),
        ("Objet", lot.objet.clone()),
        ("Agent", lot.agent.clone()),
        ("Date", lot.instant()),
        ("Motif", lot.motif.clone().unwrap_or_default()),
        ("Suite", lot.etat()),
        ("Portée", format!("{} {rows}", lot.changements)),
    ];
    out.retain(|(_, text)| !text.is_empty());
    out
}

/// `Modification · réponse · Plasticampus, suivi`.
pub(super) fn titre(c: &Changement) -> String {
    let what = match c.nature {
        Nature::Ajout => "Ajout",
        Nature::Modification => "Modification",
        Nature::Retrait => "Retrait",
    };
    format!("{what} · {} · {}", c.genre, c.objet)
}

/// A field as paragraphs: short, or every word of it.
fn paragraphes(nature: Nature, champ: &Champ, entier: bool) -> Vec<Ligne> {
    let vide = || "(vide)".to_owned();
    let (avant, apres) = (champ.avant.clone(), champ.apres.clone());
    if nature != Nature::Modification {
        let Some(text) = apres.or(avant) else {
            return Vec::new();
        };
        return texte_en(&text, entier, |t| Ligne::Fait(champ.nom.clone(), t));
    }
    let (before, after) = (avant.unwrap_or_else(vide), apres.unwrap_or_else(vide));
    let mut out = vec![Ligne::Champ(champ.nom.clone())];
    if entier {
        out.extend(texte_en(&before, true, Ligne::Avant));
        out.extend(texte_en(&after, true, Ligne::Apres));
        return out;
    }
    let (before, after, cut) = extraits(&before, &after);
    out.push(Ligne::Avant(before));
    out.push(Ligne::Apres(after));
    if cut {
        out.push(Ligne::Reste("Entrée montre le texte entier.".to_owned()));
    }
    out
}

/// A text as paragraphs of which the first is made by `first`; cut after the first unless wanted whole.
fn texte_en(text: &str, entier: bool, first: impl Fn(String) -> Ligne) -> Vec<Ligne> {
    let mut parts = parties(text).into_iter();
    let mut out = vec![first(parts.next().unwrap_or_default())];
    let rest: Vec<String> = parts.collect();
    if entier {
        out.extend(rest.into_iter().map(Ligne::Reste));
    } else if !rest.is_empty() {
        out.push(Ligne::Reste("… Entrée montre le texte entier.".to_owned()));
    }
    out
}

/// A text in parts of about [`PARAGRAPHE`] characters, cut at line ends and between words.
fn parties(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in texte::nettoyer(text).split('\n') {
        let mut part = String::new();
        for word in line.split_inclusive(' ') {
            part.push_str(word);
            if part.chars().count() >= PARAGRAPHE {
                out.push(std::mem::take(&mut part));
            }
        }
        out.push(part);
    }
    out
}
