//! The line of `check --json`: keys, their order and their meaning are a contract.

use beian::Language;
use beian::filing::CheckedField;
use serde::Serialize;

use super::Compared;
use crate::json::{FindingJson, SCHEMA, finding, to_line};

#[derive(Serialize)]
struct CheckJson<'a> {
    schema: u32,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    matches: bool,
    fields: Vec<FieldJson<'a>>,
    /// The number of the record's set that is compared, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<usize>,
    /// Whether the record holds no key and no fingerprint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    names_only: bool,
    /// How the signer relates to the first file's, with `--same`.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<SameJson<'a>>,
    verdict: &'static str,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    field: &'static str,
    filed: &'a str,
    expected: Option<&'a str>,
    outcome: &'static str,
    recognised_as: Option<&'static str>,
    notice: Option<&'static str>,
    message: String,
}

#[derive(Serialize)]
struct SameJson<'a> {
    reference: &'a str,
    relation: &'static str,
    message: String,
}

pub(super) fn line(compared: &Compared<'_>, language: Language) -> serde_json::Result<String> {
    let fields = compared.check.iter().flat_map(|check| &check.fields);
    to_line(&CheckJson {
        schema: SCHEMA,
        file: &compared.outcome.file.text,
        file_bytes: compared.outcome.file.bytes.as_deref(),
        matches: compared.matches(),
        fields: fields.map(|checked| field(checked, language)).collect(),
        set: compared.set,
        names_only: compared.names_only,
        same: compared.same.as_ref().map(|same| SameJson {
            reference: same.reference,
            relation: same.sameness.code(),
            message: same.sameness.message(language),
        }),
        verdict: compared.outcome.report.verdict().as_str(),
        findings: compared.outcome.report.findings.iter().map(|it| finding(it, language)).collect(),
    })
}

fn field(field: &CheckedField, language: Language) -> FieldJson<'_> {
    FieldJson {
        field: field.row.as_str(),
        filed: &field.filed,
        expected: field.expected.as_deref(),
        outcome: field.outcome().as_str(),
        recognised_as: field.recognised_as().map(beian::filing::Reason::as_str),
        notice: field.notice().map(beian::filing::Notice::as_str),
        message: field.message(language),
    }
}
