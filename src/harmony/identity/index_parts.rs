//! What both layouts of `resources.index` have in common.

use crate::encoding::bytes::Bytes;
use crate::say::said;

/// The text that names the tool and its version.
pub(crate) const VERSION_SIZE: usize = 128;

/// Behind it both layouts have a length and the number of configurations.
pub(crate) const FIRST_HEADER_SIZE: usize = VERSION_SIZE + 8;

/// How many values are read, and how many configurations. Real indexes hold some thousand, and some
/// dozens.
pub(crate) const MAX_VALUES: usize = 1 << 18;

pub(crate) const MAX_CONFIGURATIONS: usize = 1 << 12;

said! {
    /// Why an index cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum IndexError {
        NotAnIndex => { en: "it is not a resource index", zh: "不是资源索引" }
        TooMany => {
            en: "it has more texts or configurations than {MAX_VALUES} and {MAX_CONFIGURATIONS}",
            zh: "文字超过 {MAX_VALUES} 条或配置超过 {MAX_CONFIGURATIONS} 个"
        }
        /// It was read, and not to its end.
        CutShort => {
            en: "it has more texts of one name than are read",
            zh: "同一名称的文字过多，未全部读取"
        }
    }
}

impl std::error::Error for IndexError {}

said! {
    /// Why a label has no text.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Nowhere {
        NoIndex => {
            en: "resources.index is not there, or cannot be read",
            zh: "没有 resources.index，或无法读取"
        }
        NoId => { en: "it has no labelId", zh: "没有 labelId" }
        Absent => {
            en: "there is no such resource for such a phone",
            zh: "没有适用于这类手机的此资源"
        }
        Endless => { en: "the references go on without end", zh: "引用循环或层数过多" }
        Unreadable => { en: "the resource cannot be read", zh: "此资源无法读取" }
        NoText => { en: "it is no text", zh: "它不是文字" }
    }
}

impl std::error::Error for Nowhere {}

/// The value of a resource in one configuration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    /// Its place among the configurations.
    pub(crate) configuration: usize,
    pub(crate) kind: u32,
    /// `None` where it is no single text, or damaged.
    pub(crate) text: Option<&'a [u8]>,
}

/// The length that it names, and how many configurations.
pub(crate) fn sizes(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut sizes = Bytes::at(bytes, VERSION_SIZE)?;
    Some((sizes.u32()?, sizes.u32()?))
}

/// How many values an index can hold: each stands in a table with two numbers of its own.
pub(crate) fn most_values(index: &[u8]) -> usize {
    MAX_VALUES.min(index.len() / 8)
}

pub(crate) fn at(bytes: &[u8], offset: u32) -> Option<Bytes<'_>> {
    Bytes::at(bytes, usize::try_from(offset).ok()?)
}

/// Whether a resource type is one (`MAX_RES_TYPE`).
pub(crate) fn is_kind(kind: u32) -> bool {
    kind < 24
}

/// Whether resources of the type hold several texts (`IdItem::IsArrayOfType`).
pub(crate) fn is_array(kind: u32) -> bool {
    matches!(kind, 10 | 11 | 16 | 17 | 22)
}
