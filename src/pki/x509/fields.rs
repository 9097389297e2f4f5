//! The fields of a certificate, found by its structure alone.
//!
//! General readers refuse what platforms accept: parameters of ECDSA that are `NULL`, empty or
//! over-long parts of names, numbers with a lost sign, BER. So the structure is read as apksig
//! reads it (`X509CertificateUtils.generateCertificate`): whole and in order (RFC 5280, section
//! 4.1), by the JDK's `X509CertImpl`; and what that refuses, by a reader of BER that skips what it
//! does not know, and encodes the rest anew. That one wants a version to be there. What neither
//! takes is no certificate.

use std::collections::HashSet;

use crate::encoding::asn1::{
    Element, Elements, Oid, algorithm_identifier, encode, encoded_anew, minimal, tag,
};
use crate::pki::oid::STANDARD_EXTENSIONS;

/// `v1` and `v3` (RFC 5280, section 4.1.2.1).
const V1: &[u8] = &[0];
const V3: &[u8] = &[2];

/// The fields of a `TBSCertificate`, as encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fields<'a> {
    /// The `TBSCertificate`: what the issuer signed.
    pub(crate) tbs: &'a [u8],
    /// The signature algorithm as the issuer signed it: the encoded `AlgorithmIdentifier`.
    pub(crate) algorithm: &'a [u8],
    /// The bits of the issuer's signature.
    pub(crate) signature: &'a [u8],
    /// The content of the serial number, two's complement.
    pub(crate) serial: &'a [u8],
    pub(crate) issuer: &'a [u8],
    pub(crate) not_before: Element<'a>,
    pub(crate) not_after: Element<'a>,
    pub(crate) subject: &'a [u8],
    pub(crate) spki: &'a [u8],
    /// The sequence of extensions, where there is one.
    pub(crate) extensions: Option<Element<'a>>,
    /// Whether nothing was passed over.
    pub(crate) is_whole: bool,
}

impl<'a> Fields<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let (certificate, _) = Element::first(der).filter(|(it, _)| it.tag == tag::SEQUENCE)?;
        let mut parts = certificate.children();
        let tbs = parts.optional(tag::SEQUENCE)?;
        let algorithm = parts.optional(tag::SEQUENCE)?;
        let signature = parts.read()?.bits()?;
        let mut fields = Self::of_tbs(tbs, signature)?;
        fields.is_whole &= parts.is_empty();
        let has_version = tbs.content.first() == Some(&tag::context_constructed(0));
        let is_der = fields.is_whole && encoded_anew(&certificate)? == certificate.raw;
        (same_algorithm(fields.algorithm, &algorithm)? && (has_version || is_der)).then_some(fields)
    }

    fn of_tbs(whole: Element<'a>, signature: &'a [u8]) -> Option<Self> {
        let mut tbs = whole.children();
        let (version, version_is_alone) = match tbs.optional(tag::context_constructed(0)) {
            None => (V1, true),
            Some(wrapper) => version(&wrapper)?,
        };
        let serial = tbs.read()?.integer()?;
        let algorithm = tbs.optional(tag::SEQUENCE)?.raw;
        let issuer = tbs.optional(tag::SEQUENCE)?.raw;
        let mut validity = tbs.optional(tag::SEQUENCE)?.children();
        let (not_before, not_after) = (validity.read()?, validity.read()?);
        let subject = tbs.optional(tag::SEQUENCE)?.raw;
        let spki = tbs.optional(tag::SEQUENCE)?.raw;
        let Extensions { extensions, is_whole } = Extensions::read(tbs, version)?;
        // The JDK refuses an issuer without a name, and a subject without one; platforms read them.
        Some(Self {
            tbs: whole.raw,
            algorithm,
            signature,
            serial,
            issuer,
            not_before,
            not_after,
            subject,
            spki,
            extensions,
            is_whole: is_whole && version_is_alone && validity.is_empty(),
        })
    }

    /// The extensions: identifier, whether critical, and the encoded value.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        let elements =
            self.extensions.and_then(|elements| elements.children().all()).unwrap_or_default();
        elements.into_iter().filter_map(|element| Extension::read(&element))
    }
}

/// Whether the algorithm that was signed is the one beside the signature. Parameters that are
/// `NULL` are as good as none (the JDK's `AlgorithmId`).
fn same_algorithm(signed: &[u8], beside: &Element<'_>) -> Option<bool> {
    let read = |algorithm: &Element<'_>| {
        let (oid, parameters) = algorithm_identifier(algorithm)?;
        let parameters = parameters.filter(|parameters| parameters.tag != tag::NULL);
        Some((
            oid.0.to_vec(),
            parameters.map(|parameters| encode(parameters.tag, parameters.content)),
        ))
    };
    Some(read(&Element::first(signed)?.0)? == read(beside)?)
}

/// A version is a number of 32 bits, whichever it is. And whether it stands alone.
fn version<'a>(wrapper: &Element<'a>) -> Option<(&'a [u8], bool)> {
    let mut inside = wrapper.children();
    let version = minimal(inside.read()?.integer()?);
    (version.len() <= size_of::<i32>()).then_some((version, inside.is_empty()))
}

/// What stands behind the key.
struct Extensions<'a> {
    extensions: Option<Element<'a>>,
    /// Whether nothing was passed over.
    is_whole: bool,
}

impl<'a> Extensions<'a> {
    /// The identifiers of issuer and subject, and the sequence of extensions
    /// (`X509CertInfo.parse`). What else stands there is passed over. `None` where no reader takes
    /// what is there.
    fn read(mut rest: Elements<'a>, version: &[u8]) -> Option<Self> {
        const EXTENSIONS: u8 = tag::context_constructed(3);
        const UNIQUE_IDS: [u8; 2] = [tag::context(1), tag::context(2)];
        if !rest.is_empty() && version == V1 {
            return None;
        }
        let (mut is_whole, mut last) = (true, 0);
        while !rest.is_empty() {
            let element = rest.read()?;
            is_whole &= element.tag > last
                && (UNIQUE_IDS.contains(&element.tag) || element.tag == EXTENSIONS);
            last = element.tag;
            if UNIQUE_IDS.contains(&element.tag) {
                // A bit string: how many of the last bits are unused, and the bits.
                element.content.first().filter(|&&unused| unused < 8)?;
            } else if element.tag == EXTENSIONS {
                let mut inside = element.children();
                let extensions = inside.optional(tag::SEQUENCE)?;
                let is_good = version == V3 && are_extensions(&extensions)?;
                is_whole &= rest.is_empty() && inside.is_empty();
                return is_good.then_some(Self { extensions: Some(extensions), is_whole });
            } else if element.tag & tag::NUMBER == 3 {
                // The JDK passes over it, and others do not look at the class: what the
                // certificate allows would depend on the reader.
                return None;
            }
        }
        Some(Self { extensions: None, is_whole })
    }
}

/// Whether each can be read and is there once (`CertificateExtensions.parseExtension`).
fn are_extensions(extensions: &Element<'_>) -> Option<bool> {
    let mut seen = HashSet::new();
    for element in extensions.children().all()? {
        let extension = Extension::read(&element)?;
        if !seen.insert(extension.oid) || (extension.critical && !extension.is_readable()) {
            return Some(false);
        }
    }
    Some(true)
}

// The last numbers of the standard extensions that are looked into.
const SUBJECT_KEY_IDENTIFIER: u8 = 14;
const KEY_USAGE: u8 = 15;
const SUBJECT_ALTERNATIVE_NAME: u8 = 17;
const ISSUER_ALTERNATIVE_NAME: u8 = 18;
const BASIC_CONSTRAINTS: u8 = 19;
const EXTENDED_KEY_USAGE: u8 = 37;

/// One extension (RFC 5280, section 4.2).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extension<'a> {
    pub(crate) oid: Oid<'a>,
    pub(crate) critical: bool,
    pub(crate) value: &'a [u8],
}

impl<'a> Extension<'a> {
    fn read(element: &Element<'a>) -> Option<Self> {
        if element.tag != tag::SEQUENCE {
            return None;
        }
        let mut fields = element.children();
        let oid = fields.read()?.oid()?;
        let critical = match fields.optional(tag::BOOLEAN) {
            None => false,
            Some(flag) => boolean(&flag)?,
        };
        let value = fields.optional(tag::OCTET_STRING)?.content;
        Some(Self { oid, critical, value })
    }

    /// Whether the value has the shape of one: the JDK refuses critical extensions that it knows
    /// and that have not.
    fn is_readable(&self) -> bool {
        let Some(&[number]) = self.oid.below(STANDARD_EXTENSIONS) else { return true };
        let value = Element::first(self.value).filter(|(_, rest)| rest.is_empty());
        value.is_some_and(|(value, _)| match number {
            KEY_USAGE => value.tag == tag::BIT_STRING && !value.content.is_empty(),
            BASIC_CONSTRAINTS => are_constraints(&value).is_some(),
            SUBJECT_ALTERNATIVE_NAME | ISSUER_ALTERNATIVE_NAME => are_names(&value).is_some(),
            EXTENDED_KEY_USAGE => are_purposes(&value).is_some(),
            SUBJECT_KEY_IDENTIFIER => value.tag == tag::OCTET_STRING,
            20 | 27 | 54 => value.tag == tag::INTEGER,
            16 | 28..=36 | 46 => value.tag == tag::SEQUENCE,
            _ => true,
        }) || ![14..=20, 27..=37, 46..=46, 54..=54].iter().any(|known| known.contains(&number))
    }
}

/// General names: each has a tag of its own (RFC 5280, section 4.2.1.6).
fn are_names(value: &Element<'_>) -> Option<()> {
    let names = (value.tag == tag::SEQUENCE).then(|| value.children().all())??;
    let is_name = |name: &Element<'_>| {
        name.tag & !tag::CONSTRUCTED <= tag::context(8) && name.tag >= tag::context(0)
    };
    (!names.is_empty() && names.iter().all(is_name)).then_some(())
}

fn are_purposes(value: &Element<'_>) -> Option<()> {
    let purposes = (value.tag == tag::SEQUENCE).then(|| value.children().all())??;
    purposes.iter().all(|purpose| purpose.oid().is_some()).then_some(())
}

/// The flag and the length of the path (`BasicConstraintsExtension`).
fn are_constraints(value: &Element<'_>) -> Option<()> {
    let mut fields = (value.tag == tag::SEQUENCE).then(|| value.children())?;
    if let Some(flag) = fields.optional(tag::BOOLEAN) {
        boolean(&flag)?;
    }
    if fields.is_empty() {
        return Some(());
    }
    fields.read()?.integer().map(drop)
}

fn boolean(flag: &Element<'_>) -> Option<bool> {
    match flag.content {
        [value] => Some(*value != 0),
        _ => None,
    }
}
