//! Every HarmonyOS row of the conformance corpus, when it is there: verdict, chain, profile,
//! certificate, identity and labels of packages; profile and signer of real signing blocks; texts
//! of real index files.
//!
//! `BEIAN_CORPUS` says where it is; the default is `../shared/corpus`. Where there is none, that is
//! said and nothing is checked.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a broken corpus is to end the test"
)]

use crate::corpus;

use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};
use beian::report::{Chain, Role};
use beian::x509::Certificate;
use beian::{InspectOptions, Package, Report, Verdict, VerifyOptions};
use serde_json::Value;

/// Rows whose identity is not ours, each with the reason.
const OTHER_IDENTITY: &[(&str, &str)] = &[
    (
        "z_dup_module.hap",
        "module.json stands twice: the row goes by the last, we name none and say so",
    ),
    (
        "z_dup_module_rev.hap",
        "module.json stands twice: the row goes by the last, we name none and say so",
    ),
];

/// The roots of the corpus's own test keys.
fn roots(harmony: &Path) -> Vec<Certificate> {
    let read = |name: &str| {
        let bytes = fs::read(harmony.join("certs").join(name)).unwrap();
        let pem = std::str::from_utf8(&bytes).ok().and_then(|text| {
            let (_, rest) = text.split_once("-----BEGIN CERTIFICATE-----")?;
            let base64: String = rest.split_once("-----END")?.0.split_whitespace().collect();
            Base64::decode_vec(&base64).ok()
        });
        Certificate::from_der(&pem.unwrap_or(bytes)).unwrap()
    };
    vec![read("root.cer"), read("rroot.cer")]
}

fn verify(file: &Path, roots: &[Certificate]) -> Result<Report, beian::Error> {
    Package::open(file)?.verify(&VerifyOptions::default().with_trust_roots(roots))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn verdicts_chains_and_certificates_agree() {
    let Some(harmony) = corpus::find("harmony") else { return };
    let roots = roots(&harmony);
    let (mut agreed, mut false_accepts, mut complaints) = (0, 0, Vec::new());
    let rows = corpus::rows(&harmony.join("expected.jsonl"));
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let report = verify(&harmony.join("packages").join(file), &roots);
        let problems = compare(row, report.as_ref().ok());
        let verified = report.as_ref().is_ok_and(|report| report.verdict() == Verdict::Verified);
        let integrity = row["recommended"]["integrity"].as_str().unwrap();
        if verified && !integrity.starts_with("ok") {
            false_accepts += 1;
        }
        if problems.is_empty() {
            agreed += 1;
        } else {
            let codes = report.as_ref().map(codes);
            complaints.push(format!("{file}: {} {codes:?}", problems.join("; ")));
        }
    }
    println!("packages: {agreed} of {} rows agree; {false_accepts} false accepts", rows.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert_eq!(false_accepts, 0);
}

fn compare(row: &Value, report: Option<&Report>) -> Vec<String> {
    let recommended = &row["recommended"];
    let integrity = recommended["integrity"].as_str().unwrap();
    let verified = report.is_some_and(|report| report.verdict() == Verdict::Verified);
    // Where two references differ either is right.
    if integrity.starts_with("ok_or") {
        return Vec::new();
    }
    if verified != (integrity == "ok") {
        return vec![format!("verified {verified}, expected {integrity}")];
    }
    let Some(report) = report.filter(|_| verified) else { return Vec::new() };
    let mut problems = Vec::new();
    let harmony = report.harmonyos.as_ref().unwrap();
    let chain = match harmony.chain.unwrap() {
        Chain::Expired => "expired_at_signing",
        Chain::Incomplete => "untrusted_or_incomplete",
        Chain::Revoked => "revoked",
        _ if codes(report).contains(&"chain-unknown-root") => "untrusted_or_incomplete",
        _ => "to_trusted_root",
    };
    if recommended["chain"] != chain {
        problems.push(format!("chain {chain}, expected {}", recommended["chain"]));
    }
    let profile = harmony.profile.as_ref();
    let expected = recommended["profile"].as_str().unwrap_or("");
    let signed = profile.is_some_and(|profile| profile.is_signed);
    if profile.is_some() && signed != expected.starts_with("signed") {
        problems.push(format!("profile signed {signed}, expected {expected}"));
    }
    // The enterprise's certificates of the corpus are none for signing again, so that those
    // signatures do not count.
    let equal = report.signers.len() == 1 && report.signers[0].role == Role::Primary;
    let again = codes(report).contains(&"enterprise-signature-untrusted");
    if again != row["file"].as_str().unwrap().starts_with("enterprise_resigned") {
        problems.push(format!("signed again as no device takes it: {again}"));
    }
    if profile.is_some() && equal != expected.contains("cert_equals_leaf=true") {
        problems.push(format!("profile's certificate is the leaf {equal}, expected {expected}"));
    }
    let other = codes(report).contains(&"profile-other-bundle");
    let excused = OTHER_IDENTITY.iter().any(|(file, _)| row["file"] == *file);
    if other != expected.contains("bundle_name_differs") && !excused {
        problems.push(format!("other bundle {other}, expected {expected}"));
    }
    let named = &row["signature"]["profile"]["distribution-certificate"]["sha256"];
    let named = named
        .as_str()
        .or(row["signature"]["profile"]["development-certificate"]["sha256"].as_str());
    let ours = profile.and_then(|profile| profile.certificate_sha256).map(hex::encode);
    if profile.is_some() && ours.as_deref() != named {
        problems.push(format!("certificate {ours:?}, expected {named:?}"));
    }
    problems
}

#[test]
fn identities_and_labels_agree() {
    let Some(harmony) = corpus::find("harmony") else { return };
    let (mut agreed, mut all, mut complaints) = (0, 0, Vec::new());
    for row in &corpus::rows(&harmony.join("expected.jsonl")) {
        let file = row["file"].as_str().unwrap();
        let identity = &row["identity"];
        if identity["bundleName"].is_null()
            || OTHER_IDENTITY.iter().any(|(other, _)| *other == file)
        {
            continue;
        }
        let Ok(report) = verify(&harmony.join("packages").join(file), &[]) else { continue };
        all += 1;
        let ours = &report.identity;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut problems = Vec::new();
        let mut compare = |what: &str, ours: Option<String>, theirs: Option<String>| {
            if ours != theirs {
                problems.push(format!("{what} {ours:?}, expected {theirs:?}"));
            }
        };
        compare("bundle name", ours.package_name.clone(), text(&identity["bundleName"]));
        compare("version name", ours.version_name.clone(), text(&identity["versionName"]));
        let code = identity["versionCode"].as_i64().map(|code| code.to_string());
        compare("version code", ours.version_code.clone(), code);
        let labels = &row["labels"];
        let label = if labels["app_label"].is_object() {
            &labels["app_label"]
        } else {
            &labels["main_label"]
        };
        if let Some(literal) = identity["label"].as_str().filter(|label| !label.starts_with('$')) {
            compare("label", ours.app_name.clone(), Some(literal.to_owned()));
        } else if label.is_object() && file != "z_index_cycle.hap" {
            let name = |locale: &str| {
                let names = &ours.app_names;
                names
                    .get(locale)
                    .or_else(|| names.get(locale.get(..2).unwrap_or("")))
                    .or_else(|| names.get(""))
                    .cloned()
            };
            compare("label", ours.app_names.get("").cloned(), text(&label["base"]));
            compare("Chinese label", name("zh-CN"), text(&label["zh_CN"]));
            compare("English label", name("en-US"), text(&label["en_US"]));
        }
        if problems.is_empty() {
            agreed += 1;
        } else {
            complaints.push(format!("{file}: {}", problems.join("; ")));
        }
    }
    println!("identities: {agreed} of {all} packages agree");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A signing block with nothing signed before it.
fn wrapped(block: &[u8]) -> Vec<u8> {
    let mut end = b"PK\x05\x06".to_vec();
    end.extend([0; 12]);
    end.extend(u32::try_from(block.len()).unwrap().to_le_bytes());
    end.extend([0; 2]);
    [block, &end].concat()
}

#[test]
fn real_signing_blocks_agree() {
    let Some(harmony) = corpus::find("harmony") else { return };
    let folder = harmony.join("real_signing_blocks");
    let (mut agreed, mut complaints) = (0, Vec::new());
    let rows = corpus::rows(&folder.join("expected.jsonl"));
    for row in &rows {
        let file = row["block_file"].as_str().unwrap();
        let bytes = wrapped(&fs::read(folder.join(file)).unwrap());
        let package = Package::from_reader(&bytes[..]).unwrap();
        let report = package.inspect(&InspectOptions::default()).unwrap();
        let harmony = report.harmonyos.as_ref().unwrap();
        // The content is not the block's, so that the package is rejected; the signature is its
        // signer's all the same.
        let verified = package.verify(&VerifyOptions::default()).unwrap().harmonyos.unwrap();
        let signature = &row["signature"];
        let profile = &signature["profile"];
        let sha256 = |value: &Value| value["sha256"].as_str().map(str::to_owned);
        let leaf = sha256(&signature["cms"]["leaf"]);
        let named = sha256(&profile["distribution-certificate"])
            .or(sha256(&profile["development-certificate"]));
        let ours = harmony.profile.as_ref();
        let mut problems = Vec::new();
        let mut compare = |what: &str, ours: Option<String>, theirs: Option<String>| {
            if ours != theirs {
                problems.push(format!("{what} {ours:?}, expected {theirs:?}"));
            }
        };
        compare(
            "profile's certificate",
            ours.and_then(|it| it.certificate_sha256).map(hex::encode),
            named,
        );
        compare(
            "profile's bundle",
            ours.and_then(|it| it.bundle_name.clone()),
            profile["bundle_info"]["bundle-name"].as_str().map(str::to_owned),
        );
        if row["appverify"]["open_name"] == "SUCCESS" {
            let chain = verified.chain;
            compare(
                "integrity",
                Some(verified.integrity.to_string()),
                Some("digest-mismatch".to_owned()),
            );
            let trusted = [Some(Chain::Huawei), Some(Chain::OpenHarmonyCommunity)].contains(&chain);
            compare("chain", chain.filter(|_| !trusted).map(|chain| chain.to_string()), None);
        }
        compare(
            "profile's type",
            ours.and_then(|it| it.kind.clone()),
            profile["json"]["type"].as_str().map(str::to_owned),
        );
        let signer = report.claimed_signers.first();
        compare("leaf", signer.map(|signer| hex::encode(signer.certificate.sha256())), leaf);
        if problems.is_empty() {
            agreed += 1;
        } else {
            complaints.push(format!("{file}: {} {:?}", problems.join("; "), codes(&report)));
        }
    }
    println!("real signing blocks: {agreed} of {} agree", rows.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
