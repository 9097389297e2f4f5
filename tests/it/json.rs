//! The JSON of each kind of file and each command, as it is reviewed: the same files as those that
//! the command's own test compares with (`cli/tests/json.rs`). `BEIAN_UPDATE=1` writes them.

#![allow(clippy::unwrap_used, reason = "files of our own")]

use std::fs;
use std::path::Path;

use beian::filing::{Checked, Evidence, Filed, FormOptions, Outcome};
use beian::json::{self, Compared};
use beian::{Error, InspectOptions, Language, Package, Platform, Report, VerifyOptions};
use serde_json::Result;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A row of `tests/json/rows.tsv`.
struct Row<'a> {
    name: &'a str,
    language: Language,
    command: &'a str,
    file: &'a str,
    filed: Filed,
}

fn row(line: &str) -> Row<'_> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap();
    let (name, language, command, file) = (cell(), cell(), cell(), cell());
    let language = if language == "zh" { Language::Chinese } else { Language::English };
    let filed = cells.fold(Filed::default(), |filed, cell| match cell.split_once('=').unwrap() {
        ("package_name", text) => filed.with_package_name(text),
        ("public_key", text) => filed.with_public_key(text),
        ("fingerprint", text) => filed.with_fingerprint(text),
        (_, text) => filed.with_platform(text),
    });
    Row { name, language, command, file, filed }
}

impl Row<'_> {
    fn line(&self) -> Result<String> {
        let options = FormOptions::default().with_accept_certificate(true);
        match self.read() {
            Ok(report) => self.read_line(Outcome::new(report, &options), &options),
            Err(error) => self.error_line(&error),
        }
    }

    fn inspect_options(&self) -> InspectOptions<'static> {
        let harmony = self.filed.platform.as_deref() == Some("鸿蒙");
        InspectOptions::default().with_platform(harmony.then_some(Platform::HarmonyOs))
    }

    fn read(&self) -> std::result::Result<Report, Error> {
        let options = VerifyOptions::from(self.inspect_options());
        Package::open(root().join(self.file)).and_then(|package| package.verify(&options))
    }

    fn size(&self) -> u64 {
        fs::metadata(root().join(self.file)).unwrap().len()
    }

    fn read_line(&self, outcome: Outcome, options: &FormOptions) -> Result<String> {
        let (file, language) = (self.file.into(), self.language);
        match self.command {
            "scan" => json::line(&json::row(file, &outcome, self.size(), language)),
            "check" => {
                let check = self.check(&outcome.report, options);
                let mut compared = Compared::new(&outcome.report);
                compared.check = Some(&check);
                json::line(&json::check(file, &compared, language))
            }
            _ => json::line(&json::report(file, &outcome, language)),
        }
    }

    fn check(&self, report: &Report, options: &FormOptions) -> Checked {
        let sets = [self.filed.clone()];
        let best =
            |evidence: &Evidence| Checked::best_of(report, evidence, &sets, options).unwrap().1;
        let check = best(&Evidence::default());
        if !check.wants_evidence() {
            return check;
        }
        let package = Package::open(root().join(self.file)).unwrap();
        best(&package.evidence(&self.inspect_options()).unwrap())
    }

    fn error_line(&self, error: &Error) -> Result<String> {
        let (file, message) = (self.file.into(), error.message(self.language));
        match self.command {
            "scan" => json::line(&json::failure(file, error.code(), &message, Some(self.size()))),
            _ => json::line(&json::error(file, error, self.language)),
        }
    }
}

#[test]
fn the_json_of_each_row_is_as_reviewed() {
    let folder = root().join("tests/json");
    let rows = fs::read_to_string(folder.join("rows.tsv")).unwrap();
    for row in rows.lines().skip(1).map(row) {
        let file = folder.join(row.name).with_extension("json");
        let line = row.line().unwrap() + "\n";
        if std::env::var_os("BEIAN_UPDATE").is_some() {
            fs::write(&file, &line).unwrap();
        }
        assert_eq!(line, fs::read_to_string(&file).unwrap(), "{}", row.name);
    }
    // Each file is one of a row.
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, rows.lines().count());
}
