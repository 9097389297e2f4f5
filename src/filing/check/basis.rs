//! What filed values are compared with: as much of a report as something proves.

use base64ct::{Base64, Encoding};

use super::{Judgement, Row};
use crate::digest::DigestAlgorithm;
use crate::filing::form::{is_unpackaged, signers, the_signer};
use crate::filing::{Evidence, Form, FormOptions, NoForm, Reason};
use crate::report::{Code, Finding, Platform, Report, Role, Verdict};
use crate::x509::Certificate;

/// What is known of the package, and what of it may be relied on.
pub(super) struct Basis<'a> {
    pub(super) report: &'a Report,
    pub(super) evidence: &'a Evidence,
    pub(super) options: &'a FormOptions,
    /// The certificate to file, or why there is none.
    pub(super) certificate: Result<&'a Certificate, Gap<'a>>,
    /// Other certificates, and what a value of theirs is recognised as.
    pub(super) others: Vec<(Reason, &'a Certificate)>,
    form: Option<Form>,
}

/// Why there is no certificate to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gap<'a> {
    /// One of these reasons.
    Reason(Reason),
    /// There are several signers and no primary one.
    Several(Vec<&'a Certificate>),
}

impl<'a> Basis<'a> {
    pub(super) fn new(report: &'a Report, evidence: &'a Evidence, options: &'a FormOptions) -> Self {
        let certificate = the_signer(report, options).map(|signer| &signer.certificate);
        let form = Form::new(report, options);
        let certificate = match (certificate, &form) {
            (Err(NoForm::QuickApp), _) => Err(Gap::Reason(Reason::QuickApp)),
            (Ok(_), Err(NoForm::NoPlatform(_))) => Err(Gap::Reason(Reason::NoPlatform)),
            (Ok(certificate), _) => Ok(certificate),
            (Err(NoForm::SeveralSigners(_)), _) => {
                Err(Gap::Several(signers(report).iter().map(|signer| &signer.certificate).collect()))
            }
            (Err(NoForm::NotVerified(_)), _) => Err(Gap::Reason(Reason::NotVerified)),
            (Err(_), _) => Err(Gap::Reason(Reason::NoPrimary)),
        };
        let others = if certificate.is_ok() { others(report, evidence) } else { Vec::new() };
        Self { report, evidence, options, certificate, others, form: form.ok() }
    }

    /// Whether what the package says of itself may be relied on.
    pub(super) fn is_proven(&self) -> bool {
        self.report.verdict() == Verdict::Verified
            || is_unpackaged(self.report)
            || self.options.allow_unverified
    }

    /// The form's word for the package's platform, where the file says it.
    pub(super) fn platform(&self) -> Option<&'a str> {
        if !is_unpackaged(self.report) {
            return self.report.platform.map(Platform::form_word);
        }
        // Whatever was asked for: the first that these name is the one that the file tells.
        let tells = |finding: &&Finding| {
            use Code::{PlatformByIssuer, PlatformByProfile, PlatformContradicted};
            matches!(finding.code, PlatformByIssuer | PlatformByProfile | PlatformContradicted)
        };
        self.report.findings.iter().find(tells)?.args.first().map(String::as_str)
    }

    pub(super) fn package_name(&self) -> Option<&'a str> {
        self.report.identity.package_name.as_deref().filter(|_| self.is_proven())
    }

    /// What is to be filed in a row.
    pub(super) fn expected(&self, row: Row) -> Option<String> {
        match row {
            Row::PackageName => self.package_name().map(str::to_owned),
            Row::Platform => self.platform().filter(|_| self.is_proven()).map(str::to_owned),
            Row::PublicKey => self.form.as_ref().map(|form| form.public_key.clone()),
            Row::Fingerprint => self.form.as_ref().map(|form| form.fingerprint.clone()),
        }
    }

    /// What is to be known of a value that is right.
    pub(super) fn notes(&self, row: Row) -> Vec<Judgement> {
        let mut notes = Vec::new();
        let is_of_certificate = matches!(row, Row::PublicKey | Row::Fingerprint);
        if let Ok(Some(shared)) = self.certificate.as_ref().map(|it| it.known())
            && is_of_certificate
        {
            notes.push(Judgement::new(Reason::SharedMatch).arg(shared));
        }
        if self.report.verdict() != Verdict::Verified && !is_unpackaged(self.report) {
            notes.push(Reason::Unproven.into());
        }
        notes
    }

    /// The digests that the fingerprint's row takes, the one that its label asks for first.
    pub(super) fn digests(&self) -> &'static [DigestAlgorithm] {
        use DigestAlgorithm::{Md5, Sha1};
        match self.report.platform {
            Some(Platform::HarmonyOs) => &[Md5, Sha1],
            Some(Platform::Ios) => &[Sha1],
            Some(Platform::Android | Platform::QuickApp) | None => &[Md5],
        }
    }

    /// The digest that the fingerprint's label asks for.
    pub(super) fn digest(&self) -> &'static str {
        self.digests().first().map_or("MD5", |digest| digest.as_str())
    }

    /// Whether these bytes are the SHA-256 of the base64 text of the key: AppGallery Connect's 公钥指纹.
    pub(super) fn is_agc_fingerprint(&self, bytes: &[u8]) -> bool {
        self.certificate.as_ref().is_ok_and(|certificate| {
            let key = certificate.public_key();
            [key.raw(), key.spki()]
                .iter()
                .any(|key| DigestAlgorithm::Sha256.digest(Base64::encode_string(key).as_bytes()) == bytes)
        })
    }

    /// Whether a text is the app's number at AppGallery.
    pub(super) fn is_app_identifier(&self, text: &str) -> bool {
        let profile = self.report.harmonyos.as_ref().and_then(|harmony| harmony.profile.as_ref());
        profile.and_then(|profile| profile.app_identifier.as_deref()) == Some(text.trim())
    }
}

/// Every certificate but the one to file, once, with what its values are recognised as.
fn others<'a>(report: &'a Report, evidence: &'a Evidence) -> Vec<(Reason, &'a Certificate)> {
    let of_signers = signers(report).iter().filter_map(|signer| match signer.role {
        Role::Primary => None,
        Role::Previous => Some((Reason::PreviousCertificate, &signer.certificate)),
        Role::Store => Some((Reason::StoreCertificate, &signer.certificate)),
        Role::Additional => Some((Reason::OtherSigner, &signer.certificate)),
    });
    let is_signer = |it: &&Certificate| signers(report).iter().any(|signer| signer.certificate == **it);
    let stale = evidence.stale_v1.iter().filter(|it| !is_signer(it));
    let stale = stale.map(|certificate| (Reason::StaleV1Certificate, certificate));
    let of_authorities = evidence.authorities.iter().map(|authority| {
        let reason =
            if authority.is_root { Reason::RootCertificate } else { Reason::IntermediateCertificate };
        (reason, &authority.certificate)
    });
    of_signers.chain(stale).chain(of_authorities).collect()
}

/// A sentence on a certificate that is not the one to file.
pub(super) fn of_other(reason: Reason, certificate: &Certificate) -> Judgement {
    let subject = certificate.subject();
    let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
    Judgement::new(reason).arg(name)
}
