//! The signature of a slice: a list of blobs (Apple's xnu `cs_blobs.h`, `CS_SuperBlob`).
//!
//! ```text
//! magic u32 fade0cc0 | length u32 | count u32 | count x { type u32 | offset u32 }     big-endian
//! blob: magic u32 | length u32 (with these eight bytes) | data
//! ```

use crate::say::said;

const EMBEDDED_SIGNATURE: u32 = 0xfade_0cc0;
pub(super) const CODE_DIRECTORY: u32 = 0xfade_0c02;
pub(super) const ENTITLEMENTS: u32 = 0xfade_7171;
pub(super) const ENTITLEMENTS_DER: u32 = 0xfade_7172;
pub(super) const WRAPPER: u32 = 0xfade_0b01;
/// The head of a blob, in bytes.
const HEAD: usize = 8;
/// How many blobs a signature may have. Real ones have some ten.
const MAX_BLOBS: u32 = 64;

/// The types of blobs.
pub(super) mod kind {
    pub(crate) const CODE_DIRECTORY: u32 = 0;
    pub(crate) const REQUIREMENTS: u32 = 2;
    pub(crate) const TOP_DIRECTORY: u32 = 4;
    pub(crate) const ENTITLEMENTS: u32 = 5;
    pub(crate) const REP_SPECIFIC: u32 = 6;
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
        Blob { number: u32 } => {
            en: "its blob {number} does not lie in it",
            zh: "第 {number} 个数据块超出范围"
        }
        Twice { number: u32 } => {
            en: "its blob {number} is of a type that was there",
            zh: "第 {number} 个数据块的类型重复"
        }
        NoCodeDirectory => { en: "it has no code directory", zh: "没有代码目录" }
    }
}

/// A blob: its type, and all of its bytes with the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blob<'a> {
    pub(super) kind: u32,
    pub(super) bytes: &'a [u8],
}

impl<'a> Blob<'a> {
    pub(super) fn payload(self) -> &'a [u8] {
        self.bytes.get(HEAD..).unwrap_or_default()
    }

    pub(super) fn magic(self) -> Option<u32> {
        number(self.bytes, 0)
    }
}

/// The blobs of a signature, each type of which is there once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SuperBlob<'a> {
    blobs: Vec<Blob<'a>>,
}

impl<'a> SuperBlob<'a> {
    /// Reads what has room in the signature's area; what stands behind it there is filler.
    pub(super) fn read(area: &'a [u8]) -> Result<Self, NoSuperBlob> {
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

    pub(super) fn get(&self, kind: u32) -> Option<Blob<'a>> {
        self.blobs.iter().find(|blob| blob.kind == kind).copied()
    }

    /// Those of the alternate code directories.
    pub(super) fn alternates(&self) -> impl Iterator<Item = Blob<'a>> {
        let last = kind::ALTERNATE.saturating_add(kind::ALTERNATES);
        (kind::ALTERNATE..last).filter_map(|kind| self.get(kind))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of blobs of those types, each with its type as payload.
    fn list(kinds: &[u32]) -> Vec<u8> {
        let start = 12 + 8 * kinds.len() as u32;
        let length = start + 12 * kinds.len() as u32;
        let mut words = vec![EMBEDDED_SIGNATURE, length, kinds.len() as u32];
        words.extend((start..).step_by(12).zip(kinds).flat_map(|(at, &kind)| [kind, at]));
        words.extend(kinds.iter().flat_map(|&kind| [WRAPPER, 12, kind]));
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn blobs_lie_in_the_list() {
        let good = list(&[0, 0x1000]);
        let read = SuperBlob::read(&good).unwrap();
        assert_eq!(read.get(0x1000).unwrap().payload(), [0, 0, 0x10, 0]);
        assert_eq!((read.get(1), read.alternates().count()), (None, 1));
        assert!(SuperBlob::read(&[&good[..], &[7; 9]].concat()).is_ok(), "filler");
        for (name, at, value, want) in [
            ("the magic", 0, 0, NoSuperBlob::Magic),
            ("longer than the area", 4, good.len() as u32 + 1, NoSuperBlob::Length),
            ("shorter than its table", 4, 27, NoSuperBlob::Length),
            ("many", 8, u32::MAX, NoSuperBlob::TooMany),
            ("more than there are", 8, 64, NoSuperBlob::Length),
            ("a blob behind the end", 16, good.len() as u32 - 7, NoSuperBlob::Blob { number: 1 }),
            ("a blob that is too long", 44, 13, NoSuperBlob::Blob { number: 2 }),
            ("a blob without a head", 32, 7, NoSuperBlob::Blob { number: 1 }),
            ("a type twice", 20, 0, NoSuperBlob::Twice { number: 2 }),
        ] {
            let mut bytes = good.clone();
            bytes[at..at + 4].copy_from_slice(&u32::to_be_bytes(value));
            assert_eq!(SuperBlob::read(&bytes), Err(want), "{name}");
        }
    }
}
