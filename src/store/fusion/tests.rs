use super::*;
use crate::{
    domain::{Archivable, fusion::Indice},
    store::{Filtre, Op, record},
};

fn today() -> jiff::civil::Date {
    jiff::civil::Date::constant(2015, 9, 1)
}

/// A partner entered twice: the second bears its name in other letters and is linked to `campus`.
fn twice(s: &mut Store) -> (PartenaireId, PartenaireId, i64) {
    let first = s
        .partenaires(&Filtre::au(today()))
        .unwrap()
        .into_iter()
        .find(|p| p.campus == 1 && p.commune.is_some())
        .unwrap();
    let campus = s.partenaire(first.id).unwrap().liens[0].campus.0;
    let (second, _) = s
        .write(Op::EditPartenaire, |conn| {
            let id = record::insert(
                conn,
                "partenaire",
                &[
                    ("nom", &first.nom.to_uppercase()),
                    ("type", &1),
                    ("commune", &first.commune),
                    ("rna", &"W012345678"),
                    ("note", &"saisi deux fois"),
                ],
            )?;
            for c in [campus, campus + 1] {
                record::insert(
                    conn,
                    "campus_partenaire",
                    &[
                        ("campus", &c),
                        ("partenaire", &id),
                        ("role", &"tête de réseau"),
                        ("ecrite", &1),
                        ("debut", &"2014-09"),
                    ],
                )?;
            }
            Ok(PartenaireId(id))
        })
        .unwrap();
    (first.id, second, campus)
}

#[test]
fn the_two_are_proposed_and_joined_as_chosen() {
    let mut s = Store::in_memory("essai").unwrap();
    let (kept, lost, campus) = twice(&mut s);
    let pair = s
        .doublons()
        .unwrap()
        .into_iter()
        .find(|d| d.autre.id == lost)
        .unwrap();
    assert_eq!((pair.un.id, pair.indice), (kept, Indice::NomCommune));
    assert_eq!(s.candidats_fusion(lost, "").unwrap()[0].0.id, kept);
    let mut f = s.merge_preview(kept, lost).unwrap();
    assert_eq!(f.valeur("rna"), Some("W012345678"), "what only one says is kept");
    assert_eq!(f.communs(), 1);
    let nom = f.champs.iter_mut().find(|c| c.code == "nom").unwrap();
    nom.choix = Cote::Droite;
    let old = f.garde.nom.clone();
    let kept_uai = s.partenaire(kept).unwrap().ligne.uai;
    let (done, _) = s.merge(&f).unwrap();
    assert_eq!((done.liens, done.joints), (1, 1));
    let fiche = s.partenaire(kept).unwrap();
    assert_eq!(fiche.ligne.nom, old.to_uppercase());
    assert!(fiche.autres_noms.contains(&old));
    assert_eq!(fiche.ligne.uai, kept_uai, "the left is kept where both speak");
    assert_eq!(fiche.ligne.campus, 2);
    let own = fiche.liens.iter().find(|l| l.campus.0 == campus).unwrap();
    assert!(own.role.ends_with(", tête de réseau"), "{}", own.role);
    assert_eq!(
        own.debut.map(crate::domain::DatePartielle::iso).as_deref(),
        Some("2014-09")
    );
    let away = s.corbeille().unwrap();
    assert_eq!((away.len(), away[0].objet), (1, Archivable::Partenaire(lost)));
    assert_eq!(away[0].fusion.as_deref(), Some(fiche.ligne.nom.as_str()));
    s.verify_journal().unwrap();
}

#[test]
fn the_one_kept_is_purged_after_the_one_joined_to_it() {
    let mut s = Store::in_memory("essai").unwrap();
    let (kept, lost, _) = twice(&mut s);
    let f = s.merge_preview(kept, lost).unwrap();
    s.merge(&f).unwrap();
    let (kept, lost) = (Archivable::Partenaire(kept), Archivable::Partenaire(lost));
    s.archive(kept).unwrap();
    let why = s.purge(&[kept]).unwrap_err().to_string();
    assert!(why.contains("partenaire joint à lui\u{202f}: 1"), "{why}");
    assert_eq!(
        s.purge(&[kept, lost]).unwrap().0.len(),
        2,
        "both at once, whatever the order asked"
    );
    assert!(s.corbeille().unwrap().is_empty());
    s.verify_journal().unwrap();
}

#[test]
fn a_merge_is_undone_whole() {
    let mut s = Store::in_memory("essai").unwrap();
    let (kept, lost, _) = twice(&mut s);
    let before = (s.partenaire(kept).unwrap(), s.partenaire(lost).unwrap());
    let f = s.merge_preview(kept, lost).unwrap();
    s.merge(&f).unwrap();
    s.undo().unwrap();
    assert_eq!((s.partenaire(kept).unwrap(), s.partenaire(lost).unwrap()), before);
    let again = s.mon_annulation().unwrap().id;
    s.undo_lot(again).unwrap();
    assert_eq!(s.corbeille().unwrap().len(), 1);
    s.verify_journal().unwrap();
}

#[test]
fn a_change_of_either_since_is_a_conflict() {
    let mut s = Store::in_memory("essai").unwrap();
    let (kept, lost, _) = twice(&mut s);
    let f = s.merge_preview(kept, lost).unwrap();
    s.write(Op::EditPartenaire, |conn| {
        record::revise(conn, "partenaire", lost.0, &[("note", &"autre")])
    })
    .unwrap();
    assert!(matches!(s.merge(&f), Err(Error::Stale(_))));
    assert!(s.corbeille().unwrap().is_empty());
    assert!(s.merge_preview(kept, kept).is_err());
}

#[test]
fn a_known_town_that_differs_makes_two_of_them() {
    let mut s = Store::in_memory("essai").unwrap();
    let (_, lost, _) = twice(&mut s);
    s.write(Op::EditPartenaire, |conn| {
        record::revise(conn, "partenaire", lost.0, &[("commune", &"Ailleurs")])
    })
    .unwrap();
    assert!(
        s.doublons()
            .unwrap()
            .iter()
            .all(|d| d.autre.id != lost && d.un.id != lost)
    );
}
