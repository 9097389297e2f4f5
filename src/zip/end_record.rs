//! The end of central directory record (APPNOTE.TXT 4.3.16), and that of ZIP64 (4.3.14, 4.3.15).

use super::error::{StructureError, ZipError};
use super::read_vec;
use super::zip64::Zip64;
use crate::encoding::bytes::Bytes;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext};

const SIGNATURE: [u8; 4] = *b"PK\x05\x06";
const ZIP64_LOCATOR_SIGNATURE: [u8; 4] = *b"PK\x06\x07";
const ZIP64_LOCATOR_SIZE: usize = 20;
const ZIP64_RECORD_SIGNATURE: [u8; 4] = *b"PK\x06\x06";
/// Without what may stand behind its fields.
const ZIP64_RECORD_SIZE: u64 = 56;
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
    pub(crate) entry_count: u64,
    /// Where what stands behind the directory begins: the record, or that of ZIP64.
    limit: u64,
    /// The whole record with its comment.
    pub(crate) bytes: Vec<u8>,
}

impl EndRecord {
    /// Finds the record, and gives with it the bytes at the end of the file that were read for
    /// that.
    pub(super) fn find(
        source: &dyn ReadAt,
        size: u64,
        zip64: Zip64,
    ) -> Result<(Self, Vec<u8>), StructureError> {
        let tail_size = size.min(MAX_TAIL);
        let tail_start = size.saturating_sub(tail_size);
        let tail = read_vec(source, size, tail_start, tail_size).reading(Part::End)?;
        let position = position(&tail).ok_or(ZipError::NoEndRecord)?;
        let locator = zip64_locator(&tail, position);
        if locator.is_some() && zip64 == Zip64::Refused {
            return Err(ZipError::Zip64.into());
        }
        let bytes = tail.get(position..).unwrap_or_default();
        let mut end = Self::parse(tail_start.saturating_add(position as u64), bytes)
            .ok_or(ZipError::NoEndRecord)?;
        if let Some(locator) = locator {
            end.read_zip64(source, size, locator)?;
        }
        if end.directory_end() > end.limit {
            let (offset, size) = (end.directory_offset, end.directory_size);
            return Err(ZipError::DirectoryOutOfBounds { offset, size, end: end.limit }.into());
        }
        Ok((end, tail))
    }

    /// Takes from the record of ZIP64 what has no room in this one. Both must agree on the rest,
    /// for readers differ on which of them counts.
    fn read_zip64(
        &mut self,
        source: &dyn ReadAt,
        size: u64,
        locator: &[u8],
    ) -> Result<(), StructureError> {
        let offset = Bytes::at(locator, 8).and_then(|mut fields| fields.u64());
        let offset = offset.ok_or(ZipError::Zip64)?;
        let end = self.offset.saturating_sub(ZIP64_LOCATOR_SIZE as u64);
        if offset.checked_add(ZIP64_RECORD_SIZE).is_none_or(|it| it > end) {
            return Err(ZipError::Zip64.into());
        }
        let record = read_vec(source, size, offset, ZIP64_RECORD_SIZE).reading(Part::End)?;
        let fields = || {
            let mut fields = Bytes::new(&record);
            if fields.array() != Some(ZIP64_RECORD_SIGNATURE) {
                return None;
            }
            // What stands behind these fields is of no one.
            let rest = fields.u64()?.checked_add(12)?;
            fields.skip(20)?; // versions, disks, entries on this disk
            let found = [fields.u64()?, fields.u64()?, fields.u64()?];
            (offset.checked_add(rest)? == end).then_some(found)
        };
        let found = fields().ok_or(ZipError::Zip64)?;
        let small = [
            (self.entry_count, u64::from(u16::MAX)),
            (self.directory_size, u64::from(u32::MAX)),
            (self.directory_offset, u64::from(u32::MAX)),
        ];
        let agrees = |((small, room), large): (&(u64, u64), &u64)| small == large || small == room;
        if !small.iter().zip(&found).all(agrees) {
            return Err(ZipError::Zip64.into());
        }
        [self.entry_count, self.directory_size, self.directory_offset] = found;
        self.limit = offset;
        Ok(())
    }

    fn parse(offset: u64, record: &[u8]) -> Option<Self> {
        let mut fields = Bytes::at(record, 10)?;
        let entry_count = fields.u16()?.into();
        let directory_size = u64::from(fields.u32()?);
        let directory_offset = u64::from(fields.u32()?);
        let (limit, bytes) = (offset, record.to_vec());
        Some(Self { offset, directory_offset, directory_size, entry_count, limit, bytes })
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

/// The last position of a record with a comment that reaches exactly to the end.
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

fn zip64_locator(tail: &[u8], end_record: usize) -> Option<&[u8]> {
    let start = end_record.checked_sub(ZIP64_LOCATOR_SIZE)?;
    tail.get(start..end_record).filter(|it| it.starts_with(&ZIP64_LOCATOR_SIGNATURE))
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
        let error = EndRecord::find(&file, file.len() as u64, Zip64::Refused).unwrap_err();
        assert!(matches!(error, StructureError::Zip(ZipError::Zip64)), "{error:?}");
    }

    /// A directory of `count` empty records in the middle of a ZIP64.
    fn zip64(count: u64, change: impl Fn(&mut Vec<u8>)) -> Result<EndRecord, StructureError> {
        let mut file = vec![0; 100];
        file.extend(ZIP64_RECORD_SIGNATURE);
        file.extend(44_u64.to_le_bytes());
        file.extend([0; 20]);
        [count, 60, 40].iter().for_each(|it| file.extend(it.to_le_bytes()));
        file.extend(ZIP64_LOCATOR_SIGNATURE);
        file.extend([0; 4]);
        file.extend(100_u64.to_le_bytes());
        file.extend([1, 0, 0, 0]);
        file.extend(SIGNATURE);
        file.extend([0; 6]);
        file.extend([0xff; 10]);
        file.extend([0; 2]);
        change(&mut file);
        EndRecord::find(&file, file.len() as u64, Zip64::Read).map(|(end, _)| end)
    }

    #[test]
    fn both_end_records_of_a_zip64_must_agree() {
        let end = zip64(70_000, |_| {}).unwrap();
        assert_eq!((end.entry_count, end.directory_size, end.directory_offset), (70_000, 60, 40));
        type Change = fn(&mut Vec<u8>);
        let rows: [(&str, Change); 6] = [
            ("signature", |file| file[100] = 0),
            ("a longer record", |file| file[104] += 1),
            ("the locator points elsewhere", |file| file[164] += 1),
            ("the locator points past itself", |file| file[171] = 0xff),
            ("the number of entries", |file| file[186] = 1),
            ("the directory's offset", |file| file[192..196].fill(1)),
        ];
        for (name, change) in rows {
            let error = zip64(70_000, change).unwrap_err();
            assert!(matches!(error, StructureError::Zip(ZipError::Zip64)), "{name} {error:?}");
        }
        let error = zip64(1, |file| file[140] = 61).unwrap_err();
        let StructureError::Zip(error) = error else { panic!("{error:?}") };
        assert!(matches!(error, ZipError::DirectoryOutOfBounds { .. }), "{error:?}");
    }
}
