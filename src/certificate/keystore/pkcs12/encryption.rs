//! Password-based encryption of safe contents: the schemes of PKCS #12 (RFC 7292, appendix C) and
//! PBES2 (RFC 8018).

use crate::certificate::keystore::KeystorePart;
use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use des::TdesEde3;
use rc2::Rc2;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::parts::{FORMAT, algorithm, damaged, number, unsupported};
use crate::certificate::keystore::KeystoreError;
use crate::certificate::keystore::iterations::Budget;
use crate::certificate::keystore::kdf;
use crate::certificate::keystore::kdf::Purpose;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Elements, Oid, tag};
use crate::pki::oid::identifiers;

identifiers! {
    /// The arc of the encryption schemes of PKCS #12.
    PKCS12_PBE = "1.2.840.113549.1.12.1";
    PBKDF2 = "1.2.840.113549.1.5.12";
    PBES2 = "1.2.840.113549.1.5.13";
    HMAC_SHA1 = "1.2.840.113549.2.7";
    HMAC_SHA224 = "1.2.840.113549.2.8";
    HMAC_SHA256 = "1.2.840.113549.2.9";
    HMAC_SHA384 = "1.2.840.113549.2.10";
    HMAC_SHA512 = "1.2.840.113549.2.11";
    RC2_CBC = "1.2.840.113549.3.2";
    DES_EDE3_CBC = "1.2.840.113549.3.7";
    AES128_CBC = "2.16.840.1.101.3.4.1.2";
    AES192_CBC = "2.16.840.1.101.3.4.1.22";
    AES256_CBC = "2.16.840.1.101.3.4.1.42";
}

/// A password as the two kinds of scheme take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Password {
    /// For PKCS #12's own schemes: UTF-16 and two zeros.
    pub(crate) bmp: Zeroizing<Vec<u8>>,
    /// For PBES2: UTF-8.
    utf8: Zeroizing<Vec<u8>>,
}

impl Password {
    /// The ways in which tools have encoded a password. They differ for the empty one, and beyond
    /// ASCII: old versions of OpenSSL take each byte for a character.
    pub(crate) fn encodings(password: &str) -> Vec<Self> {
        let utf8 = Zeroizing::new(password.as_bytes().to_vec());
        let mut encodings = vec![Self { bmp: kdf::bmp_string(password), utf8: utf8.clone() }];
        if password.is_empty() {
            encodings.push(Self { bmp: Zeroizing::default(), utf8 });
        } else if !password.is_ascii() {
            let mut widened = Zeroizing::new(String::with_capacity(utf8.len().saturating_mul(2)));
            widened.extend(utf8.iter().copied().map(char::from));
            encodings.push(Self { bmp: kdf::bmp_string(&widened), utf8 });
        }
        encodings
    }
}

/// `EncryptedData`: the algorithm, and what is encrypted.
struct Encrypted<'a> {
    oid: Oid<'a>,
    parameters: Elements<'a>,
    content: Vec<u8>,
}

fn encrypted<'a>(data: &Element<'a>) -> Option<Encrypted<'a>> {
    let mut fields = data.children();
    fields.optional(tag::INTEGER)?;
    let mut info = fields.optional(tag::SEQUENCE)?.children();
    info.read()?.oid()?;
    let (oid, parameters) = algorithm(&info.optional(tag::SEQUENCE)?)?;
    // [0] IMPLICIT OCTET STRING, primitive or in pieces.
    let content =
        info.read().filter(|it| it.tag & !tag::CONSTRUCTED == 0x80)?.string()?.into_owned();
    Some(Encrypted { oid, parameters, content })
}

/// Whether it is encrypted in a way that could be read with a password.
pub(crate) fn check(data: &Element<'_>) -> Result<(), KeystoreError> {
    let data = encrypted(data).ok_or_else(|| damaged(KeystorePart::EncryptedData))?;
    Scheme::read(&data).map(|_| ())
}

/// Decrypts with the first password by which `read` can make something of the content.
pub(crate) fn decrypt(
    data: &Element<'_>,
    passwords: &[Password],
    budget: &mut Budget,
    mut read: impl FnMut(&[u8]) -> Result<(), KeystoreError>,
) -> Result<(), KeystoreError> {
    let data = encrypted(data).ok_or_else(|| damaged(KeystorePart::EncryptedData))?;
    let scheme = Scheme::read(&data)?;
    for password in passwords {
        let plain = scheme.decrypt(&data, password, budget)?;
        // A wrong key mostly shows in the padding, and else in what comes out.
        if let Some(plain) = plain.filter(is_one_element) {
            return read(&plain);
        }
    }
    Err(KeystoreError::PasswordWrong(FORMAT))
}

fn is_one_element(plain: &Zeroizing<Vec<u8>>) -> bool {
    Element::first(plain).is_some_and(|(_, rest)| rest.is_empty())
}

/// The private key of an `EncryptedPrivateKeyInfo` (RFC 5958, section 3). `None` where no password
/// fits.
pub(crate) fn open_key(
    info: &[u8],
    passwords: &[Password],
    budget: &mut Budget,
) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError> {
    let read = || {
        let mut fields = Element::first(info)?.0.children();
        let (oid, parameters) = algorithm(&fields.optional(tag::SEQUENCE)?)?;
        let content = fields.read()?.string()?.into_owned();
        Some(Encrypted { oid, parameters, content })
    };
    let data = read().ok_or_else(|| damaged(KeystorePart::EncryptedKey))?;
    let scheme = Scheme::read(&data)?;
    for password in passwords {
        let plain = scheme.decrypt(&data, password, budget)?.filter(is_one_element);
        if plain.is_some() {
            return Ok(plain);
        }
    }
    Ok(None)
}

/// What Bouncy Castle's `PBEWithSHAAnd3-KeyTripleDES-CBC` sealed.
pub(crate) fn open_bouncy_castle(
    salt: &[u8],
    iterations: u32,
    content: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError> {
    let (cipher, key_length, iterations) = (Cipher::TripleDes { keys: 3 }, 24, iterations.into());
    let scheme = Scheme::Pkcs12 { cipher, key_length, salt, iterations };
    let data =
        Encrypted { oid: PKCS12_PBE, parameters: Elements::new(&[]), content: content.to_vec() };
    match Password::encodings(password).first() {
        Some(password) => scheme.decrypt(&data, password, budget),
        None => Ok(None),
    }
}

/// What the JDK's `PBEWithMD5AndTripleDES` sealed (`com.sun.crypto.provider.PBES1Core`): each half
/// of the salt is digested with the password as often as is asked for, and the two make key and
/// vector.
pub(crate) fn open_jce(
    parameters: &Element<'_>,
    content: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError> {
    let damaged = || damaged(KeystorePart::Jce);
    let mut fields = parameters.children();
    let salt = fields.optional(tag::OCTET_STRING).ok_or_else(damaged)?.content;
    let iterations =
        fields.optional(tag::INTEGER).and_then(|it| number(&it)).ok_or_else(damaged)?;
    let (first, second) = salt.split_first_chunk::<4>().ok_or_else(damaged)?;
    // Equal halves are changed in a way of its own, and stand in no keystore that was made by
    // chance.
    if second.len() != 4 || first == second {
        return Err(damaged());
    }
    budget.spend(iterations.saturating_mul(2))?;
    let mut derived = Zeroizing::new(Vec::with_capacity(32));
    for half in [&first[..], second] {
        let mut hash = Zeroizing::new(half.to_vec());
        for _ in 0..iterations {
            let mut hasher = DigestAlgorithm::Md5.hasher();
            hasher.update(&hash);
            hasher.update(password.as_bytes());
            hash = Zeroizing::new(hasher.finish());
        }
        derived.extend_from_slice(&hash);
    }
    let (key, iv) = derived.split_at_checked(24).ok_or_else(damaged)?;
    let plain = decrypt_with(Cipher::TripleDes { keys: 3 }, key, iv, content);
    Ok(plain.filter(is_one_element))
}

#[derive(Debug, Clone, Copy)]
enum Cipher {
    Rc4,
    Rc2 { bits: usize },
    TripleDes { keys: usize },
    Aes { bits: usize },
}

impl Cipher {
    /// The length of its key in bytes.
    fn key_length(self) -> usize {
        match self {
            Self::Rc4 => 16,
            Self::Rc2 { bits } | Self::Aes { bits } => bits.div_ceil(8),
            Self::TripleDes { keys } => keys.saturating_mul(8),
        }
    }
}

enum Scheme<'a> {
    /// PKCS #12, appendix C. RC4 has 128 or 40 bits.
    Pkcs12 {
        cipher: Cipher,
        key_length: usize,
        salt: &'a [u8],
        iterations: u64,
    },
    Pbes2 {
        cipher: Cipher,
        derivation: Element<'a>,
        iv: &'a [u8],
    },
}

impl<'a> Scheme<'a> {
    fn read(data: &Encrypted<'a>) -> Result<Self, KeystoreError> {
        let mut parameters = data.parameters;
        let damaged = || damaged(KeystorePart::EncryptionParameters);
        if data.oid == PBES2 {
            let derivation = parameters.optional(tag::SEQUENCE).ok_or_else(damaged)?;
            let scheme = parameters.optional(tag::SEQUENCE).ok_or_else(damaged)?;
            let (cipher, iv) = pbes2_cipher(&scheme)?;
            return Ok(Self::Pbes2 { cipher, derivation, iv });
        }
        let [kind] = *data.oid.below(PKCS12_PBE).unwrap_or_default() else {
            return Err(unsupported(data.oid));
        };
        let (cipher, key_length) = match kind {
            1 => (Cipher::Rc4, 16),
            2 => (Cipher::Rc4, 5),
            3 => (Cipher::TripleDes { keys: 3 }, 24),
            4 => (Cipher::TripleDes { keys: 2 }, 16),
            5 => (Cipher::Rc2 { bits: 128 }, 16),
            6 => (Cipher::Rc2 { bits: 40 }, 5),
            _ => return Err(unsupported(data.oid)),
        };
        let salt = parameters.optional(tag::OCTET_STRING).ok_or_else(damaged)?.content;
        let iterations =
            parameters.optional(tag::INTEGER).and_then(|it| number(&it)).ok_or_else(damaged)?;
        Ok(Self::Pkcs12 { cipher, key_length, salt, iterations })
    }

    fn decrypt(
        &self,
        data: &Encrypted<'_>,
        password: &Password,
        budget: &mut Budget,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, KeystoreError> {
        match *self {
            Self::Pkcs12 { cipher, key_length, salt, iterations } => {
                budget.spend(iterations.saturating_mul(2))?;
                let derive = |purpose, length| {
                    kdf::derive(
                        DigestAlgorithm::Sha1,
                        purpose,
                        &password.bmp,
                        salt,
                        iterations,
                        length,
                    )
                };
                let key = derive(Purpose::Key, key_length);
                let iv = derive(Purpose::InitializationVector, 8);
                Ok(decrypt_with(cipher, &key, &iv, &data.content))
            }
            Self::Pbes2 { cipher, ref derivation, iv } => {
                let key = pbkdf2(derivation, password, cipher.key_length(), budget)?;
                Ok(decrypt_with(cipher, &key, iv, &data.content))
            }
        }
    }
}

/// The cipher of PBES2, and its initialization vector.
fn pbes2_cipher<'a>(scheme: &Element<'a>) -> Result<(Cipher, &'a [u8]), KeystoreError> {
    let damaged = || damaged(KeystorePart::EncryptionScheme);
    let mut fields = scheme.children();
    let oid = fields.read().and_then(|it| it.oid()).ok_or_else(damaged)?;
    let parameters = fields.read().ok_or_else(damaged)?;
    let cipher = match oid {
        AES128_CBC => Cipher::Aes { bits: 128 },
        AES192_CBC => Cipher::Aes { bits: 192 },
        AES256_CBC => Cipher::Aes { bits: 256 },
        DES_EDE3_CBC => Cipher::TripleDes { keys: 3 },
        RC2_CBC => return rc2_parameters(&parameters).ok_or_else(|| unsupported(oid)),
        _ => return Err(unsupported(oid)),
    };
    Ok((cipher, parameters.content))
}

/// RFC 8018, appendix B.2.3: how many bits the key has is told in a code.
fn rc2_parameters<'a>(parameters: &Element<'a>) -> Option<(Cipher, &'a [u8])> {
    let mut fields = parameters.children();
    let bits = match number(&fields.optional(tag::INTEGER)?)? {
        160 => 40,
        120 => 64,
        58 => 128,
        _ => return None,
    };
    Some((Cipher::Rc2 { bits }, fields.optional(tag::OCTET_STRING)?.content))
}

/// The key that PBKDF2 derives (RFC 8018, section 5.2).
pub(crate) fn pbkdf2(
    derivation: &Element<'_>,
    password: &Password,
    length: usize,
    budget: &mut Budget,
) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
    let damaged = || damaged(KeystorePart::KeyDerivation);
    let (oid, mut parameters) = algorithm(derivation).ok_or_else(damaged)?;
    if oid != PBKDF2 {
        return Err(unsupported(oid));
    }
    let salt = parameters.optional(tag::OCTET_STRING).ok_or_else(damaged)?.content;
    let asked = parameters.optional(tag::INTEGER).and_then(|it| number(&it)).ok_or_else(damaged)?;
    parameters.optional(tag::INTEGER); // the key's length, which the cipher says too
    let digest = match parameters.optional(tag::SEQUENCE) {
        None => DigestAlgorithm::Sha1,
        Some(function) => {
            let (oid, _) = algorithm(&function).ok_or_else(damaged)?;
            hmac_digest(oid).ok_or_else(|| unsupported(oid))?
        }
    };
    // A block takes as many iterations again.
    let blocks = length.div_ceil(digest.digest(&[]).len().max(1)) as u64;
    budget.spend(asked.saturating_mul(blocks))?;
    let iterations = u32::try_from(asked).map_err(|_| damaged())?;
    let mut key = Zeroizing::new(vec![0; length]);
    let password = &password.utf8;
    match digest {
        DigestAlgorithm::Md5 => {
            pbkdf2::pbkdf2_hmac::<md5::Md5>(password, salt, iterations, &mut key)
        }
        DigestAlgorithm::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, &mut key),
        DigestAlgorithm::Sha224 => {
            pbkdf2::pbkdf2_hmac::<Sha224>(password, salt, iterations, &mut key)
        }
        DigestAlgorithm::Sha256 => {
            pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, &mut key)
        }
        DigestAlgorithm::Sha384 => {
            pbkdf2::pbkdf2_hmac::<Sha384>(password, salt, iterations, &mut key)
        }
        DigestAlgorithm::Sha512 => {
            pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, iterations, &mut key)
        }
    }
    Ok(key)
}

/// The digest of an HMAC's identifier (RFC 8018, appendix B.1.2).
pub(crate) fn hmac_digest(oid: Oid<'_>) -> Option<DigestAlgorithm> {
    match oid {
        HMAC_SHA1 => Some(DigestAlgorithm::Sha1),
        HMAC_SHA224 => Some(DigestAlgorithm::Sha224),
        HMAC_SHA256 => Some(DigestAlgorithm::Sha256),
        HMAC_SHA384 => Some(DigestAlgorithm::Sha384),
        HMAC_SHA512 => Some(DigestAlgorithm::Sha512),
        _ => None,
    }
}

/// Decrypts, and takes the padding off. `None` where key, vector or padding do not fit.
fn decrypt_with(
    cipher: Cipher,
    key: &[u8],
    iv: &[u8],
    content: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    fn cbc<C>(key: &[u8], iv: &[u8], content: &[u8]) -> Option<Vec<u8>>
    where
        Decryptor<C>: KeyIvInit + BlockModeDecrypt,
        C: cbc::cipher::BlockCipherDecrypt,
    {
        Decryptor::<C>::new_from_slices(key, iv).ok()?.decrypt_padded_vec::<Pkcs7>(content).ok()
    }
    let plain = match cipher {
        Cipher::Aes { bits: 128 } => cbc::<Aes128>(key, iv, content),
        Cipher::Aes { bits: 192 } => cbc::<Aes192>(key, iv, content),
        Cipher::Aes { .. } => cbc::<Aes256>(key, iv, content),
        // With two keys the first is the third.
        Cipher::TripleDes { keys: 2 } => {
            let key = Zeroizing::new([key, key.get(..8)?].concat());
            cbc::<TdesEde3>(&key, iv, content)
        }
        Cipher::TripleDes { .. } => cbc::<TdesEde3>(key, iv, content),
        Cipher::Rc2 { bits } => {
            let cipher = Rc2::new_with_eff_key_len(key, bits);
            let decryptor =
                <Decryptor<Rc2> as cbc::cipher::InnerIvInit>::inner_iv_slice_init(cipher, iv)
                    .ok()?;
            decryptor.decrypt_padded_vec::<Pkcs7>(content).ok()
        }
        Cipher::Rc4 => {
            let mut plain = content.to_vec();
            Rc4::new_from_slice(key).ok()?.try_apply_keystream(&mut plain).ok()?;
            Some(plain)
        }
    };
    plain.map(Zeroizing::new)
}
