//! `AndroidManifest.xml`: what a package says of itself.
//!
//! developer.android.com, "App manifest file". Attributes of the framework go by their resource ids, as platforms take
//! them, whatever they are named.

use std::collections::BTreeMap;

use super::ambiguity;
use super::ambiguity::Ambiguity;
use super::axml;
use super::axml::{Attr, Document, Event, Oddities, Value, XmlError};
use super::label;
use super::label::{Label, Names};
use super::locale::Locale;
use super::proto_xml;
use super::proto_xml::ProtoXmlError;
use super::reading::Reading;
use super::resources::Resources;
use crate::report::{Code, Finding, Identity};

/// The framework's attributes (`android.R.attr`).
mod attr {
    use crate::android::identity::axml::Attr;

    const fn by_id(id: u32) -> Attr {
        Attr { id, name: None }
    }

    const fn named(id: u32, name: &'static str) -> Attr {
        Attr { id, name: Some(name) }
    }

    pub(crate) const LABEL: Attr = by_id(0x0101_0001);
    pub(crate) const NAME: Attr = by_id(0x0101_0003);
    pub(crate) const ENABLED: Attr = by_id(0x0101_000e);
    pub(crate) const DEBUGGABLE: Attr = by_id(0x0101_000f);
    pub(crate) const MIN_SDK_VERSION: Attr = named(0x0101_020c, "minSdkVersion");
    pub(crate) const VERSION_CODE: Attr = named(0x0101_021b, "versionCode");
    pub(crate) const VERSION_NAME: Attr = by_id(0x0101_021c);
    pub(crate) const TARGET_SDK_VERSION: Attr = named(0x0101_0270, "targetSdkVersion");
    pub(crate) const TARGET_SANDBOX_VERSION: Attr = by_id(0x0101_054c);
    pub(crate) const VERSION_CODE_MAJOR: Attr = named(0x0101_0576, "versionCodeMajor");
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
    package: Option<String>,
    split: Option<String>,
    version_code: Option<Value>,
    version_code_major: Option<Value>,
    version_name: Option<Value>,
    stated_min_sdk: Option<Value>,
    stated_target_sdk: Option<Value>,
    label: Option<Value>,
    launcher_label: Option<Value>,
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

impl Manifest {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, XmlError> {
        let (reader, document) = read(bytes, Reading::DEVICE)?;
        let mut manifest = reader.finish(Reading::DEVICE);
        if document.breaks_off() {
            manifest.min_sdk = Err(MinSdkError::BrokenOff);
        }
        let others = ambiguity::of_document(document.oddities(), |reading| {
            read(bytes, reading).ok().map(|(reader, _)| reader)
        });
        manifest.ambiguities = ambiguity::find(&manifest, &reader, &others, document.oddities());
        Ok(manifest)
    }

    /// Reads the manifest of an app bundle's module.
    pub(crate) fn parse_proto(bytes: &[u8]) -> Result<Self, ProtoXmlError> {
        let mut reader = Reader::default();
        proto_xml::walk(bytes, &mut |event| reader.take(event))?;
        let mut manifest = reader.finish(Reading::DEVICE);
        manifest.ambiguities = ambiguity::find(&manifest, &reader, &[], Oddities::default());
        Ok(manifest)
    }

    /// What is compared between readers: what it is called, and its value if it has one.
    pub(crate) fn facts(&self) -> [(&'static str, Option<String>); 9] {
        let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
        let min_sdk = match (&self.stated_min_sdk, &self.min_sdk) {
            (Some(_), Ok(min_sdk)) => Some(min_sdk.to_string()),
            (stated, _) => text(stated),
        };
        [
            ("the package name", self.package.clone()),
            ("the split's name", self.split.clone()),
            ("the version code", text(&self.version_code)),
            ("the upper half of the version code", text(&self.version_code_major)),
            ("the version name", text(&self.version_name)),
            ("the minimum platform version", min_sdk),
            ("the target platform version", text(&self.stated_target_sdk)),
            ("the label", text(&self.label)),
            ("the launcher's label", text(&self.launcher_label)),
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
    pub(crate) fn identity<R: Resources>(&self, resources: Option<&R>) -> (Identity, Vec<Finding>) {
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
        let named =
            |names: Names| names.into_iter().map(|(locale, name)| (locale.to_string(), name)).collect();
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
        };
        // The resources of a part may stand in another.
        let unresolved = |finding: &Finding| finding.code == Code::LabelUnresolved;
        let is_part = self.split.is_some();
        let findings = label.findings.into_iter().filter(|it| !(is_part && unresolved(it)));
        (identity, findings.collect())
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

/// The platform of that number, which is signed: a negative one is below any other.
fn platform(number: u32) -> u32 {
    u32::try_from(number.cast_signed()).unwrap_or(0)
}

/// The platform before the one of that code name, by its first letter alone (apksig's
/// `ApkUtils.getMinSdkVersionForCodename`). Letters between and after the listed ones count one each.
///
/// Behind Z the alphabet begins again, so that names of its first letters are placed only where they are known: `CANARY` is the
/// name of whatever is being developed.
fn platform_of_code_name(name: &str) -> Option<u32> {
    const KNOWN: [(&str, u32); 4] = [("Cupcake", 2), ("Donut", 3), ("Baklava", 36), ("CinnamonBun", 37)];
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

/// Reads a document to the end of its root, which it must have.
fn read(bytes: &[u8], reading: Reading) -> Result<(Reader<axml::Attributes<'_>>, Document<'_>), XmlError> {
    let mut reader = Reader::default();
    let mut document = Document::parse(bytes, reading)?;
    document.by_ref().for_each(|event| reader.take(event));
    if reader.root_name.is_none() { Err(XmlError::NoRoot) } else { Ok((reader, document)) }
}

/// The attributes of an element, in whatever format the manifest is stored.
pub(crate) trait Attributes: Copy + Default {
    /// The value of an attribute of the framework.
    fn by_id(self, attr: Attr, reading: Reading) -> Option<Value>;

    /// The same, of a text only as much as is compared: in binary XML one long text can be the value of a million attributes.
    fn short_by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.by_id(attr, reading)
    }

    /// The text of the attribute of that name without a namespace.
    fn by_name(self, name: &str, reading: Reading) -> Option<String>;
}

impl Attributes for axml::Attributes<'_> {
    fn by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.by_id(attr, reading)
    }

    fn short_by_id(self, attr: Attr, reading: Reading) -> Option<Value> {
        self.short_by_id(attr, reading)
    }

    fn by_name(self, name: &str, reading: Reading) -> Option<String> {
        self.by_name(name, reading)
    }
}

/// The value of a flag.
fn flag<A: Attributes>(attributes: A, attr: Attr, reading: Reading) -> Option<bool> {
    attributes.short_by_id(attr, reading).as_ref().and_then(Value::flag)
}

/// Collects what the manifest says, element by element.
#[derive(Debug, Default)]
pub(crate) struct Reader<A> {
    /// The names of the open elements, of the outermost [`MAX_PATH`] ones.
    path: Vec<String>,
    /// How many elements are open besides.
    deeper: usize,
    root: A,
    /// Whether the root is called `manifest`; `None` without a root.
    root_name: Option<bool>,
    application: Option<A>,
    /// The attributes of the `uses-sdk` elements.
    uses_sdk: Vec<A>,
    /// The activity that is being read.
    activity: Option<Activity<A>>,
    /// The first activity that the launcher shows.
    launcher: Option<A>,
}

/// How deep the elements stand that say something: `manifest/application/activity/intent-filter/action`.
const MAX_PATH: usize = 5;

#[derive(Debug)]
struct Activity<A> {
    attributes: A,
    enabled: bool,
    /// Whether an intent filter that is being read names the action and the category.
    is_main: bool,
    is_launcher: bool,
    shown: bool,
}

impl<A: Attributes> Reader<A> {
    fn take(&mut self, event: Event<A>) {
        match event {
            Event::Start { name, attributes } => self.start(name, attributes),
            Event::End => self.end(),
        }
    }

    fn start(&mut self, name: String, attributes: A) {
        if self.path.len() >= MAX_PATH {
            self.deeper = self.deeper.saturating_add(1);
            return;
        }
        self.path.push(name);
        let path: Vec<_> = self.path.iter().map(String::as_str).collect();
        match path[..] {
            [root] => (self.root, self.root_name) = (attributes, Some(root == "manifest")),
            [_, "uses-sdk"] => self.uses_sdk.push(attributes),
            [_, "application"] if self.application.is_none() => self.application = Some(attributes),
            [_, "application", "activity" | "activity-alias"] => {
                self.activity = Some(Activity {
                    attributes,
                    enabled: flag(attributes, attr::ENABLED, Reading::DEVICE).unwrap_or(true),
                    is_main: false,
                    is_launcher: false,
                    shown: false,
                });
            }
            [_, "application", _, "intent-filter", kind] => self.intent(kind == "action", attributes),
            _ => {}
        }
    }

    /// An action or category of an intent filter.
    fn intent(&mut self, is_action: bool, attributes: A) {
        let Some(activity) = &mut self.activity else { return };
        let Some(Value::String(name)) = attributes.short_by_id(attr::NAME, Reading::DEVICE) else { return };
        match name.as_str() {
            "android.intent.action.MAIN" if is_action => activity.is_main = true,
            "android.intent.category.LAUNCHER" if !is_action => activity.is_launcher = true,
            _ => {}
        }
    }

    fn end(&mut self) {
        if self.deeper > 0 {
            self.deeper = self.deeper.saturating_sub(1);
            return;
        }
        let ended = self.path.pop();
        match (ended.as_deref(), &mut self.activity) {
            (Some("intent-filter"), Some(activity)) => {
                activity.shown |= activity.is_main && activity.is_launcher;
                (activity.is_main, activity.is_launcher) = (false, false);
            }
            (Some("activity" | "activity-alias"), _) if self.path.len() == 2 => {
                let shown = self.activity.take().filter(|activity| activity.shown && activity.enabled);
                self.launcher = self.launcher.or(shown.map(|activity| activity.attributes));
            }
            _ => {}
        }
    }

    /// What was collected, read in that way.
    pub(crate) fn finish(&self, reading: Reading) -> Manifest {
        let text = |name| self.root.by_name(name, reading);
        let root = |attr| self.root.by_id(attr, reading);
        let application = self.application.unwrap_or_default();
        let sdk = |attr| self.uses_sdk.iter().find_map(|&attributes| attributes.by_id(attr, reading));
        let min_sdk = min_sdk(&self.uses_sdk, reading);
        let target_sdk = match sdk(attr::TARGET_SDK_VERSION) {
            Some(Value::Integer(number)) => Some(platform(number)),
            _ => min_sdk.as_ref().ok().copied(),
        };
        Manifest {
            package: text("package"),
            split: text("split").filter(|split| !split.is_empty()),
            version_code: root(attr::VERSION_CODE),
            version_code_major: root(attr::VERSION_CODE_MAJOR),
            version_name: root(attr::VERSION_NAME),
            stated_min_sdk: sdk(attr::MIN_SDK_VERSION),
            // Each takes the place of the one before (`ParsingPackageUtils.parseUsesSdk`).
            stated_target_sdk: if reading.has(Reading::FIRST_SDK) {
                sdk(attr::TARGET_SDK_VERSION)
            } else {
                let mut last = self.uses_sdk.iter().rev();
                last.find_map(|&attributes| attributes.by_id(attr::TARGET_SDK_VERSION, reading))
            },
            label: application.by_id(attr::LABEL, reading),
            launcher_label: self.launcher.and_then(|activity| activity.by_id(attr::LABEL, reading)),
            min_sdk,
            target_sdk,
            target_sandbox_version: match root(attr::TARGET_SANDBOX_VERSION) {
                Some(Value::Integer(version)) => Some(version),
                _ => None,
            },
            debuggable: flag(application, attr::DEBUGGABLE, reading).unwrap_or(false),
            is_manifest: self.root_name == Some(true),
            ambiguities: Vec::new(),
        }
    }
}

/// The highest of all that are stated, since a platform checks each; 1 where none is (apksig's
/// `ApkUtils.getMinSdkVersionFromBinaryAndroidManifest`).
fn min_sdk<A: Attributes>(uses_sdk: &[A], reading: Reading) -> Result<u32, MinSdkError> {
    let mut min_sdk = 1;
    for &attributes in uses_sdk {
        let stated = match attributes.short_by_id(attr::MIN_SDK_VERSION, reading) {
            None => 1,
            Some(Value::Integer(number)) => platform(number),
            Some(Value::String(name)) => {
                platform_of_code_name(&name).ok_or(MinSdkError::NotAVersion(name))?
            }
            Some(Value::Reference(id)) => return Err(MinSdkError::NotAVersion(format!("@{id:#010x}"))),
            Some(Value::Boolean(_) | Value::Other) => return Err(MinSdkError::NotAVersion("?".to_owned())),
        };
        min_sdk = min_sdk.max(stated);
    }
    Ok(min_sdk)
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
