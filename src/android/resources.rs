//! `resources.arsc`: the table of resources (`ResTable` of Android's `ResourceTypes.h`).
//!
//! Tables have up to some dozen megabytes, of which a label needs some hundred bytes: only the headers of chunks are
//! read, and of the types that are asked for the entries. Type tables may be dense, sparse, or of 16-bit offsets;
//! entries may be compact.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;

use super::axml::Value;
use super::locale::Locale;
use super::string_pool;
use crate::bytes::Bytes;
use crate::paged::Paged;
use crate::read_at::ReadAt;

const TABLE: u16 = 0x0002;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
const CHUNK_HEADER: u64 = 8;
/// How much of the header of a type's chunk is read, in bytes: the largest configuration known has 64.
const TYPE_HEADER: usize = 256;
/// How often a reference may lead to another, as in Android.
const MAX_REFERENCES: u8 = 20;
/// How many configurations of one resource are looked at. Real ones have some hundred.
pub(super) const MAX_CONFIGURATIONS: usize = 4096;
/// How many tables of types are kept. Real tables have some thousand.
const MAX_TYPES: usize = 64 << 10;
/// How many entries are looked up: references among many configurations would have no end.
const MAX_LOOKUPS: u32 = 1 << 18;

/// How much text of one resource is given, all locales together, in bytes. Names have some kilobytes.
const MAX_TEXTS: usize = 1 << 20;

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ResourcesError {
    /// The source failed: nothing is said of the table.
    #[error("{0}")]
    Read(#[from] io::Error),
    #[error("it is not a resource table")]
    NotATable,
    #[error("it has more than {0} resources")]
    TooMany(usize),
    /// It was read, and not to its end.
    #[error("it has more texts of one name than are read")]
    CutShort,
}

/// The value of a resource in one configuration, which is read only where it is wanted: texts may be long, and stand in
/// many configurations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Configured<S> {
    pub(crate) locale: Locale,
    /// Whether the configuration names nothing but a locale.
    pub(crate) is_plain: bool,
    pub(crate) value: S,
}

/// What may still be looked up in a table, and whether something was left out for that.
#[derive(Debug)]
pub(crate) struct Lookups {
    left: Cell<u32>,
    is_cut: Cell<bool>,
}

impl Lookups {
    pub(super) fn new() -> Self {
        Self { left: Cell::new(MAX_LOOKUPS), is_cut: Cell::new(false) }
    }

    /// Takes one from what is left.
    pub(super) fn take(&self) -> Option<()> {
        let left = self.left.get().checked_sub(1);
        match left {
            Some(left) => self.left.set(left),
            None => self.cut(),
        }
        left.map(drop)
    }

    /// Notes that something is left out.
    pub(super) fn cut(&self) {
        self.is_cut.set(true);
    }

    /// The error that says so: a name that is shown may not be the one that a device shows.
    pub(crate) fn error(&self) -> Option<ResourcesError> {
        self.is_cut.get().then_some(ResourcesError::CutShort)
    }
}

/// Where resources are looked up, in whatever format they are stored.
pub(crate) trait Resources {
    /// A value as it is stored.
    type Stored;

    /// The value in each configuration that has one, in the order of the table. All calls together give so many as can be
    /// looked at.
    fn values(&self, id: u32) -> impl Iterator<Item = Configured<Self::Stored>>;

    /// What may still be looked up.
    fn lookups(&self) -> &Lookups;

    /// What a value is.
    fn read(&self, value: Self::Stored) -> Value;

    /// The texts of a string resource by locale; the default one under the empty locale.
    fn texts(&self, id: u32) -> BTreeMap<Locale, String> {
        let mut texts: BTreeMap<Locale, (bool, String)> = BTreeMap::new();
        let mut size = 0_usize;
        for Configured { locale, is_plain, value } in self.values(id) {
            if texts.get(&locale).is_some_and(|(was_plain, _)| *was_plain || !is_plain) {
                continue;
            }
            let text = match self.read(value) {
                Value::Reference(id) => self.resolve(id, locale, MAX_REFERENCES).and_then(as_text),
                value => as_text(value),
            };
            let Some(text) = text else { continue };
            size = size.saturating_add(text.len());
            if size > MAX_TEXTS {
                self.lookups().cut();
                break;
            }
            texts.insert(locale, (is_plain, text));
        }
        texts.into_iter().map(|(locale, (_, text))| (locale, text)).collect()
    }

    /// What a resource is in the default configuration.
    fn default_value(&self, id: u32) -> Option<Value> {
        self.resolve(id, Locale::default(), MAX_REFERENCES)
    }

    /// The value in that locale, else in the default one, else in any.
    fn resolve(&self, id: u32, locale: Locale, references: u8) -> Option<Value> {
        let rank = |it: &Configured<_>| (it.locale == locale, it.locale == Locale::default(), it.is_plain);
        // Of equals the first.
        let best = self.values(id).fold(None, |best: Option<Configured<_>>, next| match best {
            Some(best) if rank(&best) >= rank(&next) => Some(best),
            _ => Some(next),
        });
        match self.read(best?.value) {
            Value::Reference(id) => self.resolve(id, locale, references.checked_sub(1)?),
            value => Some(value),
        }
    }
}

/// A table of resources.
pub(crate) struct ResourceTable<'r> {
    bytes: Paged<'r>,
    strings: Option<StringRun>,
    /// The tables of each package's types: by the upper 16 bits of the ids that they hold.
    types: BTreeMap<u16, Vec<TypeTable>>,
    lookups: Lookups,
}

/// Where something begins and ends, in bytes from the start of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    start: u64,
    end: u64,
}

impl Run {
    /// What is left of the run behind its first `count` bytes.
    fn behind(self, count: u64) -> Option<Self> {
        let start = self.start.checked_add(count)?;
        (start <= self.end).then_some(Self { start, ..self })
    }

    /// Where `length` bytes stand, `at` bytes into the run, if all are in it.
    fn place(self, at: u64, length: u64) -> Option<u64> {
        let place = self.start.checked_add(at)?;
        (place.checked_add(length)? <= self.end).then_some(place)
    }
}

/// A chunk of the table.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    kind: u16,
    header_size: u64,
    run: Run,
}

impl Chunk {
    /// What stands behind its header.
    fn body(&self) -> Run {
        self.run.behind(self.header_size).unwrap_or(Run { start: self.run.end, ..self.run })
    }
}

/// The table's pool of strings.
#[derive(Debug, Clone, Copy)]
struct StringRun {
    is_utf8: bool,
    offsets: Run,
    strings: Run,
}

/// The resources of one type for one configuration.
#[derive(Debug, Clone, Copy)]
struct TypeTable {
    layout: Layout,
    locale: Locale,
    /// Whether the configuration names nothing but a locale.
    is_plain: bool,
    count: u32,
    offsets: Run,
    entries: Run,
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

/// A value before what it refers to has been read: its type and data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawValue {
    kind: u8,
    data: u32,
}

impl<'r> ResourceTable<'r> {
    /// Reads the headers of a table's chunks.
    pub(crate) fn read(source: &'r dyn ReadAt) -> Result<Self, ResourcesError> {
        let bytes = Paged::new(source)?;
        let whole = Run { start: 0, end: bytes.size() };
        let mut table = Self { bytes, strings: None, types: BTreeMap::new(), lookups: Lookups::new() };
        let found = table.next_chunk(&mut whole.clone()).filter(|chunk| chunk.kind == TABLE);
        if let Some(found) = found {
            table.read_chunks(found.body());
        }
        match (table.take_failure(), found) {
            (Some(failure), _) => Err(failure.into()),
            (None, None) => Err(ResourcesError::NotATable),
            (None, Some(_)) => Ok(table),
        }
    }

    /// The error that ended reading, if one did: what was looked up may be missing then.
    pub(crate) fn take_failure(&self) -> Option<io::Error> {
        self.bytes.take_failure()
    }

    fn read_chunks(&mut self, mut rest: Run) {
        while let Some(chunk) = self.next_chunk(&mut rest) {
            match chunk.kind {
                string_pool::CHUNK_TYPE => self.strings = self.read_strings(&chunk),
                PACKAGE => {
                    let id = chunk.run.place(8, 4).and_then(|at| self.bytes.array(at));
                    self.add_package(id.map_or(0, u32::from_le_bytes), chunk.body());
                }
                _ => {}
            }
        }
    }

    /// Takes the chunk at the front, unless none can be there. The last may be cut short.
    fn next_chunk(&self, rest: &mut Run) -> Option<Chunk> {
        let header: [u8; 8] = self.bytes.array(rest.place(0, CHUNK_HEADER)?)?;
        let mut header = Bytes::new(&header);
        let kind = header.u16()?;
        let header_size = u64::from(header.u16()?);
        let size = u64::from(header.u32()?);
        if header_size < CHUNK_HEADER || size < header_size {
            return None;
        }
        let end = rest.start.saturating_add(size).min(rest.end);
        let run = Run { start: rest.start, end };
        rest.start = end;
        Some(Chunk { kind, header_size, run })
    }

    fn read_strings(&self, chunk: &Chunk) -> Option<StringRun> {
        let header: [u8; string_pool::HEADER_SIZE] =
            self.bytes.array(chunk.run.place(0, string_pool::HEADER_SIZE as u64)?)?;
        let header = string_pool::Header::read(&header)?;
        let offsets = chunk.run.behind(header.header_size.into())?;
        let end = offsets.start.saturating_add(u64::from(header.count).saturating_mul(4));
        Some(StringRun {
            is_utf8: header.is_utf8,
            offsets: Run { end: end.min(offsets.end), ..offsets },
            strings: chunk.run.behind(header.strings_start.into())?,
        })
    }

    fn string(&self, index: u32) -> Option<String> {
        /// Most strings have no more.
        const SHORT: usize = 256;
        let pool = self.strings?;
        let at = pool.offsets.place(u64::from(index).checked_mul(4)?, 4)?;
        let string = pool.strings.behind(u32::from_le_bytes(self.bytes.array(at)?).into())?;
        let held = usize::try_from(string.end.saturating_sub(string.start)).unwrap_or(usize::MAX);
        let decode = |length: usize| {
            let bytes = self.bytes.up_to(string.start, length.min(held));
            let mut bytes = Bytes::new(&bytes);
            (string_pool::decode(&mut bytes, pool.is_utf8), bytes.is_empty())
        };
        match decode(SHORT) {
            (_, true) if held > SHORT => decode(string_pool::MAX_ENCODED).0,
            (text, _) => text,
        }
    }

    fn add_package(&mut self, package: u32, mut rest: Run) {
        // A package without an id is the app's own.
        let package = match u8::try_from(package) {
            Ok(0) | Err(_) => 0x7f,
            Ok(id) => id,
        };
        let mut kept: usize = self.types.values().map(Vec::len).sum();
        while let Some(chunk) = self.next_chunk(&mut rest) {
            if chunk.kind == TYPE && kept >= MAX_TYPES {
                self.lookups.cut();
                break;
            }
            if chunk.kind == TYPE
                && let Some((id, table)) = self.read_type(&chunk)
            {
                kept = kept.saturating_add(1);
                self.types.entry(u16::from_be_bytes([package, id])).or_default().push(table);
            }
        }
    }

    /// The type's number, and its table.
    fn read_type(&self, chunk: &Chunk) -> Option<(u8, TypeTable)> {
        const SPARSE: u8 = 1;
        const OFFSET16: u8 = 2;
        let length = usize::try_from(chunk.run.end.saturating_sub(chunk.run.start)).ok()?;
        let header = self.bytes.up_to(chunk.run.start, length.min(TYPE_HEADER));
        let mut header = Bytes::at(&header, 8)?;
        let id = header.u8()?;
        let flags = header.u8()?;
        header.skip(2)?;
        let count = header.u32()?;
        let entries_start = header.u32()?;
        let configuration = header.rest();
        let layout = match flags {
            flags if flags & SPARSE != 0 => Layout::Sparse,
            flags if flags & OFFSET16 != 0 => Layout::Offset16,
            _ => Layout::Dense,
        };
        let size = usize::try_from(Bytes::new(configuration).u32()?).ok()?;
        let configuration = configuration.get(..size).unwrap_or(configuration);
        let table = TypeTable {
            layout,
            locale: Locale::of_configuration(configuration),
            is_plain: is_plain(configuration),
            count,
            offsets: chunk.run.behind(chunk.header_size)?,
            entries: chunk.run.behind(entries_start.into())?,
        };
        Some((id, table))
    }
}

impl Resources for ResourceTable<'_> {
    type Stored = RawValue;

    fn values(&self, id: u32) -> impl Iterator<Item = Configured<RawValue>> {
        let [package, kind, high, low] = id.to_be_bytes();
        // A reference without a package is to the app's own.
        let package = if package == 0 { 0x7f } else { package };
        let tables = self.types.get(&u16::from_be_bytes([package, kind]));
        let entry = u32::from(u16::from_be_bytes([high, low]));
        if tables.is_some_and(|tables| tables.len() > MAX_CONFIGURATIONS) {
            self.lookups.cut();
        }
        tables.into_iter().flatten().take(MAX_CONFIGURATIONS).filter_map(move |table| {
            self.lookups.take()?;
            let value = table.entry(&self.bytes, entry)?;
            Some(Configured { locale: table.locale, is_plain: table.is_plain, value })
        })
    }

    fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    fn read(&self, raw: RawValue) -> Value {
        Value::of(raw.kind, raw.data, |index| self.string(index))
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

impl TypeTable {
    /// A resource's value.
    fn entry(&self, bytes: &Paged<'_>, number: u32) -> Option<RawValue> {
        const COMPLEX: u16 = 1;
        const COMPACT: u16 = 8;
        let offset = self.offset(bytes, number)?;
        let entry: [u8; 8] = bytes.array(self.entries.place(offset, 8)?)?;
        let mut entry = Bytes::new(&entry);
        let size = entry.u16()?;
        let flags = entry.u16()?;
        if flags & COMPACT != 0 {
            let [_, kind] = flags.to_le_bytes();
            return Some(RawValue { kind, data: entry.u32()? });
        }
        if flags & COMPLEX != 0 {
            return None;
        }
        let value: [u8; 8] = bytes.array(self.entries.place(offset.checked_add(size.into())?, 8)?)?;
        let mut value = Bytes::new(&value);
        value.skip(3)?; // size of the value, and a byte that is always zero
        Some(RawValue { kind: value.u8()?, data: value.u32()? })
    }

    fn offset(&self, bytes: &Paged<'_>, number: u32) -> Option<u64> {
        if number >= self.count && self.layout != Layout::Sparse {
            return None;
        }
        match self.layout {
            Layout::Dense => {
                let at = self.offsets.place(u64::from(number).checked_mul(4)?, 4)?;
                let offset = u32::from_le_bytes(bytes.array(at)?);
                (offset != u32::MAX).then_some(offset.into())
            }
            Layout::Offset16 => {
                let at = self.offsets.place(u64::from(number).checked_mul(2)?, 2)?;
                let offset = u16::from_le_bytes(bytes.array(at)?);
                (offset != u16::MAX).then(|| u64::from(offset).saturating_mul(4))
            }
            Layout::Sparse => self.sparse_offset(bytes, u16::try_from(number).ok()?),
        }
    }

    /// Searches the pairs, which are in order.
    fn sparse_offset(&self, bytes: &Paged<'_>, number: u16) -> Option<u64> {
        let held = self.offsets.end.saturating_sub(self.offsets.start) / 4;
        let (mut low, mut high) = (0, u64::from(self.count).min(held));
        while low < high {
            let middle = low.midpoint(high);
            let at = self.offsets.place(middle.checked_mul(4)?, 4)?;
            let [low_byte, high_byte, offset @ ..] = bytes.array::<4>(at)?;
            match u16::from_le_bytes([low_byte, high_byte]).cmp(&number) {
                std::cmp::Ordering::Equal => {
                    return Some(u64::from(u16::from_le_bytes(offset)).saturating_mul(4));
                }
                std::cmp::Ordering::Less => low = middle.saturating_add(1),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
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
            let resources = ResourceTable::read(&table).unwrap();
            let value = |number: u32| resources.default_value(0x7f01_0000 | number);
            assert_eq!(value(0), Some(Value::Integer(5)), "{name}");
            assert_eq!(value(1), None, "{name}");
            assert_eq!(value(2), Some(Value::Integer(7)), "{name}");
            assert_eq!(value(3), None, "{name}");
            assert_eq!(resources.default_value(0x7f02_0000), None, "{name}");
            for length in 0..table.len() {
                let start = &table[..length];
                let _ = ResourceTable::read(&start).map(|table| table.default_value(0x7f01_0002));
            }
        }
    }

    /// A table of so many configurations of one resource.
    fn configurations(count: usize) -> Vec<u8> {
        let one = table(0, 1, &words(&[0]), &entry(5));
        let package_header = 8 + 4 + 256 + 20;
        let (head, types) = one[12..].split_at(package_header);
        let mut package = [head, &types.repeat(count)].concat();
        let size = (package.len() as u32).to_le_bytes();
        package[4..8].copy_from_slice(&size);
        chunk(TABLE, &words(&[1]), &package)
    }

    #[test]
    fn configurations_are_counted() {
        for (count, is_cut) in [(MAX_CONFIGURATIONS, false), (MAX_CONFIGURATIONS + 1, true)] {
            let table = configurations(count);
            let resources = ResourceTable::read(&table).unwrap();
            assert_eq!(resources.default_value(0x7f01_0000), Some(Value::Integer(5)));
            assert_eq!(resources.lookups().error().is_some(), is_cut, "{count}");
        }
        for (count, is_cut) in [(MAX_TYPES, false), (MAX_TYPES + 1, true)] {
            let table = configurations(count);
            let resources = ResourceTable::read(&table).unwrap();
            assert_eq!(resources.lookups().error().is_some(), is_cut, "{count}");
        }
    }

    #[test]
    fn what_is_looked_up_is_counted() {
        let lookups = Lookups::new();
        assert!((0..MAX_LOOKUPS).all(|_| lookups.take().is_some()) && lookups.error().is_none());
        assert!(lookups.take().is_none() && lookups.error().is_some());
    }

    #[test]
    fn references_are_counted() {
        for (references, want) in [(20, Some(Value::Integer(5))), (21, None)] {
            let chain = (1..=references).map(|next| {
                let mut reference = entry(0x7f01_0000 | next);
                reference[11] = 0x01;
                reference
            });
            let entries: Vec<u8> = chain.chain([entry(5)]).flatten().collect();
            let offsets: Vec<u32> = (0..=references).map(|number| number * 16).collect();
            let table = table(0, references + 1, &words(&offsets), &entries);
            let resources = ResourceTable::read(&table).unwrap();
            assert_eq!(resources.default_value(0x7f01_0000), want, "{references}");
        }
    }

    #[test]
    fn references_end_somewhere() {
        let mut entry = entry(0x7f01_0000);
        entry[11] = 0x01;
        let table = table(0, 1, &words(&[0]), &entry);
        let resources = ResourceTable::read(&table).unwrap();
        assert_eq!(resources.default_value(0x7f01_0000), None);
        assert!(resources.texts(0x7f01_0000).is_empty());
    }
}
