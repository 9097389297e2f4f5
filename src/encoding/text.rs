//! Bytes of a file as text: UTF-8 and UTF-16, with a byte order mark or without, as editors,
//! PowerShell and Windows Notepad write them.
//!
//! Of other encodings (GBK, Latin-1) nothing is guessed: what is neither stays bytes.

use std::borrow::Cow;

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// They begin as UTF-16 and are none: an odd byte, or half a pair of surrogates.
    DamagedUtf16,
    /// They are no UTF-8.
    OtherEncoding,
}

type Unit = fn([u8; 2]) -> u16;

/// The text of a file, without its byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NoText> {
    match encoding(bytes) {
        Encoding::Utf8(text) => {
            str::from_utf8(text).map(Cow::Borrowed).map_err(|_| NoText::OtherEncoding)
        }
        Encoding::Utf16(units, unit) => {
            let (pairs, odd) = units.as_chunks::<2>();
            let characters = char::decode_utf16(pairs.iter().map(|&pair| unit(pair)));
            let text: Result<String, _> = characters.collect();
            text.ok().filter(|_| odd.is_empty()).map(Cow::Owned).ok_or(NoText::DamagedUtf16)
        }
    }
}

/// The same of any bytes: what is no text of its encoding is replaced (U+FFFD). For looking for
/// ASCII within a text, whatever language its comments are in.
pub(crate) fn decode_lossy(bytes: &[u8]) -> Cow<'_, str> {
    match encoding(bytes) {
        Encoding::Utf8(text) => String::from_utf8_lossy(text),
        Encoding::Utf16(units, unit) => {
            let units = units.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
            let characters = char::decode_utf16(units);
            characters.map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
    }
}

/// Whether bytes are the start of a text: there are no control characters but those that lay it
/// out.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let whole = bytes.get(..bytes.len() & !1).unwrap_or_default();
    decode_lossy(whole).chars().all(|c| !c.is_control() || c.is_whitespace())
}

/// An encoding, and the bytes behind the mark.
enum Encoding<'a> {
    Utf8(&'a [u8]),
    Utf16(&'a [u8], Unit),
}

fn encoding(bytes: &[u8]) -> Encoding<'_> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Encoding::Utf8(rest),
        [0xff, 0xfe, rest @ ..] => Encoding::Utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => Encoding::Utf16(rest, u16::from_be_bytes),
        _ => match unmarked(bytes) {
            Some(unit) => Encoding::Utf16(bytes, unit),
            None => Encoding::Utf8(bytes),
        },
    }
}

/// UTF-16 without a mark: of every two bytes one and always the same is 0, which no text in UTF-8
/// has. Comments in Chinese may stand in it, so that half of all pairs are enough, where none is 0
/// altogether.
fn unmarked(bytes: &[u8]) -> Option<Unit> {
    let pairs = bytes.as_chunks::<2>().0;
    let is_of = |unit: Unit| {
        let narrow = pairs.iter().filter(|&&pair| unit(pair) < 0x100).count();
        narrow > 0 && narrow >= pairs.len().div_ceil(2) && pairs.iter().all(|&pair| unit(pair) != 0)
    };
    [u16::from_le_bytes as Unit, u16::from_be_bytes].into_iter().find(|&unit| is_of(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LE: fn(u16) -> [u8; 2] = u16::to_le_bytes;
    const BE: fn(u16) -> [u8; 2] = u16::to_be_bytes;

    fn utf16(mark: &[u8], text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        [mark, &text.encode_utf16().flat_map(bytes).collect::<Vec<_>>()].concat()
    }

    #[test]
    fn text_is_read_in_the_encodings_of_editors() {
        let chinese = "证书\n-----BEGIN A-----\n";
        for (name, bytes, want) in [
            ("nothing", vec![], Ok("")),
            ("UTF-8", b"-A\n".to_vec(), Ok("-A\n")),
            ("UTF-8, Chinese", chinese.into(), Ok(chinese)),
            ("UTF-8 with a mark", b"\xef\xbb\xbf-A\n".to_vec(), Ok("-A\n")),
            ("UTF-16 LE with a mark", utf16(&[0xff, 0xfe], "-A\n", LE), Ok("-A\n")),
            ("UTF-16 BE with a mark", utf16(&[0xfe, 0xff], "-A\n", BE), Ok("-A\n")),
            ("UTF-16 LE", utf16(&[], "-A\n", LE), Ok("-A\n")),
            ("UTF-16 BE", utf16(&[], "-A\n", BE), Ok("-A\n")),
            ("UTF-16 LE, Chinese first", utf16(&[], chinese, LE), Ok(chinese)),
            ("UTF-16 BE, Chinese first", utf16(&[], chinese, BE), Ok(chinese)),
            ("an odd byte", b"\xff\xfeA\0A".to_vec(), Err(NoText::DamagedUtf16)),
            ("half a pair", b"\xff\xfe\0\xd8".to_vec(), Err(NoText::DamagedUtf16)),
            ("GBK", b"\xd6\xa4\xca\xe9".to_vec(), Err(NoText::OtherEncoding)),
            ("zeros", vec![0; 4], Ok("\0\0\0\0")),
        ] {
            assert_eq!(decode(&bytes).as_deref(), want.as_ref().map(|it| &**it), "{name}");
            if let Ok(want) = want {
                assert_eq!(decode_lossy(&bytes), want, "{name}");
            }
        }
        assert_eq!(decode_lossy(b"\xca\xe9-A"), "\u{fffd}\u{fffd}-A");
        assert_eq!(decode_lossy(b"\xff\xfe\0\xd8-\0A"), "\u{fffd}-");
    }

    #[test]
    fn what_has_control_characters_is_no_text() {
        for (bytes, want) in [
            (&b"-----BEGIN\r\n\t"[..], true),
            (&utf16(&[], "-----BEGIN", LE), true),
            (b"\x30\x82\x01\x02", false),
            (b"\0\0\0\0", false),
        ] {
            assert_eq!(is_text(bytes), want, "{bytes:?}");
        }
    }
}
