//! The chunks of a document: their headers, and those that stand before the first node
//! (`ResXMLTree::setTo` of Android's `ResourceTypes.cpp`).

use crate::android::identity::string_pool;
use crate::encoding::bytes::Bytes;
use crate::say::said;

pub(super) const DOCUMENT: u16 = 0x0003;
pub(super) const RESOURCE_MAP: u16 = 0x0180;
/// The types of nodes, known or not.
const NODES: std::ops::RangeInclusive<u16> = 0x0100..=0x017f;
pub(super) const START_NAMESPACE: u16 = 0x0100;
pub(super) const END_NAMESPACE: u16 = 0x0101;
pub(super) const START_ELEMENT: u16 = 0x0102;
pub(super) const END_ELEMENT: u16 = 0x0103;
pub(super) const CDATA: u16 = 0x0104;
/// The header of a chunk: type, size of the header, size.
pub(super) const CHUNK_HEADER: usize = 8;
/// The same of a node, with line number and comment.
pub(super) const NODE_HEADER: usize = 16;

said! {
    /// Why a document cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub(crate) enum XmlError {
        PlainText => {
            en: "it is plain text XML, from an unpacked or unfinished build",
            zh: "是纯文本 XML，来自解包或未完成的构建"
        }
        NotBinaryXml => { en: "it is not binary XML", zh: "不是二进制 XML" }
        Truncated => { en: "it is cut short", zh: "内容不完整" }
        Malformed => { en: "a block in it is malformed", zh: "其中有数据块格式错误" }
        NoStrings => { en: "it has no usable string pool", zh: "没有可用的字符串池" }
        NoRoot => { en: "it has no root element", zh: "没有根元素" }
    }
}

impl std::error::Error for XmlError {}

/// The header of a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) kind: u16,
    pub(super) header_size: usize,
    pub(super) size: usize,
}

impl Chunk {
    /// The header at that place, if it is all there.
    pub(super) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let mut header = Bytes::at(bytes, at)?;
        let kind = header.u16()?;
        let header_size = header.u16()?.into();
        let size = usize::try_from(header.u32()?).ok()?;
        Some(Self { kind, header_size, size })
    }

    /// Whether it is a chunk that fits (`validate_chunk`); it then has at least the size of a
    /// header.
    pub(super) fn is_valid(&self, least: usize, room: usize) -> bool {
        self.header_size >= least
            && self.header_size <= self.size
            && (self.header_size | self.size) & 3 == 0
            && self.size <= room
    }
}

/// What stands before the first node: where it stands, and what it holds.
pub(super) struct Front<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Whole chunks.
    pub(super) pools: Vec<(usize, &'a [u8])>,
    /// What is behind the header.
    pub(super) maps: Vec<(usize, &'a [u8])>,
}

impl<'a> Front<'a> {
    /// Reads up to the first node. One at the very end of the document is not looked at.
    pub(super) fn read(&mut self) -> Result<(), XmlError> {
        loop {
            let chunk = Chunk::at(self.bytes, self.at).ok_or(XmlError::NoRoot)?;
            let room = self.bytes.len().saturating_sub(self.at);
            if room <= CHUNK_HEADER || room <= chunk.size {
                return Err(XmlError::NoRoot);
            }
            if !chunk.is_valid(CHUNK_HEADER, room) {
                return Err(XmlError::Malformed);
            }
            if NODES.contains(&chunk.kind) {
                return Ok(());
            }
            self.take(chunk);
        }
    }

    /// Reads on to the end, for readers that look for pools and maps everywhere.
    pub(super) fn read_on(&mut self) {
        while let Some(chunk) = Chunk::at(self.bytes, self.at) {
            if chunk.header_size < CHUNK_HEADER || chunk.size < chunk.header_size {
                break;
            }
            self.take(chunk);
        }
    }

    fn take(&mut self, chunk: Chunk) {
        let held = self.bytes.get(self.at..).unwrap_or_default();
        let held = held.get(..chunk.size).unwrap_or(held);
        match chunk.kind {
            string_pool::CHUNK_TYPE => self.pools.push((self.at, held)),
            RESOURCE_MAP => {
                self.maps.push((self.at, held.get(chunk.header_size..).unwrap_or_default()))
            }
            _ => {}
        }
        self.at = self.at.saturating_add(chunk.size);
    }
}
