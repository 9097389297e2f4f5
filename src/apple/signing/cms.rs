//! The CMS over a code directory: its signer, and the other code directories that it signs.
//!
//! BER with indefinite lengths in all that Apple's tools write, and the signer's certificate the
//! last: it is found by its issuer and serial number. The CMS signs the code directory in slot 0;
//! what ties others to it are two attributes of Apple's. Apple tolerates that they are missing.

use super::code_directory::{CodeDirectory, HashType};
use super::facts::{Fault, Signer};
use super::reason::NoCms;
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::encoding::plist::Value;
use crate::pki::cms::algorithm::digest_algorithm;
use crate::pki::cms::{SignedAttributes, SignedData, SignerInfo};
use crate::pki::signature::SignatureAlgorithm;
use crate::pki::x509::Certificate;

/// `1.2.840.113635.100.9.1` and `.2`.
const CD_HASHES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 0x09, 0x01];
const CD_DIGESTS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 0x09, 0x02];
/// `1.2.840.113549.1.7.1`, id-data.
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// How long a CMS may be, in bytes. Real ones have some 5,000.
pub(super) const MAX_SIZE: usize = 64 << 10;

/// What of a signature is needed to verify its CMS, once its area is read.
#[derive(Debug)]
pub(super) struct Signed {
    cms: Vec<u8>,
    /// Digests of the code directory in slot 0.
    first: Vec<(DigestAlgorithm, Vec<u8>)>,
    /// Hash types and whole digests of all code directories, that of slot 0 first.
    directories: Vec<(HashType, Vec<u8>)>,
}

impl Signed {
    pub(super) fn new(directories: &[CodeDirectory<'_>], payload: &[u8]) -> Self {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        let first = directories.first().map_or(&[][..], |directory| directory.bytes);
        let algorithms = [Sha1, Sha256, Sha384, Sha512];
        Self {
            cms: payload.to_vec(),
            first: algorithms.map(|it| (it, it.digest(first))).into(),
            directories: directories.iter().map(|it| (it.hash_type, it.digest())).collect(),
        }
    }

    /// How much is held, in bytes.
    pub(super) fn size(&self) -> u64 {
        (self.cms.len() as u64).saturating_add(1 << 10)
    }

    /// The signer, and what is wrong. A signer without a good signature is none.
    pub(super) fn verify(&self, work: &Work) -> (Option<Signer>, Vec<Fault>) {
        let data = match read(&self.cms) {
            Ok(data) => data,
            Err(why) => return (None, vec![Fault::CmsMalformed { why }]),
        };
        let digest_of = |wanted| {
            let found = self.first.iter().find(|(algorithm, _)| *algorithm == wanted);
            found.map(|(_, digest)| digest.clone())
        };
        if data.content.is_some() {
            return (None, vec![Fault::CmsInvalid { why: NoCms::Content }]);
        }
        match verify(&data, digest_of, work) {
            Ok((signer, info)) => {
                let attributes = info.signed_attributes.as_ref();
                let faults = attributes.map_or(Vec::new(), |it| self.other_directories(it));
                (Some(signer), faults)
            }
            Err(why) => (None, vec![Fault::CmsInvalid { why }]),
        }
    }

    /// The signer that is named; nothing is verified.
    pub(super) fn claimed(&self, work: &Work) -> Option<Signer> {
        let data = read(&self.cms).ok()?;
        let [info] = &data.signers[..] else { return None };
        signer_of(&data, info, work).ok()
    }

    /// Whether Apple's attributes list the code directories that are there, and all of them.
    fn other_directories(&self, attributes: &SignedAttributes<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let hashes = attributes.values(CD_HASHES);
        let hashes = hashes.map(|values| values.map(|values| read_hashes(values)));
        let digests = attributes.values(CD_DIGESTS);
        let digests = digests.map(|values| values.map(|values| read_digests(values)));
        let (hashes, digests) = match (hashes, digests) {
            (Ok(hashes @ (None | Some(Some(_)))), Ok(digests @ (None | Some(Some(_))))) => {
                (hashes.flatten(), digests.flatten())
            }
            _ => return vec![Fault::CdHashMismatch],
        };
        let are_good = hashes.as_ref().is_none_or(|hashes| self.are_hashes(hashes))
            && digests.as_ref().is_none_or(|digests| self.are_digests(digests));
        if !are_good {
            faults.push(Fault::CdHashMismatch);
        }
        let is_listed = |(_, digest): &(HashType, Vec<u8>)| {
            let by_hash = hashes.as_ref().is_some_and(|it| it.contains(&cd_hash(digest)));
            let by_digest = digests.as_ref();
            by_hash || by_digest.is_some_and(|it| it.iter().any(|(_, listed)| listed == digest))
        };
        if !self.directories.iter().skip(1).all(is_listed) {
            faults.push(Fault::AlternateCodeDirectoryUnsigned);
        }
        faults
    }

    /// Whether those are the hashes of the code directories, as a set.
    fn are_hashes(&self, listed: &[[u8; 20]]) -> bool {
        let own: Vec<_> = self.directories.iter().map(|(_, digest)| cd_hash(digest)).collect();
        own.iter().all(|hash| listed.contains(hash)) && listed.iter().all(|it| own.contains(it))
    }

    /// Whether each is the digest of a code directory of that algorithm, where that is known.
    fn are_digests(&self, listed: &[(Option<DigestAlgorithm>, Vec<u8>)]) -> bool {
        let is_one = |(algorithm, listed): &(Option<DigestAlgorithm>, Vec<u8>)| {
            use DigestAlgorithm::{Sha1, Sha256, Sha384};
            let Some(algorithm) = algorithm.filter(|it| [Sha1, Sha256, Sha384].contains(it)) else {
                return true;
            };
            self.directories
                .iter()
                .any(|(kind, digest)| kind.algorithm() == algorithm && digest == listed)
        };
        listed.iter().all(is_one)
    }
}

/// The first 20 bytes of a code directory's digest.
pub(super) fn cd_hash(digest: &[u8]) -> [u8; 20] {
    digest.first_chunk().copied().unwrap_or_default()
}

/// A property list in one octet string: `{cdhashes: [data]}`.
fn read_hashes(values: &[Element<'_>]) -> Option<Vec<[u8; 20]>> {
    let [value] = values else { return None };
    let text =
        Some(value).filter(|it| it.tag & !tag::CONSTRUCTED == tag::OCTET_STRING)?.string()?;
    let list = Value::parse(&text).ok()?;
    let hashes = list.get("cdhashes")?.array()?;
    hashes.iter().map(|hash| <[u8; 20]>::try_from(hash.data()?).ok()).collect()
}

/// `SEQUENCE { algorithm OBJECT IDENTIFIER, digest OCTET STRING }`, each a value.
fn read_digests(values: &[Element<'_>]) -> Option<Vec<(Option<DigestAlgorithm>, Vec<u8>)>> {
    let read = |value: &Element<'_>| {
        let mut fields = Some(value).filter(|it| it.tag == tag::SEQUENCE)?.children();
        let algorithm = digest_algorithm(fields.read()?.oid()?);
        Some((algorithm, fields.optional(tag::OCTET_STRING)?.content.to_vec()))
    };
    values.iter().map(read).collect()
}

/// Reads a CMS of usual size.
pub(super) fn read(cms: &[u8]) -> Result<SignedData<'_>, NoCms> {
    let data = SignedData::parse(cms).map_err(|_| NoCms::Malformed)?;
    data.is_of_usual_size().map_err(|_| NoCms::Malformed)?;
    Ok(data)
}

/// Verifies the one signer over a content of those digests (RFC 5652, section 5.4), which must
/// have signed attributes.
pub(super) fn verify<'s, 'a>(
    data: &'s SignedData<'a>,
    digest_of: impl Fn(DigestAlgorithm) -> Option<Vec<u8>>,
    work: &Work,
) -> Result<(Signer, &'s SignerInfo<'a>), NoCms> {
    let [info] = &data.signers[..] else { return Err(NoCms::Signers) };
    if data.content_type != Oid(DATA) {
        return Err(NoCms::ContentType);
    }
    let (digest, algorithm) = info.algorithms().map_err(|_| NoCms::Algorithm)?;
    if !matches!(algorithm, SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_)) {
        return Err(NoCms::Algorithm);
    }
    // `SecCmsSignedDataVerifySignerInfo` digests with the algorithms that are listed.
    if !data.digest_algorithms.iter().any(|it| digest_algorithm(*it) == Some(digest)) {
        return Err(NoCms::DigestUnlisted);
    }
    let signer = signer_of(data, info, work)?;
    let attributes = info.signed_attributes.as_ref().ok_or(NoCms::NoAttributes)?;
    if attributes.content_type().ok().flatten() != Some(Oid(DATA)) {
        return Err(NoCms::ContentType);
    }
    let content = digest_of(digest).ok_or(NoCms::Algorithm)?;
    if attributes.message_digest().ok().flatten().as_deref() != Some(&content[..]) {
        return Err(NoCms::Digest);
    }
    let key = signer.certificate.public_key();
    algorithm
        .verify(key, &attributes.as_signed(), &info.signature, work)
        .map_err(|_| NoCms::Signature)?;
    Ok((signer, info))
}

/// The signer that is named.
fn signer_of(data: &SignedData<'_>, info: &SignerInfo<'_>, work: &Work) -> Result<Signer, NoCms> {
    let certificate = data.certificate_of(info, work).ok().flatten();
    let certificate = certificate.filter(|_| !data.names_several(info, work));
    let certificate = certificate.ok_or(NoCms::Certificate)?;
    let beside = data.certificates.iter().filter_map(|der| Certificate::from_der(der).ok());
    Ok(Signer {
        beside: beside.filter(|it| *it != certificate).collect(),
        signing_time: info.signed_attributes.as_ref().and_then(SignedAttributes::signing_time),
        certificate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;

    const SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
    const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
    const UNKNOWN: &[u8] = &[0x2a, 0x03];

    fn sequence(parts: &[&[u8]]) -> Vec<u8> {
        encode(tag::SEQUENCE, &parts.concat())
    }

    fn oid(oid: &[u8]) -> Vec<u8> {
        encode(tag::OBJECT_IDENTIFIER, oid)
    }

    fn attribute(kind: &[u8], values: &[Vec<u8>]) -> Vec<u8> {
        sequence(&[&oid(kind), &encode(tag::SET, &values.concat())])
    }

    /// A list of code directories by the first bytes of their digests.
    fn hashes(all: &[&[u8]]) -> Vec<u8> {
        use base64ct::{Base64, Encoding};
        let data = |hash: &&[u8]| format!("<data>{}</data>", Base64::encode_string(&hash[..20]));
        let all: String = all.iter().map(data).collect();
        let list = format!("<plist><dict><key>cdhashes</key><array>{all}</array></dict></plist>");
        attribute(CD_HASHES, &[encode(tag::OCTET_STRING, list.as_bytes())])
    }

    fn digests(all: &[(&[u8], &[u8])]) -> Vec<u8> {
        let value = |(kind, digest): &(&[u8], &[u8])| {
            sequence(&[&oid(kind), &encode(tag::OCTET_STRING, digest)])
        };
        attribute(CD_DIGESTS, &all.iter().map(value).collect::<Vec<_>>())
    }

    /// Signed data with one signer, which has those attributes.
    fn signed_data(attributes: &[u8]) -> Vec<u8> {
        let algorithm = sequence(&[&oid(SHA256)]);
        let signer = sequence(&[
            &[2, 1, 1],
            &sequence(&[&sequence(&[]), &[2, 1, 1]]),
            &algorithm,
            &encode(0xa0, attributes),
            &algorithm,
            &encode(tag::OCTET_STRING, b""),
        ]);
        let kind = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
        let data = sequence(&[
            &[2, 1, 1],
            &encode(tag::SET, &[]),
            &sequence(&[&oid(DATA)]),
            &encode(tag::SET, &signer),
        ]);
        sequence(&[&oid(&kind), &encode(0xa0, &data)])
    }

    #[test]
    fn other_code_directories_are_signed_by_attributes() {
        let (first, second, other) = (&[1; 20][..], &[2; 32][..], &[3; 32][..]);
        let one = vec![(HashType::Sha1, first.to_vec())];
        let two = [&one[..], &[(HashType::Sha256, second.to_vec())]].concat();
        let unsigned = Fault::AlternateCodeDirectoryUnsigned;
        let wrong = Fault::CdHashMismatch;
        for (name, directories, attributes, want) in [
            ("one, and nothing", &one, vec![], vec![]),
            ("one, and its hash", &one, hashes(&[first]), vec![]),
            ("two, and nothing", &two, vec![], vec![unsigned.clone()]),
            ("two, and both hashes", &two, hashes(&[first, second]), vec![]),
            ("in another order", &two, hashes(&[second, first]), vec![]),
            ("a hash of no directory", &two, hashes(&[first, second, other]), vec![wrong.clone()]),
            ("a hash too few", &two, hashes(&[second]), vec![wrong.clone()]),
            ("one, and a hash too many", &one, hashes(&[first, second]), vec![wrong.clone()]),
            ("the first hash alone", &two, hashes(&[first]), vec![wrong.clone(), unsigned.clone()]),
            ("both digests", &two, digests(&[(SHA1, first), (SHA256, second)]), vec![]),
            ("the second digest alone", &two, digests(&[(SHA256, second)]), vec![]),
            ("the first digest alone", &two, digests(&[(SHA1, first)]), vec![unsigned.clone()]),
            (
                "another digest",
                &two,
                [hashes(&[first, second]), digests(&[(SHA256, other)])].concat(),
                vec![wrong.clone()],
            ),
            (
                "a digest of none that is there",
                &one,
                digests(&[(SHA256, second)]),
                vec![wrong.clone()],
            ),
            ("of an unknown algorithm", &one, digests(&[(UNKNOWN, second)]), vec![]),
            (
                "both, and one digest",
                &two,
                [hashes(&[first, second]), digests(&[(SHA256, second)])].concat(),
                vec![],
            ),
            ("twice", &one, hashes(&[first]).repeat(2), vec![wrong.clone()]),
            (
                "that is no list",
                &one,
                attribute(CD_HASHES, &[encode(tag::OCTET_STRING, b"x")]),
                vec![wrong.clone()],
            ),
            ("of no value", &one, attribute(CD_HASHES, &[]), vec![wrong.clone()]),
            (
                "a digest of another shape",
                &one,
                attribute(CD_DIGESTS, &[oid(SHA1)]),
                vec![wrong.clone()],
            ),
        ] {
            let cms = signed_data(&attributes);
            let data = read(&cms).unwrap();
            let signed =
                Signed { cms: Vec::new(), first: Vec::new(), directories: directories.clone() };
            let attributes = data.signers[0].signed_attributes.as_ref().unwrap();
            assert_eq!(signed.other_directories(attributes), want, "{name}");
        }
    }
}
