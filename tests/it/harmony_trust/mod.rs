//! HarmonyOS packages with chains, profiles, stores and enterprises of every kind, made and signed
//! by the fixtures' program, held against what follows from how each was made.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests on files of our own")]

mod rows;

use std::collections::{BTreeMap, BTreeSet};

use beian::filing::{Form, FormOptions};
use beian::report::Role;
use beian::x509::Certificate;
use beian::{Package, Report, Verdict, VerifyOptions};
use beian_fixtures::issued::{Choice, Expected, Made, Owner};

fn verify(made: &Made) -> Report {
    let roots: Vec<_> =
        made.trusted.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
    let options = VerifyOptions::default().with_trust_roots(&roots);
    Package::from_reader(&made.package[..]).unwrap().verify(&options).unwrap()
}

/// The report in the terms of what is expected.
fn seen(report: &Report, made: &Made) -> Expected {
    let mut codes: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    let owner = report.primary_signer().map(|signer| {
        let der = signer.certificate.der();
        assert!(der == made.signer || der == made.other);
        if der == made.signer { Owner::Signer } else { Owner::Other }
    });
    let enterprise = report.signers.iter().filter(|signer| {
        let name = signer.certificate.subject().common_name();
        signer.role == Role::Store && name == Some("Issued Enterprise")
    });
    Expected {
        is_verified: report.verdict() == Verdict::Verified,
        chain: report.harmonyos.as_ref().unwrap().chain.map(beian::report::Chain::as_str),
        codes,
        owner,
        is_signed_again: enterprise.count() > 0,
        is_filed: Form::new(report, &FormOptions::default()).is_ok(),
    }
}

fn check(name: &str, choice: &Choice) -> Expected {
    let made = choice.package();
    let report = verify(&made);
    let expected = choice.expected();
    assert_eq!(seen(&report, &made), expected, "{name}: {choice:#?}\n{:?}", report.findings);
    assert_eq!(report.identity.package_name.as_deref(), Some("com.example.beian"), "{name}");
    for finding in &report.findings {
        let is_error = finding.severity == beian::Severity::Error;
        assert_eq!(is_error, !Choice::is_no_error(finding.code.as_str()), "{name}: {finding:?}");
    }
    expected
}

#[test]
fn what_is_good_is_filed() {
    for (name, choice, owner) in
        [("developer", Choice::good(), Owner::Signer), ("store", Choice::store(), Owner::Other)]
    {
        let expected = check(name, &choice);
        assert!(expected.is_filed, "{name}");
        assert_eq!(expected.owner, Some(owner), "{name}");
    }
    for (name, choice) in [("debug", Choice::debug()), ("enterprise", Choice::enterprise())] {
        let expected = check(name, &choice);
        assert!(!expected.is_filed && expected.owner == Some(Owner::Signer), "{name}");
        assert!(
            expected.codes.iter().all(|code| Choice::is_no_error(code)),
            "{name}: {:?}",
            expected.codes
        );
    }
    assert!(Choice::enterprise().expected().is_signed_again);
}

/// How many choices are made, and from which on: `BEIAN_CHOICES=5000` or
/// `BEIAN_CHOICES=5000:10000`.
fn range() -> std::ops::Range<u64> {
    let text = std::env::var("BEIAN_CHOICES").unwrap_or_default();
    let (count, first) = text.split_once(':').unwrap_or((&text, "0"));
    let (count, first) = (count.parse().unwrap_or(400), first.parse().unwrap_or(0));
    first..first.saturating_add(count)
}

/// `BEIAN_CHOICES=6000 cargo test --test harmony_trust -- --nocapture` makes 6000, and says what
/// was found how often.
#[test]
fn nothing_is_believed_that_the_rules_do_not_say() {
    let (mut filed, mut rejected, mut found) = (0, 0, BTreeMap::<&str, usize>::new());
    let numbers: Vec<u64> = range().collect();
    let halves: Vec<_> = numbers.chunks(numbers.len().div_ceil(2).max(1)).collect();
    let checked: Vec<Expected> = std::thread::scope(|scope| {
        let check = |part: &[u64]| -> Vec<Expected> {
            part.iter()
                .map(|&number| check(&format!("choice {number}"), &Choice::of(number)))
                .collect()
        };
        let threads: Vec<_> = halves.iter().map(|part| scope.spawn(move || check(part))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    for expected in &checked {
        filed += usize::from(expected.is_filed);
        rejected += usize::from(!expected.is_verified);
        let codes: BTreeSet<_> = expected.codes.iter().copied().collect();
        codes.into_iter().for_each(|code| *found.entry(code).or_default() += 1);
    }
    println!("{} choices: {filed} filed, {rejected} rejected; {found:?}", checked.len());
    // Otherwise nothing would be told from anything.
    assert!(filed * 20 > checked.len() && rejected * 40 > checked.len() && found.len() > 15);
}
