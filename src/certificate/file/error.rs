//! Why a file of certificates does not give the one that is to be filed.

use std::fmt;

use crate::pki::chain::NoLeaf;
use crate::pki::x509::CertificateError;
use crate::say::{Language, Say, codes, escape_control};

/// Why a file of certificates does not give the one that is to be filed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateFileError {
    /// It holds a private key and no certificate.
    #[error(
        "this is a private key and no certificate: do not upload or send this file; give the \
            certificate (.cer) that belongs to the key"
    )]
    PrivateKey,
    /// It holds a public key and no certificate: there is no fingerprint to be had from it.
    #[error(
        "this is a public key alone; the form asks for the certificate's fingerprint too, so give \
            the certificate (.cer) or the package"
    )]
    PublicKey,
    /// It holds a certificate request (PKCS #10).
    #[error(
        "this is a certificate request (CSR) and no certificate: give the certificate (.cer) that \
            was issued for it"
    )]
    CertificateRequest,
    /// It is a provisioning profile of Apple's, whose own certificates are Apple's.
    #[error(
        "this is an Apple provisioning profile, signed by Apple: export your distribution \
            certificate (.cer) from the keychain and give that"
    )]
    ProvisioningProfile,
    /// It is a HarmonyOS profile that names no certificate.
    #[error(
        "this is a HarmonyOS profile without a certificate in it: give the .cer from AppGallery \
            Connect"
    )]
    ProfileWithoutCertificate,
    /// What the armour calls a certificate, or what has the outline of one, cannot be read.
    #[error("the certificate in the file cannot be read ({0}): export it again")]
    Certificate(#[from] CertificateError),
    /// A PEM block has broken base64, or does not end.
    #[error("the block \"{0}\" is incomplete or damaged: copy the file again, from BEGIN to END")]
    BrokenBlock(String),
    /// Behind what was read stand that many bytes which are nothing of the kind, or are cut off.
    #[error(
        "the last {0} bytes of the file are no certificate: it is incomplete or damaged, so take \
            another copy"
    )]
    Trailing(usize),
    /// It is larger than any real one: a file that begins like certificates or a keystore.
    #[error(
        "the file has {size} bytes, and of certificates and keystores at most {limit} are read \
            (certificate_file_size)"
    )]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// What is read at most.
        limit: u64,
    },
    /// It holds more certificates than a chain has: it is a collection of authorities.
    #[error(
        "the file holds {count} certificates or more, and at most {limit} are read \
            (certificates): give the file of your own certificate"
    )]
    TooMany {
        /// How many were read until then.
        count: usize,
        /// What is read at most.
        limit: u64,
    },
    /// All its certificates are those of authorities, of these subjects.
    #[error(
        "the file holds only certificates of authorities ({list}): give the file with your own \
            certificate", list = .0.join("; ")
    )]
    OnlyAuthorities(Vec<String>),
    /// Several certificates in it could be the one, of these subjects.
    #[error("the file holds {count} certificates that could be the signer's ({list}): give a file \
        with the right one only",
        count = .0.len(), list = .0.join("; "))]
    SeveralLeaves(Vec<String>),
}

impl From<NoLeaf> for CertificateFileError {
    fn from(reason: NoLeaf) -> Self {
        match reason {
            NoLeaf::OnlyAuthorities(subjects) => Self::OnlyAuthorities(subjects),
            NoLeaf::Several(subjects) => Self::SeveralLeaves(subjects),
        }
    }
}

impl CertificateFileError {
    codes! {
        pub(crate) match self {
            Self::PrivateKey => "private-key",
            Self::PublicKey => "public-key",
            Self::CertificateRequest => "certificate-request",
            Self::ProvisioningProfile => "provisioning-profile",
            Self::ProfileWithoutCertificate => "profile-without-certificate",
            Self::Certificate(_) => "certificate-unreadable",
            Self::BrokenBlock(_) => "broken-pem",
            Self::Trailing(_) => "trailing-bytes",
            Self::TooLarge { .. } => "certificate-file-too-large",
            Self::TooMany { .. } => "too-many-certificates",
            Self::OnlyAuthorities(_) => "no-leaf-certificate",
            Self::SeveralLeaves(_) => "several-leaf-certificates",
        }
    }

    pub(crate) fn chinese(&self) -> String {
        let text = match self {
            Self::PrivateKey => {
                "这是私钥，不是证书：请勿上传或发送此文件，请改用与该私钥对应的证书文件（.cer）"
            }
            Self::PublicKey => "这只是公钥，备案还需要证书的指纹：请改用证书文件（.cer）或安装包",
            Self::CertificateRequest => {
                "这是证书请求文件（CSR），不是证书：请改用签发后的证书文件（.cer）"
            }
            Self::ProvisioningProfile => {
                "这是苹果的描述文件，由苹果签名：请从“钥匙串访问”导出发布证书（.cer）后使用"
            }
            Self::ProfileWithoutCertificate => {
                "这是不含证书的鸿蒙 Profile 文件：请改用从 AppGallery Connect 下载的 .cer 文件"
            }
            Self::Certificate(error) => {
                return format!("文件中的证书无法读取（{error}）：请重新导出");
            }
            Self::BrokenBlock(label) => {
                return format!(
                    "“{label}”内容不完整或已损坏：请重新复制，从 BEGIN 行到 END 行都要包含"
                );
            }
            Self::Trailing(count) => {
                return format!(
                    "文件末尾的 {count} 字节不是证书：文件不完整或已损坏，请换用另一份副本"
                );
            }
            Self::TooLarge { size, limit } => {
                return format!(
                    "文件有 {size} 字节，证书和密钥库文件最多读取 {limit} 字节\
                        （certificate_file_size）"
                );
            }
            Self::TooMany { count, limit } => {
                return format!(
                    "文件中有 {count} 个或更多证书，最多读取 {limit} 个（certificates）：请改用只\
                        含自己证书的文件"
                );
            }
            Self::OnlyAuthorities(subjects) => {
                return format!(
                    "文件中只有颁发机构的证书（{}）：请改用含有自己证书的文件",
                    subjects.join("；")
                );
            }
            Self::SeveralLeaves(subjects) => {
                return format!(
                    "文件中有 {} 个可能的签名证书（{}）：请改用只含正确证书的文件",
                    subjects.len(),
                    subjects.join("；")
                );
            }
        };
        text.to_owned()
    }
}

impl Say for CertificateFileError {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape_control(&match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        }))
    }
}
