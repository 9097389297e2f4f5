//! That what is said in Chinese is Chinese: of each fixture as it is, cut short, and with bytes
//! changed; and of each package that breaks a rule.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "files of our own")]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use beian::{Language, Package, VerifyOptions};

/// Fixtures above this size are looked at as they are only, in bytes.
const SMALL: usize = 48 << 10;
/// How many changed copies are made of each fixture.
const COPIES: usize = 24;
/// Words in lower case that are names: of commands, and of fields and formats as the platforms' own
/// documents call them, which stand in brackets behind the Chinese word.
const NAMES: &[&str] = &[
    "android",
    "apksigner",
    "base",
    "certificates",
    "config",
    "debuggable",
    "deflate",
    "keytool",
    "label",
    "lineage",
    "manifest",
    "openssl",
    "profile",
    "signers",
    "source",
    "split",
    "stamp",
];

/// What is said of a file, in that language.
fn texts(bytes: &[u8], language: Language) -> Vec<String> {
    let options = VerifyOptions::default().with_threads(NonZeroUsize::MIN);
    let package = Package::from_reader(bytes);
    match package.and_then(|package| package.verify(&options)) {
        Ok(report) => report.findings.iter().map(|it| it.message(language)).collect(),
        Err(error) => vec![error.message(language)],
    }
}

/// The English words of a Chinese text, without what stands in quotes, which is from a file.
fn english(text: &str) -> Vec<String> {
    let outside = text.split('“').map(|it| it.rsplit('”').next().unwrap_or(it)).collect::<String>();
    let words = outside.split(|c: char| !c.is_ascii_alphanumeric() && !"._-/".contains(c));
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    words.filter(is_word).filter(|word| !NAMES.contains(word)).map(str::to_owned).collect()
}

#[derive(Default)]
struct Seen {
    texts: usize,
    /// English words, each with a text that has it.
    english: BTreeMap<String, String>,
}

impl Seen {
    fn note(&mut self, bytes: &[u8]) {
        for text in texts(bytes, Language::Chinese) {
            self.texts += 1;
            for word in english(&text) {
                self.english.entry(word).or_insert_with(|| text.clone());
            }
        }
    }

    fn note_damaged(&mut self, bytes: &[u8]) {
        for copy in 1..COPIES {
            // Most of what is signed and read stands near the end.
            let from_end = bytes.len() * copy * copy / (COPIES * COPIES);
            let Some(at) = bytes.len().checked_sub(from_end + 1) else { continue };
            let mut changed = bytes.to_vec();
            for byte in changed.iter_mut().skip(at).take(1) {
                *byte ^= 0x41;
            }
            self.note(&changed);
            self.note(bytes.get(..at).unwrap_or_default());
        }
    }
}

#[test]
fn no_english_word_stands_in_a_chinese_sentence() {
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
                seen.note_damaged(&bytes);
            }
        }
    }
    for broken in beian_fixtures::broken() {
        seen.note(&broken.package);
    }
    assert!(seen.texts > 300, "only {} texts", seen.texts);
    assert!(seen.english.is_empty(), "{:#?}", seen.english);
}
