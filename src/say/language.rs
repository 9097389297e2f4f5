//! The languages in which sentences are said.

/// The language of a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// 简体中文
    Chinese,
    /// English
    English,
}
