//! The signer of a package, the app that it is of, and whether an authority confirms it.
//!
//! OpenHarmony `HapVerifyV2::VerifyAppSourceAndParseProfile`: the signature covers the package and
//! the profile in it, and the profile names the developer. Only a store's signature vouches for a
//! profile that stands bare.

use super::chain;
use super::chain::Outcome;
use super::package_signature::PackageSignature;
use super::profile::Provision;
use super::profile_signer;
use super::profile_signer::Untrusted;
use super::{enterprise, provision_rules, store};
use crate::crypto::budget::Work;
use crate::pki::x509::{Certificate, PublicKey};
use crate::report::{Chain, Finding, Role, Scheme, Signer, issue, on_certificate};

/// The answer.
#[derive(Debug)]
pub(crate) struct Trust {
    pub(crate) chain: Chain,
    pub(crate) signers: Vec<Signer>,
    pub(crate) findings: Vec<Finding>,
    /// The key by which devices name the app, where its signer is known.
    pub(crate) app_key: Option<PublicKey>,
}

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'c> {
    pub(crate) signature: &'c PackageSignature,
    /// An enterprise's signature around it.
    pub(crate) enterprise: Option<&'c PackageSignature>,
    pub(crate) has_enterprise_code: bool,
    /// The profile, where there is one that can be read.
    pub(crate) provision: Option<&'c Provision>,
    pub(crate) bundle_name: Option<&'c str>,
    pub(crate) trusted: &'c [Certificate],
}

impl Case<'_> {
    pub(crate) fn judge(&self, work: &Work) -> Trust {
        let signer = &self.signature.by;
        let chain = chain::check(signer, self.trusted, work);
        let mut findings = chain.findings.clone();
        let is_store = store::is_store(&signer.certificate, &chain);
        let mut signers = self.signers(&chain, is_store, &mut findings);
        if let Some(provision) = self.provision {
            findings.extend(self.untrusted(provision, &chain, is_store, work).map(untrusted));
            findings.extend(provision.faults());
            let distribution = provision.facts.distribution_type.as_deref();
            if provision_rules::needs_other_certificate(distribution, &signer.certificate) {
                let why = provision_rules::Fault::OtherCertificate.into();
                findings.push(Finding::new(issue::Harmony::ProfileInvalid { why }));
            }
            findings.extend(provision.notes(self.bundle_name, signer.signing_time()));
        }
        signers.extend(self.enterprise_signer(&mut findings, work));
        let is_primary = signers.iter().any(|signer| signer.role == Role::Primary);
        let identity = self.provision.and_then(|it| it.identity.as_ref()).filter(|_| is_primary);
        let app_key = identity.map(|certificate| certificate.public_key().clone());
        Trust { chain: chain.chain, signers, findings, app_key }
    }

    /// Why no authority says what the profile says. A signature that is not good is noted with
    /// the profile.
    fn untrusted(
        &self,
        provision: &Provision,
        chain: &Outcome,
        is_store: bool,
        work: &Work,
    ) -> Option<Untrusted> {
        match (is_store, provision.is_raw, &provision.signer) {
            (true, true, _) => None,
            (true, false, _) => Some(Untrusted::BesideStore),
            (false, true, _) => Some(Untrusted::Bare),
            (false, false, None) => None,
            (false, false, Some(signer)) => {
                let package = (&self.signature.by.certificate, chain);
                profile_signer::check(signer, provision.is_release(), package, self.trusted, work)
                    .err()
            }
        }
    }

    /// Whose certificate is to be filed. It is the profile's; and where that is not the signer's,
    /// only a store's own signature vouches for it.
    fn signers(&self, chain: &Outcome, is_store: bool, findings: &mut Vec<Finding>) -> Vec<Signer> {
        let own = &self.signature.by.certificate;
        // The signature covers the profile and the certificate in it, but not the signer's own:
        // only its issuer does.
        let role = if is_store { Role::Store } else { Role::Additional };
        let unknown = || chain.is_proven().then(|| signer(role, own)).into_iter().collect();
        let Some(certificate) = self.provision.and_then(|provision| provision.certificate.as_ref())
        else {
            if self.provision.is_some() {
                findings.push(Finding::new(issue::Harmony::ProfileWithoutCertificate));
            }
            return unknown();
        };
        match (is_store, certificate == own) {
            (false, true) => {
                findings.extend(on_certificate(certificate));
                vec![signer(Role::Primary, certificate)]
            }
            (true, false) if self.provision.is_some_and(|provision| provision.is_raw) => {
                findings.push(Finding::new(issue::Harmony::StoreResigned));
                findings.extend(on_certificate(certificate));
                vec![signer(Role::Primary, certificate), signer(Role::Store, own)]
            }
            _ => {
                findings.push(Finding::new(issue::Harmony::ProfileOtherCertificate));
                unknown()
            }
        }
    }

    /// The enterprise that signed around the package, where devices would take that.
    fn enterprise_signer(&self, findings: &mut Vec<Finding>, work: &Work) -> Option<Signer> {
        let untrusted = |why: enterprise::NotEnterprise| {
            Finding::new(issue::Harmony::EnterpriseSignatureUntrusted { why: why.into() })
        };
        let Some(signature) = self.enterprise else {
            findings.extend(self.has_enterprise_code.then(|| untrusted(enterprise::CODE_ALONE)));
            return None;
        };
        let own = &signature.by.certificate;
        let chain = chain::check(&signature.by, self.trusted, work);
        let distribution = self.provision.and_then(|it| it.facts.distribution_type.as_deref());
        match enterprise::objection(distribution, own, &chain) {
            Some(why) => {
                findings.push(untrusted(why));
                None
            }
            None => Some(signer(Role::Store, own)),
        }
    }
}

fn untrusted(why: Untrusted) -> Finding {
    Finding::new(issue::Harmony::ProfileUntrusted { why: why.into() })
}

pub(crate) fn signer(role: Role, certificate: &Certificate) -> Signer {
    Signer::new(role, Scheme::Hap, None, certificate.clone())
}
