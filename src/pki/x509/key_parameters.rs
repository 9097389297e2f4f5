//! What a public key consists of, as its `SubjectPublicKeyInfo` has it (RFC 5280, section 4.1.2.7).

use super::key_algorithm::MlDsaLevel;
use crate::encoding::asn1::{self, Element, Oid, tag};
use crate::pki::oid::{P256, P384, P521};

/// What a key consists of. Integers are big-endian without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parameters {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    Ec { curve: Curve },
    Dsa { p: Vec<u8>, q: Vec<u8>, g: Vec<u8>, y: Vec<u8> },
    MlDsa(MlDsaLevel),
    Unknown,
}

/// An elliptic curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
    /// One that no signature here uses: by its object identifier, or empty when it is spelled out.
    Other(String),
}

pub(super) const NULL: [u8; 2] = [tag::NULL, 0];

/// A `SubjectPublicKeyInfo` of the fields of its algorithm and the key.
pub(super) fn spki_of(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let bits = asn1::encode(tag::BIT_STRING, &[&[0], key].concat());
    asn1::encode(tag::SEQUENCE, &[asn1::encode(tag::SEQUENCE, algorithm), bits].concat())
}

/// The algorithm, its parameters, and the content of the `BIT STRING`: these, and nothing behind
/// them.
pub(super) fn read_spki(der: &[u8]) -> Option<(Oid<'_>, Option<Element<'_>>, &[u8])> {
    let (spki, rest) = Element::first(der)?;
    if spki.tag != tag::SEQUENCE || !rest.is_empty() {
        return None;
    }
    let mut fields = spki.children();
    let (oid, parameters) = asn1::algorithm_identifier(&fields.read()?)?;
    // One without a bit is no key, and would be shown as an empty text.
    let key = fields.read()?.bits().filter(|key| !key.is_empty())?;
    fields.is_empty().then_some((oid, parameters, key))
}

/// The contents of the integers that a sequence consists of.
pub(super) fn numbers<const N: usize>(der: &[u8]) -> Option<[&[u8]; N]> {
    let (sequence, _) =
        Element::first(der).filter(|(it, rest)| it.tag == tag::SEQUENCE && rest.is_empty())?;
    let numbers = sequence.children().all()?;
    let numbers: Option<Vec<_>> = numbers.iter().map(Element::integer).collect();
    numbers?.try_into().ok()
}

/// A number without leading zeros, taken as unsigned.
fn unsigned(number: &[u8]) -> Vec<u8> {
    number.iter().copied().skip_while(|&byte| byte == 0).collect()
}

/// Modulus and exponent (RFC 8017, section A.1.1).
pub(super) fn rsa(raw: &[u8]) -> Option<Parameters> {
    let [modulus, exponent] = numbers(raw)?.map(unsigned);
    (!modulus.is_empty() && !exponent.is_empty()).then_some(Parameters::Rsa { modulus, exponent })
}

pub(super) fn ec(parameters: &Element<'_>, raw: &[u8]) -> Option<Parameters> {
    let curve = curve(parameters);
    // Neither the JDK's `ECUtil.decodePoint` nor any platform takes points of another form.
    let field = match curve {
        Curve::P256 => 32,
        Curve::P384 => 48,
        Curve::P521 => 66,
        Curve::Other(_) => return Some(Parameters::Ec { curve }),
    };
    let [0x04, point @ ..] = raw else { return None };
    let (x, y) = point.split_at_checked(field)?;
    (x.len() == y.len()).then_some(Parameters::Ec { curve })
}

/// The identifier has no parameters (RFC 9881, section 2), and the key is the bytes themselves.
pub(super) fn ml_dsa(
    level: MlDsaLevel,
    parameters: Option<&Element<'_>>,
    raw: &[u8],
) -> Option<Parameters> {
    (parameters.is_none() && raw.len() == level.key_length()).then_some(Parameters::MlDsa(level))
}

fn curve(parameters: &Element<'_>) -> Curve {
    match parameters.oid() {
        Some(P256) => Curve::P256,
        Some(P384) => Curve::P384,
        Some(P521) => Curve::P521,
        Some(oid) => Curve::Other(oid.to_string()),
        None => Curve::Other(String::new()),
    }
}

/// The three numbers of the domain, and the key (RFC 3279, section 2.3.2).
pub(super) fn dsa(parameters: &Element<'_>, raw: &[u8]) -> Option<Parameters> {
    let (y, _) = Element::first(raw).filter(|(_, rest)| rest.is_empty())?;
    let [p, q, g] = numbers(parameters.raw)?;
    // Of DSA no platform repairs the sign.
    let is_positive = |number: &[u8]| number.first().is_some_and(|&first| first < 0x80);
    let y = y.integer()?;
    let [p, q, g, y] = [p, q, g, y].map(|number| is_positive(number).then(|| unsigned(number)));
    Some(Parameters::Dsa { p: p?, q: q?, g: g?, y: y? })
}
