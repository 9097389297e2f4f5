//! The files of the package against their digests in the manifest.
//!
//! apksig's `V1SchemeVerifier.verifyJarEntriesAgainstManifestAndSigners`.

use super::algorithms::digests_to_verify;
use super::ended::Ended;
use super::manifest::sections;
use super::meta_inf::{MANIFEST_NAME, MAX_FINDINGS, META_INF, Manifest, lossy};
use super::signature_file::SignatureFile;
use crate::crypto::content_digest::{Progress, ReadPlan};
use crate::crypto::digest::{DigestAlgorithm, Hasher};
use crate::crypto::parallel;
use crate::report::{Finding, SdkRange, issue};
use crate::source::unread::Unread;
use crate::zip::{Archive, Entry, Inflater, anomalies};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file and what was signed of it.
struct SignedEntry<'a> {
    entry: &'a Entry,
    digests: Vec<(DigestAlgorithm, Vec<u8>)>,
}

/// Which of the signers cover every file, or what is wrong. Numbers are places in `signers`.
pub(crate) fn verify(
    archive: &Archive<'_>,
    manifest: &Manifest<'_>,
    signers: &[SignatureFile],
    range: SdkRange,
    plan: ReadPlan<'_>,
) -> Result<Vec<usize>, Ended> {
    let (covering, signed) = signed_entries(archive, manifest, signers, range)?;
    // Data that many entries share would be read, and inflated to any size, for each of them.
    let held: u64 = signed.iter().map(|signed| signed.entry.data_size()).sum();
    if held > archive.end().directory_offset {
        return Err(Finding::new(issue::Container::EntriesOverlap).into());
    }
    let sizes = signed.iter().map(|signed| signed.entry.uncompressed_size);
    let total = sizes.fold(0, u64::saturating_add);
    let limit = archive.inflated_limit();
    if total > limit.value {
        return Err(Finding::new(issue::QuickApp::ContentTooLarge { size: total, limit }).into());
    }
    let done = AtomicU64::new(0);
    let check = |inflater: &mut Inflater, index: usize| {
        let Some(signed) = signed.get(index) else { return Ok(None) };
        let finding = check_entry(archive, signed, inflater)?;
        if let Some(progress) = plan.progress {
            let size = signed.entry.uncompressed_size;
            progress(Progress::new(
                done.fetch_add(size, Ordering::Relaxed).saturating_add(size),
                total,
            ));
        }
        Ok::<_, Unread>(finding)
    };
    let mut findings = parallel::filter_map(signed.len(), plan.threads, Inflater::new, check)?;
    findings.truncate(MAX_FINDINGS);
    if findings.is_empty() { Ok(covering) } else { Err(findings.into()) }
}

/// The files that must be signed, in the order in which they stand in the package, and the signers
/// that cover them: each must be covered by the same.
fn signed_entries<'a>(
    archive: &'a Archive<'_>,
    manifest: &Manifest<'_>,
    signers: &[SignatureFile],
    range: SdkRange,
) -> Result<(Vec<usize>, Vec<SignedEntry<'a>>), Vec<Finding>> {
    let needed = |entry: &&Entry| {
        let name = archive.name(entry);
        !name.starts_with(META_INF) && !name.ends_with(b"/")
    };
    let mut entries: Vec<_> = archive.entries().iter().filter(needed).collect();
    entries.sort_by_key(|entry| entry.local_header_offset);

    let mut covering: Option<(Vec<usize>, &[u8])> = None;
    let mut signed = Vec::new();
    let mut findings = Vec::new();
    for entry in entries {
        let name = archive.name(entry);
        let digests = manifest.digests_of(name, range).and_then(|digests| {
            check_coverage(name, signers, &mut covering)?;
            Ok(digests)
        });
        match digests {
            Ok(digests) => signed.push(SignedEntry { entry, digests }),
            Err(finding) => findings.push(finding),
        }
        if findings.len() >= MAX_FINDINGS {
            break;
        }
    }
    match covering {
        _ if !findings.is_empty() => Err(findings),
        None => Err(vec![Finding::new(issue::Jar::JarNothingSigned)]),
        Some((covering, _)) => Ok((covering, signed)),
    }
}

/// That the signers that cover the file are those that cover the first one.
fn check_coverage<'a>(
    name: &'a [u8],
    signers: &[SignatureFile],
    first: &mut Option<(Vec<usize>, &'a [u8])>,
) -> Result<(), Finding> {
    let covers =
        |(number, signer): (usize, &SignatureFile)| signer.names.contains(name).then_some(number);
    let covering: Vec<usize> = signers.iter().enumerate().filter_map(covers).collect();
    if covering.is_empty() {
        return Err(Finding::new(issue::Jar::JarEntryNotSigned { name: lossy(name) }));
    }
    match first {
        None => *first = Some((covering, name)),
        Some((expected, other)) if *expected != covering => {
            return Err(Finding::new(issue::Jar::JarEntrySignersDiffer {
                one: lossy(other),
                other: lossy(name),
            }));
        }
        Some(_) => {}
    }
    Ok(())
}

impl Manifest<'_> {
    /// The digests of a file that platforms in the range compare.
    fn digests_of(
        &self,
        name: &[u8],
        range: SdkRange,
    ) -> Result<Vec<(DigestAlgorithm, Vec<u8>)>, Finding> {
        let section = self.section(name).and_then(|section| sections(section).next());
        let digests = section
            .map_or(Some(Vec::new()), |section| digests_to_verify(&section, "-Digest", range));
        match digests {
            Some(digests) if !digests.is_empty() => Ok(digests),
            _ => Err(Finding::new(issue::Jar::JarNoEntryDigest {
                name: lossy(name),
                file: MANIFEST_NAME.to_owned(),
            })),
        }
    }
}

fn check_entry(
    archive: &Archive<'_>,
    signed: &SignedEntry<'_>,
    inflater: &mut Inflater,
) -> Result<Option<Finding>, Unread> {
    let mut hashers: Vec<_> =
        signed.digests.iter().map(|(algorithm, _)| algorithm.hasher()).collect();
    let mut sink = |run: &[u8]| hashers.iter_mut().for_each(|hasher| hasher.update(run));
    let name = || lossy(archive.name(signed.entry));
    if let Err(error) = archive.stream(signed.entry, inflater, &mut sink) {
        return anomalies::unreadable(archive.name(signed.entry), error).finding().map(Some);
    }
    for (hasher, (algorithm, digest)) in hashers.into_iter().zip(&signed.digests) {
        if Hasher::finish(hasher) != *digest {
            let finding = Finding::new(issue::Jar::JarDigestMismatch {
                name: name(),
                digest: algorithm.as_str(),
                file: MANIFEST_NAME.to_owned(),
            });
            return Ok(Some(finding));
        }
    }
    Ok(None)
}
