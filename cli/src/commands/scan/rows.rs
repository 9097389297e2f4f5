//! The row of one file, as JSON or as comma-separated values.

use beian::Language;
use beian::json::{COLUMNS, Cells, cells, failure_cells};

use crate::args::RowFormat;
use crate::csv;
use crate::file_name::FileName;
use crate::json;
use crate::outcome::Outcome;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    pub(super) format: RowFormat,
    /// Whether a byte order mark stands before comma-separated rows.
    pub(super) bom: bool,
    pub(super) language: Language,
}

/// Why there is no report on a file.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// Of the file, in bytes, where it is known.
    pub(super) size: Option<u64>,
}

impl Rows {
    /// What stands before the first row.
    pub(super) fn head(self) -> String {
        match self.format {
            RowFormat::Jsonl => String::new(),
            RowFormat::Csv if self.bom => csv::BOM.to_owned() + &csv::line(COLUMNS),
            RowFormat::Csv => csv::line(COLUMNS),
        }
    }

    /// The row of a file that was read, with its end.
    pub(super) fn report(self, outcome: &Outcome, size: u64) -> serde_json::Result<String> {
        match self.format {
            RowFormat::Jsonl => json::scan_line(outcome, size, self.language).map(ended),
            RowFormat::Csv => {
                Ok(flat(&cells(outcome.file.as_json(), outcome, size, self.language)))
            }
        }
    }

    /// The row of a file that was not read, with its end.
    pub(super) fn failure(self, file: &FileName, failure: &Failure) -> serde_json::Result<String> {
        let Failure { code, message, size } = failure;
        match self.format {
            RowFormat::Jsonl => json::failure_line(file, code, message, *size).map(ended),
            RowFormat::Csv => Ok(flat(&failure_cells(file.as_json(), code, message, *size))),
        }
    }
}

fn flat(cells: &Cells) -> String {
    csv::line(cells.iter().map(String::as_str))
}

fn ended(mut line: String) -> String {
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::{
        disguised, found, outcome, rejected, samples, several, shared, verified,
    };

    fn rows(format: RowFormat) -> Rows {
        Rows { format, bom: false, language: Language::English }
    }

    fn with_error() -> beian::Report {
        let mut report = verified();
        report
            .findings
            .insert(0, found("android/duplicate-entry.apk", beian::Code::DuplicateEntry));
        report
    }

    /// The cells of a row by their column, read by a reader that is not ours.
    fn cell(row: &str, column: &str) -> String {
        let head = rows(RowFormat::Csv).head();
        let mut reader = ::csv::Reader::from_reader(head.as_bytes());
        let index = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
        let both = head + row;
        let record =
            ::csv::Reader::from_reader(both.as_bytes()).into_records().next().unwrap().unwrap();
        record.get(index).unwrap().to_owned()
    }

    #[test]
    fn a_flat_row_has_the_facts_under_their_columns() {
        for (report, column, want) in [
            (verified(), "file", "dir/app.apk"),
            (verified(), "kind", "apk"),
            (verified(), "platform", "android"),
            (verified(), "package_name", "com.example.app"),
            (verified(), "app_name", "示例\\u{1b}[31m应用"),
            (verified(), "version_name", "1.2.3"),
            (verified(), "version_code", "10203"),
            (verified(), "verdict", "verified"),
            (verified(), "schemes", "v1 v2"),
            (verified(), "signer_role", "primary"),
            (verified(), "md5", "15c8595fc3c6f444061104f015611a38"),
            (verified(), "errors", ""),
            (verified(), "error_message", ""),
            (rejected(), "verdict", "rejected"),
            (rejected(), "sha256", ""),
            (rejected(), "public_key", ""),
            (rejected(), "errors", "content-digest-mismatch"),
            (several(), "signer_role", "additional"),
            (several(), "md5", ""),
            (several(), "public_key", ""),
            (verified(), "warnings", "encrypted-flag jar-unprotected-entry"),
            (verified(), "ok", "true"),
            (verified(), "size", "7168"),
            (verified(), "file_bytes", ""),
            (verified(), "no_filing", ""),
            (shared(), "no_filing", "shared-certificate"),
            (rejected(), "no_filing", "not-verified"),
            (several(), "no_filing", "several-signers"),
            (rejected(), "warnings", "debuggable"),
            (rejected(), "ok", "false"),
            (shared(), "ok", "true"),
            (shared(), "warnings", "shared-certificate debuggable"),
            (shared(), "md5", ""),
            (shared(), "sha1", ""),
            (shared(), "public_key", ""),
            (with_error(), "verdict", "verified"),
            (with_error(), "ok", "false"),
            (with_error(), "md5", ""),
            (with_error(), "public_key", ""),
            (disguised(), "ok", "false"),
            (disguised(), "errors", "not-a-package"),
            (disguised(), "md5", ""),
            (disguised(), "sha1", ""),
            (disguised(), "sha256", ""),
            (disguised(), "public_key", ""),
        ] {
            let row = rows(RowFormat::Csv).report(&outcome(report, false), 7168).unwrap();
            assert_eq!(cell(&row, column), want, "{column}");
        }
        let row = rows(RowFormat::Csv).report(&outcome(verified(), false), 7168).unwrap();
        let key = cell(&row, "public_key");
        assert!(key.len() > 600 && key.bytes().all(|digit| digit.is_ascii_digit()), "{key}");
    }

    #[test]
    fn a_row_is_one_line_and_holds_no_control_characters() {
        for format in [RowFormat::Jsonl, RowFormat::Csv] {
            for (name, report) in samples() {
                let mut outcome = outcome(report, true);
                outcome.file = "a\n\r\tb\u{202e}".into();
                let row = rows(format).report(&outcome, 1).unwrap();
                let line = row.trim_end_matches(['\r', '\n']);
                assert!(row.ends_with('\n') && !line.contains(char::is_control), "{name}: {row}");
            }
        }
    }

    #[test]
    fn a_failure_has_a_row_in_either_format() {
        let failure =
            Failure { code: "cannot-open", message: "no \"entry\"".to_owned(), size: Some(9) };
        for (format, want) in [
            (
                RowFormat::Jsonl,
                concat!(
                    r#"{"schema":1,"file":"=a","error":{"code":"cannot-open","#,
                    r#""message":"no \"entry\""},"ok":false,"#,
                    r#""errors":["cannot-open"],"warnings":[],"size":9}"#,
                    "\n"
                ),
            ),
            (RowFormat::Csv, "'=a,,,,,,,,,,,,,,cannot-open,\"no \"\"entry\"\"\",,false,9,,\r\n"),
        ] {
            assert_eq!(rows(format).failure(&"=a".into(), &failure).unwrap(), want);
        }
    }

    #[test]
    fn a_mark_stands_before_comma_separated_rows_where_asked_for() {
        for (format, bom, starts) in [
            (RowFormat::Jsonl, false, ""),
            (RowFormat::Csv, false, "file,kind,"),
            (RowFormat::Csv, true, "\u{feff}file,kind,"),
        ] {
            let head = Rows { bom, ..rows(format) }.head();
            assert!(head.starts_with(starts) && head.is_empty() == starts.is_empty());
        }
    }
}
