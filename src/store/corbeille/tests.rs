use super::*;
use crate::{
    domain::{FiliereId, TypeRevue, journal::FiltreJournal, texte::mots},
    store::{Filtre, Op, record},
};

fn store() -> Store {
    Store::in_memory("essai").unwrap()
}

fn today() -> jiff::civil::Date {
    jiff::civil::Date::constant(2015, 9, 1)
}

/// Everything that says how many there are.
fn counts(s: &Store) -> (usize, usize, usize, usize, usize) {
    let f = Filtre::au(today());
    let linked: usize = s.campus(&f).unwrap().iter().map(|c| c.partenaires).sum();
    (
        s.campus(&f).unwrap().len(),
        s.partenaires(&f).unwrap().len(),
        linked,
        s.regions(&f).unwrap().iter().map(|r| r.campus).sum(),
        s.filieres(&f).unwrap().iter().map(|x| x.campus).sum(),
    )
}

fn named(s: &Store, nom: &str) -> CampusId {
    let words = mots(nom);
    let all = s.campus(&Filtre::au(today())).unwrap();
    let is = |c: &&crate::domain::CampusLigne| {
        crate::domain::texte::correspond(&words, &crate::domain::texte::plier(&c.nom_court))
    };
    all.iter().find(is).unwrap().id
}

#[test]
fn a_campus_goes_with_its_links_and_comes_back_with_them() {
    let mut s = store();
    let before = counts(&s);
    let id = named(&s, "plasticampus");
    let partners = s.fiche(id, today()).unwrap().partenaires.len();
    let (done, _) = s.archive(Archivable::Campus(id)).unwrap();
    assert_eq!((done.nom.as_str(), done.liens), ("Plasticampus", partners));
    let after = counts(&s);
    assert_eq!(after.0, before.0 - 1);
    assert_eq!(after.1, before.1, "the partners themselves stay");
    assert_eq!(after.2, before.2 - partners);
    assert!(after.3 < before.3 && after.4 < before.4);
    assert!(
        s.campus(&Filtre {
            mots: "plasti".into(),
            ..Filtre::au(today())
        })
        .unwrap()
        .is_empty()
    );
    assert!(
        s.echeancier(&Filtre::au(today()))
            .unwrap()
            .iter()
            .all(|(c, _)| c.id != id)
    );
    let labels = s.tableau_labels(today()).unwrap();
    assert_eq!(labels.groupes[0].total(), after.0);
    let all = s.corbeille().unwrap();
    assert_eq!(all.len(), 1, "its links are not listed apart");
    assert_eq!((all[0].objet, all[0].liens), (Archivable::Campus(id), partners));
    assert_eq!(all[0].par.as_ref().map(|p| p.0.as_str()), Some("essai"));
    assert!(s.archive(Archivable::Campus(id)).is_err(), "once is enough");
    let (back, _) = s.restore(Archivable::Campus(id)).unwrap();
    assert_eq!((back.liens, back.restes), (partners, 0));
    assert_eq!(counts(&s), before);
    assert!(s.corbeille().unwrap().is_empty());
    s.verify_journal().unwrap();
}

#[test]
fn a_link_waits_for_its_other_end() {
    let mut s = store();
    let before = counts(&s);
    let campus = named(&s, "plasticampus");
    let partner = s.fiche(campus, today()).unwrap().partenaires[0].id;
    let link = s.lien(campus, partner).unwrap().unwrap();
    s.archive(Archivable::Campus(campus)).unwrap();
    s.archive(Archivable::Partenaire(partner)).unwrap();
    let (back, _) = s.restore(Archivable::Campus(campus)).unwrap();
    assert_eq!(back.restes, 1);
    assert_eq!(s.lien(campus, partner).unwrap(), None);
    assert!(
        s.restore(Archivable::Lien(link))
            .unwrap_err()
            .to_string()
            .contains("dans la corbeille")
    );
    let (back, _) = s.restore(Archivable::Partenaire(partner)).unwrap();
    assert_eq!(back.liens, 1);
    assert_eq!(s.lien(campus, partner).unwrap(), Some(link));
    assert_eq!(counts(&s), before);
}

#[test]
fn a_link_put_away_alone_stays_there_when_its_campus_comes_back() {
    let mut s = store();
    let campus = named(&s, "plasticampus");
    let partner = s.fiche(campus, today()).unwrap().partenaires[0].id;
    let link = s.lien(campus, partner).unwrap().unwrap();
    s.archive(Archivable::Lien(link)).unwrap();
    s.archive(Archivable::Campus(campus)).unwrap();
    s.restore(Archivable::Campus(campus)).unwrap();
    assert_eq!(
        s.lien(campus, partner).unwrap(),
        None,
        "the same second, another lot"
    );
    assert_eq!(s.corbeille().unwrap()[0].objet, Archivable::Lien(link));
    s.restore(Archivable::Lien(link)).unwrap();
    assert_eq!(s.lien(campus, partner).unwrap(), Some(link));
}

#[test]
fn a_filiere_in_use_stays() {
    let mut s = store();
    let all = s.filieres(&Filtre::au(today())).unwrap();
    let used = all.iter().find(|f| f.campus > 1).unwrap();
    let why = s.archive(Archivable::Filiere(used.id)).unwrap_err().to_string();
    assert!(
        why.contains(&format!("{} campus sont rattachés", used.campus)),
        "{why}"
    );
    let free = all.iter().find(|f| f.campus == 0).map(|f| f.id);
    let free = free.unwrap_or(FiliereId(0));
    let n = all.len();
    s.archive(Archivable::Filiere(free)).unwrap();
    assert_eq!(s.filieres(&Filtre::au(today())).unwrap().len(), n - 1);
    s.purge(&[Archivable::Filiere(free)]).unwrap();
    assert!(s.archive_de(Archivable::Filiere(free)).is_err());
    s.verify_journal().unwrap();
}

#[test]
fn undo_and_redo_archive_again() {
    let mut s = store();
    let before = counts(&s);
    let id = named(&s, "plasticampus");
    s.archive(Archivable::Campus(id)).unwrap();
    let away = counts(&s);
    s.undo().unwrap();
    assert_eq!(counts(&s), before);
    let undone = s.mon_annulation().unwrap();
    s.undo_lot(undone.id).unwrap();
    assert_eq!(counts(&s), away);
    assert!(s.mon_annulation().is_err(), "nothing is left to do again");
    s.undo().unwrap();
    assert_eq!(counts(&s), before);
}

#[test]
fn what_holds_a_record_is_told_before_a_purge() {
    let mut s = store();
    let id = named(&s, "plasticampus");
    assert!(
        s.purge(&[Archivable::Campus(id)])
            .unwrap_err()
            .to_string()
            .contains("archivez d'abord")
    );
    s.archive(Archivable::Campus(id)).unwrap();
    let why = s.purge(&[Archivable::Campus(id)]).unwrap_err().to_string();
    assert!(why.contains("label\u{202f}: 1"), "{why}");
    assert_eq!(s.corbeille().unwrap().len(), 1, "nothing was removed");
    let partner = s.partenaires(&Filtre::au(today())).unwrap()[0].clone();
    s.archive(Archivable::Partenaire(partner.id)).unwrap();
    let (names, _) = s.purge(&[Archivable::Partenaire(partner.id)]).unwrap();
    assert_eq!(names, std::slice::from_ref(&partner.nom));
    assert!(s.partenaire(partner.id).is_err());
}

#[test]
fn a_purge_keeps_its_trace() {
    let mut s = store();
    let partner = s.partenaires(&Filtre::au(today())).unwrap()[0].clone();
    s.archive(Archivable::Partenaire(partner.id)).unwrap();
    s.purge(&[Archivable::Partenaire(partner.id)]).unwrap();
    let page = s
        .lots(&FiltreJournal::default(), crate::domain::Depart::Avant(None), 1)
        .unwrap();
    assert_eq!(page.lots[0].op, Op::Purge.code());
    assert!(
        page.lots[0].objet.contains(&partner.nom),
        "{}",
        page.lots[0].objet
    );
    assert!(s.undo_lot(page.lots[0].id).is_err());
    assert!(
        s.undo().is_err(),
        "what was purged cannot come back by undoing its archive"
    );
    s.verify_journal().unwrap();
}

#[test]
fn a_search_table_agrees_after_a_purge() {
    let mut s = store();
    let partner = s.partenaires(&Filtre::au(today())).unwrap()[0].clone();
    s.archive(Archivable::Partenaire(partner.id)).unwrap();
    s.purge(&[Archivable::Partenaire(partner.id)]).unwrap();
    s.conn
        .execute_batch("INSERT INTO partenaire_recherche(partenaire_recherche) VALUES ('integrity-check')")
        .unwrap();
}

#[test]
fn a_draft_waits_with_its_campus_and_an_open_seance_keeps_it() {
    let mut s = store();
    let id = named(&s, "plasticampus");
    let revue = s
        .start_revue(id, TypeRevue::Suivi, 1, "id = \"suivi-2013\"", today())
        .unwrap();
    let (done, _) = s.archive(Archivable::Campus(id)).unwrap();
    assert_eq!(done.brouillons, 1);
    assert!(
        done.phrase(Archivable::Campus(id))
            .contains("1 revue en brouillon l'y attend")
    );
    assert!(s.revues(None, today()).unwrap().is_empty(), "out of the list");
    assert_eq!(s.revue(revue).unwrap().campus, id, "and yet it reads");
    let why = s.start_revue(id, TypeRevue::Evaluation, 1, "id = \"x\"", today());
    assert!(why.unwrap_err().to_string().contains("dans la corbeille"));
    s.restore(Archivable::Campus(id)).unwrap();
    s.write(Op::EditSeance, |conn| {
        let seance = record::insert(conn, "seance", &[("date", &"2015-10-15"), ("instance", &1)])?;
        record::insert(
            conn,
            "point",
            &[("seance", &seance), ("ordre", &1), ("revue", &revue.0)],
        )
    })
    .unwrap();
    let why = s.archive(Archivable::Campus(id)).unwrap_err().to_string();
    assert!(why.contains("séance du 15 octobre 2015"), "{why}");
}
