//! Names in a list: campuses however they are named, homonyms proposed, links told in full.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use env::Env;
use serde_json::Value;

/// What a rehearsal says of each line.
fn essai(env: &Env, kind: &str, text: &str) -> Vec<Value> {
    let path = env.file("essai.csv", text);
    let run = env.run(&["importer", kind, &path, "--json"]);
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"))
}

/// Brings a list in.
fn importe(env: &Env, kind: &str, text: &str) {
    let path = env.file("depart.csv", text);
    env.ok(&["importer", kind, &path, "--appliquer"]);
}

const NUMERIQUES: &str = "Nom;Région;Académie;Lieu;Commune;Année\n\
    Numérique;Bretagne;Rennes;Bassin rennais;Rennes;2016\nNumérique;Occitanie;Toulouse;Toulouse;;2017\n";

#[test]
fn an_export_names_campuses_of_one_name_so_that_it_comes_back() {
    let env = Env::new();
    importe(&env, "campus", NUMERIQUES);
    importe(
        &env,
        "partenaires",
        "Nom;Type;Commune;Campus\nForge;ENT;Brest;#13 | Plasticampus | 14\n",
    );
    let csv = env.home().join("p.csv");
    let csv = csv.to_str().unwrap();
    env.ok(&["exporter", "partenaires", "-o", csv]);
    let text = std::fs::read_to_string(csv).unwrap();
    assert!(
        text.contains("#13 Numérique | #14 Numérique | Plasticampus"),
        "{text}"
    );
    let run = env.run(&["importer", "partenaires", csv]);
    assert!(
        run.code == 0 && run.err.contains("0 à modifier"),
        "the export comes back: {run:?}"
    );
}

#[test]
fn a_campus_is_named_by_number_by_region_or_by_place() {
    let env = Env::new();
    importe(&env, "campus", NUMERIQUES);
    for cell in [
        "13",
        "#13",
        "#13 Numérique",
        "n° 13",
        "Numérique (Bretagne)",
        "numerique, Rennes",
        "Numérique, bassin rennais",
        "Plasticampus",
        "Plasticampus, Bassin d'Oyonnax",
        "Plasticampus (Auvergne-Rhône-Alpes)",
        "Aéronautique en région Provence-Alpes-Côte d'Azur (PACA)",
    ] {
        let said = &essai(
            &env,
            "partenaires",
            &format!("Nom;Type;Campus\nForge;ENT;{cell}\n"),
        )[0];
        assert_eq!(said["effet"], "créer", "{cell}: {said}");
    }
    let said = &essai(&env, "partenaires", "Nom;Type;Campus\nForge;ENT;Numérique\n")[0];
    assert_eq!(
        said["rejets"][0]["raison"],
        "plusieurs campus se nomment ainsi (13 et 14)\u{202f}: écrivez le numéro («\u{a0}#13\u{a0}»), la région \
         («\u{a0}Numérique (Bretagne)\u{a0}») ou le lieu («\u{a0}Numérique, Bassin rennais\u{a0}»)"
    );
    let said = &essai(
        &env,
        "partenaires",
        "Nom;Type;Campus\nForge;ENT;Numérique (Corse)\n",
    )[0];
    assert_eq!(said["effet"], "rejeté", "{said}");
}

#[test]
fn a_link_that_only_changes_its_role_or_its_dates_says_them() {
    let env = Env::new();
    importe(
        &env,
        "partenaires",
        "Nom;Type;Commune;Campus;Rôle\nForge;ENT;Brest;Plasticampus | Grenoble Énergies;membre\n",
    );
    let said = &essai(
        &env,
        "partenaires",
        "Nom;Type;Commune;Campus;Rôle;Début du lien\nForge;ENT;Brest;Plasticampus;porteur;09/2024\n",
    )[0];
    let change = &said["champs"][0];
    for (key, text) in [
        ("avant", "#10 Plasticampus, Bassin d'Oyonnax (membre)"),
        (
            "apres",
            "#10 Plasticampus, Bassin d'Oyonnax (porteur, depuis 2024-09)",
        ),
    ] {
        let told = change[key].as_str().unwrap();
        assert!(
            told.contains(text) && told.contains("#9 Grenoble Énergies, Bassin grenoblois |"),
            "{said}"
        );
    }
}

#[test]
fn a_partner_that_the_merge_would_propose_is_told_and_never_joined() {
    let env = Env::new();
    importe(
        &env,
        "partenaires",
        "Nom;Autres noms;Type;Commune\nLycée Vauban;Vauban du Ponant;LPO;Brest\n",
    );
    let id = env.json(&["partenaire", "lycee vauban"])[0]["id"].clone();
    for line in ["Lycee vauban de BREST;LP;Brest", "Vauban du ponant;LPO;"] {
        let said = &essai(&env, "partenaires", &format!("Nom;Type;Commune\n{line}\n"))[0];
        assert_eq!(said["effet"], "créer", "{said}");
        let told = said["remarques"].to_string();
        assert!(
            told.contains(&format!("homonyme de #{id} Lycée Vauban, à Brest (même nom, ")),
            "{line}: {said}"
        );
    }
    // Of the same name and town it is the same, and said when the line makes another one of it.
    let same = &essai(&env, "partenaires", "Nom;Type;Commune\nLycee vauban;LP;Brest\n")[0];
    assert!(
        same["effet"] == "modifier"
            && same["remarques"][0]
                .as_str()
                .unwrap()
                .contains(&format!("commune\u{202f}: le partenaire {id}\u{202f};")),
        "{same}"
    );
    let apart = &essai(
        &env,
        "partenaires",
        "Nom;Type;Commune\nLycée Vauban de Caen;LPO;Caen\nLycée Vauban;LPO;Caen\n",
    );
    assert!(!apart[0].to_string().contains("homonyme"), "{apart:#?}");
    // The rule is that of the list of doubles.
    importe(
        &env,
        "partenaires",
        "Nom;Type;Commune\nLycée Vauban de Brest;LPO;Brest\n",
    );
    let pairs = env.json(&["partenaire", "--doublons", "vauban"]);
    assert_eq!(pairs[0]["raison"], "même nom, même commune", "{pairs}");
}

#[test]
fn a_homonym_of_the_same_file_is_told_by_its_line() {
    let env = Env::new();
    let said = essai(
        &env,
        "partenaires",
        "Nom;Type;Commune\nForge;ENT;Brest\nForge de Brest;ENT;Brest\nForge;ENT;\n",
    );
    assert!(
        !said[1].to_string().contains("homonyme"),
        "one word is no name: {said:#?}"
    );
    assert!(
        said[2]["rejets"][0]["raison"]
            .as_str()
            .unwrap()
            .starts_with("peut-être la ligne 2 de ce fichier (à Brest)\u{202f}: donnez-leur la même commune"),
        "{said:#?}"
    );
    let said = essai(
        &env,
        "partenaires",
        "Nom;Type;Commune\nLycée Vauban;LPO;Brest\nLycée Vauban de Brest;LPO;Brest\n",
    );
    assert!(
        said[1]["remarques"][0]
            .as_str()
            .unwrap()
            .starts_with("homonyme de la ligne 2 de ce fichier"),
        "{said:#?}"
    );
    let said = essai(&env, "campus", NUMERIQUES);
    assert_eq!(
        said[1]["remarques"][0], "homonyme de la ligne 2 de ce fichier, en Bretagne",
        "{said:#?}"
    );
}
