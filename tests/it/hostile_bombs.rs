//! Every file that asks for much is answered after little work: counted in bytes that are read, and
//! not by a clock. `benches/bombs.py` measures seconds and memory.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test")]

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use beian::{InspectOptions, Package, ReadAt, VerifyOptions};

/// Counts what is read.
struct Counted<'b> {
    bytes: &'b [u8],
    read: &'b AtomicU64,
}

impl ReadAt for Counted<'_> {
    fn size(&self) -> io::Result<u64> {
        self.bytes.size()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.read.fetch_add(buf.len() as u64, Ordering::Relaxed);
        self.bytes.read_at(offset, buf)
    }
}

/// What is said of those that ask for more work than is done, or hold more than is read.
const OUTCOMES: &[(&str, &str)] = &[
    ("huge-signers.apk", "verified several-signers"),
    // An fs-verity digest is only there for blocks that begin at a multiple of 4,096.
    ("huge-signers-for-either.apk", "rejected signature-unverifiable"),
    ("huge-signers-in-set.apks", "too-much-work"),
    ("huge-lineages.apk", "rejected lineage-repeated"),
    ("lineages-of-p521.apk", "rejected lineage-repeated"),
    ("lineages-of-dsa.apk", "rejected lineage-repeated"),
    ("huge-signature-file.apk", "too-much-work"),
    ("huge-signature-blocks.apk", "too-much-work"),
    ("huge-signature-files.apk", "too-much-work"),
    ("huge-issuers.pem", "too-much-work"),
    // They are no chain, which the first two tell.
    ("huge-issuers.jks", "keystore-chain-broken"),
    ("huge-chain.hap", "too-much-work"),
    // Of many signatures the best one is verified.
    ("huge-signatures.rpk", "rejected algorithm-list-mismatch"),
    ("lineage-of-thousands.apk", "rejected lineage-too-long"),
    ("module-of-depth.hap", "unsigned entry-unreadable"),
    ("set-of-entries.apks", "verified "),
    ("of-entries.rpk", "verified quick-app-filed-by-platform"),
    ("resources-of-far-strings.apk", "unsigned resources-malformed"),
    ("resources-of-references.apk", "unsigned resources-malformed"),
    ("resources-of-locales.apk", "unsigned resources-malformed"),
];

/// The verdict and the first finding's code, or the error's.
fn outcome(bytes: &[u8]) -> String {
    let options = VerifyOptions::from(InspectOptions::default().with_password("storepw1"));
    match Package::from_reader(bytes).and_then(|package| package.verify(&options)) {
        Ok(report) => {
            let worst = report.findings.first().map_or("", |finding| finding.code.as_str());
            format!("{} {worst}", report.verdict().as_str())
        }
        Err(error) => error.code().to_owned(),
    }
}

#[test]
fn each_is_refused_for_what_it_is() {
    let bombs = beian_fixtures::bombs().filter_map(|bomb| {
        let (_, want) = OUTCOMES.iter().find(|(name, _)| *name == bomb.name)?;
        Some((bomb.name, outcome(&bomb.bytes), *want))
    });
    let wrong: Vec<_> = bombs.filter(|(_, got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn little_is_read_of_each() {
    // Inspecting reads parts, and verifying everything once or twice; a directory that is looked at
    // again and again, or entries that overlap, would be read a hundred times.
    const TIMES: u64 = 16;
    for bomb in beian_fixtures::bombs() {
        let read = AtomicU64::new(0);
        let inspect = InspectOptions::default().with_password("storepw1");
        let reader = Counted { bytes: &bomb.bytes, read: &read };
        if let Ok(package) = Package::from_reader(reader) {
            let reports =
                [package.inspect(&inspect), package.verify(&VerifyOptions::from(inspect))];
            for report in reports.into_iter().flatten() {
                assert!(
                    report.findings.len() < 1000,
                    "{}: {} findings",
                    bomb.name,
                    report.findings.len()
                );
                let names = report.identity.app_names.values().map(String::len).sum::<usize>();
                assert!(names <= 1 << 20, "{}: names of {names} bytes", bomb.name);
            }
        }
        let (read, size) = (read.into_inner(), bomb.bytes.len() as u64);
        assert!(
            read <= (size * TIMES).max(4 << 20),
            "{}: {read} bytes of {size} were read",
            bomb.name
        );
    }
}
