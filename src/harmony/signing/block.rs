//! The signing block of a HarmonyOS package: sub-blocks before the central directory, and a tail
//! that says how many.
//!
//! The rules are those of the device's verifier (OpenHarmony `security_appverify`,
//! `HapSigningBlockUtils`), which is stricter than the vendor's signing tool: no gaps, nothing
//! unknown, nothing twice.

use crate::encoding::bytes::Bytes;
use crate::limits::Limit;
use crate::say::said;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;

said! {
    /// Why a signing block cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum BlockFault {
        BehindDirectory => {
            en: "something stands between the central directory and its end record",
            zh: "中央目录与结束记录之间有其他内容"
        }
        CutTail => { en: "its tail is cut short", zh: "尾部不完整" }
        Magic => { en: "its magic is not that of its version", zh: "标志与版本不符" }
        Size => { en: "its size is impossible", zh: "大小不合理" }
        BeforeFile => { en: "it begins before the file does", zh: "起始位置早于文件开头" }
        CutSubBlock => { en: "a sub-block is cut short", zh: "子块不完整" }
        UnknownSubBlock => { en: "a sub-block is of an unknown type", zh: "子块类型未知" }
        SubBlockOutside => {
            en: "a sub-block reaches out of the signing block",
            zh: "子块超出签名块"
        }
        EmptySubBlock => { en: "a sub-block is empty", zh: "子块为空" }
        SubBlockTwice => { en: "a sub-block stands there twice", zh: "子块重复" }
        Unfilled => { en: "its sub-blocks do not fill it", zh: "子块未填满或互相重叠" }
        TooLarge { size: u64, limit: Limit } => {
            en: "it has {size} bytes, more than {limit}",
            zh: "长 {size} 字节，超过上限 {limit}"
        }
        TooManySubBlocks { count: u32 } => {
            en: "it has {count} sub-blocks, more than {MAX_SUB_BLOCKS}",
            zh: "有 {count} 个子块，超过上限 {MAX_SUB_BLOCKS} 个"
        }
    }
}

/// The number of sub-blocks, the block's size, the magic, the version.
const TAIL_SIZE: u64 = 32;
/// Type, length and offset of a sub-block.
const HEAD_SIZE: usize = 12;
const MAX_SUB_BLOCKS: u32 = 10;

/// The magic of blocks before version 3.
const MAGIC_V2: [u8; 16] = *b"HAP Sig Block 42";
const MAGIC_V3: [u8; 16] = *b"<hap sign block>";

/// What a sub-block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Signature,
    Rotation,
    Profile,
    /// Code signatures and permissions.
    Property,
    EnterpriseSignature,
    EnterpriseCode,
}

impl Kind {
    fn of(id: u32) -> Option<Self> {
        Some(match id {
            0x2000_0000 => Self::Signature,
            0x2000_0001 => Self::Rotation,
            0x2000_0002 => Self::Profile,
            0x2000_0003 => Self::Property,
            0x2000_0004 => Self::EnterpriseSignature,
            0x2000_0005 => Self::EnterpriseCode,
            _ => return None,
        })
    }
}

/// A signing block that was read.
#[derive(Debug)]
pub(crate) struct SigningBlock {
    /// Where it begins, in bytes from the start of the file.
    pub(crate) offset: u64,
    bytes: Vec<u8>,
    /// What each sub-block is, and where its value stands in `bytes`.
    sub_blocks: Vec<(Kind, std::ops::Range<usize>)>,
}

/// What stands before the central directory.
#[derive(Debug)]
pub(crate) enum Found {
    /// No signing block.
    None,
    Block(SigningBlock),
    /// A block with something wrong.
    Malformed(BlockFault),
}

/// Whether the package has a signing block, good or not.
pub(crate) fn is_present(archive: &Archive<'_>) -> Result<bool, Unread> {
    Ok(read_tail(archive)?.is_some())
}

/// The block's tail, if there is one.
fn read_tail(archive: &Archive<'_>) -> Result<Option<Vec<u8>>, Unread> {
    let Some(start) = archive.end().directory_offset.checked_sub(TAIL_SIZE) else {
        return Ok(None);
    };
    let tail = archive.read(start, TAIL_SIZE).reading(Part::SigningBlock)?;
    let magic = tail.get(12..28);
    Ok((magic == Some(&MAGIC_V2) || magic == Some(&MAGIC_V3)).then_some(tail))
}

/// Finds and reads the block.
pub(crate) fn find(archive: &Archive<'_>) -> Result<Found, Unread> {
    let Some(tail) = read_tail(archive)? else { return Ok(Found::None) };
    if archive.end().directory_end() != archive.end().offset {
        return Ok(Found::Malformed(BlockFault::BehindDirectory));
    }
    let mut tail = Bytes::new(&tail);
    let fields = (tail.u32(), tail.u64(), tail.array::<16>(), tail.u32());
    let (Some(count), Some(size), Some(magic), Some(version)) = fields else {
        return Ok(Found::Malformed(BlockFault::CutTail));
    };
    if (version < 3) != (magic == MAGIC_V2) {
        return Ok(Found::Malformed(BlockFault::Magic));
    }
    if count > MAX_SUB_BLOCKS {
        return Ok(Found::Malformed(BlockFault::TooManySubBlocks { count }));
    }
    if size < TAIL_SIZE {
        return Ok(Found::Malformed(BlockFault::Size));
    }
    let Some(offset) = archive.end().directory_offset.checked_sub(size) else {
        return Ok(Found::Malformed(BlockFault::BeforeFile));
    };
    // The device allows 1 GiB.
    let limit = archive.limits().harmony_block_size();
    if size > limit.value {
        return Ok(Found::Malformed(BlockFault::TooLarge { size, limit }));
    }
    let bytes = archive.read(offset, size.saturating_sub(TAIL_SIZE)).reading(Part::SigningBlock)?;
    Ok(match sub_blocks(&bytes, count) {
        Ok(sub_blocks) => Found::Block(SigningBlock { offset, bytes, sub_blocks }),
        Err(why) => Found::Malformed(why),
    })
}

type SubBlocks = Vec<(Kind, std::ops::Range<usize>)>;

/// The sub-blocks, which must fill the block one behind the other.
fn sub_blocks(bytes: &[u8], count: u32) -> Result<SubBlocks, BlockFault> {
    const CUT: BlockFault = BlockFault::CutSubBlock;
    let mut heads = Bytes::new(bytes);
    let mut found: SubBlocks = Vec::new();
    let mut filled = 0_usize;
    for _ in 0..count {
        let head = (heads.u32(), heads.u32(), heads.u32());
        let (Some(id), Some(length), Some(offset)) = head else { return Err(CUT) };
        let kind = Kind::of(id).ok_or(BlockFault::UnknownSubBlock)?;
        let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
        let range =
            range.and_then(|(start, length)| Some(start..start.checked_add(length)?)).ok_or(CUT)?;
        if range.end > bytes.len() || range.start < HEAD_SIZE.saturating_mul(count as usize) {
            return Err(BlockFault::SubBlockOutside);
        }
        if range.is_empty() {
            return Err(BlockFault::EmptySubBlock);
        }
        if found.iter().any(|(other, _)| *other == kind) {
            return Err(BlockFault::SubBlockTwice);
        }
        filled = filled.saturating_add(HEAD_SIZE).saturating_add(range.len());
        found.push((kind, range));
    }
    let mut ranges: Vec<_> = found.iter().map(|(_, range)| range).collect();
    ranges.sort_by_key(|range| range.start);
    let overlap =
        ranges.windows(2).any(|pair| matches!(pair, [first, second] if first.end > second.start));
    if filled != bytes.len() || overlap {
        return Err(BlockFault::Unfilled);
    }
    Ok(found)
}

impl SigningBlock {
    pub(crate) fn value(&self, kind: Kind) -> Option<&[u8]> {
        let (_, range) = self.sub_blocks.iter().find(|(found, _)| *found == kind)?;
        self.bytes.get(range.clone())
    }

    /// What a signature covers besides the package's sections, in the device's order. The outer
    /// signature of an enterprise covers the inner one.
    pub(crate) fn covered(&self, by: Kind) -> Vec<&[u8]> {
        let kinds: &[Kind] = if by == Kind::EnterpriseSignature {
            &[Kind::Property, Kind::Profile, Kind::Signature, Kind::EnterpriseCode, Kind::Rotation]
        } else {
            &[Kind::Property, Kind::Profile, Kind::Rotation]
        };
        kinds.iter().filter_map(|&kind| self.value(kind)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(heads: &[(u32, u32, u32)], values: &[u8]) -> Vec<u8> {
        let heads = heads.iter().flat_map(|&(id, length, offset)| [id, length, offset]);
        heads.flat_map(u32::to_le_bytes).chain(values.iter().copied()).collect()
    }

    #[test]
    fn sub_blocks_fill_the_block() {
        const SIGNATURE: u32 = 0x2000_0000;
        const PROFILE: u32 = 0x2000_0002;
        for (name, heads, values, good) in [
            ("one", &[(SIGNATURE, 2, 12)][..], &[1, 2][..], true),
            ("two", &[(PROFILE, 1, 24), (SIGNATURE, 2, 25)], &[1, 2, 3], true),
            ("none", &[], &[], true),
            ("gap", &[(SIGNATURE, 1, 12)], &[1, 2], false),
            ("twice", &[(SIGNATURE, 1, 24), (SIGNATURE, 1, 25)], &[1, 2], false),
            ("overlap", &[(PROFILE, 2, 24), (SIGNATURE, 2, 25)], &[1, 2, 3, 4], false),
            ("unknown", &[(7, 1, 12)], &[1], false),
            ("empty", &[(SIGNATURE, 0, 12)], &[], false),
            ("over the heads", &[(SIGNATURE, 2, 10)], &[1, 2], false),
            ("past the end", &[(SIGNATURE, 3, 12)], &[1, 2], false),
            ("wraps", &[(SIGNATURE, u32::MAX, u32::MAX)], &[1, 2], false),
        ] {
            let bytes = block(heads, values);
            assert_eq!(sub_blocks(&bytes, heads.len() as u32).is_ok(), good, "{name}");
            for length in (0..bytes.len()).filter(|_| good) {
                assert!(
                    sub_blocks(&bytes[..length], heads.len() as u32).is_err(),
                    "{name} cut to {length}"
                );
            }
        }
    }
}
