//! The second signature that an enterprise puts around a package.
//!
//! OpenHarmony `HapVerifyV2::VerifyEnterpriseResignBlocks` and `EnterpriseResignMgr::Verify`. It is
//! not covered by the package's own signature: any tool can put one there.

use super::chain::Outcome;
use super::profile_signer::NAMED_LENGTH;
use crate::encoding::asn1::Oid;
use crate::pki::oid;
use crate::pki::x509::Certificate;
use crate::say::said;

said! {
    /// Why an enterprise's signature does not count.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NotEnterprise {
        OtherProfile => {
            en: "the profile is for no enterprise",
            zh: "描述文件的分发类型不是企业类型"
        }
        OtherCertificate => {
            en: "its certificate is none for signing again",
            zh: "其证书不是企业重签名证书"
        }
        OtherIssuer => {
            en: "its certificate was not issued to a developer by Huawei",
            zh: "其证书不是由华为的开发者证书签发机构直接签发的"
        }
        Chain => {
            en: "its chain ends at no root that is trusted, or was not valid",
            zh: "其证书链的根证书不受信任，或签名时证书链无效"
        }
        CodeAlone => {
            en: "there are code signatures of an enterprise, and no signature of one",
            zh: "有企业的代码签名，却没有企业对安装包的签名"
        }
    }
}

/// The extension of a certificate that may sign other developers' packages again.
const MAY_SIGN_AGAIN: Oid<'_> = oid::HUAWEI_SIGNS_AGAIN;
/// The issuer of developers' certificates.
const DEVELOPER_RELATIONS: &[(&str, &str)] = &[
    ("C", "CN"),
    ("O", "Huawei"),
    ("OU", "Huawei CBG"),
    ("CN", "Huawei CBG Developer Relations CA G2"),
];
/// The types of distribution to an enterprise's own devices.
const TYPES: [&str; 3] = ["enterprise", "enterprise_normal", "enterprise_mdm"];

/// Why the signature of an enterprise does not count. `None` where it does.
pub(crate) fn objection(
    distribution: Option<&str>,
    signer: &Certificate,
    chain: &Outcome,
) -> Option<NotEnterprise> {
    if !distribution.is_some_and(|it| TYPES.contains(&it)) {
        Some(NotEnterprise::OtherProfile)
    } else if !signer.has_extension(MAY_SIGN_AGAIN) {
        Some(NotEnterprise::OtherCertificate)
    } else if !signer.issuer().is_just(DEVELOPER_RELATIONS) || chain.length != NAMED_LENGTH {
        Some(NotEnterprise::OtherIssuer)
    } else if !chain.is_trusted {
        Some(NotEnterprise::Chain)
    } else {
        None
    }
}

/// What code signatures of an enterprise without its signature are.
pub(crate) const CODE_ALONE: NotEnterprise = NotEnterprise::CodeAlone;
