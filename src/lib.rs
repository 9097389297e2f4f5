//! Reads an app package, verifies its signature, and gives what China's app filing (APP备案) asks for under
//! 「APP特征信息」: package name, public key and certificate fingerprint, in the text that the form takes.
//!
//! ```
//! use beian::filing::{Form, FormOptions};
//! use beian::{Package, Verdict, VerifyOptions};
//!
//! let package = Package::open("fixtures/android/v1v2v3.apk")?;
//! let report = package.verify(&VerifyOptions::default())?;
//! assert_eq!(report.verdict(), Verdict::Verified);
//! let form = Form::new(&report, &FormOptions::default())?;
//! assert_eq!(form.package_name.as_deref(), Some("com.example.beian"));
//! assert_eq!(form.fingerprint, "4975DC5606FEE92FADDBEFDAC0A978CE");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is verified
//! Android packages: the JAR signature (v1), APK Signature Scheme v2, v3, v3.1 with the lineage of certificates, v4
//! (`.idsig`) and the source stamp, by the rules of Android's own `apksig`, over the whole range of platforms that the
//! package installs on. Where `apksig` lets pass what some platform refuses, this crate refuses it.
//!
//!
//! HarmonyOS packages: the signing block, the package's signature and content digest, the chain of its certificates and
//! the profile, by the rules of the device's own verifier. Integrity and trust are told apart ([`HarmonyOs`]).
//!
//! Quick apps (快应用, `.rpk` and `.rpks`): the signature over the whole package, the signed digest of each file, and every
//! part of a set.
//!
//! # How it is built
//! Bytes come from anything that implements [`ReadAt`]; only what is needed is read, and content is read once, by several
//! threads, in memory that does not grow with the package. One reader of the ZIP container serves verification and
//! identity alike: [`zip`], then the signing schemes and the manifest, then a [`Report`], then [`filing`]. A bad signature
//! is a [`Verdict`] with [`Finding`]s, and never an [`Error`]; a certificate that did not verify is never among
//! [`Report::signers`].

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod android;
mod asn1;
mod bytes;
mod certificate_file;
mod cms;
mod container;
mod content_digest;
mod digest;
mod error;
mod evidence;
pub mod filing;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod harmony;
mod json;
mod keystore;
mod linkage;
mod merkle;
mod options;
mod package;
mod paged;
mod parallel;
mod quick_app;
mod read_at;
mod report;
mod signature;
mod unpackaged;
pub mod x509;
pub mod zip;

pub use certificate_file::CertificateFileError;
pub use content_digest::Progress;
pub use digest::DigestAlgorithm;
pub use error::{Error, Hint};
pub use keystore::KeystoreError;
pub use options::VerifyOptions;
pub use package::Package;
pub use read_at::{ReadAt, Window};
pub use report::{
    Chain, Code, Finding, HarmonyOs, Identity, Integrity, Kind, Language, Platform, Profile, Report, Role,
    Scheme, SdkRange, Severity, Signer, Verdict, Verification, escape_control,
};
