//! Whether other tools would read something else in a manifest than a device does.

use super::attributes::Attributes;
use super::axml::Oddities;
use super::manifest::Fact;
use super::manifest::{Ambiguity, Manifest};
use super::manifest_reader::Reader;
use super::reading::Reading;
use crate::report::{Finding, Severity, issue};
use crate::say::said;

said! {
    /// What to think of a manifest that is read in two ways.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Weight {
        Deceptive => {
            en: "no build tool writes it so: do not use this package",
            zh: "任何打包工具都不会这样写，请勿使用此安装包"
        }
        Usual => {
            en: "some tools write it so; what Android reads counts",
            zh: "个别工具会这样写，以安卓系统读取的为准"
        }
    }
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 256;

impl Ambiguity {
    /// The finding about it. Without a value there is a dash.
    pub(crate) fn finding(&self) -> Finding {
        let shown = |value: &Option<String>| match value {
            Some(value) => value.chars().take(SHOWN).collect::<String>(),
            None => "-".to_owned(),
        };
        let why = if self.severity == Severity::Error { Weight::Deceptive } else { Weight::Usual };
        Finding::new(issue::Identity::ManifestAmbiguous {
            fact: self.fact.into(),
            device: shown(&self.device),
            other: shown(&self.other),
            why: why.into(),
        })
        .with_severity(self.severity)
    }
}

/// What readers do otherwise with a file that no build tool writes. What they find counts, and not
/// what they miss: a reader that finds nothing does not deceive.
const FINDING: [Reading; 11] = [
    Reading::USUAL_STRIDE,
    Reading::LAX_STRINGS,
    Reading::TODAYS_UTF8,
    Reading::ANY_NAMESPACE,
    Reading::LAST_NAME,
    Reading::FIRST_ID,
    Reading::LAST_ID,
    Reading::NAME_FOR_ID,
    Reading::FIRST_SDK,
    // As lax as tools get.
    Reading::ANY_NAMESPACE
        .and(Reading::ID_BEFORE_NAME)
        .and(Reading::LAX_STRINGS)
        .and(Reading::FIRST_ID),
    Reading::ANY_NAMESPACE.and(Reading::LAST_NAME).and(Reading::LAX_STRINGS).and(Reading::LAST_ID),
];
/// Where a reader that misses the package's own name is deceived too.
const MISSING: [Reading; 2] = [Reading::ID_BEFORE_NAME, Reading::TYPE_SAYS_TEXT];
/// What tools write, so that it is no more than a warning.
const USUAL: [Reading; 2] = [Reading::OTHER_TEXT, Reading::RAW_ONLY];

/// What other readers collect from a document with those oddities.
pub(crate) fn of_document<A>(
    oddities: Oddities,
    read: impl Fn(Reading) -> Option<Reader<A>>,
) -> Vec<Reader<A>> {
    let Oddities { several_pools, several_maps, several_roots, .. } = oddities;
    let readings = [
        (several_pools, Reading::FIRST_POOL),
        (several_pools, Reading::LAST_POOL),
        (several_maps, Reading::FIRST_MAP),
        (several_maps, Reading::LAST_MAP),
        (several_roots, Reading::ALL_ROOTS),
    ];
    let odd = readings.into_iter().filter(|(is_odd, _)| *is_odd).map(|(_, reading)| reading);
    let all = Reading::LAST_POOL.and(Reading::LAST_MAP).and(Reading::ALL_ROOTS);
    let several =
        [several_pools, several_maps, several_roots].iter().filter(|is_odd| **is_odd).count() > 1;
    odd.chain(several.then_some(all)).filter_map(read).collect()
}

/// The first fact of each severity that another reader sees otherwise. `reader` has what the
/// device's reader collected, and `others` what those collected that take the document otherwise.
pub(crate) fn find<A: Attributes>(
    device: &Manifest,
    reader: &Reader<A>,
    others: &[Reader<A>],
    oddities: Oddities,
) -> Vec<Ambiguity> {
    if oddities.overlapping_attributes {
        // Newer platforms refuse the document (`ResXMLTree::validateNode`), so that nothing more
        // need be looked at.
        let ([(fact, device), ..], [(_, other), ..]) =
            (device.facts(), reader.finish(Reading::USUAL_STRIDE).facts());
        let other = if other == device { None } else { other };
        return vec![Ambiguity { fact, device, other, severity: Severity::Error }];
    }
    let finish = |reading: &Reading| reader.finish(*reading);
    let seen = FINDING.iter().map(finish).map(|other| differ(device, &other, false));
    let missed = MISSING.iter().map(finish).map(|other| differ(device, &other, true));
    let elsewhere = others.iter().flat_map(|other| {
        let lax = FINDING.last().copied().unwrap_or_default();
        [Reading::DEVICE, lax].map(|reading| differ(device, &other.finish(reading), false))
    });
    let error = seen.chain(missed).chain(elsewhere).flatten().next();
    let warning = USUAL.iter().map(finish).find_map(|other| differ(device, &other, true));
    let with = |found: Option<Difference>, severity| {
        found.map(|(fact, device, other)| Ambiguity { fact, device, other, severity })
    };
    match with(error, Severity::Error) {
        Some(error) => vec![error],
        None => with(warning, Severity::Warning).into_iter().collect(),
    }
}

type Difference = (Fact, Option<String>, Option<String>);

/// The first fact in which they differ; where another reader finds nothing, only if that counts.
fn differ(device: &Manifest, other: &Manifest, nothing_counts: bool) -> Option<Difference> {
    let pairs = device.facts().into_iter().zip(other.facts());
    pairs
        .filter(|((_, device), (_, other))| device != other && (nothing_counts || other.is_some()))
        .map(|((fact, device), (_, other))| (fact, device, other))
        .next()
}
