//! `_CodeSignature/CodeResources`: the digests of every file of a bundle that no slot is of
//! (Security's `resources.cpp`).
//!
//! `files` and `rules` are of 2009, `files2` and `rules2` of 2013; where the latter are there, they
//! alone count.

use std::collections::HashMap;

use super::reason::NoCodeResources;
use super::resource_rules::{Rules, Wanted};
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::plist::Value;

/// How long a path can be on a device, in bytes (`PATH_MAX`).
const MAX_PATH: usize = 1024;

/// What is signed of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sealed {
    /// All of which are of its content.
    File(Vec<(DigestAlgorithm, Vec<u8>)>),
    /// Where it points.
    Link(String),
}

struct Entry {
    sealed: Sealed,
    is_optional: bool,
}

/// What a bundle's list says of a file that is there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Listed<'l> {
    Sealed(&'l Sealed),
    /// It may be anything.
    Free,
    /// It should have been listed.
    Added,
}

/// How many missing files are kept of a list: any is enough.
const MAX_MISSING: usize = 256;

/// The list of a bundle, as far as its files are there: a list may be longer than the app.
#[derive(Debug)]
pub(super) struct ResourceList {
    rules: Rules,
    entries: HashMap<String, Sealed>,
    /// The paths of files that must be there and are not.
    pub(super) missing: Vec<String>,
    pub(super) is_v1: bool,
}

impl ResourceList {
    /// Reads a list; `is_there` tells of paths in the bundle.
    pub(super) fn read(
        bytes: &[u8],
        is_there: impl Fn(&str) -> bool,
    ) -> Result<Self, NoCodeResources> {
        let list = Value::parse(bytes)?;
        let (files, rules, is_v1) = match list.get("files2") {
            Some(files) => (files, list.get("rules2"), false),
            None => (list.get("files").ok_or(NoCodeResources::Files)?, list.get("rules"), true),
        };
        let rules = Rules::read(rules.ok_or(NoCodeResources::Rules)?)?;
        let files = files.dictionary().ok_or(NoCodeResources::Files)?;
        let mut list = Self { rules, entries: HashMap::new(), missing: Vec::new(), is_v1 };
        for (path, value) in files {
            let entry = Entry::read(value).ok_or(NoCodeResources::Files)?;
            if is_there(path) {
                list.entries.insert(path.clone().into_owned(), entry.sealed);
            } else if !entry.is_optional && list.missing.len() < MAX_MISSING {
                list.missing.push(path.clone().into_owned());
            }
        }
        list.missing.sort_unstable();
        Ok(list)
    }

    pub(super) fn has_weak_rules(&self) -> bool {
        self.rules.are_weak
    }

    /// What is said of a file, by its path in the bundle.
    pub(super) fn listed(&self, path: &[u8], is_link: bool) -> Listed<'_> {
        let entry = std::str::from_utf8(path).ok().and_then(|path| self.entries.get(path));
        match entry {
            // The first version does not look at links.
            _ if is_link && self.is_v1 => Listed::Free,
            Some(sealed) => Listed::Sealed(sealed),
            None if path.len() > MAX_PATH => Listed::Added,
            None if self.rules.wanted(path) == Wanted::Free => Listed::Free,
            None => Listed::Added,
        }
    }
}

impl Entry {
    fn read(value: &Value<'_>) -> Option<Self> {
        if let Some(sha1) = value.data() {
            let sealed = Sealed::File(vec![digest(DigestAlgorithm::Sha1, 20, sha1)?]);
            return Some(Self { sealed, is_optional: false });
        }
        value.dictionary()?;
        let is_optional = value.get("optional").is_some_and(|it| it.boolean() == Some(true));
        let sealed = match value.get("symlink") {
            Some(target) => Sealed::Link(target.text()?.to_owned()),
            None => Sealed::File(digests(value)?),
        };
        Some(Self { sealed, is_optional })
    }
}

/// The digests of an entry, by the numbers of their hash types. There is one at least; nested code
/// has none, and stands in no flat bundle.
fn digests(entry: &Value<'_>) -> Option<Vec<(DigestAlgorithm, Vec<u8>)>> {
    let mut digests = Vec::new();
    for (key, algorithm, length) in [
        ("hash", DigestAlgorithm::Sha1, 20),
        ("hash2", DigestAlgorithm::Sha256, 32),
        ("hash3", DigestAlgorithm::Sha256, 20),
        ("hash4", DigestAlgorithm::Sha384, 48),
    ] {
        if let Some(value) = entry.get(key) {
            digests.push(digest(algorithm, length, value.data()?)?);
        }
    }
    Some(digests).filter(|digests| !digests.is_empty())
}

fn digest(
    algorithm: DigestAlgorithm,
    length: usize,
    bytes: &[u8],
) -> Option<(DigestAlgorithm, Vec<u8>)> {
    (bytes.len() == length).then(|| (algorithm, bytes.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "<dict><key>^.*</key><true/><key>^free</key><false/></dict>";
    /// 20 bytes and 32 bytes of zeros.
    const SHA1: &str = "<data>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</data>";
    const SHA256: &str = "<data>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</data>";

    fn read(body: &str) -> Result<ResourceList, NoCodeResources> {
        let list = format!("<plist><dict>{body}</dict></plist>");
        ResourceList::read(list.as_bytes(), |path| path != "missing" && path != "gone")
    }

    fn v2(files: &str) -> Result<ResourceList, NoCodeResources> {
        read(&format!("<key>files2</key><dict>{files}</dict><key>rules2</key>{RULES}"))
    }

    #[test]
    fn the_second_version_counts_alone() {
        let of = |keys: &[(&str, &str)]| {
            let body: String =
                keys.iter().map(|(key, value)| format!("<key>{key}</key>{value}")).collect();
            read(&body).map(|list| (list.is_v1, list.entries.len()))
        };
        let one = &format!("<dict><key>a</key>{SHA1}</dict>");
        for (name, keys, want) in [
            ("second", &[("files2", one), ("rules2", &RULES.to_owned())][..], Ok((false, 1))),
            ("first", &[("files", one), ("rules", &RULES.to_owned())], Ok((true, 1))),
            (
                "both",
                &[("files", one), ("files2", &"<dict/>".to_owned()), ("rules2", &RULES.to_owned())],
                Ok((false, 0)),
            ),
            (
                "rules of the first",
                &[("files2", one), ("rules", &RULES.to_owned())],
                Err(NoCodeResources::Rules),
            ),
            ("no files", &[("rules2", &RULES.to_owned())], Err(NoCodeResources::Files)),
        ] {
            let keys: Vec<_> = keys.iter().map(|(key, value)| (*key, value.as_str())).collect();
            assert_eq!(of(&keys), want, "{name}");
        }
    }

    #[test]
    fn entries_are_whole() {
        for (name, entry, want) in [
            ("SHA-1", SHA1.to_owned(), true),
            ("both", format!("<dict><key>hash</key>{SHA1}<key>hash2</key>{SHA256}</dict>"), true),
            ("a link", "<dict><key>symlink</key><string>b</string></dict>".to_owned(), true),
            ("nothing", "<dict/>".to_owned(), false),
            ("another length", format!("<dict><key>hash2</key>{SHA1}</dict>"), false),
            (
                "one of another length",
                format!("<dict><key>hash</key>{SHA256}<key>hash2</key>{SHA256}</dict>"),
                false,
            ),
            ("nested code", format!("<dict><key>cdhash</key>{SHA1}</dict>"), false),
            ("another type", "<string>a</string>".to_owned(), false),
        ] {
            assert_eq!(v2(&format!("<key>a</key>{entry}")).is_ok(), want, "{name}");
        }
    }

    #[test]
    fn files_are_listed_or_free_or_added() {
        let optional = format!("<dict><key>hash</key>{SHA1}<key>optional</key><true/></dict>");
        let list = v2(&format!(
            "<key>a</key>{SHA1}<key>b</key>{optional}\
            <key>gone</key>{optional}<key>missing</key>{SHA1}"
        ))
        .unwrap();
        let sha1 = Sealed::File(vec![(DigestAlgorithm::Sha1, vec![0; 20])]);
        assert_eq!(list.listed(b"a", false), Listed::Sealed(&sha1));
        assert_eq!(list.listed(b"b", false), Listed::Sealed(&sha1));
        assert_eq!(list.listed(b"c", false), Listed::Added);
        assert_eq!(list.listed(b"\xff", true), Listed::Added);
        assert_eq!(list.missing, ["missing"]);
    }
}
