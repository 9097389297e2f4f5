//! All signatures of a package, verified in the order in which platforms look for them.
//!
//! The order and the rules are those of apksig's `ApkVerifier`: a platform takes the newest scheme
//! that it knows and the package has, and an error anywhere ends the work.

use std::collections::BTreeSet;

use super::block::{SigningBlock, id};
use super::consistency::{self, Demands};
use super::content::{ContentDigests, Wanted};
use super::scheme;
use super::scheme::{Context, SchemeSigners};
use super::v1;
use super::v1::{JarContext, JarSigner, Proof};
use super::v3::Newer;
use super::v4::Idsig;
use super::{v2, v3, v4, v32};
use crate::android::platform;
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::crypto::digest::DigestAlgorithm;
use crate::limits::Limit;
use crate::pki::x509::Certificate;
use crate::report::{Failure, Finding, Findings, Scheme, SdkRange, issue};
use crate::say::said;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;

said! {
    /// What to do about a weak digest.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Remedy {
        SignAnew => {
            en: "sign with SHA-256, and an APK with v2 as well; the certificate can stay",
            zh: "请改用 SHA-256 重新签名，APK 请同时加上 v2 签名；证书不必更换"
        }
    }
}

/// The most of one scheme's block that is verified, in bytes. Real ones hold some kilobytes.
const MAX_BLOCK: usize = 1 << 20;

/// What is to be verified, and for which platforms.
pub(crate) struct Request<'a> {
    pub(crate) archive: &'a Archive<'a>,
    pub(crate) block: Option<&'a SigningBlock>,
    pub(crate) range: SdkRange,
    pub(crate) idsig: Option<&'a dyn ReadAt>,
    pub(crate) plan: ReadPlan<'a>,
    /// What the manifest demands of signatures.
    pub(crate) demands: Demands,
    /// What verifying may still cost.
    pub(crate) work: &'a Work,
}

/// What was found out.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    /// The schemes of the signing block that platforms in the range look at, newest first.
    pub(crate) schemes: Vec<SchemeSigners>,
    /// The ids of those schemes.
    found: Vec<u32>,
    pub(crate) v1: Vec<JarSigner>,
    /// That there is no JAR signature, where some platform in the range goes by it.
    pub(crate) no_v1: Option<Finding>,
    /// The schemes that are good by themselves. All of them together may still not be.
    pub(crate) verified: BTreeSet<Scheme>,
    pub(crate) findings: Findings,
    /// What is to be said of the signers, whatever the verdict, which none of it decides.
    pub(crate) remarks: Vec<Finding>,
}

impl Signatures {
    /// Verifies what the signing block says, without reading content.
    pub(crate) fn of_block(
        block: Option<&SigningBlock>,
        range: SdkRange,
        signers: Limit,
        work: &Work,
    ) -> Self {
        let mut signatures = Self::default();
        if let Some(block) = block
            && let Err(finding) = signatures.read_block(block, range, signers, work)
        {
            signatures.findings.push(finding);
        }
        signatures
    }

    /// Newest scheme first; the first bad one ends it.
    fn read_block(
        &mut self,
        block: &SigningBlock,
        range: SdkRange,
        signers: Limit,
        work: &Work,
    ) -> Result<(), Finding> {
        if range.max >= platform::V32
            && let Some(value) = scheme_block(block, id::V32, "v3.2")?
        {
            let outcome = v32::verify(value, &Context { range, found: &self.found, signers, work });
            self.add(outcome);
        }
        if range.max >= platform::V31
            && !self.findings.is_refused()
            && let Some(value) = scheme_block(block, id::V31, "v3.1")?
        {
            let context = Context { range, found: &self.found, signers, work };
            let outcome = v3::verify_v31(value, &context, self.newer());
            self.add(outcome);
        }
        if range.max >= platform::V3 && !self.findings.is_refused() {
            if let Some(value) = scheme_block(block, id::V3, "v3")? {
                let context = Context { range, found: &self.found, signers, work };
                let outcome = v3::verify_v3(value, &context, self.newer());
                self.add(outcome);
            } else if self.scheme(Scheme::V31).is_some() {
                return Err(Finding::new(issue::Rotation::V31WithoutV3).about("v3.1"));
            }
        }
        let v2_counts =
            range.max >= platform::V2 && (range.min < platform::V3 || self.needs_older(range));
        if v2_counts
            && !self.findings.is_refused()
            && let Some(value) = scheme_block(block, id::V2, "v2")?
        {
            let outcome = v2::verify(value, &Context { range, found: &self.found, signers, work });
            self.add(outcome);
        }
        Ok(())
    }

    fn add(&mut self, mut outcome: SchemeSigners) {
        self.findings.add(std::mem::take(&mut outcome.findings));
        self.found.extend(scheme::number(outcome.scheme));
        self.schemes.push(outcome);
    }

    /// What newer signatures say from where on older ones are not asked.
    fn newer(&self) -> Newer<'_> {
        Newer { v31: self.scheme(Scheme::V31), v32: self.scheme(Scheme::V32) }
    }

    /// Whether some platform in the range finds no scheme that it knows among those found so far.
    fn needs_older(&self, range: SdkRange) -> bool {
        let v32 = self.scheme(Scheme::V32).and_then(SchemeSigners::hybrid_range);
        let by_v32 = v32.is_some_and(|v32| v32.min <= range.min && v32.max >= range.max);
        !by_v32 && self.schemes.iter().all(|outcome| outcome.scheme == Scheme::V32)
    }

    pub(crate) fn scheme(&self, scheme: Scheme) -> Option<&SchemeSigners> {
        self.schemes.iter().find(|outcome| outcome.scheme == scheme)
    }

    pub(crate) fn is_verified(&self) -> bool {
        !self.verified.is_empty() && self.no_v1.is_none() && !self.findings.is_refused()
    }

    /// Verifies everything.
    pub(crate) fn verify(request: &Request<'_>) -> Result<Self, Unread> {
        let limit = request.archive.limits().signers();
        let mut signatures = Self::of_block(request.block, request.range, limit, request.work);
        if signatures.findings.is_refused() {
            return Ok(signatures);
        }
        match signatures.verify_content(request) {
            Ok(()) => {}
            Err(failure) => signatures.findings.push(failure.finding()?),
        }
        Ok(signatures)
    }

    /// What is verified of the content, and behind it.
    fn verify_content(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        let idsig = self.open_idsig(request).map_err(|it| it.about(v4::SUBJECT))?;
        self.check_content(request, idsig.as_ref())?;
        self.check_sandbox(request);
        self.check_v1(request)?;
        if self.no_v1.is_none() && !self.findings.is_refused() {
            self.check_together(request, idsig.as_ref());
        }
        Ok(())
    }

    fn open_idsig(&self, request: &Request<'_>) -> Result<Option<Idsig>, Failure> {
        let Some(source) = request.idsig else { return Ok(None) };
        if self.schemes.is_empty() {
            return Err(Finding::new(issue::Idsig::V4WithoutV2).into());
        }
        let size = request.archive.source().size().reading(Part::Size)?;
        Idsig::open(source, size, request.work).map(Some)
    }

    /// Compares the content with what was signed. The first scheme that signed other content ends
    /// it.
    fn check_content(
        &mut self,
        request: &Request<'_>,
        idsig: Option<&Idsig>,
    ) -> Result<(), Failure> {
        let Some(block) = request.block else { return Ok(()) };
        let outside = outside_range(block, request);
        let schemes = || self.schemes.iter().chain(&outside);
        let signers = schemes().flat_map(|scheme| &scheme.signers);
        let wanted = Wanted {
            kinds: signers.flat_map(|signer| signer.verified_digests.iter().copied()).collect(),
            file_root: idsig.is_some(),
        };
        let digests = ContentDigests::compute(request.archive, block, &wanted, request.plan)?;
        for scheme in schemes() {
            digests.check(scheme)?;
        }
        self.verified.extend(self.schemes.iter().map(|scheme| scheme.scheme));
        if let Some(idsig) = idsig {
            idsig.check_content(&digests).map_err(|finding| finding.about(v4::SUBJECT))?;
        }
        Ok(())
    }

    fn check_sandbox(&mut self, request: &Request<'_>) {
        /// Android 8.0, which brought the sandbox version.
        const O: u32 = 26;
        let version = request.demands.target_sandbox_version.unwrap_or(1);
        if request.range.max >= O && version > 1 && self.found.is_empty() {
            self.findings.push(Finding::new(issue::Signature::SandboxNeedsV2 { version }));
        }
    }

    /// The JAR signature, where some platform in the range goes by it.
    fn check_v1(&mut self, request: &Request<'_>) -> Result<(), Unread> {
        if request.range.min >= platform::V2 && !self.needs_older(request.range) {
            return Ok(());
        }
        let outcome = v1::verify(&JarContext {
            archive: request.archive,
            range: request.range,
            found_schemes: &self.found,
            plan: request.plan,
            work: request.work,
        })?;
        if !outcome.signers.is_empty() && !outcome.findings.is_refused() {
            self.verified.insert(Scheme::V1);
        }
        let uncovered = outcome.signers.iter().filter(|signer| !self.covers(&signer.certificate));
        self.remarks.extend(unproven(uncovered));
        if self.schemes.is_empty() {
            self.remarks.extend(weak_digest(&outcome.signers));
        }
        (self.v1, self.no_v1) = (outcome.signers, outcome.absent);
        self.findings.append(outcome.findings);
        Ok(())
    }

    /// Whether a newer scheme signed those very bytes, as a signer's certificate or in a lineage.
    fn covers(&self, certificate: &Certificate) -> bool {
        self.schemes.iter().any(|scheme| {
            scheme.signers.iter().any(|signer| signer.certificate == *certificate)
                || scheme.lineage().is_some_and(|lineage| lineage.begins_with(certificate))
        })
    }

    /// What the schemes say of one another.
    fn check_together(&mut self, request: &Request<'_>, idsig: Option<&Idsig>) {
        let (v31, v3, v2) =
            (self.scheme(Scheme::V31), self.scheme(Scheme::V3), self.scheme(Scheme::V2));
        let mut v4_verified = false;
        let mut findings = consistency::v1_and_v2(&self.v1, v2);
        findings.extend(consistency::v3_and_older(v31, v3, v2, &self.v1));
        match idsig.map(|idsig| idsig.check_signers(v31, v3.or(v2))) {
            Some(Err(finding)) => findings.push(finding.about(v4::SUBJECT)),
            Some(Ok(())) => v4_verified = true,
            None => {}
        }
        findings.extend(consistency::target_sdk(request.demands, request.range, &self.verified));
        self.verified.extend(v4_verified.then_some(Scheme::V4));
        self.findings.add(findings);
    }
}

/// What to say of certificates that nothing but a JAR signature shows, and that no signature
/// covers. Platforms do not ask: the verdict is theirs.
pub(crate) fn unproven<'a>(signers: impl IntoIterator<Item = &'a JarSigner>) -> Option<Finding> {
    let proofs: Vec<Proof> = signers.into_iter().map(|signer| signer.proof).collect();
    let issue = if proofs.contains(&Proof::Disproved) {
        issue::Signature::CertificateAltered
    } else if proofs.contains(&Proof::None) {
        issue::Signature::CertificateUnproven
    } else {
        return None;
    };
    Some(Finding::new(issue).about("v1"))
}

/// The JDK holds a JAR signature over MD5 or SHA-1 for none (`jdk.jar.disabledAlgorithms`). It
/// still names the signer.
pub(crate) fn weak_digest(signers: &[JarSigner]) -> Option<Finding> {
    let digests = signers.iter().filter_map(|signer| signer.digest);
    let mut weak =
        digests.filter(|digest| matches!(digest, DigestAlgorithm::Md5 | DigestAlgorithm::Sha1));
    let remedy = Remedy::SignAnew;
    weak.next().map(|it| {
        Finding::new(issue::Sets::WeakAlgorithm {
            algorithm: it.as_str().to_owned(),
            remedy: remedy.into(),
        })
        .about("v1")
    })
}

/// The value of a scheme's block.
fn scheme_block<'b>(
    block: &'b SigningBlock,
    id: u32,
    subject: &str,
) -> Result<Option<&'b [u8]>, Finding> {
    match block.value(id) {
        Some(value) if value.len() > MAX_BLOCK => {
            Err(Finding::new(issue::Block::SigningBlockTooLarge {
                size: value.len() as u64,
                limit: Limit::fixed(MAX_BLOCK as u64),
            })
            .about(subject))
        }
        value => Ok(value),
    }
}

/// The v3.1 and v3.2 signatures that no platform in the range looks at. One over other content was
/// moved here from another package, which is not to be passed over for any range.
fn outside_range(block: &SigningBlock, request: &Request<'_>) -> Vec<SchemeSigners> {
    let signers = request.archive.limits().signers();
    let newer = |min| SdkRange { min, max: SdkRange::NO_MAXIMUM };
    let of = |id, subject, min| {
        let value = scheme_block(block, id, subject).ok()?.filter(|_| request.range.max < min)?;
        Some((value, Context { range: newer(min), found: &[], signers, work: request.work }))
    };
    let v31 = of(id::V31, "v3.1", platform::V31);
    let v31 = v31.map(|(value, context)| v3::verify_v31(value, &context, Newer::default()));
    let v32 = of(id::V32, "v3.2", platform::V32);
    v31.into_iter().chain(v32.map(|(value, context)| v32::verify(value, &context))).collect()
}
