//! What a criterion asks of a campus `c` or a partner `p`.

use super::{Sql, modifie, prefixes, rangs, suite};
use crate::domain::requete::{Champ, Cherche, Manque};

/// Of campus `c`; None when its line has to be looked at, or when it is not about campuses.
pub(crate) fn campus(quoi: &Cherche) -> Option<Sql> {
    let words = |query: String| {
        Sql::un(
            "c.id IN (SELECT rowid FROM campus_recherche WHERE campus_recherche MATCH ?)",
            query,
        )
    };
    Some(match quoi {
        Cherche::Mots(mots) | Cherche::Dit(Champ::Campus, mots) => words(prefixes(mots)),
        Cherche::Phrase(phrase) => words(suite(phrase)),
        Cherche::Rangs(Champ::Region, ids) => rattache("region", ids),
        Cherche::Rangs(Champ::Academie, ids) => rattache("academie", ids),
        Cherche::Rangs(Champ::Filiere, ids) => Sql::un(
            "c.id IN (SELECT campus FROM campus_filiere WHERE filiere IN (SELECT value FROM json_each(?)))",
            rangs(ids),
        ),
        Cherche::Rangs(Champ::Type, ids) => Sql::un(
            "EXISTS (SELECT 1 FROM campus_partenaire l JOIN partenaire p ON p.id = l.partenaire
               WHERE l.campus = c.id AND l.archive IS NULL AND p.type IN (SELECT value FROM json_each(?)))",
            rangs(ids),
        ),
        Cherche::Dit(Champ::Partenaire, mots) => Sql::un(
            "c.id IN (SELECT campus FROM campus_partenaire WHERE archive IS NULL AND partenaire IN
               (SELECT rowid FROM partenaire_recherche WHERE partenaire_recherche MATCH ?))",
            prefixes(mots),
        ),
        Cherche::Date(Champ::Modifie, op, date) => modifie::campus(*op, *date),
        Cherche::Manque(manque) => Sql::sans(campus_sans(*manque)?),
        _ => return None,
    })
}

/// The région or académie that bears the label, or another that the campus lies in.
fn rattache(quoi: &'static str, ids: &[i64]) -> Sql {
    Sql {
        texte: format!(
            "c.{quoi} IN (SELECT value FROM json_each(?)) OR c.id IN (SELECT campus FROM campus_autre_{quoi}
               WHERE {quoi} IN (SELECT value FROM json_each(?)))"
        ),
        valeurs: vec![Box::new(rangs(ids)), Box::new(rangs(ids))],
    }
}

fn campus_sans(manque: Manque) -> Option<&'static str> {
    Some(match manque {
        Manque::Partenaire => {
            "NOT EXISTS (SELECT 1 FROM campus_partenaire WHERE campus = c.id AND archive IS NULL)"
        }
        Manque::Convention => "c.convention IS NULL",
        Manque::Filiere => "NOT EXISTS (SELECT 1 FROM campus_filiere WHERE campus = c.id)",
        Manque::Axe => "NOT EXISTS (SELECT 1 FROM axe WHERE campus = c.id)",
        Manque::Hebergement => "c.hebergement IS NULL",
        Manque::Support => "c.support IS NULL",
        Manque::Position => "c.latitude IS NULL",
        Manque::Commune => "c.commune IS NULL",
        Manque::Note => "c.note IS NULL",
        _ => return None,
    })
}

/// Of partner `p`, whose type is `t`; what is asked of its campuses must hold for one of them.
pub(crate) fn partenaire(quoi: &Cherche) -> Option<Sql> {
    let words = |query: String| {
        Sql::un(
            "p.id IN (SELECT rowid FROM partenaire_recherche WHERE partenaire_recherche MATCH ?)",
            query,
        )
    };
    Some(match quoi {
        Cherche::Mots(mots) => words(prefixes(mots)),
        Cherche::Phrase(phrase) => words(suite(phrase)),
        Cherche::Rangs(Champ::Type, ids) => Sql::un("t.id IN (SELECT value FROM json_each(?))", rangs(ids)),
        Cherche::Rangs(..) | Cherche::Dit(Champ::Campus, _) => {
            let of_campus = campus(quoi)?;
            Sql {
                texte: format!(
                    "p.id IN (SELECT l.partenaire FROM campus_partenaire l JOIN campus c ON c.id = l.campus
                       WHERE l.archive IS NULL AND ({}))",
                    of_campus.texte
                ),
                ..of_campus
            }
        }
        Cherche::Date(Champ::Modifie, op, date) => modifie::partenaire(*op, *date),
        Cherche::Manque(manque) => Sql::sans(partenaire_sans(*manque)?),
        _ => return None,
    })
}

fn partenaire_sans(manque: Manque) -> Option<&'static str> {
    Some(match manque {
        Manque::Campus => {
            "NOT EXISTS (SELECT 1 FROM campus_partenaire WHERE partenaire = p.id AND archive IS NULL)"
        }
        Manque::Convention => {
            "NOT EXISTS (SELECT 1 FROM campus_partenaire WHERE partenaire = p.id AND archive IS NULL
               AND convention IS NOT NULL)"
        }
        Manque::Uai => "p.uai IS NULL",
        Manque::Siret => "p.siret IS NULL AND p.siren IS NULL",
        Manque::Commune => "p.commune IS NULL",
        Manque::Position => "p.latitude IS NULL",
        Manque::Note => "p.note IS NULL",
        _ => return None,
    })
}
