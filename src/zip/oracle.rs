//! The crate `zip` as an oracle: where it and this reader both read a file, they find the same
//! entries with the same content. Over the fixtures, the corpus and mutants of small ones.
//!
//! Either may refuse what the other reads: this reader is narrower where attacks have hidden, and
//! takes what only platforms take. Where both read and differ, [`DIFFERENCES`] says why.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Archive, Entry, Structure};
use crate::limits::Limits;

/// Files that are larger are not looked at, and mutants are made of those alone that are small.
const LARGEST: u64 = 4 << 20;
const SMALL: usize = 40 << 10;
/// Mutants of each small file, and the most files that they are made of.
const MUTANTS: usize = 60;
const PARENTS: usize = 100;

/// Why the two find different things in one file.
const DIFFERENCES: [(&str, &str); 3] = [
    (
        "another end record",
        "where the last one does not please `zip`, it takes one further in front",
    ),
    ("one name twice", "`zip` keeps the last of them, and Android the first"),
    ("two counts of entries", "`zip` takes that of this disk, and platforms that of all"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.metadata().is_ok_and(|file| file.len() < LARGEST) {
            found.push(path);
        }
    }
}

/// Every ZIP of the fixtures, and of the corpus where it is (see `tests/it/corpus.rs`).
fn packages() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = std::env::var_os("BEIAN_CORPUS").map(PathBuf::from);
    let corpus = corpus.unwrap_or_else(|| root.join("../shared/corpus"));
    let mut paths = Vec::new();
    for folder in [root.join("fixtures"), corpus] {
        files(&folder, &mut paths);
    }
    paths.sort();
    let read = paths.iter().filter_map(|path| fs::read(path).ok());
    read.filter(|bytes| Structure::read(&&bytes[..], &Limits::default()).is_ok()).collect()
}

/// What came of one file.
#[derive(Default)]
struct Counts {
    alike: usize,
    entries: usize,
    /// Files that only one of them reads, or none.
    refused: BTreeMap<&'static str, usize>,
    /// Entries that only one of them reads, or none.
    unread: BTreeMap<&'static str, usize>,
    differ: BTreeMap<&'static str, usize>,
    example: BTreeMap<&'static str, Vec<u8>>,
}

fn one_of(ours: bool, theirs: bool) -> &'static str {
    match (ours, theirs) {
        (true, _) => "ours only",
        (_, true) => "theirs only",
        _ => "none",
    }
}

impl Counts {
    fn differ(&mut self, why: &'static str, bytes: &[u8]) {
        let count = self.differ.entry(why).or_default();
        *count += 1;
        self.example.entry(why).or_insert_with(|| bytes.to_vec());
    }

    fn add(&mut self, bytes: &[u8]) {
        let ours = Structure::read(&bytes, &Limits::default());
        let theirs = ::zip::ZipArchive::new(Cursor::new(bytes));
        let (structure, mut theirs) = match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => (ours, theirs),
            (ours, theirs) => {
                *self.refused.entry(one_of(ours.is_ok(), theirs.is_ok())).or_default() += 1;
                return;
            }
        };
        let archive = Archive::new(&bytes, Arc::new(structure));
        let names: Vec<_> = archive.entries().iter().map(|it| archive.name(it).to_vec()).collect();
        // `None` where it does not open the entry.
        let their_names: Vec<Option<Vec<u8>>> = (0..theirs.len())
            .map(|at| theirs.by_index_raw(at).ok().map(|it| it.name_raw().to_vec()))
            .collect();
        if let Some(why) = why_names_differ(&names, &their_names, bytes) {
            return self.differ(why, bytes);
        }
        let mut is_alike = true;
        for (at, entry) in archive.entries().iter().enumerate() {
            self.entries += 1;
            let ours = content(&archive, entry);
            let mut content = Vec::new();
            let theirs =
                theirs.by_index(at).ok().and_then(|mut it| it.read_to_end(&mut content).ok());
            match (ours, theirs) {
                (Some(ours), Some(_)) if ours == content => {}
                (Some(_), Some(_)) => {
                    is_alike = false;
                    self.differ(why_content_differs(entry), bytes);
                }
                (ours, theirs) => {
                    *self.unread.entry(one_of(ours.is_some(), theirs.is_some())).or_default() += 1;
                }
            }
        }
        self.alike += usize::from(is_alike);
    }

    fn judge(&self, what: &str) {
        println!(
            "{what}: {} alike with {} entries; read by {:?}; entries read by {:?}; {:?}",
            self.alike, self.entries, self.refused, self.unread, self.differ
        );
        for why in self.differ.keys() {
            let is_listed = DIFFERENCES.iter().any(|(reason, _)| reason == why);
            let example = std::env::temp_dir().join("oracle-zip.bin");
            if !is_listed {
                fs::write(&example, &self.example[why]).unwrap();
            }
            assert!(is_listed, "{what}: {why}, as in {}", example.display());
        }
    }
}

fn content(archive: &Archive<'_>, entry: &Entry) -> Option<Vec<u8>> {
    archive.content(entry, archive.inflated_limit()).ok()
}

fn why_names_differ(
    ours: &[Vec<u8>],
    theirs: &[Option<Vec<u8>>],
    bytes: &[u8],
) -> Option<&'static str> {
    let mut unique = ours.to_vec();
    unique.sort();
    unique.dedup();
    if unique.len() < ours.len() {
        return Some("one name twice");
    }
    let is_same = |(ours, theirs): (&Vec<u8>, &Option<Vec<u8>>)| {
        theirs.as_ref().is_none_or(|theirs| theirs == ours)
    };
    let are_same = ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same);
    if are_same {
        return None;
    }
    let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06").unwrap_or_default();
    let counts = bytes.get(end + 8..end + 10) == bytes.get(end + 10..end + 12);
    let ends = bytes.windows(4).filter(|it| *it == b"PK\x05\x06").count();
    Some(match (counts, ends) {
        (false, _) => "two counts of entries",
        (true, 2..) => "another end record",
        _ => "names",
    })
}

fn why_content_differs(entry: &Entry) -> &'static str {
    if entry.has_unknown_method() { "unknown method" } else { "content" }
}

/// Numbers by chance, the same each time (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    /// A place in what the file is built of: its headers, mostly.
    fn place(&mut self, bytes: &[u8]) -> usize {
        let from = |mark: &[u8], bytes: &[u8], start: usize| {
            let rest = bytes.get(start..).unwrap_or_default();
            let found = rest.windows(4).position(|it| it == mark);
            found.map_or(start, |at| start + at)
        };
        let start = self.below(bytes.len());
        match self.below(8) {
            0 => start,
            1 => bytes.len().saturating_sub(1 + self.below(30)),
            2..=4 => from(b"PK\x03\x04", bytes, start) + self.below(50),
            _ => {
                let directory = from(b"PK\x01\x02", bytes, 0);
                let start = directory + self.below(bytes.len().saturating_sub(directory));
                from(b"PK\x01\x02", bytes, start) + self.below(60)
            }
        }
    }

    fn mutant(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        for _ in 0..=self.below(2) {
            let at = self.place(&changed).min(changed.len().saturating_sub(1));
            match self.below(8) {
                0..=3 => changed[at] ^= 1 << self.below(8),
                4 => changed[at] = [0, 1, 8, 0xff][self.below(4)],
                5 => changed[at] = changed[at].wrapping_add(1),
                6 => drop(changed.remove(at)),
                _ => changed.insert(at, 0),
            }
        }
        changed
    }
}

#[test]
fn what_both_read_is_the_same() {
    let packages = packages();
    let mut counts = Counts::default();
    packages.iter().for_each(|bytes| counts.add(bytes));
    counts.judge("packages");
    assert!(counts.alike > 50, "{}", counts.alike);
    let small: Vec<_> = packages.iter().filter(|bytes| bytes.len() <= SMALL).collect();
    let mut chance = Chance(15);
    let mut counts = Counts::default();
    for bytes in small.iter().step_by(small.len().div_ceil(PARENTS)) {
        for _ in 0..MUTANTS {
            counts.add(&chance.mutant(bytes));
        }
    }
    counts.judge("mutants");
    assert!(counts.alike > 500, "{}", counts.alike);
}
