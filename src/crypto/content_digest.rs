//! The digests over a package's content that APK Signature Scheme v2 and newer sign.
//!
//! The content is three sections: the *body* before the signing block, the central directory, and
//! the end record with its directory offset set to where the block begins. Two kinds of digest are
//! made of them:
//!
//! - chunked: each section is cut into chunks of 1 MiB; the digest is over `0x5a | number of chunks
//!   | digests of 0xa5 | length | chunk` (source.android.com, "APK Signature Scheme v2",
//!   "Integrity-protected contents"). In quick apps each section is one chunk, whatever its size;
//! - the root of an fs-verity tree over all sections one behind the other ([`super::fs_verity`]).
//!
//! The body is read once, whatever number of digests is asked for, and by several threads when it
//! is large. What is held in memory is a small buffer for each thread and less than 200 bytes for
//! each MiB.

use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};

use super::digest::{DigestAlgorithm, Hasher};
use super::fs_verity::MerkleTree;
use super::parallel;
use crate::source::read_at::ReadAt;

const CHUNK_SIZE: u64 = 1 << 20;
const CHUNK_LENGTH: usize = 1 << 20;
/// How much of a chunk is read at a time: little enough to stay in a core's cache while it is
/// digested.
const BUFFER_SIZE: usize = 64 << 10;
/// Bodies below this size are not worth a second thread.
const PARALLEL_FROM: u64 = 4 << 20;

/// How far the reading of a package's content has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What has been read.
    pub done: u64,
    /// What there is to read.
    pub total: u64,
}

impl Progress {
    pub(crate) fn new(done: u64, total: u64) -> Self {
        Self { done, total }
    }
}

/// How the content is read: by how many threads, and what is told of the progress.
#[derive(Clone, Copy)]
pub(crate) struct ReadPlan<'a> {
    pub(crate) threads: NonZeroUsize,
    pub(crate) progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// The digests of the chunks of the sections seen so far.
#[derive(Debug, Clone)]
pub(crate) struct ChunkedDigest {
    algorithm: DigestAlgorithm,
    count: u32,
    digests: Vec<u8>,
}

impl ChunkedDigest {
    /// Adds a whole section that is in memory.
    pub(crate) fn add_section(&mut self, section: &[u8]) {
        section.chunks(CHUNK_LENGTH).for_each(|chunk| self.add_one_chunk(chunk));
    }

    /// Adds a section that is one chunk, whatever its size.
    fn add_one_chunk(&mut self, section: &[u8]) {
        let mut hasher = chunk_hasher(self.algorithm, section.len() as u64);
        hasher.update(section);
        self.add_chunk(&hasher.finish());
    }

    fn add_chunk(&mut self, digest: &[u8]) {
        self.count = self.count.saturating_add(1);
        self.digests.extend_from_slice(digest);
    }

    /// The digest over the digests.
    pub(crate) fn finish(&self) -> Vec<u8> {
        self.finish_with(&[])
    }

    /// The digest over the digests, and over further runs behind them, as HarmonyOS has it.
    pub(crate) fn finish_with(&self, more: &[&[u8]]) -> Vec<u8> {
        let mut hasher = self.algorithm.hasher();
        hasher.update(&[0x5a]);
        hasher.update(&self.count.to_le_bytes());
        hasher.update(&self.digests);
        more.iter().for_each(|run| hasher.update(run));
        hasher.finish()
    }
}

/// The digest over the first `body_size` bytes of `source` and the sections behind them, each of
/// which is one chunk.
pub(crate) fn of_whole_sections(
    source: &dyn ReadAt,
    body_size: u64,
    algorithm: DigestAlgorithm,
    sections: &[&[u8]],
) -> io::Result<Vec<u8>> {
    let mut whole = ChunkedDigest { algorithm, count: 0, digests: Vec::new() };
    let mut buffer = vec![0; BUFFER_SIZE];
    // One that is empty is no chunk.
    if body_size > 0 {
        let body = Chunk::read(source, 0, body_size, &mut buffer, &[algorithm], &[])?;
        body.digests.iter().for_each(|digest| whole.add_chunk(digest));
    }
    sections.iter().filter(|it| !it.is_empty()).for_each(|section| whole.add_one_chunk(section));
    Ok(whole.finish())
}

fn chunk_hasher(algorithm: DigestAlgorithm, length: u64) -> Hasher {
    let mut hasher = algorithm.hasher();
    hasher.update(&[0xa5]);
    hasher.update(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    hasher
}

/// What one pass over a body gives: a digest for each algorithm, and a tree for each salt, asked
/// for.
#[derive(Debug, Clone)]
pub(crate) struct BodyDigests {
    pub(crate) chunked: Vec<ChunkedDigest>,
    pub(crate) trees: Vec<MerkleTree>,
}

impl BodyDigests {
    /// Reads the first `size` bytes of `source`.
    pub(crate) fn compute(
        source: &dyn ReadAt,
        size: u64,
        algorithms: &[DigestAlgorithm],
        salts: &[&'static [u8]],
        plan: ReadPlan<'_>,
    ) -> io::Result<Self> {
        let chunked = algorithms.iter().map(|&algorithm| ChunkedDigest {
            algorithm,
            count: 0,
            digests: Vec::new(),
        });
        let mut body = Self {
            chunked: chunked.collect(),
            trees: salts.iter().map(|salt| MerkleTree::new(salt)).collect(),
        };
        if algorithms.is_empty() && salts.is_empty() {
            return Ok(body);
        }
        let done = AtomicU64::new(0);
        let read_chunk = |buffer: &mut Vec<u8>, index: usize| {
            let start = CHUNK_SIZE.saturating_mul(index as u64);
            let length = size.saturating_sub(start).min(CHUNK_SIZE);
            let chunk = Chunk::read(source, start, length, buffer, algorithms, salts)?;
            if let Some(progress) = plan.progress {
                let done = done.fetch_add(length, Ordering::Relaxed).saturating_add(length);
                progress(Progress { done, total: size });
            }
            Ok::<_, io::Error>(chunk)
        };
        let count =
            usize::try_from(size.div_ceil(CHUNK_SIZE)).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let threads = if size < PARALLEL_FROM { NonZeroUsize::MIN } else { plan.threads };
        for chunk in parallel::map(count, threads, || vec![0; BUFFER_SIZE], read_chunk)? {
            body.add(&chunk);
        }
        Ok(body)
    }

    fn add(&mut self, chunk: &Chunk) {
        for (whole, digest) in self.chunked.iter_mut().zip(&chunk.digests) {
            whole.add_chunk(digest);
        }
        for (whole, part) in self.trees.iter_mut().zip(&chunk.trees) {
            whole.append(part);
        }
    }
}

/// The digests of one chunk of the body.
struct Chunk {
    digests: Vec<Vec<u8>>,
    trees: Vec<MerkleTree>,
}

impl Chunk {
    fn read(
        source: &dyn ReadAt,
        mut start: u64,
        length: u64,
        buffer: &mut [u8],
        algorithms: &[DigestAlgorithm],
        salts: &[&'static [u8]],
    ) -> io::Result<Self> {
        let mut hashers: Vec<_> =
            algorithms.iter().map(|&algorithm| chunk_hasher(algorithm, length)).collect();
        let mut trees: Vec<_> = salts.iter().map(|salt| MerkleTree::new(salt)).collect();
        let end = start.saturating_add(length);
        while start < end {
            let wanted =
                usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX).min(buffer.len());
            let run = buffer.get_mut(..wanted).unwrap_or_default();
            source.read_at(start, run)?;
            hashers.iter_mut().for_each(|hasher| hasher.update(run));
            trees.iter_mut().for_each(|tree| tree.update(run));
            start = start.saturating_add(run.len() as u64);
        }
        Ok(Self { digests: hashers.into_iter().map(Hasher::finish).collect(), trees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(threads: usize) -> ReadPlan<'static> {
        ReadPlan { threads: NonZeroUsize::new(threads).unwrap(), progress: None }
    }

    #[test]
    fn chunks_are_cut_in_each_section_by_itself() {
        let body = vec![1; CHUNK_LENGTH + 1];
        let mut digests = BodyDigests::compute(
            &body,
            body.len() as u64,
            &[DigestAlgorithm::Sha256],
            &[],
            plan(1),
        )
        .unwrap();
        let chunked = &mut digests.chunked[0];
        chunked.add_section(b"directory");
        chunked.add_section(b"");
        chunked.add_section(b"end");
        let chunk = |bytes: &[u8]| {
            let length = (bytes.len() as u32).to_le_bytes();
            DigestAlgorithm::Sha256.digest(&[&[0xa5], &length[..], bytes].concat())
        };
        let (first, second) = body.split_at(CHUNK_LENGTH);
        let all = [chunk(first), chunk(second), chunk(b"directory"), chunk(b"end")].concat();
        assert_eq!(
            chunked.finish(),
            DigestAlgorithm::Sha256.digest(&[&[0x5a, 4, 0, 0, 0], &all[..]].concat())
        );
    }

    #[test]
    fn whole_sections_are_not_cut() {
        let body = vec![1; CHUNK_LENGTH + 1];
        let got = of_whole_sections(
            &body,
            body.len() as u64,
            DigestAlgorithm::Sha256,
            &[b"directory", b""],
        );
        let chunk = |bytes: &[u8]| {
            let length = (bytes.len() as u32).to_le_bytes();
            DigestAlgorithm::Sha256.digest(&[&[0xa5], &length[..], bytes].concat())
        };
        let all = [chunk(&body), chunk(b"directory")].concat();
        assert_eq!(
            got.unwrap(),
            DigestAlgorithm::Sha256.digest(&[&[0x5a, 2, 0, 0, 0], &all[..]].concat())
        );
    }

    #[test]
    fn several_threads_give_what_one_gives() {
        let body: Vec<u8> = (0..(5 << 20) + 123).map(|i| (i % 253) as u8).collect();
        let algorithms = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512];
        let [one, four] = [1, 4].map(|threads| {
            let digests = BodyDigests::compute(
                &body,
                body.len() as u64,
                &algorithms,
                &[&[0; 8]],
                plan(threads),
            );
            let digests = digests.unwrap();
            let chunked: Vec<_> = digests.chunked.iter().map(ChunkedDigest::finish).collect();
            (chunked, digests.trees.into_iter().map(MerkleTree::root).collect::<Vec<_>>())
        });
        assert_eq!(one, four);
    }

    #[test]
    fn a_source_that_ends_early_is_an_error() {
        let body = vec![0; 10];
        assert!(BodyDigests::compute(&body, 11, &[DigestAlgorithm::Sha256], &[], plan(1)).is_err());
    }
}
