//! The JAR signature (v1): `META-INF/MANIFEST.MF`, `.SF` files, and CMS signature blocks.
//!
//! JAR File Specification, "Signed JAR File"; the rules are those of Android, by apksig's
//! `V1SchemeVerifier`, which differ from the specification's: nothing in `META-INF` is covered,
//! everything else must be, and which algorithms and digests count depends on the platform.

mod algorithms;
mod entries;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod manifest;
mod meta_inf;
mod signature_block;
mod signature_file;
mod signer;

use std::collections::{HashMap, HashSet};

use self::manifest::sections;
use self::meta_inf::{MANIFEST_NAME, MAX_FINDINGS, META_INF, Manifest, lossy};
pub(crate) use self::signature_block::claimed_certificates;
use self::signature_file::{Checker, Outcome, SignatureFile};
pub(crate) use self::signer::{JarSigner, Proof};
use super::scheme::{Context, has_error};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::limits::Limit;
use crate::report::{Finding, SdkRange, issue};
use crate::say::said;
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, Entry, EntryError};

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
    /// The ids of the newer schemes whose blocks were found.
    pub(crate) found_schemes: &'a [u32],
    pub(crate) plan: ReadPlan<'a>,
    pub(crate) work: &'a Work,
}

/// What was found out. The signature is good if there is a signer and no error-level finding.
#[derive(Debug, Default)]
pub(crate) struct JarOutcome {
    /// In the order of the package's directory.
    pub(crate) signers: Vec<JarSigner>,
    pub(crate) findings: Vec<Finding>,
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
    content(archive, entry, archive.limits().file_list_size()).map(Result::ok)
}

/// The signers that the signature blocks name. Nothing proves them.
pub(crate) fn claimed_signers(
    archive: &Archive<'_>,
    work: &Work,
) -> Result<Vec<JarSigner>, Unread> {
    let mut signers = Vec::new();
    for entry in signature_blocks(archive).take(max_signers(archive).count()) {
        let Ok(block) = content(archive, entry, archive.limits().signature_block_size())? else {
            continue;
        };
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

/// An entry's content. The inner `Err` says why it cannot be read.
fn content(
    archive: &Archive<'_>,
    entry: &Entry,
    limit: Limit,
) -> Result<Result<Vec<u8>, Finding>, Unread> {
    match archive.content(entry, limit) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(EntryError::Read(source)) => Err(Part::Entry.unread(source)),
        Err(error) => Ok(Err(Finding::new(issue::Container::EntryUnreadable {
            name: lossy(archive.name(entry)),
            why: error.into(),
        }))),
    }
}

/// Verifies the JAR signature over all content.
pub(crate) fn verify(context: &JarContext<'_>) -> Result<JarOutcome, Unread> {
    let mut outcome = JarOutcome::default();
    let signers = verify_into(context, &mut outcome.findings)?;
    outcome.signers = signers.unwrap_or_default();
    Ok(outcome)
}

/// `None` when an error-level finding says why there are no signers.
fn verify_into(
    context: &JarContext<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Vec<JarSigner>>, Unread> {
    let archive = context.archive;
    let names = match unique_names(archive) {
        Ok(names) => names,
        Err(finding) => return Ok(fail(findings, finding)),
    };
    let Some(entry) = archive.find(MANIFEST_NAME.as_bytes()) else {
        return Ok(fail(findings, Finding::new(issue::Jar::JarNoManifest)));
    };
    let bytes = match content(archive, entry, archive.limits().file_list_size())? {
        Ok(bytes) => bytes,
        Err(finding) => return Ok(fail(findings, finding)),
    };
    let Some(manifest) = read_manifest(&bytes, &names, findings) else { return Ok(None) };

    let Some(candidates) = candidates(context, findings)? else { return Ok(None) };
    let Some(signers) = agreeing(context, &manifest, candidates, findings) else { return Ok(None) };
    let (candidates, files): (Vec<_>, Vec<_>) = signers.into_iter().unzip();
    match entries::verify(archive, &manifest, &files, context.range, context.plan)? {
        Err(errors) => {
            findings.extend(errors);
            Ok(None)
        }
        Ok(covering) => {
            let used: Vec<_> =
                covering.iter().filter_map(|&number| candidates.get(number)).collect();
            findings.extend(unprotected(archive, &used));
            Ok(Some(used.iter().map(|candidate| candidate.signer.clone()).collect()))
        }
    }
}

fn fail<T>(findings: &mut Vec<Finding>, finding: Finding) -> Option<T> {
    findings.push(finding);
    None
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
    findings: &mut Vec<Finding>,
) -> Option<Manifest<'a>> {
    let mut all = sections(bytes);
    let Some(main) = all.next() else {
        return fail(
            findings,
            Finding::new(issue::Jar::JarMalformedManifest {
                file: MANIFEST_NAME.to_string(),
                why: FileFault::Empty.into(),
            }),
        );
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
                file: MANIFEST_NAME.to_string(),
                number,
            }));
            continue;
        };
        if !names.contains(&name[..]) {
            errors.push(Finding::new(issue::Jar::JarMissingEntry { name: lossy(&name) }));
        }
        if sections.contains_key(&name) {
            errors.push(Finding::new(issue::Jar::JarDuplicateSection {
                file: MANIFEST_NAME.to_string(),
                name: lossy(&name),
            }));
        }
        if errors.len() >= MAX_FINDINGS {
            break;
        }
        sections.insert(name, range);
    }
    if errors.is_empty() {
        return Some(Manifest { bytes, main, sections });
    }
    findings.extend(errors);
    None
}

/// The signature blocks that verify against their signature files. `None` where one does not, or
/// none is left.
fn candidates<'a>(
    context: &JarContext<'a>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Vec<Candidate<'a>>>, Unread> {
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
            return Ok(fail(
                findings,
                Finding::new(issue::Signature::TooManySigners { limit }).about("v1"),
            ));
        }
    }
    if pairs.is_empty() {
        return Ok(fail(findings, Finding::new(issue::Jar::JarNoSignatures)));
    }
    let mut candidates = Vec::new();
    let mut limit = context.archive.limits().signature_files_size();
    for (block, file) in pairs {
        let subject = lossy(context.archive.name(block));
        match candidate(context, block, file, limit)? {
            Ok(candidate) => {
                limit = limit.without(candidate.content.len() as u64);
                candidates.push(candidate);
            }
            Err(finding) => findings.push(finding.about(subject)),
        }
    }
    Ok(if has_error(findings) { None } else { Some(candidates) })
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
) -> Result<Result<Candidate<'a>, Finding>, Unread> {
    let bytes =
        match content(context.archive, block, context.archive.limits().signature_block_size())? {
            Ok(bytes) => bytes,
            Err(finding) => return Ok(Err(finding)),
        };
    let content = match content(context.archive, file, limit)? {
        Ok(content) => content,
        Err(finding) => return Ok(Err(finding)),
    };
    let name = lossy(context.archive.name(file));
    let signer = signature_block::verify(&bytes, &content, context.range, context.work);
    Ok(signer.map(|signer| Candidate { block, file, name, content, signer }))
}

/// The candidates whose signature files agree with the manifest. `None` where one does not, or none
/// is left.
fn agreeing<'a>(
    context: &JarContext<'_>,
    manifest: &Manifest<'_>,
    candidates: Vec<Candidate<'a>>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<(Candidate<'a>, SignatureFile)>> {
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
        findings.extend(fits.map(|good| {
            Finding::new(issue::Jar::JarStaleSigner {
                bad: bad.to_string(),
                good: good.to_string(),
            })
        }));
        return None;
    }
    if agreeing.is_empty() {
        return fail(findings, Finding::new(issue::Jar::JarNoSignatures));
    }
    Some(agreeing)
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
