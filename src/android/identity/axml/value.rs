//! Values of attributes and resources (`Res_value` of Android's `ResourceTypes.h`).

use std::fmt;

/// The value of an attribute or resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// The id of a resource.
    Reference(u32),
    String(String),
    Integer(u32),
    Boolean(bool),
    Other,
}

impl Value {
    /// Reads a `Res_value` of that type and data. `string` gives the string of a number.
    pub(crate) fn of(kind: u8, data: u32, string: impl FnOnce(u32) -> Option<String>) -> Self {
        const REFERENCE: u8 = 0x01;
        const STRING: u8 = 0x03;
        const DYNAMIC_REFERENCE: u8 = 0x07;
        const INT_DEC: u8 = 0x10;
        const INT_HEX: u8 = 0x11;
        const BOOLEAN: u8 = 0x12;
        match kind {
            REFERENCE | DYNAMIC_REFERENCE => Self::Reference(data),
            STRING => string(data).map_or(Self::Other, Self::String),
            INT_DEC | INT_HEX => Self::Integer(data),
            BOOLEAN => Self::Boolean(data != 0),
            _ => Self::Other,
        }
    }

    /// What it is where a flag is looked for (`TypedArray.getBoolean`).
    pub(crate) fn flag(&self) -> Option<bool> {
        match self {
            Self::Integer(number) => Some(*number != 0),
            Self::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    /// As it stands in findings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(id) => write!(f, "@{id:#010x}"),
            Self::String(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{}", number.cast_signed()),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Other => f.write_str("?"),
        }
    }
}
