//! Where the conformance corpus is, and its tables.

#![allow(clippy::unwrap_used, reason = "a corpus that is there can be read")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A part of the corpus; `None`, and a printed line, where there is none.
pub(crate) fn find(part: &str) -> Option<PathBuf> {
    let given = std::env::var_os("BEIAN_CORPUS").map(PathBuf::from);
    let corpus =
        given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let folder = corpus.join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: there is no conformance corpus at {}", corpus.display());
    None
}

/// The rows of a table: a JSON object a line.
#[allow(dead_code, reason = "not every family has a table")]
pub(crate) fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
