//! Packages of some megabytes that are made to cost gigabytes or hours: they cost neither.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "tests on files of our own"
)]

use std::time::Instant;

use beian::{Package, Verdict, VerifyOptions};

/// A ZIP of stored entries.
fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let size = (content.len() as u32).to_le_bytes();
        let name_size = (name.len() as u16).to_le_bytes();
        let fields =
            [&[0; 8][..], &crc32(content).to_le_bytes(), &size, &size, &name_size].concat();
        let offset = (body.len() as u32).to_le_bytes();
        for part in [b"PK\x01\x02\x14\0\x14\0", &fields[..], &[0; 12], &offset, name.as_bytes()] {
            directory.extend_from_slice(part);
        }
        for part in [b"PK\x03\x04\x14\0", &fields[..], &[0; 2], name.as_bytes(), content] {
            body.extend_from_slice(part);
        }
    }
    let [count, size, offset] =
        [entries.len(), directory.len(), body.len()].map(|it| (it as u32).to_le_bytes());
    let end = [b"PK\x05\x06\0\0\0\0", &count[..2], &count[..2], &size, &offset, &[0; 2]].concat();
    [body, directory, end].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The most memory that this process has held, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

/// Verifies it in some seconds (this is the unoptimised library) and half a gigabyte.
fn check(name: &str, package: &[u8]) {
    let start = Instant::now();
    let report = Package::from_reader(package).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert_ne!(report.verdict(), Verdict::Verified, "{name}");
    let elapsed = start.elapsed();
    assert!(elapsed.as_secs() < 30, "{name}: {elapsed:?} for {} bytes", package.len());
    let peak = peak().unwrap_or_default();
    assert!(peak < 512 << 20, "{name}: {peak} bytes held for {} bytes", package.len());
}

fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
    let header_size = (8 + header.len()) as u16;
    let size = (8 + header.len() + body.len()) as u32;
    [&kind.to_le_bytes()[..], &header_size.to_le_bytes(), &size.to_le_bytes(), header, body]
        .concat()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A manifest with one text, a long one, and these elements.
fn manifest(elements: &[u8]) -> Vec<u8> {
    let text = [
        &[0xff, 0x7f][..],
        &"案".repeat(32_767).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    ];
    let pool = chunk(1, &words(&[1, 0, 0, 32, 0]), &[words(&[0]), text.concat()].concat());
    let ids = chunk(0x0180, &[], &words(&[0x0101_020c]));
    chunk(3, &[], &[&pool, &ids, elements].concat())
}

/// An element whose name is the text, with so many attributes that are named and valued by it.
fn element(attributes: u16) -> Vec<u8> {
    let one = words(&[u32::MAX, 0, u32::MAX, 0x0300_0008, 0]);
    let counts = [[20, 0], [20, 0], attributes.to_le_bytes(), [0; 2], [0; 2], [0; 2]].concat();
    let body = [words(&[u32::MAX, 0]), counts, one.repeat(usize::from(attributes))].concat();
    chunk(0x0102, &words(&[1, u32::MAX]), &body)
}

fn apk(manifest: Vec<u8>) -> Vec<u8> {
    zip(&[("AndroidManifest.xml".to_owned(), manifest)])
}

#[test]
fn elements_inside_one_another_cost_little() {
    check("elements", &apk(manifest(&element(0).repeat(200_000))));
}

#[test]
fn attributes_of_one_long_text_cost_little() {
    check("attributes", &apk(manifest(&element(60_000))));
    check("elements with attributes", &apk(manifest(&element(1_000).repeat(60))));
}

#[test]
fn signature_blocks_without_files_cost_little() {
    let manifest = b"Manifest-Version: 1.0\r\n\r\n".to_vec();
    let blocks = (0..60_000).map(|number| (format!("META-INF/{number:05}.RSA"), Vec::new()));
    let entries = [("META-INF/MANIFEST.MF".to_owned(), manifest)].into_iter().chain(blocks);
    let package = zip(&entries.collect::<Vec<_>>());
    let start = Instant::now();
    let options = VerifyOptions::default().with_min_sdk(21).with_max_sdk(25);
    let report = Package::from_reader(&package[..]).unwrap().verify(&options).unwrap();
    assert_eq!(report.verdict(), Verdict::Rejected);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
