//! The text of a record, read by rules of its own: an unknown key is a mistake, for what is
//! misspelt would not be compared, and a set that is not whole would be half a comparison.

use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Mistake;
use super::text::decoded;
use super::{Features, MAX_SIZE, Record, RecordError};
use crate::say::is_hidden;

/// The text of a file: UTF-8, UTF-16, or GBK (as GB 18030, which holds it), in which Windows saves
/// text in China. What is no text of any of them is none: nothing is replaced, so that no character
/// is compared that was not filed.
///
/// # Errors
/// [`RecordError`], where there are more than [`MAX_SIZE`], or in another encoding or damaged.
pub fn text_of(bytes: &[u8]) -> Result<String, RecordError> {
    if bytes.len() > MAX_SIZE {
        return Err(RecordError(Mistake::TooLarge));
    }
    Ok(decoded(bytes)?)
}

impl Record {
    /// Reads the bytes of a record: text in UTF-8, UTF-16 or GBK.
    ///
    /// # Errors
    /// [`RecordError`], which names the line.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        text_of(bytes)?.parse()
    }
}

impl FromStr for Record {
    type Err = RecordError;

    /// # Errors
    /// [`RecordError`], which names the line.
    fn from_str(text: &str) -> Result<Self, RecordError> {
        if text.len() > MAX_SIZE {
            return Err(RecordError(Mistake::TooLarge));
        }
        read(text).map_err(RecordError)
    }
}

fn read(text: &str) -> Result<Record, Mistake> {
    let table = DeTable::parse(text).map_err(|error| Mistake::Syntax {
        line: line(text, error.span().map_or(0, |span| span.start)),
        detail: error.message().replace('\n', " "),
    })?;
    let place = Place { text };
    let [package_name, platform, features] =
        place.values(table.get_ref(), ["package_name", "platform", "features"])?;
    let record = Record {
        package_name: place.name("package_name", package_name)?,
        platform: place.name("platform", platform)?,
        features: place.features(features)?,
    };
    if record == Record::default() { Err(Mistake::Nothing) } else { Ok(record) }
}

/// The text in which values have their lines.
struct Place<'t> {
    text: &'t str,
}

type Value<'v> = Option<&'v Spanned<DeValue<'v>>>;

impl Place<'_> {
    /// The values under those keys, which are all that may stand there.
    fn values<'v, const N: usize>(
        &self,
        table: &'v DeTable<'v>,
        known: [&'static str; N],
    ) -> Result<[Value<'v>; N], Mistake> {
        let unknown = table.keys().find(|key| !known.contains(&key.get_ref().as_ref()));
        match unknown {
            Some(key) => Err(Mistake::UnknownKey {
                line: line(self.text, key.span().start),
                key: key.get_ref().to_string(),
                known: known.map(str::to_owned).to_vec(),
            }),
            None => Ok(known.map(|name| table.get(name))),
        }
    }

    fn text(&self, key: &str, value: Value<'_>) -> Result<Option<String>, Mistake> {
        let Some(value) = value else { return Ok(None) };
        match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.to_string())),
            _ => {
                let line = line(self.text, value.span().start);
                Err(Mistake::NotText { line, key: key.to_owned() })
            }
        }
    }

    /// A name, which is not empty where it stands there.
    fn name(&self, key: &'static str, value: Value<'_>) -> Result<Option<String>, Mistake> {
        let name = self.text(key, value)?;
        match &name {
            Some(text) if is_blank(text) => Err(Mistake::Blank(key)),
            _ => Ok(name),
        }
    }

    fn features(&self, value: Value<'_>) -> Result<Vec<Features>, Mistake> {
        let Some(value) = value else { return Ok(Vec::new()) };
        let no_sets =
            |span: std::ops::Range<usize>| Mistake::NoSets { line: line(self.text, span.start) };
        let DeValue::Array(sets) = value.get_ref() else { return Err(no_sets(value.span())) };
        let sets = (1..).zip(sets.iter()).map(|(number, set)| match set.get_ref() {
            DeValue::Table(table) => self.set(number, table),
            _ => Err(no_sets(set.span())),
        });
        sets.collect()
    }

    fn set(&self, number: usize, table: &DeTable<'_>) -> Result<Features, Mistake> {
        let [key, fingerprint] = self.values(table, ["public_key", "fingerprint"])?;
        let whole = |text: Option<String>| text.filter(|text| !is_blank(text));
        let key = whole(self.text("public_key", key)?);
        let fingerprint = whole(self.text("fingerprint", fingerprint)?);
        match (key, fingerprint) {
            (Some(public_key), Some(fingerprint)) => Ok(Features { public_key, fingerprint }),
            (None, None) => Err(Mistake::SetEmpty(number)),
            (None, Some(_)) => Err(Mistake::SetWithoutKey(number)),
            (Some(_), None) => Err(Mistake::SetWithoutFingerprint(number)),
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_hidden(c))
}

/// The line, from 1, in which the byte at that offset stands.
fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|&byte| byte == b'\n').count().saturating_add(1)
}
