//! What each fixture gives, one row per package: verdict, schemes, signers and findings; and what
//! the identity is.

#![allow(clippy::unwrap_used, reason = "a missing fixture is to end the test")]

use std::fs::File;
use std::path::PathBuf;

use beian::Verdict::{Rejected, Unsigned, Verified};
use beian::report::Role;
use beian::{Error, Identity, InspectOptions, Package, Report, Severity, Verdict, VerifyOptions};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/android").join(name)
}

fn verify(name: &str) -> Report {
    Package::open(path(name)).unwrap().verify(&VerifyOptions::default()).unwrap()
}

/// The signers as `role scheme common-name`.
fn signers(report: &Report) -> Vec<String> {
    let name = |signer: &beian::Signer| {
        let subject = signer.certificate.subject().common_name().unwrap().to_owned();
        format!("{} {} {subject}", signer.role, signer.scheme.map_or("-", |it| it.as_str()))
    };
    report.signers.iter().map(name).collect()
}

fn schemes(report: &Report) -> String {
    report.verification.schemes.iter().map(|scheme| scheme.as_str()).collect::<Vec<_>>().join(" ")
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

type Row = (&'static str, Verdict, &'static str, &'static [&'static str], &'static [&'static str]);

fn check(rows: &[Row]) {
    for (name, verdict, expected_schemes, expected_signers, expected_codes) in rows {
        let report = verify(name);
        assert_eq!(report.verdict(), *verdict, "{name}: {:?}", codes(&report));
        if *verdict == Verified {
            assert_eq!(schemes(&report), *expected_schemes, "{name}");
        }
        assert_eq!(signers(&report), *expected_signers, "{name}");
        assert_eq!(codes(&report), *expected_codes, "{name}");
    }
}

#[test]
fn good_signatures_name_their_signers() {
    const FIRST_V1: &[&str] = &["primary v1 First Signer"];
    const FIRST_V2: &[&str] = &["primary v2 First Signer"];
    check(&[
        ("v1.apk", Verified, "v1", FIRST_V1, &[]),
        ("v1-sha1.apk", Verified, "v1", FIRST_V1, &["weak-algorithm"]),
        ("v1-p256.apk", Verified, "v1", &["primary v1 P-256 Signer"], &["certificate-unproven"]),
        ("v1-p521.apk", Verified, "v1", &["primary v1 P-521 Signer"], &["certificate-unproven"]),
        ("v1-dsa.apk", Verified, "v1", &["primary v1 DSA Signer"], &[]),
        ("v1-debug.apk", Verified, "v1", &["primary v1 Android Debug"], &["shared-certificate"]),
        (
            "v1-two-signers.apk",
            Verified,
            "v1",
            &["additional v1 First Signer", "additional v1 Second Signer"],
            &["several-signers"],
        ),
        ("v2-rsa-sha256.apk", Verified, "v2", FIRST_V2, &[]),
        ("v2-rsa-sha512.apk", Verified, "v2", FIRST_V2, &[]),
        ("v2-pss-sha256.apk", Verified, "v2", FIRST_V2, &[]),
        ("v2-pss-sha512.apk", Verified, "v2", FIRST_V2, &[]),
        ("v2-p256.apk", Verified, "v2", &["primary v2 P-256 Signer"], &[]),
        ("v2-p384.apk", Verified, "v2", &["primary v2 P-384 Signer"], &[]),
        ("v2-p521.apk", Verified, "v2", &["primary v2 P-521 Signer"], &[]),
        ("v2-dsa.apk", Verified, "v2", &["primary v2 DSA Signer"], &[]),
        ("v2-verity.apk", Verified, "v2", FIRST_V2, &[]),
        ("v2-chinese-subject.apk", Verified, "v2", &["primary v2 张三"], &[]),
        (
            "v2-two-signers.apk",
            Verified,
            "v2",
            &["additional v2 First Signer", "additional v2 P-256 Signer"],
            &["several-signers"],
        ),
        ("v1v2.apk", Verified, "v1 v2", FIRST_V2, &[]),
        ("v2v3.apk", Verified, "v2 v3", &["primary v3 First Signer"], &[]),
        ("v3.apk", Verified, "v3", &["primary v3 First Signer"], &[]),
        ("v1v2v3.apk", Verified, "v1 v2 v3", &["primary v3 First Signer"], &[]),
        (
            "v3-rotated.apk",
            Verified,
            "v1 v2 v3",
            &["primary v3 P-256 Signer", "previous v3 Second Signer", "previous v2 First Signer"],
            &["certificate-rotated"],
        ),
        (
            "v31-rotated.apk",
            Verified,
            "v2 v3 v3.1",
            &["primary v3.1 Second Signer", "previous v3 First Signer"],
            &["certificate-rotated"],
        ),
        (
            "v32-hybrid.apk",
            Verified,
            "v2 v3 v3.2",
            &["primary v3.2 First Signer", "post-quantum v3.2 ML-DSA-65 Signer"],
            &["post-quantum-signer"],
        ),
    ]);
}

#[test]
fn forgeries_name_nobody() {
    check(&[
        ("unsigned.apk", Unsigned, "", &[], &[]),
        ("v1-tampered.apk", Rejected, "", &[], &["jar-digest-mismatch"]),
        ("v1-added.apk", Rejected, "", &[], &["jar-no-entry-digest"]),
        ("v1-removed.apk", Rejected, "", &[], &["jar-missing-entry"]),
        ("v1-lone-block.apk", Rejected, "", &[], &["jar-no-manifest"]),
        ("v1-stolen-block.apk", Rejected, "", &[], &["signature-mismatch", "debuggable"]),
        ("v2-tampered.apk", Rejected, "", &[], &["content-digest-mismatch"]),
        ("v2-signature-flipped.apk", Rejected, "", &[], &["signature-mismatch"]),
        ("v2-stolen-certificate.apk", Rejected, "", &[], &["public-key-mismatch"]),
        ("v2-stripped.apk", Rejected, "", &[], &["newer-scheme-stripped"]),
        ("v2-renamed.apk", Rejected, "", &[], &["newer-scheme-stripped", "unknown-block"]),
        ("v3-tampered.apk", Rejected, "", &[], &["content-digest-mismatch"]),
        ("v3-stripped.apk", Rejected, "", &[], &["newer-scheme-stripped"]),
        ("v3-two-owners.apk", Rejected, "", &[], &["past-signer-mismatch"]),
        ("v31-stripped.apk", Rejected, "", &[], &["v31-missing"]),
        ("v31-transplanted.apk", Rejected, "", &[], &["content-digest-mismatch", "debuggable"]),
        ("overlap.apk", Rejected, "", &[], &["entries-overlap"]),
        ("janus.apk", Rejected, "", &[], &["data-before-first-entry"]),
        ("plain.jar", Rejected, "", &[], &["manifest-missing"]),
        ("text-manifest.apk", Rejected, "", &[], &["manifest-malformed"]),
        ("min-sdk-unreadable.apk", Rejected, "", &[], &["min-sdk-unreadable"]),
    ]);
}

#[test]
fn oddities_are_told() {
    const V1: &[&str] = &["primary v1 First Signer"];
    const V2: &[&str] = &["primary v2 First Signer"];
    check(&[
        ("duplicate-entry.apk", Verified, "v2", V2, &["duplicate-entry"]),
        ("nul-in-name.apk", Verified, "v2", V2, &["nul-in-name"]),
        ("encrypted-flag.apk", Verified, "v2", V2, &["encrypted-flag"]),
        ("unknown-method.apk", Verified, "v2", V2, &["unknown-compression-method"]),
        ("channel-walle.apk", Verified, "v2", V2, &["channel-mark"]),
        ("channel-vasdolly.apk", Verified, "v2", V2, &["channel-mark"]),
        ("channel-packer-ng.apk", Verified, "v2", V2, &["channel-mark"]),
        ("channel-comment.apk", Verified, "v1", V1, &["channel-mark"]),
        ("channel-meta-inf.apk", Verified, "v1", V1, &["jar-unprotected-entry", "channel-mark"]),
        ("stamp.apk", Verified, "v2 stamp", V2, &["stamp-verified"]),
        ("stamp-other-certificate.apk", Verified, "v2", V2, &["stamp-certificate-mismatch"]),
        ("stamp-missing.apk", Verified, "v2", V2, &["stamp-incomplete"]),
        ("v1-lower-case-block.apk", Unsigned, "", &[], &["jar-block-misnamed"]),
        ("hardened-unsigned.apk", Unsigned, "", &[], &["hardened-package"]),
        (
            "v2-stray-v1-block.apk",
            Verified,
            "v2",
            &["primary v2 Second Signer"],
            &["stale-v1-signature"],
        ),
        ("split.apk", Verified, "v2", V2, &["split-package"]),
        ("debuggable.apk", Verified, "v2", V2, &["debuggable"]),
        ("launcher-label.apk", Verified, "v2", V2, &["launcher-name-differs"]),
        ("min-sdk-code-name.apk", Verified, "v2", V2, &[]),
    ]);
    for name in ["duplicate-entry.apk", "nul-in-name.apk"] {
        assert!(verify(name).has_errors(), "{name}: readers differ, and nobody is told");
    }
    for (name, tool, mark) in [
        ("channel-walle.apk", "Walle", r#"{"channel":"应用宝"}"#),
        ("channel-packer-ng.apk", "packer-ng", "3 bytes, not text"),
        ("channel-comment.apk", "VasDolly", "huawei"),
    ] {
        let text = verify(name).findings.first().unwrap().message(beian::Language::English);
        assert!(text.contains(tool) && text.contains(mark), "{text}");
    }
}

#[test]
fn a_manifest_is_read_as_a_device_reads_it() {
    const PLAIN: Option<&str> = Some("com.example.beian");
    let rows: [(&str, Verdict, Option<&str>, &[&str]); 31] = [
        ("manifest-plain.apk", Verified, PLAIN, &[]),
        ("manifest-wide-attributes.apk", Verified, PLAIN, &[]),
        ("manifest-namespaced-package.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-package-twice.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-package-with-id.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-raw-not-typed.apk", Verified, PLAIN, &["warning manifest-ambiguous"]),
        ("manifest-package-no-text.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-namespaced-split.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-name-without-nul.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-name-overlong.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-value-overlong.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-two-pools.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-pool-behind.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-map-behind.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-two-roots.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        ("manifest-overlapping-attributes.apk", Verified, None, &["error manifest-ambiguous"]),
        ("manifest-minimum-twice.apk", Verified, PLAIN, &["error manifest-ambiguous"]),
        // Without a minimum that a device sees it is for those too that read v1 alone.
        (
            "manifest-ids-unsorted.apk",
            Rejected,
            PLAIN,
            &["error manifest-ambiguous", "error jar-no-manifest"],
        ),
        (
            "manifest-in-wrapper.apk",
            Rejected,
            None,
            &["error manifest-malformed", "error jar-no-manifest"],
        ),
        ("manifest-larger-than-file.apk", Rejected, None, &["error manifest-malformed"]),
        ("package-name-empty.apk", Verified, Some(""), &["error package-name-invalid"]),
        ("package-name-one-part.apk", Verified, Some("example"), &["error package-name-invalid"]),
        (
            "package-name-hyphen.apk",
            Verified,
            Some("com.example.bei-an"),
            &["error package-name-invalid"],
        ),
        ("manifest-method-deflated.apk", Verified, PLAIN, &["error unknown-compression-method"]),
        ("manifest-method-stored.apk", Rejected, PLAIN, &["error unknown-compression-method"]),
        ("v1-unknown-method.apk", Verified, PLAIN, &["error unknown-compression-method"]),
        ("unknown-method.apk", Verified, PLAIN, &["warning unknown-compression-method"]),
        (
            "entry-in-signing-block.apk",
            Rejected,
            PLAIN,
            &["error entry-in-signing-block", "info unknown-block"],
        ),
        ("min-sdk-baklava.apk", Verified, PLAIN, &[]),
        ("min-sdk-canary.apk", Rejected, PLAIN, &["error min-sdk-unreadable"]),
        ("v1.apk", Verified, PLAIN, &[]),
    ];
    for (name, verdict, package, findings) in rows {
        let report = verify(name);
        let told: Vec<_> = report
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.severity.as_str(), finding.code.as_str()))
            .collect();
        assert_eq!(told, findings, "{name}");
        assert_eq!(report.verdict(), verdict, "{name}");
        assert_eq!(report.identity.package_name.as_deref(), package, "{name}");
        let named = if verdict == Verified { &report.signers } else { &report.claimed_signers };
        assert!(!named.is_empty(), "{name}: it is named with its signer");
    }
    assert_eq!(verify("min-sdk-baklava.apk").identity.min_sdk, Some(36));
    assert_eq!(verify("manifest-ids-unsorted.apk").identity.min_sdk, None);
    assert_eq!(verify("manifest-minimum-twice.apk").identity.min_sdk, Some(28));
    let finding = verify("manifest-pool-behind.apk").findings.first().unwrap().clone();
    let both = finding.message(beian::Language::English);
    for named in ["package name", "com.example.beian", "com.example.other"] {
        assert!(both.contains(named), "{both}");
    }
}

#[test]
fn files_that_are_no_packages_say_what_they_are() {
    for (name, code) in [
        ("truncated.apk", "broken-zip"),
        ("appended.apk", "broken-zip"),
        ("zip64-locator.apk", "zip64"),
        ("zip64-entry.apk", "zip64"),
    ] {
        assert_eq!(Package::open(path(name)).err().unwrap().code(), code, "{name}");
    }
    for (bytes, hint) in [
        (&b""[..], "empty"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html>", "web page"),
        (b"anything else", "neither a ZIP"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "without an app"),
    ] {
        let error = Package::from_reader(bytes).err().unwrap();
        assert!(matches!(error, Error::UnknownKind { .. }), "{hint}");
        assert!(error.to_string().contains(hint), "{error}");
    }
    assert_eq!(Package::open(path("absent.apk")).err().unwrap().code(), "cannot-open");
    assert_eq!(Package::open(path("")).err().unwrap().code(), "cannot-open");
}

#[test]
fn the_identity_is_the_manifests() {
    let identity = verify("v2-rsa-sha256.apk").identity;
    assert_eq!(identity.package_name.as_deref(), Some("com.example.beian"));
    assert_eq!(identity.version_name.as_deref(), Some("1.2.3-示例"));
    // 1 in the upper 32 bits, 42 in the lower ones.
    assert_eq!(identity.version_code.as_deref(), Some("4294967338"));
    assert_eq!((identity.min_sdk, identity.target_sdk), (Some(24), Some(29)));
    assert_eq!(identity.app_name.as_deref(), Some("备案示例"));
    let names = |identity: &Identity| -> Vec<(String, String)> {
        identity.app_names.iter().map(|(locale, name)| (locale.clone(), name.clone())).collect()
    };
    let expected = [("", "Filing Example"), ("ja", "備案の例"), ("zh-CN", "备案示例")];
    assert_eq!(
        names(&identity),
        expected.map(|(locale, name)| (locale.to_owned(), name.to_owned()))
    );
    assert!(identity.launcher_names.is_empty());

    for (name, app_name) in [
        ("literal-label.apk", Some("直接写的名称")),
        ("no-label.apk", None),
        ("absent-label.apk", None),
    ] {
        assert_eq!(verify(name).identity.app_name.as_deref(), app_name, "{name}");
    }
    let launcher = verify("launcher-label.apk").identity;
    assert_eq!(launcher.launcher_names.get("zh-CN").map(String::as_str), Some("桌面名称"));
    assert_eq!(verify("split.apk").identity.split.as_deref(), Some("config.zh"));
    assert_eq!(verify("min-sdk-code-name.apk").identity.min_sdk, Some(25));
}

#[test]
fn the_range_of_platforms_decides() {
    for (name, min, max, verdict, primary) in [
        // SHA-256 is not known to the JAR verifiers of Android 2.3 to 4.2.
        ("v1.apk", Some(17), None, Rejected, None),
        ("v1.apk", Some(18), None, Verified, Some("First Signer")),
        ("v1.apk", None, Some(17), Rejected, None),
        // Without v1 nothing verifies before Android 7.0.
        ("v2-rsa-sha256.apk", Some(23), None, Rejected, None),
        // What was taken away is missed only by platforms that would look for it.
        ("v2-stripped.apk", None, Some(23), Verified, Some("First Signer")),
        ("v2-stripped.apk", None, Some(24), Rejected, None),
        ("v3-stripped.apk", None, Some(27), Verified, Some("First Signer")),
        ("v3-stripped.apk", None, Some(28), Rejected, None),
        ("v31-rotated.apk", None, Some(32), Verified, Some("First Signer")),
        ("v31-rotated.apk", None, Some(33), Verified, Some("Second Signer")),
        ("v31-transplanted.apk", None, Some(32), Rejected, None),
        ("v32-hybrid.apk", Some(37), None, Verified, Some("First Signer")),
        ("v3-rotated.apk", None, Some(27), Verified, Some("First Signer")),
        ("min-sdk-unreadable.apk", Some(24), None, Verified, Some("First Signer")),
        ("plain.jar", Some(18), Some(25), Verified, Some("First Signer")),
        ("plain.jar", Some(18), None, Rejected, None),
    ] {
        let options = VerifyOptions::default().with_min_sdk(min).with_max_sdk(max);
        let report = Package::open(path(name)).unwrap().verify(&options).unwrap();
        assert_eq!(report.verdict(), verdict, "{name} on {min:?} to {max:?}: {:?}", codes(&report));
        let signer = report.primary_signer().map(|signer| signer.certificate.subject().to_string());
        assert!(
            signer.as_deref().unwrap_or("").contains(primary.unwrap_or("")),
            "{name}: {signer:?}"
        );
        assert_eq!(signer.is_some(), primary.is_some(), "{name}");
        // Below a rotation the older signer is shown, and somebody who files must know.
        let left_out = name.contains("rotated") && max.is_some_and(|max| max < 33);
        assert_eq!(
            codes(&report).contains(&"newer-signature-outside-range"),
            left_out && verdict == Verified,
            "{name}"
        );
    }
}

#[test]
fn an_idsig_must_be_the_packages_own() {
    for (package, idsig, code) in [
        ("v2-v4.apk", "v2-v4.apk.idsig", None),
        ("v2-v4.apk", "v4-other-signer.idsig", Some("v4-signer-mismatch")),
        ("v2-v4.apk", "v4-empty-tree.idsig", Some("v4-root-mismatch")),
        ("v2v3.apk", "v2v3.apk.idsig", None),
        ("v2v3.apk", "v2-v4.apk.idsig", Some("v4-invalid")),
        ("v2-rsa-sha512.apk", "v2-v4.apk.idsig", Some("v4-invalid")),
        ("v1.apk", "v2-v4.apk.idsig", Some("v4-without-v2")),
        ("v2-v4.apk", "v2-v4.apk", Some("v4-version")),
    ] {
        let idsig_file = File::open(path(idsig)).unwrap();
        let options = VerifyOptions::default().with_idsig(&idsig_file);
        let report = Package::open(path(package)).unwrap().verify(&options).unwrap();
        let error = report.findings.iter().find(|finding| finding.severity == Severity::Error);
        assert_eq!(error.map(|finding| finding.code.as_str()), code, "{package} with {idsig}");
        assert_eq!(report.verdict() == Verified, code.is_none(), "{package} with {idsig}");
        assert_eq!(schemes(&report).contains("v4"), code.is_none());
    }
}

#[test]
fn inspection_reads_no_content_and_judges_nothing() {
    for (name, schemes_present, signer) in [
        ("v1.apk", "v1", Some("First Signer")),
        ("v1v2v3.apk", "v1 v2 v3", Some("First Signer")),
        ("v31-rotated.apk", "v2 v3 v3.1", Some("Second Signer")),
        ("v2-tampered.apk", "v2", Some("First Signer")),
        ("v2-signature-flipped.apk", "v2", Some("First Signer")),
        ("v2-stolen-certificate.apk", "v2", Some("First Signer")),
        ("unsigned.apk", "", None),
    ] {
        let report =
            Package::open(path(name)).unwrap().inspect(&InspectOptions::default()).unwrap();
        assert_eq!(report.verdict(), Verdict::Unchecked, "{name}");
        assert_eq!(schemes(&report), schemes_present, "{name}");
        assert!(report.signers.is_empty() && report.primary_signer().is_none(), "{name}");
        let claimed = &report.claimed_signers;
        assert!(claimed.iter().all(|signer| signer.role == Role::Claimed), "{name}");
        let newest = claimed.first().and_then(|signer| signer.certificate.subject().common_name());
        assert_eq!(newest, signer, "{name}");
        assert!(!report.has_errors(), "{name}: {:?}", report.findings);
        assert_eq!(report.identity.package_name.as_deref(), Some("com.example.beian"), "{name}");
    }
}
