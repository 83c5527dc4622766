//! Which column of a file says what, by its name however it is written.

use crate::domain::{Source, texte::plier};

macro_rules! champs {
    ($($(#[$doc:meta])* $name:ident = [$($alias:literal),+];)*) => {
        /// What the directory keeps of a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Champ {
            $($(#[$doc])* $name,)*
        }

        /// Each with the names its column has in the files seen, as [`normaliser`] makes them; the first is the one
        /// a refusal asks for.
        const NOMS: &[(Champ, &[&str])] = &[$((Champ::$name, &[$($alias),+]),)*];
    };
}

champs! {
    /// UAI.
    Uai = ["identifiant_de_l_etablissement", "numero_uai", "uai", "code_uai", "code_rne", "identifiant_etablissement"];
    /// Name.
    Nom = ["nom_etablissement", "appellation_officielle", "appellation_officielle_uai", "nom_de_l_etablissement"];
    /// Lycée, collège, école…
    Type = ["type_etablissement"];
    /// Public or private.
    Secteur = ["statut_public_prive", "secteur_public_prive_libe", "secteur_public_prive"];
    /// Nature code.
    Nature = ["code_nature", "nature_uai"];
    /// Nature in words.
    NatureLibelle = ["libelle_nature", "nature_uai_libe", "lib_nature"];
    /// Street.
    Adresse1 = ["adresse_1", "adresse_uai", "adresse"];
    /// Complement of the street.
    Adresse2 = ["adresse_2", "lieu_dit_uai"];
    /// Complement of the street.
    Adresse3 = ["adresse_3", "boite_postale_uai"];
    /// Postal code.
    CodePostal = ["code_postal", "code_postal_uai"];
    /// Town.
    Commune = ["nom_commune", "libelle_commune", "commune", "localite_acheminement_uai"];
    /// INSEE code of the town.
    CodeInsee = ["code_commune", "code_insee"];
    /// Département code.
    Departement = ["code_departement", "departement_insee_3", "departement_insee_3_libe"];
    /// Académie code.
    Academie = ["code_academie", "academie"];
    /// Région code.
    Region = ["code_region"];
    /// SIREN or SIRET.
    Siret = ["siren_siret", "numero_siren_siret_uai", "siret"];
    /// Telephone.
    Telephone = ["telephone", "numero_telephone_uai"];
    /// Site.
    Web = ["web", "site_web"];
    /// Mail.
    Mail = ["mail", "mel_uai"];
    /// Latitude and longitude in one column.
    Position = ["position", "geolocalisation", "wgs84_x_y"];
    /// Latitude.
    Latitude = ["latitude"];
    /// Longitude.
    Longitude = ["longitude"];
    /// Opening day.
    Ouverture = ["date_ouverture"];
    /// Closing day.
    Fermeture = ["date_fermeture"];
    /// Day of the last change.
    Maj = ["date_maj_ligne", "date_derniere_mise_a_jour"];
    /// State.
    Etat = ["etat", "etat_etablissement_libe", "etat_etablissement"];
}

/// How many [`Champ`]s there are.
pub const NOMBRE: usize = NOMS.len();

/// What a line cannot do without.
const REQUIS: [Champ; 3] = [Champ::Uai, Champ::Nom, Champ::CodePostal];

/// A column name in lower case, without accents, words joined by `_`: `Code postal` and `Code_postal` are one.
#[must_use]
pub fn normaliser(name: &str) -> String {
    plier(name).replace(' ', "_")
}

/// Where each [`Champ`] is in a line.
#[derive(Clone, Debug)]
pub struct Colonnes {
    places: [Option<usize>; NOMBRE],
    /// The names of the columns, as the file has them.
    noms: Vec<String>,
    /// What the columns are those of.
    pub source: Source,
}

/// A column that a file lacks, and the one of the file whose name is nearest, if any is near.
pub type Manque = (&'static str, Option<String>);

impl Colonnes {
    /// Finds the columns among the names of a header.
    ///
    /// # Errors
    /// What is missing, when the file is no directory.
    pub fn trouver(noms: Vec<String>) -> Result<Self, Vec<Manque>> {
        let normal: Vec<String> = noms.iter().map(|n| normaliser(n)).collect();
        let mut places = [None; NOMBRE];
        for (place, (_, names)) in places.iter_mut().zip(NOMS) {
            *place = names
                .iter()
                .find_map(|name| normal.iter().position(|n| n == name));
        }
        let missing: Vec<Manque> = REQUIS
            .into_iter()
            .filter(|c| places[*c as usize].is_none())
            .map(|c| {
                let name = nom(c);
                (name, nearest(name, &noms, &normal))
            })
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let acce = normal.iter().any(|n| n == "numero_uai");
        Ok(Self {
            places,
            noms,
            source: if acce { Source::Acce } else { Source::Annuaire },
        })
    }

    /// Where a field is in a line.
    #[must_use]
    pub fn place(&self, champ: Champ) -> Option<usize> {
        self.places[champ as usize]
    }

    /// What the file calls a field.
    #[must_use]
    pub fn nom(&self, champ: Champ) -> &str {
        let found = self.place(champ).and_then(|i| self.noms.get(i));
        found.map_or_else(|| nom(champ), String::as_str)
    }

    /// What the file calls the column at a place.
    #[must_use]
    pub fn nom_place(&self, place: usize) -> String {
        self.noms.get(place).cloned().unwrap_or_default()
    }

    /// The place of a column by its name in the file.
    #[must_use]
    pub fn place_de(&self, nom: &str) -> Option<usize> {
        self.noms.iter().position(|n| n == nom)
    }

    /// The columns of the file that the directory keeps nothing of.
    #[must_use]
    pub fn ecartees(&self) -> Vec<String> {
        let kept = |at: &usize| self.places.contains(&Some(*at));
        let named = self
            .noms
            .iter()
            .enumerate()
            .filter(|(at, nom)| !kept(at) && !nom.is_empty());
        named.map(|(_, nom)| nom.clone()).collect()
    }

    /// How many columns a line has.
    #[must_use]
    pub fn nombre(&self) -> usize {
        self.noms.len()
    }
}

/// Whether a column is about persons, by the words of its name: `Nom_du_directeur`, `prenom_chef_etab`.
#[must_use]
pub fn personnelle(nom: &str) -> bool {
    const MOTS: [&str; 14] = [
        "directeur",
        "directrice",
        "chef",
        "proviseur",
        "proviseure",
        "principale",
        "prenom",
        "prenoms",
        "civilite",
        "responsable",
        "gestionnaire",
        "dirigeant",
        "contact",
        "naissance",
    ];
    let nom = normaliser(nom);
    !nom.contains("chef_lieu") && nom.split('_').any(|mot| MOTS.contains(&mot))
}

/// How many columns of the directory a header names.
#[must_use]
pub fn connues(noms: &[String]) -> usize {
    let normal: Vec<String> = noms.iter().map(|n| normaliser(n)).collect();
    let named = |(_, names): &&(Champ, &[&str])| names.iter().any(|name| normal.iter().any(|n| n == name));
    NOMS.iter().filter(named).count()
}

/// The name asked for when a field has no column.
fn nom(champ: Champ) -> &'static str {
    NOMS[champ as usize].1[0]
}

/// The name of the file that is most like `wanted`.
fn nearest(wanted: &str, noms: &[String], normal: &[String]) -> Option<String> {
    // Thousands of columns of a stranger's file are not worth comparing.
    let all = normal.iter().zip(noms).take(500);
    let (near, name) = all
        .map(|(n, name)| (strsim::jaro_winkler(wanted, n), name))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (near > 0.75).then(|| name.chars().take(60).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        line.split(';').map(str::to_owned).collect()
    }

    #[test]
    fn a_column_is_found_however_its_name_is_written() {
        for header in [
            "Identifiant_de_l_etablissement;Nom_etablissement;Code postal",
            "identifiant_de_l_etablissement;nom_etablissement;code_postal",
            "IDENTIFIANT DE L'ÉTABLISSEMENT;Nom établissement;Code_Postal;autre",
        ] {
            let found = Colonnes::trouver(names(header)).unwrap();
            assert_eq!(found.source, Source::Annuaire);
            assert_eq!(found.place(Champ::CodePostal), Some(2));
            assert_eq!(found.place(Champ::Etat), None);
        }
        let acce =
            "numero_uai;numero_siren_siret_uai;academie;nature_uai;appellation_officielle;code_postal_uai";
        let found = Colonnes::trouver(names(acce)).unwrap();
        assert_eq!((found.source, found.place(Champ::Nom)), (Source::Acce, Some(4)));
        assert_eq!(found.nom(Champ::Siret), "numero_siren_siret_uai");
        assert_eq!(found.nom(Champ::Etat), "etat", "the name it would have");
    }

    #[test]
    fn another_file_is_told_what_it_lacks_and_what_is_near() {
        let missing = Colonnes::trouver(names("Identifiant etablissement;nom_etablisement;lat")).unwrap_err();
        assert_eq!(missing[0], ("nom_etablissement", Some("nom_etablisement".into())));
        assert_eq!(missing[1].0, "code_postal");
        assert_eq!(Colonnes::trouver(names("a;b")).unwrap_err().len(), 3);
    }

    #[test]
    fn what_is_not_kept_is_named_and_persons_are_told_apart() {
        let header = "numero_uai;appellation_officielle;code_postal_uai;Fax;Nom du directeur;Prénom chef établissement;;Chef-lieu";
        let left = Colonnes::trouver(names(header)).unwrap().ecartees();
        assert_eq!(
            left,
            [
                "Fax",
                "Nom du directeur",
                "Prénom chef établissement",
                "Chef-lieu"
            ]
        );
        let persons: Vec<&String> = left.iter().filter(|n| personnelle(n)).collect();
        assert_eq!(persons, ["Nom du directeur", "Prénom chef établissement"]);
        let header = "Nom_etablissement;Restauration;nom_circonscription;ministere_tutelle;Appartenance_Education_Prioritaire";
        assert!(!names(header).iter().any(|n| personnelle(n)));
    }

    #[test]
    fn the_columns_of_2020_are_known() {
        let header = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;\
            Adresse_2;Adresse_3;Code postal;Code_commune;Nom_commune;Code_departement;Code_academie;Code_region;Telephone;\
            Web;Mail;SIREN_SIRET;position;latitude;longitude;date_ouverture;date_maj_ligne;etat;code_nature;libelle_nature";
        assert_eq!(connues(&names(header)), 25);
    }
}
