//! String pools of binary XML and resource tables (`ResStringPool` of Android's `ResourceTypes.h`).

use crate::encoding::bytes::Bytes;

pub(crate) const CHUNK_TYPE: u16 = 0x0001;
/// Strings are (modified) UTF-8 and not UTF-16.
const FLAG_UTF8: u32 = 1 << 8;
/// The longest string that is decoded, in bytes. Names and labels are short; a pool may hold whole
/// files.
const MAX_STRING: usize = 64 << 10;
/// The same with the length before it.
pub(crate) const MAX_ENCODED: usize = MAX_STRING + 4;

/// A pool as a device takes it (`ResStringPool::setTo`). Strings are decoded one at a time, when
/// asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StringPool<'a> {
    is_utf8: bool,
    /// Where each string begins in `strings`, as `u32`s.
    offsets: &'a [u8],
    /// The strings, up to the styles.
    strings: &'a [u8],
    /// How much of a string is decoded, in bytes.
    longest: usize,
}

/// What is held against a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// It ends with a NUL where its length says (`ResStringPool::string8At`, `stringAt`), and at
    /// the first NUL in UTF-8 (`NewStringUTF` of the Java runtime).
    Device,
    /// Only its length counts, as far as there is something.
    Lax,
    /// As on devices, but a text that is no good UTF-8 is one of bytes: readers differ on what it
    /// says.
    Today,
}

impl<'a> StringPool<'a> {
    /// Reads a pool's chunk, of which nothing may be missing. `None` where devices refuse it.
    pub(crate) fn read(chunk: &'a [u8]) -> Option<Self> {
        const HEADER: usize = 28;
        let header = Header::read(chunk)?;
        let mut styles = Bytes::at(chunk, 12)?;
        let style_count = usize::try_from(styles.u32()?).ok()?;
        styles.skip(8)?; // flags, start of the strings
        let styles_start = usize::try_from(styles.u32()?).ok()?;
        let header_size = usize::from(header.header_size);
        let count = usize::try_from(header.count).ok()?;
        if header_size < HEADER || (header_size | chunk.len()) & 3 != 0 {
            return None;
        }
        let offsets = chunk.get(header_size..)?.get(..count.checked_mul(4)?)?;
        let strings_start = usize::try_from(header.strings_start).ok()?;
        let last = chunk.len().checked_sub(2)?;
        let strings = match (count, style_count) {
            (0, _) => &[][..],
            (_, 0) => chunk.get(strings_start..).filter(|_| strings_start < last)?,
            _ => chunk.get(strings_start..styles_start).filter(|_| styles_start < last)?,
        };
        if style_count > 0 && !chunk.get(styles_start..)?.ends_with(&[0xff; 12]) {
            return None;
        }
        let is_utf8 = header.is_utf8;
        let strings = if is_utf8 { strings } else { strings.get(..strings.len() & !1)? };
        let nul: &[u8] = if is_utf8 { &[0] } else { &[0, 0] };
        let pool = Self { is_utf8, offsets, strings, longest: MAX_ENCODED };
        (count == 0 || strings.ends_with(nul)).then_some(pool)
    }

    /// The same strings, each only as far as so many bytes: for those that are compared and not
    /// shown.
    pub(crate) fn at_most(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    /// The string of that number.
    pub(crate) fn text(&self, index: u32, strictness: Strictness) -> Option<String> {
        let encoded = self.encoded(index, strictness)?;
        let encoded = encoded.get(..self.longest).unwrap_or(encoded);
        if !self.is_utf8 {
            return Some(utf16_units(encoded));
        }
        let until_nul =
            encoded.iter().position(|&byte| byte == 0).and_then(|end| encoded.get(..end));
        Some(match strictness {
            Strictness::Lax => from_utf8(encoded),
            Strictness::Device => from_utf8(until_nul.unwrap_or(encoded)),
            Strictness::Today if is_malformed(encoded) => {
                encoded.iter().copied().map(char::from).collect()
            }
            Strictness::Today => from_utf8(encoded),
        })
    }

    /// Whether the string of that number is this one, byte by byte, as names of attributes are
    /// compared (`ResXMLParser::indexOfAttribute`): an overlong form is another name.
    pub(crate) fn is(&self, index: u32, ascii: &str, strictness: Strictness) -> bool {
        if strictness == Strictness::Lax {
            return self.at_most(ascii.len().saturating_mul(8)).text(index, strictness).as_deref()
                == Some(ascii);
        }
        let Some(encoded) = self.encoded(index, strictness) else { return false };
        if self.is_utf8 {
            return encoded == ascii.as_bytes();
        }
        encoded.len() == ascii.len().saturating_mul(2)
            && encoded
                .as_chunks::<2>()
                .0
                .iter()
                .zip(ascii.bytes())
                .all(|(unit, byte)| *unit == [byte, 0])
    }

    /// Whether a device takes that number for no string at all, as the namespace of an attribute
    /// that has none: one that is not there, or is malformed and says that it is empty.
    pub(crate) fn is_none(&self, index: u32) -> bool {
        let length = self.at(index).and_then(|mut string| length(&mut string, self.is_utf8));
        self.encoded(index, Strictness::Device).is_none() && length.unwrap_or(0) == 0
    }

    /// Where the string of that number begins, with its length.
    fn at(&self, index: u32) -> Option<Bytes<'a>> {
        let position = usize::try_from(index).ok()?.checked_mul(4)?;
        let offset = usize::try_from(Bytes::at(self.offsets, position)?.u32()?).ok()?;
        let (offset, last) = if self.is_utf8 { (offset, 1) } else { (offset & !1, 2) };
        let is_inside = self.strings.len().checked_sub(last).is_some_and(|last| offset < last);
        Bytes::at(self.strings, offset).filter(|_| is_inside)
    }

    /// The bytes of the string of that number, without its length and its NUL.
    fn encoded(&self, index: u32, strictness: Strictness) -> Option<&'a [u8]> {
        let mut string = self.at(index)?;
        let length = length(&mut string, self.is_utf8)?;
        let rest = string.rest();
        if strictness == Strictness::Lax {
            return rest.get(..length.min(rest.len()));
        }
        if !self.is_utf8 {
            let ends = rest.get(length..length.checked_add(2)?)? == [0, 0];
            return rest.get(..length).filter(|_| ends);
        }
        // Long lengths are stored with their lower 15 bits alone (`ResStringPool::stringDecodeAt`).
        // Strings of megabytes are none that matter, and looked for a million times.
        let mut ends = (length..rest.len()).step_by(1 << 15).take(64);
        ends.find(|&end| rest.get(end) == Some(&0)).and_then(|end| rest.get(..end))
    }
}

/// How many bytes a string has, by the length before it.
fn length(string: &mut Bytes<'_>, is_utf8: bool) -> Option<usize> {
    if is_utf8 {
        length8(string)?; // in UTF-16
        return length8(string);
    }
    length16(string)?.checked_mul(2)
}

fn from_utf8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => modified_utf8(bytes),
    }
}

/// Whether it is neither UTF-8 nor what Java makes of it: characters in more bytes than they need,
/// or bytes that are none.
fn is_malformed(bytes: &[u8]) -> bool {
    let is_overlong =
        |pair: &[u8]| matches!(pair, [0xc0 | 0xc1, 0x80..=0xbf] | [0xe0, 0x80..=0x9f]);
    std::str::from_utf8(bytes).is_err()
        && (bytes.windows(2).any(is_overlong)
            || modified_utf8(bytes).contains(char::REPLACEMENT_CHARACTER))
}

/// What the header of a pool's chunk says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) header_size: u16,
    /// How many strings there are.
    pub(crate) count: u32,
    pub(crate) is_utf8: bool,
    /// Where the strings begin, in bytes from the start of the chunk.
    pub(crate) strings_start: u32,
}

impl Header {
    pub(crate) fn read(chunk: &[u8]) -> Option<Self> {
        let mut header = Bytes::new(chunk);
        header.skip(2)?; // type
        let header_size = header.u16()?;
        header.skip(4)?; // size
        let count = header.u32()?;
        header.skip(4)?; // number of styles
        let is_utf8 = header.u32()? & FLAG_UTF8 != 0;
        Some(Self { header_size, count, is_utf8, strings_start: header.u32()? })
    }
}

/// What the bytes of a string say.
pub(crate) fn text(bytes: &[u8], is_utf8: bool) -> String {
    if is_utf8 { from_utf8(bytes) } else { utf16_units(bytes) }
}

/// A length of one byte, or of two when the first has its high bit set.
fn length8(bytes: &mut Bytes<'_>) -> Option<usize> {
    let first = usize::from(bytes.u8()?);
    if first & 0x80 == 0 {
        Some(first)
    } else {
        Some((first & 0x7f) << 8 | usize::from(bytes.u8()?))
    }
}

/// UTF-8 in which characters beyond the first plane may stand as two surrogates (CESU-8), as Java
/// writes them.
fn modified_utf8(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let (unit, length) = match rest {
            [first, second, third, ..]
                if first & 0xf0 == 0xe0 && is_tail(*second) && is_tail(*third) =>
            {
                (
                    u16::from(first & 0x0f) << 12
                        | u16::from(second & 0x3f) << 6
                        | u16::from(third & 0x3f),
                    3,
                )
            }
            [first, second, ..] if first & 0xe0 == 0xc0 && is_tail(*second) => {
                (u16::from(first & 0x1f) << 6 | u16::from(second & 0x3f), 2)
            }
            [first, ..] if first & 0x80 == 0 => (u16::from(*first), 1),
            _ => (u16::from_be_bytes([0xff, 0xfd]), 1),
        };
        units.push(unit);
        rest = rest.get(length..).unwrap_or_default();
    }
    String::from_utf16_lossy(&units)
}

fn is_tail(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// A length in units of two bytes, of one such unit, or of two when the first has its high bit set.
fn length16(bytes: &mut Bytes<'_>) -> Option<usize> {
    let first = usize::from(bytes.u16()?);
    if first & 0x8000 == 0 {
        Some(first)
    } else {
        Some((first & 0x7fff) << 16 | usize::from(bytes.u16()?))
    }
}

fn utf16_units(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0;
    // Most are ASCII, and a character at a time takes long.
    if units.iter().all(|&[low, high]| high == 0 && low.is_ascii()) {
        return units.iter().map(|&[low, _]| char::from(low)).collect();
    }
    let units: Vec<u16> = units.iter().map(|&unit| u16::from_le_bytes(unit)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(flags: u32, strings: &[&[u8]]) -> Vec<u8> {
        let mut offsets = Vec::new();
        let mut data = Vec::new();
        for string in strings {
            offsets.extend((data.len() as u32).to_le_bytes());
            data.extend(*string);
        }
        data.resize(data.len().next_multiple_of(4), 0);
        let start = 28 + offsets.len() as u32;
        let mut chunk = vec![1, 0, 28, 0];
        for field in [start + data.len() as u32, strings.len() as u32, 0, flags, start, 0] {
            chunk.extend(field.to_le_bytes());
        }
        [chunk, offsets, data].concat()
    }

    fn get(pool: StringPool<'_>, index: u32) -> Option<String> {
        pool.text(index, Strictness::Device)
    }

    #[test]
    fn both_encodings_are_read() {
        let long = [&[0x81, 0x2c, 0x81, 0x2c][..], &[b'a'; 300], &[0]].concat();
        let utf8 = pool(
            FLAG_UTF8,
            &[
                &[2, 6, 0xe5, 0xa4, 0x87, 0xe6, 0xa1, 0x88, 0],
                &long,
                &[1, 6, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0],
            ],
        );
        let pool8 = StringPool::read(&utf8).unwrap();
        assert_eq!(get(pool8, 0).as_deref(), Some("备案"));
        assert_eq!(get(pool8, 1), Some("a".repeat(300)));
        assert_eq!(get(pool8, 2).as_deref(), Some("😀"));
        assert_eq!(get(pool8, 3), None);
        let utf16 = pool(0, &[&[2, 0, 0x07, 0x59, 0x48, 0x68, 0, 0]]);
        assert_eq!(get(StringPool::read(&utf16).unwrap(), 0).as_deref(), Some("备案"));
    }

    /// `aapt dump xmltree` reads the same of such pools.
    #[test]
    fn a_string_is_what_a_device_takes_for_one() {
        use Strictness::{Device, Lax, Today};
        let long = [&[0x80, 1, 0x80, 1][..], &[b'a'; 0x8001], &[0]].concat();
        for (name, flags, string, want) in [
            ("plain", FLAG_UTF8, &b"\x02\x02ab\0"[..], [Some("ab"), Some("ab"), Some("ab")]),
            ("no NUL", FLAG_UTF8, b"\x02\x02abc\0", [None, Some("ab"), None]),
            (
                "another count of characters",
                FLAG_UTF8,
                b"\x09\x02ab\0",
                [Some("ab"), Some("ab"), Some("ab")],
            ),
            ("a NUL in it", FLAG_UTF8, b"\x03\x03a\0b\0", [Some("a"), Some("a\0b"), Some("a\0b")]),
            (
                "overlong",
                FLAG_UTF8,
                b"\x01\x02\xc1\xa1\0",
                [Some("a"), Some("a"), Some("\u{c1}\u{a1}")],
            ),
            ("empty", FLAG_UTF8, b"\0\0\0", [Some(""), Some(""), Some("")]),
            ("past the end", FLAG_UTF8, b"\x09\x09ab\0\0", [None, Some("ab\0\0\0\0"), None]),
            ("UTF-16", 0, b"\x01\0a\0\0\0", [Some("a"), Some("a"), Some("a")]),
            ("UTF-16 without NUL", 0, b"\x01\0a\0b\0\0\0", [None, Some("a"), None]),
            (
                "UTF-16 with a NUL in it",
                0,
                b"\x02\0a\0\0\0\0\0",
                [Some("a\0"), Some("a\0"), Some("a\0")],
            ),
        ] {
            let chunk = pool(flags, &[string]);
            let pool = StringPool::read(&chunk).unwrap();
            let got = [Device, Lax, Today].map(|strictness| pool.text(0, strictness));
            assert_eq!(got.each_ref().map(Option::as_deref), want, "{name}");
        }
        let long = StringPool::read(&pool(FLAG_UTF8, &[&[&long[..], &[0; 2]].concat()]))
            .map(|pool| get(pool, 0).map(|text| text.len()));
        assert_eq!(long, Some(Some(0x8001)), "a length whose upper bits are not stored");
    }

    #[test]
    fn names_are_compared_as_bytes() {
        for (name, flags, string, want) in [
            ("equal", FLAG_UTF8, &b"\x02\x02ab\0\0\0\0"[..], [true, true]),
            ("overlong", FLAG_UTF8, b"\x02\x03a\xc1\xa2\0\0\0", [false, true]),
            ("no NUL", FLAG_UTF8, b"\x02\x02abc\0\0\0", [false, true]),
            ("longer", FLAG_UTF8, b"\x03\x03abc\0\0\0", [false, false]),
            ("UTF-16", 0, b"\x02\0a\0b\0\0\0", [true, true]),
        ] {
            let chunk = pool(flags, &[string]);
            let pool = StringPool::read(&chunk).unwrap();
            let got = [Strictness::Device, Strictness::Lax]
                .map(|strictness| pool.is(0, "ab", strictness));
            assert_eq!((got, pool.is_none(0), pool.is_none(1)), (want, false, true), "{name}");
        }
    }

    #[test]
    fn a_pool_that_a_device_refuses_is_none() {
        let whole = pool(FLAG_UTF8, &[&[5, 5, b'h', b'e', b'l', b'l', b'o', 0]]);
        assert!(StringPool::read(&whole).is_some());
        (0..whole.len()).for_each(|length| {
            assert_eq!(StringPool::read(&whole[..length]).map(drop), None, "{length}")
        });
        for (name, at, value) in [
            ("header too small", 2, 24),
            ("header not a multiple of four", 2, 30),
            ("more strings than there is room for", 8, 100),
            ("strings behind the end", 20, 1000),
            ("styles without an end", 12, 1),
        ] {
            let mut changed = whole.clone();
            changed[at] = u8::try_from(value & 0xff).unwrap();
            changed[at + 1] = u8::try_from(value >> 8).unwrap();
            assert_eq!(StringPool::read(&changed).map(drop), None, "{name}");
        }
        let open_end = pool(FLAG_UTF8, &[&[2, 2, b'a', b'b', 0, 0, 0, 1]]);
        assert_eq!(StringPool::read(&open_end).map(drop), None, "no NUL at the end");
    }
}
