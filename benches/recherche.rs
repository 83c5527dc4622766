//! A register of 100,000 campuses and 1,000,000 directory rows: searches, keys in a list, the whole export, an import of
//! the directory; each beside what it is measured against. `cargo bench --bench recherche`. The register takes a minute
//! or two to make; `CMQ_BANC=DOSSIER` keeps it there for the next run, `CMQ_BANC_ETABLISSEMENTS=N` makes the directory
//! smaller.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench fails by panicking"
)]

use std::{
    io::{BufReader, Write as _},
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Duration,
};

use cmq::{
    app::{App, Options, key::Key, msg::Msg},
    domain::{Etablissement, Source, requete::Sur},
    form::Forms,
    import::annuaire::{Lecteur, Lu},
    store::{Filtre, Op, Store},
    ui::{self, skin::Skin},
};
use divan::Bencher;
use ratatui::{Terminal, backend::TestBackend};
use rusqlite::Connection;

const AU: &str = "2016-06-01";
const CAMPUS: i64 = 100_000;
const ETABLISSEMENTS: usize = 1_000_000;
const LIGNES: usize = 70_000;

/// What a list shows first.
const ECRAN: usize = 50;

fn main() {
    divan::main();
}

/// Where what is made once is kept.
static DOSSIER: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("CMQ_BANC") {
    Some(kept) => {
        std::fs::create_dir_all(&kept).unwrap();
        kept.into()
    }
    None => tempfile::tempdir().unwrap().keep(),
});

/// The large register, made once.
static LARGE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = DOSSIER.join("grand.db");
    if !path.exists() {
        let making = DOSSIER.join("en-cours.db");
        let _ = std::fs::remove_file(&making);
        let mut store = Store::open_or_create(&making, "mesure").unwrap();
        store
            .write(Op::Create, |conn| {
                conn.execute_batch(&CAMPUSES.replace("100000", &CAMPUS.to_string()))?;
                Ok(())
            })
            .unwrap();
        let asked = std::env::var("CMQ_BANC_ETABLISSEMENTS");
        directory(&mut store, asked.map_or(ETABLISSEMENTS, |n| n.parse().unwrap()));
        drop(store);
        std::fs::rename(making, &path).unwrap();
    }
    path
});

/// Campuses as the shipped ones, with other names and places, each with its label, filières and one partner.
const CAMPUSES: &str = "
    WITH RECURSIVE n(i) AS (SELECT 13 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO campus(id, uid, nom, nom_court, region, academie, lieu, latitude, longitude)
    SELECT i, 'campus-' || i, nom || ' ' || i, nom_court || ' ' || i, region, academie, lieu || ' ' || i % 997,
      43.5 + (i * 37 % 600) / 100.0, -1.0 + (i * 53 % 800) / 100.0
    FROM n JOIN campus c ON c.id = 1 + i % 12;
    INSERT INTO campus_filiere(uid, campus, filiere, raison, origine)
    SELECT 'cf-' || c.id || '-' || f.filiere, c.id, f.filiere, raison, origine
    FROM campus c JOIN campus_filiere f ON f.campus = 1 + c.id % 12 WHERE c.id > 12;
    INSERT INTO label(uid, campus, debut, duree_ans, regime, categorie)
    SELECT 'label-' || c.id, c.id, 2013 + c.id % 3 || '-' || printf('%02d', 1 + c.id % 9), 4,
      (SELECT min(id) FROM regime), 'CMQ'
    FROM campus c WHERE c.id > 12;
    INSERT INTO campus_partenaire(uid, campus, partenaire, role, ecrite)
    SELECT 'cp-' || c.id, c.id, (SELECT min(id) FROM partenaire) + c.id % 40, 'membre', 1
    FROM campus c WHERE c.id > 12;";

const NATURES: [(&str, &str); 4] = [
    ("306", "LYCEE POLYVALENT"),
    ("320", "LYCEE PROFESSIONNEL"),
    ("340", "COLLEGE"),
    ("151", "ECOLE DE NIVEAU ELEMENTAIRE"),
];

const VILLES: [&str; 8] = [
    "Oyonnax",
    "Bellignat",
    "Saint-Nazaire",
    "Clermont-Ferrand",
    "Cherbourg-en-Cotentin",
    "Fécamp",
    "Vitrolles",
    "Bruay-la-Buissière",
];

const NOMS: [&str; 10] = [
    "Arbez-Carme",
    "Jules Ferry",
    "Louis Pasteur",
    "Marie Curie",
    "Jean Moulin",
    "Victor Hugo",
    "Simone Veil",
    "Albert Camus",
    "Georges Brassens",
    "Émile Zola",
];

/// The UAI of that number, with its key.
fn uai(n: usize) -> String {
    const CLES: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    format!("{n:07}{}", CLES[n % 23] as char)
}

fn directory(store: &mut Store, n: usize) {
    let mut import = store
        .importer_annuaire(Source::Annuaire, true, AU.parse().unwrap())
        .unwrap();
    for i in 0..n {
        let (nature, libelle) = NATURES[i % 4 % (1 + i % 7)];
        let e = Etablissement {
            uai: uai(i * 9 + 10_000),
            nom: format!("{libelle} {} {}", NOMS[i % 10], i % 4001),
            nature: Some(nature.to_owned()),
            nature_libelle: Some(libelle.to_owned()),
            commune: Some(VILLES[i % 8].to_owned()),
            code_postal: Some(format!("{:05}", 1000 + i % 94_000)),
            ..Etablissement::default()
        };
        import.recevoir(&e).unwrap();
    }
    import.terminer().unwrap();
}

fn store(large: bool) -> Store {
    if large {
        Store::open(&LARGE, "mesure").unwrap()
    } else {
        Store::in_memory("mesure").unwrap()
    }
}

/// What the first lines are searched by.
const LIGNES_CHERCHEES: [&str; 21] = [
    "",
    "c",
    "campus",
    "plasti",
    "oyonnax",
    "plasticampus 4242",
    "zorglub",
    "région:bretagne",
    "région:rhône-alpes",
    "académie:lyon",
    "filière:énergie",
    "-filière:énergie",
    "état:en-retard",
    "échéance<2016",
    "échéance<2010",
    "sans:suivi",
    "sans:partenaire",
    "modifié>2026-01-01",
    "\"bassin d'oyonnax\"",
    "-plasti",
    "partenaire:insa",
];

/// The first lines that a search line finds within a time.
fn first(store: &Store, ligne: &str, delai: Duration) -> usize {
    let filtre = Filtre {
        recherche: store.recherche(Sur::Campus, ligne).unwrap().criteres,
        limite: Some(ECRAN),
        ..Filtre::au(AU.parse().unwrap())
    };
    store.debut_campus(&filtre, delai).unwrap().lignes.len()
}

/// As a screen asks: what is not found in time is looked for when the keyboard rests.
#[divan::bench(sample_count = 20, args = LIGNES_CHERCHEES)]
fn first_campuses(bencher: Bencher<'_, '_>, ligne: &str) {
    let store = store(true);
    bencher.bench_local(|| first(&store, ligne, Duration::from_millis(6)));
}

/// Until there is a screenful, or nothing is left to look at.
#[divan::bench(sample_count = 5, args = LIGNES_CHERCHEES)]
fn first_campuses_however_long(bencher: Bencher<'_, '_>, ligne: &str) {
    let store = store(true);
    bencher.bench_local(|| first(&store, ligne, Duration::MAX));
}

#[divan::bench(sample_count = 20, args = [
    "l", "lycee", "lycee oyonnax", "arbez carme bellignat", "pasteur 3999", "zorglub", "0010000", "ecole zola 12 fecamp",
])]
fn first_establishments(bencher: Bencher<'_, '_>, mots: &str) {
    let store = store(true);
    bencher.bench_local(|| store.etablissements(mots, ECRAN).unwrap().len());
}

fn app(large: bool, keys: &[&str]) -> App {
    let options = Options {
        au: AU.parse().unwrap(),
        au_choisi: true,
        demo: false,
        enclos: None,
    };
    let mut app = App::new(store(large), Forms::default(), options, (120, 36)).unwrap();
    press(&mut app, keys);
    app
}

fn press(app: &mut App, keys: &[&str]) {
    for key in keys {
        app.handle(Msg::Key(Key::parse(key).unwrap()));
    }
    let error = app.message.as_ref().filter(|m| m.error);
    assert!(error.is_none(), "{:?}", error.map(|m| &m.text));
}

/// Two keys, the second of which takes the first back, and their frames.
fn keys(bencher: Bencher<'_, '_>, large: bool, before: &[&str], pair: [&str; 2]) {
    let mut app = app(large, before);
    let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
    bencher.bench_local(|| {
        for key in pair {
            press(&mut app, &[key]);
            terminal
                .draw(|f| {
                    ui::draw(f, &app, &Skin { color: true });
                })
                .unwrap();
        }
    });
}

#[divan::bench(sample_count = 20, args = [false, true])]
fn down_and_up(bencher: Bencher<'_, '_>, large: bool) {
    keys(bencher, large, &[], ["down", "up"]);
}

#[divan::bench(sample_count = 20, args = [false, true])]
fn a_letter_typed_and_erased(bencher: Bencher<'_, '_>, large: bool) {
    keys(bencher, large, &["/", "p", "l"], ["a", "backspace"]);
}

#[divan::bench(sample_count = 10, args = [false, true])]
fn to_the_end_and_back(bencher: Bencher<'_, '_>, large: bool) {
    keys(bencher, large, &[], ["end", "home"]);
}

/// The list of campuses is that of the région one stands on.
#[divan::bench(sample_count = 10, args = [false, true])]
fn a_region_and_back(bencher: Bencher<'_, '_>, large: bool) {
    keys(bencher, large, &["1"], ["down", "up"]);
}

#[divan::bench(sample_count = 10, args = [false, true])]
fn a_filiere_and_back(bencher: Bencher<'_, '_>, large: bool) {
    keys(bencher, large, &["3"], ["down", "up"]);
}

#[divan::bench(sample_count = 5, args = [false, true])]
fn opening(bencher: Bencher<'_, '_>, large: bool) {
    bencher.bench_local(|| app(large, &[]));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn export_whole(bencher: Bencher<'_, '_>) {
    let store = store(true);
    bencher.bench_local(|| {
        let mut out = Vec::new();
        store.ecrire_tout(&mut out).unwrap();
        out.len()
    });
}

/// The same bytes written by `serde_json` alone, from values in memory.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn export_floor(bencher: Bencher<'_, '_>) {
    let mut bytes = Vec::new();
    store(true).ecrire_tout(&mut bytes).unwrap();
    let lines = serde_json::Deserializer::from_slice(&bytes).into_iter::<serde_json::Value>();
    let values: Vec<serde_json::Value> = lines.collect::<Result<_, _>>().unwrap();
    bencher.bench_local(|| {
        let mut out = Vec::new();
        for value in &values {
            serde_json::to_writer(&mut out, value).unwrap();
            out.push(b'\n');
        }
        assert_eq!(out.len(), bytes.len());
    });
}

/// The columns of the national file, in its order.
const ENTETE: &str = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;\
    Adresse_2;Adresse_3;Code postal;Code_commune;Nom_commune;Code_departement;Code_academie;Code_region;\
    Ecole_maternelle;Ecole_elementaire;Voie_generale;Voie_technologique;Voie_professionnelle;Telephone;Fax;Web;Mail;\
    Restauration;Hebergement;ULIS;Apprentissage;Segpa;Section_arts;Section_cinema;Section_theatre;Section_sport;\
    Section_internationale;Section_europeenne;Lycee_Agricole;Lycee_militaire;Lycee_des_metiers;Post_BAC;\
    Appartenance_Education_Prioritaire;GRETA;SIREN_SIRET;Nombre_d_eleves;Fiche_onisep;position;Type_contrat_prive;\
    Libelle_departement;Libelle_academie;Libelle_region;coordonnee_X;coordonnee_Y;epsg;nom_circonscription;latitude;\
    longitude;precision_localisation;date_ouverture;date_maj_ligne;etat;ministere_tutelle;etablissement_multi_lignes;\
    rpi_concentre;rpi_disperse;code_nature;libelle_nature;Code_type_contrat_prive;PIAL";

/// What the directory keeps of them.
const GARDEES: [&str; 22] = [
    "Identifiant_de_l_etablissement",
    "Nom_etablissement",
    "Type_etablissement",
    "Statut_public_prive",
    "Adresse_1",
    "Adresse_2",
    "Code postal",
    "Code_commune",
    "Nom_commune",
    "Code_departement",
    "Code_academie",
    "Code_region",
    "Telephone",
    "Web",
    "Mail",
    "SIREN_SIRET",
    "latitude",
    "longitude",
    "date_ouverture",
    "date_maj_ligne",
    "code_nature",
    "libelle_nature",
];

/// A file of the directory, of 70,000 lines.
static FICHIER: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = DOSSIER.join("annuaire.csv");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(out, "{ENTETE}").unwrap();
    for i in 0..LIGNES {
        writeln!(out, "{}", ligne(i)).unwrap();
    }
    out.flush().unwrap();
    path
});

fn ligne(i: usize) -> String {
    let (nature, libelle) = NATURES[i % 4];
    let (uai, ville, nom) = (uai(i * 9 + 10_000), VILLES[i % 8], NOMS[i % 10]);
    let (postal, phone) = (1000 + i % 900, i % 10_000);
    let (x, y) = (i % 1000, i * 7 % 1000);
    format!(
        "{uai};{libelle} {nom} {};Lycée;Public;{} rue de la République;;BP 12;{postal:05};01{:03};{ville};001;10;84;\
         ;;1;1;0;04 74 {phone:04};04 75 {phone:04};https://etab-{i}.ent.example.fr;ce.{uai}@ac-lyon.fr;1;1;0;0;0;0;0;0;0;0;\
         1;0;0;1;1;;1;19010016400010;{};https://www.onisep.fr/http/redirection/etablissement/slug/ENS.{i};46.{x:03},5.{y:03};\
         SANS OBJET;Ain;Lyon;Auvergne-Rhône-Alpes;871{x:03}.5;6570{y:03}.1;EPSG:2154;;46.{x:03};5.{y:03};\
         Numéro de rue;1965-05-01;2026-10-01;OUVERT;MINISTERE DE L'EDUCATION NATIONALE;0;0;0;{nature};{libelle};99;{uai}",
        i % 4001,
        1 + i % 120,
        i % 400,
        i % 2000,
    )
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_directory(bencher: Bencher<'_, '_>) {
    let file = FICHIER.clone();
    bencher
        .with_inputs(|| {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open_or_create(&dir.path().join("r.db"), "mesure").unwrap();
            (dir, store)
        })
        .bench_local_values(|(dir, mut store)| {
            let mut reader = Lecteur::ouvrir(&file).unwrap();
            let mut import = store
                .importer_annuaire(reader.source(), true, AU.parse().unwrap())
                .unwrap();
            while let Some(read) = reader.suivant().unwrap() {
                match read {
                    Lu::Etablissement(e) => {
                        import.recevoir(&e).unwrap();
                    }
                    Lu::Rejet(why, _) => panic!("{why:?}"),
                }
            }
            assert_eq!(import.terminer().unwrap().nouveaux, LIGNES);
            (dir, store)
        });
}

/// The `csv` crate reading the same file, and `SQLite` inserting of its rows the columns that the directory keeps, in one
/// transaction, as durable.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_floor(bencher: Bencher<'_, '_>) {
    floor(bencher, &GARDEES);
}

/// The same with every column of the file.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_floor_of_whole_rows(bencher: Bencher<'_, '_>) {
    floor(bencher, &ENTETE.split(';').collect::<Vec<_>>());
}

fn floor(bencher: Bencher<'_, '_>, kept: &[&str]) {
    let file = FICHIER.clone();
    let header: Vec<&str> = ENTETE.split(';').collect();
    let places: Vec<usize> = kept
        .iter()
        .map(|k| header.iter().position(|h| h == k).unwrap())
        .collect();
    bencher
        .with_inputs(|| {
            let dir = tempfile::tempdir().unwrap();
            let conn = plain(dir.path(), places.len());
            (dir, conn)
        })
        .bench_local_values(|(dir, mut conn)| {
            let file = BufReader::new(std::fs::File::open(&file).unwrap());
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(file);
            let marks = vec!["?"; places.len()].join(", ");
            let tx = conn.transaction().unwrap();
            {
                let mut stmt = tx.prepare(&format!("INSERT INTO t VALUES ({marks})")).unwrap();
                for record in reader.records() {
                    let record = record.unwrap();
                    let values = places.iter().map(|i| record.get(*i));
                    stmt.execute(rusqlite::params_from_iter(values)).unwrap();
                }
            }
            tx.commit().unwrap();
            (dir, conn)
        });
}

/// A table of so many columns, its first one unique, in a file that is written as the register is.
fn plain(dir: &Path, width: usize) -> Connection {
    let conn = Connection::open(dir.join("t.db")).unwrap();
    conn.pragma_update(None, "journal_mode", "WAL").unwrap();
    conn.pragma_update(None, "synchronous", "FULL").unwrap();
    let column = |i: usize| format!("c{i} TEXT{}", if i == 0 { " UNIQUE" } else { "" });
    let columns: Vec<String> = (0..width).map(column).collect();
    conn.execute_batch(&format!("CREATE TABLE t({})", columns.join(", ")))
        .unwrap();
    conn
}
