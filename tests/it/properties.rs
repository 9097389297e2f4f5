//! What must hold of every package, whoever made it: a verdict on a range of platforms is one on
//! each of its parts, and whatever a fact was read from is covered by what verified.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test"
)]

use crate::corpus;

use std::fs;
use std::path::{Path, PathBuf};

use beian::report::{Scheme, SdkRange};
use beian::{Package, Report, Severity, Verdict, VerifyOptions};

/// Platforms at which a rule begins or ends.
const PLATFORMS: &[u32] =
    &[1, 17, 18, 23, 24, 27, 28, 32, 33, 34, 36, 37, 38, 100, SdkRange::NO_MAXIMUM];
/// The largest package that is looked at, in bytes.
const LARGEST: u64 = 64 << 10;

/// Every small APK of the project, and of the corpus where there is one.
fn packages() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/android");
    let corpus = corpus::find("android");
    let corpus =
        corpus.iter().flat_map(|android| ["made", "apksig", "v32"].map(|it| android.join(it)));
    let mut files: Vec<_> = std::iter::once(own)
        .chain(corpus)
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|folder| folder.flatten().map(|file| file.path()))
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "apk"))
        .filter(|path| path.metadata().is_ok_and(|file| file.len() <= LARGEST))
        .collect();
    files.sort();
    assert!(files.len() > 50, "{} packages", files.len());
    files
}

fn verify(bytes: &[u8], min: Option<u32>, max: Option<u32>) -> Option<Report> {
    let options = VerifyOptions::default().with_min_sdk(min).with_max_sdk(max);
    Package::from_reader(bytes).ok()?.verify(&options).ok()
}

fn verified(bytes: &[u8], min: Option<u32>, max: Option<u32>) -> Option<Report> {
    verify(bytes, min, max).filter(|report| report.verdict() == Verdict::Verified)
}

/// The first platform that reads any of the schemes. apksig asks platforms from Android 7.0 on for
/// no JAR signature where it has found a v3 one, which they do not read before Android 9: there the
/// verdict is apksig's.
fn first_platform(report: &Report) -> u32 {
    let has = |scheme| report.verification.schemes.contains(&scheme);
    if has(Scheme::V1) || has(Scheme::V2) { 1 } else { 28 }
}

#[test]
fn what_is_verified_for_a_range_is_verified_for_its_parts() {
    let mut parts = 0;
    for path in packages() {
        let bytes = fs::read(&path).unwrap();
        for min in [None, Some(28)] {
            let Some(report) = verified(&bytes, min, None) else { continue };
            let range = report.verification.sdk.unwrap();
            let first = range.min.max(first_platform(&report));
            for &platform in PLATFORMS.iter().filter(|&&it| (first..=range.max).contains(&it)) {
                let part = verify(&bytes, Some(platform), Some(platform)).unwrap();
                let codes: Vec<_> = part.findings.iter().map(|it| it.code.as_str()).collect();
                assert_eq!(
                    part.verdict(),
                    Verdict::Verified,
                    "{}: {platform}: {codes:?}",
                    path.display()
                );
                parts += 1;
            }
        }
    }
    assert!(parts > 500, "{parts} parts");
}

/// Where the data of an entry stands, by its local header. The names stand in the file once for
/// each header.
fn data_of(bytes: &[u8], name: &[u8]) -> Option<std::ops::Range<usize>> {
    let at = bytes.windows(name.len()).position(|window| window == name)?;
    let header = bytes.get(at.checked_sub(30)?..)?;
    let number = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]) as usize;
    let size = u32::from_le_bytes(header.get(18..22)?.try_into().ok()?) as usize;
    let is_header = header.starts_with(b"PK\x03\x04") && number(26) == name.len() && size > 0;
    let start = at + name.len() + number(28);
    (is_header && start + size <= bytes.len()).then_some(start..start + size)
}

#[test]
fn whatever_a_fact_is_read_from_is_covered() {
    let mut changed = 0;
    for path in packages() {
        let bytes = fs::read(&path).unwrap();
        let Some(report) = verified(&bytes, None, None) else { continue };
        if report.findings.iter().any(|finding| finding.severity == Severity::Error) {
            continue;
        }
        for name in [&b"AndroidManifest.xml"[..], b"resources.arsc"] {
            let Some(data) = data_of(&bytes, name) else { continue };
            for at in data.clone().step_by((data.len() / 5).max(1)) {
                let mut other = bytes.clone();
                other[at] ^= 0x20;
                changed += 1;
                let Some(other) = verified(&other, None, None) else { continue };
                // A JAR signature covers what unpacks, and a bit of the packed data may say
                // nothing.
                let is_same = other.identity == report.identity && other.signers == report.signers;
                assert!(is_same, "{}: byte {at}: {:?}", path.display(), other.identity);
            }
        }
    }
    assert!(changed > 200, "{changed} changes");
}
