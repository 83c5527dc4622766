//! The register: four panes that filter each other.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    fiche::{FicheScreen, Sujet},
    filter::{Filter, Filtered},
    geometry::{Pane, Panes},
    msg::Effect,
    screen::{Flow, Screen},
};
use crate::domain::{
    CampusId, CampusLigne, Disposition, Fiche, FiliereId, FiliereLigne, PartenaireLigne, RegionId,
    RegionLigne, TypeRevue,
    disposition::{ColonneCampus, ColonnePartenaire},
    journal,
    texte::plier,
};

mod definition;
mod fiches;
mod marques;
mod read;
mod suite;

pub use marques::{Marques, nothing_new};

/// Among which partners those shown are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parmi {
    /// Those of the selected campus.
    DuCampus,
    /// The whole register: the words of the pane find none of the campus's, or no campus is selected.
    Tous,
}

/// The state of the four panes.
pub struct Browser {
    /// The pane that gets the keys.
    pub focus: Pane,
    /// Régions; row 0 of the pane is « Toutes ».
    pub regions: Vec<RegionLigne>,
    /// Campuses left by the filters.
    pub campus: Vec<CampusLigne>,
    /// The campus that the list goes on after; None: it was read to its end.
    suite: Option<CampusId>,
    /// The campus that what was read follows; None: it was read from its beginning.
    avant: Option<CampusId>,
    /// Filières; row 0 of the pane is « Toutes ».
    pub filieres: Vec<FiliereLigne>,
    /// Partners of the selected campus, or of the whole register.
    pub partenaires: Vec<PartenaireLigne>,
    /// Which of the two.
    parmi: Parmi,
    /// The selected campus in full, when its pane shows.
    pub fiche: Option<Fiche>,
    /// Who else has that campus or a review of it open, in phrases.
    pub compagnie: Vec<String>,
    /// Campuses that the filières leave, whatever the région; and the other way round.
    pub totals: (usize, usize),
    /// Order and columns of the campuses.
    pub disposition: Disposition<ColonneCampus>,
    /// Order and columns of the partners.
    pub disposition_partenaires: Disposition<ColonnePartenaire>,
    /// Marked records.
    pub marques: Marques,
    /// By pane: only what others changed since the last visit.
    pub nouveaux: [bool; 4],
    cursors: [Cursor; 4],
    filters: [Filter; 4],
    wide: bool,
    waits: bool,
    /// A held key left the panes behind that the focused one filters.
    tenue: bool,
}

impl Browser {
    /// Reads the register; the first campus is selected.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut browser = Self {
            focus: Pane::Campus,
            regions: Vec::new(),
            campus: Vec::new(),
            suite: None,
            avant: None,
            filieres: Vec::new(),
            partenaires: Vec::new(),
            parmi: Parmi::DuCampus,
            fiche: None,
            compagnie: Vec::new(),
            totals: (0, 0),
            disposition: Disposition::default(),
            disposition_partenaires: Disposition::default(),
            marques: Marques::default(),
            nouveaux: [false; 4],
            cursors: [Cursor::default(); 4],
            filters: Default::default(),
            wide: false,
            waits: false,
            tenue: false,
        };
        browser.reload(cx)?;
        Ok(browser)
    }

    /// Where one stands in a pane.
    #[must_use]
    pub fn cursor(&self, pane: Pane) -> Cursor {
        self.cursors[pane as usize]
    }

    /// The words that narrow a pane.
    #[must_use]
    pub fn filter(&self, pane: Pane) -> &Filter {
        &self.filters[pane as usize]
    }

    /// Whether a filter is being typed.
    #[must_use]
    pub fn typing(&self) -> bool {
        self.filter(self.focus).typing
    }

    /// Whether dependent panes wait for a held key to rest.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Whether the partners shown are of the whole register, those without a campus too.
    #[must_use]
    pub fn ailleurs(&self) -> bool {
        self.parmi == Parmi::Tous
    }

    /// Rows of a pane, « Toutes » included.
    #[must_use]
    pub fn len(&self, pane: Pane) -> usize {
        match pane {
            Pane::Regions => self.regions.len() + 1,
            Pane::Campus => self.campus.len(),
            Pane::Filieres => self.filieres.len() + 1,
            Pane::Partenaires => self.partenaires.len(),
        }
    }

    /// The région that filters, None for « Toutes ».
    #[must_use]
    pub fn region(&self) -> Option<RegionId> {
        let row = self.cursor(Pane::Regions).selected.checked_sub(1)?;
        self.regions.get(row).map(|r| r.id)
    }

    /// The filière that filters, None for « Toutes ».
    #[must_use]
    pub fn filiere(&self) -> Option<FiliereId> {
        let row = self.cursor(Pane::Filieres).selected.checked_sub(1)?;
        self.filieres.get(row).map(|f| f.id)
    }

    /// The selected campus.
    #[must_use]
    pub fn selected_campus(&self) -> Option<&CampusLigne> {
        self.campus.get(self.cursor(Pane::Campus).selected)
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let confirmed = self.marques.disarm();
        if let Some(flow) = self.filtering(action, cx)? {
            return Ok(flow);
        }
        if let Some(flow) = self.marking(action, confirmed, cx)? {
            return Ok(flow);
        }
        let height = Panes::new(cx.size, self.focus).height(self.focus);
        if let Some(step) = Step::of(action, height) {
            self.go(step, cx)?;
            return Ok(Flow::Done);
        }
        match action {
            Action::NextPane => self.focus_on(self.focus.next(1), cx.size),
            Action::PrevPane => self.focus_on(self.focus.next(3), cx.size),
            Action::Region => self.focus_on(Pane::Regions, cx.size),
            Action::Campus => self.focus_on(Pane::Campus, cx.size),
            Action::Filiere => self.focus_on(Pane::Filieres, cx.size),
            Action::Partenaire => self.focus_on(Pane::Partenaires, cx.size),
            Action::Sort => {
                match self.focus {
                    Pane::Partenaires => self.disposition_partenaires.trier_par_la_suivante(),
                    _ => self.disposition.trier_par_la_suivante(),
                }
                self.reload(cx)?;
            }
            Action::Open => return self.open(cx),
            Action::New => return Ok(self.create(cx)),
            Action::Edit => return Ok(self.edit(cx)),
            Action::Suivi => return Ok(self.review(TypeRevue::Suivi, cx)),
            Action::Evaluation => return Ok(self.review(TypeRevue::Evaluation, cx)),
            Action::Copy => self.copy(cx),
            Action::CopyAll => return self.copy_all(cx),
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    /// The words of the focused pane; None when the action is not theirs.
    fn filtering(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Option<Flow>> {
        let typing = self.typing();
        match self.filters[self.focus as usize].update(action) {
            Filtered::No => {
                if typing && matches!(action, Action::NextPane | Action::PrevPane) {
                    self.filters[self.focus as usize].typing = false;
                }
                return Ok(None);
            }
            Filtered::Kept => {}
            Filtered::Changed => {
                self.cursors[self.focus as usize] = Cursor::default();
                self.avant = None;
                self.read(self.focus, cx)?;
                if self.take_best() {
                    self.read(self.focus, cx)?;
                }
            }
        }
        self.filters[self.focus as usize].say(action, cx);
        Ok(Some(Flow::Done))
    }

    /// While a filtering pane is searched, the row that the words name best filters at once. Says whether one did.
    fn take_best(&mut self) -> bool {
        let text = plier(&self.filter(self.focus).text);
        let names: Vec<String> = match self.focus {
            Pane::Regions => self.regions.iter().map(|r| plier(&r.nom)).collect(),
            Pane::Filieres => self.filieres.iter().map(|f| plier(&f.nom)).collect(),
            Pane::Campus | Pane::Partenaires => return false,
        };
        if text.is_empty() || names.is_empty() {
            return false;
        }
        let best = names.iter().position(|n| n.starts_with(&text)).unwrap_or(0);
        self.cursors[self.focus as usize].selected = best + 1;
        true
    }

    fn go(&mut self, step: Step, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let height = Panes::new(cx.size, self.focus).height(self.focus);
        let here = self.selected_campus().map(|c| c.id);
        self.lire_plus(step, cx)?;
        let len = self.len(self.focus);
        let moved = self.cursors[self.focus as usize].go(step, len, height);
        // The part of a long list that is read may have changed under the same row.
        let other = self.selected_campus().map(|c| c.id) != here;
        if !(moved || other) || self.focus == Pane::Partenaires {
            return Ok(());
        }
        if cx.held {
            self.waits = true;
            self.tenue = true;
            return Ok(());
        }
        self.suivre(cx)
    }

    fn focus_on(&mut self, pane: Pane, size: (u16, u16)) {
        self.focus = pane;
        self.resized(size);
    }

    /// The window changed: every selection stays in view. A fiche pane that appears is read at the next rest.
    pub fn resized(&mut self, size: (u16, u16)) {
        let panes = Panes::new(size, self.focus);
        self.waits |= panes.wide != self.wide;
        for pane in Pane::ALL {
            let len = self.len(pane);
            self.cursors[pane as usize].reveal(len, panes.height(pane));
        }
    }

    /// The record one stands on, and its name.
    #[must_use]
    pub fn record(&self) -> Option<(journal::Sujet, String)> {
        let row = self.cursor(self.focus).selected;
        let nom = match self.focus {
            Pane::Campus => self.campus.get(row)?.nom_court.clone(),
            Pane::Partenaires => self.partenaires.get(row)?.nom.clone(),
            Pane::Regions => self.regions.get(row.checked_sub(1)?)?.nom.clone(),
            Pane::Filieres => self.filieres.get(row.checked_sub(1)?)?.nom.clone(),
        };
        Some((super::history::of_fiche(self.sujet()?)?, nom))
    }

    /// The record one stands on; None on « Toutes » and in an empty pane.
    #[must_use]
    pub fn sujet(&self) -> Option<Sujet> {
        match self.focus {
            Pane::Regions => self.region().map(Sujet::Region),
            Pane::Filieres => self.filiere().map(Sujet::Filiere),
            Pane::Campus => self.selected_campus().map(|c| Sujet::Campus(c.id)),
            Pane::Partenaires => self
                .partenaires
                .get(self.cursors[3].selected)
                .map(|p| Sujet::Partenaire(p.id)),
        }
    }

    fn open(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.sujet() {
            Some(sujet) => Ok(Flow::Push(Box::new(Screen::Fiche(FicheScreen::new(sujet, cx)?)))),
            None => Ok(Flow::Done),
        }
    }

    fn review(&self, kind: TypeRevue, cx: &mut Cx<'_>) -> Flow {
        match self.selected_campus() {
            Some(c) => Flow::Review(c.id, kind),
            None => {
                cx.say("Aucun campus choisi\u{202f}: Échap efface le filtre, ou prenez « Toutes ».");
                Flow::Done
            }
        }
    }

    fn copy(&self, cx: &mut Cx<'_>) {
        let row = self.cursor(self.focus).selected;
        let text = match self.focus {
            Pane::Campus => self.campus.get(row).map(|c| c.nom.clone()),
            Pane::Partenaires => self.partenaires.get(row).map(|p| p.nom.clone()),
            Pane::Regions => row
                .checked_sub(1)
                .and_then(|r| self.regions.get(r))
                .map(|r| r.nom.clone()),
            Pane::Filieres => row
                .checked_sub(1)
                .and_then(|r| self.filieres.get(r))
                .map(|f| f.nom.clone()),
        };
        if let Some(text) = text {
            cx.say(format!("Copié, si le terminal l'autorise\u{202f}: {text}"));
            cx.effects.push(Effect::Copy(text));
        }
    }

    fn copy_all(&self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if let Some(sujet) = self.sujet() {
            FicheScreen::new(sujet, cx)?.copy_all(cx);
        }
        Ok(Flow::Done)
    }
}
