//! Local file headers (APPNOTE.TXT 4.3.7) and data descriptors (4.3.9), and where they contradict
//! the directory, for platforms that compare more of them than Android does.

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
    pub(crate) fn contradiction(&self, entry: &Entry) -> io::Result<Option<&'static str>> {
        let name = self.name(entry);
        let size = HEADER_SIZE.saturating_add(name.len() as u64);
        let header = match self.read(entry.local_header_offset, size) {
            Ok(header) => header,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(Some("local file header: signature"));
            }
            Err(error) => return Err(error),
        };
        let Some(local) = LocalHeader::read(&header) else {
            return Ok(Some("local file header: signature"));
        };
        if local.method != entry.method {
            return Ok(Some("local file header: compression method"));
        }
        if !local.has_name(name) {
            return Ok(Some("local file header: name"));
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
                return Ok(Some("data descriptor"));
            }
            sizes = [descriptor.u32(), descriptor.u32(), descriptor.u32()]
                .map(Option::unwrap_or_default);
        }
        let differs =
            if local.has_descriptor() { "data descriptor" } else { "local file header: sizes" };
        Ok((sizes != numbers(entry)).then_some(differs))
    }
}
