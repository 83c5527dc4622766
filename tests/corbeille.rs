//! The corbeille and merges as people use them: keys in, rows and screen out; the same from the command line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/double.rs"]
mod double;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{Archivable, PartenaireId},
    store::{Filtre, Op, Store, record},
};
use double::{AU, double, plasticampus};
use screen::Harness;

#[test]
fn a_campus_is_put_away_from_its_row_and_u_brings_it_back() {
    let mut h = Harness::new((120, 30));
    h.shows("2 Campus · 12")
        .keys("/")
        .text("plasti")
        .keys("enter delete");
    h.shows("est à la corbeille avec 13 liens").shows("u annule");
    h.keys("esc").shows("2 Campus · 11").hides("Plasticampus  ");
    h.keys("5")
        .hides("Plasticampus")
        .keys("6")
        .hides("Plasticampus")
        .keys("7")
        .hides("Plasticampus");
    h.keys("2 C")
        .shows("Corbeille · 1")
        .shows("Plasticampus")
        .shows("essai");
    h.keys("esc u")
        .shows("u encore une fois")
        .keys("u")
        .shows("Annulé");
    h.shows("2 Campus · 12");
    h.keys("U")
        .shows("U encore une fois")
        .keys("U")
        .shows("Rétabli")
        .shows("2 Campus · 11");
    h.keys("C r")
        .shows("est sorti de la corbeille avec")
        .shows("La corbeille est vide");
    h.keys("esc").shows("2 Campus · 12");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_link_goes_from_its_row_and_the_partner_stays_with_its_other_campus() {
    let mut h = Harness::new((120, 30));
    let s = &mut h.app.store;
    let shared = s
        .partenaires(&Filtre::au(AU))
        .unwrap()
        .into_iter()
        .find(|p| p.campus > 1);
    let partner = match shared {
        Some(p) => p,
        None => {
            let campus = plasticampus(s);
            let all = s.partenaires(&Filtre::au(AU)).unwrap();
            let p = all
                .into_iter()
                .find(|p| s.lien(campus, p.id).unwrap().is_none())
                .unwrap();
            s.write(Op::EditLien, |conn| {
                let columns: [record::Column<'_>; 4] = [
                    ("campus", &campus.0),
                    ("partenaire", &p.id.0),
                    ("role", &"membre"),
                    ("ecrite", &1),
                ];
                record::insert(conn, "campus_partenaire", &columns)
            })
            .unwrap();
            p
        }
    };
    let fiche = s.partenaire(partner.id).unwrap();
    let campus = s.fiche(fiche.liens[0].campus, AU).unwrap().ligne;
    let n = fiche.liens.len();
    h.keys("/")
        .text(&campus.nom_court)
        .keys("enter 4 /")
        .text(&partner.nom)
        .keys("enter delete");
    h.shows("Le lien").shows("u annule");
    let s = &h.app.store;
    assert_eq!(s.partenaire(partner.id).unwrap().liens.len(), n - 1);
    assert_eq!(s.lien(campus.id, partner.id).unwrap(), None);
    assert!(matches!(s.corbeille().unwrap()[0].objet, Archivable::Lien(_)));
}

#[test]
fn a_partner_of_one_campus_asks_whether_it_goes_whole() {
    let mut h = Harness::new((120, 30));
    let campus = plasticampus(&h.app.store);
    let alone = h
        .app
        .store
        .fiche(campus, AU)
        .unwrap()
        .partenaires
        .into_iter()
        .find(|p| p.campus == 1)
        .unwrap();
    h.keys("/")
        .text("plasti")
        .keys("enter 4 /")
        .text(&alone.nom)
        .keys("enter delete");
    h.shows("le seul de ce partenaire");
    assert!(h.app.store.corbeille().unwrap().is_empty(), "nothing is done yet");
    h.keys("delete").shows("est à la corbeille avec 1 lien");
    assert_eq!(
        h.app.store.corbeille().unwrap()[0].objet,
        Archivable::Partenaire(alone.id)
    );
}

#[test]
fn regions_and_filieres_in_use_say_why_not() {
    let mut h = Harness::new((120, 30));
    h.keys("1 down delete").shows("Les régions viennent d'une loi");
    h.keys("3 /")
        .text("énergie")
        .keys("enter delete")
        .shows("à la filière");
    assert!(h.app.store.corbeille().unwrap().is_empty());
}

#[test]
fn a_purge_is_asked_twice_and_says_what_holds() {
    let mut h = Harness::new((120, 30));
    let campus = plasticampus(&h.app.store);
    let partner = h.app.store.fiche(campus, AU).unwrap().partenaires[0].id;
    h.app.store.archive(Archivable::Partenaire(partner)).unwrap();
    h.keys("C delete")
        .shows("Suppr encore une fois purge")
        .keys("down delete")
        .shows("Suppr encore une fois purge");
    assert_eq!(h.app.store.corbeille().unwrap().len(), 1);
    h.keys("delete").shows("est purgé").shows("La corbeille est vide");
    assert!(h.app.store.partenaire(partner).is_err());
    h.app.store.archive(Archivable::Campus(campus)).unwrap();
    h.keys("esc C delete")
        .shows("ne peut pas être purgé")
        .shows("label");
    h.keys("delete");
    assert_eq!(h.app.store.corbeille().unwrap().len(), 1);
    h.app.store.verify_journal().unwrap();
}

#[test]
fn two_partners_become_one_by_keyboard() {
    let mut h = Harness::new((120, 40));
    let (kept, lost) = double(&mut h.app.store);
    h.keys("D")
        .shows("Doublons possibles")
        .shows("même nom, même commune");
    h.keys("/").text("111").keys("esc esc");
    let nom = h.app.store.partenaire(kept).unwrap().ligne.nom;
    h.keys("/")
        .text("plasti")
        .keys("enter 4 /")
        .text(&nom)
        .keys("enter g");
    let row = h.line();
    let (a, b) = if row.contains(&nom) {
        (kept, lost)
    } else {
        (lost, kept)
    };
    h.keys("m")
        .shows("Fusionner «")
        .shows("même nom")
        .keys("enter")
        .shows("Reste au registre");
    h.shows("[x]").keys("right");
    let wanted = h.app.store.partenaire(b).unwrap().ligne.nom;
    h.keys("enter").shows("ne font plus qu'un").shows("u les sépare");
    let fiche = h.app.store.partenaire(a).unwrap();
    assert_eq!(fiche.ligne.nom, wanted, "→ took the other's name");
    assert_eq!(fiche.liens.len(), 1);
    assert!(fiche.liens[0].role.contains("tête de réseau"));
    let away = h.app.store.corbeille().unwrap();
    assert_eq!(away[0].objet, Archivable::Partenaire(b));
    h.keys("C")
        .shows("(fusionné avec")
        .keys("esc u u")
        .shows("Annulé");
    assert_eq!(h.app.store.partenaire(b).unwrap().liens.len(), 1);
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_change_by_another_agent_since_refuses_undo_and_merge() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut mine = Store::open_or_create(&path, "Marie").unwrap();
    let (kept, lost) = double(&mut mine);
    mine.archive(Archivable::Partenaire(lost)).unwrap();
    drop(mine);
    let mut other = Store::open(&path, "Paul").unwrap();
    assert!(other.undo().is_err(), "Paul has nothing of his own");
    other.restore(Archivable::Partenaire(lost)).unwrap();
    let mut mine = Store::open(&path, "Marie").unwrap();
    let why = mine.undo().unwrap_err().to_string();
    assert!(why.contains("a changé depuis") && why.contains("Paul"), "{why}");
    // Paul takes his own back, after a restart too: then Marie may.
    drop(other);
    let mut other = Store::open(&path, "Paul").unwrap();
    other.undo().unwrap();
    mine.undo().unwrap();
    assert!(mine.corbeille().unwrap().is_empty());
    drop(mine);
    let mut mine = Store::open(&path, "Marie").unwrap();
    let again = mine.mon_annulation().unwrap();
    mine.undo_lot(again.id).unwrap();
    assert_eq!(mine.corbeille().unwrap().len(), 1, "done again after a restart");
    mine.undo().unwrap();
    let shown = mine.merge_preview(kept, lost).unwrap();
    other
        .write(Op::EditPartenaire, |conn| {
            record::revise(conn, "partenaire", kept.0, &[("note", &"relue")])
        })
        .unwrap();
    assert_eq!(mine.merge(&shown).unwrap_err().exit_code(), 4);
    mine.verify_journal().unwrap();
}

/// Two values after the first, by two agents.
fn renamed(path: &std::path::Path) -> PartenaireId {
    let mut marie = Store::open_or_create(path, "Marie").unwrap();
    let campus = plasticampus(&marie);
    let id = marie.fiche(campus, AU).unwrap().partenaires[0].id;
    let set = |s: &mut Store, column: &'static str, value: &str| {
        s.write(Op::EditPartenaire, |conn| {
            record::revise(conn, "partenaire", id.0, &[(column, &value)])
        })
        .unwrap();
    };
    set(&mut marie, "commune", "Bellignat");
    set(&mut marie, "note", "à relire");
    let mut paul = Store::open(path, "Paul").unwrap();
    set(&mut paul, "commune", "Oyonnax");
    id
}

#[test]
fn the_history_of_one_field_is_under_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let id = renamed(&path);
    let mut h = Harness::on(Store::open(&path, "Marie").unwrap(), "2016-06-01", (120, 36));
    let nom = h.app.store.partenaire(id).unwrap().ligne.nom;
    h.keys("/")
        .text("plasti")
        .keys("enter 4 /")
        .text(&nom)
        .keys("enter enter");
    // To the line of the town.
    while !h.line().contains("Commune") {
        h.keys("down");
    }
    h.keys("h")
        .shows("commune · 2 lots")
        .shows("Bellignat → Oyonnax")
        .shows("Paul");
    h.hides("à relire");
    h.keys("u")
        .shows("u encore une fois")
        .shows("le travail de Paul")
        .keys("u")
        .shows("Annulé");
    assert_eq!(
        h.app.store.partenaire(id).unwrap().ligne.commune.as_deref(),
        Some("Bellignat")
    );
    h.shows("Oyonnax → Bellignat").keys("esc").shows("Bellignat");
    h.keys("H").shows("5 lots");
    h.keys("esc esc e");
    h.keys("f4").shows("Journal ·").shows("lot");
    h.keys("u").shows("Un formulaire est ouvert dessous");
    h.keys("esc").hides("Journal ·");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn on_a_fiche_the_link_under_the_cursor_goes() {
    let mut h = Harness::new((120, 36));
    let campus = plasticampus(&h.app.store);
    let n = h.app.store.fiche(campus, AU).unwrap().partenaires.len();
    h.keys("/").text("plasti").keys("enter enter");
    while !h.line().contains("INSA") {
        h.keys("tab");
    }
    h.keys("h").shows(", lien · 1 lot").keys("esc delete");
    h.shows("Le lien").hides("INSA de Lyon (");
    assert_eq!(h.app.store.fiche(campus, AU).unwrap().partenaires.len(), n - 1);
    h.keys("u u").shows("Annulé");
    assert_eq!(h.app.store.fiche(campus, AU).unwrap().partenaires.len(), n);
    // Elsewhere on the fiche the campus itself goes, and the fiche is left.
    h.keys("g delete").shows("Plasticampus\u{a0}» est à la corbeille");
    h.shows("2 Campus · 0 /plasti");
}

#[test]
fn the_history_of_an_answer_is_a_key_away_in_its_form() {
    let mut h = Harness::new((120, 36));
    h.keys("/").text("plasti").keys("enter s");
    h.text("2").keys("tab backtab f4");
    h.shows("Intitulé du label").shows("(vide) → Plasticampus2");
    h.keys("esc").shows("Étape 1/");
}
