//! Apps for Apple's devices, changed and signed anew, by beian and by Python's modules with
//! openssl: `ios SEED COUNT FOLDER [FIRST]`. Those that are not alike are kept in the folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use beian_differential::ios::{Reference, Table, ios_mutant};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(folder)) = (number(0), number(1), arguments.get(2)) else {
        eprintln!("usage: ios SEED COUNT FOLDER [FIRST]");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    let mut reference = Reference::start(&folder).unwrap();
    let mut table = Table::default();
    let first = number(3).unwrap_or(0);
    for number in first..first + count {
        let mutant = ios_mutant(seed, number);
        let before = table.dangerous.len();
        table.judge(number, &mutant, &mut reference).unwrap();
        if count == 1 || table.dangerous.len() > before {
            fs::write(folder.join(format!("ios-{seed}-{number}.ipa")), &mutant.package).unwrap();
        }
    }
    table.print();
    ExitCode::from(u8::from(!table.dangerous.is_empty()))
}
