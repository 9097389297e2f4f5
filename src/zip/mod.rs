//! The container as the platforms read it.
//!
//! One reader serves identity and verification: two that disagree would let one file be verified
//! and another be shown. The rules are those of Android's `apksig` (`ApkUtils.findZipSections`,
//! `CentralDirectoryRecord`, `LocalFileRecord`) and of PKWARE's APPNOTE.TXT 6.3, sections 4.3.7,
//! 4.3.12 and 4.3.16. They are narrower than those of general readers exactly where attacks have
//! hidden:
//!
//! - the end record is the last one with a comment that reaches exactly to the end of the file;
//! - only the directory says which entries exist, and in which order; it must hold the number it
//!   promises;
//! - a local header must agree with the directory, and its data must end before the directory
//!   begins;
//! - any method other than "stored" means deflate, as verifiers take it (`Entry::as_stored` is how
//!   Android's other readers do);
//! - ZIP64 is told as that, and read of apps for Apple's devices alone.

pub(crate) mod anomalies;
mod block_place;
mod bounds;
mod content;
mod directory;
mod end_record;
mod error;
mod inflated;
mod local_header;
#[cfg(test)]
mod oracle;
mod sequential;
pub(crate) mod witness;
mod zip64;

use std::io;
use std::sync::Arc;

pub(crate) use self::block_place::{BlockPlace, BlockSize};
pub(crate) use self::content::{EntryError, Inflater};
pub(crate) use self::directory::Entry;
pub(crate) use self::end_record::EndRecord;
pub(crate) use self::inflated::Budget;
pub(crate) use self::local_header::Contradiction;
pub(crate) use self::sequential::{Difference, Unlike};
pub(crate) use self::zip64::Zip64;

pub(crate) use self::error::StructureError;
pub use self::error::ZipError;
use crate::limits::{Limit, Limits};
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext};

/// How much before the directory is read along with it: most signing blocks are no larger.
const READ_BEFORE_DIRECTORY: u64 = 8 << 10;

/// What the end record and the central directory of a ZIP say.
#[derive(Debug)]
pub(crate) struct Structure {
    /// The size of the file.
    size: u64,
    end: EndRecord,
    entries: Vec<Entry>,
    /// Bytes of the file that were read already, and where they stand: the directory among them.
    cache: Vec<u8>,
    cache_start: u64,
    /// Whether reading back is slow: in a package that is deflated inside another.
    is_sequential: bool,
    zip64: Zip64,
    limits: Limits,
}

impl Structure {
    pub(crate) fn read(source: &dyn ReadAt, limits: &Limits) -> Result<Self, StructureError> {
        Self::read_as(source, limits, Zip64::Refused)
    }

    /// The same, where ZIP64 may be read.
    pub(crate) fn read_as(
        source: &dyn ReadAt,
        limits: &Limits,
        zip64: Zip64,
    ) -> Result<Self, StructureError> {
        let size = source.size().reading(Part::Size)?;
        let (end, tail) = EndRecord::find(source, size, zip64)?;
        let (size_limit, limit) = (limits.directory_size().value, limits.directory_entries().value);
        if end.directory_size > size_limit {
            return Err(ZipError::DirectoryTooLarge {
                size: end.directory_size,
                limit: size_limit,
            }
            .into());
        }
        if end.entry_count > limit {
            return Err(ZipError::TooManyEntries { count: end.entry_count, limit }.into());
        }
        let cache_start = end.directory_offset.saturating_sub(READ_BEFORE_DIRECTORY);
        let tail_start = size.saturating_sub(tail.len() as u64);
        let (cache, cache_start) = if tail_start <= cache_start {
            (tail, tail_start)
        } else {
            let length = end.directory_end().saturating_sub(cache_start);
            (read_vec(source, size, cache_start, length).reading(Part::Directory)?, cache_start)
        };
        let (entries, limits) = (Vec::new(), *limits);
        let mut structure =
            Self { size, end, entries, cache, cache_start, is_sequential: false, zip64, limits };
        structure.entries =
            directory::parse(structure.directory(), structure.end.entry_count, zip64)?;
        Ok(structure)
    }

    /// Whether it was read as ZIP64.
    pub(crate) fn has_zip64(&self) -> bool {
        self.zip64 == Zip64::Read
    }

    /// The same of a source in which reading back is slow.
    pub(crate) fn sequential(self) -> Self {
        Self { is_sequential: true, ..self }
    }

    /// What it costs to read all its entries: the bytes that they say that they unpack to, and
    /// something for each.
    pub(crate) fn cost(&self) -> u64 {
        const ENTRY: u64 = 1 << 10;
        let sizes = self.entries.iter().map(|entry| entry.uncompressed_size.saturating_add(ENTRY));
        sizes.fold(0, u64::saturating_add)
    }

    /// Bytes of the file that were read for this, and where they stand.
    pub(crate) fn read_already(&self) -> (u64, &[u8]) {
        (self.cache_start, &self.cache)
    }

    fn directory(&self) -> &[u8] {
        self.cached(self.end.directory_offset, self.end.directory_size).unwrap_or_default()
    }

    fn cached(&self, offset: u64, length: u64) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.cache_start)?).ok()?;
        self.cache.get(start..)?.get(..usize::try_from(length).ok()?)
    }
}

/// A ZIP after its end record and central directory have been read.
pub(crate) struct Archive<'r> {
    source: &'r dyn ReadAt,
    structure: Arc<Structure>,
}

impl<'r> Archive<'r> {
    /// The archive of that structure, which must have been read from the same source.
    pub(crate) fn new(source: &'r dyn ReadAt, structure: Arc<Structure>) -> Self {
        Self { source, structure }
    }

    pub(crate) fn source(&self) -> &'r dyn ReadAt {
        self.source
    }

    /// The size of the file.
    pub(crate) fn size(&self) -> u64 {
        self.structure.size
    }

    /// The limits with which the package was opened.
    pub(crate) fn limits(&self) -> &Limits {
        &self.structure.limits
    }

    /// How many bytes may be unpacked of all entries together.
    pub(crate) fn inflated_limit(&self) -> Limit {
        self.structure.limits.inflated_for(self.structure.size)
    }

    pub(crate) fn end(&self) -> &EndRecord {
        &self.structure.end
    }

    /// The entries in the order of the directory, directories ("name/") among them.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.structure.entries
    }

    /// An entry's name as stored.
    pub(crate) fn name(&self, entry: &Entry) -> &[u8] {
        entry.name(self.structure.directory())
    }

    /// The first entry of that name, as Android takes it.
    pub(crate) fn find(&self, name: &[u8]) -> Option<&Entry> {
        self.entries().iter().find(|entry| self.name(entry) == name)
    }

    /// Where the first local header stands: not at zero when something was put before the ZIP.
    pub(crate) fn first_entry_offset(&self) -> Option<u64> {
        self.entries().iter().map(|entry| entry.local_header_offset).min()
    }

    /// Bytes of the file, without a read where they have been read already.
    pub(crate) fn read(&self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        match self.structure.cached(offset, length) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => read_vec(self.source, self.structure.size, offset, length),
        }
    }
}

/// Reads `length` bytes of a source of `size` bytes, and allocates no more than it holds.
fn read_vec(source: &dyn ReadAt, size: u64, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let held = size.saturating_sub(offset);
    let length = usize::try_from(length).ok().filter(|_| length <= held);
    let mut bytes = vec![0; length.ok_or(io::ErrorKind::UnexpectedEof)?];
    source.read_at(offset, &mut bytes)?;
    Ok(bytes)
}
