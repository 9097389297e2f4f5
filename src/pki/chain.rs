//! Which certificate issued which, and the one of several that a developer signs with (RFC 5280,
//! section 6).
//!
//! Order in a file says nothing: the file that AppGallery Connect gives has the root first.

use super::cms::algorithm::whole_algorithm;
use super::is_authority;
use super::signature::SignatureError;
use super::x509::Certificate;
use crate::crypto::budget::Work;

/// The most certificates that are looked at together: those of one file, of one entry of a
/// keystore. A chain has three or four.
pub(crate) const MAX_CERTIFICATES: usize = 32;

/// Whether `certificate` bears the issuer's name, and the issuer's key made its signature.
pub(crate) fn is_signed_by(certificate: &Certificate, issuer: &Certificate, work: &Work) -> bool {
    link(certificate, issuer, work) == Link::Signed
}

/// Whether nothing speaks against the issuer: a signature that cannot be verified here leaves the
/// names to tell.
pub(crate) fn is_issued_by(certificate: &Certificate, issuer: &Certificate, work: &Work) -> bool {
    matches!(link(certificate, issuer, work), Link::Signed | Link::Named)
}

/// Whether a certificate that was there to prove it disproves it: its own key where it names itself
/// as its issuer, else that of an issuer of the name. Then it is not as it was made, and its
/// fingerprint is no certificate's.
pub(crate) fn is_altered(certificate: &Certificate, others: &[Certificate], work: &Work) -> bool {
    let links: Vec<Link> =
        others.iter().chain([certificate]).map(|it| link(certificate, it, work)).collect();
    links.contains(&Link::Bad) && !links.contains(&Link::Signed) && !links.contains(&Link::Named)
}

/// Whether a certificate names itself as its issuer.
fn is_self_issued(certificate: &Certificate, work: &Work) -> bool {
    certificate.issuer().matches_within(certificate.subject(), work)
}

#[derive(PartialEq, Eq)]
enum Link {
    /// The names match, and the signature is good.
    Signed,
    /// The names match, and the signature's algorithm is none that is verified here.
    Named,
    /// The names match, and the signature is another's, or of other bytes.
    Bad,
    /// The names differ, or the key is none that could have signed.
    None,
}

fn link(certificate: &Certificate, issuer: &Certificate, work: &Work) -> Link {
    if !certificate.issuer().matches_within(issuer.subject(), work) {
        return Link::None;
    }
    let Some((signed, algorithm, signature)) = certificate.issuer_signature() else {
        return Link::Named;
    };
    let Some(algorithm) = whole_algorithm(algorithm) else { return Link::Named };
    match algorithm.verify(issuer.public_key(), signed, signature, work) {
        Ok(()) => Link::Signed,
        Err(SignatureError::Mismatch) => Link::Bad,
        Err(_) => Link::None,
    }
}

/// Why there is no one leaf among certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoLeaf {
    /// All are those of authorities: their subjects.
    OnlyAuthorities(Vec<String>),
    /// Several issue no other: what tells them apart.
    Several(Vec<String>),
}

/// The subject as it is said in an error, which is to be read.
fn subject(certificate: &Certificate) -> String {
    const SHOWN: usize = 200;
    let text = certificate.subject().to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).unwrap_or_default().chars().chain(['…']).collect(),
        None => text,
    }
}

/// What tells a certificate from others of its subject: when it is valid, and how its MD5 begins.
pub(crate) fn described(certificate: &Certificate) -> String {
    const DIGITS: usize = 4;
    let day = |time: &dyn std::fmt::Display| time.to_string().chars().take(10).collect::<String>();
    let (from, until) = (day(certificate.not_before()), day(certificate.not_after()));
    let md5 = hex::encode_upper(certificate.md5().get(..DIGITS).unwrap_or_default());
    format!("{}, {from} ~ {until}, MD5 {md5}...", subject(certificate))
}

/// The one certificate that issued no other and is no authority's. One that names itself as its
/// issuer is a candidate all the same: many developers' own certificates are marked as an
/// authority's.
pub(crate) fn leaf<'a>(
    certificates: &'a [Certificate],
    work: &Work,
) -> Result<&'a Certificate, NoLeaf> {
    let mut distinct: Vec<&Certificate> = Vec::new();
    for certificate in certificates {
        if !distinct.contains(&certificate) {
            distinct.push(certificate);
        }
    }
    // One that was renewed signed itself, with the key of the one before: neither issued the other.
    let is_renewal = |it: &Certificate, of: &Certificate| {
        is_self_issued(it, work) && it.public_key() == of.public_key()
    };
    let issued = |issuer: &Certificate| {
        distinct
            .iter()
            .any(|it| *it != issuer && !is_renewal(it, issuer) && is_issued_by(it, issuer, work))
    };
    let is_candidate =
        |it: &Certificate| (!is_authority(it) || is_self_issued(it, work)) && !issued(it);
    let leaves: Vec<&Certificate> =
        distinct.iter().copied().filter(|it| is_candidate(it)).collect();
    let subjects = |list: &[&Certificate]| list.iter().map(|it| subject(it)).collect();
    match leaves[..] {
        [leaf] => Ok(leaf),
        [] => Err(NoLeaf::OnlyAuthorities(subjects(&distinct))),
        _ => Err(NoLeaf::Several(leaves.iter().map(|it| described(it)).collect())),
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::Signature;

    use super::*;

    const P256: &[u8] = include_bytes!("../../fixtures/keys/p256.cert.der");

    /// The certificate with the other signature that its key's owner could have made: (r, n - s).
    fn renewed() -> Certificate {
        let certificate = Certificate::from_der(P256).unwrap();
        let (_, _, signature) = certificate.issuer_signature().unwrap();
        let (r, s) = Signature::from_der(signature).unwrap().split_scalars();
        let twin = Signature::from_scalars(r, -s).unwrap().to_der();
        let head = P256.len() - signature.len();
        let mut der = [&P256[..head], twin.as_bytes()].concat();
        let grown = twin.as_bytes().len() as i16 - signature.len() as i16;
        // The lengths of the whole, and of the bit string around the signature.
        let whole = i16::from_be_bytes([der[2], der[3]]) + grown;
        der[2..4].copy_from_slice(&whole.to_be_bytes());
        der[head - 2] = (i16::from(der[head - 2]) + grown) as u8;
        Certificate::from_der(&der).unwrap()
    }

    #[test]
    fn a_renewed_certificate_did_not_issue_the_one_before() {
        let work = Work::default();
        let (first, second) = (Certificate::from_der(P256).unwrap(), renewed());
        assert!(
            first != second
                && is_signed_by(&second, &first, &work)
                && is_signed_by(&second, &second, &work)
        );
        let both = [first.clone(), second];
        let found = leaf(&both, &work).map(Certificate::der);
        let both = both.each_ref().map(described).to_vec();
        assert!(both[0] != both[1] && both[0].contains("MD5"));
        assert_eq!(found, Err(NoLeaf::Several(both)));
        assert_eq!(leaf(&[first.clone(), first.clone()], &work), Ok(&first));
    }
}
