//! Lines of a list that are refused or advised: every wrong cell by its heading, given back ready to correct.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use std::fs;

use env::Env;

/// Headings and values of the lines that an import refused, its `;` undone.
fn rejets(env: &Env, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_path(env.home().join(name))
        .unwrap();
    reader
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn what_does_not_read_and_what_the_register_lacks_are_told_together() {
    let env = Env::new();
    let path = env.file(
        "faux.csv",
        "Nom du campus;Région;Académie;Secteur;Année;Lat;Lon;Niveau;Durée\n\
         Santé;Bretange;Renes;Truc;bientôt;999;5;Or;4 ans\n\
         Mer;Bretagne;Rennes;;2016;48,1;-1,7;;4 ans\n",
    );
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("1 créée"), "{run:?}");
    let line = &rejets(&env, "faux.rejets.csv")[1];
    let why = line.last().unwrap();
    for said in [
        "Année\u{202f}: «\u{a0}bientôt\u{a0}» n'est pas une date",
        "Lat\u{202f}: «\u{a0}999\u{a0}» n'est pas un nombre de -90 à 90",
        "Région\u{202f}: la région «\u{a0}Bretange\u{a0}» n'est pas au registre\u{202f}; le plus proche\u{202f}: Bretagne",
        "Académie\u{202f}: l'académie «\u{a0}Renes\u{a0}»",
        "Secteur\u{202f}: la filière «\u{a0}Truc\u{a0}»",
        "Niveau\u{202f}: aucun régime ne connaît la catégorie «\u{a0}Or\u{a0}»",
    ] {
        assert!(why.contains(said), "{said}\n{why}");
    }
    let path = env.file(
        "p.csv",
        "Nom;Type;Campus;Lat;Lon\nLycée;Truc;Nulle part | Ailleurs;abc;\n",
    );
    env.run(&["importer", "partenaires", &path, "--appliquer"]);
    let why = rejets(&env, "p.rejets.csv")[1].last().unwrap().clone();
    for said in [
        "Lat\u{202f}: ",
        "Type\u{202f}: ",
        "«\u{a0}Nulle part\u{a0}»",
        "«\u{a0}Ailleurs\u{a0}»",
    ] {
        assert!(why.contains(said), "{said}\n{why}");
    }
    env.ok(&["verifier"]);
}

#[test]
fn later_campuses_of_an_ods_come_in_with_their_gaps_and_a_cut_one_does_not() {
    let env = Env::new();
    let whole = fs::read("tests/fichiers/campus.ods").unwrap();
    let path = env.file("campus.ods", &whole);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.err.contains("4 créées") && run.err.contains("1 rejetée"),
        "{run:?}"
    );
    let wine = &env.json(&["campus", "œnologie"])[0];
    assert_eq!(
        (&wine["label"]["debut"], &wine["lieu"]),
        (&"2021-09-01".into(), &"Blanquefort".into())
    );
    assert_eq!(
        env.texts(&["campus", "campus numérique"], "region"),
        ["Bretagne", "Occitanie"],
        "homonyms of two régions"
    );
    let why = rejets(&env, "campus.rejets.csv")[1].last().unwrap().clone();
    assert!(
        why.contains("Région\u{202f}: ") && why.contains("Date de labellisation\u{202f}: "),
        "{why}"
    );
    let again = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert!(
        again.err.contains("4 inchangées") && again.err.contains("Rien n'a changé"),
        "{again:?}"
    );
    for cut in [10, 100, whole.len() / 2, whole.len() - 30] {
        let path = env.file("coupe.ods", &whole[..cut]);
        let run = env.run(&["importer", "campus", &path, "--appliquer"]);
        assert!(
            run.code == 1 && run.err.contains("il est coupé, abîmé"),
            "{cut}: {run:?}"
        );
    }
}

#[test]
fn what_a_spreadsheet_could_not_compute_is_no_name() {
    let env = Env::new();
    let path = env.file("a.csv",
        "Nom du campus;Région;Académie;Ville;Année\n#REF!;Bretagne;Rennes;Brest;2016\nMer;Bretagne;Rennes;#NOM ?;#####\n",
    );
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(
        run.out
            .matches("est une erreur de calcul du tableur, ou une colonne trop étroite")
            .count(),
        3,
        "{run:?}"
    );
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), 12);
}

#[test]
fn codes_out_of_form_are_advised_and_never_stop_a_line() {
    let env = Env::new();
    let path = env.file("p.csv",
        "Nom;Type;Ville;CP;Dép.;Code commune\nTôlerie;ENT;Latresne;Latresne2;XX;1053\nForge;ENT;Bourg;01000;01;01053\n",
    );
    let run = env.run(&[
        "importer",
        "partenaires",
        &path,
        "--appliquer",
        "--colonnes",
        "Dép.=departement",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    for code in ["code postal", "code commune", "département"] {
        let said = format!("à voir\u{202f}: {code}\u{202f}: ");
        assert_eq!(run.out.matches(&said).count(), 1, "{code}: {run:?}");
    }
    assert!(
        run.out
            .contains("manque-t-il le zéro de tête\u{202f}: 01053\u{202f}?"),
        "{run:?}"
    );
    assert_eq!(env.texts(&["partenaire", "tôlerie"], "nom"), ["Tôlerie"]);
}

#[test]
fn refused_lines_come_back_as_they_were_however_a_spreadsheet_wrote_them() {
    let env = Env::new();
    let path = env.file(
        "p.csv",
        "Nom;Type;CP;SIRET;Note\n\
         A;Faux;01000;13002526500013;'=1+1\n\
         B;Faux;\"=\"\"01100\"\"\";;+33 1 23 45 67 89\n\
         C;ENT;a;;c;d;e\n",
    );
    env.run(&["importer", "partenaires", &path, "--appliquer"]);
    let lines = rejets(&env, "p.rejets.csv");
    assert_eq!(
        lines[1][..5],
        ["A", "Faux", "=\"01000\"", "=\"13002526500013\"", "'=1+1"]
    );
    assert_eq!(
        lines[2][..5],
        ["B", "Faux", "=\"01100\"", "", "+33 1 23 45 67 89"]
    );
    assert_eq!(lines[3][..5], ["C", "ENT", "a", "", "c"]);
    assert_eq!(lines[3][6..], ["d", "e"], "nothing of the line is lost");
    let text = fs::read_to_string(env.home().join("p.rejets.csv")).unwrap();
    let mended = text.replace("Faux", "ENT").replace(";d;e", "");
    let path = env.file("p.rejets.csv", mended);
    let run = env.run(&["importer", "partenaires", &path, "--appliquer"]);
    assert_eq!(run.code, 0, "{run:?}");
    let csv = env.home().join("sortie.csv");
    env.ok(&[
        "exporter",
        "partenaires",
        "--colonnes",
        "nom,code_postal,siret,note",
        "-o",
        csv.to_str().unwrap(),
    ]);
    let out = fs::read_to_string(csv).unwrap();
    for line in [
        "\r\nA,01000,13002526500013,'=1+1\r\n",
        "\r\nB,01100,,+33 1 23 45 67 89\r\n",
        "\r\nC,a,,c\r\n",
    ] {
        assert!(out.contains(line), "{line:?}");
    }
}

#[test]
fn a_code_that_the_register_writes_its_own_way_changes_nothing_the_second_time() {
    let env = Env::new();
    let path = env.file(
        "p.csv",
        "Nom;Type;Ville;Code commune;UAI;Note\nFaux  lycée;LPO;Brest;zzz;12 34x; a \n",
    );
    env.ok(&["importer", "partenaires", &path, "--appliquer"]);
    let run = env.run(&["importer", "partenaires", &path, "--appliquer"]);
    assert!(
        run.err.contains("1 inchangée") && run.err.contains("Rien n'a changé"),
        "{run:?}"
    );
    let path = env.file(
        "c.csv",
        "Nom;Région;Académie;Ville;Code commune;Année\nMer  bleue;Bretagne;Rennes;Brest;2a4z;2016\n",
    );
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert!(
        run.err.contains("1 inchangée") && run.err.contains("Rien n'a changé"),
        "{run:?}"
    );
}

#[test]
fn refused_lines_that_find_no_place_do_not_hide_what_was_done() {
    let env = Env::new();
    let name = format!("{}.csv", "n".repeat(248));
    let text = "Nom;Type\nForge;ENT\nFaux;Truc\n";
    let path = env.file(&name, text);
    let run = env.run(&["importer", "partenaires", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.err.contains("1 créée")
            && run
                .err
                .contains("le nom est trop long, ou le disque n'en veut pas. Corrigez-les dans le vôtre."),
        "{run:?}"
    );
    let run = env
        .command(&["importer", "partenaires", "/dev/stdin", "--appliquer"])
        .write_stdin(text)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(5), "{run:?}");
    assert_eq!(rejets(&env, "import.rejets.csv")[1][..2], ["Faux", "Truc"]);
}

#[test]
fn lines_that_contradict_each_other_are_said() {
    let env = Env::new();
    let path = env.file("p.csv",
        "Nom;Type;Ville;Adresse;Campus\nForge;ENT;Brest;1 rue A;Plasticampus\nForge;ENT;Brest;;Grenoble Énergies\nForge;ENT;Brest;2 rue B;\n",
    );
    let run = env.run(&["importer", "partenaires", &path, "--appliquer"]);
    let said: Vec<&str> = run
        .out
        .lines()
        .filter(|l| l.contains("une ligne plus haut du fichier dit autre chose"))
        .collect();
    assert!(
        said.len() == 1 && said[0].trim_start().starts_with("4 "),
        "{run:?}"
    );
}

#[test]
fn a_damaged_text_costs_its_line_and_not_the_file() {
    let env = Env::new();
    let head = "Nom du campus;Région;Académie;Ville;Année;Note\n";
    let mut mixed = format!("{head}Campus été;Bretagne;Rennes;Rennes;2016;\n").into_bytes();
    mixed.extend_from_slice(b"Campus glac\xe9;Bretagne;Rennes;Rennes;2016;\n");
    let path = env.file("melange.csv", mixed);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.out
            .contains("«\u{a0}Nom du campus\u{a0}» sont illisibles\u{202f}: le fichier mêle deux encodages"),
        "{run:?}"
    );
    // A quotation mark left open takes the lines below into a cell.
    let open = format!(
        "{head}Campus mer;Bretagne;Rennes;Brest;2016;\"belle\nCampus bois;Bretagne;Rennes;Brest;2016;\nCampus eau;Bretagne;Rennes;Brest;2016;\n"
    );
    let path = env.file("ouvert.csv", open);
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("un guillemet y est resté ouvert"), "{run:?}");
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), 13);
    let legacy = encoding_rs::WINDOWS_1252
        .encode(&format!("{head}Campus forêt;Bretagne;Rennes;Brest;2016;\n"))
        .0
        .into_owned();
    let run = env.run(&["importer", "campus", &env.file("w.csv", legacy)]);
    assert!(run.err.contains("lu comme du Windows-1252"), "{run:?}");
}

#[test]
fn what_excel_would_make_a_day_of_comes_back_as_the_month_it_is() {
    let env = Env::new();
    let path = env.file(
        "a.csv",
        "Nom du campus;Région;Académie;Ville;Année\nMer;Bretagne;Rennes;Brest;09/2016\n",
    );
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    let csv = env.home().join("x.csv");
    let csv = csv.to_str().unwrap();
    env.ok(&["exporter", "campus", "--excel", "-o", csv]);
    assert!(fs::read_to_string(csv).unwrap().contains("\"=\"\"2016-09\"\"\""));
    let run = env.run(&["importer", "campus", csv]);
    assert!(run.err.contains("13 inchangées, 0 rejetée"), "{run:?}");
}
