//! The chain above a certificate, to a root of Apple's.
//!
//! Security's `SecPolicyCreateiPhoneProfileApplicationSigning`: the app's signer, an authority with
//! the marker of those that issue developers' certificates, and a root. What stands beside a signer
//! is not signed: every certificate is looked at, and Apple's own are always at hand.

use std::collections::VecDeque;

use super::leaf::{Kind, is_developer_relations};
use super::roots;
use crate::crypto::budget::Work;
use crate::pki::chain::is_signed_by;
use crate::pki::is_authority;
use crate::pki::x509::Certificate;

/// The most certificates in a chain.
const MAX_LENGTH: usize = 5;

/// Where a chain ends; the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// At a root of Apple's.
    Apple,
    /// At a certificate that was asked to be trusted.
    Trusted,
    /// At another root, or at Apple's on a way that devices do not take.
    Other,
    /// The certificate is its own issuer.
    SelfSigned,
    /// At a certificate of an unknown issuer.
    Incomplete,
}

/// A chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) end: End,
    /// From the certificate on.
    pub(crate) certificates: Vec<Certificate>,
}

/// The best chain of a certificate, by those beside it, Apple's, and those that are trusted.
pub(crate) fn judge(
    leaf: &Certificate,
    beside: &[Certificate],
    trusted: &[Certificate],
    work: &Work,
) -> Chain {
    let mut others: Vec<&Certificate> = Vec::new();
    for other in roots::known().iter().chain(trusted).chain(beside) {
        if other != leaf && !others.contains(&other) && is_authority(other) {
            others.push(other);
        }
    }
    let mut best = Chain { end: End::Incomplete, certificates: vec![leaf.clone()] };
    let mut paths = VecDeque::from([vec![leaf]]);
    while let Some(path) = paths.pop_front() {
        let end = end(&path, trusted, work);
        if end < best.end {
            best = Chain { end, certificates: path.iter().map(|&it| it.clone()).collect() };
        }
        let Some(&last) = path.last().filter(|_| path.len() < MAX_LENGTH) else { continue };
        // Each is used once: what is above it does not depend on how it was come to, but for the
        // length, and longer chains than devices take are all alike.
        others.retain(|&other| {
            let is_next = is_signed_by(last, other, work);
            if is_next {
                paths.push_back([&path[..], &[other]].concat());
            }
            !is_next
        });
    }
    best
}

/// Where a chain ends that goes no further.
fn end(path: &[&Certificate], trusted: &[Certificate], work: &Work) -> End {
    let (Some(&leaf), Some(&last)) = (path.first(), path.last()) else { return End::Incomplete };
    let is_trusted = trusted.contains(last);
    let is_self_signed = || is_signed_by(last, last, work);
    match path.len() {
        1 if is_trusted => End::Trusted,
        1 if is_self_signed() => End::SelfSigned,
        1 => End::Incomplete,
        _ if (roots::is_root(last) || is_trusted) && !is_taken(leaf, path) => End::Other,
        _ if roots::is_root(last) => End::Apple,
        _ if is_trusted => End::Trusted,
        _ if is_self_signed() => End::Other,
        _ => End::Incomplete,
    }
}

/// Whether devices take such a chain, where the certificate is for signing apps.
fn is_taken(leaf: &Certificate, path: &[&Certificate]) -> bool {
    !Kind::of(leaf).signs_apps()
        || (path.len() <= 3 && path.get(1).is_some_and(|it| is_developer_relations(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<Certificate> {
        // The corpus is not there on other machines.
        let path = ["/work/shared/corpus/ios/", name].concat();
        std::fs::read(path).ok().map(|der| Certificate::from_der(&der).unwrap())
    }

    #[test]
    fn known_authorities_end_at_apples_roots() {
        let work = Work::default();
        for known in roots::known().iter().skip(3) {
            let chain = judge(known, &[], &[], &work);
            assert_eq!((chain.end, chain.certificates.len()), (End::Apple, 2));
        }
        assert_eq!(judge(&roots::known()[0], &[], &[], &work).end, End::SelfSigned);
    }

    #[test]
    fn names_prove_nothing() {
        let all: Option<Vec<_>> = [
            "made/dist.cer",
            "test-pki/wwdr.cer",
            "test-pki/root.cer",
            "test-pki/impostor.cer",
            "test-pki/fake-wwdr.cer",
        ]
        .into_iter()
        .map(read)
        .collect();
        let Some([leaf, issuer, root, impostor, fake]) = all.as_deref() else { return };
        let work = Work::default();
        let of = |leaf, beside: &[&Certificate], trusted: &[&Certificate]| {
            let [beside, trusted] =
                [beside, trusted].map(|all| all.iter().map(|&it| it.clone()).collect::<Vec<_>>());
            judge(leaf, &beside, &trusted, &work).end
        };
        for (name, end, want) in [
            ("nothing beside", of(leaf, &[], &[]), End::Incomplete),
            ("no root", of(leaf, &[issuer], &[]), End::Incomplete),
            ("a root of no one", of(leaf, &[root, issuer], &[]), End::Other),
            ("trusted", of(leaf, &[issuer], &[root]), End::Trusted),
            ("an authority that is trusted", of(leaf, &[issuer, root], &[issuer]), End::Trusted),
            ("without the authority", of(leaf, &[], &[root]), End::Incomplete),
            ("the name of Apple's", of(fake, &[impostor], &[]), End::Other),
            ("itself", of(impostor, &[root], &[]), End::SelfSigned),
        ] {
            assert_eq!(end, want, "{name}");
        }
    }
}
