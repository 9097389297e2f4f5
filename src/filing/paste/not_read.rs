//! Why a pasted text gives no value.

/// Why a text gives no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotRead {
    /// There is nothing in it.
    #[error("the text is empty")]
    Empty,
    /// It is longer than [`MAX_TEXT`](super::MAX_TEXT).
    #[error("the text is too long")]
    TooLong,
    /// It holds the value and other things that a form must not get.
    #[error("the text holds more than one value")]
    MoreThanTheValue,
    /// It is no value of the kind.
    #[error("the text is no value of this kind")]
    Unreadable,
}

/// Whether a text holds a private key in its armour: whatever it was pasted for, it is not to be
/// shown to anybody.
pub(crate) fn holds_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
}
