//! Why bytes are no signed data, and what says that they are.

/// `1.2.840.113549.1.7.2`
pub(crate) const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Why bytes are no signed data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CmsError {
    #[error("not CMS signed data")]
    NoSignedData,
    #[error("malformed CMS {0}")]
    Malformed(&'static str),
    #[error("it has more than {limit} {what}")]
    TooMany { what: &'static str, limit: usize },
}
