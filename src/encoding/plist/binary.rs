//! `bplist00`: objects, a table of where each begins, and a trailer (`CFBinaryPList.c`).
//!
//! ```text
//! "bplist00"
//! objects              marker u8: kind in the upper half, size or more in the lower
//! table                N x offset, each of as many bytes as the trailer says; big-endian
//! trailer 32 bytes     6 unused | offset size u8 | reference size u8 | N u64 | top u64 | table u64
//! ```

use std::borrow::Cow;

use super::value::{Budget, MAX_DEPTH, PlistError, Value, dictionary};

const HEADER: usize = 8;
const TRAILER: usize = 32;

pub(super) fn parse(bytes: &[u8]) -> Result<Value<'_>, PlistError> {
    if !bytes.starts_with(b"bplist0") {
        return Err(PlistError::NotAPlist);
    }
    let objects = Objects::read(bytes).ok_or(PlistError::NotAPlist)?;
    let mut reader = Reader { objects, open: Vec::new(), budget: Budget::new() };
    reader.value(reader.objects.top)
}

/// The objects of a list, and where each begins.
#[derive(Debug, Clone, Copy)]
struct Objects<'a> {
    /// Header and objects.
    bytes: &'a [u8],
    table: &'a [u8],
    offset_size: usize,
    reference_size: usize,
    top: u64,
}

impl<'a> Objects<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (body, trailer) = bytes.split_at_checked(bytes.len().checked_sub(TRAILER)?)?;
        let offset_size = usize::from(*trailer.get(6)?);
        let reference_size = usize::from(*trailer.get(7)?);
        let count = usize::try_from(number(trailer.get(8..16)?)?).ok()?;
        let top = number(trailer.get(16..24)?)?;
        let start = usize::try_from(number(trailer.get(24..)?)?).ok()?;
        let sizes = 1..=8;
        if !sizes.contains(&offset_size) || !sizes.contains(&reference_size) || start < HEADER {
            return None;
        }
        let length = count.checked_mul(offset_size)?;
        let (objects, behind) = body.split_at_checked(start)?;
        Some(Self {
            bytes: objects,
            table: behind.get(..length)?,
            offset_size,
            reference_size,
            top,
        })
    }

    /// Where the object of that number begins.
    fn offset(&self, reference: u64) -> Option<usize> {
        let at = usize::try_from(reference).ok()?.checked_mul(self.offset_size)?;
        let offset = number(self.table.get(at..at.checked_add(self.offset_size)?)?)?;
        usize::try_from(offset).ok().filter(|&offset| (HEADER..self.bytes.len()).contains(&offset))
    }
}

/// A big-endian number of at most eight bytes.
fn number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
}

struct Reader<'a> {
    objects: Objects<'a>,
    /// The objects that are being read, each within the one before.
    open: Vec<u64>,
    budget: Budget,
}

impl<'a> Reader<'a> {
    fn value(&mut self, reference: u64) -> Result<Value<'a>, PlistError> {
        self.budget.value()?;
        if self.open.contains(&reference) {
            return Err(PlistError::Cycle);
        }
        let at = self.objects.offset(reference).ok_or(PlistError::NotAPlist)?;
        let malformed = PlistError::Malformed { at };
        let bytes = self.objects.bytes.get(at..).unwrap_or_default();
        let (&marker, rest) = bytes.split_first().ok_or(malformed)?;
        let (kind, low) = (marker >> 4, marker & 0xf);
        if matches!(kind, 0xa | 0xd) {
            if self.open.len() >= MAX_DEPTH {
                return Err(PlistError::TooDeep);
            }
            let (count, references) = sized(low, rest).ok_or(malformed)?;
            self.open.push(reference);
            let value = if kind == 0xa {
                self.array(count, references, malformed)
            } else {
                self.dictionary(count, references, malformed)
            };
            self.open.pop();
            return value;
        }
        self.scalar(kind, low, rest).ok_or(malformed)?
    }

    fn array(
        &mut self,
        count: usize,
        references: &'a [u8],
        malformed: PlistError,
    ) -> Result<Value<'a>, PlistError> {
        let references = self.references(count, references).ok_or(malformed)?;
        references.map(|it| self.value(it)).collect::<Result<_, _>>().map(Value::Array)
    }

    fn dictionary(
        &mut self,
        count: usize,
        references: &'a [u8],
        malformed: PlistError,
    ) -> Result<Value<'a>, PlistError> {
        let both = count.checked_mul(2).and_then(|both| self.references(both, references));
        let both: Vec<u64> = both.ok_or(malformed)?.collect();
        let (keys, values) = both.split_at_checked(count).ok_or(malformed)?;
        let entry = |(&key, &value): (&u64, &u64)| match self.value(key)? {
            Value::Text(key) => Ok((key, self.value(value)?)),
            _ => Err(malformed),
        };
        dictionary(keys.iter().zip(values).map(entry).collect::<Result<_, _>>()?)
    }

    /// The numbers of that many objects.
    fn references(
        &self,
        count: usize,
        bytes: &'a [u8],
    ) -> Option<impl Iterator<Item = u64> + use<'a>> {
        let size = self.objects.reference_size;
        let bytes = bytes.get(..count.checked_mul(size)?)?;
        Some(bytes.chunks_exact(size).filter_map(number))
    }

    fn scalar(
        &mut self,
        kind: u8,
        low: u8,
        rest: &'a [u8],
    ) -> Option<Result<Value<'a>, PlistError>> {
        let whole = 1_usize.checked_shl(low.into()).filter(|_| low <= 4);
        Some(Ok(match (kind, low) {
            (0, 8) => Value::Boolean(false),
            (0, 9) => Value::Boolean(true),
            (1, 0..=2) => Value::Integer(number(rest.get(..whole?)?)?.into()),
            // Of eight bytes and more it is signed.
            (1, 3) => Value::Integer(number(rest.get(..8)?)?.cast_signed().into()),
            (1, 4) => Value::Integer(i128::from_be_bytes(*rest.first_chunk()?)),
            (2, 2) => Value::Real(f32::from_be_bytes(*rest.first_chunk()?).into()),
            (2, 3) => Value::Real(f64::from_be_bytes(*rest.first_chunk()?)),
            (3, 3) => Value::Date(f64::from_be_bytes(*rest.first_chunk()?)),
            (4, _) => {
                let (length, rest) = sized(low, rest)?;
                Value::Data(Cow::Borrowed(rest.get(..length)?))
            }
            (5, _) => {
                let (length, rest) = sized(low, rest)?;
                let text = rest.get(..length).filter(|text| text.is_ascii())?;
                Value::Text(Cow::Borrowed(std::str::from_utf8(text).ok()?))
            }
            (6, _) => return self.utf16(low, rest),
            (7, _) => {
                let (length, rest) = sized(low, rest)?;
                Value::Text(Cow::Borrowed(std::str::from_utf8(rest.get(..length)?).ok()?))
            }
            (8, _) => Value::Uid(number(rest.get(..usize::from(low).checked_add(1)?)?)?),
            _ => return None,
        }))
    }

    fn utf16(&mut self, low: u8, rest: &'a [u8]) -> Option<Result<Value<'a>, PlistError>> {
        let (length, rest) = sized(low, rest)?;
        let bytes = rest.get(..length.checked_mul(2)?)?;
        if let Err(error) = self.budget.text(bytes.len()) {
            return Some(Err(error));
        }
        let units = bytes.chunks_exact(2).filter_map(|unit| unit.first_chunk().copied());
        let units: Vec<u16> = units.map(u16::from_be_bytes).collect();
        Some(Ok(Value::Text(Cow::Owned(String::from_utf16(&units).ok()?))))
    }
}

/// The size behind a marker, and what stands behind that: 15 says that it is a number of its own.
fn sized(low: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    if low != 0xf {
        return Some((low.into(), rest));
    }
    let (&marker, rest) = rest.split_first()?;
    let length = 1_usize.checked_shl((marker & 0xf).into()).filter(|_| marker >> 4 == 1)?;
    let (size, rest) = rest.split_at_checked(length)?;
    Some((usize::try_from(number(size)?).ok()?, rest))
}
