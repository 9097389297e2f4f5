//! Texts of a quick app in several languages: `i18n/zh-CN.json`, `i18n/zh.json`,
//! `i18n/defaults.json`. The manifest refers to one as `${message.appName}`.

use crate::encoding::json::Json;
use crate::report::Identity;
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, EntryError};

/// The files in the order in which a device in Chinese (China) looks at them.
const FILES: [(&str, &str); 3] =
    [("zh-CN", "i18n/zh-CN.json"), ("zh", "i18n/zh.json"), ("", "i18n/defaults.json")];
/// How deep a text may stand.
const MAX_DEPTH: usize = 16;

/// Puts the app's name in place of a reference to it. One that leads nowhere stays as it stands.
pub(super) fn resolve(identity: &mut Identity, archive: &Archive<'_>) -> Result<(), Unread> {
    let Some(path) = identity.app_name.as_deref().and_then(reference) else { return Ok(()) };
    let path: Vec<String> = path.split('.').take(MAX_DEPTH).map(str::to_owned).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut names = Vec::new();
    for (language, file) in FILES {
        if let Some(json) = read(archive, file)?
            && let Some(name) = json.text(&path)
        {
            names.push((language.to_owned(), name.to_owned()));
        }
    }
    if let Some((_, name)) = names.first() {
        identity.app_name = Some(name.clone());
        identity.app_names = names.into_iter().collect();
    }
    Ok(())
}

/// The path of a text that is nothing but a reference to another.
fn reference(text: &str) -> Option<&str> {
    let path = text.trim().strip_prefix("${")?.strip_suffix('}')?.trim();
    let path = path.strip_prefix("$t(").and_then(|it| it.strip_suffix(')')).unwrap_or(path);
    (!path.contains(['{', '$'])).then(|| path.trim_matches(['\'', '"']))
}

fn read(archive: &Archive<'_>, file: &str) -> Result<Option<Json>, Unread> {
    let Some(entry) = archive.find(file.as_bytes()) else { return Ok(None) };
    match archive.content(entry, archive.limits().description_size()) {
        Ok(bytes) => Ok(Json::parse(&bytes).ok()),
        Err(EntryError::Read(source)) => Err(Part::Entry.unread(source)),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_a_path() {
        for (text, want) in [
            ("${message.appName}", Some("message.appName")),
            (" ${ message.appName } ", Some("message.appName")),
            ("${$t('message.appName')}", Some("message.appName")),
            ("示例", None),
            ("${a}${b}", None),
            ("a ${b}", None),
            ("${}", Some("")),
        ] {
            assert_eq!(reference(text), want, "{text}");
        }
    }
}
