//! A few hundred mutants of the fixtures, judged by beian alone: none may panic, and none that
//! verifies may show a certificate that is no test key's. The comparisons with apksig and
//! libandroidfw are run by hand: see the README.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use beian_differential::judge::judge;
use beian_differential::resources::{named, table_mutant};
use beian_differential::{Anew, anew_mutant, idsig_mutant, mutant, seeds};
use sha2::{Digest, Sha256};

const SEED: u64 = 20_251_124;
const COUNT: u64 = 400;

/// SHA-256 of every test certificate.
fn certificates() -> BTreeSet<String> {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/keys");
    let files = fs::read_dir(keys).unwrap().map(|file| file.unwrap().path());
    let certificates = files.filter(|path| path.to_string_lossy().ends_with(".cert.der"));
    certificates.map(|path| hex::encode(Sha256::digest(fs::read(path).unwrap()))).collect()
}

#[test]
fn mutants_show_no_certificate_that_nobody_made() {
    let (packages, known) = (seeds::fixtures(), certificates());
    let mut verified = 0;
    for number in 0..COUNT {
        let mutant = mutant(SEED, number, &packages);
        let judgement = judge(&mutant.question);
        let told = format!("mutant {number}, {}: {judgement:?}", mutant.history);
        assert_eq!(judgement.verified, !judgement.signers.is_empty(), "{told}");
        // Nothing covers the certificate of a v1 signature: of one that was changed a finding says
        // so.
        let told_of = ["certificate-altered", "certificate-unproven"];
        let is_told = told_of.iter().any(|code| judgement.findings.contains(*code));
        assert!(judgement.all_signers.is_subset(&known) || is_told, "{told}");
        verified += u64::from(judgement.verified);
    }
    // Otherwise the mutants say nothing.
    assert!((COUNT / 10..COUNT / 2).contains(&verified), "{verified} of {COUNT} verify");
}

#[test]
fn idsig_mutants_verify_only_with_their_file() {
    let packages = seeds::fixtures();
    let mut verified = 0;
    for number in 0..COUNT / 2 {
        let mutant = idsig_mutant(SEED, number, &packages);
        let judgement = judge(&mutant.question);
        let told = format!("mutant {number}, {}: {judgement:?}", mutant.history);
        assert_eq!(
            judgement.verified,
            judgement.verified && judgement.schemes.contains("v4"),
            "{told}"
        );
        verified += u64::from(judgement.verified);
    }
    assert!(verified > COUNT / 40, "{verified} verify");
}

#[test]
fn what_is_signed_anew_verifies_where_it_is_whole() {
    for kind in [Anew::Certificates, Anew::Keys, Anew::Cms] {
        let mutants = (0..COUNT / 4).map(|number| anew_mutant(kind, SEED, number));
        let verified = mutants.filter(|mutant| judge(&mutant.question).verified).count();
        assert!((4..50).contains(&verified), "{kind:?}: {verified} verify");
    }
}

#[test]
fn a_mutant_is_the_same_each_time() {
    let packages = seeds::fixtures();
    for number in 0..20 {
        let [first, second] = [0; 2].map(|_| mutant(SEED, number, &packages).question);
        assert_eq!(first, second, "mutant {number}");
    }
}

#[test]
fn mutants_of_tables_are_named_or_explained() {
    let (mut names, mut told) = (0, 0);
    for number in 0..COUNT {
        let mutant = table_mutant(SEED, number);
        let named = named(&mutant.package);
        names += u64::from(named.name.is_some());
        told += u64::from(named.oddity.is_some());
        let says_why = named.oddity.is_some() || named.findings.contains("label-unresolved");
        assert!(named.name.is_some() || says_why, "mutant {number}, {}: {named:?}", mutant.history);
    }
    assert!(names > COUNT / 4 && told > COUNT / 10, "{names} named, {told} told of {COUNT}");
}
