//! Some signatures of HarmonyOS packages, changed and signed anew: what beian verifies openssl
//! verifies. `bin/hap-cms` makes thousands.

use beian_differential::hap_cms::{Table, hap_cms_mutant};

const SEED: u64 = 20_261_128;
const COUNT: u64 = 60;

#[test]
fn what_is_verified_here_openssl_verifies() {
    let mut table = Table::default();
    for number in 0..COUNT {
        if table.judge(number, &hap_cms_mutant(SEED, number)).is_err() {
            println!("SKIPPED: there is no openssl");
            return;
        }
    }
    // Otherwise they say nothing.
    let both: usize = table.families.values().map(|[_, both, _]| both).sum();
    assert!(both > 3, "{table:?}");
    assert!(table.dangerous.is_empty(), "{table:?}");
}
