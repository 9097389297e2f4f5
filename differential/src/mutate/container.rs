//! Changes of the ZIP's own records.

use super::Tools;
use crate::parts::{Parts, read, write};
use crate::random::Random;

/// Places and sizes of the fields that the directory and a local header share: place in the record,
/// in the header, size.
const SHARED: &[(usize, usize, usize)] = &[
    (6, 4, 2),
    (8, 6, 2),
    (10, 8, 2),
    (12, 10, 2),
    (14, 12, 2),
    (16, 14, 4),
    (20, 18, 4),
    (24, 22, 4),
];

fn flag_or_number(random: &mut Random, field: usize, old: u64) -> u64 {
    match field {
        // Flags: encrypted, data descriptor, names in UTF-8.
        8 if !random.once_in(4) => old ^ *random.pick(&[1, 8, 0x800]),
        // The method.
        10 if !random.once_in(4) => *random.pick(&[0, 8, 9, 12, 0x2222, 0xffff]),
        _ => random.odd_number(old),
    }
}

/// One field of one record of the directory.
pub(super) fn directory(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    const FIELDS: &[(usize, usize)] = &[
        (0, 4),
        (4, 2),
        (6, 2),
        (8, 2),
        (10, 2),
        (12, 4),
        (16, 4),
        (20, 4),
        (24, 4),
        (28, 2),
        (30, 2),
        (32, 2),
        (34, 2),
        (36, 2),
        (38, 4),
        (42, 4),
    ];
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let mut records = parts.records();
    let at = random.place(&records)?;
    let record = &mut records[at];
    let (field, size) = *random.pick(FIELDS);
    let number = flag_or_number(random, field, read(record, field, size));
    write(record, field, size, number);
    parts.directory = records.concat();
    Some(parts.assemble())
}

/// Records moved, dropped, repeated, renamed; bytes behind them; and their number.
pub(super) fn directory_lists(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let mut records = parts.records();
    let at = random.place(&records)?;
    let other = random.below(records.len());
    match random.below(10) {
        0 => drop(records.remove(at)),
        1 => records.push(records[at].clone()),
        2 => records.insert(0, records[at].clone()),
        3 => records.swap(at, other),
        4 => records.reverse(),
        5 => {
            // Another name of the same length, in the directory alone.
            let place = 46 + random.below(read(&records[at], 28, 2) as usize);
            let byte = *random.pick(b"a/\0\\.A\xff ");
            *records[at].get_mut(place)? = byte;
        }
        6 => {
            // Both records show the same data.
            let offset = read(&records[other], 42, 4);
            write(&mut records[at], 42, 4, offset);
        }
        7 => {
            // A record with an extra field or a comment.
            let more = random.below(30);
            let field = *random.pick(&[30, 32]);
            let size = read(&records[at], field, 2) + more as u64;
            write(&mut records[at], field, 2, size);
            records[at].extend(vec![0; more]);
        }
        8 => {
            parts.directory.extend(vec![0; random.below(40) + 1]);
            let size = parts.directory.len() as u64;
            write(&mut parts.end, 12, 4, size);
            return Some(parts.assemble());
        }
        _ => {
            // The number in the end record stays what it was.
            parts.directory = [&records[..], &[records[at].clone()]].concat().concat();
            return Some(parts.assemble());
        }
    }
    parts.set_records(&records);
    Some(parts.assemble())
}

/// The start of a local header that the directory names.
fn local_header(parts: &Parts, random: &mut Random) -> Option<(usize, usize)> {
    let records = parts.records();
    let at = random.place(&records)?;
    Some((at, read(&records[at], 42, 4) as usize))
}

/// One field of a local header, or bytes put between header and data.
pub(super) fn local(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let (_, start) = local_header(&parts, random)?;
    let fields =
        [(0, 4), (4, 2), (6, 2), (8, 2), (10, 4), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)];
    let (field, size) = *random.pick(&fields);
    let old = read(&parts.body, start + field, size);
    let number = flag_or_number(random, field + 2, old);
    write(&mut parts.body, start + field, size, number);
    if random.once_in(6) {
        let name_at = start + 30;
        let byte = random.byte();
        *parts.body.get_mut(name_at)? = byte;
    }
    Some(parts.assemble())
}

/// The same field in the directory and the local header.
pub(super) fn both(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    let (at, start) = local_header(&parts, random)?;
    let mut records = parts.records();
    if random.once_in(3) {
        // Another name of the same length.
        let place = random.below(read(&records[at], 28, 2) as usize);
        let byte = *random.pick(b"a/\0\\.A\xff ");
        *records[at].get_mut(46 + place)? = byte;
        *parts.body.get_mut(start + 30 + place)? = byte;
    } else {
        let (field, local_field, size) = *random.pick(SHARED);
        let number = flag_or_number(random, field, read(&records[at], field, size));
        write(&mut records[at], field, size, number);
        write(&mut parts.body, start + local_field, size, number);
    }
    parts.directory = records.concat();
    Some(parts.assemble())
}

/// The end record and its comment.
pub(super) fn end(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut parts = Parts::read(package)?;
    let random = &mut *tools.random;
    match random.below(8) {
        0 => parts.comment = vec![b'x'; random.below(80)],
        1 => parts.comment = [&b"PK\x05\x06"[..], &vec![0; random.below(30)]].concat(),
        2 => {
            // The whole end of another package, or of this one, as the comment.
            let other = Parts::read(&random.pick(tools.seeds).bytes)?;
            parts.comment = other.end;
        }
        3 => {
            // What ZIP64 has before the end record.
            let locator = [&b"PK\x06\x07"[..], &[0; 16]].concat();
            parts.directory.extend(locator);
        }
        _ => {
            let (field, size) =
                *random.pick(&[(0, 4), (4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]);
            let mut file = parts.assemble();
            let start = file.len() - 22 - parts.comment.len();
            let number = random.odd_number(read(&file, start + field, size));
            write(&mut file, start + field, size, number);
            return Some(file);
        }
    }
    Some(parts.assemble())
}
