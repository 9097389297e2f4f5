//! The data of entries, behind their local headers.

use crate::say::said;
use std::io;
use std::ops::Range;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::local_header::{HEADER_SIZE, HeaderField, LocalHeader, numbers};
use super::{Archive, Entry, Zip64};
use crate::limits::Limit;
use crate::source::read_at::{ReadAt, Window};

/// How much is read and inflated at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// The data of smaller entries is read at once, together with the local header, in bytes.
const READ_TOGETHER: u64 = 64 << 10;
/// How large most extra fields are at most, in bytes: alignment to pages makes larger ones.
const USUAL_EXTRA: u64 = 64;

/// No deflate stream expands more than this, so that a declared size can be judged before
/// allocating.
const MAX_EXPANSION: u64 = 1032;

said! {
    /// Why an entry's content cannot be read.
    #[derive(Debug)]
    #[non_exhaustive]
    pub(crate) enum EntryError {
        /// The source failed: nothing is said of the package.
        Read(it: io::Error) => { en: "{it}", zh: "{it}" }
        /// The local header is not one, or contradicts the directory.
        LocalHeader(it: HeaderField) => {
            en: "local file header: {it}",
            zh: "本地文件头中的{it}不符"
        }
        /// The data reaches into the directory or past the file.
        OutOfBounds => { en: "data past the central directory", zh: "数据越过中央目录" }
        /// The compressed data is broken.
        Inflate => { en: "deflate", zh: "压缩数据损坏" }
        /// The data inflates to another size than the directory says.
        Size => { en: "uncompressed size", zh: "解压后大小不符" }
        /// The compressed data ends before its size says, so that readers that go by it read on
        /// there.
        Slack => { en: "compressed data ends early", zh: "压缩数据提前结束" }
        /// The content has another CRC-32 than the directory says.
        Checksum => { en: "CRC-32", zh: "校验和不符" }
        /// The content is larger than what it is read for may be.
        TooLarge(it: Limit) => { en: "larger than {it} bytes", zh: "超过 {it} 字节" }
    }
}

impl std::error::Error for EntryError {}

impl From<io::Error> for EntryError {
    fn from(it: io::Error) -> Self {
        Self::Read(it)
    }
}

impl<'r> Archive<'r> {
    /// Where the entry's data begins, after every rule on its local header has been checked.
    fn data_start(&self, entry: &Entry) -> Result<u64, EntryError> {
        let size = self.header_size(entry)?;
        let header = self.read(entry.local_header_offset, size)?;
        self.check_header(entry, &header)
    }

    /// The size of the entry's local header with its name, as the directory has it.
    fn header_size(&self, entry: &Entry) -> Result<u64, EntryError> {
        let size = HEADER_SIZE.saturating_add(self.name(entry).len() as u64);
        let end = entry.local_header_offset.saturating_add(size);
        if end > self.end().directory_offset { Err(EntryError::OutOfBounds) } else { Ok(size) }
    }

    /// Where the data behind that header begins.
    fn check_header(&self, entry: &Entry, header: &[u8]) -> Result<u64, EntryError> {
        let extra_size = check_local_header(header, entry, self.name(entry), self.structure.zip64)
            .map_err(EntryError::LocalHeader)?;
        let end = entry.local_header_offset.saturating_add(header.len() as u64);
        let data_start = end.saturating_add(extra_size.into());
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
        if entry.is_stored() {
            let data = inflater.begin(self, entry)?;
            return inflater.copy(self.source, data, entry.data_size(), sink);
        }
        inflater.begin_inflating(self, entry)?;
        while let Some(run) = inflater.next_run(self.source)? {
            sink(run);
        }
        Ok(())
    }

    /// The same of an entry that must be the same when it is unpacked from front to back:
    /// its compressed data ends where its size says, and its CRC-32 is right
    /// (`ZipInputStream.readEnd`).
    pub(crate) fn stream_exactly(
        &self,
        entry: &Entry,
        inflater: &mut Inflater,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        let mut crc = Crc::new();
        self.stream(entry, inflater, &mut |run| {
            crc.update(run);
            sink(run);
        })?;
        if !entry.is_stored() && inflater.has_slack() {
            return Err(EntryError::Slack);
        }
        if crc.sum() == entry.crc32 { Ok(()) } else { Err(EntryError::Checksum) }
    }

    /// The data of a stored entry, as a source of its own.
    pub(super) fn window(&self, entry: &Entry) -> Result<Window<&'r dyn ReadAt>, EntryError> {
        let start = self.data_start(entry)?;
        Ok(Window::new(self.source, start, entry.data_size())?)
    }

    /// The entry's whole uncompressed content, if it has at most `limit` bytes.
    pub(crate) fn content(&self, entry: &Entry, limit: Limit) -> Result<Vec<u8>, EntryError> {
        check_size(entry, limit)?;
        if entry.data_size() <= READ_TOGETHER {
            let data = self.data(entry)?;
            return if entry.is_stored() {
                Ok(data)
            } else {
                inflate_whole(&data, entry.uncompressed_size)
            };
        }
        if entry.is_stored() {
            let start = self.data_start(entry)?;
            return Ok(self.read(start, entry.data_size())?);
        }
        let mut content = Vec::with_capacity(usize::try_from(entry.uncompressed_size).unwrap_or(0));
        self.stream(entry, &mut Inflater::new(), &mut |bytes| content.extend_from_slice(bytes))?;
        Ok(content)
    }

    /// The entry's content where little of it is needed. What is stored stays where it is; other
    /// content must have at most `limit` bytes.
    pub(crate) fn random_access(
        &self,
        entry: &Entry,
        limit: Limit,
    ) -> Result<Box<dyn ReadAt + '_>, EntryError> {
        if !entry.is_stored() || entry.data_size() <= READ_TOGETHER || self.structure.is_sequential
        {
            return Ok(Box::new(self.content(entry, limit)?));
        }
        Ok(Box::new(self.window(entry)?))
    }

    /// The entry's data as it is in the file. Where the extra field is no larger than most, one
    /// read brings the local header along.
    fn data(&self, entry: &Entry) -> Result<Vec<u8>, EntryError> {
        let start = entry.local_header_offset;
        let header_size = self.header_size(entry)?;
        let length = header_size.saturating_add(USUAL_EXTRA).saturating_add(entry.data_size());
        let mut bytes =
            self.read(start, length.min(self.end().directory_offset.saturating_sub(start)))?;
        let (header, _) = usize::try_from(header_size)
            .ok()
            .and_then(|size| bytes.split_at_checked(size))
            .ok_or(EntryError::OutOfBounds)?;
        let data_start = self.check_header(entry, header)?;
        let skipped = usize::try_from(data_start.saturating_sub(start)).unwrap_or(usize::MAX);
        let size = usize::try_from(entry.data_size()).unwrap_or(usize::MAX);
        if bytes.len() < skipped.saturating_add(size) {
            return Ok(self.read(data_start, entry.data_size())?);
        }
        bytes.drain(..skipped);
        bytes.truncate(size);
        Ok(bytes)
    }
}

/// That an entry's declared sizes are such that it may be read.
fn check_size(entry: &Entry, limit: Limit) -> Result<(), EntryError> {
    if entry.uncompressed_size > limit.value {
        return Err(EntryError::TooLarge(limit));
    }
    if entry.uncompressed_size > entry.data_size().saturating_mul(MAX_EXPANSION) {
        return Err(EntryError::Size);
    }
    Ok(())
}

/// Inflates what is in memory, to exactly `size` bytes.
fn inflate_whole(data: &[u8], size: u64) -> Result<Vec<u8>, EntryError> {
    // One more byte shows whether there is more.
    let room =
        usize::try_from(size).ok().and_then(|size| size.checked_add(1)).ok_or(EntryError::Size)?;
    let mut content = Vec::with_capacity(room);
    let status = Decompress::new(false).decompress_vec(data, &mut content, FlushDecompress::Finish);
    match status.map_err(|_| EntryError::Inflate)? {
        _ if content.len() >= room => Err(EntryError::Size),
        Status::StreamEnd if content.len() as u64 == size => Ok(content),
        Status::StreamEnd => Err(EntryError::Size),
        Status::Ok | Status::BufError => Err(EntryError::Inflate),
    }
}

/// Compares a local header with the directory; gives the size of its extra field.
fn check_local_header(
    header: &[u8],
    entry: &Entry,
    name: &[u8],
    zip64: Zip64,
) -> Result<u16, HeaderField> {
    const FIELDS: [HeaderField; 3] =
        [HeaderField::Crc32, HeaderField::CompressedSize, HeaderField::UncompressedSize];
    let header = LocalHeader::read(header).ok_or(HeaderField::Signature)?;
    if header.has_descriptor() != entry.has_descriptor() {
        return Err(HeaderField::DescriptorFlag);
    }
    if !header.has_descriptor() {
        let mut fields = FIELDS.into_iter().zip(header.numbers.into_iter().zip(numbers(entry)));
        // Where ZIP64 is read, a size may stand in the extra field though it has room.
        let is_elsewhere =
            |field, got| zip64 == Zip64::Read && field != HeaderField::Crc32 && got == u32::MAX;
        let differs = |field, got, wanted| got != wanted && !is_elsewhere(field, got);
        if let Some((field, _)) = fields.find(|(it, (got, wanted))| differs(*it, *got, *wanted)) {
            return Err(field);
        }
    }
    if header.has_name(name) { Ok(header.extra_size) } else { Err(HeaderField::Name) }
}

/// The buffers and state for reading contents, to be used for one entry after another.
pub(crate) struct Inflater {
    state: Decompress,
    input: Vec<u8>,
    output: Vec<u8>,
    /// What of the input has not been inflated.
    unread: Range<usize>,
    /// Where in the file the input behind it stands, and where it ends.
    position: u64,
    end: u64,
    /// What the directory says that the content's size is.
    size: u64,
    finished: bool,
}

impl Inflater {
    pub(crate) fn new() -> Self {
        Self {
            state: Decompress::new(false),
            input: vec![0; CHUNK],
            output: vec![0; CHUNK],
            unread: 0..0,
            position: 0,
            end: 0,
            size: 0,
            finished: true,
        }
    }

    /// Begins with the content of an entry that is not stored.
    pub(super) fn begin_inflating(
        &mut self,
        archive: &Archive<'_>,
        entry: &Entry,
    ) -> Result<(), EntryError> {
        self.finished = true;
        let data = self.begin(archive, entry)?;
        self.unread = data.range(entry.data_size());
        self.position = data.start.saturating_add(self.unread.len() as u64);
        self.end = data.start.saturating_add(entry.data_size());
        self.size = entry.uncompressed_size;
        self.state.reset(false);
        self.finished = false;
        Ok(())
    }

    /// The next run of the content; `None` behind the last.
    pub(super) fn next_run(&mut self, source: &dyn ReadAt) -> Result<Option<&[u8]>, EntryError> {
        let mut written = 0;
        while written == 0 && !self.finished {
            written = self.step(source)?;
        }
        let run = usize::try_from(written).ok().and_then(|size| self.output.get(..size));
        Ok(run.filter(|run| !run.is_empty()))
    }

    /// Whether data is left behind the end of what was inflated to its end.
    pub(super) fn has_slack(&self) -> bool {
        !self.unread.is_empty() || self.position < self.end
    }

    /// Inflates what there is room for; gives how much was written.
    fn step(&mut self, source: &dyn ReadAt) -> Result<u64, EntryError> {
        if self.unread.is_empty() {
            let length = fill(&mut self.input, source, self.position, self.end)?.len();
            self.position = self.position.saturating_add(length as u64);
            self.unread = 0..length;
        }
        let input = self.input.get(self.unread.clone()).unwrap_or_default();
        let (read_before, written_before) = (self.state.total_in(), self.state.total_out());
        let status = self.state.decompress(input, &mut self.output, FlushDecompress::None);
        let status = status.map_err(|_| EntryError::Inflate)?;
        let read = self.state.total_in().saturating_sub(read_before);
        let written = self.state.total_out().saturating_sub(written_before);
        if self.state.total_out() > self.size {
            return Err(EntryError::Size);
        }
        self.unread.start =
            self.unread.start.saturating_add(usize::try_from(read).unwrap_or(usize::MAX));
        match status {
            Status::StreamEnd if self.state.total_out() == self.size => self.finished = true,
            Status::StreamEnd => return Err(EntryError::Size),
            Status::Ok | Status::BufError if read == 0 && written == 0 => {
                return Err(EntryError::Inflate);
            }
            Status::Ok | Status::BufError => {}
        }
        Ok(written)
    }

    /// Reads the local header and as much of the data as the buffer has room for, with one read for
    /// most entries.
    fn begin(&mut self, archive: &Archive<'_>, entry: &Entry) -> Result<Begun, EntryError> {
        let start = entry.local_header_offset;
        let header_size = archive.header_size(entry)?;
        let length = header_size.saturating_add(USUAL_EXTRA).saturating_add(entry.data_size());
        let end = start.saturating_add(length).min(archive.end().directory_offset);
        let read = fill(&mut self.input, archive.source, start, end)?;
        let header = usize::try_from(header_size).ok().and_then(|size| read.get(..size));
        let data_start = archive.check_header(entry, header.ok_or(EntryError::OutOfBounds)?)?;
        let read = read.len();
        let skipped =
            usize::try_from(data_start.saturating_sub(start)).unwrap_or(usize::MAX).min(read);
        Ok(Begun { start: data_start, held: skipped..read })
    }

    fn copy(
        &mut self,
        source: &dyn ReadAt,
        data: Begun,
        size: u64,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), EntryError> {
        let end = data.start.saturating_add(size);
        let held = data.of(&self.input, size);
        sink(held);
        let mut offset = data.start.saturating_add(held.len() as u64);
        while offset < end {
            let chunk = fill(&mut self.input, source, offset, end)?;
            sink(chunk);
            offset = offset.saturating_add(chunk.len() as u64);
        }
        Ok(())
    }
}

/// Where an entry's data begins in the file, and where in the buffer its first bytes are.
struct Begun {
    start: u64,
    held: Range<usize>,
}

impl Begun {
    /// Where in the buffer the first bytes are of data of that size.
    fn range(&self, size: u64) -> Range<usize> {
        let length = usize::try_from(size).unwrap_or(usize::MAX);
        self.held.start..self.held.end.min(self.held.start.saturating_add(length))
    }

    /// Those bytes.
    fn of<'b>(&self, buffer: &'b [u8], size: u64) -> &'b [u8] {
        buffer.get(self.range(size)).unwrap_or_default()
    }
}

/// Fills the buffer with what stands at `offset`, up to `end`.
fn fill<'b>(
    buffer: &'b mut [u8],
    source: &dyn ReadAt,
    offset: u64,
    end: u64,
) -> io::Result<&'b [u8]> {
    let wanted =
        usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX).min(buffer.len());
    let chunk = buffer.get_mut(..wanted).unwrap_or_default();
    source.read_at(offset, chunk)?;
    Ok(chunk)
}
