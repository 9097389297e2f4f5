//! Local file headers (APPNOTE.TXT 4.3.7) and data descriptors (4.3.9), and where they contradict
//! the directory, for platforms that compare more of them than Android does.

use crate::say::said;
use std::io;

use super::directory::FLAG_DATA_DESCRIPTOR;
use super::{Archive, Entry};
use crate::encoding::bytes::Bytes;

pub(super) const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
/// Without the name.
pub(super) const HEADER_SIZE: u64 = 30;
/// The signature that may stand before a data descriptor, and its size with it and without.
pub(super) const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
pub(super) const DESCRIPTOR_SIZE: u64 = 16;
pub(super) const BARE_DESCRIPTOR_SIZE: u64 = 12;

said! {
    /// A field of a local header.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum HeaderField {
        Signature => { en: "signature", zh: "标志" }
        Name => { en: "name", zh: "文件名" }
        Method => { en: "compression method", zh: "压缩方式" }
        DescriptorFlag => { en: "data descriptor flag", zh: "数据描述标志" }
        Crc32 => { en: "CRC-32", zh: "CRC-32" }
        CompressedSize => { en: "compressed size", zh: "压缩后大小" }
        UncompressedSize => { en: "uncompressed size", zh: "原始大小" }
        Sizes => { en: "sizes", zh: "CRC-32 或大小" }
    }
}

said! {
    /// What stands before or behind an entry's data and contradicts the directory.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Contradiction {
        Header(it: HeaderField) => { en: "local file header: {it}", zh: "本地文件头中的{it}不符" }
        Descriptor => { en: "data descriptor", zh: "数据描述符不符" }
        /// Devices read stored data by the one size or by the other.
        StoredSize => {
            en: "stored data of another size than its content",
            zh: "未压缩数据的长度与内容不符"
        }
    }
}

/// A local header.
pub(super) struct LocalHeader<'h> {
    pub(super) flags: u16,
    pub(super) method: u16,
    /// CRC-32, compressed and uncompressed size.
    pub(super) numbers: [u32; 3],
    name_size: u16,
    pub(super) extra_size: u16,
    /// What stands behind: the name, where no more was read.
    rest: &'h [u8],
}

impl<'h> LocalHeader<'h> {
    pub(super) fn read(header: &'h [u8]) -> Option<Self> {
        let mut header = Bytes::new(header);
        if header.array() != Some(SIGNATURE) {
            return None;
        }
        header.skip(2)?; // version needed
        let (flags, method) = (header.u16()?, header.u16()?);
        header.skip(4)?; // time and date
        let numbers = [header.u32()?, header.u32()?, header.u32()?];
        let (name_size, extra_size) = (header.u16()?, header.u16()?);
        Some(Self { flags, method, numbers, name_size, extra_size, rest: header.rest() })
    }

    pub(super) fn has_name(&self, name: &[u8]) -> bool {
        usize::from(self.name_size) == name.len() && self.rest == name
    }

    /// Whether sizes and CRC stand behind the data.
    pub(super) fn has_descriptor(&self) -> bool {
        self.flags & FLAG_DATA_DESCRIPTOR != 0
    }
}

/// CRC-32 and sizes, as the directory has them.
pub(super) fn numbers(entry: &Entry) -> [u32; 3] {
    let size = |size| u32::try_from(size).unwrap_or(u32::MAX);
    [entry.crc32, size(entry.compressed_size), size(entry.uncompressed_size)]
}

impl Archive<'_> {
    /// What the entry's local header or data descriptor says that the directory does not.
    pub(crate) fn contradiction(&self, entry: &Entry) -> io::Result<Option<Contradiction>> {
        let name = self.name(entry);
        let size = HEADER_SIZE.saturating_add(name.len() as u64);
        let header = match self.read(entry.local_header_offset, size) {
            Ok(header) => header,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(Some(Contradiction::Header(HeaderField::Signature)));
            }
            Err(error) => return Err(error),
        };
        let Some(local) = LocalHeader::read(&header) else {
            return Ok(Some(Contradiction::Header(HeaderField::Signature)));
        };
        if local.method != entry.method {
            return Ok(Some(Contradiction::Header(HeaderField::Method)));
        }
        if !local.has_name(name) {
            return Ok(Some(Contradiction::Header(HeaderField::Name)));
        }
        let mut sizes = local.numbers;
        if local.has_descriptor() {
            let data =
                size.saturating_add(local.extra_size.into()).saturating_add(entry.compressed_size);
            let at = entry.local_header_offset.saturating_add(data);
            let descriptor = match self.read(at, DESCRIPTOR_SIZE) {
                Ok(descriptor) => descriptor,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Vec::new(),
                Err(error) => return Err(error),
            };
            let mut descriptor = Bytes::new(&descriptor);
            if descriptor.array() != Some(DESCRIPTOR) {
                return Ok(Some(Contradiction::Descriptor));
            }
            sizes = [descriptor.u32(), descriptor.u32(), descriptor.u32()]
                .map(Option::unwrap_or_default);
        }
        let differs = if local.has_descriptor() {
            Contradiction::Descriptor
        } else {
            Contradiction::Header(HeaderField::Sizes)
        };
        Ok((sizes != numbers(entry)).then_some(differs))
    }
}
