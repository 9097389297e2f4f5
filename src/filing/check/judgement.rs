//! What a filed value came to, before it is said.

use std::fmt;

use crate::filing::Reason;
use crate::say::escape_control;

/// A reason with the names and numbers that its sentence gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) reason: Reason,
    pub(crate) args: Vec<String>,
}

impl Judgement {
    pub(crate) fn new(reason: Reason) -> Self {
        Self { reason, args: Vec::new() }
    }

    /// Adds the text of the next placeholder. It may come from a file or be pasted.
    pub(crate) fn arg(mut self, arg: impl fmt::Display) -> Self {
        self.args.push(escape_control(&arg.to_string()));
        self
    }
}

impl From<Reason> for Judgement {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}
