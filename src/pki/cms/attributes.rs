//! What a signer signs beside the content (RFC 5652, section 5.3).

use std::borrow::Cow;

use super::error::{CmsError, Part};
use super::layout::sequence;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::pki::oid::{CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME};
use crate::pki::x509::Time;

/// Signed attributes.
#[derive(Debug)]
pub(crate) struct SignedAttributes<'a> {
    pub(super) raw: &'a [u8],
    /// Types, and the elements that are their values.
    attributes: Vec<(Oid<'a>, Vec<Element<'a>>)>,
}

impl<'a> SignedAttributes<'a> {
    pub(super) fn read(set: &Element<'a>) -> Result<Self, CmsError> {
        let attribute = |element: &Element<'a>| {
            let mut fields = sequence(element)?;
            Some((fields.read()?.oid()?, fields.optional(tag::SET)?.children().all()?))
        };
        let elements = set.children().all();
        let attributes = elements.and_then(|elements| elements.iter().map(attribute).collect());
        let attributes = attributes.ok_or(CmsError::Malformed(Part::SignedAttributes))?;
        Ok(Self { raw: set.raw, attributes })
    }

    /// The bytes that the signature is over: the attributes as encoded, as a `SET` (RFC 5652,
    /// section 5.4).
    pub(crate) fn as_signed(&self) -> Vec<u8> {
        let mut bytes = self.raw.to_vec();
        if let Some(first) = bytes.first_mut() {
            *first = tag::SET;
        }
        bytes
    }

    /// When the signer says that it signed.
    pub(crate) fn signing_time(&self) -> Option<Time> {
        let value = self.single(SIGNING_TIME, CmsError::Malformed(Part::SigningTime)).ok()??;
        Time::read(value)
    }

    /// The type of the content, as signed.
    pub(crate) fn content_type(&self) -> Result<Option<Oid<'a>>, CmsError> {
        const UNREADABLE: CmsError = CmsError::Malformed(Part::ContentType);
        let value = self.single(CONTENT_TYPE, UNREADABLE)?;
        value.map(|value| value.oid().ok_or(UNREADABLE)).transpose()
    }

    /// The digest of the content, as signed.
    pub(crate) fn message_digest(&self) -> Result<Option<Cow<'a, [u8]>>, CmsError> {
        const UNREADABLE: CmsError = CmsError::Malformed(Part::MessageDigest);
        let value = self.single(MESSAGE_DIGEST, UNREADABLE)?;
        value.map(|value| value.string().ok_or(UNREADABLE)).transpose()
    }

    /// The values of an attribute, which stands there once.
    pub(crate) fn values(&self, oid: &[u8]) -> Result<Option<&[Element<'a>]>, CmsError> {
        let mut found = self.attributes.iter().filter(|(kind, _)| kind.0 == oid);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(CmsError::Malformed(Part::SignedAttributes)),
            (first, None) => Ok(first.map(|(_, values)| &values[..])),
        }
    }

    /// The only value of an attribute.
    fn single(&self, oid: Oid<'_>, otherwise: CmsError) -> Result<Option<&Element<'a>>, CmsError> {
        let mut values = self.attributes.iter().filter(|(found, _)| *found == oid);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some((_, values)), None) => match &values[..] {
                [value] => Ok(Some(value)),
                _ => Err(otherwise),
            },
            (Some(_), Some(_)) => Err(otherwise),
        }
    }
}
