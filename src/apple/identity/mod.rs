//! What an app for Apple's devices says of itself.

pub(crate) mod info_plist;
mod strings;
