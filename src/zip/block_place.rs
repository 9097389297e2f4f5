//! The place of a signing block: it ends where the central directory begins.

use super::EndRecord;
use crate::limits::Limit;
use crate::say::said;

said! {
    /// Why a signing block is not where it says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum BlockPlace {
        BehindDirectory => {
            en: "something stands between the central directory and its end record",
            zh: "中央目录与结束记录之间有其他内容"
        }
        Size => { en: "its size is impossible", zh: "大小不合理" }
        BeforeFile => { en: "it begins before the file does", zh: "起始位置早于文件开头" }
        TooLarge { size: u64, limit: Limit } => {
            en: "it has {size} bytes, more than {limit}",
            zh: "长 {size} 字节，超过上限 {limit}"
        }
    }
}

/// The size that a block tells of itself, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockSize {
    pub(crate) told: u64,
    /// How many bytes of the block it does not count.
    pub(crate) uncounted: u64,
    /// The least that a block of the format has.
    pub(crate) least: u64,
}

impl EndRecord {
    /// That nothing stands between the directory and the record.
    pub(crate) fn touches_directory(&self) -> Result<(), BlockPlace> {
        if self.directory_end() == self.offset { Ok(()) } else { Err(BlockPlace::BehindDirectory) }
    }

    /// Where a block of that size begins, in bytes from the start of the file.
    pub(crate) fn block_start(&self, size: BlockSize, limit: Limit) -> Result<u64, BlockPlace> {
        let BlockSize { told, uncounted, least } = size;
        if told < least {
            return Err(BlockPlace::Size);
        }
        let start = self.directory_offset.checked_sub(told.saturating_add(uncounted));
        let start = start.ok_or(BlockPlace::BeforeFile)?;
        if told > limit.value {
            return Err(BlockPlace::TooLarge { size: told, limit });
        }
        Ok(start)
    }
}
