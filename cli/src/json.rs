//! The command's JSON: one object a file, on one line, as `beian::json` has it.

use beian::{Error, Language, json};

use crate::commands::check::Compared;
use crate::file_name::FileName;
use crate::outcome::Outcome;

/// The line of a file that could be read.
pub(crate) fn line(outcome: &Outcome, language: Language) -> serde_json::Result<String> {
    json::line(&json::report(outcome.file.as_json(), outcome, language))
}

/// The line of a file that a scan has read.
pub(crate) fn scan_line(
    outcome: &Outcome,
    size: u64,
    language: Language,
) -> serde_json::Result<String> {
    json::line(&json::row(outcome.file.as_json(), outcome, size, language))
}

/// The line of a file that was compared.
pub(crate) fn check_line(
    compared: &Compared<'_>,
    language: Language,
) -> serde_json::Result<String> {
    json::line(&json::check(compared.outcome.file.as_json(), &compared.as_json(), language))
}

/// The line of a file that could not be read.
pub(crate) fn error_line(
    file: &FileName,
    error: &Error,
    language: Language,
) -> serde_json::Result<String> {
    json::line(&json::error(file.as_json(), error, language))
}

/// The line of a file that a scan has no report on, for whatever reason.
pub(crate) fn failure_line(
    file: &FileName,
    code: &'static str,
    message: &str,
    size: Option<u64>,
) -> serde_json::Result<String> {
    json::line(&json::failure(file.as_json(), code, message, size))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use beian::report::is_hidden;

    use super::*;
    use crate::outcome::tests::{outcome, rejected, samples, several, shared, verified};

    fn parsed(outcome: &Outcome) -> Value {
        serde_json::from_str(&line(outcome, Language::English).unwrap()).unwrap()
    }

    /// The keys of an object in the order in which they are written.
    fn keys(text: &str, names: &[&str]) -> bool {
        let places: Vec<_> = names.iter().map(|name| text.find(&format!("\"{name}\":"))).collect();
        places.iter().all(Option::is_some) && places.is_sorted()
    }

    #[test]
    fn keys_stand_in_the_order_of_the_contract_on_one_line() {
        for (name, report) in samples() {
            let text = line(&outcome(report, false), Language::Chinese).unwrap();
            assert!(!text.contains('\n'), "{name}");
            let top = [
                "schema",
                "file",
                "kind",
                "platform",
                "identity",
                "verification",
                "signers",
                "findings",
                "filing",
            ];
            assert!(keys(&text, &top), "{name}");
            assert!(
                keys(
                    &text,
                    &[
                        "package_name",
                        "app_name",
                        "app_names",
                        "version_name",
                        "version_code",
                        "min_sdk",
                        "target_sdk"
                    ]
                ),
                "{name}"
            );
            assert!(keys(&text, &["verdict", "schemes"]), "{name}");
            assert!(!text.contains("harmonyos"), "{name}");
        }
    }

    #[test]
    fn a_verified_package_gives_its_facts_as_stored_and_its_filing_as_asked() {
        let text = line(&outcome(verified(), false), Language::English).unwrap();
        assert!(keys(
            &text,
            &[
                "role",
                "scheme",
                "sdk",
                "certificate",
                "md5",
                "sha1",
                "sha256",
                "subject",
                "issuer",
                "serial",
                "not_before",
                "not_after"
            ]
        ));
        assert!(keys(
            &text,
            &[
                "algorithm",
                "bits",
                "curve",
                "exponent",
                "modulus_dec",
                "modulus_hex",
                "raw_hex",
                "spki_hex",
                "spki_base64"
            ]
        ));
        let json = parsed(&outcome(verified(), false));
        for (pointer, want) in [
            ("/schema", Value::from(1)),
            ("/file", "dir/app.apk".into()),
            ("/kind", "apk".into()),
            ("/platform", "android".into()),
            ("/identity/version_code", "10203".into()),
            ("/identity/min_sdk", 24.into()),
            ("/verification/verdict", "verified".into()),
            ("/verification/schemes", vec!["v1", "v2"].into()),
            ("/verification/min_sdk", 24.into()),
            ("/verification/max_sdk", Value::Null),
            ("/signers/0/role", "primary".into()),
            ("/signers/0/sdk", Value::Null),
            ("/signers/0/certificate/md5", "15c8595fc3c6f444061104f015611a38".into()),
            ("/signers/0/certificate/serial", "1f2e3d".into()),
            ("/signers/0/public_key/algorithm", "RSA".into()),
            ("/signers/0/public_key/curve", Value::Null),
            ("/findings/0/severity", "warning".into()),
            ("/findings/0/code", "encrypted-flag".into()),
            ("/findings/0/subject", Value::Null),
            ("/filing/profile", "default".into()),
            ("/filing/platform", "安卓".into()),
            ("/filing/package_name", "com.example.app".into()),
            ("/filing/fingerprint", "15C8595FC3C6F444061104F015611A38".into()),
            ("/filing/fields/0/label", "APP包名".into()),
            ("/filing/fields/1/form", "modulus-dec".into()),
            ("/filing/fields/2/value", "15C8595FC3C6F444061104F015611A38".into()),
        ] {
            assert_eq!(json.pointer(pointer), Some(&want), "{pointer}");
        }
    }

    #[test]
    fn what_nothing_proves_is_left_out_unless_asked_for() {
        for (name, report, allowed, signers, filing) in [
            ("rejected", rejected(), false, 0, false),
            ("rejected", rejected(), true, 1, true),
            ("shared", shared(), false, 1, false),
            ("shared", shared(), true, 1, true),
            ("several", several(), false, 2, false),
            ("several", several(), true, 2, false),
            ("verified", verified(), false, 1, true),
        ] {
            let json = parsed(&outcome(report, allowed));
            assert_eq!(
                json.pointer("/signers").and_then(Value::as_array).map(Vec::len),
                Some(signers),
                "{name}"
            );
            assert_eq!(json.pointer("/filing").is_some_and(Value::is_object), filing, "{name}");
            assert_eq!(
                json.pointer("/no_filing/code").is_some_and(Value::is_string),
                !filing,
                "{name}"
            );
            let role = json.pointer("/signers/0/role").and_then(Value::as_str);
            assert_eq!(role == Some("claimed"), name == "rejected" && allowed, "{name}");
        }
    }

    #[test]
    fn why_there_are_no_values_is_said_by_code() {
        for (report, code) in [
            (rejected(), "not-verified"),
            (several(), "several-signers"),
            (shared(), "shared-certificate"),
        ] {
            let json = parsed(&outcome(report, false));
            assert_eq!(json.pointer("/no_filing/code"), Some(&code.into()));
            assert_eq!(json.pointer("/filing"), Some(&Value::Null));
        }
        assert_eq!(parsed(&outcome(verified(), false)).pointer("/no_filing"), None);
    }

    #[test]
    fn nothing_is_hidden_and_nothing_is_lost() {
        for text in [
            "plain 示例 \u{1f4f7}",
            "\u{202e}gpj.exe",
            "\u{61c}\u{200e}a\u{2066}",
            "\u{9b}31m \u{7f} \u{1b} \" \\ \n",
            "\u{e0041}tag\u{e01ef}",
            "\u{feff}",
            "",
        ] {
            let line = json::line(&text).unwrap();
            assert!(!line.contains(is_hidden), "{line:?}");
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
        assert_eq!(json::line(&"a\u{e0041}b").unwrap(), r#""a\udb40\udc41b""#);
    }

    #[test]
    fn a_range_without_end_keeps_its_numbers_for_a_signer() {
        let (_, rotated) = samples().into_iter().find(|(name, _)| *name == "rotated").unwrap();
        let json = parsed(&outcome(rotated, false));
        assert_eq!(json.pointer("/signers/0/sdk"), Some(&vec![28, i32::MAX].into()));
        assert_eq!(json.pointer("/signers/0/public_key/modulus_dec"), Some(&Value::Null));
    }

    #[test]
    fn an_unreadable_file_has_its_own_line() {
        let error =
            Error::Open { path: "a.apk".into(), source: std::io::ErrorKind::NotFound.into() };
        assert_eq!(
            error_line(&"a.apk".into(), &error, Language::Chinese).unwrap(),
            concat!(
                r#"{"schema":1,"file":"a.apk","error":{"code":"cannot-open","#,
                r#""message":"无法打开 a.apk：文件不存在"}}"#
            )
        );
    }
}
