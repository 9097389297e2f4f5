//! The paths from a certificate over its issuers (RFC 5280, section 6.1).

use std::collections::VecDeque;

use super::authority::{Authority, is_understood};
use super::chain::is_signed_by;
use super::x509::Certificate;
use crate::crypto::budget::Work;

/// The most certificates in a path.
const MAX_LENGTH: usize = 8;

/// A certificate, and behind it the issuer of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    certificates: Vec<Certificate>,
}

impl Path {
    /// From the leaf on.
    pub(crate) fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The one that none in the path issued. It is the leaf where that is alone.
    pub(crate) fn last(&self) -> Option<&Certificate> {
        self.certificates.last()
    }

    /// The path with one more issuer behind it, where that is one and allows a path of that length.
    fn issued_by(&self, issuer: &Certificate, authority: Authority, work: &Work) -> Option<Self> {
        let last = self.last()?;
        let allows = authority.path_length.is_none_or(|most| self.intermediates() <= most);
        let issued =
            allows && self.certificates.len() < MAX_LENGTH && is_signed_by(last, issuer, work);
        issued.then(|| Self {
            certificates: [&self.certificates[..], std::slice::from_ref(issuer)].concat(),
        })
    }

    /// How many authorities stand in it. One that is named as its own issuer does not count (RFC
    /// 5280, section 4.2.1.9): it is a key that was renewed.
    fn intermediates(&self) -> u32 {
        let authorities = self.certificates.iter().skip(1);
        let counted = authorities.filter(|it| !it.subject().matches(it.issuer())).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

/// The shortest path from a leaf to each certificate that may stand above it. The leaf alone is the
/// first.
///
/// What stands beside a leaf is not signed, and can be added to: so each is looked at, and what is
/// added can take no path away.
pub(crate) fn reachable<'c>(
    leaf: &Certificate,
    others: impl Iterator<Item = &'c Certificate>,
    work: &Work,
) -> Vec<Path> {
    let mut found = vec![Path { certificates: vec![leaf.clone()] }];
    if !is_understood(leaf) {
        return found;
    }
    let mut left: Vec<(&Certificate, Authority)> = Vec::new();
    for other in others {
        if other != leaf && !left.iter().any(|(it, _)| *it == other) {
            left.extend(Authority::of(other).map(|authority| (other, authority)));
        }
    }
    let mut queue = VecDeque::from(found.clone());
    while let Some(path) = queue.pop_front() {
        left.retain(|(other, authority)| match path.issued_by(other, *authority, work) {
            Some(longer) => {
                found.push(longer.clone());
                queue.push_back(longer);
                false
            }
            None => true,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_certificate_that_may_stand_above_is_reached_once() {
        let read = |der: &[u8]| Certificate::from_der(der).unwrap();
        let leaf = read(include_bytes!("../../fixtures/keys/h-developer.cert.der"));
        let ca = read(include_bytes!("../../fixtures/keys/h-ca.cert.der"));
        let root = read(include_bytes!("../../fixtures/keys/h-root.cert.der"));
        let other = read(include_bytes!("../../fixtures/keys/h-other.cert.der"));
        let all = [root.clone(), other, ca.clone(), root.clone(), leaf.clone(), ca.clone()];
        let paths = reachable(&leaf, all.iter(), &Work::default());
        let lengths: Vec<_> = paths.iter().map(|path| path.certificates().len()).collect();
        assert_eq!(lengths, [1, 2, 3]);
        assert_eq!(paths[2].certificates(), [leaf.clone(), ca, root]);
        // The leaf of a path is the signer, and no certificate that it issued.
        assert_eq!(reachable(&leaf, [].iter(), &Work::default())[0].last(), Some(&leaf));
    }
}
