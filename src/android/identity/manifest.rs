//! What a manifest says, in whatever format it is stored.
//!
//! developer.android.com, "App manifest file".

use crate::say::said;
use std::collections::BTreeMap;

use super::axml::Value;
use super::label::{self, Label, Names};
use super::locale::Locale;
use super::resources::{Nowhere, Resources};
use crate::report::{Finding, Identity, Severity, issue};

said! {
    /// Why a manifest says nothing.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum ManifestFault {
        Absent => { en: "it is not there", zh: "文件不存在" }
        NoPackage => { en: "it names no package", zh: "没有写明包名" }
        NoManifest => { en: "its root element is not <manifest>", zh: "根元素不是 <manifest>" }
    }
}

said! {
    /// A fact that a manifest states.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fact {
        PackageName => { en: "the package name", zh: "包名" }
        Split => { en: "the split's name", zh: "拆分名（split）" }
        VersionCode => { en: "the version code", zh: "版本号（versionCode）" }
        VersionCodeMajor => {
            en: "the upper half of the version code",
            zh: "版本号高位（versionCodeMajor）"
        }
        VersionName => { en: "the version name", zh: "版本名称" }
        MinSdk => { en: "the minimum platform version", zh: "最低系统版本" }
        TargetSdk => { en: "the target platform version", zh: "目标系统版本" }
        Label => { en: "the label", zh: "应用名称" }
        LauncherLabel => { en: "the launcher's label", zh: "桌面名称" }
    }
}

/// Why the minimum platform version is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum MinSdkError {
    /// What stands there is neither a number nor a code name.
    NotAVersion(String),
    /// The document breaks off, and something behind that could raise it.
    BrokenOff,
}

/// What the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) package: Option<String>,
    pub(crate) split: Option<String>,
    pub(crate) version_code: Option<Value>,
    pub(crate) version_code_major: Option<Value>,
    pub(crate) version_name: Option<Value>,
    pub(crate) stated_min_sdk: Option<Value>,
    pub(crate) stated_target_sdk: Option<Value>,
    pub(crate) label: Option<Value>,
    pub(crate) launcher_label: Option<Value>,
    /// The oldest platform that installs the package, as apksig takes it.
    pub(crate) min_sdk: Result<u32, MinSdkError>,
    /// The platform that the package is made for, as apksig takes it.
    pub(crate) target_sdk: Option<u32>,
    pub(crate) target_sandbox_version: Option<u32>,
    pub(crate) debuggable: bool,
    /// Whether the root element is `manifest`: no platform takes another.
    pub(crate) is_manifest: bool,
    /// What other tools would read otherwise.
    pub(crate) ambiguities: Vec<Ambiguity>,
}

/// What was noticed of a label.
#[derive(Debug, Default)]
pub(crate) struct OfLabel {
    pub(crate) findings: Vec<Finding>,
    /// Why its reference leads nowhere, where it does.
    pub(crate) nowhere: Option<Nowhere>,
}

impl OfLabel {
    /// The findings, that the label leads nowhere among them.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let unresolved =
            |why: Nowhere| Finding::new(issue::Identity::LabelUnresolved { why: why.into() });
        self.findings.into_iter().chain(self.nowhere.map(unresolved)).collect()
    }
}

impl Manifest {
    /// What is compared between readers: what it is called, and its value if it has one.
    pub(crate) fn facts(&self) -> [(Fact, Option<String>); 9] {
        let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
        let min_sdk = match (&self.stated_min_sdk, &self.min_sdk) {
            (Some(_), Ok(min_sdk)) => Some(min_sdk.to_string()),
            (stated, _) => text(stated),
        };
        [
            (Fact::PackageName, self.package.clone()),
            (Fact::Split, self.split.clone()),
            (Fact::VersionCode, text(&self.version_code)),
            (Fact::VersionCodeMajor, text(&self.version_code_major)),
            (Fact::VersionName, text(&self.version_name)),
            (Fact::MinSdk, min_sdk),
            (Fact::TargetSdk, text(&self.stated_target_sdk)),
            (Fact::Label, text(&self.label)),
            (Fact::LauncherLabel, text(&self.launcher_label)),
        ]
    }

    /// Whether some value is to be looked up in the resources.
    pub(crate) fn needs_resources(&self) -> bool {
        let values = [
            &self.version_code,
            &self.version_code_major,
            &self.version_name,
            &self.stated_target_sdk,
            &self.label,
            &self.launcher_label,
        ];
        values.iter().any(|value| matches!(value, Some(Value::Reference(_))))
    }

    /// What the package says of itself, with what is only referred to looked up; and what was
    /// noticed of its name.
    pub(crate) fn identity<R: Resources>(&self, resources: Option<&R>) -> (Identity, OfLabel) {
        let look_up = Lookup(resources);
        let platform = self.min_sdk.as_ref().ok().copied().unwrap_or(1);
        let label = Label::resolve(self.label.as_ref(), resources, platform);
        let launcher_names = match &self.launcher_label {
            same if *same == self.label => label.names.clone(),
            other => label::names(other.as_ref(), resources),
        };
        let differ = launcher_names.iter().any(|(locale, name)| {
            label.names.get(locale).or_else(|| label.names.get(&Locale::default())) != Some(name)
        });
        let named = |names: Names| {
            names.into_iter().map(|(locale, name)| (locale.to_string(), name)).collect()
        };
        let identity = Identity {
            package_name: self.package.clone(),
            app_name: label.name,
            app_names: named(label.names),
            launcher_names: if differ { named(launcher_names) } else { BTreeMap::new() },
            version_name: look_up.text(self.version_name.as_ref()),
            version_code: self.version_code(&look_up),
            min_sdk: self.stated_min_sdk.as_ref().and_then(|_| self.min_sdk.as_ref().ok().copied()),
            target_sdk: look_up.platform(self.stated_target_sdk.as_ref()),
            split: self.split.clone(),
            ..Identity::default()
        };
        // The resources of a part may stand in another.
        let nowhere = label.nowhere.filter(|_| self.split.is_none());
        (identity, OfLabel { findings: label.findings, nowhere })
    }

    fn version_code<R: Resources>(&self, look_up: &Lookup<'_, R>) -> Option<String> {
        let minor = look_up.number(self.version_code.as_ref());
        let major = look_up.number(self.version_code_major.as_ref());
        if minor.is_none() && major.is_none() {
            return None;
        }
        let code = u64::from(major.unwrap_or(0)) << 32 | u64::from(minor.unwrap_or(0));
        Some(code.to_string())
    }
}

/// Looks values up.
struct Lookup<'a, R>(Option<&'a R>);

impl<R: Resources> Lookup<'_, R> {
    fn resolved(&self, value: Option<&Value>) -> Option<Value> {
        match value? {
            Value::Reference(id) => self.0?.default_value(*id),
            value => Some(value.clone()),
        }
    }

    fn number(&self, value: Option<&Value>) -> Option<u32> {
        match self.resolved(value)? {
            Value::Integer(number) => Some(number),
            Value::Boolean(flag) => Some(if flag { u32::MAX } else { 0 }),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn text(&self, value: Option<&Value>) -> Option<String> {
        match self.resolved(value)? {
            Value::String(text) => Some(text),
            Value::Integer(number) => Some(number.cast_signed().to_string()),
            _ => None,
        }
    }

    /// A platform version, which may be a code name.
    fn platform(&self, value: Option<&Value>) -> Option<u32> {
        match self.resolved(value)? {
            Value::Integer(number) => Some(platform(number)),
            Value::String(text) => text.parse().ok().or_else(|| platform_of_code_name(&text)),
            _ => None,
        }
    }
}

/// A fact that readers see differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ambiguity {
    /// What it is.
    pub(crate) fact: Fact,
    /// What a device reads.
    pub(crate) device: Option<String>,
    /// What another tool reads.
    pub(crate) other: Option<String>,
    pub(crate) severity: Severity,
}

/// The platform of that number, which is signed: a negative one is below any other.
pub(crate) fn platform(number: u32) -> u32 {
    u32::try_from(number.cast_signed()).unwrap_or(0)
}

/// The platform before the one of that code name, by its first letter alone (apksig's
/// `ApkUtils.getMinSdkVersionForCodename`). Letters between and after the listed ones count one
/// each.
///
/// Behind Z the alphabet begins again, so that names of its first letters are placed only where
/// they are known: `CANARY` is the name of whatever is being developed.
pub(crate) fn platform_of_code_name(name: &str) -> Option<u32> {
    const KNOWN: [(&str, u32); 4] =
        [("Cupcake", 2), ("Donut", 3), ("Baklava", 36), ("CinnamonBun", 37)];
    const PLATFORMS: [(char, u32); 11] = [
        ('E', 4),
        ('F', 7),
        ('G', 8),
        ('H', 10),
        ('I', 13),
        ('J', 15),
        ('K', 18),
        ('L', 20),
        ('M', 22),
        ('N', 23),
        ('O', 25),
    ];
    if let Some((_, platform)) = KNOWN.iter().find(|(known, _)| *known == name) {
        return Some(*platform);
    }
    let first = name.chars().next().filter(char::is_ascii_uppercase)?;
    let (letter, platform) = PLATFORMS.iter().rev().find(|(letter, _)| *letter <= first)?;
    Some(platform.saturating_add(u32::from(first).saturating_sub(u32::from(*letter))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_are_placed_where_they_are_known() {
        for (name, want) in [
            ("Cupcake", Some(2)),
            ("Eclair", Some(4)),
            ("Oreo", Some(25)),
            ("S", Some(29)),
            ("Tiramisu", Some(30)),
            ("VanillaIceCream", Some(32)),
            ("Baklava", Some(36)),
            ("CinnamonBun", Some(37)),
            ("CANARY", None),
            ("DEV", None),
            ("Base", None),
            ("oreo", None),
            ("24", None),
            ("", None),
        ] {
            assert_eq!(platform_of_code_name(name), want, "{name}");
        }
    }
}
