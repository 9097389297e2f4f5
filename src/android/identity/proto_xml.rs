//! XML as app bundles hold it: messages of `aapt.pb.XmlNode` (`Resources.proto` of Android's
//! aapt2).

use super::attributes::Attributes;
use super::axml::{Attr, Event, Value};
use super::reading::Reading;
use crate::encoding::protobuf::Message;
use crate::say::said;

/// How deep elements may stand in one another. A manifest's are some five deep.
const MAX_DEPTH: usize = 64;
/// How many attributes a manifest may have in all. Real ones have some thousand; each is looked at
/// by several readings.
const MAX_ATTRIBUTES: usize = 1 << 17;

said! {
    /// Why a document cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub(crate) enum ProtoXmlError {
        Malformed => {
            en: "it is not a Protocol Buffers message",
            zh: "不是 Protocol Buffers 数据"
        }
        NoElement => { en: "it has no root element", zh: "没有根元素" }
        NotUtf8 => { en: "a text in it is not UTF-8", zh: "其中有文本不是 UTF-8 编码" }
        Twice => { en: "a field of it stands there twice", zh: "有字段重复出现" }
        TooDeep => {
            en: "its elements are nested deeper than {MAX_DEPTH}",
            zh: "元素嵌套超过 {MAX_DEPTH} 层"
        }
        TooManyAttributes => {
            en: "it has more than {MAX_ATTRIBUTES} attributes",
            zh: "属性超过 {MAX_ATTRIBUTES} 个"
        }
    }
}

impl std::error::Error for ProtoXmlError {}

/// The attributes of an element, an `aapt.pb.XmlElement`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ProtoAttributes<'a>(Message<'a>);

/// The fields of an `aapt.pb.XmlAttribute`.
mod field {
    pub(crate) const NAMESPACE: u64 = 1;
    pub(crate) const NAME: u64 = 2;
    pub(crate) const VALUE: u64 = 3;
    pub(crate) const RESOURCE_ID: u64 = 5;
    pub(crate) const COMPILED: u64 = 6;
}

impl<'a> ProtoAttributes<'a> {
    fn all(self) -> impl Iterator<Item = Message<'a>> {
        const ATTRIBUTE: u64 = 4;
        self.0.all(ATTRIBUTE).map_while(Message::parse)
    }
}

impl Attributes for ProtoAttributes<'_> {
    /// Stores make binary XML of it, in which attributes are in the order of their ids, so that
    /// this order does not matter.
    fn by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        let is_attr = |attribute: &Message<'_>| resource_id(*attribute) == Some(attr.id);
        if let Some(name) = attr.name.filter(|_| reading.has(Reading::NAME_FOR_ID)) {
            let is_named = |it: &Message<'_>| it.text(field::NAME) == Some(name) && is_android(*it);
            return self.all().find(is_named).or_else(|| self.all().find(is_attr)).map(value);
        }
        let mut all = self.all().filter(is_attr);
        let attribute = if reading.has(Reading::LAST_ID) { all.last() } else { all.next() }?;
        Some(if reading.has(Reading::OTHER_TEXT) {
            source_value(attribute)
        } else {
            value(attribute)
        })
    }

    /// What is compiled counts, and the text as it stands in the source where nothing is
    /// (`XmlFlattener` of aapt2).
    fn by_name(self, name: &str, reading: Reading) -> Option<String> {
        let is_named = |attribute: &Message<'_>| {
            attribute.text(field::NAME) == Some(name)
                && (reading.has(Reading::ANY_NAMESPACE) || namespace(*attribute).is_empty())
                && !(reading.has(Reading::ID_BEFORE_NAME) && resource_id(*attribute).is_some())
        };
        let mut all = self.all().filter(is_named);
        let attribute = if reading.has(Reading::LAST_NAME) { all.last() } else { all.next() }?;
        let text = attribute.text(field::VALUE).unwrap_or_default();
        match attribute.message(field::COMPILED).map(item) {
            Some(Value::String(compiled))
                if !reading.has(Reading::OTHER_TEXT) || text.is_empty() =>
            {
                Some(compiled)
            }
            Some(_) if !reading.has(Reading::OTHER_TEXT) => None,
            _ => Some(text.to_owned()),
        }
    }
}

fn namespace(attribute: Message<'_>) -> &[u8] {
    attribute.bytes(field::NAMESPACE).unwrap_or_default()
}

fn is_android(attribute: Message<'_>) -> bool {
    namespace(attribute) == b"http://schemas.android.com/apk/res/android"
}

fn resource_id(attribute: Message<'_>) -> Option<u32> {
    // A number of more bits is cut, as Protocol Buffers cuts it.
    let id = attribute.number(field::RESOURCE_ID)? & u64::from(u32::MAX);
    u32::try_from(id).ok().filter(|&id| id != 0)
}

/// The value of an attribute.
fn value(attribute: Message<'_>) -> Value {
    let compiled =
        attribute.message(field::COMPILED).map(item).filter(|value| *value != Value::Other);
    compiled.unwrap_or_else(|| {
        let text = attribute.text(field::VALUE).unwrap_or_default();
        // A text that was not compiled and yet refers to something says nothing of itself.
        let refers = text.starts_with('@') && text.contains('/');
        if refers { Value::Other } else { Value::String(text.to_owned()) }
    })
}

/// The value of an attribute by its text in the source, which some tools show; where it says the
/// same, the value itself.
fn source_value(attribute: Message<'_>) -> Value {
    let compiled = value(attribute);
    let text = attribute.text(field::VALUE).unwrap_or_default();
    let number = match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => {
            text.parse::<u32>().ok().or_else(|| text.parse::<i32>().ok().map(i32::cast_unsigned))
        }
    };
    let is_same = match &compiled {
        Value::Integer(compiled) => number == Some(*compiled),
        Value::Boolean(flag) => text == if *flag { "true" } else { "false" },
        _ => false,
    };
    if is_same || text.is_empty() || text.starts_with(['@', '?']) {
        compiled
    } else {
        Value::String(text.to_owned())
    }
}

type Sink<'s, 'a> = dyn FnMut(Event<ProtoAttributes<'a>>) + 's;

/// Gives the elements of a document to `sink` in order.
pub(crate) fn walk<'a>(bytes: &'a [u8], sink: &mut Sink<'_, 'a>) -> Result<(), ProtoXmlError> {
    let mut left = MAX_ATTRIBUTES;
    if element(bytes, MAX_DEPTH, &mut left, sink)? { Ok(()) } else { Err(ProtoXmlError::NoElement) }
}

/// Whether the node is an element, and no text.
fn element<'a>(
    node: &'a [u8],
    depth: usize,
    left: &mut usize,
    sink: &mut Sink<'_, 'a>,
) -> Result<bool, ProtoXmlError> {
    const ELEMENT: u64 = 1;
    const TEXT: u64 = 2;
    const NAME: u64 = 3;
    const ATTRIBUTE: u64 = 4;
    const CHILD: u64 = 5;
    let parse = |bytes| Message::parse(bytes).ok_or(ProtoXmlError::Malformed);
    let node = parse(node)?;
    let Some(bytes) = node.bytes(ELEMENT) else { return Ok(false) };
    // Messages that stand there twice are one to Protocol Buffers, and of an element and a text the
    // last counts.
    if node.all(ELEMENT).chain(node.all(TEXT)).nth(1).is_some() {
        return Err(ProtoXmlError::Twice);
    }
    let depth = depth.checked_sub(1).ok_or(ProtoXmlError::TooDeep)?;
    let message = parse(bytes)?;
    for attribute in message.all(ATTRIBUTE) {
        *left = left.checked_sub(1).ok_or(ProtoXmlError::TooManyAttributes)?;
        check(parse(attribute)?)?;
    }
    let name = match message.bytes(NAME).map(std::str::from_utf8) {
        Some(name) => name.map_err(|_| ProtoXmlError::NotUtf8)?.to_owned(),
        None => String::new(),
    };
    sink(Event::Start { name, attributes: ProtoAttributes(message) });
    for child in message.all(CHILD) {
        element(child, depth, left, sink)?;
    }
    sink(Event::End);
    Ok(true)
}

/// That an attribute is one that all readers of Protocol Buffers see alike.
fn check(attribute: Message<'_>) -> Result<(), ProtoXmlError> {
    let mut texts =
        [field::NAMESPACE, field::NAME, field::VALUE].into_iter().flat_map(|it| attribute.all(it));
    if texts.any(|text| std::str::from_utf8(text).is_err()) {
        return Err(ProtoXmlError::NotUtf8);
    }
    match attribute.all(field::COMPILED).count() {
        0 => Ok(()),
        1 => {
            // Fields of an item that are its value, each another kind.
            let item = attribute.message(field::COMPILED).ok_or(ProtoXmlError::Malformed)?;
            let values = item.fields().filter(|(number, _)| (1..=7).contains(number)).count();
            if values > 1 { Err(ProtoXmlError::Twice) } else { Ok(()) }
        }
        _ => Err(ProtoXmlError::Twice),
    }
}

/// The value of an `aapt.pb.Item`.
pub(crate) fn item(item: Message<'_>) -> Value {
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
        for (text, want) in
            [("@string/name", Value::Other), ("@home", Value::String("@home".to_owned()))]
        {
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
