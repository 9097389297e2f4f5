//! The forms of two certificates that OpenSSL made; what is expected was read with OpenSSL.

use super::*;
use crate::pki::x509::SharedCertificate;
use crate::report::{Code, Kind, Language, Verification};

const RSA: &[u8] = include_bytes!("../../../tests/data/rsa2048.der");
const EC: &[u8] = include_bytes!("../../../tests/data/p256.der");

fn signer(role: Role, der: &[u8]) -> Signer {
    Signer::new(role, Scheme::V2, None, Certificate::from_der(der).unwrap())
}

fn ec() -> Certificate {
    Certificate::from_der(EC).unwrap()
}

fn report(verdict: Verdict, platform: Platform, signers: Vec<Signer>) -> Report {
    let mut report = Report::new(Kind::Apk, Some(platform), Verification::new(verdict));
    report.identity.package_name = Some("com.example.app".to_owned());
    if matches!(verdict, Verdict::Rejected | Verdict::Unchecked) {
        report.claimed_signers = signers;
    } else {
        report.signers = signers;
    }
    report
}

fn form(der: &[u8], platform: Platform, options: &FormOptions) -> Form {
    Form::new(&report(Verdict::Verified, platform, vec![signer(Role::Primary, der)]), options)
        .unwrap()
}

fn options(profile: &str) -> FormOptions {
    FormOptions::default().with_provider(Provider::by_name(profile).unwrap())
}

/// The names of the forms in the order of the rows, alternatives behind a bar.
fn rows(form: &Form) -> String {
    let names = |alternative| {
        let fields = form.fields.iter().filter(move |field| field.alternative == alternative);
        fields.map(|field| field.form.as_str()).collect::<Vec<_>>().join(" ")
    };
    let text = format!("{} | {}", names(false), names(true));
    text.trim_start_matches("package-name ").trim_end_matches([' ', '|']).to_owned()
}

#[test]
fn each_profile_gives_its_rows() {
    use Platform::{Android, HarmonyOs, Ios};
    let all_rsa = "spki-hex spki-base64 spki-pem point-base64";
    let all_ec = "raw-hex md5 | spki-hex spki-base64 spki-pem point-base64 sha1 sha256";
    let beside = "| spki-hex spki-base64";
    for (profile, platform, rsa, ec) in [
        ("default", Android, "modulus-dec md5", format!("raw-hex md5 {beside}")),
        ("default", HarmonyOs, "raw-hex md5 | sha1", "raw-hex md5 | sha1".to_owned()),
        ("default", Ios, "modulus-hex sha1", format!("raw-hex sha1 {beside}")),
        ("huawei", Android, "modulus-dec md5", format!("raw-hex md5 {beside}")),
        ("huawei", HarmonyOs, "raw-hex md5 | sha1", "raw-hex md5 | sha1".to_owned()),
        ("huawei", Ios, "modulus-hex sha1", format!("raw-hex sha1 {beside}")),
        ("hex", Android, "modulus-hex md5", format!("raw-hex md5 {beside}")),
        ("hex", HarmonyOs, "raw-hex md5", "raw-hex md5".to_owned()),
        ("hex", Ios, "modulus-hex sha1", format!("raw-hex sha1 {beside}")),
        ("spki", Android, "spki-base64 md5", "spki-base64 md5".to_owned()),
        ("spki", HarmonyOs, "spki-base64 md5", "spki-base64 md5".to_owned()),
        ("spki", Ios, "spki-base64 sha1", "spki-base64 sha1".to_owned()),
        (
            "all",
            Android,
            &format!("modulus-dec md5 | modulus-hex raw-hex {all_rsa} sha1 sha256"),
            all_ec.to_owned(),
        ),
        (
            "all",
            HarmonyOs,
            &format!("raw-hex md5 | modulus-dec modulus-hex {all_rsa} sha1 sha256"),
            all_ec.to_owned(),
        ),
        (
            "all",
            Ios,
            &format!("modulus-hex sha1 | modulus-dec raw-hex {all_rsa} md5 sha256"),
            all_ec.replace("raw-hex md5", "raw-hex sha1").replace("sha1 sha256", "md5 sha256"),
        ),
    ] {
        let options = options(profile);
        assert_eq!(rows(&form(RSA, platform, &options)), rsa, "{profile} {platform} RSA");
        assert_eq!(rows(&form(EC, platform, &options)), ec, "{profile} {platform} EC");
    }
}

#[test]
fn values_are_those_that_openssl_shows() {
    use Platform::{Android, HarmonyOs, Ios};
    for (profile, platform, der, label, name, length, start, end) in [
        ("default", Android, RSA, "公钥", "modulus-dec", 617, "209355098502", "996908330043"),
        ("default", Android, RSA, "签名MD5值", "md5", 32, "15C8595FC3C6F444061104F015611A38", ""),
        ("default", Android, EC, "公钥", "raw-hex", 130, "04D2885B", "987825FD3BCB"),
        (
            "default",
            Android,
            EC,
            "公钥",
            "spki-hex",
            182,
            "3059301306072A8648CE3D0201",
            "987825FD3BCB",
        ),
        ("default", Android, EC, "公钥", "spki-base64", 124, "MFkwEwYHKoZIzj0CAQ", ""),
        ("default", Android, EC, "签名MD5值", "md5", 32, "33AABDB35E920EEC61EA2B500F2465B5", ""),
        (
            "default",
            HarmonyOs,
            EC,
            "签名MD5值(SHA-1)",
            "sha1",
            40,
            "BDA8DDEBE750664E3B484EC3022814AE92C0DD8C",
            "",
        ),
        ("default", Ios, RSA, "公钥", "modulus-hex", 512, "A5D757C6D834", "0385A5AA7C3B"),
        (
            "default",
            Ios,
            RSA,
            "签名MD5值(SHA-1)",
            "sha1",
            40,
            "B002DA555F5961A7E66458AE18F74991F9D8C0B2",
            "",
        ),
        (
            "all",
            Android,
            RSA,
            "公钥",
            "raw-hex",
            540,
            "3082010A0282010100A5D757C6D834",
            "0385A5AA7C3B0203010001",
        ),
        (
            "all",
            Android,
            RSA,
            "公钥",
            "spki-hex",
            588,
            "30820122300D06092A864886F70D0101",
            "0203010001",
        ),
        ("all", Android, RSA, "公钥", "spki-base64", 392, "MIIBIjAN", "IDAQAB"),
        (
            "all",
            Android,
            RSA,
            "公钥",
            "spki-pem",
            450,
            "-----BEGIN PUBLIC KEY-----\nMIIB",
            "-----END PUBLIC KEY-----",
        ),
        ("all", Android, EC, "公钥", "point-base64", 88, "BNKIW", ""),
        (
            "all",
            Android,
            RSA,
            "签名SHA-1值",
            "sha1",
            40,
            "B002DA555F5961A7E66458AE18F74991F9D8C0B2",
            "",
        ),
        ("all", Android, RSA, "签名SHA-256值", "sha256", 64, "", ""),
        ("default", Android, RSA, "APP包名", "package-name", 15, "com.example.app", ""),
    ] {
        let form = form(der, platform, &options(profile));
        let field = form.fields.iter().find(|field| field.form.as_str() == name).unwrap();
        let case = format!("{profile} {platform} {name}");
        assert_eq!(field.label, label, "{case}");
        assert_eq!(field.value.len(), length, "{case}: {}", field.value);
        assert!(
            field.value.starts_with(start) && field.value.ends_with(end),
            "{case}: {}",
            field.value
        );
    }
}

#[test]
fn case_and_separator_touch_hex_only() {
    let plain = options("all");
    for (options, md5, key, decimal) in [
        (plain.clone(), "15C8595F", "30820122300D", "2093550"),
        (plain.clone().with_case(Case::Lower), "15c8595f", "30820122300d", "2093550"),
        (
            plain.clone().with_separator(Separator::Colon),
            "15:C8:59:5F:",
            "30:82:01:22:30:0D:",
            "2093550",
        ),
        (
            plain.with_case(Case::Lower).with_separator(Separator::Space),
            "15 c8 59 5f ",
            "30 82 01 22 30 0d ",
            "2093550",
        ),
    ] {
        let form = form(RSA, Platform::Android, &options);
        assert!(form.fingerprint.starts_with(md5), "{}", form.fingerprint);
        assert!(form.public_key.starts_with(decimal), "{}", form.public_key);
        let spki = form
            .fields
            .iter()
            .find(|field| field.form == FieldForm::Key(KeyForm::SpkiHex))
            .unwrap();
        assert!(spki.value.starts_with(key), "{}", spki.value);
        let base64 = form
            .fields
            .iter()
            .find(|field| field.form == FieldForm::Key(KeyForm::SpkiBase64))
            .unwrap();
        assert!(base64.value.starts_with("MIIBIjAN"), "{}", base64.value);
    }
    assert_eq!(FormOptions::default().with_separator(Separator::Colon).hex("abc"), "A:BC");
}

#[test]
fn only_a_verified_package_with_one_signer_is_filed() {
    let one = || vec![signer(Role::Primary, RSA)];
    let two = || vec![signer(Role::Additional, RSA), signer(Role::Additional, EC)];
    let named = |scheme| Signer { scheme: Some(scheme), ..signer(Role::Claimed, RSA) };
    let claimed = |first, second| vec![named(first), Signer { certificate: ec(), ..named(second) }];
    let rotated = || vec![signer(Role::Primary, EC), signer(Role::Previous, RSA)];
    let bad = || Some(NoForm::NotVerified(Verdict::Rejected));
    for (verdict, signers, strict, allowed) in [
        (Verdict::Verified, one(), None, None),
        (Verdict::Verified, rotated(), None, None),
        (
            Verdict::Verified,
            two(),
            Some(NoForm::SeveralSigners(2)),
            Some(NoForm::SeveralSigners(2)),
        ),
        (
            Verdict::Verified,
            vec![signer(Role::Store, RSA)],
            Some(NoForm::NoPrimary),
            Some(NoForm::NoPrimary),
        ),
        (Verdict::Rejected, vec![named(Scheme::V2)], bad(), None),
        (Verdict::Rejected, claimed(Scheme::V31, Scheme::V3), bad(), None),
        (Verdict::Rejected, claimed(Scheme::V3, Scheme::V3), bad(), None),
        (Verdict::Rejected, claimed(Scheme::V2, Scheme::V1), bad(), None),
        (
            Verdict::Rejected,
            claimed(Scheme::V2, Scheme::V2),
            bad(),
            Some(NoForm::SeveralSigners(2)),
        ),
        (
            Verdict::Rejected,
            claimed(Scheme::Hap, Scheme::Hap),
            bad(),
            Some(NoForm::SeveralSigners(2)),
        ),
        (
            Verdict::Unchecked,
            vec![named(Scheme::V2)],
            Some(NoForm::NotVerified(Verdict::Unchecked)),
            None,
        ),
        (
            Verdict::Unsigned,
            vec![],
            Some(NoForm::NotVerified(Verdict::Unsigned)),
            Some(NoForm::NoSigner),
        ),
    ] {
        let report = report(verdict, Platform::Android, signers);
        let options = FormOptions::default();
        assert_eq!(Form::new(&report, &options).err(), strict, "{verdict}");
        assert_eq!(
            Form::new(&report, &options.with_allow_unverified(true)).err(),
            allowed,
            "{verdict}"
        );
    }
}

#[test]
fn nothing_is_filed_beside_an_error_or_what_is_not_for_filing() {
    let duplicate =
        || Finding::new(issue::Container::DuplicateEntry { name: "deflate".to_owned() });
    let known = SharedCertificate::AndroidDebug;
    let shared = || Finding::new(issue::Filing::SharedCertificate { known });
    let unknown_root = || Finding::new(issue::Harmony::ChainUnknownRoot);
    let several = || Finding::new(issue::Filing::SeveralSigners { count: 2 });
    let harmless = || Finding::new(issue::Identity::Debuggable);
    let not_for = |finding| Some(NoForm::NotForFiling(finding));
    let errors = |findings: &[Finding]| Some(NoForm::Errors(findings.to_vec()));
    for (findings, want, code) in [
        (vec![], None, ""),
        (vec![harmless()], None, ""),
        (vec![duplicate(), harmless()], errors(&[duplicate()]), "duplicate-entry"),
        (vec![harmless(), shared()], not_for(shared()), "shared-certificate"),
        (vec![unknown_root()], not_for(unknown_root()), "chain-unknown-root"),
        (
            vec![shared(), duplicate(), duplicate()],
            errors(&[duplicate(), duplicate()]),
            "duplicate-entry",
        ),
        // Not of one signer to be filed.
        (vec![several()], None, ""),
    ] {
        let mut report =
            report(Verdict::Verified, Platform::Android, vec![signer(Role::Primary, RSA)]);
        report.findings = findings.clone();
        let refused = Form::new(&report, &FormOptions::default()).err();
        assert_eq!(refused, want, "{findings:?}");
        assert_eq!(refused.as_ref().map_or("", NoForm::code), code, "{findings:?}");
        assert_eq!(Form::earlier(&report, &FormOptions::default()).is_err(), want.is_some());
        let allowed =
            Form::new(&report, &FormOptions::default().with_allow_unverified(true)).unwrap();
        let codes: Vec<_> =
            allowed.findings.iter().map(|it| (it.code, it.message(Language::English))).collect();
        assert_eq!(codes.len(), usize::from(want.is_some()), "{findings:?}");
        for (found, message) in codes {
            assert_eq!(found, Code::ValuesNotForFiling);
            assert!(message.contains(code), "{message}");
        }
    }
    // A file of certificates likewise, although nothing was verified.
    let mut report = report(Verdict::Unchecked, Platform::Android, vec![]);
    report.kind = Kind::Certificate;
    report.signers = vec![signer(Role::Primary, RSA)];
    assert!(Form::new(&report, &FormOptions::default()).is_ok());
    report.findings = vec![shared()];
    assert_eq!(Form::new(&report, &FormOptions::default()).err(), not_for(shared()));
}

#[test]
fn the_newest_certificate_of_a_rotation_is_filed() {
    let signers = [
        signer(Role::Primary, EC),
        signer(Role::Previous, RSA),
        signer(Role::Previous, RSA),
        signer(Role::Previous, EC),
    ];
    let report = report(Verdict::Verified, Platform::Android, signers.to_vec());
    let form = Form::new(&report, &FormOptions::default()).unwrap();
    assert_eq!(form.fingerprint, "33AABDB35E920EEC61EA2B500F2465B5");
    let earlier = Form::earlier(&report, &FormOptions::default()).unwrap();
    let earlier: Vec<_> = earlier.iter().map(|form| form.fingerprint.as_str()).collect();
    assert_eq!(earlier, ["15C8595FC3C6F444061104F015611A38"]);
}

#[test]
fn values_that_need_care_say_so() {
    let codes = |form: Form| form.findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
    let rejected = report(Verdict::Rejected, Platform::Android, vec![signer(Role::Claimed, RSA)]);
    let unverified =
        Form::new(&rejected, &FormOptions::default().with_allow_unverified(true)).unwrap();
    assert_eq!(codes(unverified), [Code::UnverifiedValues]);
    assert_eq!(codes(form(EC, Platform::Android, &options("default"))), [Code::KeyWithoutModulus]);
    assert_eq!(codes(form(EC, Platform::Android, &options("spki"))), []);
    assert_eq!(codes(form(EC, Platform::HarmonyOs, &options("default"))), [Code::FingerprintAsked]);
    assert_eq!(codes(form(EC, Platform::HarmonyOs, &options("hex"))), []);
    assert_eq!(codes(form(RSA, Platform::Android, &options("default"))), []);
}

#[test]
fn a_file_that_is_no_app_has_no_form_and_one_without_a_name_has_no_name() {
    let mut report = report(Verdict::Verified, Platform::Android, vec![signer(Role::Primary, RSA)]);
    report.identity.package_name = None;
    let form = Form::new(&report, &FormOptions::default()).unwrap();
    assert_eq!((form.package_name, rows_labels(&form.fields)), (None, vec!["公钥", "签名MD5值"]));
    report.platform = None;
    report.kind = Kind::Jar;
    assert_eq!(
        Form::new(&report, &FormOptions::default()).err(),
        Some(NoForm::NoPlatform(Kind::Jar))
    );
}

fn rows_labels(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.label).collect()
}

#[test]
fn every_reason_speaks_both_languages() {
    for reason in [
        NoForm::NoPrimary,
        NoForm::Errors(vec![Finding::new(issue::Container::NulInName {
            name: "deflate".to_owned(),
        })]),
        NoForm::NotForFiling(Finding::new(issue::Harmony::ChainUnknownRoot)),
        NoForm::NotVerified(Verdict::Rejected),
        NoForm::NotVerified(Verdict::Unsigned),
        NoForm::NotVerified(Verdict::Unchecked),
        NoForm::NoSigner,
        NoForm::SeveralSigners(2),
        NoForm::NoPlatform(Kind::Jar),
        NoForm::NoKeyText,
    ] {
        assert!(reason.message(Language::English).is_ascii(), "{reason}");
        assert!(reason.message(Language::Chinese).ends_with('。'), "{reason}");
    }
}
