//! An Android App Bundle (AAB): what a developer uploads, and a store makes APKs from.
//!
//! developer.android.com, "The Android App Bundle format". A ZIP of modules, of which `base` says
//! what the app is. It is signed as a JAR, and by no newer scheme.

use super::identity::manifest::ManifestFault;
use std::sync::Arc;

use super::apk::shown_by_v1;
use super::apk_set::members;
use super::identity::manifest::Manifest;
use super::identity::proto_resources::ProtoTable;
use super::identity::resources::Resources;
use super::notes::Standing;
use super::signing::roles::Roles;
use super::signing::v1;
use super::signing::v1::{JarContext, JarOutcome};
use super::signing::{roles, verifier};
use super::{bundle_modules, notes};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::crypto::parallel::available_threads;
use crate::options::VerifyOptions;
use crate::report::{
    Finding, Findings, Identity, Kind, Platform, Report, Scheme, SdkRange, Severity, Signer,
    Verdict, Verification, issue,
};
use crate::say::Because;
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::anomalies;
use crate::zip::{Archive, Structure};

const CONFIG: &[u8] = b"BundleConfig.pb";
const MANIFEST: &str = "base/manifest/AndroidManifest.xml";
const RESOURCES: &str = "base/resources.pb";

/// By which rules the JAR signature is verified. No device installs a bundle: a store goes
/// by the JDK's verifier, which wants the strongest digest of every file and tries each signer of a
/// block. Those are the rules of Android 7.0 and newer too; what older platforms demand beyond them
/// is about APKs.
const RULES: SdkRange = SdkRange { min: 24, max: SdkRange::NO_MAXIMUM };
/// The ids of v2 and v3. A bundle has neither, and a signature file may name them all the same,
/// where the tool that made it is one for APKs: nothing reads them, so that nothing was taken away.
const NEWER_SCHEMES: &[u32] = &[2, 3];

/// Whether a ZIP is an app bundle.
pub(crate) fn is_bundle(archive: &Archive<'_>) -> bool {
    archive.find(CONFIG).is_some() || archive.find(MANIFEST.as_bytes()).is_some()
}

/// A bundle after its structure has been read.
pub(crate) struct Bundle<'r> {
    archive: Archive<'r>,
    identity: Identity,
    /// What was noticed while reading.
    findings: Findings,
}

impl<'r> Bundle<'r> {
    /// Reads the identity.
    pub(crate) fn open(source: &'r dyn ReadAt, structure: &Arc<Structure>) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = Findings::default();
        findings.note(anomalies::entries(&archive));
        // No newer signature speaks for a bundle.
        findings.note(anomalies::unknown_methods(&archive, |_| true));
        findings.note(anomalies::uncovered_prefix(&archive)?);
        findings.note(members::in_package(&archive)?);
        findings.note([Finding::new(issue::Sets::BundleUploadCertificate)]);
        let mut bundle = Self { archive, identity: Identity::default(), findings };
        bundle.read_identity()?;
        Ok(bundle)
    }

    fn read_identity(&mut self) -> Result<(), Unread> {
        let Some((identity, manifest)) = self.look_up()? else { return Ok(()) };
        let bad = |why: ManifestFault| {
            Finding::new(issue::Identity::BundleManifestBad { why: why.into() })
        };
        match identity.package_name.as_deref() {
            None => self.findings.push(bad(ManifestFault::NoPackage)),
            Some(package) => {
                bundle_modules::check(&self.archive, package, &mut self.findings)?;
            }
        }
        if !manifest.is_manifest {
            self.findings.push(bad(ManifestFault::NoManifest));
        }
        self.findings.note(notes::on_identity(&manifest, &identity, Standing::Alone));
        self.identity = identity;
        Ok(())
    }

    /// What the manifest of `base` says; `None` where it cannot be read.
    fn look_up(&mut self) -> Result<Option<(Identity, Manifest)>, Unread> {
        let bad = |why: Because| Finding::new(issue::Identity::BundleManifestBad { why });
        if self.archive.find(MANIFEST.as_bytes()).is_none() {
            self.findings.push(bad(ManifestFault::Absent.into()));
        }
        let size = self.archive.limits().manifest_size();
        let mut noticed = Vec::new();
        let content =
            anomalies::content(&self.archive, MANIFEST, size, Severity::Error, &mut noticed)?;
        self.findings.add(noticed);
        let Some(bytes) = content else { return Ok(None) };
        let manifest = match Manifest::parse_proto(&bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                self.findings.push(bad(error.into()));
                return Ok(None);
            }
        };
        let resources = if manifest.needs_resources() { self.resources()? } else { None };
        let malformed = |why: Because| Finding::new(issue::Identity::ResourcesMalformed { why });
        let table = resources.as_deref().map(ProtoTable::parse).transpose();
        let table = table.unwrap_or_else(|error| {
            self.findings.note([malformed(error.into())]);
            None
        });
        let (identity, of_label) = manifest.identity(table.as_ref());
        // Without a table another finding says why.
        let is_told = table.is_none() && resources.is_some();
        self.findings.note(if is_told { Vec::new() } else { of_label.into_findings() });
        let cut = table.as_ref().and_then(|table| table.lookups().error());
        self.findings.note(cut.map(|error| malformed(error.into())));
        Ok(Some((identity, manifest)))
    }

    fn resources(&mut self) -> Result<Option<Vec<u8>>, Unread> {
        let size = self.archive.limits().resources_size();
        let mut noticed = Vec::new();
        let content =
            anomalies::content(&self.archive, RESOURCES, size, Severity::Warning, &mut noticed)?;
        self.findings.note(noticed);
        Ok(content)
    }

    fn is_signed(&self) -> bool {
        v1::has_signature_files(&self.archive)
    }

    /// The report without a verdict: identity, and the signers that the signature names. Content is
    /// not read.
    pub(crate) fn inspect(self, work: &Work) -> Result<Report, Unread> {
        let mut verification = Verification::new(Verdict::Unchecked);
        verification.schemes.extend(self.is_signed().then_some(Scheme::V1));
        let claimed = self.claimed_signers(work)?;
        Ok(self.report(verification, Roles::default(), claimed))
    }

    /// The report with a verdict. Bundles are for no range of platforms.
    pub(crate) fn verify(
        mut self,
        options: &VerifyOptions<'_>,
        work: &Work,
    ) -> Result<Report, Unread> {
        if !self.is_signed() {
            return Ok(self.report(
                Verification::new(Verdict::Unsigned),
                Roles::default(),
                Vec::new(),
            ));
        }
        let plan = ReadPlan {
            threads: options.threads.unwrap_or_else(available_threads),
            progress: options.progress,
        };
        let JarOutcome { signers, absent, mut findings } = v1::verify(&JarContext {
            archive: &self.archive,
            range: RULES,
            found_schemes: NEWER_SCHEMES,
            plan,
            work,
        })?;
        findings.add(absent);
        self.findings.append(findings);
        let verified = !signers.is_empty() && !self.findings.is_refused();
        self.findings.note(verifier::unproven(&signers));
        self.findings.note(verifier::weak_digest(&signers));
        if !verified {
            let claimed = self.claimed_signers(work)?;
            let rejected = Verification::new(Verdict::Rejected);
            return Ok(self.report(rejected, Roles::default(), claimed));
        }
        let mut verification = Verification::new(Verdict::Verified);
        verification.schemes.push(Scheme::V1);
        let roles = roles::assign(&shown_by_v1(&signers), &[], RULES.max);
        self.findings.note(notes::weak_key(&roles.signers));
        Ok(self.report(verification, roles, Vec::new()))
    }

    /// The certificates that the signature blocks name. Nothing proves them.
    fn claimed_signers(&self, work: &Work) -> Result<Vec<Signer>, Unread> {
        let claimed = v1::claimed_signers(&self.archive, work)?;
        Ok(roles::claimed(&shown_by_v1(&claimed), RULES.max))
    }

    /// Puts the report together.
    fn report(mut self, verification: Verification, roles: Roles, claimed: Vec<Signer>) -> Report {
        self.findings.note(notes::on_signers(&roles));
        let report = Report::new(Kind::Aab, Some(Platform::Android), verification);
        let report = report.with_identity(self.identity).with_signers(roles.signers, claimed);
        report.with_findings(self.findings.into_vec())
    }
}
