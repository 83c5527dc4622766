//! What a role does not give is said on the screen, and not done.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::action::Action,
    domain::{CampusId, Role},
    store::Store,
};
use env::Env;
use screen::Harness;

fn seen_by(role: Role) -> Harness {
    let store = Store::in_memory("lea.roy").unwrap().limited(role);
    Harness::on(store, "2016-06-01", (120, 36))
}

#[test]
fn a_lecteur_reads_everything_and_is_told_why_nothing_else() {
    let mut h = seen_by(Role::Lecteur);
    for key in ["e", "n", "delete", "m", "u"] {
        h.keys(key).shows("«\u{a0}lea.roy\u{a0}» a le rôle de lecteur");
    }
    h.keys("e")
        .shows("est réservé aux gestionnaires et aux administrateurs");
    h.keys("4 n")
        .shows("«\u{a0}Lien d'un campus et d'un partenaire\u{a0}» est réservé");
    h.keys("2 enter e")
        .shows("«\u{a0}Modification d'un campus\u{a0}» est réservé")
        .keys("esc");
    h.keys("8 n").shows("aux membres de la commission").keys("esc");
    h.keys(":")
        .text("fusionner")
        .shows("fusionner       réservé aux gestionnaires et aux administrateurs")
        .keys("esc");
    h.hides("e modifier");
    assert!(h.app.store.mon_dernier().is_err(), "nothing was written");
}

#[test]
fn a_review_opens_to_be_read_and_keeps_nothing_that_is_typed() {
    let mut h = seen_by(Role::Gestionnaire);
    h.keys("s")
        .shows("«\u{a0}Réponse\u{a0}» est réservé aux inspecteurs et aux administrateurs");
    h.keys("tab tab").text("bonjour").keys("tab").hides("bonjour");
    h.keys("f10 f10 esc esc");
    for campus in 1..=12 {
        let au = "2016-06-01".parse().unwrap();
        assert!(h.app.store.revues(Some(CampusId(campus)), au).unwrap().is_empty());
    }
}

#[test]
fn each_role_has_its_own_actions() {
    for (role, may, may_not) in [
        (
            Role::Gestionnaire,
            &[Action::Edit, Action::New, Action::Archive, Action::Merge][..],
            &[][..],
        ),
        (
            Role::Inspecteur,
            &[Action::Undo],
            &[Action::Edit, Action::Archive],
        ),
        (Role::Commission, &[Action::Undo], &[Action::Edit, Action::Merge]),
        (
            Role::Administrateur,
            &[Action::Edit, Action::New, Action::Archive, Action::Undo],
            &[],
        ),
        (
            Role::Lecteur,
            &[Action::Open, Action::Export, Action::Suivi],
            &[Action::Undo, Action::Redo, Action::Archive],
        ),
    ] {
        let h = seen_by(role);
        for action in may {
            assert_eq!(h.app.disabled(action), None, "{role:?} {action:?}");
        }
        for action in may_not {
            let why = h.app.disabled(action).unwrap_or_default();
            assert!(why.contains("est réservé aux"), "{role:?} {action:?}: {why}");
        }
    }
    let mut h = seen_by(Role::Commission);
    h.keys("8 n").shows("Nouvelle séance");
    let mut h = seen_by(Role::Inspecteur);
    h.keys("s").hides("est réservé");
}

#[test]
#[ignore = "gives the register to another account, which only root may do"]
fn who_does_not_own_the_register_does_to_the_file_what_their_role_gives() {
    let env = Env::new();
    env.ok(&["sauvegarder"]);
    let registre = env.registre();
    std::os::unix::fs::chown(&registre, Some(65_534), None).unwrap();
    let before = std::fs::read(&registre).unwrap();
    for args in [
        &["rgpd", "extrait", "Jeanne", "Durand"][..],
        &["restaurer", "--appliquer"],
        &["verifier", "--reparer"],
    ] {
        env.refused(
            args,
            7,
            &[
                "a le rôle de lecteur\u{202f}: ",
                "est réservé aux administrateurs",
            ],
        );
    }
    assert_eq!(std::fs::read(&registre).unwrap(), before);
    assert_eq!(env.run(&["verifier"]).code, 0, "looking is for everyone");
    assert_eq!(env.run(&["restaurer"]).code, 0, "a rehearsal writes nothing");
}
