//! Which APKs of a set a device installs together, and what must not be among them.
//!
//! A device refuses a set in which one part stands twice, or that is of two versions
//! (`PackageInstallerSession`, `validateApkInstallLocked`: "Split … was defined multiple times").
//! bundletool packs several variants of an app into one file, of which it installs one; its
//! `toc.pb` says which APKs belong to which.

use std::collections::HashMap;

use super::description;
use crate::report::{Finding, issue};
use crate::source::unread::Unread;
use crate::zip::Archive;

/// What a part of an app is called that has no name: the base.
const BASE: &str = "base";

/// The parts that are installed together.
pub(crate) enum Layout {
    /// All of them: an installer takes what is there.
    One,
    /// Those of one variant, of which each APK is in some, by its name.
    Variants(HashMap<Vec<u8>, Vec<usize>>),
    /// Those of a folder; in bundletool's `standalones` each by itself.
    Folders,
}

impl Layout {
    pub(crate) fn read(archive: &Archive<'_>) -> Result<Self, Unread> {
        let Some(variants) = description::variants(archive)? else { return Ok(Self::One) };
        let mut by_name: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (number, path) in variants {
            let numbers = by_name.entry(path).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        Ok(if by_name.is_empty() { Self::Folders } else { Self::Variants(by_name) })
    }

    /// With which others an APK of that name is installed: of equal names those.
    fn groups(&self, name: &str) -> Vec<String> {
        match self {
            Self::One => vec![String::new()],
            Self::Variants(by_name) => match by_name.get(name.as_bytes()) {
                Some(numbers) => numbers.iter().map(usize::to_string).collect(),
                None => vec![String::new()],
            },
            Self::Folders if name.starts_with("standalones/") => vec![name.to_owned()],
            Self::Folders => {
                vec![name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()]
            }
        }
    }
}

/// An APK as far as it is asked here: its name in the file, and the part of the app that it is.
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) split: Option<&'a str>,
}

/// The finding about two that are the same part.
pub(crate) fn twice<'a>(
    layout: &Layout,
    members: impl Iterator<Item = Member<'a>>,
) -> Option<Finding> {
    let mut seen: HashMap<(String, Option<&str>), &str> = HashMap::new();
    for member in members {
        for group in layout.groups(member.name) {
            let Some(first) = seen.insert((group, member.split), member.name) else { continue };
            let finding = Finding::new(issue::Sets::SplitTwice {
                first: first.to_owned(),
                other: member.name.to_owned(),
                part: member.split.unwrap_or(BASE).to_owned(),
            })
            .about(member.name);
            return Some(finding);
        }
    }
    None
}

/// The findings about packages in a set that some installers would look into.
pub(crate) fn nested(archive: &Archive<'_>) -> Vec<Finding> {
    const ENDINGS: [&[u8]; 6] = [b".apks", b".xapk", b".apkm", b".apk.zip", b".aab", b".apk.1"];
    const MAX_NAMED: usize = 10;
    let is_package = |name: &[u8]| {
        let name = name.to_ascii_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    let names = archive.entries().iter().map(|entry| archive.name(entry));
    let found = names.filter(|name| is_package(name)).take(MAX_NAMED);
    found
        .map(|name| {
            Finding::new(issue::Sets::SetWithinSet {
                name: String::from_utf8_lossy(name).into_owned(),
            })
        })
        .collect()
}

/// The finding about an app, or a bundle, that an installer of sets would take for one. Apps that
/// carry others among their assets are many.
pub(crate) fn in_package(archive: &Archive<'_>) -> Result<Option<Finding>, Unread> {
    let apks = || {
        archive.entries().iter().map(|entry| archive.name(entry)).filter(|name| is_apk_name(name))
    };
    let Some(any) = apks().next() else { return Ok(None) };
    let is_of_set = |name: &&[u8]| {
        let folder = name.iter().rposition(|&byte| byte == b'/').and_then(|end| name.get(..end));
        // A JAR signature covers nothing there.
        let in_meta_inf =
            name.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"META-INF/"));
        in_meta_inf || matches!(folder, None | Some(b"splits" | b"standalones" | b"instant"))
    };
    let found = match apks().find(is_of_set) {
        Some(name) => Some(name),
        None => description::describes(archive)?.then_some(any),
    };
    Ok(found.map(|name| {
        Finding::new(issue::Sets::ApksInPackage {
            name: String::from_utf8_lossy(name).into_owned(),
        })
    }))
}

/// Whether a file is named as an APK.
pub(crate) fn is_apk_name(name: &[u8]) -> bool {
    name.to_ascii_lowercase().ends_with(b".apk")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_installed_together_stand_there_once() {
        let variants = Layout::Variants(
            [("a", vec![0]), ("b", vec![1]), ("c", vec![0, 1])]
                .map(|(name, numbers)| (name.as_bytes().to_vec(), numbers))
                .into(),
        );
        for (layout, members, want) in [
            (&Layout::One, &[("a", None), ("b", Some("zh"))][..], None),
            (&Layout::One, &[("a", None), ("b", None)], Some("b")),
            (&Layout::One, &[("a", None), ("b", Some("zh")), ("c/d", Some("zh"))], Some("c/d")),
            (
                &Layout::Folders,
                &[("splits/a", None), ("standalones/b", None), ("standalones/c", None)],
                None,
            ),
            (
                &Layout::Folders,
                &[("splits/a", Some("zh")), ("splits/b", Some("zh"))],
                Some("splits/b"),
            ),
            (&Layout::Folders, &[("a", None), ("b", None)], Some("b")),
            (&variants, &[("a", None), ("b", None)], None),
            (&variants, &[("a", None), ("b", Some("x")), ("c", Some("x"))], Some("c")),
            // In no variant.
            (&variants, &[("d", None), ("e", None)], Some("e")),
        ] {
            let all = members.iter().map(|&(name, split)| Member { name, split });
            let got = twice(layout, all).and_then(|finding| finding.subject);
            assert_eq!(got.as_deref(), want, "{members:?}");
        }
    }
}
