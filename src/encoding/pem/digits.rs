//! The digits between armour, or without any: base64, or hex.

use base64ct::{Base64, Encoding};

/// What stands between digits: blanks, and the marks that editors leave where texts were joined.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// What a run of digits encodes: hex of a structure, with colons or without, or base64, with its
/// padding or without.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut digits: String = text.chars().filter(|&c| !is_between(c)).collect();
    if let Some(der) = hex_structure(&digits) {
        return Some(der);
    }
    digits.truncate(digits.trim_end_matches('=').len());
    while !digits.len().is_multiple_of(4) {
        digits.push('=');
    }
    Base64::decode_vec(&digits).ok().filter(|der| !der.is_empty())
}

/// A SEQUENCE (30) of more than 127 bytes (81 to 83) in hex. In base64 these letters encode none.
fn hex_structure(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|&c| c != ':').collect();
    let is_structure = ["3081", "3082", "3083"].iter().any(|head| digits.starts_with(head));
    hex::decode(&digits).ok().filter(|_| is_structure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_hex_or_base64() {
        for (text, want) in [
            ("3082 0102", Some(vec![0x30, 0x82, 1, 2])),
            ("30:82:01:02\n", Some(vec![0x30, 0x82, 1, 2])),
            ("308102AB", Some(vec![0x30, 0x81, 2, 0xab])),
            ("MIIB\nAg==\n", Some(vec![0x30, 0x82, 1, 2])),
            ("MIIBAg", Some(vec![0x30, 0x82, 1, 2])),
            ("\u{feff}MIIB\u{200b}Ag", Some(vec![0x30, 0x82, 1, 2])),
            ("abcd", Some(vec![0x69, 0xb7, 0x1d])),
            ("not base64!", None),
            ("=", None),
            ("", None),
        ] {
            assert_eq!(decode(text), want, "{text}");
        }
    }
}
