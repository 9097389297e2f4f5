//! An entry of a package as a source of bytes: a package inside a package, without unpacking it.

use std::io;
use std::sync::Mutex;

use super::content::Inflater;
use super::{Archive, Entry};
use crate::read_at::ReadAt;

/// How much is kept of a stretch that was read, in bytes: what is read next mostly stands close behind.
const WINDOW: usize = 256 << 10;
/// How much is inflated at most, all reads together, in bytes. Each read inflates from the start.
const BUDGET: u64 = 2 << 30;

/// The content of a deflated entry. Memory does not grow with it.
pub(crate) struct InflatedEntry<'a> {
    archive: &'a Archive<'a>,
    entry: Entry,
    state: Mutex<State>,
}

struct State {
    inflater: Inflater,
    /// A stretch of the content, and where it begins.
    window: Vec<u8>,
    start: u64,
    inflated: u64,
}

impl<'a> InflatedEntry<'a> {
    pub(crate) fn new(archive: &'a Archive<'a>, entry: Entry) -> Self {
        let state = State { inflater: Inflater::new(), window: Vec::new(), start: 0, inflated: 0 };
        Self { archive, entry, state: Mutex::new(state) }
    }
}

impl State {
    /// Copies what the window holds of a stretch, if it holds all of it.
    fn copy(&self, offset: u64, buffer: &mut [u8]) -> Option<()> {
        let at = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        buffer.copy_from_slice(self.window.get(at..)?.get(..buffer.len())?);
        Some(())
    }

    /// Fills the window with what stands at `offset`.
    fn fill(&mut self, archive: &Archive<'_>, entry: &Entry, offset: u64, length: usize) -> io::Result<()> {
        let length = length.max(WINDOW);
        let end = offset.saturating_add(length as u64).min(entry.uncompressed_size);
        self.inflated = self.inflated.saturating_add(end);
        if self.inflated > BUDGET {
            return Err(io::Error::other("too much to inflate"));
        }
        self.window.clear();
        self.start = offset;
        let (window, mut position) = (&mut self.window, 0_u64);
        let mut sink = |run: &[u8]| {
            let skipped = usize::try_from(offset.saturating_sub(position)).unwrap_or(usize::MAX);
            let room = length.saturating_sub(window.len());
            let kept = run.get(skipped.min(run.len())..).unwrap_or_default();
            window.extend_from_slice(kept.get(..room.min(kept.len())).unwrap_or_default());
            position = position.saturating_add(run.len() as u64);
        };
        archive.stream_start(entry, end, &mut self.inflater, &mut sink).map_err(io::Error::other)
    }
}

impl ReadAt for InflatedEntry<'_> {
    fn size(&self) -> io::Result<u64> {
        Ok(self.entry.uncompressed_size)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut state = self.state.lock().map_err(|_| io::Error::other("a reader was interrupted"))?;
        if state.copy(offset, buffer).is_some() {
            return Ok(());
        }
        let end = offset.checked_add(buffer.len() as u64);
        if end.is_none_or(|end| end > self.entry.uncompressed_size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        state.fill(self.archive, &self.entry, offset, buffer.len())?;
        state.copy(offset, buffer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Structure;
    use super::*;

    #[test]
    fn an_inner_package_is_read_as_if_it_stood_alone() {
        let package = include_bytes!("../../fixtures/harmony/pack.app");
        let bytes: &[u8] = package;
        let archive = Archive::new(&bytes, Arc::new(Structure::read(&bytes).unwrap()));
        let entry = *archive.find(b"entry-default.hap").unwrap();
        let whole = archive.content(&entry, u64::MAX).unwrap();
        let inner = InflatedEntry::new(&archive, entry);
        assert_eq!(inner.size().unwrap(), whole.len() as u64);
        for (offset, length) in [(0, whole.len()), (whole.len() - 5, 5), (7, 100), (0, 1), (whole.len(), 0)] {
            let mut buffer = vec![0; length];
            inner.read_at(offset as u64, &mut buffer).unwrap();
            assert_eq!(buffer, whole[offset..offset + length], "{length} bytes at {offset}");
        }
        assert!(inner.read_at(whole.len() as u64, &mut [0]).is_err());
        assert!(inner.read_at(u64::MAX, &mut [0]).is_err());
        assert!(Structure::read(&inner).is_ok());
    }
}
