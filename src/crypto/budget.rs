//! How much verifying the signatures of one file may cost.
//!
//! A file chooses its keys, and how often something is signed with them: signers, rotations,
//! certificates and packages inside multiply. Each of these is bounded, and their product here.
//! What is left is a value that is handed down to whatever verifies a signature: there is no way to
//! verify one without it.

use std::cell::Cell;

use crate::limits::{Allowance, Limit, Limits};

/// What may still be done for the file that is being read. Signatures of a file are verified by one
/// thread.
#[derive(Debug)]
pub(crate) struct Work {
    key_bits: Limit,
    left: Allowance,
    /// Whether more was asked for than was left.
    is_exhausted: Cell<bool>,
}

impl Work {
    /// As much as the limits allow for a file of that size, in bytes.
    pub(crate) fn new(limits: &Limits, file_size: u64) -> Self {
        let left = Allowance::new(limits.signature_work_for(file_size));
        Self { key_bits: limits.key_bits(), left, is_exhausted: Cell::new(false) }
    }

    /// Takes as much from what is left. The `Err` says that there is not as much; nothing more is
    /// done then.
    pub(crate) fn spend(&self, cost: u64) -> Result<(), Limit> {
        if self.is_exhausted.get() || self.left.take(cost).is_err() {
            self.left.exhaust();
            self.is_exhausted.set(true);
            return Err(self.left.limit());
        }
        Ok(())
    }

    /// Takes what reading so many bytes of certificates, or of their names, takes: a file may have
    /// it done for every signer.
    pub(crate) fn spend_reading(&self, bytes: usize) -> Result<(), Limit> {
        /// How many bytes of small elements are read in the time of one signature.
        const BYTES: u64 = 4 << 10;
        self.spend(bytes as u64 / BYTES)
    }

    /// The largest keys with which is verified, in bits.
    pub(crate) fn key_bits(&self) -> Limit {
        self.key_bits
    }

    /// What was read, unless a signature was left unverified for want of work: then nothing of it
    /// is to be shown. The `Err` is the limit.
    pub(crate) fn finish<T>(&self, read: T) -> Result<T, Limit> {
        if self.is_exhausted.get() { Err(self.left.limit()) } else { Ok(read) }
    }
}

/// Without limits of a caller's own.
#[cfg(any(test, fuzzing))]
impl Default for Work {
    fn default() -> Self {
        Self::new(&Limits::default(), 0)
    }
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
            let work_of_file = Work::new(&limits(work), size);
            let spent = costs.iter().all(|&cost| work_of_file.spend(cost).is_ok());
            assert_eq!(spent, good, "{work}, {size}: {costs:?}");
            assert_eq!(work_of_file.finish(()).is_ok(), good, "{work}, {size}: {costs:?}");
        }
    }

    #[test]
    fn nothing_more_is_done_once_it_was_too_much() {
        let work = Work::new(&limits(5), 0);
        assert_eq!(
            (work.spend(9).is_ok(), work.spend(1).is_ok(), work.spend(0).is_ok()),
            (false, false, false)
        );
        assert_eq!(
            work.finish(()).map_err(|limit| (limit.value, limit.name)),
            Err((5, "signature_work"))
        );
    }
}
