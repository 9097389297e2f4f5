//! What the verifiers of the schemes that live in the APK Signing Block are told, and what they
//! give.

use super::block::id;
use super::lineage::Lineage;
use super::signer_record::{Layout, VerifiedSigner};
use crate::android::platform;
use crate::crypto::budget::Work;
use crate::limits::Limit;
use crate::report::{Finding, Scheme, SdkRange};

/// A scheme that lives in the signing block.
#[derive(Debug)]
pub(crate) struct BlockScheme {
    pub(crate) scheme: Scheme,
    /// The id of its pair in the block.
    pub(crate) pair: u32,
    pub(crate) layout: Layout,
    /// The first platform that verifies it.
    pub(crate) since: u32,
    /// The number by which other signatures name it.
    pub(crate) number: u32,
}

/// The schemes of the signing block, newest first: the order in which platforms look for them.
pub(crate) const BLOCK_SCHEMES: [BlockScheme; 4] = [
    BlockScheme {
        scheme: Scheme::V32,
        pair: id::V32,
        layout: Layout::V3,
        since: platform::V32,
        number: 32,
    },
    BlockScheme {
        scheme: Scheme::V31,
        pair: id::V31,
        layout: Layout::V3,
        since: platform::V31,
        number: 31,
    },
    BlockScheme {
        scheme: Scheme::V3,
        pair: id::V3,
        layout: Layout::V3,
        since: platform::V3,
        number: 3,
    },
    BlockScheme {
        scheme: Scheme::V2,
        pair: id::V2,
        layout: Layout::V2,
        since: platform::V2,
        number: 2,
    },
];

/// How many findings beside errors are made of one signer: a block has room for thousands of
/// unknown attributes.
const MAX_NOTES: usize = 32;

/// What a scheme's verifier is told.
pub(crate) struct Context<'a> {
    /// The platforms that the verdict is to speak of.
    pub(crate) range: SdkRange,
    /// The ids of the schemes with blocks that were found.
    pub(crate) found: &'a [u32],
    /// The most signers of one scheme that are verified.
    pub(crate) signers: Limit,
    /// What verifying may still cost.
    pub(crate) work: &'a Work,
}

impl Context<'_> {
    /// Whether some platform in the range looks for the scheme of that id (as v1 and v2 name them).
    pub(crate) fn supports(&self, scheme_id: u32) -> bool {
        let named = [Scheme::V2, Scheme::V3];
        let of_id = |it: &&BlockScheme| it.number == scheme_id && named.contains(&it.scheme);
        BLOCK_SCHEMES.iter().find(of_id).is_some_and(|it| self.range.max >= it.since)
    }
}

/// The outcome of one scheme.
#[derive(Debug)]
pub(crate) struct SchemeSigners {
    pub(crate) scheme: Scheme,
    /// Those that verified; with v3 in the order of the platforms that they are for.
    pub(crate) signers: Vec<VerifiedSigner>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) failed: bool,
}

impl SchemeSigners {
    pub(crate) fn new(scheme: Scheme) -> Self {
        Self { scheme, signers: Vec::new(), findings: Vec::new(), failed: false }
    }

    /// Notes why the scheme does not verify.
    pub(crate) fn fail(&mut self, finding: Finding) {
        self.failed = true;
        self.findings.push(finding);
    }

    /// Adds a signer if `verify` finds it good. After a bad one no other is looked at: the scheme
    /// has failed.
    pub(crate) fn add_signer(
        &mut self,
        number: usize,
        verify: impl FnOnce(&str, &mut Vec<Finding>) -> Result<VerifiedSigner, Finding>,
    ) {
        if self.failed {
            return;
        }
        let subject = format!("{} signer {number}", self.scheme);
        let mut findings = Vec::new();
        match verify(&subject, &mut findings) {
            Ok(signer) => self.signers.push(signer),
            Err(finding) => {
                self.failed = true;
                findings.truncate(MAX_NOTES);
                findings.push(finding);
            }
        }
        findings.truncate(MAX_NOTES.saturating_add(1));
        self.findings.extend(findings.into_iter().map(|finding| finding.about(subject.as_str())));
    }

    /// The first platform that the signers name.
    pub(crate) fn first_sdk(&self) -> Option<u32> {
        self.signers.iter().filter_map(|signer| signer.sdk).map(|sdk| sdk.min).min()
    }

    /// The first platform on which one of them counts.
    pub(crate) fn counts_from(&self) -> Option<u32> {
        self.signers.iter().filter_map(VerifiedSigner::counts_from).min()
    }

    /// The lineage that the signers share, where one shows any; of a hybrid the classical signer's.
    pub(crate) fn lineage(&self) -> Option<&Lineage> {
        if self.scheme == Scheme::V32 {
            return self.classical()?.lineage.as_ref();
        }
        let lineages = self.signers.iter().filter_map(|signer| signer.lineage.as_ref());
        Lineage::consolidate(lineages).ok().flatten()
    }

    /// The signer of a hybrid that is filed: no form takes a post-quantum key.
    pub(crate) fn classical(&self) -> Option<&VerifiedSigner> {
        self.signers.iter().find(|signer| !signer.certificate.public_key().algorithm().is_ml_dsa())
    }

    /// The platforms that a hybrid counts on.
    pub(crate) fn hybrid_range(&self) -> Option<SdkRange> {
        let first = self.signers.first()?;
        first.sdk.map(|sdk| SdkRange { min: first.counts_from().unwrap_or(sdk.min), ..sdk })
    }
}

/// The number by which signatures name a scheme, where they can.
pub(crate) fn number(scheme: Scheme) -> Option<u32> {
    if scheme == Scheme::V1 {
        return Some(1);
    }
    BLOCK_SCHEMES.iter().find(|it| it.scheme == scheme).map(|it| it.number)
}
