//! The report on a certificate that came without a package: what it is taken for, and what nobody
//! has checked.

use crate::apple::lone;
use crate::crypto::budget::Work;
use crate::options::InspectOptions;
use crate::pki::chain::{is_altered, is_issued_by, is_signed_by};
use crate::pki::is_authority;
use crate::pki::x509::Certificate;
use crate::report::{
    Finding, Kind, Platform, Report, Role, Signer, Verdict, Verification, issue, on_certificate,
};

/// The report on `leaf`, beside which `others` stood. `stated` is the platform that the file itself
/// names.
pub(crate) fn report(
    kind: Kind,
    leaf: &Certificate,
    others: &[Certificate],
    stated: Option<Platform>,
    options: &InspectOptions<'_>,
    work: &Work,
) -> Report {
    let evident = stated.or_else(|| evident_platform(leaf, others, work));
    let platform = options.platform.or(evident).unwrap_or(Platform::Android);
    let mut report = Report::new(kind, Some(platform), Verification::new(Verdict::Unchecked));
    report.told_platform = evident;
    let mut findings = vec![Finding::new(issue::CertificateFile::CertificateOnly {
        subject: leaf.subject().to_string(),
    })];
    findings.extend(match (evident, options.platform) {
        (Some(evident), Some(_)) if evident != platform => {
            Some(Finding::new(issue::CertificateFile::PlatformContradicted {
                evident,
                asked: platform,
            }))
        }
        (Some(platform), _) if stated.is_some() => {
            Some(Finding::new(issue::CertificateFile::PlatformByProfile { platform }))
        }
        (Some(platform), _) => {
            Some(Finding::new(issue::CertificateFile::PlatformByIssuer { platform }))
        }
        (None, None) => Some(Finding::new(issue::CertificateFile::PlatformAssumed { platform })),
        (None, Some(_)) => None,
    });
    let is_meant = platform == Platform::Ios;
    let of_apple = lone::apple(leaf, others, is_meant, work);
    let (apple, noticed) = of_apple.map_or_else(Default::default, |(it, all)| (Some(it), all));
    report.apple = apple;
    // That it is for development may be told by its name and by what Apple wrote into it.
    let is_said = leaf.shared().is_none() && leaf.development().is_some();
    findings.extend(noticed.development.filter(|_| !is_said));
    findings.extend(noticed.findings);
    findings.extend(on_certificate(leaf));
    if is_authority(leaf) {
        findings.push(Finding::new(issue::CertificateFile::AuthorityCertificate {
            subject: leaf.subject().to_string(),
        }));
    }
    // AppGallery issues the certificate of a HarmonyOS app: the one that a keystore was made with
    // has the same key, and another fingerprint.
    let is_self_signed = platform == Platform::HarmonyOs && is_signed_by(leaf, leaf, work);
    let is_altered = is_altered(leaf, others, work);
    findings
        .extend(is_self_signed.then(|| Finding::new(issue::CertificateFile::HarmonySelfSigned)));
    findings.extend(is_altered.then(|| Finding::new(issue::Signature::CertificateAltered)));
    let is_right = !is_self_signed && !is_altered;
    findings.sort_by_key(|finding| finding.severity);
    let role = if is_right { Role::Primary } else { Role::Additional };
    report.signers.push(Signer::new(role, None, None, leaf.clone()));
    report.findings = findings;
    report
}

/// The platform that issuers tell: AppGallery's and Apple's authorities issue for one only. A
/// certificate that merely stands in the same file tells nothing.
fn evident_platform(leaf: &Certificate, others: &[Certificate], work: &Work) -> Option<Platform> {
    let mut certificate = leaf;
    // No chain is longer than there are certificates, and one more that is not there.
    for _ in 0..=others.len() {
        let issuer = certificate.issuer();
        if let Some(platform) = issuer.common_name().and_then(of_issuer) {
            return Some(platform);
        }
        certificate =
            others.iter().find(|it| *it != certificate && is_issued_by(certificate, it, work))?;
    }
    None
}

/// How the names of those begin of Apple's authorities that issue certificates for signing.
const APPLE: [&str; 3] = [
    "Apple Worldwide Developer Relations",
    "Apple iPhone Certification Authority",
    "Developer ID Certification Authority",
];

fn of_issuer(name: &str) -> Option<Platform> {
    if name.starts_with("Huawei CBG") || name.starts_with("OpenHarmony Application") {
        Some(Platform::HarmonyOs)
    } else if APPLE.iter().any(|issuer| name.starts_with(issuer)) {
        Some(Platform::Ios)
    } else {
        None
    }
}
