//! Reads an app package, verifies its signature, and gives what China's app filing (APP备案) asks
//! for under 「APP特征信息」: package name, public key and certificate fingerprint, in the text
//! that the form takes.
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
//! # Is what was filed right?
//! [`filing::Check`] compares pasted text with a report, whatever form it is in, and names what a
//! wrong value is. In a pipeline [`Checked::matches`](filing::Checked::matches) decides; the recipe
//! is in `docs/ci.md`.
//!
//! ```
//! use beian::filing::{Check, Evidence, Filed, FormOptions};
//! use beian::{InspectOptions, Language, Package, VerifyOptions};
//!
//! let package = Package::open("fixtures/android/v1v2v3.apk")?;
//! let report = package.verify(&VerifyOptions::default())?;
//! let md5 = "MD5: 49:75:DC:56:06:FE:E9:2F:AD:DB:EF:DA:C0:A9:78:CE";
//! let filed = Filed::default().with_fingerprint(md5);
//! let check = Check::new(&report, &filed).run();
//! assert!(check.matches());
//! // Of a wrong one the evidence tells more: the digests of the file itself, the certificates of
//! // issuers.
//! let filed = Filed::default().with_fingerprint("1826c500b6c0b2e08a8f0d754bfd3d6e");
//! let evidence = package.evidence(&InspectOptions::default())?;
//! let check = Check::new(&report, &filed).with_evidence(&evidence).run();
//! assert!(!check.matches());
//! for field in &check.fields {
//!     println!("{}", field.message(Language::Chinese));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Who signed it?
//! A program that needs a package's true signer asks the report, and gets one only of what
//! verified. What a signature merely names stands in [`Report::claimed_signers`].
//!
//! ```
//! use beian::{Package, VerifyOptions};
//!
//! // Whatever implements `ReadAt`: bytes here, a file, a window of another source.
//! let bytes = std::fs::read("fixtures/android/v3-rotated.apk")?;
//! let options = VerifyOptions::default().with_min_sdk(28);
//! let report = Package::from_reader(&bytes[..])?.verify(&options)?;
//! let signer = report.primary_signer().ok_or("not verified, or several signers")?;
//! let sha1 = signer.certificate.sha1().map(|b| format!("{b:02x}")).concat();
//! println!("{} {sha1}", signer.certificate.subject());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A source of one's own
//! [`ReadAt`] is two methods. [`Package::inspect`] needs a handful of reads, so that packages in an
//! object store can be identified where they are; `examples/count_reads.rs` counts them.
//!
//! ```
//! use std::io;
//! use std::sync::atomic::{AtomicU64, Ordering};
//!
//! use beian::{InspectOptions, Package, ReadAt};
//!
//! struct Remote {
//!     content: Vec<u8>,
//!     requests: AtomicU64,
//! }
//!
//! impl ReadAt for Remote {
//!     fn size(&self) -> io::Result<u64> {
//!         self.content.size()
//!     }
//!
//!     fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
//!         self.requests.fetch_add(1, Ordering::Relaxed);
//!         self.content.read_at(offset, buf)
//!     }
//! }
//!
//! let content = std::fs::read("fixtures/android/v1v2v3.apk")?;
//! let remote = Remote { content, requests: AtomicU64::new(0) };
//! let report = Package::from_reader(&remote)?.inspect(&InspectOptions::default())?;
//! assert_eq!(report.identity.package_name.as_deref(), Some("com.example.beian"));
//! assert!(remote.requests.into_inner() <= 6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is verified
//! Android packages: the JAR signature (v1), APK Signature Scheme v2, v3, v3.1 with the lineage of
//! certificates, v4 (`.idsig`) and the source stamp, by the rules of Android's own `apksig`, over
//! the whole range of platforms that the package installs on. Where `apksig` lets pass what some
//! platform refuses, this crate refuses it.
//!
//! App bundles: the JAR signature, which is the upload certificate's. Sets of APKs (`.apks`,
//! `.xapk`, `.apkm`): every APK in them, which must all be of one app and have one signer; what is
//! reported is the base's.
//!
//! HarmonyOS packages: the signing block, the package's signature and content digest, the chain of
//! its certificates and the profile, by the rules of the device's own verifier. Integrity and trust
//! are told apart ([`HarmonyOs`](report::HarmonyOs)).
//!
//! Quick apps (快应用, `.rpk` and `.rpks`): the signature over the whole package, the signed digest
//! of each file, and every part of a set.
//!
//! Certificate files and keystores are read too. Nothing is verified of them but a keystore's
//! integrity, where its password is given, and that a private key beside a certificate is its own,
//! where that can be seen: the verdict is [`Verdict::Unchecked`], and findings say what was
//! assumed. They prove nothing about a package, so that [`filing::Check`] and [`filing::Relation`]
//! do not count them unless [`accept_certificate`](filing::FormOptions::accept_certificate) is set;
//! [`NamedAs`] says what a file's name promises.
//!
//! # Cargo features
//! - `pkcs12` (off by default) reads PKCS #12 keystores (`.p12`, `.pfx`), which brings in the
//!   ciphers that they are encrypted with: AES, triple DES, RC2 and RC4. Without it such a file is
//!   recognised, and [`KeystoreError::Pkcs12Off`] returned. JKS, JCEKS and BKS need no feature.
//!
//! - `json` (off by default): [`json`](mod@json), the objects of the command's JSON, for doors to
//!   other languages.
//!
//! # How it is built
//! Bytes come from anything that implements [`ReadAt`]; only what is needed is read, and content is
//! read once, by several threads, in memory that does not grow with the package. One reader of the
//! ZIP container serves verification and identity alike: `zip`, then the signing schemes and the
//! manifest, then a [`Report`], then [`filing`]. A bad signature is a [`Verdict`] with
//! [`Finding`]s, and never an [`Error`]; a certificate that did not verify is never among
//! [`Report::signers`].

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod android;
mod apple;
mod certificate;
mod clock;
mod crypto;
mod detect;
mod encoding;
mod error;
mod evidence;
mod file_name;
pub mod filing;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod harmony;
#[cfg(feature = "json")]
pub mod json;
mod limits;
mod options;
mod package;
mod pki;
mod quick_app;
pub mod report;
mod say;
mod source;
mod zip;

pub use crate::apple::no_app::NoApp;
pub use crate::certificate::file::{CertificateFileError, trust_roots};
pub use crate::certificate::keystore::{KeystoreError, KeystorePart};
pub use crate::clock::set_clock;
pub use crate::crypto::content_digest::Progress;
pub use crate::crypto::digest::DigestAlgorithm;
pub use crate::error::{Error, NoPackage};
pub use crate::file_name::NamedAs;
pub use crate::limits::Limits;
pub use crate::options::{InspectOptions, VerifyOptions};
pub use crate::package::Package;
pub use crate::pki::x509;
pub use crate::report::{
    Code, Finding, Identity, Kind, Language, Platform, Report, Severity, Signer, Verdict,
};
pub use crate::source::read_at::{ReadAt, Version, Window};
pub use crate::source::unread::Part;
pub use crate::zip::ZipError;
