//! Files that hold a developer's certificate: `.cer`, `.crt`, `.pem`, `.der`, PKCS #7 (`.p7b`,
//! `.spc`, `.p7m`), and the signed profile (`.p7b`) of a HarmonyOS app.
//!
//! The certificate is told by who issued whom, and never by where it stands. Nothing in such a file
//! proves that an app is signed with it: the report says so.

pub(crate) mod content;
mod error;

use std::borrow::Cow;

use self::content::Content;
pub use self::error::CertificateFileError;

use super::report as unpackaged;
use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, tag};
use crate::encoding::{pem, text};
use crate::harmony::signing::profile::Provision;
use crate::limits::{Limit, Limits};
use crate::options::InspectOptions;
use crate::pki::chain;
use crate::pki::cms::SignedData;
use crate::pki::x509::{Certificate, CertificateError};
use crate::report::{Finding, Kind, Platform, Report, Role, issue};

/// A file of certificates that was read.
#[derive(Debug)]
pub(crate) struct CertificateFile {
    /// Every certificate, in the order of the file.
    certificates: Vec<Certificate>,
    leaf: Certificate,
    has_private_key: bool,
    /// The HarmonyOS profile that the certificate stands in.
    profile: Option<Provision>,
    /// Whether it stands in the text of one, taken out of its signature.
    is_decoded_profile: bool,
}

/// Reads the certificates that a person trusts, for
/// [`VerifyOptions::with_trust_roots`](crate::VerifyOptions::with_trust_roots): every one of a file
/// in any shape that certificates are kept in (DER, PEM, bare base64 or hex, PKCS #7). Armour is
/// told by its content.
///
/// ```
/// use beian::{Limits, trust_roots};
///
/// let root = std::fs::read("fixtures/keys/h-root.cert.der")?;
/// assert_eq!(trust_roots(&root, &Limits::default())?.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`CertificateFileError`]: there is none, one cannot be read, or there are more, or more bytes,
/// than the limits let be read.
pub fn trust_roots(
    bytes: &[u8],
    limits: &Limits,
) -> Result<Vec<Certificate>, CertificateFileError> {
    let (size, limit) = (bytes.len() as u64, limits.certificate_file_size().value);
    if size > limit {
        return Err(CertificateFileError::TooLarge { size, limit });
    }
    CertificateFile::read_all(bytes, limits)
}

/// What was found in a file so far.
struct Found<'w> {
    limit: Limit,
    work: &'w Work,
    certificates: Vec<Certificate>,
    other: Vec<Content>,
    profile: Option<Provision>,
    /// Whether it is the text of a HarmonyOS profile, taken out of its signature.
    is_decoded_profile: bool,
}

impl CertificateFile {
    /// Whether a file that begins so can be one: as DER does, or as text.
    pub(crate) fn may_begin(start: &[u8]) -> bool {
        start.first() == Some(&tag::SEQUENCE) || text::is_text(start)
    }

    /// Reads a file. `None` where it is nothing that certificates are kept in.
    pub(crate) fn read(
        bytes: &[u8],
        limits: &Limits,
        work: &Work,
    ) -> Option<Result<Self, CertificateFileError>> {
        let mut found = Found::new(limits.certificates(), work);
        let outcome = found.file(bytes)?;
        Some(outcome.and_then(|()| found.finish()))
    }

    /// Every certificate of a file of authorities, which no file of a signer's is to hold.
    fn read_all(bytes: &[u8], limits: &Limits) -> Result<Vec<Certificate>, CertificateFileError> {
        let work = Work::new(limits, bytes.len() as u64);
        let mut found = Found::new(limits.certificates(), &work);
        let no_certificate = || CertificateFileError::from(CertificateError::NoCertificate);
        // A package is no file of certificates, though a text in it may hold some.
        let start = bytes.get(..bytes.len().min(1 << 10)).unwrap_or_default();
        let outcome = Self::may_begin(start).then(|| found.file(bytes)).flatten();
        outcome.ok_or_else(no_certificate)??;
        if found.profile.is_some() {
            return Err(no_certificate());
        }
        if found.certificates.is_empty() {
            return Err(found.without_certificate());
        }
        Ok(found.certificates)
    }

    /// Every certificate of the file.
    pub(crate) fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// What is known of the file: the certificate that is to be filed, and what was assumed.
    pub(crate) fn report(&self, options: &InspectOptions<'_>, work: &Work) -> Report {
        let is_of_profile = self.profile.is_some() || self.is_decoded_profile;
        let stated = is_of_profile.then_some(Platform::HarmonyOs);
        let mut report = unpackaged::report(
            Kind::Certificate,
            &self.leaf,
            &self.certificates,
            stated,
            options,
            work,
        );
        if self.has_private_key {
            report.findings.push(Finding::new(issue::CertificateFile::PrivateKeyBeside));
        }
        if let Some(profile) = &self.profile {
            report.identity.package_name.clone_from(&profile.facts.bundle_name);
            report.findings.extend(profile.faults());
            report.findings.extend(profile.notes(profile.facts.bundle_name.as_deref(), None));
            if !profile.is_intact() {
                // Anybody could have written the certificate into it: it is not known to be the one
                // to file.
                report.signers.iter_mut().for_each(|signer| signer.role = Role::Additional);
            }
        }
        if self.is_decoded_profile {
            report.findings.push(Finding::new(issue::Harmony::ProfileUnsigned));
            report.signers.iter_mut().for_each(|signer| signer.role = Role::Additional);
        }
        report.findings.sort_by_key(|finding| finding.severity);
        report
    }
}

impl<'w> Found<'w> {
    fn new(limit: Limit, work: &'w Work) -> Self {
        Self {
            limit,
            work,
            certificates: Vec::new(),
            other: Vec::new(),
            profile: None,
            is_decoded_profile: false,
        }
    }

    /// Whatever a file holds. `None` where it is nothing that certificates are kept in.
    fn file(&mut self, bytes: &[u8]) -> Option<Result<(), CertificateFileError>> {
        match Content::of_der(bytes) {
            Some(content) if content != Content::Keystore => Some(self.elements(bytes)),
            _ => self.text(&pem::text(bytes)),
        }
    }

    /// DER elements one behind the other, up to the end: what is passed could be the one
    /// certificate that matters.
    fn elements(&mut self, mut bytes: &[u8]) -> Result<(), CertificateFileError> {
        while !bytes.iter().all(|&byte| byte == 0 || byte.is_ascii_whitespace()) {
            let known = Element::first(bytes)
                .and_then(|(element, rest)| Some((Content::of(&element)?, element, rest)))
                .filter(|(content, ..)| *content != Content::Keystore);
            let (content, element, rest) =
                known.ok_or(CertificateFileError::Trailing(bytes.len()))?;
            self.add(content, element.raw)?;
            bytes = rest;
        }
        Ok(())
    }

    /// Armoured blocks, or what a text without armour encodes. `None` where there is nothing of the
    /// kind.
    fn text(&mut self, text: &str) -> Option<Result<(), CertificateFileError>> {
        let blocks = pem::blocks(text);
        self.is_decoded_profile =
            text.trim_start().starts_with('{') && text.contains("\"bundle-info\"");
        if pem::has_damaged_head(text, &blocks) {
            // What is not read could be the one certificate that matters.
            return Some(Err(CertificateFileError::BrokenBlock("CERTIFICATE".to_owned())));
        }
        if blocks.is_empty() {
            let der = pem::bare(text)?;
            Content::of_der(&der).filter(|content| *content != Content::Keystore)?;
            return Some(self.elements(&der));
        }
        let mut known =
            blocks.iter().filter_map(|block| Some((block, content_of_block(block)?))).peekable();
        known.peek()?;
        Some(known.try_for_each(|(block, content)| match &block.der {
            Some(der) => self.add(content, der),
            // An encrypted key is not decoded; what it is is known without.
            None if content == Content::PrivateKey => self.add(content, &[]),
            None => Err(CertificateFileError::BrokenBlock(block.label.to_owned())),
        }))
    }

    fn add(&mut self, content: Content, der: &[u8]) -> Result<(), CertificateFileError> {
        match content {
            Content::Certificate => self.add_certificate(der)?,
            Content::SignedData => self.add_signed_data(der)?,
            other => self.other.push(other),
        }
        if self.certificates.len() > self.limit.count() {
            let (count, limit) = (self.certificates.len(), self.limit.value);
            return Err(CertificateFileError::TooMany { count, limit });
        }
        Ok(())
    }

    fn add_certificate(&mut self, der: &[u8]) -> Result<(), CertificateFileError> {
        // OpenSSL writes what it trusts a certificate for behind it ("TRUSTED CERTIFICATE").
        let der = Element::first(der).map_or(der, |(element, _)| element.raw);
        self.certificates.push(Certificate::from_der(der)?);
        Ok(())
    }

    fn add_signed_data(&mut self, der: &[u8]) -> Result<(), CertificateFileError> {
        let Ok(signed_data) = SignedData::parse(der) else {
            return Err(CertificateFileError::BrokenBlock("PKCS7".to_owned()));
        };
        match content_of(&signed_data) {
            Signed::HarmonyProfile => {
                // The certificates beside it are those of whoever signed the profile.
                let provision = Provision::read(der, self.work).ok();
                // By the one that no device takes it can still be told whose profile it is.
                let certificate = provision
                    .as_ref()
                    .and_then(|it| it.certificate.clone().or(it.identity.clone()));
                self.certificates
                    .push(certificate.ok_or(CertificateFileError::ProfileWithoutCertificate)?);
                self.profile = provision;
                Ok(())
            }
            Signed::AppleProfile => Err(CertificateFileError::ProvisioningProfile),
            Signed::Other => {
                let (count, limit) = (signed_data.certificates.len(), self.limit.value);
                if count > self.limit.count() {
                    return Err(CertificateFileError::TooMany { count, limit });
                }
                signed_data.certificates.iter().try_for_each(|der| self.add_certificate(der))
            }
        }
    }

    fn has(&self, content: Content) -> bool {
        self.other.contains(&content)
    }

    fn has_private_key(&self) -> bool {
        self.has(Content::PrivateKey) || self.has(Content::Keystore)
    }

    /// What a file is instead that holds no certificate.
    fn without_certificate(&self) -> CertificateFileError {
        if self.has_private_key() {
            CertificateFileError::PrivateKey
        } else if self.has(Content::CertificateRequest) {
            CertificateFileError::CertificateRequest
        } else if self.has(Content::PublicKey) {
            CertificateFileError::PublicKey
        } else {
            CertificateFileError::OnlyAuthorities(Vec::new())
        }
    }

    fn finish(self) -> Result<CertificateFile, CertificateFileError> {
        if self.certificates.is_empty() {
            return Err(self.without_certificate());
        }
        let has_private_key = self.has_private_key();
        let leaf = chain::leaf(&self.certificates, self.work)?.clone();
        Ok(CertificateFile {
            certificates: self.certificates,
            leaf,
            has_private_key,
            profile: self.profile,
            is_decoded_profile: self.is_decoded_profile,
        })
    }
}

/// What a block is: its content decides, and where that is none of these, what its armour calls it.
fn content_of_block(block: &pem::Block<'_>) -> Option<Content> {
    let told = block.der.as_deref().and_then(Content::of_der);
    told.or_else(|| Content::of_label(block.label))
}

/// What signed data is about.
enum Signed {
    HarmonyProfile,
    AppleProfile,
    Other,
}

fn content_of(signed_data: &SignedData<'_>) -> Signed {
    let content: &[u8] = signed_data.content.as_ref().map(Cow::as_ref).unwrap_or_default();
    let holds = |text: &[u8]| content.windows(text.len()).any(|window| window == text);
    if content.trim_ascii_start().starts_with(b"{") && holds(b"\"bundle-info\"") {
        Signed::HarmonyProfile
    } else if holds(b"<plist") && holds(b"DeveloperCertificates") {
        Signed::AppleProfile
    } else {
        Signed::Other
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};

    use super::*;
    use crate::report::Code;

    #[test]
    fn findings_on_a_certificate_beside_its_key_are_in_order() {
        let certificate =
            Base64::encode_string(include_bytes!("../../../fixtures/keys/first.cert.der"));
        let text = format!(
            "-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n\
             -----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"
        );
        let file = CertificateFile::read(text.as_bytes(), &Limits::default(), &Work::default())
            .unwrap()
            .unwrap();
        let findings = file.report(&InspectOptions::default(), &Work::default()).findings;
        assert!(findings.iter().any(|finding| finding.code == Code::PrivateKeyBeside));
        assert!(findings.is_sorted_by_key(|finding| finding.severity), "{findings:?}");
    }
}
