//! Why a pasted text gives no value.

use crate::say::said;

said! {
    /// Why a text gives no value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum NotRead {
        /// There is nothing in it.
        Empty => { en: "the text is empty", zh: "内容为空" }
        /// It is longer than [`MAX_TEXT`](super::MAX_TEXT).
        TooLong => { en: "the text is too long", zh: "内容过长" }
        /// It holds the value and other things that a form must not get.
        MoreThanTheValue => { en: "the text holds more than one value", zh: "内容不止一个值" }
        /// It is no value of the kind.
        Unreadable => { en: "the text is no value of this kind", zh: "内容不是此类值" }
    }
}

impl std::error::Error for NotRead {}

/// Whether a text holds a private key in its armour: whatever it was pasted for, it is not to be
/// shown to anybody.
pub(crate) fn holds_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
}
