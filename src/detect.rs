//! What a file is, by its content; and what it is when it is none of ours.

use crate::android::{aab, apk, apk_set};
use crate::apple::container;
use crate::apple::no_app::NoApp;
use crate::encoding::json::Json;
use crate::error::{Error, NoPackage};
use crate::harmony::hap;
use crate::harmony::hap::Described;
use crate::quick_app::manifest::Manifest;
use crate::quick_app::rpk;
use crate::report::Kind;
use crate::zip::Archive;

/// What was told of a ZIP, with what was parsed to tell it: the readers parse it no second time.
pub(crate) enum Detected {
    Apk,
    Bundle,
    /// With `manifest.json`, where it has one that can be read.
    Set(Option<Json>),
    QuickApp(Manifest),
    Harmony(Box<Described>),
    /// With the app's folder.
    Ipa(Vec<u8>),
}

/// What a ZIP is, by what it holds.
pub(crate) fn kind(archive: &Archive<'_>) -> Result<(Kind, Detected), Error> {
    if apk::is_apk(archive) {
        return Ok((Kind::Apk, Detected::Apk));
    }
    // A HarmonyOS package may hold a file of a quick app's.
    let manifest = if hap::is_signed(archive)? { None } else { Some(Manifest::read(archive)?) };
    let manifest = match manifest {
        Some(manifest) if rpk::is_quick_app(archive, &manifest)? => {
            return Ok((Kind::Rpk, Detected::QuickApp(manifest)));
        }
        other => other.and_then(|manifest| manifest.json),
    };
    let described = Described::read(archive)?;
    if let Some(kind) = hap::kind(archive, &described)? {
        return Ok((kind, Detected::Harmony(Box::new(described))));
    }
    if aab::is_bundle(archive) {
        return Ok((Kind::Aab, Detected::Bundle));
    }
    if let Some(kind) = apk_set::kind(archive) {
        return Ok((kind, Detected::Set(manifest)));
    }
    let app = container::find(archive);
    match &app {
        container::Found::App(root) => return Ok((Kind::Ipa, Detected::Ipa(root.clone()))),
        container::Found::Several => return Err(Error::BrokenApp { why: NoApp::Several }),
        _ => {}
    }
    // A ZIP without even a manifest of a JAR is no app.
    let holds_meta_inf =
        archive.entries().iter().any(|entry| archive.name(entry).starts_with(b"META-INF/"));
    if holds_meta_inf {
        return Ok((Kind::Jar, Detected::Apk));
    }
    if app == container::Found::EmptyPayload {
        return Err(Error::BrokenApp { why: NoApp::Missing });
    }
    Err(Error::UnknownKind { why: NoPackage::PlainZip })
}

/// What files that people take for packages begin with. `None` for a ZIP.
pub(crate) fn by_start(start: &[u8]) -> Option<NoPackage> {
    Some(match start {
        [] => NoPackage::Empty,
        [b'P', b'K', 3 | 5, ..] => return None,
        [b'R', b'a', b'r', b'!', ..] => NoPackage::Rar,
        [0x1f, 0x8b, ..] => NoPackage::Gzip,
        [b'7', b'z', 0xbc, 0xaf, ..] => NoPackage::SevenZip,
        [b'<', ..] => NoPackage::WebPage,
        _ => NoPackage::Unknown,
    })
}
