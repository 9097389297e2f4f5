//! The certificates that may sign a profile.
//!
//! OpenHarmony `HapProfileVerifyUtils::VerifyProfile` and `TrustedSourceManager`: a profile says
//! which developer an app is of, so that it must come from an issuer of profiles, below the root
//! that the package hangs on.

use super::chain;
use super::chain::Outcome;
use super::cms_signer::CmsSigner;
use crate::crypto::budget::Work;
use crate::pki::x509::{Certificate, Name};
use crate::report::Chain;
use crate::say::said;

/// The issuer of everything that AppGallery signs.
pub(crate) const HUAWEI_SIGNING_AUTHORITY: &[(&str, &str)] = &[
    ("C", "CN"),
    ("O", "Huawei"),
    ("OU", "Huawei CBG"),
    ("CN", "Huawei CBG Software Signing Service CA"),
];
/// How long the chains of those are that a device knows by name (`max-certs-path`).
pub(crate) const NAMED_LENGTH: usize = 3;

said! {
    /// Why a profile is not signed by an issuer of profiles.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Untrusted {
        Bare => {
            en: "it stands bare, and no store signed the package",
            zh: "它没有签名，而安装包也不是由应用商店签名的"
        }
        BesideStore => {
            en: "it does not stand bare, as beside a store's signature",
            zh: "安装包由应用商店签名时，描述文件不应再带签名"
        }
        Incomplete => {
            en: "its signer's chain ends at no root",
            zh: "其签名者的证书链不完整，找不到根证书"
        }
        OtherRoot => {
            en: "its signer's chain ends at another root than the package's",
            zh: "其签名者与安装包签名者的根证书不同"
        }
        Expired => {
            en: "it was signed outside the validity of its signer's certificates, or does not say \
                when",
            zh: "签名时间不在其签名者证书的有效期内，或没有签名时间"
        }
        Revoked => {
            en: "its signer's certificate was revoked, or that cannot be told",
            zh: "其签名者的证书已被吊销，或无法确定是否被吊销"
        }
        PackageSigner => {
            en: "whoever signed the package signed it too",
            zh: "它的签名者就是安装包的签名者"
        }
        NoIssuer => {
            en: "its signer is none who issues such profiles",
            zh: "其签名者不是此类描述文件的签发者"
        }
    }
}

/// Whether the signer of a profile may sign it, of a package of that signer and chain.
pub(crate) fn check(
    signer: &CmsSigner,
    is_release: bool,
    package: (&Certificate, &Outcome),
    trusted: &[Certificate],
    work: &Work,
) -> Result<(), Untrusted> {
    let (package_signer, package_chain) = package;
    let chain = chain::check(signer, trusted, work);
    match chain.chain {
        Chain::Incomplete => return Err(Untrusted::Incomplete),
        Chain::Expired => return Err(Untrusted::Expired),
        Chain::Revoked => return Err(Untrusted::Revoked),
        _ => {}
    }
    // Where the package hangs on no root, that is said already.
    if package_chain.root_key.as_ref().is_some_and(|root| chain.root_key.as_ref() != Some(root)) {
        return Err(Untrusted::OtherRoot);
    }
    if signer.certificate == *package_signer
        || signer.certificate.public_key() == package_signer.public_key()
    {
        return Err(Untrusted::PackageSigner);
    }
    if is_issuer(&signer.certificate, is_release, &chain) {
        Ok(())
    } else {
        Err(Untrusted::NoIssuer)
    }
}

/// Whether a certificate is that of an issuer of profiles of that kind.
fn is_issuer(certificate: &Certificate, is_release: bool, chain: &Outcome) -> bool {
    let subject = certificate.subject();
    match chain.chain {
        Chain::Huawei => {
            let name =
                if is_release { "HOS Profile Management" } else { "HOS Profile Management Debug" };
            is_app_gallery(subject, name)
                && certificate.issuer().is_just(HUAWEI_SIGNING_AUTHORITY)
                && chain.length == NAMED_LENGTH
        }
        Chain::OpenHarmonyCommunity => {
            let end = if is_release { "Release" } else { "Debug" };
            subject.common_name() == Some(&*format!("OpenHarmony Application Profile {end}"))
        }
        // Below a private root certificates may have any name; every one that is known has the
        // word.
        // Developers' certificates have it where their name has.
        _ => subject.common_name().is_some_and(|name| {
            let is_developers = name.ends_with(",Release") || name.ends_with(",Development");
            name.contains("Profile") && !is_developers
        }),
    }
}

/// Whether a name is just that of one of AppGallery's own.
pub(crate) fn is_app_gallery(subject: &Name, common_name: &str) -> bool {
    subject.is_just(&[("C", "CN"), ("O", "Huawei"), ("OU", "HOS AppGallery"), ("CN", common_name)])
}
