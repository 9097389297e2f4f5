//! Why a report gives no values to file.

use std::fmt;

use crate::report::{Finding, Kind, Verdict, issue};
use crate::say::{In, Language, Message, Say, said};

/// Why there are no values to file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoForm {
    /// The package did not verify, or was not looked at.
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

    /// What is missing and what to do next, in one line.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let lead = match self {
            Self::Errors(_) => Lead::Error,
            Self::NotForFiling(_) => Lead::NotForFiling,
            _ => return In(&self.refusal(), language).to_string(),
        };
        let colon = if language == Language::Chinese { "：" } else { ": " };
        let why = self.findings().first().map(|finding| finding.message(language));
        format!("{}{colon}{}", In(&lead, language), why.unwrap_or_default())
    }

    /// The same in its parts: a title, a sentence why, and the next steps. Of an error they are its
    /// own.
    #[must_use]
    pub fn parts(&self, language: Language) -> Message {
        match self.findings().first() {
            Some(finding) => finding.parts(language),
            None => self.refusal().message(language),
        }
    }

    fn refusal(&self) -> Refusal {
        match self {
            Self::NotVerified(Verdict::Unsigned) => Refusal::Unsigned,
            Self::NotVerified(Verdict::Unchecked) => Refusal::Unchecked,
            Self::NotVerified(Verdict::Rejected | Verdict::Verified) | Self::Errors(_) => {
                Refusal::NotVerified
            }
            Self::NoSigner => Refusal::NoSigner,
            Self::NoPrimary | Self::NotForFiling(_) => Refusal::NoPrimary,
            Self::SeveralSigners(count) => issue::Filing::SeveralSigners { count: *count }.into(),
            Self::NoPlatform(kind) => Refusal::NoPlatform(*kind),
            Self::NotAPackage(_) => Refusal::NotAPackage,
            Self::QuickApp => Refusal::QuickApp,
            Self::NoKeyText => Refusal::NoKeyText,
        }
    }
}

impl fmt::Display for NoForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for NoForm {}

impl Say for NoForm {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(language))
    }

    fn message(&self, language: Language) -> Message {
        self.parts(language)
    }
}

said! {
    /// What is said of a refusal.
    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Refusal {
        Unsigned => {
            en: [
                "The package is not signed",
                "There is nothing to file from it.",
                "Sign it with the release key first, or take the package that was released.",
            ],
            zh: [
                "安装包没有签名",
                "没有可填报的值。",
                "请先用正式密钥签名，或改用已发布的安装包。",
            ]
        }
        NotVerified => {
            en: [
                "The signature does not verify",
                "No value is given, for nothing proves whose package it is.",
                "See the errors.",
                "Take the original package that was released.",
            ],
            zh: [
                "签名未通过校验",
                "无法证明安装包属于谁，不给出任何值。",
                "请查看错误说明。",
                "请改用原始的正式安装包。",
            ]
        }
        Unchecked => {
            en: [
                "The signature was not checked",
                "No value is given before it is.",
                "Verify the package first.",
            ],
            zh: [
                "签名未经校验",
                "校验之前不给出任何值。",
                "请先校验安装包。",
            ]
        }
        NoSigner => {
            en: [
                "No signing certificate is known",
                "There is nothing to file.",
                "Take the package that was released.",
            ],
            zh: [
                "未发现签名证书",
                "没有可填报的值。",
                "请改用正式发布的安装包。",
            ]
        }
        NoPrimary => {
            en: [
                "The certificate that signed the package is not the one to file",
                "No value is given.",
                "See the errors: they say which certificate is needed.",
            ],
            zh: [
                "安装包的签名证书不是应备案的证书",
                "不给出任何值。",
                "请查看错误说明，其中写明了应使用哪个证书。",
            ]
        }
        NoPlatform(kind: Kind) => {
            en: [
                "A file of the kind \"{kind}\" is no app that can be filed",
                "The form knows no platform for it.",
                "Give the app's own package.",
            ],
            zh: [
                "“{kind}”类型的文件不是可备案的应用",
                "备案表单中没有对应的运行平台。",
                "请使用应用自身的安装包。",
            ]
        }
        NotAPackage => {
            en: [
                "The file is a certificate or keystore",
                "It proves nothing about a package.",
                "Give the package.",
                "If the certificate itself is meant, say --certificate.",
            ],
            zh: [
                "文件是证书或密钥库",
                "它不能证明任何安装包。",
                "请使用安装包。",
                "若要比对的就是证书，请加 --certificate。",
            ]
        }
        QuickApp => {
            en: [
                "A quick app is filed by its platform",
                "The form asks for no public key or fingerprint of it.",
                "There is nothing to copy: leave the fields out.",
            ],
            zh: [
                "快应用按其运行平台备案",
                "无需填写 APP 特征信息（公钥、签名MD5值）。",
                "没有需要复制的值，无需填写。",
            ]
        }
        NoKeyText => {
            en: [
                "The certificate's public key cannot be written as the provider asks",
                "The provider names no text for a key of this type.",
                "Try the profile \"all\", and ask the provider which text to file.",
            ],
            zh: [
                "证书的公钥没有该填报方案所要求的形式",
                "该服务商没有说明此类密钥的填法。",
                "请改用 all 方案，并咨询服务商应填哪一种。",
            ]
        }
    }
    also {
        Finding(issue::Filing)
    }
}

said! {
    /// What stands before the finding that is the reason, in one line.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Lead {
        Error => {
            en: "The file has an error, so no value is given",
            zh: "文件有错误，不给出任何值"
        }
        NotForFiling => {
            en: "Nothing may be filed from this file, so no value is given",
            zh: "此文件不能用于填报，不给出任何值"
        }
    }
}
