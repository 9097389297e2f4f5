//! The rows of a scan: the object of a report with `ok`, `errors`, `warnings` and `size` behind.

use serde::Serialize;

use super::FileName;
use super::besides::ScanObject;
use super::report::{ErrorObject, Unreadable, report_object};
use crate::filing::Outcome;
use crate::say::Language;

/// The row of a file of that size in bytes that was read.
pub fn row<'a>(
    file: FileName<'a>,
    outcome: &'a Outcome,
    size: u64,
    language: Language,
) -> impl Serialize + 'a {
    report_object(file, outcome, Some(ScanObject::of(outcome, size)), language)
}

/// The row of a file that there is no report on, for whatever reason.
pub fn failure<'a>(
    file: FileName<'a>,
    code: &'static str,
    message: &'a str,
    size: Option<u64>,
) -> impl Serialize + 'a {
    let scan = ScanObject { ok: false, errors: vec![code], warnings: Vec::new(), size };
    Unreadable::new(file, ErrorObject { code, message: message.into() }, Some(scan))
}
