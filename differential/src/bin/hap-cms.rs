//! Signatures of HarmonyOS packages, changed and signed anew, by beian and by openssl: `hap-cms
//! SEED COUNT FOLDER [FIRST]`. Those that beian alone verifies are kept in the folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use beian_differential::hap_cms::{Table, hap_cms_mutant};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(seed), Some(count), Some(folder)) = (number(0), number(1), arguments.get(2)) else {
        eprintln!("usage: hap-cms SEED COUNT FOLDER [FIRST]");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder).unwrap();
    let mut table = Table::default();
    let first = number(3).unwrap_or(0);
    for number in first..first + count {
        let mutant = hap_cms_mutant(seed, number);
        let before = table.dangerous.len();
        table.judge(number, &mutant).unwrap();
        if count == 1 || table.dangerous.len() > before {
            fs::write(folder.join(format!("hap-cms-{seed}-{number}.der")), &mutant.signed_data)
                .unwrap();
            fs::write(folder.join(format!("hap-cms-{seed}-{number}.hap")), &mutant.package)
                .unwrap();
        }
    }
    table.print();
    ExitCode::from(u8::from(!table.dangerous.is_empty()))
}
