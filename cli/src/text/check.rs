//! What each filed value came to, and what to file instead.

use std::fmt::{self, Write};

use anstyle::Style;
use beian::filing::{CheckedField, FieldOutcome, Reason, Row};
use beian::report::escape_control;
use beian::{Language, Severity};

use super::{BAD, BOLD, DIM, DOUBT, GOOD, findings, header, styled};
use crate::commands::check::{Compared, Same};
use crate::language::Text;

/// How much of a filed value is shown, in characters: enough to see which it is.
const SHOWN: usize = 80;

pub(crate) fn render(compared: &Compared<'_>, language: Language) -> String {
    super::render(|out| {
        header(out, &compared.outcome, language)?;
        if let Some(set) = compared.set {
            let text = Text::SetOf.text(language).replace("{}", &set.to_string());
            writeln!(out, "{}", styled(DIM, &text))?;
        }
        let list =
            compared.outcome.report.findings.iter().filter(|it| it.severity != Severity::Info);
        findings(out, list, language)?;
        if compared.names_only {
            writeln!(out, "\n{}", styled(BAD, Text::NamesOnly.text(language)))?;
        }
        for checked in compared.check.iter().flat_map(|check| &check.fields) {
            field(out, checked, language)?;
        }
        if let Some(same) = &compared.same {
            signer(out, same, language)?;
        }
        let (style, end) = end(compared);
        writeln!(out, "\n{}", styled(style, end.text(language)))
    })
}

/// What it all came to.
fn end(compared: &Compared<'_>) -> (Style, Text) {
    let fields = || compared.check.iter().flat_map(|check| &check.fields);
    let has = |outcome| fields().any(|field| field.outcome() == outcome);
    if !compared.matches() {
        (BAD, Text::NotAllMatch)
    } else if !compared.outcome.is_good() {
        (BAD, Text::MatchButErrors)
    } else if has(FieldOutcome::MatchTruncated) {
        (DOUBT, Text::MatchButTruncated)
    } else if has(FieldOutcome::MatchUntidy) {
        (DOUBT, Text::MatchButUntidy)
    } else {
        (GOOD, Text::AllMatch)
    }
}

fn field(out: &mut String, field: &CheckedField, language: Language) -> fmt::Result {
    let (style, outcome) = match field.outcome() {
        FieldOutcome::Match => (GOOD, Text::MatchOutcome),
        FieldOutcome::MatchUntidy => (DOUBT, Text::UntidyOutcome),
        FieldOutcome::MatchTruncated => (BAD, Text::TruncatedOutcome),
        FieldOutcome::Mismatch => (BAD, Text::MismatchOutcome),
        FieldOutcome::Invalid => (BAD, Text::InvalidOutcome),
        FieldOutcome::Missing => (BAD, Text::MissingOutcome),
        FieldOutcome::Unproven => (BAD, Text::UnprovenOutcome),
    };
    let colon = Text::Colon.text(language);
    let name = styled(BOLD, row(field.row).text(language));
    write!(out, "\n{name}{colon}{}", styled(style, outcome.text(language)))?;
    if let Some(reason) = field.recognised_as() {
        write!(out, " {}", styled(DIM, &format!("[{}]", reason.as_str())))?;
    }
    writeln!(out)?;
    if field.reason() == Reason::Match && field.recognised_as().is_none() {
        return Ok(());
    }
    writeln!(out, "{}", field.message(language))?;
    value(out, Text::FiledRow, &shortened(&field.filed), language)?;
    if let Some(expected) = &field.expected {
        value(out, Text::ExpectedRow, &escape_control(expected), language)?;
    }
    if let Some(notice) = field.notice() {
        value(out, Text::NoticeRow, &format!("「{notice}」"), language)?;
    }
    Ok(())
}

fn value(out: &mut String, name: Text, value: &str, language: Language) -> fmt::Result {
    writeln!(out, "  {}{}{value}", name.text(language), Text::Colon.text(language))
}

/// The beginning of a text that somebody pasted, on one line.
fn shortened(text: &str) -> String {
    let mut shown: String = text.trim().chars().take(SHOWN).collect();
    if text.trim().chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    escape_control(&shown)
}

fn row(row: Row) -> Text {
    match row {
        Row::PublicKey => Text::PublicKey,
        Row::Fingerprint => Text::FingerprintRow,
        Row::Platform => Text::PlatformRow,
        _ => Text::PackageNameRow,
    }
}

fn signer(out: &mut String, same: &Same<'_>, language: Language) -> fmt::Result {
    let colon = Text::Colon.text(language);
    let message = match same.sameness.is_same() && same.is_reference {
        true => Text::ReferenceFile.text(language).to_owned(),
        false => same.sameness.message(language),
    };
    let name = styled(BOLD, Text::SignerRow.text(language));
    write!(out, "\n{name}{colon}{message}")?;
    if !same.is_reference {
        write!(out, " {}", styled(DIM, &format!("[{}]", same.sameness.code())))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use beian::Report;
    use beian::filing::{Authority, Check, Digests, Evidence, Filed, FormOptions, Relation};
    use beian::report::{Role, Scheme};
    use beian::x509::{Certificate, KeyForm};

    use super::*;
    use crate::outcome::tests::{
        EC, RSA, disguised, outcome, rejected, samples, several, shared, signer, verified,
    };

    fn compared(report: Report, filed: &Filed) -> Compared<'static> {
        let mut evidence = Evidence::default();
        evidence.file = Some(Digests::of(b"package"));
        evidence.signature_blocks = vec![("META-INF/CERT.RSA".to_owned(), Digests::of(b"block"))];
        evidence.authorities = vec![Authority::new(Certificate::from_der(EC).unwrap(), true)];
        let check = Check::new(&report, filed).with_evidence(&evidence).run();
        Compared {
            outcome: outcome(report, false),
            check: Some(check),
            set: None,
            names_only: false,
            same: None,
        }
    }

    /// What is filed for each sample, and what it is.
    fn cases() -> Vec<(&'static str, Compared<'static>)> {
        let certificate = Certificate::from_der(RSA).unwrap();
        let key = |form| certificate.public_key().form(form).unwrap();
        let right = || {
            Filed::default()
                .with_package_name("com.example.app")
                .with_public_key(key(KeyForm::ModulusDec))
                .with_fingerprint("15:C8:59:5F:C3:C6:F4:44:06:11:04:F0:15:61:1A:38")
                .with_platform("Android")
        };
        let names = || Filed::default().with_package_name("com.example.app").with_platform("安卓");
        let cut: String = key(KeyForm::RawHex).chars().take(200).collect();
        let fingerprint = |text: &str| Filed::default().with_fingerprint(text);
        let md5 = |bytes: &[u8]| hex::encode(&Digests::of(bytes).md5);
        let plain = || {
            let mut report = verified();
            report.findings.clear();
            report
        };
        let store = signer(Role::Store, Scheme::Hap, EC);
        let with_store = |mut report: Report| {
            report.signers.push(store.clone());
            report
        };
        vec![
            ("right", compared(verified(), &right())),
            ("another form", compared(plain(), &right().with_public_key(key(KeyForm::SpkiBase64)))),
            ("cut", compared(plain(), &right().with_public_key(cut + "…"))),
            (
                "untidy",
                compared(
                    plain(),
                    &right().with_fingerprint("MD5：15C8595FC3C6F444061104F015611A38"),
                ),
            ),
            (
                "another label",
                compared(
                    plain(),
                    &right().with_fingerprint("SHA1: 15C8595FC3C6F444061104F015611A38"),
                ),
            ),
            ("names only", Compared { names_only: true, ..compared(plain(), &names()) }),
            ("a certificate", compared(disguised(), &right())),
            (
                "wrong in every row",
                compared(
                    plain(),
                    &Filed::default()
                        .with_package_name("com.example.\u{1b}[31mapp")
                        .with_public_key(hex::encode(certificate.sha256()))
                        .with_fingerprint(hex::encode(certificate.sha1()))
                        .with_platform("华为应用市场"),
                ),
            ),
            ("the file", compared(plain(), &fingerprint(&md5(b"package")))),
            ("a block", compared(plain(), &fingerprint(&md5(b"block")))),
            ("the root", compared(plain(), &fingerprint(&md5(EC)))),
            ("the store", compared(with_store(plain()), &fingerprint(&md5(EC)))),
            ("nothing known", compared(plain(), &fingerprint(&"00".repeat(16)))),
            ("nothing", compared(plain(), &fingerprint(" "))),
            ("several signers", compared(several(), &right())),
            ("rejected", compared(rejected(), &right())),
            ("shared", compared(shared(), &right())),
        ]
    }

    #[test]
    fn texts_are_as_reviewed() {
        for (language, code) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let mut all = String::new();
            for (name, compared) in cases() {
                let text = render(&compared, language);
                let stripped = anstream::adapter::strip_str(&text).to_string();
                assert!(!stripped.contains(|c: char| c.is_control() && c != '\n'), "{name}");
                all += &format!("=== {name}\n{stripped}\n");
            }
            insta::assert_snapshot!(format!("check_{code}"), all);
        }
    }

    #[test]
    fn signers_are_compared_in_words() {
        let rotated = samples().into_iter().find(|(name, _)| *name == "rotated").unwrap().1;
        let mut all = String::new();
        for mut other in [verified(), rotated, rejected()] {
            other.findings.clear();
            let sameness = Relation::of(&verified(), &other, &FormOptions::default());
            let same = Some(Same { reference: "first.apk", is_reference: false, sameness });
            let compared = Compared {
                outcome: outcome(other, false),
                check: None,
                set: None,
                names_only: false,
                same,
            };
            for language in [Language::English, Language::Chinese] {
                let text = render(&compared, language);
                all += &format!("{}\n", anstream::adapter::strip_str(&text));
            }
        }
        insta::assert_snapshot!("check_same", all);
    }
}
