//! Sets of APKs and quick apps, changed in their structure, by beian and by readers that unpack
//! from front to back: the `zip` crate's and the JDK's `ZipInputStream`. What beian lets pass must
//! hold for such a reader the same entries with the same contents as for who goes by the directory.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};

use crate::judge::{Judgement, Question, judge};
use crate::random::Random;

const DESCRIPTOR: u16 = 8;

/// What both headers of an entry say.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fields {
    flags: u16,
    method: u16,
    numbers: [u32; 3],
    name: Vec<u8>,
}

/// A local header with its data, or bytes that are none.
#[derive(Debug, Clone)]
struct Local {
    signature: [u8; 4],
    fields: Fields,
    extra: Vec<u8>,
    data: Vec<u8>,
    descriptor: Vec<u8>,
    /// In front of it.
    gap: Vec<u8>,
}

/// A ZIP in its parts.
#[derive(Debug, Clone)]
struct Zip {
    locals: Vec<Local>,
    /// Records of the directory, and to which local header each belongs.
    records: Vec<(Fields, usize)>,
    /// Behind the last entry.
    tail: Vec<u8>,
    is_quick_app: bool,
}

/// A mutant.
#[derive(Debug, Clone)]
pub struct StreamMutant {
    /// What it was made of, and every change.
    pub history: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// An entry as a reader has it: name, size and CRC-32 of the content.
pub type Entries = Vec<(Vec<u8>, u64, u32)>;

fn u16_at(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn fields_at(bytes: &[u8], at: usize, name: &[u8]) -> Fields {
    Fields {
        flags: u16_at(bytes, at) as u16,
        method: u16_at(bytes, at + 2) as u16,
        numbers: [8, 12, 16].map(|field| u32_at(bytes, at + field)),
        name: name.to_vec(),
    }
}

impl Fields {
    fn write(&self, extra: usize) -> Vec<u8> {
        let numbers = self.numbers.map(u32::to_le_bytes).concat();
        let head = [self.flags, self.method, 0, 0x5a21].map(u16::to_le_bytes).concat();
        let sizes = [self.name.len() as u16, extra as u16].map(u16::to_le_bytes).concat();
        [head, numbers, sizes].concat()
    }
}

impl Zip {
    /// A fixture in its parts; `None` where it is not written as build tools write.
    fn read(bytes: &[u8], is_quick_app: bool) -> Option<Self> {
        let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06")?;
        let (count, mut at) = (u16_at(bytes, end + 10), u32_at(bytes, end + 16) as usize);
        let mut zip =
            Self { locals: Vec::new(), records: Vec::new(), tail: Vec::new(), is_quick_app };
        for number in 0..count {
            let size = u16_at(bytes, at + 28);
            let fields = fields_at(bytes, at + 8, &bytes[at + 46..at + 46 + size]);
            let offset = u32_at(bytes, at + 42) as usize;
            at += 46 + size + u16_at(bytes, at + 30) + u16_at(bytes, at + 32);
            let (name, extra) = (u16_at(bytes, offset + 26), u16_at(bytes, offset + 28));
            let data = offset + 30 + name + extra;
            let behind = data + fields.numbers[1] as usize;
            let has_descriptor = fields.flags & DESCRIPTOR != 0;
            zip.locals.push(Local {
                signature: bytes[offset..offset + 4].try_into().ok()?,
                fields: fields_at(bytes, offset + 6, &bytes[offset + 30..offset + 30 + name]),
                extra: bytes[data - extra..data].to_vec(),
                data: bytes[data..behind].to_vec(),
                descriptor: if has_descriptor {
                    bytes[behind..behind + 16].to_vec()
                } else {
                    Vec::new()
                },
                gap: Vec::new(),
            });
            zip.records.push((fields, number));
        }
        Some(zip)
    }

    /// The file; a quick app is signed.
    fn write(&self) -> Vec<u8> {
        let (mut body, mut offsets) = (Vec::new(), Vec::new());
        for local in &self.locals {
            body.extend(&local.gap);
            offsets.push(body.len() as u32);
            body.extend(local.signature);
            body.extend([20, 0]);
            body.extend(local.fields.write(local.extra.len()));
            body.extend(
                [&local.fields.name[..], &local.extra, &local.data, &local.descriptor].concat(),
            );
        }
        body.extend(&self.tail);
        let mut directory = Vec::new();
        for (fields, local) in &self.records {
            directory.extend(b"PK\x01\x02\x14\0\x14\0");
            directory.extend(fields.write(0));
            directory.extend([0; 10]);
            directory.extend(offsets.get(*local).copied().unwrap_or_default().to_le_bytes());
            directory.extend(&fields.name);
        }
        let count = self.records.len() as u16;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend([count, count].map(u16::to_le_bytes).concat());
        end.extend((directory.len() as u32).to_le_bytes());
        end.extend((body.len() as u32).to_le_bytes());
        end.extend([0, 0]);
        if !self.is_quick_app {
            return [body, directory, end].concat();
        }
        let unsigned = [&body[..], &directory, &end].concat();
        let files = by_directory(&unsigned).unwrap_or_default();
        let files = files
            .into_iter()
            .filter(|(name, content)| !(name.ends_with(b"/") && content.is_empty()));
        let files: Vec<_> = files
            .map(|(name, content)| (String::from_utf8_lossy(&name).into_owned(), content))
            .collect();
        beian_fixtures::quick_app(&body, &directory, &end, &files)
    }
}

/// Names and contents as who goes by the directory has them. `None` where one cannot be read.
fn by_directory(bytes: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06")?;
    let (count, mut at) = (u16_at(bytes, end + 10), u32_at(bytes, end + 16) as usize);
    let mut files = Vec::new();
    for _ in 0..count {
        let record = bytes.get(at..end)?;
        let name = record.get(46..46 + u16_at(record.get(..46)?, 28))?;
        let fields = fields_at(record, 8, name);
        let offset = u32_at(record, 42) as usize;
        at += 46 + name.len();
        let local = bytes.get(offset..).filter(|local| local.len() >= 30)?;
        let data = 30 + u16_at(local, 26) + u16_at(local, 28);
        let size = if fields.method == 0 { fields.numbers[2] } else { fields.numbers[1] } as usize;
        let data = local.get(data..data.checked_add(size)?)?;
        let content = if fields.method == 0 {
            data.to_vec()
        } else {
            let mut content = Vec::new();
            let limit = u64::from(fields.numbers[2]).min(64 << 20) + 1;
            DeflateDecoder::new(data).take(limit).read_to_end(&mut content).ok()?;
            content
        };
        files.push((name.to_vec(), content));
    }
    Some(files)
}

/// The entries as who goes by the directory has them.
#[must_use]
pub fn directory_entries(bytes: &[u8]) -> Option<Entries> {
    let sum = |(name, content): (Vec<u8>, Vec<u8>)| {
        let (size, checksum) = (content.len() as u64, crc32fast::hash(&content));
        (name, size, checksum)
    };
    by_directory(bytes).map(|files| files.into_iter().map(sum).collect())
}

/// The fixtures that are changed.
fn seeds() -> Vec<(String, Zip)> {
    const NAMES: &[&str] = &[
        "quick_app/signed.rpk",
        "quick_app/no-cert.rpk",
        "quick_app/descriptors.rpk",
        "bundles/plain.xapk",
        "bundles/deflated.xapk",
        "bundles/sai.apks",
        "bundles/plain.apkm",
        "bundles/descriptors.apks",
    ];
    let fixtures = beian_fixtures::all().into_iter().filter(|it| NAMES.contains(&it.name.as_str()));
    let read = |fixture: beian_fixtures::Fixture| {
        let is_quick_app = fixture.name.ends_with(".rpk");
        let mut zip = Zip::read(&fixture.bytes, is_quick_app)?;
        if is_quick_app {
            // `META-INF/CERT` is of the files as they were.
            let keeps = |fields: &Fields| fields.name != b"META-INF/CERT";
            let kept: Vec<_> = zip.locals.iter().filter(|it| keeps(&it.fields)).cloned().collect();
            let records = zip.records.iter().filter(|(fields, _)| keeps(fields));
            zip.records =
                records.enumerate().map(|(at, (fields, _))| (fields.clone(), at)).collect();
            zip.locals = kept;
        }
        Some((fixture.name, zip))
    };
    fixtures.filter_map(read).collect()
}

/// Makes mutants.
#[derive(Debug)]
pub struct Mutants(Vec<(String, Zip)>);

impl Default for Mutants {
    fn default() -> Self {
        Self(seeds())
    }
}

impl Mutants {
    /// That of this seed and number.
    #[must_use]
    pub fn mutant(&self, seed: u64, number: u64) -> StreamMutant {
        let mut random = Random::new(seed, number);
        let (name, zip) = random.pick(&self.0);
        let (mut history, mut zip) = (name.clone(), zip.clone());
        for _ in 0..1 + random.below(3) {
            let change = change(&mut zip, &mut random);
            history.push_str(change.unwrap_or(" -"));
        }
        StreamMutant { history, bytes: zip.write() }
    }
}

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    DeflateEncoder::new(content, Compression::best()).read_to_end(&mut data).unwrap();
    data
}

/// A descriptor of those numbers.
fn descriptor(numbers: [u32; 3], with_signature: bool) -> Vec<u8> {
    let numbers = numbers.map(u32::to_le_bytes).concat();
    if with_signature { [b"PK\x07\x08", &numbers[..]].concat() } else { numbers }
}

/// An entry that stands nowhere in the directory.
fn foreign(zip: &Zip, random: &mut Random) -> Local {
    let mut local = random.pick(&zip.locals).clone();
    const CONTENTS: [&[u8]; 3] = [b"other", b"", b"{\"package\":\"com.example.other\"}"];
    let content = *random.pick(&CONTENTS);
    let is_deflated = random.once_in(2);
    local.data = if is_deflated { deflate(content) } else { content.to_vec() };
    let numbers = [crc32fast::hash(content), local.data.len() as u32, content.len() as u32];
    local.fields =
        Fields { flags: 0, method: if is_deflated { 8 } else { 0 }, numbers, ..local.fields };
    local.descriptor.clear();
    if random.once_in(2) {
        local.fields.name = b"hidden".to_vec();
    }
    local
}

fn bytes_of(local: &Local) -> Vec<u8> {
    let head = local.fields.write(local.extra.len());
    let parts = [&local.fields.name[..], &local.extra, &local.data, &local.descriptor].concat();
    [&local.signature[..], &[20, 0], &head, &parts].concat()
}

fn change_fields(fields: &mut Fields, random: &mut Random) {
    match random.below(9) {
        0 => fields.flags ^= DESCRIPTOR,
        1 => fields.flags ^= 1 << random.below(16),
        2 => fields.method = *random.pick(&[0, 8, 9, 12, 93, 0xffff]),
        3 => fields.numbers[0] ^= 1 << random.below(32),
        4 | 5 => {
            let at = 1 + random.below(2);
            fields.numbers[at] = random.odd_number(fields.numbers[at].into()) as u32;
        }
        6 => fields.numbers = [0; 3],
        7 => random.spoil(&mut fields.name),
        _ => fields.name.push(b'x'),
    }
}

/// One change; what it was.
fn change(zip: &mut Zip, random: &mut Random) -> Option<&'static str> {
    let at = random.place(&zip.locals)?;
    let record = random.place(&zip.records)?;
    Some(match random.below(20) {
        0 | 1 => {
            change_fields(&mut zip.locals[at].fields, random);
            " local"
        }
        2 => {
            change_fields(&mut zip.records[record].0, random);
            " record"
        }
        3 => {
            let mut again = random.clone();
            change_fields(&mut zip.locals[at].fields, random);
            zip.records
                .iter_mut()
                .filter(|it| it.1 == at)
                .for_each(|it| change_fields(&mut it.0, &mut again));
            " both"
        }
        4 | 5 => {
            let numbers = zip.records.iter().find(|it| it.1 == at)?.0.numbers;
            let local = &mut zip.locals[at];
            local.descriptor = descriptor(numbers, !random.once_in(3));
            local.fields.flags |= DESCRIPTOR;
            if !random.once_in(3) {
                local.fields.numbers = [0; 3];
            }
            if random.once_in(4) {
                random.spoil(&mut local.descriptor);
            }
            if !random.once_in(4) {
                zip.records
                    .iter_mut()
                    .filter(|it| it.1 == at)
                    .for_each(|it| it.0.flags |= DESCRIPTOR);
            }
            " descriptor"
        }
        6 => {
            const EXTRAS: [&[u8]; 4] = [
                b"\x01\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                b"\xd9\xd5\x01\0\0",
                b"\0",
                b"abc",
            ];
            let extra = *random.pick(&EXTRAS);
            zip.locals[at].extra = extra.to_vec();
            " extra"
        }
        7 | 8 => {
            let local = foreign(zip, random);
            let place = random.below(zip.locals.len() + 1);
            zip.records.iter_mut().filter(|it| it.1 >= place).for_each(|it| it.1 += 1);
            zip.locals.insert(place, local);
            " hidden"
        }
        9 => {
            const GAPS: [&[u8]; 5] =
                [b"\0\0\0\0", b"PK\x03\x04", b"PK\x07\x08", b"x", b"PK\x01\x02"];
            let gap = *random.pick(&GAPS);
            zip.locals[at].gap = gap.to_vec();
            " gap"
        }
        10 => {
            let tail = bytes_of(&foreign(zip, random));
            zip.tail =
                random.pick(&[tail, b"PK\x03\x04".to_vec(), vec![0; 4], b"PK".to_vec()]).clone();
            " tail"
        }
        11 => {
            let other = random.place(&zip.records)?;
            zip.records.swap(record, other);
            " order"
        }
        12 => {
            drop(zip.records.remove(record));
            " unlisted"
        }
        13 => {
            let again = zip.records[record].clone();
            zip.records.push(again);
            " twice"
        }
        14 => {
            let mut slack = match random.below(3) {
                0 => vec![0],
                1 => bytes_of(&foreign(zip, random)),
                _ => {
                    let numbers = zip.records.iter().find(|it| it.1 == at)?.0.numbers;
                    [descriptor(numbers, true), bytes_of(&foreign(zip, random))].concat()
                }
            };
            let size = slack.len() as u32;
            zip.locals[at].data.append(&mut slack);
            zip.locals[at].fields.numbers[1] = zip.locals[at].fields.numbers[1].wrapping_add(size);
            zip.records.iter_mut().filter(|it| it.1 == at).for_each(|it| it.0.numbers[1] += size);
            if random.once_in(2) {
                let local = &mut zip.locals[at];
                local.fields.flags |= DESCRIPTOR;
                let numbers = zip.records.iter().find(|it| it.1 == at)?.0.numbers;
                local.descriptor = descriptor(numbers, true);
                local.fields.numbers = [0; 3];
                zip.records
                    .iter_mut()
                    .filter(|it| it.1 == at)
                    .for_each(|it| it.0.flags |= DESCRIPTOR);
            }
            " slack"
        }
        15 => {
            random.spoil(&mut zip.locals[at].data);
            " data"
        }
        16 | 17 => {
            // The other method, told rightly.
            let name = zip.records.iter().find(|it| it.1 == at)?.0.clone();
            let data = zip.locals[at].data.clone();
            let (method, data) = if name.method == 0 {
                (8, deflate(&data))
            } else {
                let mut content = Vec::new();
                DeflateDecoder::new(&data[..]).read_to_end(&mut content).ok()?;
                (0, content)
            };
            let size = data.len() as u32;
            let local = &mut zip.locals[at];
            local.data = data;
            for fields in std::iter::once(&mut local.fields)
                .chain(zip.records.iter_mut().filter(|it| it.1 == at).map(|it| &mut it.0))
            {
                fields.method = method;
                if fields.numbers != [0; 3] {
                    fields.numbers[1] = size;
                }
            }
            if !local.descriptor.is_empty() {
                let numbers = zip.records.iter().find(|it| it.1 == at)?.0.numbers;
                zip.locals[at].descriptor = descriptor(numbers, true);
            }
            " method"
        }
        18 => {
            let other = random.place(&zip.locals)?;
            zip.locals.swap(at, other);
            for record in &mut zip.records {
                record.1 = if record.1 == at {
                    other
                } else if record.1 == other {
                    at
                } else {
                    record.1
                };
            }
            " moved"
        }
        _ => {
            zip.locals[at].signature[random.below(4)] ^= 1;
            " signature"
        }
    })
}

/// What the `zip` crate finds from front to back; `None` where it refuses, or where sizes stand
/// behind data, which it does not read.
#[must_use]
pub fn crate_entries(bytes: &[u8]) -> Option<Entries> {
    let mut cursor = Cursor::new(bytes);
    let mut entries = Vec::new();
    loop {
        let at = cursor.position() as usize;
        // As the JDK's, it is to stop at the first thing that is no local header.
        if bytes.get(at..at + 4) != Some(b"PK\x03\x04") {
            return Some(entries);
        }
        let mut file = zip::read::read_zipfile_from_stream(&mut cursor).ok()??;
        let name = file.name_raw().to_vec();
        let mut content = Vec::new();
        file.read_to_end(&mut content).ok()?;
        entries.push((name, content.len() as u64, crc32fast::hash(&content)));
    }
}

/// The JDK's reader, in a process of its own.
#[derive(Debug)]
pub struct Jdk {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Jdk {
    /// Starts it, of the source `Streams.java`.
    ///
    /// # Errors
    ///
    /// There is no JDK.
    pub fn start(source: &Path) -> io::Result<Self> {
        let mut process = Command::new("java")
            .arg("-Xshare:auto")
            .arg(source)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (Some(input), Some(output)) = (input, output) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    /// What it finds; `None` where it refuses.
    ///
    /// # Errors
    ///
    /// It has ended.
    pub fn entries(&mut self, bytes: &[u8]) -> io::Result<Option<Entries>> {
        self.input.write_all(&[&(bytes.len() as u32).to_be_bytes(), bytes].concat())?;
        self.input.flush()?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut fields = line.trim_end().split('\t');
        if fields.next() != Some("read") {
            return Ok(None);
        }
        let entry = |field: &str| {
            let mut parts = field.split(':');
            let name = hex::decode(parts.next()?).ok()?;
            Some((name, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        };
        Ok(fields.map(entry).collect())
    }
}

impl Drop for Jdk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What becomes of the mutants.
#[derive(Debug, Default)]
pub struct Table {
    /// Let pass here, though a sequential reader finds something else, or nothing: must be none.
    pub dangerous: Vec<(u64, String)>,
    /// Of those that a reader refuses for the checksum of an APK that is stored: who reads it
    /// verifies it otherwise.
    pub stored_checksums: usize,
    /// Let pass here, and read alike.
    pub alike: usize,
    /// Refused here, though a sequential reader finds what the directory says, by what is said.
    pub refused_alike: BTreeMap<String, usize>,
    /// Refused here and read otherwise, or refused by the reader.
    pub refused: usize,
}

impl Table {
    /// Judges one mutant, by what a sequential reader finds in it.
    pub fn judge(&mut self, number: u64, mutant: &StreamMutant, found: Option<&Entries>) {
        let judgement: Judgement = judge(&Question::new(mutant.bytes.clone()));
        let passes = judgement.verified && judgement.errors.is_empty();
        let by_directory = directory_entries(&mutant.bytes);
        let is_alike = found.is_some() && found == by_directory.as_ref();
        match (passes, is_alike) {
            (true, true) => self.alike += 1,
            (true, false) if has_stored_checksum(&mutant.bytes) => self.stored_checksums += 1,
            (true, false) => self.dangerous.push((number, mutant.history.clone())),
            (false, true) => *self.refused_alike.entry(judgement.why()).or_default() += 1,
            (false, false) => self.refused += 1,
        }
    }

    /// Prints it.
    pub fn print(&self, reader: &str) {
        println!("{reader}: let pass and read otherwise: {:?}", self.dangerous);
        println!(
            "{reader}: let pass, refused for the checksum of a stored APK: {}",
            self.stored_checksums
        );
        println!("{reader}: let pass and read alike: {}", self.alike);
        println!("{reader}: refused here, and read otherwise or refused: {}", self.refused);
        for (why, count) in &self.refused_alike {
            println!("{reader}: refused here and read alike: {why}: {count}");
        }
    }
}

/// Whether an APK that is stored has another checksum than the directory says.
fn has_stored_checksum(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).rposition(|it| it == b"PK\x05\x06") else { return false };
    let (count, mut at) = (u16_at(bytes, end + 10), u32_at(bytes, end + 16) as usize);
    let contents = by_directory(bytes).unwrap_or_default();
    (0..count).zip(contents).any(|(_, (name, content))| {
        let fields = fields_at(bytes, at + 8, &name);
        at += 46 + name.len();
        fields.method == 0
            && name.ends_with(b".apk")
            && fields.numbers[0] != crc32fast::hash(&content)
    })
}
