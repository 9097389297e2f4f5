//! What each certificate file and keystore gives, one row per file: whose certificate, or the
//! error; and what passwords, aliases and platforms change.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use beian::filing::{Form, FormOptions};
use beian::x509::Certificate;
use beian::{
    Error, InspectOptions, Kind, Language, Package, Platform, Report, Verdict, VerifyOptions,
};

const PASSWORD: Option<&str> = Some("storepw1");

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&std::fs::read(path(&format!("keys/{name}.cert.der"))).unwrap()).unwrap()
}

fn verify(name: &str, options: &VerifyOptions<'_>) -> Result<Report, Error> {
    Package::open(path("certificates").join(name))?.verify(options)
}

fn open(name: &str, password: Option<&str>, alias: Option<&str>) -> Result<Report, Error> {
    let inspect = InspectOptions::default().with_password(password).with_alias(alias);
    verify(name, &VerifyOptions::from(inspect))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The name of the key whose certificate it is, or the error's code.
fn outcome(result: &Result<Report, Error>) -> String {
    const KEYS: [&str; 8] =
        ["first", "second", "third", "debug", "p256", "h-developer", "h-other", "h-root"];
    match result {
        Ok(report) => {
            assert_eq!(report.verdict(), Verdict::Unchecked);
            assert_eq!(report.signers.len(), 1);
            let found = &report.signers[0].certificate;
            (*KEYS.iter().find(|name| certificate(name) == *found).unwrap()).to_owned()
        }
        Err(error) => {
            let (english, chinese) =
                (error.message(Language::English), error.message(Language::Chinese));
            assert!(
                english.is_ascii() || english.contains('签') || english.contains('示'),
                "{english}"
            );
            assert!(chinese.chars().any(|c| c > '\u{4e00}'), "{chinese}");
            error.code().to_owned()
        }
    }
}

#[test]
fn a_certificate_file_gives_the_leaf_or_says_why_there_is_none() {
    for (name, want) in [
        ("leaf.der", "h-developer"),
        ("leaf.pem", "h-developer"),
        ("chain-root-first.cer", "h-developer"),
        ("chain-shuffled.cer", "h-developer"),
        ("chain.der", "h-developer"),
        ("chain-cut-off.der", "trailing-bytes"),
        ("duplicated.cer", "h-developer"),
        ("no-leaf.cer", "no-leaf-certificate"),
        ("authority.cer", "no-leaf-certificate"),
        ("two-leaves.cer", "several-leaf-certificates"),
        ("leaf-and-other.cer", "several-leaf-certificates"),
        ("two-self-signed.cer", "several-leaf-certificates"),
        ("many.cer", "too-many-certificates"),
        ("utf8-mark.cer", "h-developer"),
        ("utf16-le.cer", "h-developer"),
        ("utf16-be.cer", "h-developer"),
        ("utf16-unmarked.cer", "h-developer"),
        ("crlf.cer", "h-developer"),
        ("one-line.cer", "h-developer"),
        ("preamble.pem", "h-developer"),
        ("trusted.pem", "h-developer"),
        ("bare-base64.txt", "h-developer"),
        ("bare-one-line.txt", "h-developer"),
        ("hex.txt", "h-developer"),
        ("no-end.pem", "broken-pem"),
        ("bad-base64.pem", "broken-pem"),
        ("private-key.der", "private-key"),
        ("private-key.pem", "private-key"),
        ("encrypted-key.pem", "private-key"),
        ("key-beside.pem", "first"),
        ("public-key.pem", "public-key"),
        ("public-key.der", "public-key"),
        ("request.csr", "certificate-request"),
        ("request.der", "certificate-request"),
        ("certificates.p7b", "h-developer"),
        ("certificates.pem.p7b", "h-developer"),
        ("profile.p7b", "h-developer"),
        ("message.p7m", "h-developer"),
    ] {
        let result = open(name, None, None);
        assert_eq!(outcome(&result), want, "{name}");
        if let Ok(report) = result {
            assert_eq!(report.kind, Kind::Certificate, "{name}");
            let codes = codes(&report);
            assert!(codes.contains(&"certificate-only"), "{name}: {codes:?}");
            assert_eq!(
                codes.contains(&"private-key-beside"),
                name == "key-beside.pem",
                "{name}: {codes:?}"
            );
        }
    }
}

#[test]
fn a_private_key_is_not_to_be_given_away() {
    for name in ["private-key.pem", "private-key.der", "encrypted-key.pem"] {
        let error = open(name, None, None).unwrap_err();
        assert!(error.message(Language::English).contains("do not upload"), "{name}");
        assert!(error.message(Language::Chinese).contains("请勿上传"), "{name}");
    }
}

#[test]
fn a_java_keystore_is_read_without_its_password_and_checked_with_it() {
    for (name, alias, want) in [
        ("one.jks", None, "first"),
        ("one.jks", Some("KEY0"), "first"),
        ("one.jks", Some("key1"), "alias-unknown"),
        ("version-1.jks", None, "first"),
        ("three.jks", None, "alias-needed"),
        ("three.jks", Some("first"), "first"),
        ("three.jks", Some("second"), "second"),
        ("three.jks", Some("正式签名"), "third"),
        ("same-alias.jks", Some("Key"), "alias-not-unique"),
        ("chain.jks", None, "h-developer"),
        ("chain.jks", Some("root"), "alias-unknown"),
        ("trusted.jks", None, "no-key-entry"),
        ("trusted.jks", Some("root"), "no-key-entry"),
        ("empty.jks", None, "no-key-entry"),
        ("one.jceks", None, "first"),
        ("secret-first.jceks", None, "first"),
        ("secret-last.jceks", None, "first"),
        ("secrets.jceks", None, "first"),
        ("secrets.jceks", Some("k"), "entries-behind-secret-key"),
        ("secret-skipped.jceks", None, "alias-needed"),
        ("secret-skipped.jceks", Some("k"), "second"),
        ("secret-hides.jceks", None, "entries-behind-secret-key"),
        ("keytool-secret.jceks", None, "p256"),
        ("version-1.bks", None, "first"),
        ("version-2.bks", None, "first"),
        ("chain.bks", None, "h-developer"),
        ("cases.bks", Some("Key"), "first"),
        ("cases.bks", Some("key"), "second"),
        ("cases.bks", Some("KEY"), "alias-not-unique"),
        ("noise.uber", None, "keystore-encrypted"),
    ] {
        let without = open(name, None, alias);
        assert_eq!(outcome(&without), want, "{name} {alias:?}");
        let with = open(name, PASSWORD, alias);
        assert_eq!(outcome(&with), want, "{name} {alias:?}, with its password");
        let wrong = open(name, Some("wrong"), alias);
        let want = if want == "keystore-encrypted" { want } else { "password-wrong" };
        assert_eq!(outcome(&wrong), want, "{name} {alias:?}, with a wrong password");
        if let (Ok(without), Ok(with)) = (without, with) {
            assert_eq!(without.kind, Kind::Keystore, "{name}");
            assert!(codes(&without).contains(&"keystore-unchecked"), "{name}");
            assert!(!codes(&with).contains(&"keystore-unchecked"), "{name}");
            let is_incomplete = ["secrets.jceks", "secret-skipped.jceks"].contains(&name);
            assert_eq!(codes(&with).contains(&"keystore-incomplete"), is_incomplete, "{name}");
        }
    }
}

/// What each keystore gives without a password and with it. A key in clear is compared always, a
/// closed one when it is opened.
#[test]
fn a_key_and_a_chain_belong_to_the_certificate() {
    const OTHER: &str = "key-of-another-certificate";
    const BROKEN: &str = "keystore-chain-broken";
    const DAMAGED: &str = "keystore-damaged";
    for (name, without, with) in [
        ("own-key.jks", "first", "first"),
        ("own-key.jceks", "first", "first"),
        ("own-key.bks", "first", "first"),
        ("own-key.p12", "first", "first"),
        ("chain-key.jks", "h-developer", "h-developer"),
        ("chain-short.jks", "h-developer", "h-developer"),
        ("key-password.jks", "first", "first"),
        ("other-key.jks", "first", OTHER),
        ("other-key.jceks", "first", OTHER),
        ("other-type.jks", "first", OTHER),
        ("other-key.bks", OTHER, OTHER),
        ("other-key.p12", OTHER, OTHER),
        ("chain-root-first.jks", BROKEN, BROKEN),
        ("chain-root-first.jceks", BROKEN, BROKEN),
        ("chain-root-first.bks", BROKEN, BROKEN),
        ("chain-unrelated.jks", BROKEN, BROKEN),
        ("chain-unrelated.bks", BROKEN, BROKEN),
        ("chain-gap.jks", BROKEN, BROKEN),
        ("chain-doubled.jks", BROKEN, BROKEN),
        ("chain-root-twice.jks", BROKEN, BROKEN),
        ("chain-swapped.jceks", BROKEN, BROKEN),
        ("trailing.jks", DAMAGED, DAMAGED),
        ("trailing.jceks", DAMAGED, DAMAGED),
        ("trailing.bks", DAMAGED, DAMAGED),
        ("trailing.p12", DAMAGED, DAMAGED),
        ("behind-mac.p12", DAMAGED, DAMAGED),
        ("line-end.p12", "first", "first"),
    ] {
        if name.ends_with(".p12") && !cfg!(feature = "pkcs12") {
            continue;
        }
        for (password, want) in [(None, without), (PASSWORD, with)] {
            let result = open(name, password, None);
            assert_eq!(outcome(&result), want, "{name} {password:?}");
            let Ok(report) = result else { continue };
            let codes = codes(&report);
            // In the latter stand bytes in place of a key.
            let is_closed =
                ["key-password.jks", "chain-short.jks"].contains(&name) && password.is_some();
            assert_eq!(codes.contains(&"keystore-key-unchecked"), is_closed, "{name} {password:?}");
            let is_warning = |code: &str| {
                let found = report.findings.iter().find(|finding| finding.code.as_str() == code);
                found.is_some_and(|finding| finding.severity == beian::Severity::Warning)
            };
            let told =
                if name.ends_with(".p12") { "keystore-unprotected" } else { "keystore-unchecked" };
            assert_eq!(
                is_warning(told),
                name.ends_with(".p12") || password.is_none(),
                "{name} {password:?}"
            );
            let is_unreadable = name == "chain-short.jks" && password.is_some();
            assert_eq!(is_warning("keystore-key-unchecked"), is_unreadable, "{name} {password:?}");
        }
    }
}

/// What keytool and openssl seal is opened, in every way in which they do.
#[test]
fn keys_that_tools_sealed_are_opened() {
    for (name, password, alias) in [
        ("keytool-secret.jceks", PASSWORD, None),
        ("keytool-two.p12", PASSWORD, Some("second")),
        ("keytool-no-mac.p12", PASSWORD, None),
        ("openssl-aes256.p12", PASSWORD, None),
        ("openssl-3des.p12", PASSWORD, None),
        ("openssl-rc2-40.p12", PASSWORD, None),
        ("openssl-clear.p12", PASSWORD, None),
        ("openssl-chinese.p12", Some("密码123"), None),
        ("openssl-empty.p12", Some(""), None),
    ] {
        if !cfg!(feature = "pkcs12") {
            continue;
        }
        let codes = codes(&open(name, password, alias).unwrap());
        assert!(!codes.contains(&"keystore-key-unchecked"), "{name}: {codes:?}");
    }
}

#[test]
fn the_debug_key_is_told() {
    let report = open("debug.keystore", Some("android"), None).unwrap();
    assert_eq!(outcome(&Ok(report.clone())), "debug");
    assert!(codes(&report).contains(&"shared-certificate"));
}

#[cfg(not(feature = "pkcs12"))]
#[test]
fn without_the_feature_pkcs12_is_named() {
    assert_eq!(outcome(&open("openssl-aes256.p12", PASSWORD, None)), "pkcs12-off");
}

#[cfg(feature = "pkcs12")]
#[test]
fn pkcs12_is_read_in_every_encryption() {
    // With its password, without one, with a wrong one.
    const NEEDED: [&str; 3] = ["p256", "password-needed", "password-wrong"];
    for (name, password, want) in [
        ("openssl-aes256.p12", PASSWORD, NEEDED),
        ("openssl-aes192.p12", PASSWORD, NEEDED),
        ("openssl-aes128-sha512.p12", PASSWORD, NEEDED),
        ("openssl-sha1.p12", PASSWORD, NEEDED),
        ("openssl-sha224.p12", PASSWORD, NEEDED),
        ("openssl-sha384.p12", PASSWORD, NEEDED),
        ("openssl-3des.p12", PASSWORD, NEEDED),
        ("openssl-2des.p12", PASSWORD, NEEDED),
        ("openssl-rc2-40.p12", PASSWORD, NEEDED),
        ("openssl-rc2-128.p12", PASSWORD, NEEDED),
        ("openssl-rc4-128.p12", PASSWORD, NEEDED),
        ("openssl-rc4-40.p12", PASSWORD, NEEDED),
        ("keytool-no-mac.p12", PASSWORD, NEEDED),
        ("openssl-others.p12", PASSWORD, NEEDED),
        ("openssl-chinese.p12", Some("密码123"), NEEDED),
        ("openssl-clear.p12", PASSWORD, ["p256", "p256", "password-wrong"]),
        ("openssl-clear-no-mac.p12", PASSWORD, ["p256", "p256", "p256"]),
        ("openssl-empty.p12", Some(""), ["p256", "p256", "password-wrong"]),
        ("openssl-no-key.p12", PASSWORD, ["no-key-entry", "password-needed", "password-wrong"]),
        ("keytool-two.p12", PASSWORD, ["alias-needed", "password-needed", "password-wrong"]),
    ] {
        let got =
            [password, None, Some("wrong")].map(|password| outcome(&open(name, password, None)));
        assert_eq!(got, want, "{name}");
    }
    for (name, alias, want) in [
        ("openssl-aes256.p12", "key0", "p256"),
        ("openssl-aes256.p12", "key1", "alias-unknown"),
        ("keytool-two.p12", "second", "p256"),
        ("keytool-two.p12", "正式签名", "p256"),
    ] {
        assert_eq!(outcome(&open(name, PASSWORD, Some(alias))), want, "{name} {alias}");
    }
    for (name, password, want) in [
        ("openssl-clear.p12", None, Some("keystore-unchecked")),
        ("openssl-clear.p12", PASSWORD, None),
        ("openssl-clear-no-mac.p12", None, Some("keystore-unprotected")),
        ("keytool-no-mac.p12", PASSWORD, Some("keystore-unprotected")),
    ] {
        let codes = codes(&open(name, password, None).unwrap());
        let told: Vec<_> =
            codes.into_iter().filter(|code| code.starts_with("keystore-un")).collect();
        assert_eq!(told, want.into_iter().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_keystore_in_base64_is_read_as_the_keystore() {
    for name in ["one.jks", "chain.bks", "openssl-clear.p12", "one.jceks"] {
        if name.ends_with(".p12") && !cfg!(feature = "pkcs12") {
            continue;
        }
        let bytes = std::fs::read(path("certificates").join(name)).unwrap();
        let want = verify(name, &VerifyOptions::default()).unwrap();
        let text = Base64::encode_string(&bytes);
        let lines: Vec<_> =
            text.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
        for text in [text.clone(), lines.join("\n") + "\n", format!("\u{feff}{text}")] {
            let package = Package::from_reader(text.as_bytes()).unwrap();
            assert_eq!(package.kind(), Kind::Keystore, "{name}");
            assert_eq!(package.verify(&VerifyOptions::default()).unwrap(), want, "{name}");
        }
    }
}

#[test]
fn a_profile_that_was_changed_gives_no_values() {
    let mut bytes = std::fs::read(path("certificates/profile.p7b")).unwrap();
    let at = bytes.windows(7).position(|run| run == b"release").unwrap();
    bytes[at] = b'R';
    let report =
        Package::from_reader(&bytes[..]).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert!(codes(&report).contains(&"profile-signature-bad"));
    assert!(report.primary_signer().is_none());
    for allowed in [false, true] {
        assert!(
            Form::new(&report, &FormOptions::default().with_allow_unverified(allowed)).is_err()
        );
    }
}

#[test]
fn the_platform_is_asked_for_or_assumed() {
    use Platform::{Android, HarmonyOs, Ios};
    for (name, asked, want, code, has_form) in [
        ("leaf.pem", None, Android, "platform-assumed", true),
        ("leaf.pem", Some(HarmonyOs), HarmonyOs, "certificate-only", true),
        // Apple issues what is for signing apps on its devices, and this it did not.
        ("leaf.pem", Some(Ios), Ios, "certificate-kind", false),
        ("one.jks", None, Android, "platform-assumed", true),
        // A profile is a HarmonyOS app's, whoever issued the certificate in it.
        ("profile.p7b", None, HarmonyOs, "platform-by-profile", true),
        ("profile.p7b", Some(HarmonyOs), HarmonyOs, "platform-by-profile", true),
        ("profile.p7b", Some(Android), Android, "platform-contradicted", true),
        // The certificate of a HarmonyOS app is issued, and none that signed itself.
        ("one.jks", Some(HarmonyOs), HarmonyOs, "harmonyos-self-signed", false),
    ] {
        let inspect = InspectOptions::default().with_platform(asked);
        let report = verify(name, &VerifyOptions::from(inspect)).unwrap();
        assert_eq!(report.platform, Some(want), "{name} {asked:?}");
        let codes = codes(&report);
        assert!(codes.contains(&code), "{name} {asked:?}: {codes:?}");
        let assumed = asked.is_none() && name != "profile.p7b";
        assert_eq!(codes.contains(&"platform-assumed"), assumed, "{name} {asked:?}");
        let form = Form::new(&report, &FormOptions::default());
        assert_eq!(form.is_ok(), has_form, "{name} {asked:?}");
        assert_eq!(report.has_errors(), !has_form, "{name} {asked:?}");
    }
}

/// A certificate that its own key, or an issuer beside it, disproves is damaged: its fingerprint is
/// nobody's.
#[test]
fn a_damaged_certificate_gives_no_values() {
    let chain = std::fs::read(path("certificates/chain.der")).unwrap();
    let leaf = certificate("h-developer");
    let place = chain.windows(leaf.der().len()).position(|window| window == leaf.der()).unwrap();
    let alone = std::fs::read(path("keys/first.cert.der")).unwrap();
    for (name, mut bytes, last) in [
        ("chain", chain, place + leaf.der().len() - 1),
        ("self-signed", alone.clone(), alone.len() - 1),
    ] {
        let report = |bytes: &[u8]| Package::from_reader(bytes)?.verify(&VerifyOptions::default());
        assert!(Form::new(&report(&bytes).unwrap(), &FormOptions::default()).is_ok(), "{name}");
        bytes[last] ^= 1;
        let damaged = report(&bytes).unwrap();
        assert!(codes(&damaged).contains(&"certificate-altered"), "{name}: {:?}", codes(&damaged));
        assert!(Form::new(&damaged, &FormOptions::default()).is_err(), "{name}");
    }
}

/// A block whose head is damaged could be the one that matters: the others must not be filed in its
/// place.
#[test]
fn a_block_with_a_damaged_head_is_not_passed_over() {
    let text = std::fs::read_to_string(path("certificates/chain-root-first.cer")).unwrap();
    let count = text.matches("-----BEGIN CERTIFICATE").count();
    for number in 0..count {
        let (at, _) = text.match_indices("-----BEGIN CERTIFICATE").nth(number).unwrap();
        for head in ["—--BEGIN CERTIFICATE", "BEGIN CERTIFICATE", "---- BEGIN CERTIFICATE"] {
            let damaged =
                [&text[..at], head, &text[at + "-----BEGIN CERTIFICATE".len()..]].concat();
            let error = Package::from_reader(damaged.as_bytes()).err().unwrap();
            assert_eq!(error.code(), "broken-pem", "{number}, {head}");
        }
    }
}
