//! The name that a phone in China shows, one row per table: measured with Android's own readers
//! (`differential/native/labels.cpp`, `aapt dump badging`; see the README of the fixtures).

#![allow(clippy::unwrap_used, reason = "a missing fixture is to end the test")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use beian::{Package, Verdict, VerifyOptions};

type Row = (&'static str, Option<&'static str>, &'static [&'static str]);

const DEPENDS: &str = "label-depends-on-device";
const UNRESOLVED: &str = "label-unresolved";
const ODD: &str = "resources-odd";

/// Readers of Android 10 say the same of these.
const AS_MEASURED: &[Row] = &[
    // Languages.
    ("regions", Some("大陆"), &[]),
    ("traditional-only", Some("默认"), &[]),
    ("no-region", Some("简体"), &[]),
    ("singapore", Some("新加坡"), &[]),
    ("singapore-and-none", Some("中文"), &[]),
    ("script-and-region", Some("大陆"), &[]),
    ("script-of-elsewhere", Some("臺灣简体"), &[]),
    ("united-states", Some("默认"), &[]),
    ("region-alone", Some("默认"), &[]),
    ("variant", Some("大陆"), &[]),
    ("no-default", None, &[UNRESOLVED]),
    // Devices.
    ("watch", Some("默认"), &[]),
    ("car", Some("中文"), &[]),
    ("tablet", Some("默认"), &[]),
    ("landscape", Some("竖屏"), &[]),
    ("small-width-first", Some("大陆"), &[]),
    // A worse language does not decide it: of three each can be better than the next.
    ("small-width-last", Some("默认"), &[]),
    ("platform", Some("新版"), &[DEPENDS]),
    ("old-platform", Some("大陆"), &[]),
    ("platform-to-come", Some("大陆"), &[]),
    ("country", Some("有卡"), &[DEPENDS]),
    ("other-country", Some("中文"), &[]),
    ("network", Some("大陆"), &[DEPENDS]),
    ("night", Some("大陆"), &[DEPENDS]),
    ("density", Some("高密度"), &[DEPENDS]),
    // References.
    ("reference", Some("大陆"), &[]),
    ("reference-of-traditional", Some("默认"), &[]),
    ("reference-of-watch", Some("中文"), &[]),
    ("dynamic-reference", Some("大陆"), &[]),
    ("reference-to-itself", None, &[UNRESOLVED]),
    ("reference-to-the-system", None, &[UNRESOLVED]),
    ("reference-to-nothing", None, &[UNRESOLVED]),
    ("list", None, &[UNRESOLVED]),
    ("number", Some("360"), &[]),
    // Tables.
    ("two-pools", Some("大陆"), &[ODD]),
    ("no-description", None, &[ODD]),
    ("description-behind", None, &[ODD]),
    ("description-twice", Some("大陆"), &[ODD]),
    ("package-0", None, &[UNRESOLVED, ODD]),
    ("package-256", None, &[ODD]),
    ("package-twice", Some("默认"), &[ODD]),
    ("packages-too-many", None, &[ODD]),
    ("type-0", None, &[ODD]),
    ("sparse-unsorted", Some("默认"), &[ODD]),
    ("sparse-twice", Some("默认"), &[DEPENDS, ODD]),
    ("configuration-beyond-header", Some("大陆"), &[ODD]),
    ("configuration-short", Some("平板"), &[]),
    ("string-without-end", None, &[UNRESOLVED, ODD]),
    ("utf-16", Some("大陆😀"), &[]),
    ("sparse", Some("大陆😀"), &[DEPENDS]),
    ("offsets-of-16-bits", Some("大陆😀"), &[DEPENDS]),
    ("nul-in-text", Some("名称"), &[ODD]),
];

/// What came after Android 10, so that older platforms show another name or none.
const NEWER: &[Row] = &[
    ("compact", Some("大陆😀"), &[DEPENDS]),
    ("gender", Some("默认"), &[DEPENDS]),
    ("malaysia", Some("马来西亚"), &[DEPENDS]),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/labels")
}

#[test]
fn names_are_those_that_phones_show() {
    for (name, app_name, codes) in AS_MEASURED.iter().chain(NEWER) {
        let package = Package::open(folder().join(format!("{name}.apk"))).unwrap();
        let report = package.verify(&VerifyOptions::default()).unwrap();
        assert_eq!(report.verdict(), Verdict::Verified, "{name}");
        assert_eq!(report.identity.app_name.as_deref(), *app_name, "{name}");
        let found: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(found, *codes, "{name}");
    }
}

#[test]
fn every_table_has_a_row() {
    let rows: BTreeSet<_> =
        AS_MEASURED.iter().chain(NEWER).map(|(name, ..)| format!("{name}.apk")).collect();
    let files = std::fs::read_dir(folder()).unwrap();
    let files: BTreeSet<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(rows, files);
}

#[test]
fn what_differs_names_both() {
    let report = Package::open(folder().join("country.apk")).unwrap();
    let report = report.verify(&VerifyOptions::default()).unwrap();
    let both = report.findings.first().unwrap().message(beian::Language::English);
    for named in ["有卡", "mcc460-480dpi-v37", "大陆", "480dpi-v37"] {
        assert!(both.contains(named), "{both}");
    }
}
