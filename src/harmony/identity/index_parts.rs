//! What both layouts of `resources.index` have in common.

use crate::encoding::bytes::Bytes;

/// The text that names the tool and its version.
pub(crate) const VERSION_SIZE: usize = 128;

/// Behind it both layouts have a length and the number of configurations.
pub(crate) const FIRST_HEADER_SIZE: usize = VERSION_SIZE + 8;

/// How many values are read, and how many configurations. Real indexes hold some thousand, and some
/// dozens.
pub(crate) const MAX_VALUES: usize = 1 << 18;

pub(crate) const MAX_CONFIGURATIONS: usize = 1 << 12;

/// Why an index cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IndexError {
    #[error("it is not a resource index")]
    NotAnIndex,
    #[error("it has more texts or configurations than {MAX_VALUES} and {MAX_CONFIGURATIONS}")]
    TooMany,
    /// It was read, and not to its end.
    #[error("it has more texts of one name than are read")]
    CutShort,
}

/// Why a label has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Nowhere {
    #[error("resources.index is not there, or cannot be read")]
    NoIndex,
    #[error("it has no labelId")]
    NoId,
    #[error("there is no such resource for such a phone")]
    Absent,
    #[error("the references go on without end")]
    Endless,
    #[error("the resource cannot be read")]
    Unreadable,
    #[error("it is no text")]
    NoText,
}

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
