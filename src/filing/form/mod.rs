//! The values to paste into the form, from a report.

#[cfg(test)]
mod tests;

use crate::crypto::digest::DigestAlgorithm;
use crate::pki::x509::{Certificate, KeyAlgorithm, KeyForm, PublicKey};
use crate::report::{
    Finding, Platform, Report, Role, Scheme, Severity, Signer, Verdict, issue, on_certificate,
};

use super::provider::PlatformForms;
use super::{NoForm, Provider};

/// The case of hexadecimal values. No provider prescribes one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Case {
    /// `0A1B`, the one in which filings are known to have passed.
    #[default]
    Upper,
    /// `0a1b`
    Lower,
}

/// What stands between the bytes of hexadecimal values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Separator {
    /// Nothing: the form takes digits and letters only.
    #[default]
    None,
    /// `0A 1B`
    Space,
    /// `0A:1B`
    Colon,
}

/// How the values are to be written, and of which packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormOptions {
    /// The provider's way of writing.
    pub provider: &'static Provider,
    /// The case of hexadecimal values.
    pub case: Case,
    /// What separates the bytes of hexadecimal values.
    pub separator: Separator,
    /// Whether to give the values of a package that did not verify, or from which nothing may be
    /// filed. **They are not to be filed**, and a finding of the form says so.
    pub allow_unverified: bool,
    /// Whether a certificate file or keystore counts where packages are compared
    /// ([`Check`](super::Check), [`Relation`](super::Relation)). It proves nothing about a package,
    /// for every copy of the app has the certificate: only for where the certificate itself is
    /// meant.
    pub accept_certificate: bool,
    /// Whether the beginning of a key counts as the key. It proves nothing, for keys that begin
    /// alike are made in seconds.
    pub accept_truncated: bool,
}

impl FormOptions {
    /// The values as that profile writes them.
    #[must_use]
    pub fn with_provider(mut self, provider: &'static Provider) -> Self {
        self.provider = provider;
        self
    }

    /// Hexadecimal values in that case.
    #[must_use]
    pub fn with_case(mut self, case: Case) -> Self {
        self.case = case;
        self
    }

    /// Hexadecimal values with that between their bytes.
    #[must_use]
    pub fn with_separator(mut self, separator: Separator) -> Self {
        self.separator = separator;
        self
    }

    /// Values even of a package that did not verify, or from which nothing may be filed. **They are
    /// not to be filed.**
    #[must_use]
    pub fn with_allow_unverified(mut self, allow: bool) -> Self {
        self.allow_unverified = allow;
        self
    }

    /// A certificate file or keystore counts, where it is compared, as if it were a package.
    #[must_use]
    pub fn with_accept_certificate(mut self, accept: bool) -> Self {
        self.accept_certificate = accept;
        self
    }

    /// The beginning of a key counts as the key.
    #[must_use]
    pub fn with_accept_truncated(mut self, accept: bool) -> Self {
        self.accept_truncated = accept;
        self
    }

    /// Lower-case hex without separators, as these options write it.
    fn hex(&self, digits: &str) -> String {
        let digits: Vec<char> = match self.case {
            Case::Upper => digits.to_ascii_uppercase(),
            Case::Lower => digits.to_ascii_lowercase(),
        }
        .chars()
        .collect();
        let between = match self.separator {
            Separator::None => "",
            Separator::Space => " ",
            Separator::Colon => ":",
        };
        let bytes: Vec<String> =
            digits.rchunks(2).rev().map(|byte| byte.iter().collect()).collect();
        bytes.join(between)
    }
}

/// In which of its forms a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldForm {
    /// The package name, as stored.
    PackageName,
    /// A text of the public key.
    Key(KeyForm),
    /// A digest of the certificate's DER, in hex.
    Fingerprint(DigestAlgorithm),
}

impl FieldForm {
    /// The stable name, as the command's JSON gives it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PackageName => "package-name",
            Self::Key(form) => form.as_str(),
            Self::Fingerprint(DigestAlgorithm::Md5) => "md5",
            Self::Fingerprint(DigestAlgorithm::Sha1) => "sha1",
            Self::Fingerprint(DigestAlgorithm::Sha224) => "sha224",
            Self::Fingerprint(DigestAlgorithm::Sha256) => "sha256",
            Self::Fingerprint(DigestAlgorithm::Sha384) => "sha384",
            Self::Fingerprint(DigestAlgorithm::Sha512) => "sha512",
        }
    }

    fn is_hex(self) -> bool {
        use KeyForm::{ModulusHex, RawHex, SpkiHex};
        matches!(self, Self::Key(ModulusHex | RawHex | SpkiHex) | Self::Fingerprint(_))
    }
}

/// One value that can be pasted into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The form's own words for the row.
    pub label: &'static str,
    /// In which form the value is written.
    pub form: FieldForm,
    /// The value.
    pub value: String,
    /// Whether it stands beside the value that the row takes, for where another form is asked for.
    pub alternative: bool,
}

/// The values to paste into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Form {
    /// The profile that they follow.
    pub provider: &'static Provider,
    /// The platform: 「安卓」, 「鸿蒙」 or 「iOS」.
    pub platform: &'static str,
    /// 「APP包名」, where the package states one.
    pub package_name: Option<String>,
    /// 「公钥」
    pub public_key: String,
    /// 「签名MD5值」, which on iOS is a SHA-1.
    pub fingerprint: String,
    /// Every row: first what is to be filed, then the alternatives beside it.
    pub fields: Vec<Field>,
    /// What must be known of these values, beside the report's own findings.
    pub findings: Vec<Finding>,
}

impl Form {
    /// The values of the report's primary signer.
    ///
    /// # Errors
    /// [`NoForm`]: the package did not verify, has an error, or is not for filing (unless the
    /// options allow that); or there is no one signer or platform to be filed.
    pub fn new(report: &Report, options: &FormOptions) -> Result<Self, NoForm> {
        Self::of(&the_signer(report, options)?.certificate, report, options)
    }

    /// The values of the earlier certificates of a rotation, newest first: several sets can be
    /// filed where the provider takes them. Those that are shared are left out.
    ///
    /// # Errors
    /// As [`Form::new`].
    pub fn earlier(report: &Report, options: &FormOptions) -> Result<Vec<Self>, NoForm> {
        let mut seen = vec![&the_signer(report, options)?.certificate];
        for signer in signers(report).iter().filter(|signer| signer.role == Role::Previous) {
            if !seen.contains(&&signer.certificate) && on_certificate(&signer.certificate).is_none()
            {
                seen.push(&signer.certificate);
            }
        }
        seen.into_iter().skip(1).map(|certificate| Self::of(certificate, report, options)).collect()
    }

    fn of(
        certificate: &Certificate,
        report: &Report,
        options: &FormOptions,
    ) -> Result<Self, NoForm> {
        let platform = report.platform.ok_or(NoForm::NoPlatform(report.kind))?;
        let forms = options.provider.forms(platform).ok_or(NoForm::QuickApp)?;

        let mut fields = key_fields(certificate.public_key(), forms, options);
        let public_key =
            fields.first().map(|field| field.value.clone()).ok_or(NoForm::NoKeyText)?;
        let fingerprints = fingerprint_fields(certificate, platform, forms, options);
        let fingerprint =
            fingerprints.first().map(|field| field.value.clone()).ok_or(NoForm::NoKeyText)?;
        fields.extend(fingerprints);
        let package_name = report.identity.package_name.clone();
        fields.splice(0..0, package_name.clone().map(package_name_field));
        fields.sort_by_key(|field| field.alternative);

        Ok(Self {
            provider: options.provider,
            platform: platform.form_word(),
            package_name,
            public_key,
            fingerprint,
            fields,
            findings: findings(report, certificate.public_key(), forms),
        })
    }
}

/// The one signer to be filed.
pub(super) fn the_signer<'a>(
    report: &'a Report,
    options: &FormOptions,
) -> Result<&'a Signer, NoForm> {
    // Nothing is asked for, whatever the verdict.
    if report.platform == Some(Platform::QuickApp) {
        return Err(NoForm::QuickApp);
    }
    if is_known(report) && !options.allow_unverified {
        match &forbidding(report)[..] {
            [] => {}
            [first, ..] if first.severity != Severity::Error => {
                return Err(NoForm::NotForFiling((*first).clone()));
            }
            errors => {
                let errors = errors.iter().filter(|finding| finding.severity == Severity::Error);
                return Err(NoForm::Errors(errors.map(|&finding| finding.clone()).collect()));
            }
        }
    }
    current_signer(report, options)
}

/// What is said of a report that keeps its values from being filed, errors first. That there are
/// several signers is no such thing: it keeps the values of one back, and not the package's name.
pub(super) fn forbidding(report: &Report) -> Vec<&Finding> {
    let forbids = |finding: &&Finding| finding.forbids_every_value();
    let mut findings: Vec<_> = report.findings.iter().filter(forbids).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Whether the report is a certificate's or keystore's, which prove nothing about a package, and
/// it was not said that the certificate itself is meant.
pub(super) fn is_no_package(report: &Report, options: &FormOptions) -> bool {
    report.is_unpackaged() && (!options.accept_certificate || report.is_refused)
}

/// The one current signer, whether or not a form asks for it.
pub(super) fn current_signer<'a>(
    report: &'a Report,
    options: &FormOptions,
) -> Result<&'a Signer, NoForm> {
    let is_known = is_known(report);
    if !is_known && !options.allow_unverified {
        return Err(NoForm::NotVerified(report.verdict()));
    }
    let signers = signers(report);
    let several = signers.iter().filter(|signer| signer.role == Role::Additional).count();
    match (report.primary_signer(), signers) {
        (Some(primary), _) => Ok(primary),
        (None, []) => Err(NoForm::NoSigner),
        (None, [first, ..]) if !is_known => claimed(first, signers),
        (None, _) if several > 1 => Err(NoForm::SeveralSigners(several)),
        // One that is not the primary one is a store's or unknown: never the one to file.
        (None, _) => Err(NoForm::NoPrimary),
    }
}

/// Of the signers that a package only claims the one that the newest scheme names. Of v3 there is
/// one for each platform, and that of the newest stands first; several of another scheme are
/// equals.
fn claimed<'a>(first: &'a Signer, signers: &[Signer]) -> Result<&'a Signer, NoForm> {
    let alike = signers.iter().filter(|signer| signer.scheme == first.scheme).count();
    let equals = matches!(
        first.scheme,
        Some(Scheme::V1 | Scheme::V2 | Scheme::Hap | Scheme::Rpk | Scheme::Ipa) | None
    );
    if !equals || alike == 1 { Ok(first) } else { Err(NoForm::SeveralSigners(alike)) }
}

/// Whether the signers are known: the package verified, or the file is none, so that
/// there is no signature to verify and the report says what was assumed.
fn is_known(report: &Report) -> bool {
    report.verdict() == Verdict::Verified || report.is_unpackaged()
}

pub(super) fn signers(report: &Report) -> &[Signer] {
    if is_known(report) { &report.signers } else { &report.claimed_signers }
}

fn package_name_field(value: String) -> Field {
    Field { label: "APP包名", form: FieldForm::PackageName, value, alternative: false }
}

/// The texts of the key that the profile names and that exist for a key of its type.
fn key_fields(key: &PublicKey, forms: &PlatformForms, options: &FormOptions) -> Vec<Field> {
    let list = if is_rsa(key) { forms.rsa_key } else { forms.other_key };
    let texts = list.iter().filter_map(|&form| Some((FieldForm::Key(form), key.form(form)?)));
    let fields = texts.enumerate().map(|(index, (form, text))| {
        let value = if form.is_hex() { options.hex(&text) } else { text.trim_end().to_owned() };
        Field { label: "公钥", form, value, alternative: index > 0 }
    });
    fields.collect()
}

fn is_rsa(key: &PublicKey) -> bool {
    *key.algorithm() == KeyAlgorithm::Rsa || key.algorithm().is_rsa_pss()
}

fn fingerprint_fields(
    certificate: &Certificate,
    platform: Platform,
    forms: &PlatformForms,
    options: &FormOptions,
) -> Vec<Field> {
    let algorithms = forms.fingerprints.iter().enumerate();
    let fields = algorithms.map(|(index, &algorithm)| {
        let digest = algorithm.digest(certificate.der());
        Field {
            label: fingerprint_label(platform, algorithm),
            form: FieldForm::Fingerprint(algorithm),
            value: options.hex(&hex::encode(digest)),
            alternative: index > 0,
        }
    });
    fields.collect()
}

/// The row 「签名MD5值」 takes a SHA-1 where the platform's viewer shows that. Other digests have
/// no row of their own on any form.
fn fingerprint_label(platform: Platform, algorithm: DigestAlgorithm) -> &'static str {
    match (platform, algorithm) {
        (_, DigestAlgorithm::Md5) => "签名MD5值",
        (Platform::Ios | Platform::HarmonyOs, DigestAlgorithm::Sha1) => "签名MD5值(SHA-1)",
        (Platform::Android | Platform::QuickApp, DigestAlgorithm::Sha1) => "签名SHA-1值",
        (_, DigestAlgorithm::Sha256) => "签名SHA-256值",
        (_, DigestAlgorithm::Sha224 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512) => {
            "签名指纹"
        }
    }
}

fn findings(report: &Report, key: &PublicKey, forms: &PlatformForms) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !is_known(report) {
        findings.push(Finding::new(issue::CertificateFile::UnverifiedValues));
    } else if let Some(first) = forbidding(report).first() {
        findings
            .push(Finding::new(issue::CertificateFile::ValuesNotForFiling { code: first.code }));
    }
    if report.platform == Some(Platform::HarmonyOs) && forms.fingerprints.len() > 1 {
        findings.push(Finding::new(issue::Filing::FingerprintAsked));
    }
    let modulus = matches!(forms.rsa_key.first(), Some(KeyForm::ModulusDec | KeyForm::ModulusHex));
    if modulus && !is_rsa(key) {
        findings.push(Finding::new(issue::Filing::KeyWithoutModulus {
            algorithm: key.algorithm().clone(),
        }));
    }
    findings
}
