//! Packages and bundles whose manifests are changed and that are signed anew: what beian and
//! Android's own readers call them.

mod binary;
mod proto;

use std::collections::BTreeMap;

use beian::{Package, Report, Severity, Verdict, VerifyOptions};

use crate::aapt::Badging;
use crate::random::Random;

/// Which form the manifests have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Binary XML in an APK.
    Binary,
    /// Protocol Buffers in an app bundle.
    Proto,
}

/// A package with a changed manifest.
#[derive(Debug, Clone)]
pub struct ManifestMutant {
    /// Its place in the run.
    pub number: u64,
    /// What was changed first.
    pub family: &'static str,
    /// Every kind of change.
    pub history: String,
    /// The package, signed after the change.
    pub package: Vec<u8>,
    /// The same for `aapt` or `aapt2`.
    pub for_aapt: Vec<u8>,
}

/// A mutant of a run: the same for the same seed and number.
#[must_use]
pub fn manifest_mutant(form: Form, seed: u64, number: u64) -> ManifestMutant {
    let mut random = Random::new(seed, number);
    let (manifest, family, history) = match form {
        Form::Binary => binary::manifest(&mut random),
        Form::Proto => proto::manifest(&mut random),
    };
    let (package, for_aapt) = match form {
        Form::Binary => {
            let package = beian_fixtures::package_with_manifest(&manifest, random.once_in(4));
            (package.clone(), package)
        }
        Form::Proto => (
            beian_fixtures::bundle_with_manifest(&manifest),
            beian_fixtures::proto_package_with_manifest(&manifest),
        ),
    };
    ManifestMutant { number, family, history, package, for_aapt }
}

/// What beian says of a package's names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Whether it is verified, and nothing keeps its values from being filed.
    pub accepted: bool,
    /// The codes of findings that are errors, or of the error that it cannot be read.
    pub errors: Vec<String>,
    /// The codes of warnings.
    pub warnings: Vec<String>,
    /// By what is compared: the values, where there are any.
    pub values: BTreeMap<&'static str, String>,
}

/// Asks beian.
#[must_use]
pub fn names(package: &[u8]) -> Names {
    match Package::from_reader(package)
        .and_then(|package| package.verify(&VerifyOptions::default()))
    {
        Ok(report) => of_report(&report),
        Err(error) => Names { errors: vec![format!("error:{}", error.code())], ..Names::default() },
    }
}

fn of_report(report: &Report) -> Names {
    let codes = |severity| {
        let of = report.findings.iter().filter(|finding| finding.severity == severity);
        of.map(|finding| finding.code.as_str().to_owned()).collect::<Vec<_>>()
    };
    let (errors, identity) = (codes(Severity::Error), &report.identity);
    // The upper half is none of what aapt prints.
    let version_code = identity.version_code.as_ref().and_then(|code| code.parse::<u64>().ok());
    let values = [
        ("package", identity.package_name.clone()),
        ("version code", version_code.map(|code| (code as u32).cast_signed().to_string())),
        ("version name", identity.version_name.clone()),
        ("split", identity.split.clone()),
        ("minimum", identity.min_sdk.map(|sdk| sdk.to_string())),
        ("target", identity.target_sdk.map(|sdk| sdk.to_string())),
    ];
    Names {
        accepted: report.verdict() == Verdict::Verified && errors.is_empty(),
        errors,
        warnings: codes(Severity::Warning),
        values: values.into_iter().filter_map(|(what, value)| Some((what, value?))).collect(),
    }
}

/// What the two say of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdicts {
    /// The same names.
    Agree,
    /// beian gives an error, whatever aapt reads.
    Refused,
    /// beian accepts it, and aapt does not read it.
    OnlyHere(String),
    /// The names differ for a reason that is known.
    Explained(&'static str),
    /// beian accepts it under another name than Android's reader.
    Dangerous(&'static str),
}

/// Compares what both say.
#[must_use]
pub fn compare(ours: &Names, theirs: &Result<Badging, String>) -> Verdicts {
    if !ours.accepted {
        return Verdicts::Refused;
    }
    let theirs = match theirs {
        Ok(theirs) => theirs,
        // Without the time of day, the numbers of processes, and the names of files.
        Err(error) => {
            let error = error.rsplit_once("error: ").map_or(error.as_str(), |(_, error)| error);
            return Verdicts::OnlyHere(
                error.chars().filter(|c| !c.is_ascii_digit()).take(80).collect(),
            );
        }
    };
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let fields = [
        ("package", some(&theirs.package)),
        ("version code", some(&theirs.version_code)),
        ("version name", some(&theirs.version_name)),
        ("split", theirs.split.clone()),
        ("minimum", theirs.min_sdk.clone()),
        ("target", theirs.target_sdk.clone()),
    ];
    // Where it gives up behind the package's line it prints no platforms.
    let compared = if theirs.failure.is_some() { 4 } else { fields.len() };
    let mut explained = None;
    for (what, value) in fields.into_iter().take(compared) {
        let own = ours.values.get(what).filter(|own| !own.is_empty());
        if own == value.as_ref() {
            continue;
        }
        match explain(what, own, value.as_deref(), ours, theirs) {
            Some(why) => explained = Some(why),
            None => return Verdicts::Dangerous(what),
        }
    }
    explained.map_or(Verdicts::Agree, Verdicts::Explained)
}

/// Why one value differs, where that is known.
fn explain(
    what: &str,
    own: Option<&String>,
    theirs: Option<&str>,
    ours: &Names,
    badging: &Badging,
) -> Option<&'static str> {
    let number = |text: &str| text.parse::<i64>().ok();
    let is_bundle = ours.warnings.iter().any(|code| code == "bundle-upload-certificate");
    let own_number = own.and_then(|own| number(own));
    match (what, theirs) {
        ("version code", None) if own_number.is_some_and(|code| code <= 0) => {
            Some("aapt prints no version code below 1")
        }
        (_, Some(theirs))
            if own.and_then(|own| own.split_once('\0')).is_some_and(|(own, _)| own == theirs) =>
        {
            Some("aapt prints a text up to its first NUL")
        }
        (_, None) if badging.miscounted => Some("aapt counts characters, which devices do not"),
        ("version code", None) if badging.failure.is_some() => Some("aapt gives up before it"),
        ("version name" | "split", None) if badging.failure.is_some() => {
            Some("aapt gives up before it")
        }
        ("minimum" | "target", Some(theirs)) if number(theirs).is_none() => {
            Some("a code name, or no text")
        }
        ("minimum" | "target", theirs)
            if theirs.is_none_or(|sdk| number(sdk) < Some(0)) && own_number == Some(0) =>
        {
            Some("a platform below 0")
        }
        ("version name", None) => Some("aapt shows raw texts alone"),
        ("minimum" | "target", Some(_)) if own.is_none() && is_bundle => {
            Some("in a bundle a number that is a text, which no platform takes")
        }
        ("version code", None) if is_bundle => {
            Some("in a bundle a number that is a text, which aapt2 does not print")
        }
        _ if ours.warnings.iter().any(|code| code == "manifest-ambiguous") => {
            Some("two texts of one attribute, both told in a warning")
        }
        _ => None,
    }
}
