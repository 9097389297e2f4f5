//! The packages that mutants are made of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::judge::{Question, judge};
use crate::parts::Parts;

/// A package.
#[derive(Debug, Clone)]
pub struct Seed {
    /// What it is called in reports.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether beian verifies it as it is.
    pub verifies: bool,
    /// Whether it has a signing block, which covers every byte: what is changed around it is seen
    /// at once.
    pub has_block: bool,
}

impl Seed {
    /// A package, looked at.
    #[must_use]
    pub fn new(name: String, bytes: Vec<u8>) -> Self {
        let has_block = Parts::read(&bytes).is_some_and(|parts| parts.pairs.is_some());
        let question = Question::new(bytes);
        let verifies = judge(&question).verified;
        let bytes = question.package;
        Self { name, bytes, verifies, has_block }
    }
}

/// The largest package of the corpus that is taken, in bytes.
const LARGEST: usize = 64 << 10;

/// The fixtures.
#[must_use]
pub fn fixtures() -> Vec<Seed> {
    let all = beian_fixtures::all().into_iter().filter(|fixture| fixture.name.ends_with(".apk"));
    all.map(|fixture| Seed::new(fixture.name, fixture.bytes)).collect()
}

/// The small packages of the conformance corpus, where there is one.
#[must_use]
pub fn corpus() -> Vec<Seed> {
    let given = std::env::var_os("BEIAN_CORPUS").map(PathBuf::from);
    let corpus =
        given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"));
    let mut seeds = Vec::new();
    for folder in ["apksig", "made"] {
        let Ok(files) = fs::read_dir(corpus.join("android").join(folder)) else { continue };
        let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
        paths.sort();
        for path in
            paths.iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "apk"))
        {
            let Ok(bytes) = fs::read(path) else { continue };
            if bytes.len() <= LARGEST {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                seeds.push(Seed::new(format!("{folder}/{name}"), bytes));
            }
        }
    }
    seeds
}

/// A number that says whether two runs had the same seeds.
#[must_use]
pub fn fingerprint(seeds: &[Seed]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    seeds.iter().for_each(|seed| hasher.update(&seed.bytes));
    hasher.finalize()
}
