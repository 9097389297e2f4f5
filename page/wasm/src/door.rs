//! What the host calls, and what it is called for. The only unsafe code.
#![allow(unsafe_code)]

use std::io;
use std::mem;

use beian::{Progress, ReadAt};

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// Fills `len` bytes at `to` from `offset` of the file; 0 when that is done.
    fn host_read_at(to: *mut u8, len: usize, offset: f64) -> i32;
    fn host_progress(done: f64, total: f64);
    /// Seconds since 1970.
    fn host_now() -> f64;
}

/// The file that the host was asked about.
pub(crate) struct HostFile {
    /// In bytes.
    pub(crate) size: u64,
}

impl ReadAt for HostFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.size)
    }

    #[allow(clippy::cast_precision_loss)] // files of more than 2^53 bytes do not exist
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        if offset.checked_add(buf.len() as u64).is_none_or(|end| end > self.size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // SAFETY: the host writes at most `buf.len()` bytes, and `buf` is borrowed for the call.
        match unsafe { host_read_at(buf.as_mut_ptr(), buf.len(), offset as f64) } {
            0 => Ok(()),
            _ => Err(io::Error::other("the host could not read the file")),
        }
    }
}

/// Tells the host how far the reading of content has come.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn tell(progress: Progress) {
    // SAFETY: two numbers are handed over.
    unsafe { host_progress(progress.done as f64, progress.total as f64) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` ends at the bounds
fn now() -> u64 {
    // SAFETY: a number is handed back.
    unsafe { host_now() as u64 }
}

/// Memory for a request of `len` bytes. [`run`] takes it back.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn alloc(len: usize) -> *mut u8 {
    let mut room = Vec::<u8>::with_capacity(len.max(1));
    let at = room.as_mut_ptr();
    mem::forget(room);
    at
}

/// Frees an answer of `len` bytes, its length in front included.
///
/// # Safety
/// `at` and `len` are those of an answer of [`run`] that was not freed yet.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn dealloc(at: *mut u8, len: usize) {
    // SAFETY: as above; an answer is a boxed slice, whose capacity is its length.
    drop(unsafe { Vec::from_raw_parts(at, len, len) });
}

/// Takes a request of `len` bytes, and gives the answer: four bytes that say how long it is (little
/// endian), then its text.
///
/// # Safety
/// `at` is what [`alloc`] gave for `len`, with a request written there.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn run(at: *mut u8, len: usize) -> *mut u8 {
    beian::set_clock(now);
    // SAFETY: as above; the capacity is the one of `alloc`.
    let request = unsafe { Vec::from_raw_parts(at, len, len.max(1)) };
    let answer = crate::answer::answer(&request);
    let length = u32::try_from(answer.len()).unwrap_or_default();
    let whole = [&length.to_le_bytes()[..], answer.as_bytes()].concat();
    Box::into_raw(whole.into_boxed_slice()).cast()
}
