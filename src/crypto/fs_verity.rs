//! The hash tree of fs-verity over SHA-256 and blocks of 4096 bytes, built without keeping its
//! leaves.
//!
//! As APK signatures use it (apksig's `VerityTreeBuilder`): the salt goes before each block
//! unpadded, the last block of data and of each level is filled with zeros, and the root is the
//! digest of the topmost block.

use sha2::{Digest, Sha256};

pub(crate) const BLOCK_SIZE: usize = 4096;
const DIGEST_SIZE: usize = 32;

/// The tree in the making. Levels count from the leaves; each holds the digests of its current
/// block only.
#[derive(Debug, Clone)]
pub(crate) struct MerkleTree {
    salt: &'static [u8],
    data: Vec<u8>,
    levels: Vec<Vec<u8>>,
}

impl MerkleTree {
    pub(crate) fn new(salt: &'static [u8]) -> Self {
        Self { salt, data: Vec::new(), levels: Vec::new() }
    }

    /// Adds data behind what was added before.
    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        if !self.data.is_empty() {
            let missing = BLOCK_SIZE.saturating_sub(self.data.len());
            let (now, later) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
            self.data.extend_from_slice(now);
            bytes = later;
            if self.data.len() < BLOCK_SIZE {
                return;
            }
            let digest = salted(self.salt, &self.data);
            self.data.clear();
            self.push(0, digest);
        }
        let (blocks, rest) = bytes.as_chunks::<BLOCK_SIZE>();
        for block in blocks {
            self.push(0, salted(self.salt, block));
        }
        self.data.extend_from_slice(rest);
    }

    /// Adds what another tree, begun at this one's end, has collected. This one's end must be a
    /// multiple of the data that a block of leaves covers (512 KiB), which is what lets trees over
    /// parts be built apart.
    pub(crate) fn append(&mut self, part: &Self) {
        for level in 1..part.levels.len() {
            self.close_block(level.saturating_sub(1));
        }
        for (level, digests) in part.levels.iter().enumerate().rev() {
            for digest in digests.as_chunks::<DIGEST_SIZE>().0 {
                self.push(level, *digest);
            }
        }
        self.data.extend_from_slice(&part.data);
    }

    /// Adds a digest to a level. A full block goes up only when the next digest comes, so that a
    /// level with one full block is still seen as the topmost.
    fn push(&mut self, level: usize, digest: [u8; DIGEST_SIZE]) {
        if self.levels.len() <= level {
            self.levels.resize(level.saturating_add(1), Vec::new());
        }
        self.close_block(level);
        if let Some(digests) = self.levels.get_mut(level) {
            digests.extend_from_slice(&digest);
        }
    }

    /// Hands the digest of a level's block to the level above, if the block is full.
    fn close_block(&mut self, level: usize) {
        let Some(digests) =
            self.levels.get_mut(level).filter(|digests| digests.len() == BLOCK_SIZE)
        else {
            return;
        };
        let parent = salted(self.salt, digests);
        digests.clear();
        self.push(level.saturating_add(1), parent);
    }

    /// The digest of the topmost block.
    pub(crate) fn root(mut self) -> [u8; DIGEST_SIZE] {
        if !self.data.is_empty() {
            self.data.resize(BLOCK_SIZE, 0);
            let digest = salted(self.salt, &self.data);
            self.push(0, digest);
        }
        let mut level: usize = 0;
        loop {
            let above = level.saturating_add(1);
            let mut block = self.levels.get(level).cloned().unwrap_or_default();
            if !block.is_empty() || self.levels.len() <= above {
                block.resize(BLOCK_SIZE, 0);
                let digest = salted(self.salt, &block);
                if self.levels.len() <= above {
                    return digest;
                }
                self.push(above, digest);
            }
            level = above;
        }
    }
}

fn salted(salt: &[u8], block: &[u8]) -> [u8; DIGEST_SIZE] {
    Sha256::new().chain_update(salt).chain_update(block).finalize().into()
}

/// Whether `tree` holds, from the root's block down to the leaves, the tree over `data_size` bytes
/// that has `root` as its root (without salt).
pub(crate) fn is_tree_of(tree: &[u8], root: &[u8], data_size: u64) -> bool {
    let mut blocks = data_size.div_ceil(BLOCK_SIZE as u64);
    let mut level_sizes = Vec::new();
    loop {
        blocks = blocks.saturating_mul(DIGEST_SIZE as u64).div_ceil(BLOCK_SIZE as u64);
        level_sizes.push(blocks);
        if blocks <= 1 {
            break;
        }
    }
    let mut rest = tree;
    let mut parents = root.to_vec();
    for blocks in level_sizes.into_iter().rev() {
        let size = usize::try_from(blocks).ok().and_then(|blocks| blocks.checked_mul(BLOCK_SIZE));
        let Some((level, below)) = size.and_then(|size| rest.split_at_checked(size)) else {
            return false;
        };
        let blocks = level.as_chunks::<BLOCK_SIZE>().0;
        let wanted = parents.as_chunks::<DIGEST_SIZE>().0.iter().take(blocks.len());
        if !blocks.iter().map(|block| salted(&[], block)).eq(wanted.copied()) {
            return false;
        }
        parents = level.to_vec();
        rest = below;
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole tree, level by level from the root's block, made in the plainest way.
    fn plain_tree(salt: &[u8], data: &[u8]) -> (Vec<u8>, [u8; 32]) {
        let mut levels = Vec::new();
        let mut below = data.to_vec();
        loop {
            below.resize(below.len().next_multiple_of(BLOCK_SIZE), 0);
            let mut level: Vec<u8> =
                below.chunks(BLOCK_SIZE).flat_map(|block| salted(salt, block)).collect();
            if below.len() == BLOCK_SIZE && !levels.is_empty() {
                levels.reverse();
                return (levels.concat(), level.try_into().unwrap());
            }
            level.resize(level.len().next_multiple_of(BLOCK_SIZE), 0);
            levels.push(level.clone());
            below = level;
        }
    }

    const SIZES: [usize; 9] =
        [1, 4096, 4097, 512 << 10, (512 << 10) + 1, 1 << 20, (1 << 20) + 5000, 3 << 20, 67_108_865];

    #[test]
    fn the_root_is_that_of_the_plain_tree() {
        for size in SIZES {
            let data: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
            for salt in [b"".as_slice(), &[0; 8]] {
                let mut tree = MerkleTree::new(salt);
                data.chunks(5000).for_each(|run| tree.update(run));
                assert_eq!(tree.root(), plain_tree(salt, &data).1, "{size} bytes");
            }
        }
    }

    #[test]
    fn trees_over_parts_append_to_the_tree_over_all() {
        for size in SIZES {
            let data: Vec<u8> = (0..size).map(|i| (i % 241) as u8).collect();
            let mut whole = MerkleTree::new(b"");
            for part in data.chunks(1 << 20) {
                let mut tree = MerkleTree::new(b"");
                tree.update(part);
                whole.append(&tree);
            }
            whole.update(b"tail");
            let all = [data.as_slice(), b"tail"].concat();
            assert_eq!(whole.root(), plain_tree(b"", &all).1, "{size} bytes");
        }
    }

    #[test]
    fn a_stored_tree_is_checked_against_its_root() {
        for size in SIZES {
            let data = vec![7; size];
            let (mut tree, root) = plain_tree(b"", &data);
            assert!(is_tree_of(&tree, &root, size as u64), "{size} bytes");
            assert!(!is_tree_of(&tree, &root, size as u64 + (1 << 20)), "{size} bytes");
            assert!(!is_tree_of(tree.get(1..).unwrap(), &root, size as u64));
            *tree.last_mut().unwrap() ^= 1;
            assert!(!is_tree_of(&tree, &root, size as u64), "{size} bytes");
        }
    }
}
