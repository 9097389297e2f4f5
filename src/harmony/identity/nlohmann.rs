//! JSON as the bundle manager of OpenHarmony reads it, with `nlohmann::json::parse` (`lexer.hpp`,
//! `parser.hpp`).
//!
//! A byte order mark is passed over, a NUL byte ends the text, of a name that stands twice the last
//! counts, values may nest without end, numbers are those of JSON, text is UTF-8. Comments are read
//! over where the caller says so, which is in `module.json` alone (`ModuleProfile::TransformTo`;
//! `BundleProfile::TransformTo` does not).

use std::collections::BTreeMap;

use crate::encoding::json::{Json, JsonError, MAX_VALUES};

/// Values that are nested deeper are read and not kept: nothing that is looked at stands there.
const MAX_KEPT_DEPTH: usize = 127;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub(crate) json: Json,
    /// What other readers read otherwise, though devices read it.
    pub(crate) oddity: Option<JsonError>,
}

/// Reads a document.
pub(crate) fn parse(bytes: &[u8], with_comments: bool) -> Result<Document, JsonError> {
    let mut reader = Reader { bytes, at: 0, with_comments, values: 0, oddity: None };
    if bytes.first() == Some(&0xef) {
        reader.literal(b"\xef\xbb\xbf")?;
    }
    let json = reader.document()?;
    reader.blank()?;
    match reader.peek() {
        None => {}
        // What ends the text for nlohmann ends it for no other reader.
        Some(0) if bytes.get(reader.at..).unwrap_or_default().iter().all(|&byte| byte == 0) => {}
        Some(0) => {
            reader.oddity = Some(reader.error(|line, column| JsonError::Behind { line, column }))
        }
        Some(_) => return Err(reader.error(|line, column| JsonError::Behind { line, column })),
    }
    Ok(Document { json, oddity: reader.oddity })
}

/// What a value stands in.
enum Frame {
    List(Vec<Json>),
    /// With the name of the value that is next.
    Object(BTreeMap<String, Json>, String),
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    with_comments: bool,
    values: usize,
    oddity: Option<JsonError>,
}

impl Reader<'_> {
    /// A value, and all that stands in it. Nothing here calls itself, so that no nesting is too
    /// deep.
    fn document(&mut self) -> Result<Json, JsonError> {
        let mut frames = Vec::new();
        loop {
            self.blank()?;
            self.values = self.values.saturating_add(1);
            if self.values > MAX_VALUES {
                return Err(JsonError::TooMany);
            }
            let value = match self.peek() {
                Some(b'{') => {
                    self.skip();
                    self.blank()?;
                    if !self.take(b'}') {
                        let name = self.name()?;
                        frames.push(Frame::Object(BTreeMap::new(), name));
                        continue;
                    }
                    Json::Object(BTreeMap::new())
                }
                Some(b'[') => {
                    self.skip();
                    self.blank()?;
                    if !self.take(b']') {
                        frames.push(Frame::List(Vec::new()));
                        continue;
                    }
                    Json::List(Vec::new())
                }
                _ => self.scalar()?,
            };
            if let Some(whole) = self.put(value, &mut frames)? {
                return Ok(whole);
            }
        }
    }

    /// Puts a value where it stands, and closes what ends behind it. The document, when it is
    /// whole.
    fn put(&mut self, mut value: Json, frames: &mut Vec<Frame>) -> Result<Option<Json>, JsonError> {
        loop {
            let Some(frame) = frames.pop() else { return Ok(Some(value)) };
            self.blank()?;
            value = match frame {
                Frame::List(mut list) => {
                    list.push(value);
                    if self.next(b']')? {
                        frames.push(Frame::List(list));
                        return Ok(None);
                    }
                    Json::List(list)
                }
                Frame::Object(mut object, name) => {
                    if object.insert(name, value).is_some() {
                        let twice = self.error(|line, column| JsonError::Twice { line, column });
                        self.oddity.get_or_insert(twice);
                    }
                    if self.next(b'}')? {
                        self.blank()?;
                        let name = self.name()?;
                        frames.push(Frame::Object(object, name));
                        return Ok(None);
                    }
                    Json::Object(object)
                }
            };
            if frames.len() >= MAX_KEPT_DEPTH {
                value = Json::Null;
            }
        }
    }

    /// Whether a comma stands here, and not the end of the list or object.
    fn next(&mut self, end: u8) -> Result<bool, JsonError> {
        match self.peek() {
            Some(b',') => {
                self.skip();
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.skip();
                Ok(false)
            }
            _ => Err(self.wrong()),
        }
    }

    /// The name of a value, and the colon.
    fn name(&mut self) -> Result<String, JsonError> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong());
        }
        let name = self.text()?;
        self.blank()?;
        if self.take(b':') { Ok(name) } else { Err(self.wrong()) }
    }

    fn scalar(&mut self) -> Result<Json, JsonError> {
        match self.peek() {
            Some(b'"') => self.text().map(Json::Text),
            Some(b't') => self.literal(b"true").map(|()| Json::Bool(true)),
            Some(b'f') => self.literal(b"false").map(|()| Json::Bool(false)),
            Some(b'n') => self.literal(b"null").map(|()| Json::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.wrong()),
        }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<(), JsonError> {
        for &byte in literal {
            if !self.take(byte) {
                return Err(self.wrong());
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Json, JsonError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        let mut is_whole = true;
        if self.take(b'.') {
            is_whole = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            is_whole = false;
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        let text = std::str::from_utf8(text).unwrap_or_default();
        let whole = || text.parse::<i64>().ok().or_else(|| text.parse().ok().map(u64::cast_signed));
        if let Some(number) = is_whole.then(whole).flatten() {
            return Ok(Json::Integer(number));
        }
        match text.parse::<f64>() {
            // As it is cast where a whole number is asked for.
            Ok(number) if number.is_finite() => Ok(truncated(number)),
            _ => Err(self.wrong()),
        }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.skip();
        }
        if self.at == start { Err(self.wrong()) } else { Ok(()) }
    }

    fn text(&mut self) -> Result<String, JsonError> {
        self.skip();
        let mut text = Vec::new();
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.skip();
                    let character = self.escaped()?;
                    text.extend(character.encode_utf8(&mut [0; 4]).bytes());
                    continue;
                }
                Some(0..=0x1f) | None => return Err(self.wrong()),
                Some(byte) => text.push(byte),
            }
            self.skip();
        }
        // The quotation mark is passed over last, so that an error names the text.
        let text = String::from_utf8(text).map_err(|_| self.wrong())?;
        self.skip();
        Ok(text)
    }

    fn escaped(&mut self) -> Result<char, JsonError> {
        let escape = self.peek();
        self.skip();
        Ok(match escape {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self.unit()?;
                if !(0xd800..=0xdbff).contains(&unit) {
                    return char::from_u32(unit).ok_or_else(|| self.wrong());
                }
                self.literal(b"\\u")?;
                let units =
                    [unit, self.unit()?].map(|unit| u16::try_from(unit).unwrap_or_default());
                let mut pair = char::decode_utf16(units);
                return pair.next().and_then(Result::ok).ok_or_else(|| self.wrong());
            }
            _ => return Err(self.wrong()),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, JsonError> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or_else(|| self.wrong())?;
            self.skip();
        }
        Ok(unit)
    }

    /// Passes over blanks, and over comments where they are read.
    fn blank(&mut self) -> Result<(), JsonError> {
        loop {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.skip();
            }
            if !self.with_comments || self.peek() != Some(b'/') {
                return Ok(());
            }
            self.skip();
            if self.take(b'/') {
                while !matches!(self.peek(), None | Some(b'\n' | b'\r' | 0)) {
                    self.skip();
                }
            } else if self.take(b'*') {
                loop {
                    match self.peek() {
                        None | Some(0) => return Err(self.wrong()),
                        Some(b'*') => {
                            self.skip();
                            if self.take(b'/') {
                                break;
                            }
                        }
                        Some(_) => self.skip(),
                    }
                }
            } else {
                return Err(self.wrong());
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        if is_there {
            self.skip();
        }
        is_there
    }

    /// What stands here is no JSON.
    fn wrong(&self) -> JsonError {
        match self.peek() {
            None => JsonError::CutShort,
            Some(_) => self.error(|line, column| JsonError::Syntax { line, column }),
        }
    }

    fn error(&self, error: impl Fn(usize, usize) -> JsonError) -> JsonError {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let lines = before.iter().filter(|&&byte| byte == b'\n').count();
        let start =
            before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end.saturating_add(1));
        error(lines.saturating_add(1), self.at.saturating_sub(start).saturating_add(1))
    }
}

/// The whole part of a number, in 32 bits or the nearest that fits.
#[allow(clippy::cast_possible_truncation, reason = "it is what processors of devices do")]
fn truncated(number: f64) -> Json {
    Json::Integer(i64::from(number as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_as_nlohmann_reads_them() {
        let deep = |depth: usize| {
            ["{\"a\":1,\"b\":", &"[".repeat(depth), &"]".repeat(depth), "}"].concat()
        };
        let number = |text: &str| format!("{{\"a\":{text}}}");
        for (text, want) in [
            ("{\"a\":1}".to_owned(), Some(1)),
            ("\u{feff} {\"a\" : 1}\n".to_owned(), Some(1)),
            ("/* x */{//y\n\"a\":/***/1}// z".to_owned(), Some(1)),
            ("{\"a\":1}/*".to_owned(), None),
            ("{\"a\":1}/x".to_owned(), None),
            ("{\"a\":2,\"a\":1}".to_owned(), Some(1)),
            ("{\"a\":{\"x\":{}},\"a\":1}".to_owned(), Some(1)),
            ("{\"a\":1}\0".to_owned(), Some(1)),
            ("{\"a\":1}\0{".to_owned(), Some(1)),
            ("{\"a\":1} x".to_owned(), None),
            ("{\"a\":1}{}".to_owned(), None),
            ("{\"a\":1,}".to_owned(), None),
            ("{\"a\":1".to_owned(), None),
            ("{'a':1}".to_owned(), None),
            (String::new(), None),
            (deep(126), Some(1)),
            (deep(100_000), Some(1)),
            (number("-7"), Some(-7)),
            (number("4294967297"), Some(4_294_967_297)),
            (number("18446744073709551615"), Some(-1)),
            (number("1.9"), Some(1)),
            (number("1e3"), Some(1_000)),
            (number("-0"), Some(0)),
            (number("1e10"), Some(2_147_483_647)),
            (number("01"), None),
            (number("1."), None),
            (number("+1"), None),
            (number(".5"), None),
            (number("1e999"), None),
            (number("NaN"), None),
            (number("true"), None),
        ] {
            let read = parse(text.as_bytes(), true).ok().and_then(|it| it.json.integer(&["a"]));
            assert_eq!(read, want, "{text:.40}");
        }
        assert!(parse(b"{} // x", false).is_err());
        assert!(parse(b"\xef\xbb{}", false).is_err());
    }

    #[test]
    fn texts_are_read_as_nlohmann_reads_them() {
        for (text, want) in [
            (&br#""a\"\\\/\b\f\n\r\t\u00e9""#[..], Some("a\"\\/\u{8}\u{c}\n\r\t\u{e9}")),
            (br#""\ud83d\ude00""#, Some("\u{1f600}")),
            ("\"中\u{7f}\"".as_bytes(), Some("中\u{7f}")),
            (br#""\u0000""#, Some("\0")),
            (br#""\ud83d""#, None),
            (br#""\ud83d\u0041""#, None),
            (br#""\ude00""#, None),
            (br#""\x""#, None),
            (br#""\u12g4""#, None),
            (b"\"\n\"", None),
            (b"\"\0\"", None),
            (b"\"\xff\"", None),
            (b"\"\xc0\x80\"", None),
            (b"\"\xed\xa0\x80\"", None),
            (b"\"a", None),
        ] {
            let read = parse(text, false).ok().map(|document| document.json);
            assert_eq!(
                read,
                want.map(|want| Json::Text(want.to_owned())),
                "{}",
                text.escape_ascii()
            );
        }
    }

    #[test]
    fn what_others_read_otherwise_is_told() {
        for (text, want) in [
            (&b"{\"a\":1}"[..], None),
            (b"{\"a\":1,\n\"a\":2}", Some(JsonError::Twice { line: 2, column: 6 })),
            (b"{\"a\":1}\0\0", None),
            (b"{\"a\":1}\0{", Some(JsonError::Behind { line: 1, column: 8 })),
        ] {
            assert_eq!(parse(text, true).unwrap().oddity, want);
        }
        let many = format!("[{}0]", "0,".repeat(MAX_VALUES));
        assert_eq!(parse(many.as_bytes(), true), Err(JsonError::TooMany));
    }

    /// Whether another reader's value is the same, as far as both keep it.
    fn is_same(one: &Json, other: &serde_json::Value) -> bool {
        match (one, other) {
            (Json::Null, it) => it.is_null(),
            (Json::Bool(one), it) => it.as_bool() == Some(*one),
            (Json::Text(one), it) => it.as_str() == Some(one),
            (Json::Integer(one), it) => {
                it.as_f64().is_none_or(|_| it.as_i64().is_none_or(|it| it == *one))
            }
            (Json::List(one), serde_json::Value::Array(it)) => {
                one.len() == it.len() && one.iter().zip(it).all(|(one, other)| is_same(one, other))
            }
            (Json::Object(one), serde_json::Value::Object(it)) => {
                one.len() == it.len() && one.iter().all(|(name, one)| is_same(one, &it[name]))
            }
            _ => false,
        }
    }

    /// Without comments and NUL bytes `serde_json` takes the same texts, and reads the same from
    /// them.
    #[test]
    fn another_reader_agrees() {
        let seed = r#" {"app":{"a\u4e2d\ud83d\ude00":-1.5e+3,"b":[true,false,null,{},[]],"b":0},"中":"\"x\\n","n":[0,-0,10,1e2]} "#;
        let pieces = [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "e", ".", "-", "u", "d8", "\n",
            "é", "t", "\x01", "/",
        ];
        let mut state = 7_u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let mut taken = 0;
        for _ in 0..30_000 {
            let mut text = seed.as_bytes().to_vec();
            for _ in 0..=below(3) {
                let at = below(text.len());
                match below(3) {
                    0 => drop(text.remove(at)),
                    1 => drop(text.splice(at..at, pieces[below(pieces.len())].bytes())),
                    _ => text[at] = [0x80, 0xff, b'\"', b' ', b'9'][below(5)],
                }
            }
            let (one, other) =
                (parse(&text, false), serde_json::from_slice::<serde_json::Value>(&text));
            let context = || format!("{}: {one:?} {other:?}", text.escape_ascii());
            assert_eq!(one.is_ok(), other.is_ok(), "{}", context());
            if let (Ok(one), Ok(other)) = (&one, &other) {
                taken += 1;
                assert!(is_same(&one.json, other), "{}", context());
            }
        }
        assert!((1_000..25_000).contains(&taken), "{taken}");
    }
}
