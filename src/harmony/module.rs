//! What an app says of itself: `module.json` (stage model), `config.json` (FA model), `pack.info` (APP), `patch.json` (HQF).
//!
//! developer.huawei.com, "module.json5", "config.json"; OpenHarmony `developtools_packing_tool`.

use std::collections::BTreeMap;

use super::resource_index::ResourceIndex;
use crate::json::Json;
use crate::report::{Identity, Kind, preferred_name};

/// A text, or the resource that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label {
    Text(String),
    /// By number, or where that is missing by name.
    Resource(Option<u32>, String),
}

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
}

/// The files that describe a package, in the order in which platforms look for them.
pub(crate) const DESCRIPTIONS: [&str; 4] = ["module.json", "config.json", "patch.json", "pack.info"];

impl Module {
    /// Reads the description of that name.
    pub(crate) fn read(name: &str, json: &Json) -> Self {
        match name {
            "module.json" => Self::stage(json),
            "config.json" => Self::feature_ability(json),
            "patch.json" => Self::patch(json),
            _ => Self::pack(json),
        }
    }

    fn stage(json: &Json) -> Self {
        let main = json.text(&["module", "mainElement"]);
        let abilities = json.list(&["module", "abilities"]);
        let main = abilities.iter().find(|it| it.text(&["name"]) == main).or(abilities.first());
        let is_shared = json.text(&["module", "type"]) == Some("shared");
        Self {
            kind: if is_shared { Kind::Hsp } else { Kind::Hap },
            identity: Identity {
                package_name: text(json, &["app", "bundleName"]),
                version_name: text(json, &["app", "versionName"]),
                version_code: number(json, &["app", "versionCode"]),
                min_sdk: sdk(json, &["app", "minAPIVersion"]),
                target_sdk: sdk(json, &["app", "targetAPIVersion"]),
                ..Identity::default()
            },
            label: json.at(&["app"]).and_then(label),
            main_label: main.and_then(label),
            index: "resources.index".to_owned(),
        }
    }

    fn feature_ability(json: &Json) -> Self {
        let name = json.text(&["module", "distro", "moduleName"]).unwrap_or("entry");
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
            // This model has no label of the app: its main ability's stands for it.
            label: json.list(&["module", "abilities"]).first().and_then(label),
            main_label: None,
            index: format!("assets/{name}/resources.index"),
        }
    }

    fn patch(json: &Json) -> Self {
        let identity = Identity {
            package_name: text(json, &["app", "bundleName"]),
            version_name: text(json, &["app", "versionName"]),
            version_code: number(json, &["app", "versionCode"]),
            ..Identity::default()
        };
        Self { kind: Kind::Hqf, identity, label: None, main_label: None, index: String::new() }
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
        Self { kind: Kind::App, identity, label: None, main_label: None, index: String::new() }
    }

    /// Whether a label is to be looked up.
    pub(crate) fn needs_resources(&self) -> bool {
        [&self.label, &self.main_label].iter().any(|label| matches!(label, Some(Label::Resource(..))))
    }

    /// The identity, with labels looked up.
    pub(crate) fn identity(&self, index: Option<&ResourceIndex<'_>>) -> Identity {
        let mut identity = self.identity.clone();
        identity.app_names = names(self.label.as_ref(), index);
        identity.launcher_names = names(self.main_label.as_ref(), index);
        if identity.launcher_names == identity.app_names {
            identity.launcher_names.clear();
        }
        identity.app_name = preferred_name(&identity.app_names);
        identity
    }
}

/// The names of the package's inner packages in the order in which its label is to be looked for: entry modules first.
pub(crate) fn inner_packages(pack_info: &Json) -> Vec<String> {
    let mut packages: Vec<_> = pack_info.list(&["packages"]).iter().collect();
    packages.sort_by_key(|package| package.text(&["moduleType"]) != Some("entry"));
    let names = packages.iter().filter_map(|package| package.text(&["name"]));
    names.map(|name| format!("{name}.hap")).collect()
}

fn text(json: &Json, path: &[&str]) -> Option<String> {
    json.text(path).map(str::to_owned)
}

fn number(json: &Json, path: &[&str]) -> Option<String> {
    json.integer(path).map(|number| number.to_string())
}

fn sdk(json: &Json, path: &[&str]) -> Option<u32> {
    u32::try_from(json.integer(path)?).ok()
}

fn label(of: &Json) -> Option<Label> {
    let text = of.text(&["label"])?;
    Some(match text.strip_prefix("$string:") {
        Some(name) => Label::Resource(sdk(of, &["labelId"]), name.to_owned()),
        None => Label::Text(text.to_owned()),
    })
}

fn names(label: Option<&Label>, index: Option<&ResourceIndex<'_>>) -> BTreeMap<String, String> {
    match (label, index) {
        (Some(Label::Text(text)), _) => BTreeMap::from([(String::new(), text.clone())]),
        (Some(Label::Resource(id, name)), Some(index)) => index.texts(*id, name),
        _ => BTreeMap::new(),
    }
}
