//! Apps for Apple's devices, whose parts are changed before they are signed.

use std::cell::RefCell;

use beian_fixtures::apple::{Break, Stage, changed_app};

use crate::random::Random;

/// An app, and what was changed.
#[derive(Debug, Clone)]
pub struct IosMutant {
    /// The part that was changed.
    pub family: &'static str,
    /// The app.
    pub package: Vec<u8>,
}

/// The parts, the one to change named.
const STAGES: &[(Stage, &str)] = &[
    (Stage::Info, "info"),
    (Stage::Strings, "strings"),
    (Stage::Resources, "resources"),
    (Stage::ProfileList, "profile"),
    (Stage::Code, "code"),
    (Stage::Requirements, "requirements"),
    (Stage::Entitlements, "entitlements"),
    (Stage::Directory, "directory"),
    (Stage::HashList, "hash-list"),
    (Stage::Cms, "cms"),
    (Stage::SuperBlob, "super-blob"),
    (Stage::Executable, "executable"),
];

/// What is put into lists: words that mean something to their readers.
const WORDS: &[&str] = &[
    "<true/>",
    "<false/>",
    "<integer>0</integer>",
    "<real>30</real>",
    "<string></string>",
    "<string>cn.example.stolen</string>",
    "<key>CFBundleIdentifier</key><string>cn.example.stolen</string>",
    "<key>CFBundleDisplayName</key><string>Stolen</string>",
    "<key>icon.png</key><dict><key>optional</key><true/></dict>",
    "<key>^.*</key><dict><key>omit</key><true/><key>weight</key><real>99</real></dict>",
    "<key>^icon</key><false/>",
    "<!-- -->",
    "<![CDATA[x]]>",
    "&#65;",
    "\u{feff}",
];

/// A mutant of a run: the same for the same seed and number.
#[must_use]
pub fn ios_mutant(seed: u64, number: u64) -> IosMutant {
    let mut random = Random::new(seed, number);
    let bases: &[&[Break]] = &[
        &[],
        &[Break::TwoDirectories],
        &[Break::Fat],
        &[Break::Nested],
        &[Break::BelowFolder],
        &[Break::BinaryInfo],
    ];
    let base = *random.pick(bases);
    // Of a binary list most changes are to be seen.
    let (stage, family) = if base == [Break::BinaryInfo] && !random.once_in(4) {
        (Stage::Info, "binary info")
    } else {
        *random.pick(STAGES)
    };
    // Code is made once a slice and bundle: some changes are made to one of them alone.
    let only = if random.once_in(3) { random.below(3) } else { usize::MAX };
    let state = RefCell::new((random, 0_usize));
    let change = |at: Stage, bytes: Vec<u8>| {
        let (random, seen) = &mut *state.borrow_mut();
        if at != stage {
            return bytes;
        }
        *seen += 1;
        if only == usize::MAX || *seen - 1 == only { changed(at, bytes, random) } else { bytes }
    };
    IosMutant { family, package: changed_app(base, &change) }
}

fn changed(stage: Stage, mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    for _ in 0..1 + random.below(3) {
        let is_list =
            matches!(stage, Stage::Info | Stage::Resources | Stage::ProfileList | Stage::HashList);
        if is_list && !random.once_in(4) {
            list(&mut bytes, random);
        } else {
            fields(&mut bytes, random);
        }
    }
    bytes
}

/// Where elements begin in a list, or right behind one.
fn marks(bytes: &[u8]) -> Vec<usize> {
    let is_mark = |at: &usize| bytes.get(*at) == Some(&b'<');
    (0..bytes.len()).filter(is_mark).collect()
}

fn list(bytes: &mut Vec<u8>, random: &mut Random) {
    let marks = marks(bytes);
    let Some(at) = random.place(&marks) else { return };
    let (start, end) = (marks[at], *marks.get(at + 1 + random.below(4)).unwrap_or(&bytes.len()));
    match random.below(5) {
        0 => drop(bytes.drain(start..end)),
        1 => {
            let copy = bytes[start..end].to_vec();
            bytes.splice(start..start, copy);
        }
        2 => drop(bytes.splice(start..end, random.pick(WORDS).bytes())),
        3 => drop(bytes.splice(start..start, random.pick(WORDS).bytes())),
        _ => {
            let copy = bytes[start..end].to_vec();
            let to = *random.pick(&marks);
            bytes.splice(to..to, copy);
        }
    }
}

/// Changes numbers, bytes and places.
fn fields(bytes: &mut Vec<u8>, random: &mut Random) {
    // What says how the rest is laid out stands at the beginning.
    let near = if random.once_in(2) { bytes.len() } else { bytes.len().min(128) };
    let at = random.below(near);
    match random.below(6) {
        0 | 1 => {
            let at = at & !3;
            let Some(field) = bytes.get_mut(at..at + 4) else { return };
            let is_big = u32::from_be_bytes(field.try_into().unwrap()) < 1 << 24;
            let old = if is_big {
                u32::from_be_bytes(field.try_into().unwrap())
            } else {
                u32::from_le_bytes(field.try_into().unwrap())
            };
            let new = random.odd_number(u64::from(old)) as u32;
            field.copy_from_slice(&if is_big { new.to_be_bytes() } else { new.to_le_bytes() });
        }
        2 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        3 if !bytes.is_empty() => bytes[at] = random.byte(),
        4 => bytes.truncate(at),
        _ => {
            let end = (at + 1 + random.below(32)).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
    }
}
