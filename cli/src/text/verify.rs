//! The verdict and why.

use beian::report::escape_control;
use beian::{Language, Signer};

use super::{findings, header, role, sdk};
use crate::language::Text;
use crate::outcome::Outcome;
use crate::sheet::{Part, Sheet, Tone};

pub(crate) fn sheet(outcome: &Outcome, language: Language) -> Sheet {
    let mut sheet = Sheet::new(language);
    header(&mut sheet, outcome);
    for each in outcome.signers() {
        signer(&mut sheet, outcome.signer_title(), each);
    }
    findings(&mut sheet, outcome.report.findings.iter());
    sheet
}

/// `Signer (primary, v3, SDK 28+): CN=Example` and the digest that apksigner prints first. A
/// certificate that came without a package plays no role.
fn signer(sheet: &mut Sheet, title: Text, signer: &Signer) {
    let language = sheet.language;
    let range = sdk(signer.sdk).map(|sdk| format!("SDK {sdk}"));
    let facts = signer.scheme.map(|scheme| {
        let facts = [Some(role(signer.role, language).to_owned()), Some(scheme.to_string()), range];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        super::in_brackets(language, &facts.join(Text::Comma.text(language)))
    });
    let (title, facts, colon) =
        (title.text(language), facts.unwrap_or_default(), Text::Colon.text(language));
    let subject = escape_control(&signer.certificate.subject().to_string());
    sheet.line(Tone::Plain, format!("{title}{facts}{colon}{subject}"));
    let digest = hex::encode(signer.certificate.sha256());
    sheet.push(Part::Line(Tone::Plain, format!("  SHA-256 {digest}")));
}
