//! What a property list holds, and how much it may.

use std::borrow::Cow;

use crate::say::said;

/// How deep values may stand in one another. Real ones are some six deep.
pub(super) const MAX_DEPTH: usize = 64;
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

/// A dictionary, in which each key stands once.
pub(super) fn dictionary<'a>(
    entries: Vec<(Cow<'a, str>, Value<'a>)>,
) -> Result<Value<'a>, PlistError> {
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| &**key).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(PlistError::Twice);
    }
    Ok(Value::Dictionary(entries))
}

/// What is left of what a list may hold.
#[derive(Debug)]
pub(super) struct Budget {
    values: usize,
    text: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { values: MAX_VALUES, text: MAX_TEXT }
    }

    pub(super) fn value(&mut self) -> Result<(), PlistError> {
        self.values = self.values.checked_sub(1).ok_or(PlistError::TooMany)?;
        Ok(())
    }

    pub(super) fn text(&mut self, length: usize) -> Result<(), PlistError> {
        self.text = self.text.checked_sub(length).ok_or(PlistError::TooLong)?;
        Ok(())
    }
}
