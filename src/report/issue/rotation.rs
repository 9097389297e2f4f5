//! v3 and v3.1, and the lineage of certificates.

use super::issues;
use crate::report::{Scheme, SdkRange};
use crate::say::Because;

issues! {
    Rotation {
        SdkRangeMismatch { record: SdkRange, signed: SdkRange } => {
            en: [
                "The signer's platform range {record} is not the signed one ({signed})",
                "The signature was tampered with.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名者的系统版本范围 {record} 与已签名的范围（{signed}）不一致",
                "签名被篡改。",
                "请向打包方索取原始安装包。",
            ]
        }
        InvalidSdkRange { min: i32, max: i32 } => {
            en: [
                "The signer's platform range is invalid",
                "It goes from {min} to {max}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "签名者的系统版本范围无效",
                "所写的范围是 {min} 至 {max}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        InconsistentSdkRanges => {
            en: [
                "The platform ranges of the signers overlap or leave a gap",
                "Platforms would see several signers, or none.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "各签名者的系统版本范围有重叠或空缺",
                "有的系统会看到多个签名者，有的一个也看不到。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        SdkRangeNotCovered { wanted: SdkRange, covered: String } => {
            en: [
                "No signer covers all platform versions {wanted}",
                "The signers cover {covered}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "没有签名者覆盖全部系统版本 {wanted}",
                "现有签名者覆盖 {covered}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        InconsistentLineages => {
            en: [
                "The certificate lineages of the signers contradict one another",
                "The app's certificate cannot be told.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "各签名者的证书轮换记录互相矛盾",
                "无法判断应用的证书。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        MalformedLineage => {
            en: [
                "The record of certificate rotations (lineage) is malformed",
                "The package is damaged or was edited.",
                "Get the original package from whoever built it.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "证书轮换记录（lineage）格式错误",
                "安装包已损坏或被修改。",
                "请向打包方索取原始安装包。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        LineageRepeated => {
            en: [
                "The signer shows two records of certificate rotations (lineage)",
                "Platforms differ on which one counts.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "该签名者带有两份证书轮换记录（lineage）",
                "不同系统读取的不是同一份。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        LineageTooLong { count: usize, limit: usize } => {
            en: [
                "The record of certificate rotations (lineage) holds {count} certificates",
                "That is more than {limit}: no real app has as many.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "证书轮换记录（lineage）中有 {count} 个证书",
                "超过上限 {limit} 个，真实的应用不会有这么多。",
                "请向打包方索取原始安装包。",
            ]
        }
        LineageSignatureMismatch { number: usize } => {
            en: [
                "Certificate {number} in the record of rotations (lineage) is not vouched for",
                "The one before it did not sign it.",
                "Get the original package from whoever built it.",
                "Sign the package again with the right lineage.",
            ],
            zh: [
                "证书轮换记录（lineage）中的第 {number} 个证书没有依据",
                "它未由前一个证书签名。",
                "请向打包方索取原始安装包。",
                "或带上正确的轮换记录重新签名。",
            ]
        }
        LineageCertificateMismatch { why: Because } => {
            en: [
                "The record of certificate rotations (lineage) does not belong to the signer",
                "The reason: {why}.",
                "Sign the package again with the right lineage.",
            ],
            zh: [
                "证书轮换记录（lineage）不属于该签名者",
                "原因：{why}。",
                "请带上正确的轮换记录重新签名。",
            ]
        }
        PastSignerMismatch => {
            en: [
                "Older and newer signatures are of different owners",
                "The signer that older platforms see is not in the newer signature's record of \
                    rotations.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "新旧签名属于不同的所有者",
                "旧系统看到的签名者不在新签名的轮换记录中。",
                "请向打包方索取原始安装包。",
            ]
        }
        MultiplePastSigners { scheme: Scheme } => {
            en: [
                "The {scheme} signature has several signers",
                "A package with a v3 signature must not have that.",
                "Sign the package again with one key.",
            ],
            zh: [
                "{scheme} 签名有多个签名者",
                "带有 v3 签名的安装包不允许如此。",
                "请用单一密钥重新签名。",
            ]
        }
        V31Missing { min: u32 } => {
            en: [
                "A v3.1 signature is missing",
                "The v3 signature says that one exists for platform version {min} and above: it \
                    has been removed.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "缺少 v3.1 签名",
                "v3 签名声明系统版本 {min} 及以上有该签名，它已被移除。",
                "请向打包方索取原始安装包。",
            ]
        }
        V31WithoutV3 => {
            en: [
                "A v3 signature is missing",
                "There is a v3.1 signature, which must stand beside one.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "缺少 v3 签名",
                "存在 v3.1 签名，而它必须与 v3 签名同时存在。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        RotationMinSdkMismatch { named: u32, own: u32 } => {
            en: [
                "The v3 and v3.1 signatures contradict one another",
                "The one says that rotation begins at platform version {named}, the other at \
                    {own}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "v3 与 v3.1 签名互相矛盾",
                "前者声明证书轮换始于系统版本 {named}，后者为 {own}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        RotationMinSdkMissing => {
            en: "The v3 signature does not say that a v3.1 signature exists, so that the latter \
                could be removed unnoticed.",
            zh: "v3 签名未声明 v3.1 签名的存在，后者可能被移除而不被察觉。"
        }
        PostQuantumAlone => {
            en: [
                "A post-quantum key (ML-DSA) stands alone",
                "Android takes one in a v3.2 signature beside a classical one only.",
                "Sign the package with the classical key in this scheme.",
            ],
            zh: [
                "后量子密钥（ML-DSA）单独签名",
                "安卓只在 v3.2 签名中接受它与传统密钥配对使用。",
                "请在此签名方案中改用传统密钥签名。",
            ]
        }
        HybridSignersBad { why: Because } => {
            en: [
                "The v3.2 signature is no hybrid that Android takes",
                "The reason: {why}.",
                "Sign the package again with one classical and one post-quantum key.",
            ],
            zh: [
                "v3.2 混合签名不符合安卓的要求",
                "原因：{why}。",
                "请用一个传统密钥和一个后量子密钥重新签名。",
            ]
        }
        V32Missing { min: u32 } => {
            en: [
                "A v3.2 signature is missing",
                "The package says that one exists for platforms from {min} on: it has been \
                    removed.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "缺少 v3.2 签名",
                "签名声明系统版本 {min} 及以上有该签名，它已被移除。",
                "请向打包方索取原始安装包。",
            ]
        }
        HybridSdkMismatch { min: String, max: String } => {
            en: [
                "The v3.2 signature is for other platforms than is said of it",
                "The signature beside it names the platforms {min} to {max}.",
                "Sign the package again with the release key and a current signing tool.",
            ],
            zh: [
                "v3.2 签名针对的系统版本与声明不符",
                "旁边的签名声明它针对系统版本 {min} 至 {max}。",
                "请用正式密钥和当前版本的签名工具重新签名。",
            ]
        }
        HybridSdkMissing => {
            en: "The signature does not say that a v3.2 signature exists, so that the latter could \
                be removed unnoticed.",
            zh: "签名未声明 v3.2 签名的存在，后者可能被移除而不被察觉。"
        }
        DevReleaseInV3 => {
            en: "The v3 signature targets a development release, which only a v3.1 signature can \
                do.",
            zh: "v3 签名指定了开发版系统，只有 v3.1 签名才能如此。"
        }
    }
}
