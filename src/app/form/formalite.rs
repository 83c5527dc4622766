//! A form that records one act of the label's life at once: its draft taken up, recording, throwing away.

use super::{
    Asked, FormScreen, Mode,
    draft::Draft,
    renvoi,
    sujet::{self, Sujet},
};
use crate::{
    app::{Cx, screen::Flow},
    domain::Formalite,
    form::{Field, FormState, Kind, Move, Severity, Sources, load, resolve, show},
    store::{Brouillon, Error},
};

impl FormScreen {
    /// Opens the form of a formality, at the place and with the words of its draft if there is one; makes none.
    pub fn open_formalite(formalite: Formalite, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let id = formalite.form_id();
        let def = load(id, &cx.forms.text(id)?)?;
        let known = cx.store.prepare(formalite, cx.options.au)?;
        let brouillon = cx.store.brouillon(formalite)?;
        let sources = Sources(known.sources);
        let form = resolve(&def, &sources).without_closed_steps(&sources);
        let mut state = FormState::new(form.clone(), known.valeurs, sources.clone());
        let depart = state.answers().clone();
        if let Some(b) = &brouillon {
            let mut answers = sujet::changed(depart.clone(), &b.reponses);
            if b.rev != known.rev {
                renvoi::keep_rows(form.def(), &depart, &mut answers);
            }
            state = FormState::new(form, answers, sources);
        }
        let draft = Draft::new(
            brouillon.is_some(),
            brouillon.as_ref().map(|b| b.enregistre.as_str()),
        );
        let sujet = Sujet::Formalite {
            formalite,
            titre: known.titre,
            rev: known.rev,
            version: def.version,
            depart,
        };
        let mut screen = Self::with(sujet, None, state, draft);
        screen.propose("nom", cx);
        match &brouillon {
            Some(b) => screen.state.resume(&b.place.0, &b.place.1),
            None => screen.skip_to_question(),
        }
        screen.arrive();
        if let Some(b) = &brouillon {
            cx.say(screen.take_up(b, (known.rev, def.version)));
        }
        screen.refresh();
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

    /// Takes up the text of a draft; what to say of it, `now` being the record's revision and the form's version.
    fn take_up(&mut self, b: &Brouillon, now: (i64, u32)) -> &'static str {
        if let Some(saisie) = &b.saisie {
            self.resume(saisie);
        }
        if b.rev != now.0 {
            "La fiche a changé depuis ce brouillon : vos réponses restent, à vérifier."
        } else if b.version != now.1 {
            "Le formulaire a changé depuis ce brouillon : relisez vos réponses."
        } else {
            "Brouillon repris, au champ où il s'était arrêté ; F8 le jette."
        }
    }

    /// F10 outside the recapitulation: the recapitulation, unless there is nothing to look at again.
    pub(super) fn conclude(&mut self, cx: &mut Cx<'_>) -> Flow {
        let Some(formalite) = self.sujet.formalite() else {
            self.open_recap(cx);
            return Flow::Done;
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
            Flow::Done
        }
    }

    /// First F10 in the recapitulation of a sound form: records, or asks for the second one.
    pub(super) fn ready_to_record(&mut self, formalite: Formalite, cx: &mut Cx<'_>) -> Flow {
        if !formalite.grave() {
            return self.record(cx);
        }
        if let Mode::Recap(_, armed) = &mut self.mode {
            *armed = true;
        }
        cx.say("F10 encore une fois enregistre : ensuite, plus rien ne changera ici.");
        Flow::Done
    }

    /// Records, and leaves. A refusal is a sentence; nothing typed is lost.
    pub(super) fn record(&mut self, cx: &mut Cx<'_>) -> Flow {
        let Sujet::Formalite { formalite, rev, .. } = self.sujet else {
            return Flow::Ignored;
        };
        let answers = self.state.final_answers();
        match cx.store.record(formalite, rev, &answers, cx.options.au) {
            Ok(recorded) => {
                if let Err(error) = cx.store.drop_brouillon(formalite) {
                    crate::log::error(&error.into());
                }
                cx.say(recorded.sentence);
                return recorded
                    .sur
                    .map_or(Flow::Pop, |(entity, renvoi)| Flow::Recorded(entity, renvoi));
            }
            Err(Error::Stale(_)) => self.read_again(formalite, cx),
            Err(error) => {
                cx.say(format!("Pas enregistré : {error}"));
                if !matches!(error, Error::Refused(_)) {
                    crate::log::error(&error.into());
                }
            }
        }
        if matches!(self.mode, Mode::Fields | Mode::FullText) {
            self.mode = Mode::Fields;
            self.arrive();
        }
        Flow::Done
    }

    /// The record changed under the form: what was typed stays, the rest is read again.
    fn read_again(&mut self, formalite: Formalite, cx: &mut Cx<'_>) {
        match Self::open_formalite(formalite, cx) {
            Ok(screen) => {
                let both = self.sujet.both_changed(&screen.sujet, self.state.answers());
                *self = screen;
                cx.say(match self.told(&both) {
                    None => "La fiche vient de changer ailleurs : relisez vos réponses, puis F10.".to_owned(),
                    Some(told) => {
                        format!("Changé ailleurs aussi : {told}. Le vôtre reste, F10 l'enregistre.")
                    }
                });
            }
            Err(error) => cx.say(format!("Pas enregistré : {error:#}")),
        }
    }

    /// What the register now says of these fields: `Nom « Lycée X »`.
    fn told(&self, fields: &[String]) -> Option<String> {
        let Sujet::Formalite { depart, .. } = &self.sujet else {
            return None;
        };
        let named = fields.iter().filter_map(|id| {
            let field = self.state.form().field(id)?;
            let now = depart.get(id).map(|v| show(&field.kind, v)).unwrap_or_default();
            Some(format!("{} «\u{a0}{now}\u{a0}»", field.label))
        });
        let all: Vec<String> = named.collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// Throws the draft away at the second press.
    pub(super) fn discard(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(formalite) = self.sujet.formalite() else {
            return Ok(Flow::Done);
        };
        if !self.draft.begun() && !self.draft.pending() {
            cx.say("Aucun brouillon à jeter : rien n'a été saisi.");
        } else if std::mem::replace(&mut self.asked, Asked::Discard) == Asked::Discard {
            cx.store.drop_brouillon(formalite)?;
            *self = Self::open_formalite(formalite, cx)?;
            cx.say("Brouillon jeté : le formulaire montre ce que sait le registre.");
        } else {
            cx.say("F8 encore une fois jette ce brouillon ; toute autre touche le garde.");
        }
        Ok(Flow::Done)
    }
}
