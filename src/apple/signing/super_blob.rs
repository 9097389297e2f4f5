//! The signature of a slice: a list of blobs (Apple's xnu `cs_blobs.h`, `CS_SuperBlob`).
//!
//! ```text
//! magic u32 fade0cc0 | length u32 | count u32 | count x { type u32 | offset u32 }     big-endian
//! blob: magic u32 | length u32 (with these eight bytes) | data
//! ```

use crate::say::said;

const EMBEDDED_SIGNATURE: u32 = 0xfade_0cc0;
const CODE_DIRECTORY_MAGIC: u32 = 0xfade_0c02;
/// The head of a blob, in bytes.
pub(crate) const HEAD: usize = 8;
/// How many blobs a signature may have. Real ones have some ten.
const MAX_BLOBS: u32 = 64;

/// The types of blobs.
pub(crate) mod kind {
    pub(crate) const CODE_DIRECTORY: u32 = 0;
    pub(crate) const REQUIREMENTS: u32 = 2;
    pub(crate) const TOP_DIRECTORY: u32 = 4;
    pub(crate) const ENTITLEMENTS: u32 = 5;
    pub(crate) const ENTITLEMENTS_DER: u32 = 7;
    /// The first of the alternate code directories, of which there are five at most.
    pub(crate) const ALTERNATE: u32 = 0x1000;
    pub(crate) const ALTERNATES: u32 = 5;
    pub(crate) const CMS: u32 = 0x1_0000;
}

said! {
    /// Why bytes are no list of blobs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoSuperBlob {
        Magic => { en: "it is no embedded signature", zh: "不是嵌入式签名" }
        Length => { en: "its length is impossible", zh: "长度不可能" }
        TooMany => { en: "it has more than 64 blobs", zh: "数据块超过 64 个" }
        Blob { number: u32 } => { en: "its blob {number} does not lie in it", zh: "第 {number} 个数据块超出范围" }
        Twice { number: u32 } => { en: "its blob {number} is of a type that was there", zh: "第 {number} 个数据块的类型重复" }
    }
}

/// A blob: its type, and all of its bytes with the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blob<'a> {
    pub(crate) kind: u32,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Blob<'a> {
    pub(crate) fn payload(self) -> &'a [u8] {
        self.bytes.get(HEAD..).unwrap_or_default()
    }

    pub(crate) fn is_code_directory(self) -> bool {
        number(self.bytes, 0) == Some(CODE_DIRECTORY_MAGIC)
    }
}

/// The blobs of a signature, each type of which is there once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SuperBlob<'a> {
    blobs: Vec<Blob<'a>>,
}

impl<'a> SuperBlob<'a> {
    /// Reads what has room in the signature's area; what stands behind it there is filler.
    pub(crate) fn read(area: &'a [u8]) -> Result<Self, NoSuperBlob> {
        if number(area, 0) != Some(EMBEDDED_SIGNATURE) {
            return Err(NoSuperBlob::Magic);
        }
        let length = number(area, 4).and_then(|length| usize::try_from(length).ok());
        let bytes = length.and_then(|length| area.get(..length)).ok_or(NoSuperBlob::Length)?;
        let count = number(bytes, 8).ok_or(NoSuperBlob::Length)?;
        if count > MAX_BLOBS {
            return Err(NoSuperBlob::TooMany);
        }
        let table = bytes.get(12..).unwrap_or_default().chunks_exact(8);
        if u32::try_from(table.len()).unwrap_or(u32::MAX) < count {
            return Err(NoSuperBlob::Length);
        }
        let mut blobs: Vec<Blob<'a>> = Vec::new();
        for (record, number) in table.zip(1..=count) {
            let blob = blob(bytes, record).ok_or(NoSuperBlob::Blob { number })?;
            if blobs.iter().any(|other| other.kind == blob.kind) {
                return Err(NoSuperBlob::Twice { number });
            }
            blobs.push(blob);
        }
        Ok(Self { blobs })
    }

    pub(crate) fn get(&self, kind: u32) -> Option<Blob<'a>> {
        self.blobs.iter().find(|blob| blob.kind == kind).copied()
    }

    pub(crate) fn blobs(&self) -> &[Blob<'a>] {
        &self.blobs
    }
}

fn blob<'a>(bytes: &'a [u8], record: &[u8]) -> Option<Blob<'a>> {
    let (kind, offset) = (number(record, 0)?, usize::try_from(number(record, 4)?).ok()?);
    let length = usize::try_from(number(bytes.get(offset..)?, 4)?).ok()?;
    let blob = bytes.get(offset..offset.checked_add(length)?)?;
    (blob.len() >= HEAD).then_some(Blob { kind, bytes: blob })
}

/// The big-endian number at that place.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}
