//! `x509-parser` as an oracle: what it reads of a certificate, beian reads alike, or refuses. Over
//! the certificates of fixtures and corpus, and over mutants of them.
//!
//! beian reads more than it does (BER, lost signs, empty parts of names), which is no difference
//! here. Where both read, nothing may differ but for the reasons in [`DIFFERENCES`].

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use beian::x509::{Certificate, CertificateError, KeyAlgorithm, PublicKeyError};
use beian::{InspectOptions, Limits, Package, trust_roots};
use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate, X509Extension};

use crate::corpus;
use crate::mutants::Chance;

/// Mutants of each certificate.
const MUTANTS: usize = 150;
/// The most certificates that mutants are made of.
const PARENTS: usize = 120;

/// Why what `x509-parser` reads is refused, or read otherwise.
const DIFFERENCES: [(&str, &str); 6] = [
    ("refused: structure", "platforms refuse the structure, which it does not read to its end"),
    ("refused: name or time", "it takes any tags in names"),
    ("refused: no key", "it takes unused bits, and more behind the parts of a key"),
    ("refused: key", "it takes any bits for a key, and this reader the numbers in them"),
    ("authority: extension not read", "what it does not read is taken at its word"),
    ("algorithm: first number of several bytes", "it writes such identifiers otherwise"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.metadata().is_ok_and(|file| file.len() < 4 << 20) {
            found.push(path);
        }
    }
}

/// Every certificate of these folders: of certificate files, and those that packages name.
fn certificates(folders: &[PathBuf]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| files(folder, &mut paths));
    let mut found = Vec::new();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let roots = trust_roots(&bytes, &Limits::default()).unwrap_or_default();
        found.extend(roots.iter().map(|it| it.der().to_vec()));
        let report = Package::from_reader(&bytes[..])
            .and_then(|package| package.inspect(&InspectOptions::default()));
        if let Ok(report) = report {
            let signers = report.claimed_signers.iter().chain(&report.signers);
            found.extend(signers.map(|signer| signer.certificate.der().to_vec()));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What the two readers make of the same bytes.
enum Outcome {
    /// `x509-parser` does not read them.
    NotRead,
    Alike,
    /// A reason of [`DIFFERENCES`].
    Differs(&'static str),
}

fn compare(der: &[u8]) -> Outcome {
    let Ok((rest, theirs)) = X509Certificate::from_der(der) else { return Outcome::NotRead };
    if !rest.is_empty() {
        return Outcome::NotRead;
    }
    let ours = match Certificate::from_der(der) {
        Ok(ours) => ours,
        Err(error) => return Outcome::Differs(refused(&error)),
    };
    let key = &theirs.tbs_certificate.subject_pki;
    let serial = ours.serial_hex();
    let their_serial = hex::encode(theirs.raw_serial());
    let validity = theirs.validity();
    let constraints = theirs.basic_constraints();
    let is_ca = constraints.as_ref().is_ok_and(|it| it.as_ref().is_some_and(|it| it.value.ca));
    let differs = [
        ("subject", ours.subject().der() != theirs.subject().as_raw()),
        ("issuer", ours.issuer().der() != theirs.issuer().as_raw()),
        ("key", ours.public_key().spki() != key.raw),
        ("key bits", ours.public_key().raw() != &*key.subject_public_key.data),
        (
            "algorithm",
            algorithm(ours.public_key().algorithm()) != key.algorithm.algorithm.to_id_string(),
        ),
        ("begin", ours.not_before().unix_seconds() != validity.not_before.timestamp()),
        ("end", ours.not_after().unix_seconds() != validity.not_after.timestamp()),
        ("serial number", !is_same_number(&serial, &their_serial)),
        ("authority", ours.is_ca() != is_ca),
    ];
    if ours.is_ca() != is_ca && !is_read(&theirs) {
        return Outcome::Differs("authority: extension not read");
    }
    let has_long_head = key.algorithm.algorithm.as_bytes().first() >= Some(&0x80);
    if has_long_head && differs.iter().all(|(field, differs)| *field == "algorithm" || !differs) {
        return Outcome::Differs("algorithm: first number of several bytes");
    }
    match differs.iter().find(|(_, differs)| *differs) {
        Some((field, _)) => Outcome::Differs(field),
        None => Outcome::Alike,
    }
}

/// Whether `x509-parser` reads the constraints, where there are some.
fn is_read(certificate: &X509Certificate<'_>) -> bool {
    let unread = |it: &X509Extension<'_>| {
        matches!(
            it.parsed_extension(),
            ParsedExtension::ParseError { .. } | ParsedExtension::Unparsed
        )
    };
    certificate.basic_constraints().is_ok() && !certificate.extensions().iter().any(unread)
}

/// Whether a number in hex is that of the bytes: without its leading zeros, and after a minus where
/// the first bit is set.
fn is_same_number(ours: &str, theirs: &str) -> bool {
    match ours.strip_prefix('-') {
        Some(_) => theirs.starts_with(|c| ('8'..='f').contains(&c)),
        None => ours.trim_start_matches('0') == theirs.trim_start_matches('0'),
    }
}

fn algorithm(algorithm: &KeyAlgorithm) -> String {
    let dotted = match algorithm {
        KeyAlgorithm::Rsa => "1.2.840.113549.1.1.1",
        KeyAlgorithm::Ec => "1.2.840.10045.2.1",
        KeyAlgorithm::Dsa => "1.2.840.10040.4.1",
        KeyAlgorithm::Ed25519 => "1.3.101.112",
        KeyAlgorithm::MlDsa(level) => match level.as_str() {
            "ML-DSA-44" => "2.16.840.1.101.3.4.3.17",
            "ML-DSA-65" => "2.16.840.1.101.3.4.3.18",
            _ => "2.16.840.1.101.3.4.3.19",
        },
        KeyAlgorithm::Other(dotted) => dotted,
        _ => "?",
    };
    dotted.to_owned()
}

fn refused(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::NoCertificate => "refused: structure",
        CertificateError::Field(_) => "refused: name or time",
        CertificateError::PublicKey(PublicKeyError::NoSpki) => "refused: no key",
        CertificateError::PublicKey(_) => "refused: key",
        _ => "refused",
    }
}

#[derive(Default)]
struct Counts {
    alike: usize,
    not_read: usize,
    differ: BTreeMap<&'static str, (usize, String)>,
}

impl Counts {
    fn add(&mut self, der: &[u8]) {
        match compare(der) {
            Outcome::NotRead => self.not_read += 1,
            Outcome::Alike => self.alike += 1,
            Outcome::Differs(why) => {
                let (count, _) = self.differ.entry(why).or_insert((0, hex::encode(der)));
                *count += 1;
            }
        }
    }

    fn judge(&self, what: &str) {
        let differ: Vec<_> = self.differ.iter().map(|(why, (count, _))| (why, count)).collect();
        println!("{what}: {} alike, {} not read, {differ:?}", self.alike, self.not_read);
        for (why, (_, example)) in &self.differ {
            let is_listed = DIFFERENCES.iter().any(|(reason, _)| reason == why);
            assert!(is_listed, "{what}: {why}, as in {example}");
        }
    }
}

#[test]
fn what_x509_parser_reads_is_read_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("fixtures"), root.join("tests/data")];
    for part in ["certificates", "harmony", "android", "rpk"] {
        folders.extend(corpus::find(part));
    }
    let certificates = certificates(&folders);
    let mut counts = Counts::default();
    certificates.iter().for_each(|der| counts.add(der));
    counts.judge("certificates");
    assert!(counts.alike > 40, "{}", counts.alike);
    let step = certificates.len().div_ceil(PARENTS);
    let mut chance = Chance::new(15);
    let mut counts = Counts::default();
    for der in certificates.iter().step_by(step) {
        for _ in 0..MUTANTS {
            counts.add(&chance.mutant(der, |chance, bytes| chance.below(bytes.len())));
        }
    }
    counts.judge("mutants");
    assert!(counts.alike > 1000, "{}", counts.alike);
}
