//! What an app says of itself: `module.json` (stage model), `config.json` (FA model), `pack.info`
//! (APP), `patch.json` (HQF).
//!
//! developer.huawei.com, "module.json5", "config.json"; OpenHarmony `developtools_packing_tool`,
//! and of `bundlemanager_bundle_framework` `ModuleProfile` and `BundleProfile`, by which devices
//! read them.

use super::label::{Label, Names, low_bits};
use super::resource_index::ResourceIndex;
use crate::encoding::json::Json;
use crate::report::{Finding, Identity, Kind};

/// What a description says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Module {
    pub(crate) kind: Kind,
    identity: Identity,
    /// The app's label, and that of the ability that the launcher shows.
    label: Option<Label>,
    main_label: Option<Label>,
    /// Where the resources stand that labels refer to.
    pub(crate) index: String,
    /// Whether it is the module that an app begins with, and whether for phones.
    pub(crate) is_entry: bool,
    is_for_phones: bool,
}

/// The files that describe a package, in the order in which platforms look for them.
pub(crate) const DESCRIPTIONS: [&str; 4] =
    ["module.json", "config.json", "patch.json", "pack.info"];

impl Module {
    /// Reads the description of that name. `text` is what `json` was read from.
    pub(crate) fn read(name: &str, json: &Json, text: &[u8]) -> Self {
        match name {
            "module.json" => Self::stage(json),
            "config.json" => Self::feature_ability(json, text),
            "patch.json" => Self::patch(json),
            _ => Self::pack(json),
        }
    }

    fn stage(json: &Json) -> Self {
        let main = json.text(&["module", "mainElement"]);
        let abilities = json.list(&["module", "abilities"]);
        let main = abilities.iter().find(|ability| ability.text(&["name"]) == main);
        // Of those that the launcher shows the main one, or else the first.
        let shown =
            main.filter(|ability| is_home(ability)).or(abilities.iter().find(|it| is_home(it)));
        let kind = json.text(&["module", "type"]);
        Self {
            kind: if kind == Some("shared") { Kind::Hsp } else { Kind::Hap },
            identity: Identity {
                package_name: text(json, &["app", "bundleName"]),
                version_name: text(json, &["app", "versionName"]),
                version_code: number(json, &["app", "versionCode"]),
                min_sdk: sdk(json, &["app", "minAPIVersion"]),
                target_sdk: sdk(json, &["app", "targetAPIVersion"]),
                ..Identity::default()
            },
            label: json.at(&["app"]).and_then(Label::read),
            main_label: shown.or(main).and_then(Label::read),
            index: "resources.index".to_owned(),
            is_entry: kind == Some("entry"),
            is_for_phones: is_for_phones(json.list(&["module", "deviceTypes"])),
        }
    }

    fn feature_ability(json: &Json, config: &[u8]) -> Self {
        let name = String::from_utf8_lossy(module_name(config)).into_owned();
        // This model has no label of the app: that of the first ability that the launcher shows
        // stands for it.
        let shown = json.list(&["module", "abilities"]).iter().find(|ability| is_home(ability));
        Self {
            kind: Kind::Hap,
            identity: Identity {
                package_name: text(json, &["app", "bundleName"]),
                version_name: text(json, &["app", "version", "name"]),
                version_code: number(json, &["app", "version", "code"]),
                min_sdk: sdk(json, &["app", "apiVersion", "compatible"]),
                target_sdk: sdk(json, &["app", "apiVersion", "target"]),
                ..Identity::default()
            },
            label: shown.and_then(Label::read),
            main_label: None,
            index: format!("assets/{name}/resources.index"),
            is_entry: json.text(&["module", "distro", "moduleType"]) == Some("entry"),
            is_for_phones: is_for_phones(json.list(&["module", "deviceType"])),
        }
    }

    fn patch(json: &Json) -> Self {
        let identity = Identity {
            package_name: text(json, &["app", "bundleName"]),
            version_name: text(json, &["app", "versionName"]),
            version_code: number(json, &["app", "versionCode"]),
            ..Identity::default()
        };
        Self::without_labels(Kind::Hqf, identity)
    }

    fn pack(json: &Json) -> Self {
        let module = json.list(&["summary", "modules"]).first();
        let api = |name| module.and_then(|module| sdk(module, &["apiVersion", name]));
        let identity = Identity {
            package_name: text(json, &["summary", "app", "bundleName"]),
            version_name: text(json, &["summary", "app", "version", "name"]),
            version_code: number(json, &["summary", "app", "version", "code"]),
            min_sdk: api("compatible"),
            target_sdk: api("target"),
            ..Identity::default()
        };
        Self::without_labels(Kind::App, identity)
    }

    fn without_labels(kind: Kind, identity: Identity) -> Self {
        let (label, main_label, index) = (None, None, String::new());
        Self { kind, identity, label, main_label, index, is_entry: false, is_for_phones: false }
    }

    /// Whether a label is to be looked up.
    pub(crate) fn needs_resources(&self) -> bool {
        [&self.label, &self.main_label]
            .iter()
            .any(|label| label.as_ref().is_some_and(Label::needs_resources))
    }

    /// How far a module is from the one that names the app on a phone, of several in an app.
    pub(crate) fn remoteness(&self) -> (bool, bool) {
        (!self.is_entry, !self.is_for_phones)
    }

    /// Of which app it is, and in which version.
    pub(crate) fn app(&self) -> (Option<&str>, Option<&str>) {
        (self.identity.package_name.as_deref(), self.identity.version_code.as_deref())
    }

    /// What it says without its labels.
    pub(crate) fn plain_identity(&self) -> Identity {
        self.identity.clone()
    }

    /// The identity, with labels looked up, and what is to be said of the app's.
    pub(crate) fn identity(
        &self,
        index: Option<&ResourceIndex<'_>>,
    ) -> (Identity, Option<Finding>) {
        let mut identity = self.identity.clone();
        let names =
            |label: &Option<Label>| label.as_ref().map(|it| it.resolve(index)).unwrap_or_default();
        let Names { shown, names: app_names, finding } = names(&self.label);
        identity.app_name = shown;
        identity.app_names = app_names;
        identity.launcher_names = names(&self.main_label).names;
        if identity.launcher_names == identity.app_names {
            identity.launcher_names.clear();
        }
        (identity, finding)
    }
}

/// Whether the launcher shows the ability (`ToInnerBundleInfo`): one of its skills has the action
/// and the entity.
fn is_home(ability: &Json) -> bool {
    let holds = |list: &[Json], one: &[&str]| {
        list.iter().any(|it| matches!(it, Json::Text(text) if one.contains(&text.as_str())))
    };
    ability.list(&["skills"]).iter().any(|skill| {
        holds(skill.list(&["actions"]), &["action.system.home", "ohos.want.action.home"])
            && holds(skill.list(&["entities"]), &["entity.system.home"])
    })
}

fn is_for_phones(devices: &[Json]) -> bool {
    let is_phone =
        |device: &Json| matches!(device, Json::Text(text) if text == "phone" || text == "default");
    devices.is_empty() || devices.iter().any(is_phone)
}

/// The name of the folder of an FA module's resources. Devices look for the first such text in the
/// file, wherever it stands (`GetModuleName` of `hap_parser.cpp`).
fn module_name(config: &[u8]) -> &[u8] {
    const KEY: &[u8] = b"\"moduleName\"";
    let after = |text: &'_ [u8], part: &[u8]| {
        text.windows(part.len()).position(|it| it == part).map(|at| at.saturating_add(part.len()))
    };
    let name = || {
        let rest = config.get(after(config, KEY)?..)?;
        rest.split(|&byte| byte == b'"')
            .nth(1)
            .filter(|_| rest.iter().filter(|&&byte| byte == b'"').count() > 1)
    };
    name().unwrap_or_default()
}

fn text(json: &Json, path: &[&str]) -> Option<String> {
    json.text(path).map(str::to_owned)
}

/// A version code, which devices cast to 32 bits.
fn number(json: &Json, path: &[&str]) -> Option<String> {
    json.integer(path).map(|number| low_bits(number).cast_signed().to_string())
}

fn sdk(json: &Json, path: &[&str]) -> Option<u32> {
    u32::try_from(json.integer(path)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harmony::identity::nlohmann;

    fn read(name: &str, text: &str) -> Module {
        Module::read(name, &nlohmann::parse(text.as_bytes(), true).unwrap().json, text.as_bytes())
    }

    const HOME: &str = r#""skills":[{"actions":["x"]},{"actions":["ohos.want.action.home"],"entities":["entity.system.home"]}]"#;

    #[test]
    fn the_launcher_shows_an_ability_that_is_at_home_there() {
        let ability = |name: &str, more: &str| {
            let comma = if more.is_empty() { "" } else { "," };
            format!(r#"{{"name":"{name}","label":"{name}"{comma}{more}}}"#)
        };
        for (main, abilities, stage, fa) in [
            ("A", vec![ability("A", ""), ability("B", HOME)], Some("B"), Some("B")),
            ("B", vec![ability("A", HOME), ability("B", HOME)], Some("B"), Some("A")),
            ("C", vec![ability("A", HOME), ability("B", HOME)], Some("A"), Some("A")),
            ("B", vec![ability("A", ""), ability("B", "")], Some("B"), None),
            ("C", vec![ability("A", "")], None, None),
        ] {
            let abilities = abilities.join(",");
            let of = |name| {
                let text =
                    format!(r#"{{"module":{{"mainElement":"{main}","abilities":[{abilities}]}}}}"#);
                read(name, &text).identity(None).0
            };
            let one = |names: std::collections::BTreeMap<String, String>| names.get("").cloned();
            assert_eq!(
                one(of("module.json").launcher_names).as_deref(),
                stage,
                "{main}: {abilities}"
            );
            assert_eq!(one(of("config.json").app_names).as_deref(), fa, "{main}: {abilities}");
        }
    }

    #[test]
    fn version_codes_are_cast_as_devices_cast_them() {
        for (code, want) in [
            ("1000000", Some("1000000")),
            ("4294967297", Some("1")),
            ("2147483648", Some("-2147483648")),
            ("-1", Some("-1")),
            ("1.5", Some("1")),
            ("\"1\"", None),
        ] {
            let module = read("module.json", &format!(r#"{{"app":{{"versionCode":{code}}}}}"#));
            assert_eq!(module.app().1, want, "{code}");
        }
    }

    #[test]
    fn the_folder_of_resources_is_found_as_devices_find_it() {
        for (config, want) in [
            (r#"{"module":{"distro":{"moduleName":"entry"}}}"#, "entry"),
            (
                r#"{"x":{"moduleName" : "other"},"module":{"distro":{"moduleName":"entry"}}}"#,
                "other",
            ),
            (r#"{"moduleName":"cut"#, ""),
            ("{}", ""),
        ] {
            assert_eq!(module_name(config.as_bytes()), want.as_bytes(), "{config}");
        }
    }
}
