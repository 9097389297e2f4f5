//! The name of an app: what a phone in China shows for its label.

use std::collections::{BTreeMap, BTreeSet};

use super::axml::Value;
use super::configuration::Device;
use super::locale::Locale;
use super::resources::{Nowhere, Resources, as_text};
use crate::android::platform;
use crate::report::{Finding, issue};

/// Names by locale; the default one under the empty locale.
pub(crate) type Names = BTreeMap<Locale, String>;

/// What an app's label says.
pub(crate) struct Label {
    /// The name that the newest phone in China shows.
    pub(crate) name: Option<String>,
    pub(crate) names: Names,
    pub(crate) findings: Vec<Finding>,
    /// Why its reference leads nowhere, where it does.
    pub(crate) nowhere: Option<Nowhere>,
}

/// How many networks and platforms are tried besides. There are about ten networks in China.
const MAX_TRIED: usize = 64;
/// Densities of other screens: 320, 560 and 640 dots per inch.
const DENSITIES: [u16; 3] = [320, 560, 640];

impl Label {
    /// What the value of the attribute says, of an app for that platform and newer ones.
    pub(crate) fn resolve<R: Resources>(
        value: Option<&Value>,
        resources: Option<&R>,
        platform: u32,
    ) -> Self {
        let Some(Value::Reference(id)) = value else {
            let name = value.cloned().and_then(as_text);
            let names = names(value, resources);
            return Self { name, names, findings: Vec::new(), nowhere: None };
        };
        let Some(resources) = resources else {
            let nowhere = Some(Nowhere::NoTable);
            return Self { name: None, names: Names::new(), findings: Vec::new(), nowhere };
        };
        let phone = Device::chinese(platform::NEWEST);
        let shown = resources.text(*id, &phone);
        let findings = other_name(resources, *id, &shown, phone, platform).into_iter().collect();
        let nowhere = shown.as_ref().err().filter(|_| resources.lookups().error().is_none());
        let (nowhere, names) = (nowhere.cloned(), resources.texts(*id, platform::NEWEST));
        Self { name: shown.ok(), names, findings, nowhere }
    }
}

/// The names of a label by locale.
pub(crate) fn names<R: Resources>(value: Option<&Value>, resources: Option<&R>) -> Names {
    match (value, resources) {
        (Some(Value::Reference(id)), Some(resources)) => resources.texts(*id, platform::NEWEST),
        (Some(value), _) => {
            as_text(value.clone()).map(|name| (Locale::default(), name)).into_iter().collect()
        }
        (None, _) => Names::new(),
    }
}

/// That another phone in China shows another name, if one does.
fn other_name<R: Resources>(
    resources: &R,
    id: u32,
    shown: &Result<String, Nowhere>,
    phone: Device,
    platform: u32,
) -> Option<Finding> {
    let name = |of: &Result<String, Nowhere>| of.clone().unwrap_or_else(|_| "-".to_owned());
    others(resources, phone, platform).into_iter().find_map(|other| {
        let its = resources.text(id, &other);
        // Which one it is that leads nowhere says the other finding.
        if its.as_ref().ok() == shown.as_ref().ok() {
            return None;
        }
        let finding = Finding::new(issue::Identity::LabelDependsOnDevice {
            name: name(shown),
            device: phone.qualifiers(),
            other: name(&its),
            other_device: other.qualifiers(),
        });
        Some(finding)
    })
}

/// The phones that may show another name: with other platforms, networks, screens, and at night.
/// The platforms and networks are those that a configuration names.
fn others<R: Resources>(resources: &R, phone: Device, platform: u32) -> Vec<Device> {
    let (mut platforms, mut networks) = (BTreeSet::from([platform]), BTreeSet::new());
    // Where platforms read tables and languages otherwise.
    platforms.extend([25, 26, 29, 30, 33, 34]);
    for of in resources.known().borrow().values().flat_map(|all| all.iter()) {
        let since = u32::from(of.configuration.sdk_version);
        platforms.extend([since.saturating_sub(1), since]);
        networks.extend((networks.len() < MAX_TRIED).then_some(of.configuration.mnc));
    }
    platforms.retain(|it| (platform..platform::NEWEST).contains(it));
    let older = platforms.into_iter().take(MAX_TRIED).map(Device::chinese);
    let of_any_platform = [phone].into_iter().chain(older);
    let mut others: Vec<_> =
        of_any_platform.flat_map(|it| [it, it.without_sim()]).skip(1).collect();
    networks.remove(&0);
    others.extend(networks.into_iter().map(|mnc| phone.in_network(mnc)));
    others.push(phone.at_night());
    others.extend(DENSITIES.map(|density| phone.of_density(density)));
    others
}
