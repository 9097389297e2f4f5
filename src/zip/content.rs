//! Local file headers (APPNOTE.TXT 4.3.7) and the data behind them.

use std::io;

use flate2::{Decompress, FlushDecompress, Status};

use super::directory::FLAG_DATA_DESCRIPTOR;
use super::{Archive, Entry};
use crate::bytes::Bytes;
use crate::read_at::ReadAt;

const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
const HEADER_SIZE: u64 = 30;

/// How much is read and inflated at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// No deflate stream expands more than this, so that a declared size can be judged before allocating.
const MAX_EXPANSION: u64 = 1032;

/// Why an entry's content cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum EntryError {
    /// The source failed: nothing is said of the package.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// The local header is not one, or contradicts the directory.
    #[error("local file header: {0}")]
    LocalHeader(&'static str),
    /// The data reaches into the directory or past the file.
    #[error("data past the central directory")]
    OutOfBounds,
    /// The compressed data is broken.
    #[error("deflate")]
    Inflate,
    /// The data inflates to another size than the directory says.
    #[error("uncompressed size")]
    Size,
    /// The content is larger than what it is read for may be.
    #[error("larger than {limit} bytes")]
    TooLarge { limit: u64 },
}

impl Archive<'_> {
    /// Where the entry's data begins, after every rule on its local header has been checked.
    fn data_start(&self, entry: &Entry) -> Result<u64, EntryError> {
        let start = entry.local_header_offset;
        let name = self.name(entry);
        let header_size = HEADER_SIZE.saturating_add(name.len() as u64);
        if start.saturating_add(header_size) > self.end().directory_offset {
            return Err(EntryError::OutOfBounds);
        }
        let header = self.read(start, header_size)?;
        let extra_size = check_local_header(&header, entry, name).map_err(EntryError::LocalHeader)?;
        let data_start = start.saturating_add(header_size).saturating_add(extra_size.into());
        if data_start.saturating_add(entry.data_size()) > self.end().directory_offset {
            return Err(EntryError::OutOfBounds);
        }
        Ok(data_start)
    }

    /// Gives the entry's uncompressed content to `sink`, a run of bytes at a time.
    pub(crate) fn stream(
        &self,
        entry: &Entry,
        inflater: &mut Inflater,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        self.stream_start(entry, u64::MAX, inflater, sink)
    }

    /// The same up to `wanted` bytes or somewhat more. What is behind them is not looked at.
    pub(super) fn stream_start(
        &self,
        entry: &Entry,
        wanted: u64,
        inflater: &mut Inflater,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        let start = self.data_start(entry)?;
        if entry.is_stored() {
            inflater.copy(self.source, start, entry.data_size().min(wanted), sink)
        } else {
            inflater.inflate(self.source, start, entry, wanted, sink)
        }
    }

    /// The entry's whole uncompressed content, if it has at most `limit` bytes.
    pub(crate) fn content(&self, entry: &Entry, limit: u64) -> Result<Vec<u8>, EntryError> {
        if entry.uncompressed_size > limit {
            return Err(EntryError::TooLarge { limit });
        }
        if entry.uncompressed_size > entry.data_size().saturating_mul(MAX_EXPANSION) {
            return Err(EntryError::Size);
        }
        if entry.is_stored() {
            let start = self.data_start(entry)?;
            return Ok(self.read(start, entry.data_size())?);
        }
        let mut content = Vec::with_capacity(usize::try_from(entry.uncompressed_size).unwrap_or(0));
        self.stream(entry, &mut Inflater::new(), &mut |bytes| content.extend_from_slice(bytes))?;
        Ok(content)
    }
}

/// Compares a local header with the directory; gives the size of its extra field.
fn check_local_header(header: &[u8], entry: &Entry, name: &[u8]) -> Result<u16, &'static str> {
    const SHORT: &str = "too short";
    let mut header = Bytes::new(header);
    if header.array() != Some(SIGNATURE) {
        return Err("signature");
    }
    header.skip(2).ok_or(SHORT)?; // version needed
    let flags = header.u16().ok_or(SHORT)?;
    if (flags ^ entry.flags) & FLAG_DATA_DESCRIPTOR != 0 {
        return Err("data descriptor flag");
    }
    header.skip(6).ok_or(SHORT)?; // method, time and date
    let sizes = [header.u32(), header.u32(), header.u32()].map(|field| field.map(u64::from));
    if flags & FLAG_DATA_DESCRIPTOR == 0 {
        let wanted = [entry.crc32.into(), entry.compressed_size, entry.uncompressed_size].map(Some);
        let field = ["CRC-32", "compressed size", "uncompressed size"];
        if let Some((field, _)) =
            field.iter().zip(sizes.iter().zip(&wanted)).find(|(_, (got, want))| got != want)
        {
            return Err(field);
        }
    }
    let name_size = header.u16().ok_or(SHORT)?;
    let extra_size = header.u16().ok_or(SHORT)?;
    if usize::from(name_size) != name.len() || header.rest() != name {
        return Err("name");
    }
    Ok(extra_size)
}

/// The buffers and state for reading contents, to be used for one entry after another.
pub(crate) struct Inflater {
    state: Decompress,
    input: Vec<u8>,
    output: Vec<u8>,
}

impl Inflater {
    pub(crate) fn new() -> Self {
        Self { state: Decompress::new(false), input: vec![0; CHUNK], output: vec![0; CHUNK] }
    }

    fn copy(
        &mut self,
        source: &dyn ReadAt,
        mut offset: u64,
        size: u64,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        let end = offset.saturating_add(size);
        while offset < end {
            let chunk = fill(&mut self.input, source, offset, end)?;
            sink(chunk);
            offset = offset.saturating_add(chunk.len() as u64);
        }
        Ok(())
    }

    fn inflate(
        &mut self,
        source: &dyn ReadAt,
        mut offset: u64,
        entry: &Entry,
        wanted: u64,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        let Self { state, input: buffer, output } = self;
        state.reset(false);
        let end = offset.saturating_add(entry.data_size());
        let mut input: &[u8] = &[];
        loop {
            if input.is_empty() {
                input = fill(buffer, source, offset, end)?;
                offset = offset.saturating_add(input.len() as u64);
            }
            let (read_before, written_before) = (state.total_in(), state.total_out());
            let status =
                state.decompress(input, output, FlushDecompress::None).map_err(|_| EntryError::Inflate)?;
            let read = state.total_in().saturating_sub(read_before);
            let written = state.total_out().saturating_sub(written_before);
            if state.total_out() > entry.uncompressed_size {
                return Err(EntryError::Size);
            }
            input = usize::try_from(read).ok().and_then(|size| input.get(size..)).unwrap_or_default();
            sink(usize::try_from(written).ok().and_then(|size| output.get(..size)).unwrap_or_default());
            if state.total_out() >= wanted {
                return Ok(());
            }
            match status {
                Status::StreamEnd if state.total_out() == entry.uncompressed_size => return Ok(()),
                Status::StreamEnd => return Err(EntryError::Size),
                Status::Ok | Status::BufError if read == 0 && written == 0 => {
                    return Err(EntryError::Inflate);
                }
                Status::Ok | Status::BufError => {}
            }
        }
    }
}

/// Fills the buffer with what stands at `offset`, up to `end`.
fn fill<'b>(buffer: &'b mut [u8], source: &dyn ReadAt, offset: u64, end: u64) -> io::Result<&'b [u8]> {
    let wanted = usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX).min(buffer.len());
    let chunk = buffer.get_mut(..wanted).unwrap_or_default();
    source.read_at(offset, chunk)?;
    Ok(chunk)
}
