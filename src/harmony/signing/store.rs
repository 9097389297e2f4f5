//! Whether a store signed the package again.

use super::chain::Outcome;
use super::profile_signer::{HUAWEI_SIGNING_AUTHORITY, NAMED_LENGTH, is_app_gallery};
use crate::pki::x509::Certificate;
use crate::report::Chain;

/// Whether a signer is AppGallery (OpenHarmony `TrustedSourceManager::MatchTrustedSource`, and
/// `trusted_apps_sources.json`): its name, its issuer's name and the length of the chain are just
/// those, below Huawei's root. Below a root that was asked to be trusted the issuer is named as it
/// likes: trust in a root covers what it issues.
pub(crate) fn is_store(signer: &Certificate, chain: &Outcome) -> bool {
    let is_named = is_app_gallery(signer.subject(), "HOS AppGallery Application Release");
    let is_issuer =
        chain.chain != Chain::Huawei || signer.issuer().is_just(HUAWEI_SIGNING_AUTHORITY);
    chain.is_trusted && chain.length == NAMED_LENGTH && is_named && is_issuer
}
