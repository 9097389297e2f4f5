//! Everything known of a package, a row each.

use std::collections::BTreeMap;

use beian::report::{Apple, HarmonyOs, escape_control};
use beian::x509::{Certificate, KeyForm};
use beian::{Identity, Language, Signer, Verdict};

use super::{finding, role, schemes, sdk, verdict};
use crate::language::Text;
use crate::outcome::Outcome;
use crate::sheet::{Sheet, Tone};

pub(crate) fn render(outcome: &Outcome, language: Language) -> String {
    let mut out = Table::new(language).package(outcome).text();
    let mut part = |title: &str, table: Option<Table>| {
        out += &format!("\n{}\n", Tone::Strong.styled(title));
        out.extend(table.map(Table::text));
    };
    let title = outcome.signer_title();
    for (number, signer) in (1..).zip(outcome.signers()) {
        let title = format!("{} {number}", title.text(language));
        part(&title, Some(Table::new(language).signer(signer)));
    }
    if let Some(harmony) = &outcome.report.harmonyos {
        part(Text::HarmonyOs.text(language), Some(Table::new(language).harmony(harmony)));
    }
    if let Some(apple) = &outcome.report.apple {
        part(Text::Apple.text(language), Some(Table::new(language).apple(apple)));
    }
    if !outcome.report.findings.is_empty() {
        part(Text::Findings.text(language), None);
    }
    let mut sheet = Sheet::new(language);
    outcome.report.findings.iter().for_each(|found| finding(&mut sheet, found));
    out + &sheet.plain()
}

/// Rows of a label and a value, aligned.
struct Table {
    language: Language,
    rows: Vec<(String, String)>,
}

impl Table {
    fn new(language: Language) -> Self {
        Self { language, rows: Vec::new() }
    }

    /// A row for a fact from the file, if there is one.
    fn row(&mut self, label: Text, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            let value = escape_control(value.as_ref());
            self.rows.push((label.text(self.language).to_owned(), value));
        }
    }

    fn package(mut self, outcome: &Outcome) -> Self {
        let report = &outcome.report;
        self.row(Text::File, Some(&outcome.file.text));
        self.row(Text::FileBytes, outcome.file.bytes.as_ref());
        self.row(Text::Kind, Some(report.kind.as_str()));
        self.row(Text::Platform, report.platform.map(beian::Platform::as_str));
        self.identity(&report.identity);
        self.verification(outcome);
        self
    }

    fn identity(&mut self, identity: &Identity) {
        self.row(Text::PackageName, identity.package_name.as_ref());
        self.row(Text::AppName, identity.app_name.as_ref());
        self.names(&identity.app_names);
        self.row(Text::LauncherName, identity.launcher_names.first_key_value().map(|_| ""));
        self.names(&identity.launcher_names);
        self.row(Text::Version, identity.version_name.as_ref());
        self.row(Text::VersionCode, identity.version_code.as_ref());
        self.row(Text::MinSdk, identity.min_sdk.map(|sdk| sdk.to_string()));
        self.row(Text::MinOs, identity.min_os.as_ref());
        self.row(Text::TargetSdk, identity.target_sdk.map(|sdk| sdk.to_string()));
        self.row(Text::Split, identity.split.as_ref());
    }

    /// A name a locale, below the row that they belong to.
    fn names(&mut self, names: &BTreeMap<String, String>) {
        for (locale, name) in names {
            let locale = match locale.as_str() {
                "" => Text::DefaultLocale.text(self.language).to_owned(),
                locale => escape_control(locale),
            };
            self.rows.push((format!("  {locale}"), escape_control(name)));
        }
    }

    fn verification(&mut self, outcome: &Outcome) {
        let report = &outcome.report;
        let unchecked = report.verdict() == Verdict::Unchecked;
        let label = if unchecked { Text::SchemesPresent } else { Text::Schemes };
        // The verdict is the command's own text, in colour.
        let (tone, text, grounds) = verdict(outcome, self.language);
        self.rows
            .push((Text::Verdict.text(self.language).to_owned(), tone.styled(text) + &grounds));
        self.row(label, Some(schemes(report, self.language)).filter(|schemes| !schemes.is_empty()));
        self.row(Text::CheckedFor, sdk(report.verification.sdk).filter(|_| !unchecked));
    }

    fn harmony(mut self, harmony: &HarmonyOs) -> Self {
        self.row(Text::Integrity, Some(harmony.integrity.as_str()));
        self.row(Text::Chain, harmony.chain.map(beian::report::Chain::as_str));
        if let Some(profile) = &harmony.profile {
            self.row(Text::ProfileKind, profile.kind.as_ref());
            self.row(Text::Distribution, profile.distribution_type.as_ref());
            self.row(Text::ProfileBundle, profile.bundle_name.as_ref());
            self.row(Text::ProfileCertificate, profile.certificate_sha256.map(hex::encode));
            self.row(Text::NotBefore, profile.not_before.map(|time| time.to_string()));
            self.row(Text::NotAfter, profile.not_after.map(|time| time.to_string()));
        }
        self.rows.push((Text::NotForFiling.text(self.language).to_owned(), String::new()));
        let profile = harmony.profile.as_ref();
        let device = profile.and_then(|profile| profile.certificate_sha256).map(hex::encode_upper);
        for (name, value) in [
            ("  appId", harmony.app_id.as_ref()),
            ("  appIdentifier", profile.and_then(|profile| profile.app_identifier.as_ref())),
            ("  developerId", profile.and_then(|profile| profile.developer_id.as_ref())),
            ("  公钥指纹", harmony.public_key_fingerprint.as_ref()),
            ("  fingerprint", device.as_ref()),
        ] {
            self.rows.extend(value.map(|value| (name.to_owned(), escape_control(value))));
        }
        self
    }

    fn apple(mut self, apple: &Apple) -> Self {
        self.row(Text::Chain, apple.chain.map(beian::report::AppleChain::as_str));
        let kind = apple.certificate_kind.map(beian::report::CertificateKind::as_str);
        self.row(Text::CertificateKind, kind);
        self.row(Text::Team, apple.team.as_ref());
        self.row(Text::SigningTime, apple.signing_time.map(|time| time.to_string()));
        if let Some(profile) = &apple.profile {
            self.row(Text::ProfileKind, Some(profile.kind.as_str()));
            self.row(Text::ProfileApp, profile.application_identifier.as_ref());
            for certificate in &profile.certificates {
                self.row(Text::ProfileCertificates, Some(hex::encode(certificate)));
            }
            self.row(Text::NotAfter, profile.not_after.map(|time| time.to_string()));
        }
        self
    }

    fn signer(mut self, signer: &Signer) -> Self {
        let role = role(signer.role, self.language);
        let facts = signer
            .scheme
            .map(|scheme| [scheme.as_str(), role].join(Text::Comma.text(self.language)));
        self.row(Text::Scheme, facts);
        self.row(Text::SignerSdk, sdk(signer.sdk));
        self.certificate(&signer.certificate);
        self.key(&signer.certificate);
        self
    }

    fn certificate(&mut self, certificate: &Certificate) {
        self.row(Text::Subject, Some(certificate.subject().to_string()));
        self.row(Text::Issuer, Some(certificate.issuer().to_string()));
        self.row(Text::Serial, Some(certificate.serial_hex()));
        self.row(Text::NotBefore, Some(certificate.not_before().to_string()));
        self.row(Text::NotAfter, Some(certificate.not_after().to_string()));
        self.rows.push(("MD5".to_owned(), hex::encode(certificate.md5())));
        self.rows.push(("SHA-1".to_owned(), hex::encode(certificate.sha1())));
        self.rows.push(("SHA-256".to_owned(), hex::encode(certificate.sha256())));
    }

    fn key(&mut self, certificate: &Certificate) {
        let key = certificate.public_key();
        let size = key.bits().map(|bits| format!("{bits} {}", Text::Bits.text(self.language)));
        let curve = key.curve().map(str::to_owned);
        let facts: Vec<_> =
            [Some(key.algorithm().to_string()), curve, size].into_iter().flatten().collect();
        self.row(Text::PublicKey, Some(facts.join(" ")));
        self.row(Text::Exponent, key.exponent());
        self.row(Text::ModulusDecRow, key.modulus_dec());
        self.row(Text::ModulusHexRow, key.modulus_hex());
        self.row(Text::RawRow, key.form(KeyForm::RawHex));
        self.rows.extend(key.form(KeyForm::SpkiHex).map(|text| ("SPKI hex".to_owned(), text)));
        self.rows
            .extend(key.form(KeyForm::SpkiBase64).map(|text| ("SPKI Base64".to_owned(), text)));
    }

    fn text(self) -> String {
        let widest = self.rows.iter().map(|(label, _)| width(label)).max().unwrap_or_default();
        let line = |(label, value): &(String, String)| {
            let padding = " ".repeat(widest.saturating_sub(width(label)));
            format!("{}{padding}  {value}\n", Tone::Aside.styled(label))
        };
        self.rows.iter().map(line).collect()
    }
}

/// The columns that a label takes: Chinese characters take two.
fn width(label: &str) -> usize {
    label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).fold(0, usize::saturating_add)
}
