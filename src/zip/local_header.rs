//! Where the local header of an entry contradicts the directory, for platforms that compare more of
//! it than Android does.

use std::io;

use super::content::HEADER_SIZE;
use super::directory::FLAG_DATA_DESCRIPTOR;
use super::{Archive, Entry};
use crate::encoding::bytes::Bytes;

const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR_SIGNATURE: [u8; 4] = *b"PK\x07\x08";
const DESCRIPTOR_SIZE: u64 = 16;

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
        let Some(local) = Local::read(&header) else { return Ok(Some("local file header: signature")) };
        if local.method != entry.method {
            return Ok(Some("local file header: compression method"));
        }
        if local.name != name || usize::from(local.name_size) != name.len() {
            return Ok(Some("local file header: name"));
        }
        let mut sizes = local.sizes;
        if local.flags & FLAG_DATA_DESCRIPTOR != 0 {
            let data = size.saturating_add(local.extra_size.into()).saturating_add(entry.compressed_size);
            let at = entry.local_header_offset.saturating_add(data);
            let descriptor = match self.read(at, DESCRIPTOR_SIZE) {
                Ok(descriptor) => descriptor,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Vec::new(),
                Err(error) => return Err(error),
            };
            let mut descriptor = Bytes::new(&descriptor);
            if descriptor.array() != Some(DESCRIPTOR_SIGNATURE) {
                return Ok(Some("data descriptor"));
            }
            sizes = [descriptor.u32(), descriptor.u32(), descriptor.u32()].map(Option::unwrap_or_default);
        }
        let wanted = [entry.crc32.into(), entry.compressed_size, entry.uncompressed_size];
        if sizes.map(u64::from) == wanted {
            return Ok(None);
        }
        Ok(Some(if local.flags & FLAG_DATA_DESCRIPTOR == 0 {
            "local file header: sizes"
        } else {
            "data descriptor"
        }))
    }
}

struct Local<'a> {
    flags: u16,
    method: u16,
    /// CRC-32, compressed and uncompressed size.
    sizes: [u32; 3],
    name_size: u16,
    extra_size: u16,
    name: &'a [u8],
}

impl<'a> Local<'a> {
    fn read(header: &'a [u8]) -> Option<Self> {
        let mut header = Bytes::new(header);
        if header.array() != Some(SIGNATURE) {
            return None;
        }
        header.skip(2)?; // version needed
        let (flags, method) = (header.u16()?, header.u16()?);
        header.skip(4)?; // time and date
        let sizes = [header.u32()?, header.u32()?, header.u32()?];
        let (name_size, extra_size) = (header.u16()?, header.u16()?);
        Some(Self { flags, method, sizes, name_size, extra_size, name: header.rest() })
    }
}
