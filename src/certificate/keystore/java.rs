//! Numbers and strings as Java's `DataOutputStream` writes them: big-endian, and strings in
//! modified UTF-8 behind a length of two bytes.

use crate::encoding::bytes::Bytes;

/// Reads from the front of a slice. Every method gives `None` when too little is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DataInput<'a>(Bytes<'a>);

impl<'a> DataInput<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Bytes::new(bytes))
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.0.u8()
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.0.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.0.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.0.array().map(u64::from_be_bytes)
    }

    /// A run of bytes behind its length, four bytes.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.u32()?).ok()?;
        self.0.take(length)
    }

    /// A string behind its length.
    pub(crate) fn text(&mut self) -> Option<String> {
        let length = self.u16()?;
        modified_utf8(self.0.take(length.into())?)
    }

    /// The name of a certificate's type: that of X.509, in the writings that Java's
    /// `CertificateFactory` knows.
    pub(crate) fn x509(&mut self) -> Option<()> {
        let name = self.text()?;
        (name.eq_ignore_ascii_case("X.509") || name.eq_ignore_ascii_case("X509")).then_some(())
    }

    pub(crate) fn skip(&mut self, count: usize) -> Option<()> {
        self.0.skip(count)
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0.rest()
    }
}

/// Decodes modified UTF-8 (`java.io.DataInput`): as UTF-8, but U+0000 takes two bytes, and
/// characters beyond U+FFFF stand as two surrogates of three bytes each.
fn modified_utf8(bytes: &[u8]) -> Option<String> {
    let bits = |byte: u8| (byte & 0xc0 == 0x80).then_some(u16::from(byte & 0x3f));
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (unit, behind) = match *rest {
            [] => break,
            [a, ref behind @ ..] if a < 0x80 => (a.into(), behind),
            [a, b, ref behind @ ..] if a & 0xe0 == 0xc0 => {
                (u16::from(a & 0x1f) << 6 | bits(b)?, behind)
            }
            [a, b, c, ref behind @ ..] if a & 0xf0 == 0xe0 => {
                (u16::from(a & 0x0f) << 12 | bits(b)? << 6 | bits(c)?, behind)
            }
            _ => return None,
        };
        units.push(unit);
        rest = behind;
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_in_modified_utf8() {
        for (bytes, want) in [
            (&b"\0\x03abc"[..], Some("abc")),
            ("\0\x0c正式签名".as_bytes(), Some("正式签名")),
            (b"\0\x02\xc0\x80", Some("\0")),
            (b"\0\x06\xed\xa0\xbd\xed\xb8\x80", Some("😀")),
            (b"\0\x03\xed\xa0\xbd", None),
            (b"\0\x02\xe6\xad", None),
            (b"\0\x01\xff", None),
            (b"\0\x04abc", None),
        ] {
            assert_eq!(DataInput::new(bytes).text().as_deref(), want, "{bytes:?}");
        }
    }

    #[test]
    fn numbers_are_big_endian() {
        let mut input = DataInput::new(&[1, 0, 2, 0, 0, 0, 1, 9]);
        assert_eq!((input.u8(), input.u16(), input.bytes()), (Some(1), Some(2), Some(&[9][..])));
        assert_eq!((input.u64(), input.rest()), (None, &[][..]));
    }
}
