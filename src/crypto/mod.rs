//! Digests, the hash tree of fs-verity, the work that signatures may cost, and the threads that
//! share it.

pub(crate) mod budget;
pub(crate) mod content_digest;
pub(crate) mod digest;
pub(crate) mod fs_verity;
pub(crate) mod parallel;
