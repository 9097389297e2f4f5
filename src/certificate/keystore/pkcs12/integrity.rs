//! The MAC over the `authSafe` (RFC 7292, section 4, and RFC 9579 for PBMAC1), by which a password
//! is known to be right.

use crate::certificate::keystore::KeystorePart;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::encryption;
use super::encryption::Password;
use super::parts::{FORMAT, algorithm, damaged, number, unsupported};
use crate::certificate::keystore::KeystoreError;
use crate::certificate::keystore::iterations::Budget;
use crate::certificate::keystore::kdf;
use crate::certificate::keystore::kdf::Purpose;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::pki::cms::algorithm::digest_algorithm;
use crate::pki::oid::identifiers;

identifiers! { PBMAC1 = "1.2.840.113549.1.5.14"; }

/// What to decrypt with.
pub(crate) struct Passwords {
    /// The ways in which the password may have been encoded; only the right one where that is
    /// proven. Empty without a password.
    pub(crate) candidates: Vec<Password>,
    pub(crate) is_proven: bool,
}

/// Finds the encoding of the password with which the MAC is right. Without a password the empty one
/// is tried: a file that opens with it is not protected.
pub(crate) fn passwords(
    given: Option<&str>,
    mac: Option<&Element<'_>>,
    contents: &[u8],
    budget: &mut Budget,
) -> Result<Passwords, KeystoreError> {
    let mut candidates = Password::encodings(given.unwrap_or_default());
    let Some(mac) = mac else {
        if given.is_none() {
            candidates.clear();
        }
        return Ok(Passwords { candidates, is_proven: false });
    };
    let mac = MacData::read(mac)?;
    for candidate in candidates {
        let is_made = match mac.is_made_with(&candidate, contents, budget) {
            // Only what little is tried unasked; whoever gives a password has the work done.
            Err(KeystoreError::Iterations { .. }) if given.is_none() => break,
            outcome => outcome?,
        };
        if is_made {
            return Ok(Passwords { candidates: vec![candidate], is_proven: true });
        }
    }
    match given {
        Some(_) => Err(KeystoreError::PasswordWrong(FORMAT)),
        None => Ok(Passwords { candidates: Vec::new(), is_proven: false }),
    }
}

/// `MacData`.
struct MacData<'a> {
    algorithm: Element<'a>,
    digest: &'a [u8],
    salt: &'a [u8],
    iterations: u64,
}

impl<'a> MacData<'a> {
    fn read(element: &Element<'a>) -> Result<Self, KeystoreError> {
        let read = || {
            let mut fields = element.children();
            let mut info = fields.optional(tag::SEQUENCE)?.children();
            let algorithm = info.optional(tag::SEQUENCE)?;
            let digest = info.optional(tag::OCTET_STRING)?.content;
            let salt = fields.optional(tag::OCTET_STRING)?.content;
            let iterations = fields.optional(tag::INTEGER).map_or(Some(1), |it| number(&it))?;
            Some(Self { algorithm, digest, salt, iterations })
        };
        read().ok_or_else(|| damaged(KeystorePart::MacData))
    }

    fn is_made_with(
        &self,
        password: &Password,
        contents: &[u8],
        budget: &mut Budget,
    ) -> Result<bool, KeystoreError> {
        let (oid, mut parameters) =
            algorithm(&self.algorithm).ok_or_else(|| damaged(KeystorePart::MacData))?;
        let (digest, key) = if oid == PBMAC1 {
            let mut scheme =
                || Some((parameters.optional(tag::SEQUENCE)?, parameters.optional(tag::SEQUENCE)?));
            let (derivation, mac) = scheme().ok_or_else(|| damaged(KeystorePart::MacData))?;
            let (oid, _) = algorithm(&mac).ok_or_else(|| damaged(KeystorePart::MacData))?;
            let digest = encryption::hmac_digest(oid).ok_or_else(|| unsupported(oid))?;
            let length = digest.digest(&[]).len();
            (digest, encryption::pbkdf2(&derivation, password, length, budget)?)
        } else {
            let digest = digest_algorithm(oid).ok_or_else(|| unsupported(oid))?;
            budget.spend(self.iterations)?;
            let length = digest.digest(&[]).len();
            let password = &password.bmp;
            (
                digest,
                kdf::derive(digest, Purpose::Mac, password, self.salt, self.iterations, length),
            )
        };
        Ok(is_hmac(digest, &key, contents, self.digest))
    }
}

fn is_hmac(digest: DigestAlgorithm, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
    fn verify<D: EagerHash>(key: &[u8], message: &[u8], mac: &[u8]) -> bool {
        Hmac::<D>::new_from_slice(key)
            .is_ok_and(|hmac| hmac.chain_update(message).verify_slice(mac).is_ok())
    }
    match digest {
        DigestAlgorithm::Md5 => verify::<md5::Md5>(key, message, mac),
        DigestAlgorithm::Sha1 => verify::<Sha1>(key, message, mac),
        DigestAlgorithm::Sha224 => verify::<Sha224>(key, message, mac),
        DigestAlgorithm::Sha256 => verify::<Sha256>(key, message, mac),
        DigestAlgorithm::Sha384 => verify::<Sha384>(key, message, mac),
        DigestAlgorithm::Sha512 => verify::<Sha512>(key, message, mac),
    }
}
