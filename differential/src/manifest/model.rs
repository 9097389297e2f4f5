//! Binary XML as a model that can be changed and written: a writer of its own, which checks nothing.

/// The header of a chunk as it is written: what is added to the sizes makes them wrong.
#[derive(Debug, Clone, Default)]
pub(crate) struct Header {
    pub(crate) more: Vec<u8>,
    pub(crate) header_size_is: i32,
    pub(crate) size_is: i32,
}

/// A string of a pool.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) has_nul: bool,
    /// Whether its first character stands in more bytes than it needs (UTF-8).
    pub(crate) is_overlong: bool,
    /// What is added to its lengths in characters and in bytes.
    pub(crate) length_is: (i32, i32),
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), has_nul: true, is_overlong: false, length_is: (0, 0) }
    }
}

/// An attribute.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) namespace: u32,
    pub(crate) name: u32,
    pub(crate) raw: u32,
    pub(crate) kind: u8,
    pub(crate) data: u32,
}

/// A chunk of a document.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Pool {
        is_utf8: bool,
        strings: Vec<Text>,
        header: Header,
    },
    Map {
        ids: Vec<u32>,
        header: Header,
    },
    /// A namespace begins or ends.
    Namespace {
        begins: bool,
        header: Header,
    },
    Start {
        name: u32,
        attributes: Vec<Attribute>,
        start: u16,
        stride: u16,
        count_is: i32,
        header: Header,
    },
    End {
        name: u32,
        header: Header,
    },
    Other {
        kind: u16,
        body: Vec<u8>,
        header: Header,
    },
}

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) kind: u16,
    pub(crate) header: Header,
    pub(crate) parts: Vec<Part>,
}

pub(crate) const NONE: u32 = u32::MAX;

fn chunk(kind: u16, least: &[u8], header: &Header, body: &[u8]) -> Vec<u8> {
    let header_size = 8 + least.len() + header.more.len();
    let size = header_size + body.len();
    let mut chunk = kind.to_le_bytes().to_vec();
    chunk.extend((header_size as i32 + header.header_size_is).to_le_bytes()[..2].iter());
    chunk.extend((size as i32).wrapping_add(header.size_is).to_le_bytes());
    chunk.extend(least);
    chunk.extend(&header.more);
    chunk.extend(body);
    chunk
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

impl Document {
    pub(crate) fn write(&self) -> Vec<u8> {
        let body: Vec<u8> = self.parts.iter().flat_map(Part::write).collect();
        chunk(self.kind, &[], &self.header, &body)
    }
}

impl Part {
    fn write(&self) -> Vec<u8> {
        let node = words(&[1, NONE]);
        match self {
            Self::Pool { is_utf8, strings, header } => pool(*is_utf8, strings, header),
            Self::Map { ids, header } => chunk(0x0180, &[], header, &words(ids)),
            Self::Namespace { begins, header } => {
                chunk(if *begins { 0x0100 } else { 0x0101 }, &node, header, &words(&[NONE, NONE]))
            }
            Self::Start { name, attributes, start, stride, count_is, header } => {
                let mut body = words(&[NONE, *name]);
                let count = (attributes.len() as i32 + count_is) as u16;
                body.extend([*start, *stride, count, 0, 0, 0].iter().flat_map(|it| it.to_le_bytes()));
                body.resize(body.len().max(usize::from(*start).min(200)), 0);
                for it in attributes {
                    body.extend(words(&[it.namespace, it.name, it.raw]));
                    body.extend([8, 0, 0, it.kind]);
                    body.extend(it.data.to_le_bytes());
                    body.resize(body.len() + usize::from(stride.saturating_sub(20)).min(40), 0);
                }
                chunk(0x0102, &node, header, &body)
            }
            Self::End { name, header } => chunk(0x0103, &node, header, &words(&[NONE, *name])),
            Self::Other { kind, body, header } => chunk(*kind, &node, header, body),
        }
    }

    pub(crate) fn header(&mut self) -> &mut Header {
        match self {
            Self::Pool { header, .. }
            | Self::Map { header, .. }
            | Self::Namespace { header, .. }
            | Self::Start { header, .. }
            | Self::End { header, .. }
            | Self::Other { header, .. } => header,
        }
    }
}

fn pool(is_utf8: bool, strings: &[Text], header: &Header) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for string in strings {
        offsets.extend((data.len() as u32).to_le_bytes());
        data.extend(if is_utf8 { utf8(string) } else { utf16(string) });
    }
    data.resize(data.len().next_multiple_of(4), 0);
    let start = (28 + header.more.len() + offsets.len()) as u32;
    let least = words(&[strings.len() as u32, 0, u32::from(is_utf8) << 8, start, 0]);
    chunk(0x0001, &least, header, &[offsets, data].concat())
}

fn utf8(string: &Text) -> Vec<u8> {
    let mut bytes = string.text.as_bytes().to_vec();
    if string.is_overlong && bytes.first().is_some_and(u8::is_ascii) {
        let first = bytes[0];
        bytes.splice(..1, [0xc0 | first >> 6, 0x80 | first & 0x3f]);
    }
    let count = string.text.encode_utf16().count() as i32 + string.length_is.0;
    let mut encoded = Vec::new();
    for length in [count, bytes.len() as i32 + string.length_is.1] {
        let length = length.max(0);
        if length > 0x7f {
            encoded.push((length >> 8) as u8 | 0x80);
        }
        encoded.push(length as u8);
    }
    encoded.extend(bytes);
    encoded.push(if string.has_nul { 0 } else { b'x' });
    encoded
}

fn utf16(string: &Text) -> Vec<u8> {
    let units: Vec<u16> = string.text.encode_utf16().collect();
    let mut encoded = ((units.len() as i32 + string.length_is.0).max(0) as u16).to_le_bytes().to_vec();
    encoded.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    encoded.extend([if string.has_nul { 0 } else { b'x' }, 0]);
    encoded
}
