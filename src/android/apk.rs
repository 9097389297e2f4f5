//! An Android package: its structure, its identity, and the verdict over its signatures.

use super::identity::manifest::ManifestFault;
use super::signing::stamp::StampPart;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::apk_set::members;
use super::identity::axml::XmlError;
use super::identity::manifest::{Manifest, MinSdkError};
use super::look_up::{RESOURCES, look_up};
use super::notes::Standing;
use super::platform;
use super::signing::block as signing_block;
use super::signing::block::{Found, SigningBlock, id};
use super::signing::consistency::Demands;
use super::signing::roles;
use super::signing::roles::Shown;
use super::signing::scheme::{BLOCK_SCHEMES, BlockScheme};
use super::signing::signer_record;
use super::signing::signer_record::SignerRecord;
use super::signing::stamp;
use super::signing::stamp::SchemeDigests;
use super::signing::verifier::{Request, Signatures};
use super::signing::{channel, v1};
use super::{hardening, notes};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::crypto::parallel::available_threads;
use crate::options::VerifyOptions;
use crate::pki::x509::Certificate;
use crate::report::{
    Failure, Finding, Findings, Identity, Kind, Platform, Report, Scheme, SdkRange, Severity,
    Signer, Verdict, Verification, issue,
};
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, Unread};
use crate::zip::anomalies;
use crate::zip::{Archive, Entry, EntryError, Structure};

const MANIFEST: &str = "AndroidManifest.xml";

/// The first platform that looks at the manifest for its verdict: Android 8.0.
const READS_SANDBOX_VERSION: u32 = 26;

/// Whether a ZIP is an Android package: it has a manifest.
pub(crate) fn is_apk(archive: &Archive<'_>) -> bool {
    archive.find(MANIFEST.as_bytes()).is_some()
}

/// A manifest as a device reads it, and as verifiers do.
type Manifests = (Option<Manifest>, Option<Manifest>);

/// A package after its structure has been read.
pub(crate) struct Apk<'r> {
    archive: Archive<'r>,
    block: Option<SigningBlock>,
    manifest: Option<Manifest>,
    /// Whether verifiers read the manifest; true without one.
    is_readable: bool,
    identity: Identity,
    /// What was noticed, and whether it refuses the package: what it says of itself is then not
    /// what some platform would see.
    findings: Findings,
}

impl<'r> Apk<'r> {
    /// Reads the signing block and the identity.
    pub(crate) fn open(source: &'r dyn ReadAt, structure: &Arc<Structure>) -> Result<Self, Unread> {
        Self::open_as(source, structure, Standing::Alone)
    }

    /// The same of an APK that stands where it is said.
    pub(crate) fn open_as(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        standing: Standing,
    ) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = Findings::default();
        findings.note(anomalies::entries(&archive));
        let block = match signing_block::find(&archive)? {
            Found::None => None,
            Found::Block(block) => Some(block),
            Found::TooLarge(size) => {
                let finding = Finding::new(issue::Block::SigningBlockTooLarge {
                    size,
                    limit: archive.limits().signing_block_size(),
                });
                findings.push(finding);
                None
            }
        };
        if let Some(block) = &block {
            findings.add(anomalies::in_signing_block(&archive, block.offset)?);
        }
        let is_there =
            |it: &BlockScheme| block.as_ref().is_some_and(|block| block.value(it.pair).is_some());
        let only_v1 = !BLOCK_SCHEMES.iter().any(is_there);
        findings.note(anomalies::unknown_methods(&archive, |name| {
            only_v1 || name == MANIFEST.as_bytes() || name == RESOURCES.as_bytes()
        }));
        findings.note(members::in_package(&archive)?);
        findings.note(channel::find(&archive, block.as_ref()));
        let (manifest, identity) = (None, Identity::default());
        let mut apk = Self { archive, block, manifest, is_readable: true, identity, findings };
        apk.read_identity(standing)?;
        Ok(apk)
    }

    fn read_identity(&mut self, standing: Standing) -> Result<(), Unread> {
        let Some((of_device, of_verifiers)) = self.read_manifests()? else { return Ok(()) };
        let manifest = of_device.as_ref().or(of_verifiers.as_ref());
        if let Some(manifest) = manifest {
            let (identity, findings) = look_up(&self.archive, manifest)?;
            self.identity = identity;
            self.findings.note(findings);
            self.findings.note(notes::on_identity(manifest, &self.identity, standing));
            if !manifest.is_manifest {
                let why = ManifestFault::NoManifest;
                self.findings
                    .push(Finding::new(issue::Identity::ManifestMalformed { why: why.into() }));
            }
        }
        // apksig gives up where it cannot inflate the manifest.
        self.is_readable = of_verifiers.is_some();
        self.manifest = of_verifiers;
        Ok(())
    }

    /// The manifest as a device reads it, and as verifiers do; `None` without one. They are two
    /// where the method of its entry is unknown: verifiers inflate it, current
    /// devices do not. Where one of them reads nothing the other counts.
    fn read_manifests(&mut self) -> Result<Option<Manifests>, Unread> {
        let Some(entry) = self.archive.find(MANIFEST.as_bytes()).copied() else { return Ok(None) };
        let mut findings = Vec::new();
        let mut read = |entry: &Entry| match self.read_manifest(entry) {
            Ok(manifest) => Ok(Some(manifest)),
            Err(failure) => {
                findings.push(failure.finding()?);
                Ok::<_, Unread>(None)
            }
        };
        let manifests = if entry.has_unknown_method() {
            (read(&entry.as_stored())?, read(&entry)?)
        } else {
            let manifest = read(&entry)?;
            (manifest.clone(), manifest)
        };
        if manifests == (None, None) {
            self.findings.add(findings.into_iter().next());
        }
        Ok(Some(manifests))
    }

    fn read_manifest(&self, entry: &Entry) -> Result<Manifest, Failure> {
        let content = self.archive.content(entry, self.archive.limits().manifest_size());
        let bytes = content.map_err(|error| anomalies::unreadable(MANIFEST.as_bytes(), error))?;
        let malformed = |error: XmlError| {
            Finding::new(issue::Identity::ManifestMalformed { why: error.into() })
        };
        Ok(Manifest::parse(&bytes).map_err(malformed)?)
    }

    /// What the package says of itself.
    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The oldest platform that installs it; `None` where its manifest does not say so or cannot be
    /// read.
    pub(super) fn min_sdk(&self) -> Option<u32> {
        self.manifest.as_ref().and_then(|manifest| manifest.min_sdk.as_ref().ok().copied())
    }

    pub(super) fn has_manifest(&self) -> bool {
        self.manifest.is_some()
    }

    /// Whether there is a signature, good or bad.
    pub(super) fn is_signed(&self) -> bool {
        self.present().iter().any(|&scheme| scheme != Scheme::Stamp)
    }

    fn kind(&self) -> Kind {
        if is_apk(&self.archive) { Kind::Apk } else { Kind::Jar }
    }

    /// The schemes that are there, whether good or not.
    fn present(&self) -> Vec<Scheme> {
        let in_block = |id| self.block.as_ref().is_some_and(|block| block.value(id).is_some());
        let mut present: Vec<_> =
            v1::has_signature_files(&self.archive).then_some(Scheme::V1).into_iter().collect();
        let found = BLOCK_SCHEMES.iter().rev().filter(|it| in_block(it.pair));
        present.extend(found.map(|it| it.scheme));
        if in_block(id::STAMP) && self.archive.find(stamp::CERTIFICATE_DIGEST_ENTRY).is_some() {
            present.push(Scheme::Stamp);
        }
        present
    }

    /// The report without a verdict: identity, and the signers that the signatures name. Nothing is
    /// verified and no content read; only shapes that cannot be read are found.
    pub(crate) fn inspect(mut self, work: &Work) -> Result<Report, Unread> {
        let mut verification = Verification::new(Verdict::Unchecked);
        verification.schemes = self.present();
        let min = self.min_sdk();
        let range = SdkRange { min: min.unwrap_or(1), max: SdkRange::NO_MAXIMUM };
        verification.sdk = min.map(|_| range);
        let (mut shown, findings) = self.named_in_block(range);
        // Newer platforms look at nothing else.
        if shown.is_empty() && findings.is_empty() {
            shown = shown_by_v1(&v1::claimed_signers(&self.archive, work)?);
        }
        self.findings.note(findings);
        Ok(self.report(verification, Vec::new(), roles::claimed(&shown, range.max)))
    }

    /// The report with a verdict.
    pub(crate) fn verify(
        mut self,
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Report, Unread> {
        let range = match self.range(options) {
            Ok(range) => range,
            Err(finding) => {
                self.findings.add(finding);
                return self.refuse(None, work);
            }
        };
        let plan = ReadPlan {
            threads: options.threads.unwrap_or_else(available_threads),
            progress: options.progress,
        };
        let request = Request {
            archive: &self.archive,
            block: self.block.as_ref(),
            range,
            idsig: options.idsig,
            plan,
            demands: self.demands(),
            work,
        };
        let signatures = Signatures::verify(&request)?;
        let prefix = anomalies::prefix(&self.archive, !signatures.schemes.is_empty())?;
        let stamped = match self.check_stamp(&signatures, range, work) {
            Ok(certificate) => certificate.map(Ok),
            Err(failure) => Some(Err(failure.finding()?)),
        };
        self.findings.add(prefix);
        let refused = !self.is_readable || self.findings.is_refused();
        let verified = signatures.is_verified() && !refused;
        let mut schemes: Vec<_> = signatures.verified.iter().copied().collect();
        if let Some(outcome) = stamped {
            if outcome.is_ok() {
                schemes.push(Scheme::Stamp);
            }
            self.note_stamp(outcome, verified);
        }
        let lineage = lineage(&signatures);
        let roles = roles::assign(&shown(&signatures), &lineage, range.max);
        self.findings.append(signatures.findings);
        // Of a package without any signature the verdict says it all.
        self.findings.add(signatures.no_v1.filter(|_| self.is_signed()));
        if !verified {
            let report = self.refuse(Some(range), work)?;
            return Ok(with_schemes(report, schemes));
        }
        self.findings.note(notes::on_signers(&roles));
        self.findings.note(signatures.remarks);
        self.findings.note(notes::weak_key(&roles.signers));
        if !signatures.schemes.is_empty() && signatures.v1.is_empty() {
            let claimed = v1::claimed_signers(&self.archive, work)?;
            self.findings.note(notes::stale_v1(&claimed, &roles.signers));
        }
        self.note_newer_signature(range);
        let mut verification = Verification::new(Verdict::Verified);
        verification.sdk = Some(range);
        Ok(with_schemes(self.report(verification, roles.signers, Vec::new()), schemes))
    }

    /// A newer signature that no platform in the range looks at may be another signer's, which
    /// is the one to be filed.
    fn note_newer_signature(&mut self, range: SdkRange) {
        let is_there = |id| self.block.as_ref().is_some_and(|block| block.value(id).is_some());
        let is_newer = |it: &&BlockScheme| it.scheme != Scheme::V2 && range.max < it.since;
        let newest = BLOCK_SCHEMES.iter().filter(is_newer).find(|it| is_there(it.pair));
        self.findings.note(newest.map(|it| {
            let (scheme, first) = (it.scheme, it.since);
            Finding::new(issue::Filing::NewerSignatureOutsideRange { scheme, first })
        }));
    }

    /// The platforms that the verdict is to speak of. An `Err` without a finding where reading made
    /// it already.
    fn range(&self, options: &VerifyOptions<'_>) -> Result<SdkRange, Option<Finding>> {
        let max = options.max_sdk.unwrap_or(SdkRange::NO_MAXIMUM);
        let min = match (options.min_sdk, &self.manifest) {
            (Some(min), _) => min,
            (None, Some(manifest)) => manifest.min_sdk.clone().map_err(min_sdk_finding)?,
            (None, None) if self.kind() == Kind::Jar => {
                return Err(Some(Finding::new(issue::Identity::ManifestMissing)));
            }
            (None, None) => return Err(None),
        };
        if max >= READS_SANDBOX_VERSION && self.kind() == Kind::Jar {
            return Err(Some(Finding::new(issue::Identity::ManifestMissing)));
        }
        if min > max {
            return Err(Some(Finding::new(issue::Identity::SdkRangeEmpty { min, max })));
        }
        Ok(SdkRange { min, max })
    }

    fn demands(&self) -> Demands {
        self.manifest.as_ref().map_or_else(Demands::default, |manifest| Demands {
            target_sdk: manifest.target_sdk,
            target_sandbox_version: manifest.target_sandbox_version,
        })
    }

    /// The source stamp's certificate; `None` where there is none.
    fn check_stamp(
        &self,
        signatures: &Signatures,
        range: SdkRange,
        work: &Work,
    ) -> Result<Option<Certificate>, Failure> {
        let value = self.block.as_ref().and_then(|block| block.value(id::STAMP));
        let entry = self.archive.find(stamp::CERTIFICATE_DIGEST_ENTRY);
        let (value, entry) = match (value, entry) {
            (None, None) => return Ok(None),
            (Some(value), Some(entry)) => (value, entry),
            (value, _) => {
                let missing = if value.is_some() { StampPart::Entry } else { StampPart::Block };
                let missing = missing.into();
                return Err(Finding::new(issue::Stamp::StampIncomplete { missing }).into());
            }
        };
        let digest = self.archive.content(entry, self.archive.limits().signature_block_size());
        let digest = digest.map_err(|error| match error {
            EntryError::Read(source) => Failure::from(Part::Entry.unread(source)),
            error => Finding::new(issue::Stamp::StampInvalid { why: error.into() }).into(),
        })?;
        let digests = self.stamped_digests(signatures, range)?;
        Ok(Some(stamp::verify(value, &digest, &digests, range, work)?))
    }

    /// What the schemes sign, as far as a stamp must sign it too.
    fn stamped_digests(
        &self,
        signatures: &Signatures,
        range: SdkRange,
    ) -> Result<BTreeMap<Scheme, SchemeDigests>, Unread> {
        let mut digests = BTreeMap::new();
        for outcome in &signatures.schemes {
            let signed = outcome.signers.iter().flat_map(|signer| &signer.digests);
            let signed = signed.map(|(kind, digest)| (stamp::digest_number(*kind), digest.clone()));
            digests.insert(outcome.scheme, signed.collect());
        }
        if range.min < platform::V2 || digests.is_empty() {
            digests.extend(
                v1::manifest(&self.archive)?.map(|it| (Scheme::V1, stamp::manifest_digests(&it))),
            );
        }
        Ok(digests)
    }

    /// Of a package that is not verified, a good stamp says nothing to act on.
    fn note_stamp(&mut self, outcome: Result<Certificate, Finding>, verified: bool) {
        let finding = match outcome {
            Ok(certificate) => verified.then(|| {
                let sha256 = hex::encode(certificate.sha256());
                Finding::new(issue::Stamp::StampVerified { sha256 })
            }),
            Err(finding) => Some(finding.with_severity(Severity::Warning)),
        };
        self.findings.note(finding.map(|it| it.about(stamp::SUBJECT)));
    }

    /// The report on a package that is not verified.
    fn refuse(mut self, range: Option<SdkRange>, work: &Work) -> Result<Report, Unread> {
        let signed = self.is_signed();
        if !v1::has_signature_files(&self.archive) {
            self.findings.note(v1::misnamed_block(&self.archive));
        }
        self.findings.note(hardening::find(&self.archive));
        let mut verification =
            Verification::new(if signed { Verdict::Rejected } else { Verdict::Unsigned });
        verification.sdk = range;
        let all = SdkRange { min: 1, max: SdkRange::NO_MAXIMUM };
        let claimed = self.claimed_signers(range.unwrap_or(all), work)?;
        Ok(self.report(verification, Vec::new(), claimed))
    }

    /// The certificates that the schemes name as their signers'. Nothing proves them.
    fn claimed_signers(&self, range: SdkRange, work: &Work) -> Result<Vec<Signer>, Unread> {
        let (mut shown, _) = self.named_in_block(range);
        shown.extend(shown_by_v1(&v1::claimed_signers(&self.archive, work)?));
        Ok(roles::claimed(&shown, range.max))
    }

    /// The signers that the signing block names, newest scheme first, and why those of a scheme
    /// cannot be read.
    fn named_in_block(&self, range: SdkRange) -> (Vec<Shown>, Vec<Finding>) {
        let (mut shown, mut findings) = (Vec::new(), Vec::new());
        for of in BLOCK_SCHEMES.iter().filter(|it| range.max >= it.since) {
            let Some(value) = self.block.as_ref().and_then(|block| block.value(of.pair)) else {
                continue;
            };
            let limit = self.archive.limits().signers().count();
            let named = named_signers(of, value, limit, &mut shown);
            findings.extend(named.err().map(|finding| finding.about(of.scheme.as_str())));
        }
        (shown, findings)
    }

    /// Puts the report together.
    fn report(
        self,
        verification: Verification,
        signers: Vec<Signer>,
        claimed: Vec<Signer>,
    ) -> Report {
        let kind = self.kind();
        let platform = (kind == Kind::Apk).then_some(Platform::Android);
        let report = Report::new(kind, platform, verification).with_identity(self.identity);
        report.with_signers(signers, claimed).with_findings(self.findings.into_vec())
    }
}

fn min_sdk_finding(error: MinSdkError) -> Finding {
    match error {
        MinSdkError::NotAVersion(value) => {
            Finding::new(issue::Identity::MinSdkUnreadable { value })
        }
        MinSdkError::BrokenOff => Finding::new(issue::Identity::ManifestBreaksOff),
    }
}

fn with_schemes(mut report: Report, schemes: Vec<Scheme>) -> Report {
    report.verification.schemes = schemes;
    report
}

/// The signers of each scheme, newest scheme first.
fn shown(signatures: &Signatures) -> Vec<Shown> {
    let in_block = signatures.schemes.iter().flat_map(|outcome| {
        outcome.signers.iter().map(|signer| Shown {
            scheme: outcome.scheme,
            sdk: signer.sdk,
            counts_from: signer.counts_from(),
            certificate: signer.certificate.clone(),
        })
    });
    in_block.chain(shown_by_v1(&signatures.v1)).collect()
}

/// Adds the signers that a scheme's block names, up to the first that cannot be read.
fn named_signers(
    of: &BlockScheme,
    block: &[u8],
    limit: usize,
    shown: &mut Vec<Shown>,
) -> Result<(), Finding> {
    for record in signer_record::records(block)?.into_iter().take(limit) {
        let record = SignerRecord::read(record, of.layout)?;
        let signed_data = record.signed_data()?;
        let der = signed_data
            .claimed_der()
            .ok_or_else(|| Finding::new(issue::Signature::NoCertificates))?;
        // Schemes mostly name the same one.
        let known = shown.iter().map(|known| &known.certificate).find(|known| known.der() == der);
        let certificate = match known.cloned() {
            Some(known) => known,
            None => Certificate::from_der(der)
                .map_err(|_| Finding::new(issue::Signature::MalformedCertificate))?,
        };
        let (scheme, sdk) = (of.scheme, record.sdk());
        shown.push(Shown { scheme, sdk, counts_from: sdk.map(|sdk| sdk.min), certificate });
    }
    Ok(())
}

pub(super) fn shown_by_v1(signers: &[v1::JarSigner]) -> Vec<Shown> {
    let shown = |signer: &v1::JarSigner| Shown {
        scheme: Scheme::V1,
        sdk: None,
        counts_from: None,
        certificate: signer.certificate.clone(),
    };
    signers.iter().map(shown).collect()
}

/// The certificates of the newest scheme's lineage, newest first.
fn lineage(signatures: &Signatures) -> Vec<Certificate> {
    let lineage = signatures.schemes.iter().find_map(|outcome| outcome.lineage());
    lineage.into_iter().flat_map(|lineage| lineage.certificates().rev().cloned()).collect()
}
