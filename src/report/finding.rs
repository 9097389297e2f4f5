//! What was noticed about a package.

use super::{Code, Severity, issue};
use crate::pki::x509::Certificate;
use crate::report::issue::Issue;
use crate::say::{In, Language, Message, Say, escape_control};

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
    /// Whether it keeps the values from being filed, whatever its severity.
    forbids: bool,
    /// What is said of it, with the names and numbers that the sentence gives.
    issue: Box<Issue>,
}

impl Finding {
    /// A finding about the package as a whole, of the severity that its code mostly has.
    #[must_use]
    pub(crate) fn new(issue: impl Into<Issue>) -> Self {
        let issue = issue.into();
        let code = issue.code();
        Self {
            code,
            severity: code.severity(),
            subject: None,
            forbids: code.forbids_filing(),
            issue: Box::new(issue),
        }
    }

    /// Names what the finding is about (`v2 signer 1`). Control characters are escaped: it may be a
    /// name in a file.
    #[must_use]
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(escape_control(&subject.into()));
        self
    }

    /// Another severity than the code mostly has.
    #[must_use]
    pub(crate) fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same of a package that may be filed all the same, unless it is an error.
    #[must_use]
    pub(crate) fn and_may_be_filed(mut self) -> Self {
        self.forbids = false;
        self
    }

    /// Whether no value may be filed from a package that has it, whatever its signature: an error,
    /// or one with a code that [says so](Code::forbids_filing).
    #[must_use]
    pub fn forbids_filing(&self) -> bool {
        self.severity == Severity::Error || self.forbids
    }

    /// Whether it forbids more than to file one signer's values beside another's: that there are
    /// several keeps none of the package's other facts back.
    pub(crate) fn forbids_every_value(&self) -> bool {
        let is_of_signers =
            matches!(*self.issue, Issue::Filing(issue::Filing::SeveralSigners { .. }));
        self.forbids_filing() && !is_of_signers
    }

    /// One line that says what was noticed and what to do about it.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        In(&*self.issue, language).to_string()
    }

    /// The same in its parts: what forbids filing has a title, a sentence why, and the next steps.
    #[must_use]
    pub fn parts(&self, language: Language) -> Message {
        self.issue.message(language)
    }
}

/// What is to be said of a certificate that is shared, or that signs no released app.
pub(crate) fn on_certificate(certificate: &Certificate) -> Option<Finding> {
    let shared = certificate
        .shared()
        .map(|shared| Finding::new(issue::Filing::SharedCertificate { known: shared }));
    shared.or_else(|| {
        let subject = certificate.subject();
        let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
        let development = certificate.development()?;
        Some(Finding::new(issue::Filing::DevelopmentCertificate { name, development }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Because;
    use crate::zip::EntryError;

    #[test]
    fn a_message_holds_its_fields_with_control_characters_escaped() {
        let name = "a\u{1b}[31m{0}\u{202e}b".to_owned();
        let finding = Finding::new(issue::Container::DuplicateEntry { name }).about("a\rb");
        assert_eq!(finding.subject.as_deref(), Some("a\\u{d}b"));
        for language in [Language::English, Language::Chinese] {
            assert!(finding.message(language).contains("a\\u{1b}[31m{0}\\u{202e}b"));
        }
    }

    #[test]
    fn a_reason_is_said_in_chinese_and_a_name_that_equals_one_is_not() {
        let (name, why) = ("content".to_owned(), Because::from(EntryError::Inflate));
        let finding = Finding::new(issue::Container::EntryUnreadable { name, why });
        let message = finding.message(Language::Chinese);
        assert!(message.contains("“content”（压缩数据损坏）"), "{message}");
        assert!(finding.message(Language::English).starts_with("\"content\" cannot be read"));
    }

    #[test]
    fn errors_forbid_filing_and_so_do_codes_that_say_so() {
        let debuggable = || Finding::new(issue::Identity::Debuggable);
        let known = crate::pki::x509::SharedCertificate::AndroidDebug;
        let shared = || Finding::new(issue::Filing::SharedCertificate { known });
        for (finding, want) in [
            (debuggable(), false),
            (debuggable().with_severity(Severity::Error), true),
            (shared(), true),
            (shared().and_may_be_filed(), false),
            (shared().and_may_be_filed().with_severity(Severity::Error), true),
        ] {
            assert_eq!(finding.forbids_filing(), want, "{finding:?}");
        }
    }
}
