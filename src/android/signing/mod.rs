//! The signatures of Android packages: one module a scheme, and what they have in common.

pub(crate) mod algorithm;
pub(crate) mod block;
pub(crate) mod channel;
pub(crate) mod consistency;
pub(crate) mod content;
pub(crate) mod lineage;
pub(crate) mod roles;
pub(crate) mod scheme;
pub(crate) mod signer_record;
pub(crate) mod stamp;
pub(crate) mod v1;
pub(crate) mod v2;
pub(crate) mod v3;
pub(crate) mod v32;
pub(crate) mod v4;
pub(crate) mod verifier;

use crate::report::issue::SignaturePart;
use crate::report::{Finding, issue};

/// That a part of a signature does not have the shape that its scheme prescribes.
pub(crate) fn malformed(part: SignaturePart) -> Finding {
    Finding::new(issue::Signature::MalformedSignature { part })
}
