//! Why a keystore does not give the certificate that is to be filed, and what to do about it.

use crate::pki::x509::CertificateError;
use crate::say::said;

said! {
    /// Why a keystore does not give the certificate that is to be filed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum KeystoreError {
        /// Its certificates are encrypted, and no password was given.
        PasswordNeeded(format: &'static str) = "password-needed" => {
            en: "the certificates in this {format} keystore are encrypted: give its password \
                (environment variable BEIAN_PASSWORD, or --password-stdin), or export the \
                certificate and give that: keytool -exportcert -rfc -keystore FILE -alias ALIAS \
                -file release.cer",
            zh: "此 {format} 密钥库中的证书已加密：请提供密码（环境变量 BEIAN_PASSWORD 或 \
                --password-stdin），或先导出证书再使用：keytool -exportcert -rfc -keystore 密钥库文\
                件 -alias 别名 -file release.cer"
        }
        /// The password is not this keystore's, or the keystore was changed: the two cannot be told
        /// apart.
        PasswordWrong(format: &'static str) = "password-wrong" => {
            en: "the password is not this {format} keystore's, or the file was changed",
            zh: "{format} 密钥库的密码不正确，或文件已被改动"
        }
        /// It holds several keys, and none was chosen.
        AliasNeeded {
            /// How many keys.
            count: usize,
            /// Their aliases.
            aliases: Vec<String>,
            /// The same, each with what tells its certificate from others.
            keys: Vec<String>,
        } = "alias-needed" => {
            en: "the keystore holds {count} keys ({keys}): choose one with --alias",
            zh: "密钥库中有 {count} 个密钥（{keys}）：请用 --alias 指定其中一个"
        }
        /// It has no key of that alias, but those of these.
        AliasUnknown {
            /// The alias that was asked for.
            alias: String,
            /// The aliases of its keys.
            known: Vec<String>,
        } = "alias-unknown" => {
            en: "the keystore has no key \"{alias}\"; it has: {known}",
            zh: "密钥库中没有名为“{alias}”的密钥；现有：{known}"
        }
        /// Several of its keys have that alias.
        AliasNotUnique {
            /// The alias that was asked for.
            alias: String,
            /// How many keys have it.
            count: usize,
        } = "alias-not-unique" => {
            en: "the keystore has {count} keys of the alias \"{alias}\": give the certificate \
                (.cer) itself",
            zh: "密钥库中有 {count} 个名为“{alias}”的密钥：请直接使用证书文件（.cer）"
        }
        /// A secret key stands before the entries that are asked for, and they could not be found
        /// behind it.
        BehindSecretKey {
            /// How many entries were read.
            read: usize,
            /// How many there are.
            all: usize,
        } = "entries-behind-secret-key" => {
            en: "only {read} of the keystore's {all} entries could be read, since a secret key \
                stands before the others: export the certificate and give that: keytool \
                -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer",
            zh: "密钥库共有 {all} 个条目，只读出 {read} 个，其余条目排在一个对称密钥之后：\
                请先导出证书再使用：keytool -exportcert -rfc -keystore 密钥库文件 -alias 别名 \
                -file release.cer"
        }
        /// It holds no key: its certificates, that many, are those of others.
        NoKey(count: usize) = "no-key-entry" => {
            en: "the keystore holds no key to sign with ({count} certificates of others): give the \
                keystore that the app is signed with; if one of the certificates is the signer's, \
                export it and give that: keytool -exportcert -rfc -keystore FILE -alias ALIAS \
                -file release.cer",
            zh: "密钥库中没有签名密钥（只有 {count} 个他人的证书）：请改用签名所用的密钥库；\
                若其中某个证书就是签名证书，请导出后使用：keytool -exportcert -rfc -keystore 密钥库\
                文件 -alias 别名 -file release.cer"
        }
        /// The key stands without a certificate, or with several that could be its own.
        KeyWithoutCertificate(alias: String) = "key-without-certificate" => {
            en: "no certificate in the keystore belongs to the key \"{alias}\": give the \
                certificate (.cer) itself",
            zh: "密钥库中找不到密钥“{alias}”对应的证书：请直接使用证书文件（.cer）"
        }
        /// Several certificates may be the key's own: an old and a renewed one.
        SeveralCertificates {
            /// The entry.
            alias: String,
            /// How many.
            count: usize,
            /// What tells them apart: subject, validity, and the beginning of the MD5.
            certificates: Vec<String>,
        } = "key-with-several-certificates" => {
            en: "{count} certificates may belong to the key \"{alias}\" ({certificates}): give the \
                released app, or the certificate (.cer) that it is signed with",
            zh: "密钥“{alias}”对应 {count} 个证书（{certificates}）：请改用已发布的安装包，\
                或直接使用签名所用的证书文件（.cer）"
        }
        /// The key is not the one that its certificate speaks of.
        KeyOfAnother(alias: String) = "key-of-another-certificate" => {
            en: "the certificate of the entry \"{alias}\" is another key's and not that of the key \
                beside it: nothing signed with this key has that fingerprint; take another copy of \
                the keystore, or give the certificate (.cer) of the released app",
            zh: "条目“{alias}”中的证书不属于其中的私钥：用此私钥签名的应用不会是该证书的指纹，\
                请换用另一份密钥库，或使用已发布应用的证书文件（.cer）"
        }
        /// The certificates of an entry are no chain in its order, the key's own first.
        ChainBroken(alias: String) = "keystore-chain-broken" => {
            en: "the certificates of the entry \"{alias}\" are no chain that begins with the key's \
                own: each must be issued by the next; take another copy of the keystore, or give \
                the certificate (.cer) itself",
            zh: "条目“{alias}”的证书链顺序不对：应从私钥自身的证书开始，每个证书都由下一个签发；\
                请换用另一份密钥库，或直接使用证书文件（.cer）"
        }
        /// The certificate cannot be read.
        Certificate {
            /// The entry.
            alias: String,
            /// What is wrong.
            error: CertificateError,
        } = "certificate-unreadable" => {
            en: "the certificate of the entry \"{alias}\" cannot be read: {error}",
            zh: "条目“{alias}”的证书无法读取：{error}"
        }
        /// It is of a kind that encrypts everything and that only its own provider reads.
        Encrypted(format: &'static str) = "keystore-encrypted" => {
            en: "this is a {format} keystore of Bouncy Castle, encrypted as a whole: export the \
                certificate and give that: keytool -exportcert -rfc -keystore FILE -storetype \
                {format} -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider \
                -providerpath bcprov.jar -alias ALIAS -file release.cer",
            zh: "这是 Bouncy Castle 的 {format} 密钥库，内容整体加密：请先导出证书再使用：\
                keytool -exportcert -rfc -keystore 密钥库文件 -storetype {format} -providerclass \
                org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar -alias \
                别名 -file release.cer"
        }
        /// Its structure is broken: the part that cannot be read.
        Damaged {
            /// The kind of keystore.
            format: &'static str,
            /// What cannot be read.
            part: KeystorePart,
        } = "keystore-damaged" => {
            en: "the {format} keystore is damaged ({part}): take another copy of it",
            zh: "{format} 密钥库已损坏（{part}）：请换用另一份副本"
        }
        /// It is encrypted or protected in a way that is not read: the identifier of the algorithm.
        Unsupported(algorithm: String) = "keystore-unsupported" => {
            en: "the keystore is protected with an algorithm that is not supported ({algorithm}), \
                which keytool does not open either: export the certificate with OpenSSL and give \
                that: openssl pkcs12 -in FILE -nokeys -clcerts -out release.pem",
            zh: "密钥库采用了不支持的加密算法（{algorithm}），keytool 也无法打开：\
                请先用 OpenSSL 导出证书再使用：openssl pkcs12 -in 密钥库文件 -nokeys -clcerts -out \
                release.pem"
        }
        /// Deriving its keys would take more iterations than are done.
        Iterations {
            /// What the file asks for.
            asked: u64,
            /// What is done for one file.
            limit: u64,
        } = "too-many-iterations" => {
            en: "the keystore asks for {asked} iterations to derive its keys, and at most {limit} \
                are done (derivation_iterations): export the certificate and give that: keytool \
                -exportcert -rfc -keystore FILE -alias ALIAS -file release.cer",
            zh: "密钥库要求 {asked} 次密钥派生迭代，超过上限 {limit} 次（derivation_iterations）：\
                请先导出证书再使用：keytool -exportcert -rfc -keystore 密钥库文件 -alias 别名 \
                -file release.cer"
        }
        /// This build of the library has no PKCS #12: its feature `pkcs12` is off.
        Pkcs12Off = "pkcs12-off" => {
            en: "this build does not read PKCS #12 keystores (the feature \"pkcs12\" is off)",
            zh: "当前构建不支持 PKCS #12 密钥库（未启用 pkcs12 功能）"
        }
    }
}

said! {
    /// A part of a keystore, in the words of its format (JDK `JavaKeyStore`, Bouncy Castle
    /// `BcKeyStoreSpi`, RFC 7292).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    #[allow(missing_docs, reason = "their sentences say what they are")]
    pub enum KeystorePart {
        CutOff => { en: "it is cut off", zh: "文件不完整" }
        Header => { en: "header", zh: "文件头" }
        Version => { en: "version", zh: "版本" }
        Entry => { en: "entry", zh: "条目" }
        BehindDigest => { en: "bytes behind the digest", zh: "摘要之后另有数据" }
        Mac => { en: "MAC", zh: "校验码（MAC）" }
        MacData => { en: "MacData", zh: "MacData 结构" }
        EncryptedData => { en: "EncryptedData", zh: "EncryptedData 结构" }
        EncryptedKey => { en: "EncryptedPrivateKeyInfo", zh: "EncryptedPrivateKeyInfo 结构" }
        Jce => { en: "PBEWithMD5AndTripleDES", zh: "PBEWithMD5AndTripleDES 参数" }
        EncryptionParameters => { en: "encryption parameters", zh: "加密参数" }
        EncryptionScheme => { en: "encryption scheme", zh: "加密方案" }
        KeyDerivation => { en: "key derivation", zh: "密钥派生参数" }
        Nested => {
            en: "SafeContents in one another, more than 4 deep",
            zh: "SafeContents 嵌套超过 4 层"
        }
        AttributeTwice => { en: "an attribute that stands twice", zh: "属性重复出现" }
        TooMany => { en: "more than 1000 keys or certificates", zh: "密钥或证书超过 1000 个" }
        SafeContents => { en: "SafeContents", zh: "SafeContents 结构" }
        SafeBag => { en: "SafeBag", zh: "SafeBag 结构" }
        BehindPfx => { en: "bytes behind the PFX", zh: "PFX 结构之后另有数据" }
        AuthSafe => { en: "authSafe", zh: "authSafe 结构" }
        BehindMac => { en: "bytes behind the MAC", zh: "校验码（MAC）之后另有数据" }
        AuthenticatedSafe => { en: "AuthenticatedSafe", zh: "AuthenticatedSafe 结构" }
        BehindSafe => {
            en: "bytes behind the AuthenticatedSafe",
            zh: "AuthenticatedSafe 结构之后另有数据"
        }
        ContentInfo => { en: "ContentInfo", zh: "ContentInfo 结构" }
    }
}

impl std::error::Error for KeystoreError {}

impl KeystoreError {
    /// Whether another password may help.
    #[must_use]
    pub fn is_about_password(&self) -> bool {
        matches!(self, Self::PasswordNeeded(_) | Self::PasswordWrong(_))
    }
}
