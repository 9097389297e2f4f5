//! The second signature that an enterprise puts around a package.
//!
//! OpenHarmony `HapVerifyV2::VerifyEnterpriseResignBlocks` and `EnterpriseResignMgr::Verify`. It is
//! not covered by the package's own signature: anybody can put one there.

use super::chain::Outcome;
use super::profile_signer::NAMED_LENGTH;
use crate::encoding::asn1::Oid;
use crate::pki::oid;
use crate::pki::x509::Certificate;

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
) -> Option<&'static str> {
    if !distribution.is_some_and(|it| TYPES.contains(&it)) {
        Some("the profile is for no enterprise")
    } else if !signer.has_extension(MAY_SIGN_AGAIN) {
        Some("its certificate is none for signing again")
    } else if !signer.issuer().is_just(DEVELOPER_RELATIONS) || chain.length != NAMED_LENGTH {
        Some("its certificate was not issued to a developer by Huawei")
    } else if !chain.is_trusted {
        Some("its chain ends at no root that is trusted, or was not valid")
    } else {
        None
    }
}

/// What code signatures of an enterprise without its signature are.
pub(crate) const CODE_ALONE: &str =
    "there are code signatures of an enterprise, and no signature of one";
