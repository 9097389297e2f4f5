//! What a row of a scan has behind the object of a report.

use serde::Serialize;

use crate::filing::Outcome;
use crate::report::Severity;

/// What a row of a scan has besides.
#[derive(Serialize)]
pub(super) struct ScanObject {
    pub(super) ok: bool,
    pub(super) errors: Vec<&'static str>,
    pub(super) warnings: Vec<&'static str>,
    pub(super) size: Option<u64>,
}

impl ScanObject {
    pub(super) fn of(outcome: &Outcome, size: u64) -> Self {
        let codes = |severity| outcome.codes(severity);
        Self {
            ok: outcome.is_good(),
            errors: codes(Severity::Error),
            warnings: codes(Severity::Warning),
            size: Some(size),
        }
    }
}
