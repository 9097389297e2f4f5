//! Every wrong value that people file is told by its name, and nothing but the right value is ever
//! called right.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    reason = "tests on files of our own"
)]

use std::fs;
use std::path::PathBuf;

use DigestAlgorithm::{Md5, Sha1, Sha256};
use base64ct::{Base64, Encoding};
use beian::filing::FieldOutcome::{
    Invalid, Match, MatchTruncated, MatchUntidy, Mismatch, Missing, Unproven,
};
use beian::filing::{Case, Checked, Form, Relation, Separator};
use beian::filing::{
    Check, CheckedField, Evidence, FieldOutcome, Filed, FormOptions, Notice, Provider,
};
use beian::x509::{Certificate, KeyForm, PublicKey};
use beian::{DigestAlgorithm, InspectOptions, Language, Package, Report, VerifyOptions};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&fs::read(path(&format!("keys/{name}.cert.der"))).unwrap()).unwrap()
}

/// A package with all that is known of it.
struct Subject {
    report: Report,
    evidence: Evidence,
    bytes: Vec<u8>,
}

fn subject(name: &str) -> Subject {
    let roots = [certificate("h-root")];
    let options = VerifyOptions::default().with_trust_roots(&roots);
    let bytes = fs::read(path(name)).unwrap();
    let package = Package::from_reader(&bytes[..]).unwrap();
    let (report, evidence) =
        (package.verify(&options).unwrap(), package.evidence(&InspectOptions::default()).unwrap());
    Subject { report, evidence, bytes }
}

impl Subject {
    fn check(&self, filed: &Filed, options: &FormOptions) -> CheckedField {
        let check = Check::new(&self.report, filed)
            .with_evidence(&self.evidence)
            .with_options(options)
            .run();
        assert_eq!(check.fields.len(), 1);
        let field = &check.fields[0];
        assert_eq!(check.matches(), matches!(field.outcome(), Match | MatchUntidy));
        field.clone()
    }

    fn key(&self, text: &str) -> CheckedField {
        self.check(&Filed::default().with_public_key(text), &FormOptions::default())
    }

    fn fingerprint(&self, text: &str) -> CheckedField {
        self.check(&Filed::default().with_fingerprint(text), &FormOptions::default())
    }

    fn name(&self, text: &str) -> CheckedField {
        self.check(&Filed::default().with_package_name(text), &FormOptions::default())
    }

    fn platform(&self, text: &str) -> CheckedField {
        self.check(&Filed::default().with_platform(text), &FormOptions::default())
    }

    fn certificate(&self) -> &Certificate {
        &self.report.primary_signer().unwrap().certificate
    }
}

fn outcome(field: &CheckedField) -> (FieldOutcome, &'static str) {
    (field.outcome(), field.recognised_as().map_or("-", |reason| reason.as_str()))
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        c => c,
    };
    text.chars().map(wide).collect()
}

fn separated(digits: &str, separator: &str) -> String {
    let bytes: Vec<_> =
        digits.as_bytes().chunks(2).map(|byte| std::str::from_utf8(byte).unwrap()).collect();
    bytes.join(separator)
}

/// Spellings of a run of hex digits, and whether they are written as a value is to be.
fn spellings(digits: &str) -> Vec<(String, bool)> {
    vec![
        (digits.to_owned(), true),
        (digits.to_uppercase(), true),
        (separated(digits, ":"), true),
        (separated(&digits.to_uppercase(), " "), true),
        (format!(" {}\r\n", separated(digits, "\n")), true),
        (full_width(&digits.to_uppercase()), false),
        (format!("Fingerprint={}", separated(digits, ":")), false),
        (format!("「{digits}」\n"), false),
        (format!("0x{digits}"), false),
    ]
}

/// What a right value comes to in such a spelling.
fn spelled(want: (FieldOutcome, &'static str), is_tidy: bool) -> (FieldOutcome, &'static str) {
    if want.0 == Match && !is_tidy { (MatchUntidy, "untidy") } else { want }
}

fn hex_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> String {
    hex::encode(algorithm.digest(bytes))
}

const RSA: &str = "android/v1v2v3.apk";
const EC: &str = "android/v2-p256.apk";
const ROTATED: &str = "android/v3-rotated.apk";
const STORE: &str = "harmony/store.hap";
const HARMONY_RSA: &str = "harmony/rsa.hap";
const TAMPERED: &str = "android/v2-tampered.apk";
const TWO: &str = "android/v2-two-signers.apk";

#[test]
fn each_wrong_fingerprint_is_told_by_its_name() {
    let modulus_md5 = |key: &PublicKey| {
        let text = format!("Modulus={}\n", key.modulus_hex().unwrap_or_default().to_uppercase());
        hex_of(Md5, text.as_bytes())
    };
    for name in [RSA, EC, STORE, HARMONY_RSA] {
        let subject = subject(name);
        let (der, key) = (subject.certificate().der(), subject.certificate().public_key());
        let is_android = name.starts_with("android");
        let agc = hex_of(Sha256, Base64::encode_string(key.raw()).as_bytes());
        let sha1 =
            if is_android { (Mismatch, "certificate-sha1") } else { (Match, "sha1-as-shown") };
        let mut rows = vec![
            (hex_of(Md5, der), (Match, "-")),
            (hex_of(Sha1, der), sha1),
            (hex_of(Sha256, der), (Mismatch, "certificate-sha256")),
            (hex_of(Md5, &subject.bytes), (Mismatch, "file-digest")),
            (hex_of(Sha256, &subject.bytes), (Mismatch, "file-digest")),
            (hex_of(Md5, key.spki()), (Mismatch, "public-key-digest")),
            (hex_of(Sha1, key.raw()), (Mismatch, "public-key-digest")),
            (agc, (Mismatch, "agc-public-key-fingerprint")),
            ("59201CF6589202CB2CDAB26752472112".to_lowercase(), (Mismatch, "shared-certificate")),
            ("00".repeat(16), (Mismatch, "-")),
            ("01".repeat(20), (Mismatch, "-")),
        ];
        if key.modulus_hex().is_some() {
            rows.push((modulus_md5(key), (Mismatch, "public-key-digest")));
        }
        for (digits, want) in rows {
            for (text, is_tidy) in spellings(&digits) {
                let want = spelled(want, is_tidy);
                assert_eq!(outcome(&subject.fingerprint(&text)), want, "{name} {text}");
            }
        }
    }
}

#[test]
fn fingerprints_of_other_certificates_are_told_apart() {
    for (name, of, want) in [
        (ROTATED, "first", (Mismatch, "previous-certificate")),
        (ROTATED, "second", (Mismatch, "previous-certificate")),
        (ROTATED, "p256", (Match, "-")),
        ("android/v31-rotated.apk", "first", (Mismatch, "previous-certificate")),
        (STORE, "h-developer", (Match, "-")),
        (STORE, "h-store", (Mismatch, "store-certificate")),
        (STORE, "h-ca", (Mismatch, "intermediate-certificate")),
        (STORE, "h-root", (Mismatch, "root-certificate")),
        ("harmony/developer.hap", "h-root", (Mismatch, "root-certificate")),
        ("harmony/developer.hap", "h-other", (Mismatch, "-")),
        (TWO, "first", (Missing, "several-signers")),
        (TWO, "third", (Mismatch, "-")),
        (TAMPERED, "first", (Missing, "not-verified")),
        (TAMPERED, "second", (Missing, "not-verified")),
        ("android/unsigned.apk", "first", (Missing, "not-verified")),
        ("android/v1-debug.apk", "debug", (Unproven, "not-for-filing-match")),
        ("android/v1-debug.apk", "first", (Missing, "package-not-for-filing")),
    ] {
        let (subject, other) = (subject(name), certificate(of));
        for (text, is_tidy) in spellings(&hex::encode(other.md5())) {
            let want = spelled(want, is_tidy);
            assert_eq!(outcome(&subject.fingerprint(&text)), want, "{name} {of} {text}");
        }
        for form in [KeyForm::RawHex, KeyForm::SpkiBase64] {
            let text = other.public_key().form(form).unwrap();
            let (outcome, code) = outcome(&subject.key(&text));
            let code = if code == "other-form" { "-" } else { code };
            assert_eq!((outcome, code), want, "{name} {of} {text}");
        }
    }
}

#[test]
fn texts_that_are_no_fingerprint_are_told_by_what_they_are() {
    for name in [RSA, EC, STORE] {
        let subject = subject(name);
        let certificate = subject.certificate();
        let key = certificate.public_key();
        let md5 = hex::encode(certificate.md5());
        let pem =
            format!("-----BEGIN CERTIFICATE-----\n{}", Base64::encode_string(certificate.der()));
        for (text, want) in [
            (md5[..31].to_owned(), (Invalid, "part-of-fingerprint")),
            (format!("MD5: {}…", &md5[..16]), (Invalid, "part-of-fingerprint")),
            (md5[..8].to_owned(), (Invalid, "-")),
            (format!("{md5}0"), (Mismatch, "extra-digit")),
            (
                format!("MD5: {md5}\nSHA1: {}", hex::encode(certificate.sha1())),
                (MatchUntidy, "found-in-text"),
            ),
            (Base64::encode_string(&certificate.sha1()), (Mismatch, "base64-digest")),
            (certificate.serial_hex(), (Mismatch, "serial-number")),
            (key.form(KeyForm::RawHex).unwrap(), (Invalid, "key-as-fingerprint")),
            (key.form(KeyForm::SpkiPem).unwrap(), (Invalid, "key-as-fingerprint")),
            (pem, (Invalid, "whole-certificate")),
            (hex::encode(certificate.der()), (Invalid, "whole-certificate")),
            ("-----BEGIN PRIVATE KEY-----\nMIIE".to_owned(), (Invalid, "private-key")),
            ("见附件".to_owned(), (Invalid, "-")),
            (String::new(), (Missing, "empty")),
            ("a".repeat(1 << 20), (Invalid, "too-long")),
        ] {
            assert_eq!(outcome(&subject.fingerprint(&text)), want, "{name} {text:.99}");
        }
    }
}

#[test]
fn signature_blocks_have_digests_that_people_take_for_the_certificates() {
    let subject = subject("android/v1.apk");
    let blocks = &subject.evidence.signature_blocks;
    assert_eq!(blocks.len(), 1);
    let (name, digests) = &blocks[0];
    assert!(name.starts_with("META-INF/") && name.ends_with(".RSA"), "{name}");
    for digest in [&digests.md5, &digests.sha1, &digests.sha256] {
        for (text, _) in spellings(&hex::encode(digest)) {
            let field = subject.fingerprint(&text);
            assert_eq!(outcome(&field), (Mismatch, "signature-block-digest"));
            assert!(field.message(Language::English).contains(name));
        }
    }
}

/// Spellings of a key's text, and whether they are written as a value is to be.
fn key_spellings(form: KeyForm, text: &str) -> Vec<(String, bool)> {
    let mut all = vec![
        (text.to_owned(), true),
        (full_width(text), false),
        (format!("公钥：{text}"), false),
        (format!("“{text}”\n"), false),
    ];
    match form {
        KeyForm::ModulusHex | KeyForm::RawHex | KeyForm::SpkiHex => {
            all.extend(spellings(text));
        }
        KeyForm::ModulusDec => {
            all.push((separated(text, " "), true));
            all.push((format!("模数: {}", separated(text, " ")), false));
        }
        _ => all.push((separated(text, "\n"), true)),
    }
    if form == KeyForm::ModulusHex {
        all.push((format!("Modulus=00{text}"), false));
        all.push((format!("00:{}", separated(text, ":")), false));
    }
    all
}

const FORMS: [KeyForm; 7] = [
    KeyForm::ModulusDec,
    KeyForm::ModulusHex,
    KeyForm::RawHex,
    KeyForm::SpkiHex,
    KeyForm::SpkiBase64,
    KeyForm::SpkiPem,
    KeyForm::RawBase64,
];

#[test]
fn every_form_of_the_right_key_matches_in_every_spelling() {
    for name in [
        RSA,
        EC,
        STORE,
        HARMONY_RSA,
        "android/v1-p521.apk",
        "android/v2-p384.apk",
        "android/v1-dsa.apk",
    ] {
        let subject = subject(name);
        let first = Form::new(&subject.report, &FormOptions::default()).unwrap().fields[1].form;
        for form in FORMS {
            let Some(text) = subject.certificate().public_key().form(form) else { continue };
            let spellings = if form == KeyForm::SpkiPem {
                vec![(text.clone(), true)]
            } else {
                key_spellings(form, &text)
            };
            for (text, is_tidy) in spellings {
                let want = if first.as_str() == beian::filing::FieldForm::Key(form).as_str() {
                    "-"
                } else {
                    "other-form"
                };
                let want = spelled((Match, want), is_tidy);
                assert_eq!(outcome(&subject.key(&text)), want, "{name} {form:?} {text}");
            }
        }
    }
}

#[test]
fn the_beginning_of_the_right_key_is_no_match_unless_it_is_accepted() {
    for name in [RSA, EC, STORE, HARMONY_RSA] {
        let subject = subject(name);
        let key = subject.certificate().public_key();
        let raw = hex::encode(key.raw());
        let head = key.modulus_hex().map_or(2, |modulus| raw.find(&modulus).unwrap());
        for (text, want) in [
            (format!("{}…", &raw[..head + 16]), (MatchTruncated, "truncated")),
            (format!("{}...", separated(&raw[..head + 40], " ")), (MatchTruncated, "truncated")),
            (full_width(&raw[..126]), (MatchTruncated, "truncated")),
            (format!("{}…", &raw[..head + 15]), (Invalid, "-")),
            (raw[..12].to_owned(), (Invalid, "-")),
            (format!("{}…{}", &raw[..60], &raw[100..]), (Invalid, "-")),
        ] {
            assert_eq!(outcome(&subject.key(&text)), want, "{name} {text}");
            assert!(!subject.key(&text).matches(), "{name} {text}");
            let accepting = FormOptions::default().with_accept_truncated(true);
            let filed = Filed::default().with_public_key(text.as_str());
            let check = Check::new(&subject.report, &filed)
                .with_evidence(&subject.evidence)
                .with_options(&accepting)
                .run();
            assert_eq!(check.matches(), want.0 == MatchTruncated, "{name} {text}");
        }
        // What every key of its kind begins with is nothing.
        let spki = hex::encode(key.spki());
        let head = spki.find(&raw).unwrap() + head;
        assert_eq!(outcome(&subject.key(&spki[..head + 15])).0, Invalid, "{name}");
        assert_eq!(outcome(&subject.key(&spki[..head + 16])).0, MatchTruncated, "{name}");
        let base64 = Base64::encode_string(key.spki());
        assert_eq!(outcome(&subject.key(&base64[..head * 2 / 3])).0, Invalid, "{name}");
        assert_eq!(outcome(&subject.key(&base64[..head * 2 / 3 + 13])).0, MatchTruncated, "{name}");
        if let Some(decimal) = key.modulus_dec() {
            assert_eq!(outcome(&subject.key(&decimal[..20])).0, MatchTruncated);
            assert_eq!(outcome(&subject.key(&decimal[..19])).0, Invalid);
        }
    }
}

#[test]
fn each_wrong_key_is_told_by_its_name() {
    for name in [RSA, EC, STORE, HARMONY_RSA] {
        let subject = subject(name);
        let (certificate, other) = (subject.certificate(), certificate("third"));
        let key = certificate.public_key();
        let raw = hex::encode(key.raw());
        let agc = hex_of(Sha256, Base64::encode_string(key.raw()).as_bytes());
        let mut rows = vec![
            (hex::encode(certificate.sha256()), (Invalid, "fingerprint-as-key")),
            (hex::encode(certificate.md5()), (Invalid, "fingerprint-as-key")),
            (hex::encode(certificate.sha1()), (Invalid, "fingerprint-as-key")),
            (agc, (Mismatch, "agc-public-key-fingerprint")),
            (hex::encode(certificate.der()), (Invalid, "whole-certificate")),
            (hex::encode(other.der()), (Invalid, "whole-certificate")),
            (other.public_key().modulus_hex().unwrap(), (Mismatch, "-")),
            (format!("{}0{}", &raw[..80], &raw[80..]), (Mismatch, "extra-digit")),
            (format!("{}01{}", &raw[..80], &raw[80..]), (Mismatch, "damaged-key")),
            (format!("{raw}00"), (Mismatch, "damaged-key")),
        ];
        if raw.starts_with("04") {
            let odd = !u8::from_str_radix(&raw[raw.len() - 1..], 16).unwrap().is_multiple_of(2);
            let compressed = format!("{}{}", if odd { "03" } else { "02" }, &raw[2..66]);
            rows.push((compressed, (Mismatch, "compressed-point")));
            rows.push((raw.trim_start_matches("04").to_owned(), (Mismatch, "point-without-04")));
        }
        for (digits, want) in rows {
            for (text, _) in spellings(&digits) {
                assert_eq!(outcome(&subject.key(&text)), want, "{name} {text}");
            }
        }
        let base64 = Base64::encode_string(key.spki());
        let bundle = subject.report.identity.package_name.as_deref().unwrap();
        let app_id = format!("{bundle}_{}", Base64::encode_string(key.raw()));
        for (text, want) in [
            (base64.to_lowercase(), (Mismatch, "case-lost")),
            (app_id, (Invalid, "app-id")),
            (Base64::encode_string(certificate.der()), (Invalid, "whole-certificate")),
            ("-----BEGIN CERTIFICATE-----\nMIIB".to_owned(), (Invalid, "-")),
            ("-----BEGIN RSA PRIVATE KEY-----\nMIIB".to_owned(), (Invalid, "private-key")),
            ("12345".to_owned(), (Invalid, "-")),
            ("\u{1b}[31m12".to_owned(), (Invalid, "-")),
            (" ".to_owned(), (Missing, "empty")),
        ] {
            assert_eq!(outcome(&subject.key(&text)), want, "{name} {text}");
        }
    }
}

#[test]
fn numbers_of_appgallery_are_told_in_every_row() {
    let subject = subject(STORE);
    let profile = subject.report.harmonyos.as_ref().unwrap().profile.as_ref().unwrap();
    let identifier = profile.app_identifier.clone().unwrap();
    let app_id = subject.report.harmonyos.as_ref().unwrap().app_id.clone().unwrap();
    for (text, want) in [(identifier, "app-identifier"), (app_id, "app-id")] {
        assert_eq!(outcome(&subject.key(&text)), (Invalid, want), "{text}");
        assert_eq!(outcome(&subject.fingerprint(&text)), (Invalid, want), "{text}");
        assert_eq!(outcome(&subject.name(&text)), (Invalid, want), "{text}");
    }
}

#[test]
fn package_names_are_compared_to_the_letter() {
    let subject = subject(RSA);
    let app_name = subject.report.identity.app_name.clone().unwrap();
    for (text, want) in [
        ("com.example.beian", (Match, "-")),
        (" com.example.beian\n", (Match, "-")),
        ("APP包名：com.example.beian", (MatchUntidy, "untidy")),
        ("「com.example.beian」", (MatchUntidy, "untidy")),
        ("安卓包名: com.example.beian", (MatchUntidy, "untidy")),
        ("鸿蒙包名：com.example.beian", (Invalid, "other-label")),
        ("MD5: com.example.beian", (Invalid, "other-label")),
        ("com.Example.beian", (Mismatch, "wrong-case")),
        ("COM.EXAMPLE.BEIAN", (Mismatch, "wrong-case")),
        ("com.example. beian", (MatchUntidy, "stray-characters")),
        ("ｃｏｍ．example.beian", (MatchUntidy, "stray-characters")),
        ("com.example\u{200b}.beian", (MatchUntidy, "stray-characters")),
        ("com。example。beian", (MatchUntidy, "stray-characters")),
        ("com.example.other", (Mismatch, "other-package")),
        ("com.example.beian.debug", (Mismatch, "other-package")),
        ("beian", (Invalid, "not-a-package-name")),
        ("com.example.\u{1b}[31m", (Invalid, "not-a-package-name")),
        (&app_name, (Invalid, "app-name")),
        ("", (Missing, "empty")),
    ] {
        let field = subject.name(text);
        assert_eq!(outcome(&field), want, "{text}");
        let is_wrong = matches!(want.0, Mismatch | Invalid) || want.1 == "empty";
        assert_eq!(field.notice(), is_wrong.then_some(Notice::PackageName), "{text}");
    }
}

#[test]
fn platforms_are_the_packages_and_never_a_store() {
    for (name, text, want) in [
        (RSA, "安卓", (Match, "-")),
        (RSA, "Android", (Match, "-")),
        (RSA, " 安卓\n", (Match, "-")),
        (RSA, "ａｎｄｒｏｉｄ", (MatchUntidy, "untidy")),
        (RSA, "安卓（Android）", (MatchUntidy, "untidy")),
        (RSA, "Android 14", (MatchUntidy, "untidy")),
        (RSA, "运行平台：安卓", (MatchUntidy, "untidy")),
        (RSA, "“安卓”", (MatchUntidy, "untidy")),
        (RSA, "安\u{200b}卓", (MatchUntidy, "untidy")),
        (RSA, "鸿蒙：安卓", (Invalid, "other-label")),
        (RSA, "鸿蒙", (Mismatch, "other-platform")),
        (RSA, "华为应用市场", (Invalid, "store-as-platform")),
        (RSA, "安卓、iOS", (Invalid, "several-platforms")),
        (RSA, "PC", (Invalid, "-")),
        (STORE, "HarmonyOS NEXT", (Match, "-")),
        (STORE, "安卓", (Mismatch, "other-platform")),
        (TAMPERED, "安卓", (Missing, "not-verified")),
        (TAMPERED, "应用宝", (Invalid, "store-as-platform")),
    ] {
        let field = subject(name).platform(text);
        assert_eq!(outcome(&field), want, "{name} {text}");
        let is_wrong = matches!(want.0, Mismatch | Invalid);
        assert_eq!(field.notice(), is_wrong.then_some(Notice::Platform), "{text}");
    }
}

#[test]
fn a_label_that_names_another_value_makes_it_none() {
    let (android, harmony) = (subject(RSA), subject(STORE));
    for (subject, is_android) in [(&android, true), (&harmony, false)] {
        let certificate = subject.certificate();
        let (md5, sha1) = (hex::encode(certificate.md5()), hex::encode(certificate.sha1()));
        let key = certificate.public_key().form(KeyForm::SpkiHex).unwrap();
        let pem = certificate.public_key().form(KeyForm::SpkiPem).unwrap();
        let other = |is_right: bool| {
            if is_right { (MatchUntidy, "untidy") } else { (Invalid, "other-label") }
        };
        for (text, want) in [
            (format!("MD5: {md5}"), other(true)),
            (format!("签名MD5值(SHA-1)：{md5}"), other(true)),
            (format!("MD5 {md5}"), other(true)),
            (format!("SHA1: {md5}"), other(false)),
            (format!("SHA-256 Fingerprint={md5}"), other(false)),
            (format!("证书指纹: SHA1: {md5}"), other(false)),
            (format!("鸿蒙MD5：{md5}"), other(!is_android)),
            (format!("安卓MD5：{md5}"), other(is_android)),
            (
                format!("MD5: {sha1}"),
                if is_android { (Mismatch, "certificate-sha1") } else { other(false) },
            ),
        ] {
            assert_eq!(outcome(&subject.fingerprint(&text)), want, "{text}");
        }
        for (text, want) in [
            (format!("公钥：{key}"), other(true)),
            (format!("SHA256withECDSA 公钥：{key}"), other(true)),
            (format!("MD5: {key}"), other(false)),
            (format!("iOS公钥：{key}"), other(false)),
            (format!("the key\n{pem}"), other(true)),
            (format!("iOS\n{pem}"), other(false)),
            (pem.replace("-----END PUBLIC KEY-----", ""), other(true)),
            (format!("{pem}{pem}"), (MatchUntidy, "found-in-text")),
            (format!("{pem}0"), (MatchUntidy, "found-in-text")),
            (format!("{md5}\n{pem}"), (MatchUntidy, "found-in-text")),
            (pem.replace("PUBLIC KEY", "CERTIFICATE"), other(false)),
            (pem.replace('\n', r"\n"), other(true)),
            (pem.replace("END PUBLIC", "END RSA PUBLIC"), (Invalid, "more-than-the-value")),
        ] {
            assert_eq!(outcome(&subject.key(&text)), want, "{text}");
        }
    }
}

/// A certificate is public: what fits it fits no package.
#[test]
fn a_certificate_is_no_package_unless_it_is_said_to_be_meant() {
    let first = certificate("first");
    for name in ["keys/first.cert.der", "certificates/one.jks"] {
        let subject = subject(name);
        let filed = Filed::default()
            .with_public_key(first.public_key().modulus_dec().unwrap())
            .with_fingerprint(hex::encode(first.md5()));
        let accepting = FormOptions::default().with_accept_certificate(true);
        for (options, matches) in [
            (FormOptions::default(), false),
            (FormOptions::default().with_allow_unverified(true), false),
            (FormOptions::default().with_accept_truncated(true), false),
            (accepting, true),
        ] {
            let check = Check::new(&subject.report, &filed)
                .with_evidence(&subject.evidence)
                .with_options(&options)
                .run();
            assert_eq!(check.matches(), matches, "{name}");
            for field in &check.fields {
                let want = if matches { (Match, "-") } else { (Unproven, "certificate-match") };
                assert_eq!(outcome(field), want, "{name}");
                assert_eq!(field.expected.is_some(), matches, "{name}");
            }
        }
        let other = hex::encode(certificate("second").md5());
        assert_eq!(subject.fingerprint(&other).outcome(), Mismatch, "{name}");
    }
}

#[test]
fn nothing_that_nothing_proves_is_called_a_match_unless_asked_for() {
    let first = certificate("first");
    for name in
        [TAMPERED, "android/v2-stolen-certificate.apk", "android/janus.apk", "android/unsigned.apk"]
    {
        let subject = subject(name);
        let filed = Filed::default()
            .with_package_name("com.example.beian")
            .with_public_key(first.public_key().modulus_dec().unwrap())
            .with_fingerprint(hex::encode(first.md5()))
            .with_platform("安卓");
        let check = Check::new(&subject.report, &filed).with_evidence(&subject.evidence).run();
        assert_eq!(check.fields.len(), 4);
        for field in &check.fields {
            assert_eq!(outcome(field), (Missing, "not-verified"), "{name} {}", field.row);
            assert_eq!(field.expected, None, "{name} {}", field.row);
        }
        // What the file's own bytes tell needs no proof.
        let md5 = hex_of(Md5, &subject.bytes);
        assert_eq!(outcome(&subject.fingerprint(&md5)), (Mismatch, "file-digest"), "{name}");
    }
    let subject = subject(TAMPERED);
    let options = FormOptions::default().with_allow_unverified(true);
    let filed = Filed::default().with_fingerprint(hex::encode(first.md5()));
    assert_eq!(outcome(&subject.check(&filed, &options)), (Unproven, "unproven-match"));
    let check = Check::new(&subject.report, &filed)
        .with_evidence(&subject.evidence)
        .with_options(&options)
        .run();
    assert_eq!((check.matches(), &check.fields[0].expected), (false, &None));
    let fast = Package::open(path(RSA)).unwrap().inspect(&InspectOptions::default()).unwrap();
    let check = Check::new(&fast, &filed).run();
    assert_eq!(outcome(&check.fields[0]), (Missing, "not-verified"));
}

/// A seeded generator: the same cases every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }
}

#[test]
fn what_any_form_writes_matches_and_no_changed_digit_does() {
    let mut random = Random(1);
    for name in [RSA, EC, STORE, HARMONY_RSA, ROTATED, "android/v1-dsa.apk"] {
        let subject = subject(name);
        for (profile, case, separator) in Provider::all().iter().flat_map(|profile| {
            let separators = [Separator::None, Separator::Space, Separator::Colon];
            let cases = [Case::Upper, Case::Lower];
            cases
                .into_iter()
                .flat_map(move |case| separators.map(|separator| (profile, case, separator)))
        }) {
            let options = FormOptions::default()
                .with_provider(profile)
                .with_case(case)
                .with_separator(separator);
            let form = Form::new(&subject.report, &options).unwrap();
            let filed = Filed::default()
                .with_package_name(form.package_name.unwrap())
                .with_platform(form.platform)
                .with_public_key(form.public_key)
                .with_fingerprint(form.fingerprint);
            let check = Check::new(&subject.report, &filed).with_options(&options).run();
            for field in &check.fields {
                assert_eq!(
                    (field.outcome(), field.recognised_as()),
                    (Match, None),
                    "{name} {}",
                    field.row
                );
                assert_eq!(field.expected.as_deref(), Some(field.filed.as_str()));
            }
            for field in form.fields.iter().filter(|field| field.label == "公钥") {
                assert_eq!(subject.key(&field.value).outcome(), Match, "{name} {:?}", field.form);
                for _ in 0..4 {
                    let changed = changed(&field.value, &mut random);
                    let field = subject.key(&changed);
                    assert!(!field.matches(), "{name} {changed}");
                }
            }
            for _ in 0..4 {
                let changed = changed(&filed.fingerprint.clone().unwrap(), &mut random);
                assert!(!subject.fingerprint(&changed).matches(), "{name} {changed}");
            }
        }
    }
}

/// The text with one digit of it another.
fn changed(text: &str, random: &mut Random) -> String {
    let body = text
        .find("KEY-----")
        .map_or(0..text.len(), |start| start + 9..text.rfind("-----END").unwrap());
    loop {
        let place = body.start + random.below(body.len());
        let old = char::from(text.as_bytes()[place]);
        let new = char::from(b"0123456789ABCDEF"[random.below(16)]);
        if old.is_ascii_alphanumeric() && !old.eq_ignore_ascii_case(&new) {
            return format!("{}{new}{}", &text[..place], &text[place + 1..]);
        }
    }
}

#[test]
fn hostile_texts_take_no_time_and_print_no_control_characters() {
    let subject = subject(RSA);
    let started = std::time::Instant::now();
    let deep = "TUlJQg".repeat(5_000);
    let nested = format!("30{}", "80".repeat(15_000));
    for text in [
        "7".repeat(32_000),
        "7".repeat(10 << 20),
        "f".repeat(32_000),
        deep,
        nested,
        "30840fffffff".repeat(2_500),
        "a:".repeat(16_000),
        "MD5: \n".repeat(5_000),
        "-----BEGIN ".repeat(2_900),
        "0x".repeat(16_000),
        "…".repeat(10_000),
        "\u{1b}[31m\u{202e}".repeat(1000),
        "、".repeat(10_000),
    ] {
        let filed = Filed::default()
            .with_package_name(text.as_str())
            .with_public_key(text.as_str())
            .with_fingerprint(text.as_str())
            .with_platform(text.as_str());
        let check = Check::new(&subject.report, &filed).with_evidence(&subject.evidence).run();
        for field in &check.fields {
            assert!(!field.matches(), "{text:.40}");
            for language in [Language::Chinese, Language::English] {
                let message = field.message(language);
                assert!(
                    !message.contains(|c: char| c.is_control() || c == '\u{202e}'),
                    "{message}"
                );
            }
        }
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn the_best_of_several_sets_is_reported() {
    let subject = subject(ROTATED);
    let set = |name: &str| {
        let certificate = certificate(name);
        let key = certificate.public_key().form(KeyForm::RawHex).unwrap();
        Filed::default().with_public_key(key).with_fingerprint(hex::encode(certificate.md5()))
    };
    for (sets, best, matches) in [
        (&["first", "p256"][..], 1, true),
        (&["p256", "first"], 0, true),
        (&["first", "second"], 0, false),
    ] {
        let sets: Vec<Filed> = sets.iter().map(|name| set(name)).collect();
        let check =
            Checked::best_of(&subject.report, &subject.evidence, &sets, &FormOptions::default());
        let (index, check) = check.unwrap();
        assert_eq!((index, check.matches()), (best, matches));
    }
    assert!(
        Checked::best_of(&subject.report, &subject.evidence, &[], &FormOptions::default())
            .is_none()
    );
    // A set that is not whole would make the others void.
    let names =
        Filed::default().with_package_name(subject.report.identity.package_name.clone().unwrap());
    let mut without_key = set("p256");
    without_key.public_key = Some(" ".to_owned());
    let mut without_fingerprint = set("p256");
    without_fingerprint.fingerprint = None;
    for (sets, matches) in [
        (vec![names.clone()], true),
        (vec![names.clone(), set("first")], false),
        (vec![set("first"), without_key], false),
        (vec![set("first"), without_fingerprint], false),
        (vec![names, set("p256")], true),
    ] {
        let check =
            Checked::best_of(&subject.report, &subject.evidence, &sets, &FormOptions::default());
        assert_eq!(check.unwrap().1.matches(), matches, "{sets:?}");
    }
}

#[test]
fn packages_have_the_same_signer_or_not() {
    for (one, other, want) in [
        (RSA, RSA, "same-certificate"),
        (RSA, "android/v1.apk", "same-certificate"),
        (STORE, "harmony/developer.hap", "same-certificate"),
        (RSA, EC, "different"),
        (ROTATED, RSA, "rotated"),
        (RSA, ROTATED, "rotated"),
        (ROTATED, EC, "same-certificate"),
        ("android/v31-rotated.apk", ROTATED, "rotated"),
        (RSA, TAMPERED, "unknown"),
        (TWO, RSA, "reference-unknown"),
    ] {
        let (one, other) = (subject(one).report, subject(other).report);
        let sameness = Relation::of(&one, &other, &FormOptions::default());
        assert_eq!(sameness.code(), want);
        assert_eq!(sameness.is_same(), want == "same-certificate");
    }
    let mut renewed = subject(RSA).report;
    renewed.signers[0].certificate = renewed_certificate();
    let sameness = Relation::of(&subject(RSA).report, &renewed, &FormOptions::default());
    assert_eq!(sameness, Relation::SameKey);
}

/// The first signer's certificate with another signature, as a renewed one has.
fn renewed_certificate() -> Certificate {
    let mut der = certificate("first").der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    Certificate::from_der(&der).unwrap()
}

#[test]
fn a_quick_app_is_filed_without_a_key() {
    let subject = subject("quick_app/signed.rpk");
    let md5 = hex::encode(certificate("first").md5());
    let name = subject.report.identity.package_name.clone().unwrap();
    assert_eq!(outcome(&subject.name(&name)), (Match, "-"));
    assert_eq!(outcome(&subject.platform("快应用")), (Match, "-"));
    assert_eq!(outcome(&subject.platform("安卓")), (Mismatch, "other-platform"));
    for field in [subject.fingerprint(&md5), subject.key(&md5)] {
        assert_eq!(outcome(&field), (Missing, "quick-app"));
        assert_eq!((field.expected.as_deref(), field.notice()), (None, None));
    }
}

#[test]
fn a_private_key_is_shown_in_no_row() {
    const SECRET: &str = "-----BEGIN PRIVATE KEY-----\nMIIEvSECRET\n-----END PRIVATE KEY-----";
    let filed = Filed::default()
        .with_package_name(SECRET)
        .with_public_key(SECRET)
        .with_fingerprint(SECRET)
        .with_platform(SECRET);
    let check = Check::new(&subject(RSA).report, &filed).run();
    assert_eq!(check.fields.len(), 4);
    for field in &check.fields {
        assert_eq!(field.recognised_as().map(|reason| reason.as_str()), Some("private-key"));
        assert!(
            !field.filed.contains("SECRET") && !field.message(Language::Chinese).contains("SECRET")
        );
    }
}
