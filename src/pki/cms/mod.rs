//! CMS `SignedData` (RFC 5652, and PKCS #7 before it), as much of it as signature blocks of
//! packages use.
//!
//! BER is taken, and bytes behind the structure are ignored, as apksig's `Asn1BerParser` and
//! `Pkcs7` classes do. What a platform refuses of it [`whole`] says of the signature blocks of v1,
//! and [`openssl`] of HarmonyOS.

pub(crate) mod algorithm;
mod attributes;
mod error;
mod layout;
mod openssl;
#[cfg(test)]
mod openssl_tests;
mod pss;
mod verify;
mod whole;

use std::borrow::Cow;

pub(crate) use self::attributes::SignedAttributes;
pub(crate) use self::error::CmsError;
use self::error::{Counted, Part};
use self::layout::sequence;
pub(crate) use self::verify::SignerError;
use super::oid::SIGNED_DATA;
use super::x509::{Certificate, Name};
use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, Elements, Oid, minimal, tag};

/// A `SignedData`.
#[derive(Debug)]
pub(crate) struct SignedData<'a> {
    /// All of it.
    bytes: &'a [u8],
    /// The certificates as stored, in stored order.
    pub(crate) certificates: Vec<&'a [u8]>,
    /// The type of the content that is signed.
    pub(crate) content_type: Oid<'a>,
    /// The algorithms that it lists for its signers, each of which says so once more.
    pub(crate) digest_algorithms: Vec<Oid<'a>>,
    /// The content, where it is not kept elsewhere.
    pub(crate) content: Option<Cow<'a, [u8]>>,
    /// Revocation lists as stored.
    pub(crate) revocation_lists: Vec<&'a [u8]>,
    pub(crate) signers: Vec<SignerInfo<'a>>,
}

/// A `SignerInfo`.
#[derive(Debug)]
pub(crate) struct SignerInfo<'a> {
    /// Issuer and serial number of the signer's certificate. `None` where it is named otherwise.
    pub(crate) issuer_and_serial: Option<(Name, &'a [u8])>,
    pub(crate) digest_algorithm: Oid<'a>,
    pub(crate) signed_attributes: Option<SignedAttributes<'a>>,
    pub(crate) signature_algorithm: Oid<'a>,
    /// What stands behind the algorithm's identifier.
    signature_parameters: Option<Element<'a>>,
    pub(crate) signature: Cow<'a, [u8]>,
}

impl<'a> SignedData<'a> {
    /// Reads the signature block of v1, which must be whole.
    pub(crate) fn parse_whole(bytes: &'a [u8]) -> Result<Self, CmsError> {
        whole::check(bytes)?;
        Self::parse(bytes)
    }

    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, CmsError> {
        let mut fields = content_info(bytes).ok_or(CmsError::NoSignedData)?;
        let malformed = |part| move || CmsError::Malformed(part);
        version(&mut fields).ok_or_else(malformed(Part::Version))?;
        let digests = digest_algorithms(&mut fields);
        let digest_algorithms = digests.ok_or_else(malformed(Part::DigestAlgorithms))?;
        let content = fields.optional(tag::SEQUENCE).ok_or_else(malformed(Part::Content))?;
        let mut content = content.children();
        let content_type = content.read().and_then(|oid| oid.oid());
        let content = content.optional(tag::context_constructed(0));
        let content = content.map(|wrapper| octets(&mut wrapper.children()));
        let content =
            content.map(|octets| octets.ok_or_else(malformed(Part::Content))).transpose()?;
        let certificates = fields.optional(tag::context_constructed(0));
        let certificates = certificates.map_or(Some(Vec::new()), |set| set.children().all());
        let lists = fields.optional(tag::context_constructed(1));
        let lists = lists.map_or(Some(Vec::new()), |set| set.children().all());
        let lists = lists.ok_or_else(malformed(Part::RevocationLists))?;
        let signers = fields.optional(tag::SET).ok_or_else(malformed(Part::Signers))?;
        let signers = signers.children().all().ok_or_else(malformed(Part::Signers))?;
        let certificates = certificates.ok_or_else(malformed(Part::Certificates))?;
        Ok(Self {
            bytes,
            digest_algorithms,
            certificates: certificates.iter().map(|certificate| certificate.raw).collect(),
            content_type: content_type.ok_or_else(malformed(Part::Content))?,
            content,
            revocation_lists: lists.iter().map(|list| list.raw).collect(),
            signers: signers.iter().map(SignerInfo::read).collect::<Result<_, _>>()?,
        })
    }

    /// The certificates in signed data that can be read; none where that itself cannot.
    pub(crate) fn readable_certificates(bytes: &[u8]) -> Vec<Certificate> {
        let certificates =
            SignedData::parse(bytes).map(|data| data.certificates).unwrap_or_default();
        certificates.into_iter().filter_map(|der| Certificate::from_der(der).ok()).collect()
    }

    /// That there are no more signers, certificates and lists than any signing tool writes: each
    /// takes the file's choice of work to verify, and of certificates against each other.
    pub(crate) fn is_of_usual_size(&self) -> Result<(), CmsError> {
        const MAX: usize = 32;
        for (what, count) in [
            (Counted::Signers, self.signers.len()),
            (Counted::Certificates, self.certificates.len()),
            (Counted::RevocationLists, self.revocation_lists.len()),
        ] {
            if count > MAX {
                return Err(CmsError::TooMany { what, limit: MAX });
            }
        }
        Ok(())
    }

    /// The first certificate of the signer's issuer and serial number. An `Err` where a certificate
    /// before it cannot be read.
    pub(crate) fn certificate_of(
        &self,
        signer: &SignerInfo<'_>,
        work: &Work,
    ) -> Result<Option<Certificate>, CmsError> {
        let Some((issuer, serial)) = &signer.issuer_and_serial else { return Ok(None) };
        if work.spend_reading(self.certificates.iter().map(|der| der.len()).sum()).is_err() {
            return Ok(None);
        }
        for der in &self.certificates {
            let certificate =
                Certificate::from_der(der).map_err(|_| CmsError::Malformed(Part::Certificate))?;
            if minimal(certificate.serial()) == minimal(serial)
                && certificate.issuer().matches_within(issuer, work)
            {
                return Ok(Some(certificate));
            }
        }
        Ok(None)
    }
}

impl SignedData<'_> {
    /// Whether readers may differ on which certificate is the signer's: several have its serial
    /// number, and an issuer that one reader may take for the one that it names and another not.
    /// Neither the certificates nor that name are signed.
    pub(crate) fn names_several(&self, signer: &SignerInfo<'_>, work: &Work) -> bool {
        let Some((issuer, serial)) = &signer.issuer_and_serial else { return false };
        // Most blocks hold one, which need not be read again.
        if self.certificates.len() < 2 {
            return false;
        }
        if work.spend_reading(self.certificates.iter().map(|der| der.len()).sum()).is_err() {
            return true;
        }
        let certificates =
            self.certificates.iter().filter_map(|der| Certificate::from_der(der).ok());
        let may_be = certificates.filter(|certificate| {
            minimal(certificate.serial()) == minimal(serial)
                && certificate.issuer().may_match(issuer, work)
        });
        let may_be: Vec<_> = may_be.collect();
        // Of issuers that are the very same all readers take the first certificate.
        let is_plain = may_be.iter().all(|certificate| certificate.issuer().der() == issuer.der());
        !is_plain && may_be.iter().any(|certificate| Some(certificate) != may_be.first())
    }
}

/// The fields of the `SignedData` inside a `ContentInfo`.
fn content_info(bytes: &[u8]) -> Option<Elements<'_>> {
    let mut info = Elements::new(bytes).optional(tag::SEQUENCE)?.children();
    if info.read()?.oid()? != SIGNED_DATA {
        return None;
    }
    let wrapper = info.optional(tag::context_constructed(0))?;
    Some(wrapper.children().optional(tag::SEQUENCE)?.children())
}

impl<'a> SignerInfo<'a> {
    fn read(element: &Element<'a>) -> Result<Self, CmsError> {
        let malformed = || CmsError::Malformed(Part::Signer);
        let mut fields = sequence(element).ok_or_else(malformed)?;
        version(&mut fields).ok_or_else(malformed)?;
        let identifier = fields.read().ok_or_else(malformed)?;
        let issuer_and_serial = match identifier.tag {
            tag::SEQUENCE => Some(issuer_and_serial(&identifier).ok_or_else(malformed)?),
            _ => None,
        };
        let digest_algorithm = algorithm(&mut fields).ok_or_else(malformed)?;
        let signed = fields.optional(tag::context_constructed(0));
        let signed_attributes = signed.map(|set| SignedAttributes::read(&set)).transpose()?;
        let mut parameters = fields.optional(tag::SEQUENCE).ok_or_else(malformed)?.children();
        let signature_algorithm =
            parameters.read().and_then(|it| it.oid()).ok_or_else(malformed)?;
        let signature_parameters = parameters.read();
        let signature = octets(&mut fields).ok_or_else(malformed)?;
        // No platform uses what stands there, but each reads it.
        let unsigned = fields.optional(tag::context_constructed(1));
        unsigned.map(|set| SignedAttributes::read(&set)).transpose()?;
        Ok(Self {
            issuer_and_serial,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature_parameters,
            signature,
        })
    }
}

/// A version, whatever it is: a number that platforms can read, which have 32 bits for it.
fn version(fields: &mut Elements<'_>) -> Option<()> {
    let version = fields.optional(tag::INTEGER)?.integer()?;
    (minimal(version).len() <= size_of::<i32>()).then_some(())
}

/// The algorithms that signers use. Platforms read them all.
fn digest_algorithms<'a>(fields: &mut Elements<'a>) -> Option<Vec<Oid<'a>>> {
    let mut listed = fields.optional(tag::SET)?.children();
    let mut algorithms = Vec::new();
    while !listed.is_empty() {
        algorithms.push(algorithm(&mut listed)?);
    }
    Some(algorithms)
}

/// The content of an octet string.
fn octets<'a>(fields: &mut Elements<'a>) -> Option<Cow<'a, [u8]>> {
    fields.read().filter(|it| it.tag & !tag::CONSTRUCTED == tag::OCTET_STRING)?.string()
}

fn issuer_and_serial<'a>(element: &Element<'a>) -> Option<(Name, &'a [u8])> {
    let mut fields = element.children();
    Some((Name::from_der(fields.read()?.raw)?, fields.read()?.integer()?))
}

fn algorithm<'a>(fields: &mut Elements<'a>) -> Option<Oid<'a>> {
    fields.optional(tag::SEQUENCE)?.children().read()?.oid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;
    use crate::pki::oid::{CONTENT_TYPE, DATA, MESSAGE_DIGEST, SHA256};

    const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");

    fn sequence(parts: &[&[u8]]) -> Vec<u8> {
        encode(tag::SEQUENCE, &parts.concat())
    }

    fn oid(oid: Oid<'_>) -> Vec<u8> {
        oid.encoded()
    }

    #[test]
    fn what_is_unusual_is_counted() {
        let item = sequence(&[]);
        let of = |what: &str, count: usize| {
            let times = |name| item.repeat(if name == what { count } else { 0 });
            let signer = sequence(&[
                &[2, 1, 1],
                &encode(0x80, b"key"),
                &sequence(&[&oid(SHA256)]),
                &sequence(&[&oid(SHA256)]),
                &encode(tag::OCTET_STRING, b""),
            ]);
            let signers = if what == "signers" { signer.repeat(count) } else { Vec::new() };
            let data = sequence(&[
                &[2, 1, 1],
                &encode(tag::SET, &[]),
                &sequence(&[&oid(DATA)]),
                &encode(0xa0, &times("certificates")),
                &encode(0xa1, &times("revocation lists")),
                &encode(tag::SET, &signers),
            ]);
            let block = sequence(&[&oid(SIGNED_DATA), &encode(0xa0, &data)]);
            SignedData::parse(&block).unwrap().is_of_usual_size().map_err(|error| error.to_string())
        };
        for what in ["signers", "certificates", "revocation lists"] {
            assert_eq!(of(what, 32), Ok(()), "{what}");
            assert_eq!(of(what, 33), Err(format!("it has more than 32 {what}")));
        }
    }

    fn attribute(kind: Oid<'_>, values: &[&[u8]]) -> Vec<u8> {
        sequence(&[&oid(kind), &encode(tag::SET, &values.concat())])
    }

    /// Signed data with one signer, which has the serial number `serial` and signed those
    /// attributes.
    fn signed_data(serial: &[u8], attributes: &[u8]) -> Vec<u8> {
        let certificate = Certificate::from_der(CERTIFICATE).unwrap();
        let algorithm = sequence(&[&oid(SHA256)]);
        let attributes = if attributes.is_empty() { Vec::new() } else { encode(0xa0, attributes) };
        let signer = sequence(&[
            &[2, 1, 1],
            &sequence(&[certificate.issuer().der(), &encode(tag::INTEGER, serial)]),
            &algorithm,
            &attributes,
            &algorithm,
            // A string in pieces, as BER has it.
            &[0x24, 0x80, 0x04, 1, 7, 0x04, 1, 8, 0, 0],
        ]);
        let data = sequence(&[
            &[2, 1, 1],
            &encode(tag::SET, &algorithm),
            &sequence(&[&oid(DATA)]),
            &encode(0xa0, CERTIFICATE),
            &encode(tag::SET, &signer),
        ]);
        // The outermost element has no definite length, and something follows it.
        [&[0x30, 0x80][..], &oid(SIGNED_DATA), &encode(0xa0, &data), &[0, 0, 9, 9]].concat()
    }

    #[test]
    fn signed_data_is_read_in_ber() {
        let attributes = [
            attribute(CONTENT_TYPE, &[&oid(DATA)]),
            attribute(MESSAGE_DIGEST, &[&encode(tag::OCTET_STRING, b"digest")]),
        ]
        .concat();
        let serial = Certificate::from_der(CERTIFICATE).unwrap().serial().to_vec();
        let bytes = signed_data(&[&[0], &serial[..]].concat(), &attributes);
        let data = SignedData::parse(&bytes).unwrap();
        assert_eq!((data.content_type, &data.certificates[..]), (DATA, &[CERTIFICATE][..]));
        let [signer] = &data.signers[..] else { panic!("one signer") };
        assert_eq!((signer.digest_algorithm, &signer.signature[..]), (SHA256, &[7, 8][..]));
        assert_eq!(
            data.certificate_of(signer, &Work::default()).unwrap().unwrap().der(),
            CERTIFICATE
        );
        let signed = signer.signed_attributes.as_ref().unwrap();
        assert_eq!(signed.content_type(), Ok(Some(DATA)));
        assert_eq!(signed.message_digest().unwrap().unwrap(), b"digest".as_slice());
        assert_eq!(signed.as_signed(), encode(tag::SET, &attributes));
        for length in 0..bytes.len() - 4 {
            assert!(SignedData::parse(&bytes[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_signer_and_an_attribute_are_sequences() {
        let attributes = attribute(MESSAGE_DIGEST, &[&encode(tag::OCTET_STRING, b"digest")]);
        let bytes = signed_data(&[1], &attributes);
        assert!(SignedData::parse(&bytes).is_ok());
        let at = |part: &[u8]| bytes.windows(part.len()).position(|window| window == part).unwrap();
        // The signer begins behind the certificate and the header of the set.
        let set = at(CERTIFICATE) + CERTIFICATE.len();
        let (signers, _) = Element::first(&bytes[set..]).unwrap();
        let signer = set + signers.raw.len() - signers.content.len();
        for (name, place) in [("attribute", at(&attributes)), ("signer", signer)] {
            let mut changed = bytes.clone();
            assert_eq!(changed[place], tag::SEQUENCE, "{name}");
            changed[place] = tag::SET;
            assert!(SignedData::parse(&changed).is_err(), "{name}");
        }
    }

    #[test]
    fn a_certificate_of_another_serial_number_is_not_the_signers() {
        let bytes = signed_data(&[1], &[]);
        let data = SignedData::parse(&bytes).unwrap();
        assert_eq!(data.certificate_of(&data.signers[0], &Work::default()), Ok(None));
        assert!(data.signers[0].signed_attributes.is_none());
    }

    #[test]
    fn a_certificate_of_another_issuer_is_not_the_signers() {
        let certificate = Certificate::from_der(CERTIFICATE).unwrap();
        let mut bytes = signed_data(certificate.serial(), &[]);
        // The last is the signer's; the certificate has the name too.
        let issuer = certificate.issuer().der();
        let at = bytes.windows(issuer.len()).rposition(|window| window == issuer).unwrap();
        bytes[at + issuer.len() - 1] ^= 1;
        let data = SignedData::parse(&bytes).unwrap();
        assert_eq!(data.certificate_of(&data.signers[0], &Work::default()), Ok(None));
    }

    #[test]
    fn versions_and_algorithms_are_what_platforms_can_read() {
        let sha256 = sequence(&[&oid(SHA256)]);
        for (name, version, algorithms, want) in [
            ("as it is", &[2, 1, 1][..], vec![], true),
            ("version 3 with a zero too many", &[2, 2, 0, 3], sha256.clone(), true),
            ("no version", &[2, 0], sha256.clone(), false),
            ("version of more than 32 bits", &[2, 5, 1, 0, 0, 0, 0], sha256.clone(), false),
            ("no identifier", &[2, 1, 1], sequence(&[&[5, 0]]), false),
            ("no sequence", &[2, 1, 1], oid(SHA256), false),
            ("one of two", &[2, 1, 1], [sha256, sequence(&[])].concat(), false),
        ] {
            let data = sequence(&[
                version,
                &encode(tag::SET, &algorithms),
                &sequence(&[&oid(DATA)]),
                &encode(tag::SET, &[]),
            ]);
            let bytes = sequence(&[&oid(SIGNED_DATA), &encode(0xa0, &data)]);
            assert_eq!(SignedData::parse(&bytes).is_ok(), want, "{name}");
        }
    }

    #[test]
    fn more_certificates_than_anybody_writes_are_refused() {
        let signed_data = |certificates: usize| {
            let version = [2, 1, 1];
            let content = encode(tag::SEQUENCE, &[&[6, 9][..], &SIGNED_DATA.0[..8], &[1]].concat());
            let certificates = encode(tag::context_constructed(0), &[0x30, 0].repeat(certificates));
            let parts = [
                &version[..],
                &encode(tag::SET, &[]),
                &content,
                &certificates,
                &encode(tag::SET, &[]),
            ];
            let wrapper =
                encode(tag::context_constructed(0), &encode(tag::SEQUENCE, &parts.concat()));
            let kind = SIGNED_DATA.encoded();
            encode(tag::SEQUENCE, &[kind, wrapper].concat())
        };
        for (count, is_good) in [(0, true), (32, true), (33, false)] {
            let bytes = signed_data(count);
            let parsed = SignedData::parse(&bytes).unwrap();
            assert_eq!(parsed.certificates.len(), count);
            assert_eq!(parsed.is_of_usual_size().is_ok(), is_good, "{count}");
        }
    }

    #[test]
    fn an_attribute_has_one_value() {
        let value = encode(tag::OCTET_STRING, b"digest");
        for (name, attributes, want) in [
            ("none", attribute(CONTENT_TYPE, &[&oid(DATA)]), Ok(false)),
            ("one", attribute(MESSAGE_DIGEST, &[&value]), Ok(true)),
            ("two values", attribute(MESSAGE_DIGEST, &[&value, &value]), Err(())),
            ("no value", attribute(MESSAGE_DIGEST, &[]), Err(())),
            ("twice", attribute(MESSAGE_DIGEST, &[&value]).repeat(2), Err(())),
        ] {
            let bytes = signed_data(&[1], &attributes);
            let data = SignedData::parse(&bytes).unwrap();
            let digest = data.signers[0].signed_attributes.as_ref().unwrap().message_digest();
            assert_eq!(digest.map(|digest| digest.is_some()).map_err(drop), want, "{name}");
        }
    }
}
