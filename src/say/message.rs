//! A sentence for people, in its parts.

use std::fmt;

use super::Language;

/// What is said to a person, in one language. What forbids filing has three parts, so that it can
/// be acted on; the rest is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The cause by its name, without a full stop where `why` follows; else the whole sentence.
    pub title: String,
    /// One sentence: what it means. `None` where the title says all.
    pub why: Option<String>,
    /// What to do next, in order, a sentence each.
    pub steps: Vec<String>,
}

impl Message {
    /// All of it in one line.
    pub(crate) fn write(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        let (stop, space) = match language {
            Language::English => (". ", " "),
            Language::Chinese => ("。", ""),
        };
        for (at, part) in self.why.iter().chain(&self.steps).enumerate() {
            f.write_str(if at == 0 { stop } else { space })?;
            f.write_str(part)?;
        }
        Ok(())
    }
}
