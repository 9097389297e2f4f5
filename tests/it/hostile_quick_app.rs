//! Damaged and hostile quick apps: nothing panics, nothing runs away, and none that was changed
//! verifies.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "tests on files of our own"
)]

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use beian::{InspectOptions, Kind, Package, Report, Verdict, VerifyOptions};

/// A package, and a set.
const PACKAGES: [&str; 2] = ["signed.rpk", "set.rpks"];

fn read(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/quick_app").join(name))
        .unwrap()
}

fn verify(bytes: &[u8]) -> Option<Report> {
    let package = Package::from_reader(bytes).ok()?;
    package.inspect(&InspectOptions::default()).unwrap();
    Some(package.verify(&VerifyOptions::default()).unwrap())
}

fn is_verified(bytes: &[u8]) -> bool {
    verify(bytes).is_some_and(|report| report.verdict() == Verdict::Verified)
}

#[test]
fn no_prefix_verifies() {
    for name in PACKAGES {
        let bytes = read(name);
        assert!(is_verified(&bytes), "{name}");
        for length in 0..bytes.len() {
            assert!(!is_verified(&bytes[..length]), "{name} cut to {length}");
        }
    }
}

/// The digest covers all but the signing block, and nothing in that is idle.
#[test]
fn no_changed_byte_verifies() {
    thread::scope(|scope| {
        for name in PACKAGES {
            for mask in [0x01, 0x80] {
                scope.spawn(move || {
                    let mut bytes = read(name);
                    for at in 0..bytes.len() {
                        bytes[at] ^= mask;
                        assert!(!is_verified(&bytes), "{name}: byte {at} ^ {mask:#x}");
                        bytes[at] ^= mask;
                    }
                });
            }
        }
    });
}

/// Each run of four and of eight bytes, but those of the files' content, as a count or length that
/// is too large, or none.
#[test]
fn huge_counts_and_lengths_are_refused() {
    let bytes = read("no-cert.rpk");
    let content = bytes.windows(4).position(|window| window == b"PK\x03\x04").unwrap() + 60;
    let block = bytes.windows(8).rposition(|window| window == b"PK\x03\x04\x14\0\0\0").unwrap();
    for value in [0_u64, 0x7fff_ffff_7fff_ffff, 0x8000_0000_8000_0000, u64::MAX] {
        for width in [4, 8] {
            for at in (0..content).chain(block..bytes.len() - width) {
                let mut changed = bytes.clone();
                changed[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
                assert!(changed == bytes || !is_verified(&changed), "{value:#x} at {at}");
            }
        }
    }
}

/// A ZIP of stored entries, with `block` before its directory. An entry may say that it is larger
/// than it is.
fn zip(entries: &[(&str, &[u8], Option<u32>)], block: &[u8]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content, size) in entries {
        let method: u16 = if size.is_some() { 8 } else { 0 };
        let offset = body.len() as u32;
        let mut fields = [[0, 0], method.to_le_bytes(), [0; 2], [0; 2]].concat();
        for field in [0, content.len() as u32, size.unwrap_or(content.len() as u32)] {
            fields.extend(field.to_le_bytes());
        }
        fields.extend([(name.len() as u16).to_le_bytes(), [0; 2]].concat());
        body.extend([b"PK\x03\x04\x14\0", &fields[..], name.as_bytes(), content].concat());
        directory.extend(
            [b"PK\x01\x02\x14\0\x14\0", &fields[..], &[0; 10], &offset.to_le_bytes()].concat(),
        );
        directory.extend(name.as_bytes());
    }
    let count = (entries.len() as u16).to_le_bytes();
    let directory_offset = ((body.len() + block.len()) as u32).to_le_bytes();
    let sizes =
        [&count[..], &count, &(directory.len() as u32).to_le_bytes(), &directory_offset, &[0; 2]];
    [&body[..], block, &directory, b"PK\x05\x06\0\0\0\0", &sizes.concat()].concat()
}

fn block(pairs: &[u8]) -> Vec<u8> {
    let size = (pairs.len() as u64 + 24).to_le_bytes();
    [&size[..], pairs, &size, b"RPK Sig Block 42"].concat()
}

#[test]
fn hostile_packages_are_refused_at_once() {
    let many: Vec<u8> = (0_u32..300_000)
        .flat_map(|id| [&4_u64.to_le_bytes()[..], &id.to_le_bytes()].concat())
        .collect();
    let deep = "{\"package\":".repeat(300_000);
    let part = zip(&[("manifest.json", br#"{"package":"a.b","router":{}}"#, None)], &[]);
    let sets: Vec<_> = (0..60_000).map(|_| ("a.rpk", &part[..], None)).collect();
    let nested =
        (0..200).fold(part.clone(), |inner, _| zip(&[("a.rpk", &inner, None)], &block(b"")));
    for (name, bytes) in [
        ("many pairs", zip(&[("manifest.json", b"{}", None)], &block(&many))),
        ("deep manifest", zip(&[("manifest.json", deep.as_bytes(), None)], &block(b""))),
        ("manifest of 4 GiB", zip(&[("manifest.json", b"\x03\0", Some(u32::MAX))], &block(b""))),
        ("part of 4 GiB", zip(&[("a.rpk", b"\x03\0", Some(u32::MAX))], &block(b""))),
        ("many parts", zip(&sets, &[])),
        ("set in a set in a set", nested),
        ("no entries", zip(&[], &block(b""))),
    ] {
        let start = Instant::now();
        let report = verify(&bytes).unwrap_or_else(|| panic!("{name} is no package"));
        assert_ne!(report.verdict(), Verdict::Verified, "{name}");
        assert_eq!(report.kind, Kind::Rpk, "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
}

/// Other ZIPs with a `manifest.json`, or with files named like parts, are no quick apps.
#[test]
fn other_files_are_not_taken_for_quick_apps() {
    let xapk: &[u8] =
        br#"{"xapk_version":2,"package_name":"a.b","split_apks":[{"file":"a.b.apk","id":"base"}]}"#;
    let extension: &[u8] = br#"{"manifest_version":3,"name":"extension","version":"1.0"}"#;
    for (name, bytes) in [
        ("an XAPK", zip(&[("manifest.json", xapk, None), ("a.b.apk", b"", None)], &[])),
        (
            "a browser extension",
            zip(&[("manifest.json", extension, None), ("META-INF/a", b"", None)], &[]),
        ),
        ("a ZIP with a part in it", zip(&[("a.rpk", b"", None), ("META-INF/a", b"", None)], &[])),
        (
            "a manifest that is a list",
            zip(&[("manifest.json", b"[]", None), ("META-INF/a", b"", None)], &[]),
        ),
    ] {
        let kind = Package::from_reader(&bytes[..]).map(|package| package.kind());
        assert!(kind.as_ref().map_or(true, |kind| *kind != Kind::Rpk), "{name}: {kind:?}");
    }
}
