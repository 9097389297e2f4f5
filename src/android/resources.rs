//! `resources.arsc`: the table of resources (`ResTable` of Android's `ResourceTypes.h`).
//!
//! Only what is asked for is looked up. Type tables may be dense, sparse, or of 16-bit offsets; entries may be compact.

use std::collections::BTreeMap;

use super::axml::{Chunks, Value};
use super::locale::Locale;
use super::string_pool::{self, StringPool};
use crate::bytes::Bytes;

const TABLE: u16 = 0x0002;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
/// How often a reference may lead to another, as in Android.
const MAX_REFERENCES: u8 = 20;
/// How many configurations of one resource are looked at. Real ones have some hundred.
const MAX_CONFIGURATIONS: usize = 4096;

/// How much text of one resource is given, all locales together, in bytes. Names have some kilobytes.
const MAX_TEXTS: usize = 1 << 20;

/// Why a table cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ResourcesError {
    #[error("it is not a resource table")]
    NotATable,
}

/// A table of resources.
#[derive(Debug, Default)]
pub(crate) struct ResourceTable<'a> {
    strings: StringPool<'a>,
    /// The tables of each package's types: by the upper 16 bits of the ids that they hold.
    types: BTreeMap<u16, Vec<TypeTable<'a>>>,
}

/// The resources of one type for one configuration.
#[derive(Debug, Clone, Copy)]
struct TypeTable<'a> {
    layout: Layout,
    locale: Locale,
    /// Whether the configuration names nothing but a locale.
    is_plain: bool,
    count: u32,
    offsets: &'a [u8],
    entries: &'a [u8],
}

/// How the offsets of a type table are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One `u32` for each resource.
    Dense,
    /// Pairs of number and offset, in order of the numbers; offsets count four bytes.
    Sparse,
    /// One `u16` for each resource; offsets count four bytes.
    Offset16,
}

impl<'a> ResourceTable<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, ResourcesError> {
        let table = Chunks(bytes).next().filter(|chunk| chunk.kind == TABLE);
        let table = table.ok_or(ResourcesError::NotATable)?;
        let mut resources = Self::default();
        for chunk in Chunks(table.body()) {
            match chunk.kind {
                string_pool::CHUNK_TYPE => resources.strings = StringPool::read(chunk.bytes),
                PACKAGE => {
                    let id = Bytes::at(chunk.bytes, 8).and_then(|mut header| header.u32());
                    resources.add_package(id.unwrap_or(0), Chunks(chunk.body()));
                }
                _ => {}
            }
        }
        Ok(resources)
    }

    fn add_package(&mut self, package: u32, chunks: Chunks<'a>) {
        // A package without an id is the app's own.
        let package = match u8::try_from(package) {
            Ok(0) | Err(_) => 0x7f,
            Ok(id) => id,
        };
        for chunk in chunks.filter(|chunk| chunk.kind == TYPE) {
            if let Some((id, table)) = TypeTable::read(chunk.bytes, chunk.header_size) {
                let key = u16::from_be_bytes([package, id]);
                self.types.entry(key).or_default().push(table);
            }
        }
    }

    /// The texts of a string resource by locale; the default one under the empty locale.
    pub(crate) fn texts(&self, id: u32) -> BTreeMap<Locale, String> {
        let mut texts: BTreeMap<Locale, (bool, String)> = BTreeMap::new();
        let mut size = 0_usize;
        for (table, value) in self.values(id) {
            let text = match value {
                Value::Reference(id) => self.text_for(id, table.locale, MAX_REFERENCES),
                value => as_text(value),
            };
            let Some(text) = text else { continue };
            size = size.saturating_add(text.len());
            if size > MAX_TEXTS {
                break;
            }
            let known = texts.get(&table.locale).is_some_and(|(is_plain, _)| *is_plain || !table.is_plain);
            if !known {
                texts.insert(table.locale, (table.is_plain, text));
            }
        }
        texts.into_iter().map(|(locale, (_, text))| (locale, text)).collect()
    }

    /// What a resource is in the default configuration.
    pub(crate) fn default_value(&self, id: u32) -> Option<Value> {
        self.resolve(id, Locale::default(), MAX_REFERENCES)
    }

    fn text_for(&self, id: u32, locale: Locale, references: u8) -> Option<String> {
        self.resolve(id, locale, references).and_then(as_text)
    }

    /// The value in that locale, else in the default one, else in any.
    fn resolve(&self, id: u32, locale: Locale, references: u8) -> Option<Value> {
        let rank = |table: &TypeTable<'_>| {
            (table.locale == locale, table.locale == Locale::default(), table.is_plain)
        };
        // Of equals the first.
        let best = self.values(id).fold(None, |best: Option<(TypeTable<'_>, Value)>, next| match best {
            Some(best) if rank(&best.0) >= rank(&next.0) => Some(best),
            _ => Some(next),
        });
        match best?.1 {
            Value::Reference(id) => self.resolve(id, locale, references.checked_sub(1)?),
            value => Some(value),
        }
    }

    /// The value in each configuration that has one.
    fn values(&self, id: u32) -> impl Iterator<Item = (TypeTable<'a>, Value)> + '_ {
        let [package, kind, high, low] = id.to_be_bytes();
        // A reference without a package is to the app's own.
        let package = if package == 0 { 0x7f } else { package };
        let tables = self.types.get(&u16::from_be_bytes([package, kind]));
        let entry = u32::from(u16::from_be_bytes([high, low]));
        tables.into_iter().flatten().take(MAX_CONFIGURATIONS).filter_map(move |table| {
            let (kind, data) = table.entry(entry)?;
            Some((*table, Value::of(kind, data, &self.strings)))
        })
    }
}

fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.cast_signed().to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Reference(_) | Value::Other => None,
    }
}

impl<'a> TypeTable<'a> {
    /// The type's number, and its table.
    fn read(chunk: &'a [u8], header_size: usize) -> Option<(u8, Self)> {
        const SPARSE: u8 = 1;
        const OFFSET16: u8 = 2;
        let mut header = Bytes::at(chunk, 8)?;
        let id = header.u8()?;
        let flags = header.u8()?;
        header.skip(2)?;
        let count = header.u32()?;
        let entries_start = usize::try_from(header.u32()?).ok()?;
        let configuration = header.rest();
        let layout = match flags {
            flags if flags & SPARSE != 0 => Layout::Sparse,
            flags if flags & OFFSET16 != 0 => Layout::Offset16,
            _ => Layout::Dense,
        };
        let size = usize::try_from(Bytes::new(configuration).u32()?).ok()?;
        let configuration = configuration.get(..size).unwrap_or(configuration);
        let table = Self {
            layout,
            locale: Locale::of_configuration(configuration),
            is_plain: is_plain(configuration),
            count,
            offsets: chunk.get(header_size..)?,
            entries: chunk.get(entries_start..)?,
        };
        Some((id, table))
    }

    /// The type and data of a resource's value.
    fn entry(&self, number: u32) -> Option<(u8, u32)> {
        const COMPLEX: u16 = 1;
        const COMPACT: u16 = 8;
        let offset = self.offset(number)?;
        let mut entry = Bytes::at(self.entries, offset)?;
        let size = entry.u16()?;
        let flags = entry.u16()?;
        if flags & COMPACT != 0 {
            let [_, kind] = flags.to_le_bytes();
            return Some((kind, entry.u32()?));
        }
        if flags & COMPLEX != 0 {
            return None;
        }
        let mut value = Bytes::at(self.entries, offset.checked_add(size.into())?)?;
        value.skip(3)?;
        Some((value.u8()?, value.u32()?))
    }

    fn offset(&self, number: u32) -> Option<usize> {
        let index = usize::try_from(number).ok()?;
        if number >= self.count && self.layout != Layout::Sparse {
            return None;
        }
        match self.layout {
            Layout::Dense => {
                let offset = Bytes::at(self.offsets, index.checked_mul(4)?)?.u32()?;
                usize::try_from(offset).ok().filter(|_| offset != u32::MAX)
            }
            Layout::Offset16 => {
                let offset = Bytes::at(self.offsets, index.checked_mul(2)?)?.u16()?;
                (offset != u16::MAX).then(|| usize::from(offset).saturating_mul(4))
            }
            Layout::Sparse => {
                let number = u16::try_from(number).ok()?;
                let count = usize::try_from(self.count).ok()?.checked_mul(4)?;
                let pairs = self.offsets.get(..count).unwrap_or(self.offsets).as_chunks::<4>().0;
                let at =
                    pairs.binary_search_by_key(&number, |&[low, high, ..]| u16::from_le_bytes([low, high]));
                let [_, _, low, high] = *pairs.get(at.ok()?)?;
                Some(usize::from(u16::from_le_bytes([low, high])).saturating_mul(4))
            }
        }
    }
}

/// Whether a configuration names nothing but a locale.
fn is_plain(configuration: &[u8]) -> bool {
    configuration
        .iter()
        .enumerate()
        .skip(4)
        .all(|(at, &byte)| byte == 0 || Locale::HELD_IN.iter().any(|held| held.contains(&at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
        let header_size = 8 + header.len();
        let size = (header_size + body.len()) as u32;
        [&kind.to_le_bytes()[..], &(header_size as u16).to_le_bytes(), &size.to_le_bytes(), header, body]
            .concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// A table of type 1 with entries 0 and 2; what stands at the offsets is `entries`.
    fn table(flags: u8, count: u32, offsets: &[u8], entries: &[u8]) -> Vec<u8> {
        let configuration = [words(&[28]), vec![0; 24]].concat();
        let start = 20 + configuration.len() as u32 + offsets.len() as u32;
        let header = [&[1, flags, 0, 0][..], &words(&[count, start]), &configuration].concat();
        let types = chunk(TYPE, &header, &[offsets, entries].concat());
        let package = chunk(PACKAGE, &[words(&[0x7f]), vec![0; 256], words(&[0; 5])].concat(), &types);
        chunk(TABLE, &words(&[1]), &package)
    }

    const INTEGER: u8 = 0x10;

    /// A plain entry that holds an integer.
    fn entry(number: u32) -> Vec<u8> {
        [&[8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, INTEGER][..], &number.to_le_bytes()].concat()
    }

    fn compact(number: u32) -> Vec<u8> {
        [&[0, 0, 8, INTEGER][..], &number.to_le_bytes()].concat()
    }

    #[test]
    fn entries_are_found_in_every_layout() {
        let entries = [entry(5), entry(7)].concat();
        let compact = [compact(5), compact(7)].concat();
        for (name, table) in [
            ("dense", table(0, 3, &words(&[0, u32::MAX, 16]), &entries)),
            ("sparse", table(1, 2, &[0, 0, 0, 0, 2, 0, 4, 0], &entries)),
            ("offset16", table(2, 3, &[0, 0, 0xff, 0xff, 4, 0, 0, 0], &entries)),
            ("compact", table(0, 3, &words(&[0, u32::MAX, 8]), &compact)),
        ] {
            let resources = ResourceTable::parse(&table).unwrap();
            let value = |number: u32| resources.default_value(0x7f01_0000 | number);
            assert_eq!(value(0), Some(Value::Integer(5)), "{name}");
            assert_eq!(value(1), None, "{name}");
            assert_eq!(value(2), Some(Value::Integer(7)), "{name}");
            assert_eq!(value(3), None, "{name}");
            assert_eq!(resources.default_value(0x7f02_0000), None, "{name}");
            for length in 0..table.len() {
                let _ = ResourceTable::parse(&table[..length]).map(|table| table.default_value(0x7f01_0002));
            }
        }
    }

    #[test]
    fn references_end_somewhere() {
        let mut entry = entry(0x7f01_0000);
        entry[11] = 0x01;
        let table = table(0, 1, &words(&[0]), &entry);
        let resources = ResourceTable::parse(&table).unwrap();
        assert_eq!(resources.default_value(0x7f01_0000), None);
        assert!(resources.texts(0x7f01_0000).is_empty());
    }
}
