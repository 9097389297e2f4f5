//! APK Signature Scheme v3 and v3.1.
//!
//! source.android.com, "APK Signature Scheme v3" and "v3.1"; apksig's `V3SchemeVerifier`. Both have
//! one layout, as has v3.2 ([`super::v32`]); v3.1 stands in its own block and is for platforms from
//! a certain version on (rotation that targets it).

use super::lineage::Lineage;
use super::malformed;
use super::scheme::{Context, SchemeSigners};
use super::signer_record::{Layout, SignerRecord, VerifiedSigner, records};
use crate::android::platform;
use crate::encoding::bytes::Bytes;
use crate::report::issue::SignaturePart;
use crate::report::{Finding, Scheme, SdkRange, issue};
use crate::say::Id32;

mod attribute {
    /// The lineage.
    pub(crate) const PROOF_OF_ROTATION: u32 = 0x3ba0_6f8c;
    /// In v3: from which platform on a v3.1 signature counts.
    pub(crate) const ROTATION_MIN_SDK: u32 = 0x559f_8b02;
    /// From and up to which platform on a v3.2 signature counts.
    pub(crate) const HYBRID_MIN_SDK: u32 = 0xbf94_0529;
    pub(crate) const HYBRID_MAX_SDK: u32 = 0x9f06_b79c;
    /// In v3.1 and v3.2: the signer is for a platform in development.
    pub(crate) const TARGETS_DEV_RELEASE: u32 = 0xc2a6_b3ba;
}

/// What is known of the newer signatures beside one, and what is asked of it.
pub(crate) struct Rules<'a> {
    scheme: Scheme,
    context: &'a Context<'a>,
    /// Beside v3: from which platform on a v3.1 signature names its signers.
    rotation_min_sdk: Option<u32>,
    /// The platforms that a v3.2 signature names.
    hybrid: Option<SdkRange>,
}

impl<'a> Rules<'a> {
    /// Those of a scheme with no newer one beside it.
    pub(crate) fn alone(scheme: Scheme, context: &'a Context<'a>) -> Self {
        Self { scheme, context, rotation_min_sdk: None, hybrid: None }
    }
}

/// The newer signatures of a package, which say from where on the older ones are not asked.
#[derive(Clone, Copy, Default)]
pub(crate) struct Newer<'a> {
    pub(crate) v31: Option<&'a SchemeSigners>,
    pub(crate) v32: Option<&'a SchemeSigners>,
}

impl Newer<'_> {
    /// The last platform in `range` that a signature below v3.2 must cover.
    fn last_below_v32(self, range: SdkRange) -> u32 {
        match self.v32.and_then(SchemeSigners::hybrid_range) {
            // Where v3.2 ends, platforms go on to the older schemes.
            Some(hybrid) if hybrid.max >= range.max => range.max.min(hybrid.min.saturating_sub(1)),
            _ => range.max,
        }
    }

    /// The last platform in `range` that v3 must cover: every one that does not know v3.1, whatever
    /// that says.
    fn last_below_v31(self, range: SdkRange) -> u32 {
        let first = self.v31.and_then(SchemeSigners::counts_from);
        let below = first.map(|first| first.saturating_sub(1).max(platform::S_V2));
        self.last_below_v32(range).min(below.unwrap_or(u32::MAX))
    }

    fn hybrid(self) -> Option<SdkRange> {
        self.v32.and_then(|v32| v32.signers.first()).and_then(|signer| signer.sdk)
    }
}

/// Verifies the signers of a v3.1 block. Content is not looked at.
pub(crate) fn verify_v31(block: &[u8], context: &Context<'_>, newer: Newer<'_>) -> SchemeSigners {
    let rules = Rules { hybrid: newer.hybrid(), ..Rules::alone(Scheme::V31, context) };
    let mut outcome = verify_signers(block, &rules);
    // The block begins where it begins: platforms below go by v3.
    outcome.check_ranges(None, newer.last_below_v32(context.range));
    outcome
}

/// Verifies the signers of a v3 block.
pub(crate) fn verify_v3(block: &[u8], context: &Context<'_>, newer: Newer<'_>) -> SchemeSigners {
    let rotation_min_sdk = newer.v31.and_then(SchemeSigners::first_sdk);
    let hybrid = newer.hybrid();
    let rules = Rules { scheme: Scheme::V3, context, rotation_min_sdk, hybrid };
    let mut outcome = verify_signers(block, &rules);
    let min = context.range.min.max(platform::V3);
    outcome.check_ranges(Some(min), newer.last_below_v31(context.range));
    outcome
}

pub(crate) fn verify_signers(block: &[u8], rules: &Rules<'_>) -> SchemeSigners {
    let mut outcome = SchemeSigners::new(rules.scheme);
    match records(block) {
        // Platforms set no limit.
        Ok(records) if records.len() > rules.context.signers.count() => {
            let finding =
                Finding::new(issue::Signature::TooManySigners { limit: rules.context.signers })
                    .about(rules.scheme.as_str());
            outcome.fail(finding);
        }
        Ok(records) => {
            for (record, number) in records.into_iter().zip(1..) {
                outcome.add_signer(number, |subject, findings| {
                    signer(record, subject, rules, findings)
                });
            }
        }
        Err(finding) => outcome.fail(finding.about(rules.scheme.as_str())),
    }
    outcome
}

fn signer(
    record: Bytes<'_>,
    subject: &str,
    rules: &Rules<'_>,
    findings: &mut Vec<Finding>,
) -> Result<VerifiedSigner, Finding> {
    let record = SignerRecord::read(record, Layout::V3)?;
    let mut range = record.sdk().ok_or_else(|| malformed(SignaturePart::SdkRange))?;
    if rules.scheme == Scheme::V32 {
        // One for a platform in development names the release before it, which does not know the
        // scheme.
        range.min = range.min.max(platform::V32);
    }
    let (mut signer, attributes) = record.verify(subject, range, findings, rules.context.work)?;
    if rules.scheme != Scheme::V32 && signer.certificate.public_key().algorithm().is_ml_dsa() {
        return Err(Finding::new(issue::Rotation::PostQuantumAlone));
    }
    let mut named = Named::default();
    for (id, value) in attributes {
        match id {
            attribute::PROOF_OF_ROTATION if signer.lineage.is_some() => {
                return Err(Finding::new(issue::Rotation::LineageRepeated));
            }
            attribute::PROOF_OF_ROTATION => {
                let lineage = Lineage::read(value, rules.context.work)?;
                lineage.ends_with(&signer.certificate)?;
                signer.lineage = Some(lineage);
            }
            attribute::ROTATION_MIN_SDK => name(&mut named.rotation_min_sdk, value)?,
            attribute::HYBRID_MIN_SDK if rules.scheme != Scheme::V32 => {
                name(&mut named.hybrid_min_sdk, value)?;
            }
            attribute::HYBRID_MAX_SDK if rules.scheme != Scheme::V32 => {
                name(&mut named.hybrid_max_sdk, value)?;
            }
            attribute::TARGETS_DEV_RELEASE if rules.scheme != Scheme::V3 => {
                signer.targets_dev_release = true;
            }
            attribute::TARGETS_DEV_RELEASE => {
                findings.push(Finding::new(issue::Rotation::DevReleaseInV3))
            }
            _ => findings.push(Finding::new(issue::Signature::UnknownAttribute { id: Id32(id) })),
        }
    }
    rules.check_rotation(&named, findings)?;
    rules.check_hybrid(&named, findings)?;
    Ok(signer)
}

/// The platforms that a signer's attributes name for newer signatures, which protects those from
/// removal.
#[derive(Default)]
struct Named {
    rotation_min_sdk: Option<u32>,
    hybrid_min_sdk: Option<u32>,
    hybrid_max_sdk: Option<u32>,
}

/// Takes the platform that an attribute names. One that is repeated must name the same.
fn name(named: &mut Option<u32>, value: &[u8]) -> Result<(), Finding> {
    let platform = Bytes::new(value).u32().filter(|&it| named.is_none_or(|known| known == it));
    *named = Some(platform.ok_or_else(|| malformed(SignaturePart::RotationSdk))?);
    Ok(())
}

impl Rules<'_> {
    /// That a v3.1 signature begins where the v3 signature says. Platforms before Android 13 do not
    /// ask.
    fn check_rotation(&self, named: &Named, findings: &mut Vec<Finding>) -> Result<(), Finding> {
        let asks = self.context.range.max >= platform::V31;
        match (named.rotation_min_sdk, self.rotation_min_sdk) {
            (Some(named), None) if asks => {
                Err(Finding::new(issue::Rotation::V31Missing { min: named }))
            }
            (Some(named), Some(min)) if asks && named != min => {
                Err(Finding::new(issue::Rotation::RotationMinSdkMismatch { named, own: min }))
            }
            (None, Some(_)) => {
                findings.push(Finding::new(issue::Rotation::RotationMinSdkMissing));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// That a v3.2 signature is there and for the platforms that this one says. Platforms before
    /// Android 17 do not ask.
    fn check_hybrid(&self, named: &Named, findings: &mut Vec<Finding>) -> Result<(), Finding> {
        if self.scheme == Scheme::V32 || self.context.range.max < platform::V32 {
            return Ok(());
        }
        match (named.hybrid_min_sdk, named.hybrid_max_sdk, self.hybrid) {
            (None, None, None) => Ok(()),
            (None, None, Some(_)) => {
                findings.push(Finding::new(issue::Rotation::HybridSdkMissing));
                Ok(())
            }
            (Some(min), _, None) => Err(Finding::new(issue::Rotation::V32Missing { min })),
            (Some(min), max, Some(hybrid))
                if min == hybrid.min && max.is_none_or(|it| it == hybrid.max) =>
            {
                Ok(())
            }
            (min, max, _) => {
                let text =
                    |sdk: Option<u32>| sdk.map_or_else(|| "?".to_owned(), |sdk| sdk.to_string());
                Err(Finding::new(issue::Rotation::HybridSdkMismatch {
                    min: text(min),
                    max: text(max),
                }))
            }
        }
    }
}

impl SchemeSigners {
    /// That the signers, put in order, cover the platforms from `min` (or wherever they begin) to
    /// `max`, each by one signer, and that their lineages grow. Keeps the signers in that order.
    fn check_ranges(&mut self, min: Option<u32>, max: u32) {
        if self.failed {
            return;
        }
        self.signers.sort_by_key(|signer| signer.sdk.map_or(0, |sdk| sdk.max));
        if let Err(finding) = consistent_ranges(&self.signers, min, max) {
            self.fail(finding.about(self.scheme.as_str()));
            return;
        }
        let lineages = self.signers.iter().filter_map(|signer| signer.lineage.as_ref());
        if let Err(finding) = Lineage::consolidate(lineages) {
            self.fail(finding.about(self.scheme.as_str()));
        }
    }
}

fn consistent_ranges(
    signers: &[VerifiedSigner],
    min: Option<u32>,
    max: u32,
) -> Result<(), Finding> {
    let mut covered: Option<SdkRange> = None;
    let mut lineage_length = 0;
    for signer in signers {
        let Some(sdk) = signer.sdk else { continue };
        covered = Some(match covered {
            None => sdk,
            Some(before) => {
                // A platform in development goes by the version of the release before it.
                let shares_last = signer.targets_dev_release && sdk.min == before.max;
                if sdk.min != before.max.saturating_add(1) && !shares_last {
                    return Err(Finding::new(issue::Rotation::InconsistentSdkRanges));
                }
                SdkRange { min: before.min, max: sdk.max }
            }
        });
        if let Some(lineage) = &signer.lineage {
            if lineage.len() < lineage_length {
                return Err(Finding::new(issue::Rotation::InconsistentLineages));
            }
            lineage_length = lineage.len();
        }
    }
    let covered = covered.ok_or_else(|| Finding::new(issue::Signature::NoSigners))?;
    if covered.min > min.unwrap_or(covered.min) || covered.max < max {
        let wanted = SdkRange { min: min.unwrap_or(covered.min), max };
        return Err(Finding::new(issue::Rotation::SdkRangeNotCovered {
            wanted,
            covered: covered.to_string(),
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::pki::x509::Certificate;
    use crate::report::Code;

    fn signer(min: u32, max: u32, targets_dev_release: bool) -> VerifiedSigner {
        let certificate = include_bytes!("../../../fixtures/keys/first.cert.der");
        VerifiedSigner {
            subject: "v3 signer".to_owned(),
            certificate: Certificate::from_der(certificate).unwrap(),
            sdk: Some(SdkRange { min, max }),
            digests: Vec::new(),
            verified_digests: BTreeSet::new(),
            lineage: None,
            targets_dev_release,
        }
    }

    #[test]
    fn signers_cover_the_range_one_behind_the_other() {
        const FOREVER: u32 = SdkRange::NO_MAXIMUM;
        for (name, signers, min, max, want) in [
            ("one for all", vec![signer(28, FOREVER, false)], Some(28), FOREVER, None),
            (
                "begins too late",
                vec![signer(29, FOREVER, false)],
                Some(28),
                FOREVER,
                Some(Code::SdkRangeNotCovered),
            ),
            (
                "ends too early",
                vec![signer(28, 32, false)],
                Some(28),
                FOREVER,
                Some(Code::SdkRangeNotCovered),
            ),
            ("ends where v3.1 begins", vec![signer(28, 32, false)], Some(28), 32, None),
            (
                "two",
                vec![signer(28, 30, false), signer(31, FOREVER, false)],
                Some(28),
                FOREVER,
                None,
            ),
            (
                "gap",
                vec![signer(28, 30, false), signer(32, FOREVER, false)],
                Some(28),
                FOREVER,
                Some(Code::InconsistentSdkRanges),
            ),
            (
                "overlap",
                vec![signer(28, 31, false), signer(31, FOREVER, false)],
                Some(28),
                FOREVER,
                Some(Code::InconsistentSdkRanges),
            ),
            (
                "development release",
                vec![signer(28, 33, false), signer(33, FOREVER, true)],
                Some(28),
                FOREVER,
                None,
            ),
            ("v3.1 begins anywhere", vec![signer(35, FOREVER, false)], None, FOREVER, None),
            ("none", vec![], Some(28), FOREVER, Some(Code::NoSigners)),
        ] {
            let outcome = consistent_ranges(&signers, min, max);
            assert_eq!(outcome.err().map(|finding| finding.code), want, "{name}");
        }
    }
}
