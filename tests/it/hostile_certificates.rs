//! Damaged and hostile certificate files and keystores: every prefix, every byte changed, counts
//! and lengths beyond all measure. Nothing panics, nothing runs away, and what is guarded by a
//! password gives no other certificate.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests on files of our own"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use beian::{Error, InspectOptions, Package, Report, VerifyOptions};

const PASSWORD: Option<&str> = Some("storepw1");

fn read(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/certificates");
    std::fs::read(folder.join(name)).unwrap()
}

fn verify(bytes: &[u8], password: Option<&str>) -> Result<Report, Error> {
    let inspect = InspectOptions::default().with_password(password);
    Package::from_reader(bytes)?.verify(&VerifyOptions::from(inspect))
}

fn fingerprint(report: &Report) -> [u8; 32] {
    report.signers[0].certificate.sha256()
}

/// The code of what must be an error, and had to be found soon.
fn refused(bytes: &[u8], password: Option<&str>) -> &'static str {
    let begun = Instant::now();
    let code = verify(bytes, password).map(|report| fingerprint(&report)).unwrap_err().code();
    assert!(begun.elapsed() < Duration::from_secs(10), "{code} took {:?}", begun.elapsed());
    code
}

/// Files of every format. Of those with a password a change is noticed.
const FILES: &[(&str, bool)] = &[
    ("leaf.der", false),
    ("leaf.pem", false),
    ("certificates.p7b", false),
    ("profile.p7b", false),
    ("one.jks", true),
    ("secret-first.jceks", true),
    ("version-1.bks", true),
    ("version-2.bks", true),
];

#[cfg(feature = "pkcs12")]
const PKCS12: &[(&str, bool)] = &[
    ("openssl-clear.p12", true),
    ("openssl-clear-no-mac.p12", false),
    ("keytool-no-mac.p12", false),
];
#[cfg(not(feature = "pkcs12"))]
const PKCS12: &[(&str, bool)] = &[];

#[test]
fn no_prefix_gives_another_certificate() {
    for (name, _) in FILES.iter().chain(PKCS12) {
        let bytes = read(name);
        let whole = fingerprint(&verify(&bytes, PASSWORD).unwrap());
        for length in 0..bytes.len() {
            for password in [None, PASSWORD] {
                if let Ok(report) = verify(&bytes[..length], password) {
                    assert_eq!(fingerprint(&report), whole, "{name} cut to {length}");
                }
            }
        }
    }
}

#[test]
fn no_changed_byte_is_overlooked_where_a_password_guards_it() {
    for (name, is_guarded) in FILES.iter().chain(PKCS12) {
        let mut bytes = read(name);
        let whole = fingerprint(&verify(&bytes, PASSWORD).unwrap());
        // Signatures and keys take their time.
        let step = if name.ends_with(".p7b") || name.ends_with(".p12") { 7 } else { 1 };
        for at in (0..bytes.len()).step_by(step) {
            let mask = if at % 2 == 0 { 0x01 } else { 0xff };
            bytes[at] ^= mask;
            let _ = verify(&bytes, None);
            if *is_guarded && let Ok(report) = verify(&bytes, PASSWORD) {
                assert_eq!(fingerprint(&report), whole, "{name}: byte {at} ^ {mask:#x}");
            }
            bytes[at] ^= mask;
        }
    }
}

fn with(bytes: &[u8], at: usize, change: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + change.len()].copy_from_slice(change);
    bytes
}

#[test]
fn counts_and_lengths_are_not_believed() {
    const ALL: &[u8] = &[0xff; 4];
    let (jks, bks) = (read("one.jks"), read("version-2.bks"));
    // The length of the protected key stands behind the alias and the date.
    let key = 12 + 4 + 2 + "key0".len() + 8;
    for (name, bytes) in [
        ("entries of a JKS", with(&jks, 8, ALL)),
        ("bytes of a key", with(&jks, key, ALL)),
        ("certificates of a chain", with(&jks, key + 4 + "a key that nobody reads".len(), ALL)),
        ("certificates of an entry of a BKS", with(&bks, 32 + 1 + 2 + 4 + 8, ALL)),
    ] {
        assert_eq!(refused(&bytes, None), "keystore-damaged", "{name}");
    }
    assert_eq!(refused(&with(&bks, 4, ALL), None), "unknown-kind", "the salt of a BKS");
}

#[test]
fn iterations_are_refused_beyond_a_limit() {
    let bks = with(&read("version-2.bks"), 28, &1_000_000_000_u32.to_be_bytes());
    assert_eq!(refused(&bks, PASSWORD), "too-many-iterations");
    let text = verify(&bks, PASSWORD).map(|_| ()).unwrap_err().to_string();
    assert!(text.contains("1000000000") && text.contains("2000000"), "{text}");
    assert!(verify(&bks, None).is_ok(), "nothing is derived without a password");
}

/// A DER element, its length in four bytes.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], content].concat()
}

#[cfg(feature = "pkcs12")]
#[test]
fn a_billion_iterations_are_refused_at_once() {
    const SHA1: &[u8] = &[0x30, 0x09, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0];
    const DATA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    const ENCRYPTED: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 6];
    const BILLION: &[u8] = &[2, 4, 0x3b, 0x9a, 0xca, 0];
    const ENDLESS: &[u8] = &[2, 9, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let sequence = |parts: &[&[u8]]| element(0x30, &parts.concat());
    let octets = |content: &[u8]| element(4, content);
    let pfx = |contents: &[u8], mac: &[u8]| {
        let safe = sequence(&[DATA, &element(0xa0, &octets(contents))]);
        sequence(&[&[2, 1, 3], &safe, mac])
    };
    for (name, iterations) in [("a billion", BILLION), ("more than fit", ENDLESS)] {
        let mac = sequence(&[&sequence(&[SHA1, &octets(&[0; 20])]), &octets(&[0; 8]), iterations]);
        assert_eq!(
            refused(&pfx(&sequence(&[]), &mac), PASSWORD),
            "too-many-iterations",
            "{name}, MAC"
        );
        // pbeWithSHAAnd3-KeyTripleDES-CBC, and PBKDF2 for AES-256.
        let pkcs12 = sequence(&[
            &[6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 3],
            &sequence(&[&octets(&[0; 8]), iterations]),
        ]);
        let pbkdf2 = sequence(&[
            &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12],
            &sequence(&[&octets(&[0; 8]), iterations]),
        ]);
        let aes = sequence(&[&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42], &octets(&[0; 16])]);
        let pbes2 = sequence(&[
            &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13],
            &sequence(&[&pbkdf2, &aes]),
        ]);
        for (scheme, algorithm) in [("PKCS #12", pkcs12), ("PBES2", pbes2)] {
            let content = sequence(&[DATA, &algorithm, &element(0x80, &[0; 32])]);
            let data = sequence(&[ENCRYPTED, &element(0xa0, &sequence(&[&[2, 1, 0], &content]))]);
            let bytes = pfx(&sequence(&[&data]), &[]);
            assert_eq!(refused(&bytes, PASSWORD), "too-many-iterations", "{name}, {scheme}");
        }
    }
}

#[cfg(feature = "pkcs12")]
#[test]
fn another_count_of_iterations_is_another_mac() {
    let mut bytes = read("openssl-clear.p12");
    let at = bytes.len() - 4;
    assert_eq!(bytes[at..], [2, 2, 8, 0]);
    bytes[at + 2] = 0x7f;
    assert_eq!(refused(&bytes, PASSWORD), "password-wrong");
}

#[test]
fn deep_nesting_ends() {
    let mut nested = vec![2, 1, 3];
    for _ in 0..20_000 {
        nested = element(0x30, &nested);
        if nested.len() > 120_000 {
            break;
        }
    }
    let indefinite = [0x30, 0x80].repeat(100_000);
    let bags = [0x30, 0x80, 2, 1, 3, 0x30, 0x80]
        .iter()
        .copied()
        .chain([0x24, 0x80].repeat(100_000))
        .collect();
    for bytes in [nested, indefinite, bags] {
        refused(&bytes, None);
        refused(&bytes, PASSWORD);
    }
}

#[test]
fn a_text_of_thousands_of_blocks_is_read_in_time() {
    let repeat = |text: &str| text.repeat((1 << 20) / text.len()).into_bytes();
    let certificate = String::from_utf8(read("leaf.pem")).unwrap();
    for (text, want) in [
        (repeat("-----BEGIN CERTIFICATE-----\n"), "broken-pem"),
        (repeat("-----BEGIN A-----\n"), "unknown-kind"),
        (repeat("-----BEGIN "), "unknown-kind"),
        (repeat(&certificate), "too-many-certificates"),
        (repeat("-----BEGIN PRIVATE KEY-----AA-----END PRIVATE KEY-----"), "private-key"),
        (repeat("M"), "unknown-kind"),
        (repeat("30"), "unknown-kind"),
    ] {
        assert_eq!(refused(&text, None), want, "{}", String::from_utf8_lossy(&text[..40]));
    }
}

#[test]
fn what_looks_like_an_entry_behind_a_secret_key_costs_little() {
    let number = |number: u32| number.to_be_bytes();
    let date = 1_704_067_200_000_u64.to_be_bytes();
    let mut bytes =
        [&number(0xcece_cece)[..], &number(2), &number(100), &number(3), &[0, 0], &date].concat();
    // Each begins as a key does, and has the same long run of empty certificates for its chain.
    let (tries, empty) = (4000_u32, 500_000_u32);
    for left in (0..tries).rev() {
        bytes.extend([&number(1)[..], &[0, 0], &date, &number(left * 18)].concat());
    }
    bytes.extend(number(empty));
    bytes.extend([0; 6].repeat(empty as usize));
    refused(&bytes, None);
}
