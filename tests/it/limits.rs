//! Each limit that can be set: what just reaches it passes, and what exceeds it by one is refused,
//! with its name and value.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "a test"
)]

use std::fs;

use beian::{InspectOptions, Language, Limits, Package, Verdict, VerifyOptions};

/// What is wrong with a file, errors and findings, and whether it was verified.
fn outcome(bytes: &[u8], limits: &Limits, password: &str) -> (bool, String) {
    let options = InspectOptions::default().with_password(password);
    let options = VerifyOptions::from(options).with_min_sdk(24);
    let report =
        Package::from_reader_with(bytes, limits).and_then(|package| package.verify(&options));
    match report {
        Ok(report) => {
            let findings =
                report.findings.iter().map(|it| it.message(Language::English)).collect::<Vec<_>>();
            (report.verdict() == Verdict::Verified, findings.join("\n"))
        }
        Err(error) => (false, error.to_string()),
    }
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!("fixtures/{name}")).unwrap()
}

/// What the directory says of an entry: the size of its content.
fn size(package: &[u8], name: &str) -> u64 {
    let record = package.windows(46 + name.len()).rev().find(|record| {
        record.starts_with(b"PK\x01\x02")
            && record[28..30] == [name.len() as u8, 0]
            && record.ends_with(name.as_bytes())
    });
    u32::from_le_bytes(record.unwrap()[24..28].try_into().unwrap()).into()
}

/// The sizes in the end record: entries, and bytes of the directory.
fn directory(package: &[u8]) -> (u64, u64) {
    let at = package.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let end = &package[at..];
    (
        u16::from_le_bytes(end[10..12].try_into().unwrap()).into(),
        u32::from_le_bytes(end[12..16].try_into().unwrap()).into(),
    )
}

/// The size field of a signing block that ends with that magic.
fn block(package: &[u8], magic: &[u8]) -> u64 {
    let at = package.windows(16).rposition(|window| window == magic).unwrap();
    u64::from_le_bytes(package[at - 8..at].try_into().unwrap())
}

/// The size field in the tail of a HarmonyOS signing block.
fn harmony_block(package: &[u8]) -> u64 {
    let at = package.windows(16).rposition(|window| window == b"<hap sign block>").unwrap();
    u64::from_le_bytes(package[at - 8..at].try_into().unwrap())
}

/// The size of the largest part of a set.
fn largest_part(set: &[u8]) -> u64 {
    let records = set.windows(4).enumerate().filter(|(_, window)| window == b"PK\x01\x02");
    let sizes =
        records.map(|(at, _)| u32::from_le_bytes(set[at + 24..at + 28].try_into().unwrap()));
    sizes.filter(|&size| u64::from(size) < set.len() as u64).max().unwrap().into()
}

type Set = fn(Limits, u64) -> Limits;

#[test]
fn a_limit_is_reached_and_not_exceeded() {
    let apk = fixture("android/v1v2v3.apk");
    let v1 = fixture("android/v1.apk");
    let aab = fixture("bundles/signed.aab");
    let hap = fixture("harmony/developer.hap");
    let rpk = fixture("quick_app/signed.rpk");
    let rpks = fixture("quick_app/set.rpks");
    let apks = fixture("bundles/splits.apks");
    let two = fixture("android/v2-two-signers.apk");
    let v1_two = fixture("android/v1-two-signers.apk");
    let (entries, directory_size) = directory(&apk);
    let rows: Vec<(&str, &[u8], Set, u64)> = vec![
        ("directory_size", &apk, Limits::with_directory_size, directory_size),
        ("directory_entries", &apk, Limits::with_directory_entries, entries),
        ("manifest_size", &apk, Limits::with_manifest_size, size(&apk, "AndroidManifest.xml")),
        (
            "manifest_size",
            &aab,
            Limits::with_manifest_size,
            size(&aab, "base/manifest/AndroidManifest.xml"),
        ),
        ("resources_size", &aab, Limits::with_resources_size, size(&aab, "base/resources.pb")),
        ("resources_size", &hap, Limits::with_resources_size, size(&hap, "resources.index")),
        ("description_size", &hap, Limits::with_description_size, size(&hap, "module.json")),
        ("description_size", &rpk, Limits::with_description_size, size(&rpk, "manifest.json")),
        ("file_list_size", &v1, Limits::with_file_list_size, size(&v1, "META-INF/MANIFEST.MF")),
        ("file_list_size", &rpk, Limits::with_file_list_size, size(&rpk, "META-INF/CERT")),
        (
            "signature_files_size",
            &v1,
            Limits::with_signature_files_size,
            size(&v1, "META-INF/CERT.SF"),
        ),
        (
            "signature_block_size",
            &v1,
            Limits::with_signature_block_size,
            size(&v1, "META-INF/CERT.RSA"),
        ),
        (
            "signing_block_size",
            &apk,
            Limits::with_signing_block_size,
            block(&apk, b"APK Sig Block 42"),
        ),
        (
            "signing_block_size",
            &rpk,
            Limits::with_signing_block_size,
            block(&rpk, b"RPK Sig Block 42"),
        ),
        ("harmony_block_size", &hap, Limits::with_harmony_block_size, harmony_block(&hap)),
        ("signers", &apk, Limits::with_signers, 1),
        ("signers", &two, Limits::with_signers, 2),
        ("signers", &v1_two, Limits::with_signers, 2),
        ("key_bits", &apk, Limits::with_key_bits, 2048),
        ("key_bits", &v1, Limits::with_key_bits, 2048),
        ("key_bits", &rpk, Limits::with_key_bits, 2048),
        ("inner_size", &rpks, Limits::with_inner_size, largest_part(&rpks)),
        ("inner_packages", &apks, Limits::with_inner_packages, 2),
        ("inner_packages", &rpks, Limits::with_inner_packages, 3),
    ];
    for (name, bytes, set, reached) in rows {
        let (good, findings) = outcome(bytes, &set(Limits::default(), reached), "");
        assert!(good, "{name} at {reached}: {findings}");
        let limit = reached - 1;
        let (good, findings) = outcome(bytes, &set(Limits::default(), limit), "");
        let is_named = findings.contains(&format!("{limit} ({name})"))
            || findings.contains(&format!("{limit} that are read ({name})"));
        assert!(is_named, "{name} at {limit}: {findings}");
        // What only describes an app costs what it says, and not the signature.
        let is_good = name == "resources_size" || name == "description_size";
        assert_eq!(good, is_good, "{name} at {limit}: {findings}");
    }
}

#[test]
fn what_is_unpacked_is_limited() {
    let v1 = fixture("android/v1.apk");
    let rpk = fixture("quick_app/signed.rpk");
    for (name, bytes) in [("v1", &v1), ("rpk", &rpk)] {
        let by_size = |limit| Limits::default().with_inflated_ratio(0).with_inflated_size(limit);
        assert!(outcome(bytes, &by_size(1 << 20), "").0, "{name}");
        let (good, findings) = outcome(bytes, &by_size(10), "");
        assert!(!good && findings.contains("10 (inflated_size)"), "{name}: {findings}");
        let by_ratio = Limits::default().with_inflated_size(0);
        assert!(outcome(bytes, &by_ratio, "").0, "{name}");
    }
}

#[test]
fn certificates_and_keystores_are_limited() {
    let chain = fixture("certificates/chain.der");
    let read = |limits| outcome(&chain, &limits, "").1;
    let count = (1..9).find(|&count| {
        !read(Limits::default().with_certificates(count)).contains("(certificates)")
    });
    let refused = read(Limits::default().with_certificates(count.unwrap() - 1));
    assert!(
        refused.contains(&format!("at most {} are read (certificates)", count.unwrap() - 1)),
        "{refused}"
    );
    let size = chain.len() as u64;
    assert!(
        !read(Limits::default().with_certificate_file_size(size)).contains("certificate_file_size")
    );
    let refused = read(Limits::default().with_certificate_file_size(size - 1));
    assert!(
        refused.contains(&format!("at most {} are read (certificate_file_size)", size - 1)),
        "{refused}"
    );
}

#[test]
fn iterations_are_limited() {
    // How many each asks for.
    let mut rows = vec![("version-2.bks", 100), ("version-1.bks", 100)];
    if cfg!(feature = "pkcs12") {
        // Of the MAC and of the certificates; the key is not decrypted.
        rows.push(("openssl-aes256.p12", 2 * 2048));
    }
    for (name, iterations) in rows {
        let bytes = fixture(&format!("certificates/{name}"));
        let limits = |count| Limits::default().with_derivation_iterations(count);
        let open = |count| {
            let options = VerifyOptions::from(InspectOptions::default().with_password("storepw1"));
            Package::from_reader_with(&bytes[..], &limits(count)).unwrap().verify(&options)
        };
        assert_eq!(open(iterations).unwrap().signers.len(), 1, "{name}");
        let refused = open(iterations - 1).unwrap_err();
        assert_eq!(refused.code(), "too-many-iterations", "{name}");
        let said = format!("at most {} are done (derivation_iterations)", iterations - 1);
        assert!(refused.to_string().contains(&said), "{name}: {refused}");
    }
}

#[test]
fn the_work_of_all_signatures_is_limited() {
    for name in [
        "android/v1.apk",
        "android/v2-dsa.apk",
        "android/v31-rotated.apk",
        "bundles/signed.aab",
        "bundles/splits.apks",
        "harmony/developer.hap",
        "quick_app/set.rpks",
        "certificates/chain.der",
    ] {
        let bytes = fixture(name);
        // For every KiB of the file there is one more, and less than that cannot be asked for: so
        // that it does not suffice, its signatures are to take more.
        let read = |work| {
            let limits = Limits::default().with_signature_work(work);
            let package = Package::from_reader_with(&bytes[..], &limits);
            package.and_then(|package| package.verify(&VerifyOptions::default().with_min_sdk(24)))
        };
        let fewest = (0..1000).find(|&work| read(work).is_ok()).unwrap();
        assert!(read(fewest + 1).is_ok(), "{name}");
        println!("{name}: {fewest} and {}", bytes.len() >> 10);
        let Some(fewer) = fewest.checked_sub(1) else { continue };
        let refused = read(fewer).unwrap_err();
        let all = fewer + (bytes.len() as u64 >> 10);
        assert_eq!(refused.code(), "too-much-work", "{name}");
        assert!(
            refused
                .to_string()
                .contains(&format!("more work to verify than {all} (signature_work)"))
        );
    }
}

/// The package with another value in the first pair of its APK Signing Block.
fn with_scheme_block(package: &[u8], value: &[u8]) -> Vec<u8> {
    const MAGIC: &[u8] = b"APK Sig Block 42";
    let size = block(package, MAGIC) as usize;
    let end = package.windows(16).rposition(|window| window == MAGIC).unwrap() + 16;
    let start = end - size - 8;
    let id = &package[start + 16..start + 20];
    let pair = [&(value.len() as u64 + 4).to_le_bytes(), id, value].concat();
    let size = (pair.len() as u64 + 24).to_le_bytes();
    let grown = pair.len() + 32 - (end - start);
    let mut made = [&package[..start], &size, &pair, &size, MAGIC, &package[end..]].concat();
    // The end record says where the directory, which moved, begins.
    let at = made.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap() + 16;
    let offset = u32::from_le_bytes(made[at..at + 4].try_into().unwrap()) + grown as u32;
    made[at..at + 4].copy_from_slice(&offset.to_le_bytes());
    made
}

#[test]
fn the_block_of_one_scheme_is_limited() {
    const LIMIT: usize = 1 << 20;
    let v2 = fixture("android/v2-p256.apk");
    for (size, is_too_large) in [(LIMIT, false), (LIMIT + 1, true)] {
        // Signers that are none: what is looked at is refused too, for what it is.
        let (good, findings) =
            outcome(&with_scheme_block(&v2, &vec![0; size]), &Limits::default(), "");
        assert!(!good, "{size}");
        assert_eq!(
            findings.contains(&format!("{}", LIMIT + 1)),
            is_too_large,
            "{size}: {findings}"
        );
        assert_eq!(findings.contains("1048576"), is_too_large, "{size}: {findings}");
    }
}

#[test]
fn what_is_fixed_is_reached_and_not_exceeded() {
    let mut hap = fixture("harmony/developer.hap");
    let at = hap.windows(16).rposition(|window| window == b"<hap sign block>").unwrap();
    for (count, said) in [(10_u8, "sub-block"), (11, "it has 11 sub-blocks, more than 10")] {
        hap[at - 12] = count;
        let (good, findings) = outcome(&hap, &Limits::default(), "");
        assert!(!good && findings.contains(said), "{count}: {findings}");
        assert_eq!(findings.contains("more than 10"), count > 10, "{findings}");
    }
}
