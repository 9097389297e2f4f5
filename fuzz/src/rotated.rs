//! Packages whose key was exchanged, with a lineage that a fuzzer chose and keys of the fixtures
//! sign.

use std::sync::LazyLock;

use crate::assemble::{digest_of, scheme_block, signing_block, zip};
use crate::key::{KEYS, Key, prefixed};
use crate::unzip;

const V2: u32 = 0x7109_871a;
const V3: u32 = 0xf053_68c0;
const V31: u32 = 0x1b93_ad61;
const LINEAGE: u32 = 0x3ba0_6f8c;
const FOREVER: u32 = i32::MAX as u32;

/// One whose minimum needs no JAR signature.
pub static MANIFEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let package = include_bytes!("../../fixtures/android/v2v3.apk");
    unzip::entry(package, "AndroidManifest.xml").expect("the fixture has one")
});

/// The bytes of a node in the input.
pub const NODE: usize = 14;

/// A node of a lineage, as the input has it: the key, what is odd about it (bits), what the
/// certificate may still be used for, with which algorithm it signs the next one, and with which it
/// was signed. An algorithm of 0 is the right one.
struct Node {
    key: Key,
    odd: u8,
    flags: u32,
    algorithm: u32,
    parent_algorithm: u32,
}

impl Node {
    fn read(bytes: &[u8; NODE]) -> Self {
        let [key, odd, numbers @ ..] = bytes;
        let number = |at: usize| numbers[at..at + 4].try_into().map_or(0, u32::from_le_bytes);
        let key = KEYS[usize::from(*key) % KEYS.len()];
        Self { key, odd: *odd, flags: number(0), algorithm: number(4), parent_algorithm: number(8) }
    }

    fn is_odd(&self, bit: u8) -> bool {
        self.odd >> bit & 1 != 0
    }

    /// The record, signed by the key of the node before it.
    fn write(&self, parent: Option<&Self>) -> Vec<u8> {
        let right = |number: u32, right: u32| if number == 0 { right } else { number };
        let parent_algorithm =
            parent.map_or(0, |parent| right(parent.algorithm, parent.key.algorithm()));
        let mut certificate = self.key.certificate().to_vec();
        certificate.extend(self.is_odd(0).then_some(0));
        let parent_algorithm = right(self.parent_algorithm, parent_algorithm);
        let mut signed = [prefixed(&certificate), parent_algorithm.to_le_bytes().to_vec()].concat();
        signed.extend(self.is_odd(1).then_some(0));
        let by = if self.is_odd(2) { Some(self.key) } else { parent.map(|parent| parent.key) };
        let mut signature = by.map(|key| key.sign(&signed)).unwrap_or_default();
        if self.is_odd(3) {
            signature.pop();
        }
        let algorithm = right(self.algorithm, self.key.algorithm());
        let mut node = [self.flags, algorithm].map(u32::to_le_bytes).concat();
        node.extend(prefixed(&signature));
        node.extend(self.is_odd(4).then_some(0));
        prefixed(&[prefixed(&signed), node].concat())
    }
}

/// The attribute with a lineage of nodes, and the key of the first and of the last one. Nothing
/// where there are none.
fn lineage(input: &[u8]) -> Option<(Vec<u8>, Key, Key)> {
    let nodes: Vec<Node> = input.as_chunks::<NODE>().0.iter().map(Node::read).collect();
    let (first, last) = (nodes.first()?.key, nodes.last()?.key);
    let parents = std::iter::once(None).chain(nodes.iter().map(Some));
    let records = parents.zip(&nodes).flat_map(|(parent, node)| node.write(parent));
    let attribute = [LINEAGE, 1].into_iter().flat_map(u32::to_le_bytes).chain(records);
    Some((prefixed(&attribute.collect::<Vec<u8>>()), first, last))
}

/// A package of one file with these blocks.
fn package(blocks: impl FnOnce(&[u8]) -> Vec<(u32, Vec<u8>)>) -> Vec<u8> {
    let entries = [(&b"AndroidManifest.xml"[..], &MANIFEST[..])];
    let blocks = blocks(&digest_of(&zip(&entries, &[]), &[]));
    let pairs: Vec<_> = blocks.iter().map(|(id, value)| (*id, &value[..])).collect();
    zip(&entries, &signing_block(&pairs))
}

/// A package signed with v2 and v3 by that key.
pub fn once(key: Key, with_v3: bool) -> Vec<u8> {
    package(|digest| {
        let named = if with_v3 { V2_BESIDE_V3.concat() } else { Vec::new() };
        let mut blocks = vec![(V2, scheme_block(key, digest, None, &named))];
        blocks.extend(with_v3.then(|| (V3, scheme_block(key, digest, Some([28, FOREVER]), &[]))));
        blocks
    })
}

/// The attribute of v2 that says that v3 is there too: its size, its id and the scheme.
const V2_BESIDE_V3: [[u8; 4]; 3] =
    [8_u32.to_le_bytes(), 0xbeef_f00d_u32.to_le_bytes(), 3_u32.to_le_bytes()];
/// The attribute of v3 that says from which platform on v3.1 counts.
const ROTATION_AT_33: [[u8; 4]; 3] =
    [8_u32.to_le_bytes(), 0x559f_8b02_u32.to_le_bytes(), 33_u32.to_le_bytes()];

/// A package signed with v2 by the first key of a lineage, and with v3 by its last; with v3.1 too
/// where there is a second lineage. Each stands in an attribute of its signer. Nodes have [`NODE`]
/// bytes.
pub fn signed_lineage(v3: &[u8], v31: &[u8]) -> Option<Vec<u8>> {
    let (newest, (oldest, current)) = match lineage(v31) {
        Some((attribute, first, last)) => (Some((attribute, last)), (first, first)),
        None => (None, lineage(v3).map(|(_, first, last)| (first, last))?),
    };
    let (v3_attributes, current) = match lineage(v3) {
        Some((attribute, _, last)) => (attribute, last),
        None => (Vec::new(), current),
    };
    Some(package(|digest| {
        let mut blocks = vec![(V2, scheme_block(oldest, digest, None, &V2_BESIDE_V3.concat()))];
        let Some((attribute, key)) = &newest else {
            blocks.push((V3, scheme_block(current, digest, Some([28, FOREVER]), &v3_attributes)));
            return blocks;
        };
        let attributes = [v3_attributes, ROTATION_AT_33.concat()].concat();
        blocks.push((V3, scheme_block(current, digest, Some([28, 32]), &attributes)));
        blocks.push((V31, scheme_block(*key, digest, Some([33, FOREVER]), attribute)));
        blocks
    }))
}

/// A node in the input with nothing odd.
pub fn node(key: Key) -> [u8; NODE] {
    let place = KEYS.iter().position(|&other| other == key).unwrap_or(0);
    let mut node = [0; NODE];
    (node[0], node[2]) = (place as u8, 23);
    node
}

/// A package whose key changed from the first to [`Key::P256`] with Android 13.
pub fn at_33() -> Vec<u8> {
    signed_lineage(&[], &[Key::First, Key::P256].map(node).concat()).expect("there are nodes")
}

#[cfg(test)]
mod tests {
    use beian::Verdict;

    use super::*;
    use crate::report;

    /// What is put together must get past the checks, or the target would try nothing.
    #[test]
    fn lineages_verify() {
        let all = KEYS.map(node).concat();
        let to_p256 = [Key::Third, Key::First, Key::P256].map(node).concat();
        let cases = [
            ("one node", &node(Key::P256)[..], &[][..], 1),
            ("three nodes", &to_p256, &[], 3),
            ("four nodes", &all, &[], 4),
            ("v3.1", &[], &all, 4),
            ("v3 and v3.1", &all[..2 * NODE], &all, 4),
        ];
        for (name, v3, v31, certificates) in cases {
            let package = signed_lineage(v3, v31).unwrap();
            let (_, verified) = report::open(&package, None).unwrap();
            assert_eq!(verified.verdict(), Verdict::Verified, "{name}: {:?}", verified.findings);
            assert_eq!(verified.signers.len(), certificates, "{name}: {:?}", verified.signers);
        }
    }

    #[test]
    fn an_odd_node_is_refused() {
        for odd in [1 << 2, 1 << 3] {
            let mut last = node(Key::P256);
            last[1] = odd;
            let package = signed_lineage(&[node(Key::First), last].concat(), &[]).unwrap();
            let (_, verified) = report::open(&package, None).unwrap();
            assert_eq!(verified.verdict(), Verdict::Rejected, "{odd}");
        }
    }
}
