//! What unpacking an archive from front to back finds in it, without the directory: local headers
//! from the first byte on, each behind the data of the one before it, up to the first thing that is
//! none (`java.util.zip.ZipInputStream`).

use crate::say::said;
use std::io;

use super::directory::{FLAG_DATA_DESCRIPTOR, FLAG_ENCRYPTED, FLAG_UTF8, has_zip64};
use super::local_header::{
    BARE_DESCRIPTOR_SIZE, DESCRIPTOR, DESCRIPTOR_SIZE, HEADER_SIZE, LocalHeader, SIGNATURE, numbers,
};
use super::{Archive, Entry};
use crate::encoding::bytes::Bytes;

said! {
    /// What a reader from front to back finds otherwise than the directory says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Unlike {
        Behind => { en: "something stands behind the last entry", zh: "最后一个条目之后另有数据" }
        GoesOn => {
            en: "one more local header stands behind the last entry",
            zh: "最后一个条目之后还有一个本地文件头"
        }
        FirstEntry => {
            en: "the first entry does not begin the file",
            zh: "文件不是以第一个条目开始"
        }
        Gap => {
            en: "the next entry does not stand behind the one before it",
            zh: "下一条目没有紧接在前一条目之后"
        }
        NoHeader => { en: "no local header stands there", zh: "该处没有本地文件头" }
        Zip64 => { en: "its sizes are those of ZIP64", zh: "大小采用 ZIP64 格式" }
        Descriptor => { en: "its data descriptor differs", zh: "数据描述符不一致" }
        Name => { en: "its name differs", zh: "文件名不一致" }
        NotUtf8 => { en: "its name is not UTF-8", zh: "文件名不是 UTF-8 编码" }
        Flags => { en: "its flags differ", zh: "标志位不一致" }
        Encrypted => { en: "it is marked as encrypted", zh: "被标记为已加密" }
        Method => { en: "its compression method differs", zh: "压缩方式不一致" }
        UnknownMethod => { en: "its compression method is unknown", zh: "压缩方式未知" }
        StoredDescriptor => {
            en: "it is stored, and has a data descriptor",
            zh: "未压缩却带有数据描述符"
        }
        Numbers => { en: "its sizes or its checksum differ", zh: "大小或校验和不一致" }
        CutData => {
            en: "its compressed data ends before its size says",
            zh: "压缩数据在标明的大小之前结束"
        }
        Checksum => { en: "its content has another checksum", zh: "内容的校验和不一致" }
        PathOut => { en: "its path leads out of a folder", zh: "路径指向文件夹之外" }
        SamePath => { en: "its path is that of another entry", zh: "路径与另一条目相同" }
    }
}

/// How much is read for a header at least, in bytes: those of small files stand close together.
const WINDOW: u64 = 4 << 10;
/// The flags by which such a reader goes.
const FLAGS: u16 = FLAG_ENCRYPTED | FLAG_DATA_DESCRIPTOR | FLAG_UTF8;

/// Where a sequential reader finds something else than the directory says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Difference<'a> {
    /// Where that stands, in bytes from the start of the file.
    pub(crate) offset: u64,
    /// The entry that the directory has there.
    pub(crate) entry: Option<&'a Entry>,
    pub(crate) why: Unlike,
}

impl Archive<'_> {
    /// The first difference between the directory and the local headers, which must stand there one
    /// behind the other up to `end`. Only headers are read, and the descriptors behind data.
    pub(crate) fn sequential_difference(&self, end: u64) -> io::Result<Option<Difference<'_>>> {
        let mut reader = Reader { archive: self, start: 0, window: Vec::new() };
        let mut offset = 0;
        for entry in self.entries() {
            let found = match gap(entry, offset) {
                Some(why) => Err(why),
                None => reader.entry_end(entry, offset)?,
            };
            match found {
                Ok(behind) => offset = behind,
                Err(why) => return Ok(Some(Difference { offset, entry: Some(entry), why })),
            }
        }
        let difference = |why| Some(Difference { offset, entry: None, why });
        if offset != end {
            return Ok(difference(Unlike::Behind));
        }
        // A block, or a directory, may look like one more entry.
        let goes_on =
            reader.read(end, SIGNATURE.len() as u64)?.is_some_and(|next| next == SIGNATURE);
        Ok(if goes_on { difference(Unlike::GoesOn) } else { None })
    }
}

fn gap(entry: &Entry, offset: u64) -> Option<Unlike> {
    match (entry.local_header_offset == offset, offset) {
        (true, _) => None,
        (false, 0) => Some(Unlike::FirstEntry),
        (false, _) => Some(Unlike::Gap),
    }
}

/// Reads bytes here and there, mostly of what was read already.
struct Reader<'a, 'r> {
    archive: &'a Archive<'r>,
    start: u64,
    window: Vec<u8>,
}

impl Reader<'_, '_> {
    /// Bytes of the file; `None` where it ends before them.
    fn read(&mut self, offset: u64, length: u64) -> io::Result<Option<&[u8]>> {
        let left = self.archive.size().saturating_sub(offset);
        if length > left {
            return Ok(None);
        }
        let held = (self.start.saturating_add(self.window.len() as u64)).saturating_sub(offset);
        if offset < self.start || held < length {
            self.window = self.archive.read(offset, length.max(WINDOW).min(left))?;
            self.start = offset;
        }
        let at = usize::try_from(offset.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Ok(self.window.get(at..).and_then(|rest| rest.get(..length)))
    }

    /// Where the entry of the local header there ends; the inner `Err` says what of it
    /// differs.
    fn entry_end(&mut self, entry: &Entry, offset: u64) -> io::Result<Result<u64, Unlike>> {
        const NONE: Unlike = Unlike::NoHeader;
        let name_size = self.archive.name(entry).len() as u64;
        let size = HEADER_SIZE.saturating_add(name_size);
        let archive = self.archive;
        let Some(header) = self.read(offset, size)? else { return Ok(Err(NONE)) };
        let Some(header) = LocalHeader::read(header) else { return Ok(Err(NONE)) };
        if let Err(why) = header.check(entry, archive.name(entry)) {
            return Ok(Err(why));
        }
        let extra_size = u64::from(header.extra_size);
        let has_descriptor = header.has_descriptor();
        if has_descriptor {
            let extra = self.read(offset.saturating_add(size), extra_size)?;
            // Newer readers take descriptors for longer ones then.
            if extra.is_none_or(has_zip64) {
                return Ok(Err(Unlike::Zip64));
            }
        }
        let data = offset.saturating_add(size).saturating_add(extra_size);
        let end = data.saturating_add(entry.compressed_size);
        if !has_descriptor {
            return Ok(Ok(end));
        }
        let descriptor = self.read(end, DESCRIPTOR_SIZE)?.and_then(|it| descriptor_size(it, entry));
        let size = descriptor.ok_or(Unlike::Descriptor);
        Ok(size.map(|size| end.saturating_add(size)))
    }
}

impl LocalHeader<'_> {
    /// Compares it with the directory, and says what such a reader refuses.
    fn check(&self, entry: &Entry, name: &[u8]) -> Result<(), Unlike> {
        if !self.has_name(name) {
            return Err(Unlike::Name);
        }
        if std::str::from_utf8(name).is_err() {
            return Err(Unlike::NotUtf8);
        }
        if (self.flags ^ entry.flags) & FLAGS != 0 {
            return Err(Unlike::Flags);
        }
        if self.flags & FLAG_ENCRYPTED != 0 {
            return Err(Unlike::Encrypted);
        }
        if self.method != entry.method {
            return Err(Unlike::Method);
        }
        if entry.has_unknown_method() {
            return Err(Unlike::UnknownMethod);
        }
        let has_descriptor = self.has_descriptor();
        if has_descriptor && entry.is_stored() {
            return Err(Unlike::StoredDescriptor);
        }
        // Where a descriptor tells them, some write zeros and some the numbers.
        let may_be = |(got, want)| got == want || (has_descriptor && got == 0);
        let is_same = self.numbers.into_iter().zip(numbers(entry)).all(may_be);
        if !is_same || (entry.is_stored() && entry.compressed_size != entry.uncompressed_size) {
            return Err(Unlike::Numbers);
        }
        Ok(())
    }
}

/// The size of the descriptor at the beginning of the bytes. One that begins as the signature does
/// is taken for one with it.
fn descriptor_size(bytes: &[u8], entry: &Entry) -> Option<u64> {
    let mut bytes = Bytes::new(bytes);
    let size = if bytes.rest().starts_with(&DESCRIPTOR) {
        bytes.skip(DESCRIPTOR.len())?;
        DESCRIPTOR_SIZE
    } else {
        BARE_DESCRIPTOR_SIZE
    };
    ([bytes.u32()?, bytes.u32()?, bytes.u32()?] == numbers(entry)).then_some(size)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::limits::Limits;
    use crate::zip::Structure;

    /// An entry `a` with two bytes of content, stored or as a deflate stream of a stored block.
    fn local(method: u16, flags: u16) -> Vec<u8> {
        let data: &[u8] = if method == 0 { b"ab" } else { &[1, 2, 0, 0xfd, 0xff, b'a', b'b'] };
        let numbers = [0x9e83_486d, data.len() as u32, 2].map(u32::to_le_bytes).concat();
        let has_descriptor = flags & FLAG_DATA_DESCRIPTOR != 0;
        let head = [flags, method, 0, 0].map(u16::to_le_bytes).concat();
        let told = if has_descriptor { vec![0; 12] } else { numbers.clone() };
        let descriptor =
            if has_descriptor { [&DESCRIPTOR[..], &numbers].concat() } else { Vec::new() };
        [&SIGNATURE[..], &[20, 0], &head, &told, &[1, 0, 0, 0], b"a", data, &descriptor].concat()
    }

    /// The archive of one entry, with those flags and that method in the directory.
    fn archive(method: u16, flags: u16) -> Vec<u8> {
        let mut zip = local(method, flags);
        let head = [flags, method, 0, 0].map(u16::to_le_bytes).concat();
        let size = if method == 0 { 2 } else { 7 };
        let numbers = [0x9e83_486d, size, 2].map(u32::to_le_bytes).concat();
        let directory = zip.len() as u32;
        zip.extend(
            [&b"PK\x01\x02\x14\0\x14\0"[..], &head, &numbers, &[1, 0], &[0; 16], b"a"].concat(),
        );
        let size = zip.len() as u32 - directory;
        zip.extend([&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &size.to_le_bytes()].concat());
        zip.extend([&directory.to_le_bytes()[..], &[0, 0]].concat());
        zip
    }

    fn difference(zip: &[u8]) -> Option<Unlike> {
        let structure = Structure::read(&zip, &Limits::default()).unwrap();
        let archive = Archive::new(&zip, Arc::new(structure));
        archive.sequential_difference(archive.end().directory_offset).unwrap().map(|it| it.why)
    }

    #[test]
    fn what_a_sequential_reader_goes_by_is_compared() {
        for (name, method, flags, change, want) in [
            ("stored", 0, 0, None, None),
            ("deflated", 8, 0, None, None),
            ("with a descriptor", 8, 8, None, None),
            ("UTF-8", 8, 0x800, None, None),
            ("stored with a descriptor", 0, 8, None, Some(Unlike::StoredDescriptor)),
            ("encrypted", 8, 1, None, Some(Unlike::Encrypted)),
            ("of an unknown method", 12, 0, None, Some(Unlike::UnknownMethod)),
            ("signature", 8, 0, Some((3, 5)), Some(Unlike::NoHeader)),
            ("a descriptor that only it has", 8, 0, Some((6, 8)), Some(Unlike::Flags)),
            ("UTF-8 that only it says", 8, 0, Some((7, 8)), Some(Unlike::Flags)),
            ("method", 8, 0, Some((8, 0)), Some(Unlike::Method)),
            ("checksum", 8, 0, Some((14, 0)), Some(Unlike::Numbers)),
            ("size in the file", 8, 0, Some((18, 8)), Some(Unlike::Numbers)),
            ("size", 8, 0, Some((22, 3)), Some(Unlike::Numbers)),
            ("length of the name", 8, 0, Some((26, 2)), Some(Unlike::Name)),
            ("name", 8, 0, Some((30, b'b')), Some(Unlike::Name)),
            ("longer extra field", 8, 0, Some((28, 1)), Some(Unlike::Behind)),
            ("size beside a descriptor", 8, 8, Some((18, 9)), Some(Unlike::Numbers)),
            ("descriptor", 8, 8, Some((46, 9)), Some(Unlike::Descriptor)),
        ] {
            let mut zip = archive(method, flags);
            if let Some((at, byte)) = change {
                assert_ne!(zip[at], byte, "{name}");
                zip[at] = byte;
            }
            assert_eq!(difference(&zip), want, "{name}");
        }
    }

    /// A signing block with a size that reads as the signature of a local header would be an entry.
    #[test]
    fn nothing_that_looks_like_an_entry_stands_behind_the_last() {
        let zip = archive(8, 0);
        let structure =
            |bytes: &&[u8]| Arc::new(Structure::read(bytes, &Limits::default()).unwrap());
        let last = zip.len() - 22;
        let directory = last - 47;
        let block = [&SIGNATURE[..], &[0; 30]].concat();
        let mut with_block = [&zip[..directory], &block, &zip[directory..]].concat();
        let moved = (directory + block.len()) as u32;
        let at = with_block.len() - 6;
        with_block[at..at + 4].copy_from_slice(&moved.to_le_bytes());
        let bytes = &with_block[..];
        let archive = Archive::new(&bytes, structure(&bytes));
        let found = archive.sequential_difference(directory as u64).unwrap().unwrap();
        assert_eq!(found.why, Unlike::GoesOn);
        assert_eq!((found.offset, found.entry), (directory as u64, None));
    }

    #[test]
    fn descriptors_may_lack_their_signature() {
        let zip = archive(8, 8);
        let end = zip.len() - 22 - 47;
        // Without those four bytes.
        let mut bare = [&zip[..end - 16], &zip[end - 12..]].concat();
        let at = bare.len() - 6;
        bare[at..at + 4].copy_from_slice(&((end - 4) as u32).to_le_bytes());
        assert_eq!(difference(&bare), None);
        let at = end - 16;
        bare[at] ^= 1;
        assert_eq!(difference(&bare), Some(Unlike::Descriptor));
    }
}
