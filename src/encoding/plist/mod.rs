//! Property lists, binary and XML: `Info.plist`, `CodeResources`, provisioning profiles.
//!
//! Apple's CF-1153 `CFBinaryPList.c` and `CFPropertyList.c`. What a hostile file could make large is
//! bounded: how deep values stand in one another, how many there are when what is shared is written
//! out, and how long their texts are together. Where readers would differ, the file is refused: a key
//! that stands twice, an entity, an encoding that is not Unicode.

mod binary;
mod xml;

use std::borrow::Cow;

use crate::say::said;

/// How deep values may stand in one another. Real ones are some six deep.
const MAX_DEPTH: usize = 64;
/// How many values there may be. A `CodeResources` over 65,535 files has some 400,000.
const MAX_VALUES: usize = 1 << 20;
/// How long texts may be together that have to be made, in bytes: of UTF-16, of escapes.
const MAX_TEXT: usize = 32 << 20;

said! {
    /// Why bytes are no property list.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum PlistError {
        NotAPlist => { en: "it is no property list", zh: "不是属性列表（plist）" }
        Malformed { at: usize } => { en: "it is damaged at byte {at}", zh: "第 {at} 字节处已损坏" }
        TooDeep => { en: "its values are nested deeper than 64", zh: "值的嵌套超过 64 层" }
        TooMany => { en: "it has more than 1048576 values", zh: "值超过 1048576 个" }
        TooLong => { en: "its texts are too long", zh: "文字过长" }
        Cycle => { en: "a value in it holds itself", zh: "其中的值包含自身" }
        Entity => { en: "it declares entities", zh: "声明了实体" }
        Encoding => { en: "it is in an encoding that is not Unicode", zh: "编码不是 Unicode" }
        Twice => { en: "a key stands in it twice", zh: "键名重复" }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Dictionary(Vec<(Cow<'a, str>, Value<'a>)>),
    Array(Vec<Value<'a>>),
    Text(Cow<'a, str>),
    Data(Cow<'a, [u8]>),
    Integer(i128),
    Real(f64),
    Boolean(bool),
    /// In seconds since 2001-01-01T00:00:00Z.
    Date(f64),
    /// What keyed archives refer by; nothing that is read here has one.
    Uid(u64),
}

impl<'a> Value<'a> {
    /// Reads a list of either form.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, PlistError> {
        if bytes.starts_with(b"bplist") { binary::parse(bytes) } else { xml::parse(bytes) }
    }

    /// The value of a dictionary's key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.dictionary()?.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(crate) fn dictionary(&self) -> Option<&[(Cow<'a, str>, Value<'a>)]> {
        match self {
            Self::Dictionary(entries) => Some(entries),
            _ => None,
        }
    }

    pub(crate) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn data(&self) -> Option<&[u8]> {
        match self {
            Self::Data(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A number, whole or not.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "weights and versions are small")]
            Self::Integer(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }
}

/// A dictionary, each of whose keys stands there once.
fn dictionary<'a>(entries: Vec<(Cow<'a, str>, Value<'a>)>) -> Result<Value<'a>, PlistError> {
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| &**key).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(PlistError::Twice);
    }
    Ok(Value::Dictionary(entries))
}

/// What is left of what a list may hold.
#[derive(Debug)]
struct Budget {
    values: usize,
    text: usize,
}

impl Budget {
    fn new() -> Self {
        Self { values: MAX_VALUES, text: MAX_TEXT }
    }

    fn value(&mut self) -> Result<(), PlistError> {
        self.values = self.values.checked_sub(1).ok_or(PlistError::TooMany)?;
        Ok(())
    }

    fn text(&mut self, length: usize) -> Result<(), PlistError> {
        self.text = self.text.checked_sub(length).ok_or(PlistError::TooLong)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(body: &str) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">{body}</plist>\n")
    }

    /// Each value as Python's `plistlib` writes it, in both forms.
    #[test]
    fn values_are_read_in_both_forms() {
        let text = "<dict><key>a&amp;b</key><array><string>x<![CDATA[<y>]]>&#x4e2d;</string><integer>-5</integer>\
            <integer>0x10</integer><real>1.5</real><true/><false></false><data>\n AQI=\n</data>\
            <date>2001-01-02T00:00:00Z</date><dict/><string/></array></dict>";
        let text = xml(text);
        let want = Value::Dictionary(vec![(
            "a&b".into(),
            Value::Array(vec![
                Value::Text("x<y>中".into()),
                Value::Integer(-5),
                Value::Integer(16),
                Value::Real(1.5),
                Value::Boolean(true),
                Value::Boolean(false),
                Value::Data(Cow::Borrowed(&[1, 2])),
                Value::Date(86_400.0),
                Value::Dictionary(Vec::new()),
                Value::Text("".into()),
            ]),
        )]);
        assert_eq!(Value::parse(text.as_bytes()), Ok(want.clone()));
        let utf16 = |head: [u8; 2], unit: fn(u16) -> [u8; 2]| {
            [&head[..], &text.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
        };
        assert_eq!(Value::parse(&utf16([0xff, 0xfe], u16::to_le_bytes)), Ok(want.clone()));
        assert_eq!(Value::parse(&utf16([0xfe, 0xff], u16::to_be_bytes)), Ok(want));
        let binary = hex::decode(concat!(
            "62706c6973743030d1010253612662a9030405060708090a0b63003c0079003e4e2d13fffffffffffffffb10102",
            "33ff8000000000000090842010233403",
        ));
        assert!(binary.is_err() || Value::parse(&binary.unwrap_or_default()).is_err(), "it is cut off");
    }

    #[test]
    fn what_readers_take_differently_is_refused() {
        for (name, body, want) in [
            ("a key twice", "<dict><key>a</key><true/><key>a</key><false/></dict>", PlistError::Twice),
            ("an entity", "<string>&x;</string>", PlistError::Entity),
            ("nothing", "", PlistError::Malformed { at: 68 }),
        ] {
            assert_eq!(Value::parse(xml(body).as_bytes()), Err(want), "{name}");
        }
        let doctype = "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><string>&a;</string></plist>";
        assert_eq!(Value::parse(doctype.as_bytes()), Err(PlistError::Entity));
        assert_eq!(Value::parse(b"<plist><true/></plist>x").map_err(|_| ()), Err(()));
        let encoding = "<?xml version=\"1.0\" encoding=\"GBK\"?><plist><true/></plist>";
        assert_eq!(Value::parse(encoding.as_bytes()), Err(PlistError::Encoding));
        for depth in [63, 64, 65] {
            let text = xml(&["<array>".repeat(depth), "</array>".repeat(depth)].concat());
            assert_eq!(Value::parse(text.as_bytes()).is_ok(), depth <= MAX_DEPTH, "{depth}");
        }
    }
}
