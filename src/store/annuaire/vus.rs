//! Which UAIs a file has already named.

/// How many numbers a UAI may have: seven figures.
const NUMEROS: usize = 10_000_000;

/// One bit a number, 1.25 MB whatever the file's size: the letter of a UAI follows from its number.
pub(super) struct Vus(Vec<u64>);

impl Default for Vus {
    fn default() -> Self {
        Self(vec![0; NUMEROS.div_ceil(64)])
    }
}

impl Vus {
    /// Notes a UAI; true the first time. A text that is no UAI is never noted.
    pub fn voir(&mut self, uai: &str) -> bool {
        let Some((word, bit)) = place(uai) else {
            return false;
        };
        let Some(word) = self.0.get_mut(word) else {
            return false;
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a UAI was noted.
    pub fn a_vu(&self, uai: &str) -> bool {
        place(uai).is_some_and(|(word, bit)| self.0.get(word).is_some_and(|w| w & bit != 0))
    }
}

fn place(uai: &str) -> Option<(usize, u64)> {
    let number: usize = uai.get(..7)?.parse().ok()?;
    Some((number / 64, 1 << (number % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_uai_is_new_once() {
        let mut vus = Vus::default();
        for uai in ["0010016M", "0010017N", "9999999A", "0000000A"] {
            assert!(!vus.a_vu(uai));
            assert!(vus.voir(uai) && !vus.voir(uai) && vus.a_vu(uai), "{uai}");
        }
        assert!(!vus.voir("") && !vus.voir("Lycée X"));
    }
}
