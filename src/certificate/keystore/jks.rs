//! Java keystores: JKS (`sun.security.provider.JavaKeyStore`) and JCEKS
//! (`com.sun.crypto.provider.JceKeyStore`).
//!
//! Certificates stand in clear. A digest over the password and everything before it stands at the
//! end; without the password nothing tells whether the file was changed.

use super::entries::{Entries, Entry, Integrity};
use super::error::KeystoreError;
use super::iterations::Budget;
use super::java::DataInput;
use super::stored_key::{Opener, StoredKey};
use crate::certificate::keystore::KeystorePart;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1;

const JKS: u32 = 0xfeed_feed;
const JCEKS: u32 = 0xcece_cece;
/// The length of the digest at the end (SHA-1).
const DIGEST: usize = 20;

const KEY: u32 = 1;
const TRUSTED: u32 = 2;
/// A secret key, a serialized Java object without a length (JCEKS).
const SECRET: u32 = 3;

/// How many places behind a secret key are tried for the next entry.
const MAX_TRIES: usize = 4096;

/// The name of the format that begins with these bytes.
pub(crate) fn format(bytes: &[u8]) -> Option<&'static str> {
    match DataInput::new(bytes).u32()? {
        JKS => Some("JKS"),
        JCEKS => Some("JCEKS"),
        _ => None,
    }
}

/// Reads every entry that can be reached.
pub(crate) fn read(
    bytes: &[u8],
    format: &'static str,
    password: Option<&str>,
    budget: Budget,
) -> Result<Entries, KeystoreError> {
    let damaged = |part| KeystoreError::Damaged { format, part };
    let (before_digest, digest) =
        bytes.split_last_chunk::<DIGEST>().ok_or_else(|| damaged(KeystorePart::CutOff))?;
    let mut input = DataInput::new(before_digest);
    let header = input.u32().and_then(|_| Some((input.u32()?, input.u32()?)));
    let (version, count) = header.ok_or_else(|| damaged(KeystorePart::Header))?;
    if !(1..=2).contains(&version) {
        return Err(damaged(KeystorePart::Version));
    }
    let mut reader = Reader { input, has_types: version == 2, entries: Vec::new(), secrets: 0 };
    let end = reader.read(count).ok_or_else(|| damaged(KeystorePart::Entry))?;
    // Where the last entry is a secret key, or cannot be reached, the digest is known to end the
    // file only. Java passes what stands behind it; nothing that was written as it should be has
    // anything there.
    if end == End::Reached && !reader.input.rest().is_empty() {
        return Err(damaged(KeystorePart::BehindDigest));
    }
    let integrity = match password {
        None => Integrity::Unchecked,
        Some(password) if *digest == *digest_of(password, before_digest) => Integrity::Checked,
        Some(_) => return Err(KeystoreError::PasswordWrong(format)),
    };
    let found = reader.entries.len().saturating_add(reader.secrets);
    let incomplete =
        (end == End::Lost).then_some((found, usize::try_from(count).unwrap_or(usize::MAX)));
    let opener = Opener::of(password);
    Ok(Entries {
        format,
        entries: reader.entries,
        integrity,
        incomplete,
        is_ordered: true,
        opener,
        budget,
    })
}

/// The digest at the end: over the password in UTF-16, a fixed text, and the keystore before the
/// digest.
fn digest_of(password: &str, body: &[u8]) -> Vec<u8> {
    let mut hasher = DigestAlgorithm::Sha1.hasher();
    for unit in password.encode_utf16() {
        hasher.update(&unit.to_be_bytes());
    }
    hasher.update(b"Mighty Aphrodite");
    hasher.update(body);
    hasher.finish()
}

struct Reader<'a> {
    input: DataInput<'a>,
    /// Whether each certificate is preceded by its type (version 2).
    has_types: bool,
    entries: Vec<Entry>,
    secrets: usize,
}

/// How far the entries could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// All, and what follows is known.
    Reached,
    /// All, and the last is a secret key, whose length is not known.
    Secret,
    /// Up to a secret key that could not be passed.
    Lost,
}

enum Kind {
    Secret,
    Other,
}

impl Reader<'_> {
    /// Reads that many entries. `None` where one is broken.
    fn read(&mut self, count: u32) -> Option<End> {
        for number in 1..=count {
            match self.next() {
                Some(Kind::Other) => {}
                Some(Kind::Secret) if number == count => return Some(End::Secret),
                Some(Kind::Secret) if self.pass_secret() => {}
                // Behind a secret key it may be that the place is wrong, and not the keystore.
                None if self.secrets == 0 => return None,
                Some(Kind::Secret) | None => return Some(End::Lost),
            }
        }
        Some(End::Reached)
    }

    /// Reads an entry, of a secret key only what stands before it.
    fn next(&mut self) -> Option<Kind> {
        let tag = self.input.u32()?;
        if tag == SECRET {
            self.input.text()?;
            self.input.u64()?;
            self.secrets = self.secrets.saturating_add(1);
            return Some(Kind::Secret);
        }
        let entry = self.entry(tag)?;
        self.entries.push(entry);
        Some(Kind::Other)
    }

    fn entry(&mut self, tag: u32) -> Option<Entry> {
        let alias = self.input.text()?;
        self.input.u64()?; // the date
        match tag {
            KEY => {
                let key = Some(StoredKey::Java(self.input.bytes()?.to_vec()));
                let count = self.input.u32()?;
                let chain = (0..count).map(|_| self.certificate()).collect::<Option<_>>()?;
                Some(Entry { alias, is_key: true, key, chain, rivals: Vec::new() })
            }
            TRUSTED => {
                let chain = vec![self.certificate()?];
                Some(Entry { alias, is_key: false, key: None, chain, rivals: Vec::new() })
            }
            _ => None,
        }
    }

    fn certificate(&mut self) -> Option<Vec<u8>> {
        if self.has_types {
            self.input.x509()?;
        }
        self.input.bytes().map(<[u8]>::to_vec)
    }

    /// Goes to where the next entry begins. Nothing tells how long a secret key is.
    fn pass_secret(&mut self) -> bool {
        let object = self.input;
        let is_tag = |tag: u8| (KEY..=SECRET).contains(&u32::from(tag));
        let windows = object.rest().windows(4).enumerate();
        let starts = windows.filter(|(_, window)| matches!(window, [0, 0, 0, tag] if is_tag(*tag)));
        let ahead = |(offset, _)| {
            let mut ahead = object;
            ahead.skip(offset)?;
            is_entry(ahead, self.has_types)?.then_some(ahead)
        };
        let next = starts.take(MAX_TRIES).find_map(ahead);
        if let Some(next) = next {
            self.input = next;
        }
        next.is_some()
    }
}

/// Whether an entry begins here: an alias, a date of this age, and for a key and certificates what
/// each is made of. `None` where too little is there.
fn is_entry(mut input: DataInput<'_>, has_types: bool) -> Option<bool> {
    /// Milliseconds since 1970 of the years 1990 and 2100.
    const DATES: std::ops::Range<u64> = 631_152_000_000..4_102_444_800_000;
    /// The head of a serialized object: `STREAM_MAGIC` and `STREAM_VERSION`.
    const SERIALIZED: &[u8] = &[0xac, 0xed, 0, 5];
    let tag = input.u32()?;
    input.text()?;
    if !DATES.contains(&input.u64()?) {
        return Some(false);
    }
    if tag == SECRET {
        return Some(input.rest().starts_with(SERIALIZED));
    }
    let count = if tag == KEY {
        input.bytes()?;
        input.u32()?
    } else {
        1
    };
    if !(1..=crate::pki::chain::MAX_CERTIFICATES).contains(&usize::try_from(count).ok()?) {
        return Some(false);
    }
    for _ in 0..count {
        if has_types {
            input.text()?;
        }
        if input.bytes()?.first() != Some(&asn1::tag::SEQUENCE) {
            return Some(false);
        }
    }
    Some(true)
}
