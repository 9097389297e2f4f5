//! Where in a ZIP an app for Apple's devices stands, and the files of it.
//!
//! `Payload/<name>.app/`, as Xcode exports it; also below one folder, and the `.app` folder alone,
//! as people compress it. Names that readers would take for different files are refused.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{self, AtomicBool};

use super::no_app::NoApp;
use super::signing::files::{File, FileKind, FileReader, Files, NoContent};
use crate::limits::Limit;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, Budget, Entry, EntryError, Inflater, Structure};

/// How long a path is at most, in bytes: `PATH_MAX` of Apple's systems.
const MAX_PATH: usize = 1024;

/// What a ZIP holds of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// A `Payload` folder in which no app is.
    EmptyPayload,
    /// The app's folder, with a `/` at its end.
    App(Vec<u8>),
    Several,
}

/// Looks for the app in a ZIP.
pub(crate) fn find(archive: &Archive<'_>) -> Found {
    let mut roots = BTreeSet::new();
    let mut has_payload = false;
    for entry in archive.entries() {
        let name = archive.name(entry);
        has_payload |= name.starts_with(b"Payload/");
        roots.extend(root(name));
    }
    let is_good = |root: &&[u8]| {
        let is_ipa = root.starts_with(b"Payload/") || find_in(root, b"/Payload/");
        // The folder of an app for the Mac holds everything in `Contents/`.
        root.ends_with(b".app/")
            && (is_ipa || archive.find(&[root, &b"Info.plist"[..]].concat()).is_some())
    };
    match (roots.len(), roots.first().filter(|root| is_good(root))) {
        (1, Some(root)) => Found::App(root.to_vec()),
        (0 | 1, _) if has_payload => Found::EmptyPayload,
        (0 | 1, _) => Found::Nothing,
        _ if roots.iter().any(is_good_name) => Found::Several,
        _ => Found::Nothing,
    }
}

/// Whether a folder is such that an app is looked for in it.
fn is_good_name(root: &&[u8]) -> bool {
    root.starts_with(b"Payload/") || find_in(root, b"/Payload/")
}

fn find_in(name: &[u8], text: &[u8]) -> bool {
    name.windows(text.len()).any(|it| it == text)
}

/// The folder of an app that an entry stands in. Case does not matter: to systems that tell no case
/// from another there are then several.
fn root(name: &[u8]) -> Option<&[u8]> {
    let is_app = |folder: &[u8]| {
        let ending = folder.len().checked_sub(4).and_then(|at| folder.get(at..));
        folder.len() > 4 && ending.is_some_and(|it| it.eq_ignore_ascii_case(b".app"))
    };
    let is_payload = |folder: &[u8]| folder.eq_ignore_ascii_case(b"Payload");
    let mut folders = name.split(|&byte| byte == b'/');
    let [first, second, third] = [folders.next(), folders.next(), folders.next()];
    let first = first.filter(|&it| it != b"__MACOSX")?;
    // What stands behind the folder's name, at least a `/`.
    let length = match (second, third) {
        (Some(_), _) if is_app(first) => first.len(),
        (Some(app), Some(_)) if is_payload(first) && is_app(app) => {
            first.len().checked_add(app.len())?.checked_add(1)?
        }
        (Some(payload), Some(app)) if is_payload(payload) && is_app(app) => {
            let above = first.len().checked_add(payload.len())?;
            folders.next()?;
            above.checked_add(app.len())?.checked_add(2)?
        }
        _ => return None,
    };
    name.get(..length.checked_add(1)?)
}

/// The files of an app in a ZIP.
pub(crate) struct App<'r> {
    archive: Archive<'r>,
    list: Vec<File>,
    entries: Vec<Entry>,
    budget: Budget,
    is_exhausted: AtomicBool,
    /// Whether something beside the app says that it is a copy from the store.
    pub(crate) has_store_files: bool,
}

impl<'r> App<'r> {
    /// Lists the files below `root`.
    ///
    /// # Errors
    /// [`NoApp`]: a name is none, or stands for two files; or a file is encrypted.
    pub(crate) fn open(
        source: &'r dyn ReadAt,
        structure: &Arc<Structure>,
        root: &[u8],
    ) -> Result<Self, NoApp> {
        let archive = Archive::new(source, Arc::clone(structure));
        check_names(&archive)?;
        let (mut list, mut entries) = (Vec::new(), Vec::new());
        for entry in archive.entries() {
            let name = archive.name(entry);
            let Some(path) = name.strip_prefix(root) else { continue };
            if path.is_empty() || path.ends_with(b"/") {
                continue;
            }
            if entry.is_marked_encrypted() {
                return Err(NoApp::Encrypted { name: text(name) });
            }
            let kind = if entry.is_link() { FileKind::Link } else { FileKind::File };
            list.push(File { path: path.to_vec(), size: entry.uncompressed_size, kind });
            entries.push(*entry);
        }
        let has_store_files = list.iter().any(|file| file.path.starts_with(b"SC_Info/"));
        let budget = Budget::new(archive.inflated_limit());
        let is_exhausted = AtomicBool::new(false);
        Ok(Self { archive, list, entries, budget, is_exhausted, has_store_files })
    }

    pub(crate) fn archive(&self) -> &Archive<'r> {
        &self.archive
    }

    /// How much may be unpacked, where more would have had to be.
    pub(crate) fn exceeded(&self) -> Option<Limit> {
        let is_exhausted = self.is_exhausted.load(atomic::Ordering::Relaxed);
        is_exhausted.then(|| self.archive.inflated_limit())
    }

    /// The content of a file of at most `limit` bytes. The outer `None` where it is not there; the
    /// inner ones where it cannot be read, or is larger.
    pub(crate) fn content(
        &self,
        path: &[u8],
        limit: u64,
    ) -> Result<Option<Option<Vec<u8>>>, Unread> {
        let at = self.list.iter().position(|file| file.path == path);
        let Some((file, entry)) = at.and_then(|at| self.list.get(at).zip(self.entries.get(at)))
        else {
            return Ok(None);
        };
        if file.kind == FileKind::Link {
            return Ok(Some(None));
        }
        self.entry_content(entry, limit).map(Some)
    }

    /// The content of any entry of the ZIP.
    pub(crate) fn entry_content(
        &self,
        entry: &Entry,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, Unread> {
        match self.archive.content(entry, Limit::fixed(limit)) {
            Ok(content) => Ok(Some(content)),
            Err(EntryError::Read(source)) => Err(Part::Entry.unread(source)),
            Err(_) => Ok(None),
        }
    }
}

impl Files for App<'_> {
    fn list(&self) -> &[File] {
        &self.list
    }

    fn reader(&self) -> Box<dyn FileReader + '_> {
        Box::new(Reader { app: self, inflater: Inflater::new() })
    }

    fn random_access(&self, file: usize) -> Option<Box<dyn ReadAt + '_>> {
        /// Of what would have to be unpacked.
        const NOTHING: u64 = 0;
        let entry = self.entries.get(file).filter(|entry| entry.is_stored())?;
        self.archive.random_access(entry, Limit::fixed(NOTHING)).ok()
    }
}

struct Reader<'a> {
    app: &'a App<'a>,
    inflater: Inflater,
}

impl FileReader for Reader<'_> {
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent> {
        let Some(entry) = self.app.entries.get(file) else {
            return Err(NoContent::Broken(String::new()));
        };
        if let Err(exhausted) = self.app.budget.take(entry.uncompressed_size) {
            self.app.is_exhausted.store(true, atomic::Ordering::Relaxed);
            return Err(NoContent::Broken(exhausted.to_string()));
        }
        let outcome = self.app.archive.stream_exactly(entry, &mut self.inflater, sink);
        outcome.map_err(|error| match error {
            EntryError::Read(source) => NoContent::Unread(Part::Entry.unread(source)),
            error => NoContent::Broken(error.to_string()),
        })
    }
}

/// Refuses names that lead elsewhere, and those of which readers would make different files: one
/// that stands twice, and a file where another name has a folder.
fn check_names(archive: &Archive<'_>) -> Result<(), NoApp> {
    let mut names: Vec<(&[u8], bool)> = Vec::with_capacity(archive.entries().len());
    for entry in archive.entries() {
        let name = archive.name(entry);
        let folder = name.strip_suffix(b"/");
        let path = folder.unwrap_or(name);
        let is_odd = |part: &[u8]| matches!(part, b"" | b"." | b"..");
        if name.len() > MAX_PATH
            || path.split(|&byte| byte == b'/').any(is_odd)
            || path.iter().any(|byte| matches!(byte, 0 | b'\\'))
        {
            return Err(NoApp::Name { name: text(name) });
        }
        names.push((path, folder.is_some()));
    }
    // What stands in a folder comes right behind it.
    names.sort_unstable_by(|(one, _), (other, _)| compare(one, other));
    for pair in names.windows(2) {
        let [(one, is_folder), (other, is_other_folder)] = pair else { continue };
        let is_in = other.strip_prefix(*one).is_some_and(|rest| rest.first() == Some(&b'/'));
        let is_same = one == other && !(*is_folder && *is_other_folder);
        if is_same || (is_in && !is_folder) {
            return Err(NoApp::Duplicate { name: text(other) });
        }
    }
    Ok(())
}

/// The order of paths by their parts.
fn compare(one: &[u8], other: &[u8]) -> Ordering {
    one.split(|&byte| byte == b'/').cmp(other.split(|&byte| byte == b'/'))
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_stands_in_payload_below_one_folder_or_alone() {
        for (name, want) in [
            (&b"Payload/A.app/Info.plist"[..], Some(&b"Payload/A.app/"[..])),
            (b"Payload/A.app/", Some(b"Payload/A.app/")),
            (b"Payload/A.app/Watch/B.app/Info.plist", Some(b"Payload/A.app/")),
            (b"X/Payload/A.app/a", Some(b"X/Payload/A.app/")),
            (b"A.app/Info.plist", Some(b"A.app/")),
            (b"payload/A.APP/a", Some(b"payload/A.APP/")),
            (b"Payload/A.app", None),
            (b"Payload/.app/a", None),
            (b"Payload/X/A.app/a", None),
            (b"X/Y/Payload/A.app/a", None),
            (b"X/A.app/a", None),
            (b"X/Payload/A.app", None),
            (b"__MACOSX/Payload/A.app/a", None),
            (b"A.app", None),
            (b"", None),
        ] {
            assert_eq!(root(name), want, "{}", text(name));
        }
    }

    #[test]
    fn paths_are_ordered_by_their_parts() {
        let mut paths = [&b"a/b"[..], b"a-b", b"a", b"a/a/c", b"b"];
        paths.sort_by(|one, other| compare(one, other));
        assert_eq!(paths, [&b"a"[..], b"a/a/c", b"a/b", b"a-b", b"b"]);
    }
}
