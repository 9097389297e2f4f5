//! What was read of a package to tell whose it is, held against what is read of it to verify it.
//!
//! A file may be exchanged between the two, by who knows how to hide that from its times; and a source may keep none. So
//! bytes that a fact was read from are kept, and whatever is read again must be the same.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use crate::error::Error;
use crate::read_at::ReadAt;
use crate::zip::Structure;

/// A source whose bytes are kept as they are read, until [`hold`](Self::hold); from then on they are compared.
pub(crate) struct Witness<'r> {
    source: &'r dyn ReadAt,
    seen: Mutex<Vec<Run>>,
    held: OnceLock<Vec<Run>>,
    differs: AtomicBool,
}

/// Bytes that were read, and where they stand.
struct Run {
    start: u64,
    bytes: Vec<u8>,
}

impl Run {
    /// Whether bytes that were read at `start` are the same where both have some.
    fn agrees(&self, start: u64, bytes: &[u8]) -> bool {
        let (from, to) = (self.start.max(start), self.end().min(end(start, bytes)));
        let part = |start: u64, bytes: &'_ [u8]| -> Option<std::ops::Range<usize>> {
            let first = usize::try_from(from.checked_sub(start)?).ok()?;
            let last = usize::try_from(to.checked_sub(start)?).ok()?;
            (last <= bytes.len()).then_some(first..last)
        };
        if from >= to {
            return true;
        }
        match (part(self.start, &self.bytes), part(start, bytes)) {
            (Some(own), Some(other)) => self.bytes.get(own) == bytes.get(other),
            _ => false,
        }
    }

    fn end(&self) -> u64 {
        end(self.start, &self.bytes)
    }
}

fn end(start: u64, bytes: &[u8]) -> u64 {
    start.saturating_add(bytes.len() as u64)
}

impl<'r> Witness<'r> {
    /// Begins with what was read of the package already.
    pub(crate) fn new(source: &'r dyn ReadAt, structure: &Structure) -> Self {
        let (start, bytes) = structure.read_already();
        let first = Run { start, bytes: bytes.to_vec() };
        Self { source, seen: Mutex::new(vec![first]), held: OnceLock::new(), differs: AtomicBool::new(false) }
    }

    /// Compares from now on.
    pub(crate) fn hold(&self) {
        let runs = self.seen.lock().map(|mut runs| std::mem::take(&mut *runs)).unwrap_or_default();
        // One that is held already stays.
        let _ = self.held.set(runs);
    }

    /// That nothing that was read twice was another the second time.
    ///
    /// # Errors
    /// [`Error::Changed`].
    pub(crate) fn agrees(&self) -> Result<(), Error> {
        if self.differs.load(Ordering::Relaxed) { Err(Error::Changed) } else { Ok(()) }
    }
}

impl ReadAt for Witness<'_> {
    fn size(&self) -> io::Result<u64> {
        self.source.size()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.source.read_at(offset, buffer)?;
        match self.held.get() {
            Some(runs) if runs.iter().any(|run| !run.agrees(offset, buffer)) => {
                self.differs.store(true, Ordering::Relaxed);
            }
            Some(_) => {}
            None => {
                if let Ok(mut runs) = self.seen.lock() {
                    runs.push(Run { start: offset, bytes: buffer.to_vec() });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_is_compared_where_it_overlaps() {
        let run = Run { start: 10, bytes: b"abcd".to_vec() };
        for (start, bytes, want) in [
            (10, &b"abcd"[..], true),
            (8, b"xxabcdxx", true),
            (12, b"cdef", true),
            (8, b"xxab", true),
            (14, b"zzzz", true),
            (0, b"zz", true),
            (10, b"abXd", false),
            (8, b"xxabcX", false),
            (13, b"X", false),
            (8, b"xxX", false),
        ] {
            assert_eq!(run.agrees(start, bytes), want, "{start}: {bytes:?}");
        }
    }
}
