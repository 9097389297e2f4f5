//! What stands beside the APKs of a set and describes them: `manifest.json` of APKPure, `info.json` of APKMirror, the file of
//! SAI, and `toc.pb` of bundletool (`BuildApksResult`). None of it is signed: it is compared, and never relied on.

use std::collections::HashSet;

use crate::container;
use crate::error::Error;
use crate::json::Json;
use crate::protobuf::Message;
use crate::report::{Code, Finding, Severity};
use crate::zip::Archive;

/// Where each JSON names the package.
const PACKAGE_IN_JSON: [(&str, &str); 4] = [
    ("manifest.json", "package_name"),
    ("info.json", "pname"),
    ("meta.sai_v2.json", "package"),
    ("meta.sai_v1.json", "package"),
];
const TOC: &str = "toc.pb";
const PACKAGE_IN_TOC: u64 = 4;

/// A description, if it is there and can be read. One that cannot be says nothing.
fn content(archive: &Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, Error> {
    container::content(archive, name, archive.limits().description_size(), Severity::Info, &mut Vec::new())
}

/// Findings about descriptions that name another package.
pub(crate) fn check(archive: &Archive<'_>, package: &str) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let mut compare = |file: &str, named: Option<&str>| {
        if let Some(named) = named.filter(|&named| !named.is_empty() && named != package) {
            let finding = Finding::new(Code::SetDescriptionDiffers).about(file);
            findings.push(finding.arg(file).arg(shortened(named)).arg(package));
        }
    };
    for (file, key) in PACKAGE_IN_JSON {
        let json = content(archive, file)?.and_then(|bytes| Json::parse(&bytes).ok());
        compare(file, json.as_ref().and_then(|json| json.text(&[key])));
    }
    let toc = content(archive, TOC)?;
    let toc = toc.as_deref().and_then(Message::parse);
    compare(TOC, toc.and_then(|toc| toc.text(PACKAGE_IN_TOC)));
    Ok(findings)
}

/// As much of a name as a sentence can hold.
fn shortened(name: &str) -> String {
    name.chars().take(200).collect()
}

/// The files that APKPure's installer would install, whatever they are named.
pub(crate) fn named_files(archive: &Archive<'_>) -> Result<HashSet<Vec<u8>>, Error> {
    let json = content(archive, "manifest.json")?.and_then(|bytes| Json::parse(&bytes).ok());
    let files = json.as_ref().map_or(&[][..], |json| json.list(&["split_apks"]));
    Ok(files.iter().filter_map(|file| Some(file.text(&["file"])?.as_bytes().to_vec())).collect())
}
