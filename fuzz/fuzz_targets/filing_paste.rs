//! Fuzzes what people paste: each reader of texts, and the comparison of what they read with a
//! package.

#![no_main]

use std::sync::LazyLock;

use beian::filing::{Check, Evidence, Filed, FormOptions, paste};
use beian::report::escape_control;
use beian::{Language, Report};
use beian_fuzz::{bounded, report};
use libfuzzer_sys::fuzz_target;

static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let apk = include_bytes!("../../fixtures/android/v31-rotated.apk");
    let hap = include_bytes!("../../fixtures/harmony/store.hap");
    [&apk[..], hap].iter().filter_map(|package| Some(report::open(package, None)?.1)).collect()
});

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    bounded(data, 512, || read(&text));
    bounded(data, 1024, || REPORTS.iter().for_each(|report| compare(report, &text)));
});

fn read(text: &str) {
    if let Ok(key) = paste::public_key(text) {
        let is_hex = |digits: &String| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        assert!(key.digits.as_ref().is_none_or(is_hex), "{:?}", key.digits);
        assert!(key.digits.is_none_or(|digits| digits.len() <= text.len()), "digits were added");
        assert!(key.base64.is_none_or(|base64| base64.is_ascii() && base64.len() <= text.len()));
    }
    if let Ok(fingerprint) = paste::fingerprint(text) {
        assert!(matches!(fingerprint.bytes.len(), 16 | 20 | 32));
        assert!(fingerprint.bytes.len() <= text.len());
    }
    if let Ok(name) = paste::package_name(text) {
        assert!(!name.is_empty() && text.contains(&name));
    }
    let _ = paste::platform(text);
}

fn compare(report: &Report, text: &str) {
    let filed = Filed::default()
        .with_package_name(text)
        .with_public_key(text)
        .with_fingerprint(text)
        .with_platform(text);
    let check = Check::new(report, &filed).run();
    assert!(!check.matches(), "no text is the name, the key, the fingerprint and the platform");
    for field in &check.fields {
        for language in [Language::Chinese, Language::English] {
            let message = field.message(language);
            assert_eq!(escape_control(&message), message);
        }
    }
}
