//! The directory of establishments from the command line: every trap of the real files, and hostile ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;

use env::Env;
use serde_json::{Value, json};

const ENTETE: &str = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;\
    Code postal;Code_commune;Nom_commune;Code_departement;Code_academie;Ecole_maternelle;SIREN_SIRET;position;\
    date_ouverture;date_maj_ligne;etat;code_nature;libelle_nature;etablissement_multi_lignes";

const CARRIAT: &str = "0010016M;Lycée polyvalent Joseph-Marie Carriat;Lycée;Public;1 rue de Crouy;01011;01053;\
    Bourg-en-Bresse;001;10;;19010016400010;46.198,5.213;1965-05-01;2026-10-01;OUVERT;306;LYCEE POLYVALENT;0";
const BERARD: &str = "0010001W;Lycée professionnel Alexandre Bérard;Lycée;Public;;01500;01004;Ambérieu-en-Bugey;1;10;;\
    19010001600012;;01/05/1966;2026-10-01;A FERMER;320;LYCEE PROFESSIONNEL;0";

fn lines(all: &[&str]) -> String {
    all.join("\n") + "\n"
}

/// What an import says; its exit code tells whether lines were refused.
fn import(env: &Env, path: &str) -> Value {
    let run = env.run(&["importer", "annuaire", path, "--appliquer", "--json"]);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(run.code, if told["rejetes"] == 0 { 0 } else { 5 }, "{run:?}");
    told
}

/// The one establishment of that UAI.
fn one(env: &Env, uai: &str) -> Value {
    let found = env.json(&["annuaire", uai]);
    assert_eq!(found.as_array().unwrap().len(), 1, "{uai}: {found}");
    found[0].clone()
}

#[test]
fn a_rehearsal_writes_nothing_and_an_import_is_found_again() {
    let env = Env::new();
    let path = env.file("annuaire.csv", lines(&[ENTETE, CARRIAT, BERARD]));
    env.ok(&["campus"]);
    let before = std::fs::read(env.registre()).unwrap();
    let run = env.run(&["importer", "annuaire", &path]);
    assert!(run.err.contains("rien n'est écrit"), "{run:?}");
    assert!(run.out.contains("nouveaux            2"), "{}", run.out);
    assert_eq!(std::fs::read(env.registre()).unwrap(), before);
    assert_eq!(env.json(&["annuaire", "carriat"]), json!([]));

    let told = import(&env, &path);
    assert_eq!(
        (&told["nouveaux"], &told["rejetes"], &told["applique"]),
        (&json!(2), &json!(0), &json!(true))
    );
    let carriat = one(&env, "0010016m");
    assert_eq!(carriat["departement"], "01");
    assert_eq!(carriat["type_partenaire"], "LPO");
    assert_eq!(carriat["latitude"], 46.198);
    assert_eq!(carriat["ouvert_le"], "1965-05-01");
    assert_eq!(carriat["etat"], "ouvert");
    let berard = &env.json(&["annuaire", "bérard", "AMBERIEU"])[0];
    assert_eq!(
        (&berard["etat"], &berard["ouvert_le"]),
        (&json!("à fermer"), &json!("1966-05-01"))
    );

    let again = import(&env, &path);
    assert_eq!(
        (&again["nouveaux"], &again["modifies"], &again["inchanges"]),
        (&json!(0), &json!(0), &json!(2))
    );
    assert_eq!(env.json(&["annuaire"])["etablissements"], 2);
    env.ok(&["verifier"]);
}

#[test]
fn columns_about_persons_are_said_to_be_left_out_and_nothing_of_them_is_kept() {
    let env = Env::new();
    let text = lines(&[
        &format!("{ENTETE};Nom_du_proviseur;Fax"),
        &format!("{CARRIAT};Hortense Vachon;0474000000"),
    ]);
    let path = env.file("annuaire.csv", text);
    let run = env.run(&["importer", "annuaire", &path, "--appliquer"]);
    assert!(
        run.out.contains(
            "Données personnelles écartées, dont rien n'est gardé\u{202f}: «\u{a0}Nom_du_proviseur\u{a0}»."
        ) && run
            .out
            .contains("3 colonnes que l'annuaire n'a pas\u{202f}: «\u{a0}Ecole_maternelle\u{a0}»"),
        "{}",
        run.out
    );
    let told = import(&env, &path);
    assert_eq!(
        told["colonnes_personnelles_ecartees"],
        json!(["Nom_du_proviseur"])
    );
    assert_eq!(
        told["colonnes_ecartees"],
        json!(["Ecole_maternelle", "etablissement_multi_lignes", "Fax"])
    );
    let kept = std::fs::read(env.registre()).unwrap();
    assert!(!kept.windows(6).any(|w| w == b"Vachon"));
}

#[test]
fn the_same_rows_in_every_dress_are_the_same_rows() {
    let env = Env::new();
    let utf8 = lines(&[ENTETE, CARRIAT, BERARD]);
    import(&env, &env.file("utf8.csv", &utf8));
    let (cp1252, _, _) = encoding_rs::WINDOWS_1252.encode(&utf8);
    let utf16: Vec<u8> = format!("\u{feff}{utf8}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let quoted = |separator: &str| {
        let line = |l: &str| {
            l.split(';')
                .map(|v| format!("\"{v}\""))
                .collect::<Vec<_>>()
                .join(separator)
        };
        lines(&[&line(ENTETE), &line(CARRIAT), &line(BERARD)])
    };
    let lower = utf8.replace(
        ENTETE,
        &ENTETE.to_lowercase().replace("code postal", "code_postal"),
    );
    let departements = utf8.replace(";001;", ";01;").replace(";1;10;", ";01;10.0;");
    let records: Vec<Value> = [CARRIAT, BERARD]
        .map(|l| {
            let names = ENTETE.to_lowercase().replace(' ', "_");
            let pairs = names.split(';').zip(l.split(';'));
            pairs
                .map(|(k, v)| (k.to_owned(), if v.is_empty() { Value::Null } else { json!(v) }))
                .collect()
        })
        .to_vec();
    let nested: Vec<Value> = records
        .iter()
        .map(|r| json!({ "datasetid": "x", "fields": r }))
        .collect();
    for (name, bytes) in [
        ("bom.csv", format!("\u{feff}{utf8}").into_bytes()),
        ("cp1252.csv", cp1252.into_owned()),
        ("utf16.csv", utf16),
        ("crlf.csv", utf8.replace('\n', "\r\n").into_bytes()),
        ("comma.csv", quoted(",").into_bytes()),
        ("tab.csv", quoted("\t").into_bytes()),
        ("lower.csv", lower.into_bytes()),
        ("departements.csv", departements.into_bytes()),
        ("unended.csv", utf8.trim_end().as_bytes().to_vec()),
        ("all.json", json!(records).to_string().into_bytes()),
        ("pretty.json", format!("{:#}", json!(records)).into_bytes()),
        (
            "lines.jsonl",
            [records[0].to_string(), records[1].to_string()]
                .join("\n")
                .into_bytes(),
        ),
        ("nested.json", json!(nested).to_string().into_bytes()),
    ] {
        let told = import(&env, &env.file(name, bytes));
        assert_eq!(
            (&told["inchanges"], &told["rejetes"], &told["vides"]),
            (&json!(2), &json!(0), &json!(0)),
            "{name}: {told}"
        );
    }
}

#[test]
fn wrong_lines_are_told_one_by_one_and_the_others_kept() {
    let env = Env::new();
    let bad = lines(&[
        ENTETE,
        CARRIAT,
        &CARRIAT.replace("0010016M", "0010016X"),
        &CARRIAT
            .replace("0010016M", "")
            .replace("Lycée polyvalent", "Sans UAI"),
        &CARRIAT.replace("0010016M", "10001W"),
        "0010020S;;Lycée;;;;;;;;;;;;;;;;",
        ";;;;;;;;;;;;;;;;;;",
        &BERARD
            .replace("01/05/1966", "un jour")
            .replace(";1;10;", ";Ain;10;"),
        "0010017N;Section",
        &CARRIAT.replace("1 rue de Crouy", "1; rue de Crouy"),
    ]);
    let told = import(&env, &env.file("bad.csv", bad));
    assert_eq!(
        (&told["nouveaux"], &told["rejetes"], &told["vides"]),
        (&json!(2), &json!(6), &json!(1)),
        "{told:#}"
    );
    let rejets = told["rejets"].as_array().unwrap();
    let seen: Vec<(u64, &str, &str)> = rejets
        .iter()
        .map(|r| {
            (
                r["ligne"].as_u64().unwrap(),
                r["colonne"].as_str().unwrap(),
                r["raison"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(seen[0].0, 3);
    assert!(
        seen[0].2.contains("attendue\u{202f}: M") || seen[0].2.contains("attendue\u{202f}: M"),
        "{seen:?}"
    );
    assert_eq!((seen[1].0, seen[1].2), (4, "l'UAI manque"));
    assert!(
        seen[2].2.ends_with("0010001W") || seen[2].2.contains("sept chiffres"),
        "{seen:?}"
    );
    assert_eq!(
        (seen[3].0, seen[3].1, seen[3].2),
        (6, "Nom_etablissement", "le nom manque")
    );
    assert!(
        seen[4].0 == 9 && seen[4].2.contains("2 colonnes au lieu de 19"),
        "{seen:?}"
    );
    assert!(seen[5].0 == 10 && seen[5].2.contains("20 colonnes"), "{seen:?}");
    assert_eq!(rejets[0]["valeur"], "0010016X");
    assert_eq!(told["remarques"][0]["valeur"], "un jour");
    let berard = one(&env, "0010001W");
    assert_eq!(
        (&berard["ouvert_le"], &berard["departement"]),
        (&Value::Null, &json!("01")),
        "from the town's code"
    );
}

#[test]
fn entries_of_a_json_file_are_told_by_their_rank() {
    let env = Env::new();
    let entry = |uai: &str| -> Value {
        let pairs = ENTETE.split(';').zip(CARRIAT.split(';'));
        let object = pairs.map(|(k, v)| (k.to_lowercase().replace(' ', "_"), json!(v)));
        let mut object = Value::Object(object.collect());
        object["identifiant_de_l_etablissement"] = json!(uai);
        object
    };
    let all = json!([entry("0010016M"), entry("0010016X"), entry("0010001W"), entry("")]);
    let path = env.file("un.json", all.to_string());
    let told = import(&env, &path);
    let ranks: Vec<&Value> = told["rejets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["ligne"])
        .collect();
    assert_eq!(ranks, [2, 4], "{told:#}");
    let run = env.run(&["importer", "annuaire", &path]);
    assert!(run.code == 5 && run.out.contains("\nEntrée  "), "{run:?}");
}

#[test]
fn acce_is_recognised_and_joined() {
    let env = Env::new();
    let header = "numero_uai,numero_siren_siret_uai,academie,nature_uai,appellation_officielle,adresse_uai,code_postal_uai,\
        secteur_public_prive,date_ouverture,date_fermeture,ministere_tutelle,departement_insee_3_libe";
    let closed = "\"0010001W\",\"19010001600012\",\"10.0\",\"320\",\"Lycée professionnel\nAlexandre Bérard\",\"\",\"1500\",\"PU\",\"01/05/1966\",\"31/08/2019\",\"06\",\"AIN\"";
    let private = "7200001B,,27.0,307,LPA PRIVE DE BORGO,RTE DE BASTIA,20290,PR,01/09/1970,,03,";
    let uai = private.replace("7200001B", &uai(7_200_001));
    let told = import(&env, &env.file("acce.csv", lines(&[header, closed, &uai])));
    assert_eq!(
        (
            &told["source"],
            &told["nouveaux"],
            &told["fermes"],
            &told["vides"]
        ),
        (&json!("acce"), &json!(2), &json!(1), &json!(0)),
        "{told:#}"
    );
    let berard = one(&env, "0010001W");
    assert_eq!(
        (&berard["ferme"], &berard["ferme_le"]),
        (&json!(true), &json!("2019-08-31"))
    );
    assert_eq!(
        (&berard["academie"], &berard["code_postal"]),
        (&json!("10"), &json!("01500"))
    );
    assert_eq!(berard["nom"], "Lycée professionnel Alexandre Bérard");
    let borgo = &env.json(&["annuaire", "borgo"])[0];
    assert_eq!(
        (&borgo["departement"], &borgo["type_partenaire"]),
        (&json!("2B"), &json!("PRIV"))
    );
    assert_eq!(
        env.json(&["annuaire", "0010001W", "--au", "2018-01-01"])[0]["ferme"],
        false
    );

    import(&env, &env.file("annuaire.csv", lines(&[ENTETE, CARRIAT, BERARD])));
    let both = one(&env, "0010001W");
    assert_eq!(
        (&both["commune"], &both["ferme"], &both["source"]),
        (&json!("Ambérieu-en-Bugey"), &json!(true), &json!("annuaire"))
    );
}

/// A UAI with its right key.
fn uai(n: usize) -> String {
    format!("{n:07}{}", char::from(b"ABCDEFGHJKLMNPRSTUVWXYZ"[n % 23]))
}

#[test]
fn what_is_gone_is_flagged_and_what_is_double_is_counted() {
    let env = Env::new();
    import(&env, &env.file("un.csv", lines(&[ENTETE, CARRIAT, BERARD])));
    let annexe = CARRIAT.replace("Joseph-Marie Carriat", "Carriat, annexe");
    let two = env.file("deux.csv", lines(&[ENTETE, CARRIAT, &annexe]));
    for args in [
        vec!["importer", "annuaire", &two],
        vec!["importer", "annuaire", &two, "--appliquer"],
    ] {
        let told = env.json(&args);
        assert_eq!(
            (&told["doubles"], &told["absents"], &told["inchanges"]),
            (&json!(1), &json!(1), &json!(1))
        );
    }
    assert_eq!(
        one(&env, "0010016M")["nom"],
        "Lycée polyvalent Joseph-Marie Carriat"
    );
    assert_eq!(
        one(&env, "0010001W")["etat"],
        "à fermer",
        "the word of the last file that had it"
    );
    let told = import(&env, &env.file("trois.csv", lines(&[ENTETE, BERARD])));
    assert_eq!(told["absents"], 1);
    assert_eq!(one(&env, "0010016M")["etat"], "absent du dernier fichier");
    assert_eq!(import(&env, &two)["modifies"], 1, "it is back");
}

#[test]
fn a_closed_establishment_is_seen_on_its_partners() {
    let env = Env::new();
    let partner = env.json(&["partenaire", "arbez"])[0].clone();
    assert_eq!(partner["ferme"], Value::Null);
    let uai = partner["uai"].as_str().unwrap();
    let closed = CARRIAT.replace("0010016M", uai).replace("OUVERT", "FERME");
    let told = import(&env, &env.file("ferme.csv", lines(&[ENTETE, &closed])));
    assert_eq!(told["partenaires_fermes"][0]["id"], partner["id"]);
    let after = env.json(&["partenaire", "arbez"])[0].clone();
    assert_eq!(
        (&after["ferme"], &after["ferme_le"]),
        (&json!(true), &Value::Null)
    );
    let text = env.ok(&["partenaire", "arbez"]);
    assert!(text.contains("fermé"), "{text}");
    assert_eq!(after["nom"], partner["nom"], "nothing of the register changes");
    let journal = env.json(&["journal"]);
    assert_eq!(
        journal.as_array().unwrap().len(),
        1,
        "the directory is not journaled"
    );
}

#[test]
fn hostile_texts_are_harmless() {
    let env = Env::new();
    let evil = CARRIAT
        .replace("Joseph-Marie", "\u{1b}]0x\u{7}\u{202e}\u{9b}31mJoseph")
        .replace("1 rue de Crouy", "=cmd|' /C calc'!A0");
    import(&env, &env.file("evil.csv", lines(&[ENTETE, &evil])));
    let text = env.ok(&["annuaire", "carriat"]);
    assert!(text.contains("Joseph"), "{text}");
    assert_eq!(one(&env, "0010016M")["adresse"], "=cmd|' /C calc'!A0");
}

#[test]
fn files_that_are_no_directory_are_refused_in_a_sentence() {
    let env = Env::new();
    env.ok(&["campus"]);
    let wide = (0..10_000)
        .map(|i| format!("colonne{i}"))
        .collect::<Vec<_>>()
        .join(";");
    let near = ENTETE.replace("Nom_etablissement", "Nom_etablisement");
    let long = format!("{ENTETE}\n{CARRIAT}\n{}", "x".repeat(5 << 20));
    let open = format!("{ENTETE}\n{CARRIAT}\n0010001W;\"{}", "x\n".repeat(2 << 20));
    let json_long = format!("[{{\"a\":\"{}", "x".repeat(5 << 20));
    for (name, bytes, parts) in [
        ("vide.csv", Vec::new(), &["vide"][..]),
        ("blancs.csv", b"  \n\n".to_vec(), &["vide"]),
        ("entete.csv", lines(&[ENTETE]).into_bytes(), &["aucune ligne"]),
        (
            "rejets.csv",
            lines(&[ENTETE, "x;y"]).into_bytes(),
            &["aucune ligne", "ligne 2"],
        ),
        ("zip.csv", b"PK\x03\x04classeur".to_vec(), &["classeur"]),
        ("pdf.csv", b"%PDF-1.7".to_vec(), &["PDF"]),
        (
            "nul.csv",
            format!("{ENTETE}\n{CARRIAT}\nabc\0def\n").into_bytes(),
            &["ligne 3", "octet nul"],
        ),
        (
            "elf.bin",
            [b"\x7fELF\x02\x01\x01\0".as_slice(), &[0xff; 300]].concat(),
            &["octet nul"],
        ),
        (
            "autre.csv",
            b"nom;ville\na;b\n".to_vec(),
            &["identifiant_de_l_etablissement manque"],
        ),
        ("large.csv", format!("{wide}\n{wide}\n").into_bytes(), &["manque"]),
        (
            "proche.csv",
            lines(&[&near, CARRIAT]).into_bytes(),
            &["nom_etablissement manque", "Nom_etablisement"],
        ),
        ("ligne.csv", vec![b'x'; 5 << 20], &["ligne 1", "mégaoctet"]),
        ("longue.csv", long.into_bytes(), &["ligne 3", "mégaoctet"]),
        ("ouverte.csv", open.into_bytes(), &["ligne 3", "mégaoctet"]),
        ("long.json", json_long.into_bytes(), &["ligne 1", "mégaoctet"]),
        ("objet.json", b"[1, 2]".to_vec(), &["JSON"]),
        ("cles.json", b"[{\"a\": 1}]".to_vec(), &["manque"]),
    ] {
        let path = env.file(name, bytes);
        env.refused(&["importer", "annuaire", &path, "--appliquer"], 1, parts);
        env.refused(&["importer", "annuaire", &path], 1, parts);
    }
    env.refused(&["importer", "annuaire", "absent.csv"], 1, &["introuvable"]);
    env.refused(
        &["importer", "annuaire", env.home().to_str().unwrap()],
        1,
        &["dossier"],
    );
    assert_eq!(
        env.json(&["annuaire"]),
        json!({ "etablissements": 0, "imports": [] })
    );
    env.ok(&["verifier"]);
}

#[test]
fn a_file_that_goes_wrong_on_the_way_leaves_the_directory_as_it_was() {
    let env = Env::new();
    import(&env, &env.file("un.csv", lines(&[ENTETE, CARRIAT])));
    let before = one(&env, "0010016M");
    let renamed = CARRIAT.replace("Joseph-Marie", "Rebaptisé");
    let many: String = (20_000..24_000)
        .map(|n| CARRIAT.replace("0010016M", &uai(n)) + "\n")
        .collect();
    let cut = format!("{ENTETE}\n{renamed}\n{many}abc\0");
    env.refused(
        &["importer", "annuaire", &env.file("deux.csv", cut), "--appliquer"],
        1,
        &["ligne 4003"],
    );
    assert_eq!(one(&env, "0010016M"), before);
    assert_eq!(env.json(&["annuaire"])["etablissements"], 1);
}

#[test]
fn ten_thousand_columns_and_a_mixed_encoding_cost_only_their_lines() {
    let env = Env::new();
    let wide = format!("{ENTETE}{}", ";x".repeat(10_000));
    let full = format!("{CARRIAT}{}", ";".repeat(10_000));
    let told = import(&env, &env.file("large.csv", lines(&[&wide, &full, BERARD])));
    assert_eq!((&told["nouveaux"], &told["rejetes"]), (&json!(1), &json!(1)));
    let mut mixed = lines(&[ENTETE, CARRIAT]).into_bytes();
    mixed.extend_from_slice(
        &BERARD
            .replace('é', "\u{1}")
            .bytes()
            .map(|b| if b == 1 { 0xe9 } else { b })
            .collect::<Vec<_>>(),
    );
    let told = import(&env, &env.file("mixte.csv", mixed));
    assert_eq!(
        (&told["inchanges"], &told["rejetes"]),
        (&json!(1), &json!(1)),
        "{told:#}"
    );
    assert!(
        told["rejets"][0]["raison"]
            .as_str()
            .unwrap()
            .contains("deux encodages"),
        "{told:#}"
    );
}
