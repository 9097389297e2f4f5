//! Which files a scan is about: those that are named, and those in folders, found one after the
//! other.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::slice;

use beian::Error;
use walkdir::{DirEntry, WalkDir};

/// What stands where a walk has come.
#[derive(Debug)]
pub(super) enum Found {
    /// A regular file, or a link to one.
    File {
        path: PathBuf,
        /// Whether it is one of the paths that were given, and not of a folder's files.
        named: bool,
    },
    /// A file or folder that could not be looked at.
    Failed { path: PathBuf, error: Error },
    /// A link in a folder to another folder. It is not followed, so that nothing is met twice or
    /// without end.
    FolderLink,
    /// A pipe, socket or device in a folder. Opening one may wait for ever.
    Special,
}

/// The walk over all paths. Holds the open folders above the place it has come to, and not what
/// they hold.
pub(super) struct Walk<'a> {
    paths: slice::Iter<'a, PathBuf>,
    folder: Option<walkdir::IntoIter>,
    /// What to say of a named path that is neither file nor folder.
    no_file: &'static str,
}

impl<'a> Walk<'a> {
    pub(super) fn new(paths: &'a [PathBuf], no_file: &'static str) -> Self {
        Self { paths: paths.iter(), folder: None, no_file }
    }

    fn named(&mut self, path: &Path) -> Option<Found> {
        let path = path.to_owned();
        Some(match fs::metadata(&path) {
            Ok(data) if data.is_dir() => {
                self.folder = Some(WalkDir::new(path).min_depth(1).into_iter());
                return None;
            }
            Ok(data) if data.is_file() => Found::File { path, named: true },
            Ok(_) => failed(path, io::Error::other(self.no_file)),
            Err(error) => failed(path, error),
        })
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            match self.folder.as_mut().map(Iterator::next) {
                Some(Some(Ok(entry))) => {
                    if let Some(found) = in_folder(entry) {
                        return Some(found);
                    }
                }
                Some(Some(Err(error))) => return Some(unwalkable(error)),
                Some(None) => self.folder = None,
                None => {
                    let path = self.paths.next()?;
                    if let Some(found) = self.named(path) {
                        return Some(found);
                    }
                }
            }
        }
    }
}

/// What an entry of a folder is; nothing for a folder, which the walk enters by itself.
fn in_folder(entry: DirEntry) -> Option<Found> {
    let kind = entry.file_type();
    let path = entry.into_path();
    if !kind.is_symlink() {
        return by_type(path, kind);
    }
    Some(match fs::metadata(&path) {
        Ok(data) if data.is_dir() => Found::FolderLink,
        Ok(data) => return by_type(path, data.file_type()),
        Err(error) => failed(path, error),
    })
}

fn by_type(path: PathBuf, kind: FileType) -> Option<Found> {
    if kind.is_dir() {
        None
    } else if kind.is_file() {
        Some(Found::File { path, named: false })
    } else {
        Some(Found::Special)
    }
}

fn failed(path: PathBuf, source: io::Error) -> Found {
    Found::Failed { error: Error::Open { path: path.clone(), source }, path }
}

fn unwalkable(error: walkdir::Error) -> Found {
    let path = error.path().unwrap_or(Path::new("")).to_owned();
    failed(path, error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, in the order of the text: `+` before a named file, `!` before a failure.
    fn found(paths: &[PathBuf], root: &Path) -> Vec<String> {
        let short = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
        let shown = Walk::new(paths, "no file").map(|found| match found {
            Found::File { path, named: true } => format!("+{}", short(&path)),
            Found::File { path, named: false } => short(&path),
            Found::Failed { path, error } => format!("!{} {}", short(&path), error.code()),
            Found::FolderLink => "(folder link)".to_owned(),
            Found::Special => "(special)".to_owned(),
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort();
        shown
    }

    #[test]
    fn named_files_and_those_in_folders_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/b/.hidden")).unwrap();
        for file in ["x", "a/y.apk", "a/b/z", "a/b/.hidden/.w"] {
            fs::write(root.join(file), file).unwrap();
        }
        let at =
            |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|name| root.join(name)).collect() };
        for (paths, want) in [
            (at(&["x"]), &["+x"][..]),
            (at(&["a"]), &["a/b/.hidden/.w", "a/b/z", "a/y.apk"]),
            (at(&["a/b", "x", "x"]), &["+x", "+x", "a/b/.hidden/.w", "a/b/z"]),
            (at(&["missing", "x"]), &["!missing cannot-open", "+x"]),
            (at(&["x/y"]), &["!x/y cannot-open"]),
            (vec![], &[]),
        ] {
            assert_eq!(found(&paths, root), want, "{paths:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_and_things_that_are_no_files_end_no_walk() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("x"), "x").unwrap();
        symlink("..", root.join("a/up")).unwrap();
        symlink("../x", root.join("a/file")).unwrap();
        symlink("nowhere", root.join("a/broken")).unwrap();
        symlink("itself", root.join("a/itself")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("a/socket")).unwrap();
        let in_folder = [
            "!a/broken cannot-open",
            "!a/itself cannot-open",
            "(folder link)",
            "(special)",
            "a/file",
        ];
        assert_eq!(found(&[root.join("a")], root), in_folder);
        // A link that is named is followed, and what is named must be a file.
        assert_eq!(found(&[root.join("a/file")], root), ["+a/file"]);
        assert_eq!(found(&[root.join("a/socket")], root), ["!a/socket cannot-open"]);
        assert!(found(&[root.join("a/up")], root).contains(&"a/up/x".to_owned()));
    }
}
