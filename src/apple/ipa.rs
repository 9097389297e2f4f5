//! An app for Apple's devices in its ZIP: its identity, and the verdict over its signature.

use std::sync::Arc;

use super::container::App;
use super::findings::{of_objection, of_signature};
use super::identity::info_plist::{InfoPlist, Languages};
use super::no_app::Unopened;
use super::signing::chain::{self, Chain};
use super::signing::facts::{AppSignature, SignedCode, Verdict as Proven};
use super::signing::leaf::Kind as Leaf;
use super::signing::objections::{self, Embedded};
use super::signing::profile::Profile;
use super::signing::verifier;
use super::{facts, identity};
use crate::crypto::budget::Work;
use crate::crypto::content_digest::Progress;
use crate::crypto::parallel::available_threads;
use crate::encoding::plist::Value;
use crate::options::VerifyOptions;
use crate::pki::x509::Certificate;
use crate::report::issue::Ios;
use crate::report::{
    Apple, Finding, Kind, Platform, Report, Role, Scheme, Signer, Verdict, Verification,
};
use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;
use crate::zip::{Structure, anomalies};

/// How large a profile may be, in bytes. Those with a hundred devices have some 20 KB.
const MAX_PROFILE: u64 = 16 << 20;
/// How large the store's description of a copy may be, in bytes.
const MAX_METADATA: u64 = 1 << 20;
const PROFILE: &[u8] = b"embedded.mobileprovision";

/// An app after its structure and identity have been read.
pub(crate) struct Ipa<'r> {
    app: App<'r>,
    info: InfoPlist,
    findings: Vec<Finding>,
}

impl<'r> Ipa<'r> {
    /// Reads the app in the folder `root`: what it is called, in the languages asked for.
    pub(crate) fn open(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        root: &[u8],
        languages: identity::info_plist::Languages,
    ) -> Result<Self, Unopened> {
        let app = App::open(source, structure, root)?;
        let info = InfoPlist::read(&app, languages)?;
        let findings = anomalies::unknown_methods(app.archive(), |name| name.starts_with(root));
        Ok(Self { app, info, findings })
    }

    /// The languages in which a quick look reads names.
    pub(crate) const FEW: Languages = Languages::Chinese;
    /// Those that are read otherwise.
    pub(crate) const ALL: Languages = Languages::All;

    /// The report without a verdict: identity, and the signer that the signature names. Neither
    /// pages nor resources are looked at, and nothing is verified.
    pub(crate) fn inspect(self, work: &Work) -> Result<Report, Unread> {
        let case = self.case(available_threads());
        let signature = verifier::claimed(&case, work)?;
        let mut verification = Verification::new(Verdict::Unchecked);
        let is_signed = signature.verdict() != Proven::Unsigned;
        verification.schemes.extend(is_signed.then_some(Scheme::Ipa));
        let profile = self.profile(&[], work)?;
        let apple = apple(&signature, None, profile.as_ref().and_then(|it| it.as_ref()));
        Ok(self.finish(verification, &signature, apple, Vec::new()))
    }

    /// The report with a verdict.
    pub(crate) fn verify(self, options: &VerifyOptions<'_>, work: &Work) -> Result<Report, Unread> {
        let tell = options
            .progress
            .map(|tell| move |done: u64, total: u64| tell(Progress::new(done, total)));
        let case = verifier::Case {
            progress: tell.as_ref().map(|tell| tell as &(dyn Fn(u64, u64) + Sync)),
            ..self.case(options.threads.unwrap_or_else(available_threads))
        };
        let signature = verifier::verify(&case, work)?;
        let signer = signature.main.signer();
        let chain = signer.map(|signer| {
            chain::judge(&signer.certificate, &signer.beside, options.trust_roots, work)
        });
        let profile = self.profile(options.trust_roots, work)?;
        let case = objections::Case {
            bundle_id: &self.info.bundle_id,
            signature: &signature,
            profile: match &profile {
                None => Embedded::Missing,
                Some(None) => Embedded::Unreadable,
                Some(Some(profile)) => Embedded::Read(profile),
            },
            chain: chain.as_ref().map(|chain| chain.end),
            has_store_files: self.app.has_store_files || self.has_metadata_of_store()?,
            now: facts::now(),
        };
        let mut findings = of_signature(&signature);
        let certificate = signer.map(|signer| &signer.certificate);
        findings.extend(objections::of(&case).into_iter().map(|it| of_objection(it, certificate)));
        let verdict = match signature.verdict() {
            Proven::Verified => Verdict::Verified,
            Proven::Rejected => Verdict::Rejected,
            Proven::Unsigned => Verdict::Unsigned,
        };
        findings.extend(certificate.filter(|_| verdict == Verdict::Verified).and_then(expiry));
        let mut verification = Verification::new(verdict);
        verification.schemes.extend((verdict == Verdict::Verified).then_some(Scheme::Ipa));
        let profile = profile.as_ref().and_then(Option::as_ref);
        let apple = apple(&signature, chain.as_ref(), profile);
        Ok(self.finish(verification, &signature, apple, findings))
    }

    fn case(&self, threads: std::num::NonZeroUsize) -> verifier::Case<'_> {
        let executable = self.info.executable.as_deref();
        verifier::Case { files: &self.app, executable, threads, progress: None }
    }

    /// The profile. The outer `None` where there is none, the inner one where it cannot be read.
    fn profile(
        &self,
        trusted: &[Certificate],
        work: &Work,
    ) -> Result<Option<Option<Profile>>, Unread> {
        let content = self.app.content(PROFILE, MAX_PROFILE)?;
        let read = |content: Vec<u8>| Profile::read(&content, trusted, work).ok();
        Ok(content.map(|content| content.and_then(read)))
    }

    /// Whether the store's description of a copy stands beside the app.
    fn has_metadata_of_store(&self) -> Result<bool, Unread> {
        let archive = self.app.archive();
        let Some(entry) = archive.find(b"iTunesMetadata.plist") else { return Ok(false) };
        let Some(content) = self.app.entry_content(entry, MAX_METADATA)? else { return Ok(false) };
        Ok(Value::parse(&content).is_ok_and(|list| list.get("itemId").is_some()))
    }

    fn finish(
        mut self,
        verification: Verification,
        signature: &AppSignature,
        apple: Apple,
        findings: Vec<Finding>,
    ) -> Report {
        self.findings.extend(findings);
        let size = || self.app.archive().entries().iter().map(|it| it.uncompressed_size);
        self.findings.extend(self.app.exceeded().map(|limit| {
            Finding::new(Ios::AppTooLarge { size: size().fold(0, u64::saturating_add), limit })
        }));
        self.findings.sort_by_key(|finding| finding.severity);
        let is_verified = verification.verdict == Verdict::Verified;
        let mut report = Report::new(Kind::Ipa, Some(Platform::Ios), verification);
        let certificates = certificates(&signature.main);
        if is_verified {
            let signer = |it| Signer::new(role(it), Scheme::Ipa, None, it.clone());
            report.signers.extend(certificates.first().map(|it| signer(it)));
        } else {
            let claimed = |it: &&Certificate| {
                Signer::new(Role::Claimed, Scheme::Ipa, None, Certificate::clone(it))
            };
            report.claimed_signers.extend(certificates.iter().map(claimed));
        }
        report.identity = self.info.identity;
        report.apple = Some(apple);
        report.findings = self.findings;
        report
    }
}

/// Every certificate that a part of the executable names as its signer's.
fn certificates(code: &SignedCode) -> Vec<&Certificate> {
    let mut all = Vec::new();
    for signer in code.slices.iter().filter_map(|slice| slice.signer.as_ref()) {
        if !all.contains(&&signer.certificate) {
            all.push(&signer.certificate);
        }
    }
    all
}

/// Apple signs in place of the developer what it gives to users.
fn role(certificate: &Certificate) -> Role {
    match Leaf::of(certificate) {
        Leaf::AppStoreSigning | Leaf::TestFlight => Role::Store,
        _ => Role::Primary,
    }
}

/// Until when the values are good, where they are to be filed.
fn expiry(certificate: &Certificate) -> Option<Finding> {
    let on = certificate.not_after();
    let is_filed =
        Leaf::of(certificate) == Leaf::Distribution && facts::now().is_none_or(|now| now <= *on);
    is_filed.then(|| Finding::new(Ios::CertificateExpires { on: on.to_string() }))
}

fn apple(signature: &AppSignature, chain: Option<&Chain>, profile: Option<&Profile>) -> Apple {
    let signer = signature.main.signer();
    Apple {
        chain: chain.map(|chain| facts::chain(chain.end)),
        certificate_kind: signer.map(|signer| facts::kind(Leaf::of(&signer.certificate))),
        team: signature.main.team().map(str::to_owned),
        signing_time: signer.and_then(|signer| signer.signing_time),
        profile: profile.map(facts::profile),
    }
}
