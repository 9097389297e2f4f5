//! Which certificate may issue others: what its extensions mean.
//!
//! The extensions are read by `x509-parser`; bytes, names and keys by the reader of this crate,
//! which takes more than that one does. A certificate that the two read differently, or only one of
//! them, issues nothing: what it allows is not known.

use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate, X509Extension};

use super::oid::HUAWEI_SIGNING;
use super::x509::Certificate;

/// What a certificate that issues others allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Authority {
    /// How many further authorities may stand between it and the leaf (`pathLenConstraint`). `None`
    /// for any number.
    pub(super) path_length: Option<u32>,
}

impl Authority {
    /// RFC 5280, sections 4.2.1.3 and 4.2.1.9: `cA`, and `keyCertSign` where there is a key usage.
    pub(super) fn of(certificate: &Certificate) -> Option<Self> {
        let parsed = read(certificate)?;
        if !parsed.extensions().iter().all(is_known) {
            return None;
        }
        let constraints = parsed.basic_constraints().ok()??.value;
        let key_usage = parsed.key_usage().ok()?;
        let may_sign = key_usage.is_none_or(|usage| usage.value.key_cert_sign());
        (constraints.ca && may_sign)
            .then_some(Self { path_length: constraints.path_len_constraint })
    }
}

/// The certificate as `x509-parser` reads it, where that is as it is read here.
fn read(certificate: &Certificate) -> Option<X509Certificate<'_>> {
    let (rest, parsed) = X509Certificate::from_der(certificate.der()).ok()?;
    let validity = parsed.validity();
    let agrees = rest.is_empty()
        && certificate.subject().der() == parsed.subject().as_raw()
        && certificate.issuer().der() == parsed.issuer().as_raw()
        && certificate.public_key().spki() == parsed.public_key().raw
        && certificate.serial() == parsed.raw_serial()
        && certificate.not_before().unix_seconds() == validity.not_before.timestamp()
        && certificate.not_after().unix_seconds() == validity.not_after.timestamp()
        && certificate.is_ca() == parsed.is_ca();
    agrees.then_some(parsed)
}

/// Whether an extension may be critical: what it says is looked at here, or narrows nothing that is
/// done here.
fn is_known(extension: &X509Extension<'_>) -> bool {
    if !extension.critical {
        return true;
    }
    match extension.parsed_extension() {
        ParsedExtension::BasicConstraints(_)
        | ParsedExtension::KeyUsage(_)
        | ParsedExtension::AuthorityKeyIdentifier(_)
        | ParsedExtension::SubjectKeyIdentifier(_)
        | ParsedExtension::SubjectAlternativeName(_)
        | ParsedExtension::IssuerAlternativeName(_)
        | ParsedExtension::CertificatePolicies(_)
        | ParsedExtension::CRLDistributionPoints(_) => true,
        ParsedExtension::ExtendedKeyUsage(usage) => usage.any || usage.code_signing,
        ParsedExtension::UnsupportedExtension { oid } => {
            oid.as_bytes().starts_with(HUAWEI_SIGNING.0)
        }
        _ => false,
    }
}

/// Whether a certificate says that it is an authority's, and may sign certificates. One that
/// `x509-parser` does not read is taken at its word: it is not to pass for a developer's.
pub(crate) fn is_authority(certificate: &Certificate) -> bool {
    let may_sign = |parsed: &X509Certificate<'_>| {
        parsed.key_usage().ok().flatten().is_none_or(|usage| usage.value.key_cert_sign())
    };
    certificate.is_ca() && read(certificate).is_none_or(|parsed| may_sign(&parsed))
}

/// Whether nothing that is critical in it is unknown. What `x509-parser` does not read is left to
/// the rules of the JDK.
pub(crate) fn is_understood(certificate: &Certificate) -> bool {
    match read(certificate) {
        Some(parsed) => parsed.extensions().iter().all(is_known),
        None => !certificate.has_unsupported_critical_extension(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CA: &[u8] = include_bytes!("../../fixtures/keys/h-ca.cert.der");
    const ROOT: &[u8] = include_bytes!("../../fixtures/keys/h-root.cert.der");
    const LEAF: &[u8] = include_bytes!("../../fixtures/keys/h-developer.cert.der");
    /// `cA`, as DER has it.
    const TRUE: &[u8] = &[0x30, 3, 1, 1, 0xff];

    /// The certificate with one run of bytes in place of another, of the same length.
    fn with(der: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = der.windows(from.len()).position(|run| run == from).unwrap();
        [&der[..at], to, &der[at + from.len()..]].concat()
    }

    #[test]
    fn an_authority_says_so_and_may_sign_certificates() {
        /// Key usage: `keyCertSign`, and `digitalSignature` instead.
        const CERTIFICATES: &[u8] = &[3, 2, 2, 4];
        const CONTENT: &[u8] = &[3, 2, 7, 0x80];
        let says_no = with(CA, TRUE, &[0x30, 3, 1, 1, 0]);
        let for_content = with(CA, CERTIFICATES, CONTENT);
        // Basic constraints (2.5.29.19) under an unknown number, and still critical.
        let unknown = with(CA, &[0x55, 0x1d, 0x13], &[0x55, 0x1d, 0x7f]);
        let with_usage_unknown = with(CA, &[0x55, 0x1d, 0x0f], &[0x55, 0x1d, 0x7f]);
        for (name, der, may_issue, is_called_so) in [
            ("an authority", CA, true, true),
            ("a root, without key usage", ROOT, true, true),
            ("a leaf", LEAF, false, false),
            ("it says no", &says_no, false, false),
            ("its key is for content", &for_content, false, false),
            ("its constraints are unknown", &unknown, false, false),
            ("a critical extension is unknown", &with_usage_unknown, false, true),
        ] {
            let certificate = Certificate::from_der(der).unwrap();
            assert_eq!(Authority::of(&certificate).is_some(), may_issue, "{name}");
            assert_eq!(is_authority(&certificate), is_called_so, "{name}");
        }
    }
}
