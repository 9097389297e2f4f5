//! What a file is, by its content; and what it is when it is none of ours.

use crate::android::{aab, apk, apk_set};
use crate::apple::container;
use crate::apple::no_app::NoApp;
use crate::encoding::asn1::tag;
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
    Err(Error::UnknownKind { why: plain_zip(archive) })
}

/// What lies in a ZIP that is no app, where something does that could be given.
fn plain_zip(archive: &Archive<'_>) -> NoPackage {
    const ENDINGS: [&str; 20] = [
        ".apk",
        ".aab",
        ".apks",
        ".xapk",
        ".hap",
        ".hsp",
        ".app",
        ".ipa",
        ".rpk",
        ".cer",
        ".crt",
        ".pem",
        ".der",
        ".p7b",
        ".p12",
        ".pfx",
        ".jks",
        ".keystore",
        ".bks",
        ".mobileprovision",
    ];
    const SHOWN: usize = 8;
    const LENGTH: usize = 100;
    let names = archive.entries().iter().filter_map(|entry| {
        let name = String::from_utf8_lossy(archive.name(entry));
        let lower = name.to_ascii_lowercase();
        let is_meant = ENDINGS.iter().any(|ending| lower.ends_with(ending));
        is_meant.then(|| name.chars().take(LENGTH).collect::<String>())
    });
    let names: Vec<String> = names.take(SHOWN).collect();
    if names.is_empty() { NoPackage::PlainZip } else { NoPackage::ZipOf(names) }
}

/// What files that people take for packages begin with. `None` for a ZIP.
pub(crate) fn by_start(start: &[u8], size: u64) -> Option<NoPackage> {
    if let Some(broken) = broken(start, size) {
        return Some(broken);
    }
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().starts_with(b"<") {
        return Some(NoPackage::WebPage);
    }
    Some(match start {
        [] => NoPackage::Empty,
        [b'P', b'K', 3 | 5, ..] => return None,
        [b'R', b'a', b'r', b'!', ..] => NoPackage::Rar,
        [0x1f, 0x8b, ..] => NoPackage::Gzip,
        [b'7', b'z', 0xbc, 0xaf, ..] => NoPackage::SevenZip,
        _ => NoPackage::Unknown,
    })
}

/// What became of a file that was another, or stands in its place.
fn broken(start: &[u8], size: u64) -> Option<NoPackage> {
    const REPLACED: &[u8] = b"\xef\xbf\xbd";
    const PRINTED: [&str; 8] = [
        "Certificate fingerprints",
        "证书指纹",
        "Subject Public Key Info",
        "certificate SHA-256 digest",
        "Fingerprint=",
        "Keystore type:",
        "密钥库类型",
        "MD5 Fingerprint",
    ];
    let holds = |bytes: &[u8]| start.windows(bytes.len()).any(|it| it == bytes);
    if start.starts_with(b"version https://git-lfs") {
        return Some(NoPackage::LfsPointer);
    }
    // A keystore of Java's begins with bytes that are no text, DER with one behind its tag.
    let is_replaced = start.starts_with(REPLACED)
        || matches!(start, [tag::SEQUENCE, rest @ ..] if rest.starts_with(REPLACED));
    if is_replaced {
        return Some(NoPackage::ThroughText);
    }
    if let [tag::SEQUENCE, 0x82, high, low, ..] = start {
        let announced = u64::from(u16::from_be_bytes([*high, *low])).saturating_add(4);
        return (announced > size).then_some(NoPackage::CutOff { announced, size });
    }
    PRINTED.iter().any(|it| holds(it.as_bytes())).then_some(NoPackage::ToolOutput)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_is_called_what_it_is() {
        use NoPackage::{CutOff, Gzip, LfsPointer, ThroughText, ToolOutput, Unknown, WebPage};
        for (start, want) in [
            (&b"version https://git-lfs.github.com/spec/v1\noid sha256:00"[..], Some(LfsPointer)),
            (b"\xef\xbf\xbd\xef\xbf\xbd\0\0\0\x02", Some(ThroughText)),
            (b"0\xef\xbf\xbd\x09", Some(ThroughText)),
            (b"0\x82\x10\0\x02\x01\x03", Some(CutOff { announced: 4100, size: 100 })),
            (b"0\x82\0\x10\x02\x01\x03", Some(Unknown)),
            (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", Some(WebPage)),
            (b"\n\n<?xml version=\"1.0\"?>", Some(WebPage)),
            ("证书指纹:\n\t SHA1: 00".as_bytes(), Some(ToolOutput)),
            (b"Certificate fingerprints:\n", Some(ToolOutput)),
            (b"SHA1 Fingerprint=00:11", Some(ToolOutput)),
            (b"\x1f\x8b\x08", Some(Gzip)),
            (b"PK\x03\x04", None),
            (b"plain text", Some(Unknown)),
        ] {
            assert_eq!(by_start(start, 100), want, "{start:?}");
        }
    }
}
