//! The resources of one type for one configuration (`ResTable_type` of Android's
//! `ResourceTypes.h`): where their entries stand, and what an entry holds.
//!
//! Entries may be dense, sparse (Android 8), or have 16-bit offsets (Android 14); each may be
//! compact (Android 14).

use crate::android::identity::table_fault::TableFault;
use std::cmp::Ordering;

use super::chunk::{Chunk, Run};
use crate::android::identity::configuration::Configuration;
use crate::android::identity::resources::{Lookups, Nowhere};
use crate::encoding::bytes::Bytes;
use crate::source::paged::Paged;

/// The header up to the configuration.
const FIXED: usize = 20;
const SPARSE_SINCE: u32 = 26;
const COMPACT_SINCE: u32 = 34;

/// The resources of one type for one configuration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypeTable {
    layout: Layout,
    pub(crate) configuration: Configuration,
    /// How many resources the type has by its description.
    pub(crate) declared: u32,
    count: u32,
    offsets: Run,
    chunk: Run,
    entries_start: u32,
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

impl TypeTable {
    /// The type's number, and its table (`VerifyResTableType` of `LoadedArsc.cpp`).
    pub(crate) fn read(
        bytes: &Paged<'_>,
        chunk: &Chunk,
        lookups: &Lookups,
    ) -> Result<(u8, Self), TableFault> {
        const SHORT: TableFault = TableFault::ShortHeader;
        // A configuration may reach beyond the header.
        let header = bytes.up_to(chunk.run.start, FIXED.saturating_add(Configuration::SIZE));
        let configuration = header.get(FIXED..).unwrap_or_default();
        let (id, flags, count, entries_start) = fixed(&header).ok_or(SHORT)?;
        if chunk.header_size < 24 {
            return Err(SHORT);
        }
        if id == 0 {
            return Err(TableFault::TypeZero);
        }
        if count > u16::MAX.into() {
            return Err(TableFault::TooManyResources);
        }
        let layout = Layout::of(flags);
        let start = u64::from(entries_start);
        let room = start.checked_sub(chunk.header_size);
        let needed = u64::from(count).saturating_mul(layout.unit());
        if room.is_none_or(|room| room < needed) || start > chunk.run.size() || start & 3 != 0 {
            return Err(TableFault::EntriesPlace);
        }
        if layout != Layout::Offset16 && count > 0 && start > chunk.run.size().saturating_sub(8) {
            lookups.note(TableFault::EntriesPlace);
        }
        let size = Bytes::new(configuration).u32().map_or(0, u64::from);
        if size > chunk.header_size.saturating_sub(FIXED as u64) {
            lookups.note(TableFault::Configuration);
        }
        let offsets = chunk.run.behind(chunk.header_size).ok_or(SHORT)?;
        let configuration = Configuration::of_bytes(configuration);
        let table = Self {
            layout,
            configuration,
            declared: 0,
            count,
            offsets,
            chunk: chunk.run,
            entries_start,
        };
        Ok((id, table))
    }

    /// Whether it has no resources.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A resource's entry.
    pub(crate) fn entry(&self, bytes: &Paged<'_>, number: u16, lookups: &Lookups) -> Option<Entry> {
        let offset = self.offset(bytes, number, lookups)?;
        if u32::from(number) >= self.declared {
            lookups.note(TableFault::MoreResources);
        }
        let start = self.entries_start.checked_add(offset);
        Some(Entry { chunk: self.chunk, start, layout: self.layout })
    }

    fn offset(&self, bytes: &Paged<'_>, number: u16, lookups: &Lookups) -> Option<u32> {
        if u32::from(number) >= self.count && self.layout != Layout::Sparse {
            return None;
        }
        let place =
            self.offsets.place(self.layout.unit().checked_mul(number.into())?, self.layout.unit());
        match self.layout {
            Layout::Dense => {
                let offset = u32::from_le_bytes(bytes.array(place?)?);
                (offset != u32::MAX).then_some(offset)
            }
            Layout::Offset16 => {
                let offset = u16::from_le_bytes(bytes.array(place?)?);
                (offset != u16::MAX).then(|| u32::from(offset).saturating_mul(4))
            }
            Layout::Sparse => self.sparse_offset(bytes, number, lookups),
        }
    }

    /// The pair of that place.
    fn pair(&self, bytes: &Paged<'_>, at: u32) -> Option<(u16, u16)> {
        let place = self.offsets.place(u64::from(at).checked_mul(4)?, 4)?;
        let [low, high, offset @ ..] = bytes.array::<4>(place)?;
        Some((u16::from_le_bytes([low, high]), u16::from_le_bytes(offset)))
    }

    /// Searches the pairs, which are in order, as `std::lower_bound` does: of equals the first.
    fn sparse_offset(&self, bytes: &Paged<'_>, number: u16, lookups: &Lookups) -> Option<u32> {
        const UNSORTED: TableFault = TableFault::Order;
        let (mut first, mut length) = (0_u32, self.count);
        // The numbers between which what is looked for must stand.
        let (mut lowest, mut highest) = (None, None);
        while length > 0 {
            let half = length / 2;
            let middle = first.saturating_add(half);
            let (found, _) = self.pair(bytes, middle)?;
            if lowest.is_some_and(|lowest| found <= lowest)
                || highest.is_some_and(|highest| found >= highest)
            {
                lookups.note(UNSORTED);
            }
            if found.cmp(&number) == Ordering::Less {
                lowest = Some(found);
                first = middle.saturating_add(1);
                length = length.saturating_sub(half).saturating_sub(1);
            } else {
                highest = Some(found);
                length = half;
            }
        }
        if first >= self.count {
            self.look_for_stray(bytes, number, lookups);
            return None;
        }
        let (found, offset) = self.pair(bytes, first)?;
        let next = first.saturating_add(1);
        if next < self.count && self.pair(bytes, next).is_some_and(|(next, _)| next <= found) {
            lookups.note(UNSORTED);
        }
        (found == number).then(|| u32::from(offset).saturating_mul(4))
    }

    /// Whether a number that was not found stands at the front all the same.
    fn look_for_stray(&self, bytes: &Paged<'_>, number: u16, lookups: &Lookups) {
        let ends = [0, self.count.saturating_sub(1)].map(|at| self.pair(bytes, at));
        if ends.iter().flatten().any(|&(found, _)| found >= number) {
            lookups.note(TableFault::Order);
        }
    }
}

/// Number, flags, how many entries, and where they start.
fn fixed(header: &[u8]) -> Option<(u8, u8, u32, u32)> {
    let mut header = Bytes::at(header, 8)?;
    let (id, flags) = (header.u8()?, header.u8()?);
    header.skip(2)?;
    Some((id, flags, header.u32()?, header.u32()?))
}

impl Layout {
    fn of(flags: u8) -> Self {
        const SPARSE: u8 = 1;
        const OFFSET16: u8 = 2;
        match flags {
            flags if flags & SPARSE != 0 => Self::Sparse,
            flags if flags & OFFSET16 != 0 => Self::Offset16,
            _ => Self::Dense,
        }
    }

    /// The size of an offset in bytes.
    fn unit(self) -> u64 {
        if self == Self::Offset16 { 2 } else { 4 }
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    chunk: Run,
    /// In bytes from the start of the chunk.
    start: Option<u32>,
    layout: Layout,
}

/// A value before what it refers to has been read: its type and data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawValue {
    pub(crate) kind: u8,
    pub(crate) data: u32,
}

impl Entry {
    /// The first platform that knows how the entry is found.
    fn first_platform(&self) -> u32 {
        match self.layout {
            Layout::Dense => 0,
            Layout::Sparse => SPARSE_SINCE,
            Layout::Offset16 => COMPACT_SINCE,
        }
    }

    /// What it holds (`VerifyResTableEntry`, `GetEntryValue`).
    pub(crate) fn value(&self, bytes: &Paged<'_>, platform: u32) -> Result<RawValue, Nowhere> {
        const COMPLEX: u16 = 1;
        const COMPACT: u16 = 8;
        /// The size of an entry that is a list (`ResTable_map_entry`).
        const LIST: u16 = 16;
        let unreadable = Nowhere::Unreadable;
        if platform < self.first_platform() {
            return Err(Nowhere::Newer);
        }
        let start = self.start.filter(|start| start & 3 == 0).map(u64::from).ok_or(unreadable)?;
        let array =
            |at: u64| self.chunk.place(at, 8).and_then(|at| bytes.array::<8>(at)).ok_or(unreadable);
        let [s0, s1, f0, f1, data @ ..] = array(start)?;
        let (size, flags) = (u16::from_le_bytes([s0, s1]), u16::from_le_bytes([f0, f1]));
        if flags & COMPACT != 0 {
            let value = RawValue { kind: f1, data: u32::from_le_bytes(data) };
            return if platform < COMPACT_SINCE { Err(Nowhere::Newer) } else { Ok(value) };
        }
        if flags & COMPLEX != 0 {
            return Err(if size >= LIST { Nowhere::Complex } else { unreadable });
        }
        if size < 8 {
            return Err(unreadable);
        }
        let [v0, v1, _, kind, data @ ..] = array(start.saturating_add(size.into()))?;
        let value_size = u64::from(u16::from_le_bytes([v0, v1]));
        let end = start.saturating_add(size.into()).saturating_add(value_size);
        if size < LIST && (value_size < 8 || end > self.chunk.size()) {
            return Err(unreadable);
        }
        Ok(RawValue { kind, data: u32::from_le_bytes(data) })
    }
}

#[cfg(test)]
mod tests {
    use crate::android::identity::arsc::ResourceTable;
    use crate::android::identity::arsc::tests::{compact, entry, table, words};
    use crate::android::identity::axml::Value;
    use crate::android::identity::resources::Resources;
    use crate::android::identity::table_fault::TableFault;

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
            assert_eq!(resources.lookups().oddity(), Some(TableFault::NamePool), "{name}");
            for length in 0..table.len() {
                let start = &table[..length];
                let _ = ResourceTable::read(&start).map(|table| table.default_value(0x7f01_0002));
            }
        }
    }
}
