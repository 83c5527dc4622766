use super::*;
use proptest::prelude::*;

/// A sound form with every kind of thing in it; each test spoils one line.
const SOUND: &str = r#"id = "essai-2013"
version = 1
title = "Essai"

[[step]]
id = "un"
title = "Un"

[[step.field]]
id = "nom"
label = "Nom"
kind = "line"
prefill = "campus.nom"

[[step.field]]
id = "signe"
label = "Signée"
kind = "yes-no"

[[step.field]]
id = "jour"
label = "Jour"
kind = "date"
precision = "month"
when = { field = "signe", is = true }

[[step.field]]
id = "avis"
label = "Avis"
kind = "choice"
options = ["favorable", "réservé"]

[[step.field]]
id = "duree"
label = "Durée"
kind = "int"
min = 1
max = 5
required_when = { field = "avis", not = "réservé" }

[[step.field]]
id = "fin"
label = "Fin"
kind = "computed"
formula = { add_years = ["jour", "duree"] }

[[step.field]]
id = "lieux"
label = "Lieux"
kind = "table"
column = [
  { id = "lieu", label = "Lieu", kind = "line" },
  { id = "places", label = "Places", kind = "int", total = true },
  { id = "prises", label = "Prises", kind = "int" },
  { id = "libres", label = "Libres", kind = "computed", formula = { difference = ["places", "prises"] } },
]

[[step]]
id = "deux"
title = "Deux"
repeat = "criteres"

[[step.field]]
id = "note"
label = "Note"
kind = "choice"
options = ["1", "2"]

[[step.field]]
id = "pourquoi"
label = "Pourquoi"
kind = "text"
when = { field = "note", in = ["1"] }

[[check]]
id = "places"
severity = "warning"
message = "Trop de places prises."
left = ["sum(lieux.prises)"]
op = "le"
right = ["sum(lieux.places)"]
"#;

fn refused(text: &str) -> LoadError {
    load("essai.toml", text).expect_err(text)
}

#[test]
fn a_sound_form_loads() {
    let form = load("essai.toml", SOUND).expect("sound");
    assert_eq!(form.steps.len(), 2);
    assert_eq!(form.steps[1].repeat.as_deref(), Some("criteres"));
    assert_eq!(form.checks[0].left[0].to_string(), "sum(lieux.prises)");
    assert!(
        form.field("duree").is_some_and(|f| f.absent),
        "na by default in numbers"
    );
    assert!(form.field("jour").is_some_and(|f| !f.absent));
}

/// Each slip: what is replaced, by what, what is said, how it is mended.
#[rustfmt::skip]
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("kind = \"yes-no\"", "kind = \"yes_no\"", "genre « yes_no » est inconnu", "« yes-no »"),
    ("kind = \"yes-no\"", "kind = \"étoiles\"", "genre « étoiles »", "Les genres sont"),
    ("id = \"signe\"", "id = \"nom\"", "« nom » existe déjà", "autre identifiant"),
    ("id = \"signe\"", "id = \"Signé\"", "« Signé »", "minuscules"),
    ("id = \"deux\"", "id = \"un\"", "l’étape « un » existe déjà", "autre identifiant"),
    ("field = \"signe\", is", "field = \"singe\", is", "« singe » n’existe pas", "« signe »"),
    ("field = \"signe\", is", "field = \"fin\", is", "« fin » ne vient qu’après", "plus haut"),
    ("is = true }", "is = \"oui\" }", "ne peut pas valoir \"oui\"", "true pour oui"),
    ("not = \"réservé\"", "not = \"reserve\"", "ne peut pas valoir", "« réservé »"),
    ("is = true }", "is = true, not = false }", "exactement une des clés", "is = true"),
    ("field = \"avis\", not", "field = \"Avis.x\", not", "« Avis.x »", "campus.nom"),
    ("options = [\"favorable\", \"réservé\"]", "help = \"x\"", "aucune option", "options ="),
    ("options = [\"favorable\", \"réservé\"]", "options = []", "vide", "au moins une"),
    ("options = [\"1\", \"2\"]", "options = [\"1\", \"1\"]", "deux fois", "qu’une"),
    ("max = 5", "max = 0", "min (1) dépasse max (0)", "Échanger"),
    ("precision = \"month\"", "precision = \"mois\"", "« mois » est inconnue", "day, month"),
    ("precision = \"month\"", "options = [\"a\"]", "« options » n’a pas de sens", "changer le genre"),
    ("kind = \"yes-no\"", "kind = \"ref\"", "ne dit pas ce qu’elle nomme", "entity ="),
    ("kind = \"yes-no\"", "kind = \"ref\"\nentity = \"partenair\"", "« partenair »", "« partenaire »"),
    ("kind = \"yes-no\"", "kind = \"yes-no\"\ncreate = true", "« create » n’a pas de sens", "changer le genre"),
    ("kind = \"yes-no\"", "kind = \"line\"\ncheck = \"siren9\"", "« siren9 » est inconnu", "« siren »"),
    ("prefill = \"campus.nom\"", "prefill = \"campus nom\"", "« campus nom »", "campus.nom"),
    ("prefill = \"campus.nom\"", "prefill = \"item\"", "« item »", "repeat"),
    ("prefill = \"campus.nom\"", "prefil = \"campus.nom\"", "« prefil » est inconnue", "« prefill »"),
    ("label = \"Signée\"\n", "", "« label » manque", "label ="),
    ("\"jour\", \"duree\"", "\"jour\"", "une date et une durée", "add_years"),
    ("\"jour\", \"duree\"", "\"jour\", \"dure\"", "« dure » n’existe pas", "« duree »"),
    ("\"places\", \"prises\"]", "\"places\", \"prise\"]", "colonne « prise »", "« prises »"),
    ("[\"places\", \"prises\"]", "[\"places\", \"libres\"]", "colonne « libres »", "colonne"),
    ("kind = \"line\" },", "kind = \"table\" },", "contenir un tableau", "autre genre"),
    ("id = \"prises\"", "id = \"places\"", "la colonne « places » existe déjà", "autre identifiant"),
    ("in = [\"1\"]", "in = [\"3\"]", "ne peut pas valoir", "Les options sont"),
    ("severity = \"warning\"", "severity = \"grave\"", "« grave »", "blocking"),
    ("sum(lieux.prises)", "sum(lieux.prise)", "« prise » n’existe pas dans « lieux »", "« prises »"),
    ("sum(lieux.prises)", "sum(lieux.lieu)", "ne se compte pas", "nombres"),
    ("sum(lieux.prises)", "sum(lieu.prises)", "« lieu » n’existe pas", "« lieux »"),
    ("sum(lieux.prises)", "somme(lieux)", "n’est pas une référence", "sum(table"),
    ("sum(lieux.prises)", "note", "posé plusieurs fois", "propre étape"),
    ("op = \"le\"", "op = \"<=\"", "« <= »", "eq, le, ge"),
    ("version = 1", "version = 0", "au moins 1", "version = 1"),
    ("version = 1", "version = ", "TOML", "guillemets"),
    ("kind = \"computed\"\n", "kind = \"line\"\n", "une formule ne va pas", "computed"),
    ("repeat = \"criteres\"", "repeat = \"Critères\"", "« Critères »", "partenaires"),
];

#[test]
fn every_slip_is_told_with_its_line_and_its_mend() {
    for (from, to, said, mend) in SLIPS {
        assert!(SOUND.contains(*from), "{from}");
        let text = SOUND.replacen(from, to, 1);
        let at = SOUND
            .find(*from)
            .map_or(0, |i| SOUND[..i].matches('\n').count() + 1);
        let error = refused(&text);
        assert!(error.sentence.contains(said), "{from} → {to}: {error}");
        assert!(error.mend.contains(mend), "{from} → {to}: {error}");
        // A missing key is told where its table begins; anything else where it stands.
        assert!(
            error.line.abs_diff(at) <= 2,
            "{from} → {to}: line {at} expected: {error}"
        );
        assert!(
            error
                .to_string()
                .starts_with(&format!("essai.toml, ligne {}\u{202f}: ", error.line))
        );
    }
}

#[test]
fn a_form_always_has_a_first_field() {
    let first = SOUND.replacen(
        "prefill = \"campus.nom\"",
        "when = { field = \"label.regime\", is = \"2014\" }",
        1,
    );
    assert!(refused(&first).sentence.contains("toujours être montré"));
    assert!(
        refused("id = \"a\"\nversion = 1\ntitle = \"A\"\n")
            .sentence
            .contains("aucune étape")
    );
    let empty = "id = \"a\"\nversion = 1\ntitle = \"A\"\n[[step]]\nid = \"s\"\ntitle = \"S\"\n";
    assert_eq!(refused(empty).line, 5);
    let repeated = SOUND.replacen("title = \"Un\"", "title = \"Un\"\nrepeat = \"criteres\"", 1);
    assert!(refused(&repeated).sentence.contains("première étape"));
}

#[test]
fn a_reprise_needs_a_column_that_takes_it() {
    let text = format!("{SOUND}\n[[reprise]]\nindicateur = \"EFF\"\ndepuis = \"last(effectifs.total)\"\n");
    assert!(refused(&text).mend.contains("reprise = true"));
}

#[test]
fn a_folder_holds_each_form_once() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("a.toml"), SOUND).expect("written");
    std::fs::write(dir.path().join("notes.txt"), "not a form").expect("written");
    assert_eq!(load_dir(dir.path()).map(|f| f.len()), Ok(1));
    std::fs::write(dir.path().join("b.toml"), SOUND).expect("written");
    let error = load_dir(dir.path()).expect_err("twice the same form");
    assert!(
        error.file.ends_with("b.toml") && error.sentence.contains("déjà pris"),
        "{error}"
    );
    assert!(load_dir(&dir.path().join("absent")).is_err());
}

proptest! {
    /// No damage to a form file makes the loader panic, and a refusal names a line of the file.
    #[test]
    fn damage_is_refused_or_read(at in 0usize..2000, len in 0usize..40, junk in "\\PC{0,20}") {
        let mut chars: Vec<char> = SOUND.chars().collect();
        let at = at.min(chars.len());
        let end = (at + len).min(chars.len());
        chars.splice(at..end, junk.chars());
        let text: String = chars.into_iter().collect();
        if let Err(error) = load("essai.toml", &text) {
            prop_assert!(error.line >= 1 && error.line <= text.split('\n').count());
            prop_assert!(!error.sentence.is_empty() && !error.mend.is_empty());
        }
    }
}
