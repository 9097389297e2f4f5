//! Binary XML (`ResXMLTree` of Android's `ResourceTypes.h`), as tolerant as Android is.
//!
//! Obfuscators set the type and size of the whole document to nonsense, put in chunks of unknown types, and empty the
//! names of attributes; platforms go by the resource ids of attributes and step over the rest.

use super::string_pool::{self, StringPool};
use crate::bytes::Bytes;

const RESOURCE_MAP: u16 = 0x0180;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
/// The header of a chunk: type, size of the header, size.
const CHUNK_HEADER: usize = 8;
const NO_STRING: u32 = u32::MAX;
/// How much of a text is decoded that is only compared, in bytes: one long text can be the name of a million elements.
/// None that is looked for is half as long.
const MAX_NAME: usize = 128;

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum XmlError {
    #[error("it is plain text XML, from an unpacked or unfinished build")]
    PlainText,
    #[error("it is not binary XML")]
    NotBinaryXml,
    #[error("it is cut short")]
    Truncated,
}

/// A chunk of a document or table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk<'a> {
    pub(crate) kind: u16,
    /// The size of its header in bytes.
    pub(crate) header_size: usize,
    /// All of it.
    pub(crate) bytes: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// What stands behind the header.
    pub(crate) fn body(&self) -> &'a [u8] {
        self.bytes.get(self.header_size..).unwrap_or_default()
    }
}

/// Chunks one behind the other, up to the first that cannot be one. The last may be cut short.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunks<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let mut header = Bytes::new(self.0);
        let kind = header.u16()?;
        let header_size = usize::from(header.u16()?);
        let size = usize::try_from(header.u32()?).ok()?;
        if header_size < CHUNK_HEADER || size < header_size {
            return None;
        }
        let (bytes, rest) = self.0.split_at(size.min(self.0.len()));
        self.0 = rest;
        Some(Chunk { kind, header_size, bytes })
    }
}

/// The value of an attribute or resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// The id of a resource.
    Reference(u32),
    String(String),
    Integer(u32),
    Boolean(bool),
    Other,
}

impl Value {
    /// Reads a `Res_value` of that type and data. `string` gives the string of a number.
    pub(crate) fn of(kind: u8, data: u32, string: impl FnOnce(u32) -> Option<String>) -> Self {
        const REFERENCE: u8 = 0x01;
        const STRING: u8 = 0x03;
        const DYNAMIC_REFERENCE: u8 = 0x07;
        const INT_DEC: u8 = 0x10;
        const INT_HEX: u8 = 0x11;
        const BOOLEAN: u8 = 0x12;
        match kind {
            REFERENCE | DYNAMIC_REFERENCE => Self::Reference(data),
            STRING => string(data).map_or(Self::Other, Self::String),
            INT_DEC | INT_HEX => Self::Integer(data),
            BOOLEAN => Self::Boolean(data != 0),
            _ => Self::Other,
        }
    }
}

/// An attribute of an element. Its texts are decoded when they are asked for: a document has thousands, and few matter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'a> {
    /// The id of the resource that names it. Attributes without one go by their name.
    pub(crate) id: Option<u32>,
    strings: StringPool<'a>,
    name: u32,
    raw: u32,
    kind: u8,
    data: u32,
}

impl Attribute<'_> {
    /// Its name, as far as names are compared.
    pub(crate) fn name(&self) -> String {
        self.strings.at_most(MAX_NAME).get(self.name).unwrap_or_default()
    }

    /// The same attribute, whose text is decoded only as far as texts are compared.
    pub(crate) fn shortened(self) -> Self {
        Self { strings: self.strings.at_most(MAX_NAME), ..self }
    }

    pub(crate) fn value(&self) -> Value {
        let string = |index| self.strings.get(index);
        match Value::of(self.kind, self.data, string) {
            Value::Other if self.raw != NO_STRING => string(self.raw).map_or(Value::Other, Value::String),
            value => value,
        }
    }
}

/// The attributes of an element, up to the first that cannot be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attributes<'a> {
    strings: StringPool<'a>,
    ids: &'a [u8],
    body: &'a [u8],
    start: usize,
    size: usize,
    count: usize,
}

impl<'a> Attributes<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = Attribute<'a>> {
        (0..self.count).map_while(move |index| {
            // All of them have one size; one of zero would give one attribute again and again.
            let at = self.size.max(20).checked_mul(index)?.checked_add(self.start)?;
            self.read(Bytes::at(self.body, at)?)
        })
    }

    fn read(&self, mut bytes: Bytes<'_>) -> Option<Attribute<'a>> {
        bytes.skip(4)?; // namespace
        let name = bytes.u32()?;
        let raw = bytes.u32()?;
        bytes.skip(3)?; // size of the value, and a byte that is always zero
        let kind = bytes.u8()?;
        let data = bytes.u32()?;
        let id = usize::try_from(name).ok()?.checked_mul(4).and_then(|at| Bytes::at(self.ids, at)?.u32());
        Some(Attribute { id: id.filter(|&id| id != 0), strings: self.strings, name, raw, kind, data })
    }
}

/// What a document consists of.
#[derive(Debug, Clone)]
pub(crate) enum Event<A> {
    Start { name: String, attributes: A },
    End,
}

/// The elements of a document in order.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    strings: StringPool<'a>,
    /// The resource ids of the first strings, as `u32`s.
    ids: &'a [u8],
    chunks: Chunks<'a>,
    /// Whether an element was found that platforms do not read, nor anything behind it.
    is_broken: bool,
}

impl<'a> Document<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, XmlError> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if text.starts_with(b"<") {
            return Err(XmlError::PlainText);
        }
        // Neither type nor size of the document need be right; a size that can be right is where the document ends.
        let bytes = match Bytes::at(bytes, 4).and_then(|mut header| header.u32()).map(usize::try_from) {
            Some(Ok(size)) if size > CHUNK_HEADER => bytes.get(..size).unwrap_or(bytes),
            _ => bytes,
        };
        let header_size = Bytes::at(bytes, 2).and_then(|mut header| header.u16());
        let header_size = usize::from(header_size.ok_or(XmlError::Truncated)?);
        let mut chunks = Chunks(bytes.get(header_size.max(CHUNK_HEADER)..).ok_or(XmlError::Truncated)?);
        let mut document = Self { strings: StringPool::default(), ids: &[], chunks, is_broken: false };
        while let Some(chunk) = chunks.next() {
            match chunk.kind {
                string_pool::CHUNK_TYPE => document.strings = StringPool::read(chunk.bytes),
                RESOURCE_MAP => document.ids = chunk.body(),
                START_ELEMENT => return Ok(document),
                _ => {}
            }
            document.chunks = chunks;
        }
        Err(XmlError::NotBinaryXml)
    }

    /// Whether something stands behind the last element that was read which is no chunk, or no element.
    pub(crate) fn breaks_off(&self) -> bool {
        self.is_broken || !self.chunks.0.is_empty()
    }

    fn start(&self, chunk: &Chunk<'a>) -> Option<Event<Attributes<'a>>> {
        let body = chunk.body();
        let mut element = Bytes::new(body);
        element.skip(4)?; // namespace
        let name = self.strings.at_most(MAX_NAME).get(element.u32()?)?;
        let start = usize::from(element.u16()?);
        let size = usize::from(element.u16()?);
        let count = usize::from(element.u16()?);
        let attributes = Attributes { strings: self.strings, ids: self.ids, body, start, size, count };
        Some(Event::Start { name, attributes })
    }
}

/// Whether an element's attributes stand inside its chunk (`ResXMLTree::validateNode`).
fn attributes_fit(chunk: &Chunk<'_>) -> bool {
    /// Behind the namespace and the name.
    const SIZES: usize = 8;
    let sizes = || {
        let mut sizes = Bytes::at(chunk.body(), SIZES)?;
        let [start, size, count] = [sizes.u16()?, sizes.u16()?, sizes.u16()?].map(usize::from);
        size.checked_mul(count)?.checked_add(start)
    };
    sizes().is_some_and(|end| end <= chunk.body().len())
}

impl<'a> Iterator for Document<'a> {
    type Item = Event<Attributes<'a>>;

    fn next(&mut self) -> Option<Event<Attributes<'a>>> {
        loop {
            let chunk = self.chunks.next()?;
            match chunk.kind {
                START_ELEMENT if !attributes_fit(&chunk) => {
                    self.is_broken = true;
                    return None;
                }
                START_ELEMENT => {
                    let nameless = Event::Start { name: String::new(), attributes: Attributes::default() };
                    return Some(self.start(&chunk).unwrap_or(nameless));
                }
                END_ELEMENT => return Some(Event::End),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
        let header_size = u16::try_from(CHUNK_HEADER + header.len()).unwrap();
        let size = u32::from(header_size) + u32::try_from(body.len()).unwrap();
        [&kind.to_le_bytes()[..], &header_size.to_le_bytes(), &size.to_le_bytes(), header, body].concat()
    }

    /// An element with that start, size and number of attributes, of which one stands there.
    fn element(sizes: [u16; 3]) -> Vec<u8> {
        let sizes = sizes.map(u16::to_le_bytes).concat();
        chunk(START_ELEMENT, &[0; 8], &[&[0xff; 8][..], &sizes, &[0; 6], &[0xff; 20]].concat())
    }

    fn document(size_is: u32, chunks: &[u8]) -> Vec<u8> {
        let mut document = chunk(3, &[], chunks);
        let size = u32::try_from(document.len()).unwrap();
        document[4..8].copy_from_slice(&size.wrapping_add(size_is).to_le_bytes());
        document
    }

    #[test]
    fn an_element_whose_attributes_are_not_in_it_ends_the_document() {
        for (sizes, want) in [
            ([20, 20, 0], (2, false)),
            ([20, 20, 1], (2, false)),
            ([0, 40, 1], (2, false)),
            ([20, 20, 2], (1, true)),
            ([5120, 20, 0], (1, true)),
            ([20, 0xffff, 0xffff], (1, true)),
        ] {
            let bytes = document(0, &[element([20, 20, 1]), element(sizes)].concat());
            let mut document = Document::parse(&bytes).unwrap();
            let events = document.by_ref().count();
            assert_eq!((events, document.breaks_off()), want, "{sizes:?}");
        }
    }

    #[test]
    fn what_stands_behind_the_document_is_none_of_it() {
        let chunks = [element([20, 20, 0]), element([20, 20, 0])].concat();
        let size = u32::try_from(element([20, 20, 0]).len()).unwrap();
        for (name, size_is, behind, want) in [
            ("right", 0, &b""[..], (2, false)),
            ("garbage behind", 0, b"garbage", (2, false)),
            ("garbage in it", 7, b"garbage", (2, true)),
            ("an element behind", size.wrapping_neg(), b"", (1, false)),
            ("nonsense", 1 << 30, b"", (2, false)),
        ] {
            let bytes = [document(size_is, &chunks), behind.to_vec()].concat();
            let mut document = Document::parse(&bytes).unwrap();
            let events = document.by_ref().count();
            assert_eq!((events, document.breaks_off()), want, "{name}");
        }
    }
}
