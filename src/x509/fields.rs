//! The fields of a certificate, found by its structure alone.
//!
//! General readers refuse what platforms accept: parameters of ECDSA that are `NULL`, empty or over-long parts of
//! names, numbers with a lost sign, BER. Here only the order of the fields counts (RFC 5280, section 4.1).

use crate::asn1::{Element, tag};

/// The fields of a `TBSCertificate`, as encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fields<'a> {
    /// The `TBSCertificate`: what the issuer signed.
    pub(super) tbs: &'a [u8],
    /// The signature algorithm as the issuer signed it: the encoded `AlgorithmIdentifier`.
    pub(super) algorithm: &'a [u8],
    /// The content of the serial number, two's complement.
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) not_before: Element<'a>,
    pub(super) not_after: Element<'a>,
    pub(super) subject: &'a [u8],
    pub(super) spki: &'a [u8],
    /// The sequence of extensions, where there is one.
    pub(super) extensions: Option<Element<'a>>,
}

impl<'a> Fields<'a> {
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let (certificate, _) = Element::first(der).filter(|(it, _)| it.tag == tag::SEQUENCE)?;
        let whole_tbs = certificate.children().optional(tag::SEQUENCE)?;
        let mut tbs = whole_tbs.children();
        tbs.optional(tag::context_constructed(0)); // version
        let serial = tbs.read()?.integer()?;
        let algorithm = tbs.optional(tag::SEQUENCE)?.raw;
        let issuer = tbs.optional(tag::SEQUENCE)?.raw;
        let mut validity = tbs.optional(tag::SEQUENCE)?.children();
        let (not_before, not_after) = (validity.read()?, validity.read()?);
        let subject = tbs.optional(tag::SEQUENCE)?.raw;
        let spki = tbs.optional(tag::SEQUENCE)?.raw;
        let extensions = std::iter::from_fn(|| tbs.read())
            .find(|element| element.tag == tag::context_constructed(3))
            .and_then(|wrapper| wrapper.children().optional(tag::SEQUENCE));
        Some(Self {
            tbs: whole_tbs.raw,
            algorithm,
            serial,
            issuer,
            not_before,
            not_after,
            subject,
            spki,
            extensions,
        })
    }

    /// The extensions: identifier, whether critical, and the encoded value.
    pub(super) fn extensions(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        let elements = self.extensions.and_then(|elements| elements.children().all()).unwrap_or_default();
        elements.into_iter().filter_map(|element| Extension::read(&element))
    }
}

/// One extension (RFC 5280, section 4.2).
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension<'a> {
    pub(super) oid: &'a [u8],
    pub(super) critical: bool,
    pub(super) value: &'a [u8],
}

impl<'a> Extension<'a> {
    fn read(element: &Element<'a>) -> Option<Self> {
        const BOOLEAN: u8 = 0x01;
        let mut fields = element.children();
        let oid = fields.read()?.oid()?.0;
        let critical = fields.optional(BOOLEAN).is_some_and(|flag| flag.content != [0]);
        let value = fields.optional(tag::OCTET_STRING)?.content;
        Some(Self { oid, critical, value })
    }
}
