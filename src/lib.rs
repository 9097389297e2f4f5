//! Reads an app package, verifies its signature, and gives what China's app filing (APP备案) asks for.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod android;
mod asn1;
mod bytes;
mod cms;
mod content_digest;
mod digest;
mod error;
pub mod filing;
mod merkle;
mod package;
mod parallel;
mod read_at;
mod report;
mod signature;
pub mod x509;
pub mod zip;

pub use content_digest::Progress;
pub use digest::DigestAlgorithm;
pub use error::{Error, Hint};
pub use package::{Package, VerifyOptions};
pub use read_at::{ReadAt, Window};
pub use report::{
    Code, Finding, Identity, Kind, Language, Platform, Report, Role, Scheme, SdkRange, Severity, Signer,
    Verdict, Verification, escape_control,
};
