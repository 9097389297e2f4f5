//! Whether openssl reads signed data, and which bytes it takes for signed: the signatures of
//! HarmonyOS packages and profiles, which devices read with `d2i_PKCS7`.
//!
//! openssl takes BER, and forgets how it was written: what is verified is the DER of the attributes
//! that it read, in their order (`CMS_Attributes_Verify`). Here is the reading of
//! `asn1_item_embed_d2i` and `asn1_ex_c2i` for the templates of `cms_asn1.c`, and no more than
//! that: where the two differ, this one refuses.

use std::collections::HashSet;

use super::algorithm::digest_algorithm;
use super::error::{CmsError, Part};
use super::layout::{attribute, content, issuer_and_serial, sequence, signed_data};
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Elements, Oid, encode, minimal, tag};
use crate::pki::oid::PKCS9;
use crate::pki::x509::{Certificate, Name, Time};

/// How deep elements may be nested.
const MAX_DEPTH: u8 = 32;
/// How deep the pieces of a string may stand in one another (`ASN1_MAX_STRING_NEST`).
const MAX_STRING_NEST: u8 = 5;

/// Checks all of it. What stands behind the `ContentInfo` is ignored.
pub(crate) fn check(bytes: &[u8]) -> Result<(), CmsError> {
    if Elements::new(bytes).read().is_none_or(|info| has_empty_long(&info, MAX_DEPTH)) {
        return Err(CmsError::NoSignedData);
    }
    let mut fields = signed_data(bytes).ok_or(CmsError::NoSignedData)?;
    let malformed = |part| move || CmsError::Malformed(part);
    version(&mut fields).ok_or_else(malformed(Part::Version))?;
    let digests = digests(&mut fields).ok_or_else(malformed(Part::DigestAlgorithms))?;
    content(&mut fields, |it| octet_string(it).is_some()).ok_or_else(malformed(Part::Content))?;
    certificates(&mut fields).ok_or_else(malformed(Part::Certificates))?;
    revocation_lists(&mut fields).ok_or_else(malformed(Part::RevocationLists))?;
    let signers = fields.optional(tag::SET).and_then(|set| set.children().all());
    let signers = signers.filter(|_| fields.is_empty()).ok_or_else(malformed(Part::Signers))?;
    signers.iter().try_for_each(|it| signer(it, &digests))
}

/// Whether an element that holds nothing says so in more than one byte: behind such a length
/// openssl wants one more byte, which is not there at the end of what the element stands in
/// (`asn1_get_length`).
fn has_empty_long(element: &Element<'_>, depth: u8) -> bool {
    if element.content.is_empty() {
        return element.raw.len() > 2 && element.raw.get(1) != Some(&0x80);
    }
    let inside = (element.tag & tag::CONSTRUCTED != 0).then(|| element.children().all()).flatten();
    let Some(depth) = depth.checked_sub(1) else { return inside.is_some() };
    inside.is_some_and(|inside| inside.iter().any(|element| has_empty_long(element, depth)))
}

/// A number without sign bytes that it does not need (`c2i_ibuf`, `ossl_c2i_uint64_int`).
fn number<'a>(element: &Element<'a>) -> Option<&'a [u8]> {
    element.integer().filter(|number| minimal(number).len() == number.len())
}

fn version(fields: &mut Elements<'_>) -> Option<()> {
    (number(&fields.read()?)?.len() <= size_of::<i32>()).then_some(())
}

/// The algorithms with which the content is digested, all of which must be known
/// (`ossl_cms_DigestAlgorithm_init_bio`).
fn digests(fields: &mut Elements<'_>) -> Option<Vec<DigestAlgorithm>> {
    let algorithms = fields.optional(tag::SET)?.children().all()?;
    algorithms.iter().map(|it| digest_algorithm(algorithm(it)?)).collect()
}

/// An `AlgorithmIdentifier`, read to its end.
fn algorithm<'a>(element: &Element<'a>) -> Option<Oid<'a>> {
    let mut fields = sequence(element)?;
    let oid = fields.read()?.oid()?;
    let is_good = fields.is_empty() || value(&fields.read()?).is_some();
    (is_good && fields.is_empty()).then_some(oid)
}

fn octet_string(element: &Element<'_>) -> Option<()> {
    let is_one = element.tag & !tag::CONSTRUCTED == tag::OCTET_STRING;
    (is_one && is_string(element, MAX_STRING_NEST)).then_some(())
}

/// Whether a string can be put together of its pieces, whatever their tags are (`asn1_collect`).
fn is_string(element: &Element<'_>, depth: u8) -> bool {
    if element.tag & tag::CONSTRUCTED == 0 {
        return true;
    }
    let Some(depth) = depth.checked_sub(1) else { return false };
    element
        .children()
        .all()
        .is_some_and(|pieces| pieces.iter().all(|piece| is_string(piece, depth)))
}

/// The certificates, all of which must be some.
fn certificates(fields: &mut Elements<'_>) -> Option<()> {
    let Some(set) = fields.optional(tag::context_constructed(0)) else { return Some(()) };
    let is_read = |element: &Element<'_>| {
        let is_good =
            |it: Certificate| it.is_whole() && minimal(it.serial()).len() == it.serial().len();
        Certificate::from_der(element.raw).is_ok_and(is_good)
    };
    set.children().all()?.iter().all(is_read).then_some(())
}

fn revocation_lists(fields: &mut Elements<'_>) -> Option<()> {
    let Some(set) = fields.optional(tag::context_constructed(1)) else { return Some(()) };
    set.children().all()?.iter().try_for_each(revocation_list)
}

/// A `CertificateList` (RFC 5280, section 5.1), as far as its structure goes.
fn revocation_list(element: &Element<'_>) -> Option<()> {
    let [list, signed, signature] = sequence(element)?.all()?[..] else { return None };
    algorithm(&signed)?;
    bits(&signature)?;
    let mut list = sequence(&list)?;
    if let Some(version) = list.optional(tag::INTEGER) {
        number(&version)?;
    }
    algorithm(&list.read()?)?;
    Name::from_der(list.read()?.raw)?;
    Time::read(&list.read()?)?;
    let mut next = list;
    if next.read().is_some_and(|it| [tag::UTC_TIME, tag::GENERALIZED_TIME].contains(&it.tag)) {
        Time::read(&list.read()?)?;
    }
    if let Some(revoked) = list.optional(tag::SEQUENCE) {
        revoked.children().all()?.iter().try_for_each(revoked_certificate)?;
    }
    if let Some(wrapper) = list.optional(tag::context_constructed(0)) {
        let [extensions] = wrapper.children().all()?[..] else { return None };
        sequence(&extensions)?.all()?.iter().try_for_each(extension)?;
    }
    list.is_empty().then_some(())
}

fn revoked_certificate(element: &Element<'_>) -> Option<()> {
    let mut fields = sequence(element)?;
    number(&fields.read()?)?;
    Time::read(&fields.read()?)?;
    if let Some(extensions) = fields.optional(tag::SEQUENCE) {
        extensions.children().all()?.iter().try_for_each(extension)?;
    }
    fields.is_empty().then_some(())
}

fn extension(element: &Element<'_>) -> Option<()> {
    let mut fields = sequence(element)?;
    fields.read()?.oid()?;
    if let Some(critical) = fields.optional(tag::BOOLEAN) {
        (critical.content.len() == 1).then_some(())?;
    }
    octet_string(&fields.read()?)?;
    fields.is_empty().then_some(())
}

fn bits(element: &Element<'_>) -> Option<()> {
    (element.tag == tag::BIT_STRING && element.content.first().is_some_and(|&unused| unused < 8))
        .then_some(())
}

fn signer(element: &Element<'_>, digests: &[DigestAlgorithm]) -> Result<(), CmsError> {
    let malformed = || CmsError::Malformed(Part::Signer);
    let mut fields = sequence(element).ok_or_else(malformed)?;
    version(&mut fields).ok_or_else(malformed)?;
    issuer_and_serial(&mut fields, |it| number(it).is_some()).ok_or_else(malformed)?;
    let digest = fields.read().and_then(|it| digest_algorithm(algorithm(&it)?));
    // The content is digested with those of the list only (`ossl_cms_DigestAlgorithm_find_ctx`).
    digest.filter(|digest| digests.contains(digest)).ok_or_else(malformed)?;
    attributes(&mut fields, 0)?;
    fields.read().and_then(|it| algorithm(&it)).ok_or_else(malformed)?;
    fields.read().and_then(|it| octet_string(&it)).ok_or_else(malformed)?;
    attributes(&mut fields, 1)?;
    if fields.is_empty() { Ok(()) } else { Err(malformed()) }
}

/// Attributes, signed or not: no type twice, and each where it may stand
/// (`cms_attribute_properties`).
fn attributes(fields: &mut Elements<'_>, number: u8) -> Result<(), CmsError> {
    let Some(set) = fields.optional(tag::context_constructed(number)) else { return Ok(()) };
    let malformed = || match number {
        0 => CmsError::Malformed(Part::SignedAttributes),
        _ => CmsError::Malformed(Part::UnsignedAttributes),
    };
    let mut seen = HashSet::new();
    for element in set.children().all().ok_or_else(malformed)? {
        let (kind, values) = attribute(&element).ok_or_else(malformed)?;
        values.iter().try_for_each(|it| value(it).map(drop)).ok_or_else(malformed)?;
        let is_good = match kind.below(PKCS9) {
            // The content's digest (`CMS_SignerInfo_verify_content`).
            Some([4]) => number == 0 && matches!(values[..], [it] if octet_string(&it).is_some()),
            // Type of the content, the time; receipts asked for, certificates that sign.
            Some([3 | 5] | [16, 2, 1 | 12 | 47]) => number == 0 && values.len() == 1,
            // Countersignatures.
            Some([6]) => number == 1 && !values.is_empty(),
            _ => true,
        };
        if !is_good || !seen.insert(kind) {
            return Err(malformed());
        }
    }
    Ok(())
}

/// The attributes as openssl encodes what it read of them: as a `SET`, in their order, the values
/// of each in that of DER.
pub(crate) fn as_signed(set: &[u8]) -> Option<Vec<u8>> {
    let (set, _) = Element::first(set)?;
    let mut encoded = Vec::with_capacity(set.content.len());
    for element in set.children().all()? {
        let (kind, values) = attribute(&element)?;
        let mut values: Vec<_> = values.iter().map(value).collect::<Option<_>>()?;
        values.sort_unstable();
        let parts = [encode(tag::OBJECT_IDENTIFIER, kind.0), encode(tag::SET, &values.concat())];
        encoded.extend(encode(tag::SEQUENCE, &parts.concat()));
    }
    Some(encode(tag::SET, &encoded))
}

/// A value of any type as openssl encodes it (`asn1_ex_c2i` and `asn1_ex_i2c` of `ASN1_ANY`):
/// sequences, sets and what is of no universal type as they stand, strings in one piece. `None`
/// where it does not read it, or where no tool writes it.
fn value(element: &Element<'_>) -> Option<Vec<u8>> {
    const CLASS: u8 = 0xc0;
    let is_constructed = element.tag & tag::CONSTRUCTED != 0;
    let primitive =
        |is_good: bool| (is_good && !is_constructed).then(|| encode(element.tag, element.content));
    let string = |multiple: usize, least: usize| {
        let string = is_string(element, MAX_STRING_NEST).then(|| element.string())??;
        let is_good = string.len() >= least && string.len().checked_rem(multiple) == Some(0);
        is_good.then(|| encode(element.tag & !tag::CONSTRUCTED, &string))
    };
    if element.tag & CLASS != 0 {
        return Some(element.raw.to_vec());
    }
    match element.tag & tag::NUMBER {
        0x10 | 0x11 => is_constructed.then(|| element.raw.to_vec()),
        tag::BOOLEAN => primitive(element.content.len() == 1),
        tag::INTEGER | 0x0a => {
            let is_minimal = minimal(element.content).len() == element.content.len();
            primitive(!element.content.is_empty() && is_minimal)
        }
        // Unused bits are set to zero; no structure has any here.
        tag::BIT_STRING => primitive(element.content.first() == Some(&0)),
        tag::NULL => primitive(element.content.is_empty()),
        tag::OBJECT_IDENTIFIER => primitive(element.oid().is_some()),
        tag::UTC_TIME => string(1, 13),
        tag::GENERALIZED_TIME => string(1, 15),
        0x1c => string(4, 0),
        0x1e => string(2, 0),
        tag::OCTET_STRING | 0x0c | 0x12..=0x16 | 0x19..=0x1b => string(1, 0),
        _ => None,
    }
}
