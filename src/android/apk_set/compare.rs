//! Whether the APKs of a set are of one app.

use std::collections::BTreeMap;

use super::members;
use super::members::{Layout, Member};
use crate::report::{Finding, issue};
use crate::zip::Entry;

/// What is to be known of an APK before any is verified.
pub(super) struct Facts {
    pub(super) entry: Entry,
    pub(super) name: String,
    pub(super) package: String,
    pub(super) version_code: Option<String>,
    pub(super) split: Option<String>,
    /// Of a base, the app's names by locale.
    pub(super) app_names: BTreeMap<String, String>,
    pub(super) is_base: bool,
    pub(super) min_sdk: Option<u32>,
    pub(super) is_signed: bool,
}

/// Whether a device installs the others with the base. Where it does not, a finding says why.
pub(super) fn compare(
    base: &Facts,
    others: &[Facts],
    layout: &Layout,
    findings: &mut Vec<Finding>,
) -> bool {
    let finding = |issue, other: &Facts| Finding::new(issue).about(other.name.as_str());
    let text = |text: &str| text.to_owned();
    let before = findings.len();
    if let Some(other) = others.iter().find(|other| other.package != base.package) {
        let differ = issue::Sets::InnerPackagesDiffer {
            one: text(&base.name),
            its: text(&base.package),
            other: text(&other.name),
            others: text(&other.package),
        };
        findings.push(finding(differ, other));
        return false;
    }
    if let Some(other) = others.iter().find(|other| other.version_code != base.version_code) {
        let version = |facts: &Facts| facts.version_code.clone().unwrap_or_else(|| "-".to_owned());
        let differ = issue::Sets::InnerVersionsDiffer {
            one: text(&base.name),
            its: version(base),
            other: text(&other.name),
            others: version(other),
        };
        findings.push(finding(differ, other));
    }
    let members = std::iter::once(base).chain(others);
    let members = members.map(|it| Member { name: &it.name, split: it.split.as_deref() });
    findings.extend(members::twice(layout, members));
    let differ = others.iter().filter(|it| it.is_base).find_map(|other| {
        let (own, others) = other_name(&base.app_names, &other.app_names)?;
        let (one, its) = (text(&base.name), text(own));
        let differ =
            issue::Sets::BasesDiffer { one, its, other: text(&other.name), others: text(others) };
        Some(finding(differ, other))
    });
    findings.extend(differ);
    findings.len() == before
}

/// A name of the app that is another one in the second. What one has in more languages than the
/// other stands in parts of its own.
fn other_name<'n>(
    first: &'n BTreeMap<String, String>,
    second: &'n BTreeMap<String, String>,
) -> Option<(&'n str, &'n str)> {
    let mut shared =
        first.iter().filter_map(|(locale, name)| Some((name.as_str(), second.get(locale)?)));
    let differing = shared
        .clone()
        .find(|(name, other)| name != other)
        .map(|(name, other)| (name, other.as_str()));
    let unlike = || Some((first.values().next()?.as_str(), second.values().next()?.as_str()));
    differing.or_else(|| if shared.next().is_none() { unlike() } else { None })
}

pub(super) fn signers_differ(base: &str, other: &str) -> Finding {
    Finding::new(issue::Sets::InnerSignersDiffer { one: base.to_owned(), other: other.to_owned() })
        .about(other)
}
