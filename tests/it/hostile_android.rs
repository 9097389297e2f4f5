//! Damaged packages: every prefix, and every byte changed. Nothing panics, nothing runs away, and
//! what still verifies has the same signer and is explained.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::io::Read;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;
use std::thread;

use flate2::read::DeflateDecoder;

use beian::{Code, InspectOptions, Package, Report, Severity, Verdict, VerifyOptions};

const PACKAGES: [&str; 6] =
    ["v1.apk", "v1-p256.apk", "v2-rsa-sha256.apk", "v2-p256.apk", "v1v2v3.apk", "v31-rotated.apk"];

fn read(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/android");
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
    for name in PACKAGES {
        let bytes = read(name);
        for length in 0..bytes.len() {
            assert!(
                !verify(&bytes[..length]).as_ref().is_some_and(is_verified),
                "{name} cut to {length}"
            );
        }
    }
}

#[test]
fn no_changed_byte_gives_another_signer() {
    let packages = PACKAGES.map(|name| {
        let bytes = read(name);
        let report = verify(&bytes).unwrap();
        assert!(is_verified(&report), "{name}");
        (name, bytes, fingerprints(&report))
    });
    thread::scope(|scope| {
        for (name, bytes, signers) in &packages {
            for mask in [0x01, 0x80, 0xff] {
                scope.spawn(move || flip_each(name, bytes, signers, mask));
            }
        }
    });
}

fn flip_each(name: &str, bytes: &[u8], signers: &[[u8; 32]], mask: u8) {
    let original = Zip::of(bytes);
    let mut flipped = bytes.to_vec();
    for at in 0..bytes.len() {
        flipped[at] ^= mask;
        if let Some(report) = verify(&flipped).filter(is_verified).filter(|it| !is_unproven(it)) {
            assert_eq!(
                fingerprints(&report),
                signers,
                "{name}: byte {at} ^ {mask:#x} gives another signer"
            );
            let explained = original.explain(at, &flipped);
            assert!(
                explained.is_some(),
                "{name}: byte {at} ^ {mask:#x} verifies, and nothing explains it"
            );
        }
        flipped[at] ^= mask;
    }
}

/// Where everything stands in a package.
struct Zip<'a> {
    bytes: &'a [u8],
    /// The fields that no JAR signature covers and no platform reads: who made the file, when, with
    /// which flags. That the method is taken for deflate whatever it is (unless it is zero) makes
    /// it one of them.
    idle: Vec<Range<usize>>,
    /// Each entry's data, and its name.
    data: Vec<(Range<usize>, String)>,
}

impl<'a> Zip<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let u32_at = |at: usize| u16_at(at) | u16_at(at + 2) << 16;
        let end = bytes.len() - 22;
        let mut zip = Self { bytes, idle: Vec::new(), data: Vec::new() };
        zip.idle.push(end + 4..end + 10);
        let mut record = u32_at(end + 16);
        for _ in 0..u16_at(end + 10) {
            let name_size = u16_at(record + 28);
            let name =
                String::from_utf8(bytes[record + 46..record + 46 + name_size].to_vec()).unwrap();
            let header = u32_at(record + 42);
            let data = header + 30 + name_size;
            zip.idle.extend([
                record + 4..record + 16,
                record + 34..record + 42,
                header + 4..header + 14,
            ]);
            zip.data.push((data..data + u32_at(record + 20), name));
            record += 46 + name_size;
        }
        zip
    }

    /// Why a package that differs in that byte still verifies.
    fn explain(&self, at: usize, flipped: &[u8]) -> Option<&'static str> {
        if self.idle.iter().any(|range| range.contains(&at)) {
            return Some("a header field that no JAR signature covers");
        }
        let Some((range, name)) = self.data.iter().find(|(range, _)| range.contains(&at)) else {
            return self
                .v2_id()
                .contains(&at)
                .then_some("without its v2 signature, v3 still speaks for it");
        };
        let [before, after] = [self.bytes, flipped].map(|bytes| inflate(&bytes[range.clone()]));
        if before == after {
            return Some("the same content, deflated otherwise");
        }
        match name.as_str() {
            "META-INF/MANIFEST.MF" if sections(&before) == sections(&after) => {
                Some("the main section, which only the digest of the whole manifest covers")
            }
            "META-INF/CERT.RSA" | "META-INF/CERT.EC" => {
                Some("a CMS field that the signature does not cover")
            }
            _ => None,
        }
    }

    /// Where the signing block names its v2 signature.
    fn v2_id(&self) -> Range<usize> {
        let id = 0x7109_871a_u32.to_le_bytes();
        let at = self.bytes.windows(4).position(|window| window == id).unwrap_or(0);
        at..at + 4
    }
}

fn inflate(data: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    // What is no deflate stream has no content.
    let _ = DeflateDecoder::new(data).read_to_end(&mut content);
    content
}

/// A manifest without its main section.
fn sections(manifest: &[u8]) -> &[u8] {
    let end = manifest.windows(4).position(|window| window == b"\r\n\r\n");
    &manifest[end.unwrap_or(0)..]
}
