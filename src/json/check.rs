//! The object of `check`.

use serde::Serialize;

use super::report::{FindingObject, finding};
use super::{FileName, SCHEMA};
use crate::filing::{Checked, CheckedField, Relation};
use crate::report::Report;
use crate::say::Language;

#[derive(Serialize)]
struct CheckObject<'a> {
    schema: u32,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    matches: bool,
    fields: Vec<FieldObject<'a>>,
    /// The number of the record's set that is compared, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<usize>,
    /// Whether the record holds no key and no fingerprint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    names_only: bool,
    /// How the signer relates to the first file's, with `--same`.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<SameObject<'a>>,
    verdict: &'static str,
    findings: Vec<FindingObject<'a>>,
}

#[derive(Serialize)]
struct FieldObject<'a> {
    field: &'static str,
    filed: &'a str,
    expected: Option<&'a str>,
    outcome: &'static str,
    recognised_as: Option<&'static str>,
    notice: Option<&'static str>,
    message: String,
}

#[derive(Serialize)]
struct SameObject<'a> {
    reference: &'a str,
    relation: &'static str,
    message: String,
}

/// A file compared with what was filed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Compared<'a> {
    /// The report on the file.
    pub report: &'a Report,
    /// What was filed, row by row, where that was asked.
    pub check: Option<&'a Checked>,
    /// The number of the record's set that is compared, from 1.
    pub set: Option<usize>,
    /// Whether the record holds no key and no fingerprint, which is no answer.
    pub names_only: bool,
    /// How the signer relates to another file's, where that was asked.
    pub same: Option<Same<'a>>,
}

/// How a file's signer relates to that of another one.
#[derive(Debug)]
pub struct Same<'a> {
    /// The name of the other file, as given.
    pub reference: &'a str,
    /// The relation.
    pub relation: &'a Relation,
}

impl<'a> Compared<'a> {
    /// The file of that report, of which nothing was asked yet.
    #[must_use]
    pub fn new(report: &'a Report) -> Self {
        Self { report, check: None, set: None, names_only: false, same: None }
    }

    /// Whether everything that was asked is so.
    #[must_use]
    pub fn matches(&self) -> bool {
        !self.names_only
            && self.check.is_none_or(Checked::matches)
            && self.same.as_ref().is_none_or(|same| same.relation.is_same())
    }
}

/// The object of a file that was compared.
pub fn check<'a>(
    file: FileName<'a>,
    compared: &'a Compared<'a>,
    language: Language,
) -> impl Serialize + 'a {
    let fields = compared.check.iter().flat_map(|check| &check.fields);
    CheckObject {
        schema: SCHEMA,
        file: file.text,
        file_bytes: file.bytes,
        matches: compared.matches(),
        fields: fields.map(|checked| field(checked, language)).collect(),
        set: compared.set,
        names_only: compared.names_only,
        same: compared.same.as_ref().map(|same| SameObject {
            reference: same.reference,
            relation: same.relation.code(),
            message: same.relation.message(language),
        }),
        verdict: compared.report.verdict().as_str(),
        findings: compared.report.findings.iter().map(|it| finding(it, language)).collect(),
    }
}

fn field(field: &CheckedField, language: Language) -> FieldObject<'_> {
    FieldObject {
        field: field.row.as_str(),
        filed: &field.filed,
        expected: field.expected.as_deref(),
        outcome: field.outcome().as_str(),
        recognised_as: field.recognised_as().map(crate::filing::Reason::as_str),
        notice: field.notice().map(crate::filing::Notice::as_str),
        message: field.message(language),
    }
}
