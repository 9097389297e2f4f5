//! Why a report gives no values to file.

use crate::report::{Finding, Kind, Language, Verdict};

/// Why there are no values to file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Language::English))]
#[non_exhaustive]
pub enum NoForm {
    /// The package did not verify, or nobody looked.
    NotVerified(Verdict),
    /// The package has errors: these.
    Errors(Vec<Finding>),
    /// The package has no error, and this finding says that nothing may be filed from it.
    NotForFiling(Finding),
    /// No signer is known.
    NoSigner,
    /// There is a signer, and its certificate is not the one to file: the findings say why.
    NoPrimary,
    /// That many signers, none of them the primary one: the form takes one.
    SeveralSigners(usize),
    /// A file of that kind is no app of a platform that the form knows.
    NoPlatform(Kind),
    /// The file is a certificate or keystore, and a package was to be compared.
    NotAPackage(Kind),
    /// Quick apps are filed by the platform that runs them: the form asks for no key of theirs.
    QuickApp,
    /// The certificate's key has none of the texts that the profile names, or the profile names no
    /// fingerprint.
    NoKeyText,
}

impl NoForm {
    /// The stable kebab-case name: the code of the finding that is the reason, where there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotVerified(Verdict::Unsigned) => "unsigned",
            Self::NotVerified(Verdict::Unchecked) => "unchecked",
            Self::NotVerified(Verdict::Rejected | Verdict::Verified) => "not-verified",
            Self::Errors(_) | Self::NotForFiling(_) => {
                self.findings().first().map_or("not-for-filing", |finding| finding.code.as_str())
            }
            Self::NoSigner => "no-signer",
            Self::NoPrimary => "no-primary-signer",
            Self::SeveralSigners(_) => "several-signers",
            Self::NoPlatform(_) => "no-platform",
            Self::NotAPackage(_) => "not-a-package",
            Self::QuickApp => "quick-app",
            Self::NoKeyText => "no-key-text",
        }
    }

    /// The findings that are the reason, where there are any.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Errors(findings) => findings,
            Self::NotForFiling(finding) => std::slice::from_ref(finding),
            _ => &[],
        }
    }

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
                "The package is not signed, so there is nothing to file: sign it with the release \
                    key first, or take the package that was released."
            }
            Self::NotVerified(Verdict::Rejected | Verdict::Verified) => {
                "The signature does not verify, so no value is given: see the errors, and take \
                    the original package that was released."
            }
            Self::NotVerified(Verdict::Unchecked) => {
                "The signature was not checked, so no value is given: verify the package first."
            }
            Self::Errors(errors) => {
                return with_finding(
                    "The file has an error, so no value is given",
                    errors,
                    Language::English,
                );
            }
            Self::NotForFiling(_) => {
                return with_finding(
                    "Nothing may be filed from this file, so no value is given",
                    self.findings(),
                    Language::English,
                );
            }
            Self::NoSigner => "No signing certificate is known, so there is nothing to file.",
            Self::NoPrimary => {
                "The certificate that signed the package is not the one to file, so no value is \
                    given: see the errors."
            }
            Self::SeveralSigners(count) => {
                return format!(
                    "The package has {count} signers and the form takes one: ask the provider \
                        which to file, or sign the package with one key."
                );
            }
            Self::NoPlatform(kind) => {
                return format!(
                    "A file of the kind \"{kind}\" is no app that can be filed: give the app's \
                        own package."
                );
            }
            Self::NotAPackage(_) => {
                "The file is a certificate or keystore, which proves nothing about a package: \
                    give the package, or say that the certificate itself is meant (--certificate)."
            }
            Self::QuickApp => {
                "A quick app is filed by its platform: the form asks for no public key or \
                    fingerprint of it, so there is nothing to copy."
            }
            Self::NoKeyText => {
                "The certificate's public key cannot be written as the profile asks: try the \
                    profile \"all\"."
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
            Self::Errors(errors) => {
                return with_finding("文件有错误，不给出任何值", errors, Language::Chinese);
            }
            Self::NotForFiling(_) => {
                return with_finding(
                    "此文件不能用于填报，不给出任何值",
                    self.findings(),
                    Language::Chinese,
                );
            }
            Self::NoSigner => "未发现签名证书，没有可填报的值。",
            Self::NoPrimary => "安装包的签名证书不是应备案的证书，不给出任何值：请查看错误说明。",
            Self::SeveralSigners(count) => {
                return format!(
                    "安装包有 {count} 个签名者，而备案只填一个：请咨询接入服务商应填哪一个，或改用\
                        单一密钥签名。"
                );
            }
            Self::NoPlatform(kind) => {
                return format!("“{kind}”类型的文件不是可备案的应用：请使用应用自身的安装包。");
            }
            Self::NotAPackage(_) => {
                "文件是证书或密钥库，不能证明任何安装包：请使用安装包；若要比对的就是证书，请加 \
                    --certificate。"
            }
            Self::QuickApp => {
                "快应用按其运行平台备案，无需填写 APP 特征信息（公钥、签名MD5值），没有需要复制的\
                    值。"
            }
            Self::NoKeyText => "证书的公钥没有该填报方案所要求的形式：请改用 all 方案。",
        };
        text.to_owned()
    }
}

/// That there are no values, and the first of the reasons.
fn with_finding(what: &str, findings: &[Finding], language: Language) -> String {
    let colon = if language == Language::Chinese { "：" } else { ": " };
    let why = findings.first().map(|finding| finding.message(language)).unwrap_or_default();
    format!("{what}{colon}{why}")
}
