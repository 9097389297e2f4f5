//! The signature of an app for Apple's devices: its signer, and whether all of it is signed.
//!
//! Apple's Security (`libsecurity_codesigning`, `SecPolicy.c`) and xnu (`cs_blobs.h`), and stricter
//! where those leave open what an app is called: see `docs/formats.md`.
//!
//! ```text
//! Mach-O slice -> SuperBlob -> code directories: a digest of each page of the slice
//!                           |  and of the special slots: Info.plist, CodeResources, entitlements …
//!                           -> CMS over the first code directory, which lists the others
//! CodeResources -> a digest of every other file
//! ```
//!
//! What is read is [`facts`]; [`verifier::verify`] reads every file of the app once, front to back,
//! by several threads, and holds no file as a whole but plists and signatures. What to say of it is
//! made of [`facts::Fault`]s (the app is not as it was signed) and of [`objections`] (it is, but is
//! not to be filed so).
//!
//! How the container's reader uses it:
//!
//! 1. it implements [`files::Files`] over the entries of the `.app` folder (paths relative to that,
//!    no folders among them);
//! 2. [`verifier::verify`] gives [`facts::AppSignature`], or [`verifier::claimed`] the signer
//!    alone, unverified (`--fast`);
//! 3. [`profile::Profile::read`] reads `embedded.mobileprovision`;
//! 4. [`chain::judge`] and [`leaf::Kind::of`] judge [`facts::Signer`];
//! 5. [`objections::of`] compares all of these with the `Info.plist`.

mod bundles;
pub(crate) mod chain;
pub(crate) mod cms;
mod code;
pub(crate) mod code_directory;
pub(crate) mod code_resources;
pub(crate) mod entitlements;
pub(crate) mod facts;
pub(crate) mod files;
pub(crate) mod leaf;
pub(crate) mod mach_o;
pub(crate) mod objections;
pub(crate) mod profile;
pub(crate) mod reason;
mod resource_rules;
pub(crate) mod roots;
mod scan;
mod slots;
pub(crate) mod super_blob;
pub(crate) mod verifier;

#[cfg(test)]
mod corpus_tests;
