//! How a question is written, and how an answer to it is read.

use jiff::civil::Date;

use crate::form::{Field, FormState, Kind, Origin, Problem, Value, parse, show, valid::expected};

/// The lines of a question: label, help, options, what is there, what the previous review said.
#[must_use]
pub fn lines(state: &FormState, field: &Field) -> Vec<String> {
    let mut out = vec![String::new()];
    if let Some(item) = &field.item {
        out.push(format!("[{item}]"));
    }
    let needed = if state.needs(field) && !field.fixed() {
        " (obligatoire)"
    } else {
        ""
    };
    out.push(format!("{}{needed}", field.label));
    out.extend(field.help.clone());
    out.extend(options(&field.kind));
    if let Some(previous) = state.previous(&field.id) {
        out.push(format!(
            "À la revue précédente\u{202f}: {} (:reprendre pour la reprendre)",
            show(&field.kind, &previous)
        ));
    }
    if field.table().is_none() {
        out.push(present(state, field));
    }
    out
}

/// What is there already, or how to answer.
fn present(state: &FormState, field: &Field) -> String {
    let from = match state.origin(&field.id) {
        Origin::Register => "D'après le registre",
        Origin::Previous => "D'après la revue précédente",
        Origin::Computed => "Calculé",
        Origin::Answer | Origin::Empty => "Réponse actuelle",
    };
    match state.value(&field.id) {
        Some(value) if field.fixed() => format!("{from}\u{202f}: {}", show(&field.kind, &value)),
        Some(value) => format!(
            "{from}\u{202f}: {}\nEntrée pour garder.",
            show(&field.kind, &value)
        ),
        None if field.fixed() => "Pas de réponse connue.".to_owned(),
        None => expected(&field.kind, field.absent),
    }
}

/// The options of a choice. They are numbered unless they have figures of their own: `4` then means
/// the option that begins with it.
#[must_use]
pub fn options(kind: &Kind) -> Vec<String> {
    let list = kind.options();
    let numbered = numbered(list);
    list.iter()
        .enumerate()
        .map(|(i, option)| {
            if numbered {
                format!("  {}. {option}", i + 1)
            } else {
                format!("  - {option}")
            }
        })
        .collect()
}

/// Whether options can be told by their number.
fn numbered(options: &[String]) -> bool {
    !options
        .iter()
        .any(|o| o.starts_with(|c: char| c.is_ascii_digit()))
}

/// Reads an answer; numbers of options are taken for the options.
#[must_use]
pub fn read(kind: &Kind, typed: &str, today: Date) -> Option<Value> {
    let list = kind.options();
    let by_number = match kind {
        Kind::Choice(_) if numbered(list) => option(list, typed).map(|o| Value::Text(o.clone())),
        Kind::Choices(_) if numbered(list) => several(list, typed).map(Value::List),
        _ => None,
    };
    by_number.or_else(|| parse(kind, typed, today))
}

/// The option of that number.
fn option<'a>(options: &'a [String], typed: &str) -> Option<&'a String> {
    let n: usize = typed.trim().parse().ok()?;
    options.get(n.checked_sub(1)?)
}

/// The options of those numbers, in the order of the list.
fn several(options: &[String], typed: &str) -> Option<Vec<String>> {
    let words = typed.split([' ', ',', ';']).filter(|w| !w.is_empty());
    let meant = words.map(|w| option(options, w)).collect::<Option<Vec<_>>>()?;
    let chosen: Vec<String> = options.iter().filter(|o| meant.contains(o)).cloned().collect();
    (!chosen.is_empty()).then_some(chosen)
}

/// A problem as a line.
#[must_use]
pub fn told(problem: &Problem) -> String {
    format!(
        "À revoir ({})\u{202f}: {}",
        problem.severity.mot(),
        problem.message
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::def::Options;

    fn kind(list: &[&str], several: bool) -> Kind {
        let options = Options {
            list: list.iter().map(|s| (*s).to_owned()).collect(),
            from: None,
        };
        if several {
            Kind::Choices(options)
        } else {
            Kind::Choice(options)
        }
    }

    #[test]
    fn a_number_means_an_option_unless_options_have_figures() {
        let today = Date::constant(2015, 9, 1);
        let text = |t: &str| Some(Value::Text(t.to_owned()));
        let plain = kind(&["forte", "moyenne"], false);
        assert_eq!(read(&plain, "2", today), text("moyenne"));
        assert_eq!(read(&plain, "moy", today), text("moyenne"));
        assert_eq!(
            read(&plain, "7", today),
            text("7"),
            "kept, told as not in the list"
        );
        let notes = kind(&["4 Très satisfaisant", "1 Insuffisant"], false);
        assert_eq!(read(&notes, "1", today), text("1 Insuffisant"));
        assert_eq!(options(&notes)[0], "  - 4 Très satisfaisant");
        let many = kind(&["dossier", "visite", "audition"], true);
        assert_eq!(
            read(&many, "3, 1", today),
            Some(Value::List(vec!["dossier".into(), "audition".into()]))
        );
    }
}
