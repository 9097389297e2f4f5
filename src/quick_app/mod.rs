//! Quick apps (快应用): packages (`.rpk`), and sets of a package's parts (`.rpks`).
//!
//! Nobody has published the format. The rules here are what the vendors' toolkit (`hap-toolkit`
//! 0.0.32 and 2.0.8) writes, and nothing beyond: what it would not write does not verify.

mod cert;
mod content;
mod file_list;
mod files;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod inner;
pub(crate) mod manifest;
mod parts;
pub(crate) mod rpk;
mod signature;
mod signing_block;
mod texts;

/// An entry's name for people.
fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
