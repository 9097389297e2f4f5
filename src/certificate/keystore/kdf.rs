//! The key derivation of PKCS #12 (RFC 7292, appendix B), which BKS uses too.

use zeroize::Zeroizing;

use crate::crypto::digest::DigestAlgorithm;

/// What the derived bytes are for (appendix B.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    #[cfg(feature = "pkcs12")]
    Key,
    #[cfg(feature = "pkcs12")]
    InitializationVector,
    Mac,
}

impl Purpose {
    fn id(self) -> u8 {
        match self {
            #[cfg(feature = "pkcs12")]
            Self::Key => 1,
            #[cfg(feature = "pkcs12")]
            Self::InitializationVector => 2,
            Self::Mac => 3,
        }
    }
}

/// A password as a `BMPString` that ends with two zeros (appendix B.1).
pub(crate) fn bmp_string(password: &str) -> Zeroizing<Vec<u8>> {
    // With room for all: one that grows would leave pieces of the password behind.
    let mut bytes =
        Zeroizing::new(Vec::with_capacity(password.len().saturating_add(1).saturating_mul(2)));
    bytes.extend(password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
    bytes
}

/// Derives `length` bytes. The caller bounds the iterations.
pub(crate) fn derive(
    digest: DigestAlgorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = block_size(digest);
    let fill = |bytes: &[u8]| -> Zeroizing<Vec<u8>> {
        let whole = bytes.len().div_ceil(block).saturating_mul(block);
        let mut filled = Zeroizing::new(Vec::with_capacity(whole));
        filled.extend(bytes.iter().copied().cycle().take(whole));
        filled
    };
    let diversifier = vec![purpose.id(); block];
    let mut input = Zeroizing::new([&fill(salt)[..], &fill(password)[..]].concat());
    // The last block may be longer than what is left.
    let room = length.saturating_add(block);
    let mut derived = Zeroizing::new(Vec::with_capacity(room));
    while derived.len() < length {
        let first = Zeroizing::new([&diversifier[..], &input[..]].concat());
        let mut hash = digest.digest(&first);
        for _ in 1..iterations {
            hash = digest.digest(&hash);
        }
        let hash = Zeroizing::new(hash);
        derived.extend_from_slice(&hash);
        let addend: Zeroizing<Vec<u8>> =
            Zeroizing::new(hash.iter().copied().cycle().take(block).collect());
        for number in input.chunks_mut(block) {
            add_one_more(number, &addend);
        }
    }
    derived.truncate(length);
    derived
}

/// `number + addend + 1`, modulo the block's size, big-endian.
fn add_one_more(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1_u16;
    for (digit, added) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*digit).saturating_add(u16::from(*added)).saturating_add(carry);
        let [high, low] = sum.to_be_bytes();
        *digit = low;
        carry = high.into();
    }
}

/// The block size of the digest's compression function, in bytes.
fn block_size(digest: DigestAlgorithm) -> usize {
    match digest {
        DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512 => 128,
        _ => 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the notes on PKCS #12 by S. Henson, which other implementations test with as well.
    #[test]
    fn keys_are_those_of_the_published_vectors() {
        for (password, salt, iterations, id, want) in [
            ("smeg", "0a58cf64530d823f", 1, 1, "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3"),
            ("smeg", "0a58cf64530d823f", 1, 2, "79993dfe048d3b76"),
            ("smeg", "3d83c0e4546ac140", 1, 3, "8d967d88f6caa9d714800ab3d48051d63f73a312"),
            (
                "queeg",
                "05dec959acff72f7",
                1000,
                1,
                "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4",
            ),
        ] {
            let purpose = match id {
                #[cfg(feature = "pkcs12")]
                1 => Purpose::Key,
                #[cfg(feature = "pkcs12")]
                2 => Purpose::InitializationVector,
                3 => Purpose::Mac,
                _ => continue,
            };
            let (salt, length) = (hex::decode(salt).unwrap(), want.len() / 2);
            let password = bmp_string(password);
            let key = derive(DigestAlgorithm::Sha1, purpose, &password, &salt, iterations, length);
            assert_eq!(hex::encode(&*key), want, "{id}");
        }
    }

    #[test]
    fn a_password_is_utf_16_and_ends_with_two_zeros() {
        assert_eq!(*bmp_string("a密"), [0, 0x61, 0x5b, 0xc6, 0, 0]);
        assert_eq!(*bmp_string(""), [0, 0]);
    }
}
