//! What each app for Apple's devices gives that the fixtures' program writes, one row per rule.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::io::{self, Cursor};

use beian::Verdict::{Rejected, Unsigned, Verified};
use beian::filing::{Form, FormOptions};
use beian::x509::Certificate;
use beian::{
    Error, InspectOptions, Kind, Package, Platform, Report, Severity, Verdict, VerifyOptions,
};
use beian_fixtures::apple::{self, Break};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn verify(bytes: &[u8]) -> Result<Report, Error> {
    let roots = [Certificate::from_der(&apple::root()).unwrap()];
    Package::from_reader(bytes)?.verify(&VerifyOptions::default().with_trust_roots(&roots))
}

/// What is said of it beside information, in order.
fn codes(report: &Report) -> Vec<&'static str> {
    let said = report.findings.iter().filter(|it| it.severity != Severity::Info);
    let mut codes: Vec<_> = said.map(|it| it.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

type Row = (&'static [Break], Verdict, &'static [&'static str]);

const ROWS: &[Row] = &[
    (&[], Verified, &[]),
    (&[Break::Fat], Verified, &[]),
    (&[Break::TwoDirectories], Verified, &[]),
    (&[Break::Nested], Verified, &[]),
    (&[Break::BelowFolder], Verified, &[]),
    (&[Break::FolderAlone], Verified, &[]),
    (&[Break::BinaryInfo], Verified, &[]),
    (&[Break::NoSignature], Unsigned, &["app-unsigned"]),
    (&[Break::NoExecutable], Unsigned, &["executable-missing"]),
    (&[Break::AdHoc], Unsigned, &["ad-hoc-signature"]),
    (&[Break::NoCms], Unsigned, &["ad-hoc-signature"]),
    (&[Break::SliceUnsigned], Rejected, &["slice-unsigned"]),
    (&[Break::DataOutside], Rejected, &["data-outside-slices"]),
    (&[Break::DataAfterSignature], Rejected, &["data-after-signature"]),
    (&[Break::PageChanged], Rejected, &["page-mismatch"]),
    (&[Break::CodeLimit], Rejected, &["code-limit"]),
    (&[Break::Scatter], Rejected, &["scatter"]),
    (&[Break::MessageDigest], Rejected, &["cms-invalid"]),
    (&[Break::SignatureOther], Rejected, &["cms-invalid"]),
    (&[Break::CdHashOther], Rejected, &["cdhash-mismatch"]),
    (&[Break::AlternateUnsigned], Rejected, &["alternate-code-directory-unsigned"]),
    (&[Break::AlternateTaken], Rejected, &["cdhash-mismatch", "weak-digest"]),
    (&[Break::InfoUnsealed], Rejected, &["info-plist-unsealed"]),
    (
        &[Break::InfoChanged],
        Rejected,
        &[
            "entitlement-application-identifier",
            "identifier-mismatch",
            "info-plist-mismatch",
            "profile-bundle-id",
        ],
    ),
    (&[Break::ResourcesUnsealed], Rejected, &["code-resources-unsealed"]),
    (&[Break::EntitlementsUnsealed], Rejected, &["entitlements-unsealed"]),
    (&[Break::ResourceChanged], Rejected, &["resource-changed"]),
    (&[Break::ResourceAdded], Rejected, &["resource-added"]),
    (&[Break::ResourceMissing], Rejected, &["resource-missing"]),
    (&[Break::NestedChanged], Rejected, &["nested-invalid", "page-mismatch"]),
    (&[Break::NestedUnsigned], Rejected, &["nested-unsigned"]),
    (&[Break::NestedOther], Verified, &["nested-other-signer"]),
    (&[Break::SelfSigned], Verified, &["chain-self-signed"]),
    (&[Break::Push], Verified, &["certificate-kind"]),
    (&[Break::Development], Verified, &["development-certificate"]),
    (&[Break::AuthorityUnmarked], Verified, &["chain-other"]),
    (&[Break::ChainMissing], Verified, &["chain-incomplete"]),
    (&[Break::SignedTooEarly], Verified, &["certificate-expired-at-signing"]),
    (&[Break::IdentifierOther], Verified, &["identifier-mismatch"]),
    (&[Break::EntitlementOther], Verified, &["entitlement-application-identifier"]),
    (&[Break::StoreCopy], Verified, &["store-copy"]),
    (&[Break::ProfileNone], Verified, &["profile-missing"]),
    (&[Break::ProfileOtherTeam], Verified, &["profile-team"]),
    (&[Break::ProfileOtherApp], Verified, &["profile-bundle-id"]),
    (&[Break::ProfileOtherCertificate], Verified, &["profile-certificate"]),
    (&[Break::ProfileUnsigned], Verified, &["profile-unsigned"]),
    (&[Break::ProfileChanged], Verified, &["profile-signature"]),
    (&[Break::ProfileTwoCertificates], Verified, &[]),
];

#[test]
fn every_app_gives_what_its_rule_says() {
    let mut wrong = Vec::new();
    for (breaks, verdict, want) in ROWS {
        let report = verify(&apple::app(breaks)).unwrap();
        let got = (report.verdict(), codes(&report));
        if got != (*verdict, want.to_vec()) {
            wrong.push(format!("{breaks:?}: {got:?}, expected {verdict} {want:?}"));
        }
        assert_eq!((report.kind, report.platform), (Kind::Ipa, Some(Platform::Ios)));
        // Warnings that forbid nothing leave a form; whatever else is said leaves none.
        let harmless = ["nested-other-signer", "profile-missing"];
        let is_good = *verdict == Verified && want.iter().all(|it| harmless.contains(it));
        let form = Form::new(&report, &FormOptions::default());
        assert_eq!(form.is_ok(), is_good, "{breaks:?} {form:?}");
        assert_eq!(report.signers.is_empty(), *verdict != Verified, "{breaks:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_good_app_gives_its_names_and_the_sha1_of_its_signer() {
    let report = verify(&apple::app(&[Break::Nested])).unwrap();
    let identity = &report.identity;
    assert_eq!(identity.package_name.as_deref(), Some("cn.example.beian"));
    assert_eq!(identity.app_name.as_deref(), Some("备案示例"));
    let names: Vec<_> = identity.app_names.iter().map(|(it, name)| [it.as_str(), name]).collect();
    assert_eq!(names, [["", "Beian"], ["en", "Beian"], ["zh-Hans", "备案示例"]]);
    assert_eq!(identity.version_name.as_deref(), Some("1.2.3"));
    assert_eq!(identity.version_code.as_deref(), Some("42"));
    assert_eq!(identity.min_os.as_deref(), Some("13.0"));
    assert_eq!(identity.device_families, [1, 2]);
    let form = Form::new(&report, &FormOptions::default()).unwrap();
    let developer = Certificate::from_der(&apple::developer()).unwrap();
    assert_eq!(form.fingerprint, hex::encode_upper(developer.sha1()));
    assert_eq!(form.platform, "iOS");
    assert!(form.fields.iter().any(|field| field.label == "签名MD5值(SHA-1)"));
}

#[test]
fn a_binary_list_gives_the_names_too() {
    let identity = verify(&apple::app(&[Break::BinaryInfo])).unwrap().identity;
    assert_eq!(identity.package_name.as_deref(), Some("cn.example.beian"));
    assert_eq!(identity.app_names.get("").map(String::as_str), Some("备案 \u{1f600}"));
}

#[test]
fn what_is_no_one_app_is_an_error() {
    for what in [Break::TwoApps, Break::Duplicate, Break::NoInfo] {
        let error = verify(&apple::app(&[what])).unwrap_err();
        assert_eq!(error.code(), "broken-app", "{what:?}");
    }
}

#[test]
fn a_quick_look_names_the_signer_and_proves_nothing() {
    let bytes = apple::app(&[Break::PageChanged]);
    let package = Package::from_reader(&bytes[..]).unwrap();
    let report = package.inspect(&InspectOptions::default()).unwrap();
    assert_eq!(report.verdict(), Verdict::Unchecked);
    assert!(report.signers.is_empty());
    assert_eq!(report.claimed_signers[0].certificate.der(), apple::developer());
    assert_eq!(report.identity.package_name.as_deref(), Some("cn.example.beian"));
}

#[test]
fn a_profile_alone_gives_its_certificate_where_there_is_one() {
    for (breaks, has_form, want) in [
        (&[][..], true, &[][..]),
        (&[Break::ProfileTwoCertificates], false, &["profile-certificates"]),
        (&[Break::ProfileUnsigned], false, &["profile-unsigned"]),
        (&[Break::ProfileChanged], false, &["profile-signature"]),
    ] {
        let report = verify(&apple::profile(breaks)).unwrap();
        let errors = report.findings.iter().filter(|it| it.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|it| it.code.as_str()).collect();
        assert_eq!(errors, want, "{breaks:?}");
        assert_eq!(report.identity.package_name.as_deref(), Some("cn.example.beian"));
        let form = Form::new(&report, &FormOptions::default());
        assert_eq!(form.is_ok(), has_form, "{breaks:?} {form:?}");
    }
    // One of several is chosen by its SHA-1.
    let bytes = apple::profile(&[Break::ProfileTwoCertificates]);
    let sha1 = hex::encode(Certificate::from_der(&apple::developer()).unwrap().sha1());
    let roots = [Certificate::from_der(&apple::root()).unwrap()];
    let inspect = InspectOptions::default().with_alias(sha1.as_str());
    let options = VerifyOptions::from(inspect).with_trust_roots(&roots);
    let report = Package::from_reader(&bytes[..]).unwrap().verify(&options).unwrap();
    let form = Form::new(&report, &FormOptions::default()).unwrap();
    assert_eq!(form.fingerprint, sha1.to_uppercase());
}

/// Whatever is changed, nothing but the signer is ever given, and of what its signature covers
/// nothing is given at all.
#[test]
fn no_beginning_and_no_changed_byte_gives_another_signer() {
    let good = apple::app(&[Break::TwoDirectories]);
    let developer = apple::developer();
    let check = |bytes: &[u8], what: &str| {
        let Ok(report) = verify(bytes) else { return };
        if report.verdict() == Verified {
            assert_eq!(report.signers[0].certificate.der(), developer, "{what}");
            let name = report.identity.package_name.as_deref();
            assert_eq!(name, Some("cn.example.beian"), "{what}");
        }
    };
    for end in (0..good.len()).step_by(97) {
        check(&good[..end], &format!("{end} bytes"));
    }
    let mut changed = good.clone();
    for at in (0..good.len()).step_by(61) {
        changed[at] ^= 1 << (at % 8);
        check(&changed, &format!("byte {at}"));
        changed[at] = good[at];
    }
}

/// The app written anew as a ZIP64 by the `zip` crate: sizes in the extra fields of each header, an
/// end record of its own, and more entries than an ordinary ZIP can count.
fn as_zip64(app: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(app)).unwrap();
    let large = SimpleFileOptions::default().large_file(true);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        writer.start_file(entry.name(), large).unwrap();
        io::copy(&mut entry, &mut writer).unwrap();
    }
    let stored = large.compression_method(CompressionMethod::Stored);
    for number in 0..65_536 {
        writer.start_file(format!("Symbols/{number}"), stored).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_app_in_a_zip64_with_more_than_65535_entries_is_read() {
    let bytes = as_zip64(&apple::app(&[Break::Nested]));
    let report = verify(&bytes).unwrap();
    assert_eq!((report.verdict(), codes(&report)), (Verified, Vec::new()));
    assert_eq!(report.identity.app_name.as_deref(), Some("备案示例"));
    assert_eq!(report.signers[0].certificate.der(), apple::developer());
    let changed = as_zip64(&apple::app(&[Break::ResourceChanged]));
    assert_eq!(verify(&changed).unwrap().verdict(), Rejected);
}
