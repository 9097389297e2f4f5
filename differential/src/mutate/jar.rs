//! Changes of what the JAR signature (v1) says: the manifest, the signature files, and the names of
//! both.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use super::Tools;
use crate::parts::{Entry, Parts, entries, rebuild};
use crate::random::Random;

/// Sections with the empty line that ends each.
fn sections(text: &[u8]) -> Vec<Vec<u8>> {
    let mut sections = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.windows(4).position(|window| window == b"\r\n\r\n") {
        sections.push(rest[..end + 4].to_vec());
        rest = &rest[end + 4..];
    }
    if !rest.is_empty() {
        sections.push(rest.to_vec());
    }
    sections
}

/// Attributes that mean something to some verifier.
const ATTRIBUTES: &[&str] = &[
    "X-Android-APK-Signed: 2",
    "X-Android-APK-Signed: 3",
    "X-Android-APK-Signed: 2, 3",
    "X-Android-APK-Signed: ",
    "X-Android-APK-Signed: x",
    "X-Android-APK-Signed: 4,31",
    "Created-By: signtool",
    "Signature-Version: 2.0",
    "Digest-Algorithms: MD5 SHA SHA-256",
    "Digest-Algorithms: none",
    "SHA1-Digest: AAAA",
    "SHA-256-Digest: ?",
    "SHA-512-Digest: AAAA",
    "SHA-256-Digest-Manifest: AAAA",
    "SHA-512-Digest-Manifest: AAAA",
    "SHA-256-Digest-Manifest-Main-Attributes: AAAA",
    "Name: assets/none",
    "Name: classes.dex",
    "Magic: x",
    "no attribute at all",
    " continued",
];

fn spoil_text(text: &mut Vec<u8>, random: &mut Random) {
    let mut sections = sections(text);
    let Some(at) = random.place(&sections) else { return };
    match random.below(12) {
        0 => drop(sections.remove(at)),
        1 => sections.push(sections[at].clone()),
        2 => {
            let other = random.below(sections.len());
            sections.swap(at, other);
        }
        3..6 => {
            let attribute = format!("{}\r\n", random.pick(ATTRIBUTES));
            let size = sections[at].len();
            let place = if random.once_in(2) { 0 } else { size.saturating_sub(2) };
            sections[at].splice(place..place, attribute.into_bytes());
        }
        6 => {
            let line_end = *random.pick(&["\n", "\r", "\r\n\r\n", "\r\n "]);
            let changed = String::from_utf8_lossy(&sections[at]).replace("\r\n", line_end);
            sections[at] = changed.into_bytes();
        }
        7 => sections[at].extend(b"\r\n"),
        8 => {
            // A line less.
            let text = String::from_utf8_lossy(&sections[at]).into_owned();
            let mut lines: Vec<_> = text.split_inclusive("\r\n").collect();
            if let Some(place) = random.place(&lines) {
                lines.remove(place);
            }
            sections[at] = lines.concat().into_bytes();
        }
        9 => sections[at] = sections[at].to_ascii_lowercase(),
        _ => random.spoil(&mut sections[at]),
    }
    *text = sections.concat();
}

fn of_suffix(files: &[Entry], suffixes: &[&str], random: &mut Random) -> Option<usize> {
    let fits = |file: &Entry| suffixes.iter().any(|suffix| file.name.ends_with(suffix.as_bytes()));
    let places: Vec<_> = (0..files.len()).filter(|&at| fits(&files[at])).collect();
    Some(places[random.place(&places)?])
}

/// The manifest; the signature file's digest of the whole may be made to fit.
pub(super) fn manifest(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let at = of_suffix(&files, &["META-INF/MANIFEST.MF"], random)?;
    let old = Base64::encode_string(&Sha256::digest(&files[at].content));
    spoil_text(&mut files[at].content, random);
    if random.once_in(4) {
        let new = Base64::encode_string(&Sha256::digest(&files[at].content));
        for file in files.iter_mut().filter(|file| file.name.ends_with(b".SF")) {
            file.content = String::from_utf8_lossy(&file.content).replace(&old, &new).into_bytes();
        }
    }
    Some(rebuild(&parts, &files).assemble())
}

/// A signature file.
pub(super) fn signature_file(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let at = of_suffix(&files, &[".SF"], tools.random)?;
    spoil_text(&mut files[at].content, tools.random);
    Some(rebuild(&parts, &files).assemble())
}

/// The names of signature files and blocks, alone or together; and those of other packages beside
/// them.
pub(super) fn names(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    const SIGNATURE: &[&str] = &[".SF", ".RSA", ".DSA", ".EC"];
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let at = of_suffix(&files, SIGNATURE, random)?;
    let name = String::from_utf8_lossy(&files[at].name).into_owned();
    let renamed = match random.below(9) {
        0 => name.to_lowercase(),
        1 => name.replace("META-INF/", "META-INF/sub/"),
        2 => name.replace("META-INF/", "meta-inf/"),
        3 => name.replace(".RSA", [".DSA", ".EC", ".PGP", ".RSA.RSA"][random.below(4)]),
        4 => name.replace("META-INF/", "META-INF/SIG-"),
        5 => format!("{name}x"),
        6 => {
            // The file and its block under another name, beside the old ones or in place of them.
            let stem = name.rsplit_once('.')?.0.to_owned();
            let twins = files.iter().filter(|file| file.name.starts_with(stem.as_bytes())).cloned();
            let mut twins: Vec<_> = twins.collect();
            for twin in &mut twins {
                twin.name =
                    String::from_utf8_lossy(&twin.name).replace(&stem, "META-INF/A").into_bytes();
            }
            if random.once_in(2) {
                files.retain(|file| !file.name.starts_with(stem.as_bytes()));
            }
            files.extend(twins);
            return Some(rebuild(&parts, &files).assemble());
        }
        choice => {
            // Another package's signature beside this one's.
            let others = entries(&Parts::read(&random.pick(tools.seeds).bytes)?)?;
            let others = others.into_iter().filter(|file| {
                SIGNATURE.iter().any(|suffix| file.name.ends_with(suffix.as_bytes()))
                    && (choice == 7 || !file.name.ends_with(b".SF"))
            });
            for mut other in others {
                if random.once_in(2) {
                    other.name = String::from_utf8_lossy(&other.name)
                        .replace("META-INF/", "META-INF/Z")
                        .into();
                }
                files.push(other);
            }
            return Some(rebuild(&parts, &files).assemble());
        }
    };
    files[at].name = renamed.into_bytes();
    Some(rebuild(&parts, &files).assemble())
}
