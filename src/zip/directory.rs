//! The central directory (APPNOTE.TXT 4.3.12).

use super::error::ZipError;
use super::zip64::Zip64;
use crate::encoding::bytes::Bytes;

const SIGNATURE: [u8; 4] = *b"PK\x01\x02";

/// Bit 0 of the general purpose flags: the data is encrypted.
pub(super) const FLAG_ENCRYPTED: u16 = 1;
/// Bit 11: the name is UTF-8.
pub(super) const FLAG_UTF8: u16 = 1 << 11;
/// Bit 3: sizes and CRC stand behind the data.
pub(super) const FLAG_DATA_DESCRIPTOR: u16 = 1 << 3;

pub(super) const METHOD_STORED: u16 = 0;
const METHOD_DEFLATED: u16 = 8;

/// What the central directory says of one entry. All sizes and offsets in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc32: u32,
    pub(crate) compressed_size: u64,
    pub(crate) uncompressed_size: u64,
    pub(crate) local_header_offset: u64,
    /// The file's type and permissions as Unix has them, in the upper half.
    external_attributes: u32,
    name_start: usize,
    name_size: u16,
}

impl Entry {
    pub(super) fn name<'d>(&self, directory: &'d [u8]) -> &'d [u8] {
        directory
            .get(self.name_start..)
            .and_then(|rest| rest.get(..usize::from(self.name_size)))
            .unwrap_or_default()
    }

    /// Whether the entry is a symbolic link: its content is the path that it points to.
    pub(crate) fn is_link(&self) -> bool {
        const TYPE: u32 = 0xf000;
        const LINK: u32 = 0xa000;
        self.external_attributes >> 16 & TYPE == LINK
    }

    pub(crate) fn is_stored(&self) -> bool {
        self.method == METHOD_STORED
    }

    /// A method that general readers refuse, verifiers take for deflate, and current Android for
    /// stored.
    pub(crate) fn has_unknown_method(&self) -> bool {
        self.method != METHOD_STORED && self.method != METHOD_DEFLATED
    }

    /// The entry as if it were stored: Android inflates only what is deflated
    /// (`ZipAssetsProvider::OpenInternal`).
    pub(crate) fn as_stored(&self) -> Self {
        Self { method: METHOD_STORED, ..*self }
    }

    /// The size of the data in the file, as large as either header says.
    pub(super) fn largest_data_size(&self) -> u64 {
        self.data_size().max(self.compressed_size)
    }

    /// Whether sizes and CRC stand behind the data.
    pub(crate) fn has_descriptor(&self) -> bool {
        self.flags & FLAG_DATA_DESCRIPTOR != 0
    }

    pub(crate) fn is_marked_encrypted(&self) -> bool {
        self.flags & FLAG_ENCRYPTED != 0
    }

    /// The size of the data in the file: a stored entry's is its uncompressed size, whatever else
    /// is said.
    pub(crate) fn data_size(&self) -> u64 {
        if self.is_stored() { self.uncompressed_size } else { self.compressed_size }
    }
}

/// Parses `count` records. Bytes behind them are tolerated, as Android tolerates them.
pub(super) fn parse(directory: &[u8], count: u64, zip64: Zip64) -> Result<Vec<Entry>, ZipError> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let mut cursor = Bytes::new(directory);
    // A record has at least 46 bytes, so that a small file cannot ask for a large list.
    let mut entries = Vec::with_capacity(count.min(directory.len() / 46));
    let mut index = 0;
    while index < count {
        index = index.saturating_add(1);
        let start = directory.len().saturating_sub(cursor.len());
        let damaged = ZipError::DirectoryRecord { index, count };
        let (mut entry, extra) = record(&mut cursor, start).ok_or(damaged)?;
        if entry.has_large_number() && has_zip64(extra) {
            if zip64 == Zip64::Refused {
                return Err(ZipError::Zip64);
            }
            entry.read_zip64(extra).ok_or(ZipError::Zip64)?;
        }
        entries.push(entry);
    }
    Ok(entries)
}

impl Entry {
    /// Whether a number may stand in the extra field of ZIP64 instead (APPNOTE.TXT 4.5.3).
    fn has_large_number(&self) -> bool {
        [self.compressed_size, self.uncompressed_size, self.local_header_offset]
            .contains(&u64::from(u32::MAX))
    }

    /// Takes the numbers that have no room in the record from its extra field, in which those alone
    /// stand, in this order.
    fn read_zip64(&mut self, extra: &[u8]) -> Option<()> {
        let mut fields = zip64_field(extra)?;
        for number in
            [&mut self.uncompressed_size, &mut self.compressed_size, &mut self.local_header_offset]
        {
            if *number == u64::from(u32::MAX) {
                *number = fields.u64()?;
            }
        }
        Some(())
    }
}

/// An entry, and its extra field.
fn record<'d>(cursor: &mut Bytes<'d>, start: usize) -> Option<(Entry, &'d [u8])> {
    if cursor.array()? != SIGNATURE {
        return None;
    }
    cursor.skip(4)?; // version made by, version needed
    let flags = cursor.u16()?;
    let method = cursor.u16()?;
    cursor.skip(4)?; // time and date
    let crc32 = cursor.u32()?;
    let compressed_size = cursor.u32()?.into();
    let uncompressed_size = cursor.u32()?.into();
    let name_size = cursor.u16()?;
    let extra_size = cursor.u16()?;
    let comment_size = cursor.u16()?;
    cursor.skip(4)?; // disk, internal attributes
    let external_attributes = cursor.u32()?;
    let local_header_offset = cursor.u32()?.into();
    cursor.skip(name_size.into())?;
    let extra = cursor.take(extra_size.into())?;
    cursor.skip(comment_size.into())?;
    let entry = Entry {
        flags,
        method,
        crc32,
        compressed_size,
        uncompressed_size,
        local_header_offset,
        external_attributes,
        name_start: start.checked_add(46)?,
        name_size,
    };
    Some((entry, extra))
}

/// The one of ZIP64 in an extra field.
fn zip64_field(extra: &[u8]) -> Option<Bytes<'_>> {
    const ZIP64: u16 = 1;
    let mut extra = Bytes::new(extra);
    while let (Some(id), Some(size)) = (extra.u16(), extra.u16()) {
        if id == ZIP64 {
            // A size that reaches past the field is still one of ZIP64.
            return Some(Bytes::new(extra.take(size.into()).unwrap_or_default()));
        }
        extra.skip(size.into())?;
    }
    None
}

/// Whether an extra field has one of ZIP64.
pub(super) fn has_zip64(extra: &[u8]) -> bool {
    zip64_field(extra).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_stands_in_the_extra_field_is_told_as_zip64() {
        let record = |offset: u32, extra: &[u8]| {
            let mut record = b"PK\x01\x02".to_vec();
            record.extend([0; 26]);
            record.extend((extra.len() as u16).to_le_bytes());
            record.extend([0; 10]);
            record.extend(offset.to_le_bytes());
            [&record, extra].concat()
        };
        let zip64 = b"\x99\x99\0\0\x01\0\x08\0\0\0\0\0\0\0\0\0";
        for (name, offset, extra, want) in [
            ("plain", 0, &b""[..], true),
            ("not needed", 0, zip64, true),
            ("needed", u32::MAX, zip64, false),
            ("not there", u32::MAX, b"\x99\x99\0\0", true),
        ] {
            let parsed = parse(&record(offset, extra), 1, Zip64::Refused);
            assert_eq!(parsed.is_ok(), want, "{name}");
            assert!(want || parsed == Err(ZipError::Zip64), "{name}");
            let read = parse(&record(offset, extra), 1, Zip64::Read).unwrap();
            let want = if want { offset.into() } else { 0 };
            assert_eq!(read[0].local_header_offset, want, "{name}");
        }
        let cut = &zip64[..zip64.len() - 1];
        assert_eq!(parse(&record(u32::MAX, cut), 1, Zip64::Read), Err(ZipError::Zip64));
    }
}
