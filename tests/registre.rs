//! The register answers what the communiqué of October 2013 says.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

use cmq::{
    domain::{CampusLigne, RegionId},
    store::{Filtre, Store},
};
use jiff::civil::{Date, date};

/// The day after the launch.
const ALORS: Date = date(2013, 10, 15);
const PLUS_TARD: Date = date(2026, 11, 23);

fn store() -> Store {
    Store::in_memory("essai").unwrap()
}

fn mots(mots: &str, au: Date) -> Filtre {
    Filtre {
        mots: mots.to_owned(),
        ..Filtre::au(au)
    }
}

/// Short names found by words.
fn trouve(store: &Store, words: &str) -> Vec<String> {
    let found = store.campus(&mots(words, PLUS_TARD)).unwrap();
    found.into_iter().map(|c| c.nom_court).collect()
}

struct Attendu {
    nom: &'static str,
    region: &'static str,
    actuelle: &'static str,
    academie: &'static str,
    lieu: &'static str,
    principaux: &'static [&'static str],
    secondaires: &'static [&'static str],
}

const AERO: &str = "construction et maintenance aéronautique (militaire et civile)";
const TECHNO: &str = "technologies associées (mécanique, mécatronique, électronique)";
const SERVICES: &str = "services associés aux industries";

/// The twelve campuses in the communiqué's words and order.
const COMMUNIQUE: [Attendu; 12] = [
    Attendu {
        nom: "Campus des métiers et des qualifications de l'aéronautique en région Provence-Alpes-Côte d'Azur",
        region: "Provence-Alpes-Côte d'Azur",
        actuelle: "Provence-Alpes-Côte d'Azur",
        academie: "Aix-Marseille",
        lieu: "Vitrolles",
        principaux: &[AERO, TECHNO, SERVICES],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications - Aérocampus Aquitaine",
        region: "Aquitaine",
        actuelle: "Nouvelle-Aquitaine",
        academie: "Bordeaux",
        lieu: "Latresne",
        principaux: &[AERO, TECHNO, SERVICES],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications de l'aéronautique - Aérocampus Auvergne",
        region: "Auvergne",
        actuelle: "Auvergne-Rhône-Alpes",
        academie: "Clermont-Ferrand",
        lieu: "Clermont-Ferrand",
        principaux: &[AERO, TECHNO, SERVICES],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications de l'aéronautique en Pays de Loire",
        region: "Pays de la Loire",
        actuelle: "Pays de la Loire",
        academie: "Nantes",
        lieu: "Saint-Nazaire",
        principaux: &[AERO, TECHNO],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications aux métiers des travaux publics",
        region: "Nord-Pas-de-Calais",
        actuelle: "Hauts-de-France",
        academie: "Lille",
        lieu: "Bruay-la-Buissière",
        principaux: &[
            "réalisation de matériaux pour les travaux publics (exemple : la construction de la route du futur, \
             la route durable avec coproduits, déchets, etc.)",
        ],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications de l'habitat, des énergies renouvelables et de l'éco-construction",
        region: "Languedoc-Roussillon",
        actuelle: "Occitanie",
        academie: "Montpellier",
        lieu: "Bassin nîmois",
        principaux: &[
            "habitat HQE",
            "nouveaux matériaux de l'éco-construction et du bâtiment durable",
            "nouvelles énergies",
        ],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications de l'industrie et des énergies",
        region: "Basse-Normandie",
        actuelle: "Normandie",
        academie: "Caen",
        lieu: "Cherbourg",
        principaux: &[
            "maintenance industrielle des équipements nucléaires",
            "développement de l'énergie hydrolienne (utilisation des courants marins)",
        ],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications des énergies et de l'efficacité énergétique",
        region: "Haute-Normandie",
        actuelle: "Normandie",
        academie: "Rouen",
        lieu: "Fécamp",
        principaux: &["développement de l'éolien", "énergies"],
        secondaires: &["habitat", "nucléaire", "méthanisation"],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications Grenoble Énergies",
        region: "Rhône-Alpes",
        actuelle: "Auvergne-Rhône-Alpes",
        academie: "Grenoble",
        lieu: "Bassin grenoblois",
        principaux: &[
            "maîtrise de l'énergie et de la production d'énergies renouvelables (piles à combustible)",
        ],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications Plasticampus",
        region: "Rhône-Alpes",
        actuelle: "Auvergne-Rhône-Alpes",
        academie: "Lyon",
        lieu: "Bassin d'Oyonnax",
        principaux: &["plasturgie"],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications de la métallurgie et de la plasturgie",
        region: "Picardie",
        actuelle: "Hauts-de-France",
        academie: "Amiens",
        lieu: "Saint-Quentin",
        principaux: &[
            "mécanique",
            "sidérurgie",
            "transformation de l'acier (travail des métaux, fonderie, fabrication de produits métalliques, \
             informatiques, électroniques et optique, d'équipements électriques)",
        ],
        secondaires: &[],
    },
    Attendu {
        nom: "Campus des métiers et des qualifications Énergie et maintenance",
        region: "Lorraine",
        actuelle: "Grand Est",
        academie: "Nancy-Metz",
        lieu: "Bassin de Thionville et vallée de la Fensch",
        principaux: &["matériaux", "énergie"],
        secondaires: &[],
    },
];

/// The axes of a rank.
fn axes<'a>(c: &'a CampusLigne, rang: &str) -> Vec<&'a str> {
    c.axes
        .iter()
        .filter(|a| a.rang == rang)
        .map(|a| a.libelle.as_str())
        .collect()
}

#[test]
fn the_twelve_campuses_are_those_of_the_communique() {
    let mut found = store().campus(&Filtre::au(ALORS)).unwrap();
    found.sort_by_key(|c| c.id);
    assert_eq!(found.len(), 12);
    for (c, a) in found.iter().zip(&COMMUNIQUE) {
        assert_eq!(c.nom, a.nom);
        assert_eq!(
            (
                c.region.as_str(),
                c.region_actuelle.as_str(),
                c.academie.as_str(),
                c.lieu.as_str()
            ),
            (a.region, a.actuelle, a.academie, a.lieu),
            "{}",
            a.nom
        );
        assert_eq!(axes(c, "principal"), a.principaux, "{}", a.nom);
        assert_eq!(axes(c, "secondaire"), a.secondaires, "{}", a.nom);
        assert_eq!((c.label.duree_ans, c.label.regime.as_str()), (4, "2013"));
        assert!(c.label.debut.iso().starts_with("2013"));
    }
    assert_eq!(found[6].label.debut.iso(), "2013-09-11");
    assert_eq!(found[0].label.debut.iso(), "2013-09");
    assert_eq!(found[1].label.debut.iso(), "2013");
}

#[test]
fn counts_of_regions_partners_and_calls() {
    let store = store();
    assert_eq!(store.regions(&Filtre::au(ALORS)).unwrap().len(), 27);
    let today = store.regions(&Filtre::au(PLUS_TARD)).unwrap();
    assert_eq!(today.len(), 18);
    assert_eq!(today.iter().map(|r| r.campus).sum::<usize>(), 12);
    assert!(today.iter().all(|r| r.actuelle == r.nom));
    assert_eq!(store.partenaires(&Filtre::au(ALORS)).unwrap().len(), 138);
    assert_eq!(store.types_partenaire().unwrap().len(), 20);
    assert_eq!(store.filieres(&Filtre::au(ALORS)).unwrap().len(), 23);
    let lines = store.campus(&Filtre::au(ALORS)).unwrap();
    assert_eq!(lines.iter().map(|c| c.partenaires).sum::<usize>(), 144);
    for line in lines {
        let fiche = store.fiche(line.id, ALORS).unwrap();
        assert_eq!(fiche.partenaires.len(), line.partenaires);
        assert_eq!(fiche.raisons.len(), line.filieres.len());
        assert!(
            fiche
                .raisons
                .iter()
                .all(|(_, why, who)| !why.is_empty() && !who.is_empty())
        );
        assert!(!fiche.sources.is_empty());
        let appel = fiche.appel.unwrap();
        assert!(appel.contains("17") && appel.contains("12"), "{appel}");
    }
}

#[test]
fn words_find_what_a_person_means() {
    let store = store();
    assert_eq!(trouve(&store, "d'oyonnax"), ["Plasticampus"]);
    assert_eq!(trouve(&store, "OYON bass"), ["Plasticampus"]);
    let paca = ["Aéronautique en région Provence-Alpes-Côte d'Azur"];
    assert_eq!(trouve(&store, "paca"), paca);
    assert_eq!(trouve(&store, "provence alpes"), paca);
    let occitanie = store.campus(&mots("occitanie", PLUS_TARD)).unwrap();
    assert_eq!(occitanie.len(), 1);
    assert_eq!(occitanie[0].region, "Languedoc-Roussillon");
    assert!(trouve(&store, "ENERGIE").len() >= 5);
    assert_eq!(trouve(&store, "ENERGIE"), trouve(&store, "énergie"));
    for nothing in [
        "hotellerie-restauration",
        "oeuvre",
        "NEAR(",
        "zzz",
        "pli:energie x",
        "a OR b)",
    ] {
        assert!(trouve(&store, nothing).len() < 12, "{nothing}");
    }
    for all in ["", "\"", "*", "(", "- ^ +"] {
        assert_eq!(trouve(&store, all).len(), 12, "{all}");
    }
    let hotel = store
        .filieres(&mots("hotellerie-restauration", PLUS_TARD))
        .unwrap();
    assert!(hotel.iter().any(|f| f.nom.contains("ôtellerie-restauration")));
    let arbez = store.partenaires(&mots("arbez", PLUS_TARD)).unwrap();
    assert!(!arbez.is_empty());
}

#[test]
fn regions_old_and_new_find_each_other() {
    let store = store();
    let found = store.regions(&mots("occitanie", ALORS)).unwrap();
    let names: Vec<_> = found.iter().map(|r| (r.nom.as_str(), r.campus)).collect();
    assert_eq!(
        names,
        [
            ("Languedoc-Roussillon", 1),
            ("Midi-Pyrénées", 0),
            ("Occitanie", 1)
        ]
    );
    let id = |nom: &str| -> RegionId {
        let found = store.regions(&mots(nom, PLUS_TARD)).unwrap();
        found.iter().find(|r| r.nom == nom).unwrap().id
    };
    let under = |nom: &str| {
        let mut f = Filtre::au(PLUS_TARD);
        f.region = Some(id(nom));
        let filieres = store.filieres(&f).unwrap();
        assert!(filieres.iter().all(|x| x.campus <= 3));
        store.campus(&f).unwrap().len()
    };
    assert_eq!(under("Auvergne-Rhône-Alpes"), 3);
    assert_eq!(under("Rhône-Alpes"), 2);
    assert_eq!(under("Normandie"), 2);
    assert_eq!(under("Bretagne"), 0);
}

#[test]
fn lists_are_in_french_order() {
    let store = store();
    let regions = store.regions(&Filtre::au(ALORS)).unwrap();
    let noms: Vec<_> = regions.iter().map(|r| r.nom.as_str()).collect();
    let at = |nom| noms.iter().position(|n| *n == nom).unwrap();
    assert!(at("Haute-Normandie") < at("Île-de-France") && at("Île-de-France") < at("Languedoc-Roussillon"));
    let campus = store.campus(&Filtre::au(ALORS)).unwrap();
    let noms: Vec<_> = campus.iter().map(|c| c.nom_court.as_str()).collect();
    let at = |head: &str| noms.iter().position(|n| n.starts_with(head)).unwrap();
    assert!(at("Aérocampus Aquitaine") < at("Énergie") && at("Énergie") < at("Grenoble"));
}

#[test]
fn a_fiche_of_an_earlier_day_tells_nothing_of_what_came_later() {
    let store = store();
    let plasticampus = store.campus(&mots("plasticampus", ALORS)).unwrap()[0].id;
    let events = |au| -> Vec<String> {
        let fiche = store.fiche(plasticampus, au).unwrap();
        fiche.evenements.into_iter().map(|(date, _)| date).collect()
    };
    assert_eq!(events(ALORS), ["2013-10-14", "2013-10-14"]);
    assert_eq!(
        events(date(2020, 1, 1)).len(),
        3,
        "known to the year: that year on"
    );
    assert_eq!(events(PLUS_TARD).len(), 4);
    assert!(events(date(2013, 10, 13)).is_empty());
}
