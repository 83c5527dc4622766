//! A form that records one act of the label's life at once: its draft taken up, recording, throwing away.

use std::collections::BTreeMap;

use super::{Asked, FormScreen, Mode, draft::Draft, renvoi, reunion::Reunion, sujet::Sujet};
use crate::{
    app::{Cx, screen::Flow},
    domain::Formalite,
    form::{Field, FormState, Kind, Move, Severity, Sources, Value, load, resolve},
    store::Brouillon,
};

impl FormScreen {
    /// Opens the form of a formality, at the place and with the words of its draft if there is one; makes none.
    pub fn open_formalite(formalite: Formalite, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let brouillon = cx.store.brouillon(formalite)?;
        let mut screen = Self::read_formalite(formalite, brouillon.as_ref(), cx)?;
        screen.greet(cx)?;
        if let Some(b) = &brouillon {
            let said = screen.take_up(b);
            cx.say(said);
        }
        screen.refresh();
        Ok(screen)
    }

    /// The form of a formality with a draft; what both the draft and another session changed is in conflict.
    pub(super) fn read_formalite(
        formalite: Formalite,
        brouillon: Option<&Brouillon>,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Self> {
        let id = formalite.form_id();
        let def = load(id, &cx.forms.text(id)?)?;
        let known = cx.store.prepare(formalite, cx.options.au)?;
        let sources = Sources(known.sources);
        let form = resolve(&def, &sources).without_closed_steps(&sources);
        let mut state = FormState::new(form.clone(), known.valeurs, sources.clone());
        let depart = state.answers().clone();
        let mut conflits = Vec::new();
        if let Some(b) = brouillon {
            // Both sides as the form reads them: a draft keeps its answers in the encoding of reviews.
            let read = |all: &BTreeMap<String, Option<Value>>| -> BTreeMap<String, Option<Value>> {
                let some = all.iter().filter_map(|(id, v)| Some((id.clone(), v.clone()?)));
                let decoded = FormState::new(form.clone(), some.collect(), sources.clone());
                let value = |id: &String| decoded.answers().get(id).cloned();
                all.keys().map(|id| (id.clone(), value(id))).collect()
            };
            let (avant, vous) = (read(&b.base), read(&b.reponses));
            let reunion = Reunion {
                avant: &avant,
                eux: &depart,
                vous: &vous,
            };
            let par = cx.store.dernier_auteur(formalite)?;
            let (mut answers, both) = reunion.joined(&state, &par);
            if b.rev != known.rev && b.base.is_empty() {
                renvoi::keep_rows(form.def(), &depart, &mut answers);
            }
            conflits = both;
            state = FormState::new(form, answers, sources);
        }
        let draft = Draft::new(brouillon.is_some(), brouillon.map(|b| b.enregistre.as_str()));
        let sujet = Sujet::Formalite {
            formalite,
            titre: known.titre,
            rev: known.rev,
            version: def.version,
            depart,
        };
        let mut screen = Self::with(sujet, None, state, draft);
        screen.conflits = conflits;
        screen.propose("nom", cx);
        match brouillon {
            Some(b) => screen.state.resume(&b.place.0, &b.place.1),
            None => screen.skip_to_question(),
        }
        screen.arrive();
        Ok(screen)
    }

    /// To the first field of the first step that is filled in by people, if there is one; the end of a link that was
    /// given is no question.
    pub(super) fn skip_to_question(&mut self) {
        let given = |f: &Field| matches!(f.kind, Kind::Ref(_)) && self.state.value(&f.id).is_some();
        let first = self.state.shown(0).into_iter().find(|f| !f.fixed() && !given(f));
        if let Some(id) = first.map(|f| f.id.clone()) {
            let (step, _) = self.position();
            self.state.go(Move::To(step, id));
        }
    }

    /// Takes up the text of a draft; what to say of it.
    fn take_up(&mut self, b: &Brouillon) -> String {
        let now = match self.sujet {
            Sujet::Formalite { rev, version, .. } => (rev, version),
            Sujet::Revue { .. } => (b.rev, b.version),
        };
        if let Some(saisie) = &b.saisie {
            self.resume(saisie);
        }
        let both = match self.conflits.len() {
            0 => None,
            1 => Some("un champ des deux côtés\u{202f}: F3 le montre.".to_owned()),
            n => Some(format!("{n} champs des deux côtés\u{202f}: F3 les montre.")),
        };
        if let Some(both) = both {
            return format!("La fiche a changé depuis ce brouillon, {both}");
        }
        if b.rev != now.0 {
            "La fiche a changé depuis ce brouillon\u{202f}: vos réponses restent, à vérifier."
        } else if b.version != now.1 {
            "Le formulaire a changé depuis ce brouillon\u{202f}: relisez vos réponses."
        } else {
            "Brouillon repris, au champ où il s'était arrêté\u{202f}; F8 le jette."
        }
        .to_owned()
    }

    /// F10 outside the recapitulation: the recapitulation, unless there is nothing to look at again.
    pub(super) fn conclude(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(formalite) = self.sujet.formalite() else {
            self.open_recap(cx);
            return Ok(Flow::Done);
        };
        self.leave(cx);
        let blocking = self
            .state
            .problems()
            .iter()
            .any(|p| p.severity == Severity::Blocking);
        if self.state.steps().len() == 1 && !blocking && !formalite.grave() {
            return self.record(cx);
        }
        self.open_recap(cx);
        if blocking {
            self.ready(cx)
        } else {
            cx.say(if formalite.grave() {
                "Relisez, puis F10 deux fois enregistre."
            } else {
                "Relisez, puis F10 enregistre."
            });
            Ok(Flow::Done)
        }
    }

    /// First F10 in the recapitulation of a sound form: records, or asks for the second one.
    pub(super) fn ready_to_record(&mut self, formalite: Formalite, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if !formalite.grave() {
            return self.record(cx);
        }
        if let Mode::Recap(_, armed) = &mut self.mode {
            *armed = true;
        }
        cx.say("F10 encore une fois enregistre\u{202f}: ensuite, plus rien ne changera ici.");
        Ok(Flow::Done)
    }

    /// Throws the draft away at the second press.
    pub(super) fn discard(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(formalite) = self.sujet.formalite() else {
            return Ok(Flow::Done);
        };
        if !self.draft.begun() && !self.draft.pending() {
            cx.say("Aucun brouillon à jeter\u{202f}: rien n'a été saisi.");
        } else if std::mem::replace(&mut self.asked, Asked::Discard) == Asked::Discard {
            cx.store.drop_brouillon(formalite)?;
            *self = Self::open_formalite(formalite, cx)?;
            cx.say("Brouillon jeté\u{202f}: le formulaire montre ce que sait le registre.");
        } else {
            cx.say("F8 encore une fois jette ce brouillon\u{202f}; toute autre touche le garde.");
        }
        Ok(Flow::Done)
    }
}
