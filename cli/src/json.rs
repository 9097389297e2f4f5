//! The command's JSON: one object a file, on one line. Keys, their order and their meaning are a
//! contract with other programs; [`SCHEMA`] grows by one when a key changes its meaning.

use std::collections::BTreeMap;
use std::io;

use beian::filing::{Form, NoForm};
use beian::x509::PublicKey;
use beian::{
    Error, Finding, HarmonyOs, Identity, Language, Profile, Report, SdkRange, Severity, Signer,
    is_hidden,
};
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::file_name::FileName;
use crate::outcome::Outcome;

pub(crate) const SCHEMA: u32 = 1;

/// The line of a file that could be read.
pub(crate) fn line(outcome: &Outcome, language: Language) -> serde_json::Result<String> {
    report_line(outcome, None, language)
}

/// The line of a file that a scan has read.
pub(crate) fn scan_line(
    outcome: &Outcome,
    size: u64,
    language: Language,
) -> serde_json::Result<String> {
    report_line(outcome, Some(ScanJson::of(outcome, size)), language)
}

fn report_line(
    outcome: &Outcome,
    scan: Option<ScanJson>,
    language: Language,
) -> serde_json::Result<String> {
    let report = &outcome.report;
    to_line(&FileJson {
        schema: SCHEMA,
        file: &outcome.file.text,
        file_bytes: outcome.file.bytes.as_deref(),
        kind: report.kind.as_str(),
        platform: report.platform.map(beian::Platform::as_str),
        identity: identity(&report.identity),
        verification: verification(report),
        signers: outcome.signers().iter().map(signer).collect(),
        harmonyos: report.harmonyos.as_ref().map(harmonyos),
        findings: outcome.findings().into_iter().map(|found| finding(found, language)).collect(),
        filing: outcome.form.as_ref().ok().map(filing),
        no_filing: outcome.form.as_ref().err().map(|why| no_filing(why, language)),
        scan,
    })
}

/// The line of a file that could not be read.
pub(crate) fn error_line(
    file: &FileName,
    error: &Error,
    language: Language,
) -> serde_json::Result<String> {
    let error = ErrorJson { code: error.code(), message: &error.message(language) };
    to_line(&UnreadableJson::new(file, error, None))
}

/// The line of a file that a scan has no report on, for whatever reason.
pub(crate) fn failure_line(
    file: &FileName,
    code: &'static str,
    message: &str,
    size: Option<u64>,
) -> serde_json::Result<String> {
    let scan = ScanJson { ok: false, errors: vec![code], warnings: Vec::new(), size };
    to_line(&UnreadableJson::new(file, ErrorJson { code, message }, Some(scan)))
}

/// One line of JSON. Characters that hide, or turn the direction of what is printed, are written as
/// escapes; whoever parses it has them as they were.
pub(crate) fn to_line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut line = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Visible))?;
    String::from_utf8(line).map_err(serde::ser::Error::custom)
}

/// Compact JSON in which nothing is hidden.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        // Most texts are digits.
        if text.is_ascii() && !text.contains('\u{7f}') {
            return out.write_all(text.as_bytes());
        }
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = from.strip_prefix(c).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

/// What a row of a scan has besides.
#[derive(Serialize)]
struct ScanJson {
    ok: bool,
    errors: Vec<&'static str>,
    warnings: Vec<&'static str>,
    size: Option<u64>,
}

impl ScanJson {
    fn of(outcome: &Outcome, size: u64) -> Self {
        let codes = |severity| outcome.codes(severity);
        Self {
            ok: outcome.status() == 0,
            errors: codes(Severity::Error),
            warnings: codes(Severity::Warning),
            size: Some(size),
        }
    }
}

#[derive(Serialize)]
struct UnreadableJson<'a> {
    schema: u32,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    error: ErrorJson<'a>,
    #[serde(flatten)]
    scan: Option<ScanJson>,
}

impl<'a> UnreadableJson<'a> {
    fn new(file: &'a FileName, error: ErrorJson<'a>, scan: Option<ScanJson>) -> Self {
        Self { schema: SCHEMA, file: &file.text, file_bytes: file.bytes.as_deref(), error, scan }
    }
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct FileJson<'a> {
    schema: u32,
    file: &'a str,
    /// Of a name that is no UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    kind: &'static str,
    platform: Option<&'static str>,
    identity: IdentityJson<'a>,
    verification: VerificationJson,
    signers: Vec<SignerJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    harmonyos: Option<HarmonyOsJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    filing: Option<FilingJson<'a>>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_filing: Option<NoFilingJson>,
    #[serde(flatten)]
    scan: Option<ScanJson>,
}

#[derive(Serialize)]
struct NoFilingJson {
    code: &'static str,
    message: String,
}

fn no_filing(why: &NoForm, language: Language) -> NoFilingJson {
    NoFilingJson { code: why.code(), message: why.message(language) }
}

#[derive(Serialize)]
struct IdentityJson<'a> {
    package_name: Option<&'a str>,
    app_name: Option<&'a str>,
    app_names: &'a BTreeMap<String, String>,
    launcher_names: &'a BTreeMap<String, String>,
    version_name: Option<&'a str>,
    version_code: Option<&'a str>,
    min_sdk: Option<u32>,
    target_sdk: Option<u32>,
    split: Option<&'a str>,
}

fn identity(identity: &Identity) -> IdentityJson<'_> {
    IdentityJson {
        package_name: identity.package_name.as_deref(),
        app_name: identity.app_name.as_deref(),
        app_names: &identity.app_names,
        launcher_names: &identity.launcher_names,
        version_name: identity.version_name.as_deref(),
        version_code: identity.version_code.as_deref(),
        min_sdk: identity.min_sdk,
        target_sdk: identity.target_sdk,
        split: identity.split.as_deref(),
    }
}

#[derive(Serialize)]
struct VerificationJson {
    verdict: &'static str,
    schemes: Vec<&'static str>,
    min_sdk: Option<u32>,
    max_sdk: Option<u32>,
}

fn verification(report: &Report) -> VerificationJson {
    let verification = &report.verification;
    VerificationJson {
        verdict: verification.verdict.as_str(),
        schemes: verification.schemes.iter().map(|scheme| scheme.as_str()).collect(),
        min_sdk: verification.sdk.map(|sdk| sdk.min),
        max_sdk: verification.sdk.map(|sdk| sdk.max).filter(|&max| max != SdkRange::NO_MAXIMUM),
    }
}

#[derive(Serialize)]
struct HarmonyOsJson<'a> {
    integrity: &'static str,
    chain: Option<&'static str>,
    profile: Option<ProfileJson<'a>>,
    app_id: Option<&'a str>,
    public_key_fingerprint: Option<&'a str>,
}

fn harmonyos(harmony: &HarmonyOs) -> HarmonyOsJson<'_> {
    HarmonyOsJson {
        integrity: harmony.integrity.as_str(),
        chain: harmony.chain.map(beian::Chain::as_str),
        profile: harmony.profile.as_ref().map(profile),
        app_id: harmony.app_id.as_deref(),
        public_key_fingerprint: harmony.public_key_fingerprint.as_deref(),
    }
}

#[derive(Serialize)]
struct ProfileJson<'a> {
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    distribution_type: Option<&'a str>,
    bundle_name: Option<&'a str>,
    app_identifier: Option<&'a str>,
    certificate_sha256: Option<String>,
    signed: bool,
    not_before: Option<String>,
    not_after: Option<String>,
}

fn profile(profile: &Profile) -> ProfileJson<'_> {
    ProfileJson {
        kind: profile.kind.as_deref(),
        distribution_type: profile.distribution_type.as_deref(),
        bundle_name: profile.bundle_name.as_deref(),
        app_identifier: profile.app_identifier.as_deref(),
        certificate_sha256: profile.certificate_sha256.map(hex::encode),
        signed: profile.is_signed,
        not_before: profile.not_before.map(|time| time.to_string()),
        not_after: profile.not_after.map(|time| time.to_string()),
    }
}

#[derive(Serialize)]
struct SignerJson {
    role: &'static str,
    scheme: Option<&'static str>,
    sdk: Option<[u32; 2]>,
    certificate: CertificateJson,
    public_key: PublicKeyJson,
}

fn signer(signer: &Signer) -> SignerJson {
    let certificate = &signer.certificate;
    SignerJson {
        role: signer.role.as_str(),
        scheme: signer.scheme.map(beian::Scheme::as_str),
        sdk: signer.sdk.map(|sdk| [sdk.min, sdk.max]),
        certificate: CertificateJson {
            md5: hex::encode(certificate.md5()),
            sha1: hex::encode(certificate.sha1()),
            sha256: hex::encode(certificate.sha256()),
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial_hex(),
            not_before: certificate.not_before().to_string(),
            not_after: certificate.not_after().to_string(),
        },
        public_key: public_key(certificate.public_key()),
    }
}

#[derive(Serialize)]
struct CertificateJson {
    md5: String,
    sha1: String,
    sha256: String,
    subject: String,
    issuer: String,
    serial: String,
    not_before: String,
    not_after: String,
}

#[derive(Serialize)]
struct PublicKeyJson {
    algorithm: String,
    bits: Option<u32>,
    curve: Option<String>,
    exponent: Option<String>,
    modulus_dec: Option<String>,
    modulus_hex: Option<String>,
    raw_hex: Option<String>,
    spki_hex: Option<String>,
    spki_base64: Option<String>,
}

fn public_key(key: &PublicKey) -> PublicKeyJson {
    use beian::x509::KeyForm::{RawHex, SpkiBase64, SpkiHex};
    PublicKeyJson {
        algorithm: key.algorithm().to_string(),
        bits: key.bits(),
        curve: key.curve().map(str::to_owned),
        exponent: key.exponent(),
        modulus_dec: key.modulus_dec(),
        modulus_hex: key.modulus_hex(),
        raw_hex: key.form(RawHex),
        spki_hex: key.form(SpkiHex),
        spki_base64: key.form(SpkiBase64),
    }
}

#[derive(Serialize)]
pub(crate) struct FindingJson<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    subject: Option<&'a str>,
}

pub(crate) fn finding(finding: &Finding, language: Language) -> FindingJson<'_> {
    FindingJson {
        severity: finding.severity.as_str(),
        code: finding.code.as_str(),
        message: finding.message(language),
        subject: finding.subject.as_deref(),
    }
}

#[derive(Serialize)]
struct FilingJson<'a> {
    profile: &'static str,
    platform: &'static str,
    package_name: Option<&'a str>,
    public_key: &'a str,
    fingerprint: &'a str,
    fields: Vec<FieldJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    label: &'static str,
    form: &'static str,
    value: &'a str,
}

fn filing(form: &Form) -> FilingJson<'_> {
    let fields = form.fields.iter();
    FilingJson {
        profile: form.profile.name,
        platform: form.platform,
        package_name: form.package_name.as_deref(),
        public_key: &form.public_key,
        fingerprint: &form.fingerprint,
        fields: fields
            .map(|field| FieldJson {
                label: field.label,
                form: field.form.as_str(),
                value: &field.value,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

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
            let line = to_line(&text).unwrap();
            assert!(!line.contains(is_hidden), "{line:?}");
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
        assert_eq!(to_line(&"a\u{e0041}b").unwrap(), r#""a\udb40\udc41b""#);
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
            r#"{"schema":1,"file":"a.apk","error":{"code":"cannot-open","message":"无法打开 a.apk：文件不存在"}}"#
        );
    }
}
