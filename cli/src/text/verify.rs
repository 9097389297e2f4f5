//! The verdict and why.

use std::fmt::{self, Write};

use beian::report::escape_control;
use beian::{Language, Signer};

use super::{findings, header, role, sdk};
use crate::language::Text;
use crate::outcome::Outcome;

pub(crate) fn render(outcome: &Outcome, language: Language) -> String {
    super::render(|out| {
        header(out, outcome, language)?;
        for each in outcome.signers() {
            signer(out, outcome.signer_title(), each, language)?;
        }
        findings(out, outcome.report.findings.iter(), language)
    })
}

/// `Signer (primary, v3, SDK 28+): CN=Example` and the digest that apksigner prints first. A
/// certificate that came without a package plays no role.
fn signer(out: &mut String, title: Text, signer: &Signer, language: Language) -> fmt::Result {
    let range = sdk(signer.sdk).map(|sdk| format!("SDK {sdk}"));
    let facts = signer.scheme.map(|scheme| {
        let facts = [Some(role(signer.role, language).to_owned()), Some(scheme.to_string()), range];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        super::in_brackets(language, &facts.join(Text::Comma.text(language)))
    });
    let facts = facts.unwrap_or_default();
    let subject = escape_control(&signer.certificate.subject().to_string());
    writeln!(out, "{}{facts}{}{subject}", title.text(language), Text::Colon.text(language))?;
    writeln!(out, "  SHA-256 {}", hex::encode(signer.certificate.sha256()))
}
