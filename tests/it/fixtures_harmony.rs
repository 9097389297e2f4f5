//! What each HarmonyOS fixture gives, one row per package, and what damaged ones give.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::path::PathBuf;

use beian::Verdict::{Rejected, Unsigned, Verified};
use beian::filing::{Form, FormOptions};
use beian::report::{Chain, Integrity, Role};
use beian::x509::Certificate;
use beian::{InspectOptions, Package, Report, Verdict, VerifyOptions};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&std::fs::read(path(&format!("keys/{name}.cert.der"))).unwrap()).unwrap()
}

fn verify(bytes: &[u8]) -> Option<Report> {
    let roots = [certificate("h-root")];
    let options = VerifyOptions::default().with_trust_roots(&roots);
    Some(Package::from_reader(bytes).ok()?.verify(&options).unwrap())
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(path("harmony").join(name)).unwrap()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

type Row = (
    &'static str,
    &'static str,
    Verdict,
    Integrity,
    Option<Chain>,
    // Whose certificate is filed.
    Option<&'static str>,
    &'static [&'static str],
);

const ROWS: &[Row] = &[
    ("developer.hap", "hap", Verified, Integrity::Ok, Some(Chain::Other), Some("h-developer"), &[]),
    ("index-v1.hap", "hap", Verified, Integrity::Ok, Some(Chain::Other), Some("h-developer"), &[]),
    ("rsa.hap", "hap", Verified, Integrity::Ok, Some(Chain::Other), Some("h-rsa"), &[]),
    ("shared.hsp", "hsp", Verified, Integrity::Ok, Some(Chain::Other), Some("h-developer"), &[]),
    ("pack.app", "app", Verified, Integrity::Ok, Some(Chain::Other), Some("h-developer"), &[]),
    (
        "store.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &["store-resigned"],
    ),
    (
        "debug.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-debug"),
        &["development-certificate", "profile-debug"],
    ),
    (
        "enterprise.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &["profile-not-for-store"],
    ),
    (
        "other-bundle.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &["profile-other-bundle"],
    ),
    (
        "no-signing-time.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Expired),
        Some("h-developer"),
        &["chain-expired"],
    ),
    (
        "no-issuer.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Incomplete),
        Some("h-developer"),
        &["chain-incomplete"],
    ),
    (
        "revoked.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Revoked),
        Some("h-other"),
        &["chain-revoked"],
    ),
    (
        "not-revoked.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &[],
    ),
    (
        "no-profile.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        None,
        &["profile-missing"],
    ),
    (
        "stolen-profile.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        None,
        &["profile-other-certificate"],
    ),
    (
        "stolen-bare-profile.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        None,
        &["profile-other-certificate", "profile-untrusted"],
    ),
    (
        "bare-profile.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &["profile-untrusted"],
    ),
    (
        "own-profile.hap",
        "hap",
        Verified,
        Integrity::Ok,
        Some(Chain::Other),
        Some("h-developer"),
        &["profile-untrusted"],
    ),
    (
        "tampered.hap",
        "hap",
        Rejected,
        Integrity::DigestMismatch,
        Some(Chain::Other),
        None,
        &["content-digest-mismatch"],
    ),
    ("no-digest.hap", "hap", Rejected, Integrity::Malformed, None, None, &["malformed-signature"]),
    ("gap.hap", "hap", Rejected, Integrity::Malformed, None, None, &["signing-block-malformed"]),
    ("unsigned.hap", "hap", Unsigned, Integrity::Unsigned, None, None, &[]),
];

#[test]
fn each_fixture_gives_what_it_is_made_for() {
    for (name, kind, verdict, integrity, chain, filed, expected) in ROWS {
        let report = verify(&read(name)).unwrap();
        let harmony = report.harmonyos.as_ref().unwrap();
        assert_eq!(report.kind.as_str(), *kind, "{name}");
        assert_eq!(report.verdict(), *verdict, "{name}");
        assert_eq!((harmony.integrity, harmony.chain), (*integrity, *chain), "{name}");
        assert_eq!(codes(&report), *expected, "{name}");
        let primary = report.primary_signer().map(|signer| &signer.certificate);
        assert_eq!(primary, filed.map(certificate).as_ref(), "{name}");
        let form = Form::new(&report, &FormOptions::default());
        let is_for_filing = !report.findings.iter().any(beian::Finding::forbids_filing);
        assert_eq!(form.is_ok(), filed.is_some() && is_for_filing, "{name}: {form:?}");
        assert_eq!(report.identity.package_name.as_deref(), Some("com.example.beian"), "{name}");
        assert_eq!(report.identity.app_name.as_deref(), Some("备案示例"), "{name}");
        assert_eq!(
            report.identity.app_names.get("").map(String::as_str),
            Some("Filing Example"),
            "{name}"
        );
    }
}

#[test]
fn a_stores_copy_gives_the_developers_values_only_if_the_store_is_trusted() {
    let bytes = read("store.hap");
    let report = verify(&bytes).unwrap();
    let roles: Vec<_> = report.signers.iter().map(|signer| signer.role).collect();
    assert_eq!(roles, [Role::Primary, Role::Store]);
    // Anybody can make a root, and name a certificate like the store's.
    let report =
        Package::from_reader(&bytes[..]).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert!(report.primary_signer().is_none());
    assert!(Form::new(&report, &FormOptions::default()).is_err());
}

/// Anybody can make a chain: values are given where it ends in a root that is trusted.
#[test]
fn below_an_unknown_root_there_is_a_signer_and_nothing_to_file() {
    let options = FormOptions::default();
    for (name, code) in [
        ("developer.hap", "chain-unknown-root"),
        ("rsa.hap", "chain-unknown-root"),
        ("pack.app", "chain-unknown-root"),
        ("store.hap", "profile-other-certificate"),
    ] {
        let bytes = read(name);
        let report =
            Package::from_reader(&bytes[..]).unwrap().verify(&VerifyOptions::default()).unwrap();
        assert_eq!(report.verdict(), Verified, "{name}");
        let refused = Form::new(&report, &options).unwrap_err();
        assert_eq!(refused.code(), code, "{name}");
        assert!(Form::new(&verify(&bytes).unwrap(), &options).is_ok(), "{name}");
        let allowed = Form::new(&report, &options.clone().with_allow_unverified(true));
        assert_eq!(allowed.is_ok(), name != "store.hap", "{name}");
    }
}

/// Everything that a signature or profile names is a claim until it is verified.
#[test]
fn inspection_verifies_nothing() {
    for (name, certificates) in [
        ("developer.hap", &["h-developer"][..]),
        ("tampered.hap", &["h-developer"]),
        ("store.hap", &["h-store", "h-developer"]),
        ("unsigned.hap", &[]),
    ] {
        let bytes = read(name);
        let report =
            Package::from_reader(&bytes[..]).unwrap().inspect(&InspectOptions::default()).unwrap();
        assert!(report.signers.is_empty() && report.primary_signer().is_none(), "{name}");
        assert!(report.claimed_signers.iter().all(|signer| signer.role == Role::Claimed), "{name}");
        let claimed: Vec<_> =
            report.claimed_signers.iter().map(|it| it.certificate.clone()).collect();
        assert_eq!(
            claimed,
            certificates.iter().map(|it| certificate(it)).collect::<Vec<_>>(),
            "{name}"
        );
        let harmony = report.harmonyos.unwrap();
        assert_eq!((harmony.chain, harmony.app_id), (None, None), "{name}");
        assert_eq!(harmony.profile.is_some(), !certificates.is_empty(), "{name}");
        assert!(!harmony.profile.is_some_and(|profile| profile.is_signed), "{name}");
    }
}

#[test]
fn the_form_has_the_point_and_both_fingerprints() {
    let report = verify(&read("developer.hap")).unwrap();
    let form = Form::new(&report, &FormOptions::default()).unwrap();
    let certificate = certificate("h-developer");
    assert_eq!((form.platform, form.public_key.len()), ("鸿蒙", 130));
    assert!(form.public_key.starts_with("04"));
    assert_eq!(form.fingerprint, hex::encode_upper(certificate.md5()));
    let sha1 = hex::encode_upper(certificate.sha1());
    assert!(form.fields.iter().any(|field| field.value == sha1));
}

#[test]
fn damaged_packages_never_give_another_signer() {
    for name in ["developer.hap", "rsa.hap", "pack.app"] {
        let bytes = read(name);
        let filed = verify(&bytes).unwrap().primary_signer().unwrap().certificate.clone();
        for length in 0..bytes.len() {
            let report = verify(&bytes[..length]);
            assert!(
                report.is_none_or(|report| report.verdict() != Verified),
                "{name} cut to {length}"
            );
        }
        let mut flipped = bytes.clone();
        for at in 0..bytes.len() {
            flipped[at] ^= 0x81;
            if let Some(report) = verify(&flipped).filter(|report| report.verdict() == Verified) {
                let primary = report.primary_signer().map(|signer| &signer.certificate);
                assert!(primary.is_none_or(|primary| *primary == filed), "{name}: byte {at}");
            }
            flipped[at] ^= 0x81;
        }
    }
}
