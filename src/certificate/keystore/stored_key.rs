//! Private keys as keystores hold them, opened to see whose they are. What comes out is wiped, and
//! shown to nobody.

use super::private_key::Unopened;
use zeroize::Zeroizing;

#[cfg(feature = "pkcs12")]
use super::error::KeystoreError;
use super::iterations::Budget;
use super::java::DataInput;
#[cfg(feature = "pkcs12")]
use super::pkcs12::encryption;
#[cfg(feature = "pkcs12")]
use super::pkcs12::encryption::Password;
use super::private_key::UNREADABLE;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::pki::oid::identifiers;

identifiers! {
    /// `sun.security.provider.KeyProtector`.
    JAVA = "1.3.6.1.4.1.42.2.17.1.1";
    /// `PBEWithMD5AndTripleDES` of the JDK.
    #[cfg(feature = "pkcs12")]
    JCE = "1.3.6.1.4.1.42.2.19.1";
}
/// The length of the salt, and of the digest, of Java's own protection (SHA-1).
const DIGEST: usize = 20;

const ANOTHER_WAY: Unopened = Unopened::Encryption;
#[cfg(feature = "pkcs12")]
const ITERATIONS: Unopened = Unopened::Iterations;

/// A private key in a keystore.
#[derive(Debug)]
pub(crate) enum StoredKey {
    /// PKCS #8, in clear.
    Clear(Zeroizing<Vec<u8>>),
    /// An `EncryptedPrivateKeyInfo` (RFC 5958) as Java writes it.
    Java(Vec<u8>),
    /// Bouncy Castle's: salt, iterations, and an encoded key.
    BouncyCastle(Vec<u8>),
    /// An `EncryptedPrivateKeyInfo` of PKCS #12.
    #[cfg(feature = "pkcs12")]
    Pkcs12(Vec<u8>),
}

/// What a keystore's keys are opened with.
#[derive(Debug, Default)]
pub(crate) struct Opener {
    /// The password that was given.
    pub(crate) password: Option<Zeroizing<String>>,
    /// The encodings of it that may be right.
    #[cfg(feature = "pkcs12")]
    pub(crate) encodings: Vec<Password>,
}

impl Opener {
    /// With the password that was given, if one was.
    pub(crate) fn of(password: Option<&str>) -> Self {
        let password = password.map(|password| Zeroizing::new(password.to_owned()));
        Self {
            password,
            #[cfg(feature = "pkcs12")]
            encodings: Vec::new(),
        }
    }
}

/// Why a key was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It would take a password, and none was given: that is said of the whole keystore.
    NoPassword,
    /// It has another password than the keystore, as it may.
    OtherPassword,
    /// For this reason.
    Because(Unopened),
}

impl StoredKey {
    /// The key in PKCS #8.
    pub(crate) fn open(
        &self,
        opener: &Opener,
        budget: &mut Budget,
    ) -> Result<Zeroizing<Vec<u8>>, Closed> {
        let password = || opener.password.as_deref().ok_or(Closed::NoPassword);
        match self {
            Self::Clear(key) => Ok(key.clone()),
            Self::Java(info) => java(info, password()?, budget),
            Self::BouncyCastle(blob) => bouncy_castle(blob, password()?, budget),
            #[cfg(feature = "pkcs12")]
            Self::Pkcs12(_) if opener.encodings.is_empty() => Err(Closed::NoPassword),
            #[cfg(feature = "pkcs12")]
            Self::Pkcs12(info) => within(encryption::open_key(info, &opener.encodings, budget)),
        }
    }
}

/// What opening gives, or why there is nothing. None of it keeps the certificates from being read.
#[cfg(feature = "pkcs12")]
fn within(
    opened: Result<Option<Zeroizing<Vec<u8>>>, KeystoreError>,
) -> Result<Zeroizing<Vec<u8>>, Closed> {
    let key = opened.map_err(|error| {
        Closed::Because(match error {
            KeystoreError::Iterations { .. } => ITERATIONS,
            KeystoreError::Unsupported(_) => ANOTHER_WAY,
            _ => UNREADABLE,
        })
    });
    key?.ok_or(Closed::OtherPassword)
}

fn java(info: &[u8], password: &str, budget: &mut Budget) -> Result<Zeroizing<Vec<u8>>, Closed> {
    let unreadable = || Closed::Because(UNREADABLE);
    let (info, rest) = Element::first(info).ok_or_else(unreadable)?;
    let mut fields = info.children();
    let algorithm =
        fields.optional(tag::SEQUENCE).filter(|_| rest.is_empty()).ok_or_else(unreadable)?;
    let content = fields.optional(tag::OCTET_STRING).ok_or_else(unreadable)?.content;
    let mut algorithm = algorithm.children();
    let oid = algorithm.read().and_then(|it| it.oid()).ok_or_else(unreadable)?;
    if oid == JAVA {
        return java_protected(content, password).ok_or(Closed::OtherPassword);
    }
    #[cfg(feature = "pkcs12")]
    if oid == JCE {
        let parameters = algorithm.read().ok_or_else(unreadable)?;
        return within(encryption::open_jce(&parameters, content, password, budget));
    }
    let _ = budget;
    Err(Closed::Because(ANOTHER_WAY))
}

/// Java's own protection: salt, the key below a stream of digests that the password begins, and a
/// digest of the two.
fn java_protected(content: &[u8], password: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (salt, rest) = content.split_first_chunk::<DIGEST>()?;
    let (sealed, check) = rest.split_last_chunk::<DIGEST>()?;
    let mut secret = Zeroizing::new(Vec::with_capacity(password.len().saturating_mul(2)));
    secret.extend(password.encode_utf16().flat_map(u16::to_be_bytes));
    let digest = |bytes: &[u8]| {
        let mut hasher = DigestAlgorithm::Sha1.hasher();
        hasher.update(&secret);
        hasher.update(bytes);
        Zeroizing::new(hasher.finish())
    };
    let mut key = Zeroizing::new(Vec::with_capacity(sealed.len()));
    let mut pad = Zeroizing::new(salt.to_vec());
    for block in sealed.chunks(DIGEST) {
        pad = digest(&pad);
        key.extend(block.iter().zip(pad.iter()).map(|(byte, pad)| byte ^ pad));
    }
    (digest(&key)[..] == check[..]).then_some(key)
}

fn bouncy_castle(
    blob: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<Zeroizing<Vec<u8>>, Closed> {
    let mut input = DataInput::new(blob);
    let head = input.bytes().and_then(|salt| Some((salt, input.u32()?)));
    let (salt, iterations) = head.ok_or(Closed::Because(UNREADABLE))?;
    #[cfg(feature = "pkcs12")]
    {
        let opened =
            encryption::open_bouncy_castle(salt, iterations, input.rest(), password, budget);
        let encoded = within(opened)?;
        encoded_key(&mut DataInput::new(&encoded)).ok_or(Closed::Because(UNREADABLE))
    }
    #[cfg(not(feature = "pkcs12"))]
    {
        let _ = (salt, iterations, password, budget);
        Err(Closed::Because(ANOTHER_WAY))
    }
}

/// A private key as Bouncy Castle encodes it: what it is, its encoding, its algorithm. `None` where
/// it is another thing.
pub(crate) fn encoded_key(input: &mut DataInput<'_>) -> Option<Zeroizing<Vec<u8>>> {
    /// `KEY_PRIVATE`
    const PRIVATE: u8 = 0;
    let (kind, encoding) = (input.u8()?, input.text()?);
    input.text()?; // the algorithm, which the encoding says too
    let key = input.bytes()?;
    let is_pkcs8 = kind == PRIVATE && matches!(encoding.as_str(), "PKCS#8" | "PKCS8");
    is_pkcs8.then(|| Zeroizing::new(key.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;
    use crate::limits::Limits;

    fn opener(password: &str) -> Opener {
        #[cfg_attr(not(feature = "pkcs12"), allow(unused_mut, reason = "only that has encodings"))]
        let mut opener = Opener::of(Some(password));
        #[cfg(feature = "pkcs12")]
        opener.encodings.extend(Password::encodings(password));
        opener
    }

    fn budget() -> Budget {
        Budget::new(Limits::default().derivation_iterations())
    }

    fn info(oid: Oid<'_>, parameters: &[u8], content: &[u8]) -> Vec<u8> {
        let algorithm = [&oid.encoded(), parameters].concat();
        let fields =
            [encode(tag::SEQUENCE, &algorithm), encode(tag::OCTET_STRING, content)].concat();
        encode(tag::SEQUENCE, &fields)
    }

    /// Salt and iterations, as the schemes of PKCS #5 and #12 have them.
    #[cfg(feature = "pkcs12")]
    fn parameters(salt: &[u8], iterations: u32) -> Vec<u8> {
        let number = [&[0], &iterations.to_be_bytes()[..]].concat();
        let fields = [encode(tag::OCTET_STRING, salt), encode(tag::INTEGER, &number)].concat();
        encode(tag::SEQUENCE, &fields)
    }

    #[test]
    fn what_is_no_key_is_told() {
        let java = |bytes: Vec<u8>| StoredKey::Java(bytes);
        for (name, key, want) in [
            ("nothing", java(Vec::new()), Closed::Because(UNREADABLE)),
            (
                "more behind it",
                java([info(JAVA, &[], &[0; 60]), vec![0]].concat()),
                Closed::Because(UNREADABLE),
            ),
            ("no key below the stream", java(info(JAVA, &[], &[0; 60])), Closed::OtherPassword),
            ("cut short", java(info(JAVA, &[], &[0; 39])), Closed::OtherPassword),
            (
                "another way",
                java(info(Oid(&[0x2a, 3]), &[], &[0; 60])),
                Closed::Because(ANOTHER_WAY),
            ),
            ("no salt", StoredKey::BouncyCastle(vec![0; 3]), Closed::Because(UNREADABLE)),
        ] {
            assert_eq!(key.open(&opener("storepw1"), &mut budget()).unwrap_err(), want, "{name}");
            let without = key.open(&Opener::default(), &mut budget()).unwrap_err();
            assert_eq!(without, Closed::NoPassword, "{name}");
        }
    }

    /// The work that a key asks for is that of the whole file, and is not done where it is too
    /// much.
    #[cfg(feature = "pkcs12")]
    #[test]
    fn a_key_may_not_ask_for_any_work() {
        identifiers! { TRIPLE_DES = "1.2.840.113549.1.12.1.3"; }
        let sealed = |iterations: u32| {
            let blob =
                [&8_u32.to_be_bytes()[..], &[7; 8], &iterations.to_be_bytes(), &[0; 8]].concat();
            let salt = [1, 2, 3, 4, 5, 6, 7, 8];
            [
                StoredKey::Java(info(JCE, &parameters(&salt, iterations), &[0; 8])),
                StoredKey::Pkcs12(info(TRIPLE_DES, &parameters(&salt, iterations), &[0; 8])),
                StoredKey::BouncyCastle(blob),
            ]
        };
        for key in sealed(u32::MAX) {
            let refused = key.open(&opener("storepw1"), &mut budget()).unwrap_err();
            assert_eq!(refused, Closed::Because(ITERATIONS), "{key:?}");
        }
        for key in sealed(100) {
            let mut spent = budget();
            assert_eq!(
                key.open(&opener("storepw1"), &mut spent).unwrap_err(),
                Closed::OtherPassword
            );
            let all = Limits::default().derivation_iterations().value;
            assert!(spent.spend(all).is_err() && budget().spend(all).is_ok(), "{key:?}");
        }
    }
}
