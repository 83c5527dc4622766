//! Reviews question by question on plain lines: the same forms, drafts and checks as the screen.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::{collections::BTreeMap, io::Cursor};

use cmq::{
    cli::lineaire::{Lines as _, Outcome, Plain, run, session::sit},
    domain::{CampusId, EtatRevue, TypeRevue},
    form::{FormState, Forms, Kind, Move, Row, Sources, Value, load, resolve},
    store::{Filtre, Saisie, Store},
};
use jiff::civil::Date;
use proptest::prelude::*;

const AU: Date = Date::constant(2015, 9, 1);

const FORM: &str = r#"id = "essai"
version = 1
title = "Essai"

[[step]]
id = "un"
title = "Premiers pas"
[[step.field]]
id = "nom"
label = "Nom"
kind = "line"
readonly = true
prefill = "campus.nom"
[[step.field]]
id = "effectif"
label = "Effectif"
kind = "int"
required = true
min = 1
[[step.field]]
id = "avis"
label = "Avis"
kind = "choice"
options = ["favorable", "réservé"]
[[step.field]]
id = "motif"
label = "Motif"
kind = "text"
previous = "suivi.motif"
when = { field = "avis", is = "réservé" }

[[step]]
id = "deux"
title = "Tableaux"
[[step.field]]
id = "budget"
label = "Budget"
kind = "table"
rows = ["région", "État"]
column = [
  { id = "financeur", label = "Financeur", kind = "line", readonly = true },
  { id = "prevu", label = "Prévu", kind = "amount", total = true },
  { id = "paye", label = "Payé", kind = "amount" },
  { id = "reste", label = "Reste", kind = "computed", formula = { difference = ["prevu", "paye"] } },
]
[[step.field]]
id = "lieux"
label = "Lieux"
kind = "table"
column = [
  { id = "lieu", label = "Lieu", kind = "line", required = true },
  { id = "places", label = "Places", kind = "int", min = 0 },
]
"#;

fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

fn state() -> FormState {
    let facts = [
        ("campus.nom", text("Plasticampus")),
        ("suivi.motif", text("déjà dit")),
    ];
    let sources = Sources(facts.map(|(k, v)| (k.to_owned(), v)).into());
    let form = resolve(&load("essai.toml", FORM).unwrap(), &sources);
    FormState::new(form, BTreeMap::new(), sources)
}

/// Types `lines` into a form: how it ended, what was written, the fields kept, in order.
fn typed(state: &mut FormState, lines: &str) -> (Outcome, String, Vec<String>) {
    let mut io = Plain::new(Cursor::new(lines.as_bytes()), Vec::new());
    let mut kept = Vec::new();
    let outcome = run(&mut io, state, AU, &mut |s: &FormState, field: &str| {
        assert_eq!(
            s.place().1,
            field,
            "kept at its own place, so that it resumes there"
        );
        kept.push(field.to_owned());
        Ok(())
    })
    .unwrap();
    (outcome, String::from_utf8(io.into_output()).unwrap(), kept)
}

fn row(cells: &[(&str, Value)]) -> Row {
    cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
}

#[test]
fn a_form_from_the_first_question_to_submission() {
    let mut s = state();
    let lines = "1 250\n2\nPremière ligne\n\n::suite\n.\n1 000\n400\n\n\n\nInternat\n80\n\noui\n";
    let (outcome, said, kept) = typed(&mut s, lines);
    assert_eq!(outcome, Outcome::Submit, "{said}");
    assert_eq!(s.value("effectif"), Some(Value::Int(1250)));
    assert_eq!(s.value("avis"), Some(text("réservé")), "the second option");
    assert_eq!(
        s.value("motif"),
        Some(text("Première ligne\n\n::suite")),
        "only the first line commands"
    );
    let budget = &s.rows("budget")[0].cells;
    assert_eq!(budget.get("reste"), Some(&Value::Real(600.0)));
    assert_eq!(
        s.value("lieux"),
        Some(Value::Rows(vec![row(&[
            ("lieu", text("Internat")),
            ("places", Value::Int(80))
        ])]))
    );
    assert_eq!(kept.first().map(String::as_str), Some("effectif"));
    for part in [
        "Étape 1/2 · Premiers pas",
        "D'après le registre\u{202f}: Plasticampus",
        "Effectif (obligatoire)",
        "  2. réservé",
        "À la revue précédente\u{202f}: déjà dit",
        "Ligne 1 · région",
        "Reste\u{202f}: +600",
        "Récapitulation",
        "1. Premiers pas (complète)",
    ] {
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
    assert!(!said.contains('\x1b'));
}

#[test]
fn nothing_holds_but_the_submission() {
    let mut s = state();
    let (outcome, said, _) = typed(&mut s, "beaucoup\n\n:transmettre\n:quitter\n");
    assert!(said.contains("« beaucoup » n'est pas un nombre entier"), "{said}");
    assert!(said.contains("1 point empêche de transmettre"), "{said}");
    assert_eq!(s.place().1, "effectif", "back at what holds it");
    assert_eq!(outcome, Outcome::Refused);
    assert_eq!(
        s.value("effectif"),
        Some(text("beaucoup")),
        "nothing typed is lost"
    );
    let (outcome, ..) = typed(&mut s, "12\n:transmettre\n");
    assert_eq!(outcome, Outcome::Submit);
}

#[test]
fn the_end_of_the_input_leaves_the_draft_as_typed() {
    let mut s = state();
    let (outcome, _, kept) = typed(&mut s, "12\nréservé\ndeux lignes\nsans point");
    assert_eq!(outcome, Outcome::Draft);
    assert_eq!(s.value("motif"), Some(text("deux lignes\nsans point")));
    assert_eq!(kept, ["effectif", "avis", "motif", "motif"]);
    assert_eq!(s.place().1, "motif");
    let (_, said, kept) = typed(&mut s, "\n:quitter\n");
    assert!(
        said.contains("Réponse actuelle\u{202f}: deux lignes\nsans point"),
        "{said}"
    );
    assert_eq!(kept, Vec::<String>::new(), "Entrée keeps");
}

#[test]
fn commands_move_clear_take_and_explain() {
    let mut s = state();
    let (_, said, _) = typed(&mut s, "?\n:danse\n12\n2\n:reprendre\n:etape 9\n<\n:quitter\n");
    assert!(said.contains(":transmettre   transmettre la revue"), "{said}");
    assert!(said.contains("« :danse » n'est pas une commande"));
    assert!(said.contains("Les étapes vont de 1 à 2."));
    assert_eq!(s.value("motif"), Some(text("déjà dit")));
    s.go(Move::First);
    let (_, said, _) = typed(&mut s, ":effacer\n>\n:etape 1\n<\n:quitter\n");
    assert_eq!(s.value("effectif"), None);
    assert!(
        said.contains("Étape 1 à revoir\u{202f}: 1."),
        "a step is left with a warning, never held: {said}"
    );
    assert_eq!(s.place().1, "effectif", "before the first question there is none");
    let (_, _, _) = typed(&mut s, "::début\n\n:suite\nencore\n.\n:quitter\n");
    assert_eq!(s.value("effectif"), Some(text(":début")));
    assert_eq!(s.value("motif"), Some(text("déjà dit\nencore")));
}

#[test]
fn rows_are_added_changed_moved_and_removed() {
    let mut s = state();
    s.go(Move::To("deux".into(), "lieux".into()));
    let cells = |s: &FormState| -> Vec<String> {
        let rows = s.rows("lieux");
        rows.iter()
            .map(|r| {
                r.cells
                    .get("lieu")
                    .and_then(Value::text)
                    .unwrap_or("-")
                    .to_owned()
            })
            .collect()
    };
    typed(&mut s, "A\n1\nB\nbeaucoup\nC\n3\n\nnon\n");
    assert_eq!(cells(&s), ["A", "B", "C"]);
    let (_, said, _) = typed(&mut s, ":deplacer 3 1\n:ligne 2\nA2\n-\n:fin\nnon\n");
    assert_eq!(cells(&s), ["C", "A2", "B"]);
    assert!(
        !s.rows("lieux")[1].cells.contains_key("places"),
        "- empties a cell"
    );
    assert!(said.contains("  1. C · 3"), "{said}");
    let (_, said, _) = typed(
        &mut s,
        ":retirer 1\n:inserer 1\nZ\n26\n:retirer 9\n:ligne 12\n:fin\nnon\n",
    );
    assert_eq!(cells(&s), ["Z", "A2", "B"]);
    assert!(said.contains("Les lignes vont de 1 à 4."), "{said}");
    s.go(Move::To("deux".into(), "budget".into()));
    let (_, said, _) = typed(&mut s, ":retirer 1\n:ligne\n5\nna\n:fin\n:quitter\n");
    assert_eq!(
        s.rows("budget").len(),
        2,
        "a row that is always there stays: {said}"
    );
    assert_eq!(s.rows("budget")[1].cells.get("paye"), Some(&Value::Absent));
}

#[test]
fn bytes_that_are_no_text_and_escape_sequences_do_no_harm() {
    let mut s = state();
    let mut io = Plain::new(
        Cursor::new(b"12\n2\n\x1b[31mrouge\xff\x9b\r\n.\n".to_vec()),
        Vec::new(),
    );
    io.say("\x1b]0;titre\x07").unwrap();
    run(&mut io, &mut s, AU, &mut |_: &FormState, _: &str| Ok(())).unwrap();
    let said = io.into_output();
    assert!(!said.iter().any(|b| *b == 0x1b || *b == 0x07));
    assert_eq!(s.value("motif"), Some(text("[31mrouge\u{fffd}\u{fffd}")));
}

proptest! {
    /// Any lines at all: the sitting ends, nothing panics, nothing a terminal could obey is written.
    #[test]
    fn any_lines_end_a_sitting(lines in prop::collection::vec(prop_oneof![
        "\\PC{0,12}", Just(String::new()), Just("<".into()), Just(">".into()), Just(".".into()), Just("oui".into()),
        "[1-3]", ":(etape|ligne|retirer|inserer) [0-4]", ":(recap|suite|effacer|fin|reprendre|ligne|transmettre)",
        ":deplacer [0-3] [0-3]",
    ], 0..60)) {
        let mut s = state();
        let (outcome, said, _) = typed(&mut s, &lines.join("\n"));
        prop_assert!(!said.chars().any(|c| c != '\n' && c.is_control()));
        prop_assert_eq!(outcome == Outcome::Submit, outcome == Outcome::Submit && s.is_submittable());
    }
}

// Over the register.

fn plasticampus(store: &Store) -> CampusId {
    let filtre = Filtre {
        mots: "oyonnax".into(),
        ..Filtre::au(AU)
    };
    store.campus(&filtre).unwrap()[0].id
}

fn sitting(store: &mut Store, kind: TypeRevue, lines: &str) -> (Outcome, String) {
    let campus = plasticampus(store);
    let mut io = Plain::new(Cursor::new(lines.as_bytes()), Vec::new());
    let outcome = sit(&mut io, store, &Forms::default(), (campus, kind), AU).unwrap();
    (outcome, String::from_utf8(io.into_output()).unwrap())
}

#[test]
fn the_first_answer_creates_the_draft_and_the_next_sitting_resumes() {
    let mut store = Store::in_memory("inspectrice").unwrap();
    let campus = plasticampus(&store);
    let (outcome, said) = sitting(&mut store, TypeRevue::Suivi, ":quitter\n");
    assert_eq!(outcome, Outcome::Draft);
    assert!(said.contains("Étape 1/14 · Identification"), "{said}");
    assert_eq!(
        store
            .revue_de(campus, TypeRevue::Suivi, cmq::clock::today())
            .unwrap(),
        None,
        "opening creates nothing"
    );

    sitting(
        &mut store,
        TypeRevue::Suivi,
        ":etape 2\nLe contexte a changé\net bien changé\n.\n5\n",
    );
    let revue = store
        .revue_de(campus, TypeRevue::Suivi, cmq::clock::today())
        .unwrap()
        .unwrap();
    let answers = store.reponses(revue.id).unwrap();
    assert_eq!(
        answers.get("ctx_eco"),
        Some(&text("Le contexte a changé\net bien changé"))
    );
    assert_eq!(revue.position, Some(("contexte".into(), "perim".into())));

    let (_, said) = sitting(&mut store, TypeRevue::Suivi, ":quitter\n");
    assert!(
        said.contains("Évolution du périmètre"),
        "resumes where it was left: {said}"
    );
}

#[test]
fn text_being_typed_on_the_screen_when_the_line_dropped_is_taken_up() {
    let mut store = Store::in_memory("inspectrice").unwrap();
    let campus = plasticampus(&store);
    sitting(&mut store, TypeRevue::Suivi, ":etape 2\nun\n.\n");
    let revue = store
        .revue_de(campus, TypeRevue::Suivi, cmq::clock::today())
        .unwrap()
        .unwrap();
    let saisie = Saisie {
        step: "contexte".into(),
        champ: "perim".into(),
        texte: "au milieu d'une phr".into(),
        ligne: 0,
        colonne: 19,
        enregistre: String::new(),
    };
    store.save_saisie(revue.id, &saisie).unwrap();
    let (_, said) = sitting(&mut store, TypeRevue::Suivi, ":quitter\n");
    assert!(said.contains("au milieu d'une phr"), "{said}");
    assert_eq!(
        store.reponses(revue.id).unwrap().get("perim"),
        Some(&text("au milieu d'une phr"))
    );
}

/// Answers every question it is asked until the recapitulation, then hands in: what a script would do.
struct Robot {
    said: String,
    asked: usize,
    /// How much was said at the last prompt.
    heard: usize,
}

impl cmq::cli::lineaire::Lines for Robot {
    fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.said.push_str(text);
        self.said.push('\n');
        Ok(())
    }

    fn ask(&mut self, prompt: &str) -> std::io::Result<Option<String>> {
        self.asked += 1;
        assert!(
            self.asked < 2000,
            "goes round in circles: {:?}",
            self.said
                .lines()
                .filter(|l| l.contains("(bloquant)"))
                .collect::<Vec<_>>()
        );
        let since = self.said.rfind("\n\n").map_or(0, |i| i + 2);
        let question = &self.said[since..];
        let last = self.said[self.heard..]
            .trim_end()
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let new_row = question.matches("(nouvelle").count();
        let fresh = &self.said[self.heard..];
        let answer = match prompt {
            p if p.starts_with("Transmettre") => "oui",
            "" => ".",
            "Réponse\u{202f}: " if question.contains("oui ou non") => "oui",
            "Réponse\u{202f}: " if question.contains("  1. ") => "1",
            "Réponse\u{202f}: " if question.contains("  - ") => {
                question.split("  - ").nth(1).unwrap().lines().next().unwrap()
            }
            "Réponse\u{202f}: " if question.contains("Entrée pour garder") => "",
            "Réponse\u{202f}: " if question.contains("UAI de l'établissement") => "0010001W",
            "Réponse\u{202f}: " if question.contains("12/3/2026") => "1/9/2015",
            "Réponse\u{202f}: " if question.contains("nombre") || question.contains("pourcentage") => "4",
            "Réponse\u{202f}: " => "une réponse",
            // Eight indicators of fifty-one are enough here.
            _ if fresh.contains("Ligne 9 · ") => ":fin",
            // A second new row: its empty first cell ends the table.
            _ if fresh.contains("(nouvelle") && new_row > 1 => "",
            p if p.contains('[') => "",
            p if p.contains("Année")
                || p.contains("Date")
                || p.contains("Échéance")
                || p.contains("entrée") =>
            {
                "2015"
            }
            p if p.contains("oui")
                || p.contains("onvention")
                || p.contains("Compte rendu")
                || p.contains("Ouvert") =>
            {
                "oui"
            }
            _ if last.starts_with("  - ") => &last[4..],
            _ if last.starts_with("  ") => last.split_once(". ").unwrap().1,
            p if p.contains("Quotité") => "1",
            _ => "40",
        };
        let answer = answer.to_owned();
        self.heard = self.said.len();
        Ok(Some(answer))
    }
}

#[test]
fn both_reviews_over_the_register_from_the_first_line_to_submission() {
    let mut store = Store::in_memory("inspectrice").unwrap();
    let campus = plasticampus(&store);
    for (kind, steps) in [(TypeRevue::Suivi, 14), (TypeRevue::Evaluation, 10)] {
        let mut robot = Robot {
            said: String::new(),
            asked: 0,
            heard: 0,
        };
        let outcome = sit(&mut robot, &mut store, &Forms::default(), (campus, kind), AU).unwrap();
        let tail: String = robot
            .said
            .chars()
            .rev()
            .take(3000)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        assert_eq!(outcome, Outcome::Submit, "{tail}");
        for step in 1..=steps {
            assert!(robot.said.contains(&format!("Étape {step}/{steps} · ")), "{step}");
        }
        let revue = store
            .revue_de(campus, kind, cmq::clock::today())
            .unwrap()
            .unwrap();
        assert_eq!(revue.etat, EtatRevue::Transmis);
        let frozen = store.reponses(revue.id).unwrap();
        assert!(frozen.len() > 30, "{}", frozen.len());

        // Handed in: told, not asked, and as it was frozen.
        let (outcome, said) = sitting(&mut store, kind, "oui\n");
        assert_eq!(outcome, Outcome::Draft);
        assert!(said.contains("elle ne se modifie plus"), "{said}");
        assert_eq!(store.reponses(revue.id).unwrap(), frozen);
    }
}

/// Lines of one session; before a line `champ=texte` between braces, another session answers.
struct ADeux<'a> {
    lines: std::str::Lines<'a>,
    other: &'a mut Store,
    said: String,
}

impl cmq::cli::lineaire::Lines for ADeux<'_> {
    fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.said.push_str(text);
        self.said.push('\n');
        Ok(())
    }

    fn ask(&mut self, prompt: &str) -> std::io::Result<Option<String>> {
        self.said.push_str(prompt);
        let mut line = self.lines.next();
        while let Some((champ, theirs)) = line
            .and_then(|l| l.strip_prefix('{')?.strip_suffix('}'))
            .and_then(|l| l.split_once('='))
        {
            let campus = plasticampus(self.other);
            let revue = self
                .other
                .revue_de(campus, TypeRevue::Suivi, AU)
                .unwrap()
                .unwrap();
            self.other
                .save_reponse(revue.id, champ, Some(&text(theirs)), ("contexte", champ))
                .unwrap();
            line = self.lines.next();
        }
        Ok(line.map(str::to_owned))
    }
}

/// Two sessions on one register that has a suivi begun with `ctx_eco`; what was said, and the answer in the end.
fn a_deux(lines: &[&str]) -> (String, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut store = Store::open_or_create(&path, "marie").unwrap();
    sitting(&mut store, TypeRevue::Suivi, ":etape 2\nau début\n.\n");
    let campus = plasticampus(&store);
    let mut other = Store::open(&path, "Durand").unwrap();
    let mut said = String::new();
    for lines in lines {
        let mut io = ADeux {
            lines: lines.lines(),
            other: &mut other,
            said: String::new(),
        };
        sit(
            &mut io,
            &mut store,
            &Forms::default(),
            (campus, TypeRevue::Suivi),
            AU,
        )
        .unwrap();
        said.push_str(&io.said);
    }
    (said, store)
}

fn contexte(store: &Store) -> Value {
    let revue = store
        .revue_de(plasticampus(store), TypeRevue::Suivi, AU)
        .unwrap()
        .unwrap();
    store.reponses(revue.id).unwrap()["ctx_eco"].clone()
}

#[test]
fn an_answer_that_another_session_changed_is_asked_about_never_written_over() {
    for (choice, kept) in [("v", "le mien"), ("leur", "le leur"), ("peut-être\nv", "le mien")] {
        let lines = format!(":etape 2\n{{ctx_eco=le leur}}\nle mien\n.\n{choice}\n:quitter\n");
        let (said, store) = a_deux(&[&lines]);
        for part in [
            "a changé aussi ailleurs (Durand, ",
            "Avant\u{202f}: au début",
            "La leur\u{202f}: le leur",
            "La vôtre\u{202f}: le mien",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(contexte(&store), text(kept), "{choice}");
        store.verify_journal().unwrap();
    }
}

#[test]
fn a_long_text_is_typed_to_its_end_before_the_question_and_they_may_answer_once_more() {
    let lines = ":etape 2\n{ctx_eco=un}\nle mien\nv\nsuite\n.\n{ctx_eco=deux}\nv\nv\n:quitter\n";
    let (said, store) = a_deux(&[lines]);
    assert!(
        said.contains("La leur\u{202f}: un") && said.contains("La leur\u{202f}: deux"),
        "{said}"
    );
    assert_eq!(contexte(&store), text("le mien\nv\nsuite"));
}

#[test]
fn a_conflict_left_keeps_both_and_is_asked_again_the_next_time() {
    let first = ":etape 2\n{ctx_eco=le leur}\nle mien\n";
    let (said, store) = a_deux(&[first]);
    assert!(said.contains("Brouillon gardé"), "{said}");
    assert_eq!(contexte(&store), text("le leur"));
    let (said, store) = a_deux(&[first, "v\n:quitter\n"]);
    assert_eq!(said.matches("La vôtre\u{202f}: le mien").count(), 2, "{said}");
    assert_eq!(contexte(&store), text("le mien"));
}

/// Kinds are decoded from the file as they were typed.
#[test]
fn answers_come_back_from_the_register_with_their_kind() {
    let mut store = Store::in_memory("inspectrice").unwrap();
    let campus = plasticampus(&store);
    sitting(
        &mut store,
        TypeRevue::Suivi,
        ":etape 3\noui\n12/3/14\n2\nnon\n:fin\n:quitter\n",
    );
    let revue = store
        .revue_de(campus, TypeRevue::Suivi, cmq::clock::today())
        .unwrap()
        .unwrap();
    let def = load(
        "suivi",
        &store
            .form_text(&revue.form_id, revue.form_version)
            .unwrap()
            .unwrap(),
    )
    .unwrap();
    let sources = Sources(store.sources(campus, TypeRevue::Suivi, AU).unwrap());
    let s = FormState::new(
        resolve(&def, &sources),
        store.reponses(revue.id).unwrap(),
        sources,
    );
    assert_eq!(s.value("conv_sig"), Some(Value::Bool(true)));
    assert_eq!(s.value("instance_epcscp"), Some(Value::Bool(false)));
    assert!(matches!(s.value("conv_date"), Some(Value::Date(_))));
    assert!(matches!(
        s.form().field("instance").map(|f| &f.kind),
        Some(Kind::Choice(_))
    ));
    assert_eq!(
        s.problems()
            .iter()
            .filter(|p| p.field.starts_with("conv"))
            .count(),
        0
    );
}

/// The command itself, in a clean home: a script can leave, come back, and learn that a submission was refused.
#[test]
fn the_command_keeps_the_draft_between_two_runs() {
    let home = tempfile::tempdir().unwrap();
    let cmq = |lines: &'static str| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_cmq"));
        command
            .env_clear()
            .env("HOME", home.path())
            .env("CMQ_AGENT", "essai");
        command.env("CMQ_NOW", "2015-09-01T08:00:00Z");
        let args = ["suivi", "oyonnax", "--lineaire"];
        command.args(args).write_stdin(lines).output().unwrap()
    };
    let first = cmq(":etape 2\nUn contexte\u{1b}[2J\nsur deux lignes");
    let said = String::from_utf8(first.stdout).unwrap();
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    assert!(
        said.contains("Étape 1/14 · Identification · 9/65 réponses\n"),
        "nothing to mend yet: {said}"
    );
    assert!(!said.contains('\u{1b}'));

    let second = cmq(":transmettre\n");
    let said = String::from_utf8(second.stdout).unwrap();
    assert_eq!(second.status.code(), Some(5), "refused");
    assert!(
        said.contains("Réponse actuelle\u{202f}: Un contexte[2J\nsur deux lignes"),
        "{said}"
    );
    assert!(
        said.contains("de transmettre\u{202f}; retour au premier."),
        "{said}"
    );
}
