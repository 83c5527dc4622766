//! One field of several records changed at once: which field, its value, what it would do to each, then all in one lot.

mod saisie;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cx,
    action::Action,
    filter::Filtered,
    geometry,
    keymap::Context,
    listing::{Group, Listing},
    screen::Flow,
};
pub use crate::store::groupe::{Effet, Essai};
use crate::{
    domain::{Formalite, texte::accorder},
    form::{Field, Kind, Severity, Sources, Value, load, resolve, show},
    store::Error,
};
pub use saisie::{Entree, Saisie};

/// A field that may be changed, and what the records say of it now.
pub struct Champ {
    /// The field.
    pub field: Field,
    /// The value that all of them have, when they have the same.
    pub commun: Option<Value>,
    /// What they say, in words.
    pub present: String,
}

/// What changing the field would do to each record.
pub struct Apercu {
    /// The field and the value.
    pub saisie: Saisie,
    /// The value.
    pub valeur: Option<Value>,
    /// The records, those that change first.
    pub list: Listing<Essai>,
}

/// Where one is.
pub enum Etape {
    /// Choosing the field.
    Champ,
    /// Typing or choosing its value.
    Valeur(Box<Saisie>),
    /// Looking at what it would do.
    Apercu(Box<Apercu>),
}

/// A change of one field of several records, being prepared.
pub struct Groupe {
    /// The records.
    pub fiches: Vec<Formalite>,
    /// The fields that make sense for several records at once.
    pub champs: Listing<Champ>,
    /// Where one is.
    pub etape: Etape,
    sources: Sources,
    /// Labels of every field of the form.
    libelles: BTreeMap<String, String>,
}

impl Groupe {
    /// The fields of these records; `neuf` names the form.
    pub fn new(neuf: Formalite, fiches: Vec<Formalite>, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let id = neuf.form_id();
        let def = load(id, &cx.forms.text(id)?)?;
        let sources = Sources(cx.store.prepare(neuf, cx.options.au)?.sources);
        let form = resolve(&def, &sources).into_def();
        let mut present = Vec::new();
        for fiche in &fiches {
            // A record that is gone is refused in the preview, with its reason.
            if let Ok(p) = cx.store.prepare(*fiche, cx.options.au) {
                present.push(p.valeurs);
            }
        }
        let all = form.steps.iter().flat_map(|s| &s.fields);
        let libelles = all.map(|f| (f.id.clone(), f.label.clone())).collect();
        let fields = form.steps.into_iter().flat_map(|s| s.fields).filter(several);
        let champ = |field: Field| {
            let said: Vec<Option<&Value>> = present.iter().map(|v| v.get(&field.id)).collect();
            let (commun, present) = together(&field.kind, &said);
            Champ {
                field,
                commun,
                present,
            }
        };
        let mut champs = Listing::default();
        champs.replace(fields.map(champ).collect());
        let lines = (0..champs.all().len()).collect();
        let group = Group {
            name: String::new(),
            lines,
        };
        champs.show(vec![group], |_| false, cx.size);
        Ok(Self {
            fiches,
            champs,
            etape: Etape::Champ,
            sources,
            libelles,
        })
    }

    /// Labels of the other fields that change with it, on any of the records.
    #[must_use]
    pub fn aussi<'a>(&'a self, apercu: &'a Apercu) -> Vec<&'a str> {
        let all = apercu.list.all().iter().filter_map(|e| match &e.effet {
            Effet::Modifie { aussi, .. } => Some(aussi),
            _ => None,
        });
        let label = |id: &'a String| self.libelles.get(id).unwrap_or(id).as_str();
        let names: BTreeSet<&str> = all.flatten().map(label).collect();
        names.into_iter().collect()
    }

    /// `3 campus`, `1 partenaire`.
    #[must_use]
    pub fn quoi(&self) -> String {
        match self.fiches.first() {
            Some(Formalite::Partenaire(_)) => accorder(self.fiches.len(), "partenaire"),
            _ => format!("{} campus", self.fiches.len()),
        }
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let narrow = match &self.etape {
            Etape::Valeur(s) => match s.entree {
                Entree::Texte(_) => Context::Dialog,
                Entree::Choix(_) => Context::Choose,
            },
            Etape::Champ | Etape::Apercu(_) => Context::Groupe,
        };
        vec![narrow, Context::Global]
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        self.champs.reveal(size);
        if let Etape::Apercu(a) = &mut self.etape {
            a.list.reveal(size);
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match &mut self.etape {
            Etape::Champ => match action {
                Action::Back => return Ok(Flow::Pop),
                Action::Enter => self.open(),
                other => return Ok(heard(self.champs.update(other, cx.size))),
            },
            Etape::Valeur(saisie) => {
                let height = geometry::list_height(cx.size);
                match saisie.update(action, height, cx.options.au, &self.sources) {
                    saisie::Dit::Ignore => return Ok(Flow::Ignored),
                    saisie::Dit::Encore => {}
                    saisie::Dit::Renonce => self.etape = Etape::Champ,
                    saisie::Dit::Prend(valeur) => self.preview(valeur, cx)?,
                }
            }
            Etape::Apercu(apercu) => match action {
                Action::Back => self.back(),
                Action::Enter => return self.apply(cx),
                other => return Ok(heard(apercu.list.update(other, cx.size))),
            },
        }
        Ok(Flow::Done)
    }

    fn open(&mut self) {
        if let Some(champ) = self.champs.selected() {
            self.etape = Etape::Valeur(Box::new(Saisie::new(champ)));
        }
    }

    /// From the preview to the value, as it was typed.
    fn back(&mut self) {
        let etape = std::mem::replace(&mut self.etape, Etape::Champ);
        self.etape = match etape {
            Etape::Apercu(a) => Etape::Valeur(Box::new(a.saisie)),
            other => other,
        };
    }

    /// Tries the value on every record; one that the field does not take goes no further.
    fn preview(&mut self, valeur: Option<Value>, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let etape = std::mem::replace(&mut self.etape, Etape::Champ);
        let Etape::Valeur(saisie) = etape else {
            return Ok(());
        };
        if let Some((Severity::Blocking, why)) = saisie.probleme(valeur.as_ref(), &self.sources) {
            cx.say(why);
            self.etape = Etape::Valeur(saisie);
            return Ok(());
        }
        let change = (saisie.field.id.as_str(), valeur.as_ref());
        match cx.store.essayer(&self.fiches, change, cx.options.au) {
            Ok(essais) => {
                let list = rangs(essais, cx.size);
                let apercu = Apercu {
                    saisie: *saisie,
                    valeur,
                    list,
                };
                self.etape = Etape::Apercu(Box::new(apercu));
                Ok(())
            }
            Err(error) => {
                self.etape = Etape::Valeur(saisie);
                Err(error.into())
            }
        }
    }

    /// Writes what the preview shows, and leaves; a record changed since shows the preview anew.
    fn apply(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Etape::Apercu(apercu) = &mut self.etape else {
            return Ok(Flow::Done);
        };
        let change = (apercu.saisie.field.id.as_str(), apercu.valeur.as_ref());
        if !apercu.list.all().iter().any(Essai::modifie) {
            cx.say("Rien à modifier\u{202f}: aucune fiche ne changerait. Échap revient à la valeur.");
            return Ok(Flow::Done);
        }
        let au = cx.options.au;
        match cx.store.modifier_ensemble(apercu.list.all(), change, au) {
            Ok((n, _)) => {
                let done = if n > 1 { "modifiées" } else { "modifiée" };
                cx.say(format!(
                    "{} {done} en un lot\u{202f}: {}. u les annule toutes.",
                    accorder(n, "fiche"),
                    apercu.saisie.field.label
                ));
                Ok(Flow::Pop)
            }
            Err(Error::Stale(which)) => {
                apercu.list = rangs(cx.store.essayer(&self.fiches, change, au)?, cx.size);
                cx.say(format!(
                    "Rien d'écrit\u{202f}: {which} a changé depuis l'aperçu, que voici à jour. Relisez, puis Entrée."
                ));
                Ok(Flow::Done)
            }
            Err(Error::Refused(why)) => {
                cx.say(format!("Rien d'écrit\u{202f}: {why}."));
                Ok(Flow::Done)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn heard(filtered: Filtered) -> Flow {
    if filtered == Filtered::No {
        Flow::Ignored
    } else {
        Flow::Done
    }
}

/// Whether a field may be given to several records: typed or chosen, always shown, not one record's own.
fn several(field: &Field) -> bool {
    let kind = !matches!(field.kind, Kind::Ref(_) | Kind::Table(_) | Kind::Computed(_));
    kind && !field.readonly && !field.own && field.when.is_none()
}

/// What the records say of a field: the value when it is the same, and words for people.
fn together(kind: &Kind, said: &[Option<&Value>]) -> (Option<Value>, String) {
    let mut different: Vec<Option<&Value>> = Vec::new();
    for value in said {
        if !different.contains(value) {
            different.push(*value);
        }
    }
    match different.as_slice() {
        [] | [None] => (None, "–".to_owned()),
        [Some(v)] => (Some((*v).clone()), show(kind, v)),
        several => (None, format!("{} valeurs différentes", several.len())),
    }
}

/// The records under what happens to them: changed, unchanged, refused.
fn rangs(essais: Vec<Essai>, size: (u16, u16)) -> Listing<Essai> {
    let of = |name: &str, wanted: fn(&Effet) -> bool| Group {
        name: name.to_owned(),
        lines: (0..essais.len())
            .filter(|i| essais.get(*i).is_some_and(|e| wanted(&e.effet)))
            .collect(),
    };
    let groups = vec![
        of("À modifier", |e| matches!(e, Effet::Modifie { .. })),
        of("Inchangées", |e| matches!(e, Effet::Inchange)),
        of("Refusées", |e| matches!(e, Effet::Refuse(_))),
    ];
    let mut list = Listing::default();
    list.replace(essais);
    list.show(groups, |_| false, size);
    list
}

impl Apercu {
    /// `3 modifications, 1 inchangée, 2 refusées`.
    #[must_use]
    pub fn bilan(&self) -> String {
        let count = |wanted: fn(&Effet) -> bool| self.list.all().iter().filter(|e| wanted(&e.effet)).count();
        [
            accorder(count(|e| matches!(e, Effet::Modifie { .. })), "modification"),
            accorder(count(|e| matches!(e, Effet::Inchange)), "inchangée"),
            accorder(count(|e| matches!(e, Effet::Refuse(_))), "refusée"),
        ]
        .join(", ")
    }
}
