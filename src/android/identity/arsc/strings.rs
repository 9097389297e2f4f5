//! The strings of a resource table (`ResStringPool` of Android's `ResourceTypes.cpp`), read from
//! where they stand: a table may have megabytes of them, of which a label needs one.

use super::chunk::Run;
use crate::android::identity::string_pool;
use crate::encoding::bytes::Bytes;
use crate::source::paged::Paged;

const HEADER_SIZE: u64 = 28;
const FLAG_UTF8: u32 = 1 << 8;
/// How much of a string is read, in bytes.
const MAX_TEXT: usize = 64 << 10;
/// The greatest length of a string that UTF-8 pools can store, in bytes.
const LONGEST_UTF8: u64 = 0x7fff;

/// A pool that devices take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strings {
    is_utf8: bool,
    count: u32,
    offsets: Run,
    /// The strings, without styles and in whole units.
    strings: Run,
}

/// A string as it is stored: its lengths, and its units.
#[derive(Debug)]
struct Stored {
    /// How many UTF-16 units it says it has; of a UTF-8 string alone.
    units: Option<u64>,
    text: Run,
}

impl Strings {
    /// The pool at the front of a run; `None` where devices refuse it (`ResStringPool::setTo`).
    pub(crate) fn read(bytes: &Paged<'_>, run: Run) -> Option<Self> {
        let header: [u8; 28] = bytes.array(run.place(0, HEADER_SIZE)?)?;
        let mut header = Bytes::at(&header, 2)?;
        let header_size = u64::from(header.u16()?);
        let size = u64::from(header.u32()?);
        let [count, style_count, flags] = [header.u32()?, header.u32()?, header.u32()?];
        let [strings_start, styles_start] = [header.u32()?, header.u32()?].map(u64::from);
        let chunk = Run { end: run.start.checked_add(size)?, ..run };
        if header_size < HEADER_SIZE || header_size > size || chunk.end > run.end {
            return None;
        }
        let is_utf8 = flags & FLAG_UTF8 != 0;
        let offsets = chunk.behind(header_size)?;
        if style_count > 0 {
            let held = u64::from(count).checked_mul(4)?.checked_add(header_size)?;
            let words = size.checked_sub(styles_start)? / 4;
            let end = words.checked_sub(3)?.checked_mul(4)?.checked_add(styles_start)?;
            let end: [u8; 12] = bytes.array(chunk.place(end, 12)?)?;
            if held > size || end != [0xff; 12] {
                return None;
            }
        }
        let mut pool = Self { is_utf8, count, offsets, strings: Run { end: chunk.start, ..chunk } };
        if count > 0 {
            offsets.place(0, u64::from(count).checked_mul(4)?)?;
            let last = size.checked_sub(2)?;
            let end = if style_count == 0 { size } else { styles_start };
            if strings_start >= last || style_count > 0 && styles_start >= last {
                return None;
            }
            let length = end.checked_sub(strings_start)?;
            let length = if is_utf8 { length } else { length & !1 };
            let start = chunk.start.checked_add(strings_start)?;
            pool.strings = Run { start, end: start.checked_add(length)? };
            if !pool.ends_at(bytes, length.checked_sub(pool.unit())?)? {
                return None;
            }
        }
        Some(pool)
    }

    /// The size of a unit in bytes.
    fn unit(&self) -> u64 {
        if self.is_utf8 { 1 } else { 2 }
    }

    /// Whether a NUL stands there; `None` where nothing does.
    fn ends_at(&self, bytes: &Paged<'_>, at: u64) -> Option<bool> {
        let place = self.strings.place(at, self.unit())?;
        let byte = |at| bytes.array::<1>(at).map(|byte| byte == [0]);
        Some(byte(place)? && (self.is_utf8 || byte(place.checked_add(1)?)?))
    }

    /// The string of that number, and whether others may read it otherwise.
    pub(crate) fn get(&self, bytes: &Paged<'_>, index: u32) -> Option<(String, bool)> {
        if index >= self.count {
            return None;
        }
        let at = self.offsets.place(u64::from(index).checked_mul(4)?, 4)?;
        let offset = u64::from(u32::from_le_bytes(bytes.array(at)?));
        let offset = if self.is_utf8 { offset } else { offset & !1 };
        let length = self.strings.end.checked_sub(self.strings.start)?;
        // The last unit is never looked at.
        if offset >= length.checked_sub(self.unit())? {
            return None;
        }
        let stored = self.stored(bytes, offset)?;
        let length = usize::try_from(stored.text.end.checked_sub(stored.text.start)?).ok()?;
        let raw = bytes.up_to(stored.text.start, length.min(MAX_TEXT));
        let text = string_pool::text(&raw, self.is_utf8);
        let is_odd = length > MAX_TEXT
            || stored.units.is_some_and(|units| units != text.encode_utf16().count() as u64)
            || self.is_odd(&raw, &text);
        // Java reads to the first NUL.
        let shown = text.split('\0').next().unwrap_or_default();
        Some((shown.to_owned(), is_odd || shown.len() != text.len()))
    }

    /// Whether it is no text in its encoding.
    fn is_odd(&self, raw: &[u8], text: &str) -> bool {
        let replaced = text.matches(char::REPLACEMENT_CHARACTER).count();
        let own = if self.is_utf8 {
            raw.windows(3).filter(|bytes| *bytes == "\u{fffd}".as_bytes()).count()
        } else {
            raw.as_chunks::<2>().0.iter().filter(|unit| **unit == [0xfd, 0xff]).count()
        };
        let is_overlong =
            self.is_utf8 && raw.iter().any(|byte| matches!(byte, 0xc0 | 0xc1 | 0xf5..));
        replaced != own || is_overlong
    }

    /// Where its text stands: its length is in front of it, and a NUL behind it
    /// (`ResStringPool::stringAt`, `string8At`).
    fn stored(&self, bytes: &Paged<'_>, offset: u64) -> Option<Stored> {
        let length = |at: u64| self.length(bytes, at);
        if !self.is_utf8 {
            let (units, at) = length(offset)?;
            let size = units.checked_mul(2)?;
            let text = self.text(at, size)?;
            return self
                .ends_at(bytes, at.checked_add(size)?)?
                .then_some(Stored { units: None, text });
        }
        let (units, at) = length(offset)?;
        let (size, at) = length(at)?;
        let ends = self.ends_at(bytes, at.checked_add(size)?)?;
        let text = self.text(at, size.min(LONGEST_UTF8))?;
        ends.then_some(Stored { units: Some(units), text })
    }

    fn text(&self, at: u64, size: u64) -> Option<Run> {
        let start = self.strings.place(at, size)?;
        Some(Run { start, end: start.checked_add(size)? })
    }

    /// A length in one unit, or in two where the first has its high bit set; and where it ends.
    fn length(&self, bytes: &Paged<'_>, at: u64) -> Option<(u64, u64)> {
        let unit = self.unit();
        let (high, bits) = if self.is_utf8 { (0x80, 8) } else { (0x8000, 16) };
        let read = |at: u64| {
            let place = self.strings.place(at, unit)?;
            if self.is_utf8 {
                return bytes.array::<1>(place).map(|[byte]| u64::from(byte));
            }
            bytes.array(place).map(|unit| u64::from(u16::from_le_bytes(unit)))
        };
        let (first, next) = (read(at)?, at.checked_add(unit)?);
        if first & high == 0 {
            return Some((first, next));
        }
        Some(((first & !high) << bits | read(next)?, next.checked_add(unit)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pool of one string, which has those bytes.
    fn pool(flags: u32, string: &[u8]) -> Vec<u8> {
        let mut string = string.to_vec();
        string.resize(string.len().next_multiple_of(4), 0);
        let fields = [1, 0, flags, 32, 0, 0];
        let size = 28 + 4 + string.len() as u32;
        let fields = fields.iter().flat_map(|field: &u32| field.to_le_bytes());
        [&[1, 0, 28, 0][..], &size.to_le_bytes(), &fields.collect::<Vec<_>>(), &string].concat()
    }

    fn get(pool: &[u8]) -> Option<Option<(String, bool)>> {
        let bytes = Paged::new(&pool).unwrap();
        let strings = Strings::read(&bytes, Run { start: 0, end: bytes.size() })?;
        assert_eq!(strings.get(&bytes, 1), None);
        Some(strings.get(&bytes, 0))
    }

    #[test]
    fn strings_end_with_a_nul() {
        let long = [&[0x81, 0x2c, 0x81, 0x2c][..], &[b'a'; 300], &[0]].concat();
        let a300 = "a".repeat(300);
        for (name, flags, string, want) in [
            ("utf-8", FLAG_UTF8, &b"\x02\x06\xe5\xa4\x87\xe6\xa1\x88\0"[..], Some(("备案", false))),
            ("utf-16", 0, b"\x02\0\x07\x59\x48\x68\0\0", Some(("备案", false))),
            ("long", FLAG_UTF8, &long, Some((&*a300, false))),
            ("surrogates", FLAG_UTF8, b"\x02\x06\xed\xa0\xbd\xed\xb8\x80\0", Some(("😀", false))),
            ("wrong number of units", FLAG_UTF8, b"\x07\x01a\0", Some(("a", true))),
            ("a NUL in it", FLAG_UTF8, b"\x03\x03a\0b\0", Some(("a", true))),
            ("no UTF-8", FLAG_UTF8, b"\x01\x01\xff\0", Some(("\u{fffd}", true))),
            ("overlong", FLAG_UTF8, b"\x01\x02\xc1\xa1\0", Some(("a", true))),
            ("no NUL", FLAG_UTF8, b"\x02\x02abc\0", None),
            ("no NUL in UTF-16", 0, b"\x01\0a\0b\0\0\0", None),
            ("longer than the pool", FLAG_UTF8, b"\x09\x09abc\0", None),
        ] {
            let want = want.map(|(text, is_odd)| (text.to_owned(), is_odd));
            assert_eq!(get(&pool(flags, string)), Some(want), "{name}");
        }
    }

    #[test]
    fn pools_that_devices_refuse_are_none() {
        let good = pool(FLAG_UTF8, b"\x01\x01a\0");
        assert!(get(&good).is_some());
        for (name, at, value) in [
            ("the header is too short", 2, 8),
            ("the header is too long", 2, 64),
            ("too large", 4, 200),
            ("too many strings", 8, 3),
            ("styles that do not end", 12, 1),
            ("strings behind the end", 20, 36),
            ("no NUL at the end", 35, 1),
        ] {
            let mut bad = good.clone();
            bad[at] = value;
            assert_eq!(get(&bad), None, "{name}");
        }
        for length in 0..good.len() {
            assert_eq!(get(&good[..length]), None, "{length}");
        }
    }
}
