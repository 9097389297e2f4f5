//! An entry of a package as a source of bytes: a package inside a package, without unpacking it.

use crate::say::{Because, In, Language, said};
use std::io;
use std::sync::{Arc, Mutex};

use flate2::Crc;

use super::content::{EntryError, Inflater};
use super::error::StructureError;
use super::{Archive, Entry, Structure};
use crate::limits::{Allowance, Limit};
use crate::source::read_at::{ReadAt, Window};
use crate::source::unread::{Part, Unread};

/// How much of what was inflated last is kept, in bytes: what is read next mostly stands close by.
const KEPT: usize = 1 << 20;

said! {
    /// That a budget is used up.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Exhausted {
        Inflated(limit: Limit) => {
            en: "more to unpack than {limit} bytes",
            zh: "需解压的内容超过 {limit} 字节"
        }
    }
}

/// How much may be inflated, all entries and all reads together, in bytes. Reading back begins from
/// the start again, which a hostile package could ask for without end.
pub(crate) struct Budget(Allowance);

impl Budget {
    pub(crate) fn new(limit: Limit) -> Self {
        Self(Allowance::new(limit))
    }

    /// Takes as many bytes from what is left. An `Err` says that there are not as many.
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Exhausted> {
        self.0.take(bytes).map_err(|_| Exhausted::Inflated(self.0.limit()))
    }
}

/// An entry that is read in place.
pub(crate) enum EntrySource<'a> {
    Stored(Window<&'a dyn ReadAt>),
    Deflated(Box<InflatedEntry<'a>>),
}

impl<'r> Archive<'r> {
    /// The entry's content as a source. A deflated one is quick when it is read from front to back
    /// by one thread.
    pub(crate) fn open<'a>(
        &'a self,
        entry: &Entry,
        budget: &'a Budget,
    ) -> Result<EntrySource<'a>, EntryError> {
        if entry.is_stored() {
            // Some readers go by the one size, some by the other.
            if entry.compressed_size != entry.uncompressed_size {
                return Err(EntryError::Size);
            }
            return Ok(EntrySource::Stored(self.window(entry)?));
        }
        let state = State {
            inflater: Inflater::new(),
            begun: false,
            kept: Vec::new(),
            start: 0,
            failure: None,
            checksum: Crc::new(),
        };
        let state = Mutex::new(state);
        Ok(EntrySource::Deflated(Box::new(InflatedEntry {
            archive: self,
            entry: *entry,
            budget,
            state,
        })))
    }
}

impl Archive<'_> {
    /// Opens a package inside and gives it to `read`, with its structure. The inner `Err` says what
    /// is wrong with it. It is closed then: hundreds that are open at once would take much memory.
    pub(crate) fn with_inner<T>(
        &self,
        entry: &Entry,
        budget: &Budget,
        read: impl FnOnce(&dyn ReadAt, Arc<Structure>) -> Result<Result<T, Because>, StructureError>,
    ) -> Result<Result<T, Because>, Unread> {
        let source = match self.open(entry, budget) {
            Ok(source) => source,
            Err(EntryError::Read(source)) => return Err(Part::Inner.unread(source)),
            Err(error) => return Ok(Err(error.into())),
        };
        let structure = Structure::read(&source, self.limits());
        let opened = structure.and_then(|structure| {
            let structure = if entry.is_stored() { structure } else { structure.sequential() };
            read(&source, Arc::new(structure))
        });
        match (opened, source.failure()) {
            (Err(_), Some(why)) => Ok(Err(why)),
            (Err(StructureError::Zip(error)), None) => Ok(Err(error.into())),
            (Err(StructureError::Read(unread)), None) => Err(unread),
            (Ok(value), _) => Ok(value),
        }
    }
}

impl EntrySource<'_> {
    /// What is wrong with the entry itself, where a read of it has failed for that.
    pub(crate) fn failure(&self) -> Option<Because> {
        match self {
            Self::Stored(_) => None,
            Self::Deflated(inflated) => inflated.state.lock().ok()?.failure.clone(),
        }
    }
}

impl ReadAt for EntrySource<'_> {
    fn size(&self) -> io::Result<u64> {
        match self {
            Self::Stored(window) => window.size(),
            Self::Deflated(inflated) => Ok(inflated.entry.uncompressed_size),
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        match self {
            Self::Stored(window) => window.read_at(offset, buffer),
            Self::Deflated(inflated) => inflated.read_at(offset, buffer),
        }
    }
}

/// The content of a deflated entry. Memory does not grow with it.
pub(crate) struct InflatedEntry<'a> {
    archive: &'a Archive<'a>,
    entry: Entry,
    budget: &'a Budget,
    state: Mutex<State>,
}

struct State {
    inflater: Inflater,
    begun: bool,
    /// The end of what was inflated, and where it begins.
    kept: Vec<u8>,
    start: u64,
    failure: Option<Because>,
    /// Of what was inflated since it begun.
    checksum: Crc,
}

impl InflatedEntry<'_> {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64);
        if end.is_none_or(|end| end > self.entry.uncompressed_size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut state =
            self.state.lock().map_err(|_| io::Error::other("a reader was interrupted"))?;
        let failure: Because = match self.read(&mut state, offset, buffer) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(exhausted)) => exhausted.into(),
            Err(EntryError::Read(source)) => return Err(source),
            Err(error) => error.into(),
        };
        state.begun = false;
        state.failure = Some(failure.clone());
        Err(io::Error::other(In(&failure, Language::English).to_string()))
    }

    /// The inner `Err` where the budget is used up.
    fn read(
        &self,
        state: &mut State,
        mut offset: u64,
        mut buffer: &mut [u8],
    ) -> Result<Result<(), Exhausted>, EntryError> {
        while !buffer.is_empty() {
            if !state.begun || offset < state.start {
                state.begun = false;
                state.inflater.begin_inflating(self.archive, &self.entry)?;
                (state.begun, state.start) = (true, 0);
                state.checksum.reset();
                state.kept.clear();
            }
            let copied = state.copy(offset, buffer);
            if copied == 0 {
                let run = state.inflater.next_run(self.archive.source)?.ok_or(EntryError::Size)?;
                if let Err(exhausted) = self.budget.take(run.len() as u64) {
                    return Ok(Err(exhausted));
                }
                state.checksum.update(run);
                state.kept.extend_from_slice(run);
                // Unpacked to its end the entry would have another content than what is read here.
                if state.end() >= self.entry.uncompressed_size {
                    if state.inflater.next_run(self.archive.source)?.is_some() {
                        return Err(EntryError::Size);
                    }
                    if state.inflater.has_slack() {
                        return Err(EntryError::Slack);
                    }
                    if state.checksum.sum() != self.entry.crc32 {
                        return Err(EntryError::Checksum);
                    }
                }
                state.forget();
            }
            offset = offset.saturating_add(copied as u64);
            buffer = buffer.get_mut(copied..).unwrap_or_default();
        }
        Ok(Ok(()))
    }
}

impl State {
    /// Copies what is kept of a stretch, from its first byte; gives how much that was.
    fn copy(&self, offset: u64, buffer: &mut [u8]) -> usize {
        let at = offset.checked_sub(self.start).and_then(|at| usize::try_from(at).ok());
        let kept = at.and_then(|at| self.kept.get(at..)).unwrap_or_default();
        let count = kept.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), kept.get(..count)) {
            to.copy_from_slice(from);
        }
        count
    }

    /// Where what was inflated ends.
    fn end(&self) -> u64 {
        self.start.saturating_add(self.kept.len() as u64)
    }

    /// Drops what is too far back, and not each time.
    fn forget(&mut self) {
        if self.kept.len() >= 2 * KEPT {
            let dropped = self.kept.len().saturating_sub(KEPT);
            self.kept.drain(..dropped);
            self.start = self.start.saturating_add(dropped as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::limits::Limits;
    use crate::zip::Structure;

    fn limit(bytes: u64) -> Limit {
        Limits::default().with_inflated_size(bytes).inflated_size()
    }

    fn with_inner(test: impl Fn(&Archive<'_>, &Entry, &[u8])) {
        let package = include_bytes!("../../fixtures/harmony/pack.app");
        let bytes: &[u8] = package;
        let archive =
            Archive::new(&bytes, Arc::new(Structure::read(&bytes, &Limits::default()).unwrap()));
        let entry = *archive.find(b"entry-default.hap").unwrap();
        assert!(!entry.is_stored());
        let whole = archive.content(&entry, limit(u64::MAX)).unwrap();
        test(&archive, &entry, &whole);
    }

    #[test]
    fn an_inner_package_is_read_as_if_it_stood_alone() {
        with_inner(|archive, entry, whole| {
            let budget = Budget::new(limit(1 << 30));
            let inner = archive.open(entry, &budget).unwrap();
            assert_eq!(inner.size().unwrap(), whole.len() as u64);
            for (offset, length) in
                [(0, whole.len()), (whole.len() - 5, 5), (7, 100), (0, 1), (whole.len(), 0)]
            {
                let mut buffer = vec![0; length];
                inner.read_at(offset as u64, &mut buffer).unwrap();
                assert_eq!(buffer, whole[offset..offset + length], "{length} bytes at {offset}");
            }
            assert!(inner.read_at(whole.len() as u64, &mut [0]).is_err());
            assert!(inner.read_at(u64::MAX, &mut [0]).is_err());
            assert_eq!(inner.failure(), None);
            assert!(Structure::read(&inner, &Limits::default()).is_ok());
        });
    }

    #[test]
    fn only_so_much_is_inflated() {
        with_inner(|archive, entry, whole| {
            let budget = Budget::new(limit(whole.len() as u64));
            let read = |offset: usize| {
                let inner = archive.open(entry, &budget).unwrap();
                inner.read_at(offset as u64, &mut [0]).map_err(|_| inner.failure())
            };
            assert_eq!(read(whole.len() - 1), Ok(()));
            assert_eq!(read(0), Err(Some(Exhausted::Inflated(limit(whole.len() as u64)).into())));
        });
    }

    /// A ZIP of one entry `a` that inflates to that many zeros, and says that they are `size`.
    fn zeros(count: usize, size: u32) -> Vec<u8> {
        let deflated = {
            let mut compress = flate2::Compress::new(flate2::Compression::fast(), false);
            let mut deflated = Vec::with_capacity(1 << 20);
            compress
                .compress_vec(&vec![0; count], &mut deflated, flate2::FlushCompress::Finish)
                .unwrap();
            deflated
        };
        let mut fields = vec![0, 0, 8, 0, 0, 0, 0, 0];
        let mut checksum = Crc::new();
        checksum.update(&vec![0; count]);
        fields.extend(
            [checksum.sum(), deflated.len() as u32, size]
                .iter()
                .flat_map(|field| field.to_le_bytes()),
        );
        fields.extend([1, 0, 0, 0]);
        let mut zip = [b"PK\x03\x04\0\0".as_slice(), &fields, b"a", &deflated].concat();
        let directory = zip.len() as u32;
        zip.extend([b"PK\x01\x02\0\0\0\0".as_slice(), &fields, &[0; 14], b"a"].concat());
        let size = zip.len() as u32 - directory;
        zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        zip.extend([size, directory].iter().flat_map(|field| field.to_le_bytes()));
        zip.extend([0, 0]);
        zip
    }

    #[test]
    fn an_entry_that_goes_on_behind_its_size_is_not_read_to_its_end() {
        // A whole number of the runs in which it is inflated, so that none of them reaches behind
        // the size.
        const SIZE: usize = 1 << 20;
        for (count, want) in
            [(SIZE, true), (SIZE + 1, false), (SIZE + (1 << 16), false), (SIZE - 1, false)]
        {
            let zip = zeros(count, SIZE as u32);
            let archive =
                Archive::new(&zip, Arc::new(Structure::read(&zip, &Limits::default()).unwrap()));
            let budget = Budget::new(limit(8 << 20));
            let inner = archive.open(archive.find(b"a").unwrap(), &budget).unwrap();
            assert_eq!(inner.read_at(SIZE as u64 - 1, &mut [0]).is_ok(), want, "{count}");
            assert_eq!(inner.failure().is_none(), want, "{count}");
        }
    }

    #[test]
    fn a_stored_entry_of_two_sizes_is_not_read() {
        let set: &[u8] = include_bytes!("../../fixtures/bundles/plain.xapk");
        let archive =
            Archive::new(&set, Arc::new(Structure::read(&set, &Limits::default()).unwrap()));
        let stored = *archive.entries().iter().find(|entry| entry.is_stored()).unwrap();
        let budget = Budget::new(limit(0));
        assert!(archive.open(&stored, &budget).is_ok());
        let mut other = stored;
        other.compressed_size += 1;
        assert!(matches!(archive.open(&other, &budget), Err(EntryError::Size)));
    }

    #[test]
    fn reading_forward_inflates_once() {
        // 8 MiB of zeros, and a window that forgets most of them.
        let zip = zeros(8 << 20, 8 << 20);
        let archive =
            Archive::new(&zip, Arc::new(Structure::read(&zip, &Limits::default()).unwrap()));
        let budget = Budget::new(limit(8 << 20));
        let inner = archive.open(archive.find(b"a").unwrap(), &budget).unwrap();
        let mut buffer = vec![1; 100_000];
        for offset in (0..(8 << 20) - 100_000).step_by(100_000) {
            inner.read_at(offset, &mut buffer).unwrap();
            assert!(buffer.iter().all(|&byte| byte == 0));
            inner.read_at(offset.saturating_sub(500_000), &mut buffer).unwrap();
        }
        assert!(inner.read_at(0, &mut buffer).is_err(), "that would be a second time");
    }
}
