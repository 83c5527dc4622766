//! Campuses, filières, régions and labels kept by hand: keys in, rows and screen out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/fiche.rs"]
mod fiche;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::{CampusId, Formalite},
    store::Filtre,
};
use fiche::{AU, SIZE, campus, harness, partenaire};
use jiff::civil::date;
use screen::Harness;

/// The answers of the first step of a new campus.
fn nouveau_campus(h: &mut Harness) {
    h.keys("2 n").shows("Nouveau campus");
    h.text("Campus des métiers et des qualifications du bois et de l'ameublement")
        .keys("tab");
    // The short name is proposed from the official one.
    h.shows("Bois et de l'ameublement").keys("tab tab");
    h.text("bourg").keys("enter").text("dijon").keys("enter");
    h.text("Chalon-sur-Saône")
        .keys("tab")
        .text("Chalon-sur-Saône")
        .keys("tab");
    h.text("71o76")
        .keys("tab")
        .shows("Conseil\u{202f}: un code Insee");
    h.keys("backtab ctrl+k")
        .text("71076")
        .keys("tab")
        .hides("Conseil");
}

#[test]
fn what_is_typed_takes_the_place_of_a_name_that_is_proposed() {
    let mut h = harness();
    h.keys("2 n");
    h.text("Campus des métiers et des qualifications du bois")
        .keys("tab");
    h.shows("Bois")
        .text("Ébénisterie")
        .keys("tab")
        .shows("Ébénisterie")
        .hides("BoisÉbénisterie");
    // At its beginning one goes on with what is there.
    h.keys("backtab home")
        .text("Mon ")
        .keys("tab")
        .shows("Mon Ébénisterie");
}

#[test]
fn a_new_campus_with_its_label_shows_in_the_list() {
    let mut h = Harness::at("2020-03-01", SIZE);
    nouveau_campus(&mut h);
    h.keys("pagedown enter").text("batiment").keys("space enter");
    h.keys("enter")
        .text("Menuiserie")
        .keys("tab enter enter")
        .text("Ameublement")
        .keys("esc esc");
    h.keys("pagedown pagedown")
        .shows("Début du label")
        .text("février 2020")
        .keys("tab");
    h.keys("f10 f10");
    h.shows("labellisé de février");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    let f = campus(&h, "chalon ameublement", date(2020, 3, 1));
    assert_eq!(f.ligne.nom_court, "Bois et de l'ameublement");
    assert_eq!(f.ligne.label.regime, "2019");
    assert_eq!(f.ligne.filieres.len(), 1);
    assert!(
        f.ligne.axes.iter().any(|a| a.libelle == "Menuiserie"),
        "{:?}",
        f.ligne.axes
    );
    h.shows("Bois et de l'ameublement");
    // A list as of an earlier day does not know it.
    let before = Filtre {
        mots: "ameublement".to_owned(),
        ..Filtre::au(date(2019, 12, 1))
    };
    assert!(h.app.store.campus(&before).unwrap().is_empty());
    h.app.store.verify().unwrap();
}

#[test]
fn a_new_campus_without_a_label_is_a_candidate_that_the_same_name_completes() {
    let mut h = Harness::at("2020-03-01", SIZE);
    nouveau_campus(&mut h);
    h.keys("f10 f10").shows("sans label");
    nouveau_campus(&mut h);
    h.keys("pagedown*3")
        .text("2020")
        .keys("f10 f10")
        .shows("labellisé de 2020");
    assert_eq!(
        campus(&h, "ameublement", date(2020, 3, 1)).ligne.lieu,
        "Chalon-sur-Saône"
    );
    // The name of a labelled campus is taken.
    nouveau_campus(&mut h);
    h.keys("f10 f10")
        .shows("Pas enregistré")
        .shows("déjà le nom officiel");
}

#[test]
fn an_axe_is_corrected_alone() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter e").shows("Plasticampus");
    let before = campus(&h, "plasti", AU).ligne.axes;
    h.keys("pagedown tab")
        .shows("Axes")
        .keys("enter enter")
        .text(" (corrigé)")
        .keys("enter esc");
    h.keys("f10 f10").shows("enregistré");
    let after = campus(&h, "plasti", AU).ligne.axes;
    assert_eq!(after[0].libelle, format!("{} (corrigé)", before[0].libelle));
    assert_eq!(after[1..], before[1..]);
    let lots = h.app.store.compte_lots().unwrap();
    h.keys("u u");
    assert_eq!(campus(&h, "plasti", AU).ligne.axes, before);
    assert_eq!(h.app.store.compte_lots().unwrap(), lots + 1);
}

#[test]
fn a_filiere_is_made_then_attached_and_keeps_the_reasons_of_the_others() {
    let mut h = harness();
    h.keys("3 n")
        .shows("Nouvelle filière")
        .text("Plasturgie")
        .keys("tab enter enter f10");
    h.shows("Filière « Plasturgie » enregistrée");
    let before = campus(&h, "plasti", AU).raisons;
    h.keys("2 /")
        .text("plasti")
        .keys("enter e pagedown enter")
        .text("plasturgie")
        .keys("space enter");
    h.keys("f10 f10").shows("enregistré");
    let after = campus(&h, "plasti", AU);
    assert!(after.ligne.filieres.iter().any(|(_, nom)| nom == "Plasturgie"));
    for raison in before {
        assert!(after.raisons.contains(&raison), "{raison:?}");
    }
}

#[test]
fn the_conditions_of_the_decree_are_met_missing_or_unknown() {
    let mut h = harness();
    h.keys("2 /")
        .text("plasti")
        .keys("enter enter")
        .shows("Plasticampus");
    let f = campus(&h, "plasti", AU);
    let etats: Vec<_> = f.conditions.iter().map(|c| c.etat.mot()).collect();
    assert_eq!(etats[3..], ["inconnu", "inconnu"]);
    h.keys("esc e pagedown pagedown").shows("Convention signée le");
    h.keys("tab tab")
        .text("mars 2014")
        .keys("tab")
        .text("n")
        .keys("f10 f10")
        .shows("enregistré");
    let f = campus(&h, "plasti", AU);
    let etats: Vec<_> = f.conditions.iter().map(|c| c.etat.mot()).collect();
    assert_eq!(etats[3..], ["remplie", "manque"]);
    h.keys("enter down*24")
        .shows("Conditions (article D335-33)")
        .shows("remplie\u{202f}: mars 2014");
}

#[test]
fn a_region_ends_and_is_succeeded_but_not_by_itself() {
    let mut h = harness();
    h.keys("1 /").text("bretagne").keys("enter e").shows("Bretagne");
    h.text("BZH")
        .keys("tab")
        .text("31/12/2027")
        .keys("tab enter")
        .text("pays")
        .keys("space enter");
    h.keys("f10").shows("Pays de la Loire lui succède");
    h.keys("1 e").shows("BZH").shows("31 décembre 2027");
}

#[test]
fn a_label_is_corrected_from_the_fiche_its_regime_stays() {
    let mut h = harness();
    h.keys("2 /").text("plasti").keys("enter enter");
    let before = campus(&h, "plasti", AU).ligne.label;
    let row = {
        let screen = h.screen();
        screen.lines().position(|l| l.contains("Période")).unwrap()
    };
    let cursor = h.look().1.1;
    let down = row - usize::from(cursor);
    for _ in 0..down {
        h.keys("down");
    }
    h.keys("e").shows("Plasticampus\u{202f}: label").shows("Régime");
    h.keys("ctrl+k")
        .text("11/9/2013")
        .keys("tab*3")
        .text("Courrier du ministre")
        .keys("f10");
    h.shows("Label corrigé");
    let after = campus(&h, "plasti", AU).ligne.label;
    assert_eq!(after.debut.iso(), "2013-09-11");
    assert_eq!((after.duree_ans, after.regime), (before.duree_ans, before.regime));
    assert_eq!(after.acte.as_deref(), Some("Courrier du ministre"));
}

#[test]
fn every_record_form_shows_at_any_size() {
    for size in [(80, 24), (60, 16), (40, 10), (30, 8), (8, 3)] {
        let mut h = Harness::new(size);
        let campus = Some(CampusId(1));
        let partenaire = Some(partenaire(&h, "arbez carme").ligne.id);
        let label = h.app.store.label_de(CampusId(1), AU).unwrap().unwrap();
        for f in [
            Formalite::Campus(None),
            Formalite::Campus(campus),
            Formalite::Partenaire(None),
            Formalite::Partenaire(partenaire),
            Formalite::Lien(campus, None),
            Formalite::Lien(None, partenaire),
            Formalite::Label(label),
            Formalite::Filiere(None),
        ] {
            h.app.open_formalite(f).unwrap();
            for key in [
                "enter", "a", "esc", "esc", "tab", "pagedown", "enter", "esc", "ctrl+g", "esc",
            ] {
                h.keys(key).screen();
            }
            h.app.screens.truncate(1);
        }
        h.app.store.verify().unwrap();
    }
}
