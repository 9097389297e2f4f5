//! Certificates (RFC 5280) and public keys: the stored bytes and their facts.
//!
//! Platforms tell signers apart by the bytes of their certificates. So every fingerprint here is
//! over the bytes as stored, and a certificate that strict readers refuse is still read when a
//! platform accepts it.

mod certificate;
mod fields;
mod key_algorithm;
mod key_parameters;
mod known;
mod name;
mod public_key;
mod time;

pub use self::certificate::{Certificate, CertificateError, CertificateField};
pub use self::key_algorithm::{KeyAlgorithm, MlDsaLevel};
pub(crate) use self::key_parameters::{Curve, Parameters};
pub(crate) use self::known::Development;
pub use self::known::SharedCertificate;
pub use self::name::Name;
pub(crate) use self::public_key::decimal;
pub use self::public_key::{KeyForm, PublicKey, PublicKeyError};
pub use self::time::Time;
