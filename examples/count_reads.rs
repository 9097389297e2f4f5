//! How many reads, and how many bytes, a package needs: what it would cost to look at one that is
//! far away, in an object store say. Shows how to give the library a source of one's own.
//!
//! ```text
//! cargo run --release -p beian --example count_reads -- fixtures/android/*.apk
//! ```

use std::env::args_os;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use beian::{Error, InspectOptions, Package, ReadAt, Report, VerifyOptions};

/// A source that counts what is read of another. `ReadAt` is all that a source must implement, and
/// it is read by several threads.
struct Counting<R> {
    inner: R,
    reads: AtomicU64,
    bytes: AtomicU64,
}

impl<R: ReadAt> ReadAt for Counting<R> {
    fn size(&self) -> io::Result<u64> {
        self.inner.size()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.reads.fetch_add(1, Relaxed);
        self.bytes.fetch_add(buf.len() as u64, Relaxed);
        self.inner.read_at(offset, buf)
    }
}

/// What one question to a package took.
fn counted(
    file: &File,
    ask: impl FnOnce(Package<&Counting<&File>>) -> Result<Report, Error>,
) -> Result<String, Error> {
    let counting = Counting { inner: file, reads: AtomicU64::new(0), bytes: AtomicU64::new(0) };
    Package::from_reader(&counting).and_then(ask)?;
    Ok(format!("{} reads, {} bytes", counting.reads.load(Relaxed), counting.bytes.load(Relaxed)))
}

fn main() -> io::Result<()> {
    let (inspect, verify) = (InspectOptions::default(), VerifyOptions::default());
    for path in args_os().skip(1) {
        let file = File::open(&path)?;
        let answers = [
            ("inspect", counted(&file, |package| package.inspect(&inspect))),
            ("verify", counted(&file, |package| package.verify(&verify))),
        ];
        for (question, answer) in answers {
            let answer = answer.unwrap_or_else(|error| error.to_string());
            println!("{}: {question}: {answer}", path.display());
        }
    }
    Ok(())
}
