//! Packages around parts that a fuzzer chose: the container is good, so that every input gets to
//! the parts.

use sha2::{Digest, Sha256};

use crate::key::{self, Key, prefixed};

/// An archive of stored entries, with the bytes between them and its central directory.
pub fn zip(entries: &[(&[u8], &[u8])], before_directory: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in entries {
        let offset = out.len() as u32;
        let size = (content.len() as u32).to_le_bytes();
        let shared =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc32(content).to_le_bytes(), &size, &size]
                .concat();
        let name_size = (name.len() as u16).to_le_bytes();
        for part in [b"PK\x03\x04", &shared[..], &name_size, &[0; 2], name, content] {
            out.extend(part);
        }
        for part in
            [b"PK\x01\x02\x14\0", &shared[..], &name_size, &[0; 12], &offset.to_le_bytes(), name]
        {
            directory.extend(part);
        }
    }
    out.extend(before_directory);
    let offset = (out.len() as u32).to_le_bytes();
    let count = (entries.len() as u16).to_le_bytes();
    let size = (directory.len() as u32).to_le_bytes();
    for part in [&directory[..], b"PK\x05\x06\0\0\0\0", &count, &count, &size, &offset, &[0; 2]] {
        out.extend(part);
    }
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// An APK Signing Block of pairs of id and value.
pub fn signing_block(pairs: &[(u32, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (id, value) in pairs {
        body.extend((value.len() as u64 + 4).to_le_bytes());
        body.extend(id.to_le_bytes());
        body.extend(*value);
    }
    let size = (body.len() as u64 + 24).to_le_bytes();
    [&size, &body[..], &size, b"APK Sig Block 42"].concat()
}

/// A HarmonyOS signing block of sub-blocks.
pub fn hap_signing_block(sub_blocks: &[(u32, &[u8])]) -> Vec<u8> {
    let mut heads = Vec::new();
    let mut values = Vec::new();
    for (id, value) in sub_blocks {
        let offset = sub_blocks.len() * 12 + values.len();
        for field in [*id, value.len() as u32, offset as u32] {
            heads.extend(field.to_le_bytes());
        }
        values.extend(*value);
    }
    let size = (heads.len() + values.len() + 32) as u64;
    let count = (sub_blocks.len() as u32).to_le_bytes();
    let version = 3_u32.to_le_bytes();
    [&heads[..], &values, &count, &size.to_le_bytes(), b"<hap sign block>", &version].concat()
}

/// A quick app with these two files, signed over its content. The list of files is the right one,
/// or the one given.
pub fn signed_rpk(manifest: &[u8], list: &[u8], other: &[u8]) -> Vec<u8> {
    const RSA_SHA256: [u8; 4] = 0x0103_u32.to_le_bytes();
    let entries = [(&b"manifest.json"[..], manifest), (b"app.js", other)];
    let sections = zip(&entries, &[]);
    let numbered = |bytes: &[u8]| [&RSA_SHA256[..], &prefixed(bytes)].concat();
    let digest = prefixed(&numbered(&digest_of(&sections, &[])));
    let signed =
        [prefixed(&digest), prefixed(&prefixed(key::RSA_CERTIFICATE)), prefixed(&[])].concat();
    let signature = prefixed(&numbered(&key::sign_rsa(&signed)));
    let signer = [prefixed(&signed), prefixed(&signature), prefixed(key::rsa_spki())].concat();
    let own = || {
        let records = entries.iter().flat_map(|(name, content)| {
            [&crc32(name).to_le_bytes()[..], &32_u16.to_le_bytes(), &Sha256::digest(content)]
                .concat()
        });
        RSA_SHA256.into_iter().chain(records).collect::<Vec<u8>>()
    };
    let list = if list.is_empty() { own() } else { list.to_vec() };
    let files = [prefixed(&list), prefixed(&numbered(&key::sign_rsa(&list)))].concat();
    let signer = prefixed(&prefixed(&signer));
    let pairs = [(0x0100_0101, &signer[..]), (0x0100_0201, &prefixed(&files))];
    let mut block = signing_block(&pairs);
    let magic = block.len() - 16;
    block[magic..magic + 3].copy_from_slice(b"RPK");
    zip(&entries, &block)
}

/// Takes the input apart: each part stands behind its length, a little-endian `u32` that may be too
/// large. The last is what is left.
pub fn parts<const N: usize>(mut data: &[u8]) -> [&[u8]; N] {
    let mut parts = [&[][..]; N];
    if let Some((last, others)) = parts.split_last_mut() {
        for part in others {
            (*part, data) = beian::fuzzing::halves(data);
        }
        *last = data;
    }
    parts
}

/// The opposite of [`parts`].
pub fn join(parts: &[&[u8]]) -> Vec<u8> {
    let (last, others) = parts.split_last().expect("at least one part");
    let mut out: Vec<u8> = others.iter().flat_map(|part| crate::key::prefixed(part)).collect();
    out.extend(*last);
    out
}

/// Runs of at most this many bytes are one chunk, and so is everything that is put together here.
const CHUNK: usize = 1 << 20;

/// The digest that v2 and newer and HarmonyOS sign: of the bytes before the signing block, the
/// directory, the end record and what follows it in the sum.
fn content_digest(before: &[u8], directory: &[u8], end: &[u8], covered: &[&[u8]]) -> Vec<u8> {
    let mut sum = vec![0x5a];
    let chunks: Vec<&[u8]> =
        [before, directory, end].iter().flat_map(|section| section.chunks(CHUNK)).collect();
    sum.extend((chunks.len() as u32).to_le_bytes());
    for chunk in chunks {
        let chunk = [&[0xa5], &(chunk.len() as u32).to_le_bytes()[..], chunk].concat();
        sum.extend(Sha256::digest(chunk));
    }
    covered.iter().for_each(|bytes| sum.extend(*bytes));
    Sha256::digest(sum).to_vec()
}

/// The digest of an archive before a signing block is put in.
pub(crate) fn digest_of(archive: &[u8], covered: &[&[u8]]) -> Vec<u8> {
    let end = archive.len() - 22;
    let field = archive[end + 16..end + 20].try_into().map_or(0, u32::from_le_bytes);
    let (before, rest) = archive.split_at(field as usize);
    let (directory, end) = rest.split_at(rest.len() - 22);
    content_digest(before, directory, end, covered)
}

/// Signed data of v2 or v3 over the digest, with the key's certificate and these attributes, ids
/// and values as stored.
fn signed_data(key: Key, digest: &[u8], sdk: Option<[u32; 2]>, attributes: &[u8]) -> Vec<u8> {
    let digest = [&key.algorithm().to_le_bytes()[..], &prefixed(digest)].concat();
    let sdk: Vec<u8> = sdk.into_iter().flatten().flat_map(u32::to_le_bytes).collect();
    let certificates = prefixed(&prefixed(key.certificate()));
    [prefixed(&prefixed(&digest)), certificates, sdk, prefixed(attributes)].concat()
}

/// The block of v2 or v3 that the key signs over the digest.
pub(crate) fn scheme_block(
    key: Key,
    digest: &[u8],
    sdk: Option<[u32; 2]>,
    attributes: &[u8],
) -> Vec<u8> {
    key.scheme_block(&signed_data(key, digest, sdk, attributes), sdk)
}

/// An APK signed with v2, v3 and v3.1, whose attributes and ranges the input chooses. Range and
/// attributes of a v3 signer: two little-endian `u32`s, then the attributes. An empty part leaves
/// the scheme out.
pub fn signed_apk(manifest: &[u8], v2: &[u8], v3: &[u8], v31: &[u8]) -> Vec<u8> {
    let entries = [(&b"AndroidManifest.xml"[..], manifest)];
    let digest = digest_of(&zip(&entries, &[]), &[]);
    let newer = |part: &[u8]| {
        let (sdk, attributes) = part.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let [a, b, c, d, e, f, g, h] = *sdk;
        let sdk = Some([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]);
        scheme_block(Key::P256, &digest, sdk, attributes)
    };
    let v2 = (!v2.is_empty()).then(|| scheme_block(Key::P256, &digest, None, v2));
    let [v3, v31] = [v3, v31].map(|part| (!part.is_empty()).then(|| newer(part)));
    let blocks = [(0x7109_871a, &v2), (0xf053_68c0, &v3), (0x1b93_ad61, &v31)];
    let pairs: Vec<_> =
        blocks.iter().filter_map(|(id, value)| Some((*id, value.as_deref()?))).collect();
    zip(&entries, &signing_block(&pairs))
}

/// A package with a JAR signature over the signature file.
pub fn signed_jar(
    manifest: &[u8],
    jar_manifest: &[u8],
    signature_file: &[u8],
    other: &[u8],
) -> Vec<u8> {
    let block = key::cms(signature_file, false);
    let entries = [
        (&b"AndroidManifest.xml"[..], manifest),
        (b"a", other),
        (b"META-INF/MANIFEST.MF", jar_manifest),
        (b"META-INF/A.SF", signature_file),
        (b"META-INF/A.EC", &block),
    ];
    zip(&entries, &[])
}

/// A HAP signed over its content, whose profile is signed too, unless it begins with a brace and so
/// stands bare.
pub fn signed_hap(module: &[u8], index: &[u8], profile: &[u8], property: &[u8]) -> Vec<u8> {
    let entries = [(&b"module.json"[..], module), (b"resources.index", index)];
    let signed = profile.strip_prefix(b"!").map(|profile| key::cms(profile, true));
    let profile = signed.as_deref().unwrap_or(profile);
    let digest = digest_of(&zip(&entries, &[]), &[property, profile]);
    let record = prefixed(&[&0x0201_u32.to_le_bytes()[..], &prefixed(&digest)].concat());
    let signature = key::cms(&[&[2, 0, 0, 0, 1, 0, 0, 0], &record[..]].concat(), true);
    let sub_blocks = [(0x2000_0003, property), (0x2000_0002, profile), (0x2000_0000, &signature)];
    let sub_blocks: Vec<_> =
        sub_blocks.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    zip(&entries, &hap_signing_block(&sub_blocks))
}

#[cfg(test)]
mod tests {
    use beian::Verdict;
    use beian::report::Integrity;

    use super::*;
    use crate::{report, unzip};

    const APK: &[u8] = include_bytes!("../../fixtures/android/v2v3.apk");
    const JAR: &[u8] = include_bytes!("../../fixtures/android/v1-p256.apk");
    const HAP: &[u8] = include_bytes!("../../fixtures/harmony/developer.hap");
    const RPK: &[u8] = include_bytes!("../../fixtures/quick_app/signed.rpk");

    /// What is put together must get past the checks, or the targets would try nothing.
    #[test]
    fn what_is_signed_verifies() {
        let manifest = unzip::entry(APK, "AndroidManifest.xml").unwrap();
        let range = |min: u32, max: u32| [min.to_le_bytes(), max.to_le_bytes()].concat();
        let v2 = prefixed(&[0xbeef_f00d_u32, 3].map(u32::to_le_bytes).concat());
        let apk = signed_apk(&manifest, &v2, &range(28, i32::MAX as u32), &[]);

        let base64 = |bytes: &[u8]| {
            const DIGITS: &[u8] = b"\
                ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let digits = |run: &[u8]| {
                let bits = run
                    .iter()
                    .chain([0; 2].iter())
                    .take(3)
                    .fold(0, |bits, &byte| bits << 8 | usize::from(byte));
                let digit = |place: usize| char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
                (0..4)
                    .map(|place| if place <= run.len() { digit(place) } else { '=' })
                    .collect::<String>()
            };
            bytes.chunks(3).map(digits).collect::<String>()
        };
        let v1_manifest = unzip::entry(JAR, "AndroidManifest.xml").unwrap();
        let files = [("AndroidManifest.xml", &v1_manifest[..]), ("a", b"content")];
        let section = |(name, content)| {
            format!("Name: {name}\r\nSHA-256-Digest: {}\r\n\r\n", base64(&Sha256::digest(content)))
        };
        let jar_manifest = format!("Manifest-Version: 1.0\r\n\r\n{}", files.map(section).concat());
        let digest = base64(&Sha256::digest(&jar_manifest));
        let sections = "Name: AndroidManifest.xml\r\n\r\nName: a\r\n\r\n";
        let file = format!(
            "Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: \
            {digest}\r\n\r\n{sections}"
        );
        let jar = signed_jar(&v1_manifest, jar_manifest.as_bytes(), file.as_bytes(), b"content");

        let module = unzip::entry(HAP, "module.json").unwrap();
        let hap = signed_hap(&module, &[], b"{}", &[]);
        let rpk = signed_rpk(&unzip::entry(RPK, "manifest.json").unwrap(), &[], b"content");
        for (name, package) in [("apk", apk), ("jar", jar), ("hap", hap), ("rpk", rpk)] {
            let (_, verified) = report::open(&package, None).unwrap();
            assert_eq!(verified.verdict(), Verdict::Verified, "{name}: {:?}", verified.findings);
            assert!(
                verified.harmonyos.is_none_or(|harmony| harmony.integrity == Integrity::Ok),
                "{name}"
            );
        }
    }
}
