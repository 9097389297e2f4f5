//! `META-INF/CERT`: a signed ZIP inside the package with the digests of its files once more
//! (`hash.json`), by which a device checks them while the package is still being downloaded.

use super::files::List;
use crate::report::issue::SignaturePart;
use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::file_list::{Alternative, FileList};
use super::files;
use super::files::{Budget, File, changed, missing, unlisted};
use super::inner::{local_entries, no_zip};
use super::signature::{Signer, malformed};
use super::signing_block::SigningBlock;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::json::Json;
use crate::limits::Limits;
use crate::pki::x509::Certificate;
use crate::report::{Failure, Finding, issue};
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::{Archive, Structure, anomalies};

/// The entry's name.
pub(super) const NAME: &str = "META-INF/CERT";
/// The digest that the list in it has.
pub(super) const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;
/// The one file in it.
const HASHES: &str = "hash.json";

/// Checks the entry, if it is there, against the package's signer and `files`. Gives the record by
/// which the package's own list may name it.
pub(super) fn check(
    archive: &Archive<'_>,
    signer: &Certificate,
    files: &[File<'_>],
    budget: &mut Budget<'_>,
) -> Result<Option<Alternative<'static>>, Failure> {
    let Some(entry) = archive.find(NAME.as_bytes()) else { return Ok(None) };
    let limits = archive.limits();
    let bytes = archive.content(entry, limits.file_list_size());
    let bytes = bytes.map_err(|error| anomalies::unreadable(NAME.as_bytes(), error))?;
    let digest = check_zip(&bytes, signer, files, budget, limits)?;
    Ok(Some(Alternative { entry: NAME.as_bytes(), listed_as: HASHES.as_bytes(), digest }))
}

/// Checks the ZIP; gives its digest before it was signed.
fn check_zip(
    bytes: &[u8],
    signer: &Certificate,
    files: &[File<'_>],
    budget: &mut Budget<'_>,
    limits: &Limits,
) -> Result<Vec<u8>, Failure> {
    let structure = Structure::read(&bytes, limits).map_err(|_| no_zip(NAME))?;
    let archive = Archive::new(&bytes, Arc::new(structure));
    let (block, own) = Signer::verify_inner(NAME, &archive, signer, budget.work)?;
    check_content(&archive, &block, &own, files, budget).map_err(|failure| failure.about(NAME))
}

/// Checks what the signer signed; gives the digest of the ZIP before it was signed.
fn check_content(
    archive: &Archive<'_>,
    block: &SigningBlock,
    own: &Signer,
    files: &[File<'_>],
    budget: &mut Budget<'_>,
) -> Result<Vec<u8>, Failure> {
    local_entries(archive, block)?;
    own.check_content(archive, block)?;
    let list = FileList::verify(block, own.certificate.public_key(), budget.work)?;
    let unsigned = unsigned_digest(archive, block)?;
    // What the toolkit lists as the digest of the one file is that of the whole ZIP before it was
    // signed.
    let alternative = Alternative {
        entry: HASHES.as_bytes(),
        listed_as: HASHES.as_bytes(),
        digest: unsigned.clone(),
    };
    let own_files = files::read(archive, &[list.algorithm], budget)?;
    list.check(&own_files, Some(alternative))?;
    check_hashes(archive, files)?;
    Ok(unsigned)
}

/// The digest of the ZIP without its signing block.
fn unsigned_digest(archive: &Archive<'_>, block: &SigningBlock) -> Result<Vec<u8>, Unread> {
    let end = archive.end();
    let mut hasher = Sha256::new();
    for (offset, length) in [(0, block.offset), (end.directory_offset, end.directory_size)] {
        hasher.update(archive.read(offset, length).reading(Part::Entry)?);
    }
    hasher.update(end.with_directory_at(block.offset));
    Ok(hasher.finalize().to_vec())
}

/// That `hash.json` names every file of the package but this one, with its digest, and no other.
fn check_hashes(archive: &Archive<'_>, files: &[File<'_>]) -> Result<(), Failure> {
    let name = HASHES.as_bytes();
    let entry = archive.find(name).ok_or_else(|| unlisted(name, List::Cert))?;
    let bytes = archive.content(entry, archive.limits().file_list_size());
    let bytes = bytes.map_err(|error| anomalies::unreadable(name, error))?;
    let json = Json::parse(&bytes).map_err(|error| {
        Finding::new(issue::Harmony::DescriptionMalformed {
            file: HASHES.to_owned(),
            why: error.into(),
        })
    })?;
    match json.text(&["algorithm"]) {
        Some("SHA-256") => {}
        other => {
            let algorithm = other.unwrap_or("?");
            return Err(Finding::new(issue::QuickApp::QuickAppUnknownAlgorithm {
                id: algorithm.to_owned(),
            })
            .into());
        }
    }
    let Some(Json::Object(listed)) = json.at(&["digests"]) else {
        return Err(malformed(SignaturePart::Digests).into());
    };
    Ok(compare(listed, files)?)
}

fn compare(listed: &BTreeMap<String, Json>, files: &[File<'_>]) -> Result<(), Finding> {
    let mut found = std::collections::HashSet::new();
    for file in files.iter().filter(|file| file.name != NAME.as_bytes()) {
        let name = std::str::from_utf8(file.name).ok();
        let digest = name
            .and_then(|name| listed.get(name))
            .ok_or_else(|| unlisted(file.name, List::Hashes))?;
        let is_digest = |text: &String| hex::decode(text).ok().as_deref() == file.digest(DIGEST);
        let is_same = matches!(digest, Json::Text(text) if is_digest(text));
        if !is_same {
            return Err(changed(file.name, List::Hashes));
        }
        found.insert(file.name);
    }
    match listed.len().saturating_sub(found.len()) {
        0 => Ok(()),
        left => Err(missing(left, List::Hashes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    #[test]
    fn hashes_name_every_file_and_no_other() {
        let digest = |byte: u8| Json::Text(hex::encode([byte; 32]));
        let file = |name, byte| File::of(name, [byte; 32]);
        let listed = |rows: &[(&str, Json)]| -> BTreeMap<String, Json> {
            rows.iter().map(|(name, digest)| ((*name).to_owned(), digest.clone())).collect()
        };
        for (rows, want) in [
            (&[("a", digest(1))][..], None),
            (&[], Some(Code::QuickAppFileUnlisted)),
            (&[("a", digest(2))], Some(Code::QuickAppFileChanged)),
            (&[("a", Json::Text("no hex".to_owned()))], Some(Code::QuickAppFileChanged)),
            (&[("a", Json::Null)], Some(Code::QuickAppFileChanged)),
            (&[("a", digest(1)), ("b", digest(1))], Some(Code::QuickAppFileMissing)),
            (&[("a", digest(1)), (NAME, digest(9))], Some(Code::QuickAppFileMissing)),
        ] {
            let files = [file(b"a", 1), file(NAME.as_bytes(), 9)];
            let got = compare(&listed(rows), &files).err().map(|finding| finding.code);
            assert_eq!(got, want, "{rows:?}");
        }
    }
}
