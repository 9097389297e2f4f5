//! The door through which the fuzz targets in `fuzz/` reach each parser by itself. It is there with
//! `--cfg fuzzing` only, and no part of the API.
//!
//! Each function takes any bytes, runs one parser over them with all that reads its result, and
//! panics where something came out that the bytes cannot hold.

use std::sync::Arc;

pub use crate::android::fuzzing::*;
pub use crate::apple::fuzzing::*;
pub use crate::harmony::fuzzing::*;
pub use crate::quick_app::fuzzing::*;

use crate::certificate::file::CertificateFile;
use crate::certificate::keystore::Keystore;
use crate::crypto::budget::Work;
use crate::encoding::json::Json;
use crate::error::Error;
use crate::limits::{Limit, Limits};
use crate::options::InspectOptions;
use crate::pki::cms::SignedData;
use crate::pki::x509::{Certificate, KeyForm, Name, PublicKey};
use crate::report::{Language, Report, escape_control};
use crate::source::read_at::ReadAt;
use crate::zip::anomalies;
use crate::zip::{Archive, Budget, Inflater, Structure};

/// How much of one entry is read, in bytes.
fn entry_limit() -> Limit {
    Limits::default().with_inner_size(1 << 20).inner_size()
}

/// Inputs that are of two parts: the length of the first, a little-endian `u32` that may be too
/// large, then both.
#[must_use]
pub fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = data.split_first_chunk() else { return (data, &[]) };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    rest.split_at_checked(length).unwrap_or((rest, &[]))
}

/// An archive without entries in which the bytes stand before the central directory.
pub(crate) fn before_directory(data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes();
    [data, b"PK\x05\x06", &[0; 12], &size, &[0; 2]].concat()
}

/// The structure of a ZIP, and each entry read in both ways.
pub fn container(data: &[u8]) {
    let Ok(structure) = Structure::read(&data, &Limits::default()) else { return };
    let archive = Archive::new(&data, Arc::new(structure));
    assert!(archive.end().directory_end() <= archive.end().offset);
    assert!(archive.entries().len().saturating_mul(46) <= data.len());
    let _ = anomalies::entries(&archive);
    let _ = anomalies::prefix(&archive, true);
    let end = archive.end().directory_offset;
    let _ = archive.sequential_difference(end).map(|found| found.is_none_or(|it| it.offset <= end));
    for entry in archive.entries().iter().take(16) {
        assert!(archive.name(entry).len() <= data.len());
        let Ok(whole) = archive.content(entry, entry_limit()) else { continue };
        assert_eq!(whole.len() as u64, entry.uncompressed_size);
        let mut exact: Vec<u8> = Vec::new();
        let is_exact = archive
            .stream_exactly(entry, &mut Inflater::new(), &mut |run| exact.extend_from_slice(run))
            .is_ok();
        assert!(!is_exact || exact == whole);
        if !entry.is_stored() && is_exact {
            let mut again = vec![0; whole.len()];
            let budget = Budget::new(Limits::default().inflated_size());
            let inner = archive.open(entry, &budget);
            assert!(inner.is_ok(), "it was read before");
            let Ok(inner) = inner else { return };
            assert!(inner.read_at(0, &mut again).is_ok() && again == whole);
            assert!(inner.read_at(entry.uncompressed_size, &mut [0]).is_err());
        }
    }
}

/// CMS signed data: its certificates, attributes and signers.
pub fn cms(data: &[u8]) {
    let (message, signed_data) = halves(data);
    let _ = SignedData::parse_whole(signed_data);
    let Ok(parsed) = SignedData::parse(signed_data) else { return };
    let held: usize = parsed.certificates.iter().map(|der| der.len()).sum();
    assert!(held <= signed_data.len());
    for signer in parsed.signers.iter().take(8) {
        let content = parsed.content.as_deref().unwrap_or(message);
        let named = parsed.certificate_of(signer, &Work::default());
        if let Ok(certificate) = parsed.verify(signer, content, &Work::default()) {
            assert_eq!(named.ok().flatten(), Some(certificate));
        }
        if let Some(attributes) = &signer.signed_attributes {
            let _ = (attributes.as_signed(), attributes.signing_time());
            let _ = (attributes.content_type(), attributes.message_digest());
        }
    }
}

/// A certificate, in DER and in PEM.
pub fn certificate(data: &[u8]) {
    let text = std::str::from_utf8(data).ok().and_then(|text| Certificate::from_pem(text).ok());
    for certificate in Certificate::from_der(data).ok().into_iter().chain(text) {
        look_at(&certificate);
        let again = Certificate::from_der(certificate.der());
        assert!(again.is_ok_and(|again| again == certificate));
    }
}

fn look_at(certificate: &Certificate) {
    let _ = (certificate.md5(), certificate.sha1(), certificate.sha256(), certificate.serial_hex());
    let _ = (certificate.is_ca(), certificate.allows_signing(), certificate.shared());
    let _ = (certificate.has_unsupported_critical_extension(), certificate.issuer_signature());
    let _ = (certificate.is_whole(), certificate.issuer_signature_in_der());
    for name in [certificate.subject(), certificate.issuer()] {
        let _ = (name.to_string(), name.common_name());
        assert!(name.matches(name));
        assert!(Name::from_der(name.der()).is_some_and(|again| again == *name));
    }
    for time in [certificate.not_before(), certificate.not_after()] {
        let again = crate::pki::x509::Time::from_unix_seconds(time.unix_seconds());
        let is_leap_second = time.to_string().ends_with(":60Z");
        assert!(is_leap_second || again == Some(*time), "{time}");
    }
    look_at_key(certificate.public_key());
    let _ = crate::pki::chain::is_signed_by(certificate, certificate, &Work::default());
}

/// The texts of a public key.
pub fn public_key(data: &[u8]) {
    if let Ok(key) = PublicKey::from_spki(data) {
        assert_eq!(key.spki(), data);
        let _ = key.same_key(data);
        look_at_key(&key);
    }
}

fn look_at_key(key: &PublicKey) {
    use KeyForm::{ModulusDec, ModulusHex, RawBase64, RawHex, SpkiBase64, SpkiHex, SpkiPem};
    let _ = (key.bits(), key.curve(), key.algorithm().to_string());
    for form in [ModulusDec, ModulusHex, RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64] {
        let Some(text) = key.form(form) else { continue };
        assert!(text.is_ascii(), "{form:?}");
        match form {
            ModulusDec => {
                assert!(
                    text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0'),
                    "{text}"
                );
            }
            ModulusHex | RawHex | SpkiHex => {
                assert!(text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
            }
            _ => {}
        }
    }
    assert_eq!(key.form(ModulusDec), key.modulus_dec());
    assert!(key.exponent().is_none_or(|text| text.bytes().all(|byte| byte.is_ascii_digit())));
}

/// JSON as packages hold it.
pub fn json(data: &[u8]) {
    if let Ok(json) = Json::parse(data) {
        let _ = (json.text(&["app", "bundleName"]), json.list(&["module", "abilities"]));
    }
}

/// A file of certificates; gives what it is reported as.
#[must_use]
pub fn certificate_file(data: &[u8]) -> Option<Report> {
    let start = data.get(..data.len().min(1 << 10)).unwrap_or_default();
    let _ = CertificateFile::may_begin(start);
    match CertificateFile::read(data, &Limits::default(), &Work::default())? {
        Ok(file) => Some(file.report(&InspectOptions::default(), &Work::default())),
        Err(error) => {
            check_error(&error.into());
            None
        }
    }
}

/// A keystore, without a password and with one; gives what it is reported as.
#[must_use]
pub fn keystore(data: &[u8], password: &str) -> Vec<Report> {
    let _ = Keystore::may_begin(data);
    let Some(keystore) = Keystore::recognise(data, &Limits::default()) else { return Vec::new() };
    let with_password = InspectOptions::default().with_password(password);
    let all = [InspectOptions::default(), with_password.with_alias("fuzz"), with_password];
    let reports =
        all.iter().map(|options| keystore.report(options, &Work::default()).map_err(Error::from));
    reports.filter_map(|report| report.inspect_err(check_error).ok()).collect()
}

/// That an error is safe to print.
fn check_error(error: &Error) {
    for language in [Language::Chinese, Language::English] {
        let message = error.message(language);
        assert_eq!(escape_control(&message), message);
    }
}
