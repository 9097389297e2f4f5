//! What a package costs: inspection, and verification per MiB. `cargo bench -p beian` prints the median of several runs of each.
//!
//! Whole processes are measured by `benches/processes.sh`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a bench runs on files of our own"
)]

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use beian::{Package, Verdict, VerifyOptions};

const MEBIBYTES: usize = 64;
const RUNS: usize = 9;

fn main() {
    let small = std::fs::read("fixtures/android/v1v2v3.apk").unwrap();
    let v2v3 = beian_fixtures::large(MEBIBYTES, false);
    let v1v2v3 = beian_fixtures::large(MEBIBYTES, true);
    for (name, package) in [("small", &small), ("64 MiB", &v2v3)] {
        let time = median(|| {
            let report =
                Package::from_reader(&package[..]).unwrap().inspect(&VerifyOptions::default()).unwrap();
            assert_eq!(black_box(report).verdict(), Verdict::Unchecked);
        });
        println!("inspect {name:<20} {time:>10.2?}");
    }
    for (name, package) in [("v2 and v3", &v2v3), ("v1, v2 and v3", &v1v2v3)] {
        for threads in [1, 2] {
            let options = VerifyOptions::default().with_threads(NonZeroUsize::new(threads).unwrap());
            let time = median(|| {
                let report = Package::from_reader(&package[..]).unwrap().verify(&options).unwrap();
                assert_eq!(black_box(report).verdict(), Verdict::Verified);
            });
            let rate = MEBIBYTES as f64 / time.as_secs_f64();
            println!("verify {name}, {threads} threads {time:>10.2?} {rate:>8.0} MiB/s");
        }
    }
}

fn median(run: impl Fn()) -> Duration {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap()
}
