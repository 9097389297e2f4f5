//! Certificates: the stored DER and its facts.

/// An X.509 certificate: the DER as stored, and its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
}

impl Certificate {
    /// The certificate's bytes as the package stores them.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}
