//! Packages that show a changed certificate, public key or signature block, and are signed after
//! the change.

use beian_fixtures::TestKey;

use super::der::{Node, change, encode, parse};
use super::{Mutant, platforms};
use crate::judge::Question;
use crate::random::Random;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// A certificate, signed anew by its own key, in v1, v2 or v3.
    Certificates,
    /// A `SubjectPublicKeyInfo`, in the certificate and beside it.
    Keys,
    /// The signed data of v1, whose attributes are signed anew.
    Cms,
}

impl Anew {
    /// That of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "certificates" => Some(Self::Certificates),
            "keys" => Some(Self::Keys),
            "cms" => Some(Self::Cms),
            _ => None,
        }
    }
}

/// Where the key stands in a certificate.
const KEY: &[usize] = &[0, 6];
/// Where the certificates and the signers stand in signed data without content.
const CERTIFICATES: &[usize] = &[1, 0, 3];
const SIGNER: &[usize] = &[1, 0, 4, 0];

/// A mutant of a run: the same for the same seed and number.
///
/// # Panics
///
/// A test key's certificate is no DER.
#[must_use]
pub fn anew_mutant(kind: Anew, seed: u64, number: u64) -> Mutant {
    let mut random = Random::new(seed, number);
    let key = if random.once_in(2) { &TestKey::ALL[0] } else { random.pick(TestKey::ALL) };
    let changes = 1 + usize::from(random.once_in(3));
    let (family, package) = match kind {
        Anew::Certificates => certificate(key, changes, &mut random),
        Anew::Keys => public_key(key, changes, &mut random),
        Anew::Cms => {
            let min_sdk = *random.pick(&[19, 21, 22, 24, 24, 24]);
            let attributes = random.once_in(2);
            let package = key.jar_package(min_sdk, |file| {
                signed_data(key, file, attributes, changes, &mut random)
            });
            (if attributes { "cms-attributes" } else { "cms-plain" }, package)
        }
    };
    let (min_sdk, max_sdk) = if random.once_in(8) { platforms(&mut random) } else { (None, None) };
    let question = Question { min_sdk, max_sdk, ..Question::new(package) };
    Mutant { number, family, history: family.to_owned(), question }
}

/// A certificate whose fields are changed, and which its key signs after that; once in a while what
/// is around them is changed as well.
fn certificate(key: &TestKey, changes: usize, random: &mut Random) -> (&'static str, Vec<u8>) {
    let mut tree = parse(key.certificate()).unwrap();
    let outside = random.once_in(4);
    if !outside {
        change_inside(&mut tree[0], &[0], changes, random);
    }
    sign(&mut tree, key);
    if outside {
        for _ in 0..changes {
            change(&mut tree, random);
        }
    }
    let der = encode(&tree);
    let mut shown = key.public_key();
    if random.once_in(3)
        && let Some(own) = tree.first_mut().and_then(|it| it.at(KEY))
    {
        shown = encode(std::slice::from_ref(own));
    }
    match random.below(3) {
        0 => ("certificate-v1", in_jar(key, &der, random)),
        1 => ("certificate-v2", key.package(false, &[der], &shown)),
        _ => ("certificate-v3", key.package(true, &[der], &shown)),
    }
}

/// The signature block of v1 with another certificate.
fn in_jar(key: &TestKey, der: &[u8], random: &mut Random) -> Vec<u8> {
    let attributes = random.once_in(2);
    key.jar_package(24, |file| {
        let mut tree = parse(&key.signature_block(file, attributes)).unwrap();
        if let Some(certificates) = tree[0].at(CERTIFICATES) {
            (certificates.children, certificates.content) = (None, der.to_vec());
        }
        encode(&tree)
    })
}

/// A certificate with a changed key, signed anew, and beside it the same key, the right one, or one
/// changed otherwise.
fn public_key(key: &TestKey, changes: usize, random: &mut Random) -> (&'static str, Vec<u8>) {
    let mut tree = parse(key.certificate()).unwrap();
    let mut shown = vec![parse(&key.public_key()).unwrap().remove(0)];
    let (in_certificate, beside) =
        *random.pick(&[(true, false), (true, true), (true, true), (false, true)]);
    if in_certificate {
        open_key(&mut tree, KEY);
        change_inside(&mut tree[0], KEY, changes, random);
    }
    if in_certificate && beside {
        shown = vec![tree[0].at(KEY).unwrap().clone()];
    } else if beside {
        change(&mut shown, random);
    }
    sign(&mut tree, key);
    let (der, shown) = (encode(&tree), encode(&shown));
    match random.below(4) {
        0 => ("key-v1", in_jar(key, &der, random)),
        1 => ("key-v3", key.package(true, &[der], &shown)),
        _ => ("key-v2", key.package(false, &[der], &shown)),
    }
}

/// Makes a tree of the key inside the bits, where it is one. Its lengths stay right as long as they
/// are not changed.
fn open_key(tree: &mut [Node], key: &[usize]) {
    let Some(bits) = tree[0].at(&[key, &[1]].concat()) else { return };
    if let Some(inside) = bits.content.get(1..).and_then(parse) {
        // Written as a leaf that holds the count of unused bits, so that the two can change apart.
        bits.children = Some([vec![Node::raw(&bits.content[..1])], inside].concat());
    }
}

/// Changes something below that place.
fn change_inside(root: &mut Node, path: &[usize], changes: usize, random: &mut Random) {
    for _ in 0..changes {
        let Some(node) = root.at(path) else { return };
        match &mut node.children {
            Some(children) => drop(change(children, random)),
            None => random.spoil(&mut node.content),
        }
    }
}

/// Signs the first element of a certificate, where it still is one.
fn sign(tree: &mut [Node], key: &TestKey) {
    let Some(parts) = tree.first_mut().and_then(|it| it.children.as_mut()) else { return };
    if let [tbs, _, signature, ..] = &mut parts[..] {
        let signed = key.sign(&encode(std::slice::from_ref(tbs)));
        signature.content = [&[0][..], &signed].concat();
    }
}

/// The signature block of v1, changed, with its attributes signed anew.
fn signed_data(
    key: &TestKey,
    file: &[u8],
    attributes: bool,
    changes: usize,
    random: &mut Random,
) -> Vec<u8> {
    let mut tree = parse(&key.signature_block(file, attributes)).unwrap();
    // The certificate is the other family's.
    if let Some(certificates) = tree[0].at(CERTIFICATES) {
        certificates.children = None;
    }
    let in_signer = random.once_in(2);
    for _ in 0..changes {
        let signer =
            tree.first_mut().and_then(|it| it.at(SIGNER)).and_then(|it| it.children.as_mut());
        match signer {
            Some(signer) if in_signer => drop(change(signer, random)),
            _ => drop(change(&mut tree, random)),
        }
    }
    sign_attributes(&mut tree, key);
    encode(&tree)
}

/// Signs the attributes as they have become.
fn sign_attributes(tree: &mut [Node], key: &TestKey) {
    let signer = tree.first_mut().and_then(|it| it.at(SIGNER)).and_then(|it| it.children.as_mut());
    let Some(signer) = signer else { return };
    let Some(attributes) = signer.iter().find(|it| it.tag == 0xa0) else { return };
    let set = encode(&[Node { tag: 0x31, ..attributes.clone() }]);
    if let Some(signature) = signer.iter_mut().find(|it| it.tag == 4 && it.content.len() > 32) {
        signature.content = key.sign(&set);
    }
}
