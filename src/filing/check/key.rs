//! The row 「公钥」.

use super::basis::{Basis, Gap, of_other};
use super::slip;
use super::written::{as_written, not_read};
use crate::filing::paste;
use crate::filing::paste::{CaseMatters, KeyKind, KeyText};
use crate::filing::reason::Judgement;
use crate::filing::{FieldForm, Reason};
use crate::pki::x509::{Certificate, KeyAlgorithm, KeyForm, PublicKey, decimal};

/// How many digits past what all keys of a kind begin with make the beginning of a key: what the
/// macOS keychain shows before its 「…」, 8 bytes.
const SIGNIFICANT_HEX: usize = 16;
const SIGNIFICANT_DECIMAL: usize = 20;
const SIGNIFICANT_BASE64: usize = 11;

/// The forms in which digits of each kind are compared. PEM is base64 in armour, which is off by
/// then.
const DECIMAL: &[KeyForm] = &[KeyForm::ModulusDec];
const HEX: &[KeyForm] = &[KeyForm::ModulusHex, KeyForm::RawHex, KeyForm::SpkiHex];
const BASE64: &[KeyForm] = &[KeyForm::SpkiBase64, KeyForm::RawBase64];

/// The digits of a text, and the forms that are written in such ones. A key whose hex digits are
/// another's decimal ones is made in seconds: a text is of one kind, whatever it is compared with.
fn digits(filed: &KeyText) -> Option<(&str, &'static [KeyForm])> {
    match (&filed.digits, &filed.base64) {
        (Some(digits), _) => Some((digits, if filed.is_decimal { DECIMAL } else { HEX })),
        (None, Some(base64)) => Some((base64, BASE64)),
        (None, None) => None,
    }
}

pub(super) fn public_key(basis: &Basis<'_>, text: &str) -> Judgement {
    let filed = match paste::public_key(text) {
        Ok(filed) => filed,
        Err(why) => return not_read(why, || unreadable(basis, text)),
    };
    if let Some(parameter) = slip::parameter(text) {
        return Judgement::KeyParameter(parameter);
    }
    if slip::is_rounded(text) {
        return Judgement::SpreadsheetNumber;
    }
    let certificate = match &basis.certificate {
        Ok(certificate) => *certificate,
        Err(gap) => return without_certificate(basis, gap, &filed, text),
    };
    let key = certificate.public_key();
    let comparison = Comparison::new(key, &filed);
    match comparison.fit {
        Some(Fit::Whole(form)) => return whole(basis, key, form, &filed, text),
        Some(Fit::Beginning { given, whole }) => {
            let judgement = Judgement::Truncated { given, whole };
            let labels = filed.labels.iter().map(String::as_str);
            return as_written(basis, judgement, labels, None, true);
        }
        None => {}
    }
    of_others(basis, &filed)
        .or_else(|| other_writing(key, &filed))
        .or_else(|| comparison.begins_alike.map(Judgement::BeginsAlike))
        .or_else(|| near(key, &filed, text))
        .or_else(|| comparison.differs_from.map(Judgement::Damaged))
        .or_else(|| part(key, &filed))
        .or_else(|| by_shape(basis, &filed, text))
        .or_else(|| {
            let may_have_letters = filed.kind == KeyKind::Fragment && filed.base64.is_some();
            misread(key, text).filter(|_| may_have_letters)
        })
        .unwrap_or_else(|| no_fit(&filed))
}

/// A right key: with a note where the profile writes it in another form.
fn whole(
    basis: &Basis<'_>,
    key: &PublicKey,
    form: KeyForm,
    filed: &KeyText,
    text: &str,
) -> Judgement {
    if let Some(label) = &filed.miscalled {
        return Judgement::OtherLabel(label.to_owned());
    }
    let form = if filed.kind == KeyKind::Form(KeyForm::SpkiPem) { KeyForm::SpkiPem } else { form };
    let forms = basis.report.platform.and_then(|platform| basis.options.provider.forms(platform));
    let is_rsa = key.modulus_hex().is_some();
    let wanted = forms
        .and_then(|forms| if is_rsa { forms.rsa_key } else { forms.other_key }.first().copied());
    let judgement = match wanted {
        Some(wanted) if wanted != form => Judgement::OtherForm {
            written: FieldForm::Key(form).as_str(),
            provider: basis.options.provider.name,
            wanted: FieldForm::Key(wanted).as_str(),
        },
        _ => Judgement::Match,
    };
    let is_base64 = matches!(form, KeyForm::SpkiBase64 | KeyForm::SpkiPem | KeyForm::RawBase64);
    let case = if is_base64 { CaseMatters::Yes } else { CaseMatters::No };
    let is_tidy = key.form(form).is_some_and(|value| paste::is_tidy(text, &value, case));
    as_written(basis, judgement, filed.labels.iter().map(String::as_str), None, is_tidy)
}

/// What can be said without a certificate to compare with.
fn without_certificate(basis: &Basis<'_>, gap: &Gap<'_>, filed: &KeyText, text: &str) -> Judgement {
    match gap {
        Gap::Several(certificates) => {
            let is_of = |it: &&Certificate| Comparison::new(it.public_key(), filed).fit.is_some();
            if certificates.iter().any(is_of) {
                return Judgement::SeveralSigners(certificates.len());
            }
            by_shape(basis, filed, text).unwrap_or_else(|| no_fit(filed))
        }
        Gap::NotForFiling(certificate) => {
            if matches!(Comparison::new(certificate.public_key(), filed).fit, Some(Fit::Whole(_))) {
                return Judgement::NotForFilingMatch;
            }
            without_value(basis, &Judgement::PackageNotForFiling, filed, text)
        }
        Gap::Upload(certificate) => {
            if matches!(Comparison::new(certificate.public_key(), filed).fit, Some(Fit::Whole(_))) {
                return Judgement::UploadCertificate;
            }
            without_value(basis, &Judgement::NotUploadCertificate, filed, text)
        }
        Gap::Reason(reason) => without_value(basis, reason, filed, text),
    }
}

fn without_value(basis: &Basis<'_>, reason: &Judgement, filed: &KeyText, text: &str) -> Judgement {
    let known = by_shape(basis, filed, text).filter(|it| it.reason() != Reason::FingerprintAsKey);
    known.unwrap_or_else(|| reason.clone())
}

fn of_others(basis: &Basis<'_>, filed: &KeyText) -> Option<Judgement> {
    let is_of = |it: &Certificate| Comparison::new(it.public_key(), filed).fit.is_some();
    let (reason, certificate) = basis.others.iter().find(|(_, certificate)| is_of(certificate))?;
    Some(of_other(*reason, certificate))
}

/// The right key in a writing that is none of its forms.
fn other_writing(key: &PublicKey, filed: &KeyText) -> Option<Judgement> {
    if let (Some(given), Some(spki)) = (&filed.base64, key.form(KeyForm::SpkiBase64)) {
        let raw = key.form(KeyForm::RawBase64).unwrap_or_default();
        let is_like = |it: &str| it.trim_end_matches('=').eq_ignore_ascii_case(given);
        if is_like(&spki) || is_like(&raw) {
            return Some(Judgement::CaseLost);
        }
    }
    point(key, filed.digits.as_ref()?)
}

/// What is almost the right key.
fn near(key: &PublicKey, filed: &KeyText, text: &str) -> Option<Judgement> {
    if let Some(digits) = &filed.digits
        && is_negative(key, filed.is_decimal, digits, text)
    {
        return Some(Judgement::NegativeNumber);
    }
    let (given, forms) = digits(filed)?;
    forms.iter().find_map(|&form| {
        let want = key.form(form)?;
        slip::slip(given, want.trim_end_matches('='))
    })
}

/// Whether digits are those of the modulus as a number with a sign, behind a minus.
fn is_negative(key: &PublicKey, is_decimal: bool, digits: &str, text: &str) -> bool {
    let Some(bytes) = key.modulus_hex().and_then(|modulus| hex::decode(modulus).ok()) else {
        return false;
    };
    let negated = slip::negated(&bytes);
    let want = if is_decimal { decimal(&negated) } else { Some(hex::encode(&negated)) };
    let has_minus = paste::clean(text).is_ok_and(|text| text.text.starts_with('-'));
    let is_it = |want: String| want.trim_start_matches('0') == digits.trim_start_matches('0');
    has_minus && want.is_some_and(is_it)
}

/// Digits from the middle or the end of the right key.
fn part(key: &PublicKey, filed: &KeyText) -> Option<Judgement> {
    let (given, forms) = digits(filed)?;
    forms.iter().find_map(|&form| {
        // What stands before is the same in every key.
        let want = key.form(form)?;
        let own = want.get(insignificant(key, form)..)?;
        slip::part(given, own.trim_end_matches('='), want.len())
    })
}

/// What a text is whose characters are no key's.
fn unreadable(basis: &Basis<'_>, text: &str) -> Judgement {
    if slip::is_rounded(text) {
        return Judgement::SpreadsheetNumber;
    }
    if let Some(parameter) = slip::parameter(text) {
        return Judgement::KeyParameter(parameter);
    }
    let key = basis.certificate.as_ref().ok().map(|certificate| certificate.public_key());
    key.and_then(|key| misread(key, text)).unwrap_or(Judgement::NoKey)
}

/// Letters in place of a key's digits.
fn misread(key: &PublicKey, text: &str) -> Option<Judgement> {
    let forms = DECIMAL.iter().chain(HEX);
    forms.filter_map(|&form| key.form(form)).find_map(|want| slip::misread(text, &want))
}

/// Other writings of the point of an EC key (SEC 1, section 2.3.3).
fn point(key: &PublicKey, digits: &str) -> Option<Judgement> {
    let point = hex::encode(key.raw()).strip_prefix("04").map(str::to_owned)?;
    if *key.algorithm() != KeyAlgorithm::Ec {
        return None;
    }
    if point == digits {
        return Some(Judgement::PointWithoutHead);
    }
    let (x, y) = point.split_at_checked(point.len().checked_div(2)?)?;
    let is_odd = y.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f']);
    let compressed = format!("{}{x}", if is_odd { "03" } else { "02" });
    (compressed == digits).then_some(Judgement::CompressedPoint)
}

/// What the text is, whatever the key.
fn by_shape(basis: &Basis<'_>, filed: &KeyText, text: &str) -> Option<Judgement> {
    if basis.is_app_identifier(text) {
        return Some(Judgement::AppIdentifier);
    }
    match &filed.kind {
        KeyKind::PrivateKey => Some(Judgement::PrivateKey),
        KeyKind::Certificate(certificate) => {
            Some(of_other(Judgement::WholeCertificate, certificate))
        }
        KeyKind::AppId => Some(Judgement::AppId),
        KeyKind::Fingerprint(algorithm) => {
            let bytes = filed.digits.as_ref().and_then(|digits| hex::decode(digits).ok());
            let is_agc = bytes.is_some_and(|bytes| basis.is_agc_fingerprint(&bytes));
            Some(if is_agc {
                Judgement::AgcKeyFingerprint
            } else {
                Judgement::FingerprintAsKey(algorithm.as_str())
            })
        }
        KeyKind::Form(_) | KeyKind::CompressedPoint | KeyKind::Fragment => None,
    }
}

fn no_fit(filed: &KeyText) -> Judgement {
    match filed.kind {
        KeyKind::Form(_) | KeyKind::CompressedPoint => Judgement::NoFit,
        KeyKind::Fragment if filed.may_be_whole() => Judgement::NoFit,
        _ => Judgement::NoKey,
    }
}

/// How a text fits a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is the key, in that form.
    Whole(KeyForm),
    /// It is so many digits of the key's so many.
    Beginning { given: usize, whole: usize },
}

/// A text beside every form of a key that is written as it is.
#[derive(Default)]
struct Comparison {
    fit: Option<Fit>,
    /// Where the key begins with it and it may be a whole key of its own: how many digits it has.
    begins_alike: Option<usize>,
    /// Where it has enough digits of the key to be meant for it: the first place, from 1, at which
    /// it differs.
    differs_from: Option<usize>,
}

impl Comparison {
    fn new(key: &PublicKey, filed: &KeyText) -> Self {
        let mut comparison = Self::default();
        let Some((given, forms)) = digits(filed) else { return comparison };
        let may_be_whole = filed.may_be_whole();
        for &form in forms {
            let Some(want) = key.form(form) else { continue };
            let given = if form == KeyForm::ModulusHex { signless(given, &want) } else { given };
            comparison.add(key, form, given, want.trim_end_matches('='), may_be_whole);
            if matches!(comparison.fit, Some(Fit::Whole(_))) {
                break;
            }
        }
        comparison
    }

    fn add(&mut self, key: &PublicKey, form: KeyForm, given: &str, want: &str, may_be_whole: bool) {
        if given == want {
            self.fit = Some(Fit::Whole(form));
            return;
        }
        let same = given.bytes().zip(want.bytes()).take_while(|(a, b)| a == b).count();
        let enough = insignificant(key, form).saturating_add(significant(form));
        if same < enough {
            return;
        }
        if same < given.len() {
            self.differs_from = self.differs_from.or(same.checked_add(1));
        } else if may_be_whole {
            self.begins_alike = self.begins_alike.or(Some(same));
        } else {
            self.fit = self.fit.or(Some(Fit::Beginning { given: same, whole: want.len() }));
        }
    }
}

/// A modulus in hex without the zeros that stand before it when it is written as a number with a
/// sign.
fn signless<'t>(given: &'t str, want: &str) -> &'t str {
    if want.starts_with("00") { given } else { paste::without_sign(given) }
}

fn significant(form: KeyForm) -> usize {
    match form {
        KeyForm::ModulusDec => SIGNIFICANT_DECIMAL,
        KeyForm::SpkiBase64 | KeyForm::SpkiPem | KeyForm::RawBase64 => SIGNIFICANT_BASE64,
        KeyForm::ModulusHex | KeyForm::RawHex | KeyForm::SpkiHex => SIGNIFICANT_HEX,
    }
}

/// How many digits of a form are the same in every key of its kind: the heads of the structures
/// around the number.
fn insignificant(key: &PublicKey, form: KeyForm) -> usize {
    let raw = hex::encode(key.raw());
    let in_raw = match (key.algorithm(), key.modulus_hex()) {
        (_, Some(modulus)) => raw.find(&modulus).unwrap_or_default(),
        // The byte that says that a point is not compressed.
        (KeyAlgorithm::Ec, _) => 2,
        // The head of a number in DER.
        _ => 10,
    };
    let in_spki = hex::encode(key.spki()).find(&raw).unwrap_or_default().saturating_add(in_raw);
    // Six bits a character of base64, four a digit of hex.
    let base64 = |hex: usize| hex.saturating_mul(2).div_ceil(3);
    match form {
        KeyForm::ModulusDec | KeyForm::ModulusHex => 0,
        KeyForm::RawHex => in_raw,
        KeyForm::SpkiHex => in_spki,
        KeyForm::SpkiBase64 | KeyForm::SpkiPem => base64(in_spki),
        KeyForm::RawBase64 => base64(in_raw),
    }
}
