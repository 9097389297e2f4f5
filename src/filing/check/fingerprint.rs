//! The row 「签名MD5值」.

use super::basis::{Basis, Gap, of_other};
use super::judgement::Judgement;
use super::written::{as_written, not_read};
use crate::crypto::digest::DigestAlgorithm;
use crate::filing::Reason;
use crate::filing::paste;
use crate::filing::paste::{CaseMatters, FingerprintText, KeyKind};
use crate::pki::x509::{Certificate, PublicKey, SharedCertificate};

/// How many digits of a fingerprint are too many to be there by chance.
const SIGNIFICANT: usize = 12;

pub(super) fn fingerprint(basis: &Basis<'_>, text: &str) -> Judgement {
    let filed = match paste::fingerprint(text) {
        Ok(filed) => filed,
        Err(why) => return not_read(why, || no_fingerprint(basis, text)),
    };
    let certificate = match &basis.certificate {
        Ok(certificate) => *certificate,
        Err(gap) => return without_certificate(basis, gap, &filed),
    };
    if filed.algorithm.digest(certificate.der()) == filed.bytes {
        let labels = filed.labels.iter().map(String::as_str);
        let is_tidy = paste::is_tidy(text, &hex::encode(&filed.bytes), CaseMatters::No);
        let judgement = of_right_certificate(basis, &filed);
        return as_written(basis, judgement, labels, Some(filed.algorithm), is_tidy);
    }
    of_others(basis, &filed)
        .or_else(|| of_key(basis, certificate.public_key(), &filed))
        .or_else(|| of_file(basis, &filed))
        .or_else(|| {
            is_serial(certificate, &filed)
                .then(|| Judgement::new(Reason::SerialNumber).arg(basis.digest()))
        })
        .or_else(|| shared(&filed))
        .unwrap_or_else(|| no_fit(basis, &filed))
}

fn of_right_certificate(basis: &Basis<'_>, filed: &FingerprintText) -> Judgement {
    use DigestAlgorithm::{Md5, Sha1};
    if filed.is_base64 {
        return Judgement::new(Reason::Base64Digest)
            .arg(filed.algorithm.as_str())
            .arg(basis.digest());
    }
    match basis.digests() {
        [first, ..] if *first == filed.algorithm => Reason::Match.into(),
        taken if taken.contains(&filed.algorithm) => Reason::Sha1Shown.into(),
        _ => Judgement::new(match filed.algorithm {
            Md5 => Reason::CertificateMd5,
            Sha1 => Reason::CertificateSha1,
            _ => Reason::CertificateSha256,
        })
        .arg(basis.digest()),
    }
}

/// What can be said without a certificate to compare with.
fn without_certificate(basis: &Basis<'_>, gap: &Gap<'_>, filed: &FingerprintText) -> Judgement {
    let known = of_file(basis, filed).or_else(|| shared(filed));
    match gap {
        Gap::Several(certificates) => {
            let is_of = |it: &&Certificate| filed.algorithm.digest(it.der()) == filed.bytes;
            if certificates.iter().any(is_of) {
                return Judgement::new(Reason::SeveralSigners).arg(certificates.len());
            }
            known.unwrap_or_else(|| no_fit(basis, filed))
        }
        Gap::NotForFiling(certificate) => {
            if filed.algorithm.digest(certificate.der()) == filed.bytes {
                return Reason::NotForFilingMatch.into();
            }
            known.unwrap_or_else(|| Reason::PackageNotForFiling.into())
        }
        Gap::Reason(reason) => known.unwrap_or_else(|| (*reason).into()),
    }
}

fn of_others(basis: &Basis<'_>, filed: &FingerprintText) -> Option<Judgement> {
    let is_of = |it: &Certificate| filed.algorithm.digest(it.der()) == filed.bytes;
    let (reason, certificate) = basis.others.iter().find(|(_, certificate)| is_of(certificate))?;
    Some(of_other(*reason, certificate))
}

/// Digests of the key in the bytes and texts of it that tools digest.
fn of_key(basis: &Basis<'_>, key: &PublicKey, filed: &FingerprintText) -> Option<Judgement> {
    if basis.is_agc_fingerprint(&filed.bytes) {
        return Some(Reason::AgcKeyFingerprint.into());
    }
    // `openssl x509 -modulus | openssl md5`, and the same without the name or the line's end.
    let modulus = key.modulus_hex().unwrap_or_default().to_uppercase();
    let texts = [format!("Modulus={modulus}\n"), format!("Modulus={modulus}"), modulus.clone()];
    let decimal = key.modulus_dec().unwrap_or_default();
    let texts = texts.iter().map(String::as_bytes).chain([decimal.as_bytes()]);
    let digested =
        [key.spki(), key.raw()].into_iter().chain(texts).filter(|bytes| !bytes.is_empty());
    let mut digests = digested.map(|bytes| filed.algorithm.digest(bytes));
    digests
        .any(|digest| digest == filed.bytes)
        .then(|| Judgement::new(Reason::PublicKeyDigest).arg(basis.digest()))
}

/// Digests of the file and of files in it.
fn of_file(basis: &Basis<'_>, filed: &FingerprintText) -> Option<Judgement> {
    if basis.evidence.file.as_ref().is_some_and(|file| file.contain(&filed.bytes)) {
        return Some(Judgement::new(Reason::FileDigest).arg(basis.digest()));
    }
    let blocks = &basis.evidence.signature_blocks;
    let (name, _) = blocks.iter().find(|(_, digests)| digests.contain(&filed.bytes))?;
    Some(Judgement::new(Reason::SignatureBlockDigest).arg(name).arg(basis.digest()))
}

fn shared(filed: &FingerprintText) -> Option<Judgement> {
    let md5 = <[u8; 16]>::try_from(filed.bytes.as_slice()).ok()?;
    Some(Judgement::new(Reason::SharedCertificate).arg(SharedCertificate::by_md5(&md5)?))
}

/// Whether the digits are those of the serial number, which may stand behind zeros.
fn is_serial(certificate: &Certificate, filed: &FingerprintText) -> bool {
    let digits = hex::encode(&filed.bytes);
    !filed.is_base64 && digits.trim_start_matches('0') == certificate.serial_hex()
}

fn no_fit(basis: &Basis<'_>, filed: &FingerprintText) -> Judgement {
    if filed.is_base64 {
        return no_digits(basis);
    }
    if basis.digests().contains(&filed.algorithm) {
        return Reason::NoFit.into();
    }
    Judgement::new(Reason::NoFitOtherDigest).arg(filed.algorithm.as_str()).arg(basis.digest())
}

fn no_digits(basis: &Basis<'_>) -> Judgement {
    let length = if basis.digest() == DigestAlgorithm::Md5.as_str() { 32 } else { 40 };
    Judgement::new(Reason::NoFingerprint).arg(basis.digest()).arg(length)
}

/// What a text is that is no fingerprint.
fn no_fingerprint(basis: &Basis<'_>, text: &str) -> Judgement {
    if basis.is_app_identifier(text) {
        return Reason::AppIdentifier.into();
    }
    let key = paste::public_key(text);
    let kind = key.as_ref().map(|key| &key.kind);
    match kind {
        Ok(KeyKind::PrivateKey) => return Reason::PrivateKey.into(),
        Ok(KeyKind::Certificate(certificate)) => {
            return of_other(Reason::WholeCertificate, certificate);
        }
        Ok(KeyKind::AppId) => return Reason::AppId.into(),
        Ok(KeyKind::Form(_) | KeyKind::CompressedPoint) => {
            return Judgement::new(Reason::KeyAsFingerprint).arg(basis.digest());
        }
        _ => {}
    }
    let Ok(certificate) = basis.certificate else { return no_digits(basis) };
    let Some(digits) = key.ok().and_then(|key| key.digits) else { return no_digits(basis) };
    if digits.trim_start_matches('0') == certificate.serial_hex() {
        return Judgement::new(Reason::SerialNumber).arg(basis.digest());
    }
    let mut whole =
        basis.digests().iter().map(|digest| hex::encode(digest.digest(certificate.der())));
    let is_part = |it: &String| it.starts_with(&digits) || it.ends_with(&digits);
    match whole.find(|it| digits.len() >= SIGNIFICANT && is_part(it)) {
        Some(whole) => Judgement::new(Reason::PartOfFingerprint).arg(digits.len()).arg(whole.len()),
        None => no_digits(basis),
    }
}
