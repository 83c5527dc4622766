//! First frames of the échéancier and the dashboard: the shipped register, and one of 1,000 campuses with three label
//! periods and 51 indicators in each évaluation. `cargo bench --bench tableau`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench fails by panicking"
)]

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use cmq::{
    app::{App, Options, key::Key, msg::Msg},
    domain::TypeRevue,
    form::Forms,
    store::{Op, Store},
    ui::{self, skin::Skin},
};
use divan::Bencher;
use ratatui::{Terminal, backend::TestBackend};
use tempfile::TempDir;

const AU: &str = "2022-06-01";
const CAMPUS: usize = 1000;

fn main() {
    divan::main();
}

/// The large register, made once.
static LARGE: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&dir.path().join("registre.db"), "mesure").unwrap();
    let form = Forms::default().text("evaluation-2013").unwrap();
    store
        .write(Op::Create, |conn| {
            conn.execute_batch("INSERT INTO agent(uid, nom) VALUES ('agent-mesure', 'mesure')")?;
            conn.execute(
                "INSERT INTO formulaire(uid, code, version, toml) VALUES ('form-mesure', 'evaluation-2013', 1, ?1)",
                [&form],
            )?;
            for sql in [CAMPUSES, LABELS, REVUES, REPONSES, TRANSMISES] {
                conn.execute_batch(sql)?;
            }
            Ok(())
        })
        .unwrap();
    dir
});

/// Campuses up to 1,000, as the shipped ones with other names and places.
const CAMPUSES: &str = "
    WITH RECURSIVE n(i) AS (SELECT 13 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO campus(id, uid, nom, nom_court, region, academie, lieu, latitude, longitude)
    SELECT i, 'campus-' || i, nom || ' ' || i, nom_court || ' ' || i, region, academie, lieu,
      43.5 + (i * 37 % 600) / 100.0, -1.0 + (i * 53 % 800) / 100.0
    FROM n JOIN campus c ON c.id = 1 + i % 12;
    INSERT INTO campus_filiere(uid, campus, filiere, raison, origine)
    SELECT 'cf-' || c.id || '-' || f.filiere, c.id, f.filiere, raison, origine
    FROM campus c JOIN campus_filiere f ON f.campus = 1 + c.id % 12 WHERE c.id > 12;";

/// Three periods of four years for each: 2013, 2017, 2021.
const LABELS: &str = "
    WITH p(y) AS (VALUES (2013), (2017), (2021))
    INSERT INTO label(uid, campus, debut, duree_ans, regime, categorie)
    SELECT 'label-' || c.id || '-' || y, c.id, y || '-' || printf('%02d', 1 + c.id % 9), 4,
      (SELECT min(id) FROM regime), 'CMQ'
    FROM campus c JOIN p WHERE y > 2013 OR c.id > 12;";

/// An évaluation of each period and a suivi of those begun before 2021.
const REVUES: &str = "
    INSERT INTO revue(uid, campus, label, type, etat, etat_depuis, agent, formulaire, commencee)
    SELECT 'revue-' || l.id || t.type, campus, l.id, t.type, 'brouillon', '2021-01-01T00:00:00Z',
      (SELECT id FROM agent), (SELECT max(id) FROM formulaire), '2021-10-01'
    FROM label l JOIN (SELECT 'evaluation' AS type UNION ALL SELECT 'suivi') t
    WHERE t.type = 'evaluation' OR l.debut < '2021';";

/// The 51 rows of each évaluation's table of indicators.
const REPONSES: &str = "
    INSERT INTO reponse(revue, champ, genre, valeur, enregistre)
    SELECT v.id, 'tab_ind', 'lignes', (SELECT json_group_array(json_object('code', code, 'libelle', libelle, 'unite', unite,
        'sens', sens, 'calcul', calcul, 'valeur_label', 100.0 + v.campus, 'valeur_2', 110.5 + v.campus,
        'valeur_4', 120.0 + v.campus, 'cible_4', 140.0 + v.campus)) FROM indicateur), '2021-10-01T00:00:00Z'
    FROM revue v WHERE v.type = 'evaluation';";

const TRANSMISES: &str = "UPDATE revue SET etat = 'transmis', remise = '2021-12-01', rev = rev + 1";

fn store(large: bool) -> Store {
    if large {
        Store::open(&LARGE.path().join("registre.db"), "mesure").unwrap()
    } else {
        Store::in_memory("mesure").unwrap()
    }
}

fn app(large: bool, size: (u16, u16), keys: &[&str]) -> App {
    let options = Options {
        au: AU.parse().unwrap(),
        au_choisi: true,
        demo: false,
        enclos: None,
    };
    let mut app = App::new(store(large), Forms::default(), options, size).unwrap();
    press(&mut app, keys);
    app
}

fn press(app: &mut App, keys: &[&str]) {
    for key in keys {
        app.handle(Msg::Key(Key::parse(key).unwrap()));
    }
    assert!(
        app.message.as_ref().is_none_or(|m| !m.error),
        "{:?}",
        app.message.as_ref().map(|m| &m.text)
    );
}

/// From the key to the frame drawn, in a program just opened: nobody paused before it, or long enough for what is made
/// while nobody types. Opening, the pause and leaving are not counted.
fn first_frame(bencher: Bencher<'_, '_>, large: bool, size: (u16, u16), paused: bool, key: &str) {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    bencher
        .with_inputs(|| {
            let mut app = app(large, size, &[]);
            if paused {
                pause(&mut app);
            }
            app
        })
        .bench_local_values(|mut app| {
            press(&mut app, &[key]);
            terminal
                .draw(|f| ui::draw(f, &app, &Skin { color: true }))
                .unwrap();
            app
        });
}

/// Nobody types until the program waits for nothing but others' commits.
fn pause(app: &mut App) {
    while let Some(wait) = app
        .wake_at()
        .map(|t| t.saturating_duration_since(Instant::now()))
        .filter(|wait| *wait < Duration::from_millis(500))
    {
        std::thread::sleep(wait);
        app.handle(Msg::Idle);
    }
}

#[divan::bench(args = [false, true], sample_count = 20)]
fn echeancier(bencher: Bencher<'_, '_>, large: bool) {
    first_frame(bencher, large, (80, 24), true, "5");
}

#[divan::bench(args = [false, true], sample_count = 20)]
fn echeancier_at_once(bencher: Bencher<'_, '_>, large: bool) {
    first_frame(bencher, large, (80, 24), false, "5");
}

#[divan::bench(args = [false, true], sample_count = 20)]
fn carte(bencher: Bencher<'_, '_>, large: bool) {
    first_frame(bencher, large, (80, 24), true, "7");
}

#[divan::bench(args = [false, true], sample_count = 20)]
fn carte_at_once(bencher: Bencher<'_, '_>, large: bool) {
    first_frame(bencher, large, (80, 24), false, "7");
}

#[divan::bench(args = [false, true], sample_count = 20)]
fn carte_with_the_outline(bencher: Bencher<'_, '_>, large: bool) {
    first_frame(bencher, large, (120, 40), true, "7");
}

/// Where the register's screen itself stands, to compare with.
#[divan::bench(args = [false, true])]
fn opening(bencher: Bencher<'_, '_>, large: bool) {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    bencher.bench_local(|| {
        let app = app(large, (80, 24), &[]);
        terminal
            .draw(|f| ui::draw(f, &app, &Skin { color: true }))
            .unwrap();
    });
}

#[divan::bench]
fn labels_of_1000(bencher: Bencher<'_, '_>) {
    let store = store(true);
    bencher.bench_local(|| store.tableau_labels(AU.parse().unwrap()).unwrap());
}

#[divan::bench]
fn quarters_of_3000(bencher: Bencher<'_, '_>) {
    let store = store(true);
    bencher.bench_local(|| store.tableau_revues(AU.parse().unwrap()).unwrap());
}

#[divan::bench]
fn indicator_of_1000(bencher: Bencher<'_, '_>) {
    let store = store(true);
    let reprises = Forms::default().reprises(TypeRevue::Evaluation).unwrap();
    bencher.bench_local(|| {
        let view = store
            .tableau_indicateur("EFF_TOT", &reprises, AU.parse().unwrap())
            .unwrap();
        assert_eq!(view.lignes.len(), CAMPUS);
        view
    });
}
