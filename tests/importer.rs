//! Lists that come in: rehearsed, brought in as one lot, refused line by line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use std::fs;

use env::{Env, Run};
use serde_json::Value;

/// What a rehearsal says of each line.
fn essai(env: &Env, kind: &str, path: &str) -> Vec<Value> {
    let run = env.run(&["importer", kind, path, "--json"]);
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"))
}

fn effets(all: &[Value]) -> Vec<&str> {
    all.iter().map(|s| s["effet"].as_str().unwrap()).collect()
}

const CAMPUS: &str = "Nom du campus;Région;Académie;Ville;Secteur;Année;Catégorie\n\
    Campus des métiers et des qualifications Industries de la mer;Bretagne;Rennes;Brest;Industrie;2015;\n\
    Tourisme et hôtellerie;Normandie / Bretagne;Caen;Deauville;Hotellerie-restauration;09/2017;\n\
    plasticampus;Bretagne;Rennes;Brest;;2016;\n\
    Plasticampus;rhone alpes;académie de Lyon;;;2017;\n\
    Bois;Corse;;Bastia;;2019;\n\
    Numérique;Bretaigne;Rennes;Rennes;;2015;\n\
    Santé;Île-de-France;Créteil;Créteil;Sante;bientôt;\n\
    Eau;Île-de-France;;Évry;;2016;\n\
    Air;Bretagne;Caen;Brest;;2016;\n";

#[test]
fn what_cmq_prints_comes_back_without_a_change() {
    let env = Env::new();
    for list in ["campus", "partenaires"] {
        let json = env.ok(&[
            list.trim_end_matches('s').replace("campu", "campus").as_str(),
            "--json",
        ]);
        let path = env.file("a.json", &json);
        assert!(
            effets(&essai(&env, list, &path)).iter().all(|e| *e == "inchangé"),
            "{list} json"
        );
        for name in ["b.csv", "b.xlsx", "b.jsonl"] {
            let path = env.home().join(format!("{list}-{name}"));
            let path = path.to_str().unwrap();
            env.ok(&["exporter", list, "-o", path]);
            let all = essai(&env, list, path);
            let other: Vec<&Value> = all.iter().filter(|s| s["effet"] != "inchangé").collect();
            assert!(other.is_empty() && all.len() >= 12, "{list} {name}: {other:#?}");
        }
    }
}

#[test]
fn every_wrong_cell_of_a_line_is_said_by_its_heading() {
    let env = Env::new();
    let lines = "Nom du campus;Région;Académie;Ville;Année;Latitude\n\
        Santé;Bretagne;Rennes;Rennes;bientôt;nord\n";
    let path = env.file("faux.csv", lines);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    let told: Vec<&str> = run.out.lines().filter(|l| l.contains("rejeté")).collect();
    assert_eq!(told.len(), 2, "{run:?}");
    let crlf = env.file("crlf.csv", lines.replace('\n', "\r\n"));
    for path in [&path, &crlf] {
        assert_eq!(essai(&env, "campus", path)[0]["ligne"], 2);
    }
    let rejets = fs::read_to_string(env.home().join("faux.rejets.csv")).unwrap();
    assert!(
        rejets.contains("Année\u{202f}: «\u{a0}bientôt\u{a0}» n'est pas une date")
            && rejets.contains("Latitude\u{202f}: «\u{a0}nord\u{a0}» n'est pas un nombre"),
        "{rejets}"
    );
}

#[test]
fn a_category_in_other_words_is_the_same_the_second_time() {
    let env = Env::new();
    let lines = "Nom;Région;Académie;Ville;Année;Durée;Catégorie\n\
        Santé;Bretagne;Rennes;Rennes;2015;;Campus\n\
        Lumière;Auvergne-Rhône-Alpes;Lyon;Lyon;2019;5;campus d'excellence\n";
    let path = env.file("c.csv", lines);
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(effets(&essai(&env, "campus", &path)), ["inchangé", "inchangé"]);
}

#[test]
fn a_cut_workbook_is_refused_in_french() {
    let env = Env::new();
    let path = env.home().join("a.xlsx");
    env.ok(&["exporter", "campus", "-o", path.to_str().unwrap()]);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let run = env.run(&["importer", "campus", path.to_str().unwrap(), "--appliquer"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("il est coupé, abîmé"), "{run:?}");
}

#[test]
fn what_excel_keeps_as_text_comes_back_without_a_change() {
    let env = Env::new();
    for list in ["campus", "partenaires"] {
        let path = env.home().join(format!("{list}.csv"));
        let path = path.to_str().unwrap();
        env.ok(&["exporter", list, "--excel", "-o", path]);
        let text = fs::read_to_string(path).unwrap();
        assert!(list == "campus" || text.contains("\"=\"\"01\"\"\""), "{text}");
        let all = essai(&env, list, path);
        assert!(effets(&all).iter().all(|e| *e == "inchangé"), "{all:#?}");
    }
}

#[test]
fn a_rehearsal_says_each_line_and_writes_nothing() {
    let env = Env::new();
    env.ok(&["campus"]);
    let before = fs::read(env.registre()).unwrap();
    let path = env.file("nouveaux.csv", CAMPUS);
    let run = env.run(&["importer", "campus", &path]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("rien n'est écrit"), "{run:?}");
    let all = essai(&env, "campus", &path);
    assert_eq!(
        effets(&all),
        [
            "créer", "créer", "créer", "modifier", "créer", "rejeté", "rejeté", "rejeté", "rejeté"
        ]
    );
    let rejet = |i: usize, key: &str| all[i]["rejets"][0][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (rejet(5, "champ"), rejet(5, "proche")),
        ("region".into(), "Bretagne".into())
    );
    assert_eq!(
        (rejet(6, "champ"), rejet(6, "valeur")),
        ("label_debut".into(), "bientôt".into())
    );
    assert!(
        rejet(7, "raison").contains("Créteil, Paris, Versailles"),
        "{all:#?}"
    );
    assert!(
        rejet(8, "raison").contains("n'est pas dans cette région"),
        "{all:#?}"
    );
    assert!(
        all[1]["remarques"][0]
            .as_str()
            .unwrap()
            .contains("plusieurs régions")
    );
    assert!(
        all[2]["remarques"][0]
            .as_str()
            .unwrap()
            .contains("homonyme du campus 10"),
        "{all:#?}"
    );
    assert_eq!(fs::read(env.registre()).unwrap(), before);
    assert!(!env.home().join("nouveaux.rejets.csv").exists());
}

#[test]
fn applied_it_is_one_lot_and_the_refused_lines_come_back_corrected() {
    let env = Env::new();
    let path = env.file("nouveaux.csv", encoding_rs::WINDOWS_1252.encode(CAMPUS).0);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), 16);
    assert_eq!(
        env.texts(&["campus", "oyonnax"], "nom"),
        ["Campus des métiers et des qualifications Plasticampus"]
    );
    let lots = env.json(&["journal"]);
    assert_eq!(lots.as_array().unwrap().len(), 2, "the creation and the import");
    // The same file again changes nothing more.
    let again = essai(&env, "campus", &path);
    assert!(
        !effets(&again).iter().any(|e| matches!(*e, "créer" | "modifier")),
        "{again:#?}"
    );
    // The refused lines, corrected.
    let refused = fs::read_to_string(env.home().join("nouveaux.rejets.csv")).unwrap();
    assert_eq!(refused.lines().count(), 5);
    assert!(refused.contains("motif_rejet") && refused.contains("le plus proche"));
    let mended = refused
        .replace("Bretaigne", "Bretagne")
        .replace("bientôt", "2018")
        .replace(";Sante;", ";;")
        .replace("Air;Bretagne;Caen", "Air;Bretagne;Rennes")
        .replace("Eau;Île-de-France;", "Eau;Île-de-France;Versailles");
    let path = env.file("nouveaux.rejets.csv", mended);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), 20);
    env.ok(&["journal", "--verifier"]);
    env.ok(&["verifier"]);
}

#[test]
fn an_empty_cell_erases_nothing_and_a_renewal_is_a_period() {
    let env = Env::new();
    let before = env.json(&["fiche", "oyonnax"]);
    let path = env.file(
        "r.csv",
        "id,nom,région,lieu,début du label,note\n10,,,,2017,\n10,,,,2013-09,\n10,,,,2015,\n",
    );
    let all = essai(&env, "campus", &path);
    assert_eq!(effets(&all), ["modifier", "modifier", "rejeté"], "{all:#?}");
    env.run(&["importer", "campus", &path, "--appliquer"]);
    let after = env.json(&["fiche", "oyonnax"]);
    for key in ["nom", "lieu", "note", "commune", "axes", "support"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    let periods: Vec<&str> = after["periodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["debut"].as_str().unwrap())
        .collect();
    assert_eq!(periods, ["2013-09", "2017"]);
}

#[test]
fn partners_are_found_by_identifier_and_homonyms_only_proposed() {
    let env = Env::new();
    env.ok(&["campus"]);
    let path = env.file(
        "p.csv",
        "nom\ttype\tcommune\tuai\tsiret\tcampus\trole\n\
         Lycée Arbez-Carme (nouveau nom)\tLPO\tBellignat\t0011119l\t\tplasticampus\t\n\
         Airbus\tentreprise\t\t\t\tgrenoble énergies\tpartenaire\n\
         Airbus\tENT\tToulouse\t\t\tGrenoble Énergies\t\n\
         Lycée neuf\tLPO\tLyon\t0690192X\t19010001600013\tPlasticampus | Grenoble Énergies\tmembre\n\
         Sans type\t\tLyon\t\t\t\t\n\
         Loin\tLPA\tLyon\t\t\t\t\n\
         Perdu\tLPO\tLyon\t\t\tPlasticampuce\t\n",
    );
    let all = essai(&env, "partenaires", &path);
    assert_eq!(
        effets(&all),
        [
            "modifier", "rejeté", "créer", "créer", "rejeté", "rejeté", "rejeté"
        ],
        "{all:#?}"
    );
    assert!(
        all[1]["rejets"][0]["raison"]
            .as_str()
            .unwrap()
            .contains("peut-être le partenaire 48")
    );
    let said: Vec<&str> = all[3]["remarques"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r.as_str().unwrap())
        .collect();
    assert!(
        said[0].contains("attendue\u{202f}: J") && said[1].contains("SIRET"),
        "{said:?}"
    );
    assert_eq!(all[6]["rejets"][0]["proche"], "Plasticampus");
    env.run(&["importer", "partenaires", &path, "--appliquer"]);
    let of = env.texts(&["partenaire", "--campus", "oyonnax"], "nom");
    assert!(
        of.contains(&"Lycée neuf".to_owned()) && of.contains(&"Lycée Arbez-Carme (nouveau nom)".to_owned())
    );
}

#[test]
fn figures_go_to_an_evaluation_that_is_a_draft() {
    use cmq::{
        domain::{CampusId, TypeRevue},
        form::Forms,
        store::Store,
    };
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "Inspectrice d'essai").unwrap();
    let text = Forms::default().text("evaluation-2013").unwrap();
    let au = jiff::civil::date(2017, 3, 1);
    store
        .start_revue(CampusId(10), TypeRevue::Evaluation, 2, &text, au)
        .unwrap();
    let path = env.file(
        "i.csv",
        "Campus;Code;Au label;Valeur;Cible\nplasticampus;EFF_TOT;160;182,5;na\nPlasticampus;TX_INS6;;55 %;\n\
         grenoble énergies;EFF_TOT;1;2;3\nPlasticampus;EFF_TOUT;1;;\nPlasticampus;EFF_TOT;beaucoup;;\n",
    );
    let args = ["importer", "indicateurs", &path, "--au", "2017-03-01"];
    let all: Vec<Value> = serde_json::from_str(&env.run(&[&args[..], &["--json"]].concat()).out).unwrap();
    assert_eq!(
        effets(&all),
        ["modifier", "modifier", "rejeté", "rejeté", "rejeté"],
        "{all:#?}"
    );
    assert_eq!(all[3]["rejets"][0]["proche"], "EFF_TOT");
    assert!(
        all[2]["rejets"][0]["raison"]
            .as_str()
            .unwrap()
            .contains("n'est pas commencée")
    );
    assert_eq!(env.run(&[&args[..], &["--appliquer"]].concat()).code, 5);
    let revue = store.revues(Some(CampusId(10)), au).unwrap()[0].id;
    let Some(cmq::form::Value::Rows(rows)) = store.reponses(revue).unwrap().remove("tab_ind") else {
        panic!("no table")
    };
    assert_eq!(rows[0]["valeur_4"], cmq::form::Value::Real(182.5));
    assert_eq!(rows[0]["cible_4"], cmq::form::Value::Absent);
    assert_eq!(rows[1]["valeur_4"], cmq::form::Value::Real(55.0));
    let again: Vec<Value> = serde_json::from_str(&env.run(&[&args[..], &["--json"]].concat()).out).unwrap();
    assert_eq!(effets(&again)[..2], ["inchangé", "inchangé"]);
    assert!(
        again[0]["remarques"].to_string().contains("182,5 personnes"),
        "{again:#?}"
    );
    // What the form would not take is not taken.
    env.file(
        "i.csv",
        "Campus;Code;Valeur;Date;Fiabilité\nplasticampus;EFF_TOT;-3;2017;très bonne\n\
         plasticampus;EFF_TOT;180;2017;A constaté\nplasticampus;EFF_TOT;180;2017;déclarée\n",
    );
    let all: Vec<Value> = serde_json::from_str(&env.run(&[&args[..], &["--json"]].concat()).out).unwrap();
    assert_eq!(effets(&all), ["rejeté", "rejeté", "modifier"], "{all:#?}");
    let raisons = all[0]["rejets"].to_string();
    for said in [
        "\u{2212}3 est hors des bornes. Attendu\u{202f}: au moins 0",
        "n'est pas dans la liste (A constatée, ",
    ] {
        assert!(raisons.contains(said), "{said}: {raisons}");
    }
    assert_eq!(all[1]["rejets"][0]["proche"], "A constatée");
    assert!(all[2]["champs"].to_string().contains("B déclarée"), "{all:#?}");
    store.verify_journal().unwrap();
}

#[test]
fn columns_are_named_by_hand_and_a_model_says_them() {
    let env = Env::new();
    let path = env.file("x.csv", "A,B,C,D\nBois de Corse,Corse,Corse,Bastia\n");
    env.refused(
        &["importer", "campus", &path],
        2,
        &["pas la colonne Nom officiel ni Région"],
    );
    let run = env.run(&[
        "importer",
        "campus",
        &path,
        "--colonnes",
        "A=nom, B=région, C=académie, D=ville",
    ]);
    assert!(run.code == 0 && run.err.contains("1 à créer"), "{run:?}");
    env.refused(
        &["importer", "campus", &path, "--colonnes", "Z=nom"],
        2,
        &["pas de colonne", "Z"],
    );
    env.refused(
        &["importer", "campus", &path, "--colonnes", "A=zut"],
        2,
        &["pas de champ", "zut"],
    );
    let output = env.command(&["importer", "campus", "--modele"]).output().unwrap();
    let model = String::from_utf8(output.stdout).unwrap();
    assert!(model.starts_with("\u{feff}id;nom;") && model.contains("label_debut"));
    let path = env.file("m.csv", format!("{model};Bois;;;Corse;Corse;;;;Bastia\r\n"));
    assert!(env.run(&["importer", "campus", &path]).err.contains("1 à créer"));
}

#[test]
fn hostile_files_are_refused_in_a_sentence_and_leave_nothing() {
    let env = Env::new();
    env.ok(&["campus"]);
    let before = fs::read(env.registre()).unwrap();
    let wide = format!(
        "{}\n{}\n",
        vec!["nom"; 10_000].join(";"),
        vec!["x"; 10_000].join(";")
    );
    let long = format!("nom;région\n{}", "x".repeat(3 << 20));
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("vide.csv", Vec::new(), "vide"),
        ("binaire.csv", b"nom;region\n\0\x01\x02\xff".to_vec(), "ligne 2"),
        ("large.csv", wide.into_bytes(), "10000 colonnes"),
        ("longue.csv", long.into_bytes(), "ligne 2"),
        (
            "ouvert.csv",
            format!("nom;région\n\"{}", "a;b\n".repeat(600_000)).into_bytes(),
            "ligne",
        ),
        ("faux.xlsx", b"PK\x03\x04 pas un classeur".to_vec(), "classeur"),
        (
            "vieux.xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 tronque".to_vec(),
            "classeur",
        ),
        ("coupe.json", b"[{\"nom\": \"a\"".to_vec(), "ligne"),
        ("nombre.json", b"[1, 2]".to_vec(), "ligne 1"),
        ("seul.csv", b"nom;region\n".to_vec(), "que la ligne des colonnes"),
        (
            "texte.pdf",
            b"%PDF-1.7\n1 0 obj".to_vec(),
            "c'est un document PDF",
        ),
    ];
    for (name, bytes, said) in cases {
        let path = env.file(name, bytes);
        let run: Run = env.run(&["importer", "campus", &path, "--appliquer"]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{name}: {run:?}");
        assert!(
            run.err.contains(said) && run.err.contains("conseil"),
            "{name}: {run:?}"
        );
    }
    env.refused(
        &["importer", "campus", env.home().to_str().unwrap()],
        1,
        &["dossier"],
    );
    env.refused(
        &["importer", "campus", "/nulle/part.csv"],
        1,
        &["ne peut pas être lu", "introuvable"],
    );
    assert_eq!(fs::read(env.registre()).unwrap(), before);
    // Escape sequences, formulas, a separator too many: lines, not files.
    let path = env.file("h.csv",
        "nom;région;académie;ville;année;note\n\u{1b}[2JBois\u{202e};Corse;Corse;Bastia;2016;=cmd|' /C calc'!A0\nEau;Corse;Corse;Bastia;2016;a;b;c\n",
    );
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("séparateur de trop"), "{run:?}");
    let csv = env.command(&["exporter", "campus"]).output().unwrap();
    assert!(String::from_utf8(csv.stdout).unwrap().contains("'=cmd"));
}
