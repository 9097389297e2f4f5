//! Who may issue certificates, and who issued whom (RFC 5280, section 6).

mod authority;
mod path;

pub(crate) use authority::is_authority;
pub(crate) use path::{Path, reachable};
