//! What one file came to in a comparison.

use beian::filing::{Checked, Relation};

use crate::exit::ExitCode;
use crate::outcome::Outcome;

/// What one file came to.
pub(crate) struct Compared<'a> {
    pub(crate) outcome: Outcome,
    /// `None` where nothing was filed, but packages are compared.
    pub(crate) check: Option<Checked>,
    /// The number of the record's set that is compared, from 1.
    pub(crate) set: Option<usize>,
    /// Whether the record holds no key and no fingerprint, so that names alone were compared.
    pub(crate) names_only: bool,
    pub(crate) same: Option<Same<'a>>,
}

/// How a package's signer relates to that of the first one.
pub(crate) struct Same<'a> {
    pub(crate) reference: &'a str,
    pub(crate) is_reference: bool,
    pub(crate) sameness: Relation,
}

impl Compared<'_> {
    /// As JSON has it.
    pub(crate) fn as_json(&self) -> beian::json::Compared<'_> {
        let mut compared = beian::json::Compared::new(&self.outcome.report);
        compared.check = self.check.as_ref();
        compared.set = self.set;
        compared.names_only = self.names_only;
        compared.same = self
            .same
            .as_ref()
            .map(|same| beian::json::Same { reference: same.reference, relation: &same.sameness });
        compared
    }

    /// Whether everything that was asked is so.
    pub(crate) fn matches(&self) -> bool {
        self.as_json().matches()
    }

    pub(super) fn exit(&self) -> ExitCode {
        self.outcome.exit().max(ExitCode::of(self.matches()))
    }
}
