//! What the signatures of one package must say of one another (the last part of apksig's
//! `ApkVerifier.verify`).

use std::collections::BTreeSet;

use super::scheme::SchemeSigners;
use super::v1::JarSigner;
use crate::pki::x509::Certificate;
use crate::report::{Finding, Scheme, SdkRange, issue};

/// Packages for this platform and newer ones need a scheme newer than v1: Android 11.
const TARGET_NEEDS_V2: u32 = 30;

/// What the manifest demands of signatures.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Demands {
    pub(crate) target_sdk: Option<u32>,
    pub(crate) target_sandbox_version: Option<u32>,
}

/// v1 and v2 must have the same signers.
pub(crate) fn v1_and_v2(v1: &[JarSigner], v2: Option<&SchemeSigners>) -> Vec<Finding> {
    let Some(v2) = v2.filter(|_| !v1.is_empty()) else { return Vec::new() };
    let old: BTreeSet<_> = v1.iter().map(|signer| signer.certificate.der()).collect();
    let new: BTreeSet<_> = v2.signers.iter().map(|signer| signer.certificate.der()).collect();
    let differ = |of, from| Finding::new(issue::Signature::SchemeSignersDiffer { of, from });
    let mut findings = Vec::new();
    if !old.is_subset(&new) {
        findings.push(differ(Scheme::V1, Scheme::V2));
    }
    if !new.is_subset(&old) {
        findings.push(differ(Scheme::V2, Scheme::V1));
    }
    findings
}

/// The one signer that older platforms see must be the first of the lineage, or the signer itself.
pub(crate) fn v3_and_older(
    v31: Option<&SchemeSigners>,
    v3: Option<&SchemeSigners>,
    v2: Option<&SchemeSigners>,
    v1: &[JarSigner],
) -> Option<Finding> {
    let v3 = v3?;
    let (scheme, old): (_, Vec<&Certificate>) = match (v1, v2) {
        ([], None) => return None,
        ([], Some(v2)) => {
            (Scheme::V2, v2.signers.iter().map(|signer| &signer.certificate).collect())
        }
        (v1, _) => (Scheme::V1, v1.iter().map(|signer| &signer.certificate).collect()),
    };
    let [old] = old[..] else {
        return Some(Finding::new(issue::Rotation::MultiplePastSigners { scheme }));
    };
    let lineage = v31.and_then(SchemeSigners::lineage).or_else(|| v3.lineage());
    let matches = match (lineage, &v3.signers[..]) {
        (Some(lineage), _) => lineage.begins_with(old),
        (None, [only]) => only.certificate == *old,
        (None, _) => false,
    };
    (!matches).then(|| Finding::new(issue::Rotation::PastSignerMismatch))
}

/// What the target platform demands.
pub(crate) fn target_sdk(
    demands: Demands,
    range: SdkRange,
    verified: &BTreeSet<Scheme>,
) -> Option<Finding> {
    let target =
        demands.target_sdk.filter(|target| (TARGET_NEEDS_V2..=range.max).contains(target))?;
    let newer = [Scheme::V2, Scheme::V3, Scheme::V31, Scheme::V32]
        .iter()
        .any(|scheme| verified.contains(scheme));
    (!newer).then(|| Finding::new(issue::Signature::TargetSdkNeedsV2 { target }))
}
