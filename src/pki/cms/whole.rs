//! Whether signed data is what every platform's reader takes: the signature blocks of v1.
//!
//! Android reads them with a fork of the JDK's `sun.security.pkcs.PKCS7`, apksig with
//! `Asn1BerParser`. Where one of the two refuses what the other takes, a platform may refuse the
//! package: the stricter of the two is asked of each field. Both take BER. What signs a HAP is read
//! by openssl, which has other rules.

use std::collections::HashSet;

use super::error::{CmsError, Part};
use super::layout::{attribute, content, issuer_and_serial, sequence, signed_data};
use crate::encoding::asn1::{Element, Elements, Oid, algorithm_identifier, encode, minimal, tag};
use crate::pki::oid::PKCS9;
use crate::pki::x509::{Name, Time};

/// Checks all of it.
pub(crate) fn check(bytes: &[u8]) -> Result<(), CmsError> {
    let mut fields = signed_data(bytes).ok_or(CmsError::NoSignedData)?;
    let malformed = |part| move || CmsError::Malformed(part);
    number(&mut fields).ok_or_else(malformed(Part::Version))?;
    digest_algorithms(&mut fields).ok_or_else(malformed(Part::DigestAlgorithms))?;
    content(&mut fields, |it| it.tag & !tag::CONSTRUCTED == tag::OCTET_STRING)
        .ok_or_else(malformed(Part::Content))?;
    // What stands in it is read as certificates, each by itself.
    fields.optional(tag::context_constructed(0));
    revocation_lists(&mut fields).ok_or_else(malformed(Part::RevocationLists))?;
    let signers = fields.optional(tag::SET).and_then(|set| set.children().all());
    let signers = signers.filter(|_| fields.is_empty()).ok_or_else(malformed(Part::Signers))?;
    signers.iter().try_for_each(signer)
}

/// A version: one of 32 bits, which apksig has for it.
fn number(fields: &mut Elements<'_>) -> Option<()> {
    (minimal(fields.read()?.integer()?).len() <= size_of::<i32>()).then_some(())
}

fn algorithm(fields: &mut Elements<'_>) -> Option<()> {
    algorithm_identifier(&fields.read()?).map(drop)
}

fn digest_algorithms(fields: &mut Elements<'_>) -> Option<()> {
    let mut algorithms = fields.optional(tag::SET)?.children();
    while !algorithms.is_empty() {
        algorithm(&mut algorithms)?;
    }
    Some(())
}

/// `X509CRLImpl.parse`, as far as a list's own fields go.
fn revocation_lists(fields: &mut Elements<'_>) -> Option<()> {
    let Some(lists) = fields.optional(tag::context_constructed(1)) else { return Some(()) };
    for list in lists.children().all()? {
        let [list, signed, signature] = sequence(&list)?.all()?[..] else { return None };
        algorithm_identifier(&signed)?;
        signature.bits()?;
        let mut list = sequence(&list)?;
        if list.optional(tag::INTEGER).is_some_and(|version| version.content != [1]) {
            return None;
        }
        algorithm(&mut list)?;
        Name::from_der(list.read()?.raw)?;
        Time::read(&list.read()?)?;
    }
    Some(())
}

fn signer(element: &Element<'_>) -> Result<(), CmsError> {
    let malformed = || CmsError::Malformed(Part::Signer);
    let mut fields = sequence(element).ok_or_else(malformed)?;
    number(&mut fields).ok_or_else(malformed)?;
    issuer_and_serial(&mut fields, |it| it.integer().is_some()).ok_or_else(malformed)?;
    algorithm(&mut fields).ok_or_else(malformed)?;
    attributes(&mut fields, 0)?;
    algorithm(&mut fields).ok_or_else(malformed)?;
    // The JDK puts a string in pieces together; apksig takes the pieces with their headers for the
    // signature.
    fields.optional(tag::OCTET_STRING).ok_or_else(malformed)?;
    attributes(&mut fields, 1)?;
    if fields.is_empty() { Ok(()) } else { Err(malformed()) }
}

/// Attributes, signed or not: each a type and its values, no type twice, those that have one value
/// of their kind (`PKCS9Attribute`).
fn attributes(fields: &mut Elements<'_>, number: u8) -> Result<(), CmsError> {
    let Some(set) = fields.optional(tag::context_constructed(number)) else { return Ok(()) };
    let malformed = || match number {
        0 => CmsError::Malformed(Part::SignedAttributes),
        _ => CmsError::Malformed(Part::UnsignedAttributes),
    };
    // What is signed begins with this length: the JDK writes the shortest for it, apksig what is
    // there.
    if number == 0 && encode(set.tag, set.content) != set.raw {
        return Err(malformed());
    }
    let mut seen = HashSet::new();
    for element in set.children().all().ok_or_else(malformed)? {
        let kind = kind(&element).ok_or_else(malformed)?;
        if !seen.insert(kind) {
            return Err(malformed());
        }
    }
    Ok(())
}

/// The type of an attribute that is of its kind.
fn kind<'a>(element: &Element<'a>) -> Option<Oid<'a>> {
    let (kind, values) = attribute(element)?;
    let is_single =
        |holds: fn(&Element<'_>) -> bool| matches!(&values[..], [value] if holds(value));
    let all = |tag| values.iter().all(|value| value.tag == tag);
    let is_good = match kind.below(PKCS9) {
        // An address, which is IA5.
        Some([1]) => all(0x16),
        // The type of the content, its digest, and the time.
        Some([3]) => is_single(|value| value.oid().is_some()),
        Some([4]) => is_single(|value| value.tag == tag::OCTET_STRING),
        Some([5]) => is_single(|value| Time::read(value).is_some()),
        // Countersignatures, which are signers.
        Some([6]) => all(tag::SEQUENCE),
        // Requests for extensions, certificates that sign, time stamps, and algorithms that are
        // protected.
        Some([14] | [16, 2, 12 | 14] | [52]) => is_single(|value| value.tag == tag::SEQUENCE),
        _ => true,
    };
    is_good.then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::oid::SIGNED_DATA;

    const NULL: &[u8] = &[5, 0];

    fn of(parts: &[&[u8]]) -> Vec<u8> {
        encode(tag::SEQUENCE, &parts.concat())
    }

    fn oid(oid: &[u8]) -> Vec<u8> {
        Oid(oid).encoded()
    }

    fn attribute(number: u8, values: &[u8]) -> Vec<u8> {
        of(&[&oid(&[PKCS9.0, &[number]].concat()), &encode(tag::SET, values)])
    }

    /// Signed data in its parts, one of which can be changed.
    #[derive(Clone)]
    struct Block {
        version: Vec<u8>,
        algorithms: Vec<u8>,
        content: Vec<u8>,
        lists: Vec<u8>,
        issuer: Vec<u8>,
        attributes: Vec<u8>,
        algorithm: Vec<u8>,
        signature: Vec<u8>,
        unsigned: Vec<u8>,
        behind_signer: Vec<u8>,
        behind_data: Vec<u8>,
        behind_wrapper: Vec<u8>,
    }

    impl Block {
        fn new() -> Self {
            let algorithm = of(&[&oid(&[0x2a, 3]), NULL]);
            let attributes = [
                attribute(3, &oid(&[0x2a, 3])),
                attribute(4, &encode(tag::OCTET_STRING, b"digest")),
                attribute(5, &encode(tag::UTC_TIME, b"250101000000Z")),
            ];
            Self {
                version: vec![2, 1, 1],
                algorithms: encode(tag::SET, &algorithm),
                content: of(&[&oid(&[0x2a, 3])]),
                lists: Vec::new(),
                issuer: of(&[&of(&[]), &[2, 1, 7]]),
                attributes: encode(0xa0, &attributes.concat()),
                algorithm,
                signature: encode(tag::OCTET_STRING, b"signature"),
                unsigned: Vec::new(),
                behind_signer: Vec::new(),
                behind_data: Vec::new(),
                behind_wrapper: Vec::new(),
            }
        }

        fn is_whole(&self) -> bool {
            let signer = of(&[
                &self.version,
                &self.issuer,
                &self.algorithm,
                &self.attributes,
                &self.algorithm,
                &self.signature,
                &self.unsigned,
                &self.behind_signer,
            ]);
            let data = of(&[
                &self.version,
                &self.algorithms,
                &self.content,
                &self.lists,
                &encode(tag::SET, &signer),
                &self.behind_data,
            ]);
            let info = of(&[&SIGNED_DATA.encoded(), &encode(0xa0, &data), &self.behind_wrapper]);
            check(&[&info[..], &[0, 0]].concat()).is_ok()
        }
    }

    #[test]
    fn every_sequence_is_read_to_its_end() {
        let good = Block::new();
        assert!(good.is_whole());
        let null = NULL.to_vec();
        let algorithm = |parameters: &[&[u8]]| of(&[&oid(&[0x2a, 3])[..], &parameters.concat()]);
        for (name, block) in [
            ("behind the wrapper", Block { behind_wrapper: null.clone(), ..good.clone() }),
            ("behind the signers", Block { behind_data: null.clone(), ..good.clone() }),
            ("behind the signature", Block { behind_signer: null.clone(), ..good.clone() }),
            ("behind parameters", Block { algorithm: algorithm(&[NULL, NULL]), ..good.clone() }),
            (
                "a NULL that holds something",
                Block { algorithm: algorithm(&[&[5, 1, 0]]), ..good.clone() },
            ),
            ("no algorithm", Block { algorithms: encode(tag::SET, NULL), ..good.clone() }),
            (
                "behind the serial number",
                Block { issuer: of(&[&of(&[]), &[2, 1, 7], NULL]), ..good.clone() },
            ),
            (
                "behind the content",
                Block { content: of(&[&oid(&[0x2a, 3]), NULL]), ..good.clone() },
            ),
            ("a list that is none", Block { lists: encode(0xa1, NULL), ..good.clone() }),
            (
                "signed attributes of a long length",
                Block {
                    attributes: [&[0xa0, 0x81], &good.attributes[1..]].concat(),
                    ..good.clone()
                },
            ),
            (
                "a version of five bytes",
                Block { version: vec![2, 5, 1, 0, 0, 0, 0], ..good.clone() },
            ),
            (
                "a signature in pieces",
                Block {
                    signature: encode(0x24, &encode(tag::OCTET_STRING, b"signature")),
                    ..good.clone()
                },
            ),
        ] {
            assert!(!block.is_whole(), "{name}");
        }
        for (name, block) in [
            ("no parameters", Block { algorithm: algorithm(&[]), ..good.clone() }),
            ("no attributes", Block { attributes: Vec::new(), ..good.clone() }),
            ("named by its key", Block { issuer: encode(0x80, b"key"), ..good.clone() }),
            (
                "no list of algorithms' entries",
                Block { algorithms: encode(tag::SET, &[]), ..good.clone() },
            ),
        ] {
            assert!(block.is_whole(), "{name}");
        }
    }

    #[test]
    fn attributes_are_unique_and_of_their_kind() {
        let good = Block::new();
        let digest = attribute(4, &encode(tag::OCTET_STRING, b"digest"));
        let unknown = of(&[&oid(&[0x2a, 9]), &encode(tag::SET, &[])]);
        for (name, attributes, want) in [
            ("one", digest.clone(), true),
            ("one that nobody knows", unknown.clone(), true),
            ("twice", digest.repeat(2), false),
            ("twice, unknown", unknown.repeat(2), false),
            ("two values", attribute(4, &encode(tag::OCTET_STRING, b"digest").repeat(2)), false),
            ("of another type", attribute(4, NULL), false),
            (
                "in pieces",
                attribute(4, &encode(0x24, &encode(tag::OCTET_STRING, b"digest"))),
                false,
            ),
            ("no time", attribute(5, &encode(tag::UTC_TIME, b"251301000000Z")), false),
            ("three parts", of(&[&oid(&[0x2a, 9]), &encode(tag::SET, &[]), NULL]), false),
        ] {
            for number in [0xa0, 0xa1] {
                let set = encode(number, &attributes);
                let block = match number {
                    0xa0 => Block { attributes: set, ..good.clone() },
                    _ => Block { unsigned: set, ..good.clone() },
                };
                assert_eq!(block.is_whole(), want, "{name}, {number:#x}");
            }
        }
    }
}
