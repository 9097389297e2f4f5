//! A public key that was pasted, in any of the forms in which viewers show one.

use super::{
    Cleaned, NotRead, algorithm_of, base64_digits, clean, from_base64, hex_digits,
    more_or_unreadable,
};
use crate::certificate::file::content::Content;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, tag};
use crate::pki::x509::{Certificate, KeyForm, PublicKey};

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
    /// Whether its digits are those of a decimal number. They are never compared with hex.
    pub is_decimal: bool,
    /// What stood before it and said what it is.
    pub(in crate::filing) labels: Vec<String>,
    /// What its armour calls it, where its content is something else.
    pub(in crate::filing) miscalled: Option<String>,
}

impl KeyText {
    /// Whether the text could be a whole key. Then it is the beginning of no other: keys that begin
    /// with any digits are made in seconds, and whoever filed a whole key did not mean them.
    ///
    /// A modulus is odd, and has 512 bits or more; a structure says how long it is.
    #[must_use]
    pub fn may_be_whole(&self) -> bool {
        /// The digits of 512 bits.
        const DECIMAL: usize = 154;
        const HEX: usize = 128;
        let may_be_modulus = |digits: &str, least| {
            let is_odd =
                digits.ends_with(|c: char| c.to_digit(16).is_some_and(|digit| digit % 2 == 1));
            digits.len() >= least && is_odd
        };
        match (&self.kind, &self.digits) {
            (
                KeyKind::Form(KeyForm::ModulusDec | KeyForm::ModulusHex) | KeyKind::Fragment,
                Some(digits),
            ) => {
                if self.is_decimal {
                    return may_be_modulus(digits, DECIMAL);
                }
                let is_structure =
                    || hex::decode(without_sign(digits)).is_ok_and(|it| of_bytes(&it).is_some());
                is_structure() || may_be_modulus(digits, HEX) && !is_cut_structure(digits)
            }
            (KeyKind::Fragment | KeyKind::Fingerprint(_), _) => false,
            _ => true,
        }
    }
}

/// Whether hex digits begin a SEQUENCE that is longer than they are.
fn is_cut_structure(digits: &str) -> bool {
    let even = digits.get(..digits.len() & !1).unwrap_or_default();
    let Ok(bytes) = hex::decode(even) else { return false };
    let [tag::SEQUENCE, first, rest @ ..] = &bytes[..] else { return false };
    let (length, content) = match usize::from(*first) {
        short @ 0..=0x7f => (short, rest),
        long => {
            let Some((length, content)) = rest.split_at_checked(long & 0x7f) else { return true };
            let add = |sum: usize, &byte: &u8| sum.checked_mul(256)?.checked_add(byte.into());
            (length.iter().try_fold(0, add).unwrap_or(usize::MAX), content)
        }
    };
    length > content.len()
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
    let (is_cut, labels) = (cleaned.is_cut, cleaned.labels.clone());
    let digits = hex_digits(&cleaned.text).filter(|_| cleaned.armour.is_none());
    // Whatever mark stands before them: hex of so many digits has letters.
    let is_decimal =
        digits.as_ref().is_some_and(|digits| digits.bytes().all(|c| c.is_ascii_digit()));
    let armour = cleaned.armour.as_deref();
    let text = |kind, digits: Option<String>, base64| {
        let miscalled = armour.filter(|label| !is_called(&kind, label)).map(str::to_owned);
        Some(KeyText { kind, digits, base64, is_cut, is_decimal, labels, miscalled })
    };
    if armour.is_some_and(|label| label.contains("PRIVATE KEY")) {
        return text(KeyKind::PrivateKey, None, None);
    }
    if let Some(digits) = digits {
        let kind = if is_decimal { of_decimal(&digits) } else { of_hex(&digits) };
        return text(kind, Some(digits), None);
    }
    if is_app_id(&cleaned.text) {
        return text(KeyKind::AppId, None, None);
    }
    let base64 = base64_digits(&cleaned.text)?;
    let kind = from_base64(&base64).and_then(|bytes| match armour {
        None => of_bytes(&bytes),
        Some(_) => in_armour(&bytes),
    });
    let kind = kind.map_or(KeyKind::Fragment, |bytes| match bytes {
        Bytes::Certificate(certificate) => KeyKind::Certificate(certificate),
        Bytes::PrivateKey => KeyKind::PrivateKey,
        Bytes::Spki if armour.is_some() => KeyKind::Form(KeyForm::SpkiPem),
        Bytes::Spki => KeyKind::Form(KeyForm::SpkiBase64),
        Bytes::Raw => KeyKind::Form(KeyForm::RawBase64),
    });
    text(kind, None, Some(base64))
}

/// Whether armour of that name holds such things (RFC 7468).
fn is_called(kind: &KeyKind, label: &str) -> bool {
    match kind {
        KeyKind::PrivateKey | KeyKind::Fragment => true,
        KeyKind::Certificate(_) => label.ends_with("CERTIFICATE"),
        KeyKind::Form(KeyForm::SpkiPem) => label == "PUBLIC KEY",
        _ => label == "RSA PUBLIC KEY",
    }
}

fn of_decimal(digits: &str) -> KeyKind {
    /// RSA keys of 1024 to 16384 bits, in decimal digits.
    const LENGTHS: std::ops::RangeInclusive<usize> = 300..=4933;
    if LENGTHS.contains(&digits.len()) {
        return KeyKind::Form(KeyForm::ModulusDec);
    }
    of_length(digits).map_or(KeyKind::Fragment, KeyKind::Fingerprint)
}

/// The digest that has so many hex digits.
fn of_length(digits: &str) -> Option<DigestAlgorithm> {
    digits.len().checked_div(2).filter(|_| digits.len().is_multiple_of(2)).and_then(algorithm_of)
}

fn of_hex(digits: &str) -> KeyKind {
    /// The hex digits of a modulus without a leading `00`.
    const MODULUS: [usize; 6] = [256, 512, 768, 1024, 2048, 4096];
    if let Some(algorithm) = of_length(digits) {
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
    if MODULUS.contains(&modulus.len())
        && modulus.starts_with(['8', '9', 'a', 'b', 'c', 'd', 'e', 'f'])
    {
        return KeyKind::Form(KeyForm::ModulusHex);
    }
    if matches!(digits.len(), 66 | 98) && (digits.starts_with("02") || digits.starts_with("03")) {
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

/// What stands in armour, whatever that calls it. OpenSSL writes behind a certificate what it is
/// trusted for.
fn in_armour(bytes: &[u8]) -> Option<Bytes> {
    let (element, _) = Element::first(bytes)?;
    match Content::of(&element) {
        Some(Content::Certificate) => of_bytes(element.raw),
        _ => of_bytes(bytes),
    }
}

fn of_bytes(bytes: &[u8]) -> Option<Bytes> {
    // The points of P-256, P-384 and P-521.
    if matches!((bytes.first(), bytes.len()), (Some(4), 65 | 97 | 133)) {
        return Some(Bytes::Raw);
    }
    let (element, rest) =
        Element::first(bytes).filter(|(element, _)| element.tag == tag::SEQUENCE)?;
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
        _ => {
            let is_private = Content::of(&element) == Some(Content::PrivateKey);
            is_private.then_some(Bytes::PrivateKey)
        }
    }
}

/// Whether a text is a bundle name, `_`, and the base64 of a point or an RSA key.
fn is_app_id(text: &str) -> bool {
    text.rsplit_once('_').is_some_and(|(name, key)| {
        let is_name = name.contains('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        is_name && key.len() >= 80 && base64_digits(key).is_some()
    })
}
