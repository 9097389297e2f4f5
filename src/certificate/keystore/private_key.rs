//! Whether a private key is the one that a certificate speaks of: the public key is made from it
//! and compared.
//!
//! What is read of a private key lies in memory that is wiped.

use crate::say::said;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul, Odd};
use zeroize::Zeroizing;

use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, Elements, Oid, tag};
use crate::pki::oid::{DSA, EC, P256, P384, P521, RSA};
use crate::pki::x509::{Curve, KeyAlgorithm, Parameters, PublicKey};

said! {
    /// Why a private key was not compared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Unopened {
        Unreadable => { en: "the key cannot be read", zh: "无法解析私钥" }
        Algorithm => {
            en: "keys of its algorithm are not compared",
            zh: "不支持比对此类算法的密钥"
        }
        OtherPassword => {
            en: "its password is not the keystore's",
            zh: "私钥的密码与密钥库密码不同"
        }
        Encryption => {
            en: "it is encrypted in a way that is not read",
            zh: "私钥的加密方式不受支持"
        }
        #[cfg_attr(not(feature = "pkcs12"), allow(dead_code))]
        Iterations => {
            en: "it asks for more iterations than are done",
            zh: "解开私钥所需的迭代次数超过上限"
        }
        Work => { en: "comparing it takes too much work", zh: "比对所需的计算量过大" }
    }
}

/// The largest DSA prime that the standard allows, in bits.
const MAX_DSA_BITS: u64 = 3072;

/// What a private key is to a public one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Belonging {
    /// The public key is its own.
    Own,
    /// The public key is another's.
    Another,
    /// It is not known, for this reason.
    Unknown(Unopened),
}

pub(crate) const UNREADABLE: Unopened = Unopened::Unreadable;
const UNSUPPORTED: Unopened = Unopened::Algorithm;
const TOO_MUCH: Unopened = Unopened::Work;

/// What the private key in a PKCS #8 structure (RFC 5958) is to a public key.
pub(crate) fn belonging(pkcs8: &[u8], public: &PublicKey, work: &Work) -> Belonging {
    let Some(key) = PrivateKey::read(pkcs8) else { return Belonging::Unknown(UNREADABLE) };
    let is_algorithm = match public.algorithm() {
        KeyAlgorithm::Rsa => key.algorithm == RSA,
        KeyAlgorithm::Ec => key.algorithm == EC,
        KeyAlgorithm::Dsa => key.algorithm == DSA,
        KeyAlgorithm::Other(oid) => key.algorithm.to_string() == *oid,
        // Of the others no key is compared, and none is one of these.
        _ => ![RSA, EC, DSA].contains(&key.algorithm),
    };
    if !is_algorithm {
        return Belonging::Another;
    }
    let owns = match public.parameters() {
        Parameters::Rsa { modulus, exponent } => key.owns_rsa(modulus, exponent, work),
        Parameters::Ec { curve } => key.owns_point(curve, public.raw(), work),
        Parameters::Dsa { p, q, g, y } => key.owns_dsa([p, q, g, y], work),
        Parameters::MlDsa(_) | Parameters::Unknown => Err(UNSUPPORTED),
    };
    match owns {
        Ok(true) => Belonging::Own,
        Ok(false) => Belonging::Another,
        Err(why) => Belonging::Unknown(why),
    }
}

struct PrivateKey<'a> {
    algorithm: Oid<'a>,
    parameters: Option<Element<'a>>,
    key: &'a [u8],
}

impl<'a> PrivateKey<'a> {
    fn read(pkcs8: &'a [u8]) -> Option<Self> {
        let (info, rest) = Element::first(pkcs8)?;
        let mut fields = info.children();
        fields.optional(tag::INTEGER)?;
        let mut algorithm = fields.optional(tag::SEQUENCE)?.children();
        let (oid, parameters) = (algorithm.read()?.oid()?, algorithm.read());
        let key = fields.optional(tag::OCTET_STRING)?.content;
        let is_whole = info.tag == tag::SEQUENCE && rest.is_empty();
        is_whole.then_some(Self { algorithm: oid, parameters, key })
    }

    /// RFC 8017, section A.1.2: the modulus is the certificate's, and the product of the primes.
    fn owns_rsa(&self, modulus: &[u8], exponent: &[u8], work: &Work) -> Result<bool, Unopened> {
        let sequence = Elements::new(self.key).optional(tag::SEQUENCE).ok_or(UNREADABLE)?;
        let numbers = sequence.children().all().ok_or(UNREADABLE)?;
        let [version, n, e, _, p, q, ..] = &numbers[..] else { return Err(UNREADABLE) };
        let number = |element: &Element<'a>| element.unsigned().ok_or(UNREADABLE);
        let (n, e, p, q) = (number(n)?, number(e)?, number(p)?, number(q)?);
        // The JDK writes a zero for what it does not know of a key.
        if n != modulus || !(e.is_empty() || e == exponent) {
            return Ok(false);
        }
        // Keys of more primes have another version, and some have none of them.
        if version.integer() != Some(&[0]) || p.is_empty() || q.is_empty() {
            return Ok(true);
        }
        if (n.len() as u64).saturating_mul(8) > work.key_bits().value.saturating_add(7) {
            return Err(TOO_MUCH);
        }
        if p.len().max(q.len()) > n.len() {
            return Ok(false);
        }
        work.spend(1).map_err(|_| TOO_MUCH)?;
        let [p, q] = [p, q].map(|prime| Zeroizing::new(BoxedUint::from_be_slice_vartime(prime)));
        Ok(*p.concatenating_mul(&*q).to_be_bytes_trimmed_vartime() == *n)
    }

    /// RFC 5915: the point is that of the secret number.
    fn owns_point(&self, curve: &Curve, point: &[u8], work: &Work) -> Result<bool, Unopened> {
        let named = self.parameters.and_then(|parameters| parameters.oid());
        let sequence = Elements::new(self.key).optional(tag::SEQUENCE).ok_or(UNREADABLE)?;
        let mut fields = sequence.children();
        fields.optional(tag::INTEGER).ok_or(UNREADABLE)?;
        let secret = fields.optional(tag::OCTET_STRING).ok_or(UNREADABLE)?.content;
        macro_rules! owns {
            ($curve:ident, $oid:ident, $field:literal, $cost:literal) => {{
                if named.is_some_and(|oid| oid != $oid) {
                    return Ok(false);
                }
                // Spelled out in place of its name.
                named.ok_or(UNSUPPORTED)?;
                work.spend($cost).map_err(|_| TOO_MUCH)?;
                let secret = padded::<$field>(secret).ok_or(UNREADABLE)?;
                let secret = $curve::SecretKey::from_slice(&secret[..]).map_err(|_| UNREADABLE)?;
                Ok(*secret.public_key().to_sec1_bytes() == *point)
            }};
        }
        match curve {
            Curve::P256 => owns!(p256, P256, 32, 1),
            Curve::P384 => owns!(p384, P384, 48, 4),
            Curve::P521 => owns!(p521, P521, 66, 8),
            Curve::Other(name) if named.is_some_and(|oid| oid.to_string() != *name) => Ok(false),
            Curve::Other(_) => Err(UNSUPPORTED),
        }
    }

    /// FIPS 186-4, section 4.1: `y = g^x mod p`.
    fn owns_dsa(&self, [p, q, g, y]: [&Vec<u8>; 4], work: &Work) -> Result<bool, Unopened> {
        let domain = self.parameters.and_then(|domain| domain.children().all());
        let is_domain = domain.is_none_or(|domain| {
            let numbers: Option<Vec<_>> = domain.iter().map(Element::unsigned).collect();
            numbers.is_some_and(|numbers| numbers == [&p[..], &q[..], &g[..]])
        });
        let x = Elements::new(self.key)
            .optional(tag::INTEGER)
            .and_then(|x| x.unsigned())
            .ok_or(UNREADABLE)?;
        if !is_domain || x.len() > q.len() || q.len().max(g.len()).max(y.len()) > p.len() {
            return Ok(false);
        }
        let bits = (p.len() as u64).saturating_mul(8);
        if bits > work.key_bits().value.min(MAX_DSA_BITS) {
            return Err(TOO_MUCH);
        }
        work.spend(bits.saturating_mul(bits).div_ceil(256 * 256)).map_err(|_| TOO_MUCH)?;
        let p = BoxedUint::from_be_slice_vartime(p);
        let as_wide = |number: &[u8]| {
            BoxedUint::from_be_slice(number, p.bits_precision()).map_err(|_| UNREADABLE)
        };
        let (g, y, x) = (as_wide(g)?, as_wide(y)?, Zeroizing::new(as_wide(x)?));
        let modulus = Odd::new(p.clone()).into_option().filter(|_| g < p).ok_or(UNREADABLE)?;
        let base = BoxedMontyForm::new(g, &BoxedMontyParams::new_vartime(modulus));
        Ok(base.pow(&x).retrieve() == y)
    }
}

/// A number with as many bytes as the field of a curve has.
fn padded<const N: usize>(number: &[u8]) -> Option<Zeroizing<[u8; N]>> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    let number = number.get(zeros..)?;
    let mut padded = Zeroizing::new([0; N]);
    let (_, end) = padded.split_at_mut_checked(N.checked_sub(number.len())?)?;
    end.copy_from_slice(number);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;
    use crate::pki::oid::ED25519;
    use crate::pki::x509::Certificate;

    macro_rules! keys {
        ($($name:literal),+) => {[$((
            $name,
            &include_bytes!(concat!("../../../fixtures/keys/", $name, ".key.der"))[..],
            &include_bytes!(concat!("../../../fixtures/keys/", $name, ".cert.der"))[..],
        )),+]};
    }

    #[test]
    fn a_private_key_belongs_to_its_own_certificate_only() {
        let keys =
            keys!["first", "second", "weak", "p256", "h-developer", "p384", "p521", "dsa", "h-rsa"];
        for (name, private, _) in keys {
            for (other, _, certificate) in keys {
                let certificate = Certificate::from_der(certificate).unwrap();
                let want = if name == other { Belonging::Own } else { Belonging::Another };
                let found = belonging(private, certificate.public_key(), &Work::default());
                assert_eq!(found, want, "{name} and {other}");
            }
        }
    }

    #[test]
    fn what_cannot_be_compared_is_told() {
        let [(_, rsa, certificate), (_, ec, of_ec)] = keys!["first", "p256"];
        let [rsa_key, ec_key] = [certificate, of_ec]
            .map(|der| Certificate::from_der(der).unwrap().public_key().clone());
        let pkcs8 = |algorithm: &[&[u8]], key: &[u8]| {
            let algorithm = encode(tag::SEQUENCE, &algorithm.concat());
            let key = encode(tag::OCTET_STRING, key);
            encode(tag::SEQUENCE, &[&encode(tag::INTEGER, &[0])[..], &algorithm, &key].concat())
        };
        let oid = Oid::encoded;
        let ed25519 = PublicKey::from_spki(&encode(
            tag::SEQUENCE,
            &[encode(tag::SEQUENCE, &oid(ED25519)), encode(tag::BIT_STRING, &[0; 33])].concat(),
        ))
        .unwrap();
        let unknown = Belonging::Unknown;
        let secret = |secret: &[u8]| {
            let fields = [encode(tag::INTEGER, &[1]), encode(tag::OCTET_STRING, secret)].concat();
            encode(tag::SEQUENCE, &fields)
        };
        let ec_with = |key: &[u8]| pkcs8(&[&oid(EC), &oid(P256)], key);
        for (name, private, key, want) in [
            ("nothing", Vec::new(), &rsa_key, unknown(UNREADABLE)),
            ("cut off", rsa[..rsa.len() - 1].to_vec(), &rsa_key, unknown(UNREADABLE)),
            ("more behind it", [rsa, &[0]].concat(), &rsa_key, unknown(UNREADABLE)),
            ("an RSA key without numbers", pkcs8(&[&oid(RSA)], &[]), &rsa_key, unknown(UNREADABLE)),
            ("a point without a secret", ec_with(&[]), &ec_key, unknown(UNREADABLE)),
            ("the secret zero", ec_with(&secret(&[0; 32])), &ec_key, unknown(UNREADABLE)),
            ("a secret that is too long", ec_with(&secret(&[1; 33])), &ec_key, unknown(UNREADABLE)),
            ("the secret one", ec_with(&secret(&[1])), &ec_key, Belonging::Another),
            (
                "another curve",
                pkcs8(&[&oid(EC), &oid(P384)], &secret(&[1])),
                &ec_key,
                Belonging::Another,
            ),
            (
                "a curve spelled out",
                pkcs8(&[&oid(EC)], &secret(&[1])),
                &ec_key,
                unknown(UNSUPPORTED),
            ),
            ("Ed25519", pkcs8(&[&oid(ED25519)], &[4, 0]), &ed25519, unknown(UNSUPPORTED)),
            ("EC for Ed25519", ec.to_vec(), &ed25519, Belonging::Another),
        ] {
            assert_eq!(belonging(&private, key, &Work::default()), want, "{name}");
        }
    }

    /// A structure that names the certificate's modulus, and has the primes of another.
    #[test]
    fn the_modulus_is_the_product_of_the_primes() {
        let [(_, first, certificate), (_, second, _)] = keys!["first", "second"];
        let key = Certificate::from_der(certificate).unwrap().public_key().clone();
        let numbers = |pkcs8| {
            let key = Elements::new(PrivateKey::read(pkcs8).unwrap().key).read().unwrap();
            key.children().all().unwrap()
        };
        let (own, other) = (numbers(first), numbers(second));
        let with = |places: &[usize], value: Option<&[u8]>| {
            let number = |(place, element): (usize, &Element<'_>)| {
                let other = value.unwrap_or(other[place].content);
                encode(tag::INTEGER, if places.contains(&place) { other } else { element.content })
            };
            let numbers: Vec<_> = own.iter().enumerate().map(number).collect();
            let algorithm = encode(tag::SEQUENCE, &RSA.encoded());
            let key = encode(tag::OCTET_STRING, &encode(tag::SEQUENCE, &numbers.concat()));
            encode(tag::SEQUENCE, &[&encode(tag::INTEGER, &[0])[..], &algorithm, &key].concat())
        };
        for (places, value, want) in [
            (&[][..], None, Belonging::Own),
            (&[4, 5], None, Belonging::Another),
            (&[1], None, Belonging::Another),
            (&[2], Some(&[3][..]), Belonging::Another),
            // As the JDK writes a key of which it knows the modulus and the exponent only.
            (&[2, 4, 5, 6, 7, 8], Some(&[0]), Belonging::Own),
        ] {
            let found = belonging(&with(places, value), &key, &Work::default());
            assert_eq!(found, want, "{places:?} {value:?}");
        }
    }
}
