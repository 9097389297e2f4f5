//! The special slots: digests of what belongs to the code and stands outside its pages.
//!
//! A slot of zeros says that its component is absent, and Apple then checks nothing. What names the
//! app or lists its files must be sealed here.

use super::code_directory::CodeDirectory;
use super::facts::{Component, Fault, SlotFault};
use super::super_blob::{SuperBlob, kind};
use crate::crypto::digest::DigestAlgorithm;

/// The digests of a file that a slot may be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileDigests {
    sha1: Vec<u8>,
    sha256: Vec<u8>,
    sha384: Vec<u8>,
}

impl FileDigests {
    pub(super) fn of(content: &[u8]) -> Self {
        let [sha1, sha256, sha384] =
            [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256, DigestAlgorithm::Sha384]
                .map(|algorithm| algorithm.digest(content));
        Self { sha1, sha256, sha384 }
    }

    fn get(&self, algorithm: DigestAlgorithm) -> &[u8] {
        match algorithm {
            DigestAlgorithm::Sha1 => &self.sha1,
            DigestAlgorithm::Sha384 => &self.sha384,
            _ => &self.sha256,
        }
    }
}

/// The files beside the code that its slots are of.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// Whether the code is that of a bundle: then both must be there, and sealed.
    pub(super) is_bundle: bool,
    /// `Info.plist`; of code that stands alone, the one inside of it.
    pub(super) info_plist: Option<FileDigests>,
    pub(super) code_resources: Option<FileDigests>,
}

/// The numbers of slots that are files.
const INFO_PLIST: u32 = 1;
const CODE_RESOURCES: u32 = 3;

/// What is wrong with the special slots of a code directory.
pub(super) fn check(
    directory: &CodeDirectory<'_>,
    blobs: &SuperBlob<'_>,
    beside: &Beside,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut note = |slot, fault| faults.push(Fault::Slot { component: component(slot), fault });
    for slot in directory.special_slots() {
        match (directory.special(slot), digest(slot, directory, blobs, beside)) {
            (Some(_), None) => note(slot, SlotFault::Missing),
            (Some(signed), Some(digest)) if digest.get(..signed.len()) != Some(signed) => {
                note(slot, SlotFault::Mismatch);
            }
            _ => {}
        }
    }
    for slot in [INFO_PLIST, CODE_RESOURCES] {
        if beside.is_bundle && directory.special(slot).is_none() {
            let is_there = digest(slot, directory, blobs, beside).is_some();
            note(slot, if is_there { SlotFault::Unsealed } else { SlotFault::Missing });
        }
    }
    for slot in [kind::ENTITLEMENTS, kind::ENTITLEMENTS_DER] {
        if blobs.get(slot).is_some() && directory.special(slot).is_none() {
            note(slot, SlotFault::Unsealed);
        }
    }
    faults
}

/// The digest of what a slot is of, where that is there.
fn digest(
    slot: u32,
    directory: &CodeDirectory<'_>,
    blobs: &SuperBlob<'_>,
    beside: &Beside,
) -> Option<Vec<u8>> {
    let algorithm = directory.hash_type.algorithm();
    let of_file = |file: &Option<FileDigests>| Some(file.as_ref()?.get(algorithm).to_vec());
    match slot {
        INFO_PLIST => of_file(&beside.info_plist),
        CODE_RESOURCES => of_file(&beside.code_resources),
        kind::TOP_DIRECTORY | kind::REP_SPECIFIC => {
            Some(algorithm.digest(blobs.get(slot)?.payload()))
        }
        // Others stand where no slots of that number are.
        2..=0xff => Some(algorithm.digest(blobs.get(slot)?.bytes)),
        _ => None,
    }
}

fn component(slot: u32) -> Component {
    match slot {
        INFO_PLIST => Component::InfoPlist,
        CODE_RESOURCES => Component::CodeResources,
        kind::REQUIREMENTS => Component::Requirements,
        kind::TOP_DIRECTORY => Component::TopDirectory,
        kind::ENTITLEMENTS => Component::Entitlements,
        kind::ENTITLEMENTS_DER => Component::EntitlementsDer,
        other => Component::Other(other),
    }
}
