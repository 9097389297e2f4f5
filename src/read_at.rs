//! Positioned reads: the one way in which this crate touches a package.
//!
//! Nothing here, nor above, loads a whole package: every reader asks for the bytes it needs at the
//! offset where they stand. Implement [`ReadAt`] for an object store or a browser file and the whole
//! crate works over it.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

/// A source of bytes with a known size that is read at any offset.
///
/// `Sync`, because the content of large packages is hashed by several threads at once. A source that
/// is not can be put behind a `Mutex`.
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

    /// When the content last changed, where the source knows. Asked before and after the work: what was read in between
    /// is of one package only where neither this nor the size is another then.
    ///
    /// # Errors
    /// Whatever the source says when it is asked.
    fn modified(&self) -> io::Result<Option<SystemTime>> {
        Ok(None)
    }
}

fn end_of_source() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends before the bytes that were asked for")
}

impl ReadAt for [u8] {
    fn size(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(|_| end_of_source())?;
        let bytes = self.get(start..).and_then(|rest| rest.get(..buf.len())).ok_or_else(end_of_source)?;
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

    fn modified(&self) -> io::Result<Option<SystemTime>> {
        // Some file systems keep no time: then the size has to tell.
        Ok(self.metadata()?.modified().ok())
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
        Err(io::Error::new(io::ErrorKind::Unsupported, "files have no positioned reads on this platform"))
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

            fn modified(&self) -> io::Result<Option<SystemTime>> {
                (**self).modified()
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
            Some(end) if end <= self.size => self.inner.read_at(self.start.saturating_add(offset), buf),
            _ => Err(end_of_source()),
        }
    }

    fn modified(&self) -> io::Result<Option<SystemTime>> {
        self.inner.modified()
    }
}

/// What a source says of itself that would be another if its content were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    size: u64,
    modified: Option<SystemTime>,
}

impl State {
    pub(crate) fn of(source: &dyn ReadAt) -> io::Result<Self> {
        Ok(Self { size: source.size()?, modified: source.modified()? })
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
