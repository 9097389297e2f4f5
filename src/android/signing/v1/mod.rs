//! The JAR signature (v1): `META-INF/MANIFEST.MF`, `.SF` files, and CMS signature blocks.
//!
//! JAR File Specification, "Signed JAR File"; the rules are those of Android, by apksig's
//! `V1SchemeVerifier`, which differ from the specification's: nothing in `META-INF` is covered,
//! everything else must be, and which algorithms and digests count depends on the platform.

mod algorithms;
mod ended;
mod entries;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod manifest;
mod meta_inf;
mod signature_block;
mod signature_file;
mod signer;

use std::collections::{HashMap, HashSet};

use self::ended::Ended;
use self::manifest::sections;
use self::meta_inf::{MANIFEST_NAME, MAX_FINDINGS, META_INF, Manifest, lossy};
pub(crate) use self::signature_block::claimed_certificates;
use self::signature_file::{Checker, Outcome, SignatureFile};
pub(crate) use self::signer::{JarSigner, Proof};
use super::scheme::Context;
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::limits::Limit;
use crate::report::{Failure, Finding, Findings, SdkRange, issue};
use crate::say::said;
use crate::source::unread::Unread;
use crate::zip::{Archive, Entry, anomalies};

said! {
    /// Why a file of the signature is none.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum FileFault {
        Empty => { en: "it is empty", zh: "文件为空" }
    }
}

const SIGNATURE_BLOCKS: [&[u8]; 3] = [b".RSA", b".DSA", b".EC"];
const SIGNATURE_FILE: &[u8] = b".SF";

/// The most signers that platforms accept.
const MAX_SIGNERS: u64 = 10;
/// What is to be verified, and for which platforms.
pub(crate) struct JarContext<'a> {
    pub(crate) archive: &'a Archive<'a>,
    pub(crate) range: SdkRange,
    /// The ids of the newer schemes with blocks that were found.
    pub(crate) found_schemes: &'a [u32],
    pub(crate) plan: ReadPlan<'a>,
    pub(crate) work: &'a Work,
}

/// What was found out. The signature is good if there is a signer and no error-level finding.
#[derive(Debug, Default)]
pub(crate) struct JarOutcome {
    /// In the order of the package's directory.
    pub(crate) signers: Vec<JarSigner>,
    /// That there is no such signature at all.
    pub(crate) absent: Option<Finding>,
    pub(crate) findings: Findings,
}

/// A signature block and its signature file, both verified against one another.
struct Candidate<'a> {
    block: &'a Entry,
    file: &'a Entry,
    /// The signature file's name.
    name: String,
    content: Vec<u8>,
    signer: JarSigner,
}

/// How many signers are verified.
fn max_signers(archive: &Archive<'_>) -> Limit {
    archive.limits().signers().at_most(MAX_SIGNERS)
}

/// Whether there is a signature block.
pub(crate) fn has_signature_files(archive: &Archive<'_>) -> bool {
    signature_blocks(archive).next().is_some()
}

/// The content of `META-INF/MANIFEST.MF`, if it is there and can be read.
pub(crate) fn manifest(archive: &Archive<'_>) -> Result<Option<Vec<u8>>, Unread> {
    let Some(entry) = archive.find(MANIFEST_NAME.as_bytes()) else { return Ok(None) };
    let bytes = content(archive, entry, archive.limits().file_list_size());
    bytes.map_or_else(Failure::ignored, |bytes| Ok(Some(bytes)))
}

/// The signers that the signature blocks name. Nothing proves them.
pub(crate) fn claimed_signers(
    archive: &Archive<'_>,
    work: &Work,
) -> Result<Vec<JarSigner>, Unread> {
    let mut signers = Vec::new();
    for entry in signature_blocks(archive).take(max_signers(archive).count()) {
        let block = content(archive, entry, archive.limits().signature_block_size());
        let block = block.map_or_else(Failure::ignored, |block| Ok(Some(block)))?;
        let Some(block) = block else { continue };
        let claimed = signature_block::claimed_certificates(&block, work).into_iter();
        signers.extend(claimed.map(|certificate| JarSigner {
            certificate,
            proof: Proof::None,
            digest: None,
        }));
    }
    Ok(signers)
}

pub(crate) fn signature_blocks<'a>(archive: &'a Archive<'_>) -> impl Iterator<Item = &'a Entry> {
    archive.entries().iter().filter(|entry| is_block(archive.name(entry)))
}

fn is_block(name: &[u8]) -> bool {
    name.starts_with(META_INF) && SIGNATURE_BLOCKS.iter().any(|suffix| name.ends_with(suffix))
}

/// A file that only the case of its name keeps from being a signature block.
pub(crate) fn misnamed_block(archive: &Archive<'_>) -> Option<Finding> {
    let names = archive.entries().iter().map(|entry| archive.name(entry));
    let mut misnamed = names.filter(|name| {
        let upper = name.to_ascii_uppercase();
        is_block(&upper) && !is_block(name)
    });
    misnamed.next().map(|name| Finding::new(issue::Jar::JarBlockMisnamed { name: lossy(name) }))
}

/// An entry's content.
fn content(archive: &Archive<'_>, entry: &Entry, limit: Limit) -> Result<Vec<u8>, Failure> {
    let content = archive.content(entry, limit);
    content.map_err(|error| anomalies::unreadable(archive.name(entry), error))
}

/// Verifies the JAR signature over all content.
pub(crate) fn verify(context: &JarContext<'_>) -> Result<JarOutcome, Unread> {
    let mut outcome = JarOutcome::default();
    match verify_into(context, &mut outcome.findings) {
        Ok(signers) => outcome.signers = signers,
        Err(Ended::Read(unread)) => return Err(unread),
        Err(Ended::Bad(findings)) => outcome.findings.add(findings),
        Err(Ended::Absent(finding)) => outcome.absent = Some(finding),
    }
    Ok(outcome)
}

fn verify_into(context: &JarContext<'_>, findings: &mut Findings) -> Result<Vec<JarSigner>, Ended> {
    let archive = context.archive;
    let names = unique_names(archive)?;
    let entry = archive.find(MANIFEST_NAME.as_bytes());
    let entry = entry.ok_or_else(|| Ended::Absent(Finding::new(issue::Jar::JarNoManifest)))?;
    let bytes = content(archive, entry, archive.limits().file_list_size())?;
    let manifest = read_manifest(&bytes, &names)?;
    let candidates = candidates(context, findings)?;
    let signers = agreeing(context, &manifest, candidates, findings)?;
    let (candidates, files): (Vec<_>, Vec<_>) = signers.into_iter().unzip();
    let covering = entries::verify(archive, &manifest, &files, context.range, context.plan)?;
    let used: Vec<_> = covering.iter().filter_map(|&number| candidates.get(number)).collect();
    findings.note(unprotected(archive, &used));
    Ok(used.iter().map(|candidate| candidate.signer.clone()).collect())
}

/// The names of all files, each of which must be there once.
fn unique_names<'a>(archive: &'a Archive<'_>) -> Result<HashSet<&'a [u8]>, Finding> {
    let mut names = HashSet::with_capacity(archive.entries().len());
    for entry in archive.entries() {
        let name = archive.name(entry);
        if !name.ends_with(b"/") && !names.insert(name) {
            return Err(
                Finding::new(issue::Container::DuplicateEntry { name: lossy(name) }).about("v1")
            );
        }
    }
    Ok(names)
}

/// The manifest, every section of which must be about a file of the package.
fn read_manifest<'a>(
    bytes: &'a [u8],
    names: &HashSet<&[u8]>,
) -> Result<Manifest<'a>, Vec<Finding>> {
    let mut all = sections(bytes);
    let Some(main) = all.next() else {
        return Err(vec![Finding::new(issue::Jar::JarMalformedManifest {
            file: MANIFEST_NAME.to_owned(),
            why: FileFault::Empty.into(),
        })]);
    };
    let mut sections = HashMap::new();
    let mut errors = Vec::new();
    for (section, number) in all.zip(1..) {
        let has_more = section.has_more;
        let (range, name) = section.into_name();
        if has_more {
            errors.push(manifest::too_many_attributes(MANIFEST_NAME));
        }
        let Some(name) = name else {
            errors.push(Finding::new(issue::Jar::JarUnnamedSection {
                file: MANIFEST_NAME.to_owned(),
                number,
            }));
            continue;
        };
        if !names.contains(&name[..]) {
            errors.push(Finding::new(issue::Jar::JarMissingEntry { name: lossy(&name) }));
        }
        if sections.contains_key(&name) {
            errors.push(Finding::new(issue::Jar::JarDuplicateSection {
                file: MANIFEST_NAME.to_owned(),
                name: lossy(&name),
            }));
        }
        if errors.len() >= MAX_FINDINGS {
            break;
        }
        sections.insert(name, range);
    }
    if errors.is_empty() { Ok(Manifest { bytes, main, sections }) } else { Err(errors) }
}

/// The signature blocks that verify against their signature files. None where one does not.
fn candidates<'a>(
    context: &JarContext<'a>,
    findings: &mut Findings,
) -> Result<Vec<Candidate<'a>>, Ended> {
    let mut pairs = Vec::new();
    let limit = max_signers(context.archive);
    let files = signature_files(context.archive);
    for block in signature_blocks(context.archive) {
        let name = context.archive.name(block);
        let file_name = signature_file_name(name);
        match files.get(&file_name[..]) {
            Some(&file) => pairs.push((block, file)),
            None if findings.len() < MAX_FINDINGS => {
                findings.push(Finding::new(issue::Jar::JarSignatureFileMissing {
                    block: lossy(name),
                    file: lossy(&file_name),
                }))
            }
            None => {}
        }
        if pairs.len() > limit.count() {
            let too_many = Finding::new(issue::Signature::TooManySigners { limit });
            return Err(too_many.about("v1").into());
        }
    }
    if pairs.is_empty() {
        return Err(Ended::Absent(Finding::new(issue::Jar::JarNoSignatures)));
    }
    let mut candidates = Vec::new();
    let mut limit = context.archive.limits().signature_files_size();
    for (block, file) in pairs {
        let subject = lossy(context.archive.name(block));
        match candidate(context, block, file, limit) {
            Ok(candidate) => {
                limit = limit.without(candidate.content.len() as u64);
                candidates.push(candidate);
            }
            Err(failure) => findings.push(failure.finding()?.about(subject)),
        }
    }
    if findings.is_refused() { Err(Ended::Bad(Vec::new())) } else { Ok(candidates) }
}

/// The signature files by name. Names are unique here.
fn signature_files<'a>(archive: &'a Archive<'_>) -> HashMap<&'a [u8], &'a Entry> {
    let named = archive.entries().iter().map(|entry| (archive.name(entry), entry));
    named.filter(|(name, _)| name.ends_with(SIGNATURE_FILE)).collect()
}

/// The same name with the suffix of a signature file.
fn signature_file_name(block: &[u8]) -> Vec<u8> {
    let stem = block.iter().rposition(|&byte| byte == b'.').and_then(|dot| block.get(..dot));
    [stem.unwrap_or(block), SIGNATURE_FILE].concat()
}

fn candidate<'a>(
    context: &JarContext<'a>,
    block: &'a Entry,
    file: &'a Entry,
    limit: Limit,
) -> Result<Candidate<'a>, Failure> {
    let limit_of_block = context.archive.limits().signature_block_size();
    let bytes = self::content(context.archive, block, limit_of_block)?;
    let content = self::content(context.archive, file, limit)?;
    let name = lossy(context.archive.name(file));
    let signer = signature_block::verify(&bytes, &content, context.range, context.work)?;
    Ok(Candidate { block, file, name, content, signer })
}

/// The candidates with signature files that agree with the manifest. None where one does not.
fn agreeing<'a>(
    context: &JarContext<'_>,
    manifest: &Manifest<'_>,
    candidates: Vec<Candidate<'a>>,
    findings: &mut Findings,
) -> Result<Vec<(Candidate<'a>, SignatureFile)>, Vec<Finding>> {
    let mut agreeing = Vec::new();
    let mut bad = None;
    for candidate in candidates {
        let checker = Checker {
            name: &candidate.name,
            manifest,
            context: Context {
                range: context.range,
                found: context.found_schemes,
                signers: context.archive.limits().signers(),
                work: context.work,
            },
        };
        match checker.check(&candidate.content, findings) {
            Outcome::Good(file) => agreeing.push((candidate, file)),
            Outcome::Ignored => {}
            Outcome::Bad => bad = bad.or(Some(candidate.name)),
        }
    }
    if let Some(bad) = bad {
        // Where another signer's file fits, the package was signed again over an old signature.
        let fits = agreeing.first().map(|(good, _): &(Candidate<'_>, _)| &good.name);
        let stale = |good: &String| {
            Finding::new(issue::Jar::JarStaleSigner { bad: bad.clone(), good: good.clone() })
        };
        return Err(fits.map(stale).into_iter().collect());
    }
    if agreeing.is_empty() {
        return Err(vec![Finding::new(issue::Jar::JarNoSignatures)]);
    }
    Ok(agreeing)
}

/// The files in `META-INF` that are no part of the signature.
fn unprotected(archive: &Archive<'_>, signers: &[&Candidate<'_>]) -> Option<Finding> {
    let of_signature = |entry: &Entry| {
        signers.iter().any(|signer| signer.block == entry || signer.file == entry)
            || archive.name(entry) == MANIFEST_NAME.as_bytes()
    };
    let mut unprotected = archive.entries().iter().filter(|entry| {
        let name = archive.name(entry);
        name.starts_with(META_INF) && !name.ends_with(b"/") && !of_signature(entry)
    });
    let first = unprotected.next()?;
    let count = unprotected.count().saturating_add(1);
    Some(Finding::new(issue::Jar::JarUnprotectedEntry { count, first: lossy(archive.name(first)) }))
}
