//! Where bytes come from: files, slices, windows of another source; reading here and there in one.

pub(crate) mod paged;
pub(crate) mod read_at;
pub(crate) mod unread;
