//! Why bytes are no signed data.

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
