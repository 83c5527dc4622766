//! The documented JSON shapes: `snake_case` French keys, ISO dates at their precision, null for unknown.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::domain::{
    CampusLigne, Constat, DatePartielle, Echeance, Fiche, FiliereLigne, Label, PartenaireLigne, RegionLigne,
    RevueLigne, Situation, Suite, Terme,
};

/// `cmq region`: one région.
#[must_use]
pub fn region(r: &RegionLigne) -> Value {
    json!({
        "code": r.code,
        "nom": r.nom,
        "vigueur": { "debut": date(r.debut), "fin": date(r.fin) },
        "actuelle": r.actuelle,
        "campus": r.campus,
    })
}

/// `cmq filiere`: one filière.
#[must_use]
pub fn filiere(f: &FiliereLigne) -> Value {
    json!({ "code": f.code, "nom": f.nom, "famille": f.famille, "campus": f.campus })
}

/// `cmq campus`: one campus, as of `au`.
#[must_use]
pub fn campus(c: &CampusLigne, au: Date) -> Value {
    let axes = c
        .axes
        .iter()
        .map(|a| json!({ "libelle": a.libelle, "rang": a.rang }));
    json!({
        "id": c.id,
        "nom": c.nom,
        "nom_usage": c.nom_usage,
        "nom_court": c.nom_court,
        "region": c.region,
        "region_actuelle": c.region_actuelle,
        "academie": c.academie,
        "lieu": c.lieu,
        "axes": axes.collect::<Value>(),
        "filieres": c.filieres.iter().map(|(_, nom)| nom.as_str()).collect::<Value>(),
        "label": label(&c.label, au),
        "echeances": c.echeances.iter().map(echeance).collect::<Value>(),
        "partenaires": c.partenaires,
    })
}

/// `cmq partenaire`: one partner. `ferme`: whether the directory says its establishment closed as of `au`, null when it
/// does not know its UAI; `ferme_le`: the day, when known.
#[must_use]
pub fn partenaire(p: &PartenaireLigne, au: Date) -> Value {
    let situation = p.situation(au);
    json!({
        "id": p.id,
        "nom": p.nom,
        "type": p.type_code,
        "type_libelle": p.type_libelle,
        "commune": p.commune,
        "uai": p.uai,
        "siret": p.siret,
        "role": p.role,
        "campus": p.campus,
        "ferme": situation.map(Situation::est_ferme),
        "ferme_le": jour(situation.filter(|s| s.est_ferme()).and_then(Situation::jour)),
    })
}

/// `cmq fiche`: the campus of [`campus`], then the rest of what is known.
#[must_use]
pub fn fiche(f: &Fiche, au: Date) -> Value {
    let mut object = campus(&f.ligne, au);
    let support = f
        .support
        .as_ref()
        .map(|(nom, statut)| json!({ "nom": nom, "statut": statut }));
    let raisons = f.raisons.iter().map(
        |(filiere, raison, origine)| json!({ "filiere": filiere, "raison": raison, "origine": origine }),
    );
    object["commune"] = json!(f.commune);
    let regions = f.ligne.ailleurs.regions.iter().map(|(_, nom)| nom.as_str());
    object["autres_regions"] = regions.collect();
    object["autres_academies"] = json!(f.ligne.ailleurs.academies);
    object["support"] = support.unwrap_or_default();
    object["raisons"] = raisons.collect();
    object["evenements"] = f
        .evenements
        .iter()
        .map(|(date, quoi)| json!({ "date": date, "quoi": quoi }))
        .collect();
    let periode = |l: &Label| {
        let mut object = label(l, au);
        object["categorie"] = json!(l.categorie);
        object["acte"] = json!(l.acte);
        object["suite"] = json!(l.suite.map(Suite::libelle));
        object
    };
    object["periodes"] = f.periodes.iter().map(periode).collect();
    object["vie"] = f
        .vie
        .iter()
        .map(|(day, quoi)| json!({ "date": day.iso(), "quoi": quoi }))
        .collect();
    object["appel"] = json!(f.appel);
    object["mention"] = json!(f.mention);
    object["conditions"] = f.conditions.iter().map(condition).collect();
    object["note"] = json!(f.note);
    object["sources"] = sources(&f.sources);
    object["liste_partenaires"] = f.partenaires.iter().map(|p| partenaire(p, au)).collect();
    object["revues"] = f.revues.iter().map(revue).collect();
    object
}

/// One condition of D335-33; `etat` is `remplie`, `manque` or `inconnu`.
fn condition(c: &Constat) -> Value {
    json!({
        "condition": c.condition.code(),
        "libelle": c.condition.libelle(),
        "etat": c.etat.mot(),
        "detail": c.detail,
    })
}

/// `cmq echeancier`: one deadline of one campus.
#[must_use]
pub fn ligne_echeancier(c: &CampusLigne, e: &Echeance) -> Value {
    json!({
        "campus": { "id": c.id, "nom": c.nom, "lieu": c.lieu, "region": c.region },
        "type": e.type_echeance.code(),
        "due": due(e.terme),
        "etat": e.etat.libelle(),
        "revue": e.revue,
    })
}

/// `cmq revues`: one review.
#[must_use]
pub fn revue(r: &RevueLigne) -> Value {
    let position = r
        .position
        .as_ref()
        .map(|(etape, champ)| json!({ "etape": etape, "champ": champ }));
    json!({
        "id": r.id,
        "campus": { "id": r.campus, "nom": r.campus_nom },
        "type": r.type_revue.code(),
        "etat": r.etat.libelle(),
        "agent": r.agent,
        "formulaire": r.form_id,
        "version": r.form_version,
        "enregistre": r.enregistre,
        "position": position,
        "reponses": r.reponses,
    })
}

fn label(l: &Label, au: Date) -> Value {
    json!({
        "debut": l.debut.iso(),
        "fin": l.fin().iso(),
        "duree_ans": l.duree_ans,
        "regime": l.regime,
        "etat": l.etat(au),
    })
}

fn echeance(e: &Echeance) -> Value {
    json!({ "type": e.type_echeance.code(), "due": due(e.terme), "etat": e.etat.libelle() })
}

/// A partial date, or `{debut, fin}` for a window.
fn due(terme: Terme) -> Value {
    match terme {
        Terme::Date(d) => json!(d.iso()),
        Terme::Fenetre(debut, fin) => json!({ "debut": debut.iso(), "fin": fin.iso() }),
    }
}

fn sources(all: &[(String, String)]) -> Value {
    all.iter()
        .map(|(titre, url)| json!({ "titre": titre, "url": url }))
        .collect()
}

fn date(d: Option<DatePartielle>) -> Value {
    json!(d.map(DatePartielle::iso))
}

/// A whole day, or null.
#[must_use]
pub fn jour(day: Option<Date>) -> Value {
    json!(day.map(|d| d.to_string()))
}
