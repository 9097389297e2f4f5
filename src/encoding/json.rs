//! JSON as packages hold it: a byte order mark before it and bytes behind it are passed over, as
//! platforms do; a name that stands twice is an error, because readers differ on which one counts.

use crate::say::said;
use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

/// How deep values may stand in one another: what `serde_json` reads.
const MAX_DEPTH: usize = 127;
/// How many values a document may have. Real ones have some hundred, and a list of the files of a
/// package 65,535 at most.
pub(crate) const MAX_VALUES: usize = 1 << 17;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As far as it is a whole number that fits.
    Integer(i64),
    /// Any other number.
    Number,
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

said! {
    /// Why bytes are no document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum JsonError {
        /// It ends within a value.
        CutShort => { en: "it is cut short", zh: "内容不完整" }
        /// An object names something twice.
        Twice { line: usize, column: usize } => {
            en: "a name stands there twice (line {line}, column {column})",
            zh: "名称重复（第 {line} 行第 {column} 列）"
        }
        /// Something stands behind it.
        Behind { line: usize, column: usize } => {
            en: "something stands behind it (line {line}, column {column})",
            zh: "末尾之后还有内容（第 {line} 行第 {column} 列）"
        }
        /// It has more values than are read.
        TooMany => { en: "it has more than {MAX_VALUES} values", zh: "值超过 {MAX_VALUES} 个" }
        /// Its values stand in one another deeper than is read.
        TooDeep => {
            en: "its values are nested deeper than {MAX_DEPTH}",
            zh: "值的嵌套超过 {MAX_DEPTH} 层"
        }
        /// It is not JSON.
        Syntax { line: usize, column: usize } => {
            en: "it is no JSON (line {line}, column {column})",
            zh: "不是有效的 JSON（第 {line} 行第 {column} 列）"
        }
    }
}

impl std::error::Error for JsonError {}

impl JsonError {
    fn of(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Eof => Self::CutShort,
            // The only error that reading makes itself.
            Category::Data => Self::Twice { line, column },
            // What else is wrong with a document has other words.
            Category::Syntax if error.to_string().starts_with("recursion limit exceeded") => {
                Self::TooDeep
            }
            Category::Syntax | Category::Io => Self::Syntax { line, column },
        }
    }
}

impl Json {
    /// Reads a document. Nesting is bounded.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, JsonError> {
        Self::read(bytes, false)
    }

    /// The same of a document behind which nothing stands.
    pub(crate) fn parse_whole(bytes: &[u8]) -> Result<Self, JsonError> {
        Self::read(bytes, true)
    }

    fn read(bytes: &[u8], whole: bool) -> Result<Self, JsonError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        // A value of two bytes takes twenty times as much when it is read.
        if bytes.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > MAX_VALUES {
            return Err(JsonError::TooMany);
        }
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let value = Self::deserialize(&mut reader).map_err(|error| JsonError::of(&error))?;
        if whole {
            let behind =
                |it: serde_json::Error| JsonError::Behind { line: it.line(), column: it.column() };
            reader.end().map_err(behind)?;
        }
        Ok(value)
    }

    /// Whether a name or a text in it holds a NUL character, at which readers in C end it.
    pub(crate) fn holds_nul(&self) -> bool {
        match self {
            Self::Text(text) => text.contains('\0'),
            Self::List(list) => list.iter().any(Self::holds_nul),
            Self::Object(object) => {
                object.iter().any(|(name, value)| name.contains('\0') || value.holds_nul())
            }
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number => false,
        }
    }

    /// The value under those names, one inside the other.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, name| match value {
            Self::Object(object) => object.get(*name),
            _ => None,
        })
    }

    pub(crate) fn text(&self, path: &[&str]) -> Option<&str> {
        match self.at(path)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn integer(&self, path: &[&str]) -> Option<i64> {
        match self.at(path)? {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn list(&self, path: &[&str]) -> &[Self] {
        match self.at(path) {
            Some(Self::List(list)) => list,
            _ => &[],
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::Number, Json::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry::<String, Json>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("\"{name}\" stands there twice")));
            }
            object.insert(name, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_reached_and_not_exceeded() {
        let deep = |depth| ["[".repeat(depth), "]".repeat(depth)].concat();
        let many = |values: usize| format!("[{}0]", "0,".repeat(values - 1));
        for (text, want) in [
            (deep(MAX_DEPTH), Ok(())),
            (deep(MAX_DEPTH + 1), Err("its values are nested deeper than 127")),
            (many(MAX_VALUES), Ok(())),
            (many(MAX_VALUES + 1), Err("it has more than 131072 values")),
        ] {
            let read = Json::parse(text.as_bytes()).map(drop).map_err(|error| error.to_string());
            assert_eq!(
                read.as_ref().map_err(String::as_str),
                want.as_ref().map_err(|it| *it),
                "{text:.9}"
            );
        }
    }

    #[test]
    fn nul_characters_are_found_wherever_they_stand() {
        for (text, want) in [
            (r#"{"a": [{"b": "c"}, 1, null]}"#, false),
            (r#"{"a": [{"b": "\\u0000"}]}"#, false),
            (r#"{"a": [{"b": "c\u0000"}]}"#, true),
            (r#"{"a": [{"b\u0000": 1}]}"#, true),
            (r#""\u0000""#, true),
        ] {
            assert_eq!(Json::parse(text.as_bytes()).unwrap().holds_nul(), want, "{text}");
        }
    }

    #[test]
    fn documents_are_read_as_platforms_read_them() {
        for (text, want) in [
            (&br#"{"a": {"b": 1}} trailing"#[..], Some(1)),
            (b"\xef\xbb\xbf{\"a\": {\"b\": -2}}", Some(-2)),
            (br#"{"a": {"b": 1, "b": 2}}"#, None),
            (br#"{"a": {"b": 1}"#, None),
        ] {
            assert_eq!(Json::parse(text).ok().and_then(|json| json.integer(&["a", "b"])), want);
        }
        assert!(Json::parse(format!("[{}0]", "0,".repeat(1_000)).as_bytes()).is_ok());
        for (text, error) in [
            (&br#"{"a": {"b": 1, "b": 2}}"#[..], JsonError::Twice { line: 1, column: 22 }),
            (br#"{"a": {"b": 1}"#, JsonError::CutShort),
            (b"{\n a}", JsonError::Syntax { line: 2, column: 2 }),
            ("[".repeat(1_000).as_bytes(), JsonError::TooDeep),
            (format!("[{}0]", "0,".repeat(1_000_000)).as_bytes(), JsonError::TooMany),
        ] {
            assert_eq!(Json::parse(text), Err(error));
        }
        assert_eq!(Json::parse(b"123456789012345678901234567890").unwrap(), Json::Number);
    }
}
