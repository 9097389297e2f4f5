//! The attributes of an element, as a device finds them and as other tools do.

use super::value::Value;
use crate::android::identity::reading::Reading;
use crate::android::identity::string_pool::StringPool;
use crate::encoding::bytes::Bytes;

/// An attribute: namespace, name, raw text, typed value.
pub(super) const ATTRIBUTE_SIZE: usize = 20;
/// How much of a text is decoded that is only compared, in bytes: one long text can be the name of
/// a million elements. None that is looked for is half as long.
pub(super) const MAX_NAME: usize = 128;
/// Where the namespace of the framework's attributes is.
const ANDROID: &str = "http://schemas.android.com/apk/res/android";

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
pub(super) struct Attribute {
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
    pub(super) strings: StringPool<'a>,
    pub(super) ids: &'a [u8],
    /// The element behind its header, and whatever follows it: attributes that overlap may reach
    /// out of it.
    pub(super) bytes: &'a [u8],
    pub(super) start: usize,
    pub(super) size: usize,
    pub(super) count: usize,
}

impl<'a> Attributes<'a> {
    pub(super) fn iter(self, reading: Reading) -> impl Iterator<Item = Attribute> {
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
