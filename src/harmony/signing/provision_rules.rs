//! What a profile must say (OpenHarmony `security_appverify`, `ParseProvision` in
//! `provision_verify.cpp`).

use crate::encoding::asn1::Oid;
use crate::encoding::json::Json;
use crate::pki::oid;
use crate::pki::x509::Certificate;
use crate::say::said;

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

said! {
    /// What devices miss in a profile.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Fault {
        NoVersionCode => { en: "it has no version-code above 0", zh: "缺少大于 0 的 version-code" }
        Lacks { field: &'static str } => { en: "it has no {field}", zh: "缺少 {field}" }
        UnknownDistribution { distribution: String } => {
            en: "it is for the unknown distribution {distribution}",
            zh: "分发类型 {distribution} 不是已知的类型"
        }
        DeveloperIdDebug => {
            en: "it is for the distribution developer_id, and for debugging",
            zh: "分发类型 developer_id 不能用于调试描述文件"
        }
        OtherCertificate => {
            en: "the signer's certificate is none for the distribution developer_id",
            zh: "签名证书不是用于分发类型 developer_id 的证书"
        }
    }
}

/// Whether a profile is for what is released. Every other type is for debugging.
pub(crate) fn is_release(json: &Json) -> bool {
    json.text(&["type"]) == Some("release")
}

/// What is wrong with a profile, in the order in which devices look.
pub(crate) fn faults(json: &Json) -> Vec<Fault> {
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
        faults.push(Fault::NoVersionCode);
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
            faults.push(Fault::Lacks { field: path.last().copied().unwrap_or_default() });
        }
    }
    if let Some(other) =
        distribution.filter(|it| is_release && !it.is_empty() && !DISTRIBUTIONS.contains(it))
    {
        faults.push(Fault::UnknownDistribution { distribution: other.to_owned() });
    }
    if distribution == Some(DEVELOPER_ID) && !is_release {
        faults.push(Fault::DeveloperIdDebug);
    }
    faults
}

/// Whether a profile is for a distribution for which the signer's certificate is none.
pub(crate) fn needs_other_certificate(distribution: Option<&str>, signer: &Certificate) -> bool {
    distribution == Some(DEVELOPER_ID) && !signer.has_extension(MAY_DISTRIBUTE)
}
