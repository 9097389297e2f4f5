//! The key derivation of PKCS #12 (RFC 7292, appendix B), which BKS uses too.

use crate::digest::DigestAlgorithm;

/// What the derived bytes are for (appendix B.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
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
pub(super) fn bmp_string(password: &str) -> Vec<u8> {
    password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect()
}

/// Derives `length` bytes. The caller bounds the iterations.
pub(super) fn derive(
    digest: DigestAlgorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    length: usize,
) -> Vec<u8> {
    let block = block_size(digest);
    let fill = |bytes: &[u8]| -> Vec<u8> {
        let whole = bytes.len().div_ceil(block).saturating_mul(block);
        bytes.iter().copied().cycle().take(whole).collect()
    };
    let diversifier = vec![purpose.id(); block];
    let mut input = [fill(salt), fill(password)].concat();
    let mut derived = Vec::with_capacity(length);
    while derived.len() < length {
        let mut hash = digest.digest(&[&diversifier[..], &input].concat());
        for _ in 1..iterations {
            hash = digest.digest(&hash);
        }
        derived.extend_from_slice(&hash);
        let addend: Vec<u8> = hash.into_iter().cycle().take(block).collect();
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
