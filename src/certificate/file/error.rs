//! Why a file of certificates does not give the one that is to be filed.

use crate::pki::chain::NoLeaf;
use crate::pki::x509::CertificateError;
use crate::say::said;

said! {
    /// Why a file of certificates does not give the one that is to be filed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum CertificateFileError {
        /// It holds a private key and no certificate.
        PrivateKey = "private-key" => {
            en: "this is a private key and no certificate: do not upload or send this file; give \
                the certificate (.cer) that belongs to the key",
            zh: "这是私钥，不是证书：请勿上传或发送此文件，请改用与该私钥对应的证书文件（.cer）"
        }
        /// It holds a public key and no certificate: there is no fingerprint to be had from it.
        PublicKey = "public-key" => {
            en: "this is a public key alone; the form asks for the certificate's fingerprint too, \
                so give the certificate (.cer) or the package",
            zh: "这只是公钥，备案还需要证书的指纹：请改用证书文件（.cer）或安装包"
        }
        /// It holds a certificate request (PKCS #10).
        CertificateRequest = "certificate-request" => {
            en: "this is a certificate request (CSR) and no certificate: give the certificate \
                (.cer) that was issued for it",
            zh: "这是证书请求文件（CSR），不是证书：请改用签发后的证书文件（.cer）"
        }
        /// It is a provisioning profile of Apple's, and cannot be read.
        ProvisioningProfile = "provisioning-profile" => {
            en: "this is an Apple provisioning profile that cannot be read: download it again, or \
                give the distribution certificate (.cer)",
            zh: "这是苹果的描述文件，但无法读取：请重新下载，或改用发布证书（.cer）"
        }
        /// It is a HarmonyOS profile that names no certificate.
        ProfileWithoutCertificate = "profile-without-certificate" => {
            en: "this is a HarmonyOS profile without a certificate in it: give the .cer from \
                AppGallery Connect",
            zh: "这是不含证书的鸿蒙 Profile 文件：请改用从 AppGallery Connect 下载的 .cer 文件"
        }
        /// What the armour calls a certificate, or what has the outline of one, cannot be read.
        Certificate(error: CertificateError) = "certificate-unreadable" => {
            en: "the certificate in the file cannot be read ({error}): export it again",
            zh: "文件中的证书无法读取（{error}）：请重新导出"
        }
        /// A PEM block has broken base64, or does not end.
        BrokenBlock(label: String) = "broken-pem" => {
            en: "the block \"{label}\" is incomplete or damaged: copy the file again, from BEGIN \
                to END",
            zh: "“{label}”内容不完整或已损坏：请重新复制，从 BEGIN 行到 END 行都要包含"
        }
        /// Behind what was read stand that many bytes which are nothing of the kind, or are cut
        /// off.
        Trailing(count: usize) = "trailing-bytes" => {
            en: "the last {count} bytes of the file are no certificate: it is incomplete or \
                damaged, so take another copy",
            zh: "文件末尾的 {count} 字节不是证书：文件不完整或已损坏，请换用另一份副本"
        }
        /// It is larger than any real one: a file that begins like certificates or a keystore.
        TooLarge {
            /// Its size in bytes.
            size: u64,
            /// What is read at most.
            limit: u64,
        } = "certificate-file-too-large" => {
            en: "the file has {size} bytes, and of certificates and keystores at most {limit} are \
                read (certificate_file_size)",
            zh: "文件有 {size} 字节，证书和密钥库文件最多读取 {limit} 字节（certificate_file_size）"
        }
        /// It holds more certificates than a chain has: it is a collection of authorities.
        TooMany {
            /// How many were read until then.
            count: usize,
            /// What is read at most.
            limit: u64,
        } = "too-many-certificates" => {
            en: "the file holds {count} certificates or more, and at most {limit} are read \
                (certificates): give the file of your own certificate",
            zh: "文件中有 {count} 个或更多证书，最多读取 {limit} 个（certificates）：\
                请改用只含自己证书的文件"
        }
        /// All its certificates are those of authorities, of these subjects.
        OnlyAuthorities(subjects: Vec<String>) = "no-leaf-certificate" => {
            en: "the file holds only certificates of authorities ({subjects}): give the file with \
                your own certificate",
            zh: "文件中只有颁发机构的证书（{subjects}）：请改用含有自己证书的文件"
        }
        /// Several certificates in it could be the one, of these subjects.
        SeveralLeaves {
            /// How many.
            count: usize,
            /// Whose they are.
            subjects: Vec<String>,
        } = "several-leaf-certificates" => {
            en: "the file holds {count} certificates that could be the signer's ({subjects}): give \
                a file with the right one only",
            zh: "文件中有 {count} 个可能的签名证书（{subjects}）：请改用只含正确证书的文件"
        }
    }
}

impl std::error::Error for CertificateFileError {}

impl From<CertificateError> for CertificateFileError {
    fn from(error: CertificateError) -> Self {
        Self::Certificate(error)
    }
}

impl From<NoLeaf> for CertificateFileError {
    fn from(reason: NoLeaf) -> Self {
        match reason {
            NoLeaf::OnlyAuthorities(subjects) => Self::OnlyAuthorities(subjects),
            NoLeaf::Several(subjects) => Self::SeveralLeaves { count: subjects.len(), subjects },
        }
    }
}
