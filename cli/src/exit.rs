//! What the exit status says: part of the contract with other programs.

use std::process;

/// What the process ends with. Of several files the worst counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitCode {
    /// All is verified, given, or the same: 0.
    #[default]
    Good,
    /// Something is rejected or unsigned, differs, has an error, or gives no value: 1.
    NotGood,
    /// Wrong use, a file that cannot be read, or a result that cannot be written: 2.
    Trouble,
    /// Ended by that signal: 128 and its number, as shells have it.
    Signalled(u8),
}

/// What shells add to a signal's number for the exit status of what it ended.
const SIGNALLED: u8 = 128;

impl ExitCode {
    /// The number that the process exits with.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::NotGood => 1,
            Self::Trouble => 2,
            Self::Signalled(signal) => SIGNALLED.saturating_add(signal),
        }
    }

    /// Good, or not.
    pub(crate) fn of(is_good: bool) -> Self {
        if is_good { Self::Good } else { Self::NotGood }
    }
}

impl From<ExitCode> for process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.number())
    }
}

#[cfg(test)]
mod tests {
    use super::ExitCode::{Good, NotGood, Signalled, Trouble};
    use super::*;

    #[test]
    fn the_worst_counts_and_numbers_are_those_of_the_contract() {
        for (codes, want) in [
            (&[Good][..], 0),
            (&[Good, NotGood, Good], 1),
            (&[NotGood, Trouble, Good], 2),
            (&[Trouble, Signalled(2)], 130),
            (&[Signalled(15)], 143),
        ] {
            assert_eq!(codes.iter().max().map(|code| code.number()), Some(want), "{codes:?}");
        }
        assert_eq!((ExitCode::of(true), ExitCode::of(false)), (Good, NotGood));
    }
}
