//! What a profile must say (OpenHarmony `security_appverify`, `ParseProvision` in
//! `provision_verify.cpp`).

use crate::encoding::asn1::Oid;
use crate::encoding::json::Json;
use crate::pki::oid;
use crate::pki::x509::Certificate;

/// The extension of a certificate that may give apps to users without the store
/// (`BinaryDeveloperCertMgr`).
const MAY_DISTRIBUTE: Oid<'_> = oid::HUAWEI_DISTRIBUTES;

/// The distribution by the developer himself.
const DEVELOPER_ID: &str = "developer_id";

/// The types of distribution that devices know.
const DISTRIBUTIONS: [&str; 8] = [
    "app_gallery",
    "enterprise",
    "enterprise_normal",
    "enterprise_mdm",
    "os_integration",
    "crowdtesting",
    "internaltesting",
    DEVELOPER_ID,
];

/// Whether a profile is for what is released. Every other type is for debugging.
pub(crate) fn is_release(json: &Json) -> bool {
    json.text(&["type"]) == Some("release")
}

/// What is wrong with a profile, in the order in which devices look.
pub(crate) fn faults(json: &Json) -> Vec<String> {
    let is_empty = |path: &[&str]| json.text(path).is_none_or(str::is_empty);
    let is_release = is_release(json);
    // Devices hold it in 32 bits: what does not fit would be another number there.
    let version =
        json.integer(&["version-code"]).and_then(|it| i32::try_from(it).ok()).unwrap_or(0);
    let distribution = json.text(&["app-distribution-type"]);
    let certificate =
        if is_release { "distribution-certificate" } else { "development-certificate" };
    let mut faults = Vec::new();
    if version <= 0 {
        faults.push("it has no version-code above 0".to_owned());
    }
    for (path, is_needed) in [
        (&["version-name"][..], true),
        (&["uuid"], true),
        (&["bundle-info", "developer-id"], true),
        (&["app-distribution-type"], is_release),
        (&["bundle-info", certificate], true),
        (&["bundle-info", "bundle-name"], true),
        (&["bundle-info", "apl"], version >= 2),
        (&["bundle-info", "app-feature"], true),
    ] {
        if is_needed && is_empty(path) {
            faults.push(format!("it has no {}", path.last().copied().unwrap_or_default()));
        }
    }
    if let Some(other) =
        distribution.filter(|it| is_release && !it.is_empty() && !DISTRIBUTIONS.contains(it))
    {
        faults.push(format!("it is for the unknown distribution {other}"));
    }
    if distribution == Some(DEVELOPER_ID) && !is_release {
        faults.push("it is for the distribution developer_id, and for debugging".to_owned());
    }
    faults
}

/// Whether a profile is for a distribution for which the signer's certificate is none.
pub(crate) fn needs_other_certificate(distribution: Option<&str>, signer: &Certificate) -> bool {
    distribution == Some(DEVELOPER_ID) && !signer.has_extension(MAY_DISTRIBUTE)
}
