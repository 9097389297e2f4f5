//! That `docs/findings.md` explains every code, and only those, in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a document that is not as it should be is to end the test"
)]

use std::collections::BTreeSet;

use beian::filing::{FieldOutcome, Reason};
use beian::{Code, Error, Severity};

const CHINESE: [&str; 3] = ["- **含义**：", "- **原因**：", "- **处理**："];
const ENGLISH: [&str; 3] = ["- **Meaning:** ", "- **Why:** ", "- **What to do:** "];

/// What stands under the heading of one code.
#[derive(Debug, Default)]
struct Entry {
    code: String,
    /// The lines that are not empty.
    lines: Vec<String>,
}

fn document() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/findings.md")).unwrap()
}

/// The entries of the part whose heading begins so.
fn part(document: &str, heading: &str) -> Vec<Entry> {
    let mut inside = false;
    let mut entries: Vec<Entry> = Vec::new();
    for line in document.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            inside = title.starts_with(heading);
        } else if let Some(code) = line.strip_prefix("### ") {
            let code = code.trim_matches('`').to_owned();
            entries.extend(inside.then_some(Entry { code, lines: Vec::new() }));
        } else if let Some(entry) = entries.last_mut().filter(|_| inside && !line.starts_with('#'))
        {
            entry.lines.push(line.to_owned());
        }
    }
    entries
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// That an entry has the three parts in both languages behind its first line, where it has one of
/// its own.
fn check_texts(entry: &Entry, first: Option<&str>) {
    let code = &entry.code;
    let texts = match first {
        Some(first) => {
            assert_eq!(entry.lines[0], first, "{code}");
            &entry.lines[1..]
        }
        None => &entry.lines[..],
    };
    assert_eq!(texts.len(), 6, "{code}: {texts:#?}");
    for (line, label) in texts.iter().zip(CHINESE.iter().chain(&ENGLISH)) {
        assert!(line.starts_with(label), "{code}: {line} is not {label}");
        let text = line.strip_prefix(label).unwrap();
        assert!(text.chars().count() > 3, "{code}: {line}");
        assert_eq!(
            is_chinese(text),
            CHINESE.contains(label) || text.contains("公钥"),
            "{code}: {line}"
        );
        assert!(text.ends_with(['.', '。', '）', ')']), "{code}: {line}");
    }
}

/// That both lists hold the same, each once.
fn check_complete(documented: &[Entry], codes: impl Iterator<Item = &'static str>) {
    let names: Vec<_> = documented.iter().map(|entry| entry.code.as_str()).collect();
    let once: BTreeSet<_> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "a code stands there twice");
    let codes: BTreeSet<&str> = codes.collect();
    let missing: Vec<_> = codes.difference(&once).collect();
    let unknown: Vec<_> = once.difference(&codes).collect();
    assert!(missing.is_empty(), "docs/findings.md lacks {missing:?}");
    assert!(unknown.is_empty(), "docs/findings.md has codes that nothing makes: {unknown:?}");
}

#[test]
fn every_finding_is_explained_in_the_catalogues_order() {
    let document = document();
    let entries = part(&document, "提示代码");
    check_complete(&entries, Code::ALL.iter().map(|code| code.as_str()));
    for (entry, code) in entries.iter().zip(Code::ALL) {
        assert_eq!(entry.code, code.as_str(), "order");
        let severity = match code.severity() {
            Severity::Error => "严重程度 · Severity: 错误 · error",
            Severity::Warning => "严重程度 · Severity: 警告 · warning",
            Severity::Info => "严重程度 · Severity: 提示 · info",
        };
        check_texts(entry, Some(severity));
    }
}

#[test]
fn every_error_is_explained() {
    let document = document();
    let entries = part(&document, "错误代码");
    check_complete(&entries, Error::codes());
    entries.iter().for_each(|entry| check_texts(entry, None));
}

#[test]
fn every_result_of_check_is_explained_in_the_catalogues_order() {
    let document = document();
    let entries = part(&document, "比对结果");
    check_complete(&entries, Reason::ALL.iter().map(|reason| reason.as_str()));
    for (entry, reason) in entries.iter().zip(Reason::ALL) {
        assert_eq!(entry.code, reason.as_str(), "order");
        let outcome = match reason.outcome() {
            FieldOutcome::Match => "结果 · Outcome: 一致 · match",
            FieldOutcome::MatchUntidy => "结果 · Outcome: 值对但写法须改 · match-untidy",
            FieldOutcome::Unproven => "结果 · Outcome: 不能证明 · unproven",
            FieldOutcome::MatchTruncated => "结果 · Outcome: 开头一致 · match-truncated",
            FieldOutcome::Mismatch => "结果 · Outcome: 不一致 · mismatch",
            FieldOutcome::Invalid => "结果 · Outcome: 无效 · invalid",
            FieldOutcome::Missing => "结果 · Outcome: 无从比对 · missing",
        };
        check_texts(entry, Some(outcome));
    }
}

#[test]
fn the_table_of_contents_names_every_group() {
    let document = document();
    let (contents, body) = document.split_once("\n# ").unwrap();
    let listed: Vec<_> =
        contents.lines().filter_map(|line| line.trim_start().strip_prefix("- [")).collect();
    let headings: Vec<_> = body.lines().filter(|line| line.starts_with("## ")).collect();
    for heading in headings {
        let title = heading.trim_start_matches("## ");
        assert!(listed.iter().any(|line| line.starts_with(&format!("{title}]("))), "{title}");
    }
}
