//! The provision profile (`HarmonyAppProvision`): for which app and which developer a package is.
//!
//! OpenHarmony `security_appverify`, `provision`. It is JSON, signed by whoever issued it; in a copy from a store it stands
//! bare.

use crate::cms::SignedData;
use crate::json::Json;
use crate::report::{Code, Finding, Profile};
use crate::work::Work;
use crate::x509::{Certificate, Time};

/// A profile that was read.
#[derive(Debug)]
pub(crate) struct Provision {
    pub(crate) facts: Profile,
    /// The developer's certificate.
    pub(crate) certificate: Option<Certificate>,
    /// Whether it stands bare.
    pub(crate) is_raw: bool,
    /// Whether the signature over it was looked at.
    is_verified: bool,
}

impl Provision {
    /// Reads a profile, and verifies the signature over it where there is one.
    pub(crate) fn read(value: &[u8], work: &Work) -> Result<Self, Finding> {
        Self::parse(value, Some(work))
    }

    /// Reads a profile as it stands. Nothing proves it.
    pub(crate) fn claimed(value: &[u8]) -> Result<Self, Finding> {
        Self::parse(value, None)
    }

    /// Verifies its signature where there is `work` for that.
    fn parse(value: &[u8], work: Option<&Work>) -> Result<Self, Finding> {
        let malformed = |why: &dyn std::fmt::Display| Finding::new(Code::ProfileMalformed).arg(why);
        if value.trim_ascii_start().starts_with(b"{") {
            let json = Json::parse(value).map_err(|error| malformed(&error))?;
            return Ok(Self { is_verified: work.is_some(), ..Self::of(&json, false, true) });
        }
        let signed_data = SignedData::parse(value).map_err(|error| malformed(&error))?;
        signed_data.is_of_usual_size().map_err(|error| malformed(&error))?;
        let content = signed_data.content.as_deref().ok_or_else(|| malformed(&"it has no content"))?;
        let json = Json::parse(content).map_err(|error| malformed(&error))?;
        let verifies = |signer| work.is_some_and(|work| signed_data.verify(signer, content, work).is_ok());
        let is_signed = !signed_data.signers.is_empty() && signed_data.signers.iter().all(verifies);
        Ok(Self { is_verified: work.is_some(), ..Self::of(&json, is_signed, false) })
    }

    fn of(json: &Json, is_signed: bool, is_raw: bool) -> Self {
        let text = |path: &[&str]| json.text(path).map(str::to_owned);
        let time = |name| json.integer(&["validity", name]).and_then(Time::from_unix_seconds);
        let bundle = |name| json.text(&["bundle-info", name]).filter(|text| !text.is_empty());
        let is_release = json.text(&["type"]) == Some("release");
        let keys = ["distribution-certificate", "development-certificate"];
        let pem = match is_release {
            true => bundle(keys[0]).or_else(|| bundle(keys[1])),
            false => bundle(keys[1]).or_else(|| bundle(keys[0])),
        };
        let certificate = pem.and_then(|pem| Certificate::from_pem(pem).ok());
        let facts = Profile {
            kind: text(&["type"]),
            distribution_type: text(&["app-distribution-type"]),
            bundle_name: bundle("bundle-name").map(str::to_owned),
            app_identifier: bundle("app-identifier").map(str::to_owned),
            developer_id: bundle("developer-id").map(str::to_owned),
            certificate_sha256: certificate.as_ref().map(Certificate::sha256),
            is_signed,
            not_before: time("not-before"),
            not_after: time("not-after"),
        };
        Self { facts, certificate, is_raw, is_verified: false }
    }

    /// Whether it is as it was signed, where it was.
    pub(crate) fn is_intact(&self) -> bool {
        self.is_raw || self.facts.is_signed
    }

    /// What somebody who files should know of it.
    pub(crate) fn notes(&self, bundle_name: Option<&str>) -> Vec<Finding> {
        let mut findings = Vec::new();
        match (self.facts.kind.as_deref(), self.facts.distribution_type.as_deref()) {
            (Some("release"), Some("app_gallery") | None) => {}
            (Some("release"), Some(other)) => {
                findings.push(Finding::new(Code::ProfileNotForStore).arg(other));
            }
            _ => findings.push(Finding::new(Code::ProfileDebug)),
        }
        let named = self.facts.bundle_name.as_deref();
        if named != bundle_name {
            let text = |name: Option<&str>| name.unwrap_or("?").to_owned();
            findings.push(Finding::new(Code::ProfileOtherBundle).arg(text(named)).arg(text(bundle_name)));
        }
        if self.is_verified && !self.is_intact() {
            findings.push(Finding::new(Code::ProfileSignatureBad));
        }
        findings
    }
}

/// The JSON of a profile, taken out of its signature where it has one.
pub(crate) fn json(value: &[u8]) -> Vec<u8> {
    let signed_data = SignedData::parse(value).ok();
    let content = signed_data.and_then(|it| it.content.map(std::borrow::Cow::into_owned));
    content.unwrap_or_else(|| value.to_vec())
}
