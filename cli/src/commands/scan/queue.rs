//! The work that is left, handed out to threads, and how many threads each piece may use itself.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Pieces of work from an iterator. It is asked for no more than `jobs` pieces ahead, so that
/// little is held however many there are.
pub(super) struct Queue<I: Iterator> {
    jobs: NonZeroUsize,
    state: Mutex<State<I>>,
}

struct State<I: Iterator> {
    source: I,
    ahead: VecDeque<I::Item>,
    busy: usize,
}

impl<I: Iterator + Send> Queue<I>
where
    I::Item: Send,
{
    pub(super) fn new(source: I, jobs: NonZeroUsize) -> Self {
        Self { jobs, state: Mutex::new(State { source, ahead: VecDeque::new(), busy: 0 }) }
    }

    /// Calls `work` for each piece, on as many threads as there are jobs, until there is no more or
    /// `stop` says so. The number is how many threads `work` should use: one, or more where there
    /// is less to do than there are jobs.
    pub(super) fn run(
        &self,
        stop: impl Fn() -> bool + Sync,
        work: impl Fn(I::Item, NonZeroUsize) + Sync,
    ) {
        let worker = || {
            while !stop()
                && let Some((piece, threads)) = self.take()
            {
                work(piece, threads);
                self.change(|state| state.busy = state.busy.saturating_sub(1));
            }
        };
        thread::scope(|scope| {
            // A thread that cannot be started is done without: this one does the work then.
            for _ in 1..self.jobs.get() {
                if thread::Builder::new().spawn_scoped(scope, worker).is_err() {
                    break;
                }
            }
            worker();
        });
    }

    fn take(&self) -> Option<(I::Item, NonZeroUsize)> {
        self.change(|state| {
            while state.ahead.len() <= self.jobs.get()
                && let Some(piece) = state.source.next()
            {
                state.ahead.push_back(piece);
            }
            let piece = state.ahead.pop_front()?;
            state.busy = state.busy.saturating_add(1);
            let wanted = state.busy.saturating_add(state.ahead.len());
            Some((piece, share(self.jobs, wanted)))
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut State<I>) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Each one's share of the threads, where so many pieces are at work or about to be.
fn share(jobs: NonZeroUsize, pieces: usize) -> NonZeroUsize {
    jobs.get().checked_div(pieces).and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN)
}

/// What `work` gives; nothing where it panicked, which is a mistake of ours and none of the other
/// files' business.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn jobs(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn every_piece_is_worked_on_once() {
        for count in [1, 2, 5] {
            let done = Mutex::new(Vec::new());
            Queue::new(0..1000, jobs(count))
                .run(|| false, |piece, _| done.lock().unwrap().push(piece));
            let mut done = done.into_inner().unwrap();
            done.sort_unstable();
            assert_eq!(done, (0..1000).collect::<Vec<_>>(), "{count}");
        }
    }

    #[test]
    fn few_pieces_get_the_threads_that_many_would() {
        for (pieces, count, want) in
            [(1, 8, vec![8]), (2, 8, vec![4, 8]), (3, 1, vec![1, 1, 1]), (4, 2, vec![1, 1, 1, 2])]
        {
            // One after the other, as if the first were the only worker.
            let queue = Queue::new(0..pieces, jobs(count));
            let mut shares = Vec::new();
            while let Some((_, threads)) = queue.take() {
                shares.push(threads.get());
                queue.change(|state| state.busy = 0);
            }
            assert_eq!(shares, want, "{pieces} pieces, {count} jobs");
        }
    }

    #[test]
    fn no_more_is_taken_than_a_few_pieces_ahead() {
        let taken = AtomicUsize::new(0);
        let source = (0..1000).inspect(|_| {
            taken.fetch_add(1, Ordering::Relaxed);
        });
        let queue = Queue::new(source, jobs(4));
        assert!(queue.take().is_some());
        assert!(taken.load(Ordering::Relaxed) <= 5);
    }

    #[test]
    fn work_stops_when_it_is_told_to() {
        let done = AtomicUsize::new(0);
        let stop = || done.load(Ordering::Relaxed) >= 10;
        let work = |_, _| {
            done.fetch_add(1, Ordering::Relaxed);
        };
        Queue::new(0..1000, jobs(2)).run(stop, work);
        assert!((10..=11).contains(&done.load(Ordering::Relaxed)));
    }

    #[test]
    fn a_panic_is_no_result() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("as asked") }), None);
    }
}
