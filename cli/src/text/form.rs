//! What somebody copies into the form: each value alone on its line, below the form's own words for
//! it.

use std::fmt::{self, Write};

use beian::filing::{Field, FieldForm, Form, NoForm};
use beian::report::escape_control;
use beian::x509::KeyForm;
use beian::{Code, DigestAlgorithm, Finding, Language, Severity};

use super::{BAD, BOLD, DIM, header, in_brackets, styled};
use crate::language::Text;
use crate::outcome::Outcome;

pub(crate) fn render(outcome: &Outcome, language: Language) -> String {
    super::render(|out| {
        header(out, outcome, language)?;
        match &outcome.form {
            Err(reason) if !reason.findings().is_empty() => {
                writeln!(out, "{}", styled(BAD, Text::NoValues.text(language)))?;
            }
            Err(reason) if !is_found(reason, outcome) => {
                let parts = reason.parts(language);
                writeln!(out, "{}", parts.title)?;
                super::advice(out, &parts)?;
            }
            Ok(_) | Err(_) => {}
        }
        // Whoever copies the values has read what is to be known of them; where there are none,
        // first why.
        let findings = outcome.findings().into_iter().filter(|finding| matters(finding));
        let (why, besides): (Vec<_>, _) = findings.partition(|finding| finding.forbids_filing());
        super::findings(out, why.into_iter(), language)?;
        super::findings(out, Vec::into_iter(besides), language)?;
        if let Ok(form) = &outcome.form {
            values(out, form, no_package_name(outcome), language)?;
        }
        for form in &outcome.earlier {
            writeln!(out, "\n{}", styled(DIM, Text::EarlierCertificate.text(language)))?;
            rows(out, form.fields.iter().filter(|field| is_of_certificate(field)), language)?;
        }
        Ok(())
    })
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

fn values(out: &mut String, form: &Form, nameless: Text, language: Language) -> fmt::Result {
    let english = (language == Language::English).then_some(Text::Platform);
    value(out, "平台", english, form.platform, language)?;
    if form.package_name.is_none() {
        writeln!(out, "\n{}", nameless.text(language))?;
    }
    rows(out, form.fields.iter().filter(|field| !field.alternative), language)?;
    if form.fields.iter().any(|field| field.alternative) {
        writeln!(out, "\n{}", styled(DIM, Text::Alternatives.text(language)))?;
    }
    rows(out, form.fields.iter().filter(|field| field.alternative), language)
}

fn rows<'a>(
    out: &mut String,
    fields: impl Iterator<Item = &'a Field>,
    language: Language,
) -> fmt::Result {
    for field in fields {
        value(out, field.label, gloss(field.form, language), &field.value, language)?;
    }
    Ok(())
}

fn value(
    out: &mut String,
    label: &str,
    gloss: Option<Text>,
    value: &str,
    language: Language,
) -> fmt::Result {
    let gloss = gloss.map(|gloss| in_brackets(language, gloss.text(language))).unwrap_or_default();
    writeln!(out, "\n{}{}", styled(BOLD, label), styled(DIM, &gloss))?;
    // A PEM has several lines; no value holds any other control character of its own.
    for line in value.lines() {
        writeln!(out, "{}", escape_control(line))?;
    }
    Ok(())
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
