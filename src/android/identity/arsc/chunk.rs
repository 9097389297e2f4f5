//! Chunks of a resource table (`ResChunk_header` of Android's `ResourceTypes.h`), and where they
//! stand.

/// Where something begins and ends, in bytes from the start of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

impl Run {
    /// What is left of the run behind its first `count` bytes.
    pub(crate) fn behind(self, count: u64) -> Option<Self> {
        let start = self.start.checked_add(count)?;
        (start <= self.end).then_some(Self { start, ..self })
    }

    /// Where `length` bytes stand, `at` bytes into the run, if all are in it.
    pub(crate) fn place(self, at: u64, length: u64) -> Option<u64> {
        let place = self.start.checked_add(at)?;
        (place.checked_add(length)? <= self.end).then_some(place)
    }

    pub(crate) fn size(self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// A chunk of the table, all of which is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) kind: u16,
    pub(crate) header_size: u64,
    pub(crate) run: Run,
}

impl Chunk {
    /// What stands behind its header.
    pub(crate) fn body(&self) -> Run {
        self.run.behind(self.header_size).unwrap_or(Run { start: self.run.end, ..self.run })
    }
}
