//! What the signature of code says of the code itself, before its CMS is verified.

use super::bundles::Bundle;
use super::cms::{self, Signed};
use super::code_directory::{CodeDirectory, HashType, read_all};
use super::entitlements::Entitlements;
use super::facts::{Fault, Resources, SignedCode, SignedSlice, State, Unsigned};
use super::files::Files;
use super::reason::NoCms;
use super::scan::{PageKind, Pages, Scanned, ScannedSlice};
use super::slots::{self, Beside, FileDigests};
use super::super_blob::{NoSuperBlob, SuperBlob, WRAPPER, kind};
use crate::crypto::budget::Work;

/// A slice, before its CMS is verified.
#[derive(Debug)]
pub(super) struct ReadSlice {
    pub(super) slice: SignedSlice,
    pub(super) state: SliceState,
    pub(super) faults: Vec<Fault>,
    signed: Option<Signed>,
}

/// Whether a slice is signed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SliceState {
    Signed,
    AdHoc,
    NoSignature,
}

/// The kinds of page digests that the signature of a slice wants.
pub(super) fn wanted(scanned: &ScannedSlice) -> Vec<PageKind> {
    let area = scanned.signature.as_ref().map_or(&[][..], |(_, area)| area);
    let Ok(blobs) = SuperBlob::read(area) else { return Vec::new() };
    let directories = read_all(&blobs).and_then(Result::ok).unwrap_or_default();
    directories.iter().map(page_kind).collect()
}

fn page_kind(directory: &CodeDirectory<'_>) -> PageKind {
    PageKind { algorithm: directory.hash_type.algorithm(), log2: directory.page_log2 }
}

impl ReadSlice {
    /// Reads the signature of a slice, and compares it with the pages where those were digested.
    pub(super) fn read(scanned: &ScannedSlice, beside: &Beside, with_content: bool) -> Self {
        let mut read = Self::unsigned(scanned);
        let Some((offset, area)) = &scanned.signature else { return read };
        read.state = SliceState::Signed;
        if offset.saturating_add(area.len() as u64) != scanned.size {
            read.faults.push(Fault::DataAfterSignature);
        }
        let blobs = match SuperBlob::read(area) {
            Ok(blobs) => blobs,
            Err(why) => return read.with(Fault::SignatureMalformed { why }),
        };
        let directories = match read_all(&blobs) {
            None => {
                let why = NoSuperBlob::NoCodeDirectory;
                return read.with(Fault::SignatureMalformed { why });
            }
            Some(Err(why)) => return read.with(Fault::CodeDirectoryMalformed { why }),
            Some(Ok(directories)) => directories,
        };
        read.take_directories(&directories);
        read.slice.entitlements = Entitlements::read(&blobs);
        read.take_cms(&directories, &blobs);
        if with_content {
            let embedded = scanned.info_plist.as_deref().map(FileDigests::of);
            let alone = Beside { info_plist: embedded, ..Beside::default() };
            let beside = if beside.is_bundle { beside } else { &alone };
            for directory in &directories {
                for fault in slots::check(directory, &blobs, beside) {
                    if !read.faults.contains(&fault) {
                        read.faults.push(fault);
                    }
                }
                read.faults.extend(pages(directory, *offset, &scanned.pages));
            }
        }
        read
    }

    fn unsigned(scanned: &ScannedSlice) -> Self {
        Self {
            slice: SignedSlice {
                is_encrypted: scanned.is_encrypted,
                identifier: None,
                team: None,
                version: 0,
                hash_types: Vec::new(),
                cd_hashes: Vec::new(),
                signer: None,
                entitlements: None,
            },
            state: SliceState::NoSignature,
            faults: Vec::new(),
            signed: None,
        }
    }

    fn with(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    fn take_directories(&mut self, directories: &[CodeDirectory<'_>]) {
        let Some(first) = directories.first() else { return };
        let mut hashes: Vec<(HashType, [u8; 20])> =
            directories.iter().map(|it| (it.hash_type, cms::cd_hash(&it.digest()))).collect();
        hashes.sort_unstable();
        self.slice.identifier = Some(first.identifier.to_owned());
        self.slice.team = first.team.map(str::to_owned);
        self.slice.version = first.version;
        (self.slice.hash_types, self.slice.cd_hashes) = hashes.into_iter().unzip();
        let agrees =
            |it: &CodeDirectory<'_>| it.identifier == first.identifier && it.team == first.team;
        if !directories.iter().all(agrees) {
            self.faults.push(Fault::CodeDirectoriesDisagree);
        }
        if directories.iter().any(|it| it.has_scatter) {
            self.faults.push(Fault::Scatter);
        }
        if directories.iter().any(CodeDirectory::is_ad_hoc) {
            self.state = SliceState::AdHoc;
        }
    }

    fn take_cms(&mut self, directories: &[CodeDirectory<'_>], blobs: &SuperBlob<'_>) {
        let blob = blobs.get(kind::CMS);
        let payload = blob.map(|blob| blob.payload()).filter(|payload| !payload.is_empty());
        if self.state == SliceState::AdHoc {
            return;
        }
        match payload {
            None => self.state = SliceState::AdHoc,
            Some(_) if blob.is_some_and(|blob| blob.magic() != Some(WRAPPER)) => {
                self.faults.push(Fault::CmsMalformed { why: NoCms::Malformed });
            }
            Some(payload) if payload.len() > cms::MAX_SIZE => {
                self.faults.push(Fault::CmsMalformed { why: NoCms::TooLarge });
            }
            Some(payload) => self.signed = Some(Signed::new(directories, payload)),
        }
    }

    /// How many bytes of the signature are kept until it is verified.
    pub(super) fn kept(&self) -> u64 {
        self.signed.as_ref().map_or(0, Signed::size)
    }

    /// Verifies the CMS.
    pub(super) fn verify(&mut self, work: &Work) {
        if let Some(signed) = self.signed.take() {
            let (signer, faults) = signed.verify(work);
            self.slice.signer = signer;
            self.faults.extend(faults);
        }
    }

    /// Takes the signer as the CMS names it.
    pub(super) fn claim(&mut self, work: &Work) {
        self.slice.signer = self.signed.take().and_then(|signed| signed.claimed(work));
    }
}

/// What is wrong with the pages of a slice with a signature that begins at `end`.
fn pages(directory: &CodeDirectory<'_>, end: u64, pages: &[Pages]) -> Option<Fault> {
    if directory.limit != end {
        return Some(Fault::CodeLimit);
    }
    let kind = page_kind(directory);
    let digests = pages.iter().find(|pages| pages.kind == kind).map(|pages| &pages.digests[..]);
    // Kinds that are wanted were digested: without them nothing is proven.
    let digests = digests.unwrap_or_default();
    let size = directory.hash_type.size();
    let mut own = digests.chunks_exact(kind.algorithm.size());
    let signed = directory.pages.chunks_exact(size);
    let mut wrong = (0..)
        .zip(signed)
        .filter(|(_, signed)| own.next().and_then(|digest| digest.get(..size)) != Some(*signed));
    let (page, _) = wrong.next()?;
    let count = (wrong.count() as u64).saturating_add(1);
    Some(Fault::PageMismatch { page, count })
}

/// An executable or library, before its signatures are verified.
#[derive(Debug)]
pub(super) struct ReadCode {
    pub(super) slices: Vec<ReadSlice>,
    faults: Vec<Fault>,
}

impl ReadCode {
    /// How many bytes of signatures it keeps.
    pub(super) fn kept(&self) -> u64 {
        self.slices.iter().map(ReadSlice::kept).fold(0, u64::saturating_add)
    }

    pub(super) fn of_fault(fault: Fault) -> Self {
        Self { slices: Vec::new(), faults: vec![fault] }
    }

    /// `None` where the file is no code, or none that devices run.
    pub(super) fn read(scanned: &Scanned, beside: &Beside, with_content: bool) -> Option<Self> {
        let (slices, has_data_outside) = match scanned {
            Scanned::Other => return None,
            Scanned::Malformed(why) => {
                return Some(Self::of_fault(Fault::ExecutableMalformed { why: *why }));
            }
            Scanned::Executable { slices, has_data_outside } => (slices, *has_data_outside),
        };
        let is_code = |slice: &ScannedSlice| slice.header.is_code();
        if !slices.iter().any(is_code) {
            return None;
        }
        Some(Self {
            slices: slices.iter().map(|it| ReadSlice::read(it, beside, with_content)).collect(),
            faults: has_data_outside.then_some(Fault::DataOutsideSlices).into_iter().collect(),
        })
    }

    /// All that is known of it.
    pub(super) fn signed(
        self,
        file: usize,
        files: &dyn Files,
        bundle: Option<(&Bundle, Vec<Fault>)>,
    ) -> SignedCode {
        let state = self.state();
        let mut faults = self.faults;
        if state == State::Signed {
            let is_unsigned = |slice: &ReadSlice| slice.state != SliceState::Signed;
            faults.extend(self.slices.iter().any(is_unsigned).then_some(Fault::SliceUnsigned));
        }
        let mut slices = Vec::new();
        for slice in self.slices {
            faults.extend(slice.faults);
            slices.push(slice.slice);
        }
        let path = files.list().get(file).map_or(&[][..], |file| &file.path);
        let mut code = SignedCode {
            path: text(path),
            bundle: bundle.as_ref().map(|(bundle, _)| text(&bundle.folder)),
            state,
            slices,
            faults,
            resources: None,
        };
        if state == State::Signed {
            code.compare_slices();
            bundle.into_iter().for_each(|(bundle, faults)| code.take_bundle(bundle, faults));
        }
        code.drop_repeated();
        code
    }

    fn state(&self) -> State {
        let is = |wanted| self.slices.iter().any(|slice| slice.state == wanted);
        match (is(SliceState::Signed), is(SliceState::AdHoc), self.slices.is_empty()) {
            (true, ..) | (.., true) => State::Signed,
            (false, true, false) => State::Unsigned(Unsigned::AdHoc),
            (false, false, false) => State::Unsigned(Unsigned::NoSignature),
        }
    }
}

impl SignedCode {
    /// Slices are of one app, and of one signer.
    fn compare_slices(&mut self) {
        let is_read = self.slices.iter().all(|slice| slice.signer.is_some());
        let disagree = self.slices.len() > 1
            && is_read
            && (self.signer().is_none() || self.identifier().is_none());
        self.faults.extend(disagree.then_some(Fault::SlicesDisagree));
    }

    fn take_bundle(&mut self, bundle: &Bundle, faults: Vec<Fault>) {
        let list = bundle.resources.as_ref().and_then(|list| list.as_ref().ok());
        self.resources =
            list.map(|list| Resources { is_v1: list.is_v1, has_weak_rules: list.has_weak_rules() });
        self.faults.extend(faults);
    }

    /// A fault of several slices is said once.
    fn drop_repeated(&mut self) {
        let mut seen: Vec<Fault> = Vec::new();
        for fault in std::mem::take(&mut self.faults) {
            let is_of_file = matches!(
                fault,
                Fault::ResourceAdded { .. }
                    | Fault::ResourceChanged { .. }
                    | Fault::ResourceMissing { .. }
            );
            if is_of_file || !seen.contains(&fault) {
                seen.push(fault);
            }
        }
        self.faults = seen;
    }
}

/// A path as text.
pub(super) fn text(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
