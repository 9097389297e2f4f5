//! What each fixture of a quick app gives, one row per package.

#![allow(clippy::unwrap_used, reason = "tests on files of our own")]

use std::path::PathBuf;

use beian::Verdict::{Rejected, Unchecked, Unsigned, Verified};
use beian::filing::{Form, FormOptions, NoForm};
use beian::report::{Role, Scheme};
use beian::x509::Certificate;
use beian::{InspectOptions, Kind, Package, Platform, Report, Verdict, VerifyOptions};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn open(name: &str) -> Package<std::fs::File> {
    Package::open(path("quick_app").join(name)).unwrap()
}

fn codes(report: &Report) -> Vec<&'static str> {
    let codes = report.findings.iter().map(|finding| finding.code.as_str());
    codes.filter(|code| *code != "quick-app-filed-by-platform").collect()
}

/// The file, its verdict, what was found beside the word on filing, and what it was found about.
type Row = (&'static str, Verdict, &'static [&'static str], Option<&'static str>);

const ROWS: &[Row] = &[
    ("signed.rpk", Verified, &[], None),
    ("no-cert.rpk", Verified, &[], None),
    ("chinese-name.rpk", Verified, &[], None),
    ("hash-listed.rpk", Verified, &[], None),
    ("debug.rpk", Verified, &["shared-certificate"], None),
    ("sha512.rpk", Verified, &[], None),
    ("pss.rpk", Verified, &[], None),
    ("p256.rpk", Verified, &[], None),
    ("dsa.rpk", Verified, &[], None),
    ("small-chunks.rpk", Verified, &[], None),
    ("both-pairs.rpk", Verified, &[], None),
    ("second-signer-small-chunks.rpk", Rejected, &["quick-app-signers-differ"], None),
    ("wrong-chunks.rpk", Rejected, &["content-digest-mismatch"], None),
    ("unknown-signer-pair.rpk", Verified, &["quick-app-unknown-signature"], None),
    ("platform-pair.rpk", Verified, &["quick-app-unknown-signature"], None),
    ("unknown-pair.rpk", Verified, &["unknown-block"], None),
    ("descriptors.rpk", Verified, &[], None),
    ("hidden-before.rpk", Verified, &["local-entries-differ"], Some("manifest.json")),
    ("hidden-behind.rpk", Verified, &["local-entries-differ"], None),
    ("hidden-in-data.rpk", Rejected, &["local-entries-differ"], Some("manifest.json")),
    (
        "other-flags.rpk",
        Rejected,
        &["local-entries-differ", "entry-unreadable", "entry-unreadable"],
        Some("manifest.json"),
    ),
    ("other-order.rpk", Verified, &["local-entries-differ"], Some("app.js")),
    ("stored-descriptors.rpk", Verified, &["local-entries-differ"], Some("assets/")),
    ("same-path.rpk", Verified, &["local-entries-differ"], Some("./manifest.json")),
    ("leads-out.rpk", Verified, &["local-entries-differ"], Some("a/../../manifest.json")),
    ("package-name-invalid.rpk", Verified, &["package-name-invalid"], None),
    ("unsigned.rpk", Unsigned, &[], None),
    ("tampered.rpk", Rejected, &["content-digest-mismatch"], None),
    ("signature-changed.rpk", Rejected, &["signature-mismatch"], None),
    ("list-signature-changed.rpk", Rejected, &["signature-mismatch"], None),
    ("block-size-changed.rpk", Rejected, &["signing-block-malformed"], None),
    ("pair-twice.rpk", Rejected, &["signing-block-malformed"], None),
    ("stolen-certificate.rpk", Rejected, &["public-key-mismatch"], None),
    ("unknown-algorithm.rpk", Rejected, &["quick-app-unknown-algorithm"], None),
    ("no-digest.rpk", Rejected, &["algorithm-list-mismatch"], None),
    ("no-list.rpk", Rejected, &["malformed-signature"], None),
    ("list-other-key.rpk", Rejected, &["signature-mismatch"], None),
    ("no-files.rpk", Rejected, &["quick-app-nothing-signed"], None),
    ("list-wrong.rpk", Rejected, &["quick-app-file-changed"], None),
    ("list-lacks-file.rpk", Rejected, &["quick-app-file-unlisted"], None),
    ("list-names-more.rpk", Rejected, &["quick-app-file-missing"], None),
    ("cert-other-signer.rpk", Rejected, &["quick-app-other-signer"], None),
    ("cert-wrong.rpk", Rejected, &["quick-app-file-changed"], Some("META-INF/CERT")),
    ("cert-lacks-file.rpk", Rejected, &["quick-app-file-unlisted"], Some("META-INF/CERT")),
    ("cert-names-more.rpk", Rejected, &["quick-app-file-missing"], Some("META-INF/CERT")),
    ("cert-no-zip.rpk", Rejected, &["entry-unreadable"], None),
    ("set.rpks", Verified, &[], None),
    ("set-within-set.rpks", Verified, &[], None),
    ("set-mixed-signers.rpks", Rejected, &["quick-app-other-signer"], None),
    ("set-other-package.rpks", Rejected, &["quick-app-other-package"], None),
    ("set-other-name.rpks", Rejected, &["quick-app-other-package"], None),
    ("set-unsigned-part.rpks", Rejected, &["quick-app-part-unsigned"], None),
    (
        "set-tampered-part.rpks",
        Rejected,
        &["content-digest-mismatch"],
        Some("com.example.beian.quick.rpk"),
    ),
    (
        "set-deep-manifest.rpks",
        Rejected,
        &["description-malformed"],
        Some("com.example.beian.quick.a.srpk"),
    ),
    ("set-unsigned.rpks", Unsigned, &[], None),
    ("deep-manifest.rpk", Verified, &["description-malformed"], None),
    ("too-large.rpk", Rejected, &["entry-unreadable", "quick-app-too-large"], None),
];

#[test]
fn every_fixture_gives_what_its_row_says() {
    let folder = std::fs::read_dir(path("quick_app")).unwrap();
    assert_eq!(folder.count(), ROWS.len(), "a row for each file");
    for (name, verdict, found, subject) in ROWS {
        let report = open(name).verify(&VerifyOptions::default()).unwrap();
        assert_eq!(report.verdict(), *verdict, "{name}");
        assert_eq!(codes(&report), *found, "{name}");
        let about = report.findings.iter().find_map(|finding| finding.subject.as_deref());
        assert_eq!(about, *subject, "{name}");
        assert_eq!((report.kind, report.platform), (Kind::Rpk, Some(Platform::QuickApp)), "{name}");
        assert_eq!(report.signers.len(), usize::from(*verdict == Verified), "{name}");
        let schemes: &[Scheme] = if *verdict == Verified { &[Scheme::Rpk] } else { &[] };
        assert_eq!(report.verification.schemes, schemes, "{name}");
        let form = Form::new(&report, &FormOptions::default());
        assert!(matches!(form, Err(NoForm::QuickApp)), "{name}");
        let filed =
            report.findings.iter().any(|it| it.code.as_str() == "quick-app-filed-by-platform");
        assert!(filed, "{name}");
    }
}

#[test]
fn identity_and_signer_are_the_apps() {
    let first =
        Certificate::from_der(&std::fs::read(path("keys/first.cert.der")).unwrap()).unwrap();
    for name in ["signed.rpk", "set.rpks"] {
        let package = open(name);
        let verified = package.verify(&VerifyOptions::default()).unwrap();
        let inspected = package.inspect(&InspectOptions::default()).unwrap();
        assert_eq!(inspected.verdict(), Unchecked);
        for report in [verified, inspected] {
            let identity = &report.identity;
            assert_eq!(identity.package_name.as_deref(), Some("com.example.beian.quick"), "{name}");
            assert_eq!(identity.app_name.as_deref(), Some("备案示例"), "{name}");
            assert_eq!(identity.version_name.as_deref(), Some("1.2.3"), "{name}");
            assert_eq!(identity.version_code.as_deref(), Some("42"), "{name}");
            assert_eq!(identity.min_sdk, Some(1070), "{name}");
            let role = if report.verdict() == Unchecked { Role::Claimed } else { Role::Primary };
            let signer = report.primary_signer().or(report.claimed_signers.first()).unwrap();
            assert_eq!((signer.role, signer.scheme), (role, Some(Scheme::Rpk)), "{name}");
            assert_eq!(signer.certificate, first, "{name}");
            assert_eq!(report.verification.schemes, [Scheme::Rpk], "{name}");
        }
    }
}

#[test]
fn inspection_proves_nobody() {
    for (name, is_readable) in [
        ("signature-changed.rpk", true),
        ("stolen-certificate.rpk", true),
        ("pair-twice.rpk", false),
    ] {
        let report = open(name).inspect(&InspectOptions::default()).unwrap();
        assert!(report.signers.is_empty() && report.primary_signer().is_none(), "{name}");
        assert_eq!(report.claimed_signers.len(), usize::from(is_readable), "{name}");
        assert_eq!(report.has_errors(), !is_readable, "{name}");
    }
    let unsigned = open("unsigned.rpk").inspect(&InspectOptions::default()).unwrap();
    assert!(unsigned.signers.is_empty() && unsigned.verification.schemes.is_empty());
}
