//! APK Signature Scheme v2.
//!
//! source.android.com, "APK Signature Scheme v2"; apksig's `V2SchemeVerifier`.

use super::scheme::{Context, SchemeSigners};
use super::signer_record::{Layout, SignerRecord, VerifiedSigner, records};
use crate::android::platform;
use crate::encoding::bytes::Bytes;
use crate::report::issue::SignaturePart;
use crate::report::{Finding, Scheme, SdkRange, issue};
use crate::say::Id32;

/// The most signers that platforms accept.
const MAX_SIGNERS: u64 = 10;

mod attribute {
    /// The id of a newer scheme with which the package was signed as well.
    pub(crate) const STRIPPING_PROTECTION: u32 = 0xbeef_f00d;
}

/// Verifies the block's signers, all of which must be good. Content is not looked at.
pub(crate) fn verify(block: &[u8], context: &Context<'_>) -> SchemeSigners {
    let mut outcome = SchemeSigners::new(Scheme::V2);
    let limit = context.signers.at_most(MAX_SIGNERS);
    let records = match records(block) {
        Ok(records) if records.len() > limit.count() => {
            outcome.fail(Finding::new(issue::Signature::TooManySigners { limit }).about("v2"));
            return outcome;
        }
        Ok(records) => records,
        Err(finding) => {
            outcome.fail(finding.about("v2"));
            return outcome;
        }
    };
    let range = SdkRange { min: context.range.min.max(platform::V2), max: context.range.max };
    for (record, number) in records.into_iter().zip(1..) {
        outcome.add_signer(number, |subject, findings| {
            signer(record, subject, range, context, findings)
        });
    }
    outcome
}

fn signer(
    record: Bytes<'_>,
    subject: &str,
    range: SdkRange,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Result<VerifiedSigner, Finding> {
    let record = SignerRecord::read(record, Layout::V2)?;
    let (signer, attributes) = record.verify(subject, range, findings, context.work)?;
    if signer.certificate.public_key().algorithm().is_ml_dsa() {
        return Err(Finding::new(issue::Rotation::PostQuantumAlone));
    }
    for (id, value) in attributes {
        match id {
            attribute::STRIPPING_PROTECTION => newer_scheme(value, context, findings)?,
            _ => findings.push(Finding::new(issue::Signature::UnknownAttribute { id: Id32(id) })),
        }
    }
    Ok(signer)
}

/// That the scheme named is there, where a platform in the range would look for it.
fn newer_scheme(
    value: &[u8],
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Result<(), Finding> {
    let id = Bytes::new(value).u32();
    let id = id.ok_or_else(|| {
        Finding::new(issue::Signature::MalformedSignature {
            part: SignaturePart::StrippingProtection,
        })
    })?;
    if !context.supports(id) {
        findings.push(Finding::new(issue::Signature::UnknownSchemeId { id }));
    } else if !context.found.contains(&id) {
        return Err(Finding::new(issue::Signature::NewerSchemeStripped {
            scheme: format!("v{id}"),
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::android::signing::v3;
    use crate::crypto::budget::Work;
    use crate::limits::Limits;
    use crate::report::Code;
    use crate::report::Language;

    #[test]
    fn signers_are_counted() {
        let range = SdkRange { min: 24, max: SdkRange::NO_MAXIMUM };
        let block =
            |count: usize| [&((count * 4) as u32).to_le_bytes()[..], &vec![0; count * 4]].concat();
        type Verify = fn(&[u8], &Context<'_>) -> SchemeSigners;
        let v3: Verify = |block, context| v3::verify_v3(block, context, v3::Newer::default());
        let v31: Verify = |block, context| v3::verify_v31(block, context, v3::Newer::default());
        for (name, check, limit, most) in [
            ("v2", verify as Verify, 32, 10),
            ("v2, fewer", verify, 3, 3),
            ("v3", v3, 32, 32),
            ("v3, more", v3, 40, 40),
            ("v3.1", v31, 32, 32),
        ] {
            let signers = Limits::default().with_signers(limit).signers();
            let outcome = |count| {
                check(
                    &block(count),
                    &Context { range, found: &[], signers, work: &Work::default() },
                )
                .findings
                .pop()
                .unwrap()
            };
            assert_eq!(outcome(most).code, Code::MalformedSignature, "{name}");
            let refused = outcome(most + 1);
            assert_eq!(refused.code, Code::TooManySigners, "{name}");
            let message = refused.message(Language::English);
            assert!(message.contains(&format!("than {most} (signers)")), "{name}: {message}");
        }
    }
}
