//! What DER in a file is, by its structure.

use crate::encoding::asn1::{Element, Oid, tag};

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
}

/// `1.2.840.113549.1.7.2`
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

impl Content {
    /// What the element is, if it is one of these.
    pub(crate) fn of(element: &Element<'_>) -> Option<Self> {
        const INTEGER: u8 = tag::INTEGER;
        const SEQUENCE: u8 = tag::SEQUENCE;
        const BITS: u8 = tag::BIT_STRING;
        const OCTETS: u8 = tag::OCTET_STRING;
        const OID: u8 = tag::OBJECT_IDENTIFIER;
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
                // A request's version, subject and key; a certificate has its version in brackets,
                // or the serial number and then an algorithm, a name, and its validity.
                [INTEGER, SEQUENCE, SEQUENCE, 0xa0] | [INTEGER, SEQUENCE, SEQUENCE] => {
                    Some(Self::CertificateRequest)
                }
                _ => Some(Self::Certificate),
            },
            [OID, ..] => (first.oid() == Some(Oid(SIGNED_DATA))).then_some(Self::SignedData),
            [INTEGER, SEQUENCE, OCTETS, ..] => Some(Self::PrivateKey),
            [INTEGER, OCTETS, ..] => Some(Self::PrivateKey),
            [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, ..] => Some(Self::PrivateKey),
            [INTEGER, INTEGER] => Some(Self::PublicKey),
            [SEQUENCE, OCTETS] if inner.first() == Some(&OID) => Some(Self::PrivateKey),
            [SEQUENCE, BITS] if inner.first() == Some(&OID) => Some(Self::PublicKey),
            _ => None,
        }
    }

    /// What the armour of a PEM block calls it (RFC 7468, and OpenSSL's `pem.h`).
    pub(crate) fn of_label(label: &str) -> Option<Self> {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Some(Self::Certificate),
            "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => Some(Self::SignedData),
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Some(Self::PublicKey),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Some(Self::CertificateRequest),
            label if label.ends_with("PRIVATE KEY") => Some(Self::PrivateKey),
            _ => None,
        }
    }
}
