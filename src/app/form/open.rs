//! Opens a review: the form it was begun with, its answers, the field and the text it was left at.

use std::collections::BTreeMap;

use anyhow::Context as _;

use super::{Asked, FormScreen, Mode, draft::Draft, editor::Editor, sujet::Sujet, table::TableMode};
use crate::{
    app::{Cx, undo::sentence},
    domain::{CampusId, EtatRevue, RevueId, RevueLigne, TypeRevue},
    form::{FormDef, FormState, Move, Resolved, Sources, Value, load, resolve},
    store::{Op, Saisie},
};

impl FormScreen {
    /// Opens the review of a campus; begins none: the first answer does.
    pub fn open(campus: CampusId, kind: TypeRevue, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let revue = cx.store.revue_de(campus, kind, cx.options.au)?;
        Self::open_at(campus, kind, revue.as_ref(), cx)
    }

    /// Opens a review that was begun, whichever label period it is of.
    pub fn open_revue(id: RevueId, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let revue = cx.store.revue(id)?;
        Self::open_at(revue.campus, revue.type_revue, Some(&revue), cx)
    }

    fn open_at(
        campus: CampusId,
        kind: TypeRevue,
        revue: Option<&RevueLigne>,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Self> {
        let id = revue.map(|r| r.id);
        let mut screen = Self::read_at(campus, kind, revue, cx)?;
        screen.greet(cx)?;
        if let Some(id) = id {
            let saisie = cx.store.saisie(id)?;
            if let Some(saisie) = saisie.filter(|_| screen.open_for_writing()) {
                screen.resume(&saisie);
                cx.say("Reprise au champ où la saisie s'était arrêtée.");
            }
            screen.take_up_disputed(id, cx)?;
        }
        screen.refresh();
        Ok(screen)
    }

    /// A review as the register has it, nothing taken up.
    pub(super) fn read_revue(id: RevueId, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let revue = cx.store.revue(id)?;
        Self::read_at(revue.campus, revue.type_revue, Some(&revue), cx)
    }

    fn read_at(
        campus: CampusId,
        kind: TypeRevue,
        revue: Option<&RevueLigne>,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Self> {
        let ligne = cx
            .store
            .campus_par_id(campus, cx.options.au)?
            .context("campus introuvable")?;
        let toml = match revue {
            Some(r) => cx
                .store
                .form_text(&r.form_id, r.form_version)?
                .context("formulaire de la revue introuvable")?,
            None => cx.forms.text(kind.form_id())?,
        };
        let def = load(kind.form_id(), &toml)?;
        let version = def.version;
        let sources = Sources(cx.store.sources(campus, kind, cx.options.au)?);
        let answers = revue
            .as_ref()
            .map(|r| cx.store.reponses(r.id))
            .transpose()?
            .unwrap_or_default();
        let form = resolve(&def, &sources);
        let lues = answers.clone();
        let open = revue.is_none_or(|r| r.etat.ouverte());
        let state = fill(form, answers, sources, open);
        let enregistre = revue.map(|r| r.enregistre.as_str());
        let draft = Draft::new(revue.is_some(), enregistre);
        let sujet = Sujet::Revue {
            campus,
            campus_nom: ligne.nom_court,
            kind,
            form: (version, toml),
            id: revue.map(|r| r.id),
        };
        let mut screen = Self::with(sujet, revue.map(|r| r.etat), state, draft);
        screen.lues = lues;
        screen.interdit = cx
            .store
            .permis(Op::SaveReponse)
            .err()
            .map(|e| sentence(&e.to_string()));
        if let Some(why) = &screen.interdit {
            cx.say(why.clone());
        }
        match revue.and_then(|r| r.position.clone()) {
            Some((step, field)) => screen.state.resume(&step, &field),
            None => screen.skip_to_question(),
        }
        screen.arrive();
        Ok(screen)
    }

    /// A form with nothing open over its fields.
    pub(super) fn with(sujet: Sujet, etat: Option<EtatRevue>, state: FormState, draft: Draft) -> Self {
        Self {
            sujet,
            etat,
            state,
            editor: None,
            mode: Mode::Fields,
            draft,
            problems: Vec::new(),
            interdit: None,
            progress: String::new(),
            conflits: Vec::new(),
            autres: Vec::new(),
            lecture: None,
            frappes: Vec::new(),
            lecture_depuis: None,
            lues: BTreeMap::new(),
            told: -1,
            touched: false,
            from_recap: false,
            asked: Asked::Nothing,
        }
    }

    /// Takes up the text that was being typed when the line dropped.
    pub(super) fn resume(&mut self, saisie: &Saisie) {
        if let Some((field, row, column)) = cell(&saisie.champ) {
            self.state.go(Move::To(saisie.step.clone(), field.to_owned()));
            self.arrive();
            let field = self.focused().clone();
            let col = field
                .table()
                .and_then(|t| t.columns.iter().position(|c| c.id == column));
            let mut table = TableMode::open(&self.state, &field);
            (table.row, table.col) = (row, col.unwrap_or(table.col));
            table.editor = Some(Editor::at(&saisie.texte, false, saisie.ligne, saisie.colonne));
            self.mode = Mode::Table(Box::new(table));
            return;
        }
        self.state.go(Move::To(saisie.step.clone(), saisie.champ.clone()));
        self.arrive();
        if let Some(editor) = &self.editor {
            self.editor = Some(Editor::at(
                &saisie.texte,
                editor.long(),
                saisie.ligne,
                saisie.colonne,
            ));
            self.touched = true;
        }
    }
}

/// The answers of a review on the form it was begun with.
pub fn state_of(revue: &RevueLigne, cx: &mut Cx<'_>) -> anyhow::Result<FormState> {
    let answers = cx.store.reponses(revue.id)?;
    state_of_answers(revue, answers, cx)
}

/// [`state_of`] with other answers than the present ones.
pub fn state_of_answers(
    revue: &RevueLigne,
    answers: BTreeMap<String, Value>,
    cx: &mut Cx<'_>,
) -> anyhow::Result<FormState> {
    let text = cx.store.form_text(&revue.form_id, revue.form_version)?;
    let def = load(
        &revue.form_id,
        &text.context("formulaire de la revue introuvable")?,
    )?;
    laid_out(revue, &def, answers, cx)
}

/// [`state_of`] with the form already read.
pub fn state_with(revue: &RevueLigne, def: &FormDef, cx: &mut Cx<'_>) -> anyhow::Result<FormState> {
    let answers = cx.store.reponses(revue.id)?;
    laid_out(revue, def, answers, cx)
}

fn laid_out(
    revue: &RevueLigne,
    def: &FormDef,
    answers: BTreeMap<String, Value>,
    cx: &mut Cx<'_>,
) -> anyhow::Result<FormState> {
    let sources = Sources(cx.store.sources(revue.campus, revue.type_revue, cx.options.au)?);
    Ok(fill(
        resolve(def, &sources),
        answers,
        sources,
        revue.etat.ouverte(),
    ))
}

/// A form being filled in, or one that was handed in.
fn fill(form: Resolved, answers: BTreeMap<String, Value>, sources: Sources, open: bool) -> FormState {
    if open {
        FormState::new(form, answers, sources)
    } else {
        FormState::frozen(form, answers)
    }
}

/// `champ[row].col`, as [`TableMode::place`] writes it.
fn cell(champ: &str) -> Option<(&str, usize, &str)> {
    let (field, rest) = champ.split_once('[')?;
    let (row, column) = rest.split_once("].")?;
    Some((field, row.parse().ok()?, column))
}
