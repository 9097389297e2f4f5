//! Whether ZIP64 is read (APPNOTE.TXT 4.5.3).

/// Whether numbers are read that have no room in the fields of an ordinary ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zip64 {
    Refused,
    Read,
}
