//! Which description a package has, and what it says. Where it has those of both models they must
//! be of one app.

use super::label::low_bits;
use super::module::{DESCRIPTIONS, Module};
use super::nlohmann;
use super::resource_index::ResourceIndex;
use crate::encoding::json::{Json, JsonError};
use crate::report::{Finding, Identity, Severity, issue};
use crate::say::said;
use crate::source::unread::Unread;
use crate::zip::Archive;
use crate::zip::anomalies::content;

said! {
    /// Why a description names no app.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum DescriptionFault {
        NoVersionCode => { en: "it has no version code", zh: "没有版本号" }
        LargeVersionCode => { en: "its version code has more than 32 bits", zh: "版本号超过 32 位" }
        NoBundleName => { en: "it has no bundleName", zh: "没有 bundleName" }
        BadBundleName => { en: "its bundleName is none", zh: "bundleName 不是有效的名称" }
    }
}

/// The first description that the package has. One that cannot be read is a finding.
pub(crate) fn read(
    archive: &Archive<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Module>, Unread> {
    for name in DESCRIPTIONS {
        if archive.find(name.as_bytes()).is_some() {
            return read_one(archive, name, findings);
        }
    }
    Ok(None)
}

/// The description of that name.
fn read_one(
    archive: &Archive<'_>,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Result<Option<Module>, Unread> {
    let limit = archive.limits().description_size();
    let Some(bytes) = content(archive, name, limit, Severity::Error, findings)? else {
        return Ok(None);
    };
    match nlohmann::parse(&bytes, name == "module.json") {
        Ok(document) => {
            if let Some(oddity) = document.oddity {
                findings.push(Finding::new(issue::Harmony::DescriptionAmbiguous {
                    file: name.to_string(),
                    why: oddity.into(),
                }));
            }
            let (refused, odd) = check(name, &document.json);
            findings.extend(refused.map(|why| {
                Finding::new(issue::Harmony::DescriptionMalformed {
                    file: name.to_string(),
                    why: why.into(),
                })
            }));
            findings.extend(odd.map(|why| {
                Finding::new(issue::Harmony::DescriptionAmbiguous {
                    file: name.to_owned(),
                    why: why.into(),
                })
                .with_severity(Severity::Warning)
            }));
            Ok(Some(Module::read(name, &document.json, &bytes)))
        }
        Err(error @ JsonError::TooMany) => {
            // Devices read as many as there are.
            findings.push(Finding::new(issue::Container::EntryUnreadable {
                name: name.to_string(),
                why: error.into(),
            }));
            Ok(None)
        }
        Err(error) => {
            findings.push(Finding::new(issue::Harmony::DescriptionMalformed {
                file: name.to_string(),
                why: error.into(),
            }));
            Ok(None)
        }
    }
}

/// Why devices refuse a description, and what others read otherwise in it.
fn check(name: &str, json: &Json) -> (Option<DescriptionFault>, Option<DescriptionFault>) {
    let (bundle, code): (&[&str], &[&str]) = match name {
        "module.json" => (&["app", "bundleName"], &["app", "versionCode"]),
        "config.json" => (&["app", "bundleName"], &["app", "version", "code"]),
        // The packages inside, and the app that is mended, bear the name.
        "pack.info" => return (refused_name(json.text(&["summary", "app", "bundleName"])), None),
        "patch.json" => return (refused_name(json.text(&["app", "bundleName"])), None),
        _ => return (None, None),
    };
    let refused = refused_name(json.text(bundle))
        .or_else(|| json.integer(code).is_none().then_some(DescriptionFault::NoVersionCode));
    let is_cast =
        json.integer(code).is_some_and(|code| i64::from(low_bits(code).cast_signed()) != code);
    (refused, is_cast.then_some(DescriptionFault::LargeVersionCode))
}

/// Why devices take no such bundle name.
fn refused_name(name: Option<&str>) -> Option<DescriptionFault> {
    match name {
        None => Some(DescriptionFault::NoBundleName),
        Some(name) if !is_bundle_name(name) => Some(DescriptionFault::BadBundleName),
        Some(_) => None,
    }
}

/// `CheckBundleNameIsValid`.
fn is_bundle_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    matches!(bytes.len(), 7..=128)
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}

/// That the descriptions of both models in one package are of different apps, if they are. Devices
/// take `module.json`, which was read first, those that know the older model alone `config.json`.
pub(crate) fn models_differ(
    archive: &Archive<'_>,
    stage: Option<&Module>,
) -> Result<Option<Finding>, Unread> {
    let names = ["module.json", "config.json"];
    if names.iter().any(|name| archive.find(name.as_bytes()).is_none()) {
        return Ok(None);
    }
    let older = read_one(archive, names[1], &mut Vec::new())?;
    Ok(difference((names[0], stage), (names[1], older.as_ref())))
}

/// That two descriptions are of different apps or versions, if they are. One that cannot be read is
/// of none.
pub(crate) fn difference(
    one: (&str, Option<&Module>),
    other: (&str, Option<&Module>),
) -> Option<Finding> {
    let apps = [one.1, other.1].map(|module| module.map(Module::app).unwrap_or_default());
    let [(name, _), (other_name, _)] = apps;
    if name.is_some() && apps[0] == apps[1] {
        return None;
    }
    let is_one_app = name == other_name;
    let [app, other_app] = apps.map(|(name, code)| match (name, code) {
        (Some(name), code) if is_one_app => format!("{name} (versionCode {})", code.unwrap_or("-")),
        (Some(name), _) => name.to_owned(),
        (None, _) => "-".to_owned(),
    });
    let finding = Finding::new(issue::Sets::InnerPackagesDiffer {
        one: one.0.to_string(),
        its: app.to_string(),
        other: other.0.to_string(),
        others: other_app.to_string(),
    });
    Some(finding)
}

/// The identity, with labels looked up in the package's own index. One that cannot be read costs
/// the label, and nothing else.
pub(crate) fn identity(
    archive: &Archive<'_>,
    module: &Module,
    findings: &mut Vec<Finding>,
) -> Result<Identity, Unread> {
    let bytes = if module.needs_resources() {
        content(
            archive,
            &module.index,
            archive.limits().resources_size(),
            Severity::Warning,
            findings,
        )?
    } else {
        None
    };
    let index = bytes.as_deref().map(ResourceIndex::parse).transpose();
    let index = index.unwrap_or_else(|error| {
        findings.push(Finding::new(issue::Harmony::IndexMalformed { why: error.into() }));
        None
    });
    let (identity, finding) = module.identity(index.as_ref());
    findings.extend(finding);
    let cut = index.as_ref().and_then(ResourceIndex::cut_short);
    findings.extend(
        cut.map(|error| Finding::new(issue::Harmony::IndexMalformed { why: error.into() })),
    );
    Ok(identity)
}

/// The identity without what stands in a file that is there twice: devices take the last, we name
/// none.
pub(crate) fn without_duplicates(
    archive: &Archive<'_>,
    module: &Module,
    identity: Identity,
) -> Identity {
    let is_twice = |name: &str| {
        archive
            .entries()
            .iter()
            .filter(|entry| archive.name(entry) == name.as_bytes())
            .nth(1)
            .is_some()
    };
    if DESCRIPTIONS.iter().any(|name| is_twice(name)) {
        return Identity::default();
    }
    if module.needs_resources() && is_twice(&module.index) {
        return module.plain_identity();
    }
    identity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundle_names_are_those_that_devices_take() {
        for (name, want) in [
            ("com.example.app", true),
            ("a.b_c.D9", true),
            ("abcdefg", true),
            ("abcdef", false),
            ("9om.example", false),
            ("com.example-app", false),
            ("com.example.\u{43e}", false),
            ("com.example\0", false),
            ("", false),
        ] {
            assert_eq!(is_bundle_name(name), want, "{name}");
        }
        assert!(is_bundle_name(&"a".repeat(128)) && !is_bundle_name(&"a".repeat(129)));
    }
}
