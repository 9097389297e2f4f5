//! Keystores: JKS, JCEKS, BKS and PKCS #12, told by their content.
//!
//! Only certificates are read, and private keys never decrypted. Where certificates stand in clear no password is needed;
//! one that is given is used to check the keystore's integrity.

mod bks;
mod error;
mod java;
mod jks;
mod kdf;
#[cfg(feature = "pkcs12")]
mod pkcs12;

pub use error::KeystoreError;

use crate::asn1::{Element, tag};
use crate::limits::{Limit, Limits};
use crate::linkage::MAX_CERTIFICATES;
use crate::options::VerifyOptions;
use crate::report::{Code, Finding, Kind, Report};
use crate::unpackaged;
use crate::work::Work;
use crate::x509::Certificate;

/// A keystore that was recognised.
#[derive(Debug)]
pub(crate) struct Keystore {
    bytes: Vec<u8>,
    format: Format,
    /// How many iterations of key derivation are done.
    iterations: Limit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// JKS or JCEKS, by its name.
    Java(&'static str),
    /// BKS, or UBER, which begins alike.
    BouncyCastle,
    Bcfks,
    Pkcs12,
}

/// What a keystore holds.
#[derive(Debug)]
struct Entries {
    format: &'static str,
    entries: Vec<Entry>,
    integrity: Integrity,
    /// How many entries were found, of how many, where some could not be reached.
    incomplete: Option<(usize, usize)>,
}

/// An entry with certificates.
#[derive(Debug)]
struct Entry {
    alias: String,
    /// Whether a private key stands with the certificates; without one they are those of others.
    is_key: bool,
    /// Certificates in DER, the key's own first.
    chain: Vec<Vec<u8>>,
}

/// What is known of whether a keystore was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Integrity {
    /// It was not, since whoever knew the password wrote it.
    Checked,
    /// No password was given.
    Unchecked,
    /// Nothing in the file would tell.
    #[cfg(feature = "pkcs12")]
    Unprotected,
}

/// How many iterations are done where no password was given, to find out whether it is the empty one: as many as tools
/// ask for, and not as many as a file may.
const UNASKED_ITERATIONS: u64 = 200_000;

/// How many iterations of key derivation may still be done.
#[derive(Debug)]
struct Budget {
    left: u64,
    limit: Limit,
}

impl Budget {
    fn new(limit: Limit) -> Self {
        Self { left: limit.value, limit }
    }

    /// Takes as many from what is left.
    fn spend(&mut self, iterations: u64) -> Result<(), KeystoreError> {
        // What the whole file asks for: several parts of it may each ask for less.
        let asked = self.limit.value.saturating_sub(self.left).saturating_add(iterations);
        let error = || KeystoreError::Iterations { asked, limit: self.limit.value };
        self.left = self.left.checked_sub(iterations.max(1)).ok_or_else(error)?;
        Ok(())
    }
}

impl Keystore {
    /// Whether a file that begins so can be one: some folders hold many that are nothing of the kind.
    pub(crate) fn may_begin(start: &[u8]) -> bool {
        jks::format(start).is_some() || bks::is_bks(start) || start.first() == Some(&tag::SEQUENCE)
    }

    /// Takes a file that begins as a keystore does. `None` for any other.
    pub(crate) fn recognise(bytes: &[u8], limits: &Limits) -> Option<Self> {
        let format = if let Some(name) = jks::format(bytes) {
            Format::Java(name)
        } else if bks::is_bks(bytes) {
            Format::BouncyCastle
        } else {
            der_format(bytes)?
        };
        Some(Self { bytes: bytes.to_vec(), format, iterations: limits.derivation_iterations() })
    }

    /// What is known of the keystore: the certificate of the key that was chosen, or of its only one.
    pub(crate) fn report(&self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, KeystoreError> {
        let entries = self.read(options.password, work)?;
        let entry = entries.choose(options.alias)?;
        let read = |der: &Vec<u8>| {
            Certificate::from_der(der)
                .map_err(|error| KeystoreError::Certificate { alias: entry.alias.clone(), error })
        };
        let leaf = entry.chain.first().map(read).transpose()?;
        let leaf = leaf.ok_or_else(|| KeystoreError::KeyWithoutCertificate(entry.alias.clone()))?;
        let others: Vec<_> =
            entry.chain.iter().skip(1).take(MAX_CERTIFICATES).filter_map(|it| read(it).ok()).collect();
        let mut report = unpackaged::report(Kind::Keystore, &leaf, &others, None, options, work);
        report.findings.extend(entries.notes(entry));
        report.findings.sort_by_key(|finding| finding.severity);
        Ok(report)
    }

    /// The certificates of the entry that was chosen, the key's own first.
    pub(crate) fn certificates(
        &self,
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Vec<Certificate>, KeystoreError> {
        let entries = self.read(options.password, work)?;
        let chain = entries.choose(options.alias)?.chain.iter().take(MAX_CERTIFICATES);
        Ok(chain.filter_map(|der| Certificate::from_der(der).ok()).collect())
    }

    fn read(&self, password: Option<&str>, work: &Work) -> Result<Entries, KeystoreError> {
        let iterations = match password {
            None => self.iterations.at_most(UNASKED_ITERATIONS),
            Some(_) => self.iterations,
        };
        match self.format {
            Format::Java(name) => jks::read(&self.bytes, name, password),
            Format::BouncyCastle => bks::read(&self.bytes, password, Budget::new(iterations)),
            Format::Bcfks => Err(KeystoreError::Encrypted("BCFKS")),
            #[cfg(feature = "pkcs12")]
            Format::Pkcs12 => pkcs12::read(&self.bytes, password, Budget::new(iterations), work),
            #[cfg(not(feature = "pkcs12"))]
            Format::Pkcs12 => {
                // Only there is a leaf looked for.
                let _ = work;
                Err(KeystoreError::Pkcs12Off)
            }
        }
    }
}

/// PKCS #12 is a sequence that begins with its version, 3; BCFKS one that begins with two sequences and an identifier.
fn der_format(bytes: &[u8]) -> Option<Format> {
    let (element, _) = Element::first(bytes).filter(|(element, _)| element.tag == tag::SEQUENCE)?;
    let mut parts = element.children();
    let (first, second) = (parts.read()?, parts.read()?);
    if first.integer() == Some(&[3]) && second.tag == tag::SEQUENCE {
        return second.children().read()?.oid().map(|_| Format::Pkcs12);
    }
    let store = first.children().read().filter(|store| store.tag == tag::SEQUENCE)?;
    let is_encrypted = store.children().read()?.oid().is_some() && first.tag == tag::SEQUENCE;
    let data = first.children().all().filter(|parts| parts.len() == 2)?;
    let is_bcfks = is_encrypted && data.last()?.tag == tag::OCTET_STRING && second.tag == tag::SEQUENCE;
    is_bcfks.then_some(Format::Bcfks)
}

impl Entries {
    /// The key of that alias, or the only one. Java's aliases are told apart without regard to case.
    fn choose(&self, alias: Option<&str>) -> Result<&Entry, KeystoreError> {
        let keys: Vec<_> = self.entries.iter().filter(|entry| entry.is_key).collect();
        let aliases = || keys.iter().map(|entry| entry.alias.clone()).collect();
        let missing = |error| match self.incomplete {
            Some((read, all)) => KeystoreError::BehindSecretKey { read, all },
            None => error,
        };
        if keys.is_empty() {
            return Err(missing(KeystoreError::NoKey(self.entries.len())));
        }
        let Some(alias) = alias else {
            return if let [only] = keys[..] { Ok(only) } else { Err(KeystoreError::AliasNeeded(aliases())) };
        };
        let named = |test: &dyn Fn(&str) -> bool| -> Vec<&Entry> {
            keys.iter().copied().filter(|entry| test(&entry.alias)).collect()
        };
        let mut chosen = named(&|it| it == alias);
        if chosen.is_empty() {
            chosen = named(&|it| it.to_lowercase() == alias.to_lowercase());
        }
        match chosen[..] {
            [only] => Ok(only),
            [] => Err(missing(KeystoreError::AliasUnknown { alias: alias.to_owned(), known: aliases() })),
            _ => Err(KeystoreError::AliasNotUnique { alias: alias.to_owned(), count: chosen.len() }),
        }
    }

    /// What somebody who files should know of the entry and of the keystore.
    fn notes(&self, entry: &Entry) -> Vec<Finding> {
        let mut notes = vec![Finding::new(Code::KeystoreEntry).arg(&entry.alias).arg(self.format)];
        match self.integrity {
            Integrity::Checked => {}
            Integrity::Unchecked => notes.push(Finding::new(Code::KeystoreUnchecked)),
            #[cfg(feature = "pkcs12")]
            Integrity::Unprotected => notes.push(Finding::new(Code::KeystoreUnprotected)),
        }
        notes.extend(
            self.incomplete.map(|(read, all)| Finding::new(Code::KeystoreIncomplete).arg(read).arg(all)),
        );
        notes
    }
}
