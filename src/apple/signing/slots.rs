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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apple::signing::super_blob::{Blob, CODE_DIRECTORY};

    /// A code directory with those hashes of SHA-256 in its special slots, from the first on.
    fn directory(slots: &[[u8; 32]]) -> Vec<u8> {
        let count = slots.len() as u32;
        let hashes = 46 + 32 * count;
        let words = [
            CODE_DIRECTORY,
            hashes,
            0x20001,
            0,
            hashes,
            44,
            count,
            0,
            0,
            0x2002_000c,
            0,
            0x6100_0000,
        ];
        let mut bytes: Vec<u8> = words.iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
        bytes.truncate(46);
        bytes.extend(slots.iter().rev().flatten());
        bytes
    }

    /// A signature with one blob of that type and content.
    fn signature(kind: u32, payload: &[u8]) -> Vec<u8> {
        let length = 8 + payload.len() as u32;
        let words = [0xfade_0cc0, 20 + length, 1, kind, 20, 0xfade_0c01, length];
        let words = words.iter().flat_map(|word: &u32| word.to_be_bytes());
        words.chain(payload.iter().copied()).collect()
    }

    #[test]
    fn what_belongs_to_the_code_is_sealed() {
        use Component::{CodeResources, Entitlements, InfoPlist, Requirements, TopDirectory};
        use SlotFault::{Mismatch, Missing, Unsealed};
        let hash =
            |bytes: &[u8]| <[u8; 32]>::try_from(DigestAlgorithm::Sha256.digest(bytes)).unwrap();
        let (info, list, zero) = (hash(b"info"), hash(b"list"), [0; 32]);
        let whole = |kind| hash(&signature(kind, b"blob")[20..]);
        let payload = hash(b"blob");
        let (bundle, alone) = (true, false);
        for (name, is_bundle, slots, kind, want) in [
            ("all is sealed", bundle, &[info, zero, list][..], 8, vec![]),
            ("another Info.plist", bundle, &[list, zero, list], 8, vec![(InfoPlist, Mismatch)]),
            ("no Info.plist", bundle, &[zero, zero, list], 8, vec![(InfoPlist, Unsealed)]),
            ("no resources", bundle, &[info], 8, vec![(CodeResources, Unsealed)]),
            ("a library", alone, &[], 8, vec![]),
            ("a library with a list", alone, &[zero, zero, list], 8, vec![]),
            ("requirements", alone, &[zero, whole(2)], 2, vec![]),
            ("without them", alone, &[zero, info], 8, vec![(Requirements, Missing)]),
            ("other ones", alone, &[zero, info], 2, vec![(Requirements, Mismatch)]),
            ("that are not sealed", alone, &[], 2, vec![]),
            ("a top directory", alone, &[zero, zero, zero, payload], 4, vec![]),
            (
                "with its head",
                alone,
                &[zero, zero, zero, whole(4)],
                4,
                vec![(TopDirectory, Mismatch)],
            ),
            ("entitlements", alone, &[zero, zero, zero, zero, whole(5)], 5, vec![]),
            ("without a slot", alone, &[info; 0], 5, vec![(Entitlements, Unsealed)]),
            ("in a slot of zeros", alone, &[zero; 5], 5, vec![(Entitlements, Unsealed)]),
            (
                "an unknown slot",
                alone,
                &[zero, zero, zero, zero, zero, zero, zero, zero, info],
                8,
                vec![(Component::Other(9), Missing)],
            ),
        ] {
            let bytes = directory(slots);
            let directory = CodeDirectory::read(Blob { kind: 0, bytes: &bytes }).unwrap();
            let area = signature(kind, b"blob");
            let beside = Beside {
                is_bundle,
                info_plist: is_bundle.then(|| FileDigests::of(b"info")),
                code_resources: (is_bundle || name.ends_with("list"))
                    .then(|| FileDigests::of(b"list")),
            };
            let got = check(&directory, &SuperBlob::read(&area).unwrap(), &beside);
            let want: Vec<_> = want
                .into_iter()
                .map(|(component, fault)| Fault::Slot { component, fault })
                .collect();
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn a_bundle_without_its_files_is_not_sealed() {
        let bytes = directory(&[]);
        let directory = CodeDirectory::read(Blob { kind: 0, bytes: &bytes }).unwrap();
        let area = signature(8, b"");
        let beside = Beside { is_bundle: true, ..Beside::default() };
        let got = check(&directory, &SuperBlob::read(&area).unwrap(), &beside);
        let missing = |component| Fault::Slot { component, fault: SlotFault::Missing };
        assert_eq!(got, [missing(Component::InfoPlist), missing(Component::CodeResources)]);
    }
}
