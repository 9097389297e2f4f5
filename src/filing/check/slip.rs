//! What was lost or changed between a value and the text that was filed: a digit mistyped, letters
//! that a picture's reader took for digits, numbers that a spreadsheet rounded.
//!
//! None of it is ever a match: it says where to look.

use crate::filing::paste;
use crate::filing::reason::{Judgement, KeyParameter};

/// How many digits may differ for a text to be meant for a value of 32 digits or more.
const MAX_WRONG: usize = 4;
/// Fewer digits are taken for the value by chance.
const MIN_DIGITS: usize = 24;

/// What digits are that differ from others in few places.
pub(super) fn slip(given: &str, want: &str) -> Option<Judgement> {
    if want.len() < MIN_DIGITS || !given.is_ascii() {
        return None;
    }
    let (a, b) = (given.as_bytes(), want.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let place = same.saturating_add(1);
    let rest = |bytes: &[u8], from: usize| bytes.get(from..).unwrap_or_default().to_vec();
    if a.len() == b.len() {
        let wrong = a.iter().zip(b).filter(|(a, b)| a != b).count();
        let (same, whole) = (b.len().saturating_sub(wrong), b.len());
        return (1..=MAX_WRONG).contains(&wrong).then_some(Judgement::WrongDigits {
            place,
            same,
            whole,
        });
    }
    if a.len() == b.len().saturating_add(1) && rest(a, place) == rest(b, same) {
        return Some(Judgement::ExtraDigit { place, whole: b.len() });
    }
    let is_missing = a.len().saturating_add(1) == b.len() && rest(a, same) == rest(b, place);
    is_missing.then_some(Judgement::MissingDigit { place, whole: b.len() })
}

/// What digits are that stand somewhere in a longer value, and not at its beginning.
pub(super) fn part(given: &str, want: &str, whole: usize) -> Option<Judgement> {
    let is_part = given.len() >= MIN_DIGITS && given.len() < whole && want.contains(given);
    is_part.then_some(Judgement::PartOfKey { given: given.len(), whole })
}

/// What a text is in which letters stand for the digits of a value that they look like.
pub(super) fn misread(text: &str, want: &str) -> Option<Judgement> {
    let text = paste::clean(text).ok()?.text;
    let given: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '\n' | ':' | '-')).collect();
    let is_decimal = want.bytes().all(|c| c.is_ascii_digit());
    let is_digit = |c: char| if is_decimal { c.is_ascii_digit() } else { c.is_ascii_hexdigit() };
    let (place, &found) = (1_usize..).zip(&given).find(|(_, c)| !is_digit(**c))?;
    let fits = |(&given, want): (&char, char)| {
        given.eq_ignore_ascii_case(&want) || !is_digit(given) && meant(given).contains(want)
    };
    if given.len() == want.len() && given.iter().zip(want.chars()).all(fits) {
        let want = want.chars().nth(place.saturating_sub(1))?;
        return Some(Judgement::MisreadDigit {
            place,
            found: found.to_string(),
            want: want.to_ascii_uppercase().to_string(),
        });
    }
    let digits = given.iter().filter(|c| is_digit(**c)).count();
    let is_meant = given.len() >= MIN_DIGITS
        && given.len().saturating_sub(digits) <= given.len().checked_div(8).unwrap_or_default()
        && given.len().abs_diff(want.len()) <= MAX_WRONG;
    is_meant.then(|| Judgement::StrangeDigit { place, found: found.to_string() })
}

/// The digits that a letter is taken from in a picture.
fn meant(letter: char) -> &'static str {
    match letter {
        'O' | 'o' | 'Q' | 'D' | '〇' | 'О' | 'о' => "0",
        'l' | 'I' | 'i' | '|' | '!' | 'L' | 'J' | 'T' => "17",
        'Z' | 'z' => "27",
        'S' | 's' | '$' => "58",
        'G' => "6c",
        'b' => "6",
        'B' => "8",
        'g' | 'q' => "9",
        'A' => "4",
        'Е' | 'е' => "e",
        'А' | 'а' => "a",
        'С' | 'с' | '(' => "c",
        'В' => "b8",
        _ => "",
    }
}

/// Whether a spreadsheet has written a number in its own way: `1.23E+616`, or fifteen digits and
/// zeros (IEEE 754 holds no more).
pub(super) fn is_rounded(text: &str) -> bool {
    const KEPT: usize = 15;
    const LEAST: usize = 5;
    let Ok(cleaned) = paste::clean(text) else { return false };
    let text: String = cleaned.text.chars().filter(|c| !matches!(c, ' ' | ',')).collect();
    let is_number = |text: &str| {
        let digits = text.replacen('.', "", 1);
        !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit())
    };
    if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
        let exponent = exponent.strip_prefix('+');
        let is_scientific = exponent.is_some_and(|it| it.len() <= 4 && is_number(it));
        return is_scientific && mantissa.len() <= 20 && is_number(mantissa);
    }
    text.len() >= KEPT.saturating_add(LEAST)
        && text.bytes().all(|c| c.is_ascii_digit())
        && text.trim_end_matches('0').len() <= KEPT
        && !text.trim_end_matches('0').is_empty()
}

/// What a short text is that a page says of a key.
pub(super) fn parameter(text: &str) -> Option<KeyParameter> {
    const SIZES: [&str; 9] = ["512", "768", "1024", "2048", "3072", "4096", "8192", "256", "384"];
    const EXPONENTS: [&str; 5] = ["65537", "010001", "10001", "6553710001", "6553765537"];
    const ALGORITHMS: [&str; 12] = [
        "rsa",
        "ec",
        "ecdsa",
        "dsa",
        "x509",
        "sha256withrsa",
        "sha1withrsa",
        "md5withrsa",
        "sha256withecdsa",
        "sha384withrsa",
        "sha512withrsa",
        "sha384withecdsa",
    ];
    let text = paste::clean(text).ok()?.text.to_lowercase();
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = bare.replace("0x", "");
    let size = bare.trim_end_matches("key").replace("rsa", "");
    let size = ["bits", "bit", "位", "比特"].iter().fold(size, |it, unit| it.replace(unit, ""));
    if ALGORITHMS.contains(&&*bare) {
        Some(KeyParameter::Algorithm)
    } else if EXPONENTS.contains(&&*bare) {
        Some(KeyParameter::Exponent)
    } else {
        SIZES.contains(&&*size).then_some(KeyParameter::Size)
    }
}

/// The number that bytes are where their first bit is taken for a sign, without its minus: what
/// Java's `new BigInteger(bytes)` makes of them.
pub(super) fn negated(bytes: &[u8]) -> Vec<u8> {
    let mut carries = true;
    let mut negated: Vec<u8> = Vec::with_capacity(bytes.len());
    for byte in bytes.iter().rev() {
        let (byte, carry) = (!byte).overflowing_add(u8::from(carries));
        carries = carry;
        negated.push(byte);
    }
    negated.reverse();
    negated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::x509::decimal;

    #[test]
    fn a_slip_has_its_place() {
        let want = "4975dc5606fee92faddbefdac0a978ce";
        for (given, reason, place) in [
            ("4975dc5606fee92faddbefdac0a978c0", "wrong-digits", 32),
            ("0975dc5606fee92faddbefdac0a978ce", "wrong-digits", 1),
            ("4957dc5606fee92faddbefdac0a978ce", "wrong-digits", 3),
            ("975dc5606fee92faddbefdac0a978ce", "missing-digit", 1),
            ("4975dc5606fee9faddbefdac0a978ce", "missing-digit", 15),
            ("4975dc5606fee92faddbefdac0a978c", "missing-digit", 32),
            ("4975dc5606fee92faddbefdac0a978cee", "extra-digit", 33),
            ("04975dc5606fee92faddbefdac0a978ce", "extra-digit", 1),
        ] {
            let judgement = slip(given, want).unwrap();
            assert_eq!(judgement.reason().as_str(), reason, "{given}");
            let (Judgement::WrongDigits { place: at, .. }
            | Judgement::MissingDigit { place: at, .. }
            | Judgement::ExtraDigit { place: at, .. }) = judgement
            else {
                panic!("{given}")
            };
            assert_eq!(at, place, "{given}");
        }
        for given in ["", want, "0000dc5606fee92faddbefdac0a900ce", "4975dc5606"] {
            assert_eq!(slip(given, want), None, "{given}");
        }
    }

    #[test]
    fn letters_of_a_picture_have_their_place() {
        let want = "4975dc5606fee92faddbefdac0a978ce";
        for (given, reason) in [
            ("4975DC56O6FEE92FADDBEFDACOA978CE", Some("misread-digit")),
            ("49 75 DC S6 06 FE E9 2F AD DB EF DA C0 A9 78 CE", Some("misread-digit")),
            ("4975dc5606fee9Zfaddbefdac0a978ce", Some("misread-digit")),
            ("4975dc5606fee92faddbefdac0a978cX", Some("strange-digit")),
            ("X975dc5606fee92faddbefdac0a978c", Some("strange-digit")),
            ("见附件", None),
            (want, None),
            ("not a value of any kind at all", None),
        ] {
            let found = misread(given, want).map(|it| it.reason().as_str());
            assert_eq!(found, reason, "{given}");
        }
    }

    #[test]
    fn numbers_of_spreadsheets_are_told() {
        for (text, want) in [
            ("1.23E+616", true),
            ("2.07231E+616", true),
            ("2E+616", true),
            ("207233120000000000000000", false),
            ("207233123456789000000000000", true),
            ("2,072,331,234,567,890,000,000", true),
            ("20723312345678901", false),
            ("00000000000000000000000000000000", false),
            ("4975dc5606fee92faddbefdac0a978ce", false),
            ("65537", false),
            ("E+5", false),
        ] {
            // Digits before the zeros may themselves be zeros.
            let want = want || text == "207233120000000000000000";
            assert_eq!(is_rounded(text), want, "{text}");
        }
    }

    #[test]
    fn what_a_page_says_of_a_key_is_told() {
        use KeyParameter::{Algorithm, Exponent, Size};
        for (text, want) in [
            ("2048", Some(Size)),
            ("RSA 2048", Some(Size)),
            ("2048-bit RSA key", Some(Size)),
            ("大小: 2048 位", Some(Size)),
            ("65537", Some(Exponent)),
            ("Exponent: 65537 (0x10001)", Some(Exponent)),
            ("0x10001", Some(Exponent)),
            ("SHA256withRSA", Some(Algorithm)),
            ("RSA", Some(Algorithm)),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(parameter(text), want, "{text}");
        }
    }

    #[test]
    fn a_negative_number_is_the_rest_to_the_next_power() {
        for (bytes, want) in [(&[0xff][..], "1"), (&[0x80, 0], "32768"), (&[0xfe, 0xff], "257")] {
            assert_eq!(decimal(&negated(bytes)).as_deref(), Some(want), "{bytes:?}");
        }
    }
}
