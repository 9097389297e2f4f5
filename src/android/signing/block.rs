//! The APK Signing Block: pairs of id and value before the central directory.
//!
//! Layout and rules: source.android.com, "APK Signature Scheme v2", "APK Signing Block format";
//! apksig's `ApkSigningBlockUtilsLite`.

use crate::encoding::bytes::Bytes;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;

const MAGIC: [u8; 16] = *b"APK Sig Block 42";
/// The size field and the magic at the block's end.
const FOOTER_SIZE: u64 = 24;
/// The size field at the block's start.
const HEADER_SIZE: u64 = 8;

/// The ids that this crate knows.
pub(crate) mod id {
    pub(crate) const V2: u32 = 0x7109_871a;
    pub(crate) const V3: u32 = 0xf053_68c0;
    pub(crate) const V31: u32 = 0x1b93_ad61;
    pub(crate) const V32: u32 = 0x70e1_c89f;
    pub(crate) const STAMP: u32 = 0x6dff_800d;
    pub(crate) const STAMP_V1: u32 = 0x2b09_189e;
    pub(crate) const VERITY_PADDING: u32 = 0x4272_6577;
    pub(crate) const DEPENDENCY_INFO: u32 = 0x504b_4453;
    pub(crate) const PLAY_FROSTING: u32 = 0x2146_444e;
    pub(crate) const WALLE: u32 = 0x7177_7777;
    pub(crate) const VASDOLLY: u32 = 0x8811_55ff;
    pub(crate) const PACKER_NG: u32 = 0x7a78_6b21;
}

/// A signing block that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SigningBlock {
    /// Where it begins, in bytes from the start of the file.
    pub(crate) offset: u64,
    /// The block without its header and footer.
    pairs: Vec<u8>,
}

/// What stands before the central directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// No signing block, or none that a platform would recognise.
    None,
    /// A block.
    Block(SigningBlock),
    /// A block of so many bytes that it was not read.
    TooLarge(u64),
}

/// Finds the block. One with a wrong size, or that does not touch the directory, is none: that is
/// how the platforms take it, and they go on to an older scheme.
pub(crate) fn find(archive: &Archive<'_>) -> Result<Found, Unread> {
    let end = archive.end();
    if end.directory_end() != end.offset {
        return Ok(Found::None);
    }
    let Some(footer_start) = end.directory_offset.checked_sub(FOOTER_SIZE) else {
        return Ok(Found::None);
    };
    let footer = archive.read(footer_start, FOOTER_SIZE).reading(Part::SigningBlock)?;
    let mut footer = Bytes::new(&footer);
    let Some(size) = footer.u64().filter(|_| footer.rest() == MAGIC) else {
        return Ok(Found::None);
    };
    // The size counts everything but the header.
    let offset =
        size.checked_add(HEADER_SIZE).and_then(|total| end.directory_offset.checked_sub(total));
    let Some(offset) = offset.filter(|_| size >= FOOTER_SIZE) else { return Ok(Found::None) };
    if size > archive.limits().signing_block_size().value {
        return Ok(Found::TooLarge(size));
    }
    let block = archive.read(offset, size.saturating_sub(FOOTER_SIZE).saturating_add(HEADER_SIZE));
    let block = block.reading(Part::SigningBlock)?;
    let mut block = Bytes::new(&block);
    if block.u64() != Some(size) {
        return Ok(Found::None);
    }
    Ok(Found::Block(SigningBlock { offset, pairs: block.rest().to_vec() }))
}

impl SigningBlock {
    /// The pairs in stored order, up to the first malformed one.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let mut rest = Bytes::new(&self.pairs);
        std::iter::from_fn(move || pair(&mut rest))
    }

    /// The value of the first pair with that id. One that stands behind a malformed pair is not
    /// found, as apksig does not find it.
    pub(crate) fn value(&self, id: u32) -> Option<&[u8]> {
        self.pairs().find(|&(found, _)| found == id).map(|(_, value)| value)
    }
}

fn pair<'a>(rest: &mut Bytes<'a>) -> Option<(u32, &'a [u8])> {
    let size = rest.u64().filter(|size| (4..=i32::MAX as u64).contains(size))?;
    let mut pair = Bytes::new(rest.take(usize::try_from(size).ok()?)?);
    Some((pair.u32()?, pair.rest()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(pairs: &[(u64, u32, &[u8])]) -> SigningBlock {
        let mut bytes = Vec::new();
        for (size, id, value) in pairs {
            bytes.extend(size.to_le_bytes());
            bytes.extend(id.to_le_bytes());
            bytes.extend(*value);
        }
        SigningBlock { offset: 0, pairs: bytes }
    }

    #[test]
    fn the_first_pair_with_an_id_counts() {
        let block = block(&[(5, 1, b"a"), (5, 2, b"b"), (5, 1, b"c")]);
        assert_eq!(block.value(1), Some(b"a".as_slice()));
        assert_eq!(block.value(2), Some(b"b".as_slice()));
        assert_eq!(block.value(3), None);
    }

    #[test]
    fn nothing_behind_a_malformed_pair_is_found() {
        for size in [0, 3, 1 << 31, 100, u64::MAX] {
            let block = block(&[(5, 1, b"a"), (size, 2, b"b"), (5, 3, b"c")]);
            assert_eq!(block.value(1), Some(b"a".as_slice()));
            assert_eq!(block.value(3), None, "size {size}");
        }
    }
}
