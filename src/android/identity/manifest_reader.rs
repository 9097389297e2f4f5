//! `AndroidManifest.xml`, read element by element.
//!
//! Attributes of the framework go by their resource ids, as platforms take them, whatever they are
//! named.

use super::attributes::{Attributes, attr, flag};
use super::axml::{Event, Value};
use super::manifest::{Manifest, MinSdkError, platform, platform_of_code_name};
use super::reading::Reading;

/// Collects what the manifest says, element by element.
#[derive(Debug, Default)]
pub(crate) struct Reader<A> {
    /// The names of the open elements, of the outermost [`MAX_PATH`] ones.
    path: Vec<String>,
    /// How many elements are open besides.
    deeper: usize,
    root: A,
    /// Whether the root is called `manifest`; `None` without a root.
    pub(crate) root_name: Option<bool>,
    application: Option<A>,
    /// The attributes of the `uses-sdk` elements.
    uses_sdk: Vec<A>,
    /// The activity that is being read.
    activity: Option<Activity<A>>,
    /// The first activity that the launcher shows.
    launcher: Option<A>,
}

/// How deep the elements stand that say something:
/// `manifest/application/activity/intent-filter/action`.
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
    pub(crate) fn take(&mut self, event: Event<A>) {
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
            [_, "application", _, "intent-filter", kind] => {
                self.intent(kind == "action", attributes)
            }
            _ => {}
        }
    }

    /// An action or category of an intent filter.
    fn intent(&mut self, is_action: bool, attributes: A) {
        let Some(activity) = &mut self.activity else { return };
        let Some(Value::String(name)) = attributes.short_by_id(attr::NAME, Reading::DEVICE) else {
            return;
        };
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
                let shown =
                    self.activity.take().filter(|activity| activity.shown && activity.enabled);
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
        let sdk =
            |attr| self.uses_sdk.iter().find_map(|&attributes| attributes.by_id(attr, reading));
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
            Some(Value::Reference(id)) => {
                return Err(MinSdkError::NotAVersion(format!("@{id:#010x}")));
            }
            Some(Value::Boolean(_) | Value::Other) => {
                return Err(MinSdkError::NotAVersion("?".to_owned()));
            }
        };
        min_sdk = min_sdk.max(stated);
    }
    Ok(min_sdk)
}
