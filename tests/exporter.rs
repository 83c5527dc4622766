//! Lists as files, and the whole register there and back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use std::{collections::BTreeSet, fs};

use calamine::{Data, Reader as _};
use cmq::{
    domain::{CampusId, PartenaireId},
    store::{Op, Store, record},
};
use env::Env;

/// Texts that spreadsheets and terminals would obey.
const HOSTILES: [&str; 4] = [
    "=cmd|' /C calc'!A0",
    "+1+2",
    "rouge \u{1b}[31m\u{9b}2J",
    "une \"ligne\"\r\net ; une, autre",
];

/// A register whose first campuses bear hostile notes; its file.
fn hostile(env: &Env) -> Store {
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "essai").unwrap();
    store
        .write(Op::EditCampus, |conn| {
            for (id, text) in (1i64..).zip(HOSTILES) {
                record::update(conn, "campus", id, 1, &[("note", &text)])?;
            }
            record::update(
                conn,
                "partenaire",
                1,
                1,
                &[("nom", &"=Lycée"), ("note", &"+33 1 23 45 67 89")],
            )
        })
        .unwrap();
    store
}

#[test]
fn the_whole_register_goes_into_no_file_of_another_name() {
    let env = Env::new();
    let path = env.home().join("tout.csv").to_str().unwrap().to_owned();
    env.refused(
        &["exporter", "--tout", "-o", &path],
        2,
        &["s'écrit en JSONL", ".jsonl"],
    );
    assert!(!std::path::Path::new(&path).exists());
}

#[test]
fn csv_reads_back_as_the_rows_and_no_cell_is_a_formula() {
    let env = Env::new();
    let store = hostile(&env);
    let path = env.home().join("campus.csv");
    let told = env.run(&["exporter", "campus", "-o", path.to_str().unwrap()]);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{told:?}");
    assert!(told.err.contains("(12 lignes)"), "{told:?}");
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.contains(&0x1b));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let heads = reader.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|h| h == name).unwrap();
    let mut names = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        assert!(row.iter().all(|c| !c.starts_with(['=', '@'])), "{row:?}");
        let id: i64 = row[at("id")].parse().unwrap();
        let note = cmq::domain::formule::rendre(&row[at("note")]).to_owned();
        let fiche = store.fiche(CampusId(id), jiff::civil::date(2016, 6, 1)).unwrap();
        let wanted = fiche
            .note
            .map(|n| cmq::domain::texte::nettoyer(&n))
            .unwrap_or_default();
        assert_eq!(note, wanted, "note of {id}");
        names.insert(row[at("nom")].to_owned());
    }
    assert_eq!(names.len(), 12);
}

#[test]
fn telephone_numbers_stay_and_the_excel_flavour_has_its_mark() {
    let env = Env::new();
    hostile(&env);
    let output = env.command(&["exporter", "partenaires"]).output().unwrap();
    let plain = String::from_utf8(output.stdout).unwrap();
    assert!(plain.contains(",'=Lycée,"));
    assert!(plain.contains(",+33 1 23 45 67 89\r\n"));
    let path = env.home().join("p.csv");
    env.ok(&["exporter", "partenaires", "--excel", "-o", path.to_str().unwrap()]);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("\u{feff}id;nom;"), "{}", &text[..40]);
}

#[test]
fn a_workbook_has_typed_cells_and_no_formula() {
    let env = Env::new();
    hostile(&env);
    let path = env.home().join("campus.xlsx");
    env.ok(&["exporter", "campus", "-o", path.to_str().unwrap()]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let sheet = book.worksheet_range("campus").unwrap();
    assert_eq!(sheet.height(), 13);
    let column = |name: &str| {
        (0..sheet.width() as u32)
            .find(|c| sheet.get_value((0, *c)) == Some(&Data::String(name.into())))
            .unwrap()
    };
    let latitude = sheet.get_value((1, column("Latitude"))).unwrap();
    assert!(
        matches!(latitude, Data::Float(x) if (40.0..52.0).contains(x)),
        "{latitude:?}"
    );
    let ids: BTreeSet<i64> = (1..13)
        .map(|r| sheet.get_value((r, 0)).unwrap().to_string().parse().unwrap())
        .collect();
    assert_eq!(ids, (1..=12).collect());
    let notes: Vec<String> = (1..13)
        .filter_map(|r| Some(sheet.get_value((r, column("Note")))?.to_string()))
        .collect();
    assert!(notes.contains(&HOSTILES[0].to_owned()), "as text: {notes:?}");
    let formulas = book.worksheet_formula("campus").unwrap();
    assert!(formulas.cells().all(|(_, _, f)| f.is_empty()));
}

#[test]
fn geojson_puts_each_campus_where_it_is() {
    let env = Env::new();
    let text = env.ok(&["exporter", "campus", "--format", "geojson"]);
    let geojson::GeoJson::FeatureCollection(all) = text.parse().unwrap() else {
        panic!("{text}")
    };
    assert_eq!(all.features.len(), 12);
    for f in &all.features {
        let geojson::GeometryValue::Point { coordinates, .. } = &f.geometry.as_ref().unwrap().value else {
            panic!("{f:?}")
        };
        assert!(
            (-5.5..9.7).contains(&coordinates[0]) && (41.0..51.5).contains(&coordinates[1]),
            "{f:?}"
        );
    }
    let none = env.run(&["exporter", "regions", "--format", "geojson"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("pas de coordonnées"), "{none:?}");
    let partners = env.run(&["exporter", "partenaires", "--format", "geojson"]);
    assert!(partners.err.contains("sans coordonnées connues"), "{partners:?}");
}

#[test]
fn geojson_puts_partners_where_they_are_and_counts_the_others() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "essai").unwrap();
    store
        .write(Op::EditCampus, |conn| {
            record::update(
                conn,
                "partenaire",
                1,
                1,
                &[("latitude", &44.79), ("longitude", &-0.5)],
            )
        })
        .unwrap();
    let path = env.home().join("p.geojson");
    let run = env.run(&["exporter", "partenaires", "-o", path.to_str().unwrap()]);
    assert!(run.err.contains("(1 point)"), "{run:?}");
    assert!(
        run.err
            .contains("137 lignes sans coordonnées connues\u{202f}: hors du fichier."),
        "{run:?}"
    );
    let read: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        read["features"][0]["geometry"]["coordinates"],
        serde_json::json!([-0.5, 44.79])
    );
}

#[test]
fn the_columns_asked_for_are_those_of_the_file() {
    let env = Env::new();
    let path = env.home().join("c.csv");
    let path = path.to_str().unwrap();
    env.ok(&[
        "exporter",
        "campus",
        "--colonnes",
        "lieu,Nom court,region",
        "-o",
        path,
    ]);
    let out = fs::read_to_string(path).unwrap();
    assert!(
        out.starts_with("lieu,nom_court,region\r\nLatresne,Aérocampus Aquitaine,Aquitaine\r\n"),
        "{out}"
    );
    for (args, said) in [
        (
            &["exporter", "campus", "--colonnes", "lieux"][..],
            "«\u{a0}lieux\u{a0}» n'est pas une colonne",
        ),
        (
            &["exporter", "campus", "--colonnes", "nom", "--json"],
            "ne va pas avec JSON",
        ),
        (
            &["exporter", "campus", "--excel", "--format", "jsonl"],
            "--excel est une forme de CSV",
        ),
        (
            &["exporter", "--tout", "--colonnes", "nom"],
            "toutes colonnes comprises",
        ),
    ] {
        let run = env.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains(said) && run.err.contains("conseil"), "{run:?}");
    }
}

#[test]
fn every_list_in_every_format_without_a_control_byte() {
    let env = Env::new();
    hostile(&env);
    for list in [
        "campus",
        "partenaires",
        "regions",
        "filieres",
        "echeancier",
        "revues",
        "journal",
    ] {
        for format in ["csv", "json", "jsonl"] {
            let output = env
                .command(&["exporter", list, "--format", format])
                .output()
                .unwrap();
            assert!(output.status.success(), "{list} {format}: {output:?}");
            let bad = output
                .stdout
                .iter()
                .find(|b| (**b < 32 && !b"\r\n".contains(b)) || **b == 127);
            assert_eq!(bad, None, "{list} {format}");
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(
                !text.chars().any(|c| ('\u{80}'..'\u{a0}').contains(&c)),
                "{list} {format}"
            );
            match format {
                "json" => drop(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap()),
                "jsonl" => text
                    .lines()
                    .for_each(|l| drop(serde_json::from_str::<serde_json::Value>(l).unwrap())),
                _ => assert!(
                    csv::Reader::from_reader(text.as_bytes())
                        .records()
                        .all(|r| r.is_ok())
                ),
            }
        }
    }
    assert_eq!(
        env.json(&["exporter", "campus"]),
        env.json(&["campus"]),
        "one documented shape"
    );
}

#[test]
fn nothing_is_overwritten_without_asking() {
    let env = Env::new();
    let path = env.home().join("campus.csv");
    let name = path.to_str().unwrap();
    env.ok(&["exporter", "campus", "oyonnax", "-o", name]);
    let before = fs::read(&path).unwrap();
    env.refused(&["exporter", "campus", "-o", name], 2, &["existe déjà"]);
    assert_eq!(fs::read(&path).unwrap(), before);
    env.ok(&["exporter", "campus", "-o", name, "--ecraser"]);
    assert!(fs::read(&path).unwrap().len() > before.len());
    assert_eq!(
        fs::read_dir(env.home())
            .unwrap()
            .flatten()
            .filter(|e| e.file_name().to_string_lossy().ends_with(".tmp"))
            .count(),
        0
    );
    env.refused(&["exporter"], 2, &["il manque"]);
    env.refused(&["exporter", "campus", "--tout"], 2, &["--tout"]);
    env.refused(&["exporter", "--tout", "--excel"], 2, &["JSONL"]);
}

/// The register as bytes.
fn tout(store: &Store) -> Vec<u8> {
    let mut out = Vec::new();
    store.ecrire_tout(&mut out).unwrap();
    out
}

#[test]
fn the_whole_register_comes_back_byte_for_byte() {
    let env = Env::new();
    let mut store = hostile(&env);
    let au = jiff::civil::date(2015, 9, 1);
    let id = store
        .start_revue(
            CampusId(10),
            cmq::domain::TypeRevue::Suivi,
            2,
            "id = \"suivi\"",
            au,
        )
        .unwrap();
    let value = cmq::form::Value::Real(1.0);
    store.save_reponse(id, "a", Some(&value), ("s", "a")).unwrap();
    store
        .submit_revue(
            id,
            &[
                ("a".to_owned(), value),
                ("b".to_owned(), cmq::form::Value::Absent),
            ]
            .into(),
            au,
        )
        .unwrap();
    let first = tout(&store);
    let file = env.home().join("registre.jsonl");
    env.ok(&["exporter", "--tout", "-o", file.to_str().unwrap()]);
    assert_eq!(
        fs::read(&file).unwrap(),
        first,
        "the same rows give the same bytes"
    );
    let copy = env.home().join("copie.db");
    let args = [
        "importer",
        "registre",
        file.to_str().unwrap(),
        "--registre",
        copy.to_str().unwrap(),
    ];
    let tried = env.run(&args);
    assert!(
        tried.err.contains("rien n'est écrit") && !copy.exists(),
        "{tried:?}"
    );
    env.ok(&[&args[..], &["--appliquer"]].concat());
    let read = Store::open(&copy, "essai").unwrap();
    assert_eq!(
        String::from_utf8(tout(&read)).unwrap(),
        String::from_utf8(first).unwrap()
    );
    read.verify_journal().unwrap();
    assert_eq!(read.partenaire(PartenaireId(1)).unwrap().ligne.nom, "=Lycée");
    assert!(
        !env.json(&["campus", "oyonnax", "--registre", copy.to_str().unwrap()])
            .as_array()
            .unwrap()
            .is_empty(),
        "found again"
    );
    env.refused(&[&args[..], &["--appliquer"]].concat(), 1, &["registre neuf"]);
}

#[test]
fn a_damaged_file_makes_no_register() {
    let env = Env::new();
    env.ok(&["campus"]);
    let whole = String::from_utf8(tout(&Store::open(&env.registre(), "essai").unwrap())).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let with = |i: usize, line: &str| {
        let mut all: Vec<&str> = lines.clone();
        all[i] = line;
        all.join("\n") + "\n"
    };
    let dangling = lines[40].replace("\"region\":\"", "\"region\":\"x");
    let cases = [
        (whole[..whole.len() - 30].to_owned(), "tronqué"),
        (with(0, "{\"cmq\":\"autre\"}"), "ligne 1"),
        (with(0, "{\"cmq\":\"registre\",\"schema\":1}"), "schéma 1"),
        (with(3, "[1,2]"), "ligne 4"),
        (with(3, "{\"table\":\"sqlite_schema\"}"), "ligne 4"),
        (with(3, lines[4]), "déjà plus haut"),
        (with(40, "\u{1b}[2J"), "ligne 41"),
        (lines[..600].join("\n") + "\n", "ligne"),
        (String::new(), "ligne 1"),
        ("\0\0\0\0".repeat(1000), "ligne 1"),
    ];
    for (i, (text, said)) in cases.iter().enumerate() {
        let file = env.home().join(format!("{i}.jsonl"));
        fs::write(&file, text).unwrap();
        let copy = env.home().join("copie.db");
        let run = env.run(&[
            "importer",
            "registre",
            file.to_str().unwrap(),
            "--registre",
            copy.to_str().unwrap(),
            "--appliquer",
        ]);
        assert_eq!((run.code, copy.exists()), (1, false), "{i}: {run:?}");
        assert!(run.err.contains(said), "{i}: {run:?}");
    }
    assert!(dangling.len() >= lines[40].len());
}
