//! The JSON of every door: the command, a page, a wheel, a table. Keys, their order and their
//! meaning are a contract with other programs (`docs/json.md`); [`SCHEMA`] grows by one when a key
//! changes its meaning.
//!
//! Each function gives an object that serde serializes; [`line()`] writes one as the command does.
//!
//! ```
//! use beian::filing::{FormOptions, Outcome};
//! use beian::{Language, Package, VerifyOptions, json};
//!
//! let path = "fixtures/android/v1v2v3.apk";
//! let report = Package::open(path)?.verify(&VerifyOptions::default())?;
//! let outcome = Outcome::new(report, &FormOptions::default());
//! let line = json::line(&json::report(path.into(), &outcome, Language::English))?;
//! assert!(line.starts_with(r#"{"schema":1,"file":"fixtures/android/v1v2v3.apk","kind":"apk""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod besides;
mod cells;
mod check;
mod report;
mod scan;
mod visible;

pub use self::cells::{COLUMNS, Cells, cells, failure_cells};
pub use self::check::{Compared, Same, check};
pub use self::report::{error, report};
pub use self::scan::{failure, row};
pub use self::visible::line;

/// The version of the objects.
pub const SCHEMA: u32 = 1;

/// The name of a file, as it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileName<'a> {
    /// As text. What is no UTF-8 in it is replaced, so that two names may look alike.
    pub text: &'a str,
    /// The bytes of one that is no UTF-8, in lower-case hexadecimal.
    pub bytes: Option<&'a str>,
}

impl<'a> FileName<'a> {
    /// A name that is no UTF-8: its text, and its bytes in hexadecimal.
    #[must_use]
    pub fn with_bytes(text: &'a str, bytes: Option<&'a str>) -> Self {
        Self { text, bytes }
    }
}

impl<'a> From<&'a str> for FileName<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, bytes: None }
    }
}
