//! How much verifying the signatures of one file may cost.
//!
//! A file chooses its keys, and how often something is signed with them: signers, rotations, certificates and packages
//! inside multiply. Each of these is bounded, and their product here.
//!
//! What is left is kept for the thread and not handed on from function to function: every signature is to count, whichever
//! layer verifies it, and one that was forgotten would be the one that is attacked. Signatures of a file are verified by the
//! thread that asks for its report.

use std::cell::Cell;

use crate::limits::{Limit, Limits};

/// What may still be done for the file that is being read.
#[derive(Debug, Clone, Copy)]
struct Work {
    key_bits: Limit,
    limit: Limit,
    left: u64,
    /// Whether more was asked for than was left.
    is_exhausted: bool,
}

thread_local! {
    static WORK: Cell<Option<Work>> = const { Cell::new(None) };
}

/// Puts back what was there before: a reader may read another file meanwhile.
struct Restore(Option<Work>);

impl Drop for Restore {
    fn drop(&mut self) {
        WORK.set(self.0);
    }
}

/// Reads a file of that size with as much work as the limits allow for it. The `Err` says which limit kept a signature from
/// being verified: then nothing that was read is to be shown.
pub(crate) fn limited<T>(limits: &Limits, file_size: u64, read: impl FnOnce() -> T) -> Result<T, Limit> {
    let limit = limits.signature_work_for(file_size);
    let work = Work { key_bits: limits.key_bits(), limit, left: limit.value, is_exhausted: false };
    let _restore = Restore(WORK.replace(Some(work)));
    let outcome = read();
    match WORK.get() {
        Some(work) if work.is_exhausted => Err(work.limit),
        _ => Ok(outcome),
    }
}

/// Takes as much from what is left. The `Err` says that there is not as much; nothing more is done then.
pub(crate) fn spend(cost: u64) -> Result<(), Limit> {
    let Some(mut work) = WORK.get() else { return Ok(()) };
    let left = work.left.checked_sub(cost).filter(|_| !work.is_exhausted);
    work.is_exhausted = left.is_none();
    work.left = left.unwrap_or_default();
    WORK.set(Some(work));
    left.map(drop).ok_or(work.limit)
}

/// Takes what reading so many bytes of certificates, or of their names, takes: a file may have it done for every signer.
pub(crate) fn spend_reading(bytes: usize) -> Result<(), Limit> {
    /// How many bytes of small elements are read in the time of one signature.
    const BYTES: u64 = 4 << 10;
    spend(bytes as u64 / BYTES)
}

/// The largest keys with which is verified, in bits.
pub(crate) fn key_bits() -> Limit {
    WORK.get().map_or_else(|| Limits::default().key_bits(), |work| work.key_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(work: u64) -> Limits {
        Limits::default().with_signature_work(work)
    }

    #[test]
    fn work_is_reached_and_not_exceeded() {
        for (work, size, costs, good) in [
            (5, 0, &[2, 3][..], true),
            (5, 0, &[2, 3, 0], true),
            (5, 0, &[2, 4], false),
            (5, 1 << 10, &[2, 4], true),
            (5, 1023, &[2, 4], false),
            (5, 0, &[u64::MAX, 0], false),
            (0, 0, &[], true),
        ] {
            let spent = limited(&limits(work), size, || costs.iter().all(|&cost| spend(cost).is_ok()));
            assert_eq!(spent.is_ok(), good, "{work}, {size}: {costs:?}");
            assert_ne!(spent.ok(), Some(false));
        }
    }

    #[test]
    fn nothing_more_is_done_once_it_was_too_much() {
        let outcome =
            limited(&limits(5), 0, || assert_eq!((spend(9).is_ok(), spend(1).is_ok()), (false, false)));
        assert_eq!(outcome.map_err(|limit| limit.to_string()), Err("5 (signature_work)".to_owned()));
    }

    #[test]
    fn a_file_within_a_file_has_work_of_its_own() {
        let outer = limited(&limits(5), 0, || {
            assert_eq!(limited(&limits(1), 0, || spend(2).is_ok()), Err(limits(1).signature_work()));
            assert!(spend(5).is_ok());
        });
        assert_eq!(outer, Ok(()));
        assert!(spend(u64::MAX).is_ok(), "outside of a file nothing is counted");
    }
}
