//! A HarmonyOS package: its structure, its identity, and the verdict over its signature.

use crate::report::issue::SignaturePart;
use std::sync::Arc;

use base64ct::{Base64, Encoding};

use super::container_rules;
use super::identity::description;
use super::identity::module::Module;
use super::inner_packages;
use super::signing::block as signing_block;
use super::signing::block::{Found, Kind as Block, SigningBlock};
use super::signing::chain;
use super::signing::package_signature;
use super::signing::package_signature::{BadSignature, PackageSignature};
use super::signing::profile;
use super::signing::profile::Provision;
use super::signing::property;
use super::signing::trust::{Case, signer};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::parallel::available_threads;
use crate::options::VerifyOptions;
use crate::pki::x509::PublicKey;
use crate::report::{
    Finding, HarmonyOs, Identity, Integrity, Kind, Platform, Report, Role, Scheme, Severity,
    Signer, Verdict, Verification, issue,
};
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::anomalies;
use crate::zip::anomalies::content;
use crate::zip::{Archive, Structure};

/// Whether a ZIP bears a HarmonyOS package's signing block.
pub(crate) fn is_signed(archive: &Archive<'_>) -> Result<bool, Unread> {
    signing_block::is_present(archive)
}

/// What a package's description says, read once: to tell what the package is, and for its report.
#[derive(Debug)]
pub(crate) struct Described {
    module: Option<Module>,
    /// What is wrong with it.
    findings: Vec<Finding>,
}

impl Described {
    pub(crate) fn read(archive: &Archive<'_>) -> Result<Self, Unread> {
        let mut findings = Vec::new();
        let module = description::read(archive, &mut findings)?;
        Ok(Self { module, findings })
    }
}

/// What kind of HarmonyOS package a ZIP of that description is; `None` where it is none.
pub(crate) fn kind(archive: &Archive<'_>, described: &Described) -> Result<Option<Kind>, Unread> {
    let has_module =
        ["module.json", "config.json"].iter().any(|name| archive.find(name.as_bytes()).is_some());
    let is_signed = signing_block::is_present(archive)?;
    Ok(match &described.module {
        // A HAP holds a `pack.info` too.
        Some(module) if module.kind == Kind::App && has_module => Some(Kind::Hap),
        Some(module) if is_signed || has_module || module.kind != Kind::App => Some(module.kind),
        Some(module) if inner_packages::entries(archive).next().is_some() => Some(module.kind),
        _ if is_signed || !described.findings.is_empty() => Some(Kind::Hap),
        _ => None,
    })
}

/// A package after its structure has been read.
pub(crate) struct Hap<'r> {
    archive: Archive<'r>,
    kind: Kind,
    block: Option<SigningBlock>,
    /// Why there is a block and it is no good.
    malformed: Option<Finding>,
    /// Whether the signature leaves an entry uncovered.
    is_uncovered: bool,
    identity: Identity,
    findings: Vec<Finding>,
}

impl<'r> Hap<'r> {
    /// Reads the signing block and the identity.
    pub(crate) fn open(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        kind: Kind,
        described: &Described,
    ) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = anomalies::entries(&archive);
        findings.extend(container_rules::check(&archive)?);
        findings.extend(anomalies::prefix(&archive, true)?);
        let (block, malformed) = match signing_block::find(&archive)? {
            Found::None => (None, None),
            Found::Block(block) => (Some(block), None),
            Found::Malformed(why) => (
                None,
                Some(Finding::new(issue::Harmony::SigningBlockMalformed { why: why.into() })),
            ),
        };
        let uncovered = match &block {
            Some(block) => anomalies::in_signing_block(&archive, block.offset)?,
            None => Vec::new(),
        };
        let is_uncovered = !uncovered.is_empty();
        findings.extend(uncovered);
        let identity = identity(&archive, kind, described, &mut findings)?;
        Ok(Self { archive, kind, block, malformed, is_uncovered, identity, findings })
    }

    /// The report without a verdict: identity, profile, and the signer that the signature names.
    /// Nothing is verified.
    pub(crate) fn inspect(mut self, work: &Work) -> Result<Report, Unread> {
        let mut verification = Verification::new(Verdict::Unchecked);
        verification.schemes.extend(self.is_signed().then_some(Scheme::Hap));
        let integrity = if self.is_signed() { Integrity::Unchecked } else { Integrity::Unsigned };
        let mut harmony = HarmonyOs::new(integrity);
        self.findings.extend(self.malformed.take());
        if let Some(block) = &self.block {
            self.findings.extend(
                package_signature(block)
                    .and_then(|value| package_signature::claimed_signer(value, work))
                    .err()
                    .map(BadSignature::into_finding),
            );
            match block.value(Block::Profile).map(Provision::claimed) {
                None => self.findings.push(Finding::new(issue::Harmony::ProfileMissing)),
                Some(Err(finding)) => self.findings.push(finding),
                Some(Ok(provision)) => {
                    self.findings.extend(provision.faults());
                    self.findings
                        .extend(provision.notes(self.identity.package_name.as_deref(), None));
                    harmony.profile = Some(provision.facts);
                }
            }
            self.findings.extend(code_signatures(block));
        }
        Ok(self.finish(verification, harmony, Vec::new(), work))
    }

    /// The report with a verdict.
    pub(crate) fn verify(self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Unread> {
        let rejected = || Verification::new(Verdict::Rejected);
        let Some(block) = &self.block else {
            let (verdict, integrity) = match self.malformed {
                Some(_) => (Verdict::Rejected, Integrity::Malformed),
                None => (Verdict::Unsigned, Integrity::Unsigned),
            };
            return Ok(self.refuse(Verification::new(verdict), integrity, None, work));
        };
        if self.is_uncovered {
            return Ok(self.refuse(rejected(), Integrity::Malformed, None, work));
        }
        let signatures = match signatures(block, work) {
            Ok(signatures) => signatures,
            Err(bad) => {
                let integrity = match &bad {
                    BadSignature::Malformed(_) => Integrity::Malformed,
                    BadSignature::Unverified(_) => Integrity::BadSignature,
                };
                return Ok(self.refuse(rejected(), integrity, Some(bad.into_finding()), work));
            }
        };
        let threads = options.threads.unwrap_or_else(available_threads);
        let plan = ReadPlan { threads, progress: options.progress };
        match package_signature::check_content(&self.archive, block, &signatures, plan) {
            Ok(()) => {
                let mut verification = Verification::new(Verdict::Verified);
                verification.schemes.push(Scheme::Hap);
                self.report(verification, Integrity::Ok, &signatures, options, work)
            }
            Err(failure) => {
                let why = Some(failure.finding()?);
                let mut report = self.refuse(rejected(), Integrity::DigestMismatch, why, work);
                // Of what else it is signed over: its signer can be told.
                let chain = signatures
                    .first()
                    .map(|it| chain::check(&it.by, options.trust_roots, work).chain);
                if let Some(harmony) = &mut report.harmonyos {
                    harmony.chain = chain;
                }
                Ok(report)
            }
        }
    }

    fn is_signed(&self) -> bool {
        self.block.is_some() || self.malformed.is_some()
    }

    /// The report on a package with a bad signature.
    fn refuse(
        mut self,
        verification: Verification,
        integrity: Integrity,
        why: Option<Finding>,
        work: &Work,
    ) -> Report {
        self.findings.extend(self.malformed.take());
        self.findings.extend(why.filter(|why| !self.findings.contains(why)));
        self.finish(verification, HarmonyOs::new(integrity), Vec::new(), work)
    }

    /// The report on a package with a good signature, as far as it was looked at.
    fn report(
        mut self,
        verification: Verification,
        integrity: Integrity,
        signatures: &[PackageSignature],
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Report, Unread> {
        let mut harmony = HarmonyOs::new(integrity);
        let mut signers = Vec::new();
        if let [signature, outer @ ..] = signatures {
            let provision = self.provision(work);
            let block = self.block.as_ref();
            let case = Case {
                signature,
                enterprise: outer.first(),
                has_enterprise_code: block
                    .is_some_and(|it| it.value(Block::EnterpriseCode).is_some()),
                provision: provision.as_ref(),
                bundle_name: self.identity.package_name.as_deref(),
                trusted: options.trust_roots,
            };
            let trust = case.judge(work);
            self.findings.extend(trust.findings);
            (harmony.chain, signers) = (Some(trust.chain), trust.signers);
            if let Some(key) = &trust.app_key {
                let numbers = own_numbers(&self.identity, key);
                (harmony.app_id, harmony.public_key_fingerprint) = (numbers.0, Some(numbers.1));
            }
            harmony.profile = provision.map(|provision| provision.facts);
        }
        if let Some(signature) = signatures.first() {
            self.check_properties(signature, work)?;
        }
        Ok(self.finish(verification, harmony, signers, work))
    }

    /// The profile. None, or one that cannot be read, is a finding.
    fn provision(&mut self, work: &Work) -> Option<Provision> {
        let value = self.block.as_ref().and_then(|block| block.value(Block::Profile));
        match value.map(|value| Provision::read(value, work)) {
            None => self.findings.push(Finding::new(issue::Harmony::ProfileMissing)),
            Some(Err(finding)) => self.findings.push(finding),
            Some(Ok(provision)) => return Some(provision),
        }
        None
    }

    /// What the property block holds: code signatures, which are not verified, and the list of
    /// permissions, which is.
    fn check_properties(
        &mut self,
        signature: &PackageSignature,
        work: &Work,
    ) -> Result<(), Unread> {
        let Some(block) = &self.block else { return Ok(()) };
        let mut findings = Vec::from_iter(code_signatures(block));
        let properties = block.value(Block::Property).and_then(|value| property::read(value).ok());
        let properties = properties.unwrap_or_default();
        let of = |kind| properties.iter().find(|property| property.kind == kind).map(|it| it.value);
        if let Some(permissions) = of(property::PERMISSIONS) {
            let module = content(
                &self.archive,
                "module.json",
                self.archive.limits().description_size(),
                Severity::Error,
                &mut Vec::new(),
            )?;
            let profile = block.value(Block::Profile).map(profile::json);
            let code = of(property::CODE_SIGNATURE);
            let named =
                property::Named { profile: profile.as_deref(), module: module.as_deref(), code };
            findings.extend(
                property::check_permissions(permissions, &signature.by.certificate, &named, work)
                    .err(),
            );
        }
        self.findings.append(&mut findings);
        Ok(())
    }

    /// The certificates that the signature and the profile name. Nothing proves them; and where
    /// they are not one, nothing tells which is the developer's.
    fn claimed_signers(&self, work: &Work) -> Vec<Signer> {
        let Some(block) = &self.block else { return Vec::new() };
        let mut claimed = Vec::from_iter(
            package_signature(block)
                .and_then(|value| package_signature::claimed_signer(value, work)),
        );
        let provision =
            block.value(Block::Profile).and_then(|value| Provision::claimed(value).ok());
        let named = provision.and_then(|provision| provision.certificate);
        claimed.extend(named.filter(|named| !claimed.contains(named)));
        claimed.iter().map(|certificate| signer(Role::Claimed, certificate)).collect()
    }

    fn finish(
        self,
        verification: Verification,
        harmony: HarmonyOs,
        signers: Vec<Signer>,
        work: &Work,
    ) -> Report {
        let is_verified = verification.verdict == Verdict::Verified;
        let claimed = if is_verified { Vec::new() } else { self.claimed_signers(work) };
        let report = Report::new(self.kind, Some(Platform::HarmonyOs), verification);
        let report = Report { harmonyos: Some(harmony), ..report }.with_identity(self.identity);
        report.with_signers(signers, claimed).with_findings(self.findings)
    }
}

/// The package's signature, and behind it an enterprise's. Content is not looked at.
fn signatures(block: &SigningBlock, work: &Work) -> Result<Vec<PackageSignature>, BadSignature> {
    let mut signatures =
        vec![PackageSignature::verify(Block::Signature, package_signature(block)?, work)?];
    if let Some(value) = block.value(Block::EnterpriseSignature) {
        signatures.push(PackageSignature::verify(Block::EnterpriseSignature, value, work)?);
    }
    Ok(signatures)
}

/// The sub-block of the package's own signature.
fn package_signature(block: &SigningBlock) -> Result<&[u8], BadSignature> {
    let value = block.value(Block::Signature);
    value.ok_or_else(|| package_signature::malformed(SignaturePart::SubBlocks))
}

/// What is to be said of code signatures, without verifying anything.
fn code_signatures(block: &SigningBlock) -> Option<Finding> {
    let properties = match block.value(Block::Property).map(property::read).transpose() {
        Ok(properties) => properties.unwrap_or_default(),
        Err(finding) => return Some(finding),
    };
    let code = properties.iter().find(|property| property.kind == property::CODE_SIGNATURE);
    if code.is_none() && block.value(Block::EnterpriseCode).is_none() {
        return None;
    }
    let shape = code.map_or(Ok(()), |code| property::check_code_signature(code.value));
    Some(shape.err().unwrap_or_else(|| Finding::new(issue::Harmony::CodeSignatureUnchecked)))
}

/// The app's ID, and the 公钥指纹 of AppGallery Connect.
fn own_numbers(identity: &Identity, key: &PublicKey) -> (Option<String>, String) {
    let key = Base64::encode_string(key.raw());
    let app_id = identity.package_name.as_ref().map(|name| format!("{name}_{key}"));
    (app_id, hex::encode_upper(DigestAlgorithm::Sha256.digest(key.as_bytes())))
}

/// What the package says of itself, and the packages inside an APP.
fn identity(
    archive: &Archive<'_>,
    kind: Kind,
    described: &Described,
    findings: &mut Vec<Finding>,
) -> Result<Identity, Unread> {
    findings.extend(described.findings.iter().cloned());
    let Some(module) = &described.module else { return Ok(Identity::default()) };
    findings.extend(description::models_differ(archive, Some(module))?);
    let identity = if kind == Kind::App {
        inner_packages::identity(archive, module, findings)?
    } else {
        description::identity(archive, module, findings)?
    };
    Ok(description::without_duplicates(archive, module, identity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::x509::Certificate;

    #[test]
    fn the_own_numbers_are_those_of_the_store() {
        let certificate = include_bytes!("../../fixtures/keys/p256.cert.der");
        let certificate = Certificate::from_der(certificate).unwrap();
        let package_name = Some("com.example.app".to_owned());
        let identity = Identity { package_name, ..Identity::default() };
        let (app_id, fingerprint) = own_numbers(&identity, certificate.public_key());
        assert!(app_id.unwrap().starts_with("com.example.app_B"));
        assert_eq!(fingerprint.len(), 64);
    }
}
