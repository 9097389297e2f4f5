//! Names of mutants of resource tables, by beian and by Android's `libandroidfw`.
//!
//! `resources SEED COUNT PROGRAM FOLDER [FIRST]`: the program is `native/labels.cpp`, built. See
//! the README.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use beian_differential::aapt;
use beian_differential::libandroidfw::{Libandroidfw, Shown};
use beian_differential::resources::{
    DEVICES, LABEL, Named, Relation, TableMutant, named, relation, table_mutant,
};

/// How many mutants of one class are kept.
const KEPT: usize = 8;

#[derive(Default)]
struct Run {
    relations: BTreeMap<Relation, usize>,
    /// By what is odd: how many, and of how many we give another name than a device shows, or none.
    oddities: BTreeMap<String, [usize; 3]>,
    aapt: BTreeMap<&'static str, usize>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(program), Some(folder)) =
        (number(0), number(1), arguments.get(2), arguments.get(3))
    else {
        eprintln!("usage: resources SEED COUNT PROGRAM FOLDER [FIRST]");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder).unwrap();
    let mut reference = Libandroidfw::start(Path::new(program), &DEVICES).unwrap();
    let (mut run, started) = (Run::default(), Instant::now());
    let first = number(4).unwrap_or(0);
    for number in first..first + count {
        let mutant = table_mutant(seed, number);
        let path = folder.join(format!("resources-{seed}.apk"));
        fs::write(&path, &mutant.package).unwrap();
        let (old, new) = reference.ask(&path, LABEL).unwrap();
        let ours = named(&mutant.package);
        let relation = relation(&mutant, &ours, &old, &new);
        let seen = run.relations.entry(relation).or_default();
        *seen += 1;
        if relation.is_dangerous() || *seen <= KEPT {
            let kept = folder.join(format!("resources-{seed}-{number}.apk"));
            fs::copy(&path, kept).unwrap();
        }
        if let Some(oddity) = &ours.oddity {
            let counts = run.oddities.entry(oddity.clone()).or_default();
            counts[0] += 1;
            counts[1] += usize::from(relation == Relation::OtherOdd);
            counts[2] += usize::from(relation == Relation::NoNameOdd);
        }
        if relation.is_dangerous() {
            tell(number, relation, &mutant, &ours, [&old, &new]);
        }
        run.aapt(number, &path, &mutant, &ours, &new);
    }
    for (relation, count) in &run.relations {
        println!("{relation:?}: {count}");
    }
    for (class, count) in &run.aapt {
        println!("aapt, {class}: {count}");
    }
    for (oddity, [count, other, none]) in &run.oddities {
        println!("odd, {oddity}: {count}, another name {other}, none {none}");
    }
    println!("{:.0} s", started.elapsed().as_secs_f32());
    let dangerous = run.relations.keys().any(|relation| relation.is_dangerous());
    ExitCode::from(u8::from(dangerous || run.aapt.contains_key(UNEXPLAINED)))
}

const UNEXPLAINED: &str = "another name, and nothing says why";

fn tell(number: u64, relation: Relation, mutant: &TableMutant, ours: &Named, shown: [&Shown; 2]) {
    println!("{relation:?}: mutant {number}: {}\n  {ours:?}\n  {shown:?}", mutant.history);
}

impl Run {
    /// Compares with what `aapt` shows for `zh-CN`, or by default where the table has no such
    /// locale: on a device of its own, which is no phone.
    fn aapt(
        &mut self,
        number: u64,
        package: &Path,
        mutant: &TableMutant,
        ours: &Named,
        new: &Shown,
    ) {
        let is_told = ours.oddity.is_some();
        let class = match aapt::badging(package) {
            Err(_) => "no answer",
            Ok(badging) => {
                let label = badging.labels.get("zh-CN").or(badging.label.as_ref());
                let label = label.filter(|label| !label.is_empty());
                let name = ours.name.as_ref().filter(|name| !name.is_empty());
                if badging.failure.is_some() && label.is_none() {
                    "no label"
                } else if label == name {
                    "the same name"
                } else if is_told {
                    "another name of an odd table"
                } else if new.as_ref().is_some_and(|new| new[0] == ours.name) {
                    "its device is no phone in China: libandroidfw gives our name for that"
                } else if ours.findings.contains("label-depends-on-device") {
                    "another name, and it is told that phones differ"
                } else if mutant.is_newer {
                    "another name, of a table that holds what came with Android 14"
                } else {
                    println!("aapt: mutant {number}: {label:?} {ours:?} {new:?}");
                    UNEXPLAINED
                }
            }
        };
        *self.aapt.entry(class).or_default() += 1;
    }
}
