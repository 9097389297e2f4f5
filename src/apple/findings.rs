//! What is said of an app's signature.

use super::signing::chain::End;
use super::signing::facts::{
    AppSignature, Component, Fault, SignedCode, SlotFault, State, Unsigned,
};
use super::signing::objections::Objection;
use crate::pki::x509::Certificate;
use crate::report::issue::{self, Ios};
use crate::report::{Finding, Severity};
use crate::say::Because;

/// Why an executable cannot be read, where its container says so.
fn unreadable() -> Because {
    use super::signing::mach_o::NoExecutable;
    NoExecutable::Magic.into()
}

/// What is wrong with the signature.
pub(crate) fn of_signature(signature: &AppSignature) -> Vec<Finding> {
    let main = &signature.main;
    let mut findings: Vec<Finding> = of_faults(&main.faults).map(Finding::new).collect();
    findings.extend(match main.state {
        State::Signed => None,
        State::Unsigned(Unsigned::NoExecutable) => Some(Finding::new(Ios::ExecutableMissing)),
        State::Unsigned(Unsigned::NoSignature) => Some(Finding::new(Ios::AppUnsigned)),
        State::Unsigned(Unsigned::AdHoc) => Some(Finding::new(Ios::AdHocSignature)),
    });
    for code in signature.nested.iter().filter(|code| !code.is_intact()) {
        findings.extend(of_nested(code));
    }
    findings
}

/// How many findings are made of one library or extension.
const MAX_OF_NESTED: usize = 10;

fn of_nested(code: &SignedCode) -> Vec<Finding> {
    let path = code.path.clone();
    let is_unsigned = matches!(code.state, State::Unsigned(_));
    let first =
        if is_unsigned { Ios::NestedUnsigned { path } } else { Ios::NestedInvalid { path } };
    let faults = of_faults(&code.faults).take(MAX_OF_NESTED);
    let about = |issue| Finding::new(issue).about(code.path.as_str());
    [Finding::new(first)].into_iter().chain(faults.map(about)).collect()
}

/// Of files the first of each kind is named.
fn of_faults(faults: &[Fault]) -> impl Iterator<Item = Ios> {
    let same = |fault: &Fault| {
        let of = std::mem::discriminant(fault);
        faults.iter().filter(|it| std::mem::discriminant(*it) == of).count()
    };
    let is_file = |fault: &Fault| {
        matches!(
            fault,
            Fault::ResourceChanged { .. }
                | Fault::ResourceMissing { .. }
                | Fault::ResourceAdded { .. }
        )
    };
    let mut seen = Vec::new();
    let mut issues = Vec::new();
    for fault in faults {
        let of = std::mem::discriminant(fault);
        if is_file(fault) {
            if seen.contains(&of) {
                continue;
            }
            seen.push(of);
        }
        issues.push(of_fault(fault, if is_file(fault) { same(fault) } else { 1 }));
    }
    issues.into_iter()
}

fn of_fault(fault: &Fault, count: usize) -> Ios {
    match fault {
        Fault::ExecutableMalformed { why } => Ios::ExecutableMalformed { why: why.into() },
        Fault::ExecutableUnreadable { .. } => Ios::ExecutableMalformed { why: unreadable() },
        Fault::DataOutsideSlices => Ios::DataOutsideSlices,
        Fault::DataAfterSignature => Ios::DataAfterSignature,
        Fault::SignatureMalformed { why } => Ios::SignatureMalformed { why: why.into() },
        Fault::CodeDirectoryMalformed { why } => Ios::CodeDirectoryMalformed { why: why.into() },
        Fault::Scatter => Ios::Scatter,
        Fault::CodeLimit => Ios::CodeLimit,
        Fault::CodeDirectoriesDisagree => Ios::CodeDirectoriesDisagree,
        Fault::PageMismatch { page, count } => Ios::PageMismatch { page: *page, count: *count },
        Fault::SliceUnsigned => Ios::SliceUnsigned,
        Fault::SlicesDisagree => Ios::SlicesDisagree,
        Fault::CmsMalformed { why } => Ios::CmsMalformed { why: why.into() },
        Fault::CmsInvalid { why } => Ios::CmsInvalid { why: why.into() },
        Fault::CdHashMismatch => Ios::CdhashMismatch,
        Fault::AlternateCodeDirectoryUnsigned => Ios::AlternateCodeDirectoryUnsigned,
        Fault::Slot { component, fault } => of_slot(*component, *fault),
        Fault::CodeResourcesMalformed { why } => Ios::CodeResourcesMalformed { why: why.into() },
        Fault::ResourceChanged { path } => Ios::ResourceChanged { path: path.clone(), count },
        Fault::ResourceMissing { path } => Ios::ResourceMissing { path: path.clone(), count },
        Fault::ResourceAdded { path } => Ios::ResourceAdded { path: path.clone(), count },
    }
}

fn of_slot(component: Component, fault: SlotFault) -> Ios {
    use {Component as C, SlotFault as F};
    match (component, fault) {
        (C::InfoPlist, F::Mismatch) => Ios::InfoPlistMismatch,
        (C::InfoPlist, F::Missing) => Ios::InfoPlistMissing,
        (C::InfoPlist, F::Unsealed) => Ios::InfoPlistUnsealed,
        (C::Requirements, F::Mismatch) => Ios::RequirementsMismatch,
        (C::Requirements, F::Missing) => Ios::RequirementsMissing,
        (C::Requirements, F::Unsealed) => Ios::RequirementsUnsealed,
        (C::CodeResources, F::Mismatch) => Ios::CodeResourcesMismatch,
        (C::CodeResources, F::Missing) => Ios::CodeResourcesMissing,
        (C::CodeResources, F::Unsealed) => Ios::CodeResourcesUnsealed,
        (C::TopDirectory, F::Mismatch) => Ios::TopDirectoryMismatch,
        (C::TopDirectory, F::Missing) => Ios::TopDirectoryMissing,
        (C::TopDirectory, F::Unsealed) => Ios::TopDirectoryUnsealed,
        (C::Entitlements, F::Mismatch) => Ios::EntitlementsMismatch,
        (C::Entitlements, F::Missing) => Ios::EntitlementsMissing,
        (C::Entitlements, F::Unsealed) => Ios::EntitlementsUnsealed,
        (C::EntitlementsDer, F::Mismatch) => Ios::EntitlementsDerMismatch,
        (C::EntitlementsDer, F::Missing) => Ios::EntitlementsDerMissing,
        (C::EntitlementsDer, F::Unsealed) => Ios::EntitlementsDerUnsealed,
        (C::Other(_), F::Mismatch) => Ios::SlotMismatch,
        (C::Other(_), F::Missing) => Ios::SlotMissing,
        (C::Other(_), F::Unsealed) => Ios::SlotUnsealed,
    }
}

/// What is said of an app, certificate or profile that is as it was signed.
pub(crate) fn of_objection(objection: Objection, signer: Option<&Certificate>) -> Finding {
    let name = || {
        let subject = signer.map(Certificate::subject);
        let name = subject.and_then(|it| it.common_name().map(str::to_owned));
        name.or_else(|| subject.map(ToString::to_string)).unwrap_or_default()
    };
    let issue = match objection {
        Objection::StoreCopy => Ios::StoreCopy,
        Objection::ChainIncomplete => Ios::ChainIncomplete,
        Objection::ChainSelfSigned => Ios::ChainSelfSigned,
        Objection::CertificateKind { kind } => {
            Ios::CertificateKind { name: name(), kind: kind.into() }
        }
        Objection::CertificateExpiredAtSigning { signed, from, to } => {
            Ios::CertificateExpiredAtSigning {
                signed: signed.to_string(),
                from: from.to_string(),
                to: to.to_string(),
            }
        }
        Objection::IdentifierMismatch { signed } => Ios::IdentifierMismatch { signed },
        Objection::EntitlementApplicationIdentifier { signed } => {
            Ios::EntitlementApplicationIdentifier { signed }
        }
        Objection::ProfileCertificate => Ios::ProfileCertificate,
        Objection::ProfileBundleId { application_identifier } => {
            Ios::ProfileBundleId { application_identifier }
        }
        Objection::ProfileTeam { profile, signed } => Ios::ProfileTeam { profile, signed },
        Objection::ProfileSignature => Ios::ProfileSignature,
        Objection::ProfileUnsigned => Ios::ProfileUnsigned,
        Objection::ProfileUnreadable => Ios::ProfileUnreadable,
        Objection::ProfileChain { end: End::Other } => {
            return Finding::new(Ios::ProfileChain).with_severity(Severity::Warning);
        }
        Objection::ProfileChain { .. } => Ios::ProfileChain,
        Objection::ChainOther => Ios::ChainOther,
        Objection::DevelopmentCertificate => {
            let development = crate::pki::x509::Development::Apple;
            let issue = issue::Filing::DevelopmentCertificate { name: name(), development };
            return Finding::new(issue);
        }
        Objection::ProfileDevelopment => Ios::ProfileDevelopment,
        Objection::ProfileExpired { on } => Ios::ProfileExpired { on: on.to_string() },
        Objection::ProfileMissing => {
            return Finding::new(Ios::ProfileMissing).with_severity(Severity::Warning);
        }
        Objection::NestedOtherSigner { path, signer } => Ios::NestedOtherSigner { path, signer },
        Objection::ResourceRulesWeak => Ios::ResourceRulesWeak,
        Objection::WeakDigest => Ios::WeakDigest,
        Objection::CertificateExpired { on } => Ios::CertificateExpired { on: on.to_string() },
        Objection::ProfileAdHoc => Ios::ProfileAdHoc,
        Objection::ProfileEnterprise => Ios::ProfileEnterprise,
        Objection::ResourcesV1 => Ios::ResourcesV1,
    };
    Finding::new(issue)
}
