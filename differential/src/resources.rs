//! Mutants of resource tables, and how what beian names is compared with what `libandroidfw` shows.

use std::collections::BTreeSet;

use beian::{Code, Language, Package, VerifyOptions};
use beian_fixtures::table::{Entry, Part, Pool, Table, Type, kind, with_table};

use crate::libandroidfw::{Device, Shown};
use crate::parts::{read, write};
use crate::random::Random;

/// The label's resource.
pub const LABEL: u32 = 0x7f01_0000;

/// The devices that are asked about: the phone that beian names the app for, others that it must
/// tell apart, and those of its names by locale.
pub const DEVICES: [Device; 8] = [
    ("zh-Hans-CN", 460, 0, 37),
    ("zh-Hans-CN", 0, 0, 37),
    ("zh-Hans-CN", 460, 0, 24),
    ("zh-CN", 460, 0, 37),
    ("-", 460, 0, 37),
    ("zh", 460, 0, 37),
    ("zh-TW", 460, 0, 37),
    ("zh-Hans", 460, 0, 37),
];
/// How many of them a name is given for, and which locales the others have.
const PHONES: usize = 3;
const LOCALES: [&str; 5] = ["zh-CN", "", "zh", "zh-TW", "zh-Hans"];

/// A package with a mutant of a table, and what was changed.
#[derive(Debug, Clone)]
pub struct TableMutant {
    /// The package.
    pub package: Vec<u8>,
    /// What was done.
    pub history: String,
    /// Whether it has what readers before Android 14 do not know: compact entries, offsets
    /// of 16 bits, grammatical genders.
    pub is_newer: bool,
}

/// The mutant of that number.
#[must_use]
pub fn table_mutant(seed: u64, number: u64) -> TableMutant {
    let mut random = Random::new(seed, number);
    let mut history = Vec::new();
    let mut table = table(&mut random);
    for _ in 0..[0, 0, 0, 0, 1, 1, 2][random.below(7)] {
        history.push(disturb(&mut random, &mut table));
    }
    let mut bytes = table.write();
    for _ in 0..[0, 0, 0, 0, 0, 1, 1, 2][random.below(8)] {
        history.push(spoil(&mut random, &mut bytes));
    }
    TableMutant {
        package: with_table(&bytes),
        history: history.join(", "),
        is_newer: is_newer(&bytes),
    }
}

/// Words for configurations, those that count on the phone and others.
const WORDS: [&str; 44] = [
    "sw320dp",
    "sw360dp",
    "sw600dp",
    "w320dp",
    "w400dp",
    "h600dp",
    "h800dp",
    "small",
    "normal",
    "large",
    "long",
    "notlong",
    "ldltr",
    "ldrtl",
    "notround",
    "round",
    "nowidecg",
    "widecg",
    "lowdr",
    "highdr",
    "port",
    "land",
    "car",
    "watch",
    "television",
    "notnight",
    "night",
    "160dpi",
    "240dpi",
    "480dpi",
    "640dpi",
    "65534dpi",
    "finger",
    "notouch",
    "keysexposed",
    "qwerty",
    "v4",
    "v21",
    "v24",
    "v28",
    "v36",
    "v37",
    "v38",
    "mcc460",
];
const LANGUAGES: [&str; 16] = [
    "",
    "",
    "zh",
    "zh-rCN",
    "zh-rCN",
    "zh-rTW",
    "zh-rHK",
    "zh-rSG",
    "zh-rUS",
    "b+zh+Hans",
    "b+zh+Hant",
    "b+zh+Hans+CN",
    "b+zh+Hans+SG",
    "en",
    "b+zh+CN+pinyin",
    "ja",
];

fn qualifiers(random: &mut Random) -> String {
    let mut words = vec![(*random.pick(&LANGUAGES)).to_owned()];
    for _ in 0..[0, 0, 1, 1, 2, 3][random.below(6)] {
        words.push((*random.pick(&WORDS)).to_owned());
    }
    if random.once_in(8) {
        words.push((*random.pick(&["mcc310", "mcc460", "mcc460-mnc1"])).to_owned());
    }
    words.join("-")
}

/// A table that is right.
fn table(random: &mut Random) -> Table {
    let texts =
        ["备案示例", "Default", "名称", "Other", "X", "", "😀 表情", "長い名前", "Good", "Evil"];
    let mut strings: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    strings.push("长".repeat(200));
    let count = strings.len();
    let pools = vec![Pool { is_utf8: random.once_in(2), strings }];
    let mut parts = Vec::new();
    for id in 1..=[1, 1, 2][random.below(3)] {
        parts.push(Part::Spec(id, 3));
        for _ in 0..=random.below(6) {
            // Mostly there is a default name.
            let is_default = parts.len() == 1 && !random.once_in(4);
            let qualifiers = if is_default { String::new() } else { qualifiers(random) };
            let mut entries = Vec::new();
            for number in 0..3 {
                if number == 0 || random.once_in(2) {
                    entries.push((number, entry(random, count)));
                }
            }
            let mut table = Type::new(id, &qualifiers, &entries);
            table.count = 3;
            table.flags = u8::from(random.once_in(5));
            parts.push(Part::Type(table));
        }
    }
    Table {
        pools,
        packages: vec![beian_fixtures::table::Package { id: 0x7f, parts }],
        says_packages: None,
    }
}

fn entry(random: &mut Random, strings: usize) -> Entry {
    const TARGETS: [u32; 8] = [
        0x7f01_0001,
        0x7f01_0002,
        0x7f02_0000,
        0x7f02_0001,
        0x0001_0001,
        0x0104_0000,
        0,
        0x7f01_0000,
    ];
    match random.below(16) {
        0..=10 => Entry::Value(kind::STRING, random.below(strings) as u32),
        11 | 12 => Entry::Value(kind::REFERENCE, *random.pick(&TARGETS)),
        13 => Entry::Value(kind::DYNAMIC_REFERENCE, *random.pick(&TARGETS)),
        14 => Entry::Value(
            *random.pick(&[kind::INTEGER, 0x11, 0x12, 0x1c, 0, 2, 5]),
            random.below(9) as u32,
        ),
        _ if random.once_in(2) => Entry::List,
        _ if random.once_in(3) => Entry::Compact(kind::STRING, random.below(strings) as u32),
        _ => Entry::Value(kind::STRING, random.below(strings) as u32),
    }
}

/// Changes the structure.
fn disturb(random: &mut Random, table: &mut Table) -> String {
    let what = random.below(16);
    match what {
        0 => {
            let pool = Pool { is_utf8: true, strings: vec!["Second pool".to_owned(); 11] };
            table.pools.insert(random.below(2).min(table.pools.len()), pool);
        }
        1 => {
            let package = table.packages[0].clone();
            table.packages.push(package);
            table.packages[1].id = *random.pick(&[0x7f, 0x7e, 0, 1, 2]);
        }
        2 => table.packages[0].id = *random.pick(&[0, 1, 2, 0x7e, 0x80, 0xff, 0x100]),
        3 => table.says_packages = Some(random.below(3) as u32),
        4 => table.pools.truncate(random.below(2)),
        _ => disturb_part(random, table.parts(), what),
    }
    format!("structure {what}")
}

fn disturb_part(random: &mut Random, parts: &mut Vec<Part>, what: usize) {
    let Some(at) = random.place(parts) else { return };
    let other = random.below(parts.len());
    match (what, &mut parts[at]) {
        (5, _) => drop(parts.remove(at)),
        (6, part) => {
            let part = part.clone();
            parts.insert(other, part);
        }
        (7, _) => parts.swap(at, other),
        (8, Part::Spec(id, _)) => *id = random.below(4) as u8,
        (8, Part::Type(table)) => table.id = random.below(4) as u8,
        (9, Part::Spec(_, count)) => *count = random.below(5) as u32,
        (9, Part::Type(table)) => table.count = random.below(6) as u16,
        (10, Part::Type(table)) => {
            table.flags = 1;
            let (one, two) = (random.below(table.entries.len()), random.below(table.entries.len()));
            table.entries.swap(one, two);
        }
        (11, Part::Type(table)) => {
            table.flags = 1;
            let again = (table.entries[0].0, Entry::Value(kind::STRING, random.below(11) as u32));
            table.entries.insert(random.below(2).min(table.entries.len()), again);
        }
        (12, Part::Type(table)) => {
            let size = *random.pick(&[0_usize, 4, 12, 16, 28, 32, 36, 48, 52, 56, 60, 64, 128]);
            table.configuration[0] = size as u8;
            table.configuration.resize(size.clamp(4, 64), 0);
        }
        (13, Part::Type(table)) => {
            table.says_header = Some(*random.pick(&[24_u16, 36, 56, 68, 80, 84, 88, 96]))
        }
        (14, Part::Type(table)) => table.flags = *random.pick(&[2, 3, 4, 0x80]),
        (_, Part::Type(table)) => {
            let at = random.below(table.configuration.len());
            table.configuration[at] = random.byte();
        }
        (_, part) => {
            *part = Part::Other(
                *random.pick(&[1, 0x0203, 0x0204, 0x0206, 0x0300]),
                vec![0; 4],
                vec![0; random.below(3) * 4],
            );
        }
    }
}

/// Changes bytes: a field of a chunk's header, a word, or anything.
fn spoil(random: &mut Random, bytes: &mut Vec<u8>) -> String {
    let chunks = chunks(bytes);
    let Some(place) = random.place(&chunks).filter(|_| !random.once_in(4)) else {
        let before = bytes.len();
        random.spoil(bytes);
        return format!("bytes {before}->{}", bytes.len());
    };
    let at = chunks[place];
    // Behind the header: counts, starts, flags, the configuration, and offsets.
    let (offset, size) = match random.below(8) {
        0 => (2, 2),
        1 => (4, 4),
        2 => (8, 1),
        3 => (9, 1),
        4 => (12, 4),
        5 => (16, 4),
        _ => (random.below(40) * 4, 4),
    };
    let old = read(bytes, at + offset, size);
    let new = if random.once_in(2) {
        old.wrapping_add([4, 8, 1, u64::MAX - 3][random.below(4)])
    } else {
        random.odd_number(old)
    };
    write(bytes, at + offset, size, new & (u64::MAX >> (64 - 8 * size)));
    format!("field {offset} of chunk {place} {old:#x}->{new:#x}")
}

/// Where chunks begin.
fn chunks(bytes: &[u8]) -> Vec<usize> {
    let mut found = vec![0];
    let mut at = 12;
    while at + 8 <= bytes.len() {
        found.push(at);
        let size = read(bytes, at + 4, 4) as usize;
        // Into a package, and over all else.
        at += if read(bytes, at, 2) == 0x0200 { read(bytes, at + 2, 2) as usize } else { size }
            .max(8);
    }
    found
}

/// Whether a type has compact entries, offsets of 16 bits, or a grammatical gender.
fn is_newer(bytes: &[u8]) -> bool {
    chunks(bytes).into_iter().filter(|&at| read(bytes, at, 2) == 0x0201).any(|at| {
        let (header_size, flags) = (read(bytes, at + 2, 2) as usize, read(bytes, at + 9, 1));
        let (count, start) = (read(bytes, at + 12, 4) as usize, read(bytes, at + 16, 4) as usize);
        let offset = |number: usize| match flags & 1 {
            0 => read(bytes, at + header_size + number * 4, 4) as usize,
            _ => read(bytes, at + header_size + number * 4 + 2, 2) as usize * 4,
        };
        let mut entries =
            (0..count.min(8)).map(|number| at.saturating_add(start).saturating_add(offset(number)));
        let has_gender = read(bytes, at + 20 + 19, 1) != 0;
        flags & 2 != 0
            || has_gender
            || entries.any(|entry| entry < bytes.len() && read(bytes, entry + 2, 1) & 8 != 0)
    })
}

/// What beian says of the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: Option<String>,
    /// The names of the locales in `LOCALES`.
    by_locale: Vec<Option<String>>,
    /// The codes of all findings.
    pub findings: BTreeSet<&'static str>,
    /// Whether it is told that another phone shows another name.
    tells_another: bool,
    /// What is odd about the table, or cut, where that is told.
    pub oddity: Option<String>,
    verified: bool,
}

/// Asks beian.
#[must_use]
pub fn named(package: &[u8]) -> Named {
    let report =
        Package::from_reader(package).and_then(|package| package.verify(&VerifyOptions::default()));
    let Ok(report) = report else { return Named::default() };
    let other = report.findings.iter().find(|finding| finding.code == Code::LabelDependsOnDevice);
    let odd = [Code::ResourcesOdd, Code::ResourcesMalformed];
    let odd = report.findings.iter().find(|finding| odd.contains(&finding.code));
    let names = &report.identity.app_names;
    Named {
        name: report.identity.app_name.clone(),
        by_locale: LOCALES.iter().map(|locale| names.get(*locale).cloned()).collect(),
        findings: report.findings.iter().map(|finding| finding.code.as_str()).collect(),
        tells_another: other.is_some(),
        oddity: odd.map(|finding| finding.message(Language::English)),
        verified: report.verdict() == beian::Verdict::Verified,
    }
}

/// What two readings are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// One name, and nothing odd.
    Same,
    /// No name.
    NoName,
    /// One name, of a table that is told to be odd.
    SameOdd,
    /// No name of a table that is told to be odd, where a device shows one.
    NoNameOdd,
    /// No name, where a table was not read to its end.
    Cut,
    /// Another name, of a table that is told to be odd.
    OtherOdd,
    /// Another name than readers of Android 10 show, of a table that holds what came with Android
    /// 14.
    SinceAndroid14,
    /// Another name, and nothing says so.
    Other,
    /// Names by locale differ, and nothing says so.
    OtherByLocale,
    /// Two readers of Android differ, and nothing says so.
    ReadersDiffer,
    /// Two phones show different names, and nothing says so.
    DependenceUntold,
    /// The package does not verify.
    Unverified,
}

impl Relation {
    /// Whether it must not be.
    #[must_use]
    pub fn is_dangerous(self) -> bool {
        self >= Self::Other
    }
}

/// Compares what beian says with what both readers show.
#[must_use]
pub fn relation(mutant: &TableMutant, ours: &Named, old: &Shown, new: &Shown) -> Relation {
    let is_told = ours.oddity.is_some();
    if !ours.verified {
        return Relation::Unverified;
    }
    let none = vec![None; DEVICES.len()];
    let shown = new.as_ref().unwrap_or(&none);
    let same = ours.name == shown[0];
    if is_told {
        return match (same, &ours.name) {
            (true, _) => Relation::SameOdd,
            (false, None) => Relation::NoNameOdd,
            (false, Some(_)) => Relation::OtherOdd,
        };
    }
    if mutant.is_newer {
        return if same { Relation::Same } else { Relation::SinceAndroid14 };
    }
    if !same {
        return Relation::Other;
    }
    if old != new {
        return Relation::ReadersDiffer;
    }
    if shown[..PHONES].iter().any(|name| *name != shown[0]) && !ours.tells_another {
        return Relation::DependenceUntold;
    }
    // A locale that the label does not have has no name of its own.
    let mut by_locale = ours.by_locale.iter().zip(&shown[PHONES..]);
    if by_locale.any(|(ours, shown)| ours.is_some() && ours != shown) {
        return Relation::OtherByLocale;
    }
    if ours.name.is_some() { Relation::Same } else { Relation::NoName }
}
