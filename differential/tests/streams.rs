//! A few hundred sets and quick apps, changed in their structure: what beian lets pass a sequential
//! reader finds as the directory says. `bin/streams` makes thousands.

use std::path::Path;

use beian_differential::streams::{Jdk, Mutants, Table, crate_entries};

const SEED: u64 = 20_261_128;
const COUNT: u64 = 300;

#[test]
fn what_passes_is_what_a_sequential_reader_finds() {
    let mutants = Mutants::default();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/Streams.java");
    // Where there is no JDK it ends at once.
    let mut jdk = Jdk::start(&source).ok().filter(|_| has_jdk());
    if jdk.is_none() {
        println!("SKIPPED: the JDK's reader, there is no JDK");
    }
    let (mut of_jdk, mut of_crate) = (Table::default(), Table::default());
    for number in 0..COUNT {
        let mutant = mutants.mutant(SEED, number);
        if let Some(jdk) = &mut jdk {
            of_jdk.judge(number, &mutant, jdk.entries(&mutant.bytes).unwrap().as_ref());
        }
        if let Some(entries) = crate_entries(&mutant.bytes) {
            of_crate.judge(number, &mutant, Some(&entries));
        }
    }
    // Otherwise they say nothing.
    assert!(of_crate.alike > 5 && of_crate.refused > 30, "{of_crate:?}");
    assert!(jdk.is_none() || (of_jdk.alike > 10 && of_jdk.refused > 100), "{of_jdk:?}");
    assert!(of_crate.dangerous.is_empty(), "{of_crate:?}");
    assert!(of_jdk.dangerous.is_empty(), "{of_jdk:?}");
}

fn has_jdk() -> bool {
    let javac = std::process::Command::new("javac").arg("-version").output();
    javac.is_ok_and(|output| output.status.success())
}
