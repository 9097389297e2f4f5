//! Every app, profile and certificate for Apple's devices of the conformance corpus, when it is
//! there: verdict, findings, signer, identity, profile.
//!
//! `BEIAN_CORPUS` says where it is; the default is `../shared/corpus`. Where there is none, that is
//! said and nothing is checked.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a broken corpus is to end the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use beian::report::AppleProfile;
use beian::x509::{Certificate, KeyForm};
use beian::{
    Error, InspectOptions, Kind, Limits, Package, Platform, Report, Severity, Verdict,
    VerifyOptions, trust_roots,
};
use serde_json::Value;

use crate::corpus;

/// Differences that are believed right, by row and field, with the reason.
const EXPLAINED: &[(&str, &str)] = &[
    // What stands where certificates do is none.
    ("real/appinfo-bplist.mobileprovision", "certificates []"),
    ("real/appinfo-bplist.mobileprovision", "signers []"),
    // Nothing reads the public keys of these, OpenSSL neither: no key is known to be theirs.
    ("real/rcs-self-signed-ed25519-apple-development.p12", "error the certificate of the entry"),
    ("real/rcs-self-signed-ed25519-apple-distribution.p12", "error the certificate of the entry"),
    (
        "real/rcs-self-signed-ed25519-developer-id-installer.p12",
        "error the certificate of the entry",
    ),
    (
        "real/rcs-self-signed-ed25519-mac-installer-distribution.p12",
        "error the certificate of the entry",
    ),
];

struct Judged {
    file: String,
    problems: Vec<String>,
}

#[test]
fn every_row_is_judged_as_it_says() {
    let Some(folder) = corpus::find("ios") else { return };
    let rows = corpus::rows(&folder.join("expected.jsonl"));
    let root = |name| trust_roots(&fs::read(folder.join(name)).unwrap(), &Limits::default());
    let roots = ["test-pki/root.cer", "test-pki/root-g3.cer"].map(|name| root(name).unwrap());
    let roots = roots.concat();
    let mut families: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut complaints = Vec::new();
    for row in &rows {
        let judged = judge(&folder, row, &roots);
        let agrees = judged.problems.is_empty();
        let family = families.entry(row["kind"].as_str().unwrap().to_owned()).or_default();
        family.0 += usize::from(agrees);
        family.1 += 1;
        complaints.extend(judged.problems.iter().map(|it| format!("{}: {it}", judged.file)));
    }
    for (family, (agree, all)) in &families {
        println!("ios {family}: {agree} of {all} rows agree");
    }
    assert!(!rows.is_empty() && complaints.is_empty(), "{}", complaints.join("\n"));
}

fn texts(value: &Value) -> Vec<&str> {
    let all = value.as_array().map(|all| all.iter().map(|it| it.as_str().unwrap()).collect());
    all.unwrap_or_default()
}

fn judge(folder: &Path, row: &Value, roots: &[Certificate]) -> Judged {
    let file = row["file"].as_str().unwrap();
    let read = || {
        let inspect = InspectOptions::default().with_password(row["password"].as_str());
        let package = Package::open(folder.join(file))?;
        package.verify(&VerifyOptions::from(inspect).with_trust_roots(roots))
    };
    let outcome = read();
    let mut problems = match row["kind"].as_str().unwrap() {
        "ipa" => app(row, &outcome),
        "profile" => profile(row, &outcome),
        _ => certificate(row, &outcome),
    };
    problems.retain(|problem| {
        let is_explained = |(of, what): &(&str, &str)| *of == file && problem.starts_with(what);
        !EXPLAINED.iter().any(is_explained)
    });
    Judged { file: file.to_owned(), problems }
}

fn app(row: &Value, outcome: &Result<Report, Error>) -> Vec<String> {
    let accept = texts(&row["accept"]);
    let report = match outcome {
        Ok(report) => report,
        Err(_) if accept.contains(&"unreadable") => return Vec::new(),
        Err(error) => return vec![format!("error {error}, expected {accept:?}")],
    };
    let mut problems = Vec::new();
    if (report.kind, report.platform) != (Kind::Ipa, Some(Platform::Ios)) {
        problems.push(format!("kind {}", report.kind));
    }
    let verdict = report.verdict().as_str();
    if !accept.contains(&verdict) {
        problems.push(format!("verdict {verdict}, expected {accept:?}"));
    }
    problems.extend(findings(row, report));
    problems.extend(identity(row, report));
    let certificate = report.signers.first().map(|signer| &signer.certificate);
    if report.verdict() == Verdict::Verified {
        problems.extend(signer(&row["signer"], certificate));
        let apple = report.apple.as_ref().unwrap();
        same(
            &mut problems,
            "kind",
            apple.certificate_kind.map(|it| it.as_str()),
            &row["signer"]["kind"],
        );
        let chain = apple.chain.map(|it| it.as_str());
        same(&mut problems, "chain", chain, &chain_of(&row["chain"]));
        same(&mut problems, "team", apple.team.as_deref(), &row["slices"][0]["team"]);
        if !row["profile"].is_null() {
            problems.extend(of_profile(row, apple.profile.as_ref()));
        }
    } else if certificate.is_some() {
        problems.push("a signer of what is not verified".to_owned());
    }
    problems
}

/// With the test's roots trusted, where the corpus says `test` the answer is another root's.
fn chain_of(value: &Value) -> Value {
    if value == "test" { "other".into() } else { value.clone() }
}

fn same(problems: &mut Vec<String>, what: &str, got: Option<&str>, want: &Value) {
    if got != want.as_str() {
        problems.push(format!("{what} {got:?}, expected {want}"));
    }
}

fn findings(row: &Value, report: &Report) -> Vec<String> {
    let must = texts(&row["must"]);
    let may = texts(&row["may"]);
    let codes: Vec<_> = report.findings.iter().map(|it| it.code.as_str()).collect();
    let missing = must.iter().filter(|it| !codes.contains(it));
    let mut problems: Vec<_> =
        missing.map(|it| format!("no finding {it} among {codes:?}")).collect();
    let is_extra = |it: &&beian::Finding| {
        let code = it.code.as_str();
        it.severity == Severity::Error && !must.contains(&code) && !may.contains(&code)
    };
    // Of what is unsigned the code says why.
    let is_unsigned = |it: &&beian::Finding| it.code.as_str() != "app-unsigned";
    let extra = report.findings.iter().filter(is_extra).filter(is_unsigned);
    // What is said of a rejected app besides is all true of it.
    if report.verdict() == Verdict::Verified {
        problems.extend(extra.map(|it| format!("finding {}", it.code)));
    }
    problems
}

fn identity(row: &Value, report: &Report) -> Vec<String> {
    let identity = &report.identity;
    let mut problems = Vec::new();
    same(&mut problems, "bundle id", identity.package_name.as_deref(), &row["bundle_id"]);
    let default = identity.app_names.get("").map(String::as_str);
    same(&mut problems, "name", default, &row["name"]);
    same(&mut problems, "version", identity.version_name.as_deref(), &row["version"]);
    same(&mut problems, "build", identity.version_code.as_deref(), &row["build"]);
    same(&mut problems, "minimum OS", identity.min_os.as_deref(), &row["min_os"]);
    let names = identity.app_names.iter().filter(|(locale, _)| !locale.is_empty());
    let names: BTreeMap<_, _> =
        names.map(|(locale, name)| (locale.clone(), name.clone())).collect();
    let want = row["names"].as_object().into_iter().flatten();
    let want: BTreeMap<_, _> = want
        .map(|(locale, name)| (locale.replace('_', "-"), name.as_str().unwrap().to_owned()))
        .collect();
    if names != want {
        problems.push(format!("names {names:?}, expected {want:?}"));
    }
    problems
}

fn signer(want: &Value, certificate: Option<&Certificate>) -> Vec<String> {
    let mut problems = Vec::new();
    let hex = |digest: Option<Vec<u8>>| digest.map(hex::encode);
    let md5 = hex(certificate.map(|it| it.md5().to_vec()));
    same(&mut problems, "MD5", md5.as_deref(), &want["md5"]);
    let sha1 = hex(certificate.map(|it| it.sha1().to_vec()));
    same(&mut problems, "SHA-1", sha1.as_deref(), &want["sha1"]);
    let sha256 = hex(certificate.map(|it| it.sha256().to_vec()));
    same(&mut problems, "SHA-256", sha256.as_deref(), &want["sha256"]);
    let key = |form| certificate.and_then(|it| it.public_key().form(form));
    let modulus = key(KeyForm::ModulusHex).map(|it| it.to_uppercase());
    same(&mut problems, "modulus", modulus.as_deref(), &want["modulus_hex"]);
    if let Some(raw) = want["raw_hex"].as_str() {
        let own = key(KeyForm::RawHex);
        if own.as_ref().is_none_or(|own| !own.eq_ignore_ascii_case(raw)) {
            problems.push(format!("key {own:?}, expected {raw}"));
        }
    }
    problems
}

fn of_profile(row: &Value, profile: Option<&AppleProfile>) -> Vec<String> {
    let want = &row["profile"];
    let Some(profile) = profile else {
        // One that cannot be read.
        let is_unreadable = texts(&row["must"]).contains(&"profile-unreadable");
        return if is_unreadable { Vec::new() } else { vec!["no profile".to_owned()] };
    };
    let mut problems = Vec::new();
    same(&mut problems, "profile kind", Some(profile.kind.as_str()), &want["kind"]);
    same(&mut problems, "profile name", profile.name.as_deref(), &want["name"]);
    let identifier = profile.application_identifier.as_deref();
    same(&mut problems, "application identifier", identifier, &want["application_identifier"]);
    let certificates: Vec<_> = profile.certificates.iter().map(hex::encode).collect();
    if certificates != texts(&want["certificates"]) {
        problems.push(format!("certificates {certificates:?}"));
    }
    if profile.teams != texts(&want["team_ids"]) {
        problems.push(format!("teams {:?}", profile.teams));
    }
    if want["signed"] != profile.is_signed {
        problems.push(format!("profile signed {}", profile.is_signed));
    }
    let expires = profile.not_after.map(|it| it.to_string().replace('T', " ").replace('Z', ""));
    same(&mut problems, "profile expires", expires.as_deref(), &want["expires"]);
    if profile.is_signed {
        let chain = profile.chain.map(|it| it.as_str());
        same(&mut problems, "profile chain", chain, &chain_of(&want["chain"]));
    }
    problems
}

fn profile(row: &Value, outcome: &Result<Report, Error>) -> Vec<String> {
    let must = texts(&row["must"]);
    let report = match outcome {
        Ok(report) => report,
        Err(_) if must.contains(&"profile-unreadable") => return Vec::new(),
        Err(error) => return vec![format!("error {error}")],
    };
    let mut problems = findings(row, report);
    problems.extend(of_profile(row, report.apple.as_ref().and_then(|it| it.profile.as_ref())));
    let bundle_id = report.identity.package_name.as_deref();
    // One for several apps names none.
    if let Some(want) = row["bundle_id"].as_str().filter(|it| !it.ends_with('*')) {
        same(&mut problems, "bundle id", bundle_id, &want.into());
    }
    let certificates: Vec<_> =
        report.signers.iter().map(|it| hex::encode(it.certificate.sha1())).collect();
    if certificates != texts(&row["profile"]["certificates"]) {
        problems.push(format!("signers {certificates:?}"));
    }
    let is_for_one = certificates.len() == 1 && !must.contains(&"profile-unsigned");
    if report.primary_signer().is_some() && !is_for_one {
        problems.push("a primary signer".to_owned());
    }
    problems
}

fn certificate(row: &Value, outcome: &Result<Report, Error>) -> Vec<String> {
    let want = &row["certificate"];
    let report = match outcome {
        Ok(report) => report,
        // Nothing is known of what an unknown password opens, or what is an authority's.
        Err(_) if row["password"].is_null() && want.is_null() => return Vec::new(),
        Err(_) if want["kind"] == "ca" => return Vec::new(),
        Err(error) => return vec![format!("error {error}")],
    };
    let mut problems = Vec::new();
    let sha1 = report.signers.first().map(|it| hex::encode(it.certificate.sha1()));
    same(&mut problems, "SHA-1", sha1.as_deref(), &want["sha1"]);
    let kind = report.apple.as_ref().and_then(|it| it.certificate_kind).map(|it| it.as_str());
    if let Some(want) = want["kind"].as_str().filter(|it| !matches!(*it, "ca" | "unknown")) {
        same(&mut problems, "kind", kind, &want.into());
    }
    if report.platform == Some(Platform::Ios) && kind != Some("distribution") {
        let forbids = report.findings.iter().any(beian::Finding::forbids_filing);
        if !forbids {
            problems.push(format!("nothing forbids filing of {kind:?}"));
        }
    }
    problems
}
