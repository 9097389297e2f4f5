//! Every row of the conformance corpus, when it is there: verdict, schemes, signers, lineage and
//! stamp against the reference verifier's, identity and labels against `aapt`'s, and the facts of
//! certificates.
//!
//! The corpus holds third parties' packages and is no part of the project. `BEIAN_CORPUS` says
//! where it is; the default is `../shared/corpus`. Where there is none, that is said and nothing is
//! checked.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a broken corpus is to end the test"
)]

use crate::corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};
use beian::report::{Role, Scheme};
use beian::x509::{Certificate, KeyForm};
use beian::{DigestAlgorithm, InspectOptions, Package, Report, Verdict, VerifyOptions};
use serde_json::Value;

/// Packages whose signer the reference names otherwise, each with the reason.
const OTHER_SIGNER: &[(&str, &str)] = &[
    (
        "apksig/stamp-2-v31-tgt-signers.apk",
        "v3.1 signers for SDK 35 and above, and for 33 to 34, in that order: the reference names \
            the last in the block, we name the one that the newest platform sees",
    ),
    (
        "apksig/v31-rsa-2048_2-tgt-10000-dev-release.apk",
        "a v3.1 signer for SDK 10000 and above: no platform sees it yet, so that we name the v3 \
            signer",
    ),
];

/// Packages whose verdict is not the reference's, each with the reason.
const DEPARTURES: &[(&str, &str)] = &[(
    "real/f-droid_fdroidserver_00932d0a/janus.apk",
    "bytes before the first entry: the JAR signature does not cover them, and platforms since \
        2017 refuse the file",
)];

fn text<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row[key].as_str().filter(|text| !text.is_empty())
}

fn list(row: &Value, key: &str) -> Vec<String> {
    let values = row[key].as_array().into_iter().flatten();
    values.map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Counts rows by family, and collects what does not agree.
#[derive(Default)]
struct Tally {
    families: BTreeMap<String, (usize, usize)>,
    departures: usize,
    complaints: Vec<String>,
}

impl Tally {
    fn row(&mut self, family: &str, subject: &str, problems: &[String]) {
        let (agreed, all) = self.families.entry(family.to_owned()).or_default();
        *all += 1;
        if problems.is_empty() {
            *agreed += 1;
        } else {
            self.complaints.push(format!("{subject}: {}", problems.join("; ")));
        }
    }

    fn finish(self, what: &str) {
        for (family, (agreed, all)) in &self.families {
            println!("{what}: {family}: {agreed} of {all} rows agree");
        }
        println!("{what}: {} rows depart on purpose", self.departures);
        let count = self.complaints.len();
        assert!(count == 0, "{count} rows do not agree:\n{}", self.complaints.join("\n"));
    }
}

fn family(file: &str) -> &str {
    file.split('/').next().unwrap()
}

fn departs(file: &str) -> bool {
    DEPARTURES.iter().any(|(departing, _)| *departing == file)
}

fn verify(android: &Path, row: &Value) -> Result<Report, beian::Error> {
    let sdk = |key: &str| row[key].as_u64().map(|sdk| u32::try_from(sdk).unwrap());
    let mut options =
        VerifyOptions::default().with_min_sdk(sdk("min_sdk")).with_max_sdk(sdk("max_sdk"));
    let beside = android.join(text(row, "file").unwrap());
    let idsig =
        text(row, "idsig").map(|idsig| fs::File::open(beside.with_file_name(idsig)).unwrap());
    if let Some(idsig) = &idsig {
        options = options.with_idsig(idsig);
    }
    Package::open(android.join(text(row, "file").unwrap()))?.verify(&options)
}

fn sha256(report: &Report, role: impl Fn(Role) -> bool) -> Vec<String> {
    let signers = report.signers.iter().filter(|signer| role(signer.role));
    signers.map(|signer| hex::encode(signer.certificate.sha256())).collect()
}

#[test]
fn verdicts_schemes_signers_and_lineages_agree() {
    let Some(android) = corpus::find("android") else { return };
    let mut tally = Tally::default();
    let mut false_accepts = 0;
    for row in
        corpus::rows(&android.join("verify.jsonl")).iter().filter(|row| row["mode"] == "verify")
    {
        let file = text(row, "file").unwrap();
        let report = verify(&android, row);
        let verified = report.as_ref().is_ok_and(|report| report.verdict() == Verdict::Verified);
        let expected = row["outcome"] == "verified";
        if verified && !expected {
            false_accepts += 1;
        }
        if departs(file) {
            tally.departures += 1;
            assert!(!verified, "{file}");
            continue;
        }
        let mut problems = Vec::new();
        if verified != expected {
            let findings = report.as_ref().map(codes);
            problems.push(format!(
                "verified {verified}, expected {} {}: {findings:?}",
                row["outcome"], row["errors"]
            ));
        } else if let (true, Ok(report)) = (verified, &report) {
            problems.extend(compare(row, report));
        }
        let subject = format!("{file} [{}, {}]", row["min_sdk"], row["max_sdk"]);
        tally.row(family(file), &subject, &problems);
    }
    println!("verify: {false_accepts} packages verified that the reference refuses");
    tally.finish("verify");
    assert_eq!(false_accepts, 0);
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// What differs in a package that both verify.
fn compare(row: &Value, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    let schemes: BTreeSet<String> =
        report.verification.schemes.iter().map(|scheme| scheme.to_string()).collect();
    let mut expected: BTreeSet<_> =
        list(row, "schemes").iter().map(|scheme| scheme.replace("v31", "v3.1")).collect();
    if row["stamp"] == "STAMP_VERIFIED" {
        expected.insert("stamp".to_owned());
    }
    if schemes != expected {
        problems.push(format!("schemes {schemes:?}, expected {expected:?}"));
    }
    let signers: BTreeSet<_> = sha256(report, |role| role != Role::Previous).into_iter().collect();
    let expected: BTreeSet<_> = list(row, "signers").into_iter().collect();
    let file = text(row, "file").unwrap();
    let newest = row["max_sdk"].is_null() && OTHER_SIGNER.iter().any(|(other, _)| *other == file);
    if newest {
        let all: BTreeSet<_> = sha256(report, |_| true).into_iter().collect();
        assert!(signers != expected && expected.is_subset(&all), "{file}");
    } else if signers != expected {
        problems.push(format!("signers {signers:?}, expected {expected:?}"));
    }
    let all: BTreeSet<_> = sha256(report, |_| true).into_iter().collect();
    let lineage: BTreeSet<_> = list(row, "lineage").into_iter().collect();
    if !lineage.is_subset(&all) {
        problems.push(format!("signers {all:?} lack some of the lineage {lineage:?}"));
    }
    problems
}

#[test]
fn stamps_agree() {
    let Some(android) = corpus::find("android") else { return };
    let mut tally = Tally::default();
    for row in
        corpus::rows(&android.join("verify.jsonl")).iter().filter(|row| row["mode"] == "stamp")
    {
        let file = text(row, "file").unwrap();
        let stamped = verify(&android, row)
            .is_ok_and(|report| report.verification.schemes.contains(&Scheme::Stamp));
        let expected = row["outcome"] == "verified";
        let problem =
            (stamped != expected).then(|| format!("stamp verified {stamped}, expected {expected}"));
        tally.row(family(file), file, problem.as_slice());
    }
    tally.finish("stamp");
}

#[test]
fn identities_and_labels_agree() {
    let Some(android) = corpus::find("android") else { return };
    let mut tally = Tally::default();
    for row in &corpus::rows(&android.join("identity.jsonl")) {
        let file = text(row, "file").unwrap();
        if row["package"].is_null() {
            // The reference refuses to open it. What to say of such a package is the verdict's to
            // decide.
            tally.departures += 1;
            continue;
        }
        let report = Package::open(android.join(file))
            .and_then(|package| package.inspect(&InspectOptions::default()));
        let identity = match report {
            Ok(report) => report.identity,
            Err(error) => {
                tally.row(family(file), file, &[error.to_string()]);
                continue;
            }
        };
        let number = |key: &str| text(row, key).and_then(|number| number.parse::<u32>().ok());
        let default = identity.app_names.get("").map(String::as_str);
        let mut problems = Vec::new();
        let mut compare = |what: &str, ours: Option<String>, theirs: Option<String>| {
            if ours != theirs {
                problems.push(format!("{what} {ours:?}, expected {theirs:?}"));
            }
        };
        let owned = |text: Option<&str>| text.map(str::to_owned);
        compare("package", identity.package_name.clone(), owned(text(row, "package")));
        compare("version code", identity.version_code.clone(), owned(text(row, "versionCode")));
        compare(
            "version name",
            identity.version_name.clone().filter(|name| !name.is_empty()),
            owned(text(row, "versionName")),
        );
        compare(
            "target SDK",
            identity.target_sdk.map(|sdk| sdk.to_string()),
            number("targetSdkVersion").map(|sdk| sdk.to_string()),
        );
        compare("split", identity.split.clone(), owned(text(row, "split")));
        compare(
            "label",
            owned(default.filter(|name| !name.is_empty())),
            owned(text(row, "app_label_default").or_else(|| text(row, "label"))),
        );
        tally.row(family(file), file, &problems);
    }
    tally.finish("identity");
}

#[test]
fn certificates_and_keys_agree() {
    let Some(android) = corpus::find("android") else { return };
    let mut tally = Tally::default();
    for row in &corpus::rows(&android.join("certificates.jsonl")) {
        let der = Base64::decode_vec(text(row, "cert_der_b64").unwrap()).unwrap();
        let certificate = Certificate::from_der(&der).unwrap();
        let key = certificate.public_key();
        let point = text(row, "ec_x_hex").zip(text(row, "ec_y_hex"));
        let digest = |algorithm: DigestAlgorithm| Some(hex::encode(algorithm.digest(key.spki())));
        let ours = [
            ("sha256", Some(hex::encode(certificate.sha256()))),
            ("md5", Some(hex::encode(certificate.md5()))),
            ("sha1", Some(hex::encode(certificate.sha1()))),
            ("serial_hex", Some(certificate.serial_hex())),
            ("not_before", Some(certificate.not_before().to_string())),
            ("not_after", Some(certificate.not_after().to_string())),
            ("key_alg", Some(key.algorithm().to_string())),
            ("key_bits", key.bits().map(|bits| bits.to_string())),
            ("rsa_modulus_hex", key.modulus_hex()),
            ("rsa_modulus_dec", key.modulus_dec()),
            ("rsa_exponent", key.exponent()),
            ("spki_der_b64", key.form(KeyForm::SpkiBase64)),
            ("spki_md5", digest(DigestAlgorithm::Md5)),
            ("spki_sha1", digest(DigestAlgorithm::Sha1)),
            ("spki_sha256", digest(DigestAlgorithm::Sha256)),
            ("subject", Some(certificate.subject().to_string())),
            ("issuer", Some(certificate.issuer().to_string())),
        ];
        let theirs = |name: &str| match &row[name] {
            Value::Number(number) => Some(number.to_string()),
            value => value.as_str().map(str::to_owned),
        };
        let mut problems = Vec::new();
        for (name, ours) in ours {
            let (ours, theirs) = if name == "subject" || name == "issuer" {
                (ours.as_deref().map(plain), theirs(name).as_deref().map(plain))
            } else {
                (ours, theirs(name))
            };
            if ours != theirs {
                problems.push(format!("{name} {ours:?}, expected {theirs:?}"));
            }
        }
        if let Some((x, y)) = point {
            let ours = key.form(KeyForm::RawHex).unwrap();
            let width = (ours.len() - 2) / 2;
            let theirs = format!("04{x:0>width$}{y:0>width$}");
            if ours != theirs {
                problems.push(format!("point {ours}, expected {theirs}"));
            }
        }
        tally.row("certificates", text(row, "sha256").unwrap(), &problems);
    }
    tally.finish("certificates");
}

/// The corpus quotes a value with a comma where RFC 4514 escapes it, and puts blanks behind the
/// commas between parts.
fn plain(name: &str) -> String {
    name.replace(['"', '\\'], "").replace(", ", ",")
}

#[test]
fn departures_are_in_the_corpus() {
    let Some(android) = corpus::find("android") else { return };
    for (file, reason) in DEPARTURES.iter().chain(OTHER_SIGNER) {
        assert!(android.join(file).exists(), "{file}: {reason}");
    }
}

/// Hybrids, each with what the newest apksig says of it, and the platform says where apksig does
/// not look.
#[test]
fn hybrids_agree() {
    let Some(android) = corpus::find("android") else { return };
    let Ok(expected) = fs::read_to_string(android.join("v32/expected.tsv")) else {
        println!("SKIPPED: no hybrids");
        return;
    };
    let mut rows = 0;
    for (file, says) in expected.lines().filter_map(|line| line.split_once('\t')) {
        let package = Package::open(android.join("v32").join(file)).unwrap();
        let options = |min| VerifyOptions::default().with_min_sdk(min);
        // One that is signed with v3.2 alone is for platforms that know it.
        let min = if file.contains("only") { 37 } else { 28 };
        let report = package.verify(&options(min)).unwrap();
        let wanted =
            if says.starts_with("verified") { Verdict::Verified } else { Verdict::Rejected };
        assert_eq!(report.verdict(), wanted, "{file}: {says}: {:?}", codes(&report));
        assert_eq!(
            report.verification.schemes.contains(&Scheme::V32),
            wanted == Verdict::Verified,
            "{file}"
        );
        if min == 37 {
            assert_ne!(
                package.verify(&options(36)).unwrap().verdict(),
                Verdict::Verified,
                "{file}"
            );
        }
        if says.contains("warning") {
            assert!(codes(&report).contains(&"hybrid-sdk-missing"), "{file}: {:?}", codes(&report));
        }
        rows += 1;
    }
    println!("hybrids: {rows} rows agree");
    assert!(rows > 0);
}
