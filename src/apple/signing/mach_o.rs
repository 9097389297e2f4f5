//! Executables: fat files of several slices, and what a slice says of its own signature.
//!
//! Apple's `mach-o/fat.h` and `mach-o/loader.h`; what is refused beyond that is what Security's
//! `macho++.cpp` and `singlediskrep.cpp` refuse.
//!
//! ```text
//! fat    magic u32 cafebabe (cafebabf: 64-bit) | count u32                            big-endian
//!        count x { cpu type u32 | subtype u32 | offset | size | align u32 } (64-bit: + u32)
//! thin   magic u32 feedface or feedfacf (64-bit)                                   little-endian
//!        cpu type u32 | subtype u32 | file type u32 | commands u32 | their size u32 | flags u32
//!        (64-bit: reserved u32)
//!        commands x { kind u32 | size u32, with these eight bytes | … }
//! ```
//!
//! Devices run little-endian slices alone: one of the other byte order is none.

use crate::encoding::bytes::Bytes;
use crate::say::said;

const FAT: u32 = 0xcafe_babe;
const FAT_64: u32 = 0xcafe_babf;
const THIN: u32 = 0xfeed_face;
const THIN_64: u32 = 0xfeed_facf;
/// Java's classes begin as fat files do: there the next number is a version, from 45 on.
const MAX_SLICES: u32 = 16;
/// How much load commands may take, in bytes. Real ones have some thousand.
const MAX_COMMANDS: u32 = 1 << 20;
/// How much room a signature may have, in bytes. That of an executable of 1 GB takes 14 MB.
const MAX_SIGNATURE: u32 = 32 << 20;

/// Of how many first bytes [`Start::read`] tells what a file is.
pub(super) const START: usize = 8;

mod command {
    pub(super) const SEGMENT: u32 = 0x01;
    pub(super) const SEGMENT_64: u32 = 0x19;
    pub(super) const CODE_SIGNATURE: u32 = 0x1d;
    pub(super) const ENCRYPTION_INFO: u32 = 0x21;
    pub(super) const VERSION_MIN_IPHONEOS: u32 = 0x25;
    pub(super) const ENCRYPTION_INFO_64: u32 = 0x2c;
    pub(super) const BUILD_VERSION: u32 = 0x32;
}

/// The types of files that are code to be run: executables, libraries, bundles.
const CODE: [u32; 3] = [2, 6, 8];

said! {
    /// Why a file is no executable that a device runs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoExecutable {
        Magic => { en: "it is no Mach-O file", zh: "不是 Mach-O 文件" }
        Header => { en: "its header is cut off", zh: "文件头不完整" }
        Slices => {
            en: "its slices do not lie in the file, or overlap",
            zh: "各架构的内容超出文件或相互重叠"
        }
        Commands => { en: "its load commands are malformed", zh: "加载命令格式错误" }
        SeveralSignatures => { en: "it names several signatures", zh: "指明了多个签名" }
        SignatureOutside => {
            en: "its signature does not lie in the file, behind the load commands",
            zh: "签名超出文件范围，或与加载命令重叠"
        }
        SignatureTooLarge => {
            en: "its signature has more than 32 MiB",
            zh: "签名超过 32 MiB"
        }
    }
}

/// A stretch of a file, in bytes from its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) size: u64,
}

impl Place {
    pub(super) fn end(self) -> u64 {
        self.offset.saturating_add(self.size)
    }

    /// How many of the bytes behind `at` are in it, and whether it begins later.
    pub(super) fn has(self, at: u64) -> bool {
        (self.offset..self.end()).contains(&at)
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// The file is one slice.
    Thin,
    /// A table of so many bytes follows, from the file's first byte on.
    Fat { table: usize, is_64: bool },
    /// Something else.
    Other,
}

impl Start {
    pub(super) fn read(start: &[u8]) -> Self {
        let number = |at: usize| start.get(at..)?.first_chunk().copied();
        if matches!(number(0).map(u32::from_le_bytes), Some(THIN | THIN_64)) {
            return Self::Thin;
        }
        let is_64 = match number(0).map(u32::from_be_bytes) {
            Some(FAT) => false,
            Some(FAT_64) => true,
            _ => return Self::Other,
        };
        let count = number(4).map(u32::from_be_bytes);
        let count = count.filter(|count| (1..=MAX_SLICES).contains(count));
        let Some(count) = count.and_then(|count| usize::try_from(count).ok()) else {
            return Self::Other;
        };
        let table = count.saturating_mul(record_size(is_64)).saturating_add(START);
        Self::Fat { table, is_64 }
    }
}

fn record_size(is_64: bool) -> usize {
    if is_64 { 32 } else { 20 }
}

/// The slices of a fat file of that size, by its table, in their order.
pub(super) fn slices(table: &[u8], is_64: bool, size: u64) -> Result<Vec<Place>, NoExecutable> {
    let records = table.get(START..).unwrap_or_default().chunks_exact(record_size(is_64));
    let places: Option<Vec<Place>> = records.map(|record| place(record, is_64)).collect();
    let places = places.ok_or(NoExecutable::Header)?;
    let mut sorted = places.clone();
    sorted.sort_unstable_by_key(|place| place.offset);
    let mut behind = table.len() as u64;
    for place in sorted {
        let end = place.offset.checked_add(place.size).filter(|&end| end <= size);
        if place.offset < behind {
            return Err(NoExecutable::Slices);
        }
        behind = end.ok_or(NoExecutable::Slices)?;
    }
    Ok(places)
}

/// Where a slice stands, out of its record.
fn place(record: &[u8], is_64: bool) -> Option<Place> {
    let number = |at: usize| record.get(at..)?.first_chunk().copied().map(u32::from_be_bytes);
    let long = |at: usize| record.get(at..)?.first_chunk().copied().map(u64::from_be_bytes);
    let (offset, size) =
        if is_64 { (long(8)?, long(16)?) } else { (number(8)?.into(), number(12)?.into()) };
    Some(Place { offset, size })
}

/// How many bytes of a slice the longest header has.
pub(super) const HEADER: usize = 32;

/// The header of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    file_type: u32,
    count: u32,
    /// Where the load commands begin and end.
    start: usize,
    pub(super) end: usize,
}

impl Header {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NoExecutable> {
        let mut header = Bytes::new(bytes);
        let start = match header.u32().ok_or(NoExecutable::Header)? {
            THIN => 28,
            THIN_64 => HEADER,
            _ => return Err(NoExecutable::Magic),
        };
        let mut field = || header.u32().ok_or(NoExecutable::Header);
        let (_cpu_type, _subtype, file_type, count) = (field()?, field()?, field()?, field()?);
        let length = Some(field()?).filter(|&length| length <= MAX_COMMANDS);
        let length = length.and_then(|length| usize::try_from(length).ok());
        let end = length.ok_or(NoExecutable::Commands)?.saturating_add(start);
        Ok(Self { file_type, count, start, end })
    }

    /// Whether it is code that a device runs, and no object file or symbols.
    pub(super) fn is_code(&self) -> bool {
        CODE.contains(&self.file_type)
    }

    /// Reads the load commands of a slice of that size, out of its first bytes.
    pub(super) fn commands(&self, head: &[u8], size: u64) -> Result<Commands, NoExecutable> {
        let bytes = head.get(self.start..self.end).ok_or(NoExecutable::Commands)?;
        let mut commands = Commands::default();
        let mut rest = Bytes::new(bytes);
        for _ in 0..self.count {
            let (kind, length) = rest.u32().zip(rest.u32()).ok_or(NoExecutable::Commands)?;
            let length = usize::try_from(length).ok().and_then(|length| length.checked_sub(8));
            let body = length.and_then(|length| rest.take(length));
            commands.take(kind, Bytes::new(body.ok_or(NoExecutable::Commands)?))?;
        }
        commands.check(self.end as u64, size)?;
        Ok(commands)
    }
}

/// What the load commands of a slice say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Commands {
    /// Where in the slice the signature stands.
    pub(super) signature: Option<Place>,
    /// Whether FairPlay encrypted it.
    pub(super) is_encrypted: bool,
    /// An `Info.plist` inside the executable (`__TEXT,__info_plist`).
    pub(super) info_plist: Option<Place>,
    /// The oldest system that it runs on: major version in the upper half.
    oldest_system: Option<u32>,
}

impl Commands {
    /// Whether Apple's tools digest its pages with SHA-1 as well: so they do for systems before
    /// iOS 11.
    pub(super) fn is_for_old_systems(&self) -> bool {
        self.oldest_system.is_some_and(|version| version < 11 << 16)
    }

    fn take(&mut self, kind: u32, mut body: Bytes<'_>) -> Result<(), NoExecutable> {
        let malformed = NoExecutable::Commands;
        match kind {
            command::CODE_SIGNATURE => {
                let (offset, size) = body.u32().zip(body.u32()).ok_or(malformed)?;
                if size > MAX_SIGNATURE {
                    return Err(NoExecutable::SignatureTooLarge);
                }
                let place = Place { offset: offset.into(), size: size.into() };
                if self.signature.replace(place).is_some() {
                    return Err(NoExecutable::SeveralSignatures);
                }
            }
            command::ENCRYPTION_INFO | command::ENCRYPTION_INFO_64 => {
                body.skip(8).ok_or(malformed)?;
                self.is_encrypted |= body.u32().ok_or(malformed)? != 0;
            }
            command::VERSION_MIN_IPHONEOS => self.oldest_system = body.u32(),
            command::BUILD_VERSION => {
                body.skip(4).ok_or(malformed)?;
                self.oldest_system = body.u32();
            }
            command::SEGMENT => self.take_sections(body, false).ok_or(malformed)?,
            command::SEGMENT_64 => self.take_sections(body, true).ok_or(malformed)?,
            _ => {}
        }
        Ok(())
    }

    /// Looks among the sections of a segment for the `Info.plist`.
    fn take_sections(&mut self, mut body: Bytes<'_>, is_64: bool) -> Option<()> {
        body.skip(if is_64 { 16 + 4 * 8 + 8 } else { 16 + 4 * 4 + 8 })?;
        let count = body.u32()?;
        body.skip(4)?;
        for _ in 0..count {
            let (section, segment) = (body.array::<16>()?, body.array::<16>()?);
            let size = if is_64 {
                body.skip(8)?;
                body.u64()?
            } else {
                body.skip(4)?;
                body.u32()?.into()
            };
            let offset = body.u32()?.into();
            body.skip(if is_64 { 28 } else { 24 })?;
            if named(&section) == b"__info_plist" && named(&segment) == b"__TEXT" {
                self.info_plist = Some(Place { offset, size });
            }
        }
        Some(())
    }

    /// That the signature lies in the slice, behind the load commands.
    fn check(&mut self, commands_end: u64, size: u64) -> Result<(), NoExecutable> {
        /// How large an `Info.plist` may be.
        const MAX_INFO_PLIST: u64 = 1 << 20;
        let end = self.signature.map_or(size, |place| place.offset);
        let is_good =
            self.signature.is_none_or(|place| place.offset >= commands_end && place.end() <= size);
        self.info_plist = self.info_plist.filter(|place| {
            place.offset >= commands_end && place.end() <= end && place.size <= MAX_INFO_PLIST
        });
        if is_good { Ok(()) } else { Err(NoExecutable::SignatureOutside) }
    }
}

/// A name of at most 16 bytes, with zeros behind it.
fn named(bytes: &[u8; 16]) -> &[u8] {
    bytes.split(|&byte| byte == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn header(commands: &[&[u32]]) -> Vec<u8> {
        let body = words(&commands.concat());
        let count = commands.len() as u32;
        let head = [THIN_64, 0x0100_000c, 0, 2, count, body.len() as u32, 0, 0];
        [words(&head), body].concat()
    }

    #[test]
    fn load_commands_are_bounded() {
        let signature: &[u32] = &[command::CODE_SIGNATURE, 16, 4096, 100];
        for (name, commands, size, want) in [
            ("none", &[][..], 4096, Ok(None)),
            ("one", &[signature][..], 4196, Ok(Some((4096, 100)))),
            ("outside", &[signature], 4195, Err(NoExecutable::SignatureOutside)),
            ("two", &[signature, signature], 4196, Err(NoExecutable::SeveralSignatures)),
            (
                "over the commands",
                &[&[command::CODE_SIGNATURE, 16, 47, 9][..]],
                4196,
                Err(NoExecutable::SignatureOutside),
            ),
            (
                "too large",
                &[&[command::CODE_SIGNATURE, 16, 48, MAX_SIGNATURE + 1]],
                u64::MAX,
                Err(NoExecutable::SignatureTooLarge),
            ),
            ("a size below 8", &[&[9, 7]], 4096, Err(NoExecutable::Commands)),
            ("a size past the end", &[&[9, 9]], 4096, Err(NoExecutable::Commands)),
            ("cut off", &[&[command::CODE_SIGNATURE, 8]], 4096, Err(NoExecutable::Commands)),
        ] {
            let head = header(commands);
            let read = Header::read(&head).and_then(|header| header.commands(&head, size));
            let got = read.map(|it| it.signature.map(|place| (place.offset, place.size)));
            assert_eq!(got, want, "{name}");
        }
        let mut many = header(&[]);
        many[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
        let read = Header::read(&many).and_then(|header| header.commands(&many, 4096));
        assert_eq!(read, Err(NoExecutable::Commands));
        let mut long = header(&[]);
        long[20..24].copy_from_slice(&(MAX_COMMANDS + 1).to_le_bytes());
        assert_eq!(Header::read(&long), Err(NoExecutable::Commands));
    }

    #[test]
    fn slices_lie_in_the_file_and_apart() {
        for (name, places, want) in [
            ("two", &[(100_u32, 50_u32), (150, 50)][..], true),
            ("in another order", &[(150, 50), (100, 50)], true),
            ("overlapping", &[(100, 51), (150, 50)], false),
            ("past the end", &[(100, 50), (150, 51)], false),
            ("over the table", &[(47, 50), (150, 50)], false),
        ] {
            let mut table = [FAT.to_be_bytes(), 2_u32.to_be_bytes()].concat();
            for (offset, size) in places {
                let record = [12, 9, *offset, *size, 12];
                table.extend(record.iter().flat_map(|field| field.to_be_bytes()));
            }
            assert_eq!(Start::read(&table), Start::Fat { table: 48, is_64: false });
            assert_eq!(slices(&table, false, 200).is_ok(), want, "{name}");
        }
    }

    #[test]
    fn what_is_no_executable_is_told_by_its_start() {
        for (start, want) in [
            (&[0xcf, 0xfa, 0xed, 0xfe, 0, 0, 0, 0][..], Start::Thin),
            (&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52], Start::Other),
            (&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0], Start::Other),
            (&[0xca, 0xfe, 0xba, 0xbf, 0, 0, 0, 1], Start::Fat { table: 40, is_64: true }),
            (&[0xfe, 0xed, 0xfa, 0xcf, 0, 0, 0, 1], Start::Other),
            (b"#!/bin/sh", Start::Other),
            (b"", Start::Other),
        ] {
            assert_eq!(Start::read(start), want, "{start:x?}");
        }
    }
}
