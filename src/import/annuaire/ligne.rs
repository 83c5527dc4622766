//! One line of a directory file as an establishment.

use super::{
    colonnes::{Champ, Colonnes},
    valeurs,
};
use crate::domain::{Etablissement, Existence, departement::departement, identifiant, texte};

/// Something of a line that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remarque {
    /// Line of the file, or rank of the object in JSON, from 1.
    pub ligne: u64,
    /// The column, as the file names it.
    pub colonne: String,
    /// What stands there, at most sixty characters.
    pub valeur: String,
    /// Why it was not kept, a clause.
    pub raison: String,
}

/// One line.
#[derive(Debug)]
pub enum Lu {
    /// An establishment.
    Etablissement(Box<Etablissement>),
    /// A line that cannot be used; its UAI when it has a right one.
    Rejet(Remarque, Option<String>),
}

/// The values of a line, by field.
pub struct Valeurs<'a> {
    pub colonnes: &'a Colonnes,
    /// The values of the record by place.
    pub valeur: &'a dyn Fn(usize) -> &'a str,
    /// Line of the file, or rank of the object.
    pub ligne: u64,
    /// What could not be read of a line that is kept.
    pub vides: &'a mut Vec<Remarque>,
}

impl Valeurs<'_> {
    fn brut(&self, champ: Champ) -> &str {
        self.colonnes.place(champ).map_or("", |i| (self.valeur)(i))
    }

    fn texte(&self, champ: Champ) -> Option<String> {
        valeurs::texte(self.brut(champ))
    }

    fn remarque(&self, champ: Champ, raison: impl Into<String>) -> Remarque {
        Remarque {
            ligne: self.ligne,
            colonne: self.colonnes.nom(champ).to_owned(),
            valeur: extrait(self.brut(champ)),
            raison: raison.into(),
        }
    }

    /// A value read by `read`; left unknown with a remark when something stands there that it cannot read.
    fn lire<T>(&mut self, champ: Champ, raison: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.brut(champ);
        if text.trim().is_empty() {
            return None;
        }
        let found = read(text);
        if found.is_none() {
            let remarque = self.remarque(champ, raison);
            self.vides.push(remarque);
        }
        found
    }

    /// The UAI, or why there is none.
    fn uai(&self) -> Result<String, Remarque> {
        let typed = self.brut(Champ::Uai).trim();
        if typed.is_empty() {
            return Err(self.remarque(Champ::Uai, "l'UAI manque"));
        }
        identifiant::uai(typed).map_err(|advice| {
            let with_zero = identifiant::uai(&format!("0{typed}"));
            let raison = with_zero.map_or(advice, |uai| format!("un zéro de tête manque\u{202f}: {uai}"));
            self.remarque(Champ::Uai, raison)
        })
    }

    /// The line as an establishment.
    pub fn etablissement(&mut self) -> Lu {
        let uai = match self.uai() {
            Ok(uai) => uai,
            Err(remarque) => return Lu::Rejet(remarque, None),
        };
        let Some(nom) = self.texte(Champ::Nom) else {
            let raison = match self.brut(Champ::Nom).trim() {
                "" => "le nom manque".to_owned(),
                _ => format!("le nom dépasse {} caractères", valeurs::LONGUEUR_MAX),
            };
            return Lu::Rejet(self.remarque(Champ::Nom, raison), Some(uai));
        };
        let mut e = Etablissement {
            uai,
            nom,
            source: self.colonnes.source,
            type_libelle: self.texte(Champ::Type),
            nature_libelle: self.texte(Champ::NatureLibelle),
            adresse: self.adresse(),
            commune: self.texte(Champ::Commune),
            academie: valeurs::code(self.brut(Champ::Academie), 2),
            region: valeurs::code(self.brut(Champ::Region), 2),
            telephone: self.texte(Champ::Telephone),
            web: self.texte(Champ::Web),
            mail: self.texte(Champ::Mail),
            ..Etablissement::default()
        };
        self.controles(&mut e);
        Lu::Etablissement(Box::new(e))
    }

    /// The values that a file may write in a way nobody reads.
    fn controles(&mut self, e: &mut Etablissement) {
        const DATE: &str = "la date n'est pas lisible";
        e.secteur = self.lire(Champ::Secteur, "ni public ni privé", valeurs::secteur);
        e.nature = self.lire(Champ::Nature, "un code nature a trois chiffres", valeurs::nature);
        e.code_postal = self.lire(Champ::CodePostal, "un code postal a cinq chiffres", |v| {
            valeurs::code(v, 5)
        });
        e.code_insee = self.lire(
            Champ::CodeInsee,
            "un code de commune a cinq caractères",
            valeurs::code_insee,
        );
        e.siret = self.lire(
            Champ::Siret,
            "ni SIREN (9 chiffres) ni SIRET (14 chiffres)",
            valeurs::siret,
        );
        e.departement = self.departement(&e.uai, e.code_insee.as_deref());
        e.position = self.position();
        e.existence = Existence {
            ouvert: self.lire(Champ::Ouverture, DATE, valeurs::jour),
            ferme: self.lire(Champ::Fermeture, DATE, valeurs::jour),
            etat: self.lire(
                Champ::Etat,
                "état inconnu\u{202f}: OUVERT, A OUVRIR, A FERMER ou FERME",
                valeurs::etat,
            ),
            absent: None,
        };
        e.maj = self.lire(Champ::Maj, DATE, valeurs::jour);
    }

    /// Street and complements on one line.
    fn adresse(&self) -> Option<String> {
        let parts = [Champ::Adresse1, Champ::Adresse2, Champ::Adresse3];
        let parts: Vec<String> = parts.into_iter().filter_map(|c| self.texte(c)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The column's, else the town's, else the UAI's (`domaine.md` § 5.1).
    fn departement(&self, uai: &str, code_insee: Option<&str>) -> Option<String> {
        let of_town = || {
            let code = code_insee?;
            departement(code.get(..if code.starts_with("97") { 3 } else { 2 })?)
        };
        departement(self.brut(Champ::Departement))
            .or_else(of_town)
            .or_else(|| departement(uai.get(..3)?))
    }

    /// From its two columns, else from the one that has both.
    fn position(&mut self) -> Option<(f64, f64)> {
        let (latitude, longitude) = (self.brut(Champ::Latitude), self.brut(Champ::Longitude));
        if latitude.trim().is_empty() || longitude.trim().is_empty() {
            return self.lire(
                Champ::Position,
                "ce n'est pas «\u{a0}latitude,longitude\u{a0}»",
                valeurs::position,
            );
        }
        let found = valeurs::coordonnees(latitude, longitude);
        if found.is_none() {
            let mut remarque =
                self.remarque(Champ::Latitude, "la latitude et la longitude ne sont pas un lieu");
            remarque.valeur = extrait(&format!("{latitude}\u{202f}; {longitude}"));
            self.vides.push(remarque);
        }
        found
    }
}

/// The beginning of a value, fit for a message.
pub fn extrait(value: &str) -> String {
    let head: String = value.chars().take(200).collect();
    let clean = texte::une_ligne(&head);
    match clean.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}
