//! The signed list of files in the signing block: for each file the CRC-32 of its name and the
//! digest of its content, which is SHA-256 but where the list is signed with an algorithm of
//! SHA-512 (`FileListSignatureVerifier`).

use super::files::List;
use crate::report::issue::SignaturePart;
use std::collections::{HashMap, HashSet};

use super::files::{File, changed, missing, unlisted};
use super::signature::{known, malformed, verify};
use super::signing_block::{SigningBlock, id};
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::bytes::Bytes;
use crate::pki::x509::PublicKey;
use crate::report::{Finding, issue};

/// What findings call the list: as a part of the signature, and in a sentence.
const PART: SignaturePart = SignaturePart::FileDigests;
const LIST: List = List::Signed;

/// Another record by which an entry may be listed.
#[derive(Clone)]
pub(super) struct Alternative<'a> {
    pub(super) entry: &'a [u8],
    pub(super) listed_as: &'a [u8],
    pub(super) digest: Vec<u8>,
}

/// A list with a signature that verified: how often each record stands in it.
#[derive(Debug)]
pub(super) struct FileList {
    records: HashMap<(u32, Vec<u8>), usize>,
    /// With what files are digested.
    pub(super) algorithm: DigestAlgorithm,
}

impl FileList {
    /// Verifies the list in the block with the signer's key.
    pub(super) fn verify(
        block: &SigningBlock,
        key: &PublicKey,
        work: &Work,
    ) -> Result<Self, Finding> {
        let value = block.value(id::FILES).ok_or_else(|| malformed(PART))?;
        let (signed, algorithm, signature) = split(value).ok_or_else(|| malformed(PART))?;
        verify(algorithm, key, signed, signature, work)?;
        let mut signed = Bytes::new(signed);
        if signed.u32().ok_or_else(|| malformed(PART))? != algorithm {
            return Err(Finding::new(issue::Signature::AlgorithmListMismatch));
        }
        let algorithm = known(algorithm)?.1;
        let mut records = HashMap::new();
        while !signed.is_empty() {
            let record = record(&mut signed, algorithm).ok_or_else(|| malformed(PART))?;
            let count: &mut usize = records.entry(record).or_default();
            *count = count.saturating_add(1);
        }
        Ok(Self { records, algorithm })
    }

    /// That every file is listed with its digest, and no other.
    pub(super) fn check(
        mut self,
        files: &[File<'_>],
        alternative: Option<Alternative<'_>>,
    ) -> Result<(), Finding> {
        if files.is_empty() {
            return Err(Finding::new(issue::QuickApp::QuickAppNothingSigned));
        }
        let names: HashSet<u32> = self.records.keys().map(|(name, _)| *name).collect();
        for file in files {
            let own = file
                .digest(self.algorithm)
                .map(|digest| crcs(file.name).map(|crc| (crc, digest.to_vec())));
            let other = alternative.as_ref().filter(|other| other.entry == file.name);
            let other =
                other.map(|other| crcs(other.listed_as).map(|crc| (crc, other.digest.clone())));
            let mut records = own.into_iter().chain(other).flatten();
            if records.any(|record| self.take(&record)) {
                continue;
            }
            let is_named = crcs(file.name).iter().any(|crc| names.contains(crc));
            return Err(if is_named {
                changed(file.name, LIST)
            } else {
                unlisted(file.name, LIST)
            });
        }
        match self.records.values().fold(0, |sum: usize, count| sum.saturating_add(*count)) {
            0 => Ok(()),
            left => Err(missing(left, LIST)),
        }
    }

    /// Takes a record out, if it is there.
    fn take(&mut self, record: &(u32, Vec<u8>)) -> bool {
        match self
            .records
            .get_mut(record)
            .and_then(|count| count.checked_sub(1).map(|left| *count = left))
        {
            Some(()) => true,
            None => false,
        }
    }
}

/// What is signed, the algorithm, and the signature.
fn split(value: &[u8]) -> Option<(&[u8], u32, &[u8])> {
    let mut value = Bytes::new(value);
    let mut list = value.prefixed().filter(|_| value.is_empty())?;
    let signed = list.prefixed()?.rest();
    let mut signature = list.prefixed().filter(|_| list.is_empty())?;
    let (algorithm, bytes) = (signature.u32()?, signature.prefixed()?.rest());
    signature.is_empty().then_some((signed, algorithm, bytes))
}

fn record(records: &mut Bytes<'_>, algorithm: DigestAlgorithm) -> Option<(u32, Vec<u8>)> {
    let name = records.u32()?;
    let length = usize::from(records.u16()?);
    let digest = records.take(length)?;
    (length == algorithm.size()).then(|| (name, digest.to_vec()))
}

/// The CRC-32 of a name: of its bytes, and as the toolkit counts it, of the low bytes of its UTF-16
/// units. They are the same for ASCII.
fn crcs(name: &[u8]) -> [u32; 2] {
    let units: Option<Vec<u8>> = std::str::from_utf8(name)
        .ok()
        .map(|name| name.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect());
    [crc32(name), units.map_or_else(|| crc32(name), |units| crc32(&units))]
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    const A: [u8; 32] = [1; 32];
    const B: [u8; 32] = [2; 32];

    fn list(listed: &[(&[u8], [u8; 32])]) -> FileList {
        let mut records = HashMap::new();
        for (name, digest) in listed {
            *records.entry((crc32(name), digest.to_vec())).or_default() += 1;
        }
        FileList { records, algorithm: DigestAlgorithm::Sha256 }
    }

    #[test]
    fn every_file_is_listed_and_no_other() {
        let file = File::of;
        let two = [file(b"a", A), file(b"b", B)];
        for (name, records, files, want) in [
            ("as listed", &[(&b"a"[..], A), (b"b", B)][..], &two[..], None),
            ("in another order", &[(b"b", B), (b"a", A)], &two, None),
            ("changed", &[(b"a", A), (b"b", A)], &two, Some(Code::QuickAppFileChanged)),
            ("swapped", &[(b"a", B), (b"b", A)], &two, Some(Code::QuickAppFileChanged)),
            ("unlisted", &[(b"a", A)], &two, Some(Code::QuickAppFileUnlisted)),
            ("missing", &[(b"a", A), (b"b", B), (b"c", B)], &two, Some(Code::QuickAppFileMissing)),
            (
                "listed twice",
                &[(b"a", A), (b"a", A), (b"b", B)],
                &two,
                Some(Code::QuickAppFileMissing),
            ),
            (
                "there twice",
                &[(b"a", A)],
                &[file(b"a", A), file(b"a", A)],
                Some(Code::QuickAppFileChanged),
            ),
            ("nothing", &[], &[], Some(Code::QuickAppNothingSigned)),
        ] {
            let got = list(records).check(files, None).err().map(|finding| finding.code);
            assert_eq!(got, want, "{name}");
        }
        let alternative = Alternative { entry: b"a", listed_as: b"b", digest: B.to_vec() };
        assert!(list(&[(b"b", B)]).check(&[file(b"a", A)], Some(alternative.clone())).is_ok());
        assert!(list(&[(b"b", A)]).check(&[file(b"a", A)], Some(alternative)).is_err());
    }

    #[test]
    fn names_count_as_bytes_or_as_the_toolkit_counts_them() {
        // The published check value, and 图 as the unit 0x56fe.
        assert_eq!(crcs(b"123456789"), [0xcbf4_3926; 2]);
        assert_eq!(crcs("图.png".as_bytes())[1], crc32(b"\xfe.png"));
        assert_eq!(crcs(b"\xff"), [crc32(b"\xff"); 2]);
    }
}
