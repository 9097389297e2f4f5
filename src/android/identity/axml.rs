//! Binary XML, as a device reads it (`ResXMLTree` of Android's `ResourceTypes.cpp`).
//!
//! The device passes over what it does not know, and stops where a node is malformed; it never
//! looks at the document's type, nor at names of attributes that have an id. What it does is done
//! here step by step: obfuscators and attackers live in the differences. Where other tools read
//! otherwise, [`Reading`] says how.

use crate::say::said;
use std::fmt;

use super::reading::Reading;
use super::string_pool;
use super::string_pool::StringPool;
use crate::encoding::bytes::Bytes;

const DOCUMENT: u16 = 0x0003;
const RESOURCE_MAP: u16 = 0x0180;
/// The types of nodes, known or not.
const NODES: std::ops::RangeInclusive<u16> = 0x0100..=0x017f;
const START_NAMESPACE: u16 = 0x0100;
const END_NAMESPACE: u16 = 0x0101;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const CDATA: u16 = 0x0104;
/// The header of a chunk: type, size of the header, size.
const CHUNK_HEADER: usize = 8;
/// The same of a node, with line number and comment.
const NODE_HEADER: usize = 16;
/// What stands before the attributes of an element: namespace, name, and numbers.
const ELEMENT_SIZE: usize = 20;
/// An attribute: namespace, name, raw text, typed value.
const ATTRIBUTE_SIZE: usize = 20;
/// How much of a text is decoded that is only compared, in bytes: one long text can be the name of
/// a million elements. None that is looked for is half as long.
const MAX_NAME: usize = 128;
/// Where the namespace of the framework's attributes is.
const ANDROID: &str = "http://schemas.android.com/apk/res/android";

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
struct Chunk {
    kind: u16,
    header_size: usize,
    size: usize,
}

impl Chunk {
    /// The header at that place, if it is all there.
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let mut header = Bytes::at(bytes, at)?;
        let kind = header.u16()?;
        let header_size = header.u16()?.into();
        let size = usize::try_from(header.u32()?).ok()?;
        Some(Self { kind, header_size, size })
    }

    /// Whether it is a chunk that fits (`validate_chunk`); it then has at least the size of a
    /// header.
    fn is_valid(&self, least: usize, room: usize) -> bool {
        self.header_size >= least
            && self.header_size <= self.size
            && (self.header_size | self.size) & 3 == 0
            && self.size <= room
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

impl Value {
    /// What it is to who looks for a flag (`TypedArray.getBoolean`).
    pub(crate) fn flag(&self) -> Option<bool> {
        match self {
            Self::Integer(number) => Some(*number != 0),
            Self::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    /// As it stands in findings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(id) => write!(f, "@{id:#010x}"),
            Self::String(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{}", number.cast_signed()),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Other => f.write_str("?"),
        }
    }
}

/// An attribute of the framework that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attr {
    /// The id of the resource that names it (`android.R.attr`).
    pub(crate) id: u32,
    /// Its name, where platforms go by that too (`ApkLiteParseUtils`).
    pub(crate) name: Option<&'static str>,
}

/// An attribute of an element. Its texts are decoded when they are asked for: a document has
/// thousands, and few matter.
#[derive(Debug, Clone, Copy)]
struct Attribute {
    /// The id of the resource that names it; 0 for none.
    id: u32,
    namespace: u32,
    name: u32,
    raw: u32,
    kind: u8,
    data: u32,
}

impl Attribute {
    const TYPE_STRING: u8 = 0x03;

    /// The number of the raw text; a negative one is none.
    fn raw(self) -> Option<u32> {
        (self.raw.cast_signed() >= 0).then_some(self.raw)
    }

    fn is_text(self) -> bool {
        self.kind == Self::TYPE_STRING
    }
}

/// The attributes of an element, up to the first that cannot be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attributes<'a> {
    strings: StringPool<'a>,
    ids: &'a [u8],
    /// The element behind its header, and whatever follows it: attributes that overlap may reach
    /// out of it.
    bytes: &'a [u8],
    start: usize,
    size: usize,
    count: usize,
}

impl<'a> Attributes<'a> {
    fn iter(self, reading: Reading) -> impl Iterator<Item = Attribute> {
        let size = if reading.has(Reading::USUAL_STRIDE) { ATTRIBUTE_SIZE } else { self.size };
        // Without a distance they are one attribute again and again.
        let count = if size == 0 { self.count.min(1) } else { self.count };
        (0..count).map_while(move |index| {
            let at = size.checked_mul(index)?.checked_add(self.start)?;
            self.read(Bytes::at(self.bytes, at)?)
        })
    }

    fn read(&self, mut bytes: Bytes<'_>) -> Option<Attribute> {
        let namespace = bytes.u32()?;
        let name = bytes.u32()?;
        let raw = bytes.u32()?;
        bytes.skip(3)?; // size of the value, and a byte that is always zero
        let kind = bytes.u8()?;
        let data = bytes.u32()?;
        let id = usize::try_from(name).ok().and_then(|name| name.checked_mul(4));
        let id = id.and_then(|at| Bytes::at(self.ids, at)?.u32()).unwrap_or(0);
        Some(Attribute { id, namespace, name, raw, kind, data })
    }

    /// The attribute of that resource id. A device walks ids and attributes side by side, both in
    /// ascending order (`RetrieveAttributes`): one that stands behind a higher id is not found.
    fn of_id(self, Attr { id, name }: Attr, reading: Reading) -> Option<Attribute> {
        let mut all = self.iter(reading);
        if let Some(name) = name.filter(|_| reading.has(Reading::NAME_FOR_ID)) {
            let is_named = |attribute: &Attribute| {
                let is = |index, text| self.strings.is(index, text, reading.strictness());
                is(attribute.name, name) && is(attribute.namespace, ANDROID)
            };
            return all.find(is_named).or_else(|| self.of_id(Attr { id, name: None }, reading));
        }
        if reading.has(Reading::FIRST_ID) {
            return all.find(|attribute| attribute.id == id);
        }
        if reading.has(Reading::LAST_ID) {
            return all.filter(|attribute| attribute.id == id).last();
        }
        all.find(|attribute| attribute.id >= id).filter(|attribute| attribute.id == id)
    }

    /// The value of that attribute. Of two texts the typed one counts (`TypedArray`).
    pub(crate) fn by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        let attribute = self.of_id(attr, reading)?;
        let string = |index| self.strings.text(index, reading.strictness());
        let raw =
            attribute.raw().filter(|_| reading.has(Reading::OTHER_TEXT) && attribute.is_text());
        let raw = raw.map(|index| string(index).map_or(Value::Other, Value::String));
        Some(raw.unwrap_or_else(|| match attribute.kind {
            // Flags and colours are whole numbers too (`TypedValue.TYPE_FIRST_INT` to
            // `TYPE_LAST_INT`).
            0x12 if !matches!(attribute.data, 0 | u32::MAX) => Value::Integer(attribute.data),
            0x13..=0x1f => Value::Integer(attribute.data),
            kind => Value::of(kind, attribute.data, string),
        }))
    }

    /// The same, of a text only as much as is compared.
    pub(crate) fn short_by_id(mut self, attr: Attr, reading: Reading) -> Option<Value> {
        self.strings = self.strings.at_most(MAX_NAME);
        self.by_id(attr, reading)
    }

    /// The text of the attribute of that name without a namespace, whatever its id. The raw one
    /// counts, and the typed one where there is none (`XmlBlock.Parser.getAttributeValue`).
    pub(crate) fn by_name(self, name: &str, reading: Reading) -> Option<String> {
        let of_name = |it: &Attribute| {
            self.strings.is(it.name, name, reading.strictness())
                && (reading.has(Reading::ANY_NAMESPACE) || self.strings.is_none(it.namespace))
                && !(reading.has(Reading::ID_BEFORE_NAME) && it.id != 0)
        };
        let mut all = self.iter(reading).filter(of_name);
        let attribute = if reading.has(Reading::LAST_NAME) { all.last() } else { all.next() }?;
        if reading.has(Reading::TYPE_SAYS_TEXT) && !attribute.is_text() {
            return None;
        }
        let typed = attribute.is_text().then_some(attribute.data);
        let index = if reading.has(Reading::OTHER_TEXT) {
            typed.or(attribute.raw())
        } else if reading.has(Reading::RAW_ONLY) {
            attribute.raw()
        } else {
            attribute.raw().or(typed)
        };
        self.strings.text(index?, reading.strictness())
    }
}

/// What a document consists of.
#[derive(Debug, Clone)]
pub(crate) enum Event<A> {
    Start { name: String, attributes: A },
    End,
}

/// What was noticed in a document that no build tool writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    pub(crate) several_pools: bool,
    pub(crate) several_maps: bool,
    /// Attributes that overlap. Newer platforms refuse the document (`ResXMLTree::validateNode`).
    pub(crate) overlapping_attributes: bool,
    /// Another root element behind the first.
    pub(crate) several_roots: bool,
}

/// The elements of a document in order, up to the end of the root.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// Up to where the document says that it ends.
    bytes: &'a [u8],
    /// The whole file.
    file: &'a [u8],
    strings: StringPool<'a>,
    /// The resource ids of the first strings, as `u32`s.
    ids: &'a [u8],
    /// Where the next node stands.
    at: usize,
    /// How many elements are open.
    depth: usize,
    is_over: bool,
    is_broken: bool,
    oddities: Oddities,
    reading: Reading,
}

impl<'a> Document<'a> {
    /// Reads what stands before the first node (`ResXMLTree::setTo`).
    pub(crate) fn parse(file: &'a [u8], reading: Reading) -> Result<Self, XmlError> {
        let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file).trim_ascii_start();
        if text.starts_with(b"<") {
            return Err(XmlError::PlainText);
        }
        let root = Chunk::at(file, 0).ok_or(XmlError::Truncated)?;
        // The type is nobody's business, and yet it tells what somebody has packed instead.
        let error =
            if root.kind == DOCUMENT { XmlError::Truncated } else { XmlError::NotBinaryXml };
        let bytes = file.get(..root.size).filter(|_| root.header_size <= root.size).ok_or(error)?;
        let mut front = Front { bytes, at: root.header_size, pools: Vec::new(), maps: Vec::new() };
        front.read()?;
        let at = front.at;
        let oddities = Oddities {
            several_pools: front.pools.len() > 1,
            several_maps: front.maps.len() > 1,
            ..Oddities::default()
        };
        if reading.has(Reading::LAST_POOL.and(Reading::LAST_MAP)) {
            front.read_on();
        }
        let (pools, maps) = (&front.pools, &front.maps);
        let of_device =
            |all: &[(usize, &'a [u8])]| all.iter().rev().find(|(start, _)| *start < at).copied();
        let pool = if reading.has(Reading::FIRST_POOL) {
            pools.first().copied()
        } else if reading.has(Reading::LAST_POOL) {
            pools.last().copied()
        } else {
            of_device(pools)
        };
        let map = if reading.has(Reading::FIRST_MAP) {
            maps.first().copied()
        } else if reading.has(Reading::LAST_MAP) {
            maps.last().copied()
        } else {
            of_device(maps)
        };
        let strings =
            pool.and_then(|(_, chunk)| StringPool::read(chunk)).ok_or(XmlError::NoStrings)?;
        let ids = map.map(|(_, ids)| ids).unwrap_or_default();
        Ok(Self {
            bytes,
            file,
            strings,
            ids,
            at,
            depth: 0,
            is_over: false,
            is_broken: false,
            oddities,
            reading,
        })
    }

    /// Whether the document stops being one somewhere.
    pub(crate) fn breaks_off(&self) -> bool {
        self.is_broken
    }

    /// What was noticed, of what was read.
    pub(crate) fn oddities(&self) -> Oddities {
        self.oddities
    }

    /// The next node, and what stands behind its header (`ResXMLParser::nextNode`). The `Err` says
    /// that there is none: the document ends, or breaks off.
    fn node(&mut self) -> Result<(Chunk, &'a [u8]), Stop> {
        loop {
            let room = self.bytes.len().saturating_sub(self.at);
            if room == 0 {
                return Err(Stop::End);
            }
            let chunk =
                Chunk::at(self.bytes, self.at).filter(|chunk| chunk.is_valid(NODE_HEADER, room));
            let chunk = chunk.ok_or(Stop::Broken)?;
            let start = self.at.saturating_add(chunk.header_size);
            self.at = self.at.saturating_add(chunk.size);
            let held = chunk.size.saturating_sub(chunk.header_size);
            let least = match chunk.kind {
                START_NAMESPACE | END_NAMESPACE | END_ELEMENT => 8,
                START_ELEMENT => ELEMENT_SIZE,
                CDATA => 12,
                kind => {
                    self.oddities.several_pools |= kind == string_pool::CHUNK_TYPE;
                    self.oddities.several_maps |= kind == RESOURCE_MAP;
                    continue;
                }
            };
            let body = self.file.get(start..).filter(|_| held >= least).ok_or(Stop::Broken)?;
            if chunk.kind == START_ELEMENT && !attributes_fit(body, held) {
                return Err(Stop::Broken);
            }
            return Ok((chunk, body));
        }
    }

    fn start(&mut self, body: &'a [u8]) -> Option<Event<Attributes<'a>>> {
        let mut element = Bytes::new(body);
        element.skip(4)?; // namespace
        let name = element.u32()?;
        let [start, size, count] =
            [element.u16()?, element.u16()?, element.u16()?].map(usize::from);
        // A name that is not there is none; one that cannot be read stops the reader
        // (`StringBlock.get`).
        let strings = self.strings.at_most(MAX_NAME);
        let name = match (name.cast_signed() < 0, strings.text(name, self.reading.strictness())) {
            (true, _) => String::new(),
            (false, name) => name?,
        };
        self.oddities.overlapping_attributes |= size < ATTRIBUTE_SIZE && count > 0;
        let attributes =
            Attributes { strings: self.strings, ids: self.ids, bytes: body, start, size, count };
        Some(Event::Start { name, attributes })
    }

    /// Behind the end of the root a device reads nothing. apksig does: whether another root stands
    /// there is noticed, and whether something does that is no chunk (its `AndroidBinXmlParser`
    /// throws then).
    fn end_root(&mut self) {
        if self.reading.has(Reading::ALL_ROOTS) {
            return;
        }
        self.is_over = true;
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        while !rest.is_empty() {
            let chunk = Chunk::at(rest, 0);
            let chunk =
                chunk.filter(|it| it.header_size >= CHUNK_HEADER && it.header_size <= it.size);
            let Some((chunk, behind)) =
                chunk.and_then(|chunk| Some((chunk, rest.get(chunk.size..)?)))
            else {
                self.is_broken = true;
                return;
            };
            self.oddities.several_roots |= chunk.kind == START_ELEMENT;
            rest = behind;
        }
    }
}

/// Why there is no further node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    End,
    Broken,
}

/// What stands before the first node: where it stands, and what it holds.
struct Front<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whole chunks.
    pools: Vec<(usize, &'a [u8])>,
    /// What is behind the header.
    maps: Vec<(usize, &'a [u8])>,
}

impl<'a> Front<'a> {
    /// Reads up to the first node. One at the very end of the document is not looked at.
    fn read(&mut self) -> Result<(), XmlError> {
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
    fn read_on(&mut self) {
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

/// Whether an element's attributes stand inside it (`ResXMLTree::validateNode`), which has so many
/// bytes behind its header.
fn attributes_fit(body: &[u8], held: usize) -> bool {
    /// Behind the namespace and the name.
    const SIZES: usize = 8;
    let end = || {
        let mut sizes = Bytes::at(body, SIZES)?;
        let [start, size, count] = [sizes.u16()?, sizes.u16()?, sizes.u16()?].map(usize::from);
        size.checked_mul(count)?.checked_add(start)
    };
    end().is_some_and(|end| end <= held)
}

impl<'a> Iterator for Document<'a> {
    type Item = Event<Attributes<'a>>;

    fn next(&mut self) -> Option<Event<Attributes<'a>>> {
        while !self.is_over {
            match self.node() {
                Ok((chunk, body)) if chunk.kind == START_ELEMENT => {
                    self.depth = self.depth.saturating_add(1);
                    let event = self.start(body);
                    self.is_broken |= event.is_none();
                    self.is_over |= event.is_none();
                    return event;
                }
                Ok((chunk, _)) if chunk.kind == END_ELEMENT => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.end_root();
                    }
                    return Some(Event::End);
                }
                Ok(_) => {}
                Err(stop) => {
                    self.is_over = true;
                    self.is_broken |= stop == Stop::Broken;
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
        let header_size = u16::try_from(CHUNK_HEADER + header.len()).unwrap();
        let size = u32::from(header_size) + u32::try_from(body.len()).unwrap();
        [&kind.to_le_bytes()[..], &header_size.to_le_bytes(), &size.to_le_bytes(), header, body]
            .concat()
    }

    /// A pool of one string, `a`.
    fn pool() -> Vec<u8> {
        let header = [1_u32, 0, 1 << 8, 32, 0].map(u32::to_le_bytes).concat();
        chunk(string_pool::CHUNK_TYPE, &header, &[0, 0, 0, 0, 1, 1, b'a', 0])
    }

    /// An element with that start, size and number of attributes, of which one stands there.
    fn element(sizes: [u16; 3]) -> Vec<u8> {
        let sizes = sizes.map(u16::to_le_bytes).concat();
        chunk(START_ELEMENT, &[0; 8], &[&[0xff; 8][..], &sizes, &[0; 6], &[0xff; 20]].concat())
    }

    fn end() -> Vec<u8> {
        chunk(END_ELEMENT, &[0; 8], &[0xff; 8])
    }

    fn document(size_is: u32, chunks: &[u8]) -> Vec<u8> {
        let mut document = chunk(3, &[], &[&pool(), chunks].concat());
        let size = u32::try_from(document.len()).unwrap();
        document[4..8].copy_from_slice(&size.wrapping_add(size_is).to_le_bytes());
        document
    }

    fn read(bytes: &[u8]) -> Result<(usize, bool), XmlError> {
        let mut document = Document::parse(bytes, Reading::DEVICE)?;
        let events = document.by_ref().count();
        Ok((events, document.breaks_off()))
    }

    #[test]
    fn an_element_whose_attributes_are_not_in_it_ends_the_document() {
        for (sizes, want) in [
            ([20, 20, 0], (2, false)),
            ([20, 20, 1], (2, false)),
            ([0, 40, 1], (2, false)),
            ([20, 4, 5], (2, false)),
            ([20, 20, 2], (1, true)),
            ([5120, 20, 0], (1, true)),
            ([20, 0xffff, 0xffff], (1, true)),
        ] {
            let bytes = document(0, &[element([20, 20, 1]), element(sizes)].concat());
            assert_eq!(read(&bytes), Ok(want), "{sizes:?}");
        }
    }

    #[test]
    fn what_stands_behind_the_document_is_none_of_it() {
        let chunks = [element([20, 20, 0]), element([20, 20, 0])].concat();
        let size = u32::try_from(element([20, 20, 0]).len()).unwrap();
        for (name, size_is, behind, want) in [
            ("right", 0, &b""[..], Ok((2, false))),
            ("garbage behind", 0, b"garbage", Ok((2, false))),
            ("garbage in it", 7, b"garbage", Ok((2, true))),
            ("an element behind", size.wrapping_neg(), b"", Err(XmlError::NoRoot)),
            ("larger than the file", 4, b"", Err(XmlError::Truncated)),
            ("nonsense", 1 << 30, b"", Err(XmlError::Truncated)),
        ] {
            let bytes = [document(size_is, &chunks), behind.to_vec()].concat();
            assert_eq!(read(&bytes), want, "{name}");
        }
    }

    #[test]
    fn nothing_is_read_behind_the_root() {
        let root = element([20, 20, 0]);
        let mut broken = root.clone();
        broken[2] = 4;
        for (name, chunks, want, several) in [
            ("one", vec![&root, &end()], (2, false), false),
            ("nested", vec![&root, &root, &end(), &end()], (4, false), false),
            ("another behind it", vec![&root, &end(), &root], (2, false), true),
            ("a broken one behind it", vec![&root, &end(), &broken], (2, true), false),
            ("a broken one in it", vec![&root, &broken, &end()], (1, true), false),
            (
                "an unknown one in it",
                vec![&root, &chunk(0x0150, &[0; 8], &[]), &end()],
                (2, false),
                false,
            ),
            ("not ended", vec![&root], (1, false), false),
        ] {
            let chunks: Vec<u8> = chunks.into_iter().flatten().copied().collect();
            let bytes = document(0, &[&chunks[..], &end()].concat());
            let mut document = Document::parse(&bytes, Reading::DEVICE).unwrap();
            let events = document.by_ref().count();
            let events = if name == "not ended" { events - 1 } else { events };
            assert_eq!((events, document.breaks_off()), want, "{name}");
            assert_eq!(document.oddities().several_roots, several, "{name}");
        }
    }

    #[test]
    fn pools_and_maps_behind_the_first_node_are_unknown_blocks() {
        let map = |node_header: bool| {
            chunk(RESOURCE_MAP, if node_header { &[0; 8] } else { &[] }, &[7; 4])
        };
        let namespace = chunk(START_NAMESPACE, &[0; 8], &[0; 8]);
        let root = element([20, 20, 1]);
        for (name, chunks, want) in [
            ("in front", vec![&map(false), &namespace, &root, &end()], Ok(([false; 2], 2, false))),
            (
                "two maps",
                vec![&map(false), &map(false), &root, &end()],
                Ok(([false, true], 2, false)),
            ),
            ("two pools", vec![&pool(), &map(false), &root, &end()], Ok(([true, false], 2, false))),
            (
                "a pool behind",
                vec![&namespace, &pool(), &root, &end()],
                Ok(([true, false], 2, false)),
            ),
            (
                "a map behind",
                vec![&namespace, &map(true), &root, &end()],
                Ok(([false, true], 2, false)),
            ),
            (
                "a map that is no node",
                vec![&namespace, &map(false), &root, &end()],
                Ok(([false; 2], 0, true)),
            ),
            ("no node", vec![&map(false), &pool()], Err(XmlError::NoRoot)),
        ] {
            let chunks: Vec<u8> = chunks.into_iter().flatten().copied().collect();
            let bytes = document(0, &chunks);
            let read = Document::parse(&bytes, Reading::DEVICE).map(|mut document| {
                let events = document.by_ref().count();
                let Oddities { several_pools, several_maps, .. } = document.oddities();
                ([several_pools, several_maps], events, document.breaks_off())
            });
            assert_eq!(read, want, "{name}");
        }
    }

    #[test]
    fn attributes_stand_as_far_apart_as_the_file_says() {
        let attribute = |id: u32| {
            [[0xff; 4], id.to_le_bytes(), [0xff; 4], [8, 0, 0, 0x10], [5, 0, 0, 0]].concat()
        };
        for (size, count, want) in [(20, 3, 3), (24, 2, 2), (4, 11, 11), (10, 5, 5), (0, 0xffff, 1)]
        {
            let head =
                [&[0xff; 8][..], &[20_u16, size, count].map(u16::to_le_bytes).concat(), &[0; 6]]
                    .concat();
            let body = [head, attribute(0), attribute(1), attribute(2)].concat();
            let bytes = document(0, &[chunk(START_ELEMENT, &[0; 8], &body), end(), end()].concat());
            let mut document = Document::parse(&bytes, Reading::DEVICE).unwrap();
            let Some(Event::Start { attributes, .. }) = document.next() else { panic!() };
            assert_eq!(attributes.iter(Reading::DEVICE).count(), want, "{size}");
            assert_eq!(document.oddities().overlapping_attributes, size < 20, "{size}");
        }
    }
}
