//! Look-ups from the shell: what a person types, what they get, the JSON shapes of the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;

use cmq::store::{Op, Store};
use env::Env;
use serde_json::{Value, json};

/// Short names of the campuses that words find.
fn found(env: &Env, words: &[&str]) -> Vec<String> {
    env.texts(&[&["campus"], words].concat(), "nom_court")
}

#[test]
fn words_find_what_a_person_means() {
    let env = Env::new();
    let paca = "Aéronautique en région Provence-Alpes-Côte d'Azur";
    for words in [
        &["paca"][..],
        &["PACA"],
        &["provence", "alpes"],
        &["alpes provence"],
        &["Vitrolles"],
    ] {
        assert_eq!(found(&env, words), [paca], "{words:?}");
    }
    for words in [
        &["d'oyonnax"][..],
        &["d’Oyonnax"],
        &["oyonnax"],
        &["plasti", "OYO"],
    ] {
        assert_eq!(found(&env, words), ["Plasticampus"], "{words:?}");
    }
    let habitat = env.json(&["campus", "occitanie"]);
    assert_eq!(habitat.as_array().unwrap().len(), 1);
    assert_eq!(habitat[0]["region"], "Languedoc-Roussillon");
    assert_eq!(habitat[0]["region_actuelle"], "Occitanie");
}

#[test]
fn case_accents_and_ligatures_do_not_count() {
    let env = Env::new();
    let energie = found(&env, &["ENERGIE"]);
    assert!(energie.contains(&"Grenoble Énergies".to_owned()), "{energie:?}");
    assert_eq!(energie, found(&env, &["énergie"]));
    assert_eq!(energie, found(&env, &["e\u{301}nergie"]), "decomposed");
    assert_eq!(found(&env, &["oeuvre"]), found(&env, &["Œuvre"]));
    for words in [
        "hotellerie-restauration",
        "HÔTELLERIE RESTAURATION",
        "restau hôtel",
    ] {
        assert_eq!(
            env.texts(&["filiere", words], "nom"),
            ["Hôtellerie-restauration"],
            "{words}"
        );
    }
}

#[test]
fn signs_alone_filter_nothing() {
    let env = Env::new();
    for sign in ["\"", "*", "(", "'", "%", "^", ";", "\"\" * ("] {
        assert_eq!(found(&env, &[sign]).len(), 12, "{sign}");
    }
}

#[test]
fn no_words_are_an_error_of_the_search() {
    let env = Env::new();
    let hostile = [
        "NEAR(",
        "batiment AND",
        "col:foo",
        "a OR b)",
        "'; DROP TABLE campus; --",
        "énergie + bâtiment",
        "x*\"(",
    ];
    for words in hostile {
        for command in ["campus", "region", "filiere", "partenaire"] {
            let run = env.run(&[command, "--", words]);
            assert_eq!(run.code, 0, "{command} {words}: {run:?}");
            assert_eq!(
                run.out.is_empty(),
                run.err.contains("Aucun"),
                "{command} {words}: {run:?}"
            );
        }
    }
    assert_eq!(found(&env, &[]).len(), 12);
}

#[test]
fn nothing_found_is_an_empty_list_and_a_sentence() {
    let env = Env::new();
    env.ok(&["campus"]);
    let run = env.run(&["campus", "zorglub", "--json"]);
    assert_eq!((run.code, run.out.as_str()), (0, "[]\n"));
    assert_eq!(run.err, "Aucun campus ne répond à cette demande.\n");
}

#[test]
fn lists_are_in_french_order() {
    let env = Env::new();
    let regions = env.texts(&["region", "--au", "2013-10-15"], "nom");
    assert_eq!(regions.len(), 27);
    let at = |name: &str| regions.iter().position(|r| r == name).unwrap();
    assert!(at("Haute-Normandie") < at("Île-de-France"), "{regions:?}");
    assert!(at("Île-de-France") < at("Languedoc-Roussillon"), "{regions:?}");
    assert_eq!(env.texts(&["region"], "nom").len(), 18);
    let campus = found(&env, &[]);
    let at = |name: &str| campus.iter().position(|c| c == name).unwrap();
    assert!(
        at("Énergie et maintenance") < at("Grenoble Énergies"),
        "{campus:?}"
    );
}

#[test]
fn a_region_and_its_successor_find_each_other() {
    let env = Env::new();
    let of = |region: &str| found(&env, &["--region", region]);
    assert_eq!(
        of("rhone-alpes"),
        ["Grenoble Énergies", "Plasticampus"],
        "a name typed whole wins"
    );
    assert_eq!(
        of("auvergne rhone"),
        ["Aérocampus Auvergne", "Grenoble Énergies", "Plasticampus"]
    );
    assert_eq!(of("Auvergne"), ["Aérocampus Auvergne"]);
    assert_eq!(of("occitanie"), of("languedoc"));
    assert_eq!(of("paca").len(), 1);
    assert_eq!(of("84"), of("Auvergne-Rhône-Alpes"));
    assert!(of("Bretagne").is_empty());
}

#[test]
fn a_campus_has_the_documented_shape() {
    let env = Env::new();
    let all = env.json(&["campus", "plasticampus", "--au", "2015-09-01"]);
    let campus = &all[0];
    let keys: Vec<&str> = campus.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "id",
            "nom",
            "nom_usage",
            "nom_court",
            "region",
            "region_actuelle",
            "academie",
            "lieu",
            "axes",
            "filieres",
            "label",
            "echeances",
            "partenaires"
        ]
    );
    assert_eq!(
        campus["nom"],
        "Campus des métiers et des qualifications Plasticampus"
    );
    assert_eq!(campus["nom_usage"], Value::Null);
    assert_eq!(campus["academie"], "Lyon");
    assert_eq!(campus["lieu"], "Bassin d'Oyonnax");
    assert_eq!(
        campus["axes"],
        json!([{ "libelle": "plasturgie", "rang": "principal" }])
    );
    assert_eq!(
        campus["filieres"],
        json!(["Industrie", "Matériaux, matériaux innovants"])
    );
    let label =
        json!({ "debut": "2013", "fin": "2017", "duree_ans": 4, "regime": "2013", "etat": "en vigueur" });
    assert_eq!(campus["label"], label);
    assert_eq!(campus["partenaires"], 13);
    assert_eq!(
        campus["echeances"],
        json!([
            { "type": "suivi", "due": "2015", "etat": "à faire" },
            { "type": "evaluation", "due": { "debut": "2016", "fin": "2017" }, "etat": "à venir" },
            { "type": "renouvellement", "due": "2017", "etat": "à venir" },
            { "type": "fin", "due": "2017", "etat": "à venir" },
        ])
    );
}

#[test]
fn dates_keep_their_precision() {
    let env = Env::new();
    let starts = env.json(&["campus"]);
    let start = |name: &str| {
        let mut all = starts.as_array().unwrap().iter();
        all.find(|c| c["nom_court"] == name).unwrap()["label"]["debut"].clone()
    };
    assert_eq!(start("Industrie et énergies"), "2013-09-11");
    assert_eq!(start("Métiers des travaux publics"), "2013-09");
    assert_eq!(start("Plasticampus"), "2013");
}

#[test]
fn the_other_shapes() {
    let env = Env::new();
    assert_eq!(
        env.json(&["region", "languedoc"]),
        json!([{
            "code": "91", "nom": "Languedoc-Roussillon",
            "vigueur": { "debut": "1970-01-09", "fin": "2015-12-31" },
            "actuelle": "Occitanie", "campus": 1
        }])
    );
    assert_eq!(
        env.json(&["filiere", "hotellerie"]),
        json!([{
            "code": "hotellerie-restauration", "nom": "Hôtellerie-restauration",
            "famille": "creatrice-emploi", "campus": 0
        }])
    );
    let lycee = env.json(&["partenaire", "arbez", "--campus", "plasticampus"]);
    assert_eq!(lycee.as_array().unwrap().len(), 1);
    let lycee = &lycee[0];
    assert_eq!(lycee["type"], "LPO");
    assert_eq!(lycee["type_libelle"], "Lycée polyvalent");
    assert_eq!(lycee["commune"], "Bellignat");
    assert_eq!(lycee["uai"], "0011119L");
    assert_eq!(lycee["siret"], "19011119500011");
    assert_eq!(lycee["role"], "établissement support");
    assert_eq!(lycee["campus"], 1);
    assert_eq!(env.json(&["partenaire", "polyvia"])[0]["uai"], Value::Null);
}

#[test]
fn a_fiche_is_the_campus_and_the_rest() {
    let env = Env::new();
    let fiche = env.json(&["fiche", "10"]);
    let campus = env.json(&["campus", "plasticampus"]);
    for (key, value) in campus[0].as_object().unwrap() {
        assert_eq!(&fiche[key], value, "{key}");
    }
    assert_eq!(fiche["commune"], "Bellignat");
    assert_eq!(fiche["liste_partenaires"].as_array().unwrap().len(), 13);
    assert_eq!(fiche["revues"], json!([]));
    assert!(
        fiche["sources"]
            .as_array()
            .unwrap()
            .iter()
            .all(|s| s["titre"].is_string())
    );
    assert!(
        fiche["raisons"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["filiere"] == "Industrie")
    );
    let text = env.ok(&["fiche", "bassin", "d'oyonnax"]);
    for part in [
        "Plasticampus",
        "Rhône-Alpes (aujourd'hui Auvergne-Rhône-Alpes)",
        "Lycée polyvalent Arbez Carme",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn partners_are_filtered_by_campus_and_type() {
    let env = Env::new();
    let all = env.json(&["partenaire"]).as_array().unwrap().len();
    assert_eq!(all, 138);
    let lycees = env.json(&["partenaire", "--type", "lpo"]);
    assert!(lycees.as_array().unwrap().iter().all(|p| p["type"] == "LPO"));
    assert_eq!(lycees, env.json(&["partenaire", "--type", "lycée polyvalent"]));
    assert_eq!(
        env.json(&["partenaire", "--campus", "oyonnax"])
            .as_array()
            .unwrap()
            .len(),
        13
    );
}

#[test]
fn a_list_is_aligned_and_has_no_trailing_spaces() {
    let env = Env::new();
    let text = env.ok(&["campus", "--region", "rhone-alpes", "--au", "2015-09-01"]);
    assert_eq!(
        text,
        "Id  Campus             Région       Lieu               Label      Échéance\n \
         9  Grenoble Énergies  Rhône-Alpes  Bassin grenoblois  2013–2017  suivi à faire\n\
         10  Plasticampus       Rhône-Alpes  Bassin d'Oyonnax   2013–2017  suivi à faire\n"
    );
}

/// Text that a terminal would obey, in every text of the register that a rule does not hold.
#[test]
fn hostile_rows_reach_no_terminal() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "essai").unwrap();
    let hostile =
        "(char(27) || ']0;titre' || char(7) || char(27) || '[31m' || char(155) || char(8238) || char(10))";
    let sql = "UPDATE campus SET rev = rev + 1, nom = nom || x, nom_court = x || id, lieu = x, note = x;
               UPDATE partenaire SET rev = rev + 1, nom = x || id, commune = x;
               UPDATE axe SET rev = rev + 1, libelle = x || id;
               UPDATE region SET rev = rev + 1, nom = x || id;
               UPDATE filiere SET rev = rev + 1, nom = x || id;"
        .replace("x;", &format!("{hostile};"))
        .replace("x |", &format!("{hostile} |"))
        .replace(" x,", &format!(" {hostile},"));
    store
        .write(Op::EditCampus, |conn| Ok(conn.execute_batch(&sql)?))
        .unwrap();
    store.rebuild_search().unwrap();
    drop(store);
    for args in [
        &["campus"][..],
        &["region"],
        &["filiere"],
        &["partenaire"],
        &["fiche", "10"],
        &["echeancier", "--format", "csv"],
        &["echeancier"],
        &["fiche", "titre"],
        &["campus", "--region", "titre"],
    ] {
        for args in [args.to_vec(), [args, &["--json"]].concat()] {
            let run = env.run(&args);
            let told = format!("{}{}", run.out, run.err);
            assert!(
                told.contains("titre"),
                "the hostile text is not there: {args:?} {told}"
            );
            assert!(!told.contains('\u{202e}'), "{args:?}");
        }
    }
}

/// Every JSON example of the README is what its command prints.
#[test]
fn the_readme_tells_the_shapes_as_they_are() {
    let env = Env::new();
    env.ok(&["campus"]);
    let readme = include_str!("../README.md");
    let examples: Vec<(Vec<&str>, &str)> = readme
        .split("\n```json\n")
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| {
            let command = pair[0].rsplit("\n`cmq ").next().unwrap();
            let args = command.split(" --json`").next().unwrap();
            (
                args.split_whitespace().collect(),
                pair[1].split("\n```").next().unwrap(),
            )
        })
        .collect();
    assert_eq!(examples.len(), 6);
    for (args, example) in examples {
        let run = env.run(&[&args[..], &["--json"]].concat());
        let printed: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(
            printed,
            serde_json::from_str::<Value>(example).unwrap(),
            "{args:?}"
        );
    }
    let fiche = env.json(&["fiche", "10"]);
    for key in fiche.as_object().unwrap().keys() {
        assert!(
            readme.contains(&format!("`{key}`")) || readme.contains(&format!("\"{key}\"")),
            "{key}"
        );
    }
}
