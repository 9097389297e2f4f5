//! Makes mutants: a package, and changes of it that know its structure.

mod anew;
mod block;
mod cms;
mod container;
mod content;
mod der;
mod hap_cms;
mod idsig;
mod ios;
mod jar;
mod signer;

pub use anew::{Anew, anew_mutant};
pub use hap_cms::{HapMutant, hap_cms_mutant};
pub use idsig::idsig_mutant;
pub use ios::{IosMutant, ios_mutant};

use crate::judge::Question;
use crate::parts::Parts;
use crate::random::Random;
use crate::seeds::Seed;

/// A changed package.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Its place in the run.
    pub number: u64,
    /// What was changed first.
    pub family: &'static str,
    /// What it was made of, and every kind of change.
    pub history: String,
    /// The package, and what is asked about it.
    pub question: Question,
}

/// What a change works with.
pub(crate) struct Tools<'a> {
    pub(crate) random: &'a mut Random,
    /// All packages, for parts of others.
    pub(crate) seeds: &'a [Seed],
}

/// A change; `None` where it does not fit the package.
type Change = fn(&[u8], &mut Tools<'_>) -> Option<Vec<u8>>;

/// Every kind of change. Those that leave more packages verifying stand more than once.
const CHANGES: &[(&str, Change)] = &[
    ("block", block::pairs),
    ("block", block::layout),
    ("transplant", block::transplant),
    ("signer", signer::fields),
    ("signer", signer::lists),
    ("certificate", signer::certificates),
    ("lineage", signer::lineage),
    ("directory", container::directory),
    ("directory", container::directory_lists),
    ("local", container::local),
    ("both-headers", container::both),
    ("end", container::end),
    ("content", content::change),
    ("files", content::files),
    ("jar", jar::manifest),
    ("jar", jar::signature_file),
    ("jar", jar::names),
    ("cms", cms::change),
    ("bytes", bytes),
];

/// Those after which a good signing block is put in once in a while, so that not only digests are
/// looked at.
const CONTAINER: &[&str] =
    &["directory", "local", "both-headers", "end", "content", "files", "bytes"];

/// Platforms at which some rule changes.
const MINIMA: &[u32] = &[1, 9, 17, 18, 19, 21, 23, 24, 24, 26, 27, 28, 28, 30, 33];
const MAXIMA: &[u32] = &[17, 20, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 36];

/// A mutant of a run: the same for the same seed, number and packages.
#[must_use]
pub fn mutant(seed: u64, number: u64, seeds: &[Seed]) -> Mutant {
    let mut random = Random::new(seed, number);
    let is_resigned = random.once_in(4);
    let (mut bytes, mut history) = if is_resigned {
        (beian_fixtures::resigned(&mut |limit| random.below(limit)), "signed".to_owned())
    } else {
        let seed = choose(&mut random, seeds);
        (seed.bytes.clone(), seed.name.clone())
    };
    // Of those that were signed anew half stay as they are.
    let changes = match random.below(10) {
        0..5 if is_resigned => 0,
        0..7 => 1,
        7 | 8 => 2,
        _ => 3,
    };
    let mut family = if is_resigned { "signed" } else { "" };
    for _ in 0..changes {
        let (name, changed) = change(&bytes, &mut random, seeds);
        bytes = changed;
        if family.is_empty() {
            family = name;
        }
        history = format!("{history} {name}");
        if CONTAINER.contains(&name)
            && random.once_in(2)
            && let Some(signed) = sign_anew(&bytes, &mut random)
        {
            bytes = signed;
            history.push_str(" signed-anew");
        }
    }
    let (min_sdk, max_sdk) = platforms(&mut random);
    let question = Question { min_sdk, max_sdk, ..Question::new(bytes) };
    Mutant { number, family, history, question }
}

/// The platforms that a mutant is judged for: mostly the package's own.
fn platforms(random: &mut Random) -> (Option<u32>, Option<u32>) {
    let own = !random.once_in(4);
    let mut platform = |among: &[u32]| (!own && random.once_in(2)).then(|| *random.pick(among));
    (platform(MINIMA), platform(MAXIMA))
}

/// A package to change: mostly one that verifies, and often one without a signing block, in which
/// changes are not seen at once.
fn choose<'s>(random: &mut Random, seeds: &'s [Seed]) -> &'s Seed {
    let (any, block) = (random.once_in(6), random.once_in(2));
    for _ in 0..20 {
        let seed = random.pick(seeds);
        if any || seed.verifies && seed.has_block == block {
            return seed;
        }
    }
    random.pick(seeds)
}

/// The package without its signing block, and with a good one for what it has become.
fn sign_anew(package: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let end = [&parts.end[..], &parts.comment].concat();
    Some(beian_fixtures::sign_anew(&parts.body, &parts.directory, &end, random.once_in(3)))
}

fn change(package: &[u8], random: &mut Random, seeds: &[Seed]) -> (&'static str, Vec<u8>) {
    for _ in 0..30 {
        let (name, change) = *random.pick(CHANGES);
        let changed = change(package, &mut Tools { random, seeds });
        if let Some(changed) = changed.filter(|changed| changed != package) {
            return (name, changed);
        }
    }
    let mut changed = package.to_vec();
    random.spoil(&mut changed);
    ("bytes", changed)
}

/// Changes that know nothing of the structure.
fn bytes(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let mut changed = package.to_vec();
    let random = &mut *tools.random;
    let at = random.below(package.len());
    match random.below(8) {
        0 => changed.truncate(at),
        1 => changed.extend((0..=random.below(40)).map(|number| number as u8)),
        2 => {
            let more: Vec<u8> = (0..=random.below(40)).map(|_| random.byte()).collect();
            changed.splice(0..0, more);
        }
        3 => {
            let other = &random.pick(tools.seeds).bytes;
            changed = [&changed[..], other].concat();
        }
        4 => {
            let size = random.below(40).min(package.len() - at);
            changed.drain(at..at + size);
        }
        _ => {
            for _ in 0..=random.below(3) {
                let at = random.below(changed.len());
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    Some(changed)
}
