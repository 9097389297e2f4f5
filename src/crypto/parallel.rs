//! Independent pieces of work on several threads, with the results in order.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// As many threads as the machine runs at once; one where it does not say.
pub(crate) fn available_threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The results of `work` for each index below `count`, in order. Each thread makes one `state` and
/// hands it to `work` again and again (buffers, say). After the first error no further piece is
/// begun.
///
/// # Errors
/// The error of the lowest index that was reached.
pub(crate) fn map<T: Send, E: Send, S>(
    count: usize,
    threads: NonZeroUsize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    filter_map(count, threads, state, |state, index| work(state, index).map(Some))
}

/// The same with the results that there are. The others take no memory.
///
/// # Errors
/// The error of the lowest index that was reached.
pub(crate) fn filter_map<T: Send, E: Send, S>(
    count: usize,
    threads: NonZeroUsize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> Result<Option<T>, E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut state = state();
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            let result = work(&mut state, index);
            if result.is_err() {
                next.store(count, Ordering::Relaxed);
            }
            done.extend(result.transpose().map(|result| (index, result)));
        }
    };
    let mut results = thread::scope(|scope| {
        // A thread that cannot be started is done without: this one does the work then.
        let helpers: Vec<_> = (1..threads.get().min(count))
            .map_while(|_| thread::Builder::new().spawn_scoped(scope, worker).ok())
            .collect();
        let mut results = worker();
        for helper in helpers {
            results.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|&(index, _)| index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for threads in [1, 2, 7] {
            let squares =
                map(100, NonZeroUsize::new(threads).unwrap(), || (), |(), i| Ok::<_, ()>(i * i));
            assert_eq!(squares, Ok((0..100).map(|i| i * i).collect()));
        }
    }

    #[test]
    fn results_that_there_are_come_in_order() {
        for threads in [1, 2, 7] {
            let threads = NonZeroUsize::new(threads).unwrap();
            let even =
                filter_map(100, threads, || (), |(), i| Ok::<_, ()>((i % 2 == 0).then_some(i)));
            assert_eq!(even, Ok((0..100).step_by(2).collect()));
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let result = map(
            1000,
            NonZeroUsize::new(4).unwrap(),
            || (),
            |(), i| if i == 3 { Err(i) } else { Ok(i) },
        );
        assert_eq!(result, Err(3));
    }
}
