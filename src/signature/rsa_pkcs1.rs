//! RSASSA-PKCS1-v1_5 verification (RFC 8017, section 8.2.2), made for public keys.
//!
//! The `rsa` crate raises to the public exponent as if it were a secret one, which takes three times as long. Nothing
//! here is secret, so plain square-and-multiply over the same crate's arithmetic does.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use rsa::Pkcs1v15Sign;

use super::{RSA_BITS, SignatureError};

/// The largest public exponent, as in most libraries.
const MAX_EXPONENT: u64 = (1 << 33) - 1;

/// A public key whose numbers have been checked.
pub(super) struct RsaKey {
    modulus: BoxedMontyParams,
    /// The modulus' length in bytes.
    length: usize,
    exponent: u64,
}

impl RsaKey {
    /// The key of that modulus and exponent, both big-endian.
    pub(super) fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, SignatureError> {
        Self::checked(modulus, exponent).ok_or(SignatureError::UnusableKey("RSA"))
    }

    fn checked(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let modulus = without_zeros(modulus);
        let high_zeros = usize::try_from(modulus.first()?.leading_zeros()).ok()?;
        let bits = modulus.len().checked_mul(8)?.checked_sub(high_zeros)?;
        // Checked before the numbers are made: arithmetic on larger ones takes a hostile file's choice of time.
        if !RSA_BITS.contains(&bits) || exponent.len() > size_of::<u64>() {
            return None;
        }
        let exponent = exponent.iter().fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        if exponent % 2 == 0 || !(3..=MAX_EXPONENT).contains(&exponent) {
            return None;
        }
        let number = Odd::new(BoxedUint::from_be_slice_vartime(modulus)).into_option()?;
        Some(Self { modulus: BoxedMontyParams::new_vartime(number), length: modulus.len(), exponent })
    }

    /// Verifies a signature of what has that digest. Only one encoding of a digest is good, so what the signature
    /// holds is compared with it whole and not taken apart.
    pub(super) fn verify(
        &self,
        scheme: &Pkcs1v15Sign,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let matches = || {
            let signature = self.number(signature)?;
            let encoded = self.number(&encoded(&scheme.prefix, digest, self.length)?)?;
            (self.power(signature) == encoded).then_some(())
        };
        matches().ok_or(SignatureError::Mismatch)
    }

    /// A number below the modulus, of exactly its length.
    fn number(&self, bytes: &[u8]) -> Option<BoxedUint> {
        let precision = self.modulus.bits_precision();
        let number = BoxedUint::from_be_slice(bytes, precision).ok()?;
        (bytes.len() == self.length && number < *self.modulus.modulus().as_ref()).then_some(number)
    }

    /// The number to the power of the exponent: its bits from the highest down.
    fn power(&self, number: BoxedUint) -> BoxedUint {
        let base = BoxedMontyForm::new(number, &self.modulus);
        let mut power = base.clone();
        let highest = self.exponent.checked_ilog2().unwrap_or(0);
        for bit in (0..highest).rev() {
            power = power.square();
            if self.exponent >> bit & 1 == 1 {
                power = power.mul(&base);
            }
        }
        power.retrieve()
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let first = number.iter().position(|&byte| byte != 0).unwrap_or(number.len());
    number.get(first..).unwrap_or_default()
}

/// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2): `00 01 FF… 00`, then the name of the digest algorithm and the digest.
/// `None` where fewer than eight bytes would be `FF`.
fn encoded(prefix: &[u8], digest: &[u8], length: usize) -> Option<Vec<u8>> {
    let filler = length.checked_sub(prefix.len())?.checked_sub(digest.len())?.checked_sub(3)?;
    (filler >= 8).then(|| [&[0, 1][..], &vec![0xff; filler], &[0], prefix, digest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(modulus: &[u8], exponent: u64) -> Option<RsaKey> {
        RsaKey::new(modulus, &exponent.to_be_bytes()).ok()
    }

    #[test]
    fn powers_are_those_of_long_multiplication() {
        for length in [64, 65, 128, 255, 256, 512] {
            let mut modulus: Vec<u8> = (0..length).map(|at| (at * 73 + 19) as u8 | 1).collect();
            modulus[0] |= 0x80;
            let number: Vec<u8> = (0..length).map(|at| (at * 151 + 7) as u8 & 0x7f).collect();
            for exponent in [3, 5, 17, 257, 65_537, 65_539, MAX_EXPONENT] {
                let key = key(&modulus, exponent).unwrap();
                let precision = key.modulus.bits_precision();
                let number = key.number(&number).unwrap();
                let power = BoxedMontyForm::new(number.clone(), &key.modulus)
                    .pow(&BoxedUint::from_be_slice(&exponent.to_be_bytes(), 64).unwrap());
                assert_eq!(key.power(number), power.retrieve(), "{exponent}, {precision} bits");
            }
        }
    }

    #[test]
    fn numbers_that_make_no_key_are_refused() {
        let odd = |bits: usize| {
            let mut modulus = vec![0xff; bits.div_ceil(8)];
            modulus[0] >>= (8 - bits % 8) % 8;
            modulus
        };
        for (name, modulus, exponent, usable) in [
            ("smallest", odd(512), 3, true),
            ("too small", odd(511), 3, false),
            ("largest", odd(16_384), MAX_EXPONENT, true),
            ("too large", odd(16_385), 3, false),
            ("with zeros before it", [vec![0; 9], odd(512)].concat(), 3, true),
            ("even", [odd(512), vec![0]].concat(), 3, false),
            ("no modulus", vec![], 3, false),
            ("zeros", vec![0; 64], 3, false),
            ("exponent 0", odd(512), 0, false),
            ("exponent 1", odd(512), 1, false),
            ("even exponent", odd(512), 4, false),
            ("large exponent", odd(512), MAX_EXPONENT + 2, false),
        ] {
            assert_eq!(key(&modulus, exponent).is_some(), usable, "{name}");
        }
        assert!(RsaKey::new(&odd(512), &[0, 0, 0, 0, 0, 0, 0, 0, 3]).is_err());
    }

    #[test]
    fn a_key_too_short_for_the_digest_verifies_nothing() {
        assert_eq!(encoded(&[0; 19], &[0; 32], 62).map(|encoded| encoded.len()), Some(62));
        assert_eq!(encoded(&[0; 19], &[0; 32], 61), None);
        assert_eq!(encoded(&[0; 19], &[0; 64], 64), None);
    }
}
