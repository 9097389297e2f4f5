//! A quick app: its structure, its identity, and the verdict over its signature.

use super::signing_block::BlockFault;
use std::sync::Arc;

use super::files::Budget;
use super::manifest::Manifest;
use super::signature::{Signer as Signature, reserved};
use super::signing_block;
use super::signing_block::{Found, SigningBlock, is_reserved};
use super::{content, manifest, parts, texts};
use crate::android::identity::package_name;
use crate::crypto::budget::Work;
use crate::crypto::content_digest::Progress;
use crate::options::VerifyOptions;
use crate::pki::x509::Certificate;
use crate::report::{
    Failure, Finding, Identity, Kind, Platform, Report, Role, Scheme, Signer, Verdict,
    Verification, issue,
};
use crate::say::Id32;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::anomalies;
use crate::zip::{Archive, Structure};

/// Whether a ZIP is a quick app or a set of one's parts: it bears a quick app's signing block, or
/// has a quick app's manifest, or holds parts and nothing else.
pub(crate) fn is_quick_app(archive: &Archive<'_>, manifest: &Manifest) -> Result<bool, Unread> {
    if signing_block::is_present(archive)? {
        return Ok(true);
    }
    if let Some(json) = &manifest.json {
        return Ok(manifest::is_quick_app(json));
    }
    let parts = parts::find(archive);
    Ok(!parts.is_empty() && parts.len() == archive.entries().len())
}

/// A quick app after its structure has been read.
pub(crate) struct QuickApp<'r> {
    archive: Archive<'r>,
    block: Found,
    identity: Identity,
    /// Whether the signature leaves an entry uncovered.
    is_uncovered: bool,
    findings: Vec<Finding>,
}

impl<'r> QuickApp<'r> {
    /// Reads the signing block and the identity.
    pub(crate) fn open(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        manifest: &Manifest,
    ) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = anomalies::entries(&archive);
        findings.extend(anomalies::unknown_methods(&archive, |_| false));
        let block = signing_block::find(&archive)?;
        let mut is_uncovered = false;
        if let Found::Block(block) = &block {
            findings.extend(block.unknown_ids().map(|id| match is_reserved(id) {
                true => reserved(id),
                false => Finding::new(issue::Block::UnknownBlock { id: Id32(id) }),
            }));
            let uncovered = anomalies::in_signing_block(&archive, block.offset)?;
            is_uncovered = !uncovered.is_empty();
            findings.extend(uncovered);
        }
        // Where a damaged block begins is not known.
        let end = match &block {
            Found::Block(block) => Some(block.offset),
            Found::None => Some(archive.end().directory_offset),
            Found::Malformed(_) => None,
        };
        if let Some(end) = end {
            findings.extend(anomalies::local_entries(&archive, end)?);
        }
        findings.extend(manifest.findings.iter().cloned());
        let of_part = match manifest.json {
            None => parts::manifest(&archive)?,
            Some(_) => None,
        };
        let json = manifest.json.as_ref().or(of_part.as_ref());
        let mut identity = json.map(manifest::identity).unwrap_or_default();
        texts::resolve(&mut identity, &archive)?;
        findings.extend(identity.package_name.as_deref().and_then(package_name::finding));
        findings.push(Finding::new(issue::QuickApp::QuickAppFiledByPlatform));
        Ok(Self { archive, block, identity, is_uncovered, findings })
    }

    /// The report without a verdict: identity, and the signer that the signature names. Nothing is
    /// verified.
    pub(crate) fn inspect(self) -> Report {
        let mut verification = Verification::new(Verdict::Unchecked);
        let (is_signed, why) = match &self.block {
            Found::None => (false, None),
            Found::Malformed(why) => (true, Some(damaged(*why))),
            Found::Block(block) => (true, Signature::claimed(block).err()),
        };
        verification.schemes.extend(is_signed.then_some(Scheme::Rpk));
        self.finish(verification, None, why)
    }

    /// The report with a verdict.
    pub(crate) fn verify(self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Unread> {
        let outcome = match &self.block {
            Found::None => {
                return Ok(self.finish(Verification::new(Verdict::Unsigned), None, None));
            }
            Found::Malformed(why) => Err(damaged(*why).into()),
            Found::Block(block) => self.check(block, work),
        };
        if let Some(progress) = options.progress {
            let size = self.archive.source().size().reading(Part::Size)?;
            progress(Progress::new(size, size));
        }
        match outcome {
            Ok(_) if self.is_uncovered => {
                Ok(self.finish(Verification::new(Verdict::Rejected), None, None))
            }
            Ok(certificate) => {
                let mut verification = Verification::new(Verdict::Verified);
                verification.schemes.push(Scheme::Rpk);
                Ok(self.finish(verification, Some(certificate), None))
            }
            Err(Failure::Bad(finding)) => {
                Ok(self.finish(Verification::new(Verdict::Rejected), None, Some(finding)))
            }
            Err(Failure::Read(error)) => Err(error),
        }
    }

    /// Verifies everything; gives the signer's certificate.
    fn check(&self, block: &SigningBlock, work: &Work) -> Result<Certificate, Failure> {
        let signature = Signature::verify(block, work)?;
        let mut budget = Budget::new(self.archive.inflated_limit(), work);
        content::check(&self.archive, block, &signature, &mut budget)?;
        let package = self.identity.package_name.as_deref();
        parts::check(&self.archive, &signature.certificate, package, &mut budget)?;
        Ok(signature.certificate)
    }

    fn finish(
        mut self,
        verification: Verification,
        certificate: Option<Certificate>,
        why: Option<Finding>,
    ) -> Report {
        self.findings.extend(why);
        let mut report = Report::new(Kind::Rpk, Some(Platform::QuickApp), verification);
        if let Some(certificate) = certificate {
            let shared = certificate
                .shared()
                .map(|known| Finding::new(issue::Filing::SharedCertificate { known }));
            self.findings.extend(shared);
            report.signers.push(Signer::new(Role::Primary, Scheme::Rpk, None, certificate));
        } else if let Found::Block(block) = &self.block {
            let claimed = Signature::claimed(block).ok();
            report
                .claimed_signers
                .extend(claimed.map(|it| Signer::new(Role::Claimed, Scheme::Rpk, None, it)));
        }
        report.with_identity(self.identity).with_findings(self.findings)
    }
}

fn damaged(why: BlockFault) -> Finding {
    Finding::new(issue::Harmony::SigningBlockMalformed { why: why.into() })
}
