//! The values to paste into the form, from a report.

use crate::digest::DigestAlgorithm;
use crate::report::{Code, Finding, Kind, Language, Platform, Report, Role, Signer, Verdict};
use crate::x509::{Certificate, KeyAlgorithm, KeyForm, PublicKey};

use super::Profile;
use super::profile::PlatformForms;

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
    pub profile: &'static Profile,
    /// The case of hexadecimal values.
    pub case: Case,
    /// What separates the bytes of hexadecimal values.
    pub separator: Separator,
    /// Whether to give the values of a package that did not verify. **Nothing proves them.**
    pub allow_unverified: bool,
}

impl FormOptions {
    /// The values as that profile writes them.
    #[must_use]
    pub fn with_profile(mut self, profile: &'static Profile) -> Self {
        self.profile = profile;
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

    /// Values even of a package that did not verify. **Nothing proves them.**
    #[must_use]
    pub fn with_allow_unverified(mut self, allow: bool) -> Self {
        self.allow_unverified = allow;
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
        let bytes: Vec<String> = digits.rchunks(2).rev().map(|byte| byte.iter().collect()).collect();
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
            Self::Key(KeyForm::ModulusDec) => "modulus-dec",
            Self::Key(KeyForm::ModulusHex) => "modulus-hex",
            Self::Key(KeyForm::RawHex) => "raw-hex",
            Self::Key(KeyForm::SpkiHex) => "spki-hex",
            Self::Key(KeyForm::SpkiBase64) => "spki-base64",
            Self::Key(KeyForm::SpkiPem) => "spki-pem",
            Self::Key(KeyForm::PointBase64) => "point-base64",
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
    /// Whether it stands beside the value that the row takes, for those who ask for another form.
    pub alternative: bool,
}

/// The values to paste into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Form {
    /// The profile that they follow.
    pub profile: &'static Profile,
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
    /// What somebody who files must know of these values, beside the report's own findings.
    pub findings: Vec<Finding>,
}

impl Form {
    /// The values of the report's primary signer.
    ///
    /// # Errors
    /// [`NoForm`]: the package did not verify (unless the options allow that), or there is no one
    /// signer or platform whose values could be filed.
    pub fn new(report: &Report, options: &FormOptions) -> Result<Self, NoForm> {
        Self::of(&the_signer(report, options)?.certificate, report, options)
    }

    /// The values of the earlier certificates of a rotation, newest first: several sets can be filed
    /// where the provider takes them.
    ///
    /// # Errors
    /// As [`Form::new`].
    pub fn earlier(report: &Report, options: &FormOptions) -> Result<Vec<Self>, NoForm> {
        let mut seen = vec![&the_signer(report, options)?.certificate];
        for signer in signers(report).iter().filter(|signer| signer.role == Role::Previous) {
            if !seen.contains(&&signer.certificate) {
                seen.push(&signer.certificate);
            }
        }
        seen.into_iter().skip(1).map(|certificate| Self::of(certificate, report, options)).collect()
    }

    fn of(certificate: &Certificate, report: &Report, options: &FormOptions) -> Result<Self, NoForm> {
        let platform = report.platform.ok_or(NoForm::NoPlatform(report.kind))?;
        let forms = options.profile.forms(platform).ok_or(NoForm::QuickApp)?;

        let mut fields = key_fields(certificate.public_key(), forms, options);
        let public_key = fields.first().map(|field| field.value.clone()).ok_or(NoForm::NoKeyText)?;
        let fingerprints = fingerprint_fields(certificate, platform, forms, options);
        let fingerprint = fingerprints.first().map(|field| field.value.clone()).unwrap_or_default();
        fields.extend(fingerprints);
        let package_name = report.identity.package_name.clone();
        fields.splice(0..0, package_name.clone().map(package_name_field));
        fields.sort_by_key(|field| field.alternative);

        Ok(Self {
            profile: options.profile,
            platform: platform.form_word(),
            package_name,
            public_key,
            fingerprint,
            fields,
            findings: findings(report, certificate.public_key(), forms),
        })
    }
}

/// The one signer whose values are to be filed.
pub(super) fn the_signer<'a>(report: &'a Report, options: &FormOptions) -> Result<&'a Signer, NoForm> {
    // Nothing is asked for, whatever the verdict.
    if report.platform == Some(Platform::QuickApp) {
        return Err(NoForm::QuickApp);
    }
    current_signer(report, options)
}

/// The one current signer, whether or not a form asks for it.
pub(super) fn current_signer<'a>(report: &'a Report, options: &FormOptions) -> Result<&'a Signer, NoForm> {
    let verdict = report.verdict();
    if verdict != Verdict::Verified && !is_unpackaged(report) && !options.allow_unverified {
        return Err(NoForm::NotVerified(verdict));
    }
    let signers = signers(report);
    let primary = signers.iter().find(|signer| signer.role == Role::Primary);
    match (primary, signers) {
        (Some(primary), _) => Ok(primary),
        (None, []) => Err(NoForm::NoSigner),
        // One that is not the primary one is a store's, or nobody knows whose: never the one to file.
        (None, [_]) => Err(NoForm::NoPrimary),
        (None, several) => Err(NoForm::SeveralSigners(several.len())),
    }
}

/// Whether the file is no package, so that there is no signature to verify: the report says what was assumed.
pub(super) fn is_unpackaged(report: &Report) -> bool {
    matches!(report.kind, Kind::Certificate | Kind::Keystore)
}

pub(super) fn signers(report: &Report) -> &[Signer] {
    match report.verdict() {
        Verdict::Rejected => &report.claimed_signers,
        Verdict::Verified | Verdict::Unsigned | Verdict::Unchecked => &report.signers,
    }
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
    *key.algorithm() == KeyAlgorithm::Rsa
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

/// The row 「签名MD5值」 takes a SHA-1 where the platform's viewer shows that. Other digests have no row
/// of their own on any form.
fn fingerprint_label(platform: Platform, algorithm: DigestAlgorithm) -> &'static str {
    match (platform, algorithm) {
        (_, DigestAlgorithm::Md5) => "签名MD5值",
        (Platform::Ios | Platform::HarmonyOs, DigestAlgorithm::Sha1) => "签名MD5值(SHA-1)",
        (Platform::Android | Platform::QuickApp, DigestAlgorithm::Sha1) => "签名SHA-1值",
        (_, DigestAlgorithm::Sha256) => "签名SHA-256值",
        (_, DigestAlgorithm::Sha224 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512) => "签名指纹",
    }
}

fn findings(report: &Report, key: &PublicKey, forms: &PlatformForms) -> Vec<Finding> {
    let mut findings = Vec::new();
    if report.verdict() != Verdict::Verified && !is_unpackaged(report) {
        findings.push(Finding::new(Code::UnverifiedValues));
    }
    if report.platform == Some(Platform::HarmonyOs) && forms.fingerprints.len() > 1 {
        findings.push(Finding::new(Code::FingerprintAsked));
    }
    let modulus = matches!(forms.rsa_key.first(), Some(KeyForm::ModulusDec | KeyForm::ModulusHex));
    if modulus && !is_rsa(key) {
        findings.push(Finding::new(Code::KeyWithoutModulus).arg(key.algorithm()));
    }
    findings
}

/// Why there are no values to file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Language::English))]
#[non_exhaustive]
pub enum NoForm {
    /// The package did not verify, or nobody looked.
    NotVerified(Verdict),
    /// No signer is known.
    NoSigner,
    /// There is a signer, and its certificate is not the one to file: the findings say why.
    NoPrimary,
    /// That many signers, none of them the primary one: the form takes one.
    SeveralSigners(usize),
    /// A file of that kind is no app of a platform that the form knows.
    NoPlatform(Kind),
    /// Quick apps are filed by the platform that runs them: the form asks for no key of theirs.
    QuickApp,
    /// The certificate's key has none of the texts that the profile names.
    NoKeyText,
}

impl NoForm {
    /// What is missing and what to do next.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        let text = match self {
            Self::NotVerified(Verdict::Unsigned) => {
                "The package is not signed, so there is nothing to file: sign it with the release key first, or take the package that was released."
            }
            Self::NotVerified(Verdict::Rejected | Verdict::Verified) => {
                "The signature does not verify, so no value is given: see the errors, and take the original package that was released."
            }
            Self::NotVerified(Verdict::Unchecked) => {
                "The signature was not checked, so no value is given: verify the package first."
            }
            Self::NoSigner => "No signing certificate is known, so there is nothing to file.",
            Self::NoPrimary => {
                "The certificate that signed the package is not the one to file, so no value is given: see the errors."
            }
            Self::SeveralSigners(count) => {
                return format!(
                    "The package has {count} signers and the form takes one: ask the provider which to file, or sign the package with one key."
                );
            }
            Self::NoPlatform(kind) => {
                return format!(
                    "A file of the kind \"{kind}\" is no app that can be filed: give the app's own package."
                );
            }
            Self::QuickApp => {
                "A quick app is filed by its platform: the form asks for no public key or fingerprint of it, so there is nothing to copy."
            }
            Self::NoKeyText => {
                "The certificate's public key cannot be written as the profile asks: try the profile \"all\"."
            }
        };
        text.to_owned()
    }

    fn chinese(&self) -> String {
        let text = match self {
            Self::NotVerified(Verdict::Unsigned) => {
                "安装包没有签名，没有可填报的值：请先用正式密钥签名，或改用已发布的安装包。"
            }
            Self::NotVerified(Verdict::Rejected | Verdict::Verified) => {
                "签名未通过校验，不给出任何值：请查看错误说明，并改用原始的正式安装包。"
            }
            Self::NotVerified(Verdict::Unchecked) => "签名未经校验，不给出任何值：请先校验安装包。",
            Self::NoSigner => "未发现签名证书，没有可填报的值。",
            Self::NoPrimary => "安装包的签名证书不是应备案的证书，不给出任何值：请查看错误说明。",
            Self::SeveralSigners(count) => {
                return format!(
                    "安装包有 {count} 个签名者，而备案只填一个：请咨询接入服务商应填哪一个，或改用单一密钥签名。"
                );
            }
            Self::NoPlatform(kind) => {
                return format!("“{kind}”类型的文件不是可备案的应用：请使用应用自身的安装包。");
            }
            Self::QuickApp => {
                "快应用按其运行平台备案，无需填写 APP 特征信息（公钥、签名MD5值），没有需要复制的值。"
            }
            Self::NoKeyText => "证书的公钥没有该填报方案所要求的形式：请改用 all 方案。",
        };
        text.to_owned()
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
