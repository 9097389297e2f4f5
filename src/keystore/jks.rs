//! Java keystores: JKS (`sun.security.provider.JavaKeyStore`) and JCEKS (`com.sun.crypto.provider.JceKeyStore`).
//!
//! Certificates stand in clear. A digest over the password and everything before it stands at the end; without the
//! password nothing tells whether the file was changed.

use super::java::DataInput;
use super::{Entries, Entry, Integrity, KeystoreError};
use crate::digest::DigestAlgorithm;

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
pub(super) fn format(bytes: &[u8]) -> Option<&'static str> {
    match DataInput::new(bytes).u32()? {
        JKS => Some("JKS"),
        JCEKS => Some("JCEKS"),
        _ => None,
    }
}

/// Reads every entry that can be reached.
pub(super) fn read(
    bytes: &[u8],
    format: &'static str,
    password: Option<&str>,
) -> Result<Entries, KeystoreError> {
    let damaged = |part| KeystoreError::Damaged { format, part };
    let (body, digest) = bytes.split_last_chunk::<DIGEST>().ok_or_else(|| damaged("it is cut off"))?;
    let mut input = DataInput::new(body);
    let header = input.u32().and_then(|_| Some((input.u32()?, input.u32()?)));
    let (version, count) = header.ok_or_else(|| damaged("header"))?;
    if !(1..=2).contains(&version) {
        return Err(damaged("version"));
    }
    let mut reader = Reader { input, has_types: version == 2, entries: Vec::new(), secrets: 0 };
    let is_whole = reader.read(count).ok_or_else(|| damaged("entry"))?;
    let integrity = match password {
        None => Integrity::Unchecked,
        Some(password) if *digest == *digest_of(password, body) => Integrity::Checked,
        Some(_) => return Err(KeystoreError::PasswordWrong(format)),
    };
    let found = reader.entries.len().saturating_add(reader.secrets);
    let missing = (!is_whole).then_some((found, usize::try_from(count).unwrap_or(usize::MAX)));
    Ok(Entries { format, entries: reader.entries, integrity, incomplete: missing })
}

/// The digest at the end: over the password in UTF-16, a fixed text, and the keystore before the digest.
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

impl Reader<'_> {
    /// Reads that many entries. `false` where one could not be passed, `None` where one is broken.
    fn read(&mut self, count: u32) -> Option<bool> {
        for _ in 0..count {
            match self.input.u32()? {
                SECRET => {
                    self.input.text()?;
                    self.input.u64()?;
                    self.secrets = self.secrets.saturating_add(1);
                    if !self.pass_secret(count) {
                        return Some(false);
                    }
                }
                tag => {
                    let entry = self.entry(tag)?;
                    self.entries.push(entry);
                }
            }
        }
        Some(self.input.rest().is_empty())
    }

    fn entry(&mut self, tag: u32) -> Option<Entry> {
        let alias = self.input.text()?;
        self.input.u64()?; // the date
        match tag {
            KEY => {
                self.input.bytes()?;
                let count = self.input.u32()?;
                let chain = (0..count).map(|_| self.certificate()).collect::<Option<_>>()?;
                Some(Entry { alias, is_key: true, chain })
            }
            TRUSTED => Some(Entry { alias, is_key: false, chain: vec![self.certificate()?] }),
            _ => None,
        }
    }

    fn certificate(&mut self) -> Option<Vec<u8>> {
        if self.has_types {
            self.input.text()?;
        }
        self.input.bytes().map(<[u8]>::to_vec)
    }

    /// Goes to where the next entry begins: there all entries that must follow can be read up to the end. Nothing
    /// tells how long a secret key is.
    fn pass_secret(&mut self, count: u32) -> bool {
        let done = self.entries.len().saturating_add(self.secrets);
        let left = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(done);
        if left == 0 {
            return true;
        }
        let object = self.input;
        let starts = object.rest().windows(4).enumerate().filter(
            |(_, window)| matches!(window, [0, 0, 0, tag] if (KEY..=SECRET).contains(&u32::from(*tag))),
        );
        for (offset, _) in starts.take(MAX_TRIES) {
            let mut ahead = object;
            if ahead.skip(offset).is_none() {
                break;
            }
            if is_entry(ahead, self.has_types) {
                self.input = ahead;
                return true;
            }
        }
        false
    }
}

/// Whether an entry begins here: an alias, a date of this age, and for a key and certificates what each is made of.
fn is_entry(input: DataInput<'_>, has_types: bool) -> bool {
    /// Milliseconds since 1970 of the years 1990 and 2100.
    const DATES: std::ops::Range<u64> = 631_152_000_000..4_102_444_800_000;
    /// The head of a serialized object: `STREAM_MAGIC` and `STREAM_VERSION`.
    const SERIALIZED: &[u8] = &[0xac, 0xed, 0, 5];
    let mut ahead = input;
    let head = ahead.u32().and_then(|tag| Some((tag, ahead.text()?, ahead.u64()?)));
    let Some((tag, _, _)) = head.filter(|(_, _, date)| DATES.contains(date)) else { return false };
    if tag == SECRET {
        return ahead.rest().starts_with(SERIALIZED);
    }
    let mut reader = Reader { input, has_types, entries: Vec::new(), secrets: 0 };
    let entry = reader.input.u32().and_then(|tag| reader.entry(tag));
    entry.is_some_and(|entry| !entry.chain.is_empty() && entry.chain.iter().all(|it| it.starts_with(&[0x30])))
}
