//! What stands beside the APKs of a set and describes them: `manifest.json` of APKPure, `info.json`
//! of APKMirror, the file of SAI, and `toc.pb` of bundletool (`BuildApksResult`). None of it is
//! signed: it is compared, and never relied on. Installers go by it: where one cannot be read,
//! what they would do is not known.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::encoding::json::Json;
use crate::encoding::protobuf::Message;
use crate::report::{Failure, Finding, issue};
use crate::say::{Because, said};
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, EntryError};

said! {
    /// Why the description of a set cannot be relied on.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum DescriptionFault {
        MissingFile => { en: "it names a file that is not there", zh: "其中指明的文件不存在" }
        NoMessage => {
            en: "it is no message of Protocol Buffers",
            zh: "不是有效的 Protocol Buffers 数据"
        }
    }
}

/// Where each JSON names the package.
const PACKAGE_IN_JSON: [(&str, &str); 4] = [
    (XAPK, "package_name"),
    ("info.json", "pname"),
    ("meta.sai_v2.json", "package"),
    ("meta.sai_v1.json", "package"),
];
const XAPK: &str = "manifest.json";
const TOC: &str = "toc.pb";
/// Fields of `BuildApksResult`, of `Variant` in it, of `ApkSet` in that, and of `ApkDescription` in
/// that (bundletool, `commands.proto`).
const PACKAGE_IN_TOC: u64 = 4;
const VARIANT: u64 = 1;
const APK_SET: u64 = 2;
const APK_DESCRIPTION: u64 = 2;
const PATH: u64 = 2;
/// How many paths of a table are looked at, in all its variants.
const MAX_PATHS: usize = 1 << 16;

/// A description, if it is there.
fn content(archive: &Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    let Some(entry) = archive.find(name.as_bytes()) else { return Ok(None) };
    match archive.content(entry, archive.limits().description_size()) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(EntryError::Read(source)) => Err(Part::Entry.unread(source).into()),
        Err(error) => Err(unreadable(name, error).into()),
    }
}

fn unreadable(name: &str, why: impl Into<Because>) -> Finding {
    let (file, why) = (name.to_owned(), why.into());
    Finding::new(issue::Sets::SetDescriptionUnreadable { file, why }).about(name)
}

/// What `manifest.json` says, where it was read to tell the kind of the package; else as it is.
fn xapk<'m>(
    archive: &Archive<'_>,
    manifest: Option<&'m Json>,
) -> Result<Option<Cow<'m, Json>>, Failure> {
    match manifest {
        Some(json) => Ok(Some(Cow::Borrowed(json))),
        None => Ok(json(archive, XAPK)?.map(Cow::Owned)),
    }
}

fn json(archive: &Archive<'_>, name: &str) -> Result<Option<Json>, Failure> {
    let Some(content) = content(archive, name)? else { return Ok(None) };
    Ok(Json::parse(&content).map(Some).map_err(|error| unreadable(name, error))?)
}

/// Findings about descriptions that cannot be read, that name another package, or a file that is
/// not there.
pub(crate) fn check(
    archive: &Archive<'_>,
    package: &str,
    manifest: Option<&Json>,
) -> Result<Vec<Finding>, Unread> {
    let mut findings = Vec::new();
    let compare = |file: &str, named: Option<&str>| {
        let named = named.filter(|&named| !named.is_empty() && named != package)?;
        let finding = Finding::new(issue::Sets::SetDescriptionDiffers {
            file: file.to_owned(),
            named: shortened(named),
            package: package.to_owned(),
        })
        .about(file);
        Some(finding)
    };
    for (file, key) in PACKAGE_IN_JSON {
        let read = match file {
            XAPK => xapk(archive, manifest),
            _ => json(archive, file).map(|it| it.map(Cow::Owned)),
        };
        match read {
            Ok(None) => {}
            Err(failure) => findings.push(failure.finding()?),
            Ok(Some(json)) => {
                findings.extend(compare(file, json.text(&[key])));
                let is_missing = |name: &str| archive.find(name.as_bytes()).is_none();
                if file == XAPK && files_of(&json).any(is_missing) {
                    findings.push(unreadable(file, DescriptionFault::MissingFile));
                }
            }
        }
    }
    match content(archive, TOC) {
        Ok(None) => {}
        Err(failure) => findings.push(failure.finding()?),
        Ok(Some(toc)) => match Message::parse(&toc) {
            Some(toc) => findings.extend(compare(TOC, toc.text(PACKAGE_IN_TOC))),
            None => findings.push(unreadable(TOC, DescriptionFault::NoMessage)),
        },
    }
    Ok(findings)
}

/// As much of a name as a sentence can hold.
fn shortened(name: &str) -> String {
    name.chars().take(200).collect()
}

/// The files that a description of APKPure's names for APKs.
fn files_of(json: &Json) -> impl Iterator<Item = &str> {
    json.list(&["split_apks"]).iter().filter_map(|file| file.text(&["file"]))
}

/// The files that APKPure's installer would install, whatever they are named.
pub(crate) fn named_files(
    archive: &Archive<'_>,
    manifest: Option<&Json>,
) -> Result<HashSet<Vec<u8>>, Unread> {
    let json = xapk(archive, manifest).or_else(Failure::ignored)?;
    Ok(json.iter().flat_map(|json| files_of(json)).map(|name| name.as_bytes().to_vec()).collect())
}

/// The number of a variant, and the name of an APK in it.
pub(crate) type InVariant = (usize, Vec<u8>);

/// The APKs of bundletool's variants, each with the number of its variant; `None` where there is no
/// table, or none that can be read.
pub(crate) fn variants(archive: &Archive<'_>) -> Result<Option<Vec<InVariant>>, Unread> {
    let Some(toc) = content(archive, TOC).or_else(Failure::ignored)? else { return Ok(None) };
    let Some(toc) = Message::parse(&toc) else { return Ok(None) };
    let mut paths = Vec::new();
    for (number, variant) in toc.all(VARIANT).enumerate() {
        let sets = Message::parse(variant).into_iter().flat_map(|it| it.all(APK_SET));
        let apks = sets.filter_map(Message::parse).flat_map(|it| it.all(APK_DESCRIPTION));
        let named = apks.filter_map(Message::parse).filter_map(|it| it.bytes(PATH));
        paths.extend(
            named.map(|path| (number, path.to_vec())).take(MAX_PATHS.saturating_sub(paths.len())),
        );
    }
    Ok(Some(paths))
}

/// Whether a file is described as a set of APKs is. Other files go by some of these names too.
pub(crate) fn describes(archive: &Archive<'_>) -> Result<bool, Unread> {
    let has_any = |file: &str, keys: [&str; 2]| -> Result<bool, Unread> {
        let json = json(archive, file).or_else(Failure::ignored)?;
        Ok(json.is_some_and(|json| keys.iter().any(|key| json.at(&[key]).is_some())))
    };
    let is_there = ["toc.pb", "meta.sai_v1.json", "meta.sai_v2.json"];
    let is_there = is_there.iter().any(|name| archive.find(name.as_bytes()).is_some());
    Ok(is_there
        || has_any(XAPK, ["split_apks", "xapk_version"])?
        || has_any("info.json", ["apkm_version", "pname"])?)
}
