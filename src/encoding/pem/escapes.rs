//! Escapes of JSON, YAML and sources of programs, where a text was copied out of one as it stands
//! there: `-----BEGIN CERTIFICATE-----\nMIIB…`, with a backslash and an `n`.

use std::borrow::Cow;

/// The text with its escapes as what they stand for (RFC 8259, section 7). Only ASCII is written
/// so where it matters: other characters are in no armour and no digits. A backslash may be doubled
/// any number of times, as in a text within a text. No PEM has a backslash of its own.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = behind.trim_start_matches('\\');
        let (character, behind) = character(escape);
        plain.push(character);
        rest = behind;
    }
    plain.push_str(rest);
    plain.into()
}

/// What an escape stands for, and what is behind it.
fn character(escape: &str) -> (char, &str) {
    let mut characters = escape.chars();
    let stands_for = match characters.next() {
        Some('n' | 'r' | '\n' | '\r') => '\n',
        Some('t') => '\t',
        Some(c @ ('/' | '"' | '\'')) => c,
        Some('u') => {
            let digits = characters.as_str().get(..4);
            let digits = digits.filter(|it| it.bytes().all(|c| c.is_ascii_hexdigit()));
            let number = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            let Some(number) = number.filter(u8::is_ascii) else { return (' ', escape) };
            return (number.into(), characters.as_str().get(4..).unwrap_or_default());
        }
        _ => return (' ', escape),
    };
    (stands_for, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_characters() {
        for (text, want) in [
            ("A\nB", "A\nB"),
            (r"A\nB", "A\nB"),
            (r"A\r\nB", "A\n\nB"),
            (r"A\\nB", "A\nB"),
            (r"A\\\\nB", "A\nB"),
            (r"a\/b", "a/b"),
            (r"AQ\u003d\u003D", "AQ=="),
            (r"\u002b", "+"),
            (r"\u4e00", " u4e00"),
            (r"\u00", " u00"),
            (r"\u+0a0", " u+0a0"),
            ("A\\\nB", "A\nB"),
            (r"\x证\", " x证 "),
        ] {
            assert_eq!(unescaped(text), want, "{text}");
        }
    }
}
