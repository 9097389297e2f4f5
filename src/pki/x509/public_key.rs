//! Public keys, and the texts in which forms ask for them.

use base64ct::{Base64, Encoding};
use rsa::BoxedUint;

use super::key_algorithm::{KeyAlgorithm, MlDsaLevel};
use super::key_parameters::{
    Curve, NULL, Parameters, dsa, ec, ml_dsa, numbers, read_spki, rsa, spki_of,
};
use crate::encoding::asn1::{self, Element, tag};
use crate::pki::oid::{DSA, EC, ED25519, RSA};
use crate::say::{named, said};

/// A text of a public key. All hex is lower case without separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyForm {
    /// The RSA modulus in decimal, as jadx-gui shows it.
    ModulusDec,
    /// The RSA modulus in hex without a leading `00`.
    ModulusHex,
    /// The content of the `BIT STRING`: PKCS#1 for RSA, the point for EC. What the Windows dialog
    /// shows.
    RawHex,
    /// The DER of `SubjectPublicKeyInfo` in hex.
    SpkiHex,
    /// The same in base64, on one line.
    SpkiBase64,
    /// The same as PEM: `-----BEGIN PUBLIC KEY-----`, lines of 64, each ended by a line feed.
    SpkiPem,
    /// The content of the `BIT STRING` in base64: the tail of a HarmonyOS `appId`.
    RawBase64,
}

named!(KeyForm {
    ModulusDec => "modulus-dec",
    ModulusHex => "modulus-hex",
    RawHex => "raw-hex",
    SpkiHex => "spki-hex",
    SpkiBase64 => "spki-base64",
    SpkiPem => "spki-pem",
    RawBase64 => "point-base64",
});

said! {
    /// Why bytes are no public key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum PublicKeyError {
        /// They are no `SubjectPublicKeyInfo`.
        NoSpki => { en: "not a SubjectPublicKeyInfo", zh: "不是有效的公钥结构" }
        /// The key in it does not have the shape of its type.
        MalformedKey(it: KeyAlgorithm) => { en: "malformed {it} key", zh: "{it} 公钥格式错误" }
    }
}

impl std::error::Error for PublicKeyError {}

/// A public key: a `SubjectPublicKeyInfo` (RFC 5280, section 4.1.2.7) as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
    raw: Vec<u8>,
    algorithm: KeyAlgorithm,
    parameters: Parameters,
}

/// The largest modulus that is written in decimal, in bytes: four times what any platform verifies.
/// Larger ones would take a hostile file's choice of time.
const MAX_DECIMAL: usize = 8 << 10;

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo`. An RSA modulus that lost its sign is taken as
    /// positive.
    ///
    /// # Errors
    /// [`PublicKeyError`]: the bytes are none, or the key does not have the shape of its type.
    pub fn from_spki(der: &[u8]) -> Result<Self, PublicKeyError> {
        let (algorithm, parameters, raw) = read_spki(der).ok_or(PublicKeyError::NoSpki)?;
        let (algorithm, parameters) = match algorithm {
            RSA => (KeyAlgorithm::Rsa, rsa(raw)),
            EC => (KeyAlgorithm::Ec, parameters.and_then(|element| ec(&element, raw))),
            DSA => (KeyAlgorithm::Dsa, parameters.and_then(|element| dsa(&element, raw))),
            ED25519 => (KeyAlgorithm::Ed25519, Some(Parameters::Unknown)),
            oid => match MlDsaLevel::by_oid(oid) {
                Some(level) => {
                    (KeyAlgorithm::MlDsa(level), ml_dsa(level, parameters.as_ref(), raw))
                }
                None => (KeyAlgorithm::Other(algorithm.to_string()), Some(Parameters::Unknown)),
            },
        };
        let parameters =
            parameters.ok_or_else(|| PublicKeyError::MalformedKey(algorithm.clone()))?;
        Ok(Self { spki: der.to_vec(), raw: raw.to_vec(), algorithm, parameters })
    }

    /// The type.
    #[must_use]
    pub fn algorithm(&self) -> &KeyAlgorithm {
        &self.algorithm
    }

    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The length in bits: of the modulus (RSA), the field (EC) or the prime (DSA). `None` where it
    /// is not known.
    #[must_use]
    pub fn bits(&self) -> Option<u32> {
        match (&self.parameters, &self.algorithm) {
            (Parameters::Rsa { modulus: number, .. } | Parameters::Dsa { p: number, .. }, _) => {
                let leading = number.first()?.leading_zeros();
                u32::try_from(number.len()).ok()?.checked_mul(8)?.checked_sub(leading)
            }
            (Parameters::Ec { curve }, _) => match curve {
                Curve::P256 => Some(256),
                Curve::P384 => Some(384),
                Curve::P521 => Some(521),
                Curve::Other(_) => None,
            },
            (Parameters::Unknown, KeyAlgorithm::Ed25519) => Some(256),
            (Parameters::MlDsa(_) | Parameters::Unknown, _) => None,
        }
    }

    /// The curve of an EC key: `P-256`, `P-384`, `P-521`, or an object identifier with dots.
    #[must_use]
    pub fn curve(&self) -> Option<&str> {
        match &self.parameters {
            Parameters::Ec { curve } => Some(match curve {
                Curve::P256 => "P-256",
                Curve::P384 => "P-384",
                Curve::P521 => "P-521",
                Curve::Other(oid) => oid,
            }),
            _ => None,
        }
    }

    /// The RSA modulus in decimal.
    #[must_use]
    pub fn modulus_dec(&self) -> Option<String> {
        decimal(self.modulus()?)
    }

    /// The RSA modulus in lower-case hex without a leading `00`.
    #[must_use]
    pub fn modulus_hex(&self) -> Option<String> {
        self.modulus().map(hex_of)
    }

    fn modulus(&self) -> Option<&[u8]> {
        match &self.parameters {
            Parameters::Rsa { modulus, .. } => Some(modulus),
            // The same key, for signatures of one kind only (RFC 4055, section 1.2).
            Parameters::Unknown if self.algorithm.is_rsa_pss() => {
                let (key, _) = Element::first(&self.raw)?;
                key.children().read()?.unsigned()
            }
            _ => None,
        }
    }

    /// The RSA public exponent in decimal.
    #[must_use]
    pub fn exponent(&self) -> Option<String> {
        match &self.parameters {
            Parameters::Rsa { exponent, .. } => decimal(exponent),
            _ => None,
        }
    }

    /// The content of the `BIT STRING`: PKCS#1 DER for RSA, the point for EC.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The DER of the `SubjectPublicKeyInfo`, as stored.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The text of the key in that form; `None` where keys of this type have none.
    #[must_use]
    pub fn form(&self, form: KeyForm) -> Option<String> {
        match form {
            KeyForm::ModulusDec => self.modulus_dec(),
            KeyForm::ModulusHex => self.modulus_hex(),
            KeyForm::RawHex => Some(hex_of(&self.raw)),
            KeyForm::SpkiHex => Some(hex_of(&self.spki)),
            KeyForm::SpkiBase64 => Some(Base64::encode_string(&self.spki)),
            KeyForm::SpkiPem => Some(self.pem()),
            KeyForm::RawBase64 => Some(Base64::encode_string(&self.raw)),
        }
    }

    fn pem(&self) -> String {
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for (index, c) in Base64::encode_string(&self.spki).chars().enumerate() {
            if index > 0 && index.is_multiple_of(64) {
                pem.push('\n');
            }
            pem.push(c);
        }
        pem.push_str("\n-----END PUBLIC KEY-----\n");
        pem
    }

    /// Whether `spki` is the `SubjectPublicKeyInfo` that platforms make of this key: as stored,
    /// encoded anew, or where the sign of its modulus was forgotten, from its numbers (apksig's
    /// `ApkSigningBlockUtils.encodePublicKey`).
    pub(crate) fn same_key(&self, spki: &[u8]) -> bool {
        let encoded = if self.lacks_sign() { self.repaired() } else { self.encoded_anew() };
        encoded.is_some_and(|encoded| encoded == spki)
    }

    /// Whether the modulus is negative as stored.
    fn lacks_sign(&self) -> bool {
        self.algorithm == KeyAlgorithm::Rsa
            && numbers::<2>(&self.raw).is_some_and(|[modulus, _]| modulus.first() >= Some(&0x80))
    }

    /// The key with the identifier of its algorithm in DER, and `NULL` where it says nothing of RSA
    /// (RFC 3279, section 2.3.1).
    fn encoded_anew(&self) -> Option<Vec<u8>> {
        let (oid, parameters, _) = read_spki(&self.spki)?;
        let parameters = match parameters {
            // The JDK's `AlgorithmId` keeps what is inside as it is.
            Some(parameters) => asn1::encode(parameters.tag, parameters.content),
            None if oid == RSA => NULL.to_vec(),
            None => Vec::new(),
        };
        Some(spki_of(&[oid.encoded(), parameters].concat(), &self.raw))
    }

    /// The `SubjectPublicKeyInfo` of an RSA key, encoded anew from its numbers.
    fn repaired(&self) -> Option<Vec<u8>> {
        let Parameters::Rsa { modulus, exponent } = &self.parameters else { return None };
        let key = [modulus, exponent].map(|number| {
            let sign = number.first().is_none_or(|&first| first >= 0x80);
            asn1::encode(tag::INTEGER, &[if sign { &[0][..] } else { &[] }, number].concat())
        });
        let key = asn1::encode(tag::SEQUENCE, &key.concat());
        Some(spki_of(&[&RSA.encoded(), &NULL[..]].concat(), &key))
    }
}

/// Lower-case hex. The `hex` crate's own `encode` collects character by character, which for a key
/// takes as long as its fingerprints do.
fn hex_of(bytes: &[u8]) -> String {
    let mut digits = vec![0; bytes.len().saturating_mul(2)];
    let encoded = hex::encode_to_slice(bytes, &mut digits).ok();
    encoded.and_then(|()| String::from_utf8(digits).ok()).unwrap_or_default()
}

/// A number in decimal, where it is no longer than any key.
pub(crate) fn decimal(number: &[u8]) -> Option<String> {
    (number.len() <= MAX_DECIMAL)
        .then(|| BoxedUint::from_be_slice_vartime(number).to_string_radix_vartime(10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::Oid;
    use crate::pki::oid::P256;

    const RSA_KEY: &[u8] = include_bytes!("../../../tests/data/rsa2048.der");
    const EC_KEY: &[u8] = include_bytes!("../../../tests/data/p256.der");
    const DSA_KEY: &[u8] = include_bytes!("../../../fixtures/keys/dsa.cert.der");

    fn key_of(certificate: &[u8]) -> PublicKey {
        crate::pki::x509::Certificate::from_der(certificate).unwrap().public_key().clone()
    }

    fn spki(algorithm: &[&[u8]], bits: &[u8]) -> Vec<u8> {
        let algorithm = asn1::encode(tag::SEQUENCE, &algorithm.concat());
        asn1::encode(tag::SEQUENCE, &[algorithm, asn1::encode(tag::BIT_STRING, bits)].concat())
    }

    fn oid(oid: Oid<'_>) -> Vec<u8> {
        oid.encoded()
    }

    #[test]
    fn a_key_has_bits() {
        for (bits, want) in [(&[0, 1][..], true), (&[0], false), (&[], false), (&[1, 2], false)] {
            let der = spki(&[&oid(ED25519)], bits);
            assert_eq!(PublicKey::from_spki(&der).is_ok(), want, "{bits:?}");
        }
    }

    #[test]
    fn nothing_stands_beside_the_parts_of_a_key() {
        let bits = |key: &[u8]| [&[0], key].concat();
        for certificate in [RSA_KEY, EC_KEY, DSA_KEY] {
            let key = key_of(certificate);
            let (algorithm, parameters, raw) = read_spki(key.spki()).unwrap();
            let (algorithm, parameters) = (oid(algorithm), parameters.unwrap().raw);
            let good = spki(&[&algorithm, parameters], &bits(raw));
            assert_eq!(good, key.spki());
            let inside = [&good[4..], &NULL].concat();
            for (name, der) in [
                ("behind it", [&good[..], &NULL].concat()),
                ("behind the bits", asn1::encode(tag::SEQUENCE, &inside)),
                ("behind the parameters", spki(&[&algorithm, parameters, &NULL], &bits(raw))),
                ("behind the key", spki(&[&algorithm, parameters], &bits(&[raw, &NULL].concat()))),
                ("an unused bit", spki(&[&algorithm, parameters], &[&[1], raw].concat())),
                ("a NULL with content", spki(&[&algorithm, &[5, 1, 0]], &bits(raw))),
            ] {
                assert!(PublicKey::from_spki(&der).is_err(), "{name}, {}", key.algorithm());
            }
        }
    }

    #[test]
    fn points_are_uncompressed_and_whole() {
        let key = key_of(EC_KEY);
        let point = key.raw();
        let compressed = [&[0x02], &point[1..33]].concat();
        let hybrid = [&[0x06], &point[1..]].concat();
        for (name, point, want) in [
            ("as it is", point, true),
            ("compressed", &compressed, false),
            ("hybrid", &hybrid, false),
            ("at infinity", &[0], false),
            ("cut short", &point[..64], false),
            ("too long", &[point, &[0]].concat(), false),
        ] {
            let der = spki(&[&oid(EC), &oid(P256)], &[&[0], point].concat());
            assert_eq!(PublicKey::from_spki(&der).is_ok(), want, "{name}");
        }
    }

    #[test]
    fn an_rsa_key_is_two_numbers() {
        let number = |bytes: &[u8]| asn1::encode(tag::INTEGER, bytes);
        let of = |numbers: &[&[u8]]| {
            let numbers: Vec<_> = numbers.iter().map(|bytes| number(bytes)).collect();
            let key = asn1::encode(tag::SEQUENCE, &numbers.concat());
            spki(&[&oid(RSA), &NULL], &[&[0], &key[..]].concat())
        };
        for (name, numbers, want) in [
            ("as it is", &[&[0, 0x81][..], &[3]][..], true),
            ("with zeros too many", &[&[0, 0, 0x81], &[0, 3]], true),
            ("with a lost sign", &[&[0x81], &[3]], true),
            ("one", &[&[0, 0x81]], false),
            ("three", &[&[0, 0x81], &[3], &[1]], false),
            ("an empty one", &[&[], &[3]], false),
            ("a zero", &[&[0], &[3]], false),
        ] {
            assert_eq!(PublicKey::from_spki(&of(numbers)).is_ok(), want, "{name}");
        }
    }

    #[test]
    fn platforms_make_one_encoding_of_a_key() {
        let [zeros, exact, negative] =
            [&[0, 0, 0x81, 7][..], &[0, 0x81, 7], &[0x81, 7]].map(|modulus| {
                let numbers =
                    [asn1::encode(tag::INTEGER, modulus), asn1::encode(tag::INTEGER, &[3])]
                        .concat();
                [&[0], &asn1::encode(tag::SEQUENCE, &numbers)[..]].concat()
            });
        let with_null = |bits: &[u8]| spki(&[&oid(RSA), &NULL], bits);
        let without = |bits: &[u8]| spki(&[&oid(RSA)], bits);
        let long = |bits: &[u8]| spki(&[&oid(RSA), &[5, 0x81, 0]], bits);
        for (name, certificates, records, want) in [
            ("as it is", with_null(&exact), with_null(&exact), true),
            ("NULL added", without(&exact), with_null(&exact), true),
            ("without NULL", without(&exact), without(&exact), false),
            ("length made short", long(&exact), with_null(&exact), true),
            ("sign repaired", with_null(&negative), with_null(&exact), true),
            ("sign lost", with_null(&negative), with_null(&negative), false),
            ("zeros kept", with_null(&zeros), with_null(&zeros), true),
            ("zeros dropped", with_null(&zeros), with_null(&exact), false),
        ] {
            let key = PublicKey::from_spki(&certificates).unwrap();
            assert_eq!(key.same_key(&records), want, "{name}");
        }
    }
}
