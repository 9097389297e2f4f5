//! Faults of the world: reads that fail, files that shrink or change while they are read. Nothing
//! is verified that was not read, and no fault is taken for a fault of the package.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use beian::{Error, Package, ReadAt, Report, Verdict, VerifyOptions, Version, Window};

const PACKAGES: [&str; 4] =
    ["android/v1v2v3.apk", "android/v31-rotated.apk", "harmony/developer.hap", "harmony/pack.app"];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What happens to a source from a certain read on.
#[derive(Debug, Clone, Copy)]
enum Fault<'a> {
    /// Reads fail.
    Failing,
    /// The source has that many bytes left.
    Shrunk(u64),
    /// The source holds other bytes, and says that it was changed.
    Other(&'a [u8]),
    /// The source holds other bytes, and hides it.
    Hidden(&'a [u8]),
}

/// Bytes that are sound for some reads, and then are not.
struct Source<'a> {
    bytes: &'a [u8],
    fault: Fault<'a>,
    sound: usize,
    reads: AtomicUsize,
}

impl<'a> Source<'a> {
    fn new(bytes: &'a [u8], fault: Fault<'a>, sound: usize) -> Self {
        Self { bytes, fault, sound, reads: AtomicUsize::new(0) }
    }

    fn is_sound(&self) -> bool {
        self.reads.load(Ordering::Relaxed) <= self.sound
    }
}

impl ReadAt for Source<'_> {
    fn size(&self) -> io::Result<u64> {
        match self.fault {
            Fault::Shrunk(size) if !self.is_sound() => Ok(size),
            Fault::Other(bytes) | Fault::Hidden(bytes) if !self.is_sound() => bytes.size(),
            _ => self.bytes.size(),
        }
    }

    fn version(&self) -> io::Result<Option<Version>> {
        let hides = matches!(self.fault, Fault::Hidden(_)) || self.is_sound();
        Ok(Some(Version::new(if hides { "before" } else { "behind" })))
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            _ if self.is_sound() => self.bytes.read_at(offset, buf),
            Fault::Failing => Err(io::Error::other("the disk is gone")),
            Fault::Shrunk(size) => Window::new(self.bytes, 0, size)?.read_at(offset, buf),
            Fault::Other(bytes) | Fault::Hidden(bytes) => bytes.read_at(offset, buf),
        }
    }
}

fn verify(source: &Source<'_>) -> Result<Report, Error> {
    // One thread, so that the reads have an order.
    let options = VerifyOptions::default().with_threads(1.try_into().unwrap());
    Package::from_reader(source)?.verify(&options)
}

/// How many reads a whole verification takes.
fn reads(bytes: &[u8]) -> usize {
    let source = Source::new(bytes, Fault::Failing, usize::MAX);
    assert_eq!(verify(&source).unwrap().verdict(), Verdict::Verified);
    source.reads.into_inner()
}

#[test]
fn a_read_that_fails_is_an_error_and_never_a_verdict() {
    for name in PACKAGES {
        let bytes = fixture(name);
        let count = reads(&bytes);
        assert!(count >= 2, "{name}: {count} reads");
        for sound in 0..count {
            match verify(&Source::new(&bytes, Fault::Failing, sound)) {
                Err(Error::Read { source, .. }) => {
                    assert!(
                        source.to_string().contains("the disk is gone"),
                        "{name}, {sound}: {source}"
                    );
                }
                // The label of an inner package is worth no error.
                Ok(report) if name.ends_with(".app") => {
                    assert_ne!(report.verdict(), Verdict::Rejected, "{name}, {sound}");
                }
                other => panic!("{name}, {sound} of {count} reads: {other:?}"),
            }
        }
        assert_eq!(
            verify(&Source::new(&bytes, Fault::Failing, count)).unwrap().verdict(),
            Verdict::Verified
        );
    }
}

#[test]
fn a_file_that_changes_meanwhile_has_no_report() {
    let other = fixture("android/v2-p256.apk");
    for name in PACKAGES {
        let bytes = fixture(name);
        let count = reads(&bytes);
        let sizes = [0, 1, bytes.len() as u64 / 2, bytes.len() as u64 - 1];
        let faults = sizes.map(Fault::Shrunk).into_iter().chain([Fault::Other(&other)]);
        for (fault, sound) in faults.flat_map(|fault| (0..count).map(move |sound| (fault, sound))) {
            let outcome = verify(&Source::new(&bytes, fault, sound));
            assert!(
                outcome.is_err(),
                "{name}, {fault:?} after {sound} of {count} reads: {outcome:?}"
            );
        }
        for sound in 0..count {
            let Ok(report) = verify(&Source::new(&bytes, Fault::Hidden(&other), sound)) else {
                continue;
            };
            // Wholly the one or wholly the other, but for what no verdict rests on.
            let whole = Package::from_reader(&bytes[..])
                .unwrap()
                .verify(&VerifyOptions::default())
                .unwrap();
            let is_one = report.identity == whole.identity && report.signers == whole.signers;
            assert!(report.verdict() != Verdict::Verified || is_one, "{name}, {sound}: {report:?}");
        }
        // The last read was the last that counted.
        assert!(verify(&Source::new(&bytes, Fault::Other(&other), count)).is_ok(), "{name}");
    }
}

#[test]
fn what_is_exchanged_after_it_was_read_is_noticed() {
    let bytes = fixture("android/v2-rsa-sha256.apk");
    let name = b"AndroidManifest.xml";
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap();
    // The time in the manifest's local header, which is read with it and which nothing goes by.
    let mut shown = bytes.clone();
    shown[at - 20] ^= 1;
    assert_eq!(
        verify(&Source::new(&shown, Fault::Failing, usize::MAX)).unwrap().verdict(),
        Verdict::Rejected
    );
    let count = reads(&bytes);
    assert!(count >= 2, "{count}");
    for sound in 1..count {
        let outcome = verify(&Source::new(&shown, Fault::Hidden(&bytes), sound));
        assert!(matches!(outcome, Err(Error::Changed)), "{sound} of {count}: {outcome:?}");
    }
}
