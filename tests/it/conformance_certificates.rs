//! Every certificate file and keystore of the conformance corpus, when it is there: formats,
//! entries, aliases, and every value of the certificates; with the password, without one, and with
//! a wrong one.
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

use std::path::Path;

use beian::x509::{Certificate, KeyForm};
use beian::{Error, InspectOptions, Kind, Package, Report, Verdict, VerifyOptions};
use serde_json::Value;

/// Rows in which the corpus has another leaf than we, each with the reason.
const OTHER_LEAF: &[(&str, &str)] = &[
    ("cert/agc-no-leaf.cer", "naive linkage takes the intermediate; a leaf is no authority's"),
    ("cert/two-unrelated-leaves.pem", "two certificates could be the one: that is an error"),
];

/// What cannot be read, and the error's code.
const UNREADABLE: &[(&str, &str)] = &[
    ("cert/agc-no-leaf.cer", "no-leaf-certificate"),
    ("cert/only-privatekey.pem", "private-key"),
    ("cert/only-publickey.pem", "public-key"),
    ("cert/request.csr", "certificate-request"),
    ("cert/two-unrelated-leaves.pem", "several-leaf-certificates"),
    ("jks/empty.jks", "no-key-entry"),
    ("jks/only-trusted.jks", "no-key-entry"),
    ("p12/ossl-cert-only.p12", "no-key-entry"),
    ("bks/rsa2048.uber", "keystore-encrypted"),
    ("bks/rsa2048.bcfks", "keystore-encrypted"),
];

fn verify(file: &Path, password: Option<&str>, alias: Option<&str>) -> Result<Report, Error> {
    let inspect = InspectOptions::default().with_password(password).with_alias(alias);
    Package::open(file)?.verify(&VerifyOptions::from(inspect))
}

fn code(outcome: &Result<Report, Error>) -> String {
    match outcome {
        Ok(report) => format!("the certificate of {}", report.signers[0].certificate.subject()),
        Err(error) => error.code().to_owned(),
    }
}

fn has(report: &Report, code: &str) -> bool {
    report.findings.iter().any(|finding| finding.code.as_str() == code)
}

#[test]
fn certificate_files_have_the_leaf_that_the_corpus_has() {
    let Some(corpus) = corpus::find("certificates") else { return };
    let mut complaints = Vec::new();
    let rows = corpus::rows(&corpus.join("expected.jsonl"));
    let rows = rows.iter().filter(|row| row["leaf_sha1"].is_array());
    let mut count = 0;
    for row in rows {
        count += 1;
        let file = row["file"].as_str().unwrap();
        let outcome = verify(&corpus.join(file), None, None);
        if let Some((_, want)) = UNREADABLE.iter().find(|(known, _)| *known == file) {
            if code(&outcome) != *want {
                complaints.push(format!("{file}: {} and not {want}", code(&outcome)));
            }
            let is_listed = OTHER_LEAF.iter().any(|(known, _)| *known == file);
            assert!(is_listed || row["leaf_sha1"].as_array().unwrap().is_empty(), "{file}");
            continue;
        }
        let Ok(report) = outcome else {
            complaints.push(format!("{file}: {}", code(&outcome)));
            continue;
        };
        assert_eq!(
            (report.kind, report.verdict()),
            (Kind::Certificate, Verdict::Unchecked),
            "{file}"
        );
        assert_eq!(has(&report, "private-key-beside"), file.contains("privatekey"), "{file}");
        let leaf = row["leaf_sha1"][0].as_str().unwrap();
        let row = row["certs"].as_array().unwrap().iter().find(|it| it["sha1"] == leaf).unwrap();
        let problems = compare(&report.signers[0].certificate, row);
        complaints.extend(problems.into_iter().map(|what| format!("{file}: {what}")));
    }
    println!("certificate files: {count} rows, {} differ", complaints.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A key of a keystore: its alias, and the row of its own certificate.
fn keys(row: &Value) -> Vec<(String, Value)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if row["format"] == "PKCS12" {
        // keytool says which certificate is a key's; where it reads nothing, the first is by
        // openssl's order.
        let certificates = list(&row["certs"]);
        let by_sha1 = |sha1: &Value| certificates.iter().find(|it| it["sha1"] == *sha1).cloned();
        let of_keytool: Vec<_> = list(&row["keytool_entries"])
            .iter()
            .filter_map(|entry| Some((text(&entry["alias"]), by_sha1(&entry["sha1"][0])?)))
            .collect();
        if !of_keytool.is_empty() {
            return of_keytool;
        }
        let names = list(&row["friendly_names"]);
        return names.iter().map(text).zip(certificates).collect();
    }
    let entries = list(&row["entries"]);
    let keys = entries.iter().filter(|entry| entry["entry"] == "PrivateKeyEntry");
    keys.map(|entry| (text(&entry["alias"]), entry["chain"][0].clone())).collect()
}

#[cfg(feature = "pkcs12")]
fn is_read(_: &Value) -> bool {
    true
}

#[cfg(not(feature = "pkcs12"))]
fn is_read(row: &Value) -> bool {
    row["format"] != "PKCS12"
}

#[test]
fn keystores_have_the_keys_that_the_corpus_has() {
    let Some(corpus) = corpus::find("certificates") else { return };
    let rows = corpus::rows(&corpus.join("expected.jsonl"));
    let rows: Vec<_> =
        rows.iter().filter(|row| row["password"].is_string()).filter(|row| is_read(row)).collect();
    let mut complaints = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let problems = keystore(&corpus.join(file), file, row);
        complaints.extend(problems.into_iter().map(|what| format!("{file}: {what}")));
    }
    println!("keystores: {} rows, {} complaints", rows.len(), complaints.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn keystore(path: &Path, file: &str, row: &Value) -> Vec<String> {
    let password = row["password"].as_str().unwrap();
    let outcome = verify(path, Some(password), None);
    if let Some((_, want)) = UNREADABLE.iter().find(|(known, _)| *known == file) {
        return (code(&outcome) != *want).then(|| code(&outcome)).into_iter().collect();
    }
    let keys = keys(row);
    let mut problems = Vec::new();
    if keys.len() > 1 && code(&outcome) != "alias-needed" {
        problems.push(format!("{} keys: {}", keys.len(), code(&outcome)));
    }
    for (alias, certificate) in &keys {
        problems.extend(key(path, row, alias, certificate));
        if keys.len() == 1 && code(&outcome) != code(&verify(path, Some(password), Some(alias))) {
            problems.push(format!("without its alias: {}", code(&outcome)));
        }
    }
    if keys.is_empty() {
        problems.push("the row names no key".to_owned());
    }
    let unknown = verify(path, Some(password), Some("no such alias"));
    if code(&unknown) != "alias-unknown" {
        problems.push(format!("an unknown alias: {}", code(&unknown)));
    }
    let is_checked = outcome.as_ref().is_ok_and(|report| has(report, "keystore-unprotected"));
    let wrong = verify(path, Some("not the password"), None);
    let want = if is_checked { code(&outcome) } else { "password-wrong".to_owned() };
    if code(&wrong) != want {
        problems.push(format!("a wrong password: {}", code(&wrong)));
    }
    problems
}

/// One key with the password, and without one where its certificate is in clear.
fn key(path: &Path, row: &Value, alias: &str, certificate: &Value) -> Vec<String> {
    let password = row["password"].as_str().unwrap();
    let report = match verify(path, Some(password), Some(alias)) {
        Ok(report) => report,
        outcome => return vec![format!("{alias}: {}", code(&outcome))],
    };
    let mut problems = compare(&report.signers[0].certificate, certificate);
    let is_pkcs12 = row["format"] == "PKCS12";
    let clear = if is_pkcs12 {
        password.is_empty()
            || row["certs_without_password"].as_array().unwrap().contains(&certificate["sha1"])
    } else {
        true
    };
    match (verify(path, None, Some(alias)), clear) {
        (Ok(without), true) => {
            problems.extend(compare(&without.signers[0].certificate, certificate));
            let has_mac = !has(&report, "keystore-unprotected") && !password.is_empty();
            if has(&without, "keystore-unchecked") != has_mac {
                problems.push("it is not said that the keystore was not checked".to_owned());
            }
        }
        (outcome, false) if code(&outcome) == "password-needed" => {}
        (outcome, _) => problems.push(format!("without a password: {}", code(&outcome))),
    }
    problems.into_iter().map(|problem| format!("{alias}: {problem}")).collect()
}

/// What differs in a certificate.
fn compare(certificate: &Certificate, row: &Value) -> Vec<String> {
    let key = certificate.public_key();
    let upper = |form| key.form(form).map(|text| text.to_uppercase());
    [
        ("md5", Some(hex::encode_upper(certificate.md5()))),
        ("sha1", Some(hex::encode_upper(certificate.sha1()))),
        ("sha256", Some(hex::encode_upper(certificate.sha256()))),
        ("modulus_dec", key.modulus_dec()),
        ("modulus_hex", upper(KeyForm::ModulusHex)),
        ("raw_hex", upper(KeyForm::RawHex)),
        ("spki_hex", upper(KeyForm::SpkiHex)),
        ("spki_base64", key.form(KeyForm::SpkiBase64)),
    ]
    .into_iter()
    .filter(|(name, value)| row[name].is_string() && row[name].as_str() != value.as_deref())
    .map(|(name, value)| format!("{name} is {value:?}"))
    .collect()
}
