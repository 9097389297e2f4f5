//! What filed values are compared with: as much of a report as something proves.

use base64ct::{Base64, Encoding};

use super::row::Row;
use crate::crypto::digest::DigestAlgorithm;
use crate::filing::form::{current_signer, forbidding, is_no_package, signers, the_signer};
use crate::filing::reason::Judgement;
use crate::filing::{Evidence, Form, FormOptions, NoForm};
use crate::pki::x509::Certificate;
use crate::report::{Kind, Platform, Report, Role, Verdict};

/// What is known of the package, and what of it may be relied on.
pub(super) struct Basis<'a> {
    pub(super) report: &'a Report,
    pub(super) evidence: &'a Evidence,
    pub(super) options: &'a FormOptions,
    /// The certificate to file, or why there is none.
    pub(super) certificate: Result<&'a Certificate, Gap<'a>>,
    /// Other certificates, and what a value of theirs is recognised as.
    pub(super) others: Vec<(Other, &'a Certificate)>,
    form: Option<Form>,
    /// Whether the report is a certificate's, and nobody said that the certificate is meant.
    is_no_package: bool,
}

/// Why there is no certificate to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gap<'a> {
    /// One of these reasons.
    Reason(Judgement),
    /// Nothing may be filed from the package that this one signed.
    NotForFiling(&'a Certificate),
    /// The package is a bundle: this one signed what is uploaded, and the store signs with another
    /// or the same one.
    Upload(&'a Certificate),
    /// There are several signers and no primary one.
    Several(Vec<&'a Certificate>),
}

impl<'a> Basis<'a> {
    pub(super) fn new(
        report: &'a Report,
        evidence: &'a Evidence,
        options: &'a FormOptions,
    ) -> Self {
        let is_no_package = is_no_package(report, options);
        let is_nothing_else = || forbidding(report).len() <= usize::from(report.is_refused);
        let signer = if is_no_package && is_nothing_else() {
            current_signer(report, options)
        } else {
            the_signer(report, options)
        };
        let form = Form::new(report, options);
        let certificate = match (signer, &form) {
            (Err(NoForm::QuickApp), _) => Err(Gap::Reason(Judgement::QuickApp)),
            (Ok(_), Err(NoForm::NoPlatform(_))) => Err(Gap::Reason(Judgement::NoPlatform)),
            (Ok(signer), _) if report.kind == Kind::Aab => Err(Gap::Upload(&signer.certificate)),
            (Ok(signer), _) => Ok(&signer.certificate),
            (Err(NoForm::SeveralSigners(_)), _) => Err(Gap::Several(
                signers(report).iter().map(|signer| &signer.certificate).collect(),
            )),
            (Err(NoForm::NotVerified(_)), _) => Err(Gap::Reason(Judgement::NotVerified)),
            (Err(NoForm::Errors(_) | NoForm::NotForFiling(_)), _) => {
                let primary = report.primary_signer().ok_or(Gap::Reason(Judgement::NoPrimary));
                primary.and_then(|signer| Err(Gap::NotForFiling(&signer.certificate)))
            }
            (Err(_), _) => Err(Gap::Reason(Judgement::NoPrimary)),
        };
        let others =
            certificate.as_ref().map(|it| others(report, evidence, it)).unwrap_or_default();
        Self { report, evidence, options, certificate, others, form: form.ok(), is_no_package }
    }

    /// Why what the package says of itself is compared with nothing, where it is so.
    pub(super) fn silence(&self) -> Option<Judgement> {
        if self.options.allow_unverified {
            return None;
        }
        if !self.is_known() {
            return Some(Judgement::NotVerified);
        }
        // A certificate says nothing of a package, so that it cannot be the wrong one.
        let is_wrong = !self.report.is_unpackaged() && !forbidding(self.report).is_empty();
        is_wrong.then_some(Judgement::PackageNotForFiling)
    }

    fn is_known(&self) -> bool {
        self.report.verdict() == Verdict::Verified || self.report.is_unpackaged()
    }

    /// Whether what the report gives is to be filed, and not merely shown because that was asked
    /// for.
    pub(super) fn is_for_filing(&self) -> bool {
        self.is_known() && !self.is_no_package && forbidding(self.report).is_empty()
    }

    /// The form's word for the package's platform, where the file says it.
    pub(super) fn platform(&self) -> Option<&'static str> {
        if !self.report.is_unpackaged() {
            return self.report.platform.map(Platform::form_word);
        }
        // Whatever was asked for.
        self.report.told_platform.map(Platform::form_word)
    }

    pub(super) fn package_name(&self) -> Option<&'a str> {
        self.report.identity.package_name.as_deref().filter(|_| self.silence().is_none())
    }

    /// What is to be filed in a row. Never a value that is not to be filed, whatever was asked for.
    pub(super) fn expected(&self, row: Row) -> Option<String> {
        if !self.is_for_filing() {
            return None;
        }
        let is_of_upload = matches!(self.certificate, Err(Gap::Upload(_)));
        match row {
            Row::PublicKey | Row::Fingerprint if is_of_upload => None,
            Row::PackageName => self.package_name().map(str::to_owned),
            Row::Platform => self.platform().map(str::to_owned),
            Row::PublicKey => self.form.as_ref().map(|form| form.public_key.clone()),
            Row::Fingerprint => self.form.as_ref().map(|form| form.fingerprint.clone()),
        }
    }

    /// What a right value is, where it is that of a package from which nothing is to be filed.
    pub(super) fn unproven(&self) -> Option<Judgement> {
        if self.is_no_package {
            return Some(Judgement::CertificateMatch);
        }
        match (self.is_known(), self.is_for_filing()) {
            (false, _) => Some(Judgement::Unproven),
            (true, false) => Some(Judgement::NotForFilingMatch),
            (true, true) => None,
        }
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

    /// Whether these bytes are the SHA-256 of the base64 text of the key: AppGallery Connect's
    /// 公钥指纹.
    pub(super) fn is_agc_fingerprint(&self, bytes: &[u8]) -> bool {
        self.certificate.as_ref().is_ok_and(|certificate| {
            let key = certificate.public_key();
            [key.raw(), key.spki()].iter().any(|key| {
                DigestAlgorithm::Sha256.digest(Base64::encode_string(key).as_bytes()) == bytes
            })
        })
    }

    /// Whether a text is the app's number at AppGallery.
    pub(super) fn is_app_identifier(&self, text: &str) -> bool {
        let profile = self.report.harmonyos.as_ref().and_then(|harmony| harmony.profile.as_ref());
        profile.and_then(|profile| profile.app_identifier.as_deref()) == Some(text.trim())
    }
}

/// Every certificate but the one to file, once, with what its values are recognised as.
fn others<'a>(
    report: &'a Report,
    evidence: &'a Evidence,
    filed: &Certificate,
) -> Vec<(Other, &'a Certificate)> {
    let of_signers = signers(report).iter().filter_map(|signer| -> Option<(Other, _)> {
        match signer.role {
            Role::Primary => None,
            Role::Previous => Some((|_| Judgement::PreviousCertificate, &signer.certificate)),
            Role::Store => Some((Judgement::StoreCertificate, &signer.certificate)),
            Role::Claimed if signer.certificate == *filed => None,
            Role::Additional | Role::Claimed => Some((Judgement::OtherSigner, &signer.certificate)),
            Role::PostQuantum => Some((Judgement::PostQuantumCertificate, &signer.certificate)),
        }
    });
    let is_signer =
        |it: &&Certificate| signers(report).iter().any(|signer| signer.certificate == **it);
    let stale = evidence.stale_v1.iter().filter(|it| !is_signer(it));
    let stale = stale.map(|certificate| (Judgement::StaleV1Certificate as Other, certificate));
    let of_authorities = evidence.authorities.iter().map(|authority| {
        let reason = if authority.is_root {
            Judgement::RootCertificate as Other
        } else {
            Judgement::IntermediateCertificate as Other
        };
        (reason, &authority.certificate)
    });
    of_signers.chain(stale).chain(of_authorities).collect()
}

/// What a certificate that is not the one to file is, by its name.
pub(super) type Other = fn(String) -> Judgement;

/// A sentence on a certificate that is not the one to file.
pub(super) fn of_other(reason: Other, certificate: &Certificate) -> Judgement {
    let subject = certificate.subject();
    let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
    reason(name)
}
