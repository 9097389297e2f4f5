//! What every reader of signed data finds where RFC 5652 has it, each part read to its end.

use crate::encoding::asn1::{Element, Elements, Oid, tag};
use crate::pki::oid;

/// The elements of a sequence.
pub(super) fn sequence<'a>(element: &Element<'a>) -> Option<Elements<'a>> {
    (element.tag == tag::SEQUENCE).then(|| element.children())
}

/// The fields of the `SignedData`. What stands behind the `ContentInfo` is ignored.
pub(super) fn signed_data(bytes: &[u8]) -> Option<Elements<'_>> {
    let mut info = sequence(&Elements::new(bytes).read()?)?;
    if info.read()?.oid()? != oid::SIGNED_DATA {
        return None;
    }
    let wrapper = info.optional(tag::context_constructed(0)).filter(|_| info.is_empty())?;
    let [data] = wrapper.children().all()?[..] else { return None };
    sequence(&data)
}

/// The type of the content, and at most one content, which must be an octet string as the reader
/// takes it.
pub(super) fn content(
    fields: &mut Elements<'_>,
    is_octets: fn(&Element<'_>) -> bool,
) -> Option<()> {
    let mut content = sequence(&fields.read()?)?;
    content.read()?.oid()?;
    if content.is_empty() {
        return Some(());
    }
    let wrapper = content.optional(tag::context_constructed(0)).filter(|_| content.is_empty())?;
    matches!(wrapper.children().all()?[..], [octets] if is_octets(&octets)).then_some(())
}

/// Issuer and serial number, where the signer is named by them, as the reader takes numbers. One
/// that is named by its key is for the caller to refuse.
pub(super) fn issuer_and_serial(
    fields: &mut Elements<'_>,
    is_number: fn(&Element<'_>) -> bool,
) -> Option<()> {
    let identifier = fields.read()?;
    if identifier.tag != tag::SEQUENCE {
        return Some(());
    }
    let [issuer, serial] = identifier.children().all()?[..] else { return None };
    crate::x509::Name::from_der(issuer.raw)?;
    is_number(&serial).then_some(())
}

/// The type of an attribute, and its values.
pub(super) fn attribute<'a>(element: &Element<'a>) -> Option<(Oid<'a>, Vec<Element<'a>>)> {
    let [kind, values] = sequence(element)?.all()?[..] else { return None };
    Some((kind.oid()?, (values.tag == tag::SET).then(|| values.children().all())??))
}
