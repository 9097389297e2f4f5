//! A certificate: its stored bytes and its facts.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::say::said;

use super::fields::Fields;
use super::{Name, PublicKey, PublicKeyError, Time};
use crate::encoding::asn1::{
    Element, Oid, algorithm_identifier, encode, encoded_anew, is_indefinite, tag,
};
use crate::encoding::pem;
use crate::pki::oid::STANDARD_EXTENSIONS;

said! {
    /// Why bytes are no certificate.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum CertificateError {
        /// They do not have the structure of one.
        NoCertificate => { en: "not an X.509 certificate", zh: "不是 X.509 证书" }
        /// A field has no usable value.
        Field(it: CertificateField) => {
            en: "the certificate's {it} cannot be read",
            zh: "证书的{it}无法解析"
        }
        /// The public key cannot be read.
        PublicKey(it: PublicKeyError) => {
            en: "the certificate's public key: {it}",
            zh: "证书中的公钥：{it}"
        }
    }
}

impl std::error::Error for CertificateError {}

impl From<PublicKeyError> for CertificateError {
    fn from(it: PublicKeyError) -> Self {
        Self::PublicKey(it)
    }
}

said! {
    /// A field of a certificate that every reader needs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum CertificateField {
        /// Who issued it.
        Issuer => { en: "issuer", zh: "颁发者" }
        /// Whose it is.
        Subject => { en: "subject", zh: "持有者" }
        /// From when until when it is valid.
        Validity => { en: "validity", zh: "有效期" }
    }
}

/// An X.509 certificate. Two are equal when their stored bytes are.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    serial: Vec<u8>,
    issuer: Name,
    subject: Name,
    not_before: Time,
    not_after: Time,
    public_key: PublicKey,
    usage: Usage,
}

/// What the extensions say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Usage {
    is_ca: bool,
    allows_signing: bool,
    has_unsupported_critical_extension: bool,
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    /// Reads a certificate in DER, or in such BER as platforms accept. The bytes are kept as they
    /// are.
    ///
    /// # Errors
    /// [`CertificateError`]: what is wrong.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let fields = Fields::read(der).ok_or(CertificateError::NoCertificate)?;
        let name = |der, field| Name::from_der(der).ok_or(CertificateError::Field(field));
        let time = |element, field| Time::read(element).ok_or(CertificateError::Field(field));
        Ok(Self {
            serial: fields.serial.to_vec(),
            issuer: name(fields.issuer, CertificateField::Issuer)?,
            subject: name(fields.subject, CertificateField::Subject)?,
            not_before: time(&fields.not_before, CertificateField::Validity)?,
            not_after: time(&fields.not_after, CertificateField::Validity)?,
            public_key: PublicKey::from_spki(fields.spki)?,
            usage: Usage::read(&fields),
            der: der.to_vec(),
        })
    }

    /// Reads the first certificate of a PEM text (RFC 7468), whatever its armour calls it. What
    /// OpenSSL writes behind a `TRUSTED CERTIFICATE` is passed.
    ///
    /// # Errors
    /// [`CertificateError`]: there is none, or what is called one cannot be read. None behind it is
    /// taken instead.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        let text = pem::plain(text);
        let read = |block: &pem::Block<'_>| {
            let der = block.der.as_deref().ok_or(CertificateError::NoCertificate)?;
            Self::from_der(Element::first(der).map_or(der, |(element, _)| element.raw))
        };
        for block in pem::blocks(&text) {
            let is_called_so = pem::CERTIFICATE_LABELS.contains(&block.label);
            match read(&block) {
                Err(_) if !is_called_so => {}
                certificate => return certificate,
            }
        }
        Err(CertificateError::NoCertificate)
    }

    /// The bytes as stored.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The MD5 of the stored bytes.
    #[must_use]
    pub fn md5(&self) -> [u8; 16] {
        Md5::digest(&self.der).into()
    }

    /// The SHA-1 of the stored bytes.
    #[must_use]
    pub fn sha1(&self) -> [u8; 20] {
        Sha1::digest(&self.der).into()
    }

    /// The SHA-256 of the stored bytes.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// Whom the certificate speaks of.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// The serial number in lower-case hex without leading zeros; a negative one after a minus
    /// sign.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        let negative = self.serial.first().is_some_and(|&first| first >= 0x80);
        let magnitude = if negative { negated(&self.serial) } else { self.serial.clone() };
        let digits = hex::encode(magnitude);
        let digits = match digits.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        format!("{}{digits}", if negative { "-" } else { "" })
    }

    /// The serial number: two's complement, big-endian, as stored.
    pub(crate) fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The first second of its validity. Platforms do not check it.
    #[must_use]
    pub fn not_before(&self) -> &Time {
        &self.not_before
    }

    /// The last second of its validity. Platforms do not check it.
    #[must_use]
    pub fn not_after(&self) -> &Time {
        &self.not_after
    }

    /// The public key.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// Whether it says that it is a certificate authority's (RFC 5280, section 4.2.1.9).
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.usage.is_ca
    }

    /// What the issuer signed, the identifier of the algorithm, and the signature. `None` where the
    /// stored bytes are not just these three in DER: the signature would not prove what else they
    /// hold.
    pub(crate) fn issuer_signature(&self) -> Option<(&[u8], Oid<'_>, &[u8])> {
        let fields = Fields::read(&self.der)?;
        let signature = fields.signature;
        let bits = encode(tag::BIT_STRING, &[&[0], signature].concat());
        let whole = encode(tag::SEQUENCE, &[fields.tbs, fields.algorithm, &bits].concat());
        let (algorithm, _) = algorithm_identifier(&Element::first(fields.algorithm)?.0)?;
        (whole == self.der).then_some((fields.tbs, algorithm, signature))
    }

    /// Whether nothing stands in it that no field holds, and every length is definite: the JDK's
    /// readers of signed data take no other, while apksig passes over the rest.
    pub(crate) fn is_whole(&self) -> bool {
        let definite = Element::first(&self.der).and_then(|(element, _)| is_indefinite(&element));
        definite == Some(false) && Fields::read(&self.der).is_some_and(|fields| fields.is_whole)
    }

    /// What [`Self::issuer_signature`] gives, of a certificate in BER: with what the issuer signed
    /// in DER.
    pub(crate) fn issuer_signature_in_der(&self) -> Option<(Vec<u8>, Oid<'_>, &[u8])> {
        let fields = Fields::read(&self.der)?;
        let (algorithm, _) = algorithm_identifier(&Element::first(fields.algorithm)?.0)?;
        let tbs = encoded_anew(&Element::first(fields.tbs)?.0)?;
        Some((tbs, algorithm, fields.signature))
    }

    /// Whether it has an extension of that identifier, whatever that says.
    pub(crate) fn has_extension(&self, oid: Oid<'_>) -> bool {
        Fields::read(&self.der).is_some_and(|fields| fields.extensions().any(|it| it.oid == oid))
    }

    /// Whether the key may sign: there is no key usage, or one with `digitalSignature` or
    /// `nonRepudiation`.
    pub(crate) fn allows_signing(&self) -> bool {
        self.usage.allows_signing
    }

    /// Whether an extension is critical that the Java platform does not know.
    pub(crate) fn has_unsupported_critical_extension(&self) -> bool {
        self.usage.has_unsupported_critical_extension
    }
}

impl Usage {
    fn read(fields: &Fields<'_>) -> Self {
        const KEY_USAGE: u8 = 15;
        const BASIC_CONSTRAINTS: u8 = 19;
        /// Those that the JDK's `X509CertImpl` counts as supported when critical: key usage,
        /// private key usage period, both alternative names, basic and name constraints, CRL
        /// distribution points, certificate policies, policy mappings, authority key identifier,
        /// policy constraints, extended key usage, freshest CRL, inhibit any policy, subject key
        /// identifier.
        const SUPPORTED: &[u8] = &[14, 15, 16, 17, 18, 19, 30, 31, 32, 33, 35, 36, 37, 46, 54];
        let mut usage =
            Self { is_ca: false, allows_signing: true, has_unsupported_critical_extension: false };
        for extension in fields.extensions() {
            let standard = match extension.oid.below(STANDARD_EXTENSIONS) {
                Some(&[number]) => Some(number),
                _ => None,
            };
            match standard {
                Some(KEY_USAGE) => usage.allows_signing = allows_signing(extension.value),
                Some(BASIC_CONSTRAINTS) => usage.is_ca = is_ca(extension.value),
                _ => {}
            }
            if extension.critical && !standard.is_some_and(|number| SUPPORTED.contains(&number)) {
                usage.has_unsupported_critical_extension = true;
            }
        }
        usage
    }
}

/// The two's complement of a big-endian number.
fn negated(number: &[u8]) -> Vec<u8> {
    let mut carry = true;
    let mut negated: Vec<u8> = number
        .iter()
        .rev()
        .map(|&byte| {
            let (digit, overflow) = (!byte).overflowing_add(carry.into());
            carry = overflow;
            digit
        })
        .collect();
    negated.reverse();
    negated
}

/// Bit 0 is `digitalSignature`, bit 1 `nonRepudiation`.
fn allows_signing(key_usage: &[u8]) -> bool {
    let bits = Element::first(key_usage).and_then(|(bits, _)| bits.content.get(1).copied());
    bits.is_some_and(|bits| bits & 0xc0 != 0)
}

fn is_ca(basic_constraints: &[u8]) -> bool {
    const BOOLEAN: u8 = 0x01;
    let constraints =
        Element::first(basic_constraints).map(|(constraints, _)| constraints.children());
    let flag = constraints.and_then(|mut fields| fields.optional(BOOLEAN));
    flag.is_some_and(|flag| flag.content != [0])
}

#[cfg(test)]
mod tests {
    use x509_parser::prelude::{FromDer, X509Certificate};

    use super::*;
    use crate::encoding::asn1::Elements;

    const CERTIFICATES: &[(&str, &[u8])] = &[
        ("rsa2048", include_bytes!("../../../tests/data/rsa2048.der")),
        ("p256", include_bytes!("../../../tests/data/p256.der")),
    ];

    /// Whether both readers take the bytes. What both take, they must read alike.
    fn reads_alike(name: &str, der: &[u8]) -> bool {
        let (Ok((_, theirs)), Ok(ours)) =
            (X509Certificate::from_der(der), Certificate::from_der(der))
        else {
            return false;
        };
        // It takes a name to end at a set of nothing.
        if [&ours.subject, &ours.issuer]
            .iter()
            .any(|it| it.der().windows(2).any(|two| two == [tag::SET, 0]))
        {
            return false;
        }
        assert_eq!(ours.subject().der(), theirs.subject().as_raw(), "{name}");
        assert_eq!(ours.issuer().der(), theirs.issuer().as_raw(), "{name}");
        assert_eq!(ours.public_key().spki(), theirs.public_key().raw, "{name}");
        assert_eq!(
            ours.public_key().raw(),
            &*theirs.public_key().subject_public_key.data,
            "{name}"
        );
        assert_eq!(ours.serial(), theirs.raw_serial(), "{name}");
        assert_eq!(
            ours.not_before().unix_seconds(),
            theirs.validity().not_before.timestamp(),
            "{name}"
        );
        assert_eq!(
            ours.not_after().unix_seconds(),
            theirs.validity().not_after.timestamp(),
            "{name}"
        );
        assert_eq!(ours.is_ca(), theirs.is_ca(), "{name}");
        true
    }

    #[test]
    fn fields_are_those_that_x509_parser_finds() {
        for (name, der) in CERTIFICATES {
            assert!(reads_alike(name, der), "{name}");
        }
    }

    /// The elements of the bytes, each of which is dropped, repeated, and followed by others.
    fn rearranged(der: &[u8], depth: u8) -> Vec<Vec<u8>> {
        let Some(elements) = Elements::new(der).all().filter(|_| depth > 0) else {
            return Vec::new();
        };
        let raw: Vec<&[u8]> = elements.iter().map(|element| element.raw).collect();
        let mut changed = Vec::new();
        for at in 0..raw.len() {
            let with = |parts: &[&[u8]]| [&raw[..at], parts, &raw[at + 1..]].concat().concat();
            changed.extend([with(&[]), with(&[raw[at], raw[at]])]);
            let others: [&[u8]; 5] =
                [&[5, 0], &[2, 1, 1], &[0x30, 0], &[0x81, 2, 0, 1], &[0xa3, 2, 0x30, 0]];
            changed.extend(others.map(|other| with(&[raw[at], other])));
            if elements[at].tag & tag::CONSTRUCTED != 0 {
                let inside = rearranged(elements[at].content, depth - 1);
                changed
                    .extend(inside.iter().map(|inside| with(&[&encode(elements[at].tag, inside)])));
            }
        }
        changed
    }

    #[test]
    fn what_is_rearranged_is_read_as_x509_parser_reads_it_or_not_at_all() {
        let mut read = 0;
        for (name, der) in CERTIFICATES {
            for changed in rearranged(der, 6) {
                read += usize::from(reads_alike(name, &changed));
            }
            for index in 0..der.len() {
                for bit in 0..8 {
                    let mut flipped = der.to_vec();
                    flipped[index] ^= 1 << bit;
                    read += usize::from(reads_alike(name, &flipped));
                }
            }
        }
        // Otherwise nothing was compared.
        assert!(read > 1000, "{read}");
    }

    #[test]
    fn no_prefix_and_no_flip_panics() {
        for (_, der) in CERTIFICATES {
            for length in 0..der.len() {
                assert!(Certificate::from_der(&der[..length]).is_err());
            }
            for index in 0..der.len() {
                for bit in 0..8 {
                    let mut flipped = der.to_vec();
                    flipped[index] ^= 1 << bit;
                    if let Ok(certificate) = Certificate::from_der(&flipped) {
                        assert_ne!(certificate.md5(), Certificate::from_der(der).unwrap().md5());
                        let _ = (
                            certificate.subject().to_string(),
                            certificate.public_key().modulus_dec(),
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn serial_numbers_are_written_without_padding() {
        let certificate = Certificate::from_der(CERTIFICATES[0].1).unwrap();
        for (stored, want) in [
            (&[0x1f, 0x2e][..], "1f2e"),
            (&[0, 0xff], "ff"),
            (&[0], "0"),
            (&[0xff], "-1"),
            (&[0x80, 0], "-8000"),
            (&[0xfe, 0xff], "-101"),
        ] {
            assert_eq!(
                Certificate { serial: stored.to_vec(), ..certificate.clone() }.serial_hex(),
                want
            );
        }
    }
}
