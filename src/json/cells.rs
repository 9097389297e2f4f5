//! The rows of a scan as cells under columns, for tables: comma-separated values, a data frame.

use super::FileName;
use crate::filing::{NoForm, Outcome};
use crate::report::{Platform, Role, Severity};
use crate::say::{Language, escape_control};

/// The columns. Their order is part of the contract; new ones go to the end.
pub const COLUMNS: [&str; 21] = [
    "file",
    "kind",
    "platform",
    "package_name",
    "app_name",
    "version_name",
    "version_code",
    "verdict",
    "schemes",
    "signer_role",
    "md5",
    "sha1",
    "sha256",
    "public_key",
    "errors",
    "error_message",
    "warnings",
    "ok",
    "size",
    "file_bytes",
    "no_filing",
];

/// The cells of a row. What is not known is empty, and characters that hide are escaped.
pub type Cells = [String; COLUMNS.len()];

/// The cells of a file of that size in bytes that was read.
#[must_use]
pub fn cells(file: FileName<'_>, outcome: &Outcome, size: u64, language: Language) -> Cells {
    let (report, identity) = (&outcome.report, &outcome.report.identity);
    let stated = |text: &Option<String>| escape_control(text.as_deref().unwrap_or_default());
    let schemes: Vec<_> =
        report.verification.schemes.iter().map(|scheme| scheme.as_str()).collect();
    let digests = Digests::of(outcome);
    let findings = outcome.findings();
    let first = findings.iter().find(|finding| finding.severity == Severity::Error);
    let codes = |severity| outcome.codes(severity).join(" ");
    [
        escape_control(file.text),
        report.kind.as_str().to_owned(),
        report.platform.map(Platform::as_str).unwrap_or_default().to_owned(),
        stated(&identity.package_name),
        stated(&identity.app_name),
        stated(&identity.version_name),
        stated(&identity.version_code),
        report.verdict().as_str().to_owned(),
        schemes.join(" "),
        outcome.signers().first().map(|it| it.role.as_str()).unwrap_or_default().to_owned(),
        digests.md5,
        digests.sha1,
        digests.sha256,
        digests.public_key,
        codes(Severity::Error),
        first.map(|finding| finding.message(language)).unwrap_or_default(),
        codes(Severity::Warning),
        outcome.is_good().to_string(),
        size.to_string(),
        file.bytes.unwrap_or_default().to_owned(),
        // A package that verifies and must not be filed would look clean.
        outcome.form.as_ref().err().map(NoForm::code).unwrap_or_default().to_owned(),
    ]
}

/// The cells of a file that there is no report on, for whatever reason.
#[must_use]
pub fn failure_cells(file: FileName<'_>, code: &str, message: &str, size: Option<u64>) -> Cells {
    let mut cells = Cells::default();
    let [first, .., errors, error_message, _, ok, bytes_read, file_bytes, _] = &mut cells;
    *first = escape_control(file.text);
    code.clone_into(errors);
    *error_message = escape_control(message);
    *ok = false.to_string();
    *bytes_read = size.map(|size| size.to_string()).unwrap_or_default();
    *file_bytes = file.bytes.unwrap_or_default().to_owned();
    cells
}

/// What is told of the signer.
struct Digests {
    md5: String,
    sha1: String,
    sha256: String,
    public_key: String,
}

impl Digests {
    fn of(outcome: &Outcome) -> Self {
        // Of several signers none is the one: naming the first would look as if it were.
        let signer = outcome.signers().first().filter(|signer| signer.role == Role::Primary);
        let certificate = signer.map(|signer| &signer.certificate);
        // What would be filed is there only where it is to be filed.
        let form = outcome.form.as_ref().ok().filter(|_| outcome.is_good());
        let filed = certificate.filter(|_| form.is_some());
        // Nor is there anything of a certificate that stands in a package's place.
        let shown = certificate.filter(|_| !outcome.report.is_refused_as_package());
        Self {
            md5: filed.map(|it| hex::encode(it.md5())).unwrap_or_default(),
            sha1: filed.map(|it| hex::encode(it.sha1())).unwrap_or_default(),
            sha256: shown.map(|it| hex::encode(it.sha256())).unwrap_or_default(),
            public_key: form.map(|form| form.public_key.clone()).unwrap_or_default(),
        }
    }
}
