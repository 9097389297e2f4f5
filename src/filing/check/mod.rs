//! What was filed, compared with a package.
//!
//! After filing, a notice says 「APP特征信息无效」 and not why. [`Check`] says why: every wrong
//! value that people are known to file is computed from the package and told by its name.
//!
//! ```
//! use beian::filing::{Check, Evidence, Filed, FormOptions};
//! use beian::{Language, Package, VerifyOptions};
//!
//! let package = Package::open("fixtures/android/v1v2v3.apk")?;
//! let report = package.verify(&VerifyOptions::default())?;
//! let filed = Filed::default()
//!     .with_package_name("com.example.beian")
//!     .with_fingerprint("SHA1: 03:4E:6D:4A:AD:CA:12:78:68:09:6E:7F:D6:D4:C3:18:EA:B5:C5:79");
//! let check = Check::new(&report, &filed).run();
//! assert!(!check.matches());
//! for field in &check.fields {
//!     println!("{}: {}", field.row.as_str(), field.message(Language::English));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod basis;
mod fingerprint;
mod key;
mod name;
mod page;
mod row;
mod slip;
mod texts;
mod written;

use self::basis::Basis;
use self::page::{Judge, Place};
pub use self::row::{Notice, Row};
use super::paste;
use super::paste::MAX_TEXT;
use super::{Evidence, FieldOutcome, FormOptions, Reason};
use crate::filing::reason::Judgement;
use crate::report::Report;
use crate::say::{In, Language};

/// What was, or will be, filed: each text as somebody pasted it. A row that is `None` is not
/// compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filed {
    /// The package name.
    pub package_name: Option<String>,
    /// The public key, in whatever form.
    pub public_key: Option<String>,
    /// The fingerprint.
    pub fingerprint: Option<String>,
    /// The running platform.
    pub platform: Option<String>,
}

impl Filed {
    /// Sets the package name.
    #[must_use]
    pub fn with_package_name(mut self, text: impl Into<String>) -> Self {
        self.package_name = Some(text.into());
        self
    }

    /// Sets the public key.
    #[must_use]
    pub fn with_public_key(mut self, text: impl Into<String>) -> Self {
        self.public_key = Some(text.into());
        self
    }

    /// Sets the fingerprint.
    #[must_use]
    pub fn with_fingerprint(mut self, text: impl Into<String>) -> Self {
        self.fingerprint = Some(text.into());
        self
    }

    /// Sets the running platform.
    #[must_use]
    pub fn with_platform(mut self, text: impl Into<String>) -> Self {
        self.platform = Some(text.into());
        self
    }
}

/// What one filed value came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedField {
    /// The row.
    pub row: Row,
    /// The text as it was filed. Of a text that is longer than any value only the beginning, and of
    /// a private key nothing but its armour.
    pub filed: String,
    /// What is to be filed, as the profile writes it; `None` where the file gives nothing that is
    /// proven and for filing.
    pub expected: Option<String>,
    judgement: Judgement,
    /// Which line of the text it is of, where the text is a page.
    place: Option<Place>,
    /// Whether the beginning of a key was said to be enough.
    takes_truncated: bool,
}

impl CheckedField {
    /// What it came to.
    #[must_use]
    pub fn outcome(&self) -> FieldOutcome {
        self.reason().outcome()
    }

    /// Whether the value is right and whole. The beginning of a key counts where
    /// [`FormOptions::accept_truncated`] says so.
    #[must_use]
    pub fn matches(&self) -> bool {
        match self.outcome() {
            FieldOutcome::Match | FieldOutcome::MatchUntidy => true,
            FieldOutcome::MatchTruncated => self.takes_truncated,
            _ => false,
        }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.judgement.reason()
    }

    /// What the value was recognised as, or what is to be known of a right one.
    #[must_use]
    pub fn recognised_as(&self) -> Option<Reason> {
        Some(self.reason()).filter(|reason| reason.is_recognition())
    }

    /// The notice that a provider's review would give.
    #[must_use]
    pub fn notice(&self) -> Option<Notice> {
        let is_wrong = matches!(self.outcome(), FieldOutcome::Mismatch | FieldOutcome::Invalid);
        (is_wrong || self.reason() == Reason::Empty).then(|| self.row.notice())
    }

    /// What the value is, and what to file instead where it is wrong. Control characters are
    /// escaped.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let place = self.place.as_ref().map(|place| In(place, language).to_string());
        format!("{}{}", place.unwrap_or_default(), In(&self.judgement, language))
    }
}

/// A comparison of what was filed with a package, before it is made.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    report: &'a Report,
    filed: &'a Filed,
    evidence: Option<&'a Evidence>,
    options: Option<&'a FormOptions>,
}

impl<'a> Check<'a> {
    /// Compares what was filed with a report. Of a report that is not verified, or from which
    /// nothing may be filed, no value is called a match or named as the one to file; wrong values
    /// are recognised all the same where that needs no proof. Where the options allow unverified
    /// values, one that is the package's is [`FieldOutcome::Unproven`]. So is one that is a
    /// certificate's or keystore's, which prove nothing about a package: anybody has them; unless
    /// [`FormOptions::accept_certificate`] says that the certificate itself is meant.
    ///
    /// A rotated certificate: only the current one is a match. Several sets may be filed, so the
    /// earlier one need not be taken back, but without the current one the filing does not cover
    /// this package; that is what the sentence says.
    #[must_use]
    pub fn new(report: &'a Report, filed: &'a Filed) -> Self {
        Self { report, filed, evidence: None, options: None }
    }

    /// Sets what is known of the file beyond its report, by which wrong values are recognised.
    #[must_use]
    pub fn with_evidence(mut self, evidence: &'a Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// Sets how values are written, and what counts.
    #[must_use]
    pub fn with_options(mut self, options: &'a FormOptions) -> Self {
        self.options = Some(options);
        self
    }

    /// Makes the comparison.
    #[must_use]
    pub fn run(self) -> Checked {
        let (evidence, options) = (Evidence::default(), FormOptions::default());
        let evidence = self.evidence.unwrap_or(&evidence);
        let options = self.options.unwrap_or(&options);
        compare(self.report, evidence, self.filed, options)
    }
}

/// What was filed, compared with a package, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// A field for every row that was filed.
    pub fields: Vec<CheckedField>,
    /// Whether it is of one set among several, and lacks a key or a fingerprint.
    is_incomplete: bool,
}

fn compare(report: &Report, evidence: &Evidence, filed: &Filed, options: &FormOptions) -> Checked {
    let basis = Basis::new(report, evidence, options);
    let rows: [(Row, &Option<String>, Judge); 4] = [
        (Row::PackageName, &filed.package_name, name::package_name),
        (Row::PublicKey, &filed.public_key, key::public_key),
        (Row::Fingerprint, &filed.fingerprint, fingerprint::fingerprint),
        (Row::Platform, &filed.platform, name::platform),
    ];
    let fields = rows.into_iter().filter_map(|(row, text, judge)| {
        let text = text.as_deref()?;
        let is_secret = paste::holds_private_key(text);
        let judged = if is_secret {
            (Judgement::PrivateKey, None)
        } else {
            page::judged(&basis, row, text, judge)
        };
        Some(field(&basis, row, text, judged))
    });
    Checked { fields: fields.collect(), is_incomplete: false }
}

impl Checked {
    /// Compares several sets of what was filed for one app, and gives the one that fits best, with
    /// its number from 0. A filing is right when one of its sets is: the others are of other builds
    /// of the app. Of several sets one without a key or without a fingerprint never
    /// [matches](Self::matches): it would make the others void. `None` where there is no set.
    #[must_use]
    pub fn best_of(
        report: &Report,
        evidence: &Evidence,
        sets: &[Filed],
        options: &FormOptions,
    ) -> Option<(usize, Self)> {
        let has = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let check = |filed: &Filed| {
            let is_whole = has(&filed.public_key) && has(&filed.fingerprint);
            let check = compare(report, evidence, filed, options);
            Self { is_incomplete: sets.len() > 1 && !is_whole, ..check }
        };
        let checks = sets.iter().map(check).enumerate();
        let rank = |check: &Self| {
            let count =
                |is: fn(&CheckedField) -> bool| check.fields.iter().filter(|it| is(it)).count();
            let whole =
                count(|it| matches!(it.outcome(), FieldOutcome::Match | FieldOutcome::MatchUntidy));
            let like = count(|it| {
                use FieldOutcome::{MatchTruncated, Unproven};
                it.matches() || matches!(it.outcome(), MatchTruncated | Unproven)
            });
            (check.matches(), like, whole)
        };
        checks.reduce(|best, next| if rank(&next.1) > rank(&best.1) { next } else { best })
    }

    /// Whether anything was filed, and every value is right, whole, and compared with a package
    /// that is verified and for filing. What the options widened by name counts too.
    #[must_use]
    pub fn matches(&self) -> bool {
        !self.is_incomplete
            && !self.fields.is_empty()
            && self.fields.iter().all(CheckedField::matches)
    }

    /// Whether [`Evidence`] could say more of a value: one is wrong, and it is not known what it
    /// is.
    #[must_use]
    pub fn wants_evidence(&self) -> bool {
        let of_key = |it: &&CheckedField| matches!(it.row, Row::PublicKey | Row::Fingerprint);
        self.fields.iter().filter(of_key).any(|it| {
            use Reason::{
                BeginsAlike, Damaged, MoreThanTheValue, NoFit, NoFitOtherDigest, NoKey,
                NotVerified, PackageNotForFiling, RightAmongOthers,
            };
            matches!(
                it.reason(),
                NoFit
                    | NoFitOtherDigest
                    | NoKey
                    | NotVerified
                    | PackageNotForFiling
                    | Damaged
                    | BeginsAlike
                    | MoreThanTheValue
                    | RightAmongOthers
            )
        })
    }
}

fn field(
    basis: &Basis<'_>,
    row: Row,
    text: &str,
    (judgement, place): (Judgement, Option<Place>),
) -> CheckedField {
    use FieldOutcome::{Match, MatchTruncated, MatchUntidy};
    let is_match = matches!(judgement.reason().outcome(), Match | MatchUntidy | MatchTruncated);
    let judgement = basis.unproven().filter(|_| is_match).unwrap_or(judgement);
    let filed = match judgement.reason() {
        Reason::PrivateKey => "-----BEGIN PRIVATE KEY-----…".to_owned(),
        _ if text.len() > MAX_TEXT => text.chars().take(SHOWN).chain(['…']).collect(),
        _ => text.to_owned(),
    };
    let takes_truncated = basis.options.accept_truncated;
    CheckedField { row, filed, expected: basis.expected(row), judgement, place, takes_truncated }
}

/// How much of a text that is too long is kept, in characters.
const SHOWN: usize = 64;
