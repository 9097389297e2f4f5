//! The ways in which a manifest is read: the platform's, and those of other tools.
//!
//! A file that says one thing to Android and another to a tool is made so on purpose. Each flag is
//! one thing that readers in use do otherwise than Android's libandroidfw.

use super::string_pool::Strictness;

/// What is done otherwise than a device does it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading(u32);

impl Reading {
    /// As a device reads: nothing is done otherwise.
    pub(crate) const DEVICE: Self = Self(0);
    /// Of several string pools the first counts.
    pub(crate) const FIRST_POOL: Self = Self(1);
    /// Of several string pools the last counts, wherever it stands.
    pub(crate) const LAST_POOL: Self = Self(1 << 1);
    /// Of several resource maps the first counts.
    pub(crate) const FIRST_MAP: Self = Self(1 << 2);
    /// Of several resource maps the last counts, wherever it stands.
    pub(crate) const LAST_MAP: Self = Self(1 << 3);
    /// What stands behind the end of the first root is read on.
    pub(crate) const ALL_ROOTS: Self = Self(1 << 4);
    /// Attributes stand 20 bytes apart, whatever the file says.
    pub(crate) const USUAL_STRIDE: Self = Self(1 << 5);
    /// Strings need no NUL, and overlong forms are their short ones.
    pub(crate) const LAX_STRINGS: Self = Self(1 << 6);
    /// A text that is no good UTF-8 is one of bytes.
    pub(crate) const TODAYS_UTF8: Self = Self(1 << 7);
    /// The namespace of an attribute that goes by its name does not matter.
    pub(crate) const ANY_NAMESPACE: Self = Self(1 << 8);
    /// An attribute with a resource id does not go by its name.
    pub(crate) const ID_BEFORE_NAME: Self = Self(1 << 9);
    /// Of several attributes of one name the last counts.
    pub(crate) const LAST_NAME: Self = Self(1 << 10);
    /// Attributes with an id are found in any order, and the first counts.
    pub(crate) const FIRST_ID: Self = Self(1 << 11);
    /// Attributes with an id are found in any order, and the last counts.
    pub(crate) const LAST_ID: Self = Self(1 << 12);
    /// Attributes with an id are found by their names, as `ApkLiteParseUtils` finds some.
    pub(crate) const NAME_FOR_ID: Self = Self(1 << 13);
    /// The raw text of an attribute counts only where its type says that it is one (aapt).
    pub(crate) const TYPE_SAYS_TEXT: Self = Self(1 << 14);
    /// The other one of raw and typed text counts, where there are both.
    pub(crate) const OTHER_TEXT: Self = Self(1 << 15);
    /// Only the raw text counts.
    pub(crate) const RAW_ONLY: Self = Self(1 << 16);

    /// Of several `uses-sdk` the first says for which platform the package is made.
    pub(crate) const FIRST_SDK: Self = Self(1 << 17);

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn strictness(self) -> Strictness {
        if self.has(Self::LAX_STRINGS) {
            Strictness::Lax
        } else if self.has(Self::TODAYS_UTF8) {
            Strictness::Today
        } else {
            Strictness::Device
        }
    }
}
