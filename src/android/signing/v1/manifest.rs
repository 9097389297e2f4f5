//! `META-INF/MANIFEST.MF` and `.SF` files: sections of attributes, and where each section stands.
//!
//! JAR File Specification, "Notes on Manifest and Signature Files", read as apksig's
//! `ManifestParser` reads it.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::{Finding, issue};
use crate::say::said;

/// A name and a value. Lines that were continued are put together.
type Attribute<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// The attribute that names the file a section is about. It must be the first.
const NAME: &[u8] = b"Name";

/// How many attributes of a section are kept: real ones have a name and some digests, and main ones
/// some dozens.
const MAX_ATTRIBUTES: usize = 1024;

/// How long an attribute may be that is continued, in bytes: a file's name has 65,535 at most.
const MAX_CONTINUED: usize = 128 << 10;

/// More files than a package can hold need no section.
pub(crate) const MAX_SECTIONS: usize = 1 << 16;

said! {
    /// Why a manifest, or the file that signs it, cannot be read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum ManifestFault {
        TooManyAttributes => {
            en: "a section has more than {MAX_ATTRIBUTES} attributes, or one of more than \
                {MAX_CONTINUED} bytes",
            zh: "某一节的属性超过 {MAX_ATTRIBUTES} 个，或有超过 {MAX_CONTINUED} 字节的属性"
        }
        TooManySections => {
            en: "it has more than {MAX_SECTIONS} sections",
            zh: "超过 {MAX_SECTIONS} 节"
        }
        NoBase64 => { en: "a digest is no base64", zh: "摘要不是有效的 Base64" }
    }
}

/// What is said of a section with more attributes than are kept: what is not looked at may be what
/// counts.
pub(crate) fn too_many_attributes(file: &str) -> Finding {
    Finding::new(issue::Jar::JarMalformedManifest {
        file: file.to_string(),
        why: ManifestFault::TooManyAttributes.into(),
    })
}

/// One section: the main one, or one about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section<'a> {
    /// Where it stands in the file, with the empty line that ends it.
    range: Range<usize>,
    /// Names and values in stored order.
    attributes: Vec<Attribute<'a>>,
    /// Whether it has more of them, or longer ones, than are kept.
    pub(crate) has_more: bool,
}

impl<'a> Section<'a> {
    /// Where it stands in the file, and the file that it is about.
    pub(crate) fn into_name(self) -> (Range<usize>, Option<Cow<'a, [u8]>>) {
        let first = self.attributes.into_iter().next();
        let name = first.filter(|(name, _)| name.eq_ignore_ascii_case(NAME));
        (self.range, name.map(|(_, value)| value))
    }

    /// The value of the first attribute of that name, whatever its case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&[u8]> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(found, _)| found.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| &value[..])
    }

    /// The value as text; what is no UTF-8 in it is replaced.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attribute(name).map(String::from_utf8_lossy)
    }

    /// The file that the section is about: its first attribute says so, and platforms look at no
    /// other.
    pub(crate) fn name(&self) -> Option<&[u8]> {
        let (name, value) = self.attributes.first()?;
        name.eq_ignore_ascii_case(NAME).then_some(&value[..])
    }

    /// The bytes of the section in the file that it was read from.
    pub(crate) fn bytes<'m>(&self, file: &'m [u8]) -> &'m [u8] {
        file.get(self.range.clone()).unwrap_or_default()
    }
}

/// The sections of a file, the main one first.
pub(crate) fn sections(file: &[u8]) -> Sections<'_> {
    Sections { file, lines: Lines { file, position: 0 } }
}

/// The sections of a file in order.
#[derive(Debug)]
pub(crate) struct Sections<'a> {
    file: &'a [u8],
    lines: Lines<'a>,
}

impl<'a> Iterator for Sections<'a> {
    type Item = Section<'a>;

    fn next(&mut self) -> Option<Section<'a>> {
        let (start, first) = self.lines.by_ref().find(|(_, line)| !line.is_empty())?;
        let mut attributes: Vec<Cow<'a, [u8]>> = vec![Cow::Borrowed(first)];
        let mut has_more = false;
        for (_, line) in self.lines.by_ref() {
            let has_room = attributes.len() < MAX_ATTRIBUTES;
            match (line, attributes.last_mut()) {
                ([], _) => break,
                ([b' ', continued @ ..], Some(last))
                    if last.len().saturating_add(continued.len()) <= MAX_CONTINUED =>
                {
                    last.to_mut().extend_from_slice(continued);
                }
                ([b' ', ..], _) => has_more = true,
                (line, _) if has_room => attributes.push(Cow::Borrowed(line)),
                _ => has_more = true,
            }
        }
        let end = self.lines.position.min(self.file.len());
        let attributes = attributes.into_iter().map(split).collect();
        Some(Section { range: start..end, attributes, has_more })
    }
}

/// An attribute is a name and a value behind `": "`. Further blanks belong to them: obfuscators use
/// that.
fn split(attribute: Cow<'_, [u8]>) -> Attribute<'_> {
    let Some(at) = attribute.windows(2).position(|pair| pair == b": ") else {
        return (attribute, Cow::Borrowed(b""));
    };
    let value_at = at.saturating_add(2);
    match attribute {
        Cow::Borrowed(bytes) => {
            let parts = bytes.split_at_checked(at).zip(bytes.get(value_at..));
            let (name, value) = parts.map_or((bytes, &[][..]), |((name, _), value)| (name, value));
            (Cow::Borrowed(name), Cow::Borrowed(value))
        }
        Cow::Owned(mut name) => {
            let value = name.split_off(value_at.min(name.len()));
            name.truncate(at);
            (Cow::Owned(name), Cow::Owned(value))
        }
    }
}

/// Lines without their ends (CR, LF, or both), and where each begins.
#[derive(Debug)]
struct Lines<'a> {
    file: &'a [u8],
    position: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<(usize, &'a [u8])> {
        let start = self.position;
        let rest = self.file.get(start..).filter(|rest| !rest.is_empty())?;
        let length =
            rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let (line, end) = rest.split_at_checked(length)?;
        let end_length = match end {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        self.position = start.saturating_add(length).saturating_add(end_length);
        Some((start, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Attributes = &'static [(&'static str, &'static str)];
    type Sections = &'static [(&'static str, Attributes)];

    #[test]
    fn attributes_are_put_together_up_to_a_length() {
        for (length, has_more) in [(MAX_CONTINUED, false), (MAX_CONTINUED + 1, true)] {
            let file = format!("A: b\n {}\n", "c".repeat(length - 4));
            let section = sections(file.as_bytes()).next().unwrap();
            assert_eq!(section.has_more, has_more, "{length}");
            assert_eq!(
                section.attribute("A").unwrap().len(),
                if has_more { 1 } else { length - 3 }
            );
        }
    }

    #[test]
    fn attributes_are_counted() {
        for (count, has_more) in [(MAX_ATTRIBUTES, false), (MAX_ATTRIBUTES + 1, true)] {
            let file = "A: b\n".repeat(count);
            let section = sections(file.as_bytes()).next().unwrap();
            assert_eq!(
                (section.has_more, section.attributes.len()),
                (has_more, MAX_ATTRIBUTES),
                "{count}"
            );
        }
    }

    #[test]
    fn sections_end_with_an_empty_line() {
        let cases: &[(&str, Sections)] = &[
            ("", &[]),
            ("\n\r\n", &[]),
            ("A: 1", &[("A: 1", &[("A", "1")])]),
            (
                "A: 1\r\nB:2\r\n\r\nName: x\n\n",
                &[
                    ("A: 1\r\nB:2\r\n\r\n", &[("A", "1"), ("B:2", "")]),
                    ("Name: x\n\n", &[("Name", "x")]),
                ],
            ),
            ("\n\nA: 1\r\rB: 2\r", &[("A: 1\r\r", &[("A", "1")]), ("B: 2\r", &[("B", "2")])]),
            (
                "Name: ab\n c\n  d\nX : : y \n",
                &[("Name: ab\n c\n  d\nX : : y \n", &[("Name", "abc d"), ("X ", ": y ")])],
            ),
            (" A: 1\n\n", &[(" A: 1\n\n", &[(" A", "1")])]),
        ];
        for (file, want) in cases {
            let sections: Vec<_> = sections(file.as_bytes()).collect();
            let got: Vec<_> = sections
                .iter()
                .map(|section| {
                    let pairs =
                        section.attributes.iter().map(|(name, value)| (&name[..], &value[..]));
                    (section.bytes(file.as_bytes()), pairs.collect::<Vec<_>>())
                })
                .collect();
            let want: Vec<_> = want
                .iter()
                .map(|(bytes, pairs)| {
                    let pairs =
                        pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
                    (bytes.as_bytes(), pairs.collect::<Vec<_>>())
                })
                .collect();
            assert_eq!(got, want, "{file:?}");
        }
    }

    #[test]
    fn the_first_attribute_of_a_name_counts_whatever_its_case() {
        let section = sections(b"name: a\nNAME: b\n").next().unwrap();
        assert_eq!(section.attribute("Name"), Some(&b"a"[..]));
        assert_eq!(section.attribute("Other"), None);
    }

    #[test]
    fn the_first_attribute_names_the_section() {
        for (section, want) in [
            ("Name: a\nSHA1-Digest: AAAA\n", Some(&b"a"[..])),
            ("name: a\nName: b\n", Some(b"a")),
            ("SHA1-Digest: AAAA\nName: a\n", None),
            ("no colon\nName: a\n", None),
        ] {
            let read = sections(section.as_bytes()).next().unwrap();
            assert_eq!(read.name(), want, "{section:?}");
            assert_eq!(read.into_name().1.as_deref(), want, "{section:?}");
        }
    }
}
