//! The signing block of a quick app: pairs of id and value before the central directory, as in an
//! APK.
//!
//! Where platforms pass a damaged APK block over and go by an older signature, a quick app has no
//! other one: whatever is wrong here is wrong with the package.

use crate::encoding::bytes::Bytes;
use crate::say::said;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::{Archive, BlockPlace, BlockSize};

said! {
    /// Why a signing block cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum BlockFault {
        SizesDiffer => { en: "its two sizes differ", zh: "前后两个大小不一致" }
        Pair => { en: "a pair in it is malformed", zh: "其中的数据项格式错误" }
        IdTwice => { en: "an id stands there twice", zh: "标识重复" }
        TooManyPairs => {
            en: "it has more than {MAX_PAIRS} pairs",
            zh: "数据项超过 {MAX_PAIRS} 个"
        }
    }
    also {
        Place(BlockPlace)
    }
}

const MAGIC: [u8; 16] = *b"RPK Sig Block 42";
/// The size field and the magic at the block's end.
const FOOTER_SIZE: u64 = 24;
/// The size field at the block's start, which the size does not count.
const HEADER_SIZE: u64 = 8;
/// How many pairs a block may have. The toolkit writes two.
const MAX_PAIRS: usize = 64;

/// The ids that engines read and toolkits write.
pub(super) mod id {
    /// The signer, its signature and the digest of the content, each section of which is one chunk.
    pub(crate) const SIGNER: u32 = 0x0100_0101;
    /// The same with chunks of 1 MiB. hapjs takes it before the other, of whatever signer
    /// (`SignatureVerifier.getSignatureInfo`).
    pub(crate) const SIGNER_SMALL_CHUNK: u32 = 0x0100_0102;
    /// The digests of the files, and the signature of them.
    pub(crate) const FILES: u32 = 0x0100_0201;
}

/// A signing block that was read.
#[derive(Debug)]
pub(super) struct SigningBlock {
    /// Where it begins, in bytes from the start of the file.
    pub(super) offset: u64,
    /// Ids, each of which stands there once, and values.
    pairs: Vec<(u32, Vec<u8>)>,
}

/// What stands before the central directory.
#[derive(Debug)]
pub(super) enum Found {
    /// No signing block.
    None,
    Block(SigningBlock),
    /// A block with something wrong.
    Malformed(BlockFault),
}

/// Whether there is a block, good or not.
pub(super) fn is_present(archive: &Archive<'_>) -> Result<bool, Unread> {
    Ok(read_footer(archive)?.is_some())
}

/// The size that the block's footer tells, if there is a block.
fn read_footer(archive: &Archive<'_>) -> Result<Option<u64>, Unread> {
    let Some(start) = archive.end().directory_offset.checked_sub(FOOTER_SIZE) else {
        return Ok(None);
    };
    let footer = archive.read(start, FOOTER_SIZE).reading(Part::SigningBlock)?;
    let mut footer = Bytes::new(&footer);
    Ok(footer.u64().filter(|_| footer.rest() == MAGIC))
}

/// Finds and reads the block.
pub(super) fn find(archive: &Archive<'_>) -> Result<Found, Unread> {
    let Some(size) = read_footer(archive)? else { return Ok(Found::None) };
    let offset = match place(archive, size) {
        Ok(offset) => offset,
        Err(why) => return Ok(Found::Malformed(why.into())),
    };
    let length = size.saturating_sub(FOOTER_SIZE).saturating_add(HEADER_SIZE);
    let bytes = archive.read(offset, length).reading(Part::SigningBlock)?;
    let mut bytes = Bytes::new(&bytes);
    if bytes.u64() != Some(size) {
        return Ok(Found::Malformed(BlockFault::SizesDiffer));
    }
    Ok(match pairs(bytes) {
        Ok(pairs) => Found::Block(SigningBlock { offset, pairs }),
        Err(why) => Found::Malformed(why),
    })
}

/// Where a block begins with that size in its footer.
fn place(archive: &Archive<'_>, told: u64) -> Result<u64, BlockPlace> {
    let size = BlockSize { told, uncounted: HEADER_SIZE, least: FOOTER_SIZE };
    archive.end().touches_directory()?;
    archive.end().block_start(size, archive.limits().signing_block_size())
}

/// The pairs, which must fill the block.
fn pairs(mut bytes: Bytes<'_>) -> Result<Vec<(u32, Vec<u8>)>, BlockFault> {
    let mut pairs: Vec<(u32, Vec<u8>)> = Vec::new();
    while !bytes.is_empty() {
        let (id, value) = pair(&mut bytes).ok_or(BlockFault::Pair)?;
        if pairs.iter().any(|(other, _)| *other == id) {
            return Err(BlockFault::IdTwice);
        }
        if pairs.len() == MAX_PAIRS {
            return Err(BlockFault::TooManyPairs);
        }
        pairs.push((id, value.to_vec()));
    }
    Ok(pairs)
}

fn pair<'a>(bytes: &mut Bytes<'a>) -> Option<(u32, &'a [u8])> {
    let size = usize::try_from(bytes.u64()?).ok()?;
    let mut pair = Bytes::new(bytes.take(size)?);
    Some((pair.u32()?, pair.rest()))
}

impl SigningBlock {
    pub(super) fn value(&self, id: u32) -> Option<&[u8]> {
        self.pairs.iter().find(|(found, _)| *found == id).map(|(_, value)| value.as_slice())
    }

    /// The ids that nothing here reads.
    pub(super) fn unknown_ids(&self) -> impl Iterator<Item = u32> {
        let known = [id::SIGNER, id::SIGNER_SMALL_CHUNK, id::FILES];
        self.pairs.iter().map(|(id, _)| *id).filter(move |id| !known.contains(id))
    }

    /// Of those the first that engines keep for signatures: of the package (`0x01…`), and of the
    /// platform (`0x02…`).
    pub(super) fn reserved_id(&self) -> Option<u32> {
        self.unknown_ids().find(|&id| is_reserved(id))
    }
}

/// Whether engines keep an id for signatures.
pub(super) fn is_reserved(id: u32) -> bool {
    matches!(id.to_be_bytes()[0], 1 | 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(size: u64, id: u32, value: &[u8]) -> Vec<u8> {
        [&size.to_le_bytes()[..], &id.to_le_bytes(), value].concat()
    }

    #[test]
    fn pairs_fill_the_block_and_stand_there_once() {
        let good = stored(7, 1, b"abc");
        assert_eq!(pairs(Bytes::new(&good)), Ok(vec![(1, b"abc".to_vec())]));
        for (name, bytes) in [
            ("twice", [good.clone(), good.clone()].concat()),
            ("a byte behind", [&good[..], &[0]].concat()),
            ("cut short", good[..good.len() - 1].to_vec()),
            ("too small for its id", stored(3, 1, b"")[..11].to_vec()),
            ("too many", (0..65).flat_map(|id| stored(4, id, b"")).collect()),
            ("larger than the block", stored(u64::MAX, 1, b"abc")),
        ] {
            assert!(pairs(Bytes::new(&bytes)).is_err(), "{name}");
        }
        let as_many = (0..64).flat_map(|id| stored(4, id, b"")).collect::<Vec<_>>();
        assert_eq!(pairs(Bytes::new(&as_many)).unwrap().len(), MAX_PAIRS);
        assert_eq!(pairs(Bytes::new(&[])), Ok(Vec::new()));
    }
}
