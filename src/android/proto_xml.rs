//! XML as app bundles hold it: messages of `aapt.pb.XmlNode` (`Resources.proto` of Android's aapt2).

use super::axml::{Event, Value};
use super::manifest::Attributes;
use crate::protobuf::Message;

/// How deep elements may stand in one another. A manifest's are some five deep.
const MAX_DEPTH: usize = 64;

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ProtoXmlError {
    #[error("it is not a Protocol Buffers message")]
    Malformed,
    #[error("it has no root element")]
    NoElement,
    #[error("its elements are nested deeper than {MAX_DEPTH}")]
    TooDeep,
}

/// The attributes of an element, an `aapt.pb.XmlElement`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ProtoAttributes<'a>(Message<'a>);

impl<'a> ProtoAttributes<'a> {
    fn all(self) -> impl Iterator<Item = Message<'a>> {
        const ATTRIBUTE: u64 = 4;
        self.0.all(ATTRIBUTE).map_while(Message::parse)
    }
}

impl Attributes for ProtoAttributes<'_> {
    fn by_id(self, id: u32) -> Option<Value> {
        self.all().find(|&attribute| resource_id(attribute) == Some(id)).map(value)
    }

    fn by_name(self, name: &str) -> Option<Value> {
        const NAME: u64 = 2;
        let is_named =
            |attribute: &Message<'_>| resource_id(*attribute).is_none() && attribute.text(NAME) == Some(name);
        self.all().find(is_named).map(value)
    }
}

fn resource_id(attribute: Message<'_>) -> Option<u32> {
    const RESOURCE_ID: u64 = 5;
    let id = attribute.number(RESOURCE_ID).and_then(|id| u32::try_from(id).ok());
    id.filter(|&id| id != 0)
}

/// The value of an attribute.
fn value(attribute: Message<'_>) -> Value {
    const VALUE: u64 = 3;
    const COMPILED: u64 = 6;
    let compiled = attribute.message(COMPILED).map(item).filter(|value| *value != Value::Other);
    compiled.unwrap_or_else(|| {
        let text = attribute.text(VALUE).unwrap_or_default();
        // A text that was not compiled and yet refers to something says nothing of itself.
        let refers = text.starts_with('@') && text.contains('/');
        if refers { Value::Other } else { Value::String(text.to_owned()) }
    })
}

type Sink<'s, 'a> = dyn FnMut(Event<ProtoAttributes<'a>>) + 's;

/// Gives the elements of a document to `sink` in order.
pub(crate) fn walk<'a>(bytes: &'a [u8], sink: &mut Sink<'_, 'a>) -> Result<(), ProtoXmlError> {
    if element(bytes, MAX_DEPTH, sink)? { Ok(()) } else { Err(ProtoXmlError::NoElement) }
}

/// Whether the node is an element, and no text.
fn element<'a>(node: &'a [u8], depth: usize, sink: &mut Sink<'_, 'a>) -> Result<bool, ProtoXmlError> {
    const ELEMENT: u64 = 1;
    const NAME: u64 = 3;
    const CHILD: u64 = 5;
    let parse = |bytes| Message::parse(bytes).ok_or(ProtoXmlError::Malformed);
    let Some(bytes) = parse(node)?.bytes(ELEMENT) else { return Ok(false) };
    let depth = depth.checked_sub(1).ok_or(ProtoXmlError::TooDeep)?;
    let message = parse(bytes)?;
    let name = message.text(NAME).unwrap_or_default().to_owned();
    sink(Event::Start { name, attributes: ProtoAttributes(message) });
    for child in message.all(CHILD) {
        element(child, depth, sink)?;
    }
    sink(Event::End);
    Ok(true)
}

/// The value of an `aapt.pb.Item`.
pub(super) fn item(item: Message<'_>) -> Value {
    const REFERENCE: u64 = 1;
    const TEXT: u64 = 2;
    const RAW_TEXT: u64 = 3;
    const STYLED_TEXT: u64 = 4;
    const PRIMITIVE: u64 = 7;
    const VALUE: u64 = 1;
    const ID: u64 = 2;
    if let Some(reference) = item.message(REFERENCE) {
        let id = reference.number(ID).and_then(|id| u32::try_from(id).ok());
        return id.filter(|&id| id != 0).map_or(Value::Other, Value::Reference);
    }
    let text = [TEXT, RAW_TEXT, STYLED_TEXT].into_iter().find_map(|number| item.message(number));
    if let Some(text) = text {
        return Value::String(text.text(VALUE).unwrap_or_default().to_owned());
    }
    item.message(PRIMITIVE).map_or(Value::Other, primitive)
}

fn primitive(primitive: Message<'_>) -> Value {
    const DECIMAL: u64 = 6;
    const HEXADECIMAL: u64 = 7;
    const BOOLEAN: u64 = 8;
    if let Some(flag) = primitive.number(BOOLEAN) {
        return Value::Boolean(flag != 0);
    }
    // A negative number is stored in 64 bits, and has its 32 lower ones as a binary XML would.
    let number = primitive.number(DECIMAL).or_else(|| primitive.number(HEXADECIMAL));
    let number = number.and_then(|number| u32::try_from(number & u64::from(u32::MAX)).ok());
    number.map_or(Value::Other, Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field that holds bytes.
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        [&[number << 3 | 2, u8::try_from(bytes.len()).unwrap()][..], bytes].concat()
    }

    #[test]
    fn values_are_those_of_binary_xml() {
        let number = |value: u8| Value::Integer(value.into());
        for (name, bytes, want) in [
            ("decimal", field(7, b"\x30\x0c"), number(12)),
            ("hexadecimal", field(7, b"\x38\x0c"), number(12)),
            (
                "minus one",
                field(7, b"\x30\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
                Value::Integer(u32::MAX),
            ),
            ("true", field(7, b"\x40\x01"), Value::Boolean(true)),
            ("false", field(7, b"\x40\x00"), Value::Boolean(false)),
            ("float", field(7, b"\x1dAAAA"), Value::Other),
            ("text", field(2, &field(1, b"a")), Value::String("a".to_owned())),
            ("raw text", field(3, &field(1, b"a")), Value::String("a".to_owned())),
            ("styled text", field(4, &field(1, b"a")), Value::String("a".to_owned())),
            ("reference", field(1, b"\x10\x07"), Value::Reference(7)),
            ("reference by name alone", field(1, b"\x1a\x01a"), Value::Other),
            ("file", field(5, b""), Value::Other),
        ] {
            assert_eq!(item(Message::parse(&bytes).unwrap()), want, "{name}");
        }
    }

    #[test]
    fn a_text_that_refers_is_no_text() {
        for (text, want) in [("@string/name", Value::Other), ("@home", Value::String("@home".to_owned()))] {
            let bytes = [field(2, b"label"), field(3, text.as_bytes())].concat();
            assert_eq!(value(Message::parse(&bytes).unwrap()), want);
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let mut node = Vec::new();
        let varint = |mut length: usize| {
            let mut bytes = Vec::new();
            while length > 0x7f {
                bytes.push((length & 0x7f) as u8 | 0x80);
                length >>= 7;
            }
            bytes.push(length as u8);
            bytes
        };
        for depth in 0..100_usize {
            let element = [&[0x2a][..], &varint(node.len()), &node].concat();
            node = [&[0x0a][..], &varint(element.len()), &element].concat();
            let mut count = 0;
            let walked = walk(&node, &mut |_| count += 1);
            let want = if depth < MAX_DEPTH { Ok(()) } else { Err(ProtoXmlError::TooDeep) };
            assert_eq!(walked, want, "{depth}");
        }
        assert_eq!(walk(b"", &mut |_| ()), Err(ProtoXmlError::NoElement));
        assert_eq!(walk(b"\x0a\x05", &mut |_| ()), Err(ProtoXmlError::Malformed));
    }
}
