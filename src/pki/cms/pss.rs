//! The parameters of RSA PSS (RFC 4055, section 3.1).

use super::algorithm::digest_algorithm;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::pki::oid;

/// Whether an algorithm is RSA PSS.
pub(crate) fn is_pss(algorithm: Oid<'_>) -> bool {
    algorithm == oid::RSA_PSS
}

/// Whether the parameters are those that signers use with that digest: it throughout, and a salt as
/// long as it. Without parameters openssl reads none (`ossl_rsa_pss_to_ctx`), and what they leave
/// out is SHA-1.
pub(crate) fn is_of(parameters: &Element<'_>, digest: DigestAlgorithm) -> bool {
    read(parameters) == Some((digest, digest, digest.size()))
}

/// The digest, that of the mask, and the length of the salt.
fn read(parameters: &Element<'_>) -> Option<(DigestAlgorithm, DigestAlgorithm, usize)> {
    let mut fields = (parameters.tag == tag::SEQUENCE).then(|| parameters.children())?;
    let mut field = |number| {
        let wrapper = fields.optional(tag::context_constructed(number))?;
        let [inside] = wrapper.children().all()?[..] else { return None };
        Some(inside)
    };
    let hash = digest_of(&field(0)?)?;
    let [generator, mask] = fields_of(&field(1)?)?[..] else { return None };
    let mask = digest_of(&mask).filter(|_| is_mgf1(&generator))?;
    let [salt] = *field(2)?.integer()? else { return None };
    // The trailer, which is one where it is named.
    let trailer = field(3);
    let is_good = trailer.is_none_or(|trailer| trailer.integer() == Some(&[1]));
    (is_good && fields.is_empty()).then_some((hash, mask, usize::from(salt)))
}

fn is_mgf1(element: &Element<'_>) -> bool {
    element.oid() == Some(oid::MGF1)
}

fn fields_of<'a>(element: &Element<'a>) -> Option<Vec<Element<'a>>> {
    (element.tag == tag::SEQUENCE).then(|| element.children().all())?
}

/// A digest's identifier; `NULL` may stand behind it.
fn digest_of(element: &Element<'_>) -> Option<DigestAlgorithm> {
    match &fields_of(element)?[..] {
        [oid] => digest_algorithm(oid.oid()?),
        [oid, null] if (null.tag, null.content) == (tag::NULL, &[]) => digest_algorithm(oid.oid()?),
        _ => None,
    }
}
