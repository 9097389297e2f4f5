//! A package in its parts, so that one can be changed and the whole put together again. A reader
//! and writer of its own.

/// Ids and values.
pub(crate) type Pairs = Vec<(u32, Vec<u8>)>;

/// The parts of a package in the order in which they stand.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) body: Vec<u8>,
    /// Ids and values of the signing block; `None` where there is none.
    pub(crate) pairs: Option<Pairs>,
    pub(crate) directory: Vec<u8>,
    /// The end record without its comment.
    pub(crate) end: Vec<u8>,
    pub(crate) comment: Vec<u8>,
}

const MAGIC: &[u8] = b"APK Sig Block 42";

fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + size)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The number at that place, 0 where the bytes are too short.
pub(crate) fn read(bytes: &[u8], at: usize, size: usize) -> u64 {
    number(bytes, at, size).unwrap_or(0)
}

/// Writes a number over what is there.
pub(crate) fn write(bytes: &mut [u8], at: usize, size: usize, number: u64) {
    if let Some(field) = bytes.get_mut(at..at + size) {
        field.copy_from_slice(&number.to_le_bytes()[..size]);
    }
}

impl Parts {
    /// `None` where the file is not built as packages are.
    pub(crate) fn read(file: &[u8]) -> Option<Self> {
        let at = file.windows(4).rposition(|window| window == b"PK\x05\x06")?;
        let directory_at = number(file, at + 16, 4)? as usize;
        let directory = file.get(directory_at..at)?.to_vec();
        let (body_size, pairs) = match signing_block(file.get(..directory_at)?) {
            Some((start, pairs)) => (start, Some(pairs)),
            None => (directory_at, None),
        };
        Some(Self {
            body: file.get(..body_size)?.to_vec(),
            pairs,
            directory,
            end: file.get(at..at + 22)?.to_vec(),
            comment: file.get(at + 22..)?.to_vec(),
        })
    }

    /// The file. The end record's offset and the length of the comment are made right; all else is
    /// as it is.
    pub(crate) fn assemble(&self) -> Vec<u8> {
        let block = self.pairs.as_deref().map(beian_fixtures::signing_block).unwrap_or_default();
        self.assemble_with(&block)
    }

    pub(crate) fn assemble_with(&self, block: &[u8]) -> Vec<u8> {
        let mut end = self.end.clone();
        write(&mut end, 16, 4, (self.body.len() + block.len()) as u64);
        write(&mut end, 20, 2, self.comment.len() as u64);
        [&self.body[..], block, &self.directory, &end, &self.comment].concat()
    }

    /// The records of the directory.
    pub(crate) fn records(&self) -> Vec<Vec<u8>> {
        let mut records = Vec::new();
        let mut rest = &self.directory[..];
        while rest.starts_with(b"PK\x01\x02") {
            let size = 46 + [28, 30, 32].map(|at| read(rest, at, 2) as usize).iter().sum::<usize>();
            let Some((record, behind)) = rest.split_at_checked(size) else { break };
            records.push(record.to_vec());
            rest = behind;
        }
        records
    }

    /// Other records, and their number in the end record.
    pub(crate) fn set_records(&mut self, records: &[Vec<u8>]) {
        self.directory = records.concat();
        for at in [8, 10] {
            write(&mut self.end, at, 2, records.len() as u64);
        }
        write(&mut self.end, 12, 4, self.directory.len() as u64);
    }
}

/// Where the block begins that ends with `before`, and its pairs.
fn signing_block(before: &[u8]) -> Option<(usize, Pairs)> {
    let footer = before.len().checked_sub(24)?;
    if before.get(footer + 8..)? != MAGIC {
        return None;
    }
    let start = before.len().checked_sub((number(before, footer, 8)? as usize).checked_add(8)?)?;
    let mut rest = before.get(start + 8..footer)?;
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let size = number(rest, 0, 8)? as usize;
        pairs.push((number(rest, 8, 4)? as u32, rest.get(12..size.checked_add(8)?)?.to_vec()));
        rest = rest.get(size + 8..)?;
    }
    Some((start, pairs))
}

/// A file of the package, unpacked.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) stored: bool,
}

/// The package's files, in the directory's order.
pub(crate) fn entries(parts: &Parts) -> Option<Vec<Entry>> {
    use std::io::Read;
    let entry = |record: &Vec<u8>| {
        let name = record.get(46..46 + read(record, 28, 2) as usize)?.to_vec();
        let offset = read(record, 42, 4) as usize;
        let local = parts.body.get(offset..)?;
        let data_at = 30 + read(local, 26, 2) as usize + read(local, 28, 2) as usize;
        let stored = read(record, 10, 2) == 0;
        let size = read(record, if stored { 24 } else { 20 }, 4) as usize;
        let data = local.get(data_at..data_at.checked_add(size)?)?;
        let mut content = Vec::new();
        if stored {
            content.extend(data);
        } else {
            let limit = 4 << 20;
            flate2::read::DeflateDecoder::new(data).take(limit).read_to_end(&mut content).ok()?;
        }
        Some(Entry { name, content, stored })
    };
    parts.records().iter().map(entry).collect()
}

/// Writes files anew, with right sizes and checksums, and keeps the signing block as it is.
pub(crate) fn rebuild(parts: &Parts, entries: &[Entry]) -> Parts {
    use std::io::Write;
    let mut body = Vec::new();
    let mut records = Vec::new();
    for entry in entries {
        let data = if entry.stored {
            entry.content.clone()
        } else {
            let mut encoder =
                flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&entry.content).unwrap();
            encoder.finish().unwrap()
        };
        let mut fields = vec![0, 0, if entry.stored { 0 } else { 8 }, 0, 0, 0, 0x21, 0x5a];
        for field in
            [crc32fast::hash(&entry.content), data.len() as u32, entry.content.len() as u32]
        {
            fields.extend(field.to_le_bytes());
        }
        fields.extend((entry.name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        let mut record = [&b"PK\x01\x02\x14\x00\x14\x00"[..], &fields, &[0; 10]].concat();
        record.extend((body.len() as u32).to_le_bytes());
        record.extend(&entry.name);
        records.push(record);
        body.extend([&b"PK\x03\x04\x14\x00"[..], &fields, &entry.name, &data].concat());
    }
    let mut rebuilt = Parts { body, ..parts.clone() };
    rebuilt.set_records(&records);
    rebuilt
}
