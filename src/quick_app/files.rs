//! The digests of a package's files, read once for every list that names them.

use super::text;
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::limits::{Allowance, Limit};
use crate::report::{Failure, Finding, issue};
use crate::say::said;
use crate::zip::anomalies;
use crate::zip::{Archive, Entry, Inflater};

said! {
    /// What lists the files of a package.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum List {
        Signed => { en: "the signed list of files", zh: "已签名的文件列表" }
        Hashes => { en: "hash.json", zh: "hash.json" }
        Cert => { en: "META-INF/CERT", zh: "META-INF/CERT" }
    }
}

/// How much may still be unpacked, in bytes, and how much verified.
pub(super) struct Budget<'w> {
    left: Allowance,
    pub(super) work: &'w Work,
}

impl<'w> Budget<'w> {
    pub(super) fn new(limit: Limit, work: &'w Work) -> Self {
        Self { left: Allowance::new(limit), work }
    }

    /// Takes what the archive's entries say that they unpack to.
    fn take(&mut self, archive: &Archive<'_>) -> Result<(), Finding> {
        let sizes = archive.entries().iter().map(|entry| entry.uncompressed_size);
        let total = sizes.fold(0, u64::saturating_add);
        let limit = self.left.limit();
        let too_large = |_| Finding::new(issue::QuickApp::QuickAppTooLarge { size: total, limit });
        self.left.take(total).map_err(too_large)
    }
}

/// A file in a package.
pub(super) struct File<'a> {
    pub(super) name: &'a [u8],
    /// Of those algorithms with which the files were read.
    digests: Vec<(DigestAlgorithm, Vec<u8>)>,
}

impl<'a> File<'a> {
    /// Its digest with that algorithm, if that was asked for.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Option<&[u8]> {
        self.digests.iter().find_map(|(of, digest)| (*of == algorithm).then_some(&digest[..]))
    }

    #[cfg(test)]
    pub(super) fn of(name: &'a [u8], digest: [u8; 32]) -> Self {
        Self { name, digests: vec![(DigestAlgorithm::Sha256, digest.to_vec())] }
    }
}

/// The files, in the order of the directory, digested with those algorithms. A folder, which is
/// named `name/` and holds nothing, is none. An engine unpacks from front to back: each must be
/// what it finds so.
pub(super) fn read<'a>(
    archive: &'a Archive<'_>,
    algorithms: &[DigestAlgorithm],
    budget: &mut Budget<'_>,
) -> Result<Vec<File<'a>>, Failure> {
    budget.take(archive)?;
    let mut inflater = Inflater::new();
    let mut files = Vec::new();
    for entry in archive.entries() {
        let name = archive.name(entry);
        let mut hashers: Vec<_> = algorithms.iter().map(|it| (*it, it.hasher())).collect();
        let mut sink = |run: &[u8]| hashers.iter_mut().for_each(|(_, hasher)| hasher.update(run));
        archive.stream_exactly(entry, &mut inflater, &mut sink).map_err(|error| {
            match anomalies::other_data(archive, entry, &error) {
                Some(finding) => Failure::Bad(finding),
                None => anomalies::unreadable(name, error),
            }
        })?;
        if !is_folder(archive, entry) {
            let digests = hashers.into_iter().map(|(it, hasher)| (it, hasher.finish())).collect();
            files.push(File { name, digests });
        }
    }
    Ok(files)
}

fn is_folder(archive: &Archive<'_>, entry: &Entry) -> bool {
    archive.name(entry).ends_with(b"/") && entry.uncompressed_size == 0
}

/// That a file does not have the digest that a list gives it.
pub(super) fn changed(name: &[u8], list: List) -> Finding {
    Finding::new(issue::QuickApp::QuickAppFileChanged { name: text(name), list: list.into() })
}

/// That a list does not name a file.
pub(super) fn unlisted(name: &[u8], list: List) -> Finding {
    Finding::new(issue::QuickApp::QuickAppFileUnlisted { name: text(name), list: list.into() })
}

/// That a list names files which are not there.
pub(super) fn missing(count: usize, list: List) -> Finding {
    Finding::new(issue::QuickApp::QuickAppFileMissing { count, list: list.into() })
}
