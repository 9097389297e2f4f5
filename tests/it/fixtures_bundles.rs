//! What each app bundle and set of APKs gives, one row per file: kind, verdict, schemes, signers
//! and findings; and what the identity is.

#![allow(clippy::unwrap_used, reason = "a missing fixture is to end the test")]

use std::path::PathBuf;
use std::sync::Mutex;

use beian::Verdict::{Rejected, Unsigned, Verified};
use beian::filing::{Form, FormOptions};
use beian::{InspectOptions, Kind, Package, Report, Verdict, VerifyOptions};

fn open(name: &str) -> Package<std::fs::File> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundles");
    Package::open(folder.join(name)).unwrap()
}

fn verify(name: &str) -> Report {
    open(name).verify(&VerifyOptions::default()).unwrap()
}

/// A signer as `role scheme common-name`.
fn named(signer: &beian::Signer) -> String {
    let subject = signer.certificate.subject().common_name().unwrap().to_owned();
    format!("{} {} {subject}", signer.role, signer.scheme.map_or("-", |it| it.as_str()))
}

fn signers(report: &Report) -> Vec<String> {
    report.signers.iter().map(named).collect()
}

/// The findings as `code` or `code about subject`.
fn findings(report: &Report) -> Vec<String> {
    let text = |finding: &beian::Finding| match &finding.subject {
        Some(subject) => format!("{} about {subject}", finding.code.as_str()),
        None => finding.code.as_str().to_owned(),
    };
    report.findings.iter().map(text).collect()
}

type Row = (&'static str, Verdict, &'static str, &'static [&'static str], &'static [&'static str]);

fn check(kind: impl Fn(&str) -> Kind, rows: &[Row]) {
    for (name, verdict, schemes, expected_signers, expected_findings) in rows {
        let report = verify(name);
        assert_eq!(report.kind, kind(name), "{name}");
        assert_eq!(report.verdict(), *verdict, "{name}: {:?}", findings(&report));
        let got: Vec<_> =
            report.verification.schemes.iter().map(|scheme| scheme.as_str()).collect();
        assert_eq!(got.join(" "), *schemes, "{name}");
        assert_eq!(signers(&report), *expected_signers, "{name}");
        assert_eq!(findings(&report), *expected_findings, "{name}");
        let form = Form::new(&report, &FormOptions::default());
        assert_eq!(form.is_ok(), *verdict == Verified, "{name}");
    }
}

const UPLOAD: &str = "bundle-upload-certificate";

#[test]
fn bundles_name_their_uploader() {
    const FIRST: &[&str] = &["primary v1 First Signer"];
    check(
        |_| Kind::Aab,
        &[
            ("signed.aab", Verified, "v1", FIRST, &[UPLOAD]),
            (
                "p256.aab",
                Verified,
                "v1",
                &["primary v1 P-256 Signer"],
                &[UPLOAD, "certificate-unproven about v1"],
            ),
            ("sha1.aab", Verified, "v1", FIRST, &[UPLOAD, "weak-algorithm about v1"]),
            ("names-v2.aab", Verified, "v1", FIRST, &[UPLOAD]),
            (
                "launcher-label.aab",
                Verified,
                "v1",
                FIRST,
                &[UPLOAD, "debuggable", "launcher-name-differs"],
            ),
            ("names.aab", Verified, "v1", FIRST, &[UPLOAD, "label-depends-on-device"]),
            ("prefix.aab", Verified, "v1", FIRST, &["data-before-archive", UPLOAD]),
            ("two-modules.aab", Verified, "v1", FIRST, &[UPLOAD]),
            ("unsigned.aab", Unsigned, "", &[], &[UPLOAD]),
            ("tampered.aab", Rejected, "", &[], &["jar-digest-mismatch", UPLOAD]),
            ("added.aab", Rejected, "", &[], &["jar-no-entry-digest", UPLOAD]),
            ("no-manifest.aab", Rejected, "", &[], &["bundle-manifest-bad", UPLOAD]),
            ("bad-manifest.aab", Rejected, "", &[], &["bundle-manifest-bad", UPLOAD]),
        ],
    );
}

#[test]
fn what_readers_see_differently_is_told() {
    let rows: [(&str, Verdict, &str, &[&str]); 5] = [
        ("package-twice.aab", Verified, "com.example.beian", &["manifest-ambiguous", UPLOAD]),
        ("namespaced-package.aab", Verified, "com.example.beian", &["manifest-ambiguous", UPLOAD]),
        ("package-name-invalid.aab", Verified, "example", &["package-name-invalid", UPLOAD]),
        ("other-root.aab", Rejected, "com.example.beian", &["bundle-manifest-bad", UPLOAD]),
        (
            "ambiguous-base.xapk",
            Verified,
            "com.example.beian",
            &["manifest-ambiguous about base.apk"],
        ),
    ];
    for (name, verdict, package, expected) in rows {
        let report = verify(name);
        assert_eq!(
            (report.verdict(), findings(&report)),
            (verdict, expected.iter().map(|it| (*it).to_owned()).collect()),
            "{name}"
        );
        assert_eq!(report.identity.package_name.as_deref(), Some(package), "{name}");
        assert!(report.has_errors(), "{name}");
    }
}

fn kind_by_name(name: &str) -> Kind {
    match name.rsplit('.').next() {
        Some("xapk") => Kind::Xapk,
        Some("apkm") => Kind::Apkm,
        _ => Kind::Apks,
    }
}

const FIRST: &[&str] = &["primary v2 First Signer"];

#[test]
fn sets_name_the_signer_of_all_their_apks() {
    check(
        kind_by_name,
        &[
            ("splits.apks", Verified, "v2", FIRST, &[]),
            ("standalones.apks", Verified, "v2", FIRST, &[]),
            ("universal.apks", Verified, "v2", FIRST, &[]),
            ("sai.apks", Verified, "v2", FIRST, &[]),
            ("plain.xapk", Verified, "v2", FIRST, &[]),
            ("deflated.xapk", Verified, "v2", FIRST, &[]),
            ("plain.apkm", Verified, "v2", FIRST, &[]),
            ("early-split.apks", Verified, "v2", FIRST, &[]),
            ("variants.apks", Verified, "v2", FIRST, &[]),
            ("descriptors.apks", Verified, "v2", FIRST, &[]),
            ("lying.xapk", Verified, "v2", FIRST, &["set-description-differs about manifest.json"]),
        ],
    );
}

#[test]
fn a_set_is_as_bad_as_its_worst_apk() {
    const ZH: &str = "split_config.zh.apk";
    let mismatch = format!("content-digest-mismatch about {ZH}: v2 signer 1");
    let rows: [(&str, Verdict, &[&str]); 18] = [
        ("mixed-signers.xapk", Rejected, &["inner-signers-differ about config.zh.apk"]),
        ("mixed-packages.apks", Rejected, &["inner-packages-differ about other.apk"]),
        ("mixed-versions.apks", Rejected, &["inner-versions-differ about newer.apk"]),
        ("two-bases.apks", Rejected, &["duplicate-entry", "split-twice about base.apk"]),
        ("split-twice.apks", Rejected, &["split-twice about split_config.zh2.apk"]),
        ("base-twice.apks", Rejected, &["split-twice about other.apk"]),
        (
            "bases-of-two-names.apks",
            Rejected,
            &["split-twice about standalones/s.apk", "bases-differ about standalones/s.apk"],
        ),
        ("variant-twice.apks", Rejected, &["split-twice about splits/base-master_2.apk"]),
        ("variants-of-two-names.apks", Rejected, &["bases-differ about splits/base-master_2.apk"]),
        (
            "hidden-in-data.apks",
            Rejected,
            &["local-entries-differ about base.apk", "inner-unreadable about base.apk"],
        ),
        ("only-splits.apks", Rejected, &["set-without-base"]),
        ("hidden-split.xapk", Rejected, &["inner-signers-differ about payload.bin"]),
        ("bad-split.apks", Rejected, &[&mismatch]),
        ("bad-split-deflated.apks", Rejected, &[&mismatch]),
        ("bad-base.apks", Rejected, &["content-digest-mismatch about base.apk: v2 signer 1"]),
        ("unsigned.apks", Unsigned, &[]),
        ("nested.apks", Rejected, &["inner-unreadable about more.apk"]),
        ("not-an-apk.apks", Rejected, &["inner-unreadable about config.zh.apk"]),
    ];
    for (name, verdict, expected) in rows {
        let report = verify(name);
        assert_eq!((report.kind, report.verdict()), (kind_by_name(name), verdict), "{name}");
        assert_eq!(findings(&report), expected, "{name}");
        assert!(report.signers.is_empty() && report.verification.schemes.is_empty(), "{name}");
        assert!(Form::new(&report, &FormOptions::default()).is_err(), "{name}");
    }
    let report = verify("unsigned-split.apks");
    assert_eq!(report.verdict(), Rejected);
    assert!(findings(&report).contains(&format!("inner-unsigned about {ZH}")));
}

/// What an installer may read otherwise than who goes by the directory: nothing is filed of it,
/// whatever verifies.
#[test]
fn what_installers_read_otherwise_is_not_filed() {
    let rows: [(&str, Verdict, &[&str]); 17] = [
        (
            "module-of-another.aab",
            Verified,
            &["inner-packages-differ about feature/manifest/AndroidManifest.xml", UPLOAD],
        ),
        ("bundle-and-set.aab", Verified, &["apks-in-package", UPLOAD]),
        ("apk-and-set.apks", Verified, &["apks-in-package"]),
        ("apk-and-toc.apks", Unsigned, &["apks-in-package"]),
        ("apk-in-meta-inf.apk", Verified, &["apks-in-package", "jar-unprotected-entry"]),
        ("prefix.apks", Verified, &["local-entries-differ about base.apk"]),
        ("hidden-before.apks", Verified, &["local-entries-differ about base.apk"]),
        ("hidden-behind.apks", Verified, &["local-entries-differ"]),
        (
            "local-name.apks",
            Rejected,
            &["local-entries-differ about base.apk", "inner-unreadable about base.apk"],
        ),
        ("checksum.apks", Verified, &["local-entries-differ about icon.png"]),
        ("bad-toc.apks", Verified, &["set-description-unreadable about toc.pb"]),
        ("name-twice.xapk", Verified, &["set-description-unreadable about manifest.json"]),
        ("missing-split.xapk", Verified, &["set-description-unreadable about manifest.json"]),
        ("bad-info.apkm", Verified, &["set-description-unreadable about info.json"]),
        ("set-within-set.apks", Verified, &["set-within-set"]),
        ("apk-zip.apks", Verified, &["set-within-set"]),
        ("apk-in-assets.apk", Verified, &[]),
    ];
    for (name, verdict, expected) in rows {
        let report = verify(name);
        assert_eq!(
            (report.verdict(), findings(&report)),
            (verdict, expected.iter().map(|it| (*it).to_owned()).collect()),
            "{name}"
        );
        let filed = Form::new(&report, &FormOptions::default()).is_ok();
        assert_eq!(filed, expected.is_empty(), "{name}");
    }
}

#[test]
fn the_identity_is_the_bases() {
    for name in
        ["signed.aab", "unsigned.aab", "splits.apks", "sai.apks", "lying.xapk", "unsigned.apks"]
    {
        let identity = verify(name).identity;
        assert_eq!(identity.package_name.as_deref(), Some("com.example.beian"), "{name}");
        assert_eq!(identity.version_name.as_deref(), Some("1.2.3-示例"), "{name}");
        assert_eq!(identity.version_code.as_deref(), Some("4294967338"), "{name}");
        let min_sdk = if name.ends_with("aab") { 21 } else { 24 };
        assert_eq!((identity.min_sdk, identity.target_sdk), (Some(min_sdk), Some(29)), "{name}");
        assert_eq!(identity.app_name.as_deref(), Some("备案示例"), "{name}");
        let names: Vec<_> =
            identity.app_names.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            names,
            [("", "Filing Example"), ("ja", "備案の例"), ("zh-CN", "备案示例")],
            "{name}"
        );
        assert_eq!(identity.split, None, "{name}");
    }
    let launcher = verify("launcher-label.aab").identity.launcher_names;
    // As Android's own reader has them of the table that aapt2 makes of these.
    for (name, app_name) in [("names.aab", "新版"), ("traditional-names.aab", "默认")] {
        assert_eq!(verify(name).identity.app_name.as_deref(), Some(app_name), "{name}");
    }
    assert_eq!(launcher.get("zh-CN").map(String::as_str), Some("桌面名称"));
}

#[test]
fn inspection_names_signers_and_judges_nothing() {
    for (name, signer) in [
        ("signed.aab", Some("claimed v1 First Signer")),
        ("tampered.aab", Some("claimed v1 First Signer")),
        ("unsigned.aab", None),
        ("splits.apks", Some("claimed v2 First Signer")),
        ("deflated.xapk", Some("claimed v2 First Signer")),
        ("bad-split.apks", Some("claimed v2 First Signer")),
        ("only-splits.apks", None),
        ("unsigned.apks", None),
    ] {
        let report = open(name).inspect(&InspectOptions::default()).unwrap();
        assert_eq!(report.verdict(), Verdict::Unchecked, "{name}");
        assert!(report.signers.is_empty() && report.primary_signer().is_none(), "{name}");
        assert_eq!(report.claimed_signers.first().map(named).as_deref(), signer, "{name}");
        let package = (name != "only-splits.apks").then_some("com.example.beian");
        assert_eq!(report.identity.package_name.as_deref(), package, "{name}");
    }
}

#[test]
fn inspection_looks_at_every_apk_that_may_be_the_base() {
    for (name, want) in [
        ("splits.apks", None),
        ("standalones.apks", None),
        ("mixed-packages.apks", Some("inner-packages-differ about other.apk")),
        ("two-bases.apks", Some("inner-signers-differ about base.apk")),
        ("mixed-versions.apks", Some("inner-versions-differ about newer.apk")),
    ] {
        let report = open(name).inspect(&InspectOptions::default()).unwrap();
        let differ: Vec<_> =
            findings(&report).into_iter().filter(|it| it.starts_with("inner-")).collect();
        assert_eq!(differ, want.into_iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(report.has_errors(), want.is_some(), "{name}");
    }
}

#[test]
fn the_range_of_platforms_is_that_of_the_apks() {
    for (name, min, max, verdict) in [
        ("splits.apks", Some(23), None, Rejected),
        ("splits.apks", Some(24), None, Verified),
        ("splits.apks", Some(28), Some(30), Verified),
        ("early-split.apks", Some(21), None, Rejected),
        ("signed.aab", Some(1), Some(17), Verified),
    ] {
        let options = VerifyOptions::default().with_min_sdk(min).with_max_sdk(max);
        let report = open(name).verify(&options).unwrap();
        assert_eq!(
            report.verdict(),
            verdict,
            "{name} on {min:?} to {max:?}: {:?}",
            findings(&report)
        );
    }
}

#[test]
fn an_idsig_that_is_not_looked_at_is_said_to_be() {
    let idsig: &[u8] = b"no .idsig at all";
    for name in ["splits.apks", "signed.aab"] {
        let report = open(name).verify(&VerifyOptions::default().with_idsig(&idsig)).unwrap();
        assert_eq!(report.verdict(), Verified, "{name}");
        assert!(findings(&report).contains(&"v4-not-looked-at".to_owned()), "{name}");
        assert!(report.findings.is_sorted_by_key(|finding| finding.severity), "{name}");
    }
}

#[test]
fn progress_goes_on_over_all_apks() {
    let seen = Mutex::new(Vec::new());
    let progress =
        |progress: beian::Progress| seen.lock().unwrap().push((progress.done, progress.total));
    open("splits.apks").verify(&VerifyOptions::default().with_progress(&progress)).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() >= 2 && seen.is_sorted(), "{seen:?}");
    assert!(
        seen.iter().all(|&(done, total)| done <= total && total == seen.first().unwrap().1),
        "{seen:?}"
    );
}
