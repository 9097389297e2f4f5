//! How many iterations of key derivation may still be done for a keystore.

use super::error::KeystoreError;
use crate::limits::{Allowance, Limit};

/// How many iterations of key derivation may still be done.
#[derive(Debug)]
pub(crate) struct Budget(Allowance);

impl Budget {
    pub(crate) fn new(limit: Limit) -> Self {
        Self(Allowance::new(limit))
    }

    /// What is left, which then is here no more.
    pub(crate) fn take(&mut self) -> Self {
        Self(self.0.hand_over())
    }

    /// Takes as many from what is left.
    pub(crate) fn spend(&mut self, iterations: u64) -> Result<(), KeystoreError> {
        // What the whole file asks for: several parts of it may each ask for less.
        let limit = self.0.limit().value;
        let error = |asked| KeystoreError::Iterations { asked, limit };
        self.0.take(iterations.max(1)).map_err(error)
    }
}
