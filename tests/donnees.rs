//! The shipped rows agree with each other and with the keys of their identifiers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use cmq::domain::{DatePartielle, identifiant, regime};
use serde_json::Value;

fn rows(file: &str, key: &str) -> Vec<Value> {
    let path = format!("{}/data/registre/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
    let all: Value = serde_json::from_str(&text).expect(&path);
    for part in ["sources", "notes"] {
        assert!(!all[part].as_array().expect(part).is_empty(), "{file}: no {part}");
    }
    all[key].as_array().expect(key).clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} missing in {row}"))
}

fn keys(rows: &[Value], key: &str) -> Vec<String> {
    let keys: Vec<String> = rows.iter().map(|r| text(r, key).to_owned()).collect();
    let mut once = keys.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), keys.len(), "a {key} is written twice");
    keys
}

#[test]
fn identifiers_of_partners_have_the_right_key() {
    let partners = rows("partenaires", "partenaires");
    assert_eq!(partners.len(), 138);
    let mut checked = 0;
    for p in &partners {
        type Check = fn(&str) -> Result<String, String>;
        let checks: [(&str, Check); 3] = [
            ("uai", identifiant::uai),
            ("siren", identifiant::siren),
            ("siret", identifiant::siret),
        ];
        for (key, check) in checks {
            if let Some(id) = p[key].as_str() {
                assert_eq!(check(id).as_deref(), Ok(id), "{}", text(p, "nom"));
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "{checked} identifiers only");
}

#[test]
fn every_name_a_row_uses_exists() {
    let regions = rows("regions", "regions");
    let region_keys = keys(&regions, "cle");
    let academies = keys(&rows("academies", "academies"), "nom");
    let filieres = keys(&rows("filieres", "filieres"), "code");
    let types = keys(&rows("types_partenaire", "types"), "code");
    let appels = keys(&rows("appels", "appels"), "code");
    let campus = rows("campus", "campus");
    assert_eq!(
        (
            regions.len(),
            campus.len(),
            rows("indicateurs", "indicateurs").len()
        ),
        (35, 12, 51)
    );
    for r in &regions {
        for s in r["successeurs"].as_array().expect("successeurs") {
            assert!(region_keys.iter().any(|k| s == k), "{s}");
        }
    }
    for c in &campus {
        assert!(region_keys.iter().any(|k| c["region"] == *k), "{}", c["region"]);
        assert!(academies.iter().any(|a| c["academie"] == *a), "{}", c["academie"]);
        assert!(appels.iter().any(|a| c["appel"] == *a), "{}", c["appel"]);
        assert!(regime::regime(text(&c["label"], "regime")).is_some());
        assert!(DatePartielle::parse_iso(text(&c["label"], "debut")).is_some());
        for f in c["filieres"].as_array().expect("filieres") {
            assert!(filieres.iter().any(|k| f["filiere"] == *k), "{f}");
        }
    }
    for p in rows("partenaires", "partenaires") {
        assert!(types.iter().any(|t| p["type"] == *t), "{}", p["type"]);
        for l in p["liens"].as_array().expect("liens") {
            assert!(campus.iter().any(|c| c["numero"] == l["campus"]), "{l}");
        }
    }
}

#[test]
fn the_regions_of_2013_and_of_today() {
    let regions = rows("regions", "regions");
    let in_force = |day: &str| {
        let of = |r: &Value, key: &str| r[key].as_str().map(str::to_owned);
        regions
            .iter()
            .filter(|r| of(r, "debut").is_none_or(|d| d.as_str() <= day))
            .filter(|r| of(r, "fin").is_none_or(|f| f.as_str() >= day))
            .count()
    };
    assert_eq!(in_force("2013-10-15"), 27);
    assert_eq!(in_force("2026-11-23"), 18);
}
