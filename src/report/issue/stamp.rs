//! The source stamp.

use super::issues;
use crate::say::Because;

issues! {
    Stamp {
        StampIncomplete { missing: Because } => {
            en: "The source stamp is incomplete: {missing} is missing.",
            zh: "来源标记（source stamp）不完整：缺少 {missing}。"
        }
        StampCertificateMismatch => {
            en: "The source stamp's certificate is not the one that the package names.",
            zh: "来源标记（source stamp）的证书与安装包所指的不一致。"
        }
        StampInvalid { why: Because } => {
            en: "The source stamp does not verify: {why}.",
            zh: "来源标记（source stamp）校验失败：{why}。"
        }
        StampVerified { sha256: String } => {
            en: "A source stamp by the certificate {sha256} (SHA-256) verifies: it says who \
                released the package, its values are not for filing.",
            zh: "来源标记（source stamp）校验通过，证书 SHA-256 为 {sha256}：它说明发布方，\
                其值不用于备案。"
        }
    }
}
