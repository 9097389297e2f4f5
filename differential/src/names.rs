//! Compares the names of packages with those that Android's own reader gives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{fs, process};

use beian_differential::aapt;
use beian_differential::manifest::{
    Form, ManifestMutant, Verdicts, compare, manifest_mutant, names,
};

/// How many mutants of one class are kept.
const KEPT: usize = 3;

/// `[bundle-]manifest SEED COUNT FOLDER [FIRST]`.
pub(crate) fn run(form: Form, arguments: &[String]) -> ExitCode {
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(folder)) = (number(0), number(1), arguments.get(2)) else {
        eprintln!("usage: beian-differential manifest|bundle-manifest SEED COUNT FOLDER [FIRST]");
        return ExitCode::from(2);
    };
    fs::create_dir_all(folder).unwrap();
    let folder = Path::new(folder);
    let shared = Path::new("/dev/shm");
    let scratch = if shared.is_dir() { shared } else { folder };
    let scratch = scratch.join(format!("beian-differential-{}.apk", process::id()));
    let program = if form == Form::Binary { "aapt" } else { "aapt2" };
    let (mut classes, mut families) =
        (BTreeMap::<_, usize>::new(), BTreeMap::<_, [usize; 3]>::new());
    let mut errors = BTreeMap::<_, usize>::new();
    let started = Instant::now();
    let first = number(3).unwrap_or(0);
    for number in first..first + count {
        let mutant = manifest_mutant(form, seed, number);
        fs::write(&scratch, &mutant.for_aapt).unwrap();
        let (ours, theirs) = (names(&mutant.package), aapt::badging_by(program, &scratch));
        let class = compare(&ours, &theirs);
        let seen = classes.entry(class.clone()).or_default();
        *seen += 1;
        let family = families.entry(mutant.family).or_default();
        family[0] += 1;
        family[1] += usize::from(ours.accepted);
        family[2] += usize::from(!ours.accepted && theirs.is_ok());
        if class == Verdicts::Refused {
            *errors.entry((ours.errors.join(","), theirs.is_ok())).or_default() += 1;
        }
        if !matches!(class, Verdicts::Agree | Verdicts::Refused)
            && (*seen <= KEPT || matches!(class, Verdicts::Dangerous(_)))
        {
            println!("{class:?}: mutant {number} ({}): {ours:?} / {theirs:?}", mutant.history);
            keep(folder, seed, form, &mutant);
        }
    }
    let _ = fs::remove_file(&scratch);
    print(&classes, &families, &errors);
    println!("{:.0} s", started.elapsed().as_secs_f32());
    ExitCode::from(u8::from(classes.keys().any(|class| matches!(class, Verdicts::Dangerous(_)))))
}

fn keep(folder: &Path, seed: u64, form: Form, mutant: &ManifestMutant) {
    let extension = if form == Form::Binary { "apk" } else { "aab" };
    let path: PathBuf = folder.join(format!("names-{seed}-{}.{extension}", mutant.number));
    fs::write(&path, &mutant.package).unwrap();
    fs::write(path.with_extension("for-aapt.apk"), &mutant.for_aapt).unwrap();
}

fn print(
    classes: &BTreeMap<Verdicts, usize>,
    families: &BTreeMap<&str, [usize; 3]>,
    errors: &BTreeMap<(String, bool), usize>,
) {
    println!("\n| class | mutants |\n|---|---:|");
    for (class, count) in classes {
        println!("| {class:?} | {count} |");
    }
    println!(
        "\n| what was changed | mutants | accepted | refused, and aapt reads it \
            |\n|---|---:|---:|---:|"
    );
    for (family, [all, accepted, refused]) in families {
        println!("| {family} | {all} | {accepted} | {refused} |");
    }
    println!("\nWhat beian says of those that it refuses (and whether aapt names a package):");
    for ((why, is_read), count) in errors {
        println!("{count:8} {why} {is_read}");
    }
}
