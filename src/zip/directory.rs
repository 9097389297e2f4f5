//! The central directory (APPNOTE.TXT 4.3.12).

use super::error::ZipError;
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
pub(super) fn parse(directory: &[u8], count: u16) -> Result<Vec<Entry>, ZipError> {
    let count = usize::from(count);
    let mut cursor = Bytes::new(directory);
    // A record has at least 46 bytes, so that a small file cannot ask for a large list.
    let mut entries = Vec::with_capacity(count.min(directory.len() / 46));
    for index in 1..=count {
        let start = directory.len().saturating_sub(cursor.len());
        let (entry, is_zip64) =
            record(&mut cursor, start).ok_or(ZipError::DirectoryRecord { index, count })?;
        if is_zip64 {
            return Err(ZipError::Zip64);
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// An entry, and whether a number of it stands in the extra field of ZIP64 (APPNOTE.TXT 4.5.3).
fn record(cursor: &mut Bytes<'_>, start: usize) -> Option<(Entry, bool)> {
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
    cursor.skip(8)?; // disk, internal and external attributes
    let local_header_offset = cursor.u32()?.into();
    cursor.skip(name_size.into())?;
    let extra = cursor.take(extra_size.into())?;
    cursor.skip(comment_size.into())?;
    let name_start = start.checked_add(46)?;
    let elsewhere =
        [compressed_size, uncompressed_size, local_header_offset].contains(&u64::from(u32::MAX));
    let entry = Entry {
        flags,
        method,
        crc32,
        compressed_size,
        uncompressed_size,
        local_header_offset,
        name_start,
        name_size,
    };
    Some((entry, elsewhere && has_zip64(extra)))
}

/// Whether an extra field has one of ZIP64.
pub(super) fn has_zip64(extra: &[u8]) -> bool {
    const ZIP64: u16 = 1;
    let mut extra = Bytes::new(extra);
    while let (Some(id), Some(size)) = (extra.u16(), extra.u16()) {
        if id == ZIP64 {
            return true;
        }
        if extra.skip(size.into()).is_none() {
            break;
        }
    }
    false
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
            let parsed = parse(&record(offset, extra), 1);
            assert_eq!(parsed.is_ok(), want, "{name}");
            assert!(want || parsed == Err(ZipError::Zip64), "{name}");
        }
    }
}
