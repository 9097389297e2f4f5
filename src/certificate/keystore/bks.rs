//! Bouncy Castle keystores, BKS versions 1 and 2
//! (`org.bouncycastle.jcajce.provider.keystore.bc.BcKeyStoreSpi`).
//!
//! Certificates stand in clear. A MAC with a key from the password stands at the end.

use crate::certificate::keystore::KeystorePart;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::entries::{Entries, Entry, Integrity};
use super::error::KeystoreError;
use super::iterations::Budget;
use super::java::DataInput;
use super::kdf;
use super::kdf::Purpose;
use super::stored_key::{Opener, StoredKey, encoded_key};
use crate::crypto::digest::DigestAlgorithm;

/// The length of the MAC at the end (HMAC-SHA1).
const MAC: usize = 20;
/// No tool writes longer salts.
const MAX_SALT: usize = 64;

const END: u8 = 0;
const CERTIFICATE: u8 = 1;
const KEY: u8 = 2;
const SECRET: u8 = 3;
const SEALED: u8 = 4;

/// What stands before the entries.
struct Header<'a> {
    version: u32,
    salt: &'a [u8],
    iterations: u32,
    /// Entries, and the MAC behind them.
    rest: DataInput<'a>,
}

fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let mut input = DataInput::new(bytes);
    let version = input.u32().filter(|version| (1..=2).contains(version))?;
    let salt = input.bytes().filter(|salt| !salt.is_empty() && salt.len() <= MAX_SALT)?;
    let iterations = input.u32()?;
    Some(Header { version, salt, iterations, rest: input })
}

/// Whether a file begins as BKS does, or UBER, which has the same head and is encrypted behind it.
pub(crate) fn is_bks(bytes: &[u8]) -> bool {
    header(bytes).is_some()
}

/// Reads every entry.
pub(crate) fn read(
    bytes: &[u8],
    password: Option<&str>,
    mut budget: Budget,
) -> Result<Entries, KeystoreError> {
    const FORMAT: &str = "BKS";
    let damaged = |part| KeystoreError::Damaged { format: FORMAT, part };
    let header = header(bytes).ok_or_else(|| damaged(KeystorePart::Header))?;
    let store = header.rest.rest();
    let mut input = header.rest;
    // What is encrypted from the first byte on is UBER.
    if !begins_as_entry(input) {
        return Err(KeystoreError::Encrypted("UBER"));
    }
    let mut entries = Vec::new();
    loop {
        match entry(&mut input) {
            Some(Some(entry)) => entries.push(entry),
            Some(None) => break,
            None => return Err(damaged(KeystorePart::Entry)),
        }
    }
    let mac = input.rest();
    let signed = store.get(..store.len().saturating_sub(mac.len())).unwrap_or_default();
    if mac.len() != MAC {
        return Err(damaged(KeystorePart::Mac));
    }
    let integrity = match password {
        None => Integrity::Unchecked,
        Some(password) if is_mac_of(&header, password, signed, mac, &mut budget)? => {
            Integrity::Checked
        }
        Some(_) => return Err(KeystoreError::PasswordWrong(FORMAT)),
    };
    let opener = Opener::of(password);
    Ok(Entries {
        format: FORMAT,
        entries,
        integrity,
        incomplete: None,
        is_ordered: true,
        opener,
        budget,
    })
}

/// Whether an entry with its alias stands here, or the end and the MAC.
fn begins_as_entry(mut input: DataInput<'_>) -> bool {
    match input.u8() {
        None => true,
        Some(END) => input.rest().len() <= MAC,
        Some(kind) => kind <= SEALED && (input.rest().len() < 2 || input.text().is_some()),
    }
}

/// The next entry; `Some(None)` at the end.
fn entry(input: &mut DataInput<'_>) -> Option<Option<Entry>> {
    let kind = input.u8()?;
    if kind == END {
        return Some(None);
    }
    let alias = input.text()?;
    input.u64()?; // the date
    let count = input.u32()?;
    let mut chain = (0..count).map(|_| certificate(input)).collect::<Option<Vec<_>>>()?;
    let has_chain = !chain.is_empty();
    // Only keys of a pair have certificates, sealed with a password or not.
    let (is_key, key) = match kind {
        CERTIFICATE => {
            chain.insert(0, certificate(input)?);
            (false, None)
        }
        KEY => {
            let mut ahead = *input;
            input.u8()?; // private, public or secret
            input.text()?; // the encoding
            input.text()?; // the algorithm
            input.bytes()?;
            (has_chain, encoded_key(&mut ahead).map(StoredKey::Clear))
        }
        SECRET => {
            input.bytes()?;
            (has_chain, None)
        }
        SEALED => (has_chain, Some(StoredKey::BouncyCastle(input.bytes()?.to_vec()))),
        _ => return None,
    };
    Some(Some(Entry { alias, is_key, key, chain, rivals: Vec::new() }))
}

fn certificate(input: &mut DataInput<'_>) -> Option<Vec<u8>> {
    input.x509()?;
    input.bytes().map(<[u8]>::to_vec)
}

fn is_mac_of(
    header: &Header<'_>,
    password: &str,
    store: &[u8],
    mac: &[u8],
    budget: &mut Budget,
) -> Result<bool, KeystoreError> {
    let iterations = header.iterations.into();
    budget.spend(iterations)?;
    // Version 1 takes the key's length for bits where it was meant for bytes.
    let length = if header.version == 1 { MAC / 8 } else { MAC };
    let password = kdf::bmp_string(password);
    let key = kdf::derive(
        DigestAlgorithm::Sha1,
        Purpose::Mac,
        &password,
        header.salt,
        iterations,
        length,
    );
    let Ok(mut hmac) = Hmac::<Sha1>::new_from_slice(&key) else { return Ok(false) };
    hmac.update(store);
    Ok(hmac.verify_slice(mac).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salts_have_bounds() {
        for (length, is_good) in [(0, false), (1, true), (MAX_SALT, true), (MAX_SALT + 1, false)] {
            let length_field = u32::try_from(length).unwrap().to_be_bytes();
            let store = [&[0, 0, 0, 2][..], &length_field, &vec![7; length], &[0; 4]].concat();
            assert_eq!(is_bks(&store), is_good, "{length}");
        }
    }
}
