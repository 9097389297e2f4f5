//! What beian says of a package.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use beian::report::Role;
use beian::{Package, Report, Severity, Signer, Verdict, VerifyOptions};

/// A verdict and what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the package is verified.
    pub verified: bool,
    /// The schemes that verified.
    pub schemes: BTreeSet<String>,
    /// SHA-256 of the signers' certificates, without earlier ones.
    pub signers: BTreeSet<String>,
    /// Those of all signers, earlier ones too.
    pub all_signers: BTreeSet<String>,
    /// Those of signers that are for certain platforms.
    pub by_platform: BTreeSet<String>,
    /// The codes of findings that are errors, or of the error that the file cannot be read.
    pub errors: BTreeSet<String>,
    /// The codes of all findings.
    pub findings: BTreeSet<String>,
    /// Whether a signer's certificate has an empty subject or issuer.
    pub nameless: bool,
    /// What the JDK says of the signature blocks of v1: `verified`, or why not; empty where there
    /// are none. Only of the reference.
    pub of_jdk: String,
}

impl Judgement {
    /// Errors in one text.
    #[must_use]
    pub fn why(&self) -> String {
        self.errors.iter().cloned().collect::<Vec<_>>().join(",")
    }
}

/// What is asked: whether this package verifies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The package.
    pub package: Vec<u8>,
    /// The `.idsig` file beside it.
    pub idsig: Option<Vec<u8>>,
    /// The first platform that it is judged for, where it is not the package's own.
    pub min_sdk: Option<u32>,
    /// The last of them.
    pub max_sdk: Option<u32>,
}

impl Question {
    /// About the package alone, for its own platforms.
    #[must_use]
    pub fn new(package: Vec<u8>) -> Self {
        Self { package, ..Self::default() }
    }

    /// The same for platforms up to that one.
    #[must_use]
    pub fn up_to(&self, max_sdk: u32) -> Self {
        Self { max_sdk: Some(max_sdk), ..self.clone() }
    }
}

/// Asks beian.
#[must_use]
pub fn judge(question: &Question) -> Judgement {
    let mut options = VerifyOptions::default()
        .with_threads(NonZeroUsize::MIN)
        .with_min_sdk(question.min_sdk)
        .with_max_sdk(question.max_sdk);
    if let Some(idsig) = &question.idsig {
        options = options.with_idsig(idsig);
    }
    match Package::from_reader(&question.package[..]).and_then(|package| package.verify(&options)) {
        Ok(report) => of_report(&report),
        Err(error) => Judgement {
            errors: BTreeSet::from([format!("error:{}", error.code())]),
            ..Judgement::default()
        },
    }
}

fn of_report(report: &Report) -> Judgement {
    let sha256 = |chosen: fn(&Signer) -> bool| {
        let signers = report.signers.iter().filter(|signer| chosen(signer));
        signers.map(|signer| hex::encode(signer.certificate.sha256())).collect()
    };
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    Judgement {
        verified: report.verdict() == Verdict::Verified,
        schemes: report.verification.schemes.iter().map(|scheme| scheme.to_string()).collect(),
        signers: sha256(|signer| signer.role != Role::Previous),
        all_signers: sha256(|_| true),
        by_platform: sha256(|signer| signer.sdk.is_some()),
        errors: errors.map(|finding| finding.code.as_str().to_owned()).collect(),
        findings: report.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect(),
        nameless: report.signers.iter().any(|signer| {
            let certificate = &signer.certificate;
            certificate.subject().to_string().is_empty()
                || certificate.issuer().to_string().is_empty()
        }),
        of_jdk: String::new(),
    }
}

/// A thread that judges, so that one that hangs is noticed.
#[derive(Debug)]
pub struct Judge {
    jobs: Sender<Question>,
    judgements: Receiver<Option<Judgement>>,
    limit: Duration,
}

/// What must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It stopped itself.
    Panic,
    /// It took longer than it may.
    Hang,
}

impl Judge {
    /// Begins to judge, each package in at most that time.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        let (jobs, todo) = mpsc::channel::<Question>();
        let (done, judgements) = mpsc::channel();
        thread::spawn(move || {
            for question in todo {
                let judgement = catch_unwind(AssertUnwindSafe(|| judge(&question))).ok();
                if done.send(judgement).is_err() {
                    break;
                }
            }
        });
        Self { jobs, judgements, limit }
    }

    /// Judges one package.
    ///
    /// # Errors
    ///
    /// It panicked or took too long. After the latter this judge is of no more use.
    pub fn ask(&self, question: &Question) -> Result<Judgement, Failure> {
        self.jobs.send(question.clone()).map_err(|_| Failure::Hang)?;
        let judgement = self.judgements.recv_timeout(self.limit).map_err(|_| Failure::Hang)?;
        judgement.ok_or(Failure::Panic)
    }
}
