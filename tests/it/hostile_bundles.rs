//! Damaged app bundles and sets of APKs: prefixes, changed bytes, and archives inside archives.
//! Nothing panics, nothing runs away, and what still verifies has the same signer.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "tests on files of our own"
)]

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use beian::{Code, InspectOptions, Kind, Package, Report, Severity, Verdict, VerifyOptions};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Stored and deflated ones.
const FILES: [&str; 3] = ["signed.aab", "sai.apks", "plain.apkm"];

fn read(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundles");
    std::fs::read(folder.join(name)).unwrap()
}

fn verify(bytes: &[u8]) -> Option<Report> {
    let options = VerifyOptions::default().with_threads(NonZeroUsize::MIN);
    let package = Package::from_reader(bytes).ok()?;
    package.inspect(&InspectOptions::default()).unwrap();
    Some(package.verify(&options).unwrap())
}

/// Whether somebody may file what the report says: it is verified, and no error stands beside it.
fn is_verified(report: &Report) -> bool {
    let has_error = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    report.verdict() == Verdict::Verified && !has_error
}

/// Nothing covers the certificate of a v1 signature: where it no longer proves itself, a finding
/// says so.
fn is_unproven(report: &Report) -> bool {
    report.findings.iter().any(|finding| finding.code == Code::CertificateUnproven)
}

fn fingerprints(report: &Report) -> Vec<[u8; 32]> {
    report.signers.iter().map(|signer| signer.certificate.sha256()).collect()
}

#[test]
fn no_prefix_verifies() {
    thread::scope(|scope| {
        for name in FILES {
            scope.spawn(move || {
                let bytes = read(name);
                for length in 0..bytes.len() {
                    let report = verify(&bytes[..length]);
                    let verified = report.as_ref().is_some_and(is_verified);
                    assert!(!verified, "{name} cut to {length}");
                }
            });
        }
    });
}

#[test]
fn no_changed_byte_gives_another_signer() {
    thread::scope(|scope| {
        for name in FILES {
            scope.spawn(move || {
                let mut bytes = read(name);
                let signers = fingerprints(&verify(&bytes).unwrap());
                for at in 0..bytes.len() {
                    bytes[at] ^= 0xff;
                    if let Some(report) =
                        verify(&bytes).filter(is_verified).filter(|it| !is_unproven(it))
                    {
                        assert_eq!(fingerprints(&report), signers, "{name}: byte {at}");
                        let package = report.identity.package_name.as_deref();
                        assert_eq!(package, Some("com.example.beian"), "{name}: byte {at}");
                    }
                    bytes[at] ^= 0xff;
                }
            });
        }
    });
}

/// A ZIP of deflated files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let data = encoder.finish().unwrap();
        let mut checksum = Crc::new();
        checksum.update(content);
        let sizes = [checksum.sum(), data.len() as u32, content.len() as u32];
        let sizes = sizes.map(u32::to_le_bytes).concat();
        let fields =
            [&[0, 0, 8, 0, 0, 0, 0, 0][..], &sizes, &(name.len() as u32).to_le_bytes()].concat();
        directory.extend([&b"PK\x01\x02\0\0\0\0"[..], &fields, &[0; 10]].concat());
        directory.extend((body.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        body.extend([&b"PK\x03\x04\0\0"[..], &fields, name.as_bytes(), &data].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let ends = [directory.len() as u32, body.len() as u32].map(u32::to_le_bytes).concat();
    [&body[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &ends, &[0, 0]].concat()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn archives_in_archives_are_not_followed() {
    let mut inner = read("splits.apks");
    for _ in 0..3 {
        inner = zip(&[("base.apk", &inner)]);
        let report = verify(&inner).unwrap();
        assert_eq!((report.kind, report.verdict()), (Kind::Apks, Verdict::Rejected));
        assert_eq!(codes(&report), ["inner-unreadable"]);
    }
}

#[test]
fn what_inflates_without_end_is_refused_soon() {
    // 300 megabytes, more than is inflated for so small a file.
    let file = zip(&[("base.apk", &vec![0; 300 << 20])]);
    let begun = Instant::now();
    let report = verify(&file).unwrap();
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Rejected, vec!["inner-unreadable"]));
    assert!(begun.elapsed() < Duration::from_secs(60), "took {:?}", begun.elapsed());
    let too_many: Vec<_> = (0..513).map(|number| format!("{number}.apk")).collect();
    let too_many: Vec<_> = too_many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let report = verify(&zip(&too_many)).unwrap();
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Rejected, vec!["set-too-large"]));
}

fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![number << 3 | 2];
    let mut length = content.len();
    while length > 0x7f {
        bytes.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    [&bytes[..], content].concat()
}

#[test]
fn hostile_messages_are_refused_or_bounded() {
    let deep = (0..10_000).fold(Vec::new(), |node, _| field(1, &field(5, &node)));
    let huge = b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f";
    let label = field(
        4,
        &[&b"\x28\x81\x80\x84\x08"[..], &field(6, &field(1, b"\x10\x80\x80\x84\xf8\x07"))].concat(),
    );
    let application = field(1, &[field(3, b"application"), label].concat());
    let package = field(4, &[field(2, b"package"), field(3, b"a.b")].concat());
    let manifest = field(1, &[field(3, b"manifest"), package, field(5, &application)].concat());
    // A resource that refers to itself in each of very many locales, beside as many fields that
    // mean nothing.
    let itself = field(6, &field(2, &field(4, &field(1, b"\x10\x80\x80\x84\xf8\x07"))));
    let id = |number: u8| field(1, &[8, number]);
    let entry =
        field(3, &[field(1, b""), itself.repeat(100_000), b"\x78\x01".repeat(1_000_000)].concat());
    let kind = field(3, &[id(1), entry].concat());
    let table = field(2, &[id(0x7f), kind].concat());
    for (name, manifest, resources, code) in [
        ("deep", &deep[..], &b""[..], "bundle-manifest-bad"),
        ("huge", huge, b"", "bundle-manifest-bad"),
        ("empty", b"", b"", "bundle-manifest-bad"),
        ("cyclic", &manifest, &table, "bundle-upload-certificate"),
        ("bad resources", &manifest, huge, "bundle-upload-certificate"),
    ] {
        let begun = Instant::now();
        let file = zip(&[
            ("BundleConfig.pb", b""),
            ("base/manifest/AndroidManifest.xml", manifest),
            ("base/resources.pb", resources),
        ]);
        let report = verify(&file).unwrap();
        assert_eq!((report.kind, report.verdict()), (Kind::Aab, Verdict::Unsigned), "{name}");
        assert_eq!(codes(&report)[0], code, "{name}");
        // A table in which looking up goes on without end is told as well.
        let is_cut = ["cyclic", "bad resources"].contains(&name);
        assert_eq!(codes(&report).contains(&"resources-malformed"), is_cut, "{name}");
        assert_eq!(report.identity.app_name, None, "{name}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{name} took {:?}", begun.elapsed());
    }
}
