//! String pools of binary XML and resource tables (`ResStringPool` of Android's `ResourceTypes.h`).

use crate::bytes::Bytes;

pub(crate) const CHUNK_TYPE: u16 = 0x0001;
/// Strings are (modified) UTF-8 and not UTF-16.
const FLAG_UTF8: u32 = 1 << 8;
/// The longest string that is decoded, in bytes. Names and labels are short; a pool may hold whole files.
const MAX_STRING: usize = 64 << 10;
/// The same with the length before it.
pub(crate) const MAX_ENCODED: usize = MAX_STRING + 4;

/// A pool. Strings are decoded one at a time, when asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StringPool<'a> {
    is_utf8: bool,
    /// Where each string begins in `strings`, as `u32`s.
    offsets: &'a [u8],
    strings: &'a [u8],
    /// How much of a string is read, in bytes.
    longest: usize,
}

impl<'a> StringPool<'a> {
    /// Reads a pool's chunk. One that makes no sense is an empty pool.
    pub(crate) fn read(chunk: &'a [u8]) -> Self {
        Self::try_read(chunk).unwrap_or_default()
    }

    fn try_read(chunk: &'a [u8]) -> Option<Self> {
        let header = Header::read(chunk)?;
        let offsets = chunk.get(usize::from(header.header_size)..)?;
        let count = usize::try_from(header.count).ok()?;
        let offsets = offsets.get(..count.saturating_mul(4)).unwrap_or(offsets);
        let strings = chunk.get(usize::try_from(header.strings_start).ok()?..)?;
        Some(Self { is_utf8: header.is_utf8, offsets, strings, longest: MAX_ENCODED })
    }

    /// The same strings, each only as far as so many bytes: for those that are compared and not shown.
    pub(crate) fn at_most(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    /// The string of that number.
    pub(crate) fn get(&self, index: u32) -> Option<String> {
        let position = usize::try_from(index).ok()?.checked_mul(4)?;
        let offset = Bytes::at(self.offsets, position)?.u32()?;
        let string = self.strings.get(usize::try_from(offset).ok()?..)?;
        let string = string.get(..self.longest).unwrap_or(string);
        decode(&mut Bytes::new(string), self.is_utf8)
    }
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

/// A string behind its length.
pub(crate) fn decode(string: &mut Bytes<'_>, is_utf8: bool) -> Option<String> {
    if is_utf8 { utf8(string) } else { utf16(string) }
}

/// The length in characters, the length in bytes, and the bytes.
fn utf8(string: &mut Bytes<'_>) -> Option<String> {
    length8(string)?;
    let length = length8(string)?;
    // Android reads as far as there is something.
    let bytes = string.take(length.min(string.len()).min(MAX_STRING))?;
    Some(text(bytes, true))
}

/// What the bytes of a string say.
pub(crate) fn text(bytes: &[u8], is_utf8: bool) -> String {
    if !is_utf8 {
        let units = bytes.as_chunks::<2>().0.iter().map(|&unit| u16::from_le_bytes(unit));
        return String::from_utf16_lossy(&units.collect::<Vec<_>>());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => modified_utf8(bytes),
    }
}

/// A length of one byte, or of two when the first has its high bit set.
fn length8(bytes: &mut Bytes<'_>) -> Option<usize> {
    let first = usize::from(bytes.u8()?);
    if first & 0x80 == 0 { Some(first) } else { Some((first & 0x7f) << 8 | usize::from(bytes.u8()?)) }
}

/// UTF-8 in which characters beyond the first plane may stand as two surrogates (CESU-8), as Java writes them.
fn modified_utf8(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let (unit, length) = match rest {
            [first, second, third, ..] if first & 0xf0 == 0xe0 && is_tail(*second) && is_tail(*third) => {
                (u16::from(first & 0x0f) << 12 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f), 3)
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

/// The length in units of two bytes, or in two such units when the first has its high bit set; then the units.
fn utf16(string: &mut Bytes<'_>) -> Option<String> {
    let first = usize::from(string.u16()?);
    let length =
        if first & 0x8000 == 0 { first } else { (first & 0x7fff) << 16 | usize::from(string.u16()?) };
    let size = length.saturating_mul(2).min(string.len() & !1).min(MAX_STRING);
    let units = string.take(size)?.as_chunks::<2>().0;
    // Most are ASCII, and a character at a time takes long.
    if units.iter().all(|&[low, high]| high == 0 && low.is_ascii()) {
        return String::from_utf8(units.iter().map(|&[low, _]| low).collect()).ok();
    }
    let units: Vec<u16> = units.iter().map(|&unit| u16::from_le_bytes(unit)).collect();
    Some(String::from_utf16_lossy(&units))
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
        let start = 28 + offsets.len() as u32;
        let mut chunk = vec![1, 0, 28, 0];
        for field in [start + data.len() as u32, strings.len() as u32, 0, flags, start, 0] {
            chunk.extend(field.to_le_bytes());
        }
        [chunk, offsets, data].concat()
    }

    #[test]
    fn both_encodings_are_read() {
        let long = [&[0x81, 0x2c, 0x81, 0x2c][..], &[b'a'; 300]].concat();
        let utf8 = pool(
            FLAG_UTF8,
            &[
                &[2, 6, 0xe5, 0xa4, 0x87, 0xe6, 0xa1, 0x88, 0],
                &long,
                &[1, 6, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
            ],
        );
        let pool8 = StringPool::read(&utf8);
        assert_eq!(pool8.get(0).as_deref(), Some("备案"));
        assert_eq!(pool8.get(1), Some("a".repeat(300)));
        assert_eq!(pool8.get(2).as_deref(), Some("😀"));
        assert_eq!(pool8.get(3), None);
        let utf16 = pool(0, &[&[2, 0, 0x07, 0x59, 0x48, 0x68, 0, 0]]);
        assert_eq!(StringPool::read(&utf16).get(0).as_deref(), Some("备案"));
    }

    #[test]
    fn what_is_cut_short_is_read_as_far_as_it_goes() {
        let whole = pool(FLAG_UTF8, &[&[5, 5, b'h', b'e', b'l', b'l', b'o', 0]]);
        for length in 0..whole.len() {
            let text = StringPool::read(&whole[..length]).get(0);
            assert!(text.is_none_or(|text| "hello".starts_with(&text)));
        }
    }
}
