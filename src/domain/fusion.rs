//! Two partners that are one: what each says, field by field, and what is kept.

use super::{PartenaireId, PartenaireLigne};

/// Whose value a field keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cote {
    /// The partner that stays.
    Gauche,
    /// The partner that goes.
    Droite,
}

/// A field of the two partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChampFusion {
    /// Stable word: the column, `position` for both coordinates.
    pub code: &'static str,
    /// Its French name.
    pub libelle: String,
    /// What the partner that stays says.
    pub gauche: Option<String>,
    /// What the partner that goes says.
    pub droite: Option<String>,
    /// Which of the two is kept.
    pub choix: Cote,
}

impl ChampFusion {
    /// Whether the two say something else.
    #[must_use]
    pub fn differe(&self) -> bool {
        self.gauche != self.droite
    }
}

/// One of the two partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartenaireFusion {
    /// Row.
    pub id: PartenaireId,
    /// Name.
    pub nom: String,
    /// Its other names.
    pub autres_noms: Vec<String>,
    /// Campuses it is linked to, by name.
    pub campus: Vec<String>,
    /// Revision it was read at.
    pub rev: i64,
}

/// Two partners side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fusion {
    /// The one that stays.
    pub garde: PartenaireFusion,
    /// The one that goes to the corbeille.
    pub perdu: PartenaireFusion,
    /// The fields, in the order of the fiche.
    pub champs: Vec<ChampFusion>,
}

impl Fusion {
    /// What a field keeps.
    #[must_use]
    pub fn valeur(&self, code: &str) -> Option<&str> {
        let champ = self.champs.iter().find(|c| c.code == code)?;
        match champ.choix {
            Cote::Gauche => champ.gauche.as_deref(),
            Cote::Droite => champ.droite.as_deref(),
        }
    }

    /// Campuses that both are linked to.
    #[must_use]
    pub fn communs(&self) -> usize {
        let both = |c: &&String| self.garde.campus.contains(c);
        self.perdu.campus.iter().filter(both).count()
    }

    /// The other names that the joined partner will have: nothing that either was called is forgotten.
    #[must_use]
    pub fn autres_noms(&self) -> Vec<String> {
        let kept = self.valeur("nom").unwrap_or_default();
        let all = self.garde.autres_noms.iter().chain(&self.perdu.autres_noms);
        let mut out: Vec<String> = Vec::new();
        for nom in all.chain([&self.garde.nom, &self.perdu.nom]) {
            if nom != kept && !out.contains(nom) {
                out.push(nom.clone());
            }
        }
        out
    }
}

/// What a merge did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fusionne {
    /// Name of the partner that stays.
    pub nom: String,
    /// Links that passed to it.
    pub liens: usize,
    /// Links of both to the same campus, joined in one.
    pub joints: usize,
}

/// Why two partners may be one; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indice {
    /// The same UAI.
    Uai,
    /// The same SIRET.
    Siret,
    /// The same RNA.
    Rna,
    /// The same folded name in the same town.
    NomCommune,
    /// The same folded name; the town of one is not known.
    Nom,
}

impl Indice {
    /// In words.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Uai => "même UAI",
            Self::Siret => "même SIRET",
            Self::Rna => "même RNA",
            Self::NomCommune => "même nom, même commune",
            Self::Nom => "même nom, commune inconnue",
        }
    }
}

/// Two partners that may be one: proposed, never joined by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Doublon {
    /// The older row.
    pub un: PartenaireLigne,
    /// The later row.
    pub autre: PartenaireLigne,
    /// Why, the surest reason.
    pub indice: Indice,
}
