//! A public key that was pasted, in any of the forms in which viewers show one.

use super::{
    Cleaned, NotRead, algorithm_of, base64_digits, clean, from_base64, hex_digits, more_or_unreadable,
};
use crate::asn1::{Element, tag};
use crate::digest::DigestAlgorithm;
use crate::x509::{Certificate, KeyForm, PublicKey};

/// What a pasted text is, by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// A whole key in that form.
    Form(KeyForm),
    /// A whole certificate, in which the key is only a part.
    Certificate(Box<Certificate>),
    /// A private key. **It was given away with the text.**
    PrivateKey,
    /// As long as a digest of that kind. A key that was cut after so many digits looks the same.
    Fingerprint(DigestAlgorithm),
    /// The `appId` of a HarmonyOS app: bundle name, `_`, base64.
    AppId,
    /// A point of an elliptic curve in its short form, `02…` or `03…`.
    CompressedPoint,
    /// Digits of no known shape: perhaps the beginning of a key.
    Fragment,
}

/// A text that may be a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyText {
    /// What it is.
    pub kind: KeyKind,
    /// Its digits in lower case without separators, where it is a number or hex.
    pub digits: Option<String>,
    /// Its base64 without blanks and padding, where it can be that.
    pub base64: Option<String>,
    /// Whether it ended in 「…」 or `...`.
    pub is_cut: bool,
}

/// Reads a public key, or what is taken for one.
///
/// ```
/// use beian::filing::paste::{self, KeyKind};
/// use beian::x509::KeyForm;
///
/// let text = paste::public_key(&format!("模数（公钥）：{}", "7".repeat(617)))?;
/// assert_eq!(text.kind, KeyKind::Form(KeyForm::ModulusDec));
/// # Ok::<(), paste::NotRead>(())
/// ```
///
/// # Errors
/// [`NotRead`]: the text has other things in it than digits.
pub fn public_key(text: &str) -> Result<KeyText, NotRead> {
    let cleaned = clean(text)?;
    a_key(&cleaned).ok_or_else(|| {
        let reads = |line: &str| {
            let key = clean(line).ok().as_ref().and_then(a_key);
            key.is_some_and(|key| key.kind != KeyKind::Fragment)
        };
        more_or_unreadable(text, reads)
    })
}

fn a_key(cleaned: &Cleaned) -> Option<KeyText> {
    let text = |kind, digits, base64| Some(KeyText { kind, digits, base64, is_cut: cleaned.is_cut });
    let armour = cleaned.armour.as_deref();
    if armour.is_some_and(|label| label.contains("PRIVATE KEY")) {
        return text(KeyKind::PrivateKey, None, None);
    }
    let base64 = base64_digits(&cleaned.text);
    if let Some(digits) = hex_digits(&cleaned.text).filter(|_| armour.is_none()) {
        return text(of_digits(&digits), Some(digits), base64);
    }
    if is_app_id(&cleaned.text) {
        return text(KeyKind::AppId, None, None);
    }
    let base64 = base64?;
    let kind = from_base64(&base64).and_then(|bytes| of_bytes(&bytes));
    let kind = kind.map_or(KeyKind::Fragment, |bytes| match bytes {
        Bytes::Certificate(certificate) => KeyKind::Certificate(certificate),
        Bytes::PrivateKey => KeyKind::PrivateKey,
        Bytes::Spki if armour.is_some() => KeyKind::Form(KeyForm::SpkiPem),
        Bytes::Spki => KeyKind::Form(KeyForm::SpkiBase64),
        Bytes::Raw => KeyKind::Form(KeyForm::PointBase64),
    });
    text(kind, None, Some(base64))
}

fn of_digits(digits: &str) -> KeyKind {
    /// RSA keys of 1024 to 16384 bits, in decimal digits.
    const DECIMAL: std::ops::RangeInclusive<usize> = 300..=4933;
    /// The same in hex digits, without a leading `00`.
    const MODULUS: [usize; 6] = [256, 512, 768, 1024, 2048, 4096];
    let length = digits.len();
    if digits.bytes().all(|c| c.is_ascii_digit()) && DECIMAL.contains(&length) {
        return KeyKind::Form(KeyForm::ModulusDec);
    }
    if let Some(algorithm) = length.checked_div(2).filter(|_| length.is_multiple_of(2)).and_then(algorithm_of)
    {
        return KeyKind::Fingerprint(algorithm);
    }
    match hex::decode(digits).ok().and_then(|bytes| of_bytes(&bytes)) {
        Some(Bytes::Certificate(certificate)) => return KeyKind::Certificate(certificate),
        Some(Bytes::PrivateKey) => return KeyKind::PrivateKey,
        Some(Bytes::Spki) => return KeyKind::Form(KeyForm::SpkiHex),
        Some(Bytes::Raw) => return KeyKind::Form(KeyForm::RawHex),
        None => {}
    }
    let modulus = without_sign(digits);
    if MODULUS.contains(&modulus.len()) && modulus.starts_with(['8', '9', 'a', 'b', 'c', 'd', 'e', 'f']) {
        return KeyKind::Form(KeyForm::ModulusHex);
    }
    if matches!(length, 66 | 98) && (digits.starts_with("02") || digits.starts_with("03")) {
        return KeyKind::CompressedPoint;
    }
    KeyKind::Fragment
}

/// A modulus without the one byte before it that says that it is no negative number.
pub(in crate::filing) fn without_sign(digits: &str) -> &str {
    digits.strip_prefix("00").unwrap_or(digits)
}

enum Bytes {
    Certificate(Box<Certificate>),
    PrivateKey,
    Spki,
    /// PKCS#1, or a point.
    Raw,
}

fn of_bytes(bytes: &[u8]) -> Option<Bytes> {
    // The points of P-256, P-384 and P-521.
    if matches!((bytes.first(), bytes.len()), (Some(4), 65 | 97 | 133)) {
        return Some(Bytes::Raw);
    }
    let (element, rest) = Element::first(bytes).filter(|(element, _)| element.tag == tag::SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    if let Ok(certificate) = Certificate::from_der(bytes) {
        return Some(Bytes::Certificate(Box::new(certificate)));
    }
    if PublicKey::from_spki(bytes).is_ok() {
        return Some(Bytes::Spki);
    }
    let parts = element.children().all()?;
    match parts[..] {
        [modulus, exponent] if modulus.unsigned().is_some() && exponent.unsigned().is_some() => {
            Some(Bytes::Raw)
        }
        // PKCS#1, PKCS#8 and SEC 1 keys begin with their version, 0 or 1.
        [version, _, _, ..] if matches!(version.integer(), Some([0 | 1])) => Some(Bytes::PrivateKey),
        _ => None,
    }
}

/// Whether a text is a bundle name, `_`, and the base64 of a point or an RSA key.
fn is_app_id(text: &str) -> bool {
    text.rsplit_once('_').is_some_and(|(name, key)| {
        let is_name =
            name.contains('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        is_name && key.len() >= 80 && base64_digits(key).is_some()
    })
}
