//! What [`crate::fuzzing`] opens of this layer.

use std::sync::Arc;

use super::identity::module::{DESCRIPTIONS, Module};
use super::identity::nlohmann;
use super::identity::qualifier::Phone;
use super::identity::resource_index::ResourceIndex;
use super::signing::block;
use super::signing::block::{Found, Kind};
use super::signing::chain;
use super::signing::package_signature::PackageSignature;
use super::signing::profile::Provision;
use super::signing::property;
use super::signing::property::Named;
use crate::crypto::budget::Work;
use crate::fuzzing::{before_directory, halves};
use crate::pki::x509::Certificate;
use crate::zip::{Archive, Structure};

/// A signing block with its tail.
pub fn hap_signing_block(data: &[u8]) {
    let package = before_directory(data);
    let Ok(structure) = Structure::read(&package, &crate::limits::Limits::default()) else {
        return;
    };
    let archive = Archive::new(&package, Arc::new(structure));
    let Ok(Found::Block(block)) = block::find(&archive) else { return };
    assert!(block.offset <= data.len() as u64);
    let kinds = [Kind::Signature, Kind::Profile, Kind::Property, Kind::EnterpriseSignature];
    let held: usize = kinds.iter().filter_map(|&kind| block.value(kind)).map(<[u8]>::len).sum();
    assert!(held <= data.len());
    let _ = block.covered(Kind::EnterpriseSignature);
}

/// The signature of a package, and the chain of its certificates.
pub fn package_signature(data: &[u8]) {
    let Ok(signature) = PackageSignature::verify(Kind::Signature, data, &Work::default()) else {
        return;
    };
    assert!(signature.by.certificate.der().len() <= data.len());
    let trusted: Vec<Certificate> = signature.by.certificates.iter().take(1).cloned().collect();
    for roots in [&[][..], &trusted] {
        let outcome = chain::check(&signature.by, roots, &Work::default());
        assert!(outcome.is_proven() || !outcome.is_trusted);
    }
}

/// A profile, bare or signed.
pub fn profile(data: &[u8]) {
    let _ = super::signing::profile::json(data);
    let Ok(provision) = Provision::read(data, &Work::default()) else { return };
    assert!(!(provision.is_raw && provision.facts.is_signed));
    assert!(provision.faults().count() <= 10);
    let named = provision.identity.as_ref().map(Certificate::sha256);
    assert_eq!(provision.facts.certificate_sha256, named);
    let _ = (provision.notes(None, None), provision.notes(Some("com.example.beian"), None));
}

/// A signer's certificate, and behind it a block of properties.
pub fn properties(data: &[u8]) {
    let (signer, block) = halves(data);
    let signer = Certificate::from_der(signer).ok();
    let Ok(properties) = property::read(block) else { return };
    let held: usize =
        properties.iter().map(|property| property.value.len().saturating_add(12)).sum();
    assert_eq!(held, block.len());
    for property in properties {
        let _ = property::check_code_signature(property.value);
        let named = Named { profile: None, module: Some(b"{}"), code: None };
        let _ = signer
            .as_ref()
            .map(|it| property::check_permissions(property.value, it, &named, &Work::default()));
    }
}

/// A description of a module or app, and behind it a resource index.
pub fn module(data: &[u8]) {
    let (description, index) = halves(data);
    let Ok(document) = nlohmann::parse(description, true) else { return };
    let index = ResourceIndex::parse(index).ok();
    for name in DESCRIPTIONS {
        let module = Module::read(name, &document.json, description);
        let (identity, _) = module.identity(index.as_ref());
        assert!(identity.app_name.is_none_or(|name| !name.is_empty()));
        let _ = (module.needs_resources(), module.remoteness(), module.app());
    }
}

/// JSON as devices read it, with comments and without.
pub fn nlohmann(data: &[u8]) {
    let Ok(document) = nlohmann::parse(data, false) else { return };
    assert_eq!(nlohmann::parse(data, true), Ok(document));
}

/// A resource index: the texts of some resources.
pub fn resource_index(data: &[u8]) {
    let Ok(index) = ResourceIndex::parse(data) else { return };
    for id in [0, 1, 0x0100_0000, 0x0100_0001] {
        let texts = index.texts(id);
        assert!(texts.keys().all(|locale| locale.is_ascii()));
        for phone in [Phone::default(), Phone::in_network(0), Phone::in_network(1)] {
            assert!(!index.text(id, phone).is_ok_and(|text| text.is_empty()));
        }
    }
}
