//! A thing noticed about a package: a stable code, a severity, a subject, and a sentence.

use std::fmt;

use super::{Code, named, phrases};
use crate::pki::x509::Certificate;

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

    /// Whether no value may be filed from a package that has it, whatever its signature: an error, or one whose code
    /// [says so](Code::forbids_filing).
    #[must_use]
    pub fn forbids_filing(&self) -> bool {
        /// Release profiles for packages that reach users without the store: the certificate is the developer's own.
        const RELEASED_ELSEWHERE: [&str; 2] = ["developer_id", "os_integration"];
        let released_elsewhere = self.code == Code::ProfileNotForStore
            && self.args.first().is_some_and(|kind| RELEASED_ELSEWHERE.contains(&kind.as_str()));
        self.severity == Severity::Error || (self.code.forbids_filing() && !released_elsewhere)
    }

    /// One sentence that says what was noticed and what to do about it.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        fill(self.code.template(language), &self.args, language)
    }
}

/// What is to be said of a certificate that is nobody's own, or that signs no released app.
pub(crate) fn on_certificate(certificate: &Certificate) -> Option<Finding> {
    let shared = certificate.known().map(|shared| Finding::new(Code::SharedCertificate).arg(shared));
    shared.or_else(|| {
        let subject = certificate.subject();
        let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
        let development = certificate.development()?;
        Some(Finding::new(Code::DevelopmentCertificate).arg(name).arg(development))
    })
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

/// Text from a file, made safe to print: characters that [hide](is_hidden) are written as escapes (`\u{1b}`). Those behind
/// an emoji (U+FE0F, U+200D) too: where they may stand is no question for whoever prints a name.
#[must_use]
pub fn escape_control(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character controls the terminal, changes the direction of text, or shows nothing, so that two texts that
/// differ look alike: controls (C0, C1), line and paragraph separators, format characters (`Cf`), and the rest of Unicode's
/// `Default_Ignorable_Code_Point` (fillers, variation selectors, tags), with the blank pattern of Braille.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
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

    #[test]
    fn what_nobody_sees_is_written_out_and_what_is_seen_is_left() {
        for (first, last) in [
            (0x0, 0x1f),
            (0x7f, 0x9f),
            (0xad, 0xad),
            (0x34f, 0x34f),
            (0x61c, 0x61c),
            (0x115f, 0x1160),
            (0x180b, 0x180f),
            (0x200b, 0x200f),
            (0x2028, 0x202e),
            (0x2060, 0x206f),
            (0x2800, 0x2800),
            (0x3164, 0x3164),
            (0xfe00, 0xfe0f),
            (0xfeff, 0xfeff),
            (0xffa0, 0xffa0),
            (0xfff9, 0xfffb),
            (0x1bca0, 0x1bca3),
            (0x1d173, 0x1d17a),
            (0xe0001, 0xe0001),
            (0xe0020, 0xe007f),
            (0xe0100, 0xe01ef),
        ] {
            for c in (first..=last).filter_map(char::from_u32) {
                assert_eq!(escape_control(&c.to_string()), format!("\\u{{{:x}}}", u32::from(c)));
            }
        }
        for seen in
            ["com.example.app", "示例 应用", "Ünïcödé", "\u{1f4f7}", "مثال", "\u{3000}\u{a0}", "\u{fffd}"]
        {
            assert_eq!(escape_control(seen), seen);
        }
        assert_eq!(escape_control("\u{2764}\u{fe0f}"), "\u{2764}\\u{fe0f}");
    }

    #[test]
    fn errors_forbid_filing_and_so_do_codes_that_say_so() {
        let warning = |code, arg: &str| Finding::new(code).arg(arg);
        for (finding, want) in [
            (Finding::new(Code::DuplicateEntry), true),
            (Finding::new(Code::Debuggable), false),
            (Finding::new(Code::Debuggable).severity(Severity::Error), true),
            (Finding::new(Code::SharedCertificate), true),
            (warning(Code::ProfileNotForStore, "enterprise"), true),
            (warning(Code::ProfileNotForStore, "internaltesting"), true),
            (warning(Code::ProfileNotForStore, "developer_id"), false),
            (warning(Code::ProfileNotForStore, "os_integration"), false),
        ] {
            assert_eq!(finding.forbids_filing(), want, "{finding:?}");
        }
    }
}
