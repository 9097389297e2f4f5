//! What each filed value came to, and what to file instead.

use beian::filing::{CheckedField, FieldOutcome, Reason, Row};
use beian::report::escape_control;
use beian::{Language, Severity};

use super::{findings, header};
use crate::commands::check::{Compared, Same};
use crate::language::Text;
use crate::sheet::{Part, Sheet, Tone};

/// How much of a filed value is shown, in characters: enough to see which it is.
const SHOWN: usize = 80;

pub(crate) fn sheet(compared: &Compared<'_>, language: Language) -> Sheet {
    let mut sheet = Sheet::new(language);
    header(&mut sheet, &compared.outcome);
    if let Some(set) = compared.set {
        let text = Text::SetOf.text(language).replace("{}", &set.to_string());
        sheet.line(Tone::Aside, text);
    }
    let list = compared.outcome.report.findings.iter().filter(|it| it.severity != Severity::Info);
    findings(&mut sheet, list);
    if compared.names_only {
        sheet.push(Part::Gap);
        sheet.line(Tone::Bad, Text::NamesOnly.text(language));
    }
    for checked in compared.check.iter().flat_map(|check| &check.fields) {
        field(&mut sheet, checked);
    }
    if let Some(same) = &compared.same {
        signer(&mut sheet, same);
    }
    let (tone, end) = end(compared);
    sheet.push(Part::Gap);
    sheet.line(tone, end.text(language));
    sheet
}

/// What it all came to.
fn end(compared: &Compared<'_>) -> (Tone, Text) {
    let fields = || compared.check.iter().flat_map(|check| &check.fields);
    let has = |outcome| fields().any(|field| field.outcome() == outcome);
    if !compared.matches() {
        (Tone::Bad, Text::NotAllMatch)
    } else if !compared.outcome.is_good() {
        (Tone::Bad, Text::MatchButErrors)
    } else if has(FieldOutcome::MatchTruncated) {
        (Tone::Doubt, Text::MatchButTruncated)
    } else if has(FieldOutcome::MatchUntidy) {
        (Tone::Doubt, Text::MatchButUntidy)
    } else {
        (Tone::Good, Text::AllMatch)
    }
}

fn field(sheet: &mut Sheet, field: &CheckedField) {
    let language = sheet.language;
    let (tone, outcome) = match field.outcome() {
        FieldOutcome::Match => (Tone::Good, Text::MatchOutcome),
        FieldOutcome::MatchUntidy => (Tone::Doubt, Text::UntidyOutcome),
        FieldOutcome::MatchTruncated => (Tone::Bad, Text::TruncatedOutcome),
        FieldOutcome::Mismatch => (Tone::Bad, Text::MismatchOutcome),
        FieldOutcome::Invalid => (Tone::Bad, Text::InvalidOutcome),
        FieldOutcome::Missing => (Tone::Bad, Text::MissingOutcome),
        FieldOutcome::Unproven => (Tone::Bad, Text::UnprovenOutcome),
    };
    sheet.push(Part::Outcome {
        name: row(field.row).text(language).to_owned(),
        tone,
        outcome: outcome.text(language).to_owned(),
        code: field.recognised_as().map(Reason::as_str),
    });
    if field.reason() == Reason::Match && field.recognised_as().is_none() {
        return;
    }
    sheet.line(Tone::Plain, field.message(language));
    pair(sheet, Text::FiledRow, shortened(&field.filed), false);
    if let Some(expected) = &field.expected {
        pair(sheet, Text::ExpectedRow, escape_control(expected), true);
    }
    if let Some(notice) = field.notice() {
        pair(sheet, Text::NoticeRow, format!("「{notice}」"), false);
    }
}

fn pair(sheet: &mut Sheet, name: Text, value: String, is_for_copying: bool) {
    let name = name.text(sheet.language).to_owned();
    sheet.push(Part::Pair { name, value, is_for_copying });
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

fn signer(sheet: &mut Sheet, same: &Same<'_>) {
    let language = sheet.language;
    let outcome = match same.sameness.is_same() && same.is_reference {
        true => Text::ReferenceFile.text(language).to_owned(),
        false => same.sameness.message(language),
    };
    let name = Text::SignerRow.text(language).to_owned();
    let code = (!same.is_reference).then(|| same.sameness.code());
    sheet.push(Part::Outcome { name, tone: Tone::Plain, outcome, code });
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
                let text = sheet(&compared, language).plain();
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
                let text = sheet(&compared, language).plain();
                all += &format!("{}\n", anstream::adapter::strip_str(&text));
            }
        }
        insta::assert_snapshot!("check_same", all);
    }
}
