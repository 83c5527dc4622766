use super::*;
use crate::domain::requete::Nomme;
use proptest::prelude::*;

fn noms() -> Noms {
    let nomme = |id: i64, nom: &str, code: &str| Nomme {
        rangs: vec![id],
        nom: nom.to_owned(),
        autres: String::new(),
        code: code.to_owned(),
    };
    Noms {
        regions: vec![
            nomme(1, "Bretagne", "53"),
            nomme(2, "Pays de la Loire", "52"),
            nomme(3, "Rhône-Alpes", "82"),
            nomme(4, "Auvergne-Rhône-Alpes", "84"),
        ],
        academies: vec![nomme(1, "Rennes", "14")],
        filieres: vec![nomme(1, "Énergie", "energie")],
        types: vec![
            nomme(1, "Lycée professionnel", "LP"),
            nomme(2, "Lycée polyvalent", "LPO"),
        ],
    }
}

fn read(texte: &str) -> (Vec<(bool, Cherche)>, Vec<Faute>) {
    let l = lire(texte, Sur::Campus, &noms());
    (
        l.criteres.into_iter().map(|c| (c.nie, c.quoi)).collect(),
        l.fautes,
    )
}

fn one(texte: &str) -> Cherche {
    let (mut all, fautes) = read(texte);
    assert!(fautes.is_empty() && all.len() == 1, "{texte}: {all:?} {fautes:?}");
    all.remove(0).1
}

fn wrong(texte: &str) -> Faute {
    let (_, mut fautes) = read(texte);
    assert_eq!(fautes.len(), 1, "{texte}: {fautes:?}");
    fautes.remove(0)
}

#[test]
fn names_are_read_whatever_their_accents_and_case() {
    for texte in ["région:bretagne", "REGION:Bret", "région=53", "reg:\"bretagne\""] {
        assert_eq!(one(texte), Cherche::Rangs(Champ::Region, vec![1]), "{texte}");
    }
    assert_eq!(one("région:rhone"), Cherche::Rangs(Champ::Region, vec![3, 4]));
    assert_eq!(one("région:rhone-alpes"), Cherche::Rangs(Champ::Region, vec![3]));
    assert_eq!(one("type:lpo"), Cherche::Rangs(Champ::Type, vec![2]));
    assert_eq!(one("type:lycée"), Cherche::Rangs(Champ::Type, vec![1, 2]));
}

#[test]
fn a_value_goes_on_over_the_words_of_its_name() {
    assert_eq!(
        one("région:pays de la loire"),
        Cherche::Rangs(Champ::Region, vec![2])
    );
    assert_eq!(one("état:en retard"), Cherche::Etats(vec!["en retard"]));
    let (all, _) = read("région:bretagne énergie -échéance<12 mars 2027 oyonnax");
    let date = DatePartielle::parse_iso("2027-03-12").unwrap();
    assert_eq!(
        all,
        [
            (false, Cherche::Rangs(Champ::Region, vec![1])),
            (false, Cherche::Mots(vec!["energie".to_owned()])),
            (true, Cherche::Date(Champ::Echeance, Comparaison::Avant, date)),
            (false, Cherche::Mots(vec!["oyonnax".to_owned()])),
        ]
    );
}

#[test]
fn with_is_the_contrary_of_without() {
    assert_eq!(read("sans:suivi").0, [(false, Cherche::Manque(Manque::Suivi))]);
    assert_eq!(read("avec:suivi").0, [(true, Cherche::Manque(Manque::Suivi))]);
    assert_eq!(
        read("-sans:éval").0,
        [(true, Cherche::Manque(Manque::Evaluation))]
    );
}

#[test]
fn a_wrong_term_or_value_names_the_nearest() {
    assert_eq!(wrong("régoin:bretagne").proches, ["région:"]);
    assert_eq!(wrong("région:bretange").proches, ["Bretagne"]);
    assert_eq!(wrong("état:retrad").proches, ["en retard"]);
    assert_eq!(wrong("sans:suvi").proches, ["suivi"]);
    assert!(wrong("échéance<demain").dite().contains("n'est pas une date"));
    assert!(wrong("région<bretagne").dite().contains("ne se compare pas"));
    assert!(
        wrong("agent:dupont")
            .dite()
            .contains("ne se cherche pas dans cette liste")
    );
    let place = wrong("oyonnax régoin:x").place;
    assert_eq!(&"oyonnax régoin:x"[place], "régoin:x");
}

#[test]
fn what_looks_like_no_term_is_words() {
    let (all, fautes) = read("col:foo 14:02");
    let words = |all: &[&str]| Cherche::Mots(all.iter().map(|w| (*w).to_owned()).collect());
    assert_eq!(
        all,
        [(false, words(&["col", "foo"])), (false, words(&["14", "02"]))]
    );
    assert_eq!(fautes.len(), 1);
    assert_eq!(fautes[0].gravite, Gravite::Mots);
}

#[test]
fn a_term_being_typed_narrows_nothing() {
    for texte in ["région:", "échéance<", "échéance<20", "sans:"] {
        assert_eq!(wrong(texte).gravite, Gravite::EnCours, "{texte}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_told_in_a_sentence(
        texte in prop_oneof![
            any::<String>(),
            "([-]?(région|sans|état|échéance|type|zz)?[:<>=]{0,2}[a-z0-9\" ]{0,6} ){0,4}"
        ]
    ) {
        for sur in Sur::ALL {
            let l = lire(&texte, sur, &noms());
            for f in &l.fautes {
                prop_assert!(texte.get(f.place.clone()).is_some());
                prop_assert!(!f.phrase.is_empty() && f.dite().ends_with(['.', '?']));
            }
        }
    }
}
