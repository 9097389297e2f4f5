//! The provision profile (`HarmonyAppProvision`): for which app and which developer a package is.
//!
//! OpenHarmony `security_appverify`, `provision`. It is JSON, signed by its issuer; in a
//! copy from a store it stands bare.

use super::cms_signer::CmsSigner;
use super::provision_rules;
use crate::crypto::budget::Work;
use crate::encoding::json::Json;
use crate::encoding::pem::openssl;
use crate::pki::cms::SignedData;
use crate::pki::x509::{Certificate, Time};
use crate::report::{Finding, ProvisioningProfile, issue};
use crate::say::{Because, said};

said! {
    /// Why bytes are no profile.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoProfile {
        NoContent => { en: "it has no content", zh: "没有内容" }
        Nul => {
            en: "a name or text in it holds a NUL character",
            zh: "其中的名称或文字含有 NUL 字符"
        }
    }
}

/// Release profiles for packages that reach users without the store: the certificate is the
/// developer's own.
const RELEASED_ELSEWHERE: [&str; 2] = ["developer_id", "os_integration"];

/// A profile that was read.
#[derive(Debug)]
pub(crate) struct Provision {
    pub(crate) facts: ProvisioningProfile,
    /// The developer's certificate, which must be the signer's: of a release the one for
    /// distribution, else the one for development.
    pub(crate) certificate: Option<Certificate>,
    /// The certificate by which devices name the app: always the one for distribution where there
    /// is one (OpenHarmony `HapVerifyV2::GenerateAppId`).
    pub(crate) identity: Option<Certificate>,
    /// Whether it stands bare.
    pub(crate) is_raw: bool,
    /// The signer, where that was looked at and the signature is good.
    pub(crate) signer: Option<CmsSigner>,
    /// What devices miss in it.
    faults: Vec<provision_rules::Fault>,
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
        let malformed = |why: Because| Finding::new(issue::Harmony::ProfileMalformed { why });
        let is_verified = work.is_some();
        if value.trim_ascii_start().starts_with(b"{") {
            return Ok(Self { is_raw: true, is_verified, ..Self::of(&read_json(value)?, None) });
        }
        let signed_data = SignedData::parse(value).map_err(|error| malformed(error.into()))?;
        signed_data.is_of_usual_size().map_err(|error| malformed(error.into()))?;
        let content =
            signed_data.content.as_deref().ok_or_else(|| malformed(NoProfile::NoContent.into()))?;
        let json = read_json(content)?;
        let signer = work.and_then(|work| CmsSigner::verify(&signed_data, content, work).ok());
        Ok(Self { is_verified, ..Self::of(&json, signer) })
    }

    fn of(json: &Json, signer: Option<CmsSigner>) -> Self {
        let text = |path: &[&str]| json.text(path).map(str::to_owned);
        let time = |name| json.integer(&["validity", name]).and_then(Time::from_unix_seconds);
        let bundle = |name| json.text(&["bundle-info", name]).filter(|text| !text.is_empty());
        let [distribution, development] =
            ["distribution-certificate", "development-certificate"].map(bundle);
        let counts = if provision_rules::is_release(json) { distribution } else { development };
        let read = |pem| Certificate::from_der(&openssl::certificate(pem)?).ok();
        let certificate = counts.and_then(read);
        let identity = distribution.or(development).and_then(read);
        let facts = ProvisioningProfile {
            kind: text(&["type"]),
            distribution_type: text(&["app-distribution-type"]),
            bundle_name: bundle("bundle-name").map(str::to_owned),
            app_identifier: bundle("app-identifier").map(str::to_owned),
            developer_id: bundle("developer-id").map(str::to_owned),
            certificate_sha256: identity.as_ref().map(Certificate::sha256),
            is_signed: signer.is_some(),
            not_before: time("not-before"),
            not_after: time("not-after"),
        };
        Self {
            facts,
            certificate,
            identity,
            is_raw: false,
            signer,
            faults: provision_rules::faults(json),
            is_verified: false,
        }
    }

    /// Whether it is as it was signed, where it was.
    pub(crate) fn is_intact(&self) -> bool {
        self.is_raw || self.facts.is_signed
    }

    /// Whether it is for what is released, and not for debugging.
    pub(crate) fn is_release(&self) -> bool {
        self.facts.kind.as_deref() == Some("release")
    }

    /// What is to be known of it for filing, beside an app of that name that was signed at
    /// that time.
    pub(crate) fn notes(&self, bundle_name: Option<&str>, signed_at: Option<Time>) -> Vec<Finding> {
        let mut findings = Vec::new();
        match (self.is_release(), self.facts.distribution_type.as_deref()) {
            (true, Some("app_gallery" | "") | None) => {}
            (true, Some(other)) => {
                let distribution = other.to_owned();
                let finding = Finding::new(issue::Harmony::ProfileNotForStore { distribution });
                let is_own = RELEASED_ELSEWHERE.contains(&other);
                findings.push(if is_own { finding.and_may_be_filed() } else { finding });
            }
            _ => findings.push(Finding::new(issue::Harmony::ProfileDebug)),
        }
        let named = self.facts.bundle_name.as_deref();
        if named != bundle_name {
            let text = |name: Option<&str>| name.unwrap_or("?").to_owned();
            findings.push(Finding::new(issue::Harmony::ProfileOtherBundle {
                profile: text(named),
                package: text(bundle_name),
            }));
        }
        if self.is_verified && !self.is_intact() {
            findings.push(Finding::new(issue::Harmony::ProfileSignatureBad));
        }
        findings.extend(self.outdated(signed_at));
        findings
    }

    /// Whether something was signed with it outside its own dates, which devices do not look at.
    fn outdated(&self, signed_at: Option<Time>) -> Option<Finding> {
        let time = signed_at.or_else(|| self.signer.as_ref()?.signing_time())?;
        let is_early = self.facts.not_before.is_some_and(|first| time < first);
        let is_late = self.facts.not_after.is_some_and(|last| last < time);
        let text =
            |time: Option<Time>| time.map_or_else(|| "?".to_owned(), |time| time.to_string());
        (is_early || is_late).then(|| {
            let dates = [self.facts.not_before, self.facts.not_after].map(text);
            let [from, to] = dates;
            Finding::new(issue::Harmony::ProfileExpired { used: time.to_string(), from, to })
        })
    }

    /// What devices miss in it: they refuse the package.
    pub(crate) fn faults(&self) -> impl Iterator<Item = Finding> + '_ {
        self.faults
            .iter()
            .map(|fault| Finding::new(issue::Harmony::ProfileInvalid { why: fault.clone().into() }))
    }
}

/// The JSON of a profile. Devices read it with cJSON, for which a name and a text end at a NUL
/// character: readers would see different ones.
fn read_json(bytes: &[u8]) -> Result<Json, Finding> {
    let malformed = |why: Because| Finding::new(issue::Harmony::ProfileMalformed { why });
    let json = Json::parse_whole(bytes).map_err(|error| malformed(error.into()))?;
    if json.holds_nul() {
        return Err(malformed(NoProfile::Nul.into()));
    }
    Ok(json)
}

/// The JSON of a profile, taken out of its signature where it has one.
pub(crate) fn json(value: &[u8]) -> Vec<u8> {
    let signed_data = SignedData::parse(value).ok();
    let content = signed_data.and_then(|it| it.content.map(std::borrow::Cow::into_owned));
    content.unwrap_or_else(|| value.to_vec())
}
