//! Some apps for Apple's devices, changed and signed anew: what beian verifies another program
//! verifies, by the same signer and under the same name. `bin/ios` makes thousands.

use std::path::Path;

use beian_differential::ios::{Reference, Table, ios_mutant};

const SEED: u64 = 20_261_128;
const COUNT: u64 = 150;

#[test]
fn what_is_verified_here_is_verified_alike_there() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ios");
    let Ok(mut reference) = Reference::start(&folder) else {
        println!("SKIPPED: there is no Python or no openssl");
        return;
    };
    let mut table = Table::default();
    for number in 0..COUNT {
        table.judge(number, &ios_mutant(SEED, number), &mut reference).unwrap();
    }
    // Otherwise they say nothing.
    let both: usize = table.families.values().map(|[_, both]| both).sum();
    assert!(both > 10, "{table:?}");
    assert!(table.dangerous.is_empty(), "{table:?}");
}
