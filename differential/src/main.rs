//! Judges mutants with beian and with apksig and prints where they differ.
//!
//! `beian-differential SEED COUNT CLASS_PATH FOLDER`: the folder takes the first mutants of each
//! class that is no agreement. `beian-differential SEED COUNT CLASS_PATH FOLDER FIRST` begins with
//! that mutant. Behind the word `idsig` the mutants are `.idsig` files beside packages; behind
//! `certificates`, `keys` or `cms` packages are signed after the change; behind `manifest` and
//! `bundle-manifest` (then without a class path) they are packages with other manifests, and the
//! names that `aapt` and `aapt2` give them are compared. See the README.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use beian_differential::compare::{Case, Class, class};
use beian_differential::judge::{Judge, Judgement};
use beian_differential::manifest::Form;
use beian_differential::reference::Reference;
use beian_differential::{Anew, Mutant, anew_mutant, idsig_mutant, mutant, seeds};

mod names;

/// How long either side may take for one mutant, in seconds. The Java program has the same limit.
const SECONDS: u64 = 20;
/// How many mutants of one class are kept.
const KEPT: usize = 3;

/// Before Android 13.
const BEFORE_V31: u32 = 32;

struct Run {
    judge: Judge,
    reference: Reference,
    folder: PathBuf,
    classes: BTreeMap<Class, usize>,
    /// By what was changed: all, verified by both, verified by one.
    families: BTreeMap<&'static str, [usize; 4]>,
    /// What both refuse, by what we say of it.
    refused: BTreeMap<String, usize>,
    failures: usize,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let form = match arguments.first().map(String::as_str) {
        Some("manifest") => Some(Form::Binary),
        Some("bundle-manifest") => Some(Form::Proto),
        _ => None,
    };
    if let Some(form) = form {
        return names::run(form, &arguments[1..]);
    }
    let of_idsig = arguments.first().is_some_and(|first| first == "idsig");
    let anew = arguments.first().and_then(|first| Anew::by_name(first));
    arguments.drain(..usize::from(of_idsig || anew.is_some()));
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(class_path), Some(folder)) =
        (number(0), number(1), arguments.get(2), arguments.get(3))
    else {
        eprintln!(
            "usage: beian-differential [idsig|certificates|keys|cms] SEED COUNT CLASS_PATH FOLDER \
                [FIRST]"
        );
        return ExitCode::from(2);
    };
    let packages = [seeds::fixtures(), seeds::corpus()].concat();
    println!(
        "seed {seed}, {count} mutants of {} packages (fingerprint {:08x})",
        packages.len(),
        seeds::fingerprint(&packages)
    );
    fs::create_dir_all(folder).unwrap();
    let mut run = Run {
        judge: Judge::new(Duration::from_secs(SECONDS)),
        reference: Reference::start(class_path).unwrap(),
        folder: folder.into(),
        classes: BTreeMap::new(),
        families: BTreeMap::new(),
        refused: BTreeMap::new(),
        failures: 0,
    };
    let first = number(4).unwrap_or(0);
    let started = Instant::now();
    for number in first..first + count {
        let mutant = match anew {
            Some(kind) => anew_mutant(kind, seed, number),
            None if of_idsig => idsig_mutant(seed, number, &packages),
            None => mutant(seed, number, &packages),
        };
        if let Err(error) = run.judge(seed, &mutant) {
            println!("FAILURE: mutant {number}: {error}");
            run.failures += 1;
            break;
        }
    }
    run.print();
    println!("{:.0} s", started.elapsed().as_secs_f32());
    let dangerous = run.classes.keys().any(Class::is_dangerous);
    ExitCode::from(u8::from(dangerous || run.failures > 0))
}

impl Run {
    fn judge(&mut self, seed: u64, mutant: &Mutant) -> io::Result<()> {
        let question = &mutant.question;
        let ours = match self.judge.ask(question) {
            Ok(ours) => ours,
            Err(failure) => {
                self.keep(seed, mutant, "failure");
                return Err(io::Error::other(format!("beian: {failure:?}: {}", mutant.history)));
            }
        };
        let theirs = self.reference.ask(question);
        let mut theirs = theirs.inspect_err(|_| self.keep(seed, mutant, "failure"))?;
        // It says of a package beside a bad file that it verifies, only not with v4.
        theirs.verified &= question.idsig.is_none() || theirs.schemes.contains("v4");
        if theirs.errors.contains("HANG") {
            self.keep(seed, mutant, "failure");
            return Err(io::Error::other("apksig hangs"));
        }
        let before_v31 = if ours.schemes.contains("v3.1") && !self.reference.knows_v31() {
            let question = question.up_to(BEFORE_V31);
            let ours = self.judge.ask(&question);
            let ours = ours.map_err(|failure| io::Error::other(format!("beian: {failure:?}")))?;
            Some((ours, self.reference.ask(&question)?))
        } else {
            None
        };
        let class = class(&Case { question, ours: &ours, theirs: &theirs, before_v31 });
        self.count(seed, mutant, class, &ours, &theirs);
        Ok(())
    }

    fn count(
        &mut self,
        seed: u64,
        mutant: &Mutant,
        class: Class,
        ours: &Judgement,
        theirs: &Judgement,
    ) {
        let family = self.families.entry(mutant.family).or_default();
        family[0] += 1;
        family[match (ours.verified, theirs.verified) {
            (true, true) => 1,
            (false, false) => 2,
            _ => 3,
        }] += 1;
        let seen = self.classes.entry(class.clone()).or_default();
        *seen += 1;
        if class == Class::Refused {
            *self.refused.entry(ours.why()).or_default() += 1;
        }
        let agrees = matches!(class, Class::Verified | Class::Refused);
        if !agrees && (*seen <= KEPT || class.is_dangerous()) {
            println!(
                "{}\n    mutant {} [{:?}, {:?}] {}\n    here {:?} {:?}\n    there {:?} {:?} {}",
                class.name(),
                mutant.number,
                mutant.question.min_sdk,
                mutant.question.max_sdk,
                mutant.history,
                ours.schemes,
                ours.errors,
                theirs.schemes,
                theirs.errors,
                theirs.of_jdk
            );
            self.keep(seed, mutant, "kept");
        }
    }

    fn keep(&self, seed: u64, mutant: &Mutant, what: &str) {
        let name = format!("{what}-{seed}-{}.apk", mutant.number);
        let path = self.folder.join(name);
        if let Some(idsig) = &mutant.question.idsig {
            fs::write(path.with_extension("apk.idsig"), idsig).unwrap();
        }
        fs::write(path, &mutant.question.package).unwrap();
    }

    fn print(&self) {
        println!("\n| class | mutants |\n|---|---:|");
        for (class, count) in &self.classes {
            println!("| {} | {count} |", class.name());
        }
        println!(
            "\n| what was changed | mutants | both verify | both refuse | one verifies \
                |\n|---|---:|---:|---:|---:|"
        );
        for (family, [all, verified, refused, one]) in &self.families {
            println!("| {family} | {all} | {verified} | {refused} | {one} |");
        }
        println!("\nWhat beian says of those that both refuse:");
        for (why, count) in &self.refused {
            println!("{count:8} {why}");
        }
    }
}
