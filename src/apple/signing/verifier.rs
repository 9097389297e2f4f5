//! Reads every file of an app once, and says what its signature proves.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bundles::Bundles;
use super::code::{ReadCode, text, wanted};
use super::code_resources::{Listed, Sealed};
use super::facts::{AppSignature, Fault, SignedCode, State, Unsigned};
use super::files::{FileKind, FileReader, Files, NoContent, find};
use super::mach_o::NoExecutable;
use super::reason::NoCms;
use super::scan::{PageKind, Scan, Scanned, USUAL};
use super::slots::Beside;
use crate::crypto::budget::Work;
use crate::crypto::digest::{DigestAlgorithm, Hasher};
use crate::crypto::parallel;
use crate::source::unread::{Part, ReadContext, Unread};

/// What is verified, and how.
#[derive(Clone, Copy)]
pub(crate) struct Case<'c> {
    pub(crate) files: &'c dyn Files,
    /// `CFBundleExecutable`.
    pub(crate) executable: Option<&'c str>,
    pub(crate) threads: NonZeroUsize,
    /// Is told how many bytes of files have been read, of how many that will be.
    pub(crate) progress: Option<&'c (dyn Fn(u64, u64) + Sync)>,
}

/// How long the target of a link may be, in bytes.
const MAX_LINK: usize = 4096;
/// The copy of Apple's own program in a watch app, which is signed for devices alone.
const WATCH_STUB: &[u8] = b"_WatchKitStub/WK";

/// Verifies an app: its executable, everything that its bundle seals, and all code inside of it.
pub(crate) fn verify(case: &Case<'_>, work: &Work) -> Result<AppSignature, Unread> {
    let Some((name, main)) = case.main() else { return Ok(without_executable(case)) };
    let bundles = Bundles::find(case.files, main)?;
    let mut pass = Pass::plan(case.files, &bundles);
    let read = pass.run(case)?;
    let mut codes = Vec::new();
    for file in read {
        pass.faults.extend(file.changed);
        codes.extend(file.code.map(|code| (file.file, code)));
    }
    let mut signature = without_executable(case);
    signature.main.path = name.to_owned();
    let is_main_read = codes.iter().any(|(file, _)| *file == main);
    if !is_main_read {
        // It does not begin as an executable.
        let fault = Fault::ExecutableMalformed { why: NoExecutable::Magic };
        codes.push((main, ReadCode::of_fault(fault)));
    }
    for (file, mut code) in codes {
        code.slices.iter_mut().for_each(|slice| slice.verify(work));
        let bundle = bundles.of_executable(file).map(|(number, bundle)| {
            let own = pass.faults.iter().filter(|(of, _)| *of == number);
            (bundle, own.map(|(_, fault)| fault.clone()).collect())
        });
        let signed = code.signed(file, case.files, bundle);
        if file == main { signature.main = signed } else { signature.nested.push(signed) }
    }
    signature.nested.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(signature)
}

/// Reads the executable of an app and its signature, and neither pages nor resources: the signer
/// that is named. Nothing is verified.
pub(crate) fn claimed(case: &Case<'_>, work: &Work) -> Result<AppSignature, Unread> {
    let mut signature = without_executable(case);
    let Some((_, main)) = case.main() else { return Ok(signature) };
    let mut code = match scan_little(case.files, main) {
        Ok(scanned) => ReadCode::read(&scanned, &Beside::default(), false),
        Err(NoContent::Broken(why)) => {
            Some(ReadCode::of_fault(Fault::ExecutableUnreadable { why }))
        }
        Err(NoContent::Unread(unread)) => return Err(unread),
    }
    .unwrap_or_else(|| {
        let why = NoExecutable::Magic;
        ReadCode::of_fault(Fault::ExecutableMalformed { why })
    });
    code.slices.iter_mut().for_each(|slice| slice.claim(work));
    signature.main = code.signed(main, case.files, None);
    signature.main.bundle = Some(String::new());
    Ok(signature)
}

impl<'c> Case<'c> {
    /// The app's executable: its name, and its number.
    fn main(&self) -> Option<(&'c str, usize)> {
        let name = self.executable.filter(|name| !name.contains('/'))?;
        let at = find(self.files, name.as_bytes())?;
        let kind = self.files.list().get(at)?.kind;
        (kind == FileKind::File).then_some((name, at))
    }
}

fn without_executable(case: &Case<'_>) -> AppSignature {
    let main = SignedCode {
        path: case.executable.unwrap_or_default().to_owned(),
        bundle: Some(String::new()),
        state: State::Unsigned(Unsigned::NoExecutable),
        slices: Vec::new(),
        faults: Vec::new(),
        resources: None,
    };
    AppSignature { main, nested: Vec::new() }
}

/// What is to be read, and what is wrong with bundles: by their numbers.
struct Pass<'b> {
    bundles: &'b Bundles,
    tasks: Vec<Task<'b>>,
    faults: Vec<(usize, Fault)>,
    /// How many bytes of signatures are kept until they are verified.
    kept: AtomicU64,
}

/// How many that may be. An app with a thousand frameworks has some 10 MB.
const MAX_KEPT: u64 = 32 << 20;

/// A file that is to be read.
struct Task<'b> {
    file: usize,
    is_link: bool,
    /// What the lists of the bundles around it say of it.
    sealed: Vec<(usize, &'b Sealed)>,
}

/// What was read of a file.
struct ReadFile {
    file: usize,
    changed: Vec<(usize, Fault)>,
    code: Option<ReadCode>,
}

impl<'b> Pass<'b> {
    /// Holds the files against the lists of all bundles around them.
    fn plan(files: &dyn Files, bundles: &'b Bundles) -> Self {
        let mut pass =
            Self { bundles, tasks: Vec::new(), faults: Vec::new(), kept: AtomicU64::new(0) };
        for (file, at) in files.list().iter().zip(0..) {
            let is_link = file.kind == FileKind::Link;
            let mut task = Task { file: at, is_link, sealed: Vec::new() };
            let mut is_added = false;
            for (number, path) in bundles.around(&file.path) {
                let Some(bundle) = bundles.list.get(number) else { continue };
                let Some(Ok(list)) = &bundle.resources else { continue };
                if bundle.leaves_out(path, at) {
                    continue;
                }
                match list.listed(path, is_link) {
                    Listed::Sealed(sealed) => task.sealed.push((number, sealed)),
                    Listed::Free => {}
                    Listed::Added => {
                        is_added = true;
                        pass.fault(number, Fault::ResourceAdded { path: text(path) });
                    }
                }
            }
            // What should not be there need not be read; of links only the target counts.
            if !task.sealed.is_empty() || !(is_added || is_link) {
                pass.tasks.push(task);
            }
        }
        pass.take_lists();
        pass
    }

    fn fault(&mut self, bundle: usize, fault: Fault) {
        self.faults.push((bundle, fault));
    }

    fn take_lists(&mut self) {
        for (bundle, number) in self.bundles.list.iter().zip(0..) {
            match &bundle.resources {
                Some(Ok(list)) => {
                    let missing = list.missing.iter().cloned();
                    let fault = |path| (number, Fault::ResourceMissing { path });
                    self.faults.extend(missing.map(fault));
                }
                Some(Err(why)) => {
                    self.faults.push((number, Fault::CodeResourcesMalformed { why: *why }));
                }
                None => {}
            }
        }
    }

    /// Reads all files, each once.
    fn run(&self, case: &Case<'_>) -> Result<Vec<ReadFile>, Unread> {
        let sizes = self.tasks.iter().filter_map(|task| case.files.list().get(task.file));
        let total = sizes.map(|file| file.size).fold(0, u64::saturating_add);
        let done = AtomicU64::new(0);
        parallel::filter_map(
            self.tasks.len(),
            case.threads,
            || case.files.reader(),
            |reader, index| {
                let Some(task) = self.tasks.get(index) else { return Ok(None) };
                let read = self.read(reader.as_mut(), case.files, task)?;
                if let Some(progress) = case.progress {
                    let size = case.files.list().get(task.file).map_or(0, |file| file.size);
                    let done = done.fetch_add(size, Ordering::Relaxed).saturating_add(size);
                    progress(done, total);
                }
                let is_news = !read.changed.is_empty() || read.code.is_some();
                Ok(Some(read).filter(|_| is_news))
            },
        )
    }

    fn read(
        &self,
        reader: &mut dyn FileReader,
        files: &dyn Files,
        task: &Task<'_>,
    ) -> Result<ReadFile, Unread> {
        let mut content = Content::new(files, task);
        let outcome = reader.stream(task.file, &mut |run| content.feed(run));
        let mut read = ReadFile { file: task.file, changed: Vec::new(), code: None };
        let why = match outcome {
            Ok(()) => None,
            Err(NoContent::Broken(why)) => Some(why),
            Err(NoContent::Unread(unread)) => return Err(unread),
        };
        let path = files.list().get(task.file).map_or(&[][..], |file| &file.path);
        for (number, sealed) in &task.sealed {
            if why.is_some() || !content.is(sealed, task.is_link) {
                let folder = self.bundles.list.get(*number).map_or(0, |it| it.folder.len());
                let path = text(path.get(folder..).unwrap_or_default());
                read.changed.push((*number, Fault::ResourceChanged { path }));
            }
        }
        if task.is_link || path.ends_with(WATCH_STUB) {
            return Ok(read);
        }
        let bundle = self.bundles.of_executable(task.file).map(|(_, bundle)| bundle);
        let beside = bundle.map_or_else(Beside::default, |bundle| bundle.beside.clone());
        read.code = match why {
            Some(why) if bundle.is_some() => {
                Some(ReadCode::of_fault(Fault::ExecutableUnreadable { why }))
            }
            Some(_) => None,
            None => content.code(reader, files, task.file, &beside)?,
        };
        let kept = read.code.as_ref().map_or(0, ReadCode::kept);
        if self.kept.fetch_add(kept, Ordering::Relaxed).saturating_add(kept) > MAX_KEPT {
            let fault = Fault::CmsMalformed { why: NoCms::TooLarge };
            read.code = Some(ReadCode::of_fault(fault));
        }
        Ok(read)
    }
}

/// The content of a file, as it is read.
struct Content {
    hashers: Vec<(DigestAlgorithm, Hasher)>,
    /// Of a link.
    target: Vec<u8>,
    scan: Option<Scan>,
    digests: Vec<(DigestAlgorithm, Vec<u8>)>,
}

impl Content {
    fn new(files: &dyn Files, task: &Task<'_>) -> Self {
        let sealed = task.sealed.iter().filter_map(|(_, sealed)| match sealed {
            Sealed::File(digests) => Some(digests),
            Sealed::Link(_) => None,
        });
        let algorithms: HashSet<_> = sealed.flatten().map(|(algorithm, _)| *algorithm).collect();
        let size = files.list().get(task.file).map_or(0, |file| file.size);
        Self {
            hashers: algorithms.into_iter().map(|it| (it, it.hasher())).collect(),
            target: Vec::new(),
            scan: (!task.is_link).then(|| Scan::new(size, vec![USUAL])),
            digests: Vec::new(),
        }
    }

    fn feed(&mut self, run: &[u8]) {
        self.hashers.iter_mut().for_each(|(_, hasher)| hasher.update(run));
        match &mut self.scan {
            Some(scan) => scan.feed(run),
            None if self.target.len().saturating_add(run.len()) <= MAX_LINK => {
                self.target.extend_from_slice(run);
            }
            // No target is as long.
            None => self.target = vec![0],
        }
    }

    /// Whether it is what is signed.
    fn is(&mut self, sealed: &Sealed, is_link: bool) -> bool {
        let hashers = std::mem::take(&mut self.hashers);
        self.digests.extend(hashers.into_iter().map(|(kind, hasher)| (kind, hasher.finish())));
        match sealed {
            Sealed::Link(target) => is_link && target.as_bytes() == self.target,
            Sealed::File(signed) => {
                let is_one = |(algorithm, signed): &(DigestAlgorithm, Vec<u8>)| {
                    let own = self.digests.iter().find(|(it, _)| it == algorithm);
                    own.is_some_and(|(_, own)| own.get(..signed.len()) == Some(signed))
                };
                !is_link && signed.iter().all(is_one)
            }
        }
    }

    /// The code that it is, where it is some. Where its pages are digested in an unusual way, it is
    /// read once more.
    fn code(
        self,
        reader: &mut dyn FileReader,
        files: &dyn Files,
        file: usize,
        beside: &Beside,
    ) -> Result<Option<ReadCode>, Unread> {
        let Some(scanned) = self.scan.map(Scan::finish) else { return Ok(None) };
        let (kinds, are_read) = kinds_of(&scanned);
        if are_read {
            return Ok(ReadCode::read(&scanned, beside, true));
        }
        drop(scanned);
        match scan(reader, files, file, kinds) {
            Ok(scanned) => Ok(ReadCode::read(&scanned, beside, true)),
            Err(NoContent::Broken(why)) => {
                Ok(Some(ReadCode::of_fault(Fault::ExecutableUnreadable { why })))
            }
            Err(NoContent::Unread(unread)) => Err(unread),
        }
    }
}

/// How the pages of an executable are digested, by its signatures; and whether they were read so.
fn kinds_of(scanned: &Scanned) -> (Vec<PageKind>, bool) {
    let slices = match scanned {
        Scanned::Executable { slices, .. } => &slices[..],
        _ => &[],
    };
    let mut kinds = Vec::new();
    let mut are_read = true;
    for slice in slices {
        for kind in wanted(slice) {
            are_read &= slice.pages.iter().any(|pages| pages.kind == kind);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    (kinds, are_read)
}

/// Scans an executable for its signature alone. Where the container allows it, little is read.
fn scan_little(files: &dyn Files, file: usize) -> Result<Scanned, NoContent> {
    const RUN: u64 = 16 << 10;
    let Some(source) = files.random_access(file) else {
        return scan(files.reader().as_mut(), files, file, Vec::new());
    };
    let size = files.list().get(file).map_or(0, |file| file.size);
    let mut scan = Scan::new(size, Vec::new());
    let mut buffer = Vec::new();
    let mut at = 0_u64;
    while at < size {
        let length = size.saturating_sub(at).min(RUN);
        buffer.resize(usize::try_from(length).unwrap_or_default(), 0);
        let read = source.read_at(at, &mut buffer).reading(Part::Entry);
        read.map_err(NoContent::Unread)?;
        scan.feed(&buffer);
        at = scan.skip();
    }
    Ok(scan.finish())
}

fn scan(
    reader: &mut dyn FileReader,
    files: &dyn Files,
    file: usize,
    kinds: Vec<PageKind>,
) -> Result<Scanned, NoContent> {
    let size = files.list().get(file).map_or(0, |file| file.size);
    let mut scan = Scan::new(size, kinds);
    reader.stream(file, &mut |run| scan.feed(run))?;
    Ok(scan.finish())
}

#[cfg(test)]
mod tests;
