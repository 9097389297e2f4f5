//! What is noticed on the way to a report.

use super::{Finding, Severity};

/// What is noticed of a package while it is read and verified, and whether any of it keeps the
/// package from being verified.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    all: Vec<Finding>,
    refused: bool,
}

impl Findings {
    /// Adds what is to be said, and decides nothing.
    pub(crate) fn note(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.all.extend(findings);
    }

    /// Adds what decides: an error keeps the package from being verified.
    pub(crate) fn add(&mut self, findings: impl IntoIterator<Item = Finding>) {
        let before = self.all.len();
        self.all.extend(findings);
        let added = self.all.get(before..).unwrap_or_default();
        self.refused |= added.iter().any(|it| it.severity == Severity::Error);
    }

    /// Adds a finding that decides.
    pub(crate) fn push(&mut self, finding: Finding) {
        self.add([finding]);
    }

    /// Adds those of a part of the work, with what they decided.
    pub(crate) fn append(&mut self, other: Self) {
        self.refused |= other.refused;
        self.all.extend(other.all);
    }

    /// Whether any of it keeps the package from being verified.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them, in the order in which they were added.
    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::issue;

    #[test]
    fn errors_that_decide_refuse_and_others_do_not() {
        let finding = |severity| Finding::new(issue::Identity::Debuggable).with_severity(severity);
        for (noted, added, refused) in
            [(Severity::Error, Severity::Warning, false), (Severity::Info, Severity::Error, true)]
        {
            let (mut part, mut whole) = (Findings::default(), Findings::default());
            part.note([finding(noted)]);
            part.push(finding(added));
            assert_eq!((part.is_refused(), part.len()), (refused, 2));
            whole.append(part);
            assert_eq!((whole.is_refused(), whole.into_vec().len()), (refused, 2));
        }
    }
}
