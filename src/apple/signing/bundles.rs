//! The bundles in an app: folders with an `Info.plist` that names an executable in them, the app's
//! own folder the first.

use std::collections::HashMap;

use super::code_resources::ResourceList;
use super::files::{FileKind, Files, NoContent, content};
use super::reason::NoCodeResources;
use super::slots::{Beside, FileDigests};
use crate::encoding::plist::Value;
use crate::source::unread::Unread;

/// How large a list may be, in bytes; and all in an app together.
const MAX_LIST: u64 = 16 << 20;
const MAX_LISTS: u64 = 64 << 20;
/// How deep in folders a bundle may stand. A framework of a watch app's extension stands six deep.
const MAX_DEPTH: usize = 12;

/// A bundle.
#[derive(Debug)]
pub(super) struct Bundle {
    /// With a `/` at its end; empty for the app itself.
    pub(super) folder: Vec<u8>,
    /// The number of its executable.
    pub(super) executable: usize,
    pub(super) beside: Beside,
    /// Its list of resources, where there is one.
    pub(super) resources: Option<Result<ResourceList, NoCodeResources>>,
}

impl Bundle {
    /// Whether a path in the bundle is none that its list is of: its executable, its signature,
    /// what the store puts in.
    pub(super) fn leaves_out(&self, path: &[u8], file: usize) -> bool {
        const FOLDERS: [&[u8]; 3] = [b"_CodeSignature/", b"_MASReceipt/", b"SC_Info/"];
        file == self.executable
            || path == b"CodeResources"
            || FOLDERS.iter().any(|folder| path.starts_with(folder))
    }
}

/// All bundles.
#[derive(Debug)]
pub(super) struct Bundles {
    pub(super) list: Vec<Bundle>,
    by_folder: HashMap<Vec<u8>, usize>,
    by_executable: HashMap<usize, usize>,
}

impl Bundles {
    pub(super) fn find(files: &dyn Files, executable: usize) -> Result<Self, Unread> {
        let mut reading = Reading::new(files);
        let mut list = vec![reading.bundle(Vec::new(), executable)?];
        for file in files.list() {
            let folder = file.path.strip_suffix(b"Info.plist").filter(|it| it.ends_with(b"/"));
            let Some(folder) = folder.filter(|_| file.kind == FileKind::File) else { continue };
            if folder.iter().filter(|&&byte| byte == b'/').count() > MAX_DEPTH {
                continue;
            }
            if let Some(executable) = reading.executable(folder)? {
                list.push(reading.bundle(folder.to_vec(), executable)?);
            }
        }
        let by_folder = list.iter().map(|it| it.folder.clone()).zip(0..).collect();
        let by_executable = list.iter().map(|it| it.executable).zip(0..).collect();
        Ok(Self { list, by_folder, by_executable })
    }

    /// The bundles that a file stands in, and its path in each.
    pub(super) fn around<'p>(&self, path: &'p [u8]) -> Vec<(usize, &'p [u8])> {
        let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        let ends = slashes.take(MAX_DEPTH).map(|(at, _)| at.saturating_add(1));
        let bundle = |end: usize| {
            let (folder, rest) = path.split_at_checked(end)?;
            Some((*self.by_folder.get(folder)?, rest))
        };
        [0].into_iter().chain(ends).filter_map(bundle).collect()
    }

    /// The bundle that has a file as its executable, and its number.
    pub(super) fn of_executable(&self, file: usize) -> Option<(usize, &Bundle)> {
        let number = *self.by_executable.get(&file)?;
        Some((number, self.list.get(number)?))
    }
}

/// Reads lists, as long as there is room.
struct Reading<'f> {
    files: &'f dyn Files,
    by_path: HashMap<&'f [u8], usize>,
    left: u64,
}

impl<'f> Reading<'f> {
    fn new(files: &'f dyn Files) -> Self {
        let by_path = files.list().iter().zip(0..);
        let by_path = by_path.map(|(file, at)| (&file.path[..], at)).collect();
        Self { files, by_path, left: MAX_LISTS }
    }

    /// The content of a file in a folder. The outer `None` where it is not there; the inner ones
    /// where it cannot be read.
    fn content(&mut self, folder: &[u8], name: &str) -> Result<Option<Content>, Unread> {
        let path = [folder, name.as_bytes()].concat();
        let Some(&at) = self.by_path.get(&path[..]) else { return Ok(None) };
        let file = self.files.list().get(at).filter(|file| file.kind == FileKind::File);
        let Some(file) = file else { return Ok(None) };
        let Some(left) = self.left.checked_sub(file.size) else {
            return Ok(Some(Err(NoCodeResources::TooLarge)));
        };
        self.left = left;
        match content(self.files, at, MAX_LIST) {
            Ok(Some(content)) => Ok(Some(Ok(content))),
            Ok(None) => Ok(Some(Err(NoCodeResources::TooLarge))),
            Err(NoContent::Unread(unread)) => Err(unread),
            Err(NoContent::Broken(_)) => Ok(Some(Err(NoCodeResources::Unreadable))),
        }
    }

    /// The executable that the `Info.plist` of a folder names, where it is there.
    fn executable(&mut self, folder: &[u8]) -> Result<Option<usize>, Unread> {
        let Some(Ok(content)) = self.content(folder, "Info.plist")? else { return Ok(None) };
        self.left = self.left.saturating_add(content.len() as u64);
        let Ok(list) = Value::parse(&content) else { return Ok(None) };
        // One in a folder below would be another bundle's.
        let name = list.get("CFBundleExecutable").and_then(Value::text);
        let Some(name) = name.filter(|name| !name.contains('/')) else { return Ok(None) };
        Ok(self.by_path.get(&[folder, name.as_bytes()].concat()[..]).copied())
    }

    fn bundle(&mut self, folder: Vec<u8>, executable: usize) -> Result<Bundle, Unread> {
        let info_plist = self.content(&folder, "Info.plist")?;
        let list = self.content(&folder, "_CodeSignature/CodeResources")?;
        let digests = |content: &Option<Content>| {
            content.as_ref()?.as_ref().ok().map(|content| FileDigests::of(content))
        };
        let beside = Beside {
            is_bundle: true,
            info_plist: digests(&info_plist),
            code_resources: digests(&list),
        };
        let is_there =
            |path: &str| self.by_path.contains_key(&[&folder[..], path.as_bytes()].concat()[..]);
        let resources = list.map(|list| ResourceList::read(&list?, is_there));
        Ok(Bundle { folder, executable, beside, resources })
    }
}

type Content = Result<Vec<u8>, NoCodeResources>;
