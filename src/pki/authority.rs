//! Which certificate may issue others: what its extensions mean.
//!
//! The extensions are read by `x509-parser`; bytes, names and keys by the reader of this crate, which takes more than that one
//! does. A certificate that the two read differently, or only one of them, issues nothing: nobody could say what it allows.

use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate, X509Extension};

use crate::x509::Certificate;

/// What a certificate that issues others allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Authority {
    /// How many further authorities may stand between it and the leaf (`pathLenConstraint`). `None` for any number.
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
        (constraints.ca && may_sign).then_some(Self { path_length: constraints.path_len_constraint })
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

/// Whether an extension may be critical: what it says is looked at here, or narrows nothing that is done here.
fn is_known(extension: &X509Extension<'_>) -> bool {
    /// `1.3.6.1.4.1.2011.2.376.1`: Huawei's for who signs what.
    const HUAWEI_SIGNING: &[u8] = &[0x2b, 6, 1, 4, 1, 0x8f, 0x5b, 2, 0x82, 0x78, 1];
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
        ParsedExtension::UnsupportedExtension { oid } => oid.as_bytes().starts_with(HUAWEI_SIGNING),
        _ => false,
    }
}

/// Whether a certificate says that it is an authority's, and may sign certificates. One that `x509-parser` does not read is
/// taken at its word: it is not to pass for a developer's.
pub(crate) fn is_authority(certificate: &Certificate) -> bool {
    let may_sign = |parsed: &X509Certificate<'_>| {
        parsed.key_usage().ok().flatten().is_none_or(|usage| usage.value.key_cert_sign())
    };
    certificate.is_ca() && read(certificate).is_none_or(|parsed| may_sign(&parsed))
}

/// Whether nothing that is critical in it is unknown. What `x509-parser` does not read is left to the rules of the JDK.
pub(crate) fn is_understood(certificate: &Certificate) -> bool {
    match read(certificate) {
        Some(parsed) => parsed.extensions().iter().all(is_known),
        None => !certificate.has_unsupported_critical_extension(),
    }
}
