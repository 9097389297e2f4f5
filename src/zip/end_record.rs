//! The end of central directory record (APPNOTE.TXT 4.3.16).

use super::error::{StructureError, ZipError};
use super::read_vec;
use crate::encoding::bytes::Bytes;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext};

const SIGNATURE: [u8; 4] = *b"PK\x05\x06";
const ZIP64_LOCATOR_SIGNATURE: [u8; 4] = *b"PK\x06\x07";
const ZIP64_LOCATOR_SIZE: usize = 20;
/// The record without its comment.
pub(crate) const END_RECORD_SIZE: usize = 22;
/// A ZIP64 locator, the record, and the longest comment.
const MAX_TAIL: u64 = ZIP64_LOCATOR_SIZE as u64 + END_RECORD_SIZE as u64 + u16::MAX as u64;
/// Where the record holds the directory's offset.
pub(crate) const DIRECTORY_OFFSET_FIELD: usize = 16;

/// Where the directory stands, and the record itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EndRecord {
    /// Where the record begins, in bytes from the start of the file.
    pub(crate) offset: u64,
    /// Where the central directory begins.
    pub(crate) directory_offset: u64,
    /// The directory's size in bytes.
    pub(crate) directory_size: u64,
    /// How many entries it holds.
    pub(crate) entry_count: u16,
    /// The whole record with its comment.
    pub(crate) bytes: Vec<u8>,
}

impl EndRecord {
    /// Finds the record, and gives with it the bytes at the end of the file that were read for
    /// that.
    pub(super) fn find(source: &dyn ReadAt, size: u64) -> Result<(Self, Vec<u8>), StructureError> {
        let tail_size = size.min(MAX_TAIL);
        let tail_start = size.saturating_sub(tail_size);
        let tail = read_vec(source, size, tail_start, tail_size).reading(Part::End)?;
        let position = position(&tail).ok_or(ZipError::NoEndRecord)?;
        if has_zip64_locator(&tail, position) {
            return Err(ZipError::Zip64.into());
        }
        let bytes = tail.get(position..).unwrap_or_default();
        let end = Self::parse(tail_start.saturating_add(position as u64), bytes)
            .ok_or(ZipError::NoEndRecord)?;
        if end.directory_end() > end.offset {
            let (offset, size) = (end.directory_offset, end.directory_size);
            return Err(ZipError::DirectoryOutOfBounds { offset, size, end: end.offset }.into());
        }
        Ok((end, tail))
    }

    fn parse(offset: u64, record: &[u8]) -> Option<Self> {
        let mut fields = Bytes::at(record, 10)?;
        let entry_count = fields.u16()?;
        let directory_size = u64::from(fields.u32()?);
        let directory_offset = u64::from(fields.u32()?);
        Some(Self { offset, directory_offset, directory_size, entry_count, bytes: record.to_vec() })
    }

    /// Where the directory ends. Bytes may stand between it and the record.
    pub(crate) fn directory_end(&self) -> u64 {
        self.directory_offset.saturating_add(self.directory_size)
    }

    /// The archive's comment.
    pub(crate) fn comment(&self) -> &[u8] {
        self.bytes.get(END_RECORD_SIZE..).unwrap_or_default()
    }

    /// The record as it was before the signing block at `block_offset` was put in: its directory
    /// offset is the block's. That is what v2 and newer digests cover.
    pub(crate) fn with_directory_at(&self, block_offset: u64) -> Vec<u8> {
        let mut record = self.bytes.clone();
        let offset = u32::try_from(block_offset).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(field) =
            record.get_mut(DIRECTORY_OFFSET_FIELD..).and_then(|rest| rest.first_chunk_mut())
        {
            *field = offset;
        }
        record
    }
}

/// The last position at which a record stands whose comment reaches exactly to the end.
fn position(tail: &[u8]) -> Option<usize> {
    let last = tail.len().checked_sub(END_RECORD_SIZE)?;
    (0..=last).rev().find(|&position| {
        let comment_size = last.saturating_sub(position);
        Bytes::at(tail, position).is_some_and(|mut record| {
            record.array() == Some(SIGNATURE)
                && record.skip(16).and_then(|()| record.u16()).map(usize::from)
                    == Some(comment_size)
        })
    })
}

fn has_zip64_locator(tail: &[u8], end_record: usize) -> bool {
    let locator =
        end_record.checked_sub(ZIP64_LOCATOR_SIZE).and_then(|position| tail.get(position..));
    locator.is_some_and(|bytes| bytes.starts_with(&ZIP64_LOCATOR_SIGNATURE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(comment_size: u16, comment: &[u8]) -> Vec<u8> {
        let mut record = SIGNATURE.to_vec();
        record.extend([0; 16]);
        record.extend(comment_size.to_le_bytes());
        record.extend(comment);
        record
    }

    #[test]
    fn the_comment_must_reach_exactly_to_the_end() {
        let inner = record(0, b"");
        for (name, file, want) in [
            ("no comment", record(0, b""), Some(0)),
            ("comment", record(3, b"abc"), Some(0)),
            ("comment shorter than what follows", record(2, b"abc"), None),
            ("comment longer than what follows", record(4, b"abc"), None),
            ("the last of two that both fit", record(22, &inner), Some(22)),
            ("too short", SIGNATURE.to_vec(), None),
        ] {
            assert_eq!(position(&file), want, "{name}");
        }
    }

    #[test]
    fn a_zip64_locator_is_refused() {
        let mut file = ZIP64_LOCATOR_SIGNATURE.to_vec();
        file.extend([0; 16]);
        file.extend(record(0, b""));
        let error = EndRecord::find(&file, file.len() as u64).unwrap_err();
        assert!(matches!(error, StructureError::Zip(ZipError::Zip64)), "{error:?}");
    }
}
