//! What openssl reads of signed data, row for row: `openssl cms -verify -binary -noverify` (3.0.19)
//! says the same of each, but where it is said.

use super::openssl::{as_signed, check};
use crate::encoding::asn1::{Oid, encode, tag};
use crate::pki::oid::{DATA, MESSAGE_DIGEST, PKCS9, SHA256, SIGNED_DATA};

const NULL: &[u8] = &[5, 0];
const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");
const LIST: &[u8] = include_bytes!("../../../fixtures/keys/h-ca.crl.der");

fn of(parts: &[&[u8]]) -> Vec<u8> {
    encode(tag::SEQUENCE, &parts.concat())
}

fn oid(oid: Oid<'_>) -> Vec<u8> {
    oid.encoded()
}

fn octets(content: &[u8]) -> Vec<u8> {
    encode(tag::OCTET_STRING, content)
}

fn attribute(kind: Oid<'_>, values: &[u8]) -> Vec<u8> {
    of(&[&oid(kind), &encode(tag::SET, values)])
}

fn pkcs9(number: &[u8], values: &[u8]) -> Vec<u8> {
    attribute(Oid(&[PKCS9.0, number].concat()), values)
}

/// With a length of two digits, one of which says nothing.
fn long(element: &[u8]) -> Vec<u8> {
    [&element[..1], &[0x82, 0], &element[1..]].concat()
}

fn indefinite(element: &[u8]) -> Vec<u8> {
    [&element[..1], &[0x80], &element[2..], &[0, 0]].concat()
}

/// Signed data in its parts, one of which can be changed.
#[derive(Clone)]
struct Block {
    version: Vec<u8>,
    algorithms: Vec<u8>,
    content: Vec<u8>,
    certificates: Vec<u8>,
    lists: Vec<u8>,
    issuer: Vec<u8>,
    digest: Vec<u8>,
    attributes: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    unsigned: Vec<u8>,
    behind: [Vec<u8>; 3],
}

impl Block {
    fn new() -> Self {
        let digest = of(&[&oid(SHA256), NULL]);
        let attributes = [
            pkcs9(&[3], &oid(DATA)),
            pkcs9(&[4], &octets(b"digest")),
            pkcs9(&[5], &encode(tag::UTC_TIME, b"250101000000Z")),
        ];
        Self {
            version: vec![2, 1, 1],
            algorithms: encode(tag::SET, &digest),
            content: of(&[&oid(DATA), &encode(0xa0, &octets(b"content"))]),
            certificates: encode(0xa0, CERTIFICATE),
            lists: Vec::new(),
            issuer: of(&[&of(&[]), &[2, 1, 7]]),
            digest,
            attributes: encode(0xa0, &attributes.concat()),
            algorithm: of(&[&oid(Oid(&[0x2a, 3]))]),
            signature: octets(b"signature"),
            unsigned: Vec::new(),
            behind: [const { Vec::new() }; 3],
        }
    }

    fn is_read(&self) -> bool {
        let signer = of(&[
            &self.version,
            &self.issuer,
            &self.digest,
            &self.attributes,
            &self.algorithm,
            &self.signature,
            &self.unsigned,
            &self.behind[0],
        ]);
        let data = of(&[
            &self.version,
            &self.algorithms,
            &self.content,
            &self.certificates,
            &self.lists,
            &encode(tag::SET, &signer),
            &self.behind[1],
        ]);
        let info =
            of(&[&oid(SIGNED_DATA), &encode(0xa0, &[data, self.behind[2].clone()].concat())]);
        check(&[&info[..], &[0, 0]].concat()).is_ok()
    }
}

#[test]
fn every_sequence_is_read_to_its_end() {
    let good = Block::new();
    assert!(good.is_read());
    let behind = |at: usize| {
        let mut block = good.clone();
        block.behind[at] = NULL.to_vec();
        block
    };
    let wrapped = |content: &[&[u8]]| of(&[&oid(DATA), &encode(0xa0, &content.concat())]);
    let list = |parts: &[&[u8]]| encode(0xa1, &of(parts));
    let inside = crate::encoding::asn1::Element::first(CERTIFICATE).unwrap().0.content;
    let longer = of(&[inside, NULL]);
    for (name, block) in [
        ("behind the signature", behind(0)),
        ("behind the signers", behind(1)),
        ("in the wrapper", behind(2)),
        (
            "in the content's wrapper",
            Block { content: wrapped(&[&octets(b"content"), NULL]), ..good.clone() },
        ),
        ("a content that is none", Block { content: wrapped(&[NULL]), ..good.clone() }),
        ("a version of a zero too many", Block { version: vec![2, 2, 0, 1], ..good.clone() }),
        (
            "a digest that nobody knows",
            Block { algorithms: encode(tag::SET, &of(&[&oid(Oid(&[0x2a]))])), ..good.clone() },
        ),
        (
            "a digest that is not in the list",
            Block { algorithms: encode(tag::SET, &[]), ..good.clone() },
        ),
        ("two parameters", Block { digest: of(&[&oid(SHA256), NULL, NULL]), ..good.clone() }),
        (
            "a NULL that holds something",
            Block { algorithm: of(&[&oid(Oid(&[0x2a])), &[5, 1, 0]]), ..good.clone() },
        ),
        (
            "behind the serial number",
            Block { issuer: of(&[&of(&[]), &[2, 1, 7], NULL]), ..good.clone() },
        ),
        (
            "a serial number of a zero too many",
            Block { issuer: of(&[&of(&[]), &[2, 2, 0, 7]]), ..good.clone() },
        ),
        (
            "a certificate of four parts",
            Block { certificates: encode(0xa0, &longer), ..good.clone() },
        ),
        (
            "a certificate that is none",
            Block { certificates: encode(0xa0, &of(&[])), ..good.clone() },
        ),
        (
            "nothing, with a long length, at an end",
            Block { digest: of(&[&oid(SHA256), &[5, 0x81, 0]]), ..good.clone() },
        ),
        ("a list that is none", Block { lists: list(&[NULL, NULL, NULL]), ..good.clone() }),
        (
            "a signature of another type",
            Block { signature: encode(tag::BIT_STRING, b"\0s"), ..good.clone() },
        ),
    ] {
        assert!(!block.is_read(), "{name}");
    }
    for (name, block) in [
        ("a list", Block { lists: encode(0xa1, LIST), ..good.clone() }),
        ("no attributes", Block { attributes: Vec::new(), ..good.clone() }),
        (
            "algorithms of indefinite length",
            Block { algorithms: indefinite(&good.algorithms), ..good.clone() },
        ),
        ("a long length", Block { digest: long(&good.digest), ..good.clone() }),
        (
            "a signature in pieces",
            Block { signature: encode(0x24, &octets(b"signature")), ..good.clone() },
        ),
        (
            "a sequence in parameters, not read",
            Block { algorithm: of(&[&oid(Oid(&[0x2a])), &[0x30, 1, 9]]), ..good },
        ),
    ] {
        assert!(block.is_read(), "{name}");
    }
}

#[test]
fn attributes_stand_where_they_may() {
    let digest = pkcs9(&[4], &octets(b"digest"));
    let unknown = attribute(Oid(&[0x2a, 9]), &[]);
    for (name, attributes, signed, unsigned) in [
        ("the digest", digest.clone(), true, false),
        ("the digest in pieces", pkcs9(&[4], &encode(0x24, &octets(b"digest"))), true, false),
        ("a digest of another type", pkcs9(&[4], &encode(0x0c, b"digest")), false, false),
        ("the digest twice", digest.repeat(2), false, false),
        ("two values", pkcs9(&[4], &octets(b"digest").repeat(2)), false, false),
        ("no value", pkcs9(&[5], &[]), false, false),
        ("a countersignature", pkcs9(&[6], &of(&[])), false, true),
        ("certificates that sign", pkcs9(&[16, 2, 47], &of(&[])), true, false),
        ("one that nobody knows", unknown.clone(), true, true),
        // openssl takes it.
        ("one that nobody knows, twice", unknown.repeat(2), false, false),
        ("three parts", of(&[&oid(Oid(&[0x2a, 9])), &encode(tag::SET, &[]), NULL]), false, false),
        (
            "values that are no set",
            of(&[&oid(Oid(&[0x2a, 9])), &encode(tag::SEQUENCE, &[])]),
            false,
            false,
        ),
        ("a truth of two bytes", attribute(Oid(&[0x2a, 9]), &[1, 2, 0, 0]), false, false),
        ("a number of a zero too many", attribute(Oid(&[0x2a, 9]), &[2, 2, 0, 1]), false, false),
        ("a short time", pkcs9(&[5], &encode(tag::UTC_TIME, b"2501010000Z")), false, false),
    ] {
        for (set, want) in [(0xa0, signed), (0xa1, unsigned)] {
            let good = Block::new();
            let elements = encode(set, &attributes);
            let block = match set {
                0xa0 => Block { attributes: elements, ..good },
                _ => Block { unsigned: elements, ..good },
            };
            assert_eq!(block.is_read(), want, "{name}, {set:#x}");
        }
    }
}

#[test]
fn strings_stand_in_pieces_so_deep() {
    let pieces =
        |depth: usize| (0..depth).fold(octets(b"signature"), |inner, _| encode(0x24, &inner));
    for (depth, want) in [(5, true), (6, false)] {
        assert_eq!(Block { signature: pieces(depth), ..Block::new() }.is_read(), want, "{depth}");
    }
}

/// What is signed is what openssl writes, and not how it stands in the file.
#[test]
fn what_is_signed_is_der_in_the_order_of_the_file() {
    let first = pkcs9(&[3], &oid(DATA));
    let digest = |value: &[u8]| attribute(MESSAGE_DIGEST, value);
    let plain = digest(&octets(b"digest"));
    let set = |attributes: &[&[u8]]| encode(tag::SET, &attributes.concat());
    let values = |values: &[&[u8]]| attribute(Oid(&[0x2a, 9]), &values.concat());
    let odd: &[u8] = &[0x30, 0x80, 5, 0, 0, 0];
    for (name, attributes, want) in [
        ("as it is", vec![first.clone(), plain.clone()], set(&[&first, &plain])),
        ("another order", vec![plain.clone(), first.clone()], set(&[&plain, &first])),
        ("a long length", vec![first.clone(), long(&plain)], set(&[&first, &plain])),
        ("no length", vec![indefinite(&first), plain.clone()], set(&[&first, &plain])),
        (
            "pieces",
            vec![digest(&encode(0x24, &[octets(b"dig"), octets(b"est")].concat()))],
            set(&[&plain]),
        ),
        (
            "values",
            vec![values(&[&[2, 1, 7], NULL, &[2, 1, 3]])],
            set(&[&values(&[&[2, 1, 3], &[2, 1, 7], NULL])]),
        ),
        ("a sequence stays", vec![values(&[odd])], set(&[&values(&[odd])])),
        ("nothing", vec![], set(&[])),
    ] {
        let stored = encode(0xa0, &attributes.concat());
        assert_eq!(as_signed(&stored).as_ref(), Some(&want), "{name}");
        assert_eq!(as_signed(&indefinite_of(&attributes)), Some(want), "{name}, no length");
    }
}

fn indefinite_of(attributes: &[Vec<u8>]) -> Vec<u8> {
    [&[0xa0, 0x80], &attributes.concat()[..], &[0, 0]].concat()
}
