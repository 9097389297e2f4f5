//! A thing noticed about a package: a stable code, a severity, a subject, and a sentence.

use std::fmt;

use super::{Code, Severity, phrases};
use crate::pki::x509::Certificate;
use crate::say::{Language, escape_control};

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

    /// Names what the finding is about (`v2 signer 1`). Control characters are escaped: it may be a
    /// name in a file.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(escape_control(&subject.into()));
        self
    }

    /// Adds the text of the next placeholder. Control characters are escaped: it may come from a
    /// file.
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

    /// Whether no value may be filed from a package that has it, whatever its signature: an error,
    /// or one whose code [says so](Code::forbids_filing).
    #[must_use]
    pub fn forbids_filing(&self) -> bool {
        /// Release profiles for packages that reach users without the store: the certificate is the
        /// developer's own.
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
    let shared =
        certificate.known().map(|shared| Finding::new(Code::SharedCertificate).arg(shared));
    shared.or_else(|| {
        let subject = certificate.subject();
        let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
        let development = certificate.development()?;
        Some(Finding::new(Code::DevelopmentCertificate).arg(name).arg(development))
    })
}

/// A sentence of the catalogues with its arguments in the places of `{0}`, `{1}`. One that goes in
/// the place of `{0:reason}` is said in the sentence's language.
pub(crate) fn fill(template: &str, args: &[String], language: Language) -> String {
    let mut message = String::new();
    let mut rest = template;
    while let Some((before, placeholder)) = rest.split_once('{') {
        message.push_str(before);
        let (placeholder, after) = placeholder.split_once('}').unwrap_or((placeholder, ""));
        let reason = placeholder.strip_suffix(":reason");
        let arg =
            reason.unwrap_or(placeholder).parse().ok().and_then(|index: usize| args.get(index));
        let arg = arg.map_or("?", String::as_str);
        match reason
            .filter(|_| language == Language::Chinese)
            .and_then(|_| phrases::in_chinese(arg))
        {
            Some(chinese) => message.push_str(&chinese),
            None => message.push_str(arg),
        }
        rest = after;
    }
    message.push_str(rest);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_its_arguments_with_control_characters_escaped() {
        let finding =
            Finding::new(Code::DuplicateEntry).arg("a\u{1b}[31m{0}\u{202e}b").about("a\rb");
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
