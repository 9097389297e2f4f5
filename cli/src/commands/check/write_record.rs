//! `beian check --write-record`: the record of a package.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use beian::filing::record::Record;
use beian::{Language, Severity};

use super::filed::named;
use crate::exit::ExitCode;
use crate::language::Text;
use crate::outcome::Outcome;
use crate::session::{Body, Shown};

/// The record of a package, on standard output or in a new file, and what is to be known of it.
pub(super) fn write_record(path: &Path, outcome: &Outcome, to: &Path, language: Language) -> Shown {
    let mut shown = Shown { body: Body::Nothing, exit: outcome.exit(), complaints: Vec::new() };
    if let Err(why) = &outcome.form {
        shown.exit = shown.exit.max(ExitCode::NotGood);
        shown.complaints.push(named(path, &why.message(language), language));
    }
    let Some(record) = Record::of(outcome) else { return shown };
    let findings = outcome.findings().into_iter().filter(|it| it.severity != Severity::Info);
    let sentences = findings.map(|finding| named(path, &finding.message(language), language));
    shown.complaints.extend(sentences);
    let text = record.to_toml(&outcome.file.text, language);
    if to.as_os_str() == "-" {
        shown.body = Body::Content(text);
    } else if let Err(complaint) = write_new(to, &text, language) {
        shown.exit = ExitCode::Trouble;
        shown.complaints.push(complaint);
    }
    shown
}

/// Writes a new file. One that exists is left alone.
fn write_new(path: &Path, text: &str, language: Language) -> Result<(), String> {
    let written = OpenOptions::new().write(true).create_new(true).open(path);
    let written = written.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => named(path, Text::RecordExists.text(language), language),
        _ => named(path, &error.to_string(), language),
    })
}
