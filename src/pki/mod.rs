//! Which certificates may issue others, and which did (RFC 5280, section 6).

mod authority;
pub(crate) mod chain;
pub(crate) mod cms;
pub(crate) mod oid;
mod path;
pub(crate) mod signature;
pub mod x509;

pub(crate) use self::authority::is_authority;
pub(crate) use self::path::{Path, reachable};
