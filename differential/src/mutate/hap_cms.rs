//! The signatures of HarmonyOS packages as trees of DER elements, changed and signed anew.

use beian_fixtures::HapDeveloper;
use sha2::{Digest, Sha256};

use super::der::{Length, Node, change, encode, parse};
use crate::random::Random;

/// A package, and the signed data in it.
#[derive(Debug, Clone)]
pub struct HapMutant {
    /// What was changed.
    pub family: &'static str,
    /// The package.
    pub package: Vec<u8>,
    /// Its signature.
    pub signed_data: Vec<u8>,
}

/// Where the content, the certificates and the signer stand.
const CONTENT: &[usize] = &[1, 0, 2, 1, 0];
const CERTIFICATES: &[usize] = &[1, 0, 3];
const SIGNER: &[usize] = &[1, 0, 4, 0];
/// `1.2.840.113549.1.9.4`
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];

/// A mutant of a run: the same for the same seed and number.
///
/// # Panics
///
/// What the fixtures sign is no DER.
#[must_use]
pub fn hap_cms_mutant(seed: u64, number: u64) -> HapMutant {
    let mut random = Random::new(seed, number);
    let developer = if random.once_in(3) { &HapDeveloper::ALL[1] } else { &HapDeveloper::ALL[0] };
    let mut made = ("", Vec::new());
    let package = developer.package(|content| {
        made = changed(developer, content, &mut random);
        made.1.clone()
    });
    HapMutant { family: made.0, package, signed_data: made.1 }
}

fn changed(
    developer: &HapDeveloper,
    content: &[u8],
    random: &mut Random,
) -> (&'static str, Vec<u8>) {
    let mut tree = parse(&developer.signed_data(content)).unwrap();
    let in_certificates = random.once_in(8);
    if !in_certificates {
        // Nothing signs them; what becomes of them is another family's.
        for certificate in
            tree[0].at(CERTIFICATES).and_then(|it| it.children.as_mut()).into_iter().flatten()
        {
            close(certificate);
        }
    }
    let without_attributes = random.once_in(8);
    if without_attributes && let Some(signer) = children(&mut tree, SIGNER) {
        signer.retain(|field| field.tag != 0xa0);
    }
    let family = match random.below(4) {
        0 if in_certificates => "certificates",
        0 | 1 => "attributes",
        2 => "signer",
        _ => "signed-data",
    };
    for _ in 0..1 + usize::from(random.once_in(3)) {
        let path: &[usize] = match family {
            "certificates" => CERTIFICATES,
            "attributes" => &[1, 0, 4, 0, 3],
            "signer" => SIGNER,
            _ => &[],
        };
        match children(&mut tree, path) {
            Some(children) if !path.is_empty() => drop(change(children, random)),
            _ => drop(change(&mut tree, random)),
        }
    }
    if random.once_in(4) {
        tree.iter_mut().for_each(Node::lengthen);
    }
    sign(&mut tree, developer, random);
    (family, encode(&tree))
}

fn children<'t>(tree: &'t mut [Node], path: &[usize]) -> Option<&'t mut Vec<Node>> {
    tree.first_mut()?.at(path)?.children.as_mut()
}

/// Makes a leaf of an element.
fn close(node: &mut Node) {
    if let Some(children) = node.children.take() {
        node.content = encode(&children);
    }
}

/// Signs the attributes as they have become: as they stand, or as somebody writes them who read
/// them. Without attributes the content is signed.
fn sign(tree: &mut [Node], developer: &HapDeveloper, random: &mut Random) {
    let content = tree
        .first_mut()
        .and_then(|it| it.at(CONTENT))
        .map(|it| plain(it).content)
        .unwrap_or_default();
    let Some(signer) = children(tree, SIGNER) else { return };
    if let Some(attributes) = signer.iter_mut().find(|it| it.tag == 0xa0) {
        set_digest(attributes, &Sha256::digest(&content));
    }
    let message = match signer.iter().find(|it| it.tag == 0xa0) {
        None => content,
        Some(attributes) => {
            let as_it_stands = random.once_in(2);
            let set = if as_it_stands { attributes.clone() } else { plain(attributes) };
            encode(&[Node { tag: 0x31, ..set }])
        }
    };
    if let Some(signature) = signer.iter_mut().rev().find(|it| it.tag == 4 && it.content.len() > 32)
    {
        signature.content = developer.sign(&message);
    }
}

/// Puts the digest of the content in its attribute, where it is one string still.
fn set_digest(attributes: &mut Node, digest: &[u8]) {
    for attribute in attributes.children.iter_mut().flatten() {
        let Some([kind, values]) = attribute.children.as_deref_mut() else { continue };
        if kind.content != MESSAGE_DIGEST {
            continue;
        }
        for value in values.children.iter_mut().flatten() {
            if value.tag == 4 && value.children.is_none() {
                value.content = digest.to_vec();
            }
        }
    }
}

/// The element with the shortest lengths, and strings in one piece.
fn plain(node: &Node) -> Node {
    let children: Option<Vec<Node>> =
        node.children.as_ref().map(|it| it.iter().map(plain).collect());
    let is_string =
        matches!(node.tag & 0xdf, 4 | 0x0c | 0x13 | 0x16 | 0x17) && node.tag & 0x20 != 0;
    match children {
        Some(pieces) if is_string => {
            let content: Vec<u8> = pieces.iter().flat_map(|piece| piece.content.clone()).collect();
            Node::leaf(node.tag & 0xdf, &content)
        }
        children => Node { children, length: Length::Shortest, ..node.clone() },
    }
}
