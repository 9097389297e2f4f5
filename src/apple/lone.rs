//! What is known of a certificate of Apple's that came without an app.

use super::facts;
use super::findings::of_objection;
use super::signing::chain::{self, End};
use super::signing::leaf::Kind;
use super::signing::objections::Objection;
use crate::crypto::budget::Work;
use crate::pki::x509::Certificate;
use crate::report::issue::Ios;
use crate::report::{Apple, Finding, Severity};

/// What a certificate is for, and its issuer. `None` of one that is nothing to Apple, unless it is
/// meant for an app on its devices.
pub(crate) fn apple(
    leaf: &Certificate,
    others: &[Certificate],
    is_meant: bool,
    work: &Work,
) -> Option<(Apple, OfCertificate)> {
    let kind = Kind::of(leaf);
    if !is_meant && matches!(kind, Kind::Unknown | Kind::Authority) {
        return None;
    }
    let end = chain::judge(leaf, others, &[], work).end;
    let apple = Apple {
        chain: Some(facts::chain(end)),
        certificate_kind: Some(facts::kind(kind)),
        team: leaf.subject().organizational_unit().map(str::to_owned),
        ..Apple::default()
    };
    let noticed = if is_meant { noticed(leaf, kind, end) } else { OfCertificate::default() };
    Some((apple, noticed))
}

/// What is noticed of a certificate.
#[derive(Debug, Default)]
pub(crate) struct OfCertificate {
    /// That it is for development.
    pub(crate) development: Option<Finding>,
    pub(crate) findings: Vec<Finding>,
}

fn noticed(leaf: &Certificate, kind: Kind, end: End) -> OfCertificate {
    let of = |objection| of_objection(objection, Some(leaf));
    let mut findings = Vec::new();
    let is_development = kind == Kind::Development;
    let development = is_development.then(|| of(Objection::DevelopmentCertificate));
    let is_other = !is_development && kind != Kind::Distribution;
    findings.extend(is_other.then(|| of(Objection::CertificateKind { kind })));
    findings.extend(match end {
        End::Apple | End::Trusted => None,
        End::Other => Some(of(Objection::ChainOther)),
        End::SelfSigned => Some(of(Objection::ChainSelfSigned)),
        // Apple's newer authorities are not known here, and their certificates are no worse.
        End::Incomplete => {
            Some(of(Objection::ChainIncomplete).with_severity(Severity::Warning).and_may_be_filed())
        }
    });
    let on = *leaf.not_after();
    let has_expired = facts::now().is_some_and(|now| on < now);
    if has_expired {
        findings.push(of(Objection::CertificateExpired { on }));
    } else if kind == Kind::Distribution {
        findings.push(Finding::new(Ios::CertificateExpires { on: on.to_string() }));
    }
    OfCertificate { development, findings }
}
