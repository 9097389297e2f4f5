//! The files of an app, whatever holds them.

use crate::source::read_at::ReadAt;
use crate::source::unread::Unread;

/// What a name in a bundle stands for. Folders are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    File,
    /// Its content is the path that it points to.
    Link,
}

/// A file of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Below the app's folder, as the container has it, with `/` between names; not beginning with
    /// one.
    pub(crate) path: Vec<u8>,
    /// Of its content, in bytes.
    pub(crate) size: u64,
    pub(crate) kind: FileKind,
}

/// Why the content of a file was not read to its end.
#[derive(Debug)]
pub(crate) enum NoContent {
    /// The source failed: nothing is said of the app.
    Unread(Unread),
    /// The container holds it such that readers would differ, or not at all: a broken stream, a
    /// wrong size or checksum, more than is unpacked. The English says what is wrong.
    Broken(String),
}

/// The files of an app's folder, each of which is there once.
pub(crate) trait Files: Sync {
    fn list(&self) -> &[File];

    /// What reads them one after another; each thread has one.
    fn reader(&self) -> Box<dyn FileReader + '_>;

    /// The content of a file at any place, where the container holds it such that this takes no
    /// more than reading there.
    fn random_access(&self, file: usize) -> Option<Box<dyn ReadAt + '_>> {
        let _ = file;
        None
    }
}

/// Reads files front to back.
pub(crate) trait FileReader {
    /// Gives the content of the file of that number in the list to `sink`, a run of bytes at a
    /// time.
    ///
    /// # Errors
    /// [`NoContent`]: what was given before is not to be used.
    fn stream(&mut self, file: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), NoContent>;
}

/// The whole content of a file of at most `limit` bytes; the inner `None` where it is larger.
pub(super) fn content(
    files: &dyn Files,
    file: usize,
    limit: u64,
) -> Result<Option<Vec<u8>>, NoContent> {
    let size = files.list().get(file).map_or(0, |file| file.size);
    if size > limit {
        return Ok(None);
    }
    let mut content = Vec::new();
    files.reader().stream(file, &mut |run| {
        if (content.len() as u64).saturating_add(run.len() as u64) <= limit {
            content.extend_from_slice(run);
        }
    })?;
    Ok(Some(content).filter(|content| content.len() as u64 == size))
}

/// Where in the list a path stands.
pub(super) fn find(files: &dyn Files, path: &[u8]) -> Option<usize> {
    files.list().iter().position(|file| file.path == path)
}
