//! Why a keystore does not give the certificate that is to be filed, and what to do about it.

use std::fmt;

use crate::pki::x509::CertificateError;
use crate::say::{Language, Say, codes, escape_control};

/// Why a keystore does not give the certificate that is to be filed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeystoreError {
    /// Its certificates are encrypted, and no password was given.
    #[error(
        "the certificates in this {0} keystore are encrypted: give its password (environment \
            variable BEIAN_PASSWORD, or --password-stdin), or export the certificate and give \
            that: keytool -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer"
    )]
    PasswordNeeded(&'static str),
    /// The password is not this keystore's, or the keystore was changed: the two cannot be told
    /// apart.
    #[error("the password is not this {0} keystore's, or the file was changed")]
    PasswordWrong(&'static str),
    /// It holds several keys, of these aliases, and none was chosen.
    #[error("the keystore holds {count} keys ({list}): choose one with --alias", count = .0.len(), list = list(.0, ", "))]
    AliasNeeded(Vec<String>),
    /// It has no key of that alias, but those of these.
    #[error("the keystore has no key \"{alias}\"; it has: {list}", list = list(known, ", "))]
    AliasUnknown {
        /// The alias that was asked for.
        alias: String,
        /// The aliases of its keys.
        known: Vec<String>,
    },
    /// Several of its keys have that alias.
    #[error(
        "the keystore has {count} keys of the alias \"{alias}\": give the certificate (.cer) itself"
    )]
    AliasNotUnique {
        /// The alias that was asked for.
        alias: String,
        /// How many keys have it.
        count: usize,
    },
    /// A secret key stands before the entries that are asked for, and they could not be found
    /// behind it.
    #[error(
        "only {read} of the keystore's {all} entries could be read, since a secret key stands \
            before the others: export the certificate and give that: keytool -exportcert -rfc \
            -keystore FILE -alias ALIAS -file release.cer"
    )]
    BehindSecretKey {
        /// How many entries were read.
        read: usize,
        /// How many there are.
        all: usize,
    },
    /// It holds no key: its certificates, that many, are those of others.
    #[error(
        "the keystore holds no key to sign with ({0} certificates of others): give the keystore \
            that the app is signed with; if one of the certificates is the signer's, export it \
            and give that: keytool -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer"
    )]
    NoKey(usize),
    /// The key stands without a certificate, or with several that could be its own.
    #[error(
        "no certificate in the keystore belongs to the key \"{0}\": give the certificate (.cer) \
            itself"
    )]
    KeyWithoutCertificate(String),
    /// The key is not the one that its certificate speaks of.
    #[error(
        "the certificate of the entry \"{0}\" is another key's and not that of the key beside it: \
            nothing signed with this key has that fingerprint; take another copy of the keystore, \
            or give the certificate (.cer) of the released app"
    )]
    KeyOfAnother(String),
    /// The certificates of an entry are no chain in its order, the key's own first.
    #[error(
        "the certificates of the entry \"{0}\" are no chain that begins with the key's own: each \
            must be issued by the next; take another copy of the keystore, or give the \
            certificate (.cer) itself"
    )]
    ChainBroken(String),
    /// The certificate cannot be read.
    #[error("the certificate of the entry \"{alias}\" cannot be read: {error}")]
    Certificate {
        /// The entry.
        alias: String,
        /// What is wrong.
        error: CertificateError,
    },
    /// It is of a kind that encrypts everything and that only its own provider reads.
    #[error(
        "this is a {0} keystore of Bouncy Castle, encrypted as a whole: export the certificate \
            and give that: keytool -exportcert -rfc -keystore FILE -storetype {0} -providerclass \
            org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar -alias \
            ALIAS -file release.cer"
    )]
    Encrypted(&'static str),
    /// Its structure is broken: the part that cannot be read.
    #[error("the {format} keystore is damaged ({part}): take another copy of it")]
    Damaged {
        /// The kind of keystore.
        format: &'static str,
        /// What cannot be read.
        part: &'static str,
    },
    /// It is encrypted or protected in a way that is not read: the identifier of the algorithm.
    #[error(
        "the keystore is protected with an algorithm that is not supported ({0}): export the \
            certificate and give that: keytool -exportcert -rfc -keystore FILE -alias ALIAS -file \
            release.cer"
    )]
    Unsupported(String),
    /// Deriving its keys would take more iterations than are done.
    #[error(
        "the keystore asks for {asked} iterations to derive its keys, and at most {limit} are \
            done (derivation_iterations): export the certificate and give that: keytool \
            -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer"
    )]
    Iterations {
        /// What the file asks for.
        asked: u64,
        /// What is done for one file.
        limit: u64,
    },
    /// This build of the library has no PKCS #12: its feature `pkcs12` is off.
    #[error("this build does not read PKCS #12 keystores (the feature \"pkcs12\" is off)")]
    Pkcs12Off,
}

/// The aliases, as many as somebody reads.
fn list(aliases: &[String], separator: &str) -> String {
    const MOST: usize = 20;
    let shown: Vec<&str> = aliases.iter().take(MOST).map(String::as_str).collect();
    shown.join(separator) + if aliases.len() > MOST { " …" } else { "" }
}

impl KeystoreError {
    /// Whether another password may help.
    #[must_use]
    pub fn is_about_password(&self) -> bool {
        matches!(self, Self::PasswordNeeded(_) | Self::PasswordWrong(_))
    }

    codes! {
        pub(crate) match self {
            Self::PasswordNeeded(_) => "password-needed",
            Self::PasswordWrong(_) => "password-wrong",
            Self::AliasNeeded(_) => "alias-needed",
            Self::AliasUnknown { .. } => "alias-unknown",
            Self::AliasNotUnique { .. } => "alias-not-unique",
            Self::BehindSecretKey { .. } => "entries-behind-secret-key",
            Self::NoKey(_) => "no-key-entry",
            Self::KeyWithoutCertificate(_) => "key-without-certificate",
            Self::KeyOfAnother(_) => "key-of-another-certificate",
            Self::ChainBroken(_) => "keystore-chain-broken",
            Self::Certificate { .. } => "certificate-unreadable",
            Self::Encrypted(_) => "keystore-encrypted",
            Self::Damaged { .. } => "keystore-damaged",
            Self::Unsupported(_) => "keystore-unsupported",
            Self::Iterations { .. } => "too-many-iterations",
            Self::Pkcs12Off => "pkcs12-off",
        }
    }

    pub(crate) fn chinese(&self) -> String {
        /// The line that exports a certificate.
        const EXPORT: &str =
            "keytool -exportcert -rfc -keystore 密钥库文件 -alias 别名 -file release.cer";
        match self {
            Self::PasswordNeeded(format) => {
                format!(
                    "此 {format} 密钥库中的证书已加密：请提供密码（环境变量 BEIAN_PASSWORD 或 \
                        --password-stdin），或先导出证书再使用：{EXPORT}"
                )
            }
            Self::PasswordWrong(format) => format!("{format} 密钥库的密码不正确，或文件已被改动"),
            Self::AliasNeeded(aliases) => {
                format!(
                    "密钥库中有 {} 个密钥（{}）：请用 --alias 指定其中一个",
                    aliases.len(),
                    list(aliases, "、")
                )
            }
            Self::AliasUnknown { alias, known } => {
                format!("密钥库中没有名为“{alias}”的密钥；现有：{}", list(known, "、"))
            }
            Self::AliasNotUnique { alias, count } => {
                format!("密钥库中有 {count} 个名为“{alias}”的密钥：请直接使用证书文件（.cer）")
            }
            Self::BehindSecretKey { read, all } => format!(
                "密钥库共有 {all} 个条目，只读出 {read} 个，其余条目排在一个对称密钥之后：请先导出\
                    证书再使用：{EXPORT}"
            ),
            Self::NoKey(count) => format!(
                "密钥库中没有签名密钥（只有 {count} 个他人的证书）：请改用签名所用的密钥库；若其中\
                    某个证书就是签名证书，请导出后使用：{EXPORT}"
            ),
            Self::KeyWithoutCertificate(alias) => {
                format!("密钥库中找不到密钥“{alias}”对应的证书：请直接使用证书文件（.cer）")
            }
            Self::KeyOfAnother(alias) => format!(
                "条目“{alias}”中的证书不属于其中的私钥：用此私钥签名的应用不会是该证书的指纹，请换\
                    用另一份密钥库，或使用已发布应用的证书文件（.cer）"
            ),
            Self::ChainBroken(alias) => format!(
                "条目“{alias}”的证书链顺序不对：应从私钥自身的证书开始，每个证书都由下一个签发；请\
                    换用另一份密钥库，或直接使用证书文件（.cer）"
            ),
            Self::Certificate { alias, error } => format!("条目“{alias}”的证书无法读取：{error}"),
            Self::Encrypted(format) => format!(
                "这是 Bouncy Castle 的 {format} 密钥库，内容整体加密：请先导出证书再使用：keytool \
                    -exportcert -rfc -keystore 密钥库文件 -storetype {format} -providerclass \
                    org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar \
                    -alias 别名 -file release.cer"
            ),
            Self::Damaged { format, part } => {
                format!("{format} 密钥库已损坏（{part}）：请换用另一份副本")
            }
            Self::Unsupported(algorithm) => {
                format!("密钥库采用了不支持的加密算法（{algorithm}）：请先导出证书再使用：{EXPORT}")
            }
            Self::Iterations { asked, limit } => format!(
                "密钥库要求 {asked} 次密钥派生迭代，超过上限 {limit} 次（derivation_iterations）：\
                    请先导出证书再使用：{EXPORT}"
            ),
            Self::Pkcs12Off => "当前构建不支持 PKCS #12 密钥库（未启用 pkcs12 功能）".to_owned(),
        }
    }
}

impl Say for KeystoreError {
    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape_control(&match language {
            Language::English => self.to_string(),
            Language::Chinese => self.chinese(),
        }))
    }
}
