//! Whose certificate a package's signer has: the chain to a root, at the time of signing.
//!
//! OpenHarmony `security_appverify`, `HapVerifyV2::CheckCertChain` and `VerifyCertOpensslUtils`. Integrity and trust are
//! apart: anybody can make a chain of his own, and the key of one well-known root is public.

use super::package_signature::PackageSignature;
use crate::asn1::{Element, tag};
use crate::cms::algorithm::whole_algorithm;
use crate::linkage::is_signed_by;
use crate::report::{Chain, Code, Finding};
use crate::work::Work;
use crate::x509::{Certificate, Time};

/// The most certificates in a chain.
const MAX_LENGTH: usize = 8;

/// The `SubjectPublicKeyInfo` of roots that are known: their keys are P-384, the head of which is always the same.
const P384_HEAD: &str = "3076301006072a8648ce3d020106052b81040022036200";

/// A root that is known, by its name and key.
struct KnownRoot {
    chain: Chain,
    common_name: &'static str,
    /// The uncompressed point in hex.
    point: &'static str,
}

const KNOWN_ROOTS: [KnownRoot; 2] = [
    KnownRoot {
        chain: Chain::Huawei,
        common_name: "Huawei CBG Root CA G2",
        point: "045a27641a70d23b0dff1c4db2d861e5f9fa560486b94be2259cdaec194bf00b5236416beda821d69b016514af79cca5e233cb3dc95dd555787b8af37c6493b7482e4dd530abbc1da5a47301c1ccf80c0d2480708c9bfc0379cea4387c75c6f091",
    },
    // Its private key is published with the system's sources.
    KnownRoot {
        chain: Chain::OpenHarmonyCommunity,
        common_name: "OpenHarmony Application Root CA",
        point: "044d36dd79916b0d839cef0d4ac6fe286fee63416d4b7bb92d0b9c76bdea5959d15b9ba24082fab6d35904478b4d4798709642a5aca0f4b95ffb54a60c0edd63888fd84711a3850ddeb8a5a2fb5f15fb261f8b72dd20291d517359497e370747f0",
    },
];

/// Where a chain ends, and what to say of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) chain: Chain,
    /// Whether the root is one that was asked to be trusted, or Huawei's.
    pub(crate) is_trusted: bool,
    pub(crate) finding: Option<Finding>,
}

impl Outcome {
    /// Whether an issuer vouches for the bytes of the signer's certificate.
    pub(crate) fn is_proven(&self) -> bool {
        self.chain != Chain::Incomplete
    }
}

/// Builds the chain of the signer from the certificates beside it.
pub(crate) fn check(signature: &PackageSignature, trusted: &[Certificate], work: &Work) -> Outcome {
    let chain = build(&signature.signer, &signature.certificates, work);
    let (root, is_trusted) = root_of(&chain, trusted, work);
    let known = |chain| Outcome { chain, is_trusted, finding: None };
    let Some(outcome) = root.map(known) else {
        return failed(Chain::Incomplete, Code::ChainIncomplete);
    };
    if is_revoked(signature, &chain, work) {
        return failed(Chain::Revoked, Code::ChainRevoked);
    }
    match signature.signing_time {
        Some(time) if below_root(&chain, work).iter().all(|it| is_valid_at(it, time)) => {}
        _ => return failed(Chain::Expired, Code::ChainExpired),
    }
    let finding = match outcome.chain {
        Chain::OpenHarmonyCommunity => Some(Finding::new(Code::ChainPublicRoot)),
        Chain::Other if !is_trusted => Some(Finding::new(Code::ChainUnknownRoot)),
        _ => None,
    };
    Outcome { finding, ..outcome }
}

fn failed(chain: Chain, code: Code) -> Outcome {
    Outcome { chain, is_trusted: false, finding: Some(Finding::new(code)) }
}

/// The leaf, then the issuer of each, as far as there is one that signed it.
fn build(leaf: &Certificate, others: &[Certificate], work: &Work) -> Vec<Certificate> {
    let mut chain = vec![leaf.clone()];
    // One that signed itself may have another issuer too: the community's leaves share their authority's key.
    while let Some(last) = chain.last()
        && chain.len() < MAX_LENGTH
        && let Some(issuer) =
            others.iter().find(|other| !chain.contains(other) && is_signed_by(last, other, work))
    {
        chain.push(issuer.clone());
    }
    chain
}

/// Whether a certificate signed itself. Names do not tell: real developers' certificates bear their issuer's.
fn is_root(certificate: &Certificate, work: &Work) -> bool {
    is_signed_by(certificate, certificate, work)
}

/// The chain without its root, whose own validity does not count.
fn below_root<'c>(chain: &'c [Certificate], work: &Work) -> &'c [Certificate] {
    match chain {
        [below @ .., last] if !below.is_empty() && is_root(last, work) => below,
        chain => chain,
    }
}

/// What the chain ends in, and whether that is to be trusted. `None` where it ends nowhere.
fn root_of(chain: &[Certificate], trusted: &[Certificate], work: &Work) -> (Option<Chain>, bool) {
    let Some(last) = chain.last() else { return (None, false) };
    if trusted.iter().any(|root| root == last || is_signed_by(last, root, work)) {
        return (Some(Chain::Other), true);
    }
    for root in &KNOWN_ROOTS {
        if root.is(last) || root.signed(last, work) {
            return (Some(root.chain), root.chain == Chain::Huawei);
        }
    }
    let ends = chain.len() > 1 && is_root(last, work);
    (ends.then_some(Chain::Other), false)
}

impl KnownRoot {
    fn spki(&self) -> Vec<u8> {
        hex::decode([P384_HEAD, self.point].concat()).unwrap_or_default()
    }

    fn is(&self, certificate: &Certificate) -> bool {
        certificate.public_key().spki() == self.spki()
    }

    /// Whether it issued a certificate, where it does not stand beside it.
    fn signed(&self, certificate: &Certificate, work: &Work) -> bool {
        let signature = || {
            let (signed, algorithm, signature) = certificate.issuer_signature()?;
            let key = crate::x509::PublicKey::from_spki(&self.spki()).ok()?;
            whole_algorithm(algorithm)?.verify(&key, signed, signature, work).ok()
        };
        certificate.issuer().common_name() == Some(self.common_name) && signature().is_some()
    }
}

fn is_valid_at(certificate: &Certificate, time: Time) -> bool {
    (*certificate.not_before()..=*certificate.not_after()).contains(&time)
}

/// Whether a revocation list of the leaf's issuer, signed by it, names the leaf.
fn is_revoked(signature: &PackageSignature, chain: &[Certificate], work: &Work) -> bool {
    let [leaf, issuer, ..] = chain else { return false };
    signature.revocation_lists.iter().any(|list| names(list, leaf, issuer, work).unwrap_or(false))
}

/// Whether a `CertificateList` (RFC 5280, section 5.1) that the issuer signed names the leaf. One of another issuer says
/// nothing of it; one of this issuer with a bad signature is no reason to trust.
fn names(list: &[u8], leaf: &Certificate, issuer: &Certificate, work: &Work) -> Option<bool> {
    let (list, _) = Element::first(list)?;
    let mut parts = list.children();
    let signed = parts.optional(tag::SEQUENCE)?;
    let algorithm = parts.optional(tag::SEQUENCE)?.children().read()?.oid()?;
    let value = parts.read()?.bits()?;
    let mut fields = signed.children();
    fields.optional(tag::INTEGER); // version
    fields.optional(tag::SEQUENCE)?; // algorithm
    let name = fields.optional(tag::SEQUENCE)?;
    if !crate::x509::Name::from_der(name.raw)?.matches_within(issuer.subject(), work) {
        return Some(false);
    }
    if whole_algorithm(algorithm)?.verify(issuer.public_key(), signed.raw, value, work).is_err() {
        return Some(true);
    }
    let lists = std::iter::from_fn(|| fields.read()).filter(|field| field.tag == tag::SEQUENCE);
    let mut revoked = lists.flat_map(|list| list.children().all().unwrap_or_default());
    Some(revoked.any(|entry| entry.children().read().and_then(|it| it.integer()) == Some(leaf.serial())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: &[u8] = include_bytes!("../../fixtures/keys/h-developer.cert.der");
    const REVOKED: &[u8] = include_bytes!("../../fixtures/keys/h-other.cert.der");
    const CA: &[u8] = include_bytes!("../../fixtures/keys/h-ca.cert.der");
    const ROOT: &[u8] = include_bytes!("../../fixtures/keys/h-root.cert.der");
    /// One that signed itself.
    const ALONE: &[u8] = include_bytes!("../../fixtures/keys/p384.cert.der");
    /// The authority's list, which names [`REVOKED`].
    const LIST: &[u8] = include_bytes!("../../fixtures/keys/h-ca.crl.der");
    /// Within the validity of all of them, before it and behind it: 2027, 2026-01, 2080.
    const WHILE: i64 = 1_800_000_000;
    const BEFORE: i64 = 1_767_225_600;
    const BEHIND: i64 = 3_471_292_800;

    fn certificates(ders: &[&[u8]]) -> Vec<Certificate> {
        ders.iter().map(|der| Certificate::from_der(der).unwrap()).collect()
    }

    fn judge(beside: &[&[u8]], lists: &[&[u8]], time: Option<i64>, trusted: &[&[u8]]) -> Outcome {
        let time = time.map(|seconds| Time::from_unix_seconds(seconds).unwrap());
        let signature = PackageSignature::of(certificates(beside), lists, time);
        check(&signature, &certificates(trusted), &Work::default())
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
            ("no root", &[LEAF, CA], NOW, &[], (Incomplete, false, BROKEN)),
            ("no authority", &[LEAF, ROOT], NOW, &[ROOT], (Incomplete, false, BROKEN)),
            ("alone", &[LEAF], NOW, &[ROOT], (Incomplete, false, BROKEN)),
            ("signed itself", &[ALONE], NOW, &[], (Incomplete, false, BROKEN)),
            ("signed itself, beside others", &[ALONE, CA, ROOT], NOW, &[], (Incomplete, false, BROKEN)),
            ("signed itself, and is trusted", &[ALONE], NOW, &[ALONE], (Other, true, None)),
            ("no time", &[LEAF, CA, ROOT], None, &[ROOT], (Expired, false, LATE)),
            ("too early", &[LEAF, CA, ROOT], Some(BEFORE), &[ROOT], (Expired, false, LATE)),
            ("too late", &[LEAF, CA, ROOT], Some(BEHIND), &[ROOT], (Expired, false, LATE)),
        ];
        for (name, beside, time, trusted, want) in rows {
            let outcome = judge(beside, &[], *time, trusted);
            let code = outcome.finding.as_ref().map(|finding| finding.code);
            assert_eq!((outcome.chain, outcome.is_trusted, code), *want, "{name}");
            assert_eq!(outcome.is_proven(), outcome.chain != Incomplete, "{name}");
        }
        let chain = certificates(&[LEAF, CA, ROOT]);
        assert_eq!(below_root(&chain, &Work::default()), &chain[..2]);
        assert_eq!(below_root(&chain[..2], &Work::default()), &chain[..2], "the last is no root");
        assert_eq!(below_root(&chain[2..], &Work::default()), &chain[2..], "a root alone counts");
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
            ("no list at all", LEAF, b"no list".as_slice(), Chain::Other),
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

    #[test]
    fn a_known_root_is_known_by_its_key_and_not_by_its_name() {
        let [alone, other] = [ALONE, ROOT].map(|der| Certificate::from_der(der).unwrap());
        let point: &str = Box::leak(hex::encode(alone.public_key().raw()).into_boxed_str());
        let known = |common_name, point| KnownRoot { chain: Chain::Huawei, common_name, point };
        let root = known("P-384 Signer", point);
        assert!(root.is(&alone) && root.signed(&alone, &Work::default()));
        assert!(!root.is(&other) && !root.signed(&other, &Work::default()));
        assert!(!known("Another", point).signed(&alone, &Work::default()), "its name is another");
        let huawei = &KNOWN_ROOTS[0];
        assert!(!known("P-384 Signer", huawei.point).is(&alone));
        assert!(!known("P-384 Signer", huawei.point).signed(&alone, &Work::default()), "its key is another");
    }
}
