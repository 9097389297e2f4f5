//! The JSON of a file of each kind, as it is reviewed: the same files as those that the command's
//! own test compares with (`cli/tests/json.rs`). `BEIAN_UPDATE=1` writes them.

#![allow(clippy::unwrap_used, reason = "files of our own")]

use std::fs;
use std::path::Path;

use beian::filing::{FormOptions, Outcome};
use beian::{Language, Package, VerifyOptions, json};

/// The fixtures, and the files that their JSON stands in.
const ROWS: &[(&str, &str)] = &[
    ("fixtures/android/v1v2v3.apk", "apk"),
    ("fixtures/android/v2-tampered.apk", "rejected"),
    ("fixtures/bundles/signed.aab", "aab"),
    ("fixtures/bundles/splits.apks", "apks"),
    ("fixtures/harmony/developer.hap", "hap"),
    ("fixtures/harmony/pack.app", "app"),
    ("fixtures/quick_app/signed.rpk", "rpk"),
    ("fixtures/certificates/leaf.pem", "certificate"),
    ("fixtures/certificates/one.jks", "keystore"),
    ("fixtures/android/truncated.apk", "error"),
];

fn line(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = Package::open(root.join(path))
        .and_then(|package| package.verify(&VerifyOptions::default()));
    let line = match &read {
        Ok(report) => {
            let outcome = Outcome::new(report.clone(), &FormOptions::default());
            json::line(&json::report(path.into(), &outcome, Language::English))
        }
        Err(error) => json::line(&json::error(path.into(), error, Language::English)),
    };
    line.unwrap() + "\n"
}

#[test]
fn the_json_of_each_kind_is_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json");
    for (path, name) in ROWS {
        let file = folder.join(name).with_extension("json");
        let line = line(path);
        if std::env::var_os("BEIAN_UPDATE").is_some() {
            fs::write(&file, &line).unwrap();
        }
        assert_eq!(line, fs::read_to_string(&file).unwrap(), "{path}");
    }
}
