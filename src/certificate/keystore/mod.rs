//! Keystores: JKS, JCEKS, BKS and PKCS #12, told by their content.
//!
//! Certificates are read; a private key is opened only to see whether its certificate is its own,
//! and wiped. Where certificates stand in clear no password is needed; one that is given is used to
//! check the keystore's integrity.

mod bks;
mod entries;
mod error;
mod iterations;
mod java;
mod jks;
mod kdf;
#[cfg(feature = "pkcs12")]
mod pkcs12;
mod private_key;
mod stored_key;

pub use self::error::{KeystoreError, KeystorePart};

use self::entries::{Entries, Entry, Integrity};
use self::iterations::Budget;
use self::private_key::Belonging;
use self::private_key::Unopened;
use self::stored_key::{Closed, Opener};
use super::report as unpackaged;
use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, tag};
use crate::limits::{Limit, Limits};
use crate::options::InspectOptions;
use crate::pki::chain::{MAX_CERTIFICATES, described, is_issued_by};
use crate::pki::x509::Certificate;
use crate::report::{Finding, Kind, Report, Severity, issue};

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

/// How many keys are described where one is to be chosen.
const MAX_DESCRIBED: usize = 32;

/// How many iterations are done where no password was given, to find out whether it is the empty
/// one: as many as tools ask for, and not as many as a file may.
const UNASKED_ITERATIONS: u64 = 200_000;

impl Keystore {
    /// Whether a file that begins so can be one: some folders hold many that are nothing of the
    /// kind.
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

    /// What is known of the keystore: the certificate of the key that was chosen, or of its only
    /// one.
    pub(crate) fn report(
        &self,
        options: &InspectOptions<'_>,
        work: &Work,
    ) -> Result<Report, KeystoreError> {
        let mut entries = self.read(options.password, work)?;
        let mut budget = entries.budget.take();
        let entry = entries.choose(options.alias)?;
        let read = |der: &Vec<u8>| {
            Certificate::from_der(der)
                .map_err(|error| KeystoreError::Certificate { alias: entry.alias.clone(), error })
        };
        let leaf = entry.chain.first().map(read).transpose()?;
        let leaf = leaf.ok_or_else(|| entry.without_certificate())?;
        let others: Vec<_> = if entries.is_ordered {
            linked(entry, &leaf, work)?
        } else {
            entry
                .chain
                .iter()
                .skip(1)
                .take(MAX_CERTIFICATES)
                .filter_map(|it| read(it).ok())
                .collect()
        };
        let doubt = entry.doubt(&leaf, &entries.opener, &mut budget, work)?;
        let mut report = unpackaged::report(Kind::Keystore, &leaf, &others, None, options, work);
        report.findings.extend(entries.notes(entry));
        report.findings.extend(doubt);
        report.findings.sort_by_key(|finding| finding.severity);
        Ok(report)
    }

    /// The certificates of the entry that was chosen, the key's own first.
    pub(crate) fn certificates(
        &self,
        options: &InspectOptions<'_>,
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
            Format::Java(name) => jks::read(&self.bytes, name, password, Budget::new(iterations)),
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

/// PKCS #12 is a sequence that begins with its version, 3; BCFKS one that begins with two sequences
/// and an identifier.
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
    let is_bcfks =
        is_encrypted && data.last()?.tag == tag::OCTET_STRING && second.tag == tag::SEQUENCE;
    is_bcfks.then_some(Format::Bcfks)
}

/// The certificates above the key's own. A chain is stored in its order, each certificate issued by
/// the next and none there twice (the JDK's `PKCS12KeyStore.validateChain`, which signs with the
/// first, whatever it is).
fn linked(
    entry: &Entry,
    leaf: &Certificate,
    work: &Work,
) -> Result<Vec<Certificate>, KeystoreError> {
    let broken = || KeystoreError::ChainBroken(entry.alias.clone());
    if entry.chain.len() > MAX_CERTIFICATES {
        return Err(broken());
    }
    let mut chain = vec![leaf.clone()];
    for der in entry.chain.iter().skip(1) {
        let error = |error| KeystoreError::Certificate { alias: entry.alias.clone(), error };
        let next = Certificate::from_der(der).map_err(error)?;
        let is_linked = chain.last().is_some_and(|last| is_issued_by(last, &next, work));
        if !is_linked || chain.contains(&next) {
            return Err(broken());
        }
        chain.push(next);
    }
    chain.remove(0);
    Ok(chain)
}

impl Entry {
    /// Why the key has no certificate.
    fn without_certificate(&self) -> KeystoreError {
        let read = |der: &Vec<u8>| Certificate::from_der(der).ok();
        let rivals: Vec<String> =
            self.rivals.iter().filter_map(read).map(|it| described(&it)).collect();
        let alias = self.alias.clone();
        if rivals.len() < 2 {
            return KeystoreError::KeyWithoutCertificate(alias);
        }
        KeystoreError::SeveralCertificates { alias, count: rivals.len(), certificates: rivals }
    }

    /// The entry in a list of several: its alias, and what tells its certificate from others.
    fn described(&self) -> String {
        let certificate = self.chain.first().and_then(|der| Certificate::from_der(der).ok());
        let alias = if self.alias.is_empty() { "\"\"" } else { &self.alias };
        match certificate {
            Some(certificate) => format!("{alias} [{}]", described(&certificate)),
            None => alias.to_owned(),
        }
    }

    /// What is to be said where it is not known whether the key is the certificate's.
    ///
    /// # Errors
    /// [`KeystoreError::KeyOfAnother`]: it is another's.
    fn doubt(
        &self,
        leaf: &Certificate,
        opener: &Opener,
        budget: &mut Budget,
        work: &Work,
    ) -> Result<Option<Finding>, KeystoreError> {
        let unchecked = |why: Unopened| {
            Finding::new(issue::CertificateFile::KeystoreKeyUnchecked { why: why.into() })
        };
        let Some(key) = &self.key else { return Ok(None) };
        let opened = match key.open(opener, budget) {
            Ok(opened) => opened,
            Err(Closed::NoPassword) => return Ok(None),
            Err(Closed::OtherPassword) => {
                let finding = unchecked(Unopened::OtherPassword);
                return Ok(Some(finding.with_severity(Severity::Info)));
            }
            Err(Closed::Because(why)) => return Ok(Some(unchecked(why))),
        };
        match private_key::belonging(&opened, leaf.public_key(), work) {
            Belonging::Own => Ok(None),
            Belonging::Another => Err(KeystoreError::KeyOfAnother(self.alias.clone())),
            Belonging::Unknown(why) => Ok(Some(unchecked(why))),
        }
    }
}

impl Entries {
    /// The key of that alias, or the only one. Java's aliases are told apart without regard to
    /// case.
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
            return if let [only] = keys[..] {
                Ok(only)
            } else {
                Err(KeystoreError::AliasNeeded {
                    count: keys.len(),
                    aliases: aliases(),
                    keys: keys.iter().take(MAX_DESCRIBED).map(|it| it.described()).collect(),
                })
            };
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
            [] => Err(missing(KeystoreError::AliasUnknown {
                alias: alias.to_owned(),
                known: aliases(),
            })),
            _ => {
                Err(KeystoreError::AliasNotUnique { alias: alias.to_owned(), count: chosen.len() })
            }
        }
    }

    /// What somebody who files should know of the entry and of the keystore.
    fn notes(&self, entry: &Entry) -> Vec<Finding> {
        let mut notes = vec![Finding::new(issue::CertificateFile::KeystoreEntry {
            alias: entry.alias.clone(),
            format: self.format.to_owned(),
        })];
        match self.integrity {
            Integrity::Checked => {}
            Integrity::Unchecked => {
                notes.push(Finding::new(issue::CertificateFile::KeystoreUnchecked))
            }
            #[cfg(feature = "pkcs12")]
            Integrity::Unprotected => {
                notes.push(Finding::new(issue::CertificateFile::KeystoreUnprotected))
            }
        }
        notes.extend(self.incomplete.map(|(read, all)| {
            Finding::new(issue::CertificateFile::KeystoreIncomplete { read, all })
        }));
        notes
    }
}
