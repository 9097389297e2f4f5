//! The row 「签名MD5值」.

use super::basis::{Basis, Gap, of_other};
use super::written::{as_written, not_read};
use super::{slip, texts};
use crate::crypto::digest::DigestAlgorithm;
use crate::filing::paste;
use crate::filing::paste::{CaseMatters, FingerprintText, KeyKind};
use crate::filing::reason::Judgement;
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
        .or_else(|| is_serial(certificate, &filed).then(|| Judgement::SerialNumber(basis.digest())))
        .or_else(|| shared(&filed))
        .or_else(|| of_text(basis, certificate, &filed, text))
        .unwrap_or_else(|| no_fit(basis, &filed))
}

fn of_right_certificate(basis: &Basis<'_>, filed: &FingerprintText) -> Judgement {
    use DigestAlgorithm::{Md5, Sha1};
    if filed.is_base64 {
        return Judgement::Base64Digest {
            digest: filed.algorithm.as_str(),
            wanted: basis.digest(),
        };
    }
    match basis.digests() {
        [first, ..] if *first == filed.algorithm => Judgement::Match,
        taken if taken.contains(&filed.algorithm) => Judgement::Sha1Shown,
        _ => match filed.algorithm {
            Md5 => Judgement::CertificateMd5(basis.digest()),
            Sha1 => Judgement::CertificateSha1(basis.digest()),
            _ => Judgement::CertificateSha256(basis.digest()),
        },
    }
}

/// What can be said without a certificate to compare with.
fn without_certificate(basis: &Basis<'_>, gap: &Gap<'_>, filed: &FingerprintText) -> Judgement {
    let known = of_file(basis, filed).or_else(|| shared(filed));
    match gap {
        Gap::Several(certificates) => {
            let is_of = |it: &&Certificate| filed.algorithm.digest(it.der()) == filed.bytes;
            if certificates.iter().any(is_of) {
                return Judgement::SeveralSigners(certificates.len());
            }
            known.unwrap_or_else(|| no_fit(basis, filed))
        }
        Gap::NotForFiling(certificate) => {
            if filed.algorithm.digest(certificate.der()) == filed.bytes {
                return Judgement::NotForFilingMatch;
            }
            known.unwrap_or(Judgement::PackageNotForFiling)
        }
        Gap::Upload(certificate) => {
            if filed.algorithm.digest(certificate.der()) == filed.bytes {
                return Judgement::UploadCertificate;
            }
            known.unwrap_or(Judgement::NotUploadCertificate)
        }
        Gap::Reason(reason) => known.unwrap_or_else(|| reason.clone()),
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
        return Some(Judgement::AgcKeyFingerprint);
    }
    let is_of_key = texts::of_key(key, filed.algorithm, &filed.bytes);
    is_of_key.then(|| Judgement::PublicKeyDigest(basis.digest()))
}

/// Digests of texts of the certificate, and values of it that slipped.
fn of_text(
    basis: &Basis<'_>,
    certificate: &Certificate,
    filed: &FingerprintText,
    text: &str,
) -> Option<Judgement> {
    if texts::of_certificate(certificate, filed.algorithm, &filed.bytes) {
        return Some(Judgement::CertificateTextDigest(basis.digest()));
    }
    if filed.is_base64 {
        return None;
    }
    let digits = hex::encode(&filed.bytes);
    let mut digests = basis.digests().iter().map(|digest| digest.digest(certificate.der()));
    digests.find_map(|digest| {
        negative(text, &digits, &digest).or_else(|| slip::slip(&digits, &hex::encode(&digest)))
    })
}

/// A digest that was read as a number with a sign, and written with a minus.
fn negative(text: &str, digits: &str, digest: &[u8]) -> Option<Judgement> {
    let has_minus = paste::clean(text).is_ok_and(|text| text.text.starts_with('-'));
    let negated = hex::encode(slip::negated(digest));
    let is_it = has_minus && digits.trim_start_matches('0') == negated.trim_start_matches('0');
    is_it.then_some(Judgement::NegativeNumber)
}

/// Digests of the file and of files in it.
fn of_file(basis: &Basis<'_>, filed: &FingerprintText) -> Option<Judgement> {
    if basis.evidence.file.as_ref().is_some_and(|file| file.contain(&filed.bytes)) {
        return Some(Judgement::FileDigest(basis.digest()));
    }
    let blocks = &basis.evidence.signature_blocks;
    let (name, _) = blocks.iter().find(|(_, digests)| digests.contain(&filed.bytes))?;
    Some(Judgement::SignatureBlockDigest { file: name.to_owned(), wanted: basis.digest() })
}

fn shared(filed: &FingerprintText) -> Option<Judgement> {
    let md5 = <[u8; 16]>::try_from(filed.bytes.as_slice()).ok()?;
    Some(Judgement::SharedCertificate(SharedCertificate::by_md5(&md5)?))
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
        return Judgement::NoFit;
    }
    Judgement::NoFitOtherDigest { digest: filed.algorithm.as_str(), wanted: basis.digest() }
}

fn no_digits(basis: &Basis<'_>) -> Judgement {
    let length = if basis.digest() == DigestAlgorithm::Md5.as_str() { 32 } else { 40 };
    Judgement::NoFingerprint { digest: basis.digest(), length }
}

/// What a text is that is no fingerprint.
fn no_fingerprint(basis: &Basis<'_>, text: &str) -> Judgement {
    if basis.is_app_identifier(text) {
        return Judgement::AppIdentifier;
    }
    let key = paste::public_key(text);
    let kind = key.as_ref().map(|key| &key.kind);
    match kind {
        Ok(KeyKind::PrivateKey) => return Judgement::PrivateKey,
        Ok(KeyKind::Certificate(certificate)) => {
            return of_other(Judgement::WholeCertificate, certificate);
        }
        Ok(KeyKind::AppId) => return Judgement::AppId,
        Ok(KeyKind::Form(_) | KeyKind::CompressedPoint) => {
            return Judgement::KeyAsFingerprint(basis.digest());
        }
        _ => {}
    }
    if slip::is_rounded(text) {
        return Judgement::SpreadsheetNumber;
    }
    let Ok(certificate) = basis.certificate else { return no_digits(basis) };
    let Some(digits) = key.ok().and_then(|key| key.digits) else {
        return misread(basis, certificate, text);
    };
    if digits.trim_start_matches('0') == certificate.serial_hex() {
        return Judgement::SerialNumber(basis.digest());
    }
    let mut whole =
        basis.digests().iter().map(|digest| hex::encode(digest.digest(certificate.der())));
    let is_part = |it: &String| it.starts_with(&digits) || it.ends_with(&digits);
    if let Some(whole) = whole.find(|it| digits.len() >= SIGNIFICANT && is_part(it)) {
        return Judgement::PartOfFingerprint { given: digits.len(), whole: whole.len() };
    }
    almost(basis, certificate, &digits, text).unwrap_or_else(|| no_digits(basis))
}

/// Letters in place of digits.
fn misread(basis: &Basis<'_>, certificate: &Certificate, text: &str) -> Judgement {
    let mut digests = basis.digests().iter().map(|digest| digest.digest(certificate.der()));
    let misread = digests.find_map(|digest| slip::misread(text, &hex::encode(digest)));
    misread.unwrap_or_else(|| no_digits(basis))
}

/// Digits that are as many as no digest has.
fn almost(
    basis: &Basis<'_>,
    certificate: &Certificate,
    digits: &str,
    text: &str,
) -> Option<Judgement> {
    let mut digests = basis.digests().iter().map(|digest| digest.digest(certificate.der()));
    let of_digest = digests.find_map(|digest| {
        let whole = hex::encode(&digest);
        let is_short = !digits.is_empty() && whole.trim_start_matches('0') == digits;
        let missing = is_short.then_some(Judgement::MissingDigit { place: 1, whole: whole.len() });
        negative(text, digits, &digest).or(missing).or_else(|| slip::slip(digits, &whole))
    });
    of_digest.or_else(|| {
        let md5 = hex::encode(certificate.md5());
        let is_short = digits.len() == SHORT && basis.digest() == DigestAlgorithm::Md5.as_str();
        is_short.then(|| {
            let is_middle = md5.get(8..24).is_some_and(|middle| middle == digits);
            if is_middle { Judgement::MiddleOfMd5 } else { Judgement::ShortMd5 }
        })
    })
}

/// The digits of what some tools call a 16-digit MD5.
const SHORT: usize = 16;
