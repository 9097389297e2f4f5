//! The second layout of `resources.index`, of `RestoolV2`: for each resource the configurations
//! that have it (`HapParserV2` and `HapResourceV2` of OpenHarmony `global_resource_management`).

use std::collections::BTreeMap;

use super::index_parts::{
    FIRST_HEADER_SIZE, IndexError, MAX_CONFIGURATIONS, Nowhere, Value, at, is_kind, most_values,
    sizes,
};
use super::qualifier::Qualifiers;
use crate::encoding::bytes::Bytes;

/// Where resources stand.
#[derive(Debug)]
pub(crate) struct Items {
    /// By the numbers of configurations. Of a number that stands twice the last counts that a phone
    /// loads.
    configurations: BTreeMap<u32, usize>,
    /// By ids. Of an id that stands twice the last counts, whatever its kind.
    items: BTreeMap<u32, Item>,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    kind: u32,
    offset: u32,
}

/// Reads the tables before the data.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<Qualifiers>, Items), IndexError> {
    let malformed = || IndexError::NotAnIndex;
    let mut header = Bytes::at(bytes, FIRST_HEADER_SIZE).ok_or_else(malformed)?;
    let (length, count) = sizes(bytes).ok_or_else(malformed)?;
    let data =
        usize::try_from(header.u32().ok_or_else(malformed)?).map_err(|_| IndexError::NotAnIndex)?;
    if length == 0 || count == 0 || data > bytes.len() {
        return Err(IndexError::NotAnIndex);
    }
    let (mut all, mut configurations) = (Vec::new(), BTreeMap::new());
    for _ in 0..count {
        let (number, qualifiers) = Qualifiers::read(&mut header).ok_or_else(malformed)?;
        if all.len() >= MAX_CONFIGURATIONS {
            return Err(IndexError::TooMany);
        }
        if qualifiers.is_loaded() {
            configurations.insert(number, all.len());
        }
        all.push(qualifiers);
    }
    let items = items(bytes, header, data)?;
    if configurations.is_empty() || items.is_empty() {
        return Err(IndexError::NotAnIndex);
    }
    Ok((all, Items { configurations, items }))
}

/// The table of ids, which must end where the data begins.
fn items(
    bytes: &[u8],
    mut table: Bytes<'_>,
    data: usize,
) -> Result<BTreeMap<u32, Item>, IndexError> {
    let malformed = || IndexError::NotAnIndex;
    // Whether what begins at the cursor and has that length ends before the data.
    let is_before_data = |start: Bytes<'_>, length: u32| {
        let start = bytes.len().saturating_sub(start.len());
        usize::try_from(length).is_ok_and(|length| start.saturating_add(length) <= data)
    };
    let start = table;
    if table.array() != Some(*b"IDSS") {
        return Err(IndexError::NotAnIndex);
    }
    let mut number = || table.u32().ok_or_else(malformed);
    let (length, types, most) = (number()?, number()?, number()?);
    if !is_before_data(start, length) || types == 0 || most == 0 {
        return Err(IndexError::NotAnIndex);
    }
    let mut items = BTreeMap::new();
    let mut read = 0_usize;
    for _ in 0..types {
        let start = table;
        let mut number = || table.u32().ok_or_else(malformed);
        let (kind, length, count) = (number()?, number()?, number()?);
        if !is_kind(kind) || !is_before_data(start, length) || count > most {
            return Err(IndexError::NotAnIndex);
        }
        for _ in 0..count {
            let mut number = || table.u32().ok_or_else(malformed);
            let (id, offset) = (number()?, number()?);
            table.prefixed().ok_or_else(malformed)?; // name
            read = read.saturating_add(1);
            if read > most_values(bytes) {
                return Err(IndexError::TooMany);
            }
            items.insert(id, Item { kind, offset });
        }
    }
    if bytes.len().saturating_sub(table.len()) == data {
        Ok(items)
    } else {
        Err(IndexError::NotAnIndex)
    }
}

impl Items {
    /// The values of a resource in their order.
    pub(crate) fn values<'a>(&self, bytes: &'a [u8], id: u32) -> Result<Vec<Value<'a>>, Nowhere> {
        let item = self.items.get(&id).ok_or(Nowhere::Absent)?;
        self.read(bytes, id, *item).ok_or(Nowhere::Unreadable)
    }

    fn read<'a>(&self, bytes: &'a [u8], id: u32, item: Item) -> Option<Vec<Value<'a>>> {
        let mut list = at(bytes, item.offset)?;
        if list.u32()? != id {
            return None;
        }
        list.skip(4)?; // length
        let count = usize::try_from(list.u32()?).ok()?;
        // Each stands in the list with two numbers.
        if count > most_values(list.rest()) {
            return None;
        }
        let mut values = Vec::new();
        for _ in 0..count {
            let (number, offset) = (list.u32()?, list.u32()?);
            let Some(&configuration) = self.configurations.get(&number) else { continue };
            let text = at(bytes, offset).and_then(|mut text| {
                let length = text.u16()?;
                text.take(length.into())
            });
            values.push(Value { configuration, kind: item.kind, text });
        }
        Some(values)
    }
}
