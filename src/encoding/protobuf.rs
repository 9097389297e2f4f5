//! Messages of Protocol Buffers over borrowed bytes (protobuf.dev, "Encoding").
//!
//! A message is split into its fields and no more: what a field means the caller knows. Nothing is
//! allocated, and messages inside a message are read only where they are asked for, so that
//! their nesting is the caller's to bound.

/// A message with fields that were checked to fill it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Message<'a>(&'a [u8]);

/// The value of a field, as far as its wire type tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Varint(u64),
    /// Fixed numbers of four or eight bytes.
    Fixed,
    /// A text, bytes, or a message.
    Bytes(&'a [u8]),
}

impl<'a> Message<'a> {
    /// `None` where the bytes are not fields one behind the other. Messages inside are not looked
    /// at.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        while !rest.is_empty() {
            field(&mut rest)?;
        }
        Some(Self(bytes))
    }

    /// The fields in order, with their numbers.
    pub(crate) fn fields(self) -> impl Iterator<Item = (u64, Value<'a>)> {
        let mut rest = self.0;
        std::iter::from_fn(move || field(&mut rest))
    }

    /// The values of the fields of that number.
    fn values(self, number: u64) -> impl Iterator<Item = Value<'a>> {
        self.fields().filter_map(move |(of, value)| (of == number).then_some(value))
    }

    /// The number of a field; of several the last.
    pub(crate) fn number(self, number: u64) -> Option<u64> {
        self.values(number)
            .filter_map(|value| if let Value::Varint(it) = value { Some(it) } else { None })
            .last()
    }

    /// The bytes of each field of that number.
    pub(crate) fn all(self, number: u64) -> impl Iterator<Item = &'a [u8]> {
        self.values(number)
            .filter_map(|value| if let Value::Bytes(it) = value { Some(it) } else { None })
    }

    /// The bytes of a field; of several the last.
    pub(crate) fn bytes(self, number: u64) -> Option<&'a [u8]> {
        self.all(number).last()
    }

    /// The text of a field.
    pub(crate) fn text(self, number: u64) -> Option<&'a str> {
        std::str::from_utf8(self.bytes(number)?).ok()
    }

    /// The message in a field.
    pub(crate) fn message(self, number: u64) -> Option<Self> {
        Self::parse(self.bytes(number)?)
    }
}

/// Takes a field off the front: its number and value.
fn field<'a>(rest: &mut &'a [u8]) -> Option<(u64, Value<'a>)> {
    let key = varint(rest)?;
    let value = match key & 7 {
        0 => Value::Varint(varint(rest)?),
        1 => take(rest, 8).map(|_| Value::Fixed)?,
        2 => {
            let length = varint(rest)?;
            Value::Bytes(take(rest, length)?)
        }
        5 => take(rest, 4).map(|_| Value::Fixed)?,
        // Groups are none of the formats that are read here.
        _ => return None,
    };
    Some((key >> 3, value))
}

fn take<'a>(rest: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (taken, behind) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = behind;
    Some(taken)
}

/// Seven bits a byte, the lowest first; of ten bytes at most.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for place in 0..10 {
        let (&byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7f).checked_shl(7_u32.saturating_mul(place)).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_by_number_and_type() {
        let message =
            Message::parse(b"\x08\x96\x01\x12\x02hi\x19AAAAAAAA\x25BBBB\x08\x05\x12\x01!").unwrap();
        assert_eq!(message.number(1), Some(5), "of several the last");
        assert_eq!(message.text(2), Some("!"));
        assert_eq!(message.all(2).collect::<Vec<_>>(), [&b"hi"[..], b"!"]);
        assert_eq!((message.number(2), message.bytes(1), message.number(9)), (None, None, None));
        assert_eq!(message.fields().count(), 6);
    }

    #[test]
    fn what_does_not_fill_the_message_is_refused() {
        for (name, bytes) in [
            ("cut varint", &b"\x08\x80"[..]),
            ("varint of eleven bytes", b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
            ("length past the end", b"\x12\x03hi"),
            ("huge length", b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
            ("cut fixed number", b"\x19AAAA"),
            ("group", b"\x0b\x0c"),
            ("unknown wire type", b"\x0e"),
        ] {
            assert_eq!(Message::parse(bytes), None, "{name}");
        }
        assert_eq!(Message::parse(b""), Some(Message::default()));
    }
}
