//! UAI, SIREN, SIRET, RNA, codes of départements and communes: what an identifier should look like
//! (`domaine.md` § 5.1-5.3; codes: Insee, code officiel géographique).
//! Each check gives the identifier as the register writes it, or advice with its mend. Advice, never
//! a refusal: a source may be wrong and the register still has to hold what it says.

/// A check: the identifier as the register writes it, or advice with its mend.
pub type Controle = fn(&str) -> Result<String, String>;

/// Key letters of a UAI: no I, O or Q.
const CLES_UAI: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// SIREN of La Poste, whose establishments do not all satisfy Luhn.
const LA_POSTE: &str = "356000000";

/// What was typed, without spaces, dots or hyphens, in capitals.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{2011}'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// Values of a text made of exactly `n` ASCII digits.
fn digits(text: &str, n: usize) -> Option<Vec<u32>> {
    let all: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    all.filter(|d| d.len() == n)
}

/// Luhn's sum, a multiple of ten for a right number.
fn luhn(digits: &[u32]) -> u32 {
    digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, d * 2) {
            (0, _) => *d,
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum()
}

/// A UAI (formerly RNE): seven digits and the letter at `number mod 23`. `0010001w` gives `0010001W`.
pub fn uai(text: &str) -> Result<String, String> {
    let uai = compact(text);
    let shape = "un UAI a sept chiffres puis une lettre, par exemple 0010016M";
    let Some((number, key)) = uai.len().checked_sub(1).and_then(|n| uai.split_at_checked(n)) else {
        return Err(shape.into());
    };
    if digits(number, 7).is_none() || !key.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(shape.into());
    }
    let rest = number.parse::<usize>().map_err(|_| shape.to_owned())? % CLES_UAI.len();
    let expected = char::from(CLES_UAI[rest]);
    if key.starts_with(expected) {
        Ok(uai)
    } else {
        Err(format!(
            "clé attendue\u{202f}: {expected} (vérifier les chiffres ou la lettre de l'UAI)"
        ))
    }
}

/// A SIREN: nine digits that satisfy Luhn.
pub fn siren(text: &str) -> Result<String, String> {
    let siren = compact(text);
    let d = digits(&siren, 9).ok_or("un SIREN a neuf chiffres")?;
    if luhn(&d).is_multiple_of(10) {
        Ok(siren)
    } else {
        Err(last_digit("SIREN", &d))
    }
}

/// A SIRET: a SIREN and five digits, Luhn on the fourteen; for La Poste a sum of digits that is a
/// multiple of five does as well.
pub fn siret(text: &str) -> Result<String, String> {
    let siret = compact(text);
    let d = digits(&siret, 14).ok_or("un SIRET a quatorze chiffres, les neuf du SIREN d'abord")?;
    let la_poste = siret.starts_with(LA_POSTE) && d.iter().sum::<u32>().is_multiple_of(5);
    if !la_poste && !luhn(&d).is_multiple_of(10) {
        return Err(last_digit("SIRET", &d));
    }
    if !luhn(&d[..9]).is_multiple_of(10) {
        return Err(format!(
            "les neuf premiers chiffres ne font pas un SIREN\u{202f}: {}",
            last_digit("SIREN", &d[..9])
        ));
    }
    Ok(siret)
}

/// The number of an association: W and nine digits, without key.
pub fn rna(text: &str) -> Result<String, String> {
    let rna = compact(text);
    match rna.strip_prefix('W').and_then(|n| digits(n, 9)) {
        Some(_) => Ok(rna),
        None => Err("un numéro RNA est un W suivi de neuf chiffres".into()),
    }
}

/// The code of a département: `01` to `95` (Corsica `2A`, `2B`), `971` to `978`, `984`, `986` to `988`. The forms
/// that exports give are read: `1`, `001` and `02A` are `01`, `01` and `2A`.
pub fn departement(text: &str) -> Result<String, String> {
    let typed = compact(text);
    let short = typed.trim_start_matches('0');
    let code = if short.len() == 1 {
        format!("0{short}")
    } else {
        short.to_owned()
    };
    let known = match (code.as_str(), code.parse::<u16>()) {
        ("2A" | "2B", _) => true,
        ("20", _) => return Err("la Corse a deux départements\u{202f}: 2A et 2B".into()),
        (_, Ok(n)) => {
            code.len() == 2 && (1..=95).contains(&n)
                || code.len() == 3 && matches!(n, 971..=978 | 984 | 986..=988)
        }
        _ => false,
    };
    let ascii = typed.len() <= 3 && typed.bytes().all(|b| b.is_ascii_alphanumeric());
    if known && ascii {
        Ok(code)
    } else {
        Err("un code de département va de 01 à 95, 2A ou 2B en Corse, 971 à 988 outre-mer".into())
    }
}

/// The Insee code of a commune: five characters, the département first. `01283`, `2A004`, `97411`.
pub fn commune(text: &str) -> Result<String, String> {
    let code = compact(text);
    let shape =
        "un code Insee de commune a cinq caractères, le département d'abord, par exemple 01283 ou 2A004";
    let overseas = code.starts_with("97") || code.starts_with("98");
    let head = if overseas { 3 } else { 2 };
    match code.split_at_checked(head) {
        Some((of, rest)) if code.len() == 5 && digits(rest, 5 - head).is_some() => match departement(of) {
            Ok(d) if d == of => Ok(code),
            _ => Err(format!("{shape}\u{202f}; « {of} » n'est pas un département")),
        },
        _ => Err(shape.into()),
    }
}

/// A postal code: five figures, those of a département or of a large post office first. `01100`, `20137`, `97490`.
pub fn code_postal(text: &str) -> Result<String, String> {
    let code = compact(text);
    match digits(&code, 5) {
        Some(_) => Ok(code),
        None => Err("un code postal a cinq chiffres, par exemple 01100".into()),
    }
}

/// What was typed as the register keeps it: in its form when it is right, else trimmed and in capitals, for a source
/// may be wrong and the register still holds what it says. None when blank.
pub fn propre(text: &str, check: Controle) -> Option<String> {
    let typed = super::texte::une_ligne(text).trim().to_uppercase();
    (!typed.is_empty()).then(|| check(&typed).unwrap_or(typed))
}

/// Whichever of UAI, SIRET, SIREN and RNA the text looks like, checked; advice when it looks like none.
pub fn identifiant(text: &str) -> Result<String, String> {
    let id = compact(text);
    match (id.len(), id.starts_with('W')) {
        (10, true) => rna(&id),
        (8, _) => uai(&id),
        (9, _) => siren(&id),
        (14, _) => siret(&id),
        _ => Err(
            "ni UAI (8 caractères), ni SIREN (9 chiffres), ni SIRET (14 chiffres), \
                  ni RNA (W et 9 chiffres)"
                .into(),
        ),
    }
}

/// Advice for a Luhn key that does not fit: the digit that would.
fn last_digit(name: &str, digits: &[u32]) -> String {
    let Some((last, _)) = digits.split_last() else {
        return format!("{name} vide");
    };
    let expected = (last + 10 - luhn(digits) % 10) % 10;
    format!("clé du {name} attendue\u{202f}: {expected} en dernier chiffre, ou un autre chiffre est faux")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_key_letter_of_a_uai() {
        for right in ["0010001W", "0010016M", "0010020S", "0333269Z", "0011119L"] {
            assert_eq!(uai(right).as_deref(), Ok(right));
        }
        assert_eq!(uai(" 0010016m ").as_deref(), Ok("0010016M"));
        assert!(uai("0010016W").unwrap_err().contains("attendue\u{202f}: M"));
        for wrong in ["", "M", "001001M", "00100160", "é", "00100166M", "0010016é"] {
            assert!(uai(wrong).unwrap_err().contains("sept chiffres"), "{wrong}");
        }
    }

    #[test]
    fn luhn_on_siren_and_siret() {
        for right in [
            "19010001600012",
            "19010006500019",
            "43937112100013",
            "77930082100013",
        ] {
            assert_eq!(siret(right).as_deref(), Ok(right));
            assert_eq!(siren(&right[..9]).as_deref(), Ok(&right[..9]));
        }
        assert_eq!(siret("190 100 016 00012").as_deref(), Ok("19010001600012"));
        assert!(siren("190100017").unwrap_err().contains("attendue\u{202f}: 6"));
        assert!(
            siret("19010001600013")
                .unwrap_err()
                .contains("attendue\u{202f}: 2")
        );
        assert!(siret("1901000160001").unwrap_err().contains("quatorze"));
    }

    #[test]
    fn la_poste_counts_its_own_way() {
        assert!(siret("35600000000048").is_ok(), "head office: Luhn only");
        assert!(siret("35600000009075").is_ok(), "sum of digits only");
        assert!(siret("35600000009076").is_err());
    }

    #[test]
    fn the_shape_tells_which_identifier_it_is() {
        for right in ["0010016M", "190100016", "19010001600012", "W751234567"] {
            assert_eq!(identifiant(right).as_deref(), Ok(right));
        }
        assert!(identifiant("0010016W").unwrap_err().contains("UAI"));
        assert!(identifiant("Lycée").unwrap_err().contains("ni UAI"));
        assert!(rna("751234567").is_err());
    }

    #[test]
    fn codes_of_departements_and_communes() {
        for (typed, code) in [
            ("1", "01"),
            ("001", "01"),
            ("02A", "2A"),
            ("2b", "2B"),
            ("974", "974"),
            ("95", "95"),
        ] {
            assert_eq!(departement(typed).as_deref(), Ok(code), "{typed}");
        }
        for wrong in ["", "0", "96", "970", "2C", "Ain", "0974", "1000", "é"] {
            assert!(departement(wrong).is_err(), "{wrong}");
        }
        assert!(departement("20").unwrap_err().contains("2A et 2B"));
        for right in ["01283", "2A004", "97411", "98818"] {
            assert_eq!(commune(right).as_deref(), Ok(right));
        }
        for wrong in ["", "1283", "20004", "96001", "0128A", "012834", "01é8"] {
            assert!(commune(wrong).is_err(), "{wrong}");
        }
        assert_eq!(code_postal("01 100").as_deref(), Ok("01100"));
        for wrong in ["Latresne2", "1100", "2A004", ""] {
            assert!(code_postal(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_is_kept_trimmed_and_in_capitals() {
        assert_eq!(propre(" 0010016m ", uai).as_deref(), Some("0010016M"));
        assert_eq!(
            propre(" 0010016w ", uai).as_deref(),
            Some("0010016W"),
            "wrong key"
        );
        assert_eq!(propre(" à voir ", siret).as_deref(), Some("À VOIR"));
        assert_eq!(propre("  ", uai), None);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer_and_a_right_one_is_stable(s in any::<String>()) {
            for check in [uai as Controle, siren, siret, rna, identifiant, departement, commune] {
                if let Ok(id) = check(&s) {
                    prop_assert_eq!(check(&id), Ok(id.clone()));
                }
                if let Some(kept) = propre(&s, check) {
                    prop_assert!(!kept.chars().any(char::is_control));
                }
            }
        }

        #[test]
        fn the_advised_key_is_right(n in 0u32..10_000_000, siren_start in 0u64..100_000_000) {
            let rest = usize::try_from(n).unwrap() % 23;
            let with_key = format!("{n:07}{}", char::from(CLES_UAI[rest]));
            prop_assert_eq!(uai(&with_key), Ok(with_key));
            let wrong_key = format!("{n:07}{}", char::from(CLES_UAI[(rest + 1) % 23]));
            prop_assert!(uai(&wrong_key).is_err());
            let right = (0..10).filter(|k| siren(&format!("{siren_start:08}{k}")).is_ok()).count();
            prop_assert_eq!(right, 1);
        }
    }
}
