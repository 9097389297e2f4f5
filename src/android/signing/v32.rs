//! APK Signature Scheme v3.2: the hybrid of Android 17, a classical signer and a post-quantum one.
//!
//! The block is laid out as one of v3. Its two signers are for one range of platforms, and both
//! must be good; where the signer was rotated, both show one history, and differ in its last
//! certificate only (apksig's `V32SchemeVerifier`).

use super::scheme::{Context, SchemeSigners};
use super::signer_record::VerifiedSigner;
use super::v3;
use super::v3::Rules;
use crate::pki::x509::{KeyAlgorithm, MlDsaLevel, PublicKey};
use crate::report::{Finding, Scheme, issue};
use crate::say::said;

said! {
    /// Why two signers are no hybrid.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum HybridFault {
        NotTwo => { en: "it does not have exactly two signers", zh: "签名者不是恰好两个" }
        Kinds => {
            en: "its signers are not a classical and a post-quantum one",
            zh: "签名者不是一个传统、一个后量子"
        }
        Platforms => {
            en: "its two signers are for different platforms",
            zh: "两个签名者针对的系统版本不同"
        }
        Lineages => {
            en: "its two signers have different lineages",
            zh: "两个签名者的轮换记录不同"
        }
    }
}

/// Whether a key is one that platforms take for a post-quantum signer's: ML-DSA of the two higher
/// levels.
pub(crate) fn is_post_quantum(key: &PublicKey) -> bool {
    use MlDsaLevel::{MlDsa65, MlDsa87};
    matches!(key.algorithm(), KeyAlgorithm::MlDsa(MlDsa65 | MlDsa87))
}

/// Verifies the block's signers. Content is not looked at.
pub(crate) fn verify(block: &[u8], context: &Context<'_>) -> SchemeSigners {
    let mut outcome = v3::verify_signers(block, &Rules::alone(Scheme::V32, context));
    if !outcome.failed
        && let Err(finding) = check_pair(&outcome.signers)
    {
        outcome.fail(finding.about(Scheme::V32.as_str()));
    }
    outcome
}

/// That the signers are one classical and one post-quantum, for the same platforms and of the same
/// history.
fn check_pair(signers: &[VerifiedSigner]) -> Result<(), Finding> {
    let bad =
        |why: HybridFault| Finding::new(issue::Rotation::HybridSignersBad { why: why.into() });
    let [first, second] = signers else { return Err(bad(HybridFault::NotTwo)) };
    let is_pair = match [first, second].map(|signer| signer.certificate.public_key()) {
        [one, other] if one.algorithm().is_ml_dsa() => {
            is_post_quantum(one) && !other.algorithm().is_ml_dsa()
        }
        [_, other] => is_post_quantum(other),
    };
    if !is_pair {
        return Err(bad(HybridFault::Kinds));
    }
    if first.sdk != second.sdk || first.targets_dev_release != second.targets_dev_release {
        return Err(bad(HybridFault::Platforms));
    }
    let is_one_history = match (&first.lineage, &second.lineage) {
        (None, None) => true,
        (Some(one), Some(other)) => one.differs_in_last_only(other),
        _ => false,
    };
    if is_one_history { Ok(()) } else { Err(bad(HybridFault::Lineages)) }
}
