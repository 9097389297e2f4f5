//! The rows 「APP包名」 and the running platform.

use super::basis::Basis;
use super::written::{as_written, not_read};
use crate::filing::paste;
use crate::filing::paste::{NotRead, PlatformText};
use crate::filing::reason::Judgement;
use crate::report::{Platform, Verdict};

pub(super) fn package_name(basis: &Basis<'_>, text: &str) -> Judgement {
    let (filed, label) = match paste::labelled_name(text) {
        Ok((filed, label)) => (filed.to_owned(), label),
        Err(why) => return not_read(why, || Judgement::NoPackageName),
    };
    let Some(name) = basis.package_name() else {
        let stated = basis.report.identity.package_name.is_some()
            || basis.report.verdict() == Verdict::Rejected;
        return basis.silence().filter(|_| stated).unwrap_or(Judgement::NoPackageName);
    };
    if filed == name {
        let is_tidy = text.trim_matches([' ', '\t', '\r', '\n']) == name;
        return as_written(basis, Judgement::Match, label.into_iter(), None, is_tidy);
    }
    let with_name = |reason: fn(String) -> Judgement| reason(name.to_owned());
    if is_app_name(basis, &filed) {
        return with_name(Judgement::AppName);
    }
    if basis.is_app_identifier(&filed) {
        return Judgement::AppIdentifier;
    }
    if is_app_id(&filed, name) {
        return Judgement::AppId;
    }
    if paste::plain_name(&filed) == name {
        return as_written(
            basis,
            with_name(Judgement::StrayCharacters),
            label.into_iter(),
            None,
            true,
        );
    }
    if let Some(judgement) = with_more(text, name) {
        return judgement;
    }
    if filed.eq_ignore_ascii_case(name) {
        return with_name(Judgement::WrongCase);
    }
    let platform = basis.report.platform.unwrap_or(Platform::Android);
    let is_name = paste::is_package_name(&filed, platform);
    with_name(if is_name { Judgement::OtherPackage } else { Judgement::NoPackageNameShape })
}

/// What a text is that has more in it than the name: a file's name, a component's, a link, the line
/// of a tool.
fn with_more(text: &str, name: &str) -> Option<Judgement> {
    let plain = text.trim();
    if plain.contains("://") {
        return Some(Judgement::Link(name.to_owned()));
    }
    if is_file_name(plain, name) {
        return Some(Judgement::PackageFileName(name.to_owned()));
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut words = (1..).zip(plain.lines()).flat_map(|(line, text)| {
        let words = text.split(move |c| !is_of_name(c)).map(|word| word.trim_matches('.'));
        words.map(move |word| (line, word))
    });
    let is_name = |word: &str| paste::is_package_name(word, Platform::Android);
    let mut names =
        words.by_ref().filter(|(_, word)| is_name(word) || *word == name).take(MAX_NAMES);
    let all: Vec<(usize, &str)> = names.by_ref().collect();
    let (line, _) = all.iter().find(|(_, word)| *word == name).copied()?;
    if plain.starts_with(&format!("{name}/")) {
        return Some(Judgement::ComponentName(name.to_owned()));
    }
    let is_only = all.iter().all(|(_, word)| *word == name) && all.len() < MAX_NAMES;
    let label = name.to_owned();
    Some(if is_only {
        Judgement::FoundInText { line, label }
    } else {
        Judgement::RightAmongOthers { line, label }
    })
}

/// How many names a text may have for one of them to be meant.
const MAX_NAMES: usize = 64;

/// Whether a text is the name of a file that begins with the package's. `.app` ends names of
/// packages too.
fn is_file_name(text: &str, name: &str) -> bool {
    const ENDINGS: [&str; 9] =
        [".apk", ".aab", ".apks", ".xapk", ".apkm", ".hap", ".hsp", ".ipa", ".rpk"];
    let lower = text.to_ascii_lowercase();
    let file = lower.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = ENDINGS.iter().find_map(|ending| file.strip_suffix(ending));
    let behind = stem.and_then(|stem| stem.strip_prefix(&name.to_ascii_lowercase()));
    behind.is_some_and(|it| !it.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn is_app_name(basis: &Basis<'_>, filed: &str) -> bool {
    let identity = &basis.report.identity;
    let names = identity
        .app_names
        .values()
        .chain(&identity.app_name)
        .chain(identity.launcher_names.values());
    let mut names = names.map(|name| name.trim());
    names.any(|name| name.eq_ignore_ascii_case(filed))
}

/// Whether a text is the bundle's name, `_`, and what may be its key.
fn is_app_id(filed: &str, name: &str) -> bool {
    let key = filed.strip_prefix(name).and_then(|rest| rest.strip_prefix('_'));
    key.is_some_and(|key| key.len() >= 80 && paste::base64_digits(key).is_some())
}

pub(super) fn platform(basis: &Basis<'_>, text: &str) -> Judgement {
    let (filed, labels) = match paste::labelled_platform(text) {
        Ok(filed) => filed,
        Err(NotRead::Empty) => return Judgement::Empty,
        Err(_) => return Judgement::TooLong,
    };
    let platform = basis.platform();
    let label = platform.unwrap_or("安卓、鸿蒙、iOS");
    match (filed, platform) {
        (PlatformText::Store, _) => Judgement::StoreAsPlatform(label),
        (PlatformText::Several, _) => Judgement::SeveralPlatforms(label),
        (PlatformText::Unknown, _) => Judgement::NoSuchPlatform(label),
        (PlatformText::Platform(_), None) => Judgement::NoPlatform,
        (PlatformText::Platform(filed), Some(platform)) => match basis.silence() {
            Some(reason) => reason,
            None if filed.form_word() == platform => {
                let labels = labels.iter().map(String::as_str);
                as_written(basis, Judgement::Match, labels, None, paste::is_plain_platform(text))
            }
            None => Judgement::OtherPlatform(label),
        },
    }
}
