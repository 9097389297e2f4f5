//! JSON in which nothing hides.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::say::is_hidden;

/// One line of JSON. Characters that hide, or turn the direction of what is printed, are written as
/// escapes; a parser gives them as they were.
///
/// # Errors
/// What serde says: none for the objects of this module.
pub fn line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut line = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Visible))?;
    String::from_utf8(line).map_err(serde::ser::Error::custom)
}

/// Compact JSON in which nothing is hidden.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        // Most texts are digits.
        if text.is_ascii() && !text.contains('\u{7f}') {
            return out.write_all(text.as_bytes());
        }
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = from.strip_prefix(c).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}
