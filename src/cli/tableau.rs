//! `cmq tableau`: the figures of the dashboard, view after view.

use clap::{Args as ClapArgs, ValueEnum};
use serde_json::{Map, Value, json};

use super::answer::{Answer, View};
use super::args::FILTRES;
use super::resolve;
use super::table::{Column, render};
use crate::domain::tableau::{
    Atteinte, Carte, Decoupage, Labels, Mesures, PointCampus, RevuesTrimestre, Table, VueCampus,
    VueIndicateur, indicateurs, revues,
};
use crate::domain::{TypeRevue, tableau::Indicateur};
use crate::form::{Forms, number};
use crate::store::Store;

/// The indicator shown when none is asked for: the first of the list.
const EFFECTIF: &str = "EFF_TOT";

/// `cmq tableau`.
#[derive(Debug, ClapArgs)]
pub struct TableauArgs {
    /// One view only.
    #[arg(long, value_name = "VUE", help_heading = FILTRES, hide_possible_values = true,
          help = "Une seule vue\u{202f}: carte, labels, revues, indicateur ou campus")]
    pub vue: Option<Vue>,
    /// Indicator, as typed.
    #[arg(long, value_name = "INDICATEUR", help_heading = FILTRES,
          help = "Code ou mots de l'indicateur (sinon EFF_TOT)")]
    pub indicateur: Option<String>,
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Campus dont tous les indicateurs sont donnés")]
    pub campus: Option<String>,
}

/// A view of the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Vue {
    /// At least one campus per région.
    Carte,
    /// Labels by state, family, filière.
    Labels,
    /// Reviews by quarter.
    Revues,
    /// One indicator, all campuses.
    Indicateur,
    /// One campus, all indicators.
    Campus,
}

impl Vue {
    const ALL: [Self; 5] = [
        Self::Carte,
        Self::Labels,
        Self::Revues,
        Self::Indicateur,
        Self::Campus,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Carte => "carte",
            Self::Labels => "labels",
            Self::Revues => "revues",
            Self::Indicateur => "indicateur",
            Self::Campus => "campus",
        }
    }
}

/// What one view answers: its shape, its heading, its table. A campus view without a campus has none.
type Part = (Value, Option<(String, Table)>);

/// The figures of every view, or of the one asked for.
pub fn run(store: &Store, forms: &Forms, args: &TableauArgs, view: View) -> anyhow::Result<Answer> {
    let wanted = args.vue.map_or(Vue::ALL.to_vec(), |v| vec![v]);
    let mut object = Map::from_iter([("au".to_owned(), json!(view.au.to_string()))]);
    let mut texts = Vec::new();
    for vue in wanted {
        let (shape, text) = part(store, forms, args, vue, view)?;
        object.insert(vue.code().to_owned(), shape);
        if let Some((heading, table)) = text {
            let columns: Vec<Column> = table.colonnes.iter().enumerate().map(column).collect();
            texts.push(format!(
                "{heading}\n\n{}",
                render(&columns, &table.lignes, view.width)
            ));
        }
    }
    Ok(if view.json {
        Answer::json(Value::Object(object))
    } else {
        Answer::data(texts.join("\n"))
    })
}

fn column((i, (title, figures)): (usize, &(&'static str, bool))) -> Column {
    let rank = u8::try_from(i).unwrap_or(u8::MAX);
    match (i, figures) {
        (0, _) => Column::name(title, 16),
        (_, true) => Column::needed(title, rank).figures(),
        (_, false) => Column::extra(title, rank).cut(8),
    }
}

fn part(store: &Store, forms: &Forms, args: &TableauArgs, vue: Vue, view: View) -> anyhow::Result<Part> {
    Ok(match vue {
        Vue::Carte => {
            let c = store.tableau_carte(Decoupage::au(view.au), view.au)?;
            let heading = format!("Carte · {}\n{}", c.decoupage.libelle(), c.phrase());
            (carte(&c), Some((heading, c.table())))
        }
        Vue::Labels => {
            let l = store.tableau_labels(view.au)?;
            (labels(&l), Some(("Labels".to_owned(), l.table())))
        }
        Vue::Revues => {
            let all = store.tableau_revues(view.au)?;
            let heading = "Revues · par trimestre de leur échéance".to_owned();
            (
                all.iter().filter(|r| r.total() > 0).map(trimestre).collect(),
                Some((heading, revues::table(&all))),
            )
        }
        Vue::Indicateur => {
            let code = match &args.indicateur {
                Some(typed) => resolve::indicateur(store, typed)?,
                None => EFFECTIF.to_owned(),
            };
            let v = store.tableau_indicateur(&code, &forms.reprises(TypeRevue::Evaluation)?, view.au)?;
            let heading = format!(
                "Indicateur · {} · {} ({})",
                v.indicateur.code, v.indicateur.libelle, v.indicateur.unite
            );
            (indicateur(&v), Some((heading, v.table(number::show_figure))))
        }
        Vue::Campus => match &args.campus {
            None => (Value::Null, None),
            Some(typed) => {
                let found = resolve::campus(store, typed, view.au)?;
                let v = store.tableau_campus(found.id, &forms.reprises(TypeRevue::Evaluation)?, view.au)?;
                let heading = format!("Campus · {} · {}", v.nom, indicateurs::origine(v.source));
                (campus(&v), Some((heading, v.table(number::show_figure))))
            }
        },
    })
}

fn carte(c: &Carte) -> Value {
    let share = |outre_mer| {
        let (with, all) = c.couvertes(outre_mer);
        json!({ "regions": all, "avec_campus": with })
    };
    let region = |(i, t): (usize, &crate::domain::tableau::Tuile)| {
        let n = c.compte(i);
        json!({
            "code": t.code,
            "nom": t.nom,
            "outre_mer": t.outre_mer,
            "campus": n.campus,
            "en_retard": n.retard,
            "echus": n.echus,
            "liste": c.de(i).map(point).collect::<Value>(),
        })
    };
    json!({
        "decoupage": c.decoupage.code(),
        "metropole": share(false),
        "outre_mer": share(true),
        "manquantes": c.manquantes().map(|t| t.nom.as_str()).collect::<Value>(),
        "hors_carte": c.hors_carte(),
        "regions": c.tuiles.iter().enumerate().map(region).collect::<Value>(),
    })
}

fn point(p: &PointCampus) -> Value {
    json!({
        "id": p.id,
        "nom": p.nom,
        "etat": p.etat.libelle(),
        "situation": p.situation,
        "longitude": p.position.map(|(x, _)| x),
        "latitude": p.position.map(|(_, y)| y),
    })
}

fn labels(l: &Labels) -> Value {
    let groupe = |g: &crate::domain::tableau::Groupe| {
        let mut object = json!({ "groupe": g.genre.code(), "nom": g.nom, "labels": g.total() });
        for (etat, n) in g.parts() {
            object[etat.code()] = json!(n);
        }
        object
    };
    l.groupes.iter().map(groupe).collect()
}

fn trimestre(r: &RevuesTrimestre) -> Value {
    json!({
        "trimestre": r.trimestre.code(),
        "type": r.type_revue.code(),
        "faites": r.faites,
        "a_faire": r.a_faire,
        "en_retard": r.en_retard,
        "a_venir": r.a_venir,
    })
}

/// The figures of one line, by series, and the attainment in per cent.
fn mesures(object: &mut Value, indicateur: &Indicateur, found: &Mesures) {
    for (serie, m) in ["au_label", "a_2_ans", "a_4_ans", "cible"].iter().zip(found) {
        object[*serie] = json!({ "valeur": m.valeur(), "etat": m.code() });
    }
    let atteinte = Atteinte::de(found, indicateur.sens);
    object["atteinte"] = json!(atteinte.pourcent());
    object["atteinte_texte"] = json!(atteinte.texte(number::show_figure));
}

fn indicateur(v: &VueIndicateur) -> Value {
    let ligne = |l: &indicateurs::LigneIndicateur| {
        let mut object = json!({ "id": l.campus, "nom": l.nom, "source": l.source.map(TypeRevue::code) });
        mesures(&mut object, &v.indicateur, &l.mesures);
        object
    };
    let quartiles = |serie| {
        let q = v.quartiles(serie)?;
        Some(json!({ "campus": q.n, "q1": q.q1, "mediane": q.mediane, "q3": q.q3 }))
    };
    let mut object = of(&v.indicateur);
    object["national"] = json!({
        "au_label": quartiles(0),
        "a_2_ans": quartiles(1),
        "a_4_ans": quartiles(2),
        "cible": quartiles(3),
    });
    object["campus"] = v.lignes.iter().map(ligne).collect();
    object
}

fn of(i: &Indicateur) -> Value {
    json!({
        "code": i.code,
        "libelle": i.libelle,
        "section": i.section,
        "unite": i.unite,
        "sens": i.sens.code(),
    })
}

fn campus(v: &VueCampus) -> Value {
    let ligne = |(i, found): &(Indicateur, Mesures)| {
        let mut object = of(i);
        mesures(&mut object, i, found);
        object
    };
    json!({
        "id": v.id,
        "nom": v.nom,
        "source": v.source.map(TypeRevue::code),
        "indicateurs": v.lignes.iter().map(ligne).collect::<Value>(),
    })
}
