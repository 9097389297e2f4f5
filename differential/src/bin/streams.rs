//! Sets of APKs and quick apps, changed in their structure, by beian, the `zip` crate's sequential
//! reader and the JDK's: `streams SEED COUNT FOLDER [FIRST]`. Those that must not be are kept in
//! the folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use beian_differential::streams::{Jdk, Mutants, Table, crate_entries};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(folder)) = (number(0), number(1), arguments.get(2)) else {
        eprintln!("usage: streams SEED COUNT FOLDER [FIRST]");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder).unwrap();
    let mutants = Mutants::default();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/Streams.java");
    let mut jdk = Jdk::start(&source).unwrap();
    let (mut of_jdk, mut of_crate) = (Table::default(), Table::default());
    let first = number(3).unwrap_or(0);
    for number in first..first + count {
        let mutant = mutants.mutant(seed, number);
        let before = of_jdk.dangerous.len();
        of_jdk.judge(number, &mutant, jdk.entries(&mutant.bytes).unwrap().as_ref());
        if let Some(entries) = crate_entries(&mutant.bytes) {
            of_crate.judge(number, &mutant, Some(&entries));
        }
        if count == 1 || of_jdk.dangerous.len() > before {
            fs::write(folder.join(format!("streams-{seed}-{number}.zip")), &mutant.bytes).unwrap();
        }
    }
    of_jdk.print("JDK");
    of_crate.print("zip");
    ExitCode::from(u8::from(!of_jdk.dangerous.is_empty() || !of_crate.dangerous.is_empty()))
}
