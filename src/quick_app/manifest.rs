//! `manifest.json`: what a quick app says of itself.

use crate::encoding::json::Json;
use crate::report::{Finding, Identity, issue};
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, EntryError};

/// The entry's name.
pub(super) const NAME: &str = "manifest.json";

/// What a package's manifest says, read once: to tell what the package is, and for its report.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) json: Option<Json>,
    /// What is wrong with it.
    pub(super) findings: Vec<Finding>,
}

impl Manifest {
    pub(crate) fn read(archive: &Archive<'_>) -> Result<Self, Unread> {
        let mut findings = Vec::new();
        let json = read(archive, &mut findings)?;
        Ok(Self { json, findings })
    }
}

/// Reads the manifest, if there is one. One that cannot be read is a finding.
pub(super) fn read(
    archive: &Archive<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Json>, Unread> {
    let Some(entry) = archive.find(NAME.as_bytes()) else { return Ok(None) };
    match archive.content(entry, archive.limits().description_size()) {
        Ok(bytes) => match Json::parse(&bytes) {
            Ok(json) => return Ok(Some(json)),
            Err(error) => findings.push(Finding::new(issue::Harmony::DescriptionMalformed {
                file: NAME.to_owned(),
                why: error.into(),
            })),
        },
        Err(EntryError::Read(source)) => return Err(Part::Entry.unread(source)),
        Err(error) => findings.push(Finding::new(issue::Container::EntryUnreadable {
            name: NAME.to_owned(),
            why: error.into(),
        })),
    }
    Ok(None)
}

/// Whether a manifest is a quick app's. Those of browser extensions and web apps, and that of an
/// `.xapk`, go by the same file name, and name no `package`.
pub(super) fn is_quick_app(manifest: &Json) -> bool {
    let has_pages = matches!(manifest.at(&["router"]), Some(Json::Object(_)));
    let is_game = manifest.text(&["type"]) == Some("game")
        && manifest.at(&["versionCode"]).is_some()
        && manifest.text(&["icon"]).is_some();
    manifest.text(&["package"]).is_some()
        && (has_pages || is_game || manifest.at(&["minPlatformVersion"]).is_some())
}

/// The identity. A name that refers to a text of the app's (`${...}`) stands as it is.
pub(super) fn identity(manifest: &Json) -> Identity {
    let text = |name: &str| manifest.text(&[name]).map(str::to_owned);
    let app_name = text("name");
    Identity {
        package_name: text("package"),
        app_names: app_name.iter().map(|name| (String::new(), name.clone())).collect(),
        app_name,
        version_name: text("versionName"),
        version_code: number(manifest, "versionCode"),
        min_sdk: number(manifest, "minPlatformVersion").and_then(|number| number.parse().ok()),
        ..Identity::default()
    }
}

/// A whole number, which some write as a text.
fn number(manifest: &Json, name: &str) -> Option<String> {
    match manifest.at(&[name])? {
        Json::Integer(number) => Some(number.to_string()),
        Json::Text(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_is_as_the_manifest_has_it() {
        for (text, want) in [
            (
                r#"{"package":"a.b","name":"名","versionName":"1.0","versionCode":3,"minPlatformVersion":1070}"#,
                (Some("a.b"), Some("名"), Some("1.0"), Some("3"), Some(1070)),
            ),
            (
                r#"{"name":"${message.name}","versionCode":"3"}"#,
                (None, Some("${message.name}"), None, Some("3"), None),
            ),
            (
                r#"{"package":7,"versionCode":1.5,"minPlatformVersion":-1}"#,
                (None, None, None, None, None),
            ),
            ("[]", (None, None, None, None, None)),
        ] {
            let identity = identity(&Json::parse(text.as_bytes()).unwrap());
            let got = (
                identity.package_name.as_deref(),
                identity.app_name.as_deref(),
                identity.version_name.as_deref(),
                identity.version_code.as_deref(),
                identity.min_sdk,
            );
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn other_manifests_are_no_quick_apps() {
        for (text, want) in [
            (r#"{"package":"a.b","router":{"entry":"Main"}}"#, true),
            (r#"{"package":"a.b","minPlatformVersion":1070}"#, true),
            (r#"{"package":"a.b"}"#, false),
            (r#"{"package":"a.b","type":"game","versionCode":1,"icon":"/a.png"}"#, true),
            (r#"{"package":"a.b","type":"game"}"#, false),
            (r#"{"xapk_version":2,"package_name":"a.b","split_apks":[]}"#, false),
            (r#"{"manifest_version":3,"name":"extension","version":"1"}"#, false),
        ] {
            assert_eq!(is_quick_app(&Json::parse(text.as_bytes()).unwrap()), want, "{text}");
        }
    }
}
