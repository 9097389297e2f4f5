//! The rows of the filing form, and what a review calls a wrong value in each.

use crate::say::named;

/// A row of the filing form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Row {
    /// 「APP包名」
    PackageName,
    /// 「公钥」
    PublicKey,
    /// 「签名MD5值」, on iOS a SHA-1.
    Fingerprint,
    /// The running platform.
    Platform,
}

named!(Row {
    PackageName => "package_name",
    PublicKey => "public_key",
    Fingerprint => "fingerprint",
    Platform => "platform",
});

impl Row {
    /// What a provider's review calls a wrong value in this row.
    #[must_use]
    pub fn notice(self) -> Notice {
        match self {
            Self::PackageName => Notice::PackageName,
            Self::PublicKey | Self::Fingerprint => Notice::Features,
            Self::Platform => Notice::Platform,
        }
    }
}

/// The name of a notice in the review of filings (备案核查).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Notice {
    /// 「APP包名不准确」
    PackageName,
    /// 「APP特征信息无效」
    Features,
    /// 「APP平台信息无效」
    Platform,
}

named!(Notice {
    PackageName => "APP包名不准确", Features => "APP特征信息无效", Platform => "APP平台信息无效",
});
