//! The digests over a package's content, computed in one pass for every scheme that asks.

use std::collections::{BTreeMap, BTreeSet};

use super::algorithm::ContentDigest;
use super::block::{SigningBlock, id};
use super::scheme::SchemeSigners;
use crate::crypto::content_digest::{BodyDigests, ChunkedDigest, ReadPlan};
use crate::crypto::fs_verity::{BLOCK_SIZE, MerkleTree};
use crate::report::{Finding, issue};
use crate::say::said;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;

said! {
    /// What is wrong with a signing block beside an fs-verity digest.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Unaligned {
        Block => {
            en: "with an fs-verity digest the signing block must begin and end at a multiple of \
                4096 bytes",
            zh: "使用 fs-verity 摘要时，签名块的起止位置须为 4096 字节的倍数"
        }
        ByChannelTool => {
            en: "with an fs-verity digest the signing block must begin and end at a multiple of \
                4096 bytes, and the channel tool that wrote into it did not pad it: use a newer \
                one, or sign again after it",
            zh: "使用 fs-verity 摘要时，签名块的起止位置须是 4096 字节的整数倍，\
                而写入渠道信息的工具没有补齐：请改用较新的渠道工具，或写入后重新签名"
        }
    }
}

/// The salt of the fs-verity digests that v2 and v3 sign (source.android.com, "APK Signature Scheme
/// v2").
const VERITY_SALT: &[u8] = &[0; 8];
/// The tree of a `.idsig` file has none.
const NO_SALT: &[u8] = &[];

/// What is to be computed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) kinds: BTreeSet<ContentDigest>,
    /// The root of the fs-verity tree over the whole file, which v4 signs.
    pub(crate) file_root: bool,
}

/// What was computed.
#[derive(Debug, Default)]
pub(crate) struct ContentDigests {
    kinds: BTreeMap<ContentDigest, Vec<u8>>,
    pub(crate) file_root: Option<[u8; 32]>,
    /// Whether a channel tool wrote into the signing block.
    is_marked: bool,
}

impl ContentDigests {
    /// Reads the package once.
    pub(crate) fn compute(
        archive: &Archive<'_>,
        block: &SigningBlock,
        wanted: &Wanted,
        plan: ReadPlan<'_>,
    ) -> Result<Self, Unread> {
        if *wanted == Wanted::default() {
            return Ok(Self::default());
        }
        let sections = Sections::read(archive, block)?;
        let kinds = wanted.kinds.iter().copied();
        // A platform refuses an fs-verity digest where the signing block does not fill whole blocks
        // of its own.
        let ends = [block.offset, archive.end().directory_offset];
        let aligned = ends.iter().all(|end| end.is_multiple_of(BLOCK_SIZE as u64));
        let verity = wanted.kinds.contains(&ContentDigest::VeritySha256) && aligned;
        let chunked: Vec<_> = kinds.filter_map(|kind| Some((kind, kind.chunked()?))).collect();
        let algorithms: Vec<_> = chunked.iter().map(|&(_, algorithm)| algorithm).collect();
        let salts = [verity.then_some(VERITY_SALT), wanted.file_root.then_some(NO_SALT)];
        let salts: Vec<_> = salts.into_iter().flatten().collect();
        let body = BodyDigests::compute(archive.source(), block.offset, &algorithms, &salts, plan);
        let body = body.reading(Part::Content)?;

        let is_marked =
            block.pairs().any(|(id, _)| [id::WALLE, id::VASDOLLY, id::PACKER_NG].contains(&id));
        let mut digests = Self { is_marked, ..Self::default() };
        for ((kind, _), digest) in chunked.iter().zip(body.chunked) {
            digests.kinds.insert(*kind, sections.finish_chunked(digest));
        }
        let mut trees = body.trees.into_iter();
        if verity && let Some(tree) = trees.next() {
            let digest = sections.finish_verity(tree, block.offset);
            digests.kinds.insert(ContentDigest::VeritySha256, digest);
        }
        digests.file_root = trees.next().map(|tree| sections.finish_file(tree));
        Ok(digests)
    }

    /// Why there is no fs-verity digest.
    fn unaligned(&self) -> Unaligned {
        if self.is_marked { Unaligned::ByChannelTool } else { Unaligned::Block }
    }

    /// That a scheme's signers signed this content.
    pub(crate) fn check(&self, scheme: &SchemeSigners) -> Result<(), Finding> {
        let verified: BTreeSet<_> = scheme
            .signers
            .iter()
            .flat_map(|signer| signer.verified_digests.iter().copied())
            .collect();
        for signer in &scheme.signers {
            for (kind, signed) in signer.digests.iter().filter(|(kind, _)| verified.contains(kind))
            {
                let finding = match self.kinds.get(kind) {
                    Some(computed) if computed == signed => continue,
                    Some(_) => Finding::new(issue::Signature::ContentDigestMismatch {
                        digest: kind.as_str().to_string(),
                    }),
                    None => Finding::new(issue::Signature::SignatureUnverifiable {
                        why: self.unaligned().into(),
                    }),
                };
                return Err(finding.about(signer.subject.as_str()));
            }
        }
        Ok(())
    }
}

/// What stands behind the body.
struct Sections {
    signing_block: Vec<u8>,
    directory: Vec<u8>,
    /// The end record as it is, and as v2 and newer sign it.
    end: Vec<u8>,
    signed_end: Vec<u8>,
}

impl Sections {
    fn read(archive: &Archive<'_>, block: &SigningBlock) -> Result<Self, Unread> {
        let end = archive.end();
        let block_size = end.directory_offset.saturating_sub(block.offset);
        Ok(Self {
            signing_block: archive.read(block.offset, block_size).reading(Part::SigningBlock)?,
            directory: archive
                .read(end.directory_offset, end.directory_size)
                .reading(Part::Directory)?,
            end: end.bytes.clone(),
            signed_end: end.with_directory_at(block.offset),
        })
    }

    fn finish_chunked(&self, mut digest: ChunkedDigest) -> Vec<u8> {
        digest.add_section(&self.directory);
        digest.add_section(&self.signed_end);
        digest.finish()
    }

    /// The root, and behind it how many bytes the tree covers.
    fn finish_verity(&self, mut tree: MerkleTree, body_size: u64) -> Vec<u8> {
        tree.update(&self.directory);
        tree.update(&self.signed_end);
        let sections = self.directory.len().saturating_add(self.signed_end.len()) as u64;
        [&tree.root()[..], &body_size.saturating_add(sections).to_le_bytes()].concat()
    }

    fn finish_file(&self, mut tree: MerkleTree) -> [u8; 32] {
        tree.update(&self.signing_block);
        tree.update(&self.directory);
        tree.update(&self.end);
        tree.root()
    }
}
