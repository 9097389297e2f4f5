//! What one file came to: the report, the form, and what they mean for the exit code.

use std::ops::Deref;

use beian::filing::{self, Form, FormOptions, NoForm};
use beian::{Kind, Report, Verdict};

use crate::exit::ExitCode;
use crate::file_name::FileName;
use crate::language::Text;

/// What is known of one file, and its name.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) file: FileName,
    inner: filing::Outcome,
}

impl Deref for Outcome {
    type Target = filing::Outcome;

    fn deref(&self) -> &filing::Outcome {
        &self.inner
    }
}

impl Outcome {
    pub(crate) fn new(file: FileName, report: Report, options: &FormOptions) -> Self {
        Self { file, inner: filing::Outcome::new(report, options) }
    }

    /// Whether the file is no package, so that it has no signature to verify.
    pub(crate) fn is_unpackaged(&self) -> bool {
        matches!(self.report.kind, Kind::Certificate | Kind::Keystore)
    }

    /// What the signers are to be called.
    pub(crate) fn signer_title(&self) -> Text {
        match self.report.verdict() {
            Verdict::Unchecked if self.is_unpackaged() => Text::Certificate,
            Verdict::Rejected | Verdict::Unchecked => Text::ClaimedSigner,
            Verdict::Verified | Verdict::Unsigned => Text::Signer,
        }
    }

    /// Whether values were to be given, and are not.
    pub(crate) fn lacks_values(&self) -> bool {
        !matches!(self.form, Ok(_) | Err(NoForm::QuickApp))
    }

    /// Whether the values may be filed, and were not merely asked for.
    pub(crate) fn is_for_filing(&self) -> bool {
        Form::new(&self.report, &FormOptions::default()).is_ok()
    }

    /// Good when the package is verified (or was not to be) and nothing is wrong with it.
    pub(crate) fn exit(&self) -> ExitCode {
        ExitCode::of(self.is_good())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use beian::report::{Role, Scheme, SdkRange, Verification};
    use beian::x509::Certificate;
    use beian::{Code, Finding, Package, Platform, Signer, VerifyOptions};

    use super::*;

    pub(crate) fn signer(role: Role, scheme: Scheme, der: &[u8]) -> Signer {
        let sdk = (scheme == Scheme::V3).then_some(SdkRange { min: 28, max: SdkRange::NO_MAXIMUM });
        Signer::new(role, scheme, sdk, Certificate::from_der(der).unwrap())
    }

    pub(crate) const RSA: &[u8] = include_bytes!("../../tests/data/rsa2048.der");
    pub(crate) const EC: &[u8] = include_bytes!("../../tests/data/p256.der");

    /// What the library says of that fixture under that code.
    pub(crate) fn found(file: &str, code: Code) -> Finding {
        let file = format!("{}/../fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
        let report = Package::open(file).unwrap().verify(&VerifyOptions::default()).unwrap();
        report.findings.into_iter().find(|finding| finding.code == code).unwrap()
    }

    fn debuggable() -> Finding {
        found("android/debuggable.apk", Code::Debuggable)
    }

    fn report(verdict: Verdict) -> Report {
        let mut verification = Verification::new(verdict);
        verification.sdk = Some(SdkRange { min: 24, max: SdkRange::NO_MAXIMUM });
        let mut report = Report::new(Kind::Apk, Some(Platform::Android), verification);
        let identity = &mut report.identity;
        identity.package_name = Some("com.example.app".to_owned());
        identity.app_name = Some("示例\u{1b}[31m应用".to_owned());
        identity.app_names.insert(String::new(), "Example".to_owned());
        identity.app_names.insert("zh-CN".to_owned(), "示例\u{1b}[31m应用".to_owned());
        identity.version_name = Some("1.2.3".to_owned());
        identity.version_code = Some("10203".to_owned());
        identity.min_sdk = Some(24);
        identity.target_sdk = Some(34);
        report
    }

    /// The packages that texts and JSON are shown for, by name.
    pub(crate) fn samples() -> Vec<(&'static str, Report)> {
        vec![
            ("verified", verified()),
            ("rotated", rotated()),
            ("several", several()),
            ("rejected", rejected()),
            ("shared", shared()),
            ("unsigned", report(Verdict::Unsigned)),
            ("unchecked", unchecked()),
            ("certificate", certificate()),
            ("quick app", quick_app()),
        ]
    }

    pub(crate) fn verified() -> Report {
        let mut report = report(Verdict::Verified);
        report.verification.schemes = vec![Scheme::V1, Scheme::V2];
        report.signers = vec![signer(Role::Primary, Scheme::V2, RSA)];
        report.findings = vec![found("android/encrypted-flag.apk", Code::EncryptedFlag); 5];
        report.findings.push(found("android/channel-meta-inf.apk", Code::JarUnprotectedEntry));
        report.findings.push(found("android/channel-walle.apk", Code::ChannelMark));
        report
    }

    fn rotated() -> Report {
        let mut report = report(Verdict::Verified);
        report.verification.schemes = vec![Scheme::V2, Scheme::V3];
        report.signers =
            vec![signer(Role::Primary, Scheme::V3, EC), signer(Role::Previous, Scheme::V2, RSA)];
        report.findings = vec![found("android/v3-rotated.apk", Code::CertificateRotated)];
        report
    }

    pub(crate) fn several() -> Report {
        let mut report = report(Verdict::Verified);
        report.verification.schemes = vec![Scheme::V2];
        report.signers = vec![
            signer(Role::Additional, Scheme::V2, RSA),
            signer(Role::Additional, Scheme::V2, EC),
        ];
        report.findings = vec![found("android/v2-two-signers.apk", Code::SeveralSigners)];
        report
    }

    /// A certificate under a package's name.
    pub(crate) fn disguised() -> Report {
        let mut report = samples().into_iter().find(|(name, _)| *name == "certificate").unwrap().1;
        report.refuse_as_package();
        report
    }

    pub(crate) fn rejected() -> Report {
        let mut report = report(Verdict::Rejected);
        report.claimed_signers = vec![signer(Role::Claimed, Scheme::V2, RSA)];
        report.findings =
            vec![found("android/v2-tampered.apk", Code::ContentDigestMismatch), debuggable()];
        report
    }

    fn unchecked() -> Report {
        let mut report = report(Verdict::Unchecked);
        report.verification.schemes = vec![Scheme::V2];
        report.claimed_signers = vec![signer(Role::Claimed, Scheme::V2, RSA)];
        report
    }

    /// Verified, and signed with a certificate that anybody can use.
    pub(crate) fn shared() -> Report {
        let mut report = verified();
        let shared = found("android/v1-debug.apk", Code::SharedCertificate);
        report.findings = vec![shared, debuggable()];
        report
    }

    /// As the library reports a certificate file.
    fn certificate() -> Report {
        let mut report = Report::new(
            Kind::Certificate,
            Some(Platform::Android),
            Verification::new(Verdict::Unchecked),
        );
        let certificate = Certificate::from_der(RSA).unwrap();
        report.findings = vec![
            found("certificates/leaf.pem", Code::CertificateOnly),
            found("certificates/leaf.pem", Code::PlatformAssumed),
        ];
        report.signers = vec![Signer::new(Role::Primary, None, None, certificate)];
        report
    }

    fn quick_app() -> Report {
        let mut verification = Verification::new(Verdict::Verified);
        verification.schemes = vec![Scheme::Rpk];
        let mut report = Report::new(Kind::Rpk, Some(Platform::QuickApp), verification);
        report.findings = vec![found("quick_app/tampered.rpk", Code::QuickAppFiledByPlatform)];
        report.signers = vec![signer(Role::Primary, Scheme::Rpk, RSA)];
        report
    }

    pub(crate) fn outcome(report: Report, allow_unverified: bool) -> Outcome {
        let options = FormOptions::default().with_allow_unverified(allow_unverified);
        Outcome::new("dir/app.apk".into(), report, &options)
    }

    #[test]
    fn the_status_follows_the_verdict_and_the_errors() {
        let with_error = |mut report: Report| {
            report.findings.push(found("android/duplicate-entry.apk", Code::DuplicateEntry));
            report
        };
        for (name, report, want) in [
            ("verified", verified(), 0),
            ("verified with an error", with_error(verified()), 1),
            ("several", several(), 1),
            ("rejected", rejected(), 1),
            ("unsigned", report(Verdict::Unsigned), 1),
            ("unchecked", unchecked(), 0),
            ("quick app", quick_app(), 0),
            ("unchecked with an error", with_error(unchecked()), 1),
        ] {
            assert_eq!(outcome(report.clone(), false).exit().number(), want, "{name}");
            assert_eq!(outcome(report, true).exit().number(), want, "{name}, unverified allowed");
        }
    }

    #[test]
    fn what_the_form_has_to_say_joins_the_findings() {
        let outcome = outcome(rejected(), true);
        let codes: Vec<_> = outcome.findings().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::ContentDigestMismatch, Code::Debuggable, Code::UnverifiedValues]);
    }
}
