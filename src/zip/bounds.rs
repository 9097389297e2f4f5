//! Where entries end in the file.

use std::io;

use super::local_header::HEADER_SIZE;
use super::{Archive, Entry};
use crate::encoding::bytes::Bytes;

/// The most that an extra field has, in bytes; a name too.
const MAX_FIELD: u64 = u16::MAX as u64;
/// How far before the limit local headers are read with one read, in bytes: as far as names and
/// extra fields can reach.
const WINDOW: u64 = 2 * MAX_FIELD;

impl Archive<'_> {
    /// The entries with a local header or data that do not end before `limit`. Only of those that
    /// may reach so far, by what the directory says, the local header is read.
    pub(crate) fn entries_past(&self, limit: u64) -> io::Result<Vec<&Entry>> {
        let mut past = Vec::new();
        let mut near = Vec::new();
        for entry in self.entries() {
            let header = entry.local_header_offset.saturating_add(HEADER_SIZE);
            let data = entry.largest_data_size();
            if header.saturating_add(self.name(entry).len() as u64).saturating_add(data) > limit {
                past.push(entry);
            } else if header.saturating_add(data).saturating_add(WINDOW) > limit {
                near.push(entry);
            }
        }
        let offsets = near.iter().map(|entry| entry.local_header_offset);
        let window_start = offsets.min().unwrap_or(limit).max(limit.saturating_sub(WINDOW));
        let window = self.read(window_start, limit.saturating_sub(window_start))?;
        for entry in near {
            let at = entry.local_header_offset.checked_sub(window_start);
            let header =
                at.and_then(|at| Bytes::at(&window, usize::try_from(at).ok()?)?.array::<30>());
            let header = match header {
                Some(header) => header.to_vec(),
                None => self.read(entry.local_header_offset, HEADER_SIZE)?,
            };
            if local_size(&header).saturating_add(entry.largest_data_size())
                > limit.saturating_sub(entry.local_header_offset)
            {
                past.push(entry);
            }
        }
        Ok(past)
    }
}

/// The size of a local header with its name and extra field.
fn local_size(header: &[u8]) -> u64 {
    let sizes = || {
        let mut sizes = Bytes::at(header, 26)?;
        Some(u64::from(sizes.u16()?).saturating_add(sizes.u16()?.into()))
    };
    HEADER_SIZE.saturating_add(sizes().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::limits::Limits;
    use crate::zip::Structure;

    #[test]
    fn an_entry_ends_where_its_local_header_says() {
        let package: &[u8] = include_bytes!("../../fixtures/android/v1v2v3.apk");
        let structure =
            |bytes: &&[u8]| Arc::new(Structure::read(bytes, &Limits::default()).unwrap());
        let archive = Archive::new(&package, structure(&package));
        let last = *archive.entries().iter().max_by_key(|entry| entry.local_header_offset).unwrap();
        let name = archive.name(&last).len() as u64;
        let end = last.local_header_offset + HEADER_SIZE + name + last.data_size();
        for (limit, want) in [
            (end, 0),
            (end - 1, 1),
            (last.local_header_offset, 1),
            (1, archive.entries().len()),
            (archive.end().directory_offset, 0),
        ] {
            assert_eq!(archive.entries_past(limit).unwrap().len(), want, "{limit}");
        }
        // One byte of an extra field more, which only the local header knows.
        let mut longer = package.to_vec();
        longer[usize::try_from(last.local_header_offset).unwrap() + 28] += 1;
        let longer = &longer[..];
        let archive = Archive::new(&longer, structure(&longer));
        assert_eq!(archive.entries_past(end).unwrap(), [&last]);
        assert_eq!(archive.entries_past(end + 1).unwrap(), [] as [&Entry; 0]);
    }
}
