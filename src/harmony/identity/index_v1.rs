//! The first layout of `resources.index`, of `Restool`: for each configuration the resources that
//! it has (`HapParserV1` of OpenHarmony `global_resource_management`).

use super::index_parts::{
    FIRST_HEADER_SIZE, IndexError, MAX_CONFIGURATIONS, Value, at, is_array, is_kind, most_values,
    sizes,
};
use super::qualifier::Qualifiers;
use crate::encoding::bytes::Bytes;

/// The values of resources, in order of ids; those of one id in the order in which devices load
/// them.
pub(crate) type Values<'a> = Vec<(u32, Value<'a>)>;

/// Reads an index. A damaged configuration that a phone may take spoils it, as it does on a device.
pub(crate) fn read<'a>(bytes: &'a [u8]) -> Result<(Vec<Qualifiers>, Values<'a>), IndexError> {
    let malformed = || IndexError::NotAnIndex;
    let mut header = Bytes::at(bytes, FIRST_HEADER_SIZE).ok_or_else(malformed)?;
    let (length, count) = sizes(bytes).ok_or_else(malformed)?;
    if length == 0 || count == 0 {
        return Err(IndexError::NotAnIndex);
    }
    let (mut configurations, mut values) = (Vec::new(), Vec::new());
    let mut read = 0_usize;
    for _ in 0..count {
        let (offset, qualifiers) = Qualifiers::read(&mut header).ok_or_else(malformed)?;
        if configurations.len() >= MAX_CONFIGURATIONS {
            return Err(IndexError::TooMany);
        }
        let (is_loaded, may_fit) = (qualifiers.is_loaded(), qualifiers.may_fit());
        configurations.push(qualifiers);
        if !is_loaded {
            continue;
        }
        let configuration = configurations.len().saturating_sub(1);
        let whole = configuration_values(bytes, offset, configuration, &mut read, &mut values)?;
        if may_fit && !whole {
            return Err(IndexError::NotAnIndex);
        }
    }
    values.sort_by_key(|(id, _)| *id);
    Ok((configurations, values))
}

/// Reads the resources of one configuration; says whether all could be.
fn configuration_values<'a>(
    bytes: &'a [u8],
    offset: u32,
    configuration: usize,
    read: &mut usize,
    values: &mut Values<'a>,
) -> Result<bool, IndexError> {
    let Some(mut ids) = at(bytes, offset) else { return Ok(false) };
    if ids.array() != Some(*b"IDSS") {
        return Ok(false);
    }
    let mut is_whole = true;
    for _ in 0..ids.u32().unwrap_or_default() {
        let (Some(id), Some(offset)) = (ids.u32(), ids.u32()) else { return Ok(false) };
        *read = read.saturating_add(1);
        if *read > most_values(bytes) {
            return Err(IndexError::TooMany);
        }
        match at(bytes, offset).and_then(resource) {
            Some((kind, text)) => values.push((id, Value { configuration, kind, text })),
            None => is_whole = false,
        }
    }
    Ok(is_whole)
}

/// The kind of a resource, and its text. Lists are no names, and are not read.
fn resource(mut bytes: Bytes<'_>) -> Option<(u32, Option<&[u8]>)> {
    bytes.skip(4)?; // size
    let kind = bytes.u32()?;
    bytes.skip(4)?; // id
    if !is_kind(kind) {
        return None;
    }
    if is_array(kind) {
        return Some((kind, None));
    }
    let text = ended(&mut bytes)?;
    ended(&mut bytes)?; // name
    Some((kind, Some(text)))
}

/// A text behind its length, which counts the byte that ends it. That byte may be anything, and
/// missing at the end of the file.
fn ended<'a>(bytes: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let length = usize::from(bytes.u16()?).checked_sub(1)?;
    let text = bytes.take(length)?;
    let _ = bytes.u8();
    Some(text)
}
