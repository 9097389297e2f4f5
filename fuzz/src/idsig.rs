//! `.idsig` files whose fields a fuzzer chose, signed with keys of the fixtures.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::assemble::{digest_of, parts, zip};
use crate::key::{KEYS, Key, prefixed};
use crate::rotated::{self, MANIFEST};

const BLOCK: usize = 4096;

/// A package, who signed it with v2 or v3, and who with v3.1.
struct Signed {
    package: Vec<u8>,
    signer: Key,
    v31: Option<Key>,
}

static PACKAGES: LazyLock<[Signed; 3]> = LazyLock::new(|| {
    let once = |with_v3| rotated::once(Key::P256, with_v3);
    [
        Signed { package: once(false), signer: Key::P256, v31: None },
        Signed { package: once(true), signer: Key::P256, v31: None },
        Signed { package: rotated::at_33(), signer: Key::First, v31: Some(Key::P256) },
    ]
});

/// The content digest of them all: they hold the same file.
static DIGEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let entries = [(&b"AndroidManifest.xml"[..], &MANIFEST[..])];
    digest_of(&zip(&entries, &[]), &[])
});

/// The numbers at the head of the input. Each says how the file differs from a good one; 0 is not
/// at all.
struct Head<'a>(&'a [u8]);

impl Head<'_> {
    /// The number of `N` bytes at that place, as far as there are any.
    fn number<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut number = [0; N];
        let bytes = self.0.get(at..).unwrap_or_default();
        number.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        number
    }

    fn choice(&self, at: usize, limit: usize) -> usize {
        let [choice] = self.number(at);
        usize::from(choice) % limit
    }

    fn u32(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.number(at))
    }
}

/// The tree of fs-verity over a package of at most 128 blocks, and its root.
fn tree(package: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let padded = |bytes: &[u8]| {
        let mut block = bytes.to_vec();
        block.resize(BLOCK, 0);
        Sha256::digest(block).to_vec()
    };
    let mut leaves = package.chunks(BLOCK).flat_map(padded).collect::<Vec<u8>>();
    leaves.resize(BLOCK, 0);
    let root = padded(&leaves);
    (leaves, root)
}

/// A package and its `.idsig` file. The input has eight parts; an empty one is the right one:
///
/// - the head: which package (1 byte), whose signature (1; 0 is the package's signer), whose second
///   one (1; 0 is that of v3.1, 1 is none), and what is added to or flipped in the block size (1),
///   the hash algorithm (4), the version (4), the second signature's block id (4), the size that is
///   signed (8) and the algorithms that are named (4)
/// - salt, root, tree
/// - content digest and additional data of the first signature
/// - the same of the second
pub fn signed_idsig(input: &[u8]) -> (&'static [u8], Vec<u8>) {
    let [head, salt, given_root, given_tree, digest, additional, second_digest, second_additional] =
        parts(input);
    let head = Head(head);
    let signed = &PACKAGES[head.choice(0, PACKAGES.len())];
    let or_own =
        |given: &[u8], own: &[u8]| if given.is_empty() { own.to_vec() } else { given.to_vec() };
    let (own_tree, own_root) = tree(&signed.package);
    let [log2] = head.number(3);
    let hashing = [
        (head.u32(4) ^ 1).to_le_bytes().to_vec(),
        vec![log2 ^ 12],
        prefixed(salt),
        prefixed(&or_own(given_root, &own_root)),
    ]
    .concat();
    let size = (signed.package.len() as u64).wrapping_add(u64::from_le_bytes(head.number(16)));
    let info = |key: Key, digest: &[u8], additional: &[u8]| {
        let fields =
            [&or_own(digest, &DIGEST)[..], key.certificate(), additional].map(prefixed).concat();
        let message = [&size.to_le_bytes()[..], &hashing, &fields].concat();
        let message = [(message.len() as u32 + 4).to_le_bytes().to_vec(), message].concat();
        let algorithm = (key.algorithm() ^ head.u32(24)).to_le_bytes();
        [fields, prefixed(key.spki()), algorithm.to_vec(), prefixed(&key.sign(&message))].concat()
    };
    let first = match head.choice(1, KEYS.len() + 1) {
        0 => signed.signer,
        other => KEYS[other - 1],
    };
    let second = match head.choice(2, KEYS.len() + 2) {
        0 => signed.v31,
        other => other.checked_sub(2).map(|other| KEYS[other]),
    };
    let mut infos = info(first, digest, additional);
    if let Some(key) = second {
        infos.extend((head.u32(12) ^ 0x1b93_ad61).to_le_bytes());
        infos.extend(prefixed(&info(key, second_digest, second_additional)));
    }
    let version = (head.u32(8) ^ 2).to_le_bytes();
    let tree = or_own(given_tree, &own_tree);
    let file = [&version[..], &prefixed(&hashing), &prefixed(&infos), &prefixed(&tree)].concat();
    (&signed.package, file)
}

#[cfg(test)]
mod tests {
    use beian::Verdict;
    use beian::report::Scheme;

    use super::*;
    use crate::assemble::join;
    use crate::report;

    /// What is put together must get past the checks, or the target would try nothing.
    #[test]
    fn files_verify() {
        let open = |head: &[u8], salt: &[u8]| {
            let (package, file) = signed_idsig(&join(&[head, salt, b"", b"", b"", b"", b"", b""]));
            report::open(package, Some(&file)).unwrap().1
        };
        for package in 0..3 {
            let verified = open(&[package], b"");
            assert_eq!(verified.verdict(), Verdict::Verified, "{package}: {:?}", verified.findings);
            assert!(verified.verification.schemes.contains(&Scheme::V4), "{package}");
        }
        // Another signer, none for v3.1, a block size, a version, a size, an algorithm; a salt.
        for head in [&[0, 2][..], &[2, 0, 1], &[0, 0, 0, 1], &[0, 0, 0, 0, 0, 0, 0, 0, 1]] {
            assert_eq!(open(head, b"").verdict(), Verdict::Rejected, "{head:?}");
        }
        for place in [16, 24] {
            let mut head = vec![0; place];
            head.push(1);
            assert_eq!(open(&head, b"").verdict(), Verdict::Rejected, "{place}");
        }
        assert_eq!(open(&[], b"salt").verdict(), Verdict::Rejected);
    }
}
