//! How many iterations of key derivation may still be done for a keystore.

use super::error::KeystoreError;
use crate::limits::Limit;

/// How many iterations of key derivation may still be done.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) left: u64,
    pub(crate) limit: Limit,
}

impl Budget {
    pub(crate) fn new(limit: Limit) -> Self {
        Self { left: limit.value, limit }
    }

    /// What is left, which then is here no more.
    pub(crate) fn take(&mut self) -> Self {
        Self { left: std::mem::take(&mut self.left), limit: self.limit }
    }

    /// Takes as many from what is left.
    pub(crate) fn spend(&mut self, iterations: u64) -> Result<(), KeystoreError> {
        // What the whole file asks for: several parts of it may each ask for less.
        let asked = self.limit.value.saturating_sub(self.left).saturating_add(iterations);
        let error = || KeystoreError::Iterations { asked, limit: self.limit.value };
        self.left = self.left.checked_sub(iterations.max(1)).ok_or_else(error)?;
        Ok(())
    }
}
