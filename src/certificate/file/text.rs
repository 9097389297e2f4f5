//! Text files that carry certificates: PEM armour (RFC 7468), bare base64 or hex, in the encodings
//! that editors write.

use std::borrow::Cow;

use base64ct::{Base64, Encoding};

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// A run of base64 between armour.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block<'t> {
    /// What the armour calls it: `CERTIFICATE`.
    pub(crate) label: &'t str,
    /// `None` where the base64 is broken, or the block does not end.
    pub(crate) der: Option<Vec<u8>>,
}

/// Whether bytes are the start of a text: there are no control characters but those that lay it
/// out.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let whole = bytes.get(..bytes.len() & !1).unwrap_or_default();
    decode(whole).chars().all(|c| !c.is_control() || c.is_whitespace())
}

/// The text of a file in UTF-8 or UTF-16, with or without a byte order mark. Bytes of other
/// encodings stand in what surrounds the armour only, and are replaced.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            utf16(bytes, u16::from_le_bytes).into()
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            utf16(bytes, u16::from_be_bytes).into()
        }
        _ => String::from_utf8_lossy(bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
    char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Every block between armour, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    // A block without its own end reaches to the next one, which is read all the same.
    let pieces = text.split(BEGIN).skip(1);
    let block = |piece| -> Option<Block<'_>> {
        let (label, body) = str::split_once(piece, DASHES)?;
        let end = format!("{DASHES}END {label}{DASHES}");
        let der = body.split_once(end.as_str()).and_then(|(inner, _)| base64(inner));
        Some(Block { label, der })
    };
    pieces.filter_map(block).collect()
}

/// Whether more certificates seem to begin in a text than blocks of them were found: the armour of
/// one is damaged.
pub(crate) fn has_damaged_head(text: &str, blocks: &[Block<'_>]) -> bool {
    const LABEL: &str = "CERTIFICATE";
    let found = blocks.iter().filter(|block| block.label.starts_with(LABEL)).count();
    text.matches("BEGIN CERTIFICATE").count() > found
}

/// What base64 or hex without armour encodes, where the whole text is that.
pub(crate) fn bare(text: &str) -> Option<Vec<u8>> {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits: String = joined.chars().filter(|&c| c != ':').collect();
    // A certificate is a SEQUENCE (30) of more than 127 bytes (82).
    if digits.starts_with("3082")
        && let Ok(der) = hex::decode(&digits)
    {
        return Some(der);
    }
    base64(&joined)
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits.truncate(digits.trim_end_matches('=').len());
    while !digits.len().is_multiple_of(4) {
        digits.push('=');
    }
    Base64::decode_vec(&digits).ok().filter(|der| !der.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_of_editors() {
        let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            [mark, &"-A\n".encode_utf16().flat_map(bytes).collect::<Vec<_>>()].concat()
        };
        for (name, bytes) in [
            ("UTF-8", b"-A\n".to_vec()),
            ("UTF-8 with a mark", b"\xef\xbb\xbf-A\n".to_vec()),
            ("UTF-16 LE with a mark", utf16(&[0xff, 0xfe], u16::to_le_bytes)),
            ("UTF-16 BE with a mark", utf16(&[0xfe, 0xff], u16::to_be_bytes)),
            ("UTF-16 LE", utf16(&[], u16::to_le_bytes)),
            ("UTF-16 BE", utf16(&[], u16::to_be_bytes)),
        ] {
            assert_eq!(decode(&bytes), "-A\n", "{name}");
        }
    }

    #[test]
    fn blocks_are_found_wherever_they_stand() {
        let block = |label, der: &[u8]| Block { label, der: Some(der.to_vec()) };
        let broken = |label| Block { label, der: None };
        for (text, want) in [
            ("", vec![]),
            ("-----BEGIN A-----\nAQI=\n-----END A-----\n", vec![block("A", &[1, 2])]),
            ("-----BEGIN A-----\r\nAQ\r\nI=\r\n-----END A-----\r\n", vec![block("A", &[1, 2])]),
            ("-----BEGIN A-----AQI-----END A-----", vec![block("A", &[1, 2])]),
            (
                "x -----BEGIN A-----AQI=-----END A-----\nname\n-----BEGIN B C-----AQ==-----END B \
                    C-----",
                vec![block("A", &[1, 2]), block("B C", &[1])],
            ),
            ("-----BEGIN A-----?-----END A-----", vec![broken("A")]),
            ("-----BEGIN A-----AQI=", vec![broken("A")]),
            ("-----BEGIN A", vec![]),
            (
                "-----BEGIN A-----AQI=-----BEGIN B-----AQ==-----END B-----",
                vec![broken("A"), block("B", &[1])],
            ),
        ] {
            assert_eq!(blocks(text), want, "{text}");
        }
    }

    #[test]
    fn bare_text_is_hex_or_base64() {
        for (text, want) in [
            ("3082 0102", Some(vec![0x30, 0x82, 1, 2])),
            ("30:82:01:02\n", Some(vec![0x30, 0x82, 1, 2])),
            ("MIIB\nAg==\n", Some(vec![0x30, 0x82, 1, 2])),
            ("MIIBAg", Some(vec![0x30, 0x82, 1, 2])),
            ("not base64!", None),
            ("", None),
        ] {
            assert_eq!(bare(text), want, "{text}");
        }
    }

    #[test]
    fn blocks_without_ends_cost_little() {
        let text = "-----BEGIN A-----".repeat(1 << 17);
        let start = std::time::Instant::now();
        assert_eq!(blocks(&text).len(), 1 << 17);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
