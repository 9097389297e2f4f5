//! Digests of texts of a certificate and its key: what is digested where a tool or a web page gets a
//! text in place of bytes.

use base64ct::{Base64, Encoding};

use super::slip::negated;
use crate::crypto::digest::DigestAlgorithm;
use crate::pki::x509::{Certificate, PublicKey};

/// Whether a digest is of a text of the certificate.
pub(super) fn of_certificate(
    certificate: &Certificate,
    algorithm: DigestAlgorithm,
    digest: &[u8],
) -> bool {
    use DigestAlgorithm::{Md5, Sha1, Sha256};
    let der = certificate.der();
    let digests = [Md5, Sha1, Sha256].map(|it| hex(&it.digest(der)));
    let of_digests = digests.into_iter().flatten();
    let texts = armoured("CERTIFICATE", der).into_iter().chain(base64(der)).chain(hex(der));
    texts.chain(of_digests).any(|text| is_of(&text, algorithm, digest))
}

/// Whether a digest is of the key, in the bytes and texts of it that tools digest.
pub(super) fn of_key(key: &PublicKey, algorithm: DigestAlgorithm, digest: &[u8]) -> bool {
    let modulus = key.modulus_hex().unwrap_or_default();
    let bytes = hex::decode(&modulus).unwrap_or_default();
    let signed = [&[0], &bytes[..]].concat();
    let numbers = [key.spki(), key.raw(), &bytes, &signed, &negated(&bytes)];
    let mut numbers = numbers.into_iter().filter(|bytes| bytes.len() > 1);
    if numbers.any(|bytes| algorithm.digest(bytes) == digest) {
        return true;
    }
    // `openssl x509 -modulus`.
    let named = format!("Modulus={}", modulus.to_uppercase());
    let decimal = key.modulus_dec().unwrap_or_default();
    let mut texts = vec![named, decimal];
    texts.extend(hex(&bytes).into_iter().chain(hex(&signed)));
    for der in [key.spki(), key.raw()] {
        texts.extend(base64(der).into_iter().chain(hex(der)));
    }
    texts.extend(armoured("PUBLIC KEY", key.spki()));
    texts.extend(armoured("RSA PUBLIC KEY", key.raw()));
    let mut texts = texts.iter().filter(|text| text.len() > 2);
    texts.any(|text| is_of(text, algorithm, digest))
}

/// Whether a digest is of a text, with or without the end of its last line.
fn is_of(text: &str, algorithm: DigestAlgorithm, digest: &[u8]) -> bool {
    let ends = if text.contains("\r\n") { ["", "\r\n"] } else { ["", "\n"] };
    ends.iter().any(|end| algorithm.digest(format!("{text}{end}").as_bytes()) == digest)
}

/// Hex in either case, and with colons.
fn hex(bytes: &[u8]) -> [String; 4] {
    let lower = hex::encode(bytes);
    let upper = lower.to_uppercase();
    let pairs = |text: &str| {
        let pairs: Vec<_> = text.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
        pairs.join(":")
    };
    let (lower_pairs, upper_pairs) = (pairs(&lower), pairs(&upper));
    [lower, upper, lower_pairs, upper_pairs]
}

/// Base64 in one line and in several.
fn base64(bytes: &[u8]) -> Vec<String> {
    let mut texts = vec![Base64::encode_string(bytes)];
    for end in ["\n", "\r\n"] {
        texts.extend([64, 76].map(|width| lines(bytes, width, end)));
    }
    texts
}

fn armoured(label: &str, bytes: &[u8]) -> [String; 3] {
    let one_line = Base64::encode_string(bytes);
    let text = |body: &str, end: &str| {
        format!("-----BEGIN {label}-----{end}{body}{end}-----END {label}-----")
    };
    [
        text(&lines(bytes, 64, "\n"), "\n"),
        text(&lines(bytes, 64, "\r\n"), "\r\n"),
        text(&one_line, "\n"),
    ]
}

fn lines(bytes: &[u8], width: usize, end: &str) -> String {
    let text = Base64::encode_string(bytes);
    let lines: Vec<_> = text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect();
    lines.join(end)
}
