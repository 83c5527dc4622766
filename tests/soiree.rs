//! A secretary's evenings with the commission, by keyboard at 80×24: two suivis examined in 2015, three
//! évaluations decided and published in 2017, and a second call from régions without a campus.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/review.rs"]
mod review;
#[path = "common/screen.rs"]
mod screen;

use cmq::store::Store;
use review::{fill_and_submit, form};
use screen::Harness;

/// The qualities of article D335-35, by words that name each.
const QUALITES: [&str; 11] = [
    "présidents",
    "recteurs",
    "direccte",
    "association",
    "igen",
    "igaenr",
    "dgesco",
    "dgesip",
    "dgri",
    "dgcis",
    "dgefp",
];

/// Three projects: name, région without a campus, académie, place.
const PROJETS: [(&str, &str, &str, &str); 3] = [
    ("Industries de la mer", "Bretagne", "Rennes", "Brest"),
    ("Nautisme et tourisme", "Corse", "Corse", "Bastia"),
    ("Bois et construction", "Limousin", "Limoges", "Limoges"),
];

/// To the field of the form on top that has this name.
#[track_caller]
fn at(h: &mut Harness, field: &str) {
    for _ in 0..20 {
        if form(h).focused().id == field {
            return;
        }
        h.keys("tab");
    }
    panic!("no field {field}:\n{}", h.screen());
}

/// Types the answer to a field.
#[track_caller]
fn says(h: &mut Harness, field: &str, text: &str) {
    at(h, field);
    h.text(text);
}

/// Takes an option of a field.
#[track_caller]
fn takes(h: &mut Harness, field: &str, option: &str) {
    at(h, field);
    h.keys("enter").text(option).keys("enter");
}

/// Hands in the suivi or the évaluation of a campus, from the register.
fn hand_in(h: &mut Harness, campus: &str, key: &str, steps: usize) {
    h.keys("2 /").text(campus).keys("enter").keys(key);
    fill_and_submit(h, steps);
    h.keys("esc esc").shows("2 Campus");
    h.keys("/ esc");
}

/// A new séance on the reference day with a member of each quality; opens it.
fn hold(h: &mut Harness, place: &str) {
    h.keys("8").shows("[Séances").keys("n").shows("Nouvelle séance");
    says(h, "lieu", place);
    says(h, "president", "Mme Lefèvre");
    at(h, "membres_experts");
    h.keys("enter");
    for qualite in QUALITES {
        h.text(&format!("Membre {qualite}")).keys("enter");
    }
    h.keys("esc f10").shows("tous les collèges");
    assert!(h.line().contains("Groupe d'experts"), "{}", h.screen());
    h.keys("enter").shows("Les 11 collèges sont représentés");
}

/// Opens the item of a campus on the agenda.
#[track_caller]
fn item(h: &mut Harness, campus: &str) {
    h.keys("home");
    for _ in 0..12 {
        if h.line().contains(campus) {
            return;
        }
        h.keys("down");
    }
    panic!("{campus} is not on the agenda:\n{}", h.screen());
}

/// Gives the item of a campus its avis.
#[track_caller]
fn avis(h: &mut Harness, campus: &str, avis: &str, motifs: &str) {
    item(h, campus);
    h.keys("enter").shows(campus);
    says(h, "rapporteur", "Anne Roy");
    takes(h, "avis", avis);
    says(h, "motifs", motifs);
}

/// Closes the séance: it asks to be read again, then twice.
#[track_caller]
fn close(h: &mut Harness) {
    h.keys("c").shows("clôture").keys("f10").shows("Récapitulation");
    h.keys("f10")
        .shows("F10 encore une fois")
        .keys("f10")
        .shows("close");
}

fn evening(store: Store, day: &str) -> Harness {
    Harness::on(store, day, (80, 24))
}

#[test]
fn seances_of_2015_and_2017() {
    let mut h = evening(Store::in_memory("secretaire").unwrap(), "2015-09-01");
    for campus in ["plasticampus", "grenoble"] {
        hand_in(&mut h, campus, "s", 14);
    }
    hold(&mut h, "Paris, rue de Grenelle");
    h.keys("a")
        .shows("2 propositions · 2 à ajouter")
        .keys("enter")
        .shows("2 points ajoutés");
    h.keys("c").shows("2 points sans avis");

    avis(&mut h, "Plasticampus", "favorable avec", "Réseau solide.");
    // The suivi's own recommendation came with it; the commission adds one.
    at(&mut h, "recommandations");
    h.keys("enter ctrl+n")
        .text("Ouvrir l'internat aux apprentis")
        .keys("enter");
    h.text("vie du campus")
        .keys("enter")
        .text("juin 2016")
        .keys("enter esc f10");
    h.shows("fav. avec recomm.")
        .shows("Ouvrir l'internat aux apprentis");
    avis(&mut h, "Grenoble", "favorable", "Rien à redire.");
    h.keys("f10").hides("sans avis");
    h.keys("d").shows("on décide une fois qu'elle est close");
    close(&mut h);
    h.keys("n")
        .shows("a propose")
        .keys("d")
        .shows("Un suivi n'appelle pas de décision");
    item(&mut h, "Plasticampus");
    h.keys("enter")
        .shows("Réseau solide.")
        .shows("06/2016")
        .keys("esc esc");
    h.shows("close").shows("2 points").keys("6").shows("examiné");

    // Two years later the recommendations come back in the évaluation.
    let store = std::mem::replace(&mut h.app.store, Store::in_memory("rien").unwrap());
    let mut h = evening(store, "2017-03-01");
    h.keys("/").text("plasticampus").keys("enter v ctrl+g");
    h.text("suites")
        .keys("enter")
        .shows("Ouvrir l'internat aux apprentis");
    h.keys("enter")
        .shows("Rempli par le formulaire")
        .hides("Attendu")
        .keys("esc");
    h.keys("esc / esc");
    for campus in ["plasticampus", "grenoble", "efficacité"] {
        hand_in(&mut h, campus, "v", 10);
    }
    hold(&mut h, "Paris");
    h.keys("a").shows("3 propositions").keys("enter");
    avis(&mut h, "Plasticampus", "favorable", "Un réseau installé.");
    h.keys("f10");
    avis(&mut h, "Grenoble", "défavorable", "Peu d'apprentis.");
    h.keys("f10");
    avis(&mut h, "Énergies et eff", "ajourné", "Comptes à produire.");
    h.keys("f10");
    close(&mut h);
    h.keys("esc").shows("3 à décider").keys("enter");

    item(&mut h, "Plasticampus");
    h.keys("d").shows("Décision");
    takes(&mut h, "issue", "renouvelé");
    let measured = |h: &Harness| {
        let au = "2017-03-01".parse().unwrap();
        let id = h
            .app
            .store
            .campus(&cmq::store::Filtre {
                mots: "plasticampus".into(),
                ..cmq::store::Filtre::au(au)
            })
            .unwrap()[0]
            .id;
        h.app.store.tableau_campus(id, &[], au).unwrap()
    };
    let before = measured(&h);
    assert!(before.source.is_some());
    h.keys("f10")
        .shows("renouvelé jusqu'en 2021")
        .shows("4 ans à compter de 2017");
    assert_eq!(measured(&h), before, "a renewal takes no figure away");
    item(&mut h, "Grenoble");
    h.keys("d");
    takes(&mut h, "issue", "non renouvelé");
    h.keys("f10").shows("Pas encore enregistrable").keys("esc");
    says(&mut h, "motif", "Peu d'apprentis.");
    h.keys("f10").shows("non renouvelé le 1er mars 2017");
    item(&mut h, "Énergies et eff");
    h.keys("d");
    takes(&mut h, "issue", "ajourné");
    says(&mut h, "motif", "Comptes à produire.");
    h.keys("f10").hides("à décider").keys("d").shows("Déjà décidé");
    refusal_undone(&mut h);
    publish(&mut h);
}

/// The refusal is undone from the journal: the échéancier, the map and the figures know it no more. Then it is decided
/// again, and they tell of it.
fn refusal_undone(h: &mut Harness) {
    // Labels, in force, renewed, not renewed: the row of them all.
    let counted = |h: &mut Harness, row: &str| {
        h.keys("7 tab t home").shows("Non renouvelés");
        let words: Vec<String> = h.line().split_whitespace().map(str::to_owned).collect();
        assert!(words.join(" ").contains(row), "{row}:\n{}", h.screen());
        h.keys("t backtab").shows("[Carte]");
    };
    counted(h, "Tous les labels 12 10 1 1");
    h.keys("9 down").shows("Journal");
    assert!(h.line().contains("Grenoble"), "{}", h.screen());
    h.keys("u").shows("pour confirmer").keys("u").shows("Annulé");
    h.app.store.verify_journal().unwrap();
    counted(h, "Tous les labels 12 11 1 –");
    h.keys("5 / g r e n").shows("renouvellement").keys("esc esc");
    h.keys("8 enter").shows("à décider");
    item(h, "Grenoble");
    h.keys("d");
    takes(h, "issue", "non renouvelé");
    says(h, "motif", "Peu d'apprentis.");
    h.keys("f10").hides("à décider");
    counted(h, "Tous les labels 12 10 1 1");
    h.keys("8 enter").shows("non renouvelé");
}

/// An act carries the decisions, is corrected while it is a project, and is published; the register tells the
/// same story.
fn publish(h: &mut Harness) {
    // The act carries the two decisions, is corrected while it is a project, and is published.
    h.keys("esc tab tab n").shows("Nouvel acte");
    takes(h, "nature", "arrêté");
    says(h, "objet", "Campus renouvelés");
    h.keys("f10")
        .shows("Relisez")
        .keys("f10")
        .shows("[Actes · 1]")
        .shows("projet")
        .shows("2 décisions");
    h.keys("e");
    says(h, "nor", "MENE1700123A");
    h.keys("f10 f10").shows("MENE1700123A");
    h.keys("p").shows("ne s'annulent plus").keys("f10 f10 f10");
    h.shows("0 label donné, 1 renouvelé")
        .shows("publié le 1er mars 2017");
    h.keys("e")
        .shows("L'acte est publié")
        .keys("p")
        .shows("déjà publié");
    h.keys("enter")
        .shows("1 label")
        .shows("Bassin d'Oyonnax")
        .shows("4 ans")
        .shows("Plasticampus");

    // The register tells the same story.
    h.keys("enter")
        .shows("Nom officiel")
        .keys("esc esc up enter")
        .shows("Labels en vigueur");
    h.keys("5 /").text("plasticampus").hides("en retard");
    h.app.store.verify_journal().unwrap();
    before(h);
}

/// A day before the second séance knows nothing of it, of what was decided there, of the act.
fn before(h: &mut Harness) {
    let store = std::mem::replace(&mut h.app.store, Store::in_memory("rien").unwrap());
    let mut h = evening(store, "2016-06-01");
    h.keys("8")
        .shows("[Séances · 1]")
        .shows("01/09/2015")
        .hides("2017")
        .shows("Actes · 0");
    h.keys("7 tab")
        .hides("%")
        .keys("2 /")
        .text("plasti")
        .keys("enter enter");
    h.shows("2013 → 2017 (en vigueur)").hides("renouvelé");
}

#[test]
fn a_second_call_from_regions_without_a_campus() {
    let mut h = evening(Store::in_memory("secretaire").unwrap(), "2015-09-01");
    h.keys("8 tab n").shows("Nouvel appel");
    says(&mut h, "titre", "Deuxième appel à projets");
    says(&mut h, "bulletin", "BO n° 8 du 20 février 2014");
    at(&mut h, "ouvert");
    h.keys("f10");
    h.keys("enter").shows("Aucune candidature. n en ajoute une.");
    for (nom, region, academie, lieu) in PROJETS {
        h.keys("n");
        says(&mut h, "nom", nom);
        takes(&mut h, "region", region);
        takes(&mut h, "academie", academie);
        says(&mut h, "lieu", lieu);
        takes(&mut h, "dossier", "complet");
        h.keys("f10");
    }
    hold(&mut h, "Paris");
    h.keys("a").shows("3 propositions").keys("enter");
    for (nom, ..) in PROJETS {
        avis(&mut h, nom, "favorable", "Un vrai besoin.");
        h.keys("f10");
    }
    close(&mut h);
    h.shows("3 points examinés");
    for (nom, ..) in PROJETS {
        item(&mut h, nom);
        h.keys("d").shows("Issue");
        h.keys("f10").shows("candidature retenue");
    }
    // Retained is not labelled: only an act makes a label.
    let campus = |h: &Harness, day: &str| {
        let au = cmq::store::Filtre::au(day.parse().unwrap());
        h.app.store.campus(&au).unwrap().len()
    };
    assert_eq!(campus(&h, "2015-09-01"), 12);
    h.keys("esc tab enter").shows("en attente d'acte");
    h.keys("esc tab n").shows("Nouvel acte");
    takes(&mut h, "nature", "arrêté");
    says(&mut h, "objet", "Campus du deuxième appel");
    h.keys("f10 f10").shows("3 décisions");
    h.keys("p f10 f10 f10").shows("3 labels donnés, 0 renouvelé");
    h.keys("enter")
        .shows("3 labels")
        .shows("Brest (Bretagne)")
        .keys("esc");
    assert_eq!(campus(&h, "2015-09-01"), 15);
    assert_eq!(
        campus(&h, "2015-08-31"),
        12,
        "the day before, they were not labels"
    );
    h.keys("7").shows("14 régions sur 22");
    h.keys("5 f f f f").shows("Échéancier").keys("2 /");
    h.text("nautisme")
        .keys("enter enter")
        .shows("Corse")
        .shows("en vigueur");
    // What the act made a label of stays retained.
    h.keys("esc 9 /").text("issue").keys("enter u").hides("confirmer");
    h.shows("un acte publié");
    h.app.store.verify_journal().unwrap();
}
