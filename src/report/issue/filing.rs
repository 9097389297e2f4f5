//! What matters for filing.

use super::issues;
use crate::pki::x509::{Development, KeyAlgorithm, SharedCertificate};
use crate::report::Scheme;

issues! {
    Filing {
        NewerSignatureOutsideRange { scheme: Scheme, first: u32 } => {
            en: "The package also has a {scheme} signature, which platforms from {first} on go by \
                and the range leaves out: its signer may be another one, whose values are to be \
                filed. Leave --max-sdk out.",
            zh: "安装包还有 {scheme} 签名，系统版本 {first} 及以上以它为准，而指定的范围未包含：\
                其签名者可能不同，应以它的值备案。请去掉 --max-sdk 重新查看。"
        }
        PostQuantumSigner { algorithm: KeyAlgorithm } => {
            en: "Besides its classical signer the package has a post-quantum one ({algorithm}), \
                which Android 17 and newer check too: no form takes such a key, file the values of \
                the classical one.",
            zh: "除传统签名者外，安装包还有一个后量子签名者（{algorithm}），\
                Android 17 及以上会一并校验：备案表单不接受这种密钥，请填报传统签名者的值。"
        }
        SignerForFuturePlatform { first: u32, subject: String } => {
            en: "For platforms from {first} on, which do not exist yet, the package names another \
                signer ({subject}): file the values of the one that platforms see today, and ask \
                whoever built the package why it is there.",
            zh: "针对尚未发布的系统版本（{first} 及以上），安装包指定了另一个签名者（{subject}）：\
                请填报现有系统所见签名者的值，并向打包方确认原因。"
        }
        SeveralSigners { count: usize } => {
            en: [
                "The package has {count} signers",
                "The form takes one.",
                "Ask the access provider which to file.",
                "Or sign the package with one key.",
            ],
            zh: [
                "安装包有 {count} 个签名者",
                "备案只填一个签名者的信息。",
                "请咨询接入服务商应填哪一个。",
                "或改用单一密钥签名。",
            ]
        }
        CertificateRotated => {
            en: "The signing certificate was rotated; the newest is shown first. Where the \
                provider takes several sets of values, file the earlier ones too.",
            zh: "签名证书经过轮换，最新的排在最前。若服务商允许填报多套特征信息，\
                请将旧证书的值一并填报。"
        }
        RotationUnproven => {
            en: [
                "Newer and older Android versions see different signers",
                "No record of rotations (lineage) proves that the one handed over to the other: \
                    whose values are to be filed cannot be told.",
                "Get the original package from whoever built it.",
                "Or sign it again with a lineage.",
            ],
            zh: [
                "新旧版本的安卓看到的签名者不同",
                "没有轮换记录（lineage）证明旧证书认可新证书，无法判断应填报哪个证书。",
                "请向打包方索取原始安装包。",
                "或带上轮换记录重新签名。",
            ]
        }
        SharedCertificate { known: SharedCertificate } => {
            en: [
                "The signing certificate is {known}",
                "Anybody can use it, so that it identifies nobody.",
                "Do not file it.",
                "Take the package that was released, or sign with your own key.",
            ],
            zh: [
                "签名证书是{known}",
                "任何人都可使用它，不能证明身份。",
                "请勿用于备案。",
                "请使用正式发布的安装包，或换用自己的密钥签名。",
            ]
        }
        DevelopmentCertificate { name: String, development: Development } => {
            en: [
                "The certificate \"{name}\" is {development}",
                "No released app is signed with it.",
                "Do not file it.",
                "Take the release (distribution) certificate.",
            ],
            zh: [
                "证书“{name}”是{development}",
                "正式发布的应用不使用它签名。",
                "请勿用于备案。",
                "请改用发布证书。",
            ]
        }
        FingerprintAsked => {
            en: "File one of MD5 and SHA-1, whichever your provider's page asks for: 32 digits are \
                MD5, as the form's label says; 40 digits are SHA-1, which the certificate dialog \
                in the manuals shows and which, after Huawei's FAQ, providers mostly take.",
            zh: "MD5 和 SHA-1 只填其中一个，按接入服务商页面的要求选择：要求 32 位的填 MD5（表单栏目的\
                写法）；要求 40 位的填 SHA-1（手册所示证书对话框中的指纹，华为的常见问题说明接入商\
                通常采用 SHA-1）。"
        }
        KeyWithoutModulus { algorithm: KeyAlgorithm } => {
            en: "The key is {algorithm} and has no modulus, which providers ask for; none says \
                what to file instead. The raw key is given, with other forms beside it: ask the \
                provider which it takes.",
            zh: "密钥类型为 {algorithm}，没有服务商要求填写的模数，也没有服务商说明应改填什么。\
                此处给出公钥原始值，并附其他形式：请向接入服务商确认。"
        }
    }
}
