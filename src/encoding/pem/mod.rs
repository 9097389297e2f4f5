//! PEM (RFC 7468) as files and people have it.
//!
//! ```text
//! text before, which means nothing
//! -----BEGIN CERTIFICATE-----          label
//! Proc-Type: 4,ENCRYPTED               headers, up to a blank line (RFC 1421, section 4.4)
//!
//! MIIDdzCCAl+gAwIBAgIEbuTCUDANBgkq…    base64
//! -----END CERTIFICATE-----            the same label
//! ```
//!
//! Blocks may be indented, in one line, in UTF-16, or escaped as in JSON; their base64 may lack its
//! padding, and be hex instead. What a block *is* is no matter of this reader: its label is handed
//! on, and readers of content decide. All is read in one pass over the text, and holds no more
//! memory than it a few times.
//!
//! [`openssl`] reads as a HarmonyOS device does, which is another question.

mod digits;
mod escapes;
pub(crate) mod openssl;

use std::borrow::Cow;

use super::text;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// What the armour of a certificate calls it (OpenSSL's `pem.h`).
pub(crate) const CERTIFICATE_LABELS: [&str; 3] =
    ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];

/// The first armour of a text.
pub(crate) struct Armour<'t> {
    /// What stands before it.
    pub(crate) before: &'t str,
    /// What it calls its content: `CERTIFICATE`.
    pub(crate) label: &'t str,
    /// Its headers and digits: up to what ends any armour.
    pub(crate) body: &'t str,
    /// What stands behind `-----END `; `None` where nothing ends it.
    pub(crate) behind: Option<&'t str>,
}

impl<'t> Armour<'t> {
    pub(crate) fn first(text: &'t str) -> Option<Self> {
        let (before, after) = text.split_once(BEGIN)?;
        let (label, body) = after.split_once(DASHES)?;
        let (body, behind) =
            body.split_once(END).map_or((body, None), |(body, end)| (body, Some(end)));
        Some(Self { before, label, body, behind })
    }

    /// Whether there is another armour's dash in the body.
    pub(crate) fn is_broken(&self) -> bool {
        self.body.contains(DASHES)
    }

    /// Whether behind `-----END ` stands what the armour began with, or as much of it as was
    /// copied, and no more.
    pub(crate) fn ends_the_text(&self) -> bool {
        self.behind
            .is_none_or(|behind| format!("{}{DASHES}", self.label).starts_with(behind.trim_end()))
    }
}

/// A run of digits between armour.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block<'t> {
    /// What the armour calls it: `CERTIFICATE`. Nothing proves it.
    pub(crate) label: &'t str,
    /// What the digits encode. `None` where they are broken, the block does not end, or its headers
    /// say that it is encrypted.
    pub(crate) der: Option<Vec<u8>>,
}

/// The text of a file in any encoding, without escapes. Characters of other encodings stand in what
/// surrounds the armour only, and are replaced.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match text::decode(bytes).unwrap_or_else(|_| text::decode_lossy(bytes)) {
        Cow::Borrowed(text) => plain(text),
        Cow::Owned(text) => Cow::Owned(plain(&text).into_owned()),
    }
}

/// A text without the escapes of JSON in it.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    escapes::unescaped(text)
}

/// Every block between armour, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    // A block without its own end reaches to the next one, which is read all the same.
    let pieces = text.split(BEGIN).skip(1);
    let block = |piece| -> Option<Block<'_>> {
        let (label, body) = str::split_once(piece, DASHES)?;
        let ends = |behind: &str| {
            behind.strip_prefix(label).is_some_and(|behind| behind.starts_with(DASHES))
        };
        let body = body.split_once(END).filter(|(_, behind)| ends(behind)).map(|(body, _)| body);
        let der = body.map(without_headers).and_then(|body| digits::decode(body?));
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

/// What a file encodes that holds one thing only: the one block between armour, or digits without
/// any.
pub(crate) fn single(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = text(bytes);
    match &mut blocks(&text)[..] {
        [] => bare(&text),
        [block] => block.der.take(),
        _ => None,
    }
}

/// What digits without armour encode, where the whole text is that, quoted or not.
///
/// A `data:` URI has its name in front; what was encoded twice is decoded twice.
pub(crate) fn bare(text: &str) -> Option<Vec<u8>> {
    let once = |text: &str| {
        let text = text.trim().trim_matches(['"', '\'']);
        let uri = text.strip_prefix("data:").and_then(|uri| uri.split_once(";base64,"));
        digits::decode(uri.map_or(text, |(_, digits)| digits))
    };
    let bytes = once(text)?;
    let again = str::from_utf8(&bytes).ok().and_then(once);
    Some(again.unwrap_or(bytes))
}

/// The digits behind the headers, which end with a blank line. `None` where these say that the
/// digits are encrypted (RFC 1421, section 4.6.1.1).
pub(crate) fn without_headers(body: &str) -> Option<&str> {
    let is_blank = |line: &str| line.trim().is_empty();
    let lines = || body.split_inclusive('\n');
    // A fingerprint of colons is no header: names of headers are longer than a byte.
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| {
            let name = name.trim();
            name.len() > 2 && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
        })
    };
    if !lines().find(|line| !is_blank(line)).is_some_and(is_header) {
        return Some(body);
    }
    let blank_first = lines().take_while(|line| is_blank(line)).count();
    let mut is_encrypted = false;
    let mut length: usize = 0;
    for (number, line) in lines().enumerate() {
        length = length.saturating_add(line.len());
        is_encrypted |= line.contains("ENCRYPTED");
        if number >= blank_first && is_blank(line) {
            break;
        }
    }
    body.get(length..).filter(|_| !is_encrypted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block<'t>(label: &'t str, der: &[u8]) -> Block<'t> {
        Block { label, der: Some(der.to_vec()) }
    }

    fn broken(label: &str) -> Block<'_> {
        Block { label, der: None }
    }

    #[test]
    fn blocks_are_found_wherever_they_stand() {
        for (text, want) in [
            ("", vec![]),
            ("-----BEGIN A-----\nAQI=\n-----END A-----\n", vec![block("A", &[1, 2])]),
            ("-----BEGIN A-----\r\nAQ\r\nI=\r\n-----END A-----\r\n", vec![block("A", &[1, 2])]),
            ("-----BEGIN A-----AQI-----END A-----", vec![block("A", &[1, 2])]),
            ("  -----BEGIN A-----\n  AQ\n  I=\n  -----END A-----\n", vec![block("A", &[1, 2])]),
            (
                r#"{"a": "-----BEGIN A-----\nAQI\u003d\n-----END A-----"}"#,
                vec![block("A", &[1, 2])],
            ),
            (
                "x -----BEGIN A-----AQI=-----END A-----\nname\n-----BEGIN B C-----AQ==-----END B \
                    C-----",
                vec![block("A", &[1, 2]), block("B C", &[1])],
            ),
            ("-----BEGIN A-----?-----END A-----", vec![broken("A")]),
            ("-----BEGIN A-----AQI=", vec![broken("A")]),
            ("-----BEGIN A-----AQI=-----END B-----", vec![broken("A")]),
            ("-----BEGIN A", vec![]),
            (
                "-----BEGIN A-----AQI=-----BEGIN B-----AQ==-----END B-----",
                vec![broken("A"), block("B", &[1])],
            ),
        ] {
            assert_eq!(blocks(&plain(text)), want, "{text}");
        }
    }

    #[test]
    fn headers_are_no_digits() {
        for (body, want) in [
            ("\nAQI=\n", Some("\nAQI=\n")),
            ("\nName: value\n\nAQI=\n", Some("AQI=\n")),
            ("\n\r\nName: value\r\n more\r\n\r\nAQI=\r\n", Some("AQI=\r\n")),
            ("\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nAQI=\n", None),
            ("\nName: value\nAQI=\n", Some("")),
            ("\n30:82:01:02\n", Some("\n30:82:01:02\n")),
            ("", Some("")),
        ] {
            assert_eq!(without_headers(body), want, "{body}");
        }
    }

    #[test]
    fn a_text_of_one_thing_encodes_it() {
        let one = b"-----BEGIN A-----\nAQI=\n-----END A-----\n";
        for (bytes, want) in [
            (&one[..], Some(vec![1, 2])),
            (b"AQI=\n", Some(vec![1, 2])),
            (b"\"AQI=\"\n", Some(vec![1, 2])),
            (&[one, &one[..]].concat(), None),
            (b"nothing of the kind!", None),
            (b"TUlJQkFn", Some(vec![0x30, 0x82, 1, 2])),
            (b"data:application/x-pkcs12;base64,MIIBAg==", Some(vec![0x30, 0x82, 1, 2])),
        ] {
            assert_eq!(single(bytes), want);
        }
    }

    #[test]
    fn texts_of_any_length_cost_little() {
        let start = std::time::Instant::now();
        let text = "-----BEGIN A-----".repeat(1 << 17);
        assert_eq!(blocks(&text).len(), 1 << 17);
        let text = format!("-----BEGIN A-----{}", "-----END B-----".repeat(1 << 17));
        assert_eq!(blocks(&text), [broken("A")]);
        assert_eq!(plain(&"\\".repeat(1 << 21)), " ");
        assert_eq!(plain(&"\\u".repeat(1 << 20)).len(), 2 << 20);
        assert_eq!(without_headers(&"Name: value\n".repeat(1 << 17)), Some(""));
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
