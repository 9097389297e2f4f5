//! A few hundred packages with changed manifests, judged by beian alone: none may panic, and none
//! that is accepted may have a name that nothing in it says plainly. The comparison with `aapt` is
//! run by hand: see the README.

use beian_differential::manifest::{Form, Verdicts, compare, manifest_mutant, names};

const SEED: u64 = 20_251_128;
const COUNT: u64 = 150;

#[test]
fn changed_manifests_are_accepted_under_good_names_alone() {
    for form in [Form::Binary, Form::Proto] {
        let mut accepted = 0;
        for number in 0..COUNT {
            let mutant = manifest_mutant(form, SEED, number);
            let names = names(&mutant.package);
            let told = format!("{form:?} mutant {number}, {}: {names:?}", mutant.history);
            assert_eq!(
                names.errors.is_empty() && !names.values.is_empty(),
                names.accepted,
                "{told}"
            );
            let package = names.values.get("package").filter(|_| names.accepted);
            assert!(package.is_none_or(|package| package.contains('.')), "{told}");
            accepted += u64::from(names.accepted);
        }
        // Otherwise the mutants say nothing.
        assert!(
            (COUNT / 10..COUNT * 9 / 10).contains(&accepted),
            "{form:?}: {accepted} are accepted"
        );
    }
}

#[test]
fn a_name_that_differs_is_dangerous() {
    let mutant = manifest_mutant(Form::Binary, SEED, 0);
    let ours = names(&mutant.package);
    let mut theirs = beian_differential::aapt::Badging {
        package: ours.values.get("package").cloned().unwrap_or_default(),
        ..Default::default()
    };
    let accepted = beian_differential::manifest::Names { accepted: true, ..ours.clone() };
    theirs.failure = Some("no platforms".to_owned());
    theirs.version_name = ours.values.get("version name").cloned().unwrap_or_default();
    theirs.split = ours.values.get("split").cloned();
    theirs.version_code = ours.values.get("version code").cloned().unwrap_or_default();
    assert_eq!(compare(&accepted, &Ok(theirs.clone())), Verdicts::Agree);
    theirs.package.push_str(".other");
    assert_eq!(compare(&accepted, &Ok(theirs)), Verdicts::Dangerous("package"));
}
