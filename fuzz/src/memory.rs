//! How much memory an input takes. libFuzzer's own limit needs a sanitizer to see single
//! allocations, and looks at the whole process once a second; this counts what each input holds at
//! once.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// What any input may take, in bytes: the buffers that are there whatever the input is.
const BASE: usize = 1 << 20;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn grow(size: usize) {
    let now = NOW.fetch_add(size, Relaxed).wrapping_add(size);
    PEAK.fetch_max(now, Relaxed);
}

// SAFETY: every call is passed on unchanged to the system's allocator; counting touches no memory
// of its callers.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grow(size);
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Runs the work, and panics if it held more than 1 MiB and `factor` times the input at once.
pub fn bounded<T>(input: &[u8], factor: usize, work: impl FnOnce() -> T) -> T {
    let before = NOW.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = work();
    let held = PEAK.load(Relaxed).saturating_sub(before);
    let limit = BASE + factor * input.len();
    assert!(
        held <= limit,
        "{held} bytes held for an input of {} (at most {limit} expected)",
        input.len()
    );
    result
}
