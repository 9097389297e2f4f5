//! Positioned reads: the one way in which this crate touches a package.
//!
//! Nothing here, nor above, loads a whole package: every reader asks for the bytes it needs at the
//! offset where they stand. Implement [`ReadAt`] for an object store or a browser file and the
//! whole crate works over it.

use std::fs::File;
use std::io;
use std::sync::Arc;

/// A source of bytes with a known size that is read at any offset.
///
/// `Sync`, because the content of large packages is hashed by several threads at once. A source
/// that is not can be put behind a `Mutex`.
///
/// ```
/// use beian::ReadAt;
///
/// let bytes: &[u8] = b"PK\x05\x06";
/// let mut magic = [0; 2];
/// bytes.read_at(0, &mut magic)?;
/// assert_eq!((&magic, bytes.size()?), (b"PK", 4));
/// # Ok::<(), std::io::Error>(())
/// ```
pub trait ReadAt: Sync {
    /// The number of bytes that can be read.
    ///
    /// # Errors
    /// Whatever the source says when it is asked.
    fn size(&self) -> io::Result<u64>;

    /// Fills `buf` with the bytes that begin at `offset` (counted from the source's first byte).
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when the source ends before `buf` is full, or whatever else
    /// the source says.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()>;

    /// Which content the source holds, where it knows. Asked before and after the work: what was
    /// read in between is of one package only where neither this nor the size is another then.
    ///
    /// # Errors
    /// Whatever the source says when it is asked.
    fn version(&self) -> io::Result<Option<Version>> {
        Ok(None)
    }
}

/// What is another whenever a source's content is: the `ETag` of an object, or the times and the
/// number of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(Vec<u8>);

impl Version {
    /// The version of that mark, which is compared and nothing else.
    #[must_use]
    pub fn new(mark: impl Into<Vec<u8>>) -> Self {
        Self(mark.into())
    }

    /// Of a file: when its content and when its entry last changed, and which file it is on which
    /// device. Content can be changed with the old time put back, but not without another time of
    /// the entry.
    #[cfg(unix)]
    fn of_file(metadata: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let times =
            [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
        let file = [metadata.dev(), metadata.ino()];
        let times = times.into_iter().flat_map(i64::to_ne_bytes);
        Self(times.chain(file.into_iter().flat_map(u64::to_ne_bytes)).collect())
    }

    /// Of a file: when its content last changed, where the file system knows.
    #[cfg(not(unix))]
    fn of_file(metadata: &std::fs::Metadata) -> Self {
        Self(format!("{:?}", metadata.modified().ok()).into_bytes())
    }
}

fn end_of_source() -> io::Error {
    io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "the file ends before the bytes that were asked for",
    )
}

impl ReadAt for [u8] {
    fn size(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(|_| end_of_source())?;
        let bytes =
            self.get(start..).and_then(|rest| rest.get(..buf.len())).ok_or_else(end_of_source)?;
        buf.copy_from_slice(bytes);
        Ok(())
    }
}

impl ReadAt for Vec<u8> {
    fn size(&self) -> io::Result<u64> {
        self.as_slice().size()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.as_slice().read_at(offset, buf)
    }
}

impl ReadAt for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn version(&self) -> io::Result<Option<Version>> {
        Ok(Some(Version::of_file(&self.metadata()?)))
    }

    #[cfg(unix)]
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, buf, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, mut offset: u64, mut buf: &mut [u8]) -> io::Result<()> {
        while !buf.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(self, buf, offset)?;
            if read == 0 {
                return Err(end_of_source());
            }
            buf = buf.get_mut(read..).unwrap_or_default();
            offset = offset.saturating_add(read as u64);
        }
        Ok(())
    }

    #[cfg(not(any(unix, windows)))]
    fn read_at(&self, _offset: u64, _buf: &mut [u8]) -> io::Result<()> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "files have no positioned reads on this platform",
        ))
    }
}

macro_rules! forward {
    ($($pointer:ty: $($bound:path),*);+) => {$(
        impl<T: ReadAt + ?Sized $(+ $bound)*> ReadAt for $pointer {
            fn size(&self) -> io::Result<u64> {
                (**self).size()
            }

            fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
                (**self).read_at(offset, buf)
            }

            fn version(&self) -> io::Result<Option<Version>> {
                (**self).version()
            }
        }
    )+};
}

forward!(&T:; Box<T>:; Arc<T>: Send);

/// A run of another source's bytes, seen as a source of its own: a package stored inside a package.
#[derive(Debug, Clone)]
pub struct Window<R> {
    inner: R,
    start: u64,
    size: u64,
}

impl<R: ReadAt> Window<R> {
    /// The `size` bytes of `inner` that begin at `start`.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when `inner` does not hold all of them.
    pub fn new(inner: R, start: u64, size: u64) -> io::Result<Self> {
        match start.checked_add(size) {
            Some(end) if end <= inner.size()? => Ok(Self { inner, start, size }),
            _ => Err(end_of_source()),
        }
    }
}

impl<R: ReadAt> ReadAt for Window<R> {
    fn size(&self) -> io::Result<u64> {
        Ok(self.size)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        match offset.checked_add(buf.len() as u64) {
            Some(end) if end <= self.size => {
                self.inner.read_at(self.start.saturating_add(offset), buf)
            }
            _ => Err(end_of_source()),
        }
    }

    fn version(&self) -> io::Result<Option<Version>> {
        self.inner.version()
    }
}

/// What a source says of itself that would be another if its content were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    size: u64,
    version: Option<Version>,
}

impl State {
    pub(crate) fn of(source: &dyn ReadAt) -> io::Result<Self> {
        Ok(Self { size: source.size()?, version: source.version()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_read_within_its_bounds_only() {
        let bytes = b"0123456789".as_slice();
        let mut buf = [0; 4];
        for (offset, want) in
            [(0, Some(b"0123")), (6, Some(b"6789")), (7, None), (10, None), (u64::MAX, None)]
        {
            let got = bytes.read_at(offset, &mut buf);
            assert_eq!(got.ok().map(|()| &buf), want, "offset {offset}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_whose_time_was_put_back_is_another() {
        let path = std::env::temp_dir().join(format!("beian-version-{}", std::process::id()));
        std::fs::write(&path, b"one").unwrap();
        let file = File::options().read(true).write(true).open(&path).unwrap();
        let before = file.metadata().unwrap().modified().unwrap();
        let state = State::of(&file).unwrap();
        assert_eq!(State::of(&file).unwrap(), state);
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::os::unix::fs::FileExt::write_all_at(&file, b"two", 0).unwrap();
        file.set_modified(before).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(file.metadata().unwrap().modified().unwrap(), before);
        assert_ne!(State::of(&file).unwrap(), state);
    }

    #[test]
    fn a_window_shows_its_own_run_and_nothing_else() {
        let bytes = b"0123456789".as_slice();
        let window = Window::new(bytes, 2, 5).unwrap();
        let mut buf = [0; 3];
        assert_eq!(window.size().unwrap(), 5);
        window.read_at(2, &mut buf).unwrap();
        assert_eq!(&buf, b"456");
        assert!(window.read_at(3, &mut buf).is_err());
        assert!(window.read_at(u64::MAX, &mut buf).is_err());
        assert!(Window::new(bytes, 6, 5).is_err());
        assert!(Window::new(bytes, u64::MAX, 2).is_err());
    }
}
