//! What somebody copies into the form: each value alone on its line, below the form's own words for
//! it.

use beian::filing::{Field, FieldForm, Form, NoForm};
use beian::report::escape_control;
use beian::x509::KeyForm;
use beian::{Code, DigestAlgorithm, Finding, Language, Severity};

use super::{findings, header, in_brackets};
use crate::language::Text;
use crate::outcome::Outcome;
use crate::sheet::{Part, Sheet, Tone};

pub(crate) fn sheet(outcome: &Outcome, language: Language) -> Sheet {
    let mut sheet = Sheet::new(language);
    header(&mut sheet, outcome);
    match &outcome.form {
        Err(reason) if !reason.findings().is_empty() => {
            sheet.line(Tone::Bad, Text::NoValues.text(language));
        }
        Err(reason) if !is_found(reason, outcome) => {
            let message = reason.parts(language);
            sheet.line(Tone::Plain, message.title.clone());
            sheet.push(Part::Advice(message));
        }
        Ok(_) | Err(_) => {}
    }
    // What is to be known of the values stands before them; where there are none, first why.
    let all = outcome.findings().into_iter().filter(|finding| matters(finding));
    let (why, besides): (Vec<_>, _) = all.partition(|finding| finding.forbids_filing());
    findings(&mut sheet, why.into_iter());
    let (choice, besides): (Vec<_>, Vec<_>) = Vec::into_iter(besides)
        .partition(|finding| finding.code == Code::FingerprintAsked && outcome.form.is_ok());
    findings(&mut sheet, besides.into_iter());
    if let Ok(form) = &outcome.form {
        values(&mut sheet, form, no_package_name(outcome), choice.first());
    }
    for form in &outcome.earlier {
        sheet.push(Part::Gap);
        sheet.line(Tone::Aside, Text::EarlierCertificate.text(language));
        rows(&mut sheet, form.fields.iter().filter(|field| is_of_certificate(field)));
    }
    end(&mut sheet, outcome);
    sheet
}

/// What to do now.
fn end(sheet: &mut Sheet, outcome: &Outcome) {
    let (tone, text) = match &outcome.form {
        Err(NoForm::QuickApp) => return,
        Ok(_) if outcome.is_for_filing() => (Tone::Strong, Text::FormEnd),
        Ok(_) => (Tone::Bad, Text::FormEndNotForFiling),
        Err(_) => (Tone::Bad, Text::FormEndNone),
    };
    sheet.push(Part::Gap);
    sheet.line(tone, text.text(sheet.language));
}

/// Whether a finding says the same as the reason for which there is no form.
fn is_found(reason: &NoForm, outcome: &Outcome) -> bool {
    let code = match reason {
        NoForm::SeveralSigners(_) => Code::SeveralSigners,
        NoForm::QuickApp => Code::QuickAppFiledByPlatform,
        _ => return false,
    };
    outcome.report.findings.iter().any(|finding| finding.code == code)
}

fn is_of_certificate(field: &Field) -> bool {
    !field.alternative && field.form != FieldForm::PackageName
}

/// Somebody who files need not read what is merely worth knowing of the package, but what the
/// values rest on.
fn matters(finding: &Finding) -> bool {
    use Code::{
        CertificateOnly, CertificateRotated, FingerprintAsked, KeystoreEntry, KeystoreUnchecked,
        LauncherNameDiffers, PlatformAssumed, PlatformByIssuer, PlatformByProfile,
        QuickAppFiledByPlatform, StoreResigned,
    };
    finding.severity != Severity::Info
        || matches!(
            finding.code,
            CertificateOnly
                | CertificateRotated
                | FingerprintAsked
                | KeystoreEntry
                | KeystoreUnchecked
                | LauncherNameDiffers
                | PlatformAssumed
                | PlatformByIssuer
                | PlatformByProfile
                | QuickAppFiledByPlatform
                | StoreResigned
        )
}

/// What to say where there is no package name: a certificate never has one.
fn no_package_name(outcome: &Outcome) -> Text {
    if outcome.is_unpackaged() { Text::NameNotInFile } else { Text::NoPackageName }
}

fn values(sheet: &mut Sheet, form: &Form, nameless: Text, choice: Option<&&Finding>) {
    let language = sheet.language;
    let english = (language == Language::English).then_some(Text::Platform);
    value(sheet, "平台", english, form.platform);
    if form.package_name.is_none() {
        sheet.push(Part::Gap);
        sheet.line(Tone::Plain, nameless.text(language));
    }
    rows(sheet, form.fields.iter().filter(|field| !field.alternative));
    // Two fingerprints of which one is to be filed stand side by side, with how to choose.
    let is_beside =
        |field: &Field| choice.is_some() && matches!(field.form, FieldForm::Fingerprint(_));
    let (beside, others): (Vec<_>, Vec<_>) =
        form.fields.iter().filter(|field| field.alternative).partition(|field| is_beside(field));
    rows(sheet, beside.into_iter());
    if let Some(choice) = choice {
        sheet.push(Part::Gap);
        sheet.line(Tone::Doubt, choice.message(language));
    }
    if !others.is_empty() {
        sheet.push(Part::Gap);
        sheet.line(Tone::Aside, Text::Alternatives.text(language));
    }
    rows(sheet, others.into_iter());
}

fn rows<'a>(sheet: &mut Sheet, fields: impl Iterator<Item = &'a Field>) {
    for field in fields {
        value(sheet, field.label, gloss(field.form, sheet.language), &field.value);
    }
}

fn value(sheet: &mut Sheet, label: &str, gloss: Option<Text>, value: &str) {
    let language = sheet.language;
    let gloss = gloss.map(|gloss| in_brackets(language, gloss.text(language))).unwrap_or_default();
    // A PEM has several lines; no value holds any other control character of its own.
    let value: Vec<_> = value.lines().map(escape_control).collect();
    sheet.push(Part::Value { label: label.to_owned(), gloss, value: value.join("\n") });
}

/// What the value is, where the form's own words do not say it in that language.
fn gloss(form: FieldForm, language: Language) -> Option<Text> {
    Some(match form {
        FieldForm::PackageName if language == Language::Chinese => return None,
        FieldForm::PackageName => Text::PackageName,
        FieldForm::Key(KeyForm::ModulusDec) => Text::ModulusDec,
        FieldForm::Key(KeyForm::ModulusHex) => Text::ModulusHex,
        FieldForm::Key(KeyForm::RawHex) => Text::RawHex,
        FieldForm::Key(KeyForm::SpkiHex) => Text::SpkiHex,
        FieldForm::Key(KeyForm::SpkiBase64) => Text::SpkiBase64,
        FieldForm::Key(KeyForm::SpkiPem) => Text::SpkiPem,
        FieldForm::Key(KeyForm::RawBase64) => Text::RawBase64,
        FieldForm::Fingerprint(DigestAlgorithm::Md5) => Text::CertificateMd5,
        FieldForm::Fingerprint(DigestAlgorithm::Sha1) => Text::CertificateSha1,
        FieldForm::Fingerprint(DigestAlgorithm::Sha256) => Text::CertificateSha256,
        FieldForm::Fingerprint(_) => Text::CertificateDigest,
        _ => return None,
    })
}
