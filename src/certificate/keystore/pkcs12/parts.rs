//! What the parts of a PKCS #12 file have in common.

use crate::certificate::keystore::KeystoreError;
use crate::certificate::keystore::KeystorePart;
use crate::encoding::asn1::{Element, Elements, Oid};

/// The name of the format in texts.
pub(crate) const FORMAT: &str = "PKCS #12";

pub(crate) fn damaged(part: KeystorePart) -> KeystoreError {
    KeystoreError::Damaged { format: FORMAT, part }
}

/// The identifier and the parameters of an `AlgorithmIdentifier`.
pub(crate) fn algorithm<'a>(element: &Element<'a>) -> Option<(Oid<'a>, Elements<'a>)> {
    let mut fields = element.children();
    let oid = fields.read()?.oid()?;
    let parameters = fields.read().map_or(Elements::new(&[]), |parameters| parameters.children());
    Some((oid, parameters))
}

/// An integer that is not negative, as far as it fits.
pub(crate) fn number(element: &Element<'_>) -> Option<u64> {
    let digits =
        element.integer().filter(|digits| digits.first().is_some_and(|&first| first < 0x80))?;
    let fold = |number: u64, &digit: &u8| number.checked_mul(256)?.checked_add(digit.into());
    // One that does not fit is beyond every limit.
    Some(digits.iter().try_fold(0, fold).unwrap_or(u64::MAX))
}

pub(crate) fn unsupported(oid: Oid<'_>) -> KeystoreError {
    KeystoreError::Unsupported(oid.to_string())
}
