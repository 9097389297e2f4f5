//! What must hold of `check` for every key: no text of another key is ever right, and every
//! dressing of the right value is told for what it is, with the exact text to file.
//!
//! Keys, texts and expectations are made here, with arithmetic of its own; of the library only the
//! answer is taken.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "tests on texts of our own"
)]

use base64ct::{Base64, Encoding};
use beian::filing::FieldOutcome::{Match, MatchTruncated, MatchUntidy};
use beian::filing::{Check, CheckedField, FieldOutcome, Filed, FormOptions};
use beian::report::{Role, Scheme, Verification};
use beian::x509::Certificate;
use beian::{DigestAlgorithm, Kind, Platform, Report, Signer, Verdict};

/// A seeded generator: the same cases every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.below(256) as u8).collect()
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A number's bytes in decimal digits.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for &byte in bytes {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) * 256;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

/// The bytes of a number in decimal digits.
fn from_decimal(digits: &str) -> Vec<u8> {
    let mut bytes = vec![0_u8];
    for digit in digits.bytes() {
        let mut carry = u32::from(digit - b'0');
        for byte in &mut bytes {
            carry += u32::from(*byte) * 10;
            *byte = (carry % 256) as u8;
            carry /= 256;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    bytes.reverse();
    bytes
}

fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length = match content.len() {
        length @ 0..=127 => vec![length as u8],
        length @ 128..=255 => vec![0x81, length as u8],
        length => vec![0x82, (length >> 8) as u8, length as u8],
    };
    [vec![tag], length, content].concat()
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let bytes: Vec<u8> = bytes.iter().copied().skip_while(|&byte| byte == 0).collect();
    let sign: &[u8] = if bytes.first().is_none_or(|&first| first >= 0x80) { &[0] } else { &[] };
    der(2, &[sign, &bytes])
}

/// A public key, in the structures around it.
#[derive(Clone)]
struct Key {
    modulus: Option<Vec<u8>>,
    raw: Vec<u8>,
    spki: Vec<u8>,
}

impl Key {
    fn rsa(mut modulus: Vec<u8>) -> Self {
        *modulus.last_mut().unwrap() |= 1;
        let raw = der(0x30, &[&integer(&modulus), &integer(&[1, 0, 1])]);
        let algorithm =
            der(0x30, &[&der(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]]), &[5, 0]]);
        let spki = der(0x30, &[&algorithm, &der(3, &[&[0], &raw])]);
        Self { modulus: Some(modulus), raw, spki }
    }

    fn p256(point: &[u8]) -> Self {
        let raw = [&[4], point].concat();
        let curve: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
        let algorithm =
            der(0x30, &[&der(6, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]]), &der(6, &[curve])]);
        let spki = der(0x30, &[&algorithm, &der(3, &[&[0], &raw])]);
        Self { modulus: None, raw, spki }
    }

    /// An RSA key of 1024 to 4096 bits, not only of the lengths that tools make; or a point.
    fn random(random: &mut Random) -> Self {
        if random.below(5) == 0 {
            return Self::p256(&random.bytes(64));
        }
        let bytes = if random.below(2) == 0 {
            *random.one_of(&[128, 256, 384, 512])
        } else {
            128 + random.below(385)
        };
        let mut modulus = random.bytes(bytes);
        modulus[0] |= *random.one_of(&[0x80, 0x80, 0x40, 1]);
        Self::rsa(modulus)
    }

    /// Every text of the key, with its kind.
    fn texts(&self) -> Vec<(Digits, String)> {
        let mut texts = vec![
            (Digits::Hex, hex::encode(&self.raw)),
            (Digits::Hex, hex::encode(&self.spki)),
            (Digits::Base64, Base64::encode_string(&self.raw)),
            (Digits::Base64, Base64::encode_string(&self.spki)),
            (Digits::Pem, pem(&self.spki)),
        ];
        if let Some(modulus) = &self.modulus {
            texts.push((Digits::Decimal, decimal(modulus)));
            texts.push((Digits::Hex, hex::encode(modulus)));
        }
        texts
    }

    /// What the form takes.
    fn expected(&self) -> String {
        match &self.modulus {
            Some(modulus) => decimal(modulus),
            None => hex::encode_upper(&self.raw),
        }
    }

    /// A certificate that names the key. Nobody signed it.
    fn certificate(&self) -> Vec<u8> {
        let algorithm =
            der(0x30, &[&der(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]]), &[5, 0]]);
        let name = der(
            0x30,
            &[&der(0x31, &[&der(0x30, &[&der(6, &[&[0x55, 4, 3]]), &der(12, &[b"A"])])])],
        );
        let time = |year: &str| der(0x17, &[year.as_bytes(), b"0101000000Z"]);
        let validity = der(0x30, &[&time("24"), &time("49")]);
        let parts = [
            &der(0xa0, &[&[2, 1, 2]]),
            &integer(&[7]),
            &algorithm,
            &name,
            &validity,
            &name,
            &self.spki,
        ];
        let body = der(0x30, &parts.map(|part| &part[..]));
        der(0x30, &[&body, &algorithm, &der(3, &[&[0; 65]])])
    }

    /// A package that is verified, and signed with the key.
    fn package(&self) -> Report {
        let mut verification = Verification::new(Verdict::Verified);
        verification.schemes = vec![Scheme::V2];
        let mut report = Report::new(Kind::Apk, Some(Platform::Android), verification);
        report.identity.package_name = Some("com.example.app".to_owned());
        let certificate = Certificate::from_der(&self.certificate()).unwrap();
        report.signers = vec![Signer::new(Role::Primary, Scheme::V2, None, certificate)];
        report
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    Decimal,
    Hex,
    Base64,
    Pem,
}

fn pem(spki: &[u8]) -> String {
    let base64 = Base64::encode_string(spki);
    let lines: Vec<_> =
        base64.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

fn checked(report: &Report, filed: &Filed, options: &FormOptions) -> (bool, CheckedField) {
    let check = Check::new(report, filed).with_options(options).run();
    assert_eq!(check.fields.len(), 1);
    (check.matches(), check.fields[0].clone())
}

/// Keys that are made to look like another: they begin with its digits, or hold them, in whatever
/// way digits can be read.
fn lookalikes(key: &Key, random: &mut Random) -> Vec<Key> {
    let mut keys = vec![Key::random(random), Key::random(random)];
    for (digits, text) in key.texts() {
        let bytes = text.as_bytes();
        match digits {
            Digits::Decimal => {
                // The same digits in decimal, with more behind them.
                let more: String =
                    (0..40).map(|_| char::from(b'0' + random.below(10) as u8)).collect();
                keys.push(Key::rsa(from_decimal(&format!("{text}{more}"))));
                // The digits of the decimal number, as hex: a whole modulus, and the beginning of
                // one.
                let even =
                    if text.len().is_multiple_of(2) { text.clone() } else { format!("{text}7") };
                let as_hex = hex::decode(&even).unwrap();
                keys.push(Key::rsa([&as_hex[..], &random.bytes(24)].concat()));
                keys.push(Key::rsa(as_hex));
            }
            Digits::Hex => {
                let as_bytes = hex::decode(&text).unwrap();
                keys.push(Key::rsa([&as_bytes[..], &random.bytes(16)].concat()));
                keys.push(Key::rsa([&random.bytes(16)[..], &as_bytes, &random.bytes(16)].concat()));
            }
            Digits::Base64 | Digits::Pem => {
                keys.push(Key::rsa([bytes, &random.bytes(16)].concat()));
            }
        }
        if digits != Digits::Pem
            && bytes.len() >= 64
            && bytes[..64].iter().all(u8::is_ascii_hexdigit)
        {
            keys.push(Key::p256(
                &[&hex::decode(&text[..64]).unwrap()[..], &random.bytes(32)].concat(),
            ));
        }
    }
    // The same modulus behind other primes: all but its last bytes.
    if let Some(modulus) = &key.modulus {
        let kept = modulus.len() - 8;
        keys.push(Key::rsa([&modulus[..kept], &random.bytes(8)].concat()));
    }
    keys.retain(|other| other.spki != key.spki);
    keys
}

/// A text as somebody may have pasted it.
fn pasted(text: &str, random: &mut Random) -> String {
    match random.below(8) {
        0 => format!("公钥：{text}"),
        1 => format!("{text}…"),
        2 => format!("「{text}」\n"),
        3 => text.to_uppercase(),
        4 => format!("0x{text}"),
        5 => format!("00{text}"),
        _ => text.to_owned(),
    }
}

#[test]
fn no_text_of_another_key_is_ever_right() {
    let mut random = Random(7);
    let (mut whole, mut cut) = (0, 0);
    let accepting = FormOptions::default().with_accept_truncated(true);
    for _ in 0..40 {
        let key = Key::random(&mut random);
        let texts = key.texts();
        for other in lookalikes(&key, &mut random) {
            let package = other.package();
            for (_, text) in &texts {
                let part = 1 + random.below(text.len() - 1);
                for (text, is_whole) in [
                    (text.clone(), true),
                    (pasted(text, &mut random), true),
                    (text[..part].to_owned(), false),
                    (text[part..].to_owned(), false),
                    (pasted(&text[..part], &mut random), false),
                ] {
                    let filed = Filed::default().with_public_key(text.as_str());
                    let (matches, field) = checked(&package, &filed, &FormOptions::default());
                    assert!(!matches && !field.matches(), "{text}");
                    assert!(!matches!(field.outcome(), Match | MatchUntidy), "{text}");
                    if is_whole {
                        assert_ne!(field.outcome(), MatchTruncated, "{text}");
                        assert!(!checked(&package, &filed, &accepting).0, "{text}");
                        whole += 1;
                    } else {
                        cut += 1;
                    }
                }
            }
        }
    }
    println!("texts of other keys: {whole} whole, {cut} cut, none right");
    assert!(whole > 5_000 && cut > 5_000, "{whole} {cut}");
}

/// What is done to a text before it is filed, and whether it leaves it as a value is to be written.
fn dressed(mut text: String, digits: Digits, label: &str, random: &mut Random) -> (String, bool) {
    let between = |text: &str, pieces: &[&str], random: &mut Random| -> String {
        let chars: Vec<String> = text.chars().map(|c| c.to_string()).collect();
        let mut out = String::new();
        for c in chars {
            out += &c;
            if random.below(6) == 0 {
                out += *random.one_of(pieces);
            }
        }
        out
    };
    let mut is_tidy = true;
    let is_plain = digits != Digits::Pem;
    for step in 0..7 {
        if random.below(3) > 0 {
            continue;
        }
        match step {
            // What leaves a value as it is.
            0 if digits == Digits::Hex => {
                text = if random.below(2) == 0 { text.to_uppercase() } else { text.to_lowercase() };
            }
            1 if is_plain => text = between(&text, &[" ", "\t", "\n", "\r\n"], random),
            2 if matches!(digits, Digits::Hex | Digits::Decimal) => {
                text = between(&text, &[":", ": "], random);
            }
            // What has to come off.
            3 => {
                let (open, close) = *random.one_of(&[
                    ("\"", "\""),
                    ("「", "」"),
                    ("“", "”"),
                    ("'", "'"),
                    ("\u{feff}", ""),
                ]);
                (text, is_tidy) = (format!("{open}{text}{close}"), false);
            }
            4 => {
                const HIDDEN: &[&str] =
                    &["\u{200b}", "\u{200d}", "\u{2060}", "\u{ad}", "\u{202c}", "\u{fe0f}"];
                let place = text.char_indices().nth(random.below(text.chars().count())).unwrap().0;
                let hidden = *random.one_of(HIDDEN);
                text.insert_str(place, hidden);
                is_tidy = false;
            }
            5 if is_plain => {
                let place = random.below(text.chars().count());
                let wide = |(index, c): (usize, char)| match c {
                    '!'..='~' if index >= place => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
                    c => c,
                };
                let made: String = text.chars().enumerate().map(wide).collect();
                is_tidy &= made == text;
                text = made;
            }
            6 if is_plain => {
                (text, is_tidy) = (format!("{label}{text}"), false);
            }
            6 => (text, is_tidy) = (format!("{label}\n{text}"), false),
            _ => {}
        }
    }
    (text, is_tidy)
}

fn want(is_tidy: bool) -> FieldOutcome {
    if is_tidy { Match } else { MatchUntidy }
}

#[test]
fn every_dressing_of_the_right_key_is_right_with_the_text_to_file() {
    const LABELS: &[&str] = &[
        "公钥：",
        "模数（公钥）: ",
        "Modulus=",
        "public key = ",
        "安卓公钥：",
        "Android: ",
        "256 字节 : ",
    ];
    let mut random = Random(11);
    let mut seen = [0, 0];
    for _ in 0..80 {
        let key = Key::random(&mut random);
        let (package, expected) = (key.package(), key.expected());
        for (digits, text) in key.texts() {
            for _ in 0..6 {
                let mut prefix = "";
                if digits == Digits::Hex && random.below(4) == 0 {
                    prefix = "0x";
                }
                let label = *random.one_of(LABELS);
                let (dressed, is_tidy) =
                    dressed(format!("{prefix}{text}"), digits, label, &mut random);
                let is_tidy = is_tidy && prefix.is_empty();
                let filed = Filed::default().with_public_key(dressed.as_str());
                let (matches, field) = checked(&package, &filed, &FormOptions::default());
                assert_eq!(
                    (matches, field.outcome()),
                    (true, want(is_tidy)),
                    "{digits:?} {dressed:?}"
                );
                assert_eq!(field.expected.as_ref(), Some(&expected), "{dressed:?}");
                seen[usize::from(is_tidy)] += 1;
            }
        }
    }
    println!("dressings of keys: {} untidy, {} tidy", seen[0], seen[1]);
    assert!(seen.iter().all(|&count| count > 300), "{seen:?}");
}

#[test]
fn every_dressing_of_the_right_fingerprint_and_name_is_right_with_the_text_to_file() {
    const LABELS: &[&str] = &[
        "MD5: ",
        "md5 Fingerprint=",
        "签名MD5值：",
        "签名MD5值(SHA-1)：",
        "证书指纹: MD5: ",
        "MD5 ",
    ];
    const WRONG: &[&str] = &["SHA1: ", "SHA-256 ", "SHA512=", "鸿蒙MD5：", "iOS: "];
    let mut random = Random(13);
    for _ in 0..2_000 {
        let key = Key::p256(&random.bytes(64));
        let package = key.package();
        let md5 = hex::encode_upper(DigestAlgorithm::Md5.digest(&key.certificate()));
        let label = *random.one_of(LABELS);
        let (text, is_tidy) = dressed(md5.clone(), Digits::Hex, label, &mut random);
        let filed = Filed::default().with_fingerprint(text.as_str());
        let (matches, field) = checked(&package, &filed, &FormOptions::default());
        assert_eq!((matches, field.outcome()), (true, want(is_tidy)), "{text:?}");
        assert_eq!(field.expected.as_deref(), Some(&*md5), "{text:?}");
        // A label of another value, whatever stands around it.
        let text = format!("{}{md5}", random.one_of(WRONG));
        let (matches, field) =
            checked(&package, &Filed::default().with_fingerprint(&text), &FormOptions::default());
        assert!(!matches && field.outcome() == FieldOutcome::Invalid, "{text}");
        // Another's fingerprint, and the right one with a digit gone.
        let other = hex::encode(random.bytes(16));
        for text in [other, md5[..md5.len() - 1].to_owned(), format!("{md5}0"), md5[2..].to_owned()]
        {
            let (matches, _) = checked(
                &package,
                &Filed::default().with_fingerprint(text),
                &FormOptions::default(),
            );
            assert!(!matches);
        }
        let (open, close) =
            *random.one_of(&[("", ""), (" ", "\n"), ("包名：", ""), ("“", "”"), ("\u{200b}", "")]);
        let text = format!("{open}com.example.app{close}");
        let (matches, field) =
            checked(&package, &Filed::default().with_package_name(&text), &FormOptions::default());
        let is_tidy = text.trim_matches([' ', '\n']) == "com.example.app";
        assert_eq!((matches, field.outcome()), (true, want(is_tidy)), "{text:?}");
        assert_eq!(field.expected.as_deref(), Some("com.example.app"), "{text:?}");
    }
}
