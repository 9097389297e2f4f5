//! v3 and v3.1, and the lineage of certificates.

use super::issues;
use crate::report::{Scheme, SdkRange};
use crate::say::Because;

issues! {
    Rotation {
        SdkRangeMismatch { record: SdkRange, signed: SdkRange } => {
            en: "The signer's platform range {record} is not the signed one ({signed}): the \
                signature was tampered with.",
            zh: "签名者的系统版本范围 {record} 与已签名的范围（{signed}）不一致：签名被篡改。"
        }
        InvalidSdkRange { min: i32, max: i32 } => {
            en: "The signer's platform range is invalid: from {min} to {max}.",
            zh: "签名者的系统版本范围无效：{min} 至 {max}。"
        }
        InconsistentSdkRanges => {
            en: "The platform ranges of the signers overlap or leave a gap.",
            zh: "各签名者的系统版本范围有重叠或空缺。"
        }
        SdkRangeNotCovered { wanted: SdkRange, covered: String } => {
            en: "No signer covers all platform versions {wanted}; the signers cover {covered}.",
            zh: "没有签名者覆盖全部系统版本 {wanted}；现有签名者覆盖 {covered}。"
        }
        InconsistentLineages => {
            en: "The certificate lineages of the signers contradict one another.",
            zh: "各签名者的证书轮换记录互相矛盾。"
        }
        MalformedLineage => {
            en: "The record of certificate rotations (lineage) is malformed.",
            zh: "证书轮换记录（lineage）格式错误。"
        }
        LineageRepeated => {
            en: "The signer shows two records of certificate rotations (lineage), and platforms \
                differ on which one counts: sign the package again.",
            zh: "该签名者带有两份证书轮换记录（lineage），不同系统读取的不是同一份：请重新签名。"
        }
        LineageTooLong { count: usize, limit: usize } => {
            en: "The record of certificate rotations (lineage) holds {count} certificates, more \
                than {limit}: no real app has as many, get the original file.",
            zh: "证书轮换记录（lineage）中有 {count} 个证书，超过上限 {limit} 个：\
                真实的应用不会有这么多，请取得原始文件。"
        }
        LineageSignatureMismatch { number: usize } => {
            en: "In the record of certificate rotations (lineage), certificate {number} was not \
                signed by the one before it.",
            zh: "证书轮换记录（lineage）中的第 {number} 个证书未由前一个证书签名。"
        }
        LineageCertificateMismatch { why: Because } => {
            en: "The record of certificate rotations (lineage) does not belong to the signer: \
                {why}.",
            zh: "证书轮换记录（lineage）不属于该签名者：{why}。"
        }
        PastSignerMismatch => {
            en: "The signer that older platforms see is not in the newer signature's record of \
                rotations: the signatures are of different owners.",
            zh: "旧系统看到的签名者不在新签名的轮换记录中：这些签名属于不同的所有者。"
        }
        MultiplePastSigners { scheme: Scheme } => {
            en: "The {scheme} signature has several signers, which a package with a v3 signature \
                must not have.",
            zh: "{scheme} 签名有多个签名者，而带有 v3 签名的安装包不允许如此。"
        }
        V31Missing { min: u32 } => {
            en: "The v3 signature says that a v3.1 signature exists for platform version {min} and \
                above, and there is none: it has been removed.",
            zh: "v3 签名声明系统版本 {min} 及以上有 v3.1 签名，但并不存在：可能已被移除。"
        }
        V31WithoutV3 => {
            en: "There is a v3.1 signature but no v3 signature, which it must accompany.",
            zh: "存在 v3.1 签名但缺少必须同时存在的 v3 签名。"
        }
        RotationMinSdkMismatch { named: u32, own: u32 } => {
            en: "The v3 signature says that rotation begins at platform version {named}, the v3.1 \
                signature at {own}.",
            zh: "v3 签名声明证书轮换始于系统版本 {named}，而 v3.1 签名为 {own}。"
        }
        RotationMinSdkMissing => {
            en: "The v3 signature does not say that a v3.1 signature exists, so that the latter \
                could be removed unnoticed.",
            zh: "v3 签名未声明 v3.1 签名的存在，后者可能被移除而不被察觉。"
        }
        PostQuantumAlone => {
            en: "The signer's key is a post-quantum one (ML-DSA), which Android takes in a v3.2 \
                signature beside a classical one only: sign the package with the classical key in \
                this scheme.",
            zh: "该签名者使用后量子密钥（ML-DSA），安卓只在 v3.2 签名中接受它与传统密钥配对使用：\
                请在此签名方案中改用传统密钥签名。"
        }
        HybridSignersBad { why: Because } => {
            en: "The v3.2 signature is no hybrid that Android takes ({why}): sign the package \
                again with one classical and one post-quantum key.",
            zh: "v3.2 混合签名不符合安卓的要求（{why}）：请用一个传统密钥和一个后量子密钥重新签名。"
        }
        V32Missing { min: u32 } => {
            en: "The signature says that a v3.2 signature for platforms from {min} on exists, and \
                it is missing: somebody removed it, get the original package.",
            zh: "签名声明存在针对系统版本 {min} 及以上的 v3.2 签名，但安装包中没有：它已被移除，\
                请取得原始安装包。"
        }
        HybridSdkMismatch { min: String, max: String } => {
            en: "The signature names the platforms {min} to {max} for the v3.2 signature, which is \
                for others: sign the package again.",
            zh: "签名声明 v3.2 签名针对系统版本 {min} 至 {max}，与 v3.2 签名本身不符：请重新签名。"
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
