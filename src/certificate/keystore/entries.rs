//! What keystores of every kind hold.

use super::iterations::Budget;
use super::stored_key::{Opener, StoredKey};

/// What a keystore holds.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) format: &'static str,
    pub(crate) entries: Vec<Entry>,
    pub(crate) integrity: Integrity,
    /// How many entries were found, of how many, where some could not be reached.
    pub(crate) incomplete: Option<(usize, usize)>,
    /// Whether a chain is stored in its order, the key's own certificate first.
    pub(crate) is_ordered: bool,
    /// What the keys are opened with, and the work that may still be done for that.
    pub(crate) opener: Opener,
    pub(crate) budget: Budget,
}

/// An entry with certificates.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) alias: String,
    /// Whether a private key stands with the certificates; without one they are those of others.
    pub(crate) is_key: bool,
    /// The private key, where it is one of a pair.
    pub(crate) key: Option<StoredKey>,
    /// Certificates in DER, the key's own first.
    pub(crate) chain: Vec<Vec<u8>>,
    /// Where it is not known which certificate is the key's: those of which any may be.
    pub(crate) rivals: Vec<Vec<u8>>,
}

/// What is known of whether a keystore was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Integrity {
    /// It was not, since whoever knew the password wrote it.
    Checked,
    /// No password was given.
    Unchecked,
    /// Nothing in the file would tell.
    #[cfg(feature = "pkcs12")]
    Unprotected,
}
