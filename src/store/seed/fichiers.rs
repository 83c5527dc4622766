//! The shape of the files of `data/registre`. What the register does not keep is left unread.

use serde::Deserialize;

/// A page that says something.
#[derive(Deserialize)]
pub(super) struct Source {
    pub titre: String,
    pub url: String,
}

macro_rules! fichiers {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Deserialize)]
        pub(super) struct $name { $(pub $field: $type,)* }
    )*};
}

fichiers! {
    Regions { regions: Vec<Region> }
    Region {
        cle: String, code: String, nom: String, zone: String, debut: Option<String>, fin: Option<String>,
        sigles: Vec<String>, successeurs: Vec<String>,
    }
    Academies { academies: Vec<Academie> }
    Academie {
        code: String, nom: String, debut: Option<String>, fin: Option<String>, region_2013: Option<String>,
        region_academique: String, successeur: Option<String>, note: Option<String>,
    }
    Departements { departements: Vec<Departement> }
    Departement {
        code: String, nom: String, region_2013: String, region_actuelle: String,
        academie_2013: Option<String>, academie_actuelle: String, uai_prefixe: String,
    }
    Filieres { familles: Vec<Famille>, filieres: Vec<Filiere> }
    Famille { code: String, libelle: String }
    Filiere { code: String, famille: String, nom: String }
    Colleges { instances: Vec<Instance> }
    Instance {
        code: String, libelle: String, regime: String, source: Source, total: Option<i64>,
        colleges: Vec<College>,
    }
    College { code: String, libelle: String, nombre: Option<i64> }
    Indicateurs { indicateurs: Vec<Indicateur> }
    Indicateur {
        code: String, libelle: String, section: String, unite: String, sens: String, calcul: String,
        source_donnees: String, origine: String,
    }
    Types { types: Vec<Type> }
    Type { code: String, libelle: String, identifiants: String, indicateur: Option<String> }
    Appels { appels: Vec<Appel> }
    Appel {
        code: String, titre: String, texte: String, bulletin: String, ouvert: String, depot: String,
        annonce: String, presentes: i64, retenus: i64, note: Option<String>, sources: Vec<Source>,
    }
    Campuses { campus: Vec<Campus> }
    Campus {
        numero: i64, nom: String, nom_usage: Option<String>, nom_court: String, region: String,
        academie: String, lieu: String, commune: Option<String>, code_insee: Option<String>,
        latitude: Option<f64>, longitude: Option<f64>, position: Option<String>,
        axes: Vec<Axe>, filieres: Vec<Rattachement>, label: Label,
        support: Option<String>, support_statut: Option<String>,
        evenements: Vec<Evenement>, appel: String, note: Option<String>, sources: Vec<Source>,
    }
    Axe { libelle: String, rang: String }
    Rattachement { filiere: String, raison: String, origine: String }
    Label { debut: String, duree_ans: i64, regime: String, categorie: String, acte: Option<String> }
    Evenement { date: Option<String>, quoi: String }
    Partenaires { partenaires: Vec<Partenaire> }
    Lien { campus: i64, role: String, appartenance: String, sources: Vec<Source> }
}

/// A partner; `type` is a word of the language.
#[derive(Deserialize)]
pub(super) struct Partenaire {
    pub nom: String,
    pub autres_noms: Vec<String>,
    #[serde(rename = "type")]
    pub type_code: String,
    pub commune: Option<String>,
    pub departement: Option<String>,
    pub uai: Option<String>,
    pub siret: Option<String>,
    pub siren: Option<String>,
    pub note: Option<String>,
    pub liens: Vec<Lien>,
    pub sources: Vec<Source>,
}
