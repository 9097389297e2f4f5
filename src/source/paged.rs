//! A source for readers that jump about in it: what stands close to what was read is at hand.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use super::read_at::ReadAt;

/// Sources of at most this size are read whole, in bytes.
const WHOLE: u64 = 512 << 10;
/// How much is read at a time of larger ones, in bytes.
const PAGE: u64 = 64 << 10;
/// How many pages are kept.
const MAX_KEPT: usize = 32;
/// How many pages are read at most, all together: only a hostile file makes a reader jump more
/// often than this.
const MAX_READ: u32 = 8 << 10;

/// A source that is read by pages. Memory does not grow with it.
pub(crate) struct Paged<'r> {
    source: &'r dyn ReadAt,
    size: u64,
    page_size: u64,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    pages: BTreeMap<u64, Vec<u8>>,
    read: u32,
    failure: Option<io::Error>,
}

impl<'r> Paged<'r> {
    pub(crate) fn new(source: &'r dyn ReadAt) -> io::Result<Self> {
        let size = source.size()?;
        let page_size = if size <= WHOLE { size.max(1) } else { PAGE };
        Ok(Self { source, size, page_size, state: RefCell::default() })
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The error that ended reading, if one did. Reads give nothing from then on.
    pub(crate) fn take_failure(&self) -> Option<io::Error> {
        self.state.borrow_mut().failure.take()
    }

    /// The bytes that begin at `offset`, if they are there.
    pub(crate) fn array<const N: usize>(&self, offset: u64) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        (self.fill(offset, &mut bytes) == N).then_some(bytes)
    }

    /// Up to `length` bytes that begin at `offset`: fewer where the source ends before.
    pub(crate) fn up_to(&self, offset: u64, length: usize) -> Vec<u8> {
        let held = usize::try_from(self.size.saturating_sub(offset)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length.min(held)];
        let filled = self.fill(offset, &mut bytes);
        bytes.truncate(filled);
        bytes
    }

    /// Fills as much of the buffer as there is, and says how much that is.
    fn fill(&self, mut offset: u64, buffer: &mut [u8]) -> usize {
        let mut state = self.state.borrow_mut();
        let mut filled: usize = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let Some(page) = self.page(&mut state, offset) else { break };
            let skipped =
                usize::try_from(offset.checked_rem(self.page_size).unwrap_or(0)).unwrap_or(0);
            let run = page.get(skipped..).unwrap_or_default();
            let count = run.len().min(rest.len());
            let (Some(to), Some(from)) = (rest.get_mut(..count), run.get(..count)) else { break };
            to.copy_from_slice(from);
            filled = filled.saturating_add(count);
            offset = offset.saturating_add(count as u64);
        }
        filled
    }

    /// The page on which that byte stands; `None` behind the end and after a failure.
    fn page<'s>(&self, state: &'s mut State, offset: u64) -> Option<&'s [u8]> {
        if offset >= self.size {
            return None;
        }
        let number = offset.checked_div(self.page_size)?;
        if !state.pages.contains_key(&number) {
            let mut page =
                if state.pages.len() < MAX_KEPT { Vec::new() } else { state.give_up(number)? };
            if state.failure.is_some() || state.read >= MAX_READ {
                return None;
            }
            let start = number.saturating_mul(self.page_size);
            let length = self.size.saturating_sub(start).min(self.page_size);
            page.resize(usize::try_from(length).ok()?, 0);
            state.read = state.read.saturating_add(1);
            if let Err(error) = self.source.read_at(start, &mut page) {
                state.failure = Some(error);
                return None;
            }
            state.pages.insert(number, page);
        }
        state.pages.get(&number).map(Vec::as_slice)
    }
}

impl State {
    /// A page to be read anew: the last one, or the first where that stands before `number`.
    fn give_up(&mut self, number: u64) -> Option<Vec<u8>> {
        let last = self.pages.last_key_value().map(|(&last, _)| last)?;
        if last > number {
            self.pages.remove(&last)
        } else {
            self.pages.pop_first().map(|(_, page)| page)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_is_what_the_source_holds() {
        for size in [0, 1, 100, WHOLE, WHOLE + 1, 3 * PAGE, 70 * PAGE + 5] {
            let bytes: Vec<u8> = (0..size).map(|at| (at / 251 + at) as u8).collect();
            let paged = Paged::new(&bytes).unwrap();
            let mut offset = 0;
            for step in 0..500_u64 {
                offset = (offset + step * 7919) % (size + 10);
                let length = (step * 31 % 70_000) as usize;
                let want = bytes.get(offset as usize..).unwrap_or_default();
                let want = &want[..length.min(want.len())];
                assert!(
                    paged.up_to(offset, length) == want,
                    "{length} bytes at {offset} of {size}"
                );
                let four = bytes.get(offset as usize..).and_then(|rest| rest.first_chunk::<4>());
                assert_eq!(paged.array::<4>(offset).as_ref(), four);
            }
            assert!(paged.state.borrow().pages.len() <= MAX_KEPT);
            assert!(paged.take_failure().is_none());
        }
    }

    #[test]
    fn a_failure_ends_it_and_is_told() {
        struct Broken;
        impl ReadAt for Broken {
            fn size(&self) -> io::Result<u64> {
                Ok(1 << 40)
            }
            fn read_at(&self, offset: u64, _: &mut [u8]) -> io::Result<()> {
                if offset < PAGE { Ok(()) } else { Err(io::Error::other("broken")) }
            }
        }
        let paged = Paged::new(&Broken).unwrap();
        assert_eq!(paged.array::<4>(0), Some([0; 4]));
        assert_eq!(paged.array::<4>(PAGE - 1), None);
        assert!(paged.take_failure().is_some());
        assert_eq!(paged.array::<4>(u64::MAX), None);
    }

    #[test]
    fn who_jumps_forever_is_stopped() {
        let paged = Paged {
            size: 1 << 40,
            page_size: PAGE,
            source: &[0_u8; 0].as_slice(),
            state: RefCell::default(),
        };
        paged.state.borrow_mut().read = MAX_READ;
        assert_eq!(paged.array::<4>(0), None);
        assert!(paged.take_failure().is_none());
    }
}
