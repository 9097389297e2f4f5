//! Provisioning profiles: for which app, team and certificates, and where it may be installed.
//!
//! A CMS around a property list, signed by Apple; its digest is SHA-1 in all that Apple makes. Some
//! tools write bare lists, and devices take none of those.

use super::chain::{self, End};
use super::cms;
use super::entitlements::{self, Entitlements};
use super::leaf;
use super::reason::NoCms;
use crate::crypto::budget::Work;
use crate::encoding::plist::{PlistError, Value};
use crate::pki::x509::{Certificate, Time};
use crate::say::said;

/// The most certificates in a profile. Teams have up to some dozens.
const MAX_CERTIFICATES: usize = 256;
/// 2001-01-01T00:00:00Z, from which property lists count, in seconds since 1970.
const EPOCH: i64 = 978_307_200;

said! {
    /// Why bytes are no profile.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum NoProfile {
        Plist { why: PlistError } => { en: "{why}", zh: "{why}" }
        NoContent => { en: "nothing is in its signature", zh: "签名中没有内容" }
        Keys => {
            en: "it lacks what a profile has, or has it of another type",
            zh: "缺少描述文件应有的内容，或类型不符"
        }
        TooMany => { en: "it has more than 256 certificates", zh: "证书超过 256 个" }
    }
}

impl From<PlistError> for NoProfile {
    fn from(why: PlistError) -> Self {
        Self::Plist { why }
    }
}

/// Where a profile lets an app be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProfileKind {
    /// On devices that it lists, with a debugger.
    Development,
    /// On devices that it lists.
    AdHoc,
    /// On all devices.
    Enterprise,
    /// On none: the store signs anew.
    AppStore,
}

/// What vouches for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProfileSignature {
    /// Nothing: it stands bare.
    None,
    /// It is signed, and the signature is not good.
    Bad { why: NoCms },
    /// The signature is good; the chain says of which signer. That ends at [`End::Other`] too where
    /// the signer is none that Apple lets sign profiles.
    Good { end: End },
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) kind: ProfileKind,
    pub(crate) name: Option<String>,
    pub(crate) uuid: Option<String>,
    pub(crate) team_ids: Vec<String>,
    pub(crate) team_name: Option<String>,
    pub(crate) platforms: Vec<String>,
    /// Prefix and bundle id; may end with `*`.
    pub(crate) application_identifier: Option<String>,
    /// The certificates that apps with it may be signed with, each once.
    pub(crate) certificates: Vec<Certificate>,
    /// How many stand beside them that cannot be read: which one an app is signed with is not known
    /// then.
    pub(crate) unreadable_certificates: usize,
    /// How many devices it lists.
    pub(crate) devices: usize,
    pub(crate) created: Option<Time>,
    pub(crate) expires: Option<Time>,
    pub(crate) signature: ProfileSignature,
}

impl Profile {
    /// Whether bytes begin as a profile does, so that it is worth reading: a property list, or a
    /// CMS around one.
    pub(crate) fn may_be(bytes: &[u8]) -> bool {
        /// How far from the start the list of a signed one begins.
        const NEAR: usize = 4096;
        let start = bytes.get(..NEAR).unwrap_or(bytes);
        let has = |text: &[u8]| start.windows(text.len()).any(|it| it == text);
        let is_list = is_list(bytes) || (bytes.first() == Some(&0x30) && has(b"<plist"));
        let has_key = |key: &[u8]| bytes.windows(key.len()).any(|it| it == key);
        is_list && (has_key(b"ApplicationIdentifierPrefix") || has_key(b"DeveloperCertificates"))
    }

    /// Reads a profile, and verifies its signature where it has one.
    ///
    /// # Errors
    /// [`NoProfile`]: it says nothing that counts.
    pub(crate) fn read(
        bytes: &[u8],
        trusted: &[Certificate],
        work: &Work,
    ) -> Result<Self, NoProfile> {
        if is_list(bytes) {
            return Self::of(&Value::parse(bytes)?, ProfileSignature::None);
        }
        let data = cms::read(bytes).map_err(|_| NoProfile::NoContent)?;
        let content = data.content.as_deref().ok_or(NoProfile::NoContent)?;
        let list = Value::parse(content)?;
        let digest_of = |algorithm: crate::DigestAlgorithm| Some(algorithm.digest(content));
        let signature = match cms::verify(&data, digest_of, work) {
            Err(why) => ProfileSignature::Bad { why },
            Ok((signer, _)) => {
                let chain = chain::judge(&signer.certificate, &signer.beside, trusted, work);
                let is_foreign = matches!(chain.end, End::Apple | End::Trusted)
                    && !may_sign(&signer.certificate, chain.end);
                ProfileSignature::Good { end: if is_foreign { End::Other } else { chain.end } }
            }
        };
        Self::of(&list, signature)
    }

    fn of(list: &Value<'_>, signature: ProfileSignature) -> Result<Self, NoProfile> {
        list.dictionary().ok_or(NoProfile::Keys)?;
        let text = |key| list.get(key).and_then(Value::text).map(str::to_owned);
        let texts = |key| {
            let all = list.get(key).and_then(Value::array).unwrap_or_default();
            all.iter().filter_map(Value::text).map(str::to_owned).collect::<Vec<_>>()
        };
        let certificates = list.get("DeveloperCertificates").ok_or(NoProfile::Keys)?;
        let (certificates, unreadable_certificates) = self::certificates(certificates)?;
        let entitlements = list.get("Entitlements").ok_or(NoProfile::Keys)?;
        let entitlements = Entitlements::of(entitlements);
        let devices = list.get("ProvisionedDevices").and_then(Value::array);
        let is_for_all = list.get("ProvisionsAllDevices").and_then(Value::boolean) == Some(true);
        let kind = match devices {
            _ if is_for_all => ProfileKind::Enterprise,
            Some(_) if entitlements.allows_debugging => ProfileKind::Development,
            Some(_) => ProfileKind::AdHoc,
            None => ProfileKind::AppStore,
        };
        Ok(Self {
            kind,
            name: text("Name"),
            uuid: text("UUID"),
            team_ids: texts("TeamIdentifier"),
            team_name: text("TeamName"),
            platforms: texts("Platform"),
            application_identifier: entitlements.application_identifier,
            certificates,
            unreadable_certificates,
            devices: devices.map_or(0, <[_]>::len),
            created: list.get("CreationDate").and_then(date),
            expires: list.get("ExpirationDate").and_then(date),
            signature,
        })
    }

    /// Whether it is for an app of that bundle id.
    pub(crate) fn is_for(&self, bundle_id: &str) -> bool {
        let identifier = self.application_identifier.as_deref();
        identifier.is_some_and(|it| entitlements::is_for(it, bundle_id))
    }

    /// The bundle id of the app that it is for; may be `*` or end with it.
    pub(crate) fn bundle_id(&self) -> Option<&str> {
        self.application_identifier.as_deref()?.split_once('.').map(|(_, rest)| rest)
    }
}

/// Whether bytes begin as a bare property list.
fn is_list(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"bplist")
        || text.starts_with(b"<?xml")
        || text.starts_with(b"<plist")
        || text.starts_with(b"<!DOCTYPE plist")
}

/// Whether a signer under a root that is trusted may sign profiles: a developer may not.
fn may_sign(signer: &Certificate, end: End) -> bool {
    let is_named = signer
        .subject()
        .common_name()
        .is_some_and(|name| name.ends_with("Provisioning Profile Signing"));
    is_named && (end != End::Apple || leaf::signs_profiles(signer))
}

/// The certificates, each once, and how many cannot be read.
fn certificates(list: &Value<'_>) -> Result<(Vec<Certificate>, usize), NoProfile> {
    let list = list.array().ok_or(NoProfile::Keys)?;
    if list.len() > MAX_CERTIFICATES {
        return Err(NoProfile::TooMany);
    }
    let mut certificates = Vec::new();
    let mut unreadable = 0_usize;
    for der in list {
        match Certificate::from_der(der.data().ok_or(NoProfile::Keys)?) {
            Ok(read) if !certificates.contains(&read) => certificates.push(read),
            Ok(_) => {}
            Err(_) => unreadable = unreadable.saturating_add(1),
        }
    }
    Ok((certificates, unreadable))
}

fn date(value: &Value<'_>) -> Option<Time> {
    let Value::Date(seconds) = value else { return None };
    #[allow(clippy::cast_possible_truncation, reason = "of what is too large nothing is made")]
    let whole = Some(*seconds).filter(|it| it.is_finite() && it.abs() < 1e12)?.floor() as i64;
    Time::from_unix_seconds(whole.checked_add(EPOCH)?)
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};

    use super::*;

    const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");

    fn profile(keys: &str) -> Result<Profile, NoProfile> {
        let list = format!("<plist><dict>{keys}</dict></plist>");
        Profile::read(list.as_bytes(), &[], &Work::default())
    }

    fn of(certificates: &[&[u8]], entitlements: &str, more: &str) -> Result<Profile, NoProfile> {
        let data = |der: &&[u8]| format!("<data>{}</data>", Base64::encode_string(der));
        let all: String = certificates.iter().map(data).collect();
        profile(&format!(
            "<key>DeveloperCertificates</key><array>{all}</array>\
            <key>Entitlements</key><dict>{entitlements}</dict>{more}"
        ))
    }

    #[test]
    fn kinds_are_told_by_devices_and_debuggers() {
        use ProfileKind::{AdHoc, AppStore, Development, Enterprise};
        const DEVICES: &str = "<key>ProvisionedDevices</key><array><string>a</string></array>";
        const ALL: &str = "<key>ProvisionsAllDevices</key><true/>";
        const NOT_ALL: &str = "<key>ProvisionsAllDevices</key><false/>";
        const DEBUG: &str = "<key>get-task-allow</key><true/>";
        for (entitlements, more, want) in [
            ("", "", AppStore),
            ("", NOT_ALL, AppStore),
            (DEBUG, "", AppStore),
            ("", DEVICES, AdHoc),
            (DEBUG, DEVICES, Development),
            ("", ALL, Enterprise),
            (DEBUG, &[DEVICES, ALL].concat(), Enterprise),
        ] {
            let read = of(&[CERTIFICATE], entitlements, more).unwrap();
            assert_eq!(read.kind, want, "{entitlements} {more}");
            assert_eq!(read.signature, ProfileSignature::None);
        }
    }

    #[test]
    fn what_a_profile_says_is_read() {
        let identifier = "<key>application-identifier</key><string>TEAM.cn.example.*</string>";
        let more = "<key>Name</key><string>示例</string>\
            <key>TeamIdentifier</key><array><string>TEAM</string></array>\
            <key>ExpirationDate</key><date>2026-01-02T03:04:05Z</date>";
        let read = of(&[CERTIFICATE, b"x", CERTIFICATE], identifier, more).unwrap();
        assert_eq!(read.name.as_deref(), Some("示例"));
        assert_eq!((read.team_ids, read.certificates.len()), (vec!["TEAM".to_owned()], 1));
        assert_eq!(read.unreadable_certificates, 1);
        assert_eq!(read.expires.unwrap().to_string(), "2026-01-02T03:04:05Z");
        let read = of(&[], identifier, "").unwrap();
        assert_eq!(read.bundle_id(), Some("cn.example.*"));
        assert!(read.is_for("cn.example.demo") && !read.is_for("cn.example"));
    }

    #[test]
    fn what_is_no_profile_is_told() {
        let without = |keys: &str| profile(keys).map(drop);
        assert_eq!(without(""), Err(NoProfile::Keys));
        assert_eq!(
            without("<key>DeveloperCertificates</key><array/>"),
            Err(NoProfile::Keys),
            "without entitlements"
        );
        let many = of(&[CERTIFICATE; MAX_CERTIFICATES + 1], "", "").map(drop);
        assert_eq!(many, Err(NoProfile::TooMany));
        let read = |bytes: &[u8]| Profile::read(bytes, &[], &Work::default()).map(drop);
        assert_eq!(read(b"\x30\x03\x02\x01\x01"), Err(NoProfile::NoContent));
        assert_eq!(read(b""), Err(NoProfile::NoContent));
    }
}
