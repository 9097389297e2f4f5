//! XML property lists: the ten elements that `CFPropertyList.c` reads, and nothing else of XML.

use std::borrow::Cow;

use base64ct::{Base64, Encoding};

use super::value::{Budget, MAX_DEPTH, PlistError, Value, dictionary};

pub(super) fn parse(bytes: &[u8]) -> Result<Value<'_>, PlistError> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Reader::read(utf8(rest)?),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        bytes => Reader::read(utf8(bytes)?),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, PlistError> {
    std::str::from_utf8(bytes).map_err(|error| PlistError::Malformed { at: error.valid_up_to() })
}

fn utf16<'a>(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Value<'a>, PlistError> {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied());
    let units: Vec<u16> = units.map(unit).collect();
    let text = String::from_utf16(&units).map_err(|_| PlistError::Encoding)?;
    Reader::read(&text).map(owned)
}

/// The same without anything borrowed.
fn owned<'b>(value: Value<'_>) -> Value<'b> {
    match value {
        Value::Dictionary(entries) => {
            let own =
                |(key, value): (Cow<'_, str>, Value<'_>)| (key.into_owned().into(), owned(value));
            Value::Dictionary(entries.into_iter().map(own).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(owned).collect()),
        Value::Text(text) => Value::Text(text.into_owned().into()),
        Value::Data(data) => Value::Data(data.into_owned().into()),
        Value::Integer(number) => Value::Integer(number),
        Value::Real(number) => Value::Real(number),
        Value::Boolean(flag) => Value::Boolean(flag),
        Value::Date(date) => Value::Date(date),
        Value::Uid(uid) => Value::Uid(uid),
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether a text is a tag's attributes, which say nothing here.
fn are_attributes(text: &str) -> bool {
    let mut rest = text.trim_matches(BLANKS);
    while let Some((name, value)) = rest.split_once('=') {
        let name = name.trim_end_matches(BLANKS);
        let value = value.trim_start_matches(BLANKS);
        let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric());
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        let behind = quote.and_then(|quote| value.get(1..)?.split_once(quote));
        let Some((value, behind)) = behind.filter(|_| is_name) else { return false };
        if value.contains('<') || !(behind.is_empty() || behind.starts_with(BLANKS)) {
            return false;
        }
        rest = behind.trim_start_matches(BLANKS);
    }
    rest.is_empty()
}

/// A tag: its name, and whether it is `</name>` or `<name/>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    is_empty: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    budget: Budget,
}

impl<'a> Reader<'a> {
    fn read(text: &'a str) -> Result<Value<'a>, PlistError> {
        // XML 1.0 section 2.2: other readers refuse what Apple's takes.
        let is_none = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
        if let Some(at) = text.find(is_none) {
            return Err(PlistError::Malformed { at });
        }
        let mut reader = Self { text, at: 0, depth: 0, budget: Budget::new() };
        reader.prolog()?;
        let root = reader.tag()?;
        let value = if root.name == "plist" && !root.is_end && !root.is_empty {
            let value = reader.value()?;
            reader.end("plist")?;
            value
        } else {
            return Err(PlistError::NotAPlist);
        };
        reader.skip()?;
        if reader.rest().is_empty() { Ok(value) } else { Err(reader.malformed()) }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn malformed(&self) -> PlistError {
        PlistError::Malformed { at: self.at }
    }

    fn advance(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }

    /// Passes over blanks and comments.
    fn skip(&mut self) -> Result<(), PlistError> {
        loop {
            let rest = self.rest();
            self.advance(
                rest.len().saturating_sub(rest.trim_start_matches([' ', '\t', '\r', '\n']).len()),
            );
            if !self.rest().starts_with("<!--") {
                return Ok(());
            }
            self.past("-->")?;
        }
    }

    /// Passes over everything up to a text, and it.
    fn past(&mut self, end: &str) -> Result<&'a str, PlistError> {
        let (before, _) = self.rest().split_once(end).ok_or_else(|| self.malformed())?;
        self.advance(before.len().saturating_add(end.len()));
        Ok(before)
    }

    /// The declaration, and the document's type, which must declare nothing.
    fn prolog(&mut self) -> Result<(), PlistError> {
        self.skip()?;
        if self.rest().starts_with("<?xml") {
            let declaration = self.past("?>")?.to_ascii_lowercase();
            if let Some((_, encoding)) = declaration.split_once("encoding") {
                let encoding = encoding.trim_matches([' ', '=', '"', '\'', '\t', '\r', '\n']);
                let name = encoding.split(['"', '\'', ' ']).next().unwrap_or_default();
                if !["utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16"].contains(&name) {
                    return Err(PlistError::Encoding);
                }
            }
        }
        self.skip()?;
        if self.rest().starts_with("<!DOCTYPE") && self.past(">")?.contains('[') {
            return Err(PlistError::Entity);
        }
        self.skip()
    }

    fn tag(&mut self) -> Result<Tag<'a>, PlistError> {
        self.skip()?;
        let inside = self.rest().strip_prefix('<').ok_or_else(|| self.malformed())?;
        let (inside, _) = inside.split_once('>').ok_or_else(|| self.malformed())?;
        let (inside, is_end) = inside.strip_prefix('/').map_or((inside, false), |it| (it, true));
        let (name, is_empty) = inside.strip_suffix('/').map_or((inside, false), |it| (it, true));
        let (name, attributes) = name.split_once(BLANKS).unwrap_or((name, ""));
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_plain = attributes.trim_matches(BLANKS).is_empty();
        if !is_name || (is_end && (is_empty || !is_plain)) || !are_attributes(attributes) {
            return Err(self.malformed());
        }
        self.past(">")?;
        Ok(Tag { name, is_end, is_empty })
    }

    fn end(&mut self, name: &str) -> Result<(), PlistError> {
        let before = self.malformed();
        let tag = self.tag()?;
        if tag == (Tag { name, is_end: true, is_empty: false }) { Ok(()) } else { Err(before) }
    }

    /// The next value; an error where none begins.
    fn value(&mut self) -> Result<Value<'a>, PlistError> {
        let tag = self.tag()?;
        self.value_of(tag)
    }

    fn value_of(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        self.budget.value()?;
        if tag.is_end {
            return Err(self.malformed());
        }
        match tag.name {
            "dict" | "array" => self.container(tag),
            "true" | "false" => {
                if !tag.is_empty {
                    self.end(tag.name)?;
                }
                Ok(Value::Boolean(tag.name == "true"))
            }
            "string" => Ok(Value::Text(self.content(tag)?)),
            "data" => self.data(tag),
            "integer" => self.integer(tag),
            "real" => {
                let at = self.malformed();
                self.content(tag)?.trim().parse().map(Value::Real).map_err(|_| at)
            }
            "date" => {
                let at = self.malformed();
                date(self.content(tag)?.trim()).map(Value::Date).ok_or(at)
            }
            _ => Err(self.malformed()),
        }
    }

    fn container(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(PlistError::TooDeep);
        }
        let value = if tag.name == "dict" { self.dictionary(tag) } else { self.array(tag) };
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn array(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        let mut values = Vec::new();
        if tag.is_empty {
            return Ok(Value::Array(values));
        }
        loop {
            let next = self.tag()?;
            if next.is_end {
                if next.name != "array" {
                    return Err(self.malformed());
                }
                break;
            }
            values.push(self.value_of(next)?);
        }
        Ok(Value::Array(values))
    }

    fn dictionary(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        let mut entries = Vec::new();
        if tag.is_empty {
            return Ok(Value::Dictionary(entries));
        }
        loop {
            let next = self.tag()?;
            match (next.name, next.is_end) {
                ("dict", true) => break,
                ("key", false) => {
                    let key = self.content(next)?;
                    entries.push((key, self.value()?));
                }
                _ => return Err(self.malformed()),
            }
        }
        dictionary(entries)
    }

    /// The text of an element, to its end.
    fn content(&mut self, tag: Tag<'a>) -> Result<Cow<'a, str>, PlistError> {
        if tag.is_empty {
            return Ok(Cow::Borrowed(""));
        }
        let mut text = Cow::Borrowed("");
        loop {
            let (plain, _) = self.rest().split_once('<').ok_or_else(|| self.malformed())?;
            let plain = self.unescaped(plain)?;
            self.join(&mut text, plain)?;
            if self.rest().starts_with("<![CDATA[") {
                self.advance(9);
                let data = self.past("]]>")?;
                self.join(&mut text, Cow::Borrowed(data))?;
            } else if self.rest().starts_with("<!--") {
                self.past("-->")?;
            } else {
                self.end(tag.name)?;
                return Ok(text);
            }
        }
    }

    fn join(&mut self, text: &mut Cow<'a, str>, more: Cow<'a, str>) -> Result<(), PlistError> {
        if text.is_empty() {
            *text = more;
        } else if !more.is_empty() {
            self.budget.text(more.len())?;
            text.to_mut().push_str(&more);
        }
        Ok(())
    }

    /// A stretch of text without tags, with its references resolved.
    fn unescaped(&mut self, plain: &'a str) -> Result<Cow<'a, str>, PlistError> {
        if !plain.contains('&') {
            self.advance(plain.len());
            return Ok(Cow::Borrowed(plain));
        }
        self.budget.text(plain.len())?;
        let mut text = String::new();
        let mut rest = plain;
        while let Some((before, behind)) = rest.split_once('&') {
            let (name, after) = behind.split_once(';').ok_or_else(|| self.malformed())?;
            text.push_str(before);
            text.push(character(name).ok_or(PlistError::Entity)?);
            rest = after;
        }
        text.push_str(rest);
        self.advance(plain.len());
        Ok(Cow::Owned(text))
    }

    fn data(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        let at = self.malformed();
        let text = self.content(tag)?;
        self.budget.text(text.len())?;
        let base64: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        Base64::decode_vec(&base64).map(|data| Value::Data(data.into())).map_err(|_| at)
    }

    fn integer(&mut self, tag: Tag<'a>) -> Result<Value<'a>, PlistError> {
        let at = self.malformed();
        let text = self.content(tag)?;
        let text = text.trim();
        let (digits, is_negative) = text.strip_prefix('-').map_or((text, false), |it| (it, true));
        let digits = digits.strip_prefix('+').unwrap_or(digits);
        let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
        let number = match hex {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None => digits.parse::<u64>().ok(),
        };
        let number = i128::from(number.filter(|_| !digits.starts_with(['+', '-'])).ok_or(at)?);
        Ok(Value::Integer(if is_negative { number.saturating_neg() } else { number }))
    }
}

/// The character of a reference: one of the five of XML, or its number.
fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        name => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number).filter(|c| *c != '\0')
        }
    }
}

/// Seconds since 2001 of `2026-11-28T12:00:00Z`.
fn date(text: &str) -> Option<f64> {
    /// From 1970 to 2001, in seconds.
    const EPOCH: i64 = 978_307_200;
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let separators = [(4_usize, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")];
    if text.len() != 20
        || separators.iter().any(|&(at, c)| text.get(at..at.saturating_add(1)) != Some(c))
    {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || hour > 24
        || minute > 59
        || second > 60
    {
        return None;
    }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let shifted = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let month = month.checked_add(9)?.rem_euclid(12);
    let of_year =
        month.checked_mul(153)?.checked_add(2)?.checked_div(5)?.checked_add(day)?.checked_sub(1)?;
    let leaps = of_era.checked_div(4)?.checked_sub(of_era.checked_div(100)?)?;
    let of_era = of_era.checked_mul(365)?.checked_add(leaps)?.checked_add(of_year)?;
    let days = era.checked_mul(146_097)?.checked_add(of_era)?.checked_sub(719_468)?;
    let clock = hour.checked_mul(60)?.checked_add(minute)?.checked_mul(60)?.checked_add(second)?;
    let seconds = days.checked_mul(86_400)?.checked_add(clock)?.checked_sub(EPOCH)?;
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    Some(seconds as f64)
}
