//! Every quick app of the conformance corpus, when it is there: verdict, signer, identity.
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

use beian::{Kind, Package, Platform, Report, Verdict, VerifyOptions};
use serde_json::Value;

#[test]
fn verdicts_signers_and_identities_agree() {
    let Some(folder) = corpus::find("rpk") else { return };
    let rows = corpus::rows(&folder.join("expected.jsonl"));
    let mut complaints = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let report =
            Package::open(folder.join(file)).unwrap().verify(&VerifyOptions::default()).unwrap();
        complaints
            .extend(compare(row, &report).into_iter().map(|problem| format!("{file}: {problem}")));
    }
    println!("quick apps: {} rows, {} complaints", rows.len(), complaints.len());
    assert!(!rows.is_empty() && complaints.is_empty(), "{}", complaints.join("\n"));
}

fn is_good(row: &Value) -> bool {
    ["signed", "signature_ok", "digest_ok"].iter().all(|fact| row[*fact] == true)
}

/// What the row says of the whole: of the package itself, and of each part.
fn expected(row: &Value) -> Verdict {
    let files = row["file_digests_match"].as_object();
    let parts = row["inner"].as_object();
    let good = is_good(row)
        && row["files_signature_ok"] == true
        && files.is_some_and(|files| files.values().all(|matches| matches == true))
        && parts.is_none_or(|parts| {
            parts.values().all(|part| is_good(part) && part["cert"] == row["cert"])
        });
    match (good, row["signed"] == false) {
        (true, _) => Verdict::Verified,
        (false, true) => Verdict::Unsigned,
        (false, false) => Verdict::Rejected,
    }
}

fn compare(row: &Value, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    let mut same = |what: &str, got: Option<String>, want: Option<String>| {
        if got != want {
            problems.push(format!("{what} {got:?}, expected {want:?}"));
        }
    };
    assert_eq!((report.kind, report.platform), (Kind::Rpk, Some(Platform::QuickApp)));
    same("verdict", Some(report.verdict().to_string()), Some(expected(row).to_string()));
    let certificate = report.primary_signer().map(|signer| &signer.certificate);
    let text = |value: &Value| {
        value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|it| it.to_string()))
    };
    let cert = &row["cert"];
    same("MD5", certificate.map(|it| hex::encode_upper(it.md5())), text(&cert["md5"]));
    same("SHA-1", certificate.map(|it| hex::encode_upper(it.sha1())), text(&cert["sha1"]));
    same("subject", certificate.map(|it| it.subject().to_string()), text(&cert["subject"]));
    let modulus =
        certificate.and_then(|it| it.public_key().modulus_hex()).map(|hex| hex.to_uppercase());
    same("modulus", modulus, text(&cert["modulus_hex"]));
    // A set names its package in its parts.
    let parts = row["inner"].as_object().into_iter().flat_map(|parts| parts.values());
    let package = parts.map(|part| &part["package"]).find(|package| package.is_string());
    let identity = &report.identity;
    same("package", identity.package_name.clone(), text(package.unwrap_or(&row["package"])));
    if package.is_none() {
        same("name", identity.app_name.clone(), text(&row["name"]));
        same("version", identity.version_name.clone(), text(&row["versionName"]));
        same("version code", identity.version_code.clone(), text(&row["versionCode"]));
        same(
            "platform",
            identity.min_sdk.map(|it| it.to_string()),
            text(&row["minPlatformVersion"]),
        );
    }
    let shared =
        report.findings.iter().any(|finding| finding.code.as_str() == "shared-certificate");
    let is_toolkits = cert["md5"] == "D5F825515B316259F8516B3364904F29";
    same("shared certificate", Some(shared.to_string()), Some(is_toolkits.to_string()));
    problems
}
