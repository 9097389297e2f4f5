//! The record of a filing: a small TOML file that says what was filed for one app, kept beside its
//! source so that a pipeline can hold each new package to it.
//!
//! ```toml
//! package_name = "com.example.app"
//! platform = "安卓"
//!
//! [[features]]                   # one set of 特征信息, or several: several may be filed
//! public_key = "2072…"
//! fingerprint = "4975…"
//! ```
//!
//! ```
//! use beian::filing::record::Record;
//! use beian::filing::{FormOptions, Outcome};
//! use beian::{Language, Package, VerifyOptions};
//!
//! let package = Package::open("fixtures/android/v1v2v3.apk")?;
//! let report = package.verify(&VerifyOptions::default())?;
//! let outcome = Outcome::new(report, &FormOptions::default());
//! let record = Record::of(&outcome).ok_or("nothing may be filed")?;
//! let text = record.to_toml("v1v2v3.apk", Language::English);
//! assert_eq!(text.parse::<Record>()?, record);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod read;
mod text;
mod write;

pub use self::error::RecordError;
pub use self::read::text_of;
use super::{Filed, Form, Outcome};
use crate::report::Code;

/// The largest record, or file of a value, that is read, in bytes. A set has two kilobytes.
pub const MAX_SIZE: usize = 1 << 20;

/// What was filed of one app.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Record {
    /// The package name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_name: Option<String>,
    /// The running platform, in the form's own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The sets of what the form calls 特征信息, of which a package must fit one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Features>,
}

/// One set of what the form calls 特征信息.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Features {
    /// The public key, in whatever form.
    pub public_key: String,
    /// The fingerprint.
    pub fingerprint: String,
}

impl Features {
    fn of(form: &Form) -> Self {
        Self { public_key: form.public_key.clone(), fingerprint: form.fingerprint.clone() }
    }
}

impl Record {
    /// The record of a package: its current certificate and the earlier ones of a rotation. `None`
    /// where nothing may be filed. A platform that was only assumed is no part of it.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Option<Self> {
        let form = outcome.form.as_ref().ok()?;
        let findings = &outcome.report.findings;
        let is_assumed = findings.iter().any(|finding| finding.code == Code::PlatformAssumed);
        Some(Self {
            package_name: form.package_name.clone(),
            platform: (!is_assumed).then(|| form.platform.to_owned()),
            features: std::iter::once(form).chain(&outcome.earlier).map(Features::of).collect(),
        })
    }

    /// Whether no set was filed, so that nothing but names can be compared: anybody can take a
    /// name.
    #[must_use]
    pub fn has_names_only(&self) -> bool {
        self.features.is_empty()
    }

    /// The sets to compare ([`Checked::best_of`](super::Checked::best_of)), each with the names
    /// that stand for all of them. None where nothing was filed.
    #[must_use]
    pub fn sets(&self) -> Vec<Filed> {
        let names = Filed {
            package_name: self.package_name.clone(),
            platform: self.platform.clone(),
            ..Filed::default()
        };
        if self.has_names_only() {
            return if names == Filed::default() { Vec::new() } else { vec![names] };
        }
        let sets = self.features.iter().map(|set| Filed {
            public_key: Some(set.public_key.clone()),
            fingerprint: Some(set.fingerprint.clone()),
            ..names.clone()
        });
        sets.collect()
    }
}

#[cfg(test)]
mod tests;
