//! What `META-INF` holds of a JAR signature: its files' names, and the sections of the manifest.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::manifest::Section;

pub(crate) const META_INF: &[u8] = b"META-INF/";
pub(crate) const MANIFEST_NAME: &str = "META-INF/MANIFEST.MF";

/// How many findings of one sort are made.
pub(crate) const MAX_FINDINGS: usize = 20;

/// The manifest's sections.
pub(crate) struct Manifest<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) main: Section<'a>,
    /// Where the section of each file stands. There are as many as files: they are read again when
    /// they are needed.
    pub(crate) sections: HashMap<Cow<'a, [u8]>, Range<usize>>,
}

impl<'a> Manifest<'a> {
    /// The bytes of the section about that file.
    pub(crate) fn section(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.bytes.get(self.sections.get(name)?.clone())
    }
}

/// A name for people.
pub(crate) fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
