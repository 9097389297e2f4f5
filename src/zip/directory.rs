//! The central directory (APPNOTE.TXT 4.3.12).

use super::ZipError;
use crate::bytes::Bytes;

const SIGNATURE: [u8; 4] = *b"PK\x01\x02";

/// Bit 0 of the general purpose flags: the data is encrypted.
const FLAG_ENCRYPTED: u16 = 1;
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

    /// A method that general readers refuse and Android takes for deflate.
    pub(crate) fn has_unknown_method(&self) -> bool {
        self.method != METHOD_STORED && self.method != METHOD_DEFLATED
    }

    pub(crate) fn is_marked_encrypted(&self) -> bool {
        self.flags & FLAG_ENCRYPTED != 0
    }

    /// The size of the data in the file: a stored entry's is its uncompressed size, whatever else is said.
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
        let entry = record(&mut cursor, start).ok_or(ZipError::DirectoryRecord { index, count })?;
        entries.push(entry);
    }
    Ok(entries)
}

fn record(cursor: &mut Bytes<'_>, start: usize) -> Option<Entry> {
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
    for size in [name_size, extra_size, comment_size] {
        cursor.skip(size.into())?;
    }
    let name_start = start.checked_add(46)?;
    Some(Entry {
        flags,
        method,
        crc32,
        compressed_size,
        uncompressed_size,
        local_header_offset,
        name_start,
        name_size,
    })
}
