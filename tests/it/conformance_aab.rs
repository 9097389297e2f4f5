//! Every app bundle of the conformance corpus, when it is there: verdict, certificate and identity.
//!
//! `BEIAN_CORPUS` says where it is; the default is `../shared/corpus`. Where there is none, that is
//! said and nothing is checked.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken corpus is to end the test"
)]

use crate::corpus;

use beian::{Kind, Package, Report, Verdict, VerifyOptions};
use serde_json::Value;

/// What the JDK's verifier found, as a verdict.
fn expected(jarsigner: &str) -> &'static [Verdict] {
    match jarsigner {
        "jar verified." => &[Verdict::Verified],
        "no manifest." => &[Verdict::Unsigned],
        // The JDK has given the algorithm up. Who signed is known all the same, and a warning says
        // the rest.
        text if text.contains("weak algorithm") => &[Verdict::Verified, Verdict::Rejected],
        _ => &[Verdict::Rejected],
    }
}

fn compare(row: &Value, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    let mut check = |what: &str, holds: bool| {
        if !holds {
            problems.push(what.to_owned());
        }
    };
    check("kind", report.kind == Kind::Aab);
    check("verdict", expected(row["jarsigner"].as_str().unwrap()).contains(&report.verdict()));
    check("package", report.identity.package_name.as_deref() == row["package"].as_str());
    check("version code", report.identity.version_code.as_deref() == row["versionCode"].as_str());
    let label = row["label"].as_str().unwrap();
    let name = report.identity.app_name.as_deref();
    let literal = !label.starts_with('@');
    check(
        "label",
        if literal { name == Some(label) } else { name.is_some_and(|name| !name.starts_with('@')) },
    );
    let warned = report.findings.iter().any(|it| it.code.as_str() == "bundle-upload-certificate");
    check("warning of the upload certificate", warned);
    let signers = if report.signers.is_empty() { &report.claimed_signers } else { &report.signers };
    let digests = |signer: &beian::Signer| {
        let upper = |digest: &[u8]| hex::encode_upper(digest);
        (upper(&signer.certificate.md5()), upper(&signer.certificate.sha1()))
    };
    let got: Vec<_> = signers.iter().map(digests).collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let certificates = row["certs"].as_array().unwrap();
    let want: Vec<_> =
        certificates.iter().map(|it| (text(&it["md5"]), text(&it["sha1"]))).collect();
    check("certificates", got == want);
    problems
}

#[test]
fn bundles_agree() {
    let Some(folder) = corpus::find("aab") else { return };
    let (mut agreed, mut all, mut complaints) = (0, 0, Vec::new());
    for row in &corpus::rows(&folder.join("expected.jsonl")) {
        let file = row["file"].as_str().unwrap();
        // Part of the corpus is held back.
        if !folder.join(file).exists() {
            println!("{file} is not there");
            continue;
        }
        all += 1;
        let report =
            Package::open(folder.join(file)).unwrap().verify(&VerifyOptions::default()).unwrap();
        let problems = compare(row, &report);
        if problems.is_empty() {
            agreed += 1;
        } else {
            complaints.push(format!("{file}: {} {:?}", problems.join(", "), report.findings));
        }
    }
    println!("app bundles: {agreed} of {all} agree");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
