//! That the Chinese sentence of every finding is Chinese: of each fixture as it is, cut short, and
//! with bytes changed; and of each package that breaks a rule.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::Path;

use beian::{Finding, Language, Package, VerifyOptions};

/// Fixtures above this size are looked at as they are only, in bytes.
const SMALL: usize = 48 << 10;
/// How many changed copies are made of each fixture.
const COPIES: usize = 24;

fn findings(bytes: &[u8]) -> Vec<Finding> {
    let options = VerifyOptions::default().with_threads(NonZeroUsize::MIN);
    let package = Package::from_reader(bytes);
    package
        .and_then(|package| package.verify(&options))
        .map(|report| report.findings)
        .unwrap_or_default()
}

/// The reasons that a finding gives: the arguments that its sentence says in each language.
fn reasons(finding: &Finding) -> impl Iterator<Item = &String> {
    let template = finding.code.template(Language::English);
    let is_reason = move |index| template.contains(&format!("{{{index}:reason}}"));
    finding.args.iter().enumerate().filter_map(move |(index, arg)| is_reason(index).then_some(arg))
}

/// Reasons, with the codes of their findings.
#[derive(Debug, Default)]
struct Seen {
    all: BTreeSet<String>,
    /// Those that stand in the Chinese sentence as they are.
    english: BTreeSet<String>,
}

impl Seen {
    fn note(&mut self, bytes: &[u8]) {
        for finding in findings(bytes) {
            let chinese = finding.message(Language::Chinese);
            for reason in reasons(&finding) {
                let name = format!("{}: {reason}", finding.code.as_str());
                // Where lists are named, one of them is a file.
                let is_file = reason.starts_with("META-INF/") || reason.ends_with(".json");
                self.english.extend((!is_file && chinese.contains(reason)).then(|| name.clone()));
                self.all.insert(name);
            }
        }
    }
}

fn check_damaged(bytes: &[u8], seen: &mut Seen) {
    for copy in 1..COPIES {
        // Most of what is signed and read stands near the end.
        let from_end = bytes.len() * copy * copy / (COPIES * COPIES);
        let Some(at) = bytes.len().checked_sub(from_end + 1) else { continue };
        let mut changed = bytes.to_vec();
        for byte in changed.iter_mut().skip(at).take(1) {
            *byte ^= 0x41;
        }
        seen.note(&changed);
        seen.note(bytes.get(..at).unwrap_or_default());
    }
}

#[test]
fn no_reason_stays_english_in_a_chinese_sentence() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut seen = Seen::default();
    for folder in std::fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path()) {
        // What makes the fixtures stands beside them.
        if !folder.is_dir() || folder.ends_with("src") {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(bytes) = std::fs::read(file) else { continue };
            seen.note(&bytes);
            if bytes.len() <= SMALL {
                check_damaged(&bytes, &mut seen);
            }
        }
    }
    for broken in beian_fixtures::broken() {
        seen.note(&broken.package);
    }
    assert!(seen.all.len() > 30, "only {:#?}", seen.all);
    assert!(seen.english.is_empty(), "src/report/phrases.rs has no text for {:#?}", seen.english);
}
