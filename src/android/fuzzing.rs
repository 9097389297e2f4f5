//! What [`crate::fuzzing`] opens of this layer.

use std::collections::BTreeMap;
use std::sync::Arc;

pub use super::signing::v1::fuzzing::*;

use super::identity::arsc::ResourceTable;
use super::identity::axml::{Attr, Document, Event};
use super::identity::manifest::Manifest;
use super::identity::proto_resources::ProtoTable;
use super::identity::reading::Reading;
use super::identity::resources::Resources;
use super::platform;
use super::signing::block;
use super::signing::block::Found;
use super::signing::lineage::Lineage;
use super::signing::scheme::{Context, SchemeSigners};
use super::signing::signer_record::{Layout, SignerRecord, records};
use super::signing::v3::Newer;
use super::signing::v4::Idsig;
use super::signing::{channel, stamp, v2, v3, v32};
use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::bytes::Bytes;
use crate::fuzzing::{before_directory, halves};
use crate::limits::Limits;
use crate::report::{Scheme, SdkRange};
use crate::zip::{Archive, Structure};

const ALL: SdkRange = SdkRange { min: 1, max: SdkRange::NO_MAXIMUM };

/// An APK Signing Block, with its footer at the end of the bytes.
pub fn signing_block(data: &[u8]) {
    let package = before_directory(data);
    let Ok(structure) = Structure::read(&package, &crate::limits::Limits::default()) else {
        return;
    };
    let archive = Archive::new(&package, Arc::new(structure));
    let Ok(Found::Block(block)) = block::find(&archive) else { return };
    assert!(block.offset <= data.len() as u64);
    let held: usize = block.pairs().map(|(_, value)| value.len().saturating_add(12)).sum();
    assert!(held <= data.len());
    for (id, _) in block.pairs().take(16) {
        assert!(block.value(id).is_some());
    }
    let _ = channel::find(&archive, Some(&block));
}

fn check_signers(outcome: &SchemeSigners, size: usize) {
    assert!(outcome.failed || !outcome.signers.is_empty());
    for signer in &outcome.signers {
        assert!(signer.certificate.der().len() <= size);
        let held: usize = signer.digests.iter().map(|(_, digest)| digest.len()).sum();
        assert!(held <= size && !signer.verified_digests.is_empty());
    }
    let _ = (outcome.lineage(), outcome.first_sdk());
}

fn look_at_claims(block: &[u8], layout: Layout) {
    for record in records(block).unwrap_or_default() {
        if let Ok(record) = SignerRecord::read(record, layout)
            && let Ok(signed) = record.signed_data()
        {
            let _ = (record.sdk(), signed.parse_certificates().is_ok());
        }
    }
}

/// Every platform, with the limits that hold by default.
fn context<'a>(found: &'a [u32], work: &'a Work) -> Context<'a> {
    Context { range: ALL, found, signers: Limits::default().signers(), work }
}

/// The value of a v2 block.
pub fn v2(data: &[u8]) {
    for found in [&[][..], &[3]] {
        check_signers(&v2::verify(data, &context(found, &Work::default())), data.len());
    }
    look_at_claims(data, Layout::V2);
}

/// The value of a v3 or v3.1 block.
pub fn v3(data: &[u8]) {
    let work = Work::default();
    let context = context(&[], &work);
    check_signers(&v3::verify_v31(data, &context, Newer::default()), data.len());
    let v31 = v3::verify_v31(data, &context, Newer::default());
    let v32 = v32::verify(data, &context);
    check_signers(&v32, data.len());
    for newer in [Newer::default(), Newer { v31: Some(&v31), v32: Some(&v32) }] {
        check_signers(&v3::verify_v3(data, &context, newer), data.len());
    }
    look_at_claims(data, Layout::V3);
}

/// The value of a proof-of-rotation attribute.
pub fn lineage(data: &[u8]) {
    let Ok(lineage) = Lineage::read(data, &Work::default()) else { return };
    assert_eq!(lineage.certificates().count(), lineage.len());
    let held: usize = lineage.certificates().map(|it| it.der().len()).sum();
    assert!(held <= data.len());
    for certificate in lineage.certificates() {
        let _ = (lineage.begins_with(certificate), lineage.ends_with(certificate).is_ok());
    }
    assert!(Lineage::consolidate([&lineage, &lineage].into_iter()).is_ok());
}

/// An `.idsig` file of a package of that many bytes.
pub fn idsig(data: &[u8], package_size: u64) {
    let Ok(idsig) = Idsig::open(&data, package_size, &Work::default()) else { return };
    let _ = idsig.check_signers(None, None).is_err();
}

/// The value of a source stamp's block, taken for the certificate that it names itself.
pub fn stamp(data: &[u8]) {
    let named = Bytes::new(data).prefixed().and_then(|mut block| block.prefixed());
    let digest = DigestAlgorithm::Sha256.digest(named.map(|it| it.rest()).unwrap_or_default());
    let schemes = BTreeMap::from([(Scheme::V2, BTreeMap::from([(1, vec![7; 32])]))]);
    for digests in [&BTreeMap::new(), &schemes] {
        if let Ok(certificate) = stamp::verify(data, &digest, digests, ALL, &Work::default()) {
            assert_eq!(certificate.sha256()[..], digest);
        }
    }
}

/// A binary XML document.
pub fn axml(data: &[u8]) {
    for reading in
        [Reading::DEVICE, Reading::LAST_POOL.and(Reading::LAST_MAP).and(Reading::ALL_ROOTS)]
    {
        let Ok(document) = Document::parse(data, reading) else { continue };
        let mut events = 0_usize;
        for event in document {
            events = events.saturating_add(1);
            if let Event::Start { attributes, .. } = event {
                let id = Attr { id: 0x0101_0001, name: Some("label") };
                for reading in
                    [reading, Reading::LAX_STRINGS, Reading::NAME_FOR_ID, Reading::USUAL_STRIDE]
                {
                    let _ = (attributes.by_id(id, reading), attributes.by_name("package", reading));
                }
            }
        }
        assert!(events.saturating_mul(8) <= data.len());
    }
}

/// A resource table: the texts and values of some resources.
pub fn resources(data: &[u8]) {
    let Ok(table) = ResourceTable::read(&data) else { return };
    for id in
        [0x7f01_0000, 0x7f01_0001, 0x7f02_0000, 0x7f03_0000, 0x7f0e_0000, 0x0101_0000, 0x0001_0002]
    {
        let texts = table.texts(id, platform::NEWEST);
        assert!(texts.keys().all(|locale| locale.to_string().is_ascii()));
        let _ = table.default_value(id);
    }
}

/// A manifest, and behind it a resource table.
pub fn manifest(data: &[u8]) {
    let (manifest, table) = halves(data);
    let Ok(manifest) = Manifest::parse(manifest) else { return };
    let table = ResourceTable::read(&table).ok();
    let (identity, _) = manifest.identity(table.as_ref());
    assert!(identity.version_code.is_none_or(|code| code.parse::<u64>().is_ok()));
    let _ = manifest.identity(None::<&ResourceTable<'_>>);
}

/// A manifest of an app bundle's module, and behind it the table of its resources.
pub fn proto_manifest(data: &[u8]) {
    let (manifest, table) = halves(data);
    let table = ProtoTable::parse(table).ok();
    let Ok(manifest) = Manifest::parse_proto(manifest) else { return };
    let _ = manifest.identity(table.as_ref());
    let _ = manifest.identity::<ProtoTable<'_>>(None);
}
