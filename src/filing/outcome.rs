//! What one file came to: the report, the values to file, and what is to be shown of both.

use super::{Form, FormOptions, NoForm};
use crate::report::{Finding, Report, Severity, Signer, Verdict};

/// What is known of one file, whatever it is shown as: the command, a page and a table take it from
/// here, so that they show the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// What was read and verified.
    pub report: Report,
    /// The values to file, or why there are none.
    pub form: Result<Form, NoForm>,
    /// The values of the earlier certificates of a rotation.
    pub earlier: Vec<Form>,
    allow_unverified: bool,
}

impl Outcome {
    /// The report with the values that may be filed from it.
    #[must_use]
    pub fn new(report: Report, options: &FormOptions) -> Self {
        let form = Form::new(&report, options);
        let earlier = Form::earlier(&report, options).unwrap_or_default();
        Self { report, form, earlier, allow_unverified: options.allow_unverified }
    }

    /// The report's findings and what the form has to say, errors first.
    #[must_use]
    pub fn findings(&self) -> Vec<&Finding> {
        let of_form = self.form.as_ref().map(|form| form.findings.as_slice()).unwrap_or_default();
        let mut all: Vec<_> = self.report.findings.iter().chain(of_form).collect();
        all.sort_by_key(|finding| finding.severity);
        all
    }

    /// The codes of the findings of that severity, each once.
    #[must_use]
    pub fn codes(&self, severity: Severity) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for finding in self.findings().into_iter().filter(|finding| finding.severity == severity) {
            let code = finding.code.as_str();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The signers to show: of a package that is rejected, those that it claims only where
    /// unverified values are allowed.
    #[must_use]
    pub fn signers(&self) -> &[Signer] {
        match self.report.verdict() {
            Verdict::Rejected if self.allow_unverified => &self.report.claimed_signers,
            Verdict::Unchecked if !self.report.is_unpackaged() => &self.report.claimed_signers,
            _ => &self.report.signers,
        }
    }

    /// Whether the package is verified, or was not to be, and has no error: what the command exits
    /// with 0 for.
    #[must_use]
    pub fn is_good(&self) -> bool {
        match self.report.verdict() {
            Verdict::Verified | Verdict::Unchecked => !self.report.has_errors(),
            Verdict::Rejected | Verdict::Unsigned => false,
        }
    }
}
