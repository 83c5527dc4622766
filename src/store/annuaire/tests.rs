//! What an import keeps, flags and finds again.

use super::*;
use crate::domain::{Existence, Situation, etablissement::Etat};

const AU: Date = Date::constant(2026, 11, 23);

fn e(uai: &str, nom: &str, nature: &str, commune: &str) -> Etablissement {
    assert_eq!(crate::domain::identifiant::uai(uai).as_deref(), Ok(uai));
    Etablissement {
        uai: uai.into(),
        nom: nom.into(),
        nature: Some(nature.into()),
        commune: Some(commune.into()),
        code_postal: Some("01100".into()),
        departement: Some("01".into()),
        position: Some((46.25, 5.65)),
        existence: Existence {
            etat: Some(Etat::Ouvert),
            ..Existence::default()
        },
        ..Etablissement::default()
    }
}

/// UAIs with their right key.
fn uai(n: u32) -> String {
    let key = b"ABCDEFGHJKLMNPRSTUVWXYZ"[n as usize % 23];
    format!("{n:07}{}", char::from(key))
}

fn import(store: &mut Store, source: Source, appliquer: bool, all: &[Etablissement]) -> Bilan {
    let mut import = store.importer_annuaire(source, appliquer, AU).unwrap();
    for e in all {
        import.recevoir(e).unwrap();
    }
    import.terminer().unwrap()
}

fn some() -> Vec<Etablissement> {
    vec![
        e(
            "0010016M",
            "Lycée polyvalent Joseph-Marie Carriat",
            "306",
            "Bourg-en-Bresse",
        ),
        e(&uai(10_900), "École primaire Carriat", "151", "Bourg-en-Bresse"),
        e(&uai(10_500), "Collège d'Oyonnax", "340", "Oyonnax"),
        e(
            "0010001W",
            "Lycée professionnel Alexandre Bérard",
            "320",
            "Ambérieu-en-Bugey",
        ),
    ]
}

fn names(store: &Store, mots: &str) -> Vec<String> {
    let found = store.etablissements(mots, 10).unwrap();
    found.into_iter().map(|e| e.nom).collect()
}

#[test]
fn a_rehearsal_counts_and_writes_nothing() {
    let mut store = Store::in_memory("marie").unwrap();
    let bilan = import(&mut store, Source::Annuaire, false, &some());
    assert_eq!((bilan.nouveaux, bilan.inchanges), (4, 0));
    assert_eq!(store.nombre_etablissements().unwrap(), 0);
    assert_eq!(store.imports_annuaire().unwrap(), []);
    assert_eq!(import(&mut store, Source::Annuaire, true, &some()).nouveaux, 4);
    assert_eq!(store.etablissement("0010016m").unwrap().as_ref(), some().first());
    store.verify().unwrap();
}

#[test]
fn an_import_that_is_dropped_leaves_nothing() {
    let mut store = Store::in_memory("marie").unwrap();
    let mut begun = store.importer_annuaire(Source::Annuaire, true, AU).unwrap();
    begun.recevoir(&some()[0]).unwrap();
    drop(begun);
    assert_eq!(store.nombre_etablissements().unwrap(), 0);
    assert!(names(&store, "carriat").is_empty());
}

#[test]
fn the_same_file_again_changes_nothing_and_another_changes_what_differs() {
    let mut store = Store::in_memory("marie").unwrap();
    let mut all = some();
    import(&mut store, Source::Annuaire, true, &all);
    for appliquer in [false, true] {
        let bilan = import(&mut store, Source::Annuaire, appliquer, &all);
        assert_eq!(
            (bilan.nouveaux, bilan.modifies, bilan.inchanges, bilan.absents),
            (0, 0, 4, 0)
        );
    }
    all[0].nom = "Lycée Carriat, campus".into();
    all[3].nature = Some("340".into());
    let gone = all.remove(1);
    all.push(e(&uai(10_777), "Lycée Arbez-Carme", "306", "Bellignat"));
    all.push(all[0].clone());
    for appliquer in [false, true] {
        let bilan = import(&mut store, Source::Annuaire, appliquer, &all);
        let counts = (
            bilan.nouveaux,
            bilan.modifies,
            bilan.inchanges,
            bilan.doubles,
            bilan.absents,
        );
        assert_eq!(counts, (1, 2, 1, 1, 1));
    }
    assert_eq!(names(&store, "polyvalent carriat"), [""; 0]);
    assert_eq!(names(&store, "campus"), ["Lycée Carriat, campus"]);
    assert_eq!(names(&store, "arbez"), ["Lycée Arbez-Carme"]);
    let absent = store.etablissement(&gone.uai).unwrap().unwrap();
    assert_eq!(absent.existence.situation(AU), Some(Situation::Absent));
    all.push(gone.clone());
    assert_eq!(
        import(&mut store, Source::Annuaire, true, &all).modifies,
        1,
        "it is back"
    );
    assert_eq!(store.etablissement(&gone.uai).unwrap(), Some(gone));
    store.verify().unwrap();
}

#[test]
fn a_line_that_is_refused_is_not_absent() {
    let mut store = Store::in_memory("marie").unwrap();
    import(&mut store, Source::Annuaire, true, &some());
    let mut again = store.importer_annuaire(Source::Annuaire, true, AU).unwrap();
    some()[1..].iter().for_each(|e| again.refuser(Some(&e.uai)));
    again.recevoir(&some()[0]).unwrap();
    assert_eq!(again.terminer().unwrap().absents, 0);
}

#[test]
fn two_sources_are_one_establishment() {
    let mut store = Store::in_memory("marie").unwrap();
    import(&mut store, Source::Annuaire, true, &some());
    let mut acce = e("0010016M", "LPO CARRIAT", "306", "BOURG EN BRESSE");
    acce.siret = Some("19010016400010".into());
    acce.existence = Existence {
        ferme: Some(Date::constant(2020, 8, 31)),
        ..Existence::default()
    };
    let bilan = import(&mut store, Source::Acce, true, &[acce]);
    assert_eq!((bilan.nouveaux, bilan.absents, bilan.fermes), (1, 0, 1));
    assert_eq!(import(&mut store, Source::Annuaire, true, &some()).inchanges, 4);
    let found = store.etablissements("carriat", 10).unwrap();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0].nom, "Lycée polyvalent Joseph-Marie Carriat");
    assert_eq!(found[0].siret.as_deref(), Some("19010016400010"));
    assert!(found[0].existence.situation(AU).unwrap().est_ferme());
    assert_eq!(store.nombre_etablissements().unwrap(), 4);
}

#[test]
fn words_find_lycees_first_and_a_uai_finds_its_own() {
    let mut store = Store::in_memory("marie").unwrap();
    import(&mut store, Source::Annuaire, true, &some());
    assert_eq!(
        names(&store, "bresse BOURG"),
        ["Lycée polyvalent Joseph-Marie Carriat", "École primaire Carriat"]
    );
    assert_eq!(names(&store, "d'oyo 01100"), ["Collège d'Oyonnax"]);
    assert_eq!(
        names(&store, "0010016m"),
        ["Lycée polyvalent Joseph-Marie Carriat"]
    );
    assert_eq!(names(&store, "00100").len(), 2, "the beginning of two UAIs");
    assert_eq!(store.etablissements("0", 3).unwrap().len(), 3);
    for nothing in ["", "\"", "* OR", "xyz"] {
        assert_eq!(names(&store, nothing), [""; 0], "{nothing}");
    }
}

#[test]
fn frequent_words_are_found_by_their_beginning_and_looked_at() {
    let mut store = Store::in_memory("marie").unwrap();
    let n = u32::try_from(FREQUENT).unwrap() + 50;
    let ecole = |i: u32| {
        e(
            &uai(10_000 + i),
            if i == 40 { "Écologie" } else { "École" },
            "151",
            "Oyonnax",
        )
    };
    let all: Vec<_> = (0..n).map(ecole).collect();
    import(&mut store, Source::Annuaire, true, &all);
    let (query, sure) = store.query(&["ecole".into(), "oyo".into()]).unwrap();
    assert_eq!((query.as_str(), sure), ("\"eco\"* \"oyo\"*", false));
    assert_eq!(names(&store, "ecole oyonnax"), ["École"; 10]);
    assert_eq!(names(&store, "ecolo"), ["Écologie"]);
    assert_eq!(names(&store, "ecolex"), [""; 0]);
}

#[test]
fn partners_of_a_closed_establishment_are_named() {
    let mut store = Store::in_memory("marie").unwrap();
    let (id, known): (i64, String) = store
        .conn
        .query_row(
            "SELECT id, uai FROM partenaire WHERE uai NOT NULL ORDER BY cle_tri, id LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    let mut closed = e(&known, "Lycée fermé", "306", "Oyonnax");
    closed.existence.ferme = Some(Date::constant(2019, 8, 31));
    let mut later = some();
    later[0].existence.ferme = Some(Date::constant(2030, 8, 31));
    later.push(closed);
    let bilan = import(&mut store, Source::Annuaire, false, &later);
    assert_eq!(bilan.fermes, 1);
    assert_eq!(bilan.partenaires.len(), 1);
    assert_eq!(
        (bilan.partenaires[0].id.0, &bilan.partenaires[0].uai),
        (id, &known)
    );
    assert_eq!(bilan.partenaires[0].ferme, Some(Date::constant(2019, 8, 31)));
}
