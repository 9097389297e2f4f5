//! The encodings in which files write their facts, read from borrowed bytes.

pub(crate) mod asn1;
pub(crate) mod bytes;
pub(crate) mod json;
pub(crate) mod pem;
pub(crate) mod plist;
pub(crate) mod protobuf;
pub(crate) mod text;
