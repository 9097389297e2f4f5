//! The revocation lists that stand beside a signer (RFC 5280, section 5).
//!
//! OpenHarmony `HapCertVerifyOpensslUtils::VerifyCrl`: a list of the leaf's issuer must be the
//! issuer's, and must not name the leaf. One of another issuer says nothing of it.

use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, Elements, minimal, tag};
use crate::pki::cms::algorithm::whole_algorithm;
use crate::pki::x509::{Certificate, Name, PublicKey};

/// What the lists say of a certificate. Of several the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Revocation {
    None,
    /// A list cannot be read, or the issuer did not sign it: what it would say is not known.
    Unverifiable,
    /// The issuer revoked it.
    Revoked,
}

/// What the lists say of a certificate by the issuer of that key.
pub(crate) fn check(
    lists: &[Vec<u8>],
    leaf: &Certificate,
    issuer: &PublicKey,
    work: &Work,
) -> Revocation {
    let all =
        lists.iter().map(|list| one(list, leaf, issuer, work).unwrap_or(Revocation::Unverifiable));
    all.max().unwrap_or(Revocation::None)
}

/// What one `CertificateList` says. `None` where it cannot be read.
fn one(list: &[u8], leaf: &Certificate, issuer: &PublicKey, work: &Work) -> Option<Revocation> {
    let (list, _) = Element::first(list)?;
    let mut parts = list.children();
    let signed = parts.optional(tag::SEQUENCE)?;
    let algorithm = parts.optional(tag::SEQUENCE)?.children().read()?.oid()?;
    let value = parts.read()?.bits()?;
    let mut fields = signed.children();
    fields.optional(tag::INTEGER); // version
    fields.optional(tag::SEQUENCE)?; // algorithm
    let name = Name::from_der(fields.optional(tag::SEQUENCE)?.raw)?;
    if !name.matches_within(leaf.issuer(), work) {
        return Some(Revocation::None);
    }
    // A list that cannot be verified is not passed over: it may be the one that counts.
    whole_algorithm(algorithm)?.verify(issuer, signed.raw, value, work).ok()?;
    let is_named = revoked(fields)?.iter().any(|serial| minimal(serial) == minimal(leaf.serial()));
    Some(if is_named { Revocation::Revoked } else { Revocation::None })
}

/// The serial numbers of a list, which stand behind its times. `None` where they cannot be read.
fn revoked(mut fields: Elements<'_>) -> Option<Vec<&[u8]>> {
    const TIMES: [u8; 2] = [tag::UTC_TIME, tag::GENERALIZED_TIME];
    for time in TIMES.into_iter().chain(TIMES) {
        fields.optional(time);
    }
    let Some(entries) = fields.optional(tag::SEQUENCE) else { return Some(Vec::new()) };
    entries.children().all()?.iter().map(|entry| entry.children().read()?.integer()).collect()
}
