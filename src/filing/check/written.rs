//! Whether a text that gives the right value, or none, is as it is to be filed.

use super::basis::Basis;
use crate::crypto::digest::DigestAlgorithm;
use crate::filing::FieldOutcome;
use crate::filing::paste::{self, NotRead};
use crate::filing::reason::Judgement;

/// What a right value is whose text is not as it is to be filed: one that a label calls another
/// value is none, and one with more in it than case, blanks, ends of lines and colons is untidy.
pub(crate) fn as_written<'l>(
    basis: &Basis<'_>,
    judgement: Judgement,
    labels: impl Iterator<Item = &'l str>,
    digest: Option<DigestAlgorithm>,
    is_tidy: bool,
) -> Judgement {
    use FieldOutcome::{Match, MatchTruncated, MatchUntidy};
    let outcome = judgement.reason().outcome();
    if !matches!(outcome, Match | MatchUntidy | MatchTruncated) {
        return judgement;
    }
    if let Some(label) = paste::contradicting(labels, digest, basis.report.platform) {
        return Judgement::OtherLabel(label.trim().to_owned());
    }
    if outcome == Match && !is_tidy { Judgement::Untidy } else { judgement }
}

/// What a text that gives no value is: `unreadable` where its characters are wrong.
pub(crate) fn not_read(why: NotRead, unreadable: impl FnOnce() -> Judgement) -> Judgement {
    match why {
        NotRead::Empty => Judgement::Empty,
        NotRead::TooLong => Judgement::TooLong,
        NotRead::MoreThanTheValue => Judgement::MoreThanTheValue,
        NotRead::Unreadable => unreadable(),
    }
}
