//! What [`crate::fuzzing`] opens of this layer.

use std::collections::HashSet;

use super::manifest::sections;
use super::signature_file::{Checker, Outcome};
use super::{read_manifest, signature_block};
use crate::android::signing::scheme::Context;
use crate::crypto::budget::Work;
use crate::fuzzing::halves;
use crate::report::{Findings, SdkRange};

const ALL: SdkRange = SdkRange { min: 1, max: SdkRange::NO_MAXIMUM };
const NEW: SdkRange = SdkRange { min: 24, max: SdkRange::NO_MAXIMUM };

/// The sections of a manifest.
pub fn jar_sections(data: &[u8]) {
    let mut held = 0_usize;
    for section in sections(data) {
        held = held.saturating_add(section.bytes(data).len());
        let _ = (section.name(), section.text("SHA-256-Digest"), section.attribute("created-by"));
    }
    assert!(held <= data.len());
}

/// A manifest, and behind it a signature file.
pub fn jar_signature_file(data: &[u8]) {
    let (manifest, file) = halves(data);
    let names: HashSet<&[u8]> = [&b"a"[..], b"classes.dex", b"AndroidManifest.xml"].into();
    let manifest = match read_manifest(manifest, &names) {
        Ok(manifest) => manifest,
        Err(findings) => return assert!(!findings.is_empty()),
    };
    let mut findings = Findings::default();
    for range in [ALL, NEW] {
        let work = Work::default();
        let signers = crate::limits::Limits::default().signers();
        let context = Context { range, found: &[2], signers, work: &work };
        let checker = Checker { name: "META-INF/A.SF", manifest: &manifest, context };
        if let Outcome::Good(good) = checker.check(file, &mut findings) {
            assert!(good.names.iter().map(Vec::len).sum::<usize>() <= file.len());
        }
    }
}

/// A signature file, and behind it a signature block.
pub fn jar_signature_block(data: &[u8]) {
    let (file, block) = halves(data);
    for range in [ALL, NEW] {
        if let Ok(signer) = signature_block::verify(block, file, range, &Work::default()) {
            assert!(signer.certificate.der().len() <= block.len());
        }
    }
    let _ = signature_block::claimed_certificates(block, &Work::default());
}
