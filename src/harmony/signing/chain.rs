//! Whose certificate a signer of a HarmonyOS package has: the chain to a root, at the time of
//! signing.
//!
//! OpenHarmony `security_appverify`, `HapVerifyOpensslUtils::VerifyCertChain`; and what that does
//! not ask, RFC 5280: whether an issuer may issue. Integrity and trust are apart: any tool can make
//! a chain of his own, and the key of one well-known root is public.

use std::cmp::Reverse;

use super::cms_signer::CmsSigner;
use super::revocation;
use super::revocation::Revocation;
use super::root::{KNOWN_ROOTS, is_below_test_root};
use crate::crypto::budget::Work;
use crate::pki;
use crate::pki::Path;
use crate::pki::chain::is_signed_by;
use crate::pki::x509::{Certificate, PublicKey, Time};
use crate::report::{Chain, Finding, issue};

/// Where a chain ends, and what to say of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) chain: Chain,
    /// Whether the root is one that was asked to be trusted, or Huawei's.
    pub(crate) is_trusted: bool,
    pub(crate) findings: Vec<Finding>,
    /// The root's key. `None` where the chain ends nowhere.
    pub(crate) root_key: Option<PublicKey>,
    /// How many certificates the chain has, with its root.
    pub(crate) length: usize,
}

impl Outcome {
    /// Whether an issuer vouches for the bytes of the signer's certificate.
    pub(crate) fn is_proven(&self) -> bool {
        self.chain != Chain::Incomplete
    }
}

/// Builds the chain of the signer from the certificates beside it.
pub(crate) fn check(signer: &CmsSigner, trusted: &[Certificate], work: &Work) -> Outcome {
    let others = signer.certificates.iter().chain(trusted);
    let paths = pki::reachable(&signer.certificate, others, work);
    let mut ends: Vec<End> = paths.iter().filter_map(|path| End::of(path, trusted, work)).collect();
    // Of equals the shortest, which stands before the others; and where an authority is trusted
    // besides its root, the root.
    ends.sort_by_key(|end| {
        let trusted_length = if end.kind == Kind::Trusted { end.length } else { 0 };
        (end.kind, !end.covers(&signer.signing_times), Reverse(trusted_length))
    });
    let Some(end) = ends.first() else {
        return incomplete(&paths);
    };
    let (chain, is_trusted) = end.kind.meaning();
    let outcome = |chain, is_trusted, issue: Option<issue::Harmony>| Outcome {
        chain,
        is_trusted,
        findings: issue.into_iter().map(Finding::new).collect(),
        root_key: Some(end.root_key.clone()),
        length: end.length,
    };
    match end.revocation(signer, work) {
        Revocation::Revoked => {
            return outcome(Chain::Revoked, false, Some(issue::Harmony::ChainRevoked));
        }
        Revocation::Unverifiable => {
            return outcome(Chain::Revoked, false, Some(issue::Harmony::RevocationListBad));
        }
        Revocation::None => {}
    }
    if !end.covers(&signer.signing_times) {
        return outcome(Chain::Expired, false, Some(issue::Harmony::ChainExpired));
    }
    let issue = match end.kind {
        Kind::Trusted | Kind::Huawei => None,
        Kind::Community => Some(issue::Harmony::ChainPublicRoot),
        Kind::Test => Some(issue::Harmony::ChainTestRoot),
        Kind::Unknown => Some(issue::Harmony::ChainUnknownRoot),
    };
    outcome(chain, is_trusted, issue)
}

/// The outcome where no path ends at a root.
fn incomplete(paths: &[Path]) -> Outcome {
    let is_test = paths.iter().filter_map(Path::last).any(is_below_test_root);
    let issues =
        [Some(issue::Harmony::ChainIncomplete), is_test.then_some(issue::Harmony::ChainTestRoot)];
    Outcome {
        chain: Chain::Incomplete,
        is_trusted: false,
        findings: issues.into_iter().flatten().map(Finding::new).collect(),
        root_key: None,
        length: paths.iter().map(|path| path.certificates().len()).max().unwrap_or_default(),
    }
}

/// What a path ends at. Of several the first in this order counts: so no chain becomes
/// a worse one by what is added beside the signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// At Huawei's root.
    Huawei,
    /// At a root that was asked to be trusted.
    Trusted,
    /// At the community's root, with a published private key.
    Community,
    /// At Huawei's test root.
    Test,
    /// At another certificate that signed itself.
    Unknown,
}

impl Kind {
    /// What it is called, and whether it is trusted.
    fn meaning(self) -> (Chain, bool) {
        match self {
            Self::Trusted => (Chain::Other, true),
            Self::Huawei => (Chain::Huawei, true),
            Self::Community => (Chain::OpenHarmonyCommunity, false),
            Self::Test | Self::Unknown => (Chain::Other, false),
        }
    }
}

/// A path that ends at a root.
#[derive(Debug)]
struct End {
    kind: Kind,
    root_key: PublicKey,
    /// The certificates that must be valid: all but the root's.
    below_root: Vec<Certificate>,
    /// The key of the leaf's issuer.
    issuer_key: PublicKey,
    length: usize,
}

impl End {
    fn of(path: &Path, trusted: &[Certificate], work: &Work) -> Option<Self> {
        let last = path.last()?;
        // What is known of a root holds whatever was asked for.
        for root in &KNOWN_ROOTS {
            let kind = if root.is_huawei { Kind::Huawei } else { Kind::Community };
            if root.is(last) {
                return Self::at(kind, path);
            }
            if root.signed(last, work) {
                return Self::below(kind, path, root.public_key()?);
            }
        }
        if trusted.contains(last) {
            return Self::at(Kind::Trusted, path);
        }
        let kind = if is_below_test_root(last) { Kind::Test } else { Kind::Unknown };
        // Names do not tell: real developers' certificates bear their issuer's.
        let is_root = path.certificates().len() > 1 && is_signed_by(last, last, work);
        is_root.then(|| Self::at(kind, path)).flatten()
    }

    /// A path that ends with the root.
    fn at(kind: Kind, path: &Path) -> Option<Self> {
        let certificates = path.certificates();
        let (root, below) = certificates.split_last()?;
        Some(Self {
            kind,
            root_key: root.public_key().clone(),
            below_root: if below.is_empty() { certificates } else { below }.to_vec(),
            issuer_key: certificates.get(1).unwrap_or(root).public_key().clone(),
            length: certificates.len(),
        })
    }

    /// A path that ends below a root that does not stand there.
    fn below(kind: Kind, path: &Path, root_key: PublicKey) -> Option<Self> {
        let certificates = path.certificates();
        let issuer_key = certificates.get(1).map_or(&root_key, Certificate::public_key).clone();
        let length = certificates.len().checked_add(1)?;
        Some(Self { kind, root_key, below_root: certificates.to_vec(), issuer_key, length })
    }

    /// Whether every signature was made while each certificate but the root's was valid.
    fn covers(&self, times: &[Option<Time>]) -> bool {
        let is_valid =
            |it: &Certificate, time| (*it.not_before()..=*it.not_after()).contains(&time);
        let covers = |time: &Option<Time>| {
            time.is_some_and(|time| self.below_root.iter().all(|it| is_valid(it, time)))
        };
        !times.is_empty() && times.iter().all(covers)
    }

    fn revocation(&self, signer: &CmsSigner, work: &Work) -> Revocation {
        revocation::check(&signer.revocation_lists, &signer.certificate, &self.issuer_key, work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    const LEAF: &[u8] = include_bytes!("../../../fixtures/keys/h-developer.cert.der");
    const REVOKED: &[u8] = include_bytes!("../../../fixtures/keys/h-other.cert.der");
    const CA: &[u8] = include_bytes!("../../../fixtures/keys/h-ca.cert.der");
    const ROOT: &[u8] = include_bytes!("../../../fixtures/keys/h-root.cert.der");
    /// One that signed itself.
    const ALONE: &[u8] = include_bytes!("../../../fixtures/keys/p384.cert.der");
    /// The authority's list, which names [`REVOKED`].
    const LIST: &[u8] = include_bytes!("../../../fixtures/keys/h-ca.crl.der");
    /// Within the validity of all of them, before it and behind it: 2027, 2026-01, 2080.
    const WHILE: i64 = 1_800_000_000;
    const BEFORE: i64 = 1_767_225_600;
    const BEHIND: i64 = 3_471_292_800;

    fn certificates(ders: &[&[u8]]) -> Vec<Certificate> {
        ders.iter().map(|der| Certificate::from_der(der).unwrap()).collect()
    }

    fn judge(beside: &[&[u8]], lists: &[&[u8]], time: Option<i64>, trusted: &[&[u8]]) -> Outcome {
        let time = time.map(|seconds| Time::from_unix_seconds(seconds).unwrap());
        let signer = CmsSigner::of(certificates(beside), lists, time);
        check(&signer, &certificates(trusted), &Work::default())
    }

    #[test]
    fn a_chain_ends_in_a_root_and_only_a_known_one_is_trusted() {
        use Chain::{Expired, Incomplete, Other};
        const NOW: Option<i64> = Some(WHILE);
        const UNKNOWN: Option<Code> = Some(Code::ChainUnknownRoot);
        const BROKEN: Option<Code> = Some(Code::ChainIncomplete);
        const LATE: Option<Code> = Some(Code::ChainExpired);
        type Ders = &'static [&'static [u8]];
        type Row = (&'static str, Ders, Option<i64>, Ders, (Chain, bool, Option<Code>));
        let rows: &[Row] = &[
            ("trusted", &[LEAF, CA, ROOT], NOW, &[ROOT], (Other, true, None)),
            ("in another order", &[LEAF, ROOT, CA], NOW, &[ROOT], (Other, true, None)),
            ("not trusted", &[LEAF, CA, ROOT], NOW, &[], (Other, false, UNKNOWN)),
            ("another is trusted", &[LEAF, CA, ROOT], NOW, &[ALONE], (Other, false, UNKNOWN)),
            ("the trusted root is not beside it", &[LEAF, CA], NOW, &[ROOT], (Other, true, None)),
            ("the authority is trusted", &[LEAF, CA], NOW, &[CA], (Other, true, None)),
            (
                "the authority is trusted, the root is there",
                &[LEAF, CA, ROOT],
                NOW,
                &[CA],
                (Other, true, None),
            ),
            ("the trusted are not beside it", &[LEAF], NOW, &[ROOT, CA], (Other, true, None)),
            ("no root", &[LEAF, CA], NOW, &[], (Incomplete, false, BROKEN)),
            ("no authority", &[LEAF, ROOT], NOW, &[ROOT], (Incomplete, false, BROKEN)),
            ("alone", &[LEAF], NOW, &[ROOT], (Incomplete, false, BROKEN)),
            ("signed itself", &[ALONE], NOW, &[], (Incomplete, false, BROKEN)),
            (
                "signed itself, beside others",
                &[ALONE, CA, ROOT],
                NOW,
                &[],
                (Incomplete, false, BROKEN),
            ),
            ("signed itself, and is trusted", &[ALONE], NOW, &[ALONE], (Other, true, None)),
            ("no time", &[LEAF, CA, ROOT], None, &[ROOT], (Expired, false, LATE)),
            ("too early", &[LEAF, CA, ROOT], Some(BEFORE), &[ROOT], (Expired, false, LATE)),
            ("too late", &[LEAF, CA, ROOT], Some(BEHIND), &[ROOT], (Expired, false, LATE)),
        ];
        for (name, beside, time, trusted, want) in rows {
            let outcome = judge(beside, &[], *time, trusted);
            let codes: Vec<Code> = outcome.findings.iter().map(|finding| finding.code).collect();
            let (chain, is_trusted, code) = *want;
            let want = (chain, is_trusted, Vec::from_iter(code));
            assert_eq!((outcome.chain, outcome.is_trusted, codes), want, "{name}");
            assert_eq!(outcome.is_proven(), outcome.chain != Incomplete, "{name}");
            assert_eq!(outcome.root_key.is_some(), outcome.chain != Incomplete, "{name}");
        }
    }

    #[test]
    fn a_chain_is_as_long_as_it_is_to_the_root() {
        for (name, beside, trusted, length) in [
            ("its root", &[LEAF, CA, ROOT][..], &[ROOT][..], 3),
            ("its root, which is not beside it", &[LEAF, CA], &[ROOT], 3),
            ("its authority", &[LEAF, CA, ROOT], &[CA], 2),
            ("both", &[LEAF, CA, ROOT], &[CA, ROOT], 3),
            ("the leaf", &[LEAF, CA, ROOT], &[LEAF], 1),
        ] {
            let outcome = judge(beside, &[], Some(WHILE), trusted);
            assert_eq!((outcome.length, outcome.is_trusted), (length, true), "{name}");
        }
    }

    #[test]
    fn a_list_of_the_issuer_revokes_whom_it_names() {
        let altered = |at: usize| {
            let mut list = LIST.to_vec();
            let at = list.len() - at;
            list[at] ^= 1;
            list
        };
        let unsigned = altered(1);
        for (name, leaf, list, want) in [
            ("named", REVOKED, LIST, Chain::Revoked),
            ("not named", LEAF, LIST, Chain::Other),
            ("a list that the issuer did not sign", LEAF, &unsigned, Chain::Revoked),
            ("no list at all", LEAF, b"no list".as_slice(), Chain::Revoked),
            ("a list that breaks off", LEAF, &LIST[..LIST.len() - 1], Chain::Revoked),
        ] {
            let outcome = judge(&[leaf, CA, ROOT], &[list], Some(WHILE), &[ROOT]);
            assert_eq!(outcome.chain, want, "{name}");
            assert_eq!(outcome.is_trusted, want == Chain::Other, "{name}");
        }
        // The authority's list says nothing of what the root issued, signed or not.
        for list in [LIST, &unsigned] {
            assert_eq!(judge(&[CA, ROOT], &[list], Some(WHILE), &[ROOT]).chain, Chain::Other);
        }
    }
}
