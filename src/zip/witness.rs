//! What was read of a package for its identity, held against what is read of it to verify it.
//!
//! A file may be exchanged between the two, and that hidden from its times; and a
//! source may keep none. So bytes that a fact was read from are kept, and whatever is read again
//! must be the same. Where much was read, of each block only a keyed digest is kept: to
//! exchange a file unseen takes the key.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use super::Structure;
use crate::source::read_at::ReadAt;

/// How much is kept as it is, in bytes.
const KEPT: usize = 8 << 20;
/// What one digest is over, in bytes. Blocks begin at multiples of it.
const BLOCK: usize = 1 << BLOCK_BITS;
const BLOCK_BITS: u32 = 16;

/// A source with bytes that are kept as they are read, until [`hold`](Self::hold); from then on
/// they are compared.
pub(crate) struct Witness<'r> {
    source: &'r dyn ReadAt,
    seen: Mutex<Seen>,
    held: OnceLock<Seen>,
    differs: AtomicBool,
}

/// Bytes that were read, and where they stand.
#[derive(Debug, Default, Clone)]
struct Run {
    start: u64,
    bytes: Vec<u8>,
}

/// The part of `bytes`, which stand at `start`, that lies from `from` to `to`.
fn part(start: u64, bytes: &[u8], from: u64, to: u64) -> Option<&[u8]> {
    let first = usize::try_from(from.checked_sub(start)?).ok()?;
    let last = usize::try_from(to.checked_sub(start)?).ok()?;
    bytes.get(first..last)
}

impl Run {
    /// Whether bytes that were read at `start` are the same where both have some.
    fn agrees(&self, start: u64, bytes: &[u8]) -> bool {
        let (from, to) = (self.start.max(start), self.end().min(end(start, bytes)));
        if from >= to {
            return true;
        }
        match (part(self.start, &self.bytes, from, to), part(start, bytes, from, to)) {
            (Some(own), Some(other)) => own == other,
            _ => false,
        }
    }

    fn end(&self) -> u64 {
        end(self.start, &self.bytes)
    }

    /// What of it lies from `from` to `to`.
    fn part(&self, from: u64, to: u64) -> Self {
        let bytes = part(self.start, &self.bytes, from, to).unwrap_or_default().to_vec();
        Self { start: from, bytes }
    }
}

fn end(start: u64, bytes: &[u8]) -> u64 {
    start.saturating_add(bytes.len() as u64)
}

/// What was read.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    runs: Vec<Run>,
    /// How many bytes the runs have.
    kept: usize,
    /// The digests of whole blocks, by their numbers.
    blocks: HashMap<u64, u64>,
    /// What was read last, from the beginning of a block on that is not whole yet.
    last: Run,
    key: RandomState,
}

impl Seen {
    /// Keeps bytes. Gives whether they are as they were, where they were read before.
    fn add(&mut self, start: u64, bytes: &[u8]) -> bool {
        if bytes.len() <= KEPT.saturating_sub(self.kept) {
            self.keep(Run { start, bytes: bytes.to_vec() });
            return true;
        }
        let mut run = Run { start, bytes: Vec::new() };
        if self.last.end() == start {
            run = std::mem::take(&mut self.last);
        } else {
            let last = std::mem::take(&mut self.last);
            self.keep(last);
        }
        run.bytes.extend_from_slice(bytes);
        let blocks = whole_blocks(run.start, run.bytes.len());
        if blocks.is_empty() {
            self.last = run;
            return true;
        }
        let is_same = blocks.clone().all(|block| self.add_block(block, &run));
        self.keep(run.part(run.start, block_start(blocks.start)));
        self.last = run.part(block_start(blocks.end), run.end());
        is_same
    }

    fn add_block(&mut self, block: u64, run: &Run) -> bool {
        let digest = self.digest(block, run.start, &run.bytes);
        digest.is_none_or(|digest| *self.blocks.entry(block).or_insert(digest) == digest)
    }

    fn keep(&mut self, run: Run) {
        self.kept = self.kept.saturating_add(run.bytes.len());
        if !run.bytes.is_empty() {
            self.runs.push(run);
        }
    }

    /// The digest of a block that lies in bytes at `start`.
    fn digest(&self, block: u64, start: u64, bytes: &[u8]) -> Option<u64> {
        let from = block_start(block);
        let bytes = part(start, bytes, from, from.checked_add(BLOCK as u64)?)?;
        Some(self.key.hash_one(bytes))
    }

    /// Whether bytes that are read again are as they were. `read` reads a block of which they are a
    /// part.
    fn agrees(
        &self,
        start: u64,
        bytes: &[u8],
        read: impl Fn(u64) -> io::Result<Vec<u8>>,
    ) -> io::Result<bool> {
        if !self.runs.iter().all(|run| run.agrees(start, bytes)) {
            return Ok(false);
        }
        let touched = touched_blocks(start, bytes.len());
        for (block, seen) in touched.filter_map(|block| Some((block, self.blocks.get(&block)?))) {
            let digest = match self.digest(block, start, bytes) {
                Some(digest) => digest,
                None => {
                    let whole = Run { start: block_start(block), bytes: read(block_start(block))? };
                    if !whole.agrees(start, bytes) {
                        return Ok(false);
                    }
                    self.key.hash_one(&whole.bytes[..])
                }
            };
            if digest != *seen {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn block_start(block: u64) -> u64 {
    block.saturating_mul(BLOCK as u64)
}

/// The blocks that lie whole in so many bytes from `start` on.
fn whole_blocks(start: u64, length: usize) -> Range<u64> {
    let end = start.saturating_add(length as u64) >> BLOCK_BITS;
    let first = start.div_ceil(BLOCK as u64);
    first..end.max(first)
}

/// The blocks of which some lies in those bytes.
fn touched_blocks(start: u64, length: usize) -> Range<u64> {
    start >> BLOCK_BITS..start.saturating_add(length as u64).div_ceil(BLOCK as u64)
}

impl<'r> Witness<'r> {
    /// Begins with what was read of the package already: for its structure, and to tell its kind.
    pub(crate) fn new(source: &'r dyn ReadAt, structure: &Structure, before: &Seen) -> Self {
        let (start, bytes) = structure.read_already();
        let mut seen = before.clone();
        seen.keep(Run { start, bytes: bytes.to_vec() });
        Self::with(source, seen)
    }

    /// Begins with nothing, for the first look into a package.
    pub(crate) fn first(source: &'r dyn ReadAt) -> Self {
        Self::with(source, Seen::default())
    }

    fn with(source: &'r dyn ReadAt, seen: Seen) -> Self {
        Self {
            source,
            seen: Mutex::new(seen),
            held: OnceLock::new(),
            differs: AtomicBool::new(false),
        }
    }

    /// What was read, for another witness of the same source.
    pub(crate) fn seen(&self) -> Seen {
        let mut seen =
            self.seen.lock().map(|mut seen| std::mem::take(&mut *seen)).unwrap_or_default();
        let last = std::mem::take(&mut seen.last);
        seen.keep(last);
        seen
    }

    /// Compares from now on.
    pub(crate) fn hold(&self) {
        let seen = self.seen();
        // One that is held already stays.
        let _ = self.held.set(seen);
    }

    /// Whether nothing that was read twice was another the second time.
    pub(crate) fn agrees(&self) -> bool {
        !self.differs.load(Ordering::Relaxed)
    }

    fn note(&self, is_same: bool) {
        if !is_same {
            self.differs.store(true, Ordering::Relaxed);
        }
    }
}

impl ReadAt for Witness<'_> {
    fn size(&self) -> io::Result<u64> {
        self.source.size()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.source.read_at(offset, buffer)?;
        match self.held.get() {
            Some(held) => {
                let read = |start| {
                    let mut block = vec![0; BLOCK];
                    self.source.read_at(start, &mut block).map(|()| block)
                };
                self.note(held.agrees(offset, buffer, read)?);
            }
            None => {
                if let Ok(mut seen) = self.seen.lock() {
                    self.note(seen.add(offset, buffer));
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
    /// Much that is read: by pieces of every size, again whole and in parts, and with one byte
    /// changed.
    #[test]
    fn of_much_the_digests_are_compared() {
        let content: Vec<u8> =
            (0..KEPT + 40 * BLOCK).map(|at| (at / 7) as u8 ^ (at >> 13) as u8).collect();
        let read = |from: u64| Ok(content[from as usize..][..BLOCK].to_vec());
        for piece in [1 << 20, 100_000, BLOCK, 5000] {
            let mut seen = Seen::default();
            for (at, bytes) in content.chunks(piece).enumerate() {
                assert!(seen.add((at * piece) as u64, bytes), "{piece}");
            }
            let last = std::mem::take(&mut seen.last);
            seen.keep(last);
            assert!(seen.kept <= KEPT + 4 * BLOCK, "{piece}: {}", seen.kept);
            let changed = KEPT + 20 * BLOCK + 17;
            for (name, from, length) in [
                ("all", 0, content.len()),
                ("a part of a block", changed - 5, 10),
                ("over the edge of blocks", KEPT + 19 * BLOCK + 100, 2 * BLOCK),
                ("one byte", changed, 1),
                ("at the end", content.len() - 100, 100),
                ("at the start", 0, 100),
            ] {
                let bytes = &content[from..from + length];
                assert!(seen.agrees(from as u64, bytes, read).unwrap(), "{piece}, {name}");
                let mut other = bytes.to_vec();
                let at = changed.saturating_sub(from).min(length - 1);
                other[at] ^= 1;
                assert!(
                    !seen.agrees(from as u64, &other, read).unwrap(),
                    "{piece}, {name}, changed"
                );
            }
            // The same block once more, and another.
            assert!(
                seen.add(KEPT as u64 + 10 * BLOCK as u64, &content[KEPT + 10 * BLOCK..][..BLOCK])
            );
        }
    }

    #[test]
    fn what_told_the_kind_is_held_too() {
        for (length, at, want) in
            [(10, 3, false), (10, 10, true), (KEPT + 3 * BLOCK, 70_000, false)]
        {
            let mut bytes = vec![7; length + 10];
            let seen = {
                let source = &bytes[..];
                let first = Witness::first(&source);
                for start in (0..length).step_by(BLOCK) {
                    let mut read = vec![0; BLOCK.min(length - start)];
                    first.read_at(start as u64, &mut read).unwrap();
                }
                first.seen()
            };
            bytes[at] = 8;
            let source = &bytes[..];
            let second = Witness::with(&source, seen);
            second.hold();
            second.read_at(0, &mut vec![0; length + 10]).unwrap();
            assert_eq!(second.agrees(), want, "{length}, {at}");
        }
    }
}
