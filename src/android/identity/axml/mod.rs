//! Binary XML, as a device reads it (`ResXMLTree` of Android's `ResourceTypes.cpp`).
//!
//! The device passes over what it does not know, and stops where a node is malformed; it never
//! looks at the document's type, nor at names of attributes that have an id. What it does is done
//! here step by step: obfuscators and attackers live in the differences. Where other tools read
//! otherwise, [`Reading`] says how.

mod attributes;
mod front;
mod value;

use self::attributes::{ATTRIBUTE_SIZE, MAX_NAME};
pub(crate) use self::attributes::{Attr, Attributes};
pub(crate) use self::front::XmlError;
use self::front::{
    CDATA, CHUNK_HEADER, Chunk, DOCUMENT, END_ELEMENT, END_NAMESPACE, Front, NODE_HEADER,
    RESOURCE_MAP, START_ELEMENT, START_NAMESPACE,
};
pub(crate) use self::value::Value;
use super::reading::Reading;
use super::string_pool;
use super::string_pool::StringPool;
use crate::encoding::bytes::Bytes;

/// What stands before the attributes of an element: namespace, name, and numbers.
const ELEMENT_SIZE: usize = 20;

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
        // A device does not look at the type, and yet it tells what was packed instead.
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
