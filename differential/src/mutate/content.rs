//! Changes of the files in the package, with sizes, checksums and, where no key is needed, digests
//! made right.

use base64ct::{Base64, Encoding};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::Tools;
use crate::parts::{Entry, Parts, entries, rebuild};

const MANIFEST: &[u8] = b"META-INF/MANIFEST.MF";

/// A file's content changed; the JAR manifest may be made to fit it.
pub(super) fn change(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let at = random.place(&files)?;
    let old = files[at].content.clone();
    random.spoil(&mut files[at].content);
    if random.once_in(2) {
        let new = files[at].content.clone();
        fit(&mut files, MANIFEST, &old, &new);
        if random.once_in(2) {
            fit_signature_files(&mut files, &parts);
        }
    }
    Some(rebuild(&parts, &files).assemble())
}

/// Puts the digests of `new` where those of `old` stand.
fn fit(files: &mut [Entry], name: &[u8], old: &[u8], new: &[u8]) {
    for file in files.iter_mut().filter(|file| file.name == name) {
        let text = String::from_utf8_lossy(&file.content).into_owned();
        let text = text
            .replace(
                &Base64::encode_string(&Sha256::digest(old)),
                &Base64::encode_string(&Sha256::digest(new)),
            )
            .replace(
                &Base64::encode_string(&Sha1::digest(old)),
                &Base64::encode_string(&Sha1::digest(new)),
            );
        file.content = text.into_bytes();
    }
}

/// Makes the signature files' digest of the whole manifest right. What they say of sections, and
/// their signature, stay.
fn fit_signature_files(files: &mut [Entry], parts: &Parts) {
    let manifest = |files: &[Entry]| {
        files
            .iter()
            .find(|file| file.name == MANIFEST)
            .map(|file| file.content.clone())
            .unwrap_or_default()
    };
    let old = entries(parts).map(|files| manifest(&files)).unwrap_or_default();
    let new = manifest(files);
    let names: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
    for name in names.iter().filter(|name| name.ends_with(b".SF")) {
        fit(files, name, &old, &new);
    }
}

/// Files added, dropped, repeated, moved and taken from other packages.
pub(super) fn files(package: &[u8], tools: &mut Tools<'_>) -> Option<Vec<u8>> {
    const NAMES: &[&str] = &[
        "META-INF/added",
        "META-INF/",
        "META-INF/services/x",
        "assets/",
        "assets/added",
        "META-INF/X.SF",
        "META-INF/X.RSA",
        "META-INF/MANIFEST.MF",
        "meta-inf/manifest.mf",
        "classes.dex",
        "classes2.dex",
        "AndroidManifest.xml",
        "stamp-cert-sha256",
        "",
        "../x",
        "a\0b",
    ];
    let parts = Parts::read(package)?;
    let mut files = entries(&parts)?;
    let random = &mut *tools.random;
    let at = random.place(&files)?;
    match random.below(7) {
        0 => drop(files.remove(at)),
        1 => files.push(files[at].clone()),
        2 => {
            let other = random.below(files.len());
            files.swap(at, other);
        }
        3 => files[at].stored ^= true,
        4 => {
            let others = entries(&Parts::read(&random.pick(tools.seeds).bytes)?)?;
            let other = others[random.place(&others)?].clone();
            let same = files.iter().position(|file| file.name == other.name);
            match same.filter(|_| random.once_in(2)) {
                Some(same) => files[same] = other,
                None => files.push(other),
            }
        }
        _ => {
            let name = random.pick(NAMES).as_bytes().to_vec();
            let size = random.below(40);
            let added = Entry { name, content: vec![b'x'; size], stored: random.once_in(2) };
            let to = random.below(files.len() + 1);
            files.insert(to, added);
        }
    }
    Some(rebuild(&parts, &files).assemble())
}
