//! What a package says of itself is read once: to tell its kind and for its report.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "a test"
)]

use std::io::{self, Cursor, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use beian::{InspectOptions, Kind, Package, ReadAt, VerifyOptions};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A source that counts how often one of its bytes is read.
struct Watched<'a> {
    bytes: &'a [u8],
    place: u64,
    reads: AtomicUsize,
}

impl ReadAt for Watched<'_> {
    fn size(&self) -> io::Result<u64> {
        self.bytes.size()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        if (offset..offset + buffer.len() as u64).contains(&self.place) {
            self.reads.fetch_add(1, Ordering::Relaxed);
        }
        self.bytes.read_at(offset, buffer)
    }
}

/// A package with one description, and so much behind it that it is not read with the directory;
/// and a place in the description, so far in it that it is not read with the header.
fn package(name: &str, text: &str, other: &str, bytes: &[u8]) -> (Vec<u8>, u64) {
    let text = format!("{text}{}", " ".repeat(200_000));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [(name, text.as_bytes()), (other, bytes), ("big", &[7; 200_000])] {
        writer.start_file(name, stored).unwrap();
        writer.write_all(content).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let place = bytes.windows(text.len()).position(|run| run == text.as_bytes()).unwrap();
    (bytes, (place + text.len() / 2) as u64)
}

#[test]
fn a_description_is_read_once() {
    const MODULE: &str = r#"{"app": {"bundleName": "com.example.beian", "versionCode": 1,
        "versionName": "1.0"}, "module": {"name": "entry", "type": "entry"}}"#;
    const MANIFEST: &str = r#"{"package": "com.example.beian", "name": "示例", "versionCode": 1,
        "minPlatformVersion": 1070, "router": {}}"#;
    const SET: &str = r#"{"package_name": "com.example.beian", "xapk_version": 2,
        "split_apks": [{"file": "base.apk", "id": "base"}]}"#;
    let apk = include_bytes!("../../fixtures/android/v1v2v3.apk");
    for (kind, name, text, other) in [
        (Kind::Hap, "module.json", MODULE, "ets/modules.abc"),
        (Kind::Rpk, "manifest.json", MANIFEST, "app.js"),
        (Kind::Xapk, "manifest.json", SET, "base.apk"),
    ] {
        let (bytes, place) = package(name, text, other, apk);
        for verify in [false, true] {
            let watched = Watched { bytes: &bytes, place, reads: AtomicUsize::new(0) };
            let package = Package::from_reader(&watched).unwrap();
            assert_eq!(package.kind(), kind);
            let report = if verify {
                package.verify(&VerifyOptions::default()).unwrap()
            } else {
                package.inspect(&InspectOptions::default()).unwrap()
            };
            assert_eq!(report.identity.package_name.as_deref(), Some("com.example.beian"));
            // Every entry of a set is unpacked once more, as an installer would do it.
            let unpacked = usize::from(verify && kind == Kind::Xapk);
            let reads = watched.reads.into_inner();
            assert_eq!(reads, 1 + unpacked, "{kind:?}, verified: {verify}");
        }
    }
}

/// Bytes that count how often they are read.
struct Counted<'a> {
    bytes: &'a [u8],
    reads: AtomicUsize,
}

impl ReadAt for Counted<'_> {
    fn size(&self) -> io::Result<u64> {
        self.bytes.size()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.bytes.read_at(offset, buffer)
    }
}

#[test]
fn a_quick_look_into_an_app_for_apples_devices_takes_few_reads() {
    let file = |number: u32| {
        let noise = (0..20_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8);
        (format!("assets/{number}.bin"), noise.collect())
    };
    let bytes = beian_fixtures::apple::large_app((0..50).map(file).collect());
    let counted = Counted { bytes: &bytes, reads: AtomicUsize::new(0) };
    let package = Package::from_reader(&counted).unwrap();
    let report = package.inspect(&InspectOptions::default()).unwrap();
    assert_eq!(report.claimed_signers.len(), 1);
    assert!(report.identity.app_name.is_some());
    let reads = counted.reads.into_inner();
    assert!(reads <= 8, "{reads} reads");
}
