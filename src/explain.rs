//! What each code means, why it is there, and what to do: `docs/findings.md`, which a test holds to
//! the catalogue, as data.
//!
//! ```
//! use beian::explain::explanations;
//!
//! let debuggable = explanations("debuggable").next().ok_or("not explained")?;
//! assert!(debuggable.in_chinese.meaning.contains("调试"));
//! # Ok::<(), &str>(())
//! ```

use std::iter;

const DOCUMENT: &str = include_str!("../docs/findings.md");

/// How a code is explained. One that is both a finding's and a result of `check` is explained
/// twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// The texts in Chinese.
    pub in_chinese: Texts,
    /// The texts in English.
    pub in_english: Texts,
}

/// The texts of one language, in which names stand between backticks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Texts {
    /// What it means.
    pub meaning: &'static str,
    /// Why it is there.
    pub why: &'static str,
    /// What to do about it.
    pub what_to_do: &'static str,
}

/// The labels of the lines, as the document has them.
const CHINESE: [&str; 3] = ["- **含义**：", "- **原因**：", "- **处理**："];
const ENGLISH: [&str; 3] = ["- **Meaning:** ", "- **Why:** ", "- **What to do:** "];

/// Every code that is explained, in the document's order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    entries().map(|entry| entry.0)
}

/// The explanations of a code. None where there is no such code.
pub fn explanations(code: &str) -> impl Iterator<Item = Explanation> {
    entries().filter(move |entry| entry.0 == code).map(|(code, text)| Explanation {
        code,
        in_chinese: texts(text, CHINESE),
        in_english: texts(text, ENGLISH),
    })
}

/// Each code with what stands below its heading.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = DOCUMENT;
    iter::from_fn(move || {
        let (_, from) = rest.split_once("\n### `")?;
        let (code, below) = from.split_once("`\n")?;
        rest = below;
        Some((code, below.split_once("\n#").map_or(below, |(text, _)| text)))
    })
}

fn texts(entry: &'static str, labels: [&str; 3]) -> Texts {
    let [meaning, why, what_to_do] = labels
        .map(|label| entry.lines().find_map(|line| line.strip_prefix(label)).unwrap_or_default());
    Texts { meaning, why, what_to_do }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::filing::Reason;
    use crate::report::Code;

    #[test]
    fn every_code_is_explained_in_both_languages() {
        let findings = Code::ALL.iter().map(|code| code.as_str());
        let reasons = Reason::ALL.iter().map(|reason| reason.as_str());
        for code in findings.chain(reasons).chain(Error::codes()).chain(codes()) {
            let mut all = explanations(code).peekable();
            assert!(all.peek().is_some(), "{code}");
            for Texts { meaning, why, what_to_do } in
                all.flat_map(|it| [it.in_chinese, it.in_english])
            {
                assert!(![meaning, why, what_to_do].contains(&""), "{code}");
            }
        }
        assert_eq!(explanations("no-such-code").count(), 0);
    }
}
