//! What a package costs inside a process: inspection, and verification by scheme, size and number
//! of threads. `cargo bench -p beian` prints a table. Whole processes are measured by
//! `benches/compare.py`.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench runs on files of our own")]

use std::num::NonZeroUsize;
use std::sync::LazyLock;

use beian::filing::{Form, FormOptions};
use beian::{InspectOptions, Package, Report, Verdict, VerifyOptions};
use beian_fixtures::Large;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const LARGE: Large = Large {
    mebibytes: 64,
    files: 64,
    resources: 0,
    with_v1: false,
    only_v1: false,
    literal_label: false,
};

static SMALL: LazyLock<Vec<u8>> =
    LazyLock::new(|| Large { mebibytes: 0, with_v1: true, ..LARGE }.package());
static V2_V3: LazyLock<Vec<u8>> = LazyLock::new(|| LARGE.package());
static V1_V2_V3: LazyLock<Vec<u8>> = LazyLock::new(|| Large { with_v1: true, ..LARGE }.package());
static HAP: LazyLock<Vec<u8>> = LazyLock::new(|| LARGE.harmony(false));
static RESOURCES: LazyLock<Vec<u8>> =
    LazyLock::new(|| Large { mebibytes: 0, resources: 4096, ..LARGE }.package());

fn inspect(package: &[u8]) -> Report {
    Package::from_reader(black_box(package)).unwrap().inspect(&InspectOptions::default()).unwrap()
}

#[divan::bench]
fn inspect_small() -> Report {
    inspect(&SMALL)
}

#[divan::bench]
fn inspect_64_mib() -> Report {
    inspect(&V2_V3)
}

#[divan::bench]
fn inspect_4_mib_of_resources() -> Report {
    inspect(&RESOURCES)
}

#[divan::bench]
fn form_of_small(bencher: Bencher<'_, '_>) {
    let package = Package::from_reader(&SMALL[..]).unwrap();
    let report = package.verify(&VerifyOptions::default()).unwrap();
    bencher.bench(|| Form::new(black_box(&report), &FormOptions::default()).unwrap());
}

fn verify(bencher: Bencher<'_, '_>, package: &[u8], threads: usize) {
    let options = VerifyOptions::default().with_threads(NonZeroUsize::new(threads).unwrap());
    bencher.counter(BytesCount::new(package.len())).bench(|| {
        let report = Package::from_reader(black_box(package)).unwrap().verify(&options).unwrap();
        assert_eq!(report.verdict(), Verdict::Verified);
        report
    });
}

#[divan::bench(args = [1])]
fn verify_small(bencher: Bencher<'_, '_>, threads: usize) {
    verify(bencher, &SMALL, threads);
}

#[divan::bench(args = [1, 2], sample_count = 9)]
fn verify_v2_v3(bencher: Bencher<'_, '_>, threads: usize) {
    verify(bencher, &V2_V3, threads);
}

#[divan::bench(args = [1, 2], sample_count = 9)]
fn verify_v1_v2_v3(bencher: Bencher<'_, '_>, threads: usize) {
    verify(bencher, &V1_V2_V3, threads);
}

#[divan::bench(args = [1, 2], sample_count = 9)]
fn verify_hap(bencher: Bencher<'_, '_>, threads: usize) {
    verify(bencher, &HAP, threads);
}
