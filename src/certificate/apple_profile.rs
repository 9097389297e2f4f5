//! A provisioning profile as a file by itself: `.mobileprovision`, `.provisionprofile`.
//!
//! It names the app, and every certificate that may sign it: one of them is the one to file, and
//! nothing in the profile tells which where there are several.

use super::file::CertificateFileError;
use super::report as unpackaged;
use crate::apple::facts;
use crate::apple::findings::of_objection;
use crate::apple::signing::chain::End;
use crate::apple::signing::objections::{self, Objection};
use crate::apple::signing::profile::{Profile, ProfileSignature};
use crate::crypto::budget::Work;
use crate::options::InspectOptions;
use crate::pki::x509::Certificate;
use crate::report::issue::Ios;
use crate::report::{
    Finding, Kind, Platform, Report, Role, Severity, Signer, Verdict, Verification,
};

/// How many certificates are named in a sentence.
const MAX_NAMED: usize = 16;

/// A profile that was read.
#[derive(Debug)]
pub(crate) struct ProfileFile {
    bytes: Vec<u8>,
    profile: Profile,
}

impl ProfileFile {
    /// Reads a file. `None` where it is nothing that profiles are kept in.
    pub(crate) fn read(bytes: &[u8], work: &Work) -> Option<Result<Self, CertificateFileError>> {
        let outcome = Profile::may_be(bytes).then(|| Profile::read(bytes, &[], work))?;
        let unreadable = |_| CertificateFileError::ProvisioningProfile;
        let file = |profile| Self { bytes: bytes.to_vec(), profile };
        Some(outcome.map(file).map_err(unreadable))
    }

    /// The certificates in it.
    pub(crate) fn certificates(&self) -> &[Certificate] {
        &self.profile.certificates
    }

    /// What is known of it: the app, and the certificate that is to be filed where it is the only
    /// one, or the one asked for by its name or SHA-1.
    pub(crate) fn report(
        &self,
        options: &InspectOptions<'_>,
        trusted: &[Certificate],
        work: &Work,
    ) -> Report {
        // It was read before; now for who is trusted.
        let read = Profile::read(&self.bytes, trusted, work);
        let profile = read.as_ref().unwrap_or(&self.profile);
        let mut report = match chosen(profile, options.alias) {
            Some(certificate) => {
                let stated = Some(Platform::Ios);
                unpackaged::report(Kind::Certificate, certificate, &[], stated, options, work)
            }
            None => unchosen(profile),
        };
        let is_good =
            matches!(profile.signature, ProfileSignature::Good { end: End::Apple | End::Trusted });
        if !is_good {
            // Anybody could have written the certificate into it: it is not known to be the one to
            // file.
            report.signers.iter_mut().for_each(|signer| signer.role = Role::Additional);
        }
        // Of an app another signer vouches for the certificate, and here the profile alone.
        let strict = |objection| match objection {
            Objection::ProfileChain { .. } => Finding::new(Ios::ProfileChain),
            other => of_objection(other, None),
        };
        let objections = objections::of_profile(profile, facts::now());
        report.findings.extend(objections.into_iter().map(strict));
        report.findings.sort_by_key(|finding| finding.severity);
        // A profile for several apps names none of them.
        let bundle_id = profile.bundle_id().filter(|it| !it.ends_with('*'));
        report.identity.package_name = bundle_id.map(str::to_owned);
        let apple = report.apple.get_or_insert_default();
        apple.team = profile.team_ids.first().cloned().or(apple.team.take());
        apple.profile = Some(facts::profile(profile));
        report
    }
}

/// The only certificate, or the one of that name or SHA-1.
fn chosen<'p>(profile: &'p Profile, alias: Option<&str>) -> Option<&'p Certificate> {
    let digits = |text: &str| text.replace([':', ' '], "").to_ascii_lowercase();
    let is_asked = |certificate: &&Certificate| {
        alias.is_none_or(|alias| {
            certificate.subject().common_name() == Some(alias)
                || hex::encode(certificate.sha1()) == digits(alias)
        })
    };
    let mut found = profile.certificates.iter().filter(is_asked);
    found.next().filter(|_| found.next().is_none())
}

/// The report where nothing tells which certificate is meant.
fn unchosen(profile: &Profile) -> Report {
    let platform = Some(Platform::Ios);
    let mut report =
        Report::new(Kind::Certificate, platform, Verification::new(Verdict::Unchecked));
    report.told_platform = platform;
    let all = &profile.certificates;
    let signer = |it: &Certificate| Signer::new(Role::Additional, None, None, it.clone());
    report.signers = all.iter().map(signer).collect();
    let name = |it: &Certificate| {
        let subject = it.subject();
        let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
        format!("{name} (SHA-1 {}, {})", hex::encode_upper(it.sha1()), it.not_after())
    };
    let names: Vec<String> = all.iter().take(MAX_NAMED).map(name).collect();
    let finding =
        Finding::new(Ios::ProfileCertificates { count: all.len(), names: names.join("; ") });
    report.findings.push(finding.with_severity(Severity::Error));
    report
}
