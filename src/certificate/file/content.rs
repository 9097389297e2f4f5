//! What DER in a file is, by its structure.

use crate::encoding::asn1::{Element, tag};
use crate::encoding::pem::CERTIFICATE_LABELS;
use crate::pki::oid;

/// Things that people keep in files beside, or in place of, a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Certificate,
    /// CMS or PKCS #7 signed data.
    SignedData,
    /// PKCS #8, in clear or encrypted, or the older forms of one kind of key (PKCS #1, SEC 1).
    PrivateKey,
    /// `SubjectPublicKeyInfo`, or the PKCS #1 form of an RSA key.
    PublicKey,
    /// PKCS #10.
    CertificateRequest,
    /// PKCS #12.
    Keystore,
}

impl Content {
    /// What the first element is, if it is one of these. What stands behind it does not matter.
    pub(crate) fn of_der(der: &[u8]) -> Option<Self> {
        Self::of(&Element::first(der)?.0)
    }

    /// What the element is, if it is one of these.
    pub(crate) fn of(element: &Element<'_>) -> Option<Self> {
        const INTEGER: u8 = tag::INTEGER;
        const SEQUENCE: u8 = tag::SEQUENCE;
        const BITS: u8 = tag::BIT_STRING;
        const OCTETS: u8 = tag::OCTET_STRING;
        const OID: u8 = tag::OBJECT_IDENTIFIER;
        const TIME: u8 = tag::UTC_TIME;
        const LATER_TIME: u8 = tag::GENERALIZED_TIME;
        if element.tag != SEQUENCE {
            return None;
        }
        let parts = element.children().all()?;
        let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
        let first = parts.first()?;
        let inner: Vec<u8> = first
            .children()
            .all()
            .unwrap_or_default()
            .iter()
            .map(|part| part.tag)
            .take(4)
            .collect();
        match tags[..] {
            [SEQUENCE, SEQUENCE, BITS] => match inner[..] {
                // A list of what was revoked has a time where a certificate has its validity, with
                // its version before it or none (RFC 5280, section 5.1).
                [INTEGER, SEQUENCE, SEQUENCE, TIME | LATER_TIME]
                | [SEQUENCE, SEQUENCE, TIME | LATER_TIME, ..] => None,
                // A request's version, subject and key; a certificate has its version in brackets,
                // or the serial number and then an algorithm, a name, and its validity.
                [INTEGER, SEQUENCE, SEQUENCE, 0xa0] | [INTEGER, SEQUENCE, SEQUENCE] => {
                    Some(Self::CertificateRequest)
                }
                _ => Some(Self::Certificate),
            },
            [OID, ..] => (first.oid() == Some(oid::SIGNED_DATA)).then_some(Self::SignedData),
            [INTEGER, SEQUENCE] | [INTEGER, SEQUENCE, SEQUENCE]
                if first.integer() == Some(&[3]) =>
            {
                Some(Self::Keystore)
            }
            [INTEGER, SEQUENCE, OCTETS, ..] => Some(Self::PrivateKey),
            [INTEGER, OCTETS, ..] => Some(Self::PrivateKey),
            [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, ..] => Some(Self::PrivateKey),
            [INTEGER, INTEGER] => Some(Self::PublicKey),
            [SEQUENCE, OCTETS] if inner.first() == Some(&OID) => Some(Self::PrivateKey),
            [SEQUENCE, BITS] if inner.first() == Some(&OID) => Some(Self::PublicKey),
            _ => None,
        }
    }

    /// What the armour of a PEM block calls it (RFC 7468, and OpenSSL's `pem.h`): what counts only
    /// where the content cannot be told.
    pub(crate) fn of_label(label: &str) -> Option<Self> {
        match label {
            label if CERTIFICATE_LABELS.contains(&label) => Some(Self::Certificate),
            "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => Some(Self::SignedData),
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Some(Self::PublicKey),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Some(Self::CertificateRequest),
            label if label.ends_with("PRIVATE KEY") => Some(Self::PrivateKey),
            _ => None,
        }
    }
}
