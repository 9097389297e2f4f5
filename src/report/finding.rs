//! A thing noticed about a package: a stable code, a severity, a subject, and a sentence.

use std::fmt;

use super::{Code, named, phrases};

/// How much a finding matters. Ordered from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The package must not be relied on, or no value can be filed from it.
    Error,
    /// Somebody should look before filing.
    Warning,
    /// Worth knowing.
    Info,
}

named!(Severity { Error => "error", Warning => "warning", Info => "info" });

/// The language of a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// 简体中文
    Chinese,
    /// English
    English,
}

/// A thing noticed about a package.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What was noticed.
    pub code: Code,
    /// How much it matters here; mostly [`Code::severity`].
    pub severity: Severity,
    /// What it was noticed about (`v2 signer 1`), when not the package as a whole.
    pub subject: Option<String>,
    /// The names and numbers that the sentence gives, in the order of [`Code`]'s placeholders.
    pub args: Vec<String>,
}

impl Finding {
    /// A finding about the package as a whole, of the severity that its code mostly has.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, severity: code.severity(), subject: None, args: Vec::new() }
    }

    /// Names what the finding is about (`v2 signer 1`). Control characters are escaped: it may be a name in a file.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(escape_control(&subject.into()));
        self
    }

    /// Adds the text of the next placeholder. Control characters are escaped: it may come from a file.
    #[must_use]
    pub fn arg(mut self, arg: impl fmt::Display) -> Self {
        self.args.push(escape_control(&arg.to_string()));
        self
    }

    /// Another severity than the code mostly has.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// One sentence that says what was noticed and what to do about it.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        fill(self.code.template(language), &self.args, language)
    }
}

/// A sentence of the catalogues with its arguments in the places of `{0}`, `{1}`. One that goes in the place of
/// `{0:reason}` is said in the sentence's language.
pub(crate) fn fill(template: &str, args: &[String], language: Language) -> String {
    let mut message = String::new();
    let mut rest = template;
    while let Some((before, placeholder)) = rest.split_once('{') {
        message.push_str(before);
        let (placeholder, after) = placeholder.split_once('}').unwrap_or((placeholder, ""));
        let reason = placeholder.strip_suffix(":reason");
        let arg = reason.unwrap_or(placeholder).parse().ok().and_then(|index: usize| args.get(index));
        let arg = arg.map_or("?", String::as_str);
        match reason.filter(|_| language == Language::Chinese).and_then(|_| phrases::in_chinese(arg)) {
            Some(chinese) => message.push_str(&chinese),
            None => message.push_str(arg),
        }
        rest = after;
    }
    message.push_str(rest);
    message
}

/// Text from a file, made safe to print: control characters, and those that hide text or change its
/// direction, are written as escapes (`\u{1b}`).
#[must_use]
pub fn escape_control(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if hidden {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_its_arguments_with_control_characters_escaped() {
        let finding = Finding::new(Code::DuplicateEntry).arg("a\u{1b}[31m{0}\u{202e}b").about("a\rb");
        assert_eq!(finding.subject.as_deref(), Some("a\\u{d}b"));
        assert!(finding.message(Language::English).contains("a\\u{1b}[31m{0}\\u{202e}b"));
        assert!(finding.message(Language::Chinese).contains("a\\u{1b}[31m{0}\\u{202e}b"));
    }

    #[test]
    fn a_reason_is_said_in_chinese_and_a_name_that_equals_one_is_not() {
        let finding = Finding::new(Code::EntryUnreadable).arg("content").arg("deflate");
        let message = finding.message(Language::Chinese);
        assert!(message.contains("“content”（压缩数据损坏）"), "{message}");
        assert!(finding.message(Language::English).starts_with("\"content\" cannot be read"));
    }
}
