//! Deadlines as a calendar (RFC 5545): whole days, lasting identities, an alarm a month before.

use std::{collections::HashMap, rc::Rc};

use anyhow::Context as _;
use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, EventStatus, Property, Trigger};
use jiff::{ToSpan as _, civil::Date};

use crate::clock;
use crate::domain::texte::{nettoyer, une_ligne};
use crate::domain::{CampusId, CampusLigne, DatePartielle, Echeance, Etat, Terme, TypeEcheance};

/// How long before a day, or before a window opens and closes, a calendar reminds of it.
const RAPPEL_JOURS: i64 = 30;

/// Who makes the file.
const PRODID: &str = "-//cmq//Registre des campus des métiers et des qualifications//FR";

/// Identities of label periods, by campus and start.
type Identites = HashMap<(CampusId, DatePartielle), String>;

/// The calendar of these deadlines, states as of `au`: lines folded, texts escaped, CRLF.
pub fn agenda(found: &[(Rc<CampusLigne>, Echeance)], ids: &Identites, au: Date) -> anyhow::Result<String> {
    let stamp = clock::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODID), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property((key, value));
    }
    calendar.name("Échéances du label Campus des métiers et des qualifications");
    for (campus, echeance) in found {
        let period = ids
            .get(&(campus.id, campus.periode(echeance).debut))
            .with_context(|| format!("le label du campus {} n'a pas d'identité", campus.id))?;
        let uid = format!("{period}-{}@cmq", echeance.type_echeance.code());
        calendar.push(event(campus, echeance, &uid, &stamp, au));
    }
    Ok(within_75(&calendar.to_string()))
}

/// Lines of at most 75 octets (RFC 5545 § 3.1): the library counts a continuation without the space it
/// begins with, and may go to 76.
fn within_75(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive("\r\n") {
        if line.len() <= 75 + "\r\n".len() {
            out.push_str(line);
            continue;
        }
        let at = (0..=75).rev().find(|i| line.is_char_boundary(*i)).unwrap_or(0);
        let (head, tail) = line.split_at(at);
        out.extend([head, "\r\n ", tail]);
    }
    out
}

/// One deadline as an event of whole days.
fn event(c: &CampusLigne, e: &Echeance, uid: &str, stamp: &str, au: Date) -> Event {
    let (first, last) = (e.terme.debut().first(), e.terme.fin().last());
    let name = titre(e.type_echeance);
    let summary = une_ligne(&format!("{name} · {}", c.nom_court));
    let categories = [une_ligne(name), une_ligne(&c.region), une_ligne(&c.academie)];
    let mut event = Event::new();
    event
        .uid(uid)
        .add_property("DTSTAMP", stamp)
        .append_property(day("DTSTART", first))
        // The end of a whole-day event is the day after its last.
        .append_property(day("DTEND", last.saturating_add(1.day())))
        .summary(&summary)
        .description(&nettoyer(&description(c, e, au)))
        .location(&une_ligne(&format!("{}, {}", c.lieu, c.region)))
        .add_property("TRANSP", "TRANSPARENT")
        .status(status(e))
        .categories(categories);
    for (i, trigger) in triggers(e.terme).into_iter().enumerate() {
        // Without these two the library would write the time of day and a random identity.
        let alarm = Alarm::display(&summary, trigger)
            .add_property("UID", format!("{uid}-rappel-{}", i + 1))
            .add_property("DTSTAMP", stamp)
            .done();
        event.alarm(alarm);
    }
    event.done()
}

/// A property whose value is a day.
fn day(key: &str, day: Date) -> Property {
    let text = day.strftime("%Y%m%d").to_string();
    Property::new(key, text).add_parameter("VALUE", "DATE").done()
}

/// Before the first day; for a window before its last day too.
fn triggers(terme: Terme) -> Vec<Trigger> {
    let month = TimeDelta::days(RAPPEL_JOURS);
    match terme {
        Terme::Date(_) => vec![Trigger::before_start(month)],
        Terme::Fenetre(..) => vec![Trigger::before_start(month), Trigger::before_end(month)],
    }
}

/// What falls due, at the head of a line of its own.
fn titre(t: TypeEcheance) -> &'static str {
    match t {
        TypeEcheance::Suivi => "Suivi à deux ans",
        TypeEcheance::Evaluation => "Évaluation de la quatrième année",
        TypeEcheance::Renouvellement => "Renouvellement du label",
        TypeEcheance::Fin => "Fin du label",
    }
}

/// What the calendar tells of the event: a date not known to the day is not firm.
fn status(e: &Echeance) -> EventStatus {
    let firm = |d| matches!(d, DatePartielle::Jour(_));
    if e.etat == Etat::SansObjet {
        EventStatus::Cancelled
    } else if firm(e.terme.debut()) && firm(e.terme.fin()) {
        EventStatus::Confirmed
    } else {
        EventStatus::Tentative
    }
}

/// The deadline in sentences.
fn description(c: &CampusLigne, e: &Echeance, au: Date) -> String {
    let mut lines = vec![
        c.nom.clone(),
        format!("Terme\u{202f}: {}", e.terme.fr()),
        format!(
            "État au {}\u{202f}: {}",
            DatePartielle::Jour(au).fr(),
            e.etat.libelle()
        ),
        format!(
            "Label\u{202f}: {}",
            Terme::Fenetre(c.periode(e).debut, c.periode(e).fin()).fr()
        ),
    ];
    if e.proposee {
        lines.push("Échéance proposée\u{202f}: aucun texte ne la fixe.".to_owned());
    }
    if let Some(revue) = e.type_echeance.revue() {
        lines.push(format!("Pour l'ouvrir\u{202f}: cmq {} {}", revue.code(), c.id));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Label, RegionId};
    use proptest::prelude::*;

    fn campus(nom: &str) -> CampusLigne {
        CampusLigne {
            id: CampusId(1),
            nom: nom.to_owned(),
            nom_usage: None,
            nom_court: nom.to_owned(),
            region_id: RegionId(1),
            region: "Bretagne".to_owned(),
            region_actuelle: "Bretagne".to_owned(),
            academie: "Rennes".to_owned(),
            ailleurs: crate::domain::Ailleurs::default(),
            lieu: nom.to_owned(),
            axes: Vec::new(),
            filieres: Vec::new(),
            label: Label {
                debut: DatePartielle::Annee(2013),
                duree_ans: 4,
                regime: "2013".to_owned(),
                categorie: "CMQ".to_owned(),
                acte: None,
                suite: None,
            },
            echeances: Vec::new(),
            suivant: None,
            partenaires: 0,
            rev: 1,
        }
    }

    fn due(terme: Terme) -> Echeance {
        Echeance {
            type_echeance: TypeEcheance::Suivi,
            terme,
            etat: Etat::AFaire,
            revue: None,
            proposee: false,
        }
    }

    fn text(nom: &str, terme: Terme) -> String {
        let ids = Identites::from([((CampusId(1), DatePartielle::Annee(2013)), "u".to_owned())]);
        agenda(
            &[(Rc::new(campus(nom)), due(terme))],
            &ids,
            Date::constant(2015, 9, 1),
        )
        .unwrap()
    }

    #[test]
    fn spans_end_the_day_after_their_last() {
        for (terme, dates) in [
            (
                Terme::Date(DatePartielle::Annee(2015)),
                ["DTSTART;VALUE=DATE:20150101", "DTEND;VALUE=DATE:20160101"],
            ),
            (
                Terme::Date(DatePartielle::Mois(2016, 2)),
                ["DTSTART;VALUE=DATE:20160201", "DTEND;VALUE=DATE:20160301"],
            ),
            (
                Terme::Fenetre(
                    DatePartielle::Jour(Date::constant(2016, 9, 11)),
                    DatePartielle::Jour(Date::constant(2017, 9, 11)),
                ),
                ["DTSTART;VALUE=DATE:20160911", "DTEND;VALUE=DATE:20170912"],
            ),
        ] {
            let ics = text("Plasticampus", terme);
            assert!(dates.iter().all(|d| ics.contains(&format!("{d}\r\n"))), "{ics}");
            let alarms = ics.matches("BEGIN:VALARM").count();
            assert_eq!(alarms, if matches!(terme, Terme::Fenetre(..)) { 2 } else { 1 });
        }
    }

    proptest! {
        #[test]
        fn any_name_reads_back(nom in any::<String>()) {
            let ics = text(&nom, Terme::Date(DatePartielle::Annee(2015)));
            prop_assert!(ics.ends_with("\r\n"));
            for line in ics.trim_end().split("\r\n") {
                prop_assert!(line.len() <= 75 && !line.chars().any(char::is_control), "{line:?}");
            }
            let unfolded = ics.replace("\r\n ", "");
            let shown = unfolded.split("\r\n").find_map(|l| l.strip_prefix("SUMMARY:")).unwrap();
            let read = shown.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
            prop_assert_eq!(read, une_ligne(&format!("Suivi à deux ans · {nom}")));
        }
    }
}
