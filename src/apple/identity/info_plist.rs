//! `Info.plist`, and the names of the app in other languages (`InfoPlist.strings`).
//!
//! Apple, "Information Property List". The name under the icon is `CFBundleDisplayName`, and
//! `CFBundleName` where there is none; the keys are the same in every language's file.

use std::collections::BTreeMap;

use super::strings;
use crate::apple::container::App;
use crate::apple::no_app::{NoApp, Unopened};
use crate::apple::signing::files::Files;
use crate::encoding::plist::Value;
use crate::report::Identity;
use crate::source::unread::Unread;

/// How large an `Info.plist` may be, in bytes. Real ones have some kilobytes.
const MAX_INFO_PLIST: u64 = 16 << 20;
/// How large the file of one language may be, in bytes.
const MAX_STRINGS: u64 = 1 << 20;
/// How many languages are read.
const MAX_LANGUAGES: usize = 256;

/// Names of the app, the better first.
const NAMES: [&str; 2] = ["CFBundleDisplayName", "CFBundleName"];
/// The languages that the form's name is taken from, the better first.
const CHINESE: [&str; 4] = ["zh-Hans", "zh-CN", "zh-Hans-CN", "zh"];
/// Languages as folders were named before there were codes for them.
const OLD_LANGUAGES: [(&str, &str); 8] = [
    ("Chinese", "zh"),
    ("English", "en"),
    ("French", "fr"),
    ("German", "de"),
    ("Italian", "it"),
    ("Japanese", "ja"),
    ("Spanish", "es"),
    ("Dutch", "nl"),
];

/// Of which languages names are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Languages {
    /// Chinese, each of which costs a read.
    Chinese,
    All,
}

/// What an app says of itself.
#[derive(Debug)]
pub(crate) struct InfoPlist {
    pub(crate) identity: Identity,
    pub(crate) bundle_id: String,
    /// The name of the executable.
    pub(crate) executable: Option<String>,
}

impl InfoPlist {
    /// Reads it, and the names in other languages.
    ///
    /// # Errors
    /// [`Unopened`]: it is not there, cannot be read, or names no bundle id.
    pub(crate) fn read(app: &App<'_>, languages: Languages) -> Result<Self, Unopened> {
        let bytes = app.content(b"Info.plist", MAX_INFO_PLIST)?.flatten();
        let bytes = bytes.ok_or(NoApp::InfoPlist)?;
        let list = Value::parse(&bytes).map_err(|_| NoApp::InfoPlist)?;
        list.dictionary().ok_or(NoApp::InfoPlist)?;
        let text = |key| list.get(key).and_then(Value::text).map(str::to_owned);
        let bundle_id = text("CFBundleIdentifier").filter(|it| !it.is_empty());
        let bundle_id = bundle_id.ok_or(NoApp::BundleId)?;
        let mut names = names_in_other_languages(app, languages)?;
        let default = name(&list);
        let chinese = CHINESE.iter().find_map(|language| names.get(*language).cloned());
        names.extend(default.clone().map(|name| (String::new(), name)));
        let identity = Identity {
            package_name: Some(bundle_id.clone()),
            app_name: chinese.or(default),
            app_names: names,
            version_name: text("CFBundleShortVersionString"),
            version_code: text("CFBundleVersion"),
            min_os: text("MinimumOSVersion"),
            device_families: families(&list),
            ..Identity::default()
        };
        Ok(Self { identity, bundle_id, executable: text("CFBundleExecutable") })
    }
}

/// The app's name in a list.
fn name(list: &Value<'_>) -> Option<String> {
    let text = |key: &&str| list.get(key).and_then(Value::text).filter(|name| !name.is_empty());
    NAMES.iter().find_map(text).map(str::to_owned)
}

fn families(list: &Value<'_>) -> Vec<u64> {
    let family = |value: &Value<'_>| match value {
        Value::Integer(family) => u64::try_from(*family).ok(),
        Value::Text(family) => family.parse().ok(),
        _ => None,
    };
    let all = list.get("UIDeviceFamily");
    let several = all.and_then(Value::array).unwrap_or_default().iter();
    several.chain(all).filter_map(family).take(16).collect()
}

/// The app's names by language.
fn names_in_other_languages(
    app: &App<'_>,
    languages: Languages,
) -> Result<BTreeMap<String, String>, Unread> {
    let mut names = BTreeMap::new();
    let is_wanted = |language: &str| {
        languages == Languages::All || CHINESE.contains(&language) || language.starts_with("zh-")
    };
    let mut left = MAX_LANGUAGES;
    for file in app.list() {
        let Some(language) = language_of(&file.path).filter(|it| is_wanted(it)) else { continue };
        let Some(rest) = left.checked_sub(1) else { break };
        left = rest;
        let content = app.content(&file.path, MAX_STRINGS)?.flatten();
        let name = content.and_then(|content| strings::read(&content, name));
        names.extend(name.map(|name| (language, name)));
    }
    let table = app.content(b"InfoPlist.loctable", MAX_INFO_PLIST)?.flatten();
    let table = table.as_deref().and_then(|table| Value::parse(table).ok());
    let table = table.as_ref().and_then(Value::dictionary).unwrap_or_default();
    for (language, list) in table.iter().take(MAX_LANGUAGES) {
        let Some(name) = name(list) else { continue };
        names.entry(tag(language)).or_insert(name);
    }
    Ok(names)
}

/// The language that a file has the app's names in.
fn language_of(path: &[u8]) -> Option<String> {
    let folder = path.strip_suffix(b".lproj/InfoPlist.strings")?;
    let language = str::from_utf8(folder).ok()?;
    // The one of the base is a language's that its name does not tell.
    (!language.contains('/') && language != "Base").then(|| tag(language))
}

/// A language as a BCP 47 tag.
fn tag(language: &str) -> String {
    let old = OLD_LANGUAGES.iter().find(|(old, _)| *old == language);
    old.map_or_else(|| language.replace('_', "-"), |(_, tag)| (*tag).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_for_languages() {
        for (path, want) in [
            ("zh-Hans.lproj/InfoPlist.strings", Some("zh-Hans")),
            ("zh_CN.lproj/InfoPlist.strings", Some("zh-CN")),
            ("Chinese.lproj/InfoPlist.strings", Some("zh")),
            ("Base.lproj/InfoPlist.strings", None),
            ("en.lproj/Localizable.strings", None),
            ("PlugIns/A.appex/en.lproj/InfoPlist.strings", None),
            ("InfoPlist.strings", None),
        ] {
            assert_eq!(language_of(path.as_bytes()).as_deref(), want, "{path}");
        }
    }

    #[test]
    fn the_name_under_the_icon_counts_first() {
        let list = |keys: &[(&str, &str)]| {
            let key =
                |(key, value): &(&str, &str)| format!("<key>{key}</key><string>{value}</string>");
            let keys: String = keys.iter().map(key).collect();
            name(&Value::parse(format!("<plist><dict>{keys}</dict></plist>").as_bytes()).unwrap())
        };
        let (display, bundle) = (("CFBundleDisplayName", "a"), ("CFBundleName", "b"));
        assert_eq!(list(&[bundle, display]).as_deref(), Some("a"));
        assert_eq!(list(&[bundle]).as_deref(), Some("b"));
        assert_eq!(list(&[("CFBundleDisplayName", ""), bundle]).as_deref(), Some("b"));
        assert_eq!(list(&[]), None);
    }
}
