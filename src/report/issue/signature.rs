//! Signatures of every scheme.

use super::{SignaturePart, issues};
use crate::limits::Limit;
use crate::report::Scheme;
use crate::say::Because;
use crate::say::Id32;

issues! {
    Signature {
        MalformedSignature { part: SignaturePart } => {
            en: "The signature's {part} is malformed: the package is damaged or was edited, sign \
                it again.",
            zh: "签名数据中的 {part} 格式错误：安装包已损坏或被修改，请重新签名。"
        }
        NoSigners => {
            en: "The signature block names no signer: sign the package again.",
            zh: "签名块中没有签名者：请重新签名。"
        }
        TooManySigners { limit: Limit } => {
            en: "There are more signers than {limit}: Android refuses such a package, or no real \
                one has as many.",
            zh: "签名者数量超过上限 {limit}：安卓会拒绝此安装包，或没有真实的安装包会有这么多。"
        }
        NoSignatures => {
            en: "The signer has no signature: sign the package again.",
            zh: "该签名者没有签名数据：请重新签名。"
        }
        UnknownSignatureAlgorithm { id: Id32 } => {
            en: "A signature with the unknown algorithm {id} was skipped, as Android skips it.",
            zh: "跳过了使用未知算法 {id} 的签名（安卓同样会跳过）。"
        }
        NoSupportedSignature => {
            en: "The signer has no signature that every platform in the range can verify.",
            zh: "该签名者没有可供范围内所有系统版本校验的签名。"
        }
        SignatureMismatch { algorithm: Because } => {
            en: "The signature ({algorithm}) does not verify: the package was changed after \
                signing, or the signature is forged.",
            zh: "签名（{algorithm}）校验失败：安装包在签名后被改动，或签名系伪造。"
        }
        SignatureUnverifiable { why: Because } => {
            en: "The signature cannot be verified: {why}.",
            zh: "无法校验签名：{why}。"
        }
        MalformedCertificate => {
            en: "A certificate in the signature cannot be read.",
            zh: "签名中的证书无法解析。"
        }
        CertificateAltered => {
            en: "The certificate is not as its owner made it: it was changed, and its fingerprint \
                is not the signer's; get the original file.",
            zh: "证书内容与签发时不一致：证书已被改动，其指纹不是签名者的真实指纹，请取得原始文件。"
        }
        CertificateUnproven => {
            en: "The file has a v1 signature only, which does not cover the certificate: the \
                fingerprint, and with an EC key the public key too, is as the file shows it and \
                nothing proves it. Compare it with your keystore before filing, and sign an APK \
                with v2 as well.",
            zh: "文件只有 v1 签名，而 v1 不覆盖证书本身：此处的指纹（EC 密钥还包括公钥）\
                取自文件所示的证书，没有证明。填报前请与密钥库中的证书核对；\
                APK 建议同时加上 v2 签名。"
        }
        StaleV1Signature { md5: String, subject: String } => {
            en: "META-INF still holds a v1 signature by another certificate ({subject}, MD5 \
                {md5}), which tools that read META-INF show: platforms go by the newer signature, \
                and the values here are that one's. Do not file the old one.",
            zh: "META-INF 中残留着另一证书（{subject}，MD5 {md5}）的 v1 签名，\
                读取 META-INF 的工具会显示它。系统以新版签名为准，此处的值也取自新版签名：\
                请勿填报残留的证书。"
        }
        NoCertificates => { en: "The signer has no certificate.", zh: "该签名者没有证书。" }
        PublicKeyMismatch => {
            en: "The signature was made with a key that is not the certificate's: the certificate \
                may be somebody else's.",
            zh: "签名所用公钥与证书中的公钥不一致：该证书可能属于他人。"
        }
        AlgorithmListMismatch => {
            en: "The algorithms listed for signatures and for digests differ: the signature was \
                tampered with.",
            zh: "签名与摘要所列算法不一致：签名被篡改。"
        }
        ContentDigestMismatch { digest: String } => {
            en: "The package's content does not match the signed digest ({digest}): it was changed \
                after signing, get the original file.",
            zh: "安装包内容与已签名的摘要（{digest}）不符：签名后内容被改动，请取得原始文件。"
        }
        UnknownAttribute { id: Id32 } => {
            en: "The signature holds the unknown attribute {id}.",
            zh: "签名中含有未知属性 {id}。"
        }
        NewerSchemeStripped { scheme: String } => {
            en: "The package was also signed with scheme {scheme}, and that signature has been \
                removed: it was changed after signing, get the original file.",
            zh: "安装包原本还有 {scheme} 签名，但已被移除：签名后内容被改动，请取得原始文件。"
        }
        UnknownSchemeId { id: u32 } => {
            en: "The signature says that the package was also signed with scheme {id}, which is \
                unknown or not looked at by the platform versions asked for.",
            zh: "签名声明安装包还使用了签名方案 {id}，该方案未知，或不在所校验系统版本的范围内。"
        }
        SchemeSignersDiffer { of: Scheme, from: Scheme } => {
            en: "Signers of the {of} signature are missing from the {from} signature: the package \
                was signed again by somebody else, get the original file.",
            zh: "{of} 签名中的签名者不在 {from} 签名中：安装包可能被他人重新签名，请取得原始文件。"
        }
        SandboxNeedsV2 { version: u32 } => {
            en: "The manifest's targetSandboxVersion {version} needs a signature of scheme v2 or \
                newer: sign the package again with v2.",
            zh: "清单中的 targetSandboxVersion 为 {version}，要求 v2 或更新的签名：\
                请用 v2 重新签名。"
        }
        TargetSdkNeedsV2 { target: u32 } => {
            en: "A package for platform version {target} needs a signature of scheme v2 or newer: \
                sign it again with v2.",
            zh: "目标系统版本为 {target} 的安装包要求 v2 或更新的签名：请用 v2 重新签名。"
        }
    }
}
