//! Random `resources.index` files of both layouts, each in a package with a label: the name that is
//! given against an independent model of what a HarmonyOS device does, which knows the file only by
//! what it was made from.
//!
//! `BEIAN_INDEXES` says how many files; `BEIAN_SEED` where to begin.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "tests on files of our own"
)]

mod model;
mod writer;

use std::collections::BTreeMap;

use beian::{InspectOptions, Package};
use model::{Damage, Index, Qualifiers, Resource, Value};

const LABEL: u32 = 0x0100_0000;

/// Numbers that look random (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % end
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize].clone()
    }
}

fn qualifiers(random: &mut Random) -> Qualifiers {
    let mut qualifiers = Qualifiers::default();
    if random.one_in(4) {
        return qualifiers;
    }
    if !random.one_in(4) {
        qualifiers.language =
            random.of(&["zh", "zh", "zh", "zh", "en", "zho", "ZH", "z", "ja"]).to_owned();
    }
    if random.one_in(3) {
        qualifiers.script = random.of(&["Hans", "Hant", "hans", "Han", "Latn"]).to_owned();
    }
    if !random.one_in(3) {
        let regions = [
            "CN", "CN", "CN", "TW", "HK", "MO", "SG", "MY", "US", "GB", "cn", "C", "001", "419",
            "JP",
        ];
        qualifiers.region = random.of(&regions).to_owned();
    }
    if random.one_in(4) {
        qualifiers.direction = Some(random.below(3) as u32);
    }
    for _ in 0..2 {
        if random.one_in(5) {
            qualifiers.devices.push(random.of(&[0, 0, 0, 1, 2, 4, 5, 6, 7, 9]));
        }
    }
    if random.one_in(5) {
        qualifiers.color = Some(random.below(3) as u32);
    }
    if random.one_in(5) {
        qualifiers.mcc = random.of(&[460, 460, 460, 310, 0]);
    }
    if random.one_in(6) {
        qualifiers.mnc = random.of(&[0, 1, 2, 11]);
    }
    if random.one_in(8) {
        qualifiers.input = Some(random.below(2) as u32);
    }
    if random.one_in(6) {
        qualifiers.density = Some(random.of(&[120, 480, 640, 7]));
    }
    qualifiers.is_reserved_named = random.one_in(20);
    qualifiers
}

fn text(random: &mut Random, number: usize, ids: &[u32]) -> String {
    match random.below(10) {
        0 | 1 => format!("$string:{}", random.of(ids)),
        2 => random
            .of(&[
                "$string:app_name",
                "$media:16777218",
                "$string:0",
                "$other:1",
                "",
                "$:1",
                "$string: 16777217x",
            ])
            .to_owned(),
        _ => format!("名称{number}"),
    }
}

fn index(random: &mut Random) -> Index {
    let is_second = random.one_in(2);
    let mut configurations: Vec<_> = (0..=random.below(6)).map(|_| qualifiers(random)).collect();
    if !random.one_in(3) {
        let place = random.below(configurations.len() as u64 + 1) as usize;
        configurations.insert(place, Qualifiers::default());
    }
    let numbers = (0..configurations.len() as u32)
        .map(|number| if random.one_in(12) { random.below(3) as u32 } else { number })
        .collect();
    let ids = [LABEL, LABEL, LABEL + 1, LABEL + 2, 7];
    let mut resources = Vec::new();
    let mut number = 0;
    for id in ids.iter().take(1).chain(&ids[2..4]).copied() {
        let copies = 1 + usize::from(random.one_in(15));
        for _ in 0..copies {
            let kind = if random.one_in(15) { random.of(&[8, 10, 19]) } else { 9 };
            let mut values = Vec::new();
            for configuration in 0..configurations.len() {
                for _ in 0..1 + usize::from(random.one_in(20)) {
                    if !random.one_in(4) {
                        number += 1;
                        values.push(Value { configuration, text: text(random, number, &ids) });
                    }
                }
            }
            if is_second && random.one_in(10) {
                values.reverse();
            }
            resources.push(Resource { id, kind, values });
        }
    }
    let damage = match random.below(40) {
        0 => Damage::DataElsewhere,
        1 => Damage::IdsTooLong,
        2 => Damage::OtherId,
        3 => Damage::NoLength,
        4 => Damage::BadMark,
        5 => Damage::UnknownQualifier,
        _ => Damage::None,
    };
    Index { is_second, configurations, numbers, resources, damage }
}

/// What the label's number is in `module.json`, and which one a device takes it for.
fn label(random: &mut Random) -> (Option<String>, u32) {
    match random.below(20) {
        0 => (None, 0),
        1 => (Some("0".to_owned()), 0),
        2 => (Some("99".to_owned()), 99),
        3 => (Some((u64::from(LABEL) + (1 << 32)).to_string()), LABEL),
        4 => (Some("-5".to_owned()), 0),
        5 => (Some(format!("{LABEL}.5")), LABEL),
        _ => (Some(LABEL.to_string()), LABEL),
    }
}

#[test]
fn names_are_those_that_the_model_gives() {
    let number = |name: &str, default: u64| {
        std::env::var(name).ok().map_or(default, |number| number.parse().expect("a number"))
    };
    let (count, start) = (number("BEIAN_INDEXES", 600), number("BEIAN_SEED", 1));
    let mut tally: BTreeMap<String, u32> = BTreeMap::new();
    for seed in start..start + count {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let index = index(&mut random);
        let (written, id) = label(&mut random);
        let package = writer::package(&writer::index(&index), written.as_deref());
        let report = Package::from_reader(&package[..])
            .unwrap()
            .inspect(&InspectOptions::default())
            .unwrap();
        let codes: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();

        let want = model::shown(&index, id, None);
        assert_eq!(report.identity.app_name, want, "seed {seed}: {index:#?} {written:?} {codes:?}");
        let others = model::others(&index, id);
        let depends = others.iter().any(|other| *other != want);
        let context =
            || format!("seed {seed}: {index:#?} {written:?} {want:?} {others:?} {codes:?}");
        assert_eq!(codes.contains(&"label-depends-on-device"), depends, "{}", context());
        // No name is never given in silence.
        let is_said =
            ["label-unresolved", "label-depends-on-device"].iter().any(|code| codes.contains(code));
        assert!(want.is_some() || is_said, "{}", context());
        let is_broken = model::is_broken(&index) && id != 0;
        assert_eq!(codes.contains(&"index-malformed"), is_broken, "{}", context());

        let layout = if index.is_second { "second" } else { "first" };
        let outcome = match (is_broken, &want, depends) {
            (true, ..) => "broken",
            (_, None, _) => "no name",
            (_, _, true) => "by network",
            _ => "one name",
        };
        *tally.entry(format!("{layout} layout, {outcome}")).or_default() += 1;
    }
    println!("{tally:#?}");
    assert!(
        count < 500 || tally.len() == 8 && tally.values().all(|&count| count > 3),
        "{tally:#?}"
    );
}

/// Of a damaged file no name is given in silence, and nothing panics.
#[test]
fn damaged_indexes_are_told() {
    let mut named = 0;
    for seed in 1..=3_000_u64 {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut bytes = writer::index(&index(&mut random));
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(4) {
                0 => bytes.truncate(at),
                1 => bytes[at] = random.of(&[0, 1, 0x7f, 0x80, 0xff]),
                2 => bytes[at] ^= 1 << random.below(8),
                _ => drop(bytes.remove(at)),
            }
            bytes.push(0);
        }
        let package = writer::package(&bytes, Some("16777216"));
        let report = Package::from_reader(&package[..]).unwrap();
        let report = report.inspect(&InspectOptions::default()).unwrap();
        assert_eq!(
            report.identity.package_name.as_deref(),
            Some("com.example.beian"),
            "seed {seed}"
        );
        named += usize::from(report.identity.app_name.is_some());
        let codes = ["label-unresolved", "label-depends-on-device"];
        let is_said = report.findings.iter().any(|finding| codes.contains(&finding.code.as_str()));
        assert!(report.identity.app_name.is_some() || is_said, "seed {seed}");
    }
    assert!((300..2_700).contains(&named), "{named}");
}
