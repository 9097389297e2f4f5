//! Every file that asks for much is answered after little work: counted in bytes that are read, and not by a clock.
//! `benches/bombs.py` measures seconds and memory.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test")]

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use beian::{Package, ReadAt, VerifyOptions};

/// Counts what is read.
struct Counted<'b> {
    bytes: &'b [u8],
    read: &'b AtomicU64,
}

impl ReadAt for Counted<'_> {
    fn size(&self) -> io::Result<u64> {
        self.bytes.size()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.read.fetch_add(buf.len() as u64, Ordering::Relaxed);
        self.bytes.read_at(offset, buf)
    }
}

#[test]
fn little_is_read_of_each() {
    // Inspecting reads parts, and verifying everything once or twice; a directory that is looked at again and again, or
    // entries that overlap, would be read a hundred times.
    const TIMES: u64 = 16;
    for bomb in beian_fixtures::bombs() {
        let read = AtomicU64::new(0);
        let options = VerifyOptions::default().with_password("storepw1");
        let reader = Counted { bytes: &bomb.bytes, read: &read };
        if let Ok(package) = Package::from_reader(reader) {
            let reports = [package.inspect(&options), package.verify(&options)];
            for report in reports.into_iter().flatten() {
                assert!(report.findings.len() < 1000, "{}: {} findings", bomb.name, report.findings.len());
                let names = report.identity.app_names.values().map(String::len).sum::<usize>();
                assert!(names <= 1 << 20, "{}: names of {names} bytes", bomb.name);
            }
        }
        let (read, size) = (read.into_inner(), bomb.bytes.len() as u64);
        assert!(read <= (size * TIMES).max(4 << 20), "{}: {read} bytes of {size} were read", bomb.name);
    }
}
