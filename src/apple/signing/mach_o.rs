//! Executables: fat files of several slices, and what a slice says of its own signature.
//!
//! Apple's `mach-o/fat.h` and `mach-o/loader.h`; what is refused beyond that is what Security's
//! `macho++.cpp` and `singlediskrep.cpp` refuse.
//!
//! ```text
//! fat    magic u32 cafebabe (cafebabf: 64-bit) | count u32, big-endian
//!        count x { cpu type u32 | subtype u32 | offset | size | align u32 }   (64-bit: + reserved u32)
//! thin   magic u32 feedface or feedfacf, in its own byte order: little-endian on all of Apple's
//!        cpu type u32 | subtype u32 | file type u32 | commands u32 | their size u32 | flags u32
//!        (64-bit: reserved u32)
//!        commands x { kind u32 | size u32 | … }
//! ```

use std::io;

use crate::encoding::bytes::Bytes;
use crate::say::said;
use crate::source::read_at::ReadAt;

const FAT: u32 = 0xcafe_babe;
const FAT_64: u32 = 0xcafe_babf;
const THIN: u32 = 0xfeed_face;
const THIN_64: u32 = 0xfeed_facf;
/// Java's classes begin as fat files do: there the next number is a version, from 45 on.
const MAX_SLICES: u32 = 16;
/// How much load commands may take, in bytes. Real ones have some thousand.
const MAX_COMMANDS: u32 = 1 << 20;

const LC_CODE_SIGNATURE: u32 = 0x1d;
const LC_ENCRYPTION_INFO: u32 = 0x21;
const LC_ENCRYPTION_INFO_64: u32 = 0x2c;

said! {
    /// Why a file is no executable that a device runs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoExecutable {
        Magic => { en: "it is no Mach-O file", zh: "不是 Mach-O 文件" }
        Header => { en: "its header is cut off", zh: "文件头不完整" }
        Slices => { en: "its slices do not lie in the file, or overlap", zh: "各架构的内容超出文件或相互重叠" }
        SliceCount => { en: "it has no slice, or too many", zh: "没有任何架构，或架构过多" }
        Commands => { en: "its load commands are malformed", zh: "加载命令格式错误" }
        SeveralSignatures => { en: "it names several signatures", zh: "指明了多个签名" }
        SignatureOutside => { en: "its signature does not lie in the file", zh: "签名超出文件范围" }
    }
}

/// An executable or library for one kind of processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slice {
    /// Where it begins in the file, and its size; in bytes.
    pub(crate) offset: u64,
    pub(crate) size: u64,
    pub(crate) cpu_type: u32,
    pub(crate) cpu_subtype: u32,
    /// Where the signature stands in the slice, and how much room it has.
    pub(crate) signature: Option<(u64, u64)>,
    /// Whether FairPlay encrypted it: a copy from the store.
    pub(crate) is_encrypted: bool,
}

/// The slices of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MachO {
    pub(crate) slices: Vec<Slice>,
    /// Whether it is fat, so that bytes may stand between slices and behind them.
    pub(crate) is_fat: bool,
}

/// Whether a file begins as one does.
pub(crate) fn is_mach_o(start: &[u8]) -> bool {
    let magic = start.first_chunk().copied();
    let little = magic.map(u32::from_le_bytes);
    let big = magic.map(u32::from_be_bytes);
    matches!(little, Some(THIN | THIN_64)) || matches!(big, Some(FAT | FAT_64))
}

/// What reading a file gives: itself, or why it is none.
type Read<T> = io::Result<Result<T, NoExecutable>>;

impl MachO {
    pub(crate) fn read(source: &dyn ReadAt) -> Read<Self> {
        let size = source.size()?;
        let Some(start) = read(source, 0, 8, size)? else { return Ok(Err(NoExecutable::Header)) };
        let [magic, count] = [start.get(..4), start.get(4..)].map(|it| {
            it.and_then(|it| it.first_chunk().copied()).map_or(0, u32::from_be_bytes)
        });
        if !matches!(magic, FAT | FAT_64) {
            return Ok(Slice::read(source, 0, size)?.map(|slice| Self { slices: vec![slice], is_fat: false }));
        }
        if !(1..=MAX_SLICES).contains(&count) {
            return Ok(Err(NoExecutable::SliceCount));
        }
        Self::fat(source, size, count, magic == FAT_64)
    }

    fn fat(source: &dyn ReadAt, size: u64, count: u32, is_64: bool) -> Read<Self> {
        let record = if is_64 { 32 } else { 20 };
        let length = u64::from(count).saturating_mul(record);
        let Some(table) = read(source, 8, length, size)? else { return Ok(Err(NoExecutable::Header)) };
        let mut places = Vec::new();
        let mut slices = Vec::new();
        for record in table.chunks_exact(usize::try_from(record).unwrap_or(usize::MAX)) {
            let Some((offset, length)) = place(record, is_64) else {
                return Ok(Err(NoExecutable::Header));
            };
            let head = length.saturating_add(8);
            let end = offset.checked_add(length).filter(|&end| end <= size && offset >= head.min(8));
            let Some(end) = end else { return Ok(Err(NoExecutable::Slices)) };
            places.push((offset, end));
            match Slice::read(source, offset, length)? {
                Ok(slice) => slices.push(slice),
                Err(why) => return Ok(Err(why)),
            }
        }
        places.sort_unstable();
        let overlap = places.windows(2).any(|pair| match pair {
            [(_, end), (start, _)] => end > start,
            _ => false,
        });
        Ok(if overlap { Err(NoExecutable::Slices) } else { Ok(Self { slices, is_fat: true }) })
    }

    /// The stretches of a fat file behind its table that no slice covers.
    pub(crate) fn gaps(&self, size: u64) -> Vec<(u64, u64)> {
        let mut covered: Vec<_> = self.slices.iter().map(|it| (it.offset, it.offset + it.size)).collect();
        covered.sort_unstable();
        let mut gaps = Vec::new();
        let mut at = 0;
        for (start, end) in covered.into_iter().chain([(size, size)]) {
            if at < start && at > 0 {
                gaps.push((at, start));
            }
            at = at.max(end);
        }
        gaps
    }
}

/// Where a slice stands, out of its record.
fn place(record: &[u8], is_64: bool) -> Option<(u64, u64)> {
    let number = |at: usize| record.get(at..)?.first_chunk().copied().map(u32::from_be_bytes);
    let long = |at: usize| record.get(at..)?.first_chunk().copied().map(u64::from_be_bytes);
    if is_64 { Some((long(8)?, long(16)?)) } else { Some((number(8)?.into(), number(12)?.into())) }
}

/// Bytes of the source, if it has them.
fn read(source: &dyn ReadAt, offset: u64, length: u64, size: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(length) = usize::try_from(length).ok().filter(|_| offset.saturating_add(length) <= size) else {
        return Ok(None);
    };
    let mut bytes = vec![0; length];
    source.read_at(offset, &mut bytes)?;
    Ok(Some(bytes))
}

impl Slice {
    fn read(source: &dyn ReadAt, offset: u64, size: u64) -> Read<Self> {
        let end = offset.saturating_add(size);
        let Some(head) = read(source, offset, 28, end)? else { return Ok(Err(NoExecutable::Header)) };
        let mut header = Bytes::new(&head);
        let magic = header.u32();
        let fields: Option<Vec<u32>> = (0..6).map(|_| header.u32()).collect();
        let Some([cpu_type, cpu_subtype, _, count, length, _]) = fields.as_deref() else {
            return Ok(Err(NoExecutable::Header));
        };
        let header_size = match magic {
            Some(THIN) => 28,
            Some(THIN_64) => 32,
            _ => return Ok(Err(NoExecutable::Magic)),
        };
        if *length > MAX_COMMANDS {
            return Ok(Err(NoExecutable::Commands));
        }
        let commands = read(source, offset.saturating_add(header_size), (*length).into(), end)?;
        let Some(commands) = commands else { return Ok(Err(NoExecutable::Commands)) };
        let mut slice = Self {
            offset,
            size,
            cpu_type: *cpu_type,
            cpu_subtype: *cpu_subtype,
            signature: None,
            is_encrypted: false,
        };
        Ok(slice.take_commands(&commands, *count).map(|()| slice))
    }

    fn take_commands(&mut self, commands: &[u8], count: u32) -> Result<(), NoExecutable> {
        let mut commands = Bytes::new(commands);
        for _ in 0..count {
            let (kind, length) = commands.u32().zip(commands.u32()).ok_or(NoExecutable::Commands)?;
            let length = usize::try_from(length).ok().and_then(|length| length.checked_sub(8));
            let body = length.and_then(|length| commands.take(length)).ok_or(NoExecutable::Commands)?;
            self.take_command(kind, Bytes::new(body))?;
        }
        Ok(())
    }

    fn take_command(&mut self, kind: u32, mut body: Bytes<'_>) -> Result<(), NoExecutable> {
        match kind {
            LC_CODE_SIGNATURE => {
                let (offset, size) = body.u32().zip(body.u32()).ok_or(NoExecutable::Commands)?;
                let (offset, size) = (u64::from(offset), u64::from(size));
                if self.signature.replace((offset, size)).is_some() {
                    return Err(NoExecutable::SeveralSignatures);
                }
                if offset.saturating_add(size) > self.size {
                    return Err(NoExecutable::SignatureOutside);
                }
            }
            LC_ENCRYPTION_INFO | LC_ENCRYPTION_INFO_64 => {
                body.skip(8).ok_or(NoExecutable::Commands)?;
                self.is_encrypted |= body.u32().ok_or(NoExecutable::Commands)? != 0;
            }
            _ => {}
        }
        Ok(())
    }
}
