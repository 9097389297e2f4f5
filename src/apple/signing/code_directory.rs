//! The code directory: digests of all pages of a slice, and of the special slots (Apple's xnu
//! `cs_blobs.h`, Security's `codedirectory.cpp`).
//!
//! ```text
//! 0 magic | 4 length | 8 version | 12 flags | 16 hashes at | 20 identifier at      big-endian
//! 24 special slots | 28 pages | 32 code limit | 36 hash size u8 | 37 hash type u8 | 38 platform u8
//! 39 log2 of a page u8 | 40 spare | 44 scatter at (from 0x20100) | 48 team at (0x20200)
//! 52 spare | 56 code limit u64 (0x20300) | 64 executable segment (0x20400) | 88 runtime, 92 hashes
//! before encryption at (0x20500) | 96 linkage (0x20600)
//! hash of slot i at `hashes at` + i x `hash size`, i from -`special slots` on
//! ```

use super::super_blob::{Blob, CODE_DIRECTORY, SuperBlob, kind, number};
use crate::crypto::digest::DigestAlgorithm;
use crate::say::said;

/// Signed by no one: devices then look at no CMS.
const AD_HOC: u32 = 2;
/// How long identifiers and teams may be, in bytes. Bundle ids have at most 155.
const MAX_TEXT: usize = 1024;
/// How many special slots there may be. Apple has numbered 11.
const MAX_SPECIAL: u32 = 255;

/// How slots are digested. Ordered as Apple numbers them, and so by strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HashType {
    Sha1,
    Sha256,
    /// SHA-256 cut to 20 bytes.
    Sha256Truncated,
    Sha384,
}

impl HashType {
    fn of(number: u8, size: u8) -> Option<Self> {
        match (number, size) {
            (1, 20) => Some(Self::Sha1),
            (2, 32) => Some(Self::Sha256),
            (3, 20) => Some(Self::Sha256Truncated),
            (4, 48) => Some(Self::Sha384),
            _ => None,
        }
    }

    pub(super) fn algorithm(self) -> DigestAlgorithm {
        match self {
            Self::Sha1 => DigestAlgorithm::Sha1,
            Self::Sha256 | Self::Sha256Truncated => DigestAlgorithm::Sha256,
            Self::Sha384 => DigestAlgorithm::Sha384,
        }
    }

    /// Of a slot's hash, in bytes.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha256Truncated => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }
}

said! {
    /// Why bytes are no code directory that devices take.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoCodeDirectory {
        Magic => { en: "it is no code directory", zh: "不是代码目录" }
        Version => { en: "its version is unknown", zh: "版本未知" }
        Length => { en: "it is shorter than its version says", zh: "长度小于版本要求" }
        HashType => { en: "its digests are of an unknown type", zh: "摘要类型未知" }
        Hashes => { en: "its digests do not lie in it", zh: "摘要超出范围" }
        Text => {
            en: "its names do not end in it, or are no UTF-8",
            zh: "名称没有结尾或不是 UTF-8"
        }
        PageSize => { en: "its page size is none", zh: "页大小无效" }
        PageCount => {
            en: "it has another number of pages than its code limit says",
            zh: "页数与代码长度不符"
        }
        SameHashType => {
            en: "two code directories have digests of the same type",
            zh: "两个代码目录的摘要类型相同"
        }
        Alternates => {
            en: "alternate code directories do not follow one another",
            zh: "备用代码目录不连续"
        }
    }
}

/// A code directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CodeDirectory<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) version: u32,
    flags: u32,
    pub(super) hash_type: HashType,
    /// The binary logarithm of a page's size; 0 for one page over everything.
    pub(super) page_log2: u8,
    /// How much of the slice it covers, in bytes.
    pub(super) limit: u64,
    pub(super) identifier: &'a str,
    pub(super) team: Option<&'a str>,
    pub(super) has_scatter: bool,
    special_slots: u32,
    /// The hashes of special slots, the last slot first.
    special: &'a [u8],
    /// The hashes of pages.
    pub(super) pages: &'a [u8],
}

impl<'a> CodeDirectory<'a> {
    pub(super) fn read(blob: Blob<'a>) -> Result<Self, NoCodeDirectory> {
        use NoCodeDirectory::{HashType as UnknownHash, Hashes, Length, Magic, Text, Version};
        let bytes = blob.bytes;
        if blob.magic() != Some(CODE_DIRECTORY) {
            return Err(Magic);
        }
        let field = |at| number(bytes, at).ok_or(Length);
        let version = field(8)?;
        let header = header_size(version).ok_or(Version)?;
        if bytes.len() < header {
            return Err(Length);
        }
        let byte = |at: usize| bytes.get(at).copied().ok_or(Length);
        let since = |at, first| if version >= first { field(at) } else { Ok(0) };
        let hash_type = HashType::of(byte(37)?, byte(36)?).ok_or(UnknownHash)?;
        let text = |at| text(bytes, at).ok_or(Text);
        let team = Some(since(48, 0x20200)?).filter(|&at| at != 0);
        let (special_slots, page_count) = (field(24)?, field(28)?);
        let slots = Slots::read(bytes, field(16)?, [special_slots, page_count], hash_type);
        let slots = slots.filter(|_| special_slots <= MAX_SPECIAL).ok_or(Hashes)?;
        let long = bytes.get(56..).and_then(|it| it.first_chunk().copied()).map(u64::from_be_bytes);
        let long = long.filter(|&limit| limit != 0 && version >= 0x20300);
        let limit = long.unwrap_or(field(32)?.into());
        let page_log2 = byte(39)?;
        check_pages(page_log2, limit, page_count)?;
        Ok(Self {
            bytes,
            version,
            flags: field(12)?,
            hash_type,
            page_log2,
            limit,
            identifier: text(field(20)?)?,
            team: team.map(text).transpose()?,
            has_scatter: since(44, 0x20100)? != 0,
            special_slots,
            special: slots.special,
            pages: slots.pages,
        })
    }

    pub(super) fn is_ad_hoc(&self) -> bool {
        self.flags & AD_HOC != 0
    }

    /// The whole digest of it.
    pub(super) fn digest(&self) -> Vec<u8> {
        self.hash_type.algorithm().digest(self.bytes)
    }

    /// The hash of a special slot, from 1 on. `None` where there is none, and where it is zero,
    /// which says that the component is absent.
    pub(super) fn special(&self, slot: u32) -> Option<&'a [u8]> {
        let from_end = usize::try_from(slot).ok()?.checked_mul(self.hash_type.size())?;
        let hash = self.special.get(self.special.len().checked_sub(from_end)?..)?;
        let hash = hash.get(..self.hash_type.size()).filter(|_| slot > 0)?;
        Some(hash).filter(|hash| hash.iter().any(|&byte| byte != 0))
    }

    /// The numbers of the special slots that say something.
    pub(super) fn special_slots(&self) -> impl Iterator<Item = u32> {
        (1..=self.special_slots).filter(|&slot| self.special(slot).is_some())
    }
}

/// The hashes.
struct Slots<'a> {
    special: &'a [u8],
    pages: &'a [u8],
}

impl<'a> Slots<'a> {
    fn read(bytes: &'a [u8], at: u32, counts: [u32; 2], hash_type: HashType) -> Option<Self> {
        let at = usize::try_from(at).ok()?;
        let length = |count: u32| usize::try_from(count).ok()?.checked_mul(hash_type.size());
        let [special, pages] = counts.map(length);
        Some(Self {
            special: bytes.get(at.checked_sub(special?)?..at)?,
            pages: bytes.get(at..at.checked_add(pages?)?)?,
        })
    }
}

/// How long the fields of a version are.
fn header_size(version: u32) -> Option<usize> {
    Some(match version {
        0x20001..0x20100 => 44,
        0x20100..0x20200 => 48,
        0x20200..0x20300 => 52,
        0x20300..0x20400 => 64,
        0x20400..0x20500 => 88,
        0x20500..0x20600 => 96,
        0x20600..=0x2f000 => 108,
        _ => return None,
    })
}

fn check_pages(log2: u8, limit: u64, count: u32) -> Result<(), NoCodeDirectory> {
    let wanted = match log2 {
        0 => Some(u64::from(limit > 0)),
        // Smaller ones have more digests than bytes; larger ones are none of any device.
        8..=31 => 1_u64.checked_shl(log2.into()).map(|size| limit.div_ceil(size)),
        _ => None,
    };
    match wanted {
        None => Err(NoCodeDirectory::PageSize),
        Some(wanted) if wanted == u64::from(count) => Ok(()),
        Some(_) => Err(NoCodeDirectory::PageCount),
    }
}

/// A text that ends at a zero.
fn text(bytes: &[u8], at: u32) -> Option<&str> {
    let rest = bytes.get(usize::try_from(at).ok()?..)?;
    let length = rest.iter().take(MAX_TEXT).position(|&byte| byte == 0)?;
    std::str::from_utf8(rest.get(..length)?).ok()
}

/// The code directories of a signature, which is over the first. The inner `Err` where one is none.
pub(super) fn read_all<'a>(
    blobs: &SuperBlob<'a>,
) -> Option<Result<Vec<CodeDirectory<'a>>, NoCodeDirectory>> {
    let first = blobs.get(kind::CODE_DIRECTORY)?;
    let alternates: Vec<_> = blobs.alternates().collect();
    let follow = (kind::ALTERNATE..).zip(&alternates).all(|(kind, blob)| blob.kind == kind);
    if !follow {
        return Some(Err(NoCodeDirectory::Alternates));
    }
    let all = [first].into_iter().chain(alternates).map(CodeDirectory::read);
    Some(all.collect::<Result<Vec<_>, _>>().and_then(|all| {
        let mut types: Vec<_> = all.iter().map(|it| it.hash_type).collect();
        types.sort_unstable();
        types.dedup();
        if types.len() == all.len() { Ok(all) } else { Err(NoCodeDirectory::SameHashType) }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code directory of that version over 5,000 bytes, with three special slots, the second of
    /// which is zero.
    pub(crate) fn directory(version: u32) -> Vec<u8> {
        let header = header_size(version).unwrap_or(108) as u32;
        let hashes = header + 5 + 3 * 20;
        let length = hashes + 2 * 20;
        let mut words =
            vec![CODE_DIRECTORY, length, version, 0, hashes, header, 3, 2, 5000, 0x1401_000c, 0];
        words.resize(header as usize / 4, 0);
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend(b"a.b\0\0");
        bytes.extend([[3; 20], [0; 20], [1; 20], [8; 20], [9; 20]].concat());
        bytes
    }

    fn read(bytes: &[u8]) -> Result<CodeDirectory<'_>, NoCodeDirectory> {
        CodeDirectory::read(Blob { kind: 0, bytes })
    }

    #[test]
    fn every_version_is_read() {
        for (version, want) in [
            (0x20000, Err(NoCodeDirectory::Version)),
            (0x20001, Ok(())),
            (0x20100, Ok(())),
            (0x20200, Ok(())),
            (0x20300, Ok(())),
            (0x20400, Ok(())),
            (0x20500, Ok(())),
            (0x20600, Ok(())),
            (0x2f000, Ok(())),
            (0x2f001, Err(NoCodeDirectory::Version)),
        ] {
            let bytes = directory(version);
            let read = read(&bytes);
            assert_eq!(read.map(drop), want, "{version:x}");
            let Ok(read) = read else { continue };
            assert_eq!((read.identifier, read.team, read.limit), ("a.b", None, 5000));
            assert_eq!(read.special(1), Some(&[1; 20][..]));
            assert_eq!((read.special(0), read.special(2), read.special(4)), (None, None, None));
            assert_eq!(read.special_slots().collect::<Vec<_>>(), [1, 3]);
            assert_eq!(read.pages, [[8; 20], [9; 20]].concat());
        }
    }

    #[test]
    fn numbers_lead_nowhere_outside() {
        use NoCodeDirectory::{HashType, Hashes, Length, PageCount, PageSize, Text};
        let good = directory(0x20400);
        let end = good.len() as u32;
        for (name, at, value, want) in [
            ("identifier past the end", 20, end, Text),
            ("identifier without an end", 20, end - 1, Text),
            ("team past the end", 48, u32::MAX, Text),
            ("hashes past the end", 16, end - 39, Hashes),
            ("special slots before the start", 24, 9, Hashes),
            ("special slots, an overflow", 24, u32::MAX, Hashes),
            ("pages past the end", 28, u32::MAX, Hashes),
            ("a page less", 28, 1, PageCount),
            ("a limit of a page more", 32, 8193, PageCount),
            ("a limit of nothing", 32, 0, PageCount),
            ("a hash type with another size", 36, 0x2002_000c_u32 - 0x0100_0000, HashType),
            ("an unknown hash type", 36, 0x1405_000c, HashType),
            ("pages of two bytes", 36, 0x1401_0001, PageSize),
            ("pages of 2^200 bytes", 36, 0x1401_00c8, PageSize),
            ("one page over everything", 36, 0x1401_0000, PageCount),
        ] {
            let mut bytes = good.clone();
            bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
            assert_eq!(read(&bytes).map(drop), Err(want), "{name}");
        }
        for length in 0..good.len() {
            let got = read(&good[..length]).map(drop);
            assert!(
                got.is_err() && (length >= 88 || got == Err(Length)) || length < 12,
                "{length}"
            );
        }
    }

    #[test]
    fn a_long_limit_counts_where_it_is_there() {
        let mut bytes = directory(0x20300);
        bytes[56..64].copy_from_slice(&8192_u64.to_be_bytes());
        assert_eq!(read(&bytes).unwrap().limit, 8192);
        bytes[8..12].copy_from_slice(&0x20200_u32.to_be_bytes());
        assert_eq!(read(&bytes).unwrap().limit, 5000);
    }
}
