//! The deadlines of the first twelve labels, and what must hold for any label and day.

use proptest::prelude::*;

use super::*;
use crate::domain::regime::{regime, regimes};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn label(debut: &str) -> Label {
    Label {
        debut: DatePartielle::parse_iso(debut).unwrap(),
        duree_ans: 4,
        regime: "2013".into(),
        categorie: "CMQ".into(),
        acte: None,
        suite: None,
    }
}

/// States of suivi, évaluation, renouvellement and fin.
fn etats(debut: &str, revues: &[(TypeRevue, RevueId, EtatRevue)], au: &str) -> Vec<&'static str> {
    echeances(&label(debut), regime("2013").unwrap(), revues, day(au))
        .iter()
        .map(|e| e.etat.libelle())
        .collect()
}

#[test]
fn cherbourg_through_its_label() {
    let l = label("2013-09-11");
    let all = echeances(&l, regime("2013").unwrap(), &[], day("2013-10-15"));
    let says: Vec<_> = all
        .iter()
        .map(|e| (e.type_echeance.code(), e.terme.fr()))
        .collect();
    assert_eq!(
        says,
        [
            ("suivi", "11 septembre 2015".to_owned()),
            (
                "evaluation",
                "du 11 septembre 2016 au 11 septembre 2017".to_owned()
            ),
            ("renouvellement", "11 septembre 2017".to_owned()),
            ("fin", "11 septembre 2017".to_owned()),
        ]
    );
    for (au, wanted) in [
        ("2015-03-10", ["à venir", "à venir", "à venir", "à venir"]),
        ("2015-03-11", ["à faire", "à venir", "à venir", "à venir"]),
        ("2015-09-11", ["à faire", "à venir", "à venir", "à venir"]),
        ("2015-09-12", ["en retard", "à venir", "à venir", "à venir"]),
        ("2016-09-11", ["en retard", "à faire", "à faire", "à venir"]),
        ("2017-09-11", ["en retard", "à faire", "à faire", "à venir"]),
        ("2017-09-12", ["en retard", "en retard", "en retard", "échu"]),
    ] {
        assert_eq!(etats("2013-09-11", &[], au), wanted, "{au}");
    }
}

#[test]
fn a_start_known_to_the_month_or_the_year_is_late_only_when_all_of_it_is_past() {
    assert_eq!(etats("2013-09", &[], "2015-09-30")[0], "à faire");
    assert_eq!(etats("2013-09", &[], "2015-10-01")[0], "en retard");
    assert_eq!(etats("2013", &[], "2015-12-31")[0], "à faire");
    assert_eq!(etats("2013", &[], "2016-01-01")[0], "en retard");
    assert_eq!(etats("2013", &[], "2017-12-31")[3], "à venir");
}

#[test]
fn a_draft_is_in_hand_until_it_is_late_and_a_review_handed_in_is_done_for_good() {
    let revue = |etat| [(TypeRevue::Suivi, RevueId(7), etat)];
    assert_eq!(
        etats("2013-09-11", &revue(EtatRevue::Brouillon), "2014-01-01")[0],
        "en cours"
    );
    assert_eq!(
        etats("2013-09-11", &revue(EtatRevue::Rouvert), "2015-09-12")[0],
        "en retard"
    );
    for etat in [EtatRevue::Transmis, EtatRevue::Examine, EtatRevue::Clos] {
        assert_eq!(etats("2013-09-11", &revue(etat), "2026-01-01")[0], "fait");
    }
    let all = echeances(
        &label("2013-09-11"),
        regime("2013").unwrap(),
        &revue(EtatRevue::Brouillon),
        day("2014-01-01"),
    );
    assert_eq!(all[0].revue, Some(RevueId(7)));
    assert_eq!(all[1].revue, None);
}

#[test]
fn an_evaluation_handed_in_puts_the_renewal_in_hand() {
    let revues = [(TypeRevue::Evaluation, RevueId(1), EtatRevue::Transmis)];
    assert_eq!(etats("2013-09-11", &revues, "2017-01-01")[2], "en cours");
}

#[test]
fn the_list_says_what_presses_most() {
    let r = regime("2013").unwrap();
    let says = |debut: &str, revues: &[_], au: &str| {
        let l = label(debut);
        situation(&l, &echeances(&l, r, revues, day(au)), day(au))
    };
    let suivi = |etat| (TypeRevue::Suivi, RevueId(1), etat);
    let evaluation = |etat| (TypeRevue::Evaluation, RevueId(2), etat);
    assert_eq!(says("2013-09-11", &[], "2013-10-15"), "label 2013–2017");
    assert_eq!(says("2013-09-11", &[], "2013-09-10"), "label à venir");
    assert_eq!(says("2013-09-11", &[], "2015-09-01"), "suivi à faire");
    assert_eq!(says("2013-09-11", &[], "2015-10-01"), "suivi en retard");
    assert_eq!(
        says(
            "2013-09-11",
            &[suivi(EtatRevue::Clos), evaluation(EtatRevue::Brouillon)],
            "2017-01-01"
        ),
        "évaluation en cours"
    );
    assert_eq!(
        says(
            "2013-09-11",
            &[suivi(EtatRevue::Clos), evaluation(EtatRevue::Clos)],
            "2017-01-01"
        ),
        "renouvellement en cours"
    );
    assert_eq!(says("2013-09-11", &[], "2026-01-01"), "label échu");
}

#[test]
fn windows_read_as_french() {
    let f = |a: &str, b: &str| {
        let t = Terme::Fenetre(
            DatePartielle::parse_iso(a).unwrap(),
            DatePartielle::parse_iso(b).unwrap(),
        );
        (t.fr(), t.court())
    };
    assert_eq!(
        f("2016-09", "2017-09"),
        (
            "de septembre 2016 à septembre 2017".into(),
            "09/2016–09/2017".into()
        )
    );
    assert_eq!(f("2016-10", "2017-10").0, "d'octobre 2016 à octobre 2017");
    assert_eq!(f("2016", "2017"), ("de 2016 à 2017".into(), "2016–2017".into()));
}

#[test]
fn a_label_begun_on_29_february() {
    let l = label("2016-02-29");
    let all = echeances(&l, regime("2013").unwrap(), &[], day("2018-02-28"));
    assert_eq!(all[0].terme.fr(), "28 février 2018");
    assert_eq!(all[0].etat, Etat::AFaire);
    assert_eq!(all[3].terme.fr(), "29 février 2020");
}

/// How pressing a state is; a deadline never becomes less pressing as days pass.
fn rang(e: Etat) -> u8 {
    match e {
        Etat::AVenir => 0,
        Etat::AFaire => 1,
        Etat::EnCours => 2,
        Etat::EnRetard | Etat::Echu => 3,
        Etat::Fait | Etat::SansObjet => 9,
    }
}

prop_compose! {
    fn any_label()(y in 2005i16..2030, m in 1i8..=12, d in 1i8..=31, precision in 0..3, duree in 1i64..=5) -> Label {
        let month = Date::constant(y, 1, 1).with().month(m).build().unwrap();
        let debut = match precision {
            0 => DatePartielle::Annee(y),
            1 => DatePartielle::Mois(y, m),
            _ => DatePartielle::Jour(month.with().day(d.min(month.days_in_month())).build().unwrap()),
        };
        Label { debut, duree_ans: duree, regime: String::new(), categorie: "CMQ".into(), acte: None, suite: None }
    }
}

/// Place of any regime of `data/regimes.toml`.
fn any_regime() -> std::ops::Range<usize> {
    0..regimes().unwrap().len()
}

proptest! {
    #[test]
    fn states_only_press_more_as_days_pass(l in any_label(), r in any_regime(), a in 0i32..9000, b in 0i32..9000, draft: bool) {
        let regime = &regimes().unwrap()[r];
        let day = |n: i32| Date::constant(2004, 1, 1).saturating_add(Span::new().days(n));
        let revues = if draft { vec![(TypeRevue::Suivi, RevueId(1), EtatRevue::Brouillon)] } else { vec![] };
        let at = |n| echeances(&l, regime, &revues, day(n));
        for (early, late) in at(a.min(b)).iter().zip(&at(a.max(b))) {
            prop_assert_eq!(early.terme, late.terme);
            prop_assert!(rang(early.etat) <= rang(late.etat));
        }
    }

    #[test]
    fn late_or_over_only_when_all_of_the_span_is_past(l in any_label(), r in any_regime(), n in 0i32..9000) {
        let au = Date::constant(2004, 1, 1).saturating_add(Span::new().days(n));
        for e in echeances(&l, &regimes().unwrap()[r], &[], au) {
            let past = e.terme.fin().last() < au;
            prop_assert_eq!(matches!(e.etat, Etat::EnRetard | Etat::Echu), past);
            prop_assert!(e.terme.debut() <= e.terme.fin() && e.terme.fin() <= l.fin());
        }
    }

    #[test]
    fn the_phrase_fits_its_column(l in any_label(), r in any_regime(), n in 0i32..9000) {
        let au = Date::constant(2004, 1, 1).saturating_add(Span::new().days(n));
        let s = situation(&l, &echeances(&l, &regimes().unwrap()[r], &[], au), au);
        prop_assert!(!s.is_empty() && s.chars().count() <= 24, "{}", s);
    }
}

#[test]
fn once_its_fate_is_decided_a_label_asks_for_nothing_more() {
    for (suite, end) in [(Suite::Renouvele, "sans objet"), (Suite::NonRenouvele, "à venir")] {
        let l = Label {
            suite: Some(suite),
            ..label("2013-09-11")
        };
        let evaluated = [(TypeRevue::Evaluation, RevueId(1), EtatRevue::Clos)];
        let all = echeances(&l, regime("2013").unwrap(), &evaluated, day("2017-03-01"));
        let etats: Vec<_> = all.iter().map(|e| e.etat.libelle()).collect();
        assert_eq!(etats, ["sans objet", "fait", "fait", end]);
        assert_eq!(situation(&l, &all, day("2017-03-01")), suite.libelle());
    }
}

#[test]
fn the_mid_term_point_of_2019_is_ours_and_says_so() {
    let l = |duree_ans| Label {
        duree_ans,
        regime: "2019".into(),
        ..label("2020-02-29")
    };
    let all = echeances(&l(5), regime("2019").unwrap(), &[], day("2020-03-01"));
    assert_eq!(all[0].terme.fr(), "28 février 2022");
    assert!(all[0].proposee && all[1].proposee && !all[2].proposee);
    assert_eq!(all[3].terme.fr(), "28 février 2025");
    let short = echeances(&l(1), regime("2019").unwrap(), &[], day("2020-03-01"));
    assert!(
        short.iter().all(|e| e.type_echeance != TypeEcheance::Suivi),
        "no half-way in one year"
    );
    let old = echeances(
        &label("2013-09-11"),
        regime("2013").unwrap(),
        &[],
        day("2014-01-01"),
    );
    assert!(old.iter().all(|e| !e.proposee));
}

proptest! {
    #[test]
    fn a_decided_label_is_never_late_for_its_suivi_or_renewal(l in any_label(), r in any_regime(), n in 0i32..9000, kept: bool) {
        let au = Date::constant(2004, 1, 1).saturating_add(Span::new().days(n));
        let suite = if kept { Suite::Renouvele } else { Suite::NonRenouvele };
        let l = Label { suite: Some(suite), ..l };
        for e in echeances(&l, &regimes().unwrap()[r], &[], au) {
            if e.type_echeance != TypeEcheance::Evaluation {
                prop_assert!(!matches!(e.etat, Etat::EnRetard | Etat::AFaire | Etat::EnCours));
            }
        }
    }
}
