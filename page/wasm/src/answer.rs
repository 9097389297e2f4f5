//! The answer to a request: the line that the command prints with `--json`.

use beian::filing::{Checked, Evidence, Filed, FormOptions, Outcome};
use beian::{Error, Kind, Language, Package, Report, VerifyOptions, json};

use crate::door::{HostFile, tell};
use crate::request::{Command, Request};
use crate::{keystore, more};

/// The answer to a request in JSON: one line. A page that wants more gets three: the answer in the
/// language asked for, in the other one, and what it shows besides.
pub(crate) fn answer(request: &[u8]) -> String {
    let request: Request = match serde_json::from_slice(request) {
        Ok(request) => request,
        Err(error) => return misuse(&error.to_string()),
    };
    let options = match request.form_options() {
        Ok(options) => options,
        Err(mistake) => return misuse(&mistake),
    };
    answered(&request, &options).unwrap_or_else(|error| {
        lines(
            &request,
            |language| unread(&request, &error, language),
            || keystore::more(&request, &error),
        )
    })
}

/// One line, or three.
fn lines(
    request: &Request,
    line: impl Fn(Language) -> String,
    besides: impl FnOnce() -> String,
) -> String {
    let (language, other) = request.languages();
    if !request.more {
        return line(language);
    }
    [line(language), line(other), besides()].join("\n")
}

fn misuse(message: &str) -> String {
    let error = serde_json::json!({ "code": "usage", "message": message });
    serde_json::json!({ "schema": json::SCHEMA, "error": error }).to_string()
}

fn unread(request: &Request, error: &Error, language: Language) -> String {
    let object = json::error(request.file.as_str().into(), error, language);
    json::line(&object).unwrap_or_default()
}

fn answered(request: &Request, options: &FormOptions) -> Result<String, Error> {
    let package = Package::from_reader(HostFile { size: request.size })?;
    if request.command == Command::Digests {
        return Ok(more::digests(&package.evidence(&request.inspect_options())?));
    }
    let report = judged(request, report(request, &package)?);
    if request.command == Command::Check {
        return Ok(checked(request, options, &package, &report));
    }
    let outcome = Outcome::new(report, options);
    let line = |language| {
        let object = json::report(request.file.as_str().into(), &outcome, language);
        json::line(&object).unwrap_or_default()
    };
    Ok(lines(request, line, || more::besides(&outcome)))
}

fn report(request: &Request, package: &Package<HostFile>) -> Result<Report, Error> {
    if request.command == Command::Fast {
        return package.inspect(&request.inspect_options());
    }
    let options = VerifyOptions::from(request.inspect_options())
        .with_min_sdk(request.min_sdk)
        .with_max_sdk(request.max_sdk)
        .with_progress(&tell);
    package.verify(&options)
}

/// The report, with an error where a certificate is given as if it were a package.
fn judged(request: &Request, mut report: Report) -> Report {
    if matches!(report.kind, Kind::Certificate | Kind::Keystore) && !request.takes_certificates() {
        report.refuse_as_package();
    }
    report
}

fn checked(
    request: &Request,
    options: &FormOptions,
    package: &Package<HostFile>,
    report: &Report,
) -> String {
    let sets: Vec<Filed> = request.filed.iter().map(Filed::from).collect();
    let best = |evidence: &Evidence| Checked::best_of(report, evidence, &sets, options);
    let mut check = best(&Evidence::default());
    // The file is read once more only where that may tell what a wrong value is.
    if check.as_ref().is_some_and(|(_, checked)| checked.wants_evidence()) {
        let evidence = package.evidence(&request.inspect_options()).unwrap_or_default();
        check = best(&evidence);
    }
    let mut compared = json::Compared::new(report);
    compared.check = check.as_ref().map(|(_, checked)| checked);
    let is_record = request.filed.len() > 1;
    compared.set = check.as_ref().filter(|_| is_record).map(|(set, _)| set.saturating_add(1));
    let line = |language| {
        let object = json::check(request.file.as_str().into(), &compared, language);
        json::line(&object).unwrap_or_default()
    };
    lines(request, line, || "{}".to_owned())
}
