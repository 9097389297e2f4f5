//! The object of a report, and that of a file that cannot be read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::besides::ScanObject;
use super::{FileName, SCHEMA};
use crate::error::Error;
use crate::filing::{Form, NoForm, Outcome};
use crate::pki::x509::PublicKey;
use crate::report::{
    Apple, AppleChain, AppleProfile, CertificateKind, Chain, Finding, HarmonyOs, Identity, Message,
    Platform, ProvisioningProfile, Report, Scheme, SdkRange, Signer,
};
use crate::say::Language;

/// The object of a file that could be read.
pub fn report<'a>(
    file: FileName<'a>,
    outcome: &'a Outcome,
    language: Language,
) -> impl Serialize + 'a {
    report_object(file, outcome, None, language)
}

/// The object of a file that could not be read.
pub fn error<'a>(file: FileName<'a>, error: &'a Error, language: Language) -> impl Serialize + 'a {
    let message = error.message(language).into();
    Unreadable::new(file, ErrorObject { code: error.code(), message }, None)
}

pub(super) fn report_object<'a>(
    file: FileName<'a>,
    outcome: &'a Outcome,
    scan: Option<ScanObject>,
    language: Language,
) -> FileObject<'a> {
    let report = &outcome.report;
    FileObject {
        schema: SCHEMA,
        file: file.text,
        file_bytes: file.bytes,
        kind: report.kind.as_str(),
        platform: report.platform.map(Platform::as_str),
        identity: identity(&report.identity),
        verification: verification(report),
        signers: outcome.signers().iter().map(signer).collect(),
        harmonyos: report.harmonyos.as_ref().map(harmonyos),
        apple: report.apple.as_ref().map(apple),
        findings: outcome.findings().into_iter().map(|found| finding(found, language)).collect(),
        filing: outcome.form.as_ref().ok().map(filing),
        no_filing: outcome.form.as_ref().err().map(|why| no_filing(why, language)),
        scan,
    }
}

#[derive(Serialize)]
pub(super) struct Unreadable<'a> {
    schema: u32,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    error: ErrorObject<'a>,
    #[serde(flatten)]
    scan: Option<ScanObject>,
}

impl<'a> Unreadable<'a> {
    pub(super) fn new(
        file: FileName<'a>,
        error: ErrorObject<'a>,
        scan: Option<ScanObject>,
    ) -> Self {
        Self { schema: SCHEMA, file: file.text, file_bytes: file.bytes, error, scan }
    }
}

#[derive(Serialize)]
pub(super) struct ErrorObject<'a> {
    pub(super) code: &'a str,
    pub(super) message: Cow<'a, str>,
}

#[derive(Serialize)]
pub(super) struct FileObject<'a> {
    schema: u32,
    file: &'a str,
    /// Of a name that is no UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<&'a str>,
    kind: &'static str,
    platform: Option<&'static str>,
    identity: IdentityObject<'a>,
    verification: VerificationObject,
    signers: Vec<SignerObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    harmonyos: Option<HarmonyOsObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    apple: Option<AppleObject<'a>>,
    findings: Vec<FindingObject<'a>>,
    filing: Option<FilingObject<'a>>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_filing: Option<NoFilingObject>,
    #[serde(flatten)]
    scan: Option<ScanObject>,
}

#[derive(Serialize)]
struct NoFilingObject {
    code: &'static str,
    message: String,
    #[serde(flatten)]
    parts: Option<PartsObject>,
}

fn no_filing(why: &NoForm, language: Language) -> NoFilingObject {
    NoFilingObject {
        code: why.code(),
        message: why.message(language),
        parts: parts(why.parts(language)),
    }
}

#[derive(Serialize)]
struct IdentityObject<'a> {
    package_name: Option<&'a str>,
    app_name: Option<&'a str>,
    app_names: &'a BTreeMap<String, String>,
    launcher_names: &'a BTreeMap<String, String>,
    version_name: Option<&'a str>,
    version_code: Option<&'a str>,
    min_sdk: Option<u32>,
    target_sdk: Option<u32>,
    split: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_os: Option<&'a str>,
    #[serde(skip_serializing_if = "<[u64]>::is_empty")]
    device_families: &'a [u64],
}

fn identity(identity: &Identity) -> IdentityObject<'_> {
    IdentityObject {
        package_name: identity.package_name.as_deref(),
        app_name: identity.app_name.as_deref(),
        app_names: &identity.app_names,
        launcher_names: &identity.launcher_names,
        version_name: identity.version_name.as_deref(),
        version_code: identity.version_code.as_deref(),
        min_sdk: identity.min_sdk,
        target_sdk: identity.target_sdk,
        split: identity.split.as_deref(),
        min_os: identity.min_os.as_deref(),
        device_families: &identity.device_families,
    }
}

#[derive(Serialize)]
struct VerificationObject {
    verdict: &'static str,
    schemes: Vec<&'static str>,
    min_sdk: Option<u32>,
    max_sdk: Option<u32>,
}

fn verification(report: &Report) -> VerificationObject {
    let verification = &report.verification;
    VerificationObject {
        verdict: verification.verdict.as_str(),
        schemes: verification.schemes.iter().map(|scheme| scheme.as_str()).collect(),
        min_sdk: verification.sdk.map(|sdk| sdk.min),
        max_sdk: verification.sdk.map(|sdk| sdk.max).filter(|&max| max != SdkRange::NO_MAXIMUM),
    }
}

#[derive(Serialize)]
struct AppleObject<'a> {
    chain: Option<&'static str>,
    certificate_kind: Option<&'static str>,
    team: Option<&'a str>,
    signing_time: Option<String>,
    profile: Option<AppleProfileObject<'a>>,
}

fn apple(apple: &Apple) -> AppleObject<'_> {
    AppleObject {
        chain: apple.chain.map(AppleChain::as_str),
        certificate_kind: apple.certificate_kind.map(CertificateKind::as_str),
        team: apple.team.as_deref(),
        signing_time: apple.signing_time.map(|it| it.to_string()),
        profile: apple.profile.as_ref().map(apple_profile),
    }
}

#[derive(Serialize)]
struct AppleProfileObject<'a> {
    kind: &'static str,
    name: Option<&'a str>,
    application_identifier: Option<&'a str>,
    certificates: Vec<String>,
    signed: bool,
    not_after: Option<String>,
}

fn apple_profile(profile: &AppleProfile) -> AppleProfileObject<'_> {
    AppleProfileObject {
        kind: profile.kind.as_str(),
        name: profile.name.as_deref(),
        application_identifier: profile.application_identifier.as_deref(),
        certificates: profile.certificates.iter().map(hex::encode).collect(),
        signed: profile.is_signed,
        not_after: profile.not_after.map(|it| it.to_string()),
    }
}

#[derive(Serialize)]
struct HarmonyOsObject<'a> {
    integrity: &'static str,
    chain: Option<&'static str>,
    profile: Option<ProfileObject<'a>>,
    app_id: Option<&'a str>,
    public_key_fingerprint: Option<&'a str>,
}

fn harmonyos(harmony: &HarmonyOs) -> HarmonyOsObject<'_> {
    HarmonyOsObject {
        integrity: harmony.integrity.as_str(),
        chain: harmony.chain.map(Chain::as_str),
        profile: harmony.profile.as_ref().map(profile),
        app_id: harmony.app_id.as_deref(),
        public_key_fingerprint: harmony.public_key_fingerprint.as_deref(),
    }
}

#[derive(Serialize)]
struct ProfileObject<'a> {
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    distribution_type: Option<&'a str>,
    bundle_name: Option<&'a str>,
    app_identifier: Option<&'a str>,
    certificate_sha256: Option<String>,
    signed: bool,
    not_before: Option<String>,
    not_after: Option<String>,
}

fn profile(profile: &ProvisioningProfile) -> ProfileObject<'_> {
    ProfileObject {
        kind: profile.kind.as_deref(),
        distribution_type: profile.distribution_type.as_deref(),
        bundle_name: profile.bundle_name.as_deref(),
        app_identifier: profile.app_identifier.as_deref(),
        certificate_sha256: profile.certificate_sha256.map(hex::encode),
        signed: profile.is_signed,
        not_before: profile.not_before.map(|time| time.to_string()),
        not_after: profile.not_after.map(|time| time.to_string()),
    }
}

#[derive(Serialize)]
struct SignerObject {
    role: &'static str,
    scheme: Option<&'static str>,
    sdk: Option<[u32; 2]>,
    certificate: CertificateObject,
    public_key: PublicKeyObject,
}

fn signer(signer: &Signer) -> SignerObject {
    let certificate = &signer.certificate;
    SignerObject {
        role: signer.role.as_str(),
        scheme: signer.scheme.map(Scheme::as_str),
        sdk: signer.sdk.map(|sdk| [sdk.min, sdk.max]),
        certificate: CertificateObject {
            md5: hex::encode(certificate.md5()),
            sha1: hex::encode(certificate.sha1()),
            sha256: hex::encode(certificate.sha256()),
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial_hex(),
            not_before: certificate.not_before().to_string(),
            not_after: certificate.not_after().to_string(),
        },
        public_key: public_key(certificate.public_key()),
    }
}

#[derive(Serialize)]
struct CertificateObject {
    md5: String,
    sha1: String,
    sha256: String,
    subject: String,
    issuer: String,
    serial: String,
    not_before: String,
    not_after: String,
}

#[derive(Serialize)]
struct PublicKeyObject {
    algorithm: String,
    bits: Option<u32>,
    curve: Option<String>,
    exponent: Option<String>,
    modulus_dec: Option<String>,
    modulus_hex: Option<String>,
    raw_hex: Option<String>,
    spki_hex: Option<String>,
    spki_base64: Option<String>,
}

fn public_key(key: &PublicKey) -> PublicKeyObject {
    use crate::pki::x509::KeyForm::{RawHex, SpkiBase64, SpkiHex};
    PublicKeyObject {
        algorithm: key.algorithm().to_string(),
        bits: key.bits(),
        curve: key.curve().map(str::to_owned),
        exponent: key.exponent(),
        modulus_dec: key.modulus_dec(),
        modulus_hex: key.modulus_hex(),
        raw_hex: key.form(RawHex),
        spki_hex: key.form(SpkiHex),
        spki_base64: key.form(SpkiBase64),
    }
}

#[derive(Serialize)]
pub(super) struct FindingObject<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    /// The parts of what forbids filing.
    #[serde(flatten)]
    parts: Option<PartsObject>,
    subject: Option<&'a str>,
}

#[derive(Serialize)]
struct PartsObject {
    title: String,
    why: String,
    steps: Vec<String>,
}

fn parts(message: Message) -> Option<PartsObject> {
    let Message { title, why, steps } = message;
    Some(PartsObject { title, why: why?, steps })
}

pub(super) fn finding(finding: &Finding, language: Language) -> FindingObject<'_> {
    FindingObject {
        severity: finding.severity.as_str(),
        code: finding.code.as_str(),
        message: finding.message(language),
        parts: parts(finding.parts(language)),
        subject: finding.subject.as_deref(),
    }
}

#[derive(Serialize)]
struct FilingObject<'a> {
    profile: &'static str,
    platform: &'static str,
    package_name: Option<&'a str>,
    public_key: &'a str,
    fingerprint: &'a str,
    fields: Vec<FieldObject<'a>>,
}

#[derive(Serialize)]
struct FieldObject<'a> {
    label: &'static str,
    form: &'static str,
    value: &'a str,
}

fn filing(form: &Form) -> FilingObject<'_> {
    let fields = form.fields.iter();
    FilingObject {
        profile: form.provider.name,
        platform: form.platform,
        package_name: form.package_name.as_deref(),
        public_key: &form.public_key,
        fingerprint: &form.fingerprint,
        fields: fields
            .map(|field| FieldObject {
                label: field.label,
                form: field.form.as_str(),
                value: &field.value,
            })
            .collect(),
    }
}
