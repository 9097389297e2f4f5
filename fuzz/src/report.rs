//! What must hold of any report, whatever the input was.

use std::num::NonZeroUsize;

use beian::filing::{Form, FormOptions, Provider};
use beian::report::{Role, escape_control};
use beian::{
    Error, Finding, Kind, Language, Package, ReadAt, Report, Severity, Verdict, VerifyOptions,
};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Options that keep to one thread.
pub fn options<'a>() -> VerifyOptions<'a> {
    VerifyOptions::default().with_threads(NonZeroUsize::MIN)
}

/// Opens, inspects and verifies, and compares what both say. Gives both reports.
pub fn open(data: &[u8], idsig: Option<&[u8]>) -> Option<(Report, Report)> {
    let package = Package::from_reader(data).inspect_err(error).ok()?;
    let mut options = options();
    if let Some(idsig) = &idsig {
        options = options.with_idsig(idsig as &dyn ReadAt);
    }
    let reports = package
        .inspect(&beian::InspectOptions::default())
        .and_then(|inspected| Ok((inspected, package.verify(&options)?)));
    let (inspected, verified) = reports.inspect_err(error).ok()?;
    check(&inspected);
    check(&verified);
    agree(&inspected, &verified);
    Some((inspected, verified))
}

/// That what inspection and verification say is of one package.
fn agree(inspected: &Report, verified: &Report) {
    assert_eq!(inspected.kind, verified.kind);
    assert_eq!(inspected.platform, verified.platform);
    // Of a set whose parts do not belong together nothing is said.
    let is_set = matches!(inspected.kind, Kind::Apks | Kind::Xapk | Kind::Apkm);
    if !(is_set && verified.verdict() == Verdict::Rejected) {
        assert_eq!(inspected.identity, verified.identity);
    }
    assert_eq!(inspected.verdict(), Verdict::Unchecked);
    assert!(inspected.signers.is_empty() && inspected.primary_signer().is_none());
    if let Some(primary) = verified.primary_signer() {
        let mut claimed = inspected.claimed_signers.iter();
        assert!(
            claimed.any(|signer| signer.certificate == primary.certificate),
            "a signer whom inspection does not name"
        );
    }
}

/// The invariants of one report.
pub fn check(report: &Report) {
    let verdict = report.verdict();
    match verdict {
        Verdict::Verified => {}
        Verdict::Unchecked => {
            let is_package = !matches!(report.kind, Kind::Certificate | Kind::Keystore);
            assert!(!is_package || report.signers.is_empty());
        }
        Verdict::Rejected => {
            assert!(report.has_errors(), "rejected, and no finding says why");
            assert!(report.signers.is_empty());
        }
        Verdict::Unsigned => assert!(report.signers.is_empty()),
    }
    if verdict == Verdict::Verified {
        assert!(!report.verification.schemes.is_empty());
    }
    assert!(report.signers.is_empty() || report.claimed_signers.is_empty());
    assert!(report.claimed_signers.iter().all(|signer| signer.role == Role::Claimed));
    assert!(report.verification.schemes.is_sorted());
    assert!(report.findings.is_sorted_by_key(|finding| finding.severity), "findings out of order");
    let primaries = report.signers.iter().filter(|signer| signer.role == Role::Primary).count();
    assert!(primaries <= 1);
    assert_eq!(
        primaries == 1,
        report.signers.first().is_some_and(|first| first.role == Role::Primary)
    );
    report.findings.iter().for_each(finding);
    forms(report);
}

/// Text that is safe to print.
fn is_safe(text: &str) -> bool {
    escape_control(text) == text
}

fn finding(finding: &Finding) {
    for language in LANGUAGES {
        let message = finding.message(language);
        assert!(is_safe(&message), "{:?}: {message:?}", finding.code);
        assert!(!message.is_empty());
    }
    assert!(finding.subject.as_deref().is_none_or(is_safe), "{:?}", finding.subject);
    assert!(matches!(finding.severity, Severity::Error | Severity::Warning | Severity::Info));
}

/// That an error's texts are safe to print.
pub fn error(error: &Error) {
    for language in LANGUAGES {
        let message = error.message(language);
        assert!(is_safe(&message), "{}: {message:?}", error.code());
    }
}

fn forms(report: &Report) {
    let is_package = !matches!(report.kind, Kind::Certificate | Kind::Keystore);
    for profile in Provider::all() {
        let strict = FormOptions::default().with_provider(profile);
        let form = Form::new(report, &strict);
        if is_package && report.verdict() != Verdict::Verified {
            assert!(form.is_err(), "a form of a package that did not verify");
        }
        if let Ok(form) = &form {
            assert!(
                !report.findings.iter().any(Finding::forbids_filing),
                "a form of what is not \
                for filing"
            );
            let signer = report.primary_signer().expect("a form has a signer");
            let md5: String =
                signer.certificate.md5().iter().map(|byte| format!("{byte:02X}")).collect();
            let fields = form.fields.iter().filter(|field| field.form.as_str() == "md5");
            fields.for_each(|field| assert_eq!(field.value, md5));
            assert!(!form.public_key.is_empty() && !form.fingerprint.is_empty());
            form.findings.iter().for_each(finding);
        }
        let lenient = strict.with_allow_unverified(true);
        for form in [form, Form::new(report, &lenient)] {
            if let Err(error) = form {
                assert!(LANGUAGES.iter().all(|&language| is_safe(&error.message(language))));
            }
        }
        let _ = Form::earlier(report, &lenient);
    }
}
