//! Any sequence of putting away, bringing back, joining, undoing and doing again leaves the register whole, and undoing
//! everything gives the start back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, path::Path, sync::OnceLock};

use cmq::{
    domain::{Archivable, CampusId, LienId, PartenaireId, fusion::Cote},
    store::{Error, Filtre, Store},
};
use jiff::civil::Date;
use proptest::prelude::*;
use rusqlite::{Connection, types::Value};
use tempfile::TempDir;

const AU: Date = Date::constant(2016, 6, 1);

/// Tables that these acts write to.
const TABLES: [&str; 6] = [
    "campus",
    "partenaire",
    "campus_partenaire",
    "filiere",
    "lien_source",
    "partenaire_source",
];

/// One act; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Geste {
    Archiver(u8, usize),
    Restaurer(usize),
    Fusionner(usize, usize, u16),
    Annuler,
    Retablir,
}

fn geste() -> impl Strategy<Value = Geste> {
    prop_oneof![
        4 => (0u8..4, any::<usize>()).prop_map(|(k, i)| Geste::Archiver(k, i)),
        3 => any::<usize>().prop_map(Geste::Restaurer),
        3 => (any::<usize>(), any::<usize>(), any::<u16>()).prop_map(|(a, b, c)| Geste::Fusionner(a, b, c)),
        2 => Just(Geste::Annuler),
        2 => Just(Geste::Retablir),
    ]
}

/// A copy of a register made once.
fn register() -> (TempDir, std::path::PathBuf) {
    static MODELE: OnceLock<(TempDir, std::path::PathBuf)> = OnceLock::new();
    let (_, model) = MODELE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        drop(Store::open_or_create(&path, "alea").unwrap());
        (dir, path)
    });
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    std::fs::copy(model, &path).unwrap();
    (dir, path)
}

/// Every row but its edit counter.
fn rows(path: &Path) -> BTreeMap<&'static str, Vec<Vec<Value>>> {
    let conn = Connection::open(path).unwrap();
    let all = TABLES.map(|table| {
        let mut stmt = conn
            .prepare(&format!("SELECT * FROM {table} ORDER BY id"))
            .unwrap();
        let kept: Vec<usize> = (0..stmt.column_count())
            .filter(|i| stmt.column_name(*i).unwrap() != "rev")
            .collect();
        let mut found = stmt.query([]).unwrap();
        let mut rows = Vec::new();
        while let Some(r) = found.next().unwrap() {
            rows.push(kept.iter().map(|i| r.get(*i).unwrap()).collect());
        }
        (table, rows)
    });
    all.into_iter().collect()
}

/// The file's own checks: pages, references, search tables, journal; a live link between two live ends.
fn whole(store: &Store, path: &Path) {
    store.verify_journal().unwrap();
    let conn = Connection::open(path).unwrap();
    for search in ["campus_recherche", "partenaire_recherche"] {
        conn.execute_batch(&format!(
            "INSERT INTO {search}({search}, rank) VALUES ('integrity-check', 1)"
        ))
        .unwrap();
    }
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let astray = "SELECT count(*) FROM campus_partenaire l JOIN campus c ON c.id = l.campus
        JOIN partenaire p ON p.id = l.partenaire
        WHERE l.archive IS NULL AND (c.archive NOT NULL OR p.archive NOT NULL)";
    assert_eq!(count(astray), 0);
    let live = count("SELECT count(*) FROM campus_partenaire WHERE archive IS NULL").unsigned_abs() as usize;
    let f = Filtre::au(AU);
    let by_partner: usize = store.partenaires(&f).unwrap().iter().map(|p| p.campus).sum();
    let by_campus: usize = store.campus(&f).unwrap().iter().map(|c| c.partenaires).sum();
    assert_eq!((by_partner, by_campus), (live, live));
}

/// Does one act; what the register refuses in words leaves it as it was.
fn act(s: &mut Store, g: &Geste, path: &Path) {
    let f = Filtre::au(AU);
    let before = rows(path);
    let done = match g {
        Geste::Archiver(kind, i) => s.archive(objet(s, *kind, *i)).map(|_| ()),
        Geste::Restaurer(i) => {
            let all = s.corbeille().unwrap();
            if all.is_empty() {
                return;
            }
            s.restore(all[i % all.len()].objet).map(|_| ())
        }
        Geste::Fusionner(a, b, choices) => {
            let all = s.partenaires(&f).unwrap();
            let (a, b) = (all[a % all.len()].id, all[b % all.len()].id);
            s.merge_preview(a, b).and_then(|mut fusion| {
                for (i, champ) in fusion.champs.iter_mut().enumerate() {
                    if choices >> (i % 16) & 1 == 1 {
                        champ.choix = Cote::Droite;
                    }
                }
                s.merge(&fusion).map(|_| ())
            })
        }
        Geste::Annuler => s.undo().map(|_| ()),
        Geste::Retablir => s.mon_annulation().and_then(|l| s.undo_lot(l.id)).map(|_| ()),
    };
    match done {
        Ok(()) => {}
        Err(Error::Refused(why)) => {
            assert!(!why.is_empty());
            assert_eq!(rows(path), before, "{g:?} was refused ({why}) and yet wrote");
        }
        Err(e) => panic!("{g:?}: {e}"),
    }
}

fn objet(s: &Store, kind: u8, i: usize) -> Archivable {
    let f = Filtre::au(AU);
    let campus = s.campus(&f).unwrap();
    let partenaires = s.partenaires(&f).unwrap();
    match kind {
        0 if !campus.is_empty() => Archivable::Campus(campus[i % campus.len()].id),
        1 => Archivable::Partenaire(partenaires[i % partenaires.len()].id),
        2 => {
            let p = &partenaires[i % partenaires.len()];
            let liens = s.partenaire(p.id).unwrap().liens;
            let lien = liens.first().and_then(|l| s.lien(l.campus, p.id).unwrap());
            Archivable::Lien(lien.unwrap_or(LienId(1)))
        }
        3 => {
            let all = s.filieres(&f).unwrap();
            Archivable::Filiere(all[i % all.len()].id)
        }
        _ => Archivable::Campus(CampusId(1)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_leaves_it_whole_and_comes_undone(gestes in prop::collection::vec(geste(), 1..14)) {
        let (_dir, path) = register();
        let start = rows(&path);
        let mut s = Store::open(&path, "alea").unwrap();
        for g in &gestes {
            act(&mut s, g, &path);
        }
        whole(&s, &path);
        // A new session knows what there is to undo.
        drop(s);
        let mut s = Store::open(&path, "alea").unwrap();
        let why = loop {
            if let Err(e) = s.undo() {
                break e.to_string();
            }
        };
        prop_assert_eq!(why, "vous n'avez rien à annuler");
        prop_assert_eq!(rows(&path), start);
        whole(&s, &path);
        prop_assert!(s.corbeille().unwrap().is_empty());
    }
}

#[test]
fn two_put_away_in_one_second_come_back_each_with_its_own() {
    let (_dir, path) = register();
    let mut s = Store::open(&path, "alea").unwrap();
    let start = rows(&path);
    let (a, b) = (Archivable::Campus(CampusId(1)), Archivable::Campus(CampusId(2)));
    let n = s.archive(a).unwrap().0.liens;
    s.archive(b).unwrap();
    assert_eq!(s.restore(a).unwrap().0.liens, n);
    assert!(s.archive_de(b).unwrap().is_some());
    s.restore(b).unwrap();
    assert_eq!(rows(&path)["campus_partenaire"], start["campus_partenaire"]);
    assert!(s.merge_preview(PartenaireId(1), PartenaireId(999_999)).is_err());
}
