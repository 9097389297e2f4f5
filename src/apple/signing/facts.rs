//! What is known of an app's signature once all of it was read.

use super::code_directory::{HashType, NoCodeDirectory};
use super::entitlements::Entitlements;
use super::mach_o::NoExecutable;
use super::reason::NoCms;
use super::reason::NoCodeResources;
use super::super_blob::NoSuperBlob;
use crate::pki::x509::{Certificate, Time};

/// The signature of an app, and of the code inside it.
#[derive(Debug)]
pub(crate) struct AppSignature {
    pub(crate) main: SignedCode,
    /// Frameworks, libraries, extensions, watch apps; by their paths.
    pub(crate) nested: Vec<SignedCode>,
}

/// The answer to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Verified,
    Rejected,
    Unsigned,
}

impl AppSignature {
    pub(crate) fn verdict(&self) -> Verdict {
        let is_nested_good = || self.nested.iter().all(|code| code.is_intact());
        match &self.main.state {
            State::Unsigned(_) => Verdict::Unsigned,
            State::Signed if self.main.faults.is_empty() && is_nested_good() => Verdict::Verified,
            State::Signed => Verdict::Rejected,
        }
    }

    /// Who signed the app, where all slices agree and no fault is known.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn signer(&self) -> Option<&Signer> {
        self.main.signer().filter(|_| self.verdict() == Verdict::Verified)
    }

    /// Nested code of another signer than the app's.
    pub(crate) fn nested_of_others(&self) -> impl Iterator<Item = &SignedCode> {
        let own = self.main.signer().map(|signer| &signer.certificate);
        self.nested.iter().filter(move |code| {
            code.signer().is_some_and(|signer| Some(&signer.certificate) != own)
        })
    }
}

/// Whether there is a signature at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Signed,
    Unsigned(Unsigned),
}

/// Why nothing vouches for code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsigned {
    /// The `Info.plist` names an executable that is not there, or none.
    NoExecutable,
    /// The executable has no signature: a build for the simulator.
    NoSignature,
    /// It is signed by no one (`adhoc`), or its CMS is empty.
    AdHoc,
}

/// An executable with its bundle, or a library that stands alone.
#[derive(Debug)]
pub(crate) struct SignedCode {
    /// The executable's path in the app.
    pub(crate) path: String,
    /// The folder of the bundle that it is the executable of, with a `/` at its end; empty for the
    /// app itself. `None` where it stands alone.
    pub(crate) bundle: Option<String>,
    pub(crate) state: State,
    /// In the order of the file.
    pub(crate) slices: Vec<SignedSlice>,
    /// What is not as it was signed: any of them rejects.
    pub(crate) faults: Vec<Fault>,
    /// What `CodeResources` is like, where it was read.
    pub(crate) resources: Option<Resources>,
}

impl SignedCode {
    /// Whether it is signed, and as it was signed.
    pub(crate) fn is_intact(&self) -> bool {
        self.state == State::Signed && self.faults.is_empty()
    }

    /// Who signed it. `None` where slices have different signers.
    pub(crate) fn signer(&self) -> Option<&Signer> {
        let (first, more) = self.slices.split_first()?;
        let signer = first.signer.as_ref()?;
        let is_same = |slice: &SignedSlice| {
            slice.signer.as_ref().is_some_and(|it| it.certificate == signer.certificate)
        };
        more.iter().all(is_same).then_some(signer)
    }

    /// The identifier that is signed, where slices agree.
    pub(crate) fn identifier(&self) -> Option<&str> {
        let (first, more) = self.slices.split_first()?;
        let identifier = first.identifier.as_deref()?;
        more.iter().all(|it| it.identifier.as_deref() == Some(identifier)).then_some(identifier)
    }

    /// The team that is signed.
    pub(crate) fn team(&self) -> Option<&str> {
        self.slices.iter().find_map(|slice| slice.team.as_deref())
    }

    /// Whether a slice is encrypted by FairPlay: a copy from the store.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.slices.iter().any(|slice| slice.is_encrypted)
    }

    /// Whether a slice's pages are protected by SHA-1 alone.
    pub(crate) fn has_weak_digest(&self) -> bool {
        let is_weak = |slice: &SignedSlice| slice.hash_types == [HashType::Sha1];
        self.slices.iter().any(is_weak)
    }
}

/// A slice of an executable, and what its signature says.
#[derive(Debug)]
pub(crate) struct SignedSlice {
    pub(crate) is_encrypted: bool,
    pub(crate) identifier: Option<String>,
    pub(crate) team: Option<String>,
    /// The version of the first code directory.
    pub(crate) version: u32,
    /// Of all code directories, in the order of their types.
    pub(crate) hash_types: Vec<HashType>,
    /// In that order.
    pub(crate) cd_hashes: Vec<[u8; 20]>,
    pub(crate) signer: Option<Signer>,
    pub(crate) entitlements: Option<Entitlements>,
}

/// Who signed a code directory.
#[derive(Debug, Clone)]
pub(crate) struct Signer {
    pub(crate) certificate: Certificate,
    /// What else stands in the CMS; nothing signs it.
    pub(crate) beside: Vec<Certificate>,
    pub(crate) signing_time: Option<Time>,
}

/// What `CodeResources` is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resources {
    /// Whether the list is of the first version: `files` alone, by SHA-1.
    pub(crate) is_v1: bool,
    /// Whether rules leave out more than those of Apple's tools do.
    pub(crate) has_weak_rules: bool,
}

/// What a slot of a code directory is the digest of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Component {
    InfoPlist,
    Requirements,
    CodeResources,
    TopDirectory,
    Entitlements,
    EntitlementsDer,
    /// Another, by the number of its slot.
    Other(u32),
}

/// What is wrong with a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SlotFault {
    /// It has another digest than the one that is signed.
    Mismatch,
    /// A digest is signed, and it is not there.
    Missing,
    /// It is there, and no digest of it is signed.
    Unsealed,
}

/// What is not as it was signed. Each has the code of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    ExecutableMalformed {
        why: NoExecutable,
    },
    /// The container holds the executable such that it cannot be read; the English says why.
    ExecutableUnreadable {
        why: String,
    },
    /// Bytes stand between the slices or behind them.
    DataOutsideSlices,
    DataAfterSignature,
    SignatureMalformed {
        why: NoSuperBlob,
    },
    CodeDirectoryMalformed {
        why: NoCodeDirectory,
    },
    Scatter,
    /// The pages that are signed end elsewhere than where the signature begins.
    CodeLimit,
    CodeDirectoriesDisagree,
    /// The first page, counted from 0, that has another digest, and how many have.
    PageMismatch {
        page: u64,
        count: u64,
    },
    /// A slice has no signature, or is signed by no one, beside one that is signed.
    SliceUnsigned,
    SlicesDisagree,
    CmsMalformed {
        why: NoCms,
    },
    CmsInvalid {
        why: NoCms,
    },
    CdHashMismatch,
    AlternateCodeDirectoryUnsigned,
    Slot {
        component: Component,
        fault: SlotFault,
    },
    CodeResourcesMalformed {
        why: NoCodeResources,
    },
    ResourceChanged {
        path: String,
    },
    ResourceMissing {
        path: String,
    },
    ResourceAdded {
        path: String,
    },
}
