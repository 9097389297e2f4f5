//! What people paste into the form, and into a check: pages of viewers and tools, numbers that
//! spreadsheets and pictures damaged, digits lost. Each text comes to an outcome and a sentence.
//!
//! The pages have the shape that the tools print (jadx-gui, keytool of JDK 8 and 17, OpenSSL,
//! apksigner, aapt2, Java's and Android's `toString`), filled with the values of a fixture.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "tests on files of our own"
)]

use std::fs;
use std::path::PathBuf;

use crate::reasons;
use base64ct::{Base64, Encoding};
use beian::DigestAlgorithm::{Md5, Sha1, Sha256};
use beian::filing::FieldOutcome::{Invalid, Match, MatchTruncated, MatchUntidy, Mismatch, Missing};
use beian::filing::{Check, CheckedField, Evidence, FieldOutcome, Filed};
use beian::x509::{Certificate, KeyForm};
use beian::{DigestAlgorithm, InspectOptions, Language, Package, Report, VerifyOptions};

struct Subject {
    report: Report,
    evidence: Evidence,
}

impl Subject {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        let package = Package::from_reader(fs::read(path).unwrap()).unwrap();
        let report = package.verify(&VerifyOptions::default()).unwrap();
        let evidence = package.evidence(&InspectOptions::default()).unwrap();
        Self { report, evidence }
    }

    fn certificate(&self) -> &Certificate {
        &self.report.primary_signer().unwrap().certificate
    }

    fn check(&self, filed: &Filed) -> CheckedField {
        let check = Check::new(&self.report, filed).with_evidence(&self.evidence).run();
        assert_eq!(check.fields.len(), 1);
        let field = check.fields[0].clone();
        // A yes only for the value itself.
        assert_eq!(check.matches(), matches!(field.outcome(), Match | MatchUntidy));
        field
    }

    /// That every text comes to what is said of it, and says it in both languages.
    fn hold(&self, row: fn(String) -> Filed, rows: Vec<Row>) -> usize {
        let mut wrong = Vec::new();
        let count = rows.len();
        for (text, outcome, code) in rows {
            let field = self.check(&row(text.clone()));
            let found = field.recognised_as().map_or("-", |it| it.as_str());
            if (field.outcome(), found) != (outcome, code) {
                wrong.push(format!(
                    "{text:.200}\n => {} {found}, not {outcome} {code}",
                    field.outcome()
                ));
            }
            let (zh, en) = (field.message(Language::Chinese), field.message(Language::English));
            assert!(!zh.is_empty() && zh != en, "{text}");
            assert!(reasons::english(&zh).is_empty(), "{zh}");
        }
        assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n\n"));
        count
    }
}

/// A text, its outcome, and the code of its sentence.
type Row = (String, FieldOutcome, &'static str);

fn key(text: String) -> Filed {
    Filed::default().with_public_key(text)
}

fn fingerprint(text: String) -> Filed {
    Filed::default().with_fingerprint(text)
}

fn name(text: String) -> Filed {
    Filed::default().with_package_name(text)
}

fn digest(algorithm: DigestAlgorithm, bytes: &[u8]) -> String {
    hex::encode_upper(algorithm.digest(bytes))
}

fn joined(digits: &str, size: usize, separator: &str) -> String {
    let groups: Vec<_> =
        digits.as_bytes().chunks(size).map(|it| std::str::from_utf8(it).unwrap()).collect();
    groups.join(separator)
}

fn colons(digits: &str) -> String {
    joined(digits, 2, ":")
}

/// The text with one character of it another.
fn with(text: &str, place: usize, c: char) -> String {
    format!("{}{c}{}", &text[..place], &text[place + 1..])
}

/// The values of a certificate, as viewers write them.
struct Values {
    md5: String,
    sha1: String,
    sha256: String,
    modulus: String,
    decimal: String,
    spki: String,
    pem: String,
    der: Vec<u8>,
}

impl Values {
    fn of(certificate: &Certificate) -> Self {
        let key = certificate.public_key();
        let der = certificate.der().to_vec();
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            joined(&Base64::encode_string(&der), 64, "\n")
        );
        Self {
            md5: digest(Md5, &der),
            sha1: digest(Sha1, &der),
            sha256: digest(Sha256, &der),
            modulus: key.modulus_hex().unwrap_or_default(),
            decimal: key.modulus_dec().unwrap_or_default(),
            spki: hex::encode(key.spki()),
            pem,
            der,
        }
    }

    /// jadx-gui's page 「APK signature」.
    fn jadx(&self) -> String {
        format!(
            "APK 签名\n签名验证成功\n找到有效的 APK 签名 v2\n签名者 1\n类型: X.509\n版本: 3\n\
            序列号: 0x6ee4c250\n主体: CN=beian, O=Example\n有效期开始: Mon Jan 01 2024\n\
            有效期结束: Fri May 19 2051\n\n公钥类型: RSA\n指数: 65537\n模数大小（位）: 2048\n\
            模数: {}\n\n签名类型: SHA256withRSA\n签名 OID: 1.2.840.113549.1.1.11\n\n\
            MD5 指纹: {}\nSHA-1 指纹: {}\nSHA-256 指纹: {}\n",
            self.decimal,
            joined(&self.md5, 2, " "),
            joined(&self.sha1, 2, " "),
            joined(&self.sha256, 2, " ")
        )
    }

    fn jadx_english(&self) -> String {
        format!(
            "Signature verification succeeded\nValid APK signature v1 found\nSigner CERT.RSA\n\
            Type: X.509\nVersion: 3\nSerial number: 0x6ee4c250\nSubject: CN=beian\n\
            Valid from: Mon Jan 01 00:00:00 CST 2024\n\nPublic key type: RSA\nExponent: 65537\n\
            Modulus size (bits): 2048\nModulus: {}\n\nSignature type: SHA256withRSA\n\
            MD5 Fingerprint: {}\nSHA-1 Fingerprint: {}\nSHA-256 Fingerprint: {}",
            self.decimal,
            joined(&self.md5, 2, " "),
            joined(&self.sha1, 2, " "),
            joined(&self.sha256, 2, " ")
        )
    }

    /// `keytool -list -v`, of JDK 8 with the MD5.
    fn keytool(&self, has_md5: bool) -> String {
        let md5 = if has_md5 { format!("\t MD5:  {}\n", colons(&self.md5)) } else { String::new() };
        format!(
            "别名: release\n创建日期: 2024-1-1\n条目类型: PrivateKeyEntry\n证书链长度: 1\n证书[1]:\n\
            所有者: CN=beian\n发布者: CN=beian\n序列号: 6ee4c250\n\
            有效期为 Mon Jan 01 00:00:00 CST 2024 至 Fri May 19 00:00:00 CST 2051\n证书指纹:\n\
            {md5}\t SHA1: {}\n\t SHA256: {}\n签名算法名称: SHA256withRSA\n\
            主体公共密钥算法: 2048 位 RSA 密钥\n版本: 3\n",
            colons(&self.sha1),
            colons(&self.sha256)
        )
    }

    fn keytool_english(&self, has_md5: bool) -> String {
        let md5 = if has_md5 { format!("\t MD5:  {}\n", colons(&self.md5)) } else { String::new() };
        format!(
            "Owner: CN=beian\nIssuer: CN=beian\nSerial number: 6ee4c250\nValid from: Mon Jan 01 \
            until: Fri May 19\nCertificate fingerprints:\n{md5}\t SHA1: {}\n\t SHA256: {}\n\
            Signature algorithm name: SHA256withRSA\n\
            Subject Public Key Algorithm: 2048-bit RSA key\nVersion: 3\n",
            colons(&self.sha1),
            colons(&self.sha256)
        )
    }

    /// `openssl x509 -text`.
    fn openssl(&self) -> String {
        let lines = |digits: &str, width: usize| {
            let bytes = colons(digits);
            let lines: Vec<_> =
                bytes.as_bytes().chunks(width).map(|it| std::str::from_utf8(it).unwrap()).collect();
            lines.join("\n                    ")
        };
        format!(
            "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: 1860485712 \
            (0x6ee4c250)\n        Signature Algorithm: sha256WithRSAEncryption\n        \
            Issuer: CN=beian\n        Subject Public Key Info:\n            \
            Public Key Algorithm: rsaEncryption\n                Public-Key: (2048 bit)\n        \
                    Modulus:\n                    {}\n                Exponent: 65537 \
            (0x10001)\n        X509v3 extensions:\n            X509v3 Subject Key Identifier: \n   \
                         {}\n    Signature Algorithm: sha256WithRSAEncryption\n    \
            Signature Value:\n        {}\n",
            lines(&format!("00{}", self.modulus), 45),
            colons(&self.sha1),
            lines(&self.modulus.replace('a', "9"), 54)
        )
    }

    /// `apksigner verify --print-certs`.
    fn apksigner(&self) -> String {
        format!(
            "Signer #1 certificate DN: CN=beian\nSigner #1 certificate SHA-256 digest: {}\n\
            Signer #1 certificate SHA-1 digest: {}\nSigner #1 certificate MD5 digest: {}\n\
            Signer #1 key algorithm: RSA\nSigner #1 key size (bits): 2048\n\
            Signer #1 public key SHA-256 digest: {}\nSigner #1 public key MD5 digest: {}\n",
            self.sha256.to_lowercase(),
            self.sha1.to_lowercase(),
            self.md5.to_lowercase(),
            digest(Sha256, &hex::decode(&self.spki).unwrap()).to_lowercase(),
            digest(Md5, &hex::decode(&self.spki).unwrap()).to_lowercase(),
        )
    }

    /// `sun.security.rsa.RSAPublicKeyImpl.toString()`.
    fn java(&self) -> String {
        format!(
            "Sun RSA public key, 2048 bits\n  params: null\n  modulus: {}\n  \
            public exponent: 65537",
            self.decimal
        )
    }

    /// Conscrypt's `OpenSSLRSAPublicKey.toString()`.
    fn android(&self) -> String {
        format!("OpenSSLRSAPublicKey{{modulus={},publicExponent=10001}}", self.modulus)
    }

    /// Bouncy Castle's `BCRSAPublicKey.toString()`.
    fn bouncy_castle(&self) -> String {
        format!(
            "RSA Public Key [{}],[56:66:d1:a4]\n        modulus: {}\npublic exponent: 10001\n",
            colons(&self.sha1),
            self.modulus
        )
    }
}

const RSA: &str = "android/v1v2v3.apk";
const EC: &str = "android/v2-p256.apk";

/// A key that signed nothing here.
fn other() -> Values {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys/third.cert.der");
    Values::of(&Certificate::from_der(&fs::read(path).unwrap()).unwrap())
}

#[test]
fn keys_in_pages_and_in_pieces() {
    let subject = Subject::new(RSA);
    let v = Values::of(subject.certificate());
    let o = other();
    let (dec, hex) = (v.decimal.clone(), v.modulus.clone());
    let found = |text: String| (text, MatchUntidy, "found-in-text");
    let untidy = |text: String| (text, MatchUntidy, "untidy");
    let negative = negative(&hex);
    let rows = vec![
        // Pages.
        found(v.jadx()),
        found(v.jadx_english()),
        found(v.jadx().replace('\n', "\r\n")),
        found(v.openssl()),
        found(format!("{}{}", v.openssl(), v.pem)),
        found(v.java()),
        found(v.bouncy_castle()),
        found(format!("公钥如下，请查收\n{dec}")),
        found(format!("APP公钥\n{dec}\n\n证书MD5\n{}", v.md5)),
        found(format!("模数: {dec}\n指数: 65537")),
        found(format!("类型: RSA\n指数: 65537\n模数: {hex}\n大小: 2048")),
        found(format!("MD5:{}\n模数:{}", v.md5, joined(&dec, 77, "\n"))),
        untidy(v.jadx().replace('\n', " ")),
        untidy(v.android()),
        untidy(format!("{dec},65537")),
        untidy(format!("{dec}，65537")),
        untidy(format!("{dec} 65537")),
        untidy(format!("(n={dec}, e=65537)")),
        untidy(format!("[n: {hex}; e: 10001]")),
        untidy(format!("{dec}（模数）")),
        untidy(format!("模数（十进制）{dec}")),
        untidy(format!("{dec}。")),
        untidy(format!("{dec}，")),
        untidy(format!("-{dec}")),
        untidy(format!(
            "{},{}",
            &dec[..dec.len() % 3 + 3],
            joined(&dec[dec.len() % 3 + 3..], 3, ",")
        )),
        untidy(format!("公钥:{dec}")),
        untidy(format!("“{dec}”")),
        (joined(&dec, 76, "\n"), Match, "-"),
        (format!("{}{}", o.pem, v.java()), MatchUntidy, "found-in-text"),
        // Pages of others, and of several.
        (o.jadx(), Mismatch, "-"),
        (o.openssl(), Mismatch, "-"),
        (o.android(), Mismatch, "-"),
        (format!("{}\n{}", v.java(), o.java()), Invalid, "right-among-others"),
        (format!("{}\n{}", o.jadx(), v.jadx()), Invalid, "right-among-others"),
        (format!("旧: {hex} 新: {}", o.modulus), Invalid, "right-among-others"),
        // Pages without the key.
        (v.keytool(true), Invalid, "keytool-without-key"),
        (v.keytool(false), Invalid, "keytool-without-key"),
        (v.keytool_english(false), Invalid, "keytool-without-key"),
        (v.pem.clone(), Invalid, "whole-certificate"),
        // No key at all.
        ("2.07231E+616".to_owned(), Invalid, "spreadsheet-number"),
        (format!("{}E+616", &dec[..1]), Invalid, "spreadsheet-number"),
        (format!("{}{}", &dec[..15], "0".repeat(dec.len() - 15)), Invalid, "spreadsheet-number"),
        ("2048".to_owned(), Invalid, "key-parameter"),
        ("2048位".to_owned(), Invalid, "key-parameter"),
        ("65537".to_owned(), Invalid, "key-parameter"),
        ("Exponent: 65537 (0x10001)".to_owned(), Invalid, "key-parameter"),
        ("Public-Key: (2048 bit)".to_owned(), Invalid, "key-parameter"),
        ("RSA".to_owned(), Invalid, "key-parameter"),
        ("SHA256withRSA".to_owned(), Invalid, "key-parameter"),
        ("2048-bit RSA key".to_owned(), Invalid, "key-parameter"),
        ("见附件".to_owned(), Invalid, "-"),
        // Slips.
        (with(&hex, 100, if &hex[100..101] == "0" { '1' } else { '0' }), Mismatch, "wrong-digits"),
        (with(&dec, 0, if dec.starts_with('1') { '2' } else { '1' }), Mismatch, "wrong-digits"),
        (format!("{}{}", &dec[..300], &dec[301..]), Mismatch, "missing-digit"),
        (format!("{}7{}", &dec[..300], &dec[300..]), Mismatch, "extra-digit"),
        (dec[1..].to_owned(), Mismatch, "missing-digit"),
        (dec[20..].to_owned(), Invalid, "part-of-key"),
        (hex[64..].to_owned(), Invalid, "part-of-key"),
        (format!("{}…", &hex[..64]), MatchTruncated, "truncated"),
        (
            format!("{}O{}", &dec[..dec.find('0').unwrap()], &dec[dec.find('0').unwrap() + 1..]),
            Invalid,
            "misread-digit",
        ),
        (
            format!("{}l{}", &dec[..dec.find('1').unwrap()], &dec[dec.find('1').unwrap() + 1..]),
            Invalid,
            "misread-digit",
        ),
        (with(&dec, 50, 'x'), Invalid, "strange-digit"),
        (format!("-{negative}"), Mismatch, "negative-number"),
    ];
    assert!(subject.hold(key, rows) >= 60);
}

/// What Java's `new BigInteger(bytes)` makes of a modulus whose first bit is set, without its minus.
fn negative(hex: &str) -> String {
    let mut bytes = hex::decode(hex).unwrap();
    for byte in &mut bytes {
        *byte = !*byte;
    }
    // A modulus is odd.
    *bytes.last_mut().unwrap() += 1;
    let mut digits = vec![0_u32];
    for byte in bytes {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 10;
            carry /= 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from_digit(*digit, 10).unwrap()).collect()
}

#[test]
fn fingerprints_in_pages_and_in_pieces() {
    let subject = Subject::new(RSA);
    let v = Values::of(subject.certificate());
    let o = other();
    let md5 = v.md5.clone();
    let found = |text: String| (text, MatchUntidy, "found-in-text");
    let untidy = |text: String| (text, MatchUntidy, "untidy");
    let text_digest =
        |text: &str| (digest(Md5, text.as_bytes()), Mismatch, "certificate-text-digest");
    let key_digest = |bytes: &[u8]| (digest(Md5, bytes), Mismatch, "public-key-digest");
    let base64 = Base64::encode_string(&v.der);
    let spki_pem = subject.certificate().public_key().form(KeyForm::SpkiPem).unwrap();
    let modulus = hex::decode(&v.modulus).unwrap();
    let digit = |place: usize| if &md5[place..=place] == "7" { '8' } else { '7' };
    let rows = vec![
        // Pages.
        found(v.jadx()),
        found(v.jadx_english()),
        found(v.keytool(true)),
        found(v.keytool_english(true)),
        found(v.keytool(true).replace('\n', "\r\n")),
        found(v.apksigner()),
        found(format!("MD5: {}\nSHA1: {}\nSHA256: {}", colons(&md5), v.sha1, v.sha256)),
        found(format!("签名MD5\n{md5}\n请核对")),
        found(format!("{md5}\n{}", v.sha1)),
        found(format!("MD5\tSHA1\n{md5}\t{}", v.sha1)),
        untidy(format!("MD5：{md5}（小写：{}）", md5.to_lowercase())),
        untidy(format!("MD5={md5}; SHA1={}", v.sha1)),
        untidy(format!("{md5}。")),
        untidy(format!("{md5}，")),
        untidy(format!("{md5}（正式签名）")),
        untidy(format!("{md5} (release)")),
        untidy(format!("签名MD5值是{md5}")),
        untidy(format!("“{md5}”")),
        (joined(&md5, 8, " "), Match, "-"),
        (joined(&md5, 16, "\n"), Match, "-"),
        // Pages of others, and without the value.
        (o.jadx(), Mismatch, "-"),
        (o.keytool(true), Mismatch, "-"),
        (o.apksigner(), Mismatch, "-"),
        (v.keytool(false), Invalid, "keytool-without-md5"),
        (v.keytool_english(false), Invalid, "keytool-without-md5"),
        (o.keytool(false), Mismatch, "-"),
        (format!("{}{}", v.keytool(true), o.keytool(true)), Invalid, "right-among-others"),
        (format!("debug: {} release: {md5}", o.md5), Invalid, "right-among-others"),
        // Digests of something else.
        text_digest(&v.pem),
        text_digest(v.pem.trim_end()),
        text_digest(&v.pem.replace('\n', "\r\n")),
        text_digest(&base64),
        text_digest(&format!("{base64}\n")),
        text_digest(&joined(&base64, 64, "\n")),
        text_digest(&hex::encode(&v.der)),
        text_digest(&hex::encode_upper(&v.der)),
        text_digest(&colons(&hex::encode_upper(&v.der))),
        text_digest(&v.sha1),
        text_digest(&colons(&v.sha256)),
        key_digest(&hex::decode(&v.spki).unwrap()),
        key_digest(spki_pem.as_bytes()),
        key_digest(spki_pem.trim_end().as_bytes()),
        key_digest(v.spki.as_bytes()),
        key_digest(v.decimal.as_bytes()),
        key_digest(v.modulus.as_bytes()),
        key_digest(v.modulus.to_uppercase().as_bytes()),
        key_digest(&modulus),
        key_digest(&[&[0], &modulus[..]].concat()),
        key_digest(format!("Modulus={}\n", v.modulus.to_uppercase()).as_bytes()),
        key_digest(Base64::encode_string(&hex::decode(&v.spki).unwrap()).as_bytes()),
        // Slips.
        (md5[8..24].to_owned(), Invalid, "middle-of-md5"),
        (format!("16位MD5: {}", &md5[8..24]), Invalid, "middle-of-md5"),
        (o.md5[8..24].to_owned(), Invalid, "short-md5"),
        (md5[..16].to_owned(), Invalid, "part-of-fingerprint"),
        (md5[..31].to_owned(), Invalid, "part-of-fingerprint"),
        (md5[1..].to_owned(), Invalid, "part-of-fingerprint"),
        (format!("{}{}", &md5[..9], &md5[10..]), Mismatch, "missing-digit"),
        (format!("{md5}0"), Mismatch, "extra-digit"),
        (format!("0{md5}"), Mismatch, "extra-digit"),
        (with(&md5, 0, digit(0)), Mismatch, "wrong-digits"),
        (with(&md5, 31, digit(31)), Mismatch, "wrong-digits"),
        (md5[..20].to_owned(), Invalid, "part-of-fingerprint"),
        (md5.replacen('0', "O", 1), Invalid, "misread-digit"),
        (md5.replacen('8', "B", 1), Mismatch, "wrong-digits"),
        (with(&md5, 5, 'X'), Invalid, "strange-digit"),
        ("1.23E+31".to_owned(), Invalid, "spreadsheet-number"),
        (v.decimal.clone(), Invalid, "key-as-fingerprint"),
        (v.pem.clone(), Invalid, "whole-certificate"),
        ("见附件".to_owned(), Invalid, "-"),
    ];
    assert!(subject.hold(fingerprint, rows) >= 60);
}

#[test]
fn names_in_files_links_and_lines() {
    let subject = Subject::new(RSA);
    let n = "com.example.beian";
    let rows = [
        (format!("{n}.apk"), Invalid, "package-file-name"),
        (format!("{n}-1.0.0-release.apk"), Invalid, "package-file-name"),
        (format!("{n}_v2.apk"), Invalid, "package-file-name"),
        (format!("D:\\app\\{n}.apk"), Invalid, "package-file-name"),
        (format!("{n}.aab"), Invalid, "package-file-name"),
        (format!("{n}/.MainActivity"), Invalid, "component-name"),
        (format!("{n}/{n}.MainActivity"), Invalid, "component-name"),
        (format!("https://play.google.com/store/apps/details?id={n}&hl=zh"), Invalid, "link"),
        (format!("market://details?id={n}"), Invalid, "link"),
        (format!("https://sj.qq.com/appdetail/{n}"), Invalid, "link"),
        ("https://appgallery.huawei.com/app/C100000000".to_owned(), Invalid, "link"),
        (
            format!(
                "package: name='{n}' versionCode='1' versionName='1.0.0' \
                platformBuildVersionName='14'"
            ),
            MatchUntidy,
            "found-in-text",
        ),
        (format!("applicationId \"{n}\""), MatchUntidy, "found-in-text"),
        (format!("package:{n}"), MatchUntidy, "untidy"),
        (format!("{n}（安卓）"), MatchUntidy, "found-in-text"),
        (format!("包名{n}。"), MatchUntidy, "found-in-text"),
        (format!("{n}、com.example.other"), Invalid, "right-among-others"),
        (format!("{n}.debug"), Mismatch, "other-package"),
        ("com.example.other.apk".to_owned(), Mismatch, "other-package"),
        ("com.Example.Beian".to_owned(), Mismatch, "wrong-case"),
    ];
    assert_eq!(subject.hold(name, rows.to_vec()), 20);
}

#[test]
fn a_page_names_its_line() {
    let subject = Subject::new(RSA);
    let (v, o) = (Values::of(subject.certificate()), other());
    for (filed, language, want) in [
        (key(v.jadx()), Language::Chinese, "第 15 行（“模数”）的值正确"),
        (key(v.jadx_english()), Language::English, "line 13 (\"Modulus\")"),
        (key(o.jadx()), Language::Chinese, "第 15 行（“模数”）：格式正确，但"),
        (fingerprint(v.keytool(true)), Language::Chinese, "第 11 行（“MD5”）的值正确"),
        (fingerprint(o.keytool(true)), Language::English, "Line 11 (\"MD5\"): "),
        (fingerprint(v.keytool(false)), Language::Chinese, "不再显示 MD5"),
        (fingerprint(with(&v.md5, 4, 'X')), Language::Chinese, "第 5 位的“X”"),
    ] {
        let message = subject.check(&filed).message(language);
        assert!(message.contains(want), "{message} has no {want}");
    }
}

#[test]
fn keys_without_a_modulus_are_in_no_page_of_jadx() {
    let subject = Subject::new(EC);
    let v = Values::of(subject.certificate());
    let page = v.jadx().replace("公钥类型: RSA", "公钥类型: EC");
    let page: Vec<_> =
        page.lines().filter(|it| !it.starts_with("模数") && !it.starts_with("指数")).collect();
    let point = colons(&hex::encode(subject.certificate().public_key().raw()));
    let openssl = format!(
        "        Public Key Algorithm: id-ecPublicKey\n            Public-Key: (256 bit)\n            \
        pub:\n                {}\n            ASN1 OID: prime256v1\n",
        joined(&point, 45, "\n                ")
    );
    let rows = vec![
        (page.join("\n"), Invalid, "viewer-without-key"),
        (v.keytool(false), Invalid, "keytool-without-key"),
        (openssl, MatchUntidy, "found-in-text"),
    ];
    subject.hold(key, rows);
}

/// The line of a page is never cut out of a longer number: a key that is made of its first digits
/// would be right otherwise.
#[test]
fn no_part_of_another_key_is_found() {
    let subject = Subject::new(RSA);
    let v = Values::of(subject.certificate());
    let (dec, hex) = (&v.decimal, &v.modulus);
    for text in [
        format!("{dec}\n{dec}1"),
        format!("{dec} 1234567"),
        format!("{dec},{dec}"),
        format!("模数:\n{dec}\n{dec}\n完"),
        format!("模数: {dec} {dec} 完"),
        format!("公钥 {hex}\n{hex}\n完"),
        format!("公钥 {hex} 0001 完"),
        format!("公钥 1{dec} 完"),
        format!("公钥 {}\n{hex}:\n01:01", colons(hex)),
    ] {
        let field = subject.check(&key(text.clone()));
        assert!(!field.matches(), "{text} {}", field.message(Language::English));
    }
}

/// What signs a bundle need not sign what users get.
#[test]
fn the_upload_certificate_of_a_bundle_is_never_the_one_to_file() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundles");
    let bundles = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut seen = 0;
    for path in bundles.filter(|it| it.extension().is_some_and(|it| it == "aab")) {
        let subject = Subject::new(&format!("bundles/{}", path.file_name().unwrap().display()));
        let Some(signer) = subject.report.primary_signer() else { continue };
        let (v, o) = (Values::of(&signer.certificate), other());
        for (filed, want) in [
            (fingerprint(v.md5.clone()), "upload-certificate"),
            (key(v.decimal.clone()), "upload-certificate"),
            (key(v.jadx()), "upload-certificate"),
            (fingerprint(o.md5.clone()), "not-upload-certificate"),
            (key(o.decimal.clone()), "not-upload-certificate"),
        ] {
            if filed.public_key.as_ref().is_some_and(|it| it.is_empty()) || v.decimal.is_empty() {
                continue;
            }
            let field = subject.check(&filed);
            let found = field.recognised_as().map_or("-", |it| it.as_str());
            if found == "package-not-for-filing" || found == "not-for-filing-match" {
                continue;
            }
            assert_eq!((found, &field.expected), (want, &None), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn a_page_is_right_of_no_package_that_is_not_for_filing() {
    for (file, want) in [
        ("android/v1-debug.apk", "not-for-filing-match"),
        ("android/v2-tampered.apk", "not-verified"),
    ] {
        let subject = Subject::new(file);
        let Some(signer) =
            subject.report.primary_signer().or(subject.report.claimed_signers.first())
        else {
            continue;
        };
        let v = Values::of(&signer.certificate);
        for filed in [key(v.jadx()), fingerprint(v.keytool(true))] {
            let field = subject.check(&filed);
            let found = field.recognised_as().map_or("-", |it| it.as_str());
            assert!(!field.matches() && field.expected.is_none(), "{file}");
            assert!(found == want || field.outcome() == Missing, "{file} {found}");
        }
    }
}
