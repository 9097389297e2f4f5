//! A file's name as it is shown, and as it is.

use std::path::Path;

/// The name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileName {
    /// As it was given. What is no UTF-8 in it is replaced, so that two names may look alike.
    pub(crate) text: String,
    /// The bytes of one that is no UTF-8, in hex.
    pub(crate) bytes: Option<String>,
}

impl FileName {
    /// As JSON has it.
    pub(crate) fn as_json(&self) -> beian::json::FileName<'_> {
        beian::json::FileName::with_bytes(&self.text, self.bytes.as_deref())
    }
}

impl From<&Path> for FileName {
    fn from(path: &Path) -> Self {
        let name = path.as_os_str();
        let bytes = name.to_str().is_none().then(|| hex::encode(name.as_encoded_bytes()));
        Self { text: name.to_string_lossy().into_owned(), bytes }
    }
}

impl From<&str> for FileName {
    fn from(name: &str) -> Self {
        Path::new(name).into()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn names_that_are_no_text_are_told_apart() {
        for (bytes, text, hex) in [
            (&b"d/a.apk"[..], "d/a.apk", None),
            ("示例.apk".as_bytes(), "示例.apk", None),
            (b"\xff.apk", "\u{fffd}.apk", Some("ff2e61706b")),
            (b"\xfe.apk", "\u{fffd}.apk", Some("fe2e61706b")),
        ] {
            let name = FileName::from(Path::new(OsStr::from_bytes(bytes)));
            assert_eq!((name.text.as_str(), name.bytes.as_deref()), (text, hex));
        }
    }
}
