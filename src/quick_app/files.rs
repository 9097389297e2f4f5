//! The digests of a package's files, read once for every list that names them.

use sha2::{Digest, Sha256};

use super::{Failure, text};
use crate::limits::Limit;
use crate::report::{Code, Finding};
use crate::work::Work;
use crate::zip::{Archive, Entry, Inflater};

/// SHA-256 of a file.
pub(super) type FileDigest = [u8; 32];

/// How much may still be unpacked, in bytes, and how much verified.
pub(super) struct Budget<'w> {
    left: u64,
    limit: Limit,
    pub(super) work: &'w Work,
}

impl<'w> Budget<'w> {
    pub(super) fn new(limit: Limit, work: &'w Work) -> Self {
        Self { left: limit.value, limit, work }
    }

    /// Takes what the archive's entries say that they unpack to.
    fn take(&mut self, archive: &Archive<'_>) -> Result<(), Finding> {
        let sizes = archive.entries().iter().map(|entry| entry.uncompressed_size);
        let total = sizes.fold(0, u64::saturating_add);
        let left = self.left.checked_sub(total);
        self.left = left.ok_or_else(|| Finding::new(Code::QuickAppTooLarge).arg(total).arg(self.limit))?;
        Ok(())
    }
}

/// A file in a package.
pub(super) struct File<'a> {
    pub(super) name: &'a [u8],
    pub(super) digest: FileDigest,
}

/// The files, in the order of the directory. A folder, which is named `name/` and holds nothing, is none.
pub(super) fn read<'a>(archive: &'a Archive<'_>, budget: &mut Budget<'_>) -> Result<Vec<File<'a>>, Failure> {
    budget.take(archive)?;
    let mut inflater = Inflater::new();
    let mut files = Vec::new();
    for entry in archive.entries().iter().filter(|entry| !is_folder(archive, entry)) {
        let name = archive.name(entry);
        let mut hasher = Sha256::new();
        let outcome = archive.stream(entry, &mut inflater, &mut |run| hasher.update(run));
        outcome.map_err(|error| Failure::unreadable(name, error))?;
        files.push(File { name, digest: hasher.finalize().into() });
    }
    Ok(files)
}

fn is_folder(archive: &Archive<'_>, entry: &Entry) -> bool {
    archive.name(entry).ends_with(b"/") && entry.uncompressed_size == 0
}

/// That a file does not have the digest that a list gives it.
pub(super) fn changed(name: &[u8], list: &str) -> Finding {
    Finding::new(Code::QuickAppFileChanged).arg(text(name)).arg(list)
}

/// That a list does not name a file.
pub(super) fn unlisted(name: &[u8], list: &str) -> Finding {
    Finding::new(Code::QuickAppFileUnlisted).arg(text(name)).arg(list)
}

/// That a list names files which are not there.
pub(super) fn missing(count: usize, list: &str) -> Finding {
    Finding::new(Code::QuickAppFileMissing).arg(count).arg(list)
}
