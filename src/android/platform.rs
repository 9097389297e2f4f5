//! Android's platform versions (API levels) at which signing changed.

/// Android 17: the newest platform that there is (source.android.com, "Codenames, tags, and build numbers"). What is for
/// platforms above it alone nobody installs yet.
pub(crate) const NEWEST: u32 = 37;

/// Android 12L, the last that does not know v3.1, and reads v3 in its place.
pub(crate) const S_V2: u32 = 32;
