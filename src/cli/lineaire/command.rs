//! What a typed line means: an answer, or one of the few commands.

/// A typed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An answer; empty keeps what is there.
    Answer(String),
    /// `?`
    Help,
    /// `<`: the question before, the cell before in a table.
    Back,
    /// `>`: the next step.
    Next,
    /// `:etape N`
    Step(usize),
    /// `:recap`
    Recap,
    /// `:quitter`
    Quit,
    /// `:transmettre`
    Submit,
    /// `:effacer`
    Clear,
    /// `:reprendre`: the previous review's answer.
    Take,
    /// `:suite`: goes on with the text that is there.
    Append,
    /// `:ligne`: the next row.
    NextRow,
    /// `:ligne N`
    Row(usize),
    /// `:inserer N`
    Insert(usize),
    /// `:retirer N`
    Remove(usize),
    /// `:deplacer N M`
    Move(usize, usize),
    /// `:fin`: leaves the table.
    End,
    /// A colon and something else.
    Unknown(String),
}

/// What `?` says.
pub const HELP: &str = "\
Taper la réponse puis Entrée\u{202f}; Entrée seule garde ce qui est là.
?              cette aide
<              question précédente (dans un tableau\u{202f}: case précédente)
>              étape suivante
:etape N       aller à l'étape N
:effacer       effacer la réponse
:reprendre     reprendre la réponse de la revue précédente
:suite         continuer le texte déjà écrit
:recap         récapitulation
:transmettre   transmettre la revue
:quitter       quitter\u{202f}; le brouillon reste
na             donnée absente (jamais 0), dans un nombre
Dans un tableau\u{202f}:
:ligne         ligne suivante\u{202f}; :ligne N, aller à la ligne N
:inserer N, :retirer N, :deplacer N M
:fin           question suivante
-              vider la case
Un texte qui commence par deux points s'écrit avec deux fois deux points (::).";

/// Reads a typed line.
#[must_use]
pub fn read(line: &str) -> Command {
    let line = line.trim_end();
    match line.trim() {
        "?" => return Command::Help,
        "<" => return Command::Back,
        ">" => return Command::Next,
        _ => {}
    }
    let Some(rest) = line.trim_start().strip_prefix(':') else {
        return Command::Answer(line.to_owned());
    };
    if rest.starts_with(':') {
        return Command::Answer(rest.to_owned());
    }
    let folded = crate::domain::texte::plier(rest);
    let words: Vec<&str> = folded.split(' ').collect();
    let number = |w: &str| w.parse::<usize>().ok();
    let read = match words.as_slice() {
        ["aide"] => Some(Command::Help),
        ["recap" | "recapitulation"] => Some(Command::Recap),
        ["quitter" | "q"] => Some(Command::Quit),
        ["transmettre"] => Some(Command::Submit),
        ["effacer"] => Some(Command::Clear),
        ["reprendre"] => Some(Command::Take),
        ["suite"] => Some(Command::Append),
        ["fin"] => Some(Command::End),
        ["ligne"] => Some(Command::NextRow),
        ["etape", n] => number(n).map(Command::Step),
        ["ligne", n] => number(n).map(Command::Row),
        ["inserer", n] => number(n).map(Command::Insert),
        ["retirer", n] => number(n).map(Command::Remove),
        ["deplacer", n, m] => number(n).zip(number(m)).map(|(n, m)| Command::Move(n, m)),
        _ => None,
    };
    read.unwrap_or_else(|| Command::Unknown(line.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_and_answers() {
        for (line, command) in [
            ("?", Command::Help),
            (" < ", Command::Back),
            (":étape 3", Command::Step(3)),
            (":ETAPE 12", Command::Step(12)),
            (":déplacer 2 1", Command::Move(2, 1)),
            (":etape trois", Command::Unknown(":etape trois".into())),
            (":x", Command::Unknown(":x".into())),
            ("::x", Command::Answer(":x".into())),
            ("12 < 13", Command::Answer("12 < 13".into())),
            ("", Command::Answer(String::new())),
        ] {
            assert_eq!(read(line), command, "{line}");
        }
    }

    proptest! {
        #[test]
        fn only_a_leading_colon_commands(s in "\\PC{0,30}") {
            let plain = !s.trim_start().starts_with(':') && !["?", "<", ">"].contains(&s.trim());
            if plain {
                prop_assert_eq!(read(&s), Command::Answer(s.trim_end().to_owned()));
            }
        }
    }
}
