//! Two long texts beside each other: the part that differs, with a few words around.

/// Texts shorter than this are shown whole.
const COURT: usize = 160;

/// Characters kept on each side of what differs.
const AUTOUR: usize = 30;

/// The part of two texts that differs, with a little of what they share around it; both whole when they are
/// short or share nothing. Says whether anything was left out.
#[must_use]
pub fn extraits(avant: &str, apres: &str) -> (String, String, bool) {
    let (a, b): (Vec<char>, Vec<char>) = (avant.chars().collect(), apres.chars().collect());
    if a.len() <= COURT && b.len() <= COURT {
        return (avant.to_owned(), apres.to_owned(), false);
    }
    let same = |(x, y): &(&char, &char)| x == y;
    let head = a.iter().zip(&b).take_while(same).count();
    let most = a.len().min(b.len()) - head;
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(most)
        .take_while(same)
        .count();
    let (from, left) = (head.saturating_sub(AUTOUR), tail.saturating_sub(AUTOUR));
    let part = |all: &[char]| {
        let kept = all.get(from..all.len() - left).unwrap_or(all);
        let cut = kept.len().min(4 * COURT);
        let shortened = cut < kept.len();
        let text: String = kept.iter().take(cut).collect();
        let before = if from > 0 { "… " } else { "" };
        let after = if left > 0 || shortened { " …" } else { "" };
        (format!("{before}{text}{after}"), shortened)
    };
    let ((before, cut_a), (after, cut_b)) = (part(&a), part(&b));
    (before, after, from > 0 || left > 0 || cut_a || cut_b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs_is_shown_of_long_texts() {
        let long = "Le campus anime un réseau d'établissements. ".repeat(20);
        let (a, b, cut) = extraits(&format!("{long}Rien.{long}"), &format!("{long}Tout.{long}"));
        assert!(cut && a.chars().count() < 100 && b.chars().count() < 100);
        assert!(a.contains("Rien.") && b.contains("Tout."), "{a} / {b}");
        assert_eq!(extraits("a", "b"), ("a".to_owned(), "b".to_owned(), false));
    }

    proptest! {
        #[test]
        fn any_two_texts_are_cut_without_a_fault(a in "\\PC{0,400}", b in "\\PC{0,400}") {
            let (x, y, cut) = extraits(&a, &b);
            prop_assert!(cut || (x == a && y == b));
            prop_assert!(a == b || x != y || cut);
        }
    }
}
