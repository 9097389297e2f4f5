//! `resources.arsc`: the table of resources (`ResTable` of Android's `ResourceTypes.h`).
//!
//! Tables have up to some dozen megabytes, of which a label needs some hundred bytes: only the
//! headers of chunks are read, and of the types that are asked for the entries. What devices refuse
//! as a whole (`LoadedArsc.cpp`) has no values; what they read and other readers take otherwise is
//! noted.

mod chunk;
pub(crate) mod strings;
pub(crate) mod type_table;

use crate::android::identity::table_fault::TableFault;
use std::collections::BTreeMap;
use std::io;

use self::chunk::{Chunk, Run};
use self::strings::Strings;
use self::type_table::{Entry, TypeTable};
use super::axml::Value;
use super::configuration::Configuration;
use super::resources::{
    Configured, Known, Lookups, MAX_CONFIGURATIONS, Nowhere, Resources, ResourcesError,
};
use crate::encoding::bytes::Bytes;
use crate::source::paged::Paged;
use crate::source::read_at::ReadAt;

const STRING_POOL: u16 = 0x0001;
const TABLE: u16 = 0x0002;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
const TYPE_SPEC: u16 = 0x0202;
const LIBRARY: u16 = 0x0203;
const OVERLAYABLE: u16 = 0x0204;
const CHUNK_HEADER: u64 = 8;
/// How many tables of types are kept. Real tables have some thousand.
const MAX_TYPES: usize = 64 << 10;

/// Why devices refuse a table.
type Refused = TableFault;

/// A table of resources.
pub(crate) struct ResourceTable<'r> {
    bytes: Paged<'r>,
    strings: Option<Strings>,
    /// The tables of each package's types: by the upper 16 bits of the ids that they hold.
    types: BTreeMap<u16, Vec<TypeTable>>,
    kept: usize,
    refused: Option<Refused>,
    known: Known<Entry>,
    lookups: Lookups,
}

/// A package while its chunks are read.
struct Package {
    id: u8,
    type_id_offset: u32,
    /// How many resources each type has.
    counts: BTreeMap<u8, u32>,
}

impl<'r> ResourceTable<'r> {
    /// Reads the headers of a table's chunks.
    pub(crate) fn read(source: &'r dyn ReadAt) -> Result<Self, ResourcesError> {
        let bytes = Paged::new(source)?;
        let whole = Run { start: 0, end: bytes.size() };
        let mut table = Self {
            bytes,
            strings: None,
            types: BTreeMap::new(),
            kept: 0,
            refused: None,
            known: Known::default(),
            lookups: Lookups::new(),
        };
        let kind = table.bytes.array(0).map(u16::from_le_bytes);
        let read = table.read_file(whole);
        if let Some(failure) = table.take_failure() {
            return Err(failure.into());
        }
        if kind != Some(TABLE) || whole.size() < CHUNK_HEADER {
            return Err(ResourcesError::NotATable);
        }
        if let Err(refused) = read {
            table.refused = Some(refused);
            table.lookups.note(refused);
        }
        Ok(table)
    }

    /// The error that ended reading, if one did: what was looked up may be missing then.
    pub(crate) fn take_failure(&self) -> Option<io::Error> {
        self.bytes.take_failure()
    }

    /// Whether devices refuse it, and nothing has a value.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    fn read_file(&mut self, mut rest: Run) -> Result<(), Refused> {
        let Some(table) = self.next_chunk(&mut rest, true)?.filter(|chunk| chunk.kind == TABLE)
        else {
            return Ok(());
        };
        self.read_table(&table)?;
        while let Some(chunk) = self.next_chunk(&mut rest, false)? {
            if chunk.kind == TABLE {
                self.lookups.note(TableFault::TwoTables);
            }
        }
        Ok(())
    }

    fn read_table(&mut self, table: &Chunk) -> Result<(), Refused> {
        const HEADER: u64 = 12;
        if table.header_size < HEADER {
            return Err(TableFault::ShortHeader);
        }
        let packages =
            table.run.place(8, 4).and_then(|at| self.bytes.array(at)).map_or(0, u32::from_le_bytes);
        let mut seen = 0_u32;
        let mut ids_given = 1;
        let mut rest = table.body();
        let mut is_first = true;
        while let Some(chunk) = self.next_chunk(&mut rest, is_first)? {
            is_first = false;
            match chunk.kind {
                STRING_POOL if self.strings.is_some() => {
                    self.lookups.note(TableFault::TwoStringPools)
                }
                STRING_POOL => {
                    let strings = Strings::read(&self.bytes, chunk.run);
                    self.strings = Some(strings.ok_or(TableFault::StringPool)?);
                }
                PACKAGE => {
                    seen = seen.saturating_add(1);
                    if seen > packages {
                        return Err(TableFault::MorePackages);
                    }
                    self.read_package(&chunk, table.run, &mut ids_given)?;
                }
                _ => {}
            }
        }
        if seen < packages {
            self.lookups.note(TableFault::FewerPackages);
        }
        if self.strings.is_none() {
            self.lookups.note(TableFault::NoStringPool);
        }
        Ok(())
    }

    /// Takes the chunk at the front (`ChunkIterator`). What is no whole chunk ends a run, unless it
    /// is all of it.
    fn next_chunk(&self, rest: &mut Run, is_first: bool) -> Result<Option<Chunk>, Refused> {
        const TOO_SHORT: Refused = TableFault::ChunkReachesOut;
        if rest.size() == 0 {
            return Ok(None);
        }
        let header = rest.place(0, CHUNK_HEADER).and_then(|at| self.bytes.array::<8>(at));
        let Some([kind @ .., h0, h1, s0, s1, s2, s3]) = header else {
            return if is_first { Err(TOO_SHORT) } else { Ok(None) };
        };
        let (kind, header_size) = (u16::from_le_bytes(kind), u16::from_le_bytes([h0, h1]));
        let size = u32::from_le_bytes([s0, s1, s2, s3]);
        if u64::from(size) > rest.size() {
            self.lookups.note(TOO_SHORT);
            return if is_first { Err(TOO_SHORT) } else { Ok(None) };
        }
        let (header_size, size) = (u64::from(header_size), u64::from(size));
        if header_size < CHUNK_HEADER || header_size > size || (header_size | size) & 3 != 0 {
            return Err(TableFault::ChunkSize);
        }
        let end = rest.start.saturating_add(size);
        let run = Run { start: rest.start, end };
        rest.start = end;
        Ok(Some(Chunk { kind, header_size, run }))
    }

    /// Reads a package (`LoadedPackage::Load`).
    fn read_package(
        &mut self,
        chunk: &Chunk,
        table: Run,
        ids_given: &mut u8,
    ) -> Result<(), Refused> {
        /// Without the offset of its types, which came later.
        const HEADER: usize = 284;
        let header = self.bytes.up_to(chunk.run.start, HEADER.saturating_add(4));
        let header_size = usize::try_from(chunk.header_size).unwrap_or(usize::MAX);
        let field = |at| Bytes::at(&header, at).and_then(|mut field| field.u32()).unwrap_or(0);
        if header_size < HEADER {
            return Err(TableFault::ShortHeader);
        }
        let type_id_offset = if header_size > HEADER { field(HEADER) } else { 0 };
        if type_id_offset != 0 {
            self.lookups.note(TableFault::TypeOffset);
        }
        let id = match u8::try_from(field(8)) {
            Ok(0) => {
                self.lookups.note(TableFault::PackageZero);
                *ids_given = ids_given.saturating_add(1);
                *ids_given
            }
            Ok(id) => id,
            Err(_) => return Err(TableFault::PackageNumber),
        };
        if self.types.keys().any(|of| of.to_be_bytes().first() == Some(&id)) {
            self.lookups.note(TableFault::PackageTwice);
        }
        // The names of types and of resources.
        for at in [field(268), field(276)].map(u64::from) {
            let run = Run { start: chunk.run.start.saturating_add(at), ..table };
            if at >= chunk.run.size() || at & 3 != 0 || Strings::read(&self.bytes, run).is_none() {
                self.lookups.note(TableFault::NamePool);
            }
        }
        let names = [field(268), field(276)].map(|at| chunk.run.start.saturating_add(at.into()));
        let mut package = Package { id, type_id_offset, counts: BTreeMap::new() };
        let mut rest = chunk.body();
        let mut is_first = true;
        while let Some(chunk) = self.next_chunk(&mut rest, is_first)? {
            is_first = false;
            let is_of_names = chunk.kind == STRING_POOL && names.contains(&chunk.run.start);
            if is_of_names && Strings::read(&self.bytes, chunk.run).is_none() {
                return Err(TableFault::NamePool);
            }
            self.read_part(&chunk, &mut package)?;
        }
        Ok(())
    }

    /// Reads a chunk of a package.
    fn read_part(&mut self, chunk: &Chunk, package: &mut Package) -> Result<(), Refused> {
        const OVERLAYABLE_HEADER: u64 = 8 + 2 * 512;
        match chunk.kind {
            TYPE_SPEC => self.read_type_spec(chunk, package),
            TYPE => self.read_type(chunk, package),
            LIBRARY => {
                let count = chunk
                    .run
                    .place(8, 4)
                    .and_then(|at| self.bytes.array(at))
                    .map(u32::from_le_bytes);
                let size = count.map_or(0, |count| u64::from(count).saturating_mul(260));
                let fits = chunk.header_size >= 12 && size <= chunk.body().size();
                if fits { Ok(()) } else { Err(TableFault::Libraries) }
            }
            OVERLAYABLE if chunk.header_size < OVERLAYABLE_HEADER => Err(TableFault::ShortHeader),
            _ => Ok(()),
        }
    }

    fn read_type_spec(&self, chunk: &Chunk, package: &mut Package) -> Result<(), Refused> {
        let header: [u8; 16] =
            chunk.run.place(0, 16).and_then(|at| self.bytes.array(at)).unwrap_or_default();
        let [.., id, _, _, _, c0, c1, c2, c3] = header;
        let count = u32::from_le_bytes([c0, c1, c2, c3]);
        if chunk.header_size < 16 || u64::from(count).saturating_mul(4) > chunk.body().size() {
            return Err(TableFault::ShortTypeSpec);
        }
        if id == 0 || package.type_id_offset.saturating_add(id.into()) > 255 {
            return Err(TableFault::TypeNumber);
        }
        if count > u16::MAX.into() {
            return Err(TableFault::TooManyResources);
        }
        if package.counts.insert(id, count).is_some() {
            self.lookups.note(TableFault::TypeSpecTwice);
        }
        Ok(())
    }

    fn read_type(&mut self, chunk: &Chunk, package: &Package) -> Result<(), Refused> {
        let (id, mut table) = TypeTable::read(&self.bytes, chunk, &self.lookups)?;
        let Some(&declared) = package.counts.get(&id) else {
            return Err(TableFault::NoTypeSpec);
        };
        if declared == 0 && !table.is_empty() {
            self.lookups.note(TableFault::MoreResources);
        }
        if self.kept >= MAX_TYPES {
            self.lookups.cut();
            return Ok(());
        }
        table.declared = declared;
        self.kept = self.kept.saturating_add(1);
        self.types.entry(u16::from_be_bytes([package.id, id])).or_default().push(table);
        Ok(())
    }
}

impl Resources for ResourceTable<'_> {
    type Stored = Entry;

    fn look_up(&self, id: u32) -> Vec<Configured<Entry>> {
        let [package, kind, high, low] = id.to_be_bytes();
        let tables = self.types.get(&u16::from_be_bytes([package, kind]));
        let tables =
            tables.filter(|_| self.refused.is_none()).map(Vec::as_slice).unwrap_or_default();
        let number = u16::from_be_bytes([high, low]);
        if tables.len() > MAX_CONFIGURATIONS {
            self.lookups.cut();
        }
        let entry = |table: &TypeTable| {
            self.lookups.take()?;
            let stored = table.entry(&self.bytes, number, &self.lookups)?;
            let configuration: Configuration = table.configuration;
            Some(Configured { configuration, stored })
        };
        tables.iter().take(MAX_CONFIGURATIONS).filter_map(entry).collect()
    }

    fn known(&self) -> &Known<Entry> {
        &self.known
    }

    fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    fn read(&self, entry: Entry, platform: u32) -> Result<Value, Nowhere> {
        let value = entry.value(&self.bytes, platform).inspect_err(|error| {
            if *error == Nowhere::Unreadable {
                self.lookups.note(TableFault::ResourceOutside);
            }
        })?;
        let string = |index| {
            let found = self.strings.and_then(|strings| strings.get(&self.bytes, index));
            if found.as_ref().is_none_or(|(_, is_odd)| *is_odd) {
                self.lookups.note(TableFault::BadString);
            }
            found.map(|(text, _)| text)
        };
        match Value::of(value.kind, value.data, string) {
            Value::Other => Err(Nowhere::NoText),
            value => Ok(value),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::android::platform;

    fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
        let header_size = 8 + header.len();
        let size = (header_size + body.len()) as u32;
        [
            &kind.to_le_bytes()[..],
            &(header_size as u16).to_le_bytes(),
            &size.to_le_bytes(),
            header,
            body,
        ]
        .concat()
    }

    pub(in crate::android) fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// A description of type 1.
    fn description() -> Vec<u8> {
        chunk(TYPE_SPEC, &words(&[1, 32]), &[0; 4 * 32])
    }

    /// A table of type 1 with entries 0 and 2; what stands at the offsets is `entries`.
    pub(in crate::android) fn table(
        flags: u8,
        count: u32,
        offsets: &[u8],
        entries: &[u8],
    ) -> Vec<u8> {
        let configuration = [words(&[28]), vec![0; 24]].concat();
        let start = 20 + configuration.len() as u32 + offsets.len() as u32;
        let header = [&[1, flags, 0, 0][..], &words(&[count, start]), &configuration].concat();
        let types = [description(), chunk(TYPE, &header, &[offsets, entries].concat())].concat();
        let package =
            chunk(PACKAGE, &[words(&[0x7f]), vec![0; 256], words(&[0; 5])].concat(), &types);
        let pool = chunk(STRING_POOL, &words(&[0, 0, 0, 28, 0]), &[]);
        chunk(TABLE, &words(&[1]), &[pool, package].concat())
    }

    const INTEGER: u8 = 0x10;

    /// A plain entry that holds an integer.
    pub(in crate::android) fn entry(number: u32) -> Vec<u8> {
        [&[8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, INTEGER][..], &number.to_le_bytes()].concat()
    }

    pub(in crate::android) fn compact(number: u32) -> Vec<u8> {
        [&[0, 0, 8, INTEGER][..], &number.to_le_bytes()].concat()
    }

    /// A table of so many configurations of one resource.
    fn configurations(count: usize) -> Vec<u8> {
        let one = table(0, 1, &words(&[0]), &entry(5));
        let package_header = 8 + 4 + 256 + 20;
        let (pool, one) = one[12..].split_at(28);
        let (head, types) = one.split_at(package_header + description().len());
        let mut package = [head, &types.repeat(count)].concat();
        let size = (package.len() as u32).to_le_bytes();
        package[4..8].copy_from_slice(&size);
        chunk(TABLE, &words(&[1]), &[pool, &package].concat())
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
        assert!(resources.texts(0x7f01_0000, platform::NEWEST).is_empty());
    }
}
