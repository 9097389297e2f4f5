//! What stands beside the signer in a HarmonyOS package's signing block.

use super::signing::block;
use super::signing::block::{Found, Kind};
use crate::pki::cms::SignedData;
use crate::pki::x509::Certificate;
use crate::source::unread::Unread;
use crate::zip::Archive;

/// The certificates in the signatures of the package and its profile, nothing of which is verified
/// here.
pub(crate) fn signing_block(archive: &Archive<'_>) -> Result<Vec<Certificate>, Unread> {
    let Found::Block(block) = block::find(archive)? else { return Ok(Vec::new()) };
    let kinds = [Kind::Signature, Kind::EnterpriseSignature, Kind::Profile];
    let values = kinds.iter().filter_map(|kind| block.value(*kind));
    Ok(values.flat_map(SignedData::readable_certificates).collect())
}
