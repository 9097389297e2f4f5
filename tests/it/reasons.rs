//! That what is said in Chinese is Chinese: of each fixture as it is, cut short, and with bytes
//! changed; and of each package that breaks a rule.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "files of our own")]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;

use base64ct::{Base64, Encoding};
use beian::filing::{Check, CheckedField, Filed, Form, FormOptions, Reason};
use beian::x509::{Certificate, KeyForm};
use beian::{DigestAlgorithm, InspectOptions, Language, Package, Verdict, VerifyOptions};

/// Fixtures above this size are looked at as they are only, in bytes.
const SMALL: usize = 48 << 10;
/// How many changed copies are made of each fixture.
const COPIES: usize = 24;
/// Words in lower case that are names: of commands, of the profile of no provider, and of fields
/// and formats as the platforms' own documents call them, which stand in brackets behind the
/// Chinese word.
const NAMES: &[&str] = &[
    "android",
    "apksigner",
    "base",
    "certificates",
    "config",
    "debuggable",
    "default",
    "deflate",
    "jadx",
    "keytool",
    "label",
    "lineage",
    "manifest",
    "openssl",
    "profile",
    "signers",
    "source",
    "split",
    "stamp",
];

/// What is said of a file in Chinese: its findings, and why it has no values to file.
fn texts(bytes: &[u8]) -> Vec<String> {
    let options = VerifyOptions::default().with_threads(NonZeroUsize::MIN);
    let package = Package::from_reader(bytes);
    match package.and_then(|package| package.verify(&options)) {
        Ok(report) => {
            let no_form = Form::new(&report, &FormOptions::default()).err();
            let no_form = no_form.map(|it| it.message(Language::Chinese));
            let findings = report.findings.iter().map(|it| it.message(Language::Chinese));
            findings.chain(no_form).collect()
        }
        Err(error) => vec![error.message(Language::Chinese)],
    }
}

/// What is pasted that is no certificate's.
const PASTED: &[&str] = &[
    "",
    "?",
    "com.example.other",
    "安卓",
    "鸿蒙",
    "安卓、iOS",
    "华为应用市场",
    "Windows",
    "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH\n-----END PRIVATE KEY-----",
    // The MD5 of DCloud's shared certificate.
    "59201cf6589202cb2cdab26752472112",
    "MD5: 4975DC5606FEE92FADDBEFDAC0A978CE\nSHA1: a9993e364706816aba3e25717850c26c9cd0d89d",
];

/// Values of a certificate, those that are filed and those that are not.
fn values(certificate: &Certificate) -> Vec<String> {
    use KeyForm::{ModulusDec, RawBase64, RawHex, SpkiBase64};
    let (key, der) = (certificate.public_key(), certificate.der());
    let digests = [DigestAlgorithm::Md5, DigestAlgorithm::Sha1, DigestAlgorithm::Sha256];
    let mut values = vec![certificate.serial_hex(), hex::encode(der)];
    values.extend(digests.map(|it| hex::encode(it.digest(der))));
    values.extend([hex::encode(DigestAlgorithm::Sha256.digest(key.spki()))]);
    values.extend(digests.map(|it| Base64::encode_string(&it.digest(der))));
    let forms = [ModulusDec, RawHex, RawBase64, SpkiBase64];
    values.extend(forms.iter().filter_map(|&form| key.form(form)));
    let agc = DigestAlgorithm::Sha256.digest(Base64::encode_string(key.raw()).as_bytes());
    let point = hex::encode(key.raw());
    let point = point.get(2..).unwrap_or_default();
    let compressed = |sign: u8| format!("0{sign}{}", point.get(..64).unwrap_or_default());
    values.extend([hex::encode(agc), compressed(2), compressed(3), point.to_owned()]);
    values
}

/// A value as it is, cut, with other digits behind, in another case, and with a label.
fn pasted(value: &str) -> [String; 6] {
    let start = |of: usize| value.chars().take(value.chars().count() * of / 8).collect::<String>();
    let other = format!("{}{}", start(7), value.chars().rev().take(9).collect::<String>());
    let [cut, label] = [format!("{}...", start(4)), format!("MD5: {value}")];
    [value.to_owned(), start(4), cut, other, value.to_uppercase(), label]
}

/// What is said of values that are filed for a file of which everything is known: the name of each
/// reason, with its sentence.
fn judged(bytes: &[u8], roots: &[Certificate]) -> Vec<(&'static str, String)> {
    let options = VerifyOptions::default().with_trust_roots(roots);
    let package = Package::from_reader(bytes).unwrap();
    let report = package.verify(&options).unwrap();
    let evidence = package.evidence(&InspectOptions::default()).unwrap();
    let signers = report.signers.iter().chain(&report.claimed_signers).map(|it| &it.certificate);
    let beside = evidence.authorities.iter().map(|it| &it.certificate).chain(&evidence.stale_v1);
    let mut given: Vec<String> = signers.chain(beside).flat_map(values).collect();
    let identity = &report.identity;
    let names = [&identity.package_name, &identity.app_name].into_iter().flatten();
    let written = |it: &String| {
        [
            it.clone(),
            it.replace('.', " ."),
            format!("{it}_{}", "A".repeat(400)),
            format!("{it} {it}"),
        ]
    };
    given.extend(names.flat_map(written));
    let digests = evidence.signature_blocks.iter().map(|(_, it)| it).chain(&evidence.file);
    given.extend(digests.map(|it| hex::encode(&it.md5)));
    let profile = report.harmonyos.as_ref().and_then(|it| it.profile.as_ref());
    given.extend(profile.and_then(|it| it.app_identifier.clone()));
    let pasted = given.iter().flat_map(|it| pasted(it));
    let given = pasted.chain(PASTED.iter().map(|&it| it.to_owned())).chain(["7".repeat(1 << 17)]);
    let mut said = Vec::new();
    for text in given {
        let filed = Filed::default().with_package_name(&text).with_public_key(&text);
        let filed = filed.with_fingerprint(&text).with_platform(&text);
        let is_good = report.verdict() == Verdict::Verified;
        for allowed in [false, true].into_iter().filter(|it| !it || !is_good) {
            let options = FormOptions::default().with_allow_unverified(allowed);
            let check = Check::new(&report, &filed).with_evidence(&evidence).with_options(&options);
            let fields = check.run().fields;
            let one = |it: &CheckedField| (it.reason().as_str(), it.message(Language::Chinese));
            said.extend(fields.iter().map(one));
        }
    }
    said
}

/// The English words of a Chinese text, without what stands in quotes, which is from a file.
pub(crate) fn english(text: &str) -> Vec<String> {
    let outside = text.split('“').map(|it| it.rsplit('”').next().unwrap_or(it)).collect::<String>();
    let words = outside.split(|c: char| !c.is_ascii_alphanumeric() && !"._-/".contains(c));
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    words.filter(is_word).filter(|word| !NAMES.contains(word)).map(str::to_owned).collect()
}

#[derive(Default)]
struct Seen {
    texts: usize,
    /// The reasons of check that were given.
    reasons: BTreeSet<&'static str>,
    /// English words, each with a text that has it.
    english: BTreeMap<String, String>,
}

impl Seen {
    fn note(&mut self, bytes: &[u8]) {
        for text in texts(bytes) {
            self.hold(&text);
        }
    }

    fn hold(&mut self, text: &str) {
        self.texts += 1;
        for word in english(text) {
            self.english.entry(word).or_insert_with(|| text.to_owned());
        }
    }

    fn note_damaged(&mut self, bytes: &[u8]) {
        for copy in 1..COPIES {
            // Most of what is signed and read stands near the end.
            let from_end = bytes.len() * copy * copy / (COPIES * COPIES);
            let Some(at) = bytes.len().checked_sub(from_end + 1) else { continue };
            let mut changed = bytes.to_vec();
            for byte in changed.iter_mut().skip(at).take(1) {
                *byte ^= 0x41;
            }
            self.note(&changed);
            self.note(bytes.get(..at).unwrap_or_default());
        }
    }
}

#[test]
fn no_english_word_stands_in_a_chinese_sentence() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut seen = Seen::default();
    for folder in std::fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path()) {
        // What makes the fixtures stands beside them.
        if !folder.is_dir() || folder.ends_with("src") {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(bytes) = std::fs::read(file) else { continue };
            seen.note(&bytes);
            if bytes.len() <= SMALL {
                seen.note_damaged(&bytes);
            }
        }
    }
    for broken in beian_fixtures::broken() {
        seen.note(&broken.package);
    }
    assert!(seen.texts > 300, "only {} texts", seen.texts);
    assert!(seen.english.is_empty(), "{:#?}", seen.english);
}

/// Each kind of signer and of file that check tells apart.
const JUDGED: &[&str] = &[
    "android/plain.jar",
    "android/unsigned.apk",
    "android/v1-debug.apk",
    "android/v1.apk",
    "android/v2-p256.apk",
    "android/v2-stray-v1-block.apk",
    "android/v2-tampered.apk",
    "android/v2-two-signers.apk",
    "android/v3-rotated.apk",
    "android/v32-hybrid.apk",
    "certificates/chain.der",
    "certificates/leaf.der",
    "harmony/developer.hap",
    "harmony/store.hap",
    "quick_app/signed.rpk",
];

/// Reasons that none of these values is given, in the packages above. All but the first and the last
/// are given in `pasted.rs`, which holds their sentences to the same.
const UNSAID: &[&str] = &[
    "begins-alike",
    "upload-certificate",
    "not-upload-certificate",
    "keytool-without-md5",
    "keytool-without-key",
    "viewer-without-key",
    "spreadsheet-number",
    "misread-digit",
    "strange-digit",
    "key-parameter",
    "middle-of-md5",
    "package-file-name",
    "component-name",
    "link",
    "wrong-digits",
    "missing-digit",
    "extra-digit",
    "negative-number",
    "certificate-md5",
    "certificate-text-digest",
    "other-signer",
];

#[test]
fn no_english_word_stands_in_what_check_says() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let root = std::fs::read(fixtures.join("keys/h-root.cert.der")).unwrap();
    let roots = [Certificate::from_der(&root).unwrap()];
    let mut seen = Seen::default();
    for name in JUDGED {
        for (reason, text) in judged(&std::fs::read(fixtures.join(name)).unwrap(), &roots) {
            seen.reasons.insert(reason);
            seen.hold(&text);
        }
    }
    let unsaid = Reason::ALL.iter().map(|it| it.as_str()).filter(|it| !seen.reasons.contains(it));
    let unsaid: Vec<_> = unsaid.collect();
    assert!(seen.english.is_empty(), "{:#?}", seen.english);
    assert!(unsaid.iter().all(|it| UNSAID.contains(it)), "{unsaid:?}");
}
