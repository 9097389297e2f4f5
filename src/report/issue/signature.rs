//! Signatures of every scheme.

use super::{SignaturePart, issues};
use crate::limits::Limit;
use crate::report::Scheme;
use crate::say::Because;
use crate::say::Id32;

issues! {
    Signature {
        MalformedSignature { part: SignaturePart } => {
            en: [
                "The signature's {part} is malformed",
                "The package is damaged or was edited.",
                "Get the original package from whoever built it.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "签名数据中的{part}格式错误",
                "安装包已损坏或被修改。",
                "请向打包方索取原始安装包。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        NoSigners => {
            en: [
                "The signature names no signer",
                "Nobody signed the package.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "签名中没有签名者",
                "安装包实际上没有签名。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        TooManySigners { limit: Limit } => {
            en: [
                "There are more signers than {limit}",
                "Android refuses such a package, or no real one has as many.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名者数量超过上限 {limit}",
                "安卓会拒绝此安装包，真实的安装包也不会有这么多签名者。",
                "请向打包方索取原始安装包。",
            ]
        }
        NoSignatures => {
            en: [
                "The signer has no signature",
                "Nothing proves who signed the package.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "该签名者没有签名数据",
                "无法证明安装包由谁签名。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        UnknownSignatureAlgorithm { id: Id32 } => {
            en: "A signature with the unknown algorithm {id} was skipped, as Android skips it.",
            zh: "跳过了使用未知算法 {id} 的签名（安卓同样会跳过）。"
        }
        NoSupportedSignature => {
            en: [
                "The signer has no signature that every platform can verify",
                "Some platform version in the range would refuse the package.",
                "Sign the package again with RSA or EC and SHA-256.",
            ],
            zh: [
                "没有所有系统版本都能校验的签名",
                "范围内有的系统版本会拒绝此安装包。",
                "请用 RSA 或 EC 密钥和 SHA-256 重新签名。",
            ]
        }
        SignatureMismatch { algorithm: Because } => {
            en: [
                "The signature ({algorithm}) does not verify",
                "The package was changed after signing, or the signature is forged.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名（{algorithm}）校验失败",
                "安装包在签名后被改动，或签名系伪造。",
                "请向打包方索取原始安装包。",
            ]
        }
        SignatureUnverifiable { why: Because } => {
            en: [
                "The signature cannot be verified",
                "The reason: {why}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "无法校验签名",
                "原因：{why}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        MalformedCertificate => {
            en: [
                "A certificate in the signature cannot be read",
                "The package is damaged, or was signed with a broken tool.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "签名中的证书无法解析",
                "安装包已损坏，或签名工具有问题。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        CertificateAltered => {
            en: [
                "The certificate is not as its owner made it",
                "It was changed, and its fingerprint is not the signer's.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "证书内容与签发时不一致",
                "证书已被改动，其指纹不是签名者的真实指纹。",
                "请向打包方索取原始安装包。",
            ]
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
        NoCertificates => {
            en: [
                "The signer has no certificate",
                "Nothing tells whose signature it is.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "该签名者没有证书",
                "无法得知签名属于谁。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        PublicKeyMismatch => {
            en: [
                "The signature was made with another key than the certificate's",
                "The certificate may be another person's.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名所用公钥与证书中的公钥不一致",
                "该证书可能属于他人。",
                "请向打包方索取原始安装包。",
            ]
        }
        AlgorithmListMismatch => {
            en: [
                "The algorithms listed for signatures and for digests differ",
                "The signature was tampered with.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名与摘要所列算法不一致",
                "签名被篡改。",
                "请向打包方索取原始安装包。",
            ]
        }
        ContentDigestMismatch { digest: String } => {
            en: [
                "The package's content does not match the signed digest ({digest})",
                "It was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "安装包内容与已签名的摘要（{digest}）不符",
                "签名后内容被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        UnknownAttribute { id: Id32 } => {
            en: "The signature holds the unknown attribute {id}.",
            zh: "签名中含有未知属性 {id}。"
        }
        NewerSchemeStripped { scheme: String } => {
            en: [
                "A signature of scheme {scheme} has been removed",
                "The package was signed with it too, and was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "{scheme} 签名已被移除",
                "安装包原本还有此签名，签名后内容被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        UnknownSchemeId { id: u32 } => {
            en: "The signature says that the package was also signed with scheme {id}, which is \
                unknown or not looked at by the platform versions asked for.",
            zh: "签名声明安装包还使用了签名方案 {id}，该方案未知，或不在所校验系统版本的范围内。"
        }
        SchemeSignersDiffer { of: Scheme, from: Scheme } => {
            en: [
                "Signers of the {of} signature are missing from the {from} signature",
                "The package may have been signed again by another person.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "{of} 签名中的签名者不在 {from} 签名中",
                "安装包可能被他人重新签名。",
                "请向打包方索取原始安装包。",
            ]
        }
        SandboxNeedsV2 { version: u32 } => {
            en: [
                "The package needs a signature of scheme v2 or newer",
                "Its manifest states targetSandboxVersion {version}.",
                "Sign the package again with v2.",
            ],
            zh: [
                "安装包需要 v2 或更新的签名",
                "清单中的 targetSandboxVersion 为 {version}。",
                "请用 v2 重新签名。",
            ]
        }
        TargetSdkNeedsV2 { target: u32 } => {
            en: [
                "The package needs a signature of scheme v2 or newer",
                "It is made for platform version {target}, which asks for one.",
                "Sign the package again with v2.",
            ],
            zh: [
                "安装包需要 v2 或更新的签名",
                "其目标系统版本为 {target}，该版本有此要求。",
                "请用 v2 重新签名。",
            ]
        }
    }
}
