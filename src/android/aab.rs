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
use super::signing::roles::Roles;
use super::signing::scheme::has_error;
use super::signing::v1;
use super::signing::v1::{JarContext, JarOutcome};
use super::signing::{roles, verifier};
use super::{bundle_modules, notes};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::ReadPlan;
use crate::crypto::parallel::available_threads;
use crate::options::VerifyOptions;
use crate::report::{
    Code, Finding, Identity, Kind, Platform, Report, Scheme, SdkRange, Severity, Signer, Verdict,
    Verification, issue,
};
use crate::say::Because;
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::anomalies;
use crate::zip::{Archive, Structure};

const CONFIG: &[u8] = b"BundleConfig.pb";
const MANIFEST: &str = "base/manifest/AndroidManifest.xml";
const RESOURCES: &str = "base/resources.pb";

/// By which rules the JAR signature is verified. No device installs a bundle: whoever takes it goes
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

/// A bundle whose structure has been read.
pub(crate) struct Bundle<'r> {
    archive: Archive<'r>,
    identity: Identity,
    /// What was noticed while reading.
    findings: Vec<Finding>,
}

impl<'r> Bundle<'r> {
    /// Reads the identity.
    pub(crate) fn open(source: &'r dyn ReadAt, structure: &Arc<Structure>) -> Result<Self, Unread> {
        let archive = Archive::new(source, Arc::clone(structure));
        let mut findings = anomalies::entries(&archive);
        // No newer signature speaks for a bundle.
        findings.extend(anomalies::unknown_methods(&archive, |_| true));
        findings.extend(anomalies::uncovered_prefix(&archive)?);
        findings.extend(members::in_package(&archive)?);
        findings.push(Finding::new(issue::Sets::BundleUploadCertificate));
        let mut bundle = Self { archive, identity: Identity::default(), findings };
        bundle.read_identity()?;
        Ok(bundle)
    }

    fn read_identity(&mut self) -> Result<(), Unread> {
        let bad = |why: Because| Finding::new(issue::Identity::BundleManifestBad { why });
        let findings = &mut self.findings;
        if self.archive.find(MANIFEST.as_bytes()).is_none() {
            findings.push(bad(ManifestFault::Absent.into()));
        }
        let content = anomalies::content(
            &self.archive,
            MANIFEST,
            self.archive.limits().manifest_size(),
            Severity::Error,
            findings,
        )?;
        let Some(bytes) = content else { return Ok(()) };
        let manifest = match Manifest::parse_proto(&bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(bad(error.into()));
                return Ok(());
            }
        };
        let resources = if manifest.needs_resources() {
            anomalies::content(
                &self.archive,
                RESOURCES,
                self.archive.limits().resources_size(),
                Severity::Warning,
                findings,
            )?
        } else {
            None
        };
        let table = resources.as_deref().map(ProtoTable::parse).transpose();
        let table = table.unwrap_or_else(|error| {
            findings.push(Finding::new(issue::Identity::ResourcesMalformed { why: error.into() }));
            None
        });
        let (identity, noticed) = manifest.identity(table.as_ref());
        self.identity = identity;
        // Without a table another finding says why.
        findings.extend(noticed.into_iter().filter(|_| table.is_some() || resources.is_none()));
        let cut = table.as_ref().and_then(|table| table.lookups().error());
        findings.extend(
            cut.map(|error| {
                Finding::new(issue::Identity::ResourcesMalformed { why: error.into() })
            }),
        );
        match self.identity.package_name.as_deref() {
            None => findings.push(bad(ManifestFault::NoPackage.into())),
            Some(package) => findings.extend(bundle_modules::check(&self.archive, package)?),
        }
        if !manifest.is_manifest {
            findings.push(bad(ManifestFault::NoManifest.into()));
        }
        findings.extend(notes::on_identity(&manifest, &self.identity));
        Ok(())
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
        let JarOutcome { signers, findings } = v1::verify(&JarContext {
            archive: &self.archive,
            range: RULES,
            found_schemes: NEWER_SCHEMES,
            plan,
            work,
        })?;
        let verified =
            !signers.is_empty() && !has_error(&findings) && !self.findings.iter().any(refuses);
        self.findings.extend(findings);
        self.findings.extend(verifier::unproven(&signers));
        self.findings.extend(verifier::weak_digest(&signers));
        if !verified {
            let claimed = self.claimed_signers(work)?;
            let rejected = Verification::new(Verdict::Rejected);
            return Ok(self.report(rejected, Roles::default(), claimed));
        }
        let mut verification = Verification::new(Verdict::Verified);
        verification.schemes.push(Scheme::V1);
        let roles = roles::assign(&shown_by_v1(&signers), &[], RULES.max);
        self.findings.extend(notes::weak_key(&roles.signers));
        Ok(self.report(verification, roles, Vec::new()))
    }

    /// The certificates that the signature blocks name. Nothing proves them.
    fn claimed_signers(&self, work: &Work) -> Result<Vec<Signer>, Unread> {
        let claimed = v1::claimed_signers(&self.archive, work)?;
        Ok(roles::claimed(&shown_by_v1(&claimed), RULES.max))
    }

    /// Puts the report together.
    fn report(mut self, verification: Verification, roles: Roles, claimed: Vec<Signer>) -> Report {
        self.findings.extend(notes::on_signers(&roles));
        self.findings.sort_by_key(|finding| finding.severity);
        let mut report = Report::new(Kind::Aab, Some(Platform::Android), verification);
        report.identity = self.identity;
        report.signers = roles.signers;
        report.claimed_signers = claimed;
        report.findings = self.findings;
        report
    }
}

/// Whether a finding made while reading keeps the bundle from being verified.
fn refuses(finding: &Finding) -> bool {
    let decisive = matches!(finding.code, Code::EntryUnreadable | Code::BundleManifestBad);
    decisive && finding.severity == Severity::Error
}
