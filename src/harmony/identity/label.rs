//! The name of an app: what a phone in China shows for its label.
//!
//! `BundleResourceParser` of OpenHarmony `bundlemanager_bundle_framework`: the label goes by
//! `labelId` alone, and where that leads to no text the bundle name is shown.

use std::collections::BTreeMap;

use super::index_parts::Nowhere;
use super::qualifier::Phone;
use super::resource_index::ResourceIndex;
use crate::encoding::json::Json;
use crate::report::{Finding, issue};

/// A label as a description has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    text: String,
    /// 0 where there is none.
    id: u32,
}

/// What a label leads to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The name that a phone in China shows.
    pub(crate) shown: Option<String>,
    /// Names by locale; the base one under the empty locale.
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) finding: Option<Finding>,
}

impl Label {
    /// The label of an app or ability.
    pub(crate) fn read(of: &Json) -> Option<Self> {
        let text = of.text(&["label"]).unwrap_or_default().to_owned();
        let id = of.integer(&["labelId"]).map(low_bits).unwrap_or_default();
        // A number that is negative in 32 bits is none.
        let id = if i32::try_from(id).is_ok() { id } else { 0 };
        (id != 0 || !text.is_empty()).then_some(Self { text, id })
    }

    /// Whether it is to be looked up.
    pub(crate) fn needs_resources(&self) -> bool {
        self.id != 0
    }

    /// What it leads to.
    pub(crate) fn resolve(&self, index: Option<&ResourceIndex<'_>>) -> Names {
        let unresolved =
            |why: Nowhere| Some(Finding::new(issue::Identity::LabelUnresolved { why: why.into() }));
        if self.id == 0 {
            // A text that is written out is the name that its developer means, though phones pass
            // it over.
            let finding = unresolved(Nowhere::NoId);
            if self.text.starts_with('$') {
                return Names { finding, ..Names::default() };
            }
            let names = BTreeMap::from([(String::new(), self.text.clone())]);
            return Names { shown: Some(self.text.clone()), names, finding };
        }
        let Some(index) = index else {
            return Names { finding: unresolved(Nowhere::NoIndex), ..Names::default() };
        };
        let phone = Phone::default();
        let shown = index.text(self.id, phone);
        let finding = other_name(index, self.id, &shown, phone);
        let finding = finding.or_else(|| shown.as_ref().err().and_then(|&why| unresolved(why)));
        Names { shown: shown.ok(), names: index.texts(self.id), finding }
    }
}

/// That a phone in a Chinese network shows another name, if one does.
fn other_name(
    index: &ResourceIndex<'_>,
    id: u32,
    shown: &Result<String, Nowhere>,
    phone: Phone,
) -> Option<Finding> {
    let name = |of: &Result<String, Nowhere>| of.clone().unwrap_or_else(|_| "-".to_owned());
    index.networks().into_iter().find_map(|mnc| {
        let other = Phone::in_network(mnc);
        let its = index.text(id, other);
        if its.as_ref().ok() == shown.as_ref().ok() {
            return None;
        }
        let finding = Finding::new(issue::Identity::LabelDependsOnDevice {
            name: name(shown),
            device: phone.qualifiers().to_string(),
            other: name(&its),
            other_device: other.qualifiers().to_string(),
        });
        Some(finding)
    })
}

/// A number as it is cast to 32 bits.
pub(crate) fn low_bits(number: i64) -> u32 {
    let [first, second, third, fourth, ..] = number.to_le_bytes();
    u32::from_le_bytes([first, second, third, fourth])
}
