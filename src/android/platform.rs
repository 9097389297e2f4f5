//! Android's platform versions (API levels) at which signing changed.

/// Android 17: the newest platform that there is (source.android.com, "Codenames, tags, and build
/// numbers"). What is for platforms above it alone no device installs yet.
pub(crate) const NEWEST: u32 = 37;

/// Android 7.0, the first that verifies v2.
pub(crate) const V2: u32 = 24;

/// Android 9, the first that verifies v3.
pub(crate) const V3: u32 = 28;

/// Android 13, the first that verifies v3.1.
pub(crate) const V31: u32 = 33;

/// Android 17, the first that verifies v3.2.
pub(crate) const V32: u32 = 37;

/// Android 12L, the last that does not know v3.1, and reads v3 in its place.
pub(crate) const S_V2: u32 = 32;
