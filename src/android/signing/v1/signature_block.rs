//! `META-INF/*.RSA`, `.DSA` and `.EC`: CMS signed data over the `.SF` file.
//!
//! apksig's `V1SchemeVerifier.Signer.verifySigBlockAgainstSigFile`.

use std::borrow::Cow;

use super::algorithms;
use super::signer::{JarSigner, Proof};
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, encode, tag};
use crate::limits::Limit;
use crate::pki::cms::algorithm::{digest_algorithm, signature_algorithm, whole_algorithm};
use crate::pki::cms::{SignedAttributes, SignedData, SignerInfo};
use crate::pki::signature::{SignatureAlgorithm, SignatureError};
use crate::pki::x509::{Certificate, KeyAlgorithm};
use crate::report::{Finding, SdkRange, issue};
use crate::say::{Because, said};

said! {
    /// Why no signature in a block counts.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum BlockFault {
        NoCertificate => {
            en: "the signer's certificate is not in the block",
            zh: "签名块中没有签名者的证书"
        }
        Several => {
            en: "several certificates in the block may be the signer's",
            zh: "签名块中有多个证书都可能是签名者的证书"
        }
        CriticalExtension => {
            en: "the certificate has a critical extension that platforms do not know",
            zh: "证书含有系统不识别的关键扩展"
        }
        KeyUsage => {
            en: "the certificate's key usage does not allow signing",
            zh: "证书的密钥用途不允许签名"
        }
        TooOld => {
            en: "platforms before Android 4.4 do not check signed attributes",
            zh: "安卓 4.4 之前的系统不校验签名属性"
        }
        NoContentType => {
            en: "the signed attributes name no content type",
            zh: "签名属性中没有内容类型"
        }
        NoDigest => { en: "the signed attributes hold no digest", zh: "签名属性中没有摘要" }
    }
}

/// Android 4.4, the first that checks what signed attributes say.
const KITKAT: u32 = 19;
/// Android 7.0, the first that tries every signer and checks the content type.
const N: u32 = 24;
/// How many signers one block may have, so that a hostile block cannot keep us busy. Real ones have
/// one.
const MAX_SIGNER_INFOS: usize = 16;

/// The first signer that verifies.
pub(crate) fn verify(
    block: &[u8],
    signature_file: &[u8],
    range: SdkRange,
    work: &Work,
) -> Result<JarSigner, Finding> {
    let signed_data = SignedData::parse_whole(block).map_err(|error| {
        Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() })
    })?;
    // Platforms read all of them before they look for the signer's, and with more care than those
    // of a signing block.
    let is_whole =
        |der: &&[u8]| Certificate::from_der(der).is_ok_and(|certificate| certificate.is_whole());
    if !signed_data.certificates.iter().all(is_whole) {
        return Err(Finding::new(issue::Signature::MalformedCertificate));
    }
    // Nor do they read signers that are named by their key, be it one that they would not try.
    if signed_data.signers.iter().any(|signer| signer.issuer_and_serial.is_none()) {
        let why = BlockFault::NoCertificate;
        return Err(Finding::new(issue::Signature::SignatureUnverifiable { why: why.into() }));
    }
    // Before Android 7.0 only the first is tried. Which of many would verify is not known without
    // trying all.
    let tried = if range.min < N { 1 } else { signed_data.signers.len() };
    if tried > MAX_SIGNER_INFOS {
        return Err(Finding::new(issue::Signature::TooManySigners {
            limit: Limit::fixed(MAX_SIGNER_INFOS as u64),
        }));
    }
    let signers = signed_data.signers.iter().take(tried);
    if signers.len() == 0 {
        return Err(Finding::new(issue::Signature::NoSigners));
    }
    let mut verified = None;
    for signer in signers {
        // One that cannot be verified at all fails them all; one that is merely wrong does not.
        let signer = verify_signer(&signed_data, signer, signature_file, range, work)?;
        verified = verified.or(signer);
    }
    let verified = verified.ok_or_else(|| {
        Finding::new(issue::Signature::SignatureMismatch { algorithm: Because::new("CMS") })
    });
    let (certificate, digest) = verified?;
    let proof = proof(&certificate, work);
    Ok(JarSigner { certificate, proof, digest: Some(digest) })
}

/// The certificates that the signers name, as far as they are there and can be read: any of them
/// can be the one that verifies. Nothing proves them.
pub(crate) fn claimed_certificates(block: &[u8], work: &Work) -> Vec<Certificate> {
    let Ok(signed_data) = SignedData::parse(block) else { return Vec::new() };
    let mut claimed = Vec::new();
    for signer in signed_data.signers.iter().take(MAX_SIGNER_INFOS) {
        let certificate = signed_data.certificate_of(signer, work).ok().flatten();
        claimed.extend(certificate.filter(|it| !claimed.contains(it)));
    }
    claimed
}

/// The signer's certificate, and the digest that it signed; `None` where the signature is not this
/// file's.
fn verify_signer(
    signed_data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    signature_file: &[u8],
    range: SdkRange,
    work: &Work,
) -> Result<Option<(Certificate, DigestAlgorithm)>, Finding> {
    let unverifiable =
        |why: BlockFault| Finding::new(issue::Signature::SignatureUnverifiable { why: why.into() });
    let (digest, algorithm) =
        algorithms::supported(signer.digest_algorithm, signer.signature_algorithm, range)
            .ok_or_else(|| unsupported(signer, range))?;
    let certificate = signed_data.certificate_of(signer, work);
    let certificate =
        certificate.map_err(|_| Finding::new(issue::Signature::MalformedCertificate))?;
    let certificate = certificate.ok_or_else(|| unverifiable(BlockFault::NoCertificate))?;
    if signed_data.names_several(signer, work) {
        return Err(unverifiable(BlockFault::Several));
    }
    if certificate.has_unsupported_critical_extension() {
        return Err(unverifiable(BlockFault::CriticalExtension));
    }
    if !certificate.allows_signing() {
        return Err(unverifiable(BlockFault::KeyUsage));
    }
    let signed = match &signer.signed_attributes {
        None => Cow::Borrowed(signature_file),
        Some(_) if range.min < KITKAT => {
            return Err(unverifiable(BlockFault::TooOld));
        }
        Some(attributes) => {
            if !attributes_match(attributes, signed_data, &digest.digest(signature_file), range)? {
                return Ok(None);
            }
            attributes.as_signed().into()
        }
    };
    match algorithm.verify(certificate.public_key(), &signed, &signer.signature, work) {
        Ok(()) => Ok(Some((certificate, digest))),
        // The JDK throws on a signature of another length than the modulus has, which fails the
        // other signers too.
        Err(SignatureError::Mismatch) if !has_rsa_length(&certificate, &signer.signature) => {
            Err(Finding::new(issue::Signature::SignatureMismatch {
                algorithm: Because::new("CMS"),
            }))
        }
        Err(SignatureError::Mismatch) => Ok(None),
        Err(error) => {
            Err(Finding::new(issue::Signature::SignatureUnverifiable { why: error.into() }))
        }
    }
}

/// Whether a signature is as long as an RSA key's modulus; of other keys any length is.
fn has_rsa_length(certificate: &Certificate, signature: &[u8]) -> bool {
    let key = certificate.public_key();
    let length =
        key.bits().map(|bits| bits.div_ceil(8)).and_then(|length| usize::try_from(length).ok());
    *key.algorithm() != KeyAlgorithm::Rsa || length == Some(signature.len())
}

/// Whether the certificate is as it was made.
///
/// Platforms do not look. But nothing in a JAR signature covers the certificate: with a byte of
/// it changed outside the key the package verifies, with a fingerprint that is not the signer's. An
/// issuer that is packed beside it proves nothing, as any can be made; nor does ECDSA, of which a
/// second signature can be made from the first.
fn proof(certificate: &Certificate, work: &Work) -> Proof {
    if !certificate.subject().matches_within(certificate.issuer(), work) {
        return Proof::None;
    }
    let verify = |(signed, algorithm, signature): (&[u8], _, &[u8])| {
        let algorithm = whole_algorithm(algorithm).ok_or(SignatureError::UnusableKey("other"))?;
        algorithm.verify(certificate.public_key(), signed, signature, work).map(|()| algorithm)
    };
    let outcome = match (certificate.issuer_signature(), certificate.issuer_signature_in_der()) {
        (Some(whole), _) => verify(whole),
        // What the signature says of the certificate's content, it does not say of its encoding.
        (None, Some((signed, algorithm, signature))) => {
            return match verify((&signed, algorithm, signature)) {
                Err(SignatureError::Mismatch) => Proof::Disproved,
                _ => Proof::None,
            };
        }
        (None, None) => return Proof::None,
    };
    match outcome {
        Ok(SignatureAlgorithm::RsaPkcs1(_)) => Proof::SelfSigned,
        // Platforms take its two numbers in other encodings too, in which they can be written without the key.
        Ok(SignatureAlgorithm::Dsa(_)) if is_der_of_integers(certificate) => Proof::SelfSigned,
        Err(SignatureError::Mismatch) => Proof::Disproved,
        Ok(_) | Err(_) => Proof::None,
    }
}

/// Whether the certificate's own signature is two integers in DER.
fn is_der_of_integers(certificate: &Certificate) -> bool {
    let Some((_, _, signature)) = certificate.issuer_signature() else { return false };
    let integers = Element::first(signature).and_then(|(pair, _)| pair.children().all());
    let numbers: Option<Vec<_>> = integers.iter().flatten().map(Element::unsigned).collect();
    let encoded = numbers.iter().flatten().map(|number| {
        let sign: &[u8] =
            if number.first().is_none_or(|&first| first >= 0x80) { &[0] } else { &[] };
        encode(tag::INTEGER, &[sign, number].concat())
    });
    encode(tag::SEQUENCE, &encoded.collect::<Vec<_>>().concat()) == signature
}

fn unsupported(signer: &SignerInfo<'_>, range: SdkRange) -> Finding {
    let digest = digest_algorithm(signer.digest_algorithm)
        .map_or_else(|| signer.digest_algorithm.to_string(), |digest| digest.as_str().to_owned());
    let algorithm = digest_algorithm(signer.digest_algorithm)
        .and_then(|digest| signature_algorithm(signer.signature_algorithm, digest))
        .map_or_else(|| Because::new(signer.signature_algorithm.to_string()), Because::new);
    let needed = algorithms::needed(signer.digest_algorithm, signer.signature_algorithm);
    Finding::new(issue::Jar::JarUnsupportedAlgorithm {
        digest,
        signature: algorithm,
        range,
        why: needed.into(),
    })
}

/// Whether the attributes that are signed in place of the file speak of the file.
fn attributes_match(
    attributes: &SignedAttributes<'_>,
    signed_data: &SignedData<'_>,
    digest: &[u8],
    range: SdkRange,
) -> Result<bool, Finding> {
    let unverifiable = |why: Because| Finding::new(issue::Signature::SignatureUnverifiable { why });
    if range.max >= N {
        let content_type = attributes.content_type().map_err(|error| unverifiable(error.into()))?;
        let content_type =
            content_type.ok_or_else(|| unverifiable(BlockFault::NoContentType.into()))?;
        if content_type != signed_data.content_type {
            return Ok(false);
        }
    }
    let signed = attributes.message_digest().map_err(|error| unverifiable(error.into()))?;
    let signed = signed.ok_or_else(|| unverifiable(BlockFault::NoDigest.into()))?;
    Ok(signed == digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    const CERTIFICATE: &[u8] = include_bytes!("../../../../fixtures/keys/first.cert.der");
    const OTHER: &[u8] = include_bytes!("../../../../fixtures/keys/second.cert.der");

    fn oid(number: u8) -> Vec<u8> {
        encode(tag::OBJECT_IDENTIFIER, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, number])
    }

    fn sequence(parts: &[&[u8]]) -> Vec<u8> {
        encode(tag::SEQUENCE, &parts.concat())
    }

    fn block(certificates: &[u8], signers: &[u8]) -> Vec<u8> {
        let data = sequence(&[
            &[2, 1, 1],
            &encode(tag::SET, &[]),
            &sequence(&[&oid(1)]),
            &encode(0xa0, certificates),
            &encode(tag::SET, signers),
        ]);
        sequence(&[&oid(2), &encode(0xa0, &data)])
    }

    /// A signer that names that certificate, with algorithms that are none.
    fn signer_of(certificate: &Certificate) -> Vec<u8> {
        let serial = encode(tag::INTEGER, certificate.serial());
        let name = sequence(&[certificate.issuer().der(), &serial]);
        let algorithm = sequence(&[&oid(1)]);
        sequence(&[&[2, 1, 1], &name, &algorithm, &algorithm, &encode(tag::OCTET_STRING, &[0])])
    }

    #[test]
    fn every_signer_is_claimed_once() {
        let [first, second] = [CERTIFICATE, OTHER].map(|der| Certificate::from_der(der).unwrap());
        let signers = [signer_of(&second), signer_of(&first), signer_of(&second)].concat();
        let block = block(&[CERTIFICATE, OTHER].concat(), &signers);
        assert_eq!(claimed_certificates(&block, &Work::default()), [second, first]);
        assert_eq!(claimed_certificates(&block[1..], &Work::default()), []);
    }

    #[test]
    fn certificates_that_readers_may_choose_differently_are_told() {
        let signer = signer_of(&Certificate::from_der(CERTIFICATE).unwrap());
        // The issuer's name in another case, which one reader takes for the same and another does
        // not.
        let mut twin = CERTIFICATE.to_vec();
        let at = twin.windows(5).position(|window| window == b"First").unwrap();
        twin[at] ^= 0x20;
        // Another key under the very same name: all take the first.
        let mut same_name = CERTIFICATE.to_vec();
        *same_name.last_mut().unwrap() ^= 1;
        for (name, certificates, want) in [
            ("one", CERTIFICATE.to_vec(), false),
            ("the same twice", [CERTIFICATE, CERTIFICATE].concat(), false),
            ("of another serial number", [CERTIFICATE, OTHER].concat(), false),
            ("of the very same issuer", [CERTIFICATE, &same_name].concat(), false),
            ("of an issuer in another case", [CERTIFICATE, &twin].concat(), true),
            ("the same before it", [&twin, CERTIFICATE].concat(), true),
        ] {
            let block = block(&certificates, &signer);
            let signed_data = SignedData::parse(&block).unwrap();
            let got = signed_data.names_several(&signed_data.signers[0], &Work::default());
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn signers_of_a_block_are_counted() {
        let signer = signer_of(&Certificate::from_der(CERTIFICATE).unwrap());
        for (min, count, want) in [
            (24, MAX_SIGNER_INFOS, Code::JarUnsupportedAlgorithm),
            (24, MAX_SIGNER_INFOS + 1, Code::TooManySigners),
            // Of which platforms before Android 7.0 look at the first.
            (18, MAX_SIGNER_INFOS + 1, Code::JarUnsupportedAlgorithm),
        ] {
            let range = SdkRange { min, max: SdkRange::NO_MAXIMUM };
            let refused =
                verify(&block(CERTIFICATE, &signer.repeat(count)), b"", range, &Work::default())
                    .unwrap_err();
            assert_eq!(refused.code, want, "{count} from {min} on");
        }
    }

    #[test]
    fn signers_among_many_certificates_take_work() {
        let signer = signer_of(&Certificate::from_der(CERTIFICATE).unwrap());
        let limits = crate::limits::Limits::default().with_signature_work(MAX_SIGNER_INFOS as u64);
        for (length, is_done) in [(4096, true), (3 * 4096, false)] {
            let certificates = CERTIFICATE.repeat(length / CERTIFICATE.len());
            let block = block(&certificates, &signer.repeat(MAX_SIGNER_INFOS));
            let work = Work::new(&limits, 0);
            let claimed = claimed_certificates(&block, &work);
            assert_eq!(work.finish(claimed).is_ok(), is_done, "{length}");
        }
    }

    #[test]
    fn every_certificate_and_every_signer_must_be_readable() {
        let by_key = sequence(&[
            &[2, 1, 3],
            &encode(0x80, b"key"),
            &sequence(&[&oid(1)]),
            &sequence(&[&oid(1)]),
            &encode(tag::OCTET_STRING, b""),
        ]);
        for (certificates, signers, want) in [
            (CERTIFICATE.to_vec(), &[][..], Code::NoSigners),
            ([CERTIFICATE, &[0x30, 3, 4, 1, 7]].concat(), &[], Code::MalformedCertificate),
            (CERTIFICATE.to_vec(), &by_key, Code::SignatureUnverifiable),
        ] {
            let range = SdkRange { min: 18, max: SdkRange::NO_MAXIMUM };
            assert_eq!(
                verify(&block(&certificates, signers), b"", range, &Work::default())
                    .unwrap_err()
                    .code,
                want
            );
        }
    }
}
